//! What a query finds, asked of the index.
//!
//! Each question gives a set of telegrams, one bit each; the query is worked
//! out on the sets. So what is found is what holds, all of it and nothing
//! else: no term is left out for being frequent, no list ends early.

mod asked;
mod bits;
mod counts;
mod hits;
mod parts;
mod places;

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use tantivy::columnar::Column;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::{IndexRecordOption, Value as _};
use tantivy::{
    DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term,
};

use super::row::{Row, place_from};
use super::schema::{CABLE, FILE, Fields};
use super::{Error, date, level};
use crate::cable::Brief;
use crate::library;
use crate::query::{Asks, Cited, Citing as _, Field, Of, Phrase, Query, State};

pub use counts::Counted;
pub use hits::{Best, Hits, Weighed};

use asked::{Asked, work_out};
use bits::Bits;
use hits::NO_DAY;

/// Telegrams among which a phrase is looked for by one thread; few in tests, so
/// that they look by several.
const AT_ONCE: usize = if cfg!(test) { 2 } else { 20_000 };

/// Of phrases, if they are sought in texts, how often each document of each
/// piece holds them.
type Weights = Vec<Option<Vec<Vec<u8>>>>;

/// What a query finds in one piece, and the same of its documents.
type OfPiece = (Bits, Vec<Option<Vec<u8>>>);

/// What an index holds at one time.
pub struct Snapshot {
    searcher: Searcher,
    fields: Fields,
    shards: Vec<Shard>,
    /// What was counted of all telegrams.
    counted: Mutex<HashMap<Field, Vec<Counted>>>,
}

/// What is known of a piece of the index.
struct Shard {
    /// Its telegrams that are not deleted.
    alive: Bits,
    /// How many documents it has.
    n_documents: usize,
    /// The day of each document, once they are asked for.
    days: OnceLock<Vec<i32>>,
    /// Columns that are asked for row by row.
    date: Column<i64>,
    level: Column<u64>,
    /// The files that sections of a telegram are in.
    files: Column<u64>,
}

/// The telegrams that a query finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    shards: Vec<Bits>,
}

/// A telegram of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    pub(super) shard: u32,
    pub(super) nth: u32,
}

/// What is noted of a file that was taken in.
pub(super) struct FileNote {
    pub(super) path: Vec<u8>,
    pub(super) n_bytes: u64,
    pub(super) modified: i64,
    pub(super) changed: i64,
    /// The number of the file.
    pub(super) key: u64,
    /// Whether something was said of it.
    pub(super) is_said: bool,
    /// Where this is noted.
    pub(super) address: Address,
}

impl Found {
    /// Leaves those that are among others too.
    pub fn keep(&mut self, others: &Found) {
        for (bits, others) in self.shards.iter_mut().zip(&others.shards) {
            bits.and(others);
        }
    }

    /// Leaves those that are not among others.
    pub fn leave_out(&mut self, others: &[Address]) {
        for address in others {
            if let Some(bits) = self.shards.get_mut(address.shard as usize) {
                bits.clear(address.nth as usize);
            }
        }
    }

    /// How many they are.
    #[must_use]
    pub fn n_cables(&self) -> usize {
        self.shards.iter().map(Bits::n_set).sum()
    }

    /// Each of them, in the order of the index.
    pub fn iter(&self) -> impl Iterator<Item = Address> {
        let shards = (0..).zip(&self.shards);
        shards.flat_map(|(shard, bits)| {
            let nth = bits.iter().filter_map(|nth| u32::try_from(nth).ok());
            nth.map(move |nth| Address { shard, nth })
        })
    }
}

impl Snapshot {
    pub(super) fn new(searcher: &Searcher, fields: Fields) -> Result<Snapshot, Error> {
        let shards = searcher.segment_readers().iter();
        let shards = shards.map(|reader| Shard::new(reader, &fields));
        Ok(Snapshot {
            shards: shards.collect::<Result<_, _>>()?,
            searcher: searcher.clone(),
            fields,
            counted: Mutex::default(),
        })
    }

    /// How many telegrams it holds.
    #[must_use]
    pub fn n_cables(&self) -> usize {
        self.shards.iter().map(|shard| shard.alive.n_set()).sum()
    }

