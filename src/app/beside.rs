//! Two cables side by side, or one cable at two places.
//!
//! The cable that has the keys is the top screen as ever, so that every
//! command works in it; the other waits here until the keys change sides.

use crate::command::Command;

use super::jumps;
use super::regions::STATUS_ROWS;
use super::{
    Arrangement, Class, Effect, HINT_ROWS, How, Model, Overlay, PaneId, Reader, Screen, Size,
};

/// The cable that has not the keys, and how both are shown.
#[derive(Clone, Debug)]
pub struct Beside {
    /// That cable.
    pub other: Box<Reader>,
    /// Whether the keys are in the right one, which was opened beside the
    /// other.
    pub is_right: bool,
    /// Whether both scroll together.
    pub is_bound: bool,
    /// Columns of text in both; 0 is the default.
    measure: u16,
    /// What is sought in both.
    sought: Option<(String, How)>,
}

/// Columns of a screen from which two fit.
const LEAST: Class = Class::Medium;

impl Model {
    /// Whether two cables are in sight.
    #[must_use]
    pub fn is_split(&self) -> bool {
        self.beside.is_some() && self.reader().is_some() && self.class() >= LEAST
    }

    /// Rows below both cables: what happened, and what can be pressed.
    #[must_use]
    pub fn rows_below(&self) -> u16 {
        u16::from(self.size.height >= STATUS_ROWS) + u16::from(self.size.height >= HINT_ROWS)
    }

    /// Every cable that is open: below others, on top, and beside it.
    pub(super) fn readers_mut(&mut self) -> impl Iterator<Item = &mut Reader> {
        let screens = self.screens.below.iter_mut().chain([&mut self.screens.top]);
        let readers = screens.filter_map(|screen| match screen {
            Screen::Reader(reader) => Some(&mut **reader),
            Screen::Catalog(_) | Screen::Results(_) | Screen::Survey(_) => None,
        });
        let other = self.beside.as_mut().map(|beside| &mut *beside.other);
        readers.chain(other)
    }

    /// The size that the cable with the keys has, and how it is laid out:
    /// the whole screen, or half of it.
    #[must_use]
    pub fn room(&self) -> (Size, Arrangement) {
        let usual = self.settings.arrangement;
        let Some(beside) = self.beside.as_ref().filter(|_| self.is_split()) else {
            return (self.size, usual);
        };
        let size = Size {
            width: self.size.width.saturating_sub(1) / 2,
            height: self.size.height.saturating_sub(self.rows_below()),
        };
        let arrangement = Arrangement {
            is_half: true,
            measure: beside.measure,
            sentence_case: usual.sentence_case,
            ..Arrangement::of(Class::Narrow)
        };
        (size, arrangement)
    }

    /// Takes over what was arranged in that room.
    pub(super) fn set_room(&mut self, arrangement: Arrangement) {
        let is_split = self.is_split();
        self.settings.arrangement.sentence_case = arrangement.sentence_case;
        match &mut self.beside {
            Some(beside) if is_split => beside.measure = arrangement.measure,
            _ => self.settings.arrangement = arrangement,
        }
        if is_split {
            // What holds for one holds for both.
            let (size, arrangement) = self.room();
            if let Some(beside) = &mut self.beside {
                beside.other.arrange(size, arrangement);
            }
        }
    }

    /// Whether the keys are in a cable that was opened beside another.
    pub(super) fn is_beside(&self) -> bool {
        self.beside.as_ref().is_some_and(|beside| beside.is_right)
    }
}

/// Why no cable can be shown beside another here.
pub(super) fn refusal(model: &Model) -> Option<String> {
    let (width, least) = (model.size.width, LEAST.columns());
    (model.class() < LEAST)
        .then(|| format!("side by side needs {least} columns; there are {width}"))
}

/// Shows a cable beside the one that has the keys, or in place of the one
/// that is beside already; the keys go to it.
pub(super) fn show(model: &mut Model, mut reader: Box<Reader>) {
    let is_replaced = model.is_beside();
    // What holds for both holds for the one that comes.
    if let Some(old) = model.reader() {
        reader.find.clone_from(&old.find);
    }
    let stays = match &model.beside {
        Some(beside) if is_replaced => Some(&*beside.other),
        _ => model.reader(),
    };
    if let Some(stays) = stays.filter(|stays| stays.entry == reader.entry) {
        reader.read_as(stays);
    }
    let old = std::mem::replace(&mut model.screens.top, Screen::Reader(reader));
    if is_replaced {
        return;
    }
    if let Screen::Reader(other) = old {
        let before = model.beside.take();
        model.beside = Some(Beside {
            sought: sought(&other),
            other,
            is_right: true,
            is_bound: before.as_ref().is_some_and(|before| before.is_bound),
            measure: before.map_or(0, |before| before.measure),
        });
    }
}

/// What is sought in a cable, and how it is meant.
fn sought(reader: &Reader) -> Option<(String, How)> {
    let find = reader.find.as_ref()?;
    Some((find.needle.clone(), find.how))
}

