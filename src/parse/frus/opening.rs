//! How the text of a telegram begins: its number, then perhaps that of its
//! first paragraph; and the telegrams that it cites there.

use memchr::memmem::Finder;
use nom::Parser;

use super::super::token::{
    Needle, after_word, begins, byte, from, is_capitals, is_digits, month_in, number, place,
};
use crate::cable::{Dtg, Precedence, month_of, pivot};

/// Series that have numbers of their own: those of delegations and of the
/// traveling Secretary.
const SERIES: [&str; 22] = [
    "Secto", "Tosec", "Delga", "Gadel", "Polto", "Topol", "Dulte", "Tedul", "Cahto", "Tocah",
    "Toica", "Icato", "Ecato", "Toeca", "Repto", "Torep", "Unmis", "Cap", "Wh", "Todel", "Supnu",
    "Nusup",
];

/// Bytes of the name of a station at most.
const LONGEST_NAME: usize = 48;

/// The beginning of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Opening<'a> {
    /// `Secto`, `A` of an airgram; nothing for the usual series.
    pub(super) series: Option<&'a str>,
    /// The number of the telegram.
    pub(super) serial: Option<u32>,
    /// Day, hour and minute of a date-time group in place of a number.
    pub(super) group: Option<(i8, i8, i8)>,
    /// The number as printed, without the sign after it.
    pub(super) printed: &'a str,
    /// The text after it.
    pub(super) rest: &'a str,
}

/// ```abnf
/// opening = [series (1*blank / "-")] 1*6DIGIT ("." / ",") (blank / end)
///         / 6DIGIT "Z" "." (blank / end)
/// ```
///
/// Sample: `frus/secretary-on-a-journey`
pub(super) fn opening(text: &str) -> Option<Opening<'_>> {
    let (series, rest) = series(text);
    let (after, value) = number(1, 6).parse(rest).ok()?;
    if series.is_none()
        && let Some(after) = after.strip_prefix('Z')
        && let Some(rest) = ended(after)
    {
        let part = |at: u32| i8::try_from(value / at % 100).ok();
        return Some(Opening {
            group: Some((part(10_000)?, part(100)?, part(1)?)),
            printed: text.get(..text.len() - after.len())?,
            rest,
            ..Opening::default()
        });
    }
    Some(Opening {
        series,
        serial: Some(value),
        printed: text.get(..text.len() - after.len())?,
        rest: ended(after)?,
        ..Opening::default()
    })
}

/// The rest after the sign that ends a number.
fn ended(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['.', ','])?;
    (rest.is_empty() || rest.starts_with([' ', '\n'])).then(|| rest.trim_start())
}

fn series(text: &str) -> (Option<&str>, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let is_airgram = matches!(word, "A" | "CA" | "CW" | "G") && rest.starts_with('-');
    let is_series = SERIES
        .iter()
        .any(|series| series.eq_ignore_ascii_case(word));
    if is_airgram || is_series {
        (Some(word), rest.trim_start_matches([' ', '-']))
    } else {
        (None, text)
    }
}

/// A line in which an electronic volume prints what names a telegram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TelegramLine<'a> {
    pub(super) station: &'a str,
    pub(super) serial: u32,
    pub(super) precedence: Option<Precedence>,
    pub(super) dtg: Dtg,
    /// The date-time group as printed.
    pub(super) printed: &'a str,
}

