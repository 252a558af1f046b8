//! The text of a page of PlusD: furniture of the page, a table, a telegram.
//!
//! ```abnf
//! page = *notice table *tab telegram *tab *attribute *notice
//! ```
//!
//! The telegram is one of the archive or of Cablegate and is read as such.

use super::Draft;
use super::address::is_distribution;
use super::attribute::{Attributes, PLUSD, attribute, is_no_value, value};
use super::distribution::{is_header, is_page_classification};
use super::nara::{LISTED, words_of};
use super::token::begins;
use super::words::{Words, words};
use crate::cable::{Attribute, LineKind, Span};

/// Lines in which the table is looked for. A public key stands above it.
const NEAR: usize = 400;

/// Lines of the longest table.
const LONGEST: usize = 160;

/// Words of the page that stand alone on a line around the text.
const TABS: Words = words![
    "Content",
    "Raw content",
    "Raw source",
    "Metadata",
    "Print",
    "Share",
    "Show Headers",
    "Hide Headers",
    "Search",
    "Browse by creation date",
    "Browse by tag",
    "Tweet these highlights",
    "Advanced search",
];

/// Whether a text may be such a page, by its bytes: most texts hold few colons,
/// and none behind this key.
pub(super) fn may_be_page(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b':', bytes).any(|colon| {
        let before = bytes.get(..colon).unwrap_or_default();
        match before {
            [.., b'D' | b'd' | b' ' | b'\t' | 0xa0] => is_id(before),
            _ => false,
        }
    })
}

/// Whether a line ends with the key of the archive's id, which is in mixed case,
/// and blanks behind it.
#[inline(never)]
fn is_id(mut before: &[u8]) -> bool {
    // In whatever encoding, a no-break space ends with A0.
    while let [above @ .., b' ' | b'\t' | 0xa0 | 0xc2] = before {
        before = above;
    }
    let key = b"Canonical ID";
    let part = before.len().checked_sub(key.len());
    part.and_then(|at| before.get(at..))
        .is_some_and(|part| part.eq_ignore_ascii_case(key))
}

/// Whether a text is such a page: a table with the archive's id and two of
/// its other keys.
pub(super) fn is_page(text: &str) -> bool {
    if !may_be_page(text.as_bytes()) {
        return false;
    }
    let keys = words_of(text)
        .take(NEAR)
        .filter_map(|line| attribute(line, PLUSD));
    let mut n_keys = 0;
    let mut has_id = false;
    for (key, _) in keys.take(12) {
        n_keys += 1;
        has_id |= key == "Canonical ID";
        if has_id && n_keys > 2 {
            return true;
        }
    }
    false
}

/// The attributes in the cells of a table of a web page, if it is the table
/// of PlusD: keys with a colon, each before its value.
pub(super) fn table(cells: &[String]) -> Vec<Attribute> {
    let key = |cell: &str| {
        let (key, rest) = attribute(cell, PLUSD)?;
        rest.is_empty().then_some(key)
    };
    if !cells.iter().any(|cell| key(cell) == Some("Canonical ID")) {
        return Vec::new();
    }
    let pairs = cells.iter().zip(cells.iter().skip(1));
    pairs
        .filter_map(|(cell, value)| {
            let key = key(cell)?;
            let is_value = !is_no_value(value) && self::attribute(value, PLUSD).is_none();
            is_value.then(|| Attribute {
                key: key.into(),
                value: value.as_str().into(),
                span: Span::default(),
            })
        })
        .collect()
}

/// The longest of them.
const LONGEST_TAB: usize = "Browse by creation date".len();

/// Whether a line is a tab of the page.
fn is_tab(line: &str) -> bool {
    line.len() <= LONGEST_TAB && TABS.hold(line)
}

/// Whether the telegram begins at a line.
fn begins_telegram(line: &str) -> bool {
    line.starts_with("PAGE 0")
        || line.starts_with("VZCZC")
        || begins(line, "This record is a partial extract")
        || is_distribution(line)
        || is_page_classification(line)
        || attribute(line, PLUSD).is_none() && is_header(line)
}

/// A line with a key of the table, and what [`attribute`] found in it.
type Key<'a> = (usize, (&'static str, &'a str));

