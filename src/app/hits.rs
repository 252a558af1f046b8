//! Hits in many cables: what another thread is asked for, and what it says.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use crate::cable::{Cable, Classification, Date, Span};
use crate::query::{
    Hit, Matcher, Place, Query, SUBJECT_WEIGHT, Spread, Unit, found_in, rarity, snippet, units,
    worth,
};
use crate::typeset::Shown;

use super::Listing;

/// In which order cables with hits are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HitOrder {
    /// Those first in which the rarer of the words stand, more often, and
    /// in the SUBJECT; of equal ones the last dated.
    #[default]
    Best,
    /// The last dated first.
    Newest,
    /// The first dated first.
    Oldest,
}

impl HitOrder {
    /// All of them, in the order of the menu.
    pub const ALL: [HitOrder; 3] = [HitOrder::Best, HitOrder::Newest, HitOrder::Oldest];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            HitOrder::Best => "best first",
            HitOrder::Newest => "newest first",
            HitOrder::Oldest => "oldest first",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            HitOrder::Best => "rare words, often, in the SUBJECT",
            HitOrder::Newest => "the last dated first, those without a date at the end",
            HitOrder::Oldest => "the first dated first, those without a date at the end",
        }
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> HitOrder {
        match self {
            HitOrder::Best => HitOrder::Newest,
            HitOrder::Newest => HitOrder::Oldest,
            HitOrder::Oldest => HitOrder::Best,
        }
    }
}

/// What is asked of many cables, to be answered with hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitQuery {
    /// Which question this is, so that a late answer is not taken for it.
    pub id: u32,
    /// What is asked.
    pub query: Query,
    /// Among which cables: those that this finds.
    pub within: Option<Query>,
    /// The entries that are asked for.
    pub entries: Range<usize>,
    /// In which order.
    pub order: HitOrder,
}

/// A cable with hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HitGroup {
    /// Its entry.
    pub entry: u32,
    /// How many of its parts hold what is sought; none where it was found by
    /// its fields alone.
    pub n_hits: u32,
}

/// Where hits are, and what was not searched for any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HitSpread {
    /// Years, posts, markings.
    pub spread: Spread,
    /// Cables that have no text.
    pub n_textless: usize,
    /// Cables of whose text something is withheld.
    pub n_withheld: usize,
}

impl HitSpread {
    /// Notes what of a cable cannot be searched.
    pub fn see(&mut self, cable: &Cable) {
        self.n_textless += usize::from(cable.paragraphs.is_empty());
        self.n_withheld += usize::from(!cable.excisions.is_empty());
    }
}

/// What a thread says that looks for hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hits {
    /// The cables that have some, as far as they are found, in order.
    Found(Vec<HitGroup>),
    /// So many of the entries that were asked for have been looked at.
    Passed(usize),
    /// Where they are, as far as they are found.
    Spread(Box<HitSpread>),
    /// All have been looked at.
    Ended {
        /// How many could not be read.
        n_failed: usize,
        /// How long it took.
        took: Duration,
    },
}

/// Cables whose hits are wanted in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitWindow {
    /// Which window this is: another thread that works for any other stops.
    pub serial: u32,
    /// The question whose hits they are.
    pub id: u32,
    /// What is sought.
    pub query: Query,
    /// The entries, those that are wanted most first.
    pub entries: Vec<usize>,
    /// Characters of each hit.
    pub n_chars: usize,
}

/// A hit in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitText {
    /// The part of the telegram: `P4`, `subject`.
    pub label: Shown,
    /// The level of the paragraph.
    pub level: Option<Classification>,
    /// Whether something is said of its level: that it has none, where others
    /// do.
    pub says_level: bool,
    /// The words around, and which of them are sought.
    pub words: Vec<(Shown, bool)>,
    /// The part.
    pub place: Place,
    /// Where the first of what is sought stands.
    pub at: Span,
    /// Where the part stands.
    pub spans: Vec<Span>,
}

/// The hits of a cable in words.
#[derive(Clone, Debug)]
pub struct HitTexts {
    /// What a list says of it.
    pub listing: Listing,
    /// The hits, in the order of the text.
    pub hits: Vec<HitText>,
    /// Characters of each.
    pub n_chars: usize,
    /// The cable.
    pub cable: Arc<Cable>,
}

impl HitTexts {
    /// What `matcher` finds in a cable.
    #[must_use]
    pub fn of(cable: Cable, matcher: &Matcher<'_>, n_chars: usize) -> HitTexts {
        let units = units(&cable);
        let hits = matcher.hits(&cable);
        let in_words = |(unit, hit): (&Unit, &Hit)| HitText {
            label: Shown::new(&label(&cable, hit.place)),
            level: unit.level,
            says_level: says_level(&cable, unit),
            words: words(&cable, unit, hit, n_chars),
            place: hit.place,
            at: hit.spans.first().copied().unwrap_or_default(),
            spans: unit.spans.clone(),
        };
        HitTexts {
            listing: Listing::of(&cable),
            hits: found_in(&units, &hits).map(in_words).collect(),
            n_chars,
            cable: Arc::new(cable),
        }
    }
}

