//! Telegrams of the Department's reading room: scanned pages under stamps.
//!
//! A page bears a stamp at its head or foot (case, document, date), and
//! codes of exemptions beside what was cut out of it. The text is read by
//! optical character recognition, so the stamp comes damaged, in any order
//! and broken over lines, and everything is read with less confidence.

use super::Draft;
use super::excision::is_code;
use super::likeness::{COMPARED, Letters, Shape, signs_of};
use super::nara::{bare, line_end, words_of};
use super::quality;
use super::token::{
    after, blanks, byte, digit_position, from, holds_digits, is_blank, is_digits, line_length,
    trim, trim_start,
};
use crate::cable::{Attribute, Confidence, LineKind, Repair, RepairKind, Span};

/// Lines of stamps that are known again where they are printed again.
const KNOWN: usize = 8;

/// The longest line of a stamp.
const LONGEST: usize = 160;

/// What stands on a stamp.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Stamp {
    case: Option<String>,
    document: Option<String>,
    date: Option<String>,
    release: Option<String>,
    codes: Vec<String>,
    /// Who reviewed it, and what came of it.
    reviews: Vec<String>,
    /// The Department is named.
    department: bool,
    /// Words of a stamp that may stand elsewhere too: a classification, the
    /// beginning or the end of what broke over lines.
    n_weak: usize,
}

impl Stamp {
    /// What a line that says this is.
    fn part(&self) -> Part {
        match self {
            _ if self.release.is_some() => Part::Release,
            _ if self.is_sure() => Part::Sure,
            _ if self.n_weak > 0 && self.n_weak == self.codes.len() => Part::Codes,
            _ if self.n_weak > 0 => Part::Weak,
            _ => Part::Other,
        }
    }

    /// Whether a line can be nothing but part of a stamp.
    fn is_sure(&self) -> bool {
        self.case.is_some()
            || self.document.is_some()
            || self.release.is_some()
            || !self.reviews.is_empty()
            || self.department && self.date.is_some()
    }
}

/// What a line is to the stamps of its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Any other text.
    Other,
    /// Nothing but part of a stamp.
    Sure,
    /// What was released; codes may follow below.
    Release,
    /// Part of a stamp if one stands beside it.
    Weak,
    /// Codes alone: those of the page, or of what was cut out of the text.
    Codes,
}

impl Part {
    fn is_stamp(self) -> bool {
        matches!(self, Part::Sure | Part::Release)
    }

    /// Decides a doubtful line by its neighbor.
    fn beside(&mut self, neighbor: Part) {
        match self {
            Part::Weak if neighbor.is_stamp() => *self = Part::Sure,
            Part::Codes if neighbor == Part::Release => *self = Part::Release,
            _ => {}
        }
    }
}

/// A digit, or the letter that stands for it.
const fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'O' | 'o' | 'Q' | 'D' => Some('0'),
        'I' | 'l' | '|' | '!' => Some('1'),
        'S' => Some('5'),
        'B' => Some('8'),
        'Z' => Some('2'),
        _ => None,
    }
}

/// Reads digits by a picture: `9` is one, any other sign itself. Blanks may
/// stand between; a sign may be misread for another of its sort.
fn pictured<'a>(text: &'a str, picture: &str) -> Option<(String, &'a str)> {
    let rest = pictured_sign_by_sign(text, picture, |_| {})?;
    let ends = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    ends.then(|| {
        let mut read = String::with_capacity(picture.len());
        pictured_sign_by_sign(text, picture, |sign| read.push(sign));
        (read, rest)
    })
}

fn pictured_sign_by_sign<'a>(
    text: &'a str,
    picture: &str,
    mut each: impl FnMut(char),
) -> Option<&'a str> {
    let mut rest = text;
    for wanted in picture.chars() {
        rest = trim_start(rest);
        let found = rest.chars().next()?;
        each(match wanted {
            '9' => digit(found)?,
            '-' if matches!(found, '-' | '\u{2013}' | '_' | '~' | '.') => '-',
            '/' if matches!(found, '/' | '\\' | '|') => '/',
            wanted if wanted == found => wanted,
            _ => return None,
        });
        rest = from(rest, found.len_utf8());
    }
    Some(rest)
}

