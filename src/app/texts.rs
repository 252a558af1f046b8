//! A search in the texts of all cables: which of them hold some words, and
//! going from one to the next.
//!
//! Another thread looks through the cables as they lie, from the one at the
//! cursor to the last and then from the first on; cables that are found
//! meanwhile are looked through as well. Here is kept which hold the words, and
//! where the reader wants to go as soon as it is known where that is.

use std::ops::Range;

use crate::command::Command;
use crate::query::{Asks, Leaf, Of, Query};
use crate::typeset::Shown;

use super::arrange::leave_sheet;
use super::execute::open;
use super::find::pattern;
use super::groups::{self, Unfolded};
use super::rows::{First, Lying};
use super::update::list_next;
use super::{
    Effect, Find, How, Model, Overlay, Progress, Request, Screen, Search, TextQuery, folds, grouped,
};

/// What a thread says that looks through cables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Searched {
    /// These hold it, in their order.
    Found(Vec<usize>),
    /// Every one before this entry was looked through.
    Passed(usize),
    /// All that it was asked for were.
    Ended {
        /// How many have it above the text alone.
        n_headers: usize,
        /// How many could not be read.
        n_failed: usize,
    },
}

impl Searched {
    /// Nothing could be looked through.
    #[must_use]
    pub fn none() -> Searched {
        Searched::Ended {
            n_headers: 0,
            n_failed: 0,
        }
    }
}

/// A search in the texts of all cables.
#[derive(Clone, Debug)]
pub struct Texts {
    id: u32,
    /// What is sought.
    pub needle: String,
    how: How,
    /// The entry with which it began.
    from: usize,
    lying: Lying,
    /// The entries that hold it, in the order of the search.
    found: Vec<usize>,
    /// What another thread looks through now, and how far it is.
    asked: Option<Range<usize>>,
    /// Whether the first entry was asked for, which lies anywhere among the
    /// others.
    has_first: bool,
    /// Of the others, the one with which it began.
    start: usize,
    /// Of the others, the next to be asked for.
    upto: usize,
    /// Whether it goes on from the beginning of the list.
    went_round: bool,
    n_passed: usize,
    progress: Progress,
    n_headers: usize,
    n_failed: usize,
    wants: Option<Want>,
    /// Round which end of the list the cable stands that is being opened.
    round: Option<&'static str>,
    /// What was said of it last.
    said: Option<Shown>,
    /// How the list stood before its groups were unfolded for it.
    list: Option<Unfolded>,
}

/// Where the reader is to go as soon as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Want {
    forward: bool,
    /// The cable in sight when it was asked for.
    at: Option<usize>,
    /// Whether that one counts as well.
    is_first: bool,
}

/// The match of a cable that is gone to when it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    First,
    Last,
    /// The first of what the list is narrowed by.
    Asked,
}

/// What is known of the cable that comes next.
enum Next {
    /// This entry; whether that is round the end.
    Known(usize, bool),
    /// It may still be found.
    Unknown,
    /// There is no other.
    Nothing,
}

