//! Headings of the text: over a rule, boxed by rules, on the line of their
//! rule, or alone before a numbered paragraph.

use super::super::heading::is_heading_word;
use super::super::number::{may_start, start};
use super::super::parts::has_end_marker;
use super::super::portion_mark::portion_mark;
use super::super::token::{byte, ends_sentence, from, is_capitals, pilcrow, place, trim};
use super::list::list_entry;
use super::{Above, Body, ends_with_end};
use crate::cable::{LineKind, Span};

impl<'a> Body<'_, 'a> {
    /// Whether a line is a heading: a rule below it, or boxed by rules, or
    /// one of the words that stand alone. `numbered` says whether it begins a
    /// numbered paragraph.
    pub(super) fn is_heading(&self, idx: usize, line: &'a str, numbered: bool) -> bool {
        let above = &self.above;
        if line.len() > 100 {
            return false;
        }
        if line.starts_with(|c: char| c.is_lowercase()) {
            // The second line of two over one rule.
            return above.heading
                && above.n_blank == 0
                && self.draft.kind(idx + 1) == LineKind::Rule;
        }
        let last = self.open.as_ref().map_or("", |open| open.last);
        if ends_with_end(last) {
            return false;
        }
        let gap = above.is_gap();
        let ended = last.is_empty() || ends_sentence(last);
        if one_line_heading(line).is_some() {
            return true;
        }
        if !(gap || ended) {
            return false;
        }
        if is_heading_word(line) || self.goes_on_below_a_page(idx, line) {
            return true;
        }
        if numbered || pilcrow(line).is_some() || is_withheld(line) {
            return false;
        }
        let below = |n: usize| self.draft.lines.get(idx + n).map(|line| line.kind);
        let dashes = |n: usize| {
            below(n) == Some(LineKind::Rule)
                && !self.draft.content(idx + n).starts_with('*')
                && !self.is_of_columns(idx + n)
        };
        // A rule may open the box of the next heading instead.
        let opens_box =
            |n: usize| below(n + 1) == Some(LineKind::Body) && below(n + 2) == Some(LineKind::Rule);
        let goes_on = above.page_header && !ended;
        let ruled = dashes(1) && !(goes_on && opens_box(1))
            || below(1) == Some(LineKind::Blank) && dashes(2) && !opens_box(2)
            || self.is_ruled_below_a_page(idx, line);
        if ruled {
            // The last line of a wrapped paragraph above a box is none.
            return gap || !line.ends_with('.');
        }
        // Two lines boxed by rules, or under one.
        if dashes(2) && below(1) == Some(LineKind::Body) && line.len() <= 72 {
            return above.rule || gap && !ends_sentence(line);
        }
        self.stands_before_number(idx, line)
    }

    /// Whether a rule stands below the heads of columns: `-----   -----   -----`. A
    /// long one is cut by one blank, and one of two runs has a gap where the heading
    /// above it has none.
    ///
    /// Sample: `plain/table-with-ruled-columns`
    pub(super) fn is_of_columns(&self, idx: usize) -> bool {
        let rule = self.draft.content(idx);
        if !rule.contains("--  ") {
            return false;
        }
        let n_runs = rule.split("  ").filter(|part| part.contains('-')).count();
        let above = || {
            let mut near = (idx.saturating_sub(2)..idx).rev();
            near.find(|&at| self.draft.kind(at) != LineKind::Blank)
        };
        let has_gap = |at: usize| {
            let line = self.draft.content(at).trim();
            line.contains("  ") || line.contains('\t')
        };
        n_runs > 2 || n_runs == 2 && above().is_some_and(has_gap)
    }

    /// Whether a line is the first part of a heading of known words that a page
    /// has cut: `SUMMARY AND`, and `COMMENT` on the next one.
    ///
    /// Sample: `garbled/heading-cut-by-a-page`
    fn goes_on_below_a_page(&self, idx: usize, line: &str) -> bool {
        const LINES: usize = 5;
        let Some(first) = before_joint(line).filter(|first| is_heading_word(first)) else {
            return false;
        };
        let kind = |at: usize| self.draft.lines.get(at).map(|line| line.kind);
        let is_gap = |at: &usize| matches!(kind(*at), Some(LineKind::Blank | LineKind::PageHeader));
        let gap = (idx + 1..=idx + LINES).take_while(is_gap);
        let last = gap.last().unwrap_or(idx);
        let turned = (idx + 1..=last).any(|at| kind(at) == Some(LineKind::PageHeader));
        turned
            && first.len() < line.len()
            && kind(last + 1) == Some(LineKind::Body)
            && is_heading_word(self.draft.content(last + 1))
    }

    /// Whether the rule of a heading stands on the next page, and opens no box
    /// there.
    ///
    /// Sample: `garbled/heading-and-its-rule-on-two-pages`
    fn is_ruled_below_a_page(&self, idx: usize, line: &str) -> bool {
        const LINES: usize = 5;
        let kind = |at: usize| self.draft.lines.get(at).map(|line| line.kind);
        let is_gap = |at: &usize| matches!(kind(*at), Some(LineKind::Blank | LineKind::PageHeader));
        let gap = (idx + 1..=idx + LINES).take_while(is_gap);
        let (n_gap, n_pages) = gap.fold((0, 0), |(n_gap, n_pages), at| {
            (
                n_gap + 1,
                n_pages + usize::from(kind(at) == Some(LineKind::PageHeader)),
            )
        });
        let rule = idx + 1 + n_gap;
        let boxes = kind(rule + 1) == Some(LineKind::Body)
            && (kind(rule + 2) == Some(LineKind::Rule) || kind(rule + 3) == Some(LineKind::Rule));
        n_pages > 0
            && kind(rule) == Some(LineKind::Rule)
            && !self.draft.content(rule).starts_with('*')
            && !boxes
            && line.len() <= 72
            && !ends_sentence(line)
    }

    /// A short line alone between blanks, right before a numbered
    /// paragraph.
    fn stands_before_number(&self, idx: usize, line: &str) -> bool {
        let short = line.len() <= 60 && !line.ends_with(['.', '!', '?', ',', ';', ':', ')']);
        // `"It has a good spring."` is said.
        let bare = line.trim_end_matches(['"', '\u{201d}', '\'']);
        let said = bare.len() < line.len() && bare.ends_with(['.', '!', ',']);
        if !short || said || self.above.n_blank == 0 || self.last == 0 {
            return false;
        }
        if portion_mark(line).is_ok() {
            return false;
        }
        let Some(open) = &self.open else { return false };
        // `B. DUES` heads a part where the text is not in capitals.
        let lettered = || {
            matches!(line.as_bytes(), [b'A'..=b'Z', b'.', b' ', ..])
                && is_capitals(line)
                && !is_capitals(open.last)
        };
        if list_entry(line, true) && !lettered() || !ends_sentence(open.last) {
            return false;
        }
        let lines = &self.draft.lines;
        let below = lines
            .iter()
            .enumerate()
            .skip(idx + 1)
            .find(|(_, line)| line.kind != LineKind::Blank);
        // `They left. END SUMMARY`
        !has_end_marker(line)
            && below.is_some_and(|(below, _)| {
                may_start(byte(self.draft.content(below), 0))
                    && start(from(self.draft.text, self.draft.start_of(below)))
                        .is_some_and(|start| start.number == self.last + 1)
            })
    }

    pub(super) fn set_heading(&mut self, idx: usize, line: &'a str) {
        self.close();
        let words = one_line_heading(line).unwrap_or(line);
        let span = place(self.draft.text, words);
        let cut = |heading: Span| {
            self.above.page_header && before_joint(self.draft.slice(heading)).is_some()
        };
        let joined =
            self.above.heading && (self.above.n_blank == 0 || self.heading.is_some_and(cut));
        self.heading = match self.heading {
            Some(above) if joined => Some(above.cover(span)),
            _ => Some(span),
        };
        self.draft.set(idx, LineKind::Heading);
        self.above = Above {
            heading: true,
            ..Above::default()
        };
    }
}

