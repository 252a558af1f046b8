//! Keys and values that an archive gives beside the text.
//!
//! Subjects hold colons, so a line is cut at keys that are known and
//! nowhere else.

use super::token::{
    byte, from, is_blank, is_capitals, one_line, place, position, push_words, trim, trim_start,
};
use super::words::{Words, words};
use crate::cable::{Attribute, Span};

/// The message attributes of the National Archives, records of 1973-79.
pub(super) const NARA: Words = words![
    "Automatic Decaptioning",
    "Capture Date",
    "Channel Indicators",
    "Character Count",
    "Concepts",
    "Control Number",
    "Copy",
    "Current Classification",
    "Current Handling Restrictions",
    "Decaption Date",
    "Decaption Note",
    "Disposition Action",
    "Disposition Approved on Date",
    "Disposition Authority",
    "Disposition Case Number",
    "Disposition Comment",
    "Disposition Date",
    "Disposition Event",
    "Disposition History",
    "Disposition Reason",
    "Disposition Remarks",
    "Document Number",
    "Document Source",
    "Document Unique ID",
    "Draft Date",
    "Drafter",
    "Enclosure",
    "Errors",
    "Executive Order",
    "Expiration",
    "Film Number",
    "Format",
    "From",
    "Handling Restrictions",
    "ISecure",
    "Image Path",
    "Legacy Key",
    "Line Count",
    "Litigation Code IDs",
    "Litigation Codes",
    "Litigation History",
    "Locator",
    "Markings",
    "Message ID",
    "Office",
    "Original Classification",
    "Original Handling Restrictions",
    "Original Previous Classification",
    "Original Previous Handling Restrictions",
    "Page Count",
    "Previous Channel Indicators",
    "Previous Classification",
    "Previous Handling Restrictions",
    "Reference",
    "Retention",
    "Review Action",
    "Review Authority",
    "Review Comment",
    "Review Content Flags",
    "Review Date",
    "Review Event",
    "Review Exemptions",
    "Review History",
    "Review Markings",
    "Review Media Identifier",
    "Review Referrals",
    "Review Release Date",
    "Review Release Event",
    "Review Transfer Date",
    "Review Withdrawn Fields",
    "SAS ID",
    "Secure",
    "Sent Date",
    "Status",
    "Subject",
    "TAGS",
    "To",
    "Type",
    "vdkvgwkey",
];

/// The table above the text on a page of PlusD.
pub(super) const PLUSD: Words = words![
    "Archive Status",
    "Canonical ID",
    "Character Count",
    "Concepts",
    "Current Classification",
    "Current Handling Restrictions",
    "Date",
    "Enclosure",
    "Executive Order",
    "From",
    "Handling Restrictions",
    "Linked documents or other documents with the same ID",
    "Locator",
    "Markings",
    "Office Action",
    "Office Origin",
    "Original Classification",
    "Previous Classification",
    "Previous Handling Restrictions",
    "Reference(s)",
    "TAGS",
    "To",
    "Type",
];

/// Bytes in which a key ends.
const LONGEST: usize = 64;

/// The known key that a line begins with, and what follows its colon.
///
/// ```abnf
/// attribute = key *blank ":" *blank *CHAR
/// ```
///
/// Keys are in mixed case. A value that goes on in capitals (`TO: THE
/// MINISTER`) begins no attribute, except that TAGS is written so.
///
/// Sample: `nara/no-blank-lines-and-wrapped-attributes`
pub(super) fn attribute(line: &str, keys: Words) -> Option<(&'static str, &str)> {
    let line = trim_start(line);
    if !keys.may_begin(byte(line, 0)) {
        return None;
    }
    // Most lines of a text hold no colon near their beginning.
    let near = line.as_bytes().get(..LONGEST).unwrap_or(line.as_bytes());
    let colon = position(near, b':')?;
    let printed = trim(line.get(..colon)?);
    let key = keys.find(printed)?;
    let is_key = key == printed || !is_capitals(printed);
    is_key.then(|| (key, trim(from(line, colon + 1))))
}

