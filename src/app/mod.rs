//! The program as a state machine: a message in, effects out.
//!
//! Nothing here touches a terminal, a file, a thread or the clock, so a test
//! can press keys and look at what comes of it.

mod anatomy;
mod arrange;
mod ask;
mod begin;
mod beside;
mod catalog;
mod copy;
mod execute;
mod explain;
mod find;
mod folds;
mod follow;
mod glance;
mod hints;
mod jumps;
mod line;
mod list;
mod marks;
mod meaning;
mod motion;
mod mouse;
mod overlay;
mod pane;
mod panes;
mod places;
mod prompt;
mod query;
mod reader;
mod regions;
mod reload;
mod report;
mod scroll;
mod select;
mod stops;
mod tally;

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

pub use arrange::is_marking_filter;
pub use begin::Begin;
pub use beside::Beside;
pub use catalog::{Again, Catalog, Entry, Listing};
pub(crate) use copy::grouped;
pub use copy::{Composing, MOST_COPIED, Route};
pub use explain::{Asked, Explain};
pub use find::{Find, How};
pub use folds::Folds;
pub use follow::{Hint, Peek};
pub use glance::{Map, MapCell, map_cells, strip_rows};
pub use hints::{HintLine, Offered, hint_line};
pub use jumps::{At, Jump, Jumps};
pub use list::{List, ListRow, Target};
pub use marks::{Added, What};
pub use meaning::Standing;
pub use mouse::{Deed, Mouse, Pointing};
pub use overlay::{Ask, Help, HelpRow, Overlay, Palette, Pipe, Search, WhichKey, which_key};
pub use pane::{Pane, StandIn};
pub use places::parting;
pub use prompt::Prompt;
pub use query::{Query, QueryError};
pub use reader::{Outline, OutlineRow, Reader};
pub use regions::{Arrangement, Class, GUTTER, Layout, PaneId, Region, Wanted};
pub use report::{Report, Topic};
pub use scroll::Scroll;
pub use select::{By, Selection};
pub use stops::{Sort, Stop};
pub use tally::Tally;

pub use crate::config::Background;

use crate::cable::{Cable, Mrn, Reference};
use crate::check::Finding;
use crate::command::{Command, Context, Key, KeyCode, Keymap, Lookup, Preset};
use crate::config::{Colors, Theme, Themes};
use crate::notes::{Anchor, Key as CableKey, Letter, Mark, Panes as KeptPanes, Place, Way};
use crate::typeset::{Ambiguous, Letters, Passage, Shown};
use marks::Marks;
use mouse::Pointer;
use panes::Panes;
use places::Places;

/// The size of the terminal in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// Everything a frame is drawn from.
#[derive(Clone, Debug)]
pub struct Model {
    /// The cables that can be read, in the order of reading.
    pub entries: Vec<Entry>,
    /// What is open.
    pub screens: Screens,
    /// A cable beside the one that is open.
    pub beside: Option<Beside>,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// Keys that are not yet a command.
    pub typed: Typed,
    /// What was said last.
    pub notice: Option<Notice>,
    /// The size of the terminal.
    pub size: Size,
    /// What the reader of cables prefers.
    pub settings: Settings,
    /// What keys mean.
    pub keymap: Keymap,
    /// What is known of the terminal.
    terminal: Known,
    /// What is known of the mouse.
    pointer: Pointer,
    /// What was searched for, newest last.
    pub history: Vec<String>,
    /// What was asked of paragraphs, newest last.
    pub asked: Vec<String>,
    /// The commands of the shell that were typed, newest last.
    pub piped: Vec<String>,
    /// Where the reader has been.
    pub jumps: Jumps,
    /// The bracket that was pressed last, to be repeated.
    bracket: Option<Command>,
    /// Where cables were left.
    places: Places,
    /// What is shown beside the text in each class of layout.
    panes: Panes,
    /// Places with a letter.
    marks: Marks,
    /// Where the cables that were read stand among the entries.
    keys: HashMap<CableKey, usize>,
    /// Where to go in a cable that is being fetched.
    fetching: Option<Anchor>,
    /// Where the telegrams stand among the entries, by their ids.
    known: HashMap<String, usize>,
    /// Whether further cables may still be found.
    pub gathering: bool,
    /// Where the first cable is to be read from.
    pub begin: Option<Begin>,
    /// A cable that is being opened.
    opening: Option<Opening>,
    /// Whether what is followed by a letter is shown beside.
    follows_beside: bool,
    /// A cable that is being read for a look at it.
    peeking: Option<follow::Peeking>,
    /// The last of the cables that rows of the list are being made of.
    listing: Option<usize>,
    /// Every entry before this one has its row.
    listed: usize,
    /// Whether the last key was a cancel.
    cancelled: bool,
    /// What was set by hand since the start.
    by_hand: ByHand,
}

/// What was set by hand since the start, and stays when the configuration is
/// read again.
#[derive(Clone, Copy, Debug, Default)]
struct ByHand {
    theme: bool,
    mouse: bool,
    measure: bool,
}

