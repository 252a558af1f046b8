//! Where telegrams are found to begin, however their file is cut.

use super::text::NOTICE;
use super::*;
use proptest::prelude::*;

fn scan(file: &[u8], chunk: usize) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut scanner = Scanner::new(file.get(..8192).unwrap_or(file));
    for chunk in file.chunks(chunk.max(1)) {
        scanner.feed(chunk, &mut cuts);
    }
    scanner.finish(&mut cuts);
    cuts
}

/// The first line of each telegram.
fn first_lines(file: &str) -> Vec<&str> {
    let line = |cut: &Cut| {
        let start = usize::try_from(cut.start).unwrap();
        file[start..].lines().next().unwrap_or_default()
    };
    scan(file.as_bytes(), 7).iter().map(line).collect()
}

fn telegram(serial: u32, section: &str, tail: &str) -> String {
    format!(
        "VZCZCXYZ0042\nPP RUEHC\n\nDE RUEHPL #{serial:04}/01 2041504\nZNY CCCCC ZZH\n\
         P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC 4412\n\n\
         C O N F I D E N T I A L {section}PORT LARKSPUR {serial:06}\n\nSUBJECT: HARBOR TALKS\n\n\
         1. (C) Talks opened.\n{tail}"
    )
}

fn bare(serial: u32, tail: &str) -> String {
    format!(
        "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\n\nUNCLAS PORT LARKSPUR {serial:06}\n\n\
         1. Talks opened.\n{tail}"
    )
}

#[test]
fn a_page_of_plusd_is_one_telegram() {
    let page = |id: &str| {
        let table = format!("Date: 1976 February 11\nCanonical ID: {id}\nTAGS: PFOR\n\nContent\n");
        let text = "PAGE 01 NORTHH 00088 110914Z\nSUBJECT: TALKS\n\n1. Talks.\nNNN\n\n";
        format!("{table}{text}Raw content\n{text}Metadata\nTAGS: PFOR\n")
    };
    let file = format!("Cables\n\n{}", page("1976NORTHH00088_b"));
    assert_eq!(first_lines(&file), ["Cables"]);
    let file = file + &page("1976NORTHH00089_b");
    assert_eq!(first_lines(&file), ["Cables", "Date: 1976 February 11"]);
}

#[test]
fn attributes_below_a_text_belong_to_it() {
    let record = "PAGE 01  NORTHH  00088  110914Z\nSUBJECT: TALKS\n\n1. Talks.\nTREMAINE\n\nNNN\n\n\
                  Message Attributes\n\nSubject: TALKS\n";
    assert_eq!(scan(record.as_bytes(), 64).len(), 1);
}

#[test]
fn format_line_1_begins_a_telegram_wherever_it_stands() {
    let file = telegram(1, "", "TREMAINE\n") + &telegram(2, "", "") + &telegram(3, "", "");
    assert_eq!(first_lines(&file), ["VZCZCXYZ0042"; 3]);
    assert_eq!(scan(file.as_bytes(), 64)[1].serial, Some(2));
    // Alone it is a word of the text.
    let file = telegram(1, "", "VZCZCXYZ0042\nThat was the number.\n");
    assert_eq!(scan(file.as_bytes(), 64).len(), 1);
}

#[test]
fn format_lines_2_and_5_begin_one_after_an_end() {
    for end in [
        "NNNN\n",
        "BT\n#0001\n\n\nNNNN\n",
        "BT\n#0001\n",
        "TREMAINE\n\n\n",
    ] {
        let file = bare(1, end) + &bare(2, end);
        assert_eq!(first_lines(&file), ["P 221504Z JUL 08"; 2], "{end:?}");
        let called = telegram(2, "", "").replace("VZCZCXYZ0042\n", "");
        let file = bare(1, end) + &called;
        assert_eq!(
            first_lines(&file),
            ["P 221504Z JUL 08", "PP RUEHC"],
            "{end:?}"
        );
    }
    // A sentence ends no telegram.
    assert_eq!(first_lines(&(bare(1, "") + &bare(2, ""))).len(), 1);
}

#[test]
fn what_is_quoted_begins_none() {
    for (begin, end) in [
        ("QUOTE\n", "UNQUOTE\n"),
        ("3. Text follows: QUOTE\n\n", "UNQUOTE.\n"),
        ("BEGIN TEXT:\n\n", "END TEXT.\n"),
        ("(Begin message)\nBEGIN CABLE\n", "END CABLE\n"),
    ] {
        let quoted = format!(
            "{begin}{}MARLOW\n\n{}{end}",
            telegram(2, "", ""),
            bare(3, "")
        );
        let file = telegram(1, "", &quoted) + "TREMAINE\n" + &telegram(4, "", "");
        assert_eq!(first_lines(&file).len(), 2, "{begin:?}");
    }
}

