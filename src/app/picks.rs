//! The cables of the list that are selected, to be handed on together.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::cable::list_line;
use crate::command::Command;
use crate::typeset::{Passage, Shown};

use super::{Effect, Entry, Model, PrivateFile, Screen, grouped};

/// What is selected in the list.
#[derive(Clone, Debug, Default)]
pub(super) struct Picks {
    entries: BTreeSet<usize>,
    /// The cable at which a range begins that ends at the cursor.
    from: Option<usize>,
}

impl Model {
    /// Tells of a row of the list whether its cable is selected.
    pub fn picked(&self) -> impl Fn(usize) -> bool + '_ {
        let range = range(self);
        move |row| {
            let is_in_range = range.as_ref().is_some_and(|rows| rows.contains(&row));
            is_in_range || self.is_picked(self.entry_at(row))
        }
    }

    /// Whether a cable is selected that the row of an entry stands for: a query
    /// may have found, and listed, another release.
    fn is_picked(&self, entry: usize) -> bool {
        let picks = &self.picks.entries;
        let mut others = self.releases_beside(entry).into_iter();
        !picks.is_empty() && (picks.contains(&entry) || others.any(|it| picks.contains(&it)))
    }

    /// What is selected, or no longer, with the row of an entry: the releases
    /// that are selected already, else that which has the row.
    fn pickable(&self, entry: usize) -> Vec<usize> {
        if !self.is_picked(entry) {
            return vec![entry];
        }
        let mut all = self.releases_at(entry);
        all.retain(|it| self.picks.entries.contains(it));
        all
    }

    /// How many cables are selected, also those that the list does not show.
    #[must_use]
    pub fn n_picked(&self) -> usize {
        let picks = &self.picks.entries;
        let further = in_range(self).filter(|entry| !picks.contains(entry));
        picks.len() + further.count()
    }

    /// The sign of a group's row: whether all of its cables are selected, or
    /// some.
    #[must_use]
    pub fn picked_of(&self, row: usize) -> Option<&'static str> {
        if self.picks.entries.is_empty() {
            return None;
        }
        let entries = self.rows.entries(row);
        let picked = entries.iter().filter(|it| self.is_picked(**it));
        match picked.count() {
            0 => None,
            n if n == entries.len() => Some("+"),
            _ => Some("-"),
        }
    }

    /// `3 selected`; nothing while nothing is.
    #[must_use]
    pub fn picked_words(&self) -> Option<Shown> {
        let n_picked = self.n_picked();
        (n_picked > 0).then(|| Shown::new(&format!("{} selected", grouped(n_picked))))
    }
}

/// The rows from where a range was begun to the cursor. None if that cable is
/// not in the list.
fn range(model: &Model) -> Option<RangeInclusive<usize>> {
    let from = model.row_of(model.picks.from?)?;
    let Screen::Catalog(catalog) = &model.screens.top else {
        return None;
    };
    let here = catalog.scroll.focus;
    Some(from.min(here)..=from.max(here))
}

/// The cables of the range: all of a group that is folded to its row.
fn in_range(model: &Model) -> impl Iterator<Item = usize> + '_ {
    let rows = range(model).into_iter().flatten();
    let entries = rows.flat_map(|row| match model.group_at(row) {
        Some(group) if !group.is_folded => Vec::new(),
        _ => model.rows.entries(row),
    });
    let entries = entries.filter(|entry| *entry < model.entries.len());
    entries.flat_map(|entry| model.pickable(entry))
}

/// The rows are about to change: what a range holds is selected if its
/// beginning is not listed any more.
pub(super) fn keep(model: &mut Model, before: Vec<usize>) {
    let from = model
        .picks
        .from
        .filter(|from| model.nth_of(*from).is_none());
    if from.is_some() {
        model.picks.entries.extend(before);
        model.picks.from = None;
    }
}

/// What the range holds, if one was begun.
pub(super) fn held(model: &Model) -> Vec<usize> {
    in_range(model).collect()
}

/// Does what a command of selecting asks for; nothing if it is another.
pub(super) fn act(model: &mut Model, command: Command, count: Option<u32>) -> Option<Vec<Effect>> {
    match command {
        Command::Pick => pick(model, count.unwrap_or(1) as usize),
        Command::PickRange => pick_range(model),
        Command::PickAll => pick_all(model),
        Command::Export => {
            let text = text(model);
            return Some(export(model, text));
        }
        _ => return None,
    }
    Some(Vec::new())
}

