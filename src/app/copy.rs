//! Copying, printing and piping what is shown.
//!
//! What is taken and what is done with it are two questions: `yy`, `Py` and
//! `|` take the same text, `Y`, `PY` and `g|` the same cable.

use std::ops::Range;
use std::sync::Arc;

use crate::command::Command;
use crate::typeset::{
    Fold, Letters, Marks, Passage, PrintOptions, RowKind, Shown, left_folded, left_out, print,
};

use super::follow::cited_here;
use super::overlay::Pipe;
use super::select::{self, paragraphs};
use super::{Effect, Ended, Listing, Model, Overlay, PaneId, Reader, Request, Screen};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Copy,
    Print,
    Pipe,
}

/// A text that was taken, and what it is called.
struct Taken {
    name: String,
    passage: Passage,
    /// Whether it is what was selected.
    is_selected: bool,
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

/// Does what a command of this family asks for; nothing if it is of another.
pub(super) fn act(model: &mut Model, command: Command, count: Option<u32>) -> Option<Vec<Effect>> {
    let (deed, object) = asked(command)?;
    let taken = match take(model, object, count) {
        Ok(taken) => taken,
        Err(why) => {
            model.warn(&why);
            return Some(Vec::new());
        }
    };
    let (size, arrangement) = model.room();
    if taken.is_selected
        && let Screen::Reader(reader) = &mut model.screens.top
    {
        let height = reader.text_height(&reader.layout(size, arrangement));
        select::end_at_start(reader, height);
        reader.arrange(size, arrangement);
    }
    // It differs from what is shown.
    let is_recased = matches!(object, Object::Text | Object::Cable)
        && model.settings.letters == Letters::Source
        && model
            .reader()
            .is_some_and(|reader| reader.text.page.is_recased());
    let letters = if is_recased {
        "; capitals as in the source"
    } else {
        ""
    };
    Some(match deed {
        Deed::Copy if model.settings.route == Route::None => {
            let print = model.key_words(printing(object));
            model.warn(&format!(
                "this terminal has no clipboard; {print} prints instead"
            ));
            Vec::new()
        }
        Deed::Copy => copy(model, &taken.name, taken.passage, letters),
        Deed::Print => {
            let counted = counted(&taken.passage);
            model.say(&format!("printed to the normal screen: {counted}{letters}"));
            vec![Effect::Print(taken.passage)]
        }
        Deed::Pipe => {
            let words = format!("{}: {}{letters}", taken.name, counted(&taken.passage));
            model.overlay = Some(Overlay::Pipe(Box::new(Pipe {
                prompt: super::Prompt::default(),
                words: Shown::new(&words),
                input: taken.passage,
            })));
            Vec::new()
        }
    })
}

/// Sends a text to the clipboard of the terminal, or has it kept in a file
/// when it is too long for that.
fn copy(model: &mut Model, name: &str, passage: Passage, letters: &str) -> Vec<Effect> {
    let route = model.settings.route;
    if passage.as_str().len() > MOST_COPIED {
        return vec![Effect::Keep(passage)];
    }
    let words = sent(
        name,
        &counted(&passage),
        route,
        model.notice_columns().saturating_sub(letters.len()),
    ) + letters;
    model.say(&words);
    vec![Effect::Copy(passage, route)]
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
        format!("sent by OSC 52: {n_chars}"),
        format!("sent: {n_chars}; {shortest}"),
        format!("sent: {n_chars}"),
        format!("sent: {}", n_chars.replace("character", "char")),
        format!("sent: {}", n_chars.split(' ').next().unwrap_or_default()),
    ];
    let fits = |form: &&String| form.chars().count() <= room;
    let fitting = forms.iter().find(fits).or(forms.last());
    fitting.cloned().unwrap_or_default()
}

