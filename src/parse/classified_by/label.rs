//! The label, and the signs around what follows it.

use super::super::portion_mark::portion_mark;
use super::super::token::{
    Signs, after, after_sign, begins, byte, from, is_blank, is_one_slip, same, trim, trim_start,
};
use super::super::words::{Words, words};
use super::reasons::Squashed;
use super::sentence::sentence;
use super::title::title_prefix;

/// The value after the label.
///
/// ```abnf
/// label = [portion-mark *blank / "(" / "["]
///         ("Classified" ([":"] blank / 2*blank) "By" / "Class" ["."] " by" / "DERIVED FROM")
///         *blank [":" / ";" / "."]
///       / ("ClassifiedBy" / "Classification by" / "Classified per" / "Classifier"
///       / "CL BY" / "lassified By" / deed ("and" / "/" / "&") "classified by") *blank ":"
///       / "Classified:" blank title
/// deed  = "Cleared" / "Drafted" / "Approved"
/// ```
///
/// A whole [sentence](super::sentence) may stand for it.
///
/// A letter of `Classified` may be lost, doubled, wrong or changed with the
/// next.
///
/// Samples: `garbled/classified-by-misspelt`, `oddities/declassify-on-alone`,
/// `oddities/classifier-with-another-label`
pub(in crate::parse) fn label(line: &str) -> Option<&str> {
    let inside = match byte(line, 0) {
        b'(' => match portion_mark(line) {
            Ok((rest, _)) => return unbracketed(trim(rest)),
            Err(_) => from(line, 1),
        },
        b'[' => from(line, 1),
        _ => return unbracketed(line),
    };
    // `(Classified by law as secret.)` is prose.
    unbracketed(trim_start(inside)).filter(|who| begins_large(who))
}

/// Whether a value is none, or its first letter is a capital.
fn begins_large(value: &str) -> bool {
    let first = value.trim_start_matches(|c: char| !c.is_alphabetic());
    !first.starts_with(char::is_lowercase)
}

/// The value after a label without a bracket.
fn unbracketed(line: &str) -> Option<&str> {
    const WORDS: Words = words![
        "CLASSIFIED BY",
        "CLASSIFIED: BY",
        "CLASS. BY",
        "CLASS BY",
        "DERIVED FROM",
    ];
    if matches!(byte(line, 0), b'T' | b't') {
        return sentence(line);
    }
    let Some(rest) = WORDS.after(line).or_else(|| misspelled(line)) else {
        return before_a_colon(line);
    };
    let value = trim_start(rest);
    if let Some(value) = after_sign(value, b":;.") {
        return Some(trim(value));
    }
    // `Class by the sea` is prose.
    if begins(line, "CLASS BY") && !byte(value, 0).is_ascii_uppercase() {
        return None;
    }
    let below = value.starts_with(['\n', '\r']);
    // `CLASSIFIED BYDCM Ada Quill`
    let glued = || byte(value, 0).is_ascii_uppercase() && !title_prefix(value).0.is_empty();
    (value.len() < rest.len() || value.is_empty() || below || glued()).then_some(value)
}

/// What stands behind a label that needs its colon: `Classifier: DCM Ada Quill`. In
/// prose its words are common ones.
fn before_a_colon(line: &str) -> Option<&str> {
    const WORDS: Words = words![
        "CLASSIFIEDBY",
        "CLASSIFICATION BY",
        "CLASSIFIED PER",
        "CLASSIFIER",
        "CL BY",
        "LASSIFIED BY",
    ];
    let rest = WORDS.after(line).or_else(|| behind_deed(line));
    if let Some(rest) = rest {
        return trim_start(rest).strip_prefix(':').map(trim);
    }
    // `CLASSIFIED: DCM Ada Quill`; `Classified: see below` says nothing.
    let value = trim_start(after(line, "CLASSIFIED:")?);
    let fits = byte(value, 0).is_ascii_uppercase() && !title_prefix(value).0.is_empty();
    fits.then_some(value)
}

