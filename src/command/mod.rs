//! Everything a user can ask for, in one table.
//!
//! Keys, help, hints, which-key, palette, configuration, man page and the
//! table in the README are all made from [`TABLE`], so they cannot disagree.

pub mod key;
pub mod keymap;
pub mod manual;
pub mod preset;

pub use key::{Key, KeyCode};
pub use keymap::{Keymap, Lookup};
pub use preset::{FAMILIAR, Familiar, Preset};

/// Where keys are pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// The list of cables.
    Catalog,
    /// One cable.
    Reader,
    /// Rows about the collection: a thread, what is missing.
    Survey,
    /// Hits in many cables.
    Results,
    /// A part of its text, while that is selected. What it has no key for
    /// is a key of the reader.
    Select,
    /// The searchable help.
    Help,
    /// The explanation of a token.
    Explain,
    /// A line that is being typed: search, palette. Keys that no command
    /// takes are typed.
    Prompt,
}

impl Context {
    /// Every context, in the order help lists them.
    pub const ALL: [Context; 8] = [
        Context::Reader,
        Context::Select,
        Context::Catalog,
        Context::Survey,
        Context::Results,
        Context::Help,
        Context::Explain,
        Context::Prompt,
    ];

    /// The name in configuration, `[keys.reader]`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Context::Catalog => "catalog",
            Context::Reader => "reader",
            Context::Survey => "survey",
            Context::Results => "results",
            Context::Select => "select",
            Context::Help => "help",
            Context::Explain => "explain",
            Context::Prompt => "prompt",
        }
    }

    /// The context whose keys hold wherever this one has none of its own.
    #[must_use]
    pub fn within(self) -> Option<Context> {
        match self {
            Context::Select => Some(Context::Reader),
            _ => None,
        }
    }
}

/// How a command moves the cursor through rows, of whatever screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// By rows.
    Row,
    /// By what is in sight.
    Page,
    /// By half of that.
    HalfPage,
    /// To the first row or the last one, or to the one that is counted.
    End,
    /// It stays, and the window moves.
    Window,
    /// It stays, and the window moves so that it is at the top, in the middle
    /// or at the bottom.
    Align,
}

/// Under which title help lists a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Moving about.
    Move,
    /// Searching and filtering.
    Find,
    /// Selecting, copying, handing on.
    Copy,
    /// Panes and looks.
    Panes,
    /// Asking what something means.
    Ask,
    /// Marking places.
    Marks,
    /// The program itself.
    Program,
}

impl Group {
    /// Every group, in the order help lists them.
    pub const ALL: [Group; 7] = [
        Group::Move,
        Group::Find,
        Group::Copy,
        Group::Panes,
        Group::Ask,
        Group::Marks,
        Group::Program,
    ];

    /// The title in help.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Group::Move => "Move",
            Group::Find => "Find and filter",
            Group::Copy => "Copy and hand on",
            Group::Panes => "Panes and looks",
            Group::Ask => "Ask",
            Group::Marks => "Marks",
            Group::Program => "Program",
        }
    }
}

/// One row of the command table.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The command.
    pub command: Command,
    /// Its name in configuration and palette.
    pub name: &'static str,
    /// One sentence, shown in help, which-key and README.
    pub sentence: &'static str,
    /// Two or three words for the hint line and which-key.
    pub short: &'static str,
    /// Under which title help lists it.
    pub group: Group,
    /// Where it applies.
    pub contexts: &'static [Context],
    /// Default key sequences, each in the notation of [`Key`], keys of a
    /// sequence separated by blanks.
    pub keys: &'static [&'static str],
    /// What more it is told, by the key that follows.
    pub argument: Option<Argument>,
}

impl Spec {
    /// Whether it can be asked for in `context`.
    #[must_use]
    pub fn applies_in(&self, context: Context) -> bool {
        let is_listed = |context| self.contexts.contains(&context);
        is_listed(context) || context.within().is_some_and(is_listed)
    }
}

/// What a command is told by the key that follows its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A letter. Keys that are bound as they stand come before it.
    Letter,
}

/// How a letter that follows the keys of a command is printed: `m{x}`.
const LETTER: &str = "{x}";

