//! What is typed: bytes from the terminal to keys and pastes.
//!
//! Our own, because crossterm's reader cannot be trusted with a terminal
//! that may go away: built for the terminal device it reads nothing when
//! asked not to wait; it waits inside `read` for the rest of a sequence, so
//! that Alt-`[` makes the program deaf to signals; it subtracts one from a
//! number that a terminal may send as zero; and it keeps a paste without an
//! end for ever. Here nothing waits, and what is kept has a bound.

use std::time::Duration;

use super::answer::{self, Answer};
use crate::app::{Deed, Pointing};
use crate::command::{Key, KeyCode};

/// Something that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted: lines end in `\n`, and of the control characters
    /// only that and the tab are left.
    Paste(String),
    /// The terminal has come to be the one that is typed on.
    Focus,
    /// The terminal has answered, or told of a change.
    Answer(Answer),
    /// Something was done with the mouse.
    Point(Pointing),
}

/// How long the rest of a sequence may be on its way. Whoever presses Esc
/// waits for so long.
const REST_OF_SEQUENCE: Duration = Duration::from_millis(20);
/// The same while answers are on their way, one of which may have been cut
/// behind its first byte.
const REST_WHILE_ASKED: Duration = Duration::from_millis(100);
/// How long the rest of an answer may be on its way. No key waits for it:
/// what no answer can hold ends it.
const REST_OF_ANSWER: Duration = Duration::from_secs(1);
/// How long a paste may be silent before it counts as ended.
const REST_OF_PASTE: Duration = Duration::from_millis(500);
/// The longest sequence of a key; what is longer is passed over.
const LONGEST_SEQUENCE: usize = 64;
/// The longest answer of a terminal that is passed over as a whole.
const LONGEST_ANSWER: usize = 4096;
/// What is kept of a paste: 1 MiB.
const LONGEST_PASTE: usize = 1 << 20;

const PASTE_END: &[u8] = b"\x1b[201~";

/// Takes bytes as they come and gives what they mean.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// Bytes whose meaning depends on those that follow.
    waiting: Vec<u8>,
    /// The paste that is coming in.
    paste: Option<Vec<u8>>,
    /// Whether the terminal has been asked and may still answer.
    pub(super) is_asked: bool,
    /// The last byte of an answer that was given up; its rest may still come.
    cut: Option<u8>,
}

/// What the bytes at the front are.
enum Token {
    /// So many bytes that make this key.
    Key(usize, Key),
    /// So many bytes that mean nothing here.
    Nothing(usize),
    /// So many bytes that begin a paste.
    Paste(usize),
    /// So many bytes that are something else than a key.
    Other(usize, Input),
    /// Too few to tell.
    Partial,
}

impl Decoder {
    /// Takes `bytes`; what they complete goes to `found`.
    pub(super) fn feed(&mut self, bytes: &[u8], found: &mut Vec<Input>) {
        self.waiting.extend_from_slice(bytes);
        let waiting = std::mem::take(&mut self.waiting);
        let mut rest = waiting.as_slice();
        if let Some(last) = self.cut.take() {
            rest = answer::without_rest(last, rest);
        }
        while !rest.is_empty() {
            if self.paste.is_some() {
                let Some(after) = self.pasted(rest, found) else {
                    break;
                };
                rest = after;
                continue;
            }
            let used = match token(rest) {
                Token::Key(used, key) => {
                    found.push(Input::Key(key));
                    used
                }
                Token::Nothing(used) => used,
                Token::Other(used, input) => {
                    found.push(input);
                    used
                }
                Token::Paste(used) => {
                    self.paste = Some(Vec::new());
                    used
                }
                Token::Partial => {
                    self.waiting = rest.to_vec();
                    break;
                }
            };
            rest = rest.get(used..).unwrap_or(&[]);
        }
    }

