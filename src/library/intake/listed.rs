//! Files of a folder, which are looked at several at once before they are taken in.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::telegrams::entry_of;
use super::{AHEAD, BRIEF};
use crate::cable::Brief;
use crate::library::store::{ALL, Store};
use crate::library::{Document, Entry, Kept, Library, OnDisk, Place, Stretch, format, source};
use crate::parse::{Cut, Scanner};

/// Bytes of files of a folder that are looked at before the first is taken in,
/// where something is made of them, which is held until it is told; half as many
/// may have been taken in before and wait to be told.
pub(super) const BYTES_AHEAD: usize = 2 << 20;

/// How many files are looked at next: twice as many, and as many as fit if they
/// are like the `n_last` before, of which something was made of `n_bytes`.
pub(super) fn further(n_ahead: usize, n_last: usize, n_bytes: usize) -> usize {
    let n_fit = n_last * BYTES_AHEAD / n_bytes.max(1);
    (n_ahead * 2).min(AHEAD).min(n_fit).max(1)
}

/// A file that was looked at.
pub(super) enum Looked<T> {
    /// It is as it was, and so are its telegrams.
    Known(Telegrams<T>),
    /// Text, the telegrams in it, what was made of them, and of how many bytes.
    Text(Arc<Store>, Vec<(Cut, Option<T>)>, usize),
}

impl<T> Looked<T> {
    /// Bytes of which something was made that is held.
    pub(super) fn n_bytes(&self) -> usize {
        match self {
            Looked::Known(_) => 0,
            Looked::Text(_, _, n_bytes) => *n_bytes,
        }
    }
}

/// The telegrams of a file, and what was made of them where that is known.
pub(super) type Telegrams<T> = Vec<(Entry, Option<T>)>;

/// What is known from an earlier time of the file at `path`, which is `whole`
/// without links and `..`.
pub(super) fn known<T>(
    kept: &dyn Kept,
    (path, whole): (&Path, PathBuf),
    metadata: &Metadata,
    of_kept: fn(Brief) -> Option<T>,
) -> Option<Telegrams<T>> {
    let store = Arc::new(Store::file(path));
    let known = kept.telegrams(&OnDisk::at(whole, metadata)?)?;
    let entries = known.into_iter().map(|(place, brief)| {
        let Place::Plain {
            start,
            n_bytes,
            nth,
            id,
            ..
        } = place
        else {
            return None;
        };
        let entry = Entry::new(Stretch {
            store: Arc::clone(&store),
            start,
            n_bytes: n_bytes.unwrap_or(ALL),
            nth,
            id: id.map(Into::into),
            page: None,
        });
        Some((entry, of_kept(brief)))
    });
    entries.collect()
}

/// The telegrams of a small file of text, of which there is nothing else to be
/// said, and what `read` makes of them.
pub(super) fn small<T>(
    library: &Library,
    path: &Path,
    read: Option<&(dyn Fn(Document) -> T + Send + Sync)>,
    reads_sections: bool,
) -> Option<Looked<T>> {
    let limits = &library.limits;
    let most = BRIEF.min(limits.max_bytes);
    let (mut file, n_bytes) = source::open_listed(path).ok()?;
    if n_bytes > most {
        return None;
    }
    let mut bytes = source::small(&mut file, n_bytes, most).ok()?;
    let head = bytes.get(..format::HEAD).unwrap_or(&bytes);
    let is_text = limits.any_bytes || format::not_text(head).is_none();
    if bytes.len() as u64 > most
        || !is_text
        || format::container(head).is_some()
        || format::is_blank(format::after_mark(&bytes))
    {
        return None;
    }
    let mut scanner = Scanner::new(head);
    let mut cuts = Vec::new();
    scanner.feed(&bytes, &mut cuts);
    if !scanner.finish(&mut cuts).is_plain() {
        return None;
    }
    let store = Arc::new(Store::file(path));
    if let [cut] = cuts.as_mut_slice() {
        // Whatever the file holds when it is read.
        cut.end = ALL;
    }
    let Some(read) = read else {
        let unasked = cuts.into_iter().map(|cut| (cut, None)).collect();
        return Some(Looked::Text(store, unasked, 0));
    };
    let is_one = cuts.len() == 1;
    let n_bytes = bytes.len();
    let told = |(nth, cut): (u32, Cut)| {
        if cut.section.is_some() && !reads_sections {
            return Some((cut, None));
        }
        let start = usize::try_from(cut.start).ok()?;
        let end = usize::try_from(cut.end).map_or(bytes.len(), |end| end.min(bytes.len()));
        // One telegram needs no copy of its bytes.
        let part = if is_one && start == 0 {
            std::mem::take(&mut bytes)
        } else {
            bytes.get(start..end)?.to_vec()
        };
        let entry = entry_of(&store, cut.clone(), if is_one { 0 } else { nth });
        let told = read(library.document_of(&entry, part.into()));
        Some((cut, Some(told)))
    };
    let told = (1..).zip(cuts).map(told).collect::<Option<_>>()?;
    Some(Looked::Text(store, told, n_bytes))
}
