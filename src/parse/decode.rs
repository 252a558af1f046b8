//! From bytes to text.
//!
//! Separate because every later stage counts on UTF-8 whose offsets fit
//! into a [`Span`](crate::cable::Span).

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::cable::Encoding;

/// Bytes looked at to tell UTF-16 by its zero bytes.
const HEAD: usize = 4096;

/// The text of `bytes`, and how it was read.
///
/// In this order: a byte order mark, UTF-16 by where its zero bytes stand,
/// valid UTF-8, Windows-1252. Bytes that Windows-1252 leaves undefined
/// become the C1 control of the same number, which a display shows as a
/// sign; halves of UTF-16 pairs become U+FFFD. A text longer than
/// [`u32::MAX`] bytes is cut there.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    let (text, encoding) = decoded(bytes);
    (cut(text, u32::MAX as usize), encoding)
}

fn decoded(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf")
        && let Ok(text) = std::str::from_utf8(rest)
    {
        return (Cow::Borrowed(text), Encoding::Utf8Bom);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return (
            UTF_16LE.decode_without_bom_handling(rest).0,
            Encoding::Utf16Le,
        );
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return (
            UTF_16BE.decode_without_bom_handling(rest).0,
            Encoding::Utf16Be,
        );
    }
    match wide(bytes.get(..HEAD).unwrap_or(bytes)) {
        Some(Encoding::Utf16Le) => {
            return (
                UTF_16LE.decode_without_bom_handling(bytes).0,
                Encoding::Utf16Le,
            );
        }
        Some(_) => {
            return (
                UTF_16BE.decode_without_bom_handling(bytes).0,
                Encoding::Utf16Be,
            );
        }
        None => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), Encoding::Utf8),
        Err(_) => (
            WINDOWS_1252.decode_without_bom_handling(bytes).0,
            Encoding::Windows1252,
        ),
    }
}

/// Whether a text that begins with `head` is UTF-16.
pub(super) fn is_wide(head: &[u8]) -> bool {
    let is_marked = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    is_marked || wide(head.get(..HEAD).unwrap_or(head)).is_some()
}

/// UTF-16 by its zero bytes: in Latin text every other byte is zero. At
/// least two in five on one side and one in twenty on the other decide.
fn wide(head: &[u8]) -> Option<Encoding> {
    if head.len() < 4 || memchr::memchr(0, head).is_none() {
        return None;
    }
    let pairs = head.len() / 2;
    let zeros = |first: usize| {
        head.iter()
            .skip(first)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (high_first, low_first) = (zeros(0), zeros(1));
    let (many, few) = (pairs * 2 / 5, pairs / 20);
    if low_first > many && high_first <= few {
        Some(Encoding::Utf16Le)
    } else if high_first > many && low_first <= few {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

fn cut(text: Cow<'_, str>, limit: usize) -> Cow<'_, str> {
    if text.len() <= limit {
        return text;
    }
    let mut end = limit;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..end).unwrap_or_default()),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{cut, decode};
    use crate::cable::Encoding;

    fn check(bytes: &[u8]) -> (String, Encoding) {
        let (text, encoding) = decode(bytes);
        (text.into_owned(), encoding)
    }

    #[test]
    fn tells_utf_16_by_its_zero_bytes() {
        let low: Vec<u8> = "FM PORT"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let high: Vec<u8> = "FM PORT"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(check(&low), ("FM PORT".into(), Encoding::Utf16Le));
        assert_eq!(check(&high), ("FM PORT".into(), Encoding::Utf16Be));
    }

    #[test]
    fn leaves_a_mark_out_of_the_text() {
        assert_eq!(check(b"\xef\xbb\xbfBT"), ("BT".into(), Encoding::Utf8Bom));
        assert_eq!(check(b"\xff\xfeB\0"), ("B".into(), Encoding::Utf16Le));
    }

    #[test]
    fn falls_back_to_windows_1252() {
        assert_eq!(
            check(b"caf\xe9 \x81"),
            ("caf\u{e9} \u{81}".into(), Encoding::Windows1252)
        );
        assert_eq!(
            check("caf\u{e9}".as_bytes()),
            ("caf\u{e9}".into(), Encoding::Utf8)
        );
    }

    #[test]
    fn a_few_zero_bytes_are_characters() {
        assert_eq!(check(b"one\0two three").1, Encoding::Utf8);
    }

    #[test]
    fn cuts_between_characters() {
        assert_eq!(cut("a\u{e9}b".into(), 2), "a");
        assert_eq!(cut("a\u{e9}b".into(), 3), "a\u{e9}");
    }
}
