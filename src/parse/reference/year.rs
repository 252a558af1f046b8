//! The year of a citation: before the station, behind the serial, in a date.

use super::super::misread;
use super::super::token::{
    after_sign, after_word, byte, from, is_blank, is_digits, trim, trim_start, up_to,
};
use super::super::words::{Words, words};
use super::citation::{number_word, serial};
use crate::cable::{is_month, month_of, pivot};

/// `'07` behind a serial, where no station follows whose year it would be.
pub(super) fn apostrophe_year(behind: &str) -> Option<(u16, &str)> {
    let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ref after @ ..] =
        *behind.strip_prefix(['\'', '\u{2019}'])?.as_bytes()
    else {
        return None;
    };
    let rest = from(behind, behind.len() - after.len());
    let next = trim_start(rest);
    let ends = next.is_empty() || next.starts_with([',', ';', '(', ')', '.', '\n']);
    ends.then_some((two_digits(tens, ones), rest))
}

/// `(07)` before a station.
pub(super) fn year_in_brackets(input: &str) -> Option<(u16, &str)> {
    let (year, rest) = bracketed_year(input)?;
    let rest = trim_start(rest);
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        .then_some((year, rest))
}

/// The year between a station and a serial: `NORTHHAVEN 07-1204`, `NORTHHAVEN
/// 2007 1204`. Two digits before a hyphen are a year themselves, and so are two
/// behind it that begin with a zero, `NORTHHAVEN 1934-05`. A year with letters behind it belongs to the next telegram.
pub(super) fn year_before(input: &str) -> Option<(u16, &str)> {
    let (year, rest) = match *input.as_bytes() {
        [
            tens @ b'0'..=b'9',
            ones @ b'0'..=b'9',
            b'-',
            b'0'..=b'9',
            b'0'..=b'9',
            b'0'..=b'9',
            ..,
        ] => (two_digits(tens, ones), from(input, 3)),
        // `NORTHHAVEN 07-12`: no serial has two digits and a zero before it.
        [b'0', ones @ b'0'..=b'9', b'-', b'1'..=b'9', ref after @ ..]
            if !after.iter().take(2).any(|byte| matches!(byte, b'-' | b'/')) =>
        {
            (two_digits(b'0', ones), from(input, 3))
        }
        [_, _, _, _, b'-', b'0', b'0'..=b'9', ref after @ ..]
            if !after.first().is_some_and(u8::is_ascii_digit) =>
        {
            return None;
        }
        [b'1' | b'2', b'0' | b'9', _, _, b' ' | b'-', b'0'..=b'9', ..] => {
            let (year, rest) = four_digits(input)?;
            (year, rest.trim_start_matches('-'))
        }
        _ => return year_apart(input),
    };
    let (_, after) = serial(trim_start(rest))?;
    let alone = !trim_start(after).starts_with(|c: char| c.is_ascii_alphabetic());
    alone.then_some((year, rest))
}

/// `NORTHHAVEN '07 1204`, `NORTHHAVEN 07 1204`, `STATE 75 4711`: two digits
/// between blanks. Without an apostrophe they begin with 0, 7, 8 or 9, and
/// three digits or more follow that are no year themselves.
fn year_apart(input: &str) -> Option<(u16, &str)> {
    let marked = input.strip_prefix(['\'', '`', '\u{2018}', '\u{2019}']);
    let digits = marked.unwrap_or(input);
    let [tens, ones @ b'0'..=b'9', b' ', ..] = *digits.as_bytes() else {
        return None;
    };
    let rest = trim_start(from(digits, 2));
    let n_digits = rest.bytes().take(8).take_while(u8::is_ascii_digit).count();
    let is_year = match tens {
        b'0' => true,
        b'7'..=b'9' => four_digits(rest).is_none(),
        _ => false,
    };
    let fits = if marked.is_some() {
        tens.is_ascii_digit() && n_digits > 0
    } else {
        is_year && n_digits > 2
    };
    fits.then(|| (two_digits(tens, ones), rest))
}

