//! Taking sources in: from the paths that were given to the telegrams that
//! stand in them.
//!
//! What a source is is told by its bytes, not by its name. Each source goes
//! by once, in chunks, and nothing of it is kept but where its telegrams
//! stand. Archives are neither unpacked to disk nor held; the names of their
//! members are labels.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::Metadata;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::format::{self, Container};
use super::store::{ALL, Store};
use super::unpack::{Codec, Meter, Unpacked, refuse};
use super::walk::{Kind, Seen};
use super::{
    Document, Entry, Error, Kept, Library, Limits, Notice, OnDisk, Place, Stretch, Why, error,
    helpers, source, zip,
};
use crate::cable::{Brief, Mrn};
use crate::parse::{self, Cut, Scanned, Scanner, Sectioned};

/// Bytes that go by at once.
const CHUNK: usize = 64 << 10;
/// Bytes of a file that is taken in at once. Even packed as tightly as is let
/// through, they are little.
const BRIEF: u64 = 64 << 10;
/// Bytes that a file may have in which no telegram ends.
const UNDIVIDED: u64 = 1 << 30;
/// Bytes of all archives in one archive, which are held unpacked.
const HELD: u64 = 256 << 20;
/// Bytes of the headers of one member of a tar archive.
const TAR_HEADERS: u64 = 1 << 20;
/// Files of a folder that are looked at before the first is taken in, and how
/// many at most: what comes first is to be there at once.
const FIRST_AHEAD: usize = 8;
const AHEAD: usize = 256;
/// Bytes of files of a folder that are looked at before the first is taken in,
/// where something is made of them, which is held until it is told; half as many
/// may have been taken in before and wait to be told.
const BYTES_AHEAD: usize = 2 << 20;
/// Layers of packing in one another.
const LAYERS: usize = 4;
/// Entries that are told of at once, at most.
const BATCH: usize = 256;

/// What is learned while sources are taken in.
#[derive(Debug)]
pub enum News<T = ()> {
    /// Further entries, from this place on.
    Entries(usize, Vec<Found<T>>),
    /// An entry got a further section; its name now.
    Joined(usize, String),
    /// So many of the entries that were found lie before this one, which was
    /// there.
    Lies(usize, usize),
    /// A source could not be opened.
    Failed(Error),
    /// Something to be said about a source that was opened.
    Noted(Notice),
}

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T = ()> {
    /// Its name, as [`Library::names`] has it.
    pub name: String,
    /// What its bytes have told, where they were asked and at hand anyway.
    pub told: Option<T>,
    /// Whether further sections of it may come.
    pub may_grow: bool,
}

/// What is made of each telegram whose bytes are at hand anyway.
type Reading<'a, T> = Arc<dyn Fn(Document) -> T + Send + Sync + 'a>;

/// Paths that are still to be taken into a library, and what is to be told of
/// what stands in them.
pub struct Intake<'a, T = ()> {
    library: Library,
    paths: VecDeque<OsString>,
    read: Option<Reading<'a, T>>,
    /// Whether sections are read as well, of which further ones may come.
    reads_sections: bool,
    /// Whether entries that are there already may be met.
    meets: bool,
    keeps_bytes: bool,
    kept: Arc<OnceLock<Box<dyn Kept>>>,
    /// What is told of a file by what is kept of it.
    of_kept: fn(Brief) -> Option<T>,
    is_over: Arc<AtomicBool>,
}

impl<T> fmt::Debug for Intake<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Intake({:?})", self.paths)
    }
}

