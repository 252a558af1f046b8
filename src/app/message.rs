//! What comes in and what goes out: messages, and the effects that are asked
//! for.

use std::path::PathBuf;
use std::time::Duration;

use crate::cable::Cable;
use crate::command::{Command, Key, Keymap};
use crate::config::Background;
use crate::notes::{
    Jump as KeptJump, Key as CableKey, Letter, Mark, Panes as KeptPanes, Place, Reach, View, Way,
};
use crate::typeset::{Passage, Shown};

use super::{
    Again, CableQuery, Composing, Countable, Counts, Entry, Examination, Examined, Examining,
    HitOrder, HitQuery, HitTexts, HitWindow, Hits, Indexed, Listing, Narrowed, Pointing, Preview,
    Route, Searched, Settings, Size, Sortable, Sorted, Surveyable, Surveyed, TextQuery,
};

/// What a terminal says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// What it has behind its text.
    Background(Background),
    /// That it tells keys apart that others send as the same byte.
    KeysApart,
}

/// A cable that a worker has read.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What it is.
    pub cable: Cable,
    /// What is worked out of it besides; of a long one, that follows.
    pub examined: Option<Examined>,
    /// Where it was left the last time.
    pub place: Option<Place>,
    /// Whether another file was read there, which may be another release.
    pub is_elsewhere: bool,
}

impl Opened {
    /// A cable, and where it was left.
    #[must_use]
    pub fn new(cable: Cable, place: Option<Place>) -> Opened {
        Opened {
            examined: Examined::at_once(&cable),
            cable,
            place,
            is_elsewhere: false,
        }
    }
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
    /// A cable was examined.
    Examined(Box<Examination>),
    /// What a list says of cables, or why they cannot be read: of all that it
    /// was asked of, or of the first of them.
    Listed(Vec<(usize, Result<Listing, Shown>)>),
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
    /// So many of the other entries lie before the first, which was read on
    /// before its collection was taken in.
    FirstLies(usize),
    /// All that was to be opened is.
    AllFound,
    /// What a cable says at a glance, for the request of this number; or why
    /// it cannot be read.
    Previewed(u32, Box<Result<Preview, Shown>>),
    /// What has come so far of the search in the texts of this number.
    Searched(u32, Searched),
    /// What has come so far of the query of this number.
    Narrowed(u32, Narrowed),
    /// What has come so far of the hits of this number.
    Hits(u32, Hits),
    /// The hits of a cable in words, of the question of this number; or why
    /// they cannot be read.
    HitTexts(u32, usize, Box<Result<HitTexts, Shown>>),
    /// The list was sorted, the sorting of this number.
    Sorted(u32, Sorted),
    /// The values of cables were counted, the count of this number; nothing
    /// where that would take too long.
    Counted(u32, Option<Counts>),
    /// What a thread says that makes the survey of this number.
    Surveyed(u32, Surveyed),
    /// Something is to be said of the index of the collection.
    Indexed(Indexed),
    /// Something has happened to files of the list.
    Stirred,
    /// The sources of the list were looked at again.
    LookedAgain(Box<Again>),
    /// A text that was to be composed.
    Composed(Box<Composing>, Passage),
    /// A text was written to a private file, at this path, or could not be.
    Kept(PrivateFile, Passage, Result<Shown, Shown>),
    /// The source of a cable, to be edited.
    Sourced(Box<Source>),
    /// A command or an editor, so called, has ended, or could not be run.
    Ran(Shown, Result<Ended, Shown>),
    /// A cable that was fetched is the entry of this number, or cannot be
    /// opened.
    Fetched(Result<usize, Shown>),
    /// Places cannot be kept, and why.
    PlaceNotKept(Shown),
    /// How far a cable was read cannot be kept, and why.
    ReachNotKept(Shown),
    /// How far cables were read, or why that cannot be told.
    Reaches(Result<Vec<Reach>, Shown>),
    /// Panes cannot be kept, and why.
    PanesNotKept(Shown),
    /// Jumps cannot be kept, and why.
    JumpsNotKept(Shown),
    /// The jumps of earlier runs, in the order in which they were made, and
    /// when somebody was there; or why they cannot be read.
    JumpsRecalled(Result<Vec<(KeptJump, i64)>, Shown>),
    /// The oldest change of marks that was asked for is kept, or why not.
    Remembered(Option<Shown>),
    /// The marks of a cable, and those across cables, or why they cannot be
    /// read.
    Recalled(Option<CableKey>, Result<Vec<Mark>, Shown>),
    /// A change of views is kept, in place of this query if of any, or why not.
    ViewKept(Result<Option<Box<str>>, Shown>),
    /// The views that are kept, or why they cannot be read.
    Views(Result<Vec<View>, Shown>),
}

