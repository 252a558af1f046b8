//! How far each cable was read: what the list says of it, what `state:` asks
//! for.
//!
//! Of a million cables a few hundred were opened. So nothing is kept by row:
//! what was opened is found by the number that the row bears, and where it
//! bears none, by where the cable lies. It is asked for behind the first frame.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::notes::{Key, Reach, Way};
use crate::query::{Query, Reads, State, spelled};
use crate::typeset::Shown;

use super::{Effect, Model, PaneId, Reader, Remember, Screen, Wake, narrow};

/// How much of a cable was in sight when its end was.
const ALL: u8 = 100;

/// What is known of how far cables were read.
#[derive(Clone, Debug, Default)]
pub(super) struct Reaches {
    /// In percent, by the key of the cable.
    kept: HashMap<Key, u8>,
    /// Of those that bear no number: where they lie, by the last part of that.
    ways: HashMap<Box<str>, Vec<(OsString, Key)>>,
    /// Of those, the entries that were read since the start.
    entries: HashMap<usize, Key>,
    /// Whether it was asked what is kept, and answered.
    is_asked: bool,
    is_known: bool,
    /// Whether it was said that it cannot be kept.
    has_complained: bool,
    /// How often something new was learned.
    version: u64,
    /// Which of these the query in force knew of.
    asked_at: u64,
    /// What a query is told, and when that was made out.
    told: Option<((u64, u64, usize), Arc<Reads>)>,
}

impl Reaches {
    /// How far the cable of a key was read.
    pub(super) fn of(&self, key: &Key) -> Option<u8> {
        self.kept.get(key).copied()
    }

    /// How often something new was learned.
    pub(super) fn version(&self) -> u64 {
        self.version
    }

    /// Notes how far a cable was read.
    pub(super) fn note(&mut self, entry: usize, key: &Key, percent: u8) {
        if !key.is_number() {
            self.entries.insert(entry, key.clone());
        }
        let known = self.kept.get(key).copied();
        if known.is_none_or(|known| known < percent) {
            self.kept.insert(key.clone(), percent);
            self.version += 1;
        }
    }

    /// Lets go of what is known of a cable.
    pub(super) fn forget(&mut self, key: &Key) {
        if self.kept.remove(key).is_some() {
            self.version += 1;
        }
    }

    /// The key of the cable without a number that lies under a name.
    fn lying(&self, name: &str) -> Option<&Key> {
        let all = self.ways.get(last_part(name))?;
        let lies_there = |way: &OsString| Path::new(way).ends_with(name);
        all.iter()
            .find(|(way, _)| lies_there(way))
            .map(|(_, key)| key)
    }
}

/// The file of a path, or the member, with whatever names a part of it.
fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl Model {
    /// How far an entry was read: `new`, `28%`, `done`, or `?%` where all that is
    /// known is that it was opened. Nothing until that is known, nor in private.
    #[must_use]
    pub fn read_so_far(&self, entry: usize) -> Option<String> {
        if !self.reaches.is_known || self.entries.is_failed(entry) {
            return None;
        }
        let percent = self.percent_of(entry);
        Some(match percent {
            Some(0) => String::from("?%"),
            Some(percent @ 1..ALL) => format!("{percent}%"),
            percent => State::after(percent).name().to_owned(),
        })
    }

    /// Whether the list says how far cables were read.
    #[must_use]
    pub fn tells_reads(&self) -> bool {
        !self.settings.private
    }

    fn percent_of(&self, entry: usize) -> Option<u8> {
        let reaches = &self.reaches;
        if let Some(id) = self.entries.id(entry) {
            return reaches.of(&Key::number(id));
        }
        let own = reaches.entries.get(&entry);
        if own.is_none() && reaches.ways.is_empty() {
            return None;
        }
        let name = self.entries.name(entry).unwrap_or_default();
        reaches.of(own.or_else(|| reaches.lying(&name))?)
    }

    /// What a query is told of how far cables were read.
    pub(super) fn reads(&mut self) -> Arc<Reads> {
        let at = (self.reaches.version, self.n_listings, self.entries.len());
        if let Some((of, told)) = &self.reaches.told
            && *of == at
        {
            return Arc::clone(told);
        }
        let reaches = &self.reaches;
        let numbers = reaches.kept.iter().filter(|(key, _)| key.is_number());
        let numbers =
            numbers.map(|(key, percent)| (spelled(key.as_str()), State::after(Some(*percent))));
        let mut reads = Reads {
            numbers: numbers.collect(),
            ..Reads::default()
        };
        let mut all = Vec::new();
        if !reaches.ways.is_empty() {
            let is_there = |last: &str| reaches.ways.contains_key(last_part(last));
            all = self.entries.without_id(&is_there);
        }
        all.extend(reaches.entries.keys());
        let states = all
            .into_iter()
            .filter(|entry| self.entries.id(*entry).is_none());
        let states =
            states.filter_map(|entry| Some((entry, State::after(Some(self.percent_of(entry)?)))));
        reads.entries = states.collect();
        let reads = Arc::new(reads);
        self.reaches.told = Some((at, Arc::clone(&reads)));
        reads
    }

    /// A query that is told how far cables were read, if it asks for that.
    pub(super) fn told(&mut self, query: Query) -> Query {
        if !query.asks_state() {
            return query;
        }
        let reads = self.reads();
        query.knowing(&reads)
    }
}

