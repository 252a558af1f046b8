//! The heading of the text: from the classification line to paragraph 1.
//!
//! Its fields bear labels, so they are found by label wherever they stand.
//! Some releases collapsed the block into one line: a line that begins with
//! a label is cut at every further label in it. What a label is and which phrases stand
//! between the fields is told apart.

mod label;
mod phrases;

pub(super) use self::label::{Label, Labeled, kind, label, paragraph_within, rule_within};
pub(super) use self::phrases::{
    is_action_note, is_handling_note, is_heading_word, is_signed_heading, opens_summary,
    opens_telegram,
};

use self::label::{bare_tags, declassify_on_within, inner_label, is_glue};
use super::caption::{BannerLine, banner, banner_without_serial, caption_goes_on, is_caption};
use super::header::is_notice;
use super::number::{Start, start};
use super::portion_mark::portion_mark;
use super::token::{
    after, begins, byte, from, is_blank, is_capitals, is_digits, squeeze, trim, trim_start,
};
use super::{Draft, Seen};
use crate::cable::{Confidence, LineKind, RepairKind, Span};

/// Where reading goes on after a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// At a line.
    Line(usize),
    /// Inside a line, at another label.
    Within(usize, usize),
    /// Inside a line, at paragraph 1.
    Body(usize, usize),
}

/// Where the body begins: a line, and an offset inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BodyStart {
    pub(super) line: usize,
    pub(super) offset: usize,
}

/// How many lines ahead a label is looked for.
const AHEAD: usize = 80;

impl<'a> Draft<'a> {
    /// The label that a line of the text begins with, and its value. The field
    /// that ends at a line and the walk that goes on there ask the same.
    pub(super) fn label(&self, line: &'a str) -> Option<(Label, &'a str)> {
        let (asked, found) = self.label.get();
        if std::ptr::eq(asked, line) {
            return found;
        }
        let found = self.cut_label(line).or_else(|| label(line));
        self.label.set((line, found));
        found
    }

    /// Whether a line below the SUBJECT begins with the word in a sentence:
    /// `SUBJECT CALLED AT EMBASSY.` A later section repeats the title.
    fn is_other_subject(&self, line: &str) -> bool {
        let bare = || line.strip_prefix("SUBJECT ");
        let Some(value) = self.heading.subject.and_then(|_| bare()) else {
            return false;
        };
        let word = value.split(is_blank).next().unwrap_or_default();
        let title = self.heading.subject.map_or("", |title| self.slice(title));
        word.starts_with(|c: char| c.is_ascii_alphabetic()) && !begins(title, word)
    }

    /// Whether the heading begins at a line of the header.
    pub(super) fn starts_heading(&self, idx: usize) -> bool {
        let line = self.content(idx);
        let header = self.seen > Seen::Heading;
        // Most headings begin with the classification line.
        let read = banner(self.text, line);
        if header && (read.is_some() || is_caption(line)) {
            self.banner_line.set(read.map(|read| (line, read)));
            return true;
        }
        if let Some((label, value)) = self.label(line) {
            // `Ref:` and `From here` open letters too.
            return header
                || label != Label::Reference
                || line.starts_with("REF")
                || super::reference::cites(value);
        }
        let fits = |read: &BannerLine<'_>| header || read.banner.serial.is_some();
        let begins = read.as_ref().is_some_and(fits);
        self.banner_line.set(read.map(|read| (line, read)));
        begins || banner_without_serial(self.text, line, header).is_some()
    }

