//! Summary, comment, action request: what paragraphs do.
//!
//! Half of the comments have no END, and summaries run over paragraphs, so
//! the extent of a part is found after all paragraphs are known.

use memchr::memmem::Finder;

use super::Draft;
use super::excision::is_code;
use super::lines::{is_classification, page_header_1970s, page_header_2000s};
use super::portion_mark::portion_mark;
use super::token::{
    Needle, after, after_word, begins, byte, ends_sentence, from, is_blank, is_capitals,
    is_one_slip, place, trim_lines, up_to,
};
use super::words::{Words, words};
use crate::cable::{Paragraph, ParagraphRole, Part, Span, sort_by_place};

/// How far the END of a summary is looked for.
const REACH: usize = 16;

/// Within how many paragraphs the END of a summary without beginning is
/// looked for.
const BEFORE_END: usize = 4;

/// Within how many bytes the END of a comment in brackets is looked for.
const INLINE: usize = 2000;

/// The parts that a telegram names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Summary,
    Comment,
    Introduction,
}

impl Named {
    /// The word, first as it is spelled, then as it is misspelled.
    fn words(self) -> &'static [&'static str] {
        match self {
            Named::Summary => &["SUMMARY", "SUMARY", "SUMMERY"],
            Named::Comment => &["COMMENT"],
            Named::Introduction => &["INTRODUCTION"],
        }
    }

    fn role(self) -> ParagraphRole {
        match self {
            Named::Summary => ParagraphRole::Summary,
            Named::Comment => ParagraphRole::Comment,
            Named::Introduction => ParagraphRole::Introduction,
        }
    }
}

