//! Telling by the bytes of a source that its text holds no such words.
//!
//! A text is searched as it is read: repairs applied, lines joined. To read it
//! takes a hundred times as long as to look through its bytes. What words
//! must leave in the bytes is known, because little happens to letters
//! between there and the reading text:
//!
//! - signs, blanks and line ends between the letters of a word go, where a
//!   hyphen or a column cut it, and where a name was spaced out;
//! - letters are read for the digits that look like them, and digits for
//!   letters;
//! - an entity, or letters that are not of ASCII, become other letters;
//! - the target of a link goes, and what was injected behind a hyphen at the
//!   end of a line.
//!
//! So the letters are looked for with any signs between them; and at each
//! place where something else may have stood in a word, whether a beginning of
//! it stands before, and the rest behind as far as that can be told. The
//! answer may be yes where the text then has no such word; it is never no
//! where it has it.

use memchr::memchr;

use super::sought::rarity;

/// What a source must hold in its bytes for its text to hold some words.
///
/// Not for sources in which telegrams are wrapped, nor where repairs of low
/// confidence are applied.
#[derive(Clone, Debug)]
pub struct Sieve {
    needs: Needs,
}

#[derive(Clone, Debug)]
enum Needs {
    Word(Letters),
    All(Vec<Sieve>),
    Any(Vec<Sieve>),
}

/// Signs that may stand between two letters of a word. Where there are more,
/// the word may stand there.
const GAP: usize = 128;
/// The fewest letters of a word that is worth looking for.
const FEWEST: usize = 3;
/// Bytes in which the target of a link ends.
const TARGET: usize = 202;
/// Letters that one character may become: of all that are folded, the Roman
/// eight of one sign becomes the most.
const OF_CHAR: usize = 4;
/// Bytes in which a statement of who classified ends.
const STATEMENT: usize = 1_000;
/// What its labels have: `Classified By`, `Derived from`.
const LABELS: [&[u8]; 4] = [b"lass", b"LASS", b"erive", b"ERIVE"];
/// Words that are read where others stand: in a date-time group, in the line
/// of the classification, in a schedule of declassification.
const READ_FOR_OTHERS: [&str; 31] = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "section",
    "unclas",
    "unclassified",
    "confidential",
    "secret",
    "topsecret",
    "top",
    "limited",
    "limitedofficialuse",
    "official",
    "use",
    "only",
    "sensitive",
    "sensitivebutunclassified",
    "but",
    "gds",
    "xgds",
    "ads",
    "oadr",
];

impl Sieve {
    /// What the word leaves that is compared as `word`, or one that begins so.
    /// Nothing if that cannot be told: of few letters, or others than those of
    /// ASCII.
    #[must_use]
    pub fn word(word: &str) -> Option<Sieve> {
        let is_plain = word.len() >= FEWEST && word.bytes().all(|it| it.is_ascii_lowercase());
        let is_read = READ_FOR_OTHERS.iter().any(|read| read.contains(word));
        let letters = Letters::new(word).filter(|_| is_plain && !is_read)?;
        Some(Sieve {
            needs: Needs::Word(letters),
        })
    }

    /// What all of some words leave; those of which nothing is known leave
    /// nothing.
    #[must_use]
    pub fn all(sieves: impl IntoIterator<Item = Option<Sieve>>) -> Option<Sieve> {
        let mut known: Vec<Sieve> = sieves.into_iter().flatten().collect();
        // What is longest is rarest.
        known.sort_by_key(|sieve| std::cmp::Reverse(sieve.n_letters()));
        (!known.is_empty()).then_some(Sieve {
            needs: Needs::All(known),
        })
    }

    /// What one or another of some words leaves.
    #[must_use]
    pub fn any(sieves: impl IntoIterator<Item = Option<Sieve>>) -> Option<Sieve> {
        let known: Option<Vec<Sieve>> = sieves.into_iter().collect();
        Some(Sieve {
            needs: Needs::Any(known?),
        })
    }

    /// Whether the text of a source of these bytes may hold the words.
    #[must_use]
    pub fn lets_through(&self, bytes: &[u8]) -> bool {
        // Of sixteen-bit characters nothing is known.
        memchr(0, bytes).is_some() || self.is_met(&Source::new(bytes))
    }

