//! A laid-out text: rows of roles, each traceable to its source.

use std::ops::Range;

use crate::cable::{Classification, Span};

/// Roles and origins that a page may have before it becomes coarse. A text
/// that alternates letters and controls would need many times its own size.
pub(super) const MAX_MARKS: usize = 1 << 22;

/// What a run of characters is. A theme gives each role its paint; no layer
/// but `ui` knows colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    Text,
    /// A heading above paragraphs.
    Heading,
    /// The word SUMMARY, COMMENT, END SUMMARY in the text.
    Marker,
    /// A portion marking in the gutter, by level.
    PortionMark(Classification),
    /// `( ? )`: a paragraph without marking.
    Unmarked,
    /// The number of a paragraph in the gutter.
    Number,
    /// A reference to a telegram.
    Reference,
    /// A label of the routing pane: `From`, `DTG`.
    Label,
    /// A value of the routing pane.
    Value,
    /// A code with a meaning: TAGS, caption, prosign.
    Code,
    /// The meaning beside a code; words of ours, not of the cable.
    Gloss,
    /// Undone damage.
    Repaired,
    /// Withheld by the release.
    Excision,
    /// What could not be read.
    Garble,
    /// A stub of a hidden paragraph.
    Hidden,
    /// A dimmed paragraph.
    Dimmed,
    /// A sign that stands for a character not sent to a terminal.
    Sign,
    /// The signature.
    Signature,
    /// Trailers, notices, page headers.
    Trailer,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// The first row of a paragraph: number and marking stand beside it.
    First,
    /// A further row of a paragraph.
    More,
    /// A heading above a paragraph.
    Heading,
    /// An empty row.
    Blank,
    /// A stub that stands for a hidden paragraph; number and marking stand
    /// beside it.
    Stub,
    /// The line that stands for a section that is folded away; its number
    /// and the highest marking in it stand beside it.
    Fold,
    /// Any other text: notices, signature, trailers, rows of the routing
    /// pane or of a raw page.
    Other,
}

/// One row of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// First byte in the text of the page.
    pub start: u32,
    /// One past the last byte. Rows do not hold the blank at which they were
    /// broken.
    pub end: u32,
    /// Columns to leave free before the text (a hanging indent).
    pub indent: u16,
    /// What it is.
    pub kind: RowKind,
    /// Index of the paragraph it belongs to.
    pub paragraph: Option<u32>,
}

/// Where a stretch of page text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// First byte in the text of the page.
    pub at: u32,
    /// The source bytes it stands for.
    pub source: Span,
    /// The stretch begins with these very bytes (a line end may be a blank),
    /// one for one. Otherwise the stretch stands for the whole of them.
    pub is_verbatim: bool,
}

/// A text laid out at a measure.
///
/// The text holds only what may reach a terminal: it was made by the gate
/// ([`Shown`](super::Shown)). Rows and runs are ranges of it. A page knows
/// nothing of colors, and a screen draws it by copying rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub(super) text: String,
    /// The same with the letters of the source, where they are shown as
    /// others: of the same length, byte for byte.
    pub(super) source: Option<String>,
    pub(super) rows: Vec<Row>,
    /// Rows that are not shown, because a fold stands for them. The text
    /// holds their words, so that places and matches in them are found.
    pub(super) folded: Vec<Row>,
    /// Where roles begin, sorted; a role holds until the next one.
    pub(super) roles: Vec<(u32, Role)>,
    /// Where stretches come from, sorted by `at`.
    pub(super) origins: Vec<Origin>,
    pub(super) measure: u16,
    /// The origins go down the source. Not so in the routing pane.
    pub(super) is_in_order: bool,
    /// Characters shown as a sign because a terminal must not get them.
    pub(super) n_signs: usize,
}

impl Page {
    /// The whole text. Between rows stands a blank or a line end.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same with the letters of the source, whatever is shown: byte for
    /// byte as long.
    #[must_use]
    pub fn source_text(&self) -> &str {
        self.source.as_deref().unwrap_or(&self.text)
    }

    /// Whether letters are shown otherwise than they stand in the source.
    #[must_use]
    pub fn is_recased(&self) -> bool {
        self.source.is_some()
    }

    /// Every row, top to bottom.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Columns the rows were broken at.
    #[must_use]
    pub fn measure(&self) -> u16 {
        self.measure
    }

    /// How many characters are shown as a sign.
    #[must_use]
    pub fn n_signs(&self) -> usize {
        self.n_signs
    }

    /// The words of row `row_idx`; empty past the end.
    #[must_use]
    pub fn row_text(&self, row_idx: usize) -> &str {
        let row = self.rows.get(row_idx);
        let row = row.and_then(|row| self.text.get(row.start as usize..row.end as usize));
        row.unwrap_or_default()
    }

    /// The row that shows the byte `at` of the text, or the last row before
    /// it.
    #[must_use]
    pub fn row_at(&self, at: u32) -> usize {
        self.rows
            .partition_point(|row| row.start <= at)
            .saturating_sub(1)
    }

    /// The row that holds the byte `at` of the text, or the last row before
    /// it: also one that is folded away.
    #[must_use]
    pub fn any_row_at(&self, at: u32) -> Option<&Row> {
        let last_of = |rows: &[Row]| rows.partition_point(|row| row.start <= at).checked_sub(1);
        let shown = last_of(&self.rows).and_then(|idx| self.rows.get(idx));
        let folded = last_of(&self.folded).and_then(|idx| self.folded.get(idx));
        match (shown, folded) {
            (Some(shown), Some(folded)) if folded.start > shown.start => Some(folded),
            (None, folded) => folded,
            (shown, _) => shown,
        }
    }

