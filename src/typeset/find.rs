//! Matches of a search on a page.
//!
//! Searching the page and not the source finds what the reader sees: a
//! phrase that a row end, a repair or a hidden joiner interrupts. One pass,
//! whatever the needle (Knuth, Morris and Pratt); a short one, as is being
//! typed, is compared letter by letter wherever its first letter stands, which
//! takes half the time.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::page::{Page, RowKind};

/// Signs that a search looks through: what they stand for has no width.
const UNSEEN: [&str; 8] = [
    "⟨200B⟩",
    "⟨00AD⟩",
    "⟨200C⟩",
    "⟨200D⟩",
    "⟨2060⟩",
    "⟨FEFF⟩",
    "⟨034F⟩",
    "⟨FE0F⟩",
];

/// Where `needle` stands on the page: ranges of its text on cluster bounds,
/// top to bottom, without overlap.
///
/// The needle is taken word for word. Capitals matter if it has one, unless the
/// page shows others than the source has. A blank
/// in it matches any blanks and the end of a row, but nothing reaches from
/// one paragraph into another.
#[must_use]
pub fn find(page: &Page, needle: &str) -> Vec<Range<u32>> {
    // Capitals cannot matter where they are ours.
    let is_exact = needle.chars().any(char::is_uppercase) && !page.is_recased();
    let units = units(needle, is_exact);
    if units.iter().all(|&unit| unit == ' ') {
        return Vec::new();
    }
    let mut search = Search {
        page,
        is_exact,
        looks_through: !needle.contains('⟨'),
        borders: borders(&units),
        letters: letters(&units),
        units,
        found: Vec::new(),
    };
    if search.letters.is_empty() {
        search.run();
    } else {
        search.run_short();
    }
    without_folds(page, &mut search.found);
    search.found
}

/// Where `needle` stands on the page, told from where its beginning `begun`
/// does: each letter that is typed at its end is then looked for there alone.
/// Nothing if the beginning may have been found elsewhere than it stands.
#[must_use]
pub fn find_among(
    page: &Page,
    needle: &str,
    begun: &str,
    found: &[Range<u32>],
) -> Option<Vec<Range<u32>>> {
    let is_exact = |words: &str| words.chars().any(char::is_uppercase) && !page.is_recased();
    let (was_exact, is_exact) = (is_exact(begun), is_exact(needle));
    let (before, units) = (units(begun, was_exact), units(needle, is_exact));
    let is_begun = units.starts_with(&self::units(begun, is_exact));
    // What can overlap itself was not found everywhere, and what begins with
    // a blank may begin with several.
    let is_apart = borders(&before).last() == Some(&0);
    if !is_begun || !is_apart || units.first() == Some(&' ') {
        return None;
    }
    let search = Search {
        page,
        is_exact,
        looks_through: !needle.contains('⟨'),
        borders: Vec::new(),
        letters: letters(&units),
        units,
        found: Vec::new(),
    };
    let mut upto = 0;
    let stands = |found: &Range<u32>| {
        let end = search.end_at(found.start as usize)?;
        let is_free = found.start >= upto;
        upto = if is_free { place(end) } else { upto };
        is_free.then(|| found.start..place(end))
    };
    Some(found.iter().filter_map(stands).collect())
}

/// Leaves out what stands in a line for a section that is folded away: its
/// name stands in the section, and the rest are words of ours.
pub fn without_folds(page: &Page, found: &mut Vec<Range<u32>>) {
    if !page.folded.is_empty() {
        found.retain(|found| {
            let row = page.any_row_at(found.start);
            row.is_none_or(|row| row.kind != RowKind::Fold)
        });
    }
}

/// The text of a page, byte for byte, with a blank for every row end inside
/// a paragraph: what a regular expression is held against, so that `.` leaves
/// no paragraph and a blank finds the end of a row.
#[must_use]
pub fn unbroken(page: &Page) -> String {
    let bytes = page.text().as_bytes();
    let mut text = bytes.to_owned();
    for at in memchr::memchr_iter(b'\n', bytes) {
        let is_end = |at: Option<usize>| at.and_then(|at| bytes.get(at)) == Some(&b'\n');
        let is_gap = is_end(at.checked_sub(1)) || is_end(Some(at + 1));
        if let Some(byte) = text.get_mut(at).filter(|_| !is_gap && !is_border(page, at)) {
            *byte = b' ';
        }
    }
    // Blanks for line ends leave the text what it was.
    String::from_utf8(text).unwrap_or_default()
}