/// The screens that are open, the top one in sight. Never empty, by
/// construction.
#[derive(Clone, Debug)]
pub struct Screens {
    /// Covered screens, the lowest first.
    pub below: Vec<Screen>,
    /// The one in sight.
    pub top: Screen,
}

/// One screen.
#[derive(Clone, Debug)]
pub enum Screen {
    /// The list of cables.
    Catalog(Catalog),
    /// One cable.
    Reader(Box<Reader>),
}

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
    /// Whether places and marks are neither read nor kept.
    pub private: bool,
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
            private: false,
        }
    }
}

/// What a terminal says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// What it has behind its text.
    Background(Background),
    /// That it tells keys apart that others send as the same byte.
    KeysApart,
}

/// What is known of the terminal.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// What it has behind its text.
    background: Option<Background>,
    /// Whether it tells keys apart that others send as the same byte.
    keys_apart: bool,
}

/// Keys that are not yet a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Digits pressed before.
    pub count: Option<u32>,
    /// The sequence so far.
    pub keys: Vec<Key>,
    /// Whether its continuations are shown.
    pub hint: bool,
    /// The first continuation in sight, where not all are.
    pub first: usize,
    /// Which sequence this is, so that a late wake is not taken for it.
    serial: u32,
}

impl Typed {
    /// Whether nothing is pending.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count.is_none() && self.keys.is_empty()
    }

    fn clear(&mut self) {
        self.count = None;
        self.keys.clear();
        self.hint = false;
        self.first = 0;
        self.serial = self.serial.wrapping_add(1);
    }
}

/// What was said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: Shown,
    /// Whether something went wrong.
    pub failed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Opening {
    entry: usize,
    /// Whether it takes the place of the cable in sight.
    replaces: bool,
    /// The place to go back to.
    at: Option<At>,
    /// The number of the paragraph that is meant.
    paragraph: Option<u32>,
    /// The marked place to go to.
    anchor: Option<Anchor>,
    /// Whether it is shown beside the cable in sight.
    beside: bool,
}

/// A cable that a worker has read.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What it is.
    pub cable: Cable,
    /// What the cross-checks say of it.
    pub findings: Vec<Finding>,
    /// Where it was left the last time.
    pub place: Option<Place>,
}

/// What the configuration says.
#[derive(Clone, Debug)]
pub struct Configured {
    /// What the reader of cables prefers.
    pub settings: Settings,
    /// What keys mean.
    pub keymap: Keymap,
    /// What is wrong with it.
    pub trouble: Option<Shown>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// A command was asked for by other means than keys, with a count.
    Command(Command, Option<u32>),
    /// A command was asked for by its name, and told a letter.
    Letter(Command, char),
    /// Something was done with the mouse.
    Point(Pointing),
    /// A text was pasted.
    Paste(String),
    /// The terminal has another size.
    Resized(Size),
    /// A delay is over.
    Elapsed(Wake),
    /// The program goes on after it was stopped.
    Resumed,
    /// The terminal has said something of itself.
    Told(Told),
    /// A cable was read.
    Loaded(usize, Box<Opened>),
    /// A list knows more of a cable.
    Listed(usize, Box<Listing>),
    /// The configuration was read again.
    Configured(Box<Configured>),
    /// A cable was read again, or why its source could not be.
    Reloaded(usize, Box<Result<Opened, Shown>>),
    /// A cable could not be read.
    Failed(usize, Shown),
    /// Further cables were found: they follow those that were.
    Found(Vec<Entry>),
    /// A cable has another name, because more of it was found.
    Renamed(usize, Shown),
    /// Something is to be said about what is being opened.
    Trouble(Shown),
    /// All that was to be opened is.
    AllFound,
    /// The sources of the list were looked at again.
    LookedAgain(Box<Again>),
    /// A text that was to be composed.
    Composed(Box<Composing>, Passage),
    /// A text was written to a private file, of this name, or could not be.
    Kept(Passage, Result<Shown, Shown>),
    /// The source of a cable, to be edited.
    Sourced(Box<Source>),
    /// A command or an editor, so called, has ended, or could not be run.
    Ran(Shown, Result<Ended, Shown>),
    /// A cable that was fetched is the entry of this number, or cannot be
    /// opened.
    Fetched(Result<usize, Shown>),
    /// Places cannot be kept, and why.
    PlaceNotKept(Shown),
    /// Panes cannot be kept, and why.
    PanesNotKept(Shown),
    /// The oldest change of marks that was asked for is kept, or why not.
    Remembered(Option<Shown>),
    /// The marks of a cable, and those across cables, or why they cannot be
    /// read.
    Recalled(Option<CableKey>, Result<Vec<Mark>, Shown>),
}

/// What a delay was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// To show how a begun sequence can go on.
    WhichKey(u32),
    /// To keep the place.
    Place,
    /// To keep what is shown beside the text.
    Panes,
    /// To explain what the mouse rests on, if that is still it.
    Hover(u32),
    /// To ask for the marks of a cable, once it is on the screen.
    Recall,
}

