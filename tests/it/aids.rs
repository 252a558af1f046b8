//! Aids to reading that are off unless asked: sentence case, one column.

use reftel::app::Overlay;
use reftel::typeset::Letters;

use crate::session::Session;

const SIZES: [&str; 4] = ["50x16", "80x24", "120x40", "200x50"];

/// All capitals, with an acronym that is spelled out, a table and a list.
const CAPITALS: &str = "O 031415Z MAY 77\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC IMMEDIATE 4711\n\
C O N F I D E N T I A L PORT LARKSPUR 0012\n\nE.O. 11652: GDS\nTAGS: PFOR, ETRD\n\
SUBJECT: HARBOR TALKS\n\nREF: A. 77 NORTHHAVEN 88\n\n\
1. (C) SUMMARY: MR. MARLOW OF THE INTERNATIONAL HARBOR FORUM (IHF) TOLD THE DCM\nTHAT THE PILOTS OF \
PORT LARKSPUR WILL GO BACK TO WORK. END SUMMARY.\n\n\
2. (U) THE FERRY TO ROME SAILS ON MONDAY (REF A). MARLOW THINKS NATO PORTS, PHASE II,\nWILL FOLLOW.\n\n\
THE PRICE\n---------\n\n\
3. (U) PRICES:\n\n-- TUGS: TWO;\n\n-- LAMPS: ONE.\nQUILL\n";

fn cable(size: &str) -> Session {
    Session::text(CAPITALS.as_bytes(), size)
}

#[test]
fn capitals_in_sentence_case_at_every_size() {
    for size in SIZES {
        let mut session = cable(size).keys("gu");
        insta::assert_snapshot!(format!("case-{size}"), session.snapshot());
    }
}

#[test]
fn one_column_at_every_size() {
    for size in SIZES {
        let mut session = Session::reading("08PORTLARKSPUR311", size).keys("gz");
        insta::assert_snapshot!(format!("column-{size}"), session.snapshot());
    }
}

#[test]
fn sentence_case_is_off_until_it_is_asked_for_and_a_guess() {
    let screen = cable("80x24").screen();
    assert!(screen.contains("PILOTS OF PORT LARKSPUR"), "{screen}");
    let session = cable("80x24").keys("gu");
    let screen = session.screen();
    assert!(
        screen.contains("Mr. Marlow of the International Harbor Forum (IHF)"),
        "{screen}"
    );
    assert!(screen.contains("the DCM that the pilots"), "{screen}");
    assert!(screen.contains("pilots of Port Larkspur"), "{screen}");
    assert!(
        screen.contains("The ferry to Rome sails on Monday (ref A)."),
        "{screen}"
    );
    assert!(screen.contains("ports, phase II, will follow"), "{screen}");
    assert!(session.notice().contains("a guess"));
    let session = session.keys("gu");
    assert!(session.screen().contains("PILOTS OF PORT LARKSPUR"));
    let session = Session::reading("08PORTLARKSPUR311", "80x24").keys("gu");
    assert!(session.notice().contains("not all capitals"));
}

#[test]
fn what_is_asked_and_sought_is_what_stands_in_the_source() {
    // The cursor stays on its word, and a search finds either spelling.
    let session = cable("80x24").keys("/PILOTS <enter> gu");
    let reader = session.model.reader().unwrap();
    assert_eq!(reader.text.token_text(), "PILOTS");
    let place = reader.text.place();
    assert_eq!(&CAPITALS[place as usize..][..6], "PILOTS");
    assert_eq!(
        session
            .model
            .reader()
            .unwrap()
            .find
            .as_ref()
            .unwrap()
            .matches
            .len(),
        1
    );
    for words in ["/Rome", "/ROME", "/rome"] {
        let session = cable("80x24").keys("gu").keys(words).keys("<enter>");
        assert_eq!(session.notice(), "1/1 in 1 paragraph", "{words}");
    }
    let session = cable("80x24").keys("gu /IHF <enter> x");
    assert!(matches!(session.model.overlay, Some(Overlay::Explain(_))));
    assert!(
        session.screen().contains("INTERNATIONAL HARBOR FORUM"),
        "{}",
        session.screen()
    );
    // Folds and filters have it as well.
    let screen = cable("80x24").keys("gu 3G zc cu").screen();
    assert!(screen.contains("> The price: 1 paragraph"), "{screen}");
}