/// Whether what follows a number makes it the first of a date: `/12/07`.
pub(super) fn is_rest_of_date(rest: &str) -> bool {
    let Some(sign) = rest.chars().next().filter(|sign| matches!(sign, '/' | '-')) else {
        return false;
    };
    let n_digits = |text: &str| text.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let second = from(rest, 1);
    let length = n_digits(second);
    let third = from(second, length).strip_prefix(sign);
    matches!(length, 1 | 2) && third.is_some_and(|third| matches!(n_digits(third), 2 | 4))
}

/// The year behind a serial and a slash, `4711/07`: one of the six up to the
/// telegram's own. A section stands behind a padded serial, and the next of
/// two serials is higher than the first.
pub(super) fn slashed_year<'a>(
    cited: &str,
    serial: u32,
    rest: &'a str,
    written: Option<u16>,
) -> Option<(u16, &'a str)> {
    let (tens, ones, after) = match *rest.as_bytes() {
        [b'/', tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] => (tens, ones, from(rest, 3)),
        _ => return None,
    };
    if after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/') {
        return None;
    }
    let year = two_digits(tens, ones);
    let near = match written {
        Some(written) => (written.saturating_sub(5)..=written).contains(&year),
        None => matches!(year, 1985..=1999 | 2005..=2010),
    };
    let digits = cited
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let padded = digits.starts_with(['0', 'O']);
    (near && !padded && serial > u32::from(year % 100)).then_some((year, after))
}

/// The year of the date behind a citation: `(NOV 74)`, `(12/12/07)`, `DTG 111200Z
/// DEC 07`, `DATED MARCH 3, 2007`. In brackets nothing else may stand.
///
/// ```abnf
/// dated = "(" [word] date ")" / word date / "," [word] date   ; the rest of the entry
/// word  = "DTG" / "DATED" / "DTD" / "OF"
/// date  = 6DIGIT "Z" 1*blank month 1*blank year
///       / [1*2DIGIT 1*blank] month ["." / "-"] 1*blank [1*2DIGIT ["," ] 1*blank] year
///       / 1*2DIGIT "/" 1*2DIGIT "/" year
/// year  = 2DIGIT / 4DIGIT
/// ```
///
/// Sample: `plain/ref-dates-behind-citations`
pub(super) fn year_of_date(behind: &str) -> Option<u16> {
    const REACH: usize = 40;
    const WORDS: Words = words!["DTG", "DATED", "DTD", "OF"];
    // Most citations have nothing behind them that begins so.
    if !matches!(byte(behind, 0), b'(' | b',' | b'D' | b'd' | b'O' | b'o') {
        return None;
    }
    let near = up_to(behind, REACH);
    if let Some(date) = near.strip_prefix(',').map(trim) {
        // `, MARCH 3, 2007`, `, NOV 74; OSLO 12`: the whole of the entry.
        let last = if behind.len() > REACH { 0 } else { date.len() };
        let ends = [
            date.find([';', '(']).unwrap_or(last),
            date.find(',').unwrap_or(0),
        ];
        let mut parts = ends.iter().filter_map(|&end| date.get(..end));
        return parts.find_map(|part| {
            let part = trim(part).trim_end_matches('.');
            let worded = WORDS.after_word(part).map(trim_start);
            year_of(worded.unwrap_or(part), true)
        });
    }
    let (inside, bracketed) = match near.strip_prefix('(') {
        Some(inside) => (trim(inside.split_once(')')?.0), true),
        None => (near, false),
    };
    let worded = WORDS.after_word(inside).map(trim_start);
    let date = worded.or(bracketed.then_some(inside))?;
    year_of(date, bracketed)
}

