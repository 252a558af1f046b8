//! The screen that lists the cables that are open.

use std::time::Duration;

use crate::cable::{Brief, Cable, Classification, Date, Word};
use crate::command::Command;
use crate::typeset::Shown;

use super::{Entries, Model, Screen, Scroll};

/// A cable that can be opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The file or member, as given.
    pub name: Shown,
    /// What a list says of it, once it was looked at.
    pub listing: Option<Listing>,
    /// Why it cannot be opened.
    pub failure: Option<Shown>,
    /// Whether its file may have changed since it was looked at.
    pub is_stale: bool,
}

impl Entry {
    /// What names it in a list: its number, or its file where it bears none
    /// or nothing is known of it.
    #[must_use]
    pub fn id(&self) -> &Shown {
        let listing = self.listing.as_ref();
        let known = listing.and_then(|listing| listing.id.as_ref());
        known.unwrap_or(&self.name)
    }
}

/// What looking at the sources again has found.
#[derive(Clone, Debug, Default)]
pub struct Again {
    /// Cables that were not there: they follow those that were.
    pub new: Vec<Entry>,
    /// The entries that are still there.
    pub there: Vec<usize>,
    /// Those that are not.
    pub gone: Vec<usize>,
    /// What cannot be opened, the first of it.
    pub trouble: Option<Shown>,
    /// How long it took, where nobody has asked for it.
    pub unasked: Option<Duration>,
}

/// What a list says of a cable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The id of the telegram, `08PORTLARKSPUR311`.
    pub id: Option<Shown>,
    /// The day it was dated.
    pub date: Option<Date>,
    /// The level of its banner.
    pub level: Option<Classification>,
    /// Whether it has a text: a withdrawal card has none.
    pub has_text: bool,
    /// Its subject, or its head in a printed volume, or its first words.
    pub subject: Shown,
}

impl Listing {
    /// What a list says of `cable`.
    #[must_use]
    pub fn of(cable: &Cable) -> Listing {
        Listing::from(&Brief::of(cable))
    }

    /// The day it was dated, `2008-07-22`; empty when none is known.
    #[must_use]
    pub fn dated(&self) -> String {
        self.date.map(|date| date.to_string()).unwrap_or_default()
    }
}

impl From<&Brief> for Listing {
    fn from(brief: &Brief) -> Listing {
        Listing {
            id: brief.id.as_deref().map(Shown::new),
            date: brief.date,
            level: brief.level,
            has_text: brief.has_text,
            subject: Shown::new(&brief.subject),
        }
    }
}

/// The list of cables: where its cursor is, and what is sought in it.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// The focused row and the first in sight.
    pub scroll: Scroll,
    /// What is sought in ids and subjects.
    pub needle: String,
    /// Whether it is sought towards the first row.
    pub backward: bool,
    /// The rows that matched when it was typed.
    pub found: Vec<usize>,
    /// Whether rows may come, or say more, that match as well.
    pub(super) is_open: bool,
    /// How often the list had changed when they were looked for.
    pub(super) seen: u64,
}

impl Catalog {
    /// `3/17` while something is sought: the match under the cursor, and how
    /// many there are.
    #[must_use]
    pub fn counter(&self) -> String {
        let n_found = self.found.len();
        match self.found.iter().position(|&row| row == self.scroll.focus) {
            _ if self.needle.is_empty() => String::new(),
            Some(nth) => format!("{}/{n_found}", nth + 1),
            None if n_found == 0 => String::from("no match"),
            None => format!("{n_found} found"),
        }
    }

    /// Whether an entry matches what is sought, capitals aside.
    #[must_use]
    pub fn matches(&self, entries: &Entries, entry: usize) -> bool {
        self.matcher()(entries, entry)
    }

    /// The same for many entries.
    pub(super) fn matcher(&self) -> impl Fn(&Entries, usize) -> bool + use<> {
        let needle = self.needle.to_lowercase();
        let word = needle.is_ascii().then(|| Word::new(&needle));
        move |entries: &Entries, entry: usize| {
            let has = |text: &str| holds(text, &needle, word.as_ref());
            let listed = || {
                let listed = entries.listed(entry);
                listed.is_some_and(|it| has(it.subject) || it.id.is_some_and(has))
            };
            let named = || entries.name(entry).is_some_and(|name| has(&name));
            !needle.is_empty() && (listed() || named())
        }
    }
}

/// Says what was sought in a list that was still filling, once it is whole;
/// after every message.
pub(super) fn watch(model: &mut Model) {
    let is_whole = model.is_listed();
    let (entries, rows, n_rows) = (&model.entries, &model.rows, model.n_rows());
    let Screen::Catalog(catalog) = &mut model.screens.top else {
        return;
    };
    if !is_whole || !catalog.is_open || model.overlay.is_some() {
        return;
    }
    catalog.is_open = false;
    let n_before = catalog.found.len();
    let is_match = catalog.matcher();
    let matches = |row: &usize| is_match(entries, rows.entry(*row));
    catalog.found = (0..n_rows).filter(matches).collect();
    let n_found = catalog.found.len();
    let needle = catalog.needle.clone();
    if n_found > n_before {
        let next = model.key_words(Command::NextMatch);
        let plural = if n_found == 1 { "" } else { "es" };
        model.say(&format!(
            "the list is whole: {n_found} match{plural}; {next} goes to the next"
        ));
    } else if n_found == 0 && model.notice.is_none() {
        model.say(&format!(
            "the list is whole: no number and no subject has {needle}"
        ));
    }
}

/// Whether `needle`, in small letters, stands in a text, capitals aside. A
/// list is long and its words are short: most of them need no copy, as long
/// as the needle is a `word` of ASCII.
fn holds(text: &str, needle: &str, word: Option<&Word>) -> bool {
    let found = word.is_some_and(|word| word.find(text.as_bytes(), 0, false).is_some());
    found || (word.is_none() || !text.is_ascii()) && text.to_lowercase().contains(needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_letters() {
        for (text, needle, is_there) in [
            ("HARBOR TALKS", "bor t", true),
            ("HARBOR TALKS", "talks!", false),
            ("aab", "ab", true),
            ("Caf\u{c9}", "caf\u{e9}", true),
            ("", "a", false),
        ] {
            let word = needle.is_ascii().then(|| Word::new(needle));
            assert_eq!(
                holds(text, needle, word.as_ref()),
                is_there,
                "{text} {needle}"
            );
        }
    }
}