/// What a worker is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// A cable to be read: answered by [`Msg::Loaded`] or [`Msg::Failed`].
    Open(usize),
    /// What a list says of a cable: answered by [`Msg::Listed`] or
    /// [`Msg::Failed`].
    List(usize),
    /// The configuration, in any case or if its file has changed: answered
    /// by [`Msg::Configured`].
    Configure(bool),
    /// A cable as its source is now, and the number it bears, to find it by:
    /// answered by [`Msg::Reloaded`].
    Reload(usize, Option<String>),
    /// What there is now at the places where the cables were found: answered
    /// by [`Msg::LookedAgain`].
    LookAgain,
    /// Where the source of a cable is, and on which line of it this byte of
    /// the cable's text stands: answered by [`Msg::Sourced`] or
    /// [`Msg::Trouble`].
    Source(usize, u32),
    /// A cable that is none of the entries to become one: answered by
    /// [`Msg::Found`] and [`Msg::Fetched`].
    Fetch(Way, CableKey),
}

/// The source of a cable, to be looked at in an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub place: SourcePlace,
    /// The line, counted from 1.
    pub line: usize,
}

/// Where the source of a cable is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourcePlace {
    /// In a file of its own, or as a part of one.
    File(PathBuf),
    /// In no file that an editor could open: in an archive, in standard
    /// input. The name that a copy is to have, and its bytes.
    Bytes(String, Vec<u8>),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// By itself, with this status.
    Status(i32),
    /// By this signal.
    Signal(i32),
}

/// What is to be kept for another time, or asked of what was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remember {
    /// Where an entry is read. Only a failure is answered, by
    /// [`Msg::PlaceNotKept`].
    Place(usize, Place),
    /// What is shown beside the text on screens of a class. Only a failure is
    /// answered, by [`Msg::PanesNotKept`].
    Panes(KeptPanes),
    /// A mark, and its cable among the entries. Answered by [`Msg::Remembered`].
    Mark(Option<usize>, Mark),
    /// That a letter means nothing any more in a cable, or across cables.
    /// Answered by [`Msg::Remembered`].
    Unmark(Letter, CableKey),
    /// To wipe what is known of a cable. Answered by [`Msg::Remembered`].
    Forget(CableKey),
    /// What is kept of the marks of a cable, and of those across cables.
    /// Answered by [`Msg::Recalled`].
    Recall(Option<CableKey>),
}

/// Something the runtime has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Have a worker read a cable.
    Load(Request),
    /// Have another worker keep a place or a mark, or ask for what is kept.
    Remember(Remember),
    /// Answer with [`Msg::Elapsed`] after a while.
    After(Duration, Wake),
    /// Draw every cell again.
    Redraw,
    /// Stop until the shell says to go on.
    Suspend,
    /// Give a text to the clipboard of the terminal.
    Copy(Passage, Route),
    /// Write a text to a private file: answered by [`Msg::Kept`].
    Keep(Passage),
    /// Have another thread compose a text: answered by [`Msg::Composed`].
    Compose(Box<Composing>),
    /// Print a text to the normal screen and wait for a key.
    Print(Passage),
    /// Have the shell run a command that reads a text, and wait for a key:
    /// answered by [`Msg::Ran`].
    Run(String, Passage),
    /// Show a source in the user's editor: answered by [`Msg::Ran`].
    Edit(Source),
    /// Leave.
    Quit,
}

impl Model {
    /// The list of `entries`.
    #[must_use]
    pub fn new(entries: Vec<Entry>, settings: Settings, keymap: Keymap, size: Size) -> Model {
        let mut known = HashMap::new();
        for (idx, entry) in entries.iter().enumerate() {
            if let Some(id) = entry.listing.as_ref().and_then(Listing::id) {
                known.entry(id).or_insert(idx);
            }
        }
        let mut model = Model {
            known,
            entries,
            terminal: Known::default(),
            pointer: Pointer::default(),
            screens: Screens {
                below: Vec::new(),
                top: Screen::Catalog(Catalog::default()),
            },
            beside: None,
            overlay: None,
            typed: Typed::default(),
            notice: None,
            size,
            settings,
            keymap,
            history: Vec::new(),
            asked: Vec::new(),
            piped: Vec::new(),
            jumps: Jumps::default(),
            bracket: None,
            places: Places::default(),
            panes: Panes::default(),
            marks: Marks::default(),
            keys: HashMap::new(),
            fetching: None,
            gathering: false,
            begin: None,
            opening: None,
            follows_beside: false,
            peeking: None,
            listing: None,
            listed: 0,
            cancelled: false,
            by_hand: ByHand::default(),
        };
        panes::settle(&mut model, None);
        model
    }

    /// Shows beside the text what was shown there in an earlier run.
    #[must_use]
    pub fn with_panes(mut self, kept: &[KeptPanes]) -> Model {
        panes::recall(&mut self, kept);
        self
    }

    /// The class of layout of the screen.
    #[must_use]
    pub fn class(&self) -> Class {
        Class::after(self.settings.arrangement.class, self.size.width)
    }

