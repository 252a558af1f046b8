//! What `x` says of where a word stands.

use reftel::app::Overlay;

use crate::session::Session;

/// As a copy of the web has it: a list number before the marking, codes that
/// were links, capitals above the text alone.
const COPY: &str = "O 181433Z MAY 07\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC IMMEDIATE 5689\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000525\n\nSIPDIS\n\nE.O. 12958: DECL: 05/16/2016\n\
TAGS: [MOPS](#) [PARM](#) [PREL](#) [NATO](#) [NO](#)\n\
SUBJECT: HARBOR TALKS IN LISBON\n\nREF: STATE 64981\n\n\
Classified By: Deputy Chief of Mission, Ada M. Quill for\nreasons 1.4 b and d\n\n\
11. (C) SUMMARY: The Embassy met the Minister,s aide. No date was set.\n\n\
12. (C) Talks on the harbor go on in Lisbon; NATO is not asked.\n\n\
OUTLOOK\n-------\n\n\
13. (U) Nobody in Larkspur expects much.\nWHITLOW\n";

/// What `x` says behind a label, after some keys.
fn said(keys: &str, label: &str) -> String {
    let session = Session::text(COPY.as_bytes(), "120x40").keys(keys);
    let Some(Overlay::Explain(explain)) = &session.model.overlay else {
        panic!("{keys}: {}", session.screen());
    };
    let labeled = explain.terms.iter().filter(|term| term.label == label);
    let words: Vec<&str> = labeled.map(|term| term.words.as_str()).collect();
    words.join(" | ")
}

#[test]
fn a_word_stands_where_the_cursor_is() {
    for (keys, here) in [
        // Numbers, markings and headings are no words of their paragraph.
        (
            "r gg /11. <enter> x",
            "number of paragraph 1; not in the words of any",
        ),
        (
            "r gg /11. <enter> l x",
            "marking of paragraph 1; not in the words of any",
        ),
        (
            "r gg /OUTLOOK <enter> x",
            "heading of paragraph 3; not in the words of any",
        ),
        (
            "/OUTLOOK <enter> x",
            "heading of paragraph 3; not in the words of any",
        ),
        // Nor is a signature one of the last paragraph.
        ("G x", "in no paragraph of this cable"),
        ("r gg /WHITLOW <enter> x", "in no paragraph of this cable"),
        // What is read otherwise stands there all the same.
        (
            "r gg /Minister <enter> x",
            "paragraph 1, and no other of this cable",
        ),
        (
            "/Minister <enter> x",
            "paragraph 1, and no other of this cable",
        ),
        (
            "/harbor <enter> x",
            "paragraph 2, and no other of this cable",
        ),
        ("r gg /HARBOR <enter> x", "in paragraph 2 of this cable"),
    ] {
        assert_eq!(said(keys, "here"), here, "{keys}");
    }
}

#[test]
fn on_a_small_screen_a_marking_is_explained_in_the_text() {
    let session = Session::text(COPY.as_bytes(), "50x16").keys("2G");
    let screen = session.screen();
    assert!(screen.contains(">2. (C) Talks on"), "{screen}");
    let session = session.keys("x");
    assert!(session.screen().contains("number of paragraph 2"));
    let session = session.keys("q l x");
    let screen = session.screen();
    assert!(screen.contains("Explain C"), "{screen}");
    assert!(screen.contains("C       CONFIDENTIAL: release"), "{screen}");
    let session = session.keys("G");
    let screen = session.screen();
    assert!(screen.contains("marking of paragraph 2"), "{screen}");
    // It stays explained where it stands beside the text, and the cursor is at
    // it again where it stands in it.
    let session = session.keys("size:120x40");
    assert!(session.screen().contains("Explain C "));
    let session = session.keys("size:50x16");
    assert_eq!(session.screen(), screen);
    let token = |session: &Session| {
        let text = &session.model.reader().unwrap().text;
        text.token_text().to_owned()
    };
    let session = session.keys("q");
    assert_eq!(token(&session), "C");
    assert_eq!(token(&session.keys("r")), "C");
}

