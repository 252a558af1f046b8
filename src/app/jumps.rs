//! Where the reader has been: a tree, so that going back and then elsewhere
//! loses no branch.

use std::sync::Arc;

use crate::cable::Cable;
use crate::command::Command;
use crate::notes::{Anchor, JumpName, Key, Way};
use crate::typeset::Shown;

use super::beside;
use super::execute::open_at;
use super::history;
use super::{Effect, Fetching, List, ListRow, Model, Overlay, Reader, Screen, Target, marks};

/// One place that was jumped from or to.
#[derive(Clone, Debug)]
pub(super) struct Jump {
    /// What it is kept as.
    pub(super) name: JumpName,
    /// The cable, among the entries; nothing if that is not known yet of one
    /// that was read in an earlier run.
    pub(super) entry: Option<usize>,
    /// The cable.
    pub(super) key: Key,
    /// How it is opened again, if it is none of the entries.
    pub(super) way: Way,
    /// Where in it.
    pub(super) spot: Spot,
    /// The id of the cable.
    pub(super) id: Shown,
    /// The place in words: paragraph, marking and first words.
    pub(super) words: Shown,
    /// The cable itself, until what the place is found again by is made of its
    /// words.
    pub(super) cable: Option<Arc<Cable>>,
    /// What that is.
    pub(super) anchor: Option<Anchor>,
    pub(super) parent: Option<usize>,
    /// The branch that was taken last.
    pub(super) last_child: Option<usize>,
    /// Whether its cable cannot be opened any more.
    pub(super) is_lost: bool,
}

impl Jump {
    /// Whether it is in the same cable.
    fn is_with(&self, other: &Jump) -> bool {
        match (self.entry, other.entry) {
            (Some(one), Some(other)) => one == other,
            _ => self.key == other.key,
        }
    }
}

/// Where in a cable a jump leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// To a place that was told since the start.
    At(At),
    /// To a place that was kept, so many rows below the top of the window.
    Kept(Anchor, usize),
}

/// A place in a cable, and how far below the top of the window it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// The byte of the source.
    pub place: u32,
    /// Rows above it in sight.
    pub below: usize,
}

/// Every place that was jumped from or to.
#[derive(Clone, Debug, Default)]
pub struct Jumps {
    pub(super) tree: Vec<Jump>,
    pub(super) current: Option<usize>,
    /// The place before the last jump: the cable among the entries, and
    /// where in it.
    before: Option<(usize, At)>,
    /// The current place before history was gone through.
    left: Option<usize>,
    /// Places of this run so far.
    n_own: u32,
    /// Places where somebody was since they were kept, in that order.
    pub(super) unkept: Vec<usize>,
    /// What is known of what is kept.
    pub(super) kept: history::Kept,
}

/// When the tree holds more, what does not lie on the way from its root to
/// the current place is forgotten.
const MOST: usize = 4_096;

impl Jumps {
    /// Somebody is at a place.
    pub(super) fn touch(&mut self, node: usize) {
        self.unkept.retain(|other| *other != node);
        self.unkept.push(node);
    }

    /// The place that history was gone through from has moved.
    pub(super) fn shift_left(&mut self, moved: impl FnOnce(usize) -> usize) {
        self.left = self.left.map(moved);
    }

    /// The place of this name.
    fn node(&self, name: JumpName) -> Option<usize> {
        self.tree.iter().position(|jump| jump.name == name)
    }

    /// Notes where the reader is, for coming back: the current node moves
    /// along with what is read between two jumps.
    fn leave(&mut self, here: Jump) {
        let current = self.current;
        let node = current.and_then(|idx| Some((idx, self.tree.get_mut(idx)?)));
        match node {
            Some((idx, node)) if node.is_with(&here) => {
                *node = Jump {
                    name: node.name,
                    parent: node.parent,
                    last_child: node.last_child,
                    ..here
                };
                self.touch(idx);
            }
            _ => self.push(here),
        }
    }

