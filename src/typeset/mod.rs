//! Lays a cable out in rows.
//!
//! From a [`Cable`] and a number of columns to a [`Page`]: rows of roles,
//! each byte traceable to the source. It knows neither terminals nor colors,
//! so that the screen, `reftel show` and the tests share one layout, and it
//! takes every word of a paragraph from [`Cable::reading`], so that they
//! show what JSON says.
//!
//! [`Shown`] is the one gate through which text reaches a terminal.

mod again;
mod case;
mod compositor;
mod facing;
mod filter;
mod find;
mod fold;
mod overlay;
mod page;
mod passage;
mod print;
mod raw;
mod reading;
mod routing;
mod shown;
mod terms;
mod token;
mod wrap;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use case::Case;
pub use facing::{Facing, facing};
pub use filter::{Filter, Levels};
pub use find::{find, find_among, unbroken, without_folds};
pub use fold::Fold;
pub use page::{Origin, Page, Role, Row, RowKind};
pub use passage::{Letters, Passage, left_folded, left_out};
pub use print::{MOST_PRINTED, Paint, PrintOptions, print};
pub use raw::{plain, raw};
pub use reading::{mark_text, n_chars, part, parts};
pub use routing::routing;
pub use shown::{Ambiguous, Shown, clusters, columns, fit, fitted, is_forbidden, sure_letters};
pub use terms::{Term, terms};
pub use wrap::broken;

use std::ops::{Range, RangeInclusive};

use crate::cable::{Cable, Link, Paragraph, PortionMark};

/// The narrowest text that can be asked for, in columns. A terminal may have
/// fewer.
pub const LEAST_MEASURE: u16 = 20;
/// The widest that can be asked for.
pub const MOST_MEASURE: u16 = 400;

/// How a reading page is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options<'a> {
    /// Columns of the text, without those of a gutter; at least 1.
    pub measure: u16,
    /// Where numbers and portion markings stand.
    pub marks: Marks,
    /// Which paragraphs are shown.
    pub filter: Filter,
    /// For each paragraph, whether it is asked for besides.
    pub only: Option<&'a [bool]>,
    /// Shows the others dimmed, instead of a stub in their place.
    pub dim: bool,
    /// Sections that are folded away, in order.
    pub folds: &'a [Fold],
    /// Shows words in sentence case.
    pub case: Option<&'a Case>,
    /// The references in the text, where they are known: to find them takes
    /// as long as to lay a page out.
    pub links: Option<&'a [Link]>,
    /// The same cable laid out whole, at this measure and with the same marks
    /// and references: what is shown of it is taken from there.
    pub whole: Option<&'a Page>,
    /// For each paragraph, how many characters it is read as, where that has
    /// been counted.
    pub n_chars: Option<&'a [u32]>,
}

impl Options<'_> {
    /// Whether paragraph `idx` of a cable is shown.
    #[must_use]
    pub fn shows(&self, idx: usize, mark: Option<&PortionMark>) -> bool {
        let is_asked = self.only.and_then(|only| only.get(idx)).copied();
        self.filter.shows(mark.map(|mark| mark.level)) && is_asked.unwrap_or(true)
    }

    /// Whether a paragraph may be hidden.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.filter.hides() || self.only.is_some()
    }
}

impl Default for Options<'_> {
    fn default() -> Options<'static> {
        Options {
            measure: 72,
            marks: Marks::Gutter,
            filter: Filter::All,
            only: None,
            dim: false,
            folds: &[],
            case: None,
            links: None,
            whole: None,
            n_chars: None,
        }
    }
}

/// Lays out the paragraphs of a cable that bear one of `numbers`, and nothing
/// else.
#[must_use]
pub fn excerpt(cable: &Cable, options: &Options<'_>, numbers: &RangeInclusive<u32>) -> Page {
    let bears = |_, paragraph: &Paragraph| {
        let number = paragraph.number;
        number.is_some_and(|number| numbers.contains(&number))
    };
    reading::without_first_blank(reading::page(cable, *options, Some(&bears)), true)
}

/// Lays out the paragraphs of a cable that stand at these places among all,
/// and nothing else.
#[must_use]
pub fn paragraphs(cable: &Cable, options: &Options<'_>, places: Range<usize>) -> Page {
    let is_there = |idx, _: &Paragraph| places.contains(&idx);
    reading::without_first_blank(reading::page(cable, *options, Some(&is_there)), true)
}

/// Where the numbers and portion markings of paragraphs stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marks {
    /// Beside the text: whoever draws the page draws them beside rows of
    /// kind [`RowKind::First`], [`RowKind::Stub`] and [`RowKind::Fold`].
    #[default]
    Gutter,
    /// In the text: the row begins `4. (C) `. For narrow screens.
    Inline,
}

/// Lays the reading view of a cable out: headings, paragraphs, signature,
/// and what the source holds besides in its place. What the routing pane
/// shows is not repeated.
#[must_use]
pub fn typeset(cable: &Cable, options: &Options<'_>) -> Page {
    let mut page = reading::page(cable, *options, None);
    if let Some(case) = options.case {
        page.recase(case);
    }
    page
}
