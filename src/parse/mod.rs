//! From text to a [`Cable`].
//!
//! The one place that reads. It never fails: a telegram is whatever stands
//! in the text, every field may be missing, and what was expected and could
//! not be read is a garble where it stands.
//!
//! Two stages. `lines` cuts the text and marks what a release injected.
//! Then the header, the heading, the end and the body are walked in that
//! order, each line recognized by itself, and a rule per field reads what
//! was found:
//!
//! ```abnf
//! telegram = *notice header heading body ending
//! header   = [start] [called] [calling] [security] [dtg-line]   ; FL 1-5
//!            [originator] *address ["BT"]                       ; FL 6-11
//! heading  = [banner] *caption [eo] [tags] [subject] [references]
//!            [classified-by] *handling-note                     ; FL 12
//! body     = *(paragraph / heading-line / rule / page-header)
//! ending   = *trailer [signature] *trailer                      ; FL 13-16
//! ```
//!
//! The order is soft: any of it may be missing, doubled or out of place.
//!
//! A telegram stands inside what it was published in. `form` tells what that
//! is by the first bytes. A web page, a CSV record and a printed volume are
//! unwrapped: the cable has a text of its own, and its
//! [`SourceMap`] leads from every byte of it back to the source. What an
//! archive put around or into a telegram is read where it stands, before
//! any field: `nara`, `plusd` and `foia` set the lines of pages, stamps,
//! tables and distribution lists aside, so that to the rules of the fields
//! they are page headers, and give them their kinds when the telegram is
//! read. What stands in them becomes attributes of the cable. A file of
//! many telegrams is cut while it streams, by [`CsvRecords`] and
//! [`FrusDocuments`], and each is read by itself.
//!
#![doc = include_str!("README.md")]
// No panic is reachable from a text.
#![cfg_attr(not(test), warn(clippy::indexing_slicing))]

mod address;
mod attribute;
mod body;
mod caption;
mod classified_by;
mod csv;
mod cut_label;
mod decode;
mod distribution;
mod ending;
mod excision;
mod executive_order;
mod foia;
mod form;
mod frus;
mod header;
mod heading;
mod html;
mod hyphen;
mod injected;
mod joined_page;
mod labeled;
mod likeness;
mod lines;
mod lost_label;
mod markup;
mod misread;
mod nara;
mod number;
mod page_header;
mod parts;
mod plusd;
mod portion_mark;
mod preamble;
mod prefix;
mod quality;
mod quotation_mark;
mod reference;
mod repair;
mod scan;
mod section;
mod small;
mod stamp;
mod subject;
mod tags;
mod title_rule;
mod token;
mod topic;
mod transmission;
mod words;

pub use scan::{Cut, Scanned, Scanner, Section, Sectioned};

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::collections::HashSet;
use std::sync::Arc;

use crate::cable::{
    Attribute, Banner, Cable, Confidence, Dateline, Encoding, Excision, Family, Garble, Heading,
    Joint, Line, LineKind, Mrn, Paragraph, Part, Plad, Repair, SourceMap, Span, outline,
    sort_by_place,
};
use crate::glossary;
use foia::FirstStamp;
use header::Opening;
use lines::Lines;

pub use csv::{CsvDamage, CsvRecord, CsvRecords};
pub use form::recognize;
pub use frus::{FrusDocument, FrusDocuments, FrusVolume, frus_document, frus_header};
pub use prefix::{header, header_as};

/// Reads a telegram. Any bytes make a cable.
///
/// ```
/// let cable = reftel::parse::parse(b"SUBJECT: HARBOR TALKS\n\n1. (U) Talks opened.");
/// assert_eq!(cable.heading.subject.map(|span| cable.slice(span)), Some("HARBOR TALKS"));
/// assert_eq!(cable.paragraphs.len(), 1);
/// ```
#[must_use]
pub fn parse(bytes: &[u8]) -> Cable {
    parse_as(bytes, None)
}

