//! The list in groups: by post, by year, by month, by marking.
//!
//! A group has a row of its own above its cables. Which cables are in which
//! is made out where they are sorted; which rows that gives, in
//! [`rows`](super::rows).

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::cable::Classification;
use crate::command::Command;
use crate::typeset::Shown;

use super::entries::Listed;
use super::picks;
use super::rows::{self, Here, Sorting, number};
use super::{Effect, List, Model, Overlay, Screen, Scroll, Target};

/// What the cables of a group have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Nothing: there are no groups.
    #[default]
    Nothing,
    /// The post of the number.
    Post,
    /// The year of the date.
    Year,
    /// The month of the date.
    Month,
    /// The level of the banner.
    Marking,
}

impl Grouping {
    /// All of them, in the order of the menu.
    pub const ALL: [Grouping; 5] = [
        Grouping::Nothing,
        Grouping::Post,
        Grouping::Year,
        Grouping::Month,
        Grouping::Marking,
    ];

    /// What is typed to take it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Grouping::Nothing => "none",
            Grouping::Post => "post",
            Grouping::Year => "year",
            Grouping::Month => "month",
            Grouping::Marking => "marking",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Grouping::Nothing => "one cable after the other",
            Grouping::Post => "by the post in the number",
            Grouping::Year => "by the year of the date",
            Grouping::Month => "by the month of the date",
            Grouping::Marking => "by the banner, the highest first",
        }
    }

    /// Where an entry belongs.
    pub(super) fn key(self, sorting: Sorting, listed: Option<Listed<'_>>) -> Key<'_> {
        let date = listed.and_then(|it| it.date);
        let dated = |date: Option<i32>| match (date, sorting) {
            (None, _) => Key::Unknown,
            (Some(date), Sorting::Newest) => Key::Last(Reverse(date)),
            (Some(date), _) => Key::Date(date),
        };
        match self {
            Grouping::Nothing => Key::Unknown,
            Grouping::Post => {
                let id = listed.and_then(|it| it.id);
                let post = id.map(|id| number(id).1).filter(|post| !post.is_empty());
                post.map_or(Key::Unknown, Key::Post)
            }
            Grouping::Year => dated(date.map(|it| i32::from(it.year()))),
            Grouping::Month => {
                dated(date.map(|it| i32::from(it.year()) * MONTHS + i32::from(it.month()) - 1))
            }
            Grouping::Marking => {
                let level = listed.and_then(|it| it.level);
                level.map_or(Key::Unknown, |level| Key::Level(Reverse(level)))
            }
        }
    }

    /// The name of the group that has this key.
    pub(super) fn group(self, key: Key<'_>) -> Shown {
        let dated = |date: i32| match self {
            Grouping::Month => {
                let (year, month) = (date.div_euclid(MONTHS), date.rem_euclid(MONTHS) + 1);
                format!("{year}-{month:02}")
            }
            _ => date.to_string(),
        };
        Shown::new(&match key {
            Key::Post(post) => post.to_owned(),
            Key::Date(date) | Key::Last(Reverse(date)) => dated(date),
            Key::Level(Reverse(level)) => level.slug().to_uppercase(),
            Key::Unknown => match self {
                Grouping::Post => String::from("no number"),
                Grouping::Marking => String::from("no marking"),
                _ => String::from("no date"),
            },
        })
    }
}

const MONTHS: i32 = 12;

/// In which order groups stand: what is not known of a cable comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    Post(&'a str),
    Date(i32),
    /// The last first.
    Last(Reverse<i32>),
    Level(Reverse<Classification>),
    Unknown,
}

/// Cables that follow each other in the order of all, and their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// What they have in common.
    pub name: Shown,
    /// How many they are.
    pub n_cables: u32,
}

/// A group of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What its cables have in common.
    pub name: Shown,
    /// Its row.
    pub(super) row: usize,
    /// Where its cables begin among those that are listed.
    pub(super) first: usize,
    /// How many cables it has.
    pub n_cables: usize,
    /// Whether they have no rows.
    pub is_folded: bool,
}

