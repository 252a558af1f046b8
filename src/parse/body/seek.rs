//! What is looked for once over the whole text, because most lines hold
//! none of it: columns and brackets.

use memchr::memmem::Finder;

use super::super::token::{Needle, byte, from};
use crate::cable::Span;

/// Where columns stand: three blanks or more inside a line.
///
/// Looked for once over the whole text, not line by line, because most
/// telegrams hold none.
pub(super) struct Columns<'a> {
    found: memchr::memmem::FindIter<'a, 'static>,
    /// Where the next run of blanks begins, or the last place of all.
    pub(super) next: usize,
}

impl<'a> Columns<'a> {
    pub(super) fn new(text: &'a str) -> Columns<'a> {
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
    pub(super) fn inside(&mut self, line: Span) -> bool {
        while self.next < line.start as usize {
            self.next = self.found.next().unwrap_or(usize::MAX);
        }
        self.next < line.end as usize && line.len() < 200
    }
}

/// Where brackets open, looked for once over the whole text: a paragraph
/// that begins inside a line bears a marking, and most lines hold none. One
/// right behind another bracket is that of a link in Markdown.
pub(super) struct Brackets<'a> {
    text: &'a str,
    found: memchr::Memchr<'a>,
    /// Where the search began.
    from: usize,
    /// Where the next one opens, or the last place of all.
    pub(super) next: usize,
}

impl<'a> Brackets<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Brackets<'a> {
        let mut brackets = Brackets {
            text,
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
    pub(super) fn after(&mut self, at: usize) {
        if self.next < at {
            self.seek(at);
        }
    }

    fn seek(&mut self, at: usize) {
        let is_link = |at: usize| at > 0 && byte(self.text, at - 1) == b']';
        let mut found = { &mut self.found }.map(|next| self.from + next);
        let next = found.find(|&next| next >= at && !is_link(next));
        self.next = next.unwrap_or(usize::MAX);
    }
}
