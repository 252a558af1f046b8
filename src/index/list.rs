//! What a list needs of an index, packed in one file: the files that were
//! taken in, and what a list says of the telegrams in each.
//!
//! Reading it takes a moment, where asking the index for one telegram after the
//! other takes seconds. It is made of the index, and is a cache of it: it says
//! which pieces it was made of, and bears a sum. One of other pieces, or with
//! another sum, is none, and is made anew. It is put in its place as a whole,
//! so nobody who reads it sees it change.
//!
//! | bytes | what |
//! |---|---|
//! | 32 | hash of what names the pieces |
//! | 32 | hash of all that follows |
//! | | for each file, in the order of paths, how many bytes follow and: path, size, times, number, signs, and its telegrams |
//!
//! Numbers and texts are as [`number`] and [`text`] write them.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};
use tantivy::directory::{Directory as _, MmapDirectory, OwnedBytes};
use tantivy::schema::IndexRecordOption;

use super::row::{path_from, path_to_bytes, place_from, place_to_bytes};
use super::schema::VERSION;
use super::search::walk;
use super::{Address, Error, Row, Snapshot, date, day, level, rank};
use crate::cable::Brief;
use crate::library::{OnDisk, Place, number, take, take_number, take_text, text};

/// Its file.
const NAME: &str = "list";
/// One that is being written: so, and the time.
const NEW: &str = "list.new-";
/// Bytes of a hash.
const SUM: usize = 32;

/// What a list needs of an index.
pub struct List {
    bytes: OwnedBytes,
}

/// A file of a list.
pub(super) struct Listed<'a> {
    /// Where its record begins.
    pub(super) at: usize,
    path: &'a [u8],
    n_bytes: u64,
    modified: i64,
    changed: i64,
    key: u64,
    signs: u8,
    telegrams: &'a [u8],
}

/// Whether something was said of a file when it was taken in.
const SAID: u8 = 1;
/// Whether something in it does not stand there as it is, or not only there.
const MORE: u8 = 2;
/// It is no file: telegrams of files that are not to be told of.
const NONE: u8 = 4;

/// A telegram of a list.
pub(super) struct Telegram {
    pub(super) address: Address,
    pub(super) brief: Brief,
    pub(super) place: Option<Place>,
}

/// How a telegram is packed: what there is of it, and where it stands.
const HAS_ID: u8 = 1;
const HAS_DATE: u8 = 2;
const HAS_LEVEL: u8 = 4;
const HAS_TEXT: u8 = 8;
/// It is all of the file.
const IS_ALL: u8 = 16;
/// It stands somewhere else, or in a part of the file.
const HAS_PLACE: u8 = 32;

impl List {
    /// The list of `snapshot`, which is of the index in `folder`: as it lies
    /// there, or made now and put there if that can be.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub(super) fn of(snapshot: &Snapshot, folder: &Path) -> Result<List, Error> {
        let pieces = pieces(snapshot);
        if let Some(list) = List::open(folder, &pieces) {
            return Ok(list);
        }
        let mut bytes = vec![0; 2 * SUM];
        body(snapshot, &mut bytes)?;
        let sum = Sha256::digest(bytes.get(2 * SUM..).unwrap_or_default());
        if let Some(head) = bytes.get_mut(..2 * SUM) {
            head.copy_from_slice(&[&pieces[..], &sum[..]].concat());
        }
        // Where nothing can be written it is made each time.
        let _ = put(folder, &bytes);
        Ok(List {
            bytes: OwnedBytes::new(bytes),
        })
    }

    fn open(folder: &Path, pieces: &[u8]) -> Option<List> {
        let folder = MmapDirectory::open(folder).ok()?;
        let file = folder.open_read(Path::new(NAME)).ok()?;
        let bytes = file.read_bytes().ok()?;
        let (known, rest) = bytes.split_at_checked(SUM)?;
        let (sum, body) = rest.split_at_checked(SUM)?;
        let is_whole = known == pieces && sum == &Sha256::digest(body)[..];
        is_whole.then_some(List { bytes })
    }

    /// The files, in the order of their paths.
    pub(super) fn files(&self) -> impl Iterator<Item = Listed<'_>> {
        let mut at = 2 * SUM;
        std::iter::from_fn(move || {
            let (file, next) = self.record(at)?;
            at = next;
            Some(file)
        })
        .filter(|file| file.signs & NONE == 0)
    }

    /// The file whose record begins at a place.
    pub(super) fn file(&self, at: usize) -> Option<Listed<'_>> {
        Some(self.record(at)?.0)
    }

    fn record(&self, at: usize) -> Option<(Listed<'_>, usize)> {
        let mut rest = self.bytes.get(at..)?;
        let record = take_text(&mut rest)?;
        let next = self.bytes.len() - rest.len();
        Some((Listed::read(at, record)?, next))
    }

    /// Tells of every telegram, and of where it stands.
    pub fn each_place(&self, tell: &mut dyn FnMut(Address, Option<Place>)) {
        let mut at = 2 * SUM;
        while let Some((file, next)) = self.record(at) {
            for telegram in file.telegrams() {
                tell(telegram.address, telegram.place);
            }
            at = next;
        }
    }
}

