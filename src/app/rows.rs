//! Which cables the list shows, and in which order.

use std::cmp::Reverse;

use crate::query::folded;

use super::{Effect, Entries, List, Model, Overlay, Request, Screen, Target, narrow};

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

/// What a thread needs to sort a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sortable {
    /// Which sorting this is, so that a late answer is not taken for it.
    pub id: u32,
    by: Sorting,
    entries: Entries,
}

impl Sortable {
    /// The entries in order. What is not known of one puts it at the end;
    /// what is equal stays as it lies.
    #[must_use]
    pub fn sorted(&self) -> Vec<u32> {
        let n_entries = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let mut order: Vec<u32> = (0..n_entries).collect();
        let listed = |entry: u32| self.entries.listed(entry as usize);
        let date = |entry| listed(entry).and_then(|it| it.date);
        match self.by {
            Sorting::Lies => {}
            Sorting::Newest => order.sort_by_key(|&entry| {
                let date = date(entry);
                (date.is_none(), Reverse(date))
            }),
            Sorting::Oldest => order.sort_by_key(|&entry| {
                let date = date(entry);
                (date.is_none(), date)
            }),
            Sorting::Number => order.sort_by_cached_key(|&entry| {
                let id = listed(entry).and_then(|it| it.id).map(number);
                (id.is_none(), id)
            }),
            Sorting::Marking => order.sort_by_key(|&entry| {
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
fn number(id: &str) -> (u32, &str, u64) {
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
    /// By what they are sorted.
    pub sorting: Sorting,
    /// All entries that there were, sorted.
    order: Option<Vec<u32>>,
    /// The sorting that another thread is at.
    asked: Option<u32>,
    n_asked: u32,
    /// How much of the list was known when it was sorted last.
    sorted_at: u64,
    /// How many entries there were when rows were made last.
    n_entries: usize,
}

impl Rows {
    /// Whether every entry has one, as they lie.
    pub(super) fn are_all(&self) -> bool {
        self.shown.is_none()
    }

    /// The entry of a row.
    pub(super) fn entry(&self, row: usize) -> usize {
        match &self.shown {
            None => row,
            Some(shown) => shown.get(row).map_or(usize::MAX, |&entry| entry as usize),
        }
    }
}

impl Model {
    /// How many rows the list has.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        match &self.rows.shown {
            None => self.entries.len(),
            Some(shown) => shown.len(),
        }
    }

    /// The entry of a row of the list; none of a row that there is not.
    #[must_use]
    pub fn entry_at(&self, row: usize) -> usize {
        self.rows.entry(row)
    }

    /// The row of an entry, if the list shows it.
    #[must_use]
    pub fn row_of(&self, entry: usize) -> Option<usize> {
        match &self.rows.shown {
            None => (entry < self.entries.len()).then_some(entry),
            Some(shown) => shown.iter().position(|&known| known as usize == entry),
        }
    }

    /// Whether the list is sorted by all that there is to know by now.
    #[must_use]
    pub fn is_sorted(&self) -> bool {
        self.rows.sorting == Sorting::Lies
            || self.rows.asked.is_none() && self.rows.sorted_at == self.n_listings
    }
}

/// Makes the rows anew. The cursor stays at its cable; where that is not
/// shown, it goes to `anchor`, else to the first row.
pub(super) fn make(model: &mut Model, anchor: Option<usize>) {
    let here = catalog(model).map(|it| it.scroll.focus);
    let here = here.map(|row| model.entry_at(row));
    let n_entries = model.entries.len();
    let shows = model.filter.as_ref().map(narrow::Filter::shows);
    let all = u32::try_from(n_entries).unwrap_or(u32::MAX);
    let rows = &mut model.rows;
    rows.shown = match (&rows.order, shows) {
        (None, None) => None,
        (order, shows) => {
            let sorted = order.as_deref().unwrap_or_default();
            let n_sorted = u32::try_from(sorted.len()).unwrap_or(u32::MAX);
            let all = sorted.iter().copied().chain(n_sorted..all);
            let is_shown = |entry: &u32| {
                shows.is_none_or(|it| it.get(*entry as usize).is_some_and(|shows| *shows))
            };
            Some(all.filter(is_shown).collect())
        }
    };
    rows.n_entries = n_entries;
    let row = here.and_then(|entry| model.row_of(entry));
    let row = row.or_else(|| anchor.and_then(|entry| model.row_of(entry)));
    go(model, row.unwrap_or(0));
}

/// Puts the cursor of the list at a row of those that were made anew.
fn go(model: &mut Model, row: usize) {
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
    let list = List::of_orders(all, Target::Sorting(model.rows.sorting));
    model.overlay = Some(Overlay::List(Box::new(list)));
    model.fit_list();
}

/// Sorts the list. Another thread does it, by what is known of each cable by
/// then.
pub(super) fn sort(model: &mut Model, by: Sorting) -> Vec<Effect> {
    model.overlay = None;
    model.rows.sorting = by;
    model.rows.asked = None;
    if by == Sorting::Lies {
        model.rows.order = None;
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
        entries: model.entries.clone(),
    })))]
}

/// Takes in what a thread has sorted.
pub(super) fn sorted(model: &mut Model, id: u32, order: Vec<u32>) {
    if model.rows.asked.take_if(|asked| *asked == id).is_none() {
        return;
    }
    model.rows.order = Some(order);
    make(model, None);
}

/// Makes rows of cables that have come, and sorts again once more is known of
/// all; after every message.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    let has_come = model.rows.n_entries != model.entries.len();
    if has_come && model.rows.shown.is_some() {
        make(model, None);
    }
    let is_known = model.is_listed() && model.rows.sorted_at != model.n_listings;
    if model.rows.sorting != Sorting::Lies && model.rows.asked.is_none() && is_known {
        effects.extend(ask(model));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, Listing};
    use super::*;
    use crate::cable::Classification;
    use crate::typeset::Shown;

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
            entries: entries.into_iter().collect(),
        }
        .sorted()
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
