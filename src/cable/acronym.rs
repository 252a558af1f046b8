//! Short words that the telegram itself explains.
//!
//! Apart from the parse because a reader asks for one word now and then:
//! nothing is kept, and the text is walked when the question is asked.
//! Drafters write `International Harbor Forum (IHF)` or the other way
//! round, `IHF (International Harbor Forum)`, the first time a name stands
//! in a telegram (5 FAH-1 H-210: spell out an abbreviation at first use).

use memchr::memmem::Finder;

use super::{Cable, Sought, Span};

/// What a telegram says a short word of its own stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelled {
    /// The words in full, as they are read: `International Harbor Forum`.
    pub words: String,
    /// The paragraph that says so, as an index into [`Cable::paragraphs`].
    pub paragraph: u32,
}

/// The longest short word that is looked for, in bytes.
const LONGEST: usize = 12;

/// How far from the short word its words in full are looked for, in bytes.
/// A bound keeps the walk linear in the text.
const REACH: usize = 160;

impl Cable {
    /// What the text itself says `acronym` stands for, where it first says
    /// so: before it, with the acronym in brackets, or in brackets after it.
    ///
    /// Both must agree letter by letter: every letter and digit of the
    /// acronym stands in the words, in order, the first at the start of the
    /// first word. What stands in brackets for another reason does not.
    /// Linear in the text.
    #[must_use]
    pub fn spelled(&self, acronym: &str) -> Option<Spelled> {
        let acronym = stem(acronym);
        if !can_be_one(acronym) {
            return None;
        }
        let sought = Sought::new(acronym, true, false);
        let finder = Finder::new(acronym);
        let paragraphs = (0..).zip(&self.paragraphs);
        paragraphs.into_iter().find_map(|(idx, paragraph)| {
            let stands = sought.stands_in(self, paragraph.text);
            if !stands || !self.may_spell(paragraph.text, &finder) {
                return None;
            }
            let words = spelled_in(&self.read(paragraph.text), acronym)?;
            Some(Spelled {
                words,
                paragraph: idx,
            })
        })
    }

    /// Whether a bracket may stand before or behind a short word in a text in
    /// which it stands: to read a text takes long, and some words stand in all.
    fn may_spell(&self, span: Span, acronym: &Finder<'_>) -> bool {
        let text = self.slice(span).as_bytes();
        let mut places = acronym.find_iter(text).peekable();
        // What does not stand in the source was made by a repair.
        places.peek().is_none()
            || places.any(|at| {
                let (before, behind) = text.split_at_checked(at).unwrap_or_default();
                let behind = behind.get(acronym.needle().len()..).unwrap_or_default();
                let above = before_gap(before);
                let article = above.len().saturating_sub("the".len());
                let (head, word) = above.split_at_checked(article).unwrap_or_default();
                let above = if word.eq_ignore_ascii_case(b"the") {
                    before_gap(head)
                } else {
                    above
                };
                let behind = behind.strip_prefix(b"s").unwrap_or(behind);
                let n_below = behind.iter().take_while(|byte| is_gap(**byte)).count();
                // With the signs next to the gaps.
                let start = above.len().saturating_sub(1);
                let end = text.len().min(text.len() - behind.len() + n_below + 1);
                let around = text.get(start..end).unwrap_or_default();
                let place = |at: usize| span.start + u32::try_from(at).unwrap_or(0);
                let (start, end) = (place(start), place(end));
                // Between two lines a page may stand.
                around.iter().any(|byte| b"(\n\r".contains(byte))
                    || self.repaired_in(Span { start, end }).next().is_some()
            })
    }
}

/// Whether a byte may stand between a short word and its bracket: of a blank or
/// of a quotation mark.
fn is_gap(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'') || !byte.is_ascii()
}

/// A text without the gap that it ends with.
fn before_gap(text: &[u8]) -> &[u8] {
    let n_gap = text.iter().rev().take_while(|byte| is_gap(**byte)).count();
    text.get(..text.len() - n_gap).unwrap_or_default()
}

/// The acronym without punctuation around it and without the ending of a
/// plural or a genitive: `(IHF's)` is `IHF`.
fn stem(acronym: &str) -> &str {
    let bare = acronym.trim_matches(|c: char| !c.is_alphanumeric());
    let singular = bare
        .strip_suffix("'s")
        .or_else(|| bare.strip_suffix("\u{2019}s"))
        .or_else(|| bare.strip_suffix("'S"))
        .or_else(|| bare.strip_suffix('s'));
    singular.unwrap_or(bare)
}

