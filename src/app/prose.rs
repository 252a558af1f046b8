//! What stands in sentences and is no code of its own: the moments of other
//! telegrams, dates, and what was withheld.

use crate::cable::{Cable, Dtg, Excision, Span};
use crate::glossary;

use super::grouped;

/// A date-time group that the text cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// The group as it stands there.
    pub(super) printed: String,
    /// When that was.
    pub(super) dtg: Dtg,
    /// Whether its year is that of the cable, since none stands there.
    pub(super) is_year_inferred: bool,
}

/// The date-time group that a place of the text belongs to: `221504Z JUL 08`,
/// or without a year, which then is that of the cable.
pub(super) fn moment_at(cable: &Cable, source: Span) -> Option<Moment> {
    let (words, here) = words_around(cable, source)?;
    let words: Vec<&str> = words.iter().map(|it| bare(it)).collect();
    for from in here.saturating_sub(2)..=here {
        let group = words.get(from..from + 3).unwrap_or_default().join(" ");
        if let Some(dtg) = glossary::moment(&group) {
            return Some(Moment {
                printed: group,
                dtg,
                is_year_inferred: false,
            });
        }
    }
    let year = cable.year()?;
    for from in here.saturating_sub(1)..=here {
        let group = words.get(from..from + 2).unwrap_or_default().join(" ");
        if let Some(dtg) = glossary::moment(&format!("{group} {year}")) {
            return Some(Moment {
                printed: group,
                dtg,
                is_year_inferred: true,
            });
        }
    }
    None
}

/// The words around a place of the text, and which of them stands there.
fn words_around(cable: &Cable, source: Span) -> Option<(Vec<&str>, usize)> {
    /// Bytes on either side among which the rest of a group stands.
    const FURTHEST: u32 = 48;
    let idx = cable.paragraph_of(source.start)?;
    let text = cable.paragraphs.get(idx)?.text;
    let start = text.start.max(source.start.saturating_sub(FURTHEST));
    let end = text.end.min(source.end.saturating_add(FURTHEST));
    let around = slice(cable, start, end)?;
    let mut words: Vec<&str> = Vec::new();
    let mut here = None;
    let first = around.as_ptr() as usize;
    for word in around.split_whitespace() {
        let at = start + u32::try_from(word.as_ptr() as usize - first).ok()?;
        if at < source.end && source.start < at + u32::try_from(word.len()).ok()? {
            here = here.or(Some(words.len()));
        }
        words.push(word);
    }
    Some((words, here?))
}

/// A word without the signs at its ends.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_ascii_alphanumeric())
}

/// A date that the text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Day {
    /// The date as it stands there.
    pub(super) printed: String,
    /// Its beginning, in UTC; that of the first of several days, or of a month.
    pub(super) begin: Dtg,
    /// Whether a month is named and no day of it.
    pub(super) is_month: bool,
    /// Whether its year is that of the cable, since none stands there.
    pub(super) is_year_inferred: bool,
}

/// The date that a place of the text belongs to: `July 22, 2008`, `22 JUL 08`,
/// `September 3-5`, or `July 2008`.
///
/// A month in small letters is none: a cable that says what "may 5" ships do
/// names no day. `APR 07` may be a day and a month of a year: nothing is said
/// of it.
pub(super) fn day_at(cable: &Cable, source: Span) -> Option<Day> {
    let (words, here) = words_around(cable, source)?;
    for from in here.saturating_sub(2)..=here {
        let printed = words.get(from..).unwrap_or_default();
        let Some((day, n_words)) = day_of(printed, cable.year()) else {
            continue;
        };
        if from + n_words > here {
            return Some(day);
        }
    }
    None
}