    /// The telegrams that a query finds.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn find(&self, query: &Query) -> Result<Found, Error> {
        self.find_read(query, &[])
    }

    /// The same, where it is known how far telegrams were read that bear no
    /// number.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn find_read(&self, query: &Query, read: &[(Address, State)]) -> Result<Found, Error> {
        let (shards, _) = self.ask(query, read, &[])?;
        Ok(Found { shards })
    }

    /// The telegrams that a query finds, piece by piece, and of each of some of
    /// its phrases, if it is sought in texts, how often it stands in them.
    fn ask(
        &self,
        query: &Query,
        read: &[(Address, State)],
        wanted: &[&Phrase],
    ) -> Result<(Vec<Bits>, Weights), Error> {
        let cited = self.cited(query)?;
        let of_text = |phrase: &&Phrase| (phrase.of == Of::Text).then(Vec::new);
        let mut weights: Weights = wanted.iter().map(of_text).collect();
        let phrases = query.leaves().iter().filter_map(|leaf| match &leaf.asks {
            Asks::Phrase(phrase) => Some(phrase),
            _ => None,
        });
        let answered = self.each_piece(self.is_long(phrases), |nth| {
            self.ask_piece(nth, query, (&cited, read), wanted)
        })?;
        let mut shards = Vec::with_capacity(answered.len());
        for (bits, counts) in answered {
            shards.push(bits);
            for (of, counts) in weights.iter_mut().zip(counts) {
                if let Some((of, counts)) = of.as_mut().zip(counts) {
                    of.push(counts);
                }
            }
        }
        Ok((shards, weights))
    }

    /// The same of one piece.
    fn ask_piece(
        &self,
        nth: usize,
        query: &Query,
        (cited, read): (&Cited, &[(Address, State)]),
        wanted: &[&Phrase],
    ) -> Result<OfPiece, Error> {
        let mut weights = vec![None; wanted.len()];
        let Some(asked) = self.asked(nth, cited, read) else {
            return Ok((Bits::default(), weights));
        };
        let mut leaves = Vec::with_capacity(query.leaves().len());
        for leaf in query.leaves() {
            let Asks::Phrase(phrase) = &leaf.asks else {
                leaves.push(asked.leaf(&leaf.asks)?);
                continue;
            };
            let (bits, counts) = asked.phrase(phrase)?;
            leaves.push(bits);
            let mut all = wanted.iter().zip(&mut weights);
            let of = all.find(|(wanted, _)| std::ptr::eq(**wanted, phrase));
            if let Some((_, of)) = of {
                *of = Some(counts);
            }
        }
        let mut bits = work_out(query.root(), &leaves, asked.shard.n_documents);
        bits.and(&asked.shard.alive);
        Ok((bits, weights))
    }

    /// One question to one piece.
    fn asked<'a>(
        &'a self,
        nth: usize,
        cited: &'a Cited,
        read: &'a [(Address, State)],
    ) -> Option<Asked<'a>> {
        Some(Asked {
            snapshot: self,
            reader: self.searcher.segment_readers().get(nth)?,
            shard: self.shards.get(nth)?,
            cited,
            nth: u32::try_from(nth).ok()?,
            read,
        })
    }

    /// Whether it takes so long to look for these phrases that it is worth to
    /// look in several pieces at once: where words stand is read of many
    /// telegrams.
    fn is_long<'q>(&self, mut phrases: impl Iterator<Item = &'q Phrase>) -> bool {
        let is_long = |phrase: &Phrase| {
            phrase.words.len() > 1 || phrase.is_prefix || !phrase.scope.is_empty()
        };
        self.n_documents() > AT_ONCE && phrases.any(is_long)
    }

    fn n_documents(&self) -> usize {
        self.shards.iter().map(|shard| shard.n_documents).sum()
    }

    /// What `work` makes of each piece, in their order; of several at once, if
    /// that is wanted.
    pub(super) fn each_piece<T: Send>(
        &self,
        at_once: bool,
        work: impl Fn(usize) -> Result<T, Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        let pieces: Vec<usize> = (0..self.shards.len()).collect();
        if !at_once {
            return pieces.into_iter().map(work).collect();
        }
        let made = library::helpers().each(&pieces, |nth| work(*nth));
        made.into_iter().collect()
    }

    /// What a list says of a telegram.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn row(&self, address: Address) -> Result<Row, Error> {
        let shard = self.shards.get(address.shard as usize);
        let Some((shard, head)) = shard.zip(self.head(address)) else {
            return Ok(Row::default());
        };
        let place = DocAddress::new(address.shard, head);
        let document: TantivyDocument = self.searcher.doc(place).map_err(Error::reading)?;
        let text = |field| {
            let value = document.get_first(field)?;
            value.as_str().map(str::to_owned)
        };
        let fields = &self.fields;
        let n_paragraphs = document.get_first(fields.n_paragraphs);
        let has_text = document.get_first(fields.has_text);
        let place = document.get_first(fields.place);
        Ok(Row {
            brief: Brief {
                id: text(fields.id),
                date: shard.date.first(head).and_then(date),
                level: shard.level.first(head).and_then(level),
                has_text: has_text.is_some(),
                subject: text(fields.subject).unwrap_or_default(),
            },
            n_paragraphs: n_paragraphs
                .and_then(|n| n.as_u64())
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or_default(),
            place: place.and_then(|place| place_from(place.as_bytes()?)),
        })
    }

    /// These telegrams.
    #[must_use]
    pub fn these(&self, addresses: impl Iterator<Item = Address>) -> Found {
        let none = |shard: &Shard| Bits::none(shard.n_documents);
        let mut shards: Vec<Bits> = self.shards.iter().map(none).collect();
        for address in addresses {
            if let Some(bits) = shards.get_mut(address.shard as usize) {
                bits.set(address.nth as usize);
            }
        }
        Found { shards }
    }

    /// Every telegram.
    #[must_use]
    pub fn all(&self) -> Found {
        let shards = self.shards.iter().map(|shard| shard.alive.clone());
        Found {
            shards: shards.collect(),
        }
    }

    /// The pieces of the index.
    pub(super) fn readers(&self) -> &[SegmentReader] {
        self.searcher.segment_readers()
    }

    /// The piece that a telegram is in.
    pub(super) fn reader(&self, address: Address) -> Option<&SegmentReader> {
        self.readers().get(usize::try_from(address.shard).ok()?)
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The document of a telegram.
    pub(super) fn head(&self, address: Address) -> Option<DocId> {
        let shard = self.shards.get(usize::try_from(address.shard).ok()?)?;
        let is_there = (address.nth as usize) < shard.n_documents;
        is_there.then_some(address.nth)
    }

    /// Whether a telegram is one of sections, which may stand in other files.
    pub(super) fn is_sectioned(&self, address: Address) -> bool {
        let shard = self.shards.get(address.shard as usize);
        let files = shard.and_then(|shard| shard.files.first(self.head(address)?));
        files.is_some()
    }

    /// Whether a document of a piece is a telegram that is not deleted.
    pub(super) fn is_telegram(&self, shard: u32, doc: DocId) -> bool {
        let shard = self.shards.get(shard as usize);
        shard.is_some_and(|shard| shard.alive.holds(doc as usize))
    }

    /// The numbers of the files that the sections of a telegram are in.
    pub(super) fn section_files(&self, address: Address) -> impl Iterator<Item = u64> {
        let shard = self.shards.get(address.shard as usize);
        let all = shard.map(|shard| shard.files.values_for_doc(address.nth));
        all.into_iter().flatten()
    }

    /// Tells of every file that is noted in those pieces that are wanted.
    pub(super) fn each_file(
        &self,
        is_wanted: &dyn Fn(usize) -> bool,
        tell: &mut dyn FnMut(FileNote),
    ) -> Result<(), Error> {
        let readers = self.searcher.segment_readers().iter().enumerate();
        for (shard, reader) in readers.filter(|(shard, _)| is_wanted(*shard)) {
            let shard = u32::try_from(shard).unwrap_or(u32::MAX);
            let columns = reader.fast_fields();
            let keys = columns.u64("key").map_err(Error::reading)?;
            let sizes = columns.u64("n_bytes").map_err(Error::reading)?;
            let times = columns.i64("modified").map_err(Error::reading)?;
            let changes = columns.i64("changed").map_err(Error::reading)?;
            let said = columns.bool("said").map_err(Error::reading)?;
            let Some(paths) = columns.bytes("path").map_err(Error::reading)? else {
                continue;
            };
            // Names lie packed behind each other: in their order they are read
            // once, not each from the beginning of its block.
            let mut documents = Vec::new();
            each(reader, self.fields.mark, FILE, &mut |doc| {
                if !reader.is_deleted(doc) {
                    documents.extend(paths.term_ords(doc).next().map(|name| (name, doc)));
                }
            })?;
            documents.sort_unstable();
            let names: Vec<u64> = documents.iter().map(|(name, _)| *name).collect();
            let mut documents = documents.into_iter();
            let mut told = |path: &[u8]| {
                let (_, doc) = documents.next()?;
                tell(FileNote {
                    path: path.to_vec(),
                    n_bytes: sizes.first(doc)?,
                    modified: times.first(doc)?,
                    changed: changes.first(doc)?,
                    key: keys.first(doc)?,
                    is_said: said.first(doc).unwrap_or_default(),
                    address: Address { shard, nth: doc },
                });
                Some(())
            };
            let dictionary = paths.dictionary();
            dictionary
                .sorted_ords_to_term_cb(&names, |path| {
                    told(path);
                })
                .map_err(Error::reading)?;
        }
        Ok(())
    }

    /// The numbers that the telegrams cite whose references are asked for.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn cited(&self, query: &Query) -> Result<Cited, Error> {
        let all = query.citing().map(|id| {
            let cites = self.cites(id)?;
            Ok((id.to_owned(), cites.into_iter().collect()))
        });
        all.collect()
    }
}

