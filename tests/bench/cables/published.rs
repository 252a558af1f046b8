//! Telegrams wrapped in what they were published in.

use std::fmt::Write as _;

use super::publish::{self, Document, Page};
use super::telegram::{acp_126, body, header, heading, paragraphs};
use super::{id, in_lower_case, post, serial};

/// A page of the web site.
pub(super) fn page(nth: usize) -> String {
    let linked = heading(nth).replace("PREL EFIS VD", &publish::linked(&["PREL", "EFIS", "VD"]));
    Page {
        id: &id(nth),
        subject: &format!("HARBOR TALKS NUMBER {nth} OPEN"),
        year: 2008,
        month: 7,
        created: "2008-07-22 15:04",
        class: "CONFIDENTIAL",
        origin: (nth, &format!("Embassy {}", in_lower_case(post(nth)))),
        header: Some(&header(nth)),
        text: &(linked + &body(nth).replace("Minister", "&quot;Minister&quot;")),
    }
    .write()
}

/// A record of the eight-column CSV.
pub(super) fn record(nth: usize) -> String {
    let text = heading(nth).trim_start().to_owned()
        + &body(nth)
            .replace("Minister", "\"Minister\"")
            .replace("port", &format!("pier {}", serial(nth)));
    publish::record([
        &(nth + 1).to_string(),
        "7/22/2008 15:04",
        &id(nth),
        &format!("Embassy {}", in_lower_case(post(nth))),
        "CONFIDENTIAL",
        &format!("08NORTHHAVEN{}|07STATE{}", 1 + nth % 300, 1000 + nth),
        &header(nth),
        &text,
    ])
}

/// A copy in Markdown.
pub(super) fn markdown(nth: usize) -> String {
    let linked = acp_126(nth)
        .replace("PREL EFIS VD", "[PREL](#) [EFIS](#) [VD](#)")
        .replace("doubted.", "[doubted](#note).");
    publish::markdown(&linked)
}

/// A telegram of a printed volume.
pub(super) fn document(nth: usize) -> String {
    let number = 1 + nth % 400;
    let post = in_lower_case(post(nth));
    let mut text = String::new();
    for paragraph in paragraphs(nth) {
        let lead = match paragraph.number {
            1 => format!("{}. Embtel {number}. ", 400 + number),
            number => format!("{number}. "),
        };
        let words = paragraph.words.replace(
            "econoff",
            "<persName corresp=\"#p_TE1\">Tremaine</persName><note n=\"2\">Not printed.</note>",
        );
        let _ = writeln!(text, "<p>{lead}{words}</p>");
    }
    Document {
        number,
        head: &format!("Embassy in <placeName>{post}</placeName> to the Department of State"),
        file: "611.99/2\u{2013}1058",
        source: "Confidential; Priority. Repeated for information to Kestrel Bay.",
        place: &post,
        date: ("1958-02-10T20:12:00", "February 10, 1958\u{2014}8:12 p.m."),
        paragraphs: &text,
        signer: "Tremaine",
    }
    .write()
}
