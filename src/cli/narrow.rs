//! Which cables of a library a query finds, for the list on the screen: told
//! by the index of the collection, where there is one, or read one after the
//! other.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::aside::{Outcome, have_taken_in};
use super::found::cited;
use super::hits::Shelf;
use super::known::{COUNTED, Known, of_states, shown};
use super::survey::Gathered;
use super::texts::Wanted;
use super::{is_standard_input, on};
use crate::app::{CableQuery, Countable, Counts, Indexed, Msg, Narrowed};
use crate::index::{Counted, Index, KnownFiles, Progress};
use crate::library::{Document, Library, Limits};
use crate::query::{Cited, Depth, Facts, Field, Matcher, Query, State};
use crate::typeset::Shown;

/// How often the screen is told how far it is: each time is a frame.
const OFTEN: Duration = Duration::from_millis(50);
/// How often it is looked whether another program has made the index.
const SELDOM: Duration = Duration::from_secs(5);

/// What answers queries. Clones share it.
#[derive(Clone)]
pub(super) struct Answers {
    pub(super) library: Library,
    /// The collection that an index is kept of, once it is known.
    collection: Arc<OnceLock<Collection>>,
    /// The query that is wanted.
    pub(super) wanted: Wanted,
    /// The count that is wanted.
    pub(super) counted: Wanted,
    /// The survey that is wanted.
    pub(super) surveyed: Wanted,
    /// What is known of hits.
    pub(super) shelf: Shelf,
    /// Who cites whom, where that was read without an index.
    pub(super) gathered: Arc<Mutex<Option<Arc<Gathered>>>>,
    /// The index, once it was opened.
    held: Arc<Mutex<Held>>,
    /// Whether files may have changed since.
    compares: Arc<AtomicBool>,
    /// Whether the program ends, and nothing more is to be taken in.
    ends: Arc<AtomicBool>,
}

/// The index, as far as it is known.
#[derive(Default)]
struct Held {
    known: Option<Arc<Known>>,
    /// When it was opened last, while another program is at it.
    busy_at: Option<Instant>,
}

/// What is taken into an index.
pub(super) struct Collection {
    cache: PathBuf,
    paths: Vec<PathBuf>,
    limits: Limits,
    /// The program that takes it in aside; without one this program does.
    program: Option<PathBuf>,
}

impl Answers {
    /// What answers for `library`; from the index of a collection, if one is
    /// kept.
    pub(super) fn with(library: &Library, collection: Option<Collection>) -> Answers {
        let known = OnceLock::new();
        if let Some(collection) = collection {
            let _ = known.set(collection);
        }
        Answers {
            library: library.clone(),
            collection: Arc::new(known),
            wanted: Wanted::default(),
            counted: Wanted::default(),
            surveyed: Wanted::default(),
            shelf: Shelf::default(),
            gathered: Arc::default(),
            held: Arc::default(),
            compares: Arc::default(),
            ends: Arc::default(),
        }
    }

    /// The library is that of a collection, where that was not known.
    pub(super) fn of(&self, collection: Collection) {
        let _ = self.collection.set(collection);
    }

    /// What the index knows of the files of the collection, if there is one.
    pub(super) fn known_files(&self) -> Option<KnownFiles> {
        self.collection.get()?.known_files()
    }

    /// Files may not be what they were: the index is compared with them
    /// before it answers again.
    pub(super) fn compare_again(&self) {
        self.compares.store(true, Ordering::Relaxed);
    }

    /// Nothing more is taken in: the program ends.
    pub(super) fn end(&self) {
        self.ends.store(true, Ordering::Relaxed);
    }

