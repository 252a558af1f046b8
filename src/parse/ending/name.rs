//! The name on a line: one to four words, titles, errands, signs around it.

use super::super::caption::{is_caption, is_words as is_caption_words};
use super::super::lines::is_classification;
use super::super::portion_mark::portion_mark;
use super::super::token::{after, byte, from, is_blank, is_capitals, is_digits, same, trim};
use super::super::topic::{is_topic, is_topic_word};
use super::super::words::{Words, words};
use super::first_name::SUFFIXES;
use super::glued::{OPENINGS, is_acronym, is_name_in_capitals};
use crate::glossary;

/// The words before `NNNN`, `BT` and the like at the end of a line.
pub(super) fn without_end_words(line: &str) -> &str {
    let mut line = line;
    // `TREMAINE#0311`
    if line.ends_with(|c: char| c.is_ascii_digit())
        && let Some((before, digits)) = line.rsplit_once('#')
        && digits.len() > 2
        && is_digits(digits)
        && !before.is_empty()
    {
        line = trim(before);
    }
    // `TREMAINENNNN`
    if let Some(before) = line.strip_suffix("NNNN")
        && let Some(name) = before.rsplit(is_blank).next()
        && name.len() > 3
        && is_name_in_capitals(name)
    {
        line = before;
    }
    while let Some((before, last)) = line.rsplit_once(is_blank) {
        let serial = last
            .strip_prefix('#')
            .is_some_and(|digits| digits.len() > 2 && is_digits(digits));
        if !serial && !matches!(last, "NNNN" | "BT" | "NNN") {
            break;
        }
        line = trim(before);
    }
    // `TREMAINE SECRET`
    if let Some((name, last)) = line.split_once(is_blank)
        && is_classification(trim(last))
        && is_name_in_capitals(name)
        && name.len() > 3
    {
        line = name;
    }
    line
}

/// What two letters name before a noun, `AU FORCES`, and are no first name.
const BODIES: Words = words!["AU", "EU", "UK", "UN", "US"];

/// Words in capitals that stand at the end and are no names.
const NO_NAMES: Words = words![
    "UNQTE",
    "EXEMPT",
    "THE",
    "COMMENTS",
    "COPY",
    "HIGHLIGHTS",
    "OVER",
    "RUNOFF",
    "BT",
    "NNNN",
    "COMMENT",
    "SUMMARY",
    "END",
    "NOTE",
    "QUOTE",
    "UNQUOTE",
    "DECLASSIFIED",
    "MINIMIZE",
    "CONSIDERED",
    "SIPDIS",
    "NOFORN",
    "YY",
    "CONFIDENTIAL",
    "SECRET",
    "UNCLASSIFIED",
    "UNCLAS",
    "CLASSIFIED",
    "NODIS",
    "EXDIS",
    "LIMDIS",
    "REQUEST",
    "SIGNED",
    "ACTING",
    "AMBASSADOR",
    "CHARGE",
    "CONTINUED",
    "ENCLOSURE",
    "ENCLOSURES",
    "ENDSUMMARY",
    "SENSITIVE",
    "TOTAL",
    "TOTALS",
    "ALTERNATE",
    "CONGEN",
    "CONSUL",
    "CONSULATE",
    "COUNSELOR",
    "DCM",
    "EMBASSY",
    "MINISTER",
    "PAO",
    "PART",
    "TAB",
    "DECONTROL",
    "RECEIPT",
    "REGARDS",
    "GDS",
    "THANKS",
    "NOTHING",
    "PLEASE",
    "SCENESETTER",
    "FIN",
    "SEPTEL",
    "REQUESTED",
    "FOLLOW",
    "STEPS",
    "SECRETARY",
    "SINCERELY",
    "FAITHFULLY",
    "RESPECTFULLY",
    "CORDIALLY",
];

/// Whether a word is no name: it stands at the end of telegrams, or in headings.
pub(super) fn is_no_name(word: &str) -> bool {
    NO_NAMES.hold(word) || is_topic_word(word)
}