#[test]
fn what_is_copied_has_the_letters_of_the_source_and_says_so() {
    let session = cable("80x24").keys("gu 3G yy");
    assert_eq!(
        session.copied(),
        "3. (U) PRICES:\n-- TUGS: TWO;\n-- LAMPS: ONE."
    );
    assert!(
        session.notice().ends_with("; capitals as in the source"),
        "{}",
        session.notice()
    );
    let session = cable("80x24").keys("gu Y");
    assert!(session.copied().contains("WILL FOLLOW"));
    let mut session = cable("80x24").keys("gu 3G");
    session.model.settings.letters = Letters::Shown;
    session.press("yy");
    assert_eq!(
        session.copied(),
        "3. (U) Prices:\n-- Tugs: two;\n-- Lamps: one."
    );
    assert!(!session.notice().contains("capitals"));
    session.press("Y");
    assert!(session.copied().contains("will follow"));
}

#[test]
fn the_column_is_left_where_a_pane_is_asked_for() {
    let session = Session::reading("08PORTLARKSPUR311", "120x40").keys("gz");
    assert!(!session.screen().contains("─ Paragraphs"));
    let session = session.keys("t");
    assert!(session.screen().contains("─ Paragraphs"));
    let session = session.keys("gz gz");
    assert!(session.screen().contains("─ Paragraphs"));
}

#[test]
fn where_there_are_no_panes_the_column_says_what_it_does() {
    for size in ["80x24", "50x16"] {
        let session = Session::reading("08PORTLARKSPUR311", size).keys("gz");
        assert_eq!(
            session.notice(),
            "text in the middle, once it is set narrower"
        );
        let session = session.keys("gz");
        assert_eq!(session.notice(), "text at the left");
        // Where it moves at once it says nothing of later.
        let session = session.keys("30=").keys("gz");
        assert_eq!(session.notice(), "text in the middle");
        let words = |session: &Session| {
            let screen = session.screen();
            let row = screen.lines().find(|row| row.contains("SUMMARY")).unwrap();
            row.find("SUMMARY").unwrap()
        };
        let middle = words(&session);
        assert!(words(&session.keys("gz")) + 8 < middle, "{size}");
    }
}

/// Sent in the evening of one day, and in the night of the next at the post.
fn dated(from: &str) -> String {
    format!(
        "P 222104Z JUL 08\nFM {from}\nTO SECSTATE WASHDC PRIORITY 4410\n\n\
C O N F I D E N T I A L \n\nTAGS: PREL\nSUBJECT: HARBOR DUES\n\n1. (C) The dues rose.\nQUILL\n"
    )
}

#[test]
fn the_local_time_of_a_post_is_told_where_its_zone_is_known() {
    let tokyo = dated("AMEMBASSY TOKYO");
    let screen = Session::text(tokyo.as_bytes(), "120x40").screen();
    assert!(screen.contains("Wednesday 06:04 in Tokyo "), "{screen}");
    let screen = Session::text(tokyo.as_bytes(), "200x50").screen();
    assert!(
        screen.contains("Wednesday 06:04 in Tokyo, UTC+9"),
        "{screen}"
    );
    let screen = Session::text(tokyo.as_bytes(), "120x40")
        .keys("<a-2> 2j x")
        .screen();
    assert!(
        screen.contains("Wednesday 06:04 in Tokyo, Asia/Tokyo (UTC+9)"),
        "{screen}"
    );
    let screen = Session::text(tokyo.as_bytes(), "120x40")
        .keys("gh")
        .screen();
    assert!(
        screen.contains("Wednesday 06:04 in Tokyo, Asia/Tokyo (UTC+9)"),
        "{screen}"
    );
    // Where it is not known nothing is said.
    let unknown = dated("AMEMBASSY PORT LARKSPUR");
    for keys in ["", "gh"] {
        let screen = Session::text(unknown.as_bytes(), "120x40")
            .keys(keys)
            .screen();
        assert!(
            !screen.contains(" in Port") && !screen.contains("UTC+"),
            "{screen}"
        );
    }
}
