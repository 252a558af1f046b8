//! From a text that goes by to the entries of its telegrams.

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{BATCH, BRIEF, Found, News, Passed, Taking};
use crate::cable::Mrn;
use crate::library::store::{ALL, Store};
use crate::library::{Document, Entry, Notice, Stretch, Why, format};
use crate::parse::{self, Cut, Scanned, Scanner};

/// Bytes that go by at once.
const CHUNK: usize = 64 << 10;
/// Bytes that a file may have in which no telegram ends.
const UNDIVIDED: u64 = 1 << 30;

impl<T: Send> Taking<'_, T> {
    /// Takes in text: one telegram or many.
    pub(super) fn text(
        &mut self,
        store: &Arc<Store>,
        head: &[u8],
        source: &mut dyn Read,
    ) -> Result<(), Why> {
        let begun = format::after_mark(head);
        let mut is_blank = format::is_blank(begun);
        if !self.limits.any_bytes
            && !is_blank
            && let Some(format) = format::not_text(head)
        {
            return Err(Why::NotText(format));
        }
        let keeps_bytes =
            self.keeps_bytes && self.library.is_empty() && store.plain_path().is_some();
        let mut kept = if keeps_bytes {
            head.to_vec()
        } else {
            Vec::new()
        };
        if let Some(wanted) = &mut self.file.wanted {
            wanted.is_placed = false;
            let is_one = wanted.address.contains('#') && !store.is_seekable();
            self.file.passed = is_one.then(|| Passed {
                start: 0,
                bytes: head.to_vec(),
                most: self.limits.max_bytes,
            });
        }
        let mut scanner = Scanner::new(head);
        let mut cuts = Vec::new();
        scanner.feed(head, &mut cuts);
        let mut n_bytes = head.len() as u64;
        let mut nth = 0;
        // A source that holds no more is not asked again.
        let mut chunk = vec![0; if head.len() < format::HEAD { 0 } else { CHUNK }];
        loop {
            self.cuts(store, &mut cuts, &mut nth);
            // No other has the place by which it was named. A number may come again.
            let wanted = self.file.wanted.as_ref();
            let has_all = wanted.is_some_and(|it| it.is_placed) && !scanner.needs_all();
            if has_all || self.is_over.load(Ordering::Relaxed) {
                return Ok(());
            }
            let n_read = match source.read(&mut chunk) {
                Ok(0) => break,
                Ok(n_read) => n_read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            let read = chunk.get(..n_read).unwrap_or_default();
            scanner.feed(read, &mut cuts);
            n_bytes += n_read as u64;
            if let Some(passed) = &mut self.file.passed {
                passed.take_in(read);
            }
            if keeps_bytes && n_bytes <= BRIEF {
                kept.extend_from_slice(read);
            }
            is_blank = is_blank && format::is_blank(read);
            // Blanks may go on for long before the text begins, but a source
            // that lies about its size must not keep this reading for ever.
            if is_blank && n_bytes > self.limits.max_bytes {
                return Err(Why::Empty);
            }
            if nth == 0 && n_bytes > UNDIVIDED.max(self.limits.max_bytes) {
                return Err(Why::TooLarge(None, self.limits.max_bytes));
            }
        }
        if is_blank {
            return Err(Why::Empty);
        }
        let known = scanner.finish(&mut cuts);
        self.noted(store, known);
        if nth > 0 || cuts.len() > 1 {
            self.cuts(store, &mut cuts, &mut nth);
            return Ok(());
        }
        if n_bytes > self.limits.max_bytes {
            return Err(Why::TooLarge(Some(n_bytes), self.limits.max_bytes));
        }
        for cut in cuts {
            if keeps_bytes && cut.start == 0 && kept.len() as u64 == n_bytes {
                *self.library.at_hand() = Some((self.library.len(), std::mem::take(&mut kept)));
            }
            // Whatever the source holds when it is read.
            self.telegram(store, Cut { end: ALL, ..cut }, 0, None);
        }
        Ok(())
    }

    /// Keeps what is known of a source that was looked through, and tells of
    /// what it holds beside telegrams.
    fn noted(&mut self, store: &Arc<Store>, known: Scanned) {
        let name = || store.name();
        if known.n_others > 0 {
            let n_documents = known.n_others;
            let name = name();
            (self.tell)(News::Noted(Notice::Others { name, n_documents }));
        }
        if known.n_damaged > 0 {
            let n_records = known.n_damaged;
            let name = name();
            (self.tell)(News::Noted(Notice::Damaged { name, n_records }));
        }
        if let Some(volume) = known.volume {
            store.is_volume(volume);
        }
    }

    /// Takes in telegrams of a source that holds many.
    fn cuts(&mut self, store: &Arc<Store>, cuts: &mut Vec<Cut>, nth: &mut u32) {
        for cut in cuts.drain(..) {
            *nth = nth.saturating_add(1);
            let end = cut.end;
            self.telegram(store, cut, *nth, None);
            if let Some(passed) = &mut self.file.passed {
                passed.forget_before(end);
            }
        }
    }

    /// Takes in one telegram, the `nth` of its source, or the only one, and what
    /// its bytes have told.
    pub(super) fn telegram(&mut self, store: &Arc<Store>, cut: Cut, nth: u32, told: Option<T>) {
        let serial = cut.serial;
        let Entry { stretch, sections } = entry_of(store, cut, nth);
        if !self.is_wanted(&stretch, serial) {
            return;
        }
        self.n_taken += 1;
        if let Some(passed) = &self.file.passed
            && sections.is_none()
            && self.library.is_empty()
            && let Some(bytes) = passed.of(&stretch)
        {
            *self.library.at_hand() = Some((0, bytes.to_vec()));
        }
        if self.meets(&stretch) {
            return;
        }
        let Some(section) = sections.map(|sections| sections.section) else {
            self.push(Entry::new(stretch), told, false);
            return;
        };
        if let Some(&entry_idx) = self.sectioned.get(&section.of)
            && let Some(name) = self.library.join(entry_idx, &stretch, &section)
        {
            self.joined(entry_idx, name);
            return;
        }
        let entry_idx = self.library.len();
        let joining = *self
            .sectioned
            .entry(section.of.clone())
            .or_insert(entry_idx);
        let entry = Entry::sectioned(stretch, section);
        // To a copy of a section that is there no other is joined.
        let may_grow = joining == entry_idx && entry.may_grow();
        self.push(entry, told, may_grow);
    }

    /// Whether a stretch is of an entry that was there before. It is told where
    /// that lies.
    pub(super) fn meets(&mut self, stretch: &Stretch) -> bool {
        let is_of = |known: &Entry| known.stretches().iter().any(|it| it.is_same(stretch));
        let Some(entry_idx) = self.known.iter().position(is_of) else {
            return false;
        };
        if let Some(is_met @ false) = self.is_met.get_mut(entry_idx) {
            *is_met = true;
            self.flush();
            let n_before = self.library.len() - self.known.len();
            (self.tell)(News::Lies(entry_idx, n_before));
        }
        true
    }

    /// An entry got a further section.
    fn joined(&mut self, entry_idx: usize, name: String) {
        let first = self.library.len() - self.found.len();
        let untold = entry_idx.checked_sub(first);
        let Some(found) = untold.and_then(|nth| self.found.get_mut(nth)) else {
            self.flush();
            (self.tell)(News::Joined(entry_idx, name));
            return;
        };
        // What was said of it was of less.
        *found = Found {
            name,
            told: None,
            may_grow: self.library.may_grow(entry_idx),
        };
        let is_read = self.read.is_some() && self.reads_sections;
        if is_read && self.joined.last() != Some(&entry_idx) {
            self.joined.push(entry_idx);
        }
    }

    fn is_wanted(&mut self, stretch: &Stretch, serial: Option<u32>) -> bool {
        let Some(wanted) = &mut self.file.wanted else {
            return true;
        };
        let mut rest = wanted.address.as_str();
        if let Some(member) = stretch.store.member() {
            let after = rest.strip_prefix('!');
            match after.and_then(|after| after.strip_prefix(member)) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        let Some(id) = rest.strip_prefix('#') else {
            return rest.is_empty();
        };
        if id.parse() == Ok(stretch.nth.max(1)) {
            wanted.is_placed = true;
            return true;
        }
        if let Some(known) = &stretch.id {
            return known.eq_ignore_ascii_case(id);
        }
        let Ok(mrn) = Mrn::from_str(id) else {
            return false;
        };
        if serial.is_some_and(|serial| serial != mrn.serial) {
            return false;
        }
        let passed = self.file.passed.as_ref().and_then(|it| it.of(stretch));
        let bytes = match passed {
            Some(bytes) => Ok(Cow::Borrowed(bytes)),
            None => stretch.read(&self.limits).map(Cow::Owned),
        };
        let found = bytes.ok().and_then(|bytes| parse::header(&bytes).mrn);
        found.is_some_and(|found| found.to_string() == mrn.to_string())
    }

    pub(super) fn push(&mut self, entry: Entry, told: Option<T>, may_grow: bool) {
        self.found.push(Found {
            name: entry.name(),
            told,
            may_grow,
        });
        self.library.push(entry);
        if self.found.len() >= self.batch {
            self.flush();
            self.batch = (self.batch * 2).min(BATCH);
        }
    }

    /// Tells of the entries that nobody was told of.
    pub(super) fn flush(&mut self) {
        if !self.found.is_empty() {
            let mut found = std::mem::take(&mut self.found);
            let first = self.library.len() - found.len();
            let joined = std::mem::take(&mut self.joined);
            if let Some(read) = &self.read {
                let read = |_, document: Document| read(document);
                let _: ControlFlow<()> = self.library.each(joined, read, |entry_idx, told| {
                    if let Some(found) = found.get_mut(entry_idx - first) {
                        found.told = told.ok();
                    }
                    ControlFlow::Continue(())
                });
            }
            (self.tell)(News::Entries(first, found));
        }
    }
}

/// The `nth` telegram of a store, or the only one.
pub(super) fn entry_of(store: &Arc<Store>, cut: Cut, nth: u32) -> Entry {
    let stretch = Stretch {
        store: Arc::clone(store),
        start: cut.start,
        n_bytes: if cut.end == ALL {
            ALL
        } else {
            cut.end - cut.start
        },
        nth,
        id: cut.name,
        page: cut.page,
    };
    match cut.section {
        Some(section) => Entry::sectioned(stretch, *section),
        None => Entry::new(stretch),
    }
}