    fn is_met(&self, source: &Source<'_>) -> bool {
        match &self.needs {
            Needs::Word(letters) => letters.may_stand_in(source),
            Needs::All(all) => all.iter().all(|it| it.is_met(source)),
            Needs::Any(any) => any.iter().any(|it| it.is_met(source)),
        }
    }

    fn n_letters(&self) -> usize {
        match &self.needs {
            Needs::Word(letters) => letters.each.len(),
            Needs::All(all) => all.iter().map(Sieve::n_letters).max().unwrap_or(0),
            Needs::Any(any) => any.iter().map(Sieve::n_letters).min().unwrap_or(0),
        }
    }
}

/// The bytes of a source, and where in them a word may be interrupted.
struct Source<'b> {
    bytes: &'b [u8],
    is_utf8: bool,
    breaks: Vec<Break>,
}

/// A stretch that may stand in a word and is read otherwise.
#[derive(Clone, Copy)]
struct Break {
    start: usize,
    end: usize,
    /// How many letters may be read there.
    n_letters: usize,
    /// Letters that must stand before it.
    n_before: usize,
    /// Whether the word may go on further behind.
    is_open: bool,
    /// Whether it may stand between blanks.
    over_blanks: bool,
}

impl<'b> Source<'b> {
    fn new(bytes: &'b [u8]) -> Source<'b> {
        let mut source = Source {
            bytes,
            is_utf8: true,
            breaks: Vec::new(),
        };
        let mut skip = 0;
        for at in memchr::memchr3_iter(b'-', b'&', b']', bytes) {
            // Dashes in rows are many.
            if at < skip {
                continue;
            }
            match bytes.get(at) {
                Some(b'-') => source.hyphen(at),
                Some(b'&') => skip = source.entity(at),
                _ => source.link(at),
            }
        }
        source.others();
        for label in LABELS {
            source.statements(label);
        }
        source
    }

    fn at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or_default()
    }

    /// A hyphen between a letter and the end of its line: behind it may stand
    /// what a release injected.
    fn hyphen(&mut self, at: usize) {
        if ends_line(self.bytes, at) {
            self.breaks.push(Break {
                start: at,
                end: at + 1,
                n_letters: 0,
                n_before: 2,
                is_open: true,
                over_blanks: false,
            });
        }
    }

    /// A sign of a web page; gives where it ends.
    fn entity(&mut self, at: usize) -> usize {
        let Some((end, is_sign)) = entity(self.bytes, at) else {
            return at + 1;
        };
        let is_written_end = is_written_end(self.bytes, at, end);
        if !is_sign || is_written_end {
            self.breaks.push(Break {
                start: at,
                end,
                n_letters: OF_CHAR,
                n_before: usize::from(is_written_end),
                is_open: is_written_end,
                over_blanks: false,
            });
        }
        end
    }

    /// The target of a link.
    fn link(&mut self, at: usize) {
        if self.at(at + 1) != b'(' {
            return;
        }
        let near = self.bytes.get(at + 2..).unwrap_or_default();
        let near = near.get(..TARGET).unwrap_or(near);
        if let Some(close) = memchr(b')', near) {
            self.breaks.push(Break {
                start: at,
                end: at + 2 + close + 1,
                n_letters: 0,
                n_before: 1,
                is_open: false,
                over_blanks: true,
            });
        }
    }

    /// Lines of statements of who classified: where one was cut inside a word,
    /// the header of a page may stand before the rest.
    fn statements(&mut self, label: &[u8]) {
        let bytes = self.bytes;
        let mut done = 0;
        for at in memchr::memmem::find_iter(bytes, label) {
            let upto = bytes.len().min(at + STATEMENT);
            let from = done.max(at);
            let near = bytes.get(from..upto).unwrap_or_default();
            for end in memchr::memchr_iter(b'\n', near) {
                self.cut_line(from + end);
            }
            done = upto;
        }
    }

    /// A long line that ends in a letter, above one with digits, as headers of
    /// pages have them. Characters count as bytes in more than one way, so the
    /// width at which lines were cut is not asked for.
    fn cut_line(&mut self, line_end: usize) {
        const SHORTEST: usize = 40;
        let line = self.bytes.get(..line_end).unwrap_or_default();
        let line = line.trim_ascii_end();
        let is_long = line.len() >= SHORTEST
            && line
                .get(line.len() - SHORTEST..)
                .is_some_and(|last| memchr(b'\n', last).is_none());
        if !is_long || !line.last().is_some_and(u8::is_ascii_alphabetic) {
            return;
        }
        let below = self.bytes.get(line_end..).unwrap_or_default();
        let below = below.trim_ascii_start();
        let near = below.get(..GAP).unwrap_or(below);
        let mut below = near.iter().take_while(|byte| **byte != b'\n');
        if below.any(u8::is_ascii_digit) {
            self.breaks.push(Break {
                start: line.len(),
                end: line_end,
                n_letters: 0,
                n_before: 1,
                is_open: true,
                over_blanks: false,
            });
        }
    }

