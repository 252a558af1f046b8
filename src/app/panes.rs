//! What is shown beside the text, remembered for each class of layout.
//!
//! Watched once for all commands, after every message, as places are: what
//! was changed is kept a moment later.

use std::time::Duration;

use crate::notes::Panes as Kept;

use super::{Arrangement, Class, Effect, Model, Remember, Wake, regions};

/// How long after a change it is kept.
const DELAY: Duration = Duration::from_secs(1);

/// What is shown in each class, and what of it is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Panes {
    shown: [Option<Arrangement>; Class::ALL.len()],
    kept: [Option<Arrangement>; Class::ALL.len()],
    is_waiting: bool,
    has_complained: bool,
}

impl Panes {
    /// What is shown on screens of a class.
    fn of(&self, class: Class, here: &Arrangement) -> Arrangement {
        let known = self.shown.get(class as usize).copied().flatten();
        Arrangement {
            usual: here.usual,
            sentence_case: here.sentence_case,
            ..known.unwrap_or(Arrangement::of(class))
        }
    }
}

impl Panes {
    /// Sets the text as wide as usual in every class.
    pub(super) fn set_usual_measure(&mut self) {
        for arrangement in self.shown.iter_mut().flatten() {
            arrangement.measure = 0;
        }
    }
}

impl From<&Arrangement> for Kept {
    fn from(shown: &Arrangement) -> Kept {
        Kept {
            class: shown.class.map_or("", Class::name).into(),
            outline: shown.outline,
            routing: shown.routing,
            parts: shown.parts,
            alone: shown.alone,
            left: shown.left,
            right: shown.right,
            measure: shown.measure,
        }
    }
}

/// What was kept, if it is of a class and its sizes are such as keys can
/// set.
fn shown(kept: &Kept) -> Option<Arrangement> {
    let class = Class::ALL
        .into_iter()
        .find(|class| class.name() == &*kept.class)?;
    let size = |columns: u16, settable: fn(u16) -> u16| match columns {
        0 => 0,
        columns => settable(columns),
    };
    Some(Arrangement {
        outline: kept.outline,
        routing: kept.routing,
        parts: kept.parts,
        alone: kept.alone,
        left: size(kept.left, regions::side),
        right: size(kept.right, regions::side),
        measure: size(kept.measure, regions::measure),
        ..Arrangement::of(class)
    })
}

/// Takes over what was kept in an earlier run.
pub(super) fn recall(model: &mut Model, kept: &[Kept]) {
    for arrangement in kept.iter().filter_map(shown) {
        let class = arrangement.class.map_or(0, |class| class as usize);
        for known in [&mut model.panes.shown, &mut model.panes.kept] {
            if let Some(known) = known.get_mut(class) {
                *known = Some(arrangement);
            }
        }
    }
    settle(model, None);
}

/// Takes the class that the width is of, and what is shown in it. A class
/// that was `before` holds until its border is well behind.
pub(super) fn settle(model: &mut Model, before: Option<Class>) {
    let width = model.size.width;
    if width == 0 {
        return;
    }
    let class = Class::after(before, width);
    if before != Some(class) {
        let here = model.settings.arrangement;
        model.settings.arrangement = model.panes.of(class, &here);
    }
}

/// Sees whether something else is shown now, and asks for it to be kept.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    let arrangement = model.settings.arrangement;
    let Some(class) = arrangement.class else {
        return;
    };
    let is_new = model.panes.of(class, &arrangement) != arrangement;
    if !is_new {
        return;
    }
    if let Some(shown) = model.panes.shown.get_mut(class as usize) {
        *shown = Some(arrangement);
    }
    if !model.panes.is_waiting && !model.settings.private {
        model.panes.is_waiting = true;
        effects.push(Effect::After(DELAY, Wake::Panes));
    }
}

/// The delay is over.
pub(super) fn elapsed(model: &mut Model) -> Vec<Effect> {
    model.panes.is_waiting = false;
    keep(model)
}

/// Has everything kept that is not.
pub(super) fn keep(model: &mut Model) -> Vec<Effect> {
    let panes = &mut model.panes;
    let mut effects = Vec::new();
    for (shown, kept) in panes.shown.iter().zip(&mut panes.kept) {
        let record = |it: &Option<Arrangement>| it.as_ref().map(Kept::from);
        if let Some(arrangement) = shown.filter(|_| record(shown) != record(kept)) {
            *kept = *shown;
            effects.push(Effect::Remember(Remember::Panes((&arrangement).into())));
        }
    }
    if model.settings.private {
        effects.clear();
    }
    effects
}

/// Panes cannot be kept: said once.
pub(super) fn failed(model: &mut Model, why: &str) {
    if !std::mem::replace(&mut model.panes.has_complained, true) {
        model.warn(&format!("panes are not kept: {why}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_no_key_sets_are_brought_into_range() {
        let kept = Kept {
            class: "wide".into(),
            left: 9,
            right: 60_000,
            measure: 3,
            ..Kept::default()
        };
        let arrangement = shown(&kept).unwrap();
        assert_eq!((arrangement.left, arrangement.right), (16, 90));
        assert_eq!(arrangement.measure, 20);
        assert_eq!(Kept::from(&arrangement).class, kept.class);
        assert!(shown(&Kept::default()).is_none());
    }
}