    /// Reads `entry` at once, without the list before it.
    #[must_use]
    pub fn reading(mut self, entry: usize, opened: Opened) -> Model {
        let reader = self.reader_of(entry, opened);
        self.screens = Screens {
            below: Vec::new(),
            top: Screen::Reader(Box::new(reader)),
        };
        self.arrange();
        jumps::opened(&mut self, None);
        self
    }

    /// Reads `entry` above the list.
    #[must_use]
    pub fn reading_above_list(self, entry: usize, opened: Opened) -> Model {
        let mut model = self.reading(entry, opened);
        let mut catalog = Catalog::default();
        catalog.scroll.focus = entry;
        model.screens.below.push(Screen::Catalog(catalog));
        model
    }

    /// Where keys go.
    #[must_use]
    pub fn context(&self) -> Context {
        match (&self.overlay, &self.screens.top) {
            (Some(overlay), _) => overlay.context(),
            (None, Screen::Catalog(_)) => Context::Catalog,
            (None, Screen::Reader(reader)) => reader.context(),
        }
    }

    /// Whether a line is being typed, so that a paste has a place to go.
    #[must_use]
    pub fn wants_paste(&self) -> bool {
        self.overlay
            .as_ref()
            .is_some_and(|overlay| overlay.prompt().is_some())
    }

    /// The cable in sight.
    #[must_use]
    pub fn reader(&self) -> Option<&Reader> {
        match &self.screens.top {
            Screen::Reader(reader) => Some(reader),
            Screen::Catalog(_) => None,
        }
    }

    /// Rows of the catalog in sight: all but title, rule and the last two
    /// lines.
    #[must_use]
    pub fn catalog_rows(&self) -> usize {
        let around = if self.size.height >= 16 { 3 } else { 2 };
        let rows = usize::from(self.size.height.saturating_sub(around));
        if self.class() == Class::Tiny {
            rows / 2
        } else {
            rows
        }
    }

    /// Rows of an overlay's list in sight.
    #[must_use]
    pub fn overlay_rows(&self) -> usize {
        usize::from(self.overlay_region().height.saturating_sub(2))
    }

    /// Where an overlay lies. Under 60 columns it has the whole screen; else
    /// what is about the text, and the palette, stay off the row of the cursor
    /// where there is room elsewhere.
    #[must_use]
    pub fn overlay_region(&self) -> Region {
        /// Rows of a palette, with its frame, that are worth scrolling in.
        const LEAST: u16 = 8;
        let Size { width, height } = self.size;
        let class = self.class();
        let full = Region {
            x: 0,
            y: 0,
            width,
            height,
        };
        let wanted = match &self.overlay {
            Some(Overlay::Explain(explain)) => explain.pane.n_rows(),
            Some(Overlay::Report(report)) => report.pane.n_rows(),
            Some(Overlay::List(list)) => list.rows.len(),
            Some(Overlay::Peek(peek)) => peek.pane.n_rows(),
            Some(Overlay::Help(_)) => usize::from(height),
            Some(Overlay::Palette(palette)) => palette.found.len().min(14),
            Some(Overlay::Search(_) | Overlay::Ask(_) | Overlay::Hints(_) | Overlay::Pipe(_))
            | None => {
                return Region::default();
            }
        };
        if class == Class::Tiny || height < 16 {
            return full;
        }
        let columns = if matches!(self.overlay, Some(Overlay::Help(_))) && class == Class::Narrow {
            // Its sentences need nearly every column there is.
            width - 2
        } else if class == Class::Narrow {
            width - 8
        } else {
            84.min(width - 8)
        };
        let most = if matches!(self.overlay, Some(Overlay::Help(_))) {
            height - 2
        } else {
            height - 6
        };
        let mut rows = u16::try_from(wanted + 2).unwrap_or(most).min(most);
        let x = (width - columns) / 2;
        let below = height - 2 - rows;
        let middle = (height - rows) / 2;
        let beside = match &self.overlay {
            Some(Overlay::Explain(explain)) => explain.beside,
            _ => None,
        };
        let y = match beside.or_else(|| self.cursor_row()) {
            Some(row) if matches!(self.overlay, Some(Overlay::Explain(_) | Overlay::Peek(_))) => {
                if row < below {
                    row + 1
                } else if rows <= row {
                    row - rows
                } else {
                    middle
                }
            }
            Some(row) if matches!(self.overlay, Some(Overlay::Palette(_))) => {
                // On the larger side, whatever is typed, so that it does not
                // jump; shorter if need be, for it scrolls.
                let (above, below) = (row.saturating_sub(1), (height - 2).saturating_sub(row + 1));
                if above.max(below) < LEAST {
                    middle
                } else if below >= above {
                    rows = rows.min(below);
                    height - 2 - rows
                } else {
                    rows = rows.min(above);
                    1
                }
            }
            _ => middle,
        };
        Region {
            x,
            y,
            width: columns,
            height: rows,
        }
    }

