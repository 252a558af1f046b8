//! Summary, comment, action request: what paragraphs do.
//!
//! Half of the comments have no END, and summaries run over paragraphs, so
//! the extent of a part is found after all paragraphs are known.

use super::Draft;
use super::lines::{page_header_1970s, page_header_2000s};
use super::portion_mark::portion_mark;
use super::token::{
    after, after_word, begins, byte, ends_sentence, from, place, trim_lines, up_to,
};
use crate::cable::{Paragraph, ParagraphRole, Part, Span};

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

/// What follows the marker that a text begins with.
///
/// ```abnf
/// marker    = ["(" / "["] [whose] word *(("AND" / "&" / "/") word)
///             [blank portion-mark] separator [portion-mark]
/// word      = "SUMMARY" / "COMMENT" / "ACTION REQUEST" / "INTRODUCTION"
///           / "RECOMMENDATION" / "ANALYSIS" / "CONCLUSION"
/// whose     = "BEGIN" / "EXECUTIVE" / "EMBASSY" / "POST" / "CONSULATE"
///           / "AMBASSADOR'S" / "MISSION"
/// separator = ":" / "." / "--" / ")" / blank before a capital
/// ```
///
/// `SUMARY` and `SUMMERY` are read as SUMMARY; `Key Points:` opens a
/// summary.
///
/// Samples: `plain/action-request-and-combined-summary`, `plain/executive-summary`,
/// `plain/key-points-and-comment`, `plain/summary-marking-after-its-word`
fn marker(text: &str, named: Named) -> Option<&str> {
    let mut rest = text.trim_start_matches(['(', '[', '/']);
    // Two letters decide for most paragraphs.
    if !matches!(
        [byte(rest, 0), byte(rest, 1)].map(|byte| byte.to_ascii_uppercase()),
        [b'A', b'M']
            | [b'E', b'M' | b'X']
            | [b'B' | b'K', b'E']
            | [b'C' | b'P', b'O']
            | [b'S', b'U']
            | [b'M', b'I']
            | [b'I', b'N']
    ) {
        return None;
    }
    for whose in [
        "BEGIN ",
        "EXECUTIVE ",
        "EMBASSY ",
        "POST ",
        "MISSION ",
        "CONSULATE ",
        "AMBASSADOR'S ",
        "AMBASSADOR,S ",
        "AMBASSADOR\u{2019}S ",
    ] {
        rest = after(rest, whose).unwrap_or(rest);
    }
    if named == Named::Summary
        && let Some(points) = after(rest, "KEY POINTS:")
    {
        return Some(points);
    }
    let printed = rest;
    rest = named
        .words()
        .iter()
        .find_map(|word| after_word(rest, word))?;
    // `Summary judgments`, `comments`: prose.
    if !printed.starts_with(|c: char| c.is_ascii_uppercase()) {
        return separator(rest);
    }
    while let Some(after) = more_words(rest.trim_start()) {
        rest = after;
    }
    separator(rest).or_else(|| {
        let capital = rest.trim_start().starts_with(|c: char| c.is_uppercase());
        (rest.starts_with(' ') && capital).then_some(rest)
    })
}