/// Whether a number of a stamp may begin a text: its first signs are those
/// of a picture. Few words look so, and each would be held against every
/// picture.
fn may_be_number(text: &str) -> bool {
    // Most words begin with another letter.
    let may_begin = |c: char| matches!(c, 'F' | 'M' | 'P' | 'C') || digit(c).is_some();
    let sign = byte(text, 0);
    if sign.is_ascii_graphic() && !may_begin(char::from(sign)) {
        return false;
    }
    let mut signs = text.chars().filter(|&c| !is_blank(c));
    let first = signs.next();
    let begins = first.is_some_and(may_begin);
    // The first four signs of every picture, a letter left out.
    let further = |c: char| {
        digit(c).is_some() || matches!(c, '-' | '\u{2013}' | '_' | '~' | '.' | '/' | '\\' | '|')
    };
    begins && signs.next().is_some_and(further) && signs.next().is_some_and(further)
}

/// `case = ("F" / "M" / "P") "-" 4DIGIT "-" 5DIGIT`
fn case_number(text: &str) -> Option<(String, &str)> {
    ["F-9999-99999", "M-9999-99999", "P-9999-99999", "F-99-99999"]
        .iter()
        .find_map(|picture| pictured(text, picture))
}

/// `document = "C" 8DIGIT`
///
/// Recognition makes a zero of the C: nine digits.
fn document_number(text: &str) -> Option<(String, &str)> {
    let (digits, rest) = pictured(text, "C99999999").or_else(|| pictured(text, "099999999"))?;
    Some((format!("C{}", from(&digits, 1)), rest))
}

/// `date = 2DIGIT "/" 2DIGIT "/" 4DIGIT`
fn date(text: &str) -> Option<(String, &str)> {
    pictured(text, "99/99/9999")
}

/// The next word and what follows it.
fn word(text: &str) -> (&str, &str) {
    let may_end = |byte: &u8| matches!(byte, b' ' | b'\t' | 0x80..);
    let end = match text.as_bytes().iter().position(may_end) {
        Some(at) if byte(text, at) < 0x80 => at,
        Some(_) => text.find(is_blank).unwrap_or(text.len()),
        None => text.len(),
    };
    text.split_at_checked(end).unwrap_or_default()
}

/// `text` after words that are like `wanted`.
fn after_like<'a>(text: &'a str, wanted: &[Letters]) -> Option<&'a str> {
    let mut rest = text;
    for wanted in wanted {
        let (found, after) = word(blanks(rest).ok()?.0);
        if !Letters::of(found).are_like(wanted) {
            return None;
        }
        rest = after;
    }
    Some(rest)
}

/// A text, and what its first word may be.
struct Ahead<'a> {
    text: &'a str,
    may_be_number: bool,
    /// The exemption that the first word is.
    code: Option<&'a str>,
    /// A bit for each of [`FIRST_WORDS`] that it is like.
    like: u16,
    after: &'a str,
}

impl<'a> Ahead<'a> {
    /// Nothing if the first word begins no item of a stamp, as nearly every
    /// line of a paper does.
    fn of(text: &'a str) -> Option<Ahead<'a>> {
        let (printed, after) = word(text);
        let may_be_number = may_be_number(text);
        let code = exemption(printed);
        let like = like_first(printed);
        let may_begin = may_be_number || code.is_some() || like != 0;
        may_begin.then_some(Ahead {
            text,
            may_be_number,
            code,
            like,
            after,
        })
    }

    /// Whether the first word is like one of [`FIRST_WORDS`].
    fn is(&self, first: First) -> bool {
        self.like & 1 << first as u16 != 0
    }

    /// What follows words that are like those wanted.
    fn after(&self, (first, further): Wanted) -> Option<&'a str> {
        if self.is(first) {
            after_like(self.after, further)
        } else {
            None
        }
    }
}

/// A bit for each of [`FIRST_WORDS`] that a word is like.
fn like_first(word: &str) -> u16 {
    let shape = Shape::of(word);
    let near = OF_LENGTH.get(shape.n_signs);
    let mut near = near.copied().unwrap_or_default();
    let mut letters = None;
    let mut like = 0;
    while near != 0 {
        let nth = near.trailing_zeros() as usize;
        if let Some(wanted) = FIRST_WORDS.get(nth)
            && shape.may_spell_like(wanted.shape)
            && letters
                .get_or_insert_with(|| Letters::of(word))
                .are_near(wanted)
        {
            like |= 1 << nth;
        }
        near &= near - 1;
    }
    like
}

/// The words with which an item of a stamp may begin.
static FIRST_WORDS: [Letters; N_FIRST_WORDS] = signs_of([
    "CASE",
    "DOC",
    "DATE",
    "U.S.",
    "RELEASE",
    "RELEASED",
    "DENIED",
    "UNCLASSIFIED",
    "CONFIDENTIAL",
    "SECRET",
    "LIMITED",
    "SENSITIVE",
    "PAGE",
    "REVIEW",
    "CLASSIFICATION",
    "DECLASSIFY",
]);

