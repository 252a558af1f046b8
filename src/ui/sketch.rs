//! A frame as a list of strokes, so that rows which say the same as in the
//! frame before are not drawn again.
//!
//! Most keys change a few rows. To draw a row is to fill its cells and to look
//! at each of them once more when it is encoded; to note what it would be drawn
//! from, and to compare that, is a small part of it.

use ratatui::buffer::Cell;
use ratatui::style::Style;

use crate::app::Size;
use crate::typeset::{clusters, sure_letters};

/// What a row shows from some column on.
#[derive(Clone, Copy, Debug)]
pub enum Drawn<'a> {
    /// These cells, of which there are as many as the row has; those before
    /// that column hold whatever was left in them.
    Cells(&'a [Cell]),
    /// What the row of this number showed there in the frame before.
    Moved(usize),
}

/// What is drawn into one row, in order.
#[derive(Debug, Default, PartialEq)]
struct Row {
    strokes: Vec<Stroke>,
    /// The words of its strokes, one after the other.
    text: String,
}

/// Something drawn into some cells of a row.
#[derive(Debug, PartialEq)]
struct Stroke {
    x: u16,
    width: u16,
    style: Style,
    kind: Kind,
}

#[derive(Debug, PartialEq)]
enum Kind {
    /// As many bytes of the row's text as are left to those before it.
    Text(u32),
    /// The same sign in every cell, whatever was there.
    Line(&'static str),
    /// Nothing, whatever was there.
    Blank,
    /// What was there, looking otherwise.
    Tint,
}

/// What a frame is drawn from.
#[derive(Debug, Default)]
pub(super) struct Sketch {
    width: u16,
    height: u16,
    /// At least as many as the frame is high: those of a higher one before
    /// keep their room.
    rows: Vec<Row>,
}

impl Sketch {
    /// Begins a frame of `size`. The rows keep their room.
    pub(super) fn begin(&mut self, size: Size) {
        (self.width, self.height) = (size.width, size.height);
        let n_rows = self.rows.len().max(size.height.into());
        self.rows.resize_with(n_rows, Row::default);
        for row in &mut self.rows {
            row.strokes.clear();
            row.text.clear();
        }
    }

    /// Its columns and rows.
    pub(super) fn size(&self) -> Size {
        Size {
            width: self.width,
            height: self.height,
        }
    }

    /// Writes `text`, which takes `width` columns and ends within the row.
    pub(super) fn write(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) {
        if let Some(row) = self.rows.get_mut(usize::from(y)) {
            row.text.push_str(text);
        }
        let bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.stroke(x, y, width, style, Kind::Text(bytes));
    }

    /// Puts `sign`, which takes one column, into `width` cells.
    pub(super) fn line(&mut self, x: u16, y: u16, width: u16, sign: &'static str, style: Style) {
        self.stroke(x, y, width, style, Kind::Line(sign));
    }

    /// Empties `width` cells and has them look like `style`.
    pub(super) fn wipe(&mut self, x: u16, y: u16, width: u16, style: Style) {
        self.stroke(x, y, width, style, Kind::Blank);
    }

    /// Lays `style` over `width` cells.
    pub(super) fn tint(&mut self, x: u16, y: u16, width: u16, style: Style) {
        self.stroke(x, y, width, style, Kind::Tint);
    }

    fn stroke(&mut self, x: u16, y: u16, width: u16, style: Style, kind: Kind) {
        let width = width.min(self.width.saturating_sub(x));
        if let Some(row) = self.rows.get_mut(usize::from(y))
            && width > 0
        {
            row.strokes.push(Stroke {
                x,
                width,
                style,
                kind,
            });
        }
    }

