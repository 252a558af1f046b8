//! The stamp of the systematic review, which releases of 1973-79 bear.
//!
//! It falls between any two lines of a page, sometimes twice, inside
//! paragraphs and fields, so it is known before any field is read.

use super::Draft;
use super::token::{after, begins, blanks, from, is_capitals, month_in, trim};
use crate::cable::LineKind;

/// Lines that a stamp may be broken into.
const LONGEST: usize = 6;

/// What a stamp says, in its parts.
const WORDS: [&str; 9] = [
    "Declassified/Released",
    "US",
    "Department",
    "of",
    "State",
    "EO",
    "Systematic",
    "Review",
    "",
];

/// How a text goes on after what was read of a stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Read<'a> {
    /// The stamp is whole; this follows.
    Whole(&'a str),
    /// The text ends inside the stamp: its next part is the one with this
    /// index.
    Broken(usize),
}

/// Reads a stamp from the part with index `part` on.
///
/// ```abnf
/// stamp = "Declassified/Released" *blank "US" *blank "Department" *blank "of"
///         *blank "State" *blank "EO" *blank "Systematic" *blank "Review"
///         *blank date
/// date  = 1*2DIGIT 1*blank 3*9ALPHA 1*blank 4DIGIT
/// ```
///
/// Between any two of its parts it may go on with another line.
///
/// Samples: `nara/two-pages-and-attributes`, `oddities/stamps-in-a-bare-telegram`
fn stamp(text: &str, part: usize) -> Option<Read<'_>> {
    let mut rest = trim(text);
    for (nth, words) in WORDS.iter().enumerate().skip(part) {
        if rest.is_empty() {
            return Some(Read::Broken(nth));
        }
        rest = if words.is_empty() {
            date(rest)?
        } else {
            after(rest, words)?
        };
        rest = trim(rest);
    }
    Some(Read::Whole(rest))
}

/// `30 JUN 2005`, `22 May 2009`
fn date(text: &str) -> Option<&str> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let n_day = digits(text);
    let month = blanks(from(text, n_day)).ok()?.0;
    let n_month = month.bytes().take_while(u8::is_ascii_alphabetic).count();
    let year = blanks(from(month, n_month)).ok()?.0;
    let known = month_in(month).is_some();
    let fits = matches!(n_day, 1 | 2) && (3..=9).contains(&n_month) && known && digits(year) == 4;
    fits.then(|| from(year, 4))
}

/// The name before a stamp: at most three words in mixed case.
fn is_name(text: &str) -> bool {
    let text = trim(text);
    let letters = |c: char| c.is_alphabetic() || " .'-".contains(c);
    text.len() <= 40
        && text.chars().all(letters)
        && (text.is_empty() || text.starts_with(char::is_uppercase) && !is_capitals(text))
}

/// The longest name before a stamp, with the blanks around it.
const NAME: usize = 42;

/// Where the rarest sign of the first word stands in it.
const SLASH: usize = "Declassified".len();

/// Where a line begins to be a stamp: at its first word, or behind a name.
fn opening(line: &str) -> Option<&str> {
    let first = WORDS.first()?;
    let near = line.as_bytes().get(..=NAME + SLASH);
    let at = memchr::memchr_iter(b'/', near.unwrap_or(line.as_bytes()))
        .filter_map(|at| at.checked_sub(SLASH))
        .find(|&at| begins(from(line, at), first))?;
    is_name(line.get(..at)?).then(|| from(line, at))
}

/// Bytes of the shortest stamp on one line: its words without blanks, and a
/// date.
const SHORTEST: usize = 60;

/// Whether a line is a stamp, once or twice.
pub(super) fn is_stamp(line: &str) -> bool {
    if line.len() < SHORTEST {
        return false;
    }
    let mut rest = line;
    while let Some(Read::Whole(after)) = opening(rest).and_then(|rest| stamp(rest, 0)) {
        if after.is_empty() {
            return true;
        }
        rest = after;
    }
    false
}

impl Draft<'_> {
    /// Sets the stamps aside.
    pub(super) fn release_stamps(&mut self) {
        let bytes = self.text.as_bytes();
        let is_first_word = |at: usize| {
            let (before, behind) = bytes.split_at_checked(at).unwrap_or_default();
            before.ends_with(b"lassified") && behind.starts_with(b"/Released")
        };
        let slashes = || memchr::memchr_iter(b'/', bytes);
        // The rarest of its signs; most texts bear no stamp.
        if !slashes().any(is_first_word) {
            return;
        }
        let mut below = 0;
        for at in slashes() {
            let idx = self.line_at(at);
            if idx < below {
                continue;
            }
            below = idx + 1;
            if let Some(last) = self.release_stamp(idx) {
                self.name_above(idx);
                for line in idx..=last {
                    self.set_aside(line, LineKind::Stamp);
                }
                below = last + 1;
            }
        }
    }

    /// The last line of the stamp that begins with a line.
    fn release_stamp(&self, idx: usize) -> Option<usize> {
        let mut rest = opening(self.content(idx))?;
        let mut last = idx;
        let mut part = 0;
        loop {
            match stamp(rest, part)? {
                Read::Whole("") => return Some(last),
                // Printed twice on one line.
                Read::Whole(again) => {
                    rest = opening(again)?;
                    part = 0;
                }
                Read::Broken(next) => {
                    part = next;
                    last = (last + 1..self.lines.len().min(idx + LONGEST))
                        .find(|&below| self.kind(below) != LineKind::Blank)?;
                    rest = self.content(last);
                }
            }
        }
    }

    /// A name alone on the line above belongs to the stamp.
    fn name_above(&mut self, idx: usize) {
        let Some(above) = idx.checked_sub(1) else {
            return;
        };
        let name = self.content(above);
        let stamp = begins(self.content(idx), WORDS.first().unwrap_or(&""));
        if stamp && self.kind(above) == LineKind::Body && name.contains(' ') && is_name(name) {
            self.set_aside(above, LineKind::Stamp);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Read, is_name, opening, stamp};

    const STAMP: &str = "Declassified/Released US Department of State EO Systematic Review";

    #[test]
    fn every_variant_of_its_date() {
        for date in [
            "30 JUN 2005",
            "04 MAY 2006",
            "5 JUL 2006",
            "22 May 2009",
            "20 Mar 2014",
        ] {
            let line = format!("Ines Marlow {STAMP} {date}");
            let rest = opening(&line).unwrap();
            assert_eq!(stamp(rest, 0), Some(Read::Whole("")), "{line}");
        }
    }

    #[test]
    fn goes_on_below() {
        assert_eq!(stamp("Declassified/Released", 0), Some(Read::Broken(1)));
        assert_eq!(stamp("US  Department of  State", 1), Some(Read::Broken(5)));
        assert_eq!(stamp("Review", 7), Some(Read::Broken(8)));
        assert_eq!(
            stamp("EO Systematic Review 20 Mar 2014", 5),
            Some(Read::Whole(""))
        );
    }

    #[test]
    fn sentences_are_left() {
        assert_eq!(stamp("Declassified/Released by the Department", 0), None);
        assert_eq!(opening("THE PAPER WAS Declassified/Released"), None);
        assert!(is_name("Ines Q. Marlow") && !is_name("INES MARLOW"));
    }
}
