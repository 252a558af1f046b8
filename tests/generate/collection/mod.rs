//! A collection of invented cables of any size.
//!
//! Cable number n is made from the seed and n alone, its references too, so
//! that a million are streamed in the memory of one.
//!
//! - `timeline`: post, serial and date of a number;
//! - `cable`: what else is true of it: story, subject, TAGS, references;
//! - `telegram`: its text as it was sent, of `prose` in a `vocabulary`;
//! - `form`, `publish`: what it was published in;
//! - `container`: the files; `truth`: what is true of it in JSON lines.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers that were made here"
)]

mod cable;
mod chance;
pub(crate) mod container;
mod form;
mod prose;
pub(crate) mod publish;
mod telegram;
mod timeline;
mod truth;
mod vocabulary;
mod world;

use chance::{Chance, below, of};
pub(crate) use container::Container;
use prose::{Patterns, Writer, towns};
#[allow(unused_imports, reason = "named by a test")]
pub(crate) use telegram::Said;
use timeline::{BLOCK, Number, Slot, Timeline};
use vocabulary::Vocabulary;

/// In which form a cable was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Acp127,
    Acp126,
    Extract,
    Html,
    Csv,
    Markdown,
    Plusd,
    Nara,
    Card,
    Foia,
    Frus,
    Plain,
}

impl Form {
    /// Every form: how it is asked for, and what the parser calls it.
    pub(crate) const ALL: [(Form, &'static str, &'static str); 12] = [
        (Form::Acp127, "acp127", "cablegate"),
        (Form::Acp126, "acp126", "cablegate-acp126"),
        (Form::Extract, "extract", "cablegate-extract"),
        (Form::Html, "html", "cablegate-html"),
        (Form::Csv, "csv", "cablegate-csv"),
        (Form::Markdown, "markdown", "cablegate"),
        (Form::Plusd, "plusd", "plusd"),
        (Form::Nara, "nara", "nara"),
        (Form::Card, "card", "nara-card"),
        (Form::Foia, "foia", "foia"),
        (Form::Frus, "frus", "frus"),
        (Form::Plain, "plain", "plain"),
    ];

    /// The parser's word for it.
    pub(crate) fn family(self) -> &'static str {
        Form::ALL[self as usize].2
    }

    /// How the name of a file of it ends.
    fn extension(self) -> &'static str {
        match self {
            Form::Html => "html",
            Form::Csv => "csv",
            Form::Markdown => "md",
            Form::Frus => "xml",
            _ => "txt",
        }
    }

    /// How many of the cables of a year are published so.
    fn share(self, year: u16) -> u64 {
        let (early, middle, late) = match self {
            Form::Acp127 => (0, 5, 56),
            Form::Acp126 => (0, 50, 4),
            Form::Extract => (0, 0, 14),
            Form::Html => (0, 0, 10),
            Form::Markdown => (0, 0, 5),
            Form::Plusd => (22, 0, 5),
            Form::Nara => (62, 0, 0),
            Form::Card => (6, 0, 0),
            Form::Foia => (6, 30, 6),
            Form::Csv | Form::Frus | Form::Plain => (0, 0, 0),
        };
        match year {
            ..1980 => early,
            1980..1985 => middle,
            _ => late,
        }
    }
}

/// A word that stands in one cable.
#[derive(Clone, Debug)]
pub(crate) struct Needle {
    pub(crate) word: String,
    /// The cable that so many hundredths of all stand before.
    pub(crate) percent: f64,
}

/// Which collection.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    pub(crate) seed: u64,
    pub(crate) count: u64,
    /// Both years are in it.
    pub(crate) years: (u16, u16),
    /// The forms that occur, if not those of the years.
    pub(crate) forms: Vec<Form>,
    pub(crate) needles: Vec<Needle>,
}

impl Default for Spec {
    fn default() -> Spec {
        Spec {
            seed: 1,
            count: 1000,
            years: (1973, 2010),
            forms: Vec::new(),
            needles: Vec::new(),
        }
    }
}

/// What cables of one collection are made with.
pub(crate) struct Collection {
    pub(crate) spec: Spec,
    timeline: Timeline,
    vocabulary: Vocabulary,
    patterns: Patterns,
    towns: Vec<String>,
    /// The longest story, in cables.
    longest: u64,
}