    /// Draws the rows that differ from those of the frame `before`, one after
    /// the other, with `cells` that are as many as a row has, and gives each to
    /// `show` with its number and the first column that may differ: what stands
    /// before that is as it was, and not drawn.
    pub(super) fn draw(
        &self,
        before: &Sketch,
        cells: &mut [Cell],
        mut show: impl FnMut(usize, usize, Drawn<'_>),
    ) {
        let is_like = self.size() == before.size();
        // Where one row has moved, its neighbors have as well.
        let mut shifts = [1, -1];
        for (y, row) in self.rows.iter().take(self.height.into()).enumerate() {
            let was = before.rows.get(y).filter(|_| is_like);
            let Some(from) = was.map_or(Some(0), |was| row.differs_from(was)) else {
                continue;
            };
            let moved = shifts.into_iter().find_map(|by| {
                let other = y.checked_add_signed(by)?;
                let was = before.rows.get(other)?;
                let is_row = is_like && other < usize::from(self.height);
                (is_row && row.ends_like(was, from)).then_some((other, by))
            });
            if let Some((other, by)) = moved {
                shifts = [by, -by];
                show(y, from, Drawn::Moved(other));
            } else {
                row.draw(from, cells);
                show(y, from, Drawn::Cells(cells));
            }
        }
    }
}

impl Row {
    /// The strokes, each with its words.
    fn strokes(&self) -> impl Iterator<Item = (&Stroke, &str)> {
        let mut text = self.text.as_str();
        self.strokes.iter().map(move |stroke| {
            let (words, rest) = text.split_at_checked(stroke.bytes()).unwrap_or_default();
            text = rest;
            (stroke, words)
        })
    }

    /// The same from the last to the first.
    fn strokes_from_last(&self) -> impl Iterator<Item = (&Stroke, &str)> {
        let mut text = self.text.as_str();
        self.strokes.iter().rev().map(move |stroke| {
            let at = text.len().saturating_sub(stroke.bytes());
            let (rest, words) = text.split_at_checked(at).unwrap_or_default();
            text = rest;
            (stroke, words)
        })
    }

    /// The first column in which it may look otherwise than `before`; none if
    /// both are drawn from the same.
    ///
    /// What one pane draws into a row stands before or behind what the others
    /// do: of their strokes those that differ are looked for between the first
    /// and the last that are the same.
    fn differs_from(&self, before: &Row) -> Option<usize> {
        let is_same = |(one, other): &(_, _)| one == other;
        let both = self.strokes().zip(before.strokes());
        let n_first = both.take_while(is_same).count();
        let n_left = self.strokes.len().min(before.strokes.len()) - n_first;
        let both = self.strokes_from_last().zip(before.strokes_from_last());
        let n_last = both.take(n_left).take_while(is_same).count();
        let between = |row: &Row| {
            let strokes = row.strokes.get(n_first..row.strokes.len() - n_last);
            let columns = strokes.unwrap_or_default().iter().map(|stroke| stroke.x);
            columns.min()
        };
        let first = match (between(self), between(before)) {
            (Some(one), Some(other)) => one.min(other),
            (one, other) => one.or(other)?,
        };
        // A stroke changes the column before it where it cuts a wide character.
        Some(usize::from(first.saturating_sub(1)))
    }

    /// Whether it looks like `other` from column `from` on: all that reaches
    /// there, or up to it, is drawn from the same.
    fn ends_like(&self, other: &Row, from: usize) -> bool {
        let reaches = |(stroke, _): &(&Stroke, &str)| stroke.end() >= from;
        let strokes = self.strokes().filter(reaches);
        strokes.eq(other.strokes().filter(reaches))
    }

    /// Draws into `cells` what they show from column `from` on.
    fn draw(&self, from: usize, cells: &mut [Cell]) {
        // A wide character before the first of them covers it.
        let from = from.saturating_sub(1);
        for cell in cells.iter_mut().skip(from) {
            cell.reset();
        }
        for (stroke, words) in self.strokes().filter(|(stroke, _)| stroke.end() > from) {
            let (start, style) = (usize::from(stroke.x), stroke.style);
            if !matches!(stroke.kind, Kind::Tint) {
                cut_wide(cells, start);
            }
            let Some(cells) = cells.get_mut(start..stroke.end()) else {
                continue;
            };
            match stroke.kind {
                Kind::Text(_) => write(cells, words, style),
                Kind::Line(sign) => {
                    let mut cell = Cell::EMPTY;
                    set(&mut cell, sign, style);
                    cells.fill(cell);
                }
                Kind::Blank => {
                    let mut cell = Cell::EMPTY;
                    cell.set_style(style);
                    cells.fill(cell);
                }
                Kind::Tint => {
                    for cell in cells {
                        cell.set_style(style);
                    }
                }
            }
        }
    }
}

impl Stroke {
    /// Bytes of its words in the text of its row.
    fn bytes(&self) -> usize {
        match self.kind {
            Kind::Text(bytes) => bytes as usize,
            Kind::Line(_) | Kind::Blank | Kind::Tint => 0,
        }
    }

