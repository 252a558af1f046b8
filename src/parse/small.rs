//! Texts that have lost their capitals from the beginning on.
//!
//! A release lowered whole telegrams (field guide, 4). Most of them got the capitals of
//! their sentences back, which the rules of the fields know; where none stands before the
//! text, or anywhere, header and heading are read as if they were in capitals. A capital of
//! ASCII is as long as its letter, so every place is one of the text as it stands, and what
//! is shown are its own letters.

use super::heading::{Label, label};
use super::number::start;
use super::token::{byte, from, trim, up_to};
use super::words::{Words, words};

/// Lines in which signs of a telegram are looked for.
const LINES: usize = 40;

/// The weight of the lines that make a telegram of a text.
const ENOUGH: usize = 2;

/// The text with capitals down to the line in which its first one stands, if lines there
/// are what only telegrams have, or two of those that others have as well.
///
/// ```abnf
/// sign  = ("to" / "info" / "fm") 1*blank ("ru" 2*6ALPHA "/" / "amemb" / "secstate") *CHAR
///       / precedence 1*blank 6DIGIT "z" 1*blank *CHAR / ["v"] "zczc" *CHAR / "sipdis"
///       / ("e.o. " number / "classified by" / "ref" telegram) *CHAR
/// shared = ("subject:" / "tags:" / "ref:") *CHAR / number mark *CHAR
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
    let mut weight = 0;
    if !lines.any(|line| {
        weight += weight_of(line);
        weight >= ENOUGH
    }) {
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

/// How much a line without capitals says that its text is a telegram: [`ENOUGH`], if only
/// telegrams have such a line. Others have a subject as well, and numbered paragraphs.
fn weight_of(line: &str) -> usize {
    /// Bytes of a line that are looked at.
    const LONGEST: usize = 400;
    match byte(line, 0) {
        b's' | b't' | b'r' | b'e' | b'c' | b'v' | b'z' | b'i' | b'f' | b'u' | b'a' => {
            let line = up_to(line, LONGEST).to_ascii_uppercase();
            if is_of_transmission(&line) {
                ENOUGH
            } else {
                weight_of_label(&line)
            }
        }
        b'o' | b'p' => {
            let group = trim(from(line, 1)).as_bytes();
            let is_group = matches!(group, [digits @ .., b'z', b' ', _, _, _, b' ', _, _] if digits.len() == 6 && digits.iter().all(u8::is_ascii_digit));
            if is_group { ENOUGH } else { 0 }
        }
        b'1'..=b'9' => usize::from(start(line).is_some_and(|start| start.mark.is_some())),
        _ => 0,
    }
}

/// Whether a line in capitals is a format line, or the caption that most telegrams bear.
fn is_of_transmission(line: &str) -> bool {
    const FORMAT_LINES: Words = words!["TO", "INFO", "FM"];
    const POSTS: Words = words![
        "AMEMB",
        "AMCON",
        "USMISSION",
        "USUN",
        "USINT",
        "USLO",
        "USDEL",
        "USNATO",
        "SECSTATE",
        "SECDEF",
        "ZEN/",
        "ALL DIPLOMATIC",
    ];
    if line == "SIPDIS" || line.starts_with("ZCZC") || line.starts_with("VZCZC") {
        return true;
    }
    let Some(station) = FORMAT_LINES.after_word(line).map(trim) else {
        return false;
    };
    // `RUEHC/SECSTATE`
    let is_indicator = || {
        let indicator = station.split('/').next().unwrap_or_default();
        (station.starts_with("RU") || station.starts_with("RH"))
            && (4..=8).contains(&indicator.len())
            && indicator.len() < station.len()
            && indicator.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    POSTS.begin(station) || is_indicator()
}

/// The weight of a line in capitals that begins with a label of the heading.
fn weight_of_label(line: &str) -> usize {
    match label(line) {
        Some((Label::ExecutiveOrder | Label::ClassifiedBy, value)) if !value.is_empty() => ENOUGH,
        Some((Label::Tags, value)) if !value.is_empty() => 1,
        Some((Label::Reference, value)) if super::reference::cites(value) => ENOUGH,
        Some((Label::Subject | Label::Reference, value)) => {
            let word = line.get(..line.len() - value.len()).unwrap_or_default();
            usize::from(!value.is_empty() && word.contains(':'))
        }
        _ => 0,
    }
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

    #[test]
    fn one_label_makes_no_telegram() {
        for text in [
            "to america i sing\nto rhyme is hard\n\nada quill\n",
            "to us it was plain\n",
            "to running water he said yes.\n\n1. (c) copyright 2009 ada quill\n",
            "ref: see page 12\n\nsummary: it works.\ncomment: fine.\n",
            "ada: hi\nben: hi\nsubject: boats\nada: secret!\nconfidential\nben: ok\n",
            "from: ada quill\nto: ben marlow\nsubject: lunch on friday\n\nhi ben\nada\n",
        ] {
            assert_eq!(in_capitals(text), None, "{text}");
        }
        for text in [
            "ref: a. northhaven 88\n",
            "subject: harbor talks\ntags: prel, uk\n",
            "subject: harbor talks\n\n1. (c) talks opened.\n",
            "to ruehc/secstate washdc\n",
            "info  amconsul northhaven\n",
            "e.o. 12958: decl: 07/22/2018\n",
        ] {
            assert!(in_capitals(text).is_some(), "{text}");
        }
    }
}