impl Texts {
    /// Whether cables are still being looked through.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.progress == Progress::Runs
    }

    /// The place of an entry in the order of the search.
    fn order(&self, entry: usize) -> (bool, usize) {
        let nth = self.lying.nth(entry);
        (nth < self.lying.nth(self.from), nth)
    }

    /// Whether an entry lies before another.
    fn lies_before(&self, entry: usize, other: usize) -> bool {
        self.lying.nth(entry) < self.lying.nth(other)
    }

    /// Puts what was found in the order of the search.
    fn sort(&mut self) {
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(|&entry| self.order(entry));
        self.found = found;
    }

    /// These hold it as well.
    fn add(&mut self, found: Vec<usize>) {
        let last = self.found.len().saturating_sub(1);
        self.found.extend(found);
        let new = self.found.get(last..).unwrap_or_default();
        if !new.is_sorted_by_key(|&entry| self.order(entry)) {
            self.sort();
        }
    }

    /// What is to be looked through next; nothing if there is no more, or none
    /// so far. The first entry waits until it `is_placed` among the others,
    /// unless the search began with it.
    fn more(&mut self, n_entries: usize, gathering: bool, is_placed: bool) -> Option<Range<usize>> {
        let behind_first = self.lying.behind_first();
        loop {
            let begin = self.upto;
            let end = if self.went_round {
                self.start
            } else {
                n_entries
            };
            let comes_first = if self.went_round {
                behind_first <= begin || begin >= end
            } else {
                let was_passed = self.start < behind_first && behind_first <= begin;
                self.from == 0 || was_passed && is_placed
            };
            if comes_first && !self.has_first && n_entries > 0 {
                self.has_first = true;
                if begin != 1 {
                    return Some(0..1);
                }
                // Those that lie behind it are its neighbors here as well.
                self.upto = end.max(1);
                return Some(0..self.upto);
            }
            let is_ahead = !self.has_first && begin < behind_first;
            let end = if is_ahead { end.min(behind_first) } else { end };
            if begin < end {
                self.upto = end;
                return Some(begin..end);
            }
            if gathering || self.went_round {
                return None;
            }
            self.went_round = true;
            self.upto = 1;
        }
    }

    /// Whether an entry is known to hold what is sought.
    #[must_use]
    pub fn is_held_by(&self, entry: usize) -> bool {
        let wanted = self.order(entry);
        let found = self
            .found
            .binary_search_by_key(&wanted, |&it| self.order(it));
        found.is_ok()
    }

    fn next(&self, want: Want) -> Next {
        let is_over = !self.runs();
        let known = match (want.at, want.forward) {
            (None, true) => self.found.first(),
            (None, false) => None,
            (Some(at), true) => {
                let at = self.order(at);
                let is_before = |&it: &usize| {
                    let it = self.order(it);
                    it < at || it == at && !want.is_first
                };
                self.found.get(self.found.partition_point(is_before))
            }
            (Some(at), false) => {
                let at = self.order(at);
                let n_before = self.found.partition_point(|&it| self.order(it) < at);
                n_before.checked_sub(1).and_then(|idx| self.found.get(idx))
            }
        };
        let round = if want.forward {
            self.found.first()
        } else {
            self.found.last()
        };
        match (known, round) {
            (Some(&known), _) => {
                let forward = want
                    .at
                    .is_none_or(|at| want.is_first || self.lies_before(at, known));
                Next::Known(known, want.at.is_some() && forward != want.forward)
            }
            (None, Some(&round)) if is_over && Some(round) != want.at => {
                let is_back = |at| self.lies_before(round, at) == want.forward;
                let went_round = want.at.is_some_and(is_back);
                Next::Known(round, went_round)
            }
            (None, _) if is_over => Next::Nothing,
            (None, _) => Next::Unknown,
        }
    }

    /// The reader goes where it wanted to go.
    fn go(&mut self, want: Want, went_round: bool) {
        self.wants = None;
        let end = if want.forward { "end" } else { "beginning" };
        self.round = went_round.then_some(end);
    }

    fn percent(&self, n_entries: usize) -> usize {
        (self.n_passed * 100)
            .checked_div(n_entries)
            .unwrap_or(0)
            .min(100)
    }

    /// Which of the cables that hold it an entry is, and how far the search
    /// is.
    fn standing(&self, entry: usize, n_entries: usize) -> String {
        let n_found = self.found.len();
        if self.runs() {
            let percent = self.percent(n_entries);
            return match n_found {
                0 | 1 => format!("searching on, {percent} %"),
                n => format!("one of {} cables so far, {percent} %", grouped(n)),
            };
        }
        let is_upto = |it: &&usize| !self.lies_before(entry, **it);
        let nth = self.found.iter().filter(is_upto).count();
        let stopped = if self.progress == Progress::Stopped {
            " so far; the search was stopped"
        } else {
            ""
        };
        match n_found {
            1 if stopped.is_empty() => String::from("no other cable holds it"),
            n => format!("cable {} of {}{stopped}", grouped(nth), grouped(n)),
        }
    }
}

