//! The E.O. line: under which order, until when.

use super::Draft;
use super::heading::Next;
use super::misread;
use super::token::{
    Signs, after, begins, byte, from, is_blank, is_digits, month_in, place, same, trim, trim_start,
    up_to,
};
use crate::cable::{Confidence, Date, ExecutiveOrder, LineKind, RepairKind, Span, Spanned, pivot};

/// The value after the label of an E.O. line.
///
/// ```abnf
/// label = ("E" [blank] ["." / ","] [blank] ("O" / "0" / "9" / "Q") ["." / ","] / "MO."
///         / "EXECUTIVE ORDER" blank) ["-"] *blank
///         ; before a number, a colon or N/A; Q behind a sign only
/// ```
///
/// Samples: `garbled/irregular-banner-spacing-and-eo-zero`,
/// `garbled/letters-for-digits-in-the-heading`
pub(super) fn label(line: &str) -> Option<&str> {
    let rest = match line.as_bytes() {
        [b'M' | b'm', ..] => after(line, "MO.")?,
        [_, b'X' | b'x', ..] => after(line, "EXECUTIVE ORDER ")?,
        _ => label_letters(line)?,
    };
    // `E.O.-12958`
    let value = trim_start(rest.strip_prefix('-').unwrap_or(rest));
    let is_value = match byte(value, 0) {
        b'0'..=b'9' | b'I' | b'l' => is_number(value) || broken_order(value).is_some(),
        b':' => true,
        _ => begins(value, "N/A") || begins(value, "DECL"),
    };
    (is_value && !is_stamp(value)).then_some(value)
}

/// Whether a number is that of a stamp, `E.O. 12356, Sec. 3.4`: section 3 of the orders
/// says how what is old is declassified. It stands on copies of archives, and says not
/// when to declassify, as `E.O. 12958, SEC. 3.5: DECL: 01/01/2015` does.
///
/// Sample: `oddities/stamp-of-an-archive-above-the-telegram`
fn is_stamp(value: &str) -> bool {
    static SIGNS: Signs = Signs::new(" \t\u{a0}.,;:");
    // Most values are dates.
    let behind = SIGNS.trim_start(value.trim_start_matches(|c: char| c.is_ascii_digit()));
    let behind = after(behind, "AS AMENDED").map_or(behind, |rest| SIGNS.trim_start(rest));
    let word = ["SECTION", "SECT", "SEC"]
        .iter()
        .find_map(|word| after(behind, word));
    word.is_some_and(|number| {
        let number = SIGNS.trim_start(number);
        number.starts_with("3.")
            && !number
                .split(|c: char| !c.is_ascii_alphabetic())
                .any(|word| same(word, "DECL") || same(word, "OADR"))
    })
}

/// Whether a text begins with the number of an order: four digits, one of them
/// perhaps misread as a letter.
fn is_number(text: &str) -> bool {
    let Some(four) = text.as_bytes().first_chunk::<4>() else {
        return false;
    };
    four.iter().filter(|byte| byte.is_ascii_digit()).count() >= 3
        && four
            .iter()
            .all(|&byte| misread::digit(char::from(byte)).is_some())
}

/// Whether a line begins with the number of an order whose label is lost, before
/// the word for a date: `12958: DECL: 07/22/2018`.
///
/// Sample: `garbled/eo-label-lost`
pub(super) fn number_alone(line: &str) -> bool {
    let known = ["12958", "13526", "12356"];
    let rest = known.iter().find_map(|number| line.strip_prefix(number));
    let word = rest.and_then(|rest| after(trim(rest.strip_prefix(':').unwrap_or(rest)), "DECL"));
    word.is_some_and(|rest| !byte(rest, 0).is_ascii_alphabetic() || begins(rest, "ASS"))
}

/// The value of an E.O. line that has lost its first letters: `O. 12958: DECL: 07/22/2018`.
///
/// Sample: `garbled/eo-first-letter-lost`
pub(super) fn cut_label(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('.').unwrap_or(line);
    let rest = rest.strip_prefix('O')?;
    let value = trim_start(rest.strip_prefix('.').unwrap_or(rest));
    number_alone(value).then_some(value)
}

/// The length of a number that a blank, a dot or a comma divides: `129 58`, `12,958`.
/// Of orders on classification only.
///
/// Sample: `garbled/eo-number-divided`
fn broken_order(text: &str) -> Option<usize> {
    const ORDERS: [&[u8]; 6] = [b"12958", b"13526", b"12356", b"12065", b"11652", b"13292"];
    let [one, two, three, four, five, six, ..] = *text.as_bytes() else {
        return None;
    };
    let six = [one, two, three, four, five, six];
    let at = six
        .iter()
        .position(|&byte| matches!(byte, b' ' | b',' | b'.'))?;
    let mut digits = [0; 5];
    let others = six.iter().enumerate().filter(|&(nth, _)| nth != at);
    for (digit, (_, &byte)) in digits.iter_mut().zip(others) {
        *digit = byte;
    }
    let known = ORDERS.contains(&digits.as_slice());
    (known && !byte(text, 6).is_ascii_alphanumeric()).then_some(6)
}

