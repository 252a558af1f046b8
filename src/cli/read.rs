//! Opening the reader.

use std::ffi::OsString;
use std::fmt::Display;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::configured::{Watch, configured};
use super::error::Error;
use super::out::Out;
use super::{Color, Opening, Status, linear, out, show};
use crate::app::{Entry, Listing, Model, Msg, Opened, Request, Route, Size, Source, SourcePlace};
use crate::check::check;
use crate::config::{self, Config};
use crate::library::{Document, Intake, Library, News};
use crate::tui::{self, Inbox, Messages, Outcome};
use crate::typeset::Shown;

/// What the command line says about the reader.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadOptions {
    /// How it opens.
    pub(super) opening: Opening,
    /// Whether a cable comes from standard input.
    pub(super) stdin_taken: bool,
    /// When to use color.
    pub(super) color: Color,
    /// Fails after the first frame.
    pub(super) panic_after_draw: bool,
}

/// What the user has set, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Configuration {
    /// Where it is, to be looked at again.
    pub(super) watch: Watch,
    /// What holds.
    pub(super) config: Config,
    /// What does not, and why.
    pub(super) errors: Vec<config::Error>,
}

/// Whether keys can be read: from standard input or, when a cable is piped
/// in there, from the terminal itself.
pub(super) fn has_keyboard() -> bool {
    use std::io::IsTerminal;

    std::io::stdin().is_terminal() || has_terminal()
}

#[cfg(unix)]
fn has_terminal() -> bool {
    std::fs::File::open("/dev/tty").is_ok()
}

#[cfg(not(unix))]
fn has_terminal() -> bool {
    false
}

/// How long the first frame waits for a list that is not yet whole.
const PATIENCE: Duration = Duration::from_millis(80);

/// Reads `library` until the user leaves: one cable at once, several in a
/// list. What `intake` takes in meanwhile is added to the list.
///
/// # Errors
///
/// The only cable cannot be read, or the terminal cannot be used.
pub(super) fn read(
    library: Library,
    intake: Option<Intake>,
    Configuration {
        config,
        errors,
        watch,
    }: Configuration,
    options: &ReadOptions,
    out: &mut Out,
) -> Result<ExitCode, Error> {
    let mut inbox = Inbox::new().map_err(other)?;
    let n_failed = Arc::new(AtomicUsize::new(0));
    let mut entries: Vec<Entry> = library.names().iter().map(|name| entry(name)).collect();
    let mut gathering = intake.is_some();
    if let Some(intake) = intake {
        for msg in gather(intake, &mut inbox, &n_failed, options.opening.linear)? {
            match msg {
                Msg::Found(found) => entries.extend(found),
                Msg::Renamed(entry_idx, name) => {
                    if let Some(entry) = entries.get_mut(entry_idx) {
                        entry.name = name;
                    }
                }
                // Nothing is shown yet that this could disturb.
                Msg::Trouble(words) => out::complain(&words),
                Msg::AllFound => gathering = false,
                _ => {}
            }
        }
    }
    if entries.is_empty() {
        return Ok(Status::Trouble.into());
    }
    let is_single = entries.len() == 1 && !gathering;
    let first = if is_single {
        Some(opened(&library.document(0).map_err(other)?))
    } else {
        None
    };
    if options.opening.quit_if_one_screen
        && let Some(first) = &first
        && show::on_one_screen(&first.cable, options.color, out)?
    {
        return Ok(ended(&n_failed));
    }
    let told = configured(&config, &errors, options.color);
    let mut model = Model::new(entries, told.settings, told.keymap, Size::default());
    model.gathering = gathering;
    model.begin.clone_from(&options.opening.begin);
    if let Some(first) = first {
        model = model.reading(0, first);
    }
    if let Some(trouble) = told.trouble {
        model.warn(trouble.as_str());
    }
    let mut desk = Desk { library, watch };
    if options.opening.linear {
        linear::read(model, &mut desk, options.stdin_taken, out)?;
        return Ok(ended(&n_failed));
    }
    let runtime = tui::Options {
        gate: |text| Shown::new(text).to_string(),
        shell: set("SHELL").unwrap_or_else(|| OsString::from("/bin/sh")),
        editor: set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_default(),
        private: config::private_folder(),
        panic_after_draw: options.panic_after_draw,
    };
    let load = move |request, messages: &Messages| {
        if let Some(msg) = desk.answer(request) {
            messages.send(msg);
        }
    };
    match tui::run(model, inbox, load, runtime).map_err(other)? {
        Outcome::Quit => Ok(ended(&n_failed)),
        Outcome::Killed(signal) => Ok(ExitCode::from(u8::try_from(128 + signal).unwrap_or(255))),
    }
}

/// How a reader ends that the user has left.
fn ended(n_failed: &AtomicUsize) -> ExitCode {
    if n_failed.load(Ordering::Relaxed) > 0 {
        Status::SomeFailed.into()
    } else {
        Status::Done.into()
    }
}

/// Takes in what is wanted, on a thread of its own unless that would take
/// longer to start, or all of it is wanted first. Gives what was learned
/// before the first frame; the rest comes into the inbox.
fn gather(
    intake: Intake,
    inbox: &mut Inbox,
    n_failed: &Arc<AtomicUsize>,
    wholly: bool,
) -> Result<Vec<Msg>, Error> {
    if wholly || intake.is_brief() {
        let mut came = Vec::new();
        intake.run(&mut |news| came.push(message(news, n_failed)));
        came.push(Msg::AllFound);
        return Ok(came);
    }
    let n_failed = Arc::clone(n_failed);
    let work = move |messages: &Messages| {
        intake.run(&mut |news| messages.send(message(news, &n_failed)));
        messages.send(Msg::AllFound);
    };
    inbox.work(work).map_err(other)?;
    let is_found = |msg: &Msg| matches!(msg, Msg::Found(_));
    Ok(inbox.wait(PATIENCE, is_found, |msg| matches!(msg, Msg::AllFound)))
}

