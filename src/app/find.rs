//! A search in one cable: what is sought, and where it was found.

use std::ops::Range;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use crate::cable::Span;
use crate::query::{Of, Query, places};
use crate::typeset::{Page, find, find_among, unbroken, without_folds};

/// How a needle is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum How {
    /// As words, wherever they stand.
    #[default]
    Words,
    /// As one whole word.
    Whole,
    /// As a regular expression in the syntax of the crate `regex`.
    Pattern,
    /// As a query of cables: the words in it that are not denied.
    Asked,
}

/// Matches of a search on the page that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Find {
    /// What is sought.
    pub needle: String,
    /// How it is meant.
    pub how: How,
    /// Whether it is sought towards the beginning.
    pub backward: bool,
    /// Where it stands, in order: ranges of the text of the page.
    pub matches: Vec<Range<u32>>,
    /// The match that the cursor went to last.
    pub current: usize,
    /// Paragraphs that hold a match.
    pub n_paragraphs: usize,
    /// Where there is no match in what is shown: how many of the paragraphs
    /// that a filter hides hold it, if they were looked through.
    pub n_hidden: Option<usize>,
    /// Why the needle is no regular expression.
    error: Option<String>,
    /// The places of the source among which it is sought, in order; nothing
    /// for all of it.
    among: Option<Arc<[Span]>>,
}

impl Find {
    /// Seeks `needle` on a page. The current match is the first one at or
    /// after byte `from`, else the first.
    #[must_use]
    pub fn on(page: &Page, needle: &str, how: How, from: u32) -> Find {
        Find::among(page, needle, how, None, from)
    }

    /// The same where it stands at one of these places of the source, which
    /// are in order.
    pub(super) fn among(
        page: &Page,
        needle: &str,
        how: How,
        among: Option<Arc<[Span]>>,
        from: u32,
    ) -> Find {
        let mut error = None;
        let mut matches = match how {
            _ if needle.is_empty() => Vec::new(),
            How::Words => find(page, needle),
            How::Whole => {
                let mut matches = find(page, needle);
                matches.retain(|found| is_whole(page.text(), found));
                matches
            }
            How::Asked => asked(page, needle),
            How::Pattern => match pattern(needle, page.is_recased()) {
                Ok(pattern) => matches_of(page, &pattern),
                Err(why) => {
                    error = Some(why);
                    Vec::new()
                }
            },
        };
        if let Some(among) = &among {
            matches.retain(|found| {
                let at = page.source_at(found.start);
                let next = among.partition_point(|span| span.start <= at);
                let before = next.checked_sub(1).and_then(|idx| among.get(idx));
                before.is_some_and(|span| at < span.end)
            });
        }
        let find = Find {
            needle: needle.to_owned(),
            how,
            error,
            among,
            n_hidden: Some(0),
            ..Find::default()
        };
        find.with(page, matches, from)
    }

    /// Seeks `needle` on the page where this was sought, if this is how it
    /// begins: then it need be looked for only where this stands.
    #[must_use]
    pub fn narrowed(&self, page: &Page, needle: &str, how: How, from: u32) -> Option<Find> {
        if how != How::Words || self.how != How::Words || self.needle.is_empty() {
            return None;
        }
        let matches = find_among(page, needle, &self.needle, &self.matches)?;
        let find = Find {
            needle: needle.to_owned(),
            n_hidden: Some(0),
            ..Find::default()
        };
        Some(find.with(page, matches, from))
    }

    /// Notes where it stands.
    fn with(self, page: &Page, matches: Vec<Range<u32>>, from: u32) -> Find {
        let current = matches.partition_point(|found| found.start < from);
        let current = if current < matches.len() { current } else { 0 };
        let mut seen = None;
        let mut n_paragraphs = 0;
        let mut row_idx = 0;
        for found in &matches {
            if page.has_folds() {
                let paragraph = page.any_row_at(found.start).and_then(|row| row.paragraph);
                n_paragraphs += usize::from(paragraph.is_some() && paragraph != seen);
                seen = paragraph.or(seen);
                continue;
            }
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
            matches,
            current,
            n_paragraphs,
            ..self
        }
    }