impl Model {
    /// Whether the texts of the cables were searched, and this entry holds
    /// what was sought.
    #[must_use]
    pub fn holds_sought(&self, entry: usize) -> bool {
        let Some(texts) = &self.texts else {
            return false;
        };
        let mut all = self.releases_at(entry).into_iter();
        all.any(|entry| texts.is_held_by(entry))
    }
}

/// Which release the row of an entry opens: the one that has the row, unless
/// what is sought in the texts stands in another alone.
pub(super) fn release_sought(model: &Model, entry: usize) -> usize {
    let Some(texts) = model.texts.as_ref().filter(|it| !it.is_held_by(entry)) else {
        return entry;
    };
    let mut all = model.releases_at(entry).into_iter();
    all.find(|it| texts.is_held_by(*it)).unwrap_or(entry)
}

/// Begins to type what is sought in the texts of all cables.
pub(super) fn ask(model: &mut Model) {
    let mut search = Search {
        in_texts: true,
        ..Search::default()
    };
    match &mut model.screens.top {
        Screen::Reader(reader) => {
            search.from = reader.text.place();
            search.scroll = reader.text.scroll;
        }
        Screen::Catalog(catalog) => search.scroll = catalog.scroll,
        Screen::Survey(_) | Screen::Results(_) => {}
    }
    if let Some(texts) = &model.texts {
        search.before = Some((texts.needle.clone(), texts.how));
    }
    model.overlay = Some(Overlay::Search(search));
    model.arrange();
}

/// Begins to search the texts of all cables; goes to the first that holds
/// `needle`, from the one at the cursor on, once it is found.
/// Where none does, the list is folded again as it was.
pub(super) fn begin(
    model: &mut Model,
    needle: &str,
    how: How,
    backward: bool,
    list: Option<Unfolded>,
) -> Vec<Effect> {
    if how == How::Pattern
        && let Err(why) = pattern(needle, false)
    {
        if let Some(list) = list {
            groups::fold_again(model, list);
        }
        model.warn(&why);
        return Vec::new();
    }
    let at = model.reader().map(|reader| reader.entry);
    let from = match &model.screens.top {
        Screen::Reader(reader) => reader.entry,
        Screen::Catalog(catalog) => model.entry_at(catalog.scroll.focus),
        Screen::Survey(_) => usize::MAX,
        Screen::Results(results) => results.entry().unwrap_or_default(),
    };
    // Of an empty list nothing is at the cursor.
    let from = if from < model.entries.len() { from } else { 0 };
    let lying = model.rows.lying();
    let start = if from == 0 {
        lying.behind_first()
    } else {
        from
    };
    let id = model.next_id();
    model.texts = Some(Box::new(Texts {
        id,
        needle: needle.to_owned(),
        how,
        from,
        lying,
        found: Vec::new(),
        asked: None,
        has_first: false,
        start,
        upto: start,
        went_round: false,
        n_passed: 0,
        progress: Progress::Runs,
        n_headers: 0,
        n_failed: 0,
        wants: Some(Want {
            forward: !backward,
            at,
            is_first: true,
        }),
        round: None,
        said: None,
        list,
    }));
    say_progress(model);
    Vec::new()
}

/// Has more cables looked through, if there are more; after every message.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    let n_entries = model.entries.len();
    let gathering = model.gathering;
    let is_recased = model.settings.arrangement.sentence_case;
    let lying = model.rows.lying();
    let is_placed = model.rows.first == First::Lies;
    let Some(texts) = model.texts.as_mut() else {
        return;
    };
    if texts.lying != lying {
        texts.lying = lying;
        texts.sort();
    }
    if !texts.runs() || texts.asked.is_some() {
        return;
    }
    let Some(range) = texts.more(n_entries, gathering, is_placed) else {
        if gathering {
            // More may be found.
            return;
        }
        texts.progress = Progress::Over;
        effects.extend(go_on(model));
        fold_behind(model);
        say_end(model);
        effects.extend(list_next(model));
        return;
    };
    texts.asked = Some(range.clone());
    effects.push(Effect::Load(Request::Search(Box::new(TextQuery {
        id: texts.id,
        entries: range,
        needle: texts.needle.clone(),
        how: texts.how,
        is_recased,
    }))));
}