/// ```abnf
/// line = station 1*blank 1*6DIGIT [1*blank prosign] 1*blank 6DIGIT "Z" 1*blank month
///        1*blank 2DIGIT [1*blank *CHAR]
/// ```
///
/// The station is in capitals.
///
/// Sample: `frus/electronic-volume-prints-the-header`
pub(super) fn telegram_line(text: &str) -> Option<TelegramLine<'_>> {
    if text.len() > 160 {
        return None;
    }
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let group = words.iter().position(|word| {
        let digits = word.strip_suffix('Z').unwrap_or_default();
        digits.len() == 6 && is_digits(digits)
    })?;
    let prosigns = words.get(..group)?.iter().rev();
    let n_prosigns = prosigns.take_while(|word| word.len() == 1).count();
    let number_at = group.checked_sub(n_prosigns + 1)?;
    let serial = words.get(number_at)?.parse().ok()?;
    let station = text.get(..place(text, words.get(number_at)?).start as usize)?;
    let month = words.get(group + 1)?;
    let month = month_of(month)?;
    let year = words.get(group + 2)?.trim_end_matches(['.', ',']);
    let printed = place(text, words.get(group)?).cover(place(text, year));
    let two: u16 = year.parse().ok().filter(|_| year.len() == 2)?;
    let digits: u32 = words.get(group)?.trim_end_matches('Z').parse().ok()?;
    let part = |at: u32| i8::try_from(digits / at % 100).ok();
    let year = i16::try_from(pivot(two)).ok()?;
    let station = station.trim();
    let is_station = (2..48).contains(&station.len()) && is_capitals(station);
    let prosign = words.get(number_at + 1).filter(|_| n_prosigns > 0);
    Some(TelegramLine {
        station: Some(station).filter(|_| is_station)?,
        serial,
        precedence: prosign.and_then(|sign| Precedence::from_prosign(sign.chars().next()?)),
        dtg: Dtg::new(year, month, part(10_000)?, part(100)?, part(1)?)?,
        printed: text.get(printed.range())?,
    })
}

/// The posts to which a telegram was repeated, and the number that each got,
/// where its last lines or a footnote say so.
///
/// ```abnf
/// repeated = ("Sent" / "Repeated" / "Department pass" / "This telegram was repeated" / ...)
///            *CHAR ("to" / "pass" / "repeated") item *("," item)
/// item     = post [1*blank 1*6DIGIT]
/// ```
///
/// Sample: `frus/modern-telegram-from-a-post`
pub(super) fn repeated(text: &str) -> Vec<(&str, Option<&str>)> {
    const OPENINGS: [&str; 8] = [
        "Sent ",
        "Repeated ",
        "Rptd ",
        "Department pass ",
        "Dept pass ",
        "Department please pass ",
        "This telegram was ",
        "Also sent to ",
    ];
    const LISTS: [&str; 8] = [
        "repeated information ",
        "repeated info ",
        "rptd info ",
        "repeated to ",
        "repeated ",
        "rptd ",
        "pass ",
        "sent to ",
    ];
    if text.len() > 400 || !OPENINGS.iter().any(|words| begins(text, words)) {
        return Vec::new();
    }
    let lower = text.to_ascii_lowercase();
    let list = LISTS
        .iter()
        .find_map(|words| Some(lower.find(words)? + words.len()));
    let list = from(text, list.unwrap_or(text.len()));
    let end = list.find([';', '\n']).unwrap_or(list.len());
    let items = super::source_note::addressees(list.get(..end).unwrap_or_default());
    items
        .filter_map(|item| {
            let item = after_word(item, "to").map_or(item, str::trim_start);
            let post = item.trim_end_matches(|c: char| c.is_ascii_digit());
            let number = from(item, post.len());
            let post = post.trim_end();
            let is_post = post.starts_with(|c: char| c.is_uppercase())
                && post.len() < 64
                && post
                    .chars()
                    .all(|c| c.is_alphabetic() || " .'-()".contains(c));
            let number = (!number.is_empty()).then_some(number);
            is_post.then_some((post, number))
        })
        .collect()
}

/// The number of a paragraph, as printed.
///
/// ```abnf
/// paragraph = 1*2DIGIT "." blank / "(" 1*2DIGIT ")" blank
/// ```
///
/// Sample: `frus/modern-telegram-from-a-post`
pub(super) fn paragraph(text: &str) -> Option<(u32, &str)> {
    let inside = text.strip_prefix('(').unwrap_or(text);
    let (rest, value) = number(1, 2).parse(inside).ok()?;
    let sign = if inside.len() < text.len() { ')' } else { '.' };
    let rest = rest.strip_prefix(sign)?;
    let printed = text.get(..text.len() - rest.len())?;
    (rest.is_empty() || rest.starts_with([' ', '\n'])).then_some((value, printed))
}

