//! A page with a cursor and a window on it.

use std::ops::Range;
use std::sync::Arc;

use crate::typeset::{Page, Role, Row, RowKind, columns};

use super::Scroll;
use super::select::Selection;

/// What words of ours stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandIn {
    /// A section that is folded away.
    Folded,
    /// A paragraph that a filter hides.
    Hidden,
    /// Nothing: they say something of the cable.
    Remark,
}

/// A laid-out page, the token under the cursor, and the rows in sight.
#[derive(Clone, Debug, Default)]
pub struct Pane {
    /// What is shown.
    pub page: Arc<Page>,
    /// The row of the cursor and the first row in sight.
    pub scroll: Scroll,
    /// First byte, in the text of the page, of the token under the cursor.
    pub at: u32,
    /// The column that moving up and down tries to keep.
    goal: usize,
    /// The place in the source that the cursor was put at, while the layout
    /// cannot show it: inside a hidden paragraph, inside a repair. Moving
    /// forgets it.
    anchor: Option<u32>,
    /// Where selecting began.
    pub selection: Option<Selection>,
}

impl Pane {
    /// The page from its beginning.
    #[must_use]
    pub fn new(page: impl Into<Arc<Page>>) -> Pane {
        let page = page.into();
        let mut new = Pane {
            page,
            ..Pane::default()
        };
        new.scroll.focus = new.first_row();
        new.settle();
        new
    }

    /// The first row that has words, or begins a paragraph without any.
    fn first_row(&self) -> usize {
        let begins = |row: &Row| row.start < row.end || row.kind == RowKind::First;
        self.page.rows().iter().position(begins).unwrap_or(0)
    }