/// The date that begins with the first of these words, and of how many of them
/// it is.
fn day_of(words: &[&str], own_year: Option<u16>) -> Option<(Day, usize)> {
    let word = |nth: usize| words.get(nth).copied().map(bare).unwrap_or_default();
    // Where a sentence ends, what follows is of another.
    let goes_on = |nth: usize| {
        let ends = words
            .get(nth)
            .is_some_and(|it| it.ends_with(['.', ';', ':', '?', '!']));
        !ends || month(word(nth)).is_some_and(|(_, is_whole)| !is_whole)
    };
    let four = |nth: usize| {
        let is_year = word(nth).len() == 4 && goes_on(nth - 1);
        let is_count = goes_on(nth) && is_counted(word(nth + 1));
        year(word(nth)).filter(|_| is_year && !is_count)
    };
    if !goes_on(0) {
        return None;
    }
    let (month, day, stands) = match (month(word(0)), month(word(1))) {
        (Some((month, is_whole)), _) if day_of_month(word(1)).is_some() => {
            let is_plain = is_whole && !word(1).starts_with('0');
            let stands = four(2);
            if !is_plain && stands.is_none() {
                return None;
            }
            (month, day_of_month(word(1)), stands)
        }
        (Some((month, _)), _) => (month, None, Some(four(1)?)),
        (None, Some((month, is_whole))) => {
            let stands = if is_whole { four(2) } else { year(word(2)) };
            (month, Some(day_of_month(word(0))?), stands)
        }
        (None, None) => return None,
    };
    let n_words = usize::from(day.is_some()) + 1 + usize::from(stands.is_some());
    let year = stands.or(own_year.and_then(|year| i16::try_from(year).ok()))?;
    let printed: Vec<&str> = words.iter().take(n_words).copied().map(bare).collect();
    let day = Day {
        printed: printed.join(" "),
        begin: Dtg::new(year, month, day.unwrap_or(1), 0, 0)?,
        is_month: day.is_none(),
        is_year_inferred: stands.is_none(),
    };
    Some((day, n_words))
}

/// Whether four figures before a word count it, and are no year.
fn is_counted(word: &str) -> bool {
    const COUNTED: [&str; 16] = [
        "barrels",
        "bodies",
        "casualties",
        "demonstrators",
        "dollars",
        "guests",
        "hours",
        "men",
        "people",
        "persons",
        "prisoners",
        "refugees",
        "soldiers",
        "students",
        "tons",
        "troops",
    ];
    COUNTED
        .iter()
        .any(|counted| counted.eq_ignore_ascii_case(word))
}

/// The month of a name, or of the beginning of one, and whether it is all of it.
fn month(word: &str) -> Option<(i8, bool)> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is_name = word.starts_with(|c: char| c.is_ascii_uppercase());
    let begins = |name: &str| {
        let begins = name.get(..word.len());
        begins.is_some_and(|it| it.eq_ignore_ascii_case(word))
    };
    let is =
        |name: &&str| begins(name) && (word.len() == name.len() || matches!(word.len(), 3 | 4));
    let at = NAMES.iter().position(|name| is_name && is(name))?;
    let is_whole = NAMES.get(at).is_some_and(|name| name.len() == word.len());
    Some((i8::try_from(at + 1).ok()?, is_whole))
}

/// The day of `3`, `22nd` or `3-5`.
fn day_of_month(word: &str) -> Option<i8> {
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    let day = |word: &str| {
        let n_digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (day, rest) = word.split_at_checked(n_digits)?;
        let is_ordinal = ["", "st", "nd", "rd", "th"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(rest));
        let day: i8 = day.parse().ok().filter(|_| is_ordinal && n_digits <= 2)?;
        (1..=31).contains(&day).then_some(day)
    };
    day(last).and(day(first))
}

/// The year of `2008`, or of `08` and `'08`.
fn year(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok()?;
    match (word.len(), year) {
        (4, 1900..=2100) => Some(year),
        (2, 60..) => Some(1900 + year),
        (2, 0..) => Some(2000 + year),
        _ => None,
    }
}

/// What is known of a date, in words.
pub(super) fn day_words(cable: &Cable, day: &Day) -> String {
    let mut words = Vec::new();
    let begin = day.begin.date();
    if !day.is_month {
        words.push(format!("a {}", day.begin.weekday()));
    }
    if let Some(own) = cable.dtg() {
        words.push(if day.is_month {
            let months = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month);
            let own = own.date();
            let n_months = months(begin.year(), begin.month()) - months(own.year(), own.month());
            distance(
                n_months,
                "month",
                "the month in which this cable was written",
            )
        } else {
            let n_days = begin.duration_since(own.date()).as_hours() / 24;
            let n_days = i32::try_from(n_days).unwrap_or(i32::MAX);
            distance(n_days, "day", "the day on which this cable was written")
        });
    }
    let words = words.join(", ");
    if day.is_year_inferred {
        format!("no year stands here; in that of this cable {words}")
    } else {
        words
    }
}

/// How far something is from when a cable was written, `same` if it is not.
fn distance(n: i32, unit: &str, same: &str) -> String {
    let plural = if n.unsigned_abs() == 1 { "" } else { "s" };
    let number = grouped(n.unsigned_abs() as usize);
    match n {
        0 => same.to_owned(),
        1.. => format!("{number} {unit}{plural} after this cable was written"),
        ..0 => format!("{number} {unit}{plural} before this cable was written"),
    }
}

