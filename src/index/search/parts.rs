//! The parts of telegrams, as the terms of their kinds tell them.

use std::ops::Range;

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, SegmentReader, Term};

use super::bits::Bits;
use crate::index::Error;
use crate::index::schema::{KINDS, N_OTHERS, level_of_kind, role};
use crate::query::{Kind, Part, Phrase, Scope};

/// Telegrams whose parts are held at once.
const WINDOW: usize = 1 << 16;
/// The same where all words that begin so are gone through for each window:
/// some twenty megabytes.
const WIDE_WINDOW: usize = 1 << 18;

/// Stretches of so many documents, each with few enough telegrams, in which
/// some are that are wanted, to look for these phrases in one after the other.
pub(super) fn windows(
    n_documents: usize,
    among: &Bits,
    phrases: &[&Phrase],
) -> impl Iterator<Item = Range<usize>> {
    let is_wide = phrases.iter().any(|phrase| phrase.is_prefix);
    let width = if is_wide { WIDE_WINDOW } else { WINDOW };
    let starts = (0..n_documents).step_by(width);
    let windows = starts.map(move |start| start..n_documents.min(start + width));
    windows.filter(|it| among.next(it.start).is_some_and(|first| first < it.end))
}

/// Goes to the next document that is among some, from where `postings` stands;
/// nothing at the end.
pub(super) fn next_among(
    postings: &mut SegmentPostings,
    among: &Bits,
    end: usize,
) -> Option<DocId> {
    loop {
        let doc = postings.doc();
        let wanted = among.next(doc as usize).filter(|wanted| *wanted < end)?;
        let wanted = DocId::try_from(wanted).ok()?;
        if wanted == doc {
            return Some(doc);
        }
        postings.seek(wanted);
    }
}

/// The parts of the telegrams of a window.
pub(super) struct Parts {
    window: Range<usize>,
    /// The first part of each document, and one behind the last.
    first: Vec<u32>,
    /// Where each begins: at the place before its words.
    starts: Vec<u32>,
    /// Which of the [`KINDS`] each is.
    kinds: Vec<u8>,
}

impl Parts {
    /// The parts of those telegrams in a window that are among some.
    pub(super) fn read(
        reader: &SegmentReader,
        field: Field,
        among: &Bits,
        window: Range<usize>,
    ) -> Result<Parts, Error> {
        let inverted = reader.inverted_index(field).map_err(Error::reading)?;
        let mut of_kinds: Vec<(u8, SegmentPostings)> = Vec::new();
        for (nth, kind) in (0..).zip(KINDS) {
            let term = Term::from_field_text(field, kind);
            let option = IndexRecordOption::WithFreqsAndPositions;
            let postings = inverted.read_postings(&term, option);
            of_kinds.extend(postings.map_err(Error::reading)?.map(|it| (nth, it)));
        }
        let mut parts = Parts {
            first: Vec::with_capacity(window.len() + 1),
            starts: Vec::new(),
            kinds: Vec::new(),
            window: window.clone(),
        };
        let (mut places, mut of_one) = (Vec::new(), Vec::new());
        for nth in window {
            parts.first.push(count(parts.starts.len()));
            let Some(doc) = DocId::try_from(nth).ok().filter(|_| among.holds(nth)) else {
                continue;
            };
            of_one.clear();
            for (kind, postings) in &mut of_kinds {
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() == doc {
                    postings.positions(&mut places);
                    of_one.extend(places.iter().map(|start| (*start, *kind)));
                }
            }
            of_one.sort_unstable();
            parts.starts.extend(of_one.iter().map(|(start, _)| *start));
            parts.kinds.extend(of_one.iter().map(|(_, kind)| *kind));
        }
        parts.first.push(count(parts.starts.len()));
        Ok(parts)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The parts of a document.
    pub(super) fn of(&self, doc: usize) -> Range<usize> {
        let nth = doc.wrapping_sub(self.window.start);
        let at = |nth: usize| self.first.get(nth).map_or(0, |it| *it as usize);
        at(nth)..at(nth.wrapping_add(1))
    }

    /// The part of a document that a place is in.
    pub(super) fn at(&self, doc: usize, place: u32) -> Option<usize> {
        let of = self.of(doc);
        let starts = self.starts.get(of.clone())?;
        let n_before = starts.partition_point(|start| *start <= place);
        Some(of.start + n_before.checked_sub(1)?)
    }

    /// Which of the [`KINDS`] a part is.
    pub(super) fn kind(&self, part: usize) -> usize {
        self.kinds.get(part).copied().map_or(0, usize::from)
    }

    /// Whether a part is a paragraph.
    pub(super) fn is_paragraph(&self, part: usize) -> bool {
        self.kind(part) >= N_OTHERS
    }

    /// Those that meet a condition.
    pub(super) fn meeting(
        &self,
        reader: &SegmentReader,
        field: Field,
        scope: Scope,
    ) -> Result<Bits, Error> {
        let mut meeting = Bits::none(self.len());
        match scope.is {
            Kind::Part(part) if role(part).is_some() => {
                let inverted = reader.inverted_index(field).map_err(Error::reading)?;
                let term = Term::from_field_text(field, &role(part).unwrap_or_default());
                let option = IndexRecordOption::WithFreqsAndPositions;
                let postings = inverted.read_postings(&term, option);
                if let Some(mut postings) = postings.map_err(Error::reading)? {
                    self.at_places(&mut postings, &mut meeting);
                }
            }
            _ => {
                for part in (0..self.len()).filter(|part| is_of_kind(scope, self.kind(*part))) {
                    meeting.set(part);
                }
            }
        }
        if scope.is_not {
            meeting.not();
        }
        Ok(meeting)
    }

    /// Adds the parts in which a term stands.
    fn at_places(&self, postings: &mut SegmentPostings, parts: &mut Bits) {
        let mut places = Vec::new();
        for doc in self.window.clone() {
            if self.of(doc).is_empty() {
                continue;
            }
            let Ok(wanted) = DocId::try_from(doc) else {
                return;
            };
            if postings.doc() < wanted {
                postings.seek(wanted);
            }
            if postings.doc() == wanted {
                postings.positions(&mut places);
                for part in places.iter().filter_map(|place| self.at(doc, *place)) {
                    parts.set(part);
                }
            }
        }
    }
}

/// The terms one of which every telegram has that has a part of which this is
/// said; that it is denied does not count.
pub(super) fn terms(scope: Scope) -> Vec<String> {
    if let Kind::Part(part) = scope.is
        && let Some(role) = role(part)
    {
        return vec![role];
    }
    let kinds = KINDS.iter().enumerate();
    let of = kinds.filter(|(nth, _)| is_of_kind(scope, *nth));
    of.map(|(_, kind)| (*kind).to_owned()).collect()
}

/// Whether parts of a kind are of what is said, where their kind tells it.
fn is_of_kind(scope: Scope, kind: usize) -> bool {
    let is_paragraph = kind >= N_OTHERS;
    match scope.is {
        Kind::Part(Part::Header) => kind < 2,
        Kind::Part(Part::Subject) => kind == 1,
        Kind::Part(Part::Ending) => kind == 2,
        Kind::Part(Part::Note) => kind == 3,
        Kind::Part(Part::Body) => is_paragraph,
        Kind::Part(Part::Summary | Part::Comment | Part::Action | Part::Introduction) => false,
        Kind::Level(levels) => is_paragraph && levels.holds(level_of_kind(kind)),
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
