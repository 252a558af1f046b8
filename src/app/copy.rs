//! Copying, printing and piping what is shown.
//!
//! What is taken and what is done with it are two questions: `yy`, `Py` and
//! `|` take the same text, `Y`, `PY` and `g|` the same cable.

use std::ops::Range;
use std::sync::Arc;

use crate::cable::Cable;
use crate::command::Command;
use crate::typeset::{
    Fold, LEAST_MEASURE, Letters, MOST_PRINTED, Marks, Page, Passage, PrintOptions, RowKind, Shown,
    left_folded, left_out, print, raw,
};

use super::follow::cited_here;
use super::overlay::Pipe;
use super::picks;
use super::reload;
use super::select::{self, paragraphs};
use super::survey;
use super::{Effect, Ended, Model, Overlay, PaneId, PrivateFile, Reader, Request, Screen, Source};

/// How a text gets from the program to the clipboard of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// Straight to the terminal.
    #[default]
    Direct,
    /// Through tmux, which passes it on if it is allowed to.
    Tmux,
    /// Through GNU Screen, in pieces that it does not cut.
    Screen,
    /// No way: the console of Linux has no clipboard, and its older versions
    /// show the sequence as text.
    None,
}

/// The most bytes that are sent to a terminal: in Base64 they are 99,992,
/// and with what stands around them 100,000, where hterm and the terminals
/// that follow it stop to read. What is longer is dropped without a word.
pub const MOST_COPIED: usize = 74_994;

/// What is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Object {
    Text,
    Reference,
    Path,
    Cable,
}

/// What is done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Deed {
    Copy,
    Print,
    Pipe,
    /// The shell runs this command, which reads it.
    Run(String),
}

/// A text that is wanted, and what for.
///
/// Composing a text of megabytes takes longer than a key may wait. All that
/// it is made of is held here, so that another thread can do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composing {
    taken: Taken,
    letters: Letters,
    /// Whether others are shown.
    is_recased: bool,
    object: Object,
    deed: Deed,
}

/// A text that was taken, before it is composed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Taken {
    /// What it is called.
    name: String,
    matter: Matter,
    /// What is said below it of what is left out.
    below: Vec<String>,
    /// Why there may be nothing in it.
    nothing: String,
    /// Whether it is what was selected.
    is_selected: bool,
    /// What of several cables is not in it, to be said at every width.
    lacking: String,
}

/// What a text is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Matter {
    /// Words as they are.
    Words(Passage),
    /// A cable as it is shown.
    Cable(Arc<Cable>, Box<PrintOptions>),
    /// The source of a cable.
    Source(Arc<Cable>),
    /// A part of a page.
    Part {
        cable: Arc<Cable>,
        page: Arc<Page>,
        range: Range<u32>,
        marks: Marks,
        is_whole: bool,
    },
}

impl Composing {
    /// Composes the text.
    #[must_use]
    pub fn compose(&self) -> Passage {
        let letters = self.letters;
        let mut passage = match &self.taken.matter {
            Matter::Words(passage) => passage.clone(),
            Matter::Cable(cable, options) => Passage::new(&print(cable, options, None)),
            Matter::Source(cable) => {
                // A line is one line, whatever the measure.
                let page = raw(cable, u16::MAX);
                let end = u32::try_from(page.text().len()).unwrap_or(u32::MAX);
                Passage::of(&page, cable, 0..end, Marks::Inline, true, letters)
            }
            Matter::Part {
                cable,
                page,
                range,
                marks,
                is_whole,
            } => Passage::of(page, cable, range.clone(), *marks, *is_whole, letters),
        };
        if !passage.is_empty() {
            for words in &self.taken.below {
                passage.add(words);
            }
        }
        passage
    }

    /// Whether it would be felt if a key waited for it.
    fn is_long(&self) -> bool {
        /// Bytes that are composed well within the time of a frame.
        const LONG: usize = 1 << 17;
        let n_bytes = match &self.taken.matter {
            Matter::Words(_) => 0,
            Matter::Cable(cable, _) | Matter::Source(cable) => cable.text().len(),
            Matter::Part { range, .. } => range.len(),
        };
        n_bytes > LONG
    }

