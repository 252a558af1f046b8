//! A whole volume: where its documents stand, and what it says once.
//!
//! A volume has several megabytes and hundreds of documents. It passes in
//! chunks; nothing of it is kept but the place and the head of each
//! document, and the lists of persons and abbreviations, to which every
//! document points.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::markup::{Tag, Token, line, tag};
use super::head::is_telegram;

/// Bytes of a tag at most: what is longer is text.
const LONGEST_TAG: usize = 1 << 16;

/// Bytes kept of a head, a source note, an entry of a list.
const LONGEST_HEAD: usize = 2048;

/// Entries of the lists of a volume at most.
const MOST_ENTRIES: usize = 50_000;

/// What a volume of *Foreign Relations* says once for all its documents.
#[derive(Clone, Debug, Default)]
pub struct FrusVolume {
    /// What names it: `frus1958-60v01`.
    pub id: Box<str>,
    /// Its whole title.
    pub title: Box<str>,
    /// Persons (`p_...`) and abbreviations (`t_...`) by the name that
    /// documents point to.
    entries: HashMap<Box<str>, Arc<str>>,
}

impl FrusVolume {
    /// What the lists of the volume say of `id`, `#p_QA1` or `t_Deptel1`.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&Arc<str>> {
        self.entries.get(id.trim_start_matches('#'))
    }
}

/// A document of a volume: where it stands, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrusDocument {
    /// Where it begins, in bytes of the volume.
    pub offset: u64,
    /// Its bytes, from its first tag to its last.
    pub length: u64,
    /// What names it in the volume: `d14`.
    pub id: Box<str>,
    /// The page of the printed volume on which it begins; empty when none
    /// is known.
    pub page: Box<str>,
    /// Its head, on one line and without notes; at most two kibibytes.
    pub head: Box<str>,
    /// Whether it is a telegram or an airgram, and no letter, memorandum or
    /// editorial note.
    pub is_telegram: bool,
    /// Whether its last tag was found.
    pub is_whole: bool,
}

/// Finds the documents of a volume while it passes.
///
/// ```
/// use reftel::parse::FrusDocuments;
///
/// let tei = b"<TEI><idno type=\"frus\">frus1964-68v99</idno>\
///     <div type=\"document\" n=\"1\" xml:id=\"d1\"><head>1. Telegram From the Embassy in \
///     Veldania to the Department of State</head><p>88. Boats came.</p></div></TEI>";
/// let mut documents = FrusDocuments::default();
/// let mut found = Vec::new();
/// for chunk in tei.chunks(10) {
///     documents.feed(chunk, |document| found.push(document));
/// }
/// let volume = documents.finish(|document| found.push(document));
/// assert_eq!(&*volume.id, "frus1964-68v99");
/// assert_eq!((&*found[0].id, found[0].is_telegram), ("d1", true));
/// ```
#[derive(Clone, Debug, Default)]
pub struct FrusDocuments {
    /// Bytes seen.
    at: u64,
    /// A tag that is not complete, and where it begins.
    tag: Vec<u8>,
    tag_at: u64,
    within: Within,
    volume: FrusVolume,
    /// The page that began last.
    page: Box<str>,
    document: Option<Open>,
    entry: Entry,
    /// The title or the id that is being read.
    named: Named,
    words: Vec<u8>,
}

/// What the next byte belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Text,
    Tag,
    /// A comment, of whose end so many signs were seen.
    Comment(u8),
}

/// What is being read of the header of a volume.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Named {
    #[default]
    Nothing,
    Title,
    Id,
}

/// An item of a list that may explain a name.
#[derive(Clone, Debug, Default)]
struct Entry {
    is_open: bool,
    id: Option<Box<str>>,
    words: Vec<u8>,
}

/// A document that is being read.
#[derive(Clone, Debug)]
struct Open {
    offset: u64,
    id: Box<str>,
    page: Box<str>,
    n_divs: u32,
    n_notes: u32,
    head: Vec<u8>,
    in_head: bool,
    has_head: bool,
    source: Vec<u8>,
    in_source: bool,
}

