//! Lists of words that a text may begin with.
//!
//! A module of its own because most rules have such a list and ask it of
//! most lines. The words are grouped by first letter when the program is
//! built, and of the few that can match the first letters are compared as
//! one number. There is one look-up for all lists, never unrolled into a
//! rule: what a telegram runs through has to fit the instruction cache.

use super::token::byte;

/// Words in capitals, found in any case.
pub(super) struct Words<const N: usize> {
    /// The words by group; in a group in the order in which they were given.
    each: [Word; N],
    /// Where each group begins, and where the last one ends.
    starts: [u8; N_GROUPS + 1],
}

/// A word, and what tells most texts that do not begin with it.
#[derive(Clone, Copy)]
struct Word {
    /// The bits of its first letters.
    head: u64,
    /// Which bits of a text these are compared with: of a letter all but the
    /// one that tells capitals, of a sign all, none behind a shorter word.
    mask: u64,
    text: &'static str,
}

impl Word {
    #[expect(
        clippy::indexing_slicing,
        reason = "compiled: past the end would not build"
    )]
    const fn new(word: &'static str) -> Word {
        let mut letters = [0; HEAD];
        let mut mask = [0; HEAD];
        let mut at = 0;
        while at < word.len() && at < HEAD {
            letters[at] = word.as_bytes()[at];
            // No sign falls together with a letter without that bit.
            let is_letter = letters[at].is_ascii_alphabetic();
            mask[at] = if is_letter { !0x20 } else { !0 };
            at += 1;
        }
        let mask = u64::from_ne_bytes(mask);
        Word {
            head: u64::from_ne_bytes(letters) & mask,
            mask,
            text: word,
        }
    }
}

/// How many letters are compared at once.
const HEAD: usize = 8;

/// The letters without their case, and what falls together with them.
const N_GROUPS: usize = 32;

/// The group of words that begin with a byte, whatever its case.
const fn group(first: u8) -> usize {
    (first & 0x1f) as usize
}

/// What must follow a word.
#[derive(Clone, Copy)]
enum Behind {
    /// Anything.
    Any,
    /// Neither a letter nor a digit.
    Apart,
    /// Nothing.
    End,
}

impl<const N: usize> Words<N> {
    /// Groups `words`, none of which is empty. Of two that a text may begin
    /// with the one that is given first is found.
    #[expect(
        clippy::indexing_slicing,
        reason = "compiled: past the end would not build"
    )]
    #[allow(clippy::cast_possible_truncation)]
    pub(super) const fn new(words: [&'static str; N]) -> Words<N> {
        assert!(N <= u8::MAX as usize);
        let mut grouped = Words {
            each: [Word::new(""); N],
            starts: [0; N_GROUPS + 1],
        };
        let (mut n_grouped, mut nth) = (0, 0);
        while nth < N_GROUPS {
            let mut at = 0;
            while at < N {
                if group(words[at].as_bytes()[0]) == nth {
                    grouped.each[n_grouped] = Word::new(words[at]);
                    n_grouped += 1;
                }
                at += 1;
            }
            nth += 1;
            grouped.starts[nth] = n_grouped as u8;
        }
        grouped
    }

    /// Whether `text` begins with a word.
    #[inline]
    pub(super) fn begin(&self, text: &str) -> bool {
        self.look(text, Behind::Any).is_some()
    }

    /// `text` after a word.
    #[inline]
    pub(super) fn after<'a>(&self, text: &'a str) -> Option<&'a str> {
        let word = self.look(text, Behind::Any)?;
        text.get(word.len()..)
    }

    /// `text` after a whole word.
    #[inline]
    pub(super) fn after_word<'a>(&self, text: &'a str) -> Option<&'a str> {
        let word = self.look(text, Behind::Apart)?;
        text.get(word.len()..)
    }

    /// Whether `word` is one of the words.
    #[inline]
    pub(super) fn hold(&self, word: &str) -> bool {
        self.look(word, Behind::End).is_some()
    }

    /// The same words where it does not matter how many they are.
    pub(super) const fn list(&'static self) -> List {
        List {
            each: &self.each,
            starts: &self.starts,
        }
    }

    #[inline]
    fn look(&self, text: &str, behind: Behind) -> Option<&'static str> {
        look(&self.each, &self.starts, text, behind)
    }
}

/// A list of [`Words`].
#[derive(Clone, Copy)]
pub(super) struct List {
    each: &'static [Word],
    starts: &'static [u8; N_GROUPS + 1],
}

impl List {
    /// The word that `word` is, as the list has it.
    #[inline]
    pub(super) fn find(&self, word: &str) -> Option<&'static str> {
        look(self.each, self.starts, word, Behind::End)
    }

    /// The words.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.each.iter().map(|word| word.text)
    }
}

#[inline(never)]
fn look(
    each: &[Word],
    starts: &[u8; N_GROUPS + 1],
    text: &str,
    behind: Behind,
) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let nth = group(*bytes.first()?);
    let start = starts.get(nth).copied()?;
    let end = starts.get(nth + 1).copied()?;
    let group = each.get(usize::from(start)..usize::from(end))?;
    let letters = bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut letters = [0; HEAD];
        for (letter, byte) in letters.iter_mut().zip(bytes) {
            *letter = *byte;
        }
        letters
    });
    let head = u64::from_ne_bytes(letters);
    let is_it = |word: &&Word| {
        let length = word.text.len();
        let is_rest = |rest: &[u8]| {
            let same = bytes.get(HEAD..length);
            same.is_some_and(|same| same.eq_ignore_ascii_case(rest))
        };
        // Of words with the same first letters most differ in length.
        head & word.mask == word.head
            && match behind {
                Behind::Any => true,
                Behind::Apart => !byte(text, length).is_ascii_alphanumeric(),
                Behind::End => text.len() == length,
            }
            && word.text.as_bytes().get(HEAD..).is_none_or(is_rest)
    };
    group.iter().find(is_it).map(|word| word.text)
}

#[cfg(test)]
mod tests {
    use super::Words;

    const WORDS: Words<5> = Words::new(["PARA", "NO", "PART", "PARAGRAPH", "(U) THIS"]);
    static KEYS: Words<2> = Words::new(["Copy", "vdkvgwkey"]);

    #[test]
    fn finds_words_in_any_case() {
        assert_eq!(WORDS.after("Part 2"), Some(" 2"));
        assert_eq!(WORDS.after("(u) this cable"), Some(" cable"));
        assert!(WORDS.hold("no") && !WORDS.hold("nor") && !WORDS.hold(""));
        assert!(!WORDS.begin("harbor") && !WORDS.begin("\u{e9}"));
        assert_eq!(KEYS.list().find("COPY"), Some("Copy"));
        assert_eq!(KEYS.list().find("copy: 1"), None);
    }

    #[test]
    fn the_word_given_first_is_found_first() {
        assert_eq!(WORDS.after("PARAGRAPH 2"), Some("GRAPH 2"));
        assert_eq!(WORDS.after_word("PARAGRAPH 2"), Some(" 2"));
    }
}
