//! Hits in many cables, paragraph by paragraph, grouped by cable.
//!
//! Another thread finds which cables have hits, and in which order; here are
//! its answers, as rows. What a hit says is read only for the rows in sight:
//! a query may have a million hits, and nobody looks at more than a screen of
//! them.

mod above;
mod act;
mod excerpt;
mod layout;
mod typing;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::time::Duration;

use crate::query::Query;
use crate::typeset::Shown;

pub(super) use above::{
    Arrival, arrive, is_sought_here, leads_back, neighbor, open_neighbor, returned, step,
};
pub(super) use act::{act, menu, named, open_here, press, sort, turn};
pub use excerpt::Excerpt;
pub use layout::ResultsLayout;
pub use typing::Seeking;
pub(super) use typing::{accept, ask, by_pattern, closed, next_order, take_back, typed};

use super::update::list_next;
use super::{
    Beside, Class, Effect, HitGroup, HitOrder, HitQuery, HitSpread, HitTexts, HitWindow, Hits,
    Model, Progress, Request, Screen, Scroll, grouped, narrow,
};
use excerpt::look;
use typing::say_none;

/// The rows of hits, and what they are of.
#[derive(Clone, Debug)]
pub struct Results {
    /// What is asked now.
    now: Question,
    /// What was asked for the rows that are shown.
    shown: Question,
    /// Among which cables is sought: those that this finds.
    within: Option<Query>,
    /// In which order.
    pub order: HitOrder,
    groups: Vec<HitGroup>,
    n_hits: usize,
    /// The first row of each group, and the row behind the last.
    starts: Vec<usize>,
    /// Whether a row is left empty between groups.
    has_gaps: bool,
    /// Whether groups are closed to a line.
    are_closed: bool,
    /// The entries whose groups are not as the others.
    others: HashSet<u32>,
    /// The focused row and the first in sight.
    pub scroll: Scroll,
    /// Where the cursor was put: it stays there when rows come.
    at: Option<(u32, usize)>,
    /// Hits in words, by entry.
    read: HashMap<usize, HitTexts>,
    /// What could not be read.
    failed: HashMap<usize, Shown>,
    /// The entries that a thread reads now, and characters of each hit.
    reading: (Vec<usize>, usize),
    /// What another thread looks at now.
    asked: Option<Range<usize>>,
    /// The first entry that was not asked for.
    upto: usize,
    n_passed: usize,
    n_failed: usize,
    progress: Progress,
    took: Option<Duration>,
    spread: Option<HitSpread>,
    excerpt: Option<Excerpt>,
    /// A cable that was beside the one that it was opened above.
    beside: Option<Box<Beside>>,
}

/// One question.
#[derive(Clone, Debug, Default)]
struct Question {
    id: u32,
    query: Query,
}

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

/// Columns before the words of a hit: cursor, part, marking.
pub const HIT_COLUMNS: u16 = 14;
/// The same under 60 columns.
pub const HIT_COLUMNS_TINY: u16 = 12;

impl Results {
    fn new(within: Option<Query>, beside: Option<Box<Beside>>) -> Results {
        Results {
            now: Question::default(),
            shown: Question::default(),
            within,
            order: HitOrder::default(),
            groups: Vec::new(),
            n_hits: 0,
            starts: vec![0],
            has_gaps: false,
            are_closed: false,
            others: HashSet::new(),
            scroll: Scroll::default(),
            at: None,
            read: HashMap::new(),
            failed: HashMap::new(),
            reading: (Vec::new(), 0),
            asked: None,
            upto: 0,
            n_passed: 0,
            n_failed: 0,
            progress: Progress::Over,
            took: None,
            spread: None,
            excerpt: None,
            beside,
        }
    }

    /// What is asked.
    #[must_use]
    pub fn line(&self) -> &str {
        self.now.query.line().trim()
    }

    /// Among which cables is sought, as that was typed.
    #[must_use]
    pub fn within(&self) -> Option<&str> {
        self.within.as_ref().map(|query| query.line().trim())
    }