    /// How long to wait for bytes before [`Decoder::give_up`] is due.
    pub(super) fn patience(&self) -> Option<Duration> {
        if self.paste.is_some() {
            Some(REST_OF_PASTE)
        } else if self.waiting.is_empty() {
            None
        } else if self.is_answer() {
            Some(REST_OF_ANSWER)
        } else if self.is_asked {
            Some(REST_WHILE_ASKED)
        } else {
            Some(REST_OF_SEQUENCE)
        }
    }

    /// Whether what waits is the beginning of an answer. Its first two bytes
    /// alone may as well be a key that was typed with Alt.
    fn is_answer(&self) -> bool {
        matches!(
            *self.waiting.as_slice(),
            [0x1b, b']', ..] | [0x1b, b'[', b'?' | b'<', ..]
        ) && (self.is_asked || self.waiting.len() > 2)
    }

    /// Nothing more came: what waits means what it means by itself.
    pub(super) fn give_up(&mut self, found: &mut Vec<Input>) {
        if let Some(paste) = self.paste.take() {
            self.waiting.clear();
            found.push(Input::Paste(text(&paste)));
            return;
        }
        let last = self.waiting.last().copied();
        self.cut = last.filter(|_| self.is_answer());
        let waiting = std::mem::take(&mut self.waiting);
        match *waiting.as_slice() {
            [0x1b] => found.push(Input::Key(key(KeyCode::Escape, 1))),
            // Alt with a key that could have begun a sequence. What is
            // longer was cut off and means nothing.
            [0x1b, byte] if byte.is_ascii_graphic() => {
                found.push(Input::Key(key(KeyCode::Char(byte.into()), 3)));
            }
            _ => {}
        }
    }

    /// Adds to the paste; gives what follows its end, if that has come.
    fn pasted<'a>(&mut self, bytes: &'a [u8], found: &mut Vec<Input>) -> Option<&'a [u8]> {
        let paste = self.paste.get_or_insert_default();
        let end = memchr::memmem::find(bytes, PASTE_END);
        // The end may be cut in two.
        let cut = (1..PASTE_END.len())
            .rev()
            .find(|n| bytes.ends_with(PASTE_END.get(..*n).unwrap_or(&[])))
            .unwrap_or(0);
        let upto = end.unwrap_or(bytes.len() - cut);
        let (now, later) = bytes.split_at(upto);
        let room = LONGEST_PASTE.saturating_sub(paste.len()).min(now.len());
        paste.extend_from_slice(&now[..room]);
        if end.is_none() {
            self.waiting = later.to_vec();
            return None;
        }
        let text = text(paste);
        self.paste = None;
        found.push(Input::Paste(text));
        later.get(PASTE_END.len()..)
    }
}

/// Pasted bytes as text.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|char| !char.is_control() || matches!(char, '\n' | '\t'))
        .collect()
}

/// A key with the modifiers as terminals number them: one more than the sum
/// of 1 for shift, 2 for alt, 4 for control, 32 for meta.
fn key(code: KeyCode, modifiers: u32) -> Key {
    let bits = modifiers.saturating_sub(1);
    Key::new(code, bits & 4 != 0, bits & (2 | 32) != 0, bits & 1 != 0)
}

/// Reads one token from bytes, of which there is at least one.
fn token(bytes: &[u8]) -> Token {
    match bytes {
        [0x1b] => Token::Partial,
        [0x1b, b'[', rest @ ..] => control_sequence(rest),
        [0x1b, b'O', rest @ ..] => application_key(rest),
        [0x1b, b']', rest @ ..] if answer::is_color(rest) => color(rest),
        [0x1b, b']' | b'P' | b'X' | b'^' | b'_', rest @ ..] => answer(rest),
        // Escape, and then something that begins anew.
        [0x1b, 0x1b, ..] => Token::Key(1, key(KeyCode::Escape, 1)),
        [0x1b, rest @ ..] => match plain(rest, 2) {
            Token::Key(used, key) => Token::Key(used + 1, key),
            Token::Nothing(used) => Token::Nothing(used + 1),
            other => other,
        },
        _ => plain(bytes, 0),
    }
}

