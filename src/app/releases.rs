//! Telegrams of one number: a release and the releases after it, or one that
//! two sources hold.
//!
//! Each is an entry of its own, because they differ, and what is quoted has to
//! be proved against one of them. The list has one row for them: that of the
//! first as they lie, or of the first of those that a query finds. That there
//! are others is told, and they are a key away.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::path::Path;

use hashbrown::HashSet;

use crate::command::Command;
use crate::notes::Way;
use crate::typeset::Shown;

use super::execute::open;
use super::rows::Lying;
use super::{Effect, Entries, Model, Screen, grouped};

/// The entries of the ids that several bear.
#[derive(Clone, Debug, Default)]
pub(super) struct Releases {
    /// By what is made of the ids.
    by_id: HashMap<u64, Vec<u32>>,
    /// All of them.
    several: HashSet<u32>,
    /// What is made of the ids of those of which it was learned since rows were
    /// made.
    pub(super) fresh: HashSet<u64>,
    /// Whether one of them is not what it was.
    pub(super) is_stale: bool,
}

/// What tells which of several releases has the row.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    entries: &'a Entries,
    releases: &'a Releases,
    ids: &'a RandomState,
    lying: Lying,
}

/// Whether a query shows an entry; without one all are.
fn is_shown(entry: usize, shows: Option<&[bool]>) -> bool {
    shows.is_none_or(|shows| shows.get(entry) == Some(&true))
}

impl<'a> Telling<'a> {
    /// From parts of a model of which others are being changed.
    pub(super) fn of(
        entries: &'a Entries,
        releases: &'a Releases,
        ids: &'a RandomState,
        lying: Lying,
    ) -> Telling<'a> {
        Telling {
            entries,
            releases,
            ids,
            lying,
        }
    }

    /// Whether an entry has a row: it is shown, and no other release has it.
    pub(super) fn lists(self, entry: u32, shows: Option<&[bool]>) -> bool {
        is_shown(entry as usize, shows) && !self.is_hidden(entry, shows)
    }

    /// The entries that bear the id of this one and can be read, in no order.
    fn alike(self, entry: usize) -> impl Iterator<Item = usize> {
        let id = self.entries.id(entry);
        let hash = id.map(|id| self.ids.hash_one(id));
        let all = hash.and_then(|hash| self.releases.by_id.get(&hash));
        let all = all.into_iter().flatten().map(|entry| *entry as usize);
        // A file may hold another telegram by now, or be gone.
        all.filter(move |entry| self.entries.id(*entry) == id && !self.entries.is_failed(*entry))
    }

    /// Whether an entry has no row because another release has it: one that
    /// lies before it, and is shown; any that is shown, if its file is gone.
    pub(super) fn is_hidden(self, entry: u32, shows: Option<&[bool]>) -> bool {
        if !self.releases.several.contains(&entry) {
            return false;
        }
        let mut alike = self.alike(entry as usize);
        if self.entries.is_failed(entry as usize) {
            return self.entries.is_gone(entry as usize) && alike.any(|it| is_shown(it, shows));
        }
        let nth = self.lying.nth(entry as usize);
        alike.any(|it| self.lying.nth(it) < nth && is_shown(it, shows))
    }

    /// The entries without a row where all are shown.
    pub(super) fn others(self) -> std::collections::HashSet<u32> {
        let several = self.releases.several.iter().copied();
        several.filter(|it| self.is_hidden(*it, None)).collect()
    }

    /// The places, as they lie, of the entries without a row where all are
    /// shown.
    pub(super) fn hidden(self) -> Vec<u32> {
        self.hidden_of(self.releases.several.iter().copied())
    }

    /// The same of the entries of some ids.
    pub(super) fn hidden_among(self, ids: &HashSet<u64>) -> Vec<u32> {
        let all = ids.iter().filter_map(|id| self.releases.by_id.get(id));
        self.hidden_of(all.flatten().copied())
    }

    fn hidden_of(self, entries: impl Iterator<Item = u32>) -> Vec<u32> {
        let hidden = entries.filter(|entry| self.is_hidden(*entry, None));
        let places = hidden.map(|entry| self.lying.nth(entry as usize));
        let mut places: Vec<u32> = places.filter_map(|nth| u32::try_from(nth).ok()).collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// What is in sight of several releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
    /// Which it is, counted from 1, as they lie.
    pub nth: usize,
    /// How many there are.
    pub of: usize,
}

impl Model {
    /// Which release of its telegram an entry is; nothing if it is the only
    /// one.
    #[must_use]
    pub fn release(&self, entry: usize) -> Option<Release> {
        let all = self.releases_of(entry);
        let nth = all.iter().position(|known| *known == entry)? + 1;
        (all.len() > 1).then_some(Release { nth, of: all.len() })
    }

    /// The entries that bear the id of this one, if several do, as they lie.
    fn releases_of(&self, entry: usize) -> Vec<usize> {
        let mut all: Vec<usize> = self.telling().alike(entry).collect();
        let lying = self.rows.lying();
        all.sort_unstable_by_key(|entry| lying.nth(*entry));
        all
    }

