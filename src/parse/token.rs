//! The words that every rule uses: blanks, digits, places.
//!
//! Rules of the grammar take and return slices of the text. Where a slice
//! stands is told by its address, so no rule carries offsets along. The shortest
//! are marked to be inlined: the program is compiled for size, and these run at
//! every word.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use nom::Parser;

use super::repair::{spoiled, spoils};
use crate::cable::{Date, Span, month_of};

/// Words that are looked for in every text: what is worked out of them is
/// kept for the next.
pub(super) type Needle = LazyLock<Finder<'static>>;

/// What went wrong in a rule, and where.
pub(super) type Error<'a> = nom::error::Error<&'a str>;

/// The result of a rule: what is left, and what was read.
pub(super) type IResult<'a, T> = nom::IResult<&'a str, T, Error<'a>>;

/// A rule that ends here without a value.
#[inline]
pub(super) fn refuse(input: &str) -> nom::Err<Error<'_>> {
    nom::Err::Error(Error {
        input,
        code: nom::error::ErrorKind::Verify,
    })
}

/// Where `part`, a slice of `text`, stands in it.
#[inline]
pub(super) fn place(text: &str, part: &str) -> Span {
    let start = part.as_ptr().addr().wrapping_sub(text.as_ptr().addr());
    if start > text.len() {
        return Span::default();
    }
    Span::new(start, start + part.len())
}

/// The no-break space counts as a blank in the heading: `TAGS:\u{a0}PREL`.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "asked of every character, without a branch between the three; measured"
)]
#[inline]
pub(super) fn is_blank(c: char) -> bool {
    (c == ' ') | (c == '\t') | (c == '\u{a0}')
}

/// A blank or part of a line end.
#[inline]
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// `part` without blanks at its ends.
#[expect(
    clippy::inline_always,
    reason = "a few instructions, asked of every word; measured"
)]
#[inline(always)]
pub(super) fn trim(part: &str) -> &str {
    let graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if graphic(part.as_bytes().first()) && graphic(part.as_bytes().last()) {
        return part;
    }
    trim_ends(part)
}

#[inline(never)]
fn trim_ends(part: &str) -> &str {
    let is_bare = |first: &u8, last: &u8| first.is_ascii_graphic() && last.is_ascii_graphic();
    match part.as_bytes() {
        // Lines that were wrapped keep the blank they were wrapped at.
        [first, .., last, b' '] if is_bare(first, last) => {
            part.get(..part.len() - 1).unwrap_or_default()
        }
        // One stands between a label and its value.
        [b' ', first, .., last] if is_bare(first, last) => from(part, 1),
        _ => trim_blanks(part),
    }
}

fn trim_blanks(part: &str) -> &str {
    let mut bytes = part.as_bytes();
    while let [b' ' | b'\t', rest @ ..] = bytes {
        bytes = rest;
    }
    let start = part.len() - bytes.len();
    while let [rest @ .., b' ' | b'\t'] = bytes {
        bytes = rest;
    }
    let part = part.get(start..start + bytes.len()).unwrap_or_default();
    match bytes {
        // C2 A0 is the no-break space.
        [0xc2, 0xa0, ..] | [.., 0xc2, 0xa0] => part.trim_matches(is_blank),
        _ => part,
    }
}

/// Signs that are taken off a text: one look for all rules, where the methods
/// of `str` would be compiled for each of them.
pub(super) struct Signs {
    /// Whether a byte is one of them.
    is_sign: [bool; 128],
    /// Whether the no-break space is.
    no_break: bool,
}