#[test]
fn a_name_in_capitals_is_the_same_in_small_letters_and_a_code_is_not() {
    for (keys, here) in [
        ("r gg /LISBON <enter> x", "in paragraph 2 of this cable"),
        ("r gg /LARKSPUR_0 <enter> x", "in paragraph 3 of this cable"),
        ("r gg /NATO <enter> x", "in paragraph 2 of this cable"),
        // "No date was set" speaks of no country.
        (
            "r gg /NO] <enter> x",
            "so written in no paragraph of this cable",
        ),
    ] {
        assert_eq!(said(keys, "here"), here, "{keys}");
    }
}

#[test]
fn a_code_that_was_a_link_is_no_part_of_itself() {
    for code in ["MOPS", "PARM", "PREL", "NATO", "NO]"] {
        let keys = format!("r gg /{code} <enter> x");
        assert_eq!(said(&keys, "part of"), "", "{code}");
        let line = said(&keys, "line");
        assert!(line.starts_with("TAGS: "), "{code}: {line}");
    }
    let line = said("r gg /SUBJECT <enter> x", "line");
    assert_eq!(line, "SUBJECT: what the telegram is about");
    assert_eq!(said("r gg /SUBJECT <enter> x", ""), "");
    assert_eq!(
        said("G x", "line"),
        "signature: in whose name the telegram was sent"
    );
}

#[test]
fn no_word_is_said_to_stand_where_it_does_not() {
    for raw in ["", "r "] {
        let mut session = Session::text(COPY.as_bytes(), "120x40").keys(&format!("{raw}gg"));
        let mut n_asked = 0;
        loop {
            session.press("x");
            if let Some(Overlay::Explain(explain)) = &session.model.overlay {
                let here = explain.terms.iter().find(|term| term.label == "here");
                let here = here.unwrap().words.clone();
                assert!(!here.contains("; in no"), "{}: {here}", explain.token);
                n_asked += 1;
                session.press("q");
            }
            let before = session.model.reader().unwrap().text.at;
            session.press("l");
            if session.model.reader().unwrap().text.at == before {
                break;
            }
        }
        assert!(n_asked > 25, "{n_asked}");
    }
}

#[test]
fn a_word_says_how_its_paragraph_is_marked() {
    // Beside the text no cursor comes to the marking.
    for (keys, marked) in [
        ("1G x", "(C) CONFIDENTIAL: release could be expected"),
        ("/Nobody <enter> x", "(U) "),
        ("G x", ""),
        ("/OUTLOOK <enter> x", ""),
        ("r gg /SUBJECT <enter> x", ""),
    ] {
        let found = said(keys, "marked");
        assert!(found.starts_with(marked), "{keys}: {found}");
        assert_eq!(found.is_empty(), marked.is_empty(), "{keys}: {found}");
    }
}

#[test]
fn a_word_of_an_unmarked_paragraph_says_whether_others_are_marked() {
    let of = |text: &str| {
        let session = Session::text(text.as_bytes(), "80x24").keys("2G x");
        session.screen()
    };
    let screen = of("SUBJECT: DUES\n\n1. (C) They rise.\n\n2. They fall.\n");
    assert!(
        screen.contains("bears no portion mark, others do"),
        "{screen}"
    );
    let screen = of("SUBJECT: DUES\n\n1. They rise.\n\n2. They fall.\n");
    assert!(
        screen.contains("no paragraph of this cable bears"),
        "{screen}"
    );
}

#[test]
fn what_the_header_says_stands_in_the_header() {
    let header = "header; in no paragraph of this cable";
    assert_eq!(said("<a-2> x", "here"), header);
    // And what its line is for.
    assert!(said("<a-2> x", "line").starts_with("FL 6: "));
    // The month of the date-time group is no office.
    let keys = "<a-2> j j x";
    assert_eq!(said(keys, "here"), header);
    assert!(said(keys, "DDHHMMZ").contains("in UTC"));
    assert_eq!(said(keys, "MAY"), "");
    // It is not said of what stands in the text.
    assert!(said("1G x", "here").starts_with("paragraph 1"));
}