impl Intake<'static> {
    pub(super) fn new<P: AsRef<OsStr>>(library: Library, paths: &[P]) -> Intake<'static> {
        Intake {
            library,
            paths: paths.iter().map(|path| path.as_ref().to_owned()).collect(),
            read: None,
            reads_sections: true,
            meets: false,
            keeps_bytes: false,
            kept: Arc::default(),
            of_kept: |_| None,
            is_over: Arc::default(),
        }
    }

    /// Tells what a list says of a telegram along with its name, where its
    /// file is at hand anyway: small ones of folders.
    #[must_use]
    pub fn listing(self) -> Intake<'static, Brief> {
        Intake {
            of_kept: Some,
            ..self.reading(|document| document.brief())
        }
    }

    /// Tells what `read` makes of a telegram along with its name, where its
    /// file is at hand anyway: small ones of folders, several at once.
    #[must_use]
    pub fn reading<'a, T>(self, read: impl Fn(Document) -> T + Send + Sync + 'a) -> Intake<'a, T> {
        Intake {
            library: self.library,
            paths: self.paths,
            read: Some(Arc::new(read)),
            reads_sections: self.reads_sections,
            meets: self.meets,
            keeps_bytes: self.keeps_bytes,
            kept: self.kept,
            of_kept: |_| None,
            is_over: self.is_over,
        }
    }
}

impl<T: Send> Intake<'_, T> {
    /// Takes no telegram in again that is an entry by now, but tells where it
    /// lies among the others. There should be few.
    #[must_use]
    pub fn meeting(self) -> Self {
        Intake {
            meets: true,
            ..self
        }
    }

    /// Reads no telegram of which further sections may come, for who reads those
    /// at the end.
    #[must_use]
    pub fn but_sections(self) -> Self {
        Intake {
            reads_sections: false,
            ..self
        }
    }

    /// Takes from `kept` what is known of files, from the moment on when it is
    /// there, instead of looking through them.
    #[must_use]
    pub fn keeping(self, kept: &Arc<OnceLock<Box<dyn Kept>>>) -> Self {
        let kept = Arc::clone(kept);
        Intake { kept, ..self }
    }

    /// Ends early, between two files or chunks of one, once that is wanted.
    #[must_use]
    pub fn until(self, is_over: &Arc<AtomicBool>) -> Self {
        let is_over = Arc::clone(is_over);
        Intake { is_over, ..self }
    }

    /// Keeps the bytes of the first cable, if it is all of a small file, for who
    /// reads it at once.
    #[must_use]
    pub fn keeping_bytes(self, keeps_bytes: bool) -> Self {
        Intake {
            keeps_bytes,
            ..self
        }
    }

    /// Whether there is so little to be taken in that it is over in a moment:
    /// one small file that cannot keep anybody waiting.
    #[must_use]
    pub fn is_brief(&self) -> bool {
        let [path] = self.paths.as_slices().0 else {
            return false;
        };
        std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= BRIEF)
    }

    /// Takes all of them in, and tells what is learned as soon as it is.
    pub fn run(self, tell: &mut dyn FnMut(News<T>)) {
        let mut sectioned = HashMap::new();
        let mut known = Vec::new();
        if self.meets {
            known = self.library.entries(|entries| entries.iter().collect());
        }
        for (entry_idx, entry) in known.iter().enumerate() {
            if let Some(sections) = &entry.sections {
                sectioned.insert(sections.section.of.clone(), entry_idx);
            }
        }
        let mut taking = Taking {
            limits: self.library.limits,
            library: self.library,
            tell,
            found: Vec::new(),
            joined: Vec::new(),
            read: self.read,
            reads_sections: self.reads_sections,
            keeps_bytes: self.keeps_bytes,
            kept: self.kept,
            of_kept: self.of_kept,
            is_over: self.is_over,
            is_met: vec![false; known.len()],
            known,
            batch: 1,
            sectioned,
            n_taken: 0,
            file: OneFile::default(),
        };
        taking.paths(self.paths);
    }
}

/// Sources on their way into a library.
struct Taking<'a, T> {
    library: Library,
    limits: Limits,
    tell: &'a mut dyn FnMut(News<T>),
    /// Entries that nobody was told of.
    found: Vec<Found<T>>,
    /// Those of them that were joined from sections: what is made of them is
    /// read when they are told of.
    joined: Vec<usize>,
    read: Option<Reading<'a, T>>,
    reads_sections: bool,
    /// Whether the bytes of the first entry are kept at hand.
    keeps_bytes: bool,
    kept: Arc<OnceLock<Box<dyn Kept>>>,
    of_kept: fn(Brief) -> Option<T>,
    is_over: Arc<AtomicBool>,
    /// Entries that were there before and may be met.
    known: Vec<Entry>,
    /// Which of them were.
    is_met: Vec<bool>,
    /// How many are told of next. It grows, so that the first come at once.
    batch: usize,
    /// Telegrams of which not all sections are there yet.
    sectioned: HashMap<Sectioned, usize>,
    /// Entries so far, and sections that were joined to them.
    n_taken: usize,
    file: OneFile,
}