/// Tells of every document that holds a term, deleted ones too.
pub(super) fn each(
    reader: &SegmentReader,
    field: tantivy::schema::Field,
    text: &str,
    tell: &mut dyn FnMut(DocId),
) -> Result<(), Error> {
    let option = IndexRecordOption::Basic;
    each_block(reader, field, text, option, &mut |docs, _| {
        for doc in docs {
            tell(*doc);
        }
    })
}

/// The same, many at once, with how often each holds it, where that is read.
fn each_block(
    reader: &SegmentReader,
    field: tantivy::schema::Field,
    text: &str,
    option: IndexRecordOption,
    tell: &mut dyn FnMut(&[DocId], &[u32]),
) -> Result<(), Error> {
    let inverted = reader.inverted_index(field).map_err(Error::reading)?;
    let term = Term::from_field_text(field, text);
    let blocks = inverted.read_block_postings(&term, option);
    if let Some(mut blocks) = blocks.map_err(Error::reading)? {
        blocks_of(&mut blocks, tell);
    }
    Ok(())
}

fn blocks_of(blocks: &mut BlockSegmentPostings, tell: &mut dyn FnMut(&[DocId], &[u32])) {
    while !blocks.docs().is_empty() {
        tell(blocks.docs(), blocks.freqs());
        blocks.advance();
    }
}