    /// That its letters are not those that are shown, and what is not in it:
    /// said behind what was done.
    fn said_of_it(&self) -> String {
        let is_other = self.is_recased && self.letters == Letters::Source;
        let letters = if is_other {
            "; capitals as in the source"
        } else {
            ""
        };
        format!("{letters}{}", self.taken.lacking)
    }
}

fn asked(command: Command) -> Option<(Deed, Object)> {
    Some(match command {
        Command::CopyText => (Deed::Copy, Object::Text),
        Command::CopyReference => (Deed::Copy, Object::Reference),
        Command::CopyPath => (Deed::Copy, Object::Path),
        Command::CopyCable => (Deed::Copy, Object::Cable),
        Command::PrintText => (Deed::Print, Object::Text),
        Command::PrintReference => (Deed::Print, Object::Reference),
        Command::PrintPath => (Deed::Print, Object::Path),
        Command::PrintCable => (Deed::Print, Object::Cable),
        Command::PipeText => (Deed::Pipe, Object::Text),
        Command::PipeCable => (Deed::Pipe, Object::Cable),
        _ => return None,
    })
}

/// The command that prints what another copies.
fn printing(object: Object) -> Command {
    match object {
        Object::Text => Command::PrintText,
        Object::Reference => Command::PrintReference,
        Object::Path => Command::PrintPath,
        Object::Cable => Command::PrintCable,
    }
}

/// The command that pipes what another copies, where there is one.
fn piping(object: Object) -> Option<Command> {
    match object {
        Object::Text => Some(Command::PipeText),
        Object::Cable => Some(Command::PipeCable),
        Object::Reference | Object::Path => None,
    }
}

/// Does what a command of this family asks for; nothing if it is of another.
pub(super) fn act(model: &mut Model, command: Command, count: Option<u32>) -> Option<Vec<Effect>> {
    let (deed, object) = asked(command)?;
    if deed == Deed::Copy && model.settings.route == Route::None {
        let print = model.key_words(printing(object));
        model.warn(&format!(
            "this terminal has no clipboard; {print} prints instead"
        ));
        return Some(Vec::new());
    }
    let taken = match take(model, object, count) {
        Ok(taken) => taken,
        Err(why) => {
            model.warn(&why);
            return Some(Vec::new());
        }
    };
    let is_shown = matches!(object, Object::Text | Object::Cable);
    let is_recased = |reader: &Reader| is_shown && reader.text.page.is_recased();
    let composing = Composing {
        taken,
        letters: model.settings.letters,
        is_recased: model.reader().is_some_and(is_recased),
        object,
        deed,
    };
    if !composing.is_long() {
        let passage = composing.compose();
        return Some(composed(model, composing, passage));
    }
    if composing.deed == Deed::Pipe {
        // The command may be typed ahead, so its line opens at once.
        end_selection(model, &composing.taken);
        ask_for_command(model, composing, None);
        return Some(Vec::new());
    }
    model.say(&format!("taking {}", composing.taken.name));
    end_selection(model, &composing.taken);
    Some(vec![Effect::Compose(Box::new(composing))])
}

/// Puts the cursor where what was selected begins, now that it is taken.
fn end_selection(model: &mut Model, taken: &Taken) {
    let (size, arrangement) = model.room();
    if taken.is_selected
        && let Screen::Reader(reader) = &mut model.screens.top
    {
        let height = reader.text_height(&reader.layout(size, arrangement));
        select::end_at_start(reader, height);
        reader.arrange(size, arrangement);
    }
}

