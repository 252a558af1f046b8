//! What words must leave in the bytes of a source that holds them.
//!
//! To know whether a text holds some words it has to be read: repairs
//! applied, lines joined. That takes a thousand times as long as to look for
//! a few letters in bytes. So bytes are asked first whether there is anything
//! to read: the answer may be yes where the text then has no such words, but
//! should not be no where it has them.

use super::sought::Word;

/// The longest run of letters and digits of some words, to be looked for in
/// bytes as they lie in a file.
///
/// Only letters of ASCII count: they are the same bytes in every encoding
/// that is read, but for those of sixteen bits, and no repair of punctuation
/// touches them. Missed is a word whose letters are spaced out in the source,
/// of which a repair has changed one, or that was cut at the end of a line
/// without a hyphen.
#[derive(Clone, Debug)]
pub struct Trace {
    word: Word,
    is_exact: bool,
}

/// Letters that are looked at: more would not make a word rarer.
const MOST: usize = 64;
/// Bytes that are asked at once whether all are of ASCII.
const PIECE: usize = 128;
/// Blanks between a hyphen and the end of its line.
const BLANKS: usize = 32;

impl Trace {
    /// How many bytes around a place have to be there to tell it.
    pub const REACH: usize = MOST + BLANKS;

    /// What `words` leave; their capitals matter if `is_exact`. Nothing if
    /// they have neither letters nor digits of ASCII.
    #[must_use]
    pub fn new(words: &str, is_exact: bool) -> Option<Trace> {
        let runs = words.split(|c: char| !c.is_ascii_alphanumeric());
        // The first of the longest.
        let longest = runs.rev().max_by_key(|run| run.len())?;
        let longest = longest.get(..MOST).unwrap_or(longest);
        if longest.is_empty() {
            return None;
        }
        let word = if is_exact {
            Word::new(longest)
        } else {
            Word::new(&longest.to_ascii_lowercase())
        };
        Some(Trace { word, is_exact })
    }

    /// The next place in `bytes`, from `at` on, that may belong to the words.
    ///
    /// What a line end with a hyphen, a tag, or letters that may not be seen
    /// interrupt is told by its beginning, as far as that is two letters.
    #[must_use]
    pub fn find(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let whole = self.word.find(bytes, at, self.is_exact);
        let upto = whole.unwrap_or(bytes.len());
        self.interrupted(bytes, at, upto).or(whole)
    }

    /// The first place before `upto` where the word may go on behind
    /// something.
    fn interrupted(&self, bytes: &[u8], at: usize, upto: usize) -> Option<usize> {
        let looked = bytes.get(at..upto)?;
        let signs = memchr::memchr3_iter(b'-', b'<', b'&', looked).map(|sign| at + sign);
        let mut signs = signs.filter(|&sign| {
            bytes.get(sign) != Some(&b'-') || ends_line(bytes.get(sign + 1..).unwrap_or_default())
        });
        let by_sign = signs.find(|&sign| self.begins_before(bytes, sign));
        if looked.is_ascii() {
            return by_sign;
        }
        let looked = bytes.get(at..by_sign.unwrap_or(upto))?;
        // Most pieces have none, which is told of a piece faster than of its bytes.
        let pieces = (at..).step_by(PIECE).zip(looked.chunks(PIECE));
        let pieces = pieces.filter(|(_, piece)| !piece.is_ascii());
        let places = pieces.flat_map(|(start, piece)| (start..).zip(piece));
        let mut others = places.filter(|(_, byte)| !byte.is_ascii());
        let other = others.find(|&(other, _)| self.begins_before(bytes, other));
        other.map(|(other, _)| other).or(by_sign)
    }

    /// Whether the letters before `at` are a beginning of the word, and not
    /// all of it.
    fn begins_before(&self, bytes: &[u8], at: usize) -> bool {
        let letters = self.word.letters();
        let before = bytes.get(..at).unwrap_or_default();
        (2..letters.len()).any(|n_letters| {
            let there = before.len().checked_sub(n_letters);
            let there = there.and_then(|from| before.get(from..));
            let begun = letters.get(..n_letters);
            there.zip(begun).is_some_and(|(there, begun)| {
                if self.is_exact {
                    there == begun
                } else {
                    there.eq_ignore_ascii_case(begun)
                }
            })
        })
    }
}

/// Whether a line ends here, blanks aside, or the bytes do.
fn ends_line(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter().take(BLANKS);
    let next = rest.find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    next.is_none_or(|byte| *byte == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str, is_exact: bool, bytes: &[u8]) -> Option<usize> {
        Trace::new(words, is_exact).unwrap().find(bytes, 0)
    }

    #[test]
    fn the_longest_run_of_letters_is_looked_for() {
        let trace = |words: &str| {
            let trace = Trace::new(words, true);
            trace.map(|it| String::from_utf8(it.word.letters().to_vec()).unwrap())
        };
        assert_eq!(trace("the Minister's aide").as_deref(), Some("Minister"));
        assert_eq!(trace("one two").as_deref(), Some("one"));
        assert_eq!(trace("caf\u{e9}").as_deref(), Some("caf"));
        assert_eq!(trace("E.O. 12958").as_deref(), Some("12958"));
        assert_eq!(trace("--- \u{e9}"), None);
        assert_eq!(trace(""), None);
        assert_eq!(trace(&"ab".repeat(100)).map(|it| it.len()), Some(MOST));
    }

    #[test]
    fn capitals_matter_where_they_are_to() {
        let bytes = b"THE HARBOR, the harbor, the Harbor";
        assert_eq!(found("harbor", false, bytes), Some(4));
        assert_eq!(found("harbor", true, bytes), Some(16));
        assert_eq!(found("Harbor", true, bytes), Some(28));
        assert_eq!(found("harbour", false, bytes), None);
    }

    #[test]
    fn a_word_that_something_interrupts_is_told_by_its_beginning() {
        for bytes in [
            &b"the NEGO-\nTIATIONS"[..],
            b"the NEGO- \r\n  TIATIONS",
            b"the NEGO-\n\nPAGE 02\n\nTIATIONS",
            b"the NEGO<lb/>TIATIONS",
            b"the NEGO&shy;TIATIONS",
            b"the NEGO\xc2\xadTIATIONS",
            b"the NEGO\xadTIATIONS",
            // More may come.
            b"the NEGO-",
            b"the NEGO- ",
        ] {
            let shown = String::from_utf8_lossy(bytes);
            assert_eq!(found("negotiations", false, bytes), Some(8), "{shown}");
            assert_eq!(found("Negotiations", true, bytes), None, "{shown}");
            assert_eq!(found("negation", false, bytes), None, "{shown}");
        }
        assert_eq!(found("negotiations", false, b"the NEGO-TIATOR\n"), None);
        assert_eq!(found("negotiations", false, b"a n<b>, the x\xe9"), None);
    }

    #[test]
    fn the_first_of_all_places_is_told() {
        let bytes = b"a har-\nbor; a harbor; a ha\xadrbor";
        assert_eq!(found("harbor", false, bytes), Some(5));
        let trace = Trace::new("harbor", false).unwrap();
        assert_eq!(trace.find(bytes, 6), Some(14));
        assert_eq!(trace.find(bytes, 15), Some(26));
        assert_eq!(trace.find(bytes, 27), None);
    }
}
