//! A telegram as far as it has come by, and whether another piece goes on with it.

use super::{Cut, Section, Sectioned};
use crate::cable::Date;

/// A telegram as far as it has come by.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub(super) start: u64,
    pub(super) end: u64,
    /// The number of a document of a volume, as the volumes name it.
    pub(super) name: Option<Box<str>>,
    /// Whether it has a line of a header or heading of its own. What stands
    /// above the first of a file is a preface and belongs to it.
    pub(super) is_telegram: bool,
    /// How much was seen of a record.
    pub(super) record: Record,
    /// Whether it is a page of PlusD: its telegram stands below a table, and
    /// the page may show it twice.
    pub(super) in_page: bool,
    pub(super) post: Option<Box<str>>,
    pub(super) serial: Option<u32>,
    pub(super) sections: Option<u16>,
    /// The numbers of its sections.
    pub(super) numbers: Vec<u16>,
    pub(super) date: Option<Date>,
    pub(super) calling: Option<Called>,
    /// Station and serial in the header of a page of the 1970s.
    pub(super) page: Option<Box<str>>,
}

/// How many of the two headings of a record were seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Record {
    #[default]
    None,
    One,
    Both,
}

/// What format line 3 says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Called {
    pub(super) station: Box<str>,
    pub(super) serial: u32,
    pub(super) section: Option<u32>,
}

impl Piece {
    /// Whether `next` is a later section of the same telegram.
    pub(super) fn is_continued_by(&self, next: &Piece) -> bool {
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

    pub(super) fn append(&mut self, next: Piece) {
        self.end = next.end;
        self.numbers.extend(next.numbers);
        self.date = self.date.or(next.date);
    }

    pub(super) fn cut(self) -> Cut {
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
