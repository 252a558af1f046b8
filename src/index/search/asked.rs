//! One question to one piece of the index.

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{EnableScoring, PhraseQuery, Query as _};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, SegmentReader, TERMINATED, Term};

use super::bits::Bits;
use super::{Address, Shard, Snapshot, each, level, level_mark, walk};
use crate::cable::Precedence;
use crate::index::{Error, day};
use crate::query::{Asks, Cited, Field, Kind, Node, Of, Phrase, Scope, State, States};

/// Telegrams, told by documents of their parts, mostly in rising order.
pub(super) struct Cables<'a> {
    pub(super) heads: &'a [DocId],
    /// The header last told of.
    pub(super) at: usize,
    pub(super) bits: Bits,
}

impl Cables<'_> {
    pub(super) fn add(&mut self, doc: DocId) {
        if let Some(nth) = self.nth(doc) {
            self.bits.set(nth);
        }
    }

    /// The place of the telegram that a document is of.
    pub(super) fn nth(&mut self, doc: DocId) -> Option<usize> {
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
pub(super) struct Asked<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) reader: &'a SegmentReader,
    pub(super) shard: &'a Shard,
    pub(super) cited: &'a Cited,
    /// Which piece it is.
    pub(super) nth: u32,
    /// How far telegrams without a number were read.
    pub(super) read: &'a [(Address, State)],
}

impl Asked<'_> {
    pub(super) fn leaf(&self, asks: &Asks) -> Result<Bits, Error> {
        let fields = &self.snapshot.fields;
        match asks {
            Asks::Phrase(phrase) => self.phrase(phrase),
            Asks::Is {
                field,
                value,
                is_prefix,
            } => {
                let name = crate::index::value(*field, value);
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
                    let name = crate::index::value(Field::Id, cited);
                    self.each(fields.value, &name, &mut |doc| cables.add(doc))?;
                    all.or(&cables.bits);
                }
                Ok(all)
            }
            // Whatever begins with nothing.
            Asks::Any(of) => self.beginning(self.field(*of), ""),
            Asks::State(states) => self.state(states),
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

    /// The telegrams that were read so far.
    fn state(&self, states: &States) -> Result<Bits, Error> {
        // Those that were not read are the others.
        let takes_others = states.holds(State::New);
        let is_told = |state: State| states.holds(state) != takes_others;
        let mut cables = self.shard.cables();
        for (number, _) in states.reads().numbers.iter().filter(|it| is_told(*it.1)) {
            let name = crate::index::value(Field::Id, number);
            self.each(self.snapshot.fields.value, &name, &mut |doc| {
                cables.add(doc);
            })?;
        }
        let mut bits = cables.bits;
        let here = self.read.iter().filter(|(at, _)| at.shard == self.nth);
        for (address, _) in here.filter(|(_, state)| is_told(*state)) {
            bits.set(address.nth as usize);
        }
        if takes_others {
            bits.not();
        }
        Ok(bits)
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

    fn field(&self, of: Of) -> tantivy::schema::Field {
        let fields = &self.snapshot.fields;
        match of {
            Of::Text => fields.text,
            Of::From => fields.from,
            Of::To => fields.to,
            Of::Info => fields.info,
            Of::Ref => fields.refs,
            Of::Sign => fields.sign,
        }
    }

    /// The telegrams that hold a phrase.
    fn phrase(&self, phrase: &Phrase) -> Result<Bits, Error> {
        let mut cables = self.shard.cables();
        self.each_part(phrase, &mut |doc| cables.add(doc))?;
        Ok(cables.bits)
    }

    /// Tells of the documents that hold a phrase; of one with several words
    /// that begin so, several times.
    pub(super) fn each_part(
        &self,
        phrase: &Phrase,
        tell: &mut dyn FnMut(DocId),
    ) -> Result<(), Error> {
        let field = self.field(phrase.of);
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
    pub(super) fn parts(&self, scope: Scope) -> Result<Bits, Error> {
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

pub(super) fn work_out(node: &Node, leaves: &[Bits], n_cables: usize) -> Bits {
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
