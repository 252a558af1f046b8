//! Lists of words that a text may begin with.
//!
//! A module of its own because most rules have such a list and ask it of
//! most lines. The words are grouped by first letter when the program is
//! built, and of the few that can match the first letters are compared as
//! one number. There is one look-up for all lists, never unrolled into a
//! rule: what a telegram runs through has to fit the instruction cache.

use super::token::byte;

/// Words in capitals, found in any case. [`words!`] makes a list.
///
/// The letters lie behind one another, each word behind its length: a list
/// of pointers would have to be mended by the loader before the first
/// telegram is read, and be in memory whether or not its rule is asked.
#[derive(Clone, Copy)]
pub(super) struct Words {
    letters: &'static str,
    /// Where each group begins in the letters, and where the last one ends.
    starts: &'static [u16; N_GROUPS + 1],
    /// Of each group a bit for the group of each second letter; all of them where
    /// a word has no other letter.
    seconds: &'static [u32; N_GROUPS],
}

/// A list of [`Words`], none of which is empty. Of two that a text may begin
/// with the one that is given first is found.
macro_rules! words {
    ($($word:expr),* $(,)?) => {{
        const EACH: &[&str] = &[$($word),*];
        const GROUPED: &$crate::parse::words::Grouped<
            { $crate::parse::words::room(EACH) },
        > = &$crate::parse::words::Grouped::new(EACH);
        GROUPED.words()
    }};
}
pub(super) use words;

/// What [`Words`] point to.
pub(super) struct Grouped<const ROOM: usize> {
    letters: [u8; ROOM],
    starts: [u16; N_GROUPS + 1],
    seconds: [u32; N_GROUPS],
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

/// The bytes that `words` take with their lengths, and as many more as let
/// the first letters of the last one be read at once.
#[expect(
    clippy::indexing_slicing,
    reason = "compiled: past the end would not build"
)]
pub(super) const fn room(words: &[&str]) -> usize {
    let (mut room, mut at) = (HEAD, 0);
    while at < words.len() {
        room += 1 + words[at].len();
        at += 1;
    }
    room
}

impl<const ROOM: usize> Grouped<ROOM> {
    #[expect(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        reason = "compiled: past the end or too long would not build"
    )]
    pub(super) const fn new(words: &[&str]) -> Grouped<ROOM> {
        assert!(ROOM <= u16::MAX as usize);
        let mut grouped = Grouped {
            letters: [0; ROOM],
            starts: [0; N_GROUPS + 1],
            seconds: [0; N_GROUPS],
        };
        let (mut end, mut nth) = (0, 0);
        while nth < N_GROUPS {
            let mut at = 0;
            while at < words.len() {
                let word = words[at].as_bytes();
                if group(word[0]) == nth {
                    assert!(word.len() < 0x80);
                    grouped.seconds[nth] |= match word {
                        [_, second, ..] => 1 << group(*second),
                        _ => u32::MAX,
                    };
                    grouped.letters[end] = word.len() as u8;
                    let mut letter = 0;
                    while letter < word.len() {
                        grouped.letters[end + 1 + letter] = word[letter];
                        letter += 1;
                    }
                    end += 1 + word.len();
                }
                at += 1;
            }
            nth += 1;
            grouped.starts[nth] = end as u16;
        }
        grouped
    }

    pub(super) const fn words(&'static self) -> Words {
        Words {
            // A length is a character as well: it is less than 128.
            letters: match str::from_utf8(&self.letters) {
                Ok(letters) => letters,
                Err(_) => "",
            },
            starts: &self.starts,
            seconds: &self.seconds,
        }
    }
}

impl Words {
    /// Whether `text` begins with a word.
    #[inline]
    pub(super) fn begin(self, text: &str) -> bool {
        self.look(text, Behind::Any).is_some()
    }

    /// `text` after a word.
    #[inline]
    pub(super) fn after(self, text: &str) -> Option<&str> {
        let word = self.look(text, Behind::Any)?;
        text.get(word.len()..)
    }

    /// `text` after a whole word.
    #[inline]
    pub(super) fn after_word(self, text: &str) -> Option<&str> {
        let word = self.look(text, Behind::Apart)?;
        text.get(word.len()..)
    }

    /// Whether a word may begin with a byte.
    #[inline]
    pub(super) fn may_begin(self, first: u8) -> bool {
        let nth = group(first);
        self.starts.get(nth) != self.starts.get(nth + 1)
    }

    /// Whether `word` is one of the words.
    #[inline]
    pub(super) fn hold(self, word: &str) -> bool {
        self.look(word, Behind::End).is_some()
    }

