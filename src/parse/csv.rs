//! The eight columns in which all Cablegate telegrams are handed on.
//!
//! ```abnf
//! record = field 7("," field) line-end
//! field  = DQUOTE *(CHAR / "\" CHAR / 2DQUOTE) DQUOTE / *CHAR
//! ```
//!
//! Number, date, reference id, origin, classification, references, header,
//! text. A text holds line ends, so lines cut nothing: records are cut by
//! how they begin, which also keeps a lost quote from taking the rest of the
//! file with it.

use super::html::stated;
use super::markup::Unwrapped;
use super::token::{after, date, from, number, one_line};
use super::{Beside, Published};
use crate::cable::{Attribute, Cable, Dateline, Family, Mrn, Span};
use nom::Parser;

/// Bytes of a record at most.
const LONGEST: u64 = 64 << 20;

/// Bytes of a reference id at most.
const LONGEST_ID: usize = 64;

/// One record of a CSV: where it stands, and what names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvRecord {
    /// Where it begins, in bytes of the whole.
    pub offset: u64,
    /// Its bytes, its line end included.
    pub length: u64,
    /// The reference id in its third column, `08PORTLARKSPUR311`; empty when
    /// it has none.
    pub id: Box<str>,
    /// What is wrong with it.
    pub damage: Option<CsvDamage>,
}

/// What is wrong with a record of a CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvDamage {
    /// It does not begin with a number and a date: a row of titles, or bytes
    /// before the first record.
    NoRecord,
    /// A quote is missing, or one too many: the next record begins inside
    /// quotes, or this one has lines outside of them.
    Quotes,
    /// It has more than 64 MiB and was cut there.
    TooLong,
}

/// How far the beginning of a record was seen.
///
/// ```abnf
/// begin = DQUOTE 1*9DIGIT DQUOTE "," DQUOTE 1*2DIGIT "/" 1*2DIGIT "/" 4DIGIT
/// ```
///
/// Outside of quotes the quotes may be missing.
///
/// Sample: `csv/second-record-is-not-read`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begin {
    /// This is no record.
    Not,
    /// Digits and slashes seen of the two columns.
    Number {
        quoted: bool,
        n_digits: u8,
    },
    Comma,
    Date {
        quoted: bool,
        part: u8,
        n_digits: u8,
    },
    /// The rest of the date.
    Rest,
    /// The reference id.
    Id,
    /// All that is asked for was seen.
    Seen,
}

/// Cuts a CSV into records while it passes, in constant memory.
///
/// ```
/// use reftel::parse::CsvRecords;
///
/// let csv = b"\"1\",\"7/22/2008 15:04\",\"08X1\",\"\",\"\",\"\",\"\",\"one\ntwo\"\n\
///             \"2\",\"7/23/2008 9:30\",\"08X2\",\"\",\"\",\"\",\"\",\"three\"\n";
/// let mut records = CsvRecords::default();
/// let mut found = Vec::new();
/// for chunk in csv.chunks(7) {
///     records.feed(chunk, |record| found.push(record));
/// }
/// records.finish(|record| found.push(record));
/// assert_eq!(found.len(), 2);
/// assert_eq!(&*found[1].id, "08X2");
/// ```
#[derive(Clone, Debug)]
pub struct CsvRecords {
    /// Bytes seen.
    at: u64,
    /// The record that is open.
    open: Open,
    /// Where the line begins that is looked at for the beginning of a
    /// record, and how that goes.
    line: u64,
    begin: Begin,
    id: Vec<u8>,
    in_quotes: bool,
    escaped: bool,
    /// Whether the line was reached inside quotes.
    line_in_quotes: bool,
}

#[derive(Clone, Debug)]
struct Open {
    offset: u64,
    id: Box<str>,
    damage: Option<CsvDamage>,
    /// Whether anything but blanks was seen in it.
    has_bytes: bool,
}

impl Default for CsvRecords {
    fn default() -> CsvRecords {
        CsvRecords {
            at: 0,
            open: Open::new(0),
            line: 0,
            begin: Begin::LINE,
            id: Vec::new(),
            in_quotes: false,
            escaped: false,
            line_in_quotes: false,
        }
    }
}

