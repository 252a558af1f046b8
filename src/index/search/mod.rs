//! What a query finds, asked of the index.
//!
//! Each question gives a set of telegrams, one bit each; the query is worked
//! out on the sets. So what is found is what holds, all of it and nothing
//! else: no term is left out for being frequent, no list ends early.

mod asked;
mod bits;
mod counts;
mod hits;

use tantivy::columnar::Column;
use tantivy::schema::{IndexRecordOption, Value as _};
use tantivy::{
    DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term,
};

use super::row::{Row, path_from, place_from};
use super::schema::{CABLE, FILE, Fields};
use super::{Error, date, level, level_mark};
use crate::cable::Brief;
use crate::library::OnDisk;
use crate::query::{Cited, Citing as _, Query, State};

pub use counts::Counted;
pub use hits::Hits;

use asked::{Asked, Cables, work_out};
use bits::Bits;

/// What an index holds at one time.
pub struct Snapshot {
    searcher: Searcher,
    fields: Fields,
    shards: Vec<Shard>,
}

/// What is known of a piece of the index.
struct Shard {
    /// The headers of its telegrams, in order.
    heads: Vec<DocId>,
    /// Those that are not deleted.
    alive: Bits,
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
        let cited = self.cited(query)?;
        let readers = (0..).zip(self.searcher.segment_readers());
        let shards = readers.zip(&self.shards).map(|((nth, reader), shard)| {
            let asked = Asked {
                snapshot: self,
                reader,
                shard,
                cited: &cited,
                nth,
                read,
            };
            let leaves = query.leaves().iter().map(|leaf| asked.leaf(&leaf.asks));
            let leaves: Vec<Bits> = leaves.collect::<Result<_, _>>()?;
            let mut bits = work_out(query.root(), &leaves, shard.heads.len());
            bits.and(&shard.alive);
            Ok(bits)
        });
        Ok(Found {
            shards: shards.collect::<Result<_, Error>>()?,
        })
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

    /// The header of a telegram.
    pub(super) fn head(&self, address: Address) -> Option<DocId> {
        let shard = self.shards.get(usize::try_from(address.shard).ok()?)?;
        shard.heads.get(usize::try_from(address.nth).ok()?).copied()
    }

    /// Whether a telegram is one of sections, which may stand in other files.
    pub(super) fn is_sectioned(&self, address: Address) -> bool {
        let shard = self.shards.get(address.shard as usize);
        let files = shard.and_then(|shard| shard.files.first(self.head(address)?));
        files.is_some()
    }

    /// Which telegram of a piece a document is the header of.
    pub(super) fn telegram(&self, shard: u32, doc: DocId) -> Option<u32> {
        let shard = self.shards.get(usize::try_from(shard).ok()?)?;
        u32::try_from(shard.heads.binary_search(&doc).ok()?).ok()
    }

    /// Tells of every file that was taken in: its number and what it was.
    /// Whether something was said of it when it was.
    pub(super) fn each_file(&self, tell: &mut dyn FnMut(u64, OnDisk, bool)) -> Result<(), Error> {
        for reader in self.searcher.segment_readers() {
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
                let file = OnDisk {
                    path: path_from(path),
                    n_bytes: sizes.first(doc)?,
                    modified: times.first(doc)?,
                    changed: changes.first(doc)?,
                };
                let is_said = said.first(doc).unwrap_or_default();
                tell(keys.first(doc)?, file, is_said);
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
    let inverted = reader.inverted_index(field).map_err(Error::reading)?;
    let term = Term::from_field_text(field, text);
    let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
    if let Some(mut postings) = postings.map_err(Error::reading)? {
        walk(&mut postings, tell);
    }
    Ok(())
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
        let inverted = reader.inverted_index(fields.mark).map_err(Error::reading)?;
        let term = Term::from_field_text(fields.mark, CABLE);
        let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
        let mut heads = Vec::new();
        if let Some(mut postings) = postings.map_err(Error::reading)? {
            walk(&mut postings, &mut |doc| heads.push(doc));
        }
        let mut alive = Bits::none(heads.len());
        for (nth, head) in heads.iter().enumerate() {
            if !reader.is_deleted(*head) {
                alive.set(nth);
            }
        }
        let columns = reader.fast_fields();
        Ok(Shard {
            heads,
            alive,
            date: columns.i64("date").map_err(Error::reading)?,
            level: columns.u64("level").map_err(Error::reading)?,
            files: columns.u64("files").map_err(Error::reading)?,
        })
    }

    /// Telegrams by the documents of their parts.
    fn cables(&self) -> Cables<'_> {
        Cables {
            heads: &self.heads,
            at: 0,
            bits: Bits::none(self.heads.len()),
        }
    }
}