/// Whether a word is written as an acronym is: short, with two capitals.
fn can_be_one(word: &str) -> bool {
    word.len() <= LONGEST && word.chars().filter(char::is_ascii_uppercase).count() >= 2
}

fn spelled_in(text: &str, acronym: &str) -> Option<String> {
    let found = memchr::memmem::find_iter(text.as_bytes(), acronym.as_bytes());
    found.into_iter().find_map(|start| {
        let (before, rest) = text.split_at_checked(start)?;
        let after = rest.get(acronym.len()..)?;
        if before.ends_with(char::is_alphanumeric) {
            return None;
        }
        in_brackets(before, after, acronym).or_else(|| before_brackets(after, acronym))
    })
}

/// `International Harbor Forum (IHF)`, also `("IHF")`, `(IHF, or Forum)`
/// and `(the IHF)`.
fn in_brackets(before: &str, after: &str, acronym: &str) -> Option<String> {
    let after = after.trim_start_matches(['"', '\'', '\u{201d}', '\u{2019}', 's']);
    let quotes = ['"', '\'', '\u{201c}', '\u{2018}', ' '];
    let before = before.trim_end_matches(quotes);
    let before = ["the", "The", "THE"]
        .into_iter()
        .find_map(|article| before.strip_suffix(article))
        .unwrap_or(before)
        .trim_end_matches(quotes);
    let before = before.strip_suffix('(')?.trim_end();
    if !after.starts_with([')', ',', ';', ' ']) {
        return None;
    }
    // The words that can be meant: those of one clause.
    let start = before.len().saturating_sub(REACH);
    let start = (start..before.len()).find(|&at| before.is_char_boundary(at))?;
    let near = before.get(start..)?;
    let clause = near
        .rfind(['.', ';', ':', '(', ')'])
        .map_or(near, |stop| near.get(stop + 1..).unwrap_or_default());
    let words: Vec<(usize, &str)> = words(clause).collect();
    // The fewest words that hold every letter, counted from the acronym.
    let most = acronym.len() + 4;
    let first = (1..=words.len().min(most)).find_map(|count| {
        let from = words.get(words.len() - count)?.0;
        let candidate = clause.get(from..)?;
        (count > 1 && agrees(candidate, acronym)).then_some(candidate)
    })?;
    Some(tidied(first))
}

/// `IHF (International Harbor Forum)`.
fn before_brackets(after: &str, acronym: &str) -> Option<String> {
    let after = after.strip_prefix('s').unwrap_or(after);
    let inside = after.trim_start().strip_prefix('(')?;
    let end = memchr::memchr(b')', inside.as_bytes().get(..inside.len().min(REACH))?)?;
    let inside = inside.get(..end)?.trim();
    let inside = inside.strip_prefix("the ").unwrap_or(inside);
    let clause = inside.split([';', ',']).next().unwrap_or(inside).trim();
    (clause.contains([' ', '-']) && agrees(clause, acronym)).then(|| tidied(clause))
}

/// Each word with its place.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(' ').filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        (!word.is_empty()).then_some((start, word))
    })
}

/// Whether `words` can be what `acronym` is short for: its letters begin
/// the words, small words between them aside, or stand inside words whose
/// first letter was taken.
fn agrees(words: &str, acronym: &str) -> bool {
    /// Words that an acronym leaves out, in the languages of telegrams.
    const SMALL: [&str; 20] = [
        "and", "for", "of", "on", "in", "the", "to", "a", "an", "de", "del", "des", "du", "di",
        "la", "las", "los", "le", "les", "y",
    ];
    let letters: Vec<char> = acronym
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    // Bit n: the first n letters can have been taken by the words so far.
    let mut reached = 1_u32;
    let parts = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty());
    for (nth, part) in parts.enumerate() {
        let is_small = nth > 0 && SMALL.iter().any(|small| part.eq_ignore_ascii_case(small));
        let mut next = if is_small { reached } else { 0 };
        for taken in (0..letters.len()).filter(|taken| reached >> taken & 1 == 1) {
            let mut wanted = letters.iter().enumerate().skip(taken).peekable();
            for (place, c) in part.chars().enumerate() {
                let matching = wanted.next_if(|(_, letter)| **letter == c.to_ascii_lowercase());
                match matching {
                    Some((at, _)) => next |= 1 << (at + 1),
                    // A word is entered by its first letter.
                    None if place == 0 => break,
                    None => {}
                }
            }
        }
        reached = next;
    }
    reached >> letters.len() & 1 == 1 && !letters.is_empty()
}

