//! Electronic telegrams of 1973-79 as the National Archives publish them.
//!
//! ```abnf
//! record     = *furniture ["Message Text"] text ["Message Attributes"] *attribute
//! text       = [page-line] [distribution] telegram
//! ```
//!
//! The telegram is read like any other once the pages, stamps and
//! distribution blocks around and inside it are known. A record may have no
//! text: a withdrawal card, or the index entry of a paper document.

use memchr::memmem::Finder;

use super::Draft;
use super::address::is_distribution;
use super::attribute::{Attributes, NARA, attribute, value};
use super::lines::{content, page_header_1970s, without_line_feeds};
use super::stamp::is_stamp;
use super::token::{
    Needle, begins, byte, from, is_blank, line_length, month_in, place, same, trim, trim_lines,
};
use super::words::{Words, words};
use crate::cable::{Addressee, Attribute, Date, Dateline, FormatLine, Garble, LineKind, Mrn, Span};

/// Lines above the heading of the text.
const ABOVE: usize = 40;

/// About as many keys as a record has.
const KEYS: usize = 48;

/// Lines at the end in which the attributes of a record are looked for.
pub(super) const NEAR: usize = 160;

/// Lines without blanks at their ends, blank ones left out, so that it does
/// not matter how lines end.
///
/// They are cut with memchr from both ends: no line is cut that is not looked
/// at.
pub(super) fn words_of(text: &str) -> WordsOf<'_> {
    WordsOf {
        rest: text,
        end: line_end(text.as_bytes()),
    }
}

/// What ends the lines of a text: one sign is found many times as fast as either
/// of two.
pub(super) fn line_end(text: &[u8]) -> u8 {
    match memchr::memchr(b'\n', text) {
        Some(_) => b'\n',
        None => b'\r',
    }
}

/// What [`words_of`] gives.
pub(super) struct WordsOf<'a> {
    /// What was not looked at.
    rest: &'a str,
    /// What ends a line.
    end: u8,
}

/// A line without its end and without blanks; a backslash there counts.
#[inline]
pub(super) fn bare(line: &str) -> &str {
    // Most lines have none, and end with no entity.
    match line.as_bytes() {
        [first, .., last]
            if first.is_ascii_graphic() && last.is_ascii_graphic() && *last != b';' =>
        {
            line
        }
        _ => without_ends(line),
    }
}

fn without_ends(mut line: &str) -> &str {
    while let Some(before) = line.strip_suffix('\r') {
        line = before;
    }
    let line = trim(line);
    if line.ends_with(';') {
        without_line_feeds(line)
    } else {
        line
    }
}

impl<'a> Iterator for WordsOf<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        while !self.rest.is_empty() {
            let found = memchr::memchr(self.end, self.rest.as_bytes());
            let at = found.unwrap_or(self.rest.len());
            let line = bare(self.rest.get(..at).unwrap_or_default());
            self.rest = from(self.rest, at + 1);
            if !line.is_empty() {
                return Some(line);
            }
        }
        None
    }
}

impl DoubleEndedIterator for WordsOf<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let found = memchr::memrchr(self.end, self.rest.as_bytes());
            let line = bare(from(self.rest, found.map_or(0, |at| at + 1)));
            self.rest = self.rest.get(..found.unwrap_or(0)).unwrap_or_default();
            if !line.is_empty() {
                return Some(line);
            }
        }
        None
    }
}

/// `heading = ("Message Text" / "Message Attributes") *(":" / " ")`
#[inline]
fn is_heading(line: &str, words: &str) -> bool {
    // Asked of most lines of every text.
    matches!(byte(line, 0), b'M' | b'm')
        && begins(line, words)
        && from(line, words.len())
            .bytes()
            .all(|sign| b": ".contains(&sign))
}

/// What stands above the attributes.
const ATTRIBUTES: &str = "Message Attributes";

