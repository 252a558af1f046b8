//! What is open: the cables of files, archives, folders, standard input, or
//! the collection that reftel brings along.
//!
//! Sources are opened read-only, looked at before they are read, and never
//! changed. Nothing here reaches a network.

mod builtin;
mod document;
mod each;
mod entries;
mod entry;
mod error;
mod format;
mod helpers;
mod intake;
mod notice;
mod packed;
mod place;
mod reload;
mod sift;
mod source;
mod store;
mod unpack;
mod walk;
mod watch;
mod zip;

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use crate::cable::{Cable, Confidence, Family};
use crate::parse::Section;

pub use document::Document;
pub use each::Taken;
use entries::Entries;
use entry::{Entry, Stretch};
pub(crate) use error::in_words;
pub use error::{Error, Why};
pub(crate) use helpers::helpers;
pub use intake::{Found, Intake, News, names_one};
pub use notice::Notice;
pub(crate) use packed::{number, take, take_number, take_text, text};
pub use place::{Kept, OnDisk, Place, each_file};
pub use reload::Changes;
pub use sift::Sifted;
pub use source::is_piped_in;
use store::{ALL, Store};
pub use watch::{FolderWatch, Stirred};

/// How much is read at most, and whether content matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one telegram.
    pub max_bytes: u64,
    /// Entries of one folder, members of one archive.
    pub max_entries: usize,
    /// Bytes that come out of one packed file for each byte of it. What is
    /// no more than one telegram may hold is always let through.
    pub max_ratio: u64,
    /// Bytes that come out of one packed file.
    pub max_unpacked: u64,
    /// Archives in one another.
    pub max_depth: usize,
    /// Bytes of the name of a member; the rest is cut.
    pub max_name: usize,
    /// Reads binary data as text.
    pub any_bytes: bool,
    /// The form in which everything was published, whatever it looks like.
    pub family: Option<Family>,
    /// From which confidence on repairs are read; the others are offered.
    pub repairs: Confidence,
}

impl Default for Limits {
    /// 64 MiB a telegram, a million entries a folder or archive, 200 bytes
    /// for each packed one and no more than 8 GiB, an archive in an archive,
    /// names of 1,024 bytes, text only; repairs
    /// from medium confidence on.
    fn default() -> Limits {
        Limits {
            max_bytes: 64 << 20,
            max_entries: 1_000_000,
            max_ratio: 200,
            max_unpacked: 8 << 30,
            max_depth: 2,
            max_name: 1024,
            any_bytes: false,
            family: None,
            repairs: Confidence::Medium,
        }
    }
}

/// The cables that are open, in the order they were named. Clones share
/// them.
#[derive(Clone, Debug, Default)]
pub struct Library {
    shelf: Arc<Shelf>,
    limits: Limits,
}

#[derive(Debug, Default)]
struct Shelf {
    entries: RwLock<Entries>,
    /// The packed store that was read last: the only one whose file stays
    /// open.
    packed: Mutex<Option<Arc<Store>>>,
    /// The bytes of an entry that is read next, and which.
    at_hand: Mutex<Option<(usize, Vec<u8>)>>,
    /// Where relative paths begin.
    here: OnceLock<PathBuf>,
}

impl Library {
    /// Opens files, archives, folders (with all below them, sorted by path)
    /// and `-`, standard input. `FILE!MEMBER` names a member of an archive,
    /// `FILE#ID` a telegram of many, by its number, its name there or its
    /// place: `cables.txt#08PORTLARKSPUR311`, `cables.txt#2`.
    ///
    /// What cannot be opened is an error of its own and keeps nothing else
    /// from being opened. Inside a folder, hidden files are passed over, and
    /// files that are no text are left out and counted; links are not
    /// followed there.
    ///
    /// Files that hold sections of one telegram are one entry.
    #[must_use]
    pub fn open<P: AsRef<OsStr>>(
        paths: &[P],
        limits: &Limits,
    ) -> (Library, Vec<Error>, Vec<Notice>) {
        let (library, intake) = Library::begin(paths, limits);
        let (mut errors, mut notices) = (Vec::new(), Vec::new());
        intake.run(&mut |news| match news {
            News::Entries(..) | News::Joined(..) | News::Lies(..) => {}
            News::Failed(error) => errors.push(error),
            News::Noted(notice) => notices.push(notice),
        });
        (library, errors, notices)
    }

