//! Which cables the list shows, and in which order.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;
use std::ops::Range;

use crate::query::folded;
use crate::typeset::Shown;

use super::groups::{Group, Grouping, Run};
use super::releases::Telling;
use super::{Effect, Entries, List, Model, Overlay, Request, Screen, Size, Target, narrow, picks};

/// By what the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sorting {
    /// Not at all: as the cables lie in files and folders.
    #[default]
    Lies,
    /// The last dated first.
    Newest,
    /// The first dated first.
    Oldest,
    /// By the number: year, station, serial.
    Number,
    /// By the level of the banner, the highest first.
    Marking,
    /// By the letters of the subject.
    Subject,
}

impl Sorting {
    /// All of them, in the order of the menu.
    pub const ALL: [Sorting; 6] = [
        Sorting::Lies,
        Sorting::Newest,
        Sorting::Oldest,
        Sorting::Number,
        Sorting::Marking,
        Sorting::Subject,
    ];

    /// What is typed to take it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sorting::Lies => "as it lies",
            Sorting::Newest => "newest first",
            Sorting::Oldest => "oldest first",
            Sorting::Number => "by number",
            Sorting::Marking => "by marking",
            Sorting::Subject => "by subject",
        }
    }

    /// The sorting of this name.
    pub(super) fn from_name(name: &str) -> Option<Sorting> {
        Sorting::ALL.into_iter().find(|by| by.name() == name)
    }

    /// The same in a few letters.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Sorting::Lies => "lies",
            Sorting::Newest => "date-",
            Sorting::Oldest => "date+",
            Sorting::Number => "number",
            Sorting::Marking => "marking",
            Sorting::Subject => "subject",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Sorting::Lies => "in the order of files and folders",
            Sorting::Newest => "the last dated first, those without a date at the end",
            Sorting::Oldest => "the first dated first, those without a date at the end",
            Sorting::Number => "by year, station and serial",
            Sorting::Marking => "the highest banner first, those without one at the end",
            Sorting::Subject => "by the letters of the subject",
        }
    }
}

/// The order in which the entries lie: as they were found, but for the first,
/// where that was read on before the collection that it lies in was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lying {
    /// How many of the others lie before the first entry.
    n_before_first: usize,
}

impl Lying {
    /// The entry at a place, counted from 0.
    pub(super) fn entry(self, nth: usize) -> usize {
        match nth.cmp(&self.n_before_first) {
            Ordering::Less => nth + 1,
            Ordering::Equal => 0,
            Ordering::Greater => nth,
        }
    }

    /// The place of an entry.
    pub(super) fn nth(self, entry: usize) -> usize {
        match entry {
            0 => self.n_before_first,
            _ if entry <= self.n_before_first => entry - 1,
            _ => entry,
        }
    }

    /// The entry that lies right behind the first, if there is one.
    pub(super) fn behind_first(self) -> usize {
        self.n_before_first + 1
    }

    /// All of so many entries.
    fn all(self, n_entries: usize) -> impl Iterator<Item = u32> {
        let n_entries = u32::try_from(n_entries).unwrap_or(u32::MAX);
        (0..n_entries).map(move |nth| u32::try_from(self.entry(nth as usize)).unwrap_or(nth))
    }
}

/// Whether it is known where the first entry lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum First {
    #[default]
    Lies,
    /// Its collection is still to be taken in.
    Waits,
    /// Its collection is being taken in. All that were found lie before it.
    Lost,
}

/// What a thread needs to sort a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sortable {
    /// Which sorting this is, so that a late answer is not taken for it.
    pub id: u32,
    by: Sorting,
    grouping: Grouping,
    entries: Entries,
    lying: Lying,
}

/// The entries of a list in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sorted {
    order: Vec<u32>,
    /// The groups of it, none where nothing is grouped.
    runs: Vec<Run>,
}

impl Sortable {
    /// The entries in order, group after group.
    #[must_use]
    pub fn sorted(&self) -> Sorted {
        let mut order = self.order();
        let mut runs: Vec<Run> = Vec::new();
        if self.grouping != Grouping::Nothing {
            let listed = |entry: u32| self.entries.listed(entry as usize);
            let key = |entry: &u32| self.grouping.key(self.by, listed(*entry));
            order.sort_by_cached_key(key);
            for run in order.chunk_by(|before, after| key(before) == key(after)) {
                runs.extend(run.first().map(|first| Run {
                    name: self.grouping.group(key(first)),
                    n_cables: u32::try_from(run.len()).unwrap_or(u32::MAX),
                }));
            }
        }
        Sorted { order, runs }
    }

