//! A cable made by hand, for the tests of this layer.

#![allow(clippy::cast_possible_truncation, clippy::unnecessary_wraps)]

use crate::cable::{
    Addressee, Banner, Cable, Classification, Confidence, Dtg, DtgLine, Encoding, Excision, Family,
    Heading, Line, LineKind, Mrn, Paragraph, ParagraphRole, Part, Plad, PortionMark, Precedence,
    Reference, ReferenceKind, Repair, RepairKind, SourceMap, Span, Tag, TagKind,
};

/// The text of [`cable`].
pub(super) const TEXT: &str = "\
[published by nobody]
P R 221504Z JUL 08
FM AMEMBASSY PORT LARKSPUR
TO RUEHC/SECSTATE WASHDC PRIORITY 4711
INFO RUEHNH/AMEMBASSY NORTHHAVEN
BT
C O N F I D E N T I A L PORT LARKSPUR 000311
SUBJECT: FISH
Please protect.
11. (C) SUMMARY: Talks on &fish8 broke up without
a quota table. Post requests guidance. END SUMMARY.

STATE OF PLAY

2. (U) The protocol (refs A and
B) lists:
   -- one: a very long entry that has to be broken into rows
   -- two
Said XXXXXXXXXXXX then.
3. Not marked at all.
4. (SBU) Last words, Minister,s.
QUILL
NNNN
";

/// Where `words` stand in the text, the first time after `after`.
fn span(words: &str, after: &str) -> Span {
    let from = TEXT.find(after).unwrap();
    let start = from + TEXT[from..].find(words).unwrap();
    Span::new(start, start + words.len())
}

fn mark(words: &str, after: &str, level: Classification) -> Option<PortionMark> {
    Some(PortionMark {
        span: span(words, after),
        level,
        controls: Vec::new(),
    })
}

fn addressee(plad: &str) -> Addressee {
    Addressee {
        span: span(plad, plad),
        routing_indicator: None,
        plad: Plad(span(plad, plad)),
        precedence: None,
        continuity_number: None,
        excluded: Vec::new(),
    }
}

fn repair(words: &str, after: &str, to: &'static str, kind: RepairKind) -> Repair {
    Repair {
        span: span(words, after),
        kind,
        to: to.into(),
        confidence: Confidence::High,
        applied: true,
    }
}

fn paragraph(number: u32, printed: &str, text: (&str, &str)) -> Paragraph {
    let first = span(text.0, printed);
    let last = span(text.1, text.0);
    let printed = span(printed, printed);
    Paragraph {
        span: Span {
            start: printed.start,
            end: last.end,
        },
        number: Some(number),
        printed: Some(printed),
        mark: None,
        roles: Vec::new(),
        heading: None,
        text: Span {
            start: first.start,
            end: last.end,
        },
    }
}

fn lines() -> Vec<Line> {
    let mut at = 0;
    let kinds = TEXT.split_inclusive('\n').map(|line| {
        let span = Span::new(at, at + line.len());
        at += line.len();
        let kind = match line.trim_end() {
            "" => LineKind::Blank,
            "[published by nobody]" => LineKind::Notice,
            "Please protect." => LineKind::HandlingNote,
            "STATE OF PLAY" => LineKind::Heading,
            "QUILL" => LineKind::Signature,
            "NNNN" => LineKind::Trailer,
            _ if span.start < TEXT.find("11.").unwrap() as u32 => LineKind::Banner,
            _ => LineKind::Body,
        };
        Line { span, kind }
    });
    kinds.collect()
}

