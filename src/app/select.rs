//! The part of a text that is selected, by word or by paragraph.
//!
//! One end stays where selecting began, the other is the cursor: whatever
//! moves the cursor extends the selection.

use std::ops::Range;

use crate::command::Command;
use crate::typeset::{Page, Row, RowKind, Shown};

use super::arrange::leave_sheet;
use super::copy::grouped;
use super::{Model, Pane, PaneId, Reader, Screen};

/// What a selection goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Words, with the punctuation that stands at them.
    Word,
    /// Whole paragraphs.
    Paragraph,
}

/// The end of a selection where the cursor is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// What it goes by.
    pub by: By,
    /// A byte of the page.
    at: u32,
    /// The place in the source, by which it is found on another page.
    place: u32,
}

impl Selection {
    /// Finds the end again on a page that was laid out anew.
    pub(super) fn again(&mut self, page: &Page) {
        self.at = page.at_source(self.place);
    }
}

impl Pane {
    /// Begins to select where the cursor is.
    pub(super) fn select(&mut self, by: By) {
        self.selection = Some(Selection {
            by,
            at: self.at,
            place: self.place(),
        });
    }

    /// What is selected: a range of the text of the page.
    #[must_use]
    pub fn selected(&self) -> Option<Range<u32>> {
        let selection = self.selection?;
        let (first, last) = (self.at.min(selection.at), self.at.max(selection.at));
        Some(match selection.by {
            By::Word => word_at(&self.page, first).start..word_at(&self.page, last).end,
            By::Paragraph => {
                let row = |at| block_at(&self.page, self.page.row_at(at));
                rows(&self.page, row(first).start..row(last).end)
            }
        })
    }

    /// The text of the block of a row and of the `more` that follow it.
    pub(super) fn blocks(&self, row_idx: usize, more: u32) -> Range<u32> {
        let mut block = block_at(&self.page, self.text_near(row_idx));
        let first = block.start;
        for _ in 0..more {
            let below = self.page.rows().get(block.end..).unwrap_or_default();
            let is_text = |row: &Row| row.kind != RowKind::Heading && !is_gap(row);
            let Some(n_between) = below.iter().position(is_text) else {
                break;
            };
            block = block_at(&self.page, block.end + n_between);
        }
        rows(&self.page, first..block.end)
    }

    /// The row of text that an empty row is taken for: the next one of the
    /// same paragraph, else the nearest above, else the first.
    fn text_near(&self, row_idx: usize) -> usize {
        let rows = self.page.rows();
        let Some(row) = rows.get(row_idx).filter(|row| is_gap(row)) else {
            return row_idx;
        };
        let below = rows.get(row_idx..).unwrap_or_default();
        let own = below
            .iter()
            .take_while(|other| other.paragraph == row.paragraph)
            .position(|other| other.paragraph.is_some() && !is_gap(other));
        let above = rows.get(..row_idx).unwrap_or_default();
        let above = || above.iter().rposition(|other| !is_gap(other));
        let first = || below.iter().position(|other| !is_gap(other));
        own.map(|n_between| row_idx + n_between)
            .or_else(above)
            .or_else(|| Some(row_idx + first()?))
            .unwrap_or(row_idx)
    }
}

/// What stands between the blanks around a byte.
fn word_at(page: &Page, at: u32) -> Range<u32> {
    let text = page.text();
    let at = at as usize;
    let is_blank = |c: char| c == ' ' || c == '\n';
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at..).unwrap_or_default();
    let start = before.rfind(is_blank).map_or(0, |blank| blank + 1);
    let end = at + after.find(is_blank).unwrap_or(after.len());
    place(start)..place(end)
}

/// The rows of the paragraph or other block that a row belongs to: a heading
/// belongs to the paragraph that follows it.
fn block_at(page: &Page, row_idx: usize) -> Range<usize> {
    let rows = page.rows();
    let Some(row) = rows.get(row_idx).filter(|row| !is_gap(row)) else {
        return row_idx..(row_idx + 1).min(rows.len());
    };
    let is_same = |other: &&Row| other.paragraph == row.paragraph && !is_gap(other);
    let above = rows.get(..row_idx).unwrap_or_default();
    let below = rows.get(row_idx..).unwrap_or_default();
    let n_above = above.iter().rev().take_while(is_same).count();
    let n_below = below.iter().take_while(is_same).count();
    let (start, mut end) = (row_idx - n_above, row_idx + n_below);
    if row.kind == RowKind::Heading && row.paragraph.is_some() {
        let below = rows.get(end..).unwrap_or_default();
        let n_between = below.iter().take_while(|other| is_gap(other)).count();
        let text = below.get(n_between..).unwrap_or_default();
        let n_text = text.iter().take_while(is_same).count();
        if n_text > 0 {
            end += n_between + n_text;
        }
    }
    start..end
}

/// Whether a row lies between blocks. An empty line of a paragraph does not.
fn is_gap(row: &Row) -> bool {
    row.kind == RowKind::Blank || (row.start == row.end && row.paragraph.is_none())
}

