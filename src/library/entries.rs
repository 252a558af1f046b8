//! The entries of a library, in little room: there may be a million.
//!
//! Of nearly all of them there is nothing to be said but which file it is, or
//! which part of one. That is a record of some bytes, and records lie behind
//! each other, a block of entries together. Of a file there is in it what
//! tells its name from that of the file before, and the folder only where it is
//! another one.
//!
//! | record | bytes |
//! |---|---|
//! | all of a file, in the folder of the one before | [`FILE`], how many bytes of the name before it begins with, the rest |
//! | all of a file in a folder | [`FOLDER`], which folder, and the same |
//! | a part of a store | [`PART`] and signs, which store, start, length, which telegram, id, page |
//! | what is more | [`OTHER`], which |

use std::path::Path;
use std::sync::Arc;

use super::packed::{number, take, take_number, take_text, text};
use super::store::{ALL, Store};
use super::{Entry, Stretch};

/// Entries of a block: so few that one is soon found in it, and so many that
/// what each block costs is little.
const BLOCK: usize = 32;

const FILE: u8 = 0;
const FOLDER: u8 = 1;
const OTHER: u8 = 2;
const PART: u8 = 4;
/// What there is of a part.
const HAS_ID: u8 = 1;
const HAS_PAGE: u8 = 2;

/// The entries of a library, in order.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// All full but the last.
    blocks: Vec<Vec<u8>>,
    /// How many entries are in the last.
    n_last: usize,
    /// The file before the next record.
    before: File,
    /// What paths begin with, up to the file itself.
    folders: Vec<Box<str>>,
    /// What holds parts.
    stores: Vec<Arc<Store>>,
    /// What is more than a part of a store.
    others: Vec<Entry>,
}

/// A file: its folder, and its name there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct File {
    folder: Option<usize>,
    name: String,
}

/// What a record says.
enum Record<'a> {
    /// All of the file that it has come to.
    File,
    Part(Part<'a>),
    Other(usize),
}

/// A part of a store.
struct Part<'a> {
    store: usize,
    start: u64,
    n_bytes: u64,
    nth: u32,
    id: Option<&'a str>,
    page: Option<&'a str>,
}

impl Entries {
    pub(super) fn len(&self) -> usize {
        self.blocks.len().saturating_sub(1) * BLOCK + self.n_last
    }

