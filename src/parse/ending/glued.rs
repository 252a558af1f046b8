//! The name behind the last sentence, on its line.

use super::super::token::{begins, ends, from, is_blank, is_capitals, place, trim};
use super::super::words::{Words, words};
use super::first_name::{SUFFIXES, is_full_name};
use super::name::{PARTICLES, is_no_name, is_of_two, spaced_out, surname};
use super::trailer::is_web;
use crate::glossary;

/// A signature on the line of the last sentence: what stands before it, and
/// the name.
///
/// It follows the end of a sentence, an END marker, a rule or a web
/// address. One or two words in capitals, or one word in mixed case; two of
/// those behind an END marker or with a particle. The blank may be lost behind a
/// word in small letters: `They left.Tremaine`.
pub(in crate::parse) fn glued(line: &str) -> Option<(&str, &str)> {
    let mark = |c: char| is_blank(c) || matches!(c, '.' | '#' | ',' | ';' | '>' | '*');
    let tail = line.trim_end_matches(mark);
    let tail = tail.strip_suffix(" UNQUOTE").map_or(tail, trim);
    let (before_last, last) = tail.rsplit_once(is_blank)?;
    let before_last = trim(before_last);
    let suffix = is_capitals(last) && SUFFIXES.hold(last);
    if last.len() < 3 && !suffix {
        return behind_sentence(tail);
    }
    // `They left.TREMAINE`
    if let Some((word, name)) = last.rsplit_once(['.', ')'])
        && name.len() > 3
        && is_name_in_capitals(name)
        && (ends_word(word) || word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()))
        && !is_acronym(name)
    {
        let before = line.get(..tail.len() - name.len()).unwrap_or_default();
        return Some((before, surname(name)?));
    }
    // `END COMMENT.TREMAINE`
    if let Some((word, name)) = last.rsplit_once(['.', ')'])
        && is_name_in_capitals(name)
        && ends(before_last, "END")
        && ["COMMENT", "SUMMARY", "NOTE"]
            .iter()
            .any(|part| begins(word, part))
    {
        let before = line.get(..tail.len() - name.len()).unwrap_or_default();
        return Some((before, surname(name)?));
    }
    // `They left.Tremaine`
    if let Some((word, name)) = last.rsplit_once('.')
        && name.len() > 3
        && is_name_in_small(name)
        && ends_word(word)
        && !before_last.is_empty()
        && tail.len() == line.len()
    {
        let before = line.get(..tail.len() - name.len()).unwrap_or_default();
        return Some((before, surname(name)?));
    }
    // `They left. HOLT/TREMAINE`
    if last.contains('/') && is_of_two(last) && may_precede(before_last, true) {
        return Some((before_last, last));
    }
    // `They left. VAN DER HOLT`
    if let Some((above, second)) = before_last.rsplit_once(is_blank)
        && let Some((before, first)) = trim(above).rsplit_once(is_blank)
        && (matches!(second, "DER" | "DEN" | "LA" | "LAS" | "LOS")
            && matches!(first, "VAN" | "VON" | "DE")
            && is_name_in_capitals(last)
            || matches!(
                second,
                "Der" | "Den" | "der" | "den" | "La" | "la" | "Los" | "los"
            ) && matches!(first, "Van" | "Von" | "De")
                && is_name_in_small(last))
        && may_precede(trim(before), is_capitals(last))
    {
        let start = place(line, first).start as usize;
        let name = line.get(start..tail.len())?;
        return Some((trim(before), surname(name)?));
    }
    if let Some((before, second)) = before_last.rsplit_once(is_blank)
        && is_name_in_capitals(last)
        && is_name_in_capitals(second)
        && !OPENINGS.hold(second)
        && !OPENINGS.hold(last)
        && may_precede(trim(before), true)
        && let start = line.len() - from(line, before.len()).trim_start_matches(is_blank).len()
        && let name = line.get(start..tail.len())?
        // All around in capitals, two words may be those of a sentence that was cut.
        && (!is_capitals(before) || is_full_name(name) || closes_part(trim(before)))
    {
        return Some((trim(before), surname(name)?));
    }
    let capitals = is_name_in_capitals(last) && !suffix && !OPENINGS.hold(last);
    let mixed = is_name_in_small(last) && !OPENINGS.hold(last) && tail.len() == line.len();
    // `Visit us at www.x.gov/oslo Tremaine`
    let below_page = || is_web(line) && ends_in_address(before_last);
    let fits = capitals && may_precede(before_last, true)
        || mixed && (may_precede(before_last, false) || below_page());
    if fits && surname(last).is_some() {
        return Some((before_last, last));
    }
    // `End comment. Van Holt`, `They left. Van Holt`, `THEY LEFT. ST. CLAIR`
    let is_particle = |name: &str| {
        let first = name.split(is_blank).next().unwrap_or_default();
        PARTICLES.contains(&first) || matches!(first, "Van" | "Von" | "De" | "St." | "ST.")
    };
    let two = before_last
        .rsplit_once(is_blank)
        .filter(|&(_, first)| mixed || capitals && first == "ST.");
    let two = two.map(|(before, _)| (trim(before), trim(from(tail, trim(before).len()))));
    two.filter(|(before, name)| {
        (closes_part(before) || is_particle(name) && may_precede(before, capitals))
            && surname(name).is_some()
    })
    .or_else(|| behind_sentence(tail))
}

