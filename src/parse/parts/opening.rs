//! The words that a part opens with.

use super::end::below_pages;
use crate::cable::ParagraphRole;
use crate::parse::portion_mark::portion_mark;
use crate::parse::token::{after, after_word, begins, byte, from, is_capitals, is_one_slip, up_to};
use crate::parse::words::{Words, words};

/// The parts that a telegram names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Summary,
    Comment,
    Introduction,
}

impl Named {
    /// The word, first as it is spelled, then as it is misspelled.
    pub(super) fn words(self) -> &'static [&'static str] {
        match self {
            Named::Summary => &["SUMMARY", "SUMARY", "SUMMERY"],
            Named::Comment => &["COMMENT"],
            Named::Introduction => &["INTRODUCTION"],
        }
    }

    pub(super) fn role(self) -> ParagraphRole {
        match self {
            Named::Summary => ParagraphRole::Summary,
            Named::Comment => ParagraphRole::Comment,
            Named::Introduction => ParagraphRole::Introduction,
        }
    }
}

/// Who summarizes or comments.
pub(super) const WHOSE: Words = words![
    "BEGIN",
    "EXECUTIVE",
    "EXEC",
    "EMBASSY",
    "POST",
    "MISSION",
    "CONSULATE GENERAL",
    "CONSULATE",
    "CONSUL GENERAL",
    "CONGEN",
    "AMBASSADOR",
    "CHARGE",
    "DCM",
    "USUN",
    "USEU",
    "USNATO",
    "USOSCE",
    "UNVIE",
    "POLOFF",
    "ECONOFF",
    "EMBOFF",
    "CONOFF",
    "CONGENOFF",
    "FINAL",
    "CONCLUDING",
    "CLOSING",
    "BRIEF",
    "GENERAL",
    "UNCLASSIFIED",
];

/// What may be combined with a summary or comment.
pub(super) const OTHERS: Words = words![
    "ACTION REQUESTED",
    "ACTION REQUEST",
    "ANALYSIS",
    "BACKGROUND",
    "BIO NOTE",
    "CONCLUSION",
    "INTRODUCTION",
    "KEY POINT",
    "NEXT STEP",
    "OUTLOOK",
    "OVERVIEW",
    "RECOMMENDATION",
    "REQUEST",
    "COMMENT",
    "SUMMARY",
    "CONTEXT",
    "INTRO",
    "GUIDANCE REQUEST",
];

/// What follows the marker that a text begins with.
///
/// ```abnf
/// marker    = ["BEGIN TEXT" sign] [letter] ["(" / "["] *whose [other link] word *(link other)
///             [blank portion-mark] [continued] separator [portion-mark]
///             ; in quotation marks too
/// letter    = (ALPHA / roman) "." 1*blank / "(" ALPHA ")" 1*blank / portion-mark *blank
/// word      = ("SUMMARY" / "COMMENT" / "INTRODUCTION") ["PARAGRAPH"]
/// other     = [whose] ("ACTION REQUEST" / "ANALYSIS" / "CONCLUSION" / ...) ["S"]
/// link      = ["," 1*blank] ("AND" / "&" / "WITH") / "/" / ","
///             ; a line may end behind it, or behind whose
/// whose     = ("BEGIN" / "EXECUTIVE" / "EMBASSY" / "POST" / ...) ["'S"]
/// continued = [","] 1*blank ["("] ("CONTINUED" / "CONT'D") [")"]
/// separator = ":" / "." / ";" / "--" / "-" / dash / ")" / blank before a capital
/// ```
///
/// Behind a blank `SUMMARY RECORD`, `COMMENT BY` and the like go on with a
/// sentence in capitals, and behind one hyphen so does a small letter.
///
/// A word with one letter lost, doubled, wrong or changed with its neighbor
/// (`SUMARY`, `COMMNET`) or a blank inside (`SUMMAR Y`) is read where a sign
/// follows it, and so is one spaced out (`S U M M A R Y`). `Key Points:` opens a summary. Not
/// `SUMMARY AND COMMENT`, but `COMMENT AND SUMMARY`, is a comment too.
///
/// Samples: `plain/action-request-and-combined-summary`, `plain/executive-summary`,
/// `plain/key-points-and-comment`, `plain/summary-marking-after-its-word`,
/// `plain/summary-and-comment-behind-other-words`, `plain/summary-continued`,
/// `plain/summary-of-key-points-under-a-heading`, `plain/summary-paragraph-named`, `plain/words-of-parts-in-sentences`,
/// `garbled/no-break-spaces-in-the-heading`,
/// `garbled/summary-and-comment-misspelled`,
/// `garbled/summary-and-comment-spaced-out`
pub(super) fn marker(text: &str, named: Named) -> Option<&str> {
    opening(text, named).map(|(rest, _)| rest)
}