impl Signs {
    /// `signs` of ASCII, neither letters nor digits, and the no-break space.
    #[expect(
        clippy::indexing_slicing,
        reason = "compiled: past the end would not build"
    )]
    pub(super) const fn new(signs: &'static str) -> Signs {
        let mut is_sign = [false; 128];
        let mut no_break = false;
        let mut rest = signs.as_bytes();
        while let [first, after @ ..] = rest {
            rest = after;
            if let (0xc2, [0xa0, after @ ..]) = (*first, after) {
                no_break = true;
                rest = after;
            } else {
                assert!(!first.is_ascii_alphanumeric());
                is_sign[*first as usize] = true;
            }
        }
        Signs { is_sign, no_break }
    }

    /// `text` without the signs at its beginning.
    #[inline]
    pub(super) fn trim_start<'a>(&self, text: &'a str) -> &'a str {
        match text.as_bytes() {
            [first, ..] if !first.is_ascii_alphanumeric() => self.cut_start(text),
            _ => text,
        }
    }

    /// `text` without the signs at its end.
    #[inline]
    pub(super) fn trim_end<'a>(&self, text: &'a str) -> &'a str {
        match text.as_bytes() {
            [.., last] if !last.is_ascii_alphanumeric() => self.cut_end(text),
            _ => text,
        }
    }

    /// `text` without the signs at its ends.
    #[inline]
    pub(super) fn trim<'a>(&self, text: &'a str) -> &'a str {
        self.trim_end(self.trim_start(text))
    }

    /// What stands between the signs of `text`.
    pub(super) fn words<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let mut rest = text;
        std::iter::from_fn(move || {
            let word = self.trim_start(rest);
            let behind = |at: usize| word.as_bytes().get(at..).unwrap_or_default();
            let mut ends = 1..word.len();
            let end = ends.find(|&at| self.length(behind(at)) > 0);
            let end = end.unwrap_or(word.len());
            rest = from(word, end);
            word.get(..end).filter(|word| !word.is_empty())
        })
    }

    #[inline(never)]
    fn cut_start<'a>(&self, text: &'a str) -> &'a str {
        let mut rest = text.as_bytes();
        while let length @ 1.. = self.length(rest) {
            rest = rest.get(length..).unwrap_or_default();
        }
        from(text, text.len() - rest.len())
    }

    #[inline(never)]
    fn cut_end<'a>(&self, text: &'a str) -> &'a str {
        let mut rest = text.as_bytes();
        while let [before @ .., last] = rest {
            rest = match (before, *last) {
                ([before @ .., 0xc2], 0xa0) if self.no_break => before,
                _ if self.holds(*last) => before,
                _ => break,
            };
        }
        text.get(..rest.len()).unwrap_or_default()
    }

    /// The bytes of the sign that `text` begins with; 0 for anything else.
    #[inline]
    fn length(&self, text: &[u8]) -> usize {
        match *text {
            [0xc2, 0xa0, ..] if self.no_break => 2,
            [first, ..] => usize::from(self.holds(first)),
            [] => 0,
        }
    }

    #[inline]
    fn holds(&self, byte: u8) -> bool {
        self.is_sign.get(usize::from(byte)) == Some(&true)
    }
}

/// `part` without blanks and line ends at its ends.
pub(super) fn trim_lines(part: &str) -> &str {
    static SIGNS: Signs = Signs::new(" \t\u{a0}\n\r");
    SIGNS.trim(part)
}

/// `part` without blanks at its beginning.
#[inline]
pub(super) fn trim_start(part: &str) -> &str {
    from(part, n_blank_bytes(part))
}

/// How many bytes the blanks at the beginning of `part` take. Asked at every
/// turn of the grammar, and answered without looking at characters.
#[inline]
fn n_blank_bytes(part: &str) -> usize {
    match part.as_bytes() {
        [b' ' | b'\t' | 0xc2, ..] => n_more_blank_bytes(part.as_bytes()),
        _ => 0,
    }
}

fn n_more_blank_bytes(part: &[u8]) -> usize {
    let mut rest = part;
    // C2 A0 is the no-break space.
    while let [b' ' | b'\t', after @ ..] | [0xc2, 0xa0, after @ ..] = rest {
        rest = after;
    }
    part.len() - rest.len()
}

/// Zero or more blanks. A rule like the others, though it never refuses.
#[allow(clippy::unnecessary_wraps)]
#[inline]
pub(super) fn blanks(input: &str) -> IResult<'_, &str> {
    let (blanks, rest) = input
        .split_at_checked(n_blank_bytes(input))
        .unwrap_or_default();
    Ok((rest, blanks))
}

/// One or more blanks.
#[inline]
pub(super) fn blanks1(input: &str) -> IResult<'_, &str> {
    let (rest, blanks) = blanks(input)?;
    if blanks.is_empty() {
        return Err(refuse(input));
    }
    Ok((rest, blanks))
}