    /// The cables with hits, in order.
    #[must_use]
    pub fn groups(&self) -> &[HitGroup] {
        &self.groups
    }

    /// Where the hits are, as far as that is known.
    #[must_use]
    pub fn spread(&self) -> Option<&HitSpread> {
        self.spread.as_ref()
    }

    /// The paragraph of the hit at the cursor.
    #[must_use]
    pub fn excerpt(&self) -> Option<&Excerpt> {
        self.excerpt.as_ref()
    }

    /// The hits of an entry in words, once they are read.
    #[must_use]
    pub fn texts(&self, entry: u32) -> Option<&HitTexts> {
        self.read.get(&(entry as usize))
    }

    /// Why the hits of an entry cannot be read.
    #[must_use]
    pub fn failure(&self, entry: u32) -> Option<&Shown> {
        self.failed.get(&(entry as usize))
    }

    /// Whether words are sought, and hits counted.
    #[must_use]
    pub fn is_of_words(&self) -> bool {
        self.shown.query.is_of_words()
    }

    /// Whether cables are still being looked at.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.progress == Progress::Runs
    }

    /// Whether all cables have been looked at, so that no others have hits.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.progress == Progress::Over
    }

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

    /// `11 hits in 6 cables`, and how far a search is.
    #[must_use]
    pub fn counter(&self, n_entries: usize) -> String {
        if self.now.query.is_empty() {
            return String::new();
        }
        let percent = (self.n_passed * 100).checked_div(n_entries);
        let percent = percent.unwrap_or(0).min(100);
        if self.now.id != self.shown.id && self.runs() {
            return format!("searching {percent} %");
        }
        let counted = |n: usize, word: &str| {
            let plural = if n == 1 { "" } else { "s" };
            format!("{} {word}{plural}", grouped(n))
        };
        let cables = counted(self.groups.len(), "cable");
        let found = if self.is_of_words() {
            format!("{} in {cables}", counted(self.n_hits, "hit"))
        } else {
            cables
        };
        match self.progress {
            Progress::Runs => format!("{found} so far, {percent} %"),
            Progress::Stopped => format!("{found}, stopped at {percent} %"),
            Progress::Over => found,
        }
    }

    /// How long it took, in seconds.
    #[must_use]
    pub fn took(&self) -> Option<String> {
        let took = self.took.filter(|_| self.progress == Progress::Over)?;
        Some(format!("{:.2} s", took.as_secs_f64()))
    }

    /// What was not searched, and what holds more than can be.
    #[must_use]
    pub fn not_searched(&self) -> Option<String> {
        let spread = self.spread.as_ref()?;
        let mut some = Vec::new();
        if spread.n_textless > 0 {
            some.push(format!("{} without text", grouped(spread.n_textless)));
        }
        if self.n_failed > 0 {
            some.push(format!("{} unreadable", grouped(self.n_failed)));
        }
        if spread.n_withheld > 0 {
            some.push(format!("withheld in {}", grouped(spread.n_withheld)));
        }
        (!some.is_empty()).then(|| format!("not searched: {}", some.join(", ")))
    }

    /// The group at the cursor, and which of its hits.
    fn here(&self) -> Option<(HitGroup, Option<usize>)> {
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
    fn group_of(&self, entry: usize) -> Option<usize> {
        let is_it = |group: &HitGroup| group.entry as usize == entry;
        self.groups.iter().position(is_it)
    }

    /// The row of a hit, or that of its group where it is not shown.
    fn row_of(&self, group: usize, nth: usize) -> usize {
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
    fn clear(&mut self) {
        self.groups.clear();
        self.n_hits = 0;
        self.lay();
    }

    /// Where there is no row, the cursor is at the first that may come.
    fn settle_none(&mut self) {
        if self.n_rows() == 0 {
            self.scroll = Scroll::default();
        }
    }

    /// Other rows than before: the cursor stays where it was put.
    fn change(&mut self, height: usize, change: impl FnOnce(&mut Results)) {
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
    fn settle(&mut self, forward: bool, height: usize) {
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
    fn in_sight(&self, height: usize) -> Range<usize> {
        let top = self.scroll.top;
        top..(top + height).min(self.n_rows())
    }

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

impl Model {
    /// The view of hits that is open, in sight or below a cable.
    #[must_use]
    pub fn results(&self) -> Option<&Results> {
        let screens = self.screens.below.iter().chain([&self.screens.top]);
        screens.rev().find_map(|screen| match screen {
            Screen::Results(results) => Some(&**results),
            _ => None,
        })
    }

    /// The same where cables are opened from it.
    pub(super) fn led_from(&self) -> Option<&Results> {
        let is_reader = |screen: &&Screen| matches!(screen, Screen::Reader(_));
        match self.screens.below.iter().rev().find(|it| !is_reader(it))? {
            Screen::Results(results) => Some(results),
            _ => None,
        }
    }

    /// The same where it is in sight.
    fn results_in_sight(&mut self) -> Option<&mut Results> {
        match &mut self.screens.top {
            Screen::Results(results) => Some(results),
            _ => None,
        }
    }

    /// Who gets which cells of a view of hits.
    #[must_use]
    pub fn results_layout(&self) -> ResultsLayout {
        ResultsLayout::of(self.size, self.class())
    }

    fn results_rows(&self) -> usize {
        usize::from(self.results_layout().list.height)
    }

    /// Characters of a hit that are in sight.
    fn hit_chars(&self) -> usize {
        /// What stands for words that are left out, on both sides.
        const LEFT_OUT: u16 = 6;
        let before = if self.class() == Class::Tiny {
            HIT_COLUMNS_TINY
        } else {
            HIT_COLUMNS
        };
        let width = self.results_layout().list.width;
        usize::from(width.saturating_sub(before + 1 + LEFT_OUT).max(8))
    }

    /// Which of the cables with hits an entry is, and of how many, where it
    /// was opened from them.
    #[must_use]
    pub fn nth_with_hits(&self, entry: usize) -> Option<(usize, usize)> {
        let results = self.led_from()?;
        Some((results.group_of(entry)? + 1, results.groups.len()))
    }
}

fn results_mut(model: &mut Model) -> Option<&mut Results> {
    let screens = model
        .screens
        .below
        .iter_mut()
        .chain([&mut model.screens.top]);
    screens.rev().find_map(|screen| match screen {
        Screen::Results(results) => Some(&mut **results),
        _ => None,
    })
}

/// Asks once more for what is asked.
pub(super) fn again(model: &mut Model) {
    let id = narrow::next_id(model);
    if let Some(results) = results_mut(model).filter(|it| !it.now.query.is_empty()) {
        let query = results.now.query.clone();
        begin(results, Question { id, query });
    }
}

/// A cable was read again: what its hits said holds no longer.
pub(super) fn reloaded(model: &mut Model, entry: usize) {
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
pub(super) fn indexed(model: &mut Model) {
    if results_mut(model).is_some_and(|results| results.runs()) {
        again(model);
    }
}

/// Stops the search that runs in the view in sight; nothing if none does.
pub(super) fn stop(model: &mut Model) -> Option<Vec<Effect>> {
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
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
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
        effects.push(Effect::Load(Request::Hits(Box::new(HitQuery {
            id: results.now.id,
            query: results.now.query.clone(),
            within: results.within.clone(),
            entries: range,
            order: results.order,
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
        serial: narrow::next_id(model),
        id,
        query,
        entries: wanted,
        n_chars,
    }))));
}

/// Takes in what a thread says that looks for hits.
pub(super) fn take(model: &mut Model, id: u32, hits: Hits) -> Vec<Effect> {
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
pub(super) fn texts(model: &mut Model, id: u32, entry: usize, texts: Result<HitTexts, Shown>) {
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

/// Fits the rows to the size there is.
pub(super) fn fit(model: &mut Model) {
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

/// Cables are looked at from the first one.
fn begin(results: &mut Results, now: Question) {
    results.now = now;
    results.asked = None;
    results.upto = 0;
    results.n_passed = 0;
    results.n_failed = 0;
    results.took = None;
    results.progress = Progress::Runs;
}
