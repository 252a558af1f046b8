//! Who classified a telegram, and why.
//!
//! Cuts at a fixed column left line ends and stray blanks inside `reasons`,
//! `and`, `1.4` and the list, so the reason is looked for in a copy without
//! blanks, and what stands before it is the person.
//!
//! What its parts decide is apart: the [label], the [reasons], words that were
//! [cut], the [title], the [person] with it, and [further] ones; a [sentence] for a label.

mod cut;
mod further;
mod label;
mod person;
mod reasons;
mod sentence;
#[cfg(test)]
mod tests;
mod title;

pub(super) use self::label::{is_statement, label};
pub(super) use self::reasons::{is_list, states_reason};

use self::further::further;
use self::label::tidy;
use self::person::{person, start_of_name};
use self::reasons::{Squashed, is_reason_of_order, is_signs, statement};
use self::sentence::behind_sentence;
use self::title::title_prefix;
use super::Draft;
use super::heading::{Label, Next, is_handling_note, is_heading_word};
use super::injected::closes_statement;
use super::number::start;
use super::portion_mark::portion_mark;
use super::token::{Joined, Signs, after, begins, byte, from, is_blank, same, trim};
use super::words::{Words, words};
use crate::cable::{AlsoBy, ClassifiedBy, Confidence, LineKind, Reason, RepairKind, Span};

/// The statement at `span`: `who`, a part of `joined`, for these reasons.
fn classifier(joined: &Joined, span: Span, who: &str, reasons: Vec<Reason>) -> ClassifiedBy {
    let who = tidy(who);
    let person = person(who);
    let at = |part: &str| Some(joined.span(part)).filter(|span| !span.is_empty());
    let also = person.name.map_or_else(Vec::new, |name| further(who, name));
    let also = also.into_iter().filter_map(|(name, title)| {
        Some(AlsoBy {
            name: at(name)?,
            title: title.and_then(at),
        })
    });
    ClassifiedBy {
        span,
        name: person.name.and_then(at),
        surname_first: person.surname_first,
        title: person.title.and_then(at),
        also: also.collect(),
        reasons,
    }
}

/// Whether a line of the statement wants the order behind it that the next one is:
/// `Ada Quill per`, and not `E.O. 12958: N/A`, which says until when.
fn leads_to_order(line: &str, order: &str) -> bool {
    const WORDS: Words = words!["PER", "BY", "UNDER", "OF", "IN", "WITH", "FOR", "TO"];
    let last = line.rsplit(is_blank).next();
    memchr::memchr(b':', order.as_bytes()).is_none() && last.is_some_and(|word| WORDS.hold(word))
}

impl<'a> Draft<'a> {
    /// Reads who classified, `part` with its label and `value` after it.
    pub(super) fn classified_by(
        &mut self,
        idx: usize,
        part: &'a str,
        value: &'a str,
        open: bool,
    ) -> Next {
        static ENDS: Signs = Signs::new(" \t\u{a0}.,;)");
        // A guide is nobody, also behind the other label.
        let sourced = |value: &str| {
            ["DERIVED", "MULTIPLE SOURCES"]
                .iter()
                .any(|of| begins(value, of))
        };
        let unmarked = part.trim_start_matches(['(', '[']);
        let derived = sourced(unmarked) || sourced(value);
        let value = label(value).unwrap_or(value);
        let value = behind_sentence(value).unwrap_or(value);
        let mut lines = Vec::new();
        for (at, line) in self.statement_lines(idx, value, open) {
            // `Ada PORT LARKS 00000311  001.2 OF 002 Quill`
            if let Some((before, page, behind)) = self.page_within(line) {
                self.repair(page, RepairKind::PageHeader, " ".into(), Confidence::High);
                lines.extend([(at, before), (at, behind)]);
            } else {
                lines.push((at, line));
            }
        }
        let (parts, cut) = self.cut_words(&lines);
        let joined = Joined::of_cut_words(self.text, &parts, |nth| cut.contains(&nth));
        let text = joined.text.as_str();
        let squashed = Squashed::new(text);
        let found = statement(&squashed, text);
        let label_at = self.place(part).start as usize;
        let (who, end) = match &found {
            Some(found) => {
                let begin = if found.begin < squashed.at.len() {
                    squashed.source(found.begin)
                } else {
                    text.len()
                };
                let last = squashed.source(found.end.saturating_sub(1));
                (
                    text.get(..begin).unwrap_or_default(),
                    joined.source_end(last),
                )
            }
            None => (
                text,
                parts.last().map_or(0, |part| self.place(part).end as usize),
            ),
        };
        // `Classified By: Classified` / `by DCM Ada Quill`
        let who = label(who).unwrap_or(who);
        // `Reasons 1.4 (b) and (d), Ambassador Ines Marlow`
        let behind = found
            .as_ref()
            .filter(|_| tidy(who).is_empty())
            .map(|found| {
                let last = squashed.source(found.end.saturating_sub(1));
                start_of_name(from(text, last + 1).trim_start_matches([',', ';', ':', ')']))
            });
        let behind = behind.filter(|behind| !title_prefix(behind).0.is_empty());
        let (who, end) = behind.map_or((who, end), |who| {
            let last = parts.last().map_or(0, |part| self.place(part).end as usize);
            (who, last)
        });
        let end =
            end.max(self.place(part).start as usize + (part.len() - value.len()).min(part.len()));
        let line = self.last_line(idx, &lines, end);
        let line_end = if open {
            self.place(self.content(line)).end as usize
        } else {
            end
        };
        let tail = self.text.get(end..line_end).unwrap_or_default();
        let text_at = ENDS.trim_start(tail);
        let body = start(text_at)
            .filter(|start| found.is_some() && (start.mark.is_some() || start.number == 1));
        let stop = match &body {
            Some(_) => end,
            None if open => line_end.max(end),
            None => self.place(part).end as usize,
        };
        for &(read, _) in lines.iter().filter(|&&(read, _)| read <= line) {
            if read != idx {
                self.set(read, LineKind::ClassifiedBy);
            }
        }
        if !derived {
            let reasons = found.map(|found| found.reasons).unwrap_or_default();
            let span = Span::new(label_at, stop);
            self.field(span);
            let by = classifier(&joined, span, who, reasons);
            if self.heading.classified_by.is_none() {
                self.heading.classified_by = Some(by);
            } else {
                self.classified_further(by);
            }
        }
        match body {
            Some(_) => Next::Body(line, self.place(text_at).start as usize),
            None => Next::Line(line + 1),
        }
    }

