//! One telegram as it is cited: year, station, serial.

use super::super::misread;
use super::super::token::{after_word, byte, from, is_blank, is_capitals, same, trim_start};
use super::super::words::{Words, words};
use super::remark::remarks;
use super::station::{misread_station, station};
use super::year::{
    apostrophe_year, bracketed_year, four_digits, is_rest_of_date, two_digits, year, year_before,
    year_in_brackets, year_of_date,
};
use crate::glossary;

/// Whether the station of a telegram is one of the list.
pub(super) fn is_known(read: &Cited<'_>) -> bool {
    read.station
        .is_some_and(|name| glossary::station(name).is_some())
}

/// A telegram as it was cited.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cited<'a> {
    pub(super) year: Option<u16>,
    pub(super) station: Option<&'a str>,
    pub(super) serial: u32,
    /// Whether a comma stands in the serial: it may part two.
    pub(super) has_comma: bool,
}

/// One cited telegram.
///
/// ```abnf
/// cited   = [(year / bracketed) [between]] station between ["#" / "NO." / noun] serial [last]
///         / [year [between]] station 1*blank bracketed 1*blank serial
///         / [station between] (2DIGIT "-" / 4DIGIT (blank / "-")) 3*serial
///         / station between (apostrophe 2DIGIT / 2DIGIT) 1*blank serial
///         / serial                     ; only where a station was named
/// between = blank / "," / "-" / "/"     ; behind a known station ":" too
/// noun    = "CABLE" / "TELEGRAM" / "TEL" / "REFTEL" / "MESSAGE" / "MSG"
/// last    = "-" 2DIGIT / bracketed / 1*blank "OF" 1*blank 4DIGIT
///         / "/" 2DIGIT                 ; a year near the telegram's own
/// bracketed = "(" (2DIGIT / 4DIGIT) ")"
/// year    = ["'" / "`"] 2DIGIT / 4DIGIT
/// station = 1*4(word [blank])          ; no run of X that stands for one, and nothing
///                                      ; unknown with "-" before a day, `HOLT-QUILL 7/2`
/// serial  = 1*8like-digit              ; letters for digits, O for most
///         / 1*3DIGIT "," 3DIGIT        ; three before the comma with STATE only
/// ```
///
/// Samples: `garbled/letter-o-in-serials`,
/// `garbled/letters-for-digits-in-the-heading`, `plain/ref-years-before-and-behind`,
/// `garbled/signature-between-slashes`
///
/// A month and other words that take numbers are no stations.
pub(super) fn cited(input: &str, bare: bool) -> Option<(Cited<'_>, &str)> {
    cited_of(input, bare, station).or_else(|| {
        // Most numbers hold no zero, and most zeros stand in numbers.
        let near = input.as_bytes().get(..24).unwrap_or(input.as_bytes());
        memchr::memchr(b'0', near)?;
        cited_of(input, bare, misread_station)
    })
}