/// Whose telegram is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose<'a> {
    /// Of the post that the telegram comes from or goes to: `Embtel`.
    Post,
    /// Of the Department: `Deptel`.
    Department,
    /// Of the writer: `mytel`.
    Own,
    /// Of the addressee: `urtel`.
    Yours,
    /// Of a station that is named.
    Station(&'a str),
}

/// A telegram that is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cited<'a> {
    pub(super) letter: Option<char>,
    pub(super) whose: Whose<'a>,
    pub(super) serial: u32,
    /// The year that stands behind the number: `SEPT. 1973`.
    pub(super) year: Option<u16>,
    pub(super) printed: &'a str,
}

/// The words after the label of a line of references, up to the end of its
/// sentence.
///
/// ```abnf
/// label = ("Ref" / "Refs" / "Reference" / "References" / "Reftel" / "Reftels") (":" / ".")
/// ```
///
/// Sample: `frus/modern-telegram-from-a-post`
pub(super) fn references(text: &str) -> Option<&str> {
    const LABELS: [&str; 6] = [
        "References",
        "Reference",
        "Reftels",
        "Reftel",
        "Refs",
        "Ref",
    ];
    static LABEL: Needle = Needle::new(|| Finder::new("Ref"));
    let rest = LABEL.find_iter(text.as_bytes()).find_map(|at| {
        let is_word = !text.get(..at)?.ends_with(|c: char| c.is_alphanumeric());
        let line = from(text, at);
        let rest = LABELS.iter().find_map(|label| after_word(line, label))?;
        let rest = rest.strip_prefix([':', '.'])?;
        is_word.then_some(rest)
    })?;
    sentence(rest)
}

/// The citations that the first paragraph opens with, without a label.
///
/// ```abnf
/// opening = *routing ("Re" / "Ref" / "Reference") 1*blank list / *routing list "."
/// routing = ("Eyes only" / "For" / "From" / "Pass" / "Department pass" / ...) *CHAR "."
/// ```
///
/// A list without such a word fills its sentence: `Embtel 1204 and 1205.`
///
/// Sample: `frus/opens-with-its-references`
pub(super) fn opening_references(text: &str) -> Option<&str> {
    let text = behind_routing(text);
    let label = ["Reference", "Refs", "Ref", "Re"]
        .iter()
        .find_map(|word| after_word(text, word));
    let rest = label.filter(|rest| rest.starts_with(' ')).unwrap_or(text);
    let list = sentence(rest)?;
    let found = cited(list);
    let n_bytes: usize = found.iter().map(|each| each.printed.len()).sum();
    // Between two citations stands a comma or `and`.
    let fills = n_bytes + 5 * found.len() >= list.len();
    (!found.is_empty() && list.len() < 160 && (rest.len() < text.len() || fills)).then_some(list)
}

/// A text behind the sentences at its beginning that say whom it is for: `Eyes only
/// Ambassador. Your 1924 and 1925.`
///
/// Sample: `frus/number-above-the-head`
fn behind_routing(text: &str) -> &str {
    const SENTENCES: usize = 3;
    const LONGEST: usize = 100;
    const OPENINGS: [&str; 16] = [
        "Eyes only",
        "Literally eyes only",
        "For",
        "From",
        "Pass",
        "Please pass",
        "Department pass",
        "Department please pass",
        "Dept pass",
        "Personal for",
        "Limit distribution",
        "Limdis",
        "Exdis",
        "Nodis",
        "Niact",
        "No distribution outside Department",
    ];
    let mut rest = text;
    for _ in 0..SENTENCES {
        let is_routing = OPENINGS.iter().any(|word| after_word(rest, word).is_some());
        let Some(words) = sentence(rest).filter(|words| is_routing && words.len() < LONGEST) else {
            break;
        };
        let end = place(rest, words).end as usize;
        rest = from(rest, end).trim_start_matches(['.', ' ', '\n']);
    }
    rest
}

