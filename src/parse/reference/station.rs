//! The station of a citation, and the words that are none.

use super::super::token::{after, byte, from, is_blank, trim, trim_start};
use super::super::words::{Words, words};
use crate::cable::is_month;
use crate::glossary;

/// Words that stand before numbers and are no stations, besides months.
const NO_STATIONS: Words = words![
    // A manual of the Army; before a sender it is a format line.
    "FM",
    "FROM",
    "PL",
    "FY",
    "CERP",
    "DOCUMENT",
    "PARAGRAPHS",
    "TODAY",
    "NOTE",
    "DIPNOTE",
    "UNGA",
    "LAW",
    "DECREE",
    "ORDER",
    "BILL",
    "ITEM",
    "PART",
    "PARA",
    "PARAS",
    "PARAGRAPH",
    "PAGE",
    "ANNEX",
    "REPORT",
    "MEETING",
    "NO",
    "NUMBER",
    "IIR",
    "TD",
    "DIA",
    "CIA",
    "FBIS",
    "OSC",
    "SECDEF",
    "JCS",
    "FAM",
    "FAH",
    "UNSC",
    "UNSCR",
    "RESOLUTION",
    "TELCON",
    "EMAIL",
    "E-MAIL",
    "MEMO",
    "LETTER",
    "DATED",
    "OF",
    "ON",
    "DTG",
    "AND",
    "PREVIOUS",
    "SECTION",
    "SEC",
    "ARTICLE",
    "USDAO",
    // A mark of a message center behind the references.
    "PTQ",
    "CALL",
    "DTD",
    "AIRGRAM",
    "TELECON",
    "PHONECON",
    "PHONCON",
    "CABLE",
    "DESPATCH",
    "DISPATCH",
    "EMAILS",
    "E-MAILS",
    "CIRCULAR",
    "CFR",
    "INSTRUCTION",
    "DIRECTIVE",
    "NSPD",
    "CASE",
    "DOC",
    "E.O",
    "SITREP",
    "SPOTREP",
    "USC",
    "U.S.C",
    "P.L",
    "INA",
    "TITLE",
    "CHAPTER",
    "BOOK",
    "VOLUME",
    "FORM",
    "CHANNEL",
    "CODEL",
    "CONFERENCE",
    "CONVERSATION",
    "CONVERSATIONS",
    "DEMARCHE",
    "DISCUSSION",
    "DISCUSSIONS",
    "FAX",
    "GUIDANCE",
    "LETTERS",
    "MEETINGS",
    "MEMCON",
    "MEMORANDUM",
    "MEMOS",
    "NON-PAPER",
    "NONPAPER",
    "POUCH",
    "STAFFDEL",
    "TALKS",
    "TREATY",
    "VISIT",
];