    /// The column after it.
    fn end(&self) -> usize {
        usize::from(self.x) + usize::from(self.width)
    }
}

/// Blanks a wide character whose second column something is written over from
/// `start` on: it would cover that.
fn cut_wide(cells: &mut [Cell], start: usize) {
    let Some(cell) = start.checked_sub(1).and_then(|at| cells.get_mut(at)) else {
        return;
    };
    let symbol = cell.symbol();
    if symbol.len() > 1 && clusters(symbol).any(|(_, _, columns)| columns > 1) {
        let style = cell.style();
        *cell = Cell::EMPTY;
        cell.set_style(style);
    }
}

/// Writes words over cells that are as many as the words have columns.
fn write(cells: &mut [Cell], words: &str, style: Style) {
    let (letters, words) = words.split_at(sure_letters(words));
    let (lettered, cells) = cells.split_at_mut(letters.len().min(cells.len()));
    // A byte is a cell: nothing has to be measured. This is most of what is
    // ever drawn.
    for (cell, letter) in lettered.iter_mut().zip(letters.bytes()) {
        let letter = letter.saturating_sub(b' ');
        let Some(letter) = LETTERS.get(usize::from(letter)) else {
            break;
        };
        let mut letter = letter.clone();
        letter.fg = style.fg.unwrap_or(cell.fg);
        letter.bg = style.bg.unwrap_or(cell.bg);
        letter.modifier = cell.modifier.difference(style.sub_modifier) | style.add_modifier;
        *cell = letter;
    }
    let mut cells = cells.iter_mut();
    for (_, cluster, columns) in clusters(words) {
        for (nth, cell) in cells.by_ref().take(columns).enumerate() {
            if nth == 0 {
                set(cell, cluster, style);
            } else {
                // The cluster covers it.
                cell.reset();
            }
        }
    }
}

/// Sets a cell to one printable letter.
#[allow(clippy::disallowed_methods)] // The one use: the caller has looked.
fn set(cell: &mut Cell, letter: &str, style: Style) {
    cell.set_symbol(letter).set_style(style);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier};

    use super::*;

    const SIZE: Size = Size {
        width: 12,
        height: 3,
    };

    #[derive(Clone, Debug)]
    enum Told {
        Write(String),
        Line,
        Wipe,
        Tint,
    }

    fn told() -> impl Strategy<Value = (u16, u16, Told, Style)> {
        let what = prop_oneof![
            3 => "[a-c]{1,3}|é|漢".prop_map(Told::Write),
            1 => Just(Told::Line),
            1 => Just(Told::Wipe),
            1 => Just(Told::Tint),
        ];
        let style = prop_oneof![
            Just(Style::new()),
            Just(Style::new().fg(Color::Red)),
            Just(Style::new().bg(Color::Blue).add_modifier(Modifier::BOLD)),
            Just(Style::reset()),
        ];
        (0..SIZE.width, 0..SIZE.height, what, style)
    }

