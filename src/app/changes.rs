//! What a message leaves as it is, so that it need not be drawn again.
//!
//! Most keys only move through the text of a cable. What stands beside it is
//! the same then, and to work it out once more would be half the work of a
//! frame. Everything is taken to change unless a command says that it does not.

use super::{Model, PaneId, Screen};

/// A number that is another one after each message that may have changed more
/// of a model than the place in the text of the cable in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes(u64);

/// What one message has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Done {
    /// Anything.
    #[default]
    Whatever,
    /// It has moved through the text, or done nothing that can be seen.
    Moved,
}

/// Whether nothing is on the screen that comes and goes with keys: only the
/// panes of one cable, whose text has the keys.
pub(super) fn is_calm(model: &Model) -> bool {
    let Screen::Reader(reader) = &model.screens.top else {
        return false;
    };
    reader.focus == PaneId::Text
        && reader.sheet.is_none()
        && reader.selecting.is_none()
        && model.beside.is_none()
        && model.overlay.is_none()
        && model.notice.is_none()
        && model.typed.is_empty()
        && !model.wants_paste()
}

/// After a message: counts it, unless it has only moved while all was calm,
/// before it and after.
pub(super) fn count(model: &mut Model, was_calm: bool) {
    let has_moved = model.done == Done::Moved;
    if !(was_calm && has_moved && is_calm(model)) {
        model.changes.0 = model.changes.0.wrapping_add(1);
    }
}
