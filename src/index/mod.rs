//! The index of a collection: what answers a query about a million cables
//! while it is typed.
//!
//! It is a cache. Whatever happens to it, it is made anew from the files of
//! the collection, and nothing else is ever kept in it. It lies in the cache
//! folder, under a name made of the paths of its collection, for the reader
//! alone; what `schema` says is in it, `write` puts there, and `search`
//! answers from.
//!
//! Every step from one state to the next is one commit: whoever is killed
//! before it leaves the state before; whoever is killed in the moment between a
//! commit and its note leaves an index that is made anew. What was written is noted file by file in
//! `sound`; what is not as it is noted is checked byte for byte before it is
//! used, and thrown away if a sum is wrong. What a list needs of all of it lies
//! beside it, packed in one file (`list`).

mod citations;
mod error;
mod kept;
mod known;
mod list;
mod listing;
mod row;
mod schema;
mod search;
mod sound;
mod write;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tantivy::{IndexSettings, IndexWriter, ReloadPolicy};

use crate::cable::{Classification, Date, Family};
use crate::library::Limits;
use crate::query::Field;

pub use error::Error;
pub use kept::KnownFiles;
pub use list::List;
pub use row::Row;
pub use search::{Address, Best, Counted, Found, Hits, Snapshot, Weighed};
pub use write::{Progress, Report};

use schema::{CUTTER, Cutter, Fields, PART_CUTTER, VERSION};

/// The file that the engine locks while it writes.
const LOCK: &str = ".tantivy-writer.lock";

/// Blocks of rows that are held unpacked, of each piece.
const FEW_BLOCKS: usize = 4;

/// More pieces than this are joined to fewer.
const MOST_PIECES: usize = 12;

/// The index of a collection.
#[derive(Clone)]
pub struct Index {
    folder: PathBuf,
    /// The paths of the collection, absolute.
    paths: Vec<PathBuf>,
    limits: Limits,
    tantivy: tantivy::Index,
    fields: Fields,
}

impl Index {
    /// The folder of the index of a collection, in the cache folder `cache`.
    /// The same paths, in whatever order and wherever they are said, have the
    /// same one.
    #[must_use]
    pub fn folder(cache: &Path, paths: &[PathBuf]) -> PathBuf {
        let mut hash = Sha256::new();
        for path in absolute(paths) {
            let bytes = row::path_to_bytes(&path);
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(&bytes);
        }
        let digest = hash.finalize();
        cache
            .join("index")
            .join(hex(digest.get(..12).unwrap_or_default()))
    }

    /// The cache folder of this program, if the platform has one.
    #[must_use]
    pub fn cache() -> Option<PathBuf> {
        let folders = directories::ProjectDirs::from("", "", "reftel")?;
        Some(folders.cache_dir().to_owned())
    }

    /// Opens the index of a collection, if there is one, it was made with
    /// these limits, and it can be used.
    #[must_use]
    pub fn open(cache: &Path, paths: &[PathBuf], limits: &Limits) -> Option<Index> {
        if !paths.iter().all(|path| path.exists()) {
            return None;
        }
        let folder = Index::folder(cache, paths);
        if !sound::is_sound(&folder, &settings(limits)) {
            return None;
        }
        let tantivy = tantivy::Index::open_in_dir(&folder).ok()?;
        let fields = Fields::new();
        if tantivy.schema() != fields.schema {
            return None;
        }
        register(&tantivy);
        Some(Index {
            folder,
            paths: absolute(paths),
            limits: *limits,
            tantivy,
            fields,
        })
    }

