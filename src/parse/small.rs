//! Texts that have lost their capitals from the beginning on.
//!
//! A release lowered whole telegrams (field guide, 4). Most of them got the capitals of
//! their sentences back, which the rules of the fields know; where none stands before the
//! text, or anywhere, header and heading are read as if they were in capitals. A capital of
//! ASCII is as long as its letter, so every place is one of the text as it stands, and what
//! is shown are its own letters.

use super::heading::label;
use super::token::{byte, from, trim, up_to};
use super::words::{Words, words};

/// Lines in which a sign of a telegram is looked for.
const LINES: usize = 40;

/// The text with capitals down to the line in which its first one stands, if a line there
/// has what only telegrams have.
///
/// ```abnf
/// sign = ("subject" / "tags" / "ref" / "e.o. " number / "classified by") ; with their signs
///      / ("to" / "info") 1*blank "ru" *CHAR / "fm" 1*blank ("am" / "us" / "sec") *CHAR
///      / precedence 1*blank 6DIGIT "z" 1*blank *CHAR / ["v"] "zczc" *CHAR
/// ```
///
/// Sample: `garbled/telegram-without-capitals`
pub(super) fn in_capitals(text: &str) -> Option<String> {
    let end = match text.bytes().position(|byte| byte.is_ascii_uppercase()) {
        Some(first) => {
            let above = text.get(..first)?;
            memchr::memrchr2(b'\n', b'\r', above.as_bytes())? + 1
        }
        None => text.len(),
    };
    let head = text.get(..end)?;
    let mut lines = head.split(['\n', '\r']).map(trim);
    let mut lines = lines.by_ref().filter(|line| !line.is_empty()).take(LINES);
    if !lines.any(is_of_telegram) {
        return None;
    }
    let mut read = String::with_capacity(text.len());
    read.push_str(&head.to_ascii_uppercase());
    read.push_str(from(text, end));
    Some(read)
}

/// Whether more of a text that begins so may be read in capitals.
pub(super) fn may_be_in_capitals(near: &str) -> bool {
    !near.bytes().any(|byte| byte.is_ascii_uppercase()) || in_capitals(near).is_some()
}

/// Whether a line without capitals is one that only telegrams have.
fn is_of_telegram(line: &str) -> bool {
    const LONGEST: usize = 400;
    const BEGINNINGS: Words = words![
        "VZCZC",
        "ZCZC",
        "TO RU",
        "TO RH",
        "TO SECSTATE",
        "TO AM",
        "TO US",
        "TO ZEN/",
        "TO ALL DIPLOMATIC",
        "INFO RU",
        "INFO RH",
        "INFO SECSTATE",
        "INFO AM",
        "INFO US",
        "FM AM",
        "FM US",
        "FM SECSTATE",
        "SIPDIS",
    ];
    match byte(line, 0) {
        b's' | b't' | b'r' | b'e' | b'c' | b'v' | b'z' | b'i' | b'f' | b'u' | b'a' => {
            BEGINNINGS.begin(line) || is_labeled(&up_to(line, LONGEST).to_ascii_uppercase())
        }
        b'o' | b'p' => {
            let group = trim(from(line, 1)).as_bytes();
            matches!(group, [digits @ .., b'z', b' ', _, _, _, b' ', _, _] if digits.len() == 6 && digits.iter().all(u8::is_ascii_digit))
        }
        _ => false,
    }
}

/// Whether a line in capitals begins with a label and its sign, or with one and a telegram.
fn is_labeled(line: &str) -> bool {
    label(line).is_some_and(|(_, value)| {
        let word = line.get(..line.len() - value.len()).unwrap_or_default();
        !value.is_empty() && (word.contains(':') || super::reference::cites(value))
    })
}

#[cfg(test)]
mod tests {
    use super::in_capitals;
    use crate::parse::laws;

    #[test]
    fn a_telegram_without_capitals_is_read_as_in_capitals() {
        let text = "p 221504z jul 08\nfm amembassy port larkspur\nto ruehc/secstate washdc priority 4412\n\
                    info ruehnv/amconsul northhaven 0112\n\nc o n f i d e n t i a l port larkspur 000311\n\n\
                    sipdis\n\ne.o. 12958: decl: 07/22/2018\ntags: prel, uk\nsubject: harbor talks\n\n\
                    ref: a. northhaven 88\n     b. 07 state 4711\n\n\
                    classified by: dcm ada quill, reasons 1.4 (b) and (d).\n\n\
                    1. (c) summary and comment: talks opened. end summary and comment.\n\nvan holt\n";
        laws(text.as_bytes()).unwrap();
        let cable = crate::parse::parse(text.as_bytes());
        let heading = &cable.heading;
        let plads = |list: &[crate::cable::Addressee]| {
            let of = list.iter().map(|it| cable.slice(it.plad.0).to_owned());
            of.collect::<Vec<_>>()
        };
        assert_eq!(plads(&heading.action), ["secstate washdc"]);
        assert_eq!(plads(&heading.info), ["amconsul northhaven"]);
        assert_eq!(
            cable.mrn.as_ref().map(ToString::to_string).as_deref(),
            Some("08PORTLARKSPUR311")
        );
        let ids = heading
            .references
            .iter()
            .filter_map(|it| Some(it.mrn.as_ref()?.to_string()));
        assert_eq!(ids.collect::<Vec<_>>(), ["08NORTHHAVEN88", "07STATE4711"]);
        let signed: Vec<_> = cable
            .signature
            .iter()
            .map(|&span| cable.slice(span))
            .collect();
        assert_eq!(signed, ["van holt"]);
        assert!(cable.summary.is_some());
        assert_eq!(cable.text(), text);
    }

    #[test]
    fn the_text_below_keeps_its_letters() {
        assert_eq!(
            in_capitals("subject: talks\nref: oslo 12\n\n1. (c) Talks opened.\n").as_deref(),
            Some("SUBJECT: TALKS\nREF: OSLO 12\n\n1. (c) Talks opened.\n")
        );
        for text in [
            "Subject: talks\nref: oslo 12\n",
            "we met.\nthey sang.\n",
            "to be or not\nreform is near\n",
            "",
        ] {
            assert_eq!(in_capitals(text), None, "{text}");
        }
    }
}