/// How much of a cable is in sight or stands above that, in percent. Nothing
/// while some of it is hidden, or something lies over it.
pub(super) fn reach(model: &Model, reader: &Reader) -> Option<u8> {
    let hides = reader.is_filtered() && !reader.dim || !reader.folds.closed().is_empty();
    if hides || reader.sheet.is_some_and(|sheet| sheet != PaneId::Text) {
        return None;
    }
    let (size, arrangement) = model.room();
    let height = reader.text_height(&reader.layout(size, arrangement));
    let n_rows = reader.text.n_rows();
    let n_upto = reader.text.scroll.top.saturating_add(height);
    if n_upto >= n_rows {
        return Some(ALL);
    }
    let percent = n_upto.saturating_mul(100).checked_div(n_rows).unwrap_or(0);
    u8::try_from(percent.clamp(1, 99)).ok()
}

/// Asks what is kept, once there is a list; has a query answered anew that
/// does not know any more how far cables were read, once its list is in sight
/// again; after every message.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    let is_list = matches!(model.screens.top, Screen::Catalog(_));
    if !is_list || model.settings.private || model.size.width == 0 {
        return;
    }
    if !model.reaches.is_asked {
        model.reaches.is_asked = true;
        effects.push(Effect::After(Duration::ZERO, Wake::Reaches));
    }
    let version = model.reaches.version;
    if model.reaches.asked_at != version && model.overlay.is_none() {
        model.reaches.asked_at = version;
        narrow::read_on(model);
    }
}

/// What is kept is asked for.
pub(super) fn recall(model: &Model) -> Option<Effect> {
    (!model.settings.private).then_some(Effect::Remember(Remember::Reaches))
}

/// Takes in what is kept.
pub(super) fn recalled(model: &mut Model, found: Result<Vec<Reach>, Shown>) {
    let reaches = &mut model.reaches;
    reaches.is_known = true;
    match found {
        Ok(found) => {
            for Reach { key, way, percent } in found {
                if let (false, Way::Files(files)) = (key.is_number(), way)
                    && let Some(file) = files.into_iter().next_back()
                {
                    let last = last_part(&file.to_string_lossy()).into();
                    reaches
                        .ways
                        .entry(last)
                        .or_default()
                        .push((file, key.clone()));
                }
                let known = reaches.kept.entry(key).or_insert(percent);
                *known = percent.max(*known);
            }
            reaches.version += 1;
        }
        Err(why) => model.warn(&format!("how far cables were read is not known: {why}")),
    }
}

/// How far cables were read cannot be kept: said once.
pub(super) fn failed(model: &mut Model, why: &str) {
    if !std::mem::replace(&mut model.reaches.has_complained, true) {
        model.warn(&format!("how far cables were read is not kept: {why}"));
    }
}

/// What is said in private of a query that asks for what is not kept.
pub(super) const PRIVATE: &str = "in private each cable counts as new";

/// Whether a query asks for what is not kept.
pub(super) fn is_unknown(model: &Model, query: &Query) -> bool {
    model.settings.private && query.asks_state()
}

/// Says in private that a query asks for what is not kept.
pub(super) fn say_private(model: &mut Model, query: &Query) {
    if is_unknown(model, query) {
        model.say(PRIVATE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_elsewhere_is_not_taken_for_it() {
        let mut reaches = Reaches::default();
        let key = Key::number("text:00");
        let way = OsString::from("/home/x/cables/notes/a.txt");
        let all = reaches.ways.entry("a.txt".into()).or_default();
        all.push((way, key.clone()));
        assert_eq!(reaches.lying("notes/a.txt"), Some(&key));
        assert_eq!(reaches.lying("a.txt"), Some(&key));
        assert_eq!(reaches.lying("other/a.txt"), None);
        assert_eq!(reaches.lying("b.txt"), None);
    }
}
