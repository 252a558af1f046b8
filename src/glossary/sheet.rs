//! One embedded sheet of codes, searched where it lies.
//!
//! Its own module because nothing else may rely on the form of the files: a
//! heading, then rows of fields between tabs, sorted by the folded first
//! field. Where the rows begin is worked out when the program is built: no
//! start-up has to wait for it, and a look-up compares a few numbers. The
//! parser asks for every entry of every TAGS line.

use std::cmp::Ordering;

/// Embeds a file of `assets/glossary` and finds its rows, at compile time.
macro_rules! sheet {
    ($file:literal) => {{
        const TEXT: &str = include_str!(concat!("../../assets/glossary/", $file));
        const N_ROWS: usize = $crate::glossary::sheet::count(TEXT);
        static PLACES: [$crate::glossary::sheet::Place; N_ROWS] =
            $crate::glossary::sheet::places(TEXT);
        $crate::glossary::sheet::Sheet {
            text: TEXT,
            places: &PLACES,
        }
    }};
}
pub(super) use sheet;

/// The head of the code of a row, and where in the file the row begins and
/// ends.
pub(super) type Place = (u64, u32, u32);

/// A sheet of `assets/glossary`.
pub(super) struct Sheet {
    /// The file.
    pub(super) text: &'static str,
    /// Its rows, in order.
    pub(super) places: &'static [Place],
}

/// The rows of a file, its heading aside. Every row ends with a line end.
pub(super) const fn count(text: &str) -> usize {
    let mut rest = text.as_bytes();
    let mut n_ends = 0;
    while let [byte, after @ ..] = rest {
        if *byte == b'\n' {
            n_ends += 1;
        }
        rest = after;
    }
    n_ends - 1
}

/// The places of all `N` rows of a file.
pub(super) const fn places<const N: usize>(text: &str) -> [Place; N] {
    let mut places = [(0, 0, 0); N];
    let mut rest = text.as_bytes();
    let mut n_ends = 0;
    let mut at = 0;
    while let [byte, after @ ..] = rest {
        if *byte == b'\n' {
            // The first line is the heading.
            if n_ends > 0 {
                places[n_ends - 1].2 = at;
            }
            // What follows the last line end is no row.
            if n_ends < N {
                places[n_ends] = (head(first_field(after)), at + 1, 0);
            }
            n_ends += 1;
        }
        at += 1;
        rest = after;
    }
    places
}

/// The places of two fields of every row of a sheet, the `nth` and the one
/// behind it, in the order of their heads.
#[allow(clippy::cast_possible_truncation, reason = "no file is as long")]
pub(super) const fn pairs<const N: usize>(sheet: &Sheet, nth: usize) -> [Place; N] {
    let mut pairs = [(0, 0, 0); N];
    let mut n_found = 0;
    let mut row = 0;
    while row < sheet.places.len() {
        let (_, mut at, end) = sheet.places[row];
        let mut rest = sheet.text.as_bytes().split_at(end as usize).0;
        rest = rest.split_at(at as usize).1;
        let mut field = 0;
        while field < nth + 2 {
            let words = first_field(rest);
            let stop = at + words.len() as u32;
            if field >= nth {
                let place = (head(words), at, stop);
                // It is put where it belongs among those before it.
                let mut to = n_found;
                while to > 0 && pairs[to - 1].0 > place.0 {
                    pairs[to] = pairs[to - 1];
                    to -= 1;
                }
                pairs[to] = place;
                n_found += 1;
            }
            // Behind each stands a tabulator.
            rest = rest.split_at(words.len() + 1).1;
            at = stop + 1;
            field += 1;
        }
        row += 1;
    }
    pairs
}

/// Of places in the order of their heads those with one of them.
pub(super) fn alike(places: &[Place], wanted: u64) -> impl Iterator<Item = &Place> {
    let first = places.partition_point(|&(head, ..)| head < wanted);
    let alike = places.get(first..).unwrap_or_default();
    alike.iter().take_while(move |&&(head, ..)| head == wanted)
}

impl Sheet {
    /// Every row whose first field is `code`, blanks and case aside, in the
    /// order of the file.
    pub(super) fn rows<'a>(&'a self, code: &'a str) -> impl Iterator<Item = Row> + 'a {
        let wanted = head(code.as_bytes());
        // Of a shorter code nothing is left to compare.
        let is_whole = wanted.trailing_zeros() >= u8::BITS;
        alike(self.places, wanted)
            .map(|place| Row(self.at(place)))
            .filter(move |row| is_whole || compare(row.code(), code) == Ordering::Equal)
    }

    /// Every row whose first field begins with `letters`, case aside, in the order
    /// of the file. There are eight of ASCII at most, and no blanks.
    pub(super) fn beginning(&self, letters: &str) -> impl Iterator<Item = Row> {
        let wanted = head(letters.as_bytes());
        let n_letters = u32::try_from(letters.len()).unwrap_or(u32::MAX);
        let n_free = u64::BITS.saturating_sub(n_letters.saturating_mul(u8::BITS));
        let mask = u64::MAX.checked_shl(n_free).unwrap_or_default();
        let first = self.places.partition_point(|&(head, ..)| head < wanted);
        let alike = self.places.get(first..).unwrap_or_default();
        alike
            .iter()
            .take_while(move |&&(head, ..)| head & mask == wanted)
            .map(|place| Row(self.at(place)))
    }

    /// The row or field at a place.
    pub(super) fn at(&self, &(_, start, end): &Place) -> &'static str {
        let found = self.text.get(start as usize..end as usize);
        found.unwrap_or_default()
    }

    /// Every code, in the order of the file.
    pub(super) fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.text.lines().skip(1).map(|row| Row(row).code())
    }

    /// Every row, for tests of the files.
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
            // Most are shorter than a call to look for their end takes.
            let end = rest.bytes().position(|byte| byte == b'\t');
            let end = end.unwrap_or(rest.len());
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

/// The field that a row begins with.
const fn first_field(row: &[u8]) -> &[u8] {
    let mut length = 0;
    while length < row.len() && !matches!(row[length], b'\t' | b'\n') {
        length += 1;
    }
    row.split_at(length).0
}

/// The first eight bytes of a folded code, as a number of the same order: the
/// last is 0 for a code of fewer, and for no other.
pub(super) const fn head(mut code: &[u8]) -> u64 {
    let mut head = 0;
    let mut n_free = u64::BITS;
    while let [byte, after @ ..] = code {
        if n_free == 0 {
            break;
        }
        if *byte != b' ' {
            n_free -= 8;
            // No code holds a control; a text may.
            let letter = if *byte == 0 {
                1
            } else {
                byte.to_ascii_uppercase()
            };
            head |= (letter as u64) << n_free;
        }
        code = after;
    }
    head
}

/// The order of codes: by bytes, in capitals, without blanks.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    folded(a).cmp(folded(b))
}
