//! Where each telegram of a file begins.
//!
//! A file of many telegrams is never held whole: it comes by in chunks, and
//! the scan says from which byte to which each telegram stands. Nothing is
//! read here but the few lines that begin and end telegrams; what lies
//! between is passed over at the speed of looking for line feeds.
//!
//! ```abnf
//! file      = [preface] *telegram
//! telegram  = beginning *line [end]
//! beginning = start (called / calling / dtg)   ; FL 1, anywhere
//!           / called calling                   ; FL 2, after an end
//!           / dtg originator                   ; FL 5, after an end
//!           / page-one                         ; of another telegram
//!           / "Message Text" (page-one / classification / called / dtg / attributes)
//!           / notice / from-line field
//! end       = "NNNN" / "BT" correction / signature 1*blank-line
//! ```
//!
//! Pages of a volume of *Foreign Relations* that were pasted one below the other begin at
//! their heads, whose numbers rise.
//!
//! What is quoted inside a telegram (`QUOTE` to `UNQUOTE`, `BEGIN TEXT` to
//! `END TEXT`) begins none, and the sections of one telegram, one after the
//! other, are one. A file whose lines end at CR alone, and a text of
//! sixteen-bit characters, are one telegram.

use memchr::memmem::Finder;
use nom::Parser;

use super::token::{
    Needle, after_word, begins, byte, ends, is_blank, is_digits, number, same, squeeze, trim,
};
use super::{
    CsvDamage, CsvRecord, CsvRecords, FrusDocument, FrusDocuments, FrusVolume, attribute, caption,
    decode, ending, executive_order, form, frus, lines, preamble, transmission,
};
use crate::cable::{Date, Family};

/// Bytes of a line that are looked at. No line that begins or ends a
/// telegram is longer.
const KEPT: usize = 256;
/// How far behind its beginning a telegram has its banner.
const HEADER: u64 = 32 << 10;
/// How far a quotation is believed in whose end was not seen.
const QUOTATION: u64 = 64 << 10;
/// How many lines may stand between an end and the next beginning.
const BETWEEN: u32 = 3;

/// Where a telegram stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The offset of its first byte, at the beginning of a line.
    pub start: u64,
    /// The offset behind its last byte.
    pub end: u64,
    /// What its container calls it: a reference id, the id of a document.
    pub name: Option<Box<str>>,
    /// The serial of its banner.
    pub serial: Option<u32>,
    /// Which sections of a longer telegram it is.
    pub section: Option<Box<Section>>,
    /// The page of a printed volume on which it begins.
    pub page: Option<Box<str>>,
}

/// What is known of a file when all of it has come by.
#[derive(Clone, Debug, Default)]
pub struct Scanned {
    /// The printed volume that it is.
    pub volume: Option<FrusVolume>,
    /// Documents of a volume that are no telegrams.
    pub n_others: usize,
    /// Records of a CSV that are damaged; each is a telegram all the same.
    pub n_damaged: usize,
}

/// One section, or several, of a telegram that was sent in sections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What all sections of a telegram have in common.
    pub of: Sectioned,
    /// The numbers of these sections, rising.
    pub numbers: Vec<u16>,
}

/// A telegram that was sent in sections: post, serial and year of its
/// banner and date-time group, and the number of sections.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sectioned {
    /// The post, in capitals.
    pub post: Box<str>,
    /// Its serial.
    pub serial: u32,
    /// Four digits.
    pub year: u16,
    /// The number of sections.
    pub sections: u16,
}

/// Finds the telegrams of a file that comes by in chunks.
///
/// The cuts do not depend on where the chunks end. Those of plain text cover
/// the file: each begins where the one before ended. In a CSV they are its
/// records, in a volume its telegrams.
///
/// ```
/// use reftel::parse::Scanner;
///
/// let file = b"ZCZCXYZ0001\nPP RUEHC\nTalks opened.\nNNNN\nZCZCXYZ0002\nPP RUEHC\nTalks went on.\nNNNN\n";
/// let mut cuts = Vec::new();
/// let mut scanner = Scanner::new(file);
/// for chunk in file.chunks(10) {
///     scanner.feed(chunk, &mut cuts);
/// }
/// scanner.finish(&mut cuts);
/// let places: Vec<(u64, u64)> = cuts.iter().map(|cut| (cut.start, cut.end)).collect();
/// assert_eq!(places, [(0, 40), (40, 81)]);
/// ```
#[derive(Clone, Debug)]
pub struct Scanner {
    form: Form,
    /// The offset of what is fed next.
    at: u64,
    known: Scanned,
}

#[derive(Clone, Debug)]
enum Form {
    /// One telegram, however long.
    Whole,
    /// Plain text.
    Text(Box<Text>),
    /// The CSV of a release.
    Csv(Box<CsvRecords>),
    /// A volume of *Foreign Relations of the United States*.
    Volume(Box<FrusDocuments>),
}

impl Scanner {
    /// A scan of the file that begins with `head`: a few kilobytes, or all
    /// of it. They are to be fed like the rest.
    #[must_use]
    pub fn new(head: &[u8]) -> Scanner {
        let wraps = form::wraps(head);
        let form = if decode::is_wide(head) {
            Form::Whole
        } else if wraps == Some(Family::CablegateCsv) || has_titles(head) {
            Form::Csv(Box::default())
        } else if wraps == Some(Family::Frus) && is_volume(head) {
            Form::Volume(Box::default())
        } else if is_markup(head) {
            Form::Whole
        } else {
            Form::Text(Box::default())
        };
        Scanner {
            form,
            at: 0,
            known: Scanned::default(),
        }
    }

    /// Takes the next bytes of the file, and adds the telegrams that have
    /// ended.
    pub fn feed(&mut self, bytes: &[u8], cuts: &mut Vec<Cut>) {
        let known = &mut self.known;
        match &mut self.form {
            Form::Whole => {}
            Form::Text(text) => text.feed(bytes, self.at, cuts),
            Form::Csv(records) => records.feed(bytes, |record| known.record(record, cuts)),
            Form::Volume(documents) => {
                documents.feed(bytes, |document| known.document(document, cuts));
            }
        }
        self.at += bytes.len() as u64;
    }

    /// Whether all of the file has to come by before one of its telegrams can be
    /// read: in a volume, persons and abbreviations stand apart from them.
    #[must_use]
    pub fn needs_all(&self) -> bool {
        matches!(self.form, Form::Volume(_))
    }