/// Takes in what a thread says that looks through cables.
pub(super) fn take(model: &mut Model, id: u32, searched: Searched) -> Vec<Effect> {
    let texts = model.texts.as_mut();
    let Some(texts) = texts.filter(|texts| texts.id == id && texts.runs()) else {
        return Vec::new();
    };
    match searched {
        Searched::Found(found) => {
            texts.add(found);
            let effects = go_on(model);
            say_progress(model);
            return effects;
        }
        Searched::Passed(upto) => {
            if let Some(asked) = &mut texts.asked {
                texts.n_passed += upto.saturating_sub(asked.start);
                asked.start = asked.start.max(upto);
            }
            say_progress(model);
        }
        Searched::Ended {
            n_headers,
            n_failed,
        } => {
            if let Some(asked) = texts.asked.take() {
                texts.n_passed += asked.len();
            }
            texts.n_headers += n_headers;
            texts.n_failed += n_failed;
        }
    }
    Vec::new()
}

/// Goes where the reader wants to go, if it is known by now; not if the
/// reader has gone elsewhere meanwhile.
fn go_on(model: &mut Model) -> Vec<Effect> {
    let at = model.reader().map(|reader| reader.entry);
    let is_covered = model.overlay.is_some();
    let Some(texts) = model.texts.as_mut() else {
        return Vec::new();
    };
    let Some(want) = texts.wants else {
        return Vec::new();
    };
    if at != want.at || is_covered {
        texts.wants = None;
        return Vec::new();
    }
    match texts.next(want) {
        Next::Known(entry, went_round) => {
            texts.go(want, went_round);
            show(model, entry, want.forward)
        }
        Next::Unknown => Vec::new(),
        Next::Nothing => {
            texts.wants = None;
            Vec::new()
        }
    }
}

/// Opens a cable at its first match, or at its last.
fn show(model: &mut Model, entry: usize, forward: bool) -> Vec<Effect> {
    let edge = if forward { Edge::First } else { Edge::Last };
    if model.reader().is_some_and(|reader| reader.entry == entry) {
        arrive(model, edge);
        return Vec::new();
    }
    let (n_rows, rows) = (model.n_rows(), model.catalog_rows());
    let row = model.row_of(entry);
    if let (Screen::Catalog(catalog), Some(row)) = (&mut model.screens.top, row) {
        catalog.scroll.go(row, n_rows, rows);
    }
    let replaces = model.reader().is_some();
    let effects = open(model, entry, replaces);
    if let Some(opening) = &mut model.opening {
        opening.edge = Some(edge);
    }
    effects
}

/// Lights the matches of the cable in sight and goes to one of them.
pub(super) fn arrive(model: &mut Model, edge: Edge) {
    let Some(texts) = model.texts.as_ref() else {
        return;
    };
    let (needle, how) = (texts.needle.clone(), texts.how);
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    leave_sheet(reader);
    reader.focus = super::PaneId::Text;
    reader.arrange(size, arrangement);
    let mut find = Find::on(&reader.text.page, &needle, how, 0);
    if edge == Edge::Last {
        find = find.towards_beginning(u32::MAX);
        find.backward = false;
    }
    let height = reader.text_height(&reader.layout(size, arrangement));
    if let Some(found) = find.matches.get(find.current) {
        reader.text.go_to_byte(found.start, height);
    }
    reader.find = Some(find);
    reader.arrange(size, arrangement);
    folds::open_at_cursor(model);
    say_standing(model);
}