/// Words that begin a sentence which is cut after them, and are no names: `They left. This`.
///
/// Sample: `plain/no-signature-but-a-sentence-cut-off`
pub(super) const OPENINGS: Words = words![
    "ACCORDING",
    "AFTER",
    "ALL",
    "ALSO",
    "ALTHOUGH",
    "AN",
    "AND",
    "ANOTHER",
    "ANY",
    "ARE",
    "AS",
    "AT",
    "BECAUSE",
    "BEFORE",
    "BEGIN",
    "BOTH",
    "BUT",
    "BY",
    "DESPITE",
    "DURING",
    "EACH",
    "EIGHT",
    "EVEN",
    "EVERY",
    "EXCEPT",
    "FINALLY",
    "FIRST",
    "FIVE",
    "FOR",
    "FOUR",
    "FROM",
    "FURTHER",
    "FURTHERMORE",
    "GIVEN",
    "HE",
    "HER",
    "HERE",
    "HIS",
    "HOW",
    "HOWEVER",
    "IF",
    "IN",
    "INSTEAD",
    "IS",
    "IT",
    "ITS",
    "LASTLY",
    "LATER",
    "LIKE",
    "LIKEWISE",
    "MANY",
    "MEANWHILE",
    "MERE",
    "MOREOVER",
    "MOST",
    "NEITHER",
    "NEVERTHELESS",
    "NINE",
    "NO",
    "NOBODY",
    "NONE",
    "NONETHELESS",
    "NOR",
    "NOT",
    "NOTHING",
    "NOW",
    "OF",
    "ON",
    "ONCE",
    "ONE",
    "ONLY",
    "OR",
    "OTHER",
    "OTHERS",
    "OUR",
    "PERHAPS",
    "RATHER",
    "RECENTLY",
    "SECOND",
    "SEE",
    "SEVEN",
    "SEVERAL",
    "SHE",
    "SIMILARLY",
    "SINCE",
    "SIX",
    "SOME",
    "STILL",
    "SUCH",
    "TEN",
    "THAT",
    "THE",
    "THEIR",
    "THEN",
    "THERE",
    "THEREFORE",
    "THESE",
    "THEY",
    "THIRD",
    "THIS",
    "THOSE",
    "THOUGH",
    "THREE",
    "THROUGH",
    "THUS",
    "TO",
    "TODAY",
    "TWO",
    "UNDER",
    "UNLESS",
    "UNTIL",
    "UPON",
    "WAS",
    "WE",
    "WERE",
    "WHAT",
    "WHEN",
    "WHERE",
    "WHETHER",
    "WHICH",
    "WHILE",
    "WHO",
    "WHY",
    "WITH",
    "WITHIN",
    "WITHOUT",
    "YESTERDAY",
    "YET",
    "YOU",
    "YOUR",
];

/// Whether letters before a full stop are the last word of a sentence and no
/// part of an address: three small ones or more.
fn ends_word(word: &str) -> bool {
    let word = word.trim_end_matches(['"', '.']);
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase()) && word != "www"
}

/// `USG`: an acronym that is neither a surname nor a part of one.
pub(super) fn is_no_surname(word: &str) -> bool {
    const SURNAMES: Words = words![
        "BIO", "CAO", "DAO", "DAS", "DOE", "FRY", "GAO", "GOH", "GOTT", "LOS", "LOU", "MOE", "MOH",
        "NAM", "NGO", "PA", "QUINT", "RE", "SALT", "SAMA", "SAO", "SMART",
    ];
    is_capitals(word) && !SURNAMES.hold(word) && is_acronym(word)
}