    /// The entries in order. What is not known of one puts it at the end;
    /// what is equal stays as it lies.
    fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = self.lying.all(self.entries.len()).collect();
        let listed = |entry: u32| self.entries.listed(entry as usize);
        let date = |entry| listed(entry).and_then(|it| it.date);
        match self.by {
            Sorting::Lies => {}
            Sorting::Newest => order.sort_by_cached_key(|&entry| {
                let date = date(entry);
                (date.is_none(), Reverse(date))
            }),
            Sorting::Oldest => order.sort_by_cached_key(|&entry| {
                let date = date(entry);
                (date.is_none(), date)
            }),
            Sorting::Number => order.sort_by_cached_key(|&entry| {
                let id = listed(entry).and_then(|it| it.id).map(number);
                (id.is_none(), id)
            }),
            Sorting::Marking => order.sort_by_cached_key(|&entry| {
                let level = listed(entry).and_then(|it| it.level);
                (level.is_none(), Reverse(level))
            }),
            Sorting::Subject => order.sort_by_cached_key(|&entry| {
                let subject = listed(entry).map(|it| folded(it.subject).join(" "));
                let subject = subject.filter(|subject| !subject.is_empty());
                (subject.is_none(), subject)
            }),
        }
        order
    }
}

/// `08PORTLARKSPUR311` as year, station and serial.
pub(super) fn number(id: &str) -> (u32, &str, u64) {
    let is_digit = |c: char| c.is_ascii_digit();
    let rest = id.trim_start_matches(is_digit);
    let year = id.strip_suffix(rest).unwrap_or_default();
    let station = rest.trim_end_matches(is_digit);
    let serial = rest.strip_prefix(station).unwrap_or_default();
    let year = match (year.len(), year.parse().unwrap_or(0)) {
        // No telegram is from before 1966 and has a number.
        (2, year @ 66..) => 1900 + year,
        (2, year) => 2000 + year,
        (_, year) => year,
    };
    (year, station, serial.parse().unwrap_or(0))
}

/// The rows of the list.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The entry of each; nothing while all are shown as they lie.
    shown: Option<Vec<u32>>,
    /// The places, as they lie, of releases that have no row where all are
    /// shown, in rising order.
    hidden: Vec<u32>,
    lying: Lying,
    /// Whether it is known where the first entry lies.
    pub(super) first: First,
    /// By what they are sorted.
    pub sorting: Sorting,
    /// By what they are grouped.
    pub grouping: Grouping,
    /// The groups in sight, in order; each has a row above its cables.
    pub(super) groups: Vec<Group>,
    /// The names of those that are folded.
    folded: BTreeSet<Shown>,
    /// All entries that there were, sorted.
    sorted: Option<Sorted>,
    /// The sorting that another thread is at.
    asked: Option<u32>,
    n_asked: u32,
    /// How much of the list was known when it was sorted last.
    sorted_at: u64,
    /// How many entries there were when rows were made last.
    n_entries: usize,
}

impl Rows {
    /// Whether they are not as they lie.
    fn are_sorted(&self) -> bool {
        self.sorting != Sorting::Lies || self.grouping != Grouping::Nothing
    }

    /// Whether they are in groups, or are to be.
    fn is_grouped(&self) -> bool {
        self.grouping != Grouping::Nothing
            || !self.groups.is_empty()
            || self.sorted.as_ref().is_some_and(|it| !it.runs.is_empty())
    }

    /// How the entries lie, whatever they are sorted by.
    pub(super) fn lying(&self) -> Lying {
        self.lying
    }

    /// How many entries have none where all are shown.
    pub(super) fn n_hidden(&self) -> usize {
        self.hidden.len()
    }