/// What follows a further word of a combined marker: `AND ACTION REQUEST`.
fn more_words(text: &str) -> Option<&str> {
    const WORDS: [&str; 7] = [
        "COMMENT",
        "ACTION REQUEST",
        "INTRODUCTION",
        "RECOMMENDATION",
        "ANALYSIS",
        "CONCLUSION",
        "SUMMARY",
    ];
    let second = ["AND ", "& ", "/"]
        .iter()
        .find_map(|link| after(text, link))?;
    let second = second.trim_start();
    WORDS.iter().find_map(|word| {
        let rest = after(second, word)?;
        let rest = after(rest, "S").unwrap_or(rest);
        (!rest.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(rest)
    })
}

fn separator(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Some(rest);
    }
    let (rest, marked) = match bracketed_mark(rest) {
        Some(after) => (after.trim_start(), true),
        None => (rest, false),
    };
    let after = rest
        .strip_prefix("--")
        .or_else(|| rest.strip_prefix([':', '.', '-', ')', ']']));
    let after = match after {
        Some(after) => after.trim_start_matches(['/', ')', ':', '-']),
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
/// end = "END" *(blank / line-end) ["OF" blank] word
/// ```
///
/// The word may be cut or misspelled after its first letters (`END SUMARY`).
///
/// Samples: `garbled/end-comment-over-two-lines`, `garbled/end-summary-over-a-page`,
/// `garbled/end-summary-misspelled`
///
/// It is rarer than the letter E, so it is looked for first.
fn end_marker(text: &str, named: Named) -> Option<usize> {
    let tails = match named {
        Named::Summary => ["UM", "um"],
        Named::Comment => ["OMMENT", "omment"],
        Named::Introduction => ["NTRODUCTION", "ntroduction"],
    };
    let ends = tails.iter().filter_map(|tail| {
        memchr::memmem::find_iter(text.as_bytes(), tail)
            .find_map(|at| end_before(text, at.checked_sub(1)?, named))
    });
    ends.min()
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
        // `END SUMARY`, `ENDSUMMARY`, `ENDCOMMENT`.
        (whole || like)
            && text.get(at..at + 3) == Some("END")
            && matches!(byte(printed, 0), b'S' | b'C')
            || like && !glued && large && opens
    };
    fits.then_some(at)
}

/// A text without blanks and line ends at its end, nor a page header that
/// fills its last lines.
fn without_gap(text: &str) -> &str {
    let mut text = text.trim_end_matches([' ', '\t', '\n', '\r']);
    for _ in 0..2 {
        let near = text.len().saturating_sub(96);
        let near = text.as_bytes().get(near..).unwrap_or_default();
        let Some(line_end) = memchr::memrchr2(b'\n', b'\r', near) else {
            break;
        };
        let at = text.len() - near.len() + line_end + 1;
        let line = from(text, at);
        if page_header_2000s(line).is_err() && page_header_1970s(line).is_err() {
            break;
        }
        let before = text.get(..at).unwrap_or_default();
        text = before.trim_end_matches([' ', '\t', '\n', '\r']);
    }
    text
}

impl Draft<'_> {
    /// Finds roles and parts.
    pub(super) fn parts(&mut self) {
        let mut paragraphs = std::mem::take(&mut self.paragraphs);
        let summary = self
            .part(&mut paragraphs, Named::Summary, 0)
            .or_else(|| self.ended_only(&mut paragraphs))
            .or_else(|| self.part(&mut paragraphs, Named::Introduction, 0));
        let mut comment: Option<(Part, usize)> = None;
        // Some telegrams comment twice and more.
        while let Some((more, next)) = {
            let first = comment.as_ref().map_or(0, |(_, next)| *next);
            self.part(&mut paragraphs, Named::Comment, first)
        } {
            let (part, at) = comment.get_or_insert_with(|| (Part::default(), 0));
            part.spans.extend(more.spans);
            *at = next;
        }
        let comment = comment.or_else(|| self.inline_comment(&mut paragraphs));
        for paragraph in &mut paragraphs {
            self.roles(paragraph);
        }
        self.summary = summary.map(|(part, _)| part);
        self.comment = comment.map(|(part, _)| part);
        self.paragraphs = paragraphs;
    }

    /// Finds a part from paragraph `from_idx` on and gives its role to the
    /// paragraphs it spans; returns the one after them, too.
    ///
    /// To its END marker. Without one a heading COMMENT reaches to the next
    /// heading or the signature, a heading SUMMARY to the next heading if
    /// one is near, everything else to the end of the paragraph.
    fn part(
        &self,
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
        let mut stop = None;
        let mut n_within = 1;
        let mut closed = named == Named::Comment;
        for (n, paragraph) in paragraphs.iter().enumerate().skip(first).take(reach) {
            if n > first {
                if paragraph.heading.is_some() || self.begins_other(paragraph, named) {
                    closed = true;
                    break;
                }
                n_within += 1;
            }
            let from_at = if n == first {
                start
            } else {
                paragraph.text.start as usize
            };
            let text = self
                .text
                .get(from_at..paragraph.text.end as usize)
                .unwrap_or_default();
            if let Some(at) = end_marker(text, named) {
                stop = Some((n, from_at + at));
                break;
            }
        }
        let last = match stop {
            Some((last, _)) => last,
            None if by_heading && closed => first + n_within - 1,
            // The marker fills its paragraph: what it opens is below.
            None if !by_heading && is_lone_marker(paragraphs, first, start) => first + 1,
            None => first,
        };
        let mut part = Part::default();
        for (n, paragraph) in paragraphs.iter_mut().enumerate().take(last + 1).skip(first) {
            let from_at = if n == first {
                start
            } else {
                paragraph.text.start as usize
            };
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

    /// Adds the words between two places to a part.
    fn add(&self, part: &mut Part, from_at: usize, to: usize) {
        let text = trim_lines(self.text.get(from_at..to).unwrap_or_default());
        let text = trim_lines(text.trim_end_matches(['(', '[', '-', '/', '*']));
        if !text.is_empty() {
            part.spans.push(place(self.text, text));
        }
    }

    /// A summary whose beginning is not marked: from paragraph 1 to its END.
    fn ended_only(&self, paragraphs: &mut [Paragraph]) -> Option<(Part, usize)> {
        let ends = |paragraph: &Paragraph| {
            let text = self.slice(paragraph.text);
            end_marker(text, Named::Summary).map(|at| paragraph.text.start as usize + at)
        };
        let near = paragraphs.iter().take(BEFORE_END);
        let (last, end) = near
            .enumerate()
            .find_map(|(idx, paragraph)| Some((idx, ends(paragraph)?)))?;
        let mut part = Part::default();
        for (n, paragraph) in paragraphs.iter_mut().enumerate().take(last + 1) {
            paragraph.roles.push(ParagraphRole::Summary);
            let to = if n == last {
                end
            } else {
                paragraph.text.end as usize
            };
            self.add(&mut part, paragraph.text.start as usize, to);
        }
        Some((part, last + 1))
    }

    /// A comment inside a paragraph, where no paragraph begins with one: to
    /// its END, or to the bracket that closes it, or to the end of the
    /// paragraph. It gives its role to the paragraph unless it stands in
    /// brackets.
    fn inline_comment(&self, paragraphs: &mut [Paragraph]) -> Option<(Part, usize)> {
        let mut part = Part::default();
        for paragraph in paragraphs {
            let text = self.slice(paragraph.text);
            let mut skip = 0;
            // Colons are rare, so they are looked for and not the word.
            for colon in memchr::memchr_iter(b':', text.as_bytes()) {
                let word = colon.checked_sub("COMMENT".len());
                let named = |at: &usize| {
                    let word = text.as_bytes().get(*at..colon);
                    matches!(word, Some(b"Comment" | b"COMMENT")) && *at >= skip
                };
                let Some(at) = word.filter(named) else {
                    continue;
                };
                let head = text.get(..at).unwrap_or_default();
                let before = head.trim_end_matches([' ', '\t', '\n', '\r']);
                let bracket = before.ends_with(['(', '[']);
                let opens = bracket || before.len() < head.len() && ends_sentence(before);
                let rest = from(text, at + "COMMENT:".len());
                if !opens || !matches!(byte(text, at), b'C') {
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
        part.spans.sort_unstable();
        (!part.spans.is_empty()).then_some((part, 0))
    }

    /// Where a part begins in a paragraph, and whether its heading says so.
    fn opens(&self, paragraph: &Paragraph, named: Named) -> Option<(usize, bool)> {
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

    fn begins_other(&self, paragraph: &Paragraph, named: Named) -> bool {
        let other = if named == Named::Comment {
            Named::Summary
        } else {
            Named::Comment
        };
        marker(self.slice(paragraph.text), other).is_some()
    }

    /// The roles that a paragraph's own words give it.
    fn roles(&self, paragraph: &mut Paragraph) {
        let text = self.slice(paragraph.text);
        let heading = paragraph.heading.map_or("", |heading| self.slice(heading));
        let mut add = |role| {
            if !paragraph.roles.contains(&role) {
                paragraph.roles.push(role);
            }
        };
        if marker(text, Named::Comment).is_some() {
            add(ParagraphRole::Comment);
        }
        // Other letters begin most paragraphs, and none of the words below.
        let may_combine = [text, heading]
            .iter()
            .any(|words| matches!(byte(words, 0).to_ascii_uppercase(), b'A' | b'I' | b'S'));
        let combined = |word: &str| {
            if !may_combine {
                return false;
            }
            let opening = match text.get(..64) {
                Some(opening) => opening,
                None if text.len() > 64 => "",
                None => text,
            };
            let colon = memchr::memchr(b':', opening.as_bytes()).unwrap_or(opening.len());
            let opening = opening.get(..colon).unwrap_or("");
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

    /// Where the release withheld text: runs of X, and the codes of
    /// exemptions beside them.
    pub(super) fn excisions(&mut self, from_at: usize) {
        let bytes = self.text.as_bytes();
        let body = bytes.get(from_at..).unwrap_or_default();
        let mut runs: Vec<Span> = Vec::new();
        let mut end = 0;
        for start in memchr::memchr2_iter(b'X', b'x', body) {
            if start < end {
                continue;
            }
            let run = body.get(start..).unwrap_or_default();
            let length = run
                .iter()
                .take_while(|&byte| run.first() == Some(byte))
                .count();
            end = start + length;
            // Four or five count alone between signs, not in a word.
            let left = start
                .checked_sub(1)
                .and_then(|left| body.get(left))
                .copied()
                .unwrap_or(b' ');
            let right = body.get(end).copied().unwrap_or(b' ');
            let alone = !left.is_ascii_alphanumeric() && !right.is_ascii_alphanumeric();
            if length >= 6 || length >= 4 && alone {
                runs.push(Span::new(from_at + start, from_at + end));
            }
        }
        let mut paragraph = 0;
        for span in runs {
            while self
                .paragraphs
                .get(paragraph)
                .is_some_and(|read| read.span.end <= span.start)
            {
                paragraph += 1;
            }
            let inside = self
                .paragraphs
                .get(paragraph)
                .is_some_and(|read| read.span.encloses(span));
            let codes = self.codes(span.end as usize);
            let paragraph = u32::try_from(paragraph).ok().filter(|_| inside);
            self.excisions.push(crate::cable::Excision {
                span,
                paragraph,
                codes,
            });
        }
    }

    /// Exemption codes after a run: `B1`, `B6`, `1.4(D)`.
    fn codes(&self, at: usize) -> Vec<Span> {
        let mut codes = Vec::new();
        let mut rest = from(self.text, at);
        while let Some(word_at) = rest.strip_prefix(' ').filter(|_| codes.len() < 8) {
            let length = word_at
                .bytes()
                .take(8)
                .take_while(|byte| byte.is_ascii_alphanumeric() || b".()".contains(byte))
                .count();
            let word = word_at.get(..length).unwrap_or_default();
            if !is_code(word) {
                break;
            }
            codes.push(place(self.text, word));
            rest = from(word_at, length);
        }
        codes
    }
}

/// Whether a marker is all that a paragraph holds, with text below it.
fn is_lone_marker(paragraphs: &[Paragraph], first: usize, start: usize) -> bool {
    let of = |idx: usize| paragraphs.get(idx);
    let empty = of(first).is_some_and(|paragraph| start >= paragraph.text.end as usize);
    empty && of(first + 1).is_some_and(|below| below.heading.is_none())
}

/// `code = "B" DIGIT ["(" ALPHA ")"] / "1." ("4" / "5") "(" ALPHA ")" / "NR"`
pub(super) fn is_code(word: &str) -> bool {
    match *word.as_bytes() {
        [b'B', b'1'..=b'9'] | [b'N', b'R'] => true,
        [b'B', b'1'..=b'9', b'(', letter, b')'] | [b'1', b'.', b'4' | b'5', b'(', letter, b')'] => {
            letter.is_ascii_alphabetic()
        }
        _ => false,
    }
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
    use super::{Named, end_marker, is_code, marker};

    #[test]
    fn markers_open_parts() {
        let summary = |text| marker(text, Named::Summary).map(str::trim_start);
        assert_eq!(summary("SUMMARY: Text."), Some("Text."));
        assert_eq!(summary("Summary -- Text."), Some("Text."));
        assert_eq!(summary("Summary Text."), Some("Text."));
        assert_eq!(summary("Summary and Action Request: Text."), Some("Text."));
        assert_eq!(summary("BEGIN SUMMARY: Text."), Some("Text."));
        assert_eq!(summary("Key Points: Text."), Some("Text."));
        assert_eq!(summary("(SUMMARY) Text."), Some("Text."));
        assert_eq!(summary("EXECUTIVE SUMMARY: Text."), Some("Text."));
        assert_eq!(summary("SUMMARY (C): Text."), Some("Text."));
        assert_eq!(summary("Summary: (C) Text."), Some("Text."));
        assert_eq!(summary("SUMARY: Text."), Some("Text."));
        assert_eq!(summary("Summary judgments were passed"), None);
        assert_eq!(marker("COMMENT. If so", Named::Comment), Some(" If so"));
        assert_eq!(marker("Comments came late", Named::Comment), None);
        assert_eq!(
            marker("Embassy Comment: Text", Named::Comment),
            Some(" Text")
        );
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
    fn codes_of_exemptions() {
        assert!(
            ["B1", "B6", "1.4(D)", "B7(C)", "NR"]
                .iter()
                .all(|word| is_code(word))
        );
        assert!(!is_code("B52") && !is_code("") && !is_code("1.4"));
    }
}
