//! The cables that can be opened, in little room: there may be a million.
//!
//! What a list says of one is some words. They lie behind each other, a block
//! of entries together, and the folder that entries have in common lies there
//! once. An [`Entry`] is taken out, and put back when it has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::reload::says_gone;
use super::{Entry, Listing};
use crate::cable::{Classification, Date};
use crate::typeset::Shown;

/// Entries of a block: so few that one is soon copied, and so many that what
/// each block costs is little.
const BLOCK: usize = 256;

/// Where a name lies as a whole.
const NO_FOLDER: u16 = u16::MAX;

/// The cables that can be opened. Clones share what neither has changed since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// All full but the last.
    blocks: Vec<Arc<Block>>,
}

/// What a list says of a cable, where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listed<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) date: Option<Date>,
    pub(super) level: Option<Classification>,
    pub(super) has_text: bool,
    pub(super) subject: &'a str,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Block {
    rows: Vec<Row>,
    /// What names begin with, up to the file itself.
    folders: Vec<Box<str>>,
    /// The rest of the names, ids and subjects. All of it has passed the gate.
    texts: String,
    /// Bytes of them that no row speaks of any more.
    n_unused: usize,
    /// Why entries cannot be opened.
    failures: BTreeMap<usize, Shown>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    folder: u16,
    is_stale: bool,
    name: Words,
    listing: Option<Said>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    date: Option<Date>,
    level: Option<Classification>,
    has_text: bool,
    has_id: bool,
    /// How many bytes of the words are the id.
    id: u32,
    words: Words,
}

/// Words among the texts of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Words {
    start: u32,
    n_bytes: u32,
}

impl Entries {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let before = self.blocks.len().saturating_sub(1) * BLOCK;
        before + self.blocks.last().map_or(0, |last| last.rows.len())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// An entry.
    #[must_use]
    pub fn get(&self, entry: usize) -> Option<Entry> {
        let (block, row) = self.row(entry)?;
        Some(Entry {
            name: Shown::new(&block.name(row)),
            listing: row.listing.as_ref().map(|said| block.listed(said).into()),
            failure: block.failures.get(&(entry % BLOCK)).cloned(),
            is_stale: row.is_stale,
        })
    }

    /// What a list says of an entry.
    pub(super) fn listed(&self, entry: usize) -> Option<Listed<'_>> {
        let (block, row) = self.row(entry)?;
        row.listing.as_ref().map(|said| block.listed(said))
    }

    /// The id of an entry.
    pub(super) fn id(&self, entry: usize) -> Option<&str> {
        self.listed(entry)?.id
    }

    /// What a list says of each entry, where that is known.
    pub(super) fn all_listed(&self) -> impl Iterator<Item = Option<Listed<'_>>> {
        let rows = |block: &Arc<Block>| block.rows.len();
        self.blocks.iter().flat_map(move |block| {
            let listed = |row: &Row| row.listing.as_ref().map(|said| block.listed(said));
            let all = 0..rows(block);
            all.map(move |nth| block.rows.get(nth).and_then(listed))
        })
    }

    /// How many are known to have no text.
    pub(super) fn n_without_text(&self) -> usize {
        let rows = self.blocks.iter().flat_map(|block| &block.rows);
        let said = rows.filter_map(|row| row.listing.as_ref());
        said.filter(|said| !said.has_text).count()
    }

    /// The entries that bear no number, where the last part of the name, or a
    /// little more, is so.
    pub(super) fn without_id(&self, is_so: &dyn Fn(&str) -> bool) -> Vec<usize> {
        let blocks = self.blocks.iter().enumerate();
        let all = blocks.flat_map(|(nth, block)| {
            let rows = block.rows.iter().enumerate();
            rows.map(move |(row_nth, row)| (nth * BLOCK + row_nth, block, row))
        });
        let unnumbered = all.filter(|(_, block, row)| {
            let has_id = row.listing.as_ref().is_some_and(|said| said.has_id);
            !has_id && is_so(block.text(row.name))
        });
        unnumbered.map(|(entry, ..)| entry).collect()
    }

    /// The file or member of an entry.
    pub(super) fn name(&self, entry: usize) -> Option<String> {
        let (block, row) = self.row(entry)?;
        Some(block.name(row))
    }

    /// Whether an entry cannot be opened.
    pub(super) fn is_failed(&self, entry: usize) -> bool {
        let block = self.blocks.get(entry / BLOCK);
        block.is_some_and(|block| block.failures.contains_key(&(entry % BLOCK)))
    }

    /// Whether the file of an entry was found to be gone.
    pub(super) fn is_gone(&self, entry: usize) -> bool {
        let block = self.blocks.get(entry / BLOCK);
        let failure = block.and_then(|block| block.failures.get(&(entry % BLOCK)));
        failure.is_some_and(says_gone)
    }

    /// Whether an entry is still to be looked at.
    pub(super) fn is_unknown(&self, entry: usize) -> bool {
        self.row(entry).is_some_and(|(block, row)| {
            let is_known = row.listing.is_some() && !row.is_stale;
            !is_known && !block.failures.contains_key(&(entry % BLOCK))
        })
    }

    /// Adds an entry behind the others.
    pub fn push(&mut self, entry: &Entry) {
        if self
            .blocks
            .last()
            .is_none_or(|last| last.rows.len() == BLOCK)
        {
            self.blocks.push(Arc::default());
        }
        let n_entries = self.len();
        if let Some(last) = self.blocks.last_mut() {
            let last = Arc::make_mut(last);
            last.rows.push(Row::default());
            last.put(n_entries % BLOCK, entry);
            if last.rows.len() == BLOCK {
                last.texts.shrink_to_fit();
            }
        }
    }

    /// Puts an entry in the place of one that there is.
    pub fn set(&mut self, entry: usize, new: &Entry) {
        if entry < self.len()
            && let Some(block) = self.blocks.get_mut(entry / BLOCK)
        {
            Arc::make_mut(block).put(entry % BLOCK, new);
        }
    }

    /// Changes an entry.
    pub(super) fn change(&mut self, entry: usize, change: impl FnOnce(&mut Entry)) {
        if let Some(mut it) = self.get(entry) {
            change(&mut it);
            self.set(entry, &it);
        }
    }

    fn row(&self, entry: usize) -> Option<(&Block, &Row)> {
        let block = self.blocks.get(entry / BLOCK)?;
        Some((block, block.rows.get(entry % BLOCK)?))
    }
}