/// What went before in a row of blanks.
#[derive(Default)]
struct Blanks {
    was_blank: bool,
    was_end: bool,
}

/// What a needle meets.
enum Step {
    /// A character as it is compared, and where the next one begins.
    Unit(char, usize),
    /// Something that counts as nothing: the search goes on here.
    Over(usize),
    /// The end of a paragraph: what matched before it goes no further.
    Broken(usize),
    /// The end of the text.
    End,
}

/// Whether the line end at `at` parts two paragraphs, or a paragraph from
/// what is none.
fn is_border(page: &Page, at: usize) -> bool {
    let before = page.any_row_at(place(at));
    let after = page.any_row_at(place(at + 1));
    let is_body = |kind: RowKind| matches!(kind, RowKind::First | RowKind::More);
    before.zip(after).is_none_or(|(before, after)| {
        before.paragraph != after.paragraph
            || is_body(before.kind) != is_body(after.kind)
            || after.kind == RowKind::First
    })
}

/// The needle as what is compared: folded, blanks squeezed.
fn units(needle: &str, is_exact: bool) -> Vec<char> {
    let mut units = Vec::with_capacity(needle.len());
    for c in needle.chars() {
        let unit = if c.is_whitespace() {
            ' '
        } else {
            fold(c, is_exact)
        };
        if unit != ' ' || units.last() != Some(&' ') {
            units.push(unit);
        }
    }
    units
}

/// The small letter of `c`, if that is one character. `İ` and the Kelvin
/// sign stay what they are: a small letter of ASCII is that of a capital of
/// ASCII alone.
fn fold(c: char, is_exact: bool) -> char {
    if is_exact {
        return c;
    }
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) if !small.is_ascii() => small,
        _ => c,
    }
}

/// For each beginning of the needle, how much of it is also its end.
fn borders(units: &[char]) -> Vec<usize> {
    let mut borders = vec![0; units.len()];
    let mut len: usize = 0;
    for at in 1..units.len() {
        while len > 0 && units[at] != units[len] {
            len = borders[len - 1];
        }
        len += usize::from(units[at] == units[len]);
        borders[at] = len;
    }
    borders
}

/// The needle as bytes, if it is no longer than what is typed and all of it is
/// of ASCII, without blanks: then its letters follow one another on the page
/// as well, but for signs that are looked through.
fn letters(units: &[char]) -> Vec<u8> {
    /// Letters that may be compared anew at each place.
    const SHORT: usize = 32;
    let is_plain = |unit: &char| unit.is_ascii() && *unit != ' ';
    if units.len() <= SHORT && units.iter().all(is_plain) {
        units.iter().map(|&unit| ascii(unit)).collect()
    } else {
        Vec::new()
    }
}

struct Search<'a> {
    page: &'a Page,
    is_exact: bool,
    looks_through: bool,
    units: Vec<char>,
    /// The same as bytes, if it is short and plain.
    letters: Vec<u8>,
    borders: Vec<usize>,
    found: Vec<Range<u32>>,
}

