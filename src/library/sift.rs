//! Looking through the bytes of all cables for what they may hold, without
//! reading those that cannot hold it.
//!
//! Telegrams of one file are looked through together, block by block, at the
//! speed of looking for a few letters; only where these stand is it told
//! which telegram that is, and only that one is read. What is packed is
//! looked through as it comes out, once.

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use super::store::{ALL, Store};
use super::{Document, Entry, Error, Library, Why};
use crate::cable::Trace;

/// Bytes that are looked through at once: they stay in a cache of the
/// processor.
const BLOCK: usize = 256 << 10;
/// Entries that are taken from the list at once.
const FEW: usize = 1024;

/// What is learned while cables are looked through.
#[derive(Debug)]
pub enum Sifted {
    /// The entry of this number may hold what is looked for.
    Found(usize, Box<Document>),
    /// An entry cannot be read.
    Failed(usize, Error),
    /// Every entry before this one was looked through.
    Passed(usize),
}

impl Library {
    /// Looks through the bytes of `entries`, in order, for `trace`, and tells
    /// which may hold it; without a trace, all of them. It stops where it is
    /// told to.
    ///
    /// Entries that are not there are none.
    pub fn sift(
        &self,
        trace: Option<&Trace>,
        entries: Range<usize>,
        tell: &mut dyn FnMut(Sifted) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut sifting = Sifting {
            library: self,
            trace,
            tell,
            stream: None,
            broken: None,
            bytes: Vec::new(),
        };
        let mut first = entries.start;
        while first < entries.end {
            let upto = entries.end.min(first.saturating_add(FEW));
            let few: Vec<Entry> = self.entries(|all| {
                let upto = upto.min(all.len());
                (first..upto)
                    .filter_map(|entry_idx| all.get(entry_idx))
                    .collect()
            });
            if few.is_empty() {
                break;
            }
            sifting.few(first, &few)?;
            first += few.len();
        }
        ControlFlow::Continue(())
    }
}

struct Sifting<'a> {
    library: &'a Library,
    trace: Option<&'a Trace>,
    tell: &'a mut dyn FnMut(Sifted) -> ControlFlow<()>,
    /// What is packed, as it comes out.
    stream: Option<Stream>,
    /// What cannot be unpacked any further.
    broken: Option<Arc<Store>>,
    /// The bytes that are looked through.
    bytes: Vec<u8>,
}

struct Stream {
    store: Arc<Store>,
    source: Box<dyn Read + Send>,
    at: u64,
}

/// Where the bytes of an entry are, whatever archive they are a member of.
struct Place {
    store: Arc<Store>,
    start: u64,
    /// Or [`ALL`].
    n_bytes: u64,
}

impl Place {
    fn of(entry: &Entry) -> Place {
        let stretch = &entry.stretch;
        let (store, start, n_bytes) = stretch.store.base(stretch.start, stretch.n_bytes);
        Place {
            store,
            start,
            n_bytes,
        }
    }

    fn end(&self) -> u64 {
        self.start.saturating_add(self.n_bytes)
    }

    /// Whether what stands there can be looked through together with what
    /// stands elsewhere in the same file.
    fn is_one_of_many(&self) -> bool {
        self.n_bytes != ALL && self.store.is_seekable()
    }
}

