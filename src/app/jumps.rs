//! Where the reader has been: a tree, so that going back and then elsewhere
//! loses no branch.

use crate::command::Command;
use crate::typeset::Shown;

use super::beside;
use super::execute::open_at;
use super::{Effect, List, ListRow, Model, Overlay, Reader, Screen, Target};

/// One place that was jumped from or to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The cable, among the entries.
    pub entry: usize,
    /// Where in its source.
    pub at: At,
    /// The id of the cable.
    pub id: Shown,
    /// The place in words: paragraph, marking and first words.
    pub words: Shown,
    parent: Option<usize>,
    /// The branch that was taken last.
    last_child: Option<usize>,
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
    tree: Vec<Jump>,
    current: Option<usize>,
    /// The place before the last jump: the cable among the entries, and
    /// where in it.
    before: Option<(usize, At)>,
}

/// When the tree holds more, what does not lie on the way from its root to
/// the current place is forgotten.
const MOST: usize = 4_096;

impl Jumps {
    /// Whether nothing was recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tree.is_empty()
    }

    /// Notes where the reader is, for coming back: the current node moves
    /// along with what is read between two jumps.
    fn leave(&mut self, here: Jump) {
        let node = self.current.and_then(|idx| self.tree.get_mut(idx));
        match node {
            Some(node) if node.entry == here.entry => {
                (node.at, node.words) = (here.at, here.words);
            }
            _ => self.push(here),
        }
    }

    /// Leaves a place by a jump.
    fn depart(&mut self, here: Jump) {
        self.before = Some((here.entry, here.at));
        self.leave(here);
    }

    /// Adds a place as a branch of the current one.
    fn push(&mut self, mut jump: Jump) {
        if self.tree.len() >= MOST {
            self.prune();
        }
        let idx = self.tree.len();
        jump.parent = self.current;
        if let Some(parent) = self.current.and_then(|idx| self.tree.get_mut(idx)) {
            parent.last_child = Some(idx);
        }
        self.tree.push(jump);
        self.current = Some(idx);
    }

    /// Keeps the newer half of the way to the current place.
    fn prune(&mut self) {
        let mut way = Vec::new();
        let mut next = self.current;
        while let Some(jump) = next.and_then(|idx| self.tree.get(idx)) {
            way.push(jump.clone());
            next = jump.parent;
            if way.len() == MOST / 2 {
                break;
            }
        }
        way.reverse();
        let n_kept = way.len();
        for (idx, jump) in way.iter_mut().enumerate() {
            jump.parent = idx.checked_sub(1);
            jump.last_child = (idx + 1 < n_kept).then_some(idx + 1);
        }
        self.tree = way;
        self.current = n_kept.checked_sub(1);
    }

    /// The cable that is in sight was reached by closing another: its last
    /// place on the way back is the current one.
    fn return_to(&mut self, here: Jump) {
        let mut next = self.current;
        while let Some((idx, jump)) = next.and_then(|idx| Some((idx, self.tree.get(idx)?))) {
            if jump.entry == here.entry {
                self.current = Some(idx);
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
    words.extend(page.row_text(row_idx).chars().take(LONGEST));
    Jump {
        entry: reader.entry,
        at,
        id: reader.id.clone(),
        words: Shown::new(&words),
        parent: None,
        last_child: None,
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
    if let Some(from) = here(model) {
        model.jumps.before = Some((from.entry, from.at));
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

/// Goes to the place before the last jump, which then is the one here.
pub(super) fn go_before(model: &mut Model) -> Vec<Effect> {
    let Some((entry, at)) = model.jumps.before else {
        model.say("no jump yet, so no place before it");
        return Vec::new();
    };
    if let Some(from) = here(model) {
        model.jumps.depart(from);
    }
    model.overlay = None;
    go_to_entry(model, entry, at)
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
    let mut moved = reopens && target.is_some();
    for _ in u32::from(reopens)..times.max(1) {
        let node = target.and_then(|idx| model.jumps.tree.get(idx));
        let next = node.and_then(|jump| if back { jump.parent } else { jump.last_child });
        if next.is_none() {
            break;
        }
        target = next;
        moved = true;
    }
    let Some(target) = target.filter(|_| moved) else {
        let end = if back { "before" } else { "after" };
        let list = model.key_words(Command::Jumps);
        model.say(&format!("no jump {end} this one; {list} lists them"));
        return Vec::new();
    };
    go_to(model, target)
}

/// Goes to a place of the history.
pub(super) fn go_to(model: &mut Model, node: usize) -> Vec<Effect> {
    if let Some(from) = here(model) {
        model.jumps.depart(from);
    }
    let Some(jump) = model.jumps.tree.get(node) else {
        return Vec::new();
    };
    let (entry, at) = (jump.entry, jump.at);
    // Forward takes this branch again.
    let mut child = node;
    while let Some(parent) = model.jumps.tree.get(child).and_then(|jump| jump.parent) {
        if let Some(jump) = model.jumps.tree.get_mut(parent) {
            jump.last_child = Some(child);
        }
        child = parent;
    }
    model.jumps.current = Some(node);
    model.overlay = None;
    go_to_entry(model, entry, at)
}

/// Shows a place of a cable: of the one in sight, of one below it, or of one
/// that is opened for it.
fn go_to_entry(model: &mut Model, entry: usize, at: At) -> Vec<Effect> {
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
            return open_at(model, entry, at);
        };
        model.screens.below.truncate(depth + 1);
        if let Some(screen) = model.screens.below.pop() {
            model.screens.top = screen;
        }
        model.arrange();
    }
    show(model, at);
    Vec::new()
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
pub(super) fn list(model: &mut Model) {
    if let Some(from) = here(model) {
        model.jumps.leave(from);
    }
    if model.jumps.is_empty() {
        model.say("no jumps yet: a move of more than one screen is one");
        return;
    }
    let lines = model.jumps.lines();
    let current = model.jumps.current;
    let focus = lines.iter().position(|&(idx, _)| Some(idx) == current);
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
