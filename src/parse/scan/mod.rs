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

mod piece;
#[cfg(test)]
mod tests;
mod text;

use self::piece::Piece;
use self::text::Text;
use super::{
    CsvDamage, CsvRecord, CsvRecords, FrusDocument, FrusDocuments, FrusVolume, decode, form,
};
use crate::cable::Family;

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
