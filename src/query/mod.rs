//! What is asked of telegrams: one language for lists, results and threads.
//!
//! ```text
//! query  = *term
//! term   = ["-" / "NOT"] one *("OR" ["-" / "NOT"] one)
//! one    = word / '"' phrase '"' / field / "(" query ")"
//! word   = text ["*"]                      ; * at its end: any word that begins so
//! field  = name ":" value / name ("<=" / ">=") value
//! value  = text / '"' text '"' / date [".." date] / "*" / value *("," value)
//! ```
//!
//! Every term must hold. `OR` joins the two terms beside it and nothing
//! more: `oslo tunnel OR bridge` asks for Oslo, and for one of the others.
//! Capitals and accents do not count. A word with a sign inside is the words
//! on both sides of it, one behind the other.
//!
//! A star alone asks whether there is a value at all: `info:*` for telegrams
//! with information addressees, `-tag:*` for those without TAGS.
//!
//! Words are sought in each part of a telegram by itself: in its header, its
//! SUBJECT, each paragraph, what stands below. A telegram is found if every
//! term holds somewhere in it. [`Part`] and level of a paragraph (`in:`,
//! `para.class:`) narrow the words beside them: `in:summary quota` asks for
//! *quota* in the summary. Where all words beside them are denied, there must
//! be such a part: `in:summary -quota` asks for a summary without *quota*.
//!
//! A query is held against a telegram by [`Matcher`], which needs no index
//! and is the measure of one.

mod citations;
mod complete;
mod facts;
mod field;
mod fold;
mod matcher;
mod people;
mod rank;
mod read;
mod reads;
mod serials;
mod snippet;
mod spread;
mod text;
mod traffic;
mod unit;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::cable::{Cable, Classification, Date, Precedence, Sieve};

pub use citations::{Citing, Collected, Direction, Link, Thread, missing_line, thread};
pub use complete::{Completion, complete};
pub use facts::{Depth, Facts};
pub use field::{Field, Part, State, Thing};
pub use fold::{Words, folded, squeezed};
pub use matcher::{Cited, Hit, Matcher, places};
pub use people::{As, People, Person, Role};
pub use rank::{SUBJECT_WEIGHT, rarity, worth};
pub use reads::{Reads, States};
pub use serials::{Gap, Numbered, Serials};
pub use snippet::{Snippet, snippet};
pub use spread::Spread;
pub use traffic::{Axis, Month, Traffic, traffic};
pub use unit::{Place, Unit, found_in, units};

/// What is asked, read from a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    line: String,
    leaves: Vec<Leaf>,
    root: Node,
}

/// How the leaves of a query hang together. They are named by their place
/// among [`Query::leaves`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// One question.
    Leaf(usize),
    /// All of them must hold; nothing is asked if there is none.
    All(Vec<Node>),
    /// One of them must hold.
    Any(Vec<Node>),
    /// It must not hold.
    Not(Box<Node>),
}

impl Default for Node {
    fn default() -> Node {
        Node::All(Vec::new())
    }
}

/// One question of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Where it stands in the line.
    pub place: Range<usize>,
    /// What is asked.
    pub asks: Asks,
}

/// What one question asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Words that follow each other.
    Phrase(Phrase),
    /// A value that the telegram has.
    Is {
        /// Of which field.
        field: Field,
        /// As [`Facts`] spell it.
        value: String,
        /// Whether it is only the beginning.
        is_prefix: bool,
    },
    /// The level of the banner.
    Class(Levels),
    /// The date, both days included.
    Date {
        /// The first day.
        from: Option<Date>,
        /// The last day.
        to: Option<Date>,
    },
    /// The precedence of the date-time group.
    Prec(Precedences),
    /// The telegram of this number cites it; the number as [`Facts`] spell it.
    CitedBy(String),
    /// Something stands there at all.
    Any(Of),
    /// How far it was read.
    State(States),
    /// There is a part of this sort.
    There(Scope),
}

/// Words that follow each other in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Where they are sought.
    pub of: Of,
    /// As [`Words`] gives them; one at least.
    pub words: Vec<String>,
    /// Whether of the last only the beginning is given.
    pub is_prefix: bool,
    /// What must be true of the part in which they stand.
    pub scope: Vec<Scope>,
}

/// Where words are sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// In the parts of the text.
    Text,
    /// In the originator.
    From,
    /// In the action addressees.
    To,
    /// In the information addressees.
    Info,
    /// In the REF block.
    Ref,
    /// In the signature.
    Sign,
}

/// A condition on a part of a telegram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Whether it must not be so.
    pub is_not: bool,
    /// What must be so.
    pub is: Kind,
}

impl Scope {
    /// That it is so.
    fn of(is: Kind) -> Scope {
        Scope { is_not: false, is }
    }
}

/// Of what kind a part of a telegram is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What it is in the telegram.
    Part(Part),
    /// A paragraph that is marked so.
    Level(Levels),
}

/// Some of the levels, and whether their absence is meant too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Levels(u8);

impl Levels {
    const NONE: u8 = 1 << 6;