/// A byte that stands for itself, or a character of UTF-8.
fn plain(bytes: &[u8], modifiers: u32) -> Token {
    let first = bytes.first().copied().unwrap_or(0);
    let (code, control) = match first {
        b'\r' => (KeyCode::Enter, false),
        b'\t' => (KeyCode::Tab, false),
        0x7f => (KeyCode::Backspace, false),
        0 => (KeyCode::Char(' '), true),
        1..=26 => (KeyCode::Char(char::from(first - 1 + b'a')), true),
        27..=31 => (KeyCode::Char(char::from(first + 0x40)), true),
        32..=126 => (KeyCode::Char(first.into()), false),
        _ => return character(bytes, modifiers),
    };
    Token::Key(1, key(code, 1 + modifiers + if control { 4 } else { 0 }))
}

/// A character of UTF-8 beyond ASCII.
fn character(bytes: &[u8], modifiers: u32) -> Token {
    let head = bytes.get(..bytes.len().min(4)).unwrap_or(bytes);
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            let valid = head.get(..error.valid_up_to()).unwrap_or(&[]);
            std::str::from_utf8(valid).unwrap_or("")
        }
        Err(error) => return error.error_len().map_or(Token::Partial, Token::Nothing),
    };
    match valid.chars().next() {
        // A C1 control has no key.
        Some(char) if char.is_control() => Token::Nothing(char.len_utf8()),
        Some(char) => Token::Key(char.len_utf8(), key(KeyCode::Char(char), 1 + modifiers)),
        None => Token::Nothing(1),
    }
}

/// A color that the terminal tells, after `ESC ]`. A byte that no color has
/// ends it, so that nothing that is typed is lost in it.
fn color(bytes: &[u8]) -> Token {
    let end = bytes.iter().position(|byte| !answer::is_of_color(*byte));
    let Some(end) = end.filter(|end| *end < LONGEST_SEQUENCE) else {
        return if bytes.len() < LONGEST_SEQUENCE {
            Token::Partial
        } else {
            Token::Nothing(2 + LONGEST_SEQUENCE)
        };
    };
    let (told, after) = bytes.split_at(end);
    let used = match after {
        [0x07, ..] => 2 + end + 1,
        [0x1b, b'\\', ..] => 2 + end + 2,
        [0x1b] => return Token::Partial,
        _ => return Token::Nothing(2 + end),
    };
    answer::color(told).map_or(Token::Nothing(used), |answer| {
        Token::Other(used, Input::Answer(answer))
    })
}

/// What a terminal answers to a question that we do not ask: one that was
/// asked before us may still be on its way. `bytes` follow the introducer.
fn answer(bytes: &[u8]) -> Token {
    let end = bytes
        .iter()
        .take(LONGEST_ANSWER)
        .position(|byte| matches!(byte, 0x07 | 0x1b));
    match end {
        Some(end) if bytes.get(end) == Some(&0x07) => Token::Nothing(2 + end + 1),
        Some(end) => match bytes.get(end + 1) {
            Some(b'\\') => Token::Nothing(2 + end + 2),
            // Broken off by something else.
            Some(_) => Token::Nothing(2 + end),
            None => Token::Partial,
        },
        None if bytes.len() >= LONGEST_ANSWER => Token::Nothing(2 + LONGEST_ANSWER),
        None => Token::Partial,
    }
}

