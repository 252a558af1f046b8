//! Summary, comment, action request: what paragraphs do.
//!
//! Half of the comments have no END, and summaries run over paragraphs, so
//! the extent of a part is found after all paragraphs are known.

use super::Draft;
use super::token::{after, after_word, begins, byte, from, place, trim_lines};
use crate::cable::{Paragraph, ParagraphRole, Part, Span};

/// How far the END of a summary is looked for.
const REACH: usize = 16;

/// The parts that a telegram names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Summary,
    Comment,
}

impl Named {
    fn word(self) -> &'static str {
        match self {
            Named::Summary => "SUMMARY",
            Named::Comment => "COMMENT",
        }
    }

    fn role(self) -> ParagraphRole {
        match self {
            Named::Summary => ParagraphRole::Summary,
            Named::Comment => ParagraphRole::Comment,
        }
    }
}

/// What follows the marker that a text begins with.
///
/// ```abnf
/// marker    = ["BEGIN" / whose] word *(("AND" / "&" / "/") word) separator
/// word      = "SUMMARY" / "COMMENT" / "ACTION REQUEST" / "INTRODUCTION"
///           / "RECOMMENDATION" / "ANALYSIS"
/// whose     = "EMBASSY" / "POST" / "CONSULATE" / "AMBASSADOR'S"
/// separator = ":" / "." / "--" / blank before a capital
/// ```
fn marker(text: &str, named: Named) -> Option<&str> {
    let mut rest = text.trim_start_matches(['(', '[', '/']);
    // Two letters decide for most paragraphs.
    if !matches!(
        [byte(rest, 0), byte(rest, 1)].map(|byte| byte.to_ascii_uppercase()),
        [b'A' | b'E', b'M'] | [b'B' | b'K', b'E'] | [b'C' | b'P', b'O'] | [b'S', b'U']
    ) {
        return None;
    }
    for whose in [
        "BEGIN ",
        "EMBASSY ",
        "POST ",
        "CONSULATE ",
        "AMBASSADOR'S ",
        "AMBASSADOR,S ",
    ] {
        rest = after(rest, whose).unwrap_or(rest);
    }
    let printed = rest.get(..named.word().len())?;
    if named == Named::Summary
        && let Some(points) = after(rest, "KEY POINTS:")
    {
        return Some(points);
    }
    rest = after_word(rest, named.word())?;
    // `Summary judgments`, `comments`: prose.
    if !printed.starts_with(|c: char| c.is_ascii_uppercase()) {
        return separator(rest);
    }
    let mut more = true;
    while more {
        more = false;
        let next = rest.trim_start();
        for link in ["AND ", "& ", "/"] {
            let Some(second) = after(next, link) else {
                continue;
            };
            for word in [
                "COMMENT",
                "ACTION REQUEST",
                "INTRODUCTION",
                "RECOMMENDATION",
                "ANALYSIS",
                "SUMMARY",
            ] {
                if let Some(after) = after_word(second.trim_start(), word) {
                    rest = after;
                    more = true;
                }
            }
        }
    }
    separator(rest).or_else(|| {
        let capital = rest.trim_start().starts_with(|c: char| c.is_uppercase());
        (rest.starts_with(' ') && capital).then_some(rest)
    })
}

fn separator(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Some(rest);
    }
    let after = rest
        .strip_prefix("--")
        .or_else(|| rest.strip_prefix([':', '.', '-']))?;
    Some(after.trim_start_matches(['/', ')']))
}

/// Where `END SUMMARY` or `END COMMENT` stands.
///
/// ```abnf
/// end = "END" 1*(blank / line-end) ["OF" blank] word
/// ```
///
/// The word is rarer than the letter E, so it is looked for first.
fn end_marker(text: &str, named: Named) -> Option<usize> {
    let tails = match named {
        Named::Summary => ["UMMARY", "ummary"],
        Named::Comment => ["OMMENT", "omment"],
    };
    let ends = tails.iter().filter_map(|tail| {
        memchr::memmem::find_iter(text.as_bytes(), tail)
            .find_map(|at| end_before(text, at.checked_sub(1)?, named))
    });
    ends.min()
}

