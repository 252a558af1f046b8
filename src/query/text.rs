//! A text in which phrases are sought.
//!
//! To cut a text into words as they are compared takes ten times as long as
//! to look for the letters of one. A text of ASCII need not be cut: its words
//! are compared by their small letters and by nothing else, so a phrase is
//! looked for where it lies. A test holds one way against the other.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::cable::{Cable, Span, Word};

use super::fold::LONGEST;
use super::{Phrase, Words};

/// A text in which phrases are sought.
pub(super) struct Text<'t> {
    words: Cow<'t, str>,
    is_ascii: bool,
    cut: OnceCell<Cut>,
}

impl<'t> Text<'t> {
    pub(super) fn new(words: impl Into<Cow<'t, str>>) -> Text<'t> {
        let words = words.into();
        Text {
            is_ascii: words.is_ascii(),
            words,
            cut: OnceCell::new(),
        }
    }

    /// The words that are read at a span of a cable.
    pub(super) fn read(cable: &'t Cable, span: Span) -> Text<'t> {
        Text::new(cable.words(span))
    }

    /// Whether it is as it stands in the source, so that places in it are
    /// places there.
    pub(super) fn is_source(&self) -> bool {
        matches!(self.words, Cow::Borrowed(_))
    }

    pub(super) fn holds(&self, sought: &Sought<'_>) -> bool {
        self.places(sought).next().is_some()
    }

    /// Where a phrase stands, in order. A word may be the last of one place
    /// and the first of the next.
    pub(super) fn places<'a>(
        &'a self,
        sought: &'a Sought<'_>,
    ) -> impl Iterator<Item = Range<usize>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let (at, place) = if self.is_ascii {
                sought.find(self.words.as_bytes(), from)
            } else {
                let cut = self.cut.get_or_init(|| Cut::new(&self.words));
                cut.find(sought.phrase, from)
            }?;
            from = at + 1;
            Some(place)
        })
    }
}

/// A phrase that is sought.
#[derive(Clone, Debug)]
pub(super) struct Sought<'q> {
    phrase: &'q Phrase,
    /// Which of its words is looked for: the first of the longest. The others
    /// are looked for beside it.
    nth: usize,
    /// That word; nothing if a text of ASCII cannot hold the phrase.
    word: Option<Word>,
}

impl<'q> Sought<'q> {
    pub(super) fn new(phrase: &'q Phrase) -> Sought<'q> {
        let words = phrase.words.iter();
        // A number with a dot is one letter that is folded into two signs.
        let is_plain = |word: &String| {
            let is_of_word = word.bytes().all(|byte| byte.is_ascii_alphanumeric());
            is_of_word && (1..=LONGEST).contains(&word.len())
        };
        let can_stand = words.clone().all(is_plain);
        let longest = words.enumerate().rev().max_by_key(|(_, it)| it.len());
        let longest = longest.filter(|_| can_stand);
        Sought {
            phrase,
            nth: longest.map_or(0, |(nth, _)| nth),
            word: longest.map(|(_, word)| Word::new(word)),
        }
    }

    /// The first place in a text of ASCII whose word begins at `from` or
    /// behind it: where that word begins, and the place.
    fn find(&self, text: &[u8], mut from: usize) -> Option<(usize, Range<usize>)> {
        let word = self.word.as_ref()?;
        loop {
            let at = word.find(text, from, false)?;
            if let Some(place) = self.place(text, at) {
                return Some((at, place));
            }
            from = at + 1;
        }
    }

    /// The place of the phrase, if its word begins at `at`.
    fn place(&self, text: &[u8], at: usize) -> Option<Range<usize>> {
        let is_inside = at.checked_sub(1).is_some_and(|it| is_of_word(text, it));
        if is_inside {
            return None;
        }
        let mut end = self.word_end(self.nth, text, at)?;
        for nth in self.nth + 1..self.phrase.words.len() {
            let gap = text.get(end..)?.iter();
            let start = end + gap.take_while(|it| !it.is_ascii_alphanumeric()).count();
            end = self.word_end(nth, text, start)?;
        }
        let mut start = at;
        for nth in (0..self.nth).rev() {
            let before = text.get(..start)?;
            let last = before.iter().rposition(u8::is_ascii_alphanumeric)?;
            let mut gap = before.get(..last)?.iter();
            let gap = gap.rposition(|it| !it.is_ascii_alphanumeric());
            start = gap.map_or(0, |gap| gap + 1);
            self.word_end(nth, text, start)?;
        }
        Some(start..end)
    }

    /// Where the word ends that begins at `start`, if it is the `nth` of the
    /// phrase.
    fn word_end(&self, nth: usize, text: &[u8], start: usize) -> Option<usize> {
        let wanted = self.phrase.words.get(nth)?.as_bytes();
        let end = start + wanted.len();
        if !text.get(start..end)?.eq_ignore_ascii_case(wanted) {
            return None;
        }
        let is_last = nth + 1 == self.phrase.words.len();
        // Of a longer word no more is compared.
        let may_go_on = is_last && self.phrase.is_prefix || wanted.len() == LONGEST;
        if !may_go_on {
            return (!is_of_word(text, end)).then_some(end);
        }
        let rest = text.get(end..)?.iter();
        Some(end + rest.take_while(|it| it.is_ascii_alphanumeric()).count())
    }
}

fn is_of_word(text: &[u8], at: usize) -> bool {
    text.get(at).is_some_and(u8::is_ascii_alphanumeric)
}

/// A text cut into words.
struct Cut {
    folded: String,
    /// Where each word ends in `folded`, and where it stands in the text.
    words: Vec<(usize, Range<usize>)>,
}

impl Cut {
    fn new(text: &str) -> Cut {
        let mut cut = Cut {
            folded: String::with_capacity(text.len()),
            words: Vec::with_capacity(text.len() / 6),
        };
        let mut words = Words::new(text);
        while let Some((word, place)) = words.next() {
            cut.folded.push_str(word);
            cut.words.push((cut.folded.len(), place));
        }
        cut
    }

