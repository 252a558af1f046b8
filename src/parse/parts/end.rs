//! Where a part ends in so many words.

use memchr::memmem::Finder;

use super::opening::{Named, OTHERS, named_word, without_whose};
use crate::parse::injected::is_of_page;
use crate::parse::lines::is_classification;
use crate::parse::token::{
    Needle, after, after_word, begins, byte, ends_sentence, from, is_blank, trim_lines, up_to,
};

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
pub(super) fn end_marker(text: &str, named: Named) -> Option<usize> {
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
pub(super) fn spoiled_end_marker(text: &str, named: Named) -> Option<usize> {
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
pub(in crate::parse) fn has_end_marker(text: &str) -> bool {
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
pub(super) fn without_gap(text: &str) -> &str {
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
        let before = text.get(..at).unwrap_or_default();
        let before = before.trim_end_matches([' ', '\t', '\n', '\r']);
        if !is_of_page(line, before, below) {
            break;
        }
        (text, below) = (before, true);
    }
    text
}

/// A text without the page headers that fill its first lines: the gap to the
/// marker above them is no part of it.
pub(super) fn below_pages(text: &str) -> &str {
    let mut text = text;
    let mut rest = text;
    for _ in 0..6 {
        let near = rest.as_bytes().get(..96).unwrap_or(rest.as_bytes());
        let Some(line_end) = memchr::memchr2(b'\n', b'\r', near) else {
            break;
        };
        let line = rest.get(..line_end).unwrap_or_default();
        rest = trim_lines(from(rest, line_end));
        if is_of_page(line, "", false) {
            text = rest;
        } else if !is_classification(line) {
            break;
        }
    }
    text
}
