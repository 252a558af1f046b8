//! The fewest bytes that turn one picture into another.
//!
//! Separate from [`super::screen`] so that it can be proved: its bytes, fed
//! to an emulator, must give the picture that was wanted. It uses only what
//! every terminal since the VT100 knows (cursor, erase, attributes, scroll
//! region), asks the terminal nothing, and counts on autowrap being off.

use ratatui::style::Modifier;

use super::grid::{Font, Glyph, Grid, Pen, write_number, write_paint};
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
    pen: Option<Pen>,
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
        self.set_pen(Pen::PLAIN);
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
        self.set_pen(Pen::PLAIN);
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
        let differs = |x: usize| old.get(x) != new.get(x);
        let Some(mut first) = (0..new.len()).find(|x| differs(*x)) else {
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
        let stale = (tail.max(first)..new.len()).filter(|x| differs(*x)).count();
        let erased = anew || stale > 3;
        let end = if erased { tail } else { new.len() };

        let mut x = first;
        while let Some(glyph) = new.get(x).copied().filter(|_| x < end) {
            if glyph.is_covered() || !anew && !differs(x) {
                x += 1;
                continue;
            }
            let blanks = new[x..end]
                .iter()
                .take_while(|glyph| **glyph == Glyph::BLANK)
                .count();
            self.go(x, y, new);
            if blanks >= LONG_BLANK {
                self.set_pen(Pen::PLAIN);
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
            self.set_pen(Pen::PLAIN);
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
            self.set_pen(self.font.pen(glyph));
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
        if self.state.column != Some(x) || self.font.pen(*before) != pen {
            return 0;
        }
        let (new, old) = (
            new.get(x..end).unwrap_or(&[]),
            old.get(x..end).unwrap_or(&[]),
        );
        let mut count = 0;
        for (index, (glyph, shown)) in new.iter().zip(old).enumerate() {
            if glyph == shown {
                // A blank between words is written once more: to pass over it
                // takes three bytes.
                let next = new.get(index + 1);
                if !glyph.is_blank() || next == old.get(index + 1) {
                    break;
                }
            }
            let is_like = glyph.is_like(*before);
            match glyph.letter() {
                Some(letter) if is_like => self.out.push(letter),
                // A single blank; more of them may be worth erasing.
                None if glyph.is_blank() => {
                    let next = new.get(index + 1);
                    if next.is_none_or(|next| next.letter().is_none())
                        || !self.font.suits(*glyph, pen)
                    {
                        break;
                    }
                    self.out.push(b' ');
                }
                None if is_like && glyph.is_sure() => self.font.write(*glyph, self.out),
                _ => break,
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
            let start = self.out.len();
            self.go_along(x, column);
            let cost = self.out.len() - start;
            // A few glyphs written once more can be shorter than a move.
            let between = column.and_then(|column| new.get(column..x)).unwrap_or(&[]);
            if (1..=cost).contains(&between.len())
                && self.state.pen.is_some_and(|pen| {
                    between
                        .iter()
                        .all(|glyph| glyph.is_sure() && self.font.suits(*glyph, pen))
                })
            {
                let moved = self.out.len();
                for glyph in between {
                    self.font.write(*glyph, self.out);
                }
                if self.out.len() - moved < cost {
                    self.out.drain(start..moved);
                } else {
                    self.out.truncate(moved);
                }
            }
        } else {
            self.go_across(x, y);
        }
        self.state.row = Some(y);
        self.state.column = Some(x);
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

    /// Changes the attributes, by what differs or from the beginning,
    /// whichever is shorter.
    fn set_pen(&mut self, pen: Pen) {
        if self.state.pen == Some(pen) {
            return;
        }
        let start = self.out.len();
        self.out.extend_from_slice(b"\x1b[");
        if let Some(old) = self.state.pen.filter(|old| only_adds(*old, pen)) {
            let first = self.out.len();
            self.attributes(old, pen);
            self.out.remove(first);
            self.out.push(b'm');
            self.state.pen = Some(pen);
            return;
        }
        let fresh = pen != Pen::PLAIN;
        if fresh {
            self.out.push(b'0');
            self.attributes(Pen::PLAIN, pen);
        }
        self.out.push(b'm');
        if let Some(old) = self.state.pen.filter(|_| fresh) {
            let middle = self.out.len();
            self.out.extend_from_slice(b"\x1b[");
            let first = self.out.len();
            self.attributes(old, pen);
            self.out.remove(first);
            self.out.push(b'm');
            if self.out.len() - middle < middle - start {
                self.out.drain(start..middle);
            } else {
                self.out.truncate(middle);
            }
        }
        self.state.pen = Some(pen);
    }

    /// Writes the parameters that lead from `old` to `new`, each after a
    /// semicolon.
    fn attributes(&mut self, old: Pen, new: Pen) {
        if old.modifier != new.modifier {
            self.modifiers(old.modifier, new.modifier);
        }
        if old.fg != new.fg {
            self.out.push(b';');
            write_paint(new.fg, 30, self.out);
        }
        if old.bg != new.bg {
            self.out.push(b';');
            write_paint(new.bg, 40, self.out);
        }
    }

    fn modifiers(&mut self, old: Modifier, new: Modifier) {
        /// What turns an attribute on, and what turns it off.
        const CODES: [(Modifier, u8, u8); 9] = [
            (Modifier::BOLD, 1, 22),
            (Modifier::DIM, 2, 22),
            (Modifier::ITALIC, 3, 23),
            (Modifier::UNDERLINED, 4, 24),
            (Modifier::SLOW_BLINK, 5, 25),
            (Modifier::RAPID_BLINK, 6, 25),
            (Modifier::REVERSED, 7, 27),
            (Modifier::HIDDEN, 8, 28),
            (Modifier::CROSSED_OUT, 9, 29),
        ];
        let mut held = old;
        let mut written = 0;
        for (modifier, _, off) in CODES {
            if held.contains(modifier) && !new.contains(modifier) {
                if written != off {
                    self.number(b";", usize::from(off));
                    written = off;
                }
                // One code turns both of a pair off.
                for (other, _, other_off) in CODES {
                    if other_off == off {
                        held.remove(other);
                    }
                }
            }
        }
        for (modifier, on, _) in CODES {
            if new.contains(modifier) && !held.contains(modifier) {
                self.number(b";", usize::from(on));
            }
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

/// Whether nothing has to be turned off to get from `old` to `new`: what differs
/// is then part of what `new` takes from the beginning, and so never longer.
fn only_adds(old: Pen, new: Pen) -> bool {
    new.modifier.contains(old.modifier)
        && (new.fg != 0 || old.fg == 0)
        && (new.bg != 0 || old.bg == 0)
}