    fn word(&self, idx: usize) -> Option<&str> {
        let end = self.words.get(idx)?.0;
        let start = idx.checked_sub(1).and_then(|before| self.words.get(before));
        self.folded.get(start.map_or(0, |(end, _)| *end)..end)
    }

    /// The first word from the one of this index on where a phrase begins, and
    /// where it stands in the text.
    fn find(&self, phrase: &Phrase, from: usize) -> Option<(usize, Range<usize>)> {
        let n_words = phrase.words.len();
        let mut starts = from..(self.words.len() + 1).saturating_sub(n_words);
        starts.find_map(|start| {
            let stands = phrase.words.iter().enumerate().all(|(nth, wanted)| {
                let is_last = nth + 1 == n_words;
                self.word(start + nth).is_some_and(|word| {
                    word == wanted
                        || is_last && phrase.is_prefix && word.starts_with(wanted.as_str())
                })
            });
            let first = self.words.get(start).filter(|_| stands)?;
            let last = self.words.get(start + n_words - 1)?;
            Some((start, first.1.start..last.1.end))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Of, folded};
    use super::*;
    use crate::parse::parse;

    fn phrase(words: &str, is_prefix: bool) -> Phrase {
        Phrase {
            of: Of::Text,
            words: folded(words),
            is_prefix,
            scope: Vec::new(),
        }
    }

    /// Where a phrase stands in a text that is cut.
    fn cut(text: &str, phrase: &Phrase) -> Vec<Range<usize>> {
        let cut = Cut::new(text);
        let mut from = 0;
        let next = || {
            let (start, place) = cut.find(phrase, from)?;
            from = start + 1;
            Some(place)
        };
        std::iter::from_fn(next).collect()
    }

    fn found<'t>(text: &'t str, words: &str, is_prefix: bool) -> Vec<&'t str> {
        let phrase = phrase(words, is_prefix);
        let there = Text::new(text);
        let places: Vec<Range<usize>> = there.places(&Sought::new(&phrase)).collect();
        assert_eq!(places, cut(text, &phrase), "{text} {words}");
        places.into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn phrases_stand_where_their_words_follow_each_other() {
        let text = "The Harbor-master's harbor, the HARBOR\n master; harborside";
        assert_eq!(found(text, "harbor", false), ["Harbor", "harbor", "HARBOR"]);
        assert_eq!(found(text, "harbors", false), [""; 0]);
        assert_eq!(
            found(text, "harb", true),
            ["Harbor", "harbor", "HARBOR", "harborside"]
        );
        assert_eq!(
            found(text, "harbor master", false),
            ["Harbor-master", "HARBOR\n master"]
        );
        assert_eq!(
            found(text, "the harbor", true),
            ["The Harbor", "the HARBOR"]
        );
        assert_eq!(found(text, "master s harb", true), ["master's harbor"]);
        assert_eq!(found("a a a", "a a", false), ["a a", "a a"]);
        assert_eq!(found("", "a", true), [""; 0]);
    }

    #[test]
    fn letters_with_signs_stand_in_no_text_of_ascii() {
        assert_eq!(found("1. Harbor", "\u{2488}", false), [""; 0]);
        assert_eq!(found("1\u{b7} Harbor", "\u{2488}", false), [""; 0]);
        assert_eq!(
            found("the caf\u{e9}, the cafe", "cafe", false),
            ["caf\u{e9}", "cafe"]
        );
        assert_eq!(
            found("the cafe", "CAF\u{c9}", false),
            ["cafe"],
            "signs do not count"
        );
        assert_eq!(
            found("the \u{43f}\u{43e}\u{440}\u{442}", "\u{43f}\u{43e}", true).len(),
            1
        );
        assert_eq!(found("the port", "\u{43f}\u{43e}", true), [""; 0]);
    }

    #[test]
    fn of_a_long_word_the_beginning_counts() {
        let long = |n_bytes: usize| "a".repeat(n_bytes);
        let text = format!("{} {} b", long(LONGEST), long(LONGEST + 9));
        let (word, longer) = (long(LONGEST), long(LONGEST + 1));
        assert_eq!(found(&text, &word, false).len(), 2);
        assert_eq!(found(&text, &longer, false).len(), 2);
        assert_eq!(found(&text, &format!("{longer} b"), false).len(), 1);
        assert_eq!(found(&text, &long(LONGEST - 1), false).len(), 0);
        assert_eq!(found(&text, &long(LONGEST - 1), true).len(), 2);
        // One letter that is folded into two makes it longer than any word is.
        let folded = format!("{}\u{df}", long(LONGEST - 1));
        assert_eq!(found(&text, &folded, true).len(), 0);
        let text = format!("{}ss", long(LONGEST - 1));
        assert_eq!(found(&text, &folded, true).len(), 0);
    }

    #[test]
    fn what_is_read_is_looked_at_where_it_stands() {
        let cable = parse(
            b"SUBJECT: X\n\n1. (C) Harbor \r\n dues.\n\n2. (C) The Minister,s negoti-\nations.\n",
        );
        let texts = cable.paragraphs.iter().map(|it| it.text);
        let texts: Vec<Text> = texts.map(|span| Text::read(&cable, span)).collect();
        let of_source: Vec<bool> = texts.iter().map(Text::is_source).collect();
        assert_eq!(of_source, [true, false]);
        for (words, holds) in [
            ("harbor dues", [true, false]),
            ("s negotiations", [false, true]),
        ] {
            let phrase = phrase(words, false);
            let sought = Sought::new(&phrase);
            let held: Vec<bool> = texts.iter().map(|text| text.holds(&sought)).collect();
            assert_eq!(held, holds, "{words}");
        }
    }

    proptest! {
        #[test]
        fn to_look_for_a_phrase_is_to_cut_the_text(
            text in "[abAB1 ,.\u{e9}\u{df}\u{2488}\u{301}\n-]{0,40}",
            words in "[abAB1 \u{e9}\u{df}\u{2488}]{1,7}",
            is_prefix: bool,
        ) {
            let phrase = phrase(&words, is_prefix);
            prop_assume!(!phrase.words.is_empty());
            for text in [text.clone(), text.replace(|c: char| !c.is_ascii(), "")] {
                let there = Text::new(text.as_str());
                let places: Vec<Range<usize>> = there.places(&Sought::new(&phrase)).collect();
                prop_assert_eq!(places, cut(&text, &phrase));
            }
        }

        /// A cable that is read whole, and cut, is the measure.
        #[test]
        fn what_stands_is_what_is_read(
            text in "([ab,8&A\u{e9}]|ab|A B| \r?\n|-\n|\n\nPAGE 02 QQ 1 2\n\n){0,14}",
            words in "[abA]{1,3}( [ab]{1,2})?",
            is_prefix: bool,
        ) {
            let text = format!("SUBJECT: X\n\n1. (C) a{text}\n\n2. (U) b,s &a a8 b.\n");
            let cable = parse(text.as_bytes());
            let phrase = phrase(&words, is_prefix);
            for paragraph in &cable.paragraphs {
                let read = Text::read(&cable, paragraph.text);
                let holds = !cut(&cable.read(paragraph.text), &phrase).is_empty();
                prop_assert_eq!(read.holds(&Sought::new(&phrase)), holds);
            }
        }
    }
}
