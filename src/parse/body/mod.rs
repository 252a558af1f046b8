//! The body: paragraphs, headings, lists, page breaks.
//!
//! One walk over the lines. A line begins a paragraph, goes on with one, or
//! is a heading; a blank line decides nothing by itself, because releases
//! lost some and put others into sentences. What its parts decide is apart:
//! which [numbers](numbering) count paragraphs, what is a [list], a
//! [heading](headings), a [document that is quoted](quotation).

mod headings;
mod list;
mod numbering;
mod quotation;
mod seek;

use self::list::Entry;
use self::numbering::{Gaps, Number, Printed};
use self::quotation::may_open_quotation;
use self::seek::{Brackets, Columns};
use super::Draft;
use super::excision::is_code;
use super::heading::BodyStart;
use super::number::{Start, without_leading_1};
use super::portion_mark::{Mark, portion_mark};
use super::token::{begins, byte, ends, ends_sentence, from, is_blank, pilcrow, place, trim};
use crate::cable::{Confidence, Family, LineKind, Paragraph, PortionMark, RepairKind, Span};

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
    /// The entry of a list that it ends with.
    entry: Option<Entry>,
}

/// What stood above the line that is looked at.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "independent of each other")]
struct Above {
    n_blank: usize,
    page_header: bool,
    rule: bool,
    heading: bool,
    /// The line above keeps its end on view.
    keeps: bool,
}

impl Above {
    /// Whether something stands between the line and the words above it.
    fn is_gap(&self) -> bool {
        self.n_blank > 0 || self.rule || self.heading || self.page_header
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
    brackets: Brackets<'a>,
    /// The last number, and what it is if its leading 1 is a mark.
    last: u32,
    restored: Option<u32>,
    /// Whether the last paragraph with a number bore a marking.
    marked: bool,
    gaps: Gaps,
    /// The next number of a list inside a paragraph.
    list_next: Option<u32>,
    /// The last number outside of each quotation that is open.
    quotes: Vec<u32>,
}

/// How many quotations inside one another are followed.
const DEEPEST: usize = 16;

impl Draft<'_> {
    /// Reads the lines of the body up to `end`.
    pub(super) fn body(&mut self, from: BodyStart, end: usize, plain: bool) {
        let mut body = Body {
            columns: Columns::new(self.text),
            brackets: Brackets::new(self.text, from.offset),
            draft: self,
            plain,
            open: None,
            above: Above {
                n_blank: 1,
                ..Above::default()
            },
            heading: None,
            numbers: Vec::with_capacity(16),
            last: 0,
            restored: None,
            marked: false,
            gaps: Gaps::Unknown,
            list_next: None,
            quotes: Vec::new(),
        };
        for idx in from.line..end {
            body.line(idx, from);
            if plain && body.draft.paragraphs.len() >= body.draft.most_paragraphs {
                break;
            }
        }
        body.close();
        if !plain {
            body.restore_marks();
        }
    }
}