    /// Answers a query as long as it is wanted.
    pub(super) fn narrow(&self, asked: &CableQuery, send: &mut dyn FnMut(Msg)) {
        let mut said = |narrowed| send(Msg::Narrowed(asked.id, narrowed));
        let query = &asked.query;
        let told = self.known_for([query]).and_then(|known| {
            let found = known.find(query, &asked.entries).ok()?;
            said(Narrowed::Found(found));
            Some(known)
        });
        let left = Known::left_of(told.as_deref(), &asked.entries);
        let n_told = asked.entries.len().saturating_sub(left.len());
        let is_wanted = || self.wanted.is(asked.id);
        let Some(cited) = self.cited(query, told.as_deref(), &is_wanted) else {
            return;
        };
        let matcher = Matcher::new(query, cited);
        let mut found = Vec::new();
        let mut n_failed = 0;
        let mut last = Instant::now();
        let mut n_passed = n_told;
        let sieve = query.sieve();
        let is_found = |entry_idx, document: Document| {
            let cable = document.cable_where(sieve.as_ref());
            let state = state_of(query, entry_idx);
            cable.is_some_and(|cable| matcher.find_read(&cable, state).is_some())
        };
        let flow = self.library.each(left, is_found, |entry_idx, is_found| {
            match is_found {
                Ok(true) => found.push(entry_idx),
                Ok(false) => {}
                Err(_) => n_failed += 1,
            }
            n_passed += 1;
            let is_wanted = is_wanted();
            if is_wanted && last.elapsed() >= OFTEN {
                last = Instant::now();
                if !found.is_empty() {
                    said(Narrowed::Found(std::mem::take(&mut found)));
                }
                said(Narrowed::Passed(n_passed));
            }
            on(is_wanted)
        });
        if flow.is_break() {
            return;
        }
        if !found.is_empty() {
            said(Narrowed::Found(found));
        }
        said(Narrowed::Ended { n_failed });
    }

    /// Counts the values of what a query finds, as long as that is wanted.
    pub(super) fn count(&self, asked: &Countable, send: &mut dyn FnMut(Msg)) {
        let known = self.known();
        let counts = match known.filter(|known| known.is_all(self.library.len())) {
            Some(known) => known.counts(&asked.query, &asked.reads).ok(),
            None if asked.entries.is_empty() => None,
            None => self.read_counts(asked),
        };
        if self.counted.is(asked.id) {
            send(Msg::Counted(asked.id, counts));
        }
    }

    /// The same without an index; nothing once it is not wanted any more.
    fn read_counts(&self, asked: &Countable) -> Option<Counts> {
        let mut counts: HashMap<(Field, Option<String>), usize> = HashMap::new();
        let entries = asked.entries.iter().copied();
        let facts = |_, document: Document| Facts::of(&document.cable(), Depth::default());
        let mut n_in = State::ALL
            .iter()
            .map(|state| (*state, 0))
            .collect::<Vec<_>>();
        let flow = self.library.each(entries, facts, |entry_idx, facts| {
            // What cannot be read has no values.
            let Ok(facts) = facts else {
                return on(self.counted.is(asked.id));
            };
            let mut add = |field, value| *counts.entry((field, value)).or_default() += 1;
            let state = asked.reads.state(facts.id(), entry_idx);
            let same = n_in.iter_mut().find(|(known, _)| *known == state);
            if let Some((_, n_cables)) = same {
                *n_cables += 1;
            }
            add(Field::Class, facts.level.map(|it| it.mark().to_owned()));
            add(Field::Date, facts.date.map(|it| it.year().to_string()));
            for field in [Field::Post, Field::Tag, Field::Family] {
                let values: HashSet<&str> = facts.values(field).collect();
                if values.is_empty() {
                    add(field, None);
                }
                for value in values {
                    add(field, Some(value.to_owned()));
                }
            }
            on(self.counted.is(asked.id))
        });
        if flow.is_break() {
            return None;
        }
        let mut by_field: HashMap<Field, Vec<Counted>> = HashMap::new();
        for ((field, value), n_cables) in counts {
            let of = by_field.entry(field).or_default();
            of.push(Counted { value, n_cables });
        }
        let counts = COUNTED.map(|field| {
            let mut counted = by_field.remove(&field).unwrap_or_default();
            Counted::sort(&mut counted, field);
            (field, shown(counted))
        });
        Some(counts.into_iter().chain([of_states(n_in)]).collect())
    }

