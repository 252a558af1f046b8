//! What looks for words in the texts of cables: first in their bytes, then as
//! a search in the reader would.

use std::ops::Range;

use regex::Regex;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::HirKind;

use crate::cable::{Cable, Sought, Span, Trace};
use crate::typeset::{self, Case, Options};

use super::find::{is_exact, is_exact_pattern, matches_of, pattern};
use super::{Find, How};

/// What is looked for in the texts of which cables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextQuery {
    /// Which search this is, so that a late answer is not taken for it.
    pub id: u32,
    /// The entries that are to be looked through.
    pub entries: Range<usize>,
    pub(super) needle: String,
    pub(super) how: How,
    /// Whether cables in capitals are read in sentence case.
    pub(super) is_recased: bool,
}

impl TextQuery {
    /// What looks for it.
    #[must_use]
    pub fn seeker(&self) -> Seeker {
        let (trace, patterns) = if self.how == How::Pattern {
            let is_exact = is_exact_pattern(&self.needle) && !self.is_recased;
            let of = |is_recased| pattern(&self.needle, is_recased).ok();
            let trace = Trace::new(&certain(&self.needle), is_exact);
            (trace, of(false).zip(of(true)))
        } else {
            let is_exact = is_exact(&self.needle) && !self.is_recased;
            (Trace::new(&self.needle, is_exact), None)
        };
        let is_whole = self.how == How::Whole;
        Seeker {
            trace,
            patterns,
            sought: Sought::new(&self.needle, is_exact(&self.needle), is_whole),
            query: self.clone(),
        }
    }
}

/// What looks for words, or for what a regular expression matches, in one
/// cable after the other.
#[derive(Clone, Debug)]
pub struct Seeker {
    query: TextQuery,
    trace: Option<Trace>,
    /// As it is written, and without regard to capitals.
    patterns: Option<(Regex, Regex)>,
    sought: Sought,
}

/// Where in a cable something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// In the text as it is read: a search in the reader finds it there.
    Text,
    /// Only above the text.
    Header,
    /// In neither.
    Nowhere,
}

impl Seeker {
    /// What of it must stand in the bytes of a cable that holds it, if
    /// anything is certain to.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.trace.as_ref()
    }

    /// Where in `cable` it stands.
    #[must_use]
    pub fn held(&self, cable: &Cable) -> Held {
        if self.is_plainly_in(cable) || self.is_on_page(cable) {
            return Held::Text;
        }
        let end = cable.paragraphs.first().map_or(0, |first| first.span.start);
        let header = Span { start: 0, end };
        if self.query.how != How::Pattern && self.sought.stands_in(cable, header) {
            return Held::Header;
        }
        Held::Nowhere
    }

    /// Whether words stand in a paragraph, where that can be told without
    /// laying the cable out: a word that most cables hold is told in half the
    /// time.
    fn is_plainly_in(&self, cable: &Cable) -> bool {
        // Of other letters a page has more to say.
        let is_plain = self.query.how == How::Words
            && !self.query.is_recased
            && self.trace.is_some()
            && self.query.needle.is_ascii()
            && cable.text().is_ascii();
        let mut texts = cable.paragraphs.iter().map(|paragraph| paragraph.text);
        is_plain && texts.any(|text| self.sought.stands_in(cable, text))
    }

    /// Whether a search in the reader finds it.
    fn is_on_page(&self, cable: &Cable) -> bool {
        let case = self.query.is_recased.then(|| Case::of(cable)).flatten();
        let options = Options {
            case: case.as_ref(),
            links: Some(&[]),
            ..Options::default()
        };
        let page = typeset::typeset(cable, &options);
        match (&self.patterns, self.query.how) {
            (Some((_, any_case)), _) if page.is_recased() => {
                !matches_of(&page, any_case).is_empty()
            }
            (Some((as_written, _)), _) => !matches_of(&page, as_written).is_empty(),
            (None, How::Pattern) => false,
            (None, how) => !Find::on(&page, &self.query.needle, how, 0)
                .matches
                .is_empty(),
        }
    }
}

/// The words that whatever a regular expression matches must hold, with
/// blanks between them.
fn certain(needle: &str) -> String {
    let parsed = ParserBuilder::new().multi_line(true).build().parse(needle);
    let Ok(whole) = parsed else {
        return String::new();
    };
    let mut words = String::new();
    let mut parts = vec![&whole];
    while let Some(part) = parts.pop() {
        match part.kind() {
            HirKind::Literal(literal) => {
                words.push(' ');
                words.push_str(&String::from_utf8_lossy(&literal.0));
            }
            HirKind::Concat(more) => parts.extend(more),
            HirKind::Capture(capture) => parts.push(&capture.sub),
            HirKind::Repetition(repeated) if repeated.min > 0 => parts.push(&repeated.sub),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::parse;

    proptest! {
        #[test]
        fn what_is_told_without_a_page_stands_on_it(
            text in "[ab,A \n-]{0,30}",
            needle in "[ abA,-]{1,4}",
        ) {
            let text = format!("SUBJECT: X\n\n1. (C) a{text}\n\n2. (U) b.\n");
            let query = TextQuery {
                id: 1,
                entries: 0..1,
                needle,
                how: How::Words,
                is_recased: false,
            };
            let (seeker, cable) = (query.seeker(), parse(text.as_bytes()));
            if seeker.is_plainly_in(&cable) {
                prop_assert!(seeker.is_on_page(&cable), "{text:?}");
            }
        }
    }

    #[test]
    fn what_a_pattern_is_certain_to_match_is_known() {
        let words = |needle: &str| {
            let words = certain(needle);
            let mut words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
            words.sort();
            words.join(" ")
        };
        assert_eq!(words(r"road\s+to (north)haven"), "haven north road to");
        assert_eq!(words("(harbor|port) dues"), "dues");
        assert_eq!(words("(?:lamps)+x*y?z{0,2}"), "lamps");
        assert_eq!(words("^dues$"), "dues");
        assert_eq!(words("(?i)dues [0-9]"), "");
        assert_eq!(words("("), "");
    }
}
