//! In which form a text was published, told by its first signs.
//!
//! A telegram comes bare, or inside a web page, a CSV, a volume. Each form
//! has one detector here, which looks at the head of the text only, so that
//! asking costs nothing beside reading. What no detector knows is a telegram
//! as it stands, or any text: the reader of telegrams tells which.

use super::decode;
use super::foia::{self, FirstStamp};
use super::token::{after, begins, byte, from, is_blank, number};
use super::{nara, plusd};
use crate::cable::Family;
use nom::Parser;

/// Bytes that a detector may look at.
pub(super) const HEAD: usize = 4096;

/// Whether the head of a text shows one form.
type Detector = fn(&str) -> bool;

/// The forms around a telegram, in the order in which they are asked for.
const DETECTORS: &[(Family, Detector)] = &[
    (Family::CablegateCsv, is_csv),
    (Family::Frus, is_frus),
    (Family::CablegateHtml, is_html),
];

/// The form of a source, by its first bytes (4096 are looked at), where they
/// show one that wraps telegrams. Nothing for a bare telegram and for any
/// other text.
///
/// ```
/// use reftel::cable::Family;
/// use reftel::parse::recognize;
///
/// assert_eq!(recognize(b"<!DOCTYPE html><html>"), Some(Family::CablegateHtml));
/// assert_eq!(recognize(b"FM AMEMBASSY PORT LARKSPUR"), None);
/// ```
#[must_use]
pub fn recognize(head: &[u8]) -> Option<Family> {
    let head = head.get(..HEAD).unwrap_or(head);
    form(&decode::decode(head).0).map(|told| told.family)
}

/// The form that a text shows.
pub(super) struct Told<'a> {
    pub(super) family: Family,
    /// The stamp by which it was told, so that it is read once.
    pub(super) stamp: Option<FirstStamp<'a>>,
}

impl Told<'_> {
    /// A form without a stamp.
    pub(super) fn family(family: Family) -> Self {
        Told {
            family,
            stamp: None,
        }
    }
}

/// [`recognize`] for a decoded text.
pub(super) fn form(text: &str) -> Option<Told<'_>> {
    wrapped(text).map(Told::family).or_else(|| archive(text))
}

/// The form in which telegrams are wrapped, of the source that begins with
/// `head`.
pub(super) fn wraps(head: &[u8]) -> Option<Family> {
    if !may_be_wrapped(head) {
        return None;
    }
    let head = head.get(..HEAD).unwrap_or(head);
    wrapped(&decode::decode(head).0)
}

/// Whether the first bytes of a source may show a form that wraps telegrams:
/// some of them do, and none of any other.
pub(super) fn may_be_wrapped(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let first = text.iter().find(|byte| !blank(byte));
    first.is_some_and(|first| {
        matches!(first, b'<' | b'"' | 0) || first.is_ascii_digit() || !first.is_ascii()
    })
}

/// The form of a text in which telegrams are wrapped.
pub(super) fn wrapped(text: &str) -> Option<Family> {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or_default().trim_start();
    let detector = DETECTORS.iter().find(|(_, is)| is(head));
    detector.map(|&(family, _)| family)
}

/// Most telegrams show with their first words that they stand alone.
const ALONE: [&str; 2] = ["VZCZC", "This record is a partial extract"];

/// Whether a source shows with its first words that it is a bare telegram:
/// [`form`] of its text is none.
pub(super) fn stands_alone(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes).trim_ascii_start();
    ALONE.iter().any(|words| head.starts_with(words.as_bytes()))
}

/// Whether a source is a bare telegram or any other text: [`form`] of it is none.
/// Told by its bytes, so that it need not be decoded: `head` is its text down to
/// some line, or all of it. What is not sure may be of an archive.
pub(super) fn is_bare(bytes: &[u8], head: &str) -> bool {
    if stands_alone(bytes) {
        return true;
    }
    let is_whole = head.len() == bytes.len();
    !may_be_wrapped(bytes)
        && (is_whole || nara::words_of(head).nth(nara::FIRST).is_some())
        && !nara::may_begin_record(head)
        && !plusd::may_be_page(bytes)
        && !foia::may_be_paper(bytes, head)
        && !nara::may_hold_heading(bytes)
}

/// The archive that a text comes from, where one put its own words around
/// or into the telegram. Their signs may stand at the foot of a text too.
pub(super) fn archive(text: &str) -> Option<Told<'_>> {
    if stands_alone(text.as_bytes()) {
        return None;
    }
    if plusd::is_page(text) {
        return Some(Told::family(Family::Plusd));
    }
    if let Some(stamp) = foia::first_stamp(text) {
        return Some(Told {
            family: Family::Foia,
            stamp: Some(stamp),
        });
    }
    if nara::begins_with_heading(text) {
        Some(Told::family(Family::Nara))
    } else if foia::is_stamped(text) {
        Some(Told::family(Family::Foia))
    } else if nara::is_record(text) {
        Some(Told::family(Family::Nara))
    } else {
        None
    }
}

