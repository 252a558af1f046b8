//! Words as they are compared: without capitals, accents and signs.
//!
//! The index and the scan of a text cut both with this one walk, so that
//! they cannot disagree on what a word is.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The most bytes of a word that are compared; the rest of a longer one does
/// not count.
pub(super) const LONGEST: usize = 64;

/// Walks the words of a text: runs of letters and digits. `minister's` is
/// two, as is `all-capital`.
///
/// ```
/// use reftel::query::Words;
///
/// let mut words = Words::new("The Caf\u{e9}, 14 U.S.");
/// let mut read = Vec::new();
/// while let Some((word, _)) = words.next() {
///     read.push(word.to_owned());
/// }
/// assert_eq!(read, ["the", "cafe", "14", "u", "s"]);
/// ```
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    /// The last word, folded.
    folded: String,
}

impl<'a> Words<'a> {
    /// The words of `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Words<'a> {
        Words {
            text,
            at: 0,
            folded: String::new(),
        }
    }

    /// The next word as it is compared, and the bytes of the text that it
    /// takes.
    #[expect(
        clippy::should_implement_trait,
        reason = "the word is lent until the next is asked for, and so costs no allocation"
    )]
    pub fn next(&mut self) -> Option<(&str, Range<usize>)> {
        let mut folded = std::mem::take(&mut self.folded);
        let place = self.next_in(&mut folded);
        self.folded = folded;
        Some((&self.folded, place?))
    }

    /// Puts the next word as it is compared in the place of `word`; gives the
    /// bytes of the text that it takes.
    pub(crate) fn next_in(&mut self, word: &mut String) -> Option<Range<usize>> {
        word.clear();
        loop {
            let start = self.skip();
            if start == self.text.len() {
                return None;
            }
            self.take(word);
            // A lone accent leaves nothing to compare.
            if !word.is_empty() {
                return Some(start..self.at);
            }
        }
    }

    /// The sign that stands here.
    fn here(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    /// Goes to the next sign of a word, or to the end.
    fn skip(&mut self) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    break;
                }
                self.at += 1;
                continue;
            }
            let Some(c) = self.here() else {
                break;
            };
            if is_of_word(c) {
                break;
            }
            self.at += c.len_utf8();
        }
        self.at
    }

    /// Folds the word that stands here and goes behind it.
    fn take(&mut self, folded: &mut String) {
        let bytes = self.text.as_bytes();
        loop {
            // Nearly all words are ASCII: those are folded at once.
            let known = folded.len();
            let start = self.at;
            while bytes.get(self.at).is_some_and(u8::is_ascii_alphanumeric) {
                self.at += 1;
            }
            let n_taken = (self.at - start).min(LONGEST.saturating_sub(known));
            let plain = self.text.get(start..start + n_taken);
            folded.push_str(plain.unwrap_or_default());
            if let Some(plain) = folded.get_mut(known..) {
                plain.make_ascii_lowercase();
            }
            if bytes.get(self.at).is_none_or(u8::is_ascii) {
                return;
            }
            let Some(c) = self.here().filter(|c| is_of_word(*c)) else {
                return;
            };
            self.at += c.len_utf8();
            if folded.len() < LONGEST {
                fold(c, folded);
            }
        }
    }
}

/// Whether a sign is part of a word: a letter, a digit, or what stands over
/// or under one.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Writes a letter without capitals and accents.
fn fold(c: char, out: &mut String) {
    decompose_compatible(c, |part| {
        if is_combining_mark(part) {
            return;
        }
        for small in part.to_lowercase() {
            // Letters that are no other letter with a sign upon it.
            match small {
                '\u{df}' => out.push_str("ss"),
                '\u{e6}' => out.push_str("ae"),
                '\u{153}' => out.push_str("oe"),
                '\u{f8}' => out.push('o'),
                '\u{111}' | '\u{f0}' => out.push('d'),
                '\u{fe}' => out.push_str("th"),
                '\u{142}' => out.push('l'),
                '\u{131}' => out.push('i'),
                '\u{127}' => out.push('h'),
                // What a capital brings along: the dot of a Turkish I.
                small if is_combining_mark(small) => {}
                small => out.push(small),
            }
        }
    });
}

/// The words of a text, each as it is compared.
#[must_use]
pub fn folded(text: &str) -> Vec<String> {
    let mut words = Words::new(text);
    let mut all = Vec::new();
    while let Some((word, _)) = words.next() {
        all.push(word.to_owned());
    }
    all
}

/// The letters and digits of a text as they are compared, without anything
/// between them: `PORT LARKSPUR` and `Port-Larkspur` are `portlarkspur`.
#[must_use]
pub fn squeezed(text: &str) -> String {
    folded(text).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_capitals_and_accents() {
        for (text, words) in [
            ("", &[][..]),
            (" -- ...", &[]),
            ("HARBOR talks", &["harbor", "talks"]),
            ("the Minister's aide", &["the", "minister", "s", "aide"]),
            ("CAF\u{c9} cafe\u{301}", &["cafe", "cafe"]),
            (
                "Stra\u{df}e \u{c6}r\u{f8} \u{141}\u{f3}d\u{17a}",
                &["strasse", "aero", "lodz"],
            ),
            ("\u{fb01}sh \u{ff21}\u{ff22}", &["fish", "ab"]),
            ("\u{301} \u{130}ZMIR", &["izmir"]),
            (
                "\u{43c}\u{43e}\u{441}\u{43a}\u{432}\u{430}",
                &["\u{43c}\u{43e}\u{441}\u{43a}\u{432}\u{430}"],
            ),
            ("08NORTHHAVEN311", &["08northhaven311"]),
        ] {
            assert_eq!(folded(text), words, "{text}");
        }
        assert_eq!(squeezed("Port-Larkspur"), "portlarkspur");
    }

    #[test]
    fn a_word_stands_where_it_is_said_to() {
        let text = "a \u{c9}TUDE, b";
        let mut words = Words::new(text);
        let mut places = Vec::new();
        while let Some((_, place)) = words.next() {
            places.push(&text[place]);
        }
        assert_eq!(places, ["a", "\u{c9}TUDE", "b"]);
    }

    #[test]
    fn of_a_long_word_the_beginning_counts() {
        let long = "A".repeat(10_000);
        assert_eq!(folded(&long), ["a".repeat(LONGEST)]);
    }
}
