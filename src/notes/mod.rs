//! What the reader of cables adds: marks, the place where they stopped, and
//! how they look at cables.
//!
//! Apart from `library`, because these are files of ours: written, not only
//! read, and worth more than any that is opened. Nothing here is touched
//! until there is something to read or to keep, no folder is made before
//! that, and whatever is wrong with one of the files, cables are read as if
//! there were none.
//!
//! Each kind has a file of its own. Marks and views are what somebody has set:
//! they are kept in the data directory and survive the loss of power. A place
//! is where somebody happened to stop: it is kept in the state directory, which
//! backups leave out, and its loss costs a few keys, so it is written with
//! less ceremony (see `Store`), and so are the panes beside the text, jumps
//! and the collection that was open last. Opening a cable reads the file of
//! places alone.

mod anchor;
mod collection;
mod error;
mod jumps;
mod marks;
mod panes;
mod places;
mod reaches;
mod store;
mod views;

use std::ffi::OsString;
use std::path::PathBuf;

pub use anchor::{Anchor, Found, Key};
pub use error::{Error, Reason};
pub use jumps::{Jump, JumpName};
pub use panes::Panes;
pub use reaches::Reach;
use store::Store;
pub use views::View;

/// Where somebody reads in a cable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which cable it is.
    pub key: Key,
    /// What the cable is called on the screen; it may hold control
    /// characters.
    pub id: Box<str>,
    /// Where in it.
    pub anchor: Anchor,
    /// How many rows of the screen were above the cursor.
    pub below: u16,
}

/// A place that somebody has marked with a letter: `a` to `z` in one cable,
/// `A` to `Z` across cables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its letter.
    pub letter: Letter,
    /// Where it is.
    pub place: Place,
    /// The words that stand there; they may hold control characters.
    pub words: Box<str>,
    /// How the cable is opened again.
    pub way: Way,
}

/// A letter of the Latin alphabet, without marks above or below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Letter(u8);

impl Letter {
    /// The letter, if `c` is one.
    #[must_use]
    pub fn new(c: char) -> Option<Letter> {
        let byte = u8::try_from(c).ok()?;
        byte.is_ascii_alphabetic().then_some(Letter(byte))
    }

    /// The letter as a character.
    #[must_use]
    pub fn char(self) -> char {
        char::from(self.0)
    }

    /// Whether it marks a place among all cables, not within one.
    #[must_use]
    pub fn is_across(self) -> bool {
        self.0.is_ascii_uppercase()
    }
}

/// How a cable is opened again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// It came by standard input, or it is not known.
    #[default]
    Nowhere,
    /// The program carries it.
    Builtin,
    /// By these arguments: the file, and of many in it the one; several
    /// where its sections are in several files.
    Files(Vec<OsString>),
}

/// The folders of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Of what a reader has made: marks and views.
    pub data: PathBuf,
    /// Of what is merely remembered: places, how far cables were read, panes, jumps, the collection that
    /// was open last.
    pub state: PathBuf,
}

impl Folders {
    /// Those of the platform; nothing if this machine names no home folder.
    #[must_use]
    pub fn usual() -> Option<Folders> {
        let folders = directories::ProjectDirs::from("", "", "reftel")?;
        let state = folders.state_dir().unwrap_or(folders.data_local_dir());
        Some(Folders {
            data: folders.data_dir().to_owned(),
            state: state.to_owned(),
        })
    }
}

/// The files, each opened when it is first asked for.
///
/// Two of these, in one program or in two, may be at work on the same files.
#[derive(Debug)]
pub struct Notes {
    places: Store,
    reaches: Store,
    panes: Store,
    collection: Store,
    jumps: Store,
    marks: Store,
    views: Store,
    /// What tells the jumps of this run from those of others.
    run: i64,
}

impl Notes {
    /// The files in `folders`, whether or not there are any.
    #[must_use]
    pub fn in_folders(folders: &Folders) -> Notes {
        Notes {
            places: Store::new(&folders.state, &places::FORM),
            reaches: Store::new(&folders.state, &reaches::FORM),
            panes: Store::new(&folders.state, &panes::FORM),
            collection: Store::new(&folders.state, &collection::FORM),
            jumps: Store::new(&folders.state, &jumps::FORM),
            marks: Store::new(&folders.data, &marks::FORM),
            views: Store::new(&folders.data, &views::FORM),
            run: jumps::draw(),
        }
    }