/// From `min` to `max` digits, as a number.
#[inline]
pub(super) fn number<'a>(
    min: usize,
    max: usize,
) -> impl Parser<&'a str, Output = u32, Error = Error<'a>> {
    move |input: &'a str| digits(input, min, max)
}

/// The same, once for all rules.
#[inline(never)]
fn digits(input: &str, min: usize, max: usize) -> IResult<'_, u32> {
    let mut value = Some(0_u32);
    let mut n_digits = 0;
    while n_digits < max
        && let digit @ b'0'..=b'9' = byte(input, n_digits)
    {
        let digit = u32::from(digit - b'0');
        value = value.and_then(|value| value.checked_mul(10)?.checked_add(digit));
        n_digits += 1;
    }
    match value {
        Some(value) if n_digits >= min.max(1) => Ok((from(input, n_digits), value)),
        _ => Err(refuse(input)),
    }
}

/// From `min` to `max` signs of a sort that ASCII has: letters, digits.
#[inline]
pub(super) fn run<'a>(
    min: usize,
    max: usize,
    is: impl Fn(&u8) -> bool,
) -> impl Parser<&'a str, Output = &'a str, Error = Error<'a>> {
    move |input: &'a str| {
        let signs = input.as_bytes().iter().take(max);
        let length = signs.take_while(|byte| is(byte)).count();
        match input.split_at_checked(length) {
            Some((run, rest)) if length >= min => Ok((rest, run)),
            _ => Err(refuse(input)),
        }
    }
}

/// `routing-indicator = "R" 4*7ALPHA` (ACP 127; the letters after the first
/// name the place and are not checked).
#[inline]
pub(super) fn routing_indicator(input: &str) -> IResult<'_, &str> {
    // Asked of every line of an address list: bytes are cheaper than chars.
    let mut n_letters = 0;
    while n_letters < 8 && byte(input, n_letters).is_ascii_uppercase() {
        n_letters += 1;
    }
    let whole = !byte(input, n_letters).is_ascii_alphanumeric();
    match input.split_at_checked(n_letters) {
        Some((word, rest)) if byte(word, 0) == b'R' && n_letters >= 5 && whole => Ok((rest, word)),
        _ => Err(refuse(input)),
    }
}

/// Whether `text` begins with `word`, in any case.
#[expect(
    clippy::inline_always,
    reason = "a few instructions, asked of every word; measured"
)]
#[inline(always)]
pub(super) fn begins(text: &str, word: &str) -> bool {
    // Lists of words are tried one by one: the first letter decides most.
    match (text.as_bytes().first(), word.as_bytes().first()) {
        (Some(one), Some(two)) => one.eq_ignore_ascii_case(two) && begins_whole(text, word),
        (_, None) => true,
        _ => false,
    }
}

#[inline(never)]
fn begins_whole(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    // The first letter was compared, and most differ in the second already.
    if let Some(second) = word.get(1)
        && !text
            .get(1)
            .is_some_and(|it| it.eq_ignore_ascii_case(second))
    {
        return false;
    }
    let head = text.get(..word.len());
    head.is_some_and(|head| head == word || head.eq_ignore_ascii_case(word))
}

/// Whether two words are the same, in any case.
#[inline]
pub(super) fn same(one: &str, two: &str) -> bool {
    one.len() == two.len() && begins(one, two)
}

/// `text` after `word`, in any case.
#[inline]
pub(super) fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    if begins(text, word) {
        text.get(word.len()..)
    } else {
        None
    }
}