/// The name on a signature line.
///
/// ```abnf
/// signature = *mark [signed] [title] surname [1*blank surname] [suffix]
///             [acting] [1*blank "UNQUOTE"] *mark
///           / "//" surname "//" / "#" surname / "(" surname ")"
///           / portion-mark surname         ; in capitals
///           / 1*sign surname *sign / surname 1*sign   ; one word in capitals; of a damaged copy
///           / surname ("/" / " FOR ") surname ; in capitals, two who sign
///           / ALPHA 3*(blank ALPHA)        ; spaced out, no word of another sort
///           / [surname 1*blank] particles 1*blank surname [1*blank surname]
///                                          ; in capitals, up to four words
///           / surname " FOR " ["THE "] title  ; in capitals, who signs for another
/// surname   = 2*ALPHA *(ALPHA / "'" / "-" / "." / "0" / "1" / lost) / ("O" / "D") "," 2*ALPHA
/// lost      = "?" / %xBF / %xFFFD            ; a letter with an accent, between two others
/// particles = ("DE" 1*blank ("LA" / "LAS" / "LOS")) / (("VAN" / "VON") 1*blank ("DEN" / "DER"))
/// suffix    = [","] 1*blank ("JR" / "SR" / "II" / "III" / "IV") ["."]
/// signed    = ["("] "SIGNED" [")"] [":" / "/" / ","] / "/S/" / "//S//" / "SIGNATURE:" / "BY:"
///           / "SGD" ["."] / *ALPHA "REGARDS," / [surname] "UNQUOTE" ["."] / group
/// group     = "GP-" DIGIT ["."]          ; of the 1960s, when to downgrade (E.O. 10501,
///                                        ; section 4, as amended by E.O. 10964)
///           / "EXEMPT" / "GDS"           ; of the 1970s (E.O. 11652)
/// title     = ("ACTING" / "AMBASSADOR" / "SECRETARY" / "CONSUL GENERAL" / "CDA" / "A/DCM"
///           / "COM" / charge) 1*blank
/// charge    = "CHARGE" [" D'AFFAIRES" [" A.I."]]
/// acting    = [","] 1*blank ["("] ("ACTING" / "A" / "A.I." / "CDA" / charge) [")"]
///                                        ; `A.I.` behind a comma or in brackets
/// mark      = blank / "." / "#" / DQUOTE / ">" / "," / ";" / "*" / "-" / "/" / "_"
/// ```
///
/// In capitals up to three words; otherwise up to three, the first letter a
/// capital or the first words `de la`, and the last word too. `UNQUOTE`
/// closes a quoted telegram: the name behind it signs the one around it.
///
/// Samples: `plain/signature-with-acting-or-suffix`, `plain/signature-with-suffix`,
/// `plain/signature-glued-in-mixed-case`, `plain/signature-behind-a-title`,
/// `plain/signature-behind-unquote`, `plain/words-of-parts-in-sentences`,
/// `garbled/signature-in-marks-and-glued-to-its-number`
pub(in crate::parse) fn surname(line: &str) -> Option<&str> {
    let end = |c: char| {
        is_blank(c)
            || matches!(
                c,
                '.' | '#' | '"' | '>' | ',' | ';' | '*' | '-' | '!' | '/' | '_' | '\u{201d}'
            )
    };
    let line = amid_signs(line);
    let mut name = line.trim_end_matches(end);
    if !byte(name, 0).is_ascii_alphabetic() {
        name = name.trim_start_matches(|c| {
            is_blank(c) || matches!(c, '.' | ':' | '"' | '*' | '-' | '_' | '\u{201c}')
        });
        let is_item = || line.starts_with("* ") && !line.ends_with('*');
        if (line.starts_with('-') || is_item()) && !is_capitals(name) {
            return None;
        }
    }
    name = behind_signed(name);
    if matches!(byte(name, 0), b'/' | b'#' | b'(') {
        name = in_signs(name)?;
    }
    if name.contains(' ') {
        name = outside_a_quotation(behind_group(name));
        name = untitled(for_a_title(name)).trim_end_matches(end);
    }
    if name.len() < 2 || name.len() > 40 {
        return None;
    }
    if byte(name, 1) == b' ' && byte(name, 3) == b' ' {
        return spaced_out(name).map(|_| name);
    }
    let bare = |word: &'_ str| !word.is_empty();
    let mut words = name.split(is_blank).filter(|word| bare(word));
    let (first, second, third) = (words.next()?, words.next(), words.next());
    if words.next().is_some() {
        return (is_capitals(name) && is_of_four(name)).then_some(name);
    }
    if is_with_a_comma(name) {
        return Some(name);
    }
    // A comma stands before a suffix only.
    let suffixed =
        |word: Option<&str>| word.is_some_and(|word| SUFFIXES.hold(word.trim_end_matches('.')));
    let comma = name.find(',').map(|at| at + 1);
    if comma.is_some_and(|at| !suffixed(Some(trim(from(name, at))))) {
        return None;
    }
    let letters = |word: &str| {
        let word = word.trim_end_matches(',');
        word.chars()
            .all(|c| c.is_alphabetic() || "'-.\u{2019}".contains(c))
            || is_with_zeros(word)
            || is_with_a_lost_letter(word)
    };
    if memchr::memchr(b'/', name.as_bytes()).is_some() {
        return is_of_two(name).then_some(name);
    }
    // `TALKS. TREMAINE`: only a short word has a dot that is its own.
    let closed = |word: &str| word.ends_with('.') && word.len() > 4;
    if second.is_some() && closed(first) || third.is_some() && second.is_some_and(closed) {
        return None;
    }
    // `NEW DELHI` is a place, and so is `NEW YORK`, where the station is USUN.
    let is_place = |second: &str| {
        second.len() > 2 && (glossary::station(name).is_some() || same(name, "NEW YORK"))
    };
    if second.is_some_and(is_place) {
        return None;
    }
    if third.is_some() && second.is_some_and(|second| same(second, "FOR")) {
        return for_another(name).map(|_| name);
    }
    if owns(first) || second.is_some_and(owns) || second.is_some() && BODIES.hold(first) {
        return None;
    }
    let all = [Some(first), second, third];
    let mut each = all.iter().flatten();
    if !each.all(|word| letters(word) && !NO_NAMES.hold(word)) || is_topic(name) {
        return None;
    }
    if second.is_some_and(|second| second.eq_ignore_ascii_case(first)) && third.is_none() {
        return Some(first);
    }
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let last = third.or(second).unwrap_or(first);
    let fits = if is_capitals(name) {
        name.bytes().filter(u8::is_ascii_alphabetic).count() >= 2
    } else {
        name.len() >= 3
            && capital(last)
            // `o Boats` is of a list.
            && (capital(first) || third.is_none() && first != "o" || PARTICLES.contains(&first))
            && second.is_none_or(|second| second.len() > 1)
    };
    fits.then_some(name)
}