impl<'a> Body<'_, 'a> {
    fn line(&mut self, idx: usize, body: BodyStart) {
        let kind = self.draft.kind(idx);
        if matches!(kind, LineKind::Blank) {
            self.above.n_blank += 1;
            return;
        }
        let line = self.draft.body_content(idx, body);
        if matches!(kind, LineKind::Body)
            && let Some(span) = self.goes_on(line)
        {
            self.append(line, span);
            return;
        }
        match kind {
            LineKind::PageHeader if !self.plain => {
                self.above.page_header = true;
                return;
            }
            // A section above the last may be the one that is signed.
            LineKind::Rule | LineKind::Signature if !self.plain && !self.is_of_columns(idx) => {
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
        let mut number = self.number(line);
        let span = place(self.draft.text, line);
        let table = self.columns.inside(span) && !self.is_beside_codes(line);
        let mut next = None;
        if self.opens_bracket(span, &number) {
            next = self.inner_start(line, &number);
        }
        let begins = !matches!(number, Number::Text);
        if next.is_none() && !self.plain && self.is_heading(idx, line, begins) {
            self.set_heading(idx, line);
            return;
        }
        // Numbers that are glued to the text before them cut the line.
        let mut rest = line;
        loop {
            let part = match next {
                Some(at) => trim(rest.get(..at).unwrap_or_default()),
                None => rest,
            };
            self.stretch(idx, part, number, table);
            let Some(at) = next else { break };
            rest = from(rest, at);
            self.above = Above::default();
            number = self.printed_number(rest);
            next = self.inner_start(rest, &number);
        }
        let keeps =
            self.plain && super::lines::is_rule(line) || table || self.is_quoted_heading(line);
        self.above = Above {
            keeps,
            ..Above::default()
        };
    }

    /// Where a line stands that can only go on with the paragraph above it, as
    /// most lines of one do: it begins with a word, right below other words, and
    /// has neither columns nor a bracket nor anything that could make it a
    /// heading or open a quotation.
    #[inline]
    fn goes_on(&mut self, line: &str) -> Option<Span> {
        let [first, second, .., last] = *line.as_bytes() else {
            return None;
        };
        let open = self.open.as_ref()?;
        let is_word = first.is_ascii_alphabetic() && second.is_ascii_alphabetic();
        if !is_word
            || matches!(first, b'P' | b'B' | b'b' | b'Q' | b'q')
            || matches!(last, b':' | b'E' | b'-')
            || matches!(open.last.as_bytes().last(), Some(b'D' | b'd') | None)
            || !(first.is_ascii_lowercase() || line.len() > 100 || !ends_sentence(open.last))
            || self.above != Above::default()
            || open.text.is_none()
            || !self.quotes.is_empty()
        {
            return None;
        }
        let span = place(self.draft.text, line);
        self.brackets.after(span.start as usize);
        let goes_on = self.brackets.next >= span.end as usize && !self.columns.inside(span);
        goes_on.then_some(span)
    }

    /// Reads a line, or the part of one up to a number inside it.
    #[inline]
    fn stretch(&mut self, idx: usize, line: &'a str, number: Number<'a>, table: bool) {
        if let Number::Paragraph(start) = number {
            self.begin(start, line);
        } else {
            if let Number::Entry(nth) = number {
                self.list_next = Some(nth + 1);
            }
            self.text(idx, line, matches!(number, Number::Entry(_)), table);
        }
        if may_open_quotation(line) || !self.quotes.is_empty() {
            self.quotation(line);
        }
    }

    /// Whether a bracket opens in a line, behind its number and marking.
    #[inline]
    fn opens_bracket(&mut self, line: Span, number: &Number<'_>) -> bool {
        self.brackets.after(line.start as usize);
        if self.brackets.next >= line.end as usize || self.plain {
            return false;
        }
        if let Number::Paragraph(start) = number {
            let behind = place(self.draft.text, start.rest).start;
            self.brackets.after(behind as usize);
        }
        self.brackets.next < line.end as usize
    }

    fn begin(&mut self, start: Start<'a>, line: &'a str) {
        self.close();
        let at = |part: &str| place(self.draft.text, part);
        let span = at(start.printed);
        let line_at = at(line);
        // The telegram goes on without the end of what it quotes.
        if start.number != self.last + 1
            && self
                .quotes
                .last()
                .is_some_and(|last| start.number == last + 1)
        {
            self.quotes.pop();
        }
        self.list_next = None;
        if self.last > 0 {
            self.gaps = match self.gaps {
                Gaps::Unknown | Gaps::All if self.above.is_gap() => Gaps::All,
                _ => Gaps::Some,
            };
        }
        self.marked = start.mark.is_some();
        self.restored = match (self.restored, self.last) {
            (_, 0) => {
                without_leading_1(start.number).filter(|&number| number == 1 && !start.pilcrow)
            }
            (Some(last), _) if without_leading_1(start.number) == Some(last + 1) => Some(last + 1),
            (Some(last), _) if start.number == last + 1 => None,
            (kept, _) => kept,
        };
        self.last = start.number;
        if !start.sub {
            self.numbers.push(Printed {
                paragraph: self.draft.paragraphs.len(),
                number: start.number,
                pilcrow: start.pilcrow,
                span,
            });
        }
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
            entry: None,
        });
    }

    /// Reads a line that begins no numbered paragraph.
    /// `numbered` says that its number counts the entries of a list, `table`
    /// that it has columns.
    fn text(&mut self, idx: usize, line: &'a str, numbered: bool, table: bool) {
        let listed = numbered || self.list(line);
        let line = self.without_pilcrow(line);
        let line = if byte(line, 0) == b'(' {
            self.lone_mark(line)
        } else {
            line
        };
        let Some(open) = &self.open else {
            self.unnumbered(line);
            return;
        };
        if line.is_empty() {
            return;
        }
        let span = place(self.draft.text, line);
        let gap = self.above.n_blank > 0 || self.above.page_header;
        let end = open.end;
        let begun = open.text.is_some();
        let split = ends_with_end(open.last) && is_second_word(line);
        if split {
            let header = self.above.page_header;
            self.append(line, span);
            // The gap around a page header is repaired with it.
            if !header {
                self.gap_repair(end, line, RepairKind::SplitMarker, Confidence::High);
            }
        } else if !gap || begun && (listed || table && self.is_table_of_paragraph(idx, line)) {
            let quoted = self.is_quoted_heading(line);
            let kept = listed || quoted || self.above.keeps || table;
            if kept && end < self.draft.start_of(idx) {
                self.keep_break(end);
            }
            self.append(line, span);
            if listed {
                self.note_entry(line);
            }
        } else if self.plain {
            self.close();
            self.unnumbered(line);
        } else if let Some(confidence) = self.joins(line).filter(|_| !self.is_quoted_heading(line))
        {
            let header = self.above.page_header;
            self.append(line, span);
            // The gap around a page header is repaired with it.
            if begun && !header {
                self.gap_repair(end, line, RepairKind::PageBreak, confidence);
            }
        } else {
            self.close();
            self.unnumbered(line);
        }
    }

    /// Whether a line with columns below blank lines is the row of a table that the
    /// paragraph above shows: one that has a number or a marking. Words with a wide
    /// gap in one line alone are no table unless they are indented.
    ///
    /// Sample: `plain/table-below-its-paragraph`
    fn is_table_of_paragraph(&self, idx: usize, line: &str) -> bool {
        let owns = |open: &Open<'_>| open.number.is_some() || open.mark.is_some();
        if self.plain || self.above.page_header || !self.open.as_ref().is_some_and(owns) {
            return false;
        }
        let is_indented = |idx: usize| {
            let span = self.draft.lines.get(idx).map(|line| line.span);
            span.is_some_and(|span| self.draft.slice(span).starts_with([' ', '\t']))
        };
        let has_columns = |idx: usize| {
            let is_text = matches!(self.draft.kind(idx), LineKind::Body | LineKind::Rule);
            is_text && trim(self.draft.content(idx)).contains("   ")
        };
        let last_has = self.open.as_ref().is_some_and(|it| it.last.contains("   "));
        (is_indented(idx) || last_has || has_columns(idx + 1))
            && portion_mark(line).is_err()
            && !is_marker(line)
    }

    /// Takes a marking that stands on the line below the number of its
    /// paragraph; returns the line without it.
    ///
    /// ```abnf
    /// number-alone = [pilcrow] 1*4DIGIT "." line-end *blank-line portion-mark
    /// ```
    ///
    /// Sample: `garbled/marking-below-its-number`
    #[inline(never)]
    fn lone_mark(&mut self, line: &'a str) -> &'a str {
        let Some(open) = &mut self.open else {
            return line;
        };
        let bare = open.number.is_some() && open.mark.is_none() && open.text.is_none();
        // Of the line alone: no marking wraps here.
        let Some((rest, mark)) = portion_mark(line).ok().filter(|_| bare) else {
            return line;
        };
        open.end = place(self.draft.text, mark.printed).end as usize;
        open.mark = Some(mark);
        self.marked = true;
        trim(rest)
    }

    /// Whether `(C)` is the letter of an entry: `(A)` and `(B)` begin lines of
    /// the paragraph above.
    ///
    /// Sample: `frus/printed-as-it-was-received`
    fn is_third(&self, open: &Open<'_>, printed: &str) -> bool {
        let text = || {
            self.draft
                .text
                .get(open.start..open.end)
                .unwrap_or_default()
        };
        let begins_line = |letter: &str| text().contains(letter);
        printed == "(C)" && begins_line("\n(A) ") && begins_line("\n(B) ")
    }

    /// Whether a block after a gap goes on with the paragraph above.
    ///
    /// After a page header always, unless the block opens something of its
    /// own. After blank lines when the part above does not end a sentence,
    /// or the block begins in lower case.
    fn joins(&self, line: &str) -> Option<Confidence> {
        let open = self.open.as_ref()?;
        // Behind a page header a sentence may go on with a bracket, and a part
        // may end.
        let goes_on = |rest: &str| {
            self.above.page_header
                && !ends_sentence(open.last)
                && rest.trim_start().starts_with(|c: char| c.is_lowercase())
        };
        let mut is_third = false;
        let opens = portion_mark(line).is_ok_and(|(rest, mark)| {
            is_third = !goes_on(rest) && self.is_third(open, mark.printed);
            mark.printed.starts_with('(') && !goes_on(rest) && !is_third
        }) || is_marker(line) && !(self.above.page_header && begins(line, "END "));
        if open.text.is_none() {
            return (!opens || open.number.is_some()).then_some(Confidence::High);
        }
        if opens {
            return None;
        }
        if self.above.page_header {
            return Some(Confidence::High);
        }
        let bare = pilcrow(line).unwrap_or(line);
        let lower = bare.starts_with(|c: char| c.is_lowercase());
        match (ends_sentence(open.last), lower) {
            _ if self.above.n_blank > 3 => None,
            // Else it would be read as a marking.
            (false, _) if is_third => Some(Confidence::Medium),
            (false, true) => Some(Confidence::High),
            (true, true) => (!open.last.ends_with(':')).then_some(Confidence::Medium),
            // A short block is a title or an entry of a list.
            (false, false) if open.last_length >= 40 && !ends_marker_word(open.last) => {
                Some(Confidence::Medium)
            }
            (_, false) => None,
        }
    }

    #[expect(
        clippy::inline_always,
        reason = "a few instructions, asked of every line; measured"
    )]
    #[inline(always)]
    fn append(&mut self, line: &'a str, span: Span) {
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
            entry: None,
        });
        self.note_entry(line);
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

    /// Whether what stands apart in a line of a paper of the reading room are codes of
    /// exemptions in its margin: the sentence goes on below.
    ///
    /// Sample: `foia/telegram-of-1993-with-codes-below`
    fn is_beside_codes(&self, line: &str) -> bool {
        if self.draft.form != Some(Family::Foia) {
            return false;
        }
        let mut text = line;
        while let Some((before, last)) = text.rsplit_once(is_blank)
            && is_code(last.trim_end_matches([',', ';']))
        {
            text = trim(before);
        }
        text.len() < line.len() && memchr::memmem::find(text.as_bytes(), b"   ").is_none()
    }

    /// A pilcrow that is no paragraph mark is not read.
    fn without_pilcrow(&mut self, line: &'a str) -> &'a str {
        let Some(rest) = pilcrow(line).filter(|_| !self.plain) else {
            return line;
        };
        if !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return line;
        }
        if self.open.is_none() {
            return rest;
        }
        let at = place(self.draft.text, line).start as usize;
        self.draft.repair(
            Span::new(at, at + line.len() - rest.len()),
            RepairKind::ParagraphNumber,
            "".into(),
            Confidence::Medium,
        );
        line
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
}

/// Whether a line ends with the word END, or with END OF.
#[inline]
fn ends_with_end(line: &str) -> bool {
    // Asked of every line: the last letter decides most.
    matches!(line.as_bytes().last(), Some(b'D' | b'd' | b'F' | b'f')) && ends_with_word_end(line)
}

#[inline(never)]
fn ends_with_word_end(line: &str) -> bool {
    let line = [" OF", " of"]
        .iter()
        .find_map(|of| line.strip_suffix(of))
        .unwrap_or(line);
    let before = line
        .strip_suffix("END")
        .or_else(|| line.strip_suffix("End"));
    before.is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric()))
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
mod tests;
