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
    #[allow(clippy::too_many_lines, reason = "one line a field")]
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

mod vectors {
    use super::*;

    const WHOLE: &str = "VZCZCXYZ0042\nPP RUEHAB RUEHCD\nDE RUEHPL #0311/01 2041504\nZNY CCCCC ZZH\n\
        P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4412\n\
        INFO RUEHNH/AMEMBASSY NORTHHAVEN 0207\nRUEHSB/AMCONSUL SANTA BRISA\nBT\n\
        C O N F I D E N T I A L SECTION 01 OF 02 PORT LARKSPUR 000311\n\nSIPDIS\n\nSTATE FOR EUR/VV\n\n\
        E.O. 12958: DECL: 07/22/2018\nTAGS: PREL, EFIS, VD\nSUBJECT: VELDANIA: HARBOR TALKS OPEN\n\n\
        REF: A. NORTHHAVEN 88\n     B. 07 PORT LARKSPUR 1207 (NOTAL)\n\n\
        Classified By: DCM Ada Quill, reasons 1.4(b) and (d).\n\n\
        1. (C) SUMMARY: One. END SUMMARY.\n2. (C) Two.\n3. (C) COMMENT: Three. END COMMENT.\n\
        TREMAINE\nBT\n#0311\nNNNN\n";

    #[test]
    fn reads_a_telegram_with_every_part() {
        laws(WHOLE.as_bytes()).unwrap();
        let cable = parse(WHOLE.as_bytes());
        assert_eq!(
            outline(&cable),
            "\
family cablegate
line 1 fl1-start
line 2 fl2-called
line 3 fl3-calling
line 4 fl4-security
line 5 fl5-dtg
line 6 fl6-from
line 7 fl7-to
lines 8-9 fl8-info
line 10 break
line 11 banner
line 12 blank
line 13 caption
line 14 blank
line 15 caption
line 16 blank
line 17 executive-order
line 18 tags
line 19 subject
line 20 blank
lines 21-22 reference
line 23 blank
line 24 classified-by
line 25 blank
lines 26-28 body
line 29 signature
line 30 break
line 31 fl15-serial
line 32 fl16-end
mrn 08PORTLARKSPUR311
calling 3:4 RUEHPL
filed 3:20 2041504
security 4:5 CCCCC
dtg 5:3 22 JUL 2008 15:04Z priority
from 6:4 AMEMBASSY PORT LARKSPUR - 
action 7:4 SECSTATE WASHDC priority 4412
info 8:6 AMEMBASSY NORTHHAVEN - 0207
info 9:1 AMCONSUL SANTA BRISA - 
banner 11:1 confidential 1/2
caption 13:1 SIPDIS
caption 15:1 STATE FOR EUR/VV
executive-order 17:1 E.O. 12958: DECL: 07/22/2018
declassify-on 2018-07-22
tag 18:7 PREL subject
tag 18:13 EFIS subject
tag 18:19 VD unknown
subject 19:10 VELDANIA: HARBOR TALKS OPEN
reference 21:9 A cable 08NORTHHAVEN88 year
reference 22:9 B cable 07PORTLARKSPUR1207  notal
classified-by 24:1 Classified By: DCM Ada Quill, reasons 1.4(b) and (d).
name 24:20 Ada Quill
title 24:16 DCM
reasons 1.4(b) 1.4(d)
paragraph 26:1-26:34 1 C summary
paragraph 27:1-27:12 2 C 
paragraph 28:1-28:36 3 C comment
summary 26:17-26:21
comment 28:17-28:23
signature 29:1 TREMAINE
explained 100.0 % of 584 bytes
"
        );
    }

    #[test]
    fn marks_printed_as_1_are_undone_where_the_run_proves_them() {
        let cable = with_body("11. (C) First.\n\n12. (C) Second.\n\n\u{b6}3. (C) Third.\nTREMAINE");
        assert_eq!(
            paragraphs(&cable),
            ["1 C First.", "2 C Second.", "3 C Third."]
        );
        assert_eq!(
            repairs(&cable, RepairKind::ParagraphNumber),
            ["11. > 1.", "12. > 2."]
        );
        let damaged: Vec<String> = (1..12).map(|n| format!("1{n}. (C) Text.\n\n")).collect();
        let cable = with_body(&damaged.concat());
        let numbers: Vec<u32> = cable
            .paragraphs
            .iter()
            .filter_map(|read| read.number)
            .collect();
        assert_eq!(numbers, (1..12).collect::<Vec<_>>());
    }

    #[test]
    fn marks_printed_as_1_are_left_where_they_may_be_right() {
        let counted: Vec<String> = (1..12).map(|n| format!("{n}. Text.\n\n")).collect();
        let cable = with_body(&counted.concat());
        assert_eq!(
            cable.paragraphs.last().and_then(|read| read.number),
            Some(11)
        );
        assert!(cable.repairs.is_empty());
        let cable = with_body("19. (C) Nine.\n\n110. (C) Ten.");
        assert!(repairs(&cable, RepairKind::ParagraphNumber).is_empty());
        let later =
            "S E C R E T SECTION 02 OF 02 PORT LARKSPUR 000311\n\n11. (S) One.\n\n12. (S) Two.\n";
        let cable = parse(later.as_bytes());
        assert!(cable.repairs.iter().all(|repair| !repair.applied));
        assert_eq!(paragraphs(&cable), ["11 S One.", "12 S Two."]);
        let cable = with_body("11. (C) Alone.");
        assert!(cable.repairs.iter().all(|repair| !repair.applied));
        assert_eq!(paragraphs(&cable), ["11 C Alone."]);
    }

    #[test]
    fn quotation_marks_are_pairs() {
        let cable = with_body("1. (C) The Minister said &the harbor is ours8 and left.");
        assert_eq!(
            paragraphs(&cable),
            ["1 C The Minister said \"the harbor is ours\" and left."]
        );
        let cable = with_body("1. (C) Shipments by AT&T and 18 boats.");
        assert!(cable.repairs.is_empty());
    }

