//! Letters that stand for digits, and digits that stand for letters.
//!
//! A bad line or a scan leaves `O311` for 0311 and `6DS` for GDS. Only fields
//! that hold nothing but numbers, or nothing but known words, are read so;
//! prose never is.

use super::Draft;
use crate::cable::{Confidence, RepairKind, Span};

/// The digit that a character is or looks like.
///
/// ```abnf
/// like-digit = DIGIT / "O" / "o" / "I" / "l" / "L" / "S" / "G" / "B"
/// ```
///
/// Samples: `garbled/letters-for-digits-in-the-header`,
/// `garbled/letters-for-digits-in-the-heading`
pub(super) fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'O' | 'o' => Some('0'),
        'I' | 'l' | 'L' => Some('1'),
        'S' => Some('5'),
        'G' => Some('6'),
        'B' => Some('8'),
        _ => None,
    }
}

/// The capital that a digit looks like; other characters stay.
pub(super) fn capital(c: char) -> char {
    match c {
        '0' => 'O',
        '1' => 'I',
        '5' => 'S',
        '6' => 'G',
        '8' => 'B',
        c => c,
    }
}

/// Whether a word of a number field holds letters for digits: at least twice
/// as many digits as letters, and no letter that looks like none.
pub(super) fn is_misread(word: &str) -> bool {
    // Most words hold digits only, or letters only.
    let n_digits = word.bytes().filter(u8::is_ascii_digit).count();
    let n_letters = word.len() - n_digits;
    n_letters > 0 && n_digits >= 2 * n_letters && word.chars().all(|c| digit(c).is_some())
}

/// A number, its letters read as digits.
pub(super) fn number(word: &str) -> String {
    word.chars().filter_map(digit).collect()
}

/// A line of numbers and words, as long as it was, its misread numbers read;
/// `None` if it has none.
///
/// Signs end a number: `#O311/O1` holds two.
pub(super) fn line(line: &str) -> Option<String> {
    let mut read = String::with_capacity(line.len());
    let mut found = false;
    for part in line.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        // Of two characters one may be a letter: `O1`.
        let two = word.len() == 2
            && word.bytes().any(|byte| byte.is_ascii_digit())
            && word.chars().all(|c| digit(c).is_some())
            && number(word) != word;
        if two || is_misread(word) {
            read.push_str(&number(word));
            read.push_str(part.get(word.len()..).unwrap_or_default());
            found = true;
        } else {
            read.push_str(part);
        }
    }
    found.then_some(read)
}

impl Draft<'_> {
    /// Notes the letters in a number that was read as one.
    pub(super) fn misread_number(&mut self, span: Span) {
        let word = self.slice(span);
        let is_misread = |byte: u8| !byte.is_ascii_digit() && digit(char::from(byte)).is_some();
        if !word.bytes().any(is_misread) {
            return;
        }
        // `22-AUG-2018`: letters of a word.
        if word
            .chars()
            .any(|c| c.is_ascii_alphabetic() && digit(c).is_none())
        {
            return;
        }
        let read: String = word.chars().map(|c| digit(c).unwrap_or(c)).collect();
        let kind = RepairKind::MisreadCharacter;
        self.repair(span, kind, read.into(), Confidence::Medium);
    }
}

#[cfg(test)]
mod tests {
    use super::{is_misread, line};

    #[test]
    fn letters_among_digits_are_digits() {
        for word in ["O311", "03l1", "1S4", "0000B8", "12I"] {
            assert!(is_misread(word), "{word}");
        }
        for word in ["0311", "F16", "B8", "OIL", "12Z4", "8B", "IS1", ""] {
            assert!(!is_misread(word), "{word}");
        }
    }

    #[test]
    fn a_line_keeps_its_length_and_its_words() {
        let read = line("DE RUEHPL #O311/O1 2O41504");
        assert_eq!(read.as_deref(), Some("DE RUEHPL #0311/01 2041504"));
        assert_eq!(line("DE RUEHPL #0311/01 2041504"), None);
    }
}
