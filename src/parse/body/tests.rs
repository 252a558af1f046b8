//! Paragraphs, numbers, lists, quotations and headings of bodies.

use super::headings::one_line_heading;
use super::list::{entry, list_entry};
use super::numbering::ends_before_number;
use super::quotation::{closes_quotation, opens_quotation};
use super::seek::Columns;
use crate::cable::{Family, Span};
use crate::parse::{laws, parse};

/// Number, marking and text of each paragraph of a body, as read.
fn paragraphs(body: &str) -> Vec<String> {
    let text = format!(
        "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
         C O N F I D E N T I A L PORT LARKSPUR 000311\n\nTAGS: PREL VD\n\
         SUBJECT: HARBOR TALKS\n\n{body}\nTREMAINE\n"
    );
    laws(text.as_bytes()).unwrap();
    let cable = parse(text.as_bytes());
    let show = |it: &crate::cable::Paragraph| {
        let number = it.number.map_or("-".into(), |number| number.to_string());
        let mark = it.mark.as_ref().map_or("-", |mark| mark.level.mark());
        format!("{number} {mark} {}", cable.read(it.text))
    };
    cable.paragraphs.iter().map(show).collect()
}

#[test]
fn numbers_glued_to_the_text_before_begin_paragraphs() {
    assert_eq!(
        paragraphs("1. (C) It ended. 2. (C) Next XXXXXXXXXXXX3. (C) Third.4.(C) Fourth."),
        [
            "1 C It ended.",
            "2 C Next XXXXXXXXXXXX",
            "3 C Third.",
            "4 C Fourth."
        ]
    );
}

#[test]
fn the_third_letter_of_a_list_is_no_marking() {
    assert_eq!(
        paragraphs("1. (C) They want:\n(A) boats;\n(B) nets; and\n\n(C) men.\n\n2. (C) More."),
        [
            "1 C They want:\n(A) boats;\n(B) nets; and (C) men.",
            "2 C More."
        ]
    );
    // Below a sentence it may be one.
    assert_eq!(
        paragraphs("1. (C) They want:\n(A) boats;\n(B) nets.\n\n(C) He left."),
        ["1 C They want:\n(A) boats;\n(B) nets.", "- C He left."]
    );
}

#[test]
fn unmarked_paragraphs_may_skip_numbers_below_a_sentence() {
    assert_eq!(
        paragraphs("1. Dues rise.\n2. Boats leave.\n4. Pilots stay.\n5. So be it."),
        [
            "1 - Dues rise.",
            "2 - Boats leave.",
            "4 - Pilots stay.",
            "5 - So be it."
        ]
    );
    for text in [
        "Dues rise.\n9. Boats leave.",
        "Dues rise.\n1. Boats leave.",
        "Dues rise as in\n3. Boats leave.",
        "The points are:\n3. Boats leave.",
        "Dues rise.\n3. and so on.",
        "It cost $4.\n50. It fell.",
    ] {
        let read = text.replace('\n', " ");
        assert_eq!(paragraphs(&format!("1. {text}")), [format!("1 - {read}")]);
    }
    assert_eq!(
        paragraphs("1. (C) Dues rise.\n3. Boats leave."),
        ["1 C Dues rise. 3. Boats leave."]
    );
}

#[test]
fn a_day_before_its_month_begins_none() {
    assert_eq!(
        paragraphs("1. Talks began on\n2. May and ended.\n\n2. May Day came."),
        ["1 - Talks began on 2. May and ended.", "2 - May Day came."]
    );
    assert_eq!(
        paragraphs("1. Talks began.\n\n2. They ended.\n\n1. May was a holiday."),
        [
            "1 - Talks began.",
            "2 - They ended.",
            "- - 1. May was a holiday."
        ]
    );
}

#[test]
fn numbers_in_sentences_begin_none() {
    for text in [
        "It is said in para 2. (C) is a mark.",
        "It is said in para. 2. (C) is a mark.",
        "It is said in telegram No. 2. (C) is a mark.",
        "He came on July 2. (S) is a mark.",
        "It cost $2. (C) is a mark.",
        "It cost 1.2. (C) is a mark.",
        "He saw: 2. (C) is a mark.",
        "It ended. 3. (C) is not the next.",
        "It ended. 2. Then it went on.",
        "It ended. 2. (U.S.) boats sailed.",
        "It ended. 2 (C) is a mark.",
        "Reasons 1.4. (b) and (d).",
    ] {
        assert_eq!(
            paragraphs(&format!("1. (C) {text}")),
            [format!("1 C {text}")]
        );
    }
}