/// Reads a telegram that is known to be of a form; without one, as
/// [`parse`], which tells the form by the content.
///
/// ```
/// use reftel::cable::Family;
/// use reftel::parse::parse_as;
///
/// let text = b"SUBJECT: HARBOR TALKS";
/// assert_eq!(parse_as(text, None).family, Family::CablegateExtract);
/// assert_eq!(parse_as(text, Some(Family::Plain)).heading.subject, None);
/// ```
#[must_use]
pub fn parse_as(bytes: &[u8], family: Option<Family>) -> Cable {
    let (text, encoding) = decode::decode(bytes);
    let mut cable = match family.or_else(|| form::wrapped(&text)) {
        None => {
            let beside = Beside {
                is_unknown: true,
                ..Beside::default()
            };
            text_to_cable(Arc::from(text), beside)
        }
        form => decoded(text, form, family.is_some()),
    };
    cable.encoding = encoding;
    cable.n_bytes = bytes.len() as u64;
    cable
}

/// [`parse_as`] of a telegram whose text may hold what is sought, by the bytes
/// that it is read from: those of the source, or of the text that was taken out
/// of a page or a record of a CSV. `may_hold` is not asked of a printed volume:
/// what is read of that is spread over it.
pub fn parse_where(
    bytes: &[u8],
    family: Option<Family>,
    may_hold: impl FnOnce(&[u8]) -> bool,
) -> Option<Cable> {
    let may_wrap = match family {
        Some(family) => matches!(
            family,
            Family::CablegateCsv | Family::CablegateHtml | Family::Frus
        ),
        None => form::may_be_wrapped(bytes),
    };
    if may_wrap {
        let (text, encoding) = decode::decode(bytes);
        let wrapped = family.or_else(|| form::wrapped(&text));
        let published = match wrapped {
            Some(Family::CablegateCsv) => Some(csv::unwrapped(&text, false)),
            Some(Family::CablegateHtml) => Some(html::unwrapped(&text, family.is_some())),
            Some(Family::Frus) => return Some(parse_as(bytes, family)),
            _ => None,
        };
        if let Some(published) = published {
            if !may_hold(published.out.text.as_bytes()) {
                return None;
            }
            let mut cable = published.cable();
            cable.encoding = encoding;
            cable.n_bytes = bytes.len() as u64;
            return Some(cable);
        }
    }
    may_hold(bytes).then(|| parse_as(bytes, family))
}

/// Reads a text in a form. With `is_given` the form is taken for granted.
fn decoded(text: Cow<'_, str>, form: Option<Family>, is_given: bool) -> Cable {
    match form {
        Some(Family::CablegateCsv) => csv::cable(&text),
        Some(Family::CablegateHtml) => html::cable(&text, is_given),
        Some(Family::Frus) => frus::cable(&text),
        form => text_to_cable(Arc::from(text), Beside::family(form)),
    }
}

/// How much of a telegram was recognized so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    /// Nothing: any text.
    Nothing,
    /// A line of the heading.
    Heading,
    /// A line of the header.
    Header,
    /// Format line 1 or 2.
    Start,
}

/// Whether a text is a page of a volume that was pasted.
enum OfVolume {
    /// No line may be the head of one.
    No,
    /// A line may be one, but shows too little of a page.
    Perhaps,
    /// It is one, and was read.
    Page(Box<Cable>),
}

