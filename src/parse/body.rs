//! The body: paragraphs, headings, lists, page breaks.
//!
//! One walk over the lines. A line begins a paragraph, goes on with one, or
//! is a heading; a blank line decides nothing by itself, because releases
//! lost some and put others into sentences.

use super::Draft;
use super::heading::{BodyStart, is_heading_word};
use super::number::{Start, may_start, start, without_leading_1};
use super::portion_mark::{Mark, portion_mark};
use super::token::{begins, byte, ends, ends_sentence, from, is_blank, place, trim};
use crate::cable::{Confidence, LineKind, Paragraph, PortionMark, RepairKind, Span};

/// A paragraph that is being read.
struct Open<'a> {
    number: Option<u32>,
    printed: Option<Span>,
    mark: Option<Mark<'a>>,
    heading: Option<Span>,
    start: usize,
    /// Where its text begins; `None` while only the number was seen.
    text: Option<usize>,
    end: usize,
    /// The last line that went into it.
    last: &'a str,
    /// How long that line is as it is read, with what a gap above it was
    /// joined to: 40 characters say that a sentence may go on.
    last_length: usize,
}

/// What stood above the line that is looked at.
#[derive(Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent of each other")]
struct Above {
    n_blank: usize,
    page_header: bool,
    rule: bool,
    heading: bool,
    /// The line above keeps its end on view.
    keeps: bool,
}

/// The number that a paragraph printed, for the look at all of them.
struct Printed {
    paragraph: usize,
    number: u32,
    pilcrow: bool,
    span: Span,
}

/// Where columns stand: three blanks or more inside a line.
///
/// Looked for once over the whole text, not line by line, because most
/// telegrams hold none.
struct Columns<'a> {
    found: memchr::memmem::FindIter<'a, 'static>,
    /// Where the next run of blanks begins.
    next: Option<usize>,
}

impl<'a> Columns<'a> {
    fn new(text: &'a str) -> Columns<'a> {
        let mut found = memchr::memmem::find_iter(text.as_bytes(), b"   ");
        let next = found.next();
        Columns { found, next }
    }

    /// Whether a line has columns. Lines are asked for from top to bottom,
    /// without the blanks at their ends.
    fn inside(&mut self, line: Span) -> bool {
        while self.next.is_some_and(|next| next < line.start as usize) {
            self.next = self.found.next();
        }
        line.len() < 200 && self.next.is_some_and(|next| next < line.end as usize)
    }
}

/// The walk over the lines of a body.
pub(super) struct Body<'d, 'a> {
    draft: &'d mut Draft<'a>,
    /// Text of no telegram: nothing is joined, repaired or a heading.
    plain: bool,
    open: Option<Open<'a>>,
    above: Above,
    heading: Option<Span>,
    numbers: Vec<Printed>,
    columns: Columns<'a>,
    /// The last number, and what it is if its leading 1 is a mark.
    last: u32,
    restored: Option<u32>,
}

impl Draft<'_> {
    /// Reads the lines of the body up to `end`.
    pub(super) fn body(&mut self, from: BodyStart, end: usize, plain: bool) {
        let mut body = Body {
            columns: Columns::new(self.text),
            draft: self,
            plain,
            open: None,
            above: Above {
                n_blank: 1,
                ..Above::default()
            },
            heading: None,
            numbers: Vec::new(),
            last: 0,
            restored: None,
        };
        for idx in from.line..end {
            body.line(idx, from);
        }
        body.close();
        if !plain {
            body.restore_marks();
        }
    }
}