/// Where another known key begins inside a value: after two blanks or a
/// tabulator.
fn inner(value: &str, keys: Words) -> Option<usize> {
    memchr::memchr_iter(b':', value.as_bytes()).find_map(|colon| {
        let before = value.get(..colon)?;
        let near = before.len().saturating_sub(LONGEST)..before.len();
        let is_gap = |&at: &usize| match byte(before, at) {
            b'\t' => true,
            b' ' => at > 0 && byte(before, at - 1) == b' ',
            _ => false,
        };
        let at = near.rev().find(is_gap)? + 1;
        let printed = from(before, at);
        (keys.find(printed)? == printed).then_some(at)
    })
}

/// Whether a value says that there is none.
///
/// ```abnf
/// no-value = "" / "n/a" / "-- N/A or Blank --" / "-- Not Assigned --"
/// ```
///
/// Sample: `plusd/record-of-the-archive`
pub(super) fn is_no_value(value: &str) -> bool {
    // Most values begin with another letter.
    if byte(value, 0).is_ascii_graphic() && !matches!(byte(value, 0), b'-' | b'N' | b'n') {
        return false;
    }
    let bare = value.trim_matches(|c| is_blank(c) || c == '-');
    matches!(bare.len(), 0..=14)
        && (bare.is_empty()
            || ["N/A", "N/A or Blank", "Not Assigned"]
                .iter()
                .any(|none| none.eq_ignore_ascii_case(bare)))
}

/// A value without the quotation marks that some exports put around it; one
/// inside is doubled there.
fn unquoted(value: &str) -> Option<String> {
    let bare = value.strip_prefix('\'')?.strip_suffix('\'')?;
    let bare = bare.replace("''", "\u{0}");
    (!bare.contains('\'')).then(|| bare.replace('\u{0}', "'"))
}

/// Attributes while their lines are read.
pub(super) struct Attributes<'a> {
    text: &'a str,
    keys: Words,
    /// The keys whose attributes are kept, if not all are.
    only: Option<Words>,
    read: Vec<Attribute>,
    /// The attribute that further lines go on with.
    open: Option<Open<'a>>,
}

/// An attribute whose value may go on.
struct Open<'a> {
    key: &'static str,
    /// Whether it is one of those that are kept.
    is_kept: bool,
    /// Its value, or the first line of it, and what stands below that.
    first: &'a str,
    more: Vec<&'a str>,
    span: Span,
}

impl<'a> Attributes<'a> {
    /// Reads lines of `text` for `keys`.
    pub(super) fn new(text: &'a str, keys: Words) -> Attributes<'a> {
        Attributes {
            text,
            keys,
            only: None,
            read: Vec::new(),
            open: None,
        }
    }

    /// Keeps no attributes but those of these keys.
    pub(super) fn keep_only(&mut self, keys: Words) {
        self.only = Some(keys);
    }

    fn keeps(&self, key: &str) -> bool {
        self.only.is_none_or(|only| only.find(key).is_some())
    }

    /// Whether a line may go on with an attribute that is kept.
    pub(super) fn are_open(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.is_kept)
    }

    /// Makes room for as many attributes as there are lines.
    pub(super) fn reserve(&mut self, n_lines: usize) {
        self.read.reserve(n_lines);
    }

    /// Reads a line and what [`attribute`] found in it; says whether it
    /// belongs to an attribute.
    pub(super) fn line(&mut self, line: &'a str, found: Option<(&'static str, &'a str)>) -> bool {
        let Some((key, value)) = found else {
            let span = place(self.text, line);
            let Some(open) = &mut self.open else {
                return false;
            };
            // A key may stand alone above its value.
            if open.first.is_empty() && open.more.is_empty() {
                open.first = line;
            } else {
                open.more.push(line);
            }
            open.span = open.span.cover(span);
            return true;
        };
        self.begin(line, key, value);
        true
    }

    /// Begins an attribute, and those that stand on the same line.
    fn begin(&mut self, mut line: &'a str, mut key: &'static str, mut value: &'a str) {
        loop {
            self.close();
            let cut = inner(value, self.keys);
            let part = trim(cut.and_then(|at| value.get(..at)).unwrap_or(value));
            let start = place(self.text, line).start as usize;
            let end = place(self.text, part).end as usize;
            self.open = Some(Open {
                key,
                is_kept: self.keeps(key),
                first: part,
                more: Vec::new(),
                span: Span::new(start, end),
            });
            let Some(rest) = cut.and_then(|at| value.get(at..)) else {
                return;
            };
            let Some(next) = attribute(rest, self.keys) else {
                return;
            };
            line = rest;
            (key, value) = next;
        }
    }

