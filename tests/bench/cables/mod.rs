//! Synthetic cables in every form in which telegrams are published.
//!
//! All of it is invented and made from a number: the same number gives the
//! same cable, and no two numbers do. Length, addressees, markings, damage
//! and wrapping vary; a cable has some six kilobytes. What is published around
//! them is shared with the generator of collections in `tests/generate`.

#![allow(dead_code, reason = "each bench takes what it needs")]

mod archive;
#[path = "../../generate/collection/publish.rs"]
mod publish;
mod published;
mod telegram;

use reftel::cable::Family;
use reftel::parse::parse;

/// A form of publication, and what makes cables in it.
pub(crate) struct Form {
    /// What the row of a table calls it.
    pub(crate) name: &'static str,
    /// What the parser calls it.
    pub(crate) family: Family,
    /// Makes the cable of a number.
    pub(crate) make: fn(usize) -> String,
}

/// Every form, the commonest first.
pub(crate) const FORMS: &[Form] = &[
    form("ACP 127", Family::Cablegate, telegram::acp_127),
    form("ACP 126", Family::CablegateAcp126, telegram::acp_126),
    form("extract", Family::CablegateExtract, telegram::extract),
    form("web page", Family::CablegateHtml, published::page),
    form("CSV record", Family::CablegateCsv, published::record),
    form("Markdown", Family::CablegateAcp126, published::markdown),
    form("PlusD", Family::Plusd, archive::plusd),
    form("NARA", Family::Nara, archive::electronic),
    form("NARA card", Family::NaraCard, archive::card),
    form("reading room", Family::Foia, archive::reading_room),
    form("FRUS", Family::Frus, published::document),
    form("plain", Family::Plain, telegram::letter),
];

const fn form(name: &'static str, family: Family, make: fn(usize) -> String) -> Form {
    Form { name, family, make }
}

impl Form {
    /// The first `n` cables.
    ///
    /// # Panics
    ///
    /// One of them is not read as what it is meant to be: then the bench
    /// would measure something else.
    #[must_use]
    pub(crate) fn cables(&self, n: usize) -> Vec<String> {
        let cables: Vec<String> = (0..n).map(self.make).collect();
        for text in cables.iter().take(30) {
            let cable = parse(text.as_bytes());
            assert_eq!(cable.family, self.family, "{}", self.name);
            let is_text = !matches!(self.family, Family::NaraCard);
            assert_eq!(cable.paragraphs.len() > 3, is_text, "{}", self.name);
            let is_titled = !matches!(self.family, Family::Plain | Family::Frus);
            assert_eq!(cable.heading.subject.is_some(), is_titled, "{}", self.name);
        }
        cables
    }
}

const POSTS: [&str; 4] = ["PORT LARKSPUR", "NORTHHAVEN", "SANTA BRISA", "KESTREL BAY"];

/// The post of a cable.
fn post(nth: usize) -> &'static str {
    POSTS[nth % 4]
}

/// The serial of a cable in its year.
fn serial(nth: usize) -> usize {
    1 + nth % 9_000
}

/// What the post calls a cable without blanks: `08PORTLARKSPUR311`.
fn id(nth: usize) -> String {
    format!("08{}{}", post(nth).replace(' ', ""), serial(nth))
}

/// `Port Larkspur`
fn in_lower_case(post: &str) -> String {
    let word = |word: &str| word[..1].to_owned() + &word[1..].to_lowercase();
    let words: Vec<String> = post.split(' ').map(word).collect();
    words.join(" ")
}
