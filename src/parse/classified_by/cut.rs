//! Words that a cut at a fixed column left in two.

use super::super::Draft;
use super::super::token::{byte, from, is_blank, trim};
use super::title::{is_link, is_title_word};
use crate::cable::{Confidence, RepairKind, Span};

/// Whether a word was cut at the end of a line: neither part is a word that
/// can stand there by itself.
fn is_cut(above: &str, below: &str) -> bool {
    const WORDS: [&str; 20] = [
        "reasons",
        "reason",
        "per",
        "by",
        "under",
        "in",
        "due",
        "pursuant",
        "according",
        "based",
        "because",
        "on",
        "with",
        "as",
        "van",
        "von",
        "de",
        "der",
        "di",
        "bin",
    ];
    let letter = |c: char| c.is_ascii_alphabetic();
    let first = from(above, above.trim_end_matches(letter).len());
    let length = below.len() - below.trim_start_matches(letter).len();
    let second = below.get(..length).unwrap_or_default();
    if first.is_empty() || !second.starts_with(|c: char| c.is_ascii_lowercase()) {
        return false;
    }
    let word = |word: &str| is_link(word) || is_title_word(word) || WORDS.contains(&word);
    let whole = format!("{first}{second}");
    word(&whole) || !(word(first) || word(second))
}

/// The first blank inside a word of a title: `Affai rs`.
fn stray_blank(text: &str) -> Option<usize> {
    // Words of titles begin with capitals, their ends do not.
    let small = |three: &[u8]| {
        matches!(three, [first, b' ', last]
            if first.is_ascii_lowercase() && last.is_ascii_lowercase())
    };
    let threes = text.as_bytes().windows(3).enumerate();
    let places = threes
        .filter(|&(_, three)| small(three))
        .map(|(at, _)| at + 1);
    { places }.find(|&at| {
        let letter = |c: char| c.is_ascii_alphabetic();
        let above = text.get(..at).unwrap_or_default();
        let first = from(above, above.trim_end_matches(letter).len());
        let below = from(text, at + 1);
        let length = below.len() - below.trim_start_matches(letter).len();
        let second = below.get(..length).unwrap_or_default();
        // `Science a nd Technology`
        let is_and = || {
            let before = trim(above.get(..above.len() - first.len()).unwrap_or_default());
            let word = before.rsplit(is_blank).next().unwrap_or_default();
            matches!((first, second), ("a", "nd") | ("an", "d")) && is_title_word(word)
        };
        if is_and() {
            return true;
        }
        first.len() > 1
            && first.len() + second.len() > 5
            && !is_link(second)
            && !(is_title_word(first) && is_title_word(second))
            && is_title_word(&format!("{first}{second}"))
    })
}

impl<'a> Draft<'a> {
    /// The blank that joined a line of 70 or 71 characters with the next, inside a word:
    /// `Ambassador Ines Tre maine`.
    ///
    /// Sample: `garbled/name-joined-at-column-70`
    fn blank_at_cut(&self, idx: usize, line: &str) -> Option<usize> {
        const COLUMNS: std::ops::RangeInclusive<usize> = 70..=71;
        let span = self.place(line);
        let start = self.lines.get(idx)?.span.start as usize;
        let mut places = COLUMNS.map(|column| start + column);
        places.find(|&at| {
            let (above, below) = (
                self.text.get(span.start as usize..at),
                self.text.get(at + 1..span.end as usize),
            );
            byte(self.text, at) == b' '
                && above.is_some_and(|above| below.is_some_and(|below| is_cut(above, below)))
        })
    }

    /// Words that a cut at a fixed column left in two, in lines or with a
    /// blank between: the parts of the statement, and before which of them a
    /// word was cut.
    ///
    /// A line of 70 or 71 characters was cut where a letter ends it and a small
    /// one begins the next, unless the two make words by themselves; copies
    /// that joined the lines have a blank inside a word of a title.
    ///
    /// ```abnf
    /// cut = letter (line-end / blank) small-letter
    /// ```
    ///
    /// Samples: `garbled/name-cut-at-column-70`, `garbled/reason-cut-at-column-71`,
    /// `garbled/stray-blanks-in-classified-by`
    pub(super) fn cut_words(&mut self, lines: &[(usize, &'a str)]) -> (Vec<&'a str>, Vec<usize>) {
        let mut parts: Vec<&str> = Vec::with_capacity(lines.len());
        let mut cut = Vec::new();
        for (nth, &(_, line)) in lines.iter().enumerate() {
            let above = nth.checked_sub(1).and_then(|nth| lines.get(nth));
            let full = above.is_some_and(|&(above, _)| {
                let start = self
                    .lines
                    .get(above)
                    .map_or(0, |line| line.span.start as usize);
                (69..73).contains(&self.end_of(above).saturating_sub(start))
            });
            if full && parts.last().is_some_and(|above| is_cut(above, line)) {
                cut.push(parts.len());
            }
            let mut rest = line;
            let column = lines
                .get(nth)
                .and_then(|&(idx, _)| self.blank_at_cut(idx, line));
            let at_cut = |rest: &str| {
                let start = self.place(rest).start as usize;
                let at = column.and_then(|column| column.checked_sub(start));
                at.filter(|&at| at > 0 && at < rest.len())
            };
            while let Some(at) = stray_blank(rest).or_else(|| at_cut(rest)) {
                parts.push(rest.get(..at).unwrap_or_default());
                cut.push(parts.len());
                rest = from(rest, at + 1);
            }
            parts.push(rest);
        }
        for &nth in &cut {
            let above = nth.checked_sub(1).and_then(|nth| parts.get(nth));
            if let (Some(above), Some(below)) = (above, parts.get(nth)) {
                let gap = Span::new(
                    self.place(above).end as usize,
                    self.place(below).start as usize,
                );
                self.repair(gap, RepairKind::WrappedWord, "".into(), Confidence::Medium);
            }
        }
        (parts, cut)
    }
}

#[cfg(test)]
mod tests {
    use super::{is_cut, stray_blank};

    #[test]
    fn a_cut_leaves_no_word_by_itself() {
        for (above, below) in [
            ("Ines Tre", "maine for"),
            ("Economic Affai", "rs Ines"),
            ("for reaso", "ns 1.4"),
            ("1.4 (b) a", "nd (d)"),
        ] {
            assert!(is_cut(above, below), "{above}|{below}");
        }
        for (above, below) in [
            ("Ada Quill", "for reasons"),
            ("Deputy Chief", "of Mission"),
            ("Charge and", "acting consul"),
            ("Ada", "Quill"),
            ("Ada Quill,", "reasons 1.4"),
        ] {
            assert!(!is_cut(above, below), "{above}|{below}");
        }
    }

    #[test]
    fn a_blank_is_stray_only_inside_a_word_of_a_title() {
        assert_eq!(stray_blank("Counselor for Economic Affai rs"), Some(28));
        assert_eq!(stray_blank("Consul Gen eral Ada Quill"), Some(10));
        assert_eq!(stray_blank("Science a nd Health Officer"), Some(9));
        assert_eq!(stray_blank("Ada a nd Ines"), None);
        assert_eq!(stray_blank("Econ off Ada Quill"), None);
        for text in [
            "Chief of Mission",
            "Ines Tre maine",
            "Ada de la Quill",
            "Deputy chief",
        ] {
            assert_eq!(stray_blank(text), None, "{text}");
        }
    }
}
