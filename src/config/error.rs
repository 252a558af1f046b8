//! What may be wrong with a configuration, in words.
//!
//! Its own module because the wording is a promise: file and line, what was
//! expected and what was found, and none of it may reach a terminal as a
//! control character.

use std::cmp::Ordering;
use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::command::key::{KeyError, Sequence};
use crate::command::keymap::Conflict;

/// Something wrong with a configuration. The rest of it holds all the same.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is a folder, a pipe or a device.
    NoFile {
        /// What was named.
        path: PathBuf,
    },
    /// It has more than [`MOST_BYTES`](super::MOST_BYTES) bytes.
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// It is no text in UTF-8.
    NoText {
        /// The file.
        path: PathBuf,
    },
    /// A line of it is wrong.
    Line {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// In which way.
        fault: Box<Fault>,
    },
    /// The command line names a theme that does not exist.
    NoTheme {
        /// The name.
        found: Box<str>,
        /// The names there are.
        names: Box<str>,
    },
    /// There were more errors than anyone will read.
    More {
        /// The file.
        path: PathBuf,
        /// How many are not listed.
        n_more: usize,
    },
}

/// What may be wrong with a line.
#[derive(Debug)]
#[non_exhaustive]
pub enum Fault {
    /// It is no TOML.
    Syntax(Box<str>),
    /// There is no such setting.
    Setting {
        /// What stands there.
        name: Box<str>,
        /// The setting that is spelled nearly so.
        nearest: Option<&'static str>,
    },
    /// A setting has a value that it cannot have.
    Value {
        /// The setting.
        name: &'static str,
        /// What it can have.
        expected: &'static str,
        /// What stands there.
        found: Box<str>,
    },
    /// There are no such keys: `[keys.readr]`.
    Context {
        /// What stands there.
        name: Box<str>,
        /// The context that is spelled nearly so.
        nearest: Option<&'static str>,
    },
    /// A key cannot be read.
    Key {
        /// The context.
        context: &'static str,
        /// Why.
        source: KeyError,
    },
    /// The keys begin with a digit, which is a count.
    Digit {
        /// The context.
        context: &'static str,
        /// The keys.
        keys: Sequence,
    },
    /// There is no such command.
    Command {
        /// The context.
        context: &'static str,
        /// The keys.
        keys: Sequence,
        /// What stands there.
        name: Box<str>,
        /// The command that is spelled nearly so.
        nearest: Option<&'static str>,
    },
    /// The command does not apply in this context.
    Elsewhere {
        /// The context.
        context: &'static str,
        /// The keys.
        keys: Sequence,
        /// The command.
        name: &'static str,
    },
    /// The keys could never be typed beside others.
    Conflict {
        /// The context.
        context: &'static str,
        /// Which others.
        source: Conflict,
    },
    /// Two lines of the file are in each other's way.
    Clash(Box<Clash>),
    /// A line sets what a line above it sets.
    Twice {
        /// The number of that line.
        first_line: usize,
        /// What stands in this line, and in that one.
        quoted: Box<[Box<str>; 2]>,
    },
    /// There are too many keys.
    TooManyKeys,
    /// There is no theme of this name.
    NoTheme {
        /// What stands there.
        found: Box<str>,
        /// The names there are.
        names: Box<str>,
    },
    /// A theme cannot be called so.
    ThemeName {
        /// The name.
        name: Box<str>,
    },
    /// A theme has no such part: `heding`.
    ThemePart {
        /// The theme.
        theme: Box<str>,
        /// What stands there.
        part: Box<str>,
        /// The part that is spelled nearly so.
        nearest: Option<&'static str>,
    },
    /// A part of a theme has a value that it cannot have.
    ThemeValue {
        /// The theme.
        theme: Box<str>,
        /// The part.
        part: Box<str>,
        /// What it can have.
        expected: &'static str,
        /// What stands there.
        found: Box<str>,
    },
}