/// What holds for one file and all that comes out of it.
#[derive(Default)]
struct OneFile {
    /// What of it is wanted, if not all: `!member`, `!member#id`, `#id`.
    wanted: Option<Wanted>,
    /// How many bytes may come out of it.
    limit: u64,
    meter: Option<Meter>,
    /// Bytes of archives in it that are held unpacked.
    n_held: u64,
    /// What came by last of a packed text of which one telegram is wanted: it
    /// cannot be read again without all that is before it.
    passed: Option<Passed>,
}

/// Bytes that came by, from the telegram on that has not ended.
struct Passed {
    /// The offset of the first of them.
    start: u64,
    bytes: Vec<u8>,
    /// How many are held: what has more is no telegram that could be read.
    most: u64,
}

impl Passed {
    fn take_in(&mut self, more: &[u8]) {
        let n_bytes = (self.bytes.len() + more.len()) as u64;
        if n_bytes > self.most {
            self.start += n_bytes;
            self.bytes.clear();
        } else {
            self.bytes.extend_from_slice(more);
        }
    }

    fn forget_before(&mut self, end: u64) {
        let n_over = end.saturating_sub(self.start);
        let n_over = usize::try_from(n_over).unwrap_or(usize::MAX);
        let n_over = n_over.min(self.bytes.len());
        self.bytes.drain(..n_over);
        self.start += n_over as u64;
    }

    /// The bytes of a stretch, if they are held.
    fn of(&self, stretch: &Stretch) -> Option<&[u8]> {
        let start = usize::try_from(stretch.start.checked_sub(self.start)?).ok()?;
        let n_bytes = usize::try_from(stretch.n_bytes).ok()?;
        self.bytes.get(start..)?.get(..n_bytes)
    }
}

/// What of a file is wanted.
struct Wanted {
    /// As given, behind the name of the file.
    address: String,
    /// Whether its member was met.
    is_met: bool,
    /// Whether the telegram was met that stands at its place in the text that
    /// is looked through.
    is_placed: bool,
}

/// How deep in a file something is.
#[derive(Clone, Copy, Default)]
struct Depth {
    archives: usize,
    layers: usize,
}

