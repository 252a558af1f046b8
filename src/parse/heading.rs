//! The heading of the text: from the classification line to paragraph 1.
//!
//! Its fields bear labels, so they are found by label wherever they stand.
//! Some releases collapsed the block into one line: a line that begins with
//! a label is cut at every further label in it.

use super::caption::{
    BannerLine, after_class, banner, banner_without_serial, caption_goes_on, is_caption,
};
use super::header::is_notice;
use super::number::{Start, start};
use super::portion_mark::portion_mark;
use super::token::{
    Signs, after, after_sign, after_word, before_colon, begins, byte, ends, from, is_blank,
    is_capitals, is_digits, is_one_slip, pilcrow, squeeze, trim, trim_start, up_to,
};
use super::words::{Words, words};
use super::{Draft, Seen};
use crate::cable::{Confidence, LineKind, RepairKind, Span};

/// A field that bears a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// `E.O. 12958:`
    ExecutiveOrder,
    /// `TAGS:`
    Tags,
    /// `SUBJECT:`
    Subject,
    /// `REF:`
    Reference,
    /// `Classified By:`
    ClassifiedBy,
}

/// A line, and the label it begins with, with its value.
pub(super) type Labeled<'a> = (&'a str, Option<(Label, &'a str)>);

/// Where reading goes on after a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// At a line.
    Line(usize),
    /// Inside a line, at another label.
    Within(usize, usize),
    /// Inside a line, at paragraph 1.
    Body(usize, usize),
}

/// Where the body begins: a line, and an offset inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BodyStart {
    pub(super) line: usize,
    pub(super) offset: usize,
}

/// How many lines ahead a label is looked for.
const AHEAD: usize = 80;

/// The label that a line begins with, and its value.
///
/// ```abnf
/// label    = eo / tags / subject / ref / class-by
/// tags     = ("TAGS" / "TAG" / damaged) [separator] / "T A G S" *blank ":"
///          / slip ":" list
/// subject  = ("SUBJECT" ["S"] / "SUBJ" / "SUB" / damaged / slip) (":" / ";")
///          / "SUBJ8" 1*blank capitals
///          / ("SUBJECT" / "SUBJ") ([1*"-" / "." / "," / "/"] 1*blank / 2*"-") capitals
///          / ("SUBJECT" / "SUBJ") "/" capitals ; a sign or the whole may be doubled
/// slip     = the word with a letter lost, doubled, wrong or changed with the next,
///            or with a blank inside
/// ```
///
/// A damaged label needs its separator; `eo`, `ref` and `class-by` have rules of
/// their own. Before TAGS, SUBJECT and REF with a colon a pilcrow or a portion
/// marking may stand, and before E.O. a pilcrow.
///
/// Samples: `garbled/labels-without-their-signs`, `service/subject-on-the-next-line`,
/// `garbled/subject-label-with-a-slip`, `oddities/labels-behind-markings`
pub(super) fn label(line: &str) -> Option<(Label, &str)> {
    unmarked_label(line).or_else(|| {
        if let Some(value) = super::reference::bracketed_label(line) {
            return Some((Label::Reference, value));
        }
        let bare = match byte(line, 0) {
            b'(' => portion_mark(line).ok()?.0,
            0xc2 | 0xc3 => pilcrow(line)?,
            _ => return None,
        };
        let bare = trim_start(bare);
        let (found, value) = unmarked_label(bare)?;
        let word = bare.get(..bare.len() - value.len())?;
        let fits = matches!(found, Label::Tags | Label::Subject | Label::Reference)
            && word.trim_end_matches(is_blank).ends_with(':');
        // A release put it before `E. O. 12958:` too.
        let is_order =
            found == Label::ExecutiveOrder && byte(line, 0) != b'(' && byte(bare, 1) == b'.';
        (fits || is_order).then_some((found, value))
    })
}

fn unmarked_label(line: &str) -> Option<(Label, &str)> {
    match byte(line, 0) {
        b'E' | b'e' | b'M' => {
            super::executive_order::label(line).map(|rest| (Label::ExecutiveOrder, rest))
        }
        b'T' | b't' if matches!(byte(line, 1), b'H' | b'h') => {
            super::classified_by::label(line).map(|rest| (Label::ClassifiedBy, rest))
        }
        b'T' | b't' | b'A' => tags_label(line).map(|rest| (Label::Tags, rest)),
        b'S' | b's' | b'U' => subject_label(line)
            .map(|rest| (Label::Subject, rest))
            .or_else(|| {
                let rest = after(line, "SIPDIS ")?;
                super::executive_order::label(trim(rest)).map(|rest| (Label::ExecutiveOrder, rest))
            }),
        b'R' | b'r' => super::reference::label(line).map(|rest| (Label::Reference, rest)),
        b'O' | b'.' => {
            super::executive_order::cut_label(line).map(|rest| (Label::ExecutiveOrder, rest))
        }
        b'1' => super::executive_order::number_alone(line).then_some((Label::ExecutiveOrder, line)),
        b'C' | b'c' | b'(' | b'[' | b'D' | b'd' | b'L' | b'l' => {
            let by = super::classified_by::label(line).map(|rest| (Label::ClassifiedBy, rest));
            by.or_else(|| {
                let value = super::executive_order::declassify_on(line)?;
                Some((Label::ExecutiveOrder, value))
            })
        }
        _ => None,
    }
}

fn tags_label(line: &str) -> Option<&str> {
    if !matches!(byte(line, 1), b'A' | b'G' | b'a' | b'g') {
        let spaced = || Some(trim(trim(after(line, "T A G S")?).strip_prefix(':')?));
        return match byte(line, 1) {
            b' ' | b'T' => spaced().or_else(|| misspelled_tags(line)),
            _ => None,
        };
    }
    for word in ["TAGS", "TAG", "TAGES", "TAS", "TABS", "TGS", "AGS"] {
        let Some(rest) = after(line, word) else {
            continue;
        };
        let value = trim_start(rest);
        // `TAGS(U): PREL`
        let value = after(value, "(U)").map_or(value, trim_start);
        if let Some(value) = after_sign(value, b":;") {
            return Some(trim(value));
        }
        if word == "TAGS" && line.starts_with("TAGS") {
            if let Some(value) = value.strip_prefix([',', '.', '-', '/', '=']) {
                return Some(trim(value));
            }
            // `TAGS WERE LOST.` is prose.
            let apart = value.len() < rest.len()
                && (!value.ends_with('.') || super::tags::is_list(value, None));
            if value.is_empty() || apart && is_capitals(value) {
                return Some(value);
            }
        }
    }
    // `TAG PREL, UK`
    let bare = ["TAG ", "Tags ", "tags "]
        .iter()
        .find_map(|word| line.strip_prefix(word));
    bare.map(trim)
        .filter(|value| super::tags::is_list(value, None))
        .or_else(|| misspelled_tags(line))
}