/// The text of some rows.
fn rows(page: &Page, rows: Range<usize>) -> Range<u32> {
    let rows = page.rows().get(rows).unwrap_or_default();
    let start = rows.first().map_or(0, |row| row.start);
    start..rows.last().map_or(start, |row| row.end)
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The paragraphs between two bytes of the text, hidden ones among them: the
/// first, the last, and how many.
pub(super) fn paragraphs(page: &Page, range: &Range<u32>) -> Option<(u32, u32, usize)> {
    let first = page.row_at(range.start);
    let inside = page.rows().iter().skip(first);
    let inside = inside.take_while(|row| row.start < range.end.max(range.start + 1));
    let mut found: Option<(u32, u32, usize)> = None;
    for idx in inside.filter_map(|row| row.paragraph) {
        found = Some(match found {
            Some((first, last, n)) if idx > last => (first, idx, n + 1),
            Some(known) => known,
            None => (idx, idx, 1),
        });
    }
    found
}

/// `v` and `V`: begins to select, goes by the other measure, or ends.
pub(super) fn toggle(model: &mut Model, command: Command) {
    let by = match command {
        Command::SelectParagraphs => By::Paragraph,
        _ => By::Word,
    };
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    if reader.focus != PaneId::Text {
        leave_sheet(reader);
        reader.focus = PaneId::Text;
        reader.arrange(size, arrangement);
    }
    match &mut reader.text.selection {
        Some(selection) if selection.by == by => reader.text.selection = None,
        Some(selection) => selection.by = by,
        None => reader.text.select(by),
    }
}

/// `o`: the cursor goes to the other end, and that end to the cursor.
pub(super) fn other_end(model: &mut Model) {
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    let height = reader.text_height(&reader.layout(size, arrangement));
    let pane = &mut reader.text;
    if let Some(selection) = pane.selection {
        pane.select(selection.by);
        pane.go_to_byte(selection.at, height);
        reader.arrange(size, arrangement);
    }
}

/// Ends the selection at its beginning, as vim does when it was copied.
pub(super) fn end_at_start(reader: &mut Reader, height: usize) {
    let pane = &mut reader.text;
    if let Some(selection) = pane.selection.take()
        && selection.at < pane.at
    {
        pane.go_to_byte(selection.at, height);
    }
}

/// Says how much is selected, and where. Counting is left to those who have
/// time where it would take longer than a key may.
pub(super) fn describe(reader: &mut Reader) {
    /// A few milliseconds.
    const MOST: u32 = 1 << 20;
    let Some(range) = reader.text.selected() else {
        reader.selecting = None;
        return;
    };
    let page = &reader.text.page;
    let mut words = String::from("selecting");
    if range.end - range.start <= MOST {
        let Counted {
            words: n_words,
            folds: n_folds,
            stubs: n_stubs,
        } = count(page, &range);
        let plural = if n_words == 1 { "" } else { "s" };
        // What a line of ours stands for is not copied.
        let counted = match (n_words, n_folds, n_stubs) {
            (0, 0, 1..) => String::from(": only what is hidden"),
            (0, 1.., 0) => String::from(": only what is folded"),
            (0, 1.., 1..) => String::from(": only what is hidden or folded"),
            (_, 0, _) => format!(": {} word{plural}", grouped(n_words)),
            _ => format!(": {} word{plural}, {n_folds} folded", grouped(n_words)),
        };
        words.push_str(&counted);
    }
    if let Some((first, last, n_all)) = paragraphs(page, &range) {
        let number = |idx: u32| reader.cable.paragraphs.get(idx as usize)?.number;
        let place = match (number(first), number(last)) {
            (Some(first), Some(last)) if first != last => format!(" in P{first}-P{last}"),
            (Some(number), _) if n_all == 1 => format!(" in P{number}"),
            _ if n_all > 1 => format!(" in {n_all} paragraphs"),
            _ => String::new(),
        };
        words += &place;
    }
    reader.selecting = Some(Shown::new(&words));
}

/// How much is selected.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    /// Words of the cable.
    words: usize,
    /// Lines that stand for sections that are folded away.
    folds: usize,
    /// Lines that stand for hidden paragraphs.
    stubs: usize,
}

/// Counts what is selected.
fn count(page: &Page, range: &Range<u32>) -> Counted {
    let first = page.row_at(range.start);
    let inside = page.rows().iter().enumerate().skip(first);
    let inside = inside.take_while(|(_, row)| row.start < range.end);
    let mut counted = Counted::default();
    for (row_idx, row) in inside {
        if row.kind == RowKind::Fold {
            counted.folds += 1;
        } else if page.is_stub(row_idx) {
            counted.stubs += 1;
        } else {
            let words = row.start.max(range.start)..row.end.min(range.end);
            let words = page.text().get(words.start as usize..words.end as usize);
            counted.words += words.unwrap_or_default().split_ascii_whitespace().count();
        }
    }
    counted
}
