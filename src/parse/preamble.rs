//! Format line 5: precedence and date-time group.
//!
//! The only date in a telegram that can be trusted, so its damages are read
//! through: blanks inside the group, O for zero, a lost zone letter.

use std::borrow::Cow;

use nom::{
    Parser,
    character::complete::{one_of, satisfy},
    combinator::{map_opt, opt},
    sequence::preceded,
};

use super::Draft;
use super::misread;
use super::token::{IResult, blanks, blanks1, byte, from, is_blank, refuse, trim};
use crate::cable::{
    Confidence, Dtg, DtgLine, FormatLine, LineKind, MONTHS, Precedence, RepairKind, month_name,
    month_of, pivot,
};

/// ```abnf
/// dtg-line = prosign [1*blank prosign] *blank group [tail]   ; none only before a digit
/// ```
///
/// One precedence for all, or one for action and one for information
/// addressees. The tail is free text.
///
/// Samples: `service/two-precedences`, `service/tails-after-fl4-and-fl5`
fn dtg_line(input: &str) -> IResult<'_, (Option<char>, Option<char>, Group<'_>)> {
    let (rest, first) = prosign(input);
    let (rest, second) = prosign(rest);
    let (rest, group) = group(rest)?;
    Ok((rest, (first, second, group)))
}

/// A precedence with the blanks behind it, if one is there.
fn prosign(input: &str) -> (&str, Option<char>) {
    let prosign = byte(input, 0);
    if !matches!(prosign, b'Z' | b'O' | b'P' | b'R' | b'Y') {
        return (input, None);
    }
    match blanks1(from(input, 1)) {
        Ok((rest, _)) => (rest, Some(char::from(prosign))),
        // `O181411Z`: glued to the group.
        _ if byte(input, 1).is_ascii_digit() => (from(input, 1), Some(char::from(prosign))),
        _ => (input, None),
    }
}

/// The moment that a line names, if it is one of this format line.
pub(super) fn moment(line: &str) -> Option<Dtg> {
    if !looks_like_dtg(line) {
        return None;
    }
    dtg_line(line).ok().map(|(_, (.., group))| group.dtg)
}

/// A date-time group as it was read.
struct Group<'a> {
    printed: &'a str,
    dtg: Dtg,
    /// Whether a letter O stood for a zero.
    letters: bool,
}

/// ```abnf
/// group = 6digit [blank] [zone] *blank month *blank year
/// zone  = "Z" / "z" / "2" / "7"                  ; digits are misread
/// month = "JAN" / "JANUARY" / ... / "DECEMBER"   ; with blanks between
/// year  = 2digit / 4digit
/// digit = like-digit                             ; with blanks between
/// ```
///
/// Samples: `garbled/letters-for-digits-in-the-header`,
/// `garbled/blanks-in-the-date-time-group`, `garbled/blanks-lost-in-the-header`
///
/// A two-digit year of 60 or more is in the 1900s. There are no seconds,
/// and no zone but Zulu was met.
fn group(input: &str) -> IResult<'_, Group<'_>> {
    let (rest, (day, hour, minute)) = (two_digits, two_digits, two_digits).parse(input)?;
    let time = input.get(..input.len() - rest.len()).unwrap_or_default();
    let (rest, _) = (blanks, opt(one_of("Zz27")), blanks).parse(rest)?;
    let (rest, (month, misread)) = month(rest)?;
    let (rest, (year, printed_year)) = preceded(blanks, year).parse(rest)?;
    let printed = input.get(..input.len() - rest.len()).unwrap_or_default();
    let dtg = i16::try_from(year)
        .ok()
        .and_then(|year| Dtg::new(year, month, day, hour, minute));
    match dtg {
        Some(dtg) if !rest.starts_with(|c: char| c.is_ascii_digit()) => {
            let letters = misread || [time, printed_year].iter().any(|part| is_lettered(part));
            Ok((
                rest,
                Group {
                    printed,
                    dtg,
                    letters,
                },
            ))
        }
        _ => Err(refuse(input)),
    }
}

/// Whether a letter stands for a digit.
fn is_lettered(digits: &str) -> bool {
    digits.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// A digit, or a letter in its place, after at most one blank.
fn digit(input: &str) -> IResult<'_, i8> {
    let like_digit = preceded(
        opt(satisfy(is_blank)),
        satisfy(|c| misread::digit(c).is_some()),
    );
    map_opt(like_digit, |c| {
        let digit = misread::digit(c)?.to_digit(10)?;
        i8::try_from(digit).ok()
    })
    .parse(input)
}

fn two_digits(input: &str) -> IResult<'_, i8> {
    // As they stand in all but damaged telegrams.
    if let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] = input.as_bytes() {
        let value = (tens - b'0') * 10 + (ones - b'0');
        return Ok((from(input, 2), i8::try_from(value).unwrap_or(0)));
    }
    let (rest, (tens, ones)) = (digit, digit).parse(input)?;
    Ok((rest, tens * 10 + ones))
}

