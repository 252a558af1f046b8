//! Putting shown text and paint into cells: the only place that does.
//!
//! Whatever is drawn is either words of this program, a row of a
//! [`Page`] or a [`Shown`]: all of them have passed the gate.

use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color as Tint, Modifier, Style};

use crate::app::{Region, Settings, Size};
use crate::config::{Color, Paint, Surface};
use crate::typeset::{Ambiguous, Page, Role, Shown, clusters, columns, fit};

/// Text that may reach a terminal.
pub(super) trait Fit {
    /// The text.
    fn fit(&self) -> &str;
}

impl Fit for Shown {
    fn fit(&self) -> &str {
        self.as_str()
    }
}

/// Words of this program.
impl Fit for &'static str {
    fn fit(&self) -> &str {
        self
    }
}

/// A buffer of cells, and how to paint on it.
pub(super) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    settings: &'a Settings,
    /// What is below everything.
    ground: Style,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, settings: &'a Settings) -> Canvas<'a> {
        Canvas {
            buffer,
            settings,
            ground: style(settings.theme.base()),
        }
    }

    /// Has something drawn on cells of its own, as if they were the whole
    /// screen, and puts them at column `x` of this one.
    pub(super) fn inset<T>(
        &mut self,
        x: u16,
        size: Size,
        draw: impl FnOnce(&mut Canvas<'_>) -> T,
    ) -> T {
        let area = Rect::new(0, 0, size.width, size.height);
        let mut cells = Buffer::empty(area);
        let mut canvas = Canvas::new(&mut cells, self.settings);
        canvas.prepare();
        let drawn = draw(&mut canvas);
        for y in 0..size.height {
            for column in 0..size.width {
                let from = cells.cell((column, y)).cloned();
                if let (Some(to), Some(from)) = (self.buffer.cell_mut((x + column, y)), from) {
                    *to = from;
                }
            }
        }
        drawn
    }

    /// The style of a part of the screen.
    pub(super) fn surface(&self, surface: Surface) -> Style {
        style(self.settings.theme.surface(surface))
    }

    /// The style of a role of the text.
    pub(super) fn role(&self, role: Role) -> Style {
        style(self.settings.theme.role(role))
    }

    /// Writes `text` from `x` up to, not including, column `end`; returns
    /// the column after it.
    pub(super) fn put(&mut self, x: u16, y: u16, end: u16, text: &impl Fit, style: Style) -> u16 {
        self.put_str(x, y, end, text.fit(), style)
    }

    /// Writes what fits of `text`; a sign says that there is more.
    pub(super) fn put_cut(
        &mut self,
        x: u16,
        y: u16,
        end: u16,
        text: &impl Fit,
        style: Style,
    ) -> u16 {
        let text = text.fit();
        let room = usize::from(end.saturating_sub(x));
        if columns(text) <= room || room == 0 {
            return self.put_str(x, y, end, text, style);
        }
        let head = fit(text, room - 1).trim_end();
        let x = self.put_str(x, y, end, head, style);
        let sign = if self.ascii() { "~" } else { "…" };
        self.put_str(x, y, end, sign, style)
    }

    /// The same, ending at column `end`; returns where it begins.
    pub(super) fn put_right(
        &mut self,
        start: u16,
        y: u16,
        end: u16,
        text: &impl Fit,
        style: Style,
    ) -> u16 {
        let width = u16::try_from(columns(text.fit())).unwrap_or(u16::MAX);
        let x = end.saturating_sub(width).max(start);
        self.put_str(x, y, end, text.fit(), style);
        x
    }

    /// Writes a part of a page.
    pub(super) fn put_page(
        &mut self,
        x: u16,
        y: u16,
        end: u16,
        page: &Page,
        range: Range<usize>,
        style: Style,
    ) -> u16 {
        let text = page.text().get(range).unwrap_or_default();
        self.put_str(x, y, end, text, style)
    }

    fn put_str(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        let end = end.min(area.right());
        if y >= area.bottom() || x >= end {
            return x;
        }
        let room = usize::from(end - x);
        if !text.is_ascii() {
            return self.put_beyond_ascii(x, y, text, room, style);
        }
        // A byte is a cell: nothing has to be measured. This is most of what
        // is ever drawn, and drawing is most of the time that a key takes.
        let start = self.buffer.index_of(x, y);
        let cells = self.buffer.content.get_mut(start..).unwrap_or_default();
        let mut width = 0;
        for (cell, letter) in cells.iter_mut().zip(text.bytes().take(room)) {
            let letter = letter.saturating_sub(b' ');
            let Some(letter) = LETTERS.get(usize::from(letter)) else {
                break;
            };
            let mut letter = letter.clone();
            (letter.fg, letter.bg, letter.modifier) = (cell.fg, cell.bg, cell.modifier);
            letter.set_style(style);
            *cell = letter;
            width += 1;
        }
        x + width
    }

    /// Writes text that is more than ASCII, in at most `room` columns.
    fn put_beyond_ascii(&mut self, x: u16, y: u16, text: &str, room: usize, style: Style) -> u16 {
        let spelled = self.settings.ascii.then(|| spelled(text));
        let text = spelled.as_deref().unwrap_or(text);
        if self.settings.ambiguous == Ambiguous::Narrow {
            return self.buffer.set_stringn(x, y, text, room, style).0;
        }
        let (mut x, mut room) = (x, room);
        for (_, cluster, columns) in clusters(text) {
            if columns > room {
                break;
            }
            for (nth, x) in (x..).take(columns).enumerate() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    if nth == 0 {
                        set(cell, cluster, style);
                    } else {
                        // The cluster covers it.
                        cell.reset();
                    }
                }
            }
            x = x.saturating_add(u16::try_from(columns).unwrap_or(u16::MAX));
            room -= columns;
        }
        x
    }

    /// Draws a horizontal line.
    pub(super) fn rule(&mut self, x: u16, y: u16, end: u16, style: Style) {
        let stroke = self.stroke(if self.ascii() { "-" } else { "─" }, style);
        for x in x..end {
            if let Some(cell) = self.buffer.cell_mut((x, y)) {
                cell.clone_from(&stroke);
            }
        }
    }

    /// Draws a vertical line.
    pub(super) fn bar(&mut self, x: u16, from: u16, to: u16, style: Style) {
        let stroke = self.stroke(if self.ascii() { "|" } else { "│" }, style);
        for y in from..to {
            if let Some(cell) = self.buffer.cell_mut((x, y)) {
                cell.clone_from(&stroke);
            }
        }
    }

    /// One cell of a line.
    fn stroke(&self, sign: &'static str, style: Style) -> Cell {
        let mut cell = Cell::EMPTY;
        set(&mut cell, sign, self.ground.patch(style));
        cell
    }

    /// Fills the frame with the ground of the theme, where it has one.
    pub(super) fn prepare(&mut self) {
        if self.ground != Style::default() {
            let area = self.buffer.area;
            self.buffer.set_style(area, self.ground);
        }
    }

    /// Empties a region: nothing of what was drawn there remains.
    pub(super) fn wipe(&mut self, region: Region, style: Style) {
        let style = self.ground.patch(style);
        let area = self.buffer.area;
        for y in region.y..region.y.saturating_add(region.height).min(area.bottom()) {
            for x in region.x..region.x.saturating_add(region.width).min(area.right()) {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    /// A rule with a title near its left end; returns the column after it.
    pub(super) fn titled_rule(
        &mut self,
        region: Region,
        title: &impl Fit,
        title_style: Style,
    ) -> u16 {
        let line = self.surface(Surface::Border);
        let end = region.x + region.width;
        self.rule(region.x, region.y, end, line);
        let x = self.put(region.x + 1, region.y, end, &" ", line);
        let x = self.put_cut(x, region.y, end.saturating_sub(2), title, title_style);
        self.put(x, region.y, end, &" ", line)
    }

    /// Empties a region and draws a frame around it.
    pub(super) fn popup(&mut self, region: Region, title: &impl Fit, foot: &Shown) {
        let ground = self.surface(Surface::Popup);
        let line = self.surface(Surface::BorderFocused);
        let (right, bottom) = (region.x + region.width, region.y + region.height);
        self.wipe(region, ground);
        if region.width < 2 || region.height < 2 {
            return;
        }
        self.rule(region.x, region.y, right, line);
        self.rule(region.x, bottom - 1, right, line);
        self.bar(region.x, region.y, bottom, line);
        self.bar(right - 1, region.y, bottom, line);
        let corners: [(&'static str, &'static str); 4] =
            [("┌", "+"), ("┐", "+"), ("└", "+"), ("┘", "+")];
        let places = [
            (region.x, region.y),
            (right - 1, region.y),
            (region.x, bottom - 1),
            (right - 1, bottom - 1),
        ];
        for ((drawn, ascii), (x, y)) in corners.into_iter().zip(places) {
            self.put(
                x,
                y,
                right,
                if self.ascii() { &ascii } else { &drawn },
                line,
            );
        }
        let name = self.surface(Surface::PopupTitle);
        let end = right.saturating_sub(2);
        let x = self.put(region.x + 2, region.y, end, &" ", line);
        let x = self.put_cut(x, region.y, end, title, name);
        self.put(x, region.y, end, &" ", line);
        let foot = &hints_that_fit(foot, usize::from(region.width).saturating_sub(6));
        if !foot.as_str().is_empty() {
            let hint = self.surface(Surface::Hint);
            let x = self.put_right(region.x + 2, bottom - 1, end.saturating_sub(1), foot, hint);
            self.put(x.saturating_sub(1), bottom - 1, x, &" ", line);
            self.put(end.saturating_sub(1), bottom - 1, end, &" ", line);
        }
    }

    /// Shows a stretch of a row as chosen, whatever colors it has.
    pub(super) fn choose(&mut self, x: u16, y: u16, width: u16) {
        let plain = Style::reset().patch(self.ground);
        let chosen = plain.patch(self.surface(Surface::Selected));
        self.overlay(x, y, width, chosen);
    }

    /// Lays a style over cells that are drawn already.
    pub(super) fn overlay(&mut self, x: u16, y: u16, width: u16, style: Style) {
        let area = ratatui::layout::Rect {
            x,
            y,
            width,
            height: 1,
        };
        let area = area.intersection(self.buffer.area);
        self.buffer.set_style(area, style);
    }

    /// Whether lines are drawn with ASCII: they are of ambiguous width
    /// themselves.
    pub(super) fn ascii(&self) -> bool {
        self.settings.ascii || self.settings.ambiguous == Ambiguous::Wide
    }
}

/// A text with the signs of the gate in ASCII, as wide as before. What a
/// cable holds besides them is evidence, and stays as it is.
fn spelled(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for (_, cluster, columns) in clusters(text) {
        let sign = match cluster {
            "…" => '~',
            "⟨" => '<',
            "⟩" => '>',
            // A control character.
            _ if cluster.starts_with(|c| ('\u{2400}'..='\u{2426}').contains(&c)) => '^',
            _ => {
                spelled.push_str(cluster);
                continue;
            }
        };
        spelled.push(sign);
        spelled.extend(std::iter::repeat_n(' ', columns.saturating_sub(1)));
    }
    spelled
}

macro_rules! cells {
    ($($letter:literal)*) => { [$(Cell::new($letter)),*] };
}

/// A cell of each letter of ASCII from the blank on, and a blank for DELETE. To
/// copy one is half the work of making it.
static LETTERS: [Cell; 96] = cells![
    " " "!" "\"" "#" "$" "%" "&" "'" "(" ")" "*" "+" "," "-" "." "/" "0" "1" "2" "3" "4" "5"
    "6" "7" "8" "9" ":" ";" "<" "=" ">" "?" "@" "A" "B" "C" "D" "E" "F" "G" "H" "I" "J" "K" "L"
    "M" "N" "O" "P" "Q" "R" "S" "T" "U" "V" "W" "X" "Y" "Z" "[" "\\" "]" "^" "_" "`" "a" "b"
    "c" "d" "e" "f" "g" "h" "i" "j" "k" "l" "m" "n" "o" "p" "q" "r" "s" "t" "u" "v" "w" "x" "y"
    "z" "{" "|" "}" "~" " "
];

/// Sets a cell to one printable letter.
#[allow(clippy::disallowed_methods)] // The one use: the caller has looked.
fn set(cell: &mut Cell, letter: &str, style: Style) {
    cell.set_symbol(letter).set_style(style);
}

/// A paint in ratatui's terms.
fn style(paint: Paint) -> Style {
    let modifiers = [
        (paint.bold, Modifier::BOLD),
        (paint.dim, Modifier::DIM),
        (paint.italic, Modifier::ITALIC),
        (paint.underline, Modifier::UNDERLINED),
        (paint.reverse, Modifier::REVERSED),
    ];
    let mut add_modifier = Modifier::empty();
    for (wanted, modifier) in &modifiers {
        if *wanted {
            add_modifier |= *modifier;
        }
    }
    Style {
        fg: paint.fg.map(tint),
        bg: paint.bg.map(tint),
        add_modifier,
        ..Style::default()
    }
}

fn tint(color: Color) -> Tint {
    match color {
        Color::Ansi(number) | Color::Indexed(number) => match number {
            0 => Tint::Black,
            1 => Tint::Red,
            2 => Tint::Green,
            3 => Tint::Yellow,
            4 => Tint::Blue,
            5 => Tint::Magenta,
            6 => Tint::Cyan,
            7 => Tint::Gray,
            8 => Tint::DarkGray,
            9 => Tint::LightRed,
            10 => Tint::LightGreen,
            11 => Tint::LightYellow,
            12 => Tint::LightBlue,
            13 => Tint::LightMagenta,
            14 => Tint::LightCyan,
            15 => Tint::White,
            number => Tint::Indexed(number),
        },
        Color::Rgb(red, green, blue) => Tint::Rgb(red, green, blue),
    }
}

/// The last of the hints, which two blanks separate, as many as `room` has
/// columns for: a hint that is cut says nothing.
fn hints_that_fit(hints: &Shown, room: usize) -> Shown {
    let mut rest = hints.as_str();
    while columns(rest) > room {
        let Some((_, others)) = rest.split_once("  ") else {
            return Shown::default();
        };
        rest = others;
    }
    Shown::new(rest)
}
