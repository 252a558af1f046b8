//! The cables that can be opened, in little room: there may be a million.
//!
//! What a list says of one is some words and numbers. The words lie behind each
//! other, a block of entries together: the name, without the folder that
//! entries have in common, the id, unless the name begins or ends with it, and
//! the subject. Where they lie and the numbers are sixteen bytes, a [`Row`].
//! The few entries that do not fit one lie beside, as they are. An [`Entry`] is
//! taken out, and put back when it has changed.

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
const NO_FOLDER: u8 = u8::MAX;

/// The year of the first days that fit a row: with it the oldest printed volumes
/// begin. The last that fit are 175 years later.
const FIRST_YEAR: i16 = 1861;

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
    /// How many of them say what a list does.
    n_listed: usize,
    /// What names begin with, up to the file itself.
    folders: Vec<Box<str>>,
    /// What words lie there of each row: the rest of the name, the id where it
    /// is not in there, the subject. All of it has passed the gate.
    texts: String,
    /// Bytes of them that no row speaks of any more.
    n_unused: usize,
    /// Names and listings that fit no row.
    odd: BTreeMap<usize, (Shown, Option<Listing>)>,
    /// Why entries cannot be opened.
    failures: BTreeMap<usize, Shown>,
}

/// What there is of an entry, and where its words lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    /// Where they begin among the texts of the block.
    start: u32,
    /// Bytes of the subject.
    subject: u16,
    /// A [`day`]; 0 is none.
    day: u16,
    /// Which folder its name begins with, or [`NO_FOLDER`].
    folder: u8,
    /// Bytes of the rest of its name.
    name: u8,
    /// Bytes of its id.
    id: u8,
    id_place: IdPlace,
    level: Option<Classification>,
    /// Whether it is known what a list says of it.
    is_listed: bool,
    has_text: bool,
    is_stale: bool,
}

/// Where the id of an entry lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum IdPlace {
    /// It bears none.
    Nowhere,
    /// The last part of the name begins with it, as in `08PORTLARKSPUR311.txt`.
    Begins,
    /// The name ends with it, as in `cables.csv#08PORTLARKSPUR311`.
    Ends,
    /// Behind the name.
    Behind,
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
        let nth = entry % BLOCK;
        Some(Entry {
            name: Shown::new(&block.name(nth)?),
            listing: block.listed(nth).map(Listing::from),
            failure: block.failures.get(&nth).cloned(),
            is_stale: row.is_stale,
        })
    }

    /// What a list says of an entry.
    pub(super) fn listed(&self, entry: usize) -> Option<Listed<'_>> {
        self.blocks.get(entry / BLOCK)?.listed(entry % BLOCK)
    }

    /// The id of an entry.
    pub(super) fn id(&self, entry: usize) -> Option<&str> {
        self.listed(entry)?.id
    }

    /// What a list says of each entry, where that is known.
    pub(super) fn all_listed(&self) -> impl Iterator<Item = Option<Listed<'_>>> {
        let all = self.blocks.iter();
        all.flat_map(|block| (0..block.rows.len()).map(|nth| block.listed(nth)))
    }

    /// How many are known to have no text.
    pub(super) fn n_without_text(&self) -> usize {
        let rows = self.blocks.iter().flat_map(|block| &block.rows);
        rows.filter(|row| row.is_listed && !row.has_text).count()
    }

    /// The entries that bear no number, where the last part of the name, or a
    /// little more, is so.
    pub(super) fn without_id(&self, is_so: &dyn Fn(&str) -> bool) -> Vec<usize> {
        let blocks = self.blocks.iter().enumerate();
        let all = blocks.flat_map(|(nth, block)| {
            let rows = block.rows.iter().enumerate();
            rows.map(move |(row_nth, row)| (nth * BLOCK + row_nth, block, row))
        });
        let unnumbered = all.filter(|(entry, block, row)| {
            row.id_place == IdPlace::Nowhere
                && is_so(block.name_parts(entry % BLOCK).unwrap_or_default().1)
        });
        unnumbered.map(|(entry, ..)| entry).collect()
    }

    /// The file or member of an entry.
    pub(super) fn name(&self, entry: usize) -> Option<String> {
        self.blocks.get(entry / BLOCK)?.name(entry % BLOCK)
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
            let is_known = row.is_listed && !row.is_stale;
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
                last.pack();
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
            start: 0,
            subject: 0,
            day: 0,
            folder: NO_FOLDER,
            name: 0,
            id: 0,
            id_place: IdPlace::Nowhere,
            level: None,
            is_listed: false,
            has_text: false,
            is_stale: false,
        }
    }
}

