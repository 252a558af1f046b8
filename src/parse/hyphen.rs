//! Words that a hyphen broke at the end of a line.
//!
//! The release kept the lines of the page, so a reading text that joins
//! them has `NEGOTI- ATIONS`.

use std::collections::HashSet;

use super::Draft;
use super::token::{from, is_blank};
use crate::cable::{Confidence, RepairKind, Span};

/// Ends of words that are no words: before them a hyphen was none of the
/// word's own.
const ENDINGS: [&str; 44] = [
    "ABLE", "AL", "ALLY", "ANCE", "ATED", "ATES", "ATING", "ATION", "ATIONAL", "ATIONS", "ATIVE",
    "CIAL", "CIALS", "CUSSED", "CUSSION", "CUSSIONS", "DENT", "ED", "EMENT", "ENCE", "ERAL", "ERS",
    "ICAL", "IBLE", "IES", "INGS", "ION", "ISTERS", "ITIES", "ITY", "LY", "MENT", "MENTS",
    "MITTEE", "NESS", "PLETE", "SION", "SIONS", "SIVE", "TIES", "TION", "TIONAL", "TIONS", "TIVE",
];

/// The letters before a line end that a hyphen stands at, the hyphen's
/// offset, and the letters that go on below.
fn broken(text: &str, line_end: usize) -> Option<(&str, usize, &str)> {
    let above = text.get(..line_end)?;
    let above = above.trim_end_matches(|c| is_blank(c) || c == '\r');
    let head = above.strip_suffix('-')?;
    let letters = |c: char| c.is_ascii_alphabetic();
    let first = head.len() - head.trim_end_matches(letters).len();
    let first = from(head, head.len() - first);
    let below = from(text, line_end + 1).trim_start_matches(is_blank);
    let second = below.len() - below.trim_start_matches(letters).len();
    let second = below.get(..second)?;
    let capital = |word: &str| word.ends_with(|c: char| c.is_ascii_uppercase());
    let starts = second.starts_with(|c: char| c.is_ascii_uppercase());
    let fits = first.len() > 1 && second.len() > 1 && capital(first) == starts;
    fits.then_some((first, head.len(), second))
}

/// `TWO- AND THREE-DAY TALKS`: the hyphen stands for a word to come.
fn is_link(word: &str) -> bool {
    ["AND", "OR", "TO", "BUT"]
        .iter()
        .any(|link| link.eq_ignore_ascii_case(word))
}

impl Draft<'_> {
    /// Joins words that a hyphen broke at the end of a line.
    ///
    /// Without the hyphen where the whole word stands elsewhere in the text,
    /// or where what goes on is but the end of a word. Otherwise the hyphen
    /// may be the word's own and stays.
    pub(super) fn hyphens(&mut self) {
        let mut words: Option<HashSet<String>> = None;
        let mut found = Vec::new();
        for paragraph in &self.paragraphs {
            let text = self.slice(paragraph.text);
            let start = paragraph.text.start as usize;
            for line_end in memchr::memchr_iter(b'\n', text.as_bytes()) {
                let Some((first, hyphen, second)) = broken(text, line_end) else {
                    continue;
                };
                if is_link(second) || self.is_kept(start + hyphen + 1, start + line_end) {
                    continue;
                }
                let whole = format!("{first}{second}").to_ascii_uppercase();
                let ending = second.to_ascii_uppercase();
                let known = ENDINGS.contains(&ending.as_str())
                    || words
                        .get_or_insert_with(|| words_of(self.text))
                        .contains(&whole);
                let second_at = super::token::place(self.text, second).start as usize;
                let span = Span::new(start + hyphen, second_at);
                found.push((span, if known { "" } else { "-" }));
            }
        }
        for (span, to) in found {
            self.repair(span, RepairKind::HyphenBreak, to.into(), Confidence::Medium);
        }
    }

    /// Whether a line end between two offsets is kept on view.
    fn is_kept(&self, from: usize, to: usize) -> bool {
        let next = self
            .kept_breaks
            .partition_point(|&kept| (kept as usize) < from);
        self.kept_breaks
            .get(next)
            .is_some_and(|&kept| kept as usize <= to)
    }
}

/// Every word of a text in capitals.
fn words_of(text: &str) -> HashSet<String> {
    text.split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| word.len() > 4)
        .map(str::to_ascii_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::broken;

    fn check(text: &str) -> Option<(&str, &str)> {
        let (first, _, second) = broken(text, text.find('\n')?)?;
        Some((first, second))
    }

    #[test]
    fn a_hyphen_between_letters_breaks_a_word() {
        assert_eq!(
            check("THE NEGOTI-\nATIONS WENT"),
            Some(("NEGOTI", "ATIONS"))
        );
        assert_eq!(
            check("the negoti- \r\n  ations"),
            Some(("negoti", "ations"))
        );
    }

    #[test]
    fn dashes_numbers_and_changes_of_case_break_none() {
        for text in [
            "TALKS -\nWHICH",
            "1975-\n76",
            "F-\n18",
            "pro-\nVeldanian",
            "A-\nBOARD",
            "--\nDUES",
        ] {
            assert_eq!(check(text), None, "{text}");
        }
    }
}