/// Who summarizes or comments.
const WHOSE: Words = words![
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
const OTHERS: Words = words![
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
fn marker(text: &str, named: Named) -> Option<&str> {
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
fn opening(text: &str, named: Named) -> Option<(&str, bool)> {
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
fn without_whose(text: &str) -> &str {
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
fn named_word(text: &str, named: Named) -> Option<(&str, bool)> {
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
fn bracketed_mark(text: &str) -> Option<&str> {
    let (rest, _) = portion_mark(text).ok().filter(|_| byte(text, 0) == b'(')?;
    Some(rest)
}

/// Where `END SUMMARY` or `END COMMENT` stands.
///
/// ```abnf
/// end = ("END" / "ENDS") *(blank / line-end) ["OF" blank] word
/// ```
///
/// The word may be cut or misspelled after its first letters (`END SUMARY`).
///
/// Samples: `garbled/end-comment-over-two-lines`, `garbled/end-summary-over-a-page`,
/// `garbled/end-summary-misspelled`
///
/// It is rarer than the letter E, so it is looked for first.
fn end_marker(text: &str, named: Named) -> Option<usize> {
    static SUMMARY: [Needle; 2] = [
        Needle::new(|| Finder::new("UM")),
        Needle::new(|| Finder::new("um")),
    ];
    static COMMENT: [Needle; 2] = [
        Needle::new(|| Finder::new("OMMENT")),
        Needle::new(|| Finder::new("omment")),
    ];
    static INTRODUCTION: [Needle; 2] = [
        Needle::new(|| Finder::new("NTRODUCTION")),
        Needle::new(|| Finder::new("ntroduction")),
    ];
    let tails = match named {
        Named::Summary => &SUMMARY,
        Named::Comment => &COMMENT,
        Named::Introduction => &INTRODUCTION,
    };
    let ends = tails.iter().filter_map(|tail| {
        tail.find_iter(text.as_bytes()).find_map(|at| {
            let word = at.checked_sub(1)?;
            end_before(text, word, named).or_else(|| ends_behind(text, word, named))
        })
    });
    ends.min()
}

/// `SUMMARY ENDS.`, alone behind the end of a sentence: where it begins.
fn ends_behind(text: &str, word: usize, named: Named) -> Option<usize> {
    let printed = text.get(word..).filter(|_| text.is_char_boundary(word))?;
    let mut words = named.words().iter();
    let rest = words.find_map(|name| after_word(printed, name))?;
    let behind = after_word(rest.trim_start(), "ENDS")?;
    let alone = behind.trim_start_matches(['.', ')', ']']);
    let whole = behind.len() < rest.len() && (alone.is_empty() || alone.starts_with(['\n', '\r']));
    let head = text.get(..word)?.trim_end();
    (whole && byte(printed, 0).is_ascii_uppercase() && ends_sentence(head)).then_some(word)
}

/// Where an END marker stands that [`end_marker`] does not know.
///
/// ```abnf
/// spoiled-end = ("END" / "End" / "E N D") *(blank / line-end / "-")
///               ["OF" blank] *whose (word / spoiled-word / spaced-word)
/// ```
///
/// Samples: `garbled/summary-and-comment-misspelled`,
/// `garbled/summary-and-comment-spaced-out`
fn spoiled_end_marker(text: &str, named: Named) -> Option<usize> {
    let ends = ["END", "End", "E N D"].iter().filter_map(|end| {
        memchr::memmem::find_iter(text.as_bytes(), end)
            .find(|&at| is_spoiled_end(text, at, end, named))
    });
    ends.min()
}

/// Whether the END at `at` ends a part.
fn is_spoiled_end(text: &str, at: usize, end: &str, named: Named) -> bool {
    let left = at.checked_sub(1).map_or(b' ', |left| byte(text, left));
    if left.is_ascii_alphanumeric() {
        return false;
    }
    let near = up_to(from(text, at + end.len()), 96);
    let word = near.trim_start_matches(|c| is_blank(c) || matches!(c, '\n' | '\r' | '-'));
    // Glued, it is in capitals: `ENDCOMMENT`.
    if word.len() == near.len() && end != "END" {
        return false;
    }
    let word = without_whose(after(word, "OF ").unwrap_or(word));
    named_word(word, named).is_some()
}

/// Whether a text ends a summary or a comment anywhere.
pub(super) fn has_end_marker(text: &str) -> bool {
    [Named::Summary, Named::Comment]
        .iter()
        .any(|&named| end_marker(text, named).is_some())
}

/// The END before a word that begins at `word`.
fn end_before(text: &str, word: usize, named: Named) -> Option<usize> {
    let printed = text.get(word..)?;
    let whole = named
        .words()
        .iter()
        .any(|name| after_word(printed, name).is_some());
    let length = printed
        .bytes()
        .take(16)
        .take_while(u8::is_ascii_alphabetic)
        .count();
    // Misspelled, it must be as large as its END.
    let like = named == Named::Summary
        && (3..=8).contains(&length)
        && (begins(printed, "SUM") || begins(printed, "SUMM"))
        && matches!(
            byte(printed, length - 1).to_ascii_uppercase(),
            b'Y' | b'R' | b'M'
        );
    let before = text.get(..word)?;
    let apart = without_gap(before);
    let glued = apart.len() == before.len();
    let apart = ["of", "OF", "EXECUTIVE", "executive", "Executive"]
        .iter()
        .find_map(|word| apart.strip_suffix(word))
        .filter(|rest| !glued && rest.ends_with([' ', '\n', '\r']))
        .map_or(apart, without_gap);
    // `END SUMMARY AND COMMENT` ends no comment.
    let other = without_other(apart).filter(|_| named == Named::Summary);
    let apart = other.unwrap_or(apart);
    // `ENDS SUMMARY`
    let plural = ["ENDS", "Ends"]
        .iter()
        .find_map(|ends| apart.strip_suffix(ends));
    let plural = plural.and_then(|before| apart.get(..before.len() + 3));
    let apart = plural.filter(|_| !glued).unwrap_or(apart);
    let at = apart.len().checked_sub(3)?;
    let left = at.checked_sub(1).map_or(b' ', |left| byte(text, left));
    if !begins(from(text, at), "END")
        || left.is_ascii_alphanumeric()
        || left == b'-' && at > 1 && byte(text, at - 2).is_ascii_alphanumeric()
    {
        return None;
    }
    // "the year-end summary", "on the other end comment was rare": a marker
    // is spelled large, or it stands where a sentence can begin.
    let head = text.get(..at)?.trim_end_matches([' ', '\t']);
    let opens = head
        .chars()
        .next_back()
        .is_none_or(|last| !last.is_alphanumeric() && !matches!(last, ',' | ';' | '\''));
    let large = byte(text, at) == b'E';
    let fits = if whole && !glued {
        large || opens
    } else {
        // `END SUMARY`, `ENDSUMMARY`, `EndComment`.
        (whole || like)
            && matches!(text.get(at..at + 3), Some("END" | "End"))
            && matches!(byte(printed, 0), b'S' | b'C')
            || like && !glued && large && opens
    };
    fits.then_some(at)
}

/// A text without the other word of a combined marker at its end: `END
/// INTRODUCTION AND` before SUMMARY.
fn without_other(text: &str) -> Option<&str> {
    let before = ["AND", "and", "And", "&", "/"]
        .iter()
        .find_map(|joint| text.strip_suffix(joint))?;
    let before = without_gap(before);
    let letters = |byte: &u8| byte.is_ascii_alphabetic();
    let length = before.bytes().rev().take(16).take_while(letters).count();
    let (head, word) = before.split_at_checked(before.len() - length)?;
    // `END ACTION REQUEST AND`
    let head = OTHERS.hold(word).then(|| without_gap(head))?;
    let action = ["ACTION", "action", "Action"].iter();
    let before = action
        .filter(|_| begins(word, "REQUEST"))
        .find_map(|word| head.strip_suffix(word));
    Some(before.map_or(head, without_gap))
}

/// A text without blanks and line ends at its end, nor a page header that
/// fills its last lines.
fn without_gap(text: &str) -> &str {
    let mut text = text.trim_end_matches([' ', '\t', '\n', '\r']);
    let mut below = false;
    for _ in 0..6 {
        let near = text.len().saturating_sub(96);
        let near = text.as_bytes().get(near..).unwrap_or_default();
        let Some(line_end) = memchr::memrchr2(b'\n', b'\r', near) else {
            break;
        };
        let at = text.len() - near.len() + line_end + 1;
        let line = from(text, at);
        let header = page_header_2000s(line).is_ok() || page_header_1970s(line).is_ok();
        // Pages of the 1970s bear their classification above it.
        if !(header || below && is_classification(line)) {
            break;
        }
        below = true;
        let before = text.get(..at).unwrap_or_default();
        text = before.trim_end_matches([' ', '\t', '\n', '\r']);
    }
    text
}

/// A text without the page headers that fill its first lines: the gap to the
/// marker above them is no part of it.
fn below_pages(text: &str) -> &str {
    let mut text = text;
    let mut rest = text;
    for _ in 0..6 {
        let near = rest.as_bytes().get(..96).unwrap_or(rest.as_bytes());
        let Some(line_end) = memchr::memchr2(b'\n', b'\r', near) else {
            break;
        };
        let line = rest.get(..line_end).unwrap_or_default();
        rest = trim_lines(from(rest, line_end));
        if page_header_2000s(line).is_ok() || page_header_1970s(line).is_ok() {
            text = rest;
        } else if !is_classification(line) {
            break;
        }
    }
    text
}

/// Gives paragraphs of `text` their roles, and finds its summary and comment.
pub(super) fn find(text: &str, paragraphs: &mut [Paragraph]) -> (Option<Part>, Option<Part>) {
    Reader { text }.find(paragraphs)
}

impl Draft<'_> {
    /// Finds roles and parts.
    pub(super) fn parts(&mut self) {
        let mut paragraphs = std::mem::take(&mut self.paragraphs);
        (self.summary, self.comment) = find(self.text, &mut paragraphs);
        self.paragraphs = paragraphs;
        self.withheld_summary();
    }

    /// Drops what a summary says where all of it was withheld: codes and the
    /// brackets around a gap are none of its words.
    ///
    /// Sample: `foia/summary-withheld`
    fn withheld_summary(&mut self) {
        const LONGEST: usize = 64;
        let text = self.text;
        let is_withheld = |span: Span| {
            let words = text.get(span.range()).unwrap_or_default();
            let mut words = words.split(|c: char| c.is_whitespace() || "[],;_-".contains(c));
            span.len() <= LONGEST
                && words.all(|word| word.is_empty() || is_code(word.trim_end_matches('.')))
        };
        if let Some(summary) = &mut self.summary {
            summary.spans.retain(|&span| !is_withheld(span));
            if summary.spans.is_empty() {
                self.summary = None;
            }
        }
    }
}

/// A text whose parts are looked for.
#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
}

impl<'a> Reader<'a> {
    fn slice(self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn find(self, paragraphs: &mut [Paragraph]) -> (Option<Part>, Option<Part>) {
        let summary = self
            .part(paragraphs, Named::Summary, 0)
            .or_else(|| self.ended_only(paragraphs))
            .or_else(|| self.part(paragraphs, Named::Introduction, 0));
        let mut comment: Option<(Part, usize)> = None;
        // Some telegrams comment twice and more.
        while let Some((more, next)) = {
            let first = comment.as_ref().map_or(0, |(_, next)| *next);
            self.part(paragraphs, Named::Comment, first)
        } {
            let (part, at) = comment.get_or_insert_with(|| (Part::default(), 0));
            part.spans.extend(more.spans);
            *at = next;
        }
        let comment = comment
            .or_else(|| self.inline_comment(paragraphs))
            .or_else(|| self.closed_comment(paragraphs));
        for paragraph in paragraphs {
            self.roles(paragraph);
        }
        (summary.map(|(part, _)| part), comment.map(|(part, _)| part))
    }

    /// Finds a part from paragraph `from_idx` on and gives its role to the
    /// paragraphs it spans; returns the one after them, too.
    ///
    /// To its END marker. Without one a heading COMMENT reaches to the next
    /// heading or the signature, a heading SUMMARY to the next heading if
    /// one is near, everything else to the end of the paragraph.
    fn part(
        self,
        paragraphs: &mut [Paragraph],
        named: Named,
        from_idx: usize,
    ) -> Option<(Part, usize)> {
        let opens = |paragraph: &Paragraph| self.opens(paragraph, named);
        let (first, (start, by_heading)) = paragraphs
            .iter()
            .enumerate()
            .skip(from_idx)
            .find_map(|(idx, paragraph)| Some((idx, opens(paragraph)?)))?;
        let reach = if named == Named::Comment && by_heading {
            usize::MAX
        } else {
            REACH
        };
        let begin = |n: usize, paragraph: &Paragraph| {
            if n == first {
                return start;
            }
            let text = self.slice(paragraph.text);
            let again = opening(text, named).map(|(rest, _)| place(self.text, trim_lines(rest)));
            again.map_or(paragraph.text.start, |rest| rest.start) as usize
        };
        let words = |n: usize, paragraph: &Paragraph| {
            let from_at = begin(n, paragraph);
            let text = self.text.get(from_at..paragraph.text.end as usize);
            (from_at, text.unwrap_or_default())
        };
        let mut stop = None;
        let mut n_within = 1;
        let mut closed = named == Named::Comment;
        for (n, paragraph) in paragraphs.iter().enumerate().skip(first).take(reach) {
            if n > first {
                let other =
                    self.begins_other(paragraph, named) || self.begins_again(paragraph, named);
                if paragraph.heading.is_some() || other {
                    // Only a heading shows how far the one above reached.
                    closed |= paragraph.heading.is_some();
                    break;
                }
                n_within += 1;
            }
            let (from_at, text) = words(n, paragraph);
            if let Some(at) = end_marker(text, named) {
                stop = Some((n, from_at + at));
                break;
            }
        }
        // What ends most parts was looked for first, through all of them.
        if stop.is_none() {
            let mut within = paragraphs.iter().enumerate().skip(first).take(n_within);
            stop = within.find_map(|(n, paragraph)| {
                let (from_at, text) = words(n, paragraph);
                Some((n, from_at + spoiled_end_marker(text, named)?))
            });
        }
        let lone = !by_heading && is_lone_marker(paragraphs, first, start);
        if stop.is_none() && named == Named::Summary {
            stop = self.next_letter(paragraphs, first, first + usize::from(lone));
        }
        let last = match stop {
            Some((last, _)) => last,
            None if by_heading && closed => first + n_within - 1,
            // The marker fills its paragraph: what it opens is below.
            None if lone => first + 1,
            None => first,
        };
        let mut part = Part::default();
        for (n, paragraph) in paragraphs.iter_mut().enumerate().take(last + 1).skip(first) {
            let from_at = begin(n, paragraph);
            let to = match stop {
                Some((at, end)) if at == n => end,
                _ => paragraph.text.end as usize,
            };
            if !paragraph.roles.contains(&named.role()) {
                paragraph.roles.push(named.role());
            }
            self.add(&mut part, from_at, to);
        }
        Some((part, last + 1))
    }

    /// Where the part behind a lettered one begins, between two paragraphs: `B. DUES`
    /// below `A. SUMMARY`.
    ///
    /// Sample: `plain/summary-before-another-letter`
    fn next_letter(
        self,
        paragraphs: &[Paragraph],
        first: usize,
        last: usize,
    ) -> Option<(usize, usize)> {
        let opening = self.slice(paragraphs.get(first)?.text);
        let [letter @ b'A'..=b'Y', sign @ (b'.' | b')'), b' ', ..] = *opening.as_bytes() else {
            return None;
        };
        let next = [b'\n', letter + 1, sign, b' '];
        let mut within = paragraphs.iter().enumerate().take(last + 1).skip(first);
        within.find_map(|(n, paragraph)| {
            let text = self.slice(paragraph.text);
            let at = memchr::memmem::find(text.as_bytes(), &next)?;
            Some((n, paragraph.text.start as usize + at))
        })
    }

    /// Adds the words between two places to a part.
    fn add(self, part: &mut Part, from_at: usize, to: usize) {
        let text = below_pages(trim_lines(self.text.get(from_at..to).unwrap_or_default()));
        // What opens the END marker, which may stand above a page.
        let signs = ['(', '[', '-', '/', '*', '<'];
        let text = without_gap(text.trim_end_matches(signs)).trim_end_matches(signs);
        // `"End summary."`
        let bare = text.strip_suffix('"').unwrap_or(text);
        let text = if bare.ends_with([' ', '\n', '\r']) {
            bare
        } else {
            text
        };
        let text = trim_lines(text);
        if !text.is_empty() {
            part.spans.push(place(self.text, text));
        }
    }

    /// A summary whose beginning is not marked, or in words that would say
    /// little without an END: from there, or from paragraph 1, to its END.
    fn ended_only(self, paragraphs: &mut [Paragraph]) -> Option<(Part, usize)> {
        let ends = |paragraph: &Paragraph| {
            let text = self.slice(paragraph.text);
            end_marker(text, Named::Summary).map(|at| paragraph.text.start as usize + at)
        };
        let near = paragraphs.iter().take(BEFORE_END);
        let (last, end) = near
            .enumerate()
            .find_map(|(idx, paragraph)| Some((idx, ends(paragraph)?)))?;
        let loose = paragraphs.iter().enumerate().take(last + 1);
        let mut opened = loose.filter_map(|(n, paragraph)| {
            let start = paragraph.text.start as usize;
            let stop = if n == last {
                end
            } else {
                paragraph.text.end as usize
            };
            let at = loose_opening(self.text.get(start..stop)?)?;
            Some((n, start + at))
        });
        let opened = opened.next_back();
        let first = opened.map_or(0, |(first, _)| first);
        let mut part = Part::default();
        for (n, paragraph) in paragraphs.iter_mut().enumerate().take(last + 1).skip(first) {
            paragraph.roles.push(ParagraphRole::Summary);
            let to = if n == last {
                end
            } else {
                paragraph.text.end as usize
            };
            let from_at = opened.filter(|&(first, _)| first == n);
            let from_at = from_at.map_or(paragraph.text.start as usize, |(_, at)| at);
            self.add(&mut part, from_at, to);
        }
        Some((part, last + 1))
    }

    /// A comment inside a paragraph, where no paragraph begins with one: to
    /// its END, or to the bracket that closes it, or to the end of the
    /// paragraph. It gives its role to the paragraph unless it stands in
    /// brackets.
    fn inline_comment(self, paragraphs: &mut [Paragraph]) -> Option<(Part, usize)> {
        let mut part = Part::default();
        for paragraph in paragraphs {
            let text = self.slice(paragraph.text);
            let mut skip = 0;
            // Colons are rare, so they are looked for and not the word.
            for colon in memchr::memchr_iter(b':', text.as_bytes()) {
                let word = colon.checked_sub("COMMENT".len());
                let named = |at: &usize| {
                    let word = text.as_bytes().get(*at..colon);
                    matches!(word, Some(b"Comment" | b"COMMENT" | b"comment")) && *at >= skip
                };
                let Some(at) = word.filter(named) else {
                    continue;
                };
                let (before, opens) = before_inline(text, at);
                let bracket = before.ends_with(['(', '[']);
                let rest = from(text, at + "COMMENT:".len());
                if !opens {
                    continue;
                }
                let close = if before.ends_with('(') { ')' } else { ']' };
                // An aside in brackets is short.
                let near = if bracket { INLINE } else { rest.len() };
                let near = up_to(rest, near);
                let end = end_marker(near, Named::Comment)
                    .or_else(|| near.find(close).filter(|_| bracket))
                    .unwrap_or(rest.len());
                let start = place(self.text, rest).start as usize;
                self.add(&mut part, start, start + end);
                skip = at + "COMMENT:".len() + end;
                if !bracket && !paragraph.roles.contains(&ParagraphRole::Comment) {
                    paragraph.roles.push(ParagraphRole::Comment);
                }
            }
        }
        sort_by_place(&mut part.spans, |span| span.order());
        (!part.spans.is_empty()).then_some((part, 0))
    }

    /// A comment inside a paragraph that a period opens, and an END closes:
    /// `They left. Comment. Too early. End comment.`
    fn closed_comment(self, paragraphs: &mut [Paragraph]) -> Option<(Part, usize)> {
        static WORDS: [Needle; 2] = [
            Needle::new(|| Finder::new("Comment.")),
            Needle::new(|| Finder::new("COMMENT.")),
        ];
        let first = paragraphs.first()?.text.start as usize;
        let last = paragraphs.last()?.text.end as usize;
        let body = self.text.as_bytes().get(first..last)?;
        if WORDS.iter().all(|word| word.find(body).is_none()) {
            return None;
        }
        let mut part = Part::default();
        for paragraph in paragraphs {
            let text = self.slice(paragraph.text);
            let Some(end) = end_marker(text, Named::Comment) else {
                continue;
            };
            let head = text.get(..end).unwrap_or_default();
            let word = ["Comment.", "COMMENT."]
                .iter()
                .filter_map(|word| memchr::memmem::rfind(head.as_bytes(), word.as_bytes()))
                .max();
            let Some(at) = word.filter(|&at| before_inline(head, at).1) else {
                continue;
            };
            let start = paragraph.text.start as usize;
            self.add(&mut part, start + at + "COMMENT.".len(), start + end);
            if !paragraph.roles.contains(&ParagraphRole::Comment) {
                paragraph.roles.push(ParagraphRole::Comment);
            }
        }
        (!part.spans.is_empty()).then_some((part, 0))
    }

    /// Where a part begins in a paragraph, and whether its heading says so.
    fn opens(self, paragraph: &Paragraph, named: Named) -> Option<(usize, bool)> {
        let text = self.slice(paragraph.text);
        let after = marker(text, named);
        let start = after.map(|rest| place(self.text, trim_lines(rest)));
        let heading = paragraph.heading.map(|heading| self.slice(heading));
        let by_heading = heading.is_some_and(|heading| marker(heading, named).is_some());
        match start {
            Some(start) if !start.is_empty() => Some((start.start as usize, by_heading)),
            Some(_) => Some((paragraph.text.end as usize, by_heading)),
            None => by_heading.then_some((paragraph.text.start as usize, true)),
        }
    }

    /// Whether a paragraph begins the same part anew, not `continued`.
    fn begins_again(self, paragraph: &Paragraph, named: Named) -> bool {
        opening(self.slice(paragraph.text), named).is_some_and(|(_, continued)| !continued)
    }

    fn begins_other(self, paragraph: &Paragraph, named: Named) -> bool {
        let other = if named == Named::Comment {
            Named::Summary
        } else {
            Named::Comment
        };
        marker(self.slice(paragraph.text), other).is_some()
    }

    /// The roles that a paragraph's own words give it.
    fn roles(self, paragraph: &mut Paragraph) {
        let text = self.slice(paragraph.text);
        let heading = paragraph.heading.map_or("", |heading| self.slice(heading));
        let mut add = |role| {
            if !paragraph.roles.contains(&role) {
                paragraph.roles.push(role);
            }
        };
        // Other letters begin most paragraphs, and none of the words below.
        let may_combine = [text, heading]
            .iter()
            .any(|words| matches!(byte(words, 0).to_ascii_uppercase(), b'A' | b'I' | b'S'));
        let combined = |word: &str| {
            let may_begin = |words| begins(words, word) || begins(words, "SUMMARY");
            if !may_combine || !(may_begin(text) || may_begin(heading)) {
                return false;
            }
            // However its lines end.
            let counted = text.char_indices().filter(|&(_, c)| c != '\r');
            let last = counted.take_while(|&(_, c)| c != ':').take(64).last();
            let end = last.map_or(0, |(at, c)| at + c.len_utf8());
            let opening = text.get(..end).unwrap_or_default();
            [opening, heading].iter().any(|words| {
                begins(words, word)
                    || begins(words, "SUMMARY")
                        && words.get(7..).is_some_and(|rest| {
                            rest.len() >= word.len() && rest.to_ascii_uppercase().contains(word)
                        })
            })
        };
        if combined("ACTION REQUEST") || is_action_request(text) {
            add(ParagraphRole::ActionRequest);
        }
        if combined("INTRODUCTION") {
            add(ParagraphRole::Introduction);
        }
    }
}

/// What follows the words that open a summary, where its END was found: they
/// need not be known, nor stand first in their paragraph.
///
/// ```abnf
/// loose = (*sign / sentence 1*blank *sign / 1*3word link) ["BEGIN" blank] word *3(blank word) sign
/// link  = "AND" / "&" / "/"
/// sign  = ":" / "." / ";" / "," / "-" / "*" / "/" / ">" / ")" / "]"
/// ```
///
/// A comma counts right behind the word only.
///
/// Samples: `garbled/summary-opened-in-other-words`,
/// `garbled/summary-begun-inside-a-paragraph`
fn loose_opening(text: &str) -> Option<usize> {
    static WORDS: [Needle; 3] = [
        Needle::new(|| Finder::new("SUMMARY")),
        Needle::new(|| Finder::new("Summary")),
        Needle::new(|| Finder::new("Begin summary")),
    ];
    let found = WORDS.iter().filter_map(|word| {
        word.find_iter(text.as_bytes()).find_map(|at| {
            let begun = begins(from(text, at), "BEGIN ");
            loose_sign(text, at, if begun { "BEGIN ".len() } else { 0 })
        })
    });
    found.min()
}

/// Where the text of a summary begins whose word is `whose` bytes behind `at`.
fn loose_sign(text: &str, at: usize, whose: usize) -> Option<usize> {
    const NEAR: usize = 40;
    let head = text.get(..at)?;
    let head = ["BEGIN ", "Begin "]
        .iter()
        .find_map(|begin| head.strip_suffix(begin))
        .unwrap_or(head);
    let at = at + whose;
    let bare = head.trim_end_matches(|c: char| is_blank(c) || "\r\n-*/<>([".contains(c));
    let linked = || {
        bare.len() < NEAR
            && ["AND", "And", "and", "&"]
                .iter()
                .any(|link| bare.ends_with(link))
            || bare.len() < NEAR && head.ends_with('/')
    };
    if !(bare.is_empty() || bare.len() < head.len() && ends_sentence(bare) || linked()) {
        return None;
    }
    let behind = up_to(from(text, at + "SUMMARY".len()), NEAR);
    let word = |c: char| c.is_ascii_alphabetic() || is_blank(c) || matches!(c, '&' | '\'');
    let other = behind.trim_start_matches(word);
    let apart = behind.len() - other.len();
    let sign = |c: char| ":.;-*/>)]".contains(c);
    if !(other.starts_with(sign) || apart == 0 && other.starts_with(',')) {
        return None;
    }
    let signs = other.trim_start_matches(|c| sign(c) || c == ',');
    Some(at + "SUMMARY".len() + behind.len() - signs.len())
}

/// What stands before the comment whose word is at `at` in a text, and
/// whether one may begin there: in brackets, or behind a sentence. Whose it
/// is and its marking belong to it: `(SBU) Comment`, `Embassy comment`.
fn before_inline(text: &str, at: usize) -> (&str, bool) {
    /// Bytes of a marking in its brackets, at the most.
    const MARK: usize = 12;
    let blank = [' ', '\t', '\n', '\r'];
    let head = text.get(..at).unwrap_or_default();
    let mut before = head.trim_end_matches(blank);
    let mut large = byte(text, at) == b'C';
    if before.len() < head.len() {
        let last = before.rfind(|c: char| blank.contains(&c) || matches!(c, '(' | '['));
        let last = last.map_or(0, |last| last + 1);
        let word = from(before, last);
        let whose = ["'s", ",s", "\u{2019}s", "'S"]
            .iter()
            .find_map(|own| word.strip_suffix(own))
            .unwrap_or(word);
        if WHOSE.hold(whose) && whose.starts_with(|c: char| c.is_ascii_uppercase()) {
            large = true;
            before = before
                .get(..last)
                .unwrap_or_default()
                .trim_end_matches(blank);
        } else if before.ends_with(')')
            && let near = before.len().saturating_sub(MARK)
            // By bytes: a letter of several may begin before them.
            && let Some(open) = memchr::memrchr(b'(', before.as_bytes().get(near..).unwrap_or_default())
            && let Some((above, mark)) = before.split_at_checked(near + open)
            && bracketed_mark(mark).is_some_and(str::is_empty)
        {
            before = above.trim_end_matches(blank);
        }
    }
    let bracket = before.ends_with(['(', '[']);
    let opens = bracket || before.len() < head.len() && ends_sentence(before);
    (before, large && opens)
}

/// Whether a marker is all that a paragraph holds, with text below it.
fn is_lone_marker(paragraphs: &[Paragraph], first: usize, start: usize) -> bool {
    let of = |idx: usize| paragraphs.get(idx);
    let empty = of(first).is_some_and(|paragraph| start >= paragraph.text.end as usize);
    empty && of(first + 1).is_some_and(|below| below.heading.is_none())
}

/// `This is an action request; see para 6.`
fn is_action_request(text: &str) -> bool {
    let text = text.trim_start_matches(['(', '[']);
    begins(text, "THIS IS AN ACTION REQUEST")
        || begins(text, "THIS MESSAGE IS AN ACTION REQUEST")
        || begins(text, "THIS IS AN ACTION MESSAGE")
}

#[cfg(test)]
mod tests {
    use super::{Named, before_inline, end_marker, marker, without_gap};

    #[test]
    fn markers_open_parts() {
        let summary = |text| marker(text, Named::Summary).map(str::trim_start);
        assert_eq!(summary("SUMMARY: Text."), Some("Text."));
        assert_eq!(summary("Summary -- Text."), Some("Text."));
        assert_eq!(summary("Summary Text."), Some("Text."));
        assert_eq!(summary("Summary and Action Request: Text."), Some("Text."));
        assert_eq!(summary("BEGIN SUMMARY: Text."), Some("Text."));
        assert_eq!(summary("Key Points: Text."), Some("Text."));
        assert_eq!(summary("KEY POINTS\n-- Text."), Some("-- Text."));
        assert_eq!(summary("SUMMARY AND INTRO: Text."), Some("Text."));
        assert_eq!(summary("Summary Introduction: Text."), Some("Text."));
        let placed = "Summary and Action Request (para 4): Text.";
        assert_eq!(summary(placed), Some("Text."));
        assert_eq!(summary("Summary (in French): Text."), None);
        assert_eq!(summary("SUMMARY TABLE FOLLOWS."), None);
        assert_eq!(summary("SUMMARY AND\nCOMMENT: Text."), Some("Text."));
        assert_eq!(summary("SUMMARY &\r\nANALYSIS: Text."), Some("Text."));
        assert_eq!(summary("EXECUTIVE\nSUMMARY: Text."), Some("Text."));
        assert_eq!(summary("SUMMARY\n(continued): Text."), Some("Text."));
        assert_eq!(summary("SUMMARY, COMMENT: Text."), Some("Text."));
        assert_eq!(summary("SUMMARY AND\nHARBOR DUES: Text."), None);
        assert_eq!(summary("EXECUTIVE\nORDERS: A SUMMARY"), None);
        assert_eq!(summary("SUMMARY WITH ACTION REQUEST. Text."), Some("Text."));
        assert_eq!(summary("SUMMARY AND POST COMMENT: Text."), Some("Text."));
        assert_eq!(summary("BEGIN UNCLASSIFIED SUMMARY: Text."), Some("Text."));
        assert_eq!(summary("(SUMMARY) Text."), Some("Text."));
        assert_eq!(summary("\"Summary.\" Text."), Some("Text."));
        assert_eq!(summary("Summary. \"Text.\""), Some("\"Text.\""));
        assert_eq!(summary("EXECUTIVE SUMMARY: Text."), Some("Text."));
        assert_eq!(summary("SUMMARY (C): Text."), Some("Text."));
        assert_eq!(summary("Summary: (C) Text."), Some("Text."));
        assert_eq!(summary("SUMARY: Text."), Some("Text."));
        assert_eq!(summary("SUMMAR Y: Text."), Some("Text."));
        assert_eq!(summary("S UMMARY. Text."), Some("Text."));
        assert_eq!(summary("SUM MARY AND COMMENT MADE"), None);
        assert_eq!(summary("SUMM ARYAN: Text."), None);
        assert_eq!(
            summary("SUMMARY THE TALKS OPENED."),
            Some("THE TALKS OPENED.")
        );
        assert_eq!(summary("Summary judgments were passed"), None);
        assert_eq!(summary("SUMMARY RECORD NO. 12 WAS SENT"), None);
        assert_eq!(summary("SUMMARY OF THE TALKS FOLLOWS"), None);
        assert_eq!(marker("COMMENT BY HOLT WAS BRIEF", Named::Comment), None);
        assert_eq!(
            marker("Comment - the magazine - closed", Named::Comment),
            None
        );
        assert_eq!(
            marker(
                "Comment \u{2013} the magazine \u{2013} closed",
                Named::Comment
            ),
            None
        );
        assert_eq!(marker("Comment - If so", Named::Comment), Some(" If so"));
        assert_eq!(
            marker("Comment \u{2013} If so", Named::Comment),
            Some(" If so")
        );
        assert_eq!(marker("COMMENT. If so", Named::Comment), Some(" If so"));
        assert_eq!(marker("Comments came late", Named::Comment), None);
        assert_eq!(
            marker("Embassy Comment: Text", Named::Comment),
            Some(" Text")
        );
    }

    /// The summary of a telegram with this text.
    fn summary(body: &str) -> String {
        let text = format!("UNCLAS NORTHHAVEN 000088\n\nTAGS: PREL\nSUBJECT: TALKS\n\n{body}\n");
        let cable = crate::parse::parse(text.as_bytes());
        let parts = cable.summary.iter().flat_map(|part| &part.spans);
        let parts: Vec<_> = parts.map(|&span| cable.read(span)).collect();
        parts.join("|")
    }

    #[test]
    fn an_end_shows_which_words_open_a_summary() {
        for opening in [
            "SUMMARY,",
            "--SUMMARY--",
            "- Summary -",
            "<Summary>",
            "****SUMMARY****",
            "//SUMMARY//",
            "Outlook and Summary:",
            "Summary and mission views:",
            "This is an action request. Summary:",
        ] {
            let body = format!("1. (U) {opening} One. END SUMMARY.\n\n2. (U) Two.");
            assert_eq!(summary(&body), "One.", "{opening}");
        }
        for sentence in ["They sent a Summary. One.", "THE SUMMARY, ONE."] {
            let body = format!("1. (U) {sentence} END SUMMARY.\n\n2. (U) Two.");
            assert_eq!(summary(&body), sentence);
        }
        assert_eq!(
            summary("1. (U) One.\n\n2. (U) Outlook & Summary: Two. End summary.\n\n3. (U) X."),
            "Two."
        );
    }

    #[test]
    fn a_heading_may_stand_between_other_signs() {
        for (above, below) in [
            ("~~~~~~~\nSUMMARY\n~~~~~~~", "~~~~~\nTALKS\n~~~~~"),
            ("+++++++\nSUMMARY\n+++++++", "+++++\nTALKS\n+++++"),
            ("#######\nSUMMARY\n#######", "#####\nTALKS\n#####"),
            ("-- SUMMARY --", "Talks\n-----"),
            ("(A) SUMMARY\n-----------", "(B) TALKS\n---------"),
            ("A. SUMMARY", "B. TALKS"),
            ("<<SUMMARY>>", "Talks\n-----"),
            ("*** Summary ***", "Talks\n-----"),
        ] {
            let body = format!("{above}\n\n1. (U) One.\n\n{below}\n\n2. (U) Two.");
            assert_eq!(summary(&body), "One.", "{above}");
        }
        assert_eq!(
            summary("1. (U) Points:\n\n-- Summary of talks --\n\n2. (U) Two."),
            ""
        );
        for text in [
            "1. (U) \"SUMMARY\": One. END SUMMARY.",
            "1. (U) SUMMARY...One. END SUMMARY.",
            "1. (U) Action Request and Summary: One. End Action Request and Summary.",
        ] {
            assert_eq!(summary(&format!("{text}\n\n2. (U) Two.")), "One.", "{text}");
        }
        assert_eq!(summary("1. (U) \"Summary\" was his word."), "");
        assert_eq!(
            summary("1. (U) A + B:\n+++\nSUMMARY\n+-+-+\n\n2. (U) Two."),
            ""
        );
    }

    #[test]
    fn an_end_alone_on_its_line_is_no_heading() {
        let body = "BEGIN SUMMARY\n\n1. (U) One.\n\n2. (U) Two.\n\nEND SUMMARY\n\n3. (U) Three.";
        assert_eq!(summary(body), "One.|Two.");
        let body = "SUMMARY\n\n1. (U) One.\n\nEND OF THE ROAD\n\n2. (U) Two. END SUMMARY";
        assert_eq!(summary(body), "One.");
    }

    #[test]
    fn a_letter_of_several_bytes_may_stand_before_the_marking_of_a_comment() {
        for sentence in [
            "They left",
            "They l\u{e9}ft",
            "They l\u{e9}fts",
            "They lef\u{e9}",
        ] {
            let text = format!("{sentence}. (C/NF) Comment: Too early.");
            let at = text.find("Comment").unwrap();
            assert_eq!(before_inline(&text, at), (&*format!("{sentence}."), true));
        }
    }

    #[test]
    fn a_comment_does_not_show_how_far_a_summary_reached() {
        let after = |head: &str| {
            summary(&format!(
                "SUMMARY\n-------\n\n1. (U) One.\n\n2. (U) Two.\n\n{head}3. (U) Comment: Three."
            ))
        };
        assert_eq!(after(""), "One.");
        assert_eq!(after("TALKS\n-----\n\n"), "One.|Two.");
    }

    #[test]
    fn a_page_may_end_before_an_end() {
        let gap = "Two.\nCONFIDENTIAL\n\nPAGE 02        PORT L  00311  221504Z\n\n";
        assert_eq!(without_gap(gap), "Two.");
        assert_eq!(without_gap("Two.\nCONFIDENTIAL\n"), "Two.\nCONFIDENTIAL");
    }

    #[test]
    fn an_end_may_name_another_word_first() {
        let check = |text: &str| end_marker(text, Named::Summary);
        assert_eq!(check("Dues rise. End Introduction and Summary."), Some(11));
        assert_eq!(check("Dues rise. END COMMENT/SUMMARY."), Some(11));
        assert_eq!(check("Dues rise. END COMMENT & SUMMARY."), Some(11));
        assert_eq!(check("Dues rise. END HARBOR AND SUMMARY."), None);
        assert_eq!(check("Dues rise with comment and summary."), None);
    }

    #[test]
    fn an_end_may_be_split() {
        assert_eq!(end_marker("Two. End\nSummary.", Named::Summary), Some(5));
        assert_eq!(
            end_marker("Two. END SUMMARY AND COMMENT.", Named::Summary),
            Some(5)
        );
        assert_eq!(
            end_marker("to defend summary rulings", Named::Summary),
            None
        );
        assert_eq!(end_marker("the end, summary", Named::Summary), None);
        assert_eq!(end_marker("Two. END SUMARY.", Named::Summary), Some(5));
        assert_eq!(end_marker("Two. END SUMMAR Y.", Named::Summary), Some(5));
        assert_eq!(end_marker("Two. ENDSUMMARY", Named::Summary), Some(5));
        assert_eq!(end_marker("Two. (End of Summary)", Named::Summary), Some(6));
        assert_eq!(end_marker("Two. END SUMMIT TALKS", Named::Summary), None);
        assert_eq!(
            end_marker(
                "Two. END\n\nPORT LARKS 00000311  002 OF 003\n\nSUMMARY.",
                Named::Summary
            ),
            Some(5)
        );
    }

    #[test]
    fn an_end_may_be_plural_and_pages_stand_around_it() {
        let summary = |text: &str| {
            let text =
                format!("UNCLAS NORTHHAVEN 000088\n\nSUBJECT: TALKS\n\n{text}\n\n2. (U) More.\n");
            let cable = crate::parse::parse(text.as_bytes());
            let spans = cable.summary.iter().flat_map(|part| &part.spans);
            spans
                .map(|&span| cable.read(span))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let page = "NORTHHAVEN 00000088  001.2 OF 003";
        assert_eq!(
            summary("1. (U) Summary: Boats stay. ENDS SUMMARY."),
            "Boats stay."
        );
        assert_eq!(
            summary("1. (U) Summary: The fund\nspends summary aid."),
            "The fund spends summary aid."
        );
        assert_eq!(
            summary("1. (U) Summary: Boats stay. SUMMARY ENDS."),
            "Boats stay."
        );
        assert_eq!(
            summary("1. (U) Summary: Boats stay.\n\"End summary.\""),
            "Boats stay."
        );
        assert_eq!(
            summary("1. (U) Summary: Boats stay. Summary ends of nets."),
            "Boats stay. Summary ends of nets."
        );
        for text in [
            format!("1. (U) Summary: Boats stay. End of\n{page}\nSummary."),
            format!("1. (U) Summary: Boats stay. End of\n\n{page}\n\n\nSummary."),
            format!("1. (U) SUMMARY\n\n{page}\n\nBoats stay. END SUMMARY."),
            format!("1. (U) SUMMARY\n{page}\nAND COMMENT: Boats stay. END SUMMARY."),
            "1. (U) SUMMARY:\nSECRET\n\nSECRET\n\nPAGE 02  NORTHH  00088  110914Z\n\nBoats stay. END SUMMARY."
                .to_owned(),
            "1. (U) SUMMARY: Boats stay.\nSECRET\n\nSECRET\n\nPAGE 02  NORTHH  00088  110914Z\n\nEND SUMMARY."
                .to_owned(),
            "1. (U) SUMMARY AND ACTION\nREQUEST: Boats stay. END\nSUMMARY.".to_owned(),
        ] {
            assert_eq!(summary(&text), "Boats stay.", "{text}");
        }
    }

    #[test]
    fn the_last_line_of_a_summary_is_no_heading() {
        let read = |text: &str| {
            let text =
                format!("SECRET SECTION 01 OF 03 NORTHHAVEN 000088\n\nSUBJECT: TALKS\n\n{text}\n");
            let cable = crate::parse::parse(text.as_bytes());
            let spans = cable.summary.iter().flat_map(|part| &part.spans);
            let summary: Vec<String> = spans.map(|&span| cable.read(span)).collect();
            let headings = cable.paragraphs.iter().filter_map(|it| it.heading);
            let headings: Vec<&str> = headings.map(|span| cable.slice(span)).collect();
            format!("{} | {}", summary.join(" "), headings.join(", "))
        };
        let page = "NORTHHAVEN 00000088  001.2 OF 003";
        let box_of = "----------\nBACKGROUND\n----------\n\n2. (U) More.";
        for text in [
            format!("1. (U) Summary:\n\n{page}\n\nBoats stay. END SUMMARY\n\n{box_of}"),
            format!("1. (U) Summary: Boats\n\n{page}\n\nstay. //END SUMMARY//\n\n{box_of}"),
            format!("1. (U) Summary: Boats stay.\n\n-- END SUMMARY --\n\n{box_of}"),
            format!("1. (U) Summary: Boats stay. --\n{page}\nEND SUMMARY --\n\n{box_of}"),
        ] {
            assert_eq!(read(&text), "Boats stay. | BACKGROUND", "{text}");
        }
        let text = format!(
            "SUMMARY\n-------\n1. (U) He met\n\n{page}\n\nGen. Holt on March 3.\n\n{box_of}"
        );
        assert_eq!(
            read(&text),
            "He met Gen. Holt on March 3. | SUMMARY, BACKGROUND"
        );
        // A title with its rule on the line below a blank stays one.
        let text = format!(
            "1. (U) Summary: Boats stay.\n\n{page}\n\nThe Boats\n\n---------\n\n2. (U) More."
        );
        assert_eq!(read(&text), "Boats stay. | The Boats");
    }

    #[test]
    fn a_summary_may_begin_inside_a_paragraph() {
        use super::loose_opening;
        let opened = |text: &'static str| loose_opening(text).map(|at| text[at..].trim_start());
        let text = "He sat in.  Begin summary:  He offered boats.";
        assert_eq!(opened(text), Some("He offered boats."));
        assert_eq!(opened("He sat in. BEGIN SUMMARY. BOATS."), Some("BOATS."));
        assert_eq!(opened("They then begin summary: talks."), None);
        assert_eq!(opened("They sat to Begin summary: talks."), None);
    }
}