/// The year of a date, behind which nothing else stands if it is to be `whole`.
fn year_of(date: &str, whole: bool) -> Option<u16> {
    let sign = |c: char| is_blank(c) || matches!(c, ',' | '/' | '-' | '.' | ';');
    let mut parts = date.split(sign).filter(|part| !part.is_empty());
    let is_day = |part: &str| part.len() <= 2 && is_digits(part);
    let is_time = |part: &str| part.len() == 7 && is_digits(part.trim_end_matches(['Z', 'z']));
    let first = parts.next()?;
    let is_dated = is_day(first) || is_time(first);
    let year = if is_day(first) && byte(date, first.len()) == b'/' {
        parts.next().filter(|day| is_day(day))?;
        parts.next()?
    } else {
        let month = if is_dated { parts.next()? } else { first };
        let next = parts.next().filter(|_| is_month(month))?;
        let is_year = |part: &&str| is_digits(part) && matches!(part.len(), 2 | 4);
        // `MARCH 3, 2007`; `MAY 12` has a day and no year.
        let behind_day = (is_day(next) && !is_dated).then(|| parts.next().filter(is_year));
        let alone = next.len() == 4 || is_dated || next > "31";
        behind_day.flatten().or(alone.then_some(next))?
    };
    let value: u16 = year.parse().ok()?;
    if whole && parts.next().is_some() {
        return None;
    }
    match year.len() {
        2 => Some(pivot(value)),
        4 if (1940..2030).contains(&value) => Some(value),
        _ => None,
    }
}