    /// Letters that are not of ASCII.
    fn others(&mut self) {
        const PIECE: usize = 64;
        let mut at = 0;
        let mut is_known = false;
        while let Some(rest) = self.bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let piece = rest.get(..PIECE).unwrap_or(rest);
            if piece.is_ascii() {
                at += piece.len();
                continue;
            }
            if !is_known {
                is_known = true;
                self.is_utf8 = std::str::from_utf8(self.bytes).is_ok();
            }
            let plain = piece.iter().position(|byte| !byte.is_ascii());
            let start = at + plain.unwrap_or(piece.len());
            let run = self.bytes.get(start..).unwrap_or_default();
            let n_bytes = run.iter().position(u8::is_ascii).unwrap_or(run.len());
            at = start + n_bytes.max(1);
            let run = run.get(..n_bytes).unwrap_or_default();
            let n_letters = self.letters_of(run);
            if n_letters > 0 {
                self.breaks.push(Break {
                    start,
                    end: start + n_bytes,
                    n_letters,
                    n_before: 0,
                    is_open: false,
                    over_blanks: false,
                });
            }
        }
    }

    /// How many letters of ASCII may be read for a run of other characters;
    /// none if they are all signs.
    fn letters_of(&self, run: &[u8]) -> usize {
        let mut n_letters = 0;
        let mut at = 0;
        while let Some(&first) = run.get(at) {
            if !self.is_utf8 {
                // One letter may be two: `\u{e6}`.
                n_letters += if is_sign_of_1252(first) { 0 } else { 2 };
                at += 1;
                continue;
            }
            let (of_char, n_bytes) = match (first, run.get(at + 1), run.get(at + 2)) {
                // Marks of quotation and dashes, the euro, the trade mark.
                (0xe2, Some(0x80), _)
                | (0xe2, Some(0x82), Some(0xac))
                | (0xe2, Some(0x84), Some(0xa2)) => (0, 3),
                (0xc2, Some(&second), _) => (if is_sign(second) { 0 } else { 2 }, 2),
                (0xc3..=0xdf, ..) => (2, 2),
                (0xe0..=0xef, ..) => (OF_CHAR, 3),
                _ => (OF_CHAR, 4),
            };
            n_letters += of_char;
            at += n_bytes;
        }
        // What was decoded twice is one character.
        if n_letters > 0 {
            n_letters.max(OF_CHAR)
        } else {
            0
        }
    }

    /// How many bytes at `at` are a sign that stands between words, or none;
    /// nothing where a word may be interrupted.
    fn sign(&self, at: usize) -> Option<usize> {
        match self.at(at) {
            b'&' if entity(self.bytes, at)
                .is_some_and(|(end, is_sign)| !is_sign || is_written_end(self.bytes, at, end)) =>
            {
                None
            }
            b']' if self.at(at + 1) == b'(' => None,
            b'-' if ends_line(self.bytes, at) => None,
            byte if byte.is_ascii() => Some(1),
            _ => {
                let rest = self.bytes.get(at..).unwrap_or_default();
                let n_bytes = rest.iter().take(GAP).position(u8::is_ascii);
                let run = rest.get(..n_bytes.unwrap_or(GAP.min(rest.len())))?;
                (self.letters_of(run) == 0).then_some(run.len())
            }
        }
    }
}

/// Whether a hyphen stands behind a letter and ends its line, blanks aside, or
/// the bytes.
fn ends_line(bytes: &[u8], hyphen: usize) -> bool {
    let before = hyphen.checked_sub(1).and_then(|before| bytes.get(before));
    if !before.is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let mut rest = bytes.get(hyphen + 1..).unwrap_or_default().iter();
    let next = rest.find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    next.is_none_or(|byte| *byte == b'\n')
}