/// A cable that is being read.
struct Draft<'a> {
    /// The text up to the end of the telegram.
    text: &'a str,
    /// The text with what an archive put below the telegram.
    whole: &'a str,
    /// What an archive put below a telegram that was cut off below paragraph 1:
    /// then nothing that may end a telegram is looked for in it.
    below: Option<&'a str>,
    lines: Vec<Line>,
    /// The lines without their ends and the blanks at their ends.
    contents: Vec<Span>,
    n_page_headers: usize,
    /// Which lines begin inside a line of the text, sorted.
    joints: Vec<Joint>,
    /// Where lines begin that were set aside because of the words around them alone, in order.
    unsure: Vec<u32>,
    /// Whether what a line is may be told by lines below those that are read.
    undecided: bool,
    /// Lines that were set aside, and what they are: until the telegram is
    /// read they count as page headers.
    aside: Vec<(usize, LineKind)>,
    /// Lines below the telegram.
    after: Vec<Line>,
    attributes: Vec<Attribute>,
    /// Lines from the last upwards that begin with a key of an attribute, and
    /// what was found in them.
    keys: Vec<(&'a str, (&'static str, &'a str))>,
    seen: Seen,
    heading: Heading,
    /// The line that was last asked for its label, and what was found.
    label: Cell<heading::Labeled<'a>>,
    /// The classification line that the header ended at.
    banner_line: Cell<Option<(&'a str, caption::BannerLine<'a>)>>,
    /// Whether only what a list says of the telegram is wanted: the walk is
    /// the same, but addressees and the E.O. line are not read, and it ends
    /// with the SUBJECT.
    for_list: bool,
    /// Paragraphs that are read of a text that is no telegram, at most.
    most_paragraphs: usize,
    /// Format line 3 that a list has not asked for yet.
    calling_line: Option<&'a str>,
    /// Whether the lines of the header bear the labels of SMART.
    is_smart: bool,
    /// The form that the telegram was found in.
    form: Option<Family>,
    /// The stamp by which the form was told.
    first_stamp: Option<FirstStamp<'a>>,
    /// Whether it is a page of a volume.
    of_volume: OfVolume,
    /// The year that a labeled header says beside its date: that of the number
    /// or of the receipt.
    labeled_year: Option<u16>,
    known_captions: HashSet<Box<str>>,
    /// Whether a sign stands anywhere that a release spoils, commas aside.
    spoiled: OnceCell<bool>,
    /// The only interests section that the header names, once it was asked for.
    interests_section: OnceCell<Option<Box<str>>>,
    /// Codes of a list too long to be searched; empty before.
    known_tags: HashSet<Box<str>>,
    paragraphs: Vec<Paragraph>,
    summary: Option<Part>,
    comment: Option<Part>,
    excisions: Vec<Excision>,
    signature: Vec<Span>,
    repairs: Vec<Repair>,
    garbles: Vec<Garble>,
    kept_breaks: Vec<u32>,
    /// A glued signature at the end of the last line, with the blanks
    /// before it.
    cut: Option<Span>,
}