/// What stands behind `Cleared and classified by`.
fn behind_deed(line: &str) -> Option<&str> {
    const DEEDS: Words = words!["CLEARED", "DRAFTED", "APPROVED"];
    let behind = trim_start(DEEDS.after(line)?);
    let joint = ["and ", "AND ", "& ", "/"];
    let behind = joint.iter().find_map(|joint| behind.strip_prefix(joint))?;
    after(trim_start(behind), "CLASSIFIED BY")
}

/// `Classfied By`, `Classified  By`; on one line, for what ends a line is of one
/// length or of another.
fn misspelled(line: &str) -> Option<&str> {
    after(line, "C")?;
    // `Clas sified By`
    if let Some(rest) = split_by_a_blank(line) {
        return after(trim_start(rest), "BY");
    }
    let word = line
        .split(is_blank)
        .next()
        .filter(|word| (9..=11).contains(&word.len()) && !word.contains(['\n', '\r']))?;
    let rest = after(trim_start(from(line, word.len())), "BY")?;
    let known = same(word, "CLASSIFIED");
    (known || is_one_slip(b"CLASSIFIED", word.to_ascii_uppercase().as_bytes())).then_some(rest)
}

/// What stands behind the word of the label with a blank in it.
fn split_by_a_blank(line: &str) -> Option<&str> {
    const WORD: &str = "CLASSIFIED";
    let at = line
        .bytes()
        .take(WORD.len())
        .position(|byte| byte == b' ')?;
    let (first, second) = WORD.split_at_checked(at)?;
    after(line, first)?;
    let rest = after(from(line, at + 1), second)?;
    rest.starts_with(' ').then_some(rest)
}

/// Whether lines behind a label without its colon say who, or why: a word of
/// a title stands first, a reason or a number of a section somewhere.
pub(in crate::parse) fn is_statement<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    lines.enumerate().any(|(nth, line)| {
        let titled = nth == 0 && !title_prefix(line).0.is_empty();
        titled
            || line.bytes().any(|byte| byte.is_ascii_digit())
            || Squashed::new(line).find(b"reaso").is_some()
    })
}

/// A person without the signs around it.
pub(super) fn tidy(who: &str) -> &str {
    static SIGNS: Signs = Signs::new(" \t\u{a0},;:-(/|*");
    let who = match byte(trim(who), 0) {
        b'(' => portion_mark(trim(who)).map_or(who, |(rest, _)| rest),
        _ => who,
    };
    let mut bare = SIGNS.trim(who);
    // `"DCM Ada Quill,"`
    if let Some(quoted) = bare.strip_prefix(['"', '\u{201c}']) {
        bare = SIGNS.trim(quoted.trim_end_matches(['"', '\u{201d}', '.', ',']));
    }
    // `Classified By (Name and Title): Ada Quill`
    if matches!(byte(bare, 0), b'N' | b'n')
        && let Some(rest) = ["NAME AND TITLE):", "NAME AND TITLE:", "NAME:"]
            .iter()
            .find_map(|form| after(bare, form))
    {
        bare = trim_start(rest);
    }
    // `Classified By: By: DCM Ada Quill`
    if let Some(rest) = after(bare, "BY:") {
        bare = trim_start(rest);
    }
    bare = SIGNS.trim_end(without_letters(bare));
    // `Ada Quill (b,d)`: reasons without their section.
    if let Some(open) = memchr::memrchr(b'(', bare.as_bytes())
        && from(bare, open).bytes().all(|byte| {
            matches!(
                byte.to_ascii_lowercase(),
                b'a'..=b'h' | b'(' | b')' | b',' | b'/' | b' ' | b'&'
            )
        })
    {
        bare = SIGNS.trim_end(bare.get(..open).unwrap_or(bare));
    }
    match bare.strip_suffix('.') {
        Some(without)
            if !["Jr", "Sr", "JR", "SR", "a.i", "A.I"]
                .iter()
                .any(|word| without.ends_with(word)) =>
        {
            trim(without)
        }
        _ => bare,
    }
}