impl<'a> Body<'_, 'a> {
    fn line(&mut self, idx: usize, from: BodyStart) {
        let kind = self.draft.kind(idx);
        if kind == LineKind::Blank {
            self.above.n_blank += 1;
            return;
        }
        let line = self.draft.body_content(idx, from);
        match kind {
            LineKind::PageHeader if !self.plain => {
                self.above.page_header = true;
                return;
            }
            LineKind::Rule if !self.plain => {
                self.close();
                self.above = Above {
                    rule: true,
                    ..Above::default()
                };
                return;
            }
            LineKind::Caption | LineKind::Banner | LineKind::Notice => return,
            _ if line.is_empty() => return,
            _ => self.draft.set_body(idx),
        }
        let start = self.start(line);
        if !self.plain && self.is_heading(idx, line, start.is_some()) {
            self.set_heading(idx, line);
            return;
        }
        if let Some(start) = start {
            self.begin(start, line);
        } else {
            self.text(idx, line);
        }
        let keeps = self.plain && super::lines::is_rule(line) || self.is_table(line);
        self.above = Above {
            keeps,
            ..Above::default()
        };
    }

    /// The paragraph that begins with a line, if one does.
    fn start(&self, line: &'a str) -> Option<Start<'a>> {
        if !may_start(byte(line, 0)) {
            return None;
        }
        let at = place(self.draft.text, line).start as usize;
        let start = start(from(self.draft.text, at))?;
        self.accepts(&start).then_some(start)
    }

    /// Tells numbers of paragraphs from years, days and lists.
    ///
    /// 1. The next number: yes.
    /// 2. With a portion marking, below 100: yes (a gap, a repeat or a
    ///    restart; the numbers stay as printed).
    /// 3. Without, 100 or more: a year.
    /// 4. Without, at most 31, in a sentence: a day.
    /// 5. Otherwise after a gap only.
    fn accepts(&self, start: &Start<'_>) -> bool {
        let number = start.number;
        let restored = without_leading_1(number);
        let next = number == self.last + 1
            || self.restored.is_some() && restored == self.restored.map(|last| last + 1);
        if next || self.restored.is_some_and(|last| number == last + 1) {
            return start.apart || start.mark.is_some() || start.pilcrow;
        }
        if start.mark.is_some() {
            // No year bears a marking; a blank above makes it certain.
            return number < 100 || start.apart && self.above.n_blank > 0;
        }
        let above = &self.above;
        let gap = above.n_blank > 0 || above.rule || above.heading || above.page_header;
        let ended = self
            .open
            .as_ref()
            .is_none_or(|open| ends_sentence(open.last));
        start.apart && number < 100 && gap && (above.n_blank > 0 || ended)
    }

    fn begin(&mut self, start: Start<'a>, line: &'a str) {
        self.close();
        let at = |part: &str| place(self.draft.text, part);
        let span = at(start.printed);
        let line_at = at(line);
        self.restored = match (self.restored, self.last) {
            (_, 0) => {
                without_leading_1(start.number).filter(|&number| number == 1 && !start.pilcrow)
            }
            (Some(last), _) if without_leading_1(start.number) == Some(last + 1) => Some(last + 1),
            (Some(last), _) if start.number == last + 1 => None,
            (kept, _) => kept,
        };
        self.last = start.number;
        self.numbers.push(Printed {
            paragraph: self.draft.paragraphs.len(),
            number: start.number,
            pilcrow: start.pilcrow,
            span,
        });
        // A marking may wrap over the end of this line.
        let text_at = at(start.rest).start as usize;
        let line_end = line_at.end as usize;
        let wrapped = start
            .mark
            .as_ref()
            .is_some_and(|mark| at(mark.printed).end as usize > line_end);
        let has_text = text_at < line_end;
        let last = if has_text {
            self.draft.text.get(text_at..line_end).unwrap_or_default()
        } else {
            ""
        };
        self.open = Some(Open {
            number: Some(start.number),
            printed: Some(span),
            mark: start.mark,
            heading: self.heading.take(),
            start: line_at.start as usize,
            text: (has_text || wrapped).then_some(text_at),
            end: line_end,
            last,
            last_length: last.len(),
        });
    }

    /// Reads a line that begins no numbered paragraph.
    fn text(&mut self, idx: usize, line: &'a str) {
        let listed = self.list(line);
        let line = self.without_pilcrow(line);
        let Some(open) = &self.open else {
            self.unnumbered(line);
            return;
        };
        let gap = self.above.n_blank > 0 || self.above.page_header;
        let end = open.end;
        let begun = open.text.is_some();
        let split = ends_with_end(open.last) && is_second_word(line);
        if split {
            let header = self.above.page_header;
            self.append(line);
            // The gap around a page header is repaired with it.
            if !header {
                self.gap_repair(end, line, RepairKind::SplitMarker, Confidence::High);
            }
        } else if !gap || listed && begun {
            let kept = listed || self.above.keeps || self.is_table(line);
            if kept && end < self.draft.start_of(idx) {
                self.keep_break(end);
            }
            self.append(line);
        } else if self.plain {
            self.close();
            self.unnumbered(line);
        } else if let Some(confidence) = self.joins(line) {
            let header = self.above.page_header;
            self.append(line);
            // The gap around a page header is repaired with it.
            if begun && !header {
                self.gap_repair(end, line, RepairKind::PageBreak, confidence);
            }
        } else {
            self.close();
            self.unnumbered(line);
        }
    }

    /// Whether a block after a gap goes on with the paragraph above.
    ///
    /// After a page header always, unless the block opens something of its
    /// own. After blank lines when the part above does not end a sentence,
    /// or the block begins in lower case.
    fn joins(&self, line: &str) -> Option<Confidence> {
        let open = self.open.as_ref()?;
        let opens = portion_mark(line).is_ok_and(|(_, mark)| mark.printed.starts_with('('))
            || is_marker(line);
        if open.text.is_none() {
            return (!opens).then_some(Confidence::High);
        }
        if opens {
            return None;
        }
        if self.above.page_header {
            return Some(Confidence::High);
        }
        let bare = line.strip_prefix('\u{b6}').unwrap_or(line);
        let lower = bare.starts_with(|c: char| c.is_lowercase());
        match (ends_sentence(open.last), lower) {
            _ if self.above.n_blank > 3 => None,
            (false, true) => Some(Confidence::High),
            (true, true) => (!open.last.ends_with(':')).then_some(Confidence::Medium),
            // A short block is a title or an entry of a list.
            (false, false) if open.last_length >= 40 && !ends_marker_word(open.last) => {
                Some(Confidence::Medium)
            }
            (_, false) => None,
        }
    }

    fn append(&mut self, line: &'a str) {
        let span = place(self.draft.text, line);
        let joined = self.above.n_blank > 0 || self.above.page_header;
        if let Some(open) = &mut self.open {
            open.text.get_or_insert(span.start as usize);
            open.end = span.end as usize;
            open.last = line;
            open.last_length = line.len() + if joined { open.last_length + 1 } else { 0 };
        }
    }

    fn unnumbered(&mut self, line: &'a str) {
        let span = place(self.draft.text, line);
        let mut text = span.start as usize;
        let mut mark = None;
        if !self.plain
            && byte(line, 0) == b'('
            && let Ok((rest, found)) = portion_mark(from(self.draft.text, text))
        {
            let rest = rest.trim_start_matches(is_blank);
            text = place(self.draft.text, rest).start as usize;
            mark = Some(found);
        }
        self.open = Some(Open {
            number: None,
            printed: None,
            mark,
            heading: self.heading.take(),
            start: span.start as usize,
            text: (text < span.end as usize).then_some(text),
            end: span.end as usize,
            last: line,
            last_length: line.len(),
        });
    }

    /// Ends the paragraph that is open.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let text = open.text.unwrap_or(open.end).min(open.end);
        let words = self.draft.text.get(text..open.end).unwrap_or_default();
        let words = super::token::trim_lines(words);
        let mark = open.mark.map(|mark| PortionMark {
            span: place(self.draft.text, mark.printed),
            level: mark.level,
            controls: mark.controls,
        });
        self.draft.paragraphs.push(Paragraph {
            span: Span::new(open.start, open.end),
            number: open.number,
            printed: open.printed,
            mark,
            roles: Vec::new(),
            heading: open.heading,
            text: if words.is_empty() {
                Span::new(open.end, open.end)
            } else {
                place(self.draft.text, words)
            },
        });
    }

    /// Whether a line is an entry of a list, whose line end is kept.
    fn list(&self, line: &str) -> bool {
        // A word, as on most lines.
        if byte(line, 0).is_ascii_alphabetic() && byte(line, 1).is_ascii_alphabetic() {
            return false;
        }
        let above = &self.above;
        let ended = self
            .open
            .as_ref()
            .is_none_or(|open| ends_sentence(open.last) || open.last.ends_with([';', ',']));
        list_entry(line, above.n_blank > 0 || ended)
    }

    /// A pilcrow that is no paragraph mark is not read.
    fn without_pilcrow(&mut self, line: &'a str) -> &'a str {
        let Some(rest) = line.strip_prefix('\u{b6}').filter(|_| !self.plain) else {
            return line;
        };
        if !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return line;
        }
        let at = place(self.draft.text, line).start;
        let glyph = Span {
            start: at,
            end: at + 2,
        };
        let found = self.open.is_some();
        if found {
            self.draft.repair(
                glyph,
                RepairKind::ParagraphNumber,
                "".into(),
                Confidence::Medium,
            );
            line
        } else {
            rest
        }
    }

    fn is_table(&mut self, line: &str) -> bool {
        self.columns.inside(place(self.draft.text, line))
    }

    fn keep_break(&mut self, end: usize) {
        let rest = self.draft.text.as_bytes().get(end..).unwrap_or_default();
        if let Some(at) = memchr::memchr2(b'\n', b'\r', rest) {
            let at = Span::new(end + at, end + at).start;
            self.draft.kept_breaks.push(at);
        }
    }

    fn gap_repair(&mut self, end: usize, line: &str, kind: RepairKind, confidence: Confidence) {
        let start = place(self.draft.text, line).start as usize;
        let end = super::repair::end_of_signs(self.draft.text, end);
        self.draft
            .repair(Span::new(end, start), kind, " ".into(), confidence);
    }

    /// Whether a line is a heading: a rule below it, or boxed by rules, or
    /// one of the words that stand alone. `numbered` says whether it begins a
    /// numbered paragraph.
    fn is_heading(&self, idx: usize, line: &'a str, numbered: bool) -> bool {
        if line.len() > 100 || line.starts_with(|c: char| c.is_lowercase()) {
            return false;
        }
        let above = &self.above;
        let last = self.open.as_ref().map_or("", |open| open.last);
        if ends_with_end(last) {
            return false;
        }
        let gap = above.n_blank > 0 || above.rule || above.heading || above.page_header;
        let ended = last.is_empty() || ends_sentence(last);
        if one_line_heading(line).is_some() {
            return true;
        }
        if !(gap || ended) {
            return false;
        }
        if is_heading_word(line) {
            return true;
        }
        if numbered || byte(line, 0) == 0xc2 {
            return false;
        }
        let below = |n: usize| self.draft.lines.get(idx + n).map(|line| line.kind);
        let dashes = |n: usize| {
            below(n) == Some(LineKind::Rule) && !self.draft.content(idx + n).starts_with('*')
        };
        let ruled = dashes(1) || below(1) == Some(LineKind::Blank) && dashes(2);
        if ruled {
            // The last line of a wrapped paragraph above a box is none.
            return gap || !line.ends_with('.');
        }
        // Two lines boxed by rules, or under one.
        if dashes(2) && below(1) == Some(LineKind::Body) && line.len() <= 72 {
            return above.rule || gap && !ends_sentence(line);
        }
        self.stands_before_number(idx, line)
    }

    /// A short line alone between blanks, right before a numbered
    /// paragraph.
    fn stands_before_number(&self, idx: usize, line: &str) -> bool {
        let short = line.len() <= 60 && !line.ends_with(['.', '!', '?', ',', ';', ':', ')']);
        if !short || self.above.n_blank == 0 || self.last == 0 || list_entry(line, true) {
            return false;
        }
        if portion_mark(line).is_ok() {
            return false;
        }
        let Some(open) = &self.open else { return false };
        if !ends_sentence(open.last) {
            return false;
        }
        let lines = &self.draft.lines;
        let below = lines
            .iter()
            .enumerate()
            .skip(idx + 1)
            .find(|(_, line)| line.kind != LineKind::Blank);
        below.is_some_and(|(below, _)| {
            may_start(byte(self.draft.content(below), 0))
                && start(from(self.draft.text, self.draft.start_of(below)))
                    .is_some_and(|start| start.number == self.last + 1)
        })
    }

    fn set_heading(&mut self, idx: usize, line: &'a str) {
        self.close();
        let words = one_line_heading(line).unwrap_or(line);
        let span = place(self.draft.text, words);
        let joined = self.above.heading && self.above.n_blank == 0;
        self.heading = match self.heading {
            Some(above) if joined => Some(above.cover(span)),
            _ => Some(span),
        };
        self.draft.set(idx, LineKind::Heading);
        self.above = Above {
            heading: true,
            ..Above::default()
        };
    }

    /// Undoes paragraph marks that were printed as a leading 1.
    ///
    /// The longest run from the first number whose values, each without one
    /// leading 1, are 1, 2, 3... It needs two of them, or a paragraph that
    /// goes on with the right number; in a later section, and in an extract
    /// that shows no such paragraph, `11.` may be right, and the repair is
    /// only offered.
    fn restore_marks(&mut self) {
        let wanted = 1..;
        let run = self
            .numbers
            .iter()
            .zip(wanted)
            .take_while(|(printed, wanted)| {
                !printed.pilcrow && without_leading_1(printed.number) == Some(*wanted)
            });
        let n_run = run.count();
        if n_run == 0 {
            return;
        }
        let next = u32::try_from(n_run + 1).unwrap_or(u32::MAX);
        let joins = self
            .numbers
            .get(n_run)
            .is_some_and(|printed| printed.number == next);
        // 19 is followed by 110: no other reading makes sense of it.
        let proven = joins || n_run >= 10;
        let later = self
            .draft
            .heading
            .banner
            .as_ref()
            .and_then(|banner| banner.section)
            .is_some_and(|section| section > 1);
        // Numbers that follow and do not join make another reading as likely.
        let whole = self.numbers.len() == n_run;
        let sure = !later && (proven || n_run >= 2 && whole && self.draft.has_header());
        let confidence = if sure {
            Confidence::High
        } else {
            Confidence::Low
        };
        for (printed, number) in self.numbers.iter().take(n_run).zip(1..) {
            let text = self.draft.slice(printed.span);
            let to = from(text, 1).to_owned();
            self.draft.repair(
                printed.span,
                RepairKind::ParagraphNumber,
                to.into(),
                confidence,
            );
            if sure && let Some(paragraph) = self.draft.paragraphs.get_mut(printed.paragraph) {
                paragraph.number = Some(number);
            }
        }
    }
}