/// The words up to the end of a sentence.
fn sentence(text: &str) -> Option<&str> {
    let end = memchr::memchr2_iter(b'.', b'\n', text.as_bytes()).find(|&at| {
        let next = from(text, at + 1).trim_start();
        let is_over = next.is_empty()
            || next.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
        let before = text.get(..at).unwrap_or_default();
        let is_letter = || {
            let last = before.rsplit([' ', '(']).next().unwrap_or_default();
            let head = before.get(..before.len() - last.len()).unwrap_or_default();
            let head = head.trim_end();
            // `part A.` ends a sentence.
            let apart = head.is_empty()
                || head.ends_with(|c: char| c.is_ascii_digit() || ":;,.(".contains(c));
            apart
                && byte(text, at) == b'.'
                && matches!(last.as_bytes(), [b'A'..=b'J' | b'a'..=b'j'])
        };
        let is_number = before.ends_with("No") || is_letter();
        at > 2 && !is_number && (byte(text, at) == b'\n' || is_over)
    });
    let words = text.get(..end.unwrap_or(text.len()))?.trim();
    (!words.is_empty() && words.len() < 400).then_some(words)
}

/// The telegrams in a line of references.
///
/// ```abnf
/// list  = cited *(("," / ";" / "and" / "&") (cited / serial))
/// cited = [letter 1*blank] whose 1*blank serial [1*blank month 1*blank 4DIGIT]
/// letter = ALPHA ("." / ")") / "(" ALPHA ")"   ; A to J
/// whose = "Embtel" / "Deptel" / "mytel" / "urtel" / ... / station
/// ```
///
/// Samples: `frus/from-the-department`, `frus/references-with-letters`
pub(super) fn cited(list: &str) -> Vec<Cited<'_>> {
    let mut found: Vec<Cited<'_>> = Vec::new();
    let mut name: Option<(usize, usize)> = None;
    let mut letter = None;
    let mut at = 0;
    for part in list.split_inclusive([' ', ',', ';', '\n']) {
        let start = at;
        at += part.len();
        let word = part.trim_end_matches([' ', ',', ';', '\n', '.', ')']);
        let word = word.trim_start_matches('(');
        if word.is_empty() {
            continue;
        }
        if let [one @ (b'A'..=b'J' | b'a'..=b'j')] = *word.as_bytes()
            && part.len() > 1
            && matches!(byte(part.trim_start_matches('('), 1), b'.' | b')')
        {
            letter = Some(char::from(one.to_ascii_uppercase()));
            name = None;
            continue;
        }
        let start = start + (part.len() - part.trim_start_matches('(').len());
        let end = start + word.len();
        let serial = word.parse::<u32>().ok().filter(|_| word.len() <= 6);
        let Some(serial) = serial else {
            let joins = [
                "and",
                "&",
                "of",
                "dated",
                "telegram",
                "telegrams",
                "tel",
                "No",
            ];
            if joins.contains(&word) {
                continue;
            }
            name = match name {
                Some((first, _)) if !part_ends(list, first, start) => Some((first, end)),
                _ => Some((start, end)),
            };
            continue;
        };
        // A month and a year date the telegram before.
        if let Some((first, end)) = name
            && is_short_month(list.get(first..end).unwrap_or_default())
            && (1900..2100).contains(&serial)
        {
            if let Some(before) = found.last_mut() {
                before.year = u16::try_from(serial).ok();
            }
            name = None;
            continue;
        }
        let (begin, whose) = match (name.take(), found.last()) {
            (Some((first, end)), _) => match whose(list.get(first..end).unwrap_or_default()) {
                Some(whose) => (first, whose),
                None => continue,
            },
            (None, Some(before)) => (start, before.whose),
            (None, None) => continue,
        };
        found.push(Cited {
            letter: letter.take(),
            whose,
            serial,
            year: None,
            printed: list.get(begin..end).unwrap_or_default(),
        });
    }
    found
}

/// Whether a list is cut between two of its words.
fn part_ends(list: &str, first: usize, start: usize) -> bool {
    start - first > LONGEST_NAME
        || list
            .get(first..start)
            .is_some_and(|between| between.contains([',', ';', '\n']))
}

/// Whether a word is a month, whole or cut: `SEPT.`, `Oct`.
fn is_short_month(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    let is_cut = (3..=4).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_alphabetic());
    is_cut && month_in(&bare.to_ascii_uppercase()).is_some()
        || super::dateline::month(&format!("{bare} ")).is_some()
}