impl Row {
    /// Bytes of the name and of the id behind it.
    fn before_subject(&self) -> usize {
        let id = match self.id_place {
            IdPlace::Behind => self.id,
            IdPlace::Nowhere | IdPlace::Begins | IdPlace::Ends => 0,
        };
        usize::from(self.name) + usize::from(id)
    }

    /// Bytes of its words.
    fn n_bytes(&self) -> usize {
        self.before_subject() + usize::from(self.subject)
    }
}

impl Block {
    /// Words of a row.
    fn text(&self, row: &Row, from: usize, n_bytes: usize) -> &str {
        let start = row.start as usize + from;
        self.texts.get(start..start + n_bytes).unwrap_or_default()
    }

    /// What the name of a row begins with, and the rest.
    fn name_parts(&self, nth: usize) -> Option<(&str, &str)> {
        if let Some((name, _)) = self.odd.get(&nth) {
            return Some(("", name.as_str()));
        }
        let row = self.rows.get(nth)?;
        let folder = self.folders.get(usize::from(row.folder));
        let folder = folder.map_or("", |folder| folder);
        Some((folder, self.text(row, 0, usize::from(row.name))))
    }

    fn name(&self, nth: usize) -> Option<String> {
        let (folder, file) = self.name_parts(nth)?;
        Some([folder, file].concat())
    }