/// The same, in their order.
#[derive(Clone, Copy)]
enum First {
    Case,
    Doc,
    Date,
    Us,
    Release,
    Released,
    Denied,
    Unclassified,
    Confidential,
    Secret,
    Limited,
    Sensitive,
    Page,
    Review,
    Classification,
    Declassify,
}

const N_FIRST_WORDS: usize = First::Declassify as usize + 1;

/// Words of a stamp: the first, and those that follow it.
type Wanted = (First, &'static [Letters]);

/// A bit for each of [`FIRST_WORDS`] that a word of so many letters may be:
/// every line of a paper is asked, and few of them are near in length.
#[expect(
    clippy::indexing_slicing,
    reason = "compiled: past the end would not build"
)]
static OF_LENGTH: [u16; COMPARED] = {
    let mut all = [0; COMPARED];
    let mut nth = 0;
    while nth < N_FIRST_WORDS {
        let wanted = FIRST_WORDS[nth].shape.n_signs;
        let mut n_signs = wanted - wanted / 4;
        while n_signs <= wanted + wanted / 4 {
            all[n_signs] |= 1 << nth;
            n_signs += 1;
        }
        nth += 1;
    }
    all
};

/// The classifications that a stamp or a page bears.
const CLASSES: [&str; 5] = [
    "UNCLASSIFIED",
    "CONFIDENTIAL",
    "SECRET",
    "LIMITED OFFICIAL USE",
    "SENSITIVE BUT UNCLASSIFIED",
];

/// The same, word by word.
static CLASS_WORDS: [Wanted; 5] = [
    (First::Unclassified, &[]),
    (First::Confidential, &[]),
    (First::Secret, &[]),
    (First::Limited, &signs_of(["OFFICIAL", "USE"])),
    (First::Sensitive, &signs_of(["BUT", "UNCLASSIFIED"])),
];

/// The same, as they stand alone on a line.
static CLASS_LINES: [Letters; 5] = signs_of(CLASSES);

static CASE_NO: Wanted = (First::Case, &NO);
static DOC_NO: Wanted = (First::Doc, &NO);
static DATE: Wanted = (First::Date, &[]);
static DEPARTMENT: Wanted = (First::Us, &signs_of(["DEPARTMENT", "OF", "STATE"]));
static PAGE: Wanted = (First::Page, &[]);
static NO: [Letters; 1] = signs_of(["NO"]);
static OF: [Letters; 1] = signs_of(["OF"]);

/// What begins a remark on a review.
static REVIEWS: [Wanted; 3] = [
    (First::Review, &signs_of(["AUTHORITY"])),
    (First::Classification, &signs_of(["EXTENDED", "ON"])),
    (First::Declassify, &signs_of(["ON"])),
];

/// What was done with a document, as printed and as it is told.
const RELEASES: [(First, &str); 3] = [
    (First::Release, "RELEASE"),
    (First::Released, "RELEASE"),
    (First::Denied, "DENIED"),
];

/// How much of it.
static EXTENTS: [([Letters; 2], &str); 2] = [
    (signs_of(["IN", "FULL"]), "IN FULL"),
    (signs_of(["IN", "PART"]), "IN PART"),
];

/// What a line of a stamp says, or nothing when it holds any other word.
///
/// ```abnf
/// line    = 1*item
/// item    = class / "U.S. Department of State" / case / document / date
///         / release / code / page / review
/// case    = ["Case No."] ("F" / "M" / "P") "-" 4DIGIT "-" 5DIGIT
/// document = ["Doc No."] "C" 8DIGIT
/// date    = ["Date:"] 2DIGIT "/" 2DIGIT "/" 4DIGIT
/// release = ("RELEASE" / "RELEASED" / "DENIED") ["IN" ("FULL" / "PART")]
/// review  = ("REVIEW AUTHORITY" / "Classification Extended on" / "Declassify on") *CHAR
/// ```
///
/// Words are compared with one letter in four misread. A label may end the
/// line, and its value begin the next.
///
/// Sample: `foia/misread-letters`
fn stamp<'a>(line: &'a str) -> Option<Stamp> {
    if line.len() > LONGEST {
        return None;
    }
    let bare = |rest: &'a str| {
        rest.trim_start_matches(|c| is_blank(c) || matches!(c, ',' | ';' | '~' | '|'))
    };
    let mut rest = bare(line);
    if rest.is_empty() {
        return Some(Stamp::default());
    }
    let mut ahead = Ahead::of(rest)?;
    let mut stamp = Stamp::default();
    loop {
        rest = bare(item(&ahead, &mut stamp)?);
        if rest.is_empty() {
            return Some(stamp);
        }
        ahead = Ahead::of(rest)?;
    }
}