/// Selects cables from the cursor on, or no longer, and goes on below them.
/// In a range, ends that.
fn pick(model: &mut Model, times: usize) {
    if model.picks.from.is_some() {
        return pick_range(model);
    }
    let (n_rows, height) = (model.n_rows(), model.catalog_rows());
    let Screen::Catalog(catalog) = &model.screens.top else {
        return;
    };
    let first = catalog.scroll.focus;
    let rows = first..first.saturating_add(times).min(n_rows);
    let last = rows.end.saturating_sub(1);
    let entries: BTreeSet<usize> = rows.flat_map(|row| model.rows.entries(row)).collect();
    let all = entries.into_iter().flat_map(|entry| model.pickable(entry));
    let entries: Vec<usize> = all.collect();
    turn(&mut model.picks.entries, &entries);
    // The cables of a group are passed with it.
    let behind = model.rows.behind(last);
    if let Screen::Catalog(catalog) = &mut model.screens.top {
        catalog.scroll.go(behind, n_rows, height);
    }
}

/// Adds entries; takes them out where all of them are among the picked.
fn turn(picks: &mut BTreeSet<usize>, entries: &[usize]) {
    if entries.iter().all(|entry| picks.contains(entry)) {
        for entry in entries {
            picks.remove(entry);
        }
    } else {
        picks.extend(entries);
    }
}

/// Begins a range at the cursor, or selects what is in it.
fn pick_range(model: &mut Model) {
    if range(model).is_some() {
        let entries = held(model);
        model.picks.entries.extend(entries);
        model.picks.from = None;
    } else if let Screen::Catalog(catalog) = &model.screens.top {
        let mut entries = model.rows.entries(catalog.scroll.focus).into_iter();
        let n_entries = model.entries.len();
        model.picks.from = entries.find(|entry| *entry < n_entries);
    }
}

/// Selects every cable that is listed; where all are, none of them.
fn pick_all(model: &mut Model) {
    model.picks.from = None;
    let listed = model.listed_entries();
    let listed: Vec<usize> = listed.flat_map(|entry| model.pickable(entry)).collect();
    turn(&mut model.picks.entries, &listed);
}

/// Gives a range up, else selects nothing any more. Whether there was one of
/// them.
pub(super) fn clear(model: &mut Model) -> bool {
    let picks = &mut model.picks;
    if picks.from.take().is_some() {
        return true;
    }
    let had = !picks.entries.is_empty();
    picks.entries.clear();
    had
}

/// The cables that are selected, in the order of the list and then as they
/// lie.
pub(super) fn picked(model: &Model) -> Vec<Entry> {
    if model.n_picked() == 0 {
        return Vec::new();
    }
    let mut wanted = model.picks.entries.clone();
    wanted.extend(in_range(model));
    let listed: Vec<usize> = model
        .listed_entries()
        .flat_map(|entry| std::iter::once(entry).chain(model.releases_beside(entry)))
        .filter(|it| wanted.contains(it))
        .collect();
    let is_listed: BTreeSet<usize> = listed.iter().copied().collect();
    let hidden = model.picks.entries.iter().copied();
    let hidden = hidden.filter(|entry| !is_listed.contains(entry));
    let all = listed.iter().copied().chain(hidden);
    all.filter_map(|entry| model.entries.get(entry)).collect()
}

/// What the cables that are selected are called, and a line for each, as
/// `reftel list` prints it; without a selection, those that are listed.
pub(super) fn text(model: &Model) -> Result<(String, Passage), String> {
    let picked = picked(model);
    let (name, entries) = if picked.is_empty() {
        let listed = model.listed_entries();
        let listed = listed.filter_map(|entry| model.entries.get(entry));
        (String::from("the list"), listed.collect())
    } else {
        (named(picked.len(), "row"), picked)
    };
    if entries.is_empty() {
        return Err(String::from("no cable is listed"));
    }
    let lines: Vec<String> = entries.iter().map(line).collect();
    Ok((name, Passage::new(&lines.join("\n"))))
}

/// `1 path`, `3 paths`
pub(super) fn named(n: usize, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(n))
}

fn line(entry: &Entry) -> String {
    let id = entry.id().as_str();
    let listing = entry.listing.as_ref();
    let subject = listing.map(|it| it.subject.as_str());
    list_line(
        id,
        listing.and_then(|it| it.date),
        listing.and_then(|it| it.level),
        subject.filter(|it| !it.is_empty()),
    )
}

/// `X`: writes the text of what is listed to a file that only its owner can read.
pub(super) fn export(model: &mut Model, text: Result<(String, Passage), String>) -> Vec<Effect> {
    match text {
        Ok((_, passage)) => {
            vec![Effect::Keep(PrivateFile::Rows, passage)]
        }
        Err(why) => {
            model.warn(&why);
            Vec::new()
        }
    }
}