/// The year behind a serial and a comma, a slash or a dash, `OSLO 1234, 2005`: one of the
/// six up to the telegram's own, with no more numbers or words behind it.
///
/// Sample: `plain/ref-dates-behind-citations`
pub(super) fn year_behind_comma(
    rest: &str,
    serial: u32,
    written: Option<u16>,
) -> Option<(u16, &str)> {
    const NEAR: u32 = 250;
    let (year, behind) = four_digits(trim_start(
        trim_start(rest).strip_prefix([',', '/', '-', '\u{2013}'])?,
    ))?;
    let next = trim_start(behind);
    let ends = next.is_empty()
        || next.starts_with([';', '(', '.'])
        || next.starts_with(',')
            && !trim_start(from(next, 1)).starts_with(|c: char| c.is_ascii_digit());
    // `STATE 12 - 2006 AND ROME 4`; behind a comma it is one of several serials.
    let is_joined = || {
        let joined = after_word(next, "AND").map(trim_start);
        !trim_start(rest).starts_with(',')
            && joined.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    let ends = ends || is_joined();
    let written = written?;
    let near = (written.saturating_sub(5)..=written).contains(&year);
    // Serials of one station are near each other.
    let is_next = u32::from(year).abs_diff(serial) < NEAR;
    (near && ends && !is_next).then_some((year, behind))
}

/// The year of a month alone in brackets behind a serial, `OSLO 1234 (DEC 04)`: two digits
/// with a zero before them, and one of the ten up to the telegram's own. `(MAY 12)` and
/// `(MAY 4)` are days, and so are two digits behind the telegram's own month or the one
/// before it. The remark stays. `written` is the telegram's own year and month.
///
/// Sample: `plain/ref-dates-behind-citations`
pub(super) fn year_of_month(rest: &str, written: Option<(u16, i8)>) -> Option<(u16, &str)> {
    const REACH: usize = 16;
    let behind = trim_start(rest);
    let (inside, _) = up_to(behind, REACH).strip_prefix('(')?.split_once(')')?;
    let (month, digits) = trim(inside).rsplit_once([' ', '-', '/'])?;
    let month = trim(month.trim_end_matches('.'));
    let [b'0', ones @ b'0'..=b'9'] = *digits.as_bytes() else {
        return None;
    };
    let year = two_digits(b'0', ones);
    let (own, own_month) = written?;
    let near = (own.saturating_sub(9)..=own).contains(&year);
    // Whole names are known by their first letters.
    let named = month_of(&up_to(month, 3).to_ascii_uppercase()).filter(|_| is_month(month))?;
    let is_recent = (own_month - named).rem_euclid(12) < 2;
    (near && !is_recent).then_some((year, rest))
}

/// `(07)`, `('07)`, `(2007)`, `[2007]`
pub(super) fn bracketed_year(input: &str) -> Option<(u16, &str)> {
    match input.as_bytes() {
        [
            b'(',
            b'\'' | b'`',
            tens @ b'0'..=b'9',
            ones @ b'0'..=b'9',
            b')',
            ..,
        ] => Some((two_digits(*tens, *ones), from(input, 5))),
        [b'(', tens @ b'0'..=b'9', ones @ b'0'..=b'9', b')', ..] => {
            Some((two_digits(*tens, *ones), from(input, 4)))
        }
        [b'(' | b'[', ..] => {
            let (year, rest) = four_digits(from(input, 1))?;
            Some((year, rest.strip_prefix([')', ']'])?))
        }
        _ => None,
    }
}

pub(super) fn two_digits(tens: u8, ones: u8) -> u16 {
    pivot(u16::from(tens - b'0') * 10 + u16::from(ones - b'0'))
}

pub(super) fn four_digits(input: &str) -> Option<(u16, &str)> {
    let rest = from(input, 4);
    let year = input.get(..4)?.parse().ok()?;
    let whole = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    (whole && (1900..2100).contains(&year)).then_some((year, rest))
}

/// `07`, `'07`, `2007`, before a station; also glued to it.
pub(super) fn year(input: &str) -> Option<(u16, &str)> {
    // Most begin with the station.
    if !matches!(byte(input, 0), b'0'..=b'9' | b'O' | b'\'' | b'`' | 0xe2) {
        return None;
    }
    let digits_at = input
        .strip_prefix(['\'', '`', '\u{2018}', '\u{2019}'])
        .unwrap_or(input);
    let n_digits = digits_at
        .bytes()
        .take(5)
        .take_while(u8::is_ascii_digit)
        .count();
    let (value, n_digits) = match misread_year(digits_at) {
        Some(value) => (value, number_word(digits_at).len()),
        None => (digits_at.get(..n_digits)?.parse().ok()?, n_digits),
    };
    let rest = from(digits_at, n_digits);
    // `07-NORTHHAVEN-1204`
    let rest = trim_start(after_sign(rest, b"-/").unwrap_or(rest));
    let year = match n_digits {
        2 => pivot(value),
        4 if (1900..2100).contains(&value) => value,
        _ => return None,
    };
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        .then_some((year, rest))
}

/// A year with letters for digits: `O7`, `0B`, `2OO7`.
fn misread_year(text: &str) -> Option<u16> {
    let is_year = match *text.as_bytes() {
        [b'O', b'0'..=b'9', b' ', ..] => true,
        [b'0', letter, b' ', ..] => matches!(letter, b'O' | b'I' | b'l' | b'S' | b'G' | b'B'),
        [b'1' | b'2', _, _, _, b' ', ..] => {
            let word = number_word(text);
            let n_letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
            matches!(n_letters, 1 | 2)
        }
        _ => false,
    };
    if !is_year {
        return None;
    }
    let word = text.split(is_blank).next()?;
    let digits: Option<String> = word.chars().map(misread::digit).collect();
    digits?.parse().ok()
}

#[cfg(test)]
mod tests {
    use crate::parse::reference::citation::cited;
    use crate::parse::reference::tests::{bare, block};

    #[test]
    fn a_date_behind_a_citation_says_its_year() {
        for (behind, year) in [
            ("(NOV 74)", 1974),
            ("(NOVEMBER 1974)", 1974),
            ("(12 NOV 74)", 1974),
            ("(NOV. 12, 1974)", 1974),
            ("(11/12/74)", 1974),
            ("(DTG 121400Z NOV 74)", 1974),
            ("DTG 121400Z NOV 74", 1974),
            ("DATED NOVEMBER 12, 1974", 1974),
            ("DTD 11/12/74", 1974),
            ("OF NOVEMBER 12, 1974", 1974),
        ] {
            let (read, rest) = cited(&format!("ROME 12 {behind}"), false)
                .map(|(read, rest)| (read.year, rest.trim_start().to_owned()))
                .unwrap();
            assert_eq!((read, &*rest), (Some(year), behind));
        }
        for behind in [
            "(MAY 12)",
            "(DUES OF 2007)",
            "(JULY 2007 ELECTIONS)",
            "OF MAY 12 OSLO 548",
            "(12/12)",
            "DTG 121400Z",
            "(74 FISH)",
        ] {
            let text = format!("ROME 12 {behind}");
            let year = cited(&text, false).and_then(|(read, _)| read.year);
            assert_eq!(year, None, "{behind}");
        }
    }

    #[test]
    fn a_year_may_stand_behind_a_comma() {
        assert_eq!(bare("OSLO 1234, 2007"), "07OSLO1234");
        assert_eq!(bare("OSLO 1234, 2007; ROME 12"), "07OSLO1234 08ROME12");
        // Serials of one station, and a year that is too far away.
        assert_eq!(bare("OSLO 1999, 2007"), "08OSLO1999 08OSLO2007");
        assert_eq!(bare("OSLO 1234, 1250"), "08OSLO1234 08OSLO1250");
        assert_eq!(bare("OSLO 2004, 2003"), "08OSLO2004 08OSLO2003");
        assert_eq!(bare("OSLO 1850, 2008"), "08OSLO1850 08OSLO2008");
        assert_eq!(
            bare("DEPCIRTEL 12").replace("08STATE", ""),
            bare("DEPCIRTEL 12")
        );
        assert_eq!(
            bare("OSLO 1234, 2007, 2015"),
            "08OSLO1234 08OSLO2007 08OSLO2015"
        );
        assert_eq!(bare("OSLO 1234, 1975"), "08OSLO1234 08OSLO1975");
    }

    #[test]
    fn a_year_stands_before_or_behind_a_serial() {
        insta::assert_snapshot!(block("A. 08-300 B. 07-1204"), @"A=08NORTHHAVEN300 B=07NORTHHAVEN1204");
        insta::assert_snapshot!(block("58204/07"), @"-=07NORTHHAVEN58204");
        insta::assert_snapshot!(block("(A) STATE 58204/06, (B) 58301/07"), @"A=06STATE58204 B=07STATE58301");
        insta::assert_snapshot!(block("ROME 07-1204, OSLO 2007 1204"), @"-=07ROME1204 -=07OSLO1204");
        insta::assert_snapshot!(block("ROME 2007 06 OSLO 12"), @"-=08ROME2007 -=06OSLO12");
        insta::assert_snapshot!(block("ROME 1934-05; OSLO 2001-00; STATE 2007-012, 2007-47"), @"-=05ROME1934 -=00OSLO2001 -=07STATE12 -=07STATE47");
        insta::assert_snapshot!(block("ROME 00311/01, OSLO 88/89, STATE 309/310"), @"-=08ROME311 -=08OSLO88 -=08OSLO89 -=08STATE309 -=08STATE310");
        insta::assert_snapshot!(block("A. STATE: 4711 B. ROME: 12"), @"A=08STATE4711 B=08ROME12");
        insta::assert_snapshot!(block("A. QUILL: 4711 REASONS"), @"A=other");
        insta::assert_snapshot!(block("(07) ROME 12, STATE 2007-4711"), @"-=07ROME12 -=07STATE4711");
        insta::assert_snapshot!(block("ROME 12; (07) STATE 4711, (2006) OSLO 3"), @"-=08ROME12 -=07STATE4711 -=06OSLO3");
        insta::assert_snapshot!(block("ROME 12 (07) STATE 4711"), @"-=07ROME12 -=08STATE4711");
        insta::assert_snapshot!(block("ROME 1204/95"), @"-=08ROME1204 -=08ROME95");
        insta::assert_snapshot!(block("A. ROME TALKS 12/12/07 B. STATE 12"), @"A=other B=08STATE12");
    }

    #[test]
    fn two_digits_between_a_station_and_a_serial_are_a_year() {
        insta::assert_snapshot!(block("ROME '07 1204, ROME 07 1204"), @"-=07ROME1204 -=07ROME1204");
        insta::assert_snapshot!(block("STATE 75 4711 AND STATE 98 104711"), @"-=75STATE4711 -=98STATE104711");
        // A serial, and what no serial follows.
        insta::assert_snapshot!(block("ROME 12 130, ROME 88 2007, ROME 07, OSLO 88 07 OSLO 12"), @"-=08ROME12 -=08ROME88 -=08ROME7 -=08OSLO88 -=07OSLO12");
    }

    #[test]
    fn a_month_and_two_digits_in_brackets_are_a_year() {
        assert_eq!(
            block("A. ROME 12 (DEC 04) B. OSLO 13"),
            "A=04ROME12 B=08OSLO13"
        );
        assert_eq!(block("ROME 12 (DEC. 04)"), "-=04ROME12");
        assert_eq!(
            block("A. ROME 12 - 2004 B. OSLO 13"),
            "A=04ROME12 B=08OSLO13"
        );
        assert_eq!(bare("ROME 12 - 2004"), "04ROME12");
        // A day, a year that is to come or long ago, a title, two serials.
        assert_eq!(
            bare("ROME 12 (DEC 4); ROME 13 (DEC 14)"),
            "08ROME12 08ROME13"
        );
        assert_eq!(bare("ROME 12 (DEC 09)"), "08ROME12");
        // The telegram is of July: a day of that month, and of the one before.
        assert_eq!(bare("ROME 12 (JUL 03)"), "08ROME12");
        assert_eq!(bare("ROME 12 (JUNE 07)"), "08ROME12");
        assert_eq!(bare("ROME 12 (MAY 07)"), "07ROME12");
        assert_eq!(bare("ROME 12 - 1984"), "08ROME12");
        assert_eq!(bare("ROME 12 - 2004 TALKS"), "08ROME12");
        assert_eq!(bare("ROME 1999 - 2004"), "08ROME1999 08ROME2004");
    }

    #[test]
    fn a_year_of_two_digits_has_a_zero() {
        insta::assert_snapshot!(block("OSLO 04-12"), @"-=04OSLO12");
        insta::assert_snapshot!(block("OSLO 44-07"), @"-=07OSLO44");
        insta::assert_snapshot!(block("OSLO E-MAIL 04-12-07"), @"-=e-mail");
    }

    #[test]
    fn years_of_other_shapes_stand_behind_a_serial() {
        for behind in [
            "('07)",
            "[2007]",
            "/2007",
            "FROM 2007",
            ", DECEMBER 2, 2007",
            ", DATED DECEMBER 2, 2007",
            ", DTG 021200Z DEC 07",
            ", DECEMBER 2007",
            ", 12/2/07",
            ", 2 DECEMBER 2007",
        ] {
            assert_eq!(
                bare(&format!("OSLO 1234 {behind}; ROME 4")),
                "07OSLO1234 08ROME4",
                "{behind}"
            );
            assert_eq!(
                bare(&format!("OSLO 1234 {behind}")),
                "07OSLO1234",
                "{behind}"
            );
        }
        // A title, a serial, a day.
        assert_eq!(bare("OSLO 1234, MAY 2, 2007 TALKS"), "08OSLO1234");
        assert_eq!(bare("OSLO 1999/2007"), "08OSLO1999 08OSLO2007");
        assert_eq!(bare("OSLO 1234, DECEMBER 2"), "08OSLO1234");
        assert_eq!(bare("OSLO 1234, DEC 07"), "08OSLO1234");
        assert_eq!(bare("OSLO 1234 FROM MAY"), "08OSLO1234");
    }
}
