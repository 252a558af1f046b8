//! What lies over a screen: search line, palette, help, explanations.
//!
//! The overlay is the mode. There is no other record of what keys mean.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher};

use crate::command::{Command, Context, Key, KeyCode, Keymap, Lookup, Spec, TABLE};
use crate::typeset::{Passage, Shown};

use super::folds::Kept;
use super::groups::Unfolded;
use super::line;
use super::marks;
use super::{
    At, Class, Composing, Explain, HINT_ROWS, Help, Hint, How, List, Model, Narrowing, Pane, Peek,
    Prompt, QueryLine, Region, Report, Scroll, Seeking, Size,
};

/// What lies over the screen.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// A search that is being typed.
    Search(Search),
    /// What is being asked of paragraphs.
    Ask(Box<Ask>),
    /// What is being asked of the list.
    Narrow(Box<Narrowing>),
    /// A query of hits.
    Hits(Box<Seeking>),
    /// A command that is being typed.
    Palette(Palette),
    /// The list of keys.
    Help(Help),
    /// The explanation of a token.
    Explain(Box<Explain>),
    /// What is said of the cable: findings, repairs, the parts of its
    /// header, where something stands.
    Report(Box<Report>),
    /// Letters on the references in sight.
    Hints(Vec<Hint>),
    /// What a reference leads to.
    Peek(Box<Peek>),
    /// A list to choose a place from.
    List(Box<List>),
    /// A command of the shell that is being typed.
    Pipe(Box<Pipe>),
}

impl Overlay {
    /// Where keys go.
    #[must_use]
    pub fn context(&self) -> Context {
        match self {
            Overlay::Search(_)
            | Overlay::Ask(_)
            | Overlay::Narrow(_)
            | Overlay::Hits(_)
            | Overlay::Hints(_)
            | Overlay::Palette(_)
            | Overlay::Pipe(_) => Context::Prompt,
            Overlay::Help(help) if help.typing => Context::Prompt,
            Overlay::Help(_) => Context::Help,
            Overlay::Explain(_) | Overlay::Report(_) | Overlay::List(_) | Overlay::Peek(_) => {
                Context::Explain
            }
        }
    }

    /// The line being typed, if one is.
    #[must_use]
    pub fn prompt(&self) -> Option<&Prompt> {
        match self {
            Overlay::Search(search) => Some(&search.prompt),
            Overlay::Palette(palette) => Some(&palette.prompt),
            Overlay::Ask(ask) => Some(&ask.line.prompt),
            Overlay::Narrow(narrowing) => Some(&narrowing.line.prompt),
            Overlay::Hits(seeking) => Some(&seeking.line.prompt),
            Overlay::Pipe(pipe) => Some(&pipe.prompt),
            Overlay::Help(help) if help.typing => Some(&help.prompt),
            Overlay::Help(_)
            | Overlay::Explain(_)
            | Overlay::Report(_)
            | Overlay::List(_)
            | Overlay::Hints(_)
            | Overlay::Peek(_) => None,
        }
    }

    /// The same to be typed into.
    pub(super) fn prompt_mut(&mut self) -> Option<&mut Prompt> {
        match self {
            Overlay::Search(search) => Some(&mut search.prompt),
            Overlay::Palette(palette) => Some(&mut palette.prompt),
            Overlay::Ask(ask) => Some(&mut ask.line.prompt),
            Overlay::Narrow(narrowing) => Some(&mut narrowing.line.prompt),
            Overlay::Hits(seeking) => Some(&mut seeking.line.prompt),
            Overlay::Pipe(pipe) => Some(&mut pipe.prompt),
            Overlay::Help(help) if help.typing => Some(&mut help.prompt),
            _ => None,
        }
    }
}

impl Overlay {
    /// What is read in a window and laid out for it.
    pub(super) fn read_mut(&mut self) -> Option<&mut Pane> {
        match self {
            Overlay::Explain(explain) => Some(&mut explain.pane),
            Overlay::Peek(peek) => Some(&mut peek.pane),
            _ => None,
        }
    }
}

/// A search that is being typed, and where it began.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// The words so far.
    pub prompt: Prompt,
    /// The place in the source where the cursor was.
    pub from: u32,
    /// The window there.
    pub scroll: Scroll,
    /// What was sought before.
    pub before: Option<(String, How)>,
    /// How the words are meant.
    pub how: How,
    /// Whether they are sought in the texts of all cables, once they are
    /// typed.
    pub in_texts: bool,
    /// Whether they are sought towards the beginning.
    pub backward: bool,
    /// Whether they were before.
    pub(super) earlier: Earlier,
    /// The place and the row of the match that was gone on to while typing.
    pub(super) went_on: Option<(u32, usize)>,
    /// What was folded away: a match unfolds it while it is gone to.
    pub(super) folds: Kept,
    /// How the list stood.
    pub(super) list: Option<Unfolded>,
}