impl Open {
    fn new(offset: u64) -> Open {
        Open {
            offset,
            id: "".into(),
            damage: Some(CsvDamage::NoRecord),
            has_bytes: false,
        }
    }
}

impl CsvRecords {
    /// Takes the next bytes, and gives `each` the records that end in them.
    pub fn feed(&mut self, chunk: &[u8], mut each: impl FnMut(CsvRecord)) {
        let mut left = chunk;
        while let Some((&byte, rest)) = left.split_first() {
            // Most lines begin with no record.
            if self.begin == Begin::LINE && may_not_begin(byte) {
                self.begin = Begin::Not;
            }
            if matches!(self.begin, Begin::Not | Begin::Seen) && !self.escaped && self.fits() {
                let skip = self.undecided(left);
                if skip > 0 {
                    let (skipped, after) = left.split_at_checked(skip).unwrap_or_default();
                    self.open.has_bytes |= skipped.iter().any(|&byte| byte != b'\n');
                    self.at += skip as u64;
                    left = after;
                    continue;
                }
            }
            left = rest;
            self.byte(byte, &mut each);
        }
    }

    /// How many bytes go by that neither begin nor end a record, on a line
    /// that does not begin one or began it; their quotes are counted.
    fn undecided(&mut self, left: &[u8]) -> usize {
        let room = usize::try_from(LONGEST - (self.at - self.open.offset));
        let near = left.get(..room.unwrap_or(usize::MAX)).unwrap_or(left);
        let mut next = 0;
        for at in memchr::memchr3_iter(b'\n', b'"', b'\\', near) {
            if at < next {
                continue;
            }
            match (near.get(at), near.get(at + 1)) {
                // What is escaped decides nothing, but for a line end.
                (Some(b'\\'), Some(&escaped)) if escaped != b'\n' => next = at + 2,
                (Some(b'"'), _) => self.in_quotes = !self.in_quotes,
                // Nor does the end of a line where the next begins no record.
                (Some(b'\n'), Some(&below)) if may_not_begin(below) => self.begin = Begin::Not,
                _ => return at,
            }
        }
        near.len()
    }

    /// Gives `each` the record that was open.
    pub fn finish(mut self, mut each: impl FnMut(CsvRecord)) {
        if self.in_quotes {
            self.open.damage = self.open.damage.or(Some(CsvDamage::Quotes));
        }
        let end = self.at;
        self.close(end, &mut each);
    }

    /// Whether the open record may have another byte.
    fn fits(&self) -> bool {
        self.at - self.open.offset < LONGEST
    }

    fn byte(&mut self, byte: u8, each: &mut impl FnMut(CsvRecord)) {
        if !self.fits() {
            self.open.damage = Some(CsvDamage::TooLong);
            let (at, mut next) = (self.at, Open::new(self.at));
            next.damage = Some(CsvDamage::TooLong);
            self.close(at, each);
            self.open = next;
        }
        if !matches!(self.begin, Begin::Not | Begin::Seen) {
            self.looks_like_begin(byte, each);
        }
        self.open.has_bytes |= !byte.is_ascii_whitespace();
        self.at += 1;
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => self.in_quotes = !self.in_quotes,
            _ => {}
        }
        if byte == b'\n' {
            self.line = self.at;
            self.line_in_quotes = self.in_quotes;
            self.begin = Begin::LINE;
        }
    }

    /// Takes a byte of a line that may begin a record.
    fn looks_like_begin(&mut self, byte: u8, each: &mut impl FnMut(CsvRecord)) {
        let strict = self.line_in_quotes;
        let next = self.begin.next(byte, strict);
        if self.begin != Begin::Rest && next == Begin::Rest {
            self.begins(each);
        }
        if next == Begin::Id && self.begin == Begin::Id && self.id.len() < LONGEST_ID {
            self.id.push(byte);
        }
        if next == Begin::Seen && self.begin == Begin::Id {
            let id = String::from_utf8_lossy(&self.id);
            self.open.id = id.trim_matches('"').into();
        }
        self.begin = next;
    }

    /// A record begins at the line.
    fn begins(&mut self, each: &mut impl FnMut(CsvRecord)) {
        let line = self.line;
        if self.line_in_quotes {
            self.open.damage = self.open.damage.or(Some(CsvDamage::Quotes));
            // Whatever was open, the quotes of this record count anew.
            self.in_quotes = !self.in_quotes;
            self.line_in_quotes = false;
        }
        self.close(line, each);
        self.open = Open::new(line);
        self.open.damage = None;
        self.open.has_bytes = true;
        self.id.clear();
    }

    fn close(&mut self, end: u64, each: &mut impl FnMut(CsvRecord)) {
        if self.open.has_bytes && end > self.open.offset {
            each(CsvRecord {
                offset: self.open.offset,
                length: end - self.open.offset,
                id: std::mem::take(&mut self.open.id),
                damage: self.open.damage,
            });
        }
    }
}