    /// The place, as they lie, of a row where all are shown.
    fn place(&self, row: usize) -> usize {
        let hidden = |nth: usize| self.hidden.get(nth).map_or(usize::MAX, |at| *at as usize);
        // How many hidden ones lie before it.
        let (mut low, mut high) = (0, self.hidden.len());
        while low < high {
            let middle = low.midpoint(high);
            if hidden(middle) - middle <= row {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        row.saturating_add(low)
    }

    /// The row of a place where all are shown; none of one that is hidden.
    fn row_at(&self, place: usize) -> Option<usize> {
        let n_before = self.hidden.partition_point(|at| (*at as usize) < place);
        let is_hidden = self.hidden.get(n_before).map(|at| *at as usize) == Some(place);
        (!is_hidden).then(|| place - n_before)
    }

    /// The entry of a row; none of that of a group.
    pub(super) fn entry(&self, row: usize) -> usize {
        let Some(shown) = &self.shown else {
            return self.lying.entry(self.place(row));
        };
        let nth = match self.nth_group(row).and_then(|nth| self.groups.get(nth)) {
            None => Some(row),
            Some(group) if row < group.row + group.n_rows() => (row - group.row)
                .checked_sub(1)
                .map(|nth| group.first + nth),
            Some(_) => None,
        };
        let entry = nth.and_then(|nth| shown.get(nth));
        entry.map_or(usize::MAX, |&entry| entry as usize)
    }

    /// The entries of a row: those of a group, or one.
    pub(super) fn entries(&self, row: usize) -> Vec<usize> {
        let nth = self.nth_group(row);
        let group = nth.and_then(|nth| self.groups.get(nth));
        match group.filter(|group| group.row == row) {
            Some(group) => {
                let shown = self.shown.as_deref().unwrap_or_default();
                let all = shown.get(group.first..group.first + group.n_cables);
                let all = all.unwrap_or_default().iter();
                all.map(|entry| *entry as usize).collect()
            }
            None => vec![self.entry(row)],
        }
    }

    /// The row behind a cable, or behind all cables of a group.
    pub(super) fn behind(&self, row: usize) -> usize {
        let nth = self.nth_group(row);
        let group = nth.and_then(|nth| self.groups.get(nth));
        match group.filter(|group| group.row == row) {
            Some(group) => row + group.n_rows(),
            None => row + 1,
        }
    }

    /// Which of the listed cables, counted from 0, is at a row, or is the
    /// first of its group.
    pub(super) fn nth(&self, row: usize) -> usize {
        let nth = self.nth_group(row);
        match nth.and_then(|nth| self.groups.get(nth)) {
            Some(group) => group.first + (row - group.row).saturating_sub(1),
            None => row,
        }
    }

    /// Which group a row is in.
    pub(super) fn nth_group(&self, row: usize) -> Option<usize> {
        let n_upto = self.groups.partition_point(|group| group.row <= row);
        n_upto.checked_sub(1)
    }

    /// Folds a group, or unfolds it; returns its row.
    pub(super) fn fold(&mut self, nth: usize) -> Option<usize> {
        let group = self.groups.get_mut(nth)?;
        if !self.folded.remove(&group.name) {
            self.folded.insert(group.name.clone());
        }
        self.refold();
        self.groups.get(nth).map(|group| group.row)
    }

    /// The names of those that are folded.
    pub(super) fn names_of_folded(&self) -> &BTreeSet<Shown> {
        &self.folded
    }

    /// Folds the groups of these names and no others.
    pub(super) fn fold_these(&mut self, names: BTreeSet<Shown>) {
        self.folded = names;
        self.refold();
    }

    /// Folds every group, or none.
    pub(super) fn fold_all(&mut self, is_folded: bool) {
        self.folded.clear();
        if is_folded {
            let names = self.groups.iter().map(|group| group.name.clone());
            self.folded.extend(names);
        }
        self.refold();
    }

    /// Lists those of so many entries that are to be, in order and in groups.
    fn list(&mut self, n_entries: usize, is_listed: impl Fn(u32) -> bool) {
        let lying = self.lying;
        let is_listed = |entry: &u32| is_listed(*entry);
        let (order, runs) = match &self.sorted {
            Some(Sorted { order, runs }) => (order.as_slice(), runs.as_slice()),
            None => Default::default(),
        };
        let mut listed = Vec::new();
        let mut groups = Vec::new();
        let mut sorted = order.iter().copied();
        for run in runs {
            let first = listed.len();
            let entries = sorted.by_ref().take(run.n_cables as usize);
            listed.extend(entries.filter(is_listed));
            groups.extend(group_of(run.name.clone(), first..listed.len()));
        }
        // Those that have come since stand behind them.
        let first = listed.len();
        let lying = Some(lying).filter(|_| order.is_empty());
        let since = lying.unwrap_or_default().all(n_entries).skip(order.len());
        listed.extend(sorted.chain(since).filter(is_listed));
        if !runs.is_empty() {
            groups.extend(group_of(Shown::new("not read yet"), first..listed.len()));
        }
        self.shown = Some(listed);
        self.groups = groups;
        self.refold();
    }

    /// Gives each group its row.
    fn refold(&mut self) {
        let mut row = 0;
        for group in &mut self.groups {
            group.is_folded = self.folded.contains(&group.name);
            group.row = row;
            row += group.n_rows();
        }
    }

    /// The row of the listed cable of this number, or of its group.
    fn row(&self, nth: usize) -> usize {
        let n_upto = self.groups.partition_point(|group| group.first <= nth);
        let group = n_upto.checked_sub(1).and_then(|at| self.groups.get(at));
        match group {
            None => nth,
            Some(group) if group.is_folded => group.row,
            Some(group) => group.row + 1 + (nth - group.first),
        }
    }
}

impl Model {
    /// How many rows the list has.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        match self.rows.groups.last() {
            None => self.n_listed(),
            Some(last) => last.row + last.n_rows(),
        }
    }

