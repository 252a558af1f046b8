//! The title of what is cited, before it and behind it.

use super::super::token::{after, after_word, byte, from, is_blank, trim_start, up_to};
use super::super::words::{Words, words};
use super::citation::{Cited, cited, is_known};
use super::remark::{LONGEST, after_semicolon, names_paper, other, remarks};
use crate::cable::ReferenceKind;

/// The telegram at the end of an entry that begins with its title: `HARBOR DUES (OSLO 88)`,
/// `HARBOR DUES: OSLO 88`. `TALKS IN ROME (PARIS 2006)` has a year, and an e-mail stays one.
pub(super) fn behind_title(entry: &str) -> Option<&str> {
    let near = up_to(entry, LONGEST);
    let starts = |c: char| c.is_ascii_alphabetic();
    if !near.starts_with(starts) || cited(near, false).is_some() {
        return None;
    }
    let mut signs = memchr::memchr2_iter(b'(', b':', near.as_bytes());
    let at = signs.find(|&at| is_telegram_ahead(trim_start(from(near, at + 1))))?;
    let (_, rest) = cited(trim_start(from(near, at + 1)), false)?;
    let rest = trim_start(rest);
    // What follows goes on with the list.
    let ends = if byte(near, at) == b'(' {
        let behind = rest
            .split_once(')')
            .map_or(rest, |(_, behind)| trim_start(behind));
        behind.is_empty()
            || behind.starts_with([';', ',', '.'])
            || after_word(behind, "AND").is_some()
    } else {
        let left = remarks(rest, false).0;
        left.is_empty() || is_telegram_ahead(left)
    };
    if !ends {
        return None;
    }
    let title = near.get(..at)?;
    (other(title) == ReferenceKind::Other && !names_paper(title))
        .then(|| from(entry, at + usize::from(byte(near, at) == b':')))
        .map(trim_start)
}

/// An entry without what stands before its telegram: a title between quotation marks, a
/// part of it, `(NOTAL)`.
pub(super) fn without_title(entry: &str) -> &str {
    let mut rest = entry.trim_start_matches(['"', '*', '\u{201c}']);
    // `"HARBOR DUES" NORTHHAVEN 88`
    if rest.len() < entry.len()
        && let Some((_, behind)) = rest.split_once(['"', '\u{201d}'])
        && let behind = behind.trim_start_matches([' ', ',', ':', '-'])
        && cited(behind, false).is_some_and(|(read, _)| is_known(&read))
    {
        rest = behind;
    }
    rest = behind_part(rest).unwrap_or(rest);
    // `(NOTAL) NORTHHAVEN 88`
    let behind = after(rest, "(NOTAL)").map(trim_start);
    let behind = behind.filter(|behind| cited(behind, false).is_some());
    behind.unwrap_or(rest)
}

/// The telegram behind a part of it that is named first: `PARA 4 OF OSLO 88`.
fn behind_part(entry: &str) -> Option<&str> {
    const NEAR: usize = 32;
    const PARTS: Words = words![
        "PARA",
        "PARAS",
        "PARAGRAPH",
        "PARAGRAPHS",
        "SECTION",
        "SECTIONS",
        "ITEM",
    ];
    let behind = PARTS.after_word(entry)?;
    let near = up_to(behind, NEAR);
    let blanks = memchr::memchr_iter(b' ', near.as_bytes());
    let mut starts = blanks.map(|at| trim_start(from(behind, at)));
    starts.find(|next| after_word(next, "OF").is_none() && is_telegram_ahead(next))
}

/// Whether a telegram of a known station is cited next, and no other words go
/// on with it: `PARIS 2006 TALKS` is a title.
pub(super) fn is_station_ahead(text: &str) -> bool {
    const JOINTS: Words = words!["AND", "OR", "THROUGH", "THRU", "NOTAL"];
    cited(trim_start(text), false).is_some_and(|(read, rest)| {
        let rest = trim_start(rest);
        let ends = !rest.starts_with(char::is_alphabetic) || JOINTS.after_word(rest).is_some();
        ends && is_known(&read)
    })
}

