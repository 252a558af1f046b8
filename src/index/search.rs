//! What a query finds, asked of the index.
//!
//! Each question gives a set of telegrams, one bit each; the query is worked
//! out on the sets. So what is found is what holds, all of it and nothing
//! else: no term is left out for being frequent, no list ends early.

use std::collections::HashMap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{EnableScoring, PhraseQuery, Query as _};
use tantivy::schema::{IndexRecordOption, Value as _};
use tantivy::{
    DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term,
};

use super::row::{Row, path_from, place_from};
use super::schema::{CABLE, FILE, Fields};
use super::{Error, date, day, level, level_mark};
use crate::cable::{Brief, Classification, Date, Precedence};
use crate::library::{OnDisk, Place};
use crate::query::{
    Asks, Cited, Citing as _, Field, Kind, Node, Of, Part, Phrase, Query, SUBJECT_WEIGHT, Scope,
    Spread, rarity, worth,
};

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

/// In which order telegrams are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The last dated first, those without a date at the end.
    #[default]
    Newest,
    /// The first dated first, those without a date at the end.
    Oldest,
    /// Those first in which the rarer of the words stand, in more parts, and
    /// in the SUBJECT; of equal ones the last dated.
    Best,
}

/// How many of the telegrams that were found have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The value; nothing for those that have none.
    pub value: Option<String>,
    /// How many.
    pub n_cables: usize,
}

impl Counted {
    /// Puts counts of a field in order: the most frequent first; levels and
    /// years in their own order.
    pub fn sort(counted: &mut [Counted], field: Field) {
        match field {
            Field::Date => counted.sort_by(|a, b| a.value.cmp(&b.value)),
            Field::Class => {
                let place = |counted: &Counted| {
                    let mut all = Classification::ALL.iter();
                    let value = counted.value.as_deref();
                    all.position(|level| Some(level.mark()) == value)
                        .unwrap_or(usize::MAX)
                };
                counted.sort_by_key(place);
            }
            _ => counted.sort_by(|a, b| {
                let by_number = b.n_cables.cmp(&a.n_cables);
                by_number.then_with(|| a.value.cmp(&b.value))
            }),
        }
    }
}

/// How many telegrams hold a phrase, and how many parts of each, by piece and
/// place.
type Weights = (usize, Vec<Vec<u8>>);

/// A telegram of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    pub(super) shard: u32,
    pub(super) nth: u32,
}

/// A set of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Bits {
    words: Vec<u64>,
    n_bits: usize,
}

impl Bits {
    fn none(n_bits: usize) -> Bits {
        Bits {
            words: vec![0; n_bits.div_ceil(64)],
            n_bits,
        }
    }

    fn all(n_bits: usize) -> Bits {
        let mut bits = Bits::none(n_bits);
        bits.words.fill(u64::MAX);
        bits.trim();
        bits
    }

    /// Clears what lies behind the last bit.
    fn trim(&mut self) {
        let n_last = self.n_bits % 64;
        if let Some(last) = self.words.last_mut().filter(|_| n_last > 0) {
            *last &= (1 << n_last) - 1;
        }
    }

    fn set(&mut self, bit: usize) {
        if let Some(word) = self.words.get_mut(bit / 64).filter(|_| bit < self.n_bits) {
            *word |= 1 << (bit % 64);
        }
    }

    fn clear(&mut self, bit: usize) {
        if let Some(word) = self.words.get_mut(bit / 64) {
            *word &= !(1 << (bit % 64));
        }
    }

    fn holds(&self, bit: usize) -> bool {
        self.words
            .get(bit / 64)
            .is_some_and(|word| word & 1 << (bit % 64) != 0)
    }

    fn and(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    fn or(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    fn not(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        self.trim();
    }

    fn n_set(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(nth, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(nth * 64 + bit)
            })
        })
    }
}

