//! What whole telegrams come out as.

use super::*;
use crate::cable::RepairKind;

/// A telegram around what is under test.
fn telegram(heading: &str, body: &str) -> Cable {
    let text = format!(
        "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC PRIORITY 4412\n\n\
         C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSIPDIS\n\n{heading}\n\n{body}\n"
    );
    laws(text.as_bytes()).unwrap();
    parse(text.as_bytes())
}

/// A telegram whose body is under test.
fn with_body(body: &str) -> Cable {
    telegram(
        "E.O. 12958: DECL: 07/22/2018\nTAGS: PREL VD\nSUBJECT: HARBOR TALKS\n\nREF: NORTHHAVEN 88",
        body,
    )
}

/// A telegram with some lines below the SUBJECT.
fn with_heading(lines: &str) -> Cable {
    telegram(
        &format!("E.O. 12958: DECL: 07/22/2018\nTAGS: PREL VD\n{lines}"),
        "\u{b6}1. (C) Text.\nTREMAINE",
    )
}

/// Letter and target of each reference.
fn references(cable: &Cable) -> Vec<String> {
    let show = |reference: &crate::cable::Reference| {
        let target = match &reference.mrn {
            Some(mrn) => mrn.to_string(),
            None => reference.kind.slug().to_owned(),
        };
        let notal = if reference.notal { " notal" } else { "" };
        format!(
            "{}{target}{notal}",
            reference
                .letter
                .map_or(String::new(), |letter| format!("{letter}="))
        )
    };
    cable.heading.references.iter().map(show).collect()
}

/// Number, marking and text of each paragraph, as read.
fn paragraphs(cable: &Cable) -> Vec<String> {
    let show = |paragraph: &Paragraph| {
        let number = paragraph
            .number
            .map_or("-".to_owned(), |number| number.to_string());
        let mark = paragraph
            .mark
            .as_ref()
            .map_or("-".to_owned(), crate::cable::PortionMark::text);
        format!("{number} {mark} {}", cable.read(paragraph.text))
    };
    cable.paragraphs.iter().map(show).collect()
}

fn signature(cable: &Cable) -> Vec<&str> {
    cable
        .signature
        .iter()
        .map(|&span| cable.slice(span))
        .collect()
}

fn subject(cable: &Cable) -> String {
    cable
        .heading
        .subject
        .map(|span| cable.read(span))
        .unwrap_or_default()
}

fn tags(cable: &Cable) -> Vec<&str> {
    cable.heading.tags.iter().map(|tag| &*tag.code).collect()
}

/// Name, title and reasons.
fn classified_by(cable: &Cable) -> String {
    let by = cable.heading.classified_by.as_ref().unwrap();
    let words = |span: Option<Span>| span.map_or("-".to_owned(), |span| cable.read(span));
    let reasons: Vec<String> = by.reasons.iter().map(ToString::to_string).collect();
    format!(
        "{} | {} | {}",
        words(by.name),
        words(by.title),
        reasons.join(" ")
    )
}

fn part(cable: &Cable, part: Option<&Part>) -> String {
    let read = |part: &Part| {
        part.spans
            .iter()
            .map(|&span| cable.read(span))
            .collect::<Vec<_>>()
            .join(" / ")
    };
    part.map(read).unwrap_or_default()
}

fn repairs(cable: &Cable, kind: RepairKind) -> Vec<String> {
    let of_kind = cable.repairs.iter().filter(|repair| repair.kind == kind);
    of_kind
        .map(|repair| format!("{} > {}", cable.slice(repair.span), repair.to))
        .collect()
}

/// The sample of the project, where it is at hand: it is never copied here.
#[cfg(feature = "tui")]
mod acceptance {
    use std::collections::BTreeMap;
    use std::path::Path;

    use serde_json::Value;

    use super::*;

    #[test]
    fn the_sample_comes_out_as_its_json_says() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/acceptance");
        let Ok(bytes) = std::fs::read(folder.join("07OSLO525.txt")) else {
            return;
        };
        let wanted: Value =
            serde_json::from_slice(&std::fs::read(folder.join("07OSLO525.json")).unwrap()).unwrap();
        laws(&bytes).unwrap();
        let cable = parse(&bytes);
        let text = |span: Span| Value::from(cable.read(span));
        let or_null = |span: Option<Span>| span.map_or(Value::Null, text);
        let heading = &cable.heading;

        assert_eq!(cable.encoding.slug(), wanted["encoding"]);
        assert_eq!(cable.n_bytes, wanted["bytes"]);
        assert_eq!(cable.family.slug(), wanted["family"]);
        let mrn = cable.mrn.as_ref().unwrap();
        assert_eq!(mrn.to_string(), wanted["mrn"]["id"]);
        assert_eq!(&*mrn.station, wanted["mrn"]["station"]);