    /// Reads a classification line; that at which the header ended was read.
    fn banner_line(&self, line: &'a str) -> Option<BannerLine<'a>> {
        match self.banner_line.take() {
            Some((known, read)) if std::ptr::eq(known, line) => Some(read),
            _ => banner(self.text, line),
        }
    }

    /// Whether a line begins a numbered paragraph that bears a marking.
    pub(super) fn starts_marked(&self, idx: usize) -> bool {
        start(from(self.text, self.start_of(idx))).is_some_and(|start| start.mark.is_some())
    }

    /// Reads the heading from line `idx` and returns where the body begins.
    pub(super) fn heading(&mut self, mut idx: usize) -> BodyStart {
        self.seen = self.seen.max(Seen::Heading);
        let mut ahead = None;
        while idx < self.lines.len() && !self.is_listed() {
            let line = self.content(idx);
            let kind = self.kind(idx);
            if matches!(kind, LineKind::Blank | LineKind::PageHeader) {
                idx += 1;
            } else if kind == LineKind::Rule {
                if self.has_field() {
                    return BodyStart {
                        line: idx,
                        offset: self.start_of(idx),
                    };
                }
                idx += 1;
            } else if let Some(found) = self.label(line)
                && !(found.0 == Label::Subject && self.is_other_subject(line))
            {
                match self.fields(idx, line, found) {
                    Next::Body(line, offset) => return BodyStart { line, offset },
                    Next::Line(next) | Next::Within(next, _) => idx = next,
                }
            } else if self.quotes_telegram(line) {
                break;
            } else if let Some(read) = self.banner_line(line) {
                // What follows the serial is a caption or a collapsed heading.
                let rest = read.rest;
                self.banner(idx, read);
                if let Some(found) = label(rest) {
                    if let Next::Body(line, offset) = self.fields(idx, rest, found) {
                        return BodyStart { line, offset };
                    }
                } else {
                    self.after_serial(rest);
                }
                idx += 1;
            } else if self.wrapped_serial(idx) {
                idx += 1;
            } else if let Some(read) = self.lone_banner(line) {
                self.banner(idx, read);
                idx += 1;
            } else if let Some(read) = self.misread_banner(line) {
                let rest = read.rest;
                self.banner(idx, read);
                self.after_serial(rest);
                idx += 1;
            } else if is_notice(line) {
                self.notice(idx, line);
                idx += 1;
            } else if self.starts_paragraph(idx) {
                break;
            } else if self.is_smart
                && let Some(value) = after(line, "CAPTIONS:")
            {
                self.set(idx, LineKind::Caption);
                for caption in value.split(',').map(trim) {
                    self.caption(&[caption]);
                }
                idx += 1;
            } else if self.lists_references(idx, line) {
                self.set(idx, LineKind::Reference);
                match self.references(idx, line, true) {
                    Next::Body(line, offset) => return BodyStart { line, offset },
                    Next::Line(next) | Next::Within(next, _) => idx = next,
                }
            } else if self.has_lost_label(idx, line) {
                match self.without_label(idx) {
                    Next::Body(line, offset) => return BodyStart { line, offset },
                    Next::Line(next) | Next::Within(next, _) => idx = next,
                }
            } else if let Some(next) = self.classified_by_without_label(idx, line) {
                match next {
                    Next::Body(line, offset) => return BodyStart { line, offset },
                    Next::Line(next) | Next::Within(next, _) => idx = next,
                }
            } else if is_caption(line) || (!self.has_field() && self.label_ahead(idx, &mut ahead)) {
                idx = self.captions(idx);
            } else if is_handling_note(line) || self.label_ahead(idx, &mut ahead) {
                idx = self.handling_note(idx);
            } else if self.heading.banner.is_none()
                && !self.has_field()
                && self.damaged_banner(line)
            {
                self.set(idx, LineKind::Unread);
                self.garble(line, "classification line");
                idx += 1;
            } else {
                break;
            }
        }
        BodyStart {
            line: idx,
            offset: self.start_of(idx),
        }
    }

    /// Whether all is read that a list says.
    fn is_listed(&self) -> bool {
        let heading = &self.heading;
        self.for_list && heading.subject.is_some() && heading.banner.is_some()
    }

    /// A classification line that has lost its serial, where none was read.
    fn lone_banner(&self, line: &'a str) -> Option<BannerLine<'a>> {
        if self.heading.banner.is_some() || self.has_field() {
            return None;
        }
        banner_without_serial(self.text, line, self.seen > Seen::Heading)
    }

    /// A classification line with letters for digits or digits for letters,
    /// below a header where none was read.
    fn misread_banner(&mut self, line: &'a str) -> Option<BannerLine<'a>> {
        if self.heading.banner.is_some() || self.has_field() || self.seen <= Seen::Heading {
            return None;
        }
        let (read, misread) = super::caption::misread_banner(self.text, line)?;
        for (span, to) in misread {
            let kind = RepairKind::MisreadCharacter;
            self.repair(span, kind, to.into(), Confidence::Medium);
        }
        Some(read)
    }

    /// Whether a line below the SUBJECT is a REF block that has lost its label: it begins with
    /// A and a telegram of a known station, and its entries hold nothing but telegrams; or
    /// it has no letter either, and the next words are a label, paragraph 1 or the like.
    /// `A. STATE 12 ASKED FOR BOATS.` is a text.
    ///
    /// Samples: `garbled/ref-label-lost`, `garbled/ref-label-and-letters-lost`
    fn lists_references(&self, idx: usize, line: &'a str) -> bool {
        self.heading.subject.is_some()
            && self.heading.references.is_empty()
            && is_capitals(line)
            && (super::reference::opens_list(line) && self.holds_telegrams_alone(idx)
                || self.opens_bare_list(idx, line))
    }

    /// Whether a line that has neither label nor letter begins the REF block: it and the
    /// lines right below hold telegrams alone, and behind them the text or a field other than
    /// REF begins.
    ///
    /// Sample: `garbled/ref-label-and-letters-lost`
    pub(super) fn opens_bare_list(&self, idx: usize, line: &str) -> bool {
        self.heading.references.is_empty()
            && super::reference::is_bare_list(line)
            && self.ends_heading(idx)
    }

    /// Whether below a line of telegrams, and those that go on with it, the text or a field
    /// other than REF begins.
    pub(super) fn ends_heading(&self, idx: usize) -> bool {
        const LINES: usize = 8;
        let goes_on = |at: usize| {
            let line = self.content(at);
            line.bytes().any(|byte| byte.is_ascii_alphabetic())
                && is_capitals(line)
                && super::reference::is_telegrams(line)
                && !self.starts_paragraph(at)
        };
        let mut below = idx + 1..self.lines.len().min(idx + LINES);
        let next = below.find(|&at| match self.kind(at) {
            LineKind::Blank | LineKind::PageHeader => false,
            LineKind::Body => !goes_on(at),
            _ => true,
        });
        next.is_some_and(|at| {
            let line = self.content(at);
            match self.label(line) {
                Some((Label::Reference, _)) => false,
                Some(_) => true,
                None => {
                    self.starts_paragraph(at)
                        || self.kind(at) == LineKind::Rule && at > idx + 1
                        || is_heading_word(line)
                        || is_handling_note(line)
                        || opens_summary(line)
                        || is_marked_prose(line)
                }
            }
        })
    }

    /// Whether the entries that begin at a line hold nothing but telegrams.
    fn holds_telegrams_alone(&self, idx: usize) -> bool {
        const LINES: usize = 64;
        let mut gap = false;
        for below in idx..self.lines.len().min(idx + LINES) {
            let line = self.content(below);
            match self.kind(below) {
                LineKind::Blank | LineKind::PageHeader => gap = true,
                LineKind::Body
                    if self.label(line).is_none()
                        && (!gap || super::reference::bears_letter(line)) =>
                {
                    if !super::reference::is_telegrams(line) {
                        return false;
                    }
                    gap = false;
                }
                _ => break,
            }
        }
        true
    }

    /// Whether a line below the SUBJECT begins another telegram, which this one
    /// sends on: its heading is text.
    ///
    /// Sample: `service/telegram-sent-on-below-its-own-subject`
    fn quotes_telegram(&self, line: &str) -> bool {
        self.heading.subject.is_some() && (opens_telegram(line) || self.is_of_another(line))
    }

    /// Whether a line is the classification line of another telegram.
    fn is_of_another(&self, line: &str) -> bool {
        let Some(own) = &self.heading.banner else {
            return false;
        };
        // The number ends most of them.
        let may = line.len() < 96 && matches!(byte(line, 0), b'C' | b'S' | b'T' | b'U' | b'L');
        let other = may.then(|| banner(self.text, line)).flatten();
        other.is_some_and(|other| {
            let squeezed = |post: Option<Span>| post.map(|post| squeeze(self.slice(post)));
            let serials = (own.serial, other.banner.serial);
            let posts = (squeezed(own.post), squeezed(other.banner.post));
            matches!(serials, (Some(own), Some(other)) if own.value != other.value)
                && matches!(posts, (Some(own), Some(other)) if own != other)
        })
    }

    /// Whether one of the labeled fields was read.
    fn has_field(&self) -> bool {
        let heading = &self.heading;
        heading.executive_order.is_some()
            || heading.subject.is_some()
            || !heading.tags.is_empty()
            || heading.classified_by.is_some()
            || !heading.references.is_empty()
    }

    /// A line with a post and a serial whose classification cannot be read.
    fn damaged_banner(&self, line: &str) -> bool {
        self.seen > Seen::Heading
            && line.len() < 90
            && line
                .rsplit(is_blank)
                .next()
                .is_some_and(|word| (3..=8).contains(&word.len()) && is_digits(word))
    }

    /// Whether a line begins a numbered paragraph, as far as that can be
    /// said in the heading: with a marking, a pilcrow, or after a blank.
    pub(super) fn starts_paragraph(&self, idx: usize) -> bool {
        let start = start(from(self.text, self.start_of(idx)));
        start.is_some_and(|start| self.is_paragraph(idx, &start))
    }

    /// The same of a line that begins with a number.
    pub(super) fn is_paragraph(&self, idx: usize, start: &Start<'_>) -> bool {
        let above = idx
            .checked_sub(1)
            .map_or(LineKind::Blank, |above| self.kind(above));
        let after_gap = matches!(
            above,
            LineKind::Blank | LineKind::PageHeader | LineKind::Rule
        );
        // Copies that lost their blank lines: 1 right below a field, or the
        // sentence of another number below telegrams.
        let is_text = || {
            let end = memchr::memchr2(b'\n', b'\r', start.rest.as_bytes());
            let line = start.rest.get(..end.unwrap_or(start.rest.len()));
            above == LineKind::Reference && line.is_some_and(super::reference::is_text)
        };
        let below_field = (start.number == 1 || start.number < 100 && is_text())
            && start.rest.starts_with(|c: char| c.is_ascii_uppercase())
            && matches!(
                above,
                LineKind::Tags
                    | LineKind::Subject
                    | LineKind::Reference
                    | LineKind::ClassifiedBy
                    | LineKind::HandlingNote
            );
        start.mark.is_some()
            || start.number < 100 && (start.pilcrow || (after_gap || below_field) && start.apart)
    }

    /// Whether a line right below a field begins paragraph 1 without the blank or the dot behind
    /// its number, `1.Talks opened`, `1 TALKS OPENED`: behind the next blank line 2 follows
    /// in the same style. Numbers one below the other count the items of a list.
    ///
    /// Sample: `nara/numbers-glued-right-below-subject`
    pub(super) fn counts_from_one(&self, idx: usize) -> bool {
        const LINES: usize = 40;
        let numbered = |line: &str, number: &str| {
            let rest = line.strip_prefix(number)?;
            let sign = rest
                .chars()
                .next()
                .filter(|sign| matches!(sign, '.' | ' '))?;
            let text = trim_start(from(rest, 1));
            (text.len() > 4 && text.starts_with(|c: char| c.is_ascii_uppercase())).then_some(sign)
        };
        let Some(sign) = numbered(self.content(idx), "1") else {
            return false;
        };
        let below = idx + 1..self.lines.len().min(idx + LINES);
        let mut apart = false;
        for below in below {
            match self.kind(below) {
                LineKind::Blank => apart = true,
                LineKind::PageHeader => {}
                _ if self.starts_paragraph(below) => return false,
                _ if apart => return numbered(self.content(below), "2") == Some(sign),
                _ => {}
            }
        }
        false
    }

    /// Whether a label follows before the body begins. `found` remembers
    /// how far the last look went.
    fn label_ahead(&self, idx: usize, found: &mut Option<(usize, bool)>) -> bool {
        if let Some((at, is_label)) = *found
            && at > idx
        {
            return is_label;
        }
        let mut answer = (idx + AHEAD, false);
        for ahead in idx + 1..self.lines.len().min(idx + AHEAD) {
            if matches!(
                self.kind(ahead),
                LineKind::Blank | LineKind::PageHeader | LineKind::Rule
            ) {
                continue;
            }
            if self.starts_paragraph(ahead) {
                answer = (ahead, false);
                break;
            }
            if self.quotes_telegram(self.content(ahead)) {
                answer = (ahead, false);
                break;
            }
            if self.label(self.content(ahead)).is_some() {
                answer = (ahead, true);
                break;
            }
        }
        *found = Some(answer);
        answer.1
    }

    /// Reads the fields of a line that begins with the label `found`, and
    /// their further lines.
    pub(super) fn fields(&mut self, idx: usize, line: &'a str, found: (Label, &'a str)) -> Next {
        let head = self.place(line).start as usize;
        let first_idx = idx;
        let (mut idx, (mut rest, mut found)) = self.rejoined(idx, (line, Some(found)));
        // Where a label begins that a line end has cut.
        let mut head = (idx > first_idx).then_some(head);
        let mut first = true;
        loop {
            let Some((label, value)) = found.take().or_else(|| label(rest)) else {
                return Next::Line(idx + 1);
            };
            let skip = rest.len() - value.len();
            let is_order = label == Label::ExecutiveOrder;
            let bare = is_order.then(|| bare_tags(value)).flatten();
            let cut = bare.map(|at| (at, false)).or_else(|| inner_label(value));
            let dated = || declassify_on_within(value).filter(|_| label == Label::ClassifiedBy);
            let cut = cut.or_else(|| dated().map(|at| (at, false)));
            let cut = cut.filter(|&(at, _)| {
                label != Label::Subject || !self.is_order_of_title(idx, from(value, at))
            });
            let cut = cut.map(|(at, glued)| (at + skip, glued));
            let part = cut.map_or(rest, |(at, _)| trim(rest.get(..at).unwrap_or_default()));
            let value = from(part, skip.min(part.len()));
            let part = head.take().map_or(part, |head| {
                let end = self.place(part).end as usize;
                self.text.get(head..end).unwrap_or(part)
            });
            if first {
                self.set(idx, kind(label));
            }
            let open = cut.is_none();
            let next = match label {
                Label::ExecutiveOrder => self.executive_order(idx, part, value, open),
                Label::Tags => self.tags(idx, value, open),
                Label::Subject => self.subject(idx, value, open),
                Label::Reference => self.references(idx, value, open),
                Label::ClassifiedBy => self.classified_by(idx, part, value, open),
            };
            match (cut, next) {
                (Some((at, glued)), _) => {
                    rest = from(rest, at);
                    if glued {
                        let at = self.place(rest).start as usize;
                        self.lost_space(idx, at);
                    }
                    first = false;
                }
                (None, Next::Within(line, offset)) => {
                    self.lost_space(line, offset);
                    let end = self.end_of(line);
                    rest = self.text.get(offset..end).unwrap_or_default();
                    first = idx != line;
                    idx = line;
                }
                (None, next) => return next,
            }
        }
    }

    /// Notes that no blank stands before a label inside a line.
    ///
    /// Samples: `garbled/subject-glued-to-ref`, `garbled/labels-glued-to-values`
    fn lost_space(&mut self, idx: usize, at: usize) {
        let left = at.checked_sub(1).map_or(b' ', |left| byte(self.text, left));
        if at > self.start_of(idx) && is_glue(left) {
            let gap = Span::new(at, at);
            self.repair(gap, RepairKind::LostSpace, " ".into(), Confidence::Medium);
        }
    }

    /// Whether an E.O. inside a title is named by it: the heading has its own
    /// line above.
    pub(super) fn is_order_of_title(&self, idx: usize, text: &str) -> bool {
        const REACH: usize = 40;
        let above = idx.saturating_sub(REACH)..idx;
        super::executive_order::label(text).is_some()
            && above
                .into_iter()
                .any(|above| self.kind(above) == LineKind::ExecutiveOrder)
    }

    /// Where another label begins inside a further line of a field.
    pub(super) fn inner_label(&self, line: &str) -> Option<usize> {
        inner_label(line).map(|(at, _)| self.place(line).start as usize + at)
    }

    /// Reads captions: this line, and the lines that it goes on to.
    fn captions(&mut self, first: usize) -> usize {
        let mut parts = vec![self.content(first)];
        self.set(first, LineKind::Caption);
        let mut idx = first + 1;
        while idx < self.lines.len() && self.kind(idx) == LineKind::Body {
            let (above, line) = (parts.last().copied().unwrap_or_default(), self.content(idx));
            if self.label(line).is_some() || !caption_goes_on(above, line) {
                break;
            }
            parts.push(line);
            self.set(idx, LineKind::Caption);
            idx += 1;
        }
        self.caption(&parts);
        idx
    }

    /// Reads a sentence on handling up to a blank line.
    fn handling_note(&mut self, first: usize) -> usize {
        // The first line is taken whatever the header took it for: the walk
        // goes on behind it.
        let mut idx = first + 1;
        let mut span = self.place(self.content(first));
        self.set(first, LineKind::HandlingNote);
        while idx < self.lines.len() && self.kind(idx) == LineKind::Body {
            let line = self.content(idx);
            if self.label(line).is_some() || self.starts_paragraph(idx) || is_heading_word(line) {
                break;
            }
            span = span.cover(self.place(line));
            self.set(idx, LineKind::HandlingNote);
            idx += 1;
        }
        self.heading.handling_notes.push(span);
        idx
    }
}

/// `(C) Talks opened.`: a text behind its marking, in small letters or of five words or more.
fn is_marked_prose(line: &str) -> bool {
    const WORDS: usize = 5;
    line.starts_with('(')
        && portion_mark(line).is_ok_and(|(rest, _)| {
            rest.bytes().any(|byte| byte.is_ascii_lowercase())
                || rest.split(is_blank).filter(|word| !word.is_empty()).count() >= WORDS
        })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_list_without_its_label_holds_telegrams_alone() {
        let n_references = |lines: &str| {
            let text = format!(
                "UNCLAS NORTHHAVEN 000088\n\nTAGS: PREL\nSUBJECT: TALKS\n\n{lines}\n\nHOLT\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            (cable.heading.references.len(), cable.paragraphs.is_empty())
        };
        for lines in [
            "A. STATE 12 (NOTAL), 13\nB. 07 ROME 14 AND PREVIOUS",
            "A. STATE 12\n\nB. (U) OSLO 13 (07), ROME 14",
        ] {
            assert_eq!(n_references(lines).0, 3, "{lines}");
        }
        for lines in [
            "A. STATE 12 ASKED FOR BOATS.\n\nB. THEY CAME.",
            "A) STATE 12 ASKED FOR BOATS; THEY CAME.",
            "A. PARIS 1976 TALKS OPENED.\n\nB. THEY WENT WELL.",
            "A. STATE 12.\n\nB. THEY CAME.",
            "A. STATE 12\nB. OSLO 13 REPORTED IT.",
            "A. STATE 12\nB. OSLO 13\n\n(U) THE TALKS OPENED.",
        ] {
            assert_eq!(n_references(lines), (0, false), "{lines}");
        }
    }

    #[test]
    fn a_title_may_name_an_order_below_that_of_the_heading() {
        let title = |lines: &str| {
            let text = format!("UNCLAS NORTHHAVEN 88\n\n{lines}\n\n1. Talks.\n\nTREMAINE\n");
            let cable = crate::parse::parse(text.as_bytes());
            cable.heading.subject.map(|subject| cable.read(subject))
        };
        assert_eq!(
            title("E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: TALKS ON E.O. 12958: N/A").as_deref(),
            Some("TALKS ON E.O. 12958: N/A")
        );
        assert_eq!(
            title("TAGS: PREL\nSUBJECT: TALKS E.O. 12958: N/A").as_deref(),
            Some("TALKS")
        );
    }
}