/// Does with a text what it was composed for.
pub(super) fn composed(model: &mut Model, composing: Composing, passage: Passage) -> Vec<Effect> {
    if passage.is_empty() {
        model.warn(&composing.taken.nothing);
        return Vec::new();
    }
    if !composing.is_long() {
        end_selection(model, &composing.taken);
    }
    let besides = composing.said_of_it();
    match composing.deed {
        Deed::Copy if passage.as_str().len() > MOST_COPIED && model.settings.private => {
            warn_of_too_much(model, composing.object, &passage);
            Vec::new()
        }
        Deed::Copy => copy(model, &composing.taken.name, passage, &besides),
        Deed::Print => {
            let counted = counted(&passage);
            model.say(&format!("printed to the normal screen: {counted}{besides}"));
            vec![Effect::Print(passage)]
        }
        Deed::Pipe => {
            ask_for_command(model, composing, Some(passage));
            Vec::new()
        }
        Deed::Run(command) => vec![Effect::Run(command, passage)],
    }
}

/// Opens the line for a command that is to read a text.
fn ask_for_command(model: &mut Model, composing: Composing, passage: Option<Passage>) {
    let (name, besides) = (&composing.taken.name, composing.said_of_it());
    let words = match &passage {
        Some(passage) => format!("{name}: {}{besides}", counted(passage)),
        None => format!("{name}{besides}"),
    };
    model.overlay = Some(Overlay::Pipe(Box::new(Pipe {
        prompt: super::Prompt::default(),
        words: Shown::new(&words),
        composing,
        passage,
    })));
}

/// Sends a text to the clipboard of the terminal, or has it kept in a file
/// when it is too long for that.
fn copy(model: &mut Model, name: &str, passage: Passage, besides: &str) -> Vec<Effect> {
    let route = model.settings.route;
    if passage.as_str().len() > MOST_COPIED {
        return vec![Effect::Keep(PrivateFile::Copied, passage)];
    }
    let words = sent(
        name,
        &counted(&passage),
        route,
        model.notice_columns().saturating_sub(besides.len()),
    ) + besides;
    model.say(&words);
    vec![Effect::Copy(passage, route)]
}

/// Says that a text is too long for the clipboard and that no file holds it,
/// because none is to be written, and how it is had without one.
fn warn_of_too_much(model: &mut Model, object: Object, passage: &Passage) {
    let print = model.key_words(printing(object));
    let ways = match piping(object) {
        Some(pipe) => format!("{print} prints it, {} pipes it", model.key_words(pipe)),
        None => format!("{print} prints it"),
    };
    let counted = counted(passage);
    let forms = [
        format!("private: {counted} are too much for OSC 52, and no file is written; {ways}"),
        format!("private: too much for OSC 52, and no file is written; {ways}"),
        format!("too much for OSC 52, private: no file; {ways}"),
        format!("too much for OSC 52; {ways}"),
    ];
    let room = model.notice_columns();
    let fits = |form: &&String| form.chars().count() <= room;
    let words = forms.iter().find(fits).or(forms.last());
    model.warn(words.map_or("", String::as_str));
}

/// Says what was sent and by which way, in as many words as there is room
/// for. That it has arrived cannot be said.
fn sent(name: &str, counted: &str, route: Route, room: usize) -> String {
    let (long, short, shortest) = match route {
        Route::Direct => (
            "terminals do not answer whether they took it",
            "no terminal answers",
            "unconfirmed",
        ),
        Route::Tmux => (
            "tmux lets it through only where allow-passthrough is on",
            "tmux needs allow-passthrough",
            "tmux may refuse",
        ),
        Route::Screen | Route::None => (
            "screen passes it on, and terminals do not answer",
            "through screen",
            "through screen",
        ),
    };
    let n_chars = counted.split(" in ").next().unwrap_or(counted);
    let forms = [
        format!("{name} sent to the terminal by OSC 52: {counted}; {long}"),
        format!("sent to the terminal by OSC 52: {counted}; {long}"),
        format!("sent to the terminal by OSC 52: {counted}; {short}"),
        format!("sent by OSC 52: {counted}; {short}"),
        format!("sent by OSC 52: {n_chars}; {short}"),
        format!("sent by OSC 52: {n_chars}; {shortest}"),
        format!("sent: {n_chars}; {shortest}"),
        format!("sent by OSC 52: {n_chars}"),
        format!("sent: {n_chars}"),
        format!("sent: {}", n_chars.replace("character", "char")),
        format!("sent: {}", n_chars.split(' ').next().unwrap_or_default()),
    ];
    let fits = |form: &&String| form.chars().count() <= room;
    let fitting = forms.iter().find(fits).or(forms.last());
    fitting.cloned().unwrap_or_default()
}

