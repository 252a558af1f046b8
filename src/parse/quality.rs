//! How well recognition read the words of a scanned paper.
//!
//! A word that was misread mostly shows it: its letters are of two sorts, or
//! digits or strange signs stand among them, or it has no vowel.

use super::excision::is_code;
use super::token::is_digits;

/// Whether a capital is a vowel.
const fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'A' | b'E' | b'I' | b'O' | b'U' | b'Y')
}

/// A vowel.
const VOWEL: u8 = 1;
/// A small letter.
const SMALL: u8 = 2;
/// A capital.
const CAPITAL: u8 = 4;
/// What may end a sentence or a part of one.
const MARK: u8 = 8;
/// What stands between words.
const END: u8 = 16;
/// Anything else.
const OTHER: u8 = 32;

/// What a byte of ASCII is to a word of letters.
#[expect(
    clippy::indexing_slicing,
    reason = "there are as many as bytes, and past the end would not be compiled"
)]
#[inline]
fn in_word(byte: u8) -> u8 {
    static KNOWN: [u8; 256] = {
        let mut all = [OTHER; 256];
        let mut byte = 0_u8;
        while byte < 0x80 {
            let vowel = if is_vowel(byte.to_ascii_uppercase()) {
                VOWEL
            } else {
                0
            };
            all[byte as usize] = match byte {
                b' ' | b'\t' | b'\n' | b'\r' | 0x0c => END,
                b'.' | b',' | b';' | b':' | b')' => MARK,
                b'A'..=b'Z' => CAPITAL | vowel,
                b'a'..=b'z' => SMALL | vowel,
                _ => OTHER,
            };
            byte += 1;
        }
        all
    };
    KNOWN[usize::from(byte)]
}

/// How many words of a text, and how many of them look whole. Codes are the
/// release's own.
///
/// Words of letters are told by what their bytes are together; words of anything
/// else are looked at by [`is_whole`].
pub(super) fn words(text: &str) -> (usize, usize) {
    let (mut n_words, mut n_whole) = (0, 0);
    let mut count = |word: &str| {
        if !is_code(word) {
            n_words += 1;
            n_whole += usize::from(is_whole(word));
        }
    };
    if !text.is_ascii() {
        text.split_whitespace().for_each(count);
        return (n_words, n_whole);
    }
    let sign = |signs: &[u8]| signs.first().copied().map_or(END, in_word);
    let (mut n_fit, mut n_unfit) = (0, 0);
    let mut left = text.as_bytes();
    while !left.is_empty() {
        let first = sign(left);
        let mut seen = 0;
        let mut behind = left;
        while let [letter, after @ ..] = behind
            && let class = in_word(*letter)
            && class < MARK
        {
            seen |= class;
            behind = after;
        }
        let n_letters = left.len() - behind.len();
        if sign(behind) == MARK {
            behind = behind.get(1..).unwrap_or_default();
        }
        let length = left.len() - behind.len();
        let has_vowel = seen & VOWEL != 0;
        let is_small = seen & SMALL != 0;
        // As `is_whole` has it of letters, with a mark behind them or none.
        // Of letters alone only NR is a code.
        if n_letters > 0 && sign(behind) == END && (length != 2 || has_vowel || is_small) {
            let fits = if is_small {
                has_vowel && (first & SMALL == 0 || seen & CAPITAL == 0)
            } else {
                has_vowel || n_letters <= 4
            };
            n_fit += usize::from(fits);
            n_unfit += usize::from(!fits);
        } else {
            while sign(behind) != END {
                behind = behind.get(1..).unwrap_or_default();
            }
            let word = left.get(..left.len() - behind.len()).unwrap_or_default();
            if !word.is_empty() {
                count(str::from_utf8(word).unwrap_or_default());
            }
        }
        // The end of the word as well.
        left = behind.get(1..).unwrap_or_default();
    }
    (n_words + n_fit + n_unfit, n_whole + n_fit)
}

/// Whether a word looks like one that was read whole: letters of one sort
/// with a vowel, or digits, and nothing strange between them.
fn is_whole(word: &str) -> bool {
    // Most words in capitals that are asked for end a sentence or a part.
    if let [letters @ .., b'.' | b',' | b';' | b':' | b')'] = word.as_bytes()
        && !letters.is_empty()
        && letters.iter().all(u8::is_ascii_uppercase)
    {
        return letters.len() <= 4 || letters.iter().any(|&byte| is_vowel(byte));
    }
    let number = word.strip_suffix(['.', ',']).unwrap_or(word);
    if is_digits(number) {
        return true;
    }
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        // A dash or a dot of its own is none.
        return matches!(word, "-" | "--" | "..." | "/" | "&");
    }
    if bare.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return bare.len() <= 4 || bare.bytes().any(is_vowel);
    }
    let (mut n_letters, mut n_digits, mut n_other) = (0, 0, 0);
    let (mut odd, mut vowel, mut lower, mut inner_capital) = (false, false, false, false);
    for c in bare.chars() {
        if c.is_alphabetic() {
            inner_capital |= n_letters + n_digits + n_other > 0 && c.is_uppercase();
            lower |= c.is_lowercase();
            vowel |= matches!(c.to_ascii_uppercase(), 'A' | 'E' | 'I' | 'O' | 'U' | 'Y')
                || !c.is_ascii();
            n_letters += 1;
        } else if c.is_ascii_digit() {
            n_digits += 1;
        } else {
            odd |= !c.is_alphanumeric() && !"-'.,/:;&()%$\u{2019}".contains(c);
            n_other += 1;
        }
    }
    if odd || n_other > 4 {
        return false;
    }
    if n_letters == 0 {
        return true;
    }
    // `1976S`, `c0uncil`: letters and digits side by side.
    if n_digits > 0 && n_other == 0 && n_letters > 2 {
        return false;
    }
    // `McQuill` is a name, `haRbor` is none.
    let strange = inner_capital && bare.starts_with(char::is_lowercase);
    (vowel || n_letters <= 4 && !lower) && !strange
}

#[cfg(test)]
mod tests {
    use super::{is_whole, words};

    #[test]
    fn words_that_look_whole() {
        for word in [
            "HARBOR", "dues,", "1976", "F-18", "U.S.", "BT", "(C)", "McQuill", "16%",
        ] {
            assert!(is_whole(word), "{word}");
            assert_eq!(words(word), (1, 1), "{word}");
        }
        // Codes are the release's own.
        assert_eq!(words("MNSTRS NR TALKS, c0uncil\nB1 1.4(D) TALK"), (4, 2));
        assert_eq!(words("NR, H. MNSTRS: TALKS.. ."), (5, 3));
        assert_eq!(words(&"MN.".repeat(300)), (1, 0));
        for word in ["c0uncil", "mnstr", "h^rbor", "haRbor", "|||", "~"] {
            assert!(!is_whole(word), "{word}");
        }
        // However words are told, they are told the same.
        for word in [
            "Harbor", "harbor", "haRbor", "Mnstr", "MNSTR.", "mn", "MN", "Nr.", "NR.", "McQUILL",
            "mcQuill", "A", "b", "TALKS;", "talks..", "DUES'", "I)", "Ada,", "XYZZ", "XYWZZ:",
        ] {
            let n_whole = usize::from(is_whole(word));
            assert_eq!(words(word), (1, n_whole), "{word}");
            assert_eq!(words(&format!("{word} ")), (1, n_whole), "{word}");
        }
    }
}
