//! The fewest bytes that turn one picture into another.
//!
//! Separate from [`super::screen`] so that it can be proved: its bytes, fed
//! to an emulator, must give the picture that was wanted. It uses only what
//! every terminal since the VT100 knows (cursor, erase, attributes, scroll
//! region), asks the terminal nothing, and counts on autowrap being off.

use super::grid::{Font, Glyph, Grid, PenNumber};
use super::pen::write_number;
use super::scroll::Scroll;

/// A run of blanks at least this long is erased rather than written over.
const LONG_BLANK: usize = 10;

/// What the terminal will do with the next glyph: where and how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// Row of the cursor, if known.
    row: Option<usize>,
    /// Column of the cursor, if known. Unknown after the last column and
    /// after a glyph whose width terminals disagree about.
    column: Option<usize>,
    /// The attributes set, if known.
    pen: Option<PenNumber>,
}

impl State {
    /// Nothing is known of the terminal.
    pub(super) const UNKNOWN: State = State {
        row: None,
        column: None,
        pen: None,
    };
}

/// Writes bytes and keeps the state that the terminal has after them.
pub(super) struct Encoder<'a> {
    out: &'a mut Vec<u8>,
    state: &'a mut State,
    font: &'a Font,
}

impl<'a> Encoder<'a> {
    /// An encoder that appends to `out`.
    pub(super) fn new(out: &'a mut Vec<u8>, state: &'a mut State, font: &'a Font) -> Encoder<'a> {
        Encoder { out, state, font }
    }

    /// Erases the whole screen.
    pub(super) fn erase(&mut self) {
        self.set_pen(PenNumber::PLAIN);
        self.out.extend_from_slice(b"\x1b[H\x1b[2J");
        self.state.row = Some(0);
        self.state.column = Some(0);
    }

    /// Makes the terminal scroll, on a screen of `height` rows.
    pub(super) fn scroll(&mut self, scroll: &Scroll, height: usize) {
        let Scroll {
            top, bottom, by, ..
        } = *scroll;
        // Some terminals fill with the current background.
        self.set_pen(PenNumber::PLAIN);
        let region = top > 0 || bottom + 1 < height;
        if region {
            self.number(b"\x1b[", top + 1);
            self.number(b";", bottom + 1);
            self.out.push(b'r');
        }
        self.counted(by.unsigned_abs(), if by > 0 { b'S' } else { b'T' });
        if region {
            self.out.extend_from_slice(b"\x1b[r");
            // Setting the region has moved the cursor home.
            self.state.row = Some(0);
            self.state.column = Some(0);
        }
    }

    /// Turns what is `shown` in `rows` into what is `wanted`; both of one size.
    pub(super) fn paint<'g>(
        &mut self,
        rows: impl Iterator<Item = usize>,
        shown: impl Fn(usize) -> &'g [Glyph],
        wanted: &Grid,
    ) {
        for y in rows {
            let (old, new) = (shown(y), wanted.row(y));
            if old != new {
                self.paint_row(y, old, new);
            }
        }
    }

    fn paint_row(&mut self, y: usize, old: &[Glyph], new: &[Glyph]) {
        let differs = |(old, new): (&Glyph, &Glyph)| old != new;
        let Some(mut first) = old.iter().zip(new).position(differs) else {
            return;
        };
        // Where the width of a glyph is not sure, what stands behind it is
        // not sure either: the rest of the row is written anew.
        let unsure = |row: &[Glyph]| {
            row.iter()
                .any(|glyph| !glyph.is_sure() && !glyph.is_covered())
        };
        let anew = !self.font.is_sure() && (unsure(old) || unsure(new));
        while anew && new.get(first).is_some_and(|glyph| glyph.is_covered()) {
            first -= 1;
        }

        // A blank tail is erased if more of it changes than erasing costs.
        let tail = new
            .iter()
            .rposition(|glyph| *glyph != Glyph::BLANK)
            .map_or(0, |x| x + 1);
        let behind = old.iter().zip(new).skip(tail.max(first));
        let stale = behind.filter(|both| differs(*both)).count();
        let erased = anew || stale > 3;
        let end = if erased { tail } else { new.len() };

        let mut x = first;
        while let Some(glyph) = new.get(x).copied().filter(|_| x < end) {
            if glyph.is_covered() || !anew && old.get(x) == Some(&glyph) {
                x += 1;
                continue;
            }
            let blanks = new[x..end]
                .iter()
                .take_while(|glyph| **glyph == Glyph::BLANK)
                .count();
            self.go(x, y, new);
            if blanks >= LONG_BLANK {
                self.set_pen(PenNumber::PLAIN);
                self.counted(blanks, b'X');
                x += blanks;
            } else {
                self.put(glyph, x, new);
                x += 1;
                x += self.put_letters(x, end, old, new);
            }
        }
        if erased && tail < new.len() {
            self.go(tail.max(first), y, new);
            self.set_pen(PenNumber::PLAIN);
            self.out.extend_from_slice(b"\x1b[K");
        }
    }

    /// Draws a glyph of row `new` at column `x`, where the cursor is.
    fn put(&mut self, glyph: Glyph, x: usize, new: &[Glyph]) {
        if self
            .state
            .pen
            .is_none_or(|pen| !self.font.suits(glyph, pen))
        {
            self.set_pen(glyph.pen());
        }
        self.font.write(glyph, self.out);
        self.state.column = (glyph.is_sure() && x + 1 < new.len()).then_some(x + 1);
    }