/// Adds to what was said of a match that no other cable has one.
pub(super) fn say_alone(model: &mut Model) {
    let is_alone = |it: &Texts| it.found.len() == 1 && it.progress == Progress::Over;
    if model.texts.as_deref().is_some_and(is_alone)
        && let Some(notice) = &model.notice
        && !notice.failed
    {
        let words = format!("{}; no other cable holds it", notice.text);
        say(model, &words);
    }
}

/// Whether what is sought in the cable in sight is what is sought in all.
pub(super) fn is_sought_here(model: &Model) -> bool {
    let find = model.reader().and_then(|reader| reader.find.as_ref());
    model.texts.as_ref().is_some_and(|texts| {
        find.is_none_or(|find| find.needle == texts.needle && find.how == texts.how)
    })
}

/// Goes on to the next cable that holds what is sought, or back to the one
/// before. Nothing if that is not sought in all cables, or no other holds it.
pub(super) fn step(model: &mut Model, forward: bool) -> Option<Vec<Effect>> {
    if !is_sought_here(model) {
        return None;
    }
    let at = Some(model.reader()?.entry);
    let want = Want {
        forward,
        at,
        is_first: false,
    };
    let texts = model.texts.as_mut()?;
    match texts.next(want) {
        Next::Known(entry, went_round) => {
            texts.go(want, went_round);
            Some(show(model, entry, forward))
        }
        Next::Unknown => {
            texts.wants = Some(want);
            say_progress(model);
            Some(Vec::new())
        }
        Next::Nothing => None,
    }
}

/// Whether cables hold what is sought in all texts, so that the list has
/// rows to go to.
pub(super) fn has_rows(model: &Model) -> bool {
    model.texts.as_ref().is_some_and(|it| !it.found.is_empty())
}

/// In the list: the row of the next cable that holds what is sought, after
/// or before the one at the cursor.
pub(super) fn row(model: &Model, here: usize, forward: bool) -> Option<usize> {
    let texts = model.texts.as_ref()?;
    let n_rows = model.n_rows();
    let is_held = |row: &usize| {
        let all = model.releases_at(model.entry_at(*row));
        all.into_iter().any(|entry| texts.is_held_by(entry))
    };
    let (before, after) = (0..here.min(n_rows), here + 1..n_rows);
    let at = (here < n_rows).then_some(here);
    if forward {
        after.chain(before).chain(at).find(is_held)
    } else {
        before.rev().chain(after.rev()).chain(at).find(is_held)
    }
}

/// Says which of the cables that hold what is sought a row of the list is.
pub(super) fn say_row(model: &mut Model, row: usize) {
    let (n_entries, entry) = (model.entries.len(), model.entry_at(row));
    if let Some(texts) = &model.texts {
        let words = texts.standing(entry, n_entries);
        say(model, &words);
    }
}

/// Stops the search that runs; nothing if none does.
pub(super) fn stop(model: &mut Model) -> Option<Vec<Effect>> {
    let n_entries = model.entries.len();
    let texts = model.texts.as_mut().filter(|texts| texts.runs())?;
    texts.progress = Progress::Stopped;
    texts.asked = None;
    texts.wants = None;
    let percent = texts.percent(n_entries);
    let words = match texts.found.len() {
        0 => format!("search stopped at {percent} %; no cable so far"),
        1 => format!("search stopped at {percent} %; 1 cable so far"),
        n => format!("search stopped at {percent} %; {n} cables so far"),
    };
    model.say(&words);
    fold_behind(model);
    let mut effects = vec![Effect::Load(Request::StopSearch)];
    effects.extend(list_next(model));
    Some(effects)
}

/// A search is over: where it has found nothing, what was unfolded for it is
/// folded again.
fn fold_behind(model: &mut Model) {
    let Some(texts) = &mut model.texts else {
        return;
    };
    let list = texts.list.take();
    if let Some(list) = list.filter(|_| texts.found.is_empty()) {
        groups::fold_behind(model, list);
    }
}