    pub(super) fn get(&self, entry_idx: usize) -> Option<Entry> {
        let mut rest = self.blocks.get(entry_idx / BLOCK)?.as_slice();
        let mut file = File::default();
        for _ in 0..entry_idx % BLOCK {
            take_record(&mut rest, &mut file)?;
        }
        let record = take_record(&mut rest, &mut file)?;
        self.entry(&record, &file)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Entry> {
        self.blocks.iter().flat_map(|block| self.entries_of(block))
    }

    /// The entries of a block.
    fn entries_of<'a>(&'a self, block: &'a [u8]) -> impl Iterator<Item = Entry> + 'a {
        let mut rest = block;
        let mut file = File::default();
        std::iter::from_fn(move || {
            let record = take_record(&mut rest, &mut file)?;
            self.entry(&record, &file)
        })
    }

    /// The entry of a record that has come to a file.
    fn entry(&self, record: &Record<'_>, file: &File) -> Option<Entry> {
        match record {
            Record::File => {
                let folder = self.folders.get(file.folder?)?;
                let path = [folder, file.name.as_str()].concat();
                Some(Entry::whole(Path::new(&path)))
            }
            Record::Part(part) => Some(Entry::new(Stretch {
                store: Arc::clone(self.stores.get(part.store)?),
                start: part.start,
                n_bytes: part.n_bytes,
                nth: part.nth,
                id: part.id.map(Into::into),
                page: part.page.map(Into::into),
            })),
            Record::Other(nth) => self.others.get(*nth).cloned(),
        }
    }

    pub(super) fn push(&mut self, entry: Entry) {
        if self.blocks.is_empty() || self.n_last == BLOCK {
            self.blocks.push(Vec::new());
            self.n_last = 0;
            self.before = File::default();
        }
        let mut block = self.blocks.pop().unwrap_or_default();
        let mut file = std::mem::take(&mut self.before);
        self.add(&mut block, &mut file, entry);
        self.n_last += 1;
        if self.n_last == BLOCK {
            block.shrink_to_fit();
        }
        self.blocks.push(block);
        self.before = file;
    }

    /// Puts an entry in the place of one that there is. The other records of its
    /// block stay, but for what a file takes of the one before it.
    pub(super) fn set(&mut self, entry_idx: usize, entry: Entry) {
        let Some(old) = self.blocks.get_mut(entry_idx / BLOCK) else {
            return;
        };
        let old = std::mem::take(old);
        let mut new = Vec::new();
        let (mut before, mut file) = (File::default(), File::default());
        let mut entry = Some(entry);
        let mut rest = old.as_slice();
        for nth in 0.. {
            let left = rest;
            let Some(record) = take_record(&mut rest, &mut file) else {
                break;
            };
            let other = match record {
                Record::Other(other) => self.others.get_mut(other),
                Record::File | Record::Part(_) => None,
            };
            match (entry.take_if(|_| nth == entry_idx % BLOCK), record) {
                (Some(entry), _) if other.is_none() => self.add(&mut new, &mut before, entry),
                (None, Record::File) => add_file(&mut new, &mut before, &file),
                (entry, _) => {
                    if let Some((other, entry)) = other.zip(entry) {
                        *other = entry;
                    }
                    new.extend_from_slice(left.get(..left.len() - rest.len()).unwrap_or_default());
                }
            }
        }
        new.shrink_to_fit();
        if entry_idx / BLOCK + 1 == self.blocks.len() {
            self.before = before;
        }
        if let Some(old) = self.blocks.get_mut(entry_idx / BLOCK) {
            *old = new;
        }
    }

    /// Adds a record to a block that has come to a file.
    fn add(&mut self, block: &mut Vec<u8>, file: &mut File, entry: Entry) {
        let path = entry.whole_file().and_then(Path::to_str);
        if let Some((folder, name)) = path.and_then(parts) {
            if self.folders.last().is_none_or(|last| **last != *folder) {
                self.folders.push(folder.into());
            }
            let it = File {
                folder: Some(self.folders.len() - 1),
                name: name.to_owned(),
            };
            add_file(block, file, &it);
            return;
        }
        let Entry {
            stretch,
            sections: None,
        } = entry
        else {
            block.push(OTHER);
            number(block, self.others.len() as u64);
            self.others.push(entry);
            return;
        };
        let last = self.stores.last();
        if last.is_none_or(|last| !Arc::ptr_eq(last, &stretch.store)) {
            self.stores.push(stretch.store);
        }
        let sign = |has, sign| if has { sign } else { 0 };
        let (id, page) = (stretch.id, stretch.page);
        block.push(PART | sign(id.is_some(), HAS_ID) | sign(page.is_some(), HAS_PAGE));
        number(block, (self.stores.len() - 1) as u64);
        number(block, stretch.start);
        // All there is comes out as 0.
        number(block, stretch.n_bytes.wrapping_add(1));
        number(block, u64::from(stretch.nth));
        for words in [id, page].iter().flatten() {
            text(block, words.as_bytes());
        }
    }
}

/// Adds the record of a file to a block that has come to another, and now comes
/// to this one.
fn add_file(block: &mut Vec<u8>, before: &mut File, file: &File) {
    match file.folder.filter(|_| before.folder != file.folder) {
        None => block.push(FILE),
        Some(folder) => {
            block.push(FOLDER);
            number(block, folder as u64);
        }
    }
    let n_same = n_same(&before.name, &file.name);
    number(block, n_same as u64);
    let rest = file.name.get(n_same..).unwrap_or_default();
    text(block, rest.as_bytes());
    before.folder = file.folder;
    before.name.truncate(n_same);
    before.name.push_str(rest);
}

/// How many bytes two texts begin with in common, up to the end of a character.
fn n_same(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes());
    let n_same = same.take_while(|(a, b)| a == b).count();
    let mut ends = (0..=n_same).rev();
    ends.find(|end| a.is_char_boundary(*end))
        .unwrap_or_default()
}

/// A path up to the file itself, and its name.
fn parts(path: &str) -> Option<(&str, &str)> {
    let file = path.rfind(std::path::is_separator).map_or(0, |at| at + 1);
    path.split_at_checked(file)
}