impl Group {
    /// How many rows it has.
    pub(super) fn n_rows(&self) -> usize {
        1 + if self.is_folded { 0 } else { self.n_cables }
    }
}

/// Lists by what the list can be grouped, the current one chosen.
pub(super) fn menu(model: &mut Model) {
    let all = Grouping::ALL.iter();
    let all = all.map(|&by| (Target::Grouping(by), by.name(), by.words()));
    let list = List::of_orders("Group", all, Target::Grouping(model.rows.grouping));
    model.overlay = Some(Overlay::List(Box::new(list)));
    model.fit_list();
}

/// The grouping of this name, or of its beginning.
pub(super) fn named(name: &str) -> Option<Grouping> {
    let name = name.to_lowercase();
    let name = name.strip_prefix("by ").unwrap_or(&name);
    let mut all = Grouping::ALL.into_iter();
    all.find(|by| !name.is_empty() && by.name().starts_with(name))
}

/// Does what a command of groups asks for; nothing if it is another, or if
/// the list has none.
pub(super) fn act(model: &mut Model, command: Command, count: Option<u32>) -> Option<Vec<Effect>> {
    match command {
        Command::Open if count.is_none() && model.group_here().is_some() => {
            turn(model);
        }
        Command::FoldGroup
        | Command::CloseFolds
        | Command::OpenFolds
        | Command::NextGroup
        | Command::PreviousGroup
            if model.rows.groups.is_empty() =>
        {
            let group = model.key_words(Command::Group);
            model.say(&format!("the list has no groups; {group} makes some"));
        }
        Command::FoldGroup => turn(model),
        Command::CloseFolds => fold_all(model, true),
        Command::OpenFolds => fold_all(model, false),
        Command::NextGroup => step(model, true, count.unwrap_or(1)),
        Command::PreviousGroup => step(model, false, count.unwrap_or(1)),
        _ => return None,
    }
    Some(Vec::new())
}

/// Folds the group of the cursor to its row, or unfolds it.
fn turn(model: &mut Model) {
    let Some(scroll) = scroll(model) else { return };
    if let Some(nth) = model.rows.nth_group(scroll.focus) {
        let row = model.rows.fold(nth);
        rows::go(model, row.unwrap_or(scroll.focus));
    }
}

/// Folds every group to its row, or none. The cursor stays in its group.
fn fold_all(model: &mut Model, is_folded: bool) {
    let Some(scroll) = scroll(model) else { return };
    let entry = model.entry_at(scroll.focus);
    let nth = model.rows.nth_group(scroll.focus);
    model.rows.fold_all(is_folded);
    let group = nth.and_then(|nth| model.rows.groups.get(nth));
    let row = model.row_of(entry).or(group.map(|group| group.row));
    rows::go(model, row.unwrap_or(0));
}

/// How the list stood before a search unfolded its groups.
#[derive(Clone, Debug)]
pub(super) struct Unfolded {
    /// The names of those that were folded, if any was.
    names: Option<BTreeSet<Shown>>,
    scroll: Scroll,
    here: Here,
}

/// Every cable has its row: one of them is sought. Gives how the list stood.
pub(super) fn unfold(model: &mut Model) -> Option<Unfolded> {
    let scroll = scroll(model)?;
    let here = rows::here(model)?;
    let is_folded = model.rows.groups.iter().any(|group| group.is_folded);
    let names = is_folded.then(|| model.rows.names_of_folded().clone());
    if is_folded {
        fold_all(model, false);
    }
    Some(Unfolded {
        names,
        scroll,
        here,
    })
}

/// A search is given up: what was unfolded for it is folded again, and the
/// cursor returns to where it was. Rows that have come since may have moved
/// that, so it is found by what it was.
pub(super) fn fold_again(model: &mut Model, unfolded: Unfolded) {
    let is_unfolded = unfolded.names.is_some();
    if let Some(names) = unfolded.names {
        model.rows.fold_these(names);
    }
    if let Screen::Catalog(catalog) = &mut model.screens.top {
        catalog.scroll = unfolded.scroll;
    }
    let before = unfolded.scroll;
    let row = unfolded.here.row(model).unwrap_or(before.focus);
    // Of a million rows none is looked at where all stand as they did.
    if is_unfolded || row != before.focus {
        rows::go(model, row);
    }
    if let Screen::Catalog(catalog) = &mut model.screens.top
        && row == before.focus
    {
        catalog.scroll = before;
    }
}