    /// The word that `word` is, as the list has it.
    #[inline]
    pub(super) fn find(self, word: &str) -> Option<&'static str> {
        self.look(word, Behind::End)
    }

    /// The words, by group.
    #[cfg(test)]
    fn iter(self) -> impl Iterator<Item = &'static str> {
        let mut rest = self.letters;
        std::iter::from_fn(move || {
            let length = usize::from(byte(rest, 0));
            let word = rest.get(1..=length).filter(|word| !word.is_empty());
            rest = rest.get(1 + length..).unwrap_or_default();
            word
        })
    }

    /// Whether a word of a group may have a byte behind its first.
    #[inline]
    fn may_go_on(self, nth: usize, second: u8) -> bool {
        let seconds = self.seconds.get(nth).copied().unwrap_or_default();
        seconds >> group(second) & 1 != 0
    }

    #[inline(never)]
    fn look(self, text: &str, behind: Behind) -> Option<&'static str> {
        /// What tells a letter from its other case, in each byte.
        const CASE: u64 = u64::from_ne_bytes([0x20; HEAD]);
        let (letters, bytes) = (self.letters.as_bytes(), text.as_bytes());
        let nth = group(*bytes.first()?);
        // Most groups have no word with the second letter of a text.
        if !self.may_go_on(nth, bytes.get(1).copied().unwrap_or_default()) {
            return None;
        }
        let end = usize::from(*self.starts.get(nth + 1)?);
        let start = usize::from(*self.starts.get(nth)?);
        let head = bytes.first_chunk().copied().unwrap_or_else(|| {
            let mut letters = [0; HEAD];
            for (letter, byte) in letters.iter_mut().zip(bytes) {
                *letter = *byte;
            }
            letters
        });
        let head = u64::from_le_bytes(head);
        // The fewest letters of a word that may be found: what is a word by itself
        // has no more.
        let fewest = match behind {
            Behind::Any | Behind::Apart => 0,
            Behind::End => bytes.len(),
        };
        let mut behind_last = start;
        while behind_last < end {
            let length = usize::from(*letters.get(behind_last)?);
            let at = behind_last + 1;
            behind_last = at + length;
            if length < fewest || length > bytes.len() {
                continue;
            }
            // Most texts differ in the first letters, whatever the case; the
            // last bytes of the number are those behind a shorter word.
            let first = u64::from_le_bytes(*letters.get(at..)?.first_chunk()?);
            let past = 8 * HEAD.saturating_sub(length);
            if ((first ^ head) & !CASE) << past != 0 {
                continue;
            }
            let is_end =
                !matches!(behind, Behind::Apart) || !byte(text, length).is_ascii_alphanumeric();
            let word = at..at + length;
            let same = bytes.get(..length).zip(letters.get(word.clone()));
            if is_end && same.is_some_and(|(one, two)| one == two || one.eq_ignore_ascii_case(two))
            {
                return self.letters.get(word);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    const WORDS: Words = words!["PARA", "NO", "PART", "PARAGRAPH", "(U) THIS"];
    const KEYS: Words = words!["Copy", "vdkvgwkey"];

    #[test]
    fn finds_words_in_any_case() {
        assert_eq!(WORDS.after("Part 2"), Some(" 2"));
        assert_eq!(WORDS.after("(u) this cable"), Some(" cable"));
        assert!(WORDS.hold("no") && !WORDS.hold("nor") && !WORDS.hold(""));
        assert!(!WORDS.begin("harbor") && !WORDS.begin("\u{e9}"));
        assert_eq!(KEYS.find("COPY"), Some("Copy"));
        assert_eq!(KEYS.find("copy: 1"), None);
    }

    #[test]
    fn a_sign_is_no_other_sign_and_no_text_too_short() {
        const SIGNS: Words = words!["@HOLT", "[HARBOR]", "A@HOLT", "HARBORS ", "HARBORSIDE", "Z"];
        for word in ["@holt", "[Harbor]", "a@Holt", "harbors ", "HarborSide", "z"] {
            assert!(SIGNS.hold(word) && SIGNS.begin(word), "{word}");
            assert_eq!(SIGNS.after(&format!("{word}\u{e9}")), Some("\u{e9}"));
        }
        for text in [
            "",
            "\0",
            "`HOLT",
            "{HARBOR}",
            "[HARBOR",
            "[HARBOR}",
            "A`HOLT",
            "A@HOL",
            "HARBORS",
            "HARBORS\0",
            "HARBORSID",
            "HARBORSIDO",
            "HARBORS\u{e9}",
            ":",
        ] {
            assert!(!SIGNS.begin(text) && !SIGNS.hold(text), "{text:?}");
        }
        assert_eq!(SIGNS.iter().count(), 6);
    }

    #[test]
    fn the_word_given_first_is_found_first() {
        assert_eq!(WORDS.after("PARAGRAPH 2"), Some("GRAPH 2"));
        assert_eq!(WORDS.after_word("PARAGRAPH 2"), Some(" 2"));
    }
}
