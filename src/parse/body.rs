//! The body: paragraphs, headings, lists, page breaks.
//!
//! One walk over the lines. A line begins a paragraph, goes on with one, or
//! is a heading; a blank line decides nothing by itself, because releases
//! lost some and put others into sentences.

use memchr::memmem::Finder;

use super::Draft;
use super::heading::{BodyStart, is_heading_word};
use super::number::{Start, may_start, start, without_leading_1};
use super::portion_mark::{Mark, portion_mark};
use super::section::is_header_like;
use super::token::{
    Needle, after, after_word, begins, byte, ends, ends_sentence, from, is_blank, pilcrow, place,
    same, trim,
};
use super::words::Words;
use crate::cable::{
    Confidence, LineKind, MONTHS, Paragraph, PortionMark, RepairKind, Span, month_of,
};

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

/// What an entry of a list begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry {
    /// The same for all entries of one list.
    sign: u8,
    /// Its letter or number; 0 for a bullet.
    nth: u8,
}

impl Entry {
    /// Whether this entry may be the one after `last`.
    fn follows(self, last: Entry) -> bool {
        self.sign == last.sign && (self.nth == 0 || self.nth == last.nth.saturating_add(1))
    }
}

/// What the number that a line begins with counts.
enum Number<'a> {
    /// Nothing: there is none, or it is text.
    Text,
    /// A paragraph.
    Paragraph(Start<'a>),
    /// The entries of a list inside a paragraph.
    Entry(u32),
}

/// Between which paragraphs gaps stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gaps {
    /// There are no two yet.
    Unknown,
    All,
    Some,
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
    /// Where the next run of blanks begins, or the last place of all.
    next: usize,
}

impl<'a> Columns<'a> {
    fn new(text: &'a str) -> Columns<'a> {
        static GAP: Needle = Needle::new(|| Finder::new("   "));
        let mut found = GAP.find_iter(text.as_bytes());
        let next = found.next().unwrap_or(usize::MAX);
        Columns { found, next }
    }

    /// Whether a line has columns. Lines are asked for from top to bottom,
    /// without the blanks at their ends.
    #[expect(
        clippy::inline_always,
        reason = "a few instructions, asked of every line; measured"
    )]
    #[inline(always)]
    fn inside(&mut self, line: Span) -> bool {
        while self.next < line.start as usize {
            self.next = self.found.next().unwrap_or(usize::MAX);
        }
        self.next < line.end as usize && line.len() < 200
    }
}

/// Where brackets open, looked for once over the whole text: a paragraph
/// that begins inside a line bears a marking, and most lines hold none.
struct Brackets<'a> {
    found: memchr::Memchr<'a>,
    /// Where the search began.
    from: usize,
    /// Where the next one opens, or the last place of all.
    next: usize,
}