#[test]
fn the_next_number_may_go_on_with_a_sentence() {
    for text in [
        "1. (C) The boats came third or\n2. They left.\n\n2. (C) Next.",
        "1. (C) It is said in Article\n2. It is law.\n\n2. (C) Next.",
        "1. They came on July\n2. They left.\n\n2. Next.",
        "1. They came in JUL\n2. They left.\n\n2. Next.",
        "1. They came on Oct.\n2. They left.\n\n2. Next.",
        "1. They came by road No.\n2. They left.\n\n2. Next.",
    ] {
        let paragraphs = paragraphs(text);
        assert_eq!(paragraphs.len(), 2, "{text}");
        assert!(paragraphs[0].ends_with("2. They left.") || text.contains("law"));
    }
    for text in [
        "1. (C) They came.\n2. They left.",
        "1. (C) XXXXXXXXXXXX\n2. They left.",
        "1. (C) They came and\n2. (C) They left.",
        "1. Boats came.\n2. They came and\n3. They left.",
        "1. They came and\n2. They left.",
        "1. (C) They came and\n\n2. They left.",
    ] {
        assert!(paragraphs(text).len() > 1, "{text}");
    }
    // Where gaps stand between paragraphs, all have one.
    let gaps = "1. Boats came.\n\n2. They came third or\n3. They left.\n\n3. Next.";
    assert_eq!(paragraphs(gaps).len(), 3);
    // A page header in a sentence says nothing.
    let page = "1. (C) Boats came.\n\n2. (C) They came on July\n\nPORT LARKS 00000311  002 OF 002\n\n\
                12. They left by the 3\n\nPORT LARKS 00000311  003 OF 003\n\n(C) roads.\n\n3. (C) Next.";
    assert_eq!(paragraphs(page).len(), 3);
    let small = "1. (C) Boats came.\n\n2. (C) Page\n3. (C) of it is long.\n\n3. (C) Next.";
    assert_eq!(paragraphs(small).len(), 3);
}

#[test]
fn words_cut_before_numbers_end_no_sentence() {
    for text in ["see No.", "SEE PARA.", "(para.", "p."] {
        assert!(ends_before_number(text), "{text}");
    }
    for text in ["It ended.", "a casino.", "the ship.", ""] {
        assert!(!ends_before_number(text), "{text}");
    }
}

#[test]
fn a_marking_may_stand_below_its_number() {
    assert_eq!(
        paragraphs("1.\n(C) One.\n\n2.\n\n(S/NF)\nTwo.\n\n3. (C) Three\n(U) ends."),
        ["1 C One.", "2 S Two.", "3 C Three (U) ends."]
    );
    assert_eq!(paragraphs("1.\n(Comment) One."), ["1 - (Comment) One."]);
}

#[test]
fn parts_of_a_number_are_paragraphs() {
    assert_eq!(
        paragraphs("1. (C) One.\n\n2a. (C) A.\n2b. (C) B.\n\n3. (C) Three."),
        ["1 C One.", "2 C A.", "2 C B.", "3 C Three."]
    );
    assert_eq!(
        paragraphs("1. ONE.\n\n2A. A.\n2B. B.\n\n3. THREE."),
        ["1 - ONE.", "2 - A.", "2 - B.", "3 - THREE."]
    );
    assert_eq!(
        paragraphs("1. (C) It is said in item\n2a. The rest is in\n1b. Dues."),
        ["1 C It is said in item 2a. The rest is in 1b. Dues."]
    );
}

#[test]
fn unmarked_numbers_below_a_colon_are_a_list() {
    assert_eq!(
        paragraphs("1. (C) Points:\n1. Boats.\n2. Dues.\n\n2. (C) Next."),
        ["1 C Points:\n1. Boats.\n2. Dues.", "2 C Next."]
    );
    // Without markings nothing tells them from paragraphs.
    assert_eq!(
        paragraphs("1. POINTS:\n\n2. DUES.\n\n3. BOATS."),
        ["1 - POINTS:", "2 - DUES.", "3 - BOATS."]
    );
    assert_eq!(
        paragraphs("1. (C) One.\n\n2. Without a marking.\n\n3. (C) Three."),
        ["1 C One.", "2 - Without a marking.", "3 C Three."]
    );
}