/// Forgets the search in the texts, whatever it has found.
pub(super) fn forget(model: &mut Model) -> Vec<Effect> {
    let runs = model.texts.take().is_some_and(|texts| texts.runs());
    if !runs {
        return Vec::new();
    }
    let mut effects = vec![Effect::Load(Request::StopSearch)];
    effects.extend(list_next(model));
    effects
}

/// Says which match this is, and which cable of those that hold it.
fn say_standing(model: &mut Model) {
    let n_entries = model.entries.len();
    let (Some(texts), Some(reader)) = (&model.texts, model.reader()) else {
        return;
    };
    let Some(find) = reader.find.as_ref() else {
        return;
    };
    let standing = texts.standing(reader.entry, n_entries);
    let round = texts
        .round
        .map(|end| format!("; round the {end} of the list"));
    let round = round.unwrap_or_default();
    let words = format!("{}: {}; {standing}{round}", reader.id, find.counter());
    say(model, &words);
}

/// Says how far the search is, unless something else is being said.
fn say_progress(model: &mut Model) {
    let n_entries = model.entries.len();
    let at = model.reader().map(|reader| reader.entry);
    let Some(texts) = model.texts.as_ref().filter(|it| is_free(model, it)) else {
        return;
    };
    if at.is_some_and(|at| texts.is_held_by(at)) && is_sought_here(model) && texts.wants.is_none() {
        return say_standing(model);
    }
    let percent = texts.percent(n_entries);
    let n_found = texts.found.len();
    let plural = if n_found == 1 { "" } else { "s" };
    let so_far = if n_found == 0 {
        String::new()
    } else {
        format!(", {n_found} cable{plural} so far")
    };
    let stop = model.key_words(Command::Clear);
    let words = format!("searching the texts, {percent} %{so_far}; {stop} stops");
    say(model, &words);
}

/// Says what came of the search, unless something else is being said.
fn say_end(model: &mut Model) {
    let at = model.reader().map(|reader| reader.entry);
    let Some(texts) = model.texts.as_ref().filter(|it| is_free(model, it)) else {
        return;
    };
    if at.is_some_and(|at| texts.is_held_by(at)) && is_sought_here(model) {
        return say_standing(model);
    }
    let words = match texts.found.len() {
        0 => format!("no cable holds {} in its text", texts.needle),
        1 => format!("1 cable holds {} in its text", texts.needle),
        n => format!("{n} cables hold {} in their texts", texts.needle),
    };
    let headers = match texts.n_headers {
        0 => String::new(),
        1 => String::from("; 1 has it in the header"),
        n => format!("; {n} have it in the header"),
    };
    let n_cards = model.entries.n_without_text();
    let left: Vec<String> = [(n_cards, "without text"), (texts.n_failed, "unreadable")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    let left = if left.is_empty() {
        String::new()
    } else {
        format!("; not searched: {}", left.join(", "))
    };
    let other = if texts.found.is_empty() && asks_a_field(&texts.needle) {
        let narrow = model.key_words(Command::Narrow);
        format!("; in the catalog {narrow} narrows by a field")
    } else {
        String::new()
    };
    let words = format!("{words}{headers}{other}{left}");
    if texts.found.is_empty() {
        model.warn(&words);
    } else {
        say(model, &words);
    }
}

/// Whether words are a query that asks for more than words, such as `tag:PREL`.
fn asks_a_field(words: &str) -> bool {
    let is_words = |leaf: &Leaf| matches!(&leaf.asks, Asks::Phrase(phrase) if phrase.of == Of::Text && phrase.scope.is_empty());
    Query::parse(words).is_ok_and(|query| !query.leaves().iter().all(is_words))
}

/// Whether nothing else is being said.
fn is_free(model: &Model, texts: &Texts) -> bool {
    let said = model.notice.as_ref().map(|notice| &notice.text);
    model.overlay.is_none() && (said.is_none() || said == texts.said.as_ref())
}

fn say(model: &mut Model, words: &str) {
    model.say(words);
    let said = model.notice.as_ref().map(|notice| notice.text.clone());
    if let Some(texts) = &mut model.texts {
        texts.said = said;
    }
}
