//! The list follows what happens to the files of the folders that are open.
//!
//! The system tells of it, so nothing is looked at while nothing happens. What
//! comes together is looked at together, a moment later, and the longer that
//! takes, the seldomer.

use std::time::Duration;

use super::{Effect, Model, Request, Screen, Size, Wake};

/// For so long at least it is waited for more that happens.
const PAUSE: Duration = Duration::from_secs(1);
/// How much longer than looking takes is waited before the next time.
const SELDOMER: u32 = 10;

/// What is known of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stirring {
    /// Whether it was asked to be told, or no folder is open whose files may
    /// come and go.
    is_asked: bool,
    /// Whether files are to be looked at after a delay. While they are being
    /// looked at they are not: what happens meanwhile is looked at next.
    waits: bool,
    /// Whether something has happened while it was not wished to be followed.
    is_missed: bool,
    /// How long looking took last.
    took: Duration,
}

impl Model {
    /// Tells whether there are folders whose files may come and go: others are
    /// not watched.
    #[must_use]
    pub fn with_folders(mut self, has_folders: bool) -> Model {
        self.stirring.is_asked = !has_folders;
        self
    }
}

/// Asks to be told, once the list is whole; after every message.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    let is_shown = model.size != Size::default();
    let is_wanted = model.settings.watch && !model.stirring.is_asked;
    if is_wanted && is_shown && !model.gathering {
        model.stirring.is_asked = true;
        effects.push(Effect::Load(Request::Watch));
    }
    if model.settings.watch && std::mem::take(&mut model.stirring.is_missed) {
        effects.extend(stirred(model));
    }
}

/// Something has happened.
pub(super) fn stirred(model: &mut Model) -> Vec<Effect> {
    if !model.settings.watch {
        // The configuration was read again. It is not told of once more.
        model.stirring.is_missed = true;
        return Vec::new();
    }
    if std::mem::replace(&mut model.stirring.waits, true) {
        return Vec::new();
    }
    let pause = PAUSE.max(model.stirring.took * SELDOMER);
    vec![Effect::After(pause, Wake::Stirred)]
}

/// The delay is over: the files are looked at, unless others are being taken
/// in, or a query is being answered, which would begin anew each time.
pub(super) fn elapsed(model: &mut Model) -> Vec<Effect> {
    let is_busy = model.gathering
        || model.fetching.is_some()
        || model.index.percent.is_some()
        || model.is_narrowing();
    if is_busy {
        return vec![Effect::After(PAUSE, Wake::Stirred)];
    }
    model.gathering = true;
    model.stirring.waits = false;
    vec![Effect::Load(Request::LookAtStirred)]
}

/// The files were looked at.
pub(super) fn looked(model: &mut Model, took: Duration) {
    model.stirring.took = took;
}

/// Says that the file of the cable in sight is another now.
pub(super) fn say_changed(model: &mut Model, there: &[usize]) {
    if let Screen::Reader(reader) = &model.screens.top
        && there.contains(&reader.entry)
    {
        let key = model.key_words(crate::command::Command::Reload);
        model.say(&format!(
            "the file of this cable was written anew; {key} reads it again"
        ));
    }
}
