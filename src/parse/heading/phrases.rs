//! Words of a heading that bear no label: notes on handling, headings of parts, what opens a
//! summary or a telegram that is quoted.

use crate::parse::caption::after_class;
use crate::parse::token::{Signs, after, after_word, byte, from, is_capitals, trim_start, up_to};
use crate::parse::words::{Words, words};

/// A sentence on handling, between heading and text.
pub(in crate::parse) fn is_handling_note(line: &str) -> bool {
    const OPENINGS: Words = words![
        "FOR OFFICIAL USE ONLY",
        "UNCLASSIFIED - ",
        "THIS IS A JOINT",
        "CONTAINS BUSINESS",
        "CONTAINS PROPRIETARY",
        "BUSINESS PROPRIETARY",
        "ENTIRE TEXT",
        "(ENTIRE TEXT",
        "(C) ENTIRE TEXT",
        "(SBU) ENTIRE TEXT",
        "SENSITIVE BUT UNCLASSIFIED",
        "(U) THIS CABLE",
        "(SBU) THIS CABLE",
        "(U) THIS MESSAGE",
        "(U) THIS IS A",
        "THIS CABLE",
        "THIS MESSAGE",
        "THIS IS AN ACTION REQUEST",
        "ACTION REQUEST: SEE PARA",
        "ACTION REQUEST - SEE PARA",
        "THIS IS A CORRECTED",
        "NOT FOR INTERNET",
        "DECLASSIFY ON",
        "PROTECT ACCORDINGLY",
        "EMBASSY PLEASE",
        "POST PLEASE",
        "HANDLE ACCORDINGLY",
        "UNCLASSIFIED//",
        "CONFIDENTIAL//",
        "SECRET//",
        "DERIVED BY",
        "(SBU) SENSITIVE BUT",
        "(U) SENSITIVE BUT",
        "PLEASE PROTECT",
        "SBU - NOT FOR ",
        "SBU -- NOT FOR ",
        "SBU NOT FOR ",
        "PLEASE HANDLE",
        "NOT FOR DISTRIBUTION",
    ];
    OPENINGS.begin(line)
        || is_action_note(line)
        || double_blanked(line).is_some_and(|line| OPENINGS.begin(&line))
}

/// The beginning of a line with single blanks, if it has others.
fn double_blanked(line: &str) -> Option<String> {
    const REACH: usize = 64;
    let near = up_to(line, REACH);
    memchr::memmem::find(near.as_bytes(), b"  ")?;
    Some(crate::parse::token::one_line(near))
}

/// Whether a line says where the action request is: `ACTION REQUEST IN PARA 9.`
///
/// ```abnf
/// note = "ACTION REQUEST" ["S" / "ED"] *sign ("IN" / "AT" / sign) 1*blank "PARA" *ALPHA 1*blank number
///        [("AND" / "-" / ",") number] ["."]
/// ```
///
/// Right below a title these are words of it.
///
/// Sample: `plain/action-request-named-below-the-subject`
pub(in crate::parse) fn is_action_note(line: &str) -> bool {
    let Some(rest) = after(line, "ACTION REQUEST") else {
        return false;
    };
    let rest = after(rest, "ED")
        .or_else(|| after(rest, "S"))
        .unwrap_or(rest);
    let at = rest.trim_start_matches([':', '-', ',', ' ']);
    let named = after_word(at, "IN").or_else(|| after_word(at, "AT"));
    let place = named.map_or(at, trim_start);
    let Some(number) = after(place, "PARA").filter(|_| place.len() < rest.len()) else {
        return false;
    };
    let number = trim_start(number.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
    let sign = |c: char| c.is_ascii_digit() || matches!(c, ' ' | ',' | '-' | '.' | '&');
    let left = number.trim_start_matches(sign);
    let is_rest =
        || after_word(left, "AND").is_some_and(|left| left.trim_start_matches(sign).is_empty());
    byte(number, 0).is_ascii_digit() && (left.is_empty() || is_rest())
}

/// Words that stand as headings of their own, without a rule.
pub(in crate::parse) fn is_heading_word(line: &str) -> bool {
    const WORDS: Words = words![
        "SUMMARY",
        "SUMMARY PARAGRAPH",
        "COMMENT",
        "BACKGROUND",
        "CONCLUSION",
        "ACTION REQUEST",
        "INTRODUCTION",
        "SUMMARY AND COMMENT",
        "SUMMARY AND ACTION REQUEST",
        "SUMMARY/INTRODUCTION",
        "SUMMARY AND INTRODUCTION",
        "COMMENT AND ANALYSIS",
        "COMMENT AND RECOMMENDATION",
        "BIO NOTE",
        "RECOMMENDATION",
        "KEY POINTS",
        "EMBASSY COMMENT",
        "POST COMMENT",
    ];
    static SIGNS: Signs = Signs::new(":.");
    let line = SIGNS.trim_end(line);
    (7..=32).contains(&line.len()) && WORDS.hold(line)
}

/// Whether a line opens a summary that has no number.
pub(in crate::parse) fn opens_summary(line: &str) -> bool {
    const OPENINGS: Words = words!["SUMMARY:", "SUMMARY.", "SUMMARY --", "BEGIN SUMMARY"];
    OPENINGS.begin(line)
}

/// A heading that shares its line with a rule or stands between signs, made of
/// words that stand alone: `SUMMARY -------`, `-- SUMMARY --`, `I. SUMMARY`.
pub(in crate::parse) fn is_signed_heading(line: &str) -> bool {
    static SIGNS: Signs = Signs::new("-*=<>/ ");
    if line.len() > 100 {
        return false;
    }
    let words = SIGNS.trim(line);
    // The numeral or letter of a part.
    let n_letters = match byte(words, 0) {
        b'I' | b'V' | b'X' => {
            let numeral = |byte: &u8| matches!(byte, b'I' | b'V' | b'X');
            words.bytes().take_while(numeral).count()
        }
        b'A'..=b'Z' => 1,
        _ => 0,
    };
    let counted = from(words, n_letters).strip_prefix(". ");
    let bare = counted.filter(|_| n_letters > 0).map_or(words, trim_start);
    bare.len() < line.len() && is_heading_word(bare)
}

/// Whether a line opens the quotation of a telegram: `QUOTE CONFIDENTIAL NORTHHAVEN
/// 88`, or the word alone.
///
/// ```abnf
/// opening = ["("] ("QUOTE" / "QTE") [")" / ":" / "."] [1*blank classification *CHAR]
/// ```
///
/// `QUOTE SECRETS ARE OUT` is said.
///
/// Samples: `service/telegram-sent-on-below-its-own-subject`,
/// `service/telegram-sent-on-without-a-subject-of-its-own`
pub(in crate::parse) fn opens_telegram(line: &str) -> bool {
    let bare = line.strip_prefix('(').unwrap_or(line);
    let rest = match byte(bare, 0) {
        b'Q' => bare
            .strip_prefix("QUOTE")
            .or_else(|| bare.strip_prefix("QTE")),
        _ => None,
    };
    let rest = rest.filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
    rest.is_some_and(|rest| {
        let words = rest.trim_start_matches([':', '.', ')', '-', ' ']);
        words.is_empty()
            || is_capitals(words) && after_class(words).is_some_and(|rest| rest.len() < 72)
    })
}