pub(super) fn is_acronym(name: &str) -> bool {
    glossary::explain(name, None)
        .iter()
        .any(|entry| entry.kind == glossary::Kind::Acronym)
}

/// A name behind the end of a sentence that bears a title or a suffix, or is
/// doubled, or spaced out behind an END marker: `They left. TREMAINE (ACTING)`.
///
/// Sample: `garbled/signature-spaced-out`
fn behind_sentence(line: &str) -> Option<(&str, &str)> {
    const REACH: usize = 40;
    let near = (line.len().saturating_sub(REACH)..=line.len())
        .find(|&at| line.is_char_boundary(at))
        .map(|at| from(line, at))?;
    let signs = [". ", "! ", "? ", ") ", "\" "];
    let end = signs.iter().filter_map(|sign| near.rfind(sign)).max()?;
    let (before, printed) = line.split_at_checked(line.len() - near.len() + end + 1)?;
    let printed = trim(printed);
    let (before, word) = (trim(before), printed.split([' ', ',']).next()?);
    let name = surname(printed).filter(|_| may_precede(before, true))?;
    let doubled = || printed.len() > name.len() && is_capitals(word) && !is_acronym(word);
    // `The word is. N E V E R`
    let fits = closes_part(before) && spaced_out(name).is_some()
        || (is_name_in_capitals(word) || printed.ends_with(name))
            && (doubled() || name.contains(", "));
    fits.then_some((before, name))
}

pub(super) fn is_name_in_capitals(word: &str) -> bool {
    let large = |byte: u8| byte.is_ascii_uppercase() || matches!(byte, b'\'' | b'-');
    // Letters with accents are seldom.
    let accented = || {
        !word.is_ascii()
            && word
                .chars()
                .all(|c| c.is_uppercase() || matches!(c, '\'' | '-'))
    };
    word.len() >= 2
        && (word.bytes().all(large) || accented())
        && word.starts_with(char::is_uppercase)
        && !is_no_name(word)
}

/// `Tremaine`, `O'Quill-Holt`
fn is_name_in_small(word: &str) -> bool {
    let is_sign = |c| matches!(c, '\'' | '-');
    word.starts_with(char::is_uppercase)
        && word
            .chars()
            .skip(1)
            .all(|c| c.is_alphabetic() || is_sign(c))
        && !is_capitals(word)
}

/// Whether a text ends with an END marker.
fn closes_part(text: &str) -> bool {
    let bare = text.trim_end_matches(['.', '"', ')', ']', '\u{201d}']);
    ["END COMMENT", "END SUMMARY", "END NOTE"]
        .iter()
        .any(|marker| ends(bare, marker))
}

/// Whether an address of the web or of a mail ends a text. A blank may have broken it:
/// `index. cfm`.
fn ends_in_address(before: &str) -> bool {
    let mut words = before.rsplit(is_blank).take(2);
    words.any(|word| word.contains("://") || begins(word, "WWW.")) || {
        before.rsplit(is_blank).next()
    }
    .is_some_and(|word| word.contains('@') && word.contains('.'))
}

/// Whether a glued signature may follow: not after an abbreviation such as
/// `U.S.` or `Gen.`.
pub(super) fn may_precede(before: &str, capitals: bool) -> bool {
    if capitals && (ends_in_address(before) || before.ends_with("---") || before.ends_with("***")) {
        return true;
    }
    let bare = before.trim_end_matches(['"', ')', ']', '\u{201d}']);
    if closes_part(bare) {
        return true;
    }
    let Some(sentence) = bare.strip_suffix(['.', '!', '?']) else {
        return false;
    };
    // `It is over... TREMAINE`
    let last = sentence.rsplit(is_blank).next().unwrap_or_default();
    let last = last.strip_suffix("..").unwrap_or(last);
    let short = [
        "Mr", "Mrs", "Ms", "Dr", "Amb", "St", "Gen", "Col", "Sen", "Rep", "Gov", "Min", "Lt",
        "Maj", "Adm", "Capt", "No",
    ];
    if capitals && matches!(last, "a.m" | "p.m") {
        return true;
    }
    !(last.len() < 2
        || last.contains('.')
        || short.iter().any(|word| word.eq_ignore_ascii_case(last)))
}