/// ```abnf
/// entry = ("--" / "-" / "*" / bullet / "o" 2*blank) *blank text
///       / ["¶"] ALPHA ("." / ")") 1*blank text
///       / "(" (ALPHA / 1*2DIGIT) ")" 1*blank text / 1*2DIGIT ")" 1*blank text
/// ```
///
/// Where the line above does not end (`fresh` is false), a letter may be an
/// initial and a dash a dash.
fn list_entry(line: &str, fresh: bool) -> bool {
    let bare = line.strip_prefix('\u{b6}').unwrap_or(line);
    match *bare.as_bytes() {
        [b'-', b'-', b' ', next, ..] | [b'-', b' ' | b'-', next, ..] if next != b'-' => {
            fresh || !next.is_ascii_lowercase()
        }
        [b'-', next, ..] => next.is_ascii_uppercase(),
        [b'*', b' ', ..] | [b'o', b' ', b' ', ..] => true,
        [letter, b'.' | b')', b' ', ..] if letter.is_ascii_alphabetic() => fresh,
        [b'(', letter, b')', b' ', ..] if letter.is_ascii_alphanumeric() => {
            fresh && !matches!(letter, b'C' | b'S' | b'U')
        }
        [b'0'..=b'9', b')', b' ', ..] | [b'0'..=b'9', b'0'..=b'9', b')', b' ', ..] => fresh,
        [0xe2, ..] => bare.starts_with('\u{2022}'),
        _ => false,
    }
}