/// What a worker needs at hand.
pub(super) struct Desk {
    library: Library,
    watch: Watch,
}

impl Desk {
    /// Does what a worker is asked for, and answers if there is an answer.
    pub(super) fn answer(&mut self, request: Request) -> Option<Msg> {
        let library = &self.library;
        let (entry_idx, answer) = match request {
            Request::Open(entry_idx) => {
                let loaded = |document| Msg::Loaded(entry_idx, Box::new(opened(&document)));
                (entry_idx, library.document(entry_idx).map(loaded))
            }
            Request::List(entry_idx) => {
                let listed = |document| Msg::Listed(entry_idx, Box::new(listing(&document)));
                (entry_idx, library.document(entry_idx).map(listed))
            }
            Request::Reload(entry_idx, id) => {
                let again = library.reload(entry_idx, id.as_deref());
                let again = again.map(|document| opened(&document));
                let again = again.map_err(|error| shown(error.why()));
                return Some(Msg::Reloaded(entry_idx, Box::new(again)));
            }
            Request::Source(entry_idx, place) => {
                return Some(match source(library, entry_idx, place) {
                    Ok(source) => Msg::Sourced(Box::new(source)),
                    Err(why) => Msg::Trouble(shown(&why)),
                });
            }
            Request::Configure(in_any_case) => {
                let told = self.watch.look(in_any_case)?;
                return Some(Msg::Configured(Box::new(told)));
            }
        };
        Some(answer.unwrap_or_else(|why| Msg::Failed(entry_idx, shown(&why))))
    }
}

/// What the model is told of `news`.
fn message(news: News, n_failed: &AtomicUsize) -> Msg {
    match news {
        News::Entries(_, names) => Msg::Found(names.iter().map(|name| entry(name)).collect()),
        News::Joined(entry_idx, name) => Msg::Renamed(entry_idx, Shown::new(&name)),
        News::Failed(error) => {
            n_failed.fetch_add(1, Ordering::Relaxed);
            Msg::Trouble(shown(&error))
        }
        News::Noted(notice) => Msg::Trouble(shown(&notice)),
    }
}

fn entry(name: &str) -> Entry {
    Entry {
        name: Shown::new(name),
        ..Entry::default()
    }
}

/// Words fit for the screen.
fn shown(words: &impl Display) -> Shown {
    Shown::new(&words.to_string())
}

fn other(error: impl Display) -> Error {
    Error::Other(error.to_string())
}

fn opened(document: &Document) -> Opened {
    let cable = document.cable();
    Opened {
        findings: check(&cable),
        cable,
    }
}

/// Where the source of a cable is, and on which line of it the byte at
/// `place` of the cable's text stands.
fn source(
    library: &Library,
    entry_idx: usize,
    place: u32,
) -> Result<Source, crate::library::Error> {
    let document = library.document(entry_idx)?;
    let cable = document.cable();
    let is_line_end = |byte: &&u8| **byte == b'\n';
    let lines = |bytes: &[u8], upto: u32| {
        let before = bytes.get(..upto as usize).unwrap_or(bytes);
        before.iter().filter(is_line_end).count()
    };
    // What is cut out of a page or a record is counted there.
    let n_before = if cable.source_map.is_source() {
        lines(cable.text().as_bytes(), place)
    } else {
        lines(&document.bytes, cable.source_map.source(place))
    };
    let (place, n_above) = if let Some((path, n_above)) = library.file(entry_idx)? {
        (SourcePlace::File(path), n_above)
    } else {
        let name = file_name(&document.name(&cable));
        (SourcePlace::Bytes(name, document.bytes.into_owned()), 0)
    };
    Ok(Source {
        place,
        line: n_above + n_before + 1,
    })
}

/// A name for a copy, without what could lead elsewhere.
fn file_name(name: &str) -> String {
    /// Bytes that every file system takes, and an ending.
    const LONGEST: usize = 100;
    let last = name.rsplit(['/', '!']).next().unwrap_or_default();
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || "._-".contains(*c);
    let plain: String = last
        .chars()
        .map(|c| if is_plain(&c) { c } else { '_' })
        .take(LONGEST)
        .collect();
    match plain.trim_start_matches(['.', '-']) {
        "" => String::from("cable.txt"),
        plain if plain.contains('.') => plain.to_owned(),
        plain => format!("{plain}.txt"),
    }
}

/// The value of a variable that is set to something.
fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// What stands between the program and the terminal.
pub(super) fn route() -> Route {
    if set("TMUX").is_some() {
        Route::Tmux
    } else if set("STY").is_some() {
        Route::Screen
    } else if set("TERM").is_some_and(|term| term == "linux") {
        Route::None
    } else {
        Route::Direct
    }
}

fn listing(document: &Document) -> Listing {
    let header = document.header();
    let is_titled = header.heading.subject.is_some() || header.head().is_some();
    if is_titled {
        return Listing::of(&header);
    }
    // Its first words stand for a subject.
    Listing::of(&document.cable())
}

/// Whether the screen has colors.
pub(super) fn color(wanted: Color) -> bool {
    match wanted {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    }
}