/// Takes the next record; `file` is the one before it, and then the one that it
/// has come to.
fn take_record<'a>(rest: &mut &'a [u8], file: &mut File) -> Option<Record<'a>> {
    let kind = *take(rest, 1)?.first()?;
    let place = |number| usize::try_from(number).ok();
    match kind {
        FILE | FOLDER => {
            if kind == FOLDER {
                file.folder = Some(place(take_number(rest)?)?);
            }
            file.name.truncate(place(take_number(rest)?)?);
            file.name.push_str(str::from_utf8(take_text(rest)?).ok()?);
            Some(Record::File)
        }
        OTHER => Some(Record::Other(place(take_number(rest)?)?)),
        _ => {
            let mut part = Part {
                store: place(take_number(rest)?)?,
                start: take_number(rest)?,
                n_bytes: take_number(rest)?.wrapping_sub(1),
                nth: u32::try_from(take_number(rest)?).ok()?,
                id: None,
                page: None,
            };
            for (sign, words) in [(HAS_ID, &mut part.id), (HAS_PAGE, &mut part.page)] {
                if kind & sign != 0 {
                    *words = Some(str::from_utf8(take_text(rest)?).ok()?);
                }
            }
            Some(Record::Part(part))
        }
    }
}

impl Entry {
    /// All that a file holds.
    pub(super) fn whole(path: &Path) -> Entry {
        Entry::new(Stretch {
            store: Arc::new(Store::file(path)),
            start: 0,
            n_bytes: ALL,
            nth: 0,
            id: None,
            page: None,
        })
    }

    /// The file, where the entry is all that it holds.
    fn whole_file(&self) -> Option<&Path> {
        let Entry {
            stretch:
                Stretch {
                    store,
                    start: 0,
                    n_bytes: ALL,
                    nth: 0,
                    id: None,
                    page: None,
                },
            sections: None,
        } = self
        else {
            return None;
        };
        store.plain_path().filter(|_| store.volume().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Section, Sectioned};

    #[test]
    fn entries_come_back_as_they_were_put() {
        let whole = |path: &str| Entry::whole(Path::new(path));
        let part = |path: &str| {
            let mut part = whole(path);
            (part.stretch.start, part.stretch.nth) = (7, 2);
            part
        };
        let of_volume = |n_bytes, id: Option<&str>, page: Option<&str>| {
            let mut part = part("a/v.xml");
            (part.stretch.start, part.stretch.n_bytes) = (u64::MAX, n_bytes);
            (part.stretch.id, part.stretch.page) = (id.map(Into::into), page.map(Into::into));
            part
        };
        let mut expected = vec![
            whole("a"),
            whole("a//b.txt"),
            part("a/c.txt"),
            of_volume(0, Some("d12"), Some("xii")),
            of_volume(u64::MAX - 1, None, Some("")),
            of_volume(ALL, Some(""), None),
            whole("a//d.txt"),
            whole("/"),
            whole("a/./\u{e9}"),
            whole("a/./\u{e8}"),
            whole("a/./\u{e8}.txt"),
            whole(&format!("a/{}", "x".repeat(70_000))),
        ];
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            let name = std::ffi::OsStr::from_bytes(b"a/\xff");
            expected.push(Entry::whole(Path::new(name)));
        }
        expected.push(Entry::sectioned(
            part("a/s").stretch,
            Section {
                of: Sectioned {
                    post: "PORT LARKSPUR".into(),
                    serial: 311,
                    year: 2008,
                    sections: 2,
                },
                numbers: vec![1],
            },
        ));
        expected.extend((0..2 * BLOCK).map(|nth| whole(&format!("a/{nth}.txt"))));
        expected.extend((0..2 * BLOCK).map(|nth| whole(&format!("{nth}/a.txt"))));
        let mut entries = Entries::default();
        expected.iter().cloned().for_each(|it| entries.push(it));
        let is_same = |entries: &Entries, expected: &[Entry]| {
            let found = entries.iter().map(|it| format!("{it:?}"));
            assert!(found.eq(expected.iter().map(|it| format!("{it:?}"))));
        };
        is_same(&entries, &expected);
        for round in 1..4 {
            for nth in 0..expected.len() {
                let new = expected[(nth + round) % expected.len()].clone();
                entries.set(nth, new.clone());
                expected[nth] = new;
            }
            is_same(&entries, &expected);
        }
        assert!(entries.get(expected.len()).is_none());
    }
}