/// A key of the keypad or an arrow in application mode, after `ESC O`.
fn application_key(bytes: &[u8]) -> Token {
    let Some(last) = bytes.first().copied() else {
        return Token::Partial;
    };
    let code = match last {
        b'M' => Some(KeyCode::Enter),
        b'X' => Some(KeyCode::Char('=')),
        // The keypad's digits and signs lie 0x40 above ASCII.
        b'j'..=b'y' => Some(KeyCode::Char(char::from(last - 0x40))),
        _ => lettered(last),
    };
    // An unknown one is Alt-O and a key of its own.
    code.map_or_else(
        || Token::Key(2, key(KeyCode::Char('O'), 3)),
        |code| Token::Key(3, key(code, 1)),
    )
}

/// Keys that are told by the last letter of their sequence.
fn lettered(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'R' => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        _ => return None,
    })
}

/// A control sequence, after `ESC [`.
fn control_sequence(bytes: &[u8]) -> Token {
    // The Linux console's F1 to F5.
    if let [b'[', rest @ ..] = bytes {
        return match rest.first() {
            None => Token::Partial,
            Some(last @ b'A'..=b'E') => Token::Key(4, key(KeyCode::F(last - b'A' + 1), 1)),
            Some(_) => Token::Nothing(4),
        };
    }
    let Some(end) = bytes
        .iter()
        .take(LONGEST_SEQUENCE)
        .position(|byte| !(0x20..=0x3f).contains(byte))
    else {
        return if bytes.len() < LONGEST_SEQUENCE {
            Token::Partial
        } else {
            Token::Nothing(2 + LONGEST_SEQUENCE)
        };
    };
    let (parameters, last) = (bytes.get(..end).unwrap_or(&[]), bytes.get(end).copied());
    let used = 2 + end + 1;
    // Broken off by a control character, which counts by itself.
    let Some(last) = last.filter(|last| (0x40..=0x7e).contains(last)) else {
        return Token::Nothing(2 + end.max(usize::from(end == 0 && bytes.first() == Some(&0x7f))));
    };
    if let [b'?', told @ ..] = parameters {
        return answer::report(told, last).map_or(Token::Nothing(used), |answer| {
            Token::Other(used, Input::Answer(answer))
        });
    }
    if let [b'<', told @ ..] = parameters {
        return pointing(told, last).map_or(Token::Nothing(used), |pointing| {
            Token::Other(used, Input::Point(pointing))
        });
    }
    // `=` and `>` begin answers to other queries.
    if matches!(parameters.first(), Some(b'=' | b'>')) {
        return Token::Nothing(used);
    }
    if last == b'I' && parameters.is_empty() {
        return Token::Other(used, Input::Focus);
    }
    if last == b'~' && parameters == b"200" {
        return Token::Paste(used);
    }
    keyed(parameters, last).map_or(Token::Nothing(used), |key| Token::Key(used, key))
}

/// What was done with the mouse, from the numbers after `ESC [ <`: the
/// button, the column and the row, from 1. Only the left button and the wheel
/// are ours, and only with no key held: the rest is the terminal's.
fn pointing(parameters: &[u8], last: u8) -> Option<Pointing> {
    let parameters = std::str::from_utf8(parameters).ok()?;
    let mut numbers = parameters.split(';').map(|number| {
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
        number.parse::<u16>().ok().filter(|_| is_number)
    });
    let button = numbers.next()??;
    let (x, y) = (numbers.next()??, numbers.next()??);
    if numbers.next().is_some() {
        return None;
    }
    // 4, 8 and 16: shift, alt and control; 32: it moved; 3: no button.
    let deed = match (last, button) {
        (b'M', 0) => Deed::Press,
        (b'm', 0) => Deed::Release,
        (b'M', 32) => Deed::Drag,
        (b'M', 35) => Deed::Hover,
        (b'M', 64) => Deed::WheelUp,
        (b'M', 65) => Deed::WheelDown,
        _ => return None,
    };
    Some(Pointing {
        deed,
        x: x.checked_sub(1)?,
        y: y.checked_sub(1)?,
    })
}

