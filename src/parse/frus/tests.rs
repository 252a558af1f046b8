//! What is read of whole documents.

use super::{FrusVolume, frus_document};
use crate::cable::{Cable, Classification, Precedence};

fn read(tei: &str) -> Cable {
    frus_document(tei.as_bytes(), &FrusVolume::default(), "")
}

fn attribute<'a>(cable: &'a Cable, key: &str) -> &'a str {
    let mut attributes = cable.attributes.iter();
    attributes
        .find(|it| &*it.key == key)
        .map_or("", |it| &*it.value)
}

/// A telegram of 1964 from a post, with these words in place of its
/// sender, dateline and first paragraph.
fn telegram(sender: &str, dateline: &str, text: &str) -> Cable {
    read(&format!(
        "<div type=\"document\" n=\"14\" xml:id=\"d14\"><head>14. Telegram From the {sender} to the Department of State\
         <note n=\"1\" type=\"source\">Source: Files, POL 1 VD. Secret; Niact; Limdis. Repeated to Northhaven. Drafted by Quill.</note></head>\
         <dateline><hi>{dateline}</hi></dateline><p>{text}</p>\
         <closer><signed>Tremaine</signed></closer></div>"
    ))
}

const HERE: &str = "<placeName>Port Larkspur</placeName>, <date when=\"1964-08-04T17:00:00\">August 4, 1964, 5 p.m.</date>";

#[test]
fn the_modern_layout() {
    let cable = telegram(
        "Embassy in Veldania",
        HERE,
        "486. 1. The Minister agreed. Ref: Deptel 88.",
    );
    assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "64PORTLARKSPUR486");
    assert_eq!(
        attribute(&cable, "Series"),
        "PORT LARKSPUR, July-December 1964"
    );
    assert_eq!(cable.level(), Some(Classification::Secret));
    assert_eq!(&*cable.heading.captions[0].text, "LIMDIS");
    let line = cable.heading.dateline.unwrap();
    assert_eq!(line.precedence, Some(Precedence::NiactImmediate));
    assert_eq!(line.to_string(), "04 AUG 1964 17:00");
    assert_eq!(cable.dtg(), None, "no zone is printed");
    assert_eq!(cable.paragraphs[0].number, Some(1));
    assert_eq!(
        cable.slice(cable.paragraphs[0].text),
        "The Minister agreed. Ref: Deptel 88."
    );
    let reference = &cable.heading.references[0];
    assert_eq!(cable.slice(reference.span), "Deptel 88");
    assert_eq!(reference.mrn.as_ref().unwrap().to_string(), "64STATE88");
    assert_eq!(cable.slice(cable.signature[0]), "Tremaine");
    assert_eq!(cable.slice(cable.heading.info[0].plad.0), "Northhaven");
    assert_eq!(attribute(&cable, "Drafted by"), "Quill");
}

#[test]
fn only_a_printed_z_is_zulu_time() {
    let dateline = |words: &str| {
        let date = format!(
            "<placeName>Port Larkspur</placeName>, <date when=\"1969-03-26T20:10:00Z\">{words}</date>"
        );
        telegram("Embassy in Veldania", &date, "1803. Boats.").dtg()
    };
    let zulu = dateline("March 26, 1969, 2010Z").unwrap();
    assert_eq!(zulu.utc(), "1969-03-26T20:10:00Z");
    assert_eq!(dateline("March 26, 1969, 8:10 p.m."), None);
    let cable = telegram("Embassy in Veldania", HERE, "041200Z. Boats.");
    assert_eq!(cable.dtg().unwrap().utc(), "1964-08-04T12:00:00Z");
}

#[test]
fn who_numbered_a_telegram() {
    let mrn = |sender: &str, place: &str, text: &str| {
        let date = "<date when=\"1970-05-01\">May 1, 1970</date>";
        let line = format!("<placeName>{place}</placeName>, {date}");
        let cable = telegram(sender, &line, text);
        cable.mrn.as_ref().map(ToString::to_string)
    };
    let some = |id: &str| Some(String::from(id));
    assert_eq!(
        mrn("Consulate in Northhaven", "[Northhaven]", "7. Boats."),
        some("70NORTHHAVEN7")
    );
    assert_eq!(
        mrn("Department of State", "Washington", "7. Boats."),
        some("70STATE7")
    );
    assert_eq!(
        mrn("Secretary of State Quill", "Northhaven", "Secto 7. Boats."),
        some("70SECTO7")
    );
    assert_eq!(
        mrn("Secretary of State Quill", "Northhaven", "7. Boats."),
        None
    );
    assert_eq!(
        mrn("Mission at the United Nations", "New York", "7. Boats."),
        some("70USUNNEWYORK7")
    );
    assert_eq!(
        mrn("Harbor Intelligence Agency", "Port Larkspur", "7. Boats."),
        None
    );
    assert_eq!(
        mrn("Embassy in Veldania", "Port Larkspur", "A-7. Boats."),
        None
    );
    assert_eq!(
        mrn("Embassy in Veldania", "Port Larkspur", "For Quill. Boats."),
        None
    );
}

#[test]
fn a_first_paragraph_may_bear_only_its_own_number() {
    let cable = telegram(
        "Embassy in Veldania",
        HERE,
        "1. Boats came.</p><p>2. They left.",
    );
    let numbers: Vec<_> = cable.paragraphs.iter().map(|it| it.number).collect();
    assert_eq!((cable.mrn, numbers), (None, vec![Some(1), Some(2)]));
}