/// A telegram whose station is what `station` finds.
fn cited_of(
    input: &str,
    bare: bool,
    station: fn(&str) -> Option<(&str, &str)>,
) -> Option<(Cited<'_>, &str)> {
    let before = year(input)
        .or_else(|| year_in_brackets(input))
        .or_else(|| year_of_section(input, station));
    let (mut year, rest) = match before {
        Some((year, rest)) => (Some(year), rest),
        None => (None, input),
    };
    let (station, rest) = match station(rest) {
        Some((station, rest)) => (Some(station), rest),
        None if bare => (None, if year.is_some() { input } else { rest }),
        None => return None,
    };
    if station.is_none() {
        year = None;
    }
    let mut rest = if let Some(name) = station {
        let apart = behind_station(rest);
        // `STATE: 4711`; behind other words a colon begins a title.
        match apart.strip_prefix(':').map(trim_start) {
            Some(after) if glossary::station(name).is_some() => after,
            _ => apart,
        }
    } else {
        trim_start(rest)
    };
    if let Some((two, after)) = bracketed_year(rest).or_else(|| year_before(rest)) {
        year = Some(two);
        rest = trim_start(after);
    }
    let digits = rest;
    let (serial, mut rest) = serial(rest)?;
    let is_department =
        || station.is_some_and(|name| glossary::station_name(name) == Some("STATE"));
    let whole = thousands(digits, serial, rest, is_department);
    let has_comma = whole.is_some();
    let (serial, after) = whole.unwrap_or((serial, rest));
    rest = after;
    // `TALKS 12/12/07`, `AMBASSADOR'S 7/20 E-MAIL`
    let is_owner = |name: &str| {
        name.ends_with("'S") && glossary::station(name.trim_end_matches("'S")).is_none()
    };
    let is_unknown = || station.is_some_and(|name| glossary::station(name).is_none());
    if is_rest_of_date(rest)
        || rest.starts_with('/') && station.is_some_and(is_owner)
        || is_day_of_paper(station.unwrap_or_default(), serial, rest) && is_unknown()
    {
        return None;
    }
    let behind = trim_start(rest);
    // `CJTF-76 MSG 221200Z JUL 08`: the number is that of a unit.
    let joint = input.len().checked_sub(digits.len() + 2);
    let is_joined = || {
        let joint = joint.map(|at| [byte(input, at), byte(input, at + 1)]);
        joint.is_some_and(|[letter, sign]| letter.is_ascii_alphabetic() && sign == b'-')
    };
    if MESSAGES.after_word(behind).is_some() && is_joined() && is_unknown() {
        return None;
    }
    if station.is_some_and(|name| name.len() < 4) && serial < 100 && begins_noun(behind) {
        return None;
    }
    let trailing_year = match rest.as_bytes() {
        [b'-', tens @ b'0'..=b'9', ones @ b'0'..=b'9', after @ ..]
            // `NORTHHAVEN 12-14`: no telegram is of 2014.
            if !(after.first().is_some_and(u8::is_ascii_alphanumeric)
                || serial < 100 && (b"13"..=b"65").contains(&&[*tens, *ones])) =>
        {
            Some((two_digits(*tens, *ones), from(rest, 3)))
        }
        [b' ', ..] if behind.starts_with(['\'', '\u{2019}']) => apostrophe_year(behind),
        _ => bracketed_year(behind).or_else(|| {
            let of = after_word(behind, "OF").or_else(|| after_word(behind, "FROM"))?;
            four_digits(trim_start(of))
        }),
    };
    // The date stays behind, as a remark.
    let dated = || year_of_date(behind).filter(|_| year.is_none());
    if let Some((two, after)) = trailing_year {
        year = year.or(Some(two));
        rest = after;
    } else if let Some(dated) = dated() {
        year = Some(dated);
    }
    Some((
        Cited {
            year,
            station,
            serial,
            has_comma,
        },
        rest,
    ))
}

/// The year between USINT and the post of an interests section: `USINT 08 HAVANA 202`.
/// `USINT 12 ROME 4` are two telegrams.
///
/// Sample: `oddities/ref-to-an-interests-section`
fn year_of_section(input: &str, station: fn(&str) -> Option<(&str, &str)>) -> Option<(u16, &str)> {
    let behind = trim_start(after_word(input, "USINT")?);
    let is_year = matches!(byte(behind, 0), b'0' | b'7'..=b'9') || four_digits(behind).is_some();
    let (year, rest) = year(behind).filter(|_| is_year)?;
    let (_, serial) = station(rest)?;
    byte(behind_station(serial), 0)
        .is_ascii_digit()
        .then_some((year, rest))
}

/// What follows the number of a unit that sent a message.
const MESSAGES: Words = words!["MSG", "MESSAGE", "MESSAGES"];