/// A stretch of the text of a cable that begins and ends with whole
/// characters, no longer than from `start` to `end`.
fn slice(cable: &Cable, start: u32, end: u32) -> Option<&str> {
    let text = cable.text();
    let (mut start, mut end) = (start as usize, end as usize);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end)
}

/// What the release withheld at a place of the text.
pub(super) fn withheld_at(cable: &Cable, source: Span) -> Option<&Excision> {
    let touches = |span: &Span| span.start < source.end && source.start < span.end;
    let is_here =
        |excision: &&Excision| touches(&excision.span) || excision.codes.iter().any(touches);
    cable.excisions.iter().find(is_here)
}

/// What is known of a withheld place, each with what it is about.
pub(super) fn withheld_words(cable: &Cable, excision: &Excision) -> Vec<(&'static str, String)> {
    let printed = cable.slice(excision.span);
    let is_row = printed.bytes().all(|byte| matches!(byte, b'X' | b'x'));
    let mut known = Vec::new();
    if is_row {
        known.push((
            "withheld",
            String::from("struck out by whoever published this text"),
        ));
        let n_letters = printed.len();
        known.push((
            "length",
            format!("{n_letters} letters; they do not say how much stood there"),
        ));
    } else {
        known.push((
            "withheld",
            String::from("by this release, beside the code; how much is not known"),
        ));
    }
    let codes = excision.codes.iter().map(|code| cable.read(*code));
    let codes: Vec<String> = codes.collect();
    if !codes.is_empty() {
        known.push(("exemption", codes.join(", ")));
    }
    let release = cable.attributes.iter().find(|it| &*it.key == "Release");
    if let Some(release) = release {
        known.push(("release", release.value.to_string()));
    }
    known.push(("in all", places_words(cable)));
    known.push((
        "status",
        String::from("put there by the publisher; no word of the telegram"),
    ));
    known
}