/// The END before a word that begins at `word`.
fn end_before(text: &str, word: usize, named: Named) -> Option<usize> {
    after_word(text.get(word..)?, named.word())?;
    let before = text.get(..word)?;
    let before = before
        .strip_suffix("of ")
        .or_else(|| before.strip_suffix("OF "))
        .unwrap_or(before);
    let apart = before.trim_end_matches([' ', '\t', '\n', '\r']);
    let at = apart.len().checked_sub(3)?;
    let left = at.checked_sub(1).map_or(b' ', |left| byte(text, left));
    let found = apart.len() < before.len() && begins(from(text, at), "END");
    // "the year-end summary", "on the other end comment was rare": a marker
    // is spelled large, or it stands where a sentence can begin.
    let head = text.get(..at)?.trim_end_matches([' ', '\t']);
    let opens = head
        .chars()
        .next_back()
        .is_none_or(|last| !last.is_alphanumeric() && !matches!(last, ',' | ';' | '-' | '\''));
    let large = byte(text, at) == b'E';
    (found && !left.is_ascii_alphanumeric() && left != b'-' && (large || opens)).then_some(at)
}

impl Draft<'_> {
    /// Finds roles and parts.
    pub(super) fn parts(&mut self) {
        let mut paragraphs = std::mem::take(&mut self.paragraphs);
        let summary = self.part(&mut paragraphs, Named::Summary);
        let comment = self.part(&mut paragraphs, Named::Comment);
        for paragraph in &mut paragraphs {
            self.roles(paragraph);
        }
        self.summary = summary;
        self.comment = comment;
        self.paragraphs = paragraphs;
    }

    /// Finds a part and gives its role to the paragraphs it spans.
    ///
    /// To its END marker; without one a heading COMMENT reaches to the next
    /// heading or the signature, everything else to the end of the
    /// paragraph.
    fn part(&self, paragraphs: &mut [Paragraph], named: Named) -> Option<Part> {
        let opens = |paragraph: &Paragraph| self.opens(paragraph, named);
        let first = paragraphs
            .iter()
            .position(|paragraph| opens(paragraph).is_some())?;
        let (start, by_heading) = paragraphs.get(first).and_then(opens)?;
        let mut part = Part::default();
        let reach = if named == Named::Comment && by_heading {
            usize::MAX
        } else {
            REACH
        };
        let mut stop = None;
        let mut n_within = 1;
        for (n, paragraph) in paragraphs.iter().enumerate().skip(first).take(reach) {
            if n > first {
                if paragraph.heading.is_some() || self.begins_other(paragraph, named) {
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
            None if by_heading => first + n_within - 1,
            None => first,
        };
        for (n, paragraph) in paragraphs.iter_mut().enumerate().take(last + 1).skip(first) {
            paragraph.roles.push(named.role());
            let from_at = if n == first {
                start
            } else {
                paragraph.text.start as usize
            };
            let to = match stop {
                Some((at, end)) if at == n => end,
                _ => paragraph.text.end as usize,
            };
            let text = trim_lines(self.text.get(from_at..to).unwrap_or_default());
            let text = text.trim_end_matches(['(', '[']);
            if !text.is_empty() {
                part.spans.push(place(self.text, trim_lines(text)));
            }
        }
        Some(part)
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
        let other = if named == Named::Summary {
            Named::Comment
        } else {
            Named::Summary
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
        let opening = if text.len() > 64 {
            text.get(..64).unwrap_or("")
        } else {
            text
        };
        let colon = memchr::memchr(b':', opening.as_bytes()).unwrap_or(opening.len());
        let opening = opening.get(..colon).unwrap_or("");
        let combined = |word: &str| {
            [opening, heading].iter().any(|words| {
                begins(words, word)
                    || begins(words, "SUMMARY")
                        && words.get(7..).is_some_and(|rest| {
                            rest.len() >= word.len() && rest.to_ascii_uppercase().contains(word)
                        })
            })
        };
        let may_combine = [text, heading]
            .iter()
            .any(|words| matches!(byte(words, 0).to_ascii_uppercase(), b'A' | b'I' | b'S'));
        let combined = |word: &str| may_combine && combined(word);
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