impl Search<'_> {
    fn run(&mut self) {
        let mut at = 0;
        let mut matched = 0;
        // Where the last characters that matched begin, as many as the needle
        // has, in a ring.
        let mut starts = vec![0; self.units.len()];
        let mut n_seen = 0;
        let mut blanks = Blanks::default();
        loop {
            if matched == 0 {
                at = self.next_start(at);
                blanks = Blanks::default();
            }
            let (unit, mut end) = match self.step(at, matched > 0, &mut blanks) {
                Step::Unit(unit, end) => (unit, end),
                Step::Over(next) => {
                    at = next;
                    continue;
                }
                Step::Broken(next) => {
                    matched = 0;
                    at = next;
                    continue;
                }
                Step::End => return,
            };
            while matched > 0 && self.units[matched] != unit {
                matched = self.borders[matched - 1];
            }
            if self.units[matched] == unit {
                starts[n_seen % self.units.len()] = at;
                n_seen += 1;
                matched += 1;
            }
            if matched == self.units.len() {
                let start = starts[n_seen % self.units.len()];
                end = self.end_of_match(at, end, unit == ' ');
                self.found.push(place(start)..place(end));
                matched = 0;
            }
            at = end;
        }
    }

    /// The same for a short needle.
    fn run_short(&mut self) {
        let end = self.page.text().len();
        let mut at = self.next_start(0);
        while at < end {
            let next = if let Some(end) = self.end_at(at) {
                self.found.push(place(at)..place(end));
                end
            } else {
                at + 1
            };
            at = self.next_start(next);
        }
    }

    /// What stands at `at` for a needle, some of which may have matched before
    /// it. Blanks in a row count as one, and what is not seen as nothing.
    fn step(&self, at: usize, is_begun: bool, blanks: &mut Blanks) -> Step {
        let rest = self.page.text().get(at..).unwrap_or_default();
        let Some(c) = rest.chars().next() else {
            return Step::End;
        };
        let end = at + c.len_utf8();
        let is_blank = c == ' ' || c == '\n';
        if is_blank {
            if c == '\n' && (blanks.was_end || is_border(self.page, at)) {
                return Step::Broken(end);
            }
            blanks.was_end |= c == '\n';
            if blanks.was_blank {
                return Step::Over(end);
            }
        } else {
            blanks.was_end = false;
            if self.looks_through
                && c == '⟨'
                && is_begun
                && let Some(sign) = UNSEEN.iter().find(|sign| rest.starts_with(**sign))
            {
                return Step::Over(at + sign.len());
            }
        }
        blanks.was_blank = is_blank;
        let unit = if is_blank {
            ' '
        } else {
            fold(c, self.is_exact)
        };
        Step::Unit(unit, end)
    }

    /// Where the needle ends that begins at `start`, if it stands there.
    fn end_at(&self, start: usize) -> Option<usize> {
        let bytes = self.page.text().as_bytes();
        let rest = bytes.get(start..).unwrap_or_default();
        let n_letters = self.letters.len();
        let same = |&(&byte, &letter): &(&u8, &u8)| {
            byte == letter || !self.is_exact && byte.to_ascii_lowercase() == letter
        };
        let n_same = rest.iter().zip(&self.letters).take_while(same).count();
        // A mark on its last letter, or a sign that is looked through, begins
        // with no byte of ASCII.
        match rest.get(n_same) {
            Some(byte) if !byte.is_ascii() => self.end_from(start),
            _ if n_letters == 0 => self.end_from(start),
            _ => (n_same == n_letters).then_some(start + n_letters),
        }
    }

    /// The same, character by character.
    fn end_from(&self, start: usize) -> Option<usize> {
        let mut units = self.units.iter();
        let mut wanted = units.next()?;
        let mut at = start;
        let mut blanks = Blanks::default();
        loop {
            let (unit, end) = match self.step(at, at > start, &mut blanks) {
                Step::Unit(unit, end) => (unit, end),
                Step::Over(next) => {
                    at = next;
                    continue;
                }
                Step::Broken(_) | Step::End => return None,
            };
            if unit != *wanted {
                return None;
            }
            match units.next() {
                Some(next) => wanted = next,
                None => return Some(self.end_of_match(at, end, unit == ' ')),
            }
            at = end;
        }
    }

    /// The end of a match whose last character stands from `at` to `end`: a
    /// mark on the last letter belongs to it.
    fn end_of_match(&self, at: usize, end: usize, is_blank: bool) -> usize {
        let text = self.page.text();
        let rest = text.get(end..).unwrap_or_default();
        if is_blank || rest.starts_with(|c: char| c.is_ascii()) {
            return end;
        }
        let from = text.get(at..).unwrap_or_default();
        let cluster = from.graphemes(true).next().map_or(0, str::len);
        end.max(at + cluster)
    }

    /// The next place at or after `at` where the needle may begin.
    fn next_start(&self, at: usize) -> usize {
        let rest = self.page.text().as_bytes().get(at..).unwrap_or_default();
        let found = match self.units.first() {
            Some(' ') => memchr::memchr2(b' ', b'\n', rest),
            Some(&first) if first.is_ascii_alphabetic() && !self.is_exact => {
                let (small, capital) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
                memchr::memchr2(ascii(small), ascii(capital), rest)
            }
            Some(&first) if first.is_ascii() => memchr::memchr(ascii(first), rest),
            _ => Some(0),
        };
        at + found.unwrap_or(rest.len())
    }
}