#[cfg(test)]
mod tests {
    use super::glued;

    #[test]
    fn glued_names_follow_an_end() {
        let name = |line| glued(line).map(|(_, name)| name);
        assert_eq!(name("He left. End comment. TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("They will settle soon. Tremaine"), Some("Tremaine"));
        assert_eq!(name("They left. END COMMENT TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("They left. VAN HOLT"), Some("VAN HOLT"));
        for signed in ["TREMAINE JR", "TREMAINE II", "TREMAINE III", "TREMAINE IV"] {
            let line = format!("They left. {signed}");
            let found = glued(&line).map(|(_, name)| name);
            assert_eq!(found, Some(signed));
        }
        for cut in [
            "They left. This",
            "THEY LEFT. THESE",
            "THEY LEFT. EACH",
            "They left. Four",
            "THEY LEFT. WHILE WAITING",
            "THEY LEFT. OPAQUE FORMATS",
        ] {
            assert_eq!(name(cut), None, "{cut}");
        }
        assert_eq!(name("THEY LEFT. VAN HOLT"), Some("VAN HOLT"));
        assert_eq!(name("THEY LEFT. ADA QUILL"), Some("ADA QUILL"));
        assert_eq!(name("They left. QUILL MARLOW"), Some("QUILL MARLOW"));
        assert_eq!(name("They left with TREMAINE IV"), None);
        assert_eq!(name("They left.Tremaine"), Some("Tremaine"));
        assert_eq!(name("He left. End comment.Tremaine"), Some("Tremaine"));
        assert_eq!(name("They left. Van Den Holt"), Some("Van Den Holt"));
        assert_eq!(name("They left. De La Quill"), Some("De La Quill"));
        assert_eq!(name("They left. In La Paz"), None);
        assert_eq!(name("See www.northhaven.Tremaine"), None);
        assert_eq!(name("northhaven.Tremaine"), None);
        assert_eq!(name("They left.Tremaine."), None);
        assert_eq!(name("End comment.TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("He left. End comment. Van Holt"), Some("Van Holt"));
        assert_eq!(name("They left. QUILL (ACTING)"), Some("QUILL"));
        assert_eq!(name("They left. QUILL, JR."), Some("QUILL, JR"));
        assert_eq!(name("They left. QUILL Quill"), Some("QUILL"));
        assert_eq!(name("End comment. Q U I L L"), Some("Q U I L L"));
        assert_eq!(name("They flew to Oslo. NATO Nato"), None);
        assert_eq!(name("Harbor dues fell.TREMAINE"), Some("TREMAINE"));
        // Words of headings end sentences too.
        for word in ["ISLAND", "BOATS", "FUEL", "RADIO"] {
            let line = format!("HE LEFT ON THE {word}.TREMAINE");
            let found = glued(&line).map(|(_, name)| name);
            assert_eq!(found, Some("TREMAINE"), "{word}");
        }
        assert_eq!(name("HE LEFT ON THE 747A.TREMAINE"), None);
        assert_eq!(name("See www.northhaven.GOVT"), None);
        assert_eq!(name("It was read by Dept.NAVY"), None);
        assert_eq!(name("Write to quill@state.gov TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("They left. QUILL UNQUOTE"), Some("QUILL"));
        assert_eq!(name("See http://x.gov/index. cfm QUILL"), Some("QUILL"));
        assert_eq!(name("See www.x.gov/oslo. QUILL"), Some("QUILL"));
        let visit = "Visit our website at www.x.gov/oslo Tremaine";
        assert_eq!(name(visit), Some("Tremaine"));
        assert_eq!(name("Visit our website at the port Tremaine"), None);
        assert_eq!(name("It is over... TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("It is over.. TREMAINE"), None);
        assert_eq!(name("See www.x.gov/oslo. Boats"), None);
        assert_eq!(name("See the www of boats QUILL"), None);
        assert_eq!(name("They left. See index. cfm QUILL"), None);
        assert_eq!(name("They left. (SEE ABOVE)"), None);
        assert_eq!(name("They left. Then Holt"), None);
        assert_eq!(name("See the port.COM"), None);
        assert_eq!(name("It ended at 3 p.m. TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("Ships of the U.S. NAVY"), None);
        assert_eq!(name("He met Gen. Quill"), None);
        assert_eq!(name("at the office of the UN"), None);
    }
}
