//! What the terminal is asked, and what it answers.
//!
//! It is asked once a frame is on the screen, and nothing waits for it: an
//! answer is a message like a key. The last question is the one that most
//! terminals answer, so that its answer says that the others have come, or
//! will not. Nothing else is asked: each further question is one that some
//! terminal shows instead of passing over it.

use crate::app::Background;

/// An answer of the terminal, or a change that it tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The color behind the text.
    Background(Background),
    /// What is preferred where the terminal is: dark or light. The color
    /// behind the text may have changed with it.
    Preference(Background),
    /// It can tell keys apart that have one byte in common (the keyboard
    /// protocol of kitty).
    Keyboard,
}

/// Asks for the color behind the text: OSC 11. The last question.
pub(super) const BACKGROUND: &[u8] = b"\x1b]11;?\x1b\\";
/// Asks for the flags of the keyboard protocol.
pub(super) const KEYBOARD: &[u8] = b"\x1b[?u";

/// Whether what follows `ESC ]` begins to tell the color behind the text.
pub(super) fn is_color(bytes: &[u8]) -> bool {
    let number = bytes.len().min(3);
    bytes.get(..number) == b"11;".get(..number)
}

/// Whether a byte can be part of a color that is told.
pub(super) fn is_of_color(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || b";:/#rgba".contains(&byte)
}

/// What follows the rest of an answer in `bytes`, if they begin with one that
/// has an end. `last` is the last byte of the answer that came.
pub(super) fn without_rest(last: u8, bytes: &[u8]) -> &[u8] {
    let after = |is_part: fn(u8) -> bool| {
        let end = bytes.iter().position(|byte| !is_part(*byte));
        bytes.get(end.unwrap_or(bytes.len())..).unwrap_or(&[])
    };
    let is_of_report = |byte: u8| byte.is_ascii_digit() || b";$<".contains(&byte);
    if let (0x1b, [b'\\', rest @ ..]) = (last, bytes) {
        return rest;
    }
    match (after(is_of_color), after(is_of_report)) {
        ([0x07, rest @ ..] | [0x1b, b'\\', rest @ ..], _) => rest,
        (_, [b'c' | b'n' | b'u' | b'y' | b'M' | b'm', rest @ ..])
            if is_of_report(last) || rest.len() + 1 < bytes.len() =>
        {
            rest
        }
        _ => bytes,
    }
}

/// The color behind the text, from `11;rgb:1010/1010/1818`: red, green and
/// blue in one to four hexadecimal digits each, perhaps an alpha after them,
/// or `#101018`.
pub(super) fn color(told: &[u8]) -> Option<Answer> {
    let told = std::str::from_utf8(told).ok()?.strip_prefix("11;")?;
    let parts: Vec<&str> = if let Some(digits) = told.strip_prefix('#') {
        let each = digits.len() / 3;
        if !matches!(digits.len(), 3 | 6 | 9 | 12) {
            return None;
        }
        let part = |idx: usize| digits.get(idx * each..(idx + 1) * each);
        vec![part(0)?, part(1)?, part(2)?]
    } else {
        let parts = told.strip_prefix("rgba:").or(told.strip_prefix("rgb:"))?;
        parts.split('/').collect()
    };
    let (&[red, green, blue] | &[red, green, blue, _]) = parts.as_slice() else {
        return None;
    };
    let [red, green, blue] = [share(red)?, share(green)?, share(blue)?];
    Some(Answer::Background(Background::of(red, green, blue)))
}

/// Of one to four hexadecimal digits, how much they are of the most that
/// they could be, from 0 to 255.
fn share(digits: &str) -> Option<u8> {
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !is_hex || !(1..=4).contains(&digits.len()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    let most = (1_u32 << (4 * digits.len())) - 1;
    u8::try_from(value * 255 / most).ok()
}

/// What `ESC [ ?`, these parameters and this letter tell.
pub(super) fn report(parameters: &[u8], last: u8) -> Option<Answer> {
    let parameters = std::str::from_utf8(parameters).ok()?;
    match last {
        b'u' if parameters.parse::<u32>().is_ok() => Some(Answer::Keyboard),
        b'n' => match parameters {
            "997;1" => Some(Answer::Preference(Background::Dark)),
            "997;2" => Some(Answer::Preference(Background::Light)),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_dark_or_light_however_they_are_written() {
        use Background::{Dark, Light};
        for (told, expected) in [
            ("11;rgb:1010/1010/1818", Some(Dark)),
            ("11;rgb:ffff/ffff/ffff", Some(Light)),
            ("11;rgb:f/f/e", Some(Light)),
            ("11;rgb:fd/f6/e3", Some(Light)),
            ("11;rgba:0000/2b2b/3636/ffff", Some(Dark)),
            ("11;#fdf6e3", Some(Light)),
            ("11;#002b36", Some(Dark)),
            ("11;#fff", Some(Light)),
            ("11;rgb:0000/0000/ffff", Some(Dark)),
            ("11;rgb:0000/ffff/0000", Some(Light)),
            ("11;rgb:", None),
            ("11;rgb:1/2", None),
            ("11;rgb:12345/1/1", None),
            ("11;rgb:+1/1/1", None),
            ("11;#12", None),
            ("12;rgb:1/1/1", None),
            ("11;", None),
        ] {
            let expected = expected.map(Answer::Background);
            assert_eq!(color(told.as_bytes()), expected, "{told}");
        }
    }

    #[test]
    fn reports_are_told_by_their_last_letter() {
        for (parameters, last, expected) in [
            ("62;22", b'c', None),
            ("0", b'u', Some(Answer::Keyboard)),
            ("", b'u', None),
            ("997;1", b'n', Some(Answer::Preference(Background::Dark))),
            ("997;2", b'n', Some(Answer::Preference(Background::Light))),
            ("997;3", b'n', None),
            ("2026;2$", b'y', None),
            ("1", b'h', None),
        ] {
            let report = report(parameters.as_bytes(), last);
            assert_eq!(report, expected, "{parameters}");
        }
    }
}