    /// Damaged files that were kept aside since this was last asked.
    pub fn take_damaged(&mut self) -> Vec<Error> {
        let mut damaged = self.places.take_damaged();
        damaged.append(&mut self.reaches.take_damaged());
        damaged.append(&mut self.panes.take_damaged());
        damaged.append(&mut self.collection.take_damaged());
        damaged.append(&mut self.jumps.take_damaged());
        damaged.append(&mut self.marks.take_damaged());
        damaged.append(&mut self.views.take_damaged());
        damaged
    }

    /// Wipes what is known of a cable: its place, how far it was read, the jumps from and to it, its
    /// marks, and the marks across cables that lead to it. Gives how many marks
    /// those were.
    ///
    /// # Errors
    ///
    /// When one of the files cannot be used; the others are wiped all the
    /// same.
    pub fn forget(&mut self, key: &Key) -> Result<usize, Error> {
        let place = self.forget_place(key);
        let place = self.forget_reach(key).and(place);
        let jumps = self.forget_jumps(key);
        let n_marks = self.forget_marks(key)?;
        place.and(jumps)?;
        Ok(n_marks)
    }
}

/// What a way is in a file: nothing, an empty value for the built-in
/// collection, or the arguments with a zero byte between them, which no
/// argument can hold.
fn way_to_value(way: &Way) -> Option<Vec<u8>> {
    match way {
        Way::Nowhere => None,
        Way::Builtin => Some(Vec::new()),
        Way::Files(arguments) => {
            let bytes: Vec<&[u8]> = arguments
                .iter()
                .map(|argument| argument.as_encoded_bytes())
                .collect();
            Some(bytes.join(&0))
        }
    }
}

fn way_from_value(value: Option<&[u8]>) -> Way {
    match value {
        None => Way::Nowhere,
        Some([]) => Way::Builtin,
        Some(bytes) => Way::Files(bytes.split(|byte| *byte == 0).map(argument).collect()),
    }
}

#[cfg(unix)]
fn argument(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt;

    OsString::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn argument(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Folders of their own for one test.
    pub(super) struct Home(PathBuf);

    impl Home {
        pub(super) fn new(test: &str) -> Home {
            let name = format!("reftel-notes-{test}-{}", std::process::id());
            let path = std::env::temp_dir().join(name);
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Home(path)
        }

        pub(super) fn path(&self, name: &str) -> PathBuf {
            self.0.join(name)
        }

        pub(super) fn notes(&self) -> Notes {
            Notes::in_folders(&Folders {
                data: self.path("data"),
                state: self.path("state"),
            })
        }

        /// Every file, sorted.
        pub(super) fn files(&self) -> Vec<String> {
            let mut files = Vec::new();
            for folder in ["data", "state"] {
                let names = fs::read_dir(self.path(folder)).into_iter().flatten();
                files.extend(names.map(|entry| {
                    let name = entry.unwrap().file_name().into_string().unwrap();
                    format!("{folder}/{name}")
                }));
            }
            files.sort();
            files
        }
    }

    impl Drop for Home {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    /// A mark in a cable.
    pub(super) fn mark(letter: char, cable: &str) -> Mark {
        Mark {
            letter: Letter::new(letter).unwrap(),
            place: Place {
                key: Key::from_text(cable),
                id: cable.into(),
                anchor: Anchor {
                    paragraph: None,
                    number: None,
                    offset: 12,
                    hash: 34,
                },
                below: 0,
            },
            words: format!("the words of {cable}").into(),
            way: Way::Builtin,
        }
    }

    #[test]
    fn letters_are_those_of_the_alphabet() {
        let all: Vec<char> = ('\0'..='\u{ff}')
            .filter(|&c| Letter::new(c).is_some())
            .collect();
        assert_eq!(all.len(), 52);
        assert!(Letter::new('é').is_none() && Letter::new('ж').is_none());
        assert!(Letter::new('Q').unwrap().is_across());
        assert!(!Letter::new('q').unwrap().is_across());
    }

    #[test]
    fn a_way_is_kept_whatever_bytes_are_in_it() {
        let odd = argument(b"/a\xff b\n.txt#2");
        for way in [
            Way::Nowhere,
            Way::Builtin,
            Way::Files(vec![odd.clone()]),
            Way::Files(vec![odd, "/c".into()]),
        ] {
            let value = way_to_value(&way);
            assert_eq!(way_from_value(value.as_deref()), way);
        }
    }
}