    fn bit(level: Option<Classification>) -> u8 {
        let at = |level| Classification::ALL.iter().position(|known| *known == level);
        level.and_then(at).map_or(Levels::NONE, |at| 1 << at)
    }

    fn insert(&mut self, level: Option<Classification>) {
        self.0 |= Levels::bit(level);
    }

    /// Whether a level, or its absence, is one of them.
    #[must_use]
    pub fn holds(self, level: Option<Classification>) -> bool {
        self.0 & Levels::bit(level) != 0
    }

    /// All of them.
    pub fn iter(self) -> impl Iterator<Item = Option<Classification>> {
        let all = Classification::ALL.into_iter().map(Some).chain([None]);
        all.filter(move |level| self.holds(*level))
    }
}

/// Some of the precedences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Precedences(u8);

impl Precedences {
    /// Whether a precedence is one of them.
    #[must_use]
    pub fn holds(self, precedence: Precedence) -> bool {
        self.0 & 1 << precedence as u8 != 0
    }
}

impl Query {
    /// Reads a line.
    ///
    /// What is still being typed is read as far as it goes: a quotation or a
    /// group that is open ends with the line, an `OR` at its end joins
    /// nothing.
    ///
    /// ```
    /// use reftel::query::Query;
    ///
    /// assert!(Query::parse("post:oslo bridge OR tunnel -visa").is_ok());
    /// let error = Query::parse("bridge class:x").unwrap_err();
    /// assert_eq!(error.place, 13..14);
    /// assert_eq!(error.to_string(), "class: takes u, lou, sbu, c, s, ts, none, not x");
    /// ```
    ///
    /// # Errors
    ///
    /// A field is not known or cannot have the value, a parenthesis closes
    /// what is not open, or it is too long: over 200 terms, or groups in one
    /// another over 16 deep.
    pub fn parse(line: &str) -> Result<Query, QueryError> {
        read::read(line)
    }

    /// Asks for a value of a field, as [`Facts`] spell it.
    #[must_use]
    pub fn of_value(field: Field, value: &str) -> Query {
        let asks = Asks::Is {
            field,
            value: value.to_owned(),
            is_prefix: false,
        };
        Query {
            line: format!("{}:{value}", field.name()),
            leaves: vec![Leaf { place: 0..0, asks }],
            root: Node::Leaf(0),
        }
    }

    /// Asks how far telegrams were read.
    #[must_use]
    pub fn of_state(state: State) -> Query {
        let asks = Asks::State(States::of(state));
        Query {
            line: format!("{}:{}", Field::State.name(), state.name()),
            leaves: vec![Leaf { place: 0..0, asks }],
            root: Node::Leaf(0),
        }
    }

    /// The line.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.line
    }

    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// Its questions.
    #[must_use]
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// How they hang together.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The telegrams whose references it asks for, as [`Facts`] spell them.
    pub fn citing(&self) -> impl Iterator<Item = &str> {
        self.leaves.iter().filter_map(|leaf| match &leaf.asks {
            Asks::CitedBy(id) => Some(id.as_str()),
            _ => None,
        })
    }

    /// Whether it asks how far telegrams were read.
    #[must_use]
    pub fn asks_state(&self) -> bool {
        let mut leaves = self.leaves.iter();
        leaves.any(|leaf| matches!(leaf.asks, Asks::State(_)))
    }

    /// What is known to it of how far telegrams were read, once if it asks for
    /// that.
    #[must_use]
    pub fn reads(&self) -> Option<&Reads> {
        self.leaves.iter().find_map(|leaf| match &leaf.asks {
            Asks::State(states) => Some(states.reads()),
            _ => None,
        })
    }

    /// The same with what is known of how far telegrams were read. Without it
    /// none was.
    #[must_use]
    pub fn knowing(mut self, reads: &Arc<Reads>) -> Query {
        for leaf in &mut self.leaves {
            if let Asks::State(states) = &mut leaf.asks {
                states.knowing(reads);
            }
        }
        self
    }

    /// Whether the whole holds, if `holds` says so of each leaf.
    pub fn holds(&self, holds: &mut dyn FnMut(usize) -> bool) -> bool {
        self.root.holds(holds)
    }

    /// What every telegram that it finds must hold in its bytes; nothing if
    /// that cannot be told.
    #[must_use]
    pub fn sieve(&self) -> Option<Sieve> {
        self.root.sieve(&self.leaves)
    }

    /// Whether words in texts are asked for and not denied. Then hits are
    /// counted; of what is found by fields alone, telegrams are.
    #[must_use]
    pub fn is_of_words(&self) -> bool {
        self.wanted().iter().any(|phrase| phrase.of == Of::Text)
    }

    /// Whether the words that are asked for in texts are asked for in some of
    /// their parts alone.
    #[must_use]
    pub fn is_of_parts(&self) -> bool {
        let wanted = self.wanted();
        wanted.iter().any(|phrase| !phrase.scope.is_empty())
    }

    /// The phrases that are asked for and not denied: what is shown as found.
    #[must_use]
    pub fn wanted(&self) -> Vec<&Phrase> {
        let mut wanted = Vec::new();
        self.root.wanted(false, &mut |leaf| {
            if let Some(Asks::Phrase(phrase)) = self.leaves.get(leaf).map(|leaf| &leaf.asks) {
                wanted.push(phrase);
            }
        });
        wanted
    }
}

