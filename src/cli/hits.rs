//! Hits in the cables of a library, for the screen: told by the index of the
//! collection, where there is one, or read one cable after the other.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::narrow::{Answers, Known};
use super::texts::Wanted;
use crate::app::{
    FoundHits, HitOrder, HitQuery, HitSpread, HitTexts, HitWindow, Hits, Msg, Request,
};
use crate::index::Error;
use crate::query::{Cited, Field, Matcher, Query};
use crate::typeset::Shown;

/// How often the screen is told what was found: each time is a frame.
const OFTEN: Duration = Duration::from_millis(50);

/// What is known of hits. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Shelf {
    /// The question that is wanted.
    wanted: Wanted,
    /// The window of hits that is wanted in words.
    window: Wanted,
    /// What was found of the question that was asked last.
    found: Arc<Mutex<Option<Found>>>,
}

/// What was found of a question.
struct Found {
    collected: FoundHits,
    order: HitOrder,
    spread: HitSpread,
}

impl Shelf {
    fn found(&self) -> MutexGuard<'_, Option<Found>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with what was found of a question; nothing if another
    /// was asked meanwhile.
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
                order: asked.order,
                spread: HitSpread::default(),
            });
        }
        true
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
    pub(super) fn want_hits(&self, request: &Request) -> Msg {
        let (id, hits) = match request {
            Request::Hits(asked) => {
                self.shelf.wanted.set(Some(asked.id));
                let ended = Hits::Ended {
                    n_failed: 0,
                    took: Duration::ZERO,
                };
                (asked.id, ended)
            }
            Request::HitTexts(window) => {
                self.shelf.window.set(Some(window.serial));
                (window.id, Hits::Unread)
            }
            Request::OrderHits(id, _) => (*id, Hits::Unread),
            Request::ForgetHits => {
                self.shelf.forget();
                (0, Hits::Unread)
            }
            _ => {
                self.shelf.wanted.set(None);
                (0, Hits::Unread)
            }
        };
        Msg::Hits(id, hits)
    }

    /// Answers what is asked about hits.
    pub(super) fn answer_hits(&self, request: &Request, send: &mut dyn FnMut(Msg)) {
        match request {
            Request::Hits(asked) => self.find_hits(asked, send),
            Request::OrderHits(id, order) => self.order_hits(*id, *order, send),
            Request::HitTexts(window) => self.read_hits(window, send),
            _ => {}
        }
    }

    /// Finds hits as long as they are wanted.
    fn find_hits(&self, asked: &HitQuery, send: &mut dyn FnMut(Msg)) {
        let began = Instant::now();
        let of = &self.shelf;
        let mut said = |hits| send(Msg::Hits(asked.id, hits));
        if !of.begin(asked) {
            return;
        }
        let queries = || {
            [Some(&asked.query), asked.within.as_ref()]
                .into_iter()
                .flatten()
        };
        // What is cited by a cable that the index does not know, it does not
        // know either.
        let asks_back = queries().any(|query| query.citing().next().is_some());
        let known = self.known();
        let known = known.filter(|known| known.unknown.is_empty() || !asks_back);
        let told = known.filter(|known| self.tell_indexed(known, asked, &mut said).is_ok());
        let left: Vec<usize> = match &told {
            Some(known) => known.left(&asked.entries).collect(),
            None => asked.entries.clone().collect(),
        };
        let n_told = asked.entries.len().saturating_sub(left.len());
        let is_wanted = || of.wanted.is(asked.id);
        let mut cited = Vec::new();
        for query in queries() {
            let Some(of) = self.cited(query, told.as_deref(), &is_wanted) else {
                return;
            };
            cited.push(of);
        }
        let mut cited = cited.into_iter();
        let matcher = Matcher::new(&asked.query, cited.next().unwrap_or_default());
        let within = asked.within.as_ref();
        let within = within.map(|within| Matcher::new(within, cited.next().unwrap_or_default()));
        let mut n_failed = 0;
        let mut last = Instant::now();
        let mut pause = OFTEN;
        let mut has_come = false;
        for (nth, entry_idx) in left.iter().copied().enumerate() {
            if !is_wanted() {
                return;
            }
            match self.library.document(entry_idx) {
                Ok(document) => {
                    let cable = document.cable();
                    let is_within = within.as_ref().is_none_or(|it| it.find(&cable).is_some());
                    let hits = matcher.find(&cable).filter(|_| is_within);
                    let added = of.with(asked.id, |found| {
                        if is_within {
                            found.spread.see(&cable);
                        }
                        if let Some(hits) = &hits {
                            let is_of_words = found.collected.is_of_words();
                            found.spread.spread.add(&cable, hits, is_of_words);
                            found.collected.add_cable(entry_idx, &cable, hits);
                        }
                    });
                    if added.is_none() {
                        return;
                    }
                    has_come |= hits.is_some();
                }
                Err(_) => n_failed += 1,
            }
            if last.elapsed() >= pause {
                if std::mem::take(&mut has_come) {
                    let sorting = Instant::now();
                    if let Some(groups) = self.ordered(asked.id) {
                        said(Hits::Found(groups));
                    }
                    // Of many, putting them in order takes its time.
                    pause = OFTEN.max(sorting.elapsed() * 10);
                }
                said(Hits::Passed(n_told + nth + 1));
                last = Instant::now();
            }
        }
        if has_come && let Some(groups) = self.ordered(asked.id) {
            said(Hits::Found(groups));
        }
        if let Some(spread) = of.with(asked.id, |found| found.spread.clone()) {
            said(Hits::Spread(Box::new(spread)));
        }
        said(Hits::Ended {
            n_failed,
            took: began.elapsed(),
        });
    }

    /// Says what the index knows of hits.
    fn tell_indexed(
        &self,
        known: &Known,
        asked: &HitQuery,
        said: &mut dyn FnMut(Hits),
    ) -> Result<(), Error> {
        let snapshot = &known.snapshot;
        let within = asked.within.as_ref().map(|within| snapshot.find(within));
        let within = within.transpose()?.unwrap_or_else(|| snapshot.all());
        let mut found = snapshot.find(&asked.query)?;
        found.keep(&within);
        let hits = snapshot.hits(&found, &asked.query)?;
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
        if let Some(groups) = self.ordered(asked.id) {
            said(Hits::Found(groups));
        }
        // What is counted is counted of all, once.
        if asked.entries.start == 0 {
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
        }
        Ok(())
    }

    /// What was found of a question, in the order that is wanted now.
    fn ordered(&self, id: u32) -> Option<Vec<crate::app::HitGroup>> {
        let n_entries = self.library.len();
        self.shelf
            .with(id, |found| found.collected.ordered(found.order, n_entries))
    }

    /// Puts what was found of a question in another order.
    fn order_hits(&self, id: u32, order: HitOrder, send: &mut dyn FnMut(Msg)) {
        if self.shelf.with(id, |found| found.order = order).is_none() {
            return;
        }
        if let Some(groups) = self.ordered(id) {
            send(Msg::Hits(id, Hits::Found(groups)));
        }
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

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::super::narrow::Collection;
    use super::*;
    use crate::app::HitGroup;
    use crate::library::{Library, Limits};

    /// A place for an index.
    struct Cache(PathBuf);

    impl Cache {
        fn new(test: &str) -> Cache {
            let name = format!("reftel-hits-{test}-{}", std::process::id());
            let cache = Cache(std::env::temp_dir().join(name));
            let _ = std::fs::remove_dir_all(&cache.0);
            cache
        }

        /// What answers with an index, and what does without.
        fn answers(&self, path: &Path) -> (Answers, Answers) {
            let paths = [path.as_os_str().to_owned()];
            let limits = Limits::default();
            let (library, _, _) = Library::open(&paths, &limits);
            let with = Collection::at(self.0.clone(), &paths, &limits);
            let (with, without) = (
                Answers::with(&library, Some(with)),
                Answers::with(&library, None),
            );
            with.index(&mut |_| {});
            (with, without)
        }
    }

    impl Drop for Cache {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
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
        answers.shelf.wanted.set(Some(7));
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
            answers.order_hits(7, order, &mut |msg| match msg {
                Msg::Hits(7, Hits::Found(groups)) => orders.push(groups),
                other => panic!("{other:?}"),
            });
        }
        (orders, spread.unwrap())
    }

    #[test]
    fn an_index_finds_the_hits_that_a_scan_finds_in_the_same_order() {
        let mut n_hits = 0;
        for path in ["assets/cables", "tests/corpus"] {
            let cache = Cache::new(path.rsplit('/').next().unwrap());
            let (with, without) = cache.answers(Path::new(path));
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
    fn hits_of_a_window_are_read_as_long_as_they_are_wanted() {
        let cache = Cache::new("window");
        let (with, _) = cache.answers(Path::new("assets/cables"));
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
        with.order_hits(8, HitOrder::Oldest, &mut |msg| panic!("{msg:?}"));
    }
}