/// Where the attributes begin below a text that has a heading for them: at the
/// last of them.
pub(super) fn attributes_at(text: &str) -> Option<usize> {
    let end = char::from(line_end(text.as_bytes()));
    let is_heading = |&at: &usize| {
        let begins_line = || {
            let above = text.get(..at).unwrap_or_default();
            let above = above.trim_end_matches(is_blank);
            above.is_empty() || above.ends_with(end)
        };
        let line = || from(text, at).split(end).next().unwrap_or_default();
        matches!(byte(text, at + 1), b'e' | b'E')
            && begins(from(text, at), ATTRIBUTES)
            && begins_line()
            && is_heading(bare(line()), ATTRIBUTES)
    };
    memchr::memrchr2_iter(b'M', b'm', text.as_bytes()).find(is_heading)
}

/// Lines at the head of a text by which a record is known that has no heading.
pub(super) const FIRST: usize = 8;

/// Whether a text whose first lines these are may be a record by them.
pub(super) fn may_begin_record(head: &str) -> bool {
    let opens = |(nth, line): (usize, &str)| {
        is_first_page(line)
            || nth < 3 && is_distribution(line)
            || nth < 2 && attribute(line, NARA).is_some()
            || is_text_heading(line)
    };
    words_of(head).take(FIRST).enumerate().any(opens)
}

/// Whether a text may hold one of the headings of a record, by its bytes. One in
/// capitals tells nothing: keys are in mixed case.
pub(super) fn may_hold_heading(bytes: &[u8]) -> bool {
    static RARE: Needle = Needle::new(|| Finder::new("essage "));
    RARE.find_iter(bytes).any(|at| {
        let (above, behind) = bytes.split_at_checked(at + 7).unwrap_or_default();
        let begins = |words: &[u8]| {
            let part = behind.get(..words.len());
            part.is_some_and(|part| part.eq_ignore_ascii_case(words))
        };
        let first = above.get(at.wrapping_sub(1));
        first.is_some_and(|first| first.eq_ignore_ascii_case(&b'm'))
            && (begins(b"text") || begins(b"attributes"))
    })
}

/// Whether a line is the heading of the text of a record as it is printed: one in
/// capitals may be of any telegram.
fn is_text_heading(line: &str) -> bool {
    byte(line, 1) == b'e' && is_heading(line, "Message Text")
}

/// The same of the heading of the attributes.
fn is_attributes_heading(line: &str) -> bool {
    byte(line, 1) == b'e' && is_heading(line, ATTRIBUTES)
}

/// Whether a text begins as nothing but a record does: with the heading of its text.
pub(super) fn begins_with_heading(text: &str) -> bool {
    words_of(text).take(FIRST).any(is_text_heading)
}

/// Whether a text is a record of the archive: one of its two headings, a
/// line of page 1, a distribution block of the time, or attributes alone.
///
/// Attributes alone may be the labels of a letter that was released, too: who
/// asks has looked for stamps.
pub(super) fn is_record(text: &str) -> bool {
    if !may_begin_record(text) && !may_hold_heading(text.as_bytes()) {
        return false;
    }
    let is_attribute = |line: &str| attribute(line, NARA).is_some();
    let first = || words_of(text).take(ABOVE);
    // Four keys are more than the labels of a telegram.
    let has_keys = || first().filter(|line| is_attribute(line)).nth(3).is_some();
    if begins_with_heading(text) || first().take(2).any(is_attribute) && has_keys() {
        return true;
    }
    let mut is_distributed = false;
    for (nth, line) in first().enumerate() {
        if is_text_heading(line) || is_attributes_heading(line) {
            return true;
        }
        if nth < FIRST && is_first_page(line) {
            return true;
        }
        is_distributed |= nth < 3 && is_distribution(line);
        if is_distributed && is_of_the_time(line) {
            return true;
        }
    }
    let mut last = words_of(text).rev().take(NEAR);
    last.any(is_attributes_heading)
}

/// Whether a line dates a telegram to 1973-79: by its date-time group or its
/// executive order.
fn is_of_the_time(line: &str) -> bool {
    let prosign = matches!(byte(line, 0), b'Z' | b'O' | b'P' | b'R') && byte(line, 1) == b' ';
    let year = line.rsplit(is_blank).next().unwrap_or_default();
    let dated = prosign && year.len() == 2 && ("73"..="79").contains(&year);
    dated || begins(line, "E.O. 11652")
}