/// Where the words of a query stand in the telegrams that it finds, in the
/// order of [`Found::iter`].
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// How many parts of each hold one of the words.
    pub n_parts: Vec<u32>,
    /// The day that each is dated.
    pub dates: Vec<Option<Date>>,
    /// Of each phrase that is [wanted](Query::wanted), how many parts of each
    /// telegram hold it, as [`worth`] counts them.
    pub weights: Vec<Vec<u8>>,
    /// Those parts, by piece of the index.
    parts: Vec<Bits>,
    /// Whether [words](Query::is_of_words) are sought in texts.
    is_of_words: bool,
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
        let cited = self.cited(query)?;
        let readers = self.searcher.segment_readers().iter();
        let shards = readers.zip(&self.shards).map(|(reader, shard)| {
            let asked = Asked {
                snapshot: self,
                reader,
                shard,
                cited: &cited,
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

    /// The telegrams that were found, in an order; `most` of them at most.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn sorted(
        &self,
        found: &Found,
        query: &Query,
        order: Order,
        most: usize,
    ) -> Result<Vec<Address>, Error> {
        let scores = match order {
            Order::Best => self.scores(found, query)?,
            Order::Newest | Order::Oldest => Vec::new(),
        };
        let mut all = Vec::with_capacity(found.n_cables());
        for address in found.iter() {
            let shard = self.shards.get(address.shard as usize);
            let date = shard.and_then(|shard| shard.date.first(self.head(address)?));
            // Those without a date come last either way.
            let newest = date.map_or(i64::MAX, |date| -date);
            let key = match order {
                Order::Best => (-score(&scores, address), newest),
                Order::Newest => (newest, 0),
                Order::Oldest => (date.unwrap_or(i64::MAX), 0),
            };
            all.push((key, address));
        }
        if all.len() > most {
            all.select_nth_unstable(most);
            all.truncate(most);
        }
        all.sort_unstable();
        Ok(all.into_iter().map(|(_, address)| address).collect())
    }

    /// How well each telegram answers, by piece and place, in millionths.
    fn scores(&self, found: &Found, query: &Query) -> Result<Vec<Vec<u32>>, Error> {
        let mut scores: Vec<Vec<u32>> = Vec::new();
        for shard in &self.shards {
            scores.push(vec![0; shard.heads.len()]);
        }
        let weights = self.weights(found, query, &mut |_, _, _| {})?;
        for (n_cables, parts) in weights {
            let rarity = rarity(n_cables, self.n_cables());
            let all = scores.iter_mut().flatten().zip(parts.iter().flatten());
            for (score, &n_parts) in all.filter(|(_, n_parts)| **n_parts > 0) {
                *score = score.saturating_add(worth(rarity, n_parts));
            }
        }
        Ok(scores)
    }

    /// How many parts of each telegram hold each phrase, those of the SUBJECT
    /// several times, by piece and place; and how many telegrams have such
    /// parts. Each part is told of: the phrase, its piece and its document.
    fn weights(
        &self,
        found: &Found,
        query: &Query,
        tell: &mut dyn FnMut(&Phrase, usize, DocId),
    ) -> Result<Vec<Weights>, Error> {
        let cited = Cited::new();
        let mut weights = Vec::new();
        for phrase in query.wanted() {
            let mut all: Vec<Vec<u8>> = Vec::new();
            let mut n_cables = 0_usize;
            let readers = self.searcher.segment_readers().iter();
            let shards = readers.zip(&self.shards).zip(&found.shards);
            for (piece, ((reader, shard), bits)) in shards.enumerate() {
                let asked = Asked {
                    snapshot: self,
                    reader,
                    shard,
                    cited: &cited,
                };
                // One that holds several words of a beginning is one part.
                let mut parts = Bits::none(reader.max_doc() as usize);
                asked.each_part(phrase, &mut |doc| parts.set(doc as usize))?;
                let subject = asked.parts(SUBJECT)?;
                let mut counts = vec![0_u8; shard.heads.len()];
                let mut cables = shard.cables();
                for doc in parts.iter().filter_map(|doc| DocId::try_from(doc).ok()) {
                    let Some(nth) = cables.nth(doc).filter(|nth| bits.holds(*nth)) else {
                        continue;
                    };
                    if let Some(count) = counts.get_mut(nth) {
                        n_cables += usize::from(*count == 0);
                        let is_subject = subject.holds(doc as usize);
                        let weight = if is_subject { SUBJECT_WEIGHT } else { 1 };
                        *count = count.saturating_add(weight);
                        tell(phrase, piece, doc);
                    }
                }
                all.push(counts);
            }
            weights.push((n_cables, all));
        }
        Ok(weights)
    }

    /// Where in the telegrams that were found the words of a query stand.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn hits(&self, found: &Found, query: &Query) -> Result<Hits, Error> {
        let readers = self.searcher.segment_readers().iter();
        let mut parts: Vec<Bits> = readers
            .map(|reader| Bits::none(reader.max_doc() as usize))
            .collect();
        let weights = self.weights(found, query, &mut |phrase, piece, doc| {
            if phrase.of == Of::Text
                && let Some(parts) = parts.get_mut(piece)
            {
                parts.set(doc as usize);
            }
        })?;
        let mut hits = Hits {
            is_of_words: query.is_of_words(),
            ..Hits::default()
        };
        let readers = self.searcher.segment_readers().iter();
        let shards = readers.zip(&self.shards).zip(&found.shards);
        for (((reader, shard), bits), parts) in shards.zip(&parts) {
            let mut n_parts = vec![0_u32; shard.heads.len()];
            let mut cables = shard.cables();
            for doc in parts.iter().filter_map(|doc| DocId::try_from(doc).ok()) {
                if let Some(n_parts) = cables.nth(doc).and_then(|nth| n_parts.get_mut(nth)) {
                    *n_parts += 1;
                }
            }
            let dates = reader.fast_fields().i64("date").map_err(Error::reading)?;
            for nth in bits.iter() {
                let head = shard.heads.get(nth);
                hits.dates
                    .push(head.and_then(|head| date(dates.first(*head)?)));
                hits.n_parts
                    .push(n_parts.get(nth).copied().unwrap_or_default());
            }
        }
        for (phrase, (_, all)) in query.wanted().into_iter().zip(&weights) {
            if phrase.of != Of::Text {
                hits.weights.push(vec![0; hits.dates.len()]);
                continue;
            }
            let of_found = |(counts, bits): (&Vec<u8>, &Bits)| -> Vec<u8> {
                let counts = bits.iter().map(|nth| counts.get(nth).copied());
                counts.map(Option::unwrap_or_default).collect()
            };
            let of_found = all.iter().zip(&found.shards).flat_map(of_found);
            hits.weights.push(of_found.collect());
        }
        hits.parts = parts;
        Ok(hits)
    }

    /// Years, posts and markings of what was found, each counted by hits; by
    /// telegrams where no words are sought.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn spread(&self, found: &Found, hits: &Hits) -> Result<Spread, Error> {
        let mut left = hits.n_parts.iter().zip(&hits.dates);
        let mut spread = Spread::default();
        let readers = self.searcher.segment_readers().iter();
        let shards = readers.zip(&self.shards).zip(&found.shards);
        for (((reader, shard), bits), parts) in shards.zip(&hits.parts) {
            let posts: Option<StrColumn> =
                reader.fast_fields().str("post").map_err(Error::reading)?;
            let n_posts = posts.as_ref().map_or(0, |posts| posts.num_terms());
            let mut by_post = vec![0_usize; n_posts];
            for nth in bits.iter() {
                let Some((n_parts, date)) = left.next() else {
                    break;
                };
                let n = if hits.is_of_words {
                    *n_parts as usize
                } else {
                    1
                };
                if n == 0 {
                    continue;
                }
                *spread.years.entry(date.map(Date::year)).or_default() += n;
                let head = shard.heads.get(nth);
                let ords = posts.as_ref().zip(head);
                for ord in ords.into_iter().flat_map(|(it, head)| it.term_ords(*head)) {
                    let count = usize::try_from(ord).ok();
                    if let Some(count) = count.and_then(|ord| by_post.get_mut(ord)) {
                        *count += n;
                    }
                }
            }
            let mut name = String::new();
            for (ord, n) in (0..).zip(by_post).filter(|(_, n)| *n > 0) {
                name.clear();
                if let Some(posts) = &posts {
                    posts.ord_to_str(ord, &mut name).map_err(Error::reading)?;
                }
                *spread.posts.entry(name.clone()).or_default() += n;
            }
            if !hits.is_of_words {
                continue;
            }
            for level in Classification::ALL.into_iter().map(Some).chain([None]) {
                let mut n = 0;
                each(reader, self.fields.mark, level_mark(level), &mut |doc| {
                    n += usize::from(parts.holds(doc as usize));
                })?;
                if n > 0 {
                    *spread.levels.entry(level).or_default() += n;
                }
            }
        }
        Ok(spread)
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

    /// Tells of every telegram, in the order of [`Found::iter`], and of where
    /// it stands.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn each_place(&self, tell: &mut dyn FnMut(Address, Option<Place>)) -> Result<(), Error> {
        for address in self.all().iter() {
            let Some(head) = self.head(address) else {
                continue;
            };
            let at = DocAddress::new(address.shard, head);
            let document: TantivyDocument = self.searcher.doc(at).map_err(Error::reading)?;
            let place = document.get_first(self.fields.place);
            tell(address, place.and_then(|it| place_from(it.as_bytes()?)));
        }
        Ok(())
    }

    /// Every telegram.
    #[must_use]
    pub fn all(&self) -> Found {
        let shards = self.shards.iter().map(|shard| shard.alive.clone());
        Found {
            shards: shards.collect(),
        }
    }

    /// How many of the telegrams that were found have each value of a field:
    /// post, TAGS, form, level or year of the date. The most frequent first;
    /// levels and years in their own order.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn counts(&self, found: &Found, field: Field) -> Result<Vec<Counted>, Error> {
        let mut counts: HashMap<Option<String>, usize> = HashMap::new();
        let shards = self.searcher.segment_readers().iter().zip(&self.shards);
        for ((reader, shard), bits) in shards.zip(&found.shards) {
            let heads = bits.iter().filter_map(|nth| shard.heads.get(nth).copied());
            match field {
                Field::Date | Field::Class => count_numbers(reader, heads, field, &mut counts)?,
                _ => count_names(reader, heads, field, &mut counts)?,
            }
        }
        let counted = counts
            .into_iter()
            .map(|(value, n_cables)| Counted { value, n_cables });
        let mut counted: Vec<Counted> = counted.collect();
        Counted::sort(&mut counted, field);
        Ok(counted)
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

