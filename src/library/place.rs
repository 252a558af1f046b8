//! Where a cable stands, in a form that can be kept.
//!
//! An index keeps it with each cable, so that one of a million is opened
//! without looking through its file again.

use std::collections::HashSet;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::helpers::helpers;
use super::store::{ALL, Store};
use super::walk::{Kind, Seen};
use super::{Entry, Error, Library, Limits, News, Stretch, Why, error, source};
use crate::cable::Brief;

/// Where a cable stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In a file, as it is.
    Plain {
        /// The file.
        path: PathBuf,
        /// Its first byte.
        start: u64,
        /// How many; nothing for all there are.
        n_bytes: Option<u64>,
        /// Its place among the telegrams of the file; 0 if it is the only
        /// one.
        nth: u32,
        /// What the file calls it.
        id: Option<String>,
    },
    /// Where these arguments say: in an archive, packed, in a printed volume,
    /// or joined from several files.
    Arguments(Vec<OsString>),
}

impl Place {
    /// The file that it stands in as it is.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Place::Plain { path, .. } => Some(path),
            Place::Arguments(_) => None,
        }
    }

    /// Its first byte there.
    #[must_use]
    pub fn start(&self) -> Option<u64> {
        match self {
            Place::Plain { start, .. } => Some(*start),
            Place::Arguments(_) => None,
        }
    }
}

/// A file that may hold cables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnDisk {
    /// Its absolute path.
    pub path: PathBuf,
    /// Bytes.
    pub n_bytes: u64,
    /// When its bytes were changed last: nanoseconds since 1970.
    pub modified: i64,
    /// When anything of it was: nobody can set that back. 0 where the system
    /// does not say.
    pub changed: i64,
}

/// What is known of files from an earlier time.
pub trait Kept: Send + Sync {
    /// The telegrams of a file in their order, and what a list says of each.
    /// Nothing if they are not known, or the file is not as it was then, or
    /// there is more to be said of it than they say.
    fn telegrams(&self, file: &OnDisk) -> Option<Vec<(Place, Brief)>>;
}

impl OnDisk {
    /// How it is named where something is said of it.
    #[must_use]
    pub fn name(&self) -> String {
        error::name(self.path.as_os_str())
    }

    fn new(path: &Path, metadata: &std::fs::Metadata) -> Option<OnDisk> {
        OnDisk::at(std::path::absolute(path).ok()?, metadata)
    }

    pub(super) fn at(path: PathBuf, metadata: &std::fs::Metadata) -> Option<OnDisk> {
        let modified = metadata.modified().ok()?;
        Some(OnDisk {
            path,
            n_bytes: metadata.len(),
            modified: nanoseconds(modified),
            changed: changed(metadata),
        })
    }
}

#[cfg(unix)]
fn changed(metadata: &std::fs::Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;

    let seconds = metadata.ctime().saturating_mul(1_000_000_000);
    seconds.saturating_add(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &std::fs::Metadata) -> i64 {
    0
}

fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |it| -it),
    }
}

/// More files than this are asked about by several threads.
const FEW: usize = 1000;
/// Files that are asked about at once, at most.
const SOME: usize = 8192;

/// Tells of the files that [`Library::open`] would look at, sorted by path within
/// each folder, each once, until `tell` says that no more are wanted. Gives what
/// cannot be looked at.
pub fn each_file(paths: &[PathBuf], tell: &mut dyn FnMut(OnDisk) -> bool) -> Vec<Error> {
    let mut errors = Vec::new();
    let mut known = HashSet::new();
    // Several paths may lead to a file.
    let mut tell = |file: OnDisk| {
        let is_new = paths.len() < 2 || known.insert(file.path.clone());
        !is_new || tell(file)
    };
    for path in paths {
        let goes_on = match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => below(path, &mut tell),
            Ok(metadata) => Ok(OnDisk::new(path, &metadata).is_none_or(&mut tell)),
            Err(why) => Err(why.into()),
        };
        match goes_on {
            Ok(true) => {}
            Ok(false) => break,
            Err(why) => errors.push(Error::named(&error::name(path.as_os_str()), why)),
        }
    }
    errors
}

