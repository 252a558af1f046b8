//! Commands in the view of hits.

use crate::app::motion::move_among;
use crate::app::reload;
use crate::app::update::list_next;
use crate::app::{Effect, HitOrder, List, Model, Overlay, Request, Screen, Target};
use crate::command::{Command, Motion};

use super::above::{Arrival, show_hit};
use super::excerpt::peek;
use super::{ResultRow, Results};

/// A command in the view of hits.
pub(in crate::app) fn act(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    let height = model.results_rows();
    let Some(results) = model.results_in_sight() else {
        return Vec::new();
    };
    let times = count.unwrap_or(1).min(10_000);
    match command {
        Command::Open => return open_here(model),
        Command::Peek => return peek(model),
        Command::Reload => return reload::look_again(model),
        command if command.motion().is_some() => go(results, command, count, height),
        Command::NextMatch | Command::PreviousMatch => {
            let forward = command == Command::NextMatch;
            let said = (0..times).filter_map(|_| next_hit(results, forward, height));
            if let Some(words) = said.last() {
                model.say(words);
            }
        }
        Command::NextGroup | Command::PreviousGroup => {
            for _ in 0..times {
                next_group(results, command == Command::NextGroup, height);
            }
        }
        Command::ToggleGroup | Command::Unfold | Command::FoldRow => {
            fold(results, command, height);
        }
        Command::OpenFolds | Command::CloseFolds => {
            if let Some((group, _)) = results.here() {
                results.at = Some((group.entry, 0));
            }
            results.change(height, |it| {
                it.others.clear();
                it.are_closed = command == Command::CloseFolds;
            });
        }
        _ => {}
    }
    list_next(model)
}

/// Opens the group at the cursor, or closes it; of one that is open, goes to
/// its first hit, and from a hit up to its cable.
fn fold(results: &mut Results, command: Command, height: usize) {
    let n_rows = results.n_rows();
    let Some((group, nth)) = results.here() else {
        return;
    };
    if command == Command::FoldRow
        && let Some(nth) = nth
    {
        let up = isize::try_from(nth + 1).unwrap_or(isize::MAX);
        results.scroll.step(-up, n_rows, height);
        results.settle(false, height);
        return;
    }
    let is_open = results.is_open(group);
    let opens = match command {
        Command::ToggleGroup => !is_open,
        command => command == Command::Unfold,
    };
    if opens != is_open && results.can_open(group) {
        if !results.others.remove(&group.entry) {
            results.others.insert(group.entry);
        }
        results.at = Some((group.entry, 0));
        results.change(height, |_| {});
    } else if opens && is_open {
        results.scroll.step(1, n_rows, height);
        results.settle(true, height);
    }
}

/// Moves the cursor; a count is one of the cables where it says which row.
fn go(results: &mut Results, command: Command, count: Option<u32>, height: usize) {
    let n_rows = results.n_rows();
    let motion = command.motion();
    match count.filter(|_| motion == Some(Motion::End)) {
        Some(nth) => {
            let last = results.groups.len().saturating_sub(1);
            let nth = (nth as usize).saturating_sub(1).min(last);
            let row = results.row_of(nth, usize::MAX);
            results.scroll.go(row, n_rows, height);
        }
        None => move_among(&mut results.scroll, command, count, n_rows, height),
    }
    results.settle(!command.is_upward(), height);
    let stays = matches!(motion, Some(Motion::Window | Motion::Align));
    if results.scroll.focus <= 1 && !stays {
        // The first group comes into sight.
        results.scroll.top = 0;
    }
}

