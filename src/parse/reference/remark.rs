//! What stands between citations: remarks, papers, what a release left.

use super::super::repair::link;
use super::super::token::{
    Signs, after, after_word, byte, from, is_blank, is_capitals, is_digits, same, trim, trim_start,
    up_to,
};
use super::super::words::{Words, words};
use super::citation::{Cited, cited, is_known};
use super::station::station;
use super::title::{after_title, is_station_ahead, is_telegram_ahead};
use super::year::year_in_brackets;
use crate::cable::ReferenceKind;
use crate::glossary;

/// What an entry that names no telegram cites.
pub(super) fn other(text: &str) -> ReferenceKind {
    const WORDS: [(&str, ReferenceKind); 25] = [
        ("E-MAIL", ReferenceKind::EMail),
        ("EMAIL", ReferenceKind::EMail),
        ("E-MAILS", ReferenceKind::EMail),
        ("EMAILS", ReferenceKind::EMail),
        ("TELCON", ReferenceKind::Telephone),
        ("TELEPHONE", ReferenceKind::Telephone),
        ("PHONE", ReferenceKind::Telephone),
        ("PHONECON", ReferenceKind::Telephone),
        ("PHONCON", ReferenceKind::Telephone),
        ("TELECON", ReferenceKind::Telephone),
        ("FONECON", ReferenceKind::Telephone),
        ("TEL-CON", ReferenceKind::Telephone),
        ("TELEPHONECON", ReferenceKind::Telephone),
        ("TELCONS", ReferenceKind::Telephone),
        ("CONVERSATION", ReferenceKind::Telephone),
        ("CALL", ReferenceKind::Telephone),
        ("IIR", ReferenceKind::Report),
        ("TD", ReferenceKind::Report),
        ("FBIS", ReferenceKind::Report),
        ("OSC", ReferenceKind::Report),
        ("DIA", ReferenceKind::Report),
        ("REPORT", ReferenceKind::Report),
        ("SITREP", ReferenceKind::Report),
        ("SPOTREP", ReferenceKind::Report),
        ("BOOK", ReferenceKind::Book),
    ];
    let sign = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    let mut words = text.split(sign).take(24).peekable();
    while let Some(word) = words.next() {
        // `CALL ON THE MINISTER`
        if same(word, "CALL") && words.peek().is_some_and(|next| same(next, "ON")) {
            continue;
        }
        // `E MAIL`
        if (same(word, "E") || same(word, "ELECTRONIC"))
            && words.peek().is_some_and(|next| same(next, "MAIL"))
        {
            return ReferenceKind::EMail;
        }
        if is_product(word) {
            return ReferenceKind::Report;
        }
        let head = word.split('-').next().unwrap_or(word);
        for (name, kind) in WORDS {
            let series = || same(head, "TD") || same(head, "TDX");
            if same(word, name) || name == "TD" && series() {
                return kind;
            }
        }
    }
    ReferenceKind::Other
}

/// `CEP20080704950012`: the number of an item of FBIS, letters of the region, the day, and
/// figures of its own.
fn is_product(word: &str) -> bool {
    let digits = word.get(3..).unwrap_or_default();
    digits.len() > 10
        && word.bytes().take(3).all(|byte| byte.is_ascii_uppercase())
        && is_digits(digits)
        && (digits.starts_with("19") || digits.starts_with("20"))
}

/// The parts of a block without the brackets and targets of links: where a
/// web page became Markdown, the id of a telegram is one.
pub(super) fn unlinked(parts: Vec<&str>) -> Vec<&str> {
    let is_link = |part: &&str| part.bytes().any(|byte| byte == b']') && part.contains("](");
    if !parts.iter().any(is_link) {
        return parts;
    }
    let mut bare = Vec::with_capacity(parts.len() * 2);
    for part in parts {
        let mut rest = part;
        while let Some(at) = rest.find('[') {
            let Some((label, length)) = link(from(rest, at)) else {
                break;
            };
            bare.push(trim(rest.get(..at).unwrap_or_default()));
            bare.push(trim(label));
            rest = from(rest, at + length);
        }
        bare.push(trim(rest));
    }
    bare.retain(|part| !part.is_empty());
    bare
}

