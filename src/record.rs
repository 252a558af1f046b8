//! The published form of a cable: what `reftel show --json` writes.
//!
//! It is made from a [`Cable`] and never derived on it, so that the parser
//! can change without changing what other programs read. A key whose value
//! is not in the source is null or an empty list; what is inferred says so.
//! Spans are `[start, end)` in bytes of the decoded text as UTF-8.
//!
//! The form `reftel.cable.v1` may gain keys and values, and loses none. Three
//! were added since it was settled; who does not know them loses nothing:
//!
//! - `offset`: where the first byte of a telegram stands in a file of many;
//!   null where the file holds one.
//! - `links`: references in the text, a list of `{span, paragraph, entries[],
//!   mrn, to_paragraph}`. `entries` are letters of the REF block, or places in
//!   it from 1 where it has none; `mrn` is a telegram cited in full;
//!   `to_paragraph` the paragraph of it that is meant.
//! - `emergency-command`, a `precedence` above `flash`.

// The fields bear the names of the published form.
#![allow(clippy::struct_field_names)]

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cable::{
    Addressee, Banner, Cable, Classification, ClassifiedBy, Dateline, DtgLine, Excision,
    ExecutiveOrder, Garble, Link, Mrn, Note, Paragraph, Part, PortionMark, Precedence, Reference,
    Repair, Span, Tag, Transmission,
};
use crate::check::Finding;
use crate::glossary;

/// A cable in the form `reftel.cable.v1`, to be serialized.
#[derive(Clone, Debug, Serialize)]
pub struct Record<'a> {
    format: &'static str,
    file: &'a str,
    member: Option<&'a str>,
    offset: Option<u64>,
    family: &'static str,
    encoding: &'static str,
    bytes: u64,
    sha256: &'a str,
    mrn: Option<Identity<'a>>,
    transmission: Option<Transmitted<'a>>,
    dtg: Option<Dated>,
    from: Option<Originator>,
    action: Vec<Address>,
    info: Vec<Address>,
    banner: Option<Level<'a>>,
    captions: Vec<&'a str>,
    executive_order: Option<Order>,
    tags: Vec<Code<'a>>,
    subject: Option<String>,
    subject_marking: Option<String>,
    references: Vec<Citation>,
    classified_by: Option<Classifier>,
    handling_notes: Vec<String>,
    paragraphs: Vec<Numbered<'a>>,
    summary: Option<String>,
    comment: Option<String>,
    excisions: Vec<Withheld<'a>>,
    signature: Vec<String>,
    derived_level: Option<&'static str>,
    repairs: Vec<Repaired<'a>>,
    links: Vec<Linked>,
    findings: Vec<Found<'a>>,
    garbles: Vec<Unread>,
    attributes: BTreeMap<&'a str, String>,
    notes: Vec<Footnote<'a>>,
}

/// Where a cable was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provenance<'a> {
    /// The path as given.
    pub file: &'a str,
    /// The member of an archive and the telegram of a file that holds many,
    /// or one of the two.
    pub member: Option<&'a str>,
    /// The offset of its first byte in the file, or in the member of the
    /// archive, that holds many.
    pub offset: Option<u64>,
    /// The hash of its bytes in hexadecimal.
    pub sha256: &'a str,
}

