//! A cable in the field's words, for golden tests and bug reports.
//!
//! Places are lines and columns, not offsets, so that the outline of a text
//! does not change with its line ends.

use std::fmt::Write as _;

use super::{Addressee, Cable, LineKind, Reference, Span};

/// The outline of a cable: runs of lines by kind, fields, paragraphs,
/// repairs, garbles; at the end, the share of its bytes that is
/// explained, rounded down.
///
/// Lines and columns count from 1; columns count bytes.
#[must_use]
pub fn outline(cable: &Cable) -> String {
    let mut out = Outline {
        cable,
        text: String::new(),
    };
    out.line_runs();
    out.header();
    out.heading();
    out.paragraphs();
    out.links();
    out.published();
    out.damage();
    out.explained();
    out.text
}

struct Outline<'a> {
    cable: &'a Cable,
    text: String,
}

impl Outline<'_> {
    /// One row; writing to a string cannot fail.
    fn row(&mut self, name: &str, value: std::fmt::Arguments<'_>) {
        let _ = writeln!(self.text, "{name} {value}");
    }

    /// `12:1` of an offset.
    fn at(&self, offset: u32) -> String {
        let (line, column) = self.cable.line_and_column(offset);
        format!("{line}:{column}")
    }

    /// The words at a span, as one line.
    fn words(&self, span: Span) -> String {
        let read = self.cable.slice(span);
        read.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn value(&mut self, name: &str, span: Span) {
        let (at, words) = (self.at(span.start), self.words(span));
        self.row(name, format_args!("{at} {words}"));
    }

    fn line_runs(&mut self) {
        let mut runs: Vec<(LineKind, usize, usize)> = Vec::new();
        for (number, line) in self.cable.numbered_lines() {
            match runs.last_mut() {
                Some((kind, _, last)) if *kind == line.kind => *last = number,
                _ => runs.push((line.kind, number, number)),
            }
        }
        let family = self.cable.family.slug();
        self.row("family", format_args!("{family}"));
        for (kind, first, last) in runs {
            if first == last {
                self.row("line", format_args!("{first} {}", kind.slug()));
            } else {
                self.row("lines", format_args!("{first}-{last} {}", kind.slug()));
            }
        }
    }

    fn header(&mut self) {
        let cable = self.cable;
        let fields = &cable.heading;
        if let Some(mrn) = &cable.mrn {
            self.row("mrn", format_args!("{mrn}"));
        }
        if let Some(calling) = fields.transmission.calling {
            self.value("calling", calling.0);
        }
        if let Some(filed) = fields.transmission.filed {
            self.value("filed", filed.span);
        }
        if let Some(security) = fields.transmission.security {
            self.value("security", security);
        }
        if let Some(line) = &fields.dtg {
            let slug = line.precedence.map_or("-", super::Precedence::slug);
            let at = self.at(line.span.start);
            self.row("dtg", format_args!("{at} {} {slug}", line.dtg));
        }
        if let Some(line) = &fields.dateline {
            let at = self.at(line.span.start);
            let slug = line.precedence.map_or("-", super::Precedence::slug);
            self.row("dateline", format_args!("{at} {line} {slug}"));
        }
        if let Some(from) = &fields.from {
            self.addressee("from", from);
        }
        for action in &fields.action {
            self.addressee("action", action);
        }
        for info in &fields.info {
            self.addressee("info", info);
        }
    }

    fn addressee(&mut self, name: &str, addressee: &Addressee) {
        let at = self.at(addressee.span.start);
        let plad = self.words(addressee.plad.0);
        let slug = addressee.precedence.map_or("-", super::Precedence::slug);
        let number = addressee
            .continuity_number
            .map_or_else(String::new, |span| self.words(span));
        self.row(name, format_args!("{at} {plad} {slug} {number}"));
        for excluded in &addressee.excluded {
            self.value("excluded", excluded.0);
        }
    }

    fn heading(&mut self) {
        let fields = &self.cable.heading;
        if let Some(banner) = &fields.banner {
            let at = self.at(banner.span.start);
            let section = banner.section.zip(banner.sections);
            let section =
                section.map_or_else(String::new, |(section, of)| format!(" {section}/{of}"));
            self.row(
                "banner",
                format_args!("{at} {}{section}", banner.level.slug()),
            );
        }
        for caption in &fields.captions {
            let at = self.at(caption.span.start);
            self.row("caption", format_args!("{at} {}", caption.text));
        }
        if let Some(order) = &fields.executive_order {
            self.value("executive-order", order.span);
            if let Some(date) = order.declassify_on {
                self.row("declassify-on", format_args!("{}", date.value));
            }
        }
        for tag in &fields.tags {
            let at = self.at(tag.span.start);
            self.row("tag", format_args!("{at} {} {}", tag.code, tag.kind.slug()));
        }
        if let Some(subject) = fields.subject {
            self.value("subject", subject);
        }
        if let Some(marking) = fields.subject_marking {
            self.value("subject-marking", marking);
        }
        for reference in &fields.references {
            self.reference(reference);
        }
        if let Some(by) = &fields.classified_by {
            self.value("classified-by", by.span);
            if let Some(name) = by.name {
                self.value("name", name);
            }
            if let Some(title) = by.title {
                self.value("title", title);
            }
            for person in &by.also {
                self.value("also-by", person.name);
                if let Some(title) = person.title {
                    self.value("title", title);
                }
            }
            let reasons: Vec<String> = by.reasons.iter().map(ToString::to_string).collect();
            self.row("reasons", format_args!("{}", reasons.join(" ")));
        }
        for &note in &fields.handling_notes {
            self.value("handling-note", note);
        }
    }

    fn reference(&mut self, reference: &Reference) {
        let at = self.at(reference.span.start);
        let letter = reference.letter.unwrap_or('-');
        let target = match &reference.mrn {
            Some(mrn) => mrn.to_string(),
            None => self.words(reference.span),
        };
        let inferred: Vec<&str> = reference.inferred.iter().map(|from| from.slug()).collect();
        let notal = if reference.notal { " notal" } else { "" };
        let kind = reference.kind.slug();
        self.row(
            "reference",
            format_args!(
                "{at} {letter} {kind} {target} {}{notal}",
                inferred.join("+")
            ),
        );
    }

    fn paragraphs(&mut self) {
        let cable = self.cable;
        for paragraph in &cable.paragraphs {
            if let Some(heading) = paragraph.heading {
                self.value("heading", heading);
            }
            let (at, end) = (self.at(paragraph.span.start), self.at(paragraph.span.end));
            let number = paragraph
                .number
                .map_or_else(|| "-".into(), |number| number.to_string());
            let mark = paragraph
                .mark
                .as_ref()
                .map_or_else(|| "-".into(), super::PortionMark::text);
            let roles: Vec<&str> = paragraph.roles.iter().map(|role| role.slug()).collect();
            self.row(
                "paragraph",
                format_args!("{at}-{end} {number} {mark} {}", roles.join("+")),
            );
        }
        for (name, part) in [("summary", &cable.summary), ("comment", &cable.comment)] {
            for span in part.iter().flat_map(|part| &part.spans) {
                let (at, end) = (self.at(span.start), self.at(span.end));
                self.row(name, format_args!("{at}-{end}"));
            }
        }
        for excision in &cable.excisions {
            self.value("excision", excision.span);
        }
        for &name in &cable.signature {
            self.value("signature", name);
        }
        if !cable.kept_breaks.is_empty() {
            let at: Vec<String> = cable
                .kept_breaks
                .iter()
                .map(|&kept| self.at(kept))
                .collect();
            self.row("kept-breaks", format_args!("{}", at.join(" ")));
        }
    }

    fn links(&mut self) {
        for link in self.cable.links(|_| false) {
            let (at, words) = (self.at(link.span.start), self.words(link.span));
            let references = &self.cable.heading.references;
            let letters = link.entries.iter().map(|&entry| {
                let reference = references.get(entry as usize);
                reference
                    .and_then(|it| it.letter)
                    .unwrap_or('-')
                    .to_string()
            });
            let full = link.mrn.iter().map(ToString::to_string);
            let beyond = link.beyond.iter().map(|letter| format!("no-{letter}"));
            let to: Vec<String> = letters.chain(full).chain(beyond).collect();
            self.row("link", format_args!("{at} {words} -> {}", to.join(" ")));
        }
    }

    fn published(&mut self) {
        for attribute in &self.cable.attributes {
            self.row(
                "attribute",
                format_args!("{}: {}", attribute.key, attribute.value),
            );
        }
        for note in &self.cable.notes {
            let (at, words) = (self.at(note.text.start), self.words(note.text));
            let paragraph = note.paragraph.and_then(|at| usize::try_from(at).ok());
            let paragraph = paragraph.and_then(|at| self.cable.paragraphs.get(at));
            let called = paragraph.map_or_else(|| "-".into(), |it| self.at(it.span.start));
            self.row(
                "note",
                format_args!("{at} {} from {called} {words}", note.label),
            );
        }
    }

    fn explained(&mut self) {
        let (explained, bytes) = self.cable.explained();
        let permille = (explained * 1000).checked_div(bytes).unwrap_or(1000);
        let (percent, tenth) = (permille / 10, permille % 10);
        self.row(
            "explained",
            format_args!("{percent}.{tenth} % of {bytes} bytes"),
        );
    }

    fn damage(&mut self) {
        for repair in &self.cable.repairs {
            let at = self.at(repair.span.start);
            let offered = if repair.applied { "" } else { " offered" };
            let (kind, sure) = (repair.kind.slug(), repair.confidence.slug());
            self.row(
                "repair",
                format_args!("{at} {kind} {sure}{offered} {:?}", repair.to),
            );
        }
        for garble in &self.cable.garbles {
            let at = self.at(garble.span.start);
            self.row("garble", format_args!("{at} expected {}", garble.expected));
        }
    }
}