    /// Adds the last telegrams, at the end of the file.
    pub fn finish(self, cuts: &mut Vec<Cut>) -> Scanned {
        let mut known = self.known;
        match self.form {
            Form::Text(text) => text.finish(self.at, cuts),
            Form::Csv(records) => records.finish(|record| known.record(record, cuts)),
            Form::Volume(documents) => {
                let volume = documents.finish(|document| known.document(document, cuts));
                known.volume = Some(volume);
            }
            Form::Whole => {
                let whole = Piece {
                    end: self.at,
                    ..Piece::default()
                };
                cuts.push(whole.cut());
            }
        }
        known
    }
}

impl Scanned {
    /// Whether nothing is to be said of the file but where its telegrams are.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.volume.is_none() && self.n_others == 0 && self.n_damaged == 0
    }

    fn record(&mut self, record: CsvRecord, cuts: &mut Vec<Cut>) {
        // A row of titles, or bytes before the first record.
        if record.damage == Some(CsvDamage::NoRecord) {
            return;
        }
        self.n_damaged += usize::from(record.damage.is_some());
        cuts.push(Cut {
            start: record.offset,
            end: record.offset + record.length,
            name: Some(record.id).filter(|id| !id.is_empty()),
            serial: None,
            section: None,
            page: None,
        });
    }

    fn document(&mut self, document: FrusDocument, cuts: &mut Vec<Cut>) {
        if !document.is_telegram {
            self.n_others += 1;
            return;
        }
        cuts.push(Cut {
            start: document.offset,
            end: document.offset + document.length,
            name: Some(document.id),
            serial: None,
            section: None,
            page: Some(document.page),
        });
    }
}

/// Whether a file is the CSV of a release with a row of titles.
fn has_titles(head: &[u8]) -> bool {
    let titles = || {
        let end = memchr::memchr(b'\n', head)?;
        let (titles, records) = head.split_at_checked(end + 1)?;
        let n_columns = memchr::memchr_iter(b',', titles).count() + 1;
        (n_columns == 8).then_some(records)
    };
    titles().is_some_and(|records| form::wraps(records) == Some(Family::CablegateCsv))
}

/// Whether a volume is whole, and not one document of it.
fn is_volume(head: &[u8]) -> bool {
    !head.trim_ascii_start().starts_with(b"<div")
}

/// Whether a file is a page or a document of a markup language: what stands
/// in it is no line of a telegram.
fn is_markup(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = text.trim_ascii_start();
    text.first() == Some(&b'<') && !text.starts_with(b"<<")
}

/// Plain text that comes by.
#[derive(Clone, Debug, Default)]
struct Text {
    /// The beginning of a line whose end has not come.
    line: Vec<u8>,
    /// How long that line is so far.
    line_len: u64,
    /// The telegram that is coming by.
    piece: Piece,
    /// The one before: the next may be a further section of it.
    held: Option<Piece>,
    /// What begins a telegram if the next words agree.
    candidate: Option<Candidate>,
    /// How many lines ago a telegram ended for certain.
    ended: Option<u32>,
    /// The last line that is not blank; nothing if it is long.
    last: String,
    /// Blank lines since.
    n_blank: u32,
    /// Where a quotation began that is open.
    quoted: Option<u64>,
    /// Where the last line begins, if it is a classification alone.
    class_at: Option<u64>,
    /// Where the last line begins that opens the table of a page of PlusD.
    table_at: Option<u64>,
    /// Which heading begins a record of the National Archives here.
    record: Option<&'static str>,
    /// Whether the file is a folder of mail: it begins with a `From` line.
    is_mail: bool,
    /// Whether a line with words has come by.
    begun: bool,
    /// Which document of a volume is coming by.
    document: Pasted,
}

/// The document of a volume whose page was pasted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pasted {
    /// No head has come by.
    #[default]
    None,
    /// The number in its head, and how many lines with words have come by since.
    Number(u32, u32),
    /// Heads follow on heads: a list of documents.
    List,
}

/// A telegram as far as it has come by.
#[derive(Clone, Debug, Default)]
struct Piece {
    start: u64,
    end: u64,
    /// The number of a document of a volume, as the volumes name it.
    name: Option<Box<str>>,
    /// Whether it has a line of a header or heading of its own. What stands
    /// above the first of a file is a preface and belongs to it.
    is_telegram: bool,
    /// How much was seen of a record.
    record: Record,
    /// Whether it is a page of PlusD: its telegram stands below a table, and
    /// the page may show it twice.
    in_page: bool,
    post: Option<Box<str>>,
    serial: Option<u32>,
    sections: Option<u16>,
    /// The numbers of its sections.
    numbers: Vec<u16>,
    date: Option<Date>,
    calling: Option<Called>,
    /// Station and serial in the header of a page of the 1970s.
    page: Option<Box<str>>,
}

/// How many of the two headings of a record were seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Record {
    #[default]
    None,
    One,
    Both,
}

/// What format line 3 says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Called {
    station: Box<str>,
    serial: u32,
    section: Option<u32>,
}

