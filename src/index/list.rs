//! What a list needs of an index, packed in one file: the files that were
//! taken in, and what a list says of the telegrams in each.
//!
//! Reading it takes a moment, where asking the index for one telegram after the
//! other takes seconds. It is made (`listing`) of the index, and is a cache
//! of it: it says which pieces it was made of, and bears a sum. One with another
//! sum is none. One of other pieces is made anew, with what it knows of those
//! that are still there. It is put in its place as a whole, so nobody who reads
//! it sees it change.
//!
//! | bytes | what |
//! |---|---|
//! | 32 | hash of all that follows |
//! | | [`VERSION`]; how many pieces, and of each its name and a number for what is deleted in it |
//! | | how many folders, and their paths |
//! | | for each file, in the order of paths, how many bytes follow and: number of its folder, name, size, times, number, signs, piece and number of its document, and its telegrams |
//!
//! Of a telegram there is: signs, piece and number of its document, subject, and
//! what the signs name. An id that the name of the file begins with is only the
//! number of its bytes. Numbers and texts are as [`number`] and [`text`] write
//! them.

use std::cmp::Ordering;
use std::fs;
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};
use tantivy::directory::{Directory as _, MmapDirectory, OwnedBytes};

use super::listing::{Made, Since};
use super::row::{path_from, place_from, place_to_bytes};
use super::schema::VERSION;
use super::search::FileNote;
use super::{Address, Error, Snapshot, date, day, level, rank};
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
    pieces: Vec<Piece>,
    /// Where the paths of the folders lie.
    folders: Vec<Range<usize>>,
    /// Where the first record does.
    first: usize,
}

/// A piece of an index, as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The name that the engine gave it. What is in a piece never changes, but
    /// for what is deleted.
    pub(super) name: String,
    /// A number that changes when something of it is deleted.
    pub(super) deletions: u64,
}

/// A file of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listed<'a> {
    /// Where its record begins.
    pub(super) at: usize,
    /// Its path up to the name, and its name.
    pub(super) path: (&'a [u8], &'a [u8]),
    pub(super) n_bytes: u64,
    pub(super) modified: i64,
    pub(super) changed: i64,
    pub(super) key: u64,
    pub(super) signs: u8,
    /// What notes that it was taken in.
    pub(super) document: Address,
    telegrams: &'a [u8],
}

/// Whether something was said of a file when it was taken in.
pub(super) const SAID: u8 = 1;
/// Whether something in it does not stand there as it is, or not only there.
pub(super) const MORE: u8 = 2;
/// It is no file: telegrams of files that are not to be told of.
pub(super) const NONE: u8 = 4;

/// A telegram of a list.
pub(super) struct Telegram {
    pub(super) address: Address,
    pub(super) brief: Brief,
    pub(super) place: Option<Place>,
}

/// A telegram as it is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packed<'a> {
    /// What there is of it, and where it stands.
    signs: u8,
    pub(super) address: Address,
    /// What the signs name.
    rest: &'a [u8],
}

const HAS_ID: u8 = 1;
const HAS_DATE: u8 = 2;
const HAS_LEVEL: u8 = 4;
const HAS_TEXT: u8 = 8;
/// It is all of the file.
const IS_ALL: u8 = 16;
/// It stands somewhere else, or in a part of the file.
const HAS_PLACE: u8 = 32;
/// It does not stand in the file as it is, or not only there.
const IS_MORE: u8 = 64;
/// The name of the file begins with its id.
const IS_NAMED: u8 = 128;