/// Defines [`Command`] and [`TABLE`] from the same rows, so that a command
/// cannot exist without a name, a sentence and a place.
macro_rules! commands {
    ($($command:ident $name:literal $group:ident [$($context:ident)+] [$($key:literal)*] $short:literal $(takes $argument:ident)? => $sentence:literal;)+) => {
        /// Something a user can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command { $(#[doc = $sentence] $command,)+ }

        /// Every command, in the order help lists them.
        pub const TABLE: &[Spec] = &[$(Spec {
            command: Command::$command,
            name: $name,
            sentence: $sentence,
            short: $short,
            group: Group::$group,
            contexts: &[$(Context::$context),+],
            keys: &[$($key),*],
            argument: [$(Argument::$argument)?].first().copied(),
        },)+];
    };
}

commands! {
    // command          name                group   where                     keys                     hint         => sentence
    Down                "down"              Move    [Reader Catalog Survey Results Help Explain] ["j" "<down>"]       "down"       => "Move down one line, or as many as counted.";
    Up                  "up"                Move    [Reader Catalog Survey Results Help Explain] ["k" "<up>"]         "up"         => "Move up one line, or as many as counted.";
    NextToken           "next-token"        Move    [Reader]                  ["l" "<right>"]          "next token" => "Move to the next word or value.";
    PreviousToken       "previous-token"    Move    [Reader]                  ["h" "<left>"]           "prev token" => "Move to the word or value before.";
    RowStart            "row-start"         Move    [Reader]                  []                       "row start"  => "Move to the first word of the line.";
    RowEnd              "row-end"           Move    [Reader]                  []                       "row end"    => "Move to the last word of the line.";
    ScrollDown          "scroll-down"       Move    [Reader Catalog Survey Results]  ["<c-e>"]                "scroll"     => "Scroll down one line; the cursor stays.";
    ScrollUp            "scroll-up"         Move    [Reader Catalog Survey Results]  ["<c-y>"]                "scroll"     => "Scroll up one line; the cursor stays.";
    PageDown            "page-down"         Move    [Reader Catalog Survey Results Help Explain] ["<pagedown>" "<c-f>"] "page" => "Move down one page.";
    ReadOn              "read-on"           Move    [Reader Survey Results Help Explain] ["<space>"]         "page"       => "Read on, one page down.";
    PageUp              "page-up"           Move    [Reader Catalog Survey Results Help Explain] ["b" "<pageup>" "<c-b>"] "page up" => "Move up one page.";
    HalfPageDown        "half-page-down"    Move    [Reader Catalog Survey Results Help Explain] ["<c-d>" "d"]        "half page"  => "Move down half a page.";
    HalfPageUp          "half-page-up"      Move    [Reader Catalog Survey Results Help Explain] ["<c-u>" "u"]        "half page"  => "Move up half a page.";
    Top                 "top"               Move    [Reader Catalog Survey Results Help Explain] ["g g" "<home>"]     "top"        => "Go to the top; a number: that paragraph or row.";
    Bottom              "bottom"            Move    [Reader Catalog Survey Results Help Explain] ["G" "<end>"]        "end"        => "Go to the end; a number: that paragraph or row.";
    NextParagraph       "next-paragraph"    Move    [Reader]                  ["}"]                    "para"       => "Go to the next paragraph.";
    PreviousParagraph   "previous-paragraph" Move   [Reader]                  ["{"]                    "para"       => "Go to the paragraph before.";
    NextSection         "next-section"      Move    [Reader]                  ["] ]"]                  "section"    => "Go to the next summary, heading or comment.";
    PreviousSection     "previous-section"  Move    [Reader]                  ["[ ["]                  "section"    => "Go to the summary, heading or comment before.";
    NextGroup           "next-group"        Move    [Catalog Results]         ["}" "J"]                "next group" => "Go to the next group, or to the next cable with hits.";
    PreviousGroup       "previous-group"    Move    [Catalog Results]         ["{" "K"]                "prev group" => "Go to the group before, or to the cable with hits before.";
    NextMarking         "next-marking"      Move    [Reader]                  ["] c"]                  "marking"    => "Go to the next change of marking.";
    PreviousMarking     "previous-marking"  Move    [Reader]                  ["[ c"]                  "marking"    => "Go to the change of marking before.";
    NextFinding         "next-finding"      Move    [Reader Explain]          ["] e"]                  "finding"    => "Go to the next finding.";
    PreviousFinding     "previous-finding"  Move    [Reader Explain]          ["[ e"]                  "finding"    => "Go to the finding before.";
    NextReference       "next-reference"    Move    [Reader]                  ["] r"]                  "reference"  => "Go to the next reference in the text.";
    PreviousReference   "previous-reference" Move   [Reader]                  ["[ r"]                  "reference"  => "Go to the reference before.";
    NextExcision        "next-excision"     Move    [Reader]                  ["] x"]                  "excision"   => "Go to the next place where text was withheld.";
    PreviousExcision    "previous-excision" Move    [Reader]                  ["[ x"]                  "excision"   => "Go to the withheld place before.";
    NextRepair          "next-repair"       Move    [Reader Explain]         ["] p"]                  "repair"     => "Go to the next repair.";
    PreviousRepair      "previous-repair"   Move    [Reader Explain]         ["[ p"]                  "repair"     => "Go to the repair before.";
    NextCableSection    "next-cable-section" Move   [Reader]                  ["] s"]                  "SECTION"    => "Go to the next SECTION 02 OF 03.";
    PreviousCableSection "previous-cable-section" Move [Reader]               ["[ s"]                  "SECTION"    => "Go to the SECTION before.";
    NextNote            "next-note"         Move    [Reader]                  ["] n"]                  "marked"     => "Go to the next place that you have marked.";
    PreviousNote        "previous-note"     Move    [Reader]                  ["[ n"]                  "marked"     => "Go to the place before that you have marked.";
    RepeatBracket       "repeat-bracket"    Move    [Reader]                  [";"]                    "repeat"     => "Repeat the last bracket: ]c, ]r and the like.";
    ReverseBracket      "reverse-bracket"   Move    [Reader]                  [","]                    "reverse"    => "Repeat the last bracket the other way.";
    AlignMiddle         "align-middle"      Move    [Reader Catalog Survey Results]  ["z z"]                  "middle"     => "Bring the line of the cursor to the middle.";
    AlignTop            "align-top"         Move    [Reader Catalog Survey Results]  ["z t"]                  "top"        => "Bring the line of the cursor to the top.";
    AlignBottom         "align-bottom"      Move    [Reader Catalog Survey Results]  ["z b"]                  "bottom"     => "Bring the line of the cursor to the bottom.";
    WindowTop           "window-top"        Move    [Reader]                  []                       "first in sight" => "Move to the first line in sight, or as many below it.";
    WindowMiddle        "window-middle"     Move    [Reader]                  []                       "middle in sight" => "Move to the middle line in sight.";
    WindowBottom        "window-bottom"     Move    [Reader]                  []                       "last in sight" => "Move to the last line in sight, or as many above it.";
    Percent             "percent"           Move    [Reader]                  ["%"]                    "percent"    => "Go so many percent down; alone, say how far.";
    JumpBack            "jump-back"         Move    [Reader Catalog Survey Results]  ["H" "<a-left>" "<backspace>" "<c-o>"] "back" => "Go back to where you jumped from.";
    JumpForward         "jump-forward"      Move    [Reader Catalog Survey Results]  ["L" "<a-right>" "<c-i>"] "forward"    => "Go forward again.";
    Jumps               "jumps"             Move    [Reader Catalog Results]  ["g ;"]                  "jumps"      => "List where you have been; Enter goes there.";
    NextCable           "next-cable"        Move    [Reader Survey]                  ["J"]                    "next cable" => "Read the next cable; from a thread, in time order.";
    PreviousCable       "previous-cable"    Move    [Reader Survey]                  ["K"]                    "prev cable" => "Read the cable before; from a thread, in time order.";
    NextRelease         "next-release"      Move    [Reader Catalog]          ["g N"]                  "release"    => "Read the next release of this cable, at the same paragraph.";
    Library             "library"           Move    [Reader]                  ["g l"]                  "list"       => "Go to the list of cables.";
    Open                "open"              Move    [Reader Catalog Survey Results Help Explain] ["<enter>" "<c-j>"]              "open"       => "Open what is at the cursor; a number: paragraph.";
    Search              "search"            Find    [Reader Catalog Results Help] ["/"]                    "find"       => "Search while typing; in a cable, the text alone.";
    SearchBackward      "search-backward"   Find    [Reader Catalog]          ["g ?"]                  "find back"  => "Search towards the beginning while typing.";
    SearchPattern       "search-pattern"    Find    [Reader]                  ["g /"]                  "pattern"    => "Search by regular expression while typing.";
    Hits                "hits"              Find    [Reader Catalog Results]  ["g s"]                  "find in all" => "List hits in all cables, by a query, paragraph by paragraph.";
    SearchTexts         "search-texts"      Find    [Reader Catalog]          ["g S"]                  "letters in all" => "Search all texts letter by letter; n goes on to the next.";
    TogglePattern       "toggle-pattern"    Find    [Prompt]                  ["<a-r>"]                "pattern"    => "Take what is sought for a regular expression, or not.";
    Ask                 "ask"               Find    [Reader]                  ["&"]                    "ask"        => "Show paragraphs that a query finds: words, class:, has:.";
    Narrow              "narrow"            Find    [Catalog]                 ["&"]                    "narrow"     => "List the cables that a query finds: words, post:, date:.";
    Sort                "sort"              Find    [Catalog Results]         ["s"]                    "sort"       => "Sort the list, or the hits; a menu says by what.";
    Group               "group"             Find    [Catalog]                 ["g b"]                  "group"      => "Group the list by post, year, month or marking.";
    Views               "views"             Find    [Catalog]                 ["g &"]                  "views"      => "List the queries that you have kept; Enter shows one.";
    KeepView            "keep-view"         Find    [Catalog]                 []                       "keep view"  => "Keep the query and the order that hold under a name.";
    NextOrder           "next-order"        Find    [Prompt]                  ["<c-s>"]                "sort"       => "Sort the hits otherwise while typing.";
    NextMatch           "next-match"        Find    [Reader Catalog Results]  ["n"]                    "next"       => "Go to the next match, or to the next hit.";
    PreviousMatch       "previous-match"    Find    [Reader Catalog Results]  ["N"]                    "prev"       => "Go to the match before, or to the hit before.";
    NextFound           "next-found"        Find    [Prompt]                  ["<c-g>"]                "next"       => "Go on to the next match while typing.";
    PreviousFound       "previous-found"    Find    [Prompt]                  ["<c-t>"]                "prev"       => "Go back to the match before while typing.";
    NextSame            "next-same"         Find    [Reader]                  ["*"]                    "same word"  => "Go to the next place with the word under the cursor.";
    PreviousSame        "previous-same"     Find    [Reader]                  ["#"]                    "same word"  => "Go to the place before with the word under the cursor.";
    OnlyUnclassified    "only-unclassified" Find    [Reader]                  ["c u"]                  "U"          => "Show only paragraphs marked (U).";
    OnlySbu             "only-sbu"          Find    [Reader]                  ["c b"]                  "SBU, LOU"   => "Show only paragraphs marked (SBU) or (LOU).";
    OnlyConfidential    "only-confidential" Find    [Reader]                  ["c c"]                  "C"          => "Show only paragraphs marked (C).";
    OnlySecret          "only-secret"       Find    [Reader]                  ["c s"]                  "S"          => "Show only paragraphs marked (S).";
    OnlyTopSecret       "only-top-secret"   Find    [Reader]                  ["c t"]                  "TS"         => "Show only paragraphs marked (TS).";
    OnlyUnmarked        "only-unmarked"     Find    [Reader]                  ["c n"]                  "no mark"    => "Show only paragraphs without a marking.";
    AtOrBelow           "at-or-below"       Find    [Reader]                  ["c <lt>"]               "at or below" => "Show paragraphs marked as this one or lower.";
    AtOrAbove           "at-or-above"       Find    [Reader]                  ["c <gt>"]               "at or above" => "Show paragraphs marked as this one or higher.";
    Dim                 "dim"               Find    [Reader]                  ["c d"]                  "dim or hide" => "Dim what the filter excludes, or hide it again.";
    ClearFilter         "clear-filter"      Find    [Reader]                  ["c 0"]                  "all"        => "Show every paragraph again.";
    Clear               "clear"             Find    [Reader Catalog Survey Results Help Explain Prompt] ["<esc>"]     "clear"      => "End the selection, then search and filter; close a window.";
    SelectWords         "select-words"      Copy    [Reader]                  ["v"]                    "select"     => "Select by word from here; v again or Esc ends it.";
    SelectParagraphs    "select-paragraphs" Copy    [Reader]                  ["V"]                    "select"     => "Select by paragraph; V again or Esc ends it.";
    OtherEnd            "other-end"         Copy    [Select]                  ["o"]                    "other end"  => "Go to the other end of what is selected.";
    Pick                "select-cable"      Copy    [Catalog]                 ["<space>"]              "select"     => "Select this cable, or no longer, and go on to the next.";
    PickRange           "select-range"      Copy    [Catalog]                 ["v"]                    "range"      => "Select from here on; v again takes the range, Esc not.";
    PickAll             "select-all"        Copy    [Catalog]                 ["V"]                    "all"        => "Select every cable that is listed, or none of them.";
    CopyText            "copy-text"         Copy    [Reader]                  ["y y"]                  "paragraph"  => "Copy this paragraph, or what is selected.";
    CopyReference       "copy-reference"    Copy    [Reader Catalog Survey Results]  ["y r"]                  "id"         => "Copy the id of the reference here, or of the cables.";
    CopyPath            "copy-path"         Copy    [Reader Catalog Results]  ["y u"]                  "path"       => "Copy the path, with member or #ID.";
    CopyCable           "copy-cable"        Copy    [Reader Catalog Survey]   ["Y"]                    "copy cable" => "Copy the cable as it is shown; the rows of a list.";
    PrintText           "print-text"        Copy    [Reader]                  ["P y"]                  "paragraph"  => "Print what yy copies to the normal screen.";
    PrintReference      "print-reference"   Copy    [Reader Catalog Survey Results]  ["P r"]                  "id"         => "Print what yr copies to the normal screen.";
    PrintPath           "print-path"        Copy    [Reader Catalog Results]  ["P u"]                  "path"       => "Print what yu copies to the normal screen.";
    PrintCable          "print-cable"       Copy    [Reader Catalog Survey]   ["P Y"]                  "cable"      => "Print what Y copies to the normal screen.";
    PipeText            "pipe-text"         Copy    [Reader]                  ["|"]                    "pipe"       => "Pipe what yy copies to a command of your shell.";
    PipeCable           "pipe-cable"        Copy    [Reader Catalog]                  ["g |"]                  "pipe cable" => "Pipe what Y copies to a command of your shell.";
    Edit                "edit"              Copy    [Reader Catalog Survey Results]  ["e"]                    "edit"       => "Open the source in your editor, read-only.";
    Facets              "facets"            Panes   [Catalog]                 ["t"]                    "facets"     => "Count markings, posts, years, TAGS of what is listed.";
    Preview             "preview"           Panes   [Catalog]                 ["p"]                    "preview"    => "Show or hide what the cable at the cursor says.";
    NextPane            "next-pane"         Panes   [Reader Catalog]          ["<tab>"]                "next pane"  => "Go to the next pane, or to the cable beside this one.";
    PreviousPane        "previous-pane"     Panes   [Reader Catalog]          ["<s-tab>"]              "prev pane"  => "Go to the pane before.";
    TextPane            "text-pane"         Panes   [Reader]                  ["<a-1>"]                "text"       => "Go to the text.";
    RoutingPane         "routing-pane"      Panes   [Reader]                  ["<a-2>"]                "routing"    => "Go to the routing pane.";
    OutlinePane         "outline-pane"      Panes   [Reader]                  ["<a-3>"]                "outline"    => "Go to the outline.";
    PartsPane           "parts-pane"        Panes   [Reader]                  ["<a-4>"]                "summary"    => "Go to summary and comment.";
    ToggleOutline       "toggle-outline"    Panes   [Reader]                  ["t"]                    "outline"    => "Show or hide the outline of paragraphs.";
    ToggleRouting       "toggle-routing"    Panes   [Reader]                  ["M"]                    "routing"    => "Show or hide the routing pane.";
    ToggleParts         "toggle-parts"      Panes   [Reader]                  ["S"]                    "summary"    => "Show or hide summary and comment.";
    Zoom                "zoom"              Panes   [Reader]                  ["O"]                    "zoom"       => "Give the whole screen to this pane, or take it back.";
    ShrinkPane          "shrink-pane"       Panes   [Reader]                  ["<lt>"]                 "shrink"     => "Make the side pane narrower.";
    GrowPane            "grow-pane"         Panes   [Reader]                  ["<gt>"]                 "grow"       => "Make the side pane wider.";
    WiderText           "wider-text"        Panes   [Reader]                  ["+"]                    "wider"      => "Set the text wider.";
    NarrowerText        "narrower-text"     Panes   [Reader]                  ["-"]                    "narrower"   => "Set the text narrower.";
    DefaultText         "default-text"      Panes   [Reader]                  ["="]                    "width"      => "Set the text to its default width; a number: that wide.";
    Beside              "beside"            Panes   [Reader]                  ["g v"]                  "beside"     => "Show this cable beside itself; a search holds in both.";
    BindScrolling       "bind-scrolling"    Panes   [Reader]                  ["g ="]                  "bind"       => "Let two cables side by side scroll together, or not.";
    Column              "column"            Panes   [Reader]                  ["g z"]                  "column"     => "Show the text alone in the middle, or the panes again.";
    SentenceCase        "sentence-case"     Panes   [Reader]                  ["g u"]                  "case"       => "Show a cable in capitals in sentence case, or as it is.";
    ToggleFold          "toggle-fold"       Panes   [Reader]                  ["z a"]                  "fold or not" => "Fold this section to a line, or unfold it.";
    OpenFold            "open-fold"         Panes   [Reader]                  ["z o"]                  "unfold"     => "Unfold the section that this line stands for.";
    CloseFold           "close-fold"        Panes   [Reader]                  ["z c"]                  "fold"       => "Fold this section to a line.";
    CloseFolds          "close-folds"       Panes   [Reader Catalog Survey Results]          ["z M"]                  "fold all"   => "Fold every section, group or branch, or every cable's hits.";
    OpenFolds           "open-folds"        Panes   [Reader Catalog Survey Results]          ["z R"]                  "unfold all" => "Unfold every section, group or branch, every cable's hits.";
    FoldGroup           "fold-group"        Panes   [Catalog]                 ["z a"]                  "fold"       => "Fold this group to a line, or unfold it.";
    ToggleGroup         "toggle-group"      Panes   [Results]                 ["v" "z a"]              "fold"       => "Fold the hits of this cable to a line, or unfold them.";
    Raw                 "raw"               Panes   [Reader]                  ["r"]                    "raw"        => "Show the source as it is, or as it is read.";
    Theme               "theme"             Panes   [Reader Catalog Survey Results]  ["T"]                    "theme"      => "Take the next theme.";
    Themes              "themes"            Panes   [Reader Catalog Survey Results]  ["<a-t>"]                "themes"     => "List the themes; Enter takes one.";
    Explain             "explain"           Ask     [Reader Explain]          ["x"]                    "explain"    => "Explain the word or code at the cursor; more of a finding.";
    NextExplained       "next-explained"    Ask     [Explain]                 ["n" "l" "<right>"]      "next"       => "Explain the next word or code.";
    PreviousExplained   "previous-explained" Ask    [Explain]                 ["N" "h" "<left>"]       "prev"       => "Explain the word or code before.";
    Findings            "findings"          Ask     [Reader]                  ["g c"]                  "findings"   => "List the findings and repairs of this cable.";
    Follow              "follow"            Ask     [Reader]                  ["f"]                    "follow"     => "Follow a reference in sight by the letter put on it.";
    FollowBeside        "follow-beside"     Ask     [Reader]                  ["F"]                    "beside"     => "Open a reference in sight beside this cable.";
    Peek                "peek"              Ask     [Reader Results]          ["p"]                    "peek"       => "Look at what the reference or hit at the cursor is.";
    References          "references"        Ask     [Reader]                  ["g r"]                  "references" => "List what the REF block cites; Enter reads it.";
    Thread              "thread"            Ask     [Reader Catalog Survey Results] ["g t"]                  "thread"     => "Show what this cable cites and who cites it, as a tree.";
    Missing             "missing"           Ask     [Reader Catalog Survey Results] ["g R"]                  "missing"    => "List what is cited and not held, and how often.";
    Traffic             "traffic"           Ask     [Reader Catalog Survey Results] ["g T"]                  "traffic"    => "Chart how many cables of each post there are in time.";
    Gaps                "gaps"              Ask     [Reader Catalog Survey Results] ["g a"]                  "gaps"       => "List the numbers of each post and year that are not held.";
    Posts               "posts"             Ask     [Reader Catalog Survey Results] ["g P"]                  "posts"      => "List the posts, how many cables of each, from when to when.";
    People              "people"            Ask     [Reader Catalog Survey Results] ["g w"]                  "people"     => "List who signs and classifies, as what, from when to when.";
    SelectSpan          "select-span"       Ask     [Survey]                  ["v"]                    "stretch"    => "Choose a stretch of time in the chart, from here on.";
    Unfold              "unfold"            Ask     [Survey Results]          ["l" "<right>" "z o"]    "unfold"     => "Show what hangs on this row; in a chart, go on in time.";
    FoldRow             "fold"              Ask     [Survey Results]          ["h" "<left>" "z c"]     "fold"       => "Fold what hangs on this row, or go up; in a chart, go back.";
    Order               "order"             Ask     [Survey]                  ["s"]                    "order"      => "Sort the rows by something else.";
    Export              "export"            Copy    [Catalog Survey]          ["X"]                    "write"      => "Write the rows to a file that only you can read.";
    Repairs             "repairs"           Ask     [Reader]                  ["g p"]                  "repairs"    => "List the repairs of this cable; s switches a kind off.";
    SwitchRepair        "switch-repair"     Ask     [Explain]                 ["s"]                    "switch"     => "Switch repairs of this kind off, or on again.";
    Anatomy             "anatomy"           Ask     [Reader]                  ["g h"]                  "header"     => "Take the header apart, line by line.";
    Place               "place"             Ask     [Reader]                  ["g ." "g f"]            "place"      => "Tell the provenance: the place in the source, what was done.";
    SetMark             "set-mark"          Marks   [Reader]                  ["m"]                    "mark"       takes Letter => "Mark this place: a-z in this cable, A-Z across cables.";
    GoToMark            "go-to-mark"        Marks   [Reader Catalog Results]  ["'" "`"]                "go to mark" takes Letter => "Go to the place that the letter marks.";
    PlaceBefore         "place-before"      Marks   [Reader Catalog Results]  ["' '" "` `"]            "before jump" => "Go to the place before the last jump.";
    RemoveMark          "remove-mark"       Marks   [Reader]                  ["<a-m>"]                "remove mark" takes Letter => "Remove the mark of the letter.";
    Marks               "marks"             Marks   [Reader Catalog Results]  ["g m"]                  "marks"      => "List the marks; Enter goes there, D removes one.";
    RemoveChosen        "remove-chosen"     Marks   [Explain]                 ["D" "<del>"]            "remove"     => "Remove the mark or view that is chosen in the list.";
    Undo                "undo"              Marks   [Reader Catalog Results Explain] ["U"]                    "undo"       => "Undo the last change of marks.";
    Forget              "forget"            Marks   [Reader]                  []                       "forget"     => "Wipe the place, the jumps and the marks of this cable.";
    Help                "help"              Program [Reader Catalog Survey Results Explain] ["?" "<f1>"]             "help"       => "List every key; / searches, Enter runs.";
    Palette             "palette"           Program [Reader Catalog Survey Results]  [":"]                    "command"    => "Type a command by name.";
    Reload              "reload"            Program [Reader Catalog Survey Results]  ["R"]                    "reload"     => "Read the cable again; in the list, look for files again.";
    ReloadConfig        "reload-config"     Program [Reader Catalog Survey Results]  ["g ,"]                  "config"     => "Read the configuration again.";
    Mouse               "mouse"             Program [Reader Catalog Survey Results Help Explain] ["<f2>"]             "mouse"      => "Take the mouse or give it back; Shift-drag is not ours.";
    Hover               "hover"             Program [Reader Catalog Survey Results Help Explain] ["<s-f2>"]           "hover"      => "Explain what the mouse rests on, or no longer.";
    Redraw              "redraw"            Program [Reader Catalog Survey Results Help Explain Prompt] ["<c-l>"]     "redraw"     => "Draw the screen again.";
    Suspend             "suspend"           Program [Reader Catalog Survey Results Help Explain Prompt] ["<c-z>"]     "suspend"    => "Suspend reftel; the shell's fg brings it back.";
    Close               "close"             Program [Reader Catalog Survey Results Help Explain] ["q"]                "close"      => "Close this view; from the last one, quit.";
    Quit                "quit"              Program [Reader Catalog Survey Results Help Explain] ["Q" "Z Z"]          "quit"       => "Quit reftel.";
    Cancel              "cancel"            Program [Reader Catalog Survey Results Help Explain Prompt] ["<c-c>"]     "cancel"     => "Cancel; pressed twice, quit.";
    Accept              "accept"            Program [Prompt]                  ["<enter>" "<c-j>"]              "accept"     => "Take what is typed.";
    PreviousLine        "previous-line"     Program [Prompt]                  ["<up>" "<c-p>"]         "prev"       => "Take the line before from history or list.";
    NextLine            "next-line"         Program [Prompt]                  ["<down>" "<c-n>"]       "next"       => "Take the next line from history or list.";
    Complete            "complete"          Program [Prompt]                  ["<tab>"]                "complete"   => "Complete the name.";
}

