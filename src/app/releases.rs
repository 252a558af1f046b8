//! Telegrams of one number: a release and the releases after it, or one that
//! two sources hold.
//!
//! Each is an entry of its own, because they differ, and what is quoted has to
//! be proved against one of them. That there are others is told, and they are
//! a key away.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::path::Path;

use crate::command::Command;
use crate::notes::Way;

use super::execute::open;
use super::{Effect, Model, grouped};

/// The entries of the ids that several bear, by what is made of the ids.
pub(super) type Releases = HashMap<u64, Vec<u32>>;

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
        let Some(id) = self.entries.id(entry) else {
            return Vec::new();
        };
        let all = self
            .releases
            .get(&self.ids.hash_one(id))
            .into_iter()
            .flatten();
        let all = all.map(|entry| *entry as usize);
        // A file may hold another telegram by now, or be gone.
        let bears_it =
            |entry: &usize| self.entries.id(*entry) == Some(id) && !self.entries.is_failed(*entry);
        let mut all: Vec<usize> = all.filter(bears_it).collect();
        let lying = self.rows.lying();
        all.sort_unstable_by_key(|entry| lying.nth(*entry));
        all
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
        let all = self.releases.entry(id).or_insert_with(|| vec![first]);
        if let Err(at) = all.binary_search(&entry) {
            all.insert(at, entry);
        }
    }
}

/// Reads the next release of the cable in sight, at the same paragraph; behind
/// the last, the first.
pub(super) fn next(model: &mut Model, times: u32) -> Vec<Effect> {
    let Some(here) = model.reader().map(|reader| reader.entry) else {
        return Vec::new();
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
    let effects = open(model, entry, true);
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
