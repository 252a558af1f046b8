//! Words that end on another line than they begin.
//!
//! The release kept the lines of the page, so a reading text that joins
//! them has `NEGOTI- ATIONS`. Others were cut at a fixed column, and have
//! `nego tiations`.

use std::collections::HashSet;

use super::Draft;
use super::token::{from, is_blank};
use crate::cable::{Confidence, RepairKind, Span, Word};

/// Ends of words that are no words: before them a hyphen was none of the
/// word's own.
const ENDINGS: [&str; 44] = [
    "ABLE", "AL", "ALLY", "ANCE", "ATED", "ATES", "ATING", "ATION", "ATIONAL", "ATIONS", "ATIVE",
    "CIAL", "CIALS", "CUSSED", "CUSSION", "CUSSIONS", "DENT", "ED", "EMENT", "ENCE", "ERAL", "ERS",
    "ICAL", "IBLE", "IES", "INGS", "ION", "ISTERS", "ITIES", "ITY", "LY", "MENT", "MENTS",
    "MITTEE", "NESS", "PLETE", "SION", "SIONS", "SIVE", "TIES", "TION", "TIONAL", "TIONS", "TIVE",
];

/// Ends of words that are no words and common enough to prove a cut.
const CUT_ENDINGS: [&str; 14] = [
    "ATION", "ATIONS", "ING", "INGS", "ITIES", "ITY", "MENT", "MENTS", "NESS", "SION", "SIONS",
    "TION", "TIONAL", "TIONS",
];

/// The shortest line that may have been cut at a fixed column.
const CUT_AT: usize = 40;

/// The letters that a text ends with before a hyphen, the hyphen's offset,
/// and the letters that `below` begins with.
///
/// ```abnf
/// broken = 2*letter "-" *blank line-end *blank 2*letter    ; of one case
/// ```
///
/// Samples: `nara/hyphens-and-misread-digits`, `garbled/words-broken-over-a-page`
fn broken<'a>(above: &'a str, below: &'a str) -> Option<(&'a str, usize, &'a str)> {
    let above = above.trim_end_matches(|c| is_blank(c) || c == '\r');
    let head = above.strip_suffix('-')?;
    let (first, second) = (letters_at_end(head), letters_at_start(below));
    let capital = first.ends_with(|c: char| c.is_ascii_uppercase());
    let starts = second.starts_with(|c: char| c.is_ascii_uppercase());
    let fits = first.len() > 1 && second.len() > 1 && capital == starts;
    fits.then_some((first, head.len(), second))
}

fn letters_at_end(text: &str) -> &str {
    from(
        text,
        text.trim_end_matches(|c: char| c.is_ascii_alphabetic())
            .len(),
    )
}

fn letters_at_start(text: &str) -> &str {
    let text = text.trim_start_matches(is_blank);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    text.get(..text.len() - rest.len()).unwrap_or_default()
}

/// The lines of a paragraph, as long as each is as long as the first.
///
/// A text that was cut at a fixed column has no line but the last that is
/// shorter, except by the blank that stood at the cut.
struct Columns {
    /// Where the line begins.
    start: usize,
    width: usize,
    n_lines: usize,
    even: bool,
}

impl Columns {
    fn new(start: usize) -> Columns {
        Columns {
            start,
            width: 0,
            n_lines: 0,
            even: true,
        }
    }

    /// Takes the line that ends at `end`; says whether all are even.
    fn line(&mut self, text: &str, end: usize) -> bool {
        if !self.even {
            return false;
        }
        let line = text.get(self.start..end).unwrap_or_default();
        let width = line.trim_end_matches('\r').len();
        self.start = end + 1;
        self.n_lines += 1;
        if self.n_lines == 1 {
            self.width = width;
        }
        self.even = width >= CUT_AT && width.abs_diff(self.width) <= 1;
        self.width = self.width.max(width);
        self.even
    }
}

/// `TWO- AND THREE-DAY TALKS`: the hyphen stands for a word to come.
fn is_link(word: &str) -> bool {
    ["AND", "OR", "TO", "BUT"]
        .iter()
        .any(|link| link.eq_ignore_ascii_case(word))
}