    /// Draws the letters and lines from column `x` on that are like the glyph
    /// before, and says how many: most of a screen is that.
    fn put_letters(&mut self, x: usize, end: usize, old: &[Glyph], new: &[Glyph]) -> usize {
        // The last column is left to `put`, which knows what follows it.
        let end = end.min(new.len().saturating_sub(1));
        let before = x.checked_sub(1).and_then(|x| new.get(x));
        let (Some(pen), Some(before)) = (self.state.pen, before) else {
            return 0;
        };
        if self.state.column != Some(x) || before.pen() != pen {
            return 0;
        }
        let (new, old) = (
            new.get(x..end).unwrap_or(&[]),
            old.get(x..end).unwrap_or(&[]),
        );
        let is_letter = |(glyph, shown): &(&Glyph, &Glyph)| {
            glyph.pen() == pen && glyph.letter().is_some() && glyph != shown
        };
        let mut count = 0;
        loop {
            let (ahead, shown) = (
                new.get(count..).unwrap_or(&[]),
                old.get(count..).unwrap_or(&[]),
            );
            let n_letters = ahead.iter().zip(shown).take_while(is_letter).count();
            let letters = ahead.iter().take(n_letters);
            self.out
                .extend(letters.map(|glyph| glyph.letter().unwrap_or(b'?')));
            count += n_letters;
            let Some(glyph) = new.get(count) else { break };
            let is_shown = Some(glyph) == old.get(count);
            if glyph.is_blank() {
                // A single one: more of them may be worth erasing. Where it is
                // shown already it is written once more, as to pass over it
                // takes three bytes.
                let next = new.get(count + 1);
                let is_between = next.is_some_and(|next| next.letter().is_some());
                let is_seen = is_shown && next == old.get(count + 1);
                if !is_between || is_seen || !self.font.suits(*glyph, pen) {
                    break;
                }
                self.out.push(b' ');
            } else if is_shown || glyph.pen() != pen || !glyph.is_sure() {
                break;
            } else {
                self.font.write(*glyph, self.out);
            }
            count += 1;
        }
        self.state.column = Some(x + count);
        count
    }

    /// Moves the cursor to column `x` of row `y`, of which `new` is the
    /// wanted picture, already shown between the cursor and `x`.
    fn go(&mut self, x: usize, y: usize, new: &[Glyph]) {
        let State { row, column, .. } = *self.state;
        if row == Some(y) {
            if column == Some(x) {
                return;
            }
            if !self.pass_over(x, new) {
                self.go_along(x, column);
            }
        } else {
            self.go_across(x, y);
        }
        self.state.row = Some(y);
        self.state.column = Some(x);
    }

    /// Moves the cursor to column `x` to its right by writing what is there
    /// once more, where that is shorter than a move.
    fn pass_over(&mut self, x: usize, new: &[Glyph]) -> bool {
        let (Some(column), Some(pen)) = (self.state.column, self.state.pen) else {
            return false;
        };
        let between = new.get(column..x).unwrap_or(&[]);
        // What a move takes: its count is left out if it is 1.
        let limit = if between.len() == 1 { 3 } else { 4 };
        let is_short = (1..limit).contains(&between.len());
        let suits = |glyph: &Glyph| glyph.is_sure() && self.font.suits(*glyph, pen);
        if !is_short || !between.iter().all(suits) {
            return false;
        }
        let start = self.out.len();
        for glyph in between {
            self.font.write(*glyph, self.out);
        }
        let is_shorter = self.out.len() - start < limit;
        if !is_shorter {
            self.out.truncate(start);
        }
        is_shorter
    }

    /// Moves the cursor within its row.
    fn go_along(&mut self, x: usize, column: Option<usize>) {
        match column {
            _ if x == 0 => self.out.push(b'\r'),
            Some(column) if column < x && (x - column < 10 || x + 1 >= 10) => {
                self.counted(x - column, b'C');
            }
            Some(column) if column > x && column - x <= x => self.counted(column - x, b'D'),
            _ => self.counted(x + 1, b'G'),
        }
    }

    /// Moves the cursor to another row, or to a known one from an unknown.
    fn go_across(&mut self, x: usize, y: usize) {
        let down = self
            .state
            .row
            .and_then(|row| y.checked_sub(row))
            .filter(|down| *down <= 3);
        if let Some(down) = down {
            // CR LF means the same however the terminal treats either, and
            // never scrolls: the row below exists.
            self.out.push(b'\r');
            self.out.resize(self.out.len() + down, b'\n');
            if x > 0 {
                self.counted(x, b'C');
            }
        } else if x == 0 {
            self.counted(y + 1, b'H');
        } else {
            self.number(b"\x1b[", y + 1);
            self.number(b";", x + 1);
            self.out.push(b'H');
        }
    }

    /// Puts the cursor where it shall be seen.
    pub(super) fn rest_at(&mut self, x: usize, y: usize) {
        if (self.state.column, self.state.row) != (Some(x), Some(y)) {
            if self.state.row == Some(y) {
                self.go_along(x, self.state.column);
            } else {
                self.go_across(x, y);
            }
            self.state.row = Some(y);
            self.state.column = Some(x);
        }
    }

    fn set_pen(&mut self, pen: PenNumber) {
        if self.state.pen != Some(pen) {
            self.font.write_change(self.state.pen, pen, self.out);
            self.state.pen = Some(pen);
        }
    }

    /// A control sequence with one number, which may be left out if it is 1.
    fn counted(&mut self, count: usize, last: u8) {
        self.out.extend_from_slice(b"\x1b[");
        if count != 1 {
            self.number(b"", count);
        }
        self.out.push(last);
    }

    fn number(&mut self, before: &[u8], number: usize) {
        self.out.extend_from_slice(before);
        write_number(u32::try_from(number).unwrap_or(u32::MAX), self.out);
    }
}
