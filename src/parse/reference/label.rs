//! The label of the REF block, and what shows that a line is one without it.

use super::super::token::{
    Signs, after, after_sign, before_colon, byte, from, is_capitals, is_one_slip, trim, trim_start,
    up_to,
};
use super::super::words::{Words, words};
use super::citation::{cited, is_citation, is_known};
use super::entries::enumerator;
use super::remark::{JOINTS, other};
use super::title::is_telegram_ahead;
use crate::cable::ReferenceKind;
use crate::glossary;

/// The value after a label of the REF block.
///
/// ```abnf
/// label = ("REF" ["S" / "(S)"] / "REFTEL" ["S"] / "RETEL" ["S"] / "REFERENCE" ["S"])
///         (":" / "." / ";" / end / 1*blank enumerator / "(" ALPHA ")")
///         [label]              ; doubled
///       / ("RE:" / "RE" / "REF" ("," / "/" / "-") / slip ":")   ; before a telegram
/// slip  = "REF" / "REFTEL" / "REFERENCE" with a letter lost, doubled, wrong or
///         changed with the next, or with a blank inside; not RES, RED, REV
/// ```
///
/// The sign or the letter is required: REFORM and REFUGEES open lines of
/// subjects.
///
/// Samples: `oddities/ref-lower-case-alone`, `garbled/ref-glued-after-classified-by`
pub(in crate::parse) fn label(line: &str) -> Option<&str> {
    const WORDS: Words = words![
        "REFERENCE(S)",
        "REFERENCES",
        "REFERENCE",
        "REFTELS",
        "REFTEL",
        "RETELS",
        "RETEL",
        "REF(S)",
        "REF (S)",
        "REF'S",
        "REFS",
        "REFN",
        "REF",
    ];
    // Routing indicators and much else begin with R.
    if !matches!(byte(line, 1), b'E' | b'e') {
        return misspelled(line);
    }
    // `RE OSLO 88`
    if let Some(value) = line.strip_prefix("RE ").map(trim_start)
        && !value.starts_with(':')
    {
        return is_citation(value).then_some(value);
    }
    let re = ["RE:", "RE :"].iter().find_map(|re| line.strip_prefix(re));
    if let Some(value) = re.map(trim) {
        return cites(value).then_some(value);
    }
    let Some(rest) = WORDS.after(line) else {
        return misspelled(line);
    };
    let value = trim_start(rest);
    if let Some(value) = after_sign(value, b",/-")
        && let value = trim_start(value.trim_start_matches('-'))
        && line.starts_with("REF")
        && cites(value)
    {
        return Some(value);
    }
    if let Some(value) = after_sign(value, b":.;") {
        // `REF.: NORTHHAVEN 88`, `REF: : NORTHHAVEN 88`
        let value = trim(value);
        let value = trim(value.strip_prefix(':').unwrap_or(value));
        // `REF: REFTEL: NORTHHAVEN 88`, `REF: REF A. NORTHHAVEN 88`
        let doubled = || {
            let rest = WORDS.after(value)?;
            let bare = trim_start(rest);
            let signed = bare.strip_prefix(':').map(trim);
            signed.or_else(|| {
                enumerator(bare)
                    .filter(|_| bare.len() < rest.len())
                    .map(|_| bare)
            })
        };
        return Some(after(value, "RE").and_then(|_| doubled()).unwrap_or(value));
    }
    if value.is_empty() {
        return Some(value);
    }
    let apart = value.len() < rest.len();
    let cites = || {
        line.starts_with("REF")
            && is_capitals(value)
            && value.len() < 40
            && value
                .trim_end_matches(['.', ',', ';'])
                .ends_with(|c: char| c.is_ascii_digit())
            || line.starts_with("REF") && is_capitals(line) && opens_with_telegram(value)
            || starts_with_capitals(line)
                && cited(value, false)
                    .is_some_and(|(read, rest)| is_known(&read) && rest.is_empty())
    };
    // `REF(A): STATE 4711`
    let bracketed =
        matches!(*rest.as_bytes(), [b'(', letter, b')', ..] if letter.is_ascii_alphabetic());
    (bracketed || apart && (enumerator(value).is_some() || lone_letter(value) || cites()))
        .then_some(value)
        .or_else(|| misspelled(line))
}