    #[test]
    fn only_the_first_comma_is_an_apostrophe() {
        let cable = with_body("1. (C) Veldania,s offer, said the aide, was late.");
        assert_eq!(
            paragraphs(&cable),
            ["1 C Veldania's offer, said the aide, was late."]
        );
    }

    #[test]
    fn a_page_header_in_a_sentence_is_removed() {
        let cable = with_body(
            "1. (C) The delegates were\n\nPORT LARK 00000311  002 OF 003\n\npleased with the result.",
        );
        assert_eq!(
            paragraphs(&cable),
            ["1 C The delegates were pleased with the result."]
        );
    }

    #[test]
    fn linked_and_glued_tags() {
        let cable = with_heading("TAGS: [PREL](#) [EFIS](#) [VD](#)\nSUBJECT: HARBOR");
        assert_eq!(tags(&cable), ["PREL", "VD", "EFIS"]);
        let cable = telegram("TAGS: PRELEFISUK", "1. (U) x");
        assert_eq!(tags(&cable), ["PREL", "EFIS", "UK"]);
        let cable = telegram("TAGS: PRELEFISQQQ", "1. (U) x");
        assert_eq!(tags(&cable), ["PRELEFISQQQ"]);
    }

    #[test]
    fn and_previous_is_no_telegram() {
        let cable = with_heading("REF: A. 07 NORTHHAVEN 1204 (NOTAL) B. STATE 4711 AND PREVIOUS");
        assert_eq!(
            references(&cable),
            ["A=07NORTHHAVEN1204 notal", "B=08STATE4711"]
        );
    }

