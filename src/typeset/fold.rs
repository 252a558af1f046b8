//! A section that is folded away, and the line that stands for it.

use std::ops::Range;

use super::shown::{Shown, columns};
use crate::cable::{Cable, Classification, PieceKind, Span};

/// A section that one line stands for, and what that line has to say: what
/// is folded may not hide how it is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// Its paragraphs, by index.
    pub paragraphs: Range<u32>,
    /// What it is called.
    pub label: Shown,
    /// The highest marking in it.
    pub level: Option<Classification>,
    /// The same as it is printed, with every control in the section:
    /// `S/NF`.
    pub mark: String,
    /// Whether paragraphs in it are marked otherwise.
    pub is_mixed: bool,
    /// Numbered paragraphs without marking, in a cable that has markings.
    pub n_unmarked: usize,
    /// Words as they are read, headings aside.
    pub n_words: usize,
}

impl Fold {
    /// What is to be said of some paragraphs of a cable, called `label`.
    #[must_use]
    pub fn of(cable: &Cable, paragraphs: Range<u32>, label: Shown) -> Fold {
        let inside = cable
            .paragraphs
            .get(paragraphs.start as usize..paragraphs.end as usize)
            .unwrap_or_default();
        let level = inside
            .iter()
            .filter_map(|paragraph| paragraph.mark.as_ref())
            .map(|mark| mark.level)
            .max();
        let mut controls: Vec<&str> = Vec::new();
        let mut marks: Vec<String> = Vec::new();
        for mark in inside.iter().filter_map(|it| it.mark.as_ref()) {
            for control in &mark.controls {
                if !controls.contains(&&**control) {
                    controls.push(control);
                }
            }
            let text = mark.text();
            if !marks.contains(&text) {
                marks.push(text);
            }
        }
        let mut mark = level.map_or_else(String::new, |level| level.mark().to_owned());
        for control in controls {
            mark.push('/');
            mark.push_str(control);
        }
        let is_unmarked = |paragraph: &&crate::cable::Paragraph| {
            paragraph.mark.is_none() && paragraph.number.is_some()
        };
        let n_unmarked = if cable.is_marked() {
            inside.iter().filter(is_unmarked).count()
        } else {
            0
        };
        Fold {
            paragraphs,
            label,
            level,
            mark,
            is_mixed: marks.len() > 1,
            n_unmarked,
            n_words: inside.iter().map(|it| n_words(cable, it.text)).sum(),
        }
    }

    /// How many paragraphs it holds.
    #[must_use]
    pub fn n_paragraphs(&self) -> usize {
        self.paragraphs.len()
    }

    /// The highest marking: `(S/NF)` where all bear it, as it stands beside
    /// a paragraph; `<=S/NF` where some bear a lower one or none, which no
    /// paragraph has beside it; `( ? )` where there is none in a cable that
    /// has markings.
    #[must_use]
    pub fn mark_text(&self) -> Option<Shown> {
        match self.level {
            Some(_) if self.is_mixed => Some(Shown::new(&format!("<={}", self.mark))),
            Some(_) => Some(Shown::new(&format!("({})", self.mark))),
            None if self.n_unmarked > 0 => Some(Shown::new("( ? )")),
            None => None,
        }
    }

    /// What the line says behind the name: how many paragraphs, their
    /// highest marking, how many words, and how many of the paragraphs a
    /// filter hides besides. The first form that leaves the name its room.
    #[must_use]
    pub fn words(&self, n_hidden: usize, room: usize) -> (Shown, String) {
        /// A name of fewer columns says nothing.
        const LEAST: usize = 10;
        let n_paragraphs = self.n_paragraphs();
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let marking = match (self.level, self.is_mixed) {
            (Some(_), true) => format!(", up to ({})", self.mark),
            (Some(_), false) => format!(", ({})", self.mark),
            (None, _) => String::new(),
        };
        let unmarked = match self.n_unmarked {
            0 => String::new(),
            n if n == n_paragraphs => String::from(", no marking"),
            n => format!(", {n} unmarked"),
        };
        let hidden = match n_hidden {
            0 => String::new(),
            n if n == n_paragraphs => String::from(", all hidden by filter"),
            n => format!(", {n} hidden by filter"),
        };
        let n_words = self.n_words;
        let long = format!(
            "{n_paragraphs} paragraph{}{marking}{unmarked}, {n_words} word{}{hidden}",
            plural(n_paragraphs),
            plural(n_words),
        );
        let hidden = hidden.replace(" by filter", "");
        let middle = format!("{n_paragraphs} par.{marking}{unmarked}, {n_words} w.{hidden}");
        let mark = self.level.and_then(|_| self.mark_text());
        let mark = mark.map_or_else(String::new, |mark| format!(" {mark}"));
        let no_mark = if self.n_unmarked > 0 { " ?" } else { "" };
        let short = format!("{n_paragraphs}p{mark}{no_mark} {n_words}w");
        let name = columns(self.label.as_str());
        for form in [&long, &middle, &short] {
            let left = room.saturating_sub(columns(form) + 2);
            if left >= name.min(LEAST) {
                return (self.label.cut(left), format!(": {form}"));
            }
        }
        (Shown::default(), short)
    }
}

/// How many words of a cable are read in `span`.
fn n_words(cable: &Cable, span: Span) -> usize {
    let mut n_words = 0;
    let mut is_inside = false;
    for piece in cable.reading(span) {
        if matches!(piece.kind, PieceKind::Joined | PieceKind::Kept) {
            is_inside = false;
            continue;
        }
        for byte in piece.text.bytes() {
            let is_blank = byte.is_ascii_whitespace();
            n_words += usize::from(!is_blank && !is_inside);
            is_inside = !is_blank;
        }
    }
    n_words
}
