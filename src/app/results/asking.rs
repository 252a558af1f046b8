//! What is asked of other threads for hits, and what comes of it.

use std::collections::HashSet;

use crate::app::update::list_next;
use crate::app::{
    Effect, HitQuery, HitTexts, HitWindow, Hits, Model, Progress, Request, ResultRow,
};
use crate::typeset::Shown;

use super::excerpt::look;
use super::typing::{say_none, unsay_none};
use super::{Question, Results, results_mut};

impl Results {
    /// The entries whose hits are to be read: of the cursor, then of the rows
    /// in sight.
    fn wanted(&self, height: usize, n_chars: usize) -> Vec<usize> {
        let group_of = |row| match self.row(row)? {
            ResultRow::Group(group) | ResultRow::Hit(group, _) => Some(group),
            ResultRow::Gap => None,
        };
        let rows = [self.scroll.focus].into_iter().chain(self.in_sight(height));
        let mut groups: Vec<usize> = rows.filter_map(group_of).collect();
        let mut seen = HashSet::new();
        groups.retain(|group| seen.insert(*group));
        let entries = groups
            .into_iter()
            .filter_map(|group| self.groups.get(group));
        let entries = entries.map(|group| group.entry as usize);
        let is_read = |entry: &usize| {
            let is_read = self.read.get(entry).is_some_and(|it| it.n_chars == n_chars);
            is_read || self.failed.contains_key(entry)
        };
        entries.filter(|entry| !is_read(entry)).collect()
    }

    /// What was read of other rows is forgotten, where there is much of it.
    fn forget(&mut self, height: usize) {
        /// Cables of which it is kept, and bytes of their texts.
        const MOST: usize = 128;
        const MOST_BYTES: usize = 4 << 20;
        let n_bytes = self.read.values().map(|texts| texts.cable.text().len());
        if self.read.len() <= MOST && n_bytes.sum::<usize>() <= MOST_BYTES {
            return;
        }
        let rows: Vec<usize> = self.in_sight(height).collect();
        let entry_of = |row| match self.row(row)? {
            ResultRow::Group(group) | ResultRow::Hit(group, _) => {
                Some(self.groups.get(group)?.entry as usize)
            }
            ResultRow::Gap => None,
        };
        let seen: HashSet<usize> = rows.into_iter().filter_map(entry_of).collect();
        self.read.retain(|entry, _| seen.contains(entry));
    }
}

/// Asks once more for what is asked.
pub(in crate::app) fn again(model: &mut Model) {
    let id = model.next_id();
    if let Some(results) = results_mut(model).filter(|it| !it.now.query.is_empty()) {
        let query = results.now.query.clone();
        begin(results, Question { id, query });
    }
}

/// A cable was read again: what its hits said holds no longer.
pub(in crate::app) fn reloaded(model: &mut Model, entry: usize) {
    let height = model.results_rows();
    if let Some(results) = results_mut(model) {
        results.read.remove(&entry);
        results.reading = (Vec::new(), 0);
        if results.failed.remove(&entry).is_some() {
            results.change(height, |_| {});
        }
    }
}

/// An index answers from now on: what is being read need not be any more.
pub(in crate::app) fn indexed(model: &mut Model) {
    if results_mut(model).is_some_and(|results| results.runs()) {
        again(model);
    }
}

/// Stops the search that runs in the view in sight; nothing if none does.
pub(in crate::app) fn stop(model: &mut Model) -> Option<Vec<Effect>> {
    let n_entries = model.entries.len();
    let results = model.results_in_sight().filter(|it| it.runs())?;
    results.progress = Progress::Stopped;
    results.asked = None;
    show(results);
    results.settle_none();
    let words = results.counter(n_entries);
    model.say(&words);
    model.arrange();
    Some(vec![Effect::Load(Request::StopHits)])
}

/// Asks for what is needed next; after every message.
pub(in crate::app) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    let asked = model.results().map(|results| results.now.id);
    if model.hits.is_some() && asked.is_none() {
        effects.push(Effect::Load(Request::ForgetHits));
    }
    model.hits = asked;
    if asked.is_none() {
        return;
    }
    go_on(model, effects);
    read(model, effects);
    look(model);
}

fn go_on(model: &mut Model, effects: &mut Vec<Effect>) {
    let (n_entries, gathering) = (model.entries.len(), model.gathering);
    let Some(results) = results_mut(model).filter(|it| !it.now.query.is_empty()) else {
        return;
    };
    if results.progress == Progress::Over && results.upto < n_entries {
        results.progress = Progress::Runs;
    }
    if !results.runs() || results.asked.is_some() {
        return;
    }
    if results.upto < n_entries {
        let range = results.upto..n_entries;
        results.upto = n_entries;
        results.asked = Some(range.clone());
        let (id, order) = (results.now.id, results.order);
        let (query, within) = (results.now.query.clone(), results.within.clone());
        effects.push(Effect::Load(Request::Hits(Box::new(HitQuery {
            id,
            query: model.told(query),
            within: within.map(|within| model.told(within)),
            entries: range,
            order,
        }))));
    } else if !gathering {
        results.progress = Progress::Over;
        say_none(model);
    }
}