    #[test]
    fn exemptions_are_no_dates() {
        let exemptions = |line: &str| {
            let cable = telegram(line, "1. (U) x");
            let order = cable.heading.executive_order.clone().unwrap();
            assert_eq!(order.declassify_on, None);
            order
                .exemptions
                .iter()
                .map(|&span| cable.slice(span).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(exemptions("E.O. 11652: XGDS-1"), ["XGDS-1"]);
        assert_eq!(exemptions("E.O. 12958: DECL: X1, X5"), ["X1", "X5"]);
        assert_eq!(exemptions("EO 12958 DECL: X1, X5"), ["X1", "X5"]);
    }

    #[test]
    fn a_split_end_leaves_the_signer() {
        let cable = with_body("1. (C) COMMENT: One. END\nCOMMENT\nTREMAINE");
        assert_eq!(signature(&cable), ["TREMAINE"]);
        assert_eq!(part(&cable, cable.comment.as_ref()), "One.");
        assert_eq!(repairs(&cable, RepairKind::SplitMarker), ["\n >  "]);
    }

    #[test]
    fn page_lines_of_the_1970s_leave_a_tags_list() {
        let cable = telegram(
            "TAGS: PREL,\nCONFIDENTIAL\nPAGE 02 NORTHH 00088 110914Z\nEFIS, VD",
            "1. (U) x",
        );
        assert_eq!(tags(&cable), ["PREL", "EFIS", "VD"]);
    }

    #[test]
    fn end_marks_are_trailers() {
        let cable = with_body("1. (C) Text.\nTREMAINE\nNNNNMAFVVZCZ\n\n<< END OF DOCUMENT >>");
        assert_eq!(signature(&cable), ["TREMAINE"]);
    }

    #[test]
    fn a_subject_may_begin_below_its_label_and_end_in_another() {
        let cable = telegram("SUBJECT:\nHARBOR TALKS", "1. (U) x");
        assert_eq!(subject(&cable), "HARBOR TALKS");
        let cable = telegram("SUBJECT: (C) HARBORREF: A. STATE 1", "1. (U) x");
        assert_eq!(subject(&cable), "HARBOR");
        assert_eq!(references(&cable), ["A=08STATE1"]);
        assert_eq!(repairs(&cable, RepairKind::LostSpace).len(), 1);
    }

    #[test]
    fn a_reason_may_be_cut_inside_a_word() {
        let cable = with_heading("Classified By: CDA Ines Marlow, REA\nSONS 1.4 (b/d)");
        assert_eq!(classified_by(&cable), "Ines Marlow | CDA | 1.4(b) 1.4(d)");
    }

    #[test]
    fn a_damaged_section_is_read_with_low_confidence() {
        let cable = parse(b"R 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\n\nSECRET SECTIOQ1OF02 NORTHHAVEN 000088\n\n1. (S) x\n");
        let banner = cable.heading.banner.as_ref().unwrap();
        assert_eq!((banner.section, banner.sections), (Some(1), Some(2)));
        assert_eq!(
            repairs(&cable, RepairKind::SectionWord),
            ["SECTIOQ1OF02 > SECTION 01 OF 02"]
        );
    }
}

/// The test shapes of the field guide, by number.
mod shapes {
    use super::*;

    #[test]
    fn shape_1_pilcrow_in_ref() {
        let cable = with_heading(
            "SUBJECT: HARBOR TALKS\nREF: A. NORTHHAVEN 88\n\u{b6}B. 07 STATE 4711\n\u{b6}C. SANTA BRISA 17\n\nClassified By: DCM Ada Quill, reasons 1.4 (b) and (d).",
        );
        assert_eq!(
            references(&cable),
            ["A=08NORTHHAVEN88", "B=07STATE4711", "C=08SANTABRISA17"]
        );
        assert_eq!(classified_by(&cable), "Ada Quill | DCM | 1.4(b) 1.4(d)");
        assert_eq!(paragraphs(&cable), ["1 C Text."]);
    }

    #[test]
    fn shape_2_doubled_letters() {
        let cable = with_heading(
            "SUBJECT: HARBOR TALKS\n\nREF: A. A) 2007 NORTHHAVEN 1204\n     \u{b6}B. B) SECSTATE 04711 (NOTAL)",
        );
        assert_eq!(
            references(&cable),
            ["A=07NORTHHAVEN1204", "B=08STATE4711 notal"]
        );
    }

    #[test]
    fn shape_3_page_header_in_ref() {
        let cable = with_heading(
            "SUBJECT: HARBOR TALKS\n\nREF: A. NORTHHAVEN 88\n\u{b6}B. NORTHHAVEN 90\n\nPORT LARKS 00000311  001.2 OF 003\n\n\u{b6}C. STATE 12\n\nClassified By: DCM Ada Quill, reasons 1.4 (b).",
        );
        assert_eq!(
            references(&cable),
            ["A=08NORTHHAVEN88", "B=08NORTHHAVEN90", "C=08STATE12"]
        );
        assert_eq!(paragraphs(&cable).len(), 1);
    }

    #[test]
    fn shape_4_one_line_two_blanks() {
        let cable =
            with_heading("REF: A. 99 NORTHHAVEN 12315  B. 00 SANTA BRISA 2150  C. NORTHHAVEN 425");
        assert_eq!(
            references(&cable),
            [
                "A=99NORTHHAVEN12315",
                "B=00SANTABRISA2150",
                "C=08NORTHHAVEN425"
            ]
        );
    }

    #[test]
    fn shape_5_a_serial_separates() {
        let cable = with_heading("REF: NORTHHAVEN 412 07 NORTHHAVEN 530; SANTA BRISA 17");
        assert_eq!(
            references(&cable),
            ["08NORTHHAVEN412", "07NORTHHAVEN530", "08SANTABRISA17"]
        );
        let cable = with_heading("REF: PORT LARKSPUR 309 AND 310");
        assert_eq!(
            references(&cable),
            ["08PORTLARKSPUR309", "08PORTLARKSPUR310"]
        );
        let cable = with_heading("REF: PORT LARKSPUR 309/310");
        assert_eq!(
            references(&cable),
            ["08PORTLARKSPUR309", "08PORTLARKSPUR310"]
        );
        let cable = with_heading("REFS: A) NORTHHAVEN 88 B) 97");
        assert_eq!(references(&cable), ["A=08NORTHHAVEN88", "B=08NORTHHAVEN97"]);
    }

    #[test]
    fn shape_6_others_in_ref() {
        let cable = with_heading(
            "REF: A. IIR 6 000 0000 08  B. QUILL-VANCE E-MAIL OF 7/2/08  C. MARCH 12 MEETING  D. NORTHHAVEN 88 AND PREVIOUS  E. 7 FAM 100",
        );
        assert_eq!(
            references(&cable),
            [
                "A=report",
                "B=e-mail",
                "C=other",
                "D=08NORTHHAVEN88",
                "E=other"
            ]
        );
    }

    #[test]
    fn shape_7_titles_after_numbers() {
        let cable = with_heading(
            "REF: A. NORTHHAVEN 88 (HARBOR SCENESETTER)\n\u{b6}B. 07 NORTHHAVEN 1204 -- DUES IN\n2006 RECALLED",
        );
        assert_eq!(
            references(&cable),
            ["A=08NORTHHAVEN88", "B=07NORTHHAVEN1204"]
        );
    }

    #[test]
    fn shape_8_ref_after_classified_by() {
        let cable = telegram(
            "E.O. 12958: DECL: 07/22/2018\nSUBJECT: HARBOR\n\nClassified By: DCM Ada Quill for reasons 1.4. (b & d).\nRef: Northhaven 88\n-------\nSUMMARY\n-------",
            "\u{b6}1. (C) Text.\nTREMAINE",
        );
        assert_eq!(classified_by(&cable), "Ada Quill | DCM | 1.4(b) 1.4(d)");
        assert_eq!(references(&cable), ["08NORTHHAVEN88"]);
        let heading = cable.paragraphs[0].heading.unwrap();
        assert_eq!(cable.slice(heading), "SUMMARY");
    }

    #[test]
    fn shape_9_wrapped_station() {
        let cable = with_heading(
            "REF: (A) SANTA\nBRISA 17 (EXDIS) (B) KESTREL BAY 421 (C)\nKESTREL BAY 290 (D) 2007\nKESTREL BAY 85",
        );
        assert_eq!(
            references(&cable),
            [
                "A=08SANTABRISA17",
                "B=08KESTRELBAY421",
                "C=08KESTRELBAY290",
                "D=07KESTRELBAY85"
            ]
        );
    }

    #[test]
    fn shape_10_subject_like_ref() {
        let cable = with_heading(
            "SUBJECT: VELDANIA: THE LONG ROAD TO HARBOR\nREFORM\n\nREF: NORTHHAVEN 88",
        );
        assert_eq!(subject(&cable), "VELDANIA: THE LONG ROAD TO HARBOR REFORM");
        assert_eq!(references(&cable), ["08NORTHHAVEN88"]);
    }

    #[test]
    fn shape_11_page_header_in_the_heading() {
        let cable = with_heading(
            "SUBJECT: HARBOR TALKS OPEN\n\nPORT LARKS 00000311  001.2 OF 002\n\nREF: NORTHHAVEN 88",
        );
        assert_eq!(subject(&cable), "HARBOR TALKS OPEN");
        assert_eq!(references(&cable), ["08NORTHHAVEN88"]);
    }

    #[test]
    fn shape_12_blank_in_the_subject() {
        let cable = with_heading(
            "SUBJECT: (C/NF) HARBOR TALKS OPEN AMID\n\nDOUBTS ON DUES\n\nClassified By: DCM Ada Quill, reasons 1.4 (b).",
        );
        assert_eq!(subject(&cable), "HARBOR TALKS OPEN AMID DOUBTS ON DUES");
        let marking = cable.heading.subject_marking.unwrap();
        assert_eq!(cable.slice(marking), "(C/NF)");
    }

    #[test]
    fn shapes_13_and_14_tags() {
        let cable = telegram(
            "TAGS: PREL EFIS MARR NATO\nVD, UK,FR\nSUBJECT: X",
            "1. (U) x",
        );
        assert_eq!(
            tags(&cable),
            ["PREL", "EFIS", "MARR", "NATO", "VD", "UK", "FR"]
        );
        let cable = telegram(
            "TAGS OVIP (QUILL, ADA B.), PREL, VD,\nUK\nSUBJECT: X",
            "1. (U) x",
        );
        assert_eq!(tags(&cable), ["OVIP", "QUILL, ADA B.", "PREL", "VD", "UK"]);
    }

    #[test]
    fn shape_15_collapsed_heading() {
        let cable = telegram(
            "E.O. 12958: DECL: 07/22/2018 TAGS: PREL VD SUBJECT: HARBOR TALKS REF: NORTHHAVEN 88 Classified By: DCM Ada Quill for reasons 1.4 (b) and (d). 1. (C) Summary: Text. End summary.",
            "TREMAINE",
        );
        assert_eq!(
            cable
                .heading
                .executive_order
                .as_ref()
                .unwrap()
                .declassify_on
                .unwrap()
                .value
                .to_string(),
            "2018-07-22"
        );
        assert_eq!(tags(&cable), ["PREL", "VD"]);
        assert_eq!(subject(&cable), "HARBOR TALKS");
        assert_eq!(references(&cable), ["08NORTHHAVEN88"]);
        assert_eq!(classified_by(&cable), "Ada Quill | DCM | 1.4(b) 1.4(d)");
        assert_eq!(paragraphs(&cable), ["1 C Summary: Text. End summary."]);
        assert_eq!(part(&cable, cable.summary.as_ref()), "Text.");
    }

    #[test]
    fn shape_16_bare_dialect() {
        let text = "Friday, 21 March 2008, 15:04\nC O N F I D E N T I A L PORT LARKSPUR 000311\nSIPDIS\nEO 12958 DECL: 07/22/2018\nTAGS PREL, VD\nSUBJECT: HARBOR TALKS\nClassified By: CDA Ada Quill. Reasons 1.4(b/d)\n\n\u{b6}1. (C) Text.\n";
        let cable = parse(text.as_bytes());
        assert_eq!(cable.family, Family::CablegateExtract);
        assert_eq!(tags(&cable), ["PREL", "VD"]);
        assert_eq!(classified_by(&cable), "Ada Quill | CDA | 1.4(b) 1.4(d)");
        assert_eq!(paragraphs(&cable), ["1 C Text."]);
        assert_eq!(cable.lines[0].kind, LineKind::Notice);
    }

    #[test]
    fn shapes_17_to_21_classified_by() {
        for (lines, wanted) in [
            (
                "Classified By: Political Minister-Counselor Ada Quill-Vance for reaso\nns 1.4 b and d.",
                "Ada Quill-Vance | Political Minister-Counselor | 1.4(b) 1.4(d)",
            ),
            (
                "Classified By: Acting Consul Ines Marlow for rea sons 1 .4 (b) an d ( d).",
                "Ines Marlow | Acting Consul | 1.4(b) 1.4(d)",
            ),
            (
                "CLASSIFIED BY: Ines Marlow, Director, Harbor Office, DOS; REASON:\n1.4(B), (D)",
                "Ines Marlow | Director | 1.4(b) 1.4(d)",
            ),
            (
                "CLASSIFIED BY: Marlow, Ines, Ambassador, DOS, EXEC; REASON: 1.4(D)",
                "Marlow, Ines | Ambassador | 1.4(d)",
            ),
            (
                "Classified By: Ada Quill, reasons 1.4 (b)(d)",
                "Ada Quill | - | 1.4(b) 1.4(d)",
            ),
            (
                "Classified By: Classified by Polcouns Ada Quill, 1.4 (b-d).",
                "Ada Quill | Polcouns | 1.4(b) 1.4(c) 1.4(d)",
            ),
        ] {
            assert_eq!(classified_by(&with_heading(lines)), wanted);
        }
    }

    #[test]
    fn shapes_22_to_24_false_pilcrows() {
        let cable = with_body(
            "\u{b6}1. (C) One.\n\n\u{b6}2. (C) Talks began in January\n\u{b6}2007. They went on.\n\n\u{b6}3. (C) Next.",
        );
        assert_eq!(
            paragraphs(&cable),
            [
                "1 C One.",
                "2 C Talks began in January 2007. They went on.",
                "3 C Next."
            ]
        );
        let cable = with_body(
            "\u{b6}1. (C) One.\n\n\u{b6}2. (C) The aide came on March\n\u{b6}16. He left soon.\n\n\u{b6}3. (C) Next.",
        );
        assert_eq!(
            paragraphs(&cable),
            [
                "1 C One.",
                "2 C The aide came on March 16. He left soon.",
                "3 C Next."
            ]
        );
        let cable = with_body(
            "\u{b6}1. (C) One.\n\n\u{b6}2. (C) The Charge saw Ada\n\u{b6}B. Quill on dues.",
        );
        assert_eq!(
            paragraphs(&cable),
            ["1 C One.", "2 C The Charge saw Ada B. Quill on dues."]
        );
    }

    #[test]
    fn shape_25_list_letters() {
        let cable = with_body(
            "\u{b6}1. (C) One.\n\n\u{b6}2. (C) Three points:\n\n\u{b6}A. Dues.\n\n\u{b6}B. Boats.\n\n\u{b6}3. (C) Next.",
        );
        assert_eq!(
            paragraphs(&cable),
            [
                "1 C One.",
                "2 C Three points:\nA. Dues.\nB. Boats.",
                "3 C Next."
            ]
        );
    }

    #[test]
    fn shape_26_no_blanks_between_paragraphs() {
        let cable = with_body(
            "\u{b6}1. (C) One.\n\u{b6}2. (C) Two.\nHarbor Dues\n-----------\n\u{b6}3. (C) Three.",
        );
        assert_eq!(paragraphs(&cable), ["1 C One.", "2 C Two.", "3 C Three."]);
        assert_eq!(
            cable.slice(cable.paragraphs[2].heading.unwrap()),
            "Harbor Dues"
        );
    }

    #[test]
    fn shape_27_numbers_in_other_forms() {
        let cable = with_body("\u{b6}1. (C) One.\n\n2.(C) Two.\n\n3, (C) Three.\n\n(C) 4. Four.");
        assert_eq!(
            paragraphs(&cable),
            ["1 C One.", "2 C Two.", "3 C Three.", "4 C Four."]
        );
    }

    #[test]
    fn shape_28_gap_repeat_restart() {
        let cable = with_body(
            "\u{b6}1. (C) a\n\n\u{b6}2. (C) b\n\n\u{b6}2. (C) c\n\n\u{b6}5. (C) d\n\n\u{b6}6. (C) Begin text:\n\n1. (U) x\n\n2. (U) y\n\nEnd text.\n\n\u{b6}7. (C) e",
        );
        let numbers: Vec<Option<u32>> = cable.paragraphs.iter().map(|read| read.number).collect();
        assert_eq!(
            numbers,
            [
                Some(1),
                Some(2),
                Some(2),
                Some(5),
                Some(6),
                Some(1),
                Some(2),
                None,
                Some(7)
            ]
        );
    }

    #[test]
    fn shape_29_list_of_countries_wraps() {
        let cable =
            with_body("\u{b6}1. (S) One.\n\n\u{b6}2. (S//REL VELDANIA, MARLOVIA,\nKESTREL) Text.");
        assert_eq!(
            paragraphs(&cable),
            ["1 S One.", "2 S/REL VELDANIA, MARLOVIA, KESTREL Text."]
        );
    }

    #[test]
    fn shapes_30_to_33_parts() {
        let cable = with_body(
            "SUMMARY\n-------\n\n\u{b6}1. (C) One.\n\n\u{b6}2. (C) Two. End\nSummary.\n\n\u{b6}3. (C) Three.",
        );
        assert_eq!(part(&cable, cable.summary.as_ref()), "One. / Two.");
        let cable = with_body(
            "\u{b6}7. (C) Zero.\n\nCOMMENT\n-------\n\n\u{b6}8. (C) One.\n\n\u{b6}9. (C) Two.\nQuill",
        );
        assert_eq!(part(&cable, cable.comment.as_ref()), "One. / Two.");
        assert_eq!(signature(&cable), ["Quill"]);
        let cable = with_body(
            "\u{b6}8. (C) Comment: One.\n\n\u{b6}9. (U) Ambassador cleared this message.\nTREMAINE",
        );
        assert_eq!(part(&cable, cable.comment.as_ref()), "One.");
        let cable = with_body(
            "\u{b6}1. (U) This is an action request; see para 6.\n\n\u{b6}2. (C) Summary and Action Request: Text. End Summary and Action Request.",
        );
        assert_eq!(part(&cable, cable.summary.as_ref()), "Text.");
        let roles: Vec<Vec<&str>> = cable
            .paragraphs
            .iter()
            .map(|read| read.roles.iter().map(|role| role.slug()).collect())
            .collect();
        assert_eq!(
            roles,
            [vec!["action-request"], vec!["summary", "action-request"]]
        );
    }

    #[test]
    fn shape_34_split_rule() {
        let cable = with_body(
            "\u{b6}3. (C) One.\n\nHarbor Dues Rise Again, and the Boats Stay Where They Are\n--------------------------------------------- ----------\n\n\u{b6}4. (C) Text.",
        );
        assert_eq!(
            cable.slice(cable.paragraphs[1].heading.unwrap()),
            "Harbor Dues Rise Again, and the Boats Stay Where They Are"
        );
        assert_eq!(paragraphs(&cable)[1], "4 C Text.");
    }

    #[test]
    fn shape_35_page_header_without_blanks() {
        let cable = with_body(
            "\u{b6}1. (C) There the delegates\nPort Larks 00000311  002 of 003\nwere pleased.",
        );
        assert_eq!(
            paragraphs(&cable),
            ["1 C There the delegates were pleased."]
        );
        let cable = with_body(
            "\u{b6}1. (C) There the delegates PORT LARKS 00000311  002 OF 003 were pleased.",
        );
        assert_eq!(
            paragraphs(&cable),
            ["1 C There the delegates were pleased."]
        );
    }

    #[test]
    fn shape_36_page_header_after_a_full_stop() {
        let cable = with_body(
            "\u{b6}4. (C) It ended.\n\nPORT LARKS 00000311  002 OF 003\n\nThe aide left.\n\n\u{b6}5. (C) Next.",
        );
        assert_eq!(
            paragraphs(&cable),
            ["4 C It ended. The aide left.", "5 C Next."]
        );
    }

    #[test]
    fn shape_37_signatures() {
        for (end, name) in [
            ("One. End comment. TREMAINE", "TREMAINE"),
            ("They will settle soon. Tremaine", "Tremaine"),
            ("One.\nTREMAINE JR", "TREMAINE JR"),
            ("One.\nQUILL\nQUILL", "QUILL"),
            (
                "One.\n\n*********************\nVisit Embassy Port Larkspur's Website:\nhttp://portlarkspur.example\n*********************\nQUILL",
                "QUILL",
            ),
            ("One.\nQUILL\nHARBOR TA...", "QUILL"),
        ] {
            let cable = with_body(&format!("\u{b6}1. (C) {end}"));
            assert_eq!(signature(&cable), [name], "{end}");
            let text = cable.read(cable.paragraphs[0].text);
            assert!(
                !text.contains(name) && !text.contains("http") && !text.contains("..."),
                "{text}"
            );
            assert_eq!(cable.paragraphs.len(), 1, "{end}");
        }
    }

    #[test]
    fn shape_38_damage_and_friends() {
        let cable = with_body(
            "\u{b6}1. (C) &we,re ready8, he said (b,d). The Minister,s aide won,t say. G8 and R&D cost &40 percent8 more. The government?s",
        );
        assert_eq!(
            paragraphs(&cable),
            [
                "1 C \"we're ready\", he said (b,d). The Minister's aide won't say. G8 and R&D cost \"40 percent\" more. The government's"
            ]
        );
        assert_eq!(repairs(&cable, RepairKind::QuotationMarks).len(), 2);
        assert_eq!(repairs(&cable, RepairKind::Apostrophe).len(), 3);
    }

    #[test]
    fn shape_39_partial_extract() {
        let text = "This record is a partial extract of the original cable. The full text of the original cable is not available.\n\nS e c r e t northhaven 000088\n\nSipdis\n\nE.o. 12958: decl: 07/22/2018\nTags: prel, vd\nSubject: harbor talks\n\nRef: a) northhaven 35 b) 07 state 4711\n\n\u{b6}1. (s) summary: text. End summary.\nQuill\n";
        laws(text.as_bytes()).unwrap();
        let cable = parse(text.as_bytes());
        assert_eq!(cable.family, Family::CablegateExtract);
        assert_eq!(cable.level().unwrap().slug(), "secret");
        assert_eq!(tags(&cable), ["PREL", "VD"]);
        // No date-time group, so no year for the first reference.
        assert_eq!(references(&cable), ["A=cable", "B=07STATE4711"]);
        assert_eq!(paragraphs(&cable), ["1 S summary: text. End summary."]);
        assert_eq!(part(&cable, cable.summary.as_ref()), "text.");
        assert_eq!(signature(&cable), ["Quill"]);
    }
}

/// Texts that are no telegrams.
mod plain {
    use super::*;

    #[test]
    fn any_text_is_blocks_and_numbers() {
        let cable = parse(b"Dear Ada,\n\nVeldania,s boats came.\nThey left.\n\n1. One\n\n2. Two\n");
        assert_eq!(cable.family, Family::Plain);
        assert_eq!(
            paragraphs(&cable),
            [
                "- - Dear Ada,",
                "- - Veldania,s boats came. They left.",
                "1 - One",
                "2 - Two"
            ]
        );
        assert!(cable.repairs.is_empty() && cable.signature.is_empty());
    }

    #[test]
    fn nothing_is_a_cable_too() {
        for bytes in [
            &b""[..],
            b"\n\n\n",
            b"\0\0\0\0\0",
            b"\xff\xfe\xff",
            b"\xef\xbb\xbf",
            // Found by fuzzing: a mark behind the mark is text.
            b"\xef\xbb\xbf\xef\xbb\xbf1. Talks\nopened.",
        ] {
            laws(bytes).unwrap();
        }
    }
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    /// Pieces that rules look for, in no order.
    const PIECES: [&str; 64] = [
        "\n",
        "\n",
        "\n\n",
        "\n",
        "\r\n",
        " ",
        "  ",
        "   ",
        "\t",
        "\r",
        "VZCZCXYZ0042",
        "PP RUEHAB",
        "DE RUEHPL #0311/01 2041504",
        "ZNY CCCCC ZZH",
        "P 221504Z JUL 08",
        "FM AMEMBASSY PORT LARKSPUR",
        "TO RUEHC/SECSTATE WASHDC PRIORITY 4412",
        "INFO ",
        "XMT ",
        "BT",
        "C O N F I D E N T I A L PORT LARKSPUR 000311",
        "SECTION 01 OF 02",
        "SIPDIS",
        "E.O. 12958: DECL: 07/22/2018",
        "E.O. ",
        "TAGS: ",
        "PREL",
        "VD,",
        "[PREL](#)",
        "(QUILL, ADA)",
        "SUBJECT: ",
        "HARBOR",
        "REF: ",
        "A. ",
        "\u{b6}B. ",
        "NORTHHAVEN 88",
        "07 STATE 4711",
        "Classified By: ",
        "DCM Ada Quill",
        " reasons 1.4 (b) and (d)",
        "1. (C) ",
        "11. (C) ",
        "12. (C) ",
        "\u{b6}3. (C) ",
        "(S//REL ",
        "VELDANIA)",
        "SUMMARY: ",
        "END",
        "COMMENT",
        "End Summary.",
        "-------",
        "PORT LARKS 00000311  002 OF 003",
        "PAGE 02 NORTHH 00088 110914Z",
        "CONFIDENTIAL",
        "-- dues",
        "Minister,s",
        "&ours",
        "ready8",
        "XXXXXXXX",
        "TREMAINE",
        "\u{e2}\u{20ac}\u{2122}",
        "\\",
        "NNNN",
        "&amp;",
    ];

    fn telegrams() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            9 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
            1 => "\\PC{0,6}",
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    /// Lines that archives put around and into telegrams, in no order.
    const ARCHIVED: [&str; 58] = [
        "",
        "",
        "",
        "Message Text",
        "Message Attributes",
        "PAGE 01",
        "PAGE 01        NORTHH  00088  110914Z",
        "PAGE 02        NORTHH  00088  02 OF 02  110914Z",
        "STATE 004711",
        "CONFIDENTIAL",
        "CONFIDENTIAL PAGE 02 NORTHH 00088",
        "46/15",
        "ACTION EUR-12",
        "INFO  OCT-01  ISO-00  /013 W",
        "DRAFTED BY EUR/VV:AQUILL:EF",
        "APPROVED BY EUR:IMARLOW",
        "OES/OFA:R TREMAINE",
        "DESIRED DISTRBTUION",
        "--------------------- 012345",
        "P 110845Z FEB 76",
        "R 23",
        "FM AMEMBASSY NORTHHAVEN",
        "TO SECSTATE WASHDC PRIORITY 4412",
        "INFO AMEMBASSY PORT LARKSPUR",
        "AMCONSUL KESTREL BAY",
        "C O N F I D E N T I A L SECTION 01 OF 02 NORTHHAVEN 0088",
        "EXDIS",
        "E.O. 11652: 6DS",
        "TAGS: PFOR, EFIS, VD, (QUILL,",
        "ADA B.)",
        "SUBJECT: HARBOR TALKS",
        "REF: A. STATE 4711        C. NORTHHAVEN 80",
        "B. STATE 4712        D. NORTHHAVEN 81",
        "1. MINISTER SPOKE OF THE NEGOTI-",
        "ATIONS AND OF BOATS.",
        "2. HE LEFT.",
        "TREMAINE",
        "NNN",
        "<< END OF DOCUMENT >>",
        "<< ERROR READING TEXT >>",
        "\u{bf}\u{bf}\u{bf}\u{bf}",
        "NOTE BY OC/T: NOT PASSED.",
        "Declassified/Released",
        "US Department of State EO Systematic Review 20 Mar 2014",
        "Ines Marlow Declassified/Released US Department of State EO Systematic Review 20 Mar 2014",
        "Capture Date: 01 JAN 1994",
        "Document Number: 1976NORTHH00088",
        "Subject: HARBOR: TALKS",
        "TAGS: PFOR, VD",
        "Canonical ID: 1976NORTHH00088_b",
        "To:",
        "Raw content",
        "-----BEGIN PGP PUBLIC KEY BLOCK-----",
        "-----END PGP PUBLIC KEY BLOCK-----",
        "UNCLASSIFIED U.S. Department of State Case No. F-2012-00001 Doc No. C05700001",
        "Case No.",
        "RELEASE IN PART B1,1.4(D)",
        "The minister,       B6 left.    1.4(D)",
    ];

    fn records() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(&ARCHIVED[..]), 0..40)
            .prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn laws_hold_for_shuffled_telegrams(text in telegrams()) {
            prop_assert_eq!(laws(text.as_bytes()), Ok(()));
        }

        #[test]
        fn laws_hold_for_shuffled_records(text in records()) {
            prop_assert_eq!(laws(text.as_bytes()), Ok(()));
        }

        #[test]
        fn any_text_is_read_as_the_form_it_is_said_to_be(text in records()) {
            for family in [Family::Nara, Family::NaraCard, Family::Plusd, Family::Foia] {
                let cable = parse_as(text.as_bytes(), Some(family));
                prop_assert_eq!(spans_lie_inside(&cable), Ok(()));
                let end = cable.lines.last().map_or(0, |line| line.span.end);
                prop_assert_eq!(end as usize, cable.text().len());
            }
        }

        #[test]
        fn laws_hold_for_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            prop_assert_eq!(laws(&bytes), Ok(()));
        }
    }
}