    /// Leaves a place by a jump.
    fn depart(&mut self, here: Jump) {
        if let (Some(entry), Spot::At(at)) = (here.entry, here.spot) {
            self.before = Some((entry, at));
        }
        self.leave(here);
    }

    /// Adds a place as a branch of the current one.
    fn push(&mut self, mut jump: Jump) {
        if self.tree.len() >= MOST {
            self.prune();
        }
        let idx = self.tree.len();
        jump.name = JumpName::Own(self.n_own);
        self.n_own = self.n_own.saturating_add(1);
        jump.parent = self.current;
        if let Some(parent) = self.current.and_then(|idx| self.tree.get_mut(idx)) {
            parent.last_child = Some(idx);
        }
        self.tree.push(jump);
        self.current = Some(idx);
        self.touch(idx);
    }

    /// Keeps the newer half of the way to the current place.
    fn prune(&mut self) {
        let mut is_kept = vec![false; self.tree.len()];
        let mut next = self.current;
        for _ in 0..MOST / 2 {
            let node = next.and_then(|idx| Some((is_kept.get_mut(idx)?, self.tree.get(idx)?)));
            let Some((is_kept, jump)) = node else { break };
            *is_kept = true;
            next = jump.parent;
        }
        self.keep_only(&is_kept);
    }

    /// Lets go of the places of a cable, but for the one where somebody is.
    pub(super) fn forget(&mut self, key: &Key) {
        let nodes = self.tree.iter().enumerate();
        let is_kept: Vec<bool> = nodes
            .map(|(idx, jump)| jump.key != *key || Some(idx) == self.current)
            .collect();
        self.keep_only(&is_kept);
        self.before = None;
    }

    /// Lets go of the other places. What was reached from one of them counts
    /// as reached from where that was.
    fn keep_only(&mut self, is_kept: &[bool]) {
        let is_kept = |idx: usize| is_kept.get(idx).copied().unwrap_or_default();
        let mut moved = vec![None; self.tree.len()];
        let mut n_kept = 0;
        // What was reached stands behind what it was reached from, so that
        // every parent has its new place by then.
        for idx in 0..self.tree.len() {
            let parent = self.tree.get(idx).and_then(|jump| jump.parent);
            let parent = parent.and_then(|parent| moved.get(parent).copied().flatten());
            let place = if is_kept(idx) {
                if let Some(jump) = self.tree.get_mut(idx) {
                    jump.parent = parent;
                }
                n_kept += 1;
                Some(n_kept - 1)
            } else {
                parent
            };
            if let Some(moved) = moved.get_mut(idx) {
                *moved = place;
            }
        }
        let moved = |idx: usize| moved.get(idx).copied().flatten();
        let only = |idx: usize| moved(idx).filter(|_| is_kept(idx));
        let mut idx = 0;
        self.tree.retain_mut(|jump| {
            jump.last_child = jump.last_child.and_then(only);
            idx += 1;
            is_kept(idx - 1)
        });
        for idx in 0..self.tree.len() {
            let parent = self.tree.get(idx).and_then(|jump| jump.parent);
            if let Some(parent) = parent.and_then(|parent| self.tree.get_mut(parent))
                && parent.last_child.is_none()
            {
                parent.last_child = Some(idx);
            }
        }
        self.current = self.current.and_then(moved);
        self.left = self.left.and_then(only);
        self.unkept = self.unkept.drain(..).filter_map(only).collect();
    }

    /// The cable that is in sight was reached by closing another: its last
    /// place on the way back is the current one.
    fn return_to(&mut self, here: Jump) {
        let mut next = self.current;
        while let Some((idx, jump)) = next.and_then(|idx| Some((idx, self.tree.get(idx)?))) {
            if jump.is_with(&here) {
                self.current = Some(idx);
                self.touch(idx);
                return;
            }
            next = jump.parent;
        }
        self.push(here);
    }