/// The first row of the table: the first key above that of the id, with no
/// more than four lines between two.
fn first_row(keys: &[Key<'_>]) -> usize {
    let mut first = keys.last().map_or(0, |&(id, _)| id);
    for &(idx, _) in keys.iter().rev() {
        if first > idx + 5 {
            break;
        }
        first = idx;
    }
    first
}

impl<'a> Draft<'a> {
    /// Takes a page apart: its table, and the telegram below.
    pub(super) fn page(&mut self) {
        self.expect_aside();
        self.public_keys();
        let keys = self.keys_up_to_id();
        // The table of a web page was read before its text was cut out.
        let Some(keys) = keys else {
            self.inside();
            return;
        };
        let first = first_row(&keys);
        self.set_aside_all(0, first, LineKind::Furniture);
        let mut text_at = self.table(first, &keys);
        while text_at < self.lines.len()
            && (self.kind(text_at) == LineKind::Blank || is_tab(self.content(text_at)))
        {
            self.set_aside_all(text_at, text_at + 1, LineKind::Furniture);
            text_at += 1;
        }
        self.below(text_at);
    }

    /// The lines with a key of the table, down to that of the id.
    fn keys_up_to_id(&self) -> Option<Vec<Key<'a>>> {
        let mut keys = Vec::with_capacity(8);
        for idx in 0..self.lines.len() {
            if let Some(found) = attribute(self.content(idx), PLUSD) {
                keys.push((idx, found));
                if found.0 == "Canonical ID" {
                    return Some(keys);
                }
            }
        }
        None
    }

    /// Reads the table from its first row; returns the line after it.
    fn table(&mut self, first: usize, keys: &[Key<'a>]) -> usize {
        let mut attributes = Attributes::new(self.whole, PLUSD);
        if self.for_list {
            attributes.keep_only(LISTED);
        } else {
            attributes.reserve(keys.len() * 2);
        }
        let mut end = first;
        let mut is_apart = false;
        let id = keys.last().map_or(0, |&(id, _)| id);
        for idx in first..self.lines.len().min(first + LONGEST) {
            let line = self.content(idx);
            if matches!(self.kind(idx), LineKind::Blank | LineKind::PageHeader) {
                is_apart |= self.kind(idx) == LineKind::Blank;
                continue;
            }
            let key = if idx > id {
                attribute(line, PLUSD)
            } else {
                let known = keys.binary_search_by_key(&idx, |&(idx, _)| idx).ok();
                known.and_then(|nth| keys.get(nth)).map(|&(_, key)| key)
            };
            if key.is_none() {
                // The value may stand below its key, whatever it is.
                let wants_value = attributes.wants_value();
                let goes_on = wants_value && !is_apart
                    || (wants_value || !is_apart) && !begins_telegram(line);
                if !goes_on || is_tab(line) {
                    break;
                }
            }
            attributes.line(line, key);
            self.set_aside(idx, LineKind::Attribute);
            end = idx + 1;
            is_apart = false;
        }
        self.attributes.append(&mut attributes.finish());
        end
    }

    /// Ends the telegram before what the page shows below it: the text once
    /// more, and the archive's attributes.
    fn below(&mut self, text_at: usize) {
        let attributes_at = if self.below.is_some() {
            None
        } else {
            let heading = self.last_heading("Message Attributes", text_at);
            heading.or_else(|| self.lone_attributes(text_at))
        };
        let last = attributes_at.unwrap_or(self.lines.len());
        let tab = (text_at..last).find(|&idx| {
            let line = self.content(idx);
            self.kind(idx) == LineKind::Body
                && (is_tab(line) || begins(line, "Raw content") || begins(line, "Raw source"))
        });
        let end = tab.or(attributes_at);
        if let Some(end) = end {
            self.end_before(end);
        }
        self.inside();
        let Some(end) = end else { return };
        let known = self.attributes.len();
        self.attributes_after(attributes_at.map_or(usize::MAX, |at| at.saturating_sub(end)));
        // The table says most of it already.
        let more = self.attributes.split_off(known);
        for attribute in more {
            if value(&self.attributes, &attribute.key).is_none() {
                self.attributes.push(attribute);
            }
        }
    }

    /// Sets public keys aside: the page prints one for whoever wants to send
    /// something.
    ///
    /// ```abnf
    /// key = "-----BEGIN PGP PUBLIC KEY BLOCK-----" *line "-----END PGP PUBLIC KEY BLOCK-----"
    /// ```
    ///
    /// Sample: `plusd/record-of-the-archive`
    fn public_keys(&mut self) {
        let mut first = None;
        for idx in 0..self.lines.len() {
            if self.first_byte(idx) != b'-' {
                continue;
            }
            let line = self.content(idx);
            if line.starts_with("-----BEGIN PGP") {
                first.get_or_insert(idx);
            } else if line.starts_with("-----END PGP")
                && let Some(first) = first.take()
            {
                self.set_aside_all(first, idx + 1, LineKind::Furniture);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{begins_telegram, is_page, is_tab};

    #[test]
    fn pages_are_known_by_their_table() {
        assert!(is_page(
            "Cables\n\nDate: 1976 February 11\nCanonical ID: 1976NORTHH00088_b\nTo: Department"
        ));
        assert!(!is_page("The Canonical ID: was never found\nTo: Quill"));
        assert!(!is_page("Canonical ID: 1976NORTHH00088_b"));
    }

    #[test]
    fn the_table_of_a_web_page_is_read_cell_by_cell() {
        let page = "<!DOCTYPE html><html><body><table><tr><td>Date:</td><td>1976 February 11</td></tr>\
                    <tr><td>Canonical ID:</td><td>1976NORTHH00088_b</td></tr>\
                    <tr><td>Markings:</td><td>-- N/A or Blank --</td></tr></table>\
                    <pre>PAGE 01  NORTHH  00088\n\nFM AMEMBASSY NORTHHAVEN\n\n\
                    UNCLAS NORTHHAVEN 0088\n\nSUBJECT: TALKS\n\n1. TALKS OPENED.\n</pre></body></html>";
        let cable = crate::parse::parse(page.as_bytes());
        assert_eq!(cable.family.slug(), "plusd");
        assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "76NORTHHAVEN88");
        let keys: Vec<&str> = cable.attributes.iter().map(|it| &*it.key).collect();
        assert_eq!(keys, ["Date", "Canonical ID"]);
        assert_eq!(cable.paragraphs.len(), 1);
        crate::parse::laws(page.as_bytes()).unwrap();
    }

    #[test]
    fn tabs_stand_alone() {
        assert!(is_tab("Raw content") && is_tab("metadata"));
        assert!(!is_tab("Content of the note"));
    }

    #[test]
    fn the_telegram_begins_with_a_line_of_its_own() {
        for line in [
            "PAGE 01        NORTHH  00088",
            "CONFIDENTIAL",
            "P 110914Z FEB 76",
            "VZCZCXYZ0000",
        ] {
            assert!(begins_telegram(line), "{line}");
        }
        for line in ["TAGS: PFOR, VD", "Northhaven", "TEXT ON-LINE"] {
            assert!(!begins_telegram(line), "{line}");
        }
    }
}