    /// How many cables are listed, also those of groups that are folded.
    #[must_use]
    pub fn n_listed(&self) -> usize {
        match &self.rows.shown {
            None => self.n_cables(),
            Some(shown) => shown.len(),
        }
    }

    /// The entry of a row of the list; none of a row that there is not, and
    /// of that of a group.
    #[must_use]
    pub fn entry_at(&self, row: usize) -> usize {
        self.rows.entry(row)
    }

    /// The entries that are listed, in order.
    pub fn listed_entries(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.n_listed()).map(|nth| self.nth_listed(nth))
    }

    /// The entry that is listed as this one, counted from 0, groups left out.
    pub(super) fn nth_listed(&self, nth: usize) -> usize {
        match &self.rows.shown {
            None => self.rows.lying.entry(self.rows.place(nth)),
            Some(shown) => shown.get(nth).map_or(usize::MAX, |&entry| entry as usize),
        }
    }

    /// As which, counted from 0, an entry is listed, groups left out: of
    /// several releases, as the one that has the row.
    #[must_use]
    pub fn nth_of(&self, entry: usize) -> Option<usize> {
        let mut all = self.releases_at(entry).into_iter();
        self.own_nth(entry)
            .or_else(|| all.find_map(|it| self.own_nth(it)))
    }

    fn own_nth(&self, entry: usize) -> Option<usize> {
        match &self.rows.shown {
            None if entry >= self.entries.len() => None,
            None => self.rows.row_at(self.rows.lying.nth(entry)),
            Some(shown) => shown.iter().position(|&known| known as usize == entry),
        }
    }

    /// The row of an entry that is listed, or of its group where that is
    /// folded.
    #[must_use]
    pub fn row_of(&self, entry: usize) -> Option<usize> {
        self.nth_of(entry).map(|nth| self.rows.row(nth))
    }

    /// Whether it is still to be found out where an entry lies among the others.
    #[must_use]
    pub fn is_lost(&self, entry: usize) -> bool {
        entry == 0 && self.rows.first != First::Lies && !self.rows.are_sorted()
    }

    /// Whether the list is sorted by all that there is to know by now.
    #[must_use]
    pub fn is_sorted(&self) -> bool {
        !self.rows.are_sorted()
            || self.rows.asked.is_none() && self.rows.sorted_at == self.n_listings
    }
}

/// Makes the rows anew. The cursor stays at its cable; where that is not
/// shown, it goes to `anchor`, else to the first row.
pub(super) fn make(model: &mut Model, anchor: Option<usize>) {
    let here = here(model);
    let in_range = picks::held(model);
    let n_entries = model.entries.len();
    let shows = model.filter.as_ref().map(narrow::Filter::shows);
    let lying = model.rows.lying;
    let telling = Telling::of(&model.entries, &model.releases, &model.ids, lying);
    let is_listed = |entry: u32| telling.lists(entry, shows);
    let rows = &mut model.rows;
    if shows.is_some() || rows.sorted.is_some() {
        rows.list(n_entries, is_listed);
    } else {
        rows.shown = None;
        rows.groups.clear();
    }
    rows.n_entries = n_entries;
    picks::keep(model, in_range);
    let row = here.and_then(|here| here.row(model));
    let row = row.or_else(|| anchor.and_then(|entry| model.row_of(entry)));
    go(model, row.unwrap_or(0));
}

/// Lists further entries behind those that are, as long as that is their
/// place: a list of a million grows by a few hundred at a time, and is not made
/// anew for each. Whether it is.
fn extend(model: &mut Model, n_entries: usize) -> bool {
    let holds = model.filter.as_ref().map(narrow::Filter::shows);
    let lying = model.rows.lying;
    let telling = Telling::of(&model.entries, &model.releases, &model.ids, lying);
    let rows = &mut model.rows;
    let first = rows.n_entries;
    let is_behind = first > lying.n_before_first && first <= n_entries;
    let is_place = is_behind && !rows.is_grouped();
    let (Some(shown), true) = (&mut rows.shown, is_place) else {
        return false;
    };
    let n_before = shown.len();
    let further = (first..n_entries).filter_map(|entry| u32::try_from(entry).ok());
    shown.extend(further.filter(|entry| telling.lists(*entry, holds)));
    rows.n_entries = n_entries;
    extended(model, n_before);
    true
}

