//! Jumps that outlive the program: asked for when the first is made or wanted,
//! not at the start, and kept a moment after somebody was there.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crate::notes::{Anchor, Jump as KeptJump, JumpName, Place};
use crate::typeset::Shown;

use super::jumps::{self, Jump, Spot};
use super::{Effect, Model, Overlay, Remember, Target, Wake};

/// How long after a jump it is kept.
const DELAY: Duration = Duration::from_secs(1);

/// What is known of the jumps that are kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    asking: Asking,
    delay: Delay,
    /// Whether it was said that jumps cannot be kept.
    has_complained: bool,
    /// What is to be done once they have come.
    pub(super) wanted: Option<Wanted>,
}

/// How far what is kept is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Asking {
    #[default]
    Unasked,
    Asked,
    Told,
    /// It cannot be read, and so nothing is kept either.
    Shut,
}

/// Whether something waits to be kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Delay {
    #[default]
    Nothing,
    Runs,
    /// It is over, and what is kept has not come yet.
    Over,
}

/// What is to be done once what is kept has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// To go through history: whether back, and how far.
    Move(bool, u32),
    /// To list it.
    List,
}

impl Kept {
    fn has_come(&self) -> bool {
        matches!(self.asking, Asking::Told | Asking::Shut)
    }
}

/// Whether jumps of earlier runs may still come.
pub(super) fn is_to_come(model: &Model) -> bool {
    !model.settings.private && !model.jumps.kept.has_come()
}

/// Asks for them, unless they are on their way.
pub(super) fn ask(model: &mut Model) -> Option<Effect> {
    let asking = &mut model.jumps.kept.asking;
    if *asking != Asking::Unasked {
        return None;
    }
    *asking = Asking::Asked;
    Some(Effect::Remember(Remember::RecallJumps))
}

/// Sees whether somebody was at a place that is not kept.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.jumps.unkept.is_empty() {
        return;
    }
    if model.settings.private {
        for node in std::mem::take(&mut model.jumps.unkept) {
            if let Some(jump) = model.jumps.tree.get_mut(node) {
                jump.cable = None;
            }
        }
        return;
    }
    let in_sight = model.reader().map(|reader| Arc::clone(&reader.cable));
    for idx in 0..model.jumps.unkept.len() {
        let node = model.jumps.unkept.get(idx).copied();
        let Some(jump) = node.and_then(|node| model.jumps.tree.get_mut(node)) else {
            continue;
        };
        let is_in_sight = |cable| in_sight.as_ref().is_some_and(|it| Arc::ptr_eq(it, cable));
        if jump.cable.as_ref().is_some_and(|cable| !is_in_sight(cable)) {
            // A cable that was left is not held for it.
            settle(jump);
        }
    }
    // Who only reads on has made no jump.
    let kept = &mut model.jumps.kept;
    let is_worth_it = match kept.asking {
        Asking::Told => true,
        Asking::Shut => false,
        Asking::Unasked | Asking::Asked => model.jumps.tree.len() > 1,
    };
    if is_worth_it && kept.delay == Delay::Nothing {
        kept.delay = Delay::Runs;
        effects.extend(ask(model));
        effects.push(Effect::After(DELAY, Wake::Jumps));
    }
}

/// What a place is found again by, made of the words of its cable.
fn settle(jump: &mut Jump) -> Option<Anchor> {
    if let (Some(cable), Spot::At(at)) = (jump.cable.take(), jump.spot) {
        jump.anchor = Some(Anchor::of(&cable, at.place));
    }
    match jump.spot {
        Spot::Kept(anchor, _) => Some(anchor),
        Spot::At(_) => jump.anchor,
    }
}

/// The delay is over.
pub(super) fn elapsed(model: &mut Model) -> Vec<Effect> {
    if model.jumps.kept.has_come() {
        model.jumps.kept.delay = Delay::Nothing;
        return keep(model).into_iter().collect();
    }
    model.jumps.kept.delay = Delay::Over;
    Vec::new()
}

/// Has the places kept where somebody was since.
pub(super) fn keep(model: &mut Model) -> Option<Effect> {
    let unkept = std::mem::take(&mut model.jumps.unkept);
    if model.settings.private || model.jumps.kept.asking == Asking::Shut {
        return None;
    }
    let mut jumps = Vec::new();
    for node in unkept {
        let parent = model.jumps.tree.get(node).and_then(|jump| jump.parent);
        let parent = parent.and_then(|parent| model.jumps.tree.get(parent));
        let parent = parent.map(|parent| parent.name);
        let Some(jump) = model.jumps.tree.get_mut(node) else {
            continue;
        };
        let anchor = settle(jump);
        let (Some(anchor), false) = (anchor, model.places.is_forgotten(&jump.key)) else {
            continue;
        };
        let below = match jump.spot {
            Spot::At(at) => at.below,
            Spot::Kept(_, below) => below,
        };
        let kept = KeptJump {
            name: jump.name,
            parent,
            place: Place {
                key: jump.key.clone(),
                id: jump.id.as_str().into(),
                anchor,
                below: u16::try_from(below).unwrap_or(u16::MAX),
            },
            words: jump.words.as_str().into(),
            way: jump.way.clone(),
        };
        jumps.push((jump.entry, kept));
    }
    (!jumps.is_empty()).then_some(Effect::Remember(Remember::Jumps(jumps)))
}

/// What is to be kept before the program stops or ends: nothing, where nobody
/// has jumped.
pub(super) fn parting(model: &mut Model) -> Option<Effect> {
    let is_worth_it = model.jumps.kept.has_come() || model.jumps.tree.len() > 1;
    if is_worth_it { keep(model) } else { None }
}

