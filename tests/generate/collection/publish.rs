//! What telegrams are published in: web page, record, copy, page of an
//! archive, printed document. The benches wrap theirs in the same.

use std::fmt::Write as _;

/// A page of the web site.
pub(crate) struct Page<'a> {
    pub(crate) id: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) year: u16,
    pub(crate) month: u8,
    /// `2008-07-22 15:04`
    pub(crate) created: &'a str,
    pub(crate) class: &'a str,
    /// The number of the origin, and its name: `Embassy Port Larkspur`.
    pub(crate) origin: (usize, &'a str),
    /// The header, if it is there.
    pub(crate) header: Option<&'a str>,
    /// In HTML.
    pub(crate) text: &'a str,
}

impl Page<'_> {
    pub(crate) fn write(&self) -> String {
        let Page {
            id,
            subject,
            year,
            month,
            created,
            class,
            origin: (nth, origin),
            ..
        } = self;
        let title = format!("Viewing cable {id}, {subject}");
        let mut page = format!(
            "<!DOCTYPE html>\n<html>\n<head>\n<title>{title}</title>\n\
             <link rel='stylesheet' type='text/css' href='/style.css' />\n</head>\n<body>\n\
             <h3>{title}</h3>\n<table class='cable'>\n<tr>\n<th>Reference ID</th>\n<th>Created</th>\n\
             <th>Released</th>\n<th>Classification</th>\n<th>Origin</th>\n</tr>\n<tr>\n\
             <td>\n<a href='/cable/{year}/{month:02}/{id}.html' title='{id}'>{id}</a>\n</td>\n\
             <td>\n<a href='/date/{year}-{month:02}_0.html'>{created}</a>\n</td>\n\
             <td>\n2011-08-30 01:44\n</td>\n<td>\n{class}\n</td>\n\
             <td>\n<a href='/origin/{nth}_0.html'>{origin}</a>\n</td>\n</tr>\n</table>\n"
        );
        for block in self.header.iter().chain([&self.text]) {
            page.push_str("<code><pre>");
            page.push_str(&block.replace('\n', "&#x000A;"));
            page.push_str("</pre></code>\n");
        }
        page.push_str("</body>\n</html>\n");
        page
    }
}

/// TAGS as links of the web site.
pub(crate) fn linked(tags: &[&str]) -> String {
    let link = |tag: &&str| format!("<a href='/tag/{tag}_0.html'>{tag}</a>");
    let links: Vec<String> = tags.iter().map(link).collect();
    links.join(" ")
}

/// A record of the eight-column CSV, with its line end.
pub(crate) fn record(columns: [&str; 8]) -> String {
    let length: usize = columns.iter().map(|column| column.len() + 8).sum();
    let mut record = String::with_capacity(length);
    for (nth, column) in columns.iter().enumerate() {
        record.push_str(if nth == 0 { "\"" } else { ",\"" });
        for part in column.split_inclusive('"') {
            let bare = part.strip_suffix('"');
            record.push_str(bare.unwrap_or(part));
            record.push_str(if bare.is_some() { "\\\"" } else { "" });
        }
        record.push('"');
    }
    record.push('\n');
    record
}

/// A copy in Markdown of a text whose links are made.
pub(crate) fn markdown(text: &str) -> String {
    let text = text.replace('\n', " \\\n");
    let mut escaped = String::with_capacity(text.len() + 64);
    for line in text.lines() {
        // A list would be made of a number with a dot.
        match line.split_once(". (") {
            Some((number, rest))
                if number.len() < 4 && number.ends_with(|c: char| c.is_ascii_digit()) =>
            {
                let _ = writeln!(escaped, "{number}\\. ({rest}");
            }
            _ => {
                let _ = writeln!(escaped, "{line}");
            }
        }
    }
    escaped
}

/// What the National Archives say of a record.
pub(crate) struct Attributes<'a> {
    /// `11 FEB 1976`
    pub(crate) date: &'a str,
    /// `1976NORTHH00088`
    pub(crate) number: &'a str,
    /// The last digits of the film number, and of its year.
    pub(crate) film: (usize, usize, u16),
    pub(crate) from: &'a str,
    pub(crate) n_lines: usize,
    pub(crate) class: &'a str,
    /// `76 STATE 4711`
    pub(crate) reference: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) tags: &'a str,
    pub(crate) to: &'a str,
    /// `TE`, or `P` for a card.
    pub(crate) kind: &'a str,
}

