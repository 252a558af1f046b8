//! One press of a key, and its notation `<c-d>`.
//!
//! Its own module because a key is met in four places (table, configuration,
//! terminal, screens), and must be the same value in all of them: whatever
//! a terminal reports is normalized once, here.

use std::fmt::{self, Write as _};
use std::str::FromStr;

/// A key without the keys that are held with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyCode {
    /// A character as typed: `J` is shift and `j`.
    Char(char),
    /// Enter or Return.
    Enter,
    /// Escape.
    Escape,
    /// The tabulator.
    Tab,
    /// Deletes before the cursor.
    Backspace,
    /// Deletes under the cursor.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, `F(1)` to `F(24)`.
    F(u8),
}

/// The names of the keys that are no single character: in notation and on
/// screens.
const NAMES: [(&str, KeyCode, &str); 17] = [
    ("space", KeyCode::Char(' '), "Space"),
    ("lt", KeyCode::Char('<'), "<"),
    ("gt", KeyCode::Char('>'), ">"),
    ("enter", KeyCode::Enter, "Enter"),
    ("esc", KeyCode::Escape, "Esc"),
    ("tab", KeyCode::Tab, "Tab"),
    ("backspace", KeyCode::Backspace, "Backspace"),
    ("del", KeyCode::Delete, "Del"),
    ("insert", KeyCode::Insert, "Ins"),
    ("up", KeyCode::Up, "Up"),
    ("down", KeyCode::Down, "Down"),
    ("left", KeyCode::Left, "Left"),
    ("right", KeyCode::Right, "Right"),
    ("home", KeyCode::Home, "Home"),
    ("end", KeyCode::End, "End"),
    ("pageup", KeyCode::PageUp, "PgUp"),
    ("pagedown", KeyCode::PageDown, "PgDn"),
];

/// The rank of the first key that types nothing: after every character.
const NAMED: u32 = char::MAX as u32 + 1;