fn item<'a>(ahead: &Ahead<'a>, stamp: &mut Stamp) -> Option<&'a str> {
    /// Reads a number or a date.
    type Read = fn(&str) -> Option<(String, &str)>;
    let text = ahead.text;
    let unlabeled = |read: Read| {
        if ahead.may_be_number {
            read(text)
        } else {
            None
        }
    };
    let numbered: [(Wanted, Read, &mut Option<String>); 3] = [
        (CASE_NO, case_number, &mut stamp.case),
        (DOC_NO, document_number, &mut stamp.document),
        (DATE, date, &mut stamp.date),
    ];
    for (label, read, kept) in numbered {
        let labeled = ahead.after(label);
        let labeled = labeled.map(|rest| rest.trim_start_matches([':', '.', ' ']));
        if labeled.is_some_and(|rest| trim(rest).is_empty()) {
            stamp.n_weak += 1;
            return Some("");
        }
        if let Some((number, rest)) = labeled.and_then(read).or_else(|| unlabeled(read)) {
            stamp.n_weak += 1;
            kept.get_or_insert(number);
            return Some(rest);
        }
    }
    if let Some(rest) = ahead.after(DEPARTMENT) {
        stamp.department = true;
        stamp.n_weak += 1;
        return Some(rest);
    }
    if let Some(rest) = release(ahead, stamp) {
        return Some(rest);
    }
    if let Some(code) = ahead.code {
        stamp.codes.push(code.to_ascii_uppercase());
        stamp.n_weak += 1;
        return Some(from(text, code.len()));
    }
    if let Some(after) = CLASS_WORDS.iter().find_map(|&class| ahead.after(class)) {
        stamp.n_weak += 1;
        return Some(after);
    }
    if let Some(after) = ahead.after(PAGE)
        && let (number, after) = word(trim(after))
        && is_digits(number)
    {
        stamp.n_weak += 1;
        let of = after_like(after, &OF).map(|after| word(trim(after)).1);
        return Some(of.unwrap_or(after));
    }
    if REVIEWS.iter().any(|&words| ahead.after(words).is_some()) {
        stamp.reviews.push(text.to_owned());
        return Some("");
    }
    None
}

/// `RELEASE IN PART`, `RELEASED IN FULL`, `DENIED`
fn release<'a>(ahead: &Ahead<'a>, stamp: &mut Stamp) -> Option<&'a str> {
    let &(_, kind) = RELEASES.iter().find(|(first, _)| ahead.is(*first))?;
    let rest = ahead.after;
    for (words, extent) in &EXTENTS {
        if let Some(rest) = after_like(rest, words) {
            stamp.release.get_or_insert(format!("{kind} {extent}"));
            return Some(rest);
        }
    }
    // The last word of a sentence ends it.
    let alone = kind == "DENIED" && trim(rest).is_empty() && !trim(ahead.text).ends_with('.');
    alone.then(|| {
        stamp.release.get_or_insert(kind.to_owned());
        rest
    })
}

/// Whether a line in a text without stamps says so too, and nothing else but codes: `RELEASE
/// IN FULL`, `RELEASED IN PART B6`.
pub(super) fn is_release(line: &str) -> bool {
    let released = after(line, "RELEASED ").or_else(|| after(line, "RELEASE "));
    let codes = released.and_then(|rest| {
        let mut extents = EXTENTS.iter();
        extents.find_map(|(_, extent)| after(rest, extent))
    });
    codes.is_some_and(|codes| {
        codes
            .split([' ', ','])
            .filter(|code| !code.is_empty())
            .all(is_code)
    })
}

/// The code that a word begins with, up to a comma:
/// `code = "B" DIGIT ["(" ALPHA ")"] / "1." ("4" / "5") "(" ALPHA ")" / "NR"`
fn exemption(word: &str) -> Option<&str> {
    if !matches!(byte(word, 0), b'B' | b'1' | b'N') {
        return None;
    }
    let code = word.split([',', ';']).next()?;
    is_code(code.trim_end_matches(['.', ':'])).then_some(code)
}

/// A stamp that was read to tell that a text is a paper of the reading room.
#[derive(Debug)]
pub(super) struct FirstStamp<'a> {
    line: &'a str,
    stamp: Stamp,
}

/// The stamp of the reading room that a text begins with, if it bears a number,
/// as that of most papers does.
pub(super) fn first_stamp(text: &str) -> Option<FirstStamp<'_>> {
    let line = words_of(text).next()?;
    numbered(line).map(|stamp| FirstStamp { line, stamp })
}

