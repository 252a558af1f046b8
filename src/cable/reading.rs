//! The text as it is read: repairs applied, lines joined.
//!
//! JSON, screen and search must show the same words, so there is one walk
//! over the source that all of them take.

use std::borrow::Cow;

use super::{Cable, Repair, Span};

/// A stretch of reading text and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What is read.
    pub text: &'a str,
    /// What stands there in the source. For [`PieceKind::Source`] it has the
    /// same length as `text`.
    pub source: Span,
    /// How it came about.
    pub kind: PieceKind,
}

/// How a piece of reading text came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Word for word.
    Source,
    /// A repair; its index in [`Cable::repairs`].
    Repaired(usize),
    /// A line end, with the blanks around it, read as one blank.
    Joined,
    /// A line end that is kept, read as `\n`.
    Kept,
}

/// Walks a span of a cable as it is read. Made by [`Cable::reading`].
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    cable: &'a Cable,
    at: usize,
    end: usize,
    /// The next repair that may apply.
    repair: usize,
}

impl<'a> Reading<'a> {
    pub(super) fn new(cable: &'a Cable, span: Span) -> Reading<'a> {
        let repair = cable
            .repairs
            .partition_point(|repair| repair.span.end <= span.start);
        let end = (span.end as usize).min(cable.text().len());
        Reading {
            cable,
            at: (span.start as usize).min(end),
            end,
            repair,
        }
    }

    /// What is left of it, as it stands where no repair applies.
    pub(super) fn words(mut self) -> Cow<'a, str> {
        if self.next_repair().is_none() {
            let stands = self.cable.text().get(self.at..self.end);
            return Cow::Borrowed(stands.unwrap_or_default());
        }
        Cow::Owned(self.read())
    }

    /// What is left of it, in one string.
    pub(super) fn read(self) -> String {
        let mut text = String::with_capacity(self.end.saturating_sub(self.at));
        for piece in self {
            text.push_str(piece.text);
        }
        text
    }

    /// The next applied repair that begins at or after the place reached and
    /// ends within the span.
    fn next_repair(&mut self) -> Option<(usize, &'a Repair)> {
        while let Some(repair) = self.cable.repairs.get(self.repair) {
            let starts = repair.span.start as usize;
            if starts >= self.end {
                return None;
            }
            if repair.applied && starts >= self.at && repair.span.end as usize <= self.end {
                return Some((self.repair, repair));
            }
            self.repair += 1;
        }
        None
    }
}

impl<'a> Iterator for Reading<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.at >= self.end {
            return None;
        }
        let text = self.cable.text();
        let repair = self.next_repair();
        if let Some((idx, repair)) = repair
            && repair.span.start as usize == self.at
        {
            self.at = repair.span.end as usize;
            self.repair += 1;
            if repair.span.is_empty() && repair.to.is_empty() {
                return self.next();
            }
            return Some(Piece {
                text: &repair.to,
                source: repair.span,
                kind: PieceKind::Repaired(idx),
            });
        }
        let stop = repair.map_or(self.end, |(_, repair)| repair.span.start as usize);
        let rest = &text[self.at..stop];
        let line = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let words = rest[..line].trim_end_matches([' ', '\t']).len();
        // Blanks at the end of a line go with the line end; blanks before a
        // repair or at the end of the span are text.
        let words = if line < rest.len() { words } else { line };
        if words > 0 {
            let source = Span::new(self.at, self.at + words);
            self.at += words;
            return Some(Piece {
                text: &rest[..words],
                source,
                kind: PieceKind::Source,
            });
        }
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let source = Span::new(self.at, self.at + blank);
        self.at += blank;
        let kept = self.cable.keeps_break(source);
        let (text, kind) = if kept {
            ("\n", PieceKind::Kept)
        } else {
            (" ", PieceKind::Joined)
        };
        Some(Piece { text, source, kind })
    }
}
