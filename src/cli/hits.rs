//! Hits in the cables of a library, for the screen: told by the index of the
//! collection, where there is one, or read one cable after the other.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::known::Known;
use super::narrow::{Answers, state_of};
use super::on;
use super::texts::Wanted;
use crate::app::{
    FoundHits, HitGroup, HitOrder, HitQuery, HitSpread, HitTexts, HitWindow, Hits, Msg, Request,
};
use crate::cable::Cable;
use crate::index::{Address, Best, Error, Weighed};
use crate::library::Document;
use crate::query::{Cited, Field, Hit, Matcher, Query};
use crate::typeset::Shown;

/// How often the screen is told what was found: each time is a frame.
const OFTEN: Duration = Duration::from_millis(50);

/// So many cables with hits are many: the best of them are told of first.
const MANY: usize = if cfg!(test) { 5 } else { 1000 };
/// How many of them are told of then: more than a screen has rows.
const N_FIRST: usize = if cfg!(test) { 3 } else { 200 };

/// What is known of hits. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Shelf {
    /// The question that is wanted.
    wanted: Wanted,
    /// In which order its hits are.
    order: Arc<Mutex<HitOrder>>,
    /// The window of hits that is wanted in words.
    window: Wanted,
    /// What was found of the question that was asked last.
    found: Arc<Mutex<Option<Found>>>,
}

/// What was found of a question.
struct Found {
    collected: FoundHits,
    spread: HitSpread,
}

impl Shelf {
    fn found(&self) -> MutexGuard<'_, Option<Found>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn order(&self) -> MutexGuard<'_, HitOrder> {
        self.order.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with what was found of a question; nothing if another
    /// was asked meanwhile. Others wait until it is done.
    fn with<T>(&self, id: u32, work: impl FnOnce(&mut Found) -> T) -> Option<T> {
        let mut found = self.found();
        let found = found.as_mut().filter(|found| found.collected.id == id)?;
        Some(work(found))
    }

    /// Whether a question is still wanted, which then is the one that is
    /// answered.
    fn begin(&self, asked: &HitQuery) -> bool {
        let mut found = self.found();
        if !self.wanted.is(asked.id) {
            return false;
        }
        let is_begun = |found: &Found| found.collected.id == asked.id;
        if !found.as_ref().is_some_and(is_begun) {
            *found = Some(Found {
                collected: FoundHits::new(asked),
                spread: HitSpread::default(),
            });
        }
        true
    }

    /// Says which of so many cables have hits, in the order that is wanted
    /// now. Nothing is found meanwhile, so that what is said last is so.
    fn tell(&self, id: u32, n_entries: usize, said: &mut dyn FnMut(Hits)) {
        self.with(id, |found| {
            let order = *self.order();
            said(Hits::Found(found.collected.ordered(order, n_entries)));
        });
    }

    /// Says where the hits are.
    fn tell_spread(&self, id: u32, said: &mut dyn FnMut(Hits)) {
        self.with(id, |found| {
            said(Hits::Spread(Box::new(found.spread.clone())));
        });
    }

    /// Nothing of it is wanted any more.
    fn forget(&self) {
        self.wanted.set(None);
        self.window.set(None);
        *self.found() = None;
    }
}

impl Answers {
    /// Notes what is wanted of hits from now on; gives what is to be said if no
    /// thread can answer it.
    pub(super) fn want_hits(&self, request: &Request) -> Option<Msg> {
        let of = &self.shelf;
        match request {
            Request::Hits(asked) => {
                of.wanted.set(Some(asked.id));
                *of.order() = asked.order;
                let ended = Hits::Ended {
                    n_failed: 0,
                    took: Duration::ZERO,
                };
                return Some(Msg::Hits(asked.id, ended));
            }
            Request::OrderHits(_, order) => *of.order() = *order,
            Request::HitTexts(window) => of.window.set(Some(window.serial)),
            Request::StopHits => of.wanted.set(None),
            Request::ForgetHits => of.forget(),
            _ => {}
        }
        None
    }