fn work_out(node: &Node, leaves: &[Bits], n_cables: usize) -> Bits {
    match node {
        Node::Leaf(leaf) => leaves
            .get(*leaf)
            .cloned()
            .unwrap_or_else(|| Bits::none(n_cables)),
        Node::All(nodes) => {
            let mut all = Bits::all(n_cables);
            for node in nodes {
                all.and(&work_out(node, leaves, n_cables));
            }
            all
        }
        Node::Any(nodes) => {
            let mut any = Bits::none(n_cables);
            for node in nodes {
                any.or(&work_out(node, leaves, n_cables));
            }
            any
        }
        Node::Not(node) => {
            let mut not = work_out(node, leaves, n_cables);
            not.not();
            not
        }
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

/// Telegrams, told by documents of their parts, mostly in rising order.
struct Cables<'a> {
    heads: &'a [DocId],
    /// The header last told of.
    at: usize,
    bits: Bits,
}

impl Cables<'_> {
    fn add(&mut self, doc: DocId) {
        if let Some(nth) = self.nth(doc) {
            self.bits.set(nth);
        }
    }

    /// The place of the telegram that a document is of.
    fn nth(&mut self, doc: DocId) -> Option<usize> {
        let is_before = |at: usize| self.heads.get(at).is_some_and(|head| *head <= doc);
        if !is_before(self.at) {
            self.at = 0;
        }
        // Most documents are near to the one before.
        let mut step = 1;
        let mut at = self.at;
        while is_before(at + step) {
            at += step;
            step *= 2;
        }
        while step > 1 {
            step /= 2;
            if is_before(at + step) {
                at += step;
            }
        }
        let is_there = is_before(at);
        self.at = at;
        is_there.then_some(at)
    }
}

