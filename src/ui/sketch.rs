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
    /// The words and signs of its strokes, one after the other.
    text: String,
}

/// Something drawn into some cells of a row. A frame has hundreds, and each is
/// written and compared for every key: they are kept small.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stroke {
    x: u16,
    width: u16,
    /// Of the styles of the sketch.
    style: u16,
    kind: Kind,
    /// How many bytes of the row's text are its own.
    bytes: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Words.
    Text,
    /// The same sign in every cell, whatever was there.
    Line,
    /// Nothing, whatever was there.
    Blank,
    /// What was there, looking otherwise.
    Tint,
}

/// The rows of a frame and those of the frame before, as far as they are drawn
/// from the same part of the model.
#[derive(Debug, Default)]
struct Layer {
    /// At least as many as the frame is high: those of a higher one before
    /// keep their room.
    now: Vec<Row>,
    before: Vec<Row>,
}

/// What two frames, one after the other, are drawn from.
#[derive(Debug, Default)]
pub(super) struct Sketch {
    size: Size,
    /// Of the frame before; of no size if there is none to compare with.
    size_before: Size,
    /// Below the other: what does not change where only a place does.
    still: Layer,
    moving: Layer,
    /// Whether the layer that is still is that of the frame before.
    is_kept: bool,
    /// Whether it is what is drawn into.
    is_still: bool,
    /// What is still, drawn although it is kept: to see that it is the same.
    again: Vec<Row>,
    /// Everything that a stroke has looked like.
    styles: Vec<Style>,
}

impl Layer {
    /// The frame that was is the one before.
    fn turn(&mut self, height: u16) {
        std::mem::swap(&mut self.now, &mut self.before);
        empty(&mut self.now, height);
    }
}

/// At least `height` rows with nothing in them; they keep their room.
fn empty(rows: &mut Vec<Row>, height: u16) {
    let n_rows = rows.len().max(height.into());
    rows.resize_with(n_rows, Row::default);
    for row in rows {
        row.strokes.clear();
        row.text.clear();
    }
}

impl Sketch {
    /// Begins a frame of `size`. What is still is that of the frame before, if
    /// it `is_kept`, and not to be drawn.
    pub(super) fn begin(&mut self, size: Size, is_kept: bool) {
        /// More than any theme has: they were those of themes of before.
        const MANY: usize = 1_000;
        self.size_before = self.size;
        self.is_kept = is_kept && size == self.size;
        if self.styles.len() > MANY {
            self.styles.clear();
            self.size_before = Size::default();
            self.is_kept = false;
        }
        self.size = size;
        self.moving.turn(size.height);
        if !self.is_kept {
            self.still.turn(size.height);
        } else if cfg!(debug_assertions) {
            empty(&mut self.again, size.height);
        }
    }

    /// The next frame is drawn whole.
    pub(super) fn forget(&mut self) {
        self.size = Size::default();
    }

    /// Its columns and rows.
    pub(super) fn size(&self) -> Size {
        self.size
    }

    /// Has what follows drawn below the rest, and as what is still; or not.
    /// Says whether it is to be drawn: what is kept is not, except to see that
    /// it would be the same.
    pub(super) fn set_still(&mut self, is_still: bool) -> bool {
        self.is_still = is_still;
        !(is_still && self.is_kept) || cfg!(debug_assertions)
    }

    /// Writes `text`, which takes `width` columns and ends within the row.
    pub(super) fn write(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) {
        self.stroke((x, y), width, style, Kind::Text, text);
    }

    /// Puts `sign`, which takes one column, into `width` cells.
    pub(super) fn line(&mut self, x: u16, y: u16, width: u16, sign: &'static str, style: Style) {
        self.stroke((x, y), width, style, Kind::Line, sign);
    }

    /// Empties `width` cells and has them look like `style`.
    pub(super) fn wipe(&mut self, x: u16, y: u16, width: u16, style: Style) {
        self.stroke((x, y), width, style, Kind::Blank, "");
    }

    /// Lays `style` over `width` cells.
    pub(super) fn tint(&mut self, x: u16, y: u16, width: u16, style: Style) {
        self.stroke((x, y), width, style, Kind::Tint, "");
    }

    fn stroke(&mut self, (x, y): (u16, u16), width: u16, style: Style, kind: Kind, text: &str) {
        let width = width.min(self.size.width.saturating_sub(x));
        let style = self.number(style);
        let rows = match (self.is_still, self.is_kept) {
            (false, _) => &mut self.moving.now,
            (true, false) => &mut self.still.now,
            (true, true) => &mut self.again,
        };
        if let Some(row) = rows.get_mut(usize::from(y))
            && width > 0
            && let Ok(bytes) = u32::try_from(text.len())
        {
            row.text.push_str(text);
            row.strokes.push(Stroke {
                x,
                width,
                style,
                kind,
                bytes,
            });
        }
    }