impl<'a> Record<'a> {
    /// The record of `cable`, which was read from `source`.
    ///
    /// An addressee without a precedence of its own gets that of the
    /// date-time group: the second prosign for information addressees where
    /// there is one. Paragraphs are named by the number their drafter gave
    /// them.
    #[must_use]
    pub fn new(cable: &'a Cable, source: Provenance<'a>, findings: &'a [Finding]) -> Record<'a> {
        let heading = &cable.heading;
        let dtg = heading.dtg.as_ref();
        let stated = heading.dateline.and_then(|line| line.precedence);
        let for_action = dtg.map_or(stated, |line| line.precedence);
        let for_info = dtg.and_then(|line| line.info_precedence).or(for_action);
        let year = cable.year();
        let links = glossary::links(cable);
        let addresses = |entries: &'a [Addressee], precedence| {
            each(entries, |entry| Address::new(cable, entry, precedence))
        };
        Record {
            format: "reftel.cable.v1",
            file: source.file,
            member: source.member,
            offset: source.offset,
            family: cable.family.slug(),
            encoding: cable.encoding.slug(),
            bytes: cable.n_bytes,
            sha256: source.sha256,
            mrn: cable.mrn.as_ref().map(Identity::new),
            transmission: Transmitted::new(cable),
            dtg: Dated::of(cable),
            from: { heading.from.as_ref() }.map(|entry| Originator::new(cable, entry)),
            action: addresses(&heading.action, for_action),
            info: addresses(&heading.info, for_info),
            banner: { heading.banner.as_ref() }.map(|banner| Level::new(cable, banner)),
            captions: each(&heading.captions, |caption| &*caption.text),
            executive_order: { heading.executive_order.as_ref() }.map(|eo| Order::new(cable, eo)),
            tags: each(&heading.tags, |tag| Code::new(tag, year)),
            // One line, and one blank between words.
            subject: heading.subject.map(|span| squeezed(&line(cable, span))),
            subject_marking: heading.subject_marking.map(|span| line(cable, span)),
            references: each(&heading.references, |entry| Citation::new(cable, entry)),
            classified_by: { heading.classified_by.as_ref() }.map(|by| Classifier::new(cable, by)),
            handling_notes: each(&heading.handling_notes, |&span| line(cable, span)),
            paragraphs: each(&cable.paragraphs, |paragraph| {
                Numbered::new(cable, paragraph)
            }),
            summary: cable.summary.as_ref().map(|part| words(cable, part)),
            comment: cable.comment.as_ref().map(|part| words(cable, part)),
            excisions: each(&cable.excisions, |excision| Withheld::new(cable, excision)),
            signature: names(cable),
            derived_level: cable.derived_level().map(Classification::slug),
            repairs: each(&cable.repairs, |repair| Repaired::new(cable, repair)),
            links: each(&links, |link| Linked::new(cable, link)),
            findings: each(findings, |finding| Found::new(cable, finding)),
            garbles: each(&cable.garbles, Unread::new),
            attributes: attributes(cable),
            notes: each(&cable.notes, |note| Footnote::new(cable, note)),
        }
    }
}

/// What is made of each of some values.
fn each<'a, T, U>(values: &'a [T], make: impl FnMut(&'a T) -> U) -> Vec<U> {
    values.iter().map(make).collect()
}

/// `[start, end)`.
type Place = [u32; 2];

fn place(span: Span) -> Place {
    [span.start, span.end]
}

/// A place as it is read, on one line.
fn line(cable: &Cable, span: Span) -> String {
    let mut text = cable.read(span);
    if text.contains('\n') {
        text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    } else if text.trim().len() < text.len() {
        text = text.trim().to_owned();
    }
    text
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The paragraphs of a summary or comment, a blank line between them.
fn words(cable: &Cable, part: &Part) -> String {
    let paragraphs: Vec<String> = part
        .spans
        .iter()
        .map(|&span| cable.read(span).trim().to_owned())
        .collect();
    paragraphs.join("\n\n")
}

fn slices<'a>(cable: &'a Cable, spans: &[Span]) -> Vec<&'a str> {
    spans.iter().map(|&span| cable.slice(span)).collect()
}

/// Who signed, with one blank between two words.
fn names(cable: &Cable) -> Vec<String> {
    let names = cable.signature.iter().map(|&span| cable.read(span));
    let single = |name: String| name.split_whitespace().collect::<Vec<_>>().join(" ");
    names.map(single).collect()
}

fn strs(texts: &[Box<str>]) -> Vec<&str> {
    texts.iter().map(|text| &**text).collect()
}

/// The number of the paragraph at an index, where it bears one.
fn number(cable: &Cable, paragraph: Option<u32>) -> Option<u32> {
    let paragraph_idx = usize::try_from(paragraph?).ok()?;
    cable.paragraphs.get(paragraph_idx)?.number
}

