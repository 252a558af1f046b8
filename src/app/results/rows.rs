//! The rows of hits: which is a cable and which a hit, and where the cursor
//! stays when others come.

use std::ops::Range;

use crate::app::{Class, HitGroup, Model, Scroll};

use super::Results;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultRow {
    /// A cable: the group of this place.
    Group(usize),
    /// A hit: the group, and which of its hits.
    Hit(usize, usize),
    /// Nothing, between groups.
    Gap,
}

impl Results {
    /// How many rows there are.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.starts.last().copied().unwrap_or_default()
    }

    /// What a row is.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<ResultRow> {
        let group = self.starts.partition_point(|start| *start <= row);
        let group = group.checked_sub(1)?;
        let below = row - self.starts.get(group)?;
        let known = self.groups.get(group)?;
        Some(match below.checked_sub(1) {
            None => ResultRow::Group(group),
            Some(nth) if nth < self.n_shown(*known) => ResultRow::Hit(group, nth),
            Some(_) => ResultRow::Gap,
        })
    }

    /// Whether a group has hits that can be shown: none where its cable was
    /// found by its fields alone, or cannot be read.
    #[must_use]
    pub fn can_open(&self, group: HitGroup) -> bool {
        group.n_hits > 0 && self.failure(group.entry).is_none()
    }

    /// Whether the hits of a group are shown.
    #[must_use]
    pub fn is_open(&self, group: HitGroup) -> bool {
        self.can_open(group) && self.are_closed == self.others.contains(&group.entry)
    }

    /// How many hits of a group are shown.
    fn n_shown(&self, group: HitGroup) -> usize {
        if self.is_open(group) {
            group.n_hits as usize
        } else {
            0
        }
    }

    /// The group at the cursor, and which of its hits.
    pub(super) fn here(&self) -> Option<(HitGroup, Option<usize>)> {
        let (group, nth) = match self.row(self.scroll.focus)? {
            ResultRow::Group(group) => (group, None),
            ResultRow::Hit(group, nth) => (group, Some(nth)),
            ResultRow::Gap => return None,
        };
        Some((*self.groups.get(group)?, nth))
    }

    /// The entry at the cursor.
    #[must_use]
    pub fn entry(&self) -> Option<usize> {
        Some(self.here()?.0.entry as usize)
    }

    /// Where the hit at the cursor stands in its cable.
    #[must_use]
    pub fn place(&self) -> u32 {
        let here = self.here();
        let hit = here.and_then(|(group, nth)| self.texts(group.entry)?.hits.get(nth?));
        hit.map_or(0, |hit| hit.at.start)
    }

    /// The place of the group of an entry.
    pub(super) fn group_of(&self, entry: usize) -> Option<usize> {
        let is_it = |group: &HitGroup| group.entry as usize == entry;
        self.groups.iter().position(is_it)
    }

    /// The row of a hit, or that of its group where it is not shown.
    pub(super) fn row_of(&self, group: usize, nth: usize) -> usize {
        let start = self.starts.get(group).copied().unwrap_or_default();
        let n_shown = self.groups.get(group).map_or(0, |it| self.n_shown(*it));
        start + if nth < n_shown { nth + 1 } else { 0 }
    }

    /// Lays the rows out anew.
    fn lay(&mut self) {
        let mut starts = Vec::with_capacity(self.groups.len() + 1);
        let mut row = 0;
        for (idx, group) in self.groups.iter().enumerate() {
            starts.push(row);
            row += 1 + self.n_shown(*group);
            // No gap behind the last.
            row += usize::from(self.has_gaps && idx + 1 < self.groups.len());
        }
        starts.push(row);
        self.starts = starts;
    }

    /// No cable has hits, as far as is known.
    pub(super) fn clear(&mut self) {
        self.groups.clear();
        self.n_hits = 0;
        self.lay();
    }

    /// Where there is no row, the cursor is at the first that may come.
    pub(super) fn settle_none(&mut self) {
        if self.n_rows() == 0 {
            self.scroll = Scroll::default();
        }
    }

    /// Other rows than before: the cursor stays where it was put.
    pub(super) fn change(&mut self, height: usize, change: impl FnOnce(&mut Results)) {
        let at = self.at;
        change(self);
        self.lay();
        let group = at.and_then(|(entry, _)| self.group_of(entry as usize));
        let row = if let (Some(group), Some((_, nth))) = (group, at) {
            // Without a hit it is at its cable.
            self.row_of(group, nth.checked_sub(1).unwrap_or(usize::MAX))
        } else {
            // At the first hit.
            self.scroll.top = 0;
            self.row_of(0, 0)
        };
        self.scroll.keep(row, self.n_rows(), height);
        if self.scroll.focus <= 1 {
            // The first group comes into sight.
            self.scroll.top = 0;
        }
    }

    /// The cursor was put where it is, and leaves the empty row that it may
    /// be on.
    pub(super) fn settle(&mut self, forward: bool, height: usize) {
        let n_rows = self.n_rows();
        if self.row(self.scroll.focus) == Some(ResultRow::Gap) {
            let step = if forward { 1 } else { -1 };
            self.scroll.step(step, n_rows, height);
        }
        self.at = self
            .here()
            .map(|(group, nth)| (group.entry, nth.map_or(0, |nth| nth + 1)));
    }

    /// The rows in sight.
    pub(super) fn in_sight(&self, height: usize) -> Range<usize> {
        let top = self.scroll.top;
        top..(top + height).min(self.n_rows())
    }
}

/// Fits the rows to the size there is.
pub(in crate::app) fn fit(model: &mut Model) {
    let height = model.results_rows();
    let has_gaps = model.class() >= Class::Medium;
    let Some(results) = model.results_in_sight() else {
        return;
    };
    if results.has_gaps != has_gaps {
        results.change(height, |it| it.has_gaps = has_gaps);
    }
    let (focus, n_rows) = (results.scroll.focus, results.n_rows());
    results.scroll.go(focus, n_rows, height);
}
