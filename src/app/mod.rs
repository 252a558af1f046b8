//! The program as a state machine: a message in, effects out.
//!
//! Nothing here touches a terminal, a file, a thread or the clock, so a test
//! can press keys and look at what comes of it.

mod aid;
mod anatomy;
mod answer;
mod arrange;
mod ask;
mod begin;
mod beside;
mod borne;
mod catalog;
mod changes;
mod copy;
mod entries;
mod examine;
mod execute;
mod explain;
mod facets;
mod find;
mod folds;
mod follow;
mod glance;
mod groups;
mod help;
mod hints;
mod history;
mod hits;
mod jumps;
mod line;
mod list;
mod marks;
mod meaning;
mod message;
mod motion;
mod mouse;
mod narrow;
mod notice;
mod overlay;
mod pane;
mod panes;
mod picks;
mod places;
mod preview;
mod prompt;
mod prose;
mod query;
mod reader;
mod reads;
mod regions;
mod relay;
mod releases;
mod reload;
mod report;
mod results;
mod rows;
mod scroll;
mod seek;
mod seeker;
mod select;
mod settings;
mod stirring;
mod stops;
mod summary;
mod survey;
mod surveyed;
mod tally;
mod texts;
mod theme;
mod update;
mod views;

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, RandomState};

use hashbrown::HashTable;

pub use aid::{Aid, QueryLine};
pub use arrange::is_marking_filter;
pub use begin::Begin;
pub use beside::Beside;
pub use catalog::{Again, Catalog, Entry, Listing};
pub use changes::Changes;
pub(crate) use copy::grouped;
pub use copy::{Composing, MOST_COPIED, Route};
pub use entries::Entries;
pub use examine::{Examination, Examined, Examining};
pub use explain::{Asked, Explain};
pub use facets::{Countable, Counts, FACET_COLUMNS, FacetRow, Facets};
pub use find::{Find, How};
pub use folds::Folds;
pub use follow::{Hint, Peek};
pub use glance::{Map, MapCell, map_cells, strip_rows};
pub use groups::{Group, Grouping};
pub use help::{Help, HelpRow, KEYS_X};
pub use hints::{HintLine, Offered, WindowKey, hint_line, window_keys};
pub use hits::{
    FoundHits, HitGroup, HitOrder, HitQuery, HitSpread, HitText, HitTexts, HitWindow, Hits,
};
pub use jumps::{At, Jumps};
pub use list::{List, ListRow, Target};
pub use marks::{Added, What};
pub use meaning::Standing;
pub use message::{
    Configured, Effect, Ended, Msg, Opened, PrivateFile, Remember, Request, Source, SourcePlace,
    Told, Wake,
};
pub use mouse::{Deed, Mouse, Pointing};
pub use narrow::{CableQuery, Filter, Indexed, Narrowed, Narrowing, filter_label};
pub use notice::Notice;
pub use overlay::{Ask, Overlay, Palette, Pipe, Search, WhichKey, which_key};
pub use pane::{Pane, StandIn};
pub use places::{parting, untold};
pub use preview::{Preview, PreviewSide, Previewing};
pub use prompt::Prompt;
pub use reader::{Counted, Outline, OutlineRow, Reader};
use regions::STATUS_ROWS;
pub use regions::{
    Arrangement, CRAMPED, Class, GUTTER, HINT_ROWS, Layout, PaneId, ROOMY, Region, Wanted,
};
pub use releases::Release;
pub use report::{Report, Topic};
pub use results::{
    Excerpt, HIT_COLUMNS, HIT_COLUMNS_TINY, ResultRow, Results, ResultsLayout, Seeking,
};
pub use rows::{Rows, Sortable, Sorted, Sorting};
pub use scroll::Scroll;
pub use seeker::{Held, Seeker, TextQuery};
pub use select::{By, Selection};
pub use settings::Settings;
pub use stops::{Sort, Stop};
pub use summary::{
    SummaryOf, SummaryPart, SummaryWord, subject_note, subject_region, summary_words,
};
pub use survey::{Survey, stop_keys as survey_stop_keys};
pub use surveyed::{
    Held as SurveyHeld, Holds as SurveyHolds, Line as SurveyLine, Look, Made, Member, Missing,
    Node, Standing as ThreadStanding, Surveyable, Surveyed, Topic as SurveyTopic,
    post_name as survey_post_name,
};
pub use tally::Tally;
pub use texts::{Searched, Texts};
pub use update::update;

pub use crate::config::Background;
pub use crate::query::{Axis, Traffic};

