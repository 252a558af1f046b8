//! Why a command could not be done.

use std::fmt;
use std::io;

use crate::library::in_words;

/// A failure that ends the run.
#[derive(Debug)]
pub(super) enum Error {
    /// The arguments are wrong, or ask for help.
    Usage(clap::Error),
    /// Nobody reads the output any more: no failure.
    ClosedPipe,
    /// The output could not be written.
    Writing(io::Error),
    /// Anything else, in words: what was being done, on what, why.
    Other(String),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Error::ClosedPipe
        } else {
            Error::Writing(error)
        }
    }
}

impl From<crate::index::Error> for Error {
    fn from(error: crate::index::Error) -> Error {
        Error::Other(error.to_string())
    }
}

impl From<clap::Error> for Error {
    fn from(error: clap::Error) -> Error {
        Error::Usage(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Usage(error) => write!(f, "reading the arguments: {}", usage(error)),
            Error::ClosedPipe => f.write_str("writing: standard output: closed pipe"),
            Error::Writing(error) => {
                write!(f, "writing: standard output: {}", in_words(error))
            }
            Error::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Usage(error) => Some(error),
            Error::Writing(error) => Some(error),
            Error::ClosedPipe | Error::Other(_) => None,
        }
    }
}

/// What is wrong with the arguments, in one line: the paragraph that
/// `clap` puts first, without its usage and tips.
fn usage(error: &clap::Error) -> String {
    // Here `clap` puts what the command is for, as if that were wrong.
    if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return String::from(
            "expected one more word: which of its commands (reftel --help lists them)",
        );
    }
    let text = error.to_string();
    let mut line = String::new();
    for part in text.lines().take_while(|part| !part.trim().is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(part.trim());
    }
    let line = line.strip_prefix("error: ").unwrap_or(&line);
    format!("{line} (reftel --help lists them)")
}