/// Two lines of a file that set keys of which one begins with the other, or
/// the same keys.
#[derive(Debug)]
pub struct Clash {
    /// The context.
    pub context: &'static str,
    /// The keys of the two.
    pub source: Conflict,
    /// The byte at which the other line stands.
    pub at_other: usize,
    /// The number of the other line.
    pub other_line: usize,
    /// What stands in the line, and in the other.
    pub quoted: [Box<str>; 2],
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [own, other] = self.quoted.each_ref().map(|words| Shown(words));
        let (
            line,
            Conflict {
                keys,
                other: others,
                ..
            },
        ) = (self.other_line, &self.source);
        write!(f, "[keys.{}] {own}: ", self.context)?;
        match keys.n_keys().cmp(&others.n_keys()) {
            Ordering::Equal => write!(
                f,
                "line {line}, {other}, sets the same keys, and holds no longer"
            ),
            Ordering::Less => write!(
                f,
                "the keys of line {line}, {other}, begin with these; this one is left out"
            ),
            Ordering::Greater => write!(
                f,
                "these keys begin with those of line {line}, {other}; this one is left out"
            ),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reading = |f: &mut fmt::Formatter<'_>, path: &PathBuf| {
            write!(
                f,
                "reading the configuration: {}: ",
                Shown(&path.to_string_lossy())
            )
        };
        match self {
            Error::Unreadable { path, source } => {
                reading(f, path)?;
                // The words of the system begin with a capital and end in
                // the number of the error, which says nothing to a reader.
                match source.kind() {
                    io::ErrorKind::NotFound => f.write_str("there is no such file"),
                    io::ErrorKind::PermissionDenied => f.write_str("permission denied"),
                    _ => write!(f, "{}", Shown(&source.to_string())),
                }
            }
            Error::NoFile { path } => {
                reading(f, path)?;
                f.write_str("expected a file, found a folder, a pipe or a device")
            }
            Error::TooLarge { path } => {
                reading(f, path)?;
                f.write_str("expected at most 1 MiB")
            }
            Error::NoText { path } => {
                reading(f, path)?;
                f.write_str("expected text in UTF-8")
            }
            Error::Line { path, line, fault } => {
                write!(f, "{}:{line}: {fault}", Shown(&path.to_string_lossy()))
            }
            Error::NoTheme { found, names } => write!(
                f,
                "theme \"{}\": expected auto, {}",
                Shown(found),
                Shown(names)
            ),
            Error::More { path, n_more } => {
                let noun = if *n_more == 1 { "error" } else { "errors" };
                write!(
                    f,
                    "{}: {n_more} more {noun}",
                    Shown(&path.to_string_lossy())
                )
            }
        }
    }
}

impl Fault {
    /// Whether a line sets what its table has already.
    pub(super) fn is_of_same_name(&self) -> bool {
        matches!(self, Fault::Syntax(words) if &**words == super::mend::SAME_NAME)
    }

    /// What may be wrong with a theme, in words.
    fn of_theme(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::NoTheme { found, names } => write!(
                f,
                "setting \"theme\": expected auto, {}, found {}",
                Shown(names),
                Shown(found)
            ),
            Fault::ThemeName { name } => write!(
                f,
                "theme \"{}\": expected a name of small letters, digits and hyphens, other than auto",
                Shown(name)
            ),
            Fault::ThemePart {
                theme,
                part,
                nearest,
            } => write!(
                f,
                "theme \"{}\": there is no \"{}\"{}",
                Shown(theme),
                Shown(part),
                Nearest(*nearest)
            ),
            Fault::ThemeValue {
                theme,
                part,
                expected,
                found,
            } => write!(
                f,
                "theme \"{}\": \"{}\": expected {expected}, found {}",
                Shown(theme),
                Shown(part),
                Shown(found)
            ),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Syntax(message) => write!(f, "{}", Shown(message)),
            Fault::Setting { name, nearest } => {
                write!(
                    f,
                    "there is no setting \"{}\"{}",
                    Shown(name),
                    Nearest(*nearest)
                )
            }
            Fault::Value {
                name,
                expected,
                found,
            } => {
                write!(
                    f,
                    "setting \"{name}\": expected {expected}, found {}",
                    Shown(found)
                )
            }
            Fault::Context { name, nearest } => {
                write!(
                    f,
                    "there are no keys for \"{}\"{}",
                    Shown(name),
                    Nearest(*nearest)
                )
            }
            Fault::Key { context, source } => write!(
                f,
                "key \"{}\" in [keys.{context}]: {}",
                Shown(source.key()),
                Shown(&source.reason())
            ),
            Fault::Digit { context, keys } => write!(
                f,
                "key \"{}\" in [keys.{context}]: expected no digit at the beginning, where it counts",
                Shown(&keys.to_string())
            ),
            Fault::Command {
                context,
                keys,
                name,
                nearest,
            } => write!(
                f,
                "key \"{}\" in [keys.{context}]: there is no command {}{}",
                Shown(&keys.to_string()),
                Shown(name),
                Nearest(*nearest)
            ),
            Fault::Elsewhere {
                context,
                keys,
                name,
            } => write!(
                f,
                "key \"{}\" in [keys.{context}]: the command \"{name}\" does not apply there",
                Shown(&keys.to_string())
            ),
            Fault::Conflict { context, source } => write!(
                f,
                "key \"{}\" in [keys.{context}]: {}",
                Shown(&source.keys.to_string()),
                Shown(&source.to_string())
            ),
            Fault::Clash(clash) => write!(f, "{clash}"),
            Fault::Twice { first_line, quoted } => {
                let [own, first] = quoted.each_ref().map(|words| Shown(words));
                write!(
                    f,
                    "{own}: line {first_line}, {first}, sets the same, and holds"
                )
            }
            Fault::NoTheme { .. }
            | Fault::ThemeName { .. }
            | Fault::ThemePart { .. }
            | Fault::ThemeValue { .. } => self.of_theme(f),
            Fault::TooManyKeys => write!(f, "expected at most {} keys", super::MOST_KEYS),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Unreadable { source, .. } => Some(source),
            Error::Line { fault, .. } => match fault.as_ref() {
                Fault::Key { source, .. } => Some(source),
                Fault::Conflict { source, .. } => Some(source),
                _ => None,
            },
            _ => None,
        }
    }
}