    /// What the cables cite whose references are asked for; nothing once it
    /// is not wanted any more.
    pub(super) fn cited(
        &self,
        query: &Query,
        known: Option<&Known>,
        is_wanted: &dyn Fn() -> bool,
    ) -> Option<Cited> {
        match known {
            // Of the index nothing is left to be read then.
            Some(_) => Some(Cited::new()),
            None => cited(&self.library, query, is_wanted),
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same if it can answer queries.
    pub(super) fn known_for<'q>(
        &self,
        queries: impl IntoIterator<Item = &'q Query>,
    ) -> Option<Arc<Known>> {
        let known = self.known()?;
        // What is cited by a cable that the index does not know, it does not
        // know either.
        let asks_back = |query: &Query| query.citing().next().is_some();
        let is_whole = known.unknown.is_empty() || !queries.into_iter().any(asks_back);
        is_whole.then_some(known)
    }

    /// The index as far as it is there by now.
    pub(super) fn known(&self) -> Option<Arc<Known>> {
        let collection = self.collection.get()?;
        let mut held = self.held();
        // Cables that have come since are read. Of many of them it is asked
        // again; not of each, for that takes long.
        let n_entries = self.library.len();
        let is_enough = |known: &Arc<Known>| {
            let n_known = known.n_entries;
            n_known <= n_entries && n_entries <= n_known + n_known / 8
        };
        let is_late = held.busy_at.is_some_and(|at| at.elapsed() >= SELDOM);
        let is_old = self.compares.swap(false, Ordering::Relaxed);
        if is_late || is_old || !held.known.as_ref().is_some_and(is_enough) {
            let index = collection.open();
            let known = index.and_then(|it| Known::new(&it, &self.library, &collection.paths).ok());
            let is_done = known.as_ref().is_some_and(|known| known.unknown.is_empty());
            held.busy_at = held.busy_at.filter(|_| !is_done).map(|_| Instant::now());
            held.known = known.map(Arc::new);
        }
        held.known.clone()
    }

    /// The index, if it holds every entry as it is, and nothing else.
    pub(super) fn whole(&self) -> Option<Arc<Known>> {
        let n_entries = self.library.len();
        let held = self.held().known.clone();
        // While cables come, it is not looked up each time where they stand.
        let n_cables = if let Some(known) = held {
            known.snapshot.n_cables()
        } else {
            let index = self.collection.get()?.open()?;
            index.snapshot().ok()?.n_cables()
        };
        if n_cables > n_entries {
            return None;
        }
        self.known().filter(|known| known.is_all(n_entries))
    }

    /// Takes the collection into its index, and says how far that is.
    pub(super) fn index(&self, send: &mut dyn FnMut(Msg)) {
        let Some(collection) = self.collection.get() else {
            return;
        };
        let n_entries = self.library.len();
        // Where nothing has changed, it need not be looked at twice.
        let known = self.known();
        if let Some(known) = known.filter(|it| it.is_fresh && it.n_entries == n_entries) {
            send(Msg::Indexed(Indexed::Ended));
            send(Msg::Indexed(Indexed::Ready(known.values())));
            return;
        }
        let mut said = None;
        let outcome = collection.take_in(&mut |progress| {
            // An archive is one file, whatever it holds.
            let (n, of) = match progress.of_files {
                0 | 1 => (progress.n_cables, n_entries),
                of => (progress.n_files, of),
            };
            let percent = (n * 100).checked_div(of).unwrap_or(0).min(100);
            if said != Some(percent) {
                said = Some(percent);
                send(Msg::Indexed(Indexed::Percent(percent)));
            }
            !self.ends.load(Ordering::Relaxed)
        });
        send(Msg::Indexed(Indexed::Ended));
        match outcome {
            Outcome::Done => {}
            // Another program makes it: it is used once it is done.
            Outcome::Busy => {
                self.held().busy_at = Some(Instant::now());
                return;
            }
            Outcome::Stopped => return,
            Outcome::Failed(why) => return send(Msg::Trouble(Shown::new(&why))),
        }
        let Some(index) = collection.open() else {
            return;
        };
        match Known::new(&index, &self.library, &collection.paths) {
            Ok(known) => {
                let values = known.values();
                self.held().known = Some(Arc::new(known));
                send(Msg::Indexed(Indexed::Ready(values)));
            }
            Err(error) => send(Msg::Trouble(Shown::new(&error.to_string()))),
        }
    }
}

/// How far an entry was read that bears no number.
pub(super) fn state_of(query: &Query, entry_idx: usize) -> State {
    let known = query
        .reads()
        .and_then(|reads| reads.entries.get(&entry_idx));
    known.copied().unwrap_or_default()
}

impl Collection {
    /// What is at `paths`, if an index of it is to be kept, and there is a place
    /// for it.
    pub(super) fn new(paths: &[OsString], limits: &Limits, is_kept: bool) -> Option<Collection> {
        let is_on_disk = !paths.is_empty() && !paths.iter().any(is_standard_input);
        let cache = Index::cache().filter(|_| is_kept && is_on_disk)?;
        Some(Collection {
            program: std::env::current_exe().ok(),
            ..Collection::at(cache, paths, limits)
        })
    }