/// The parts of a block without the tags of a page, `<a href="...">08OSLO12</a>`.
pub(super) fn untagged(parts: Vec<&str>) -> Vec<&str> {
    const LONGEST: usize = 160;
    // Most blocks have none.
    if !parts
        .iter()
        .any(|part| part.bytes().any(|byte| byte == b'<'))
    {
        return parts;
    }
    let mut bare = Vec::with_capacity(parts.len() * 2);
    for part in parts {
        let (mut begin, mut at) = (0, 0);
        while let Some(skip) = memchr::memchr(b'<', from(part, at).as_bytes()) {
            let open = at + skip;
            // `<A> ROME 1` has a letter.
            let opens = matches!(byte(part, open + 1), b'a'..=b'z' | b'/');
            let near = up_to(from(part, open), LONGEST);
            let close = memchr::memchr(b'>', near.as_bytes()).filter(|_| opens);
            at = open + close.map_or(1, |close| close + 1);
            if close.is_some() {
                bare.push(trim(part.get(begin..open).unwrap_or_default()));
                begin = at;
            }
        }
        bare.push(trim(from(part, begin)));
    }
    bare.retain(|part| !part.is_empty());
    bare
}

/// Whether `text` holds the word NOTAL.
pub(super) fn is_notal(text: &str) -> bool {
    let letter = |at: Option<usize>| at.is_some_and(|at| byte(text, at).is_ascii_alphabetic());
    let is_last = |byte: u8| byte.eq_ignore_ascii_case(&b'L');
    let mut last_letters = text.bytes().enumerate().filter(|&(_, byte)| is_last(byte));
    last_letters.any(|(last, _)| {
        let first = last.checked_sub(4);
        let word = first.and_then(|first| text.get(first..=last));
        word.is_some_and(|word| same(word, "NOTAL"))
            && !letter(Some(last + 1))
            && !letter(first.and_then(|first| first.checked_sub(1)))
    })
}

/// The telegrams of the Secretary on a journey, and those to him. Behind one of
/// them the other is no number of the same telegram: `SECTO 12, TOSEC 14`.
pub(super) const SERIES: Words = words!["SECTO", "TOSEC"];

/// The words between two telegrams of a list.
pub(super) const JOINTS: Words = words!["AND", "AS WELL AS", "OR", "THROUGH", "THRU", "TO"];

/// What stands between one cited telegram and the next: remarks in
/// brackets, captions, a title. Returns what is left, and whether a
/// separator was met, after which a lone serial may stand.
pub(super) fn remarks(input: &str, in_series: bool) -> (&str, bool) {
    const PREVIOUS: Words = words!["AND PREVIOUS", "PREVIOUS", "ET AL", "ET SEQ", "ET SEQUENS"];
    const CAPTIONS: Words = words!["NOTAL", "EXDIS", "NODIS", "STADIS", "LIMDIS"];
    let mut rest = input;
    let mut separated = false;
    loop {
        rest = trim_start(rest);
        match rest.as_bytes() {
            [] => return (rest, separated),
            // `ROME 12; (07) STATE 4711`: the year is that of the next.
            [b'(', ..] if separated && year_in_brackets(rest).is_some() => {
                return (rest, separated);
            }
            [b'(', ..] if cited_in_brackets(rest).is_some() => {
                return (cited_in_brackets(rest).unwrap_or(rest), true);
            }
            [b'(', ..] => {
                let near = rest.as_bytes().get(..160).unwrap_or(rest.as_bytes());
                match memchr::memchr(b')', near) {
                    Some(close) => rest = from(rest, close + 1),
                    None => return (after_semicolon(rest), true),
                }
            }
            [b'/', tens @ b'0'..=b'9', b'0'..=b'9', after @ ..]
                if !after.first().is_some_and(u8::is_ascii_digit) && *tens == b'0' =>
            {
                rest = from(rest, 3);
            }
            [b';' | b',' | b'&' | b'/' | b'+', ..] => {
                rest = from(rest, 1);
                separated = true;
            }
            [b'.'] => return ("", separated),
            // `STATE 4711. NORTHHAVEN 88`, but not `STATE 4711. JOINT
            // STATEMENT 2005`.
            [b'.', b' ', ..] => {
                rest = trim_start(from(rest, 1));
                let phrase = |read: &Cited<'_>| {
                    let words = read.station.is_some_and(|name| name.contains(is_blank));
                    words && read.year.is_none() && !is_known(read)
                };
                if cited(rest, false).is_some_and(|(read, _)| phrase(&read)) {
                    return (after_semicolon(rest), true);
                }
            }
            // `STATE 4711 - OSLO 88`; other words are a title.
            [b'-', b' ', ..] if is_station_ahead(from(rest, 2)) => rest = from(rest, 2),
            // `OSLO 88 -AND- ROME 12`
            [b'-', b'A', b'N', b'D', b'-', ..] => {
                rest = from(rest, 5);
                separated = true;
            }
            // `06 OSLO 88 -- 07 OSLO 12`
            [b'-', b'-', b' ', ..] if is_station_ahead(from(rest, 3)) => rest = from(rest, 3),
            // `STATE 4711: OSLO 88`; `STATE 4711: PARIS 2006` has a title.
            [b':', b' ', ..] if is_telegram_ahead(trim_start(from(rest, 2))) => {
                rest = from(rest, 2);
            }
            [b'-' | b':', ..] => return (after_title(rest), true),
            _ => {
                if let Some(after) = PREVIOUS.after_word(rest) {
                    rest = after.strip_prefix('.').unwrap_or(after);
                } else if in_series && separated && SERIES.after_word(rest).is_some() {
                    return (rest, separated);
                } else if let Some(after) = numbered_remark(rest) {
                    rest = after;
                } else if let Some(after) = repeated(rest).or_else(|| addressed(rest)) {
                    rest = after;
                } else if let Some(after) = JOINTS.after_word(rest) {
                    rest = after;
                    separated = true;
                } else if let Some(after) = CAPTIONS.after_word(rest) {
                    rest = after;
                } else {
                    return (rest, separated);
                }
            }
        }
    }
}