/// What a delay was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// To show how a begun sequence can go on.
    WhichKey(u32),
    /// To say that a cable is being read, if it is not there yet.
    Opening(usize),
    /// To keep the place.
    Place,
    /// To keep what is shown beside the text.
    Panes,
    /// To keep jumps.
    Jumps,
    /// To explain what the mouse rests on, if that is still it.
    Hover(u32),
    /// To ask for the marks of a cable, once it is on the screen.
    Recall,
    /// To read the cable at the cursor of the list, if it is still that.
    Preview,
    /// To ask how far cables were read, once the list is on the screen.
    Reaches,
    /// To look at files that something has happened to.
    Stirred,
}

/// What a worker is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// A cable to be read: answered by [`Msg::Loaded`] or [`Msg::Failed`].
    Open(usize),
    /// What a list says of cables: answered by [`Msg::Listed`].
    List(Vec<usize>),
    /// What a cable says at a glance, and how many cite it: a number for the
    /// answer, and the entry. Answered by [`Msg::Previewed`].
    Preview(u32, usize),
    /// The configuration, in any case or if its file has changed: answered
    /// by [`Msg::Configured`].
    Configure(bool),
    /// A cable as its source is now, and the number it bears, to find it by:
    /// answered by [`Msg::Reloaded`].
    Reload(usize, Option<String>),
    /// The collection that the first entry, which was read last, was read in:
    /// answered by [`Msg::Found`] and [`Msg::FirstLies`], at last by
    /// [`Msg::AllFound`].
    Gather,
    /// What there is now at the places where the cables were found: answered
    /// by [`Msg::LookedAgain`].
    LookAgain,
    /// To be told, by [`Msg::Stirred`], once something happens to the files of
    /// the folders that are open.
    Watch,
    /// What there is now of the files that something has happened to: answered
    /// by [`Msg::LookedAgain`].
    LookAtStirred,
    /// Which cables hold something in their texts: answered by some
    /// [`Msg::Searched`] as it is found. A search before it ends.
    Search(Box<TextQuery>),
    /// No search in the texts any more.
    StopSearch,
    /// Which cables a query finds: answered by some [`Msg::Narrowed`] as they
    /// are found. A query before it ends.
    Narrow(Box<CableQuery>),
    /// No query any more.
    StopNarrow,
    /// Which cables have hits: answered by some [`Msg::Hits`] as they are
    /// found. A question before it ends.
    Hits(Box<HitQuery>),
    /// The hits of this number in another order: answered by [`Msg::Hits`].
    OrderHits(u32, HitOrder),
    /// No further hits.
    StopHits,
    /// No hits any more.
    ForgetHits,
    /// Hits of some cables in words: answered by some [`Msg::HitTexts`].
    HitTexts(Box<HitWindow>),
    /// The list in order: answered by [`Msg::Sorted`].
    Sort(Box<Sortable>),
    /// How many of some cables have which values: answered by
    /// [`Msg::Counted`].
    Count(Box<Countable>),
    /// A survey of the collection: answered by some [`Msg::Surveyed`]. One
    /// before it ends.
    Survey(Box<Surveyable>),
    /// No survey any more.
    StopSurvey,
    /// The collection to be taken into its index: answered by some
    /// [`Msg::Indexed`], unless it has none.
    Index,
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
    /// Where an entry is read, and how much of it was in sight so far, in
    /// percent, if that is to be kept too. Only failures are answered, by
    /// [`Msg::PlaceNotKept`] and [`Msg::ReachNotKept`].
    Place(usize, Place, Option<u8>),
    /// How far cables were read. Answered by [`Msg::Reaches`].
    Reaches,
    /// What is shown beside the text on screens of a class. Only a failure is
    /// answered, by [`Msg::PanesNotKept`].
    Panes(KeptPanes),
    /// Places that were jumped from or to, in the order in which somebody was
    /// there, and their cables among the entries. Only a failure is answered,
    /// by [`Msg::JumpsNotKept`].
    Jumps(Vec<(Option<usize>, KeptJump)>),
    /// The jumps that are kept. Answered by [`Msg::JumpsRecalled`].
    RecallJumps,
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
    /// A view. Answered by [`Msg::ViewKept`].
    View(View),
    /// That no view has this name any more. Answered by [`Msg::ViewKept`].
    Unview(Box<str>),
    /// The views that are kept. Answered by [`Msg::Views`].
    Views,
}

/// A file that only its owner can read, for a text. Each holds one, in place
/// of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivateFile {
    /// What was too long for the clipboard.
    Copied,
    /// Rows of a list.
    Rows,
}

impl PrivateFile {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PrivateFile::Copied => "copied.txt",
            PrivateFile::Rows => "rows.txt",
        }
    }
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
    Keep(PrivateFile, Passage),
    /// Have another thread compose a text: answered by [`Msg::Composed`].
    Compose(Box<Composing>),
    /// Have another thread examine a cable: answered by [`Msg::Examined`].
    Examine(Box<Examining>),
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