/// Whether words were sought towards the beginning.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Earlier {
    /// By the search before.
    pub(super) was_backward: bool,
    /// When this one was begun: so it goes on after Enter.
    pub(super) began_backward: bool,
}

/// What is being asked of paragraphs, and how many answer.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// The line so far.
    pub line: QueryLine,
    /// How many paragraphs answer, or what cannot be asked.
    pub answer: Shown,
    /// Whether it cannot be asked.
    pub failed: bool,
}

impl Search {
    /// Where the cursor was.
    pub(super) fn at(&self) -> At {
        At {
            place: self.from,
            below: self.scroll.below(),
        }
    }
}

/// A command that is being typed, and what it may become.
#[derive(Clone, Debug)]
pub struct Palette {
    /// The letters so far.
    pub prompt: Prompt,
    /// Where the command will apply.
    pub context: Context,
    /// Commands that match, the best first.
    pub found: Vec<Command>,
    /// The chosen one.
    pub scroll: Scroll,
}

impl Palette {
    /// Every command of `context`.
    #[must_use]
    pub fn new(context: Context) -> Palette {
        let mut palette = Palette {
            prompt: Prompt::default(),
            context,
            found: Vec::new(),
            scroll: Scroll::default(),
        };
        palette.narrow(&Keymap::empty());
        palette
    }

    /// Finds again after the line has changed.
    pub fn narrow(&mut self, keymap: &Keymap) {
        let context = self.context;
        let specs = TABLE.iter().filter(|spec| spec.applies_in(context));
        self.found = ranked(self.prompt.text(), specs, |spec| {
            keymap.keys_of(spec.command, context)
        })
        .into_iter()
        .map(|spec| spec.command)
        .collect();
        let line = self.prompt.text().trim_start();
        // Behind a whole name stands what the command is told.
        if let Some((command, _)) = line::named(line, context) {
            self.found = vec![command];
        }
        // Enter runs it, whatever else is called so.
        let line = line.trim_end();
        if let Some(command) = alias(line).filter(|it| it.spec().applies_in(context)) {
            self.found.retain(|known| *known != command);
            self.found.insert(0, command);
        }
        self.scroll = Scroll::default();
    }

    /// The chosen command.
    #[must_use]
    pub fn chosen(&self) -> Option<Command> {
        self.found.get(self.scroll.focus).copied()
    }
}

/// A command of the shell that is being typed, and the text that it is to
/// read.
#[derive(Clone, Debug)]
pub struct Pipe {
    /// The command so far.
    pub prompt: Prompt,
    /// What the text is, and how much.
    pub words: Shown,
    /// The text, or what it is to be made of.
    pub(super) composing: Composing,
    /// The text, unless it is so long that it is composed once it is wanted.
    pub(super) passage: Option<Passage>,
}

/// Commands whose name, keys or sentence match `words`, the best first.
pub(super) fn ranked<'a>(
    words: &str,
    specs: impl Iterator<Item = &'a Spec>,
    keys: impl Fn(&Spec) -> Vec<String>,
) -> Vec<&'a Spec> {
    struct Candidate<'a>(&'a Spec, String);
    impl AsRef<str> for Candidate<'_> {
        fn as_ref(&self) -> &str {
            &self.1
        }
    }
    let words = words.trim();
    if words.is_empty() {
        return specs.collect();
    }
    // A key that is typed as such comes first: someone asks what it does.
    let by_key = |spec: &Spec| keys(spec).iter().any(|keys| keys == words);
    let specs: Vec<&Spec> = specs.collect();
    let mut scorer = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(words, CaseMatching::Smart, Normalization::Smart);
    let mut found: Vec<&Spec> = specs.iter().copied().filter(|spec| by_key(spec)).collect();
    let mut add = |fits: &dyn Fn(&Spec) -> bool| {
        for spec in specs.iter().copied().filter(|spec| fits(spec)) {
            if !found.iter().any(|known| known.command == spec.command) {
                found.push(spec);
            }
        }
    };
    add(&|spec| spec.name == words);
    add(&|spec| spec.name.starts_with(words));
    add(&|spec| spec.name.split('-').any(|part| part.starts_with(words)));
    add(&|spec| spec.short == words);
    if words.len() > 1 {
        let lowered = words.to_lowercase();
        let begins = |part: &str| part.starts_with(&lowered);
        add(&|spec| spec.sentence.to_lowercase().split([' ', '-']).any(begins));
    }
    // A name that matches is meant; a sentence that does is a guess.
    let names = |spec: &Spec| spec.name.to_owned();
    let sentences = |spec: &Spec| spec.sentence.to_owned();
    for text in [&names as &dyn Fn(&Spec) -> String, &sentences] {
        let candidates = specs.iter().map(|spec| Candidate(spec, text(spec)));
        for (candidate, _) in pattern.match_list(candidates, &mut scorer) {
            if !found.iter().any(|spec| spec.command == candidate.0.command) {
                found.push(candidate.0);
            }
        }
    }
    found
}