/// `P4`, or the part of the telegram.
fn label(cable: &Cable, place: Place) -> String {
    let words = match place {
        Place::Header => "header",
        Place::Subject => "subject",
        Place::Ending => "ending",
        Place::Note(_) => "note",
        Place::Paragraph(idx) => {
            let paragraph = cable.paragraphs.get(idx as usize);
            match paragraph.and_then(|paragraph| paragraph.number) {
                Some(number) => return format!("P{number}"),
                None => "text",
            }
        }
    };
    words.to_owned()
}

/// Whether something is said of the marking: nothing of what has none by its
/// nature.
fn says_level(cable: &Cable, unit: &Unit) -> bool {
    let Place::Paragraph(idx) = unit.place else {
        return false;
    };
    let paragraph = cable.paragraphs.get(idx as usize);
    let is_numbered = paragraph.is_some_and(|paragraph| paragraph.number.is_some());
    unit.level.is_some() || is_numbered && cable.is_marked()
}

fn words(cable: &Cable, unit: &Unit, hit: &Hit, n_chars: usize) -> Vec<(Shown, bool)> {
    let snippet = snippet(cable, unit, hit, n_chars);
    let mut words = Vec::with_capacity(2 * snippet.found.len() + 1);
    let mut at = 0;
    let mut add = |range: Range<usize>, is_sought| {
        let part = snippet.text.get(range).unwrap_or_default();
        if !part.is_empty() {
            words.push((Shown::new(part), is_sought));
        }
    };
    for found in &snippet.found {
        add(at..found.start, false);
        add(found.clone(), true);
        at = found.end;
    }
    add(at..snippet.text.len(), false);
    words
}

/// Cables with hits, as a thread finds them.
#[derive(Clone, Debug)]
pub struct FoundHits {
    /// The question.
    pub id: u32,
    groups: Vec<(HitGroup, Option<Date>)>,
    n_phrases: usize,
    /// Of each cable, how often it holds each phrase.
    weights: Vec<u8>,
    /// Whether words are sought in texts.
    is_of_words: bool,
}

impl FoundHits {
    /// Nothing yet.
    #[must_use]
    pub fn new(asked: &HitQuery) -> FoundHits {
        FoundHits {
            id: asked.id,
            groups: Vec::new(),
            n_phrases: asked.query.wanted().len(),
            weights: Vec::new(),
            is_of_words: asked.query.is_of_words(),
        }
    }

    /// Whether words are sought in texts.
    #[must_use]
    pub fn is_of_words(&self) -> bool {
        self.is_of_words
    }

    /// How many cables have hits.
    #[must_use]
    pub fn n_cables(&self) -> usize {
        self.groups.len()
    }

    /// Adds a cable. Of each phrase it is told how often it holds it.
    pub fn add(
        &mut self,
        entry: usize,
        n_hits: u32,
        date: Option<Date>,
        weights: impl Iterator<Item = u8>,
    ) {
        let entry = u32::try_from(entry).unwrap_or(u32::MAX);
        self.groups.push((HitGroup { entry, n_hits }, date));
        self.weights.extend(weights.take(self.n_phrases));
        self.weights.resize(self.groups.len() * self.n_phrases, 0);
    }

    /// Adds a cable in which these were found.
    pub fn add_cable(&mut self, entry: usize, cable: &Cable, hits: &[Hit]) {
        let mut weights = vec![0_u8; self.n_phrases];
        for hit in hits {
            let is_subject = hit.place == Place::Subject;
            let weight = if is_subject { SUBJECT_WEIGHT } else { 1 };
            for &(phrase, n_times) in &hit.phrases {
                if let Some(of) = weights.get_mut(phrase) {
                    let n_times = u8::try_from(n_times).unwrap_or(u8::MAX);
                    *of = of.saturating_add(weight.saturating_mul(n_times));
                }
            }
        }
        let n_hits = u32::try_from(hits.len()).unwrap_or(u32::MAX);
        self.add(entry, n_hits, cable.date(), weights.into_iter());
    }