/// The month, in three letters or whole, and whether a digit stands for one
/// of its letters: `0CT`, `DECEM8ER`.
fn month(input: &str) -> IResult<'_, (i8, bool)> {
    let three = input.as_bytes().first_chunk().copied();
    let (mut rest, capitals) = if let Some(three @ [b'A'..=b'Z', b'A'..=b'Z', b'A'..=b'Z']) = three
    {
        // As they stand in all but damaged telegrams.
        (from(input, 3), three)
    } else {
        let (rest, letters) = (letter, letter, letter).parse(input)?;
        let letters = <[char; 3]>::from(letters).map(misread::capital);
        let capitals = letters.map(|letter| u8::try_from(letter).unwrap_or(b'?'));
        (rest, capitals)
    };
    let name = std::str::from_utf8(&capitals).unwrap_or_default();
    let Some(month) = month_of(name) else {
        return Err(refuse(input));
    };
    let tail = usize::try_from(month - 1)
        .ok()
        .and_then(|at| MONTHS.get(at));
    let tail = tail.and_then(|name| name.get(3..)).unwrap_or_default();
    if let Some(printed) = rest.get(..tail.len())
        && tail.chars().eq(printed
            .chars()
            .map(|c| misread::capital(c.to_ascii_uppercase())))
    {
        rest = from(rest, tail.len());
    }
    let printed = input.get(..input.len() - rest.len()).unwrap_or_default();
    let misread = printed.bytes().any(|byte| byte.is_ascii_digit());
    Ok((rest, (month, misread)))
}

/// A letter of a month, after at most one blank.
fn letter(input: &str) -> IResult<'_, char> {
    preceded(
        opt(satisfy(is_blank)),
        satisfy(|c| c.is_ascii_alphanumeric()),
    )
    .parse(input)
}

/// The year in four digits, and as printed.
fn year(input: &str) -> IResult<'_, (u16, &str)> {
    let (rest, first) = two_digits(input)?;
    let mut year = pivot(u16::try_from(first).unwrap_or(0));
    let mut end = rest;
    // Four digits only without blanks between: ` 08 1204` is a tail.
    if byte(rest, 0).is_ascii_digit() && byte(rest, 1).is_ascii_digit() {
        let (rest, second) = two_digits(rest)?;
        year = u16::try_from(first).unwrap_or(0) * 100 + u16::try_from(second).unwrap_or(0);
        end = rest;
    }
    let printed = input.get(..input.len() - end.len()).unwrap_or_default();
    Ok((end, (year, printed)))
}

impl Draft<'_> {
    /// Reads a line that begins like format line 5: a precedence and digits.
    pub(super) fn preamble(&mut self, idx: usize) -> bool {
        let line = self.content(idx);
        if !looks_like_dtg(line) {
            return false;
        }
        match dtg_line(line) {
            Ok((rest, (first, second, group))) => {
                self.set(idx, LineKind::FormatLine(FormatLine::Dtg));
                let from = super::header::originator_within(rest).unwrap_or(rest.len());
                if self.heading.dtg.is_none() {
                    let rest = rest.get(..from).unwrap_or(rest);
                    self.date(first, second, &group, rest);
                }
                true
            }
            Err(_) if line.len() < 64 && line.contains('Z') => {
                self.set(idx, LineKind::FormatLine(FormatLine::Dtg));
                self.garble(line, "date-time group");
                true
            }
            Err(_) => false,
        }
    }

    /// Reads a group that stands behind a label; says whether it is one.
    pub(super) fn group_of(&mut self, text: &str) -> bool {
        if !looks_like_dtg(text) || self.heading.dtg.is_some() {
            return false;
        }
        let Ok((rest, (first, second, group))) = dtg_line(text) else {
            return false;
        };
        self.date(first, second, &group, rest);
        true
    }

    fn date(&mut self, first: Option<char>, second: Option<char>, group: &Group<'_>, rest: &str) {
        let dtg = group.dtg;
        let span = self.place(group.printed);
        let tail = trim(rest);
        self.heading.dtg = Some(DtgLine {
            span,
            dtg,
            precedence: first.and_then(Precedence::from_prosign),
            info_precedence: second.and_then(Precedence::from_prosign),
            tail: (!tail.is_empty()).then(|| self.place(tail)),
        });
        let n_blanks = group.printed.bytes().filter(|&byte| byte == b' ').count();
        let kind = match (group.letters, n_blanks) {
            (true, _) => RepairKind::MisreadCharacter,
            (false, 0..=2) => return,
            (false, _) => RepairKind::SpacedDate,
        };
        let time = dtg.time().replace(':', "");
        let date = dtg.date();
        let (day, month, year) = (date.day(), month_name(date.month()), dtg.year() % 100);
        let to = format!("{day:02}{time}Z {month} {year:02}");
        self.repair(span, kind, Cow::Owned(to), Confidence::Medium);
    }
}