    /// The tree in lines: older branches stand indented above the one that
    /// was taken last.
    fn lines(&self) -> Vec<(usize, usize)> {
        let mut children = vec![Vec::new(); self.tree.len()];
        let mut roots = Vec::new();
        for (idx, jump) in self.tree.iter().enumerate() {
            match jump.parent.and_then(|parent| children.get_mut(parent)) {
                Some(siblings) => siblings.push(idx),
                None => roots.push(idx),
            }
        }
        let mut lines = Vec::with_capacity(self.tree.len());
        let mut open: Vec<(usize, usize)> = roots.iter().rev().map(|&root| (root, 0)).collect();
        while let Some((idx, depth)) = open.pop() {
            lines.push((idx, depth));
            let own = children.get(idx).map_or(&[][..], Vec::as_slice);
            let last = self.tree.get(idx).and_then(|jump| jump.last_child);
            // What is pushed last is listed first.
            open.extend(
                own.iter()
                    .filter(|&&child| Some(child) == last)
                    .map(|&child| (child, depth)),
            );
            let others = own.iter().rev().filter(|&&child| Some(child) != last);
            open.extend(others.map(|&child| (child, depth + 1)));
        }
        lines
    }
}

/// A place of a cable, in words that a list shows.
fn jump(reader: &Reader, at: At) -> Jump {
    /// More would not fit beside the id.
    const LONGEST: usize = 60;
    let page = &reader.text.page;
    let row_idx = page.row_at(page.at_source(at.place));
    let rows = page.rows().get(..=row_idx).unwrap_or_default();
    let paragraph = rows.iter().rev().find_map(|row| row.paragraph);
    let number = paragraph
        .and_then(|idx| reader.cable.paragraphs.get(idx as usize))
        .and_then(|paragraph| paragraph.number);
    let mut words = number.map_or_else(String::new, |number| format!("P{number}  "));
    // What a filter hides is called by its own words: the filter ends.
    let hidden = paragraph.filter(|_| page.is_stub(row_idx));
    let label = hidden.and_then(|idx| reader.outline.label(idx));
    let text = label.map_or_else(|| page.row_text(row_idx), Shown::as_str);
    words.extend(text.chars().take(LONGEST));
    Jump {
        name: JumpName::Own(0),
        entry: Some(reader.entry),
        key: reader.key.clone(),
        way: Way::Nowhere,
        spot: Spot::At(at),
        id: reader.id.clone(),
        words: Shown::new(&words),
        cable: Some(Arc::clone(&reader.cable)),
        anchor: None,
        parent: None,
        last_child: None,
        is_lost: false,
    }
}

/// Where the cursor of the text is.
fn cursor(reader: &Reader) -> At {
    At {
        place: reader.text.place(),
        below: reader.text.scroll.below(),
    }
}

/// The place in sight as a node of the tree.
pub(super) fn here(model: &Model) -> Option<Jump> {
    let reader = model.reader()?;
    Some(jump(reader, cursor(reader)))
}

/// A place before a command, to be compared with what the command leads to.
#[derive(Clone, Copy)]
pub(super) struct Before(Option<(usize, At)>);

impl Before {
    pub(super) fn of(model: &Model) -> Before {
        Before(model.reader().map(|reader| (reader.entry, cursor(reader))))
    }

    /// The place where a search began that moved the cursor meanwhile.
    pub(super) fn at(self, at: At) -> Before {
        Before(self.0.map(|(entry, _)| (entry, at)))
    }