/// Places behind a phrase.
#[derive(Default)]
struct Behind {
    /// The documents that hold it, each with where its positions begin, and
    /// one behind the last.
    documents: Vec<(DocId, usize)>,
    positions: Vec<u32>,
}

impl Behind {
    /// Tells of the documents in which one of `postings` stands at such a
    /// place.
    fn meeting(
        &self,
        postings: &mut SegmentPostings,
        there: &mut Vec<u32>,
        tell: &mut dyn FnMut(DocId),
    ) {
        let mut at = 0;
        let mut doc = postings.doc();
        while doc != TERMINATED {
            let left = self.documents.get(at..).unwrap_or_default();
            at += left.partition_point(|(known, _)| *known < doc);
            let Some([(known, start), (_, end)]) = self.documents.get(at..at + 2) else {
                return;
            };
            if *known == doc {
                postings.positions(there);
                let expected = self.positions.get(*start..*end).unwrap_or_default();
                if meet(expected, there) {
                    tell(doc);
                }
                doc = postings.advance();
            } else {
                doc = postings.seek(*known);
            }
        }
    }
}

/// Whether two rising lists have a number in common.
fn meet(one: &[u32], other: &[u32]) -> bool {
    let mut other = other.iter().peekable();
    one.iter().any(|wanted| {
        while other.next_if(|at| *at < wanted).is_some() {}
        other.peek() == Some(&wanted)
    })
}