/// The telegram of a known station in `(ALSO NORTHHAVEN 88)`, behind another.
fn cited_in_brackets(input: &str) -> Option<&str> {
    const JOINTS: Words = words!["ALSO", "AND", "SEE ALSO"];
    let inside = trim_start(JOINTS.after_word(from(input, 1))?);
    let (read, behind) = cited(inside, false)?;
    // `(AND PARIS 2008 TALKS)` is no telegram.
    let behind = trim_start(behind);
    let is_apart = behind.starts_with([')', ',', ';', '/', '&'])
        || after_word(behind, "AND").is_some()
        || after_word(behind, "NOTAL").is_some();
    (is_apart && is_known(&read)).then_some(inside)
}

/// What stands behind a remark on whom a telegram was repeated to, with which
/// numbers there: `REPEATED INFO LONDON 7, PARIS 12`. They are numbers of the same
/// telegram. The remark reaches to a semicolon.
///
/// Sample: `plain/ref-repeated-elsewhere`
fn repeated(input: &str) -> Option<&str> {
    const WORDS: Words = words!["REPEATED", "RPTD", "RPT"];
    const INFO: Words = words!["INFO", "INFORMATION", "TO"];
    // Most remarks are no such words.
    if !matches!(byte(input, 0), b'W' | b'R' | b'w' | b'r') {
        return None;
    }
    let input = after_word(input, "WHICH").map_or(input, trim_start);
    let behind = trim_start(WORDS.after_word(input)?);
    let named = INFO.after_word(behind).map_or(behind, trim_start);
    // `WHICH REPEATED THE OFFER, ROME 13`
    let (station, _) = station(named)?;
    let known = glossary::station(station).is_some() && cited(named, false).is_some();
    known.then(|| after_semicolon(behind))
}

/// What follows on whom a telegram was sent to: `TO DEPT`, `TO ACCRA RPTD ROME 12`.
/// `OSLO 12 TO 15` and `OSLO 12 TO ROME 15` are ranges.
fn addressed(input: &str) -> Option<&str> {
    let to = trim_start(after_word(input, "TO")?);
    let letters = to.bytes().take(16).take_while(u8::is_ascii_alphabetic);
    let place = to.get(..letters.count())?;
    let behind = trim_start(from(to, place.len()));
    let known =
        same(place, "DEPT") || same(place, "DEPARTMENT") || { glossary::station(place).is_some() };
    let ends = behind.is_empty()
        || behind.starts_with([',', ';', ')', '.', '('])
        || repeated(behind).is_some();
    (known && ends).then_some(behind)
}

/// `PARA 4`, `TOSEC 40117`, `DTD 03/02/08` behind a citation.
fn numbered_remark(input: &str) -> Option<&str> {
    const WORDS: Words = words![
        "PARA",
        "PARAS",
        "PARAGRAPH",
        "TOSEC",
        "SECTO",
        "DTD",
        "DATED",
    ];
    let numbers = |c: char| c.is_ascii_digit() || matches!(c, '/' | '-');
    let after = trim_start(WORDS.after_word(input)?);
    let mut rest = after.trim_start_matches(numbers);
    // `PARAS 3 AND 4`
    if matches!(byte(input, 4), b's' | b'S')
        && let Some(second) = after_word(trim_start(rest), "AND").map(trim_start)
        && byte(second, 0).is_ascii_digit()
        && !trim_start(second.trim_start_matches(numbers))
            .starts_with(|c: char| c.is_ascii_alphabetic())
    {
        rest = second.trim_start_matches(numbers);
    }
    (rest.len() < after.len()).then_some(rest)
}