impl<'a> Draft<'a> {
    fn new(text: &'a str) -> Draft<'a> {
        Draft {
            paragraphs: Vec::with_capacity(16),
            repairs: Vec::with_capacity(24),
            ..Draft::of_lines(text, lines::lines(text))
        }
    }

    /// A text that was cut into lines.
    fn of_lines(text: &'a str, lines: Lines) -> Draft<'a> {
        Draft {
            text,
            whole: text,
            below: None,
            lines: lines.each,
            contents: lines.contents,
            n_page_headers: lines.n_page_headers,
            joints: Vec::new(),
            unsure: Vec::new(),
            undecided: false,
            aside: Vec::new(),
            after: Vec::new(),
            attributes: Vec::new(),
            keys: Vec::new(),
            seen: Seen::Nothing,
            heading: Heading::default(),
            label: Cell::default(),
            banner_line: Cell::default(),
            for_list: false,
            most_paragraphs: usize::MAX,
            calling_line: None,
            is_smart: false,
            form: None,
            first_stamp: None,
            of_volume: OfVolume::No,
            labeled_year: None,
            known_captions: HashSet::new(),
            spoiled: OnceCell::new(),
            interests_section: OnceCell::new(),
            known_tags: HashSet::new(),
            paragraphs: Vec::new(),
            summary: None,
            comment: None,
            excisions: Vec::new(),
            signature: Vec::new(),
            repairs: Vec::new(),
            garbles: Vec::new(),
            kept_breaks: Vec::new(),
            cut: None,
        }
    }

    /// A line without its end and the blanks at its ends.
    #[expect(
        clippy::inline_always,
        reason = "a few instructions, asked of every line; measured"
    )]
    #[inline(always)]
    fn content(&self, idx: usize) -> &'a str {
        self.slice(self.content_span(idx))
    }

    #[expect(
        clippy::inline_always,
        reason = "a few instructions, asked of every line; measured"
    )]
    #[inline(always)]
    fn content_span(&self, idx: usize) -> Span {
        self.contents.get(idx).copied().unwrap_or_default()
    }

    /// A line of the body: from where the body begins, without a glued
    /// signature.
    #[expect(
        clippy::inline_always,
        reason = "a few instructions, asked of every line; measured"
    )]
    #[inline(always)]
    fn body_content(&self, idx: usize, body: heading::BodyStart) -> &'a str {
        if idx != body.line && self.cut.is_none() {
            return self.content(idx);
        }
        self.cut_content(idx, body)
    }

    #[inline(never)]
    fn cut_content(&self, idx: usize, body: heading::BodyStart) -> &'a str {
        let span = self.content_span(idx);
        let mut start = span.start as usize;
        let mut end = span.end as usize;
        if idx == body.line {
            start = start.max(body.offset).min(end);
        }
        if let Some(cut) = self.cut
            && cut.end as usize == end
        {
            end = (cut.start as usize).max(start);
        }
        token::trim(self.text.get(start..end).unwrap_or_default())
    }

    /// The byte that stands where the words of a line begin, or that ends a line
    /// without words.
    #[inline]
    fn first_byte(&self, idx: usize) -> u8 {
        let at = self.content_span(idx).start as usize;
        self.text.as_bytes().get(at).copied().unwrap_or_default()
    }

    fn kind(&self, idx: usize) -> LineKind {
        self.lines
            .get(idx)
            .map_or(LineKind::Blank, |line| line.kind)
    }

    fn set(&mut self, idx: usize, kind: LineKind) {
        if let Some(line) = self.lines.get_mut(idx) {
            line.kind = kind;
        }
    }

    /// Marks a line as body, unless it holds a field too.
    fn set_body(&mut self, idx: usize) {
        if matches!(
            self.kind(idx),
            LineKind::Rule | LineKind::PageHeader | LineKind::Unread
        ) {
            self.set(idx, LineKind::Body);
        }
    }

    /// Where the words of a line begin.
    fn start_of(&self, idx: usize) -> usize {
        let span = self.contents.get(idx);
        span.map_or(self.text.len(), |span| span.start as usize)
    }

    /// The line in which a byte stands. What few lines hold is found in the
    /// whole text, and its line with this, instead of asking every line.
    fn line_at(&self, at: usize) -> usize {
        let is_above = |line: &Line| line.span.end as usize <= at;
        self.lines.partition_point(is_above)
    }

    /// Where a line ends, its end included.
    fn end_of(&self, idx: usize) -> usize {
        self.content_span(idx).end as usize
    }

    fn place(&self, part: &str) -> Span {
        token::place(self.text, part)
    }

    #[expect(
        clippy::inline_always,
        reason = "a few instructions, asked of every line; measured"
    )]
    #[inline(always)]
    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn garble(&mut self, at: &str, expected: &'static str) {
        let span = self.place(at);
        self.garbles.push(Garble { span, expected });
    }

    /// Whether `&` or `?` stands anywhere: most texts hold neither.
    fn may_be_spoiled(&self) -> bool {
        let found = || memchr::memchr2(b'&', b'?', self.whole.as_bytes()).is_some();
        *self.spoiled.get_or_init(found)
    }

    /// Whether a line of the header was read.
    fn has_header(&self) -> bool {
        self.seen > Seen::Heading
    }

    /// A text that begins with paragraphs.
    fn part_of_telegram(&mut self) {
        self.seen = Seen::Heading;
        let offset = self.start_of(0);
        self.telegram(heading::BodyStart { line: 0, offset });
    }

    /// A text with a header or a heading, which goes on at a line.
    fn headed(&mut self, heading_at: usize) {
        sort_by_place(&mut self.aside, |&(idx, _)| idx as u64);
        let body = self.heading(heading_at);
        self.telegram(body);
    }

    fn telegram(&mut self, body: heading::BodyStart) {
        let sections = self.repeated_headings(body);
        let end = self.ending(body);
        self.labeled_list_below(end);
        self.signed_above(&sections, body);
        self.body(body, end, false);
        self.classified_by_in_text();
        if let Some(subject) = self.heading.subject {
            self.prose(subject);
        }
        for idx in 0..self.paragraphs.len() {
            if let Some(paragraph) = self.paragraphs.get(idx) {
                let (text, heading) = (paragraph.text, paragraph.heading);
                if let Some(heading) = heading {
                    self.prose(heading);
                }
                self.prose(text);
            }
        }
        self.hyphens();
        self.markup(0);
        self.page_headers();
        self.page_headers_in_lines(body.offset);
        self.parts();
        self.excisions(body.offset);
    }

    /// Any text: blocks and numbered paragraphs, nothing else.
    fn plain(&mut self) {
        self.seen = Seen::Nothing;
        self.heading = Heading::default();
        self.garbles.clear();
        for line in &mut self.lines {
            if line.kind != LineKind::Blank {
                line.kind = LineKind::Body;
            }
        }
        let offset = if self.lines.is_empty() {
            0
        } else {
            self.start_of(0)
        };
        let all = heading::BodyStart { line: 0, offset };
        self.body(all, self.lines.len(), true);
        self.repairs.clear();
    }

    /// Takes the telegram out of what an archive put around it; says whether
    /// the form is one that may hold no text at all.
    fn unwrap(&mut self, form: Option<Family>) -> bool {
        self.form = form;
        self.pages_in_lines();
        match form {
            Some(Family::Nara | Family::NaraCard) => self.record(),
            Some(Family::Plusd) => self.page(),
            Some(Family::Foia) => {
                self.reading_room();
                self.inside();
            }
            Some(Family::Plain) => self.captions_of_pages(),
            _ => {
                // Telegrams of the 2000s, which begin with format line 1,
                // bear no stamp.
                if !self.text.starts_with("VZCZC") {
                    self.release_stamps();
                    self.captions_of_pages();
                }
                if self.opens_with_distribution() {
                    self.distribution();
                }
            }
        }
        if form != Some(Family::Plain) {
            self.marks_of_pages();
        }
        matches!(form, Some(Family::Nara | Family::NaraCard | Family::Plusd))
    }

    /// The cable of a telegram that was taken out of what an archive put
    /// around it, or of a card, still without its text.
    fn unwrapped(mut self, beside: Beside, is_card: bool) -> Cable {
        let form = beside.family;
        let opening = if form == Some(Family::Plain) || form.is_some() && is_card {
            Opening::Unknown
        } else {
            self.header()
        };
        self.opened(opening, beside, is_card)
    }

    /// The cable of a telegram whose header was read.
    fn opened(mut self, opening: Opening, beside: Beside, is_card: bool) -> Cable {
        let form = beside.family;
        match opening {
            Opening::Page => {
                let read = std::mem::replace(&mut self.of_volume, OfVolume::No);
                if let OfVolume::Page(page) = read {
                    return *page;
                }
            }
            Opening::Heading(heading_at) => self.headed(heading_at),
            Opening::Body => self.part_of_telegram(),
            Opening::Unknown if is_card => self.card(),
            Opening::Unknown if form == Some(Family::Plain) => self.plain(),
            Opening::Unknown if form.is_some() => self.headed(0),
            Opening::Unknown if self.has_signs() => self.part_of_telegram(),
            Opening::Unknown => self.plain(),
        }
        if form == Some(Family::Foia) {
            self.exemption_codes();
            self.caution();
        }
        self.finish(beside, is_card)
    }

    /// Takes over what is known beside the text.
    fn lay_beside(&mut self, beside: &mut Beside) {
        // The year is asked for while the text is read.
        self.heading.dateline = beside.dateline;
        self.attributes = std::mem::take(&mut beside.attributes);
    }

    /// The cable that was read, still without its text.
    fn finish(mut self, beside: Beside, is_card: bool) -> Cable {
        let is_numbered = |banner: &Banner| banner.serial.is_some();
        if !self.heading.banner.as_ref().is_some_and(is_numbered) {
            self.calling_at_last();
        }
        self.restore_lines();
        repair::disjoint(self.text, &mut self.repairs);
        sort_by_place(&mut self.garbles, |garble| garble.span.order());
        self.kept_breaks.sort_unstable();
        self.kept_breaks.dedup();
        self.heading.dateline = match self.heading.dtg {
            Some(_) => None,
            None => self.heading.dateline.or_else(|| self.day_of_record()),
        };
        let mrn = named(beside.id, self.number_of_record(self.mrn()));
        let for_list = self.for_list;
        let family = match beside.family {
            // A text that the archive could not read is no card.
            Some(Family::Nara) if is_card && self.garbles.is_empty() => Family::NaraCard,
            Some(family) => family,
            None => self.family(),
        };
        let Draft {
            mut lines,
            mut attributes,
            mut heading,
            mut paragraphs,
            summary,
            comment,
            excisions,
            signature,
            mut repairs,
            garbles,
            kept_breaks,
            joints,
            ..
        } = self;
        // Many cables are held open, and none of them keeps room to grow. What a
        // list asks is not held.
        if !for_list {
            lines.shrink_to_fit();
            attributes.shrink_to_fit();
            paragraphs.shrink_to_fit();
            repairs.shrink_to_fit();
            heading.references.shrink_to_fit();
        }
        Cable {
            text: Arc::default(),
            encoding: Encoding::Utf8,
            n_bytes: 0,
            family,
            source_map: SourceMap::default(),
            attributes,
            notes: Vec::new(),
            terms: Vec::new(),
            mrn,
            lines,
            heading,
            paragraphs,
            summary,
            comment,
            excisions,
            signature,
            repairs,
            garbles,
            kept_breaks,
            joints,
        }
    }

    fn family(&self) -> Family {
        match self.seen {
            Seen::Nothing => Family::Plain,
            Seen::Heading => Family::CablegateExtract,
            Seen::Header => Family::CablegateAcp126,
            Seen::Start => Family::Cablegate,
        }
    }

    /// The year of the date-time group, or of the date or number that is
    /// known beside the text.
    fn year(&self) -> Option<u16> {
        let heading = &self.heading;
        let dtg = heading.dtg.as_ref().map(|line| line.dtg.year());
        let beside = || u16::try_from(heading.dateline?.date.year()).ok();
        dtg.or_else(beside)
            .or(self.labeled_year)
            .or_else(|| self.year_of_record())
    }

    /// Names the telegram: the year of its date, the post of its banner or
    /// else of its originator, the serial of its banner or else of format
    /// line 3.
    fn mrn(&self) -> Option<Mrn> {
        let year = self.year()?;
        let banner = self.heading.banner.as_ref();
        let post = if let Some(post) = banner.and_then(|banner| banner.post) {
            self.slice(post)
        } else {
            let Plad(from) = self.heading.from.as_ref()?.plad;
            originator_post(self.slice(from))?
        };
        let serial = banner
            .and_then(|banner| banner.serial)
            .or(self.heading.transmission.station_serial)?
            .value;
        // A post that a release took away names nothing.
        if post.split_whitespace().any(reference::is_excised) {
            return None;
        }
        // No post has a digit in its name.
        let mut printed = token::squeeze(post);
        if printed.bytes().any(|byte| byte.is_ascii_digit()) {
            printed = printed.chars().map(misread::capital).collect();
        }
        let station = glossary::station_name(&printed).unwrap_or(&printed).into();
        Some(Mrn {
            year,
            station,
            serial,
        })
    }
}

