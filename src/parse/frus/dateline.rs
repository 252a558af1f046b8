//! When a document was written, as a volume prints it.

use nom::Parser;

use super::super::token::{after, begins, from, number};
use crate::cable::{Date, MONTHS, Time};

/// A printed date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Printed {
    pub(super) date: Date,
    pub(super) time: Option<Time>,
    /// Whether a `Z` stands after the time. Without it the time is local.
    pub(super) is_zulu: bool,
}

/// The month that a text begins with, and what follows its name.
pub(super) fn month(text: &str) -> Option<(i8, &str)> {
    (1..).zip(MONTHS).find_map(|(value, name)| {
        let rest = after(text, name)?;
        rest.starts_with([' ', '.']).then_some((value, rest))
    })
}

/// ```abnf
/// date = month 1*blank 1*2DIGIT "," 1*blank 4DIGIT [sign time]
/// sign = "," / "-" / en-dash / em-dash
/// ```
///
/// Sample: `frus/old-layout`
pub(super) fn printed(text: &str) -> Option<Printed> {
    let start = (0..text.len())
        .filter(|&at| text.is_char_boundary(at))
        .find_map(|at| month(from(text, at)));
    let (month, rest) = start?;
    let (rest, day) = number(1, 2)
        .parse(rest.trim_start_matches(['.', ' ']))
        .ok()?;
    let rest = rest.trim_start_matches([',', ' ']);
    let (rest, year) = number(4, 4).parse(rest).ok()?;
    let date = Date::new(i16::try_from(year).ok()?, month, i8::try_from(day).ok()?).ok()?;
    let sign = |c: char| c == ',' || c == '-' || c == '\u{2013}' || c == '\u{2014}' || c == ' ';
    let time = time(rest.trim_start_matches(sign));
    Some(Printed {
        date,
        time: time.map(|(time, _)| time),
        is_zulu: time.is_some_and(|(_, is_zulu)| is_zulu),
    })
}

/// ```abnf
/// time = 1*2DIGIT [":" 2DIGIT] *blank ("a" / "p") ("." *blank "m." / "m")
///      / "noon" / "midnight" / 4DIGIT "Z"
/// ```
///
/// Midnight is the beginning of the day.
///
/// Samples: `frus/zulu-time-and-date-in-the-head`, `frus/old-layout`
fn time(text: &str) -> Option<(Time, bool)> {
    if begins(text, "noon") {
        return Some((Time::new(12, 0, 0, 0).ok()?, false));
    }
    if begins(text, "midnight") {
        return Some((Time::midnight(), false));
    }
    if let Ok((rest, group)) = number(4, 4).parse(text) {
        let (hour, minute) = (
            i8::try_from(group / 100).ok()?,
            i8::try_from(group % 100).ok()?,
        );
        let time = Time::new(hour, minute, 0, 0).ok()?;
        return rest.starts_with('Z').then_some((time, true));
    }
    let (rest, hour) = number(1, 2).parse(text).ok()?;
    let (rest, minute) = match after(rest, ":").and_then(|rest| number(2, 2).parse(rest).ok()) {
        Some((rest, minute)) => (rest, minute),
        None => (rest, 0),
    };
    let half = rest.trim_start();
    let after_noon = begins(half, "p");
    if !(after_noon || begins(half, "a"))
        || !(begins(from(half, 1), ".") || begins(from(half, 1), "m"))
        || !(1..=12).contains(&hour)
    {
        return None;
    }
    let hour = hour % 12 + if after_noon { 12 } else { 0 };
    let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
    Some((time, false))
}

/// The day in an attribute: `when="1964-08-04T17:00:00"`. Its time is what
/// is printed, and its zone, if any, the reckoning of an editor.
pub(super) fn day(when: &str) -> Option<Date> {
    super::super::token::day(when).map(|(date, _)| date)
}

#[cfg(test)]
mod tests {
    use super::{day, printed};

    fn check(text: &str) -> String {
        let Some(read) = printed(text) else {
            return "no date".into();
        };
        let time = read.time.map_or("-".into(), |time| time.to_string());
        format!(
            "{} {time}{}",
            read.date,
            if read.is_zulu { "Z" } else { "" }
        )
    }

    #[test]
    fn times_are_printed_in_many_ways() {
        insta::assert_snapshot!(check("Port Larkspur, August 4, 1964, 5 p.m."), @"1964-08-04 17:00:00");
        insta::assert_snapshot!(check("August 4, 1948\u{2014}5 p. m."), @"1948-08-04 17:00:00");
        insta::assert_snapshot!(check("August 4, 1964\u{2013}12:30 a.m."), @"1964-08-04 00:30:00");
        insta::assert_snapshot!(check("March 26, 1969, 2010Z."), @"1969-03-26 20:10:00Z");
        insta::assert_snapshot!(check("January 27, 1948 - noon"), @"1948-01-27 12:00:00");
        insta::assert_snapshot!(check("May 1, 1964, midnight"), @"1964-05-01 00:00:00");
        insta::assert_snapshot!(check("MARCH 14, 1966  9:12 AM"), @"1966-03-14 09:12:00");
        insta::assert_snapshot!(check("March 14, 1966, 9 apples"), @"1966-03-14 -");
        insta::assert_snapshot!(check("May 1, 1964"), @"1964-05-01 -");
        insta::assert_snapshot!(check("May 1, 1964, 2500Z"), @"1964-05-01 -");
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "undated",
            "May boats",
            "February 30, 1964",
            "Mayfield 3, 1964",
            "",
        ] {
            assert_eq!(check(text), "no date", "{text}");
        }
        assert_eq!(
            day("1948-11-22T18:00:00+03:00").unwrap().to_string(),
            "1948-11-22"
        );
        assert_eq!(day("1948"), None);
    }
}
