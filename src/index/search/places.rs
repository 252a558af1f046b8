//! Where words stand that are sought.

use std::ops::Range;

use tantivy::postings::{Postings as _, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, InvertedIndexReader, TERMINATED, Term};

use super::asked::Asked;
use super::bits::Bits;
use super::parts::next_among;
use super::{blocks_of, each_block};
use crate::index::Error;
use crate::index::schema::KIND;
use crate::query::Phrase;

const PLACES: IndexRecordOption = IndexRecordOption::WithFreqsAndPositions;

impl Asked<'_> {
    /// Tells of the documents that hold a phrase, whatever is said of parts, and
    /// how often; of one with several words that begin so, several times.
    pub(super) fn times(
        &self,
        phrase: &Phrase,
        tell: &mut dyn FnMut(DocId, u32),
    ) -> Result<(), Error> {
        let field = self.field(phrase.of);
        let option = IndexRecordOption::WithFreqs;
        let mut of_block = |docs: &[DocId], times: &[u32]| {
            for (doc, times) in docs.iter().zip(times) {
                tell(*doc, *times);
            }
        };
        match (phrase.words.as_slice(), phrase.is_prefix) {
            ([word], false) => each_block(self.reader, field, word, option, &mut of_block),
            ([word], true) => self.each_beginning(field, word, &mut |inverted, info| {
                let blocks = inverted.read_block_postings_from_terminfo(info, option);
                blocks_of(&mut blocks.map_err(Error::reading)?, &mut of_block);
                Ok(())
            }),
            _ => {
                let all = Bits::all(self.reader.max_doc() as usize);
                let window = 0..self.reader.max_doc() as usize;
                self.places(phrase, &all, window, &mut |doc, places| {
                    tell(doc, u32::try_from(places.len()).unwrap_or(u32::MAX));
                })
            }
        }
    }

    /// Tells of the documents of a window among some that hold a phrase,
    /// whatever is said of parts, and where its last word stands in each; of one
    /// with several words that begin so, several times.
    pub(super) fn places(
        &self,
        phrase: &Phrase,
        among: &Bits,
        window: Range<usize>,
        tell: &mut dyn FnMut(DocId, &[u32]),
    ) -> Result<(), Error> {
        let field = self.field(phrase.of);
        let Some((last, before)) = phrase.words.split_last() else {
            return Ok(());
        };
        let mut there = Vec::new();
        if before.is_empty() {
            let mut of_word = |mut postings: SegmentPostings| {
                start(&mut postings, &window);
                while let Some(doc) = next_among(&mut postings, among, window.end) {
                    postings.positions(&mut there);
                    tell(doc, &there);
                    postings.advance();
                }
            };
            if phrase.is_prefix {
                return self.each_beginning(field, last, &mut |inverted, info| {
                    let postings = inverted.read_postings_from_terminfo(info, PLACES);
                    of_word(postings.map_err(Error::reading)?);
                    Ok(())
                });
            }
            if let Some(postings) = self.postings(field, last)? {
                of_word(postings);
            }
            return Ok(());
        }
        if phrase.is_prefix {
            let behind = self.behind(field, before, among, &window)?;
            return self.each_beginning(field, last, &mut |inverted, info| {
                let postings = inverted.read_postings_from_terminfo(info, PLACES);
                let mut postings = postings.map_err(Error::reading)?;
                start(&mut postings, &window);
                behind.meeting(&mut postings, &mut there, tell);
                Ok(())
            });
        }
        self.following(field, &phrase.words, among, &window, tell)
    }

    /// Calls for every term that begins so.
    pub(super) fn each_beginning(
        &self,
        field: Field,
        begun: &str,
        call: &mut dyn FnMut(&InvertedIndexReader, &TermInfo) -> Result<(), Error>,
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
            // The kinds of parts are no words.
            if !stream
                .key()
                .starts_with(KIND.encode_utf8(&mut [0; 4]).as_bytes())
            {
                call(&inverted, stream.value())?;
            }
        }
        Ok(())
    }

    fn postings(&self, field: Field, word: &str) -> Result<Option<SegmentPostings>, Error> {
        let inverted = self.reader.inverted_index(field).map_err(Error::reading)?;
        let term = Term::from_field_text(field, word);
        inverted
            .read_postings(&term, PLACES)
            .map_err(Error::reading)
    }

    /// Tells where the last of words stands that follow each other.
    fn following(
        &self,
        field: Field,
        words: &[String],
        among: &Bits,
        window: &Range<usize>,
        tell: &mut dyn FnMut(DocId, &[u32]),
    ) -> Result<(), Error> {
        // Each with how far before the last it stands.
        let mut all = Vec::with_capacity(words.len());
        for (nth, word) in words.iter().rev().enumerate() {
            let Some(mut postings) = self.postings(field, word)? else {
                return Ok(());
            };
            start(&mut postings, window);
            all.push((u32::try_from(nth).unwrap_or(u32::MAX), postings));
        }
        // The rarest says where the others have to be looked for.
        all.sort_by_key(|(_, postings)| postings.doc_freq());
        let Some(((ahead, first), others)) = all.split_first_mut() else {
            return Ok(());
        };
        let (mut ends, mut there, mut both) = (Vec::new(), Vec::new(), Vec::new());
        'documents: while let Some(doc) = next_among(first, among, window.end) {
            for (_, other) in &mut *others {
                if other.doc() < doc {
                    other.seek(doc);
                }
                if other.doc() != doc {
                    if other.doc() == TERMINATED {
                        return Ok(());
                    }
                    first.seek(other.doc());
                    continue 'documents;
                }
            }
            first.positions_with_offset(*ahead, &mut ends);
            for (ahead, other) in &mut *others {
                other.positions_with_offset(*ahead, &mut there);
                common(&ends, &there, &mut both);
                std::mem::swap(&mut ends, &mut both);
                if ends.is_empty() {
                    break;
                }
            }
            if !ends.is_empty() {
                tell(doc, &ends);
            }
            first.advance();
        }
        Ok(())
    }

    /// The places behind words that follow each other.
    fn behind(
        &self,
        field: Field,
        words: &[String],
        among: &Bits,
        window: &Range<usize>,
    ) -> Result<Behind, Error> {
        let mut behind = Behind::default();
        self.following(field, words, among, window, &mut |doc, ends| {
            behind.documents.push((doc, behind.positions.len()));
            behind.positions.extend(ends.iter().map(|end| end + 1));
        })?;
        // Where the last of them ends.
        behind.documents.push((TERMINATED, behind.positions.len()));
        Ok(behind)
    }
}