    /// Answers what is asked about hits.
    pub(super) fn answer_hits(&self, request: &Request, send: &mut dyn FnMut(Msg)) {
        match request {
            Request::Hits(asked) => self.find_hits(asked, send),
            Request::OrderHits(id, _) => {
                let said = &mut |hits| send(Msg::Hits(*id, hits));
                self.shelf.tell(*id, self.library.len(), said);
            }
            Request::HitTexts(window) => self.read_hits(window, send),
            _ => {}
        }
    }

    /// Finds hits as long as they are wanted.
    fn find_hits(&self, asked: &HitQuery, send: &mut dyn FnMut(Msg)) {
        let began = Instant::now();
        let mut said = |hits| send(Msg::Hits(asked.id, hits));
        if !self.shelf.begin(asked) {
            return;
        }
        let queries = [Some(&asked.query), asked.within.as_ref()];
        let known = self.known_for(queries.into_iter().flatten());
        let told = known.filter(|known| self.tell_indexed(known, asked, &mut said).is_ok());
        let Some(n_failed) = self.scan_for_hits(asked, told.as_deref(), &mut said) else {
            return;
        };
        self.shelf.tell_spread(asked.id, &mut said);
        said(Hits::Ended {
            n_failed,
            took: began.elapsed(),
        });
    }

    /// Finds the hits of cables that the index does not know, by reading them;
    /// gives how many of them cannot be. Nothing once it is not wanted any
    /// more.
    fn scan_for_hits(
        &self,
        asked: &HitQuery,
        told: Option<&Known>,
        said: &mut dyn FnMut(Hits),
    ) -> Option<usize> {
        let (of, id, n_entries) = (&self.shelf, asked.id, self.library.len());
        let is_wanted = || of.wanted.is(id);
        let left = Known::left_of(told, &asked.entries);
        let n_told = asked.entries.len().saturating_sub(left.len());
        let cited = self.cited(&asked.query, told, &is_wanted)?;
        let matcher = Matcher::new(&asked.query, cited);
        let within = match &asked.within {
            Some(within) => Some(Matcher::new(within, self.cited(within, told, &is_wanted)?)),
            None => None,
        };
        let mut n_failed = 0;
        let mut last = Instant::now();
        let mut pause = OFTEN;
        let mut has_come = false;
        let mut n_passed = n_told;
        // Of a cable in which is to be sought, what is found.
        let find = |entry_idx, document: Document| {
            let cable = document.cable();
            let state = |query: &Query| state_of(query, entry_idx);
            let is_within = match (&within, &asked.within) {
                (Some(it), Some(query)) => it.find_read(&cable, state(query)).is_some(),
                _ => true,
            };
            is_within.then(|| (matcher.find_read(&cable, state(&asked.query)), cable))
        };
        let flow = self.library.each(left, find, |entry_idx, looked| {
            match looked {
                Ok(Some((hits, cable))) => {
                    let added = of.with(id, |it| it.add(entry_idx, &cable, hits.as_deref()));
                    if added.is_none() {
                        return on(false);
                    }
                    has_come |= hits.is_some();
                }
                Ok(None) => {}
                Err(_) => n_failed += 1,
            }
            n_passed += 1;
            if last.elapsed() >= pause {
                if std::mem::take(&mut has_come) {
                    let sorting = Instant::now();
                    of.tell(id, n_entries, said);
                    of.tell_spread(id, said);
                    // Of many, putting them in order takes its time.
                    pause = OFTEN.max(sorting.elapsed() * 10);
                }
                said(Hits::Passed(n_passed));
                last = Instant::now();
            }
            on(is_wanted())
        });
        if flow.is_break() {
            return None;
        }
        if has_come {
            of.tell(id, n_entries, said);
        }
        Some(n_failed)
    }