    /// Records a jump: a move of more than one screen inside a cable.
    pub(super) fn record(self, model: &mut Model) {
        let (Some((entry, at)), Some(reader)) = (self.0, model.reader()) else {
            return;
        };
        let there = cursor(reader);
        if entry != reader.entry || at.place == there.place {
            return;
        }
        let (size, arrangement) = model.room();
        let layout = reader.layout(size, arrangement);
        let page = &reader.text.page;
        let row = page.row_at(page.at_source(at.place));
        if row.abs_diff(reader.text.scroll.focus) > reader.text_height(&layout).max(1) {
            let (from, there) = (jump(reader, at), jump(reader, there));
            model.jumps.depart(from);
            model.jumps.push(there);
        }
    }
}

/// Another cable was opened from a place.
pub(super) fn opened(model: &mut Model, from: Option<Jump>) {
    if let Some(from) = from {
        model.jumps.depart(from);
    }
    if let Some(there) = here(model) {
        model.jumps.push(there);
    }
}

/// Goes to a place of the cable in sight by a jump, however near it is.
pub(super) fn leap(model: &mut Model, place: u32) {
    if let Some(reader) = model.reader() {
        model.jumps.before = Some((reader.entry, cursor(reader)));
    }
    bring(model, place);
}

/// Puts the cursor of the cable in sight at a place, on the row where it
/// stands if it is in sight.
pub(super) fn bring(model: &mut Model, place: u32) {
    let Some(reader) = model.reader() else { return };
    let (size, arrangement) = model.room();
    let height = reader.text_height(&reader.layout(size, arrangement));
    let row = reader.text.page.row_at(reader.text.page.at_source(place));
    let below = row.checked_sub(reader.text.scroll.top);
    let below = below.filter(|below| *below < height).unwrap_or(height / 3);
    show(model, At { place, below });
}

/// Puts the cursor of the cable in sight at a byte of its source, a third of
/// the way down, also where no word stands.
pub(super) fn bring_exactly(model: &mut Model, place: usize) {
    let Ok(place) = u32::try_from(place) else {
        return;
    };
    let Some(reader) = model.reader() else { return };
    let (size, arrangement) = model.room();
    let height = reader.text_height(&reader.layout(size, arrangement));
    let below = height / 3;
    show(model, At { place, below });
}

/// Goes to the place before the last jump, which then is the one here. Before
/// the first jump of this run the last one of an earlier run is meant.
pub(super) fn go_before(model: &mut Model) -> Vec<Effect> {
    let Some((entry, at)) = model.jumps.before else {
        let current = model.jumps.current;
        let current = current.and_then(|node| model.jumps.tree.get(node));
        if history::is_to_come(model) || current.is_some_and(|jump| jump.parent.is_some()) {
            return go(model, true, 1);
        }
        model.say("no jump yet, so no place before it");
        return Vec::new();
    };
    if let Some(from) = here(model) {
        model.jumps.depart(from);
    }
    model.overlay = None;
    go_to_entry(model, entry, Spot::At(at))
}

/// A view was closed at a place, and the one below it is in sight again.
pub(super) fn closed(model: &mut Model, from: Option<Jump>) {
    if let Some(from) = from {
        model.jumps.depart(from);
    }
    if let Some(there) = here(model) {
        model.jumps.return_to(there);
    }
}

/// Goes back or forward in the history of jumps.
pub(super) fn go(model: &mut Model, back: bool, times: u32) -> Vec<Effect> {
    let from = here(model);
    // From the list of cables the first step back leads to the one that was
    // left.
    let reopens = from.is_none() && back;
    if let Some(from) = from {
        model.jumps.leave(from);
    }
    let mut target = model.jumps.current;
    // What cannot be opened any more is no place to stop at.
    let jumps = &model.jumps;
    let is_there = |idx: usize| jumps.tree.get(idx).is_some_and(|jump| !jump.is_lost);
    let mut n_steps = u32::from(reopens && target.is_some_and(is_there));
    let times = times.max(1);
    let mut last = target.filter(|_| n_steps > 0);
    while n_steps < times {
        let node = target.and_then(|idx| jumps.tree.get(idx));
        target = node.and_then(|jump| if back { jump.parent } else { jump.last_child });
        let Some(next) = target else { break };
        if is_there(next) {
            last = Some(next);
            n_steps += 1;
        }
    }
    if n_steps < times && history::is_to_come(model) {
        model.jumps.kept.wanted = Some(history::Wanted::Move(back, times));
        return history::ask(model).into_iter().collect();
    }
    let Some(target) = last else {
        let end = if back { "before" } else { "after" };
        let all = model.key_words(Command::Jumps);
        model.say(&format!("no jump {end} this one; {all} lists them"));
        return Vec::new();
    };
    go_to(model, target)
}

