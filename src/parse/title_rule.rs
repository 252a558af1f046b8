//! A title on whose line a copy left the rule below it, the heading on that and paragraph 1.

use super::Draft;
use super::heading::{is_heading_word, rule_within};
use super::number::start;
use super::token::{from, is_blank, trim};
use crate::cable::LineKind;

/// Where the lines begin that a rule on the line of a title stands for, above paragraph 1:
/// `HARBOR TALKS SUMMARY ------- 1. (C) Talks opened.` Also with the paragraph `below`.
fn parts_at_rule(value: &str, below: impl FnOnce() -> bool) -> Option<Vec<(usize, LineKind)>> {
    const MOST: usize = 5;
    let Some(at) = rule_within(value) else {
        let words = value.trim_end_matches(['-', ' ']);
        let word = words.rsplit(is_blank).next().unwrap_or_default();
        let at = words.len() - word.len();
        let is_rule = value.len() - words.len() > 5 && at > 0;
        let rule = (words.len() + 1, LineKind::Rule);
        return (is_rule && is_heading_word(word) && below())
            .then(|| vec![(at, LineKind::Body), rule]);
    };
    let mut parts = Vec::new();
    let mut at = at;
    while parts.len() < MOST {
        let rest = from(value, at);
        let is_rule = rest.starts_with('-');
        let kind = if is_rule {
            LineKind::Rule
        } else {
            LineKind::Body
        };
        parts.push((at, kind));
        if start(rest).is_some() {
            return Some(parts);
        }
        let behind = if is_rule {
            rest.trim_start_matches(['-', ' '])
        } else {
            from(rest, rest.find('-')?)
        };
        at = value.len() - behind.len();
    }
    None
}

impl<'a> Draft<'a> {
    /// Parts the line of a title that a rule stands on, above paragraph 1; returns the title.
    ///
    /// Sample: `garbled/subject-above-a-rule-on-its-line`
    pub(super) fn title_above_rule(&mut self, idx: usize, value: &'a str, open: bool) -> &'a str {
        // Most titles have none.
        if !open || memchr::memmem::find(value.as_bytes(), b" -----").is_none() {
            return value;
        }
        let below = || idx + 1 < self.lines.len() && self.starts_paragraph(idx + 1);
        let Some(parts) = parts_at_rule(value, below) else {
            return value;
        };
        let start = self.place(value).start as usize;
        let end = parts.first().map_or(value.len(), |&(at, _)| at);
        let cuts: Vec<_> = parts
            .into_iter()
            .map(|(at, kind)| (idx, start + at, kind))
            .collect();
        self.part_lines(&cuts);
        trim(value.get(..end).unwrap_or(value))
    }
}

#[cfg(test)]
mod tests {
    use super::parts_at_rule;
    use crate::cable::LineKind;

    #[test]
    fn a_rule_on_the_line_of_a_title_is_a_line() {
        use LineKind::{Body, Rule};
        for (value, below, parts) in [
            (
                "TALKS SUMMARY ----- 1. (C) A.",
                false,
                Some(vec![(6, Body), (14, Rule), (20, Body)]),
            ),
            (
                "TALKS ----- 1. (C) A.",
                false,
                Some(vec![(6, Rule), (12, Body)]),
            ),
            (
                "TALKS SUMMARY -----",
                true,
                Some(vec![(6, Body), (14, Rule)]),
            ),
            ("TALKS SUMMARY -----", false, None),
            ("TALKS -----", true, None),
            ("TALKS ----- MORE", true, None),
        ] {
            assert_eq!(parts_at_rule(value, || below), parts, "{value}");
        }
    }
}