    pub(super) fn at(cache: PathBuf, paths: &[OsString], limits: &Limits) -> Collection {
        Collection {
            cache,
            paths: paths.iter().map(PathBuf::from).collect(),
            limits: *limits,
            program: None,
        }
    }

    /// Takes what is new or changed into its index, aside if that can be.
    fn take_in(&self, tell: &mut dyn FnMut(Progress) -> bool) -> Outcome {
        let program = self.program.as_deref();
        let outcome = program.and_then(|it| have_taken_in(it, &self.paths, &self.limits, tell));
        outcome.unwrap_or_else(|| {
            let index = Index::create(&self.cache, &self.paths, &self.limits);
            Outcome::of(index.and_then(|index| index.refresh(tell).map(drop)))
        })
    }

    /// What its index knows of its files, if there is one.
    pub(super) fn known_files(&self) -> Option<KnownFiles> {
        self.open()?.known_files().ok()
    }

    fn open(&self) -> Option<Index> {
        Index::open(&self.cache, &self.paths, &self.limits)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::super::folder::Folder;
    use super::*;
    use crate::app::{Entries, Entry, Look as SurveyLook, Made, SurveyTopic, Surveyable, Surveyed};
    use crate::query::Reads;

    /// The entries that a query finds, and how many cables were read for it.
    fn found(answers: &Answers, line: &str) -> Vec<usize> {
        found_knowing(answers, line, &Arc::default())
    }

    /// The same, where it is known how far cables were read.
    fn found_knowing(answers: &Answers, line: &str, reads: &Arc<Reads>) -> Vec<usize> {
        let asked = CableQuery {
            id: 7,
            query: Query::parse(line).unwrap().knowing(reads),
            entries: 0..answers.library.len(),
        };
        answers.wanted.set(Some(7));
        let mut all = Vec::new();
        let mut has_ended = false;
        answers.narrow(&asked, &mut |msg| match msg {
            Msg::Narrowed(7, Narrowed::Found(found)) => all.extend(found),
            Msg::Narrowed(7, Narrowed::Passed(_)) => {}
            Msg::Narrowed(7, Narrowed::Ended { n_failed: 0 }) => has_ended = true,
            other => panic!("{other:?}"),
        });
        assert!(has_ended, "{line}");
        all.sort_unstable();
        all
    }

    fn values(answers: &Answers) -> Vec<(Field, Vec<String>)> {
        let mut ready = None;
        answers.index(&mut |msg| match msg {
            Msg::Indexed(Indexed::Ready(values)) => ready = Some(values),
            Msg::Indexed(_) => {}
            other => panic!("{other:?}"),
        });
        ready.expect("the index is ready")
    }

    fn n_unknown(answers: &Answers) -> usize {
        answers
            .known()
            .map_or(usize::MAX, |known| known.unknown.len())
    }

    const LINES: [&str; 16] = [
        "info:*",
        "-info:* to:*",
        "tag:* -caption:*",
        "sign:* OR ref:*",
        "lamp",
        "lamp* -goat",
        "\"the sexton\" OR fish",
        "post:portlarkspur date:2008",
        "class<=c in:summary lamp*",
        "cites:05KESTRELBAY12",
        "cited-by:08PORTLARKSPUR311",
        "para.class:c lamp",
        "tag:ewwt OR tag:kpao",
        "-class:none has:reference",
        "subject:lamps",
        "zeppelin",
    ];

    #[test]
    fn an_index_finds_what_a_scan_finds() {
        let folder = Folder::new("same");
        for path in ["assets/cables", "tests/corpus"] {
            let (with, without) = folder.answers(Path::new(path));
            let values = values(&with);
            assert!(
                values
                    .iter()
                    .any(|(field, all)| *field == Field::Post && !all.is_empty())
            );
            assert_eq!(n_unknown(&with), 0, "{path}");
            assert_eq!(n_unknown(&without), usize::MAX);
            let mut n_found = 0;
            for line in LINES {
                let expected = found(&without, line);
                n_found += expected.len();
                assert_eq!(found(&with, line), expected, "{line} in {path}");
            }
            assert!(n_found > 10);
        }
    }

    #[test]
    fn an_index_knows_what_was_read_as_a_scan_does() {
        let folder = Folder::new("read");
        for (name, text) in [("a", "Lamps."), ("b", "Goats."), ("c", "Lamps.")] {
            folder.write(name, text);
        }
        let write = |name: &str, text: &str| fs::write(folder.cables().join(name), text).unwrap();
        write("d", &citing(1, 5, ""));
        write("e", &citing(2, 6, ""));
        let (with, without) = folder.answers(&folder.cables());
        values(&with);
        let number = |serial: u32| format!("08northhaven{serial}");
        let reads = Arc::new(Reads {
            numbers: HashMap::from([(number(2), State::Done), (number(9), State::Begun)]),
            entries: HashMap::from([(1, State::Begun), (2, State::Done)]),
            ..Reads::default()
        });
        for (line, expected) in [
            ("state:new", vec![0, 3]),
            ("state:begun", vec![1]),
            ("state:done", vec![2, 4]),
            ("-state:done", vec![0, 1, 3]),
            ("state:begun,new lamps", vec![0]),
            ("state:done OR goats", vec![1, 2, 4]),
        ] {
            for answers in [&with, &without] {
                assert_eq!(found_knowing(answers, line, &reads), expected, "{line}");
                let asked = Countable {
                    id: 3,
                    query: Query::parse(line).unwrap().knowing(&reads),
                    entries: expected.clone(),
                    reads: Arc::clone(&reads),
                };
                answers.counted.set(Some(3));
                answers.count(&asked, &mut |msg| {
                    let Msg::Counted(3, Some(counts)) = msg else {
                        panic!("{msg:?}");
                    };
                    let of = counts.iter().find(|(field, _)| *field == Field::State);
                    let n_all: usize = of.unwrap().1.iter().map(|(_, n)| n).sum();
                    assert_eq!(n_all, expected.len(), "{line}: {counts:?}");
                });
            }
        }
    }

    #[test]
    fn an_index_counts_what_a_scan_counts() {
        let folder = Folder::new("counts");
        let (with, without) = folder.answers(Path::new("assets/cables"));
        values(&with);
        for line in ["", "lamp", "date:2008", "zeppelin"] {
            let asked = Countable {
                id: 3,
                query: Query::parse(line).unwrap(),
                entries: found(&without, line),
                reads: Arc::default(),
            };
            let counts = |answers: &Answers| {
                answers.counted.set(Some(3));
                let mut came = Vec::new();
                answers.count(&asked, &mut |msg| came.push(msg));
                match came.as_slice() {
                    [Msg::Counted(3, counts)] => counts.clone(),
                    other => panic!("{other:?}"),
                }
            };
            let expected = counts(&with).unwrap();
            if asked.entries.is_empty() {
                assert!(expected.iter().all(|(_, values)| values.is_empty()));
                assert_eq!(counts(&without), None);
            } else {
                assert_eq!(counts(&without), Some(expected), "{line}");
            }
        }
    }

    #[test]
    fn paths_that_lie_one_in_another_are_known_to_the_index() {
        let folder = Folder::new("overlap");
        fs::create_dir_all(folder.cables().join("zz")).unwrap();
        folder.write("a.txt", "Lamps.");
        folder.write("zz/b.txt", "Goats.");
        let paths = [folder.cables(), folder.cables().join("zz")].map(PathBuf::into_os_string);
        let (with, without) = folder.answers_of(&paths);
        let n_entries = with.library.len();
        assert_eq!(n_entries, 3);
        values(&with);
        assert_eq!(n_unknown(&with), 0);
        assert!(with.known().unwrap().is_all(n_entries));
        for line in ["goats", "lamps", "-goats", "talks"] {
            assert_eq!(found(&with, line), found(&without, line), "{line}");
        }
        assert_eq!(found(&with, "goats").len(), 2);
    }

    /// A cable of Northhaven that cites others.
    fn citing(serial: u32, day: u32, refs: &str) -> String {
        format!(
            "P {day:02}1412Z MAR 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
             UNCLAS NORTHHAVEN {serial:06}\n\nSUBJECT: DUES\n\n{refs}1. (U) Text.\n"
        )
    }

    #[test]
    fn of_several_releases_the_first_is_meant_and_one_cites_once() {
        let folder = Folder::new("releases");
        let write = |name: &str, text: &str| fs::write(folder.cables().join(name), text).unwrap();
        let refs = "REF: 08 NORTHHAVEN 1\n\n";
        write("a", &citing(1, 5, ""));
        write("b", &citing(1, 5, ""));
        write("c", &citing(2, 6, refs));
        write("d", &citing(2, 6, refs));
        // One without a number cites, and stands in no thread.
        write(
            "e",
            &citing(3, 7, refs).replace("UNCLAS NORTHHAVEN 000003", "UNCLAS"),
        );
        let (with, _) = folder.answers(&folder.cables());
        values(&with);
        // The first is taken in again: in the index it is the last now.
        write("a", &citing(1, 4, ""));
        let (with, without) = folder.answers(&folder.cables());
        values(&with);
        assert!(with.known().unwrap().is_all(5));
        let thread = SurveyTopic::Thread(String::from("08northhaven1"));
        let expected = surveyed(&without, thread.clone());
        assert_eq!(surveyed(&with, thread), expected);
        assert!(
            matches!(&expected.nodes[0].look, SurveyLook::Cable(it) if it.entry == Some(0)),
            "{expected:?}"
        );
        for answers in [&with, &without] {
            assert_eq!(answers.n_citing("08northhaven1"), Some(1));
        }
    }

    fn surveyed(answers: &Answers, topic: SurveyTopic) -> Made {
        let mut made = None;
        answers.surveyed.set(Some(5));
        let entries = (0..answers.library.len()).map(|entry_idx| Entry {
            listing: Some((&answers.library.document(entry_idx).unwrap().brief()).into()),
            ..Entry::default()
        });
        let asked = Surveyable::new(5, topic, entries.collect());
        answers.survey(&asked, &mut |msg| match msg {
            Msg::Surveyed(5, Surveyed::Made(it)) => made = Some(it),
            Msg::Surveyed(5, Surveyed::Percent(_)) => {}
            other => panic!("{other:?}"),
        });
        made.expect("it is made")
    }

    #[test]
    fn an_index_surveys_what_a_scan_surveys() {
        let folder = Folder::new("survey");
        let (with, without) = folder.answers(Path::new("assets/cables"));
        values(&with);
        let numbers = ["08portlarkspur311", "04northhaven163", "99state1"];
        let threads = numbers.map(|number| SurveyTopic::Thread(number.to_owned()));
        for topic in threads.into_iter().chain([SurveyTopic::Missing]) {
            let expected = surveyed(&without, topic.clone());
            assert!(!expected.nodes.is_empty());
            assert_eq!(surveyed(&with, topic), expected);
        }
        // What was read is kept until the cables may have changed.
        assert!(without.gathered.lock().unwrap().is_some());
        without.forget();
        assert!(without.gathered.lock().unwrap().is_none());
        // One that is not wanted is not made; a slow disk may say how far it is.
        without.surveyed.set(None);
        let asked = Surveyable::new(5, SurveyTopic::Missing, Entries::default());
        without.survey(&asked, &mut |msg| {
            assert!(matches!(msg, Msg::Surveyed(5, Surveyed::Percent(_))));
        });
    }

    #[test]
    fn what_the_index_does_not_know_is_read() {
        let folder = Folder::new("changed");
        for (name, text) in [("a", "Lamps."), ("b", "Goats."), ("c", "Lamps and goats.")] {
            folder.write(name, text);
        }
        let (with, _) = folder.answers(&folder.cables());
        values(&with);
        assert_eq!(found(&with, "goats"), [1, 2]);
        // One is new, one has changed, and one is gone.
        folder.write("d", "More goats than lamps.");
        folder.write("b", "No animals at all.");
        let (with, without) = folder.answers(&folder.cables());
        for line in ["goats", "lamps", "animals", "-animals", "cited-by:08STATE1"] {
            assert_eq!(found(&with, line), found(&without, line), "{line}");
        }
        assert_eq!(n_unknown(&with), 2);
        values(&with);
        assert_eq!(n_unknown(&with), 0);
        assert_eq!(found(&with, "goats"), [2, 3]);
    }

    #[test]
    fn members_and_telegrams_of_many_are_told_apart() {
        let folder = Folder::new("many");
        let cable = |serial: u32, text: &str| {
            format!(
                "VZCZCXYZ0007\nPP RUEHC\n\nDE RUEHPL #{serial:04}/01 0751412\nZNY CCCCC ZZH\n\
                 P 151412Z MAR 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4410\n\n\
                 C O N F I D E N T I A L PORT LARKSPUR {serial:06}\n\nSUBJECT: HARBOR DUES\n\n\
                 1. (C) {text}\nMARLOW\nNNNN\n\n"
            )
        };
        let many = [
            cable(311, "The minister agreed."),
            cable(312, "The ferry sailed."),
        ];
        fs::write(folder.cables().join("many.txt"), many.concat()).unwrap();
        folder.write("one.txt", "The ferry stayed.");
        let (with, without) = folder.answers(&folder.cables());
        assert_eq!(without.library.len(), 3);
        values(&with);
        assert_eq!(n_unknown(&with), 0);
        for (line, expected) in [("ferry", vec![1, 2]), ("minister", vec![0])] {
            assert_eq!(found(&with, line), expected);
            assert_eq!(found(&without, line), expected);
        }
        // A file of many that is opened alone.
        let (with, _) = folder.answers(&folder.cables().join("many.txt"));
        values(&with);
        assert_eq!(n_unknown(&with), 0);
        assert_eq!(found(&with, "ferry"), [1]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_is_the_folder() {
        let folder = Folder::new("link");
        folder.write("a.txt", "Lamps.");
        let link = folder.0.join("link");
        std::os::unix::fs::symlink(folder.cables(), &link).unwrap();
        let (with, _) = folder.answers(&link);
        values(&with);
        assert_eq!(n_unknown(&with), 0);
        assert_eq!(found(&with, "lamps"), [0]);
    }

    #[test]
    fn who_quits_stops_it_and_a_query_that_is_not_wanted_ends() {
        let folder = Folder::new("stop");
        for nth in 0..20 {
            folder.write(&format!("{nth:02}"), "Lamps.");
        }
        let (with, without) = folder.answers(&folder.cables());
        let asked = CableQuery {
            id: 7,
            query: Query::parse("lamps").unwrap(),
            entries: 0..20,
        };
        without.wanted.set(Some(8));
        without.narrow(&asked, &mut |msg| panic!("{msg:?}"));
        // What is asked of an index that another one makes is read.
        let index = Index::create(
            &folder.0.join("cache"),
            &[folder.cables()],
            &Limits::default(),
        );
        let index = index.unwrap();
        assert_eq!(found(&with, "lamps").len(), 20);
        assert_eq!(n_unknown(&with), 20);
        index.refresh(&mut |_| true).unwrap();
        values(&with);
        assert_eq!(n_unknown(&with), 0);
    }

    #[test]
    fn an_index_that_another_program_makes_is_used_once_it_is_there() {
        let folder = Folder::new("busy");
        folder.write("a", "Lamps.");
        let (with, _) = folder.answers(&folder.cables());
        let cache = folder.0.join("cache");
        let index = Index::create(&cache, &[folder.cables()], &Limits::default()).unwrap();
        let lock = Index::folder(&cache, &[folder.cables()]).join(".tantivy-writer.lock");
        let lock = fs::File::create(lock).unwrap();
        lock.lock().unwrap();
        let mut came = Vec::new();
        with.index(&mut |msg| came.push(msg));
        assert!(
            matches!(came.as_slice(), [Msg::Indexed(Indexed::Ended)]),
            "{came:?}"
        );
        assert_eq!(found(&with, "lamps"), [0]);
        lock.unlock().unwrap();
        index.refresh(&mut |_| true).unwrap();
        // Until it is looked for again, cables are read.
        assert_eq!(found(&with, "lamps"), [0]);
        with.held().busy_at = Instant::now().checked_sub(SELDOM);
        assert_eq!(n_unknown(&with), 0);
        assert_eq!(found(&with, "lamps"), [0]);
    }
}
