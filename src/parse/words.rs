//! Lists of words that a text may begin with.
//!
//! A module of its own because most rules have such a list and ask it of
//! most lines. The words are grouped by first letter when the program is
//! built, so that a look-up compares the few that can match; and there is
//! one look-up for all lists, never unrolled into a rule: what a telegram
//! runs through has to fit the instruction cache.

/// Words in capitals, found in any case.
pub(super) struct Words<const N: usize> {
    /// The words by group; in a group in the order in which they were given.
    each: [&'static str; N],
    /// Where each group begins, and where the last one ends.
    starts: [u8; N_GROUPS + 1],
}

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
    #[allow(clippy::cast_possible_truncation)]
    pub(super) const fn new(words: [&'static str; N]) -> Words<N> {
        assert!(N <= u8::MAX as usize);
        let mut grouped = Words {
            each: words,
            starts: [0; N_GROUPS + 1],
        };
        let (mut n_grouped, mut nth) = (0, 0);
        while nth < N_GROUPS {
            let mut at = 0;
            while at < N {
                if group(words[at].as_bytes()[0]) == nth {
                    grouped.each[n_grouped] = words[at];
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
    pub(super) fn begin(&self, text: &str) -> bool {
        self.look(text, Behind::Any).is_some()
    }

    /// `text` after a word.
    pub(super) fn after<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.look(text, Behind::Any)
    }

    /// `text` after a whole word.
    pub(super) fn after_word<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.look(text, Behind::Apart)
    }

    /// Whether `word` is one of the words.
    pub(super) fn hold(&self, word: &str) -> bool {
        self.look(word, Behind::End).is_some()
    }

    #[inline]
    fn look<'a>(&self, text: &'a str, behind: Behind) -> Option<&'a str> {
        look(&self.each, &self.starts, text, behind)
    }
}

#[inline(never)]
fn look<'a>(
    each: &[&str],
    starts: &[u8; N_GROUPS + 1],
    text: &'a str,
    behind: Behind,
) -> Option<&'a str> {
    let bytes = text.as_bytes();
    let nth = group(*bytes.first()?);
    let start = starts.get(nth).copied()?;
    let end = starts.get(nth + 1).copied()?;
    let words = each.get(usize::from(start)..usize::from(end))?;
    words.iter().find_map(|word| {
        let (head, rest) = bytes.split_at_checked(word.len())?;
        let fits = match behind {
            Behind::Any => true,
            Behind::Apart => !rest.first().is_some_and(u8::is_ascii_alphanumeric),
            Behind::End => rest.is_empty(),
        };
        if fits && head.eq_ignore_ascii_case(word.as_bytes()) {
            text.get(word.len()..)
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::Words;

    const WORDS: Words<5> = Words::new(["PARA", "NO", "PART", "PARAGRAPH", "(U) THIS"]);

    #[test]
    fn finds_words_in_any_case() {
        assert_eq!(WORDS.after("Part 2"), Some(" 2"));
        assert_eq!(WORDS.after("(u) this cable"), Some(" cable"));
        assert!(WORDS.hold("no") && !WORDS.hold("nor") && !WORDS.hold(""));
        assert!(!WORDS.begin("harbor") && !WORDS.begin("\u{e9}"));
    }

    #[test]
    fn the_word_given_first_is_found_first() {
        assert_eq!(WORDS.after("PARAGRAPH 2"), Some("GRAPH 2"));
        assert_eq!(WORDS.after_word("PARAGRAPH 2"), Some(" 2"));
    }
}