/// A file holds what was too long for the clipboard.
pub(super) fn kept(model: &mut Model, passage: &Passage, answer: Result<Shown, Shown>) {
    match answer {
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
pub(super) fn grouped(number: usize) -> String {
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
    let short = |words: &str| Taken {
        name: words.to_owned(),
        passage: Passage::new(words),
        is_selected: false,
    };
    match object {
        Object::Path => {
            let entry = model.entry_here();
            let name = entry.map_or("", |entry| entry.name.as_str());
            match name {
                "" => Err(String::from("nothing is open that has a path")),
                "-" => Err(String::from("standard input has no path")),
                name => Ok(short(name)),
            }
        }
        Object::Reference => match &model.screens.top {
            Screen::Catalog(_) => {
                let listing = model.entry_here().and_then(|entry| entry.listing.as_ref());
                let id = listing.and_then(Listing::id);
                id.map(|id| short(&id)).ok_or_else(no_number)
            }
            Screen::Reader(reader) => reference(reader).map(|id| short(&id)),
        },
        Object::Cable => match model.reader() {
            Some(reader) => Ok(cable(reader, model.size.width, model.settings.letters)),
            None => Err(String::from("no cable is open")),
        },
        Object::Text => match model.reader() {
            Some(reader) => {
                let key = |command| model.key_words(command);
                text(reader, count.unwrap_or(1), model.settings.letters, &key)
            }
            None => Err(String::from("no cable is open")),
        },
    }
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
    /// `reftel show` prints no wider.
    const WIDEST: u16 = 100;
    let passage = if reader.raw {
        let page = &reader.text.page;
        let end = u32::try_from(page.text().len()).unwrap_or(u32::MAX);
        Passage::of(page, &reader.cable, 0..end, Marks::Inline, true, letters)
    } else {
        let hides = !reader.dim;
        let options = PrintOptions {
            width: width.clamp(20, WIDEST),
            filter: if hides {
                reader.filter
            } else {
                crate::typeset::Filter::All
            },
            asked: reader
                .only
                .clone()
                .filter(|_| hides)
                .map(|only| (only, reader.query.line.clone())),
            folds: Arc::clone(reader.folds.closed()),
            case: (letters == Letters::Shown && reader.text.page.is_recased())
                .then(|| reader.case().cloned())
                .flatten(),
            n_findings: Some(reader.findings.len()),
            ..PrintOptions::default()
        };
        Passage::new(&print(&reader.cable, &options, None))
    };
    Taken {
        name: String::from("the cable"),
        passage,
        is_selected: false,
    }
}

/// What is selected, else the block of the cursor and those after it that
/// are counted.
fn text(
    reader: &Reader,
    count: u32,
    letters: Letters,
    key: &dyn Fn(Command) -> String,
) -> Result<Taken, String> {
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
            let words = reader.routing.token_text();
            let passage = Passage::new(words);
            let name = words.to_owned();
            return if passage.is_empty() {
                Err(String::from("no value is under the cursor"))
            } else {
                Ok(Taken {
                    name,
                    passage,
                    is_selected: false,
                })
            };
        }
        (PaneId::Parts, _) => {
            let parts = &reader.parts;
            (
                parts,
                parts.blocks(parts.scroll.focus, more),
                Marks::Inline,
                true,
            )
        }
    };
    let is_selected = reader.focus == PaneId::Text && reader.text.selection.is_some();
    let mut passage = Passage::of(
        &pane.page,
        &reader.cable,
        range.clone(),
        marks,
        is_whole,
        letters,
    );
    if passage.is_empty() {
        let row_idx = pane.page.row_at(range.start);
        let row = pane.page.rows().get(row_idx);
        let is_fold = row.is_some_and(|row| row.kind == RowKind::Fold);
        return Err(if is_fold {
            let open = key(Command::OpenFold);
            format!("what is folded away is not copied; {open} unfolds it")
        } else if pane.page.is_stub(row_idx) {
            let clear = key(Command::ClearFilter);
            format!("what is hidden by a filter is not copied; {clear} shows it")
        } else {
            String::from("there is no text here")
        });
    }
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
    if let Some((first, last)) = found
        && reader.focus != PaneId::Parts
        && !reader.raw
    {
        say_left_out(reader, &mut passage, first..last + 1);
    }
    Ok(Taken {
        name,
        passage,
        is_selected,
    })
}

/// Says below what is taken which of these paragraphs it leaves out.
fn say_left_out(reader: &Reader, passage: &mut Passage, paragraphs: Range<u32>) {
    let n_all = paragraphs.len();
    let folds = reader.folds.closed().iter();
    let folds: Vec<Fold> = folds
        .filter(|fold| paragraphs.contains(&fold.paragraphs.start))
        .cloned()
        .collect();
    if !reader.dim && reader.is_filtered() {
        let is_shown = |idx: &u32| reader.shows(*idx as usize);
        let n_shown = paragraphs.clone().filter(is_shown).count();
        if n_shown < n_all {
            let asked = reader.only.as_ref().map(|_| reader.query.line.as_str());
            passage.add(&left_out(reader.filter, asked, n_shown, n_all));
        }
    }
    if !folds.is_empty() {
        passage.add(&left_folded(&folds, n_all));
    }
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
    vec![Effect::Run(command, pipe.input)]
}

/// A command or an editor has ended.
pub(super) fn ran(model: &mut Model, name: &Shown, ended: Result<Ended, Shown>) {
    /// Columns of the longest way to end.
    const ENDED: usize = 22;
    let name = name.cut(model.notice_columns().saturating_sub(ENDED).max(8));
    match ended {
        Ok(Ended::Status(0)) => model.say(&format!("{name}: done")),
        Ok(Ended::Status(status)) => model.warn(&format!("{name}: exit status {status}")),
        Ok(Ended::Signal(signal)) => model.warn(&format!("{name}: ended by signal {signal}")),
        Err(why) => model.warn(&format!("{name}: {why}")),
    }
}

/// `e`: asks for the source of the cable, and the line of the cursor in it.
pub(super) fn edit(model: &Model) -> Vec<Effect> {
    let (entry, place) = match &model.screens.top {
        Screen::Catalog(catalog) => (catalog.scroll.focus, 0),
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
        Vec::new()
    }
}
