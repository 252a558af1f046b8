//! Where the reader stands in each cable, kept for the next time.
//!
//! Watched once for all commands, after every message: whatever moves the
//! cursor moves the place. What is to be kept leaves as an effect, a moment
//! after the first move, and at once when the cable is left, so that nothing
//! waits for a disk and nothing wakes a reader who does not move.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use crate::cable::Cable;
use crate::notes::{Anchor, Key, Place};
use crate::typeset::Shown;

use super::history;
use super::marks;
use super::panes;
use super::reads;
use super::{At, Effect, Model, Msg, Reader, Remember, Wake, update};

/// How long after a move the place is kept.
const DELAY: Duration = Duration::from_secs(1);

/// Where the cables were left, and what of it is still to be kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// Where the cables were left that were read since the start, and which
    /// entry was read: another may bear the same number.
    left: HashMap<Key, (usize, Place)>,
    /// Where the one in sight is read.
    stand: Option<Stand>,
    /// Whether a delay was asked for.
    is_waiting: bool,
    /// The cables of which nothing is to be kept.
    forgotten: HashSet<Key>,
    /// Whether it was said that places cannot be kept.
    has_complained: bool,
}

/// A place in a cable, and whether it is kept.
///
/// It holds the cable: what a place is found again by is made of its words,
/// which takes a while, so that is not done at every move but when the place
/// is kept, and by then the cable may have been closed.
#[derive(Clone, Debug)]
struct Stand {
    entry: usize,
    cable: Arc<Cable>,
    key: Key,
    id: Shown,
    at: At,
    /// How much of it was in sight or stood above that.
    reach: u8,
    is_kept: bool,
    /// Whether how far it was read is kept, too.
    is_reach_kept: bool,
}

impl Stand {
    fn place(&self) -> Place {
        Place {
            key: self.key.clone(),
            id: self.id.as_str().into(),
            anchor: Anchor::of(&self.cable, self.at.place),
            below: u16::try_from(self.at.below).unwrap_or(u16::MAX),
        }
    }
}

impl Places {
    /// Where a cable was left, if it was read since the start, and as which
    /// entry.
    pub(super) fn left(&self, key: &Key) -> Option<&(usize, Place)> {
        self.left.get(key)
    }

    /// Whether nothing of a cable is to be kept.
    pub(super) fn is_forgotten(&self, key: &Key) -> bool {
        self.forgotten.contains(key)
    }
}

/// Where the cursor of the text stands, once there is a screen.
fn at(model: &Model) -> Option<(&Reader, At)> {
    let reader = model.reader()?;
    let at = At {
        place: reader.text.place(),
        below: reader.text.scroll.below(),
    };
    reader.is_laid().then_some((reader, at))
}

/// Sees whether the place has changed, and asks for it to be kept.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    let here = at(model).map(|(reader, at)| (reader.entry, at));
    let entry = here.map(|(entry, _)| entry);
    if model.places.stand.as_ref().map(|stand| stand.entry) != entry {
        effects.extend(keep(model, true));
        model.places.stand = None;
        marks::sign(model);
        if entry.is_some() && !model.settings.private {
            // Its marks are shown a moment after the cable itself.
            effects.push(Effect::After(Duration::ZERO, Wake::Recall));
        }
    }
    let is_first = model.places.stand.is_none() && model.places.left.is_empty();
    let Some((reader, at)) = self::at(model) else {
        return;
    };
    let reach = reads::reach(model, reader).unwrap_or(0);
    let stand = model.places.stand.as_ref();
    let before = stand.filter(|stand| Arc::ptr_eq(&stand.cable, &reader.cable));
    let reach = before.map_or(reach, |stand| stand.reach.max(reach));
    match &model.places.stand {
        Some(stand)
            if stand.at == at
                && stand.reach == reach
                && Arc::ptr_eq(&stand.cable, &reader.cable) =>
        {
            return;
        }
        _ => {}
    }
    model.places.stand = Some(Stand {
        entry: reader.entry,
        cable: Arc::clone(&reader.cable),
        key: reader.key.clone(),
        id: reader.id.clone(),
        at,
        reach,
        is_kept: false,
        is_reach_kept: false,
    });
    if !model.places.is_waiting && !model.settings.private {
        model.places.is_waiting = true;
        // The first cable is kept as soon as it is shown: who only reads on
        // is not woken for it.
        let delay = if is_first { Duration::ZERO } else { DELAY };
        effects.push(Effect::After(delay, Wake::Place));
    }
}

/// The delay is over.
pub(super) fn elapsed(model: &mut Model) -> Vec<Effect> {
    let places = &mut model.places;
    places.is_waiting = false;
    // Of the first cable only the place is kept at once: a second file is not
    // opened while the first frame is fresh. How far that was read is kept
    // with the first move, or when it is left.
    let is_first = places.left.is_empty();
    keep(model, !is_first).into_iter().collect()
}

/// What is to be kept before the program stops or ends.
#[must_use]
pub fn parting(model: &mut Model) -> Vec<Effect> {
    let mut effects: Vec<Effect> = keep(model, true).into_iter().collect();
    effects.extend(history::parting(model));
    effects.extend(panes::keep(model));
    effects
}

/// What came behind the last frame and has to be said elsewhere: what is not
/// kept, if that was not said before.
#[must_use]
pub fn untold(model: &mut Model, came: Vec<Msg>) -> Vec<Shown> {
    let mut said = Vec::new();
    for msg in came {
        let is_of_files = matches!(
            msg,
            Msg::PlaceNotKept(_)
                | Msg::ReachNotKept(_)
                | Msg::PanesNotKept(_)
                | Msg::JumpsNotKept(_)
                | Msg::Remembered(Some(_))
                | Msg::Trouble(_)
        );
        if is_of_files {
            model.notice = None;
            // Nobody is there any more to do what follows from it.
            let _ = update(model, msg);
            said.extend(model.notice.take().map(|notice| notice.text));
        }
    }
    said
}

/// Has the place kept, and how far was read `with_reach`, unless they are.
fn keep(model: &mut Model, with_reach: bool) -> Option<Effect> {
    let places = &mut model.places;
    let is_new = |stand: &&mut Stand| !stand.is_kept || with_reach && !stand.is_reach_kept;
    let stand = places.stand.as_mut().filter(is_new)?;
    stand.is_kept = true;
    stand.is_reach_kept |= with_reach;
    if places.forgotten.contains(&stand.key) {
        return None;
    }
    let (entry, reach) = (stand.entry, stand.reach);
    let place = stand.place();
    let left = (entry, place.clone());
    places.left.insert(place.key.clone(), left);
    if model.settings.private {
        return None;
    }
    model.reaches.note(entry, &place.key, reach);
    let reach = model.reaches.of(&place.key).unwrap_or(reach);
    let reach = with_reach.then_some(reach);
    Some(Effect::Remember(Remember::Place(entry, place, reach)))
}

/// Places cannot be kept: said once.
pub(super) fn failed(model: &mut Model, why: &str) {
    if !std::mem::replace(&mut model.places.has_complained, true) {
        model.warn(&format!("places are not kept: {why}"));
    }
}

/// Lets go of what is known of a cable, and keeps nothing more of it.
pub(super) fn forget(model: &mut Model, key: &Key) {
    model.places.left.remove(key);
    model.reaches.forget(key);
    model.jumps.forget(key);
    model.places.forgotten.insert(key.clone());
}