/// `SUMMARY` of `SUMMARY AND`: what stands before the joint that a heading breaks
/// off at.
fn before_joint(line: &str) -> Option<&str> {
    // Most lines end otherwise.
    if line.len() > 32 || !line.ends_with(['D', 'd', '/', '&']) {
        return None;
    }
    let joints = [" AND", " and", "/", " &"];
    joints.iter().find_map(|joint| line.strip_suffix(joint))
}

/// The words of a heading that shares its line with its rule:
/// `THE WAY AHEAD -----------`, `------- Summary -------`, `//DUES//`; of words
/// that stand alone also `-- SUMMARY --`, `<<SUMMARY>>`, `*** Comment ***`.
pub(super) fn one_line_heading(line: &str) -> Option<&str> {
    if line.len() > 100 || line.len() < 5 {
        return None;
    }
    let words = if let Some(words) = line
        .strip_prefix("//")
        .and_then(|line| line.strip_suffix("//"))
    {
        words
    } else if line.ends_with("-----") {
        line.trim_matches('-')
    } else if matches!(
        line.as_bytes(),
        [b'-' | b'<' | b'*' | b'=', .., b'-' | b'>' | b'*' | b'=']
    ) {
        let words = line.trim_matches(['-', '<', '>', '*', '=', ' ']);
        Some(words).filter(|words| {
            is_heading_word(words)
                || is_between_dashes(line, words)
                || is_between_stars(line, words)
        })?
    } else {
        return None;
    };
    let words = trim(words);
    // `-- END SUMMARY --` heads nothing.
    let fits = words.bytes().any(|byte| byte.is_ascii_alphabetic())
        && !words.contains("--")
        && !has_end_marker(words);
    fits.then_some(words)
}

/// Whether words in capitals stand between stars, two or more on each side:
/// `** DUES **`, `* * DUES * *`.
fn is_between_stars(line: &str, words: &str) -> bool {
    let stars = |part: &str| {
        part.len() < 12
            && part.bytes().all(|byte| matches!(byte, b'*' | b' '))
            && part.bytes().filter(|&byte| byte == b'*').count() > 1
    };
    line.split_once(words)
        .is_some_and(|(before, behind)| stars(before) && stars(behind))
        && is_capitals(words)
        && words.len() > 2
}

/// Whether words in capitals stand between two dashes on each side: `-- DUES --`.
fn is_between_dashes(line: &str, words: &str) -> bool {
    line.len() == words.len() + 6
        && line.starts_with("-- ")
        && line.ends_with(" --")
        && is_capitals(words)
}

/// Whether a line was withheld: nothing but X and blanks.
fn is_withheld(line: &str) -> bool {
    matches!(byte(line, 0), b'X' | b'x')
        && line.len() >= 4
        && line.bytes().all(|byte| matches!(byte, b'X' | b'x' | b' '))
}