/// A text behind `BEGIN TEXT.`, which may stand before its first marker.
///
/// Sample: `plain/summary-behind-begin-text`
fn behind_begin(text: &str) -> &str {
    let rest = match byte(text, 0) {
        b'B' => text.strip_prefix("BEGIN TEXT"),
        b'(' => text.strip_prefix("(BEGIN TEXT"),
        _ => None,
    };
    let rest = rest.filter(|rest| rest.starts_with(['.', ':', ')', '-', ' ', '\n', '\r']));
    rest.map_or(text, |rest| {
        rest.trim_start_matches(['.', ':', ')', '-', ' ', '\n', '\r'])
    })
}

/// What follows a marker, and whether it says that its part goes on.
pub(super) fn opening(text: &str, named: Named) -> Option<(&str, bool)> {
    let text = behind_begin(text);
    let mut rest = match *text.as_bytes() {
        // A word, and no number before one.
        [first, second, ..]
            if first.is_ascii_alphabetic()
                && second.is_ascii_alphabetic()
                && !matches!(first, b'I' | b'V' | b'X') =>
        {
            text
        }
        _ => unlettered(text).trim_start_matches(['(', '[', '/', '*', '"']),
    };
    // Two letters decide for most paragraphs.
    if !matches!(
        [byte(rest, 0), byte(rest, 1)].map(|byte| byte.to_ascii_uppercase()),
        [b'A', b'C' | b'M' | b'N']
            | [b'B', b'A' | b'E' | b'I' | b'R']
            | [b'C', b'H' | b'L' | b'M' | b'O' | b' ']
            | [b'E', b'C' | b'M' | b'X']
            | [b'D', b'C']
            | [b'F' | b'M', b'I']
            | [b'G' | b'K' | b'N' | b'R', b'E']
            | [b'I', b'N']
            | [b'O', b'M' | b'U' | b'V']
            | [b'P', b'O']
            | [b'S', b'U' | b'M' | b' ']
            | [b'U', b'M' | b'N' | b'S']
    ) {
        return None;
    }
    rest = without_whose(rest);
    if named == Named::Summary
        && let Some(points) = after_word(rest, "KEY POINTS")
    {
        return Some((separator(points)?, false));
    }
    let own = named.words().iter().any(|word| begins(rest, word));
    if !own
        && !begins(rest, "SUMMARY")
        && let Some(other) = OTHERS.after(rest)
        && let Some(next) = linked(after(other, "S").unwrap_or(other))
    {
        rest = next;
    }
    let large = rest.starts_with(|c: char| c.is_ascii_uppercase());
    let (word, exact) = named_word(rest, named)?;
    // `Summary of key points:`
    let points = after(word.trim_start(), "OF KEY POINTS").filter(|_| exact && large);
    if let Some(text) = points.and_then(separator) {
        return Some((text, false));
    }
    // `SUMMARY PARAGRAPH:`
    let paragraph = after_word(word.trim_start(), "PARAGRAPH").filter(|_| exact && large);
    if let Some(text) = paragraph.and_then(separator) {
        return Some((text, false));
    }
    rest = without_continued(word);
    let continued = rest.len() < word.len();
    // `Summary judgments`, `comments`: prose.
    if !exact || !large {
        let rest = separator(rest).filter(|_| exact || large)?;
        return Some((rest, continued));
    }
    while let Some(after) = more_words(rest) {
        rest = after;
    }
    rest = behind_place(rest);
    // `Summary Introduction:`
    if let Some(text) = rest
        .strip_prefix(' ')
        .and_then(|rest| OTHERS.after_word(rest))
        .and_then(separator)
    {
        return Some((text, continued));
    }
    let text = separator(rest).or_else(|| {
        let bare = rest.trim_start();
        let capital = bare.starts_with(|c: char| c.is_uppercase()) && !goes_on(bare);
        (rest.starts_with([' ', '\n', '\r']) && capital).then_some(rest)
    });
    Some((text?, continued))
}

