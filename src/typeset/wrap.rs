//! Breaking lines into rows.
//!
//! Greedy, by columns, at blanks, and between signs of Chinese, Japanese and Korean,
//! which are written without them. It stands apart because it knows nothing
//! but text and columns, and because everything that is laid out goes
//! through it: its cost is that of a resize.

use std::ops::Range;

use super::shown::{clusters, columns};

/// Breaks the line `line` of `text` into rows of at most `measure` columns.
///
/// The first row leaves `lead` columns free and the others `hang`. The first
/// `keep` bytes are not broken at their blanks. `each` gets the bytes and the
/// indent of every row; blanks at the end of a row belong to none. A word
/// longer than a row is broken between clusters; a cluster wider than a row
/// has one for itself.
pub(super) fn wrap(
    text: &str,
    line: Range<usize>,
    measure: usize,
    (lead, hang, keep): (usize, usize, usize),
    each: &mut impl FnMut(Range<usize>, usize),
) {
    let mut at = line.start;
    let mut indent = lead.min(measure.saturating_sub(1));
    let mut keep = keep;
    loop {
        let room = measure.saturating_sub(indent).max(1);
        let rest = text.get(at..line.end).unwrap_or_default();
        let (row, taken) = row(rest, room, keep);
        each(at..at + row, indent);
        at += taken;
        if taken == 0 || at >= line.end {
            return;
        }
        indent = hang.min(measure.saturating_sub(1));
        keep = 0;
    }
}

/// The bytes of each row that `text`, which is one line, takes at `measure`
/// columns, of which the first row leaves `lead` free.
#[must_use]
pub fn broken(text: &str, measure: usize, lead: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::with_capacity(1);
    wrap(text, 0..text.len(), measure, (lead, 0, 0), &mut |row, _| {
        rows.push(row);
    });
    rows
}

/// Bytes that the first row of `rest` shows, and bytes to the next row.
fn row(rest: &str, room: usize, keep: usize) -> (usize, usize) {
    let bytes = rest.as_bytes();
    // One byte more than fits tells whether a row ends at a word end, and one
    // more whether a mark combines with what stands at the end.
    let window = &bytes[..bytes.len().min(room + 2)];
    if !window.is_ascii() {
        return clusters_row(rest, room, keep);
    }
    if bytes.len() <= room {
        return (trimmed(bytes), bytes.len());
    }
    let blank = bytes[..=room]
        .get(keep..)
        .and_then(|part| memchr::memrchr(b' ', part))
        .map(|at| at + keep);
    if let Some(blank) = blank {
        let shown = trimmed(&bytes[..blank]);
        let next = after_blanks(bytes, blank);
        if shown > 0 && !(next + 4 <= room && is_longer_than_a_row(rest, next, room)) {
            return (shown, next);
        }
    }
    (room, room)
}

/// Whether the word at `at` is broken wherever it begins: then it goes on in the row
/// where it stands, and no label is left alone above it.
fn is_longer_than_a_row(rest: &str, at: usize, room: usize) -> bool {
    let bytes = rest.as_bytes();
    let word = bytes.get(at..=at.saturating_add(room)).unwrap_or_default();
    !word.is_empty() && word.is_ascii() && !word.contains(&b' ')
}

/// The same where a column is not a byte.
fn clusters_row(rest: &str, room: usize, keep: usize) -> (usize, usize) {
    let bytes = rest.as_bytes();
    let mut taken = 0;
    let mut word_end = None;
    let mut was_blank = true;
    let mut before = "";
    for (at, cluster, columns) in clusters(rest) {
        let is_blank = cluster == " ";
        if at >= keep && !was_blank && (is_blank || may_part(before, cluster)) {
            word_end = Some(at);
        }
        before = cluster;
        taken += columns;
        if taken > room {
            if let Some(end) = word_end {
                let next = after_blanks(bytes, end);
                if !(next < at && is_longer_than_a_row(rest, next, room)) {
                    return (end, next);
                }
            }
            let end = if at == 0 { cluster.len() } else { at };
            return (end, end);
        }
        was_blank = is_blank;
    }
    (trimmed(bytes), bytes.len())
}

/// Whether a row may end between two clusters without a blank: beside a sign of a
/// script that is written without blanks, but neither before what closes or goes on
/// with it nor behind what opens.
fn may_part(before: &str, behind: &str) -> bool {
    /// What no row begins with.
    const CLOSING: &str = "、。，．・：；？！」』）］｝〉》】〕〗〙〟’”…‥ー々〻ゝゞヽヾ\
        ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ％‰｡､｣･ｰ.,;:?!)]}%'\"-/";
    /// What no row ends with.
    const OPENING: &str = "「『（［｛〈《【〔〖〘〝‘“｢([{$¥￥'\"-/";
    let first = |cluster: &str| cluster.chars().next().unwrap_or(' ');
    let (before, behind) = (first(before), first(behind));
    (is_without_blanks(before) || is_without_blanks(behind))
        && !CLOSING.contains(behind)
        && !OPENING.contains(before)
}

/// Whether a sign is one of Chinese, Japanese or Korean, or of their width.
fn is_without_blanks(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0xa4cf | 0xac00..=0xd7af | 0xf900..=0xfaff
        | 0xff01..=0xffe6 | 0x2_0000..=0x3_ffff)
}

fn trimmed(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .rposition(|&byte| byte != b' ')
        .map_or(0, |at| at + 1)
}

fn after_blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|&&byte| byte == b' ').count()
}

