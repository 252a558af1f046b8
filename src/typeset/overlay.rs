//! Which words of the source have a role of their own.
//!
//! Markers of summary and comment, references, excisions and garbles are
//! spans of the source. Text is set piece by piece in the same order, so one
//! sorted list serves every page.

use std::borrow::Cow;

use crate::cable::{Cable, Link, Paragraph, Span, sort_by_place};
use crate::glossary;

use super::page::Role;

/// Bytes that a marker may have: `END SUMMARY AND ACTION REQUEST.`
const MAX_MARKER: usize = 48;

/// Spans with a role of their own, sorted, without overlap.
#[derive(Debug, Default)]
pub(super) struct Overlays(Vec<(Span, Role)>);

impl Overlays {
    /// Those of the reading view; `links` if they are known.
    pub(super) fn reading(cable: &Cable, links: Option<&[Link]>) -> Overlays {
        let mut spans = damage(cable);
        let mut parts: Vec<Span> = cable
            .summary
            .iter()
            .chain(&cable.comment)
            .flat_map(|part| part.spans.iter().copied())
            .collect();
        parts.sort_unstable();
        for paragraph in &cable.paragraphs {
            markers(cable, paragraph, &parts, &mut spans);
        }
        let links = links.map_or_else(|| glossary::links(cable).into(), Cow::Borrowed);
        spans.extend(
            links
                .iter()
                .filter(|link| !link.entries.is_empty() || link.mrn.is_some())
                .map(|link| (link.span, Role::Reference)),
        );
        Overlays::new(spans)
    }

    /// Those of the raw view: what the reading view changes.
    pub(super) fn raw(cable: &Cable) -> Overlays {
        let mut spans = damage(cable);
        let repairs = cable.repairs.iter().filter(|repair| repair.applied);
        spans.extend(repairs.map(|repair| (repair.span, Role::Repaired)));
        Overlays::new(spans)
    }

    fn new(mut spans: Vec<(Span, Role)>) -> Overlays {
        spans.retain(|(span, _)| !span.is_empty());
        sort_by_place(&mut spans, |(span, _)| u64::from(span.start));
        let mut end = 0;
        spans.retain(|(span, _)| {
            let is_free = span.start >= end;
            end = if is_free { span.end } else { end };
            is_free
        });
        Overlays(spans)
    }

    /// The role of the byte at `at` in the source, `role` if it has none of
    /// its own.
    pub(super) fn role_at(&self, at: u32, role: Role) -> Role {
        let next = self.0.partition_point(|(span, _)| span.end <= at);
        self.0
            .get(next)
            .filter(|(span, _)| span.contains(at))
            .map_or(role, |&(_, own)| own)
    }

    /// Calls `each` with the parts of `text`, which stands at `source` word
    /// for word, and the role of each; `role` is that of the rest.
    pub(super) fn split(
        &self,
        text: &str,
        source: Span,
        role: Role,
        mut each: impl FnMut(&str, Span, Role),
    ) {
        let mut next = self.0.partition_point(|(span, _)| span.end <= source.start);
        let mut at = source.start;
        let part = |from: u32, to: u32| {
            let (from, to) = ((from - source.start) as usize, (to - source.start) as usize);
            text.get(from..to).unwrap_or_default()
        };
        while at < source.end {
            let overlay = self.0.get(next).filter(|(span, _)| span.start < source.end);
            let Some(&(span, own)) = overlay else {
                each(
                    part(at, source.end),
                    Span {
                        start: at,
                        end: source.end,
                    },
                    role,
                );
                return;
            };
            let start = span.start.max(at);
            let end = span.end.min(source.end);
            if at < start {
                each(
                    part(at, start),
                    Span {
                        start: at,
                        end: start,
                    },
                    role,
                );
            }
            each(part(start, end), Span { start, end }, own);
            at = end;
            next += 1;
        }
    }
}

fn damage(cable: &Cable) -> Vec<(Span, Role)> {
    let excisions = cable
        .excisions
        .iter()
        .map(|excision| (excision.span, Role::Excision));
    let garbles = cable
        .garbles
        .iter()
        .map(|garble| (garble.span, Role::Garble));
    excisions.chain(garbles).collect()
}

/// The words around the parts of a summary or comment inside `paragraph`.
fn markers(cable: &Cable, paragraph: &Paragraph, parts: &[Span], spans: &mut Vec<(Span, Role)>) {
    let text = paragraph.text;
    let first = parts.partition_point(|part| part.end <= text.start);
    let inside = parts[first..]
        .iter()
        .take_while(|part| part.start < text.end);
    let mut at = text.start;
    let mut is_any = false;
    for part in inside {
        spans.extend(marker(
            cable,
            Span {
                start: at,
                end: part.start.max(at),
            },
        ));
        at = part.end.max(at);
        is_any = true;
    }
    if is_any {
        spans.extend(marker(
            cable,
            Span {
                start: at,
                end: text.end.max(at),
            },
        ));
    }
}

/// `span` without the blanks around it, if it holds a marker.
fn marker(cable: &Cable, span: Span) -> Option<(Span, Role)> {
    let words = cable.slice(span);
    let is_named = |name: &[u8]| {
        words
            .as_bytes()
            .windows(name.len())
            .any(|part| part.eq_ignore_ascii_case(name))
    };
    if words.len() > MAX_MARKER || !is_named(b"SUMMARY") && !is_named(b"COMMENT") {
        return None;
    }
    let start = span.start as usize + words.len() - words.trim_start().len();
    Some((Span::new(start, start + words.trim().len()), Role::Marker))
}