fn whose(name: &str) -> Option<Whose<'_>> {
    const WORDS: [(&str, Whose<'static>); 27] = [
        ("Embtel", Whose::Post),
        ("Embtels", Whose::Post),
        ("Legtel", Whose::Post),
        ("Contel", Whose::Post),
        ("Contels", Whose::Post),
        ("Embassy", Whose::Post),
        ("Embassy's", Whose::Post),
        ("Deptel", Whose::Department),
        ("Deptels", Whose::Department),
        ("Dept", Whose::Department),
        ("Department", Whose::Department),
        ("Department's", Whose::Department),
        ("State", Whose::Department),
        ("mytel", Whose::Own),
        ("mytels", Whose::Own),
        ("ourtel", Whose::Own),
        ("ourtels", Whose::Own),
        ("my", Whose::Own),
        ("our", Whose::Own),
        ("urtel", Whose::Yours),
        ("Reurtel", Whose::Yours),
        ("Reur", Whose::Yours),
        ("Redeptel", Whose::Department),
        ("urtels", Whose::Yours),
        ("yourtel", Whose::Yours),
        ("your", Whose::Yours),
        ("Your", Whose::Yours),
    ];
    let name = name.trim().trim_end_matches(':');
    let straight = |word: &str| {
        let letters = |text: &str| text.replace('\u{2019}', "'");
        letters(name).eq_ignore_ascii_case(word)
    };
    if let Some(&(_, whose)) = WORDS.iter().find(|(word, _)| straight(word)) {
        return Some(whose);
    }
    let place = name
        .strip_suffix("'s")
        .or_else(|| name.strip_suffix("\u{2019}s"))
        .unwrap_or(name);
    let is_place = place.starts_with(|c: char| c.is_uppercase())
        && (3..32).contains(&place.len())
        && !is_short_month(place)
        && !begins(place, "Para")
        && place
            .chars()
            .all(|c| c.is_alphabetic() || " -'.".contains(c));
    is_place.then_some(Whose::Station(place))
}

#[cfg(test)]
mod tests {
    use super::{
        cited, opening, opening_references, paragraph, references, repeated, telegram_line,
    };
    use crate::cable::Precedence;

    fn check(text: &str) -> String {
        match opening(text) {
            Some(it) => format!(
                "{:?} {:?} {:?} {:?} then {:?}",
                it.series, it.serial, it.group, it.printed, it.rest
            ),
            None => "no number".into(),
        }
    }

