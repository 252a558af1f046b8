//! How well the telegrams that were found answer a query, and in which of
//! their parts its words stand.

use std::collections::HashMap;

use tantivy::DocId;
use tantivy::columnar::StrColumn;

use super::bits::Bits;
use super::parts::{Parts, windows};
use super::{AT_ONCE, Address, Found, Snapshot, Weights, date};
use crate::cable::{Classification, Date};
use crate::index::Error;
use crate::index::schema::{KINDS, N_OTHERS, level_of_kind};
use crate::query::{Cited, Of, Phrase, Query, Spread, State, rarity, worth};

/// The telegrams that a query finds, and how often each phrase stands in them.
#[derive(Clone, Debug, Default)]
pub struct Weighed {
    /// The telegrams.
    pub found: Found,
    /// Of each phrase that is [wanted](Query::wanted) and sought in texts, how
    /// often each document of each piece holds it; nothing of others.
    weights: Weights,
}

/// A telegram that answers a query well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Best {
    /// The telegram.
    pub address: Address,
    /// How well, as [`worth`] counts.
    pub score: u32,
    /// The day that it is dated.
    pub date: Option<Date>,
}

/// Where the words of a query stand in the telegrams that it finds, in the
/// order of [`Found::iter`].
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// How many parts of each hold one of the words.
    pub n_parts: Vec<u32>,
    /// The day that each is dated.
    pub dates: Vec<Option<Date>>,
    /// Of each phrase that is [wanted](Query::wanted), how often each telegram
    /// holds it, as [`worth`] counts.
    pub weights: Vec<Vec<u8>>,
    /// How many parts of each level hold one of the words.
    levels: HashMap<Option<Classification>, usize>,
    /// Whether [words](Query::is_of_words) are sought in texts.
    is_of_words: bool,
}

impl Snapshot {
    /// The telegrams that a query finds, where it is known how far telegrams
    /// were read that bear no number, and how often they hold its words.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn weigh(&self, query: &Query, read: &[(Address, State)]) -> Result<Weighed, Error> {
        let (shards, weights) = self.ask(query, read, &query.wanted())?;
        Ok(Weighed {
            found: Found { shards },
            weights,
        })
    }

    /// The `n` telegrams that answer best, of so many that there are, the best
    /// first; of those that answer as well as each other those of the last
    /// days. So many more as are no worse than the last of them.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn best(&self, weighed: &Weighed, of: usize, n: usize) -> Result<Vec<Best>, Error> {
        let shards = &weighed.found.shards;
        let mut worths: Vec<Option<Vec<u32>>> = Vec::new();
        for weights in &weighed.weights {
            let worth_of = |all: &Vec<Vec<u8>>| {
                let mut n_cables = 0;
                for (bits, weights) in shards.iter().zip(all) {
                    n_cables += bits.iter().filter(|doc| at(weights, *doc) > 0).count();
                }
                let rarity = rarity(n_cables, of);
                (0..=u8::MAX).map(|n| worth(rarity, n)).collect()
            };
            worths.push(weights.as_ref().map(worth_of));
        }
        let score = |shard: usize, doc: usize| {
            let mut score = 0_u32;
            for (weights, worths) in weighed.weights.iter().zip(&worths) {
                let Some((weights, worths)) = weights.as_ref().zip(worths.as_ref()) else {
                    continue;
                };
                let weight = weights.get(shard).map_or(0, |weights| at(weights, doc));
                let worth = worths.get(usize::from(weight)).copied();
                score = score.saturating_add(worth.unwrap_or_default());
            }
            score
        };
        let mut top = Top::new(n);
        for (nth, (bits, shard)) in shards.iter().zip(&self.shards).enumerate() {
            let days = shard.days();
            for doc in bits.iter() {
                let score = score(nth, doc);
                if score >= top.least.0 {
                    let day = days.get(doc).copied().unwrap_or(NO_DAY);
                    top.add((score, day), (nth, doc));
                }
            }
        }
        let address = |(shard, nth): (usize, usize)| Address {
            shard: u32::try_from(shard).unwrap_or(u32::MAX),
            nth: u32::try_from(nth).unwrap_or(u32::MAX),
        };
        let best = top.finish().into_iter().map(|((score, day), at)| Best {
            address: address(at),
            score,
            date: date(i64::from(day)).filter(|_| day != NO_DAY),
        });
        Ok(best.collect())
    }

    /// Where in the telegrams that were found the words of a query stand.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn hits(&self, weighed: &Weighed, query: &Query) -> Result<Hits, Error> {
        let mut hits = Hits {
            is_of_words: query.is_of_words(),
            ..Hits::default()
        };
        hits.n_parts = self.n_parts(&weighed.found, query, &mut |level, n| {
            *hits.levels.entry(level).or_default() += n;
        })?;
        for (shard, bits) in self.shards.iter().zip(&weighed.found.shards) {
            for doc in bits.iter() {
                let day = DocId::try_from(doc).ok();
                let day = day.and_then(|doc| shard.date.first(doc));
                hits.dates.push(day.and_then(date));
            }
        }
        for weights in &weighed.weights {
            let Some(all) = weights else {
                hits.weights.push(vec![0; hits.dates.len()]);
                continue;
            };
            let shards = weighed.found.shards.iter().zip(all);
            let of_found =
                shards.flat_map(|(bits, weights)| bits.iter().map(|doc| at(weights, doc)));
            hits.weights.push(of_found.collect());
        }
        Ok(hits)
    }

    /// How many parts of each telegram that was found hold one of the words of
    /// a query, in the order of [`Found::iter`]. Of those that are paragraphs it
    /// is told how many have which level, several times of one.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn n_parts(
        &self,
        found: &Found,
        query: &Query,
        tell: &mut dyn FnMut(Option<Classification>, usize),
    ) -> Result<Vec<u32>, Error> {
        let wanted = query.wanted().into_iter();
        let phrases: Vec<&Phrase> = wanted.filter(|phrase| phrase.of == Of::Text).collect();
        let n_found = found.n_cables();
        let mut all = Vec::with_capacity(n_found);
        if phrases.is_empty() {
            all.resize(n_found, 0);
            return Ok(all);
        }
        let counted = self.each_piece(n_found > AT_ONCE, |nth| {
            let Some(bits) = found.shards.get(nth) else {
                return Ok((Vec::new(), [0; KINDS.len()]));
            };
            self.n_parts_of_piece(nth, bits, &phrases)
        })?;
        for (n_parts, by_kind) in counted {
            all.extend(n_parts);
            for (kind, n) in by_kind.into_iter().enumerate().skip(N_OTHERS) {
                if n > 0 {
                    tell(level_of_kind(kind), n);
                }
            }
        }
        Ok(all)
    }

    /// The same of one piece, and how many parts of which kind they are.
    fn n_parts_of_piece(
        &self,
        nth: usize,
        bits: &Bits,
        phrases: &[&Phrase],
    ) -> Result<(Vec<u32>, [usize; KINDS.len()]), Error> {
        let (mut all, mut by_kind) = (Vec::with_capacity(bits.n_set()), [0; KINDS.len()]);
        let cited = Cited::new();
        let Some(asked) = self.asked(nth, &cited, &[]) else {
            return Ok((all, by_kind));
        };
        let (reader, text) = (asked.reader, self.fields.text);
        for window in windows(reader.max_doc() as usize, bits, phrases) {
            let parts = Parts::read(reader, text, bits, window.clone())?;
            let mut held = Bits::none(parts.len());
            for phrase in phrases {
                let meeting = asked.meeting(&parts, phrase)?;
                asked.places(phrase, bits, window.clone(), &mut |doc, places| {
                    let doc = doc as usize;
                    for part in places.iter().filter_map(|place| parts.at(doc, *place)) {
                        if meeting.holds(part) {
                            held.set(part);
                        }
                    }
                })?;
            }
            for doc in bits
                .iter_from(window.start)
                .take_while(|it| *it < window.end)
            {
                let of = parts.of(doc).filter(|part| held.holds(*part));
                let mut n_parts = 0;
                for part in of {
                    n_parts += 1;
                    if let Some(n) = by_kind.get_mut(parts.kind(part)) {
                        *n += 1;
                    }
                }
                all.push(n_parts);
            }
        }
        Ok((all, by_kind))
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
        let shards = readers.zip(&found.shards);
        for (reader, bits) in shards {
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
                let ords = posts.as_ref().zip(DocId::try_from(nth).ok());
                for ord in ords.into_iter().flat_map(|(it, doc)| it.term_ords(doc)) {
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
        }
        for (level, n) in &hits.levels {
            *spread.levels.entry(*level).or_default() += n;
        }
        Ok(spread)
    }
}

