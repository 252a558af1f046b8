//! What is open: the cables of files, archives, folders, standard input, or
//! the collection that reftel brings along.
//!
//! Sources are opened read-only, looked at before they are read, and never
//! changed. Nothing here reaches a network.

mod builtin;
mod each;
mod entries;
mod error;
mod format;
mod helpers;
mod intake;
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
use std::fmt::{self, Write as _};
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use sha2::{Digest, Sha256};

use crate::cable::{Brief, Cable, Confidence, Family, Sieve, sort_by_place};
use crate::parse::{self, FrusVolume, Section};

pub use each::Taken;
use entries::Entries;
pub(crate) use error::in_words;
pub use error::{Error, Why};
pub(crate) use helpers::helpers;
pub use intake::{Found, Intake, News, names_one};
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

/// One cable of a library.
#[derive(Clone, Debug)]
struct Entry {
    stretch: Stretch,
    /// Where it is one of the sections of a telegram, or more.
    sections: Option<Box<Sections>>,
}

/// Where the bytes of a telegram are.
#[derive(Clone, Debug)]
struct Stretch {
    store: Arc<Store>,
    start: u64,
    /// Or [`ALL`].
    n_bytes: u64,
    /// Its place among the telegrams of the store; 0 if it is the only one.
    nth: u32,
    /// What its container calls it.
    id: Option<Box<str>>,
    /// The page of a printed volume on which it begins.
    page: Option<Box<str>>,
}

/// A telegram that was sent in sections, as far as they are there.
#[derive(Clone, Debug)]
struct Sections {
    section: Section,
    /// The sections that stand elsewhere, with their first number.
    others: Vec<(u16, Stretch)>,
}

/// Something to be said about a source that was opened all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A folder or an archive holds something beside cables.
    LeftOut {
        /// The folder as given, or the name of the archive.
        place: String,
        /// Files that are empty, binary, unreadable or no regular files.
        n_files: usize,
    },
    /// Files of a folder are larger than one document may be.
    TooLarge {
        /// The folder as given.
        place: String,
        /// How many.
        n_files: usize,
        /// Bytes that one may have.
        limit: u64,
    },
    /// A packed file is damaged; what came out before is shown.
    CutShort {
        /// The name of the file or member.
        name: String,
        /// How many bytes came out.
        n_bytes: u64,
    },
    /// A volume holds documents that are no telegrams.
    Others {
        /// The name of the file or member.
        name: String,
        /// Letters, memoranda, editorial notes.
        n_documents: usize,
    },
    /// Records of a CSV are damaged; they are shown as far as they can be
    /// read.
    Damaged {
        /// The name of the file or member.
        name: String,
        /// How many.
        n_records: usize,
    },
}

impl Notice {
    /// The file that it is about, if it is about one.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Notice::LeftOut { .. } | Notice::TooLarge { .. } => None,
            Notice::CutShort { name, .. }
            | Notice::Others { name, .. }
            | Notice::Damaged { name, .. } => Some(name),
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::LeftOut { place, n_files } => {
                let what = if *n_files == 1 {
                    "file that is"
                } else {
                    "files that are"
                };
                let place = error::quoted(place);
                write!(
                    f,
                    "reading: {place}: left out {n_files} {what} not readable text"
                )
            }
            Notice::TooLarge {
                place,
                n_files,
                limit,
            } => {
                let what = if *n_files == 1 { "file" } else { "files" };
                let place = error::quoted(place);
                write!(
                    f,
                    "reading: {place}: left out {n_files} {what} over the limit of {limit} bytes"
                )
            }
            Notice::CutShort { name, n_bytes } => {
                let name = error::quoted(name);
                write!(
                    f,
                    "reading: {name}: damaged after {n_bytes} bytes; the rest is lost"
                )
            }
            Notice::Others { name, n_documents } => {
                let what = if *n_documents == 1 {
                    "document that is no telegram"
                } else {
                    "documents that are no telegrams"
                };
                let name = error::quoted(name);
                write!(f, "reading: {name}: left out {n_documents} {what}")
            }
            Notice::Damaged { name, n_records } => {
                let what = if *n_records == 1 { "record" } else { "records" };
                let name = error::quoted(name);
                write!(
                    f,
                    "reading: {name}: {n_records} {what} with damaged quotes or of more than 64 MiB"
                )
            }
        }
    }
}

/// The bytes of one cable, and where they are from.
#[derive(Clone, Debug)]
pub struct Document {
    /// The path as given, or below the folder that was given; `-` for
    /// standard input. Bytes that are no UTF-8 stand as `\xNN`. For people
    /// and for JSON: it is not the way to the file, and it may hold control
    /// characters.
    pub file: String,
    /// The bytes of the source.
    pub bytes: Cow<'static, [u8]>,
    /// The offset of its first byte, where it is one telegram of many.
    pub offset: Option<u64>,
    /// The numbers of its sections, and of how many, where it is a telegram
    /// that was joined from them.
    pub sections: Option<(Vec<u16>, u16)>,
    member: Option<String>,
    nth: u32,
    id: Option<Box<str>>,
    family: Option<Family>,
    repairs: Confidence,
    /// The printed volume that it is from, and the page on which it begins.
    volume: Option<(Arc<FrusVolume>, Box<str>)>,
}

impl Document {
    /// What is read in it.
    #[must_use]
    pub fn cable(&self) -> Cable {
        self.read(parse::parse_as, parse::frus_document)
    }

    /// What a list says of it: what stands below the SUBJECT is missing
    /// where that could be told apart.
    #[must_use]
    pub fn header(&self) -> Cable {
        self.read(parse::header_as, parse::frus_header)
    }

    /// What a list says of it.
    #[must_use]
    pub fn brief(&self) -> Brief {
        let header = self.header();
        if Brief::is_told_by(&header) {
            Brief::of(&header)
        } else {
            Brief::of(&self.cable())
        }
    }