/// A person without the letters of reasons that stand behind the name without their
/// section: `Ada Quill (b), (d)`, `Ada Quill b/d`. `Ada b` has one letter and no sign.
fn without_letters(who: &str) -> &str {
    let is_letter = |part: &str| matches!(part.as_bytes(), [b'a'..=b'h']);
    let is_list = |word: &str| {
        let bare = word.trim_matches(['(', ')', ',', '.', ';']);
        let signed = bare.len() < word.len() || bare.contains(['/', '&']);
        signed && bare.split(['/', ',', '&']).all(is_letter)
    };
    let mut bare = who;
    while let Some((before, word)) = bare.rsplit_once(is_blank) {
        let joint = matches!(word, "and" | "&") && bare.len() < who.len();
        if !(joint || is_list(word)) {
            break;
        }
        bare = trim(before);
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn a_label_with_a_slip_stands_on_one_line() {
        assert_eq!(label("Clasified By: DCM Quill"), Some("DCM Quill"));
        assert_eq!(label("CLASSIFIED BYDCM Quill"), Some("DCM Quill"));
        for end in ["\n", "\r\n", "\r"] {
            assert_eq!(label(&format!("Cl{end}assified By: DCM Quill")), None);
        }
    }

    #[test]
    fn a_label_may_have_other_signs_and_blanks() {
        for line in [
            "Classified  By: Ada Quill",
            "Classified By; Ada Quill",
            "Class by Ada Quill",
            "CLASS. BY: Ada Quill",
        ] {
            assert_eq!(label(line), Some("Ada Quill"), "{line}");
        }
        for line in [
            "Classified in 1976",
            "Classes by the sea",
            "Class by the sea",
            "Classified  bylaws",
            "CLASSIFIED BYLAWS OF THE DCM",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn the_label_may_have_a_slip_and_the_reasons_may_stand_first() {
        for line in [
            "Classfied By: X",
            "CLASSIFIED: By X",
            "Clasified by X",
            "Calssified By X",
            "Clas sified By: X",
            "C LASSIFIED BY X",
        ] {
            assert_eq!(label(line), Some("X"), "{line}");
        }
        for line in [
            "ClassifiedBy: DCM Quill",
            "Classification By: DCM Quill",
            "Classified per: DCM Quill",
            "Classifier: DCM Quill",
            "CL BY: DCM Quill",
            "lassified By: DCM Quill",
            "CLASSIFIED: DCM Quill",
            "Cleared and classified by: DCM Quill",
            "DRAFTED/CLASSIFIED BY: DCM Quill",
            "[Classified By: DCM Quill",
            "(Classified by DCM Quill",
            "( Classified by: DCM Quill",
            "This message was classified by DCM Quill",
            "(U) This cable has been classified by DCM Quill",
            "THIS TELEGRAM IS CLASSIFIED BY DCM Quill",
        ] {
            assert_eq!(label(line), Some("DCM Quill"), "{line}");
        }
        for line in [
            "Classification by the post is not needed.",
            "Classified per guide",
            "Classifiers differ.",
            "Class ification By: X",
            "Clas sified papers",
            "Classifier DCM Quill",
            "Classified: see below",
            "CLASSIFIED: BOATS AND NETS",
            "Classified as X",
            "Cleared and classified by the DCM.",
            "Cleared by: DCM Quill",
            "[Classified as X]",
            "(Classified by law as secret, the papers stayed.)",
            "[Derived from reports of the press.]",
            "This message was classified by the post.",
            "This message was not classified by DCM Quill",
            "This message was declassified by DCM Quill",
            "The message was classified by DCM Quill",
            "Clarified by X",
            "Qualified by X",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
        let text = "SUBJECT: TALKS\n\nClassified By: Reasons 1.4 (b) and (d), DCM Ada Quill.\n\n1. (C) Talks.\n";
        let cable = crate::parse::parse(text.as_bytes());
        let by = cable.heading.classified_by.as_ref().unwrap();
        let name = by.name.map(|name| cable.read(name));
        assert_eq!(name.as_deref(), Some("Ada Quill"));
        assert_eq!(by.reasons.len(), 2);
    }
}