#[test]
fn the_sections_of_one_telegram_are_one() {
    let section = |number: u32, of: u32| {
        let printed = format!("SECTION {number:02} OF {of:02} ");
        telegram(311, &printed, "BT\n#0311\n\nNNNN\n").replace("/01 ", &format!("/{number:02} "))
    };
    let file = section(1, 3) + &section(2, 3) + &section(3, 3) + &telegram(312, "", "");
    let cuts = scan(file.as_bytes(), 100);
    assert_eq!(cuts.len(), 2);
    let sections = cuts[0].section.as_ref().unwrap();
    assert_eq!(sections.numbers, [1, 2, 3]);
    assert_eq!(
        (sections.of.serial, sections.of.year, sections.of.sections),
        (311, 2008, 3)
    );
    assert_eq!(&*sections.of.post, "PORT LARKSPUR");
    // The same section twice is two telegrams, and so are other serials.
    assert_eq!(
        scan((section(1, 2) + &section(1, 2)).as_bytes(), 9).len(),
        2
    );
    let other = section(2, 2)
        .replace("000311", "000312")
        .replace("#0311", "#0312");
    assert_eq!(scan((section(1, 2) + &other).as_bytes(), 9).len(), 2);
    // A banner repeated inside one counts its section.
    let file = section(1, 2) + "CONFIDENTIAL SECTION 02 OF 02 PORT LARKSPUR 000311\nMore.\n";
    assert_eq!(
        scan(file.as_bytes(), 9)[0]
            .section
            .as_ref()
            .unwrap()
            .numbers,
        [1, 2]
    );
}

#[test]
fn page_one_of_another_telegram_begins_one() {
    let page = |serial: u32, page: u32, section: &str| {
        format!(
            "CONFIDENTIAL\n\nPAGE {page:02}        NORTHH  {serial:05}{section}  110914Z\n63\n\
             ACTION EUR-12\n\nP 110914Z FEB 76\nFM AMEMBASSY NORTHHAVEN\n\nC O N F I D E N T I A L \
             NORTHHAVEN {serial}\n\nTalks opened.\n\nCONFIDENTIAL\n\n"
        )
    };
    let file = page(88, 1, "  01 OF 02")
        + &page(88, 1, "  02 OF 02")
        + &page(89, 1, "")
        + &page(89, 2, "");
    let cuts = scan(file.as_bytes(), 33);
    assert_eq!(first_lines(&file), ["CONFIDENTIAL"; 2]);
    assert!(
        file[usize::try_from(cuts[1].start).unwrap()..]
            .starts_with("CONFIDENTIAL\n\nPAGE 01        NORTHH  00089")
    );
    let split = file.replace("01        NORTHH", "01\nNORTHH");
    assert_eq!(scan(split.as_bytes(), 33).len(), 2);
}

#[test]
fn records_and_letters_and_extracts_begin_at_their_headings() {
    let record =
        "Message Text\n\nPAGE 01  NORTHH 00088\nTalks opened.\n\nMessage Attributes\n\nTo: STATE\n";
    assert_eq!(first_lines(&record.repeat(3)), ["Message Text"; 3]);
    let letter = format!(
        "From quill Sat Mar 15 14:12:00 2008\nSubject: a cable\n\n{}\n",
        telegram(1, "", "")
    );
    assert_eq!(
        first_lines(&letter.repeat(2)),
        ["From quill Sat Mar 15 14:12:00 2008"; 2]
    );
    let extract = format!(
        "{NOTICE}. The full text is elsewhere.\n\nUNCLAS NORTHHAVEN 000088\n\n1. Talks.\n\n"
    );
    assert_eq!(scan(extract.repeat(2).as_bytes(), 5).len(), 2);
}

#[test]
fn format_line_5_begins_a_telegram_below_the_attributes_of_a_record() {
    let record = "Message Text\n\nPAGE 01  NORTHH 00088\nSUBJECT: TALKS\n\nTalks opened.\n\nMessage Attributes\n\nTo: STATE\n";
    assert_eq!(
        first_lines(&(record.to_owned() + &bare(2, "TREMAINE\n"))),
        ["Message Text", "P 221504Z JUL 08"]
    );
    // In the text of the record it is a line of it.
    let quoting = record.replace("Talks opened.\n", &bare(2, ""));
    assert_eq!(first_lines(&quoting), ["Message Text"]);
}