/// The letters of keyboards and, key by key, those of a Latin one: Russian,
/// what Ukrainian has besides, Greek.
const LAYOUTS: [(&str, &str); 6] = [
    (
        "йцукенгшщзхъфывапролджэячсмитьбюё",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.`",
    ),
    (
        "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ",
        "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~",
    ),
    ("іїєґ", "s]'\\"),
    ("ІЇЄҐ", "S}\"|"),
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    ("ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM"),
];

/// A key together with Ctrl, Alt and Shift.
///
/// Two values are equal exactly when a user presses the same thing: shift
/// and a letter is the capital, Ctrl and a letter is the small one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
    shift: bool,
}

impl Key {
    /// A key as a terminal reports it, normalized.
    #[must_use]
    pub fn new(code: KeyCode, ctrl: bool, alt: bool, shift: bool) -> Key {
        let mut key = Key {
            code,
            ctrl,
            alt,
            shift,
        };
        if let KeyCode::Char(character) = code {
            match character {
                '\r' | '\n' => key.code = KeyCode::Enter,
                '\t' => key.code = KeyCode::Tab,
                '\u{1b}' => key.code = KeyCode::Escape,
                '\u{8}' | '\u{7f}' => key.code = KeyCode::Backspace,
                '\u{1}'..='\u{1a}' => {
                    // Some terminals report the control character itself.
                    let letter = char::from(b'a' + (character as u8 - 1));
                    key = Key {
                        code: KeyCode::Char(letter),
                        ctrl: true,
                        alt,
                        shift: false,
                    };
                }
                _ if ctrl => {
                    key.code = KeyCode::Char(character.to_ascii_lowercase());
                    key.shift = false;
                }
                _ if shift => {
                    key.code = KeyCode::Char(character.to_ascii_uppercase());
                    key.shift = false;
                }
                _ => {}
            }
        }
        key
    }

    /// A key alone.
    #[must_use]
    pub fn plain(code: KeyCode) -> Key {
        Key::new(code, false, false, false)
    }

    /// A character alone.
    #[must_use]
    pub fn char(character: char) -> Key {
        Key::plain(KeyCode::Char(character))
    }

    /// The key without what is held with it.
    #[must_use]
    pub fn code(self) -> KeyCode {
        self.code
    }

    /// Whether Ctrl is held.
    #[must_use]
    pub fn ctrl(self) -> bool {
        self.ctrl
    }

    /// Whether Alt is held.
    #[must_use]
    pub fn alt(self) -> bool {
        self.alt
    }

    /// Whether Shift is held; never with a character, which is then another.
    #[must_use]
    pub fn shift(self) -> bool {
        self.shift
    }

    /// The character it types, if nothing is held with it.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(character) if !self.ctrl && !self.alt => Some(character),
            _ => None,
        }
    }

    /// Whether terminals send it as the byte of another key, unless they
    /// can tell keys apart: `^i` is Tab.
    #[must_use]
    pub fn is_ambiguous(self) -> bool {
        self.ctrl && matches!(self.code, KeyCode::Char('i' | 'm' | '['))
    }

    /// The key at the same place of a Latin keyboard, where this one types a
    /// Cyrillic or a Greek letter.
    #[must_use]
    pub fn latin(self) -> Option<Key> {
        let KeyCode::Char(typed) = self.code else {
            return None;
        };
        let place = |row: &str| row.chars().position(|letter| letter == typed);
        let (place, row) = LAYOUTS
            .iter()
            .find_map(|(typed, latin)| Some((place(typed)?, latin)))?;
        let latin = row.chars().nth(place)?;
        // Letters that a layout shares with the Latin one stand for themselves.
        (latin != typed).then(|| Key::new(KeyCode::Char(latin), self.ctrl, self.alt, self.shift))
    }

    /// A number that is smaller where the key comes before, and never 0.
    fn rank(self) -> u32 {
        let code = match self.code {
            KeyCode::Char(character) => u32::from(character),
            KeyCode::Enter => NAMED,
            KeyCode::Escape => NAMED + 1,
            KeyCode::Tab => NAMED + 2,
            KeyCode::Backspace => NAMED + 3,
            KeyCode::Delete => NAMED + 4,
            KeyCode::Insert => NAMED + 5,
            KeyCode::Up => NAMED + 6,
            KeyCode::Down => NAMED + 7,
            KeyCode::Left => NAMED + 8,
            KeyCode::Right => NAMED + 9,
            KeyCode::Home => NAMED + 10,
            KeyCode::End => NAMED + 11,
            KeyCode::PageUp => NAMED + 12,
            KeyCode::PageDown => NAMED + 13,
            KeyCode::F(number) => NAMED + 14 + u32::from(number),
        };
        let held = [self.ctrl, self.alt, self.shift];
        let held = held.iter().fold(0, |held, is| held << 1 | u32::from(*is));
        1 + (code << 3 | held)
    }

    /// As screens print it: `^d`, `Alt-1`, `Space`, `<`.
    #[must_use]
    pub fn pretty(self) -> String {
        let mut pretty = String::new();
        if self.alt {
            pretty.push_str("Alt-");
        }
        if self.shift {
            pretty.push_str("Shift-");
        }
        let name = NAMES
            .iter()
            .find(|(_, code, _)| *code == self.code)
            .map(|(_, _, name)| *name);
        if self.ctrl {
            pretty.push_str(if name.is_some_and(|name| name.len() > 1) {
                "Ctrl-"
            } else {
                "^"
            });
        }
        match (name, self.code) {
            (Some(name), _) => pretty.push_str(name),
            (None, KeyCode::Char(character)) => pretty.push(character),
            (None, KeyCode::F(number)) => {
                let _ = write!(pretty, "F{number}");
            }
            // Every other key has a name.
            (None, _) => {}
        }
        pretty
    }
}

/// In notation: `j`, `<c-d>`, `<space>`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = NAMES
            .iter()
            .find(|(_, code, _)| *code == self.code)
            .map(|(name, _, _)| *name);
        let held = self.ctrl || self.alt || self.shift;
        if let (KeyCode::Char(character), None, false) = (self.code, name, held) {
            return write!(f, "{character}");
        }
        f.write_str("<")?;
        for (is_held, letter) in [(self.ctrl, "c-"), (self.alt, "a-"), (self.shift, "s-")] {
            if is_held {
                f.write_str(letter)?;
            }
        }
        match (name, self.code) {
            (Some(name), _) => f.write_str(name)?,
            (None, KeyCode::Char(character)) => write!(f, "{character}")?,
            (None, KeyCode::F(number)) => write!(f, "f{number}")?,
            (None, _) => {}
        }
        f.write_str(">")
    }
}

/// Why a text is no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyError {
    key: Box<str>,
    reason: Reason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    Empty,
    Unclosed,
    Name(Box<str>),
    Several,
    TooLong,
}

impl KeyError {
    /// The text that is no key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Why, in words.
    #[must_use]
    pub fn reason(&self) -> String {
        match &self.reason {
            Reason::Empty => "expected a key".into(),
            Reason::Unclosed => format!("expected `>` after `{}`", self.key),
            Reason::Name(name) => {
                format!(
                    "expected a key such as `<c-d>`, `<space>` or `<f1>`, found the name `{name}`"
                )
            }
            Reason::Several => {
                let mut spaced = String::new();
                for character in self.key.chars().take(Sequence::LONGEST) {
                    spaced.push(character);
                    spaced.push(' ');
                }
                format!(
                    "expected one key, found several; put blanks between: `{}`",
                    spaced.trim_end()
                )
            }
            Reason::TooLong => format!("expected at most {} keys", Sequence::LONGEST),
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "key \"{}\": {}", self.key, self.reason())
    }
}

impl std::error::Error for KeyError {}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Key, KeyError> {
        let error = |reason| KeyError {
            key: text.into(),
            reason,
        };
        let mut characters = text.chars();
        let Some(first) = characters.next() else {
            return Err(error(Reason::Empty));
        };
        let after = characters.as_str();
        // A lone `<` or `>` can only be meant as itself.
        if after.is_empty() {
            return Ok(Key::char(first));
        }
        if first != '<' {
            return Err(error(Reason::Several));
        }
        let Some(mut name) = after.strip_suffix('>') else {
            return Err(error(Reason::Unclosed));
        };
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        while let Some((held, rest)) = name.split_at_checked(2) {
            if rest.is_empty() {
                break;
            }
            match held {
                "c-" | "C-" => ctrl = true,
                "a-" | "A-" => alt = true,
                "s-" | "S-" => shift = true,
                _ => break,
            }
            name = rest;
        }
        let code = code(name).ok_or_else(|| error(Reason::Name(name.into())))?;
        Ok(Key::new(code, ctrl, alt, shift))
    }
}

/// The key of a name between `<` and `>`, case aside.
fn code(name: &str) -> Option<KeyCode> {
    let known = NAMES
        .iter()
        .find(|(known, _, _)| known.eq_ignore_ascii_case(name));
    if let Some((_, code, _)) = known {
        return Some(*code);
    }
    let mut characters = name.chars();
    match (characters.next()?, characters.as_str()) {
        (character, "") => Some(KeyCode::Char(character)),
        ('f' | 'F', number) if number.bytes().all(|byte| byte.is_ascii_digit()) => number
            .parse()
            .ok()
            .filter(|number| (1..=24).contains(number))
            .map(KeyCode::F),
        _ => None,
    }
}

/// A few keys pressed one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sequence {
    keys: [Option<Key>; Sequence::LONGEST],
}

impl Sequence {
    /// The most keys a sequence may have.
    pub const LONGEST: usize = 4;

    /// A sequence of these keys; nothing if there are none or too many.
    #[must_use]
    pub fn of(keys: impl IntoIterator<Item = Key>) -> Option<Sequence> {
        let mut sequence = [None; Sequence::LONGEST];
        let mut places = sequence.iter_mut();
        for key in keys {
            *places.next()? = Some(key);
        }
        sequence.first()?.map(|_| Sequence { keys: sequence })
    }

    /// A number that is smaller where the sequence comes before: to sort
    /// hundreds of them by it takes a third of the time.
    #[must_use]
    pub(super) fn rank(&self) -> u128 {
        let ranks = self.keys.iter().map(|key| key.map_or(0, Key::rank));
        ranks.fold(0, |before, rank| before << 32 | u128::from(rank))
    }

    /// The keys in the order they are pressed.
    pub fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        self.keys.iter().map_while(|key| *key)
    }

    /// How many keys it has; at least one.
    #[must_use]
    pub fn n_keys(&self) -> usize {
        self.keys().count()
    }

    /// Whether the sequence begins with all of `keys`.
    #[must_use]
    pub fn begins_with(&self, keys: &[Key]) -> bool {
        keys.len() <= Self::LONGEST
            && self
                .keys
                .iter()
                .zip(keys)
                .all(|(mine, theirs)| *mine == Some(*theirs))
    }

    /// As screens print it: `]c`, `Space`, `g Enter`.
    #[must_use]
    pub fn pretty(&self) -> String {
        let mut pretty = String::new();
        let mut after_word = false;
        for key in self.keys() {
            let name = key.pretty();
            let word = name.len() > 2;
            if !pretty.is_empty() && (word || after_word) {
                pretty.push(' ');
            }
            pretty.push_str(&name);
            after_word = word;
        }
        pretty
    }
}

/// Keys with blanks between them, `] c`.
impl FromStr for Sequence {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Sequence, KeyError> {
        let mut keys = [None; Sequence::LONGEST];
        let mut n_keys = 0;
        for word in text.split_ascii_whitespace() {
            let key = word.parse()?;
            let Some(place) = keys.get_mut(n_keys) else {
                return Err(KeyError {
                    key: text.into(),
                    reason: Reason::TooLong,
                });
            };
            *place = Some(key);
            n_keys += 1;
        }
        if n_keys == 0 {
            return Err(KeyError {
                key: text.into(),
                reason: Reason::Empty,
            });
        }
        Ok(Sequence { keys })
    }
}

/// In notation: `] c`.
impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (idx, key) in self.keys().enumerate() {
            if idx > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{key}")?;
        }
        Ok(())
    }
}

/// A sequence in notation as screens print it: `] c` is `]c`. What is no
/// sequence is returned as it is.
#[must_use]
pub fn pretty_sequence(notation: &str) -> String {
    notation
        .parse()
        .map_or_else(|_| notation.into(), |sequence: Sequence| sequence.pretty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(notation: &str) -> Key {
        notation.parse().unwrap()
    }

    #[test]
    fn ranks_sort_as_keys_do() {
        let codes = NAMES.iter().map(|(_, code, _)| *code);
        let codes = codes.chain([KeyCode::F(1), KeyCode::F(24)]);
        let codes = codes.chain(['a', 'Z', 'é', char::MAX].map(KeyCode::Char));
        let key =
            |(code, held): (KeyCode, u8)| Key::new(code, held & 1 > 0, held & 2 > 0, held & 4 > 0);
        let mut keys: Vec<Key> = codes
            .flat_map(|code| (0..8).map(move |held| (code, held)))
            .map(key)
            .collect();
        keys.sort_unstable();
        keys.dedup();
        assert!(keys.is_sorted_by(|one, other| one.rank() < other.rank()));
        let first = keys.iter().map(|key| vec![*key]);
        let pairs = keys
            .iter()
            .flat_map(|one| keys.iter().map(|other| vec![*one, *other]));
        let mut sequences: Vec<Sequence> = first.chain(pairs).filter_map(Sequence::of).collect();
        sequences.sort_unstable();
        assert!(sequences.is_sorted_by(|one, other| one.rank() < other.rank()));
    }

    #[test]
    fn notation_prints_back() {
        for notation in [
            "j",
            "J",
            "0",
            "/",
            "-",
            "é",
            "<c-d>",
            "<a-1>",
            "<s-tab>",
            "<space>",
            "<lt>",
            "<gt>",
            "<enter>",
            "<esc>",
            "<pagedown>",
            "<pageup>",
            "<f1>",
            "<f12>",
            "<c-a-x>",
            "<c-->",
            "<c-space>",
            "<c-lt>",
            "<a-X>",
            "<del>",
            "<insert>",
            "<backspace>",
            "<up>",
            "<s-down>",
            "<home>",
            "<end>",
        ] {
            assert_eq!(key(notation).to_string(), notation);
        }
    }

    #[test]
    fn letters_of_other_keyboards_are_keys_of_a_latin_one() {
        for (typed, latin) in [
            ("о", "j"),
            ("О", "J"),
            ("<c-в>", "<c-d>"),
            ("х", "["),
            ("Б", "<lt>"),
            ("і", "s"),
            ("ξ", "j"),
            ("Γ", "G"),
            ("ς", "w"),
        ] {
            assert_eq!(key(typed).latin(), Some(key(latin)), "{typed}");
        }
        for typed in ["j", "é", "<enter>", "中", ","] {
            assert_eq!(key(typed).latin(), None, "{typed}");
        }
        for (typed, latin) in LAYOUTS {
            assert_eq!(typed.chars().count(), latin.chars().count(), "{typed}");
        }
    }

    #[test]
    fn other_spellings_are_the_same_key() {
        for (spelling, notation) in [
            ("<C-D>", "<c-d>"),
            ("<Esc>", "<esc>"),
            ("<j>", "j"),
            ("<s-j>", "J"),
            ("<s-c-j>", "<c-j>"),
            ("<", "<lt>"),
            (">", "<gt>"),
            ("<F1>", "<f1>"),
        ] {
            assert_eq!(key(spelling).to_string(), notation, "{spelling}");
        }
    }

    #[test]
    fn what_a_terminal_reports_is_normalized() {
        for (code, ctrl, shift, notation) in [
            (KeyCode::Char('j'), false, true, "J"),
            (KeyCode::Char('J'), false, true, "J"),
            (KeyCode::Char('J'), false, false, "J"),
            (KeyCode::Char('D'), true, true, "<c-d>"),
            (KeyCode::Char('?'), false, true, "?"),
            (KeyCode::Char('\u{4}'), false, false, "<c-d>"),
            (KeyCode::Char('\r'), false, false, "<enter>"),
            (KeyCode::Char('\u{1b}'), false, false, "<esc>"),
            (KeyCode::Char(' '), false, false, "<space>"),
            (KeyCode::Tab, false, true, "<s-tab>"),
        ] {
            assert_eq!(
                Key::new(code, ctrl, false, shift),
                key(notation),
                "{code:?}"
            );
        }
    }

    #[test]
    fn screens_print_keys_short() {
        for (notation, expected) in [
            ("<c-d>", "^d"),
            ("<space>", "Space"),
            ("<enter>", "Enter"),
            ("<a-1>", "Alt-1"),
            ("<s-tab>", "Shift-Tab"),
            ("<lt>", "<"),
            ("<c-space>", "Ctrl-Space"),
            ("<f1>", "F1"),
            ("<pagedown>", "PgDn"),
            ("] c", "]c"),
            ("c <lt>", "c<"),
            ("g <enter>", "g Enter"),
            ("<c-x> <c-d>", "^x^d"),
        ] {
            assert_eq!(pretty_sequence(notation), expected);
        }
        assert_eq!(pretty_sequence("<c-q"), "<c-q");
    }

    #[test]
    fn errors_quote_the_text_and_say_what_was_expected() {
        for (notation, expected) in [
            ("<c-q", "key \"<c-q\": expected `>` after `<c-q`"),
            ("", "key \"\": expected a key"),
            (
                "gg",
                "key \"gg\": expected one key, found several; put blanks between: `g g`",
            ),
            (
                "<c-nope>",
                "key \"<c-nope>\": expected a key such as `<c-d>`, `<space>` or `<f1>`, found the name `nope`",
            ),
            (
                "<>",
                "key \"<>\": expected a key such as `<c-d>`, `<space>` or `<f1>`, found the name ``",
            ),
            (
                "<f99>",
                "key \"<f99>\": expected a key such as `<c-d>`, `<space>` or `<f1>`, found the name `f99`",
            ),
            (
                "<c->",
                "key \"<c->\": expected a key such as `<c-d>`, `<space>` or `<f1>`, found the name `c-`",
            ),
            ("a b c d e", "key \"a b c d e\": expected at most 4 keys"),
        ] {
            let error = notation.parse::<Sequence>().unwrap_err();
            assert_eq!(error.to_string(), expected, "{notation}");
        }
    }
}
