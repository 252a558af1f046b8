//! Whether a word stands in a text, without reading what it cannot stand in.
//!
//! To read a text is to copy it, with repairs applied and lines joined. A
//! word without blanks stands in the source as it is read, unless a repair
//! made it: so most texts are looked at where they lie.

use memchr::memmem::Finder;

use super::{Cable, Repair, Span};

/// A word, or words with a blank between them, that is looked for.
#[derive(Clone, Debug)]
pub struct Sought {
    /// Small letters, if capitals do not matter.
    words: String,
    is_exact: bool,
    is_whole: bool,
    /// The longest of the words, to look for in the source. Nothing if
    /// letters are in it whose capitals are not those of ASCII.
    longest: Option<Word>,
}

/// A word that is looked for in bytes, letter by letter.
#[derive(Clone, Debug)]
pub struct Word {
    finder: Finder<'static>,
    letters: Box<[u8]>,
    /// Which of its letters is the rarest in a text.
    rarest: usize,
}

/// How rare a small letter is in a text: more is rarer, and what is none of
/// those that are frequent is the rarest.
pub(super) fn rarity(letter: u8) -> usize {
    const FREQUENT: &[u8] = b" etaoinsrhldcumfpgwybvkxjqz";
    let known = FREQUENT.iter().position(|known| *known == letter);
    known.unwrap_or(FREQUENT.len())
}

impl Word {
    /// `word`, in small letters unless capitals are to matter.
    #[must_use]
    pub fn new(word: &str) -> Word {
        let letters = word.as_bytes();
        let rarest = (0..letters.len()).max_by_key(|&at| letters.get(at).copied().map(rarity));
        Word {
            finder: Finder::new(word).into_owned(),
            letters: letters.into(),
            rarest: rarest.unwrap_or(0),
        }
    }

    /// As it is looked for: in small letters, unless capitals matter.
    pub(super) fn letters(&self) -> &[u8] {
        &self.letters
    }

    /// Whether its rarest letter stands in a text: without it, no part of the
    /// text is part of the word.
    fn shares_a_letter(&self, text: &str) -> bool {
        let Some(&letter) = self.letters.get(self.rarest) else {
            return false;
        };
        memchr::memchr2(letter, letter.to_ascii_uppercase(), text.as_bytes()).is_some()
    }

    /// The next place in `text` from `at` on where it begins: in these letters
    /// only, if `is_exact`. A word without letters stands nowhere.
    #[must_use]
    pub fn find(&self, text: &[u8], at: usize, is_exact: bool) -> Option<usize> {
        if is_exact {
            let found = self.finder.find(text.get(at..)?)?;
            return Some(at + found);
        }
        let letter = *self.letters.get(self.rarest)?;
        let mut from = at + self.rarest;
        loop {
            let rest = text.get(from..)?;
            let found = memchr::memchr2(letter, letter.to_ascii_uppercase(), rest)?;
            let start = from + found - self.rarest;
            let there = text.get(start..start + self.letters.len())?;
            if there.eq_ignore_ascii_case(&self.letters) {
                return Some(start);
            }
            from += found + 1;
        }
    }
}

impl Cable {
    /// The repairs that are applied in a span or at its ends.
    pub(super) fn repaired_in(&self, span: Span) -> impl Iterator<Item = &Repair> + Clone {
        let next = self
            .repairs
            .partition_point(|repair| repair.span.end < span.start);
        let repairs = self.repairs.get(next..).unwrap_or_default().iter();
        repairs
            .take_while(move |repair| repair.span.start <= span.end)
            .filter(|repair| repair.applied)
    }
}

impl Sought {
    /// What is looked for: in these letters only, if `is_exact`; with no
    /// letter or digit beside it, if `is_whole`.
    #[must_use]
    pub fn new(words: &str, is_exact: bool, is_whole: bool) -> Sought {
        let words = if is_exact {
            words.to_owned()
        } else {
            words.to_lowercase()
        };
        let can_be_compared = is_exact || words.is_ascii();
        let longest = words.split_whitespace().max_by_key(|word| word.len());
        Sought {
            longest: longest.filter(|_| can_be_compared).map(Word::new),
            words,
            is_exact,
            is_whole,
        }
    }

    /// Whether it stands in a span of a cable as that is read, with any gap
    /// for a blank.
    #[must_use]
    pub fn stands_in(&self, cable: &Cable, span: Span) -> bool {
        let Some(word) = &self.longest else {
            return !self.words.is_empty() && self.is_in(&cable.read(span));
        };
        let is_one = word.letters.len() == self.words.len();
        let mut repairs = cable.repaired_in(span).peekable();
        if !is_one && repairs.peek().is_some() {
            return self.is_in(&cable.read(span));
        }
        let text = cable.slice(span);
        let mut passed = repairs.clone();
        let mut from = 0;
        while let Some(at) = word.find(text.as_bytes(), from, self.is_exact) {
            if !is_one {
                return self.is_in(&cable.read(span));
            }
            let end = at + word.letters.len();
            // What stands at a repair may be read otherwise.
            let [first, last] = [at, end].map(|at| span.start as usize + at);
            while passed
                .next_if(|it| (it.span.end as usize) < first)
                .is_some()
            {}
            let is_repaired = passed
                .peek()
                .is_some_and(|it| it.span.start as usize <= last);
            if !is_repaired && (!self.is_whole || is_apart(text, at, end)) {
                return true;
            }
            from = at + 1;
        }
        while let Some(repair) = repairs.next() {
            let mut around = words_around(cable, span, repair.span);
            let mut may_make = word.shares_a_letter(&repair.to);
            // A word may be repaired at several places.
            while let Some(further) = repairs.next_if(|it| it.span.start <= around.end) {
                around.end = around.end.max(words_around(cable, span, further.span).end);
                may_make = may_make || word.shares_a_letter(&further.to);
            }
            may_make = may_make || word.shares_a_letter(cable.slice(around));
            if may_make && self.is_in(&cable.read(around)) {
                return true;
            }
        }
        false
    }