impl FrusDocuments {
    /// Takes the next bytes, and gives `each` the documents that end in them.
    pub fn feed(&mut self, chunk: &[u8], mut each: impl FnMut(FrusDocument)) {
        let mut left = chunk;
        while let Some(&first) = left.first() {
            let n_read = match self.within {
                Within::Text => {
                    let end = memchr::memchr(b'<', left);
                    let text = left.get(..end.unwrap_or(left.len())).unwrap_or_default();
                    self.text(text);
                    if end.is_some() {
                        self.within = Within::Tag;
                        self.tag.clear();
                        self.tag.push(b'<');
                        self.tag_at = self.at + text.len() as u64;
                    }
                    text.len() + usize::from(end.is_some())
                }
                Within::Tag => self.tag_bytes(left, &mut each),
                Within::Comment(seen) => {
                    self.within = match (first, seen) {
                        (b'-', _) => Within::Comment((seen + 1).min(2)),
                        (b'>', 2) => Within::Text,
                        _ => Within::Comment(0),
                    };
                    1
                }
            };
            self.at += n_read as u64;
            left = left.get(n_read..).unwrap_or_default();
        }
    }

    /// Gives `each` the document that was open, and returns what was read
    /// of the volume.
    pub fn finish(mut self, mut each: impl FnMut(FrusDocument)) -> FrusVolume {
        let end = self.at;
        self.close(end, false, &mut each);
        self.volume
    }

    /// Takes bytes of a tag; returns how many.
    fn tag_bytes(&mut self, left: &[u8], each: &mut impl FnMut(FrusDocument)) -> usize {
        let end = memchr::memchr(b'>', left);
        // Nearly all tags are whole in a chunk, and most tell nothing here.
        if let Some(end) = end
            && self.tag.len() == 1
            && end < LONGEST_TAG - 1
            && !left.starts_with(b"!")
        {
            self.within = Within::Text;
            let n_read = end + 1;
            let inside = left.get(..end).filter(|inside| self.is_told_by(inside));
            if let Some(inside) = inside.and_then(|inside| std::str::from_utf8(inside).ok()) {
                self.token(tag(inside), self.at + n_read as u64, each);
            }
            return n_read;
        }
        let n_read = end.map_or(left.len(), |end| end + 1);
        let room = LONGEST_TAG.saturating_sub(self.tag.len());
        let part = left.get(..n_read.min(room)).unwrap_or_default();
        self.tag.extend_from_slice(part);
        if self.tag.starts_with(b"<!--") {
            let is_closed = self.tag.len() > 6 && self.tag.ends_with(b"-->");
            self.within = match () {
                () if is_closed => Within::Text,
                () if self.tag.ends_with(b"--") && self.tag.len() > 5 => Within::Comment(2),
                () => Within::Comment(u8::from(self.tag.ends_with(b"-") && self.tag.len() > 4)),
            };
            return part.len();
        }
        if end.is_none() && self.tag.len() < LONGEST_TAG {
            return n_read;
        }
        self.within = Within::Text;
        let whole = std::mem::take(&mut self.tag);
        let after = self.at + part.len() as u64;
        let inside = std::str::from_utf8(&whole).ok();
        let inside = inside.and_then(|tag| tag.strip_prefix('<')?.strip_suffix('>'));
        self.token(inside.and_then(tag), after, each);
        self.tag = whole;
        part.len()
    }

    /// Takes a tag that ends before `after`.
    fn token(&mut self, tag: Option<Token<'_>>, after: u64, each: &mut impl FnMut(FrusDocument)) {
        match tag {
            Some(Token::Open(tag)) => self.open(tag, each),
            Some(Token::Close(name)) => self.closed(name, after, each),
            _ => {}
        }
    }

    /// Whether a tag with this between its signs says where a document
    /// stands, or what the volume says once.
    fn is_told_by(&self, inside: &[u8]) -> bool {
        let name = inside.strip_prefix(b"/").unwrap_or(inside);
        let end = name.iter().position(|byte| !byte.is_ascii_alphanumeric());
        match name.get(..end.unwrap_or(name.len())).unwrap_or_default() {
            b"pb" | b"div" | b"note" | b"head" | b"item" | b"title" | b"idno" => true,
            b"persName" | b"term" => self.entry.is_open,
            _ => false,
        }
    }

    fn text(&mut self, text: &[u8]) {
        if let Some(document) = &mut self.document {
            if document.in_source {
                keep(&mut document.source, text);
            } else if document.in_head && document.n_notes == 0 {
                keep(&mut document.head, text);
            }
        } else if self.entry.is_open {
            keep(&mut self.entry.words, text);
        }
        if self.named != Named::Nothing {
            keep(&mut self.words, text);
        }
    }

