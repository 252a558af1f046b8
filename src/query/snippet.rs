//! Words around what was found.

use std::ops::Range;

use crate::cable::{Cable, PieceKind, Span};

use super::{Hit, Unit};

/// A line of a part of a telegram around what was found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The words as they are read, on one line; `...` where more stands
    /// before or behind them.
    pub text: String,
    /// Where in them what was found stands.
    pub found: Vec<Range<usize>>,
}

/// What stands for words that are left out.
const LEFT_OUT: &str = "...";

/// The words around the first of what was found in `unit`, some `n_chars`
/// characters of them.
#[must_use]
pub fn snippet(cable: &Cable, unit: &Unit, hit: &Hit, n_chars: usize) -> Snippet {
    let Some(first) = hit.spans.first() else {
        return Snippet::default();
    };
    let around = unit.spans.iter().find(|span| span.encloses(*first));
    let around = around.copied().unwrap_or(*first);
    let read = Read::of(cable, around, &hit.spans);
    let first = read.found.first().cloned().unwrap_or(0..0);
    // A third of what there is room for stands before it.
    let n_found = n_of_chars(&read.text, &first);
    let room = n_chars.saturating_sub(n_found);
    let before = room / 3;
    let text = &read.text;
    let start = back(text, first.start, before);
    let n_before = n_of_chars(text, &(start..first.start));
    let end = ahead(text, first.end, room.saturating_sub(n_before));
    // Room that is left at the end goes to what stands before.
    let n_behind = n_of_chars(text, &(first.end..end));
    let start = back(text, first.start, room.saturating_sub(n_behind)).min(start);
    cut(&read, start..end)
}

/// A text that is read on one line, and where what was found stands in it.
struct Read {
    text: String,
    found: Vec<Range<usize>>,
}

impl Read {
    /// What is read at a span of a cable, where these were found, in the order
    /// of their beginnings. One walk: a paragraph may be of megabytes, and all
    /// of it found.
    fn of(cable: &Cable, around: Span, found: &[Span]) -> Read {
        let mut text = String::new();
        let mut starts: Vec<Option<usize>> = Vec::with_capacity(found.len());
        let mut ends: Vec<Option<usize>> = vec![None; found.len()];
        // A phrase may end behind one that begins later.
        let mut by_end: Vec<usize> = (0..found.len()).collect();
        by_end.sort_by_key(|nth| found.get(*nth).map(|span| span.end));
        let mut by_end = by_end.into_iter().peekable();
        for piece in cable.reading(around) {
            let (at, of) = (text.len(), piece.source);
            // Of what a repair made, all is found or nothing.
            let (whole, is_source) = (piece.text.len(), piece.kind == PieceKind::Source);
            let behind = |place: u32, all: usize| {
                at + if is_source {
                    (place - of.start) as usize
                } else {
                    all
                }
            };
            while let Some(span) = found.get(starts.len()).filter(|it| it.start < of.end) {
                let is_here = span.start >= of.start;
                starts.push(is_here.then(|| behind(span.start, 0)));
            }
            let ends_by = |nth: &usize| found.get(*nth).is_some_and(|it| it.end <= of.end);
            while let Some(nth) = by_end.next_if(ends_by) {
                if let (Some(span), Some(end)) = (found.get(nth), ends.get_mut(nth)) {
                    let is_here = span.end > of.start;
                    *end = is_here.then(|| behind(span.end, whole));
                }
            }
            // Kept line ends are blanks here: it is one line. Blanks of more
            // bytes stay, so that every place does.
            let is_end = |c: char| c.is_ascii() && c.is_whitespace();
            let one_line = |c: char| if is_end(c) { ' ' } else { c };
            text.extend(piece.text.chars().map(one_line));
        }
        let places = starts.into_iter().zip(ends);
        let found = places.filter_map(|place| match place {
            (Some(start), Some(end)) if start < end => Some(start..end),
            _ => None,
        });
        Read {
            found: apart(found.collect()),
            text,
        }
    }
}