/// Jumps cannot be kept: said once.
pub(super) fn failed(model: &mut Model, why: &str) {
    if !std::mem::replace(&mut model.jumps.kept.has_complained, true) {
        model.warn(&format!("jumps are not kept: {why}"));
    }
}

/// What is kept has come, or why it cannot be read.
pub(super) fn recalled(
    model: &mut Model,
    found: Result<Vec<(KeptJump, i64)>, Shown>,
) -> Vec<Effect> {
    model.jumps.kept.asking = Asking::Told;
    let chosen = match &model.overlay {
        Some(Overlay::List(list)) => match list.chosen() {
            Some(Target::Jump(node)) => Some(node),
            _ => None,
        },
        _ => None,
    };
    let chosen_name = chosen.and_then(|node| Some(model.jumps.tree.get(node)?.name));
    match found {
        Ok(found) => {
            let merged = put_before(model, found);
            if let Some(node) = chosen {
                let name = merged.filter(|_| node == 0).or(chosen_name);
                let nodes = model.jumps.tree.iter();
                let node = nodes.map(|jump| Some(jump.name)).position(|it| it == name);
                jumps::show_list(model, node);
            }
        }
        Err(why) => {
            model.jumps.kept.asking = Asking::Shut;
            // What was asked for would be answered over this message.
            model.jumps.kept.wanted = None;
            if !std::mem::replace(&mut model.jumps.kept.has_complained, true) {
                model.warn(&format!("jumps of earlier runs cannot be read: {why}"));
            }
        }
    }
    let mut effects = Vec::new();
    if model.jumps.kept.delay == Delay::Over {
        model.jumps.kept.delay = Delay::Nothing;
        effects.extend(keep(model));
    }
    // Nor does that there is none hide that a damaged file was put aside.
    let is_empty = model.jumps.tree.len() < 2;
    let warned = model.notice.as_ref().is_some_and(|notice| notice.failed);
    let wanted = model.jumps.kept.wanted.take();
    let wanted = wanted.filter(|_| !(is_empty && warned));
    match wanted.filter(|_| model.overlay.is_none()) {
        Some(Wanted::List) => jumps::show_list(model, model.jumps.current),
        Some(Wanted::Move(back, times)) => effects.extend(jumps::go(model, back, times)),
        None => {}
    }
    effects
}

/// Puts what is kept before what was recorded since the start: that hangs on
/// the place where somebody was last. Where that is in the same cable, the
/// first place of this run is it, moved on; its name is given.
fn put_before(model: &mut Model, found: Vec<(KeptJump, i64)>) -> Option<JumpName> {
    let mut tree: Vec<Jump> = Vec::with_capacity(found.len());
    let mut touched = Vec::with_capacity(found.len());
    let mut nodes = HashMap::with_capacity(found.len());
    for (kept, when) in found {
        if model.places.is_forgotten(&kept.place.key) {
            continue;
        }
        // Only what stands before can have been reached before, so that
        // whoever goes back comes to an end, whatever the file says.
        let parent = kept.parent.and_then(|name| nodes.get(&name).copied());
        nodes.insert(kept.name, tree.len());
        touched.push(when);
        tree.push(Jump {
            name: kept.name,
            entry: None,
            spot: Spot::Kept(kept.place.anchor, usize::from(kept.place.below)),
            key: kept.place.key,
            way: kept.way,
            id: Shown::new(&kept.place.id),
            words: Shown::new(&kept.words),
            cable: None,
            anchor: None,
            parent,
            last_child: None,
            is_lost: false,
        });
    }
    let last = (0..tree.len()).max_by_key(|idx| touched.get(*idx).copied())?;
    // Forward leads to where somebody was last.
    for idx in (0..tree.len()).rev() {
        let Some(parent) = tree.get(idx).and_then(|jump| jump.parent) else {
            continue;
        };
        let when = touched.get(idx).copied();
        let taken = tree.get(parent).and_then(|jump| jump.last_child);
        // What a branch holds stands behind its beginning, so that the latest
        // of it is known by now.
        let is_later = taken.is_none_or(|taken| touched.get(taken).copied() < when);
        if is_later && let Some(jump) = tree.get_mut(parent) {
            jump.last_child = Some(idx);
        }
        if let Some(of_parent) = touched.get_mut(parent) {
            *of_parent = (*of_parent).max(when.unwrap_or_default());
        }
    }
    let jumps = &mut model.jumps;
    let root = jumps.tree.first();
    let is_same = root.is_some_and(|root| tree.get(last).is_some_and(|it| it.key == root.key));
    let n_before = tree.len() - usize::from(is_same);
    let moved = |idx: usize| match idx {
        0 if is_same => last,
        idx => n_before + idx,
    };
    let merged = tree.get(last).filter(|_| is_same).map(|jump| jump.name);
    for (idx, mut jump) in std::mem::take(&mut jumps.tree).into_iter().enumerate() {
        jump.last_child = jump.last_child.map(moved);
        jump.parent = jump.parent.map(moved);
        if idx > 0 || !is_same {
            if jump.parent.is_none() {
                jump.parent = Some(last);
                if let Some(it) = tree.get_mut(last) {
                    it.last_child = Some(moved(idx));
                }
            }
            tree.push(jump);
        } else if let Some(it) = tree.get_mut(last) {
            *it = Jump {
                name: it.name,
                parent: it.parent,
                last_child: jump.last_child.or(it.last_child),
                ..jump
            };
        }
    }
    jumps.tree = tree;
    jumps.current = Some(jumps.current.map_or(last, moved));
    for node in &mut jumps.unkept {
        *node = moved(*node);
    }
    jumps.shift_left(moved);
    merged
}