/// The key of a control sequence.
fn keyed(parameters: &[u8], last: u8) -> Option<Key> {
    // `number ; modifiers : event`; the event 3 is a release.
    let mut fields = parameters.split(|byte| *byte == b';').map(|field| {
        let mut parts = field.split(|byte| *byte == b':').map(|part| {
            part.iter().try_fold(0_u32, |value, digit| {
                let digit = char::from(*digit).to_digit(10)?;
                value.checked_mul(10)?.checked_add(digit)
            })
        });
        (parts.next().flatten(), parts.next().flatten())
    });
    let number = fields.next()?.0?;
    let (modifiers, event) = fields.next().unwrap_or((None, None));
    let third = fields.next().and_then(|(value, _)| value);
    let modifiers = modifiers.unwrap_or(1);
    if event == Some(3) {
        return None;
    }
    match last {
        b'Z' => return Some(key(KeyCode::Tab, 2)),
        // Kitty's form: the number is the character.
        b'u' => return Some(key(coded(number)?, modifiers)),
        // xterm's form for what has no other: 27 ; modifiers ; character.
        b'~' if number == 27 => return Some(key(coded(third?)?, modifiers)),
        // A report of the cursor's place ends like F3.
        b'R' if number > 1 => return None,
        b'~' => {}
        _ => return Some(key(lettered(last)?, modifiers)),
    }
    let code = match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(function(number, 10)?),
        17..=21 => KeyCode::F(function(number, 11)?),
        23..=26 => KeyCode::F(function(number, 12)?),
        28 | 29 => KeyCode::F(function(number, 13)?),
        31..=34 => KeyCode::F(function(number, 14)?),
        _ => return None,
    };
    Some(key(code, modifiers))
}

/// The number of a function key; the terminals' own numbers have gaps.
fn function(number: u32, less: u32) -> Option<u8> {
    u8::try_from(number.checked_sub(less)?).ok()
}