/// Tells of the files of a folder and all below it; whether more are wanted.
fn below(path: &Path, tell: &mut dyn FnMut(OnDisk) -> bool) -> Result<bool, Why> {
    // What is walked from an absolute path has absolute paths.
    let path = std::path::absolute(path)?;
    let mut entries = source::folder(&path)?;
    let look = |seen: &io::Result<Seen>| {
        let seen = seen.as_ref().ok();
        let seen = seen.filter(|seen| seen.kind == Kind::File)?;
        let metadata = std::fs::symlink_metadata(&seen.path).ok()?;
        OnDisk::at(seen.path.clone(), &metadata)
    };
    loop {
        let some: Vec<_> = entries.by_ref().take(SOME).collect();
        if some.is_empty() {
            return Ok(true);
        }
        // Asking about each is nearly all of the work.
        let files: Vec<Option<OnDisk>> = match some.len() {
            ..=FEW => some.iter().map(look).collect(),
            _ => helpers().each(&some, look),
        };
        if !files.into_iter().flatten().all(&mut *tell) {
            return Ok(false);
        }
    }
}

impl Library {
    /// A library without entries, in which cables can be [put](Library::put).
    #[must_use]
    pub fn empty(limits: &Limits) -> Library {
        Library {
            limits: *limits,
            ..Library::default()
        }
    }

    /// Where an entry stands; nothing for what is in no file.
    #[must_use]
    pub fn place(&self, entry_idx: usize) -> Option<Place> {
        let entry = self.entries(|entries| entries.get(entry_idx))?;
        let stretch = &entry.stretch;
        let store = &stretch.store;
        let is_plain = entry.stretches().len() == 1 && store.volume().is_none();
        if let Some(path) = store.plain_path().filter(|_| is_plain) {
            return Some(Place::Plain {
                path: self.absolute(path)?,
                start: stretch.start,
                n_bytes: (stretch.n_bytes != ALL).then_some(stretch.n_bytes),
                nth: stretch.nth,
                id: stretch.id.as_deref().map(str::to_owned),
            });
        }
        let arguments = self.arguments(entry_idx)?;
        (!arguments.is_empty()).then_some(Place::Arguments(arguments))
    }

    /// The files that an entry stands in: several, if its sections do.
    #[must_use]
    pub fn files_of(&self, entry_idx: usize) -> Vec<PathBuf> {
        let entry = self.entries(|entries| entries.get(entry_idx));
        let stretches = entry.iter().flat_map(Entry::stretches);
        let paths = stretches.filter_map(|stretch| stretch.store.path());
        paths.filter_map(|path| self.absolute(path)).collect()
    }

    /// The absolute path of a file. The system is asked once where that begins.
    fn absolute(&self, path: &Path) -> Option<PathBuf> {
        let here = || std::env::current_dir().unwrap_or_default();
        let whole = self.shelf.here.get_or_init(here).join(path);
        std::path::absolute(whole).ok()
    }

    /// What names the telegram that an entry is a section of, or more of them:
    /// files with the same are joined where they are opened together.
    #[must_use]
    pub fn section_of(&self, entry_idx: usize) -> Option<String> {
        self.entries(|entries| {
            let sections = entries.get(entry_idx)?.sections?;
            Some(format!("{:?}", sections.section.of))
        })
    }

    /// Adds the cable that stands at a place, behind the entries that there
    /// are; gives its index.
    ///
    /// # Errors
    ///
    /// It has to be looked for, and is not there any more. What stands in a
    /// plain file is not looked at yet.
    pub fn put(&self, place: &Place) -> Result<usize, Error> {
        let entry_idx = self.len();
        match place {
            Place::Plain {
                path,
                start,
                n_bytes,
                nth,
                id,
            } => self.push(Entry::new(Stretch {
                store: Arc::new(Store::file(path)),
                start: *start,
                n_bytes: n_bytes.unwrap_or(ALL),
                nth: *nth,
                id: id.as_deref().map(Into::into),
                page: None,
            })),
            Place::Arguments(arguments) => {
                let mut failed = None;
                self.more(arguments).run(&mut |news| {
                    if let News::Failed(error) = news {
                        failed.get_or_insert(error);
                    }
                });
                let is_there = self.len() > entry_idx;
                // An archive that is damaged behind a telegram holds it all the
                // same. Of several sections none may be left out.
                let is_whole = failed.is_none() || arguments.len() == 1;
                if !(is_there && is_whole) {
                    return Err(failed.unwrap_or_else(|| Error::no_entry(entry_idx)));
                }
            }
        }
        Ok(entry_idx)
    }
}