    pub(super) fn telling(&self) -> Telling<'_> {
        Telling::of(&self.entries, &self.releases, &self.ids, self.rows.lying())
    }

    /// The releases that the row of an entry stands for: itself, if it is the
    /// only one.
    pub(super) fn releases_at(&self, entry: usize) -> Vec<usize> {
        let all = if self.is_of_several(entry) {
            self.releases_of(entry)
        } else {
            Vec::new()
        };
        if all.is_empty() { vec![entry] } else { all }
    }

    /// The same of those that the query in force finds.
    pub(super) fn releases_found(&self, entry: usize) -> Vec<usize> {
        let mut all = self.releases_at(entry);
        if let Some(filter) = &self.filter {
            all.retain(|it| filter.shows().get(*it) == Some(&true));
        }
        all
    }

    /// The releases that the row of an entry stands for beside itself.
    pub(super) fn releases_beside(&self, entry: usize) -> Vec<usize> {
        if !self.is_of_several(entry) {
            return Vec::new();
        }
        let mut all = self.releases_of(entry);
        all.retain(|it| *it != entry);
        all
    }

    fn is_of_several(&self, entry: usize) -> bool {
        let several = &self.releases.several;
        u32::try_from(entry).is_ok_and(|entry| several.contains(&entry))
    }

    /// The files of the releases of a cable, as they lie, without the folder that
    /// all of them lie in; none of the only one.
    #[must_use]
    pub fn release_names(&self, entry: usize) -> Vec<Shown> {
        let all = self.releases_of(entry).into_iter();
        let names: Vec<String> = all.filter_map(|it| self.entries.name(it)).collect();
        let Some((first, others @ [_, ..])) = names.split_first() else {
            return Vec::new();
        };
        let common = others.iter().fold(first.as_str(), |common, name| {
            let same = common.bytes().zip(name.bytes());
            let n_same = same.take_while(|(one, other)| one == other).count();
            common.get(..n_same).unwrap_or_default()
        });
        let folder = common.rfind('/').map_or(0, |at| at + 1);
        let rest = names.iter().map(|name| name.get(folder..));
        rest.map(|name| Shown::new(name.unwrap_or_default()))
            .collect()
    }

    /// How many cables there are, releases of one number counted once.
    #[must_use]
    pub fn n_cables(&self) -> usize {
        self.entries.len().saturating_sub(self.rows.n_hidden())
    }

    /// An entry is not what it was: another release may have the row.
    pub(super) fn outdate_releases(&mut self, entry: usize) {
        self.releases.is_stale |= self.is_of_several(entry);
    }

    /// Of the releases of one number the one that lies where `way` leads;
    /// `entry`, where none does.
    pub(super) fn release_at(&self, entry: usize, way: &Way) -> usize {
        let Way::Files(files) = way else {
            return entry;
        };
        let lies_there = |entry: &usize| {
            let name = self.entries.name(*entry).unwrap_or_default();
            files.iter().any(|file| Path::new(file).ends_with(&name))
        };
        let mut all = self.releases_of(entry).into_iter();
        all.find(lies_there).unwrap_or(entry)
    }

    /// Notes that an entry bears an id that `first` bears as well.
    pub(super) fn knows_again(&mut self, id: u64, first: u32, entry: u32) {
        let releases = &mut self.releases;
        let all = releases.by_id.entry(id).or_insert_with(|| vec![first]);
        if let Err(at) = all.binary_search(&entry) {
            all.insert(at, entry);
            releases.several.extend([first, entry]);
            releases.fresh.insert(id);
        }
    }
}

/// Reads the next release of the cable in sight, at the same paragraph, or of
/// the one at the cursor of the list; behind the last, the first.
pub(super) fn next(model: &mut Model, times: u32) -> Vec<Effect> {
    let (here, replaces) = match &model.screens.top {
        Screen::Reader(reader) => (reader.entry, true),
        Screen::Catalog(catalog) => (model.entry_at(catalog.scroll.focus), false),
        Screen::Results(_) | Screen::Survey(_) => return Vec::new(),
    };
    let all = model.releases_of(here);
    let nth = all.iter().position(|entry| *entry == here);
    let (Some(nth), true) = (nth, all.len() > 1) else {
        let words = if model.gathering {
            "no other cable with this number so far"
        } else {
            "no other cable here bears this number"
        };
        model.say(words);
        return Vec::new();
    };
    let there = (nth + times as usize) % all.len();
    let Some(&entry) = all.get(there) else {
        return Vec::new();
    };
    let paragraph = model.reader().and_then(|reader| {
        let idx = reader.text.paragraph()?;
        reader.cable.paragraphs.get(idx as usize)?.number
    });
    let effects = open(model, entry, replaces);
    if let Some(opening) = &mut model.opening {
        opening.paragraph = paragraph;
    }
    let key = model.key_words(Command::NextRelease);
    let [nth, of] = [there + 1, all.len()].map(grouped);
    model.say(&format!(
        "release {nth} of {of} of this number; {key} goes on"
    ));
    effects
}