/// In how many places of a cable something was withheld, and in which
/// paragraphs.
fn places_words(cable: &Cable) -> String {
    /// A longer list says nothing more.
    const MOST: usize = 8;
    let mut places: Vec<(Option<u32>, usize)> = Vec::new();
    for excision in &cable.excisions {
        let paragraph = excision.paragraph;
        match places.last_mut() {
            Some((last, n_places)) if *last == paragraph => *n_places += 1,
            _ => places.push((paragraph, 1)),
        }
    }
    let n_places = cable.excisions.len();
    let n_more = places.len().saturating_sub(MOST);
    let named = places.iter().take(MOST).map(|(paragraph, n_places)| {
        let paragraph = paragraph.and_then(|idx| cable.paragraphs.get(idx as usize));
        let name = match paragraph.and_then(|paragraph| paragraph.number) {
            Some(number) => format!("P{number}"),
            None => String::from("no numbered paragraph"),
        };
        match n_places {
            1 => name,
            n_places => format!("{name} ({n_places})"),
        }
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match n_more {
        0 => String::new(),
        n_more => format!(" and {n_more} more paragraphs"),
    };
    match n_places {
        1 => format!("1 place of this cable, in {named}"),
        n_places => format!("{n_places} places of this cable: {named}{more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cable(words: &str) -> Cable {
        let text = format!(
            "O 181433Z MAY 07\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC IMMEDIATE 5689\n\n\
             C O N F I D E N T I A L PORT LARKSPUR 000525\n\n1. (C) {words}\n\nWHITLOW\n"
        );
        crate::parse::parse(text.as_bytes())
    }

    /// What is said of a word of a sentence.
    fn moment(words: &str, word: &str) -> String {
        let cable = cable(words);
        let at = cable.text().rfind(word).unwrap();
        let found = moment_at(&cable, Span::new(at, at + word.len()));
        found.map_or_else(String::new, |found| {
            let inferred = if found.is_year_inferred {
                ", year inferred"
            } else {
                ""
            };
            format!("{}: {}{inferred}", found.printed, found.dtg.utc())
        })
    }

    #[test]
    fn every_part_of_a_group_belongs_to_it() {
        let words = "It was told in the telegram of (131230Z APR\n07), and not before.";
        for word in ["131230Z", "(131230Z", "APR", "07", "07),"] {
            assert_eq!(
                moment(words, word),
                "131230Z APR 07: 2007-04-13T12:30:00Z",
                "{word}"
            );
        }
        for word in ["telegram", "of", "and", "before."] {
            assert_eq!(moment(words, word), "", "{word}");
        }
        assert_eq!(
            moment("See 131230Z APR.", "APR."),
            "131230Z APR: 2007-04-13T12:30:00Z, year inferred"
        );
    }

    #[test]
    fn words_that_are_no_moment_are_left_alone() {
        for (words, word) in [
            ("In APR 07 the harbor froze.", "APR"),
            ("In APR 07 the harbor froze.", "07"),
            ("On 311230Z APR 07 nothing was.", "APR"),
            ("It may, 131230 is a number.", "131230"),
            ("131230Z is all that is known.", "known."),
        ] {
            assert_eq!(moment(words, word), "", "{words}");
        }
    }

    /// What is said of a word of a sentence that names a day.
    fn day(words: &str, word: &str) -> String {
        let cable = cable(words);
        let at = cable.text().rfind(word).unwrap();
        let found = day_at(&cable, Span::new(at, at + word.len()));
        found.map_or_else(String::new, |found| {
            format!("{}: {}", found.printed, day_words(&cable, &found))
        })
    }

    #[test]
    fn a_day_is_told_with_its_distance() {
        for (words, within, said) in [
            (
                "They met on April 13, 2007 at last.",
                &["April", "13,", "2007"][..],
                "April 13 2007: a Friday, 35 days before this cable was written",
            ),
            (
                "They met on 13 APR 07 at last.",
                &["13", "APR", "07"],
                "13 APR 07: a Friday, 35 days before this cable was written",
            ),
            (
                "They meet MAY 19-21.",
                &["MAY", "19-21."],
                "MAY 19-21: no year stands here; in that of this cable a Saturday, 1 day after \
                 this cable was written",
            ),
            (
                "Sept. 2, 1988 was long ago.",
                &["Sept.", "2,", "1988"],
                "Sept 2 1988: a Friday, 6,832 days before this cable was written",
            ),
            (
                "On May 5, 2000 tons came ashore.",
                &["May", "5,"],
                "May 5: no year stands here; in that of this cable a Saturday, 13 days before \
                 this cable was written",
            ),
            (
                "It froze in March 2007.",
                &["March", "2007."],
                "March 2007: 2 months before this cable was written",
            ),
            (
                "It thaws in May 2007.",
                &["May", "2007."],
                "May 2007: the month in which this cable was written",
            ),
            (
                "It was signed on the 18th May.",
                &["18th", "May."],
                "18th May: no year stands here; in that of this cable a Friday, the day on which \
                 this cable was written",
            ),
        ] {
            for word in within {
                assert_eq!(day(words, word), said, "{word}");
            }
        }
    }

    #[test]
    fn words_that_are_no_day_are_left_alone() {
        for (words, word) in [
            ("In APR 07 the harbor froze.", "APR"),
            ("In APR 07 the harbor froze.", "07"),
            ("On May 5, 2000 tons came ashore.", "2000"),
            ("They may 5 times a day.", "may"),
            ("It ends in May. 5 ships came.", "May."),
            ("It ends in May. 5 ships came.", "5"),
            ("On April 31 nothing was.", "April"),
            ("The Mayor had 12 guests.", "Mayor"),
            ("On April 13 12 ships came.", "12"),
            ("They met April 13 again.", "met"),
            ("They met April 13 again.", "again"),
        ] {
            assert_eq!(day(words, word), "", "{words}");
        }
    }

    #[test]
    fn what_is_withheld_is_told_with_its_places() {
        let cable =
            cable("XXXXXXXXXXXX met XXXXX B1 1.4(D) again.\n\n2. (C) Not xylophones: XXXXXXXX.");
        let told = |word: &str| {
            let at = cable.text().find(word).unwrap();
            let excision = withheld_at(&cable, Span::new(at, at + word.len()))?;
            let known = withheld_words(&cable, excision);
            let words = known
                .iter()
                .map(|(label, words)| format!("{label}: {words}"));
            Some(words.collect::<Vec<_>>().join("\n"))
        };
        insta::assert_snapshot!(told("1.4(D)").unwrap(), @r"
        withheld: struck out by whoever published this text
        length: 5 letters; they do not say how much stood there
        exemption: B1, 1.4(D)
        in all: 3 places of this cable: P1 (2), P2
        status: put there by the publisher; no word of the telegram
        ");
        assert!(told("XXXXXXXXXXXX").is_some());
        assert_eq!(told("met"), None);
        assert_eq!(told("xylophones"), None);
    }
}
