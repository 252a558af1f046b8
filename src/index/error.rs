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
            Error::Writing(why) => write!(f, "writing the index: {}", words(&**why)),
            Error::Reading(why) => write!(f, "reading the index: {}", words(&**why)),
        }
    }
}

/// What went wrong. What the system said reaches here inside sentences of the
/// library that keeps the index, and is told as everywhere.
fn words(why: &(dyn std::error::Error + Send + Sync)) -> String {
    let text = why.to_string();
    let number = text.rsplit_once("(os error ").and_then(|(_, rest)| {
        let (number, _) = rest.split_once(')')?;
        number.parse().ok()
    });
    match number {
        Some(number) => crate::library::in_words(&io::Error::from_raw_os_error(number)),
        None => text,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn what_the_system_said_is_told_in_its_words() {
        let full = || io::Error::from_raw_os_error(28);
        for error in [
            tantivy::TantivyError::InternalError(format!("'{}'", full())),
            tantivy::TantivyError::from(full()),
        ] {
            let said = Error::writing(error).to_string();
            assert_eq!(said, "writing the index: no space left on device");
        }
        let odd = tantivy::TantivyError::InternalError(String::from("odd (os error x)"));
        let said = Error::writing(odd).to_string();
        assert!(said.ends_with("odd (os error x)'"), "{said}");
    }
}