impl Sifting<'_> {
    /// Looks through entries, the first of which has the number `first`.
    fn few(&mut self, first: usize, entries: &[Entry]) -> ControlFlow<()> {
        let mut idx = 0;
        while let Some(entry) = entries.get(idx) {
            let place = Place::of(entry);
            let mut together = vec![place];
            if self.trace.is_some() && !is_joined(entry) {
                let more = entries.get(idx + 1..).unwrap_or_default().iter();
                for place in more.take_while(|it| !is_joined(it)).map(Place::of) {
                    let is_next = together.last().is_some_and(|last| {
                        last.is_one_of_many()
                            && place.is_one_of_many()
                            && Arc::ptr_eq(&last.store, &place.store)
                            && last.end() <= place.start
                    });
                    if !is_next {
                        break;
                    }
                    together.push(place);
                }
            }
            let n_together = together.len();
            match (self.trace, together.as_slice()) {
                (_, [place]) => self.one(first + idx, entry, place)?,
                (Some(trace), places) => {
                    let upto = idx + n_together;
                    let entries = entries.get(idx..upto).unwrap_or_default();
                    self.many(trace, first + idx, entries, places)?;
                }
                // Without a trace they are not looked through together.
                (None, _) => {}
            }
            idx += n_together;
            (self.tell)(Sifted::Passed(first + idx))?;
        }
        ControlFlow::Continue(())
    }

    /// Looks through one entry.
    fn one(&mut self, entry_idx: usize, entry: &Entry, place: &Place) -> ControlFlow<()> {
        if is_joined(entry) || place.store.held().is_some() {
            return match self.library.document(entry_idx) {
                Ok(document) if self.may_be_in(&document.bytes) => {
                    (self.tell)(Sifted::Found(entry_idx, Box::new(document)))
                }
                Ok(_) => ControlFlow::Continue(()),
                Err(error) => (self.tell)(Sifted::Failed(entry_idx, error)),
            };
        }
        match self.read(place) {
            Ok(()) if self.may_be_in(&self.bytes) => {
                let bytes = Cow::Owned(std::mem::take(&mut self.bytes));
                let document = Box::new(self.library.document_of(entry, bytes));
                (self.tell)(Sifted::Found(entry_idx, document))
            }
            Ok(()) => ControlFlow::Continue(()),
            Err(why) => self.failed(entry_idx, entry, why),
        }
    }

    fn failed(&mut self, entry_idx: usize, entry: &Entry, why: Why) -> ControlFlow<()> {
        let error = Error::named(&entry.name(), why);
        (self.tell)(Sifted::Failed(entry_idx, error))
    }

    fn may_be_in(&self, bytes: &[u8]) -> bool {
        self.trace
            .is_none_or(|trace| is_wide(bytes) || trace.find(bytes, 0).is_some())
    }

    /// Takes the bytes of one entry in.
    fn read(&mut self, place: &Place) -> Result<(), Why> {
        let limit = self.library.limits.max_bytes;
        let most = place.n_bytes.min(limit.saturating_add(1));
        self.bytes.clear();
        if place.store.is_seekable() {
            let source = place.store.open(place.start)?;
            source.take(most).read_to_end(&mut self.bytes)?;
        } else {
            let is_same = |other: &Arc<Store>| Arc::ptr_eq(other, &place.store);
            if self.broken.as_ref().is_some_and(is_same) {
                return Err(Why::Shorter);
            }
            let unpacked = self.unpack(place, most);
            if unpacked.is_err() {
                // Each of those that follow would be sought from the
                // beginning.
                self.broken = Some(Arc::clone(&place.store));
            }
            unpacked?;
        }
        let n_read = self.bytes.len() as u64;
        if n_read > limit {
            return Err(Why::TooLarge(None, limit));
        }
        if place.n_bytes != ALL && n_read < place.n_bytes {
            return Err(Why::Shorter);
        }
        if self.bytes.is_empty() {
            return Err(Why::Empty);
        }
        Ok(())
    }

    fn unpack(&mut self, place: &Place, most: u64) -> io::Result<()> {
        let is_before =
            |here: &Stream| Arc::ptr_eq(&here.store, &place.store) && here.at <= place.start;
        let mut here = match self.stream.take().filter(is_before) {
            Some(here) => here,
            None => Stream {
                store: Arc::clone(&place.store),
                source: place.store.open(0)?,
                at: 0,
            },
        };
        let mut before = here.source.by_ref().take(place.start - here.at);
        here.at += io::copy(&mut before, &mut io::sink())?;
        let mut part = here.source.by_ref().take(most);
        here.at += part.read_to_end(&mut self.bytes)? as u64;
        self.stream = Some(here);
        Ok(())
    }

    /// Looks through the part of a file in which all of `entries` stand.
    fn many(
        &mut self,
        trace: &Trace,
        first: usize,
        entries: &[Entry],
        places: &[Place],
    ) -> ControlFlow<()> {
        let (Some(start), Some(last)) = (places.first(), places.last()) else {
            return ControlFlow::Continue(());
        };
        let mut source = match start.store.open(start.start) {
            Ok(source) => source.take(last.end() - start.start),
            Err(why) => {
                let why = &super::error::in_words(&why);
                for (entry_idx, entry) in (first..).zip(entries) {
                    let why = Why::System(io::Error::other(why.clone()));
                    self.failed(entry_idx, entry, why)?;
                }
                return ControlFlow::Continue(());
            }
        };
        let mut blocks = Blocks::new(std::mem::take(&mut self.bytes), start.start);
        // The next entry that was not told of.
        let mut next = 0;
        loop {
            let n_read = blocks.next(&mut source);
            while let Some(at) = blocks.find(trace) {
                let is_past = |place: &Place| place.end() <= at;
                next += places
                    .get(next..)
                    .unwrap_or_default()
                    .partition_point(is_past);
                let Some((place, entry)) = places.get(next).zip(entries.get(next)) else {
                    break;
                };
                // What stands between two is of the archive.
                if place.start > at {
                    blocks.go_on(place.start);
                    continue;
                }
                match entry.stretch.read(&self.library.limits) {
                    Ok(bytes) => {
                        let document = self.library.document_of(entry, Cow::Owned(bytes));
                        (self.tell)(Sifted::Found(first + next, Box::new(document)))?;
                    }
                    Err(why) => self.failed(first + next, entry, why)?,
                }
                blocks.go_on(place.end());
                next += 1;
            }
            let seen = blocks.end();
            let n_passed = places.partition_point(|place| place.end() <= seen);
            match n_read {
                Ok(0) | Err(_) => {
                    self.bytes = blocks.bytes;
                    let rest = (first..).zip(entries).skip(n_passed);
                    // The file was cut since it was taken in.
                    for (entry_idx, entry) in rest.filter(|(idx, _)| *idx >= first + next) {
                        self.failed(entry_idx, entry, Why::Shorter)?;
                    }
                    return ControlFlow::Continue(());
                }
                Ok(_) => (self.tell)(Sifted::Passed(first + n_passed))?,
            }
        }
    }
}