impl<'a> Listed<'a> {
    fn read(at: usize, record: &'a [u8]) -> Option<Listed<'a>> {
        let mut rest = record;
        let path = take_text(&mut rest)?;
        let n_bytes = take_number(&mut rest)?;
        let mut time = || Some(i64::from_le_bytes(take(&mut rest, 8)?.try_into().ok()?));
        let (modified, changed) = (time()?, time()?);
        let key = take_number(&mut rest)?;
        let [signs] = take(&mut rest, 1)? else {
            return None;
        };
        Some(Listed {
            at,
            path,
            n_bytes,
            modified,
            changed,
            key,
            signs: *signs,
            telegrams: rest,
        })
    }

    /// Its path.
    pub(super) fn path(&self) -> PathBuf {
        path_from(self.path)
    }

    pub(super) fn path_bytes(&self) -> &'a [u8] {
        self.path
    }

    /// The number of the file.
    pub(super) fn key(&self) -> u64 {
        self.key
    }

    /// Whether a file of this path is as it was when it was taken in.
    pub(super) fn is_as(&self, file: &OnDisk) -> bool {
        self.n_bytes == file.n_bytes
            && self.modified == file.modified
            && self.changed == file.changed
    }

    /// Whether its telegrams stand in it as they are, and in no other file
    /// besides, and nothing more was said of it.
    pub(super) fn is_plain(&self) -> bool {
        self.signs == 0
    }

    /// Its telegrams, in the order in which they stand.
    pub(super) fn telegrams(&self) -> impl Iterator<Item = Telegram> {
        let mut rest = self.telegrams;
        std::iter::from_fn(move || self.telegram(&mut rest))
    }

    fn telegram(&self, rest: &mut &[u8]) -> Option<Telegram> {
        let [signs] = take(rest, 1)? else {
            return None;
        };
        let has = |sign| signs & sign != 0;
        let address = Address {
            shard: u32::try_from(take_number(rest)?).ok()?,
            nth: u32::try_from(take_number(rest)?).ok()?,
        };
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let subject = words(take_text(rest)?);
        let id = if has(HAS_ID) {
            Some(words(take_text(rest)?))
        } else {
            None
        };
        let date = if has(HAS_DATE) {
            date(i64::try_from(take_number(rest)?).ok()?)
        } else {
            None
        };
        let level = if has(HAS_LEVEL) {
            level(take_number(rest)?)
        } else {
            None
        };
        let place = match (has(IS_ALL), has(HAS_PLACE)) {
            (true, _) => Some(all_of(self.path())),
            (_, true) => place_from(take_text(rest)?),
            (false, false) => None,
        };
        Some(Telegram {
            address,
            brief: Brief {
                id,
                date,
                level,
                has_text: has(HAS_TEXT),
                subject,
            },
            place,
        })
    }
}

/// The place of a telegram that is all of a file.
fn all_of(path: PathBuf) -> Place {
    Place::Plain {
        path,
        start: 0,
        n_bytes: None,
        nth: 0,
        id: None,
    }
}

