//! A document of *Foreign Relations of the United States*, in TEI.
//!
//! The volumes print telegrams edited: a head in words in place of the
//! header, a source note with the classification, footnotes. Nothing of the
//! format lines is left, so the fields of a telegram are read from what the
//! editors wrote, and what they added is kept apart from its text.
//!
//! Two layouts: to about 1951 the source note stands above the head and the
//! classification beside the dateline; later the head has the source note
//! and the classification stands there.

mod blocks;
mod dateline;
mod head;
mod named;
mod opening;
mod pasted;
mod printed;
mod source_note;
mod volume;

use std::collections::HashSet;
use std::sync::Arc;

use memchr::memmem::Finder;

use super::caption;
use super::decode;
use super::lines;
use super::parts;
use super::portion_mark;
use super::token::{
    Needle, after_word, begins, from, is_capitals, place, push_words, squeeze, up_to,
};
use crate::cable::{
    Addressee, Attribute, Banner, Cable, Caption, Confidence, Date, Dateline, Definition, Dtg,
    DtgLine, Encoding, Excision, Family, FormatLine, Garble, Heading, Inference, Joint, Line,
    LineKind, Mrn, Note, Paragraph, Plad, PortionMark, Precedence, Reference, ReferenceKind,
    Repair, SourceMap, Span,
};
use crate::glossary;
use blocks::{Block, Document, Field, Kind, Mark, OPENINGS, SUBJECT};
use named::named;
use opening::Whose;

pub(super) use head::numbered;
pub(super) use pasted::{may_head, pasted};

pub use volume::{FrusDocument, FrusDocuments, FrusVolume};

/// When a text says it was written, `February 24, 1966, 6 p.m.`, as a volume
/// prints it.
pub(super) fn printed_date(text: &str) -> Option<Dateline> {
    let printed = dateline::printed(text)?;
    Some(Dateline {
        span: Span::default(),
        date: printed.date,
        time: printed.time,
        precedence: None,
    })
}

/// Reads one document of a volume: a telegram, or anything else that is
/// printed there. `page` is the page on which it begins, [`FrusDocument::page`].
///
/// ```
/// use reftel::parse::{FrusVolume, frus_document};
///
/// let tei = b"<div type=\"document\" xml:id=\"d14\"><head>14. Telegram From the Embassy in \
///     Veldania to the Department of State</head><dateline><placeName>Port Larkspur\
///     </placeName>, <date>August 4, 1964, 5 p.m.</date></dateline><p>486. Boats came.</p></div>";
/// let cable = frus_document(tei, &FrusVolume::default(), "41");
/// assert_eq!(cable.mrn.unwrap().to_string(), "64PORTLARKSPUR486");
/// ```
#[must_use]
pub fn frus_document(bytes: &[u8], volume: &FrusVolume, page: &str) -> Cable {
    let (text, encoding) = decode::decode(bytes);
    let mut cable = read(&text, &text, volume, page);
    cable.encoding = encoding;
    cable.n_bytes = bytes.len() as u64;
    cable
}

/// Reads what a list says of one document of a volume, as [`header`] does of
/// other telegrams: its head, number, date, level and sender as
/// [`frus_document`] finds them. What stands below its number is missing where
/// that decides none of these.
///
/// [`header`]: super::header
#[must_use]
pub fn frus_header(bytes: &[u8], volume: &FrusVolume, page: &str) -> Cable {
    let (text, encoding) = decode::decode(bytes);
    let named = named(&text, &text);
    let mut cable = named.unwrap_or_else(|| read(&text, &text, volume, page));
    cable.encoding = encoding;
    cable.n_bytes = bytes.len() as u64;
    cable
}

/// Reads the first telegram of a volume, or else its first document.
pub(super) fn cable(source: &str) -> Cable {
    first(source, read)
}

/// What a list says of it.
pub(super) fn header(source: &str) -> Cable {
    first(source, |source, document, volume, page| {
        let named = named(source, document);
        named.unwrap_or_else(|| read(source, document, volume, page))
    })
}

/// Reads the first telegram of a volume, or else its first document, with
/// `read`.
fn first(source: &str, read: impl FnOnce(&str, &str, &FrusVolume, &str) -> Cable) -> Cable {
    if is_alone(source) {
        return read(source, source, &FrusVolume::default(), "");
    }
    let mut documents = FrusDocuments::default();
    let mut first: Option<FrusDocument> = None;
    let mut take = |found: FrusDocument| {
        if first
            .as_ref()
            .is_none_or(|first| !first.is_telegram && found.is_telegram)
        {
            first = Some(found);
        }
    };
    documents.feed(source.as_bytes(), &mut take);
    let volume = documents.finish(take);
    let page = first.as_ref().map_or("".into(), |found| found.page.clone());
    let document = first.and_then(|found| {
        let start = usize::try_from(found.offset).ok()?;
        source.get(start..start + usize::try_from(found.length).ok()?)
    });
    read(source, document.unwrap_or(source), &volume, &page)
}