/// The day of what has none: before all others.
pub(super) const NO_DAY: i32 = i32::MIN;

/// How often a document holds something.
fn at(weights: &[u8], doc: usize) -> u8 {
    weights.get(doc).copied().unwrap_or_default()
}

/// What is best of many, as it is found.
struct Top<T> {
    n: usize,
    /// What is worse need not be looked at.
    least: (u32, i32),
    held: Vec<((u32, i32), T)>,
}

impl<T: Copy> Top<T> {
    fn new(n: usize) -> Top<T> {
        Top {
            n,
            least: (0, i32::MIN),
            held: Vec::with_capacity(n * 4),
        }
    }

    fn add(&mut self, key: (u32, i32), it: T) {
        if key < self.least {
            return;
        }
        self.held.push((key, it));
        // Seldom, so that each costs little. Of many that are alike none can be
        // let go of.
        if self.held.len() >= self.held.capacity() {
            self.prune();
            if self.held.len() * 2 > self.held.capacity() {
                self.held.reserve(self.held.capacity() * 2);
            }
        }
    }

    /// Lets go of what is worse than the last that is wanted.
    fn prune(&mut self) {
        let Some(nth) = self.n.checked_sub(1).filter(|it| *it < self.held.len()) else {
            return;
        };
        let (_, (least, _), _) = self
            .held
            .select_nth_unstable_by(nth, |(a, _), (b, _)| b.cmp(a));
        self.least = *least;
        let least = self.least;
        self.held.retain(|(key, _)| *key >= least);
    }

    fn finish(mut self) -> Vec<((u32, i32), T)> {
        self.prune();
        self.held.sort_by(|(a, _), (b, _)| b.cmp(a));
        self.held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_kept_and_those_that_are_no_worse_than_the_last() {
        let mut top = Top::new(3);
        for nth in 0_u32..1000 {
            let score = nth * 7919 % 500;
            top.add((score, 0), nth);
        }
        let held = top.finish();
        let scores: Vec<u32> = held.iter().map(|((score, _), _)| *score).collect();
        assert_eq!(scores, [499, 499, 498, 498]);
        let mut top = Top::new(2);
        for nth in 0..1000 {
            top.add((1, nth / 2), nth);
        }
        let days: Vec<i32> = top.finish().iter().map(|((_, day), _)| *day).collect();
        assert_eq!(days, [499, 499]);
        assert!(Top::<u32>::new(2).finish().is_empty());
    }
}