/// With one blank between words.
fn tidied(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words
        .trim_matches(['"', ',', '\u{201c}', '\u{201d}'])
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_in_full_stand_before_or_in_brackets() {
        for (text, acronym, expected) in [
            (
                "He spoke to the International Harbor Forum (IHF) on Monday.",
                "IHF",
                Some("International Harbor Forum"),
            ),
            (
                "IHF (International Harbor Forum) met.",
                "IHF's",
                Some("International Harbor Forum"),
            ),
            (
                "THE MINISTRY OF MARINE AND FISHERIES (MMF) AGREED.",
                "MMF",
                Some("MINISTRY OF MARINE AND FISHERIES"),
            ),
            (
                "the Government of Veldania (\"GOV\") said",
                "GOV",
                Some("Government of Veldania"),
            ),
            (
                "the Northhaven Port Authority (the NPA, or Authority)",
                "NPA",
                Some("Northhaven Port Authority"),
            ),
            (
                "Radio Veldania (RADVEL) reported",
                "RADVEL",
                Some("Radio Veldania"),
            ),
            (
                "the MFA. Later, Marine Fisheries Agency (MFA)",
                "MFA",
                Some("Marine Fisheries Agency"),
            ),
            (
                "two NGOs (Non-Governmental Organizations)",
                "NGOs",
                Some("Non-Governmental Organizations"),
            ),
            // Brackets that say something else.
            ("he left IHF (Northhaven office) early", "IHF", None),
            ("Secretary Quill (IHF) attended", "IHF", None),
            ("the harbor (see IHF) is closed", "IHF", None),
            ("XIHF (International Harbor Forum)", "IHF", None),
            ("(IHF)", "IHF", None),
            ("IHF (", "IHF", None),
            ("", "IHF", None),
        ] {
            assert_eq!(
                spelled_in(text, stem(acronym)).as_deref(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn brackets_that_are_repaired_say_it_too() {
        for brackets in ["(IHF)", "&#40;IHF&#41;"] {
            let text = format!(
                "1. (C) IHF met.\n\n2. (C) The International Harbor Forum {brackets} met.\n"
            );
            let spelled = crate::parse::parse(text.as_bytes()).spelled("IHF").unwrap();
            assert_eq!(spelled.words, "International Harbor Forum");
            assert_eq!(spelled.paragraph, 1);
        }
    }

    #[test]
    fn an_acronym_is_short_and_has_capitals() {
        for (word, expected) in [
            ("IHF", true),
            ("RadVel", true),
            ("ihf", false),
            ("Harbor", false),
            ("", false),
            ("INTERNATIONAL", false),
        ] {
            assert_eq!(can_be_one(word), expected, "{word}");
        }
    }

    #[test]
    fn sentences_before_are_not_part_of_the_name() {
        let text = "It has failed. Harbor Forum (HF) is new.";
        assert_eq!(spelled_in(text, "HF").as_deref(), Some("Harbor Forum"));
    }

    proptest! {
        #[test]
        fn what_is_not_read_says_nothing(
            text in "((IHF)|(the )|(International Harbor Forum)|[()\"s, \n]|( \\()|(&#40;)|\u{201c}){0,14}",
        ) {
            let cable = crate::parse::parse(format!("1. (C) He saw {text}.\n").as_bytes());
            let read = cable.paragraphs.iter().map(|paragraph| cable.read(paragraph.text));
            let said = read.into_iter().find_map(|text| spelled_in(&text, "IHF"));
            prop_assert_eq!(cable.spelled("IHF").map(|spelled| spelled.words), said);
        }

        #[test]
        fn any_text_can_be_asked(text in "[ a-zA-Z().,é\"-]{0,300}", acronym in "[A-Zé]{2,4}") {
            if let Some(words) = spelled_in(&text, &acronym) {
                prop_assert!(agrees(&words, &acronym));
            }
        }
    }
}