/// What the publisher says beside the text. Values of one key, such as the
/// pages of a document, stand one after the other.
fn attributes(cable: &Cable) -> BTreeMap<&str, String> {
    let mut all: BTreeMap<&str, String> = BTreeMap::new();
    for attribute in &cable.attributes {
        let value = all.entry(&attribute.key).or_default();
        if !value.is_empty() {
            value.push_str(", ");
        }
        value.push_str(&attribute.value);
    }
    all
}

#[derive(Clone, Debug, Serialize)]
struct Footnote<'a> {
    paragraph: Option<u32>,
    label: &'a str,
    text: String,
    span: Place,
}

impl<'a> Footnote<'a> {
    fn new(cable: &Cable, note: &'a Note) -> Footnote<'a> {
        Footnote {
            paragraph: number(cable, note.paragraph),
            label: &note.label,
            text: line(cable, note.text),
            span: place(note.text),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Identity<'a> {
    id: String,
    station: &'a str,
    year: u16,
    serial: u32,
}

impl<'a> Identity<'a> {
    fn new(mrn: &'a Mrn) -> Identity<'a> {
        Identity {
            id: mrn.to_string(),
            station: &mrn.station,
            year: mrn.year,
            serial: mrn.serial,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Transmitted<'a> {
    channel: Option<&'a str>,
    channel_number: Option<&'a str>,
    precedence: Option<&'static str>,
    called: Vec<&'a str>,
    calling: Option<&'a str>,
    station_serial: Option<u32>,
    section: Option<u16>,
    julian_day: Option<u16>,
    filed: Option<String>,
    security: Option<&'a str>,
    operating_signals: Vec<&'a str>,
}

impl<'a> Transmitted<'a> {
    /// Nothing when the source has none of format lines 1 to 4.
    fn new(cable: &'a Cable) -> Option<Transmitted<'a>> {
        let lines = &cable.heading.transmission;
        if *lines == Transmission::default() {
            return None;
        }
        let filed = lines.filed.map(|filed| filed.value);
        Some(Transmitted {
            channel: lines.channel.map(|span| cable.slice(span)),
            channel_number: lines.channel_number.map(|span| cable.slice(span)),
            precedence: lines.precedence.map(Precedence::slug),
            called: lines
                .called
                .iter()
                .map(|station| cable.slice(station.0))
                .collect(),
            calling: lines.calling.map(|station| cable.slice(station.0)),
            station_serial: lines.station_serial.map(|serial| serial.value),
            section: lines.section,
            julian_day: filed.map(|filed| filed.julian_day),
            filed: filed.map(|filed| format!("{:02}:{:02}", filed.hour, filed.minute)),
            security: lines.security.map(|span| cable.slice(span)),
            operating_signals: slices(cable, &lines.operating_signals),
        })
    }
}

#[derive(Clone, Debug, Serialize)]
struct Dated {
    text: String,
    utc: Option<String>,
    precedence: Option<&'static str>,
    info_precedence: Option<&'static str>,
}

impl Dated {
    fn of(cable: &Cable) -> Option<Dated> {
        let heading = &cable.heading;
        match (&heading.dtg, &heading.dateline) {
            (Some(line), _) => Some(Dated::new(cable, line)),
            (None, Some(line)) => Some(Dated::of_dateline(cable, line)),
            (None, None) => None,
        }
    }

    fn new(cable: &Cable, dated: &DtgLine) -> Dated {
        Dated {
            text: line(cable, dated.span),
            utc: Some(dated.dtg.utc()),
            precedence: dated.precedence.map(Precedence::slug),
            info_precedence: dated.info_precedence.map(Precedence::slug),
        }
    }

    /// Without a zone there is no instant: the text alone says when.
    fn of_dateline(cable: &Cable, dated: &Dateline) -> Dated {
        let text = if dated.span.is_empty() {
            dated.to_string()
        } else {
            line(cable, dated.span)
        };
        Dated {
            text,
            utc: None,
            precedence: dated.precedence.map(Precedence::slug),
            info_precedence: None,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Originator {
    routing_indicator: Option<String>,
    plad: String,
}

impl Originator {
    fn new(cable: &Cable, entry: &Addressee) -> Originator {
        Originator {
            routing_indicator: entry
                .routing_indicator
                .map(|station| line(cable, station.0)),
            plad: squeezed(&line(cable, entry.plad.0)),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Address {
    routing_indicator: Option<String>,
    plad: String,
    precedence: Option<&'static str>,
    continuity_number: Option<String>,
    excluded: Vec<String>,
    span: Place,
}

impl Address {
    fn new(cable: &Cable, entry: &Addressee, precedence: Option<Precedence>) -> Address {
        let Originator {
            routing_indicator,
            plad,
        } = Originator::new(cable, entry);
        Address {
            routing_indicator,
            plad,
            precedence: entry.precedence.or(precedence).map(Precedence::slug),
            continuity_number: entry.continuity_number.map(|span| line(cable, span)),
            excluded: entry
                .excluded
                .iter()
                .map(|plad| line(cable, plad.0))
                .collect(),
            span: place(entry.span),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Level<'a> {
    level: &'static str,
    controls: Vec<&'a str>,
    section: Option<u16>,
    sections: Option<u16>,
}

impl<'a> Level<'a> {
    fn new(cable: &'a Cable, banner: &Banner) -> Level<'a> {
        Level {
            level: banner.level.slug(),
            controls: slices(cable, &banner.controls),
            section: banner.section,
            sections: banner.sections,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Order {
    order: Option<String>,
    declassify_on: Option<String>,
    exemptions: Vec<String>,
    text: String,
}

impl Order {
    fn new(cable: &Cable, order: &ExecutiveOrder) -> Order {
        Order {
            order: order.order.map(|span| line(cable, span)),
            declassify_on: order.declassify_on.map(|date| date.value.to_string()),
            exemptions: order
                .exemptions
                .iter()
                .map(|&span| line(cable, span))
                .collect(),
            text: line(cable, order.span),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Code<'a> {
    code: &'a str,
    kind: &'static str,
    meaning: Option<&'static str>,
    status: Option<&'static str>,
}

impl<'a> Code<'a> {
    /// The meaning is that of the year of the telegram.
    fn new(tag: &'a Tag, year: Option<u16>) -> Code<'a> {
        let entry = glossary::tag(&tag.code, year);
        let status = |sourced| if sourced { "sourced" } else { "unverified" };
        Code {
            code: &tag.code,
            kind: tag.kind.slug(),
            meaning: entry.map(|entry| entry.meaning),
            status: entry.map(|entry| status(entry.sourced)),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Citation {
    letter: Option<char>,
    text: String,
    kind: &'static str,
    mrn: Option<String>,
    inferred: Vec<&'static str>,
    notal: bool,
    confidence: &'static str,
    span: Place,
}

impl Citation {
    fn new(cable: &Cable, reference: &Reference) -> Citation {
        Citation {
            letter: reference.letter,
            text: line(cable, reference.span),
            kind: reference.kind.slug(),
            mrn: reference.mrn.as_ref().map(Mrn::to_string),
            inferred: reference.inferred.iter().map(|each| each.slug()).collect(),
            notal: reference.notal,
            confidence: reference.confidence.slug(),
            span: place(reference.span),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Classifier {
    name: Option<String>,
    title: Option<String>,
    also: Vec<AlsoClassifier>,
    reasons: Vec<String>,
    text: String,
}

#[derive(Clone, Debug, Serialize)]
struct AlsoClassifier {
    name: String,
    title: Option<String>,
}

impl Classifier {
    fn new(cable: &Cable, by: &ClassifiedBy) -> Classifier {
        let words = |span| squeezed(&line(cable, span));
        Classifier {
            name: by.name(cable),
            title: by.title.map(words),
            also: by
                .also
                .iter()
                .map(|person| AlsoClassifier {
                    name: words(person.name),
                    title: person.title.map(words),
                })
                .collect(),
            reasons: by.reasons.iter().map(ToString::to_string).collect(),
            text: line(cable, by.span),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Numbered<'a> {
    number: Option<u32>,
    printed: Option<&'a str>,
    marking: Option<String>,
    level: Option<&'static str>,
    controls: Vec<&'a str>,
    roles: Vec<&'static str>,
    heading: Option<String>,
    text: String,
    span: Place,
}

impl<'a> Numbered<'a> {
    fn new(cable: &'a Cable, paragraph: &'a Paragraph) -> Numbered<'a> {
        let mark = paragraph.mark.as_ref();
        Numbered {
            number: paragraph.number,
            printed: paragraph.printed.map(|span| cable.slice(span)),
            marking: mark.map(PortionMark::text),
            level: mark.map(|mark| mark.level.slug()),
            controls: mark.map(|mark| strs(&mark.controls)).unwrap_or_default(),
            roles: paragraph.roles.iter().map(|role| role.slug()).collect(),
            heading: paragraph.heading.map(|span| line(cable, span)),
            text: cable.read(paragraph.text).trim().to_owned(),
            span: place(paragraph.span),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Withheld<'a> {
    paragraph: Option<u32>,
    codes: Vec<&'a str>,
    span: Place,
}

impl<'a> Withheld<'a> {
    fn new(cable: &'a Cable, excision: &Excision) -> Withheld<'a> {
        Withheld {
            paragraph: number(cable, excision.paragraph),
            codes: slices(cable, &excision.codes),
            span: place(excision.span),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Repaired<'a> {
    kind: &'static str,
    span: Place,
    from: &'a str,
    to: &'a str,
    confidence: &'static str,
    applied: bool,
}

impl<'a> Repaired<'a> {
    fn new(cable: &'a Cable, repair: &'a Repair) -> Repaired<'a> {
        Repaired {
            kind: repair.kind.slug(),
            span: place(repair.span),
            from: cable.slice(repair.span),
            to: &repair.to,
            confidence: repair.confidence.slug(),
            applied: repair.applied,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Found<'a> {
    rule: &'static str,
    severity: &'static str,
    text: &'a str,
    span: Place,
    paragraph: Option<u32>,
}

impl<'a> Found<'a> {
    fn new(cable: &Cable, finding: &'a Finding) -> Found<'a> {
        Found {
            rule: finding.rule.id,
            severity: finding.severity.slug(),
            text: &finding.text,
            span: place(finding.span),
            paragraph: number(cable, finding.paragraph),
        }
    }
}

/// A reference in the text: `entries` are letters of the REF block, or
/// places in it from 1 where it has none; `mrn` a telegram cited in full.
#[derive(Clone, Debug, Serialize)]
struct Linked {
    span: Place,
    paragraph: Option<u32>,
    entries: Vec<String>,
    mrn: Option<String>,
    to_paragraph: Option<u32>,
}

impl Linked {
    fn new(cable: &Cable, link: &Link) -> Linked {
        let references = &cable.heading.references;
        let entry = |&entry: &u32| match references.get(entry as usize)?.letter {
            Some(letter) => Some(letter.to_string()),
            None => Some((entry + 1).to_string()),
        };
        Linked {
            span: place(link.span),
            paragraph: number(cable, Some(link.paragraph)),
            entries: link.entries.iter().filter_map(entry).collect(),
            mrn: link.mrn.as_ref().map(ToString::to_string),
            to_paragraph: link.to_paragraph,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct Unread {
    span: Place,
    expected: &'static str,
}

impl Unread {
    fn new(garble: &Garble) -> Unread {
        Unread {
            span: place(garble.span),
            expected: garble.expected,
        }
    }
}

// `serde_json` comes with the feature.
#[cfg(all(test, feature = "tui"))]
mod tests {
    use super::*;
    use crate::cable::RepairKind;
    use crate::check::check;
    use crate::parse::parse;

    fn json(cable: &Cable) -> serde_json::Value {
        let findings = check(cable);
        let source = Provenance {
            file: "a.txt",
            member: None,
            offset: None,
            sha256: "00",
        };
        serde_json::to_value(Record::new(cable, source, &findings)).unwrap()
    }

    /// A cable of the given text of which nothing is known.
    fn bare(text: &str) -> Cable {
        let mut cable = parse(b"");
        cable.text = text.into();
        cable.n_bytes = text.len() as u64;
        cable
    }

    #[test]
    fn every_key_is_present_when_nothing_is_known() {
        let mut want = serde_json::json!({
            "format": "reftel.cable.v1", "file": "a.txt", "member": null,
            "offset": null,
            "family": "plain", "encoding": "utf-8", "bytes": 5, "sha256": "00",
            "mrn": null, "transmission": null, "dtg": null, "from": null,
            "action": [], "info": [], "banner": null, "captions": [],
            "executive_order": null, "tags": [], "subject": null,
            "subject_marking": null, "references": [], "classified_by": null,
            "handling_notes": [], "paragraphs": [], "summary": null,
            "comment": null, "excisions": [], "signature": [],
            "derived_level": null, "repairs": [], "links": [], "findings": [], "garbles": [],
            "attributes": {}, "notes": []
        });
        let mut cable = bare("words");
        cable.paragraphs.clear();
        want["family"] = cable.family.slug().into();
        assert_eq!(json(&cable), want);
    }

    #[test]
    fn words_of_an_address_have_one_blank_between_them() {
        let text = b"P 151412Z MAR 08\nFM AMEMBASSY  PORT   LARKSPUR\n\
            TO SECSTATE  WASHDC PRIORITY 4410\nINFO AMCONSUL  NORTHHAVEN 88\n\n\
            UNCLAS PORT LARKSPUR 000311\n\nSUBJECT: HARBOR  DUES\n\n1. They stay.\n";
        let json = json(&parse(text));
        assert_eq!(json["from"]["plad"], "AMEMBASSY PORT LARKSPUR");
        assert_eq!(json["action"][0]["plad"], "SECSTATE WASHDC");
        assert_eq!(json["info"][0]["plad"], "AMCONSUL NORTHHAVEN");
        assert_eq!(json["subject"], "HARBOR DUES");
    }

    #[test]
    fn every_object_has_the_keys_of_the_published_form() {
        let text = b"VZCZCXYZ0007\nPP RUEHC\n\nDE RUEHPL #0311/01 0741412\nZNY CCCCC ZZH\n\
            P 151412Z MAR 08\nFM AMEMBASSY PORT LARKSPUR\n\
            TO RUEHC/SECSTATE WASHDC PRIORITY 4410\nINFO RUEHNH/AMCONSUL NORTHHAVEN 88\n\n\
            C O N F I D E N T I A L PORT LARKSPUR 000311\n\nE.O. 12958: DECL: 03/15/2018\n\
            TAGS: PREL\nSUBJECT: HARBOR DUES\nREF: A. NORTHHAVEN 88\n\n\
            Classified By: DCM Ada Quill for reasons 1.4 (b) and (d).\n\n\
            1. (C) As in ref A, the Minister,s men agreed. [1.4(b)]\n\nQUILL\n";
        let mut cable = parse(text);
        let span = Span::new(0, 4);
        cable.excisions.push(Excision {
            span,
            paragraph: None,
            codes: Vec::new(),
        });
        cable.garbles.push(Garble {
            span,
            expected: "nothing",
        });
        cable.notes.push(Note {
            paragraph: None,
            label: "1".into(),
            anchor: None,
            text: span,
        });
        let json = json(&cable);
        let address = "continuity_number excluded plad precedence routing_indicator span";
        for (key, keys) in [
            ("mrn", "id serial station year"),
            (
                "transmission",
                "called calling channel channel_number filed julian_day operating_signals \
                 precedence section security station_serial",
            ),
            ("dtg", "info_precedence precedence text utc"),
            ("from", "plad routing_indicator"),
            ("action", address),
            ("info", address),
            ("banner", "controls level section sections"),
            ("executive_order", "declassify_on exemptions order text"),
            ("tags", "code kind meaning status"),
            (
                "references",
                "confidence inferred kind letter mrn notal span text",
            ),
            ("classified_by", "also name reasons text title"),
            (
                "paragraphs",
                "controls heading level marking number printed roles span text",
            ),
            ("excisions", "codes paragraph span"),
            ("repairs", "applied confidence from kind span to"),
            ("links", "entries mrn paragraph span to_paragraph"),
            ("findings", "paragraph rule severity span text"),
            ("garbles", "expected span"),
            ("notes", "label paragraph span text"),
        ] {
            let value = json[key].get(0).unwrap_or(&json[key]);
            let mut found: Vec<&str> = value.as_object().map_or_else(Vec::new, |object| {
                object.keys().map(String::as_str).collect()
            });
            found.sort_unstable();
            assert_eq!(found.join(" "), keys, "{key}");
        }
    }

    #[test]
    fn an_addressee_inherits_the_precedence_of_its_side() {
        let mut cable =
            parse(b"O 151412Z MAR 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC\n");
        let span = Span::new(0, 1);
        let entry = Addressee::named(span);
        let dtg = crate::cable::Dtg::new(2008, 3, 15, 14, 12).unwrap();
        cable.heading.dtg = Some(DtgLine {
            span,
            dtg,
            precedence: Some(Precedence::Immediate),
            info_precedence: Some(Precedence::Routine),
            tail: None,
        });
        cable.heading.action = vec![entry.clone()];
        cable.heading.info = vec![
            entry.clone(),
            Addressee {
                precedence: Some(Precedence::Flash),
                ..entry
            },
        ];
        let json = json(&cable);
        assert_eq!(json["action"][0]["precedence"], "immediate");
        assert_eq!(json["info"][0]["precedence"], "routine");
        assert_eq!(json["info"][1]["precedence"], "flash");
        assert_eq!(json["dtg"]["utc"], "2008-03-15T14:12:00Z");
    }

    #[test]
    fn a_summary_of_two_paragraphs_has_a_blank_line_between_them() {
        let mut cable = bare("First part.\nSecond part.");
        cable.summary = Some(Part {
            spans: vec![Span::new(0, 11), Span::new(12, 24)],
        });
        assert_eq!(json(&cable)["summary"], "First part.\n\nSecond part.");
    }

    #[test]
    fn text_is_as_it_is_read_and_a_repair_keeps_what_stood_there() {
        let mut cable = bare("the Minister,s\nanswer");
        let span = Span::new(12, 13);
        cable.repairs.push(Repair {
            span,
            kind: RepairKind::Apostrophe,
            to: "'".into(),
            confidence: crate::cable::Confidence::High,
            applied: true,
        });
        cable.heading.subject = Some(Span::new(0, 21));
        let json = json(&cable);
        assert_eq!(json["subject"], "the Minister's answer");
        assert_eq!(json["repairs"][0]["from"], ",");
        assert_eq!(json["repairs"][0]["to"], "'");
        assert_eq!(json["repairs"][0]["span"], serde_json::json!([12, 13]));
    }

    #[test]
    fn a_place_in_a_paragraph_is_named_by_the_number_it_bears() {
        let mut cable = parse(b"1. (C) One.\n\n2. (S) Two XXXX.\n\n3. (C) Three.\n");
        cable.excisions = vec![Excision {
            span: Span::new(24, 28),
            paragraph: Some(1),
            codes: Vec::new(),
        }];
        let json = json(&cable);
        assert_eq!(json["excisions"][0]["paragraph"], 2);
        assert_eq!(json["paragraphs"][1]["marking"], "S");
        assert_eq!(json["paragraphs"][1]["level"], "secret");
        assert_eq!(json["derived_level"], "secret");
    }
}
