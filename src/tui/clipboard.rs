//! The clipboard of the terminal, by the sequence OSC 52.
//!
//! The terminal may be at the other end of an ssh connection; its clipboard
//! is that of the person who reads. It does not answer.

use crate::app::Route;
use crate::typeset::Passage;

/// Bytes of a device control string that every GNU Screen lets through
/// whole, its introducer and its end included: versions before 4.2 cut at
/// 256, later ones at 512 and 768.
const SCREEN_PIECE: usize = 252;

/// The bytes that give `passage` to the clipboard.
pub(super) fn osc52(passage: &Passage, route: Route) -> Vec<u8> {
    let encoded = base64(passage.as_str().as_bytes());
    let mut sequence = Vec::with_capacity(encoded.len() + 16);
    sequence.extend_from_slice(b"\x1b]52;c;");
    sequence.extend_from_slice(&encoded);
    sequence.push(0x07);
    match route {
        Route::Direct => sequence,
        Route::None => Vec::new(),
        Route::Tmux => {
            let mut wrapped = b"\x1bPtmux;".to_vec();
            for &byte in &sequence {
                if byte == 0x1b {
                    wrapped.push(byte);
                }
                wrapped.push(byte);
            }
            wrapped.extend_from_slice(b"\x1b\\");
            wrapped
        }
        Route::Screen => {
            let pieces = sequence.chunks(SCREEN_PIECE - 4);
            let wrapped = pieces.flat_map(|piece| [b"\x1bP", piece, b"\x1b\\"].concat());
            wrapped.collect()
        }
    }
}

/// Base64 with padding (RFC 4648).
fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |idx: usize| u32::from(three.get(idx).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (idx, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = LETTERS.get((bits >> shift & 63) as usize);
            let letter = letter.filter(|_| idx <= three.len());
            encoded.push(letter.copied().unwrap_or(b'='));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::MOST_COPIED;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), encoded.as_bytes());
        }
        assert_eq!(base64(&[0xFB, 0xFF, 0xBF]), b"+/+/");
    }

    #[test]
    fn the_longest_text_makes_a_sequence_of_100_000_bytes() {
        let longest = Passage::new(&"x".repeat(MOST_COPIED));
        assert_eq!(osc52(&longest, Route::Direct).len(), 100_000);
    }

    #[test]
    fn tmux_gets_it_wrapped_with_every_escape_doubled() {
        let passage = Passage::new("foobar");
        assert_eq!(osc52(&passage, Route::Direct), b"\x1b]52;c;Zm9vYmFy\x07");
        assert_eq!(
            osc52(&passage, Route::Tmux),
            b"\x1bPtmux;\x1b\x1b]52;c;Zm9vYmFy\x07\x1b\\"
        );
    }

    #[test]
    fn screen_gets_it_in_pieces_that_make_the_whole() {
        let passage = Passage::new(&"harbor dues ".repeat(200));
        let sent = osc52(&passage, Route::Screen);
        let pieces: Vec<&[u8]> = sent.split(|&byte| byte == b'\\').collect();
        let mut whole = Vec::new();
        for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
            assert!(piece.len() < SCREEN_PIECE, "{}", piece.len());
            whole.extend_from_slice(&piece[2..piece.len() - 1]);
        }
        assert_eq!(whole, osc52(&passage, Route::Direct));
    }
}