/// Lists entries that the query in force has been found to hold for, if they
/// lie behind those that are listed. Whether they do.
pub(super) fn add_found(model: &mut Model, found: &[usize]) -> bool {
    let holds = model.filter.as_ref().map(narrow::Filter::shows);
    let lying = model.rows.lying;
    let telling = Telling::of(&model.entries, &model.releases, &model.ids, lying);
    let rows = &mut model.rows;
    let n_entries = rows.n_entries;
    let is_place = rows.sorted.is_none() && !rows.is_grouped();
    let (Some(shown), true) = (&mut rows.shown, is_place) else {
        return false;
    };
    let last = shown.last().map(|last| lying.nth(*last as usize));
    let nths = found.iter().map(|entry| lying.nth(*entry));
    let is_rising = last.into_iter().chain(nths).is_sorted_by(|a, b| a < b);
    if !is_rising || found.iter().any(|entry| *entry >= n_entries) {
        return false;
    }
    let n_before = shown.len();
    let found = found.iter().filter_map(|entry| u32::try_from(*entry).ok());
    shown.extend(found.filter(|entry| !telling.is_hidden(*entry, holds)));
    extended(model, n_before);
    true
}

/// Rows have come behind so many others, which stay as they are.
fn extended(model: &mut Model, n_before: usize) {
    if n_before == 0 {
        return go(model, 0);
    }
    let n_rows = model.n_rows();
    let (entries, rows) = (&model.entries, &model.rows);
    let below = model.screens.below.iter_mut();
    for screen in below.chain([&mut model.screens.top]) {
        let Screen::Catalog(catalog) = screen else {
            continue;
        };
        if !catalog.needle.is_empty() {
            let is_match = catalog.matcher();
            let matches = |row: &usize| is_match(entries, rows.entry(*row));
            let found: Vec<usize> = (n_before..n_rows).filter(matches).collect();
            catalog.found.extend(found);
        }
    }
}

/// The cable or the group at the cursor of the list, to be found again where
/// its rows are made anew.
#[derive(Clone, Debug)]
pub(super) struct Here {
    group: Option<Shown>,
    /// Where the group is no more, its first cable stands for it.
    entry: Option<usize>,
}

/// What is at the cursor of the list.
pub(super) fn here(model: &Model) -> Option<Here> {
    let row = catalog(model)?.scroll.focus;
    Some(Here {
        group: model.group_at(row).map(|group| group.name.clone()),
        entry: model.rows.entries(row).first().copied(),
    })
}

impl Here {
    /// Its row now.
    pub(super) fn row(&self, model: &Model) -> Option<usize> {
        let mut groups = model.rows.groups.iter();
        let same = groups.find(|it| Some(&it.name) == self.group.as_ref());
        let row = same.map(|group| group.row);
        row.or_else(|| model.row_of(self.entry?))
    }
}

/// A group of listed cables; none without any.
fn group_of(name: Shown, cables: Range<usize>) -> Option<Group> {
    (!cables.is_empty()).then_some(Group {
        name,
        row: 0,
        first: cables.start,
        n_cables: cables.len(),
        is_folded: false,
    })
}

/// Puts the cursor of the list at a row of those that were made anew.
pub(super) fn go(model: &mut Model, row: usize) {
    let (n_rows, height) = (model.n_rows(), model.catalog_rows());
    let (entries, rows) = (&model.entries, &model.rows);
    let all = model
        .screens
        .below
        .iter_mut()
        .chain([&mut model.screens.top]);
    for screen in all {
        let Screen::Catalog(catalog) = screen else {
            continue;
        };
        catalog.scroll.keep(row, n_rows, height);
        // A group in sight is seen to be one.
        let scroll = &mut catalog.scroll;
        let above = scroll.top.checked_sub(1);
        let is_group = |row: &usize| rows.groups.iter().any(|group| group.row == *row);
        if let Some(above) = above.filter(is_group)
            && scroll.focus == scroll.top
        {
            scroll.top = above;
        }
        if !catalog.needle.is_empty() {
            let is_match = catalog.matcher();
            let matches = |row: &usize| is_match(entries, rows.entry(*row));
            catalog.found = (0..n_rows).filter(matches).collect();
        }
    }
}

/// The row at which the list was left.
pub(super) fn left_at(model: &Model) -> usize {
    catalog(model).map_or(0, |catalog| catalog.scroll.focus)
}

fn catalog(model: &Model) -> Option<&super::Catalog> {
    let mut all = model.screens.below.iter().chain([&model.screens.top]);
    all.find_map(|screen| match screen {
        Screen::Catalog(catalog) => Some(catalog),
        Screen::Reader(_) | Screen::Results(_) | Screen::Survey(_) => None,
    })
}