    /// The last of the lines of a statement that ends at `end`: it ends with its line, unless a
    /// paragraph begins there.
    fn last_line(&self, idx: usize, lines: &[(usize, &'a str)], end: usize) -> usize {
        let mut read = lines.iter().map(|&(line, _)| line);
        let line = { read.clone() }.rfind(|&line| self.start_of(line) < end);
        let line = line.unwrap_or(idx);
        // A cut may have left the last signs a line of their own.
        let is_sign = |&below: &usize| below > line && is_signs(self.content(below));
        read.find(is_sign).unwrap_or(line)
    }

    /// Reads a statement whose line does not begin with the label: it is cut in two, `Classified`
    /// above `By: DCM Ada Quill`, or the reasons stand before it.
    ///
    /// Sample: `oddities/classified-by-below-its-reasons`
    pub(super) fn classified_by_without_label(
        &mut self,
        idx: usize,
        line: &'a str,
    ) -> Option<Next> {
        match byte(line, 0) {
            b'C' | b'c' if same(line, "CLASSIFIED") => self.classified_below_its_label(idx),
            b'(' if line.len() < 20 => {
                let (word, _) = portion_mark(line).ok()?;
                let is_label = same(trim(word), "CLASSIFIED");
                is_label.then(|| self.classified_below_its_label(idx))?
            }
            b'R' | b'r' if begins(line, "REASON") => self.classified_below_reasons(idx, line),
            _ => None,
        }
    }

    /// `Classified` above `By: DCM Ada Quill`.
    fn classified_below_its_label(&mut self, idx: usize) -> Option<Next> {
        let below = idx + 1;
        if below >= self.lines.len() || self.kind(below) != LineKind::Body {
            return None;
        }
        let value = after(self.content(below), "BY")?;
        // `Classified` / `by law` is prose.
        let titled = || {
            let value = value.strip_prefix(' ')?;
            let fits = byte(value, 0).is_ascii_uppercase() && !title_prefix(value).0.is_empty();
            fits.then_some(value)
        };
        let value = trim(value.strip_prefix(':').or_else(titled)?);
        let part = self.text.get(self.start_of(idx)..self.end_of(below))?;
        self.set(idx, LineKind::ClassifiedBy);
        self.set(below, LineKind::ClassifiedBy);
        Some(self.classified_by(below, part, value, true))
    }

    /// `Reasons: 1.4 (b) and (d). Classified by: DCM Ada Quill`, the label on the same line or
    /// on the next.
    fn classified_below_reasons(&mut self, idx: usize, line: &'a str) -> Option<Next> {
        static SIGNS: Signs = Signs::new(" .,;)");
        let squashed = Squashed::new(line);
        let found = statement(&squashed, line)
            .filter(|found| found.begin == 0 && !found.reasons.is_empty())?;
        let end = squashed.source(found.end.saturating_sub(1)) + 1;
        let rest = SIGNS.trim(from(line, end));
        let start = self.place(line).start;
        let next = if rest.is_empty() {
            let mut below = idx + 1..self.lines.len().min(idx + 3);
            let below = below.find(|&below| self.kind(below) != LineKind::Blank)?;
            let line = self.content(below);
            let by = self
                .label(line)
                .filter(|(label, _)| *label == Label::ClassifiedBy)?;
            self.set(idx, LineKind::ClassifiedBy);
            self.fields(below, line, by)
        } else {
            let value = label(rest)?;
            self.set(idx, LineKind::ClassifiedBy);
            self.classified_by(idx, rest, value, true)
        };
        if let Some(by) = &mut self.heading.classified_by
            && by.reasons.is_empty()
        {
            by.reasons = found.reasons;
            by.span.start = start.min(by.span.start);
        }
        Some(next)
    }

    /// Takes who classified by a statement below the first. Later sections
    /// repeat that, however it is wrapped there.
    ///
    /// Sample: `plain/classified-by-two-in-turn`
    fn classified_further(&mut self, by: ClassifiedBy) {
        const PERSONS: usize = 4;
        let title = by.title;
        let first = by.name.map(|name| AlsoBy { name, title });
        for person in first.into_iter().chain(by.also) {
            let letters = |span: Span| {
                let name = self.slice(span).split(is_blank);
                name.collect::<String>().to_ascii_uppercase()
            };
            let met = self.heading.classified_by.as_ref().is_none_or(|first| {
                let also = first.also.iter().map(|person| person.name);
                let mut known = first.name.into_iter().chain(also);
                first.also.len() >= PERSONS
                    || known.any(|known| letters(known) == letters(person.name))
            });
            if !met && let Some(first) = &mut self.heading.classified_by {
                first.also.push(person);
            }
        }
    }

    /// Reads a statement that is a paragraph of its own, as posts of the
    /// 1990s wrote it: `1. (U) Classified by ...`. The paragraph stays one.
    pub(super) fn classified_by_in_text(&mut self) {
        if self.heading.classified_by.is_some() {
            return;
        }
        let text = |at: usize| self.paragraphs.get(at).map(|paragraph| paragraph.text);
        for span in (0..3).filter_map(text) {
            let part = self.slice(span);
            let Some(value) = label(part) else { continue };
            let lines = value.split(['\n', '\r']).map(trim);
            let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).take(8).collect();
            let joined = Joined::new(self.text, &lines);
            let squashed = Squashed::new(&joined.text);
            let Some(found) = statement(&squashed, &joined.text) else {
                continue;
            };
            let who = joined.text.get(..squashed.source(found.begin));
            let who = who.unwrap_or_default();
            let end = joined.source_end(squashed.source(found.end.saturating_sub(1)));
            let span = Span::new(span.start as usize, end);
            self.heading.classified_by = Some(classifier(&joined, span, who, found.reasons));
            return;
        }
    }

    /// The lines that may belong to the statement, the first without its label.
    fn statement_lines(&self, idx: usize, value: &'a str, open: bool) -> Vec<(usize, &'a str)> {
        let mut lines = vec![(idx, value)];
        let mut next = idx + 1;
        let mut gap = LineKind::Body;
        while open && next < self.lines.len() && lines.len() < 8 {
            match self.kind(next) {
                LineKind::Blank if gap == LineKind::PageHeader => {}
                kind @ (LineKind::Blank | LineKind::PageHeader) => gap = kind,
                LineKind::Body => {
                    let line = self.content(next);
                    let reason =
                        || begins(line, "REASON") || begins(line, "FOR REASON") || is_list(line);
                    // A page may end inside the name.
                    let unsaid = || !lines.iter().any(|&(_, line)| states_reason(line));
                    let closes = || states_reason(line) || closes_statement(line) && unsaid();
                    let turned = || gap == LineKind::PageHeader && closes();
                    if gap != LineKind::Body && !reason() && !turned() {
                        break;
                    }
                    let rule_below =
                        || next + 1 < self.lines.len() && self.kind(next + 1) == LineKind::Rule;
                    let labeled = self.label(line).is_some_and(|(label, _)| {
                        label != Label::ExecutiveOrder
                            || !is_reason_of_order(line)
                                && !lines
                                    .last()
                                    .is_some_and(|&(_, above)| leads_to_order(above, line))
                    });
                    let stops = labeled
                        || rule_below()
                        || self.starts_paragraph(next)
                        || is_handling_note(line)
                        || is_heading_word(line)
                        || line.starts_with('(') && portion_mark(line).is_ok() && !is_list(line);
                    if stops {
                        break;
                    }
                    lines.push((next, line));
                    gap = LineKind::Body;
                }
                _ => break,
            }
            next += 1;
        }
        lines
    }
}
