//! Opening the reader.

use std::path::PathBuf;
use std::process::ExitCode;

use super::error::Error;
use super::{Color, out};
use crate::library::Library;

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

/// Reads `library` until the user leaves.
///
/// # Errors
///
/// The terminal cannot be used.
pub(super) fn read(library: Library, options: &ReadOptions) -> Result<ExitCode, Error> {
    let _ = (
        library,
        options.config.as_ref(),
        options.color,
        options.panic_after_draw,
    );
    Err(Error::Other(String::from(
        "opening: the reader: not there yet",
    )))
}