    /// Whether it has so many roles or origins that places are no longer
    /// told apart.
    pub(super) fn is_coarse(&self) -> bool {
        self.roles.len().max(self.origins.len()) > MAX_MARKS
    }

    /// Whether a part of the text is folded away.
    #[must_use]
    pub fn has_folds(&self) -> bool {
        !self.folded.is_empty()
    }

    /// Whether the byte `at` of the text is folded away.
    #[must_use]
    pub fn is_folded(&self, at: u32) -> bool {
        let row = self.rows.get(self.row_at(at));
        row.is_some_and(|row| row.kind == RowKind::Fold && at > row.end)
    }

    /// Where a paragraph begins that is folded away.
    #[must_use]
    pub fn folded_paragraph(&self, idx: u32) -> Option<u32> {
        let mut rows = self.folded.iter();
        let first = rows.find(|row| {
            row.paragraph == Some(idx) && matches!(row.kind, RowKind::First | RowKind::Stub)
        });
        first.map(|row| row.start)
    }

    /// The runs of row `row_idx`: ranges of the text of the page, each of
    /// one role, together the whole row.
    pub fn runs(&self, row_idx: usize) -> impl Iterator<Item = (Range<usize>, Role)> + '_ {
        let (start, end) = self
            .rows
            .get(row_idx)
            .map_or((0, 0), |row| (row.start, row.end));
        let mut at = start;
        std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let next = self.roles.partition_point(|&(from, _)| from <= at);
            let role = next
                .checked_sub(1)
                .and_then(|idx| self.roles.get(idx))
                .map_or(Role::Text, |&(_, role)| role);
            let until = self.roles.get(next).map_or(end, |&(from, _)| from.min(end));
            let run = at as usize..until as usize;
            at = until;
            Some((run, role))
        })
    }

    /// The place in the source that the byte `at` of the page stands for.
    #[must_use]
    pub fn source_at(&self, at: u32) -> u32 {
        let next = self.origins.partition_point(|origin| origin.at <= at);
        let Some(origin) = next.checked_sub(1).and_then(|idx| self.origins.get(idx)) else {
            return self.origins.first().map_or(0, |origin| origin.source.start);
        };
        if origin.is_verbatim {
            origin
                .source
                .start
                .saturating_add(at - origin.at)
                .min(origin.source.end)
        } else {
            origin.source.start
        }
    }

    /// Whether the byte `at` of the page stands in the source as it is here.
    #[must_use]
    pub fn is_verbatim(&self, at: u32) -> bool {
        let next = self.origins.partition_point(|origin| origin.at <= at);
        let origin = next.checked_sub(1).and_then(|idx| self.origins.get(idx));
        origin.is_some_and(|it| it.is_verbatim && at - it.at < it.source.end - it.source.start)
    }

    /// The place in the source that row `row_idx` stands for, if it stands
    /// for any.
    #[must_use]
    pub fn row_place(&self, row_idx: usize) -> Option<Span> {
        let row = self.rows.get(row_idx)?;
        let next = self.origins.partition_point(|origin| origin.at < row.end);
        let origin = self.origins.get(next.checked_sub(1)?)?;
        (!origin.source.is_empty()).then_some(origin.source)
    }

    /// The first row that shows a byte of `span` of the source.
    #[must_use]
    pub fn row_showing(&self, span: Span) -> Option<usize> {
        (0..self.rows.len()).find(|&row_idx| self.row_shows(row_idx, span))
    }

    /// Whether row `row_idx` shows a byte of `span` of the source.
    #[must_use]
    pub fn row_shows(&self, row_idx: usize, span: Span) -> bool {
        let Some(row) = self.rows.get(row_idx) else {
            return false;
        };
        // A stretch goes on over as many rows as it takes.
        let next = self
            .origins
            .partition_point(|origin| origin.at <= row.start);
        let inside = self
            .origins
            .iter()
            .skip(next.saturating_sub(1))
            .take_while(|origin| origin.at < row.end);
        inside
            .map(|origin| {
                let source = origin.source;
                if !origin.is_verbatim {
                    return source;
                }
                let byte = |at: u32| {
                    let from = source.start.saturating_add(at.saturating_sub(origin.at));
                    from.min(source.end)
                };
                Span {
                    start: byte(row.start),
                    end: byte(row.end),
                }
            })
            .any(|source| source.start < span.end && span.start < source.end)
    }

    /// The first byte of the page that stands for `source` or for what
    /// comes after it; the end of the text if nothing does.
    #[must_use]
    pub fn at_source(&self, source: u32) -> u32 {
        let next = if self.is_in_order {
            self.origins
                .partition_point(|origin| origin.source.start <= source)
        } else {
            let holds = |origin: &Origin| origin.source.contains(source);
            self.origins.iter().position(holds).map_or(0, |at| at + 1)
        };
        let Some(origin) = next.checked_sub(1).and_then(|idx| self.origins.get(idx)) else {
            return self.origins.first().map_or(0, |origin| origin.at);
        };
        let until = self
            .origins
            .get(next)
            .map_or(self.text.len(), |origin| origin.at as usize);
        let until = u32::try_from(until).unwrap_or(u32::MAX);
        if source >= origin.source.end && source > origin.source.start {
            until
        } else if origin.is_verbatim {
            origin
                .at
                .saturating_add(source - origin.source.start)
                .min(until)
        } else {
            origin.at
        }
    }

    /// Columns that row `row_idx` takes, its indent included.
    #[must_use]
    pub fn row_columns(&self, row_idx: usize) -> usize {
        let indent = self
            .rows
            .get(row_idx)
            .map_or(0, |row| usize::from(row.indent));
        indent + super::columns(self.row_text(row_idx))
    }
}