/// The post of an originator: `AMEMBASSY NORTHHAVEN` is NORTHHAVEN.
fn originator_post(plad: &str) -> Option<&str> {
    const PREFIXES: [&str; 7] = [
        "AMEMBASSY",
        "AMCONSULATE",
        "AMCONSUL",
        "AMCONGEN",
        "USMISSION",
        "USINT",
        "USLO",
    ];
    if plad.starts_with("SECSTATE") {
        return Some("STATE");
    }
    let city = || glossary::station(plad).filter(|station| station.kind != "agency");
    PREFIXES
        .iter()
        .find_map(|prefix| token::after_word(plad, prefix))
        .map(token::trim)
        .or_else(|| city().map(|_| plad))
}

/// What is known of a telegram before its text is read.
#[derive(Debug, Default)]
struct Beside {
    /// Its form, which is taken for granted.
    family: Option<Family>,
    /// Whether the lines are still to be asked for the form.
    is_unknown: bool,
    /// When the publisher says it was written.
    dateline: Option<Dateline>,
    /// The number by which the publisher names it.
    id: Option<Mrn>,
    /// What an archive says of it on the page around it.
    attributes: Vec<Attribute>,
}

impl Beside {
    fn family(family: Option<Family>) -> Beside {
        Beside {
            family,
            ..Beside::default()
        }
    }
}