/// `TAGE: PREL, UK`, `TA GS: PREL, UK`, before codes. TASS and TARS are words.
///
/// Sample: `garbled/subject-with-a-pilcrow-and-a-page-header`
fn misspelled_tags(line: &str) -> Option<&str> {
    let (word, value) = before_colon(line, 9)?;
    let word = word.replace([' ', '(', ')', '/'], "");
    // One letter off TAGS, and words of their own.
    if matches!(&*word, "TASS" | "TARS" | "TAPS" | "TANS") {
        return None;
    }
    let known = word == "TAGS" || is_one_slip(b"TAGS", word.as_bytes());
    (known && super::tags::is_list(value, None)).then_some(value)
}

fn subject_label(line: &str) -> Option<&str> {
    const WORDS: Words = words![
        "SUBJECT(S)",
        "SUBJECTS",
        "SUBJECT",
        "SUBJ8",
        "SUBJ",
        "S U B J E C T",
        "UBJECT",
        "SUJ",
        "SUB",
    ];
    let Some(rest) = WORDS.after(line) else {
        return misspelled_subject(line);
    };
    // `Sub: none`, `Subjects: one, two` open other texts.
    let word = line.get(..line.len() - rest.len()).unwrap_or_default();
    if matches!(word.len(), 3 | 8) && !is_capitals(word) {
        return None;
    }
    let value = trim_start(rest);
    // `SUBJ.: HARBOR`
    let value = value
        .strip_prefix('.')
        .filter(|rest| rest.starts_with(':'))
        .unwrap_or(value);
    after_sign(value, b":;")
        .or_else(|| {
            // `SUBJECT - HARBOR`, `SUBJ8 HARBOR`
            let dashed = value.trim_start_matches('-');
            let rest = value.strip_prefix(['.', ',', '/']);
            let rest = rest.or_else(|| (dashed.len() < value.len()).then_some(dashed));
            let rest = rest.or_else(|| line.starts_with("SUBJ8 ").then_some(value))?;
            // `SUBJ/HARBOR`, `SUBJECT--HARBOR`; a hyphen makes one word of two.
            let glued = value.starts_with('/') && !rest.contains('/') || value.starts_with("--");
            // `SUBJECT - Harbor dues`; `Subject. We asked` is prose.
            let titled =
                || value.starts_with('-') || !value.starts_with('/') && !rest.ends_with('.');
            (rest.starts_with(is_blank) || rest.len() == value.len() || glued)
                .then_some(rest)
                .filter(|rest| line.starts_with("SUBJ") && (is_capitals(rest) || titled()))
        })
        .map(trim)
        .or(
            (value.is_empty() && line.len() > 3 && is_capitals(line) || is_title(line, value))
                .then_some(value),
        )
        .or_else(|| misspelled_subject(line))
        .map(undoubled)
}

/// A title without a second sign or a second label before it: `SUBJECT: SUBJ:
/// HARBOR TALKS`.
///
/// Sample: `garbled/subject-label-doubled`
fn undoubled(value: &str) -> &str {
    static SIGNS: Signs = Signs::new(":- ");
    let bare = SIGNS.trim_start(value);
    let title = ["SUBJECT", "SUBJ"].iter().find_map(|word| {
        let behind = after(bare, word)?;
        let title = trim_start(behind);
        // `SUBJECT-MATTER EXPERTS` is no label.
        let dashed = || {
            title
                .strip_prefix('-')
                .filter(|_| title.len() < behind.len())
        };
        title.strip_prefix(':').or_else(dashed)
    });
    title.map_or(bare, trim)
}

/// `SUBECT: HARBOR TALKS`, `SUBJEC T: HARBOR TALKS`
fn misspelled_subject(line: &str) -> Option<&str> {
    let (word, value) = before_colon(line, 10).filter(|(word, _)| word.len() > 5)?;
    let word = word.trim_end_matches(is_blank);
    if memchr::memchr(b' ', word.as_bytes()).is_some() {
        return (word.replace(' ', "") == "SUBJECT").then_some(value);
    }
    is_one_slip(b"SUBJECT", word.as_bytes()).then_some(value)
}

/// `SUBJECT  HARBOR TALKS`: the sign after the label is lost. `SUBJECT TO
/// APPROVAL` and `SUBJECT MATTER` are prose.
fn is_title(line: &str, value: &str) -> bool {
    const PROSE: Words = words!["TO", "OF", "IS", "WAS", "WERE", "AND", "MATTER", "MATTERS"];
    (line.starts_with("SUBJECT ")
        || line.starts_with("SUBJ ")
        || line.starts_with("S U B J E C T "))
        && is_capitals(value)
        && PROSE.after_word(value).is_none()
}