/// The value of a declassification line that stands apart from the order.
///
/// ```abnf
/// declassify-on = "Declassify on" *blank [":"] *CHAR / "DECL" [":"] *blank date *CHAR
/// ```
///
/// Samples: `oddities/declassify-on-alone`, `oddities/decl-on-a-line-of-its-own`
pub(super) fn declassify_on(line: &str) -> Option<&str> {
    let Some(rest) = after(line, "DECLASSIFY ON") else {
        let rest = after(line, "DECL")?;
        let value = trim(rest.strip_prefix(':').or_else(|| rest.strip_prefix(' '))?);
        let mut words = value.split([' ', ',']).filter(|word| !word.is_empty());
        let (first, second, third) = (words.next()?, words.next(), words.next());
        // `DECL: JULY 22, 2018`, `DECL: 22 JUL 2018`
        let is_year = || third.is_some_and(|year| matches!(year.len(), 2 | 4) && is_digits(year));
        let in_words = || month_in(first).or_else(|| month_in(second?)).is_some() && is_year();
        return (date(first, None).is_some() || in_words()).then_some(value);
    };
    let value = trim_start(rest);
    Some(trim(value.strip_prefix(':').unwrap_or(value)))
}

/// What stands behind `E.O.`
fn label_letters(line: &str) -> Option<&str> {
    let sign = |at: usize, signs: &[u8]| usize::from(signs.contains(&byte(line, at)));
    let mut at = 1;
    at += sign(at, b" ");
    at += sign(at, b".,");
    at += sign(at, b" ");
    // `EQ 1234` is another word.
    let is_signed = || sign(at - 1, b".,") > 0;
    let is_label = matches!(byte(line, 0), b'E' | b'e')
        && (matches!(byte(line, at), b'O' | b'o' | b'0' | b'9')
            || byte(line, at) == b'Q' && is_signed());
    is_label.then(|| from(line, at + 1 + sign(at + 1, b".,")))
}

/// ```abnf
/// value = [":" *blank] [4*5like-digit / divided] *blank [":"] *blank *CHAR
/// divided = 5DIGIT with a blank, a dot or a comma between two of them
/// ```
///
/// Samples: `service/no-banner-and-eo-date-without-decl`,
/// `garbled/letters-for-digits-in-the-heading`
fn order(value: &str) -> (&str, Option<&str>) {
    static SIGNS: Signs = Signs::new(" \t\u{a0}:");
    static LEAD: Signs = Signs::new(" \t\u{a0}:\n\r");
    let number = SIGNS.trim_start(value);
    if let Some(length) = broken_order(number) {
        let (order, rest) = number.split_at_checked(length).unwrap_or_default();
        return (LEAD.trim_start(rest), Some(order));
    }
    let begins_number =
        is_number(number) && !is_like_date(number.split(is_blank).next().unwrap_or_default());
    let (order, rest) = if begins_number || is_number(value) {
        let value = if begins_number { number } else { value };
        let like_digit = |&byte: &u8| misread::digit(char::from(byte)).is_some();
        let n_digits = value.bytes().take(5).take_while(like_digit).count();
        let (order, rest) = value.split_at_checked(n_digits).unwrap_or_default();
        (Some(order), rest)
    } else {
        (None, value)
    };
    (LEAD.trim_start(rest), order)
}