fn ascii(c: char) -> u8 {
    u8::try_from(c).unwrap_or(b'?')
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Options, plain, sample, typeset};
    use super::*;

    fn found(text: &str, needle: &str) -> Vec<String> {
        let page = plain(text, 10);
        find(&page, needle)
            .iter()
            .map(|found| page.token_text(found).to_owned())
            .collect()
    }

    #[test]
    fn small_letters_find_both_and_capitals_themselves() {
        assert_eq!(
            found("Quota quota QUOTA", "quota"),
            ["Quota", "quota", "QUOTA"]
        );
        assert_eq!(found("Quota quota QUOTA", "Quota"), ["Quota"]);
        assert_eq!(found("ÉTÉ été", "été"), ["ÉTÉ", "été"]);
    }

    #[test]
    fn letters_that_grow_when_folded_are_safe() {
        assert_eq!(found("İİ ßẞ iı K", "i"), ["i"]);
        assert_eq!(found("İİ ßẞ iı", "ß"), ["ß", "ẞ"]);
        assert_eq!(found("STRASSE straße", "straße"), ["straße"]);
    }

    #[test]
    fn a_phrase_runs_over_row_ends() {
        assert_eq!(
            found("the long road to Northhaven", "road to north"),
            ["road to North"]
        );
        assert_eq!(found("extraordinarily", "ordinarily"), ["ordinarily"]);
        assert_eq!(found("one\n  two", "one two"), ["one\n  two"]);
        assert_eq!(found("one\n\ntwo", "one two"), [""; 0]);
        assert_eq!(found("a  b", "a b"), ["a  b"]);
    }

    #[test]
    fn hidden_joiners_do_not_hide_words() {
        assert_eq!(
            found("mo\u{200B}ney mon\u{AD}ey", "money"),
            ["mo⟨200B⟩ney", "mon⟨00AD⟩ey"]
        );
        assert_eq!(found("a\u{200B}b", "⟨200b"), ["⟨200B"]);
    }

    #[test]
    fn marks_belong_to_their_letter() {
        assert_eq!(found("cafe\u{301} x", "cafe"), ["cafe\u{301}"]);
    }

    #[test]
    fn needles_of_blanks_find_nothing() {
        assert_eq!(found("a b", " "), [""; 0]);
        assert_eq!(found("a b", ""), [""; 0]);
        assert_eq!(found("a b ba", " b"), [" b", " b"]);
    }

    #[test]
    fn needles_that_repeat_take_linear_time() {
        let text = "a".repeat(1 << 20);
        let needle = format!("{}b", "a".repeat(5_000));
        assert!(find(&plain(&text, 80), &needle).is_empty());
        assert_eq!(found("aabaabaaab", "aabaaab"), ["aabaaab"]);
    }

    #[test]
    fn paragraphs_do_not_run_together() {
        let cable = sample::cable();
        let page = typeset(&cable, &Options::default());
        assert_eq!(find(&page, "summary. state").len(), 0);
        assert_eq!(find(&page, "a quota table. post").len(), 1);
    }

    proptest! {
        #[test]
        fn matches_fold_to_the_needle(text in "[aAbBİiß é⟨\n]{0,40}", needle in "[aAbBİiß é]{1,4}") {
            let page = plain(&text, 7);
            let is_exact = needle.chars().any(char::is_uppercase);
            for found in find(&page, &needle) {
                let words = page.token_text(&found);
                prop_assert!(!words.is_empty());
                prop_assert_eq!(units(words, is_exact), units(&needle, is_exact));
            }
        }

        #[test]
        fn a_needle_that_grows_is_found_where_it_began(
            text in "[aAbBİiß é⟨\n]{0,40}|[aAb\u{200B}\u{301} \n]{0,40}",
            needle in "[aAbBi⟨ é]{2,5}",
            at in 1usize..5,
        ) {
            let page = plain(&text, 7);
            let begun: String = needle.chars().take(at).collect();
            let before = find(&page, &begun);
            if !begun.trim().is_empty()
                && let Some(found) = find_among(&page, &needle, &begun, &before)
            {
                prop_assert_eq!(found, find(&page, &needle));
            }
        }

        #[test]
        fn a_short_needle_is_found_where_a_long_one_would_be(
            text in "[aAbBİiß é⟨\n]{0,40}|[aAb\u{200B}\u{301} \n]{0,40}",
            needle in "[aAbBi]{1,4}",
        ) {
            let page = plain(&text, 7);
            let is_exact = needle.chars().any(char::is_uppercase);
            let units = units(&needle, is_exact);
            let mut search = Search {
                page: &page,
                is_exact,
                looks_through: true,
                borders: borders(&units),
                letters: Vec::new(),
                units,
                found: Vec::new(),
            };
            search.run();
            prop_assert_eq!(find(&page, &needle), search.found);
        }

        #[test]
        fn every_word_is_found(text in "[ab]{1,3}( [ab]{1,3}){0,12}", at in 0usize..13) {
            let words: Vec<&str> = text.split(' ').collect();
            let word = words[at % words.len()];
            let page = plain(&text, 5);
            prop_assert!(!find(&page, word).is_empty());
        }
    }
}