/// What follows a title behind a sign: what stands behind a semicolon, or a
/// telegram of a known station behind a comma, `ROME 12: DUES RISE, OSLO 13`.
/// `TALKS IN ROME, PARIS 2006` goes on with a year, and words without a number that say
/// nothing else, `ROME 12 - DUES RISE; BOATS STAY`, with the title.
///
/// Sample: `garbled/ref-title-with-a-semicolon`
pub(super) fn after_title(input: &str) -> &str {
    const NEAR: usize = 64;
    let near = input.as_bytes().get(..LONGEST).unwrap_or(input.as_bytes());
    for at in memchr::memchr2_iter(b';', b',', near) {
        // `"DUES RISE," OSLO 13`
        let next = trim_start(from(input, at + 1).trim_start_matches(['"', '\u{201d}']));
        if byte(input, at) == b';' {
            let words = up_to(next, NEAR).split(';').next().unwrap_or_default();
            let is_own = words.bytes().any(|byte| byte.is_ascii_digit())
                || other(words) != ReferenceKind::Other
                || is_document(words);
            if is_own || words.is_empty() {
                return next;
            }
            continue;
        }
        if is_telegram_ahead(next) {
            return next;
        }
    }
    after_semicolon(from(input, near.len()))
}

/// Whether words end with the noun of a document, or name with it between whom it went:
/// `QUILL LETTER`, `FAX TO QUILL`. `NOTE WELL` is the rest of a title.
fn is_document(words: &str) -> bool {
    const NOUNS: Words = words![
        "ARTICLE",
        "CABLE",
        "FAX",
        "LETTER",
        "LETTERS",
        "MEMCON",
        "MEMO",
        "MEMORANDUM",
        "NON-PAPER",
        "NONPAPER",
        "NOTE",
    ];
    const BETWEEN: Words = words!["TO", "FROM"];
    let words = words.trim_end_matches([' ', '.', ')']);
    let mut parts = words.split(is_blank).peekable();
    while let Some(word) = parts.next() {
        let ends = parts.peek().is_none_or(|next| BETWEEN.hold(next));
        if ends && NOUNS.hold(word) {
            return true;
        }
    }
    false
}

/// Whether a telegram of a known station is cited next whose serial can be no
/// year.
pub(super) fn is_telegram_ahead(text: &str) -> bool {
    let is_telegram = |read: &Cited<'_>| {
        read.year.is_some() || !(1900..2100).contains(&read.serial) && is_known(read)
    };
    is_station_ahead(text) && cited(text, false).is_some_and(|(read, _)| is_telegram(&read))
}

#[cfg(test)]
mod tests {
    use crate::parse::reference::tests::block;

    #[test]
    fn a_title_goes_on_behind_a_semicolon() {
        assert_eq!(
            block("A. ROME 12 - DUES RISE; BOATS STAY B. OSLO 13"),
            "A=08ROME12 B=08OSLO13"
        );
        assert_eq!(
            block("ROME 12: DUES; BOATS; STATE 4"),
            "-=08ROME12 -=08STATE4"
        );
        // What says what it is, or has a number or no title before it.
        assert_eq!(block("ROME 12 - DUES; QUILL E-MAIL"), "-=08ROME12 -=e-mail");
        assert_eq!(block("ROME 12 - DUES; MARCH 3 TALKS"), "-=08ROME12 -=other");
        assert_eq!(block("ROME 12; BOATS STAY"), "-=08ROME12 -=other");
        for document in [
            "QUILL LETTER",
            "NON-PAPER",
            "DIPLOMATIC NOTE",
            "FAX TO QUILL",
            "HARBOR TIMES ARTICLE",
        ] {
            assert_eq!(
                block(&format!("ROME 12 - DUES RISE; {document}")),
                "-=08ROME12 -=other",
                "{document}"
            );
        }
        assert_eq!(block("ROME 12 - DUES RISE; NOTE THE BOATS"), "-=08ROME12");
    }