/// A file holds what was too long for the clipboard, or what was to be
/// written.
pub(super) fn kept(
    model: &mut Model,
    file: PrivateFile,
    passage: &Passage,
    answer: Result<Shown, Shown>,
) {
    let is_asked = file == PrivateFile::Rows;
    match answer {
        Ok(path) if is_asked => {
            let counted = counted(passage);
            model.say(&format!("{counted} written to {path}"));
        }
        Ok(path) => {
            let counted = counted(passage);
            let forms = [
                format!("{counted} are too much for OSC 52; written to {path}"),
                format!("too much for OSC 52; written to {path}"),
                format!("written to {path}"),
            ];
            let room = model.notice_columns();
            let fits = |form: &&String| form.chars().count() <= room;
            let words = forms.iter().find(fits).or(forms.last());
            model.say(words.map_or("", String::as_str));
        }
        Err(why) if is_asked => model.warn(&format!("no file could be written: {why}")),
        Err(why) => {
            let words = format!("too much for OSC 52, and no file could be written: {why}");
            model.warn(&words);
        }
    }
}

/// `1,204 characters in 31 lines`
fn counted(passage: &Passage) -> String {
    let (n_chars, n_lines) = (passage.n_chars(), passage.n_lines());
    let plural = if n_chars == 1 { "" } else { "s" };
    let lines = match n_lines {
        0 | 1 => String::new(),
        _ => format!(" in {} lines", grouped(n_lines)),
    };
    format!("{} character{plural}{lines}", grouped(n_chars))
}

/// A number with commas: `1,204`.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn take(model: &Model, object: Object, count: Option<u32>) -> Result<Taken, String> {
    let is_list = matches!(model.screens.top, Screen::Catalog(_));
    match object {
        Object::Path if is_list && model.n_picked() > 0 => {
            let wanted = picks::picked(model);
            let there = wanted.iter().filter(|entry| !reload::is_gone(entry));
            let paths: Vec<&str> = there.map(|entry| entry.name.as_str()).collect();
            many(&paths, wanted.len(), "path", "gone")
        }
        Object::Path | Object::Reference
            if model.n_picked() == 0 && model.group_here().is_some() =>
        {
            Err(model.no_cable_here().unwrap_or_default())
        }
        Object::Path => {
            let entry = model.entry_here().unwrap_or_default();
            match entry.name.as_str() {
                "" => Err(String::from("nothing is open that has a path")),
                "-" => Err(String::from("standard input has no path")),
                name if reload::is_gone(&entry) => Ok(Taken {
                    lacking: String::from("; it is gone"),
                    ..words(name)
                }),
                name => Ok(words(name)),
            }
        }
        Object::Reference if is_list && model.n_picked() > 0 => {
            let wanted = picks::picked(model);
            let listed = wanted.iter().filter_map(|entry| entry.listing.as_ref());
            let ids = listed.filter_map(|listing| listing.id.as_ref().map(Shown::as_str));
            let ids: Vec<&str> = ids.collect();
            many(&ids, wanted.len(), "number", "without number")
        }
        Object::Reference => match &model.screens.top {
            Screen::Catalog(_) | Screen::Results(_) => {
                let listing = model.entry_here().and_then(|entry| entry.listing);
                let id = listing.and_then(|listing| listing.id);
                id.map(|id| words(id.as_str())).ok_or_else(no_number)
            }
            Screen::Reader(reader) => reference(reader).map(|id| words(&id)),
            Screen::Survey(survey) => survey.id_here().map(words).ok_or_else(no_number),
        },
        Object::Cable => match model.reader() {
            Some(reader) => Ok(cable(reader, model.size.width, model.settings.letters)),
            None if is_list => picks::text(model).map(rows),
            None if model.survey().is_some() => survey::text(model).map(rows),
            None => Err(String::from("no cable is open")),
        },
        Object::Text => match model.reader() {
            Some(reader) => {
                let key = |command| model.key_words(command);
                Ok(text(reader, count.unwrap_or(1), &key))
            }
            None => Err(String::from("no cable is open")),
        },
    }
}