/// What names the pieces of an index, and what of them is deleted.
fn pieces(snapshot: &Snapshot) -> [u8; SUM] {
    let mut hash = Sha256::new();
    hash.update(VERSION.to_le_bytes());
    for reader in snapshot.readers() {
        hash.update(reader.segment_id().uuid_string());
        hash.update(reader.delete_opstamp().unwrap_or_default().to_le_bytes());
    }
    hash.finalize().into()
}

/// Puts a list in its place.
fn put(folder: &Path, bytes: &[u8]) -> io::Result<()> {
    // Another program may be at it as well.
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let new = folder.join(format!("{NEW}{}", now.unwrap_or_default().as_nanos()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&new)
        .and_then(|mut file| file.write_all(bytes));
    let put = written.and_then(|()| fs::rename(&new, folder.join(NAME)));
    if put.is_err() {
        let _ = fs::remove_file(&new);
    }
    put
}

/// Whether a file is a list that a program was killed over.
pub(super) fn is_left_over(name: &str) -> bool {
    name.starts_with(NEW)
}

/// The telegrams of a piece, packed.
#[derive(Default)]
struct Packed {
    /// The number of the file, where in it, and where among the bytes.
    telegrams: Vec<(usize, u64, std::ops::Range<usize>)>,
    bytes: Vec<u8>,
    /// Numbers of files in which something does not stand as it is, or not only
    /// there.
    more: Vec<usize>,
}

/// A file: what it was, its number, and signs.
type File = (OnDisk, u64, u8);

/// Adds what a list says, file by file.
fn body(snapshot: &Snapshot, all: &mut Vec<u8>) -> Result<(), Error> {
    let mut files: Vec<File> = Vec::new();
    snapshot.each_file(&mut |key, file, is_said| {
        files.push((file, key, if is_said { SAID } else { 0 }));
    })?;
    files.sort_unstable_by(|(a, ..), (b, ..)| a.path.cmp(&b.path));
    let places = files.iter().enumerate();
    let places: HashMap<u64, usize> = places.map(|(nth, (_, key, _))| (*key, nth)).collect();
    let pieces = snapshot.each_piece(true, |shard| packed(snapshot, shard, &files, &places))?;
    drop(places);
    for nth in pieces.iter().flat_map(|piece| &piece.more) {
        if let Some((.., signs)) = files.get_mut(*nth) {
            *signs |= MORE;
        }
    }
    in_files(&pieces, &files, all);
    Ok(())
}

/// The telegrams of a piece, packed.
fn packed(
    snapshot: &Snapshot,
    shard: usize,
    files: &[File],
    places: &HashMap<u64, usize>,
) -> Result<Packed, Error> {
    let mut packed = Packed::default();
    for (nth, keys) in files_of(snapshot, shard)? {
        let address = Address {
            shard: u32::try_from(shard).unwrap_or(u32::MAX),
            nth,
        };
        let row = snapshot.row(address)?;
        let mut at = keys.iter().filter_map(|key| places.get(key).copied());
        let file = at.next().unwrap_or(files.len());
        let is_here = |path: &Path| files.get(file).is_some_and(|(it, ..)| it.path == path);
        let stands_here = row
            .place
            .as_ref()
            .and_then(Place::path)
            .is_some_and(is_here);
        if !stands_here || snapshot.is_sectioned(address) {
            packed.more.extend(at.chain([file]));
        }
        let path = files.get(file).map(|(it, ..)| it.path.as_path());
        packed.add(file, path, address, &row);
    }
    Ok(packed)
}

/// The telegrams of a piece that are not deleted, and the numbers of the files
/// that each stands in.
fn files_of(snapshot: &Snapshot, shard: usize) -> Result<Vec<(u32, Vec<u64>)>, Error> {
    let Some(reader) = snapshot.readers().get(shard) else {
        return Ok(Vec::new());
    };
    let inverted = reader
        .inverted_index(snapshot.fields().of)
        .map_err(Error::reading)?;
    let shard = u32::try_from(shard).unwrap_or(u32::MAX);
    let mut pairs = Vec::new();
    let mut terms = inverted.terms().stream().map_err(Error::reading)?;
    while let Some((term, info)) = terms.next() {
        let key = u64::from_be_bytes(term.try_into().unwrap_or_default());
        let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic);
        walk(&mut postings.map_err(Error::reading)?, &mut |doc| {
            if snapshot.is_telegram(shard, doc) {
                pairs.push((doc, key));
            }
        });
    }
    pairs.sort_unstable();
    let alike = pairs.chunk_by(|(a, _), (b, _)| a == b);
    let telegram = |pairs: &[(u32, u64)]| {
        let (nth, _) = pairs.first()?;
        Some((*nth, pairs.iter().map(|(_, key)| *key).collect()))
    };
    Ok(alike.filter_map(telegram).collect())
}