#[test]
fn the_opening_of_a_part_is_counted_without_line_ends() {
    // Found by fuzzing: 64 bytes ended inside a character, with CRLF not.
    let odd = "\u{fffd}".repeat(14);
    let text = format!("INRODUCTION:T\n1.C)INTRODUCTION : PREL VD\nSUBJECT: HARB{odd}");
    laws(text.as_bytes()).unwrap();
}

#[test]
fn the_heading_goes_on_behind_a_line_that_the_header_could_not_read() {
    // Found by fuzzing: the sentence on handling took no line at all.
    let text = "P 221504Z JUL 0!8\nFM AMEMBC O N F I D E N T I A L POVD\nSHHARBOR TALP\n\
                FM 50ed the dues7/22/2018\nTA-ACTION REQUEST C. MAR[CH\nTAGS: PREL VD\n\
                Ada Quill,FM AMEMBASSY PORT LARKSPUR\nTO SECSL PORT LARKSPUTATE WASHDC PRIORITY 4412\n\n\
                C O N F I D E N T I A L PORT LARKSPUR 0003 REF: A. 11\n\u{13}SIPDIS\n\n\
                E.O. 12958: DECL: 07/AL22/2018\nTAGS: PREL VD";
    laws(text.as_bytes()).unwrap();
}