/// One question to one piece of the index.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    reader: &'a SegmentReader,
    shard: &'a Shard,
    cited: &'a Cited,
}

impl Asked<'_> {
    fn leaf(&self, asks: &Asks) -> Result<Bits, Error> {
        let fields = &self.snapshot.fields;
        match asks {
            Asks::Phrase(phrase) => self.phrase(phrase),
            Asks::Is {
                field,
                value,
                is_prefix,
            } => {
                let name = super::value(*field, value);
                if *is_prefix {
                    self.beginning(fields.value, &name)
                } else {
                    let mut cables = self.shard.cables();
                    self.each(fields.value, &name, &mut |doc| cables.add(doc))?;
                    Ok(cables.bits)
                }
            }
            Asks::Class(levels) => {
                let column = self.reader.fast_fields().u64("level");
                let column = column.map_err(Error::reading)?;
                Ok(self.heads(|head| levels.holds(column.first(head).and_then(level))))
            }
            Asks::Date { from, to } => {
                let column = self.reader.fast_fields().i64("date");
                let column = column.map_err(Error::reading)?;
                let (from, to) = (from.map(day), to.map(day));
                Ok(self.heads(|head| {
                    column.first(head).is_some_and(|date| {
                        from.is_none_or(|from| date >= from) && to.is_none_or(|to| date <= to)
                    })
                }))
            }
            Asks::Prec(precedences) => {
                let column = self.reader.fast_fields().u64("prec");
                let column = column.map_err(Error::reading)?;
                Ok(self.heads(|head| {
                    let rank = column.first(head);
                    let mut all = Precedence::ALL.into_iter();
                    let of = all.find(|known| rank == Some(*known as u64));
                    of.is_some_and(|of| precedences.holds(of))
                }))
            }
            Asks::CitedBy(id) => {
                let mut all = Bits::none(self.shard.heads.len());
                for cited in self.cited.get(id).into_iter().flatten() {
                    let mut cables = self.shard.cables();
                    let name = super::value(Field::Id, cited);
                    self.each(fields.value, &name, &mut |doc| cables.add(doc))?;
                    all.or(&cables.bits);
                }
                Ok(all)
            }
            Asks::There(scope) => {
                let parts = self.parts(*scope)?;
                let mut cables = self.shard.cables();
                for doc in parts.iter().filter_map(|doc| DocId::try_from(doc).ok()) {
                    cables.add(doc);
                }
                Ok(cables.bits)
            }
        }
    }

    /// The telegrams whose headers are so.
    fn heads(&self, is_so: impl Fn(DocId) -> bool) -> Bits {
        let mut bits = Bits::none(self.shard.heads.len());
        for (nth, head) in self.shard.heads.iter().enumerate() {
            if is_so(*head) {
                bits.set(nth);
            }
        }
        bits
    }

    fn each(
        &self,
        field: tantivy::schema::Field,
        text: &str,
        tell: &mut dyn FnMut(DocId),
    ) -> Result<(), Error> {
        each(self.reader, field, text, tell)
    }

    /// The telegrams with a term that begins so.
    fn beginning(&self, field: tantivy::schema::Field, begun: &str) -> Result<Bits, Error> {
        let mut cables = self.shard.cables();
        self.each_beginning(field, begun, IndexRecordOption::Basic, &mut |postings| {
            walk(postings, &mut |doc| cables.add(doc));
        })?;
        Ok(cables.bits)
    }

    /// Tells of the documents of every term that begins so.
    fn each_beginning(
        &self,
        field: tantivy::schema::Field,
        begun: &str,
        option: IndexRecordOption,
        tell: &mut dyn FnMut(&mut SegmentPostings),
    ) -> Result<(), Error> {
        let inverted = self.reader.inverted_index(field).map_err(Error::reading)?;
        let mut stream = inverted
            .terms()
            .range()
            .ge(begun)
            .into_stream()
            .map_err(Error::reading)?;
        while stream.advance() {
            if !stream.key().starts_with(begun.as_bytes()) {
                break;
            }
            let postings = inverted.read_postings_from_terminfo(stream.value(), option);
            tell(&mut postings.map_err(Error::reading)?);
        }
        Ok(())
    }

    /// The telegrams that hold a phrase.
    fn phrase(&self, phrase: &Phrase) -> Result<Bits, Error> {
        let mut cables = self.shard.cables();
        self.each_part(phrase, &mut |doc| cables.add(doc))?;
        Ok(cables.bits)
    }

    /// Tells of the documents that hold a phrase; of one with several words
    /// that begin so, several times.
    fn each_part(&self, phrase: &Phrase, tell: &mut dyn FnMut(DocId)) -> Result<(), Error> {
        let fields = &self.snapshot.fields;
        let field = match phrase.of {
            Of::Text => fields.text,
            Of::From => fields.from,
            Of::To => fields.to,
            Of::Info => fields.info,
            Of::Ref => fields.refs,
            Of::Sign => fields.sign,
        };
        let mut parts: Option<Bits> = None;
        for scope in &phrase.scope {
            let more = self.parts(*scope)?;
            match &mut parts {
                Some(parts) => parts.and(&more),
                None => parts = Some(more),
            }
        }
        let is_part = |doc: DocId| parts.as_ref().is_none_or(|parts| parts.holds(doc as usize));
        let mut tell = |doc: DocId| {
            if is_part(doc) {
                tell(doc);
            }
        };
        let terms = |words: &[String]| -> Vec<Term> {
            let terms = words.iter();
            terms
                .map(|word| Term::from_field_text(field, word))
                .collect()
        };
        match (phrase.words.as_slice(), phrase.is_prefix) {
            ([word], false) => self.each(field, word, &mut tell),
            ([word], true) => {
                let option = IndexRecordOption::Basic;
                self.each_beginning(field, word, option, &mut |postings| {
                    walk(postings, &mut tell);
                })
            }
            ([words @ .., begun], true) => {
                let behind = self.behind(field, &terms(words))?;
                let option = IndexRecordOption::WithFreqsAndPositions;
                let mut there = Vec::new();
                self.each_beginning(field, begun, option, &mut |postings| {
                    behind.meeting(postings, &mut there, &mut tell);
                })
            }
            (words, false) => {
                let scoring = EnableScoring::disabled_from_searcher(&self.snapshot.searcher);
                let scorer = PhraseQuery::new(terms(words))
                    .weight(scoring)
                    .and_then(|weight| weight.scorer(self.reader, 1.0));
                walk(&mut scorer.map_err(Error::reading)?, &mut tell);
                Ok(())
            }
            ([], true) => Ok(()),
        }
    }

    /// The places behind words that follow each other.
    fn behind(&self, field: tantivy::schema::Field, words: &[Term]) -> Result<Behind, Error> {
        let inverted = self.reader.inverted_index(field).map_err(Error::reading)?;
        let mut behind = Behind::default();
        let mut postings = Vec::with_capacity(words.len());
        for word in words {
            let positions = IndexRecordOption::WithFreqsAndPositions;
            let found = inverted
                .read_postings(word, positions)
                .map_err(Error::reading)?;
            let Some(found) = found else {
                return Ok(behind);
            };
            postings.push(found);
        }
        let Some((first, others)) = postings.split_first_mut() else {
            return Ok(behind);
        };
        let (mut ends, mut there) = (Vec::new(), Vec::new());
        let mut doc = first.doc();
        while doc != TERMINATED {
            first.positions_with_offset(1, &mut ends);
            for other in &mut *others {
                if other.doc() < doc {
                    other.seek(doc);
                }
                if other.doc() != doc {
                    ends.clear();
                    break;
                }
                other.positions(&mut there);
                ends.retain(|end| there.binary_search(end).is_ok());
                for end in &mut ends {
                    *end += 1;
                }
            }
            if !ends.is_empty() {
                behind.documents.push((doc, behind.positions.len()));
                behind.positions.extend_from_slice(&ends);
            }
            doc = first.advance();
        }
        // Where the last of them ends.
        behind.documents.push((TERMINATED, behind.positions.len()));
        Ok(behind)
    }

    /// The documents of parts that meet a condition.
    fn parts(&self, scope: Scope) -> Result<Bits, Error> {
        let mut bits = Bits::none(self.reader.max_doc() as usize);
        let mark = self.snapshot.fields.mark;
        let mut tell = |doc: DocId| bits.set(doc as usize);
        match scope.is {
            Kind::Part(part) => self.each(mark, part.name(), &mut tell)?,
            Kind::Level(levels) => {
                for level in levels.iter() {
                    self.each(mark, level_mark(level), &mut tell)?;
                }
            }
        }
        if scope.is_not {
            bits.not();
        }
        Ok(bits)
    }
}

