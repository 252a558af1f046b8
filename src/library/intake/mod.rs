//! Taking sources in: from the paths that were given to the telegrams that
//! stand in them.
//!
//! What a source is is told by its bytes, not by its name. Each source goes
//! by once, in chunks, and nothing of it is kept but where its telegrams
//! stand. Archives are neither unpacked to disk nor held; the names of their
//! members are labels.

mod archives;
mod listed;
mod telegrams;

use std::collections::{HashMap, VecDeque};
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use self::listed::{BYTES_AHEAD, Looked, Telegrams, further, known, small};
use super::store::Store;
use super::unpack::Meter;
use super::walk::{Kind, Seen};
use super::{
    Document, Entry, Error, Kept, Library, Limits, Notice, Stretch, Why, error, helpers, source,
};
use crate::cable::Brief;
use crate::parse::Sectioned;

/// Bytes of a file that is taken in at once. Even packed as tightly as is let
/// through, they are little.
const BRIEF: u64 = 64 << 10;
/// Files of a folder that are looked at before the first is taken in, and how
/// many at most: what comes first is to be there at once.
const FIRST_AHEAD: usize = 8;
const AHEAD: usize = 256;
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
