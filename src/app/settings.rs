//! What the reader of cables prefers, from the configuration and by hand.

use std::time::Duration;

use crate::command::Preset;
use crate::config::{Colors, Theme, Themes};
use crate::typeset::{Ambiguous, Letters};

use super::{Arrangement, Mouse, Route};

/// What the reader of cables prefers.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is a setting of its own.
pub struct Settings {
    /// Role to paint.
    pub theme: Theme,
    /// The themes there are.
    pub themes: Themes,
    /// Whether the theme is that which suits what is behind the text.
    pub follows: bool,
    /// The colors that there are.
    pub colors: Colors,
    /// Whether lines are drawn with ASCII only.
    pub ascii: bool,
    /// Whether a frame is shown at once (mode 2026); `None` where the terminal
    /// says that it can.
    pub synchronized: Option<bool>,
    /// How long a begun sequence waits before its continuations are shown;
    /// `None` never shows them.
    pub which_key: Option<Duration>,
    /// What is shown beside the text.
    pub arrangement: Arrangement,
    /// How wide the terminal draws characters of ambiguous width.
    pub ambiguous: Ambiguous,
    /// Whose the mouse is.
    pub mouse: Mouse,
    /// How what is copied gets to the terminal.
    pub route: Route,
    /// Whether cables that are all capitals are usually shown in sentence
    /// case.
    pub sentence_case: bool,
    /// Whose letters are copied, where others are shown than the source has.
    pub letters: Letters,
    /// Whose keys are taken, and with them what Enter means to their fingers.
    pub preset: Preset,
    /// Whether places and marks are neither read nor kept.
    pub private: bool,
    /// Whether a collection that is opened is taken into an index.
    pub index: bool,
    /// Whether the list follows what happens to the files of open folders.
    pub watch: bool,
    /// Whether the user has named an editor: else it is one that they may not
    /// know how to leave.
    pub has_editor: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            theme: Theme::auto(None),
            themes: Themes::default(),
            follows: false,
            colors: Colors::default(),
            ascii: false,
            synchronized: None,
            which_key: Some(Duration::from_millis(400)),
            arrangement: Arrangement::default(),
            ambiguous: Ambiguous::default(),
            mouse: Mouse::default(),
            route: Route::default(),
            sentence_case: false,
            letters: Letters::default(),
            preset: Preset::default(),
            private: false,
            index: true,
            watch: false,
            has_editor: true,
        }
    }
}

/// What was set by hand since the start, and stays when the configuration is
/// read again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ByHand {
    pub(super) theme: bool,
    pub(super) mouse: bool,
    pub(super) measure: bool,
}