/// A telegram taken out of what it was published in.
struct Published<'a> {
    out: markup::Unwrapped<'a>,
    beside: Beside,
    /// What the publisher says of it.
    attributes: Vec<Attribute>,
    /// Whether more of the source can only add to the text.
    grows: bool,
}

impl Published<'_> {
    fn cable(self) -> Cable {
        let text = Arc::from(self.out.text);
        let mut cable = text_to_cable(text, self.beside);
        cable.source_map = cable.source_map.within(self.out.map);
        // What the page says comes first.
        let of_text = std::mem::replace(&mut cable.attributes, self.attributes);
        cable.attributes.extend(of_text);
        cable
    }
}

/// Reads a bare telegram.
fn text_to_cable(text: Arc<str>, mut beside: Beside) -> Cable {
    let told = beside.is_unknown.then(|| form::archive(&text)).flatten();
    let is_bare = told.is_none() && beside.family.is_none();
    let capitals = is_bare.then(|| small::in_capitals(&text)).flatten();
    let mut draft = Draft::new(capitals.as_deref().unwrap_or(&text));
    if let Some(told) = told {
        beside.family = Some(told.family);
        draft.first_stamp = told.stamp;
    }
    draft.lay_beside(&mut beside);
    let is_card = draft.unwrap(beside.family) && !draft.has_text();
    let mut cable = draft.unwrapped(beside, is_card);
    cable.n_bytes = text.len() as u64;
    cable.lend(text);
    cable
}