/// A name without what says that it signs, `SIGNED:` or `/S/`, or takes leave: `REGARDS,`.
fn behind_signed(name: &str) -> &str {
    const WORDS: [&str; 11] = [
        "SIGNED",
        "(SIGNED)",
        "SGD.",
        "SGD",
        "/S/",
        "//S//",
        "SIGNATURE:",
        "BY:",
        "REGARDS,",
        "BEST REGARDS,",
        "WARM REGARDS,",
    ];
    let mut name = name;
    for signed in WORDS {
        if let Some(rest) = after(name, signed)
            && let bare = rest.trim_start_matches(|c| is_blank(c) || matches!(c, ':' | '/' | ','))
            && bare.len() < rest.len()
        {
            name = bare;
        }
    }
    name
}

/// A word in capitals without the signs that a damaged copy has put around it:
/// `+TREMAINE`, `[TREMAINE]`, `TREMAINE=`; or without its marking: `(U) TREMAINE`. What
/// editors put in brackets is none.
///
/// Sample: `garbled/signature-amid-odd-signs`
fn amid_signs(line: &str) -> &str {
    const EDITORS: Words = words![
        "BLANK",
        "DELETED",
        "EXCISED",
        "GARBLE",
        "GARBLED",
        "ILLEGIBLE",
        "MISSING",
        "OMISSION",
        "OMITTED",
        "REDACTED",
        "TEXT",
        "UNREADABLE",
    ];
    const SIGNS: &str = "+=<>[]%@'`~|\\^";
    // Most lines hold none of them.
    let ends = [line.chars().next(), line.chars().next_back()];
    let odd = |c: &char| c.is_control() || SIGNS.contains(*c) || matches!(*c, '(' | '\u{b6}');
    if !ends.iter().flatten().any(odd) {
        return line;
    }
    let name = match portion_mark(line) {
        Ok((rest, _)) => trim(rest),
        Err(_) => line.trim_matches(|c: char| {
            is_blank(c) || c.is_control() || SIGNS.contains(c) || c == '\u{b6}'
        }),
    };
    let fits = name.len() > 3
        && (is_name_in_capitals(name) || is_with_zeros(name))
        && !is_caption_words(name)
        && !EDITORS.hold(name);
    if fits { name } else { line }
}

/// `O,HARROW`: a comma for the apostrophe of a name in capitals.
pub(super) fn is_with_a_comma(name: &str) -> bool {
    let rest = name.strip_prefix("O,").or_else(|| name.strip_prefix("D,"));
    rest.is_some_and(|rest| rest.len() > 2 && is_name_in_capitals(rest))
}

