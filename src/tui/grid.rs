//! The screen as the terminal has it: glyphs in columns and rows.
//!
//! ratatui's cells own their text and are slow to compare. Here a glyph is one
//! number, so that trying whether a picture has scrolled is cheap enough to do
//! for every frame. It is also the last door before the terminal: a control or
//! direction character that came this far is replaced.

use std::collections::HashMap;

use ratatui::buffer::{Cell, CellWidth};
use ratatui::style::{Color, Modifier};

use crate::typeset::{Ambiguous, columns};

use super::pen::Pen;

/// Bits that the number of a symbol takes.
const SYMBOL_BITS: u32 = 21;
/// The number of a symbol: a character's own, or one of those after the last
/// character.
const SYMBOL: u32 = (1 << SYMBOL_BITS) - 1;
/// The right-hand columns of a wide glyph.
const COVERED: u32 = char::MAX as u32 + 1;
/// The first symbol of several characters.
const CLUSTER: u32 = COVERED + 1;

/// The number of a pen that a [`Font`] knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PenNumber(u32);

impl PenNumber {
    /// Of the terminal's own colors, without attributes.
    pub(super) const PLAIN: PenNumber = PenNumber(0);
}

/// What one column of one row shows: the numbers of a symbol and of a pen, in
/// one, as thousands are held and compared for a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph(u32);

impl Glyph {
    /// A blank in the terminal's own colors, as erasing leaves it.
    pub(super) const BLANK: Glyph = Glyph(' ' as u32);

    /// Of numbers that a [`Font`] has given.
    const fn new(symbol: u32, pen: PenNumber) -> Glyph {
        Glyph(pen.0 << SYMBOL_BITS | symbol)
    }

    const fn symbol(self) -> u32 {
        self.0 & SYMBOL
    }

    /// The byte that draws it, if it is a sign of ASCII.
    pub(super) fn letter(self) -> Option<u8> {
        u8::try_from(self.symbol())
            .ok()
            .filter(u8::is_ascii_graphic)
    }

    /// Whether this is the right-hand part of a wide glyph.
    pub(super) fn is_covered(self) -> bool {
        self.symbol() == COVERED
    }

    /// Whether nothing is written here.
    pub(super) fn is_blank(self) -> bool {
        self.symbol() == ' ' as u32
    }

    /// The pen that draws it.
    pub(super) fn pen(self) -> PenNumber {
        PenNumber(self.0 >> SYMBOL_BITS)
    }

    /// Whether every terminal gives it exactly one column. After others the
    /// place of the cursor is not relied upon.
    pub(super) fn is_sure(self) -> bool {
        let is_ascii = matches!(self.symbol(), 0x20..=0x7e);
        is_ascii || Ambiguous::held() == Ambiguous::Narrow && self.is_narrow()
    }

    /// Whether it has one column wherever ambiguous characters have one.
    fn is_narrow(self) -> bool {
        matches!(self.symbol(),
            0xa0..=0xac | 0xae..=0x2ff // Latin; not the soft hyphen
            | 0x370..=0x482 | 0x48a..=0x52f // Greek, Cyrillic
            | 0x2010..=0x2027 | 0x2030..=0x205e // punctuation
            | 0x2190..=0x2193       // arrows
            | 0x2500..=0x25ff) // lines, blocks, shapes
    }
}

/// The pens and the symbols of several characters that were met, so that a
/// glyph can name them by number.
#[derive(Debug)]
pub(super) struct Font {
    clusters: Vec<Box<str>>,
    cluster_numbers: HashMap<Box<str>, u32>,
    pens: Vec<KnownPen>,
    /// Whether a glyph was met that is not sure.
    met_unsure: bool,
}

/// A pen, and what selects it.
#[derive(Debug)]
struct KnownPen {
    pen: Pen,
    /// The parameters that lead to it from the plain one.
    from_plain: Box<[u8]>,
}

impl KnownPen {
    fn new(pen: Pen) -> KnownPen {
        let mut from_plain = Vec::new();
        pen.write_change(Pen::PLAIN, &mut from_plain);
        KnownPen {
            pen,
            from_plain: from_plain.into(),
        }
    }
}

impl Default for Font {
    fn default() -> Font {
        Font {
            clusters: Vec::new(),
            cluster_numbers: HashMap::new(),
            pens: vec![KnownPen::new(Pen::PLAIN)],
            met_unsure: false,
        }
    }
}

impl Font {
    /// More symbols than a hundred screens hold.
    const MANY_CLUSTERS: usize = 100_000;
    /// More pens than dozens of themes have, and half of what can be numbered.
    const MANY_PENS: usize = 1 << (u32::BITS - SYMBOL_BITS - 1);

    /// Whether so much has been met that it is time to begin anew. Grids
    /// made before have no meaning then.
    pub(super) fn is_full(&self) -> bool {
        self.clusters.len() >= Self::MANY_CLUSTERS || self.pens.len() >= Self::MANY_PENS
    }

