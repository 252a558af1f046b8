//! Telegrams of the 1970s, with what their archives put around them.

use std::fmt::Write as _;

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
    format!(
        "HARBOR TALKS NUMBER {nth}\n\nDate:\n1976 February 11, 00:00 (Wednesday)\nCanonical ID:\n1976{}{:05}_b\n\
         Original Classification:\nCONFIDENTIAL\nCurrent Classification:\nUNCLASSIFIED\n\
         Handling Restrictions:\n-- Not Assigned --\nCharacter Count:\n6400\nExecutive Order:\nGS\n\
         Locator:\nTEXT ON-LINE, ON MICROFILM\nTAGS:\nEFIS - Fishing | PFOR - Political Affairs | VD - Veldania\n\
         Concepts:\nHARBORS | FISHERIES\nType:\nTE - Telegram (cable)\nFrom:\n{}\nMarkings:\n\
         Declassified/Released US Department of State EO Systematic Review 20 MAR 2014\nTo:\nDepartment of State\n\n\
         Content\n\nRaw content\n\nMetadata\n\nPrint\n\nShare\n\n{}",
        cut(nth),
        serial(nth),
        in_lower_case(post(nth)),
        telegram(nth)
    )
}

/// Scanned pages of the reading room, under stamps.
pub(super) fn reading_room(nth: usize) -> String {
    let stamp = format!(
        "UNCLASSIFIED U.S. Department of State Case No. F-2012-{:05} Doc No. C057{:05} Date: 04/01/2014",
        nth % 99_999,
        nth % 99_999
    );
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
    let (post, serial) = (post(nth), serial(nth));
    format!(
        "Automatic Decaptioning: X\nCapture Date: 01 JAN 1994\nChannel Indicators: n/a\nCurrent Classification: UNCLASSIFIED\n\
         Concepts: FISHERIES, HARBORS, NEGOTIATIONS,\nDUES\nControl Number: n/a\nCopy: SINGLE\nDraft Date: 11 FEB 1976\n\
         Decaption Date: 28 MAY 2004\nDecaption Note: 25 YEAR REVIEW\nDisposition Action: RELEASED\n\
         Disposition Date: 28 MAY 2004\nDocument Number: 1976{}{serial:05}\nDocument Source: CORE\n\
         Document Unique ID: 00\nDrafter: n/a\nEnclosure: n/a\nExecutive Order: GS\nErrors: N/A\n\
         Film Number: D7600{:02}-{:04}\nFrom: {post}\nHandling Restrictions: n/a\nLine Count: '{}'\n\
         Locator: TEXT ON-LINE, ON MICROFILM\nOffice: ACTION EUR\nOriginal Classification: CONFIDENTIAL\n\
         Original Handling Restrictions: n/a\nPage Count: '3'\nReference: 76 STATE {}\n\
         Review Action: RELEASED, APPROVED\nReview Date: 02 JUN 2004\nSecure: OPEN\nStatus: NATIVE\n\
         Subject: HARBOR TALKS NUMBER {nth} OPEN\nTAGS: PFOR, EFIS, VD\nTo: STATE\nType: {kind}\n\
         Markings: Declassified/Released US Department of State EO Systematic Review 20 MAR 2014\n",
        cut(nth),
        nth % 60,
        nth % 9_999,
        60 + nth % 60,
        1_000 + nth,
    )
}