/// Goes to the next hit, or to the one before; what is said of that.
fn next_hit(results: &mut Results, forward: bool, height: usize) -> Option<&'static str> {
    let n_rows = results.n_rows();
    let here = results.scroll.focus;
    let is_hit = |row: &usize| match results.row(*row) {
        Some(ResultRow::Hit(..)) => true,
        // What is closed, or has no hits of words, is gone to as a whole.
        Some(ResultRow::Group(group)) => {
            let group = results.groups.get(group);
            group.is_some_and(|group| !results.is_open(*group))
        }
        _ => false,
    };
    let (before, after) = (0..here.min(n_rows), here + 1..n_rows);
    let (row, round) = if forward {
        match after.clone().find(is_hit) {
            Some(row) => (Some(row), None),
            None => (
                before.clone().find(is_hit),
                Some("round the end of the hits"),
            ),
        }
    } else {
        match before.clone().rev().find(is_hit) {
            Some(row) => (Some(row), None),
            None => (
                after.clone().rev().find(is_hit),
                Some("round the beginning of the hits"),
            ),
        }
    };
    let Some(row) = row else {
        return Some("there is no other hit");
    };
    results.scroll.go(row, n_rows, height);
    results.settle(forward, height);
    round
}

/// Goes to the next group, or to the beginning of this one and those before.
fn next_group(results: &mut Results, forward: bool, height: usize) {
    let n_rows = results.n_rows();
    let here = results.scroll.focus;
    let upto = results.starts.len().saturating_sub(1);
    let starts = results.starts.get(..upto).unwrap_or_default();
    let next = if forward {
        starts.get(starts.partition_point(|start| *start <= here))
    } else {
        let n_before = starts.partition_point(|start| *start < here);
        n_before.checked_sub(1).and_then(|idx| starts.get(idx))
    };
    if let Some(&row) = next {
        results.scroll.go(row, n_rows, height);
        results.settle(forward, height);
    }
}

/// Enter: the cable of the hit at the cursor is opened there.
pub(in crate::app) fn open_here(model: &mut Model) -> Vec<Effect> {
    let Screen::Results(results) = &model.screens.top else {
        return Vec::new();
    };
    let Some((group, nth)) = results.here() else {
        return Vec::new();
    };
    show_hit(
        model,
        group.entry,
        Arrival::Nth(nth.unwrap_or_default()),
        false,
    )
}

/// Lists in which order hits can be.
pub(in crate::app) fn menu(model: &mut Model) {
    let Some(current) = model.results().map(|results| results.order) else {
        return;
    };
    let all = HitOrder::ALL.iter();
    let all = all.map(|&by| (Target::Order(by), by.name(), by.words()));
    let list = List::of_orders("Sort", all, Target::Order(current));
    model.overlay = Some(Overlay::List(Box::new(list)));
    model.fit_list();
}

/// The order of this name, or of its beginning.
pub(in crate::app) fn named(name: &str) -> Option<HitOrder> {
    let name = name.to_lowercase();
    let mut all = HitOrder::ALL.into_iter();
    all.find(|order| order.name().starts_with(&name))
}

/// Another order of hits.
pub(in crate::app) fn sort(model: &mut Model, order: HitOrder) -> Vec<Effect> {
    model
        .overlay
        .take_if(|overlay| matches!(overlay, Overlay::List(_)));
    let Some(results) = model.results_in_sight() else {
        return Vec::new();
    };
    if results.order == order {
        return Vec::new();
    }
    results.order = order;
    results.at = None;
    if results.now.query.is_empty() {
        return Vec::new();
    }
    vec![Effect::Load(Request::OrderHits(results.now.id, order))]
}

/// Scrolls the rows, down to the last one.
pub(in crate::app) fn turn(model: &mut Model, rows: isize) {
    let height = model.results_rows();
    if let Some(results) = model.results_in_sight() {
        let n_rows = results.n_rows();
        let rows = results.scroll.turnable(rows, n_rows, height);
        results.scroll.slide(rows, n_rows, height);
        results.settle(rows > 0, height);
    }
}

/// Puts the cursor at the row of a line of the screen; whether it was there.
pub(in crate::app) fn press(model: &mut Model, x: u16, y: u16) -> Option<bool> {
    let list = model.results_layout().list;
    let line = usize::from(y.checked_sub(list.y).filter(|line| *line < list.height)?);
    let height = model.results_rows();
    let results = model.results_in_sight().filter(|_| x < list.width)?;
    let row = results.scroll.top + line;
    if row >= results.n_rows() || results.row(row) == Some(ResultRow::Gap) {
        return None;
    }
    let was_chosen = results.scroll.focus == row;
    results.scroll.focus = row;
    results.settle(true, height);
    Some(was_chosen)
}
