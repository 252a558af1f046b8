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
    /// The place in the source that they are about.
    pub source: Option<Span>,
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
    compositor.out_of_order();
    let placed = terms.iter().any(|term| term.source.is_some());
    for term in terms {
        if term.label.is_empty() && term.words.is_empty() {
            compositor.blank(None);
            continue;
        }
        if placed {
            compositor.stands_for(term.source.unwrap_or_default());
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
            source: None,
        }
    }

    #[test]
    fn a_row_leads_to_the_place_that_it_is_about() {
        let mut placed = term("P4", "a word that is read otherwise");
        placed.source = Some(Span { start: 7, end: 9 });
        let page = terms(&[term("kind", "apostrophe"), placed, term("", "end")], 16);
        let found: Vec<Option<Span>> = (0..page.rows().len())
            .map(|row_idx| page.row_place(row_idx))
            .collect();
        let place = Some(Span { start: 7, end: 9 });
        assert_eq!(found, [None, place, place, place, place, None]);
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