    /// Says what the index knows of hits.
    fn tell_indexed(
        &self,
        known: &Known,
        asked: &HitQuery,
        said: &mut dyn FnMut(Hits),
    ) -> Result<(), Error> {
        let snapshot = &known.snapshot;
        let mut within = match &asked.within {
            Some(within) => known.found(within)?,
            None => snapshot.all(),
        };
        // What is read, or is no entry, is not counted here.
        known.keep_entries(&mut within);
        let mut weighed = known.weighed(&asked.query)?;
        weighed.found.keep(&within);
        if known.is_all(self.library.len()) && asked.entries.start == 0 {
            self.tell_best(known, asked, &weighed, said)?;
        }
        let hits = snapshot.hits(&weighed, &asked.query)?;
        let found = weighed.found;
        let entries = known.entries_of(&found);
        self.shelf.with(asked.id, |it| {
            let n_parts = hits.n_parts.iter().zip(&hits.dates);
            for (nth, (alike, (n_parts, date))) in entries.zip(n_parts).enumerate() {
                for entry in alike.filter(|entry| asked.entries.contains(entry)) {
                    let weights = hits.weights.iter().map(|weights| weights.get(nth).copied());
                    let weights = weights.map(Option::unwrap_or_default);
                    it.collected.add(entry, *n_parts, *date, weights);
                }
            }
        });
        self.shelf.tell(asked.id, self.library.len(), said);
        // What is counted is counted of all, once.
        if asked.entries.start > 0 {
            return Ok(());
        }
        let spread = snapshot.spread(&found, &hits)?;
        let having = |thing: &str| -> Result<usize, Error> {
            let mut having = snapshot.find(&Query::of_value(Field::Has, thing))?;
            having.keep(&within);
            Ok(having.n_cables())
        };
        let n_textless = within.n_cables().saturating_sub(having("text")?);
        let n_withheld = having("excision")?;
        self.shelf.with(asked.id, |it| {
            it.spread.spread.merge(spread);
            it.spread.n_textless += n_textless;
            it.spread.n_withheld += n_withheld;
        });
        Ok(())
    }

    /// Says which of many cables answer best, before it is looked up how many
    /// hits each of the others has: that is what is on the screen.
    fn tell_best(
        &self,
        known: &Known,
        asked: &HitQuery,
        weighed: &Weighed,
        said: &mut dyn FnMut(Hits),
    ) -> Result<(), Error> {
        let is_told = *self.shelf.order() == HitOrder::Best && weighed.found.n_cables() >= MANY;
        // Where cables are entries several times, they count as often.
        if !is_told || !known.is_one_to_one() {
            return Ok(());
        }
        let snapshot = &known.snapshot;
        let mut best = snapshot.best(weighed, self.library.len(), N_FIRST)?;
        let entry = |best: &Best| known.entry(best.address);
        best.sort_by_key(|it| (Reverse((it.score, it.date)), entry(it)));
        best.truncate(N_FIRST);
        let these = snapshot.these(best.iter().map(|it| it.address));
        let n_parts = snapshot.n_parts(&these, &asked.query, &mut |_, _| {})?;
        let n_parts: HashMap<Address, u32> = these.iter().zip(n_parts).collect();
        let group = |best: &Best| {
            let entry = u32::try_from(known.entry(best.address)?).ok()?;
            let n_hits = n_parts.get(&best.address).copied().unwrap_or_default();
            Some(HitGroup { entry, n_hits })
        };
        said(Hits::Found(best.iter().filter_map(group).collect()));
        Ok(())
    }

