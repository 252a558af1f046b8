//! Where hits are: in which years, at which posts, under which markings.

use std::collections::BTreeMap;

use crate::cable::{Cable, Classification, Date, Paragraph};

use super::{Depth, Facts, Field, Hit, Place};

/// How hits are spread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// By the year of the telegram; those without a date by none.
    pub years: BTreeMap<Option<i16>, usize>,
    /// By the marking of the paragraph; by none where it has none. Other
    /// parts than paragraphs are not counted.
    pub levels: BTreeMap<Option<Classification>, usize>,
    /// By post.
    pub posts: BTreeMap<String, usize>,
}

impl Spread {
    /// Counts what was found in a telegram.
    pub fn add(&mut self, cable: &Cable, hits: &[Hit], is_of_words: bool) {
        let n = if is_of_words { hits.len() } else { 1 };
        if n == 0 {
            // It was found by its fields, beside others that have hits.
            return;
        }
        let facts = Facts::of(cable, Depth::default());
        *self.years.entry(facts.date.map(Date::year)).or_default() += n;
        for post in facts.values(Field::Post) {
            *self.posts.entry(post.to_owned()).or_default() += n;
        }
        for hit in hits {
            if let Place::Paragraph(idx) = hit.place {
                let paragraph = cable.paragraphs.get(idx as usize);
                let level = paragraph.and_then(Paragraph::level);
                *self.levels.entry(level).or_default() += 1;
            }
        }
    }

    /// Adds what was counted elsewhere.
    pub fn merge(&mut self, other: Spread) {
        for (year, n) in other.years {
            *self.years.entry(year).or_default() += n;
        }
        for (level, n) in other.levels {
            *self.levels.entry(level).or_default() += n;
        }
        for (post, n) in other.posts {
            *self.posts.entry(post).or_default() += n;
        }
    }
}