/// A line that may begin a telegram.
#[derive(Clone, Debug)]
struct Candidate {
    start: u64,
    beginning: Beginning,
    date: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beginning {
    /// Format line 1.
    Start,
    /// Format line 2.
    Called,
    /// Format line 5.
    Dtg,
    /// `PAGE 01` alone, its station on the next line.
    Page,
    /// The heading of a record.
    Record,
    /// The line that begins a letter.
    Letter,
}

impl Text {
    fn feed(&mut self, bytes: &[u8], at: u64, cuts: &mut Vec<Cut>) {
        // Whether bytes are text is found out faster at once than line by line.
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
                std::str::from_utf8(valid).unwrap_or_default()
            }
        };
        let mut from = 0;
        let mut start = at - self.line_len;
        for end in memchr::memchr_iter(b'\n', bytes) {
            let line = bytes.get(from..end).unwrap_or_default();
            if self.line_len == 0 {
                match text.get(from..end.min(from + KEPT)) {
                    Some(words) => self.take_text(words, start, cuts),
                    None => self.take(line.get(..KEPT).unwrap_or(line), start, cuts),
                }
            } else {
                let mut whole = std::mem::take(&mut self.line);
                keep(&mut whole, line);
                self.take(&whole, start, cuts);
                whole.clear();
                self.line = whole;
            }
            start += self.line_len + line.len() as u64 + 1;
            self.line_len = 0;
            from = end + 1;
        }
        let rest = bytes.get(from..).unwrap_or_default();
        keep(&mut self.line, rest);
        self.line_len += rest.len() as u64;
    }

    fn finish(mut self, at: u64, cuts: &mut Vec<Cut>) {
        let line = std::mem::take(&mut self.line);
        self.take(&line, at - self.line_len, cuts);
        self.close(at, cuts);
        cuts.extend(self.held.map(Piece::cut));
    }

    /// Takes a line in: what is kept of it, without its end.
    fn take(&mut self, line: &[u8], start: u64, cuts: &mut Vec<Cut>) {
        let is_long = line.len() >= KEPT;
        let line = line.trim_ascii();
        if line.is_empty() {
            self.n_blank = self.n_blank.saturating_add(1);
            return;
        }
        let words = match std::str::from_utf8(line) {
            Ok(words) => words,
            Err(error) => {
                let valid = line.get(..error.valid_up_to()).unwrap_or_default();
                std::str::from_utf8(valid).unwrap_or_default()
            }
        };
        self.take_words(words, is_long, start, cuts);
    }

    /// Takes in what is kept of a line that is text.
    fn take_text(&mut self, line: &str, start: u64, cuts: &mut Vec<Cut>) {
        let words = line.trim_ascii();
        if words.is_empty() {
            self.n_blank = self.n_blank.saturating_add(1);
            return;
        }
        self.take_words(words, line.len() >= KEPT, start, cuts);
    }

    fn take_words(&mut self, words: &str, is_long: bool, start: u64, cuts: &mut Vec<Cut>) {
        self.look(words, start, cuts);
        self.begun = true;
        if let Pasted::Number(_, n_lines) = &mut self.document {
            *n_lines = n_lines.saturating_add(1);
        }
        self.n_blank = 0;
        self.last.clear();
        if !is_long {
            self.last.push_str(words);
        }
    }

    /// Looks whether a line begins or ends anything.
    fn look(&mut self, words: &str, start: u64, cuts: &mut Vec<Cut>) {
        self.ended = self.ended.map(|n| n + 1).filter(|&n| n <= BETWEEN);
        if let Some(candidate) = self.candidate.take() {
            self.decide(candidate, words, cuts);
        }
        let mut class_at = None;
        match byte(words, 0).to_ascii_uppercase() {
            b'P' if words.starts_with("PAGE ") => self.page_line(words, start, cuts),
            b'0'..=b'9' if self.document_of_volume(words, start, cuts) => {}
            b'N' if words.starts_with("No. ") => {
                self.document_of_volume(words, start, cuts);
            }
            b'V' | b'Z' | b'O' | b'P' | b'R' | b'Y' | b'0'..=b'9' => {
                self.header_line(words, start, cuts);
            }
            b'D' if words.starts_with("Date:") => self.table_at = Some(start),
            b'D' => self.calling(words),
            b'N' if words.starts_with("NNN") => self.ended = Some(0),
            b'<' if words.starts_with("<< END OF DOCUMENT") => self.ended = Some(0),
            b'#' if self.last == "BT" && is_correction(words) => self.ended = Some(0),
            b'M' => self.record_line(words, start, cuts),
            b'F' => self.mail_line(words, start),
            b'T' if begins(words, NOTICE) => self.begin(start, cuts),
            b'C' if words.starts_with("Canonical ID") => self.page_of_plusd(start, cuts),
            b'C' | b'E' | b'L' | b'N' | b'S' | b'T' | b'U' => {
                if lines::is_classification(words) {
                    class_at = Some(start);
                }
                self.heading_line(words, start);
            }
            _ => {}
        }
        self.quotation(words, start);
        self.class_at = class_at;
    }

    /// Whether the line after a candidate agrees with it.
    fn decide(&mut self, candidate: Candidate, words: &str, cuts: &mut Vec<Cut>) {
        let agrees = match candidate.beginning {
            Beginning::Start => {
                transmission::called(words).is_ok()
                    || transmission::calling(words).is_ok()
                    || preamble::moment(words).is_some()
            }
            Beginning::Called if transmission::called_more(words).is_ok() => {
                self.candidate = Some(candidate);
                return;
            }
            Beginning::Called => transmission::calling(words).is_ok(),
            Beginning::Dtg => after_word(words, "FM").is_some(),
            Beginning::Page => match station_and_serial(words) {
                Some(page) => return self.page(page, candidate.start, cuts),
                None => false,
            },
            Beginning::Record => {
                if begins_record(&self.last, words) {
                    self.record.get_or_insert(if same(&self.last, ATTRIBUTES) {
                        ATTRIBUTES
                    } else {
                        TEXT
                    });
                    self.piece.is_telegram = true;
                    self.begin(candidate.start, cuts);
                    self.piece.record = Record::One;
                }
                return;
            }
            Beginning::Letter => {
                if is_field_of_mail(words) {
                    self.ended = Some(0);
                    self.piece.is_telegram = true;
                    self.begin(candidate.start, cuts);
                }
                return;
            }
        };
        if agrees {
            self.begin(candidate.start, cuts);
            self.piece.is_telegram = true;
        }
        if candidate.date.is_some() {
            self.date(candidate.date);
        }
    }

    fn date(&mut self, date: Option<Date>) {
        self.piece.is_telegram = true;
        self.piece.date = self.piece.date.or(date);
    }

    /// Format lines 1, 2 and 5.
    fn header_line(&mut self, words: &str, start: u64, cuts: &mut Vec<Cut>) {
        let may_begin = |beginning, date| {
            Some(Candidate {
                start,
                beginning,
                date,
            })
        };
        if let Ok((rest, _)) = transmission::start(words) {
            if transmission::called(trim(rest)).is_ok() {
                self.begin(start, cuts);
                self.piece.is_telegram = true;
            } else if trim(rest).is_empty() {
                self.candidate = may_begin(Beginning::Start, None);
            }
        } else if transmission::called(words).is_ok() {
            if self.has_ended() {
                self.candidate = may_begin(Beginning::Called, None);
            }
        } else if let Some(moment) = preamble::moment(words) {
            let date = Some(moment.date());
            if self.has_ended() {
                self.candidate = may_begin(Beginning::Dtg, date);
            } else {
                self.date(date);
            }
        } else if byte(words, 0) == b'O' {
            self.heading_line(words, start);
        }
    }

    /// Whether the telegram has ended, by its end, by its signature, or
    /// because it is a record and the line above is one of its attributes.
    fn has_ended(&self) -> bool {
        let is_attribute = || attribute::attribute(&self.last, attribute::NARA).is_some();
        let in_attributes = self.piece.record == Record::Both && self.record == Some(TEXT);
        self.ended.is_some()
            || in_attributes && is_attribute()
            || self.n_blank > 0
                && (ending::surname(&self.last).is_some() || ending::glued(&self.last).is_some())
    }

    fn calling(&mut self, words: &str) {
        if self.piece.calling.is_none()
            && let Ok((_, calling)) = transmission::calling(words)
        {
            self.piece.is_telegram = true;
            self.piece.calling = Some(Called {
                station: calling.station.into(),
                serial: calling.serial.0,
                section: calling.section,
            });
        }
    }

    /// The banner, a label, or the banner of a further section.
    fn heading_line(&mut self, words: &str, start: u64) {
        /// What the banner of a further section says.
        static SECT: Needle = Needle::new(|| Finder::new("SECT"));
        let is_first = self.piece.serial.is_none() && start - self.piece.start < HEADER;
        if !(is_first || words.len() < 128 && SECT.find(words.as_bytes()).is_some()) {
            return;
        }
        if !self.piece.is_telegram {
            self.piece.is_telegram = LABELS.iter().any(|label| words.starts_with(label))
                // `E.O. 12356, Sec. 3.4` is the stamp of an archive.
                && (byte(words, 0) != b'E' || executive_order::label(words).is_some());
        }
        let Some(read) = caption::banner(words, words) else {
            return;
        };
        let banner = read.banner;
        let Some(serial) = banner.serial.map(|serial| serial.value) else {
            return;
        };
        // `CONFIDENTIAL 433` is a number of the room that handled it.
        if banner.post.is_none() && !self.piece.is_telegram {
            return;
        }
        let post = banner.post.and_then(|span| words.get(span.range()));
        let post: Box<str> = squeeze(post.unwrap_or_default()).into();
        let piece = &mut self.piece;
        if is_first {
            piece.is_telegram = true;
            piece.post = Some(post);
            piece.serial = Some(serial);
            piece.sections = banner.sections;
        } else if piece.serial != Some(serial)
            || piece.post.as_ref() != Some(&post)
            || piece.sections != banner.sections
        {
            return;
        }
        if let Some(number) = banner.section
            && !piece.numbers.contains(&number)
        {
            piece.numbers.push(number);
        }
    }

    /// The first page of a telegram of the 1970s. The pages of each section
    /// are numbered anew.
    fn page_line(&mut self, words: &str, start: u64, cuts: &mut Vec<Cut>) {
        let Some(rest) = words.strip_prefix("PAGE ").map(trim) else {
            return;
        };
        let Some(rest) = rest.strip_prefix("01").or(rest.strip_prefix("001")) else {
            return;
        };
        if lines::page_header_1970s(words).is_err() {
            return;
        }
        // The classification above it is the header of the page.
        let start = self.class_at.unwrap_or(start);
        if trim(rest).is_empty() {
            self.candidate = Some(Candidate {
                start,
                beginning: Beginning::Page,
                date: None,
            });
        } else if let Some(page) = station_and_serial(trim(rest)) {
            self.page(page, start, cuts);
        }
    }

    fn page(&mut self, page: Box<str>, start: u64, cuts: &mut Vec<Cut>) {
        let is_other = self.piece.page.as_ref().is_some_and(|seen| *seen != page);
        let is_first = self.piece.page.is_none() && self.piece.is_telegram;
        if self.piece.record == Record::None && (is_other || is_first) {
            self.piece.is_telegram = true;
            self.begin(start, cuts);
        }
        self.piece.page = Some(page);
    }

    /// The heading of a record of the National Archives. Which of the two
    /// begins a record is told by which came first. Inside a telegram the
    /// words begin one only if the next line agrees: they may be its own.
    fn record_line(&mut self, words: &str, start: u64, cuts: &mut Vec<Cut>) {
        let Some(heading) = [TEXT, ATTRIBUTES]
            .into_iter()
            .find(|heading| same(words, heading))
        else {
            return;
        };
        // Attributes below a text whose own heading is lost are its own.
        let is_text_lost = self.record.is_none() && heading == ATTRIBUTES && self.piece.is_telegram;
        if is_text_lost {
            return;
        }
        if self.record.is_some_and(|record| record != heading) {
            self.piece.record = Record::Both;
            return;
        }
        let is_inside = self.piece.is_telegram || self.piece.record == Record::One;
        if is_inside && self.piece.record != Record::Both {
            self.candidate = Some(Candidate {
                start,
                beginning: Beginning::Record,
                date: None,
            });
            return;
        }
        self.record = Some(heading);
        if self.piece.record != Record::None {
            self.piece.is_telegram = true;
        }
        self.begin(start, cuts);
        self.piece.record = Record::One;
    }

    /// The id in the table of a page of PlusD. The table begins a line or two
    /// above it.
    fn page_of_plusd(&mut self, start: u64, cuts: &mut Vec<Cut>) {
        let table = self.table_at.filter(|&at| start - at < 512);
        if std::mem::take(&mut self.piece.in_page) {
            self.piece.is_telegram = true;
            self.begin(table.unwrap_or(start), cuts);
        }
        self.piece.in_page = true;
    }

    /// The head of a document of a volume. The first stands above any telegram; each has a
    /// text of some lines, and a number above that of the one before.
    fn document_of_volume(&mut self, words: &str, start: u64, cuts: &mut Vec<Cut>) -> bool {
        /// How many lines a head has with its text, at least.
        const LINES: u32 = 4;
        // Most files hold no such page.
        match self.document {
            Pasted::None if self.piece.is_telegram || self.held.is_some() => return false,
            Pasted::List => return false,
            Pasted::None | Pasted::Number(..) => {}
        }
        let Some((number, is_telegram)) = frus::numbered(words) else {
            return false;
        };
        let is_first = self.document == Pasted::None;
        match self.document {
            Pasted::None if is_telegram => {}
            Pasted::Number(last, n_lines) if number > last && self.n_blank > 0 => {
                if n_lines < LINES {
                    self.document = Pasted::List;
                    return false;
                }
            }
            _ => return false,
        }
        if !is_first {
            self.close(start, cuts);
        }
        self.piece.name = Some(format!("d{number}").into());
        self.document = Pasted::Number(number, 0);
        true
    }

    /// The line that begins a letter in a folder of mail.
    fn mail_line(&mut self, words: &str, start: u64) {
        let Some(rest) = words.strip_prefix("From ") else {
            return;
        };
        let year = rest.rsplit(' ').next().unwrap_or_default();
        let is_year = year.len() == 4 && is_digits(year);
        if !is_year || !rest.contains(':') {
            return;
        }
        if !self.begun {
            self.is_mail = true;
        } else if self.is_mail && self.n_blank > 0 {
            self.candidate = Some(Candidate {
                start,
                beginning: Beginning::Letter,
                date: None,
            });
        }
    }

    /// Keeps account of quotations.
    fn quotation(&mut self, words: &str, start: u64) {
        let is_sign = |byte: &u8| matches!(byte, b':' | b'.' | b' ' | b'-');
        let last = words.as_bytes().iter().rposition(|byte| !is_sign(byte));
        let Some(words) = last.and_then(|last| words.get(..=last)) else {
            return;
        };
        // As what is quoted ends: QUOTE, TEXT, CABLE, TELEGRAM, MESSAGE.
        let [.., before, last] = words.as_bytes() else {
            return;
        };
        let end = [before.to_ascii_uppercase(), last.to_ascii_uppercase()];
        if !matches!(&end, b"TE" | b"XT" | b"LE" | b"AM" | b"GE") {
            return;
        }
        let has = |edge: &str| {
            let edge = after_word(words, edge).map(trim);
            edge.is_some_and(|what| QUOTED.iter().any(|quoted| same(what, quoted)))
        };
        if ends(words, "UNQUOTE") || ends(words, "END QUOTE") || has("END") {
            self.quoted = None;
        } else if has("BEGIN") || same(words, "QUOTE") || ends(words, " QUOTE") {
            self.quoted.get_or_insert(start);
        }
    }

    /// Begins a telegram at `start`, unless the one before has not begun or
    /// quotes it.
    fn begin(&mut self, start: u64, cuts: &mut Vec<Cut>) {
        let is_quoted = self.quoted.is_some_and(|at| start - at <= QUOTATION);
        if !self.piece.is_telegram || self.piece.in_page || is_quoted && self.ended.is_none() {
            return;
        }
        self.close(start, cuts);
        self.ended = None;
        self.quoted = None;
    }

    /// Ends the telegram that came by at `end`.
    fn close(&mut self, end: u64, cuts: &mut Vec<Cut>) {
        let next = Piece {
            start: end,
            ..Piece::default()
        };
        let mut piece = std::mem::replace(&mut self.piece, next);
        piece.end = end;
        match &mut self.held {
            Some(held) if held.is_continued_by(&piece) => held.append(piece),
            held => cuts.extend(held.replace(piece).map(Piece::cut)),
        }
    }
}