    fn tell(sketch: &mut Sketch, strokes: &[(u16, u16, Told, Style)]) {
        sketch.begin(SIZE);
        for (x, y, told, style) in strokes {
            match told {
                Told::Write(text) => {
                    let room = usize::from(SIZE.width - x);
                    let text = crate::typeset::fit(text, room);
                    let width = u16::try_from(crate::typeset::columns(text)).unwrap();
                    sketch.write(*x, *y, width, text, *style);
                }
                Told::Line => sketch.line(*x, *y, 4, "─", *style),
                Told::Wipe => sketch.wipe(*x, *y, 5, *style),
                Told::Tint => sketch.tint(*x, *y, 99, *style),
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_left_alone_looks_as_if_it_were_drawn(
            frames in prop::collection::vec(
                (prop::sample::select(vec![0, 1, -1]), prop::collection::vec(told(), 0..5)),
                1..6,
            )
        ) {
            let (mut before, mut now) = (Sketch::default(), Sketch::default());
            let mut kept = Vec::new();
            let mut strokes: Vec<(u16, u16, Told, Style)> = Vec::new();
            for (by, new) in &frames {
                // What stands to the right moves, as beside a pane that stays.
                strokes.retain_mut(|(x, y, ..)| {
                    let own = if *x > 4 { *by } else { 0 };
                    let moved = y.checked_add_signed(own).filter(|y| *y < SIZE.height);
                    *y = moved.unwrap_or(*y);
                    *by != 0 && moved.is_some()
                });
                strokes.extend(new.iter().cloned());
                tell(&mut now, &strokes);
                drawn(&now, &before, &mut kept);
                let mut whole = Vec::new();
                drawn(&now, &Sketch::default(), &mut whole);
                prop_assert_eq!(&kept, &whole);
                std::mem::swap(&mut before, &mut now);
            }
        }
    }

    /// Draws over `rows`, and says which were drawn.
    fn drawn(now: &Sketch, before: &Sketch, rows: &mut Vec<Vec<Cell>>) -> Vec<usize> {
        rows.resize(SIZE.height.into(), Vec::new());
        let mut cells = vec![Cell::EMPTY; SIZE.width.into()];
        let mut named = Vec::new();
        let was = rows.clone();
        now.draw(before, &mut cells, |y, from, drawn| {
            rows[y].resize(SIZE.width.into(), Cell::EMPTY);
            let cells = match drawn {
                Drawn::Cells(cells) => cells,
                Drawn::Moved(y) => &was[y],
            };
            rows[y][from..].clone_from_slice(&cells[from..]);
            named.push(y);
        });
        named
    }

    #[test]
    fn a_wide_character_does_not_cover_what_is_drawn_over_its_half() {
        let word = |x: u16, text: &str| (x, 0, Told::Write(text.into()), Style::new());
        let mut sketch = Sketch::default();
        let mut rows = Vec::new();
        tell(&mut sketch, &[word(1, "漢"), word(4, "漢"), word(2, "ab")]);
        drawn(&sketch, &Sketch::default(), &mut rows);
        let symbols: Vec<_> = rows[0].iter().take(7).map(Cell::symbol).collect();
        assert_eq!(symbols, [" ", " ", "a", "b", "漢", " ", " "]);
    }

    #[test]
    fn the_same_once_more_is_not_drawn() {
        let red = Style::new().fg(Color::Red);
        let word = |text: &str| (2, 1, Told::Write(text.into()), red);
        let (mut before, mut now) = (Sketch::default(), Sketch::default());
        let mut rows = Vec::new();
        tell(&mut before, &[word("ab")]);
        assert_eq!(drawn(&before, &Sketch::default(), &mut rows), [0, 1, 2]);
        tell(&mut now, &[word("ab")]);
        assert!(drawn(&now, &before, &mut rows).is_empty());
        tell(&mut now, &[word("ac")]);
        assert_eq!(drawn(&now, &before, &mut rows), [1]);
    }
    #[test]
    fn what_moved_beside_what_stays_is_not_drawn() {
        let tell = |sketch: &mut Sketch, chosen: u16, words: [&str; 3]| {
            sketch.begin(SIZE);
            for (y, word) in (0..).zip(words) {
                sketch.write(0, y, 4, "list", Style::new());
                sketch.write(6, y, 1, word, Style::new());
            }
            sketch.tint(0, chosen, 3, Style::new().bg(Color::Blue));
        };
        let (mut before, mut now) = (Sketch::default(), Sketch::default());
        tell(&mut before, 0, ["a", "b", "c"]);
        tell(&mut now, 0, ["b", "c", "d"]);
        let mut cells = vec![Cell::EMPTY; SIZE.width.into()];
        let mut moved = Vec::new();
        now.draw(&before, &mut cells, |y, from, drawn| match drawn {
            Drawn::Moved(other) => moved.push((y, from, Some(other))),
            Drawn::Cells(_) => moved.push((y, from, None)),
        });
        assert_eq!(moved, [(0, 5, Some(1)), (1, 5, Some(2)), (2, 5, None)]);
    }
}