/// The SUBJECT.
const SUBJECT: Scope = Scope {
    is_not: false,
    is: Kind::Part(Part::Subject),
};

fn score(scores: &[Vec<u32>], address: Address) -> i64 {
    let shard = scores.get(address.shard as usize);
    let score = shard.and_then(|shard| shard.get(address.nth as usize));
    score.copied().map_or(0, i64::from)
}
fn count_numbers(
    reader: &SegmentReader,
    heads: impl Iterator<Item = DocId>,
    field: Field,
    counts: &mut HashMap<Option<String>, usize>,
) -> Result<(), Error> {
    let columns = reader.fast_fields();
    let mut numbers: HashMap<Option<i64>, usize> = HashMap::new();
    if field == Field::Date {
        let column = columns.i64("date").map_err(Error::reading)?;
        for head in heads {
            // The year alone.
            *numbers
                .entry(column.first(head).map(|day| day / (12 * 31)))
                .or_default() += 1;
        }
    } else {
        let column = columns.u64("level").map_err(Error::reading)?;
        for head in heads {
            let rank = column.first(head).and_then(|rank| i64::try_from(rank).ok());
            *numbers.entry(rank).or_default() += 1;
        }
    }
    for (number, n_cables) in numbers {
        let value = number.and_then(|number| match field {
            Field::Date => Some(number.to_string()),
            _ => level(u64::try_from(number).ok()?).map(|level| level.mark().to_owned()),
        });
        *counts.entry(value).or_default() += n_cables;
    }
    Ok(())
}

