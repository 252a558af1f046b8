//! What a telegram is: its text, and what is known about it.
//!
//! Values only. The text is held once; every part of it that is known is a
//! [`Span`] into it. Nothing here reads, guesses or prints.

mod acronym;
mod address;
mod body;
mod brief;
mod damage;
mod dtg;
mod family;
mod heading;
mod line;
mod link;
mod marking;
mod mrn;
mod order;
mod outline;
mod precedence;
mod published;
mod reading;
mod short;
mod sieve;
mod sought;
mod span;
mod tags;
mod trace;

use std::borrow::Cow;
use std::sync::Arc;

pub use acronym::Spelled;
pub use address::{Addressee, KINDS_OF_POST, Plad, RoutingIndicator, city_of_post};
pub use body::{Excision, Inference, Paragraph, ParagraphRole, Part, Reference, ReferenceKind};
pub use brief::{Brief, list_line};
pub use damage::{Confidence, Garble, Repair, RepairKind};
pub use dtg::{Dateline, Dtg, DtgLine, LocalTime, month_name, month_of};
pub(crate) use dtg::{MONTHS, WEEKDAYS, is_month};
pub use family::Family;
pub use heading::{AlsoBy, ClassifiedBy, ExecutiveOrder, Filed, Heading, Reason, Transmission};
pub use jiff::civil::{Date, Time};
pub use line::{FormatLine, Joint, Line, LineKind};
pub use link::Link;
pub(crate) use link::words;
pub use marking::{Banner, Caption, Classification, PortionMark};
pub use mrn::{Mrn, NotAnMrn, pivot};
pub(crate) use order::sort_by_place;
pub use outline::outline;
pub use precedence::Precedence;
pub use published::{Attribute, Definition, Note, SourceMap};
pub use reading::{Piece, PieceKind, Reading};
pub use short::short;
pub use sieve::Sieve;
pub use sought::{Sought, Word};
pub use span::{Span, Spanned};
pub use tags::{Tag, TagKind};
pub use trace::Trace;

/// A telegram: its text and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cable {
    /// The decoded text, word for word.
    pub text: Arc<str>,
    /// How bytes became text.
    pub encoding: Encoding,
    /// Bytes of the source.
    pub n_bytes: u64,
    /// In which form it was published.
    pub family: Family,
    /// Where in the source each part of the text stands.
    pub source_map: SourceMap,
    /// What the publisher says of the telegram beside its text, in order.
    pub attributes: Vec<Attribute>,
    /// The editor's footnotes, in order.
    pub notes: Vec<Note>,
    /// What the lists of a volume say of its persons and abbreviations.
    pub terms: Vec<Definition>,
    /// Station, year and serial, where all three are in the source.
    pub mrn: Option<Mrn>,
    /// Every physical line, in order, covering the text without gap.
    pub lines: Vec<Line>,
    /// Header and heading.
    pub heading: Heading,
    /// The body.
    pub paragraphs: Vec<Paragraph>,
    /// The summary between its markers.
    pub summary: Option<Part>,
    /// The comment between its markers.
    pub comment: Option<Part>,
    /// Where the release withheld text.
    pub excisions: Vec<Excision>,
    /// Surnames at the end: a formality, not the drafter.
    pub signature: Vec<Span>,
    /// Damage undone on view, sorted by span, not overlapping.
    pub repairs: Vec<Repair>,
    /// What could not be read, sorted by span.
    pub garbles: Vec<Garble>,
    /// Line ends inside paragraphs that are kept on view (lists, tables):
    /// offsets of the first byte of each, sorted.
    pub kept_breaks: Vec<u32>,
    /// Which lines begin inside a line of the text, sorted; of most cables none.
    pub joints: Vec<Joint>,
}

impl Cable {
    /// Gives it the text that it was read from, unless it has one of its own.
    pub(crate) fn lend(&mut self, text: Arc<str>) {
        if self.text.is_empty() {
            self.text = text;
        }
    }