#[test]
fn what_was_withheld_stands_in_brackets() {
    let cable = telegram(
        "Embassy in Veldania",
        HERE,
        "486. He saw [<hi>name not declassified</hi>] and [<hi>sic</hi>] left. [<hi>1 line not\n declassified</hi>]",
    );
    let excised: Vec<&str> = cable
        .excisions
        .iter()
        .map(|it| cable.slice(it.span))
        .collect();
    assert_eq!(
        excised,
        ["[name not declassified]", "[1 line not declassified]"]
    );
    assert_eq!(cable.excisions[0].paragraph, Some(0));
}

#[test]
fn a_group_further_down_is_of_another_telegram() {
    let cable = |head: &str, above: &str| {
        read(&format!(
            "<div type=\"document\"><head>14. Telegram {head}From the Embassy in Veldania to the Department of State\
             <note type=\"source\">Source: Files. Secret; Immediate.</note></head>\
             <opener><dateline><placeName>Port Larkspur</placeName>, <date>May 1, 1975, 1200Z</date></dateline></opener>\
             <p>{above}</p><p>011200Z MAY 75</p><p>2. He asked what it meant.</p><p>3. Boats came.</p></div>"
        ))
    };
    let numbers =
        |cable: &Cable| -> Vec<_> { cable.paragraphs.iter().map(|it| it.number).collect() };
    let text = "Subject: Boats.</p><p>1. The Minister read out what he had received from Oslo. It bore the group:";
    let read = cable("", &format!("2410. {text}"));
    assert!(read.heading.subject.is_some());
    assert!(numbers(&read).contains(&Some(1)), "{:?}", numbers(&read));
    // The same below the number of the telegram.
    let read = cable("2410 ", &format!("PORT LARKSPUR 2410</p><p>{text}"));
    assert!(numbers(&read).contains(&Some(1)), "{:?}", numbers(&read));
    // Below lines of a header it is its own.
    let read = cable(
        "2410 ",
        "PAGE 01 PORT L 02410 011215Z</p><p>ACTION EUR-12</p><p>DRAFTED BY POL:AMARLOW:IQ",
    );
    assert_eq!(numbers(&read), [Some(2), Some(3)]);
}

#[test]
fn a_list_reads_a_printed_telegram_whole() {
    for text in [
        "<p>031947Z MAY 07</p><p>8. Boats.",
        "<p>031947MAY07</p><p>8. Boats.",
        "<p>6. Subject.</p><p>Boats.</p><p>221504Z JUL 08</p><p>Nets.",
        "<p>Secto 4. Boats.</p><p>110914 FEB 76",
    ] {
        let source = format!(
            "<div type=\"document\"><head>Embassy in Veldania to the Department of State\
             <note type=\"source\">Confidential.</note></head>\
             <opener><dateline><placeName>Oslo</placeName>, <date>October 1, 1981</date></dateline></opener>{text}</p></div>"
        );
        crate::parse::laws(source.as_bytes()).unwrap();
    }
}

#[test]
fn numbers_go_on_below_what_is_left_out() {
    let numbers = |between: &str| {
        let text = format!("88. Subject: Boats.</p><p>1. Boats.</p><p>{between}</p><p>9. Nets.");
        let cable = telegram("Embassy in Veldania", HERE, &text);
        let numbers = cable.paragraphs.iter().filter_map(|it| it.number);
        numbers.collect::<Vec<_>>()
    };
    assert_eq!(numbers("[Omitted here are paragraphs 2\u{2013}8.]"), [1, 9]);
    assert_eq!(numbers(". . . . ."), [1, 9]);
    assert_eq!(numbers("They came."), [1]);
}

#[test]
fn a_telegram_that_is_withheld_has_its_source_in_brackets() {
    let head =
        "<div><head>1. Telegram From the Embassy in Veldania to the Department of State</head>";
    let cable = read(&format!(
        "{head}<p>[Source: Library, Box 3. Secret; Codeword. 2 pages not declassified.]</p></div>"
    ));
    assert_eq!(cable.level(), Some(Classification::Secret));
    assert_eq!(attribute(&cable, "Source"), "Library, Box 3");
    assert_eq!(cable.excisions.len(), 1);
    let cable = read(&format!(
        "{head}<p>[Source: the Minister. Secret.]</p></div>"
    ));
    assert_eq!(cable.level(), None);
}

#[test]
fn markings_are_of_1978_and_later() {
    let mark = |year: u16| {
        let date = format!("<placeName>Port Larkspur</placeName>, <date>May 1, {year}</date>");
        let cable = telegram(
            "Embassy in Veldania",
            &date,
            "88. 1. (S) Boats.</p><p>(C) Nets.",
        );
        let marks = cable.paragraphs.iter().map(|it| it.mark.is_some());
        marks.collect::<Vec<_>>()
    };
    assert_eq!(mark(1980), [true, false]);
    assert_eq!(mark(1974), [false, false]);
}

#[test]
fn captions_open_a_text() {
    let captions = |text: &str| {
        let cable = telegram("Embassy in Veldania", HERE, text);
        let all = cable.heading.captions.iter().map(|it| it.text.to_string());
        all.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        captions("88. Eyes only Secretary. Boats."),
        "LIMDIS EYES ONLY"
    );
    assert_eq!(captions("88. Noforn. Boats."), "LIMDIS NOFORN");
    assert_eq!(captions("88. Noforn boats came."), "LIMDIS");
}

#[test]
fn a_signature_may_lack_its_element() {
    let cable = read(
        "<div><head>1. Telegram From the Embassy in Veldania to the Department of State</head><p>88. Boats.</p><p>Tremaine</p></div>",
    );
    assert_eq!(cable.signature.len(), 1);
    assert_eq!(cable.paragraphs.len(), 1);
    let cable = read(
        "<div><head>1. Telegram From the Embassy in Veldania to the Department of State</head><p>88. Boats.</p><p>End message.</p></div>",
    );
    assert_eq!(cable.signature.len(), 0);
}
