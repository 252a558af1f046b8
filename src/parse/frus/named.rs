//! What names a document of a volume, read alone for a list.

use std::sync::Arc;

use memchr::memmem::Finder;

use super::super::markup::{Token, Tokens};
use super::super::token::{Needle, byte, from, up_to};
use super::blocks::{self, Block, Document, Kind, OPENINGS, Reach};
use super::{FrusVolume, Reader, is_name, printed};
use crate::cable::{Cable, Encoding, Family};

/// Reads what names `document`, a slice of `source`; nothing where what stands
/// below may decide it.
pub(super) fn named(source: &str, document: &str) -> Option<Cable> {
    let (beginning, rest) = blocks::beginning(source, document, Reach::Number);
    if rest.is_some_and(may_be_labeled) {
        let (beginning, rest) = blocks::beginning(source, document, Reach::Subject);
        return named_in(source, beginning, rest?, Reach::Subject);
    }
    named_in(source, beginning, rest?, Reach::Number)
}

/// Reads what names a document in its beginning, above `rest` of its source.
fn named_in(source: &str, document: Document<'_>, rest: &str, reach: Reach) -> Option<Cable> {
    if may_name(rest) || printed::may_be_printed(&document) {
        return None;
    }
    let volume = FrusVolume::default();
    let mut reader = Reader::new(&document, &volume);
    reader.for_list = true;
    reader.head();
    // Lines further below may name the telegram once more.
    if reader.head.number.is_some() {
        return None;
    }
    reader.dateline();
    reader.source_note();
    reader.opener();
    reader.numbers();
    // A level may stand in any line of the text, a date in any element.
    let has_source = reader.block(Kind::Source).is_some();
    reader.heading.banner.as_ref().filter(|_| has_source)?;
    reader.printed?;
    // `1.` may be the number of a paragraph: that is known by those below.
    let opening = reader.opening;
    let is_text = |block: &&Block| block.kind == Kind::Text;
    let n_texts = document.blocks.iter().filter(is_text).count();
    if opening.series.is_none() && opening.serial == Some(1)
        || opening.printed.is_empty() && n_texts < OPENINGS
    {
        return None;
    }
    // Where no label may stand, no paragraph is asked for one.
    if reach == Reach::Subject {
        reader.paragraphs();
        // The last paragraph of all may be a signature.
        let last = reader.paragraphs.last()?.text;
        if is_name(reader.slice(last)) {
            return None;
        }
    }
    reader.lists();
    reader.dates();
    reader.identity();
    let Reader {
        heading,
        mrn,
        lines,
        ..
    } = reader;
    Some(Cable {
        n_bytes: source.len() as u64,
        encoding: Encoding::Utf8,
        family: Family::Frus,
        source_map: document.map,
        attributes: Vec::new(),
        notes: Vec::new(),
        terms: Vec::new(),
        mrn,
        lines,
        heading,
        paragraphs: Vec::new(),
        summary: None,
        comment: None,
        excisions: Vec::new(),
        signature: Vec::new(),
        repairs: Vec::new(),
        garbles: Vec::new(),
        kept_breaks: document.breaks,
        joints: Vec::new(),
        text: Arc::from(document.text),
    })
}

/// Bytes in which a list has its head.
const HEADED: usize = 240;

/// Lists that are looked at below what names a document.
const LISTS: usize = 16;

/// Whether the source below what names a document may hold a line or a list
/// that names it too: told by signs that nearly no paragraph holds.
fn may_name(rest: &str) -> bool {
    static LIST: Needle = Needle::new(|| Finder::new("<list"));
    let bytes = rest.as_bytes();
    let before = |at: usize| at.checked_sub(1).map_or(b'>', |at| byte(rest, at));
    // What an entity writes by its number may be any sign.
    let is_number = |at: usize| {
        let after = from(rest, at + 1);
        after.starts_with('#') || after.starts_with("amp;#")
    };
    // The date-time group of a line of an electronic volume.
    let is_group = |at: usize| before(at).is_ascii_digit() || matches!(before(at), b'>' | b'[');
    let is_field = |at: usize| match Tokens::new(from(rest, at)).next() {
        Some(Token::Open(tag)) => match tag.attribute("type") {
            Some(kind) => matches!(kind, "from" | "subject"),
            // Its head may be the keyword of a format line.
            None => up_to(from(rest, at), HEADED).contains("FM"),
        },
        _ => true,
    };
    let mut lists = LIST.find_iter(bytes);
    memchr::memchr_iter(b'&', bytes).any(is_number)
        || memchr::memchr_iter(b'Z', bytes).any(is_group)
        || lists.by_ref().take(LISTS).any(is_field)
        || lists.next().is_some()
}

/// Whether the source below what names a document may hold a label of a
/// SUBJECT: told by its rarest letter, with the ones before it, or with
/// markup, which may stand anywhere in a word.
fn may_be_labeled(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    let is_label = |at: usize| {
        let before = bytes.get(at.saturating_sub(3)..at).unwrap_or_default();
        match before {
            [.., b'o' | b'O', b'b' | b'B'] | [b's', b'u', b'b'] => false,
            [.., b'b' | b'B' | b'>' | b'['] | [] => true,
            _ => false,
        }
    };
    memchr::memchr2_iter(b'j', b'J', bytes).any(is_label)
}