impl List {
    /// The list of `snapshot`, which is of the index in `folder`: as it lies
    /// there, or made now and put there if that can be.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub(super) fn of(snapshot: &Snapshot, folder: &Path) -> Result<List, Error> {
        let pieces = pieces(snapshot);
        let known = List::open(folder);
        let known = match known {
            Some(known) if known.pieces == pieces => return Ok(known),
            known => known,
        };
        let since = Since::new(snapshot, known.as_ref())?;
        let bytes = packed(&pieces, &Made::new(&since)?);
        // Some systems put nothing in the place of a file that is being read.
        drop(known);
        // Where nothing can be written it is made each time.
        let _ = put(folder, &bytes);
        let list = List::read(OwnedBytes::new(bytes));
        list.ok_or_else(|| Error::System(io::ErrorKind::InvalidData.into()))
    }

    /// The list that lies in a folder, whatever it was made of.
    fn open(folder: &Path) -> Option<List> {
        let folder = MmapDirectory::open(folder).ok()?;
        let file = folder.open_read(Path::new(NAME)).ok()?;
        let bytes = file.read_bytes().ok()?;
        let (sum, rest) = bytes.split_at_checked(SUM)?;
        let is_whole = sum == &Sha256::digest(rest)[..];
        is_whole.then(|| List::read(bytes)).flatten()
    }

    fn read(bytes: OwnedBytes) -> Option<List> {
        let mut rest = bytes.get(SUM..)?;
        if take_number(&mut rest)? != u64::from(VERSION) {
            return None;
        }
        let mut pieces = Vec::new();
        for _ in 0..take_number(&mut rest)? {
            let name = str::from_utf8(take_text(&mut rest)?).ok()?.to_owned();
            let deletions = take_number(&mut rest)?;
            pieces.push(Piece { name, deletions });
        }
        let mut folders = Vec::new();
        for _ in 0..take_number(&mut rest)? {
            let n_bytes = take_text(&mut rest)?.len();
            let end = bytes.len() - rest.len();
            folders.push(end - n_bytes..end);
        }
        let first = bytes.len() - rest.len();
        Some(List {
            bytes,
            pieces,
            folders,
            first,
        })
    }

    pub(super) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The files, in the order of their paths.
    pub(super) fn files(&self) -> impl Iterator<Item = Listed<'_>> {
        self.records().filter(|file| file.signs & NONE == 0)
    }

    /// The files, and behind them what stands in none.
    pub(super) fn records(&self) -> impl Iterator<Item = Listed<'_>> {
        let mut at = self.first;
        std::iter::from_fn(move || {
            let (file, next) = self.record(at)?;
            at = next;
            Some(file)
        })
    }

    /// The file whose record begins at a place.
    pub(super) fn file(&self, at: usize) -> Option<Listed<'_>> {
        Some(self.record(at)?.0)
    }

    fn record(&self, at: usize) -> Option<(Listed<'_>, usize)> {
        let mut rest = self.bytes.get(at..)?;
        let record = take_text(&mut rest)?;
        let next = self.bytes.len() - rest.len();
        Some((self.listed(at, record)?, next))
    }

    fn listed<'a>(&'a self, at: usize, record: &'a [u8]) -> Option<Listed<'a>> {
        let mut rest = record;
        let folder = usize::try_from(take_number(&mut rest)?).ok()?;
        let folder = self.bytes.get(self.folders.get(folder)?.clone())?;
        let name = take_text(&mut rest)?;
        let n_bytes = take_number(&mut rest)?;
        let mut time = || Some(i64::from_le_bytes(take(&mut rest, 8)?.try_into().ok()?));
        let (modified, changed) = (time()?, time()?);
        let key = take_number(&mut rest)?;
        let [signs] = take(&mut rest, 1)? else {
            return None;
        };
        Some(Listed {
            at,
            path: (folder, name),
            n_bytes,
            modified,
            changed,
            key,
            signs: *signs,
            document: take_address(&mut rest)?,
            telegrams: rest,
        })
    }

    /// Tells of every telegram, and of where it stands.
    pub fn each_place(&self, tell: &mut dyn FnMut(Address, Option<Place>)) {
        for file in self.records() {
            for telegram in file.telegrams() {
                tell(telegram.address, telegram.place);
            }
        }
    }
}

impl<'a> Listed<'a> {
    /// A file that is noted, of which no telegram is known.
    pub(super) fn new(note: &'a FileNote, signs: u8) -> Listed<'a> {
        Listed {
            at: 0,
            path: parts(&note.path),
            n_bytes: note.n_bytes,
            modified: note.modified,
            changed: note.changed,
            key: note.key,
            signs,
            document: note.address,
            telegrams: &[],
        }
    }

    /// What stands in no file.
    pub(super) fn none() -> Listed<'a> {
        Listed {
            at: 0,
            path: (&[], &[]),
            n_bytes: 0,
            modified: 0,
            changed: 0,
            key: 0,
            signs: NONE,
            document: Address { shard: 0, nth: 0 },
            telegrams: &[],
        }
    }