/// Lines at the head of a text, and as many at its foot, among which a stamp is
/// looked for, blank ones counted: a page bears one at its head or at its foot, and
/// a cover or a list of who was sent it may stand above or below.
const NEAR: usize = 64;

/// Whether a line near the head or the foot of a text is a stamp with a number.
pub(super) fn is_stamped(text: &str) -> bool {
    any_near_ends(text.as_bytes(), |line| {
        let line = std::str::from_utf8(line);
        line.is_ok_and(|line| numbered(bare(line)).is_some())
    })
}

/// Whether a text that begins with `head` may be a paper of the reading room, by
/// the bytes that it is decoded from.
pub(super) fn may_be_paper(bytes: &[u8], head: &str) -> bool {
    // However many blank lines stand above it.
    let first = words_of(head).next().unwrap_or_default();
    may_hold_number(first.as_bytes()) || any_near_ends(bytes, |_| true)
}

/// Whether `is_stamp` says so of a line near the head or the foot of a text that
/// may hold the number of a stamp.
fn any_near_ends(bytes: &[u8], is_stamp: impl Fn(&[u8]) -> bool) -> bool {
    let end = line_end(bytes);
    let may_be = |line: &[u8]| {
        let is_short = line.len() <= LONGEST || line.trim_ascii().len() <= LONGEST;
        is_short && holds_digits(line, N_DIGITS) && may_hold_number(line) && is_stamp(line)
    };
    // Most lines hold no digit, and are passed over with those around them.
    let any = |mut left: &[u8]| {
        while let Some(at) = digit_position(left) {
            let above = left.get(..at).unwrap_or_default();
            let start = memchr::memrchr(end, above).map_or(0, |at| at + 1);
            let rest = left.get(start..).unwrap_or_default();
            let length = line_length(rest, end);
            let (line, behind) = rest.split_at_checked(length).unwrap_or_default();
            if may_be(line.strip_suffix(&[end]).unwrap_or(line)) {
                return true;
            }
            left = behind;
        }
        false
    };
    // No line of a short text is looked at twice.
    let foot = memchr::memrchr_iter(end, bytes).nth(NEAR).unwrap_or(0);
    let (above, foot) = bytes.split_at_checked(foot).unwrap_or_default();
    let head = memchr::memchr_iter(end, above).nth(NEAR - 1);
    let head = head.and_then(|at| above.get(..at)).unwrap_or(above);
    any(head) || any(foot)
}

/// Digits that a line with such a number has at least.
const N_DIGITS: u64 = 5;

/// The stamp that a line is, if it has a number: of eight digits or nine, most
/// of them read as such.
#[expect(
    clippy::inline_always,
    reason = "a few instructions, asked of every line; measured"
)]
#[inline(always)]
fn numbered(line: &str) -> Option<Stamp> {
    let bytes = line.as_bytes();
    if line.len() > LONGEST || !holds_digits(bytes, N_DIGITS) || !may_hold_number(bytes) {
        return None;
    }
    stamp(line).filter(|stamp| stamp.case.is_some() || stamp.document.is_some())
}

/// The fewest digits of a number.
const SHORTEST: usize = 7;

/// Whether digits, or letters misread for them, and nothing but blanks and
/// dashes between, are as many on a line as the shortest number has; a dash stands
/// in one of so few.
///
/// Every line of a text is asked: a look at each seventh byte and its
/// neighbors finds where so many may stand.
fn may_hold_number(bytes: &[u8]) -> bool {
    let is_between = |byte: &u8| matches!(in_number(*byte), InNumber::Between);
    let is_in = |byte: &&u8| !matches!(in_number(**byte), InNumber::Other);
    let mut at = SHORTEST - 1;
    while let Some(byte) = bytes.get(at) {
        let is_beside = || {
            bytes.get(at + 1).is_some_and(|byte| is_in(&byte))
                || bytes.get(at - 1).is_some_and(|byte| is_in(&byte))
        };
        if !(is_in(&byte) && is_beside()) {
            at += SHORTEST;
            continue;
        }
        let (head, tail) = bytes.split_at_checked(at).unwrap_or_default();
        let n_before = head.iter().rev().take_while(is_in).count();
        let n_behind = tail.iter().take_while(is_in).count();
        let run = bytes.get(at - n_before..at + n_behind);
        let run = run.unwrap_or_default();
        let digits = run.iter();
        let n_digits = digits.filter(|byte| matches!(in_number(**byte), InNumber::Digit));
        let n_digits = n_digits.count();
        let is_dash = |byte: &u8| !matches!(byte, b' ' | b'\t') && is_between(byte);
        if n_digits > SHORTEST || n_digits == SHORTEST && run.iter().any(is_dash) {
            return true;
        }
        at += n_behind + SHORTEST;
    }
    false
}

