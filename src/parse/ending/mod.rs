//! The end of a telegram: signature, trailers, format lines 13 to 16.
//!
//! Read from the last line upwards, before the body, so that no paragraph
//! swallows the signature.
//!
//! What its parts decide is apart: what is a [trailer], which [name] stands on a
//! line or [behind a sentence](glued), and whether what stands [above] lets it be
//! the signature.

mod above;
mod first_name;
mod glued;
mod name;
mod of_text;
mod place_name;
#[cfg(test)]
mod tests;
mod trailer;

pub(super) use self::first_name::{is_first, is_full_name};
pub(super) use self::glued::glued;
pub(super) use self::name::surname;

use self::above::ends_marker;
use self::glued::is_name_in_capitals;
use self::name::{for_another, is_with_a_comma, spaced_out, without_digits, without_end_words};
use self::trailer::without_trailer;
use super::Draft;
use super::heading::BodyStart;
use super::token::{begins, byte, ends, ends_sentence, is_blank, is_capitals, pilcrow, same, trim};
use crate::cable::{Confidence, LineKind, RepairKind, Span, sort_by_place};

/// As many sections as a classification line can count.
const SECTIONS: usize = 99;

impl Draft<'_> {
    /// Reads the end and returns the line after the body's last.
    pub(super) fn ending(&mut self, body: BodyStart) -> usize {
        let end = self.trailers_below(body);
        let Some(last) = self.last_content(body, end) else {
            return end;
        };
        let line = self.body_content(last, body);
        let bare = without_end_words(line);
        // A release put a pilcrow before an initial: `J. TREMAINE`.
        let initial = pilcrow(bare).map(trim);
        let initial =
            initial.filter(|name| byte(name, 0).is_ascii_uppercase() && byte(name, 1) == b'.');
        // `B. DUES` is the next item of a list.
        if initial.is_some_and(|item| self.is_next_item(last, item, body)) {
            return self.trailers_above(body, end);
        }
        let bare = initial.unwrap_or(bare);
        if let Some(name) = self.own_line(last, bare, body) {
            return self.signed(last, name, body);
        }
        if let Some((before, name)) = glued(bare).filter(|(_, name)| !self.is_place(name)) {
            self.sign(name);
            let before = without_trailer(before);
            self.cut = Some(Span {
                start: self.place(before).end,
                end: self.place(line).end,
            });
            if before.is_empty() {
                self.set(last, LineKind::Signature);
                return self.trailers_above(body, last);
            }
            return last + 1;
        }
        self.trailers_above(body, end)
    }

    /// Whether a line above, not far, begins with a pilcrow and the letter before that of
    /// `item`.
    fn is_next_item(&self, idx: usize, item: &str, body: BodyStart) -> bool {
        const FAR: usize = 64;
        let letter = byte(item, 0).wrapping_sub(1);
        let mut above = (body.line..idx).rev().take(FAR);
        above.any(|above| {
            pilcrow(self.body_content(above, body))
                .map(trim)
                .is_some_and(|item| byte(item, 0) == letter && byte(item, 1) == b'.')
        })
    }

    /// The signature stands on line `last`; returns the line after the
    /// body's last.
    fn signed(&mut self, last: usize, name: &str, body: BodyStart) -> usize {
        self.set(last, LineKind::Signature);
        if let Some(above) = self.first_half(last, name, body) {
            return self.trailers_above(body, above);
        }
        let mut second = Some(name);
        let mut end = last;
        // Doubled on two lines, or a second name. Most lines above end a sentence, and
        // are another.
        if let Some(above) = self.last_content(body, end)
            && self.kind(above) == LineKind::Body
            && let line = self.body_content(above, body)
            && (!ends_sentence(line) || line.contains(&name.to_ascii_uppercase()))
            && let Some(first) = self.own_line(above, line, body)
            && is_capitals(first)
            && !super::reference::is_excised(first)
            // `UNQUOTE QUILL` signs what stands around the quotation.
            && !begins(self.body_content(last, body), "UNQUOTE")
            && !ends(line, " UNQUOTE")
            // The end of a paragraph in capitals ends a sentence too.
            && (first.eq_ignore_ascii_case(name)
                || !ends_sentence(line) && self.follows_an_end(above, body))
        {
            self.set(above, LineKind::Signature);
            self.signature.push(self.place(first));
            second = second.filter(|_| !first.eq_ignore_ascii_case(name));
            end = above;
        }
        if second.is_some() {
            self.sign(name);
        }
        self.trailers_above(body, end)
    }

    /// Takes the name whose first half stands on the line above, up to its hyphen: `QUILL-`
    /// above `VANCE`. Returns that line.
    ///
    /// Sample: `plain/signature-broken-at-its-hyphen`
    fn first_half(&mut self, last: usize, name: &str, body: BodyStart) -> Option<usize> {
        let above = last.checked_sub(1).filter(|&above| above >= body.line)?;
        let line = self.body_content(above, body);
        let first = line.strip_suffix('-')?;
        let is_half = |half: &str| half.len() > 2 && is_name_in_capitals(half);
        let fits = self.kind(above) == LineKind::Body
            && is_half(first)
            && is_half(name)
            && self.follows_an_end(above, body);
        if !fits {
            return None;
        }
        let (upper, lower) = (self.place(line), self.place(name));
        self.set(above, LineKind::Signature);
        self.signature.push(upper.cover(lower));
        let gap = Span {
            start: upper.end,
            end: lower.start,
        };
        self.repair(gap, RepairKind::WrappedWord, "".into(), Confidence::High);
        Some(above)
    }

    /// Takes a name, or both of `HOLT/TREMAINE` and `HOLT FOR TREMAINE`.
    fn sign(&mut self, name: &str) {
        // Most have one word.
        let another = name
            .contains(is_blank)
            .then(|| for_another(name).or_else(|| name.split_once(" FOR ")))
            .flatten();
        let (first, second) = another.map_or((name, None), |(first, second)| (first, Some(second)));
        for name in first.split('/').chain(second).map(trim) {
            self.damaged_signature(name);
            self.signature.push(self.place(name));
        }
    }

    /// Notes what a name reads without the blanks behind its letters, with letters for
    /// its digits, and with the apostrophe that is a comma.
    fn damaged_signature(&mut self, name: &str) {
        if name.contains(['0', '1']) {
            let kind = RepairKind::MisreadCharacter;
            let read = without_digits(name).into();
            self.repair(self.place(name), kind, read, Confidence::Medium);
        }
        if is_with_a_comma(name) {
            let start = self.place(name).start as usize + 1;
            let comma = Span::new(start, start + 1);
            self.repair(
                comma,
                RepairKind::Apostrophe,
                "'".into(),
                Confidence::Medium,
            );
        }
        if byte(name, 1) == b' '
            && let Some(read) = spaced_out(name)
        {
            let kind = RepairKind::WrappedWord;
            self.repair(self.place(name), kind, read.into(), Confidence::Medium);
        }
    }

    /// Whether a line stands apart from a sentence that breaks off above it.
    pub(super) fn follows_an_end(&self, idx: usize, body: BodyStart) -> bool {
        self.last_content(body, idx).is_none_or(|above| {
            let line = self.body_content(above, body);
            above + 1 < idx
                || self.kind(above) == LineKind::Trailer
                || ends_sentence(line)
                || ends_marker(line)
        })
    }

    /// Whether a text ends as telegrams do: with a signature in capitals, or
    /// with format lines 13 to 16.
    pub(super) fn is_signed(&mut self) -> bool {
        let body = BodyStart {
            line: 0,
            offset: self.start_of(0),
        };
        let end = self.trailers_below(body);
        let closed =
            (end..self.lines.len()).any(|idx| matches!(self.kind(idx), LineKind::FormatLine(_)));
        let Some(last) = self.last_content(body, end) else {
            return closed;
        };
        let line = without_end_words(self.content(last));
        let own = self.own_line(last, line, body);
        let glued = || {
            glued(line)
                .map(|(_, name)| name)
                .filter(|name| is_capitals(name))
        };
        closed || own.or_else(glued).is_some_and(|name| name.len() > 2)
    }

    /// The last line before `end` that holds words.
    fn last_content(&self, body: BodyStart, end: usize) -> Option<usize> {
        (body.line..end)
            .rfind(|&idx| !matches!(self.kind(idx), LineKind::Blank | LineKind::PageHeader))
    }

    /// Reads the signatures under the sections above the last: `ends` are
    /// their last lines. Each bears the name that the telegram ends with,
    /// or the only one.
    pub(super) fn signed_above(&mut self, ends: &[usize], body: BodyStart) {
        let mut found = false;
        for &idx in ends.iter().take(SECTIONS) {
            let line = without_end_words(self.body_content(idx, body));
            let Some(name) = self.own_line(idx, line, body) else {
                continue;
            };
            let known = |&span: &Span| same(self.slice(span), name);
            if self.signature.iter().any(known) {
                self.set_aside(idx, LineKind::Signature);
                found = true;
            } else if self.is_only_name(name, idx, body) {
                self.signature.push(self.place(name));
                self.set(idx, LineKind::Signature);
            }
        }
        if found {
            sort_by_place(&mut self.aside, |&(idx, _)| idx as u64);
        }
    }

    /// Whether a name in capitals below the end of a sentence is the only
    /// one that the telegram has.
    fn is_only_name(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        let above = self.last_content(body, idx);
        let ended = above.is_some_and(|above| {
            let line = self.body_content(above, body);
            ends_sentence(line) || ends_marker(line)
        });
        self.signature.is_empty() && ended && is_capitals(name) && name.len() > 3
    }
}