/// A record of the eight-column CSV.
///
/// ```abnf
/// csv  = DQUOTE 1*9DIGIT DQUOTE "," DQUOTE date DQUOTE "," *CHAR
/// date = 1*2DIGIT "/" 1*2DIGIT "/" 4DIGIT *CHAR
/// ```
///
/// The quotes may be missing.
///
/// Sample: `csv/header-and-body`
fn is_csv(head: &str) -> bool {
    let unquoted = |text| after(text, "\"").unwrap_or(text);
    let slash = |text| after(text, "/").unwrap_or_default();
    let Ok((rest, _)) = number(1, 9).parse(unquoted(head)) else {
        return false;
    };
    let Some(rest) = after(unquoted(rest), ",") else {
        return false;
    };
    let Ok((rest, _)) = number(1, 2).parse(unquoted(rest)) else {
        return false;
    };
    let Ok((rest, _)) = number(1, 2).parse(slash(rest)) else {
        return false;
    };
    number(4, 4).parse(slash(rest)).is_ok()
}

/// A volume in TEI, or one document cut out of it: `<div type="document"`.
fn is_frus(head: &str) -> bool {
    if byte(head, 0) != b'<' {
        return false;
    }
    let mut rest = head;
    // Nothing but declarations and comments stands before the root.
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let tag = from(rest, at + 1);
        match byte(tag, 0) {
            b'?' | b'!' => rest = tag,
            b'T' => return is_tag(tag, "TEI"),
            b'd' if is_tag(tag, "div") => {
                let end = memchr::memchr(b'>', tag.as_bytes()).unwrap_or(tag.len());
                let attributes = tag.get(..end).unwrap_or_default();
                return attributes.contains("type=\"document\"")
                    || attributes.contains("type='document'");
            }
            _ => return false,
        }
    }
    false
}

/// Any HTML: of the web site that published the telegrams, or of another.
fn is_html(head: &str) -> bool {
    const TAGS: [&str; 13] = [
        "!doctype", "html", "head", "title", "meta", "body", "table", "div", "h1", "h3", "p",
        "code", "pre",
    ];
    if byte(head, 0) != b'<' {
        return false;
    }
    let mut rest = head;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let tag = from(rest, at + 1);
        if TAGS.iter().any(|name| is_tag(tag, name)) {
            return true;
        }
        if !matches!(byte(tag, 0), b'?' | b'!') {
            return false;
        }
        rest = tag;
    }
    false
}

/// Whether the name of a tag is `name`.
fn is_tag(tag: &str, name: &str) -> bool {
    let after = byte(tag, name.len());
    begins(tag, name) && (is_blank(char::from(after)) || b">/\r\n".contains(&after))
}

#[cfg(test)]
mod tests {
    use super::recognize;
    use crate::cable::Family;

    #[test]
    fn knows_a_csv_by_number_and_date() {
        let csv = Some(Family::CablegateCsv);
        assert_eq!(recognize(b"\"17\",\"7/22/2008 15:04\",\"08X1\","), csv);
        assert_eq!(recognize(b"17,7/22/2008 15:04,08X1,"), csv);
        assert_eq!(recognize(b"\"17 boats\", he said, came on 7/22/2008"), None);
        assert_eq!(recognize(b"1. (C) Boats, 7/22/2008"), None);
    }

    #[test]
    fn a_letter_that_was_released_is_no_record() {
        // Its labels are keys of the archive as well.
        let letter = "RELEASE IN PART B6\nFrom: Quill, Ada\nTo: Marlow, Ines\nSubject: FW: Talks\n\n\
            From: Tremaine, Odo\nTo: Quill, Ada\nSubject: Talks\n\nThe boats came.\n\n";
        let stamp = "U.S. Department of State Case No. F-2014-09999 Doc No. C05899999\n";
        let paper = [letter, stamp].concat();
        assert_eq!(recognize(paper.as_bytes()), Some(Family::Foia));
        assert_eq!(recognize(letter.as_bytes()), Some(Family::Nara));
    }

    #[test]
    fn headings_of_a_record_are_in_mixed_case() {
        let text = |heading: &str| format!("FM AMEMBASSY NORTHHAVEN\n\n{heading}\n\nBOATS CAME.\n");
        for heading in ["Message Text", "Message Attributes:"] {
            assert_eq!(recognize(text(heading).as_bytes()), Some(Family::Nara));
            let large = heading.to_uppercase();
            assert_eq!(recognize(text(&large).as_bytes()), None, "{large}");
        }
    }

    #[test]
    fn knows_a_volume_by_its_root() {
        let frus = Some(Family::Frus);
        assert_eq!(
            recognize(b"<?xml version=\"1.0\"?>\n<!-- x -->\n<TEI xmlns=\"\">"),
            frus
        );
        assert_eq!(
            recognize(b"<div n=\"3\" type=\"document\" xml:id=\"d3\">"),
            frus
        );
        assert_ne!(recognize(b"<div class=\"x\">type=\"document\""), frus);
    }

    #[test]
    fn knows_html_by_its_tags() {
        let html = Some(Family::CablegateHtml);
        assert_eq!(recognize(b"\n <!DOCTYPE html>"), html);
        assert_eq!(recognize(b"<!-- x --><table class='cable'>"), html);
        assert_eq!(recognize(b"<code><pre>"), html);
        assert_eq!(recognize(b"<< END OF DOCUMENT >>"), None);
        assert_eq!(recognize(b"<person@example.org> wrote"), None);
        assert_eq!(recognize(b"FM AMEMBASSY\n<html>"), None);
    }
}