/// The number of a telegram that its publisher names and its text too.
///
/// The publisher's year and serial win, for they were read before the text
/// was damaged; the spelling of the post is that of the text.
fn named(id: Option<Mrn>, read: Option<Mrn>) -> Option<Mrn> {
    let letters = |mrn: &Mrn| mrn.station.replace(' ', "");
    let Some(mut id) = id else { return read };
    match read {
        Some(read) if letters(&read) == letters(&id) => id.station = read.station,
        _ => {
            if let Some(known) = glossary::station(&id.station) {
                id.station = known.name.into();
            }
        }
    }
    Some(id)
}

/// What holds for every text; shared by the property tests and the fuzzer.
///
/// Lines cover the text without gap; every span lies in the text on
/// character bounds; paragraphs, repairs and garbles are in order, the first
/// two without overlap; reading twice gives the same cable; repairing a
/// repaired text changes none of its words; and the outline does not depend
/// on whether lines end at LF or at CR LF. Read alone, the heading is the
/// same.
///
/// # Errors
///
/// The first law that does not hold, in words.
pub fn laws(bytes: &[u8]) -> Result<(), String> {
    let cable = parse(bytes);
    if cable != parse(bytes) {
        return Err("parsed twice, two cables".into());
    }
    prefix::law(bytes, &cable)?;
    let mut end = 0;
    for (idx, line) in cable.lines.iter().enumerate() {
        if line.span.start != end || line.span.is_empty() {
            return Err(format!(
                "line {idx} begins at {}, not at {end}",
                line.span.start
            ));
        }
        end = line.span.end;
    }
    if end as usize != cable.text().len() {
        return Err(format!("lines end at {end} of {}", cable.text().len()));
    }
    spans_lie_inside(&cable)?;
    let source = decode::decode(bytes).0;
    let reach = u32::try_from(source.len()).unwrap_or(u32::MAX);
    for line in &cable.lines {
        let there = cable.source_map.source(line.span.start);
        if there > reach {
            return Err(format!("a line stands at {there} of {reach} in the source"));
        }
    }
    in_order(
        "paragraph",
        cable.paragraphs.iter().map(|paragraph| paragraph.span),
    )?;
    in_order("repair", cable.repairs.iter().map(|repair| repair.span))?;
    if !cable.garbles.is_sorted_by_key(|garble| garble.span) {
        return Err("garbles out of order".into());
    }
    if !cable.kept_breaks.is_sorted() {
        return Err("kept breaks out of order".into());
    }
    if !cable.joints.is_sorted_by_key(|joint| joint.at) {
        return Err("joints out of order".into());
    }
    if !source.contains('\r') && source.contains('\n') {
        // A byte order mark of the text is not taken for that of its bytes.
        let mark = if source.starts_with('\u{feff}') {
            "\u{feff}"
        } else {
            ""
        };
        let other = parse(format!("{mark}{}", source.replace('\n', "\r\n")).as_bytes());
        let (one, two) = (outline(&cable), outline(&other));
        if one != two {
            let differs = one.lines().zip(two.lines()).find(|(one, two)| one != two);
            return Err(format!("line ends change the outline: {differs:?}"));
        }
    }
    Ok(())
}