/// Where the entity ends that begins at `at`, and whether it is a sign that
/// stands in no word.
fn entity(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    let one = |from: usize| {
        let near = bytes.get(from..)?;
        let near = near.get(..12).unwrap_or(near);
        let name = near.get(..memchr(b';', near)?)?;
        Some((name, from + name.len() + 1))
    };
    let (mut name, mut end) = one(at + 1)?;
    // What was encoded twice is decoded twice.
    while code(name) == Some(u32::from(b'&'))
        && let Some((next, next_end)) = one(end)
        && (code(next).is_some() || is_name(next))
    {
        (name, end) = (next, next_end);
    }
    match code(name) {
        Some(code) => Some((end, is_sign_of(code))),
        None => is_name(name).then_some((end, false)),
    }
}

/// Whether an entity is the end of a line, written out.
fn is_written_end(bytes: &[u8], at: usize, end: usize) -> bool {
    let ends = ["10;", "13;", "0a;", "0d;"];
    let last = end.checked_sub(3).filter(|last| *last > at);
    let last = last.and_then(|last| bytes.get(last..end));
    last.is_some_and(|last| {
        ends.iter()
            .any(|it| last.eq_ignore_ascii_case(it.as_bytes()))
    })
}

fn is_name(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(u8::is_ascii_alphanumeric)
}

/// The number of the character that an entity names: of signs, and by number.
fn code(name: &[u8]) -> Option<u32> {
    let name = std::str::from_utf8(name).ok()?;
    let number = name.strip_prefix('\\').unwrap_or(name).strip_prefix('#');
    if let Some(number) = number {
        return match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        };
    }
    let signs = [
        ("amp", '&'),
        ("quot", '"'),
        ("apos", '\''),
        ("lt", '<'),
        ("gt", '>'),
        ("nbsp", ' '),
        ("lsquo", '\''),
        ("rsquo", '\''),
        ("ldquo", '"'),
        ("rdquo", '"'),
        ("ndash", '-'),
        ("mdash", '-'),
        ("hellip", '.'),
    ];
    let known = signs
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|&(_, sign)| u32::from(sign))
}

/// Whether the character of a number is none of a word, as a web page means
/// it.
fn is_sign_of(code: u32) -> bool {
    match code {
        0..=0x7f => u8::try_from(code).is_ok_and(|byte| !byte.is_ascii_alphanumeric()),
        0x80..=0x9f => u8::try_from(code).is_ok_and(is_sign_of_1252),
        0xa0..=0xbf => u8::try_from(code).is_ok_and(is_sign),
        _ => (0x2000..=0x203f).contains(&code),
    }
}

/// Whether a character from U+0080 to U+00BF is none of a word.
fn is_sign(byte: u8) -> bool {
    !matches!(byte, 0xaa | 0xb2 | 0xb3 | 0xb5 | 0xb9 | 0xba | 0xbc..=0xbe)
}

/// Whether a byte of Windows-1252 is a sign and not a letter.
fn is_sign_of_1252(byte: u8) -> bool {
    match byte {
        0x85 | 0x91..=0x97 => true,
        0xa0..=0xbf => is_sign(byte),
        _ => false,
    }
}

/// A letter or digit by which those are compared that are read for one
/// another; zero for other signs.
const ALIKE: [u8; 256] = {
    let mut alike = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        alike[byte as usize] = match byte.to_ascii_lowercase() {
            b'0' => b'o',
            b'1' | b'i' => b'l',
            b'5' => b's',
            b'6' => b'g',
            b'8' => b'b',
            small if small.is_ascii_alphanumeric() => small,
            _ => 0,
        };
        byte += 1;
    }
    alike
};

fn alike(byte: u8) -> u8 {
    ALIKE.get(usize::from(byte)).copied().unwrap_or_default()
}

/// The letters of a word.
#[derive(Clone, Debug)]
struct Letters {
    each: Box<[u8]>,
    /// Which of them is looked for: the rarest in a text.
    rarest: usize,
    /// What may stand for it.
    stand_for_it: [u8; 3],
}

impl Letters {
    /// Nothing if too much stands for each of the letters.
    fn new(word: &str) -> Option<Letters> {
        let letters = word.bytes().enumerate();
        // Two more stand for either of these.
        let letters = letters.filter(|(_, letter)| !matches!(letter, b'i' | b'l'));
        let (rarest, letter) = letters.max_by_key(|(_, letter)| rarity(*letter))?;
        let digit = match letter {
            b'o' => b'0',
            b's' => b'5',
            b'g' => b'6',
            b'b' => b'8',
            letter => letter,
        };
        Some(Letters {
            each: word.bytes().map(alike).collect(),
            rarest,
            stand_for_it: [letter, letter.to_ascii_uppercase(), digit],
        })
    }