    /// The number of a style.
    fn number(&mut self, style: Style) -> u16 {
        let known = self.styles.iter().position(|&known| known == style);
        let number = known.unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        });
        u16::try_from(number).unwrap_or(u16::MAX)
    }

    /// Draws the rows that differ from those of the frame before, one after
    /// the other, with `cells` that are as many as a row has, and gives each to
    /// `show` with its number and the first column that may differ: what stands
    /// before that is as it was, and not drawn.
    pub(super) fn draw(&self, cells: &mut [Cell], mut show: impl FnMut(usize, usize, Drawn<'_>)) {
        let is_like = self.size == self.size_before;
        let height = usize::from(self.size.height);
        debug_assert!(
            !self.is_kept || self.still.now.get(..height) == self.again.get(..height),
            "what was kept is not what would be drawn"
        );
        // Where one row has moved, its neighbors have as well.
        let mut shifts = [1, -1];
        for y in 0..height {
            let from = if is_like { self.differs(y) } else { Some(0) };
            let Some(from) = from else { continue };
            let moved = shifts.into_iter().find_map(|by| {
                let other = y.checked_add_signed(by).filter(|other| *other < height)?;
                (is_like && self.ends_like(y, other, from)).then_some((other, by))
            });
            if let Some((other, by)) = moved {
                shifts = [by, -by];
                show(y, from, Drawn::Moved(other));
            } else {
                self.draw_row(y, from, cells);
                show(y, from, Drawn::Cells(cells));
            }
        }
    }

    /// What was still in the frame before.
    fn still_before(&self) -> &[Row] {
        if self.is_kept {
            &self.still.now
        } else {
            &self.still.before
        }
    }

    /// The first column in which a row may look otherwise than before; none if
    /// it is drawn from the same.
    fn differs(&self, y: usize) -> Option<usize> {
        let differs = |now: &[Row], before: &[Row]| match (now.get(y), before.get(y)) {
            (Some(now), Some(before)) => now.differs_from(before),
            (now, before) => (now.is_some() || before.is_some()).then_some(0),
        };
        let moving = differs(&self.moving.now, &self.moving.before);
        let still = if self.is_kept {
            None
        } else {
            differs(&self.still.now, &self.still.before)
        };
        [still, moving].into_iter().flatten().min()
    }

    /// Whether a row looks like what was in row `other` before, from column
    /// `from` on.
    fn ends_like(&self, y: usize, other: usize, from: usize) -> bool {
        let is_like = |now: &[Row], before: &[Row]| {
            let both = now.get(y).zip(before.get(other));
            both.is_some_and(|(now, before)| now.ends_like(before, from))
        };
        is_like(&self.moving.now, &self.moving.before)
            && is_like(&self.still.now, self.still_before())
    }

    /// Draws into `cells` what they show of a row from column `from` on.
    fn draw_row(&self, y: usize, from: usize, cells: &mut [Cell]) {
        // A wide character before the first of them covers it.
        let from = from.saturating_sub(1);
        for cell in cells.iter_mut().skip(from) {
            cell.reset();
        }
        for layer in [&self.still, &self.moving] {
            let strokes = layer.now.get(y).map(Row::strokes).into_iter().flatten();
            for (stroke, words) in strokes.filter(|(stroke, _)| stroke.end() > from) {
                let style = self.styles.get(usize::from(stroke.style)).copied();
                stroke.draw(words, style.unwrap_or_default(), cells);
            }
        }
    }
}

impl Row {
    /// The strokes, each with its words.
    fn strokes(&self) -> impl Iterator<Item = (&Stroke, &str)> {
        let mut text = self.text.as_str();
        self.strokes.iter().map(move |stroke| {
            let (words, rest) = text
                .split_at_checked(stroke.bytes as usize)
                .unwrap_or_default();
            text = rest;
            (stroke, words)
        })
    }