/// A search came to nothing: what was unfolded for it is folded again, unless
/// other groups were folded meanwhile. The cursor stays where it is by now.
pub(super) fn fold_behind(model: &mut Model, unfolded: Unfolded) {
    let Some(names) = unfolded
        .names
        .filter(|_| model.rows.names_of_folded().is_empty())
    else {
        return;
    };
    let here = rows::here(model);
    model.rows.fold_these(names);
    let row = here.and_then(|here| here.row(model));
    rows::go(model, row.unwrap_or(0));
}

/// Goes to the next group, or to the beginning of this one or the one before.
fn step(model: &mut Model, forward: bool, times: u32) {
    let Some(scroll) = scroll(model) else { return };
    let groups = &model.rows.groups;
    let times = times as usize;
    let n_before = groups.partition_point(|group| group.row < scroll.focus);
    let n_upto = groups.partition_point(|group| group.row <= scroll.focus);
    let nth = if forward {
        (n_upto + times - 1).min(groups.len().saturating_sub(1))
    } else {
        n_before.saturating_sub(times)
    };
    if let Some(row) = groups.get(nth).map(|group| group.row) {
        rows::go(model, row);
    }
}

fn scroll(model: &Model) -> Option<Scroll> {
    match &model.screens.top {
        Screen::Catalog(catalog) => Some(catalog.scroll),
        Screen::Reader(_) | Screen::Results(_) | Screen::Survey(_) => None,
    }
}

impl Model {
    /// The group that a row of the list stands for.
    #[must_use]
    pub fn group_at(&self, row: usize) -> Option<&Group> {
        let nth = self.rows.nth_group(row)?;
        self.rows.groups.get(nth).filter(|group| group.row == row)
    }

    /// That no cable is at the cursor of the list but the line of a group.
    pub(super) fn no_cable_here(&self) -> Option<String> {
        let group = self.group_here()?;
        let below = if group.is_folded {
            format!("; {} unfolds it", self.key_words(Command::FoldGroup))
        } else {
            String::from(" below it")
        };
        let cables = picks::named(group.n_cables, "cable");
        Some(format!("this line is of a group: {cables}{below}"))
    }

    /// The group at the cursor of the list.
    pub(super) fn group_here(&self) -> Option<&Group> {
        self.group_at(scroll(self)?.focus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grouping_is_named_by_its_beginning() {
        for (name, by) in [
            ("post", Some(Grouping::Post)),
            ("Ye", Some(Grouping::Year)),
            ("mo", Some(Grouping::Month)),
            ("ma", Some(Grouping::Marking)),
            ("none", Some(Grouping::Nothing)),
            ("", None),
            ("size", None),
        ] {
            assert_eq!(named(name), by, "{name}");
        }
    }

    #[test]
    fn groups_are_named_by_what_their_cables_have_in_common() {
        let listed = |id, date: Option<&str>, level| Listed {
            id,
            date: date.and_then(|date| date.parse().ok()),
            level,
            has_text: true,
            subject: "",
        };
        let full = listed(
            Some("08PORTLARKSPUR311"),
            Some("2008-07-22"),
            Some(Classification::Confidential),
        );
        let empty = listed(None, None, None);
        for (by, known, unknown) in [
            (Grouping::Post, "PORTLARKSPUR", "no number"),
            (Grouping::Year, "2008", "no date"),
            (Grouping::Month, "2008-07", "no date"),
            (Grouping::Marking, "CONFIDENTIAL", "no marking"),
        ] {
            for sorting in [Sorting::Lies, Sorting::Newest] {
                let name = |it| by.group(by.key(sorting, Some(it)));
                assert_eq!(name(full).as_str(), known);
                assert_eq!(name(empty).as_str(), unknown);
            }
        }
    }
}