impl Draft<'_> {
    /// Joins words that a hyphen broke at the end of a line, and offers to
    /// join those that were cut at a fixed column.
    ///
    /// Without the hyphen where the whole word stands elsewhere in the text,
    /// or where what goes on is but the end of a word. Otherwise the hyphen
    /// may be the word's own and stays. What was injected between the two
    /// lines goes with the hyphen.
    pub(super) fn hyphens(&mut self) {
        let mut words = Words::new(self.text);
        let mut found = Vec::new();
        let mut cuts: Vec<Span> = Vec::new();
        for paragraph in &self.paragraphs {
            let text = self.slice(paragraph.text);
            let start = paragraph.text.start as usize;
            // The number may stand on a line of its own.
            let begin = paragraph.span.start as usize;
            let number = self.text.get(begin..start).unwrap_or_default();
            let first =
                memchr::memrchr(b'\n', number.as_bytes()).map_or(begin, |end| begin + end + 1);
            let mut columns = Columns::new(first);
            cuts.clear();
            for line_end in memchr::memchr_iter(b'\n', text.as_bytes()) {
                let at = start + line_end;
                // Two lines tell of most paragraphs that they are uneven.
                if !columns.line(self.text, at) {
                    break;
                }
                cuts.extend(self.cut(at));
            }
            // Hyphens are rarer than line ends.
            for hyphen in memchr::memchr_iter(b'-', text.as_bytes()) {
                let after = from(text, hyphen + 1);
                let line_end = after.trim_start_matches([' ', '\t', '\r']);
                if !line_end.starts_with('\n') {
                    continue;
                }
                let line_end = text.len() - line_end.len();
                let at = start + line_end;
                let above = text.get(..line_end).unwrap_or_default();
                let below_at = self.line_after(at).min(paragraph.text.end as usize);
                let below = self.text.get(below_at..paragraph.text.end as usize);
                let Some((first, hyphen, second)) = broken(above, below.unwrap_or_default()) else {
                    continue;
                };
                if is_link(second) || self.is_kept(start + hyphen + 1, at) {
                    continue;
                }
                let whole = format!("{first}{second}").to_ascii_uppercase();
                let ending = second.to_ascii_uppercase();
                let known = ENDINGS.contains(&ending.as_str()) || words.contain(&whole);
                let second_at = super::token::place(self.text, second).start as usize;
                let span = Span::new(start + hyphen, second_at);
                let to = if known { "" } else { "-" };
                found.push((span, RepairKind::HyphenBreak, to, Confidence::Medium));
            }
            // Two lines of one length may be chance.
            if columns.even && columns.n_lines > 2 {
                let known = cuts.iter().filter(|&&cut| self.is_cut(cut, &mut words));
                found.extend(known.map(|&cut| (cut, RepairKind::WrappedWord, "", Confidence::Low)));
            }
        }
        for (span, kind, to, confidence) in found {
            self.repair(span, kind, to.into(), confidence);
        }
    }

    /// The line end at `at`, if letters stand before it and small letters
    /// behind.
    fn cut(&self, at: usize) -> Option<Span> {
        let above = self.text.get(..at)?;
        let above = above.trim_end_matches('\r');
        let below = from(self.text, at + 1);
        let letters = above.ends_with(|c: char| c.is_ascii_alphabetic())
            && below.starts_with(|c: char| c.is_ascii_lowercase());
        let kept = letters && self.is_kept(above.len(), at);
        (letters && !kept).then(|| Span::new(above.len(), at + 1))
    }

    /// Whether a line end cut a word that the text holds elsewhere, or left
    /// what is but the end of a word.
    ///
    /// Sample: `garbled/words-cut-at-a-column`
    fn is_cut(&self, cut: Span, words: &mut Words<'_>) -> bool {
        let above = self.text.get(..cut.start as usize).unwrap_or_default();
        let first = letters_at_end(above).to_ascii_uppercase();
        let second = letters_at_start(from(self.text, cut.end as usize)).to_ascii_uppercase();
        let both = words.contain(&first) && words.contain(&second);
        let ending = first.len() > 1 && CUT_ENDINGS.contains(&second.as_str());
        !both && (ending || words.contain(&format!("{first}{second}")))
    }

    /// Whether a line end between two offsets is kept on view.
    pub(super) fn is_kept(&self, from: usize, to: usize) -> bool {
        let next = self
            .kept_breaks
            .partition_point(|&kept| (kept as usize) < from);
        self.kept_breaks
            .get(next)
            .is_some_and(|&kept| kept as usize <= to)
    }
}

/// The words of a text of more than four letters.
struct Words<'a> {
    text: &'a str,
    n_asked: usize,
    /// All of them, in capitals.
    all: Option<HashSet<String>>,
}