/// What a byte is to a number.
#[inline]
fn in_number(byte: u8) -> InNumber {
    let known = IN_NUMBERS.get(usize::from(byte));
    known.copied().unwrap_or(InNumber::Other)
}

/// What a byte is to a number that may be misread.
#[derive(Clone, Copy)]
enum InNumber {
    Digit,
    Between,
    Other,
}

/// The same for every byte.
#[expect(
    clippy::indexing_slicing,
    reason = "compiled: past the end would not build"
)]
static IN_NUMBERS: [InNumber; 256] = {
    let mut all = [InNumber::Other; 256];
    let mut byte = 0_u8;
    loop {
        all[byte as usize] = match byte {
            b'-' | b'_' | b'~' | b'.' | b' ' | b'\t' | 0x80.. => InNumber::Between,
            byte if digit(byte as char).is_some() => InNumber::Digit,
            _ => InNumber::Other,
        };
        if byte == u8::MAX {
            break;
        }
        byte += 1;
    }
    all
};

/// Whether a line is a stamp beyond doubt.
pub(super) fn is_sure_stamp(line: &str) -> bool {
    stamp(line).is_some_and(|stamp| stamp.is_sure())
}

/// A classification that was crossed out: signs and letters of the line
/// that crosses it, or one letter in four misread.
fn is_crossed_out(line: &str) -> bool {
    // As printed it is not crossed out.
    if line.len() > 48 || CLASSES.contains(&line) {
        return false;
    }
    let shape = Shape::of(line);
    let may_be = |class: &&Letters| shape.may_be_like(class.shape);
    let mut classes = CLASS_LINES.iter().filter(may_be).peekable();
    if classes.peek().is_none() {
        return false;
    }
    let letters = Letters::of(line);
    if !classes.any(|class| letters.are_near(class)) {
        return false;
    }
    let sign = |c: char| matches!(c, '-' | '~' | '_' | '=' | '\u{2014}' | '\u{2013}' | '*');
    let bare = || line.chars().filter(|&c| !sign(c) && !is_blank(c));
    let n_letters = bare().filter(char::is_ascii_alphabetic).count();
    n_letters * 2 > bare().count()
}