    fn may_stand_in(&self, source: &Source<'_>) -> bool {
        self.stands_in(source.bytes) || source.breaks.iter().any(|it| self.is_at(*it, source))
    }

    /// Whether the letters stand in the bytes, with any signs between them.
    fn stands_in(&self, bytes: &[u8]) -> bool {
        let [small, capital, digit] = self.stand_for_it;
        let stands = |at: usize| {
            matches!(self.goes_on(bytes, at + 1, self.rarest + 1), Some(true))
                && self.has_begun(bytes, at, self.rarest)
        };
        if digit == small {
            memchr::memchr2_iter(small, capital, bytes).any(stands)
        } else {
            memchr::memchr3_iter(small, capital, digit, bytes).any(stands)
        }
    }

    /// Whether the letters from the one of this index on stand from `at` on,
    /// whatever signs are between.
    fn goes_on(&self, bytes: &[u8], mut at: usize, nth: usize) -> Option<bool> {
        for wanted in self.each.get(nth..)? {
            let near = bytes.get(at..)?;
            let near = near.get(..GAP).unwrap_or(near);
            let Some(gap) = near.iter().position(|byte| alike(*byte) != 0) else {
                return Some(near.len() == GAP);
            };
            if alike(*near.get(gap)?) != *wanted {
                return Some(false);
            }
            at += gap + 1;
        }
        Some(true)
    }

    /// Whether the first `n_letters` stand before `at`.
    fn has_begun(&self, bytes: &[u8], mut at: usize, n_letters: usize) -> bool {
        let begun = self.each.get(..n_letters).unwrap_or_default();
        for wanted in begun.iter().rev() {
            let near = bytes.get(at.saturating_sub(GAP)..at).unwrap_or_default();
            let Some(last) = near.iter().rposition(|byte| alike(*byte) != 0) else {
                return near.len() == GAP;
            };
            if near.get(last).is_none_or(|byte| alike(*byte) != *wanted) {
                return false;
            }
            at -= near.len() - last;
        }
        true
    }

    /// Whether the word may be interrupted here.
    fn is_at(&self, here: Break, source: &Source<'_>) -> bool {
        let n_letters = self.each.len();
        let before = source.bytes.get(..here.start).unwrap_or_default();
        let gap = before.iter().rev().take(GAP);
        let mut gap = gap.take_while(|byte| alike(**byte) == 0);
        // What is joined over blanks has letters of ASCII on both sides.
        let begins = !here.over_blanks && gap.any(u8::is_ascii_whitespace);
        let most_before = if begins { 1 } else { n_letters };
        (here.n_before..most_before).any(|n_before| {
            if !self.has_begun(source.bytes, here.start, n_before) {
                return false;
            }
            if here.is_open {
                return true;
            }
            let most = n_letters.min(n_before + here.n_letters);
            (n_before..=most).any(|nth| self.may_go_on(source, here, nth))
        })
    }