/// A telegram read from its text with some of its repairs in place; none of a
/// printed volume, whose text is cut out by rules of its own.
fn repaired(cable: &Cable, which: impl Fn(&&Repair) -> bool) -> Option<Cable> {
    let form = match cable.family {
        Family::Frus => return None,
        Family::Cablegate | Family::CablegateAcp126 | Family::CablegateExtract | Family::Plain => {
            None
        }
        family => Some(family),
    };
    let mut text = String::with_capacity(cable.text().len());
    let mut at = 0;
    for repair in cable.repairs.iter().filter(which) {
        let before = at..repair.span.start as usize;
        text.push_str(cable.text().get(before).unwrap_or_default());
        text.push_str(&repair.to);
        at = repair.span.end as usize;
    }
    text.push_str(cable.text().get(at..).unwrap_or_default());
    Some(text_to_cable(Arc::from(text), Beside::family(form)))
}

/// Read with every repair in place, lines and gaps taken out, no telegram of
/// the corpus needs another. It is no law for any text: where a line is gone
/// from what was no telegram, those around it may say another thing.
#[test]
fn repairing_a_repaired_telegram_changes_nothing() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut n_repairs = 0;
    for folder in std::fs::read_dir(corpus).unwrap() {
        let Ok(files) = std::fs::read_dir(folder.unwrap().path()) else {
            continue;
        };
        for file in files {
            let path = file.unwrap().path();
            if path
                .extension()
                .is_none_or(|extension| extension != "cable")
            {
                continue;
            }
            let cable = parse(&std::fs::read(&path).unwrap());
            let applied = |repair: &&Repair| repair.applied;
            n_repairs += cable.repairs.iter().filter(applied).count();
            let Some(again) = repaired(&cable, applied) else {
                continue;
            };
            let more = again.repairs.iter().find(applied);
            assert_eq!(more, None, "{}", path.display());
        }
    }
    assert!(n_repairs > 100, "{n_repairs} repairs");
}