/// The same places without overlap: a word inside of a phrase is part of it.
fn apart(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_unstable_by_key(|found| (found.start, found.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for found in found {
        match apart.last_mut() {
            Some(last) if found.start < last.end => last.end = last.end.max(found.end),
            _ => apart.push(found),
        }
    }
    apart
}

fn n_of_chars(text: &str, range: &Range<usize>) -> usize {
    text.get(range.clone())
        .map_or(0, |text| text.chars().count())
}

/// So many characters before a place, from the beginning of a word on.
fn back(text: &str, at: usize, n_chars: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let start = before.char_indices().rev().take(n_chars).last();
    let start = start.map_or(at, |(start, _)| start);
    if start == 0 {
        return 0;
    }
    let rest = before.get(start..).unwrap_or_default();
    // A word that is cut is left out.
    let begins = before
        .get(..start)
        .is_some_and(|before| before.ends_with(' '));
    match rest.find(' ') {
        _ if begins => start,
        Some(blank) => start + blank + 1,
        None => at,
    }
}

/// So many characters behind a place, up to the end of a word.
fn ahead(text: &str, at: usize, n_chars: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let Some((end, _)) = rest.char_indices().nth(n_chars) else {
        return text.len();
    };
    let behind = rest.get(..end).unwrap_or_default();
    if rest.get(end..).is_some_and(|rest| rest.starts_with(' ')) {
        return at + end;
    }
    at + behind.rfind(' ').unwrap_or(0)
}

fn cut(read: &Read, range: Range<usize>) -> Snippet {
    let words = read.text.get(range.clone()).unwrap_or_default();
    let lead = words.len() - words.trim_start().len();
    let words = words.trim();
    let (start, end) = (range.start + lead, range.start + lead + words.len());
    let is_cut = read
        .text
        .get(..start)
        .is_some_and(|text| !text.trim().is_empty());
    let goes_on = read
        .text
        .get(end..)
        .is_some_and(|text| !text.trim().is_empty());
    let mut text = String::new();
    if is_cut {
        text.push_str(LEFT_OUT);
    }
    let shift = text.len();
    text.push_str(words);
    if goes_on {
        text.push_str(LEFT_OUT);
    }
    let inside = |found: &&Range<usize>| found.start >= start && found.end <= end;
    let found = read.found.iter().filter(inside);
    Snippet {
        text,
        found: found
            .map(|found| found.start - start + shift..found.end - start + shift)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::query::{Matcher, Query, units};

    const TEXT: &str = "SUBJECT: DUES\n\n1. (C) The talks on the harbor\ndues went on for a week; \
        no side gave way, and the Minister,s aide said\nso. Dues will rise.\n";

    fn shown(line: &str, n_chars: usize) -> String {
        shown_in(TEXT, line, n_chars)
    }

    fn shown_in(text: &str, line: &str, n_chars: usize) -> String {
        let cable = parse(text.as_bytes());
        let query = Query::parse(line).unwrap();
        let hits = Matcher::new(&query, crate::query::Cited::new())
            .find(&cable)
            .unwrap();
        let hit = hits.last().unwrap();
        let unit = units(&cable)
            .into_iter()
            .find(|unit| unit.place == hit.place)
            .unwrap();
        let snippet = snippet(&cable, &unit, hit, n_chars);
        let mut text = snippet.text.clone();
        for found in snippet.found.iter().rev() {
            text.insert(found.end, ']');
            text.insert(found.start, '[');
        }
        text
    }

    #[test]
    fn blanks_of_several_bytes_and_phrases_in_one_another_move_nothing() {
        let text =
            "1. (C) Caf\u{e9}\u{a0}lamps\u{2003}and \u{201c}lamps\u{201d} of the harbor\nboard.\n";
        for (line, expected) in [
            (
                "lamps",
                "Caf\u{e9}\u{a0}[lamps]\u{2003}and \u{201c}[lamps]\u{201d} of the harbor board.",
            ),
            (
                "\"lamps of the\" OR \"of the harbor board\" OR the",
                "Caf\u{e9}\u{a0}lamps\u{2003}and \u{201c}[lamps\u{201d} of the harbor board].",
            ),
        ] {
            assert_eq!(shown_in(text, line, 500), expected, "{line}");
        }
    }

    #[test]
    fn words_stand_around_what_was_found() {
        for (line, n_chars, expected) in [
            (
                "\"harbor dues\"",
                30,
                "...the [harbor dues] went on for a...",
            ),
            ("talks", 20, "The [talks] on the..."),
            ("rise", 30, "...aide said so. Dues will [rise]."),
            ("minister's", 24, "...the [Minister's] aide said..."),
            (
                "dues",
                500,
                "The talks on the harbor [dues] went on for a week; no side gave way, and the Minister's aide said so. [Dues] will rise.",
            ),
            ("talks", 1, "...[talks]..."),
            (
                "dues \"harbor dues\"",
                30,
                "...the [harbor dues] went on for a...",
            ),
        ] {
            assert_eq!(shown(line, n_chars), expected, "{line}");
        }
    }
}