/// The line of page 1: `PAGE 01  NORTHH  00088  110914Z`.
fn is_first_page(line: &str) -> bool {
    (begins(line, "PAGE 01") || begins(line, "PAGE 1"))
        && !line.starts_with(|c: char| c.is_ascii_lowercase())
        && page_header_1970s(line).is_ok()
}

/// The station as the archive cuts it: the first six characters, blanks
/// among them, without the blanks. PORT LARKSPUR is PORTL.
fn cut(station: &str) -> String {
    let six = station.chars().take(6);
    six.filter(|&c| c != ' ')
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Whether a number of the archive may stand for a station: its cut, or its
/// whole name without blanks.
fn stands_for(number: &str, station: &str) -> bool {
    let bare = |c: &char| c.is_ascii_alphanumeric();
    let whole = station.chars().filter(bare);
    same(&cut(station), number)
        || whole
            .map(|c| c.to_ascii_uppercase())
            .eq(number.chars().filter(bare))
}

/// The attributes of which a list takes what it says: those that name and date a
/// telegram, and those that are the fields of a card.
pub(super) const LISTED: Words = words![
    "Document Number",
    "Canonical ID",
    "From",
    "Date",
    "Draft Date",
    "Sent Date",
    "Subject",
    "TAGS",
    "To",
];

/// Whether a line may hold one of them: it begins with it, or with another and
/// holds more than one.
fn may_be_listed(line: &str) -> bool {
    attribute(line, LISTED).is_some() || memchr::memchr_iter(b':', line.as_bytes()).nth(1).is_some()
}

/// Whether a line says that the record ends.
fn is_end(line: &str) -> bool {
    begins(line, "<< END OF DOCUMENT") || line.starts_with("*** Current")
}

/// The number of a record: `1976NORTHH00088`, of PlusD with a suffix.
///
/// ```abnf
/// number = 4DIGIT station 5*6DIGIT ["_" ALPHA]
/// ```
///
/// Sample: `nara/number-of-the-archive`
fn record_number(attributes: &[Attribute]) -> Option<Mrn> {
    let number = ["Document Number", "Canonical ID"]
        .iter()
        .find_map(|key| value(attributes, key))?;
    let bare = number.value.split('_').next()?;
    bare.parse().ok()
}

impl<'a> Draft<'a> {
    /// Sets a line aside: the fields and the body are read as if it were a
    /// page header. It is `kind` in the end.
    pub(super) fn set_aside(&mut self, idx: usize, kind: LineKind) {
        if self.kind(idx) != LineKind::PageHeader {
            self.n_page_headers += 1;
            self.set(idx, LineKind::PageHeader);
        }
        self.aside.push((idx, kind));
    }

    /// Makes room for the lines that an archive put around and into a
    /// telegram.
    pub(super) fn expect_aside(&mut self) {
        self.aside.reserve(self.lines.len() / 2);
    }

    /// Sets aside the lines from `first` to before `end` that hold words.
    pub(super) fn set_aside_all(&mut self, first: usize, end: usize, kind: LineKind) {
        for idx in first..end {
            if self.kind(idx) != LineKind::Blank {
                self.set_aside(idx, kind);
            }
        }
    }

    /// Ends the telegram before a line. What follows belongs to the archive.
    pub(super) fn end_before(&mut self, idx: usize) {
        let end = self.lines.get(idx).map(|line| line.span.start as usize);
        let Some(end) = end else { return };
        self.after = self.lines.split_off(idx);
        self.contents.truncate(idx);
        self.text = self.whole.get(..end).unwrap_or(self.whole);
    }

    /// Reads what stands from `at` of a source on below the text, which was
    /// cut off somewhere above.
    pub(super) fn go_on_at(&mut self, source: &'a str, at: usize) {
        self.whole = source;
        self.below = Some(from(source, at));
    }

    /// Gives the lines that were set aside their kinds, and the text its
    /// end.
    pub(super) fn restore_lines(&mut self) {
        for (idx, kind) in std::mem::take(&mut self.aside) {
            self.set(idx, kind);
        }
        self.lines.append(&mut self.after);
        self.text = self.whole;
    }

    /// Takes a record apart: its attributes, and the telegram between.
    pub(super) fn record(&mut self) {
        self.expect_aside();
        let text_at = self.text_heading();
        if let Some(at) = text_at {
            self.set_aside_all(0, at, LineKind::Furniture);
            self.set_aside(at, LineKind::Attribute);
        }
        let first = text_at.map_or(0, |at| at + 1);
        // Of a record that was cut they are known.
        if self.below.is_none() {
            let heading = self.last_heading(ATTRIBUTES, first);
            let attributes_at = heading.or_else(|| self.lone_attributes(first));
            if let Some(at) = attributes_at {
                self.end_before(at);
            }
            self.below_the_end();
        }
        self.inside();
        match self.below {
            Some(below) => self.listed_below(below),
            None => self.attributes_after(0),
        }
    }

    /// Reads of the attributes below a telegram that was cut off those that a list
    /// takes. Lines are asked for what they say alone.
    fn listed_below(&mut self, below: &'a str) {
        let end = line_end(below.as_bytes());
        let mut attributes = Attributes::new(self.whole, NARA);
        attributes.keep_only(LISTED);
        let mut is_apart = true;
        let mut rest = below;
        while !rest.is_empty() {
            let length = line_length(rest.as_bytes(), end);
            let (line, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
            rest = behind;
            let words = trim_lines(line);
            let may_be_blank = matches!(words.as_bytes(), [] | [.., b'\\' | b';']);
            if may_be_blank && content(line, end == b'\n').is_empty() {
                is_apart = true;
                continue;
            }
            if !attributes.are_open() && !may_be_listed(words) || is_stamp(words) {
                continue;
            }
            let ends = is_heading(words, ATTRIBUTES) || is_end(words);
            // A value that goes on stands right below.
            let goes_on = !is_apart || attributes.wants_value();
            let key = attribute(words, NARA);
            let is_read = !ends && (key.is_some() || goes_on) && attributes.line(words, key);
            if !is_read {
                attributes.close();
            }
            is_apart = false;
        }
        self.attributes.append(&mut attributes.finish());
    }

    /// Words of the page below the mark of its end.
    fn below_the_end(&mut self) {
        let is_end = |idx: &usize| begins(self.content(*idx), "<< END OF DOCUMENT");
        let end = (0..self.lines.len()).rev().take(NEAR).find(is_end);
        for idx in end.map_or(self.lines.len(), |end| end + 1)..self.lines.len() {
            if self.kind(idx) == LineKind::Body && !self.content(idx).starts_with("***") {
                self.set_aside(idx, LineKind::Furniture);
            }
        }
    }

    /// Knows what stands inside the text of a record.
    pub(super) fn inside(&mut self) {
        self.release_stamps();
        self.page_lines();
        self.distribution();
        self.damaged_date();
        self.unreadable();
    }

    /// Knows a date-time group that breaks off by where it stands: above
    /// format line 6, behind a precedence.
    fn damaged_date(&mut self) {
        let near = self.lines.len().min(NEAR);
        let Some(from) = (0..near).find(|&idx| self.content(idx).starts_with("FM ")) else {
            return;
        };
        let above = (0..from)
            .rev()
            .find(|&above| self.kind(above) != LineKind::Blank);
        let Some(above) = above.filter(|&above| self.kind(above) == LineKind::Body) else {
            return;
        };
        let line = self.content(above);
        let prosign = matches!(byte(line, 0), b'Z' | b'O' | b'P' | b'R' | b'Y');
        if prosign && byte(line, 1) == b' ' && !super::preamble::is_dated(line) {
            self.garble(line, "date-time group");
            self.set_aside(above, LineKind::FormatLine(FormatLine::Dtg));
        }
    }

    /// The heading above the text. Below page 1 or the sender the words are a line
    /// like others: a reading of the first lines alone must find the same.
    fn text_heading(&self) -> Option<usize> {
        let near = self.lines.len().min(ABOVE + ABOVE);
        let is_text = |idx: usize| is_heading(self.content(idx), "Message Text");
        let begins_telegram = |line: &str| is_first_page(line) || begins(line, "FM ");
        let first = (0..near).find(|&idx| is_text(idx) || begins_telegram(self.content(idx)))?;
        is_text(first).then_some(first)
    }

    pub(super) fn last_heading(&self, words: &str, first: usize) -> Option<usize> {
        (first..self.lines.len()).rfind(|&idx| {
            matches!(self.first_byte(idx), b'M' | b'm') && is_heading(self.content(idx), words)
        })
    }

    /// Where attributes begin that have no heading: four keys or more, with
    /// no more than three lines between two, up to the end of the text.
    ///
    /// Keeps what it finds for the look that reads them.
    pub(super) fn lone_attributes(&mut self, first: usize) -> Option<usize> {
        let mut found = None;
        let mut n_keys = 0;
        let mut gap = 0;
        for idx in (first..self.lines.len()).rev() {
            if matches!(self.kind(idx), LineKind::Blank | LineKind::PageHeader) {
                continue;
            }
            let words = self.content(idx);
            if let Some(key) = attribute(words, NARA) {
                if self.keys.is_empty() {
                    self.keys.reserve(KEYS);
                }
                self.keys.push((words, key));
                found = Some(idx);
                n_keys += 1;
                gap = 0;
            } else {
                gap += 1;
            }
            if gap > 3 {
                break;
            }
        }
        found.filter(|_| n_keys > 3)
    }

    /// Reads the lines after the telegram as attributes, from the one with
    /// index `first` among them on.
    pub(super) fn attributes_after(&mut self, first: usize) {
        let whole = self.whole;
        let mut after = std::mem::take(&mut self.after);
        let mut attributes = Attributes::new(whole, NARA);
        // Of a card a list wants no others.
        if self.for_list && self.below.is_none() && !self.has_text() {
            attributes.keep_only(LISTED);
        } else {
            attributes.reserve(after.len());
        }
        let mut is_apart = true;
        for (nth, line) in after.iter_mut().enumerate() {
            let words = trim_lines(whole.get(line.span.range()).unwrap_or_default());
            if line.kind == LineKind::Blank {
                is_apart = true;
                continue;
            }
            if is_stamp(words) {
                line.kind = LineKind::Stamp;
                continue;
            }
            let is_heading = is_heading(words, ATTRIBUTES);
            let is_end = is_end(words);
            // A value that goes on stands right below.
            let goes_on = !is_apart || attributes.wants_value();
            let may = nth >= first && !is_heading && !is_end;
            let known = self.keys.pop_if(|(line, _)| std::ptr::eq(*line, words));
            let key = known.map_or_else(|| attribute(words, NARA), |(_, key)| Some(key));
            let is_read = may && (key.is_some() || goes_on) && attributes.line(words, key);
            if !is_read {
                attributes.close();
            }
            line.kind = match (is_read || is_heading, is_end) {
                (true, _) => LineKind::Attribute,
                (false, true) => LineKind::Trailer,
                (false, false) => LineKind::Furniture,
            };
            is_apart = false;
        }
        self.after = after;
        let mut read = attributes.finish();
        if self.attributes.is_empty() {
            self.attributes = read;
        } else {
            self.attributes.append(&mut read);
        }
    }

    /// Marks what could not be read: rows of inverted question marks, and
    /// the notices of the archive and of the communications center on it.
    fn unreadable(&mut self) {
        let mut in_note = false;
        for idx in 0..self.lines.len() {
            if self.kind(idx) != LineKind::Body {
                in_note = false;
                continue;
            }
            let line = self.content(idx);
            // Most lines begin with another letter than such a notice.
            let first = line.bytes().find(u8::is_ascii_alphanumeric);
            in_note |= matches!(first, Some(b'N' | b'n')) && is_note(line);
            if matches!(first, Some(b'E' | b'e')) && is_error(line) {
                self.garble(line, "the text that the archive could not read");
                self.set_aside(idx, LineKind::Notice);
            } else if in_note {
                self.set_aside(idx, LineKind::Notice);
            }
        }
        let mut end = 0;
        let text = self.text;
        for at in LOST_ROW.find_iter(text.as_bytes()) {
            if at < end {
                continue;
            }
            let row = from(text, at);
            let n_lost = row.len() - row.trim_start_matches(LOST).len();
            end = at + n_lost;
            let span = Span::new(at, end);
            self.garbles.push(Garble {
                span,
                expected: "words that were lost in a conversion",
            });
        }
    }

    /// Whether any line of a record is text.
    pub(super) fn has_text(&self) -> bool {
        let is_text = |idx: &usize| {
            !matches!(self.kind(*idx), LineKind::Blank | LineKind::PageHeader)
                && !super::attribute::is_no_value(self.content(*idx))
        };
        (0..self.lines.len()).any(|idx| is_text(&idx))
    }

    /// Reads a record without text: its fields are those of its attributes.
    pub(super) fn card(&mut self) {
        for idx in 0..self.lines.len() {
            if self.kind(idx) == LineKind::Body {
                self.set_aside(idx, LineKind::Furniture);
            }
        }
        self.text = self.whole;
        let of = |draft: &Self, key| {
            let attribute = value(&draft.attributes, key)?;
            let stands = draft.slice(attribute.span);
            let at = memchr::memchr(b':', stands.as_bytes())?;
            Some(trim_lines(from(stands, at + 1)))
        };
        if let Some(subject) = of(self, "Subject") {
            self.heading.subject = Some(self.place(subject));
        }
        match of(self, "TAGS").filter(|_| !self.for_list) {
            // Codes with their meanings: `PFOR - Foreign Policy, ...`.
            Some(tags) if tags.contains(" - ") => {
                let items = tags.split([',', '|', '\n', '\r']);
                let codes = items.filter_map(|item| item.split_once(" - "));
                self.tag_lines(codes.map(|(code, _)| trim(code)));
            }
            Some(tags) => self.tag_lines(words_of(tags)),
            None => {}
        }
        if let Some(from) = of(self, "From") {
            self.heading.from = Some(Addressee::named(place(self.whole, from)));
        }
        let to = of(self, "To").filter(|_| !self.for_list);
        let to = to.unwrap_or_default().split('|').map(trim_lines);
        let to = to.filter(|to| !to.is_empty());
        self.heading.action.reserve_exact(to.clone().count());
        for to in to {
            let to = Addressee::named(place(self.whole, to));
            self.heading.action.push(to);
        }
    }

    /// The year of its number in the archive.
    pub(super) fn year_of_record(&self) -> Option<u16> {
        record_number(&self.attributes).map(|number| number.year)
    }

    /// The day that the archive gives for a telegram: of its draft, or of its
    /// sending.
    pub(super) fn day_of_record(&self) -> Option<Dateline> {
        let keys: &[&str] = if value(&self.attributes, "Canonical ID").is_some() {
            &["Date", "Draft Date", "Sent Date"]
        } else {
            &["Draft Date", "Sent Date"]
        };
        let attribute = keys.iter().find_map(|key| value(&self.attributes, key))?;
        // Empty where the archive says it outside the text.
        let stands = self.whole.get(attribute.span.range()).unwrap_or_default();
        let printed = memchr::memchr(b':', stands.as_bytes())
            .map_or("", |at| trim_lines(from(stands, at + 1)));
        let span = if printed.is_empty() {
            Span::default()
        } else {
            place(self.whole, printed)
        };
        Some(Dateline {
            span,
            date: day(&attribute.value)?,
            time: None,
            precedence: None,
        })
    }

    /// The number of a telegram that has one in the archive: the archive's
    /// serial, and the station as the text spells it where both can mean
    /// the same.
    pub(super) fn number_of_record(&self, printed: Option<Mrn>) -> Option<Mrn> {
        let Some(number) = record_number(&self.attributes) else {
            return printed;
        };
        let year = self.year().unwrap_or(number.year);
        let from = self
            .heading
            .from
            .as_ref()
            .map(|from| self.slice(from.plad.0));
        let from = from.and_then(super::originator_post);
        let attribute = value(&self.attributes, "From").map(|from| &*from.value);
        let banner = printed.as_ref().map(|mrn| &*mrn.station);
        let spellings = [banner, from, attribute];
        let known = spellings
            .iter()
            .flatten()
            .find(|station| stands_for(&number.station, station));
        let station = known.map_or_else(
            || number.station.clone(),
            |station| super::token::squeeze(station).into(),
        );
        Some(Mrn {
            year,
            station,
            serial: number.serial,
        })
    }
}

/// A day as the archive writes it.
///
/// ```abnf
/// day = 1*2DIGIT sep month sep 4DIGIT / 4DIGIT sep month sep 1*2DIGIT
/// sep = blank / "-"
/// ```
///
/// Sample: `nara/no-blank-lines-and-wrapped-attributes`
fn day(value: &str) -> Option<Date> {
    let mut words = value
        .split([' ', '-', ',', '\''])
        .filter(|word| !word.is_empty());
    let (first, month, last) = (words.next()?, words.next()?, words.next()?);
    let month = month_in(month)?;
    let (year, day) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// The sign that a conversion left for each letter it lost.
const LOST: char = '\u{bf}';

/// As many of them as make a row.
static LOST_ROW: Needle = Needle::new(|| Finder::new("\u{bf}\u{bf}\u{bf}"));

/// `note = "NOTE BY OC" *CHAR *(line-end *CHAR)`, up to a blank line: the
/// communications center on what it could not pass or read.
fn is_note(line: &str) -> bool {
    begins(line.trim_start_matches(['(', '#', ')', ' ']), "NOTE BY OC")
}

/// `error = "ERROR READING TEXT" / "EXPAND ERROR ENCOUNTERED" *CHAR`
fn is_error(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    begins(bare, "ERROR READING TEXT") || begins(bare, "EXPAND ERROR ENCOUNTERED")
}

#[cfg(test)]
mod tests {
    use super::{cut, day, is_error, is_note, stands_for};

    #[test]
    fn a_record_is_known_however_its_line_ends_are_written() {
        let text = "PAGE 01        PORT L  00311  221520Z\n\n46\nACTION EUR-12\n\n\
                    INFO  OCT-01  ISO-00  SS-15  NSC-05  /088 W\nR 221504Z JUL 75\n\
                    FM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC 3312\n\n\
                    SUBJECT: TALKS\n\n1. TALKS OPENED.\n";
        for end in ["\n", "&#10;\n", " &#x000D;&#x000A;\n", "\\\n"] {
            crate::parse::laws(text.replace('\n', end).as_bytes()).unwrap();
        }
    }

    #[test]
    fn records_are_known_by_their_headings_and_pages() {
        let is_record = super::is_record;
        assert!(is_record("\n\nMessage Text\n\nTALKS WENT ON"));
        assert!(is_record(
            "CONFIDENTIAL\n\nPAGE 01        NORTHH  00088  110914Z"
        ));
        assert!(is_record("PAGE 01\nSTATE 004711"));
        assert!(is_record(
            "Capture Date: 01 JAN 1994\nConcepts: n/a\nDocument Number: 1976NORTHH00088\nFrom: NORTHHAVEN"
        ));
        assert!(!is_record("Page 1 of the note\nThe harbor was shut."));
        assert!(!is_record("TAGS: PFOR\nSubject: HARBOR TALKS\nFrom: all"));
    }

    #[test]
    fn stations_are_cut_at_six_characters() {
        assert_eq!(cut("PORT LARKSPUR"), "PORTL");
        assert_eq!(cut("NORTHHAVEN"), "NORTHH");
        assert_eq!(cut("STATE"), "STATE");
        assert!(stands_for("KESTRE", "KESTREL BAY"));
        assert!(stands_for("PORTLARKSPUR", "PORT LARKSPUR"));
        assert!(!stands_for("SANTAB", "NORTHHAVEN"));
    }

    #[test]
    fn days_are_written_in_three_ways() {
        let read = |value| day(value).map(|day| day.to_string()).unwrap_or_default();
        assert_eq!(read("11 FEB 1976"), "1976-02-11");
        assert_eq!(read("22-Jul-1977 12:00:00 am"), "1977-07-22");
        assert_eq!(read("1976 February 11, 00:00 (Wednesday)"), "1976-02-11");
        assert_eq!(["30 FEB 1976", "11 FEB 76", "n/a"].map(read), [""; 3]);
    }

    #[test]
    fn the_archive_says_what_it_could_not_read() {
        assert!(is_error("<< ERROR READING TEXT >>") && is_error("EXPAND ERROR ENCOUNTERED 12"));
        assert!(!is_error("THE ERROR READING TEXTS"));
        assert!(is_note("NOTE BY OC/T: NOT PASSED TO ABOVE.") && !is_note("NOTE BY THE POST"));
    }
}