    /// The row of the screen with the cursor of the reader.
    fn cursor_row(&self) -> Option<u16> {
        let reader = self.reader()?;
        let (size, arrangement) = self.room();
        let layout = reader.layout(size, arrangement);
        let region = layout.pane(reader.focus);
        let (below, titled) = match reader.focus {
            PaneId::Outline => (reader.outline.scroll.below(), 1),
            PaneId::Text => (reader.text.scroll.below(), 0),
            PaneId::Routing => (reader.routing.scroll.below(), 1),
            PaneId::Parts => (reader.parts.scroll.below(), 1),
        };
        u16::try_from(below)
            .ok()
            .map(|below| region.y + titled + below)
    }

    /// Columns for the words inside an overlay.
    #[must_use]
    pub fn overlay_columns(&self) -> u16 {
        let width = self.size.width;
        let outer = match self.class() {
            Class::Tiny => width,
            Class::Narrow => width - 8,
            Class::Medium | Class::Wide => 84.min(width - 8),
        };
        outer.saturating_sub(4).max(8)
    }

    /// The place among the entries of the telegram that `mrn` names.
    #[must_use]
    pub fn held(&self, mrn: &Mrn) -> Option<usize> {
        self.known.get(&mrn.to_string()).copied()
    }

    /// Notes what a row of the list says of an entry.
    fn list(&mut self, entry: usize, listing: Listing) {
        if let Some(id) = listing.id() {
            self.known.entry(id).or_insert(entry);
        }
        if let Some(known) = self.entries.get_mut(entry) {
            known.listing = Some(listing);
            known.is_stale = false;
        }
    }

    fn reader_of(&mut self, entry: usize, opened: Opened) -> Reader {
        self.list(entry, Listing::of(&opened.cable));
        let name = self.entries.get(entry).map(|known| known.name.clone());
        let mut reader = Reader::new(
            entry,
            &name.unwrap_or_default(),
            opened.cable,
            opened.findings,
        );
        reader.held = self.held_references(&reader.cable);
        self.keys.insert(reader.key.clone(), entry);
        if let Some(place) = self.places.left(&reader.key).or(opened.place.as_ref())
            && !reader.begin_at(place)
        {
            self.say("the text is not as it was; this is about where you stopped");
        }
        reader
    }

    /// Whether the telegram that each reference of a cable names is open too.
    fn held_references(&self, cable: &Cable) -> Vec<bool> {
        let is_held = |reference: &Reference| {
            let mrn = reference.mrn.as_ref();
            mrn.is_some_and(|mrn| self.held(mrn).is_some())
        };
        cable.heading.references.iter().map(is_held).collect()
    }

    /// Lays the screen in sight out for the size there is.
    fn arrange(&mut self) {
        let (size, arrangement) = self.room();
        let rows = self.catalog_rows();
        if let Some(beside) = &mut self.beside {
            beside.other.arrange(size, arrangement);
        }
        match &mut self.screens.top {
            Screen::Reader(reader) => reader.arrange(size, arrangement),
            Screen::Catalog(catalog) => {
                let n_rows = self.entries.len();
                catalog.scroll.go(catalog.scroll.focus, n_rows, rows);
            }
        }
    }

    /// Keeps what was sought, newest last and once.
    fn remember(&mut self, needle: &str) {
        self.history.retain(|line| line != needle);
        self.history.push(needle.to_owned());
    }

    /// Brings the window of a list to its chosen row.
    fn fit_list(&mut self) {
        let height = self.overlay_rows();
        if let Some(Overlay::List(list)) = &mut self.overlay {
            list.scroll.go(list.scroll.focus, list.rows.len(), height);
        }
    }

    /// The first keys of a command on the screen in sight, or its name for
    /// the palette.
    fn key_words(&self, command: Command) -> String {
        let context = match &self.screens.top {
            Screen::Catalog(_) => Context::Catalog,
            Screen::Reader(reader) => reader.context(),
        };
        key_or_name(&self.keymap, command, context)
    }

    /// The keys in a cable of a command that takes a letter, with that letter.
    fn key_with(&self, command: Command, letter: char) -> String {
        let keys = key_or_name(&self.keymap, command, Context::Reader);
        if keys.ends_with(command.argument()) {
            keys.replace(command.argument(), &letter.to_string())
        } else {
            format!("{keys} {letter}")
        }
    }

    /// That the cursor is at no word of the cable, and how it gets to one.
    fn no_word(&self) -> String {
        let pane = self.reader().and_then(Reader::focused_ref);
        match pane.and_then(Pane::stand_in) {
            Some(StandIn::Folded) => {
                let open = self.key_words(Command::OpenFold);
                return format!("this line stands for what is folded away; {open} unfolds it");
            }
            Some(StandIn::Hidden) => {
                let clear = self.key_words(Command::ClearFilter);
                return format!("this line stands for what a filter hides; {clear} shows it");
            }
            Some(StandIn::Remark) => {
                return String::from("these words are about the cable; it has no others here");
            }
            None => {}
        }
        let previous = self.key_words(Command::PreviousToken);
        let next = self.key_words(Command::NextToken);
        format!("no word is under the cursor; {previous} and {next} move to one")
    }