impl Extend<Entry> for Entries {
    fn extend<T: IntoIterator<Item = Entry>>(&mut self, entries: T) {
        for entry in entries {
            self.push(&entry);
        }
    }
}

impl FromIterator<Entry> for Entries {
    fn from_iter<T: IntoIterator<Item = Entry>>(entries: T) -> Entries {
        let mut all = Entries::default();
        all.extend(entries);
        all
    }
}

impl Default for Row {
    fn default() -> Row {
        Row {
            folder: NO_FOLDER,
            is_stale: false,
            name: Words::default(),
            listing: None,
        }
    }
}

impl Block {
    fn text(&self, words: Words) -> &str {
        let start = words.start as usize;
        let all = start..start + words.n_bytes as usize;
        self.texts.get(all).unwrap_or_default()
    }

    fn name(&self, row: &Row) -> String {
        let folder = self.folders.get(usize::from(row.folder));
        [folder.map_or("", |folder| folder), self.text(row.name)].concat()
    }

    fn is_named(&self, row: &Row, name: &str) -> bool {
        let folder = self.folders.get(usize::from(row.folder));
        let file = name.strip_prefix(folder.map_or("", |folder| folder));
        file == Some(self.text(row.name))
    }

    fn listed(&self, said: &Said) -> Listed<'_> {
        let words = self.text(said.words);
        let (id, subject) = words.split_at_checked(said.id as usize).unwrap_or_default();
        Listed {
            id: said.has_id.then_some(id),
            date: said.date,
            level: said.level,
            has_text: said.has_text,
            subject,
        }
    }

    /// Puts an entry on a row. What has not changed of it stays where it lies.
    fn put(&mut self, nth: usize, entry: &Entry) {
        let Some(mut row) = self.rows.get(nth).cloned() else {
            return;
        };
        if !self.is_named(&row, entry.name.as_str()) {
            let (folder, file) = self.folder(entry.name.as_str());
            row.folder = folder;
            row.name = self.add(row.name, &[file]);
        }
        let known = row.listing.as_ref().map(|said| self.listed(said).into());
        if known != entry.listing {
            let old = row.listing.take().map_or(Words::default(), |it| it.words);
            self.n_unused += old.n_bytes as usize;
            row.listing = entry.listing.as_ref().map(|listing| {
                let id = listing.id.as_ref().map_or("", Shown::as_str);
                Said {
                    date: listing.date,
                    level: listing.level,
                    has_text: listing.has_text,
                    has_id: listing.id.is_some(),
                    id: number(id.len()),
                    words: self.add(Words::default(), &[id, listing.subject.as_str()]),
                }
            });
        }
        row.is_stale = entry.is_stale;
        match &entry.failure {
            Some(why) => self.failures.insert(nth, why.clone()),
            None => self.failures.remove(&nth),
        };
        if let Some(old) = self.rows.get_mut(nth) {
            *old = row;
        }
        if self.n_unused > self.texts.len() / 2 {
            self.pack();
        }
    }

    /// The folder that a name begins with, if there is room for one, and the
    /// rest of the name.
    fn folder<'a>(&mut self, name: &'a str) -> (u16, &'a str) {
        let file = name.rfind('/').map_or(0, |at| at + 1);
        let (folder, file) = name.split_at_checked(file).unwrap_or_default();
        let known = self.folders.iter().rposition(|known| **known == *folder);
        let nth = known.unwrap_or(self.folders.len());
        match u16::try_from(nth) {
            Ok(nth) if known.is_some() => (nth, file),
            Ok(nth) if usize::from(nth) < BLOCK => {
                self.folders.push(folder.into());
                (nth, file)
            }
            _ => (NO_FOLDER, name),
        }
    }

    /// Adds words in the place of others.
    fn add(&mut self, old: Words, words: &[&str]) -> Words {
        self.n_unused += old.n_bytes as usize;
        let start = self.texts.len();
        self.texts.extend(words.iter().copied());
        Words {
            start: number(start),
            n_bytes: number(self.texts.len() - start),
        }
    }

    /// Leaves out the texts that no row speaks of.
    fn pack(&mut self) {
        let mut texts = String::with_capacity(self.texts.len() - self.n_unused);
        let old = std::mem::take(&mut self.texts);
        for row in &mut self.rows {
            let said = row.listing.as_mut().map(|said| &mut said.words);
            for words in [&mut row.name].into_iter().chain(said) {
                let start = words.start as usize;
                let text = old.get(start..start + words.n_bytes as usize);
                words.start = number(texts.len());
                texts.push_str(text.unwrap_or_default());
            }
        }
        self.texts = texts;
        self.n_unused = 0;
    }
}