fn in_order(what: &str, spans: impl Iterator<Item = Span>) -> Result<(), String> {
    let mut end = 0;
    for (idx, span) in spans.enumerate() {
        if span.start < end {
            return Err(format!(
                "{what} {idx} begins at {} before {end}",
                span.start
            ));
        }
        end = span.end;
    }
    Ok(())
}

fn spans_lie_inside(cable: &Cable) -> Result<(), String> {
    let check = |what: &str, span: Span| {
        let fits = span.start <= span.end && cable.text().get(span.range()).is_some();
        if fits {
            Ok(())
        } else {
            Err(format!("{what} at {span:?} is no place in the text"))
        }
    };
    let heading = &cable.heading;
    for addressee in heading
        .from
        .iter()
        .chain(&heading.action)
        .chain(&heading.info)
    {
        check("addressee", addressee.span)?;
        check("address", addressee.plad.0)?;
    }
    for tag in &heading.tags {
        check("tag", tag.span)?;
    }
    for reference in &heading.references {
        check("reference", reference.span)?;
    }
    for caption in &heading.captions {
        check("caption", caption.span)?;
    }
    let lone = heading
        .subject
        .iter()
        .chain(&heading.subject_marking)
        .chain(&heading.handling_notes);
    for &span in lone.chain(&cable.signature) {
        check("heading", span)?;
    }
    if let Some(order) = &heading.executive_order {
        check("executive order", order.span)?;
    }
    if let Some(by) = &heading.classified_by {
        check("classified by", by.span)?;
        let also = by.also.iter();
        let further = also.flat_map(|person| [Some(person.name), person.title]);
        for span in [by.name, by.title].into_iter().chain(further).flatten() {
            check("classified by", span)?;
        }
    }
    for paragraph in &cable.paragraphs {
        check("paragraph", paragraph.span)?;
        check("text", paragraph.text)?;
        if !paragraph.span.encloses(paragraph.text) {
            return Err(format!(
                "text {:?} outside its paragraph {:?}",
                paragraph.text, paragraph.span
            ));
        }
        if let Some(mark) = &paragraph.mark {
            check("marking", mark.span)?;
        }
        for &span in paragraph.printed.iter().chain(&paragraph.heading) {
            check("number", span)?;
        }
    }
    for part in cable.summary.iter().chain(&cable.comment) {
        for &span in &part.spans {
            check("part", span)?;
        }
    }
    for excision in &cable.excisions {
        check("excision", excision.span)?;
    }
    for repair in &cable.repairs {
        check("repair", repair.span)?;
        if repair.applied != (repair.confidence >= Confidence::Medium) {
            return Err(format!("{:?} is applied or offered wrongly", repair.span));
        }
    }
    for garble in &cable.garbles {
        check("garble", garble.span)?;
    }
    for note in &cable.notes {
        check("note", note.text)?;
    }
    for attribute in &cable.attributes {
        check("attribute", attribute.span)?;
    }
    for term in &cable.terms {
        check("term", term.words)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