use crate::cable::{Cable, Mrn, Reference};
use crate::command::{Command, Context, Key, Keymap};
use crate::notes::{Anchor, JumpName, Key as CableKey, Panes as KeptPanes};
use borne::Borne;
use marks::Marks;
use mouse::Pointer;
use panes::Panes;
use places::Places;
use settings::ByHand;

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
    pub entries: Entries,
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
    /// How often more of it may have changed than a place in a text.
    pub changes: Changes,
    /// What the message that is being applied has done.
    done: changes::Done,
    /// What is known of the terminal.
    terminal: Known,
    /// What is known of the mouse.
    pointer: Pointer,
    /// What is sought in the texts of all cables.
    pub texts: Option<Box<Texts>>,
    /// How often something was asked of other threads whose answer bears a
    /// number.
    n_asked: u32,
    /// What the list is narrowed to.
    pub filter: Option<Filter>,
    /// What it is to be narrowed to, as long as nothing of it is known.
    pub coming: Option<Filter>,
    /// The query that another thread is at.
    narrowing: Option<u32>,
    /// The survey that another thread is at.
    surveying: Option<u32>,
    /// The question of the view of hits that is open.
    hits: Option<u32>,
    /// Its rows.
    pub rows: Rows,
    /// What is selected in the list.
    picks: picks::Picks,
    /// What is known of the index of the collection.
    pub index: narrow::Index,
    /// Counts of values beside the list, where they were asked for.
    facets: Option<Box<Facets>>,
    /// What the cable at the cursor of the list says.
    previewing: Previewing,
    /// How often something new was learned of an entry.
    n_listings: u64,
    /// Columns of the longest id that is known.
    longest_id: Option<usize>,
    /// What was searched for, newest last.
    pub history: Vec<String>,
    /// What was asked of paragraphs, newest last.
    pub asked: Vec<String>,
    /// What was asked of the list, newest last.
    pub narrowed: Vec<String>,
    /// The commands of the shell that were typed, newest last.
    pub piped: Vec<String>,
    /// Where the reader has been.
    pub jumps: Jumps,
    /// The bracket that was pressed last, to be repeated.
    bracket: Option<Command>,
    /// Where cables were left.
    places: Places,
    /// What happens to the files of the list.
    stirring: stirring::Stirring,
    /// How far cables were read.
    reaches: reads::Reaches,
    /// What is shown beside the text in each class of layout.
    panes: Panes,
    /// Queries that are kept under a name.
    views: views::Views,
    /// Places with a letter.
    marks: Marks,
    /// Where the cables that were read stand among the entries.
    keys: HashMap<CableKey, usize>,
    /// Where to go in a cable that is being fetched.
    fetching: Option<Fetching>,
    /// Where the telegrams stand among the entries, found by their ids.
    known: HashTable<Borne>,
    /// The entries of the ids that several bear.
    releases: releases::Releases,
    /// What is made of ids for it.
    ids: RandomState,
    /// Whether further cables may still be found.
    pub gathering: bool,
    /// Where the first cable is to be read from.
    pub begin: Option<Begin>,
    /// A cable that is being opened.
    opening: Option<Opening>,
    /// Keys that were typed ahead, for the cable that is being opened.
    ahead: VecDeque<Key>,
    /// Whether what is followed by a letter is shown beside.
    follows_beside: bool,
    /// A cable that is being read for a look at it.
    peeking: Option<follow::Peeking>,
    /// Of how many cables it was asked what the list is to say.
    n_rows_asked: usize,
    /// Every entry before this one has its row.
    listed: usize,
    /// How often a row of the list has come, or said more.
    n_changes: u64,
    /// Whether the last key was a cancel.
    cancelled: bool,
    /// The letters that were pressed last.
    spelled: Vec<char>,
    /// What was said and asked of the editor.
    editing: copy::Editing,
    /// What was set by hand since the start.
    by_hand: ByHand,
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
    /// Rows about the collection.
    Survey(Box<Survey>),
    /// Hits in many cables.
    Results(Box<Results>),
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Opening {
    entry: usize,
    /// Whether it takes the place of the cable in sight.
    replaces: bool,
    /// The place to go back to.
    at: Option<jumps::Spot>,
    /// The number of the paragraph that is meant.
    paragraph: Option<u32>,
    /// The marked place to go to.
    anchor: Option<Anchor>,
    /// The match to go to, of what is sought in all texts or by the list.
    edge: Option<texts::Edge>,
    /// The hit to go to.
    arrival: Option<results::Arrival>,
    /// Round which end of the hits it stands.
    round: Option<&'static str>,
    /// Whether it is shown beside the cable in sight.
    beside: bool,
    /// Whether it was said that it is being read.
    is_told: bool,
}

