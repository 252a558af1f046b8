//! Telegrams wrapped in what they were published in.

use std::fmt::Write as _;

use super::telegram::{acp_126, body, header, heading, paragraphs};
use super::{id, in_lower_case, post, serial};

/// A page of the web site.
pub(super) fn page(nth: usize) -> String {
    let id = id(nth);
    let title = format!("Viewing cable {id}, HARBOR TALKS NUMBER {nth} OPEN");
    let post = in_lower_case(post(nth));
    let linked = heading(nth).replace(
        "PREL EFIS VD",
        "<a href='/tag/PREL_0.html'>PREL</a> <a href='/tag/EFIS_0.html'>EFIS</a> \
         <a href='/tag/VD_0.html'>VD</a>",
    );
    let escaped = |text: &str| text.replace('\n', "&#x000A;");
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<title>{title}</title>\n\
         <link rel='stylesheet' type='text/css' href='/style.css' />\n</head>\n<body>\n\
         <h3>{title}</h3>\n<table class='cable'>\n<tr>\n<th>Reference ID</th>\n<th>Created</th>\n\
         <th>Released</th>\n<th>Classification</th>\n<th>Origin</th>\n</tr>\n<tr>\n\
         <td>\n<a href='/cable/2008/07/{id}.html' title='{id}'>{id}</a>\n</td>\n\
         <td>\n<a href='/date/2008-07_0.html'>2008-07-22 15:04</a>\n</td>\n\
         <td>\n2011-08-30 01:44\n</td>\n<td>\nCONFIDENTIAL\n</td>\n\
         <td>\n<a href='/origin/{nth}_0.html'>Embassy {post}</a>\n</td>\n</tr>\n</table>\n\
         <code><pre>{}</pre></code>\n<code><pre>{}</pre></code>\n</body>\n</html>\n",
        escaped(&header(nth)),
        escaped(&(linked + &body(nth).replace("Minister", "&quot;Minister&quot;"))),
    )
}

/// A record of the eight-column CSV.
pub(super) fn record(nth: usize) -> String {
    let serial = serial(nth);
    format!(
        "\"{}\",\"7/22/2008 15:04\",\"{}\",\"Embassy {}\",\"CONFIDENTIAL\",\"08NORTHHAVEN{}|07STATE{}\",\"{}\",\"{}\"\n",
        nth + 1,
        id(nth),
        in_lower_case(post(nth)),
        1 + nth % 300,
        1000 + nth,
        header(nth),
        heading(nth).trim_start().to_owned()
            + &body(nth)
                .replace("Minister", "\\\"Minister\\\"")
                .replace("port", &format!("pier {serial}")),
    )
}

/// A copy in Markdown.
pub(super) fn markdown(nth: usize) -> String {
    let text = acp_126(nth)
        .replace("PREL EFIS VD", "[PREL](#) [EFIS](#) [VD](#)")
        .replace("doubted.", "[doubted](#note).")
        .replace('\n', " \\\n");
    let mut escaped = String::new();
    for line in text.lines() {
        // A list would be made of a number with a dot.
        match line.split_once(". (") {
            Some((number, rest)) if number.len() < 4 => {
                let _ = writeln!(escaped, "{number}\\. ({rest}");
            }
            _ => {
                let _ = writeln!(escaped, "{line}");
            }
        }
    }
    escaped
}

/// A telegram of a printed volume.
pub(super) fn document(nth: usize) -> String {
    let number = 1 + nth % 400;
    let post = in_lower_case(post(nth));
    let mut text = format!(
        "<div type=\"document\" n=\"{number}\" xml:id=\"d{number}\"><head>{number}. Telegram From the \
         Embassy in <placeName>{post}</placeName> to the Department of State<note n=\"1\" type=\"source\" \
         xml:id=\"d{number}fn1\">Source: Department of State, Central Files, 611.99/2\u{2013}1058. Confidential; \
         Priority. Repeated for information to Kestrel Bay.</note></head>\n<dateline><placeName>{post}</placeName>, \
         <date when=\"1958-02-10T20:12:00\">February 10, 1958\u{2014}8:12 p.m.</date></dateline>\n",
    );
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
    text + "<closer><signed><persName>Tremaine</persName></signed></closer></div>\n"
}