    /// The decoded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words that stand at `span`, or nothing if it is not a place in
    /// this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Whether its paragraphs can bear portion markings: a printed volume
    /// has none.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.family != Family::Frus
    }

    /// The head that an editor gave it: `14. Telegram From the Embassy in
    /// Veldania to the Department of State`.
    #[must_use]
    pub fn head(&self) -> Option<Span> {
        /// Lines of a head at most.
        const HEAD: usize = 4;
        let is_above = |line: &Line| matches!(line.kind, LineKind::Blank | LineKind::Notice);
        let at = self.lines.iter().position(|line| !is_above(line))?;
        let lines = self.lines.get(at..)?;
        let first = lines.first()?;
        let is_head = self.family == Family::Frus && first.kind == LineKind::Editorial;
        // It may stand on several lines above an empty one.
        let is_of_head = |line: &&Line| line.kind == LineKind::Editorial;
        let n_lines = lines.iter().take(HEAD).take_while(is_of_head).count();
        let is_apart = lines
            .get(n_lines)
            .is_some_and(|line| line.kind == LineKind::Blank);
        let last = n_lines.checked_sub(1).filter(|_| is_apart);
        let last = last.and_then(|last| lines.get(last)).unwrap_or(first);
        let start = first.span.start as usize;
        let mut words = self.slice(first.span.cover(last.span)).trim_end().len();
        // Who copies a page copies the signs of its footnotes along.
        let to = self.heading.action.first().map(|to| to.span.end as usize);
        if let Some(end) = to.filter(|end| (start..start + words).contains(end))
            && let Some(rest) = self.text.get(end..start + words)
            && rest
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b' ' | b'/'))
        {
            words = end - start;
        }
        is_head.then(|| Span::new(start, start + words))
    }

    /// What is said beside the text of a name or an abbreviation in it, in
    /// any case.
    #[must_use]
    pub fn definition(&self, name: &str) -> Option<&str> {
        let is_it = |words: &str| {
            words.eq_ignore_ascii_case(name)
                || words.split(' ').any(|word| {
                    word.starts_with(char::is_uppercase) && word.eq_ignore_ascii_case(name)
                })
        };
        let term = self.terms.iter().find(|term| is_it(self.slice(term.words)));
        term.map(|term| &*term.meaning)
    }

    /// Walks `span` as it is read: applied repairs in place, line ends as
    /// blanks unless kept.
    #[must_use]
    pub fn reading(&self, span: Span) -> Reading<'_> {
        Reading::new(self, span)
    }

    /// Numbers the paragraphs by what is read now where their numbers stand:
    /// for whoever has switched repairs off or on.
    pub fn number_again(&mut self) {
        for idx in 0..self.paragraphs.len() {
            let printed = self.paragraphs.get(idx).and_then(|it| it.printed);
            let Some(printed) = printed else { continue };
            let read = self.read(printed);
            let digits = read.trim_matches(|c: char| !c.is_ascii_digit());
            if let (Ok(number), Some(paragraph)) = (digits.parse(), self.paragraphs.get_mut(idx)) {
                paragraph.number = Some(number);
            }
        }
    }

    /// `span` as it is read, in one string.
    #[must_use]
    pub fn read(&self, span: Span) -> String {
        self.reading(span).read()
    }

    /// The words of `span` as they are read, with any gaps between them: where
    /// no repair is applied, they are as they stand.
    #[must_use]
    pub fn words(&self, span: Span) -> Cow<'_, str> {
        self.reading(span).words()
    }

    /// The moment of the date-time group.
    #[must_use]
    pub fn dtg(&self) -> Option<Dtg> {
        self.heading.dtg.as_ref().map(|line| line.dtg)
    }

    /// The day it was dated: by its date-time group, or else by whoever
    /// published it.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        let dateline = self.heading.dateline.map(|line| line.date);
        self.dtg().map(Dtg::date).or(dateline)
    }

    /// The year in which its codes have their meaning: that of its date, or
    /// else that of its number.
    #[must_use]
    pub fn year(&self) -> Option<u16> {
        let dated = self.date().and_then(|date| u16::try_from(date.year()).ok());
        dated.or_else(|| self.mrn.as_ref().map(|mrn| mrn.year))
    }

    /// The level of the banner.
    #[must_use]
    pub fn level(&self) -> Option<Classification> {
        self.heading.banner.as_ref().map(|banner| banner.level)
    }

    /// The highest level among the portion marks.
    #[must_use]
    pub fn derived_level(&self) -> Option<Classification> {
        let marks = self
            .paragraphs
            .iter()
            .filter_map(|paragraph| paragraph.mark.as_ref());
        marks.map(|mark| mark.level).max()
    }

    /// Index of the last paragraph that begins at an offset or before it; it
    /// may have ended there.
    #[must_use]
    pub fn paragraph_before(&self, offset: u32) -> Option<usize> {
        let next = self
            .paragraphs
            .partition_point(|paragraph| paragraph.span.start <= offset);
        next.checked_sub(1)
    }

    /// Index of the paragraph that an offset belongs to: that of
    /// [`paragraph_before`](Cable::paragraph_before), but in a heading the
    /// one below it.
    #[must_use]
    pub fn paragraph_of(&self, offset: u32) -> Option<usize> {
        let before = self.paragraph_before(offset);
        let next = before.map_or(0, |idx| idx + 1);
        let heading = self.paragraphs.get(next).and_then(|it| it.heading);
        if heading.is_some_and(|heading| heading.start <= offset) {
            return Some(next);
        }
        before
    }

    /// Line and column of an offset in the text, both from 1; columns count bytes.
    #[must_use]
    pub fn line_and_column(&self, offset: u32) -> (usize, usize) {
        let idx = self.lines.partition_point(|line| line.span.end <= offset);
        let idx = idx.min(self.lines.len().saturating_sub(1));
        let start = self.lines.get(idx).map_or(0, |line| line.span.start);
        let n_joined = self.joints.partition_point(|joint| joint.at <= start);
        let last = n_joined.checked_sub(1).and_then(|at| self.joints.get(at));
        let start = last.map_or(
            start,
            |joint| {
                if joint.at == start { joint.line } else { start }
            },
        );
        (
            idx + 1 - n_joined,
            offset.saturating_sub(start) as usize + 1,
        )
    }

    /// The lines, each with the number of the line of the text that holds it, from 1.
    pub fn numbered_lines(&self) -> impl Iterator<Item = (usize, &Line)> {
        let mut joints = self.joints.iter().peekable();
        let mut number = 0;
        self.lines.iter().map(move |line| {
            let joined = joints.next_if(|joint| joint.at == line.span.start);
            number += usize::from(joined.is_none());
            (number, line)
        })
    }

    /// The lines of the text: those that a copy joined are one.
    pub fn lines_of_text(&self) -> impl Iterator<Item = Span> {
        let mut lines = self.numbered_lines().peekable();
        std::iter::from_fn(move || {
            let (number, line) = lines.next()?;
            let mut span = line.span;
            while let Some((_, more)) = lines.next_if(|(other, _)| *other == number) {
                span.end = more.span.end;
            }
            Some(span)
        })
    }

    /// The line that holds a byte of the text.
    #[must_use]
    pub fn line_at(&self, offset: u32) -> Option<&Line> {
        let idx = self.lines.partition_point(|line| line.span.end <= offset);
        self.lines.get(idx)
    }

    /// Whether it is known what a line is: every line but those that no rule
    /// read, and text that belongs to no paragraph.
    #[must_use]
    pub fn is_explained(&self, line: &Line) -> bool {
        let near = self
            .paragraphs
            .partition_point(|paragraph| paragraph.span.end <= line.span.start);
        let paragraph = self.paragraphs.get(near);
        match line.kind {
            LineKind::Unread => false,
            LineKind::Body => paragraph.is_some_and(|it| it.span.start < line.span.end),
            _ => true,
        }
    }

    /// How many bytes stand in lines that are explained, and how many in all
    /// lines; neither counts blanks at their ends or line ends.
    #[must_use]
    pub fn explained(&self) -> (usize, usize) {
        let bytes = |line: &Line| self.slice(line.span).trim().len();
        let explained = self.lines.iter().filter(|line| self.is_explained(line));
        (
            explained.map(bytes).sum(),
            self.lines.iter().map(bytes).sum(),
        )
    }

    /// Applies the repairs of this confidence or more, and no others.
    pub fn apply_repairs(&mut self, from: Confidence) {
        for repair in &mut self.repairs {
            repair.applied = repair.confidence >= from;
        }
    }

    /// A line end within `span` that is kept on view.
    pub(crate) fn keeps_break(&self, span: Span) -> bool {
        any_within(&self.kept_breaks, span)
    }
}

/// Whether one of these places, which are sorted, is in `span`.
pub(crate) fn any_within(places: &[u32], span: Span) -> bool {
    let at = places.partition_point(|&place| place < span.start);
    places.get(at).is_some_and(|&place| place < span.end)
}

/// How the bytes of a source became text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8 (ASCII included).
    Utf8,
    /// UTF-8 behind a byte order mark, which is no part of the text.
    Utf8Bom,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, because it is none of the others.
    Windows1252,
}

impl Encoding {
    /// The name in the published form.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf8Bom => "utf-8-bom",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
            Encoding::Windows1252 => "windows-1252",
        }
    }
}
