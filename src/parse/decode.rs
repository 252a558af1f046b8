//! From bytes to text.
//!
//! Separate because every later stage counts on UTF-8 whose offsets fit
//! into a [`Span`](crate::cable::Span).

use std::borrow::Cow;

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
        return (utf_16(rest, u16::from_le_bytes).into(), Encoding::Utf16Le);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return (utf_16(rest, u16::from_be_bytes).into(), Encoding::Utf16Be);
    }
    match wide(bytes.get(..HEAD).unwrap_or(bytes)) {
        Some(Encoding::Utf16Le) => {
            return (utf_16(bytes, u16::from_le_bytes).into(), Encoding::Utf16Le);
        }
        Some(_) => {
            return (utf_16(bytes, u16::from_be_bytes).into(), Encoding::Utf16Be);
        }
        None => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), Encoding::Utf8),
        Err(_) => (windows_1252(bytes).into(), Encoding::Windows1252),
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| unit(pair));
    let chars = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
    let half = rest.iter().map(|_| char::REPLACEMENT_CHARACTER);
    chars.chain(half).collect()
}

/// The characters of the bytes 80 to 9F. All other bytes have the number of
/// their character, as those that are undefined have here.
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

fn windows_1252(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    // Nearly all of it is ASCII, which is told and taken over in pieces.
    for piece in bytes.chunks(64) {
        match std::str::from_utf8(piece) {
            Ok(ascii) if piece.is_ascii() => text.push_str(ascii),
            _ => text.extend(piece.iter().map(|&byte| {
                let defined = byte.checked_sub(0x80);
                let place = defined.and_then(|place| WINDOWS_1252.get(usize::from(place)));
                place.copied().unwrap_or(char::from(byte))
            })),
        }
    }
    text
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
    fn reads_all_of_windows_1252() {
        let quoted = b"\x93It\x92s \x80 5\x94 \x96 \xfc\xff \x80";
        let text = "\u{201c}It\u{2019}s \u{20ac} 5\u{201d} \u{2013} \u{fc}\u{ff} \u{20ac}";
        assert_eq!(check(quoted), (text.into(), Encoding::Windows1252));
        // Across the pieces in which it is read.
        let long = [quoted.as_slice(), &[b' '; 100], quoted, b"\x9f"].concat();
        let read = format!("{text}{:100}{text}\u{178}", "");
        assert_eq!(check(&long), (read, Encoding::Windows1252));
    }

    #[test]
    fn halves_of_pairs_are_signs() {
        let halves = b"\xff\xfeF\0M\0\x3d\xd8 \0\x3d\xd8\x00\xdeQ";
        let text = "FM\u{fffd} \u{1f600}\u{fffd}";
        assert_eq!(check(halves), (text.into(), Encoding::Utf16Le));
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