/// Whether a record does not begin with a byte.
fn may_not_begin(byte: u8) -> bool {
    !matches!(byte, b'"' | b'0'..=b'9')
}

impl Begin {
    /// Nothing of a line.
    const LINE: Begin = Begin::Number {
        quoted: false,
        n_digits: 0,
    };

    /// What is seen with one more byte. With `strict` the quotes count.
    fn next(self, byte: u8, strict: bool) -> Begin {
        match (self, byte) {
            (
                Begin::Number {
                    quoted: false,
                    n_digits: 0,
                },
                b'"',
            ) => Begin::Number {
                quoted: true,
                n_digits: 0,
            },
            (Begin::Number { quoted, n_digits }, b'0'..=b'9') if n_digits < 9 => Begin::Number {
                quoted,
                n_digits: n_digits + 1,
            },
            (
                Begin::Number {
                    quoted: true,
                    n_digits: 1..,
                },
                b'"',
            ) => Begin::Comma,
            (
                Begin::Number {
                    quoted: false,
                    n_digits: 1..,
                },
                b',',
            ) if !strict => Begin::Date {
                quoted: false,
                part: 0,
                n_digits: 0,
            },
            (Begin::Comma, b',') => Begin::Date {
                quoted: false,
                part: 0,
                n_digits: 0,
            },
            (
                Begin::Date {
                    quoted: false,
                    part: 0,
                    n_digits: 0,
                },
                b'"',
            ) => Begin::Date {
                quoted: true,
                part: 0,
                n_digits: 0,
            },
            (
                Begin::Date {
                    quoted,
                    part: 2,
                    n_digits: 3,
                },
                b'0'..=b'9',
            ) if quoted || !strict => Begin::Rest,
            (
                Begin::Date {
                    quoted,
                    part,
                    n_digits,
                },
                b'0'..=b'9',
            ) if n_digits < 2 || part == 2 && n_digits < 3 => Begin::Date {
                quoted,
                part,
                n_digits: n_digits + 1,
            },
            (
                Begin::Date {
                    quoted,
                    part: part @ 0..=1,
                    n_digits: 1..,
                },
                b'/',
            ) => Begin::Date {
                quoted,
                part: part + 1,
                n_digits: 0,
            },
            (Begin::Rest, b',') => Begin::Id,
            (Begin::Rest, b'\n') | (Begin::Id, b',' | b'\n' | b'\\') => Begin::Seen,
            (Begin::Rest | Begin::Id | Begin::Seen, _) => self,
            _ => Begin::Not,
        }
    }
}

/// Reads the first record of a CSV.
pub(super) fn cable(source: &str) -> Cable {
    unwrapped(source, false).cable()
}

/// The telegram of the first record of a CSV. What is lost of its end is
/// lost of the last column. For a list, of the columns beside it only those are
/// read that name and date it.
pub(super) fn unwrapped(source: &str, for_list: bool) -> Published<'_> {
    // Mostly a file of many records was cut already.
    if source.len() as u64 <= LONGEST && !has_more_records(source) {
        return record(source, source, for_list);
    }
    let mut first = None;
    let mut records = CsvRecords::default();
    for chunk in source.as_bytes().chunks(1 << 16) {
        records.feed(chunk, |record| {
            let is_record = record.damage != Some(CsvDamage::NoRecord);
            first = first.take().or(is_record.then_some(record));
        });
        if first.is_some() {
            break;
        }
    }
    if first.is_none() {
        records.finish(|record| first = Some(record));
    }
    let place = |record: CsvRecord| {
        let start = usize::try_from(record.offset).ok()?;
        source.get(start..start + usize::try_from(record.length).ok()?)
    };
    record(source, first.and_then(place).unwrap_or(source), for_list)
}