/// What fingers type behind a colon in Vim and less.
pub(super) fn alias(line: &str) -> Option<Command> {
    Some(match line {
        "h" => Command::Help,
        "noh" | "nohl" | "nohlsearch" => Command::Clear,
        "e" | "e!" => Command::Reload,
        "width" | "textwidth" | "tw" => Command::DefaultText,
        "colorscheme" | "colo" => Command::Theme,
        "f" | "file" | "prov" | "provenance" => Command::Place,
        "sp" | "split" | "vs" | "vsp" | "vsplit" => Command::Beside,
        "n" | "bn" => Command::NextCable,
        "p" | "prev" | "bp" => Command::PreviousCable,
        "q" | "x" | "wq" => Command::Close,
        "qa" | "q!" | "qa!" | "exit" => Command::Quit,
        _ => return None,
    })
}

/// How a begun sequence can go on, where that is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhichKey {
    /// Where they stand, with their frame.
    pub region: Region,
    /// Each key and what it leads to, from the first in sight on.
    pub rows: Vec<(String, String)>,
    /// In so many columns.
    pub n_columns: u16,
    /// Of so many lines each.
    pub n_lines: u16,
    /// How many more there are below.
    pub n_below: usize,
}

/// How the sequence that was begun can go on; nothing if none was.
#[must_use]
pub fn which_key(model: &Model) -> Option<WhichKey> {
    if model.typed.keys.is_empty() {
        return None;
    }
    let pretty = |(key, what): (Key, &str)| (key.pretty(), what.to_owned());
    let (mut rows, takes_letter): (Vec<(String, String)>, bool) =
        match model.keymap.lookup(model.context(), &model.typed.keys) {
            Lookup::Pending(next) => (next.into_iter().map(pretty).collect(), false),
            Lookup::AwaitsLetter(command, next) => {
                let next = next.into_iter().map(pretty);
                (next.chain(marks::hints(model, command)).collect(), true)
            }
            _ => return None,
        };
    // What a letter marks is told in words of the cable, which need room.
    let n_columns: u16 = match (model.class(), takes_letter) {
        (Class::Tiny, _) | (Class::Narrow, true) => 1,
        (Class::Narrow, false) | (Class::Medium | Class::Wide, true) => 2,
        (Class::Medium | Class::Wide, false) => 4,
    };
    let n_rows = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let n_lines = n_rows.div_ceil(n_columns);
    let n_lines = n_lines.min(model.size.height.saturating_sub(4)).max(1);
    let n_in_sight = usize::from(n_lines) * usize::from(n_columns);
    let first = model.typed.first.min(rows.len().saturating_sub(n_in_sight));
    rows.drain(..first);
    let n_below = rows.len().saturating_sub(n_in_sight);
    rows.truncate(n_in_sight);
    let Size { width, height } = model.size;
    let below = u16::from(height >= HINT_ROWS);
    let region = Region {
        x: 0,
        y: height.saturating_sub(n_lines + 2 + below),
        width,
        height: n_lines + 2,
    };
    (!rows.is_empty()).then_some(WhichKey {
        region,
        rows,
        n_columns,
        n_lines,
        n_below,
    })
}

/// Moves through the continuations of a sequence where not all are in sight.
/// Whether `key` was meant so: one that the sequence does not go on with.
pub(super) fn scroll_which_key(model: &mut Model, key: Key) -> bool {
    let before = model.typed.keys.len().checked_sub(1);
    let Some(before) = before.filter(|before| *before > 0 && model.typed.hint) else {
        return false;
    };
    model.typed.keys.truncate(before);
    let shown = which_key(model);
    let n_below = shown.as_ref().map_or(0, |shown| shown.n_below);
    let page = shown.map_or(1, |shown| shown.rows.len().max(1));
    let first = model.typed.first;
    let moved = match key.code() {
        _ if n_below == 0 && first == 0 => None,
        KeyCode::Down => Some(first + n_below.min(1)),
        KeyCode::PageDown => Some(first + n_below.min(page)),
        KeyCode::Up => Some(first.saturating_sub(1)),
        KeyCode::PageUp => Some(first.saturating_sub(page)),
        _ => None,
    };
    match moved {
        Some(moved) => model.typed.first = moved,
        None => model.typed.keys.push(key),
    }
    moved.is_some()
}