    /// The entry of the row of the list, or of the cable in sight.
    fn entry_here(&self) -> Option<&Entry> {
        self.entries.get(match &self.screens.top {
            Screen::Catalog(catalog) => catalog.scroll.focus,
            Screen::Reader(reader) => reader.entry,
        })
    }

    /// Columns that a message has.
    fn notice_columns(&self) -> usize {
        let Size { width, .. } = self.size;
        let is_filtered = self.reader().is_some_and(Reader::is_filtered);
        // Right of it stands that a filter is no release decision.
        let taken = if is_filtered && self.class() >= Class::Medium {
            48
        } else {
            4
        };
        usize::from(width.saturating_sub(taken))
    }

    fn say(&mut self, words: &str) {
        self.notice = Some(Notice {
            text: Shown::new(words),
            failed: false,
        });
    }

    /// Says that something went wrong.
    pub fn warn(&mut self, words: &str) {
        self.notice = Some(Notice {
            text: Shown::new(words),
            failed: true,
        });
    }
}

/// The first keys of a command in a context, or its name for the palette.
fn key_or_name(keymap: &Keymap, command: Command, context: Context) -> String {
    let key = keymap.key_of(command, context);
    key.unwrap_or_else(|| format!(":{}", command.spec().name))
}

/// Applies one message and returns what the runtime has to do about it.
#[must_use]
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    model.settings.ambiguous.hold();
    let mut effects = apply(model, msg);
    if let Screen::Reader(reader) = &mut model.screens.top {
        select::describe(reader);
    }
    beside::share_search(model);
    places::watch(model, &mut effects);
    panes::watch(model, &mut effects);
    effects
}

fn apply(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => return press(model, key),
        Msg::Command(command, count) => {
            model.notice = None;
            model.typed.clear();
            return execute::execute(model, command, count);
        }
        Msg::Letter(command, letter) => {
            model.notice = None;
            model.typed.clear();
            return execute::with_letter(model, command, letter);
        }
        Msg::Paste(text) => {
            if let Some(prompt) = prompt_mut(model) {
                prompt.paste(&text);
                execute::typed(model);
            }
        }
        Msg::Resized(size) => {
            let was_split = model.is_split();
            model.size = size;
            panes::settle(model, model.settings.arrangement.class);
            model.arrange();
            if was_split && !model.is_split() {
                beside::say_hidden(model);
            }
            ask::fit_overlay(model);
            let mut effects = begin::begin(model);
            effects.extend(list_next(model));
            return effects;
        }
        Msg::Point(pointing) => return mouse::point(model, pointing),
        Msg::Elapsed(wake) => return elapsed(model, wake),
        Msg::PlaceNotKept(why) => places::failed(model, why.as_str()),
        Msg::PanesNotKept(why) => panes::failed(model, why.as_str()),
        Msg::Remembered(failure) => return marks::kept(model, failure),
        Msg::Recalled(key, found) => return marks::recalled(model, key.as_ref(), found),
        Msg::Fetched(fetched) => return marks::fetched(model, fetched),
        Msg::Resumed => return vec![Effect::Redraw],
        Msg::Told(told) => take_told(model, told),
        Msg::Loaded(entry, opened) => {
            loaded(model, entry, *opened);
            return begin::begin(model);
        }
        Msg::Configured(told) => configured(model, *told),
        Msg::Reloaded(entry, again) => reload::reloaded(model, entry, *again),
        Msg::Listed(entry, listing) => return listed(model, entry, *listing),
        Msg::Found(entries) => {
            model.entries.extend(entries);
            return list_next(model);
        }
        Msg::Renamed(entry_idx, name) => {
            if let Some(entry) = model.entries.get_mut(entry_idx) {
                // What is known of it was read from less of it.
                *entry = Entry {
                    name,
                    ..Entry::default()
                };
                model.listed = model.listed.min(entry_idx);
            }
            return list_next(model);
        }
        Msg::Trouble(words) => {
            model.notice = Some(Notice {
                text: words,
                failed: true,
            });
        }
        Msg::AllFound => model.gathering = false,
        Msg::LookedAgain(again) => return reload::looked_again(model, *again),
        Msg::Composed(composing, passage) => return copy::composed(model, *composing, passage),
        Msg::Kept(passage, answer) => copy::kept(model, &passage, answer),
        Msg::Sourced(source) => return vec![Effect::Edit(*source)],
        Msg::Ran(name, ended) => copy::ran(model, &name, ended),
        Msg::Failed(entry, why) => return failed(model, entry, &why),
    }
    Vec::new()
}

/// A list knows more of a cable.
fn listed(model: &mut Model, entry: usize, listing: Listing) -> Vec<Effect> {
    model.list(entry, listing);
    model.listing.take_if(|last| *last == entry);
    // A reference of the cable in sight may just have been found.
    let held = model
        .reader()
        .map(|reader| model.held_references(&reader.cable));
    if let (Screen::Reader(reader), Some(held)) = (&mut model.screens.top, held) {
        reader.held = held;
    }
    list_next(model)
}