/// The key of a character's number.
fn coded(number: u32) -> Option<KeyCode> {
    Some(match number {
        8 | 127 => KeyCode::Backspace,
        9 => KeyCode::Tab,
        13 | 57414 => KeyCode::Enter,
        27 => KeyCode::Escape,
        // Kitty's numbers for the keypad.
        57399..=57408 => KeyCode::Char(char::from_digit(number - 57399, 10)?),
        57409 => KeyCode::Char('.'),
        57410 => KeyCode::Char('/'),
        57411 => KeyCode::Char('*'),
        57412 => KeyCode::Char('-'),
        57413 => KeyCode::Char('+'),
        57415 => KeyCode::Char('='),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57425 => KeyCode::Insert,
        57426 => KeyCode::Delete,
        // Other keys that have no character.
        57344..=63743 => return None,
        _ => KeyCode::Char(char::from_u32(number).filter(|char| !char.is_control())?),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::Background;

    /// What `bytes` mean when they come at once and nothing follows.
    fn typed(bytes: &[u8]) -> Vec<Input> {
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        decoder.feed(bytes, &mut found);
        if decoder.patience().is_some() {
            decoder.give_up(&mut found);
        }
        found
    }

    fn a(code: KeyCode) -> Input {
        Input::Key(Key::new(code, false, false, false))
    }

    fn char(char: char) -> Input {
        a(KeyCode::Char(char))
    }

    fn ctrl(char: char) -> Input {
        Input::Key(Key::new(KeyCode::Char(char), true, false, false))
    }

    fn alt(char: char) -> Input {
        Input::Key(Key::new(KeyCode::Char(char), false, true, false))
    }

    #[test]
    fn letters_are_keys() {
        assert_eq!(
            typed("jK é漢".as_bytes()),
            "jK é漢".chars().map(char).collect::<Vec<_>>()
        );
    }

    #[test]
    fn control_characters_are_keys() {
        assert_eq!(
            typed(b"\x03\x1a\x0a\x08\x1f"),
            [ctrl('c'), ctrl('z'), ctrl('j'), ctrl('h'), ctrl('_')]
        );
        assert_eq!(typed(b"\0"), [ctrl(' ')]);
        assert_eq!(
            typed(b"\r\t\x7f"),
            [a(KeyCode::Enter), a(KeyCode::Tab), a(KeyCode::Backspace)]
        );
    }

    #[test]
    fn a_terminal_that_is_come_to_is_told_and_one_that_is_left_is_not() {
        assert_eq!(
            typed(b"j\x1b[O\x1b[Ik"),
            [char('j'), Input::Focus, char('k')]
        );
    }

    #[test]
    fn escape_alone_is_escape_once_nothing_follows() {
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        decoder.feed(b"\x1b", &mut found);
        assert_eq!(
            (found.len(), decoder.patience()),
            (0, Some(REST_OF_SEQUENCE))
        );
        decoder.give_up(&mut found);
        assert_eq!(found, [a(KeyCode::Escape)]);
        assert_eq!(decoder.patience(), None);
        assert_eq!(typed(b"\x1b\x1b[A"), [a(KeyCode::Escape), a(KeyCode::Up)]);
    }

    #[test]
    fn a_sequence_may_come_in_pieces() {
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        for byte in b"\x1b[6~\x1bOP" {
            decoder.feed(&[*byte], &mut found);
        }
        assert_eq!(found, [a(KeyCode::PageDown), a(KeyCode::F(1))]);
    }

    #[test]
    fn keys_without_a_character_have_names() {
        for (bytes, code) in [
            (&b"\x1b[A"[..], KeyCode::Up),
            (b"\x1bOB", KeyCode::Down),
            (b"\x1b[H", KeyCode::Home),
            (b"\x1b[4~", KeyCode::End),
            (b"\x1b[3~", KeyCode::Delete),
            (b"\x1b[2~", KeyCode::Insert),
            (b"\x1b[15~", KeyCode::F(5)),
            (b"\x1b[24~", KeyCode::F(12)),
            (b"\x1b[[A", KeyCode::F(1)),
            (b"\x1bOM", KeyCode::Enter),
            (b"\x1bOx", KeyCode::Char('8')),
        ] {
            assert_eq!(typed(bytes), [a(code)], "{bytes:?}");
        }
    }

    #[test]
    fn modifiers_are_taken_from_the_sequence() {
        let with = |code, ctrl, alt, shift| [Input::Key(Key::new(code, ctrl, alt, shift))];
        assert_eq!(typed(b"\x1b[1;5A"), with(KeyCode::Up, true, false, false));
        assert_eq!(
            typed(b"\x1b[5;3~"),
            with(KeyCode::PageUp, false, true, false)
        );
        assert_eq!(typed(b"\x1b[Z"), with(KeyCode::Tab, false, false, true));
        assert_eq!(
            typed(b"\x1b[97;5u"),
            with(KeyCode::Char('a'), true, false, false)
        );
        assert_eq!(
            typed(b"\x1b[27;5;97~"),
            with(KeyCode::Char('a'), true, false, false)
        );
        assert_eq!(typed(b"\x1b1"), [alt('1')]);
        assert_eq!(typed(b"\x1b["), [alt('[')]);
    }

    #[test]
    fn a_release_is_no_key() {
        assert_eq!(typed(b"\x1b[97;1:3u\x1b[1;1:3A"), []);
    }

    #[test]
    fn answers_and_reports_are_passed_over() {
        let stray = b"\x1b]10;rgb:1010/1010/1818\x1b\\\x1b[?12;1$y\x1b[12;40R\x1b[<0;0;0M\x1b[Oj";
        assert_eq!(typed(stray), [char('j')]);
        assert_eq!(typed(b"\x1bP!|00\x1b\\\x1b]10;x\x07k"), [char('k')]);
        assert_eq!(
            typed(b"\x1b[0;0R\xffk"),
            [
                Input::Key(Key::new(KeyCode::F(3), false, false, false)),
                char('k')
            ]
        );
    }

    #[test]
    fn an_answer_without_an_end_does_not_swallow_what_is_typed_later() {
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        decoder.feed(b"\x1b]11;rgb:", &mut found);
        decoder.give_up(&mut found);
        decoder.feed(b"q", &mut found);
        assert_eq!(found, [char('q')]);
    }

    fn dark() -> Input {
        Input::Answer(Answer::Background(Background::Dark))
    }

    #[test]
    fn an_answer_is_no_key_wherever_it_is_cut() {
        for told in [
            &b"\x1b]11;rgb:1010/1010/1818\x1b\\"[..],
            b"\x1b]11;rgb:1010/1010/1818\x07",
            b"\x1b[?997;1n",
            b"\x1b[?0u",
        ] {
            let whole = typed(told);
            assert!(matches!(whole.as_slice(), [Input::Answer(_)]), "{whole:?}");
            for cut in 1..told.len() {
                let (mut decoder, mut found) = (Decoder::default(), Vec::new());
                decoder.is_asked = true;
                decoder.feed(&told[..cut], &mut found);
                assert!(decoder.patience() >= Some(REST_WHILE_ASKED));
                decoder.feed(&told[cut..], &mut found);
                assert_eq!(found, whole, "{cut}");
                // The rest comes when it is no longer waited for.
                let (mut decoder, mut found) = (Decoder::default(), Vec::new());
                decoder.feed(&told[..cut], &mut found);
                if cut > 2 {
                    decoder.give_up(&mut found);
                    decoder.feed(&[&told[cut..], b"j"].concat(), &mut found);
                    let is_key = |input: &Input| *input != char('j');
                    assert!(
                        !found
                            .iter()
                            .any(|input| is_key(input) && !matches!(input, Input::Answer(_))),
                        "{cut}: {found:?}"
                    );
                    assert_eq!(found.last(), Some(&char('j')), "{cut}: {found:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_typed_into_an_answer_is_not_lost() {
        assert_eq!(typed(b"\x1b]11;rgb:10j"), [char('j')]);
        assert_eq!(typed(b"\x1b]11;rgb:10\x1b[Aq"), [a(KeyCode::Up), char('q')]);
        assert_eq!(typed(b"\x1b]11;rgb:10\x03"), [ctrl('c')]);
    }

    #[test]
    fn answers_that_say_nothing_are_passed_over() {
        for told in [
            &b"\x1b]11;rgb:/\x07"[..],
            b"\x1b]11;\x07",
            b"\x1b]11;#12\x1b\\",
            b"\x1b[?997;9n",
            b"\x1b[?u",
            b"\x1b[?62;22c",
            b"\x1b[?2026;2$y",
        ] {
            assert_eq!(typed(told), [], "{told:?}");
        }
        let long = [&b"\x1b]11;"[..], &[b'a'; 100], b"\x07"].concat();
        assert!(
            !typed(&long)
                .iter()
                .any(|input| matches!(input, Input::Answer(_)))
        );
    }

    #[test]
    fn the_mouse_is_told_apart_from_keys_and_from_rubbish() {
        let point = |deed, x, y| Input::Point(Pointing { deed, x, y });
        for (told, expected) in [
            (&b"\x1b[<0;1;1M"[..], Some(point(Deed::Press, 0, 0))),
            (b"\x1b[<0;80;24m", Some(point(Deed::Release, 79, 23))),
            (b"\x1b[<32;300;200M", Some(point(Deed::Drag, 299, 199))),
            (b"\x1b[<35;2;3M", Some(point(Deed::Hover, 1, 2))),
            (b"\x1b[<64;2;3M", Some(point(Deed::WheelUp, 1, 2))),
            (b"\x1b[<65;2;3M", Some(point(Deed::WheelDown, 1, 2))),
            // With shift, with another button, sideways.
            (b"\x1b[<4;2;3M", None),
            (b"\x1b[<2;2;3M", None),
            (b"\x1b[<66;2;3M", None),
            (b"\x1b[<0;0;3M", None),
            (b"\x1b[<0;2M", None),
            (b"\x1b[<0;2;3;4M", None),
            (b"\x1b[<;;M", None),
            (b"\x1b[<M", None),
            (b"\x1b[<99999;1;1M", None),
            (b"\x1b[<0;+1;1M", None),
            (b"\x1b[<0;1;1q", None),
        ] {
            let expected: Vec<Input> = expected.into_iter().collect();
            assert_eq!(typed(told), expected, "{told:?}");
            for cut in 1..told.len() {
                let (mut decoder, mut found) = (Decoder::default(), Vec::new());
                decoder.feed(&told[..cut], &mut found);
                decoder.feed(&told[cut..], &mut found);
                assert_eq!(found, expected, "{told:?} {cut}");
            }
        }
        // The rest of one that was given up is no key.
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        decoder.feed(b"\x1b[<35;1", &mut found);
        decoder.give_up(&mut found);
        decoder.feed(b"0;5Mj", &mut found);
        assert_eq!(found, [char('j')]);
    }

    #[test]
    fn answers_come_among_keys() {
        assert_eq!(
            typed(b"j\x1b]11;rgb:0/0/0\x07\x1b[?1;2ck"),
            [char('j'), dark(), char('k')]
        );
    }

    #[test]
    fn keys_that_have_a_byte_in_common_are_told_apart() {
        assert_eq!(
            typed(b"\t\x1b[105;5u\x1b[27u"),
            [a(KeyCode::Tab), ctrl('i'), a(KeyCode::Escape)]
        );
        // Caps lock and num lock are no modifiers.
        assert_eq!(typed(b"\x1b[105;197u"), [ctrl('i')]);
    }

    #[test]
    fn a_paste_is_one_text() {
        let text = "REF A\r\nand \x1b]0;x\x07tab\t\u{9b}";
        let paste = format!("j\x1b[200~{text}\x1b[201~k");
        let pasted = Input::Paste("REF A\nand ]0;xtab\t".to_owned());
        assert_eq!(
            typed(paste.as_bytes()),
            [char('j'), pasted.clone(), char('k')]
        );
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        for byte in paste.as_bytes() {
            decoder.feed(&[*byte], &mut found);
        }
        assert_eq!(found, [char('j'), pasted, char('k')]);
    }

    #[test]
    fn a_paste_without_an_end_is_bounded_and_ends_by_silence() {
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        decoder.feed(b"\x1b[200~", &mut found);
        for _ in 0..300 {
            decoder.feed(&[b'x'; 4096], &mut found);
        }
        assert_eq!(decoder.patience(), Some(REST_OF_PASTE));
        decoder.give_up(&mut found);
        assert_eq!(found, [Input::Paste("x".repeat(LONGEST_PASTE))]);
        assert_eq!(decoder.patience(), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_comes_nothing_is_kept_for_ever(
            bytes in prop::collection::vec(
                prop_oneof![
                    any::<u8>(),
                    prop::sample::select(b"\x1b[O]P;:~u019R\x07\\".to_vec()),
                ],
                0..200,
            ),
            cuts in prop::collection::vec(1..20usize, 1..20),
        ) {
            let (mut decoder, mut found) = (Decoder::default(), Vec::new());
            let mut rest = bytes.as_slice();
            for cut in cuts.iter().cycle() {
                if rest.is_empty() { break }
                let (now, later) = rest.split_at((*cut).min(rest.len()));
                decoder.feed(now, &mut found);
                rest = later;
            }
            while decoder.patience().is_some() {
                decoder.give_up(&mut found);
            }
            found.clear();
            decoder.feed(b"q", &mut found);
            prop_assert_eq!(found, [char('q')]);
        }
    }
}