impl<'a> Words<'a> {
    fn new(text: &'a str) -> Words<'a> {
        Words {
            text,
            n_asked: 0,
            all: None,
        }
    }

    /// Whether a word, in capitals, is one of them.
    fn contain(&mut self, word: &str) -> bool {
        /// Words that are looked for one by one: most texts have no more broken
        /// words than that. Beyond, each would go through the text again.
        const FEW: usize = 8;
        if !is_long(word) {
            return false;
        }
        self.n_asked += 1;
        if self.n_asked > FEW {
            let all = || words(self.text).filter(|word| is_long(word));
            return self
                .all
                .get_or_insert_with(|| all().map(str::to_ascii_uppercase).collect())
                .contains(word);
        }
        let sought = Word::new(&word.to_ascii_lowercase());
        let text = self.text.as_bytes();
        let is_letter = |at: Option<usize>| {
            let sign = at.and_then(|at| text.get(at));
            sign.is_some_and(u8::is_ascii_alphabetic)
        };
        let mut from = 0;
        while let Some(at) = sought.find(text, from, false) {
            let end = at + word.len();
            if !is_letter(at.checked_sub(1)) && !is_letter(Some(end)) {
                return true;
            }
            from = at + 1;
        }
        false
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphabetic())
}

fn is_long(word: &str) -> bool {
    word.len() > 4
}

#[cfg(test)]
mod tests {
    use super::{Words, broken};
    use crate::parse::parse;

    fn check(text: &str) -> Option<(&str, &str)> {
        let (above, below) = text.split_once('\n')?;
        let (first, _, second) = broken(above, below)?;
        Some((first, second))
    }

    /// What the one paragraph of a telegram reads.
    fn read(text: &str) -> String {
        let cable = parse(format!("SUBJECT: HARBOR\n\n1. (U) {text}\n").as_bytes());
        cable.read(cable.paragraphs[0].text)
    }

    #[test]
    fn words_are_known_one_by_one_and_all_at_once() {
        let mut words = Words::new("The Negotiations\u{e9}OPENED, renegotiation: aide dues2");
        for _ in 0..4 {
            for (word, is_one) in [
                ("NEGOTIATIONS", true),
                ("OPENED", true),
                ("NEGOTIATION", false),
                ("RENEGOTIATION", true),
                // Short ones are none.
                ("AIDE", false),
                ("DUES", false),
            ] {
                assert_eq!(words.contain(word), is_one, "{word}");
            }
        }
        assert!(words.all.is_some());
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
    fn a_broken_word_goes_on_over_a_page() {
        assert_eq!(
            read("The negoti-\n\nations went on"),
            "The negotiations went on"
        );
        assert_eq!(
            read("The negoti-\nPAGE 02 NORTHH 00088 110914Z\nations went on"),
            "The negotiations went on"
        );
        assert_eq!(
            read("A well-\n\nPAGE 02 NORTHH 00088 110914Z\n\nknown aide"),
            "A well-known aide"
        );
    }

    /// The line ends that are offered to be joined, with the letters around
    /// them, in lines of so many characters.
    fn offered(text: &str, width: usize) -> Vec<String> {
        let lines: Vec<&[u8]> = text.as_bytes().chunks(width).collect();
        let text = format!("SUBJECT: HARBOR\n\n{}\n", lines.join(&b'\n').escape_ascii());
        let cable = parse(text.replace("\\n", "\n").as_bytes());
        let low = cable.repairs.iter().filter(|repair| !repair.applied);
        low.map(|repair| {
            let at = repair.span.start as usize;
            cable.text()[at - 3..at + 4].replace('\n', "|")
        })
        .collect()
    }

    #[test]
    fn words_cut_at_a_column_are_offered() {
        let text = "1. The Minister of Marine said that he wished the mee\
                    ting to end, and that at no meeting of the port he ha\
                    d heard so many words, but that the talks on the harb\
                    or went well enough; the harbor was theirs, and the s\
                    tatement was good.";
        assert_eq!(offered(text, 53), ["mee|tin", "arb|or "]);
        assert_eq!(
            offered(
                "1. The Minister said that all of the talks had been a great com\
                            fort to the friends of the port, and com is fort, comfort is it",
                63
            ),
            [""; 0]
        );
    }

    #[test]
    fn words_wrapped_at_a_blank_are_left() {
        let text = "SUBJECT: HARBOR\n\n1. The meeting of the boats was to be meet and right\n\
                    ing of them all would be there, and the port and the \n\
                    harbor too.\n";
        assert!(parse(text.as_bytes()).repairs.is_empty());
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