/// Lists by what the list can be sorted.
pub(super) fn menu(model: &mut Model) {
    let all = Sorting::ALL.iter();
    let all = all.map(|&by| (Target::Sorting(by), by.name(), by.words()));
    let list = List::of_orders("Sort", all, Target::Sorting(model.rows.sorting));
    model.overlay = Some(Overlay::List(Box::new(list)));
    model.fit_list();
}

/// Sorts the list. Another thread does it, by what is known of each cable by
/// then.
pub(super) fn sort(model: &mut Model, by: Sorting) -> Vec<Effect> {
    model.overlay = None;
    model.rows.sorting = by;
    put_in_order(model)
}

/// Puts the cables of the list into groups. Another thread does it, by what
/// is known of each by then.
pub(super) fn group(model: &mut Model, by: Grouping) -> Vec<Effect> {
    model.overlay = None;
    model.rows.grouping = by;
    model.rows.folded.clear();
    put_in_order(model)
}

fn put_in_order(model: &mut Model) -> Vec<Effect> {
    model.rows.asked = None;
    if !model.rows.are_sorted() {
        model.rows.sorted = None;
        make(model, None);
        return Vec::new();
    }
    let n_known = model.entries.all_listed().flatten();
    let (n_known, n_entries) = (n_known.count(), model.entries.len());
    if n_known < n_entries && !model.is_listed() {
        let [n_known, n_entries] = [n_known, n_entries].map(super::grouped);
        model.say(&format!(
            "sorted by what is known of {n_known} of {n_entries} cables; the others follow as they are read"
        ));
    }
    ask(model)
}

/// The sorting of this name, or of the beginning of one of its words.
pub(super) fn named(name: &str) -> Option<Sorting> {
    let name = name.to_lowercase();
    let is = |by: &&Sorting| {
        by.name().starts_with(&name) || by.name().split(' ').any(|word| word.starts_with(&name))
    };
    match name.as_str() {
        "date" | "new" => Some(Sorting::Newest),
        "old" => Some(Sorting::Oldest),
        name => Sorting::ALL
            .iter()
            .filter(|_| name.len() > 1)
            .find(is)
            .copied(),
    }
}

fn ask(model: &mut Model) -> Vec<Effect> {
    let rows = &mut model.rows;
    rows.n_asked = rows.n_asked.wrapping_add(1);
    rows.asked = Some(rows.n_asked);
    rows.sorted_at = model.n_listings;
    vec![Effect::Load(Request::Sort(Box::new(Sortable {
        id: rows.n_asked,
        by: rows.sorting,
        grouping: rows.grouping,
        entries: model.entries.clone(),
        lying: rows.lying,
    })))]
}

/// Has the collection taken in that the first entry was read in, once there is a
/// screen and nothing else is taken in.
pub(super) fn gather(model: &mut Model) -> Option<Effect> {
    let waits = model.rows.first == First::Waits;
    if !waits || model.gathering || model.size == Size::default() {
        return None;
    }
    model.gathering = true;
    model.rows.first = First::Lost;
    Some(Effect::Load(Request::Gather))
}

/// Nothing more is being found.
pub(super) fn all_found(model: &mut Model) -> Option<Effect> {
    model.gathering = false;
    if model.rows.first == First::Lost {
        model.rows.first = First::Lies;
    }
    gather(model)
}

/// So many entries lie before the first.
pub(super) fn first_lies(model: &mut Model, n_before: usize) {
    model.rows.first = First::Lies;
    lay_first(model, n_before);
}

fn lay_first(model: &mut Model, n_before: usize) {
    let here = here(model);
    model.rows.lying.n_before_first = n_before;
    model.rows.hidden = model.telling().hidden();
    model.n_changes += 1;
    if model.rows.shown.is_none() {
        model.rows.n_entries = model.entries.len();
        if let Some(row) = here.and_then(|here| here.row(model)) {
            go(model, row);
        }
    } else {
        make(model, None);
    }
}

/// Takes in what a thread has sorted.
pub(super) fn sorted(model: &mut Model, id: u32, sorted: Sorted) {
    if model.rows.asked.take_if(|asked| *asked == id).is_none() {
        return;
    }
    model.rows.sorted = Some(sorted);
    make(model, None);
}