    /// Whether every glyph that was met is sure, so that none has to be asked.
    pub(super) fn is_sure(&self) -> bool {
        !self.met_unsure && Ambiguous::held() == Ambiguous::Narrow
    }

    fn pen(&self, number: PenNumber) -> Pen {
        let known = self.pens.get(number.0 as usize);
        known.map_or(Pen::PLAIN, |known| known.pen)
    }

    /// Whether `glyph` drawn with `pen` looks as it should.
    pub(super) fn suits(&self, glyph: Glyph, pen: PenNumber) -> bool {
        glyph.pen() == pen
            || glyph.is_blank() && {
                let (own, pen) = (self.pen(glyph.pen()), self.pen(pen));
                own.bg == pen.bg && own.is_bare_on_blank() && pen.is_bare_on_blank()
            }
    }

    /// Has a terminal that draws with `old`, or with what is not known, draw
    /// with `new`: by what differs or from the beginning, whichever is shorter.
    pub(super) fn write_change(&self, old: Option<PenNumber>, new: PenNumber, out: &mut Vec<u8>) {
        if new == PenNumber::PLAIN {
            out.extend_from_slice(b"\x1b[m");
            return;
        }
        let Some(known) = self.pens.get(new.0 as usize) else {
            return;
        };
        let from_plain = &known.from_plain;
        let start = out.len();
        if let Some(old) = old {
            out.push(b'\x1b');
            if old == PenNumber::PLAIN {
                out.extend_from_slice(from_plain);
            } else {
                known.pen.write_change(self.pen(old), out);
            }
            // The first of the parameters has nothing before it.
            if let Some(separator) = out.get_mut(start + 1) {
                *separator = b'[';
            }
            out.push(b'm');
            let n_from_beginning = b"\x1b[0m".len() + from_plain.len();
            if out.len() - start < n_from_beginning {
                return;
            }
            out.truncate(start);
        }
        out.extend_from_slice(b"\x1b[0");
        out.extend_from_slice(from_plain);
        out.push(b'm');
    }

    /// Writes the symbol of `glyph`; nothing for a covered column.
    pub(super) fn write(&self, glyph: Glyph, out: &mut Vec<u8>) {
        if let Some(letter) = glyph.letter() {
            out.push(letter);
        } else if let Some(index) = glyph.symbol().checked_sub(CLUSTER) {
            let index = index as usize;
            out.extend_from_slice(
                self.clusters
                    .get(index)
                    .map_or(b"?", |text| text.as_bytes()),
            );
        } else if let Some(char) = char::from_u32(glyph.symbol()) {
            out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }

    fn cluster_number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.cluster_numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.clusters.len()).unwrap_or(SYMBOL);
        let number = CLUSTER.saturating_add(number);
        if number > SYMBOL {
            return '?' as u32;
        }
        self.clusters.push(text.into());
        self.cluster_numbers.insert(text.into(), number);
        number
    }

    /// A theme has few dozen pens: a search from the first is shorter than a
    /// hash of one.
    fn pen_number(&mut self, pen: Pen) -> PenNumber {
        let known = self.pens.iter().position(|known| known.pen == pen);
        let number = known.unwrap_or_else(|| {
            self.pens.push(KnownPen::new(pen));
            self.pens.len() - 1
        });
        let number = u32::try_from(number).ok();
        let number = number.filter(|number| *number <= u32::MAX >> SYMBOL_BITS);
        number.map_or(PenNumber::PLAIN, PenNumber)
    }

    /// The numbers of the pens for a symbol and for a blank in a cell that
    /// looks so. What cannot be seen of a blank's pen is left out, so that two
    /// glyphs are equal when they look the same.
    fn pens(&mut self, fg: Color, bg: Color, modifier: Modifier) -> (PenNumber, PenNumber) {
        let pen = Pen::new(fg, bg, modifier);
        let number = self.pen_number(pen);
        if !pen.is_bare_on_blank() {
            return (number, number);
        }
        let bare = Pen {
            bg: pen.bg,
            ..Pen::PLAIN
        };
        (number, self.pen_number(bare))
    }
}

/// A screenful of glyphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Grid {
    width: usize,
    cells: Vec<Glyph>,
}

impl Grid {
    /// An erased screen.
    pub(super) fn blank(width: u16, height: u16) -> Grid {
        let (width, height) = (usize::from(width), usize::from(height));
        Grid {
            width,
            cells: vec![Glyph::BLANK; width * height],
        }
    }