/// The headings of a record of the National Archives.
const TEXT: &str = "Message Text";
const ATTRIBUTES: &str = "Message Attributes";

/// Whether a line stands below the heading of a record: its first page, the
/// lines above that, a header, or attributes where there is no text.
fn begins_record(heading: &str, words: &str) -> bool {
    if same(heading, ATTRIBUTES) {
        return attribute::attribute(words, attribute::NARA).is_some();
    }
    lines::page_header_1970s(words).is_ok()
        || lines::is_classification(words)
        || words.starts_with("<<")
        || same(words, ATTRIBUTES)
        || transmission::start(words).is_ok()
        || transmission::called(words).is_ok()
        || preamble::moment(words).is_some()
}

/// Whether a line is a field of the header of a letter: `Subject: a cable`.
fn is_field_of_mail(words: &str) -> bool {
    let name = words.split_once(':').map_or("", |(name, _)| name);
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    name.len() > 1 && name.bytes().all(sign)
}

/// Words that are quoted between BEGIN and END.
const QUOTED: [&str; 6] = [
    "QUOTE",
    "TEXT",
    "CABLE",
    "TELEGRAM",
    "MESSAGE",
    "QUOTED TEXT",
];

/// Labels that no other text begins a line with.
const LABELS: [&str; 5] = ["E.O. 1", "EO 1", "TAGS", "SUBJECT:", "SUBJ:"];