/// A date on the E.O. line.
///
/// ```abnf
/// date = 1*2DIGIT sign 1*2DIGIT sign (2DIGIT / 4DIGIT)   ; month first
///      / 4DIGIT sign 1*2DIGIT sign 1*2DIGIT
///      / 8DIGIT                                          ; year first or last
///      / 2DIGIT "/" 6DIGIT / 4DIGIT "/" 4DIGIT           ; a sign was lost
///      / 1*2DIGIT [sign] 3*ALPHA [sign] (2DIGIT / 4DIGIT)
/// sign = 1*("/" / "-" / "." / "\")                       ; "." with 4DIGIT only
/// ```
///
/// A letter that looks like a digit is read as one. Where the first number cannot be a month and
/// the second can, the day stands first. In words the month may stand first
/// or second (`22 JUL 2018`), also at the end of an event (`AFTER ELECTIONS OF
/// 5 MAY 2011`) where the day lies ahead.
///
/// Two digits of a year are read as in date-time groups, but never before
/// the telegram itself.
///
/// Samples: `service/lower-case-banner-and-eo-year-first`,
/// `oddities/declassified-after-an-event`, `oddities/decl-on-a-line-of-its-own`,
/// `garbled/eo-stray-letter-and-damaged-date`
fn date(word: &str, written: Option<u16>) -> Option<Date> {
    if !word.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut word = word;
    let digits;
    if word.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        if let Some(date) = date_with_month(word, written) {
            return Some(date);
        }
        if let Some(read) = misread_date(word) {
            digits = read;
            word = digits.as_str();
        }
    }
    let number = |part: &str| part.parse::<i16>().ok();
    let (year, month, day) = if word.len() == 8 && is_digits(word) {
        compact(word)?
    } else if word.len() == 9
        && let Some((first, second)) = word.split_once('/')
        && matches!(first.len(), 2 | 4)
        && is_digits(first)
        && is_digits(second)
    {
        compact(&format!("{first}{second}"))?
    } else {
        let signs = ['/', '-', '.', '\\'];
        let mut parts = word.split(signs).filter(|part| !part.is_empty());
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
        // Each sign may be doubled, and two may close the date.
        if parts.next().is_some() || second.len() > 2 || word.len() > 12 {
            return None;
        }
        match (first.len(), third.len()) {
            (4, 1 | 2) => (number(first)?, number(second)?, number(third)?),
            (1 | 2, 4) => (number(third)?, number(first)?, number(second)?),
            // `1.5-98` is a section.
            (1 | 2, 2) if !word.contains('.') => {
                (full_year(third, written)?, number(first)?, number(second)?)
            }
            _ => return None,
        }
    };
    let (month, day) = if month > 12 && day <= 12 {
        (day, month)
    } else {
        (month, day)
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `22JUL2018`, `22-JUL-2018`, `2018-JUL-22`
fn date_with_month(word: &str, written: Option<u16>) -> Option<Date> {
    // `2018-JUL-22`
    let sign = |c: char| matches!(c, '/' | '-' | '.');
    let mut parts = word.split(sign);
    if let (Some(year), Some(month), Some(day), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
        && year.len() == 4
        && is_digits(year)
    {
        return Date::new(year.parse().ok()?, month_in(month)?, day.parse().ok()?).ok();
    }
    let month_at = word
        .find(|c: char| c.is_ascii_alphabetic())
        .filter(|&at| at > 0)?;
    let (day, rest) = word.split_at_checked(month_at)?;
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (month, year) = rest.split_at_checked(length).filter(|_| length > 2)?;
    let (day, year) = (day.trim_end_matches(sign), year.trim_start_matches(sign));
    let year = match year.len() {
        4 => year.parse().ok()?,
        2 => full_year(year, written)?,
        _ => return None,
    };
    Date::new(year, month_in(month)?, day.parse().ok()?).ok()
}

/// `O7/22/20l8`: a date with letters for digits, and more digits than letters.
fn misread_date(word: &str) -> Option<String> {
    let n_letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let n_digits = word.bytes().filter(u8::is_ascii_digit).count();
    if n_letters == 0 || n_digits <= n_letters {
        return None;
    }
    let sign = |c: char| matches!(c, '/' | '-' | '.').then_some(c);
    word.chars()
        .map(|c| misread::digit(c).or(sign(c)))
        .collect()
}

/// `20180722`, `07222018`
fn compact(word: &str) -> Option<(i16, i16, i16)> {
    let number = |at: usize, end: usize| word.get(at..end)?.parse::<i16>().ok();
    let is_year = |year: i16| (1970..2100).contains(&year);
    let first = number(0, 4)?;
    if is_year(first) {
        return Some((first, number(4, 6)?, number(6, 8)?));
    }
    let last = number(4, 8)?;
    is_year(last).then_some((last, number(0, 2)?, number(2, 4)?))
}

fn full_year(two_digits: &str, written: Option<u16>) -> Option<i16> {
    let mut year = pivot(two_digits.parse().ok()?);
    if written.is_some_and(|written| year < written) {
        year = 2000 + year % 100;
    }
    i16::try_from(year).ok()
}

/// Whether a word has the shape of a date, possible or not.
fn is_like_date(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    word.len() >= 6
        && digits >= 4
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-'))
        && word
            .bytes()
            .filter(|byte| matches!(byte, b'/' | b'-'))
            .count()
            == 2
}

/// `X1`, `25X1`, `1.6X1`, `OADR`, `MR`, `XGDS-1`, `RDS-3`: what stands for a
/// date, or for the schedule that gives it.
fn is_exemption(word: &str) -> bool {
    let rest = ["25", "50", "1.5", "1.6"]
        .iter()
        .find_map(|section| word.strip_prefix(section))
        .unwrap_or(word);
    let is_x = matches!(
        rest.as_bytes(),
        [b'X' | b'x', b'0'..=b'9']
            | [b'X' | b'x', b'-', b'1'..=b'8']
            | [b'X' | b'x', b'0'..=b'9', b'-', ..]
    );
    is_x || matches!(word, "OADR" | "MR") || is_schedule(word)
}

/// `GDS`, `ADS`, `XGDS-1`, `RDS-3`, `XDS-1`: the schedules of E.O. 11652 and 12065.
fn is_schedule(word: &str) -> bool {
    ["GDS", "ADS", "XGDS", "RDS", "XDS"].iter().any(|schedule| {
        after(word, schedule).is_some_and(|rest| match rest.as_bytes() {
            [] | [b'-', b'0'..=b'9'] => true,
            [digit] => digit.is_ascii_digit(),
            _ => false,
        })
    })
}

/// A schedule and the date that a hyphen joins to it: `GDS-DEC` of `GDS-DEC 31, 1981`,
/// `GDS-31` of `GDS-31 DEC 81`, `GDS-12/31/81`, `XGDS-3-DEC`, and `GDS-` before a blank.
/// `XGDS-1` has a number of its own, and GDS none: `GDS-5` before a month is a day.
///
/// Sample: `oddities/eo-schedule-joined-to-its-date`
fn behind_schedule<'w>(word: &'w str, next: Option<&str>) -> Option<(&'w str, &'w str)> {
    const LONGEST: usize = 24;
    // Most words hold no hyphen.
    memchr::memchr_iter(b'-', up_to(word, LONGEST).as_bytes()).find_map(|at| {
        let (scheduled, rest) = word.split_at_checked(at)?;
        let behind = from(rest, 1);
        let is_day = || same(scheduled, "GDS") && next.and_then(month_in).is_some();
        let is_dated = || {
            behind.is_empty()
                || behind.len() == 2 && is_digits(behind)
                || behind.len() == 1 && is_digits(behind) && is_day()
                || month_in(behind).is_some()
                || date(behind, None).is_some()
        };
        (is_schedule(scheduled) && is_dated()).then_some((scheduled, behind))
    })
}

/// The schedule of E.O. 11652 that a word with digits for letters stands
/// for: `6DS` is GDS, `XGD5-1` is XGDS-1; and `0ADR` for OADR, `XI` for X1.
///
/// Sample: `nara/hyphens-and-misread-digits`
fn misread_schedule(word: &str) -> Option<String> {
    match word {
        "0ADR" => return Some("OADR".into()),
        "XI" | "Xl" => return Some("X1".into()),
        _ => {}
    }
    let (letters, number) = word.split_once('-').unwrap_or((word, ""));
    let read: String = letters
        .chars()
        .map(|c| match c {
            '6' => 'G',
            '0' | 'O' => 'D',
            '5' => 'S',
            c => c,
        })
        .collect();
    let known = matches!(read.as_str(), "GDS" | "XGDS" | "ADS");
    let rest = word.get(letters.len()..)?;
    let digits = number.len() <= 1 && number.bytes().all(|byte| byte.is_ascii_digit());
    (known && read != letters && digits).then(|| format!("{read}{rest}"))
}

/// How many words an event has that a date may end.
const EVENT: usize = 20;

impl Draft<'_> {
    /// Reads the E.O. line `part` with `value` after its label. A value that
    /// is still to come, or an event in words, goes on below.
    pub(super) fn executive_order(
        &mut self,
        idx: usize,
        part: &str,
        value: &str,
        open: bool,
    ) -> Next {
        if declassify_on(part).is_some() {
            return self.declassify_line(idx, part, value);
        }
        let mut span = self.place(part);
        let mut next = idx + 1;
        let mut last = idx + 3;
        // Where the value goes on below the header of a page.
        let mut below_at = None;
        while open && next < self.lines.len() {
            match self.kind(next) {
                LineKind::Body => {}
                // A page may end before the date.
                LineKind::Blank | LineKind::PageHeader
                    if next == idx + 1 && value.ends_with(':') =>
                {
                    match self.below_page(next) {
                        Some(below) => {
                            below_at = Some(self.start_of(below));
                            (next, last) = (below, below);
                        }
                        None => break,
                    }
                }
                _ => break,
            }
            let line = self.content(next);
            if self.label(line).is_some()
                || super::caption::is_caption(line)
                || super::caption::banner(self.text, line).is_some()
                || self.starts_paragraph(next)
                || self.has_lost_label(next, line)
                || next > last
            {
                break;
            }
            span = span.cover(self.place(line));
            self.set(next, LineKind::ExecutiveOrder);
            next += 1;
        }
        if self.heading.executive_order.is_some() {
            return Next::Line(next);
        }
        if self.for_list {
            // The walk asks only whether there is one.
            self.heading.executive_order = Some(ExecutiveOrder {
                span,
                order: None,
                declassify_on: None,
                exemptions: Vec::new(),
            });
            return Next::Line(next);
        }
        let start = self.place(value).start;
        let value = self
            .text
            .get(start as usize..span.end as usize)
            .unwrap_or_default();
        let (rest, order) = order(value);
        let below = below_at.and_then(|at| self.text.get(at..span.end as usize));
        let rest = below.unwrap_or(rest);
        let cut = order.map_or_else(|| self.number_of_cut_label(idx), |_| None);
        if let Some(order) = order {
            if memchr::memchr3(b' ', b',', b'.', order.as_bytes()).is_some() {
                let digits: String = order.split([' ', ',', '.']).collect();
                let (span, kind) = (self.place(order), RepairKind::WrappedWord);
                self.repair(span, kind, digits.into(), Confidence::Medium);
            } else {
                self.misread_number(self.place(order));
            }
        }
        let mut read = ExecutiveOrder {
            span,
            order: order.map(|order| self.place(order)).or(cut),
            declassify_on: None,
            exemptions: Vec::new(),
        };
        self.declassification(rest, &mut read);
        self.heading.executive_order = Some(read);
        Next::Line(next)
    }

    /// The line below a page header that stands at a line or below blank ones,
    /// if it begins with what can be the value.
    fn below_page(&self, idx: usize) -> Option<usize> {
        const REACH: usize = 6;
        let end = self.lines.len().min(idx + REACH);
        let below = (idx..end)
            .find(|&at| !matches!(self.kind(at), LineKind::Blank | LineKind::PageHeader))?;
        let turned = (idx..below).any(|at| self.kind(at) == LineKind::PageHeader);
        let first = self.content(below).split([' ', ',']).next()?;
        let is_value = date(first, None).is_some()
            || is_exemption(first)
            || month_in(first).is_some()
            || first.len() <= 2 && is_digits(first);
        (turned && is_value && self.kind(below) == LineKind::Body).then_some(below)
    }

    /// Reads `Declassify on: 07/22/2018`: it dates what the E.O. line left
    /// open, and stands for that line where there is none.
    fn declassify_line(&mut self, idx: usize, part: &str, value: &str) -> Next {
        let span = self.place(part);
        let known = self.heading.executive_order.take();
        let alone = known.is_none();
        let mut read = known.unwrap_or(ExecutiveOrder {
            span,
            order: None,
            declassify_on: None,
            exemptions: Vec::new(),
        });
        if read.declassify_on.is_none() && read.exemptions.is_empty() {
            self.declassification(value, &mut read);
        }
        self.heading.executive_order = Some(read);
        if !alone {
            self.set(idx, LineKind::HandlingNote);
            self.heading.handling_notes.push(span);
        }
        Next::Line(idx + 1)
    }

    fn declassification(&mut self, value: &str, read: &mut ExecutiveOrder) {
        static SIGNS: Signs = Signs::new(" \t\u{a0},;\n\r()");
        static DOT: Signs = Signs::new(".");
        if self.for_list {
            return;
        }
        let written = self.heading.dtg.as_ref().map(|line| line.dtg.year());
        // What the old downgrading notes date is not declassification.
        let dated = !begins(value, "DNG");
        let words = || SIGNS.words(value);
        // `DECL: AFTER ELECTIONS OF 5 MAY 2011`
        let is_event = || words().take(4).any(|word| begins(word, "DECL"));
        let is_ahead = |date: &Date| {
            written.is_none_or(|year| date.year() >= i16::try_from(year).unwrap_or(0))
        };
        let mut schedule = false;
        let mut left = words().enumerate().peekable();
        while let Some((n_words, word)) = left.next() {
            let bare = DOT.trim_end(word);
            let colon = bare.bytes().rposition(|byte| byte == b':');
            let bare = colon.map_or(bare, |colon| from(bare, colon + 1));
            let next = left.peek().map(|&(_, next)| next);
            let bare = match behind_schedule(bare, next) {
                Some((scheduled, date)) => {
                    read.exemptions.push(self.place(scheduled));
                    date
                }
                None => bare,
            };
            if bare.is_empty() {
                schedule = false;
                continue;
            }
            // `07/22/20 18`: a blank in the year.
            let is_rest = |&(_, rest): &(usize, &str)| rest.len() == 2 && is_digits(rest);
            // `07/22/20 25 YEARS`
            let of_years = || {
                let behind = words().nth(n_words + 2);
                n_words < EVENT && behind.is_some_and(|word| begins(word, "YEAR"))
            };
            if bare.ends_with("/20") && left.peek().is_some_and(is_rest) && !of_years() {
                break;
            }
            let span = place(self.text, bare);
            let of_event = |date: &Date| n_words < EVENT && is_ahead(date) && is_event();
            if let Some(value) =
                date(bare, written).filter(|date| dated && (n_words < 5 || of_event(date)))
            {
                read.declassify_on.get_or_insert(Spanned { value, span });
                self.misread_number(span);
            } else if n_words < 2
                && let Some(to) = misread_schedule(bare)
            {
                if is_exemption(&to) && !is_schedule(&to) {
                    read.exemptions.push(span);
                }
                self.repair(
                    span,
                    RepairKind::MisreadCharacter,
                    to.into(),
                    Confidence::Medium,
                );
            } else if is_exemption(bare) {
                schedule = is_schedule(bare);
                read.exemptions.push(span);
                continue;
            } else if schedule && matches!(bare.as_bytes(), [b'1'..=b'4']) {
                // `XGDS 3`, `RDS-1,3`, `XGDS (1)`, `RDS-1 AND 3`
                let closed = byte(self.text, span.end as usize) == b')'
                    && byte(self.text, (span.start as usize).wrapping_sub(1)) == b'(';
                let span = Span::new(span.start as usize, span.end as usize + usize::from(closed));
                if let Some(last) = read.exemptions.last_mut() {
                    *last = last.cover(span);
                }
                continue;
            } else if schedule && matches!(bare, "-" | "AND" | "&") {
                continue;
            } else if dated && n_words < 3 && is_like_date(bare) && read.declassify_on.is_none() {
                self.garble(bare, "declassification date");
            }
            schedule = false;
        }
        if read.declassify_on.is_none() && dated && read.exemptions.is_empty() {
            read.declassify_on = self.spaced_date(value);
        }
        if read.declassify_on.is_none() && dated {
            let first_words: Vec<&str> = words().take(EVENT).collect();
            let (near, _) = first_words.split_at(first_words.len().min(7));
            let in_words = || {
                self.date_in_words(&first_words, written)
                    .filter(|date| is_ahead(&date.value) && is_event())
            };
            read.declassify_on = self
                .date_in_words(near, written)
                .or_else(|| self.broken_date(value, written))
                .or_else(in_words);
        }
    }

    /// `2018 07 22`: a date with blanks for its signs, year first or last, and
    /// nothing but its word before it.
    ///
    /// Sample: `oddities/eo-date-with-blanks`
    fn spaced_date(&self, value: &str) -> Option<Spanned<Date>> {
        let word = value.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
        let value = trim(word.strip_prefix(':').unwrap_or(word));
        let line = value.split(['\n', '\r', ';', ',']).next()?;
        let mut words = line.split(is_blank).filter(|word| !word.is_empty());
        let (first, second, third) = (words.next()?, words.next()?, words.next()?);
        let fits = matches!(
            [first.len(), second.len(), third.len()],
            [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4]
        );
        let digits = [first, second, third].iter().all(|part| is_digits(part));
        // `10 20 2018 30` counts something.
        let more = words
            .next()
            .is_some_and(|word| byte(word, 0).is_ascii_digit());
        if !fits || !digits || more {
            return None;
        }
        let value = date(&format!("{first}/{second}/{third}"), None)?;
        let span = self.place(first).cover(self.place(third));
        Some(Spanned { value, span })
    }

    /// `07/ 22/2018`: a date with a blank or a line end in it.
    fn broken_date(&self, value: &str, written: Option<u16>) -> Option<Spanned<Date>> {
        let part = |c: char| c.is_ascii_digit() || c == '/';
        let begin = value
            .char_indices()
            .take(48)
            .find(|&(_, c)| c.is_ascii_digit())?
            .0;
        let near = from(value, begin);
        let end = near
            .char_indices()
            .take(16)
            .find(|&(_, c)| !(part(c) || is_blank(c) || c == '\n' || c == '\r'))
            .map_or_else(|| near.len().min(16), |(at, _)| at);
        // What a letter ends is no date.
        if from(near, end).starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        let broken = super::token::trim_lines(near.get(..end)?);
        let whole: String = broken.chars().filter(|&c| part(c)).collect();
        if !whole.contains('/') {
            return None;
        }
        let value = date(&whole, written)?;
        let span = self.place(broken);
        Some(Spanned { value, span })
    }

    /// `DECL: 22 JUL 2018`, `DECL: July 22, 2018`
    fn date_in_words(&self, words: &[&str], written: Option<u16>) -> Option<Spanned<Date>> {
        words.windows(3).find_map(|three| {
            let [first, second, year] = three else {
                return None;
            };
            let first = first.rsplit(':').next()?;
            let first = behind_schedule(first, Some(second)).map_or(first, |(_, day)| day);
            // `2018 JULY 22`
            let (first, year) = match (first.len(), year.len()) {
                (4, 1 | 2) if is_digits(first) && month_in(second).is_some() => (*year, &first),
                _ => (first, year),
            };
            let (day, month) = match (month_in(first), month_in(second)) {
                (Some(month), None) => (*second, month),
                (None, Some(month)) => (first, month),
                _ => return None,
            };
            let year_number = match year.len() {
                4 => year.parse().ok()?,
                2 => full_year(year, written)?,
                _ => return None,
            };
            // `JULY 22ND, 2018`
            let day = ["ST", "ND", "RD", "TH"]
                .iter()
                .find_map(|ending| {
                    let (digits, behind) = day.split_at_checked(day.len().checked_sub(2)?)?;
                    same(behind, ending).then_some(digits)
                })
                .unwrap_or(day);
            let value = Date::new(year_number, month, day.parse().ok()?).ok()?;
            Some(Spanned {
                value,
                span: self.place(first).cover(self.place(year)),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{date, is_exemption, label, misread_schedule};

    #[test]
    fn a_stamp_says_not_when_to_declassify() {
        for stamp in [
            "E.O. 12356, Sec. 3.4",
            "E.O. 12958, as amended, Sec. 3.5 DECLASSIFIED",
        ] {
            assert_eq!(label(stamp), None, "{stamp}");
        }
        for line in [
            "E.O. 12958, SEC. 3.5: DECL: 01/01/2015",
            "E.O. 12356 SECTION 3.3 DECL: OADR",
            "E.O. 12356, SEC. 3.3: OADR",
            "E.O. 12958, SEC. 1.4: DECL: 01/01/2015",
        ] {
            assert!(label(line).is_some(), "{line}");
        }
    }

    #[test]
    fn a_hyphen_may_join_a_schedule_and_its_date() {
        for (value, order, date) in [
            ("GDS-DEC 31, 1981", "GDS", Some("1981-12-31")),
            ("GDS-DECEMBER 31, 1981", "GDS", Some("1981-12-31")),
            ("GDS-12/31/81", "GDS", Some("1981-12-31")),
            ("GDS-31 DEC 81", "GDS", Some("1981-12-31")),
            ("GDS- DEC 31, 1981", "GDS", Some("1981-12-31")),
            ("XGDS-3-DEC 31, 1981", "XGDS-3", Some("1981-12-31")),
            ("GDS-5 DEC 81", "GDS", Some("1981-12-05")),
            ("GDS-5", "GDS-5", None),
            ("GDS-5 BOATS", "GDS-5", None),
            ("XGDS-1", "XGDS-1", None),
            ("XGDS-1 DEC 81", "XGDS-1", None),
            ("RDS-3-1", "", None),
            ("GDS-BOATS", "", None),
        ] {
            let text = format!("R 221504Z JUL 75\n\nUNCLAS OSLO 000088\n\nE.O. 11652: {value}\n");
            let cable = crate::parse::parse(text.as_bytes());
            let read = cable.heading.executive_order.as_ref().unwrap();
            let found = read
                .declassify_on
                .as_ref()
                .map(|date| date.value.to_string());
            let words = read.exemptions.iter().map(|&span| cable.slice(span));
            assert_eq!(
                (words.collect::<String>().as_str(), found.as_deref()),
                (order, date),
                "{value}"
            );
        }
    }

    #[test]
    fn a_pilcrow_may_stand_before_the_label() {
        let declassified = |line: &str| {
            let text = format!(
                "UNCLAS OSLO 000088\n\n{line}\nTAGS: PREL\nSUBJECT: TALKS\n\n1. (C) Talks.\n"
            );
            let order = crate::parse::parse(text.as_bytes()).heading.executive_order;
            order
                .and_then(|order| order.declassify_on)
                .map(|date| date.value.to_string())
        };
        let date = declassified("\u{b6}E. O. 12958: DECL: 07/22/2018");
        assert_eq!(date.as_deref(), Some("2018-07-22"));
        assert_eq!(declassified("\u{b6}E. OSLO 12958 DECL: 07/22/2018"), None);
    }

    #[test]
    fn a_date_may_have_blanks_for_its_signs() {
        let declassified = |value: &str| {
            let text = format!(
                "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
                 CONFIDENTIAL NORTHHAVEN 000088\n\nE.O. 12958: DECL: {value}\nTAGS: PREL\n\
                 SUBJECT: TALKS\n\n1. (C) Talks opened.\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let order = cable.heading.executive_order;
            order
                .and_then(|order| order.declassify_on)
                .map(|date| date.value.to_string())
        };
        assert_eq!(declassified("2018 07 22").as_deref(), Some("2018-07-22"));
        assert_eq!(declassified("7 22 2018").as_deref(), Some("2018-07-22"));
        for value in ["2018 07", "10 20 2018 30", "2018 13 32", "IN 2018 07 OR 22"] {
            assert_eq!(declassified(value), None, "{value}");
        }
    }

    #[test]
    fn labels_in_every_spelling() {
        for line in [
            "E.O. 12958: N/A",
            "EO 12958 DECL: X1",
            "E.o. 12958:",
            "E.0. 12958:",
            "E.O.12356:",
            "MO. 11652",
            "E. O. 12958",
            "E.O.: N/A",
            "E.O. 1295:",
            "E.O. I2958: N/A",
            "E.O. 1295B: N/A",
            "E.Q. 12958: N/A",
            "E,O, 12958: N/A",
            "E .O. 12958: N/A",
            "E.O.-12958: N/A",
            "E.O. 129 58: N/A",
            "E.O. 12,958: N/A",
        ] {
            assert!(label(line).is_some(), "{line}");
        }
        for line in [
            "EON 12958",
            "E.O. is short",
            "EO",
            "E.O. 129 boats",
            "EQ 1234 BOATS",
            "EQ. 1234",
            "E.O. 129 59: BOATS",
            "E.O. 12 958TH",
            "E.O. 9 12958",
        ] {
            assert!(label(line).is_none(), "{line}");
        }
    }

    #[test]
    fn a_line_of_dates_costs_no_time() {
        let dates = "07/22/20 ".repeat(100_000);
        let text = format!("SECRET NORTHHAVEN 000088\n\nE.O. 12958: DECL: {dates}\nTAGS: PREL\n");
        let eo = crate::parse::parse(text.as_bytes()).heading.executive_order;
        let date = eo.and_then(|eo| eo.declassify_on);
        assert_eq!(date.unwrap().value.to_string(), "2020-07-22");
    }

    #[test]
    fn dates_stand_alone_broken_and_in_words() {
        let date_of = |line: &str| {
            let text = format!(
                "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\n\nSECRET NORTHHAVEN 000088\n\n{line}\nTAGS: PREL\n"
            );
            let eo = crate::parse::parse(text.as_bytes()).heading.executive_order;
            eo.and_then(|eo| eo.declassify_on)
                .map_or("-".into(), |date| date.value.to_string())
        };
        for line in [
            "E.O. 12958: DECL: 07/22/20 18",
            "E.O. 12958: DECL: JULY 22ND, 2018",
            "E.O. 12958: DECL: 07/22-2018",
            "DECL: 22 JUL 2018",
            "E.O. 12958: DECL: 07//22//2018",
            "E.O. 12958: DECL: 07/22/2018//",
            "DECL: JULY 22, 2018",
            "DECL 07/22/2018",
        ] {
            assert_eq!(date_of(line), "2018-07-22", "{line}");
        }
        assert_eq!(date_of("E.O. 12958: DECL: 07/22/20 OR 18"), "2020-07-22");
        assert_eq!(date_of("E.O. 12958: DECL: 07/22/20 25 YEARS"), "2020-07-22");
        assert_eq!(date_of("E.O. 129 58: DECL: 07/22/2018"), "2018-07-22");
        let month = "SECRET NORTHHAVEN 000088\n\nE.O. 12958: DECL: 22-AUG-2018\n";
        assert!(crate::parse::parse(month.as_bytes()).repairs.is_empty());
        let over_a_page = |below: &str| {
            date_of(&format!(
                "E.O. 12958: DECL:\n\nNORTHHAVEN 00000088  001.2 OF 002\n\n{below}"
            ))
        };
        assert_eq!(over_a_page("07/22/2018"), "2018-07-22");
        assert_eq!(over_a_page("22 JUL 2018"), "2018-07-22");
        assert_eq!(over_a_page("The boats came on 07/22/2018."), "-");
        // A downgrading is no declassification.
        for line in [
            "E.O. 12958: DNG: CO 07/22/2018",
            "E.O. 12958: DECL: 1.5-98",
            "E.O. 12958: DECL: 07/22/2018////",
            "E.O. 12958: DECL: 07/22/2018/1.4",
            "DECL IN MAY, 2018",
            "DECLARED IN MAY",
        ] {
            assert_eq!(date_of(line), "-", "{line}");
        }
    }

    #[test]
    fn dates_in_every_order() {
        let check = |word| {
            date(word, Some(2008))
                .map(|date| date.to_string())
                .unwrap_or_default()
        };
        assert_eq!(check("07/22/2018"), "2018-07-22");
        assert_eq!(check("2018/07/22"), "2018-07-22");
        assert_eq!(check("2018-07-22"), "2018-07-22");
        assert_eq!(check("7/2/18"), "2018-07-02");
        assert_eq!(check("07.22.2018"), "2018-07-22");
        assert_eq!(check("O7/22/2O18"), "2018-07-22");
        assert_eq!(check("07/22/20l8"), "2018-07-22");
        assert_eq!(check("I2/22/20lB"), "2018-12-22");
        assert_eq!(check("07/2Z/2018"), "");
        assert_eq!(check("22/07/2018"), "2018-07-22");
        assert_eq!(check("20180722"), "2018-07-22");
        assert_eq!(check("07222018"), "2018-07-22");
        assert_eq!(check("07/222018"), "2018-07-22");
        assert_eq!(check("22JUL2018"), "2018-07-22");
        assert_eq!(check("22-JUL-18"), "2018-07-22");
        assert_eq!(check("22XYZ2018"), "");
        assert_eq!(check("07//22/2018"), "2018-07-22");
        assert_eq!(check("07\\22\\2018"), "2018-07-22");
        assert_eq!(check("0722/2018"), "2018-07-22");
        assert_eq!(check("07/2220181"), "");
        assert_eq!(check("12345678"), "");
        assert_eq!(check("1.4.08"), "");
        assert_eq!(check("011/2/2018"), "");
        assert_eq!(check("02/30/2018"), "");
        assert_eq!(date("06/30/99", Some(1992)).unwrap().year(), 1999);
    }

    #[test]
    fn dates_in_words_begin_with_the_day_or_the_month() {
        let check = |value: &str| {
            let text = format!("E.O. 12958: DECL: {value}\nTAGS: PREL\n");
            let order = crate::parse::parse(text.as_bytes()).heading.executive_order;
            let date = order.and_then(|order| order.declassify_on);
            date.map(|date| date.value.to_string()).unwrap_or_default()
        };
        assert_eq!(check("22 JUL 2018"), "2018-07-22");
        assert_eq!(check("July 22, 2018"), "2018-07-22");
        assert_eq!(check("22 July 18"), "2018-07-22");
        assert_eq!(check("AFTER THE TALKS OF JULY"), "");
    }

    #[test]
    fn the_date_of_an_event_is_one_if_it_lies_ahead() {
        let check = |value: &str| {
            let text = format!(
                "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\n\nE.O. 12958: {value}\nTAGS: PREL\n"
            );
            let order = crate::parse::parse(text.as_bytes()).heading.executive_order;
            let date = order.and_then(|order| order.declassify_on);
            date.map(|date| date.value.to_string()).unwrap_or_default()
        };
        assert_eq!(check("DECL: AFTER ELECTIONS OF 5 MAY 2011"), "2011-05-05");
        assert_eq!(
            check("DECL: UPON THE END OF TALKS ON JULY 1, 2012"),
            "2012-07-01"
        );
        assert_eq!(check("DECL: WHEN THE BOATS SAIL, 07/30/2008"), "2008-07-30");
        assert_eq!(
            check("AS AMENDED; DECLASSIFIED JULY 22, 2018"),
            "2018-07-22"
        );
        assert_eq!(check("DECL: UPON THE END OF THE TREATY OF 3 MAY 1951"), "");
        assert_eq!(check("DECL: AFTER ELECTIONS OF MAY 2011"), "");
        assert_eq!(check("N/A OR WHAT THE TREATY OF 5 MAY 2011 SAYS"), "");
    }

    #[test]
    fn a_declassification_line_may_stand_alone() {
        assert_eq!(super::declassify_on("DECL: 07/22/2018"), Some("07/22/2018"));
        assert_eq!(super::declassify_on("DECL: X1"), None);
        assert_eq!(super::declassify_on("DECLINE: 07/22/2018"), None);
    }

    /// Date and exemptions of an E.O. value.
    fn check(value: &str) -> String {
        let text = format!("{value}\nTAGS: PREL\n");
        let cable = crate::parse::parse(text.as_bytes());
        let order = cable.heading.executive_order.as_ref().unwrap();
        let date = order.declassify_on.map(|date| date.value.to_string());
        let exemptions: Vec<&str> = order
            .exemptions
            .iter()
            .map(|&span| cable.slice(span))
            .collect();
        format!("{} | {}", date.unwrap_or_default(), exemptions.join(" "))
    }

    #[test]
    fn schedules_of_the_old_orders() {
        insta::assert_snapshot!(check("E.O. 11652: GDS"), @" | GDS");
        insta::assert_snapshot!(check("E.O. 11652: XGDS 3"), @" | XGDS 3");
        insta::assert_snapshot!(check("E.O. 11652: ADS DECEMBER 31, 1979"), @"1979-12-31 | ADS");
        insta::assert_snapshot!(check("E.O. 12065: RDS-1,3 5/14/99 (QUILL, A.) OR-M"), @"1999-05-14 | RDS-1,3");
        insta::assert_snapshot!(check("E.O. 12065: XDS-1 5/14/99 (QUILL, A.) OR-M"), @"1999-05-14 | XDS-1");
        insta::assert_snapshot!(check("E.O. 12958: DECL: 1.6X1"), @" | 1.6X1");
    }

    #[test]
    fn a_date_may_be_broken_or_stand_on_a_line_of_its_own() {
        insta::assert_snapshot!(check("E.O. 12958: DECL: 07/ 22/2018"), @"2018-07-22 |");
        insta::assert_snapshot!(check("E.O. 12958: DECL: 07/22/\n2018"), @"2018-07-22 |");
        insta::assert_snapshot!(check("E.O.: 12958 DECL: 07/22/2018"), @"2018-07-22 |");
        insta::assert_snapshot!(check("E.O. I2958: DECL: O7/22/20l8"), @"2018-07-22 |");
        insta::assert_snapshot!(check("E.O. 12958: DECL: 07/22/20x8"), @" |");
        insta::assert_snapshot!(check("DERIVED FROM: GUIDE 00-1\nDeclassify on: 07/22/2018"), @"2018-07-22 |");
        insta::assert_snapshot!(check("E.O. 12958: N/A\nDeclassify on: Source marked 25X1"), @" | 25X1");
    }

    #[test]
    fn digits_stand_for_letters_of_a_schedule() {
        let read = |word| misread_schedule(word).unwrap_or_default();
        assert_eq!(
            ["6DS", "GD5", "X6DS-1", "AD5", "0ADR", "XI"].map(read),
            ["GDS", "GDS", "XGDS-1", "ADS", "OADR", "X1"]
        );
        assert_eq!(["GDS", "XGDS-1", "1985", "6DSL", "65"].map(read), [""; 5]);
    }

    #[test]
    fn an_order_may_lack_its_label_and_a_schedule_have_signs() {
        assert_eq!(check("12958: DECL: 07/22/2018"), "2018-07-22 | ");
        assert_eq!(check("E.O. 1.2958: DECL: 07/22/2018"), "2018-07-22 | ");
        assert_eq!(check("E.O. 11652: XGDS (1)"), " | XGDS (1)");
        assert_eq!(
            check("E.O. 12065: RDS-1 AND 3 4/9/00 (QUILL)"),
            "2000-04-09 | RDS-1 AND 3"
        );
        assert_eq!(check("E.O. 11652: GDS AND 1 BOAT"), " | GDS AND 1");
        let text = "12958 boats\nTAGS: PREL\n12958 DECLINED\n";
        let cable = crate::parse::parse(text.as_bytes());
        assert!(cable.heading.executive_order.is_none());
    }

    #[test]
    fn exemptions_stand_for_a_date() {
        assert!(
            ["X1", "X-1", "25X1", "OADR", "MR", "XGDS-1", "25X1-human"]
                .iter()
                .all(|word| is_exemption(word))
        );
        assert!(
            !is_exemption("X")
                && !is_exemption("UPON")
                && !is_exemption("X-RAY")
                && !is_exemption("XX1")
        );
    }
}