/// The offset of the next label inside a line that begins with one, and
/// whether a blank before it is lost (`HARBORREF: A`).
fn inner_label(line: &str) -> Option<(usize, bool)> {
    const REACH: usize = 400;
    const LABELS: [&str; 8] = [
        "TAGS",
        "SUBJECT",
        "SUBJ",
        "REF",
        "REFS",
        "REFTEL",
        "REFTELS",
        "REFERENCE",
    ];
    // `Tags: prel, vd subject: talks`: the release lost the capitals.
    let small = line.bytes().take(8).any(|byte| byte.is_ascii_lowercase());
    for sign in memchr::memchr_iter(b':', line.as_bytes()) {
        // `REF  : NORTHHAVEN 88`
        let colon = match byte(line, sign.saturating_sub(1)) {
            b' ' => trim(line.get(..sign).unwrap_or_default()).len(),
            _ => sign,
        };
        // The last letter of each of them.
        let last = colon.checked_sub(1).map_or(0, |last| byte(line, last));
        let last = if small {
            last.to_ascii_uppercase()
        } else {
            last
        };
        if last.is_ascii_digit()
            && let Some(at) = order_before(line, colon, sign)
        {
            return Some((at, is_glue(byte(line, at - 1))));
        }
        let before = line.get(..colon).unwrap_or_default();
        if let Some(at) = lettered_reference(line, colon, sign) {
            return Some((at, is_glue(byte(line, at - 1))));
        }
        // `HARBOR TALKS (REF A: NORTHHAVEN 88)`
        if byte(line, colon.saturating_sub(2)) == b' '
            && let Some(at) = colon.checked_sub(6).filter(|&at| at > 0)
            && ends(before.get(..colon - 2).unwrap_or_default(), "(REF")
            && super::reference::bracketed_label(from(line, at)).is_some()
        {
            return Some((at, is_glue(byte(line, at - 1))));
        }
        if !matches!(last, b'S' | b'T' | b'J' | b'F' | b'L' | b'E' | b'Y' | b'y') {
            continue;
        }
        let exact = LABELS
            .iter()
            .rev()
            .find(|word| before.ends_with(**word) || small && ends(before, word))
            .map(|word| word.len());
        let length = exact.or_else(|| classified_by_at_end(before)).unwrap_or(0);
        let at = colon - length;
        // `Classified By: Classified By:` is one label.
        let doubled = length > 12
            && trim(before.get(..at).unwrap_or_default())
                .strip_suffix(':')
                .is_some_and(|before| classified_by_at_end(before).is_some());
        // Where capitals were lost, a label is a word.
        let part_of_word = small
            && length > 0
            && at > 0
            && (byte(line, at - 1) != b' '
                // `The old subject: fish` is a title.
                || byte(line, at).eq_ignore_ascii_case(&b'S')
                    && !byte(line, at).is_ascii_uppercase()
                    && byte(line, 0).is_ascii_uppercase());
        if length == 0 || at == 0 || doubled || part_of_word {
            continue;
        }
        let left = byte(line, at - 1);
        // `HARBOR TALKS (REF: NORTHHAVEN 88)`
        if left == b'(' && at > 1 && super::reference::bracketed_label(from(line, at - 1)).is_some()
        {
            return Some((at - 1, is_glue(byte(line, at - 2))));
        }
        // `REFUGEES AND REF: THE CASE` is a title. A label glued to the value
        // is none of it. Looked at from near: a line may hold many labels.
        let value = up_to(trim(from(line, sign + 1)), REACH);
        let value = ["Classified By", "CLASSIFIED BY", "SUBJECT:", "TAGS:"]
            .iter()
            .find_map(|label| value.split_once(label))
            .map_or(value, |(value, _)| trim(value));
        if line
            .get(at..colon)
            .is_some_and(|label| begins(label, "REF"))
            && !super::reference::is_value(value)
        {
            continue;
        }
        // The pilcrow and brackets may stand before a label; `(SUBJECT:` no.
        if matches!(left, b'(' | b'"' | b'-') {
            continue;
        }
        return Some((at, is_glue(left)));
    }
    None
}

/// Where it says until when inside the line of who classified: `Reasons: 1.4 (b). Declassify
/// on: 07/22/2018`. Not where the reasons stand behind it.
///
/// Sample: `oddities/declassify-on-behind-the-classifier`
fn declassify_on_within(line: &str) -> Option<usize> {
    const LABEL: &str = "DECLASSIFY ON";
    // Bounds of a statement and of a date: a line may hold many labels.
    const REACH: usize = 600;
    const DATE: usize = 80;
    let line = up_to(line, REACH);
    let mut colons = memchr::memchr_iter(b':', line.as_bytes());
    colons.find_map(|colon| {
        let before = line.get(..colon)?.trim_end_matches(is_blank);
        let at = before.len().checked_sub(LABEL.len());
        let at = at.filter(|&at| at > 0 && byte(line, at - 1) == b' ' && ends(before, LABEL))?;
        let behind = up_to(from(line, colon + 1), DATE);
        let is_dated = behind.bytes().any(|byte| byte.is_ascii_digit());
        let gives_reasons = || {
            let mut words = behind.split(|c: char| !c.is_ascii_alphabetic());
            words.any(|word| begins(word, "REASON"))
        };
        (is_dated && !gives_reasons()).then_some(at)
    })
}

/// How long `Classified By` is at the end of words, whatever blanks stand in it.
fn classified_by_at_end(words: &str) -> Option<usize> {
    let bare = words.strip_suffix(['y', 'Y'])?.strip_suffix(['b', 'B'])?;
    let first = bare.trim_end_matches(is_blank);
    let fits = first.len() < bare.len() && ends(first, "CLASSIFIED");
    fits.then(|| words.len() - first.len() + "CLASSIFIED".len())
}

/// Where the label of a lettered entry stands inside a line: `HARBOR TALKS REF A: NORTHHAVEN
/// 88`, or `REF(S):`.
fn lettered_reference(line: &str, colon: usize, sign: usize) -> Option<usize> {
    const REACH: usize = 400;
    let before = line.get(..colon)?;
    let at = match before.as_bytes() {
        [.., b' ', b'R', b'E', b'F', b' ', b'A'..=b'Z'] => colon - 5,
        [.., b' ', b'R', b'E', b'F', b'(', b'S', b')'] => colon - 6,
        _ => return None,
    };
    super::reference::is_value(up_to(trim(from(line, sign + 1)), REACH)).then_some(at)
}

/// Where an E.O. stands whose number ends before a colon inside a line: `PREL, UK
/// E.O. 12958: DECL: 07/22/2018`. Behind it stands until when, and no more words: a
/// title may name an order, `TALKS ON E.O. 12958: DECLASSIFICATION RULES`.
///
/// Sample: `garbled/order-behind-tags-and-subject`
fn order_before(line: &str, colon: usize, sign: usize) -> Option<usize> {
    const VALUES: Words = words!["DECL", "N/A", "GDS", "XGDS", "OADR", "ADS"];
    let before = line.get(..colon)?;
    let label = ["E.O. ", "EO ", "E.O."].iter().find_map(|word| {
        let at = colon.checked_sub(word.len() + 5)?;
        let label = before.get(at..)?;
        let digits = label.strip_prefix(word)?;
        (digits.len() == 5 && is_digits(digits)).then_some(at)
    });
    let at = label.filter(|&at| at > 0 && !byte(line, at - 1).is_ascii_alphanumeric())?;
    let value = trim_start(from(line, sign + 1));
    let end = value
        .find(|c: char| !c.is_ascii_alphabetic() && c != '/')
        .unwrap_or(value.len());
    let (word, behind) = value.split_at(end);
    let behind = trim_start(behind);
    let ends = behind.is_empty()
        || behind.starts_with([':', ','])
        || behind.starts_with(|c: char| c.is_ascii_digit());
    (VALUES.hold(word) && ends).then_some(at)
}