impl Attributes<'_> {
    pub(crate) fn write(&self) -> String {
        let Attributes {
            date,
            number,
            film: (roll, frame, year),
            from,
            n_lines,
            class,
            reference,
            subject,
            tags,
            to,
            kind,
        } = self;
        let year = year % 100;
        format!(
            "Automatic Decaptioning: X\nCapture Date: 01 JAN 1994\nChannel Indicators: n/a\nCurrent Classification: UNCLASSIFIED\n\
             Concepts: FISHERIES, HARBORS, NEGOTIATIONS,\nDUES\nControl Number: n/a\nCopy: SINGLE\nDraft Date: {date}\n\
             Decaption Date: 28 MAY 2004\nDecaption Note: 25 YEAR REVIEW\nDisposition Action: RELEASED\n\
             Disposition Date: 28 MAY 2004\nDocument Number: {number}\nDocument Source: CORE\n\
             Document Unique ID: 00\nDrafter: n/a\nEnclosure: n/a\nExecutive Order: GS\nErrors: N/A\n\
             Film Number: D{year:02}00{roll:02}-{frame:04}\nFrom: {from}\nHandling Restrictions: n/a\nLine Count: '{n_lines}'\n\
             Locator: TEXT ON-LINE, ON MICROFILM\nOffice: ACTION EUR\nOriginal Classification: {class}\n\
             Original Handling Restrictions: n/a\nPage Count: '3'\nReference: {reference}\n\
             Review Action: RELEASED, APPROVED\nReview Date: 02 JUN 2004\nSecure: OPEN\nStatus: NATIVE\n\
             Subject: {subject}\nTAGS: {tags}\nTo: {to}\nType: {kind}\n\
             Markings: Declassified/Released US Department of State EO Systematic Review 20 MAR 2014\n"
        )
    }
}

/// The table of a page of `PlusD`, and what stands between it and the text.
pub(crate) struct Table<'a> {
    pub(crate) subject: &'a str,
    /// `1976 February 11, 00:00 (Wednesday)`
    pub(crate) date: &'a str,
    /// `1976NORTHH00088_b`
    pub(crate) id: &'a str,
    pub(crate) class: &'a str,
    pub(crate) n_characters: usize,
    pub(crate) executive_order: &'a str,
    /// `EFIS - Fishing | VD - Veldania`
    pub(crate) tags: &'a str,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
}

impl Table<'_> {
    pub(crate) fn write(&self) -> String {
        let Table {
            subject,
            date,
            id,
            class,
            n_characters,
            executive_order,
            tags,
            from,
            to,
        } = self;
        format!(
            "{subject}\n\nDate:\n{date}\nCanonical ID:\n{id}\n\
             Original Classification:\n{class}\nCurrent Classification:\nUNCLASSIFIED\n\
             Handling Restrictions:\n-- Not Assigned --\nCharacter Count:\n{n_characters}\nExecutive Order:\n{executive_order}\n\
             Locator:\nTEXT ON-LINE, ON MICROFILM\nTAGS:\n{tags}\n\
             Concepts:\nHARBORS | FISHERIES\nType:\nTE - Telegram (cable)\nFrom:\n{from}\nMarkings:\n\
             Declassified/Released US Department of State EO Systematic Review 20 MAR 2014\nTo:\n{to}\n\n\
             Content\n\nRaw content\n\nMetadata\n\nPrint\n\nShare\n\n"
        )
    }
}

/// The stamp of the reading room on each page.
pub(crate) fn stamp(case: usize, document: usize) -> String {
    format!(
        "UNCLASSIFIED U.S. Department of State Case No. F-2012-{case:05} Doc No. C057{document:05} Date: 04/01/2014"
    )
}

/// A document of a printed volume, in TEI.
pub(crate) struct Document<'a> {
    pub(crate) number: usize,
    /// `Embassy in <placeName>Veldania</placeName> to the Department of State`
    pub(crate) head: &'a str,
    /// `611.99/2–1058`
    pub(crate) file: &'a str,
    /// `Confidential; Priority. Repeated for information to Kestrel Bay.`
    pub(crate) source: &'a str,
    pub(crate) place: &'a str,
    /// `1958-02-10T20:12:00`, and as printed.
    pub(crate) date: (&'a str, &'a str),
    /// In TEI.
    pub(crate) paragraphs: &'a str,
    pub(crate) signer: &'a str,
}

impl Document<'_> {
    pub(crate) fn write(&self) -> String {
        let Document {
            number,
            head,
            file,
            source,
            place,
            date: (when, printed),
            paragraphs,
            signer,
        } = self;
        format!(
            "<div type=\"document\" n=\"{number}\" xml:id=\"d{number}\"><head>{number}. Telegram From the \
             {head}<note n=\"1\" type=\"source\" \
             xml:id=\"d{number}fn1\">Source: Department of State, Central Files, {file}. {source}</note></head>\n\
             <dateline><placeName>{place}</placeName>, \
             <date when=\"{when}\">{printed}</date></dateline>\n{paragraphs}\
             <closer><signed><persName>{signer}</persName></signed></closer></div>\n"
        )
    }
}
