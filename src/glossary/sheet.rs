//! One embedded sheet of codes, searched where it lies.
//!
//! Its own module because nothing else may rely on the form of the files: a
//! heading, then rows of fields between tabs, sorted by the folded first
//! field. Start-up builds no table; a look-up is a binary search over text.

use std::cmp::Ordering;

/// A sheet of `assets/glossary`.
#[derive(Clone, Copy)]
pub(super) struct Sheet(pub(super) &'static str);

impl Sheet {
    /// Every row whose first field is `code`, blanks and case aside, in the
    /// order of the file.
    pub(super) fn rows(self, code: &str) -> impl Iterator<Item = Row> + '_ {
        let mut rest = self.from(code);
        std::iter::from_fn(move || {
            let (line, after) = rest.split_once('\n')?;
            rest = after;
            let row = Row(line);
            (compare(row.code(), code) == Ordering::Equal).then_some(row)
        })
    }

    /// The rows from the first that is not before `code` to the end.
    fn from(self, code: &str) -> &'static str {
        let text = self.0;
        // The heading is no row.
        let mut low = text.find('\n').map_or(text.len(), |at| at + 1);
        let mut high = text.len();
        while low < high {
            let middle = low + (high - low) / 2;
            let bytes = text.as_bytes();
            let start = bytes
                .get(low..middle)
                .and_then(|before| before.iter().rposition(|&byte| byte == b'\n'))
                .map_or(low, |at| low + at + 1);
            let end = bytes
                .get(middle..high)
                .and_then(|after| after.iter().position(|&byte| byte == b'\n'))
                .map_or(high, |at| middle + at + 1);
            let row = Row(text.get(start..end).unwrap_or_default());
            if compare(row.code(), code) == Ordering::Less {
                low = end;
            } else {
                high = start;
            }
        }
        text.get(low..).unwrap_or_default()
    }

    /// Every row, for tests of the files.
    #[cfg(test)]
    pub(super) fn all(self) -> impl Iterator<Item = Row> {
        self.0.lines().skip(1).map(Row)
    }
}

/// One row of a sheet.
#[derive(Clone, Copy)]
pub(super) struct Row(pub(super) &'static str);

impl Row {
    /// The first field.
    pub(super) fn code(self) -> &'static str {
        self.0.split_once('\t').map_or(self.0, |(code, _)| code)
    }

    /// The first `N` fields; a field that is missing is empty.
    pub(super) fn fields<const N: usize>(self) -> [&'static str; N] {
        let mut fields = self.0.trim_end_matches(['\n', '\r']).split('\t');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    }
}

/// The order of codes: by bytes, in capitals, without blanks.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    fn folded(code: &str) -> impl Iterator<Item = u8> + '_ {
        code.bytes()
            .filter(|&byte| byte != b' ')
            .map(|byte| byte.to_ascii_uppercase())
    }
    folded(a).cmp(folded(b))
}