/// Something that is no telegram, up to where one is cited again: behind a
/// semicolon anything may follow, behind a comma or AND a known station or a
/// year and a station, behind a comma also something else that says what it is.
pub(super) fn up_to_citation(input: &str) -> (&str, &str) {
    const NEAR: usize = 64;
    let known = |text: &str| {
        cited(text, false).is_some_and(|(read, _)| {
            read.station.is_some_and(|station| {
                read.year.is_some() && is_capitals(station) || glossary::station(station).is_some()
            })
        })
    };
    // Whether the words up to the next sign say what they are.
    let says_what = |text: &str| {
        let near = up_to(text, NEAR);
        let end = near.find([',', ';']).unwrap_or(near.len());
        let words = near.get(..end).unwrap_or_default();
        other(words) != ReferenceKind::Other || names_paper(words)
    };
    let near = input.as_bytes().get(..LONGEST).unwrap_or(input.as_bytes());
    for at in memchr::memchr3_iter(b';', b',', b' ', near) {
        let after = match byte(input, at) {
            b';' => from(input, at + 1),
            b',' => match from(input, at + 1) {
                after if known(trim(after)) => after,
                // `QUILL E-MAIL OF 7/2, IIR 6 000 0000 08`
                after if says_what(after) && says_what(input.get(..at).unwrap_or_default()) => {
                    after
                }
                _ => continue,
            },
            _ => match after_word(from(input, at + 1), "AND") {
                Some(after) if known(trim(after)) => after,
                _ => continue,
            },
        };
        return (trim(input.get(..at).unwrap_or_default()), trim(after));
    }
    (trim(input), "")
}

/// Whether words up to the next sign name a paper and its number or day, `QUILL FAX OF 2/28`,
/// `NORTHHAVEN A-112`, or are `SEPTEL`. Others behind a telegram are its title.
pub(super) fn names_paper(text: &str) -> bool {
    const NEAR: usize = 64;
    // A telegram that is sent apart from this one: it has no number yet.
    const APART: Words = words!["SEPTEL", "SEPTELS"];
    const PAPERS: Words = words![
        "AIRGRAM",
        "FAX",
        "LETTER",
        "MEMCON",
        "MEMO",
        "MEMORANDUM",
        "NOTE",
        "PAPER",
    ];
    let near = up_to(text, NEAR);
    let words = near.split([',', ';', '(']).next().unwrap_or_default();
    let is_airgram = |word: &str| {
        let number = ["A-", "CA-", "CW-"]
            .iter()
            .find_map(|series| word.strip_prefix(series));
        number.is_some_and(is_digits)
    };
    APART.hold(trim(words))
        || words.split(is_blank).any(is_airgram)
        || words.bytes().any(|byte| byte.is_ascii_digit())
            && words
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| PAPERS.hold(word))
}

/// What follows `002.1 OF 003` behind a station and a number: the header of a
/// page that was joined with the line is no citation.
///
/// Sample: `garbled/ref-label-with-a-slip`
pub(super) fn page_behind(input: &str) -> Option<&str> {
    let digits = |text: &str, n: usize| text.bytes().take(n).all(|byte| byte.is_ascii_digit());
    let page = trim_start(input);
    let rest = (page.len() > 9 && digits(page, 3)).then(|| from(page, 3))?;
    let part = rest.strip_prefix('.').map(|part| from(part, 1));
    let total = after(trim_start(part.unwrap_or(rest)), "OF ").map(trim_start)?;
    (total.len() > 2 && digits(total, 3)).then(|| trim_start(from(total, 3)))
}

/// Bytes of an entry that are looked through for a further citation.
pub(super) const LONGEST: usize = 400;

/// An entry without the signs and the AND that lead to the next.
pub(super) fn without_joint(own: &str) -> &str {
    static SIGNS: Signs = Signs::new(" \t\u{a0};,&-");
    let bare = SIGNS.trim(own);
    let Some(at) = bare.len().checked_sub(4) else {
        return bare;
    };
    match bare.split_at_checked(at) {
        Some((head, tail)) if tail.eq_ignore_ascii_case(" AND") => SIGNS.trim(head),
        _ => bare,
    }
}