/// Whether a line below the first looks as if a record began there, whatever
/// the quotes above it say.
fn has_more_records(source: &str) -> bool {
    let bytes = source.as_bytes();
    memchr::memchr_iter(b'\n', bytes).any(|end| {
        // Most lines begin with no record.
        let below = bytes.get(end + 1..).unwrap_or_default();
        if below.first().copied().is_none_or(may_not_begin) {
            return false;
        }
        let mut line = below.iter();
        let mut begin = Begin::LINE;
        while !matches!(begin, Begin::Not | Begin::Rest) {
            begin = line
                .next()
                .map_or(Begin::Not, |&byte| begin.next(byte, false));
        }
        begin == Begin::Rest
    })
}

/// The first six columns, as the pages of the same telegrams name them.
const NAMES: [&str; 6] = [
    "Record",
    "Created",
    "Reference ID",
    "Origin",
    "Classification",
    "References",
];

/// Which of them name and date the telegram.
const CREATED: usize = 1;
const ID: usize = 2;

/// Reads `record`, a slice of `source`.
fn record<'a>(source: &'a str, record: &'a str, for_list: bool) -> Published<'a> {
    let columns = columns(record);
    let value = |idx: usize| columns.get(idx).copied().unwrap_or_default();
    let mut out = Unwrapped::new(source);
    let is_record = columns.len() > 7;
    if is_record {
        out.text.reserve(record.len());
        unescaped(&mut out, value(6));
        out.apart(value(7));
        unescaped(&mut out, value(7));
    } else {
        // Whatever is lost, the words are shown.
        out.verbatim(record);
    }
    let attribute = |(idx, name): (usize, &&'static str)| Attribute {
        key: (*name).into(),
        value: line(source, value(idx)).into(),
        span: Span::default(),
    };
    let mut attributes: Vec<Attribute> = if is_record {
        let columns = NAMES.iter().enumerate();
        let is_asked = |&(idx, _): &(usize, _)| !for_list || matches!(idx, CREATED | ID);
        columns.filter(is_asked).map(attribute).collect()
    } else {
        Vec::new()
    };
    let named = |idx: usize| {
        let name = NAMES.get(idx).copied().unwrap_or_default();
        let found = attributes.iter().find(|it| &*it.key == name);
        found.map_or("", |it| &*it.value)
    };
    let beside = Beside {
        family: Some(Family::CablegateCsv),
        dateline: created(named(CREATED)),
        id: named(ID).parse::<Mrn>().ok(),
        ..Beside::default()
    };
    attributes.retain(|attribute| !attribute.value.is_empty());
    Published {
        out,
        beside,
        attributes,
        grows: true,
    }
}

/// A column, a slice of `source`, with its escapes undone, on one line.
fn line(source: &str, column: &str) -> String {
    // Most hold none.
    if memchr::memchr2(b'\\', b'"', column.as_bytes()).is_none() {
        return one_line(column);
    }
    let mut unwrapped = Unwrapped::new(source);
    unescaped(&mut unwrapped, column);
    one_line(&unwrapped.text)
}

/// `created = 1*2DIGIT "/" 1*2DIGIT "/" 4DIGIT [1*blank time]`
fn created(text: &str) -> Option<Dateline> {
    let (rest, month) = number(1, 2).parse(text).ok()?;
    let (rest, day) = number(1, 2).parse(after(rest, "/")?).ok()?;
    let (rest, year) = number(4, 4).parse(after(rest, "/")?).ok()?;
    Some(stated(date(year, month, day)?, rest))
}