/// `text` after `word` as a whole word, in any case.
#[inline]
pub(super) fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    after(text, word).filter(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Whether `text` ends with `word`, in any case.
#[inline]
pub(super) fn ends(text: &str, word: &str) -> bool {
    let at = text.len().checked_sub(word.len());
    at.and_then(|at| text.as_bytes().get(at..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether two words differ by one letter lost, added or wrong, or by two
/// neighbors that changed places.
pub(super) fn is_one_slip(one: &[u8], two: &[u8]) -> bool {
    let n_same = one
        .iter()
        .zip(two)
        .take_while(|(one, two)| one == two)
        .count();
    let one = one.get(n_same..).unwrap_or_default();
    let two = two.get(n_same..).unwrap_or_default();
    let turned = match (one, two) {
        ([a, b, one @ ..], [c, d, two @ ..]) => a == d && b == c && one == two,
        _ => false,
    };
    let (one_less, two_less) = (one.get(1..), two.get(1..));
    turned
        || one_less.is_some() && one_less == two_less
        || one_less == Some(two)
        || two_less == Some(one)
}

/// The byte at `at`, or 0.
#[inline]
pub(super) fn byte(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(0)
}

/// `text` after a sign of ASCII, one of `signs`.
pub(super) fn after_sign<'a>(text: &'a str, signs: &[u8]) -> Option<&'a str> {
    let first = text.as_bytes().first()?;
    { signs.iter() }
        .any(|sign| sign == first)
        .then(|| from(text, 1))
}

/// `text` from `at`, or nothing.
#[inline]
pub(super) fn from(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// The first `length` bytes of `text` or, inside a character, a few less.
#[inline]
pub(super) fn up_to(text: &str, length: usize) -> &str {
    if length >= text.len() {
        return text;
    }
    let mut lengths = (length.saturating_sub(3)..=length).rev();
    let head = lengths.find_map(|length| text.get(..length));
    head.unwrap_or_default()
}

/// `text` after a paragraph mark, also one that was decoded twice.
///
/// ```abnf
/// pilcrow = %xB6 / %xC2 %xB6
/// ```
///
/// Sample: `garbled/quotes-decoded-twice`
#[inline]
pub(super) fn pilcrow(text: &str) -> Option<&str> {
    match byte(text, 0) {
        0xc2 => text.strip_prefix('\u{b6}'),
        0xc3 => text.strip_prefix("\u{c2}\u{b6}"),
        _ => None,
    }
}

/// Whether a text is one or more digits.
#[inline]
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The month whose name, whole or cut, a word begins with.
pub(super) fn month_in(word: &str) -> Option<i8> {
    month_of(word.get(..3)?)
}

/// Eight bytes of a text as one number, the first the lowest, so that all of
/// them are looked at together.
#[derive(Clone, Copy)]
struct Eight(u64);

impl Eight {
    /// The highest bit of each byte.
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);

    #[inline]
    fn of(bytes: [u8; 8]) -> Eight {
        Eight(u64::from_le_bytes(bytes))
    }

    /// The highest bit of each byte that is a space. Nothing where one stands
    /// behind another, or behind that of `behind_space`, or where a control
    /// stands.
    #[inline]
    fn single_spaces(self, behind_space: u64) -> Option<u64> {
        let controls = self.up_to(b' ' - 1);
        let spaces = self.up_to(b' ') & !controls;
        let is_single = controls == 0 && spaces & (spaces << 8 | behind_space) == 0;
        is_single.then_some(spaces)
    }

    /// Where the first byte stands that is `byte`.
    #[inline]
    fn position(self, byte: u8) -> Option<usize> {
        let found = self.found(byte) & Eight::HIGH;
        (found != 0).then(|| found.trailing_zeros() as usize / 8)
    }

    /// The highest bit of each byte that is `byte`, among other bits. Behind the
    /// first of them the next byte may be taken for another.
    #[inline]
    fn found(self, byte: u8) -> u64 {
        // Of the bytes that are it zeros are left.
        let other = self.0 ^ u64::from_ne_bytes([byte; 8]);
        other.wrapping_sub(u64::from_ne_bytes([1; 8])) & !other
    }

    /// The highest bit of each byte that is a digit.
    #[inline]
    fn digits(self) -> u64 {
        // Of digits alone this makes numbers up to 9.
        Eight(self.0 ^ u64::from_ne_bytes([b'0'; 8])).up_to(9)
    }

    /// The highest bit of each byte that is at most `last`, which is one of
    /// ASCII.
    #[inline]
    fn up_to(self, last: u8) -> u64 {
        // No byte borrows of the next: each has its highest bit.
        let above = (self.0 | Eight::HIGH).wrapping_sub(u64::from_ne_bytes([last + 1; 8]));
        !(above | self.0) & Eight::HIGH
    }
}

/// How many bytes a text begins with among which stands no control and no
/// space behind another, told eight at a time: up to seven more may follow.
pub(super) fn n_single_spaced(text: &str) -> usize {
    let mut left = text.as_bytes();
    // The highest bit of the first byte, if a space stands before it.
    let mut behind_space = 0;
    while let Some((eight, after)) = left.split_first_chunk::<8>()
        && let Some(spaces) = Eight::of(*eight).single_spaces(behind_space)
    {
        behind_space = spaces >> 56;
        left = after;
    }
    text.len() - left.len()
}

/// What stands before the first colon among the first `reach` bytes of a line,
/// and the value behind it: a label, if it is one with a slip.
pub(super) fn before_colon(line: &str, reach: usize) -> Option<(&str, &str)> {
    let near = line.as_bytes().get(..reach).unwrap_or(line.as_bytes());
    let colon = memchr::memchr(b':', near)?;
    Some((line.get(..colon)?, trim(from(line, colon + 1))))
}

/// Where the first byte of a text stands that is `byte`, if it is one of its first
/// hundred or so as most that are looked for: a search of many bytes at once takes
/// longer to be set up.
#[inline]
pub(super) fn position(text: &[u8], byte: u8) -> Option<usize> {
    /// Bytes that are looked at eight by eight.
    const SHORT: usize = 96;
    let mut left = text.get(..SHORT).unwrap_or(text);
    while let Some((eight, behind)) = left.split_first_chunk::<8>() {
        if let Some(found) = Eight::of(*eight).position(byte) {
            return Some(text.len().min(SHORT) - left.len() + found);
        }
        left = behind;
    }
    let at = text.len().min(SHORT) - left.len();
    let left = text.get(at..)?;
    if left.len() < 8 {
        let found = left.iter().position(|&it| it == byte)?;
        return Some(at + found);
    }
    Some(at + memchr::memchr(byte, left)?)
}

/// How long the first line of a text is, its end `end` included.
#[inline]
pub(super) fn line_length(text: &[u8], end: u8) -> usize {
    memchr::memchr(end, text).map_or(text.len(), |found| found + 1)
}

/// Where the first digit of a text stands: sixteen bytes at a time are passed
/// over, for most of a text has none.
pub(super) fn digit_position(text: &[u8]) -> Option<usize> {
    let digits = |bytes: &[u8]| bytes.first_chunk().map_or(0, |&it| Eight::of(it).digits());
    let mut left = text;
    while let Some((sixteen, behind)) = left.split_first_chunk::<16>()
        && let (first, second) = sixteen.split_at(8)
        && digits(first) | digits(second) == 0
    {
        left = behind;
    }
    if digits(left) == 0 {
        let (_, behind) = left.split_at_checked(8).unwrap_or((&[], left));
        let found = behind.iter().position(u8::is_ascii_digit)?;
        return Some(text.len() - behind.len() + found);
    }
    Some(text.len() - left.len() + digits(left).trailing_zeros() as usize / 8)
}

/// Whether at least `n_digits` digits stand on a line, one or more, told
/// without asking byte by byte. Of more than 248 bytes the first are counted,
/// of less than eight none.
pub(super) fn holds_digits(line: &[u8], n_digits: u64) -> bool {
    let bytes = line.get(..248).unwrap_or(line);
    // One number counts for each of eight places, and none above 255.
    let mut counts = 0;
    let mut left = bytes;
    while let Some((eight, after)) = left.split_first_chunk::<8>() {
        counts += Eight::of(*eight).digits() >> 7;
        left = after;
    }
    // Of the last eight those that were not counted yet.
    if let (n_left @ 1.., Some(last)) = (left.len(), bytes.last_chunk::<8>()) {
        let uncounted = u64::MAX << (64 - 8 * n_left);
        counts += (Eight::of(*last).digits() & uncounted) >> 7;
    }
    // The sum of all places.
    let n_all = u64::wrapping_mul(counts, u64::from_ne_bytes([1; 8])) >> 56;
    n_all >= n_digits
}

/// A day of the calendar.
pub(super) fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let small = |value: u32| i8::try_from(value).ok();
    Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()
}

/// `day = 4DIGIT "-" 2DIGIT "-" 2DIGIT`
pub(super) fn day(text: &str) -> Option<(Date, &str)> {
    let (rest, year) = number(4, 4).parse(text).ok()?;
    let (rest, month) = number(2, 2).parse(after(rest, "-")?).ok()?;
    let (rest, day) = number(2, 2).parse(after(rest, "-")?).ok()?;
    Some((date(year, month, day)?, rest))
}

/// Whether a line that ends like this may end a sentence.
pub(super) fn ends_sentence(line: &str) -> bool {
    match line.as_bytes().last() {
        Some(b'.' | b'!' | b'?' | b':' | b'"' | b')' | b']') => true,
        Some(0x80..) => line.ends_with(['\u{201d}', '\u{2019}', '\u{2026}']),
        _ => false,
    }
}

/// Whether every letter is a capital, and there is one.
#[inline]
pub(super) fn is_capitals(text: &str) -> bool {
    let mut has_letters = false;
    for byte in text.bytes() {
        if byte.is_ascii_lowercase() {
            return false;
        }
        has_letters |= byte.is_ascii_uppercase();
    }
    has_letters
}

/// In capitals and with single blanks: for identity, never for display.
pub(super) fn squeeze(text: &str) -> String {
    // Most names have single blanks already.
    if is_single_spaced(text) && !text.starts_with(' ') && !text.ends_with(' ') {
        return text.to_ascii_uppercase();
    }
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split(|c: char| is_blank(c) || c == '\n' || c == '\r') {
        if word.is_empty() {
            continue;
        }
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.extend(word.chars().map(|c| c.to_ascii_uppercase()));
    }
    squeezed
}

/// Adds the words of `part` to a text, one blank before each.
pub(super) fn push_words(text: &mut String, part: &str) {
    let mut push = |words: &str| {
        if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        text.push_str(words);
    };
    let part = trim_lines(part);
    if part.is_empty() {
        return;
    }
    // Most have single blanks already, and are taken over as they stand.
    if is_single_spaced(part) {
        push(part);
    } else {
        part.split_whitespace().for_each(push);
    }
}

/// The words of `part` with one blank between two.
pub(super) fn one_line(part: &str) -> String {
    let part = trim_lines(part);
    if is_single_spaced(part) {
        return part.to_owned();
    }
    let mut line = String::with_capacity(part.len());
    push_words(&mut line, part);
    line
}

/// Whether a trimmed text is ASCII without controls and with no more than one
/// blank in a row.
fn is_single_spaced(text: &str) -> bool {
    let n_single = n_single_spaced(text);
    let mut above = n_single.checked_sub(1).map_or(b' ', |at| byte(text, at));
    let mut left = text.as_bytes().get(n_single..).unwrap_or_default();
    while let [first, behind @ ..] = left {
        if !matches!(first, b' '..=b'~') || *first == b' ' && above == b' ' {
            return false;
        }
        above = *first;
        left = behind;
    }
    text.is_ascii()
}

/// A short string that lives as long as the program when it is a common one.
pub(super) fn owned(text: &str) -> Cow<'static, str> {
    match text {
        " " => Cow::Borrowed(" "),
        "" => Cow::Borrowed(""),
        _ => Cow::Owned(text.to_owned()),
    }
}