impl Packed {
    fn add(&mut self, file: usize, path: Option<&Path>, address: Address, row: &Row) {
        let Brief {
            id,
            date,
            level,
            has_text,
            subject,
        } = &row.brief;
        let is_all = path.is_some_and(|path| row.place == Some(all_of(path.to_owned())));
        let place = row.place.as_ref().filter(|_| !is_all);
        let sign = |has, sign| if has { sign } else { 0 };
        let first = self.bytes.len();
        let bytes = &mut self.bytes;
        bytes.push(
            sign(id.is_some(), HAS_ID)
                | sign(date.is_some(), HAS_DATE)
                | sign(level.is_some(), HAS_LEVEL)
                | sign(*has_text, HAS_TEXT)
                | sign(is_all, IS_ALL)
                | sign(place.is_some(), HAS_PLACE),
        );
        number(bytes, u64::from(address.shard));
        number(bytes, u64::from(address.nth));
        text(bytes, subject.as_bytes());
        if let Some(id) = id {
            text(bytes, id.as_bytes());
        }
        if let Some(date) = date {
            number(bytes, u64::try_from(day(*date)).unwrap_or_default());
        }
        if let Some(level) = level {
            number(bytes, rank(*level));
        }
        if let Some(place) = place {
            text(bytes, &place_to_bytes(place));
        }
        let start = row.place.as_ref().and_then(Place::start);
        let telegram = (file, start.unwrap_or_default(), first..self.bytes.len());
        self.telegrams.push(telegram);
    }
}

/// Adds the records of the files, with what stands in none of them behind.
fn in_files(pieces: &[Packed], files: &[File], all: &mut Vec<u8>) {
    let mut telegrams: Vec<(usize, u64, usize, &std::ops::Range<usize>)> = Vec::new();
    telegrams.reserve_exact(pieces.iter().map(|piece| piece.telegrams.len()).sum());
    for (nth, piece) in pieces.iter().enumerate() {
        let of_piece = piece.telegrams.iter();
        telegrams.extend(of_piece.map(|(file, start, at)| (*file, *start, nth, at)));
    }
    telegrams.sort_unstable_by_key(|(file, start, nth, at)| (*file, *start, *nth, at.start));
    let none = OnDisk {
        path: PathBuf::new(),
        n_bytes: 0,
        modified: 0,
        changed: 0,
    };
    let none = (none, 0, NONE);
    // Room for all of it at once, for it is large: paths, and some forty bytes of
    // numbers with each.
    let n_packed: usize = pieces.iter().map(|piece| piece.bytes.len()).sum();
    let of_paths = files
        .iter()
        .map(|(file, ..)| file.path.as_os_str().len() + 40);
    all.reserve(n_packed + of_paths.sum::<usize>());
    let mut left = telegrams.as_slice();
    let mut record = Vec::new();
    for (nth, (file, key, signs)) in files.iter().chain([&none]).enumerate() {
        record.clear();
        text(&mut record, &path_to_bytes(&file.path));
        number(&mut record, file.n_bytes);
        record.extend(file.modified.to_le_bytes());
        record.extend(file.changed.to_le_bytes());
        number(&mut record, *key);
        record.push(*signs);
        let n_here = left.partition_point(|(file, ..)| *file <= nth);
        let (here, behind) = left.split_at_checked(n_here).unwrap_or_default();
        for (.., piece, at) in here {
            let bytes = pieces.get(*piece).map(|piece| piece.bytes.as_slice());
            let bytes = bytes.and_then(|bytes| bytes.get((*at).clone()));
            record.extend_from_slice(bytes.unwrap_or_default());
        }
        left = behind;
        text(all, &record);
    }
}