/// Goes to a place of the history.
pub(super) fn go_to(model: &mut Model, node: usize) -> Vec<Effect> {
    let Some(jump) = model.jumps.tree.get(node) else {
        return Vec::new();
    };
    let (name, spot) = (jump.name, jump.spot);
    let Some(entry) = entry_of(model, jump) else {
        return fetch(model, node);
    };
    model.jumps.left = model.jumps.current;
    if let Some(from) = here(model) {
        model.jumps.depart(from);
        model.jumps.left = model.jumps.current;
    }
    // Where the tree was cut, places have moved.
    let Some(node) = model.jumps.node(name) else {
        return Vec::new();
    };
    if let Some(jump) = model.jumps.tree.get_mut(node) {
        jump.entry = Some(entry);
    }
    // Forward takes this branch again.
    let mut child = node;
    while let Some(parent) = model.jumps.tree.get(child).and_then(|jump| jump.parent) {
        if let Some(jump) = model.jumps.tree.get_mut(parent) {
            jump.last_child = Some(child);
        }
        child = parent;
    }
    model.jumps.current = Some(node);
    model.jumps.touch(node);
    model.overlay = None;
    go_to_entry(model, entry, spot)
}

/// The cable of a jump among the entries, if it is one of them.
fn entry_of(model: &Model, jump: &Jump) -> Option<usize> {
    let held = || marks::held(model, &jump.key, &jump.way);
    jump.entry.or_else(held)
}

/// Asks for the cable of a jump of an earlier run, which is none of the
/// entries.
fn fetch(model: &mut Model, node: usize) -> Vec<Effect> {
    model.overlay = None;
    let Some(jump) = model.jumps.tree.get(node) else {
        return Vec::new();
    };
    let (id, key, way) = (jump.id.clone(), jump.key.clone(), jump.way.clone());
    let fetching = Fetching::Jump(jump.name);
    if way == Way::Nowhere {
        lose(model, node);
    }
    marks::fetch(model, &id, &key, &way, fetching)
}

/// The cable of a jump is one of the entries now, or cannot be opened.
pub(super) fn fetched(
    model: &mut Model,
    name: JumpName,
    fetched: Result<usize, Shown>,
) -> Vec<Effect> {
    let Some(node) = model.jumps.node(name) else {
        return Vec::new();
    };
    let Some(jump) = model.jumps.tree.get_mut(node) else {
        return Vec::new();
    };
    match fetched {
        Ok(entry) => {
            jump.entry = Some(entry);
            go_to(model, node)
        }
        Err(why) => {
            lose(model, node);
            say_lost(model, &why);
            Vec::new()
        }
    }
}

/// The cable of a place cannot be opened: no place of it is gone back to.
fn lose(model: &mut Model, node: usize) {
    let Some(lost) = model.jumps.tree.get(node) else {
        return;
    };
    let (key, way) = (lost.key.clone(), lost.way.clone());
    for jump in &mut model.jumps.tree {
        jump.is_lost |= jump.key == key && jump.way == way;
    }
}

fn say_lost(model: &mut Model, why: &Shown) {
    let back = model.key_words(Command::JumpBack);
    model.warn(&format!(
        "the cable of this jump cannot be opened, and {back} passes it from now on: {why}"
    ));
}