    /// The same, unless its bytes show that its text does not hold what `sieve`
    /// is for. What is of a volume, or repaired on a guess, may hold it.
    #[must_use]
    pub fn cable_where(&self, sieve: Option<&Sieve>) -> Option<Cable> {
        let sieve = match sieve {
            Some(sieve) if self.volume.is_none() && self.repairs >= Confidence::Medium => sieve,
            _ => return Some(self.cable()),
        };
        let may_hold = |bytes: &[u8]| sieve.lets_through(bytes);
        let mut cable = parse::parse_where(&self.bytes, self.family, may_hold)?;
        cable.apply_repairs(self.repairs);
        Some(cable)
    }

    /// Reads it, as one of a volume where it is.
    fn read(
        &self,
        read: fn(&[u8], Option<Family>) -> Cable,
        read_of_volume: fn(&[u8], &FrusVolume, &str) -> Cable,
    ) -> Cable {
        let mut cable = match &self.volume {
            Some((volume, page)) => read_of_volume(&self.bytes, volume, page),
            None => read(&self.bytes, self.family),
        };
        cable.apply_repairs(self.repairs);
        cable
    }

    /// The member of the archive, the telegram of the file, or both:
    /// `name#08PORTLARKSPUR311`.
    ///
    /// Where its container does not name a telegram, its own number does,
    /// and where it bears none, its place in the file.
    #[must_use]
    pub fn member(&self, cable: &Cable) -> Option<String> {
        let mrn = cable.mrn.as_ref().map(ToString::to_string);
        let id = match (self.nth, &self.id, mrn) {
            (0, ..) => return self.member.clone(),
            (_, Some(id), _) => id.to_string(),
            (_, None, Some(mrn)) => mrn,
            (nth, None, None) => nth.to_string(),
        };
        Some(match &self.member {
            Some(member) => format!("{member}#{id}"),
            None => id,
        })
    }

    /// The name under which `cable`, which was read from it, is opened
    /// again: `archive.zip!name#08PORTLARKSPUR311`.
    #[must_use]
    pub fn name(&self, cable: &Cable) -> String {
        let sign = if self.member.is_some() { '!' } else { '#' };
        match self.member(cable) {
            Some(member) => format!("{}{sign}{member}", self.file),
            None => self.file.clone(),
        }
    }

    /// The hash that names these bytes, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        let digest = Sha256::digest(&self.bytes);
        digest
            .iter()
            .fold(String::with_capacity(64), |mut text, byte| {
                // Writing to a string cannot fail.
                let _ = write!(text, "{byte:02x}");
                text
            })
    }
}

impl Stretch {
    /// File, member and telegram: `archive.zip!name#2`.
    fn name(&self) -> String {
        let mut name = self.store.name();
        match (&self.id, self.nth) {
            (_, 0) => {}
            (Some(id), _) => {
                name.push('#');
                name.push_str(id);
            }
            (None, nth) => {
                // Writing to a string cannot fail.
                let _ = write!(name, "#{nth}");
            }
        }
        name
    }

    /// Whether `other` is the same telegram of the same file.
    fn is_same(&self, other: &Stretch) -> bool {
        let (store, others) = (&self.store, &other.store);
        self.nth == other.nth && store.path() == others.path() && store.member() == others.member()
    }

    /// The argument that opens it again, wherever that is said.
    fn argument(&self) -> Option<OsString> {
        let path = std::path::absolute(self.store.path()?).ok()?;
        let mut argument = path.into_os_string();
        if let Some(member) = self.store.member() {
            argument.push("!");
            argument.push(member);
        }
        match (&self.id, self.nth) {
            (_, 0) => {}
            (Some(id), _) => {
                argument.push("#");
                argument.push(&**id);
            }
            (None, nth) => argument.push(format!("#{nth}")),
        }
        Some(argument)
    }

    fn read(&self, limits: &Limits) -> Result<Vec<u8>, Why> {
        let bytes = self
            .store
            .read(self.start, self.n_bytes, limits.max_bytes)?;
        if self.n_bytes != ALL && (bytes.len() as u64) < self.n_bytes {
            return Err(Why::Shorter);
        }
        if bytes.is_empty() {
            return Err(Why::Empty);
        }
        Ok(bytes)
    }
}

impl Entry {
    fn new(stretch: Stretch) -> Entry {
        Entry {
            stretch,
            sections: None,
        }
    }

    fn sectioned(stretch: Stretch, section: Section) -> Entry {
        let others = Vec::new();
        Entry {
            stretch,
            sections: Some(Box::new(Sections { section, others })),
        }
    }

    /// Whether further sections of it may come.
    fn may_grow(&self) -> bool {
        let Some(sections) = &self.sections else {
            return false;
        };
        let Section { of, numbers } = &sections.section;
        let last = of.sections.max(numbers.last().copied().unwrap_or_default());
        !numbers.iter().copied().eq(1..=last)
    }

    /// The stretches of its sections, in order.
    fn stretches(&self) -> Vec<&Stretch> {
        let mut stretches = vec![&self.stretch];
        if let Some(sections) = &self.sections {
            stretches.extend(sections.others.iter().map(|(_, stretch)| stretch));
        }
        stretches
    }

    /// The names of its stretches.
    fn name(&self) -> String {
        let names: Vec<String> = self.stretches().into_iter().map(Stretch::name).collect();
        names.join(" + ")
    }

    /// Adds a stretch with further sections, unless one of them is there, or
    /// all are.
    fn join(&mut self, stretch: &Stretch, more: &Section) -> bool {
        if !self.may_grow() {
            return false;
        }
        let Some(sections) = &mut self.sections else {
            return false;
        };
        let numbers = &mut sections.section.numbers;
        if more.numbers.iter().any(|number| numbers.contains(number)) {
            return false;
        }
        let first = |numbers: &[u16]| numbers.first().copied().unwrap_or_default();
        // The stretch of the entry is that of the lowest section.
        let mine = first(numbers);
        let mut added = (first(&more.numbers), stretch.clone());
        if added.0 < mine {
            std::mem::swap(&mut added.1, &mut self.stretch);
            added.0 = mine;
        }
        sections.others.push(added);
        sort_by_place(&mut sections.others, |(number, _)| u64::from(*number));
        numbers.extend_from_slice(&more.numbers);
        numbers.sort_unstable();
        true
    }
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
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::cable::Encoding;

