//! Tokens: what the cursor moves over and `x` explains.

use std::ops::Range;

use super::page::{Page, Role};

impl Page {
    /// The tokens of row `row_idx`, left to right, as ranges of the text of
    /// the page: words without the punctuation around them, or in a row of
    /// the routing pane each value, code and reference.
    pub fn tokens(&self, row_idx: usize) -> impl Iterator<Item = Range<u32>> + '_ {
        let is_pane = self
            .runs(row_idx)
            .any(|(_, role)| is_value(role) && role != Role::Reference);
        let is_pane = is_pane || !self.is_in_order;
        let values = self
            .runs(row_idx)
            .filter(move |&(_, role)| is_pane && is_value(role));
        let values = values.filter_map(|(run, _)| trimmed(self.text(), run, |c: char| c == ' '));
        let start = self.rows().get(row_idx).map_or(0, |row| row.start as usize);
        let words = words(if is_pane { "" } else { self.row_text(row_idx) });
        let words = words.filter_map(move |word| {
            let word = start + word.start..start + word.end;
            trimmed(self.text(), word, |c| !c.is_alphanumeric())
        });
        values.chain(words).map(place)
    }

    /// The words of the token at `token`, as [`Page::tokens`] gives it, with
    /// the letters of the source.
    #[must_use]
    pub fn token_text(&self, token: &Range<u32>) -> &str {
        self.source_text()
            .get(token.start as usize..token.end as usize)
            .unwrap_or_default()
    }
}

fn is_value(role: Role) -> bool {
    matches!(role, Role::Value | Role::Code | Role::Reference)
}

fn place(range: Range<usize>) -> Range<u32> {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    place(range.start)..place(range.end)
}

/// The ranges of what stands between blanks.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.len() - rest.trim_start_matches(' ').len();
        let word = text.get(start..).filter(|word| !word.is_empty())?;
        at = start + word.find(' ').unwrap_or(word.len());
        Some(start..at)
    })
}

/// `range` without what stands around it, or nothing if that is all. A
/// closing bracket whose opening one is inside stays: `1.4(b)`.
fn trimmed(
    text: &str,
    range: Range<usize>,
    is_around: impl Fn(char) -> bool,
) -> Option<Range<usize>> {
    let token = text.get(range.clone())?;
    let front = token.trim_start_matches(&is_around);
    let start = range.end - front.len();
    let inner = front.trim_end_matches(&is_around);
    let end = start + inner.len();
    let has_open = inner.bytes().rev().find(|byte| b"()".contains(byte)) == Some(b'(');
    let end = if has_open && text[end..].starts_with(')') {
        end + 1
    } else {
        end
    };
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::super::plain;

    #[test]
    fn words_lose_the_punctuation_around_them() {
        let page = plain(
            "He said (S/NF) \"reasons 1.4(b) and (d).\" -- at 09:30.",
            80,
        );
        let tokens: Vec<&str> = page
            .tokens(0)
            .map(|token| &page.text()[token.start as usize..token.end as usize])
            .collect();
        assert_eq!(
            tokens,
            [
                "He", "said", "S/NF", "reasons", "1.4(b)", "and", "d", "at", "09:30"
            ]
        );
    }

    #[test]
    fn a_row_past_the_end_has_none() {
        assert_eq!(plain("", 10).tokens(7).count(), 0);
    }
}