impl Draft<'_> {
    /// Sets the stamps of the pages aside and reads them.
    pub(super) fn reading_room(&mut self) {
        self.expect_aside();
        let mut parts = vec![Part::Other; self.lines.len()];
        let mut stamps: Vec<(usize, Stamp)> = Vec::new();
        let mut known: Vec<(&str, Part)> = Vec::new();
        let mut first = self.first_stamp.take();
        for (idx, part) in parts.iter_mut().enumerate() {
            if self.kind(idx) != LineKind::Body {
                continue;
            }
            let line = self.content(idx);
            // Most pages bear the stamp of the first, which is read once.
            if let Some(&(_, same)) = known.iter().find(|(known, _)| *known == line) {
                *part = same;
            } else if let Some(stamp) = first
                .take_if(|first| first.line == line)
                .map(|first| first.stamp)
                .or_else(|| stamp(line))
            {
                *part = stamp.part();
                if part.is_stamp() && known.len() < KNOWN {
                    known.push((line, *part));
                }
                stamps.push((idx, stamp));
            } else if is_crossed_out(line) {
                self.set_aside(idx, LineKind::PageHeader);
            }
        }
        self.spread(&mut parts);
        let is_part = |idx: usize| parts.get(idx).is_some_and(|part| part.is_stamp());
        stamps.retain(|&(idx, _)| is_part(idx));
        let mut stamps = stamps.into_iter().peekable();
        let mut read = Stamp::default();
        let mut at: Option<Span> = None;
        let mut idx = 0;
        while idx < self.lines.len() {
            if !is_part(idx) {
                idx += 1;
                continue;
            }
            while idx < self.lines.len() && (is_part(idx) || self.kind(idx) == LineKind::Blank) {
                if is_part(idx) {
                    let span = self.content_span(idx);
                    at = Some(at.map_or(span, |at: Span| {
                        if read.case.is_none() {
                            at.cover(span)
                        } else {
                            at
                        }
                    }));
                    self.set_aside(idx, LineKind::Stamp);
                    if let Some((_, stamp)) = stamps.next_if(|&(of, _)| of == idx) {
                        merge(&mut read, stamp);
                    }
                }
                idx += 1;
            }
        }
        self.stamp_attributes(read, at.unwrap_or_default());
    }

    /// Lines that may belong to a stamp do beside one that does; codes alone
    /// do below a line that says what was released.
    fn spread(&self, parts: &mut [Part]) {
        let mut above = Part::Other;
        for (idx, part) in parts.iter_mut().enumerate() {
            if self.kind(idx) != LineKind::Blank {
                part.beside(above);
                above = *part;
            }
        }
        let mut below = Part::Other;
        for (idx, part) in parts.iter_mut().enumerate().rev() {
            if self.kind(idx) != LineKind::Blank {
                if *part != Part::Codes {
                    part.beside(below);
                }
                below = *part;
            }
        }
    }

    fn stamp_attributes(&mut self, read: Stamp, span: Span) {
        let codes = read.codes;
        let rows = [
            ("Case No.", read.case),
            ("Doc No.", read.document),
            ("Date", read.date),
            ("Release", read.release),
            ("Exemptions", (!codes.is_empty()).then(|| codes.join(", "))),
            (
                "Review",
                (!read.reviews.is_empty()).then(|| read.reviews.join("; ")),
            ),
        ];
        for (key, value) in rows {
            if let Some(value) = value {
                self.attributes.push(Attribute {
                    key: key.into(),
                    value: value.into(),
                    span,
                });
            }
        }
    }

    /// Says how well the text was recognized, and repairs it the more
    /// cautiously: nothing is as good as certain, and in a text that is
    /// hard to read guesses are only offered.
    pub(super) fn caution(&mut self) {
        let (mut n_words, mut n_whole) = (0_usize, 0_usize);
        for paragraph in &self.paragraphs {
            let (words, whole) = quality::words(self.slice(paragraph.text));
            n_words += words;
            n_whole += whole;
        }
        // A few words say nothing of the others.
        if n_words < 20 {
            return;
        }
        let share = n_whole * 100 / n_words;
        let quality = match share {
            0..=84 => "low",
            85..=94 => "fair",
            _ => "good",
        };
        self.attributes.push(Attribute {
            key: "Text Quality".into(),
            value: format!("{quality}: {share} % of {n_words} words look whole").into(),
            span: Span::default(),
        });
        for repair in &mut self.repairs {
            if is_guess(repair) {
                repair.confidence = repair.confidence.min(Confidence::Medium);
                if share < 85 {
                    repair.confidence = Confidence::Low;
                    repair.applied = false;
                }
            }
        }
    }
}

/// Whether a repair is of words, which recognition may have spoiled, and not
/// of what was put between them.
pub(super) fn is_guess(repair: &Repair) -> bool {
    !matches!(
        repair.kind,
        RepairKind::ReleaseStamp | RepairKind::PageHeader | RepairKind::RepeatedCaption
    )
}