/// Has the hits in sight read.
fn read(model: &mut Model, effects: &mut Vec<Effect>) {
    let (height, n_chars) = (model.results_rows(), model.hit_chars());
    let Some(results) = model.results_in_sight() else {
        return;
    };
    let wanted = results.wanted(height, n_chars);
    let (reading, of) = &results.reading;
    let is_coming = |entry: &usize| *of == n_chars && reading.contains(entry);
    if wanted.iter().all(is_coming) {
        return;
    }
    results.reading = (wanted.clone(), n_chars);
    let (id, query) = (results.shown.id, results.shown.query.clone());
    effects.push(Effect::Load(Request::HitTexts(Box::new(HitWindow {
        serial: model.next_id(),
        id,
        query,
        entries: wanted,
        n_chars,
    }))));
}

/// Takes in what a thread says that looks for hits.
pub(in crate::app) fn take(model: &mut Model, id: u32, hits: Hits) -> Vec<Effect> {
    let height = model.results_rows();
    let Some(results) = results_mut(model).filter(|it| it.now.id == id) else {
        return Vec::new();
    };
    match hits {
        Hits::Found(groups) => {
            show(results);
            results.change(height, |it| {
                it.n_hits = groups.iter().map(|group| group.n_hits as usize).sum();
                it.groups = groups;
            });
        }
        // What is said of those that were passed before it was stopped came
        // too late.
        Hits::Passed(_) if !results.runs() => {}
        Hits::Passed(n_passed) => {
            let before = results.asked.as_ref().map_or(0, |asked| asked.start);
            results.n_passed = before + n_passed;
        }
        Hits::Spread(spread) => {
            show(results);
            results.spread = Some(*spread);
        }
        Hits::Ended { n_failed, took } => {
            show(results);
            if let Some(asked) = results.asked.take() {
                results.n_passed = asked.end;
            }
            results.n_failed += n_failed;
            results.took = Some(results.took.unwrap_or_default() + took);
        }
    }
    results.settle_none();
    unsay_none(model);
    list_next(model)
}

/// What is asked takes the place of what was shown, if that was another
/// question: of that no cable is known yet.
fn show(results: &mut Results) {
    if results.shown.id == results.now.id {
        return;
    }
    let is_same = results.shown.query == results.now.query;
    results.shown = results.now.clone();
    results.read.clear();
    results.failed.clear();
    results.reading = (Vec::new(), 0);
    results.excerpt = None;
    if !is_same {
        results.spread = None;
        results.at = None;
        results.others.clear();
        results.are_closed = false;
    }
    results.clear();
}

/// Takes in the hits of a cable in words.
pub(in crate::app) fn texts(
    model: &mut Model,
    id: u32,
    entry: usize,
    texts: Result<HitTexts, Shown>,
) {
    let height = model.results_rows();
    let listing = texts.as_ref().ok().map(|texts| texts.listing.clone());
    let Some(results) = results_mut(model).filter(|it| it.shown.id == id) else {
        return;
    };
    results.reading.0.retain(|known| *known != entry);
    match texts {
        Ok(texts) => {
            // The cable may have changed since it was found.
            let n_hits = u32::try_from(texts.hits.len()).unwrap_or(u32::MAX);
            let group = results.group_of(entry);
            let known = group.and_then(|group| results.groups.get(group).copied());
            results.read.insert(entry, texts);
            results.excerpt = None;
            if let (Some(group), Some(known)) = (group, known)
                && known.n_hits != n_hits
            {
                results.change(height, |it| {
                    it.n_hits = (it.n_hits + n_hits as usize).saturating_sub(known.n_hits as usize);
                    if let Some(known) = it.groups.get_mut(group) {
                        known.n_hits = n_hits;
                    }
                });
            }
            results.forget(height);
        }
        // Said once, where the cable stands.
        Err(why) => results.change(height, |it| {
            it.read.remove(&entry);
            it.failed.insert(entry, why);
        }),
    }
    if let Some(listing) = listing {
        model.list(entry, listing);
    }
}

/// Cables are looked at from the first one.
pub(super) fn begin(results: &mut Results, now: Question) {
    results.now = now;
    results.asked = None;
    results.upto = 0;
    results.n_passed = 0;
    results.n_failed = 0;
    results.took = None;
    results.progress = Progress::Runs;
}