    /// Opens the index of a collection, or begins an empty one in its place.
    ///
    /// # Errors
    ///
    /// One of the paths is no file and no folder, or the folder of the index
    /// cannot be made or written.
    pub fn create(cache: &Path, paths: &[PathBuf], limits: &Limits) -> Result<Index, Error> {
        // A part of a file, `a.zip!b`, is no collection that can be followed.
        for path in paths {
            fs::metadata(path).map_err(Error::System)?;
        }
        if let Some(index) = Index::open(cache, paths, limits) {
            return Ok(index);
        }
        let folder = Index::folder(cache, paths);
        // Of two programs that begin it at once, the second finds it begun.
        let _held = sound::hold(&folder).map_err(Error::System)?;
        if let Some(index) = Index::open(cache, paths, limits) {
            return Ok(index);
        }
        if folder.exists() {
            // Another program may be at it: then it is not to be taken away.
            let lock = fs::File::open(folder.join(LOCK));
            if lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock))) {
                return Err(Error::Busy);
            }
            fs::remove_dir_all(&folder).map_err(Error::System)?;
        }
        sound::make_private(&folder).map_err(Error::System)?;
        let fields = Fields::new();
        let tantivy = tantivy::Index::builder()
            .schema(fields.schema.clone())
            .settings(IndexSettings::default())
            .create_in_dir(&folder)
            .map_err(Error::writing)?;
        register(&tantivy);
        sound::note(&folder, &settings(limits)).map_err(Error::System)?;
        Ok(Index {
            folder,
            paths: absolute(paths),
            limits: *limits,
            tantivy,
            fields,
        })
    }

    /// Bytes that it takes on the disk.
    #[must_use]
    pub fn n_bytes(&self) -> u64 {
        let entries = fs::read_dir(&self.folder).into_iter().flatten();
        let sizes = entries.filter_map(|entry| entry.ok()?.metadata().ok());
        sizes.map(|metadata| metadata.len()).sum()
    }

    /// What it holds now.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot, Error> {
        let reader = self
            .tantivy
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            // Rows are read here and there: what was read last is seldom read again.
            .doc_store_cache_num_blocks(FEW_BLOCKS)
            .try_into()
            .map_err(Error::reading)?;
        Snapshot::new(&reader.searcher(), self.fields.clone())
    }

    /// What a list needs of `snapshot`, which is of this index.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn list(&self, snapshot: &Snapshot) -> Result<List, Error> {
        List::of(snapshot, &self.folder)
    }

    /// What it knows of files.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn known_files(&self) -> Result<KnownFiles, Error> {
        Ok(KnownFiles::new(self.list(&self.snapshot()?)?))
    }

    /// Whether every file of the collection is as it was when it was taken
    /// in, and none is new or gone.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        let known = self.known_files();
        known.is_ok_and(|known| self.same(&known).is_some())
    }

    /// The files of the collection that are new, or are not what they were
    /// when they were taken in; and how many that were taken in are not there
    /// any more as they were.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn changed(&self) -> Result<(HashSet<PathBuf>, usize), Error> {
        let known = self.known_files()?;
        let mut changed = HashSet::new();
        let mut n_gone = known.len();
        crate::library::each_file(&self.paths, &mut |file| {
            if known.has(&file) {
                n_gone = n_gone.saturating_sub(1);
            } else {
                changed.insert(file.path);
            }
            true
        });
        Ok((changed, n_gone))
    }

    /// The files of the collection, counted, if they are those that are known,
    /// as they were then; and what cannot be looked at.
    fn same(&self, known: &KnownFiles) -> Option<(usize, Vec<crate::library::Error>)> {
        let mut n_same = 0;
        let mut is_same = true;
        let errors = crate::library::each_file(&self.paths, &mut |file| {
            n_same += 1;
            is_same &= known.has(&file);
            is_same
        });
        (is_same && n_same == known.len()).then_some((n_same, errors))
    }

    /// Makes what was written the state of the index.
    fn commit(&self, mut writer: IndexWriter) -> Result<(), Error> {
        // Nothing is to be joined behind our back: then what is noted would
        // not be what is there.
        writer.set_merge_policy(Box::new(tantivy::indexer::NoMergePolicy));
        writer.commit().map_err(Error::writing)?;
        sound::note(&self.folder, &settings(&self.limits)).map_err(Error::System)?;
        loop {
            let mut pieces = self
                .tantivy
                .searchable_segment_metas()
                .map_err(Error::reading)?;
            if pieces.len() <= MOST_PIECES {
                break;
            }
            pieces.sort_by_key(tantivy::SegmentMeta::num_docs);
            let joined: Vec<_> = pieces
                .iter()
                .take(pieces.len() - MOST_PIECES / 2)
                .map(tantivy::SegmentMeta::id)
                .collect();
            writer.merge(&joined).wait().map_err(Error::writing)?;
            sound::note(&self.folder, &settings(&self.limits)).map_err(Error::System)?;
        }
        writer
            .garbage_collect_files()
            .wait()
            .map_err(Error::writing)?;
        writer.wait_merging_threads().map_err(Error::writing)?;
        sound::note(&self.folder, &settings(&self.limits)).map_err(Error::System)?;
        self.list(&self.snapshot()?).map(|_| ())
    }
}

/// Tells the engine how words are cut.
fn register(tantivy: &tantivy::Index) {
    let cutters = tantivy.tokenizers();
    cutters.register(CUTTER, Cutter::default());
    cutters.register(PART_CUTTER, Cutter::of_parts());
}

/// Bytes as they are written.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What of the limits decides on what is read, in words.
fn settings(limits: &Limits) -> String {
    let Limits {
        max_bytes,
        max_entries,
        any_bytes,
        family,
        repairs,
        ..
    } = limits;
    let family = family.map_or("any", Family::slug);
    format!("{VERSION} {max_bytes} {max_entries} {any_bytes} {family} {repairs:?}")
}

/// Absolute paths in one order, each once.
fn absolute(paths: &[PathBuf]) -> Vec<PathBuf> {
    let paths = paths.iter().map(|path| {
        let whole = path.canonicalize().or_else(|_| std::path::absolute(path));
        whole.unwrap_or_else(|_| path.clone())
    });
    let mut paths: Vec<PathBuf> = paths.collect();
    paths.sort();
    paths.dedup();
    paths
}

/// A value of a field, as it is kept in one field for all of them.
fn value(field: Field, value: &str) -> String {
    [field.name(), ":", value].concat()
}

/// What names the telegram that sections are of, among the values of fields.
fn section(of: &str) -> String {
    format!("section:{of}")
}

/// A day as a number: since the beginning of the year 1, for it only has to
/// be in order.
fn day(date: Date) -> i64 {
    let (year, month, day) = (
        i64::from(date.year()),
        i64::from(date.month()),
        i64::from(date.day()),
    );
    (year * 12 + month - 1) * 31 + day - 1
}

/// The day of a number.
fn date(day: i64) -> Option<Date> {
    let month = day / 31;
    Date::new(
        i16::try_from(month / 12).ok()?,
        i8::try_from(month % 12 + 1).ok()?,
        i8::try_from(day % 31 + 1).ok()?,
    )
    .ok()
}

/// A level as a number.
fn rank(level: Classification) -> u64 {
    let place = Classification::ALL.iter().position(|known| *known == level);
    place.unwrap_or_default() as u64
}

fn level(rank: u64) -> Option<Classification> {
    let rank = usize::try_from(rank).ok()?;
    Classification::ALL.get(rank).copied()
}