    /// The cables in order, of so many that there are.
    #[must_use]
    pub fn ordered(&self, order: HitOrder, n_entries: usize) -> Vec<HitGroup> {
        let scores = match order {
            HitOrder::Best => self.scores(n_entries),
            HitOrder::Newest | HitOrder::Oldest => Vec::new(),
        };
        let mut keyed = Vec::with_capacity(self.groups.len());
        for (nth, (group, date)) in self.groups.iter().enumerate() {
            let score = scores.get(nth).copied().unwrap_or_default();
            let key = match order {
                HitOrder::Best => (u64::from(u32::MAX - score) << 32) | u64::from(newest(*date)),
                HitOrder::Newest => u64::from(newest(*date)),
                HitOrder::Oldest => u64::from(oldest(*date)),
            };
            keyed.push((key, group.entry, group.n_hits));
        }
        keyed.sort_unstable();
        let group = |(_, entry, n_hits)| HitGroup { entry, n_hits };
        keyed.into_iter().map(group).collect()
    }

    /// How well each answers.
    fn scores(&self, n_entries: usize) -> Vec<u32> {
        let mut scores = vec![0_u32; self.groups.len()];
        for phrase in 0..self.n_phrases {
            let weights = || self.weights.iter().skip(phrase).step_by(self.n_phrases);
            let n_cables = weights().filter(|weight| **weight > 0).count();
            let rarity = rarity(n_cables, n_entries);
            // There are 256 of them.
            let worths: Vec<u32> = (0..=u8::MAX).map(|n| worth(rarity, n)).collect();
            for (score, &weight) in scores.iter_mut().zip(weights()) {
                let worth = worths.get(usize::from(weight)).copied();
                *score = score.saturating_add(worth.unwrap_or_default());
            }
        }
        scores
    }
}

/// A number that rises with the day; what has no date comes last.
fn oldest(date: Option<Date>) -> u32 {
    let part = |n: i64| u32::try_from(n).unwrap_or_default();
    date.map_or(u32::MAX, |date| {
        let months = part(i64::from(date.year())) * 12 + part(i64::from(date.month()));
        months * 31 + part(i64::from(date.day()))
    })
}

/// A number that falls with the day; what has no date comes last.
fn newest(date: Option<Date>) -> u32 {
    date.map_or(u32::MAX, |_| u32::MAX - 1 - oldest(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Cited;

    fn cable(text: &str) -> Cable {
        crate::parse::parse(text.as_bytes())
    }

    fn asked(line: &str) -> HitQuery {
        HitQuery {
            id: 1,
            query: Query::parse(line).unwrap(),
            within: None,
            entries: 0..3,
            order: HitOrder::Best,
        }
    }

    fn order(line: &str, order: HitOrder) -> Vec<u32> {
        let texts = [
            "SUBJECT: X\n\n1. (C) Lamps.\n\n2. (U) No goats.\n",
            "P 151412Z MAR 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\nSUBJECT: GOATS\n\n1. (C) Lamps, lamps and lamps.\n",
            "P 151412Z MAR 05\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\nSUBJECT: X\n\n1. (C) Lamps.\n\n2. (C) Lamp.\n\n3. (C) Lamps.\n",
        ];
        let asked = asked(line);
        let matcher = Matcher::new(&asked.query, Cited::new());
        let mut collected = FoundHits::new(&asked);
        for (entry, text) in texts.iter().enumerate() {
            let cable = cable(text);
            if let Some(hits) = matcher.find(&cable) {
                collected.add_cable(entry, &cable, &hits);
            }
        }
        let groups = collected.ordered(order, 3);
        groups.iter().map(|group| group.entry).collect()
    }

    #[test]
    fn the_best_the_newest_and_the_oldest_come_first() {
        assert_eq!(order("lamps", HitOrder::Best), [1, 2, 0]);
        assert_eq!(order("goats", HitOrder::Best), [1, 0]);
        assert_eq!(order("lamp*", HitOrder::Newest), [1, 2, 0]);
        assert_eq!(order("lamp*", HitOrder::Oldest), [2, 1, 0]);
        assert_eq!(order("zeppelin", HitOrder::Best), [0_u32; 0]);
    }

    #[test]
    fn hits_are_told_in_words() {
        let text = "C O N F I D E N T I A L NORTHHAVEN 000311\n\nSUBJECT: LAMPS\n\n1. (C) The lamps were lit.\n\n2. The lamps, again.\n\nNo number.\n";
        let query = Query::parse("lamps").unwrap();
        let matcher = Matcher::new(&query, Cited::new());
        let texts = HitTexts::of(cable(text), &matcher, 40);
        let told = |hit: &HitText| {
            let words = hit.words.iter().map(|(words, is_sought)| {
                if *is_sought {
                    format!("[{words}]")
                } else {
                    words.to_string()
                }
            });
            format!(
                "{} {:?} {} {}",
                hit.label,
                hit.level,
                hit.says_level,
                words.collect::<String>()
            )
        };
        let told: Vec<String> = texts.hits.iter().map(told).collect();
        assert_eq!(
            told,
            [
                "subject None false [LAMPS]",
                "P1 Some(Confidential) true The [lamps] were lit.",
                "P2 None true The [lamps], again."
            ]
        );
    }
}