fn count_names(
    reader: &SegmentReader,
    heads: impl Iterator<Item = DocId>,
    field: Field,
    counts: &mut HashMap<Option<String>, usize>,
) -> Result<(), Error> {
    let name = match field {
        Field::Post => "post",
        Field::Tag => "tag",
        Field::Family => "family",
        Field::Cites => "cites",
        _ => return Ok(()),
    };
    let column: Option<StrColumn> = reader.fast_fields().str(name).map_err(Error::reading)?;
    let Some(column) = column else {
        *counts.entry(None).or_default() += heads.count();
        return Ok(());
    };
    let mut by_ord = vec![0_usize; column.num_terms()];
    let mut n_without = 0;
    for head in heads {
        let mut has = false;
        for ord in column.term_ords(head) {
            has = true;
            let count = usize::try_from(ord)
                .ok()
                .and_then(|ord| by_ord.get_mut(ord));
            if let Some(count) = count {
                *count += 1;
            }
        }
        n_without += usize::from(!has);
    }
    let mut value = String::new();
    for (ord, n_cables) in (0..).zip(by_ord).filter(|(_, n_cables)| *n_cables > 0) {
        value.clear();
        column.ord_to_str(ord, &mut value).map_err(Error::reading)?;
        *counts.entry(Some(value.clone())).or_default() += n_cables;
    }
    if n_without > 0 {
        *counts.entry(None).or_default() += n_without;
    }
    Ok(())
}
