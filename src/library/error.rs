//! Why a source could not be opened.
//!
//! A message says what was being done, on what, and why it failed. Names
//! come from the file system and may hold anything, so they are escaped
//! here and are safe to print.

use std::ffi::OsStr;
use std::fmt::{self, Write as _};
use std::io;

/// A source that could not be opened or read: `reading: "a.txt": nothing in it`.
#[derive(Debug)]
pub struct Error {
    /// In quotation marks and escaped, or words of ours.
    on: String,
    why: Why,
}

/// Why a source could not be opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum Why {
    /// The system said so.
    System(io::Error),
    /// A pipe, a device, a socket.
    NotAFile(&'static str),
    /// The root folder: walking it would open the whole machine.
    Root,
    /// A folder or an archive without text files; which of the two.
    NoCables(&'static str),
    /// More files in a folder or an archive than the limit; which of the
    /// two.
    TooMany(usize, &'static str),
    /// More bytes than the limit; the size, where it is known.
    TooLarge(Option<u64>, u64),
    /// No bytes, or nothing but blanks.
    Empty,
    /// Data in another format; its name.
    NotText(&'static str),
    /// An archive or packed bytes that are not what they should be; of which
    /// kind.
    Damaged(&'static str),
    /// Packed bytes that are damaged after so many that came out.
    CutShort(u64),
    /// A member of an archive that needs a password.
    Encrypted,
    /// A member of a ZIP archive that is packed by this method.
    Method(u16),
    /// More came out of an archive than the limit.
    Unpacked(u64),
    /// More archives in one another than the limit.
    Nested(usize),
    /// Shorter than when it was looked at first.
    Shorter,
    /// No telegram, or no member, of this name.
    NoSuch(&'static str),
    /// Standard input is the keyboard.
    Keyboard,
    /// No such entry in the library.
    NoEntry,
    /// The system watches no more folders for anybody.
    Watches,
    /// A folder cannot be watched; what is said of it.
    Unwatched(String),
}

impl Error {
    pub(super) fn reading(path: &OsStr, why: Why) -> Error {
        Error::named(&name(path), why)
    }

    /// On a file, a member or a telegram of this name.
    pub(super) fn named(name: &str, why: Why) -> Error {
        Error {
            on: if name == "-" {
                String::from("standard input")
            } else {
                quoted(name)
            },
            why,
        }
    }

    pub(super) fn no_entry(entry_idx: usize) -> Error {
        Error {
            on: format!("entry {}", entry_idx.saturating_add(1)),
            why: Why::NoEntry,
        }
    }

    /// What could not be opened: a path in quotation marks, the name of a cable.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.on
    }

    /// Why it failed.
    #[must_use]
    pub fn why(&self) -> &Why {
        &self.why
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "reading: {}: {}", self.on, self.why)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.why {
            Why::System(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::System(error) => f.write_str(&in_words(error)),
            Why::NotAFile(kind) => write!(f, "not a regular file ({kind})"),
            Why::Root => f.write_str("the root of the file system (name a folder in it)"),
            Why::NoCables(place) => write!(f, "no cable in this {place}"),
            Why::TooMany(limit, place) => write!(f, "more than {limit} files in this {place}"),
            Why::TooLarge(Some(n_bytes), limit) => {
                write!(f, "{n_bytes} bytes, more than the limit of {limit}")
            }
            Why::TooLarge(None, limit) => write!(f, "more than the limit of {limit} bytes"),
            Why::Empty => f.write_str("nothing in it"),
            Why::NotText(format) => {
                write!(f, "not text but {format} (--text reads it all the same)")
            }
            Why::Damaged(kind) => write!(f, "damaged {kind} data"),
            Why::CutShort(n_bytes) => write!(f, "damaged after {n_bytes} bytes"),
            Why::Encrypted => f.write_str("it needs a password"),
            Why::Method(method) => {
                write!(
                    f,
                    "packed in a way that reftel does not read (ZIP method {method})"
                )
            }
            Why::Unpacked(limit) => write!(
                f,
                "more than {limit} bytes come out of it, too many for its size"
            ),
            Why::Nested(limit) => {
                write!(f, "archives in one another, more than the limit of {limit}")
            }
            Why::Shorter => f.write_str("shorter than when it was opened"),
            Why::NoSuch(what) => write!(f, "no such {what} in it"),
            Why::Keyboard => f.write_str("it is the keyboard, nothing is piped in"),
            Why::NoEntry => f.write_str("there is none"),
            Why::Watches => f.write_str("the system watches no more folders"),
            Why::Unwatched(why) => f.write_str(why),
        }
    }
}

/// What the system said, in lower case and without its number.
pub(crate) fn in_words(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

/// A path as text: bytes that are no UTF-8 stand as `\xNN`.
pub(super) fn name(path: &OsStr) -> String {
    label(path.as_encoded_bytes())
}

/// The same of the name of a member.
pub(super) fn label(name: &[u8]) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// A name in quotation marks that is safe to print: controls as `\xNN`,
/// characters that change direction or are not seen as `\u{NNNN}`.
pub(super) fn quoted(name: &str) -> String {
    let mut text = String::from("\"");
    for c in name.chars() {
        let written = match c {
            '"' => write!(text, "\\\""),
            '\0'..='\x1f' | '\x7f' => write!(text, "\\x{:02x}", u32::from(c)),
            _ if c.is_control() || is_unseen(c) => write!(text, "\\u{{{:x}}}", u32::from(c)),
            _ => write!(text, "{c}"),
        };
        // Writing to a string cannot fail.
        let _ = written;
    }
    text.push('"');
    text
}

/// Characters that have no shape of their own but move or hide others.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_speak_to_the_terminal() {
        let error = Error::reading(OsStr::new("x\x1b[2J.txt"), Why::NotAFile("named pipe"));
        assert_eq!(
            error.to_string(),
            "reading: \"x\\x1b[2J.txt\": not a regular file (named pipe)"
        );
        assert_eq!(
            quoted("a\u{202e}b\u{9b}c\"d\n"),
            "\"a\\u{202e}b\\u{9b}c\\\"d\\x0a\""
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_utf8_stands_with_its_bytes() {
        use std::os::unix::ffi::OsStrExt;

        assert_eq!(
            name(OsStr::from_bytes(b"a\xff\xc3(.txt")),
            "a\\xff\\xc3(.txt"
        );
    }

    #[test]
    fn the_words_of_the_system_stand_without_its_number() {
        let error = io::Error::from_raw_os_error(2);
        assert_eq!(in_words(&error), "no such file or directory");
    }
}