#[test]
fn quoted_documents_have_numbers_of_their_own() {
    assert_eq!(
        paragraphs(
            "1. THE TEXT IS:\n\nBEGIN TEXT:\n\n1. ALPHA.\n2. QUOTE:\n1. BETA.\nUNQUOTE\n\
             3. GAMMA.\nEND TEXT.\n2. MORE.\n"
        ),
        [
            "1 - THE TEXT IS:",
            "- - BEGIN TEXT:",
            "1 - ALPHA.",
            "2 - QUOTE:",
            "1 - BETA. UNQUOTE",
            "3 - GAMMA. END TEXT.",
            "2 - MORE."
        ]
    );
    // Its end may be missing.
    assert_eq!(
        paragraphs("1. ONE.\n\nBEGIN TEXT:\n\n1. ALPHA.\n2. BETA.\n3. GAMMA.\n2. MORE.\n3. LAST."),
        [
            "1 - ONE.",
            "- - BEGIN TEXT:",
            "1 - ALPHA.",
            "2 - BETA.",
            "3 - GAMMA.",
            "2 - MORE.",
            "3 - LAST."
        ]
    );
}

#[test]
fn knows_where_documents_begin_and_end() {
    for line in [
        "QUOTE",
        "Quote:",
        "BEGIN TEXT",
        "(BEGIN UNOFFICIAL TRANSLATION)",
        "Begin talking points:",
        "--- BEGIN NON-PAPER ---",
        "the letter follows. Begin text:",
        "FOLLOWING IS TEXT: QUOTE",
    ] {
        assert!(opens_quotation(line) && !closes_quotation(line), "{line}");
    }
    for line in [
        "END TEXT.",
        "End of text.",
        "UNQUOTE.",
        "(END NON-PAPER)",
        "we regret it. End text.",
        "NOT NOW UNQUOTE.",
    ] {
        assert!(closes_quotation(line) && !opens_quotation(line), "{line}");
    }
    for line in [
        "BEGIN TEXTILE TALKS",
        "both will begin text:",
        "THE MINISTERS WILL BEGIN TEXT:",
        "END TEXTILE QUOTAS",
        "END SUMMARY.",
        "END QUOTE",
        "misquote:",
    ] {
        assert!(!opens_quotation(line), "{line}");
        assert!(!closes_quotation(line) || line == "END QUOTE", "{line}");
    }
}

#[test]
fn entries_follow_each_other_without_ends_of_sentences() {
    let follows = |line, last| {
        entry(line)
            .zip(entry(last))
            .is_some_and(|(entry, last)| entry.follows(last))
    };
    assert!(follows("-- boats", "-- dues"));
    assert!(follows("B. Boats", "A. Dues"));
    assert!(follows("10) boats", "9) dues"));
    assert!(follows("(b) boats", "(a) dues"));
    assert!(!follows("- boats", "-- dues"));
    assert!(!follows("Q. Quill said", "A. Dues"));
    assert!(!follows("12) boats", "9) dues"));
    assert!(!follows("boats", "dues"));
}

#[test]
fn what_was_withheld_is_no_heading() {
    assert_eq!(
        paragraphs("1. (C) It was\nXXXXXXXXXXXX XXXX\n-----\n\n2. (C) Two.").len(),
        2
    );
}

#[test]
fn lists_keep_their_lines() {
    for line in [
        "-- Dues",
        "--Dues",
        "- Dues",
        "* dues",
        "\u{b6}A. Dues",
        "a) dues",
        "(1) dues",
        "12) dues",
    ] {
        assert!(list_entry(line, true), "{line}");
    }
    assert!(!list_entry("-- which was late", false));
    assert!(!list_entry("B. Quill on dues", false));
    assert!(!list_entry("(C) Text", true));
}

#[test]
fn headings_may_share_a_line_with_their_rule() {
    assert_eq!(
        one_line_heading("THE WAY AHEAD -----------"),
        Some("THE WAY AHEAD")
    );
    assert_eq!(one_line_heading("------- Summary -------"), Some("Summary"));
    assert_eq!(one_line_heading("//HARBOR DUES//"), Some("HARBOR DUES"));
    assert_eq!(one_line_heading("-- talks -- and dues"), None);
}

#[test]
fn a_rule_with_a_gap_may_underline_a_heading() {
    let headings = |lines: &str| {
        let text =
            format!("UNCLAS OSLO 000088\n\nSUBJECT: TALKS\n\n1. Talks.\n\n{lines}\n\n2. Boats.\n");
        let cable = parse(text.as_bytes());
        let headings = cable.paragraphs.iter().filter_map(|it| it.heading);
        headings.map(|it| cable.read(it)).collect::<String>()
    };
    assert_eq!(
        headings("NAMES OF BOATS\n------------  --------------"),
        "NAMES OF BOATS"
    );
    // The heads of two columns, and of three.
    assert_eq!(
        headings("NAMES         BOATS\n------------  --------------"),
        ""
    );
    assert_eq!(headings("NAME AGE TOWN\n----  ---  ----"), "");
}