    #[test]
    fn numbers_of_telegrams() {
        insta::assert_snapshot!(check("486. 1. The Minister agreed."), @r#"None Some(486) None "486" then "1. The Minister agreed.""#);
        insta::assert_snapshot!(check("Secto 14. For Quill."), @r#"Some("Secto") Some(14) None "Secto 14" then "For Quill.""#);
        insta::assert_snapshot!(check("A-11. Boats."), @r#"Some("A") Some(11) None "A-11" then "Boats.""#);
        insta::assert_snapshot!(check("101200Z. Boats."), @r#"None None Some((10, 12, 0)) "101200Z" then "Boats.""#);
        insta::assert_snapshot!(check("88, Boats"), @r#"None Some(88) None "88" then "Boats""#);
        for text in [
            "For Quill from Marlow.",
            "1964 was a year.",
            "3.5 percent",
            "Secto",
            "",
        ] {
            assert_eq!(check(text), "no number", "{text}");
        }
    }

    #[test]
    fn numbers_of_paragraphs() {
        assert_eq!(paragraph("1. Text"), Some((1, "1.")));
        assert_eq!(paragraph("(2) Text"), Some((2, "(2)")));
        assert_eq!(paragraph("1.5 percent"), None);
        assert_eq!(paragraph("(a) Text"), None);
    }

    #[test]
    fn lines_of_electronic_volumes() {
        let line = telegram_line("NORTHHAVEN 88 O 021000Z DEC 70").unwrap();
        assert_eq!((line.station, line.serial), ("NORTHHAVEN", 88));
        assert_eq!(line.dtg.utc(), "1970-12-02T10:00:00Z");
        assert_eq!(line.printed, "021000Z DEC 70");
        assert_eq!(line.precedence, Some(Precedence::Immediate));
        let line = telegram_line("PORT LARKSPUR 3111 051200Z JAN 72").unwrap();
        assert_eq!((line.station, line.precedence), ("PORT LARKSPUR", None));
        for text in [
            "R 021000Z DEC 70",
            "See Northhaven 88 021000Z DEC 70",
            "88",
            "021000Z",
        ] {
            assert_eq!(telegram_line(text), None, "{text}");
        }
    }

    #[test]
    fn posts_that_got_it_too() {
        assert_eq!(
            repeated(
                "Sent Department 313, Department pass Northhaven 12, Kestrel Bay 4 and Santa Brisa."
            ),
            [
                ("Northhaven", Some("12")),
                ("Kestrel Bay", Some("4")),
                ("Santa Brisa", None)
            ]
        );
        assert_eq!(
            repeated("This telegram was repeated to Northhaven and Kestrel Bay."),
            [("Northhaven", None), ("Kestrel Bay", None)]
        );
        assert_eq!(
            repeated("Sent Department 611, repeated info Northhaven 88."),
            [("Northhaven", Some("88"))]
        );
        assert_eq!(repeated("Sent boats to the harbor."), []);
        assert_eq!(repeated("He repeated to me that boats came."), []);
    }

    #[test]
    fn cited_telegrams() {
        let told = |text: &str| -> Vec<String> {
            let list = references(text).unwrap_or_default();
            cited(list)
                .iter()
                .map(|it| format!("{:?} {} {:?}", it.whose, it.serial, it.printed))
                .collect()
        };
        let lettered = |text: &str| -> String {
            let list = references(text).unwrap_or_default();
            let each = cited(list);
            let each = each.iter().map(|it| {
                let letter = it.letter.map_or(String::new(), String::from);
                format!("{letter}={}", it.printed)
            });
            each.collect::<Vec<_>>().join(" ")
        };
        for list in [
            "A. State 4711; B. Oslo 88",
            "(A) State 4711, (B) Oslo 88",
            "a) State 4711 b) Oslo 88",
        ] {
            let told = lettered(&format!("88. Ref: {list}. He left."));
            assert_eq!(told, "A=State 4711 B=Oslo 88", "{list}");
        }
        assert_eq!(
            lettered("88. Ref: Oslo 88, part A. He left on Boat 12."),
            "=Oslo 88"
        );
        assert_eq!(
            told("486. The Minister agreed. Ref: Deptel 88."),
            ["Department 88 \"Deptel 88\""]
        );
        assert_eq!(
            told("Refs: Embtels 1204 and 1205, Port Larkspur\u{2019}s 35; urtel 7. He left."),
            [
                "Post 1204 \"Embtels 1204\"",
                "Post 1205 \"1205\"",
                "Station(\"Port Larkspur\") 35 \"Port Larkspur\u{2019}s 35\"",
                "Yours 7 \"urtel 7\""
            ]
        );
        let dated = cited("State 4711 SEPT. 1973, Oslo 88");
        let years: Vec<_> = dated.iter().map(|it| (it.printed, it.year)).collect();
        assert_eq!(years, [("State 4711", Some(1973)), ("Oslo 88", None)]);
        assert_eq!(cited("Sept. 1973").len(), 0, "no telegram is dated");
        assert_eq!(
            told("Reference: your telegram No. 12 of May 3."),
            ["Yours 12 \"your telegram No. 12\""]
        );
        assert_eq!(
            opening_references("Embtels 1204 and 1205. He left."),
            Some("Embtels 1204 and 1205")
        );
        assert_eq!(
            opening_references("Re Deptel 88, as he said. He left."),
            Some("Deptel 88, as he said")
        );
        assert_eq!(
            opening_references("Reurtel 12. He left."),
            Some("Reurtel 12")
        );
        assert_eq!(
            opening_references("He saw Deptel 88 and left it on his desk. So."),
            None
        );
        assert_eq!(
            opening_references("Northhaven 88 boats came in and 12 left."),
            None
        );
        assert_eq!(references("He said: refer to it. Reform: now."), None);
    }
}