#[test]
fn what_a_telegram_sends_on_keeps_its_heading() {
    let quoted =
        "E.O. 11652: GDS\nTAGS: EFIS, UK\nSUBJECT: DUES\n\nREF: STATE 4711\n\n1. They rose.";
    for opening in [
        "QUOTE CONFIDENTIAL NORTHHAVEN 90",
        "QUOTE: S E C R E T NORTHHAVEN 90",
        "QTE",
        "FOLLOWING FROM NORTHHAVEN IS REPEATED:\n\nQUOTE UNCLAS NORTHHAVEN 90",
        "FOLLOWING FROM NORTHHAVEN IS REPEATED:\n\nC O N F I D E N T I A L NORTHHAVEN 000090",
    ] {
        let cable = with_body(&format!("{opening}\n\n{quoted}\nUNQUOTE\nTREMAINE"));
        assert_eq!(tags(&cable), ["PREL", "VD"], "{opening}");
        assert_eq!(subject(&cable), "HARBOR TALKS", "{opening}");
        assert_eq!(references(&cable), ["08NORTHHAVEN88"], "{opening}");
        assert_eq!(signature(&cable), ["TREMAINE"], "{opening}");
    }
    // A later section repeats its own line; what is said is no telegram.
    for line in [
        "C O N F I D E N T I A L PORT LARKSPUR 000311",
        "SENSITIVE",
        "QUOTE SECRETS KEPT FOR THE BOATS",
    ] {
        let cable = with_heading(&format!(
            "SUBJECT: HARBOR TALKS\n\n{line}\n\nREF: STATE 4711"
        ));
        assert_eq!(references(&cable), ["08STATE4711"], "{line}");
    }
}