fn merge(read: &mut Stamp, other: Stamp) {
    read.case = read.case.take().or(other.case);
    read.document = read.document.take().or(other.document);
    read.date = read.date.take().or(other.date);
    read.release = read.release.take().or(other.release);
    for code in other.codes {
        if !read.codes.contains(&code) {
            read.codes.push(code);
        }
    }
    for review in other.reviews {
        if !read.reviews.contains(&review) {
            read.reviews.push(review);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Letters, NEAR, Stamp, is_crossed_out, is_stamped, may_be_paper, stamp};

    fn check(line: &str) -> String {
        let Some(stamp) = stamp(line) else {
            return "no stamp".into();
        };
        let Stamp {
            case,
            document,
            date,
            release,
            codes,
            ..
        } = &stamp;
        let shown = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".into());
        format!(
            "{} {} {} {} {codes:?} sure: {}",
            shown(case),
            shown(document),
            shown(date),
            shown(release),
            stamp.is_sure()
        )
    }

    #[test]
    fn reads_a_stamp_in_any_order() {
        insta::assert_snapshot!(check("UNCLASSIFIED U.S. Department of State Case No. F-2012-00001 Doc No. C05700001 Date: 04/01/2014"), @"F-2012-00001 C05700001 04/01/2014 - [] sure: true");
        insta::assert_snapshot!(check("Date: 04/01/2014 Doc No. C05700001 Case No. F-2012-00001 UNCLASSIFIED"), @"F-2012-00001 C05700001 04/01/2014 - [] sure: true");
        insta::assert_snapshot!(check("RELEASE IN PART B1,1.4(B),1.4(D)"), @r#"- - - RELEASE IN PART ["B1", "1.4(B)", "1.4(D)"] sure: true"#);
        insta::assert_snapshot!(check("DENIED IN FULL"), @"- - - DENIED IN FULL [] sure: true");
        insta::assert_snapshot!(check("DENIED"), @"- - - DENIED [] sure: true");
    }

    #[test]
    fn reads_through_misread_letters() {
        insta::assert_snapshot!(check("UNCLASS1FIED U,S. Departrnent of State Case No. F-2O12-0OOO1 Doc No. 005700001 Date: 04/01/2014"), @"F-2012-00001 C05700001 04/01/2014 - [] sure: true");
        insta::assert_snapshot!(check("Case N0. F-2012 -00001"), @"F-2012-00001 - - - [] sure: true");
        insta::assert_snapshot!(check("RELEASED lN FULL"), @"- - - RELEASE IN FULL [] sure: true");
    }

    #[test]
    fn parts_of_a_stamp_are_weak() {
        insta::assert_snapshot!(check("UNCLASSIFIED"), @"- - - - [] sure: false");
        insta::assert_snapshot!(check("Case No."), @"- - - - [] sure: false");
        insta::assert_snapshot!(check("U.S. Department of State"), @"- - - - [] sure: false");
    }

    #[test]
    fn sentences_are_no_stamps() {
        for line in [
            "THE RELEASE IN FULL OF THE NOTE",
            "DENIED BY THE MINISTER",
            "DENIED.",
            "CASE NO. 12 WAS CLOSED",
            "UNCLASSIFIED NORTHHAVEN 0088",
            "PAGE TWO",
        ] {
            assert_eq!(stamp(line), None, "{line}");
        }
    }

    #[test]
    fn codes_beside_a_stamp_stay_in_the_text() {
        let text = "RELEASE IN PART\nB1\n\nSUBJECT: TALKS\n\n1. (C) HE SAID\n1.4(D)\n\n\
                    U.S. Department of State Case No. F-2012-00001\n\nAND LEFT AT NOON, AS HE HAD TOLD US.\n";
        let cable = crate::parse::parse(text.as_bytes());
        let read = cable.read(cable.paragraphs[0].text);
        assert_eq!(read, "HE SAID 1.4(D) AND LEFT AT NOON, AS HE HAD TOLD US.");
        let codes: Vec<&str> = cable
            .excisions
            .iter()
            .map(|it| cable.slice(it.span))
            .collect();
        assert_eq!(codes, ["1.4(D)"]);
        assert_eq!(
            cable
                .attributes
                .iter()
                .filter(|it| &*it.value == "B1")
                .count(),
            1
        );
    }

    #[test]
    fn texts_are_known_by_a_number() {
        let stamp = "U.S. Department of State Case No. F-2012-00001";
        let lines = "TALKS WENT ON.\n".repeat(NEAR + 1);
        for text in [
            format!("TEXT\n\n{stamp}"),
            format!("TEXT\n{stamp}\n{lines}{lines}"),
            format!("{lines}{lines}{stamp}\n\nTEXT"),
        ] {
            for text in [text.replace('\n', "\r\n"), text.replace('\n', "\r"), text] {
                assert!(is_stamped(&text), "{text}");
                assert!(may_be_paper(text.as_bytes(), &text), "{text}");
            }
        }
        for text in [
            String::from("UNCLASSIFIED\n\nRELEASE IN FULL"),
            format!("{lines}{stamp}\n{lines}"),
        ] {
            assert!(!is_stamped(&text), "{text}");
            assert!(!may_be_paper(text.as_bytes(), &text), "{text}");
        }
        assert!(may_be_paper(b"TEXT\n\xe9 C05700001", "TEXT\n"));
        for line in ["P 221504Z JUL 08", "TO SECSTATE WASHDC 4412", "F-12-12"] {
            assert!(!may_be_paper(line.as_bytes(), line), "{line}");
        }
        assert!(may_be_paper(b"F-12-12345", ""));
    }

    #[test]
    fn classifications_are_crossed_out() {
        let is_like = |word, wanted| Letters::of(word).are_like(&Letters::of(wanted));
        for line in [
            "-CONFIDENTIAL-",
            "C0NFlDENTIAL",
            "~~SECRET",
            "-C-O-N-F-I-D-E-N-T-I-A-L-",
        ] {
            assert!(is_crossed_out(line), "{line}");
        }
        for line in ["CONFIDENTIAL", "SECRETARY", "CONFIDENCE", "THE SECRET"] {
            assert!(!is_crossed_out(line), "{line}");
        }
        assert!(is_like("CONF1DENTlAL", "CONFIDENTIAL"));
    }
}