impl<'a> Brackets<'a> {
    fn new(text: &'a str, at: usize) -> Brackets<'a> {
        let mut brackets = Brackets {
            found: memchr::memchr_iter(b'(', from(text, at).as_bytes()),
            from: at,
            next: 0,
        };
        brackets.after(1);
        brackets
    }

    /// Goes on to the first one at or after `at`.
    #[expect(
        clippy::inline_always,
        reason = "a few instructions, asked of every line; measured"
    )]
    #[inline(always)]
    fn after(&mut self, at: usize) {
        while self.next < at {
            self.next = self
                .found
                .next()
                .map_or(usize::MAX, |next| self.from + next);
        }
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
        if matches!(kind, LineKind::Body) && self.goes_on(line) {
            self.append(line);
            return;
        }
        match kind {
            LineKind::PageHeader if !self.plain => {
                self.above.page_header = true;
                return;
            }
            // A section above the last may be the one that is signed.
            LineKind::Rule | LineKind::Signature if !self.plain => {
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
        let table = self.columns.inside(span);
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

    /// Whether a line can only go on with the paragraph above it, as most
    /// lines of one do: it begins with a word, right below other words, and
    /// has neither columns nor a bracket nor anything that could make it a
    /// heading or open a quotation.
    #[inline]
    fn goes_on(&mut self, line: &str) -> bool {
        let [first, second, .., last] = *line.as_bytes() else {
            return false;
        };
        let Some(open) = &self.open else {
            return false;
        };
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
            return false;
        }
        let span = place(self.draft.text, line);
        self.brackets.after(span.start as usize);
        self.brackets.next >= span.end as usize && !self.columns.inside(span)
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

    /// Where the next paragraph begins inside a line: its number and a
    /// marking in brackets, behind the end of a sentence or a withheld name.
    ///
    /// ```abnf
    /// glued = (sentence-end *blank / 4*"X") 1*2DIGIT "." *blank portion-mark
    /// ```
    ///
    /// The number is the next one. No sentence ends with a colon here, nor
    /// with `No.` or `para.`, nor right before the second number of `1.4.`
    ///
    /// Samples: `garbled/numbers-glued-to-the-text-before`,
    /// `garbled/numbers-in-sentences-left-alone`
    fn inner_start(&self, line: &str, number: &Number<'_>) -> Option<usize> {
        let wanted = match number {
            Number::Paragraph(start) => start.number + 1,
            _ => self.last + 1,
        };
        for bracket in memchr::memchr_iter(b'(', line.as_bytes()) {
            let before = line.get(..bracket)?;
            let Some(digits) = before.trim_end_matches(' ').strip_suffix('.') else {
                continue;
            };
            let head = digits.trim_end_matches(|c: char| c.is_ascii_digit());
            let number = from(digits, head.len());
            if head.is_empty() || number.len() > 2 || number.parse() != Ok(wanted) {
                continue;
            }
            let text = trim(head);
            let glued_decimal = text.len() == head.len() && ends_with_digit_and_dot(text);
            let ended = ends_sentence(text)
                && !text.ends_with(':')
                && !glued_decimal
                && !ends_before_number(text);
            let withheld = head.ends_with("XXXX") || head.ends_with("xxxx");
            if (ended || withheld) && portion_mark(from(line, bracket)).is_ok() {
                return Some(head.len());
            }
        }
        None
    }

    /// Follows the beginnings and ends of quoted documents: their paragraphs
    /// have numbers of their own.
    #[inline(never)]
    fn quotation(&mut self, line: &str) {
        if self.plain {
            return;
        }
        if !self.quotes.is_empty() && closes_quotation(line) {
            if let Some(last) = self.quotes.pop() {
                self.last = last;
                self.list_next = None;
            }
        } else if self.quotes.len() < DEEPEST && opens_quotation(line) {
            self.quotes.push(self.last);
            self.last = 0;
            self.list_next = None;
        }
    }

    /// What the number that a line begins with counts.
    #[inline]
    fn number(&self, line: &'a str) -> Number<'a> {
        if may_start(byte(line, 0)) {
            self.printed_number(line)
        } else {
            Number::Text
        }
    }

    fn printed_number(&self, line: &'a str) -> Number<'a> {
        let at = place(self.draft.text, line).start as usize;
        match start(from(self.draft.text, at)) {
            Some(start) if self.is_listed(&start) => Number::Entry(start.number),
            Some(start) if self.accepts(&start) => Number::Paragraph(start),
            _ => Number::Text,
        }
    }

    /// Whether a number counts the entries of a list: among paragraphs that
    /// bear markings it bears none, and follows a colon or the entry before.
    fn is_listed(&self, start: &Start<'_>) -> bool {
        if start.mark.is_some() || start.sub || !self.marked || self.plain {
            return false;
        }
        let opens = start.number == 1
            && self
                .open
                .as_ref()
                .is_some_and(|open| open.last.ends_with(':') && !announces_document(open.last));
        opens || self.list_next == Some(start.number)
    }

    /// Tells numbers of paragraphs from years, days and lists.
    ///
    /// 1. The next number: yes, unless it goes on with the sentence above.
    /// 2. With a portion marking, below 100: yes (a gap, a repeat or a
    ///    restart; the numbers stay as printed).
    /// 3. Without, 100 or more: a year.
    /// 4. Without, at most 31, in a sentence: a day.
    /// 5. One or two further on, where paragraphs bear no markings and a
    ///    sentence ended above: the author's own numbering. The last again
    ///    may count the entries of a list.
    /// 6. Otherwise after a gap only. Never a day before its month.
    ///
    /// Sample: `oddities/unmarked-numbers-with-a-gap`
    ///
    /// A letter after the number (`2a.`) is one of its parts: with a marking,
    /// or where a sentence ended and the number is the last or the next.
    /// Below a quotation the number before it counts too, because the end of
    /// a quotation may be missing.
    fn accepts(&self, start: &Start<'_>) -> bool {
        let number = start.number;
        let restored = without_leading_1(number);
        let above = &self.above;
        let gap = above.is_gap();
        let ended = || {
            let open = self.open.as_ref();
            open.is_none_or(|open| ends_sentence(open.last) && !ends_before_number(open.last))
        };
        if start.sub {
            let follows = number == self.last || number == self.last + 1;
            return number < 100
                && (start.mark.is_some() || follows && start.apart && (gap || ended()));
        }
        let next = number == self.last + 1
            || self.restored.is_some() && restored == self.restored.map(|last| last + 1)
            || self.restored.is_some_and(|last| number == last + 1)
            || self.quotes.last().is_some_and(|last| number == last + 1);
        if self.breaks_off(start) {
            return false;
        }
        if next {
            return start.apart || start.mark.is_some() || start.pilcrow;
        }
        if start.mark.is_some() {
            // No year bears a marking; a blank above makes it certain.
            return number < 100 || start.apart && above.n_blank > 0;
        }
        let blank = above.n_blank > 0 && !above.page_header;
        let near = !self.marked && (self.last + 2..=self.last + 3).contains(&number);
        let begins =
            near && self.last > 0 && ended() && self.ends_with_stop() && begins_sentence(start);
        start.apart && number < 100 && !is_day(start) && (begins || gap && (blank || ended()))
    }

    /// Whether the line above ends with the sign of a sentence.
    fn ends_with_stop(&self) -> bool {
        let open = self.open.as_ref();
        open.is_some_and(|open| open.last.ends_with(['.', '!', '?', '"', '\u{201d}']))
    }

    /// Whether a number goes on with a sentence that breaks off on the line
    /// above it. Without a marking it does among paragraphs that bear
    /// markings or have gaps between them, and behind a word that a number
    /// follows (`July`, `Article`); with one, where a small letter follows.
    ///
    /// A page header may stand between, with blanks around it.
    ///
    /// Sample: `plain/numbers-below-page-headers`
    fn breaks_off(&self, start: &Start<'_>) -> bool {
        let last = self.open.as_ref().map_or("", |open| open.last);
        let ended = ends_sentence(last) && !ends_before_number(last);
        let header = self.above.page_header && !(self.above.rule || self.above.heading);
        if self.above.is_gap() && !header || last.is_empty() || ended || is_withheld_end(last) {
            return false;
        }
        let word = last.rsplit(is_blank).next().unwrap_or_default();
        if start.mark.is_some() {
            return is_counted(word) || start.rest.starts_with(|c: char| c.is_lowercase());
        }
        let counted =
            is_counted(word) || is_month(word) || ends_before_number(last) || is_day(start);
        counted || !header && (self.marked || self.gaps == Gaps::All)
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
            let quoted = self.is_quoted_heading(line);
            let kept = listed || quoted || self.above.keeps || table;
            if kept && end < self.draft.start_of(idx) {
                self.keep_break(end);
            }
            self.append(line);
            if listed {
                self.note_entry(line);
            }
        } else if self.plain {
            self.close();
            self.unnumbered(line);
        } else if let Some(confidence) = self.joins(line).filter(|_| !self.is_quoted_heading(line))
        {
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

    /// Whether a line is one of the header or heading of a telegram that is
    /// quoted: each stands by itself.
    #[inline]
    fn is_quoted_heading(&self, line: &str) -> bool {
        !self.quotes.is_empty() && !self.plain && is_header_like(line)
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

    /// Notes the entry of a list that a paragraph ends with.
    fn note_entry(&mut self, line: &str) {
        if let Some(open) = &mut self.open {
            open.entry = entry(line);
        }
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
        let opens = portion_mark(line)
            .is_ok_and(|(rest, mark)| mark.printed.starts_with('(') && !goes_on(rest))
            || is_marker(line) && !(self.above.page_header && begins(line, "END "));
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
        // The entries of one list follow each other without ends of sentences.
        let follows = || {
            let last = self.open.as_ref().and_then(|open| open.entry);
            entry(line)
                .zip(last)
                .is_some_and(|(entry, last)| entry.follows(last))
        };
        list_entry(line, above.n_blank > 0 || ended || follows())
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

    /// Whether a line is a heading: a rule below it, or boxed by rules, or
    /// one of the words that stand alone. `numbered` says whether it begins a
    /// numbered paragraph.
    fn is_heading(&self, idx: usize, line: &'a str, numbered: bool) -> bool {
        let above = &self.above;
        if line.len() > 100 {
            return false;
        }
        if line.starts_with(|c: char| c.is_lowercase()) {
            // The second line of two over one rule.
            return above.heading
                && above.n_blank == 0
                && self.draft.kind(idx + 1) == LineKind::Rule;
        }
        let last = self.open.as_ref().map_or("", |open| open.last);
        if ends_with_end(last) {
            return false;
        }
        let gap = above.is_gap();
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
        if numbered || pilcrow(line).is_some() || is_withheld(line) {
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
/// entry = ["\"] ("--" / "-" / "*" / bullet / "o" 2*blank) *blank text
///       / ["¶"] ALPHA ("." / ")") 1*blank text
///       / "(" (ALPHA / 1*2DIGIT) ")" 1*blank text / 1*2DIGIT ")" 1*blank text
/// ```
///
/// Where the line above does not end (`fresh` is false), a letter may be an
/// initial and a dash a dash.
///
/// Samples: `plain/bullets-and-a-small-table`, `plain/lettered-list-in-a-paragraph`,
/// `markdown/escaped-rules-and-bullets`
fn list_entry(line: &str, fresh: bool) -> bool {
    let bare = pilcrow(line).unwrap_or(line);
    let bare = bare.strip_prefix('\\').unwrap_or(bare);
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

/// What a line begins with that [`list_entry`] may take for an entry.
fn entry(line: &str) -> Option<Entry> {
    let bare = pilcrow(line).unwrap_or(line);
    let (sign, nth) = match *bare.as_bytes() {
        [b'-', b'-', ..] => (b'=', 0),
        [sign @ (b'-' | b'*'), ..] => (sign, 0),
        [b'o', b' ', b' ', ..] => (b'o', 0),
        [b'(', nth, b')', b' ', ..] if nth.is_ascii_alphanumeric() => (b'(', nth),
        [nth, b'.', b' ', ..] if nth.is_ascii_alphabetic() => (b'.', nth),
        [nth, b')', b' ', ..] if nth.is_ascii_alphabetic() => (b')', nth),
        [nth @ b'0'..=b'9', b')', b' ', ..] => (b'1', nth - b'0'),
        [tens @ b'0'..=b'9', nth @ b'0'..=b'9', b')', b' ', ..] => {
            (b'1', 10 * (tens - b'0') + (nth - b'0'))
        }
        _ => return None,
    };
    Some(Entry { sign, nth })
}

/// Whether a text ends with a digit and a dot.
fn ends_with_digit_and_dot(text: &str) -> bool {
    matches!(text.as_bytes(), [.., b'0'..=b'9', b'.'])
}

/// Whether a text ends with a word that is cut before a number: `No.`,
/// `para.`
fn ends_before_number(text: &str) -> bool {
    static WORDS: Words<19> = Words::new([
        "NO", "NOS", "PARA", "PARAS", "ART", "SEC", "VOL", "P", "PP", "EXT", "FIG", "JAN", "FEB",
        "APR", "AUG", "SEPT", "OCT", "NOV", "DEC",
    ]);
    let Some(head) = text.strip_suffix('.') else {
        return false;
    };
    // Longer than any of them, it is none.
    let letters = head.bytes().rev().take(6);
    let length = letters.take_while(u8::is_ascii_alphabetic).count();
    let (before, word) = head
        .split_at_checked(head.len() - length)
        .unwrap_or_default();
    WORDS.hold(word) && !before.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether a word names what is counted, so that a number follows it.
fn is_counted(word: &str) -> bool {
    static WORDS: Words<12> = Words::new([
        "ARTICLE",
        "PARAGRAPH",
        "PARA",
        "SECTION",
        "CHAPTER",
        "ANNEX",
        "PHASE",
        "PAGE",
        "ROOM",
        "NUMBER",
        "NO",
        "RESOLUTION",
    ]);
    WORDS.hold(word)
}

/// Whether a number is a day before its month: `1. May and`, but not `1. May Day`.
///
/// Sample: `oddities/day-before-its-month`
fn is_day(start: &Start<'_>) -> bool {
    let mut words = start
        .rest
        .split(|c: char| is_blank(c) || matches!(c, ',' | '.' | ';'));
    let month = words.next().is_some_and(is_month);
    let title = words
        .next()
        .is_some_and(|word| word.starts_with(|c: char| c.is_uppercase()));
    start.number <= 31 && start.mark.is_none() && month && !title
}

/// Whether what follows a number begins a sentence.
fn begins_sentence(start: &Start<'_>) -> bool {
    let text = start.rest.trim_start_matches(['"', '(', '\u{201c}']);
    text.starts_with(|c: char| c.is_uppercase())
}

/// Whether a word is a month, whole or as date-time groups have it.
fn is_month(word: &str) -> bool {
    month_of(word).is_some() || MONTHS.iter().any(|month| same(month, word))
}

/// Whether what a release withheld ends a line.
fn is_withheld_end(line: &str) -> bool {
    line.ends_with("XXXX") || line.ends_with("xxxx")
}

/// Whether a line was withheld: nothing but X and blanks.
fn is_withheld(line: &str) -> bool {
    matches!(byte(line, 0), b'X' | b'x')
        && line.len() >= 4
        && line.bytes().all(|byte| matches!(byte, b'X' | b'x' | b' '))
}

/// Documents that telegrams quote.
const DOCUMENTS: [&str; 15] = [
    "TEXT",
    "QUOTE",
    "QTE",
    "TALKING",
    "POINTS",
    "NON",
    "NONPAPER",
    "LETTER",
    "UNOFFICIAL",
    "INFORMAL",
    "TRANSLATION",
    "MESSAGE",
    "DOCUMENT",
    "PAPER",
    "STATEMENT",
];

/// Whether a line begins or ends like one that opens a quotation: most of
/// the lines that are asked about do not.
fn may_open_quotation(line: &str) -> bool {
    matches!(line.as_bytes().last(), Some(b':' | b'E'))
        || matches!(
            byte(line, 0),
            b'B' | b'b' | b'Q' | b'q' | b'(' | b'[' | b'-'
        )
}

/// Whether a line opens the quotation of a document.
///
/// ```abnf
/// opening  = [*CHAR apart] "BEGIN" 1*blank document *CHAR / [*CHAR blank] "QUOTE"
/// closing  = [*CHAR apart] "END" 1*blank ["OF" 1*blank] document *CHAR / [*CHAR blank] "UNQUOTE"
/// document = "TEXT" / "TALKING" / "NON" / "LETTER" / ...
/// ```
///
/// Behind other words only near the end of a line, apart from them by a sign:
/// `WILL BEGIN TEXTILE TALKS` and `would begin text` are prose.
///
/// Samples: `oddities/text-inside-a-quoted-telegram`,
/// `oddities/quotation-numbered-without-markings`
fn opens_quotation(line: &str) -> bool {
    let bare = line.trim_end_matches([':', '.', '-', ' ', ')', ']']);
    let lead = bare.trim_start_matches(['(', '[', '-', ' ']);
    if lead.eq_ignore_ascii_case("QUOTE") {
        return true;
    }
    // `END QUOTE` closes one that was not seen to open.
    bare.ends_with(" QUOTE") && !bare.ends_with("END QUOTE")
        || bounds_document(bare, b'B', "BEGIN ")
}

/// Whether a line closes the quotation of a document; see
/// [`opens_quotation`].
fn closes_quotation(line: &str) -> bool {
    let bare = line.trim_end_matches([':', '.', '-', ' ', ')', ']']);
    let lead = bare.trim_start_matches(['(', '[', '-', ' ']);
    after_word(lead, "UNQUOTE").is_some()
        || after_word(lead, "ENDQUOTE").is_some()
        || ends(bare, " UNQUOTE")
        || bounds_document(bare, b'E', "END ")
}

/// Whether a line says, at its beginning or near its end, that a document
/// begins or ends.
fn bounds_document(line: &str, initial: u8, word: &str) -> bool {
    let names = |words: &str| {
        after(words, word).is_some_and(|document| {
            let document = after(document, "OF ").unwrap_or(document);
            DOCUMENTS
                .iter()
                .any(|known| after_word(document, known).is_some())
        })
    };
    if names(line.trim_start_matches(['(', '[', '-', ' '])) {
        return true;
    }
    let near = up_to_last(line, 48);
    memchr::memchr_iter(initial, near.as_bytes()).any(|at| {
        let before = trim(near.get(..at).unwrap_or_default());
        let apart = !before.ends_with(|c: char| c.is_alphanumeric() || c == ',');
        !before.is_empty() && apart && names(from(near, at))
    })
}

/// Whether a line that ends with a colon announces a document rather than a
/// list.
fn announces_document(line: &str) -> bool {
    let near = up_to_last(line, 64).to_ascii_uppercase();
    near.contains("TEXT") || near.contains("BEGIN") || near.contains("QUOTE")
}

/// The last `length` bytes of a text or, inside a character, a few less.
fn up_to_last(text: &str, length: usize) -> &str {
    let at = text.len().saturating_sub(length);
    (at..at + 4)
        .find_map(|at| text.get(at..))
        .unwrap_or_default()
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
#[inline]
fn ends_with_end(line: &str) -> bool {
    // Asked of every line: the last letter decides most.
    matches!(line.as_bytes().last(), Some(b'D' | b'd')) && ends_with_word_end(line)
}

#[inline(never)]
fn ends_with_word_end(line: &str) -> bool {
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
mod tests {
    use super::{
        Columns, Span, closes_quotation, ends_before_number, entry, list_entry, one_line_heading,
        opens_quotation,
    };
    use crate::parse::{laws, parse};

    /// Number, marking and text of each paragraph of a body, as read.
    fn paragraphs(body: &str) -> Vec<String> {
        let text = format!(
            "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
             C O N F I D E N T I A L PORT LARKSPUR 000311\n\nTAGS: PREL VD\n\
             SUBJECT: HARBOR TALKS\n\n{body}\nTREMAINE\n"
        );
        laws(text.as_bytes()).unwrap();
        let cable = parse(text.as_bytes());
        let show = |it: &crate::cable::Paragraph| {
            let number = it.number.map_or("-".into(), |number| number.to_string());
            let mark = it.mark.as_ref().map_or("-", |mark| mark.level.mark());
            format!("{number} {mark} {}", cable.read(it.text))
        };
        cable.paragraphs.iter().map(show).collect()
    }

    #[test]
    fn numbers_glued_to_the_text_before_begin_paragraphs() {
        assert_eq!(
            paragraphs("1. (C) It ended. 2. (C) Next XXXXXXXXXXXX3. (C) Third.4.(C) Fourth."),
            [
                "1 C It ended.",
                "2 C Next XXXXXXXXXXXX",
                "3 C Third.",
                "4 C Fourth."
            ]
        );
    }

    #[test]
    fn unmarked_paragraphs_may_skip_numbers_below_a_sentence() {
        assert_eq!(
            paragraphs("1. Dues rise.\n2. Boats leave.\n4. Pilots stay.\n5. So be it."),
            [
                "1 - Dues rise.",
                "2 - Boats leave.",
                "4 - Pilots stay.",
                "5 - So be it."
            ]
        );
        for text in [
            "Dues rise.\n9. Boats leave.",
            "Dues rise.\n1. Boats leave.",
            "Dues rise as in\n3. Boats leave.",
            "The points are:\n3. Boats leave.",
            "Dues rise.\n3. and so on.",
            "It cost $4.\n50. It fell.",
        ] {
            let read = text.replace('\n', " ");
            assert_eq!(paragraphs(&format!("1. {text}")), [format!("1 - {read}")]);
        }
        assert_eq!(
            paragraphs("1. (C) Dues rise.\n3. Boats leave."),
            ["1 C Dues rise. 3. Boats leave."]
        );
    }

    #[test]
    fn a_day_before_its_month_begins_none() {
        assert_eq!(
            paragraphs("1. Talks began on\n2. May and ended.\n\n2. May Day came."),
            ["1 - Talks began on 2. May and ended.", "2 - May Day came."]
        );
        assert_eq!(
            paragraphs("1. Talks began.\n\n2. They ended.\n\n1. May was a holiday."),
            [
                "1 - Talks began.",
                "2 - They ended.",
                "- - 1. May was a holiday."
            ]
        );
    }

    #[test]
    fn numbers_in_sentences_begin_none() {
        for text in [
            "It is said in para 2. (C) is a mark.",
            "It is said in para. 2. (C) is a mark.",
            "It is said in telegram No. 2. (C) is a mark.",
            "He came on July 2. (S) is a mark.",
            "It cost $2. (C) is a mark.",
            "It cost 1.2. (C) is a mark.",
            "He saw: 2. (C) is a mark.",
            "It ended. 3. (C) is not the next.",
            "It ended. 2. Then it went on.",
            "It ended. 2. (U.S.) boats sailed.",
            "It ended. 2 (C) is a mark.",
            "Reasons 1.4. (b) and (d).",
        ] {
            assert_eq!(
                paragraphs(&format!("1. (C) {text}")),
                [format!("1 C {text}")]
            );
        }
    }

    #[test]
    fn the_next_number_may_go_on_with_a_sentence() {
        for text in [
            "1. (C) The boats came third or\n2. They left.\n\n2. (C) Next.",
            "1. (C) It is said in Article\n2. It is law.\n\n2. (C) Next.",
            "1. They came on July\n2. They left.\n\n2. Next.",
            "1. They came in JUL\n2. They left.\n\n2. Next.",
            "1. They came on Oct.\n2. They left.\n\n2. Next.",
            "1. They came by road No.\n2. They left.\n\n2. Next.",
        ] {
            let paragraphs = paragraphs(text);
            assert_eq!(paragraphs.len(), 2, "{text}");
            assert!(paragraphs[0].ends_with("2. They left.") || text.contains("law"));
        }
        for text in [
            "1. (C) They came.\n2. They left.",
            "1. (C) XXXXXXXXXXXX\n2. They left.",
            "1. (C) They came and\n2. (C) They left.",
            "1. Boats came.\n2. They came and\n3. They left.",
            "1. They came and\n2. They left.",
            "1. (C) They came and\n\n2. They left.",
        ] {
            assert!(paragraphs(text).len() > 1, "{text}");
        }
        // Where gaps stand between paragraphs, all have one.
        let gaps = "1. Boats came.\n\n2. They came third or\n3. They left.\n\n3. Next.";
        assert_eq!(paragraphs(gaps).len(), 3);
        // A page header in a sentence says nothing.
        let page = "1. (C) Boats came.\n\n2. (C) They came on July\n\nPORT LARKS 00000311  002 OF 002\n\n\
                    12. They left by the 3\n\nPORT LARKS 00000311  003 OF 003\n\n(C) roads.\n\n3. (C) Next.";
        assert_eq!(paragraphs(page).len(), 3);
        let small = "1. (C) Boats came.\n\n2. (C) Page\n3. (C) of it is long.\n\n3. (C) Next.";
        assert_eq!(paragraphs(small).len(), 3);
    }

    #[test]
    fn words_cut_before_numbers_end_no_sentence() {
        for text in ["see No.", "SEE PARA.", "(para.", "p."] {
            assert!(ends_before_number(text), "{text}");
        }
        for text in ["It ended.", "a casino.", "the ship.", ""] {
            assert!(!ends_before_number(text), "{text}");
        }
    }

    #[test]
    fn a_marking_may_stand_below_its_number() {
        assert_eq!(
            paragraphs("1.\n(C) One.\n\n2.\n\n(S/NF)\nTwo.\n\n3. (C) Three\n(U) ends."),
            ["1 C One.", "2 S Two.", "3 C Three (U) ends."]
        );
        assert_eq!(paragraphs("1.\n(Comment) One."), ["1 - (Comment) One."]);
    }

    #[test]
    fn parts_of_a_number_are_paragraphs() {
        assert_eq!(
            paragraphs("1. (C) One.\n\n2a. (C) A.\n2b. (C) B.\n\n3. (C) Three."),
            ["1 C One.", "2 C A.", "2 C B.", "3 C Three."]
        );
        assert_eq!(
            paragraphs("1. ONE.\n\n2A. A.\n2B. B.\n\n3. THREE."),
            ["1 - ONE.", "2 - A.", "2 - B.", "3 - THREE."]
        );
        assert_eq!(
            paragraphs("1. (C) It is said in item\n2a. The rest is in\n1b. Dues."),
            ["1 C It is said in item 2a. The rest is in 1b. Dues."]
        );
    }

    #[test]
    fn unmarked_numbers_below_a_colon_are_a_list() {
        assert_eq!(
            paragraphs("1. (C) Points:\n1. Boats.\n2. Dues.\n\n2. (C) Next."),
            ["1 C Points:\n1. Boats.\n2. Dues.", "2 C Next."]
        );
        // Without markings nothing tells them from paragraphs.
        assert_eq!(
            paragraphs("1. POINTS:\n\n2. DUES.\n\n3. BOATS."),
            ["1 - POINTS:", "2 - DUES.", "3 - BOATS."]
        );
        assert_eq!(
            paragraphs("1. (C) One.\n\n2. Without a marking.\n\n3. (C) Three."),
            ["1 C One.", "2 - Without a marking.", "3 C Three."]
        );
    }

    #[test]
    fn quoted_documents_have_numbers_of_their_own() {
        assert_eq!(
            paragraphs(
                "1. THE TEXT IS:\n\nBEGIN TEXT:\n\n1. ALPHA.\n2. QUOTE:\n1. BETA.\nUNQUOTE\n\
                 3. GAMMA.\nEND TEXT.\n2. MORE.\n"
            ),
            [
                "1 - THE TEXT IS:",
                "- - BEGIN TEXT:",
                "1 - ALPHA.",
                "2 - QUOTE:",
                "1 - BETA. UNQUOTE",
                "3 - GAMMA. END TEXT.",
                "2 - MORE."
            ]
        );
        // Its end may be missing.
        assert_eq!(
            paragraphs(
                "1. ONE.\n\nBEGIN TEXT:\n\n1. ALPHA.\n2. BETA.\n3. GAMMA.\n2. MORE.\n3. LAST."
            ),
            [
                "1 - ONE.",
                "- - BEGIN TEXT:",
                "1 - ALPHA.",
                "2 - BETA.",
                "3 - GAMMA.",
                "2 - MORE.",
                "3 - LAST."
            ]
        );
    }

    #[test]
    fn knows_where_documents_begin_and_end() {
        for line in [
            "QUOTE",
            "Quote:",
            "BEGIN TEXT",
            "(BEGIN UNOFFICIAL TRANSLATION)",
            "Begin talking points:",
            "--- BEGIN NON-PAPER ---",
            "the letter follows. Begin text:",
            "FOLLOWING IS TEXT: QUOTE",
        ] {
            assert!(opens_quotation(line) && !closes_quotation(line), "{line}");
        }
        for line in [
            "END TEXT.",
            "End of text.",
            "UNQUOTE.",
            "(END NON-PAPER)",
            "we regret it. End text.",
            "NOT NOW UNQUOTE.",
        ] {
            assert!(closes_quotation(line) && !opens_quotation(line), "{line}");
        }
        for line in [
            "BEGIN TEXTILE TALKS",
            "both will begin text:",
            "THE MINISTERS WILL BEGIN TEXT:",
            "END TEXTILE QUOTAS",
            "END SUMMARY.",
            "END QUOTE",
            "misquote:",
        ] {
            assert!(!opens_quotation(line), "{line}");
            assert!(!closes_quotation(line) || line == "END QUOTE", "{line}");
        }
    }

    #[test]
    fn entries_follow_each_other_without_ends_of_sentences() {
        let follows = |line, last| {
            entry(line)
                .zip(entry(last))
                .is_some_and(|(entry, last)| entry.follows(last))
        };
        assert!(follows("-- boats", "-- dues"));
        assert!(follows("B. Boats", "A. Dues"));
        assert!(follows("10) boats", "9) dues"));
        assert!(follows("(b) boats", "(a) dues"));
        assert!(!follows("- boats", "-- dues"));
        assert!(!follows("Q. Quill said", "A. Dues"));
        assert!(!follows("12) boats", "9) dues"));
        assert!(!follows("boats", "dues"));
    }

    #[test]
    fn what_was_withheld_is_no_heading() {
        assert_eq!(
            paragraphs("1. (C) It was\nXXXXXXXXXXXX XXXX\n-----\n\n2. (C) Two.").len(),
            2
        );
    }

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