/// Where to go in a cable that is being fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fetching {
    /// To a marked place.
    Mark(Anchor),
    /// To a place of the history of jumps.
    Jump(JumpName),
}

/// How far other threads are with what was asked of many cables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Runs,
    Stopped,
    Over,
}

impl Model {
    /// The list of `entries`.
    #[must_use]
    pub fn new(entries: Vec<Entry>, settings: Settings, keymap: Keymap, size: Size) -> Model {
        let mut model = Model {
            known: HashTable::new(),
            releases: releases::Releases::default(),
            ids: RandomState::new(),
            entries: Entries::default(),
            changes: Changes::default(),
            done: changes::Done::default(),
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
            texts: None,
            n_asked: 0,
            filter: None,
            coming: None,
            narrowing: None,
            surveying: None,
            hits: None,
            rows: Rows::default(),
            picks: picks::Picks::default(),
            index: narrow::Index::default(),
            facets: None,
            previewing: Previewing::default(),
            n_listings: 0,
            longest_id: None,
            history: Vec::new(),
            asked: Vec::new(),
            narrowed: Vec::new(),
            piped: Vec::new(),
            jumps: Jumps::default(),
            bracket: None,
            places: Places::default(),
            stirring: stirring::Stirring::default(),
            reaches: reads::Reaches::default(),
            panes: Panes::default(),
            views: views::Views::default(),
            marks: Marks::default(),
            keys: HashMap::new(),
            fetching: None,
            gathering: false,
            begin: None,
            opening: None,
            ahead: VecDeque::new(),
            follows_beside: false,
            peeking: None,
            n_rows_asked: 0,
            listed: 0,
            n_changes: 0,
            cancelled: false,
            spelled: Vec::new(),
            editing: copy::Editing::default(),
            by_hand: ByHand::default(),
        };
        model.find(entries);
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

    /// Has the collection that the first entry, the only one, was read in taken in
    /// behind the first frame.
    #[must_use]
    pub fn within_collection(mut self) -> Model {
        self.rows.first = rows::First::Waits;
        self
    }

    /// Where keys go.
    #[must_use]
    pub fn context(&self) -> Context {
        match (&self.overlay, &self.screens.top) {
            (Some(overlay), _) => overlay.context(),
            (None, Screen::Catalog(_)) => Context::Catalog,
            (None, Screen::Results(_)) => Context::Results,
            (None, Screen::Reader(reader)) => reader.context(),
            (None, Screen::Survey(_)) => Context::Survey,
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
            Screen::Catalog(_) | Screen::Results(_) | Screen::Survey(_) => None,
        }
    }

    /// Rows of the catalog in sight: all but title, rule and the last two
    /// lines.
    #[must_use]
    pub fn catalog_rows(&self) -> usize {
        let around = 2 + self.rows_below_list() + self.rows_of_preview();
        let rows = usize::from(self.size.height.saturating_sub(around));
        if self.class() == Class::Tiny {
            rows / 2
        } else {
            rows
        }
    }

    /// Rows below the list and what stands by it: what can be typed, and what
    /// can be pressed.
    #[must_use]
    pub fn rows_below_list(&self) -> u16 {
        u16::from(self.size.height >= HINT_ROWS) + u16::from(self.has_aid())
    }

    /// Whether a part of the reader lies under a window, if only a cell of it.
    #[must_use]
    pub fn is_covered(&self, part: Region) -> bool {
        let how_on = self.typed.hint && self.context() != Context::Prompt;
        // Told for every frame: how a sequence goes on is looked up only then.
        let how_on = how_on.then(|| which_key(self)).flatten();
        let how_on = how_on.map(|it| it.region);
        let windows = [Some(self.overlay_region()), how_on];
        windows.into_iter().flatten().any(|window| {
            // Each half counts its columns from its own edge.
            let part = if self.is_split() {
                Region {
                    x: window.x,
                    ..part
                }
            } else {
                part
            };
            window.meets(part)
        })
    }

    /// Rows of an overlay's list in sight.
    #[must_use]
    pub fn overlay_rows(&self) -> usize {
        usize::from(self.overlay_region().height.saturating_sub(2))
    }

    /// Where an overlay lies: never on the title, nor on the row of what is
    /// typed and said. Under 60 columns it has all between them; elsewhere
    /// what is about the text, and the palette, stay off the row of the cursor
    /// where there is room.
    #[must_use]
    pub fn overlay_region(&self) -> Region {
        /// Rows of a palette, with its frame, that are worth scrolling in.
        const LEAST: u16 = 8;
        let Size { width, height } = self.size;
        let class = self.class();
        let is_typed = self
            .overlay
            .as_ref()
            .is_some_and(|it| it.prompt().is_some());
        let around = 1 + u16::from(is_typed || !self.is_status_over());
        let full = Region {
            x: 0,
            y: 1,
            width,
            height: height.saturating_sub(around),
        };
        let wanted = match &self.overlay {
            Some(Overlay::Explain(explain)) => explain.pane.n_rows(),
            Some(Overlay::Report(report)) => report.pane.n_rows(),
            Some(Overlay::List(list)) => list.rows.len(),
            Some(Overlay::Peek(peek)) => peek.pane.n_rows(),
            Some(Overlay::Help(_)) => usize::from(height),
            Some(Overlay::Palette(palette)) => palette.found.len().clamp(1, 14),
            Some(
                Overlay::Search(_)
                | Overlay::Ask(_)
                | Overlay::Narrow(_)
                | Overlay::Hits(_)
                | Overlay::Hints(_)
                | Overlay::Pipe(_),
            )
            | None => {
                return Region::default();
            }
        };
        if class == Class::Tiny || height < HINT_ROWS {
            return full;
        }
        let columns = if matches!(self.overlay, Some(Overlay::Help(_))) {
            self.help_columns()
        } else if let Some(Overlay::Report(report)) = &self.overlay {
            width.min(self.report_columns(report.topic) + 4)
        } else {
            self.window_columns()
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
                    // One row short of it, it scrolls: the title stays.
                    rows = rows.min(row - 1);
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

    /// Whether what is typed and said lies over what is read: on the lowest
    /// screens a cable has no row for it.
    fn is_status_over(&self) -> bool {
        self.reader().is_some() && self.size.height < STATUS_ROWS
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

    /// Columns of the list of keys, its frame included.
    fn help_columns(&self) -> u16 {
        let width = self.size.width;
        match self.class() {
            _ if self.size.height < HINT_ROWS => width,
            // Its sentences need nearly every column there is.
            Class::Narrow => width.saturating_sub(2),
            Class::Tiny | Class::Medium | Class::Wide => self.window_columns(),
        }
    }

    /// Columns for the words inside an overlay.
    #[must_use]
    pub fn overlay_columns(&self) -> u16 {
        self.window_columns().saturating_sub(4).max(8)
    }

    /// Columns for the words of a report.
    pub(super) fn report_columns(&self, topic: Topic) -> u16 {
        /// However wide the screen is: lines of a header have some 70 columns,
        /// and as many are read well at once beside them.
        const MOST: u16 = 160;
        if topic == Topic::Anatomy && self.has_room_beside() {
            MOST.min(self.size.width.saturating_sub(8)) - 4
        } else {
            self.overlay_columns()
        }
    }

    /// Whether a window has room for two columns of words.
    pub(super) fn has_room_beside(&self) -> bool {
        /// Columns of a screen where each has some 40.
        const LEAST: u16 = 100;
        self.size.width >= LEAST && self.class() != Class::Tiny
    }

    /// Columns of a window, its frame included.
    fn window_columns(&self) -> u16 {
        /// However wide the screen is.
        const MOST: u16 = 84;
        let width = self.size.width;
        match self.class() {
            Class::Tiny => width,
            Class::Narrow | Class::Medium | Class::Wide => MOST.min(width.saturating_sub(8)),
        }
    }

    /// The place among the entries of the telegram that `mrn` names.
    #[must_use]
    pub fn held(&self, mrn: &Mrn) -> Option<usize> {
        self.entry_of(&mrn.to_string())
    }

    /// The place among the entries of the telegram of an id.
    fn entry_of(&self, id: &str) -> Option<usize> {
        let is_it = |known: &Borne| self.entries.id(known.entry as usize) == Some(id);
        let found = self
            .known
            .find(Borne::of(self.ids.hash_one(id), 0).hash(), is_it)?;
        Some(found.entry as usize)
    }

    /// Notes which entry the telegram of an id is: the first of several.
    fn knows(&mut self, id: &str, entry: usize) {
        let Ok(entry) = u32::try_from(entry) else {
            return;
        };
        let entries = &self.entries;
        let is_it = |known: &Borne| entries.id(known.entry as usize) == Some(id);
        let hash = self.ids.hash_one(id);
        let borne = Borne::of(hash, entry);
        let known = self.known.entry(borne.hash(), is_it, |known| known.hash());
        let first = known.or_insert(borne).get().entry;
        if first != entry {
            self.knows_again(hash, first, entry);
        }
    }

    /// A number for what is asked of another thread, to know its answer by:
    /// never 0, which stands for nothing.
    fn next_id(&mut self) -> u32 {
        self.n_asked = self.n_asked.wrapping_add(1).max(1);
        self.n_asked
    }

    /// Whether every cable was found, and the list says what it is.
    fn is_listed(&self) -> bool {
        self.n_rows_asked == 0 && !self.gathering && !self.is_searching()
    }

    /// Whether the texts of the cables are being searched.
    fn is_searching(&self) -> bool {
        self.texts.as_ref().is_some_and(|texts| texts.runs())
    }

    /// Adds entries, and notes what is known of them already.
    fn find(&mut self, entries: Vec<Entry>) {
        self.n_changes += 1;
        for entry in entries {
            if let Some(listing) = &entry.listing {
                self.n_listings += 1;
                if let Some(id) = &listing.id {
                    self.knows(id.as_str(), self.entries.len());
                }
                self.longest_id = self.longest_id.max(Some(entry.id().columns()));
            }
            self.entries.push(&entry);
        }
    }

    /// Columns of the longest id in the list, as far as ids are known.
    #[must_use]
    pub fn longest_id(&self) -> Option<usize> {
        self.longest_id
    }

    /// Notes what a row of the list says of an entry.
    fn list(&mut self, entry: usize, listing: Listing) {
        self.n_changes += 1;
        if let Some(id) = &listing.id {
            self.knows(id.as_str(), entry);
        }
        if let Some(mut known) = self.entries.get(entry) {
            if known.listing.as_ref() != Some(&listing) {
                self.outdate_releases(entry);
                known.listing = Some(listing);
                self.n_listings += 1;
                self.longest_id = self.longest_id.max(Some(known.id().columns()));
            }
            known.is_stale = false;
            self.entries.set(entry, &known);
        }
    }

    fn reader_of(&mut self, entry: usize, opened: Opened) -> Reader {
        self.list(entry, Listing::of(&opened.cable));
        let name = self.entries.get(entry).map(|known| known.name);
        let mut reader = Reader::new(
            entry,
            &name.unwrap_or_default(),
            opened.cable,
            opened.examined,
        );
        reader.held = self.held_references(&reader.cable);
        self.keys.insert(reader.key.clone(), entry);
        // Who asks for a paragraph does not want to be where they stopped.
        let is_asked = |opening: &Opening| opening.entry == entry && opening.paragraph.is_some();
        let is_asked = self.opening.as_ref().is_some_and(is_asked);
        let left = match self.places.left(&reader.key) {
            Some((read, place)) => Some((*read != entry, place)),
            None => opened.place.as_ref().map(|it| (opened.is_elsewhere, it)),
        };
        if let Some((is_elsewhere, place)) = left
            && !is_asked
            && !reader.begin_at(place, is_elsewhere)
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
        let (rows, n_rows) = (self.catalog_rows(), self.n_rows());
        let survey_rows = self.survey_rows();
        if let Some(beside) = &mut self.beside {
            beside.other.arrange(size, arrangement);
        }
        match &mut self.screens.top {
            Screen::Reader(reader) => reader.arrange(size, arrangement),
            Screen::Catalog(catalog) => {
                catalog.scroll.go(catalog.scroll.focus, n_rows, rows);
            }
            Screen::Survey(survey) => {
                let n_rows = survey.rows.len();
                survey.scroll.go(survey.scroll.focus, n_rows, survey_rows);
                survey::fit_chart(self, false);
            }
            Screen::Results(_) => results::fit(self),
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
        key_or_name(&self.keymap, command, execute::screen_context(self))
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
    fn entry_here(&self) -> Option<Entry> {
        self.entries.get(match &self.screens.top {
            Screen::Catalog(catalog) => self.entry_at(catalog.scroll.focus),
            Screen::Results(results) => results.entry()?,
            Screen::Reader(reader) => reader.entry,
            Screen::Survey(survey) => survey.entry()?,
        })
    }
}

/// The first keys of a command in a context, or its name for the palette.
fn key_or_name(keymap: &Keymap, command: Command, context: Context) -> String {
    let key = keymap.key_of(command, context);
    key.unwrap_or_else(|| format!(":{}", command.spec().name))
}