/// The words of a heading that shares its line with its rule:
/// `THE WAY AHEAD -----------`, `------- Summary -------`, `//DUES//`.
fn one_line_heading(line: &str) -> Option<&str> {
    if line.len() > 100 || line.len() < 5 {
        return None;
    }
    let words = if let Some(words) = line
        .strip_prefix("//")
        .and_then(|line| line.strip_suffix("//"))
    {
        words
    } else if line.ends_with("-----") {
        line.trim_matches('-')
    } else {
        return None;
    };
    let words = trim(words);
    (words.bytes().any(|byte| byte.is_ascii_alphabetic()) && !words.contains("--")).then_some(words)
}

/// Whether a line ends with the word END.
fn ends_with_end(line: &str) -> bool {
    if !(line.ends_with("END") || line.ends_with("End")) {
        return false;
    }
    let before = line.get(..line.len() - 3).unwrap_or_default();
    before.is_empty() || before.ends_with(|c: char| !c.is_alphanumeric())
}

/// The second word of an END marker.
fn is_second_word(line: &str) -> bool {
    ["COMMENT", "SUMMARY", "NOTE", "TEXT", "ACTION REQUEST"]
        .iter()
        .any(|word| begins(line, word))
}

fn ends_marker_word(line: &str) -> bool {
    ["COMMENT", "SUMMARY", "NOTE"]
        .iter()
        .any(|word| ends(line, word))
}