/// How a partial extract begins.
const NOTICE: &str = "This record is a partial extract of the original cable";

impl Piece {
    /// Whether `next` is a later section of the same telegram.
    fn is_continued_by(&self, next: &Piece) -> bool {
        let section = |piece: &Piece| {
            let banner = piece.numbers.first().copied().map(u32::from);
            let calling = piece.calling.as_ref().and_then(|calling| calling.section);
            banner.or(calling)
        };
        let last = self
            .numbers
            .last()
            .copied()
            .map(u32::from)
            .or(section(self));
        let Some((last, number)) = last.zip(section(next)) else {
            return false;
        };
        let same_date = match (self.date, next.date) {
            (Some(one), Some(two)) => one == two,
            _ => true,
        };
        let same_number = match (self.serial, next.serial) {
            (Some(one), Some(two)) => {
                one == two && self.post == next.post && self.sections == next.sections
            }
            _ => match (&self.calling, &next.calling) {
                (Some(one), Some(two)) => one.station == two.station && one.serial == two.serial,
                _ => false,
            },
        };
        number > last && same_date && same_number
    }

    fn append(&mut self, next: Piece) {
        self.end = next.end;
        self.numbers.extend(next.numbers);
        self.date = self.date.or(next.date);
    }

    fn cut(self) -> Cut {
        let of = (|| {
            Some(Sectioned {
                post: self.post?,
                serial: self.serial?,
                year: u16::try_from(self.date?.year()).ok()?,
                sections: self.sections.filter(|&sections| sections > 1)?,
            })
        })();
        let mut numbers = self.numbers;
        numbers.sort_unstable();
        let has_numbers = !numbers.is_empty();
        Cut {
            start: self.start,
            end: self.end,
            name: self.name,
            serial: self.serial,
            section: of
                .filter(|_| has_numbers)
                .map(|of| Box::new(Section { of, numbers })),
            page: None,
        }
    }
}

/// Adds to the beginning of a line what is kept of it.
fn keep(line: &mut Vec<u8>, more: &[u8]) {
    let room = KEPT.saturating_sub(line.len());
    line.extend_from_slice(more.get(..room).unwrap_or(more));
}

/// Format line 15: `#0311`.
fn is_correction(words: &str) -> bool {
    let digits = words.strip_prefix('#').unwrap_or_default();
    (3..=6).contains(&digits.len()) && is_digits(digits)
}