#[test]
fn tables_have_columns() {
    let lines = ["Boats    12   14", "It ended.  They left.", "x   a", "a  b"];
    let text = lines.join("   \n   ");
    let mut columns = Columns::new(&text);
    let tables = lines.map(|line| {
        let at = text.find(line).unwrap();
        columns.inside(Span::new(at, at + line.len()))
    });
    assert_eq!(tables, [true, false, true, false]);
}

#[test]
fn a_code_in_the_margin_makes_no_table() {
    let read = |line: &str, family| {
        let text = format!("SUBJECT: TALKS\n\n1. (C) Talks opened.\n{line}\nand left.\n");
        let cable = crate::parse::parse_as(text.as_bytes(), Some(family));
        cable.kept_breaks.len()
    };
    for line in ["He came      B1", "He came      B1, 1.4(D)"] {
        assert_eq!(read(line, Family::Foia), 0, "{line}");
        assert_eq!(read(line, Family::Cablegate), 2, "{line}");
    }
    assert_eq!(read("Boats      12   B1", Family::Foia), 2);
    assert_eq!(read("He came      B47", Family::Foia), 2);
}

#[test]
fn what_is_said_is_no_heading() {
    let body = "1. (C) He added:\n\n2. (C) It ended.\n\n\"They have boats.\"\n\n3. (C) So be it.";
    assert_eq!(
        paragraphs(body),
        [
            "1 C He added:",
            "2 C It ended.",
            "- - \"They have boats.\"",
            "3 C So be it."
        ]
    );
    let body = "1. (C) It ended.\n\n\"New Boats\"\n\n2. (C) So be it.";
    assert_eq!(paragraphs(body), ["1 C It ended.", "2 C So be it."]);
}

/// A body of paragraphs from one number to another, with a marking or without.
fn counted(numbers: std::ops::RangeInclusive<u32>, mark: &str) -> String {
    numbers.fold(String::new(), |body, number| {
        body + &format!("{number}. {mark}Boat {number} left.\n\n")
    })
}

#[test]
fn a_number_of_five_digits_counts_where_it_follows_its_predecessor() {
    for mark in ["(C) ", ""] {
        let level = if mark.is_empty() { "-" } else { "C" };
        // The first shows what stands between the others.
        let read = paragraphs(&counted(1..=10_003, mark));
        assert_eq!(read.len(), 10_003, "{mark}");
        assert_eq!(read[9_999], format!("10000 {level} Boat 10000 left."));
        assert_eq!(read[10_002], format!("10003 {level} Boat 10003 left."));
    }
    // One that is missing does not lose those behind it.
    let body = counted(9_998..=10_001, "(C) ") + &counted(10_003..=10_004, "(C) ");
    let read = paragraphs(&body);
    assert_eq!(read.last().unwrap(), "10004 C Boat 10004 left.");
    // Else it is the number of a telegram, of a file, of a house.
    for text in ["12345. (C) Boats leave.", "20510. Boats leave."] {
        let read = paragraphs(&format!("1. (C) Dues rise.\n\n{text}"));
        assert!(read.iter().all(|it| !it.starts_with("12345 ")), "{read:?}");
        assert!(read.iter().all(|it| !it.starts_with("20510 ")), "{read:?}");
    }
}

#[test]
fn a_table_below_a_paragraph_is_of_it() {
    let table = "   Port        Boats\n   Larkspur       41\n\n   Total          41";
    assert_eq!(
        paragraphs(&format!(
            "1. (SBU) His figures were these.\n\n{table}\n\n2. (C) He left."
        )),
        [
            "1 SBU His figures were these.\nPort        Boats\nLarkspur       41\nTotal          41",
            "2 C He left."
        ]
    );
    // One that bears a marking of its own is not, nor is a sentence with a gap.
    assert_eq!(
        paragraphs("1. (SBU) So it was.\n\n(C) Port        Boats\nLarkspur       41"),
        [
            "1 SBU So it was.",
            "- C Port        Boats\nLarkspur       41"
        ]
    );
    assert_eq!(
        paragraphs("1. (SBU) So it was.\n\nHe left.   He came back."),
        ["1 SBU So it was.", "- - He left.   He came back."]
    );
}