/// A cable could not be opened. If history led to it, the place before is the
/// current one again.
pub(super) fn not_opened(model: &mut Model, entry: usize, why: &Shown) {
    let current = model.jumps.current;
    let leads_there = |node: &usize| {
        let jump = model.jumps.tree.get(*node);
        jump.is_some_and(|jump| entry_of(model, jump) == Some(entry))
    };
    let Some(node) = current.filter(leads_there) else {
        return;
    };
    lose(model, node);
    model.jumps.current = model.jumps.left;
    say_lost(model, why);
}

/// Shows a place of a cable: of the one in sight, of one below it, or of one
/// that is opened for it.
fn go_to_entry(model: &mut Model, entry: usize, spot: Spot) -> Vec<Effect> {
    let is = |screen: &Screen| matches!(screen, Screen::Reader(reader) if reader.entry == entry);
    let is_other = model
        .beside
        .as_ref()
        .is_some_and(|it| it.other.entry == entry);
    if !is(&model.screens.top) && is_other {
        beside::change_sides(model);
    }
    if !is(&model.screens.top) {
        let Some(depth) = model.screens.below.iter().rposition(is) else {
            return open_at(model, entry, spot);
        };
        model.screens.below.truncate(depth + 1);
        if let Some(screen) = model.screens.below.pop() {
            model.screens.top = screen;
        }
        model.arrange();
    }
    show_spot(model, spot);
    Vec::new()
}

/// Puts the cursor of the cable in sight where a jump leads.
pub(super) fn show_spot(model: &mut Model, spot: Spot) {
    let (anchor, below) = match spot {
        Spot::At(at) => return show(model, at),
        Spot::Kept(anchor, below) => (anchor, below),
    };
    let Some(reader) = model.reader() else { return };
    let found = anchor.find(&reader.cable);
    let place = found.place;
    show(model, At { place, below });
    if !found.is_same {
        marks::say_changed(model);
    }
}

/// Puts the cursor of the cable in sight at a place of its text.
pub(super) fn show(model: &mut Model, at: At) {
    let (size, arrangement) = model.room();
    if let Screen::Reader(reader) = &mut model.screens.top {
        super::arrange::leave_sheet(reader);
        reader.focus = super::PaneId::Text;
        reader.arrange(size, arrangement);
        let height = reader.text_height(&reader.layout(size, arrangement));
        reader.text.return_to(at.place, at.below, height);
        reader.arrange(size, arrangement);
    }
}

/// Opens the list of jumps, the current one chosen.
pub(super) fn list(model: &mut Model) -> Vec<Effect> {
    if let Some(from) = here(model) {
        model.jumps.leave(from);
    }
    if model.jumps.tree.is_empty() && history::is_to_come(model) {
        model.jumps.kept.wanted = Some(history::Wanted::List);
        return history::ask(model).into_iter().collect();
    }
    show_list(model, model.jumps.current);
    if history::is_to_come(model) {
        return history::ask(model).into_iter().collect();
    }
    Vec::new()
}

/// Shows the list of jumps, this one chosen.
pub(super) fn show_list(model: &mut Model, chosen: Option<usize>) {
    if model.jumps.tree.is_empty() {
        model.say("no jumps yet: a move of more than one screen is one");
        return;
    }
    let lines = model.jumps.lines();
    let focus = lines.iter().position(|&(idx, _)| Some(idx) == chosen);
    let rows = lines.into_iter().filter_map(|(idx, depth)| {
        let jump = model.jumps.tree.get(idx)?;
        Some(ListRow {
            depth,
            label: jump.id.clone(),
            words: jump.words.clone(),
            target: Target::Jump(idx),
        })
    });
    let foot = &[(Command::Open, "goes there"), (Command::Close, "close")];
    let list = List::new("Jumps", foot, rows.collect(), focus);
    model.overlay = Some(Overlay::List(Box::new(list)));
    model.fit_list();
}
