//! The labels of the fields of a heading: at the beginning of a line, and inside one.

use super::phrases::is_heading_word;
use crate::cable::LineKind;
use crate::parse::portion_mark::portion_mark;
use crate::parse::token::{
    Signs, after, after_sign, before_colon, begins, byte, ends, from, is_blank, is_capitals,
    is_digits, is_one_slip, pilcrow, trim, trim_start, up_to,
};
use crate::parse::words::{Words, words};

/// A field that bears a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Label {
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
pub(in crate::parse) type Labeled<'a> = (&'a str, Option<(Label, &'a str)>);

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
pub(in crate::parse) fn label(line: &str) -> Option<(Label, &str)> {
    unmarked_label(line).or_else(|| {
        if let Some(value) = crate::parse::reference::bracketed_label(line) {
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
            crate::parse::executive_order::label(line).map(|rest| (Label::ExecutiveOrder, rest))
        }
        b'T' | b't' if matches!(byte(line, 1), b'H' | b'h') => {
            crate::parse::classified_by::label(line).map(|rest| (Label::ClassifiedBy, rest))
        }
        b'T' | b't' | b'A' => tags_label(line).map(|rest| (Label::Tags, rest)),
        b'S' | b's' | b'U' => subject_label(line)
            .map(|rest| (Label::Subject, rest))
            .or_else(|| {
                let rest = after(line, "SIPDIS ")?;
                crate::parse::executive_order::label(trim(rest))
                    .map(|rest| (Label::ExecutiveOrder, rest))
            }),
        b'R' | b'r' => crate::parse::reference::label(line).map(|rest| (Label::Reference, rest)),
        b'O' | b'.' => {
            crate::parse::executive_order::cut_label(line).map(|rest| (Label::ExecutiveOrder, rest))
        }
        b'1' => crate::parse::executive_order::number_alone(line)
            .then_some((Label::ExecutiveOrder, line)),
        b'C' | b'c' | b'(' | b'[' | b'D' | b'd' | b'L' | b'l' => {
            let by =
                crate::parse::classified_by::label(line).map(|rest| (Label::ClassifiedBy, rest));
            by.or_else(|| {
                let value = crate::parse::executive_order::declassify_on(line)?;
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
                && (!value.ends_with('.') || crate::parse::tags::is_list(value, None));
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
        .filter(|value| crate::parse::tags::is_list(value, None))
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
    (known && crate::parse::tags::is_list(value, None)).then_some(value)
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
pub(super) fn inner_label(line: &str) -> Option<(usize, bool)> {
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
            && crate::parse::reference::bracketed_label(from(line, at)).is_some()
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
        if left == b'('
            && at > 1
            && crate::parse::reference::bracketed_label(from(line, at - 1)).is_some()
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
            && !crate::parse::reference::is_value(value)
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
pub(super) fn declassify_on_within(line: &str) -> Option<usize> {
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
    crate::parse::reference::is_value(up_to(trim(from(line, sign + 1)), REACH)).then_some(at)
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
pub(super) fn bare_tags(line: &str) -> Option<usize> {
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
pub(in crate::parse) fn paragraph_within(line: &str) -> Option<usize> {
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
pub(in crate::parse) fn rule_within(value: &str) -> Option<usize> {
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
    crate::parse::number::start(paragraph)?;
    let heading = above.rsplit(is_blank).next().unwrap_or_default();
    let at = if is_heading_word(heading) {
        above.len() - heading.len()
    } else {
        rule + 1
    };
    (at > 0).then_some(at)
}

/// Whether a label right behind a byte is glued to the words before it.
pub(super) fn is_glue(left: u8) -> bool {
    left.is_ascii_alphanumeric() || matches!(left, b')' | b'.' | b',' | b';' | b'!' | b'?')
}

/// The kind of the lines of a field.
pub(in crate::parse) fn kind(label: Label) -> LineKind {
    match label {
        Label::ExecutiveOrder => LineKind::ExecutiveOrder,
        Label::Tags => LineKind::Tags,
        Label::Subject => LineKind::Subject,
        Label::Reference => LineKind::Reference,
        Label::ClassifiedBy => LineKind::ClassifiedBy,
    }
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
}