    fn listed(&self, nth: usize) -> Option<Listed<'_>> {
        if let Some((_, listing)) = self.odd.get(&nth) {
            return listing.as_ref().map(Listed::from);
        }
        let row = self.rows.get(nth).filter(|row| row.is_listed)?;
        let (name, id) = (usize::from(row.name), usize::from(row.id));
        let id_start = match row.id_place {
            IdPlace::Nowhere => None,
            IdPlace::Begins => Some(0),
            IdPlace::Ends => name.checked_sub(id),
            IdPlace::Behind => Some(name),
        };
        Some(Listed {
            id: id_start.map(|start| self.text(row, start, id)),
            date: date(row.day),
            level: row.level,
            has_text: row.has_text,
            subject: self.text(row, row.before_subject(), usize::from(row.subject)),
        })
    }

    /// Whether a row says of an entry what there is to be said, but for why it
    /// cannot be opened and whether it is stale.
    fn says(&self, nth: usize, entry: &Entry) -> bool {
        let is_named = self.name_parts(nth).is_some_and(|(folder, file)| {
            let rest = entry.name.as_str().strip_prefix(folder);
            rest == Some(file)
        });
        is_named && self.listed(nth) == entry.listing.as_ref().map(Listed::from)
    }

    /// Puts an entry on a row. What has not changed of it stays where it lies.
    fn put(&mut self, nth: usize, entry: &Entry) {
        let Some(mut row) = self.rows.get(nth).copied() else {
            return;
        };
        let n_listed = self.n_listed;
        if !self.says(nth, entry) {
            self.n_unused += row.n_bytes();
            self.n_listed -= usize::from(row.is_listed);
            self.odd.remove(&nth);
            row = self.add(entry).unwrap_or_else(|| {
                let odd = (entry.name.clone(), entry.listing.clone());
                self.odd.insert(nth, odd);
                Row::odd(entry)
            });
            self.n_listed += usize::from(row.is_listed);
        }
        row.is_stale = entry.is_stale;
        match &entry.failure {
            Some(why) => self.failures.insert(nth, why.clone()),
            None => self.failures.remove(&nth),
        };
        if let Some(old) = self.rows.get_mut(nth) {
            *old = row;
        }
        // Once something is said of each, little more will come.
        let is_whole = self.n_listed == BLOCK && n_listed < BLOCK;
        if is_whole || self.n_unused > self.texts.len() / 2 {
            self.pack();
        }
    }

    /// Adds the words of an entry; the row that says where. Nothing if it fits
    /// none.
    fn add(&mut self, entry: &Entry) -> Option<Row> {
        let start = u32::try_from(self.texts.len()).ok()?;
        let (folder, file) = self.folder(entry.name.as_str());
        let mut row = Row {
            start,
            folder,
            name: u8::try_from(file.len()).ok()?,
            ..Row::default()
        };
        let Some(listing) = &entry.listing else {
            self.texts.push_str(file);
            return Some(row);
        };
        let id = listing.id.as_ref().map(Shown::as_str);
        row.id_place = match id {
            None => IdPlace::Nowhere,
            Some(id) if file.starts_with(id) => IdPlace::Begins,
            Some(id) if file.ends_with(id) => IdPlace::Ends,
            Some(_) => IdPlace::Behind,
        };
        let id = id.unwrap_or_default();
        row.id = u8::try_from(id.len()).ok()?;
        let subject = listing.subject.as_str();
        row.subject = u16::try_from(subject.len()).ok()?;
        if let Some(date) = listing.date {
            row.day = day(date)?;
        }
        row.level = listing.level;
        row.is_listed = true;
        row.has_text = listing.has_text;
        let behind = (row.id_place == IdPlace::Behind).then_some(id);
        let words = [file, behind.unwrap_or_default(), subject];
        self.texts.extend(words);
        Some(row)
    }

    /// The folder that a name begins with, if there is room for one, and the
    /// rest of the name.
    fn folder<'a>(&mut self, name: &'a str) -> (u8, &'a str) {
        let file = name.rfind('/').map_or(0, |at| at + 1);
        let (folder, file) = name.split_at_checked(file).unwrap_or_default();
        let known = self.folders.iter().rposition(|known| **known == *folder);
        match u8::try_from(known.unwrap_or(self.folders.len())) {
            Ok(NO_FOLDER) | Err(_) => (NO_FOLDER, name),
            Ok(nth) => {
                if known.is_none() {
                    self.folders.push(folder.into());
                }
                (nth, file)
            }
        }
    }

    /// Leaves out the texts that no row speaks of, and room for more.
    fn pack(&mut self) {
        let n_used = self.texts.len().saturating_sub(self.n_unused);
        let mut texts = String::with_capacity(n_used);
        for row in &mut self.rows {
            let start = row.start as usize;
            let text = self.texts.get(start..start + row.n_bytes());
            // What is packed is no longer than what was.
            row.start = u32::try_from(texts.len()).unwrap_or_default();
            texts.push_str(text.unwrap_or_default());
        }
        self.texts = texts;
        self.n_unused = 0;
    }
}

impl Row {
    /// The row of an entry that lies beside: what is asked of rows alone.
    fn odd(entry: &Entry) -> Row {
        let listing = entry.listing.as_ref();
        let has_id = listing.is_some_and(|listing| listing.id.is_some());
        Row {
            id_place: if has_id {
                IdPlace::Behind
            } else {
                IdPlace::Nowhere
            },
            is_listed: listing.is_some(),
            has_text: listing.is_some_and(|listing| listing.has_text),
            ..Row::default()
        }
    }
}

/// A day as a number above 0, if it fits one.
fn day(date: Date) -> Option<u16> {
    let year = i32::from(date.year()) - i32::from(FIRST_YEAR);
    let month = year * 12 + i32::from(date.month()) - 1;
    u16::try_from(month * 31 + i32::from(date.day()))
        .ok()
        .filter(|day| *day > 0)
}

