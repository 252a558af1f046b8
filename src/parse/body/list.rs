//! The entries of a list inside a paragraph, whose line ends are kept.

use super::super::token::{byte, ends_sentence, pilcrow};
use super::Body;

/// What an entry of a list begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// The same for all entries of one list.
    sign: u8,
    /// Its letter or number; 0 for a bullet.
    nth: u8,
}

impl Entry {
    /// Whether this entry may be the one after `last`.
    pub(super) fn follows(self, last: Entry) -> bool {
        self.sign == last.sign && (self.nth == 0 || self.nth == last.nth.saturating_add(1))
    }
}

impl Body<'_, '_> {
    /// Whether a line is an entry of a list, whose line end is kept.
    pub(super) fn list(&self, line: &str) -> bool {
        // A word, as on most lines.
        if byte(line, 0).is_ascii_alphabetic() && byte(line, 1).is_ascii_alphabetic() {
            return false;
        }
        let above = &self.above;
        let ended = self
            .open
            .as_ref()
            .is_none_or(|open| ends_sentence(open.last) || open.last.ends_with([';', ',']));
        // The entries of one list follow each other without ends of sentences.
        let follows = || {
            let last = self.open.as_ref().and_then(|open| open.entry);
            entry(line)
                .zip(last)
                .is_some_and(|(entry, last)| entry.follows(last))
        };
        list_entry(line, above.n_blank > 0 || ended || follows())
    }

    /// Notes the entry of a list that a paragraph ends with.
    pub(super) fn note_entry(&mut self, line: &str) {
        if let Some(open) = &mut self.open {
            open.entry = entry(line);
        }
    }
}

/// ```abnf
/// entry = ["\"] ("--" / "-" / "*" / bullet / "o" 2*blank) *blank text
///       / ["¶"] ALPHA ("." / ")") 1*blank text
///       / "(" (ALPHA / 1*2DIGIT) ")" 1*blank text / 1*2DIGIT ")" 1*blank text
/// ```
///
/// Where the line above does not end (`fresh` is false), a letter may be an
/// initial and a dash a dash.
///
/// Samples: `plain/bullets-and-a-small-table`, `plain/lettered-list-in-a-paragraph`,
/// `markdown/escaped-rules-and-bullets`
pub(super) fn list_entry(line: &str, fresh: bool) -> bool {
    let bare = pilcrow(line).unwrap_or(line);
    let bare = bare.strip_prefix('\\').unwrap_or(bare);
    match *bare.as_bytes() {
        [b'-', b'-', b' ', next, ..] | [b'-', b' ' | b'-', next, ..] if next != b'-' => {
            fresh || !next.is_ascii_lowercase()
        }
        [b'-', next, ..] => next.is_ascii_uppercase(),
        [b'*', b' ', ..] | [b'o', b' ', b' ', ..] => true,
        [letter, b'.' | b')', b' ', ..] if letter.is_ascii_alphabetic() => fresh,
        [b'(', letter, b')', b' ', ..] if letter.is_ascii_alphanumeric() => {
            fresh && !matches!(letter, b'C' | b'S' | b'U')
        }
        [b'0'..=b'9', b')', b' ', ..] | [b'0'..=b'9', b'0'..=b'9', b')', b' ', ..] => fresh,
        [0xe2, ..] => bare.starts_with('\u{2022}'),
        _ => false,
    }
}

/// What a line begins with that [`list_entry`] may take for an entry.
pub(super) fn entry(line: &str) -> Option<Entry> {
    let bare = pilcrow(line).unwrap_or(line);
    let (sign, nth) = match *bare.as_bytes() {
        [b'-', b'-', ..] => (b'=', 0),
        [sign @ (b'-' | b'*'), ..] => (sign, 0),
        [b'o', b' ', b' ', ..] => (b'o', 0),
        [b'(', nth, b')', b' ', ..] if nth.is_ascii_alphanumeric() => (b'(', nth),
        [nth, b'.', b' ', ..] if nth.is_ascii_alphabetic() => (b'.', nth),
        [nth, b')', b' ', ..] if nth.is_ascii_alphabetic() => (b')', nth),
        [nth @ b'0'..=b'9', b')', b' ', ..] => (b'1', nth - b'0'),
        [tens @ b'0'..=b'9', nth @ b'0'..=b'9', b')', b' ', ..] => {
            (b'1', 10 * (tens - b'0') + (nth - b'0'))
        }
        _ => return None,
    };
    Some(Entry { sign, nth })
}