#[test]
fn a_line_of_the_body_begins_no_record_and_no_letter() {
    for line in [
        "Message Text\n\n",
        "Message Text\nSubject: dues\n",
        "Message Attributes\n",
    ] {
        let body = format!("1. Talks opened.\n\n{line}The boats went out.\n");
        let file = telegram(1, "", &body) + &telegram(2, "", "");
        assert_eq!(first_lines(&file), ["VZCZCXYZ0042"; 2], "{line:?}");
    }
    let record = "Message Text\n\nPAGE 01  NORTHH 00088\nTalks opened.\nMessage Text\n\n\
                  The boats went out.\n\nMessage Attributes\n\nTo: STATE\n";
    assert_eq!(first_lines(&record.repeat(2)), ["Message Text"; 2]);
    let mail = |line: &str| {
        let letter = format!(
            "From quill Sat Mar 15 14:12:00 2008\nSubject: a cable\n\n{}",
            telegram(1, "", line)
        );
        first_lines(&letter).len()
    };
    assert_eq!(
        mail("\nFrom noon on March 15 until 14:12 in 2008\nwe talked.\n"),
        1
    );
}

#[test]
fn a_telegram_above_a_record_is_none_of_it() {
    let record =
        "Message Text\n\nPAGE 01  NORTHH 00088\nTalks opened.\n\nMessage Attributes\n\nTo: STATE\n";
    let file = telegram(1, "", "") + &record.repeat(2);
    assert_eq!(
        first_lines(&file),
        ["VZCZCXYZ0042", "Message Text", "Message Text"]
    );
}

#[test]
fn a_preface_belongs_to_the_first() {
    let file = format!(
        "null\nHarbor papers\n\n{}{}",
        telegram(1, "", ""),
        telegram(2, "", "")
    );
    assert_eq!(first_lines(&file), ["null", "VZCZCXYZ0042"]);
}

#[test]
fn the_stamp_of_an_archive_belongs_to_the_first() {
    let page = "PAGE 01 NORTHH 02311 101044Z\n\n";
    for stamp in [
        "DECLASSIFIED\nE.O. 12356, Sec. 3.4\nNIJ 91-110\n\n",
        "Department of State TELEGRAM\n\nCONFIDENTIAL 433\n\n",
    ] {
        let file = format!("{stamp}{page}{}", telegram(1, "", ""));
        let begins = first_lines(&file);
        assert_eq!(begins.len(), 1, "{begins:?}");
    }
}

#[test]
fn markup_and_wide_text_are_not_divided() {
    let two = telegram(1, "", "") + &telegram(2, "", "");
    assert_eq!(scan(format!("<pre>\n{two}").as_bytes(), 50).len(), 1);
    let wide: Vec<u8> = two.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(scan(&wide, 50).len(), 1);
    assert_eq!(
        scan(b"", 50),
        [Cut {
            start: 0,
            end: 0,
            name: None,
            serial: None,
            section: None,
            page: None,
        }]
    );
}

#[test]
fn the_records_of_a_csv_are_telegrams_and_its_titles_are_none() {
    let titles = "id,date,reference,origin,class,references,header,body\n";
    let record = |serial: u32| {
        format!(
            "\"{serial}\",\"7/22/2008 15:04\",\"08NORTHHAVEN{serial}\",\"Embassy Northhaven\",\
             \"UNCLASSIFIED\",\"\",\"FM NORTHHAVEN\",\"1. Talks\nopened.\"\n"
        )
    };
    for titles in ["", titles] {
        let file = format!("{titles}{}{}", record(7), record(8));
        for chunk in [1, 9, 4096] {
            let cuts = scan(file.as_bytes(), chunk);
            let names: Vec<Option<&str>> = cuts.iter().map(|cut| cut.name.as_deref()).collect();
            assert_eq!(
                names,
                [Some("08NORTHHAVEN7"), Some("08NORTHHAVEN8")],
                "{chunk}"
            );
            assert_eq!(cuts[1].start, cuts[0].end);
        }
    }
}

#[test]
fn pages_of_a_volume_begin_at_their_heads() {
    let names = |file: &str| {
        let cuts = scan(file.as_bytes(), 7);
        let names = cuts.iter().map(|cut| cut.name.as_deref().unwrap_or("-"));
        names.collect::<Vec<_>>().join(" ")
    };
    let head = "Telegram From the Embassy in Veldania to the Department of State";
    let text = "Port Larkspur, February 24, 1966, 6 p.m.\n\n311. Boats came.\n\n\
                2. They left.\n\n3. Telegrams came.\n\nTremaine\n\n1 Source: Archives. Secret.\n\
                2. Memorandum From Quill.\n";
    let page = |number: u32, head: &str| format!("{number}. {head}1\n\n{text}\n");
    let two = format!(
        "{}{}{}",
        page(14, head),
        page(15, "Memorandum of Conversation"),
        page(
            17,
            "Circular Telegram From the Department of State to\nAll Posts"
        ),
    );
    assert_eq!(names(&two), "d14 d15 d17");
    assert_eq!(first_lines(&two).len(), 3);
    let old = "The Secretary of State to the Embassy in Veldania";
    let old = format!("No. 62 {old}\n\n{text}\nNo. 63 {old}\n\n{text}");
    assert_eq!(names(&old), "d62 d63");
    // The numbers do not rise, heads without texts, a letter that names them, and a
    // telegram that quotes one.
    assert_eq!(names(&page(14, head).repeat(2)), "d14");
    let list = format!("14. {head}\n\n15. {head}\n\n{}", page(16, head));
    assert_eq!(names(&list), "d14");
    assert_eq!(
        names(&format!("Dear Ada,\n\n1. Boats came.\n\n2. {text}")),
        "-"
    );
    let quoting = telegram(311, "", &format!("{}{}", page(14, head), page(15, head)));
    assert_eq!(names(&quoting), "-");
}