    /// The same from the last to the first.
    fn strokes_from_last(&self) -> impl Iterator<Item = (&Stroke, &str)> {
        let mut text = self.text.as_str();
        self.strokes.iter().rev().map(move |stroke| {
            let at = text.len().saturating_sub(stroke.bytes as usize);
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
}

impl Stroke {
    /// Draws `words`, which are its own, into the cells of its row.
    fn draw(&self, words: &str, style: Style, cells: &mut [Cell]) {
        let start = usize::from(self.x);
        if self.kind != Kind::Tint {
            cut_wide(cells, start);
        }
        let Some(cells) = cells.get_mut(start..self.end()) else {
            return;
        };
        match self.kind {
            Kind::Text => write(cells, words, style),
            Kind::Line => {
                let mut cell = Cell::EMPTY;
                set(&mut cell, words, style);
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
        sketch.begin(SIZE, false);
        stroke(sketch, strokes);
    }

    fn stroke(sketch: &mut Sketch, strokes: &[(u16, u16, Told, Style)]) {
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
                (
                    prop::sample::select(vec![0, 1, -1]),
                    any::<bool>(),
                    prop::collection::vec(told(), 0..5),
                ),
                1..6,
            )
        ) {
            let mut sketch = Sketch::default();
            let mut kept = Vec::new();
            let mut strokes: Vec<(u16, u16, Told, Style)> = Vec::new();
            let mut still = Vec::new();
            for (by, is_kept, new) in &frames {
                // What stands to the right moves, as beside a pane that stays.
                strokes.retain_mut(|(x, y, ..)| {
                    let own = if *x > 4 { *by } else { 0 };
                    let moved = y.checked_add_signed(own).filter(|y| *y < SIZE.height);
                    *y = moved.unwrap_or(*y);
                    *by != 0 && moved.is_some()
                });
                strokes.extend(new.iter().cloned());
                let is_kept = *is_kept && sketch.size == SIZE;
                if !is_kept {
                    still.clone_from(&strokes);
                }
                let mut whole = Sketch::default();
                for (sketch, is_kept) in [(&mut sketch, is_kept), (&mut whole, false)] {
                    sketch.begin(SIZE, is_kept);
                    sketch.set_still(true);
                    stroke(sketch, &still);
                    sketch.set_still(false);
                    stroke(sketch, &strokes);
                }
                let mut rows = Vec::new();
                drawn(&sketch, &mut kept);
                drawn(&whole, &mut rows);
                prop_assert_eq!(&kept, &rows);
            }
        }
    }

    /// Draws over `rows`, and says which were drawn.
    fn drawn(sketch: &Sketch, rows: &mut Vec<Vec<Cell>>) -> Vec<usize> {
        rows.resize(SIZE.height.into(), Vec::new());
        let mut cells = vec![Cell::EMPTY; SIZE.width.into()];
        let mut named = Vec::new();
        let was = rows.clone();
        sketch.draw(&mut cells, |y, from, drawn| {
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
        drawn(&sketch, &mut rows);
        let symbols: Vec<_> = rows[0].iter().take(7).map(Cell::symbol).collect();
        assert_eq!(symbols, [" ", " ", "a", "b", "漢", " ", " "]);
    }

    #[test]
    fn the_same_once_more_is_not_drawn() {
        let red = Style::new().fg(Color::Red);
        let word = |text: &str| (2, 1, Told::Write(text.into()), red);
        let mut sketch = Sketch::default();
        let mut rows = Vec::new();
        tell(&mut sketch, &[word("ab")]);
        assert_eq!(drawn(&sketch, &mut rows), [0, 1, 2]);
        tell(&mut sketch, &[word("ab")]);
        assert!(drawn(&sketch, &mut rows).is_empty());
        tell(&mut sketch, &[word("ac")]);
        assert_eq!(drawn(&sketch, &mut rows), [1]);
    }

    #[test]
    fn what_moved_beside_what_stays_is_not_drawn() {
        let tell = |sketch: &mut Sketch, chosen: u16, words: [&str; 3]| {
            sketch.begin(SIZE, false);
            for (y, word) in (0..).zip(words) {
                sketch.write(0, y, 4, "list", Style::new());
                sketch.write(6, y, 1, word, Style::new());
            }
            sketch.tint(0, chosen, 3, Style::new().bg(Color::Blue));
        };
        let mut sketch = Sketch::default();
        tell(&mut sketch, 0, ["a", "b", "c"]);
        tell(&mut sketch, 0, ["b", "c", "d"]);
        let mut cells = vec![Cell::EMPTY; SIZE.width.into()];
        let mut moved = Vec::new();
        sketch.draw(&mut cells, |y, from, drawn| match drawn {
            Drawn::Moved(other) => moved.push((y, from, Some(other))),
            Drawn::Cells(_) => moved.push((y, from, None)),
        });
        assert_eq!(moved, [(0, 5, Some(1)), (1, 5, Some(2)), (2, 5, None)]);
    }
}