/// Whether `Ref Northhaven 88` begins with a capital.
fn starts_with_capitals(line: &str) -> bool {
    line.starts_with("Ref") || line.starts_with("REF")
}

/// Whether behind a label without its sign a telegram stands, and behind that nothing, a
/// sign, a remark, another telegram or another label. `REF OSLO 88 REPORTED IT` is prose,
/// and so is `REF OSLO 88, WHICH REPORTED IT`.
///
/// Sample: `garbled/ref-without-its-sign`
fn opens_with_telegram(value: &str) -> bool {
    const BEHIND: Words = words![
        "NOTAL",
        "EXDIS",
        "NODIS",
        "PREVIOUS",
        "AND PREVIOUS",
        "CLASSIFIED BY",
        "DERIVED FROM",
        "REF",
    ];
    let Some((_, behind)) = cited(value, false) else {
        return false;
    };
    let bare = trim_start(behind);
    let listed = after_sign(bare, b",").filter(|further| !further.is_empty());
    let bare = listed.map_or(bare, trim_start);
    let cites = |words: &str| enumerator(words).is_some() || cited(words, false).is_some();
    if let Some(further) = JOINTS.after_word(bare)
        && cites(trim_start(further))
    {
        return true;
    }
    bare.is_empty()
        || bare.starts_with(['(', ';', ',', '&', '-', '/', ':'])
        || BEHIND.after_word(bare).is_some()
        || cited(bare, false).is_some_and(|(read, _)| is_known(&read) || read.year.is_some())
}

/// The value of a REF block that stands between brackets, `(REF: NORTHHAVEN 88)`, with
/// the closing one. `(REF A) NORTHHAVEN 88` and `(REFERENCE WAS MADE)` are none.
///
/// Sample: `oddities/ref-between-brackets`
pub(in crate::parse) fn bracketed_label(line: &str) -> Option<&str> {
    // A line may hold many labels.
    const REACH: usize = 400;
    let inside = line.strip_prefix('(')?;
    // Most brackets hold a marking.
    if !matches!(byte(inside, 0), b'R' | b'r') {
        return None;
    }
    let near = up_to(inside, REACH);
    let closed = near
        .strip_suffix(')')
        .filter(|_| near.len() == inside.len());
    let is_open = closed.is_none();
    let bare = closed.unwrap_or(near);
    let is_begun = |value: &str| {
        is_open && (value.is_empty() && bare.ends_with(':') || glossary::station(value).is_some())
    };
    let value = label(bare).filter(|value| cites(value) || is_begun(value))?;
    let bracket = memchr::memrchr2(b'(', b')', bare.as_bytes());
    if is_open && bracket.is_some_and(|at| byte(bare, at) == b')') {
        return None;
    }
    Some(from(inside, bare.len() - value.len()))
}

/// `RFE: NORTHHAVEN 88`, `R EF: NORTHHAVEN 88`
///
/// Sample: `garbled/ref-label-with-a-slip`
fn misspelled(line: &str) -> Option<&str> {
    // Routing indicators are no such words.
    if !matches!(byte(line, 1), b'E' | b'F' | b'R' | b' ') || byte(line, 0) != b'R' {
        return None;
    }
    let (word, value) = before_colon(line, 14)?;
    let word = word.replace(' ', "");
    // One letter off REF, and words of their own.
    if matches!(&*word, "RES" | "RED" | "REV" | "REC" | "REP" | "REL") {
        return None;
    }
    let known = ["REF", "REFS", "REFTEL", "REFERENCE", "REFERENCES"];
    let slip = |known: &&str| is_one_slip(known.as_bytes(), word.as_bytes()) || **known == word;
    ((word.len() > 2 || word == "RF") && known.iter().any(slip) && cites(value)).then_some(value)
}

/// Whether a line is a list of telegrams without its label.
pub(in crate::parse) fn opens_list(line: &str) -> bool {
    let first = enumerator(line).filter(|&(letter, _)| letter == b'A');
    first.is_some_and(|(_, length)| {
        let bare = trim(from(line, length));
        cited(bare, false).is_some_and(|(read, _)| {
            read.station
                .is_some_and(|name| glossary::station(name).is_some())
        })
    })
}

