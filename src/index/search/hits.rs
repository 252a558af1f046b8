//! In which parts of the telegrams that were found the words of a query stand.

use tantivy::DocId;
use tantivy::columnar::StrColumn;

use super::asked::Asked;
use super::bits::Bits;
use super::{Found, Snapshot, date, each, level_mark};
use crate::cable::{Classification, Date};
use crate::index::Error;
use crate::query::{Cited, Kind, Of, Part, Phrase, Query, SUBJECT_WEIGHT, Scope, Spread};

/// The SUBJECT.
const SUBJECT: Scope = Scope {
    is_not: false,
    is: Kind::Part(Part::Subject),
};

/// Where the words of a query stand in the telegrams that it finds, in the
/// order of [`Found::iter`].
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// How many parts of each hold one of the words.
    pub n_parts: Vec<u32>,
    /// The day that each is dated.
    pub dates: Vec<Option<Date>>,
    /// Of each phrase that is [wanted](Query::wanted), how many parts of each
    /// telegram hold it, as [`worth`](crate::query::worth) counts them.
    pub weights: Vec<Vec<u8>>,
    /// Those parts, by piece of the index.
    parts: Vec<Bits>,
    /// Whether [words](Query::is_of_words) are sought in texts.
    is_of_words: bool,
}

impl Snapshot {
    /// How many parts of each telegram hold each phrase, those of the SUBJECT
    /// several times, by piece and place. Each part is told of: the phrase, its
    /// piece and its document.
    fn weights(
        &self,
        found: &Found,
        query: &Query,
        tell: &mut dyn FnMut(&Phrase, usize, DocId),
    ) -> Result<Vec<Vec<Vec<u8>>>, Error> {
        let cited = Cited::new();
        let mut weights = Vec::new();
        for phrase in query.wanted() {
            let mut all: Vec<Vec<u8>> = Vec::new();
            let readers = self.searcher.segment_readers().iter();
            let shards = readers.zip(&self.shards).zip(&found.shards);
            for (piece, (nth, ((reader, shard), bits))) in (0..).zip(shards).enumerate() {
                let asked = Asked {
                    snapshot: self,
                    reader,
                    shard,
                    cited: &cited,
                    nth,
                    read: &[],
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
                        let is_subject = subject.holds(doc as usize);
                        let weight = if is_subject { SUBJECT_WEIGHT } else { 1 };
                        *count = count.saturating_add(weight);
                        tell(phrase, piece, doc);
                    }
                }
                all.push(counts);
            }
            weights.push(all);
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
        for (phrase, all) in query.wanted().into_iter().zip(&weights) {
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
}