    /// Whether a value is still to come: its key stands alone on a line.
    pub(super) fn wants_value(&self) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| open.first.is_empty() && open.more.iter().all(|it| it.is_empty()))
    }

    /// Ends the attribute that is open. One without a value is none.
    pub(super) fn close(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        if !open.is_kept {
            return;
        }
        // Many keys have no value.
        if open.more.is_empty() && is_no_value(open.first) {
            return;
        }
        let value = if open.more.is_empty() {
            one_line(open.first)
        } else {
            let parts = || std::iter::once(&open.first).chain(&open.more);
            let length = parts().map(|part| part.len() + 1).sum();
            let mut value = String::with_capacity(length);
            for part in parts() {
                push_words(&mut value, part);
            }
            value
        };
        let bare = unquoted(&value);
        // One that stands on a line was asked.
        let is_value = open.more.is_empty() && bare.is_none();
        let value = bare.unwrap_or(value);
        if is_value || !is_no_value(&value) {
            self.read.push(Attribute {
                key: open.key.into(),
                value: value.into(),
                span: open.span,
            });
        }
    }

    /// What was read.
    pub(super) fn finish(mut self) -> Vec<Attribute> {
        self.close();
        self.read
    }
}

/// The value of the attribute with this key.
pub(super) fn value<'a>(attributes: &'a [Attribute], key: &str) -> Option<&'a Attribute> {
    attributes.iter().find(|attribute| &*attribute.key == key)
}

#[cfg(test)]
mod tests {
    use super::{Attributes, NARA, PLUSD, Words, attribute, is_no_value};

    fn check(lines: &str, keys: Words) -> Vec<String> {
        let mut attributes = Attributes::new(lines, keys);
        for line in lines.lines() {
            attributes.line(line.trim(), attribute(line.trim(), keys));
        }
        let read = attributes.finish();
        read.iter()
            .map(|read| {
                let place = read.span.len();
                format!("{}={} ({place})", read.key, read.value)
            })
            .collect()
    }

    #[test]
    fn a_line_is_cut_at_known_keys_only() {
        assert_eq!(
            check(
                "Subject: VELDANIA: HARBOR TALKS\nTO: BE RESUMED\nTo: STATE",
                NARA
            ),
            [
                "Subject=VELDANIA: HARBOR TALKS TO: BE RESUMED (46)",
                "To=STATE (9)"
            ]
        );
        assert_eq!(
            check("Copy: SINGLE   Draft Date: 11 FEB 1976", NARA),
            ["Copy=SINGLE (12)", "Draft Date=11 FEB 1976 (23)"]
        );
    }

    #[test]
    fn values_go_on_below() {
        assert_eq!(
            check(
                "TAGS: PFOR, EFIS, VD, (QUILL,\n  ADA)\nConcepts: HARBORS,\nDUES",
                NARA
            ),
            [
                "TAGS=PFOR, EFIS, VD, (QUILL, ADA) (36)",
                "Concepts=HARBORS, DUES (23)"
            ]
        );
        assert_eq!(
            check("Line Count: '63'\nSubject: 'QUILL''S TALKS'", NARA),
            ["Line Count=63 (16)", "Subject=QUILL'S TALKS (25)"]
        );
        assert_eq!(
            check("Canonical ID:\n1976NORTHH00088_b", PLUSD),
            ["Canonical ID=1976NORTHH00088_b (31)"]
        );
    }

    #[test]
    fn no_value_is_no_attribute() {
        assert_eq!(
            check(
                "Drafter: n/a\nEnclosure:\nErrors: N/A\nMarkings: -- N/A or Blank --",
                NARA
            ),
            [""; 0]
        );
        assert!(is_no_value("--") && !is_no_value("NAVY") && !is_no_value("N/A YET"));
    }
}