        let sent = &heading.transmission;
        let of = &wanted["transmission"];
        assert_eq!(or_null(sent.channel), of["channel"]);
        assert_eq!(or_null(sent.channel_number), of["channel_number"]);
        assert_eq!(sent.precedence.unwrap().slug(), of["precedence"]);
        assert_eq!(text(sent.called[0].0), of["called"][0]);
        assert_eq!(text(sent.calling.unwrap().0), of["calling"]);
        assert_eq!(sent.station_serial.unwrap().value, of["station_serial"]);
        assert_eq!(sent.section.unwrap(), of["section"]);
        let filed = sent.filed.unwrap().value;
        assert_eq!(filed.julian_day, of["julian_day"]);
        assert_eq!(
            format!("{:02}:{:02}", filed.hour, filed.minute),
            of["filed"]
        );
        assert_eq!(or_null(sent.security), of["security"]);
        assert_eq!(text(sent.operating_signals[0]), of["operating_signals"][0]);

        let dtg = heading.dtg.as_ref().unwrap();
        assert_eq!(text(dtg.span), wanted["dtg"]["text"]);
        assert_eq!(dtg.dtg.utc(), wanted["dtg"]["utc"]);
        assert_eq!(dtg.precedence.unwrap().slug(), wanted["dtg"]["precedence"]);
        assert_eq!(dtg.info_precedence, None);
        assert_eq!(
            text(heading.from.as_ref().unwrap().plad.0),
            wanted["from"]["plad"]
        );
        for (list, wanted) in [
            (&heading.action, &wanted["action"]),
            (&heading.info, &wanted["info"]),
        ] {
            assert_eq!(list.len(), wanted.as_array().unwrap().len());
            for (addressee, wanted) in list.iter().zip(wanted.as_array().unwrap()) {
                assert_eq!(
                    or_null(addressee.routing_indicator.map(|ri| ri.0)),
                    wanted["routing_indicator"]
                );
                assert_eq!(text(addressee.plad.0), wanted["plad"]);
                assert_eq!(addressee.precedence.unwrap().slug(), wanted["precedence"]);
                assert_eq!(
                    or_null(addressee.continuity_number),
                    wanted["continuity_number"]
                );
            }
        }

        let banner = heading.banner.as_ref().unwrap();
        assert_eq!(banner.level.slug(), wanted["banner"]["level"]);
        assert!(
            banner.controls.is_empty() && banner.section.is_none() && banner.sections.is_none()
        );
        let captions: Vec<&str> = heading
            .captions
            .iter()
            .map(|caption| &*caption.text)
            .collect();
        assert_eq!(Value::from(captions), wanted["captions"]);
        let order = heading.executive_order.as_ref().unwrap();
        assert_eq!(or_null(order.order), wanted["executive_order"]["order"]);
        let until = order.declassify_on.unwrap().value.to_string();
        assert_eq!(until, wanted["executive_order"]["declassify_on"]);
        for (tag, wanted) in heading.tags.iter().zip(wanted["tags"].as_array().unwrap()) {
            assert_eq!(&*tag.code, wanted["code"]);
            assert_eq!(tag.kind.slug(), wanted["kind"]);
        }
        assert_eq!(heading.tags.len(), wanted["tags"].as_array().unwrap().len());
        assert_eq!(or_null(heading.subject), wanted["subject"]);
        let [reference] = &heading.references[..] else {
            panic!("one reference")
        };
        assert_eq!(text(reference.span), wanted["references"][0]["text"]);
        assert_eq!(
            reference.mrn.as_ref().unwrap().to_string(),
            wanted["references"][0]["mrn"]
        );
        let inferred: Vec<&str> = reference.inferred.iter().map(|from| from.slug()).collect();
        assert_eq!(Value::from(inferred), wanted["references"][0]["inferred"]);
        let by = heading.classified_by.as_ref().unwrap();
        assert_eq!(or_null(by.name), wanted["classified_by"]["name"]);
        assert_eq!(or_null(by.title), wanted["classified_by"]["title"]);
        let reasons: Vec<String> = by.reasons.iter().map(ToString::to_string).collect();
        assert_eq!(Value::from(reasons), wanted["classified_by"]["reasons"]);

        let wanted_paragraphs = wanted["paragraphs"].as_array().unwrap();
        for (paragraph, wanted) in cable.paragraphs.iter().zip(wanted_paragraphs) {
            assert_eq!(paragraph.number.unwrap(), wanted["number"]);
            assert_eq!(cable.slice(paragraph.printed.unwrap()), wanted["printed"]);
            assert_eq!(paragraph.mark.as_ref().unwrap().text(), wanted["marking"]);
            let roles: Vec<&str> = paragraph.roles.iter().map(|role| role.slug()).collect();
            assert_eq!(Value::from(roles), wanted["roles"]);
            assert_eq!(text(paragraph.text), wanted["text"]);
        }
        assert_eq!(cable.paragraphs.len(), wanted_paragraphs.len());
        assert_eq!(part(&cable, cable.summary.as_ref()), wanted["summary"]);
        assert_eq!(part(&cable, cable.comment.as_ref()), wanted["comment"]);
        assert_eq!(signature(&cable), ["WHITNEY"]);
        assert_eq!(
            cable.derived_level().unwrap().slug(),
            wanted["derived_level"]
        );
        let mut counts = BTreeMap::new();
        for repair in &cable.repairs {
            assert!(repair.applied);
            *counts.entry(repair.kind.slug()).or_insert(0) += 1;
        }
        assert_eq!(
            serde_json::to_value(counts).unwrap(),
            wanted["repair_counts"]
        );
        assert!(cable.garbles.is_empty());
    }
}