/// A place in the texts of a block, or a length: nobody keeps four gigabytes of
/// them.
fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl From<Listed<'_>> for Listing {
    fn from(listed: Listed<'_>) -> Listing {
        Listing {
            id: listed.id.map(Shown::new),
            date: listed.date,
            level: listed.level,
            has_text: listed.has_text,
            subject: Shown::new(listed.subject),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, id: Option<&str>, subject: &str) -> Entry {
        Entry {
            name: Shown::new(name),
            listing: Some(Listing {
                id: id.map(Shown::new),
                date: Date::new(2008, 3, 15).ok(),
                level: Some(Classification::Secret),
                has_text: true,
                subject: Shown::new(subject),
            }),
            ..Entry::default()
        }
    }

    fn some() -> Vec<Entry> {
        let mut all = vec![
            Entry::default(),
            entry("", None, ""),
            entry("/", Some(""), "/"),
            entry(
                "a/b/c.txt",
                Some("08NORTHHAVEN311"),
                "Ferry \u{1b}[31m dues",
            ),
            entry("a/b/\u{301}", None, "e\u{301}lan \u{202e}"),
            entry("a.zip!b/c#3", Some("79STATE5"), &"x".repeat(70_000)),
        ];
        for nth in 0..2 * BLOCK {
            all.push(Entry {
                name: Shown::new(&format!("{nth}/{nth}.txt")),
                failure: (nth % 3 == 0).then(|| Shown::new("gone")),
                is_stale: nth % 2 == 0,
                ..Entry::default()
            });
        }
        all
    }

    fn same(entries: &Entries, expected: &[Entry]) {
        assert_eq!(entries.len(), expected.len());
        let all = (0..expected.len()).map(|nth| entries.get(nth).unwrap());
        for (nth, (found, expected)) in all.zip(expected).enumerate() {
            assert_eq!(&found, expected);
            assert_eq!(
                entries.is_unknown(nth),
                (found.listing.is_none() || found.is_stale) && found.failure.is_none()
            );
            assert_eq!(entries.listed(nth).map(Listing::from), found.listing);
        }
        let listed = entries.all_listed().map(|it| it.map(Listing::from));
        assert!(listed.eq(expected.iter().map(|it| it.listing.clone())));
        assert!(entries.get(expected.len()).is_none());
    }

    #[test]
    fn entries_come_back_as_they_were_put() {
        let mut expected = some();
        let mut entries: Entries = expected.iter().cloned().collect();
        same(&entries, &expected);
        let before = entries.clone();
        let n_entries = expected.len();
        for round in 1..5 {
            for (nth, expected) in expected.iter_mut().enumerate() {
                *expected = some()[(nth * 7 + round) % n_entries].clone();
                entries.set(nth, expected);
            }
            same(&entries, &expected);
        }
        same(&before, &some());
        entries.set(n_entries, &Entry::default());
        same(&entries, &expected);
    }

    #[test]
    fn what_is_said_anew_does_not_pile_up() {
        let mut entries: Entries = some().into_iter().collect();
        for nth in 0..10_000 {
            let subject = format!("{nth} {}", "x".repeat(100));
            entries.set(3, &entry("a/b/c.txt", None, &subject));
        }
        assert!(entries.blocks[0].texts.len() < 300_000);
    }
}
