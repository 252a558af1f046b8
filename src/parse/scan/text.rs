//! Plain text, line by line: what begins a telegram in it, and what ends one.

use memchr::memmem::Finder;
use nom::Parser;

use super::Cut;
use super::piece::{Called, Piece, Record};
use crate::cable::Date;
use crate::parse::token::{
    Needle, after_word, begins, byte, ends, is_blank, is_digits, number, same, squeeze, trim,
};
use crate::parse::{
    attribute, caption, ending, executive_order, frus, lines, preamble, transmission,
};

/// Bytes of a line that are looked at. No line that begins or ends a
/// telegram is longer.
const KEPT: usize = 256;
/// How far behind its beginning a telegram has its banner.
const HEADER: u64 = 32 << 10;
/// How far a quotation is believed in whose end was not seen.
const QUOTATION: u64 = 64 << 10;
/// How many lines may stand between an end and the next beginning.
const BETWEEN: u32 = 3;

/// Plain text that comes by.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
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
    pub(super) fn feed(&mut self, bytes: &[u8], at: u64, cuts: &mut Vec<Cut>) {
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

    pub(super) fn finish(mut self, at: u64, cuts: &mut Vec<Cut>) {
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
pub(super) const NOTICE: &str = "This record is a partial extract of the original cable";
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