pub(super) fn after_semicolon(text: &str) -> &str {
    memchr::memchr(b';', text.as_bytes()).map_or("", |at| trim_start(from(text, at + 1)))
}

#[cfg(test)]
mod tests {
    use crate::parse::reference::label::label;
    use crate::parse::reference::tests::{bare, block};

    #[test]
    fn tags_of_a_page_are_no_words() {
        assert_eq!(
            bare("<a href=\"x\">07OSLO12</a>, <b>ROME 88</b> (NOTAL)"),
            "07OSLO12 08ROME88"
        );
        assert_eq!(bare("OSLO 12 < ROME 88"), "08OSLO12");
    }

    #[test]
    fn an_item_of_fbis_is_known_by_its_number() {
        use super::other;
        use crate::cable::ReferenceKind;

        assert_eq!(other("CEP20080704950012"), ReferenceKind::Report);
        assert_eq!(other("CEP20080704"), ReferenceKind::Other);
        assert_eq!(other("XYZ91234567890123"), ReferenceKind::Other);
    }

    #[test]
    fn where_a_telegram_was_repeated_is_no_other() {
        assert_eq!(bare("OSLO 12, REPEATED INFO ROME 7, PARIS 8"), "08OSLO12");
        assert_eq!(
            bare("OSLO 12 WHICH REPEATED ROME 7; ROME 9"),
            "08OSLO12 08ROME9"
        );
        assert_eq!(bare("OSLO 12 RPTD ROME 7"), "08OSLO12");
        assert_eq!(
            bare("OSLO 12 WHICH REPEATED THE OFFER, ROME 13"),
            "08OSLO12 08ROME13"
        );
        assert_eq!(bare("OSLO 12 TO DEPT RPTD ROME 7"), "08OSLO12");
        assert_eq!(bare("OSLO 12 TO ROME, PARIS 8"), "08OSLO12 08PARIS8");
        assert_eq!(bare("OSLO 12 TO 15"), "08OSLO12 08OSLO15");
        assert_eq!(bare("OSLO 12 TO ROME 15"), "08OSLO12 08ROME15");
        assert_eq!(bare("EMBTELS 12 AND 15"), "08NORTHHAVEN12 08NORTHHAVEN15");
        assert_eq!(
            bare("OSLO 12 (REPEATED ROME 7), ROME 9"),
            "08OSLO12 08ROME9"
        );
    }

    #[test]
    fn an_entry_goes_on_behind_what_is_no_telegram() {
        insta::assert_snapshot!(block("05 ROME 3200; 06 JCS 9961; 99 OSLO 9433"), @"-=05ROME3200 -=other -=99OSLO9433");
        insta::assert_snapshot!(block("07 ROME 63 AND 05 USDAO ANKARA 28 AND OSLO 5"), @"-=07ROME63 -=08OSLO5");
        insta::assert_snapshot!(block("A. ROME 3 (HARBOR, DUES), STATE 4 B. QUILL E-MAIL OF 7/2, OSLO"), @"A=08ROME3 A=08STATE4 B=e-mail");
    }

    #[test]
    fn initials_numbers_and_remarks_are_no_telegrams() {
        insta::assert_snapshot!(block("E-MAIL FROM A. QUILL TO B. VANCE JULY 20"), @"-=e-mail");
        insta::assert_snapshot!(block("SEE A. ROME 12 B. STATE 12"), @"-=other A=08ROME12 B=08STATE12");
        insta::assert_snapshot!(block("STATE 4711, PARAS 3 AND 4, ROME 5"), @"-=08STATE4711 -=08ROME5");
        insta::assert_snapshot!(block("STATE 4711, PARA 3 AND ROME 5"), @"-=08STATE4711 -=08ROME5");
        insta::assert_snapshot!(block("HK 97 DECLARATION"), @"-=other");
        insta::assert_snapshot!(block("HK 97 NOTAL, HK 12 ROME 13"), @"-=08HONGKONG97 -=08HONGKONG12 -=08ROME13");
        insta::assert_snapshot!(block("STATE 4711. JOINT STATEMENT 2005"), @"-=08STATE4711");
        insta::assert_snapshot!(block("STATE 4711. NEW DELHI 12"), @"-=08STATE4711 -=08NEWDELHI12");
        insta::assert_snapshot!(block("A. ROME 12 B. (NOTAL) STATE 12 C. (NOTAL) A TALK"), @"A=08ROME12 B=08STATE12 C=other");
    }

