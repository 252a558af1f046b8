//! Documents that a telegram quotes: their paragraphs have numbers of their
//! own.

use super::super::heading::opens_telegram;
use super::super::section::is_header_like;
use super::super::token::{after, after_word, byte, ends, from, trim};
use super::{Body, DEEPEST};

impl Body<'_, '_> {
    /// Follows the beginnings and ends of quoted documents: their paragraphs
    /// have numbers of their own.
    #[inline(never)]
    pub(super) fn quotation(&mut self, line: &str) {
        if self.plain {
            return;
        }
        if !self.quotes.is_empty() && closes_quotation(line) {
            if let Some(last) = self.quotes.pop() {
                self.last = last;
                self.list_next = None;
            }
        } else if self.quotes.len() < DEEPEST && opens_quotation(line) {
            self.quotes.push(self.last);
            self.last = 0;
            self.list_next = None;
        }
    }

    /// Whether a line is one of the header or heading of a telegram that is
    /// quoted: each stands by itself.
    #[inline]
    pub(super) fn is_quoted_heading(&self, line: &str) -> bool {
        !self.quotes.is_empty() && !self.plain && is_header_like(line)
    }
}

/// How far from the end of a line a document may begin or end.
const NEAR: usize = 48;

/// Documents that telegrams quote.
const DOCUMENTS: [&str; 15] = [
    "TEXT",
    "QUOTE",
    "QTE",
    "TALKING",
    "POINTS",
    "NON",
    "NONPAPER",
    "LETTER",
    "UNOFFICIAL",
    "INFORMAL",
    "TRANSLATION",
    "MESSAGE",
    "DOCUMENT",
    "PAPER",
    "STATEMENT",
];

/// Whether a line begins or ends like one that opens a quotation: most of
/// the lines that are asked about do not.
pub(super) fn may_open_quotation(line: &str) -> bool {
    let ends_so = match line.as_bytes() {
        [.., b':'] => true,
        // In capitals a fifth of the lines end with this letter.
        [.., b'E'] => ends(line, "QUOTE") || holds_begin(line),
        _ => false,
    };
    ends_so
        || matches!(
            byte(line, 0),
            b'B' | b'b' | b'Q' | b'q' | b'(' | b'[' | b'-'
        )
}

/// Whether the letters that `BEGIN` begins with stand near the end of a line.
fn holds_begin(line: &str) -> bool {
    let near = up_to_last(line, NEAR).as_bytes();
    memchr::memchr_iter(b'B', near).any(|at| matches!(near.get(at + 1), Some(b'E' | b'e')))
}

/// Whether a line opens the quotation of a document.
///
/// ```abnf
/// opening  = [*CHAR apart] "BEGIN" 1*blank document *CHAR / [*CHAR blank] "QUOTE"
///          / opening of a telegram, see [`opens_telegram`]
/// closing  = [*CHAR apart] "END" 1*blank ["OF" 1*blank] document *CHAR / [*CHAR blank] "UNQUOTE" / "UNQTE"
/// document = "TEXT" / "TALKING" / "NON" / "LETTER" / ...
/// ```
///
/// Behind other words only near the end of a line, apart from them by a sign:
/// `WILL BEGIN TEXTILE TALKS` and `would begin text` are prose.
///
/// Samples: `oddities/text-inside-a-quoted-telegram`,
/// `oddities/quotation-numbered-without-markings`
pub(super) fn opens_quotation(line: &str) -> bool {
    let bare = line.trim_end_matches([':', '.', '-', ' ', ')', ']']);
    let lead = bare.trim_start_matches(['(', '[', '-', ' ']);
    if lead.eq_ignore_ascii_case("QUOTE") || opens_telegram(line) {
        return true;
    }
    // `END QUOTE` closes one that was not seen to open.
    bare.ends_with(" QUOTE") && !bare.ends_with("END QUOTE")
        || bounds_document(bare, b'B', "BEGIN ")
}

/// Whether a line closes the quotation of a document; see
/// [`opens_quotation`].
pub(super) fn closes_quotation(line: &str) -> bool {
    let bare = line.trim_end_matches([':', '.', '-', ' ', ')', ']']);
    let lead = bare.trim_start_matches(['(', '[', '-', ' ']);
    after_word(lead, "UNQUOTE").is_some()
        || after_word(lead, "UNQTE").is_some()
        || after_word(lead, "ENDQUOTE").is_some()
        || ends(bare, " UNQUOTE")
        || bounds_document(bare, b'E', "END ")
}

/// Whether a line says, at its beginning or near its end, that a document
/// begins or ends.
fn bounds_document(line: &str, initial: u8, word: &str) -> bool {
    let names = |words: &str| {
        after(words, word).is_some_and(|document| {
            let document = after(document, "OF ").unwrap_or(document);
            DOCUMENTS
                .iter()
                .any(|known| after_word(document, known).is_some())
        })
    };
    if names(line.trim_start_matches(['(', '[', '-', ' '])) {
        return true;
    }
    let near = up_to_last(line, NEAR);
    memchr::memchr_iter(initial, near.as_bytes()).any(|at| {
        let before = trim(near.get(..at).unwrap_or_default());
        let apart = !before.ends_with(|c: char| c.is_alphanumeric() || c == ',');
        !before.is_empty() && apart && names(from(near, at))
    })
}

/// Whether a line that ends with a colon announces a document rather than a
/// list.
pub(super) fn announces_document(line: &str) -> bool {
    let near = up_to_last(line, 64).to_ascii_uppercase();
    near.contains("TEXT") || near.contains("BEGIN") || near.contains("QUOTE")
}

/// The last `length` bytes of a text or, inside a character, a few less.
fn up_to_last(text: &str, length: usize) -> &str {
    let at = text.len().saturating_sub(length);
    (at..at + 4)
        .find_map(|at| text.get(at..))
        .unwrap_or_default()
}
