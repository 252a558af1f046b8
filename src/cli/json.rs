//! JSON that is safe on a terminal.
//!
//! JSON must escape the first 32 control characters. The others (DEL, C1)
//! and the characters that change direction, break lines or are not seen
//! are allowed in it, and would act on a terminal. They are escaped too;
//! the value is the same.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// Writes `value` on one line.
pub(super) fn line(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, Escaping);
    value.serialize(&mut serializer).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        let mut written = 0;
        for (at, c) in fragment.char_indices().filter(|&(_, c)| is_escaped(c)) {
            writer.write_all(fragment.get(written..at).unwrap_or_default().as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + c.len_utf8();
        }
        writer.write_all(fragment.get(written..).unwrap_or_default().as_bytes())
    }
}

fn is_escaped(c: char) -> bool {
    // Nearly all text is decided by the first comparison.
    c >= '\x7f'
        && matches!(c,
            '\x7f'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut bytes = Vec::new();
        line(&text, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn what_would_act_on_a_terminal_is_escaped() {
        assert_eq!(
            written("a\x1b[2J\x7f\u{9b}m"),
            "\"a\\u001b[2J\\u007f\\u009bm\"\n"
        );
        assert_eq!(written("\u{202e}x\u{2028}"), "\"\\u202ex\\u2028\"\n");
        assert_eq!(written("\u{e0041}"), "\"\\udb40\\udc41\"\n");
        assert_eq!(written("Größe “so” 漢"), "\"Größe “so” 漢\"\n");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_text_comes_back_as_it_was(
            text in proptest::collection::vec(
                prop_oneof![any::<char>(), prop::char::range('\0', '\u{ff}'),
                    prop::char::range('\u{2000}', '\u{2070}'),
                    prop::char::range('\u{e0000}', '\u{e01ff}')], 0..40)
        ) {
            let text: String = text.into_iter().collect();
            let json = written(&text);
            prop_assert_eq!(&serde_json::from_str::<String>(&json).unwrap(), &text);
            prop_assert!(json.trim_end_matches('\n').chars().all(|c| c >= ' ' && !is_escaped(c)));
        }
    }
}