/// Whether a source is one document and nothing else, as one that was cut
/// out of a volume is: then there is nothing to look for.
fn is_alone(source: &str) -> bool {
    static DIV: Needle = Needle::new(|| Finder::new("div"));
    static NONE: [Needle; 2] = [
        Needle::new(|| Finder::new("<title")),
        Needle::new(|| Finder::new("<idno")),
    ];
    let bytes = source.trim_ascii().as_bytes();
    let last = b"</div>";
    let Some(inside) = bytes
        .strip_prefix(b"<")
        .and_then(|it| it.strip_suffix(last))
    else {
        return false;
    };
    let begins = |at: usize, tag: &[u8]| inside.get(..at).is_some_and(|it| it.ends_with(tag));
    // Comments may hide what is a tag elsewhere; a title may be the volume's.
    inside.starts_with(b"div")
        && !memchr::memchr_iter(b'!', inside).any(|at| begins(at, b"<"))
        && !DIV
            .find_iter(inside)
            .any(|at| begins(at, b"<") || begins(at, b"</"))
        && NONE.iter().all(|words| words.find(inside).is_none())
}

/// Reads `document`, a slice of `source`.
fn read(source: &str, document: &str, volume: &FrusVolume, page: &str) -> Cable {
    let document = blocks::document(source, document);
    let mut reader = Reader::new(&document, volume);
    reader.edited();
    reader.printed_telegram();
    reader.rest(page);
    let cable = reader.cable();
    Cable {
        n_bytes: source.len() as u64,
        source_map: document.map,
        text: Arc::from(document.text),
        ..cable
    }
}

/// A document while its fields are read.
struct Reader<'d> {
    document: &'d Document<'d>,
    /// Whether only what a list says of it is wanted.
    for_list: bool,
    volume: &'d FrusVolume,
    text: &'d str,
    head: head::Head<'d>,
    place: &'d str,
    /// The date as printed, and where.
    printed: Option<(dateline::Printed, Span)>,
    /// The day that the editors encoded.
    day: Option<Date>,
    opening: opening::Opening<'d>,
    line: Option<opening::TelegramLine<'d>>,
    precedence: Option<Precedence>,
    lines: Vec<Line>,
    heading: Heading,
    paragraphs: Vec<Paragraph>,
    signature: Vec<Span>,
    excisions: Vec<Excision>,
    attributes: Vec<Attribute>,
    notes: Vec<Note>,
    terms: Vec<Definition>,
    /// Index of the paragraph that each block became.
    paragraph_of: Vec<Option<u32>>,
    station: Option<Box<str>>,
    mrn: Option<Mrn>,
    /// Whether the telegram is printed as it was received.
    is_printed: bool,
    repairs: Vec<Repair>,
    garbles: Vec<Garble>,
    kept_breaks: Vec<u32>,
    joints: Vec<Joint>,
}

impl<'d> Reader<'d> {
    fn new(document: &'d Document<'d>, volume: &'d FrusVolume) -> Reader<'d> {
        let mut lines = lines::lines(&document.text).each;
        let mut block = 0;
        for line in &mut lines {
            while document
                .blocks
                .get(block)
                .is_some_and(|block| block.span.end <= line.span.start)
            {
                block += 1;
            }
            if line.kind != LineKind::Blank {
                let kind = document.blocks.get(block).map(|block| block.kind);
                line.kind = kind.map_or(LineKind::Body, line_kind);
            }
        }
        let is_text = |block: &&Block| block.kind == Kind::Text;
        let n_texts = document.blocks.iter().filter(is_text).count();
        Reader {
            document,
            for_list: false,
            volume,
            text: &document.text,
            head: head::Head::default(),
            place: "",
            printed: None,
            day: None,
            opening: opening::Opening::default(),
            line: None,
            precedence: None,
            lines,
            heading: Heading::default(),
            paragraphs: Vec::with_capacity(n_texts),
            signature: Vec::new(),
            excisions: Vec::new(),
            attributes: Vec::new(),
            notes: Vec::with_capacity(document.footnotes.len()),
            terms: Vec::new(),
            paragraph_of: vec![None; document.blocks.len()],
            station: None,
            mrn: None,
            is_printed: false,
            repairs: Vec::new(),
            garbles: Vec::new(),
            kept_breaks: Vec::new(),
            joints: Vec::new(),
        }
    }

    /// Reads what the editors set around the text.
    fn edited(&mut self) {
        self.head();
        self.dateline();
        self.source_note();
        self.opener();
    }

    /// Reads the text, what it says of the telegram, and what is beside it.
    fn rest(&mut self, page: &str) {
        if !self.is_printed {
            self.numbers();
            self.paragraphs();
        }
        self.lists();
        self.dates();
        self.identity();
        self.references();
        self.published(page);
    }

    /// The cable that was read, still without its text.
    fn cable(mut self) -> Cable {
        let document = self.document;
        self.kept_breaks.extend(&document.breaks);
        self.kept_breaks.sort_unstable();
        self.kept_breaks.dedup();
        let (summary, comment) = parts::find(&document.text, &mut self.paragraphs);
        Cable {
            n_bytes: 0,
            encoding: Encoding::Utf8,
            family: Family::Frus,
            source_map: SourceMap::default(),
            attributes: self.attributes,
            notes: self.notes,
            terms: self.terms,
            mrn: self.mrn,
            lines: self.lines,
            heading: self.heading,
            paragraphs: self.paragraphs,
            summary,
            comment,
            excisions: self.excisions,
            signature: self.signature,
            repairs: self.repairs,
            garbles: self.garbles,
            kept_breaks: self.kept_breaks,
            joints: self.joints,
            text: Arc::default(),
        }
    }

    fn slice(&self, span: Span) -> &'d str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn place_of(&self, part: &str) -> Span {
        place(self.text, part)
    }