impl<T: Send> Taking<'_, T> {
    /// Takes in what was given, in its order. Where it is many files they are
    /// looked at several at once, as those of a folder are.
    fn paths(&mut self, mut paths: VecDeque<OsString>) {
        let mut stdin_taken = false;
        let mut n_ahead = FIRST_AHEAD;
        while !paths.is_empty() && !self.is_over.load(Ordering::Relaxed) {
            // What is kept of files tells of them sooner than a look does, and
            // the bytes of the first are to be kept as they come.
            let keeps_first = self.keeps_bytes && self.library.is_empty();
            let is_kept = self.kept.get().is_some();
            let looks = paths.len() >= FIRST_AHEAD && !keeps_first && !is_kept;
            let ahead: Vec<_> = paths.drain(..n_ahead.min(paths.len())).collect();
            let looked = if looks && self.read.is_some() {
                let (library, read) = (&self.library, self.read.as_deref());
                let reads_sections = self.reads_sections;
                let look = |path: &OsString| {
                    let path = Path::new(path);
                    // Opening a device or a pipe can already act on it.
                    source::size(path).ok()?;
                    small(library, path, read, reads_sections)
                };
                helpers().each(&ahead, look)
            } else {
                ahead.iter().map(|_| None).collect()
            };
            let n_bytes: usize = looked.iter().flatten().map(Looked::n_bytes).sum();
            n_ahead = further(n_ahead, ahead.len(), n_bytes);
            for (path, looked) in ahead.into_iter().zip(looked) {
                if let Some(looked) = looked {
                    self.looked(looked);
                    continue;
                }
                // A second `-` would find standard input at its end.
                if path == "-" && std::mem::replace(&mut stdin_taken, true) {
                    continue;
                }
                self.flush();
                let taken = self.path(Path::new(&path));
                self.flush();
                if let Err(why) = taken {
                    (self.tell)(News::Failed(Error::reading(&path, why)));
                }
            }
            self.flush();
        }
    }

    fn path(&mut self, path: &Path) -> Result<(), Why> {
        if path.as_os_str() == "-" {
            let bytes = source::stdin(&self.limits)?;
            return self.file(&Arc::new(Store::stdin(bytes)), None, None);
        }
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.folder(path),
            Ok(metadata) => self.file(&Arc::new(Store::file(path)), None, Some(&metadata)),
            Err(why) => match address(path) {
                Some(("-", rest)) => {
                    let bytes = source::stdin(&self.limits)?;
                    self.file(&Arc::new(Store::stdin(bytes)), Some(rest), None)
                }
                Some((file, rest)) => {
                    self.file(&Arc::new(Store::file(Path::new(file))), Some(rest), None)
                }
                None => Err(Why::System(why)),
            },
        }
    }

    fn folder(&mut self, path: &Path) -> Result<(), Why> {
        let before = self.n_taken;
        let mut n_left_out = 0_usize;
        let mut n_too_large = 0_usize;
        let mut n_entries = 0_usize;
        let mut walk = source::folder(path)?;
        let whole = path.canonicalize().ok();
        let mut n_ahead = FIRST_AHEAD;
        let mut n_untold = 0;
        loop {
            let ahead: Vec<_> = walk.by_ref().take(n_ahead).collect();
            if ahead.is_empty() || self.is_over.load(Ordering::Relaxed) {
                break;
            }
            let looked = self.look_at((path, whole.as_deref()), &ahead);
            let n_bytes: usize = looked.iter().flatten().map(Looked::n_bytes).sum();
            n_ahead = further(n_ahead, ahead.len(), n_bytes);
            for (seen, telegrams) in ahead.into_iter().zip(looked) {
                n_entries += 1;
                if n_entries > self.limits.max_entries {
                    return Err(Why::TooMany(self.limits.max_entries, "folder"));
                }
                let taken = match (seen, telegrams) {
                    (_, Some(looked)) => {
                        self.looked(looked);
                        true
                    }
                    (Ok(seen), None) if seen.kind == Kind::Folder => true,
                    (Ok(seen), None) if seen.kind == Kind::File => {
                        let store = Arc::new(Store::file(&seen.path));
                        let taken = self.file(&store, None, None);
                        if matches!(taken, Err(Why::TooLarge(..))) {
                            n_too_large += 1;
                            continue;
                        }
                        taken.is_ok()
                    }
                    (Ok(_) | Err(_), None) => false,
                };
                n_left_out += usize::from(!taken);
            }
            n_untold += n_bytes;
            if n_untold > BYTES_AHEAD / 2 {
                self.flush();
                n_untold = 0;
            }
        }
        let place = error::name(path.as_os_str());
        if n_too_large > 0 {
            (self.tell)(News::Noted(Notice::TooLarge {
                place: place.clone(),
                n_files: n_too_large,
                limit: self.limits.max_bytes,
            }));
        }
        if self.n_taken == before {
            return Err(Why::NoCables("folder"));
        }
        self.left_out(place, n_left_out);
        Ok(())
    }

    /// Looks at files of a folder, several at once, where there is more than
    /// one: that is the work, and none of it needs what was before. What is a
    /// small file of text, or was known, is told; the others are taken in one
    /// after the other, by all the rules.
    fn look_at(
        &self,
        (folder, whole): (&Path, Option<&Path>),
        ahead: &[io::Result<Seen>],
    ) -> Vec<Option<Looked<T>>> {
        let (library, kept) = (&self.library, self.kept.get());
        let (read, of_kept) = (self.read.as_deref(), self.of_kept);
        let reads_sections = self.reads_sections;
        let look = |seen: &io::Result<Seen>| {
            let Seen { path, kind } = seen.as_ref().ok()?;
            if *kind != Kind::File {
                return None;
            }
            let known = kept.zip(whole).and_then(|(kept, whole)| {
                let whole = whole.join(path.strip_prefix(folder).ok()?);
                let metadata = std::fs::symlink_metadata(path).ok()?;
                known(&**kept, (path, whole), &metadata, of_kept)
            });
            known
                .map(Looked::Known)
                .or_else(|| small(library, path, read, reads_sections))
        };
        match ahead {
            [one] => vec![look(one)],
            ahead => helpers().each(ahead, look),
        }
    }

    /// Takes in a file that was looked at.
    fn looked(&mut self, looked: Looked<T>) {
        match looked {
            Looked::Known(telegrams) => self.telegrams(telegrams),
            Looked::Text(store, telegrams, _) => {
                self.file = OneFile::default();
                let is_one = telegrams.len() == 1;
                for (nth, (cut, told)) in (1..).zip(telegrams) {
                    self.telegram(&store, cut, if is_one { 0 } else { nth }, told);
                }
            }
        }
    }

    /// Takes in what is known of a file.
    fn telegrams(&mut self, telegrams: Telegrams<T>) {
        for (entry, told) in telegrams {
            self.n_taken += 1;
            if self.meets(&entry.stretch) {
                continue;
            }
            self.push(entry, told, false);
        }
    }

    fn left_out(&mut self, place: String, n_files: usize) {
        if n_files > 0 {
            (self.tell)(News::Noted(Notice::LeftOut { place, n_files }));
        }
    }

    /// Takes in a file that was perhaps looked at already, or what is wanted of
    /// it.
    fn file(
        &mut self,
        store: &Arc<Store>,
        wanted: Option<&str>,
        looked: Option<&Metadata>,
    ) -> Result<(), Why> {
        let n_bytes = match looked {
            Some(metadata) => source::accepted(metadata)?,
            None => store.n_bytes()?,
        };
        let size = n_bytes.saturating_mul(self.limits.max_ratio);
        // What is no more than one telegram may hold is no bomb.
        let limit = size
            .min(self.limits.max_unpacked)
            .max(self.limits.max_bytes);
        self.file = OneFile {
            wanted: wanted.map(|address| Wanted {
                address: address.to_owned(),
                is_met: false,
                is_placed: false,
            }),
            limit,
            meter: Some(Meter::new(limit)),
            n_held: 0,
            passed: None,
        };
        let before = self.n_taken;
        if let (Some(kept), Some(path), None) = (self.kept.get(), store.plain_path(), wanted)
            && let Ok(whole) = path.canonicalize()
            && let Some(telegrams) = known(
                &**kept,
                (path, whole),
                &std::fs::metadata(path)?,
                self.of_kept,
            )
        {
            self.telegrams(telegrams);
            return Ok(());
        }
        let mut source = match (looked, store.plain_path()) {
            (Some(_), Some(path)) => Box::new(source::open_listed(path)?.0),
            _ => store.open(0)?,
        };
        self.divide(store, &mut source, Depth::default())?;
        match &self.file.wanted {
            Some(wanted) if self.n_taken == before => {
                let is_telegram = wanted.is_met || wanted.address.starts_with('#');
                Err(Why::NoSuch(if is_telegram { "telegram" } else { "member" }))
            }
            _ => Ok(()),
        }
    }

    /// Takes in what `source` gives, which is what `store` holds.
    fn divide(
        &mut self,
        store: &Arc<Store>,
        source: &mut dyn Read,
        depth: Depth,
    ) -> Result<(), Why> {
        let mut head = Vec::with_capacity(format::HEAD);
        source.take(format::HEAD as u64).read_to_end(&mut head)?;
        match format::container(&head) {
            Some(Container::Gzip) => self.layer(store, &head, source, Codec::Gzip, depth),
            Some(Container::Zstd) => self.layer(store, &head, source, Codec::Zstd, depth),
            Some(Container::Tar) => self.tar(store, &head, source, depth),
            Some(Container::Zip) => {
                let archive = self.seekable(store, &head, source)?;
                match zip::Directory::open(&archive) {
                    Ok(directory) => self.zip(&archive, directory, depth),
                    // A program that unpacks itself begins otherwise, and
                    // so does a text that only mentions the sign.
                    Err(_) if !head.starts_with(b"PK") => self.text(store, &head, source),
                    Err(why) => Err(why),
                }
            }
            None => self.text(store, &head, source),
        }
    }

    /// What is packed as a whole.
    fn layer(
        &mut self,
        store: &Arc<Store>,
        head: &[u8],
        source: &mut dyn Read,
        codec: Codec,
        mut depth: Depth,
    ) -> Result<(), Why> {
        depth.layers += 1;
        if depth.layers > LAYERS {
            return Err(Why::Nested(LAYERS));
        }
        let inner = Store::packed(store, None, (0, ALL), codec, self.file.limit);
        let inner = Arc::new(inner);
        let damage = inner.damage().cloned();
        let packed = head.chain(source);
        let mut source = Unpacked::new(packed, codec, self.meter(), damage.clone());
        self.divide(&inner, &mut source, depth)?;
        let n_bytes = damage.map_or(ALL, |damage| damage.load(Ordering::Relaxed));
        if n_bytes != ALL {
            let name = inner.name();
            (self.tell)(News::Noted(Notice::CutShort { name, n_bytes }));
        }
        Ok(())
    }

    fn meter(&self) -> Meter {
        let meter = self.file.meter.clone();
        meter.unwrap_or_else(|| Meter::new(self.file.limit))
    }

    fn tar(
        &mut self,
        store: &Arc<Store>,
        head: &[u8],
        source: &mut dyn Read,
        depth: Depth,
    ) -> Result<(), Why> {
        let mut archive = self.archive(store, depth)?;
        let gate = Gate::default();
        let mut tar = tar::Archive::new(gate.guard(head.chain(source)));
        let mut members = tar.entries()?;
        loop {
            // Names are read into memory, however long they claim to be.
            gate.open(TAR_HEADERS);
            let Some(member) = members.next() else {
                break;
            };
            let mut member = match member {
                Ok(member) => member,
                Err(error) => return Err(damaged_tar(error)),
            };
            gate.open(u64::MAX);
            let kind = member.header().entry_type();
            let name = self.label(store, &member.path_bytes());
            let (start, n_bytes) = (member.raw_file_position(), member.size());
            let mut source = Exactly {
                source: &mut member,
                left: n_bytes,
            };
            if kind.is_dir() || !self.wants(&name) {
                // Only passed over.
            } else if kind.is_file() {
                let store = Arc::new(Store::part(store, name, start, n_bytes));
                let taken = self.divide(&store, &mut source, archive.depth);
                self.member(&mut archive, taken)?;
            } else {
                archive.n_left_out += 1;
            }
            io::copy(&mut source, &mut io::sink()).map_err(damaged_tar)?;
        }
        self.end(archive)
    }

    fn zip(
        &mut self,
        store: &Arc<Store>,
        directory: zip::Directory,
        depth: Depth,
    ) -> Result<(), Why> {
        let mut archive = self.archive(store, depth)?;
        self.look_through(directory)?;
        for member in zip::Directory::open(store)? {
            let member = member?;
            let name = self.label(store, &member.name);
            if member.is_folder() || !self.wants(&name) {
                continue;
            }
            if !member.is_file() {
                archive.n_left_out += 1;
                continue;
            }
            let taken = self.zip_member(store, &member, name, archive.depth);
            self.member(&mut archive, taken)?;
        }
        self.end(archive)
    }

    /// Refuses a directory by what it claims, before anything is unpacked.
    fn look_through(&self, directory: zip::Directory) -> Result<(), Why> {
        let mut n_bytes = 0_u64;
        for (member_idx, member) in directory.enumerate() {
            let member = member?;
            if let Some(format) = format::kept_in_zip(&member.name)
                && member_idx < 3
                && !self.limits.any_bytes
            {
                return Err(Why::NotText(format));
            }
            if member_idx >= self.limits.max_entries {
                return Err(Why::TooMany(self.limits.max_entries, "archive"));
            }
            n_bytes = n_bytes.saturating_add(member.n_bytes());
            if n_bytes > self.file.limit {
                return Err(Why::Unpacked(self.file.limit));
            }
        }
        Ok(())
    }

    fn zip_member(
        &mut self,
        store: &Arc<Store>,
        member: &zip::Member,
        name: String,
        depth: Depth,
    ) -> Result<(), Why> {
        let (start, n_packed, codec) = member.place(store)?;
        let inner = match codec {
            Codec::Stored(_) => Store::part(store, name, start, n_packed),
            _ => Store::packed(store, Some(name), (start, n_packed), codec, self.file.limit),
        };
        let packed = store.open(start)?.take(n_packed);
        let mut source = Unpacked::new(packed, codec, self.meter(), None);
        self.divide(&Arc::new(inner), &mut source, depth)
    }

    /// An archive whose members are to be taken in.
    fn archive(&self, store: &Store, mut depth: Depth) -> Result<Archive, Why> {
        depth.archives += 1;
        if depth.archives > self.limits.max_depth {
            return Err(Why::Nested(self.limits.max_depth));
        }
        Ok(Archive {
            name: store.name(),
            depth,
            before: self.n_taken,
            n_members: 0,
            n_left_out: 0,
            why: None,
        })
    }

    /// Goes on after a member, unless the whole archive is to be refused.
    fn member(&mut self, archive: &mut Archive, taken: Result<(), Why>) -> Result<(), Why> {
        archive.n_members += 1;
        if archive.n_members > self.limits.max_entries {
            return Err(Why::TooMany(self.limits.max_entries, "archive"));
        }
        match taken {
            Err(why @ Why::Unpacked(_)) => return Err(why),
            Err(why) => {
                archive.n_left_out += 1;
                archive.why.get_or_insert(why);
            }
            Ok(()) => {}
        }
        Ok(())
    }

    /// What is to be said when an archive is through.
    fn end(&mut self, archive: Archive) -> Result<(), Why> {
        if self.file.wanted.is_some() {
            return match archive.why {
                Some(why) if self.n_taken == archive.before => Err(why),
                _ => Ok(()),
            };
        }
        if self.n_taken == archive.before {
            return Err(archive.why.unwrap_or(Why::NoCables("archive")));
        }
        self.left_out(archive.name, archive.n_left_out);
        Ok(())
    }

    /// An archive that can be read at any place: one that is packed is
    /// unpacked into memory.
    fn seekable(
        &mut self,
        store: &Arc<Store>,
        head: &[u8],
        source: &mut dyn Read,
    ) -> Result<Arc<Store>, Why> {
        if store.is_seekable() {
            return Ok(Arc::clone(store));
        }
        let limit = self.limits.max_bytes;
        let mut bytes = Vec::new();
        let mut source = head.chain(source).take(limit.saturating_add(1));
        source.read_to_end(&mut bytes)?;
        self.file.n_held += bytes.len() as u64;
        if bytes.len() as u64 > limit || self.file.n_held > HELD {
            return Err(Why::TooLarge(None, limit));
        }
        Ok(Arc::new(Store::memory(store, bytes)))
    }

    /// The name of a member as it is shown.
    fn label(&self, store: &Store, name: &[u8]) -> String {
        let mut label = store
            .member()
            .map(|outer| format!("{outer}!"))
            .unwrap_or_default();
        label.push_str(&error::label(name));
        if label.len() > self.limits.max_name {
            let mut end = self.limits.max_name;
            while !label.is_char_boundary(end) {
                end -= 1;
            }
            label.truncate(end);
            label.push_str("...");
        }
        label
    }

    /// Whether a member, or something in it, is wanted.
    fn wants(&mut self, label: &str) -> bool {
        let Some(wanted) = &mut self.file.wanted else {
            return true;
        };
        let rest = wanted.address.strip_prefix('!');
        let rest = rest.and_then(|rest| rest.strip_prefix(label));
        let wants = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['!', '#']));
        wanted.is_met |= wants;
        wants
    }

    /// Takes in text: one telegram or many.
    fn text(&mut self, store: &Arc<Store>, head: &[u8], source: &mut dyn Read) -> Result<(), Why> {
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
    fn telegram(&mut self, store: &Arc<Store>, cut: Cut, nth: u32, told: Option<T>) {
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
    fn meets(&mut self, stretch: &Stretch) -> bool {
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

    fn push(&mut self, entry: Entry, told: Option<T>, may_grow: bool) {
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
    fn flush(&mut self) {
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

/// How many files are looked at next: twice as many, and as many as fit if they
/// are like the `n_last` before, of which something was made of `n_bytes`.
fn further(n_ahead: usize, n_last: usize, n_bytes: usize) -> usize {
    let n_fit = n_last * BYTES_AHEAD / n_bytes.max(1);
    (n_ahead * 2).min(AHEAD).min(n_fit).max(1)
}

/// A file that was looked at.
enum Looked<T> {
    /// It is as it was, and so are its telegrams.
    Known(Telegrams<T>),
    /// Text, the telegrams in it, what was made of them, and of how many bytes.
    Text(Arc<Store>, Vec<(Cut, Option<T>)>, usize),
}

impl<T> Looked<T> {
    /// Bytes of which something was made that is held.
    fn n_bytes(&self) -> usize {
        match self {
            Looked::Known(_) => 0,
            Looked::Text(_, _, n_bytes) => *n_bytes,
        }
    }
}

/// The telegrams of a file, and what was made of them where that is known.
type Telegrams<T> = Vec<(Entry, Option<T>)>;

/// What is known from an earlier time of the file at `path`, which is `whole`
/// without links and `..`.
fn known<T>(
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

/// The `nth` telegram of a store, or the only one.
fn entry_of(store: &Arc<Store>, cut: Cut, nth: u32) -> Entry {
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

/// The telegrams of a small file of text, of which there is nothing else to be
/// said, and what `read` makes of them.
fn small<T>(
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

/// An archive whose members are being taken in.
struct Archive {
    name: String,
    depth: Depth,
    /// Entries before it.
    before: usize,
    n_members: usize,
    n_left_out: usize,
    /// Why the first of them was left out.
    why: Option<Why>,
}

/// A file that exists, and what of it is meant: `a.zip!b.txt#2` names a
/// telegram of the member `b.txt` of the archive `a.zip`.
///
/// The longest name of a file counts.
fn address(path: &Path) -> Option<(&str, &str)> {
    let text = path.to_str()?;
    let signs = text.rmatch_indices(['!', '#']);
    let mut split = signs.filter_map(|(at, _)| text.split_at_checked(at));
    split.find(|(file, _)| *file == "-" || Path::new(file).is_file())
}

/// Whether an argument names one telegram of many, as `FILE#ID`, by whatever
/// there is of its file.
#[must_use]
pub fn names_one(argument: &OsStr) -> bool {
    let path = Path::new(argument);
    let is_one = || address(path).is_some_and(|(_, rest)| rest.contains('#'));
    std::fs::metadata(path).is_err() && is_one()
}

/// What is wrong with a tar archive. Its reader says it in many words.
fn damaged_tar(error: io::Error) -> Why {
    match Why::from(error) {
        Why::System(error) if error.raw_os_error().is_none() => Why::Damaged("tar"),
        why => why,
    }
}

/// A limit on what the reader of a tar archive reads for itself.
#[derive(Clone, Default)]
struct Gate(std::rc::Rc<std::cell::Cell<u64>>);

impl Gate {
    fn open(&self, n_bytes: u64) {
        self.0.set(n_bytes);
    }

    fn guard<R: Read>(&self, source: R) -> Guarded<R> {
        Guarded {
            source,
            gate: self.clone(),
        }
    }
}

struct Guarded<R> {
    source: R,
    gate: Gate,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.source.read(buffer)?;
        match self.gate.0.get().checked_sub(n_read as u64) {
            Some(left) => self.gate.0.set(left),
            None => return Err(refuse(Why::Damaged("tar"))),
        }
        Ok(n_read)
    }
}

/// A member that is as long as its archive says.
struct Exactly<R> {
    source: R,
    left: u64,
}

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.source.read(buffer)?;
        if n_read == 0 && !buffer.is_empty() && self.left > 0 {
            return Err(refuse(Why::Damaged("tar")));
        }
        self.left = self.left.saturating_sub(n_read as u64);
        Ok(n_read)
    }
}