    /// Reads the hits of a window, as long as they are wanted.
    fn read_hits(&self, window: &HitWindow, send: &mut dyn FnMut(Msg)) {
        let matcher = Matcher::new(&window.query, Cited::new());
        for &entry_idx in &window.entries {
            if !self.shelf.window.is(window.serial) {
                return;
            }
            let document = self.library.document(entry_idx);
            let texts = document
                .map(|document| HitTexts::of(document.cable(), &matcher, window.n_chars))
                .map_err(|error| Shown::new(&error.to_string()));
            send(Msg::HitTexts(window.id, entry_idx, Box::new(texts)));
        }
    }
}

impl Found {
    /// Adds a cable that was looked at, and its hits if it is what is sought.
    fn add(&mut self, entry_idx: usize, cable: &Cable, hits: Option<&[Hit]>) {
        self.spread.see(cable);
        if let Some(hits) = hits {
            let is_of_words = self.collected.is_of_words();
            self.spread.spread.add(cable, hits, is_of_words);
            self.collected.add_cable(entry_idx, cable, hits);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::folder::Folder;
    use super::*;

    /// What answers with an index of a folder, and what does without.
    fn indexed(folder: &Folder, path: &Path) -> (Answers, Answers) {
        let (with, without) = folder.answers(path);
        with.index(&mut |_| {});
        (with, without)
    }

    /// The cables with hits in each order, and where the hits are.
    fn hits(
        answers: &Answers,
        line: &str,
        within: Option<&str>,
    ) -> (Vec<Vec<HitGroup>>, HitSpread) {
        let query = |line| Query::parse(line).unwrap();
        answers.shelf.forget();
        let asked = HitQuery {
            id: 7,
            query: query(line),
            within: within.map(query),
            entries: 0..answers.library.len(),
            order: HitOrder::Best,
        };
        let _ = answers.want_hits(&Request::Hits(Box::new(asked.clone())));
        let mut orders = vec![Vec::new()];
        let mut spread = None;
        let mut has_ended = false;
        answers.find_hits(&asked, &mut |msg| match msg {
            Msg::Hits(7, Hits::Found(groups)) => orders[0] = groups,
            Msg::Hits(7, Hits::Spread(of)) => spread = Some(*of),
            Msg::Hits(7, Hits::Ended { n_failed: 0, .. }) => has_ended = true,
            Msg::Hits(7, Hits::Passed(_)) => {}
            other => panic!("{other:?}"),
        });
        assert!(has_ended, "{line}");
        for order in [HitOrder::Newest, HitOrder::Oldest] {
            let request = Request::OrderHits(7, order);
            assert!(answers.want_hits(&request).is_none());
            answers.answer_hits(&request, &mut |msg| match msg {
                Msg::Hits(7, Hits::Found(groups)) => orders.push(groups),
                other => panic!("{other:?}"),
            });
        }
        (orders, spread.unwrap())
    }

    #[test]
    fn of_many_the_best_are_told_of_first_and_stay_where_they_are() {
        let folder = Folder::new("best");
        let (with, _) = indexed(&folder, Path::new("assets/cables"));
        for line in [
            "the",
            "lamp* OR minister",
            "in:body the",
            "\"of the\"",
            "class:c",
        ] {
            with.shelf.forget();
            let asked = HitQuery {
                id: 7,
                query: Query::parse(line).unwrap(),
                within: None,
                entries: 0..with.library.len(),
                order: HitOrder::Best,
            };
            let _ = with.want_hits(&Request::Hits(Box::new(asked.clone())));
            let mut told = Vec::new();
            with.find_hits(&asked, &mut |msg| {
                if let Msg::Hits(7, Hits::Found(groups)) = msg {
                    told.push(groups);
                }
            });
            let [first, all] = told.as_slice() else {
                panic!("{line}: {told:?}");
            };
            assert_eq!(first.len(), N_FIRST, "{line}");
            assert!(
                all.len() >= MANY && all.starts_with(first),
                "{line}: {told:?}"
            );
        }
    }

    #[test]
    fn an_index_finds_the_hits_that_a_scan_finds_in_the_same_order() {
        let mut n_hits = 0;
        for path in ["assets/cables", "tests/corpus"] {
            let folder = Folder::new(path.rsplit('/').next().unwrap());
            let (with, without) = indexed(&folder, Path::new(path));
            assert!(with.known().is_some_and(|known| known.unknown.is_empty()));
            for (line, within) in [
                ("lamp", None),
                ("lamp* -goat", None),
                ("\"the sexton\" OR fish", None),
                ("minister agreed", None),
                ("in:summary lamp*", None),
                ("lamp subject:lamp", None),
                ("post:portlarkspur date:2008", None),
                ("cites:05KESTRELBAY12", None),
                ("the", Some("date:2008 OR class:c")),
                ("from:northhaven ministry", None),
                ("in:summary -lamp*", None),
                ("date:2008 OR zeppelin", None),
                ("from:northhaven OR lamp", None),
                ("zeppelin", None),
            ] {
                let (expected, spread) = hits(&without, line, within);
                n_hits += expected[0].iter().map(|group| group.n_hits).sum::<u32>();
                let found = hits(&with, line, within);
                assert_eq!(found.0, expected, "{line} in {path}");
                assert_eq!(found.1, spread, "{line} in {path}");
            }
        }
        assert!(n_hits > 100, "{n_hits}");
    }

    #[test]
    fn what_has_changed_since_it_was_indexed_is_counted_once() {
        let folder = Folder::new("changed-hits");
        let cables = folder.cables();
        folder.write("a.txt", "The lamps XXXXXXXXXXXX.");
        folder.write("b.txt", "Lamps.");
        folder.write("c.txt", "Lamps, lit.");
        folder.write("d.txt", "Goats.");
        indexed(&folder, &cables);
        std::fs::remove_file(cables.join("a.txt")).unwrap();
        folder.write("b.txt", "Lamps, and more of them.");
        folder.write("d.txt", "Lamps now.");
        // The index is as it was.
        let (with, without) = folder.answers(&cables);
        assert!(with.known().is_some_and(|known| known.unknown.len() == 2));
        let expected = hits(&without, "lamps", None);
        assert_eq!(expected.0[0].len(), 3);
        assert_eq!(hits(&with, "lamps", None), expected);
        // One that is open and changes meanwhile is read, once it is looked
        // at again.
        folder.write("c.txt", "Goats instead.");
        let expected = hits(&without, "lamps", None);
        assert_eq!(expected.0[0].len(), 2);
        with.outdate(&Request::LookAgain);
        assert_eq!(hits(&with, "lamps", None), expected);
        // So is one that is gone meanwhile, which then cannot be.
        let n_unknown = || with.known().map(|known| known.unknown.len());
        assert_eq!(n_unknown(), Some(3));
        folder.write("e.txt", "Lamps that nobody has opened.");
        std::fs::remove_file(cables.join("c.txt")).unwrap();
        with.outdate(&Request::LookAgain);
        assert_eq!(n_unknown(), Some(3));
    }

    #[test]
    fn hits_of_a_window_are_read_as_long_as_they_are_wanted() {
        let folder = Folder::new("window");
        let (with, _) = indexed(&folder, Path::new("assets/cables"));
        let window = HitWindow {
            serial: 3,
            id: 7,
            query: Query::parse("lamp").unwrap(),
            entries: vec![2, 0, 1],
            n_chars: 40,
        };
        let read = |serial| {
            with.shelf.window.set(Some(serial));
            let mut read = Vec::new();
            with.read_hits(&window, &mut |msg| match msg {
                Msg::HitTexts(7, entry, texts) => {
                    let texts = texts.unwrap();
                    assert!(texts.hits.iter().all(|hit| hit.words.iter().any(|it| it.1)));
                    read.push(entry);
                }
                other => panic!("{other:?}"),
            });
            read
        };
        assert_eq!(read(3), [2, 0, 1]);
        assert!(read(4).is_empty());
        // What is not wanted any more is not looked for.
        let asked = HitQuery {
            id: 8,
            query: window.query.clone(),
            within: None,
            entries: 0..3,
            order: HitOrder::Best,
        };
        with.shelf.forget();
        with.find_hits(&asked, &mut |msg| panic!("{msg:?}"));
        let order = Request::OrderHits(8, HitOrder::Oldest);
        with.answer_hits(&order, &mut |msg| panic!("{msg:?}"));
    }
}