    /// A folder of its own for one test.
    pub(super) struct Folder(PathBuf);

    impl Folder {
        pub(in crate::library) fn new(test: &str) -> Folder {
            let path = std::env::temp_dir().join(format!("reftel-{test}-{}", std::process::id()));
            std::fs::create_dir_all(&path).unwrap();
            Folder(path)
        }

        pub(in crate::library) fn path(&self) -> &Path {
            &self.0
        }

        pub(in crate::library) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
            let path = self.0.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, bytes).unwrap();
            path
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn why(path: &Path) -> String {
        let (library, errors, _) = Library::open(&[path], &Limits::default());
        assert!(library.is_empty());
        assert_eq!(errors.len(), 1);
        let text = errors[0].to_string();
        let at = text.find("\": ").unwrap();
        text[at + 3..].to_owned()
    }

    #[test]
    fn the_repairs_of_the_builtin_collection_are_shown_as_is_wished() {
        let n_applied = |repairs| {
            let library = Library::builtin(repairs);
            let documents = (0..library.len()).filter_map(|idx| library.document(idx).ok());
            let repairs = |document: Document| document.cable().repairs;
            let is_applied = |repair: &crate::cable::Repair| repair.applied;
            documents.flat_map(repairs).filter(is_applied).count()
        };
        assert!(n_applied(Confidence::High) < n_applied(Confidence::Low));
    }

    #[test]
    fn a_file_is_read_as_it_is() {
        let folder = Folder::new("file");
        let path = folder.write("a.txt", b"UNCLAS\r\n\x93quoted\x94\n");
        let (library, errors, _) = Library::open(&[&path], &Limits::default());
        assert!(errors.is_empty());
        assert_eq!(
            library.document(0).unwrap().bytes.as_ref(),
            b"UNCLAS\r\n\x93quoted\x94\n"
        );
        let (cable, sha256) = library.cable(0).unwrap();
        assert_eq!(cable.encoding, Encoding::Windows1252);
        assert_eq!(
            sha256,
            "28485634f286844ae571b8067de709c8173b058cecb6848b86123a431873a8e2"
        );
    }

    #[test]
    fn a_folder_gives_its_text_files_by_path_and_counts_the_others() {
        let folder = Folder::new("folder");
        folder.write("b.txt", b"two\n");
        folder.write("a/c.txt", b"one\n");
        folder.write(".hidden", b"never\n");
        folder.write(".git/config", b"never\n");
        folder.write("empty.txt", b"");
        folder.write("blank.txt", b" \n\n");
        folder.write("x.pdf", b"%PDF-1.4\n");
        let (library, errors, notices) = Library::open(&[&folder.0], &Limits::default());
        assert!(errors.is_empty());
        let names = library.names();
        let names: Vec<&str> = names.iter().map(|name| &name[name.len() - 5..]).collect();
        assert_eq!(names, ["c.txt", "b.txt"]);
        assert!(matches!(notices[..], [Notice::LeftOut { n_files: 3, .. }]));
    }

    #[test]
    fn what_cannot_be_opened_keeps_nothing_else_from_being_opened() {
        let folder = Folder::new("some");
        let good = folder.write("a.txt", b"text\n");
        let (library, errors, _) =
            Library::open(&[folder.0.join("missing"), good], &Limits::default());
        assert_eq!((library.len(), errors.len()), (1, 1));
    }