/// Keys that are kept free for what is not in this version, so that fingers
/// need not learn them twice.
#[derive(Clone, Copy, Debug)]
pub struct Reserved {
    /// The keys, in the notation of the table.
    pub keys: &'static [&'static str],
    /// What it may be called behind a colon.
    pub names: &'static [&'static str],
    /// What will stand there.
    pub what: &'static str,
    /// What there is meanwhile, and what that does.
    pub instead: Option<(Command, &'static str)>,
}

/// What is not in this version. Nothing of it is in help or which-key.
pub const RESERVED: &[Reserved] = &[
    Reserved {
        keys: &["y q", "P q"],
        names: &["quote", "quotation", "copy-quotation"],
        what: "a quotation with its citation",
        instead: Some((Command::CopyText, "copies the paragraph")),
    },
    Reserved {
        keys: &["y c", "P c"],
        names: &["cite", "citation", "copy-citation"],
        what: "a citation",
        instead: Some((Command::CopyReference, "copies the id")),
    },
    Reserved {
        keys: &["y b", "P b"],
        names: &["bibtex"],
        what: "a citation in BibTeX",
        instead: Some((Command::CopyReference, "copies the id")),
    },
    Reserved {
        keys: &["y i", "P i"],
        names: &["csl", "csl-json"],
        what: "a citation in CSL-JSON",
        instead: Some((Command::CopyReference, "copies the id")),
    },
    Reserved {
        keys: &["a", "A"],
        names: &["note", "add-note", "annotate"],
        what: "a note",
        instead: Some((Command::SetMark, "marks the place")),
    },
    Reserved {
        keys: &["B"],
        names: &["star", "bookmark"],
        what: "a star",
        instead: Some((Command::SetMark, "marks the place")),
    },
    Reserved {
        keys: &["w", "g q"],
        names: &["queue"],
        what: "the queue of what to read",
        instead: Some((Command::SetMark, "marks the place")),
    },
    Reserved {
        keys: &["g b"],
        names: &["bookmarks", "stars"],
        what: "the list of stars",
        instead: Some((Command::Marks, "lists the marks")),
    },
    Reserved {
        keys: &["g n"],
        names: &["notes"],
        what: "the list of notes",
        instead: Some((Command::Marks, "lists the marks")),
    },
    Reserved {
        keys: &["g d"],
        names: &["diff"],
        what: "two releases compared",
        instead: Some((Command::NextRelease, "reads the next release")),
    },
    Reserved {
        keys: &["g o"],
        names: &["recent"],
        what: "the list of recent cables",
        instead: Some((Command::Jumps, "lists where you have been")),
    },
    Reserved {
        keys: &["g i"],
        names: &["go-to-id", "id"],
        what: "a cable by its number",
        instead: Some((Command::References, "lists what this one cites")),
    },
    Reserved {
        keys: &["X"],
        names: &["export"],
        what: "an export of the cable",
        instead: Some((Command::PipeCable, "pipes the cable to a command")),
    },
];