/// Whether words and two numbers name a newspaper and a day, `HARBOR OBSERVER 11/12`, and
/// not two serials, `SANTA BRISA 17/18`.
///
/// Sample: `oddities/ref-to-a-law-and-a-newspaper`
fn is_day_of_paper(name: &str, first: u32, rest: &str) -> bool {
    /// Last words of the names of newspapers. Of other names none is known: posts that no
    /// list holds have serials as well.
    const PAPERS: Words = words![
        "CHRONICLE",
        "DAILY",
        "ECONOMIST",
        "EXPRESS",
        "GAZETTE",
        "GLOBE",
        "GUARDIAN",
        "HERALD",
        "JOURNAL",
        "MAGAZINE",
        "MONITOR",
        "NEWS",
        "OBSERVER",
        "POST",
        "STAR",
        "TELEGRAPH",
        "TIMES",
        "TRIBUNE",
        "WEEK",
        "WEEKLY",
    ];
    let second = match *rest.as_bytes() {
        [b'/', tens @ b'0'..=b'9', ones @ b'0'..=b'9', ref after @ ..]
            if !after.first().is_some_and(u8::is_ascii_alphanumeric) =>
        {
            u32::from(tens - b'0') * 10 + u32::from(ones - b'0')
        }
        [b'/', ones @ b'0'..=b'9', ref after @ ..]
            if !after.first().is_some_and(u8::is_ascii_alphanumeric) =>
        {
            u32::from(ones - b'0')
        }
        _ => return false,
    };
    let (low, high) = (first.min(second), first.max(second));
    let last = name.rsplit(is_blank).next().unwrap_or_default();
    name.contains(is_blank) && PAPERS.hold(last) && (1..=12).contains(&low) && high <= 31
}

/// Whether what follows a number of two digits makes it no serial of a station
/// that is written with two or three letters: `HK 97 DECLARATION`.
fn begins_noun(behind: &str) -> bool {
    const REMARKS: Words = words![
        "NOTAL", "EXDIS", "NODIS", "STADIS", "LIMDIS", "PREVIOUS", "THROUGH", "THRU", "DATED",
        "PARA",
    ];
    let letters = behind.bytes().take(24).take_while(u8::is_ascii_alphabetic);
    let length = letters.count();
    let word = behind.get(..length).unwrap_or_default();
    let cites = || byte(trim_start(from(behind, length)), 0).is_ascii_digit();
    length > 4 && !REMARKS.hold(word) && glossary::station(word).is_none() && !cites()
}

/// A serial with a comma behind its thousands, `STATION 1,204`: three digits
/// follow it, and stand behind one or two, or behind three in the numbers of
/// the Department, which alone are so high. `NORTHHAVEN 309,310` are two.
fn thousands<'a>(
    digits: &str,
    serial: u32,
    rest: &'a str,
    is_department: impl Fn() -> bool,
) -> Option<(u32, &'a str)> {
    let [b',', hundreds, tens, ones, after @ ..] = rest.as_bytes() else {
        return None;
    };
    let each = [hundreds, tens, ones];
    let apart = !after
        .first()
        .is_some_and(|&next| next.is_ascii_alphanumeric() || matches!(next, b',' | b'/'));
    let fits = serial > 0
        && byte(digits, 0) != b'0'
        && apart
        && each.iter().all(|digit| digit.is_ascii_digit())
        && (serial < 100 || serial < 1000 && is_department());
    let below: u32 = rest.get(1..4)?.parse().ok()?;
    fits.then(|| (serial * 1000 + below, from(rest, 4)))
}

/// What stands between a station and a serial taken off.
fn behind_station(rest: &str) -> &str {
    let mut bytes = rest.as_bytes();
    while let [b' ' | b'\t' | b',' | b'#' | b'-' | b'/', after @ ..]
    | [0xc2, 0xa0, after @ ..]
    | [0xe2, 0x80, 0x93, after @ ..] = bytes
    {
        bytes = after;
    }
    from(rest, rest.len() - bytes.len())
}

/// What `NORTHHAVEN 309-312` goes on with behind the first serial: the last
/// of a range, a little higher. `STATE 4711 - 2006 TALKS` has a title.
pub(super) fn last_of_range(rest: &str, serial: u32) -> Option<&str> {
    const LONGEST: u32 = 100;
    let bare = trim_start(trim_start(rest).strip_prefix(['-', '\u{2013}'])?);
    let n_digits = bare.bytes().take(7).take_while(u8::is_ascii_digit).count();
    let last: u32 = bare
        .get(..n_digits)
        .filter(|_| n_digits > 2 || n_digits == 2 && serial < 100)?
        .parse()
        .ok()?;
    let behind = from(bare, n_digits);
    let ends = !behind.starts_with(|c: char| c.is_ascii_alphanumeric())
        && (!trim_start(behind).starts_with(|c: char| c.is_ascii_alphabetic())
            || after_word(trim_start(behind), "AND").is_some());
    let is_near = last > serial && last - serial < LONGEST;
    (ends && is_near).then_some(bare)
}