/// A station: up to four words of letters, and what follows them.
pub(super) fn station(input: &str) -> Option<(&str, &str)> {
    const NOUNS: Words = words![
        "CIRCULAR", "NO", "NR", "CABLE", "TELEGRAM", "MESSAGE", "MSG", "TEL", "REFTEL",
    ];
    const PREFIXES: Words = words![
        "AS IN",
        "SEE ALSO",
        "ALSO",
        "PER",
        "CABLES FROM",
        "CABLES",
        "TELEGRAMS",
        "CABLE FROM",
        "TELEGRAM FROM",
        "MESSAGE FROM",
        "SEE",
        "BOTH",
        "US EMBASSY",
        "U.S. EMBASSY",
        "US MISSION",
        "U.S. MISSION",
        "AM EMBASSY",
        "AMEMBASSY",
        "AMEMB",
        "EMBASSY",
        "AMCONSUL",
        "AMCONGEN",
        "CONGEN",
        "CONSULATE",
        "MISSION",
        "USINT",
        // A caption of the agency that the telegram is for.
        "AIDAC",
        "UNCLAS",
        "CONFIDENTIAL",
        "SECRET",
    ];
    let mut start = input;
    if let Some(rest) = PREFIXES.after_word(input) {
        start = trim_start(rest);
        // `USINT 202`: of the only one that the telegram knows.
        if input.starts_with("USINT ") && byte(start, 0).is_ascii_digit() {
            return Some(("USINT", rest));
        }
    }
    let letters = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'\'' | b'.');
    let mut rest = start;
    let mut end = start;
    for _ in 0..4 {
        let length = rest.bytes().take_while(|&byte| letters(byte)).count();
        let word = rest.get(..length)?;
        if length == 0 || length > 24 {
            break;
        }
        let bare = word.trim_end_matches('.');
        // The letter of an entry or an initial.
        if bare.len() == 1 && word.ends_with('.') {
            return None;
        }
        // `NORTHHAVEN NO. 88`
        let number = end.len() < start.len() && NOUNS.hold(bare);
        if number && trim_start(from(rest, length)).starts_with(|c: char| c.is_ascii_digit()) {
            let station = trim(start.get(..start.len() - end.len())?);
            return Some((station, from(rest, length)));
        }
        // `TD-314/12345-08`, and where a release took the station away.
        if ["TD-", "TDX-", "IIR-"]
            .iter()
            .any(|series| after(word, series).is_some())
            || is_excised(word)
        {
            return None;
        }
        if NO_STATIONS.hold(bare) || is_month(bare) {
            return known_station(start);
        }
        // `NORTHHAVEN A-112` is an airgram, `CA-112` a circular one, and `C-VD8-01234` the
        // number of a task.
        if byte(word, 1) == b'-' || matches!(word, "CA-" | "CW-") {
            return None;
        }
        // `O311`: the letter belongs to the serial.
        if length == 1 && byte(rest, 1).is_ascii_digit() {
            break;
        }
        end = from(rest, length);
        rest = trim_start(end);
    }
    let station = start.get(..start.len() - end.len())?;
    let station = station.trim_matches(|c| is_blank(c) || c == '-');
    // `STATE TOSEC 112`: the series is what counts.
    let station = station
        .strip_prefix("STATE ")
        .filter(|series| matches!(*series, "TOSEC" | "SECTO"))
        .unwrap_or(station);
    let station = known_tail(station).unwrap_or(station);
    let enough = station.bytes().filter(u8::is_ascii_alphabetic).count() >= 2;
    // `HOLT-QUILL 7/2` is a day, and `OSLO 7/2` are two telegrams.
    if memchr::memchr(b'-', station.as_bytes()).is_some()
        && is_day(trim_start(end))
        && glossary::station(station).is_none()
    {
        return None;
    }
    // `66 FR 1811` is a register of the government, and `PARIS FR 12` a telegram.
    (enough && station.len() <= 32 && station != "FR").then_some((station, end))
}

/// Whether a text begins with a month and a day, `7/2`, `07/22`.
fn is_day(text: &str) -> bool {
    let number = |at: usize| {
        let digits = text.bytes().skip(at).take_while(u8::is_ascii_digit).count();
        let read = text.get(at..at + digits).filter(|_| digits < 3);
        (read.and_then(|read| read.parse().ok()).unwrap_or(0), digits)
    };
    let (month, digits) = number(0);
    let slashed = matches!(month, 1..=12) && byte(text, digits) == b'/';
    slashed && matches!(number(digits + 1), (1..=31, _))
}

/// A known station with a zero for O before its number: `LOND0N 12`.
///
/// Sample: `garbled/ref-label-with-a-slip`
pub(super) fn misread_station(input: &str) -> Option<(&str, &str)> {
    let near = input.as_bytes().get(..24).unwrap_or(input.as_bytes());
    let zero = memchr::memchr(b'0', near)?;
    // In a word, and not in a number.
    let is_letter = |at: usize| byte(input, at).is_ascii_uppercase();
    if !(is_letter(zero + 1) || zero > 1 && is_letter(zero - 1) && is_letter(zero - 2)) {
        return None;
    }
    let ends = memchr::memchr_iter(b' ', near).filter(|&at| at > zero);
    let mut found = ends.filter_map(|at| input.split_at_checked(at));
    found.find(|(name, _)| zero_for_o(name).is_some())
}

/// The name of the station that one with zeros for O stands for.
pub(super) fn zero_for_o(name: &str) -> Option<&'static str> {
    name.contains('0')
        .then(|| glossary::station_name(&name.replace('0', "O")))?
}

/// `XXXXXXXXXXXX`: what a release put over a name.
pub(in crate::parse) fn is_excised(word: &str) -> bool {
    word.len() >= 4 && word.bytes().all(|byte| matches!(byte, b'X' | b'x'))
}

/// The known post behind words that say what sort of message it is, and are no part of a
/// name: `EMBASSY REPLY OSLO`. Other words may name another sender: `LEGAT OSLO`.
///
/// Sample: `garbled/ref-words-before-the-station`
fn known_tail(station: &str) -> Option<&str> {
    const MOST: usize = 3;
    const KINDS: Words = words![
        "NOTAL",
        "AMEMBASSY",
        "EMBASSY",
        "REPLY",
        "RESPONSE",
        "ANSWER",
        "EARLIER",
        "RECENT",
        "LATEST",
    ];
    let mut tail = station;
    for _ in 0..MOST {
        let Some(behind) = KINDS.after_word(tail) else {
            break;
        };
        tail = trim_start(behind);
    }
    let is_post = || glossary::station(tail).is_some_and(|known| known.kind != "agency");
    (tail.len() < station.len() && is_post()).then_some(tail)
}