/// Stretches of lines joined by one blank each, and where they came from.
///
/// For the fields that wrap at any place, and around whatever a release
/// injected between their lines.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// What is read.
    pub(super) text: String,
    /// The stretches of it, in order.
    pieces: Vec<Piece>,
}

/// A stretch of a joined text.
#[derive(Debug)]
struct Piece {
    /// Where it begins in the text, and in the source.
    here: usize,
    there: usize,
    /// The bytes of the source that a spoiled sign takes; 0 for words that
    /// stand there as they are read.
    n_spoiled: usize,
    begins_line: bool,
}

impl Joined {
    /// Joins `parts`, slices of `source`.
    pub(super) fn new(source: &str, parts: &[&str]) -> Joined {
        Joined::of_cut_words(source, parts, |_| false)
    }

    /// Joins `parts`, and those before which a word was cut without a blank.
    /// Signs that a release spoiled are read as what they were.
    ///
    /// Sample: `garbled/no-break-spaces-in-the-heading`
    pub(super) fn of_cut_words(
        source: &str,
        parts: &[&str],
        is_cut: impl Fn(usize) -> bool,
    ) -> Joined {
        let length: usize = parts.iter().map(|part| part.len() + 1).sum();
        let mut joined = Joined {
            text: String::with_capacity(length),
            pieces: Vec::with_capacity(parts.len()),
        };
        for (nth, part) in parts.iter().enumerate() {
            if !joined.text.is_empty() && !is_cut(nth) {
                joined.text.push(' ');
            }
            // A no-break space is read as a blank.
            let mut start = place(source, part).start as usize;
            let mut begins_line = true;
            for words in part.split('\u{a0}') {
                if !begins_line {
                    joined.text.push(' ');
                }
                joined.push(words, start, begins_line);
                start += words.len() + '\u{a0}'.len_utf8();
                begins_line = false;
            }
        }
        joined
    }