    /// Rows of the page.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.page.rows().len()
    }

    /// The row of the cursor.
    #[must_use]
    pub fn row(&self) -> Option<&Row> {
        self.page.rows().get(self.scroll.focus)
    }

    /// The paragraph of the cursor: that of its row, or of the nearest row
    /// above that has one.
    #[must_use]
    pub fn paragraph(&self) -> Option<u32> {
        let rows = self.page.rows();
        let upto = rows.get(..=self.scroll.focus).unwrap_or(rows);
        upto.iter().rev().find_map(|row| row.paragraph)
    }

    /// What the words under the cursor stand for, where they are ours and no
    /// words of the cable.
    #[must_use]
    pub fn stand_in(&self) -> Option<StandIn> {
        let row = self.row()?;
        if row.kind == RowKind::Fold {
            return Some(StandIn::Folded);
        }
        let at = self.at as usize;
        let mut runs = self.page.runs(self.scroll.focus);
        let (_, role) = runs.find(|(range, _)| range.contains(&at))?;
        match role {
            Role::Hidden => Some(StandIn::Hidden),
            Role::Gloss => Some(StandIn::Remark),
            _ => None,
        }
    }

    /// The token under the cursor.
    #[must_use]
    pub fn token(&self) -> Option<Range<u32>> {
        self.page
            .tokens(self.scroll.focus)
            .find(|token| token.contains(&self.at))
    }

    /// The words of the token under the cursor, with the letters of the
    /// source; nothing where they are ours.
    #[must_use]
    pub fn token_text(&self) -> &str {
        let token = self.token().filter(|_| self.stand_in().is_none());
        let token = token.unwrap_or(0..0);
        self.page.token_text(&token)
    }

    /// The words of the last token at or above the row of the cursor that are
    /// not ours: a value and its meaning may take several rows.
    #[must_use]
    pub fn token_text_above(&self) -> &str {
        let rows = (0..=self.scroll.focus).rev();
        let tokens = rows.flat_map(|row| {
            let is_ours = move |token: &Range<u32>| {
                let mut runs = self.page.runs(row);
                let at = token.start as usize;
                runs.find(|(range, _)| range.contains(&at))
                    .is_none_or(|(_, role)| matches!(role, Role::Hidden | Role::Gloss))
            };
            let own: Vec<_> = self.page.tokens(row).filter(|it| !is_ours(it)).collect();
            own.into_iter().rev()
        });
        let token = tokens.into_iter().next().unwrap_or(0..0);
        self.page.token_text(&token)
    }

    /// Moves the cursor by `rows`, keeping its column where it can.
    pub fn step(&mut self, rows: isize, height: usize) {
        self.scroll.step(rows, self.n_rows(), height);
        self.settle();
    }

    /// Moves cursor and window by `rows` down or up.
    pub fn turn(&mut self, down: bool, rows: usize, height: usize) {
        self.scroll.page(down, rows, self.n_rows(), height);
        self.settle();
    }

    /// Moves the window by `rows`.
    pub fn slide(&mut self, rows: isize, height: usize) {
        self.scroll.slide(rows, self.n_rows(), height);
        self.settle();
    }

    /// Puts the cursor at the beginning of a row.
    pub fn go(&mut self, row: usize, height: usize) {
        self.goal = 0;
        self.scroll.go(row, self.n_rows(), height);
        self.settle();
    }

    /// Puts the cursor on the first words, and the window at the beginning.
    pub(super) fn go_to_top(&mut self, height: usize) {
        self.go(0, height);
        self.go(self.first_row(), height);
    }

    /// Puts the cursor on a row in sight, at the token of a column or the one
    /// before it; the window stays.
    pub(super) fn put(&mut self, row: usize, column: usize) {
        self.goal = column;
        self.scroll.focus = row;
        self.settle();
    }

    /// Puts the cursor on the first or the last token of its row.
    pub(super) fn go_in_row(&mut self, to_end: bool) {
        let found = {
            let mut tokens = self.page.tokens(self.scroll.focus);
            if to_end { tokens.last() } else { tokens.next() }
        };
        if let Some(token) = found {
            self.at = token.start;
            self.anchor = None;
            self.set_goal();
        }
    }

    /// The token of a row that a column belongs to.
    pub(super) fn token_in(&self, row_idx: usize, column: usize) -> Option<Range<u32>> {
        let row = self.page.rows().get(row_idx)?;
        let text = self.page.text();
        let width = |from: u32, to: u32| {
            let part = text.get(from as usize..to as usize);
            part.map_or(0, columns)
        };
        self.page.tokens(row_idx).find(|token| {
            let start = usize::from(row.indent) + width(row.start, token.start);
            let end = start + width(token.start, token.end.min(row.end));
            (start..end).contains(&column)
        })
    }

    /// Puts the cursor on the token at byte `at` of the page.
    pub fn go_to_byte(&mut self, at: u32, height: usize) {
        self.scroll.go(self.page.row_at(at), self.n_rows(), height);
        self.at = at;
        self.anchor = None;
        self.set_goal();
    }

    /// Moves the cursor by tokens, over row ends; whether it moved.
    pub fn next_token(&mut self, height: usize) -> bool {
        let here = self
            .page
            .tokens(self.scroll.focus)
            .find(|token| token.start > self.at);
        let found = here.map(|token| (self.scroll.focus, token)).or_else(|| {
            (self.scroll.focus + 1..self.n_rows())
                .find_map(|row| self.page.tokens(row).next().map(|token| (row, token)))
        });
        self.go_to_token(found, height)
    }

    /// The same towards the beginning.
    pub fn previous_token(&mut self, height: usize) -> bool {
        let here = self
            .page
            .tokens(self.scroll.focus)
            .take_while(|token| token.start < self.at)
            .last();
        let found = here.map(|token| (self.scroll.focus, token)).or_else(|| {
            (0..self.scroll.focus)
                .rev()
                .find_map(|row| self.page.tokens(row).last().map(|token| (row, token)))
        });
        self.go_to_token(found, height)
    }

    fn go_to_token(&mut self, found: Option<(usize, Range<u32>)>, height: usize) -> bool {
        let Some((row, token)) = found else {
            return false;
        };
        self.scroll.go(row, self.n_rows(), height);
        self.at = token.start;
        self.anchor = None;
        self.set_goal();
        true
    }

    /// The first row of paragraph `idx`: the one its number stands beside.
    #[must_use]
    pub fn row_of_paragraph(&self, idx: u32) -> Option<usize> {
        let own = |row: &Row| row.paragraph == Some(idx);
        let rows = self.page.rows();
        let numbered = rows.iter().position(|row| {
            own(row) && matches!(row.kind, RowKind::First | RowKind::Stub | RowKind::Fold)
        });
        numbered.or_else(|| rows.iter().position(|row| own(row) && row.start < row.end))
    }

    /// The first row of paragraph `idx`, found from one of its rows: a row
    /// with its number is never far above.
    #[must_use]
    pub fn row_of_paragraph_near(&self, row_idx: usize, idx: u32) -> usize {
        let rows = self.page.rows().get(..=row_idx).unwrap_or_default();
        let own = rows
            .iter()
            .rev()
            .take_while(|row| row.paragraph == Some(idx) && row.kind != RowKind::First);
        let above = own.count();
        let first = rows.len().saturating_sub(above + 1);
        if rows
            .get(first)
            .is_some_and(|row| row.kind == RowKind::First && row.paragraph == Some(idx))
        {
            first
        } else {
            row_idx
        }
    }

    /// The place of the cursor in the source.
    #[must_use]
    pub fn place(&self) -> u32 {
        self.anchor.unwrap_or_else(|| self.page.source_at(self.at))
    }

    /// Puts the cursor back at a place in the source, as far below the top
    /// of the window as `below`.
    pub fn return_to(&mut self, place: u32, below: usize, height: usize) {
        self.at = self.page.at_source(place);
        let row = self.page.row_at(self.at);
        self.scroll.pin(row, below, self.n_rows(), height);
        self.set_goal();
        self.anchor = Some(place);
    }

    /// The same, but on the line of a fold if the place is folded away.
    pub fn return_closed(&mut self, place: u32, below: usize, height: usize) {
        self.return_to(place, below, height);
        if self.page.is_folded(self.at) {
            self.settle();
            self.anchor = Some(place);
        }
    }

    /// Shows another layout of the same text: the cursor stays on the same
    /// word of the source, on the same row of the screen.
    pub fn replace(&mut self, page: Arc<Page>, height: usize) {
        if page.rows() == self.page.rows() && page.text() == self.page.text() {
            // Nothing has moved: its words have other roles at most.
            self.page = page;
            return;
        }
        let place = self.place();
        let was_blank = self.row().is_none_or(|row| row.start == row.end);
        let below = self.scroll.below();
        self.page = page;
        if let Some(selection) = &mut self.selection {
            selection.again(&self.page);
        }
        self.return_to(place, below, height);
        if was_blank || self.token().is_none() {
            self.settle();
            self.set_goal();
            self.anchor = Some(place);
        }
    }

    /// Shows another page whose rows correspond to those of the old one.
    pub fn replace_rows(&mut self, page: Page, height: usize) {
        self.page = Arc::new(page);
        self.scroll.go(self.scroll.focus, self.n_rows(), height);
        self.settle();
    }

    /// Shows words of ours that were laid out anew, line for line: the cursor
    /// stays in its line and on its letter, as far below the top of the window
    /// as before.
    pub(super) fn replace_lines(&mut self, page: impl Into<Arc<Page>>, height: usize) {
        let (text, page) = (self.page.text(), page.into());
        let before = text.get(..self.at as usize).unwrap_or(text);
        let nth = before.matches('\n').count();
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        // Only how many blanks stand between words depends on the width.
        let n_letters = letters(before.get(line..).unwrap_or_default()).count();
        let mut lines = page.text().split_inclusive('\n');
        let start: usize = lines.by_ref().take(nth).map(str::len).sum();
        let line = lines.next().unwrap_or_default();
        let at = letters(line).nth(n_letters).or(letters(line).last());
        let at = start + at.map_or(0, |(at, _)| at);
        let below = self.scroll.below();
        self.at = u32::try_from(at).unwrap_or(u32::MAX);
        let row = page.row_at(self.at);
        self.page = page;
        self.scroll.pin(row, below, self.n_rows(), height);
        let furthest = self.n_rows().saturating_sub(height);
        self.scroll.top = self.scroll.top.min(furthest);
        self.anchor = None;
    }

    /// Keeps the cursor where it is after the height has changed.
    pub fn fit(&mut self, height: usize) {
        self.scroll.go(self.scroll.focus, self.n_rows(), height);
    }

    /// Chooses the token of the focused row that is nearest to the column
    /// kept.
    fn settle(&mut self) {
        self.anchor = None;
        let Some(row) = self.row().copied() else {
            self.at = 0;
            return;
        };
        let text = self.page.text();
        let mut best = row.start;
        let mut first = true;
        for token in self.page.tokens(self.scroll.focus) {
            let before = text
                .get(row.start as usize..token.start as usize)
                .unwrap_or_default();
            if !first && usize::from(row.indent) + columns(before) > self.goal {
                break;
            }
            best = token.start;
            first = false;
        }
        self.at = best;
    }

    fn set_goal(&mut self) {
        if let Some(row) = self.row() {
            let before = self.page.text().get(row.start as usize..self.at as usize);
            self.goal = usize::from(row.indent) + before.map_or(0, columns);
        }
    }

    /// The column of the cursor within its row.
    #[must_use]
    pub fn column(&self) -> usize {
        let Some(row) = self.row() else { return 0 };
        let before = self
            .page
            .text()
            .get(row.start as usize..self.at.min(row.end) as usize);
        usize::from(row.indent) + before.map_or(0, columns)
    }
}

/// The letters of a text, with their places: all but blanks.
fn letters(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().filter(|(_, c)| !c.is_whitespace())
}