    /// Takes over what the `cells` of row `y` show from column `from` on, or
    /// from the one before, if a wide glyph stands there: those before are as
    /// they were.
    ///
    /// This looks at every one of them, so a letter of ASCII goes through few
    /// branches.
    pub(super) fn take(&mut self, y: usize, from: usize, cells: &[Cell], font: &mut Font) {
        let row = y * self.width..(y + 1) * self.width;
        let Some(glyphs) = self.cells.get_mut(row) else {
            return;
        };
        let is_covered = glyphs.get(from).is_some_and(|glyph| glyph.is_covered());
        let from = if is_covered {
            from.saturating_sub(1)
        } else {
            from
        };
        let (glyphs, cells) = (glyphs.iter_mut().skip(from), cells.iter().skip(from));
        // Neighbors mostly look alike.
        let mut like = (Color::Reset, Color::Reset, Modifier::empty());
        let (mut pen, mut on_blank) = (PenNumber::PLAIN, PenNumber::PLAIN);
        let mut cells = cells.zip(glyphs);
        while let Some((cell, glyph)) = cells.next() {
            if cell.modifier != like.2 || cell.fg != like.0 || cell.bg != like.1 {
                like = (cell.fg, cell.bg, cell.modifier);
                (pen, on_blank) = font.pens(cell.fg, cell.bg, cell.modifier);
            }
            *glyph = match *cell.symbol().as_bytes() {
                [b' '] => Glyph::new(u32::from(b' '), on_blank),
                [byte @ b'!'..=b'~'] => Glyph::new(u32::from(byte), pen),
                _ => {
                    let (symbol, width) = symbol(cell.symbol(), font);
                    let n_covered = width - 1;
                    if symbol == u32::from(b' ') || n_covered > cells.len() {
                        Glyph::new(u32::from(b' '), on_blank)
                    } else {
                        // The cells a wide glyph covers still hold what was
                        // drawn there before it; they are passed over.
                        for (_, glyph) in cells.by_ref().take(n_covered) {
                            *glyph = Glyph::new(COVERED, pen);
                        }
                        Glyph::new(symbol, pen)
                    }
                }
            };
        }
    }

    /// Takes over what `glyphs`, of a row of the same width, show from column
    /// `from` on.
    pub(super) fn copy(&mut self, y: usize, from: usize, glyphs: &[Glyph]) {
        let row = self
            .cells
            .get_mut(y * self.width + from..(y + 1) * self.width);
        if let (Some(row), Some(glyphs)) = (row, glyphs.get(from..)) {
            row.copy_from_slice(glyphs);
        }
    }

    /// Takes over the rows of `other`, which is of the same size, each from
    /// where it is `new` on.
    pub(super) fn take_rows(&mut self, other: &Grid, new: &[usize]) {
        for (y, from) in new.iter().enumerate() {
            self.copy(y, *from, other.row(y));
        }
    }

    /// The number of columns.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The number of rows.
    pub(super) fn height(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or(0)
    }

    /// The glyphs of row `y`; none outside the grid.
    pub(super) fn row(&self, y: usize) -> &[Glyph] {
        self.cells
            .get(y * self.width..(y + 1) * self.width)
            .unwrap_or(&[])
    }
}

/// The number of a symbol and the columns it takes, at least one. Kept out of
/// the way of letters.
#[inline(never)]
fn symbol(text: &str, font: &mut Font) -> (u32, usize) {
    let ambiguous = Ambiguous::held();
    // Lines are most of what is not ASCII.
    if let ("─" | "│", Ambiguous::Narrow) = (text, ambiguous) {
        return (text.chars().next().map_or(0, u32::from), 1);
    }
    // `width` debug-asserts that there are no control characters, so these
    // go first.
    if text.chars().any(is_forbidden) {
        font.met_unsure = true;
        return ('\u{fffd}' as u32, 1);
    }
    let width = match ambiguous {
        Ambiguous::Narrow => usize::from(text.cell_width()),
        Ambiguous::Wide => columns(text),
    };
    if width == 0 {
        return (' ' as u32, 1);
    }
    let mut chars = text.chars();
    let symbol = match (chars.next(), chars.next()) {
        (Some(char), None) => char as u32,
        _ => font.cluster_number(text),
    };
    font.met_unsure |= width > 1 || !Glyph::new(symbol, PenNumber::PLAIN).is_sure();
    (symbol, width)
}

/// Characters that command a terminal or turn the text around.
fn is_forbidden(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn written(symbols: &[&str]) -> String {
        let width = u16::try_from(symbols.len()).unwrap();
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        for (x, symbol) in (0..).zip(symbols) {
            #[allow(clippy::disallowed_methods)] // What harms is put there on purpose.
            buffer[(x, 0)].set_symbol(symbol);
        }
        let (mut grid, mut font) = (Grid::blank(width, 1), Font::default());
        grid.take(0, 0, &buffer.content, &mut font);
        let mut out = Vec::new();
        for glyph in grid.row(0) {
            font.write(*glyph, &mut out);
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_wide_glyph_covers_the_cell_after_it() {
        assert_eq!(written(&["漢", "x", "y"]), "漢y");
    }

    #[test]
    fn half_a_wide_glyph_at_the_edge_is_a_blank() {
        assert_eq!(written(&["x", "漢"]), "x ");
    }

    #[test]
    fn control_and_direction_characters_stop_here() {
        assert_eq!(
            written(&["\u{1b}", "\u{9b}", "a\u{202e}", "\u{e0041}"]),
            "\u{fffd}".repeat(4)
        );
    }

    #[test]
    fn a_mark_stays_on_its_letter() {
        assert_eq!(written(&["e\u{301}", "b"]), "e\u{301}b");
    }
}