    fn open(&mut self, tag: Tag<'_>, each: &mut impl FnMut(FrusDocument)) {
        if tag.name == "pb" {
            self.page = tag.attribute("n").unwrap_or_default().into();
        }
        if tag.is_empty {
            return;
        }
        match tag.name {
            "div" if tag.attribute("type") == Some("document") => {
                // A document stands in no other: the end of one is lost.
                let at = self.tag_at;
                self.close(at, false, each);
                self.document = Some(Open::new(at, tag, self.page.clone()));
            }
            "div" => {
                if let Some(document) = &mut self.document {
                    document.n_divs += 1;
                }
            }
            "note" => {
                if let Some(document) = &mut self.document {
                    document.n_notes += 1;
                    let is_source = tag.attribute("type") == Some("source");
                    document.in_source |= is_source && document.source.is_empty();
                }
            }
            "head" => {
                if let Some(document) = &mut self.document {
                    document.in_head = !document.has_head;
                    document.has_head = true;
                }
            }
            "item" if self.document.is_none() => {
                self.entry = Entry {
                    is_open: true,
                    ..Entry::default()
                };
            }
            "persName" | "term" if self.entry.is_open => {
                let id = tag.attribute("xml:id").unwrap_or_default();
                if self.entry.id.is_none() && (id.starts_with("p_") || id.starts_with("t_")) {
                    self.entry.id = Some(id.into());
                }
            }
            "title" if tag.attribute("type") == Some("complete") => self.name(Named::Title),
            "idno" if tag.attribute("type") == Some("frus") => self.name(Named::Id),
            _ => {}
        }
    }

    fn closed(&mut self, name: &str, after: u64, each: &mut impl FnMut(FrusDocument)) {
        match name {
            "div" => {
                let Some(document) = &mut self.document else {
                    return;
                };
                match document.n_divs.checked_sub(1) {
                    Some(left) => document.n_divs = left,
                    None => self.close(after, true, each),
                }
            }
            "note" => {
                if let Some(document) = &mut self.document {
                    document.n_notes = document.n_notes.saturating_sub(1);
                    document.in_source &= document.n_notes > 0;
                }
            }
            "head" => {
                if let Some(document) = &mut self.document {
                    document.in_head = false;
                }
            }
            "item" if self.entry.is_open => {
                let entry = std::mem::take(&mut self.entry);
                if let Some(id) = entry.id
                    && self.volume.entries.len() < MOST_ENTRIES
                {
                    self.volume.entries.insert(id, words(&entry.words).into());
                }
            }
            "title" | "idno" => {
                let words = words(&self.words).into();
                match std::mem::take(&mut self.named) {
                    Named::Nothing => {}
                    Named::Title => self.volume.title = words,
                    Named::Id => self.volume.id = words,
                }
            }
            _ => {}
        }
    }

    fn name(&mut self, named: Named) {
        self.named = named;
        self.words.clear();
    }

    fn close(&mut self, end: u64, is_whole: bool, each: &mut impl FnMut(FrusDocument)) {
        let Some(document) = self.document.take() else {
            return;
        };
        let head = words(&document.head);
        each(FrusDocument {
            offset: document.offset,
            length: end - document.offset,
            id: document.id,
            page: document.page,
            is_telegram: is_telegram(&head, &words(&document.source)),
            head: head.into(),
            is_whole,
        });
    }
}

impl Open {
    fn new(offset: u64, tag: Tag<'_>, page: Box<str>) -> Open {
        let number = || tag.attribute("n").map(|n| format!("d{n}"));
        let id = tag.attribute("xml:id").map(String::from).or_else(number);
        Open {
            offset,
            id: id.unwrap_or_default().into(),
            page,
            n_divs: 0,
            n_notes: 0,
            head: Vec::new(),
            in_head: false,
            has_head: false,
            source: Vec::new(),
            in_source: false,
        }
    }
}

fn keep(words: &mut Vec<u8>, text: &[u8]) {
    let room = LONGEST_HEAD.saturating_sub(words.len());
    // How lines end must not decide where a long head is cut.
    let text = text.iter().filter(|&&byte| byte != b'\r');
    words.extend(text.take(room));
}

