//! Which numbers count paragraphs: not years, days, decimals, or the entries
//! of a list; and paragraph marks that were printed as a leading 1.

use super::super::number::{Start, may_start, start_in_sequence, without_leading_1};
use super::super::portion_mark::portion_mark;
use super::super::token::{byte, ends_sentence, from, is_blank, place, trim};
use super::super::words::{Words, words};
use super::Body;
use super::quotation::announces_document;
use crate::cable::{Confidence, RepairKind, Span, is_month};

/// What the number that a line begins with counts.
pub(super) enum Number<'a> {
    /// Nothing: there is none, or it is text.
    Text,
    /// A paragraph.
    Paragraph(Start<'a>),
    /// The entries of a list inside a paragraph.
    Entry(u32),
}

/// Between which paragraphs gaps stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gaps {
    /// There are no two yet.
    Unknown,
    All,
    Some,
}

/// The number that a paragraph printed, for the look at all of them.
pub(super) struct Printed {
    pub(super) paragraph: usize,
    pub(super) number: u32,
    pub(super) pilcrow: bool,
    pub(super) span: Span,
}

impl<'a> Body<'_, 'a> {
    /// What the number that a line begins with counts.
    #[inline]
    pub(super) fn number(&self, line: &'a str) -> Number<'a> {
        if may_start(byte(line, 0)) {
            self.printed_number(line)
        } else {
            Number::Text
        }
    }

    pub(super) fn printed_number(&self, line: &'a str) -> Number<'a> {
        let at = place(self.draft.text, line).start as usize;
        match start_in_sequence(from(self.draft.text, at)) {
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
    ///
    /// A number of five digits counts a paragraph only in sequence: the next, or
    /// with a marking below a blank line a few further on. Alone it is the number
    /// of a telegram.
    fn accepts(&self, start: &Start<'_>) -> bool {
        /// How many paragraphs may be missing.
        const FEW: u32 = 10;
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
        if number > 9999 && !(self.last + 2..=self.last + FEW).contains(&number) {
            return false;
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
    pub(super) fn inner_start(&self, line: &str, number: &Number<'_>) -> Option<usize> {
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

    /// Undoes paragraph marks that were printed as a leading 1.
    ///
    /// The longest run from the first number whose values, each without one
    /// leading 1, are 1, 2, 3... It needs two of them, or a paragraph that
    /// goes on with the right number; in a later section, and in an extract
    /// that shows no such paragraph, `11.` may be right, and the repair is
    /// only offered.
    pub(super) fn restore_marks(&mut self) {
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

/// Whether a text ends with a digit and a dot.
fn ends_with_digit_and_dot(text: &str) -> bool {
    matches!(text.as_bytes(), [.., b'0'..=b'9', b'.'])
}

/// Whether a text ends with a word that is cut before a number: `No.`,
/// `para.`
pub(super) fn ends_before_number(text: &str) -> bool {
    const WORDS: Words = words![
        "NO", "NOS", "PARA", "PARAS", "ART", "SEC", "VOL", "P", "PP", "EXT", "FIG", "JAN", "FEB",
        "APR", "AUG", "SEPT", "OCT", "NOV", "DEC",
    ];
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
    const WORDS: Words = words![
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
    ];
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

/// Whether what a release withheld ends a line.
fn is_withheld_end(line: &str) -> bool {
    line.ends_with("XXXX") || line.ends_with("xxxx")
}
