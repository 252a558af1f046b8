//! A search in one cable: what is sought, and where it was found.

use std::ops::Range;

use crate::typeset::{Page, find};

/// Matches of a search on the page that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Find {
    /// What is sought.
    pub needle: String,
    /// Where it stands, in order: ranges of the text of the page.
    pub matches: Vec<Range<u32>>,
    /// The match that the cursor went to last.
    pub current: usize,
    /// Paragraphs that hold a match.
    pub n_paragraphs: usize,
    /// Whether only whole words match.
    whole: bool,
}

impl Find {
    /// Seeks `needle` on a page. The current match is the first one at or
    /// after byte `from`, else the first.
    #[must_use]
    pub fn on(page: &Page, needle: &str, from: u32) -> Find {
        Find::by(page, needle, false, from)
    }

    /// Seeks a whole word.
    #[must_use]
    pub fn word(page: &Page, word: &str, from: u32) -> Find {
        Find::by(page, word, true, from)
    }

    /// Seeks the same on another page.
    #[must_use]
    pub fn again(&self, page: &Page, from: u32) -> Find {
        Find::by(page, &self.needle, self.whole, from)
    }

    fn by(page: &Page, needle: &str, whole: bool, from: u32) -> Find {
        let mut matches = if needle.is_empty() {
            Vec::new()
        } else {
            find(page, needle)
        };
        if whole {
            matches.retain(|found| is_whole(page.text(), found));
        }
        let current = matches.partition_point(|found| found.start < from);
        let current = if current < matches.len() { current } else { 0 };
        let mut seen = None;
        let mut n_paragraphs = 0;
        let mut row_idx = 0;
        for found in &matches {
            while page
                .rows()
                .get(row_idx + 1)
                .is_some_and(|row| row.start <= found.start)
            {
                row_idx += 1;
            }
            let paragraph = page.rows().get(row_idx).and_then(|row| row.paragraph);
            if paragraph.is_some() && paragraph != seen {
                seen = paragraph;
                n_paragraphs += 1;
            }
        }
        Find {
            needle: needle.to_owned(),
            matches,
            current,
            n_paragraphs,
            whole,
        }
    }

    /// Goes to the next match after byte `at`, or to the last before it.
    /// Returns where it begins and whether the search went round the end.
    pub fn advance(&mut self, at: u32, forward: bool) -> Option<(u32, bool)> {
        let n_matches = self.matches.len();
        if n_matches == 0 {
            return None;
        }
        let (next, wrapped) = if forward {
            let next = self.matches.partition_point(|found| found.start <= at);
            if next < n_matches {
                (next, false)
            } else {
                (0, true)
            }
        } else {
            match self.matches.partition_point(|found| found.start < at) {
                0 => (n_matches - 1, true),
                before => (before - 1, false),
            }
        };
        self.current = next;
        self.matches.get(next).map(|found| (found.start, wrapped))
    }

    /// `3/17 in 9 paragraphs`, or that there is none.
    #[must_use]
    pub fn counter(&self) -> String {
        match (self.matches.len(), self.n_paragraphs) {
            (0, _) => String::from("no match"),
            (n, 0) => format!("{}/{n}", self.current + 1),
            (n, 1) => format!("{}/{n} in 1 paragraph", self.current + 1),
            (n, paragraphs) => format!("{}/{n} in {paragraphs} paragraphs", self.current + 1),
        }
    }
}

/// Whether no letter or digit stands beside a match.
fn is_whole(text: &str, found: &Range<u32>) -> bool {
    let before = text.get(..found.start as usize).unwrap_or_default();
    let after = text.get(found.end as usize..).unwrap_or_default();
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !joins(before.chars().next_back()) && !joins(after.chars().next())
}