/// A cable from Port Larkspur with a heading, a summary, a list, an
/// excision, repairs, a paragraph without marking.
pub(super) fn cable() -> Cable {
    let heading = Heading {
        dtg: Some(DtgLine {
            span: span("221504Z JUL 08", "P R"),
            dtg: Dtg::new(2008, 7, 22, 15, 4).unwrap(),
            precedence: Some(Precedence::Priority),
            info_precedence: Some(Precedence::Routine),
            tail: None,
        }),
        from: Some(addressee("AMEMBASSY PORT LARKSPUR")),
        action: vec![addressee("SECSTATE WASHDC")],
        info: vec![addressee("AMEMBASSY NORTHHAVEN")],
        banner: Some(Banner {
            span: span("C O N F I D E N T I A L PORT LARKSPUR 000311", "C O"),
            level: Classification::Confidential,
            controls: Vec::new(),
            section: None,
            sections: None,
            post: None,
            serial: None,
        }),
        tags: vec![Tag {
            span: span("FISH", "SUBJECT"),
            code: "PREL".into(),
            kind: TagKind::Subject,
        }],
        subject: Some(span("FISH", "SUBJECT")),
        references: vec![Reference {
            span: span("NORTHHAVEN", "INFO"),
            letter: Some('A'),
            kind: ReferenceKind::Cable,
            mrn: Some(Mrn {
                year: 2008,
                station: "NORTHHAVEN".into(),
                serial: 88,
            }),
            inferred: Vec::new(),
            notal: false,
            confidence: Confidence::High,
        }],
        handling_notes: vec![span("Please protect.", "Please")],
        ..Heading::default()
    };
    let mut paragraphs = vec![
        paragraph(1, "11.", ("SUMMARY:", "END SUMMARY.")),
        paragraph(2, "2. (U)", ("The protocol", "XXX then.")),
        paragraph(3, "3. Not", ("Not marked", "at all.")),
        paragraph(4, "4. (SBU)", ("Last", "Minister,s.")),
    ];
    paragraphs[0].mark = mark("(C)", "11.", Classification::Confidential);
    paragraphs[0].roles.push(ParagraphRole::Summary);
    paragraphs[1].mark = mark("(U)", "2. (U)", Classification::Unclassified);
    paragraphs[1].heading = Some(span("STATE OF PLAY", "STATE OF"));
    paragraphs[3].mark = mark("(SBU)", "4. (SBU)", Classification::Sbu);
    Cable {
        text: TEXT.into(),
        encoding: Encoding::Utf8,
        n_bytes: TEXT.len() as u64,
        family: Family::Cablegate,
        source_map: SourceMap::default(),
        attributes: Vec::new(),
        notes: Vec::new(),
        terms: Vec::new(),
        mrn: Some(Mrn {
            year: 2008,
            station: "PORT LARKSPUR".into(),
            serial: 311,
        }),
        lines: lines(),
        heading,
        paragraphs,
        summary: Some(Part {
            spans: vec![Span {
                start: span("Talks", "11.").start,
                end: span("guidance.", "11.").end,
            }],
        }),
        comment: None,
        excisions: vec![Excision {
            span: span("XXXXXXXXXXXX", "Said"),
            paragraph: Some(1),
            codes: Vec::new(),
        }],
        signature: vec![span("QUILL", "QUILL")],
        repairs: vec![
            repair("11.", "11.", "1.", RepairKind::ParagraphNumber),
            repair("&", "on &", "\"", RepairKind::QuotationMarks),
            repair("8", "fish8", "\"", RepairKind::QuotationMarks),
            repair(",", "Minister,s", "'", RepairKind::Apostrophe),
        ],
        garbles: Vec::new(),
        kept_breaks: TEXT
            .match_indices("\n   --")
            .map(|(at, _)| at as u32)
            .chain([span("\nSaid", "two").start])
            .collect(),
        joints: Vec::new(),
    }
}

/// A cable of unnumbered text alone; every line end as it may fall.
pub(super) fn of_text(text: &str) -> Cable {
    let mut cable = cable();
    cable.text = text.into();
    cable.heading = Heading::default();
    cable.lines = Vec::new();
    cable.signature = Vec::new();
    cable.repairs = Vec::new();
    cable.excisions = Vec::new();
    cable.summary = None;
    cable.kept_breaks = text.match_indices("\n ").map(|(at, _)| at as u32).collect();
    let whole = Span::new(0, text.len());
    cable.paragraphs = vec![Paragraph {
        span: whole,
        number: Some(1),
        printed: None,
        mark: None,
        roles: Vec::new(),
        heading: None,
        text: whole,
    }];
    cable
}
