//! Words of ours in two columns: a label, and what is said of it.
//!
//! Explanations and findings are set with it, so that a long sentence hangs
//! under its beginning and never under its label.

use super::compositor::{Compositor, Indent, Shape};
use super::page::{Page, Role, RowKind};
use super::shown::columns;
use crate::cable::Span;

/// A label and what is said of it. Without label the words go on in the
/// second column; without either it is an empty row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// What is talked about: `NOFORN`, `source`.
    pub label: String,
    /// What is said.
    pub words: String,
    /// What the words are.
    pub role: Option<Role>,
}

/// Columns of labels: those that are longer push their own words aside.
const WIDEST: usize = 12;

/// Sets terms below one another.
#[must_use]
pub fn terms(terms: &[Term], measure: u16) -> Page {
    let longest = terms.iter().map(|term| columns(&term.label));
    let fitting = longest.filter(|&width| width <= WIDEST).max();
    let hang = fitting
        .map_or(0, |width| width + 2)
        .min(usize::from(measure) / 2);
    let capacity = terms.iter().map(|term| term.words.len() + WIDEST).sum();
    let mut compositor = Compositor::new(measure, capacity);
    for term in terms {
        if term.label.is_empty() && term.words.is_empty() {
            compositor.blank(None);
            continue;
        }
        let width = columns(&term.label);
        if !term.label.is_empty() {
            compositor.say(&term.label, Role::Code);
            let gap = hang.saturating_sub(width).max(2);
            compositor.say(&" ".repeat(gap), Role::Text);
        }
        let keep = compositor.block_text().len();
        compositor.say(&term.words, term.role.unwrap_or(Role::Text));
        let lead = if term.label.is_empty() { hang } else { 0 };
        let indent = Indent::Fixed { lead, hang, keep };
        compositor.close(
            Shape {
                first: RowKind::Other,
                more: RowKind::Other,
                paragraph: None,
                indent,
            },
            Span::default(),
        );
    }
    compositor.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(label: &str, words: &str) -> Term {
        Term {
            label: label.to_owned(),
            words: words.to_owned(),
            role: None,
        }
    }

    #[test]
    fn words_hang_under_their_beginning() {
        let page = terms(
            &[
                term("NF", "no release to foreign nationals"),
                Term::default(),
                term("source", "a handbook"),
                term("SECSTATE WASHDC", "the Department"),
                term("", "and more"),
            ],
            24,
        );
        let drawn: Vec<String> = page
            .rows()
            .iter()
            .enumerate()
            .map(|(idx, row)| " ".repeat(row.indent.into()) + page.row_text(idx))
            .collect();
        assert_eq!(
            drawn,
            [
                "NF      no release to",
                "        foreign",
                "        nationals",
                "",
                "source  a handbook",
                "SECSTATE WASHDC  the",
                "        Department",
                "        and more",
            ]
        );
    }
}