/// The offset of a TAGS label without its colon behind the E.O. of a heading
/// that was collapsed into a line.
///
/// Sample: `garbled/bare-heading-collapsed`
fn bare_tags(line: &str) -> Option<usize> {
    // No other letter of it is as rare.
    let mut rare = memchr::memchr_iter(b'G', line.as_bytes()).filter_map(|at| at.checked_sub(2));
    let at = rare.find(|&at| at > 0 && from(line, at - 1).starts_with(" TAGS "))?;
    let known = label(from(line, at)).is_some_and(|(label, _)| label == Label::Tags);
    known.then_some(at)
}

/// Where paragraph 1 begins inside the last line of a title or list: `HARBOR
/// TALKS 1. (C) Talks opened.`, with a pilcrow or without.
///
/// Sample: `garbled/paragraph-one-behind-the-subject`
pub(super) fn paragraph_within(line: &str) -> Option<usize> {
    const BRACKETS: usize = 8;
    // Most titles have no bracket.
    let mut brackets = memchr::memchr_iter(b'(', line.as_bytes()).take(BRACKETS);
    brackets.find_map(|bracket| {
        let (before, text) = line.split_at_checked(bracket)?;
        let before = before.trim_end_matches(is_blank);
        let numbered = before.strip_suffix("1.")?;
        let behind_pilcrow = numbered.strip_suffix('\u{b6}');
        let at = behind_pilcrow.unwrap_or(numbered).len();
        if at == 0 || byte(line, at - 1) != b' ' {
            return None;
        }
        let (rest, _) = portion_mark(text).ok()?;
        (trim_start(rest).len() > 2).then_some(at)
    })
}

/// Where a rule begins inside the last line of a title or list, with the word of a heading
/// that stands before it: `HARBOR TALKS SUMMARY ------- 1. (C) Talks opened.` A rule without
/// a paragraph behind it is one of the title.
///
/// Sample: `garbled/summary-and-rule-behind-the-references`
pub(super) fn rule_within(value: &str) -> Option<usize> {
    const RULE: &[u8] = b" -----";
    let rule = memchr::memmem::find(value.as_bytes(), RULE)?;
    let above = value.get(..rule)?;
    let behind = from(value, rule).trim_start_matches([' ', '-']);
    let (word, further) = behind.split_once(is_blank).unwrap_or_default();
    let paragraph = if is_heading_word(word) {
        further.trim_start_matches([' ', '-'])
    } else {
        behind
    };
    super::number::start(paragraph)?;
    let heading = above.rsplit(is_blank).next().unwrap_or_default();
    let at = if is_heading_word(heading) {
        above.len() - heading.len()
    } else {
        rule + 1
    };
    (at > 0).then_some(at)
}

/// Whether a label right behind a byte is glued to the words before it.
fn is_glue(left: u8) -> bool {
    left.is_ascii_alphanumeric() || matches!(left, b')' | b'.' | b',' | b';' | b'!' | b'?')
}