    /// A library without entries, and what takes those of `paths` in.
    #[must_use]
    pub fn begin<P: AsRef<OsStr>>(paths: &[P], limits: &Limits) -> (Library, Intake<'static>) {
        let library = Library {
            limits: *limits,
            ..Library::default()
        };
        (library.clone(), Intake::new(library, paths))
    }

    /// The collection of invented cables that reftel brings along. It
    /// doubles as a tutorial. Its repairs are shown from this confidence on.
    #[must_use]
    pub fn builtin(repairs: Confidence) -> Library {
        let limits = Limits {
            repairs,
            ..Limits::default()
        };
        let library = Library {
            limits,
            ..Library::default()
        };
        library.add_builtin(|_| true);
        library
    }

    /// Adds those of the built-in collection whose names are `wanted`.
    pub fn add_builtin(&self, wanted: impl Fn(&str) -> bool) {
        for &(name, bytes) in builtin::CABLES {
            if wanted(name) {
                self.push(Entry::new(Stretch {
                    store: Arc::new(Store::builtin(name, bytes)),
                    start: 0,
                    n_bytes: ALL,
                    nth: 0,
                    id: None,
                    page: None,
                }));
            }
        }
    }

    /// What takes those of `paths` in, behind the entries that there are.
    #[must_use]
    pub fn more<P: AsRef<OsStr>>(&self, paths: &[P]) -> Intake<'static> {
        Intake::new(self.clone(), paths)
    }

    /// The arguments that open an entry again, wherever that is said: one
    /// for each file that holds sections of it, none for one of the built-in
    /// collection. Nothing if it came by standard input.
    #[must_use]
    pub fn arguments(&self, entry_idx: usize) -> Option<Vec<OsString>> {
        let entry = self.entries(|entries| entries.get(entry_idx))?;
        if entry.stretch.store.held().is_some() {
            return Some(Vec::new());
        }
        let stretches = entry.stretches().into_iter();
        stretches.map(Stretch::argument).collect()
    }

    /// How many cables are open.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries(Entries::len)
    }

    /// Whether nothing is open.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The names of the cables, in order: the path, with the member of an
    /// archive and the place in a file of many. They may hold control
    /// characters.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.names_from(0)
    }

    /// The same of the entries from one on.
    #[must_use]
    pub fn names_from(&self, first: usize) -> Vec<String> {
        let name = |entries: &Entries, nth| Some(entries.get(nth)?.name());
        self.entries(|entries| {
            let all = (first..entries.len()).filter_map(|nth| name(entries, nth));
            all.collect()
        })
    }

    /// The bytes of a cable, read now.
    ///
    /// # Errors
    ///
    /// There is no such entry, or the file is no longer what it was when the
    /// library was opened: gone, too large, shorter, empty.
    pub fn document(&self, entry_idx: usize) -> Result<Document, Error> {
        let entry = self.entries(|entries| entries.get(entry_idx));
        let entry = entry.ok_or_else(|| Error::no_entry(entry_idx))?;
        if let Some((_, bytes)) = self.at_hand().take_if(|(of, _)| *of == entry_idx) {
            return Ok(self.document_of(&entry, Cow::Owned(bytes)));
        }
        let stretches = entry.stretches();
        let failed = |stretch: &Stretch, why| Error::named(&stretch.name(), why);
        let mut bytes = Cow::Borrowed(&[][..]);
        for stretch in &stretches {
            self.keep_open(&stretch.store);
            if let Some(builtin) = stretch.store.held() {
                bytes = Cow::Borrowed(builtin);
                continue;
            }
            let read = stretch
                .read(&self.limits)
                .map_err(|why| failed(stretch, why))?;
            if bytes.is_empty() {
                bytes = Cow::Owned(read);
                continue;
            }
            let bytes = bytes.to_mut();
            // A section begins on a line of its own.
            if !bytes.ends_with(b"\n") {
                bytes.push(b'\n');
            }
            bytes.extend_from_slice(&read);
            if bytes.len() as u64 > self.limits.max_bytes {
                let why = Why::TooLarge(None, self.limits.max_bytes);
                return Err(failed(stretch, why));
            }
        }
        Ok(self.document_of(&entry, bytes))
    }

    /// `bytes`, which are those of an entry.
    fn document_of(&self, entry: &Entry, bytes: Cow<'static, [u8]>) -> Document {
        let stretch = &entry.stretch;
        let others = entry.sections.as_deref();
        let is_joined = others.is_some_and(|sections| !sections.others.is_empty());
        let sections = others.map(|sections| &sections.section);
        let sections = sections.filter(|section| section.numbers.len() > 1);
        Document {
            file: if is_joined {
                entry.name()
            } else {
                stretch.store.file_name()
            },
            bytes,
            offset: (stretch.nth > 0 && !is_joined).then_some(stretch.start),
            sections: sections.map(|section| (section.numbers.clone(), section.of.sections)),
            member: stretch
                .store
                .member()
                .filter(|_| !is_joined)
                .map(str::to_owned),
            nth: if is_joined { 0 } else { stretch.nth },
            id: stretch.id.clone(),
            family: self.limits.family,
            repairs: self.limits.repairs,
            volume: stretch.store.volume().zip(stretch.page.clone()),
        }
    }

    /// A cable and the hash of its bytes in hexadecimal.
    ///
    /// # Errors
    ///
    /// As [`document`](Library::document).
    pub fn cable(&self, entry_idx: usize) -> Result<(Cable, String), Error> {
        let document = self.document(entry_idx)?;
        Ok((document.cable(), document.sha256()))
    }

    /// The file that a cable stands in as it is, and how many lines stand
    /// before it there. Nothing for what is in an archive, packed, joined
    /// from several files, or in no file at all.
    ///
    /// # Errors
    ///
    /// As [`document`](Library::document).
    pub fn file(&self, entry_idx: usize) -> Result<Option<(PathBuf, usize)>, Error> {
        let entry = self.entries(|entries| entries.get(entry_idx));
        let entry = entry.ok_or_else(|| Error::no_entry(entry_idx))?;
        let stretch = &entry.stretch;
        let Some(path) = stretch.store.plain_path() else {
            return Ok(None);
        };
        if entry.stretches().len() > 1 {
            return Ok(None);
        }
        let failed = |why: io::Error| Error::named(&stretch.name(), why.into());
        let mut before = stretch.store.open(0).map_err(failed)?.take(stretch.start);
        let mut buffer = vec![0; 1 << 16];
        let mut n_lines = 0;
        loop {
            match before.read(&mut buffer) {
                Ok(0) => return Ok(Some((path.to_owned(), n_lines))),
                Ok(n_read) => {
                    let read = buffer.get(..n_read).unwrap_or_default();
                    n_lines += memchr::memchr_iter(b'\n', read).count();
                }
                Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                Err(why) => return Err(failed(why)),
            }
        }
    }

    fn at_hand(&self) -> MutexGuard<'_, Option<(usize, Vec<u8>)>> {
        let at_hand = self.shelf.at_hand.lock();
        at_hand.unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go of the packed file that was read last, if this is another.
    fn keep_open(&self, store: &Arc<Store>) {
        let packed = store.packed_in();
        let mut last = self
            .shelf
            .packed
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let is_same = match (&packed, &*last) {
            (Some(packed), Some(last)) => Arc::ptr_eq(packed, last),
            _ => false,
        };
        if !is_same && let Some(last) = std::mem::replace(&mut *last, packed) {
            last.forget();
        }
    }

    fn entries<T>(&self, look: impl FnOnce(&Entries) -> T) -> T {
        let entries = self.shelf.entries.read();
        look(&entries.unwrap_or_else(PoisonError::into_inner))
    }

    fn push(&self, entry: Entry) {
        let entries = self.shelf.entries.write();
        entries.unwrap_or_else(PoisonError::into_inner).push(entry);
    }

    /// Whether further sections of an entry may come.
    fn may_grow(&self, entry_idx: usize) -> bool {
        self.entries(|entries| entries.get(entry_idx).is_some_and(|it| it.may_grow()))
    }

    /// Joins a stretch with further sections to an entry; gives the name
    /// that it has then.
    fn join(&self, entry_idx: usize, stretch: &Stretch, more: &Section) -> Option<String> {
        let entries = self.shelf.entries.write();
        let mut entries = entries.unwrap_or_else(PoisonError::into_inner);
        let mut entry = entries.get(entry_idx)?;
        entry.join(stretch, more).then(|| {
            let name = entry.name();
            entries.set(entry_idx, entry);
            name
        })
    }
}

#[cfg(test)]
mod tests;