/// The number of a telegram as [`Facts`] spell it: `08northhaven311`. What is
/// none is letters and digits.
#[must_use]
pub fn spelled(id: &str) -> String {
    read::number(id).unwrap_or_else(|| squeezed(id))
}

/// That the sieve of each word of a telegram lets the bytes through that it
/// was read from: of a page or a record, those of the text taken out of it.
/// Shared by the tests and the fuzzer.
///
/// # Errors
///
/// The first word that it would have missed.
pub fn sieve_law(cable: &Cable, bytes: &[u8]) -> Result<(), String> {
    let mut known = std::collections::HashSet::new();
    for unit in units(cable) {
        for &span in &unit.spans {
            let text = cable.words(span);
            let mut words = Words::new(&text);
            while let Some((word, _)) = words.next() {
                if known.contains(word) {
                    continue;
                }
                known.insert(word.to_owned());
                // Beginnings of words are asked for too.
                for begun in [Some(word), word.get(..word.len() * 2 / 3)] {
                    let begun = begun.unwrap_or_default();
                    let lets = |sieve: Sieve| sieve.lets_through(bytes);
                    if !Sieve::word(begun).is_none_or(lets) {
                        return Err(format!("the sieve misses {begun} of {word}"));
                    }
                }
            }
        }
    }
    Ok(())
}

/// As deep as groups may stand in one another: no function here goes deeper.
const DEEPEST: usize = 16;

impl Node {
    fn holds(&self, holds: &mut dyn FnMut(usize) -> bool) -> bool {
        match self {
            Node::Leaf(leaf) => holds(*leaf),
            Node::All(nodes) => nodes.iter().all(|node| node.holds(holds)),
            Node::Any(nodes) => nodes.iter().any(|node| node.holds(holds)),
            Node::Not(node) => !node.holds(holds),
        }
    }

    fn sieve(&self, leaves: &[Leaf]) -> Option<Sieve> {
        match self {
            Node::Leaf(leaf) => match &leaves.get(*leaf)?.asks {
                Asks::Phrase(phrase) if phrase.of == Of::Text => {
                    Sieve::all(phrase.words.iter().map(|word| Sieve::word(word)))
                }
                _ => None,
            },
            Node::All(nodes) => Sieve::all(nodes.iter().map(|node| node.sieve(leaves))),
            Node::Any(nodes) => Sieve::any(nodes.iter().map(|node| node.sieve(leaves))),
            Node::Not(_) => None,
        }
    }

    fn wanted(&self, is_denied: bool, tell: &mut dyn FnMut(usize)) {
        match self {
            Node::Leaf(leaf) if !is_denied => tell(*leaf),
            Node::Leaf(_) => {}
            Node::All(nodes) | Node::Any(nodes) => {
                for node in nodes {
                    node.wanted(is_denied, tell);
                }
            }
            Node::Not(node) => node.wanted(!is_denied, tell),
        }
    }
}

/// Why a line cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The bytes of the line that cannot be read.
    pub place: Range<usize>,
    /// Why.
    pub why: Why,
}

/// Why a part of a line cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// There is no such field.
    NoField {
        /// What was typed.
        found: String,
        /// The field that was perhaps meant.
        near: Option<Field>,
    },
    /// A field takes only some values.
    Value {
        /// The field.
        field: Field,
        /// What was typed.
        found: String,
    },
    /// A field has no order.
    NoOrder(Field),
    /// A field is compared by `<` or `>` alone.
    NoEqual(Field),
    /// Nothing can be sought in it: it has no letter and no digit.
    NoWord,
    /// A parenthesis closes what is not open.
    NotOpen,
    /// `OR` stands where nothing is before it.
    NothingBefore,
    /// Too many terms, or groups in one another.
    TooLong,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            Why::NoField { found, near: None } => {
                write!(
                    f,
                    "no field is called {found}; in quotation marks it is words"
                )
            }
            Why::NoField {
                found,
                near: Some(near),
            } => write!(f, "no field is called {found}; {}: is near", near.name()),
            Why::Value { field, found } => {
                let values = field.values();
                let takes = if values.is_empty() {
                    field.takes().to_owned()
                } else {
                    values.join(", ")
                };
                write!(f, "{}: takes {takes}", field.name())?;
                if found.is_empty() {
                    Ok(())
                } else {
                    write!(f, ", not {found}")
                }
            }
            Why::NoOrder(field) => {
                write!(f, "{} has no order; write {0}:", field.name())
            }
            Why::NoEqual(field) => {
                write!(f, "{}: write <= or >=", field.name())
            }
            Why::NoWord => f.write_str("there is no word in it"),
            Why::NotOpen => f.write_str("no group is open here"),
            Why::NothingBefore => f.write_str("OR joins what stands before and behind it"),
            Why::TooLong => f.write_str("it asks too much at once"),
        }
    }
}

impl std::error::Error for QueryError {}