/// The indent of the rows after the first of a line that begins with
/// blanks, or with the mark of a list: `-- `, `- `, `* `, `A. `, `(a) `, `1) `.
///
/// `is_list`: letters and digits mark an item. Otherwise only dashes and
/// stars do, since a paragraph may begin with an initial.
pub(super) fn hang(line: &str, measure: usize, is_list: bool) -> usize {
    let lead = line.len() - line.trim_start_matches(' ').len();
    let line = &line[lead..];
    let mark = line.find(' ').map_or("", |end| &line[..end]);
    let is_mark = match mark {
        "--" | "-" | "*" | "o" | "•" | "·" | "–" | "—" => true,
        _ => is_list && is_letter_mark(mark),
    };
    let mark_end = line[mark.len()..].len() - line[mark.len()..].trim_start_matches(' ').len();
    let deep = lead + if is_mark { columns(mark) + mark_end } else { 0 };
    [deep, lead]
        .into_iter()
        .find(|&indent| indent <= measure / 3)
        .unwrap_or(0)
}

/// `A.`, `a)`, `(iv)`, `12.`
fn is_letter_mark(mark: &str) -> bool {
    let Some(inner) = mark.strip_suffix([')', '.']) else {
        return false;
    };
    let inner = inner.strip_prefix('(').unwrap_or(inner);
    let is_roman = !inner.is_empty() && inner.bytes().all(|byte| b"ivxIVX".contains(&byte));
    let is_number = !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_alphabetic());
    inner.len() <= 4 && (is_roman || is_number || is_letter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::*;

    fn rows(text: &str, measure: usize, shape: (usize, usize, usize)) -> Vec<String> {
        let mut rows = Vec::new();
        wrap(text, 0..text.len(), measure, shape, &mut |row, indent| {
            rows.push(format!("{}{}", ".".repeat(indent), &text[row]));
        });
        rows
    }

    #[test]
    fn breaks_at_blanks() {
        assert_eq!(rows("one two  three", 7, (0, 0, 0)), ["one two", "three"]);
        assert_eq!(rows("one two three", 8, (0, 0, 0)), ["one two", "three"]);
        assert_eq!(rows("", 8, (0, 0, 0)), [""]);
        assert_eq!(rows("abc   ", 3, (0, 0, 0)), ["abc"]);
    }

    #[test]
    fn breaks_long_words() {
        assert_eq!(
            rows("abcdefgh ij", 3, (0, 0, 0)),
            ["abc", "def", "gh", "ij"]
        );
        assert_eq!(rows("北京北京x", 3, (0, 0, 0)), ["北", "京", "北", "京x"]);
        assert_eq!(rows("北京", 1, (0, 0, 0)), ["北", "京"]);
    }

    #[test]
    fn a_word_that_is_broken_anyway_leaves_no_label_alone() {
        assert_eq!(
            rows("1. (C) abcdefghijklmnop", 12, (0, 0, 0)),
            ["1. (C) abcde", "fghijklmnop"]
        );
        // One that fits in a row is not broken.
        assert_eq!(
            rows("1. (C) abcdefgh", 12, (0, 0, 0)),
            ["1. (C)", "abcdefgh"]
        );
    }

    #[test]
    fn what_is_written_without_blanks_is_broken_between_its_signs() {
        assert_eq!(
            rows("ab: 港湾税は高い", 9, (0, 0, 0)),
            ["ab: 港湾", "税は高い"]
        );
        // No row begins with what closes, none ends with what opens.
        assert_eq!(rows("港湾税、高い", 6, (0, 0, 0)), ["港湾", "税、高", "い"]);
        assert_eq!(rows("港湾「税」", 6, (0, 0, 0)), ["港湾", "「税」"]);
        assert_eq!(rows("港湾tax", 6, (0, 0, 0)), ["港湾", "tax"]);
    }

    #[test]
    fn hangs() {
        assert_eq!(
            rows("-- one two three", 8, (0, 3, 0)),
            ["-- one", "...two", "...three"]
        );
        assert_eq!(
            rows(" From   AMEMBASSYLONG", 16, (0, 8, 8)),
            [" From   AMEMBASS", "........YLONG"]
        );
        assert_eq!(hang("-- one", 60, false), 3);
        assert_eq!(hang("  A. one", 60, true), 5);
        assert_eq!(hang("A. Quill said", 60, false), 0);
        assert_eq!(hang("no mark", 60, true), 0);
    }

    #[test]
    fn a_line_of_64_mebibytes_is_nothing_special() {
        let text = "x".repeat(1 << 22);
        let mut n_rows = 0;
        wrap(&text, 0..text.len(), 70, (0, 0, 0), &mut |_, _| n_rows += 1);
        assert_eq!(n_rows, text.len().div_ceil(70));
    }

    proptest! {
        #[test]
        fn no_row_is_wider_than_the_measure_and_no_word_is_lost(
            text in "[a-c é北👩 ]{0,60}", measure in 1usize..20, lead in 0usize..6, hang in 0usize..6,
        ) {
            let mut joined = String::new();
            let mut last = 0;
            wrap(&text, 0..text.len(), measure, (lead, hang, 0), &mut |row, indent| {
                assert!(indent + columns(&text[row.clone()]) <= measure || text[row.clone()].graphemes(true).count() == 1);
                assert!(text[last..row.start].bytes().all(|byte| byte == b' '));
                last = row.end;
                joined.push_str(&text[row]);
            });
            let words = |text: &str| text.chars().filter(|&c| c != ' ').collect::<String>();
            prop_assert_eq!(words(&joined), words(&text));
        }
    }
}