/// `QUI\u{bf}OZ`: one letter of a name in capitals that a conversion lost, between others.
fn is_with_a_lost_letter(word: &str) -> bool {
    let lost = |c| matches!(c, '?' | '\u{bf}' | '\u{fffd}');
    word.split_once(lost).is_some_and(|(before, behind)| {
        // `WHY?WHO` are words.
        let fits = |part: &str| part.len() > 1 && is_name_in_capitals(part) && !OPENINGS.hold(part);
        fits(before) && fits(behind)
    })
}

/// Whether a word says whose something is: `Veldania's` of `Veldania's Dues`.
fn owns(word: &str) -> bool {
    let ends = ["'s", "\u{2019}s", "'S", "\u{2019}S"];
    word.len() > 4 && ends.iter().any(|end| word.ends_with(end))
}

/// The name behind an `UNQUOTE`, or before one at the end.
fn outside_a_quotation(name: &str) -> &str {
    // Most lines hold none of its letters.
    if memchr::memchr(b'Q', name.as_bytes()).is_none() {
        return name;
    }
    let outer = ["UNQUOTE ", "UNQUOTE. ", "UNQTE "]
        .iter()
        .find_map(|unquote| name.rsplit_once(unquote));
    let name = outer.map_or(name, |(_, outer)| outer);
    trim(name.strip_suffix(" UNQUOTE").unwrap_or(name))
}

/// A name without the group mark before it: `GP-3 TREMAINE`, `GP-1. TREMAINE`.
///
/// Sample: `service/group-mark-before-the-signature`
fn behind_group(name: &str) -> &str {
    let digit = name
        .strip_prefix("GP-")
        .or_else(|| name.strip_prefix("GP "));
    let rest = digit.and_then(|rest| rest.strip_prefix(|c: char| c.is_ascii_digit()));
    let rest = rest.or_else(|| {
        name.strip_prefix("EXEMPT")
            .or_else(|| name.strip_prefix("GDS"))
    });
    let bare = rest.map(|rest| rest.strip_prefix('.').unwrap_or(rest));
    bare.filter(|bare| bare.starts_with(is_blank))
        .map_or(name, trim)
}

/// Whether a line is a name of four words in capitals, two of which are
/// particles: `INES DE LA TORRE`, `VAN DER HOLT QUILL`.
///
/// Sample: `plain/signature-of-four-words`
fn is_of_four(name: &str) -> bool {
    let words: Vec<&str> = name
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .collect();
    let particles = |pair: &[&str]| {
        matches!(
            pair,
            ["DE", "LA" | "LAS" | "LOS"] | ["VAN" | "VON", "DEN" | "DER"]
        )
    };
    let is_name = |word: &&str| {
        word.len() > 2
            && is_name_in_capitals(word)
            && !HOUSES.hold(word)
            && !is_no_name(word)
            && !is_acronym(word)
    };
    match words.as_slice() {
        [first, one, two, last] if particles(&[one, two]) => [first, last].into_iter().all(is_name),
        [one, two, first, last] if particles(&[one, two]) => [first, last].into_iter().all(is_name),
        _ => false,
    }
}

/// What may be for the bearer of a title: `LUNCH FOR THE AMBASSADOR`.
const ERRANDS: Words = words![
    "AIDE",
    "BREAKFAST",
    "CALLS",
    "COPIES",
    "COPY",
    "DINNER",
    "DINNERS",
    "FLOWERS",
    "GIFT",
    "GIFTS",
    "HONORS",
    "LETTER",
    "LETTERS",
    "LUNCH",
    "LUNCHEON",
    "PAPERS",
    "PRAISE",
    "SYMPATHY",
    "TELEGRAM",
    "TICKETS",
    "TOAST",
    "WELCOME",
    "WISHES",
    "CAR",
    "CARS",
    "COFFEE",
    "FAREWELL",
    "HONOR",
    "HOUSE",
    "OPTIONS",
    "RESIDENCE",
    "ROOM",
    "TEA",
    "TIME",
    "WORK",
];