/// Whether the words behind the name of a part go on with a sentence in
/// capitals: `SUMMARY OF THE TALKS`, `COMMENT FROM THE MINISTER`.
fn goes_on(words: &str) -> bool {
    const PROSE: Words = words![
        "ABOUT",
        "AND",
        "ARE",
        "AT",
        "BY",
        "CHART",
        "EXECUTION",
        "EXECUTIONS",
        "FOR",
        "FROM",
        "HAS",
        "IN",
        "IS",
        "JUDGMENT",
        "OF",
        "ON",
        "OR",
        "RECORD",
        "RECORDS",
        "SHEET",
        "TABLE",
        "THAT",
        "TO",
        "WAS",
        "WERE",
        "WILL",
        "WITH",
    ];
    let first = words.split([' ', '\n', '\r']).next().unwrap_or_default();
    first.len() > 1 && is_capitals(first) && PROSE.hold(first)
}

/// A text without the letter or number and the marking before its marker.
fn unlettered(text: &str) -> &str {
    match *text.as_bytes() {
        // `(A) SUMMARY`
        [b'(', b'A'..=b'Z', b')', b' ', ..] if bracketed_mark(text).is_none() => {
            from(text, 4).trim_start()
        }
        [b'(', ..] => bracketed_mark(text).map_or(text, str::trim_start),
        [b'A'..=b'Z', b'.' | b')', b' ', ..] => {
            let rest = from(text, 3).trim_start();
            bracketed_mark(rest).map_or(rest, str::trim_start)
        }
        [b'I' | b'V' | b'X', b'I' | b'V' | b'X', ..] => {
            let rest = text.trim_start_matches(['I', 'V', 'X']);
            let rest = rest.strip_prefix(". ").map_or(text, str::trim_start);
            bracketed_mark(rest).map_or(rest, str::trim_start)
        }
        _ => text,
    }
}

/// A text without the words that say whose marker it is.
pub(super) fn without_whose(text: &str) -> &str {
    let mut rest = text;
    for _ in 0..3 {
        let Some(behind) = WHOSE.after(rest) else {
            break;
        };
        let own = ["'S", ",S", "\u{2019}S", "?S"]
            .iter()
            .find_map(|own| after(behind, own))
            .unwrap_or(behind);
        // A line may end behind it: `EXECUTIVE` / `SUMMARY`.
        if !own.starts_with([' ', '\n', '\r']) {
            break;
        }
        rest = own.trim_start();
    }
    rest
}

/// What follows the name of a part, and whether it is spelled as it should.
pub(super) fn named_word(text: &str, named: Named) -> Option<(&str, bool)> {
    let words = named.words();
    if let Some(rest) = words.iter().find_map(|word| after_word(text, word)) {
        return Some((rest, true));
    }
    let name = words.first()?;
    let letters = text.bytes().take(16).take_while(u8::is_ascii_alphabetic);
    let length = letters.count();
    if length == 1
        && let Some(rest) = spaced(text, name)
    {
        return Some((rest, true));
    }
    if length < name.len() && byte(text, length) == b' ' {
        let (first, second) = text.split_at_checked(length)?;
        let rest = after(name, first).and_then(|rest| after_word(from(second, 1), rest));
        if let Some(rest) = rest.filter(|_| length > 0) {
            return Some((rest, false));
        }
    }
    if length + 1 < name.len() || length > name.len() + 1 {
        return None;
    }
    let (printed, rest) = text.split_at_checked(length)?;
    let mut letters = [0; 16];
    for (to, letter) in letters.iter_mut().zip(printed.bytes()) {
        *to = letter.to_ascii_uppercase();
    }
    let printed = letters.get(..length)?;
    is_one_slip(name.as_bytes(), printed).then_some((rest, false))
}

/// What follows a word whose letters are spaced out.
fn spaced<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text;
    for (nth, letter) in word.chars().enumerate() {
        if nth > 0 {
            rest = rest.strip_prefix(' ')?;
        }
        rest = rest.strip_prefix(letter)?;
    }
    (!rest.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(rest)
}