#[test]
fn a_summary_of_codes_alone_says_nothing() {
    for words in ["B1", "\n\nB1, 1.4(D)\n", "[ ] B1 B6", "NR."] {
        let cable = with_body(&format!(
            "1. (C) SUMMARY: {words} END SUMMARY.\n\n2. (C) Dues."
        ));
        assert_eq!(cable.summary, None, "{words}");
    }
    for words in ["THE B1 VISA.", "B1 BOATS LEFT."] {
        let cable = with_body(&format!(
            "1. (C) SUMMARY: {words} END SUMMARY.\n\n2. (C) Dues."
        ));
        assert_eq!(part(&cable, cable.summary.as_ref()), words);
    }
}

#[test]
fn a_summary_may_stand_behind_begin_text() {
    for opening in [
        "BEGIN TEXT. I. SUMMARY.",
        "BEGIN TEXT: SUMMARY:",
        "II.  (C) SUMMARY:",
        "(BEGIN TEXT) SUMMARY:",
    ] {
        let cable = with_body(&format!(
            "1. (C) {opening} Dues rose. END SUMMARY.\n\n2. (C) Boats."
        ));
        assert_eq!(
            part(&cable, cable.summary.as_ref()),
            "Dues rose.",
            "{opening}"
        );
    }
    for opening in [
        "BEGIN TEXT. WE READ A SUMMARY.",
        "BEGIN TEXTUAL SUMMARY.",
        "III. SUMMARY OF DUES WAS READ.",
    ] {
        let cable = with_body(&format!("1. (C) {opening} Dues rose.\n\n2. (C) Boats."));
        assert_eq!(cable.summary, None, "{opening}");
    }
}

