//! Putting shown text and paint on the screen: the only place that does.
//!
//! Whatever is drawn is either words of this program, a row of a
//! [`Page`] or a [`Shown`]: all of them have passed the gate.

use std::ops::Range;

use ratatui::style::{Color as Tint, Modifier, Style};

use super::sketch::Sketch;

use crate::app::{Region, Settings, Size, WindowKey};
use crate::config::{Color, Paint, Surface};
use crate::typeset::{Ambiguous, Page, Role, Shown, clusters, columns, fit, fitted};

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

/// A part of the screen, and how to paint on it.
pub(super) struct Canvas<'a> {
    sketch: &'a mut Sketch,
    settings: &'a Settings,
    /// What can be pressed in the window over the screen.
    window_keys: &'a [WindowKey],
    /// What is below everything.
    ground: Style,
    /// Where it begins in each row.
    left: u16,
    size: Size,
}

impl<'a> Canvas<'a> {
    /// The whole screen.
    pub(super) fn new(
        sketch: &'a mut Sketch,
        settings: &'a Settings,
        window_keys: &'a [WindowKey],
    ) -> Canvas<'a> {
        Canvas {
            size: sketch.size(),
            sketch,
            settings,
            window_keys,
            ground: style(settings.theme.base()),
            left: 0,
        }
    }

    /// Has something drawn from column `x` on, as if that were the whole
    /// screen and of `size`.
    pub(super) fn inset<T>(
        &mut self,
        x: u16,
        size: Size,
        draw: impl FnOnce(&mut Canvas<'_>) -> T,
    ) -> T {
        let width = size.width.min(self.size.width.saturating_sub(x));
        let height = size.height.min(self.size.height);
        let mut canvas = Canvas {
            sketch: self.sketch,
            settings: self.settings,
            window_keys: self.window_keys,
            ground: self.ground,
            left: self.left + x,
            size: Size { width, height },
        };
        draw(&mut canvas)
    }

    /// Draws what stays as it is where only the place in a text changes (see
    /// [`Changes`](crate::app::Changes)), below all that does not; nothing if
    /// it is there already.
    pub(super) fn still<T: Default>(&mut self, draw: impl FnOnce(&mut Canvas<'a>) -> T) -> T {
        let is_wanted = self.sketch.set_still(true);
        let drawn = if is_wanted { draw(self) } else { T::default() };
        self.sketch.set_still(false);
        drawn
    }

    /// What can be pressed in the window over the screen.
    pub(super) fn window_keys(&self) -> &'a [WindowKey] {
        self.window_keys
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
        let text = page.text().get(range.clone()).unwrap_or_default();
        if self.settings.ascii && !text.is_ascii() {
            let own =
                |at: usize| u32::try_from(range.start + at).is_ok_and(|at| page.is_verbatim(at));
            return self.put_fitted(x, y, end, &spelled(text, own), style);
        }
        self.put_fitted(x, y, end, text, style)
    }

    fn put_str(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let spelled = (self.settings.ascii && !text.is_ascii()).then(|| spelled(text, |_| false));
        self.put_fitted(x, y, end, spelled.as_deref().unwrap_or(text), style)
    }

    fn put_fitted(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let end = end.min(self.size.width);
        if y >= self.size.height || x >= end || text.is_empty() {
            return x;
        }
        let (text, width) = fitted(text, usize::from(end - x));
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        self.sketch.write(self.left + x, y, width, text, style);
        x + width
    }

    /// Draws a horizontal line.
    pub(super) fn rule(&mut self, x: u16, y: u16, end: u16, style: Style) {
        let sign = if self.ascii() { "-" } else { "─" };
        self.line(x, y, end, sign, style);
    }

    /// Draws a vertical line.
    pub(super) fn bar(&mut self, x: u16, from: u16, to: u16, style: Style) {
        let sign = if self.ascii() { "|" } else { "│" };
        for y in from..to {
            self.line(x, y, x.saturating_add(1), sign, style);
        }
    }

    fn line(&mut self, x: u16, y: u16, end: u16, sign: &'static str, style: Style) {
        let style = self.ground.patch(style);
        if let Some((x, width)) = self.within(x, y, end.saturating_sub(x)) {
            self.sketch.line(x, y, width, sign, style);
        }
    }

    /// Where `width` columns from `x` on in row `y` are on the screen, as far
    /// as they are on the canvas.
    fn within(&self, x: u16, y: u16, width: u16) -> Option<(u16, u16)> {
        let width = width.min(self.size.width.saturating_sub(x));
        (y < self.size.height && width > 0).then_some((self.left + x, width))
    }

    /// Fills the frame with the ground of the theme, where it has one.
    pub(super) fn prepare(&mut self) {
        if self.ground != Style::default() {
            for y in 0..self.size.height {
                self.overlay(0, y, self.size.width, self.ground);
            }
        }
    }

    /// Empties a region: nothing of what was drawn there remains.
    pub(super) fn wipe(&mut self, region: Region, style: Style) {
        let style = self.ground.patch(style);
        for y in region.y..region.y.saturating_add(region.height).min(self.size.height) {
            if let Some((x, width)) = self.within(region.x, y, region.width) {
                self.sketch.wipe(x, y, width, style);
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
        if let Some((x, width)) = self.within(x, y, width) {
            self.sketch.tint(x, y, width, style);
        }
    }

    /// Whether lines are drawn with ASCII: they are of ambiguous width
    /// themselves.
    pub(super) fn ascii(&self) -> bool {
        self.settings.ascii || self.settings.ambiguous == Ambiguous::Wide
    }
}

/// A text with the signs of the gate in ASCII, as wide as before. What a
/// cable holds besides them is evidence, and stays as it is: what is its `own`
/// by the byte at which it stands.
fn spelled(text: &str, own: impl Fn(usize) -> bool) -> String {
    let mut spelled = String::with_capacity(text.len());
    for (at, cluster, columns) in clusters(text) {
        let sign = match cluster {
            _ if !cluster.is_ascii() && own(at) => {
                spelled.push_str(cluster);
                continue;
            }
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