/// The titles of key sequences that go on, for which-key.
pub const PREFIXES: &[(&str, &str)] = &[
    ("g", "go to"),
    ("c", "show by marking"),
    ("[", "back to"),
    ("]", "on to"),
    ("z", "fold, or bring the line to"),
    ("y", "copy"),
    ("P", "print"),
    ("'", "go to mark"),
    ("`", "go to mark"),
    ("Z", "quit"),
];

impl Command {
    /// The row of this command.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        // The table lists the variants in their order.
        &TABLE[self as usize]
    }

    /// How it moves the cursor through rows, if that is all that it does.
    #[must_use]
    pub fn motion(self) -> Option<Motion> {
        Some(match self {
            Command::Down | Command::Up => Motion::Row,
            Command::PageDown | Command::PageUp => Motion::Page,
            Command::HalfPageDown | Command::HalfPageUp => Motion::HalfPage,
            Command::Top | Command::Bottom => Motion::End,
            Command::ScrollDown
            | Command::ScrollUp
            | Command::WindowTop
            | Command::WindowMiddle
            | Command::WindowBottom => Motion::Window,
            Command::AlignMiddle | Command::AlignTop | Command::AlignBottom => Motion::Align,
            _ => return None,
        })
    }

    /// Whether it moves the cursor towards the first row.
    #[must_use]
    pub fn is_upward(self) -> bool {
        matches!(
            self,
            Command::Up | Command::PageUp | Command::HalfPageUp | Command::Top | Command::ScrollUp
        )
    }

    /// Whether it takes a letter: by the next key, or behind its name.
    #[must_use]
    pub fn takes_letter(self) -> bool {
        self.spec().argument == Some(Argument::Letter)
    }

    /// What stands behind its keys where they are printed: `{x}` for a
    /// letter.
    #[must_use]
    pub fn argument(self) -> &'static str {
        if self.takes_letter() { LETTER } else { "" }
    }

    /// The command of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Command> {
        TABLE
            .iter()
            .find(|spec| spec.name == name)
            .map(|spec| spec.command)
    }
}