fn words(bytes: &[u8]) -> String {
    line(&String::from_utf8_lossy(bytes))
}

#[cfg(test)]
mod tests {
    use super::{FrusDocument, FrusDocuments, FrusVolume};

    const VOLUME: &str = "<?xml version=\"1.0\"?>\n<!-- <div type=\"document\"> -->\n<TEI><teiHeader>\
        <title type=\"complete\">Foreign Relations,\n  1964\u{2013}1968, Veldania</title>\
        <idno type=\"frus\">frus1964-68v99</idno></teiHeader><front><list type=\"terms\"><item><hi>\
        <term xml:id=\"t_Deptel1\">Deptel</term>,</hi> Department of\n State telegram</item></list>\
        <list><item><persName xml:id=\"p_QA1\">Quill, Ada</persName>, Ambassador</item></list></front>\
        <body><div type=\"chapter\"><head>Veldania</head><pb n=\"7\"/>\
        <div type=\"document\" xml:id=\"d1\" n=\"1\"><head>1. Telegram From the <gloss>Embassy</gloss> in Veldania \
        to the Department of State<note n=\"1\" type=\"source\"><p>Source: x. Secret.</p></note></head><p>One.</p>\
        <div type=\"attachment\"><head>Attachment</head></div></div>\
        <div type=\"document\" xml:id=\"d2\" n=\"2\"><head>2. Memorandum of Conversation</head></div>\
        <div type=\"document\" n=\"3\"><note type=\"source\">800.00/8\u{2013}448: Telegram</note>\
        <head>The Ambassador in Veldania (<persName>Tremaine</persName>) to the Secretary of State</head>";

    fn scan(tei: &str, size: usize) -> (FrusVolume, Vec<FrusDocument>) {
        let mut documents = FrusDocuments::default();
        let mut found = Vec::new();
        for chunk in tei.as_bytes().chunks(size) {
            documents.feed(chunk, |document| found.push(document));
        }
        let volume = documents.finish(|document| found.push(document));
        (volume, found)
    }

    #[test]
    fn documents_are_found_however_the_volume_is_cut() {
        let (_, whole) = scan(VOLUME, VOLUME.len());
        for size in [1, 2, 3, 7, 50, 1000] {
            assert_eq!(scan(VOLUME, size).1, whole, "{size}");
        }
        let told: Vec<_> = whole
            .iter()
            .map(|it| (&*it.id, &*it.page, it.is_telegram, it.is_whole))
            .collect();
        assert_eq!(
            told,
            [
                ("d1", "7", true, true),
                ("d2", "7", false, true),
                ("d3", "7", true, false)
            ]
        );
        assert_eq!(
            &*whole[0].head,
            "1. Telegram From the Embassy in Veldania to the Department of State"
        );
        for document in &whole {
            let start = usize::try_from(document.offset).unwrap();
            let end = start + usize::try_from(document.length).unwrap();
            let text = &VOLUME[start..end];
            assert!(text.starts_with("<div type=\"document\""));
            assert!(!document.is_whole || text.ends_with("</div>"));
        }
    }

    #[test]
    fn the_lists_of_a_volume_explain_what_documents_point_to() {
        let (volume, _) = scan(VOLUME, 5);
        assert_eq!(&*volume.id, "frus1964-68v99");
        assert_eq!(
            &*volume.title,
            "Foreign Relations, 1964\u{2013}1968, Veldania"
        );
        let entry = |id| volume.entry(id).map(|entry| &**entry);
        assert_eq!(
            entry("#t_Deptel1"),
            Some("Deptel, Department of State telegram")
        );
        assert_eq!(entry("p_QA1"), Some("Quill, Ada, Ambassador"));
        assert_eq!(entry("#p_none"), None);
    }

    #[test]
    fn nothing_is_too_broken_to_scan() {
        for tei in [
            "<",
            "<div type=\"document\"",
            "<!--",
            "<!-->",
            "</div></div>",
            "<div type=\"document\"><div type=\"document\">",
        ] {
            scan(tei, 1);
        }
        let (_, found) = scan(
            "<div type=\"document\"><div type=\"document\" xml:id=\"d2\">",
            4,
        );
        assert_eq!(found.len(), 2);
    }
}