/// Goes to the first document of a window.
fn start(postings: &mut SegmentPostings, window: &Range<usize>) {
    let Ok(first) = DocId::try_from(window.start) else {
        return;
    };
    if postings.doc() < first {
        postings.seek(first);
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
    /// Tells of the documents in which `postings` stands at such a place, and
    /// where.
    fn meeting(
        &self,
        postings: &mut SegmentPostings,
        there: &mut Vec<u32>,
        tell: &mut dyn FnMut(DocId, &[u32]),
    ) {
        let mut both = Vec::new();
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
                common(expected, there, &mut both);
                if !both.is_empty() {
                    tell(doc, &both);
                }
                doc = postings.advance();
            } else {
                doc = postings.seek(*known);
            }
        }
    }
}

/// Writes the numbers that two rising lists have in common.
fn common(one: &[u32], other: &[u32], both: &mut Vec<u32>) {
    both.clear();
    let (mut nth, mut nth_other) = (0, 0);
    while let (Some(a), Some(b)) = (one.get(nth), other.get(nth_other)) {
        if a == b {
            both.push(*a);
        }
        // Without a jump, for it cannot be foreseen which comes next.
        nth += usize::from(a <= b);
        nth_other += usize::from(b <= a);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_lists_have_in_common() {
        for (one, other, expected) in [
            (&[][..], &[1, 2][..], &[][..]),
            (&[1, 3, 5], &[2, 3, 4, 5], &[3, 5]),
            (&[7], &[7], &[7]),
            (&[1, 2], &[3], &[]),
        ] {
            let mut both = vec![9];
            common(one, other, &mut both);
            assert_eq!(both, expected);
            common(other, one, &mut both);
            assert_eq!(both, expected);
        }
    }
}