/// A cable could not be read.
fn failed(model: &mut Model, entry: usize, why: &Shown) -> Vec<Effect> {
    model.listing.take_if(|last| *last == entry);
    let is_it = |opening: &mut Opening| opening.entry == entry;
    let was_opening = model.opening.take_if(is_it).is_some();
    if follow::failed(model, entry) || was_opening {
        model.warn(why.as_str());
    }
    if let Some(entry) = model.entries.get_mut(entry) {
        entry.failure = Some(why.clone());
    }
    list_next(model)
}

/// A delay is over.
fn elapsed(model: &mut Model, wake: Wake) -> Vec<Effect> {
    match wake {
        Wake::WhichKey(serial) => {
            if serial == model.typed.serial && !model.typed.keys.is_empty() {
                model.typed.hint = true;
            }
            Vec::new()
        }
        Wake::Hover(serial) => {
            mouse::rested(model, serial);
            Vec::new()
        }
        Wake::Place => places::elapsed(model),
        Wake::Panes => panes::elapsed(model),
        Wake::Recall => marks::recall(model).into_iter().collect(),
    }
}

/// Asks for the next rows of the list that say nothing yet, those in sight
/// first. A few at a time, so that a cable that is asked for never waits
/// behind many, and a screenful is there in a few frames.
fn list_next(model: &mut Model) -> Vec<Effect> {
    /// Rows that are asked for at once.
    const FEW: usize = 16;
    if model.listing.is_some() {
        return Vec::new();
    }
    let is_unknown =
        |entry: &Entry| (entry.listing.is_none() || entry.is_stale) && entry.failure.is_none();
    let unknown = |from: usize, to: usize| -> Vec<usize> {
        let rows = model.entries.iter().enumerate().take(to).skip(from);
        let unknown = rows.filter(|(_, entry)| is_unknown(entry));
        unknown.map(|(idx, _)| idx).take(FEW).collect()
    };
    let mut next = match &model.screens.top {
        Screen::Catalog(catalog) => {
            let top = catalog.scroll.top;
            unknown(top, top.saturating_add(model.catalog_rows()))
        }
        Screen::Reader(_) => Vec::new(),
    };
    if next.is_empty() {
        next = unknown(model.listed, usize::MAX);
        model.listed = next.first().copied().unwrap_or(model.entries.len());
    }
    model.listing = next.last().copied();
    let load = |entry| Effect::Load(Request::List(entry));
    next.into_iter().map(load).collect()
}

/// Takes a key: a digit of a count, part of a sequence, a command, or a
/// letter of the line being typed.
fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    model.notice = None;
    mouse::end_hover(model);
    let context = model.context();
    if context != Context::Prompt
        && model.typed.keys.is_empty()
        && !key.ctrl()
        && !key.alt()
        && let KeyCode::Char(digit @ '0'..='9') = key.code()
        && let Some(digit) = digit.to_digit(10)
        && (digit > 0 || model.typed.count.is_some())
    {
        let count = model
            .typed
            .count
            .unwrap_or(0)
            .saturating_mul(10)
            .saturating_add(digit);
        model.typed.count = Some(count.min(9_999_999));
        return Vec::new();
    }
    if key.code() == KeyCode::Escape && !model.typed.is_empty() {
        model.typed.clear();
        return Vec::new();
    }
    model.typed.keys.push(key);
    if context != Context::Prompt
        && model.keymap.lookup(context, &model.typed.keys) == Lookup::Unbound
        && let Some(latin) = key.latin()
    {
        // No command has this letter: the key is meant, whatever it types.
        model.typed.keys.pop();
        model.typed.keys.push(latin);
    }
    let effects = match model.keymap.lookup(context, &model.typed.keys) {
        Lookup::Command(command) => {
            let count = model.typed.count;
            model.typed.clear();
            let effects = execute::execute(model, command, count);
            model.cancelled = command == Command::Cancel;
            return effects;
        }
        Lookup::Letter(command, letter) => {
            model.typed.clear();
            execute::with_letter(model, command, letter)
        }
        Lookup::Unbound if matches!(model.overlay, Some(Overlay::Hints(_))) => {
            model.typed.clear();
            follow::take(model, key)
        }
        // Another reftel may have set marks meanwhile.
        Lookup::AwaitsLetter(..) => {
            let mut effects = hint(model);
            effects.extend(marks::recall(model));
            effects
        }
        Lookup::Pending(_) => hint(model),
        Lookup::Unbound if context == Context::Prompt => {
            model.typed.clear();
            if prompt_mut(model).is_some_and(|prompt| prompt.take(key)) {
                execute::typed(model);
            }
            Vec::new()
        }
        Lookup::Unbound => {
            if !overlay::scroll_which_key(model, key) {
                say_unbound(model, context);
                model.typed.clear();
            }
            Vec::new()
        }
    };
    model.cancelled = false;
    effects
}

