//! Telegrams as they were sent, and other texts.

use std::fmt::Write as _;

use super::{post, serial};

const MARKS: [&str; 5] = ["(C)", "(U)", "(SBU)", "(C/NF)", "(C)"];
const WORDS: [&str; 24] = [
    "the",
    "harbor",
    "Minister",
    "said",
    "that",
    "boats",
    "from",
    "Veldania",
    "would",
    "pay",
    "no",
    "dues",
    "until",
    "a",
    "lighthouse",
    "was",
    "moved,",
    "which",
    "econoff",
    "doubted.",
    "Contacts",
    "in",
    "port",
    "agree;",
];

/// With all format lines.
pub(super) fn acp_127(nth: usize) -> String {
    format!("{}{}{}", header(nth), heading(nth), body(nth))
}

/// Format lines 1 to 8.
pub(super) fn header(nth: usize) -> String {
    let (post, serial) = (post(nth), serial(nth));
    let mut text = format!(
        "VZCZCXYZ{:04}\nPP RUEHC RUEHNH\nDE RUEHPL #{:04}/01 2041504\nZNY CCCCC ZZH\nP 221504Z JUL 08\nFM AMEMBASSY {post}\n\
         TO RUEHC/SECSTATE WASHDC PRIORITY {:04}\n",
        nth % 10_000,
        serial % 10_000,
        nth % 9_999
    );
    for idx in 0..3 + nth % 14 {
        let keyword = if idx == 0 { "INFO " } else { "" };
        let _ = writeln!(
            text,
            "{keyword}RUEH{:02}/AMEMBASSY POST NUMBER PRIORITY {:04}",
            idx % 99,
            (nth + idx) % 9_999
        );
    }
    text
}

/// With a header that begins with the date-time group.
pub(super) fn acp_126(nth: usize) -> String {
    let mut text = format!(
        "P 221504Z JUL 08\nFM AMEMBASSY {}\nTO SECSTATE WASHDC PRIORITY {:04}\n",
        post(nth),
        nth % 9_999
    );
    for idx in 0..3 + nth % 14 {
        let keyword = if idx == 0 { "INFO " } else { "" };
        let _ = writeln!(text, "{keyword}AMEMBASSY POST NUMBER {idx} PRIORITY");
    }
    text + &heading(nth) + &body(nth)
}

/// Without a header.
pub(super) fn extract(nth: usize) -> String {
    format!(
        "This record is a partial extract of the original cable. The full text of the original \
         cable is not available.\n{}{}",
        heading(nth),
        body(nth)
    )
}

/// Format line 12 down to paragraph 1.
pub(super) fn heading(nth: usize) -> String {
    let (post, serial) = (post(nth), serial(nth));
    format!(
        "\nC O N F I D E N T I A L {post} {serial:06}\n\nSIPDIS\n\nE.O. 12958: DECL: 07/22/2018\nTAGS: PREL EFIS VD\n\
         SUBJECT: HARBOR TALKS NUMBER {nth} OPEN\nAMID DOUBTS\n\nREF: A. NORTHHAVEN {}\n\u{b6}B. 07 STATE {}\n\n\
         Classified By: DCM Ada Quill, reasons 1.4 (b) and (d).\n\n",
        1 + nth % 300,
        1000 + nth
    )
}

/// Numbered paragraphs and a signature. Every third is damaged, and three of
/// five are wrapped.
pub(super) fn body(nth: usize) -> String {
    let damaged = nth.is_multiple_of(3);
    let mut text = String::new();
    for paragraph in paragraphs(nth) {
        let number = paragraph.number;
        let sign = if damaged && number < 5 { "1" } else { "\u{b6}" };
        let mark = MARKS[(nth + number) % 5];
        let summary = if number == 1 { "SUMMARY: " } else { "" };
        let end = if number == 1 { " END SUMMARY." } else { "" };
        let words = &paragraph.words;
        let _ = write!(text, "{sign}{number}. {mark} {summary}{words}{end}\n\n");
    }
    text + "TREMAINE\n"
}

/// The words of a numbered paragraph.
pub(super) struct Paragraph {
    pub(super) number: usize,
    pub(super) words: String,
}

/// The paragraphs of a cable.
pub(super) fn paragraphs(nth: usize) -> impl Iterator<Item = Paragraph> {
    let (damaged, wrapped) = (nth.is_multiple_of(3), nth % 5 < 3);
    let mut seed = u32::try_from(nth).unwrap_or(0);
    (1..=4 + nth % 9).map(move |number| {
        let mut words = String::new();
        let mut column = 12;
        for _ in 0..80 + nth % 60 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let word = WORDS[(seed >> 16) as usize % WORDS.len()];
            words.push_str(word);
            if damaged && seed.is_multiple_of(41) {
                words.push_str(",s");
            }
            column += word.len() + 1;
            if wrapped && column > 60 {
                words.push_str(" \n");
                column = 0;
            } else {
                words.push(' ');
            }
        }
        words.push_str("so it ended.");
        Paragraph { number, words }
    })
}

/// A text that is no telegram.
pub(super) fn letter(nth: usize) -> String {
    let mut text = format!("Dear Ada,\n\nhere is letter {nth} from Northhaven.\n\n");
    for paragraph in paragraphs(nth) {
        text.push_str(&paragraph.words);
        text.push_str("\n\n");
    }
    text + "Yours,\nInes\n"
}