    /// The first block of a kind.
    fn block(&self, kind: Kind) -> Option<&'d str> {
        let mut blocks = self.document.blocks.iter();
        let block = blocks.find(|block| block.kind == kind)?;
        Some(self.slice(block.span))
    }

    fn attribute(&mut self, key: &'static str, value: &str, span: Span) {
        if self.for_list {
            return;
        }
        let mut words = String::with_capacity(value.len());
        push_words(&mut words, value);
        if !words.is_empty() {
            self.attributes.push(Attribute {
                key: key.into(),
                value: words.into(),
                span,
            });
        }
    }

    /// What is stated in the text.
    fn stated(&mut self, key: &'static str, value: &str) {
        let span = self.place_of(value);
        self.attribute(key, value, span);
    }

    fn head(&mut self) {
        let Some(text) = self.block(Kind::Head) else {
            return;
        };
        self.head = head::head(text);
        let head = self.head;
        if !head.sender.is_empty() {
            self.heading.from = Some(self.addressee(head.sender));
        }
        for addressee in head.addressee.split(" and the ") {
            for addressee in head::posts(addressee) {
                let addressee = self.addressee(addressee);
                self.heading.action.push(addressee);
            }
        }
    }

    fn addressee(&self, words: &str) -> Addressee {
        Addressee::named(self.place_of(words))
    }

    /// An entry of a list: `SECSTATE WASHDC IMMEDIATE 4711`.
    fn listed(&self, words: &str) -> Addressee {
        let rest = words.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = from(words, rest.len());
        let rest = rest.trim_end();
        let (plad, last) = rest.rsplit_once(' ').unwrap_or((rest, ""));
        let mut precedence = source_note::precedence(last);
        let mut plad = if precedence.is_some() { plad } else { rest };
        if precedence == Some(Precedence::Immediate)
            && let Some(before) = plad.trim_end().strip_suffix(" NIACT")
        {
            (plad, precedence) = (before, Some(Precedence::NiactImmediate));
        }
        let mut addressee = self.addressee(words);
        addressee.plad = Plad(self.place_of(plad.trim_end()));
        addressee.precedence = precedence;
        addressee.continuity_number = (!number.is_empty()).then(|| self.place_of(number));
        addressee
    }

    /// Place and date. The date may stand in the head.
    fn dateline(&mut self) {
        let mut blocks = self.document.blocks.iter();
        let line = blocks.find(|block| block.kind == Kind::Dateline);
        let within = |span: Span| line.is_some_and(|line| line.span.encloses(span));
        for marked in &self.document.marked {
            match marked.mark {
                Mark::Place if within(marked.span) && self.place.is_empty() => {
                    self.place = self.slice(marked.span);
                }
                Mark::Date if self.day.is_none() => self.day = dateline::day(marked.value),
                _ => {}
            }
        }
        let line = line.map_or("", |line| self.slice(line.span));
        let dates = self.document.marked.iter();
        let mut dates = dates.filter(|marked| marked.mark == Mark::Date);
        let marked = dates.find(|marked| within(marked.span));
        let marked = marked.map_or("", |marked| self.slice(marked.span));
        for words in [marked, line, self.head.date] {
            if let Some(printed) = dateline::printed(words) {
                let is_whole = words.ends_with(".m.") || words.ends_with(". m.");
                let words = if is_whole {
                    words
                } else {
                    words.trim_end_matches('.')
                };
                self.printed = Some((printed, self.place_of(words)));
                return;
            }
        }
    }

    fn source_note(&mut self) {
        let Some(text) = self.block(Kind::Source).or_else(|| self.bracketed_source()) else {
            return;
        };
        let note = if self.for_list {
            source_note::classification(text)
        } else {
            source_note::source_note(text)
        };
        self.stated("Source", note.file);
        self.classify(note.classification);
        self.handling(&note.precedences, &note.captions);
        for &sent in &note.sent {
            let addressee = self.addressee(sent);
            self.heading.action.push(addressee);
        }
        for &repeated in &note.repeated {
            let mut addressee = self.addressee(repeated);
            addressee.precedence = source_note::precedence(note.repeated_precedence);
            self.heading.info.push(addressee);
        }
        for &(key, value) in &note.facts {
            self.stated(key, value);
        }
    }

    /// The source note that stands in brackets in place of a text that was
    /// withheld.
    ///
    /// ```abnf
    /// withheld = "[Source:" *CHAR "not declassified" *CHAR "]"
    /// ```
    ///
    /// Sample: `frus/withheld-as-a-whole`
    fn bracketed_source(&self) -> Option<&'d str> {
        let text = self.block(Kind::Text)?.trim();
        let inside = text.strip_prefix('[')?.strip_suffix(']')?;
        let is_source = inside.starts_with("Source:") && inside.contains("not declassified");
        is_source.then_some(inside)
    }

    fn classify(&mut self, words: &'d str) {
        if words.is_empty() || self.heading.banner.is_some() {
            return;
        }
        self.stated("Classification", words);
        if let Some(level) = source_note::level(words) {
            self.heading.banner = Some(Banner::of_level(level, self.place_of(words)));
        }
    }

    fn handling(&mut self, precedences: &[&'d str], captions: &[&'d str]) {
        for &words in precedences {
            self.precedence = self.precedence.or_else(|| source_note::precedence(words));
            self.stated("Precedence", words);
        }
        if self.for_list {
            return;
        }
        for &words in captions {
            let text = squeeze(words);
            let is_known = self
                .heading
                .captions
                .iter()
                .any(|known| *known.text == *text);
            if !is_known && self.heading.captions.len() < MOST_CAPTIONS {
                let span = self.place_of(words);
                let text = text.into();
                self.heading.captions.push(Caption { span, text });
            }
        }
    }

    /// Classification and precedence beside the dateline, in the old layout:
    /// `secret`, `us urgent`.
    fn opener(&mut self) {
        let blocks = self.document.blocks.iter();
        let openers = blocks.filter(|block| block.kind == Kind::Opener);
        let lines: Vec<&str> = openers
            .flat_map(|block| self.slice(block.span).split('\n'))
            .map(str::trim)
            .collect();
        for words in lines {
            let level = source_note::level_words(words);
            if let Some(level) = level {
                self.classify(level);
            }
            let rest = from(words, level.map_or(0, str::len)).trim();
            if source_note::is_precedence(rest) {
                self.handling(&[rest], &[]);
            }
        }
    }

    /// The numbers with which the text begins.
    fn numbers(&mut self) {
        let blocks = &self.document.blocks;
        let is_text = |block: &&Block| block.kind == Kind::Text;
        let texts: Vec<&str> = blocks
            .iter()
            .filter(is_text)
            .map(|it| self.slice(it.span))
            .collect();
        self.line = texts
            .iter()
            .take(8)
            .find_map(|text| opening::telegram_line(text));
        let mut opening = texts.iter().take(OPENINGS);
        let opening = opening.find_map(|text| opening::opening(text));
        // `1. Text`, then `2. Text`: numbers of paragraphs.
        let is_paragraph = opening.is_some_and(|opening| {
            let numbered = |text: &&str| opening::paragraph(text).is_some_and(|it| it.0 == 2);
            opening.series.is_none() && opening.serial == Some(1) && texts.iter().any(numbered)
        });
        if let Some(opening) = opening.filter(|_| !is_paragraph) {
            self.opening = opening;
        }
        let text = self.opening.rest;
        let caption = |words: &&&str| {
            let rest = after_word(text, words);
            rest.is_some_and(|rest| rest.starts_with('.') || **words == "Eyes only")
        };
        if let Some(words) = OPENING_CAPTIONS.iter().find(caption) {
            self.handling(&[], &[up_to(text, words.len())]);
        }
    }

    /// The text: its paragraphs.
    fn paragraphs(&mut self) {
        let blocks = &self.document.blocks;
        let mut last = 0;
        let mut title = None;
        for (idx, block) in blocks.iter().enumerate() {
            match block.kind {
                Kind::Text => {
                    self.paragraph(idx, block.span, &mut last);
                    if let Some(paragraph) = self.paragraphs.last_mut() {
                        paragraph.heading = title.take();
                    }
                }
                Kind::Heading => title = Some(block.span),
                Kind::Signed => self.sign(block.span),
                _ => {}
            }
        }
        if self.for_list {
            return;
        }
        self.unsigned();
        self.repeated();
    }

    /// Information addressees where no source note names them.
    fn repeated(&mut self) {
        if !self.heading.info.is_empty() {
            return;
        }
        let closing = self.paragraphs.iter().rev().take(2);
        let notes = self.document.footnotes.iter();
        let texts = closing
            .map(|paragraph| paragraph.text)
            .chain(notes.map(|note| note.words));
        let mut lists = texts.map(|text| {
            let words = self.slice(text);
            (begins(words, "Also sent to"), opening::repeated(words))
        });
        let posts = lists.find(|(_, posts)| !posts.is_empty());
        let (is_sent, posts) = posts.unwrap_or_default();
        for (post, number) in posts {
            let mut addressee = self.addressee(post);
            addressee.continuity_number = number.map(|number| self.place_of(number));
            if let Some(number) = addressee.continuity_number {
                addressee.span = addressee.span.cover(number);
            }
            if is_sent {
                self.heading.action.push(addressee);
            } else {
                self.heading.info.push(addressee);
            }
        }
    }

    fn paragraph(&mut self, block: usize, span: Span, last: &mut u32) {
        let words = self.slice(span);
        let printed = self.place_of(self.opening.printed);
        let opens = !self.opening.printed.is_empty() && span.encloses(printed);
        let text = if opens { self.opening.rest } else { words };
        // The editors may have left paragraphs out.
        let gap = if self.is_omitted_above(block) {
            OMITTED
        } else {
            3
        };
        let numbered = opening::paragraph(text)
            .filter(|&(number, _)| number == 1 || (*last < number && number <= *last + gap));
        let (number, sign, text) = match numbered {
            Some((number, sign)) => {
                *last = number;
                (
                    Some(number),
                    Some(sign),
                    from(text, sign.len()).trim_start(),
                )
            }
            None => (None, None, text),
        };
        let start = self.place_of(sign.unwrap_or(text)).start;
        let (mark, text) = self.marked(number, text);
        let whole = Span {
            start,
            end: span.end,
        };
        let paragraph = u32::try_from(self.paragraphs.len()).ok();
        self.excise(self.place_of(text), paragraph);
        if let Some(of) = self.paragraph_of.get_mut(block) {
            *of = paragraph;
        }
        self.paragraphs.push(Paragraph {
            span: whole,
            number,
            printed: sign.map(|sign| self.place_of(sign)),
            mark,
            roles: Vec::new(),
            heading: None,
            text: Span {
                start: self.place_of(text).start,
                end: span.end,
            },
        });
    }

    /// The portion marking of a numbered paragraph, and the text after it.
    ///
    /// Telegrams bear markings since Executive Order 12065, of 1978.
    fn marked(&self, number: Option<u32>, text: &'d str) -> (Option<PortionMark>, &'d str) {
        let year = self.printed.map(|(printed, _)| printed.date.year());
        let may_be = number.is_some() && year.is_some_and(|year| year >= MARKED);
        let Some((rest, mark)) = Some(text)
            .filter(|_| may_be)
            .and_then(|text| portion_mark::portion_mark(text).ok())
        else {
            return (None, text);
        };
        let span = self.place_of(mark.printed);
        let mark = PortionMark {
            span,
            level: mark.level,
            controls: mark.controls,
        };
        (Some(mark), rest.trim_start())
    }

    /// Whether the block above a block says that something is left out there.
    ///
    /// ```abnf
    /// omission = "[" ("Omitted here" / "Here follow") *CHAR "]" / 3*("." *blank)
    /// ```
    ///
    /// Samples: `frus/markings-of-1981`, `frus/number-above-the-head`
    fn is_omitted_above(&self, block: usize) -> bool {
        let is_kept = |block: &&Block| block.kind == Kind::Text;
        let above = self.document.blocks.get(..block).unwrap_or_default();
        let above = above.iter().rev().take(4).find(is_kept);
        let words = above.map_or("", |block| self.slice(block.span).trim());
        let stated = ["[Omitted here", "[Here follow"];
        stated.iter().any(|opening| words.starts_with(opening))
            || words.len() > 4 && words.chars().all(|c| matches!(c, '.' | ' ' | '\u{2026}'))
    }

    /// What was not declassified: the editors say how much, in brackets.
    ///
    /// ```abnf
    /// excision = "[" *CHAR "not declassified" *CHAR "]"
    /// ```
    ///
    /// Sample: `frus/modern-telegram-from-a-post`
    fn excise(&mut self, text: Span, paragraph: Option<u32>) {
        static STATED: Needle = Needle::new(|| Finder::new("not declassified"));
        if self.for_list {
            return;
        }
        let words = self.slice(text);
        let bytes = words.as_bytes();
        for at in STATED.find_iter(bytes) {
            let near = at.saturating_sub(EXCISED);
            let open = memchr::memrchr2(b'[', b']', bytes.get(near..at).unwrap_or_default());
            let after = at + STATED.needle().len();
            let rest = bytes.get(after..).unwrap_or_default();
            let rest = rest.get(..EXCISED).unwrap_or(rest);
            let close = memchr::memchr2(b'[', b']', rest);
            let (Some(open), Some(close)) = (open, close) else {
                continue;
            };
            let excised = words.get(near + open..=after + close).unwrap_or_default();
            if excised.starts_with('[') && excised.ends_with(']') {
                self.excisions.push(Excision {
                    span: self.place_of(excised),
                    paragraph,
                    codes: Vec::new(),
                });
            }
        }
    }

    fn sign(&mut self, span: Span) {
        for line in self.slice(span).split('\n') {
            self.signature.push(self.place_of(line.trim()));
        }
    }

    /// Without a closer, a last paragraph of up to three words is the
    /// signature.
    fn unsigned(&mut self) {
        if !self.signature.is_empty() {
            return;
        }
        let Some(last) = self.paragraphs.last() else {
            return;
        };
        let words = self.slice(last.text);
        let is_signature = self.paragraphs.len() > 1
            && last.number.is_none()
            && is_name(words)
            && !self
                .document
                .footnotes
                .iter()
                .any(|note| note.anchor.is_some_and(|at| last.span.contains(at)));
        if !is_signature {
            return;
        }
        let span = last.span;
        self.signature.push(span);
        self.paragraphs.pop();
        for line in &mut self.lines {
            if line.span.start <= span.start && span.start < line.span.end {
                line.kind = LineKind::Signature;
            }
        }
        let gone = u32::try_from(self.paragraphs.len()).ok();
        for of in &mut self.paragraph_of {
            if *of == gone {
                *of = None;
            }
        }
    }

    /// Lists of senders, addressees and subjects in electronic volumes, and
    /// the subject inside the first paragraphs.
    fn lists(&mut self) {
        let mut listed: Vec<(Addressee, bool)> = Vec::new();
        let mut is_info = false;
        for block in &self.document.blocks {
            let words = self.slice(block.span);
            match block.kind {
                Kind::Label(Field::To) => is_info = begins(words, "INFO"),
                Kind::Text
                    if self.heading.banner.is_none() && words.len() < 80 && is_capitals(words) =>
                {
                    let read = caption::banner(self.text, words);
                    self.heading.banner = read.map(|read| read.banner);
                }
                Kind::Listed(Field::Subject) => {
                    self.heading.subject.get_or_insert(block.span);
                }
                // The telegram's own words say more than the head.
                Kind::Listed(Field::From) => self.heading.from = Some(self.addressee(words)),
                Kind::Listed(Field::To) => listed.push((self.listed(words), is_info)),
                _ => {}
            }
        }
        if listed.iter().any(|(_, is_info)| !is_info) {
            let mut blocks = self.document.blocks.iter();
            let head = blocks.find(|block| block.kind == Kind::Head);
            let in_head = |span| head.is_some_and(|head| head.span.encloses(span));
            self.heading.action.retain(|it| !in_head(it.span));
        }
        for (addressee, is_info) in listed {
            if is_info {
                self.heading.info.push(addressee);
            } else {
                self.heading.action.push(addressee);
            }
        }
        let texts = self
            .paragraphs
            .iter()
            .take(SUBJECT)
            .map(|paragraph| paragraph.text);
        let subject = texts.map(|text| self.slice(text)).find_map(|words| {
            let first = up_to(words, 79);
            // Few paragraphs hold a colon there.
            memchr::memchr(b':', first.as_bytes())?;
            let at = ["Subject:", "SUBJECT:", "Subj:"]
                .iter()
                .find_map(|label| Some(first.find(label)? + label.len()))?;
            let value = from(words, at).trim_start();
            let end = value.find(['.', '\n', ';']).unwrap_or(value.len());
            value
                .get(..end)
                .filter(|value| (3..200).contains(&value.len()))
        });
        if let Some(subject) = subject {
            let span = self.place_of(subject);
            self.heading.subject.get_or_insert(span);
        }
    }

    /// When it was dated: in Zulu time only where that is printed.
    fn dates(&mut self) {
        let precedence = self.precedence;
        if let Some(line) = &mut self.heading.dtg {
            // The editors name that of the telegram, not the lowest.
            line.precedence = precedence.or(line.precedence);
            return;
        }
        if let Some(line) = self.line {
            self.heading.dtg = Some(DtgLine {
                span: self.place_of(line.printed),
                dtg: line.dtg,
                precedence: precedence.or(line.precedence),
                info_precedence: None,
                tail: None,
            });
            return;
        }
        let day = self.printed.map(|(printed, _)| printed.date).or(self.day);
        let Some(date) = day else { return };
        let group = match (self.printed, self.opening.group) {
            (Some((printed, span)), _) if printed.is_zulu => printed.time.map(|time| {
                let (hour, minute) = (time.hour(), time.minute());
                (
                    Dtg::new(date.year(), date.month(), date.day(), hour, minute),
                    span,
                )
            }),
            // A day late or early: the dateline is in local time.
            (_, Some((day, hour, minute))) if (date.day() - day).abs() <= 1 => {
                let dtg = Dtg::new(date.year(), date.month(), day, hour, minute);
                Some((dtg, self.place_of(self.opening.printed)))
            }
            _ => None,
        };
        if let Some((Some(dtg), span)) = group {
            self.heading.dtg = Some(DtgLine {
                span,
                dtg,
                precedence,
                info_precedence: None,
                tail: None,
            });
            return;
        }
        self.heading.dateline = Some(Dateline {
            span: self.printed.map(|(_, span)| span).unwrap_or_default(),
            date,
            time: self.printed.and_then(|(printed, _)| printed.time),
            precedence,
        });
    }

    fn date(&self) -> Option<Date> {
        let dtg = self.heading.dtg.as_ref().map(|line| line.dtg.date());
        dtg.or(self.heading.dateline.map(|line| line.date))
    }

    fn year(&self) -> Option<u16> {
        u16::try_from(self.date()?.year()).ok()
    }

    /// Station, year and serial, where all three can be read.
    fn identity(&mut self) {
        if let Some(mrn) = &self.mrn {
            self.station = Some(mrn.station.clone());
            return;
        }
        self.station = self.station();
        let listed = self.line.map(|line| line.serial);
        let serial = listed.or(self.opening.serial).or_else(|| {
            let digits = self.head.number?.trim_start_matches("A-");
            digits.parse().ok()
        });
        let is_airgram = begins(self.head.kind, "Airgram")
            || matches!(self.opening.series, Some("A" | "CA" | "CW" | "G"));
        let (Some(station), Some(year), Some(serial), false) =
            (self.station.clone(), self.year(), serial, is_airgram)
        else {
            return;
        };
        self.series(&station, year);
        self.mrn = Some(Mrn {
            year,
            station,
            serial,
        });
    }

    /// The station that numbered a telegram: the place of the dateline for a
    /// post, STATE for the Department, the series of a delegation or of a
    /// traveling Secretary. None for what was not sent by the Department.
    fn station(&self) -> Option<Box<str>> {
        let canonical = |name: &str| -> Box<str> {
            glossary::station(name)
                .map_or(name, |known| known.name)
                .into()
        };
        if let Some(line) = self.line {
            return Some(canonical(line.station));
        }
        // An electronic volume prints the list of the telegram.
        let listed = self.block(Kind::Listed(Field::From)).map(squeeze);
        let listed = listed.as_deref().and_then(super::originator_post);
        if let Some(listed) = listed {
            return Some(canonical(listed));
        }
        if let Some(post) = self.printed_post().or_else(|| self.named_station()) {
            return Some(canonical(post));
        }
        if let Some(series) = self.opening.series {
            return Some(series.to_ascii_uppercase().into());
        }
        let sender = self.head.sender;
        let department = [
            "Department of State",
            "Secretary of State",
            "Acting Secretary",
            "Under Secretary",
        ];
        let is_department = department.iter().any(|words| begins(sender, words));
        let here = self.place.trim_matches(|c: char| "[](),. ".contains(c));
        if is_department {
            let at_home = here.is_empty() || begins(here, "Washington");
            return at_home.then(|| "STATE".into());
        }
        if sender.contains("at the United Nations") || sender.contains("to the United Nations") {
            return Some("USUN NEW YORK".into());
        }
        if !POSTS.iter().any(|post| begins(sender, post)) {
            return None;
        }
        let named = || sender.rsplit_once(" at ").map_or("", |(_, place)| place);
        let place = if here.is_empty() { named() } else { here };
        let place = place.split(',').next().unwrap_or_default();
        let printed = squeeze(place);
        if printed.is_empty() {
            return None;
        }
        Some(canonical(&printed))
    }

    /// Says of a number what else it needs to name one telegram: until 1965
    /// the Department numbered its telegrams for each addressee, and from
    /// 1951 to 1967 numbers began again on 1 July.
    fn series(&mut self, station: &str, year: u16) {
        if self.for_list || self.opening.series.is_some() {
            return;
        }
        let half = match self.date().map(Date::month) {
            Some(1..=6) if (1951..=1967).contains(&year) => format!(", January-June {year}"),
            Some(_) if (1951..=1967).contains(&year) => format!(", July-December {year}"),
            _ => String::new(),
        };
        let by_addressee = station == "STATE" && year < 1966 && !self.head.addressee.is_empty();
        let words = match by_addressee {
            true => format!("{station} to {}{half}", self.head.addressee),
            false if half.is_empty() => return,
            false => format!("{station}{half}"),
        };
        self.attribute("Series", &words, Span::default());
    }

    /// The telegrams of its line of references.
    fn references(&mut self) {
        let listed = self.document.blocks.iter();
        let listed = listed.filter(|block| block.kind == Kind::Listed(Field::Reference));
        let mut lists: Vec<&str> = listed.map(|block| self.slice(block.span)).collect();
        let n_texts = if self.is_printed { 0 } else { 4 };
        let texts = self.paragraphs.iter().take(n_texts);
        let texts = texts.map(|paragraph| self.slice(paragraph.text));
        lists.extend(texts.filter_map(opening::references));
        if lists.is_empty() && !self.is_printed {
            let first = self.paragraphs.first();
            lists.extend(first.and_then(|it| opening::opening_references(self.slice(it.text))));
        }
        for list in lists {
            for cited in opening::cited(list) {
                let reference = self.reference(cited);
                self.heading.references.push(reference);
            }
        }
    }

    fn reference(&self, cited: opening::Cited<'_>) -> Reference {
        let from_department = self.station.as_deref() == Some("STATE");
        let own = self.station.clone();
        let mut inferred = Vec::new();
        if cited.year.is_none() {
            inferred.push(Inference::Year);
        }
        let mut confidence = Confidence::Medium;
        let station: Option<Box<str>> = match cited.whose {
            Whose::Station(name) => {
                let printed = squeeze(name);
                Some(match glossary::station(&printed) {
                    Some(known) => known.name.into(),
                    None => printed.into(),
                })
            }
            Whose::Own => own,
            Whose::Department => Some("STATE".into()),
            Whose::Yours if !from_department => Some("STATE".into()),
            Whose::Post if !from_department => own,
            // The head names the country of the post, not the post.
            Whose::Post | Whose::Yours => None,
        };
        if !matches!(cited.whose, Whose::Station(_)) {
            inferred.push(Inference::Station);
            confidence = Confidence::Low;
        }
        let year = cited.year.or_else(|| self.year());
        let mrn = year.zip(station).map(|(year, station)| Mrn {
            year,
            station,
            serial: cited.serial,
        });
        if mrn.is_none() {
            inferred.clear();
        }
        Reference {
            span: self.place_of(cited.printed),
            letter: cited.letter,
            kind: ReferenceKind::Cable,
            mrn,
            inferred,
            notal: false,
            confidence,
        }
    }

    /// What names the document in its volume, its footnotes, its pages, and
    /// what the lists of the volume say of its words.
    fn published(&mut self, page: &str) {
        let document = self.document;
        let mut named = Vec::new();
        std::mem::swap(&mut named, &mut self.attributes);
        let id = document.id;
        let volume = self.volume;
        if !volume.id.is_empty() && !id.is_empty() {
            self.attribute("FRUS", &format!("{}/{id}", volume.id), Span::default());
        }
        self.attribute("Volume", &volume.title, Span::default());
        self.attribute(
            "Document",
            if document.number.is_empty() {
                id
            } else {
                document.number
            },
            Span::default(),
        );
        self.attributes.append(&mut named);
        if self.paragraphs.is_empty() {
            self.attribute("Text", "none in this edition", Span::default());
        }
        self.attribute("Page", page, Span::default());
        for &(page, at) in &document.pages {
            self.attribute("Page", page, Span { start: at, end: at });
        }
        for note in &document.footnotes {
            self.notes.push(Note {
                paragraph: self.paragraph_of.get(note.block).copied().flatten(),
                label: note.label.into(),
                anchor: note.anchor,
                text: note.words,
            });
        }
        let mut known = HashSet::new();
        for marked in &document.marked {
            if marked.mark != Mark::Entry || known.contains(marked.value) {
                continue;
            }
            if let Some(meaning) = volume.entry(marked.value) {
                known.insert(marked.value);
                self.terms.push(Definition {
                    words: marked.span,
                    meaning: Arc::clone(meaning),
                });
            }
        }
    }
}