/// Says of keys that mean nothing where to look, or, where fingers know them
/// from another program, what does the same.
fn say_unbound(model: &mut Model, context: Context) {
    let pressed = &model.typed.keys;
    let keys: String = pressed.iter().map(|key| key.pretty()).collect();
    let elsewhere = [Preset::Vim, Preset::Less, Preset::Emacs];
    let known = elsewhere.into_iter().find_map(|preset| {
        match Keymap::of(preset).lookup(context, pressed) {
            Lookup::Command(command) => Some((preset.name(), command)),
            _ => None,
        }
    });
    let words = if let Some((preset, command)) = known {
        let here = key_or_name(&model.keymap, command, context);
        format!("{keys} does nothing here; {here} does what {keys} does in {preset}")
    } else {
        let help = model.key_words(Command::Help);
        format!("{keys} does nothing here; {help} lists the keys")
    };
    model.say(&words);
}

/// Shows how a begun sequence can go on, at once or after the delay.
fn hint(model: &mut Model) -> Vec<Effect> {
    match model.settings.which_key {
        Some(delay) if model.typed.hint || delay.is_zero() => {
            model.typed.hint = true;
            Vec::new()
        }
        Some(delay) => vec![Effect::After(delay, Wake::WhichKey(model.typed.serial))],
        None => Vec::new(),
    }
}

fn prompt_mut(model: &mut Model) -> Option<&mut Prompt> {
    model.overlay.as_mut()?.prompt_mut()
}

/// Takes in what the terminal says of itself.
fn take_told(model: &mut Model, told: Told) {
    match told {
        Told::Background(background) => model.terminal.background = Some(background),
        Told::KeysApart => model.terminal.keys_apart = true,
    }
    follow_terminal(model);
}

/// Takes up what the terminal has said of itself, as far as the configuration
/// leaves that open.
fn follow_terminal(model: &mut Model) {
    if model.settings.follows && model.terminal.background.is_some() {
        let theme = model.settings.themes.auto(model.terminal.background);
        model.settings.theme = theme.with(model.settings.colors);
    }
    if model.terminal.keys_apart {
        model.keymap.tell_apart();
    }
}

/// Takes over a configuration that was read again. Panes stay as they are,
/// and so does what was set by hand since the start.
fn configured(model: &mut Model, told: Configured) {
    let old = &model.settings;
    let mut arrangement = old.arrangement;
    if arrangement.usual != told.settings.arrangement.usual {
        arrangement.usual = told.settings.arrangement.usual;
        if !model.by_hand.measure {
            arrangement.measure = 0;
            model.panes.set_usual_measure();
        }
    }
    if arrangement.sentence_case == old.sentence_case {
        arrangement.sentence_case = told.settings.sentence_case;
    }
    let mut settings = Settings {
        arrangement,
        ..told.settings
    };
    if model.by_hand.theme {
        // It may be one of the user's own, and be written otherwise now.
        let theme = settings.themes.named(old.theme.name());
        settings.theme = theme.map_or_else(|| old.theme.clone(), |it| it.with(settings.colors));
        settings.follows = false;
    }
    if model.by_hand.mouse {
        settings.mouse = old.mouse;
    }
    model.settings = settings;
    if model.settings.ambiguous != Ambiguous::held() {
        model.settings.ambiguous.hold();
        let screens = model.screens.below.iter_mut();
        for screen in screens.chain([&mut model.screens.top]) {
            if let Screen::Reader(reader) = screen {
                reader.lay_again();
            }
        }
    }
    model.keymap = told.keymap;
    follow_terminal(model);
    model.typed.clear();
    model.arrange();
    ask::fit_overlay(model);
    match told.trouble {
        Some(trouble) => model.warn(trouble.as_str()),
        None => model.say("the configuration was read again"),
    }
}

/// Shows a cable that was asked for. One that nobody waits for any more only
/// tells the list what it is.
fn loaded(model: &mut Model, entry: usize, opened: Opened) {
    let opening = model.opening.filter(|opening| opening.entry == entry);
    let reader = model.reader_of(entry, opened);
    if follow::peeked(model, &reader) {
        return;
    }
    let Some(opening) = opening else { return };
    model.opening = None;
    let from = jumps::here(model);
    if opening.beside {
        beside::show(model, Box::new(reader));
    } else {
        let screen = Screen::Reader(Box::new(reader));
        let old = std::mem::replace(&mut model.screens.top, screen);
        if !opening.replaces {
            model.screens.below.push(old);
        }
    }
    model.arrange();
    if let Some(at) = opening.at {
        jumps::show(model, at);
    } else {
        if let Some(number) = opening.paragraph {
            go_to_number(model, number);
        } else if let Some(anchor) = opening.anchor {
            marks::arrive(model, anchor, jumps::bring);
        }
        jumps::opened(model, from);
    }
}

/// Goes to the paragraph of the cable in sight that bears `number`.
fn go_to_number(model: &mut Model, number: u32) {
    let (size, arrangement) = model.room();
    if let Screen::Reader(reader) = &mut model.screens.top {
        let height = reader.text_height(&reader.layout(size, arrangement));
        motion::go_to_number(reader, number, height);
        reader.arrange(size, arrangement);
    }
}