#[test]
fn the_label_of_a_summary_is_explained() {
    assert!(said("1G x", "SUMMARY").starts_with("what the telegram says"));
}

#[test]
fn a_moment_in_the_text_and_what_was_withheld_are_explained() {
    let text = "O 181433Z MAY 08\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC IMMEDIATE 5689\n\n\
C O N F I D E N T I A L OSLO 000525\n\nSUBJECT: HARBOR TALKS\n\n\
1. (C) It stood in the telegram of 131230Z OCT 07 that XXXXXXXXXXXX\n(protect) was asked.\n\n\
2. (C) XXXXXXXXXXXX was not.\n";
    for keys in ["/OCT <enter> x", "/131230Z <enter> x", "x n n"] {
        let session = Session::text(text.as_bytes(), "80x24").keys(keys);
        let screen = session.screen();
        if keys.starts_with('/') {
            assert!(screen.contains("a Saturday (UTC)"), "{screen}");
            assert!(screen.contains("14:30 in Oslo"), "{screen}");
        }
        // As an office it stands elsewhere.
        assert!(!screen.contains("office"), "{screen}");
    }
    // What was put for what is withheld is no code.
    let session = Session::text(text.as_bytes(), "80x24").keys("/XXXX <enter> x");
    assert!(
        !session.screen().contains("acronym"),
        "{}",
        session.screen()
    );
    // A day, by any word of it.
    let dated = text.replace("131230Z OCT 07", "April 13, 2007");
    for word in ["April", "13", "2007"] {
        let keys = format!("/{word} <enter> x");
        let session = Session::text(dated.as_bytes(), "80x24").keys(&keys);
        let screen = session.screen();
        assert!(screen.contains("a Friday, 401 days before"), "{screen}");
    }
    // One that is doubtful says why.
    for (year, said) in [
        ("89", "that is 19 years before this cable"),
        ("08", "that is after this cable was written"),
        ("06", ""),
    ] {
        let text = text.replace("OCT 07", &format!("OCT {year}"));
        let session = Session::text(text.as_bytes(), "80x24").keys("/131230Z <enter> x");
        let screen = session.screen();
        let found = screen.lines().find(|line| line.contains("that is "));
        assert_eq!(found.is_some(), !said.is_empty(), "{screen}");
        assert!(screen.contains(said), "{screen}");
    }
    for size in ["80x24", "50x16"] {
        let session = Session::text(text.as_bytes(), size).keys("/XXXX <enter> x");
        insta::assert_snapshot!(format!("withheld_{size}"), session.screen());
    }
}

#[test]
fn a_repaired_word_is_explained_with_what_the_source_has() {
    for (keys, original, read) in [
        // The number before a word, the word itself, and in the source as well.
        ("1G x", "11.", "paragraph-number: read as 1."),
        (
            "/Minister <enter> x",
            "Minister,s",
            "apostrophe: read as Minister's",
        ),
        (
            "r gg /Minister <enter> x",
            "Minister,s",
            "apostrophe: read as Minister's",
        ),
        ("/harbor <enter> x", "", ""),
    ] {
        assert_eq!(said(keys, "original"), original, "{keys}");
        let repair = said(keys, "repair");
        assert!(repair.starts_with(read), "{keys}: {repair}");
        assert_eq!(repair.is_empty(), read.is_empty(), "{keys}: {repair}");
    }
    // The next word that something is known of may be a repaired one.
    let keys = "/met <enter> x n";
    assert_eq!(said(keys, "original"), "Minister,s", "{keys}");
    // Every repair of a cable, wherever the bracket leads.
    let session = Session::reading("08PORTLARKSPUR311", "80x24");
    let n_repairs = session.model.reader().unwrap().cable.repairs.len();
    assert_eq!(n_repairs, 9);
    for nth in 1..=n_repairs {
        let keys = format!("{nth}]p x");
        let session = Session::reading("08PORTLARKSPUR311", "80x24").keys(&keys);
        let Some(Overlay::Explain(explain)) = &session.model.overlay else {
            panic!("{keys}: {}", session.screen());
        };
        let is_told = explain.terms.iter().any(|term| term.label == "original");
        assert!(is_told, "{keys}: {}", session.screen());
    }
}