    #[test]
    fn remarks_behind_a_number_are_no_telegrams() {
        insta::assert_snapshot!(block("(A) ROME 1 DTD 03/02/08, (B) STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("ROME 1 TOSEC 40117"), @"-=08ROME1");
        insta::assert_snapshot!(block("A. ROME 1 PARA 4 B. STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("ROME 1 ET SEQ., STATE 4"), @"-=08ROME1 -=08STATE4");
    }

    #[test]
    fn stops_dashes_and_pages_may_stand_between_telegrams() {
        insta::assert_snapshot!(block("STATE 4711. ROME 12"), @"-=08STATE4711 -=08ROME12");
        insta::assert_snapshot!(block("STATE 4711 - ROME 12 OR OSLO 3"), @"-=08STATE4711 -=08ROME12 -=08OSLO3");
        insta::assert_snapshot!(block("STATE 4711 - DUES OF 2006"), @"-=08STATE4711");
        insta::assert_snapshot!(block("STATE 4711 - PARIS 2006 TALKS"), @"-=08STATE4711");
        insta::assert_snapshot!(block("STATE 4711 - ROME 12 (NOTAL) AND 13"), @"-=08STATE4711 -=08ROME12 -=08ROME13");
        insta::assert_snapshot!(block("A. ROME 1 NORTHHAVEN 00000311 001.2 OF 003 B. STATE 2"), @"A=08ROME1 B=08STATE2");
        insta::assert_snapshot!(block("STATE 1\n\n     ROME 2\n\nTALKS 3"), @"-=08STATE1 -=08ROME2");
        insta::assert_snapshot!(block("ROME 1, STATE\nNORTHHAVEN 00000311  001.2 OF 003\n12"), @"-=08ROME1 -=08STATE12");
    }

    #[test]
    fn dashes_and_other_signs_stand_between_telegrams() {
        assert_eq!(bare("2006 OSLO 88 -- 2007 OSLO 12"), "06OSLO88 07OSLO12");
        assert_eq!(bare("OSLO 88 + ROME 12"), "08OSLO88 08ROME12");
        assert_eq!(bare("OSLO 88 -AND- ROME 12"), "08OSLO88 08ROME12");
        assert_eq!(bare("OSLO 88 -- DUES OF 2007"), "08OSLO88");
        assert_eq!(bare("OSLO 88 -- ROME 2006 TALKS"), "08OSLO88");
        assert_eq!(label("REF: : OSLO 88"), Some("OSLO 88"));
    }

    #[test]
    fn papers_behind_a_telegram_have_a_day_or_number() {
        assert_eq!(bare("OSLO 12, QUILL/VANCE FAX OF 2/28"), "08OSLO12 other");
        assert_eq!(bare("OSLO 12 AND QUILL MEMO OF MAY 3"), "08OSLO12 other");
        assert_eq!(bare("OSLO 12, ROME A-112"), "08OSLO12 other");
        assert_eq!(bare("CA-4711, ROME A-112"), "other other");
        assert_eq!(bare("OSLO 12 AND SEPTEL"), "08OSLO12 other");
        assert_eq!(bare("OSLO 12, SEPTELS SAY MORE"), "08OSLO12");
        assert_eq!(bare("OSLO 12 PTQ0311"), "08OSLO12");
        assert_eq!(bare("OSLO 12: \"DUES RISE,\" ROME 13"), "08OSLO12 08ROME13");
        assert_eq!(bare("OSLO 12: \"DUES RISE,\" SAID THE PRESS"), "08OSLO12");
        assert_eq!(bare("U.S. MISSION GENEVA 12"), "08GENEVA12");
        assert_eq!(bare("OSLO 12, LETTER TO QUILL"), "08OSLO12");
        assert_eq!(bare("OSLO 12, TALKS OF MAY 3"), "08OSLO12");
    }

    #[test]
    fn what_is_no_telegram_may_stand_behind_a_comma() {
        insta::assert_snapshot!(block("QUILL E-MAIL OF 7/2, IIR 6 000 0000 08, ROME 4"), @"-=e-mail -=report -=08ROME4");
        insta::assert_snapshot!(block("ROME 4, QUILL E-MAIL OF JULY 2, 2008"), @"-=08ROME4 -=e-mail");
        insta::assert_snapshot!(block("TALKS IN ROME, QUILL E-MAIL"), @"-=e-mail");
    }
}