    /// Whether its letters stand anywhere in a text as it lies, be it inside of
    /// other words. Of words, the longest is looked for.
    #[must_use]
    pub fn may_stand_in(&self, text: &str) -> bool {
        let Some(word) = &self.longest else {
            return true;
        };
        word.find(text.as_bytes(), 0, self.is_exact).is_some()
    }

    /// Whether it stands in a text that was read.
    fn is_in(&self, text: &str) -> bool {
        let mut squeezed = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !squeezed.is_empty() {
                squeezed.push(' ');
            }
            squeezed.push_str(word);
        }
        if !self.is_exact {
            squeezed = squeezed.to_lowercase();
        }
        let mut places = squeezed.match_indices(&self.words);
        places.any(|(at, found)| !self.is_whole || is_apart(&squeezed, at, at + found.len()))
    }
}

/// A part of a span, and the words within the span that it begins or ends in.
fn words_around(cable: &Cable, span: Span, part: Span) -> Span {
    let (start, end) = (part.start.max(span.start), part.end.min(span.end));
    let text = |start, end| cable.slice(Span { start, end }).as_bytes();
    let before = text(span.start, start).iter().rev();
    let after = text(end, span.end).iter();
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let n_before = before
        .take_while(|byte| !byte.is_ascii_whitespace())
        .count();
    let n_after = after.take_while(|byte| !byte.is_ascii_whitespace()).count();
    Span {
        start: start - place(n_before),
        end: end + place(n_after),
    }
}

/// Whether no letter or digit stands beside what stands there in `text`.
fn is_apart(text: &str, start: usize, end: usize) -> bool {
    let apart = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    let (before, after) = (text.get(..start), text.get(end..));
    apart(before.and_then(|before| before.chars().next_back()))
        && apart(after.and_then(|after| after.chars().next()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::parse;

    fn numbers(text: &str, words: &str, is_exact: bool, is_whole: bool) -> Vec<u32> {
        let cable = parse(text.as_bytes());
        let sought = Sought::new(words, is_exact, is_whole);
        let stands = |span: &Span| sought.stands_in(&cable, *span);
        let found = cable.paragraphs.iter().filter(|it| stands(&it.text));
        found.filter_map(|it| it.number).collect()
    }

    const TEXT: &str = "SUBJECT: HARBOR DUES\n\n1. (C) The Minister,s aide met\nus, as the nego-\n\
tiations began.\n\n2. (U) No ferry sails to NO port.\n\n3. (U) Nobody met us; caf\u{e9}.\n\
\n4. (U) A com-\nmis-\nsioner and two com&#109;od&#111;res.\nQUILL\n";

    #[test]
    fn words_are_found_as_they_are_read() {
        assert_eq!(numbers(TEXT, "minister's", false, true), [1]);
        assert_eq!(numbers(TEXT, "Minister,s", true, true), [0; 0]);
        assert_eq!(numbers(TEXT, "met us", false, false), [1, 3]);
        assert_eq!(numbers(TEXT, "no", false, true), [2]);
        assert_eq!(numbers(TEXT, "no", false, false), [2, 3]);
        assert_eq!(numbers(TEXT, "NO", true, true), [2]);
        assert_eq!(numbers(TEXT, "CAF\u{c9}", false, true), [3]);
        assert_eq!(numbers(TEXT, "", false, false), [0; 0]);
        assert_eq!(numbers(TEXT, "com-mis-sioner", false, true), [4]);
        assert_eq!(numbers(TEXT, "commodores", true, true), [4]);
    }

    #[test]
    fn letters_may_stand_in_a_text() {
        let may = |words: &str, text: &str| Sought::new(words, false, true).may_stand_in(text);
        assert!(may("summary", "END SUMMARYS"));
        assert!(!may("summary", "END SUMM-\nARY"));
        assert!(may(
            "caf\u{e9}",
            "whatever: its capitals are not those of ASCII"
        ));
    }

    proptest! {
        #[test]
        fn looking_where_it_lies_is_reading(
            text in "[ab,sA\u{e9} \n-]{0,30}",
            words in "[abA]{1,3}( [ab]{1,2})?",
            is_exact: bool,
            is_whole: bool,
        ) {
            let cable = parse(format!("SUBJECT: X\n\n1. (C) a{text}\n\n2. (U) b.\n").as_bytes());
            let sought = Sought::new(&words, is_exact, is_whole);
            for paragraph in &cable.paragraphs {
                let read = sought.is_in(&cable.read(paragraph.text));
                prop_assert_eq!(sought.stands_in(&cable, paragraph.text), read);
            }
        }
    }
}