    /// Whether the letters from the one of this index on stand from `at` on,
    /// where a break ends, as far as nothing else interrupts them.
    fn may_go_on(&self, source: &Source<'_>, here: Break, nth: usize) -> bool {
        let mut at = here.end;
        let rest = self.each.get(nth..).unwrap_or_default();
        for (n_met, wanted) in rest.iter().enumerate() {
            let from = at;
            let mut is_apart = false;
            while alike(source.at(at)) == 0 {
                if at >= source.bytes.len() {
                    return false;
                }
                match source.sign(at) {
                    Some(n_bytes) if at - from < GAP => {
                        is_apart |= source.at(at).is_ascii_whitespace();
                        at += n_bytes.max(1);
                    }
                    Some(_) => return true,
                    None => return here.over_blanks || !is_apart,
                }
            }
            if n_met == 0 && is_apart && !here.over_blanks || alike(source.at(at)) != *wanted {
                return false;
            }
            at += 1;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lets(word: &str, bytes: &[u8]) -> bool {
        Sieve::word(word).unwrap().lets_through(bytes)
    }

    #[test]
    fn a_word_is_let_through_however_it_is_interrupted() {
        for bytes in [
            &b"the NEGOTIATIONS"[..],
            b"renegotiations",
            b"N E G O T I A T I O N S",
            b"nego-\r\n  tia-\ntions",
            b"nego-\n\nPAGE 02  NORTHH 00088 110914Z\n\ntiations",
            b"nego-",
            b"negotia- \r",
            b"nego tiations",
            b"NEG0T1ATI0N5",
            b"nego&shy;tiations",
            b"neg&#243;tiations",
            b"&ntilde;egotiations",
            b"neg&amp;oacute;tiations",
            "neg\u{f3}tiations".as_bytes(),
            "neg\u{c3}\u{b3}tiations".as_bytes(),
            "nego\u{ad}tiations".as_bytes(),
            b"neg\xf3tiations",
            b"neg\xf3ti&aacute;ti-\n",
            b"[NEGO](#)TIATIONS",
            b"[NEGO ](#)[TIATIONS](#)",
            b"n\0e\0g\0o\0",
        ] {
            let shown = String::from_utf8_lossy(bytes);
            assert!(lets("negotiations", bytes), "{shown}");
        }
    }

    #[test]
    fn one_character_may_be_four_letters() {
        for bytes in [
            "of \u{2167} parts".as_bytes(),
            "of \u{2177} parts".as_bytes(),
            "of \u{e2}\u{2026}\u{a7} parts".as_bytes(),
            b"of &#8551; parts",
        ] {
            assert!(lets("viii", bytes), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_statement_of_who_classified_may_be_cut_by_the_header_of_a_page() {
        let statement = |between: &str| {
            format!(
                "Classified By: Ada Quill, for the Embassy in Northhaven, Political Co{between}\
                 unselor, for reasons 1.4 (b)."
            )
        };
        for between in [
            "\n\nPAGE 02  NORTHH 00088  221504Z\n\n",
            " \r\nNORTHHAVEN 00000088  002 OF 003\r\n",
            "&#x000A;\n",
        ] {
            assert!(
                lets("counselor", statement(between).as_bytes()),
                "{between}"
            );
            assert!(!lets("harbor", statement(between).as_bytes()), "{between}");
        }
        let elsewhere = statement("\nAND THE REST\n").replace("Classified By", "He said");
        assert!(!lets("counselor", elsewhere.as_bytes()));
    }

    #[test]
    fn what_cannot_be_the_word_is_not_let_through() {
        for bytes in [
            &b""[..],
            b"the negotiation of a treaty",
            b"nego-tiators",
            b"n-\ntiations",
            b"the nego- and the tiation",
            b"&quot;negotiate&quot; AT&T nego&amp;tiators",
            "\u{201c}negotiate\u{201d} \u{2014} \u{a7}, a caf\u{e9}, \u{e2}\u{20ac}\u{2122}"
                .as_bytes(),
            b"\x93negotiate\x94, caf\xe9",
            b"[nego](#)tiate",
        ] {
            let shown = String::from_utf8_lossy(bytes);
            assert!(!lets("negotiations", bytes), "{shown}");
        }
    }

    #[test]
    fn of_some_words_nothing_is_known() {
        for word in [
            "",
            "at",
            "cafe2",
            "110914z",
            "12958",
            "\u{43c}\u{43e}\u{441}",
            "ill",
        ] {
            assert!(Sieve::word(word).is_none(), "{word}");
        }
        for word in [
            "sec",
            "section",
            "confid",
            "may",
            "gds",
            "dential",
            "officialuse",
            "sensitivebutunclassified",
        ] {
            assert!(
                Sieve::word(word).is_none(),
                "{word} may be read for another"
            );
        }
        assert!(Sieve::word("mayor").is_some());
    }

    #[test]
    fn sieves_are_joined_by_what_must_hold() {
        let word = Sieve::word;
        let bytes = b"the harbor master";
        let both = |one, two| Sieve::all([word(one), word(two)]);
        assert!(both("harbor", "master").unwrap().lets_through(bytes));
        assert!(!both("harbor", "bridge").unwrap().lets_through(bytes));
        assert!(both("harbor", "at").unwrap().lets_through(bytes));
        assert!(both("at", "on").is_none());
        let either = |one, two| Sieve::any([word(one), word(two)]);
        assert!(either("bridge", "master").unwrap().lets_through(bytes));
        assert!(!either("bridge", "ferry").unwrap().lets_through(bytes));
        assert!(either("bridge", "at").is_none());
    }
}