/// A source that comes by in blocks: so much of the last one is kept that
/// nothing is missed that stands in both.
struct Blocks {
    bytes: Vec<u8>,
    /// How many of them there are.
    n_bytes: usize,
    /// The offset of the first.
    at: u64,
    /// From which offset on they are looked through.
    from: u64,
}

impl Blocks {
    fn new(mut bytes: Vec<u8>, at: u64) -> Blocks {
        bytes.clear();
        bytes.resize(BLOCK, 0);
        Blocks {
            bytes,
            n_bytes: 0,
            at,
            from: at,
        }
    }

    /// The offset behind the last byte that came by.
    fn end(&self) -> u64 {
        self.at + self.n_bytes as u64
    }

    /// Takes the next block in; gives how many bytes came.
    fn next(&mut self, source: &mut dyn Read) -> io::Result<usize> {
        let n_passed = self.n_bytes.saturating_sub(Trace::REACH);
        self.bytes.copy_within(n_passed..self.n_bytes, 0);
        self.n_bytes -= n_passed;
        self.at += n_passed as u64;
        let before = self.n_bytes;
        while self.n_bytes < self.bytes.len() {
            let room = self.bytes.get_mut(self.n_bytes..).unwrap_or_default();
            match source.read(room) {
                Ok(0) => break,
                Ok(n_read) => self.n_bytes += n_read,
                Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                Err(why) => return Err(why),
            }
        }
        Ok(self.n_bytes - before)
    }

    /// The offset of the next place that may belong to what is looked for.
    fn find(&self, trace: &Trace) -> Option<u64> {
        let from = usize::try_from(self.from.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let bytes = self.bytes.get(..self.n_bytes).unwrap_or_default();
        let found = trace.find(bytes, from)?;
        Some(self.at + found as u64)
    }

    /// Looks on from this offset.
    fn go_on(&mut self, from: u64) {
        self.from = from;
    }
}

/// Whether an entry has sections that stand elsewhere.
fn is_joined(entry: &Entry) -> bool {
    let sections = entry.sections.as_deref();
    sections.is_some_and(|sections| !sections.others.is_empty())
}

/// Whether letters of ASCII may not stand as one byte each: text of sixteen
/// bits.
fn is_wide(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Folder, gzip, tar, zip};
    use super::super::{Limits, Notice};
    use super::*;

    /// The entries that may hold `words`, and those that cannot be read.
    fn sifted(library: &Library, words: &str) -> (Vec<usize>, Vec<usize>) {
        let trace = Trace::new(words, false);
        let (mut found, mut failed) = (Vec::new(), Vec::new());
        let mut passed = 0;
        let flow = library.sift(trace.as_ref(), 0..usize::MAX, &mut |sifted| {
            match sifted {
                Sifted::Found(entry_idx, document) => {
                    let same = library.document(entry_idx).unwrap();
                    assert_eq!(document.bytes, same.bytes);
                    assert_eq!((&document.file, document.offset), (&same.file, same.offset));
                    found.push(entry_idx);
                }
                Sifted::Failed(entry_idx, _) => failed.push(entry_idx),
                Sifted::Passed(upto) => {
                    assert!(passed <= upto);
                    passed = upto;
                }
            }
            ControlFlow::Continue(())
        });
        assert!(flow.is_continue());
        assert_eq!(passed, library.len());
        (found, failed)
    }