/// The letters and digits that a text begins with.
pub(super) fn number_word(text: &str) -> &str {
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    text.get(..length).unwrap_or_default()
}

/// A serial, perhaps with letters for digits.
pub(super) fn serial(input: &str) -> Option<(u32, &str)> {
    let mut value: u32 = 0;
    let mut n_digits = 0;
    let mut n_letters = 0;
    let mut others = false;
    for byte in input.bytes().take(9) {
        let digit = if byte.is_ascii_digit() {
            byte - b'0'
        } else if let Some(digit) = misread::digit(char::from(byte)) {
            n_letters += 1;
            others |= !matches!(byte, b'O' | b'o');
            digit as u8 - b'0'
        } else {
            break;
        };
        value = value.checked_mul(10)?.checked_add(u32::from(digit))?;
        n_digits += 1;
    }
    let rest = from(input, n_digits);
    let alone = !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !matches!(rest.as_bytes(), [b'.', b'0'..=b'9', ..]);
    let sure = !others || misread::is_misread(input.get(..n_digits)?);
    let fits = (1..=8).contains(&n_digits) && n_letters < n_digits && sure;
    (fits && value < 10_000_000 && alone).then_some((value, rest))
}

/// Whether a line is a telegram of a known station and nothing else.
pub(super) fn is_citation(line: &str) -> bool {
    is_capitals(line)
        && cited(line, false)
            .is_some_and(|(read, rest)| is_known(&read) && remarks(rest, false).0.is_empty())
}

/// Whether a series is named for who is addressed.
pub(super) fn of_addressee(printed: &str) -> bool {
    ["YOUR", "YOURTEL", "URTEL"]
        .iter()
        .any(|name| same(printed, name))
}

#[cfg(test)]
mod tests {
    use crate::parse::reference::tests::{bare, block, check};

    #[test]
    fn the_last_digits_of_a_serial_may_stand_behind_a_slash() {
        assert_eq!(bare("OSLO 309/10"), "08OSLO309 08OSLO310");
        assert_eq!(bare("OSLO 301/2; ROME 4"), "08OSLO301 08OSLO302 08ROME4");
        assert_eq!(bare("OSLO 301/2/3"), "08OSLO301 08OSLO302 08OSLO303");
        // In full, lower, of a section, of a year, and too short to be cut.
        assert_eq!(bare("OSLO 309/310"), "08OSLO309 08OSLO310");
        assert_eq!(bare("OSLO 309/95"), "08OSLO309 08OSLO95");
        assert_eq!(bare("OSLO 309/2"), "08OSLO309 08OSLO2");
        assert_eq!(bare("OSLO 309/01"), "08OSLO309");
        assert_eq!(bare("OSLO 309/07"), "07OSLO309");
        assert_eq!(bare("OSLO 12/14"), "08OSLO12 08OSLO14");
        assert_eq!(bare("OSLO 309/ROME 4"), "08OSLO309 08ROME4");
        // The next telegram needs no sign before it, nor the rest of a title one.
        assert_eq!(bare("OSLO 309/310 ROME 4"), "08OSLO309 08OSLO310 08ROME4");
        assert_eq!(bare("OSLO 309, 310 ROME 4"), "08OSLO309 08OSLO310 08ROME4");
        assert_eq!(bare("OSLO 309, 310 TALKS IN ROME"), "08OSLO309");
        // Behind a slash two digits are of the serial where they cannot be of a year.
        assert_eq!(bare("OSLO 309/10 ROME 11"), "08OSLO309 08OSLO310 08ROME11");
        assert_eq!(bare("OSLO 309/07 ROME 11"), "07OSLO309 08ROME11");
        assert_eq!(bare("OSLO 398/05 ROME 11"), "05OSLO398 08ROME11");
    }