/// The columns of a record, without their quotes, escapes as they stand.
///
/// A quote closes a column only before a comma, the last only at the end of
/// the record: telegrams quote.
fn columns(record: &str) -> Vec<&str> {
    let mut columns = Vec::with_capacity(8);
    let mut rest = record.trim_start();
    while columns.len() < 8 {
        let is_last = columns.len() == 7;
        let Some(inside) = rest.strip_prefix('"') else {
            let end = memchr::memchr(b',', rest.as_bytes()).filter(|_| !is_last);
            let (column, left) = rest.split_at(end.unwrap_or(rest.len()));
            columns.push(column.trim_end_matches(['\n', '\r']));
            match left.strip_prefix(',') {
                Some(left) => rest = left,
                None => break,
            }
            continue;
        };
        if is_last {
            let end = inside.trim_end();
            columns.push(end.strip_suffix('"').unwrap_or(end));
            break;
        }
        let end = closing(inside);
        columns.push(inside.get(..end).unwrap_or_default());
        match from(inside, end).strip_prefix("\",") {
            Some(left) => rest = left,
            None => break,
        }
    }
    columns
}

/// Where the quote stands that closes a column.
fn closing(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|left| memchr::memchr2(b'"', b'\\', left))
    {
        at += found;
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\\'), _) | (_, Some(b'"')) => at += 2,
            (_, Some(b',') | None) => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Takes over a column with its escapes undone.
///
/// ```abnf
/// escape = "\" (DQUOTE / "\" / "'" / line-end) / 2DQUOTE
/// ```
///
/// Sample: `csv/header-and-body`
fn unescaped<'a>(out: &mut Unwrapped<'a>, column: &'a str) {
    let bytes = column.as_bytes();
    let (mut taken, mut next) = (0, 0);
    while let Some(found) =
        { bytes.get(next..) }.and_then(|left| memchr::memchr2(b'\\', b'"', left))
    {
        let at = next + found;
        let is_escape = matches!(
            (bytes.get(at), bytes.get(at + 1)),
            (Some(b'\\'), Some(b'"' | b'\\' | b'\'' | b'\n' | b'\r')) | (Some(b'"'), Some(b'"'))
        );
        next = at + 1;
        if is_escape {
            out.verbatim(column.get(taken..at).unwrap_or_default());
            // What was escaped begins the next stretch.
            taken = at + 1;
            next = at + 2;
        }
    }
    out.verbatim(from(column, taken));
}

#[cfg(test)]
mod tests {
    use super::{CsvDamage, CsvRecord, CsvRecords, columns};
    use crate::cable::{Cable, Family};
    use crate::parse::{laws, parse};

    fn cut(csv: &str) -> Vec<CsvRecord> {
        let mut all = Vec::new();
        for size in [1, 3, 64, csv.len().max(1)] {
            let mut records = CsvRecords::default();
            let mut found = Vec::new();
            for chunk in csv.as_bytes().chunks(size) {
                records.feed(chunk, |record| found.push(record));
            }
            records.finish(|record| found.push(record));
            all.push(found);
        }
        assert!(all.iter().all(|found| *found == all[0]), "{all:?}");
        all.remove(0)
    }

    fn row(number: u32, text: &str) -> String {
        format!(
            "\"{number}\",\"7/22/2008 15:04\",\"08NORTHHAVEN{number}\",\"Consulate Northhaven\",\"SECRET\",\"\",\"\",\"{text}\"\n"
        )
    }

    fn told(csv: &str) -> Vec<(String, Option<CsvDamage>)> {
        let mut end = 0;
        cut(csv)
            .into_iter()
            .map(|record| {
                assert_eq!(record.offset, end, "bytes are lost");
                end = record.offset + record.length;
                (record.id.into(), record.damage)
            })
            .collect()
    }

    #[test]
    fn records_hold_line_ends_and_quotes() {
        let csv =
            row(1, "one\n\n2. (C) two \\\"three\\\"\nend\\\\") + &row(2, "") + &row(3, "a\\\nb");
        assert_eq!(
            told(&csv),
            [1, 2, 3].map(|number| (format!("08NORTHHAVEN{number}"), None))
        );
        assert_eq!(cut(&csv)[1].length, row(2, "").len() as u64);
    }

    #[test]
    fn a_lost_quote_ends_with_its_record() {
        let csv = row(1, "a \"b") + &row(2, "c\nd") + &row(3, "e");
        assert_eq!(
            told(&csv),
            [
                ("08NORTHHAVEN1".into(), Some(CsvDamage::Quotes)),
                ("08NORTHHAVEN2".into(), None),
                ("08NORTHHAVEN3".into(), None)
            ]
        );
        let csv =
            row(1, "a") + "\"2\",\"7/22/2008 9:00\",\"08NORTHHAVEN2\",\"never closed\nand on\n";
        assert_eq!(
            told(&csv)[1],
            ("08NORTHHAVEN2".into(), Some(CsvDamage::Quotes))
        );
    }