    #[test]
    fn a_title_may_stand_before_the_next_telegram() {
        insta::assert_snapshot!(block("ROME 1 - DUES; STATE 12 - BOATS"), @"-=08ROME1 -=08STATE12");
        insta::assert_snapshot!(block("ROME 1: DUES RISE, STATE 12: BOATS, A TALK 3"), @"-=08ROME1 -=08STATE12");
        insta::assert_snapshot!(block("STATE 1 - TALKS IN ROME, PARIS 2006"), @"-=08STATE1");
        insta::assert_snapshot!(block("A. OSLO SITREP 12 B. 22 USC 2370 C. AMBASSADOR'S 7/20 E-MAIL"), @"A=report B=other C=e-mail");
        insta::assert_snapshot!(block("A. ROME'S 309/310 B. TITLE 22 C. INA 212"), @"A=08ROME309 A=08ROME310 B=other C=other");
        insta::assert_snapshot!(block("SEE ROME 1; ROME TEL 2"), @"-=08ROME1 -=08ROME2");
        insta::assert_snapshot!(block("A. E.O. 13224 B. CASE NO. 1234 C. NSPD 12"), @"A=other B=other C=other");
    }

    #[test]
    fn a_title_may_stand_before_its_telegram() {
        assert_eq!(
            block("A. DUES RISE (OSLO 12) B. BOATS: ROME 4"),
            "A=08OSLO12 B=08ROME4"
        );
        assert_eq!(block("\"DUES RISE\", OSLO 12"), "-=08OSLO12");
        assert_eq!(block("DUES RISE (OSLO 12, NOTAL)"), "-=08OSLO12");
        assert_eq!(
            block("DUES (OSLO 12) AND BOATS (ROME 4)"),
            "-=08OSLO12 -=08ROME4"
        );
        assert_eq!(block("DUES (OSLO 12) AND ROME 4"), "-=08OSLO12 -=08ROME4");
        assert_eq!(block("PARA 4 OF OSLO 12"), "-=08OSLO12");
        assert_eq!(block("PARAS 2 AND 3 STATE 12"), "-=08STATE12");
        assert_eq!(block("PARA 4 OF THE TREATY"), "-=other");
        // A year, a place that is no station, an e-mail, a letter, more words.
        assert_eq!(block("TALKS (PARIS 2006)"), "-=other");
        assert_eq!(block("TALKS (ANNEX 12)"), "-=other");
        assert_eq!(block("QUILL E-MAIL (OSLO 12)"), "-=e-mail");
        assert_eq!(block("QUILL LETTER OF MAY 3 (OSLO 12)"), "-=other");
        assert_eq!(block("TALKS: ROME 12 BOATS"), "-=other");
    }

    #[test]
    fn titles_may_be_quoted_and_cut_in_their_brackets() {
        insta::assert_snapshot!(block("A. \"HARBOR DUES\" OSLO 12"), @"A=08OSLO12");
        insta::assert_snapshot!(block("A. \"HARBOR DUES\" BOATS 12"), @"A=other");
        insta::assert_snapshot!(block("A. OSLO 12 (BOATS AND\n\nFISH)\nB. ROME 4"), @"A=08OSLO12 B=08ROME4");
        insta::assert_snapshot!(block("A. OSLO 12 (BOATS)\n\nFISH)\nB. ROME 4"), @"A=08OSLO12");
        insta::assert_snapshot!(block("(A) ROME 4 (B) TELCON OF A. QUILL AND\nI. MARLOW"), @"A=08ROME4 B=telephone");
        insta::assert_snapshot!(block("A. HAGUE 12"), @"A=08THEHAGUE12");
    }

    #[test]
    fn a_message_may_stand_behind_a_title() {
        insta::assert_snapshot!(block("A: OSLO 12 - DUES B: QUILL EMAIL 3/3 C: ROME 4"), @"A=08OSLO12 B=e-mail C=08ROME4");
        insta::assert_snapshot!(block("A: OSLO 12 - DUES B: BOATS C: ROME 4"), @"A=08OSLO12");
        insta::assert_snapshot!(block("A. OSLO 12\n\n4151-07 (DUES)"), @"A=08OSLO12");
        insta::assert_snapshot!(block("A. OSLO 12 B. ROME\n\n4151-07 (DUES)"), @"A=08OSLO12 B=07ROME4151");
    }
}
