//! Opening the reader.

use std::path::PathBuf;
use std::process::ExitCode;

use super::error::Error;
use super::{Color, out};
use crate::app::{Arrangement, Entry, Listing, Model, Msg, Opened, Request, Settings, Size};
use crate::check::check;
use crate::config::Config;
use crate::library::Library;
use crate::parse::parse;
use crate::tui::{self, Messages, Outcome};
use crate::typeset::Shown;

/// What the command line says about the reader.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadOptions {
    /// The configuration file, if not the usual one.
    pub(super) config: Option<PathBuf>,
    /// When to use color.
    pub(super) color: Color,
    /// Fails after the first frame.
    pub(super) panic_after_draw: bool,
}

/// Whether keys can be read: from standard input or, when a cable is piped
/// in there, from the terminal itself.
pub(super) fn has_keyboard() -> bool {
    use std::io::IsTerminal;

    if cfg!(unix) && out::is_dumb() {
        return false;
    }
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

/// Reads `library` until the user leaves: one cable at once, several in a
/// list.
///
/// # Errors
///
/// The only cable cannot be read, or the terminal cannot be used.
pub(super) fn read(library: Library, options: &ReadOptions) -> Result<ExitCode, Error> {
    let (config, errors) = Config::load(options.config.as_deref());
    let no_color = !color(options.color);
    let theme = config.theme(std::env::var("COLORFGBG").ok().as_deref());
    let settings = Settings {
        theme: if no_color {
            theme.without_color()
        } else {
            theme
        },
        no_color,
        ascii: config.ascii,
        which_key: config.whichkey_delay,
        arrangement: Arrangement {
            measure: config.measure.unwrap_or(0),
            ..Arrangement::default()
        },
    };
    let entries: Vec<Entry> = library
        .entries()
        .iter()
        .map(|known| Entry {
            name: Shown::new(&known.name),
            ..Entry::default()
        })
        .collect();
    let mut model = Model::new(entries, settings, config.keymap, Size::default());
    if library.len() == 1 {
        let document = library
            .document(0)
            .map_err(|error| Error::Other(error.to_string()))?;
        model = model.reading(0, opened(&document.bytes));
    }
    if let Some(error) = errors.first() {
        let more = match errors.len() - 1 {
            0 => String::new(),
            n => format!(" (and {n} more: reftel config check)"),
        };
        model.warn(&format!("{error}{more}"));
    }
    let runtime = tui::Options {
        gate: |text| Shown::new(text).to_string(),
        panic_after_draw: options.panic_after_draw,
    };
    let load = move |request: Request, messages: &Messages| {
        let (entry, answer) = match request {
            Request::Open(entry) => (
                entry,
                document(&library, entry).map(|bytes| Msg::Loaded(entry, Box::new(opened(&bytes)))),
            ),
            Request::List(entry) => {
                let listed =
                    |bytes: Vec<u8>| Msg::Listed(entry, Box::new(Listing::of(&parse(&bytes))));
                (entry, document(&library, entry).map(listed))
            }
        };
        messages.send(answer.unwrap_or_else(|why| Msg::Failed(entry, why)));
    };
    match tui::run(model, load, runtime).map_err(|error| Error::Other(error.to_string()))? {
        Outcome::Quit => Ok(ExitCode::SUCCESS),
        Outcome::Killed(signal) => Ok(ExitCode::from(u8::try_from(128 + signal).unwrap_or(255))),
    }
}

/// The bytes of an entry, or why there are none, fit for the screen.
fn document(library: &Library, entry: usize) -> Result<Vec<u8>, Shown> {
    match library.document(entry) {
        Ok(document) => Ok(document.bytes.into_owned()),
        Err(error) => Err(Shown::new(&error.to_string())),
    }
}

fn opened(bytes: &[u8]) -> Opened {
    let cable = parse(bytes);
    Opened {
        findings: check(&cable),
        cable,
    }
}

/// Whether the screen has colors.
fn color(wanted: Color) -> bool {
    match wanted {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    }
}