/// `NORTHH 00088` of `NORTHH  00088  01 OF 02  110914Z`.
fn station_and_serial(words: &str) -> Option<Box<str>> {
    let end = words.find(|c: char| c.is_ascii_digit())?;
    let station = squeeze(words.get(..end)?);
    let (_, serial) = number(3, 6).parse(words.get(end..)?).ok()?;
    let is_station = |c: char| c.is_ascii_uppercase() || is_blank(c) || ".'-".contains(c);
    let fits = (2..=20).contains(&station.len()) && station.chars().all(is_station);
    fits.then(|| format!("{station} {serial}").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scan(file: &[u8], chunk: usize) -> Vec<Cut> {
        let mut cuts = Vec::new();
        let mut scanner = Scanner::new(file.get(..8192).unwrap_or(file));
        for chunk in file.chunks(chunk.max(1)) {
            scanner.feed(chunk, &mut cuts);
        }
        scanner.finish(&mut cuts);
        cuts
    }

    /// The first line of each telegram.
    fn first_lines(file: &str) -> Vec<&str> {
        let line = |cut: &Cut| {
            let start = usize::try_from(cut.start).unwrap();
            file[start..].lines().next().unwrap_or_default()
        };
        scan(file.as_bytes(), 7).iter().map(line).collect()
    }

    fn telegram(serial: u32, section: &str, tail: &str) -> String {
        format!(
            "VZCZCXYZ0042\nPP RUEHC\n\nDE RUEHPL #{serial:04}/01 2041504\nZNY CCCCC ZZH\n\
             P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC 4412\n\n\
             C O N F I D E N T I A L {section}PORT LARKSPUR {serial:06}\n\nSUBJECT: HARBOR TALKS\n\n\
             1. (C) Talks opened.\n{tail}"
        )
    }

    fn bare(serial: u32, tail: &str) -> String {
        format!(
            "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\n\nUNCLAS PORT LARKSPUR {serial:06}\n\n\
             1. Talks opened.\n{tail}"
        )
    }

    #[test]
    fn a_page_of_plusd_is_one_telegram() {
        let page = |id: &str| {
            let table =
                format!("Date: 1976 February 11\nCanonical ID: {id}\nTAGS: PFOR\n\nContent\n");
            let text = "PAGE 01 NORTHH 00088 110914Z\nSUBJECT: TALKS\n\n1. Talks.\nNNN\n\n";
            format!("{table}{text}Raw content\n{text}Metadata\nTAGS: PFOR\n")
        };
        let file = format!("Cables\n\n{}", page("1976NORTHH00088_b"));
        assert_eq!(first_lines(&file), ["Cables"]);
        let file = file + &page("1976NORTHH00089_b");
        assert_eq!(first_lines(&file), ["Cables", "Date: 1976 February 11"]);
    }

    #[test]
    fn attributes_below_a_text_belong_to_it() {
        let record = "PAGE 01  NORTHH  00088  110914Z\nSUBJECT: TALKS\n\n1. Talks.\nTREMAINE\n\nNNN\n\n\
                      Message Attributes\n\nSubject: TALKS\n";
        assert_eq!(scan(record.as_bytes(), 64).len(), 1);
    }

    #[test]
    fn format_line_1_begins_a_telegram_wherever_it_stands() {
        let file = telegram(1, "", "TREMAINE\n") + &telegram(2, "", "") + &telegram(3, "", "");
        assert_eq!(first_lines(&file), ["VZCZCXYZ0042"; 3]);
        assert_eq!(scan(file.as_bytes(), 64)[1].serial, Some(2));
        // Alone it is a word of the text.
        let file = telegram(1, "", "VZCZCXYZ0042\nThat was the number.\n");
        assert_eq!(scan(file.as_bytes(), 64).len(), 1);
    }

    #[test]
    fn format_lines_2_and_5_begin_one_after_an_end() {
        for end in [
            "NNNN\n",
            "BT\n#0001\n\n\nNNNN\n",
            "BT\n#0001\n",
            "TREMAINE\n\n\n",
        ] {
            let file = bare(1, end) + &bare(2, end);
            assert_eq!(first_lines(&file), ["P 221504Z JUL 08"; 2], "{end:?}");
            let called = telegram(2, "", "").replace("VZCZCXYZ0042\n", "");
            let file = bare(1, end) + &called;
            assert_eq!(
                first_lines(&file),
                ["P 221504Z JUL 08", "PP RUEHC"],
                "{end:?}"
            );
        }
        // A sentence ends no telegram.
        assert_eq!(first_lines(&(bare(1, "") + &bare(2, ""))).len(), 1);
    }

    #[test]
    fn what_is_quoted_begins_none() {
        for (begin, end) in [
            ("QUOTE\n", "UNQUOTE\n"),
            ("3. Text follows: QUOTE\n\n", "UNQUOTE.\n"),
            ("BEGIN TEXT:\n\n", "END TEXT.\n"),
            ("(Begin message)\nBEGIN CABLE\n", "END CABLE\n"),
        ] {
            let quoted = format!(
                "{begin}{}MARLOW\n\n{}{end}",
                telegram(2, "", ""),
                bare(3, "")
            );
            let file = telegram(1, "", &quoted) + "TREMAINE\n" + &telegram(4, "", "");
            assert_eq!(first_lines(&file).len(), 2, "{begin:?}");
        }
    }

    #[test]
    fn the_sections_of_one_telegram_are_one() {
        let section = |number: u32, of: u32| {
            let printed = format!("SECTION {number:02} OF {of:02} ");
            telegram(311, &printed, "BT\n#0311\n\nNNNN\n")
                .replace("/01 ", &format!("/{number:02} "))
        };
        let file = section(1, 3) + &section(2, 3) + &section(3, 3) + &telegram(312, "", "");
        let cuts = scan(file.as_bytes(), 100);
        assert_eq!(cuts.len(), 2);
        let sections = cuts[0].section.as_ref().unwrap();
        assert_eq!(sections.numbers, [1, 2, 3]);
        assert_eq!(
            (sections.of.serial, sections.of.year, sections.of.sections),
            (311, 2008, 3)
        );
        assert_eq!(&*sections.of.post, "PORT LARKSPUR");
        // The same section twice is two telegrams, and so are other serials.
        assert_eq!(
            scan((section(1, 2) + &section(1, 2)).as_bytes(), 9).len(),
            2
        );
        let other = section(2, 2)
            .replace("000311", "000312")
            .replace("#0311", "#0312");
        assert_eq!(scan((section(1, 2) + &other).as_bytes(), 9).len(), 2);
        // A banner repeated inside one counts its section.
        let file = section(1, 2) + "CONFIDENTIAL SECTION 02 OF 02 PORT LARKSPUR 000311\nMore.\n";
        assert_eq!(
            scan(file.as_bytes(), 9)[0]
                .section
                .as_ref()
                .unwrap()
                .numbers,
            [1, 2]
        );
    }

    #[test]
    fn page_one_of_another_telegram_begins_one() {
        let page = |serial: u32, page: u32, section: &str| {
            format!(
                "CONFIDENTIAL\n\nPAGE {page:02}        NORTHH  {serial:05}{section}  110914Z\n63\n\
                 ACTION EUR-12\n\nP 110914Z FEB 76\nFM AMEMBASSY NORTHHAVEN\n\nC O N F I D E N T I A L \
                 NORTHHAVEN {serial}\n\nTalks opened.\n\nCONFIDENTIAL\n\n"
            )
        };
        let file = page(88, 1, "  01 OF 02")
            + &page(88, 1, "  02 OF 02")
            + &page(89, 1, "")
            + &page(89, 2, "");
        let cuts = scan(file.as_bytes(), 33);
        assert_eq!(first_lines(&file), ["CONFIDENTIAL"; 2]);
        assert!(
            file[usize::try_from(cuts[1].start).unwrap()..]
                .starts_with("CONFIDENTIAL\n\nPAGE 01        NORTHH  00089")
        );
        let split = file.replace("01        NORTHH", "01\nNORTHH");
        assert_eq!(scan(split.as_bytes(), 33).len(), 2);
    }

    #[test]
    fn records_and_letters_and_extracts_begin_at_their_headings() {
        let record = "Message Text\n\nPAGE 01  NORTHH 00088\nTalks opened.\n\nMessage Attributes\n\nTo: STATE\n";
        assert_eq!(first_lines(&record.repeat(3)), ["Message Text"; 3]);
        let letter = format!(
            "From quill Sat Mar 15 14:12:00 2008\nSubject: a cable\n\n{}\n",
            telegram(1, "", "")
        );
        assert_eq!(
            first_lines(&letter.repeat(2)),
            ["From quill Sat Mar 15 14:12:00 2008"; 2]
        );
        let extract = format!(
            "{NOTICE}. The full text is elsewhere.\n\nUNCLAS NORTHHAVEN 000088\n\n1. Talks.\n\n"
        );
        assert_eq!(scan(extract.repeat(2).as_bytes(), 5).len(), 2);
    }

    #[test]
    fn format_line_5_begins_a_telegram_below_the_attributes_of_a_record() {
        let record = "Message Text\n\nPAGE 01  NORTHH 00088\nSUBJECT: TALKS\n\nTalks opened.\n\nMessage Attributes\n\nTo: STATE\n";
        assert_eq!(
            first_lines(&(record.to_owned() + &bare(2, "TREMAINE\n"))),
            ["Message Text", "P 221504Z JUL 08"]
        );
        // In the text of the record it is a line of it.
        let quoting = record.replace("Talks opened.\n", &bare(2, ""));
        assert_eq!(first_lines(&quoting), ["Message Text"]);
    }

    #[test]
    fn a_line_of_the_body_begins_no_record_and_no_letter() {
        for line in [
            "Message Text\n\n",
            "Message Text\nSubject: dues\n",
            "Message Attributes\n",
        ] {
            let body = format!("1. Talks opened.\n\n{line}The boats went out.\n");
            let file = telegram(1, "", &body) + &telegram(2, "", "");
            assert_eq!(first_lines(&file), ["VZCZCXYZ0042"; 2], "{line:?}");
        }
        let record = "Message Text\n\nPAGE 01  NORTHH 00088\nTalks opened.\nMessage Text\n\n\
                      The boats went out.\n\nMessage Attributes\n\nTo: STATE\n";
        assert_eq!(first_lines(&record.repeat(2)), ["Message Text"; 2]);
        let mail = |line: &str| {
            let letter = format!(
                "From quill Sat Mar 15 14:12:00 2008\nSubject: a cable\n\n{}",
                telegram(1, "", line)
            );
            first_lines(&letter).len()
        };
        assert_eq!(
            mail("\nFrom noon on March 15 until 14:12 in 2008\nwe talked.\n"),
            1
        );
    }

    #[test]
    fn a_telegram_above_a_record_is_none_of_it() {
        let record = "Message Text\n\nPAGE 01  NORTHH 00088\nTalks opened.\n\nMessage Attributes\n\nTo: STATE\n";
        let file = telegram(1, "", "") + &record.repeat(2);
        assert_eq!(
            first_lines(&file),
            ["VZCZCXYZ0042", "Message Text", "Message Text"]
        );
    }

    #[test]
    fn a_preface_belongs_to_the_first() {
        let file = format!(
            "null\nHarbor papers\n\n{}{}",
            telegram(1, "", ""),
            telegram(2, "", "")
        );
        assert_eq!(first_lines(&file), ["null", "VZCZCXYZ0042"]);
    }

    #[test]
    fn the_stamp_of_an_archive_belongs_to_the_first() {
        let page = "PAGE 01 NORTHH 02311 101044Z\n\n";
        for stamp in [
            "DECLASSIFIED\nE.O. 12356, Sec. 3.4\nNIJ 91-110\n\n",
            "Department of State TELEGRAM\n\nCONFIDENTIAL 433\n\n",
        ] {
            let file = format!("{stamp}{page}{}", telegram(1, "", ""));
            let begins = first_lines(&file);
            assert_eq!(begins.len(), 1, "{begins:?}");
        }
    }

    #[test]
    fn markup_and_wide_text_are_not_divided() {
        let two = telegram(1, "", "") + &telegram(2, "", "");
        assert_eq!(scan(format!("<pre>\n{two}").as_bytes(), 50).len(), 1);
        let wide: Vec<u8> = two.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(scan(&wide, 50).len(), 1);
        assert_eq!(
            scan(b"", 50),
            [Cut {
                start: 0,
                end: 0,
                name: None,
                serial: None,
                section: None,
                page: None,
            }]
        );
    }

    #[test]
    fn the_records_of_a_csv_are_telegrams_and_its_titles_are_none() {
        let titles = "id,date,reference,origin,class,references,header,body\n";
        let record = |serial: u32| {
            format!(
                "\"{serial}\",\"7/22/2008 15:04\",\"08NORTHHAVEN{serial}\",\"Embassy Northhaven\",\
                 \"UNCLASSIFIED\",\"\",\"FM NORTHHAVEN\",\"1. Talks\nopened.\"\n"
            )
        };
        for titles in ["", titles] {
            let file = format!("{titles}{}{}", record(7), record(8));
            for chunk in [1, 9, 4096] {
                let cuts = scan(file.as_bytes(), chunk);
                let names: Vec<Option<&str>> = cuts.iter().map(|cut| cut.name.as_deref()).collect();
                assert_eq!(
                    names,
                    [Some("08NORTHHAVEN7"), Some("08NORTHHAVEN8")],
                    "{chunk}"
                );
                assert_eq!(cuts[1].start, cuts[0].end);
            }
        }
    }

    #[test]
    fn pages_of_a_volume_begin_at_their_heads() {
        let names = |file: &str| {
            let cuts = scan(file.as_bytes(), 7);
            let names = cuts.iter().map(|cut| cut.name.as_deref().unwrap_or("-"));
            names.collect::<Vec<_>>().join(" ")
        };
        let head = "Telegram From the Embassy in Veldania to the Department of State";
        let text = "Port Larkspur, February 24, 1966, 6 p.m.\n\n311. Boats came.\n\n\
                    2. They left.\n\n3. Telegrams came.\n\nTremaine\n\n1 Source: Archives. Secret.\n\
                    2. Memorandum From Quill.\n";
        let page = |number: u32, head: &str| format!("{number}. {head}1\n\n{text}\n");
        let two = format!(
            "{}{}{}",
            page(14, head),
            page(15, "Memorandum of Conversation"),
            page(
                17,
                "Circular Telegram From the Department of State to\nAll Posts"
            ),
        );
        assert_eq!(names(&two), "d14 d15 d17");
        assert_eq!(first_lines(&two).len(), 3);
        let old = "The Secretary of State to the Embassy in Veldania";
        let old = format!("No. 62 {old}\n\n{text}\nNo. 63 {old}\n\n{text}");
        assert_eq!(names(&old), "d62 d63");
        // The numbers do not rise, heads without texts, a letter that names them, and a
        // telegram that quotes one.
        assert_eq!(names(&page(14, head).repeat(2)), "d14");
        let list = format!("14. {head}\n\n15. {head}\n\n{}", page(16, head));
        assert_eq!(names(&list), "d14");
        assert_eq!(
            names(&format!("Dear Ada,\n\n1. Boats came.\n\n2. {text}")),
            "-"
        );
        let quoting = telegram(311, "", &format!("{}{}", page(14, head), page(15, head)));
        assert_eq!(names(&quoting), "-");
    }

    #[test]
    fn the_telegrams_of_a_volume_are_cut_out_and_its_letters_counted() {
        let document = |nth: u32, head: &str| {
            format!(
                "<div type=\"document\" n=\"{nth}\" xml:id=\"d{nth}\"><head>{nth}. {head}</head>\
                 <p>48{nth}. Boats came.</p></div>"
            )
        };
        let telegram = "Telegram From the Embassy in Veldania to the Department of State";
        let file = format!(
            "<TEI><idno type=\"frus\">frus1964-68v99</idno>{}{}{}</TEI>",
            document(1, telegram),
            document(2, "Letter From Tremaine to Quill"),
            document(3, telegram),
        );
        let mut cuts = Vec::new();
        let mut scanner = Scanner::new(file.as_bytes());
        for chunk in file.as_bytes().chunks(7) {
            scanner.feed(chunk, &mut cuts);
        }
        let known = scanner.finish(&mut cuts);
        let names: Vec<Option<&str>> = cuts.iter().map(|cut| cut.name.as_deref()).collect();
        assert_eq!((names, known.n_others), (vec![Some("d1"), Some("d3")], 1));
        assert_eq!(
            known.volume.map(|volume| volume.id),
            Some("frus1964-68v99".into())
        );
        let start = usize::try_from(cuts[1].start).unwrap();
        assert!(file[start..].starts_with("<div type=\"document\" n=\"3\""));
    }

    const LINES: &[&str] = &[
        "14. Telegram From the Embassy in Veldania to the Department of State",
        "15. Memorandum of Conversation",
        "Boats came.",
        "VZCZCXYZ0042",
        "ZCZCABC001",
        "PP RUEHC RUEHNH",
        "RUEHAB",
        "DE RUEHPL #0311/02 2041504",
        "DE RUEHPL #0312 2041504",
        "P 221504Z JUL 08",
        "FM AMEMBASSY PORT LARKSPUR",
        "BT",
        "#0311",
        "NNNN",
        "C O N F I D E N T I A L SECTION 01 OF 02 PORT LARKSPUR 000311",
        "C O N F I D E N T I A L SECTION 02 OF 02 PORT LARKSPUR 000311",
        "UNCLAS NORTHHAVEN 000088",
        "SUBJECT: HARBOR TALKS",
        "QUOTE",
        "UNQUOTE",
        "BEGIN TEXT",
        "END TEXT",
        "TREMAINE",
        "",
        "",
        "\r",
        "PAGE 01",
        "PAGE 01  NORTHH  00088  110914Z",
        "NORTHH 00089",
        "CONFIDENTIAL",
        "Message Text",
        "Message Attributes",
        "From quill Sat Mar 15 14:12:00 2008",
        "1. (C) Talks opened.",
        "\u{e9}\u{4e2d}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn cuts_cover_the_file_at_line_starts_however_it_comes_by(
            lines in prop::collection::vec((prop::sample::select(LINES), 0_usize..3), 0..60),
            long in prop::collection::vec(any::<u8>(), 0..600),
            chunk in 1_usize..80,
        ) {
            let mut file = Vec::new();
            for (line, end) in lines {
                file.extend_from_slice(line.as_bytes());
                file.extend_from_slice(["\n", "\r\n", "\n\n"][end].as_bytes());
                if line.is_empty() && end == 2 {
                    file.extend_from_slice(&long);
                }
            }
            let cuts = scan(&file, chunk);
            prop_assert_eq!(&cuts, &scan(&file, file.len()));
            let mut end = 0;
            for cut in &cuts {
                prop_assert_eq!(cut.start, end);
                let before = usize::try_from(cut.start).unwrap().checked_sub(1);
                prop_assert!(before.is_none_or(|before| file[before] == b'\n'));
                prop_assert!(cut.end > cut.start || file.is_empty());
                end = cut.end;
            }
            prop_assert_eq!(end, file.len() as u64);
        }
    }
}