/// Its routing indicators belong to posts of other countries elsewhere.
const CALLED: &str = "PP RUEHC RUEHNH\nDE RUEHPL #0311 2041504\nZNY CCCCC ZZH\n\
P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4412\n\
INFO RUEHNH/AMCONSUL NORTHHAVEN\n\nC O N F I D E N T I A L PORT LARKSPUR 000311\n\n\
E.O. 12958: DECL: 07/22/2018\nTAGS: PREL, VD\nSUBJECT: HARBOR TALKS\n\n\
1. (U) RUEHPL called RUEHNH and RUEHC at 221504Z JUL 08.\n\nA table without number\n\
of the harbor.\n";

#[test]
fn a_routing_indicator_is_whose_its_header_says() {
    for (keys, own, otherwise) in [
        (
            "/RUEHNH <enter> x",
            "RUEHNH  AMCONSUL NORTHHAVEN, by the INFO line of this",
            "in the glossary, otherwise: relay address of NAHA",
        ),
        (
            "/RUEHPL <enter> x",
            "RUEHPL  calls for AMEMBASSY PORT LARKSPUR, by the DE",
            "in the glossary, otherwise: relay address of PORT",
        ),
        // The glossary says what the header says.
        (
            "/RUEHC <enter> x",
            "RUEHC   SECSTATE WASHDC, by the TO line of this cable",
            "RUEHC   relay address of STATE",
        ),
        (
            "r gg /RUEHNH <enter> x",
            "RUEHNH  AMCONSUL NORTHHAVEN, by the INFO line of this",
            "in the glossary, otherwise: relay address of NAHA",
        ),
    ] {
        let session = Session::text(CALLED.as_bytes(), "80x24").keys(keys);
        let screen = session.screen();
        let (own, otherwise) = (screen.find(own), screen.find(otherwise));
        assert!(own.is_some() && own < otherwise, "{keys}: {screen}");
    }
    let screen = Session::text(CALLED.as_bytes(), "120x60")
        .keys("gh")
        .screen();
    assert!(!screen.contains("NAHA"), "{screen}");
    assert!(!screen.contains("LOUIS"), "{screen}");
    assert!(screen.contains("relay address of STATE"), "{screen}");
}

#[test]
fn a_date_time_group_is_explained_once() {
    let text = CALLED.replace("PORT LARKSPUR", "OSLO");
    let session = Session::text(text.as_bytes(), "80x50").keys("/221504Z <enter> x");
    let screen = session.screen();
    let window = &screen[screen.find("Explain").unwrap()..];
    assert_eq!(window.matches("a Tuesday (UTC)").count(), 1, "{screen}");
    assert_eq!(window.matches("17:04 in Oslo").count(), 1, "{screen}");
}

#[test]
fn a_paragraph_without_number_is_told_in_words() {
    for (word, here) in [
        (
            "table",
            "in one paragraph of this cable, which has no number",
        ),
        (
            "harbor",
            "in one paragraph of this cable, which has no number",
        ),
    ] {
        let text = CALLED.replace("HARBOR TALKS", "FISH");
        let keys = format!("/{word} <enter> x");
        let session = Session::text(text.as_bytes(), "120x40").keys(&keys);
        let screen = session.screen();
        assert!(!screen.contains("paragraph -"), "{screen}");
        let Some(Overlay::Explain(explain)) = &session.model.overlay else {
            panic!("{screen}");
        };
        let terms = explain.terms.iter();
        let said: Vec<&str> = terms
            .filter(|term| term.label == "here")
            .map(|term| term.words.as_str())
            .collect();
        assert_eq!(said, [here], "{word}: {screen}");
    }
}