/// A word that opens or ends a part: `SUMMARY:`, `END TEXT`.
pub(super) fn is_marker(line: &str) -> bool {
    if !matches!(byte(line, 0), b'S' | b'C' | b'N' | b'E' | b'B') {
        return false;
    }
    let second = |rest: &str| {
        is_second_word(trim(rest)) || begins(trim(rest), "TALKING") || begins(trim(rest), "NON")
    };
    let opens = ["SUMMARY", "COMMENT", "NOTE"]
        .iter()
        .any(|word| begins(line, word) && matches!(byte(line, word.len()), b':' | b'.'));
    opens
        || ["END ", "BEGIN "]
            .iter()
            .any(|word| begins(line, word) && second(from(line, word.len())))
}

#[cfg(test)]
mod tests {
    use super::{Columns, Span, list_entry, one_line_heading};

    #[test]
    fn lists_keep_their_lines() {
        for line in [
            "-- Dues",
            "--Dues",
            "- Dues",
            "* dues",
            "\u{b6}A. Dues",
            "a) dues",
            "(1) dues",
            "12) dues",
        ] {
            assert!(list_entry(line, true), "{line}");
        }
        assert!(!list_entry("-- which was late", false));
        assert!(!list_entry("B. Quill on dues", false));
        assert!(!list_entry("(C) Text", true));
    }

    #[test]
    fn headings_may_share_a_line_with_their_rule() {
        assert_eq!(
            one_line_heading("THE WAY AHEAD -----------"),
            Some("THE WAY AHEAD")
        );
        assert_eq!(one_line_heading("------- Summary -------"), Some("Summary"));
        assert_eq!(one_line_heading("//HARBOR DUES//"), Some("HARBOR DUES"));
        assert_eq!(one_line_heading("-- talks -- and dues"), None);
    }

    #[test]
    fn tables_have_columns() {
        let lines = ["Boats    12   14", "It ended.  They left.", "x   a", "a  b"];
        let text = lines.join("   \n   ");
        let mut columns = Columns::new(&text);
        let tables = lines.map(|line| {
            let at = text.find(line).unwrap();
            columns.inside(Span::new(at, at + line.len()))
        });
        assert_eq!(tables, [true, false, true, false]);
    }
}
