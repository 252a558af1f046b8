//! What leaves the screen: text that is copied, printed or piped.

use std::fmt::Write as _;
use std::ops::Range;

use super::page::{Page, Role, RowKind};
use super::shown::Shown;
use super::{Filter, Fold, Marks, mark_text};
use crate::cable::Cable;

/// Lines that may reach a terminal, without a line end behind the last.
///
/// Each has passed the gate, so that no control character but the line feeds
/// between them is ever copied or printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    text: String,
    n_chars: usize,
    n_lines: usize,
}

impl Passage {
    /// Passes every line of `text` through the gate.
    #[must_use]
    pub fn new(text: &str) -> Passage {
        let text = text.trim_end_matches('\n');
        let mut lines = String::with_capacity(text.len());
        for (n_before, line) in text.split('\n').enumerate() {
            if n_before > 0 {
                lines.push('\n');
            }
            let line = line.strip_suffix('\r').unwrap_or(line);
            lines.push_str(Shown::new(line).as_str());
        }
        Passage::counted(lines)
    }

    /// Lines that have passed the gate. They are counted once: a long text is
    /// asked for its size where nothing may wait.
    fn counted(text: String) -> Passage {
        Passage {
            n_chars: text.chars().count(),
            n_lines: text.lines().count(),
            text,
        }
    }

    /// What `page` shows from one byte of its text to another: a paragraph
    /// is one line, however many rows it takes, and what stands in place of
    /// a hidden one is left out.
    ///
    /// A paragraph that begins behind the first byte is led by its number
    /// and marking, where `marks` stand beside the text; one that begins
    /// there only if `is_whole`.
    #[must_use]
    pub fn of(
        page: &Page,
        cable: &Cable,
        range: Range<u32>,
        marks: Marks,
        is_whole: bool,
        letters: Letters,
    ) -> Passage {
        let words_of = match letters {
            Letters::Shown => page.text(),
            Letters::Source => page.source_text(),
        };
        let mut text = String::new();
        let mut last: Option<usize> = None;
        let first = page.row_at(range.start);
        for (row_idx, row) in page.rows().iter().enumerate().skip(first) {
            if row.start > range.end || (row.start == range.end && row_idx > first) {
                break;
            }
            if page.is_stub(row_idx) {
                continue;
            }
            if let Some(last) = last {
                let end = page.rows().get(last).map_or(0, |row| row.end as usize);
                let between = words_of.get(end..row.start as usize);
                // Nothing of what is hidden is copied.
                let is_next = last + 1 == row_idx;
                text.push_str(between.filter(|_| is_next).unwrap_or("\n"));
            }
            last = Some(row_idx);
            let begins = row.start > range.start || (is_whole && row.start == range.start);
            if begins && row.kind == RowKind::First && marks == Marks::Gutter {
                lead(&mut text, cable, row.paragraph);
            }
            let words = row.start.max(range.start)..row.end.min(range.end);
            let words = words_of.get(words.start as usize..words.end as usize);
            text.push_str(words.unwrap_or_default());
        }
        Passage::new(text.trim_start_matches('\n'))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How many characters it has.
    #[must_use]
    pub fn n_chars(&self) -> usize {
        self.n_chars
    }

    /// How many lines it has.
    #[must_use]
    pub fn n_lines(&self) -> usize {
        self.n_lines
    }

    /// Adds lines below an empty one.
    pub fn add(&mut self, lines: &str) {
        let mut text = std::mem::take(&mut self.text);
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&Passage::new(lines).text);
        *self = Passage::counted(text);
    }
}

/// Whose letters are taken, where a page shows others than the source has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Letters {
    /// Those of the source.
    #[default]
    Source,
    /// Those that are shown.
    Shown,
}

impl Page {
    /// Whether row `row_idx` stands in place of a hidden paragraph.
    #[must_use]
    pub fn is_stub(&self, row_idx: usize) -> bool {
        self.runs(row_idx).any(|(_, role)| role == Role::Hidden)
    }
}

/// What is said below a text of which `filter`, or the question `asked`, has
/// left paragraphs out.
#[must_use]
pub fn left_out(filter: Filter, asked: Option<&str>, n_shown: usize, n_all: usize) -> String {
    let marked = match filter {
        Filter::All => String::new(),
        Filter::Only(levels) => format!(", marked {levels}"),
        Filter::Unmarked => String::from(", without marking"),
        Filter::AtOrBelow(level) => format!(", marked ({}) or lower", level.mark()),
        Filter::AtOrAbove(level) => format!(", marked ({}) or higher", level.mark()),
    };
    let asked = asked.map_or_else(String::new, |line| format!(", by the question & {line}"));
    let plural = if n_all == 1 { "" } else { "s" };
    format!("{n_shown} of {n_all} paragraph{plural}{marked}{asked}; this is not a release decision")
}

/// What is said below a text of which sections are left out that are folded
/// away.
#[must_use]
pub fn left_folded(folds: &[Fold], n_all: usize) -> String {
    let n_folded: usize = folds.iter().map(Fold::n_paragraphs).sum();
    let plural = if n_all == 1 { "" } else { "s" };
    format!("{n_folded} of {n_all} paragraph{plural} folded, and left out")
}

/// Number and marking before the text of a paragraph: `4. (C) `.
fn lead(text: &mut String, cable: &Cable, paragraph: Option<u32>) {
    let paragraph = paragraph.and_then(|idx| cable.paragraphs.get(idx as usize));
    let Some(paragraph) = paragraph else { return };
    if let Some(number) = paragraph.number {
        // Writing to a string cannot fail.
        let _ = write!(text, "{number}. ");
    }
    if let Some(mark) = mark_text(cable, paragraph) {
        text.push_str(mark.as_str());
        text.push(' ');
    }
}