    #[test]
    fn titles_and_records_without_quotes() {
        let csv = format!(
            "id,date,reference\n{}4,7/1/2008 0:00,08NORTHHAVEN4,,,,,x\n",
            row(1, "a")
        );
        assert_eq!(
            told(&csv),
            [
                (String::new(), Some(CsvDamage::NoRecord)),
                ("08NORTHHAVEN1".into(), None),
                ("08NORTHHAVEN4".into(), None)
            ]
        );
    }

    #[test]
    fn a_record_without_end_is_cut() {
        let mut records = CsvRecords::default();
        let mut found = Vec::new();
        records.feed(
            row(1, "").trim_end().trim_end_matches('"').as_bytes(),
            |record| found.push(record),
        );
        let megabyte = vec![b'x'; 1 << 20];
        for _ in 0..130 {
            records.feed(&megabyte, |record| found.push(record));
        }
        records.feed(b"\n", |record| found.push(record));
        records.feed(row(2, "b").as_bytes(), |record| found.push(record));
        records.finish(|record| found.push(record));
        let lengths: Vec<_> = found
            .iter()
            .map(|it| (it.length >> 20, it.damage))
            .collect();
        assert_eq!(
            lengths,
            [
                (64, Some(CsvDamage::TooLong)),
                (64, Some(CsvDamage::TooLong)),
                (2, Some(CsvDamage::TooLong)),
                (0, None)
            ]
        );
        assert_eq!(&*found[3].id, "08NORTHHAVEN2");
    }

    #[test]
    fn columns_end_at_a_quote_and_a_comma() {
        assert_eq!(
            columns("\"1\",\"a \\\", b\",\"c \"\", d\",,\"\",\"e\",\"f\",\"g \"h\", i\"\n"),
            [
                "1",
                "a \\\", b",
                "c \"\", d",
                "",
                "",
                "e",
                "f",
                "g \"h\", i"
            ]
        );
        assert_eq!(columns("\"1\",\"open"), ["1", "open"]);
    }

    fn read(csv: &str) -> Cable {
        laws(csv.as_bytes()).unwrap();
        parse(csv.as_bytes())
    }

    #[test]
    fn a_record_is_a_telegram_with_attributes() {
        let cable = read(
            "\"17\",\"7/22/2008 15:04\",\"08PORTLARKSPUR311\",\"Embassy Port Larkspur\",\"CONFIDENTIAL\",\"07STATE4711|08NORTHHAVEN88\",\
             \"P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC 4412\n\",\
             \"C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSUBJECT: HARBOR \\\"TALKS\\\"\n\n1. (C) Boats came \\\nback.\n\"\n",
        );
        assert_eq!(cable.family, Family::CablegateCsv);
        assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "08PORTLARKSPUR311");
        assert_eq!(
            cable.heading.subject.map(|at| cable.slice(at)),
            Some("HARBOR \"TALKS\"")
        );
        assert_eq!(cable.read(cable.paragraphs[0].text), "Boats came back.");
        assert_eq!(cable.attributes.len(), 6);
        assert_eq!(&*cable.attributes[5].value, "07STATE4711|08NORTHHAVEN88");
    }

    #[test]
    fn the_record_names_what_the_text_does_not() {
        let cable = read(&row(
            88,
            "S E C R E T NORTHHAVEN 000087\\n\n\nSUBJECT: DUES\n",
        ));
        assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "08NORTHHAVEN88");
        assert_eq!(cable.date().unwrap().to_string(), "2008-07-22");
        assert_eq!(
            cable.heading.dateline.unwrap().time.unwrap().to_string(),
            "15:04:00"
        );
    }

    #[test]
    fn a_broken_record_is_read_as_it_stands() {
        let cable = read("\"1\",\"7/22/2008 15:04\",\"08NORTHHAVEN88\nSUBJECT: DUES\n");
        assert!(cable.text().contains("SUBJECT: DUES"));
        assert_eq!(cable.attributes.len(), 0);
    }
}