/// Words of four that begin or end the name of a place or a house: `COLLEGE DE
/// LA SALLE`, `PUERTO DE LA CRUZ`.
const HOUSES: Words = words![
    "ACADEMIA",
    "ASOCIACION",
    "AVENIDA",
    "BAHIA",
    "BANCO",
    "BANK",
    "BANQUE",
    "BARRIO",
    "CALLE",
    "CAMARA",
    "CAMPO",
    "CAPE",
    "CASA",
    "CENTRO",
    "CIUDAD",
    "CLUB",
    "COLEGIO",
    "COLLEGE",
    "CONSEJO",
    "CORTE",
    "DIARIO",
    "ECOLE",
    "ESCUELA",
    "FRENTE",
    "FUNDACION",
    "HACIENDA",
    "HOSPITAL",
    "HOTEL",
    "IGLESIA",
    "INSTITUTE",
    "INSTITUTO",
    "ISLA",
    "ISLAS",
    "LICEO",
    "LYCEE",
    "MAISON",
    "MINISTERIO",
    "PALACIO",
    "PARTIDO",
    "PLACE",
    "PLAZA",
    "PONT",
    "PORT",
    "PUERTO",
    "RADIO",
    "RIO",
    "RUE",
    "SCHOOL",
    "UNIVERSIDAD",
    "UNIVERSITE",
    "UNIVERSITY",
    "VILLA",
];

/// The name of who signs for the bearer of a title: `HOLT FOR THE AMBASSADOR`.
/// `LUNCH FOR THE AMBASSADOR` is none, and neither is `FOR THE AMBASSADOR`.
///
/// Sample: `plain/signature-for-the-ambassador`
fn for_a_title(name: &str) -> &str {
    const LONGEST: usize = 64;
    // Most lines hold none of its letters, or are too long.
    if name.len() > LONGEST {
        return name;
    }
    let mut letters = memchr::memchr_iter(b'F', name.as_bytes());
    let at = letters.find_map(|at| at.checked_sub(1).filter(|&blank| byte(name, blank) == b' '));
    let signer = at.and_then(|at| {
        let (signer, behind) = name.split_at_checked(at)?;
        let title = trim(behind.strip_prefix(" FOR ")?);
        let title = after(title, "THE ").map_or(title, trim);
        let is_signer = signer.len() > 2
            && is_name_in_capitals(signer)
            && !is_acronym(signer)
            && !is_caption_words(signer)
            && !is_no_name(signer)
            && !ERRANDS.hold(signer)
            && glossary::station(signer).is_none();
        (is_signer && TITLES.hold(title)).then_some(signer)
    });
    signer.unwrap_or(name)
}

/// Whether a line names two who sign: `HOLT/QUILL`, both in capitals and of four
/// letters or more, neither a word of another sort, a post or a caption.
///
/// Sample: `garbled/signature-of-two-and-with-a-zero`
pub(super) fn is_of_two(line: &str) -> bool {
    let is_name = |name: &str| {
        name.len() > 3
            && (is_name_in_capitals(name) || is_with_zeros(name))
            && !is_acronym(name)
            && !is_caption_words(name)
            && glossary::station(name).is_none()
    };
    line.split_once('/')
        .is_some_and(|(one, other)| is_name(trim(one)) && is_name(trim(other)))
}

/// Who signs and for whom: `HOLT FOR TREMAINE`, both in capitals or both not,
/// and of three letters or more, neither a word of another sort, a post or a
/// caption. `GOOD FOR NATO` and `TALKS FOR OSLO` are no names.
///
/// Sample: `plain/signature-of-one-for-another`
pub(super) fn for_another(line: &str) -> Option<(&str, &str)> {
    let joint = [" FOR ", " for "].into_iter().find_map(|joint| {
        let (first, second) = line.split_once(joint)?;
        Some((trim(first), trim(second)))
    });
    let is_name = |name: &str| {
        let mixed = name.starts_with(char::is_uppercase)
            && name
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '\'' | '-'))
            && !is_no_name(name);
        name.len() > 2
            && (is_name_in_capitals(name) || mixed)
            && !is_acronym(name)
            && !is_caption_words(name)
            && glossary::station(name).is_none()
    };
    joint.filter(|(first, second)| {
        is_name(first) && is_name(second) && is_capitals(first) == is_capitals(second)
    })
}