/// Whether a line without label or letter is a REF block: it begins with a telegram of a
/// known station whose serial is no year, and holds nothing but telegrams. A serial of two
/// digits may be a day of a title, `PARIS 12-13`.
pub(in crate::parse) fn is_bare_list(line: &str) -> bool {
    const LEAST: u32 = 100;
    // Most lines have no number, or small letters.
    line.bytes().any(|byte| byte.is_ascii_digit())
        && is_capitals(line)
        && is_telegram_ahead(line)
        && cited(line, false).is_some_and(|(read, _)| read.serial >= LEAST)
        && is_telegrams(line)
}

/// Whether a line holds telegrams of known stations, their letters and years and
/// remarks such as NOTAL, and nothing else.
pub(in crate::parse) fn is_telegrams(line: &str) -> bool {
    const REMARKS: Words = words![
        "NOTAL",
        "EXDIS",
        "NODIS",
        "LIMDIS",
        "NOFORN",
        "AND",
        "AS WELL AS",
        "PREVIOUS",
        "SERIES",
    ];
    static SIGNS: Signs = Signs::new(" \t\u{a0},;.&-/()");
    let mut rest = SIGNS.trim(line);
    while !rest.is_empty() {
        let bare = enumerator(rest).map_or(rest, |(_, length)| trim(from(rest, length)));
        let is_letter =
            byte(bare, 0).is_ascii_uppercase() && !byte(bare, 1).is_ascii_alphanumeric();
        let next = if let Some((read, after)) = cited(bare, false)
            && is_known(&read)
        {
            after
        } else if let Some(after) = REMARKS.after_word(bare) {
            after
        } else if is_letter {
            from(bare, 1)
        } else {
            bare.trim_start_matches(|c: char| c.is_ascii_digit())
        };
        // A station whose number stands on the next line.
        if next.len() >= rest.len() || byte(next, 0).is_ascii_alphanumeric() {
            return glossary::station(rest).is_some();
        }
        rest = SIGNS.trim(next);
    }
    true
}

/// Whether what follows a label cites a telegram.
pub(in crate::parse) fn cites(value: &str) -> bool {
    let bare = enumerator(value).map_or(value, |(_, length)| trim(from(value, length)));
    cited(bare, false).is_some()
}

/// Whether what follows a label inside a line cites something.
pub(in crate::parse) fn is_value(value: &str) -> bool {
    value.is_empty()
        || matches!(value, "NONE" | "NONE." | "N/A")
        || enumerator(value).is_some()
        || cited(value, false).is_some()
        || other(value) != ReferenceKind::Other
}

/// Whether `A NORTHHAVEN 88`, behind a label without its sign, is an entry.
pub(in crate::parse) fn is_entry(value: &str) -> bool {
    let bare = lone_letter(value).then(|| trim(from(value, 2)));
    bare.is_none_or(|bare| cited(bare, false).is_some() || other(bare) != ReferenceKind::Other)
}

/// `REF A NORTHHAVEN 88`: the label repeated on each line.
pub(super) fn lone_letter(value: &str) -> bool {
    byte(value, 0).is_ascii_uppercase() && byte(value, 1) == b' ' && is_capitals(value)
}

#[cfg(test)]
mod tests {
    use super::{bracketed_label, label};
    use crate::parse::reference::tests::block;