    fn opened(paths: &[std::path::PathBuf]) -> (Library, Vec<Notice>) {
        let (library, errors, notices) = Library::open(paths, &Limits::default());
        assert!(errors.is_empty(), "{errors:?}");
        (library, notices)
    }

    fn telegram(serial: u32, text: &str) -> String {
        format!(
            "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\n\nUNCLAS NORTHHAVEN {serial:06}\n\n\
             1. {text}\nBT\n#{serial:04}\n\nNNNN\n\n"
        )
    }

    /// A section of two of one telegram.
    fn section(nn: u32, text: &str) -> String {
        format!(
            "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
             C O N F I D E N T I A L SECTION 0{nn} OF 02 NORTHHAVEN 000088\n\nSIPDIS\n\n\
             SUBJECT: HARBOR TALKS\n\n{nn}. (C) {text}\n"
        )
    }

    #[test]
    fn the_telegrams_of_a_file_are_looked_through_together() {
        let folder = Folder::new("sift-many");
        let texts = [
            "Pilots met.",
            "Ferries sailed.",
            "PILOTS sailed.",
            "pi-\nlots.",
            "Pi-lot",
        ];
        let telegrams: Vec<String> = (1..)
            .zip(texts)
            .map(|(n, text)| telegram(n, text))
            .collect();
        let file = telegrams.concat();
        let (library, _) = opened(&[folder.write("many.txt", file.as_bytes())]);
        assert_eq!(library.len(), 5);
        assert_eq!(sifted(&library, "the pilots").0, [0, 2, 3]);
        assert_eq!(sifted(&library, "sailed").0, [1, 2]);
        assert_eq!(sifted(&library, "northhaven").0, [0, 1, 2, 3, 4]);
        assert_eq!(sifted(&library, "lamps").0, [0; 0]);
        assert_eq!(sifted(&library, "\u{2014}").0, [0, 1, 2, 3, 4], "no trace");
        let part = |range| {
            let mut found = Vec::new();
            let trace = Trace::new("sailed", false);
            let _ = library.sift(trace.as_ref(), range, &mut |sifted| {
                if let Sifted::Found(idx, _) = sifted {
                    found.push(idx);
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            });
            found
        };
        assert_eq!(part(0..5), [1], "it stops");
        assert_eq!(part(2..5), [2]);
        assert_eq!(part(3..9), [0; 0]);
    }

    #[test]
    fn a_word_is_found_wherever_a_block_ends() {
        let folder = Folder::new("sift-blocks");
        let word = "LIGHTHOUSE";
        let broken = "LIGHT-\nHOUSE";
        for (sought, before) in [(word, 0), (broken, 0), (word, BLOCK / 3)] {
            for shift in 0..=sought.len() + 1 {
                // The word stands across the end of the second block.
                let head = telegram(1, "The first.");
                let begun = telegram(2, "").split("\nBT").next().unwrap().to_owned();
                let n_before = 2 * BLOCK - Trace::REACH - head.len() - begun.len() - shift;
                let mut text = "Ferries sailed at noon.\n".repeat(n_before / 24 + 1);
                text.truncate(n_before - 1);
                text.push('\n');
                let second = telegram(2, &format!("{text}{sought} stands there."));
                let third = telegram(3, &"Nothing else.\n".repeat(before / 14 + 1));
                let file = [head, second, third].concat();
                let at = file.find(sought).unwrap();
                assert!((2 * BLOCK - Trace::REACH).abs_diff(at) <= sought.len() + 1);
                let (library, _) = opened(&[folder.write("a.txt", file.as_bytes())]);
                assert_eq!(library.len(), 3);
                assert_eq!(sifted(&library, "lighthouse").0, [1], "{sought} {shift}");
            }
        }
    }

    #[test]
    fn archives_are_looked_through_as_they_come_out() {
        let folder = Folder::new("sift-packed");
        let many = telegram(1, "Pilots met.") + &telegram(2, "Ferries.") + &telegram(3, "Pilots.");
        let one = telegram(4, "The pilots went.");
        let other = telegram(5, "Lamps.");
        let members: &[(&str, &[u8])] = &[
            ("many.txt", many.as_bytes()),
            ("one.txt", one.as_bytes()),
            ("other.txt", other.as_bytes()),
        ];
        let tarred = tar(members);
        for (name, bytes) in [
            ("a.tar", tarred.clone()),
            ("a.tar.gz", gzip(&tarred)),
            ("stored.zip", zip(members, false)),
            ("deflated.zip", zip(members, true)),
            ("within.tar", tar(&[("a.zip", &zip(members, true))])),
        ] {
            let (library, _) = opened(&[folder.write(name, &bytes)]);
            assert_eq!(library.len(), 5, "{name}");
            assert_eq!(sifted(&library, "pilots").0, [0, 2, 3], "{name}");
            assert_eq!(sifted(&library, "ustar").0, [0; 0], "{name}");
            assert_eq!(sifted(&library, "...").0, [0, 1, 2, 3, 4], "{name}");
        }
        let (library, _) = opened(&[folder.write("many.gz", &gzip(many.as_bytes()))]);
        assert_eq!(sifted(&library, "pilots").0, [0, 2]);
        assert_eq!(sifted(&library, "ferries").0, [1]);
    }

    #[test]
    fn files_of_a_folder_sections_and_wide_texts_are_looked_through() {
        let folder = Folder::new("sift-folder");
        let first = folder.write("a.txt", section(1, "Lamps.").as_bytes());
        let other = folder.write("b.txt", telegram(9, "Pilots.").as_bytes());
        let second = folder.write("c.txt", section(2, "Pilots.").as_bytes());
        let wide: Vec<u8> = "\u{feff}1. Pilots."
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let wide = folder.write("d.txt", &wide);
        let (library, _) = opened(&[first, other, second, wide]);
        assert_eq!(library.len(), 3);
        assert_eq!(sifted(&library, "pilots").0, [0, 1, 2]);
        assert_eq!(
            sifted(&library, "lamps").0,
            [0, 2],
            "what is wide is to be read"
        );
        let builtin = Library::builtin(crate::cable::Confidence::Medium);
        assert!(sifted(&builtin, "larkspur").0.len() > 1);
    }

    #[test]
    fn what_a_sieve_keeps_back_is_known_when_a_folder_is_opened() {
        let folder = Folder::new("sieve-folder");
        let many =
            telegram(1, "Pilots met.") + &telegram(2, "Lamps.") + &telegram(3, "P I L O T S");
        folder.write("a.txt", section(1, "Lamps.").as_bytes());
        folder.write("b.txt", telegram(9, "Lamps.").as_bytes());
        folder.write("c.txt", section(2, "Lamps.").as_bytes());
        folder.write("d.txt", many.as_bytes());
        folder.write(
            "e.html",
            b"<html><body>Lamps &amp; pi<b>lots</b>.</body></html>",
        );
        folder.write("f.html", b"<html><body title='pilots'>Lamps.</body></html>");
        folder.write("g.html", b"<html><body>Pi&#108;ots.</body></html>");
        folder.write("h.txt.gz", &gzip(telegram(5, "Lamps.").as_bytes()));
        let pilots = crate::cable::Sieve::word("pilots").unwrap();
        let let_through = |limits: &Limits| {
            let mut let_through = Vec::new();
            let taken = Library::open_each(
                (&[folder.path()], limits),
                |_| {},
                |_| 1,
                |document| document.cable_where(Some(&pilots)).is_some(),
                |told| {
                    let_through.push(told.unwrap());
                    std::ops::ControlFlow::<()>::Continue(())
                },
            );
            assert!(taken.flow.is_continue());
            let_through
        };
        let limits = Limits::default();
        // What is packed and what is joined from sections is looked through when
        // it is whole, a page when it is unwrapped.
        assert_eq!(
            let_through(&limits),
            [false, false, true, false, true, true, false, true, false]
        );
        let guessed = Limits {
            repairs: crate::cable::Confidence::Low,
            ..limits
        };
        assert_eq!(let_through(&guessed), [true; 9]);
    }

    #[test]
    fn what_can_no_longer_be_read_is_told() {
        let folder = Folder::new("sift-gone");
        let telegrams = [
            telegram(1, "Pilots."),
            telegram(2, "Lamps."),
            telegram(3, "Pilots."),
        ];
        let whole = telegrams.concat();
        let path = folder.write("a.txt", whole.as_bytes());
        let (library, _) = opened(std::slice::from_ref(&path));
        folder.write("a.txt", &whole.as_bytes()[..telegrams[0].len() + 5]);
        assert_eq!(sifted(&library, "pilots"), (vec![0], vec![1, 2]));
        std::fs::remove_file(&path).unwrap();
        assert_eq!(sifted(&library, "pilots"), (vec![], vec![0, 1, 2]));
        let path = folder.write("b.txt.gz", &gzip(whole.as_bytes()));
        let (library, _) = opened(std::slice::from_ref(&path));
        std::fs::remove_file(&path).unwrap();
        assert_eq!(sifted(&library, "pilots"), (vec![], vec![0, 1, 2]));
    }
}