/// Whether a word is a name in capitals with a zero or two for an O, or a one within it for
/// an I: five letters at least, none of another sort.
fn is_with_zeros(word: &str) -> bool {
    // Most words and lines have other letters.
    let large =
        |byte: u8| byte.is_ascii_uppercase() || matches!(byte, b'0' | b'1' | b'\'' | b'-' | 0x80..);
    let digits = || word.bytes().filter(u8::is_ascii_digit).count();
    word.bytes().all(large)
        && (1..3).contains(&digits())
        && word.len() > 4
        && !word.starts_with('0')
        // `MARK10A` is a thing with a number.
        && word.bytes().enumerate().all(|(at, sign)| {
            let is_letter = |at: Option<usize>| at.is_some_and(|at| byte(word, at).is_ascii_uppercase());
            sign != b'1' || is_letter(at.checked_sub(1)) && is_letter(at.checked_add(1))
        })
        && is_name_in_capitals(&without_digits(word))
}

/// A name with O for its zeros and I for its ones.
pub(super) fn without_digits(word: &str) -> String {
    word.replace('0', "O").replace('1', "I")
}

/// The name that one with a blank behind each letter stands for: four or more,
/// not those of a classification, a caption, `END`, or a row of the alphabet.
///
/// Sample: `garbled/signature-spaced-out`
pub(super) fn spaced_out(line: &str) -> Option<String> {
    let spaced = |(nth, byte): (usize, u8)| {
        if nth % 2 == 0 {
            byte.is_ascii_uppercase()
        } else {
            byte == b' '
        }
    };
    let is_spaced = line.len() % 2 == 1 && line.bytes().enumerate().all(spaced);
    let name = is_spaced.then(|| line.replace(' ', ""))?;
    let fits = name.len() > 3
        && !is_no_name(&name)
        && !name.starts_with("ENDOF")
        && !is_caption_words(&name)
        && !is_classification(&name)
        && !"ABCDEFGHIJKLMNOPQRSTUVWXYZ".contains(&name);
    fits.then_some(name)
}

/// The name in `//TREMAINE//`, `#TREMAINE`, `(TREMAINE)`, all in capitals; in
/// brackets no marking or caption.
///
/// Sample: `garbled/signature-between-slashes`
fn in_signs(line: &str) -> Option<&str> {
    let name = match line.strip_prefix('(') {
        Some(inside) => trim(inside.strip_suffix(')')?),
        None => trim(line.trim_matches(['/', '#'])),
    };
    let bracketed = line.starts_with('(');
    let no_name = || name.len() < 4 || portion_mark(line).is_ok() || is_caption(name);
    (is_capitals(name) && !(bracketed && no_name())).then_some(name)
}

/// The first words, in small letters, of names of three in mixed case. Fewer than those that
/// [tell a name](super::first_name): `do` and `den` begin sentences that lost their capital.
pub(super) const PARTICLES: [&str; 4] = ["de", "van", "von", "da"];

/// Titles of those who sign.
const TITLES: Words = words![
    "VICE CONSUL",
    "ACTING CONSUL GENERAL",
    "ACTING PRINCIPAL OFFICER",
    "A/DCM",
    "ADCM",
    "DEPUTY CHIEF OF MISSION",
    "PRINCIPAL OFFICER",
    "CONSUL GENERAL",
    "SECRETARY",
    "CHARGE D'AFFAIRES A.I.",
    "CHARGE D'AFFAIRES",
    "CHARGE",
    "AMBASSADOR",
    "ACTING DCM",
    "ACTING",
    "CDA",
    "DCM",
    "COM",
    "CG",
];

/// Whether a line is the title of a signer and nothing else.
pub(super) fn is_title(line: &str) -> bool {
    const LONGEST: usize = 28;
    // Behind a name each needs more than a blank.
    const ALONE: Words = words![
        "A.I",
        "ACTING CHARGE",
        "CHARGE A.I",
        "CHARGE, A.I",
        "CHARGE D'AFFAIRES A.I",
        "CHARGE D'AFFAIRES, A.I",
    ];
    // `(Acting)`, `Ambassador.`
    let title = line.trim_matches(['(', ')', '.', ' ']);
    line.len() < LONGEST && (TITLES.hold(title) || ALONE.hold(title))
}