/// A text without the word that says that a part goes on.
fn without_continued(text: &str) -> &str {
    let bare = text.trim_start_matches([' ', '\n', '\r', ',', '(']);
    if bare.len() == text.len() {
        return text;
    }
    ["CONTINUED", "CONT'D", "CONTD", "CONT"]
        .iter()
        .find_map(|word| after_word(bare, word))
        .map_or(text, |rest| rest.strip_prefix(')').unwrap_or(rest))
}

/// What follows a word that links two names of parts.
fn linked(text: &str) -> Option<&str> {
    // A page may end before the link or behind it.
    let rest = below_pages(text.trim_start());
    let rest = rest.strip_prefix(',').map_or(rest, str::trim_start);
    if let Some(behind) = rest.strip_prefix('/') {
        return Some(behind.trim_start());
    }
    let behind = ["AND", "WITH", "&"]
        .iter()
        .find_map(|link| after(rest, link));
    // Only a comma: `SUMMARY, COMMENT`.
    let behind = behind.or_else(|| text.trim_start().strip_prefix(','))?;
    // A line may end behind the link.
    behind
        .starts_with([' ', '\n', '\r'])
        .then(|| below_pages(behind.trim_start()))
}

/// What follows a further word of a combined marker: `AND ACTION REQUEST`.
fn more_words(text: &str) -> Option<&str> {
    let other = without_whose(linked(text)?);
    let rest = OTHERS.after(other).or_else(|| behind_wrapped(other))?;
    let rest = after(rest, "S").unwrap_or(rest);
    (!rest.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(rest)
}

/// What follows the place where a request stands: `(para 4)`.
fn behind_place(text: &str) -> &str {
    const LONGEST: usize = 32;
    let inside = text.trim_start().strip_prefix('(');
    let place = inside.filter(|inside| begins(inside, "PARA") || begins(inside, "SEE PARA"));
    let behind = place.and_then(|place| {
        let end = up_to(place, LONGEST).find(')')?;
        place.get(end + 1..)
    });
    behind.unwrap_or(text)
}

/// What follows `ACTION` / `REQUEST`, cut by the end of a line.
fn behind_wrapped(text: &str) -> Option<&str> {
    let rest = ["ACTION", "GUIDANCE"]
        .iter()
        .find_map(|word| after_word(text, word))?;
    let below = rest.trim_start_matches([' ', '\r', '\n']);
    let wrapped = rest.len() > below.len() + 1 || rest.starts_with('\n');
    after(below, "REQUEST").filter(|_| wrapped)
}

fn separator(rest: &str) -> Option<&str> {
    const DASHES: [char; 3] = ['-', '\u{2013}', '\u{2014}'];
    let gap = rest;
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Some(rest);
    }
    let (rest, marked) = match bracketed_mark(rest) {
        Some(after) => (after.trim_start(), true),
        None => (rest, false),
    };
    // `"SUMMARY": Dues rose.`
    let unquoted = rest.strip_prefix('"');
    let rest = unquoted
        .filter(|rest| rest.starts_with([':', '.']))
        .unwrap_or(rest);
    // On the next line hyphens begin a list.
    let listed = rest.starts_with("--") && gap.trim_start_matches([' ', '\r']).starts_with('\n');
    if listed {
        return Some(rest);
    }
    let after = rest
        .strip_prefix("--")
        .or_else(|| rest.strip_prefix(DASHES))
        .or_else(|| rest.strip_prefix([':', '.', ';', ')', ']', '*']));
    let after = match after {
        // `Comment - the magazine - was read`
        Some(after)
            if rest.starts_with(DASHES)
                && byte(after, 0) == b' '
                && byte(rest, 1) != b'-'
                && after.trim_start().starts_with(|c: char| c.is_lowercase()) =>
        {
            return None;
        }
        // `SUMMARY...DUES ROSE.`
        Some(after) => {
            let after = after.trim_start_matches(['/', ')', ':', '-', '*', '.']);
            // `"Summary." Dues rose.`
            let unquoted = after.strip_prefix('"').filter(|_| rest.starts_with('.'));
            unquoted
                .filter(|text| text.starts_with(' '))
                .unwrap_or(after)
        }
        None if marked => rest,
        None => return None,
    };
    let text = after.trim_start();
    Some(bracketed_mark(text).unwrap_or(after))
}

/// What follows a portion marking in brackets.
pub(super) fn bracketed_mark(text: &str) -> Option<&str> {
    let (rest, _) = portion_mark(text).ok().filter(|_| byte(text, 0) == b'(')?;
    Some(rest)
}