/// A sentence on handling, between heading and text.
pub(super) fn is_handling_note(line: &str) -> bool {
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
    Some(super::token::one_line(near))
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
pub(super) fn is_action_note(line: &str) -> bool {
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
pub(super) fn is_heading_word(line: &str) -> bool {
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
pub(super) fn opens_summary(line: &str) -> bool {
    const OPENINGS: Words = words!["SUMMARY:", "SUMMARY.", "SUMMARY --", "BEGIN SUMMARY"];
    OPENINGS.begin(line)
}

/// A heading that shares its line with a rule or stands between signs, made of
/// words that stand alone: `SUMMARY -------`, `-- SUMMARY --`, `I. SUMMARY`.
pub(super) fn is_signed_heading(line: &str) -> bool {
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
pub(super) fn opens_telegram(line: &str) -> bool {
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

impl<'a> Draft<'a> {
    /// The label that a line of the text begins with, and its value. The field
    /// that ends at a line and the walk that goes on there ask the same.
    pub(super) fn label(&self, line: &'a str) -> Option<(Label, &'a str)> {
        let (asked, found) = self.label.get();
        if std::ptr::eq(asked, line) {
            return found;
        }
        let found = self.cut_label(line).or_else(|| label(line));
        self.label.set((line, found));
        found
    }

    /// Whether a line below the SUBJECT begins with the word in a sentence:
    /// `SUBJECT CALLED AT EMBASSY.` A later section repeats the title.
    fn is_other_subject(&self, line: &str) -> bool {
        let bare = || line.strip_prefix("SUBJECT ");
        let Some(value) = self.heading.subject.and_then(|_| bare()) else {
            return false;
        };
        let word = value.split(is_blank).next().unwrap_or_default();
        let title = self.heading.subject.map_or("", |title| self.slice(title));
        word.starts_with(|c: char| c.is_ascii_alphabetic()) && !begins(title, word)
    }

    /// Whether the heading begins at a line of the header.
    pub(super) fn starts_heading(&self, idx: usize) -> bool {
        let line = self.content(idx);
        let header = self.seen > Seen::Heading;
        // Most headings begin with the classification line.
        let read = banner(self.text, line);
        if header && (read.is_some() || is_caption(line)) {
            self.banner_line.set(read.map(|read| (line, read)));
            return true;
        }
        if let Some((label, value)) = self.label(line) {
            // `Ref:` and `From here` open letters too.
            return header
                || label != Label::Reference
                || line.starts_with("REF")
                || super::reference::cites(value);
        }
        let fits = |read: &BannerLine<'_>| header || read.banner.serial.is_some();
        let begins = read.as_ref().is_some_and(fits);
        self.banner_line.set(read.map(|read| (line, read)));
        begins || banner_without_serial(self.text, line, header).is_some()
    }

    /// Reads a classification line; that at which the header ended was read.
    fn banner_line(&self, line: &'a str) -> Option<BannerLine<'a>> {
        match self.banner_line.take() {
            Some((known, read)) if std::ptr::eq(known, line) => Some(read),
            _ => banner(self.text, line),
        }
    }

    /// Whether a line begins a numbered paragraph that bears a marking.
    pub(super) fn starts_marked(&self, idx: usize) -> bool {
        start(from(self.text, self.start_of(idx))).is_some_and(|start| start.mark.is_some())
    }

    /// Reads the heading from line `idx` and returns where the body begins.
    pub(super) fn heading(&mut self, mut idx: usize) -> BodyStart {
        self.seen = self.seen.max(Seen::Heading);
        let mut ahead = None;
        while idx < self.lines.len() && !self.is_listed() {
            let line = self.content(idx);
            let kind = self.kind(idx);
            if matches!(kind, LineKind::Blank | LineKind::PageHeader) {
                idx += 1;
            } else if kind == LineKind::Rule {
                if self.has_field() {
                    return BodyStart {
                        line: idx,
                        offset: self.start_of(idx),
                    };
                }
                idx += 1;
            } else if let Some(found) = self.label(line)
                && !(found.0 == Label::Subject && self.is_other_subject(line))
            {
                match self.fields(idx, line, found) {
                    Next::Body(line, offset) => return BodyStart { line, offset },
                    Next::Line(next) | Next::Within(next, _) => idx = next,
                }
            } else if self.quotes_telegram(line) {
                break;
            } else if let Some(read) = self.banner_line(line) {
                // What follows the serial is a caption or a collapsed heading.
                let rest = read.rest;
                self.banner(idx, read);
                if let Some(found) = label(rest) {
                    if let Next::Body(line, offset) = self.fields(idx, rest, found) {
                        return BodyStart { line, offset };
                    }
                } else {
                    self.after_serial(rest);
                }
                idx += 1;
            } else if self.wrapped_serial(idx) {
                idx += 1;
            } else if let Some(read) = self.lone_banner(line) {
                self.banner(idx, read);
                idx += 1;
            } else if let Some(read) = self.misread_banner(line) {
                let rest = read.rest;
                self.banner(idx, read);
                self.after_serial(rest);
                idx += 1;
            } else if is_notice(line) {
                self.notice(idx, line);
                idx += 1;
            } else if self.starts_paragraph(idx) {
                break;
            } else if self.is_smart
                && let Some(value) = after(line, "CAPTIONS:")
            {
                self.set(idx, LineKind::Caption);
                for caption in value.split(',').map(trim) {
                    self.caption(&[caption]);
                }
                idx += 1;
            } else if self.lists_references(idx, line) {
                self.set(idx, LineKind::Reference);
                match self.references(idx, line, true) {
                    Next::Body(line, offset) => return BodyStart { line, offset },
                    Next::Line(next) | Next::Within(next, _) => idx = next,
                }
            } else if self.has_lost_label(idx, line) {
                match self.without_label(idx) {
                    Next::Body(line, offset) => return BodyStart { line, offset },
                    Next::Line(next) | Next::Within(next, _) => idx = next,
                }
            } else if let Some(next) = self.classified_by_without_label(idx, line) {
                match next {
                    Next::Body(line, offset) => return BodyStart { line, offset },
                    Next::Line(next) | Next::Within(next, _) => idx = next,
                }
            } else if is_caption(line) || (!self.has_field() && self.label_ahead(idx, &mut ahead)) {
                idx = self.captions(idx);
            } else if is_handling_note(line) || self.label_ahead(idx, &mut ahead) {
                idx = self.handling_note(idx);
            } else if self.heading.banner.is_none()
                && !self.has_field()
                && self.damaged_banner(line)
            {
                self.set(idx, LineKind::Unread);
                self.garble(line, "classification line");
                idx += 1;
            } else {
                break;
            }
        }
        BodyStart {
            line: idx,
            offset: self.start_of(idx),
        }
    }

    /// Whether all is read that a list says.
    fn is_listed(&self) -> bool {
        let heading = &self.heading;
        self.for_list && heading.subject.is_some() && heading.banner.is_some()
    }

    /// A classification line that has lost its serial, where none was read.
    fn lone_banner(&self, line: &'a str) -> Option<BannerLine<'a>> {
        if self.heading.banner.is_some() || self.has_field() {
            return None;
        }
        banner_without_serial(self.text, line, self.seen > Seen::Heading)
    }

    /// A classification line with letters for digits or digits for letters,
    /// below a header where none was read.
    fn misread_banner(&mut self, line: &'a str) -> Option<BannerLine<'a>> {
        if self.heading.banner.is_some() || self.has_field() || self.seen <= Seen::Heading {
            return None;
        }
        let (read, misread) = super::caption::misread_banner(self.text, line)?;
        for (span, to) in misread {
            let kind = RepairKind::MisreadCharacter;
            self.repair(span, kind, to.into(), Confidence::Medium);
        }
        Some(read)
    }

    /// Whether a line below the SUBJECT is a REF block that has lost its label: it begins with
    /// A and a telegram of a known station, and its entries hold nothing but telegrams; or
    /// it has no letter either, and the next words are a label, paragraph 1 or the like.
    /// `A. STATE 12 ASKED FOR BOATS.` is a text.
    ///
    /// Samples: `garbled/ref-label-lost`, `garbled/ref-label-and-letters-lost`
    fn lists_references(&self, idx: usize, line: &'a str) -> bool {
        self.heading.subject.is_some()
            && self.heading.references.is_empty()
            && is_capitals(line)
            && (super::reference::opens_list(line) && self.holds_telegrams_alone(idx)
                || self.opens_bare_list(idx, line))
    }

    /// Whether a line that has neither label nor letter begins the REF block: it and the
    /// lines right below hold telegrams alone, and behind them the text or a field other than
    /// REF begins.
    ///
    /// Sample: `garbled/ref-label-and-letters-lost`
    pub(super) fn opens_bare_list(&self, idx: usize, line: &str) -> bool {
        self.heading.references.is_empty()
            && super::reference::is_bare_list(line)
            && self.ends_heading(idx)
    }

    /// Whether below a line of telegrams, and those that go on with it, the text or a field
    /// other than REF begins.
    pub(super) fn ends_heading(&self, idx: usize) -> bool {
        const LINES: usize = 8;
        let goes_on = |at: usize| {
            let line = self.content(at);
            line.bytes().any(|byte| byte.is_ascii_alphabetic())
                && is_capitals(line)
                && super::reference::is_telegrams(line)
                && !self.starts_paragraph(at)
        };
        let mut below = idx + 1..self.lines.len().min(idx + LINES);
        let next = below.find(|&at| match self.kind(at) {
            LineKind::Blank | LineKind::PageHeader => false,
            LineKind::Body => !goes_on(at),
            _ => true,
        });
        next.is_some_and(|at| {
            let line = self.content(at);
            match self.label(line) {
                Some((Label::Reference, _)) => false,
                Some(_) => true,
                None => {
                    self.starts_paragraph(at)
                        || self.kind(at) == LineKind::Rule && at > idx + 1
                        || is_heading_word(line)
                        || is_handling_note(line)
                        || opens_summary(line)
                        || is_marked_prose(line)
                }
            }
        })
    }

    /// Whether the entries that begin at a line hold nothing but telegrams.
    fn holds_telegrams_alone(&self, idx: usize) -> bool {
        const LINES: usize = 64;
        let mut gap = false;
        for below in idx..self.lines.len().min(idx + LINES) {
            let line = self.content(below);
            match self.kind(below) {
                LineKind::Blank | LineKind::PageHeader => gap = true,
                LineKind::Body
                    if self.label(line).is_none()
                        && (!gap || super::reference::bears_letter(line)) =>
                {
                    if !super::reference::is_telegrams(line) {
                        return false;
                    }
                    gap = false;
                }
                _ => break,
            }
        }
        true
    }

    /// Whether a line below the SUBJECT begins another telegram, which this one
    /// sends on: its heading is text.
    ///
    /// Sample: `service/telegram-sent-on-below-its-own-subject`
    fn quotes_telegram(&self, line: &str) -> bool {
        self.heading.subject.is_some() && (opens_telegram(line) || self.is_of_another(line))
    }

    /// Whether a line is the classification line of another telegram.
    fn is_of_another(&self, line: &str) -> bool {
        let Some(own) = &self.heading.banner else {
            return false;
        };
        // The number ends most of them.
        let may = line.len() < 96 && matches!(byte(line, 0), b'C' | b'S' | b'T' | b'U' | b'L');
        let other = may.then(|| banner(self.text, line)).flatten();
        other.is_some_and(|other| {
            let squeezed = |post: Option<Span>| post.map(|post| squeeze(self.slice(post)));
            let serials = (own.serial, other.banner.serial);
            let posts = (squeezed(own.post), squeezed(other.banner.post));
            matches!(serials, (Some(own), Some(other)) if own.value != other.value)
                && matches!(posts, (Some(own), Some(other)) if own != other)
        })
    }

    /// Whether one of the labeled fields was read.
    fn has_field(&self) -> bool {
        let heading = &self.heading;
        heading.executive_order.is_some()
            || heading.subject.is_some()
            || !heading.tags.is_empty()
            || heading.classified_by.is_some()
            || !heading.references.is_empty()
    }

    /// A line with a post and a serial whose classification cannot be read.
    fn damaged_banner(&self, line: &str) -> bool {
        self.seen > Seen::Heading
            && line.len() < 90
            && line
                .rsplit(is_blank)
                .next()
                .is_some_and(|word| (3..=8).contains(&word.len()) && is_digits(word))
    }

    /// Whether a line begins a numbered paragraph, as far as that can be
    /// said in the heading: with a marking, a pilcrow, or after a blank.
    pub(super) fn starts_paragraph(&self, idx: usize) -> bool {
        let start = start(from(self.text, self.start_of(idx)));
        start.is_some_and(|start| self.is_paragraph(idx, &start))
    }

    /// The same of a line that begins with a number.
    pub(super) fn is_paragraph(&self, idx: usize, start: &Start<'_>) -> bool {
        let above = idx
            .checked_sub(1)
            .map_or(LineKind::Blank, |above| self.kind(above));
        let after_gap = matches!(
            above,
            LineKind::Blank | LineKind::PageHeader | LineKind::Rule
        );
        // Copies that lost their blank lines: 1 right below a field, or the
        // sentence of another number below telegrams.
        let is_text = || {
            let end = memchr::memchr2(b'\n', b'\r', start.rest.as_bytes());
            let line = start.rest.get(..end.unwrap_or(start.rest.len()));
            above == LineKind::Reference && line.is_some_and(super::reference::is_text)
        };
        let below_field = (start.number == 1 || start.number < 100 && is_text())
            && start.rest.starts_with(|c: char| c.is_ascii_uppercase())
            && matches!(
                above,
                LineKind::Tags
                    | LineKind::Subject
                    | LineKind::Reference
                    | LineKind::ClassifiedBy
                    | LineKind::HandlingNote
            );
        start.mark.is_some()
            || start.number < 100 && (start.pilcrow || (after_gap || below_field) && start.apart)
    }

    /// Whether a line right below a field begins paragraph 1 without the blank or the dot behind
    /// its number, `1.Talks opened`, `1 TALKS OPENED`: behind the next blank line 2 follows
    /// in the same style. Numbers one below the other count the items of a list.
    ///
    /// Sample: `nara/numbers-glued-right-below-subject`
    pub(super) fn counts_from_one(&self, idx: usize) -> bool {
        const LINES: usize = 40;
        let numbered = |line: &str, number: &str| {
            let rest = line.strip_prefix(number)?;
            let sign = rest
                .chars()
                .next()
                .filter(|sign| matches!(sign, '.' | ' '))?;
            let text = trim_start(from(rest, 1));
            (text.len() > 4 && text.starts_with(|c: char| c.is_ascii_uppercase())).then_some(sign)
        };
        let Some(sign) = numbered(self.content(idx), "1") else {
            return false;
        };
        let below = idx + 1..self.lines.len().min(idx + LINES);
        let mut apart = false;
        for below in below {
            match self.kind(below) {
                LineKind::Blank => apart = true,
                LineKind::PageHeader => {}
                _ if self.starts_paragraph(below) => return false,
                _ if apart => return numbered(self.content(below), "2") == Some(sign),
                _ => {}
            }
        }
        false
    }

    /// Whether a label follows before the body begins. `found` remembers
    /// how far the last look went.
    fn label_ahead(&self, idx: usize, found: &mut Option<(usize, bool)>) -> bool {
        if let Some((at, is_label)) = *found
            && at > idx
        {
            return is_label;
        }
        let mut answer = (idx + AHEAD, false);
        for ahead in idx + 1..self.lines.len().min(idx + AHEAD) {
            if matches!(
                self.kind(ahead),
                LineKind::Blank | LineKind::PageHeader | LineKind::Rule
            ) {
                continue;
            }
            if self.starts_paragraph(ahead) {
                answer = (ahead, false);
                break;
            }
            if self.quotes_telegram(self.content(ahead)) {
                answer = (ahead, false);
                break;
            }
            if self.label(self.content(ahead)).is_some() {
                answer = (ahead, true);
                break;
            }
        }
        *found = Some(answer);
        answer.1
    }

    /// Reads the fields of a line that begins with the label `found`, and
    /// their further lines.
    pub(super) fn fields(&mut self, idx: usize, line: &'a str, found: (Label, &'a str)) -> Next {
        let head = self.place(line).start as usize;
        let first_idx = idx;
        let (mut idx, (mut rest, mut found)) = self.rejoined(idx, (line, Some(found)));
        // Where a label begins that a line end has cut.
        let mut head = (idx > first_idx).then_some(head);
        let mut first = true;
        loop {
            let Some((label, value)) = found.take().or_else(|| label(rest)) else {
                return Next::Line(idx + 1);
            };
            let skip = rest.len() - value.len();
            let is_order = label == Label::ExecutiveOrder;
            let bare = is_order.then(|| bare_tags(value)).flatten();
            let cut = bare.map(|at| (at, false)).or_else(|| inner_label(value));
            let dated = || declassify_on_within(value).filter(|_| label == Label::ClassifiedBy);
            let cut = cut.or_else(|| dated().map(|at| (at, false)));
            let cut = cut.filter(|&(at, _)| {
                label != Label::Subject || !self.is_order_of_title(idx, from(value, at))
            });
            let cut = cut.map(|(at, glued)| (at + skip, glued));
            let part = cut.map_or(rest, |(at, _)| trim(rest.get(..at).unwrap_or_default()));
            let value = from(part, skip.min(part.len()));
            let part = head.take().map_or(part, |head| {
                let end = self.place(part).end as usize;
                self.text.get(head..end).unwrap_or(part)
            });
            if first {
                self.set(idx, kind(label));
            }
            let open = cut.is_none();
            let next = match label {
                Label::ExecutiveOrder => self.executive_order(idx, part, value, open),
                Label::Tags => self.tags(idx, value, open),
                Label::Subject => self.subject(idx, value, open),
                Label::Reference => self.references(idx, value, open),
                Label::ClassifiedBy => self.classified_by(idx, part, value, open),
            };
            match (cut, next) {
                (Some((at, glued)), _) => {
                    rest = from(rest, at);
                    if glued {
                        let at = self.place(rest).start as usize;
                        self.lost_space(idx, at);
                    }
                    first = false;
                }
                (None, Next::Within(line, offset)) => {
                    self.lost_space(line, offset);
                    let end = self.end_of(line);
                    rest = self.text.get(offset..end).unwrap_or_default();
                    first = idx != line;
                    idx = line;
                }
                (None, next) => return next,
            }
        }
    }

    /// Notes that no blank stands before a label inside a line.
    ///
    /// Samples: `garbled/subject-glued-to-ref`, `garbled/labels-glued-to-values`
    fn lost_space(&mut self, idx: usize, at: usize) {
        let left = at.checked_sub(1).map_or(b' ', |left| byte(self.text, left));
        if at > self.start_of(idx) && is_glue(left) {
            let gap = Span::new(at, at);
            self.repair(gap, RepairKind::LostSpace, " ".into(), Confidence::Medium);
        }
    }

    /// Whether an E.O. inside a title is named by it: the heading has its own
    /// line above.
    pub(super) fn is_order_of_title(&self, idx: usize, text: &str) -> bool {
        const REACH: usize = 40;
        let above = idx.saturating_sub(REACH)..idx;
        super::executive_order::label(text).is_some()
            && above
                .into_iter()
                .any(|above| self.kind(above) == LineKind::ExecutiveOrder)
    }

    /// Where another label begins inside a further line of a field.
    pub(super) fn inner_label(&self, line: &str) -> Option<usize> {
        inner_label(line).map(|(at, _)| self.place(line).start as usize + at)
    }

    /// Reads captions: this line, and the lines that it goes on to.
    fn captions(&mut self, first: usize) -> usize {
        let mut parts = vec![self.content(first)];
        self.set(first, LineKind::Caption);
        let mut idx = first + 1;
        while idx < self.lines.len() && self.kind(idx) == LineKind::Body {
            let (above, line) = (parts.last().copied().unwrap_or_default(), self.content(idx));
            if self.label(line).is_some() || !caption_goes_on(above, line) {
                break;
            }
            parts.push(line);
            self.set(idx, LineKind::Caption);
            idx += 1;
        }
        self.caption(&parts);
        idx
    }

    /// Reads a sentence on handling up to a blank line.
    fn handling_note(&mut self, first: usize) -> usize {
        // The first line is taken whatever the header took it for: the walk
        // goes on behind it.
        let mut idx = first + 1;
        let mut span = self.place(self.content(first));
        self.set(first, LineKind::HandlingNote);
        while idx < self.lines.len() && self.kind(idx) == LineKind::Body {
            let line = self.content(idx);
            if self.label(line).is_some() || self.starts_paragraph(idx) || is_heading_word(line) {
                break;
            }
            span = span.cover(self.place(line));
            self.set(idx, LineKind::HandlingNote);
            idx += 1;
        }
        self.heading.handling_notes.push(span);
        idx
    }
}

/// The kind of the lines of a field.
pub(super) fn kind(label: Label) -> LineKind {
    match label {
        Label::ExecutiveOrder => LineKind::ExecutiveOrder,
        Label::Tags => LineKind::Tags,
        Label::Subject => LineKind::Subject,
        Label::Reference => LineKind::Reference,
        Label::ClassifiedBy => LineKind::ClassifiedBy,
    }
}

/// `(C) Talks opened.`: a text behind its marking, in small letters or of five words or more.
fn is_marked_prose(line: &str) -> bool {
    const WORDS: usize = 5;
    line.starts_with('(')
        && portion_mark(line).is_ok_and(|(rest, _)| {
            rest.bytes().any(|byte| byte.is_ascii_lowercase())
                || rest.split(is_blank).filter(|word| !word.is_empty()).count() >= WORDS
        })
}

#[cfg(test)]
mod tests {
    use super::{Label, bare_tags, inner_label, label, paragraph_within};

    #[test]
    fn labels_of_both_dialects() {
        assert_eq!(label("TAGS: PREL VD"), Some((Label::Tags, "PREL VD")));
        assert_eq!(label("TAGS PREL, VD"), Some((Label::Tags, "PREL, VD")));
        assert_eq!(label("TAGES: PREL"), Some((Label::Tags, "PREL")));
        assert_eq!(label("T A G S: PREL"), Some((Label::Tags, "PREL")));
        assert_eq!(
            label("Subject: harbor talks"),
            Some((Label::Subject, "harbor talks"))
        );
        assert_eq!(
            label("S U B J E C T: HARBOR"),
            Some((Label::Subject, "HARBOR"))
        );
    }

    #[test]
    fn a_list_without_its_label_holds_telegrams_alone() {
        let n_references = |lines: &str| {
            let text = format!(
                "UNCLAS NORTHHAVEN 000088\n\nTAGS: PREL\nSUBJECT: TALKS\n\n{lines}\n\nHOLT\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            (cable.heading.references.len(), cable.paragraphs.is_empty())
        };
        for lines in [
            "A. STATE 12 (NOTAL), 13\nB. 07 ROME 14 AND PREVIOUS",
            "A. STATE 12\n\nB. (U) OSLO 13 (07), ROME 14",
        ] {
            assert_eq!(n_references(lines).0, 3, "{lines}");
        }
        for lines in [
            "A. STATE 12 ASKED FOR BOATS.\n\nB. THEY CAME.",
            "A) STATE 12 ASKED FOR BOATS; THEY CAME.",
            "A. PARIS 1976 TALKS OPENED.\n\nB. THEY WENT WELL.",
            "A. STATE 12.\n\nB. THEY CAME.",
            "A. STATE 12\nB. OSLO 13 REPORTED IT.",
            "A. STATE 12\nB. OSLO 13\n\n(U) THE TALKS OPENED.",
        ] {
            assert_eq!(n_references(lines), (0, false), "{lines}");
        }
    }

    #[test]
    fn the_label_of_a_subject_may_have_a_slip() {
        for word in [
            "SUBECT", "SUJECT", "SUBEJCT", "SUBJCT", "SUBJECCT", "SUBNECT", "SUBJECTS", "SUB",
            "SUBJEC T", "SU8JECT",
        ] {
            let line = format!("{word}: HARBOR");
            assert_eq!(label(&line), Some((Label::Subject, "HARBOR")));
        }
        for line in [
            "SUSPECT: HARBOR",
            "SUBJECTS OF TALKS",
            "SUBJECTED: HARBOR",
            "SUB",
            "SUBSIDY: HARBOR",
            "Sub: none",
            "Subjects: one, two",
            "SUBECT HARBOR",
            "SUBTEXT: X",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn the_label_of_tags_may_have_a_slip_before_codes() {
        for word in [
            "TAGE:", "TTAGS:", "TA GS:", "TAG(S):", "TAGS=", "Tags", "TAG",
        ] {
            let line = format!("{word} PREL, UK");
            assert_eq!(label(&line), Some((Label::Tags, "PREL, UK")), "{line}");
        }
        for line in [
            "TASS: PREL, UK",
            "TARS: PREL, UK",
            "TASS: TALKS OPENED",
            "TAGE: TALKS OPENED",
            "TA GS: TALKS",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn the_sign_of_a_subject_may_be_dashes_or_lost() {
        for line in ["SUBJECT--HARBOR", "SUBJ HARBOR", "SUBJECT - HARBOR"] {
            assert_eq!(label(line), Some((Label::Subject, "HARBOR")), "{line}");
        }
        for line in [
            "SUBJECT-MATTER EXPERTS",
            "SUBJ TO REVIEW",
            "SUBJECT TO REVIEW",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn words_of_prose_are_no_labels() {
        for line in [
            "TAG sale on Sunday",
            "SUBJECT TO REVIEW",
            "Tags are useful",
            "TAGS WERE SEEN ON FISH.",
            "REFORM",
            "TABS OPEN",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn paragraph_one_may_begin_inside_a_line() {
        assert_eq!(
            paragraph_within("HARBOR TALKS 1. (C) Talks opened."),
            Some(13)
        );
        assert_eq!(
            paragraph_within("HARBOR TALKS \u{b6}1. (C) Talks opened."),
            Some(13)
        );
        for line in [
            "TALKS: 1. (A) DUES",
            "TALKS 11. (C) DUES",
            "TALKS 1. (C)",
            "TALKS (C) 1. DUES",
            "1. (C) DUES",
        ] {
            assert_eq!(paragraph_within(line), None, "{line}");
        }
    }

    #[test]
    fn finds_labels_inside_a_line() {
        assert_eq!(inner_label("PREL VD SUBJECT: HARBOR"), Some((8, false)));
        assert_eq!(inner_label("(C) HARBORREF: A. STATE 1"), Some((10, true)));
        assert_eq!(inner_label("VELDANIA: HARBOR TALKS"), None);
        assert_eq!(inner_label("HARBOR REF  : STATE 1"), Some((7, false)));
        assert_eq!(inner_label("prel, vd subject: talks"), Some((9, false)));
        assert_eq!(inner_label("The harbor Ref: Oslo 212"), Some((11, false)));
        assert_eq!(inner_label("HARBOR REFERENCE: OSLO 1"), Some((7, false)));
        assert_eq!(inner_label("(C) Talks Ref: A. Oslo 1"), Some((10, false)));
        assert_eq!(inner_label("TALKS REF A: OSLO 1"), Some((6, false)));
        assert_eq!(inner_label("TALKS REF(S): A. OSLO 1"), Some((6, false)));
        assert_eq!(inner_label("TALKS Classified  By: Ada"), Some((6, false)));
        assert_eq!(inner_label("A FRAME OF REFERENCE: FISH"), None);
        assert_eq!(inner_label("The old subject: fish"), None);
        assert_eq!(inner_label("the brief: oslo 212"), None);
        assert_eq!(inner_label("PREL E.O. 12958: N/A"), Some((5, false)));
        assert_eq!(inner_label("TALKS EO 12958: DECL: X1"), Some((6, false)));
        assert_eq!(inner_label("TALKS ON E.O. 12958: FISH"), None);
        assert_eq!(
            inner_label("PREL E.O. 12356: DECL 07/22/98"),
            Some((5, false))
        );
        for title in [
            "CHANGES TO E.O. 12958: DECLASSIFICATION RULES",
            "NEW E.O. 13526: DECLASSIFYING PAPERS",
            "TALKS ON E.O. 12958: N/A IN THE PORTS",
        ] {
            assert_eq!(inner_label(title), None);
        }
        assert_eq!(inner_label("TALKS: PART 12958: DECL"), None);
        assert_eq!(bare_tags("12958 DECL: X1 TAGS PREL, VD"), Some(15));
        assert_eq!(bare_tags("12958 DECL: WHEN TAGS are read"), None);
    }

    #[test]
    fn a_title_may_name_an_order_below_that_of_the_heading() {
        let title = |lines: &str| {
            let text = format!("UNCLAS NORTHHAVEN 88\n\n{lines}\n\n1. Talks.\n\nTREMAINE\n");
            let cable = crate::parse::parse(text.as_bytes());
            cable.heading.subject.map(|subject| cable.read(subject))
        };
        assert_eq!(
            title("E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: TALKS ON E.O. 12958: N/A").as_deref(),
            Some("TALKS ON E.O. 12958: N/A")
        );
        assert_eq!(
            title("TAGS: PREL\nSUBJECT: TALKS E.O. 12958: N/A").as_deref(),
            Some("TALKS")
        );
    }
}