    /// Seeks the same towards the beginning: the current match is the last
    /// one before byte `from`, else the last.
    #[must_use]
    pub fn towards_beginning(mut self, from: u32) -> Find {
        let n_before = self.matches.partition_point(|found| found.start < from);
        let last = self.matches.len().saturating_sub(1);
        self.current = n_before.checked_sub(1).unwrap_or(last);
        self.backward = true;
        self
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

    /// Seeks the same on another page of the same text.
    #[must_use]
    pub fn again(&self, page: &Page, from: u32) -> Find {
        Find {
            backward: self.backward,
            ..Find::among(page, &self.needle, self.how, self.among.clone(), from)
        }
    }

    /// Seeks the same on a page of another text.
    #[must_use]
    pub fn elsewhere(&self, page: &Page, from: u32) -> Find {
        Find {
            backward: self.backward,
            ..Find::on(page, &self.needle, self.how, from)
        }
    }

    /// Whether the needle is no regular expression.
    pub(super) fn is_in_error(&self) -> bool {
        self.error.is_some()
    }

    /// The same while it is typed: where there is none, also what a filter
    /// hides.
    #[must_use]
    pub fn typed_counter(&self) -> String {
        let counter = self.counter();
        let is_all = !self.matches.is_empty() || self.is_in_error();
        match self.n_hidden {
            n_hidden if is_all || n_hidden == Some(0) => counter,
            None => format!("{counter} shown"),
            Some(1) => format!("{counter} shown; 1 hidden paragraph has it"),
            Some(n_hidden) => format!("{counter} shown; {n_hidden} hidden paragraphs have it"),
        }
    }

    /// `3/17 in 9 paragraphs`, or that there is none, or why nothing can be
    /// sought.
    #[must_use]
    pub fn counter(&self) -> String {
        if let Some(error) = &self.error {
            return error.clone();
        }
        match (self.matches.len(), self.n_paragraphs) {
            (0, _) => String::from("no match"),
            (n, 0) => format!("{}/{n}", self.current + 1),
            (n, 1) => format!("{}/{n} in 1 paragraph", self.current + 1),
            (n, paragraphs) => format!("{}/{n} in {paragraphs} paragraphs", self.current + 1),
        }
    }
}

/// A regular expression; capitals matter if it has one that is no escape,
/// and if those of the page are not ours.
///
/// # Errors
///
/// Why it is none, in one line.
pub(super) fn pattern(needle: &str, is_recased: bool) -> Result<Regex, String> {
    let is_exact = is_exact_pattern(needle);
    let built = RegexBuilder::new(needle)
        .case_insensitive(!is_exact || is_recased)
        .multi_line(true)
        .size_limit(1 << 20)
        .build();
    built.map_err(|error| {
        // The last line says why; those before it print the pattern again.
        let why = error.to_string();
        let why = why.lines().last().unwrap_or_default();
        why.trim_start_matches("error: ").to_owned()
    })
}

/// Whether capitals of words matter: they do if there are any.
pub(super) fn is_exact(needle: &str) -> bool {
    needle.chars().any(char::is_uppercase)
}

/// The same of a regular expression.
pub(super) fn is_exact_pattern(needle: &str) -> bool {
    let mut is_escaped = false;
    needle.chars().any(|c| {
        let counts = c.is_uppercase() && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        counts
    })
}

/// Where a regular expression matches words of a page.
pub(super) fn matches_of(page: &Page, pattern: &Regex) -> Vec<Range<u32>> {
    let text = unbroken(page);
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let found = pattern.find_iter(&text).filter(|found| !found.is_empty());
    let mut found: Vec<Range<u32>> = found
        .map(|found| place(found.start())..place(found.end()))
        .collect();
    without_folds(page, &mut found);
    found
}

/// Where the words stand that a query asks for in texts, whatever part of a
/// cable it asks for them in.
fn asked(page: &Page, line: &str) -> Vec<Range<u32>> {
    let Ok(query) = Query::parse(line) else {
        return Vec::new();
    };
    let mut wanted = query.wanted();
    wanted.retain(|phrase| phrase.of == Of::Text);
    let text = unbroken(page);
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut found: Vec<Range<u32>> = Vec::new();
    let mut start = 0;
    // What is left of line ends parts paragraphs.
    for part in text.split('\n') {
        let places = places(part, &wanted).into_iter();
        found.extend(places.map(|it| place(start + it.start)..place(start + it.end)));
        start += part.len() + 1;
    }
    without_folds(page, &mut found);
    found
}

/// Whether no letter or digit stands beside a match.
fn is_whole(text: &str, found: &Range<u32>) -> bool {
    let before = text.get(..found.start as usize).unwrap_or_default();
    let after = text.get(found.end as usize..).unwrap_or_default();
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !joins(before.chars().next_back()) && !joins(after.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::plain;

    fn found(text: &str, needle: &str) -> Vec<String> {
        let page = plain(text, 12);
        let find = Find::on(&page, needle, How::Pattern, 0);
        find.matches
            .iter()
            .map(|found| page.text()[found.start as usize..found.end as usize].to_owned())
            .collect()
    }

    #[test]
    fn a_pattern_runs_over_row_ends_and_not_over_paragraphs() {
        assert_eq!(
            found("the long road to Northhaven", r"road\s+to \w+"),
            ["road to Northhaven"]
        );
        assert_eq!(found("one\n\ntwo", "one.+two"), [""; 0]);
        assert_eq!(found("Quota quota", "quota"), ["Quota", "quota"]);
        assert_eq!(found("Quota quota", "Quota"), ["Quota"]);
        assert_eq!(
            found("a 1 b 22", r"\D\d\d"),
            [" 22"],
            "an escape is no capital"
        );
        assert_eq!(found("aaa", "x*"), [""; 0], "nothing is no match");
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        let page = plain("text", 12);
        let find = Find::on(&page, "(", How::Pattern, 0);
        assert_eq!(find.counter(), "unclosed group");
        let find = Find::on(&page, r"(\w{900}){900}", How::Pattern, 0);
        assert!(find.counter().contains("size limit"), "{}", find.counter());
    }
}