/// The day of a number, if it is one.
fn date(day: u16) -> Option<Date> {
    let days = day.checked_sub(1)?;
    let (month, day) = (days / 31, days % 31 + 1);
    let year = FIRST_YEAR + i16::try_from(month / 12).ok()?;
    Date::new(
        year,
        i8::try_from(month % 12 + 1).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

impl<'a> From<&'a Listing> for Listed<'a> {
    fn from(listing: &'a Listing) -> Listed<'a> {
        Listed {
            id: listing.id.as_ref().map(Shown::as_str),
            date: listing.date,
            level: listing.level,
            has_text: listing.has_text,
            subject: listing.subject.as_str(),
        }
    }
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
        all.extend(at_the_edges());
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

    /// What a row has room for, and what it has not.
    fn at_the_edges() -> Vec<Entry> {
        let dated = |year, month, day| {
            let mut dated = entry("a/d", Some("d"), "s");
            if let Some(listing) = &mut dated.listing {
                listing.date = Date::new(year, month, day).ok();
            }
            dated
        };
        let long = |n_bytes| "x".repeat(n_bytes);
        let mut all: Vec<Entry> = [254, 255, 256, 300]
            .into_iter()
            .flat_map(|n_bytes| {
                let long = long(n_bytes);
                [
                    entry(&long, None, ""),
                    entry(&format!("a/{long}"), Some(&long), "s"),
                    entry("a/b", Some(&long), "s"),
                    entry(&format!("{long}/b"), None, "s"),
                    entry(&format!("{long}#1"), Some("1"), "s"),
                ]
            })
            .collect();
        all.extend([65_535, 65_536].map(|n_bytes| entry("a", None, &long(n_bytes))));
        all.extend([
            dated(1, 1, 1),
            dated(1860, 12, 31),
            dated(1861, 1, 1),
            dated(2036, 12, 31),
            dated(2037, 12, 31),
            dated(9999, 12, 31),
        ]);
        for (nth, level) in Classification::ALL.into_iter().enumerate() {
            let mut it = entry("a/e", (nth % 2 == 0).then_some("e"), "");
            if let Some(listing) = &mut it.listing {
                (listing.level, listing.date) = (Some(level), None);
                listing.has_text = nth % 3 == 0;
            }
            all.push(it);
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
        let n_without_text = expected.iter().filter(|it| {
            let listing = it.listing.as_ref();
            listing.is_some_and(|listing| !listing.has_text)
        });
        assert_eq!(entries.n_without_text(), n_without_text.count());
        let bears_none = |it: &Entry| it.listing.as_ref().is_none_or(|it| it.id.is_none());
        let unnumbered = (0..expected.len()).filter(|nth| bears_none(&expected[*nth]));
        assert!(entries.without_id(&|_| true).into_iter().eq(unnumbered));
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

    #[test]
    fn every_day_that_fits_comes_back() {
        let mut n_days = 0;
        for number in 0..=u16::MAX {
            if let Some(date) = date(number) {
                assert_eq!(day(date), Some(number));
                n_days += 1;
            }
        }
        // 176 years, but for what is missing of the last.
        assert!(n_days > 175 * 365, "{n_days}");
        assert_eq!(date(0), None);
    }

    #[test]
    fn a_cable_takes_little_more_than_its_name_and_subject() {
        assert_eq!(size_of::<Row>(), 16);
        let mut entries = Entries::default();
        for nth in 0..BLOCK {
            let id = format!("08PORTLARKSPUR{nth}");
            entries.push(&entry(
                &format!("some/folder/{id}.txt"),
                Some(&id),
                "Ferry dues",
            ));
        }
        let texts = &entries.blocks[0].texts;
        let longest = "08PORTLARKSPUR255.txtFerry dues".len();
        assert!(texts.capacity() <= BLOCK * longest);
        assert!(entries.blocks[0].odd.is_empty());
    }
}