/// Words that the name of a post or of its head begins with.
const POSTS: [&str; 15] = [
    "Embassy",
    "Legation",
    "Consul",
    "Mission",
    "Ambassador",
    "Minister",
    "Charg",
    "Delegation",
    "Interests Section",
    "Liaison Office",
    "High Commissioner",
    "Political Adviser",
    "Diplomatic",
    "Vice Consul",
    "Counselor",
];

/// The first year in which paragraphs bear markings.
const MARKED: i16 = 1978;

/// Numbers of paragraphs that the editors leave out at most.
const OMITTED: u32 = 40;

/// Bytes of an excision at most.
const EXCISED: usize = 200;

/// Captions with which a text may open, behind its number.
const OPENING_CAPTIONS: [&str; 5] = ["Eyes only", "Nodis", "Exdis", "Limdis", "Noforn"];

/// Captions of a telegram at most.
const MOST_CAPTIONS: usize = 32;

/// Whether words may be a name and nothing else.
fn is_name(words: &str) -> bool {
    words.len() < 40
        && (1..=3).contains(&words.split(' ').count())
        && words
            .split(' ')
            .all(|word| word.starts_with(char::is_uppercase))
        && !words.ends_with(['.', ':', ']', '!', '?'])
}

/// What the lines of a block are.
fn line_kind(kind: Kind) -> LineKind {
    match kind {
        Kind::Head
        | Kind::Dateline
        | Kind::Opener
        | Kind::Source
        | Kind::Summary
        | Kind::Footnote => LineKind::Editorial,
        Kind::Text => LineKind::Body,
        Kind::Heading => LineKind::Heading,
        Kind::Listed(field) | Kind::Label(field) => match field {
            Field::From => LineKind::FormatLine(FormatLine::From),
            Field::To => LineKind::FormatLine(FormatLine::To),
            Field::Subject => LineKind::Subject,
            Field::Reference => LineKind::Reference,
        },
        Kind::Signed => LineKind::Signature,
    }
}

#[cfg(test)]
mod tests;