/// Gives the releases of a number one row, as far as was learned of them since.
fn hide(model: &mut Model) {
    let fresh = std::mem::take(&mut model.releases.fresh);
    let is_stale = std::mem::take(&mut model.releases.is_stale);
    if fresh.is_empty() && !is_stale {
        return;
    }
    let (telling, lying) = (model.telling(), model.rows.lying);
    let (is_new, hidden) = if is_stale {
        (true, telling.hidden())
    } else {
        let old = &model.rows.hidden;
        let mut new = telling.hidden_among(&fresh);
        new.retain(|place| old.binary_search(place).is_err());
        let n_made = model.rows.n_entries;
        let is_made = |place: &u32| lying.entry(*place as usize) < n_made;
        let is_new = new.iter().any(is_made);
        let mut hidden = old.clone();
        let is_behind = old.last() < new.first();
        hidden.extend(new);
        if !is_behind {
            hidden.sort_unstable();
        }
        (is_new, hidden)
    };
    let here = here(model);
    model.rows.hidden = hidden;
    model.n_changes += 1;
    if model.rows.shown.is_none() {
        if let Some(row) = here.and_then(|here| here.row(model)) {
            go(model, row);
        }
    } else if is_new {
        make(model, None);
    }
}

/// Makes rows of cables that have come, and sorts again once more is known of
/// all; after every message.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    hide(model);
    let n_entries = model.entries.len();
    let has_come = model.rows.n_entries != n_entries;
    if has_come && model.rows.first == First::Lost {
        lay_first(model, n_entries.saturating_sub(1));
    } else if has_come && model.rows.shown.is_some() && !extend(model, n_entries) {
        make(model, None);
    }
    let is_known = model.is_listed() && model.rows.sorted_at != model.n_listings;
    if model.rows.are_sorted() && model.rows.asked.is_none() && is_known {
        effects.extend(ask(model));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, Listing};
    use super::*;
    use crate::cable::Classification;
    use crate::typeset::Shown;

    #[test]
    fn the_first_entry_lies_anywhere_among_the_others() {
        for (n_before_first, order) in [
            (0, [0, 1, 2, 3]),
            (1, [1, 0, 2, 3]),
            (2, [1, 2, 0, 3]),
            (3, [1, 2, 3, 0]),
        ] {
            let lying = Lying { n_before_first };
            assert!(lying.all(4).eq(order));
            for (nth, entry) in order.into_iter().enumerate() {
                assert_eq!(lying.nth(entry as usize), nth);
            }
        }
    }

    /// A list of so many cables that `half` of them are found in, as it stands
    /// when they have come and were found in batches, and made anew.
    fn gathered(n_entries: usize, n_before_first: usize, batch: usize) -> (Vec<u32>, Vec<u32>) {
        let size = super::super::Size {
            width: 80,
            height: 24,
        };
        let settings = super::super::Settings::default();
        let mut model = Model::new(Vec::new(), settings, crate::command::Keymap::new(), size);
        model.find(vec![Entry::default(); n_before_first + 1]);
        model.rows.lying = Lying { n_before_first };
        let query = crate::query::Query::parse("harbor").unwrap();
        model.filter = Some(narrow::Filter::begun(query));
        make(&mut model, None);
        while model.entries.len() < n_entries {
            let first = model.entries.len();
            model.find(vec![Entry::default(); batch.min(n_entries - first)]);
            watch(&mut model, &mut Vec::new());
            let found: Vec<usize> = (first..model.entries.len())
                .filter(|entry| entry % 2 == 0)
                .collect();
            narrow::add_found(&mut model, &found);
        }
        let shown = model.rows.shown.clone().unwrap_or_default();
        make(&mut model, None);
        (shown, model.rows.shown.unwrap_or_default())
    }

    #[test]
    fn rows_that_come_stand_where_they_would_if_all_were_made() {
        for n_before_first in [0, 1, 5] {
            for batch in [1, 3, 64] {
                let (extended, made) = gathered(200, n_before_first, batch);
                assert_eq!(extended, made, "{n_before_first} {batch}");
                assert!(made.len() >= 96);
            }
        }
    }

    /// A list of cables of which some bear one number, as it stands when they
    /// have come, and as it is if all is known at once.
    fn released(n_before_first: usize, is_filtered: bool, told_late: bool) {
        let size = super::super::Size {
            width: 80,
            height: 24,
        };
        let listed = |nth: usize| Listing {
            id: Some(Shown::new(&format!("08OSLO{}", (nth * nth) % 41))),
            date: None,
            level: None,
            has_text: true,
            subject: Shown::default(),
        };
        let entry = |nth: usize| Entry {
            name: Shown::new(&format!("{nth}.txt")),
            listing: (!told_late).then(|| listed(nth)),
            ..Entry::default()
        };
        let settings = super::super::Settings::default();
        let mut model = Model::new(Vec::new(), settings, crate::command::Keymap::new(), size);
        model.rows.lying = Lying { n_before_first };
        if is_filtered {
            let query = crate::query::Query::parse("harbor").unwrap();
            model.filter = Some(narrow::Filter::begun(query));
            make(&mut model, None);
        }
        let n_entries = 120;
        for first in (0..n_entries).step_by(7) {
            let batch = first..n_entries.min(first + 7);
            model.find(batch.clone().map(entry).collect());
            watch(&mut model, &mut Vec::new());
            if is_filtered {
                let found: Vec<usize> = batch.clone().filter(|nth| nth % 3 != 1).collect();
                narrow::add_found(&mut model, &found);
            }
            if told_late {
                for nth in batch.rev() {
                    model.list(nth, listed(nth));
                }
                watch(&mut model, &mut Vec::new());
            }
        }
        let lying = model.rows.lying;
        let shown = |nth: &usize| !is_filtered || nth % 3 != 1;
        let mut seen = BTreeSet::new();
        let all = (0..n_entries).map(|place| lying.entry(place)).filter(shown);
        let expected: Vec<usize> = all.filter(|nth| seen.insert((nth * nth) % 41)).collect();
        let rows: Vec<usize> = (0..model.n_rows()).map(|row| model.entry_at(row)).collect();
        let how = (n_before_first, is_filtered, told_late);
        assert_eq!(rows, expected, "{how:?}");
        assert_eq!(model.n_listed(), expected.len());
        assert!(model.listed_entries().eq(expected.iter().copied()));
        for nth in (0..n_entries).filter(shown) {
            let row = model.row_of(nth).unwrap();
            assert_eq!((expected[row] * expected[row]) % 41, (nth * nth) % 41);
        }
        model.releases.is_stale = true;
        watch(&mut model, &mut Vec::new());
        let again: Vec<usize> = (0..model.n_rows()).map(|row| model.entry_at(row)).collect();
        assert_eq!(again, expected, "{how:?}");
    }

    #[test]
    fn releases_have_one_row_whenever_it_is_known_that_they_are() {
        for n_before_first in [0, 4] {
            for is_filtered in [false, true] {
                for told_late in [false, true] {
                    released(n_before_first, is_filtered, told_late);
                }
            }
        }
    }

    #[test]
    fn a_list_of_many_is_not_made_anew_for_every_batch() {
        // As many batches as there are come in a second, also unoptimized;
        // made anew for each, they take minutes.
        let (extended, made) = gathered(1_000_000, 0, 256);
        assert_eq!(extended.len(), made.len());
    }

    fn sorted(by: Sorting) -> Vec<u32> {
        let listing = |id: &str, date: &str, level, subject: &str| {
            let listing = Listing {
                id: (!id.is_empty()).then(|| Shown::new(id)),
                date: date.parse().ok(),
                level,
                has_text: true,
                subject: Shown::new(subject),
            };
            Entry {
                listing: Some(listing),
                ..Entry::default()
            }
        };
        let (u, s) = (Classification::Unclassified, Classification::Secret);
        let entries = [
            listing("08NORTHHAVEN1001", "2008-09-12", Some(u), "Visas"),
            listing("08NORTHHAVEN99", "2008-01-02", None, "\u{e9}lan"),
            Entry::default(),
            listing("", "", Some(s), ""),
            listing("79STATE5", "1979-01-02", Some(u), "FERRY"),
        ];
        Sortable {
            id: 1,
            by,
            grouping: Grouping::Nothing,
            entries: entries.into_iter().collect(),
            lying: Lying::default(),
        }
        .sorted()
        .order
    }

    #[test]
    fn what_is_not_known_comes_last_and_what_is_equal_stays() {
        assert_eq!(sorted(Sorting::Lies), [0, 1, 2, 3, 4]);
        assert_eq!(sorted(Sorting::Newest), [0, 1, 4, 2, 3]);
        assert_eq!(sorted(Sorting::Oldest), [4, 1, 0, 2, 3]);
        assert_eq!(sorted(Sorting::Number), [4, 1, 0, 2, 3]);
        assert_eq!(sorted(Sorting::Marking), [3, 0, 4, 1, 2]);
        assert_eq!(sorted(Sorting::Subject), [1, 4, 0, 2, 3]);
    }

    #[test]
    fn a_sorting_is_named_by_its_beginning() {
        for (name, by) in [
            ("date", Some(Sorting::Newest)),
            ("oldest", Some(Sorting::Oldest)),
            ("number", Some(Sorting::Number)),
            ("mark", Some(Sorting::Marking)),
            ("subject", Some(Sorting::Subject)),
            ("lies", Some(Sorting::Lies)),
            ("size", None),
            ("", None),
        ] {
            assert_eq!(named(name), by, "{name}");
        }
    }
}