/// `, did you mean "dark"?`, or nothing.
struct Nearest(Option<&'static str>);

impl fmt::Display for Nearest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .map_or(Ok(()), |name| write!(f, "; did you mean \"{name}\"?"))
    }
}

/// Foreign words on one line, cut where they grow long, with an escape for
/// every character that a terminal would obey.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 300;
        for (n_shown, character) in self.0.chars().enumerate() {
            if n_shown >= MOST {
                return f.write_str("...");
            }
            let obeyed = character.is_control()
                || matches!(character, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
                    | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
                    | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}');
            if obeyed {
                write!(f, "{}", character.escape_unicode())?;
            } else {
                write!(f, "{character}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(fault: Fault) -> Error {
        Error::Line {
            path: "config.toml".into(),
            line: 12,
            fault: Box::new(fault),
        }
    }

    #[test]
    fn messages_say_where_what_and_why() {
        let keys = |notation: &str| notation.parse::<Sequence>().unwrap();
        let path = || PathBuf::from("config.toml");
        let errors = [
            Error::Unreadable {
                path: path(),
                source: io::ErrorKind::NotFound.into(),
            },
            Error::Unreadable {
                path: path(),
                source: io::ErrorKind::PermissionDenied.into(),
            },
            Error::Unreadable {
                path: path(),
                source: io::Error::other("the disk is gone"),
            },
            Error::NoFile { path: path() },
            Error::TooLarge { path: path() },
            Error::NoText { path: path() },
            Error::More {
                path: path(),
                n_more: 1,
            },
            Error::More {
                path: path(),
                n_more: 7,
            },
            line(Fault::Syntax("unclosed array, expected `]`".into())),
            line(Fault::Setting {
                name: "them".into(),
                nearest: Some("theme"),
            }),
            line(Fault::Setting {
                name: "\u{1b}[31m\u{202e}".into(),
                nearest: None,
            }),
            line(Fault::Value {
                name: "ascii",
                expected: "true or false",
                found: "an integer".into(),
            }),
            line(Fault::Context {
                name: "readr".into(),
                nearest: Some("reader"),
            }),
            line(Fault::Key {
                context: "reader",
                source: "<c-q".parse::<Sequence>().unwrap_err(),
            }),
            line(Fault::Digit {
                context: "reader",
                keys: keys("1 a"),
            }),
            line(Fault::Command {
                context: "reader",
                keys: keys("<f2>"),
                name: "\"dwon\"".into(),
                nearest: Some("down"),
            }),
            line(Fault::Elsewhere {
                context: "catalog",
                keys: keys("<f2>"),
                name: "raw",
            }),
            line(Fault::Conflict {
                context: "reader",
                source: Conflict {
                    keys: keys("Z"),
                    other: keys("Z Z"),
                    command: crate::command::Command::Quit,
                },
            }),
            line(Fault::TooManyKeys),
        ];
        let messages: Vec<String> = errors.iter().map(Error::to_string).collect();
        assert_eq!(
            messages,
            [
                "reading the configuration: config.toml: there is no such file",
                "reading the configuration: config.toml: permission denied",
                "reading the configuration: config.toml: the disk is gone",
                "reading the configuration: config.toml: expected a file, found a folder, a pipe or a device",
                "reading the configuration: config.toml: expected at most 1 MiB",
                "reading the configuration: config.toml: expected text in UTF-8",
                "config.toml: 1 more error",
                "config.toml: 7 more errors",
                "config.toml:12: unclosed array, expected `]`",
                "config.toml:12: there is no setting \"them\"; did you mean \"theme\"?",
                "config.toml:12: there is no setting \"\\u{1b}[31m\\u{202e}\"",
                "config.toml:12: setting \"ascii\": expected true or false, found an integer",
                "config.toml:12: there are no keys for \"readr\"; did you mean \"reader\"?",
                "config.toml:12: key \"<c-q\" in [keys.reader]: expected `>` after `<c-q`",
                "config.toml:12: key \"1 a\" in [keys.reader]: expected no digit at the beginning, where it counts",
                "config.toml:12: key \"<f2>\" in [keys.reader]: there is no command \"dwon\"; did you mean \"down\"?",
                "config.toml:12: key \"<f2>\" in [keys.catalog]: the command \"raw\" does not apply there",
                "config.toml:12: key \"Z\" in [keys.reader]: \"Z Z\" (quit) begins with it; set that to \"none\" first",
                "config.toml:12: expected at most 1000 keys",
            ]
        );
    }

    #[test]
    fn long_words_are_cut() {
        let error = line(Fault::Syntax("x".repeat(100_000).into()));
        assert!(error.to_string().len() < 400);
    }
}