/// A station whose name holds a word that is none: PORT OF SPAIN.
fn known_station(input: &str) -> Option<(&str, &str)> {
    let mut ends = input
        .char_indices()
        .filter(|&(_, c)| is_blank(c))
        .map(|(at, _)| at)
        .take(4);
    ends.find_map(|at| {
        let (name, rest) = input.split_at_checked(at)?;
        let several = name.contains(is_blank);
        let post = || glossary::station(name).is_some_and(|known| known.kind != "agency");
        (several && post()).then_some((name, rest))
    })
}

#[cfg(test)]
mod tests {
    use crate::parse::reference::tests::{bare, check};

    #[test]
    fn words_before_a_post_are_no_part_of_its_name() {
        insta::assert_snapshot!(bare("EMBASSY REPLY OSLO 12; AND ROME 4"), @"08OSLO12 08ROME4");
        insta::assert_snapshot!(bare("A. OSLO 12 B. AND ROME 4"), @"A=08OSLO12 B=08ROME4");
        insta::assert_snapshot!(bare("AIDAC STATE 4711"), @"08STATE4711");
        // Who sent it is part of a name.
        for text in [
            "LEGAT ROME",
            "USIS OSLO",
            "MNFI BAGHDAD",
            "USAID CAIRO",
            "CAMP OSLO",
        ] {
            assert_eq!(
                bare(&format!("{text} 12")),
                format!("08{}12", text.replace(' ', ""))
            );
        }
        insta::assert_snapshot!(bare("NEW OSLO 12; PORT OF SPAIN 3; EAST KESTREL 4"), @"08NEWOSLO12 08PORTOFSPAIN3 08EASTKESTREL4");
    }

    #[test]
    fn and_stands_before_a_citation_and_takes_no_number_for_its_year() {
        assert_eq!(bare("OSLO 12, 07 AND ROME 4"), "08OSLO12 08OSLO7 08ROME4");
        assert_eq!(
            bare("OSLO 3, 4, 07 AND ROME 4"),
            "08OSLO3 08OSLO4 08OSLO7 08ROME4"
        );
        assert_eq!(bare("STATE 12 - 2006 AND ROME 4"), "06STATE12 08ROME4");
        assert_eq!(bare("OSLO 12 AND 07 ROME 4"), "08OSLO12 07ROME4");
    }

    #[test]
    fn months_and_reports_are_no_stations() {
        for text in [
            "MARCH 12",
            "PART 2",
            "IIR 6 000 0000 08",
            "7 FAM 100",
            "FM 3-24",
            "66 FR 1811",
            "REPORT 12",
            "NORTHHAVEN",
            "NORTHHAVEN A-112",
            "NORTHHAVEN G8",
            "NORTHHAVEN 8B",
            "NORTHHAVEN B52S",
            "FY 2008",
            "SEC. 4",
        ] {
            assert_eq!(check(text), "no telegram", "{text}");
        }
    }

    #[test]
    fn a_known_station_may_hold_a_word_that_is_none() {
        insta::assert_snapshot!(check("05 PORT OF SPAIN 12"), @r#"Some(2005) "PORT OF SPAIN" 12 then """#);
        insta::assert_snapshot!(check("PARIS FR 12"), @r#"None "PARIS FR" 12 then """#);
        insta::assert_snapshot!(check("B. LIBREVILLE 83"), @"no telegram");
    }

    #[test]
    fn words_before_stations_and_numbers_of_tasks_and_laws() {
        assert_eq!(bare("AS IN OSLO 12"), "08OSLO12");
        assert_eq!(bare("CABLES OSLO 12 AND ROME 4"), "08OSLO12 08ROME4");
        assert_eq!(bare("ROME 4; NOTAL OSLO 12"), "08ROME4 08OSLO12");
        assert_eq!(bare("SEE ALSO OSLO 12"), "08OSLO12");
        assert_eq!(bare("PARIS' 12 TO DEPT"), "08PARIS12");
        assert_eq!(bare("TEL-AVIV 12"), "08TELAVIV12");
        assert_eq!(bare("C-VD8-01234"), "other");
        assert_eq!(bare("PL 108-447"), "other");
        // Stations with a hyphen of their own, and a unit that is none.
        assert_eq!(bare("PORT-AU-PRINCE 12"), bare("PORT AU PRINCE 12"));
        assert_eq!(bare("PRT OSLO 12"), "08PRTOSLO12");
        assert_eq!(
            bare("POST'S 12, US EMBASSY OSLO 13"),
            "08NORTHHAVEN12 08OSLO13"
        );
        assert_eq!(bare("POST 12"), "08POST12");
    }
}
