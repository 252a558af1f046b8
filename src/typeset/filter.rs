//! Which paragraphs are shown, by portion marking.
//!
//! A filter is a way of reading. It says nothing about what may be released.

use std::fmt;

use crate::cable::Classification;

/// Which paragraphs are shown, by their portion marking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Filter {
    /// Every paragraph.
    #[default]
    All,
    /// Those marked with one of these levels.
    Only(Levels),
    /// Those without marking.
    Unmarked,
    /// Those marked with this level or a lower one.
    AtOrBelow(Classification),
    /// Those marked with this level or a higher one.
    AtOrAbove(Classification),
}

impl Filter {
    /// Only paragraphs of one level. The two administrative markings count
    /// as one: `(SBU)` followed `(LOU)`.
    #[must_use]
    pub fn only(level: Classification) -> Filter {
        Filter::Only(Levels::from(level))
    }

    /// Whether a paragraph marked with this level is shown.
    #[must_use]
    pub fn shows(&self, level: Option<Classification>) -> bool {
        match (*self, level) {
            (Filter::All, _) | (Filter::Unmarked, None) => true,
            (Filter::Only(levels), Some(level)) => levels.contains(level),
            (Filter::AtOrBelow(limit), Some(level)) => level <= limit || twin(level) == Some(limit),
            (Filter::AtOrAbove(limit), Some(level)) => level >= limit || twin(level) == Some(limit),
            (Filter::Unmarked, Some(_)) | (_, None) => false,
        }
    }

    /// Whether it may hide a paragraph.
    #[must_use]
    pub fn hides(&self) -> bool {
        *self != Filter::All
    }

    /// The filter in words: `(U) only`, `(SBU) and lower`, `no marking`.
    /// Nothing for a filter that shows all.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Filter::All => String::new(),
            Filter::Only(levels) => format!("{levels} only"),
            Filter::Unmarked => String::from("no marking"),
            Filter::AtOrBelow(level) => format!("({}) and lower", level.mark()),
            Filter::AtOrAbove(level) => format!("({}) and higher", level.mark()),
        }
    }

    /// The same where there is no room: `(U)`, `to (C)`, `from (C)`.
    #[must_use]
    pub fn short_label(&self) -> String {
        match self {
            Filter::All => String::new(),
            Filter::Only(levels) => levels.to_string(),
            Filter::Unmarked => String::from("( ? )"),
            Filter::AtOrBelow(level) => format!("to ({})", level.mark()),
            Filter::AtOrAbove(level) => format!("from ({})", level.mark()),
        }
    }
}

/// The other administrative marking.
fn twin(level: Classification) -> Option<Classification> {
    match level {
        Classification::LimitedOfficialUse => Some(Classification::Sbu),
        Classification::Sbu => Some(Classification::LimitedOfficialUse),
        _ => None,
    }
}

/// A set of levels. `(LOU)` and `(SBU)` are in it together or not at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Levels(u8);

impl Levels {
    /// Whether `level` is in it.
    #[must_use]
    pub fn contains(self, level: Classification) -> bool {
        self.0 & bit(level) != 0
    }
}

/// The place of a level in the set.
fn bit(level: Classification) -> u8 {
    match level {
        Classification::Unclassified => 1,
        Classification::LimitedOfficialUse | Classification::Sbu => 2,
        Classification::Confidential => 4,
        Classification::Secret => 8,
        Classification::TopSecret => 16,
    }
}

impl From<Classification> for Levels {
    fn from(level: Classification) -> Levels {
        Levels(bit(level))
    }
}

impl FromIterator<Classification> for Levels {
    fn from_iter<I: IntoIterator<Item = Classification>>(levels: I) -> Levels {
        Levels(levels.into_iter().fold(0, |set, level| set | bit(level)))
    }
}

/// `(U), (C)`
impl fmt::Display for Levels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_named = |level: &Classification| {
            *level != Classification::LimitedOfficialUse && self.contains(*level)
        };
        for (n_before, level) in Classification::ALL.into_iter().filter(is_named).enumerate() {
            let comma = if n_before > 0 { ", " } else { "" };
            write!(f, "{comma}({})", level.mark())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(filter: Filter) -> String {
        let marks = Classification::ALL
            .into_iter()
            .filter(|&level| filter.shows(Some(level)));
        let mut letters: String = marks.map(Classification::letter).collect();
        if filter.shows(None) {
            letters.push('?');
        }
        letters
    }

    #[test]
    fn shows_what_it_says() {
        use Classification::{Confidential, LimitedOfficialUse, Sbu, Secret, Unclassified};
        assert_eq!(shown(Filter::All), "ULBCST?");
        assert_eq!(shown(Filter::only(Unclassified)), "U");
        assert_eq!(shown(Filter::only(Sbu)), "LB");
        assert_eq!(
            shown(Filter::Only([Unclassified, Secret].into_iter().collect())),
            "US"
        );
        assert_eq!(shown(Filter::Unmarked), "?");
        assert_eq!(shown(Filter::AtOrBelow(Sbu)), "ULB");
        assert_eq!(shown(Filter::AtOrBelow(LimitedOfficialUse)), "ULB");
        assert_eq!(shown(Filter::AtOrAbove(Sbu)), "LBCST");
        assert_eq!(shown(Filter::AtOrAbove(Confidential)), "CST");
    }

    #[test]
    fn names_itself() {
        use Classification::{Sbu, Secret, Unclassified};
        assert_eq!(Filter::only(Unclassified).label(), "(U) only");
        assert_eq!(
            Filter::Only([Unclassified, Sbu].into_iter().collect()).label(),
            "(U), (SBU) only"
        );
        assert_eq!(Filter::AtOrBelow(Sbu).label(), "(SBU) and lower");
        assert_eq!(Filter::AtOrAbove(Secret).label(), "(S) and higher");
        assert_eq!(Filter::Unmarked.label(), "no marking");
    }
}
