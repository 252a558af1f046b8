//! How a list is made: of an index, and of the list that there was before.
//!
//! What is in a piece of an index never changes, but for what is deleted. So
//! what the list before says of the pieces that are still there is taken from
//! it, without what is deleted by now, and only the pieces that have come are
//! read, row by row. What comes out is, byte for byte, what a list made of the
//! index alone would be.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use tantivy::schema::IndexRecordOption;

use super::list::{List, Listed, MORE, NONE, Packed, SAID};
use super::search::{FileNote, walk};
use super::{Address, Error, Row, Snapshot};
use crate::library::Place;

/// What is new in an index since a list was made.
pub(super) struct Since<'a> {
    snapshot: &'a Snapshot,
    /// The list before, if anything can be taken from it.
    known: Option<&'a List>,
    /// The number that each piece of that list has now, if it is still there.
    numbers: Vec<Option<u32>>,
    /// Of each piece, whether it has come since.
    is_new: Vec<bool>,
    /// The files that are noted in those pieces.
    files: Vec<FileNote>,
}

/// What a list is to say.
pub(super) struct Made<'a> {
    since: &'a Since<'a>,
    /// In the order of their paths; behind them what stands in none.
    files: Vec<Listed<'a>>,
    /// The telegrams of new pieces.
    pieces: Vec<OfPiece>,
    /// The file of each of them, its piece, and which it is there; in this order.
    order: Vec<(u32, u32, u32)>,
}

/// The telegrams of a piece, packed.
#[derive(Default)]
struct OfPiece {
    telegrams: Vec<OfFile>,
    bytes: Vec<u8>,
    /// Which files hold something that does not stand there as it is, or not only
    /// there.
    more: Vec<usize>,
}

/// One of them, and the file that it stands in.
struct OfFile {
    file: usize,
    signs: u8,
    nth: u32,
    bytes: Range<usize>,
}

impl<'a> Since<'a> {
    /// What is new in the index of `snapshot` since the list `known` was made.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub(super) fn new(snapshot: &'a Snapshot, known: Option<&'a List>) -> Result<Since<'a>, Error> {
        // What stood in no file that was told of might stand in one by now: its
        // number may have been given again.
        let stands_in_none = |file: Listed<'_>| file.signs & NONE != 0 && file.packed().count() > 0;
        let known = known.filter(|list| !list.records().any(stands_in_none));
        let readers = snapshot.readers();
        let mut is_new = vec![true; readers.len()];
        let mut numbers = Vec::new();
        for piece in known.map(List::pieces).unwrap_or_default() {
            let is_it = |id: String| id == piece.name;
            let now = readers
                .iter()
                .position(|it| is_it(it.segment_id().uuid_string()));
            if let Some(is_new) = now.and_then(|now| is_new.get_mut(now)) {
                *is_new = false;
            }
            numbers.push(now.and_then(|now| u32::try_from(now).ok()));
        }
        let mut files = Vec::new();
        let is_wanted = |shard: usize| is_new.get(shard) == Some(&true);
        snapshot.each_file(&is_wanted, &mut |file| files.push(file))?;
        Ok(Since {
            snapshot,
            known,
            numbers,
            is_new,
            files,
        })
    }

    /// Where what stood at an address of the list before is now, if its piece is
    /// still there.
    fn now(&self, before: Address) -> Option<Address> {
        let number = self.numbers.get(usize::try_from(before.shard).ok()?)?;
        Some(Address {
            shard: (*number)?,
            nth: before.nth,
        })
    }

    /// The files of the list before that are still noted, as they were.
    fn kept_files(&self) -> impl Iterator<Item = Listed<'a>> {
        let files = self.known.into_iter().flat_map(List::files);
        files.filter_map(|mut file| {
            file.document = self.now(file.document)?;
            let reader = self.snapshot.reader(file.document)?;
            (!reader.is_deleted(file.document.nth)).then_some(file)
        })
    }

    /// The telegrams of a file of the list before that are still there.
    fn kept<'l>(&self, file: &Listed<'l>) -> impl Iterator<Item = Packed<'l>> {
        file.packed().filter_map(|mut telegram| {
            telegram.address = self.now(telegram.address)?;
            let Address { shard, nth } = telegram.address;
            self.snapshot.is_telegram(shard, nth).then_some(telegram)
        })
    }
}