    /// Adds a part that stands at `start` in the source.
    fn push(&mut self, part: &str, start: usize, mut begins_line: bool) {
        let mut from_here = 0;
        for at in spoils(part) {
            if at < from_here {
                continue;
            }
            let Some((sign, length, _)) = spoiled(part, at) else {
                continue;
            };
            self.piece(start + from_here, 0, begins_line);
            self.text
                .push_str(part.get(from_here..at).unwrap_or_default());
            self.piece(start + at, length, false);
            self.text.push_str(&sign);
            from_here = at + length;
            begins_line = false;
        }
        self.piece(start + from_here, 0, begins_line);
        self.text.push_str(from(part, from_here));
    }

    fn piece(&mut self, there: usize, n_spoiled: usize, begins_line: bool) {
        self.pieces.push(Piece {
            here: self.text.len(),
            there,
            n_spoiled,
            begins_line,
        });
    }

    /// Whether a sign of the source was spoiled.
    pub(super) fn is_spoiled(&self) -> bool {
        self.pieces.iter().any(|piece| piece.n_spoiled > 0)
    }

    /// Where the first part behind `at` begins.
    pub(super) fn line_below(&self, at: usize) -> Option<usize> {
        let first = self.pieces.partition_point(|piece| piece.here <= at);
        let mut behind = self.pieces.iter().skip(first);
        behind.find_map(|piece| piece.begins_line.then_some(piece.here))
    }