/// A name without the title before it and the one behind it.
fn untitled(name: &str) -> &str {
    let name = match TITLES.after_word(name) {
        Some(rest) if rest.starts_with(is_blank) => trim(rest),
        _ => name,
    };
    let cuts = [name.rfind('('), name.find(','), name.rfind(' ')];
    for cut in cuts.into_iter().flatten() {
        let (before, behind) = name.split_at_checked(cut).unwrap_or_default();
        let title = behind.trim_matches([',', '(', ')', ' ', '.']);
        let known = TITLES.hold(title)
            || same(title, "CHARGE D'AFFAIRES A.I")
            || same(title, "CHARGE A.I")
            || same(title, "A.I") && behind.starts_with([',', '('])
            || behind.starts_with('(') && same(title, "A");
        if known && !before.is_empty() {
            return trim(before);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::surname;
    use crate::parse::ending::tests::signature;

    #[test]
    fn a_name_may_have_four_words_or_a_title_behind_for() {
        for line in [
            "INES DE LA TORRE",
            "VAN DER HOLT QUILL",
            "DE LOS RIOS QUILL",
        ] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), [line], "{line}");
        }
        for line in [
            "HOLT FOR THE AMBASSADOR",
            "HOLT FOR AMBASSADOR",
            "HOLT FOR THE CHARGE",
        ] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), ["HOLT"], "{line}");
        }
        for line in [
            "THE END OF TALKS",
            "MINISTER OF THE PORT",
            "LUNCH FOR THE GUESTS",
            "QUESTIONS FOR DEPARTMENT",
            "U.S. DELEGATION",
            "THANKS",
            "GDS",
            "NATO FOR THE AMBASSADOR",
            "OSLO FOR THE AMBASSADOR",
            "FISH OF LA ROSA",
            "LUNCH FOR THE AMBASSADOR",
            "MESSAGE FOR THE CONSUL GENERAL",
            "PLANS FOR THE CHARGE",
            "CAR FOR THE AMBASSADOR",
            "INVITATION FOR THE SECRETARY",
            "DEPARTMENT FOR THE AMBASSADOR",
            "COLLEGE DE LA SALLE",
            "BANCO DE LOS ANDES",
            "PUERTO DE LA CRUZ",
        ] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), [""; 0], "{line}");
        }
        for below in [
            "(Drafted by: AQuill; cleared by: POL)",
            "DECONTROL UPON RECEIPT.",
            "DECONTROL FOLLOWING VISIT",
        ] {
            let end = format!("They agreed.\n\nHOLT\n\n{below}");
            assert_eq!(signature(&end), ["HOLT"], "{below}");
        }
        assert_eq!(
            signature("They agreed.\n\nHOLT\n\nDECONTROL OF PRICES IS NEAR."),
            [""; 0]
        );
    }

    #[test]
    fn a_name_spaced_out_is_read_without_its_blanks() {
        assert_eq!(signature("They agreed.\nT R E M A I N E"), ["TREMAINE"]);
        assert_eq!(signature("End comment. Q U I L L ."), ["QUILL"]);
        assert_eq!(signature("The word is. N E V E R"), [""; 0]);
        assert_eq!(signature("They agreed.\nN O T E"), [""; 0]);
    }

    #[test]
    fn a_sentence_of_one_word_is_no_first_name() {
        assert_eq!(surname("SOON. TREMAINE"), None);
        assert_eq!(surname("ST. CLAIR"), Some("ST. CLAIR"));
        assert_eq!(signature("They will agree\n\nSOON. TREMAINE"), ["TREMAINE"]);
    }

    #[test]
    fn titles_alone_are_no_names() {
        for title in [
            "AMBASSADOR",
            "CONSUL",
            "DCM",
            "MINISTER",
            "COUNSELOR",
            "CONGEN",
        ] {
            assert_eq!(
                signature(&format!("They agreed.\n{title}")),
                [""; 0],
                "{title}"
            );
        }
        for words in [
            "NOTHING FOLLOWS",
            "OPERATION HARBOR",
            "PLEASE ADVISE",
            "SCENESETTER",
            "FIN",
            "CONCLUSION",
            "NEXT STEPS",
            "MORE TO FOLLOW",
            "BIO NOTES",
            "SEPTEL",
        ] {
            assert_eq!(
                signature(&format!("They agreed.\n{words}")),
                [""; 0],
                "{words}"
            );
        }
        assert_eq!(signature("They agreed.\nFINLEY"), ["FINLEY"]);
        assert_eq!(signature("They agreed.\nMORE"), ["MORE"]);
        assert_eq!(signature("They agreed.\nCONSULEY"), ["CONSULEY"]);
    }

    #[test]
    fn signs_and_damage_of_a_copy_are_read_over() {
        for (line, name) in [
            ("+TREMAINE", "TREMAINE"),
            ("[TREMAINE]", "TREMAINE"),
            ("<TREMAINE>", "TREMAINE"),
            ("TREMAINE=", "TREMAINE"),
            ("TREMAINE%", "TREMAINE"),
            ("\u{b6}TREMAINE", "TREMAINE"),
            ("TREMAINE\u{3}", "TREMAINE"),
            ("(U) TREMAINE", "TREMAINE"),
            ("[TREMA1NE]", "TREMA1NE"),
            ("SIGNED, TREMAINE", "TREMAINE"),
            ("SGD TREMAINE", "TREMAINE"),
            ("REGARDS, TREMAINE", "TREMAINE"),
            ("EXEMPT TREMAINE", "TREMAINE"),
            ("QUI\u{bf}OZ", "QUI\u{bf}OZ"),
            ("QUI?OZ", "QUI?OZ"),
            ("TREMA1NE", "TREMA1NE"),
            ("O,HARROW", "O,HARROW"),
        ] {
            assert_eq!(surname(line), Some(name), "{line}");
        }
        for line in [
            "[REDACTED]",
            "<END>",
            "[Tremaine]",
            "(C) CONCLUSION",
            "(U) SIPDIS",
            "?QUILL",
            "TREMAINE11",
            "MARK10A",
            "WHY?WHO",
            "F16AB",
            "Q,HARROW",
            "SINCERELY,",
        ] {
            assert_eq!(surname(line), None, "{line}");
        }
    }

    #[test]
    fn names_in_capitals_and_in_mixed_case() {
        for (line, name) in [
            ("TREMAINE", "TREMAINE"),
            ("Tremaine", "Tremaine"),
            ("TREMAINE JR", "TREMAINE JR"),
            ("DE LA QUILL", "DE LA QUILL"),
            ("McTremaine", "McTremaine"),
            ("QUILL Quill", "QUILL"),
            ("TREMAINE .", "TREMAINE"),
            ("O'QUILL-VANCE", "O'QUILL-VANCE"),
            ("Van Holt", "Van Holt"),
            ("TREMAINE, JR.", "TREMAINE, JR"),
            ("TREMAINE, IV", "TREMAINE, IV"),
            ("TREMAINE (ACTING)", "TREMAINE"),
            ("SIGNED: TREMAINE", "TREMAINE"),
            ("SIGNED/TREMAINE", "TREMAINE"),
            ("* TREMAINE", "TREMAINE"),
            ("* Tremaine *", "Tremaine"),
            ("O Tremaine", "O Tremaine"),
            ("/S/ TREMAINE", "TREMAINE"),
            ("TREMAINE UNQUOTE TREMAINE", "TREMAINE"),
            ("TREMAINE UNQUOTE QUILL", "QUILL"),
            ("UNQUOTE QUILL", "QUILL"),
            ("\"TREMAINE\"", "TREMAINE"),
            ("- TREMAINE", "TREMAINE"),
            ("*TREMAINE*", "TREMAINE"),
            (". TREMAINE;", "TREMAINE"),
            ("TREMAINE, ACTING", "TREMAINE"),
            ("TREMAINE, A.I.", "TREMAINE"),
            ("TREMAINE (A.I.)", "TREMAINE"),
            ("TREMAINE, CHARGE A.I.", "TREMAINE"),
            ("COM TREMAINE", "TREMAINE"),
            ("ACTING TREMAINE", "TREMAINE"),
            ("TREMAINE, CHARGE D'AFFAIRES A.I.", "TREMAINE"),
            ("CHARGE D'AFFAIRES VAN HOLT", "VAN HOLT"),
            ("QUILL-VANCE (CHARGE)", "QUILL-VANCE"),
            ("TREMAINE, JR. (ACTING)", "TREMAINE, JR"),
            ("de la Quill", "de la Quill"),
            ("TREMAINE UNQUOTE", "TREMAINE"),
            ("ACTING DCM TREMAINE", "TREMAINE"),
            ("T R E M A I N E", "T R E M A I N E"),
        ] {
            assert_eq!(surname(line), Some(name), "{line}");
        }
        for line in [
            "COMMENT",
            "END COMMENT",
            "BT",
            "Y",
            "the end",
            "MINIMIZE CONSIDERED",
            "1. (C)",
            "THE BOATS CAME BACK",
            "BOATS, DUES",
            "TREMAINE, V",
            "- Boats",
            "* Boats",
            "o Boats",
            "of the Boats",
            "ATTACHMENTS",
            "ACTING",
            "SIGNED",
            "UNQUOTE",
            "PART II",
            "E N D",
            "N O T E",
            "E N D O F T E X T",
            "N O D I S",
            "E F T O",
            "S E C R E T",
            "A B C D",
            "Q U ILL",
        ] {
            assert_eq!(surname(line), None, "{line}");
        }
    }
}