    #[test]
    fn a_label_may_be_doubled() {
        insta::assert_snapshot!(block("REFTEL: ROME 1"), @"-=08ROME1");
        insta::assert_snapshot!(block("REF A. ROME 1 B. STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("REFORM PAPER OF MAY"), @"-=other");
    }

    #[test]
    fn a_label_needs_a_sign_or_a_letter() {
        assert_eq!(label("REF: NORTHHAVEN 88"), Some("NORTHHAVEN 88"));
        assert_eq!(label("REF A. NORTHHAVEN 88"), Some("A. NORTHHAVEN 88"));
        assert_eq!(label("REFTEL"), Some(""));
        assert_eq!(label("REF.: NORTHHAVEN 88"), Some("NORTHHAVEN 88"));
        assert_eq!(label("REF NORTHHAVEN 88."), Some("NORTHHAVEN 88."));
        assert_eq!(label("RE : NORTHHAVEN 88"), Some("NORTHHAVEN 88"));
        assert_eq!(label("RE OSLO 88, NOTAL"), Some("OSLO 88, NOTAL"));
        assert_eq!(label("RE OSLO 88 BOATS"), None);
        assert_eq!(label("RE BOATS 88"), None);
        for sentence in [
            "REF OSLO 88, WHICH REPORTED IT, WAS LATE.",
            "REF OSLO 88 AND THE TALKS OPENED.",
        ] {
            assert_eq!(label(sentence), None, "{sentence}");
        }
        for value in [
            "OSLO 1204 (07)",
            "OSLO 88 AND PREVIOUS",
            "OSLO 88, AS WELL AS ROME 4",
            "OSLO 412 07 OSLO 530; ROME 17",
            "STATE 4711: TITLE OF IT",
            "OSLO 88 -- MINISTER SPEAKS",
            "OSLO 88 CLASSIFIED BY: DCM ADA QUILL",
            "Oslo 352",
        ] {
            assert_eq!(label(&format!("REF {value}")), Some(value));
        }
        assert_eq!(label("REF OSLO 88 REPORTED IT"), None);
        for line in [
            "REFORM",
            "REFUGEES ARRIVE",
            "REFLECTS ON DUES",
            "Reference was made",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn a_label_may_have_a_slip_before_a_telegram() {
        for word in [
            "RREF:",
            "RFE:",
            "REFF:",
            "R EF:",
            "REF,",
            "REF/",
            "REF --",
            "REFTL:",
            "REFERNCE:",
            "REFERENCE(S):",
            "REF (S):",
            "REF'S:",
        ] {
            let line = format!("{word} NORTHHAVEN 88");
            assert_eq!(label(&line), Some("NORTHHAVEN 88"), "{line}");
        }
        for line in [
            "REF, THE CASE",
            "REF/THE CASE",
            "REEF: THE BOATS",
            "RFE: THE NEWS",
            "RELIEF: NORTHHAVEN 88",
            "RUEHC: NORTHHAVEN 88",
            "RES: NORTHHAVEN 88",
            "RED: NORTHHAVEN 88",
            "REV: NORTHHAVEN 88",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn a_block_may_stand_between_brackets() {
        let refs = |lines: &str| {
            let text = format!(
                "R 221504Z JUL 08\n\nUNCLAS NORTHHAVEN 000311\n\nTAGS: PREL\nSUBJECT: TALKS{lines}\n\n1. Talks.\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let title = cable.heading.subject.map(|span| cable.read(span));
            let ids = cable.heading.references.iter();
            let ids: Vec<_> = ids
                .filter_map(|it| Some(it.mrn.as_ref()?.to_string()))
                .collect();
            format!("{} {}", title.unwrap_or_default(), ids.join(" "))
        };
        for lines in [
            "\n(REF: OSLO 12)",
            "\n\n(REF: OSLO 12)",
            "\n(REF A: OSLO 12)",
            "\n(REF OSLO 12)",
            "\n(REF:\u{20}OSLO 12,\nNOTAL)",
            " (REF: OSLO 12)",
            " (REF A: OSLO 12)",
        ] {
            assert_eq!(refs(lines), "TALKS 08OSLO12", "{lines}");
        }
        assert_eq!(refs(" (REF: OSLO\n12)"), "TALKS 08OSLO12");
        assert_eq!(refs(" (REF:\nOSLO 12)"), "TALKS 08OSLO12");
        assert_eq!(
            refs("\n(REF: A. OSLO 12\nB. ROME 4)"),
            "TALKS 08OSLO12 08ROME4"
        );
        assert_eq!(refs(" (REF: THE CASE)"), "TALKS (REF: THE CASE) ");
        assert_eq!(refs("\n(REFORM OF 2007)"), "TALKS (REFORM OF 2007) ");
        assert_eq!(label("(REF A) OSLO 12"), None);
        assert_eq!(bracketed_label("(REF A) OSLO 12"), None);
        assert_eq!(bracketed_label("(REFERENCE WAS MADE)"), None);
    }
}