    /// Bytes of its name and its telegrams.
    pub(super) fn n_bytes_packed(&self) -> usize {
        self.path.1.len() + self.telegrams.len()
    }

    /// Its path.
    pub(super) fn path(&self) -> PathBuf {
        let (folder, name) = self.path;
        path_from(&[folder, name].concat())
    }

    /// In the order of paths.
    pub(super) fn by_path(&self, other: &Listed<'_>) -> Ordering {
        if self.path.0 == other.path.0 {
            self.path.1.cmp(other.path.1)
        } else {
            self.path().cmp(&other.path())
        }
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
        self.packed().map_while(|packed| packed.telegram(self))
    }

    /// The same as they are packed.
    pub(super) fn packed(&self) -> impl Iterator<Item = Packed<'a>> + use<'a> {
        let mut rest = self.telegrams;
        std::iter::from_fn(move || Packed::take(&mut rest))
    }

    /// Adds its record, with these telegrams.
    fn put(&self, folder: u64, telegrams: &[Packed<'_>], all: &mut Vec<u8>) {
        let mut record = Vec::new();
        number(&mut record, folder);
        text(&mut record, self.path.1);
        number(&mut record, self.n_bytes);
        record.extend(self.modified.to_le_bytes());
        record.extend(self.changed.to_le_bytes());
        number(&mut record, self.key);
        record.push(self.signs);
        put_address(self.document, &mut record);
        for telegram in telegrams {
            record.push(telegram.signs);
            put_address(telegram.address, &mut record);
            record.extend_from_slice(telegram.rest);
        }
        text(all, &record);
    }
}

/// A path up to the name of the file, and that.
pub(super) fn parts(path: &[u8]) -> (&[u8], &[u8]) {
    let is_separator = |byte: &u8| std::path::is_separator(char::from(*byte));
    let name = path.iter().rposition(is_separator).map_or(0, |at| at + 1);
    path.split_at_checked(name).unwrap_or_default()
}

impl<'a> Packed<'a> {
    /// Packs what a list says of a telegram, behind other bytes: what is read
    /// there afterwards.
    pub(super) fn put(
        (brief, place): (&Brief, Option<&Place>),
        file: &Listed<'_>,
        is_more: bool,
        bytes: &mut Vec<u8>,
    ) -> u8 {
        let Brief {
            id,
            date,
            level,
            has_text,
            subject,
        } = brief;
        let whole = |place: &&Place| **place == all_of(file.path());
        let is_all = file.signs & NONE == 0 && place.as_ref().is_some_and(whole);
        let place = place.filter(|_| !is_all);
        let begins = |id: &String| file.path.1.starts_with(id.as_bytes());
        let is_named = id.as_ref().is_some_and(begins);
        text(bytes, subject.as_bytes());
        match id {
            Some(id) if is_named => number(bytes, id.len() as u64),
            Some(id) => text(bytes, id.as_bytes()),
            None => {}
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
        let sign = |has, sign| if has { sign } else { 0 };
        sign(id.is_some(), HAS_ID)
            | sign(date.is_some(), HAS_DATE)
            | sign(level.is_some(), HAS_LEVEL)
            | sign(*has_text, HAS_TEXT)
            | sign(is_all, IS_ALL)
            | sign(place.is_some(), HAS_PLACE)
            | sign(is_more, IS_MORE)
            | sign(is_named, IS_NAMED)
    }

    /// What was packed with these signs.
    pub(super) fn new(signs: u8, address: Address, rest: &'a [u8]) -> Packed<'a> {
        Packed {
            signs,
            address,
            rest,
        }
    }

    fn take(rest: &mut &'a [u8]) -> Option<Packed<'a>> {
        let [signs] = take(rest, 1)? else {
            return None;
        };
        let address = take_address(rest)?;
        let all = *rest;
        Fields::take(*signs, rest)?;
        let n_bytes = all.len() - rest.len();
        Some(Packed::new(*signs, address, all.get(..n_bytes)?))
    }

    /// What it says, where it is of `file`.
    fn telegram(self, file: &Listed<'_>) -> Option<Telegram> {
        let mut rest = self.rest;
        let fields = Fields::take(self.signs, &mut rest)?;
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let id = match (fields.id, fields.n_named) {
            (None, Some(n_bytes)) => file.path.1.get(..n_bytes),
            (id, _) => id,
        };
        let is_all = self.signs & IS_ALL != 0;
        let place = match fields.place {
            _ if is_all => Some(all_of(file.path())),
            Some(place) => place_from(place),
            None => None,
        };
        Some(Telegram {
            address: self.address,
            brief: Brief {
                id: id.map(words),
                date: fields.day.and_then(|day| date(i64::try_from(day).ok()?)),
                level: fields.level.and_then(level),
                has_text: self.signs & HAS_TEXT != 0,
                subject: words(fields.subject),
            },
            place,
        })
    }

    /// Whether it does not stand in its file as it is, or not only there.
    pub(super) fn is_more(self) -> bool {
        self.signs & IS_MORE != 0
    }

    /// Its first byte in the file, where that is known.
    pub(super) fn start(self) -> u64 {
        let mut rest = self.rest;
        let fields = Fields::take(self.signs, &mut rest);
        let place = fields.and_then(|fields| place_from(fields.place?));
        place.as_ref().and_then(Place::start).unwrap_or_default()
    }
}

/// What signs name.
struct Fields<'a> {
    subject: &'a [u8],
    id: Option<&'a [u8]>,
    /// How many bytes of the name of the file are the id.
    n_named: Option<usize>,
    day: Option<u64>,
    level: Option<u64>,
    place: Option<&'a [u8]>,
}

impl<'a> Fields<'a> {
    fn take(signs: u8, rest: &mut &'a [u8]) -> Option<Fields<'a>> {
        let has = |sign| signs & sign != 0;
        let mut fields = Fields {
            subject: take_text(rest)?,
            id: None,
            n_named: None,
            day: None,
            level: None,
            place: None,
        };
        if has(IS_NAMED) {
            fields.n_named = Some(usize::try_from(take_number(rest)?).ok()?);
        } else if has(HAS_ID) {
            fields.id = Some(take_text(rest)?);
        }
        if has(HAS_DATE) {
            fields.day = Some(take_number(rest)?);
        }
        if has(HAS_LEVEL) {
            fields.level = Some(take_number(rest)?);
        }
        if has(HAS_PLACE) {
            fields.place = Some(take_text(rest)?);
        }
        Some(fields)
    }
}

fn take_address(rest: &mut &[u8]) -> Option<Address> {
    Some(Address {
        shard: u32::try_from(take_number(rest)?).ok()?,
        nth: u32::try_from(take_number(rest)?).ok()?,
    })
}

fn put_address(address: Address, bytes: &mut Vec<u8>) {
    number(bytes, u64::from(address.shard));
    number(bytes, u64::from(address.nth));
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

/// The pieces of an index, and what of them is deleted.
fn pieces(snapshot: &Snapshot) -> Vec<Piece> {
    let piece = |reader: &tantivy::SegmentReader| Piece {
        name: reader.segment_id().uuid_string(),
        deletions: reader.delete_opstamp().map_or(0, |it| it.saturating_add(1)),
    };
    snapshot.readers().iter().map(piece).collect()
}

/// The bytes of a list.
fn packed(pieces: &[Piece], made: &Made<'_>) -> Vec<u8> {
    let mut bytes = vec![0; SUM];
    number(&mut bytes, u64::from(VERSION));
    number(&mut bytes, pieces.len() as u64);
    for piece in pieces {
        text(&mut bytes, piece.name.as_bytes());
        number(&mut bytes, piece.deletions);
    }
    let folders = made.folders();
    number(&mut bytes, folders.len() as u64);
    for folder in &folders {
        text(&mut bytes, folder);
    }
    // Room for nearly all of it at once, for it is large.
    bytes.reserve(made.n_bytes());
    made.each(&folders, &mut |file, folder, telegrams| {
        file.put(folder, telegrams, &mut bytes);
    });
    let sum = Sha256::digest(bytes.get(SUM..).unwrap_or_default());
    if let Some(head) = bytes.get_mut(..SUM) {
        head.copy_from_slice(&sum);
    }
    bytes
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