/// Words that name themselves.
fn words(words: &str) -> Taken {
    Taken {
        name: words.to_owned(),
        matter: Matter::Words(Passage::new(words)),
        below: Vec::new(),
        nothing: String::from("there is no text here"),
        is_selected: false,
        lacking: String::new(),
    }
}

/// Rows of a list, under their name.
fn rows((name, passage): (String, Passage)) -> Taken {
    Taken {
        name,
        matter: Matter::Words(passage),
        ..words("")
    }
}

/// What is known of several cables, a line each, and what the others are.
fn many(known: &[&str], n_cables: usize, what: &str, others: &str) -> Result<Taken, String> {
    let n_others = n_cables.saturating_sub(known.len());
    if known.is_empty() {
        let cables = picks::named(n_cables, "cable");
        return Err(format!("{cables} selected, all {others}"));
    }
    let lacking = match n_others {
        0 => String::new(),
        n => format!("; {} {others}", grouped(n)),
    };
    let name = picks::named(known.len(), what);
    Ok(Taken {
        lacking,
        ..rows((name, Passage::new(&known.join("\n"))))
    })
}

fn no_number() -> String {
    String::from("no reference number is known of this cable")
}

/// The id of the telegram under the cursor, else of the cable.
fn reference(reader: &Reader) -> Result<String, String> {
    if let Some(cited) = cited_here(reader) {
        let mrn = cited.mrn.as_ref().map(ToString::to_string);
        let printed = &cited.printed;
        return mrn.ok_or_else(|| format!("no reference number can be made of {printed}"));
    }
    let own = reader.cable.mrn.as_ref();
    own.map(ToString::to_string).ok_or_else(no_number)
}

/// The whole cable as it is shown.
fn cable(reader: &Reader, width: u16, letters: Letters) -> Taken {
    let source = Arc::clone(&reader.cable);
    let matter = if reader.raw {
        Matter::Source(source)
    } else {
        let hides = !reader.dim;
        let options = PrintOptions {
            width: width.clamp(LEAST_MEASURE, MOST_PRINTED),
            filter: if hides {
                reader.filter
            } else {
                crate::typeset::Filter::All
            },
            asked: reader
                .only
                .clone()
                .filter(|_| hides)
                .map(|only| (only, reader.query.line().trim().to_owned())),
            folds: Arc::clone(reader.folds.closed()),
            case: (letters == Letters::Shown && reader.text.page.is_recased())
                .then(|| reader.case().cloned())
                .flatten(),
            n_findings: Some(reader.findings().len()),
            ..PrintOptions::default()
        };
        Matter::Cable(source, Box::new(options))
    };
    Taken {
        name: String::from("the cable"),
        matter,
        below: Vec::new(),
        nothing: String::from("there is no text in the cable"),
        is_selected: false,
        lacking: String::new(),
    }
}

