//! One embedded sheet of codes, searched where it lies.
//!
//! Its own module because nothing else may rely on the form of the files: a
//! heading, then rows of fields between tabs, sorted by the folded first
//! field. Start-up builds no table. The first look-up notes where the rows
//! begin, and from then on a look-up compares a few numbers: the parser asks
//! for every entry of every TAGS line.

use std::cmp::Ordering;
use std::sync::OnceLock;

/// A sheet of `assets/glossary`.
pub(super) struct Sheet {
    /// The file.
    pub(super) text: &'static str,
    /// The head of the code of each row, and where the row begins and ends;
    /// in order.
    rows: OnceLock<Vec<(u64, u32, u32)>>,
}

impl Sheet {
    /// The sheet that lies in `text`.
    pub(super) const fn new(text: &'static str) -> Sheet {
        Sheet {
            text,
            rows: OnceLock::new(),
        }
    }

    /// Every row whose first field is `code`, blanks and case aside, in the
    /// order of the file.
    pub(super) fn rows<'a>(&'a self, code: &'a str) -> impl Iterator<Item = Row> + 'a {
        let rows = self.index();
        let wanted = head(code);
        let first = rows.partition_point(|&(head, ..)| head < wanted);
        let alike = rows.get(first..).unwrap_or_default();
        alike
            .iter()
            .take_while(move |&&(head, ..)| head == wanted)
            .map(|&(_, start, end)| self.row(start, end))
            .filter(move |row| {
                let known = row.code();
                known == code || compare(known, code) == Ordering::Equal
            })
    }

    fn index(&self) -> &[(u64, u32, u32)] {
        self.rows.get_or_init(|| {
            let ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
            let mut ends = ends.map(|end| u32::try_from(end).unwrap_or(u32::MAX));
            // The first line is the heading.
            let mut start = ends.next().map_or(u32::MAX, |end| end + 1);
            let key = |end| {
                let row = (head(self.row(start, end).code()), start, end);
                start = end.saturating_add(1);
                row
            };
            ends.map(key).collect()
        })
    }

    fn row(&self, start: u32, end: u32) -> Row {
        let row = self.text.get(start as usize..end as usize);
        Row(row.unwrap_or_default())
    }

    /// Every code, in the order of the file.
    pub(super) fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.text.lines().skip(1).map(|row| Row(row).code())
    }

    /// Every row, for tests of the files.
    #[cfg(test)]
    pub(super) fn all(&self) -> impl Iterator<Item = Row> {
        self.text.lines().skip(1).map(Row)
    }
}

/// One row of a sheet.
#[derive(Clone, Copy)]
pub(super) struct Row(pub(super) &'static str);

impl Row {
    /// The first field.
    pub(super) fn code(self) -> &'static str {
        let [code] = self.fields();
        code
    }

    /// Whether the last field is `field`.
    pub(super) fn ends_with(self, field: &str) -> bool {
        let before = self.0.strip_suffix(field);
        before.is_some_and(|before| before.ends_with('\t'))
    }

    /// The first `N` fields; a field that is missing is empty.
    pub(super) fn fields<const N: usize>(self) -> [&'static str; N] {
        let mut rest = self.0;
        std::array::from_fn(|_| {
            let end = memchr::memchr(b'\t', rest.as_bytes()).unwrap_or(rest.len());
            let (field, after) = rest.split_at_checked(end).unwrap_or_default();
            rest = after.get(1..).unwrap_or_default();
            field
        })
    }
}

/// A code as it is compared: in capitals, without blanks.
fn folded(code: &str) -> impl Iterator<Item = u8> + '_ {
    code.bytes()
        .filter(|&byte| byte != b' ')
        .map(|byte| byte.to_ascii_uppercase())
}

/// The first eight bytes of a folded code, as a number of the same order.
fn head(code: &str) -> u64 {
    let mut bytes = [0; 8];
    for (place, byte) in bytes.iter_mut().zip(folded(code)) {
        *place = byte;
    }
    u64::from_be_bytes(bytes)
}

/// The order of codes: by bytes, in capitals, without blanks.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    folded(a).cmp(folded(b))
}