pub(super) fn walk(documents: &mut dyn DocSet, tell: &mut dyn FnMut(DocId)) {
    let mut doc = documents.doc();
    while doc != TERMINATED {
        tell(doc);
        doc = documents.advance();
    }
}

impl Shard {
    fn new(reader: &SegmentReader, fields: &Fields) -> Result<Shard, Error> {
        let n_documents = reader.max_doc() as usize;
        let mut alive = Bits::none(n_documents);
        each(reader, fields.mark, CABLE, &mut |doc| {
            if !reader.is_deleted(doc) {
                alive.set(doc as usize);
            }
        })?;
        let columns = reader.fast_fields();
        Ok(Shard {
            alive,
            n_documents,
            days: OnceLock::new(),
            date: columns.i64("date").map_err(Error::reading)?,
            level: columns.u64("level").map_err(Error::reading)?,
            files: columns.u64("files").map_err(Error::reading)?,
        })
    }

    /// The day of each document as a number, which rises with it; before all
    /// others that of what has none.
    fn days(&self) -> &[i32] {
        self.days.get_or_init(|| {
            let days = (0..self.n_documents).map(|doc| {
                let day = DocId::try_from(doc).ok();
                let day = day.and_then(|doc| self.date.first(doc));
                day.and_then(|day| i32::try_from(day).ok())
                    .unwrap_or(NO_DAY)
            });
            days.collect()
        })
    }
}