/// What is selected, else the block of the cursor and those after it that
/// are counted.
fn text(reader: &Reader, count: u32, key: &dyn Fn(Command) -> String) -> Taken {
    let marks = if reader.raw || reader.has_inline_marks() {
        Marks::Inline
    } else {
        Marks::Gutter
    };
    let pane = &reader.text;
    let more = count.saturating_sub(1).min(1_000_000);
    let selected = pane.selected().filter(|_| reader.focus == PaneId::Text);
    let (pane, range, marks, is_whole) = match (reader.focus, selected) {
        (PaneId::Text, Some(range)) => {
            let by = pane.selection.map(|selection| selection.by);
            (pane, range, marks, by == Some(select::By::Paragraph))
        }
        (PaneId::Text, None) => (pane, pane.blocks(pane.scroll.focus, more), marks, true),
        (PaneId::Outline, _) => {
            let row = reader.outline.chosen();
            let row_idx = row.and_then(|row| pane.row_of_paragraph(row.paragraph));
            (pane, pane.blocks(row_idx.unwrap_or(0), more), marks, true)
        }
        (PaneId::Routing, _) => {
            let nothing = String::from("no value is under the cursor");
            return Taken {
                nothing,
                ..words(reader.routing.token_text())
            };
        }
        (PaneId::Parts, _) => {
            let parts = &reader.parts;
            let range = parts.blocks(parts.scroll.focus, more);
            (parts, range, Marks::Inline, true)
        }
    };
    let row_idx = pane.page.row_at(range.start);
    let row = pane.page.rows().get(row_idx);
    let nothing = if row.is_some_and(|row| row.kind == RowKind::Fold) {
        let open = key(Command::OpenFold);
        format!("what is folded away is not copied; {open} unfolds it")
    } else if pane.page.is_stub(row_idx) {
        let clear = key(Command::ClearFilter);
        format!("what is hidden by a filter is not copied; {clear} shows it")
    } else {
        String::from("there is no text here")
    };
    let found = paragraphs(&pane.page, &range);
    // A fold that is selected last stands for all of its paragraphs.
    let last_of = |idx: u32| match reader.folds.holding(idx) {
        Some(fold) if reader.focus != PaneId::Parts && !reader.raw => fold.paragraphs.end - 1,
        _ => idx,
    };
    let found = found.map(|(first, last, _)| (first, last_of(last)));
    let name = match found {
        Some((first, last)) => named(reader, first, last),
        None => String::from("the text"),
    };
    let below = match found {
        Some((first, last)) if reader.focus != PaneId::Parts && !reader.raw => {
            said_left_out(reader, first..last + 1)
        }
        _ => Vec::new(),
    };
    Taken {
        name,
        matter: Matter::Part {
            cable: Arc::clone(&reader.cable),
            page: Arc::clone(&pane.page),
            range,
            marks,
            is_whole,
        },
        below,
        nothing,
        is_selected: reader.focus == PaneId::Text && reader.text.selection.is_some(),
        lacking: String::new(),
    }
}

/// What is said below a text of these paragraphs of those that it leaves
/// out.
fn said_left_out(reader: &Reader, paragraphs: Range<u32>) -> Vec<String> {
    let mut said = Vec::new();
    let n_all = paragraphs.len();
    let folds = reader.folds.closed().iter();
    let folds: Vec<Fold> = folds
        .filter(|fold| paragraphs.contains(&fold.paragraphs.start))
        .cloned()
        .collect();
    if !reader.dim && reader.is_filtered() {
        let is_shown = |idx: &u32| reader.shows(*idx as usize);
        let n_shown = paragraphs.filter(is_shown).count();
        if n_shown < n_all {
            let asked = reader.only.as_ref().map(|_| reader.query.line().trim());
            said.push(left_out(reader.filter, asked, n_shown, n_all));
        }
    }
    if !folds.is_empty() {
        said.push(left_folded(&folds, n_all));
    }
    said
}

/// `P4`, `P4-P6`; words for blocks without number.
fn named(reader: &Reader, first: u32, last: u32) -> String {
    let number = |idx: u32| reader.cable.paragraphs.get(idx as usize)?.number;
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first == last => format!("P{first}"),
        (Some(first), Some(last)) => format!("P{first}-P{last}"),
        _ => String::from("the text"),
    }
}

/// Enter on a command of the shell.
pub(super) fn run(model: &mut Model, pipe: Pipe) -> Vec<Effect> {
    let command = pipe.prompt.text().trim().to_owned();
    if command.is_empty() {
        return Vec::new();
    }
    model.piped.retain(|line| *line != command);
    model.piped.push(command.clone());
    match pipe.passage {
        Some(passage) => vec![Effect::Run(command, passage)],
        None => vec![Effect::Compose(Box::new(Composing {
            deed: Deed::Run(command),
            ..pipe.composing
        }))],
    }
}

