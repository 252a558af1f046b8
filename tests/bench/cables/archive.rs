//! Telegrams of the 1970s, with what their archives put around them.

use std::fmt::Write as _;

use super::publish::{self, Attributes, Table};
use super::telegram::paragraphs;
use super::{in_lower_case, post, serial};

/// An electronic telegram of the National Archives.
pub(super) fn electronic(nth: usize) -> String {
    format!(
        "Message Text\n\n\n{}\n\n\nMessage Attributes\n\n\n{}",
        telegram(nth),
        attributes(nth, "TE")
    )
}

/// A card in the place of a telegram that was withdrawn.
pub(super) fn card(nth: usize) -> String {
    attributes(nth, "P")
}

/// A page of `PlusD`.
pub(super) fn plusd(nth: usize) -> String {
    let table = Table {
        subject: &format!("HARBOR TALKS NUMBER {nth}"),
        date: "1976 February 11, 00:00 (Wednesday)",
        id: &format!("1976{}{:05}_b", cut(nth), serial(nth)),
        class: "CONFIDENTIAL",
        n_characters: 6400,
        executive_order: "GS",
        tags: "EFIS - Fishing | PFOR - Political Affairs | VD - Veldania",
        from: &in_lower_case(post(nth)),
        to: "Department of State",
    };
    table.write() + &telegram(nth)
}

/// Scanned pages of the reading room, under stamps.
pub(super) fn reading_room(nth: usize) -> String {
    let stamp = publish::stamp(nth % 99_999, nth % 99_999);
    let pages = telegram(nth).replace(
        "CONFIDENTIAL\n\nCONFIDENTIAL\n",
        &format!("{stamp}\n\n{stamp}\n\nB1\n"),
    );
    format!("{stamp}\n\nRELEASE IN PART\nB1, 1.4(D)\n\n{pages}\n{stamp}\n")
}

/// The first six letters of the post, without blanks.
fn cut(nth: usize) -> String {
    post(nth).get(..6).unwrap_or_default().replace(' ', "")
}

/// What was sent, page by page.
fn telegram(nth: usize) -> String {
    let (post, serial) = (post(nth), serial(nth));
    let page = |number: usize| {
        let cut = post.get(..6).unwrap_or(post);
        format!("PAGE {number:02}        {cut}  {serial:05}  110914Z\n\n")
    };
    let mut text = page(1);
    text.push_str(
        "46\nACTION EUR-12\n\nINFO  OCT-01  ISO-00  CIAE-00  DODE-00  PM-04  H-02  INR-07  L-03\n\n      \
         NSAE-00  NSC-05  PA-01  PRS-01  SP-02  SS-15  USIA-06  /088 W\n                     \
         --------------------- 012345\n",
    );
    let _ = write!(
        text,
        "P 110845Z FEB 76\nFM AMEMBASSY {post}\nTO SECSTATE WASHDC PRIORITY {:04}\nINFO AMEMBASSY HIGH MARSH\n\
         AMCONSUL LOWER QUAY\nUSMISSION NATO\n\nC O N F I D E N T I A L {post} {serial:04}\n\n\
         E.O. 11652: GDS\nTAGS: PFOR, EFIS, VD\nSUBJECT: HARBOR TALKS NUMBER {nth} OPEN\n\n\
         REF: (A) STATE {}; (B) {post} {}\n\n",
        nth % 9_999,
        1_000 + nth,
        serial / 2
    );
    let mut n_pages = 1;
    let mut n_lines = text.lines().count();
    for paragraph in paragraphs(nth) {
        let words = format!("{}. {}\n\n", paragraph.number, paragraph.words).to_uppercase();
        for line in words.lines() {
            text.push_str(line);
            text.push('\n');
            n_lines += 1;
            if n_lines.is_multiple_of(48) {
                n_pages += 1;
                text.push_str("\nCONFIDENTIAL\n\nCONFIDENTIAL\n\n");
                text.push_str(&page(n_pages));
            }
        }
    }
    text + "TREMAINE\n\nCONFIDENTIAL\n\n\n\nNNN\n"
}

/// What the archive says of a record.
fn attributes(nth: usize, kind: &str) -> String {
    Attributes {
        date: "11 FEB 1976",
        number: &format!("1976{}{:05}", cut(nth), serial(nth)),
        film: (nth % 60, nth % 9_999, 1976),
        from: post(nth),
        n_lines: 60 + nth % 60,
        class: "CONFIDENTIAL",
        reference: &format!("76 STATE {}", 1_000 + nth),
        subject: &format!("HARBOR TALKS NUMBER {nth} OPEN"),
        tags: "PFOR, EFIS, VD",
        to: "STATE",
        kind,
    }
    .write()
}