/// Whether a line holds a date-time group that can be read.
pub(super) fn is_dated(line: &str) -> bool {
    dtg_line(line).is_ok()
}

/// A precedence or two, then a digit and three more or what looks like them;
/// or six digits and a Z, to which a precedence may be glued.
pub(super) fn looks_like_dtg(line: &str) -> bool {
    let bytes = line.as_bytes();
    match bytes {
        [b'Z' | b'O' | b'P' | b'R' | b'Y', b' ', rest @ ..] => {
            let mut signs = rest
                .iter()
                .copied()
                .filter(|byte| !matches!(byte, b' ' | b'\t'));
            let first = match signs.next() {
                Some(b'Z' | b'O' | b'P' | b'R' | b'Y') if rest.contains(&b' ') => signs.next(),
                first => first,
            };
            let like_digit = |byte: u8| misread::digit(char::from(byte)).is_some();
            first.is_some_and(|byte| byte.is_ascii_digit())
                && signs.take(3).filter(|&byte| like_digit(byte)).count() == 3
        }
        [b'Z' | b'O' | b'P' | b'R' | b'Y', group @ ..] | group if group.len() > 10 => {
            group
                .get(..6)
                .is_some_and(|six| six.iter().all(u8::is_ascii_digit))
                && group.get(6) == Some(&b'Z')
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::dtg_line;

    /// The group, or where reading stopped.
    fn check(input: &str) -> String {
        match dtg_line(input) {
            Ok((rest, (first, second, group))) => {
                format!("{first:?} {second:?} {} then {rest:?}", group.dtg)
            }
            Err(_) => "no group".into(),
        }
    }

    #[test]
    fn reads_one_precedence_or_two() {
        insta::assert_snapshot!(check("R 221504Z JUL 08"), @r#"Some('R') None 22 JUL 2008 15:04Z then """#);
        insta::assert_snapshot!(check("O P 221504Z JUL 08 ZDK"), @r#"Some('O') Some('P') 22 JUL 2008 15:04Z then " ZDK""#);
    }

    #[test]
    fn reads_through_blanks_and_letters() {
        insta::assert_snapshot!(check("P 110914 Z FEB 7 6"), @r#"Some('P') None 11 FEB 1976 09:14Z then """#);
        insta::assert_snapshot!(check("P 11O914Z FEB 76"), @r#"Some('P') None 11 FEB 1976 09:14Z then """#);
        insta::assert_snapshot!(check("P 110914 FEB 1976"), @r#"Some('P') None 11 FEB 1976 09:14Z then """#);
        insta::assert_snapshot!(check("P 1 1 O 9 l 4 Z F E B 7 6"), @r#"Some('P') None 11 FEB 1976 09:14Z then """#);
        insta::assert_snapshot!(check("P 1IO9l4Z 0CT 7G"), @r#"Some('P') None 11 OCT 1976 09:14Z then """#);
        insta::assert_snapshot!(check("P 110914Z DECEM8ER 76 ZDK"), @r#"Some('P') None 11 DEC 1976 09:14Z then " ZDK""#);
        insta::assert_snapshot!(check("P 1109147 FEB 76"), @r#"Some('P') None 11 FEB 1976 09:14Z then """#);
        insta::assert_snapshot!(check("P 1109142 FEB 76"), @r#"Some('P') None 11 FEB 1976 09:14Z then """#);
        insta::assert_snapshot!(check("P110914Z FEB 76"), @r#"Some('P') None 11 FEB 1976 09:14Z then """#);
        insta::assert_snapshot!(check("P 1109145 FEB 76"), @"no group");
        insta::assert_snapshot!(check("P 110914Z JUL76"), @r#"Some('P') None 11 JUL 1976 09:14Z then """#);
    }

    #[test]
    fn knows_no_impossible_moment() {
        insta::assert_snapshot!(check("R 311504Z FEB 08"), @"no group");
        insta::assert_snapshot!(check("R 222504Z JUL 08"), @"no group");
        insta::assert_snapshot!(check("R 221504Z JUX 08"), @"no group");
        insta::assert_snapshot!(check("R 22T504Z JUL 08"), @"no group");
    }

    #[test]
    fn prose_is_no_date_time_group() {
        for line in [
            "R 2 BOATS LEFT",
            "O G8 SUMMIT",
            "P 1B",
            "PORT 1504",
            "P O",
            "R110914 BOATS",
            "P1109 BOATS LEFT",
        ] {
            assert!(!super::looks_like_dtg(line), "{line}");
        }
        assert!(super::looks_like_dtg("O P 22l504Z JUL 08"));
        assert!(super::looks_like_dtg("P110914Z FEB 76"));
    }
}