/// A command or an editor has ended.
pub(super) fn ran(model: &mut Model, name: &Shown, ended: Result<Ended, Shown>) {
    let room = model.notice_columns();
    let named = |words: &str| {
        let name = name.cut(room.saturating_sub(words.len()).max(8));
        format!("{name}{words}")
    };
    let was_editing = std::mem::take(&mut model.editing.is_open);
    match ended {
        Ok(Ended::Status(0)) if was_editing => {
            model.say(&named(" showed the source, and has ended"));
        }
        Ok(Ended::Status(0)) => model.say(&named(": done")),
        Ok(Ended::Status(status)) => model.warn(&named(&format!(": exit status {status}"))),
        Ok(Ended::Signal(signal)) => model.warn(&named(&format!(": ended by signal {signal}"))),
        Err(why) => {
            /// Columns kept for the reason, as far as it is short.
            const REASON: usize = 22;
            let name = name.cut(room.saturating_sub(REASON).max(8));
            model.warn(&format!("{name}: {why}"));
        }
    }
}

/// What was said and asked of the user's editor.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Editing {
    /// Whether it is said first which one opens a source.
    asks: Asks,
    /// Whether it was asked for last, and no command.
    is_open: bool,
}

/// Whether a key that opens an editor which nobody has named has to be pressed
/// again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Asks {
    /// It has.
    #[default]
    First,
    /// That was said: the next key tells whether it was meant.
    Now,
    /// This is that key.
    Next,
    /// Never again: the editor is known.
    Known,
}

/// A key was pressed.
pub(super) fn pressed(model: &mut Model) {
    let asks = &mut model.editing.asks;
    *asks = match *asks {
        Asks::Now => Asks::Next,
        Asks::Next => Asks::First,
        asks @ (Asks::First | Asks::Known) => asks,
    };
}

/// The source that is to be edited is known.
pub(super) fn sourced(model: &mut Model, source: Source) -> Vec<Effect> {
    model.editing.is_open = true;
    model.editing.asks = Asks::Known;
    vec![Effect::Edit(source)]
}

/// `e`: asks for the source of the cable, and the line of the cursor in it.
///
/// Where nobody has named an editor, that is said instead until the key is
/// pressed twice in a row: who types `help` and `exit` is not to find themselves
/// in vi.
pub(super) fn edit(model: &mut Model) -> Vec<Effect> {
    let key = model.key_words(Command::Edit);
    let is_unsure = matches!(model.editing.asks, Asks::First | Asks::Now);
    if !model.settings.has_editor && key == "e" && is_unsure {
        model.editing.asks = Asks::Now;
        let quit = model.key_words(Command::Quit);
        model.say(&format!(
            "{key} again opens the source in vi, read-only, which :q leaves; {quit} leaves reftel"
        ));
        return Vec::new();
    }
    let (entry, place) = match &model.screens.top {
        Screen::Catalog(catalog) => (model.entry_at(catalog.scroll.focus), 0),
        Screen::Survey(survey) => (survey.entry().unwrap_or(usize::MAX), 0),
        Screen::Results(results) => match results.entry() {
            Some(entry) => (entry, results.place()),
            None => return Vec::new(),
        },
        Screen::Reader(reader) => {
            let pane = reader.focused_ref().unwrap_or(&reader.text);
            let is_text = reader.focus == PaneId::Text;
            let place = if is_text {
                pane.place()
            } else {
                pane.page.source_at(pane.at)
            };
            (reader.entry, place)
        }
    };
    if entry < model.entries.len() {
        vec![Effect::Load(Request::Source(entry, place))]
    } else {
        if let Some(words) = model.no_cable_here() {
            model.say(&words);
        }
        if model.survey().is_some() {
            model.say("no source stands behind this row");
        }
        Vec::new()
    }
}