#[test]
fn a_word_that_the_text_speaks_of_signs_nothing() {
    let end = |text: &str, last: &str| {
        let cable = with_body(&format!("1. (C) {text}\n\n2. (C) Nobody left.\n\n{last}"));
        signature(&cable).join(" ")
    };
    assert_eq!(end("The lighthouses burn.", "LIGHTHOUSES"), "");
    assert_eq!(end("Talks opened.", "Veldania's Dues"), "");
    assert_eq!(end("Talks opened.", "VICE CONSUL QUILL"), "QUILL");
    // Surnames that are words, short ones, and those that are met as names.
    assert_eq!(end("The summers are hot.", "SUMMERS"), "SUMMERS");
    assert_eq!(end("The price rose.", "PRICE"), "PRICE");
    let name = "LIGHTHOUSES";
    assert_eq!(end("Ambassador Lighthouses came.", name), name);
    assert_eq!(end("Talks opened.", "D'Errico"), "D'Errico");
}

#[test]
fn a_summary_ends_where_the_next_letter_begins() {
    let read = |body: &str| {
        let cable = with_body(body);
        part(&cable, cable.summary.as_ref())
    };
    assert_eq!(
        read("A. SUMMARY: Dues rose.\n\nB. BOATS: They came."),
        "Dues rose."
    );
    assert_eq!(
        read("A.  SUMMARY\n\nDues rose.\n\nB.  BOATS\n\nThey came."),
        "Dues rose."
    );
    assert_eq!(
        read("I.  SUMMARY\n\nDues rose.\n\nII.  BOATS\n\nThey came."),
        "Dues rose."
    );
    // Letters inside a summary are its own.
    assert_eq!(
        read("1. (C) SUMMARY: Two:\n\nA. Dues.\n\nB. Boats.\n\n2. (C) More."),
        "Two:\nA. Dues.\nB. Boats."
    );
}

#[test]
fn the_own_number_below_the_signature_signs_nothing() {
    let signed = |last: &str| {
        let cable = with_body(&format!("1. (C) Dues rose.\n\nTREMAINE\n\n{last}"));
        signature(&cable).join(" ")
    };
    assert_eq!(signed("PORT LARKSPUR 00311"), "TREMAINE");
    assert_eq!(signed("NORTHHAVEN 00311"), "");
    assert_eq!(signed("PORT LARKSPUR 00312"), "");
}
