//! The entries of a library, in little room: there may be a million.
//!
//! Of nearly all of them there is nothing to be said but which file it is.
//! Their names lie behind each other, and the folder that files have in common
//! is there once.

use std::path::Path;
use std::sync::Arc;

use super::store::{ALL, Store};
use super::{Entry, Stretch};

/// The entries of a library, in order.
#[derive(Debug, Default)]
pub(super) struct Entries {
    rows: Vec<Row>,
    /// What paths begin with, up to the file itself.
    folders: Vec<Box<str>>,
    /// The rest of the paths.
    names: String,
    /// What is more than a file.
    others: Vec<Entry>,
}

#[derive(Clone, Copy, Debug)]
enum Row {
    /// All that a file holds.
    File {
        folder: u32,
        name: u32,
        n_bytes: u16,
    },
    Other(u32),
}

impl Entries {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn get(&self, entry_idx: usize) -> Option<Entry> {
        match *self.rows.get(entry_idx)? {
            Row::File {
                folder,
                name,
                n_bytes,
            } => {
                let folder = self.folders.get(folder as usize)?;
                let name = name as usize..name as usize + usize::from(n_bytes);
                let path = [folder, self.names.get(name)?].concat();
                Some(Entry::whole(Path::new(&path)))
            }
            Row::Other(nth) => self.others.get(nth as usize).cloned(),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Entry> {
        (0..self.len()).filter_map(|entry_idx| self.get(entry_idx))
    }

    pub(super) fn push(&mut self, entry: Entry) {
        let row = self.row(entry);
        self.rows.push(row);
    }

    /// Puts an entry in the place of one that there is.
    pub(super) fn set(&mut self, entry_idx: usize, entry: Entry) {
        if let Some(Row::Other(nth)) = self.rows.get(entry_idx)
            && let Some(other) = self.others.get_mut(*nth as usize)
        {
            *other = entry;
            return;
        }
        let row = self.row(entry);
        if let Some(old) = self.rows.get_mut(entry_idx) {
            *old = row;
        }
    }

    fn row(&mut self, entry: Entry) -> Row {
        self.file(&entry).unwrap_or_else(|| {
            self.others.push(entry);
            Row::Other(number(self.others.len() - 1).unwrap_or(u32::MAX))
        })
    }

    /// The row of an entry that is a file and nothing else.
    fn file(&mut self, entry: &Entry) -> Option<Row> {
        let path = entry.whole_file()?.to_str()?;
        let file = path.rfind(std::path::is_separator).map_or(0, |at| at + 1);
        let (folder, file) = path.split_at_checked(file)?;
        let row = Row::File {
            folder: match self.folders.last() {
                Some(last) if **last == *folder => number(self.folders.len() - 1)?,
                _ => number(self.folders.len())?,
            },
            name: number(self.names.len())?,
            n_bytes: u16::try_from(file.len()).ok()?,
        };
        if self.folders.last().is_none_or(|last| **last != *folder) {
            self.folders.push(folder.into());
        }
        self.names.push_str(file);
        Some(row)
    }
}

fn number(number: usize) -> Option<u32> {
    u32::try_from(number).ok()
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

    #[test]
    fn entries_come_back_as_they_were_put() {
        let whole = |path: &str| Entry::whole(Path::new(path));
        let part = |path: &str| {
            let mut part = whole(path);
            (part.stretch.start, part.stretch.nth) = (7, 2);
            part
        };
        let mut expected = vec![
            whole("a"),
            whole("a//b.txt"),
            part("a/c.txt"),
            whole("a//d.txt"),
            whole("/"),
            whole("a/./\u{e9}"),
            whole(&format!("a/{}", "x".repeat(70_000))),
        ];
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            let name = std::ffi::OsStr::from_bytes(b"a/\xff");
            expected.push(Entry::whole(Path::new(name)));
        }
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
