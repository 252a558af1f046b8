//! One question to one piece of the index.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

use super::bits::Bits;
use super::parts::{Parts, terms, windows};
use super::{Address, Shard, Snapshot, blocks_of, each_block, level};
use crate::cable::Precedence;
use crate::index::{Error, day};
use crate::query::{Asks, Cited, Field, Kind, Node, Of, Phrase, Scope, State, States};

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
            Asks::Phrase(phrase) => Ok(self.phrase(phrase)?.0),
            Asks::Is {
                field,
                value,
                is_prefix,
            } => {
                let name = crate::index::value(*field, value);
                if *is_prefix {
                    self.beginning(fields.value, &name)
                } else {
                    self.documents(fields.value, &name)
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
                let mut all = self.none();
                for cited in self.cited.get(id).into_iter().flatten() {
                    let name = crate::index::value(Field::Id, cited);
                    self.add(fields.value, &name, &mut all)?;
                }
                Ok(all)
            }
            // Whatever begins with nothing.
            Asks::Any(of) => self.beginning(self.field(*of), ""),
            Asks::State(states) => self.state(states),
            Asks::There(scope) => self.there(*scope),
        }
    }

    /// The telegrams that were read so far.
    fn state(&self, states: &States) -> Result<Bits, Error> {
        // Those that were not read are the others.
        let takes_others = states.holds(State::New);
        let is_told = |state: State| states.holds(state) != takes_others;
        let mut bits = self.none();
        for (number, _) in states.reads().numbers.iter().filter(|it| is_told(*it.1)) {
            let name = crate::index::value(Field::Id, number);
            self.add(self.snapshot.fields.value, &name, &mut bits)?;
        }
        let here = self.read.iter().filter(|(at, _)| at.shard == self.nth);
        for (address, _) in here.filter(|(_, state)| is_told(*state)) {
            bits.set(address.nth as usize);
        }
        if takes_others {
            bits.not();
        }
        Ok(bits)
    }

    /// The telegrams that are so.
    fn heads(&self, is_so: impl Fn(DocId) -> bool) -> Bits {
        let mut bits = self.none();
        for nth in self.shard.alive.iter() {
            if DocId::try_from(nth).is_ok_and(&is_so) {
                bits.set(nth);
            }
        }
        bits
    }

    pub(super) fn none(&self) -> Bits {
        Bits::none(self.reader.max_doc() as usize)
    }

    /// The documents that hold a term, deleted ones too.
    fn documents(&self, field: tantivy::schema::Field, text: &str) -> Result<Bits, Error> {
        let mut bits = self.none();
        self.add(field, text, &mut bits)?;
        Ok(bits)
    }

    /// Adds the documents that hold a term.
    fn add(&self, field: tantivy::schema::Field, text: &str, bits: &mut Bits) -> Result<(), Error> {
        let option = IndexRecordOption::Basic;
        each_block(self.reader, field, text, option, &mut |docs, _| {
            bits.extend(docs);
        })
    }

    /// The telegrams with a term that begins so.
    fn beginning(&self, field: tantivy::schema::Field, begun: &str) -> Result<Bits, Error> {
        let mut bits = self.none();
        let option = IndexRecordOption::Basic;
        self.each_beginning(field, begun, &mut |inverted, info| {
            let blocks = inverted.read_block_postings_from_terminfo(info, option);
            blocks_of(&mut blocks.map_err(Error::reading)?, &mut |docs, _| {
                bits.extend(docs);
            });
            Ok(())
        })?;
        Ok(bits)
    }

    pub(super) fn field(&self, of: Of) -> tantivy::schema::Field {
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

    /// The telegrams that hold a phrase; of one that is sought in texts also
    /// how often each does, as far as a byte tells it.
    pub(super) fn phrase(&self, phrase: &Phrase) -> Result<(Bits, Vec<u8>), Error> {
        let mut bits = self.none();
        if phrase.of != Of::Text {
            self.times(phrase, &mut |doc, _| bits.set(doc as usize))?;
            return Ok((bits, Vec::new()));
        }
        let mut counts = vec![0; self.reader.max_doc() as usize];
        let mut add = |doc: DocId, n: u32| {
            bits.set(doc as usize);
            if let Some(count) = counts.get_mut(doc as usize) {
                let more = u8::try_from(n).unwrap_or(u8::MAX);
                *count = u8::saturating_add(*count, more);
            }
        };
        if phrase.scope.is_empty() {
            self.times(phrase, &mut add)?;
        } else {
            self.times_in(phrase, &mut add)?;
        }
        Ok((bits, counts))
    }

    /// The telegrams that have a part which meets a condition.
    fn there(&self, scope: Scope) -> Result<Bits, Error> {
        let field = self.snapshot.fields.text;
        let mut bits = self.none();
        if !scope.is_not {
            for term in terms(scope) {
                self.add(field, &term, &mut bits)?;
            }
            return Ok(bits);
        }
        let alive = &self.shard.alive;
        for window in windows(self.reader.max_doc() as usize, alive, &[]) {
            let parts = Parts::read(self.reader, field, alive, window.clone())?;
            let meeting = parts.meeting(self.reader, field, scope)?;
            for doc in window {
                // That a part is not so is asked of what could be so.
                let is_level = matches!(scope.is, Kind::Level(_));
                let may_be = |part: &usize| !is_level || parts.is_paragraph(*part);
                let mut of = parts.of(doc).filter(may_be);
                if of.any(|part| meeting.holds(part)) {
                    bits.set(doc);
                }
            }
        }
        Ok(bits)
    }

    /// Tells of the documents that hold a phrase in parts that meet all that is
    /// said of them, and how often; of one with several words that begin so,
    /// several times.
    fn times_in(&self, phrase: &Phrase, tell: &mut dyn FnMut(DocId, u32)) -> Result<(), Error> {
        let field = self.snapshot.fields.text;
        let mut among = self.none();
        let unscoped = Phrase {
            scope: Vec::new(),
            ..phrase.clone()
        };
        self.times(&unscoped, &mut |doc, _| among.set(doc as usize))?;
        among.and(&self.shard.alive);
        for scope in phrase.scope.iter().filter(|scope| !scope.is_not) {
            among.and(&self.there(*scope)?);
        }
        for window in windows(self.reader.max_doc() as usize, &among, &[phrase]) {
            let parts = Parts::read(self.reader, field, &among, window.clone())?;
            let meeting = self.meeting(&parts, phrase)?;
            self.places(phrase, &among, window, &mut |doc, places| {
                let at = |place: &&u32| parts.at(doc as usize, **place);
                let is_met = |place: &&u32| at(place).is_some_and(|part| meeting.holds(part));
                let n = places.iter().filter(is_met).count();
                if n > 0 {
                    tell(doc, u32::try_from(n).unwrap_or(u32::MAX));
                }
            })?;
        }
        Ok(())
    }

    /// The parts that meet all that is said of those in which a phrase stands.
    pub(super) fn meeting(&self, parts: &Parts, phrase: &Phrase) -> Result<Bits, Error> {
        let mut meeting = Bits::all(parts.len());
        for scope in &phrase.scope {
            meeting.and(&parts.meeting(self.reader, self.snapshot.fields.text, *scope)?);
        }
        Ok(meeting)
    }
}

pub(super) fn work_out(node: &Node, leaves: &[Bits], n_documents: usize) -> Bits {
    match node {
        Node::Leaf(leaf) => leaves
            .get(*leaf)
            .cloned()
            .unwrap_or_else(|| Bits::none(n_documents)),
        Node::All(nodes) => {
            let mut all = Bits::all(n_documents);
            for node in nodes {
                all.and(&work_out(node, leaves, n_documents));
            }
            all
        }
        Node::Any(nodes) => {
            let mut any = Bits::none(n_documents);
            for node in nodes {
                any.or(&work_out(node, leaves, n_documents));
            }
            any
        }
        Node::Not(node) => {
            let mut not = work_out(node, leaves, n_documents);
            not.not();
            not
        }
    }
}
