//! Why an index cannot be made or asked.

use std::{fmt, io};

/// Why an index cannot be made or asked.
#[derive(Debug)]
pub enum Error {
    /// Another program is taking the collection in.
    Busy,
    /// It was told to stop.
    Stopped,
    /// A file of it cannot be made, read or written.
    System(io::Error),
    /// It cannot be written.
    Writing(Box<dyn std::error::Error + Send + Sync>),
    /// It cannot be read.
    Reading(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    pub(super) fn writing(error: tantivy::TantivyError) -> Error {
        match error {
            tantivy::TantivyError::LockFailure(..) => Error::Busy,
            error => Error::Writing(Box::new(error)),
        }
    }

    pub(super) fn reading(error: impl Into<tantivy::TantivyError>) -> Error {
        Error::Reading(Box::new(error.into()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Busy => f.write_str("indexing: another reftel is at it"),
            Error::Stopped => f.write_str("indexing: stopped; the index is as it was"),
            Error::System(why) => {
                write!(f, "keeping the index: {}", crate::library::in_words(why))
            }
            Error::Writing(why) => write!(f, "writing the index: {why}"),
            Error::Reading(why) => write!(f, "reading the index: {why}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Busy | Error::Stopped => None,
            Error::System(why) => Some(why),
            Error::Writing(why) | Error::Reading(why) => Some(why.as_ref()),
        }
    }
}