/// Cables between one and the further release of it.
const RELEASED_AFTER: u64 = 151;

/// The story that a cable belongs to.
#[derive(Clone, Copy)]
struct Story {
    /// Names it.
    key: u64,
    /// Its place in the story, from 0.
    nth: u64,
    /// Cables of the story, if the collection goes on for long enough.
    length: u64,
}

impl Collection {
    pub(crate) fn new(spec: Spec) -> Collection {
        let (from, to) = spec.years;
        let timeline = Timeline::new(spec.seed, spec.count, from, to);
        // A story is over in three years.
        let longest = (timeline.per_year() * 3 / BLOCK).clamp(2, 50);
        Collection {
            timeline,
            vocabulary: Vocabulary::new(),
            patterns: Patterns::new(),
            towns: towns(),
            longest,
            spec,
        }
    }

    /// How many words the prose is made of.
    #[allow(dead_code, reason = "asked by a test")]
    pub(crate) fn n_words(&self) -> usize {
        self.vocabulary.len()
    }

    fn chance(&self, parts: &[u64]) -> Chance {
        Chance::new(&[&[self.spec.seed], parts].concat())
    }

    fn key(&self, parts: [u64; 3]) -> u64 {
        of(&[self.spec.seed, parts[0], parts[1], parts[2]])
    }

    /// A slot goes through stories of one cable a block, one after the other.
    fn story(&self, n: u64) -> Story {
        let Slot { block, slot } = self.timeline.slot(n);
        let (stretch, place) = (block / BLOCK, block % BLOCK);
        let key = self.key([20, stretch, slot]);
        let length = match below(key, 100) {
            0..25 => 1,
            25..45 => 2,
            45..65 => 4,
            65..82 => 8,
            82..93 => 16,
            _ => 50,
        };
        let length = length.min(self.longest);
        let first = place / length * length;
        // What is left of a stretch has no room for a whole story.
        let (first, length) = if first + length > BLOCK {
            (place, 1)
        } else {
            (first, length)
        };
        Story {
            key: of(&[key, first]),
            nth: place - first,
            length,
        }
    }

    /// The cable of the same slot so many blocks before.
    fn before(&self, n: u64, n_blocks: u64) -> Option<u64> {
        let Slot { block, slot } = self.timeline.slot(n);
        let block = block.checked_sub(n_blocks)?;
        Some(self.timeline.number_at(Slot { block, slot }))
    }

    /// The cable of which a number is a further release.
    fn released_before(&self, n: u64) -> Option<u64> {
        let is_one = |n: u64| self.story(n).length == 1 && below(self.key([21, n, 0]), 100) < 8;
        let first = n.checked_sub(RELEASED_AFTER)?;
        (is_one(n) && !is_one(first)).then_some(first)
    }

    /// The number that a cable bears: that of its first release.
    fn number(&self, n: u64) -> Number {
        self.timeline.number(self.released_before(n).unwrap_or(n))
    }

    /// The words that stand in the cable of a number alone.
    fn needles(&self, n: u64) -> impl Iterator<Item = &str> {
        let place = move |needle: &&Needle| {
            let place = needle.percent / 100.0 * self.spec.count as f64;
            (place as u64).min(self.spec.count - 1) == n
        };
        let found = self.spec.needles.iter().filter(place);
        found.map(|needle| needle.word.as_str())
    }

    fn writer(&self, story: Story, country: usize, post: usize) -> Writer<'_> {
        let topic = &world::TOPICS[below(of(&[story.key, 1]), world::TOPICS.len() as u64) as usize];
        let rare = |nth: u64| self.vocabulary.nouns.any(of(&[story.key, 2, nth]));
        let town = |key: u64| self.towns[below(key, self.towns.len() as u64) as usize].as_str();
        Writer {
            patterns: &self.patterns,
            vocabulary: &self.vocabulary,
            country,
            topic: topic.words,
            rare: std::array::from_fn(|nth| rare(nth as u64)),
            towns: [
                &self.towns[post],
                town(of(&[story.key, 3])),
                town(of(&[story.key, 4])),
            ],
        }
    }
}