/// Has the other cable seek what the one with the keys seeks, once that has
/// changed and is no longer being typed.
pub(super) fn share_search(model: &mut Model) {
    if matches!(model.overlay, Some(Overlay::Search(_))) {
        return;
    }
    let (Some(beside), Screen::Reader(reader)) = (&mut model.beside, &model.screens.top) else {
        return;
    };
    let now = reader.find.as_ref().map(|find| (&*find.needle, find.how));
    let before = beside.sought.as_ref();
    if now == before.map(|(needle, how)| (&**needle, *how)) {
        return;
    }
    beside.sought = sought(reader);
    let other = &mut beside.other;
    let find = reader.find.as_ref();
    other.find = find.map(|find| find.elsewhere(&other.text.page, other.text.at));
}

/// Shows the cable in sight beside itself, at the same place.
pub(super) fn split(model: &mut Model) {
    if let Some(why) = refusal(model) {
        return model.say(&why);
    }
    if model.beside.is_some() {
        let close = model.key_words(Command::Close);
        return model.say(&format!(
            "a cable is beside this one already; {close} closes it"
        ));
    }
    let Some(reader) = model.reader() else { return };
    let mut copy = reader.clone();
    copy.sheet = None;
    copy.focus = PaneId::Text;
    show(model, Box::new(copy));
    model.arrange();
    let (tab, close) = (
        model.key_words(Command::NextPane),
        model.key_words(Command::Close),
    );
    model.say(&format!(
        "this cable beside itself; {tab} changes sides, {close} closes"
    ));
}

/// Gives the keys to the other cable.
pub(super) fn change_sides(model: &mut Model) {
    let held = match &model.beside {
        Some(beside) => model.held_references(&beside.other.cable),
        None => return,
    };
    if let (Some(beside), Screen::Reader(reader)) = (&mut model.beside, &mut model.screens.top) {
        std::mem::swap(reader, &mut beside.other);
        beside.is_right = !beside.is_right;
        reader.held = held;
    }
    model.arrange();
}

/// Closes the cable that was opened beside another. Whether there was one in
/// sight.
pub(super) fn close(model: &mut Model) -> bool {
    let is_split = model.is_split();
    let Some(beside) = model.beside.take() else {
        return false;
    };
    if !beside.is_right {
        model.arrange();
        return is_split;
    }
    let from = jumps::here(model);
    model.screens.top = Screen::Reader(beside.other);
    model.arrange();
    jumps::closed(model, from);
    true
}

/// Says that the other cable is there, though it is not in sight.
pub(super) fn say_hidden(model: &mut Model) {
    let close = model.key_words(Command::Close);
    let least = LEAST.columns();
    model.say(&format!(
        "beside it again from {least} columns on; {close} closes"
    ));
}

/// Lets both scroll together, or each on its own.
pub(super) fn bind(model: &mut Model) {
    let key = model.key_words(Command::FollowBeside);
    let words = match &mut model.beside {
        None => format!("no cable is beside this one; {key} follows a reference there"),
        Some(beside) => {
            beside.is_bound = !beside.is_bound;
            String::from(if beside.is_bound {
                "both scroll together"
            } else {
                "each scrolls on its own"
            })
        }
    };
    model.say(&words);
}

/// What was in sight of the cable with the keys.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    entry: usize,
    is_right: bool,
    top: usize,
}

/// What is in sight of the cable with the keys, while both scroll together.
pub(super) fn window(model: &Model) -> Option<Window> {
    let beside = model.beside.as_ref()?;
    let reader = model.reader().filter(|_| beside.is_bound)?;
    Some(Window {
        entry: reader.entry,
        is_right: beside.is_right,
        top: reader.text.scroll.top,
    })
}

/// Scrolls the other cable as far as that with the keys was scrolled.
pub(super) fn scroll_along(model: &mut Model, before: Option<Window>) {
    let (Some(before), Some(now)) = (before, window(model)) else {
        return;
    };
    let is_same = (before.entry, before.is_right) == (now.entry, now.is_right);
    if !is_same || before.top == now.top || !model.is_split() {
        return;
    }
    let (size, arrangement) = model.room();
    let rows = |top: usize| isize::try_from(top).unwrap_or(0);
    let rows = rows(now.top) - rows(before.top);
    if let Some(beside) = &mut model.beside {
        let other = &mut beside.other;
        let height = other.text_height(&other.layout(size, arrangement));
        other.text.slide(rows, height);
        other.arrange(size, arrangement);
    }
}

/// A command that concerns both cables; nothing if it is another.
pub(super) fn act(model: &mut Model, command: Command) -> Option<Vec<Effect>> {
    match command {
        Command::NextPane | Command::PreviousPane if model.is_split() => change_sides(model),
        Command::Beside => split(model),
        Command::BindScrolling => bind(model),
        _ => return None,
    }
    Some(Vec::new())
}