impl<'a> Made<'a> {
    /// What the list of an index is to say.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub(super) fn new(since: &'a Since<'a>) -> Result<Made<'a>, Error> {
        let noted = since.files.iter().map(|note| {
            let signs = if note.is_said { SAID } else { 0 };
            Listed::new(note, signs)
        });
        let mut files: Vec<Listed<'a>> = since.kept_files().chain(noted).collect();
        // Both are nearly in this order.
        files.sort_by(Listed::by_path);
        let places = files.iter().enumerate();
        let places: HashMap<u64, usize> = places.map(|(nth, file)| (file.key, nth)).collect();
        let snapshot = since.snapshot;
        let pieces = snapshot.each_piece(true, |shard| match since.is_new.get(shard) {
            Some(true) => OfPiece::of(snapshot, shard, &files, &places),
            _ => Ok(OfPiece::default()),
        })?;
        let mut more: Vec<usize> = pieces
            .iter()
            .flat_map(|piece| &piece.more)
            .copied()
            .collect();
        for (nth, file) in files.iter().enumerate() {
            if file.signs & MORE != 0 {
                for telegram in since.kept(file).filter(|it| it.is_more()) {
                    let also = snapshot.section_files(telegram.address);
                    more.extend(also.filter_map(|key| places.get(&key)).chain([&nth]));
                }
            }
        }
        for file in &mut files {
            file.signs &= !MORE;
        }
        for nth in more {
            if let Some(file) = files.get_mut(nth) {
                file.signs |= MORE;
            }
        }
        files.push(Listed::none());
        let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
        let mut order = Vec::new();
        for (shard, piece) in pieces.iter().enumerate() {
            let telegrams = piece.telegrams.iter().enumerate();
            order.extend(telegrams.map(|(nth, it)| (number(it.file), number(shard), number(nth))));
        }
        order.sort_unstable();
        Ok(Made {
            since,
            files,
            pieces,
            order,
        })
    }

    /// The paths of the folders that the files are in, each once.
    pub(super) fn folders(&self) -> Vec<&'a [u8]> {
        let mut folders = Vec::new();
        let mut known = HashSet::new();
        let mut last = None;
        for file in &self.files {
            let folder = file.path.0;
            if last.replace(folder) != Some(folder) && known.insert(folder) {
                folders.push(folder);
            }
        }
        folders
    }

    /// Some bytes more than all of it takes, but for the folders.
    pub(super) fn n_bytes(&self) -> usize {
        /// Numbers and times of a file.
        const BESIDE: usize = 48;
        let files = self.files.iter().map(|file| file.n_bytes_packed() + BESIDE);
        let pieces = self.pieces.iter().map(|piece| piece.bytes.len());
        files.chain(pieces).sum()
    }

    /// Tells of each file in its order, of which of these folders it is in, and of
    /// its telegrams, in theirs.
    pub(super) fn each(
        &self,
        folders: &[&[u8]],
        tell: &mut dyn FnMut(&Listed<'_>, u64, &[Packed<'_>]),
    ) {
        let numbers: HashMap<&[u8], u64> = folders.iter().copied().zip(0..).collect();
        let mut folder = ([].as_slice(), 0);
        let mut left = self.order.as_slice();
        let mut telegrams = Vec::new();
        for (nth, file) in (0..).zip(&self.files) {
            if nth == 0 || folder.0 != file.path.0 {
                folder = (
                    file.path.0,
                    numbers.get(file.path.0).copied().unwrap_or_default(),
                );
            }
            telegrams.clear();
            telegrams.extend(self.since.kept(file));
            while let Some(((of, shard, it), behind)) = left.split_first()
                && *of == nth
            {
                telegrams.extend(self.telegram(*shard, *it));
                left = behind;
            }
            if telegrams.len() > 1 {
                telegrams.sort_by_cached_key(|it: &Packed<'_>| (it.start(), it.address));
            }
            tell(file, folder.1, &telegrams);
        }
    }

    /// A telegram of a new piece.
    fn telegram(&self, shard: u32, nth: u32) -> Option<Packed<'_>> {
        let piece = self.pieces.get(usize::try_from(shard).ok()?)?;
        let it = piece.telegrams.get(usize::try_from(nth).ok()?)?;
        let address = Address { shard, nth: it.nth };
        Some(Packed::new(
            it.signs,
            address,
            piece.bytes.get(it.bytes.clone())?,
        ))
    }
}

impl OfPiece {
    /// The telegrams of a piece.
    fn of(
        snapshot: &Snapshot,
        shard: usize,
        files: &[Listed<'_>],
        places: &HashMap<u64, usize>,
    ) -> Result<OfPiece, Error> {
        let mut piece = OfPiece::default();
        let none = Listed::none();
        for (nth, keys) in files_of(snapshot, shard)? {
            let address = Address {
                shard: u32::try_from(shard).unwrap_or(u32::MAX),
                nth,
            };
            let Row { brief, place, .. } = snapshot.row(address)?;
            let mut at = keys.iter().filter_map(|key| places.get(key).copied());
            let nth_file = at.next().unwrap_or(files.len());
            let file = files.get(nth_file).unwrap_or(&none);
            let path = file.path();
            let is_here = |it: &Path| file.signs & NONE == 0 && it == path;
            let stands_here = place.as_ref().and_then(Place::path).is_some_and(is_here);
            let is_more = !stands_here || snapshot.is_sectioned(address);
            if is_more {
                piece.more.extend(at.chain([nth_file]));
            }
            let first = piece.bytes.len();
            let said = (&brief, place.as_ref());
            let signs = Packed::put(said, file, is_more, &mut piece.bytes);
            piece.telegrams.push(OfFile {
                file: nth_file,
                signs,
                nth,
                bytes: first..piece.bytes.len(),
            });
        }
        Ok(piece)
    }
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