    /// Whether a part begins at `at`.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        let first = self.pieces.partition_point(|piece| piece.here < at);
        let mut there = self.pieces.iter().skip(first);
        there
            .next()
            .is_some_and(|piece| piece.here == at && piece.begins_line)
    }

    /// The offset in the source of the byte at `at`; of a
    /// spoiled sign, where it begins.
    pub(super) fn source(&self, at: usize) -> usize {
        self.piece_at(at).map_or(0, |piece| match piece.n_spoiled {
            0 => piece.there + (at - piece.here),
            _ => piece.there,
        })
    }

    /// The offset in the source behind the byte at `at`.
    pub(super) fn source_end(&self, at: usize) -> usize {
        self.piece_at(at).map_or(0, |piece| match piece.n_spoiled {
            0 => piece.there + (at - piece.here) + 1,
            length => piece.there + length,
        })
    }

    fn piece_at(&self, at: usize) -> Option<&Piece> {
        let next = self.pieces.partition_point(|piece| piece.here <= at);
        self.pieces.get(next.checked_sub(1)?)
    }

    /// The source of `part`, a slice of `text`.
    pub(super) fn span(&self, part: &str) -> Span {
        let here = place(&self.text, part);
        if here.is_empty() {
            let at = self.source(here.start as usize);
            return Span::new(at, at);
        }
        let start = self.source(here.start as usize);
        Span::new(start, self.source_end(here.end as usize - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::Signs;

    #[test]
    fn signs_are_taken_off_at_both_ends() {
        static SIGNS: Signs = Signs::new(" \u{a0},-");
        assert_eq!(SIGNS.trim(", -HARBOR, TALKS\u{a0} -"), "HARBOR, TALKS");
        assert_eq!(SIGNS.trim_start("- \u{e9} -"), "\u{e9} -");
        assert_eq!(SIGNS.trim_end("- \u{e9} -"), "- \u{e9}");
        assert_eq!(SIGNS.trim("\u{2013} \u{c2}"), "\u{2013} \u{c2}");
        assert_eq!(SIGNS.trim(" ,\u{a0}"), "");
    }

    #[test]
    fn words_stand_between_signs() {
        static SIGNS: Signs = Signs::new(" \u{a0},-");
        let words: Vec<&str> = SIGNS.words(", A\u{a0}B\u{e9}--\u{2013}C ").collect();
        assert_eq!(words, ["A", "B\u{e9}", "\u{2013}C"]);
        assert_eq!(SIGNS.words(" - ").count(), 0);
    }
}