    #[test]
    fn refusals_say_why() {
        let folder = Folder::new("refusals");
        assert_eq!(why(&folder.0.join("missing")), "no such file or directory");
        assert_eq!(why(&folder.write("a", b"")), "nothing in it");
        assert_eq!(
            why(&folder.write("b", &b" ".repeat(100_000))),
            "nothing in it"
        );
        assert_eq!(why(&folder.write("c", b"\xEF\xBB\xBF")), "nothing in it");
        assert_eq!(
            why(&folder.write("d", b"%PDF-1.7\n")),
            "not text but PDF (--text reads it all the same)"
        );
        assert_eq!(why(&folder.0.join("a/")), "not a directory");
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_are_opened() {
        let folder = Folder::new("kinds");
        assert_eq!(
            why(Path::new("/dev/null")),
            "not a regular file (character device)"
        );
        assert_eq!(
            why(Path::new("/")),
            "the root of the file system (name a folder in it)"
        );
        let empty = folder.0.join("empty");
        std::fs::create_dir(&empty).unwrap();
        assert_eq!(why(&empty), "no cable in this folder");
        std::os::unix::fs::symlink("self", folder.0.join("self")).unwrap();
        assert_eq!(
            why(&folder.0.join("self")),
            "too many levels of symbolic links"
        );
        let _socket = std::os::unix::net::UnixListener::bind(folder.0.join("s")).unwrap();
        assert_eq!(why(&folder.0.join("s")), "not a regular file (socket)");
        rustix::fs::mkfifoat(rustix::fs::CWD, folder.0.join("p"), 0o600.into()).unwrap();
        assert_eq!(why(&folder.0.join("p")), "not a regular file (named pipe)");
    }

    #[test]
    fn a_telegram_over_the_limit_is_refused_before_it_is_read() {
        let folder = Folder::new("limit");
        let path = folder.write("a.txt", b"0123456789\n");
        let limits = Limits {
            max_bytes: 10,
            ..Limits::default()
        };
        let (_, errors, _) = Library::open(&[&path], &limits);
        assert!(
            errors[0]
                .to_string()
                .ends_with(": 11 bytes, more than the limit of 10")
        );
    }

    #[test]
    fn what_a_folder_holds_over_the_limit_is_not_called_unreadable() {
        let folder = Folder::new("over");
        folder.write("a.txt", b"small\n");
        folder.write("b.txt", b"0123456789\n");
        folder.write("c.txt", b"");
        let limits = Limits {
            max_bytes: 10,
            ..Limits::default()
        };
        let (library, errors, notices) = Library::open(&[&folder.0], &limits);
        assert_eq!((library.len(), errors.len()), (1, 0));
        let said: Vec<String> = notices.iter().map(ToString::to_string).collect();
        assert!(said[0].ends_with(": left out 1 file over the limit of 10 bytes"));
        assert!(said[1].ends_with(": left out 1 file that is not readable text"));
    }

    #[test]
    fn text_taken_for_binary_can_be_read_all_the_same() {
        let folder = Folder::new("any");
        let path = folder.write("a.rtf", b"{\\rtf1 text}");
        let limits = Limits {
            any_bytes: true,
            ..Limits::default()
        };
        let (library, errors, _) = Library::open(&[&path], &limits);
        assert!(errors.is_empty());
        assert_eq!(
            library.document(0).unwrap().bytes.as_ref(),
            b"{\\rtf1 text}"
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_size_of_zero_is_not_believed() {
        let (library, errors, _) = Library::open(&["/proc/self/status"], &Limits::default());
        assert!(errors.is_empty());
        assert!(!library.document(0).unwrap().bytes.is_empty());
    }

    #[test]
    fn an_entry_that_is_not_there_is_an_error() {
        let error = Library::default().document(3).unwrap_err();
        assert_eq!(error.to_string(), "reading: entry 4: there is none");
    }

    /// A ZIP archive of members that are stored as they are, or deflated.
    pub(super) fn zip(members: &[(&str, &[u8])], deflates: bool) -> Vec<u8> {
        let (mut file, mut directory) = (Vec::new(), Vec::new());
        for &(name, bytes) in members {
            let mut crc = flate2::Crc::new();
            crc.update(bytes);
            let packed = if deflates {
                let mut packer =
                    flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
                std::io::Write::write_all(&mut packer, bytes).unwrap();
                packer.finish().unwrap()
            } else {
                bytes.to_vec()
            };
            let len = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes();
            let mut common = vec![20, 0, 0, 0, if deflates { 8 } else { 0 }, 0, 0, 0, 0, 0];
            common.extend(crc.sum().to_le_bytes());
            common.extend(len(&packed));
            common.extend(len(bytes));
            common.extend(&len(name.as_bytes())[..2]);
            common.extend([0, 0]);
            let at = len(&file);
            file.extend(b"PK\x03\x04");
            file.extend(&common);
            file.extend(name.as_bytes());
            file.extend(packed);
            directory.extend(b"PK\x01\x02\x14\0");
            directory.extend(&common);
            directory.extend([0; 10]);
            directory.extend(at);
            directory.extend(name.as_bytes());
        }
        let n_members = u16::try_from(members.len()).unwrap().to_le_bytes();
        let start = u32::try_from(file.len()).unwrap().to_le_bytes();
        let len = u32::try_from(directory.len()).unwrap().to_le_bytes();
        file.extend(directory);
        file.extend(b"PK\x05\x06\0\0\0\0");
        file.extend([n_members, n_members].concat());
        file.extend([len, start].concat());
        file.extend([0, 0]);
        file
    }

    pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packer, bytes).unwrap();
        packer.finish().unwrap()
    }

    pub(super) fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = tar::Builder::new(Vec::new());
        for &(name, bytes) in members {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o600);
            archive.append_data(&mut header, name, bytes).unwrap();
        }
        archive.into_inner().unwrap()
    }

    const MEMBERS: &[(&str, &[u8])] = &[
        ("a/one.txt", b"SUBJECT: ONE\n\n1. (U) Talks opened.\n"),
        ("two.txt", b"SUBJECT: TWO\n\n1. (U) Talks went on.\n"),
    ];

    #[test]
    fn members_of_archives_are_cables() {
        let folder = Folder::new("archives");
        let name = |name: &str| folder.0.join(name).display().to_string();
        for (file, bytes) in [
            ("a.zip", zip(MEMBERS, false)),
            ("b.zip", zip(MEMBERS, true)),
            ("c.tar", tar(MEMBERS)),
            ("d.tar.gz", gzip(&tar(MEMBERS))),
            // What a file is called does not matter.
            ("e", zip(MEMBERS, true)),
        ] {
            folder.write(file, &bytes);
            let (library, errors, notices) = Library::open(&[name(file)], &Limits::default());
            assert!(
                errors.is_empty() && notices.is_empty(),
                "{file}: {errors:?} {notices:?}"
            );
            let names = [
                format!("{}!a/one.txt", name(file)),
                format!("{}!two.txt", name(file)),
            ];
            assert_eq!(library.names(), names);
            assert_eq!(library.document(1).unwrap().bytes, MEMBERS[1].1, "{file}");
            // The first once more: what is packed is read from its beginning.
            assert_eq!(library.document(0).unwrap().bytes, MEMBERS[0].1, "{file}");
            let (one, ..) = Library::open(&[&names[1]], &Limits::default());
            assert_eq!(one.names(), names[1..]);
            assert_eq!(one.document(0).unwrap().bytes, MEMBERS[1].1, "{file}");
        }
    }

    #[test]
    fn names_of_members_are_labels_and_lead_nowhere() {
        let folder = Folder::new("labels");
        let names = ["../../etc/passwd", "/etc/passwd", "a\u{1b}[2J\u{202e}.txt"];
        let members: Vec<(&str, &[u8])> =
            names.iter().map(|name| (*name, &b"UNCLAS\n"[..])).collect();
        let path = folder.write("a.zip", &zip(&members, false));
        let (library, errors, _) = Library::open(&[&path], &Limits::default());
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(library.len(), 3);
        for entry_idx in 0..3 {
            assert_eq!(&*library.document(entry_idx).unwrap().bytes, b"UNCLAS\n");
        }
    }

    #[test]
    fn an_archive_that_swells_is_stopped() {
        let folder = Folder::new("bombs");
        let limits = Limits {
            max_bytes: 10_000,
            max_ratio: 20,
            ..Limits::default()
        };
        let zeros = vec![b'0'; 3_000_000];
        let gzip = folder.write("a.txt.gz", &gzip(&zeros));
        let zip = folder.write("b.zip", &zip(&[("zeros.txt", &zeros)], true));
        for path in [gzip, zip] {
            let (library, errors, _) = Library::open(&[&path], &limits);
            assert!(library.is_empty(), "{path:?}");
            assert_eq!(errors.len(), 1, "{path:?}");
        }
    }

    #[test]
    fn archives_in_one_another_end_somewhere() {
        let folder = Folder::new("nested");
        let one = zip(MEMBERS, false);
        let two = zip(&[("one.zip", &one)], false);
        let three = zip(&[("two.zip", &two)], false);
        let open = |name: &str, bytes: &[u8]| {
            let path = folder.write(name, bytes);
            let (library, errors, notices) = Library::open(&[&path], &Limits::default());
            (library.len(), errors.len() + notices.len())
        };
        assert_eq!(open("two.zip", &two), (2, 0));
        assert_eq!(open("three.zip", &three), (0, 1));
    }

    #[test]
    fn what_came_out_before_the_damage_is_shown() {
        let folder = Folder::new("cut-short");
        let text = "1. (U) Talks opened and went on for long.\n".repeat(4_000);
        let mut bytes = gzip(text.as_bytes());
        bytes.truncate(bytes.len() * 3 / 4);
        let path = folder.write("a.txt.gz", &bytes);
        let (library, errors, notices) = Library::open(&[&path], &Limits::default());
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(library.len(), 1);
        assert!(
            matches!(notices[..], [Notice::CutShort { .. }]),
            "{notices:?}"
        );
        let path = folder.write("b.zip", b"PK\x03\x04 and nothing of an archive");
        let (library, errors, _) = Library::open(&[&path], &Limits::default());
        assert_eq!((library.len(), errors.len()), (0, 1));
    }

    #[test]
    fn sections_in_files_of_their_own_are_one_telegram() {
        let folder = Folder::new("sections");
        let section = |nn: u32, serial: u32| {
            format!(
                "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
                 C O N F I D E N T I A L SECTION 0{nn} OF 03 NORTHHAVEN {serial:06}\n\nSIPDIS\n\n\
                 SUBJECT: HARBOR TALKS\n\n{nn}. (C) Text of section {nn}.\n"
            )
        };
        let third = folder.write("a.txt", section(3, 88).as_bytes());
        let first = folder.write("b.txt", section(1, 88).as_bytes());
        let other = folder.write("c.txt", section(2, 89).as_bytes());
        let (library, errors, _) = Library::open(&[&third, &first, &other], &Limits::default());
        assert!(errors.is_empty());
        assert_eq!(library.len(), 2);
        let joined = library.document(0).unwrap();
        assert_eq!(joined.sections, Some((vec![1, 3], 3)));
        let text = String::from_utf8(joined.bytes.to_vec()).unwrap();
        assert_eq!(text, section(1, 88) + &section(3, 88));
        assert_eq!(library.document(1).unwrap().sections, None);
    }

    #[test]
    fn a_list_says_of_telegrams_in_pieces_what_is_read_in_them() {
        let folder = Folder::new("pieces");
        let section = |nn: u32, of: u32, serial: u32, subject: &str| {
            format!(
                "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
                 C O N F I D E N T I A L SECTION 0{nn} OF 0{of} NORTHHAVEN {serial:06}\n\nSIPDIS\n\n\
                 SUBJECT: {subject}\n\n{nn}. (C) Text.\n"
            )
        };
        // What comes first is told at once.
        folder.write("0.txt", b"SUBJECT: FIRST\n");
        // The first section comes last, and has another subject.
        folder.write("a-3of3.txt", section(3, 3, 88, "DUES").as_bytes());
        folder.write("b-1of3.txt", section(1, 3, 88, "HARBOR TALKS").as_bytes());
        let two = section(1, 1, 90, "BOATS").replace(" SECTION 01 OF 01", "") + "\nNNNN\n\n";
        let other = two.replace("000090", "000091").replace("BOATS", "FISH");
        folder.write("c.txt", (two + &other).as_bytes());
        folder.write("d.txt", b"\n\nSUBJECT: ALONE\n\n1. (U) Text.\n");
        // A section that is far from the others.
        for nth in 0..40 {
            folder.write(&format!("e{nth:02}.txt"), b"SUBJECT: BETWEEN\n");
        }
        folder.write("f-2of3.txt", section(2, 3, 88, "DUES").as_bytes());
        let (library, intake) = Library::begin(&[folder.path()], &Limits::default());
        let (mut found, mut joined) = (Vec::<Found<Brief>>::new(), Vec::new());
        intake.listing().run(&mut |news| match news {
            News::Entries(first, more) => {
                assert_eq!(first, found.len());
                found.extend(more);
            }
            News::Joined(entry_idx, name) => joined.push((entry_idx, name)),
            News::Lies(..) | News::Failed(_) | News::Noted(_) => panic!("{news:?}"),
        });
        let briefs: Vec<Brief> = found.into_iter().filter_map(|it| it.told).collect();
        assert_eq!(briefs.len(), library.len());
        for (entry_idx, brief) in briefs.iter().enumerate() {
            assert_eq!(*brief, library.document(entry_idx).unwrap().brief());
        }
        let subjects: Vec<&str> = briefs
            .iter()
            .map(|it| it.subject.as_str())
            .take(5)
            .collect();
        assert_eq!(
            subjects,
            ["FIRST", "HARBOR TALKS", "BOATS", "FISH", "ALONE"]
        );
        // Of one that was told of before, it is told by itself.
        let [(1, name)] = joined.as_slice() else {
            panic!("{joined:?}");
        };
        assert_eq!(*name, library.names()[1]);
    }

    /// What is said of a file of these bytes, without its name.
    fn said_of(folder: &Folder, name: &str, bytes: &[u8]) -> String {
        let path = folder.write(name, bytes);
        let (library, errors, notices) = Library::open(&[&path], &Limits::default());
        let errors = errors.iter().map(ToString::to_string);
        let said = errors.chain(notices.iter().map(ToString::to_string));
        let said: Vec<String> = said
            .map(|line| line.split("\": ").nth(1).unwrap().to_owned())
            .collect();
        format!("{name}: {} open; {}\n", library.len(), said.join("; "))
    }

    fn with(bytes: &[u8], at: usize, new: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        bytes[at..at + new.len()].copy_from_slice(new);
        bytes
    }

    fn said_of_all(test: &str, files: &[(&str, Vec<u8>)]) -> String {
        let folder = Folder::new(test);
        let said = |(name, bytes): &(&str, Vec<u8>)| said_of(&folder, name, bytes);
        files.iter().map(said).collect()
    }

    #[test]
    fn zip_archives_that_are_not_as_they_should_be_are_told_apart() {
        let one = zip(&MEMBERS[..1], true);
        let directory = memchr::memmem::find(&one, b"PK\x01\x02").unwrap();
        let both = |at: usize, in_directory: usize, new: &[u8]| {
            with(&with(&one, at, new), directory + in_directory, new)
        };
        let three = zip(MEMBERS, true);
        let second = memchr::memmem::rfind(&three, b"PK\x01\x02").unwrap();
        let files = [
            ("no-directory.zip", one[..directory].to_vec()),
            ("cut.zip", one[..one.len() - 30].to_vec()),
            ("empty.zip", zip(&[], false)),
            ("password.zip", both(6, 8, &[1, 0])),
            ("method.zip", both(8, 10, &[99, 0])),
            ("sum.zip", both(14, 16, &[0; 4])),
            ("headers-differ.zip", with(&one, 14, &[0; 4])),
            (
                "claims-more.zip",
                with(&one, directory + 24, &[0xff, 0xff, 0xff, 3]),
            ),
            (
                "claims-2g.zip",
                with(&one, directory + 24, &[0xff, 0xff, 0xff, 0x7f]),
            ),
            ("one-bad.zip", with(&three, second + 16, &[0; 4])),
            ("names-alike.zip", zip(&[MEMBERS[0], MEMBERS[0]], true)),
            (
                "prepended.zip",
                [b"#!/bin/sh\n", &*zip(MEMBERS, true)].concat(),
            ),
            ("word.docx", zip(&[("[Content_Types].xml", b"<x/>")], false)),
            (
                "book.epub",
                zip(&[("mimetype", b"application/epub+zip")], false),
            ),
        ];
        insta::assert_snapshot!(said_of_all("odd-zip", &files), @r"
        no-directory.zip: 0 open; damaged ZIP data
        cut.zip: 0 open; damaged ZIP data
        empty.zip: 0 open; no cable in this archive
        password.zip: 0 open; it needs a password
        method.zip: 0 open; packed in a way that reftel does not read (ZIP method 99)
        sum.zip: 0 open; damaged ZIP data
        headers-differ.zip: 0 open; damaged ZIP data
        claims-more.zip: 0 open; damaged ZIP data
        claims-2g.zip: 0 open; more than 67108864 bytes come out of it, too many for its size
        one-bad.zip: 1 open; left out 1 file that is not readable text
        names-alike.zip: 2 open; 
        prepended.zip: 2 open; 
        word.docx: 0 open; not text but DOCX (or XLSX, PPTX) (--text reads it all the same)
        book.epub: 0 open; not text but EPUB (or ODT) (--text reads it all the same)
        ");
    }

    #[test]
    fn other_archives_that_are_not_as_they_should_be_are_told_apart() {
        let tarred = tar(MEMBERS);
        let mut long = tar(&[("a.txt", &b"1. (U) Talks opened.\n".repeat(500))]);
        long.truncate(6_000);
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::Symlink);
        header.set_size(0);
        let mut linked = tar::Builder::new(tarred[..tarred.len() - 1024].to_vec());
        linked
            .append_link(&mut header, "link", "/etc/passwd")
            .unwrap();
        let files = [
            ("sum.tar", with(&tarred, 148, b"0000000")),
            ("claims-8g.tar", with(&tarred, 124, b"77777777777")),
            ("cut.tar", long),
            ("link.tar", linked.into_inner().unwrap()),
            ("junk-behind.gz", [&*gzip(MEMBERS[0].1), &[0; 100]].concat()),
            ("sum.gz", {
                let bytes = gzip(MEMBERS[0].1);
                with(&bytes, bytes.len() - 8, &[0; 4])
            }),
            ("head-only.gz", gzip(MEMBERS[0].1)[..11].to_vec()),
            (
                "in-layers.gz",
                gzip(&gzip(&gzip(&gzip(&gzip(MEMBERS[0].1))))),
            ),
            (
                "junk.zst",
                b"\x28\xb5\x2f\xfd and nothing of a frame".to_vec(),
            ),
            ("empty.gz", gzip(b"")),
            ("a.7z", b"7z\xbc\xaf\x27\x1c words".to_vec()),
        ];
        insta::assert_snapshot!(said_of_all("odd", &files), @r"
        sum.tar: 0 open; damaged tar data
        claims-8g.tar: 0 open; damaged tar data
        cut.tar: 0 open; damaged tar data
        link.tar: 2 open; left out 1 file that is not readable text
        junk-behind.gz: 1 open; damaged after 35 bytes; the rest is lost
        sum.gz: 1 open; damaged after 35 bytes; the rest is lost
        head-only.gz: 0 open; damaged gzip data
        in-layers.gz: 0 open; archives in one another, more than the limit of 4
        junk.zst: 0 open; damaged zstd data
        empty.gz: 0 open; nothing in it
        a.7z: 0 open; not text but 7z (--text reads it all the same)
        ");
    }

    #[test]
    fn zstandard_frames_follow_one_another() {
        let folder = Folder::new("zstd");
        let frame = |bytes: &[u8]| {
            let level = ruzstd::encoding::CompressionLevel::Fastest;
            ruzstd::encoding::compress_to_vec(bytes, level)
        };
        let skipped = b"\x50\x2a\x4d\x18\x04\0\0\0note";
        let (one, two) = MEMBERS[0].1.split_at(10);
        let bytes = [skipped, &*frame(one), skipped, &*frame(two)].concat();
        let path = folder.write("a.txt.zst", &bytes);
        let (library, errors, notices) = Library::open(&[&path], &Limits::default());
        assert!(
            errors.is_empty() && notices.is_empty(),
            "{errors:?} {notices:?}"
        );
        assert_eq!(library.document(0).unwrap().bytes, MEMBERS[0].1);
        let path = folder.write("b.tar.zst", &frame(&tar(MEMBERS)));
        let (library, errors, _) = Library::open(&[&path], &Limits::default());
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(library.document(1).unwrap().bytes, MEMBERS[1].1);
    }

    /// Two telegrams in a file, and their bytes.
    fn two() -> (String, [String; 2]) {
        let telegram = |serial: u32| {
            format!(
                "P 221504Z JUL 08\r\nFM AMEMBASSY NORTHHAVEN\r\n\r\nUNCLAS NORTHHAVEN \
                 {serial:06}\r\n\r\n1. Talks opened.\r\nBT\r\n#{serial:04}\r\n\r\nNNNN\r\n\r\n"
            )
        };
        let both = [telegram(88), telegram(89)];
        (both.concat(), both)
    }

    #[test]
    fn one_of_many_is_named_by_number_place_and_member() {
        let folder = Folder::new("addresses");
        let (file, telegrams) = two();
        let packed = zip(&[("a#b!c.txt", file.as_bytes()), MEMBERS[0]], true);
        for (name, bytes, prefix) in [
            ("many.txt", file.clone().into_bytes(), "#"),
            ("many.txt.gz", gzip(file.as_bytes()), "#"),
            ("many.zip", packed.clone(), "!a#b!c.txt#"),
            (
                "outer.tar",
                tar(&[("many.zip", &packed)]),
                "!many.zip!a#b!c.txt#",
            ),
        ] {
            let path = folder.write(name, &bytes).display().to_string();
            for id in ["2", "08NORTHHAVEN89", "08northhaven00089"] {
                let address = format!("{path}{prefix}{id}");
                let (library, errors, _) = Library::open(&[&address], &Limits::default());
                assert!(errors.is_empty(), "{errors:?}");
                assert_eq!(library.len(), 1, "{address}");
                let document = library.document(0).unwrap();
                assert_eq!(&*document.bytes, telegrams[1].as_bytes(), "{address}");
                assert_eq!(document.offset, Some(telegrams[0].len() as u64));
                let cable = parse::parse(&document.bytes);
                assert_eq!(
                    document.name(&cable),
                    format!("{path}{prefix}08NORTHHAVEN89")
                );
                assert_eq!(library.names(), [format!("{path}{prefix}2")]);
            }
            for (missing, what) in [("9", "telegram"), ("08NORTHHAVEN90", "telegram")] {
                let (_, errors, _) =
                    Library::open(&[format!("{path}{prefix}{missing}")], &Limits::default());
                assert!(
                    errors[0]
                        .to_string()
                        .ends_with(&format!(": no such {what} in it"))
                );
            }
        }
        let (_, errors, _) = Library::open(&[folder.0.join("many.zip!x.txt")], &Limits::default());
        assert!(errors[0].to_string().ends_with(": no such member in it"));
    }

    #[test]
    fn a_file_is_called_what_it_is_called() {
        let folder = Folder::new("literal");
        for name in ["a!b.txt", "a#2", "a.zip!b#1"] {
            folder.write("a", two().0.as_bytes());
            let path = folder.write(name, MEMBERS[0].1);
            let (library, errors, _) = Library::open(&[&path], &Limits::default());
            assert!(errors.is_empty(), "{errors:?}");
            assert_eq!(library.document(0).unwrap().bytes, MEMBERS[0].1);
            assert_eq!(library.document(0).unwrap().offset, None);
        }
    }

    #[test]
    fn a_file_that_was_cut_since_is_said_to_be_shorter() {
        let folder = Folder::new("shorter");
        let (file, telegrams) = two();
        let path = folder.write("a.txt", file.as_bytes());
        let (library, ..) = Library::open(&[&path], &Limits::default());
        folder.write("a.txt", &file.as_bytes()[..telegrams[0].len() + 5]);
        assert!(library.document(0).is_ok());
        let error = library.document(1).unwrap_err().to_string();
        assert!(
            error.ends_with("#2\": shorter than when it was opened"),
            "{error}"
        );
    }

    #[test]
    fn a_small_file_that_is_read_at_once_is_read_once() {
        let folder = Folder::new("at-hand");
        let text = |library: &Library| library.document(0).unwrap().bytes.into_owned();
        for (bytes, is_kept) in [
            (b"1. Talks opened.\n".to_vec(), true),
            (b"1. Talks.\n".repeat(4_000), true),
            // Too long, one of many, packed.
            (b"1. Talks.\n".repeat(9_000), false),
            (two().0.into_bytes(), false),
            (gzip(b"1. Talks opened.\n"), false),
        ] {
            let path = folder.write("a.txt", &bytes);
            let (library, intake) = Library::begin(&[&path], &Limits::default());
            intake.keeping_bytes(true).run(&mut |_| {});
            let (again, ..) = Library::open(&[&path], &Limits::default());
            let read = text(&again);
            folder.write("a.txt", b"Gone.\n");
            // What the file holds by now is read by whoever comes later.
            let now = || library.document(0).map(|it| it.bytes.into_owned()).ok();
            assert_eq!(now() == Some(read.clone()), is_kept, "{}", bytes.len());
            assert_ne!(now(), Some(read));
        }
    }

    #[test]
    fn a_packed_telegram_that_is_named_is_read_as_it_comes_by() {
        let folder = Folder::new("passing");
        let (file, telegrams) = two();
        let many = file.repeat(4_000);
        let packed = gzip(many.as_bytes());
        // What is behind the one that stands at a place is not looked at.
        let cut = folder.write("cut.txt.gz", &packed[..packed.len() / 2]);
        let whole = folder.write("whole.txt.gz", &packed);
        for (path, id, telegram, n_notices) in [
            (&cut, "#1", &telegrams[0], 0),
            (&cut, "#2", &telegrams[1], 0),
            (&cut, "#08NORTHHAVEN89", &telegrams[1], 1),
            (&whole, "#2001", &telegrams[0], 0),
            (&whole, "#08NORTHHAVEN89", &telegrams[1], 0),
        ] {
            let address = format!("{}{id}", path.display());
            let (library, errors, notices) = Library::open(&[&address], &Limits::default());
            assert!(errors.is_empty(), "{address}: {errors:?}");
            assert_eq!(notices.len(), n_notices, "{address}: {notices:?}");
            let bytes = std::fs::read(path).unwrap();
            std::fs::remove_file(path).unwrap();
            assert_eq!(
                &*library.document(0).unwrap().bytes,
                telegram.as_bytes(),
                "{address}"
            );
            std::fs::write(path, bytes).unwrap();
        }
        // What is longer than a telegram may be is not held.
        let address = format!("{}#2", whole.display());
        let limits = Limits {
            max_bytes: 4_000,
            ..Limits::default()
        };
        let (library, errors, _) = Library::open(&[&address], &limits);
        assert!(errors.is_empty(), "{errors:?}");
        let document = library.document(0).unwrap();
        assert_eq!(&*document.bytes, telegrams[1].as_bytes());
    }

    #[test]
    fn a_telegram_that_is_open_is_met_where_it_lies() {
        let folder = Folder::new("met");
        let section = |nn: u32| {
            format!(
                "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
                 C O N F I D E N T I A L SECTION 0{nn} OF 03 NORTHHAVEN 000077\n\nSIPDIS\n\n\
                 SUBJECT: HARBOR TALKS\n\n{nn}. (C) Text of section {nn}.\n"
            )
        };
        folder.write("a.txt", MEMBERS[0].1);
        folder.write("b.txt", two().0.as_bytes());
        folder.write("c.zip", &zip(MEMBERS, true));
        folder.write("d-1.txt", section(1).as_bytes());
        folder.write("d-2.txt", section(2).as_bytes());
        folder.write("d-3.txt", section(3).as_bytes());
        folder.write("e.txt", b"1. Talks closed.\n");
        let (all, ..) = Library::open(&[folder.path()], &Limits::default());
        let texts = |library: &Library, order: &[usize]| -> Vec<Vec<u8>> {
            let text = |entry_idx: &usize| library.document(*entry_idx).unwrap().bytes.into_owned();
            order.iter().map(text).collect()
        };
        let n_entries = all.len();
        let in_order: Vec<usize> = (0..n_entries).collect();
        for first in 0..n_entries {
            let arguments = all.arguments(first).unwrap();
            let (library, errors, _) = Library::open(&arguments, &Limits::default());
            assert!(errors.is_empty() && library.len() == 1, "{first}");
            let mut n_before = None;
            let intake = library.more(&[folder.path()]).meeting().listing();
            intake.run(&mut |news| match news {
                News::Lies(0, n_lie) => assert_eq!(n_before.replace(n_lie), None),
                News::Entries(..) => {}
                news => panic!("{first}: {news:?}"),
            });
            assert_eq!(n_before, Some(first));
            let mut order: Vec<usize> = (1..library.len()).collect();
            order.insert(first, 0);
            assert_eq!(texts(&library, &order), texts(&all, &in_order), "{first}");
        }
        // A section that has come since joins the telegram that is open.
        let arguments = [folder.path().join("d-1.txt"), folder.path().join("d-3.txt")];
        let (library, ..) = Library::open(&arguments, &Limits::default());
        let mut joined = Vec::new();
        let intake = library.more(&[folder.path()]).meeting();
        intake.run(&mut |news| {
            if let News::Joined(entry_idx, _) = news {
                joined.push(entry_idx);
            }
        });
        assert_eq!(joined, [0]);
        assert_eq!(library.len(), n_entries);
        // A folder that holds nothing else is none without cables.
        let other = folder.write("f/g.txt", b"1. Talks resumed.\n");
        let (library, ..) = Library::open(&[&other], &Limits::default());
        let intake = library.more(&[other.parent().unwrap()]).meeting();
        let mut told = Vec::new();
        intake.run(&mut |news| told.push(format!("{news:?}")));
        assert_eq!(told, ["Lies(0, 0)"]);
    }

    #[test]
    fn news_come_while_sources_are_taken_in() {
        let folder = Folder::new("news");
        let (file, _) = two();
        let path = folder.write("a.txt", file.repeat(200).as_bytes());
        let (library, intake) = Library::begin(&[path], &Limits::default());
        let mut told = Vec::new();
        intake.run(&mut |news| match news {
            News::Entries(first, found) => {
                assert_eq!(first, told.len());
                assert!(library.document(first).is_ok());
                told.extend(found.into_iter().map(|found| found.name));
            }
            other => panic!("{other:?}"),
        });
        assert_eq!(told, library.names());
        assert_eq!(told.len(), 400);
    }
}