#[test]
fn the_telegrams_of_a_volume_are_cut_out_and_its_letters_counted() {
    let document = |nth: u32, head: &str| {
        format!(
            "<div type=\"document\" n=\"{nth}\" xml:id=\"d{nth}\"><head>{nth}. {head}</head>\
             <p>48{nth}. Boats came.</p></div>"
        )
    };
    let telegram = "Telegram From the Embassy in Veldania to the Department of State";
    let file = format!(
        "<TEI><idno type=\"frus\">frus1964-68v99</idno>{}{}{}</TEI>",
        document(1, telegram),
        document(2, "Letter From Tremaine to Quill"),
        document(3, telegram),
    );
    let mut cuts = Vec::new();
    let mut scanner = Scanner::new(file.as_bytes());
    for chunk in file.as_bytes().chunks(7) {
        scanner.feed(chunk, &mut cuts);
    }
    let known = scanner.finish(&mut cuts);
    let names: Vec<Option<&str>> = cuts.iter().map(|cut| cut.name.as_deref()).collect();
    assert_eq!((names, known.n_others), (vec![Some("d1"), Some("d3")], 1));
    assert_eq!(
        known.volume.map(|volume| volume.id),
        Some("frus1964-68v99".into())
    );
    let start = usize::try_from(cuts[1].start).unwrap();
    assert!(file[start..].starts_with("<div type=\"document\" n=\"3\""));
}

const LINES: &[&str] = &[
    "14. Telegram From the Embassy in Veldania to the Department of State",
    "15. Memorandum of Conversation",
    "Boats came.",
    "VZCZCXYZ0042",
    "ZCZCABC001",
    "PP RUEHC RUEHNH",
    "RUEHAB",
    "DE RUEHPL #0311/02 2041504",
    "DE RUEHPL #0312 2041504",
    "P 221504Z JUL 08",
    "FM AMEMBASSY PORT LARKSPUR",
    "BT",
    "#0311",
    "NNNN",
    "C O N F I D E N T I A L SECTION 01 OF 02 PORT LARKSPUR 000311",
    "C O N F I D E N T I A L SECTION 02 OF 02 PORT LARKSPUR 000311",
    "UNCLAS NORTHHAVEN 000088",
    "SUBJECT: HARBOR TALKS",
    "QUOTE",
    "UNQUOTE",
    "BEGIN TEXT",
    "END TEXT",
    "TREMAINE",
    "",
    "",
    "\r",
    "PAGE 01",
    "PAGE 01  NORTHH  00088  110914Z",
    "NORTHH 00089",
    "CONFIDENTIAL",
    "Message Text",
    "Message Attributes",
    "From quill Sat Mar 15 14:12:00 2008",
    "1. (C) Talks opened.",
    "\u{e9}\u{4e2d}",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cuts_cover_the_file_at_line_starts_however_it_comes_by(
        lines in prop::collection::vec((prop::sample::select(LINES), 0_usize..3), 0..60),
        long in prop::collection::vec(any::<u8>(), 0..600),
        chunk in 1_usize..80,
    ) {
        let mut file = Vec::new();
        for (line, end) in lines {
            file.extend_from_slice(line.as_bytes());
            file.extend_from_slice(["\n", "\r\n", "\n\n"][end].as_bytes());
            if line.is_empty() && end == 2 {
                file.extend_from_slice(&long);
            }
        }
        let cuts = scan(&file, chunk);
        prop_assert_eq!(&cuts, &scan(&file, file.len()));
        let mut end = 0;
        for cut in &cuts {
            prop_assert_eq!(cut.start, end);
            let before = usize::try_from(cut.start).unwrap().checked_sub(1);
            prop_assert!(before.is_none_or(|before| file[before] == b'\n'));
            prop_assert!(cut.end > cut.start || file.is_empty());
            end = cut.end;
        }
        prop_assert_eq!(end, file.len() as u64);
    }
}