    #[test]
    fn reads_the_forms_of_a_citation() {
        insta::assert_snapshot!(check("NORTHHAVEN 88"), @r#"None "NORTHHAVEN" 88 then """#);
        insta::assert_snapshot!(check("07 NORTHHAVEN 1204"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("'07 PORT LARKSPUR 00311"), @r#"Some(2007) "PORT LARKSPUR" 311 then """#);
        insta::assert_snapshot!(check("2007NORTHHAVEN1204"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN 1204-07"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN 1204 (07)"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("STATE (07) 4711"), @r#"Some(2007) "STATE" 4711 then """#);
        insta::assert_snapshot!(check("PORT LARKSPUR O311"), @r#"None "PORT LARKSPUR" 311 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN l204"), @r#"None "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN 12I"), @r#"None "NORTHHAVEN" 121 then """#);
        insta::assert_snapshot!(check("0B STATE S4711"), @r#"Some(2008) "STATE" 54711 then """#);
        insta::assert_snapshot!(check("O7 NORTHHAVEN 1204"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("2OO7 NORTHHAVEN 1204"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN, 88"), @r#"None "NORTHHAVEN" 88 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN 1204 (2007)"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN 12 OF 2006"), @r#"Some(2006) "NORTHHAVEN" 12 then """#);
        insta::assert_snapshot!(check("07-NORTHHAVEN-1204"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("`07/NORTHHAVEN/1204"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN NO. 88"), @r#"None "NORTHHAVEN" 88 then """#);
        insta::assert_snapshot!(check("STATE TOSEC 112"), @r#"None "TOSEC" 112 then """#);
        insta::assert_snapshot!(check("08 NORTHHAVEN 00000204"), @r#"Some(2008) "NORTHHAVEN" 204 then """#);
    }

    #[test]
    fn a_level_before_a_station_and_an_apostrophe_before_a_year() {
        assert_eq!(bare("UNCLAS OSLO 12; SECRET ROME 88"), "08OSLO12 08ROME88");
        assert_eq!(bare("OSLO 1234 '07; ROME 12"), "07OSLO1234 08ROME12");
        // The year of what follows, and a level without a station.
        assert_eq!(bare("OSLO 1234 '07 ROME 12"), "08OSLO1234 07ROME12");
        assert_eq!(bare("SECRET 12"), "other");
    }

    #[test]
    fn newspapers_and_units_are_no_stations() {
        assert_eq!(bare("HARBOR OBSERVER 11/12"), "other");
        assert_eq!(bare("CJTF-76 MSG 221200Z JUN 08"), "other");
        // Serials, of a known station too, and one behind a hyphen.
        assert_eq!(bare("SANTA BRISA 17/18"), "08SANTABRISA17 08SANTABRISA18");
        assert_eq!(
            bare("PORT LARKSPUR 11/12"),
            "08PORTLARKSPUR11 08PORTLARKSPUR12"
        );
        assert_eq!(bare("PRT BAMYAN 3/4"), "08PRTBAMYAN3 08PRTBAMYAN4");
        assert_eq!(bare("NEW DELHI 11/12"), "08NEWDELHI11 08NEWDELHI12");
        assert_eq!(bare("HARBOR BAY 11/1204"), "08HARBORBAY11 08HARBORBAY1204");
        assert_eq!(bare("PRT OSLO 11/12"), "08PRTOSLO11 08PRTOSLO12");
        assert_eq!(bare("KESTREL-76"), "08KESTREL76");
        assert_eq!(bare("ROME-76 MSG"), "08ROME76");
    }

    #[test]
    fn serials_of_a_range_stand_around_a_hyphen() {
        insta::assert_snapshot!(block("ROME 309 - 312; STATE 4711-4713"), @"-=08ROME309 -=08ROME312 -=08STATE4711 -=08STATE4713");
        insta::assert_snapshot!(block("ROME 12 THRU 15; OSLO 12 TO 14"), @"-=08ROME12 -=08ROME15 -=08OSLO12 -=08OSLO14");
        // A year, a title, and what is no higher.
        insta::assert_snapshot!(block("ROME 1204-07, STATE 471 - 500 BOATS"), @"-=07ROME1204 -=08STATE471");
        insta::assert_snapshot!(block("STATE 4711 - 2006; STATE 471-9000"), @"-=06STATE4711 -=08STATE471");
    }

    #[test]
    fn a_noun_may_stand_before_a_serial_and_brackets_around_a_citation() {
        insta::assert_snapshot!(block("A. ROME CABLE 12 B. DEPT TELEGRAM 4711"), @"A=08ROME12 B=08STATE4711");
        insta::assert_snapshot!(block("A. [ROME 12] B. (STATE 4711)"), @"A=08ROME12 B=08STATE4711");
        insta::assert_snapshot!(block("CONGEN MUNICH 12, MISSION GENEVA 13"), @"-=08MUNICH12 -=08GENEVA13");
        insta::assert_snapshot!(block("EMBASSY NOTE 112 OF JULY 2"), @"-=other");
        insta::assert_snapshot!(block("A. PHONE CALL OF 7/2 B. CABLE 12"), @"A=telephone B=other");
        insta::assert_snapshot!(block("A. QUILL CALL OF 7/2 B. CALL ON THE MINISTER"), @"A=telephone B=other");
    }

    #[test]
    fn serials_run_through_and_stations_have_an_ending() {
        insta::assert_snapshot!(block("ROME 12 THROUGH 15"), @"-=08ROME12 -=08ROME15");
        insta::assert_snapshot!(block("ROME'S 12 AND 22 CFR 120"), @"-=08ROME12");
    }

    #[test]
    fn reports_airgrams_and_excised_stations_name_no_telegram() {
        insta::assert_snapshot!(block("A. TD-314/00000-08 B. ROME 1"), @"A=report B=08ROME1");
        insta::assert_snapshot!(block("AIRGRAM A-50"), @"-=other");
        insta::assert_snapshot!(block("A. VIDEO CONFERENCE 7/2 B. ROME 7/2"), @"A=other B=08ROME7 B=08ROME2");
        insta::assert_snapshot!(block("A. QUILL-VANCE 7/22 B. QUILL MEMCON 4"), @"A=other B=other");
        insta::assert_snapshot!(block("A. HARBOR OFFICE DEMARCHE 12 B. ROME 12"), @"A=other B=08ROME12");
        insta::assert_snapshot!(block("A. XXXXXXXXXXXX 000311 B. ROME 1"), @"A=other B=08ROME1");
        insta::assert_snapshot!(block("A. PHONECON QUILL-VANCE B. QUILL E-MAILS OF 7/2"), @"A=telephone B=e-mail");
        insta::assert_snapshot!(block("A. PHONCON QUILL/VANCE JULY 1 B. PHONCON 7/2"), @"A=telephone B=telephone");
        insta::assert_snapshot!(block("N/A"), @"");
        insta::assert_snapshot!(block("NONE,"), @"");
        insta::assert_snapshot!(block("(NONE)"), @"");
        insta::assert_snapshot!(block("A. TDX-315/00000-08 B. E MAIL OF 7/2 C. FONECON"), @"A=report B=e-mail C=telephone");
        insta::assert_snapshot!(block("\"ROME 1\""), @"-=08ROME1");
        insta::assert_snapshot!(block("E AND F, MAIL OF MAY"), @"-=other");
    }

    #[test]
    fn a_comma_may_stand_behind_the_thousands_of_a_serial() {
        insta::assert_snapshot!(block("STATE 104,711; ROME 1,204"), @"-=08STATE104711 -=08ROME1204");
        insta::assert_snapshot!(block("ROME 309,310"), @"-=08ROME309 -=08ROME310");
        insta::assert_snapshot!(block("STATE 4711,471, ROME 12, 130"), @"-=08STATE4711 -=08STATE471 -=08ROME12 -=08ROME130");
        insta::assert_snapshot!(block("ROME 7,112,113"), @"-=08ROME7 -=08ROME112 -=08ROME113");
        // It may part two all the same.
        let cable = crate::parse::parse(b"UNCLAS NORTHHAVEN 000311\n\nREF: 08 ROME 99,101\n");
        let cited = &cable.heading.references[0];
        assert_eq!(cited.confidence, crate::cable::Confidence::Medium);
    }
}
