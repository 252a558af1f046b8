//! Why marks, places or panes cannot be read or kept.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// What went wrong with one of the files.
#[derive(Debug)]
pub struct Error {
    /// What is in the file: `marks`, `places`, `panes`.
    pub what: &'static str,
    /// The file or folder. It may hold control characters.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a file.
#[derive(Debug)]
pub enum Reason {
    /// The system refused something.
    System(io::Error),
    /// It is a folder, a pipe, a device.
    NotAFile,
    /// Another program has written it.
    Foreign,
    /// A later version of reftel has written it.
    Future {
        /// The version of the file.
        version: i32,
        /// The latest that this reftel knows.
        known: i32,
    },
    /// It is damaged, and has been kept under another name.
    Damaged {
        /// That name.
        kept: PathBuf,
    },
    /// It is damaged, and could not be moved out of the way.
    Stuck(io::Error),
    /// The database refused something.
    Database(rusqlite::Error),
}

impl Error {
    pub(super) fn new(what: &'static str, path: &Path, reason: Reason) -> Error {
        Error {
            what,
            path: path.to_owned(),
            reason,
        }
    }

    /// Whether a damaged file was kept aside; whatever was asked for went on
    /// without it.
    #[must_use]
    pub fn is_kept_aside(&self) -> bool {
        matches!(self.reason, Reason::Damaged { .. })
    }
}

impl Error {
    /// What is wrong, without saying with which file: for a screen that has
    /// little room.
    #[must_use]
    pub fn why(&self) -> String {
        match &self.reason {
            Reason::System(why) => in_words(why),
            Reason::Stuck(why) => {
                let why = in_words(why);
                format!("it is damaged, and cannot be moved out of the way: {why}")
            }
            Reason::NotAFile => String::from("it is no regular file"),
            Reason::Foreign => String::from("another program has written it"),
            Reason::Future { version, known } => {
                format!("a later reftel has written it (form {version}; this one knows {known})")
            }
            Reason::Damaged { kept } => {
                let kept = kept.file_name().unwrap_or(kept.as_os_str());
                format!("was damaged, and is kept as {}", kept.to_string_lossy())
            }
            Reason::Database(error) => database(error),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.to_string_lossy();
        write!(f, "{}: {path:?}: {}", self.what, self.why())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            Reason::System(why) | Reason::Stuck(why) => Some(why),
            Reason::Database(error) => Some(error),
            _ => None,
        }
    }
}

/// What the system says, without its number.
fn in_words(why: &io::Error) -> String {
    let text = why.to_string();
    let words = text.split(" (os error").next().unwrap_or_default();
    words.to_lowercase()
}

/// What the database says, in words for who reads cables.
fn database(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            String::from("another program holds it")
        }
        Some(ErrorCode::DiskFull) => String::from("no space left"),
        Some(ErrorCode::ReadOnly) => String::from("it can only be read"),
        Some(ErrorCode::CannotOpen) => String::from("it cannot be opened"),
        Some(ErrorCode::SystemIoFailure) => String::from("reading or writing failed"),
        Some(ErrorCode::TooBig) => String::from("too large"),
        _ => error.to_string().replace(['\r', '\n'], " "),
    }
}
