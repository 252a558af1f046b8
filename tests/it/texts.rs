//! Searches in the texts of all cables, from the list and from a cable.

use std::fmt::Write as _;
use std::path::Path;

use reftel::app::{Effect, Entry, Msg, Request, Screen};
use reftel::cable::{Cable, Trace};
use reftel::typeset::{self, Options, Shown, find};

use crate::session::Session;

fn telegram(serial: u32, subject: &str, paragraphs: &[&str]) -> String {
    let mut text = format!(
        "P 191504Z JUL 07\nFM AMCONSUL NORTHHAVEN\nTO SECSTATE WASHDC PRIORITY {serial:04}\n\n\
         C O N F I D E N T I A L NORTHHAVEN {serial:06}\n\nTAGS: PREL\nSUBJECT: {subject}\n\n"
    );
    for (number, paragraph) in (1..).zip(paragraphs) {
        writeln!(text, "{number}. (C) {paragraph}\n").unwrap();
    }
    text.push_str("QUILL\n");
    text
}

/// Five cables; the pilots are in the first, the third and the fourth.
fn list(size: &str) -> Session {
    let texts = [
        telegram(
            11,
            "DUES",
            &["Dues rose.", "The Pilots met.", "No pilots came."],
        ),
        telegram(12, "LAMPS", &["Lamps were lit."]),
        telegram(
            13,
            "FERRIES",
            &["Ferries sailed, as the chief of the\npilots had said."],
        ),
        telegram(14, "TUGS", &["The pi-\nlots went home.", "PILOTS stayed."]),
        telegram(15, "QUOTAS", &["Quotas fell; Minister,s aides agreed."]),
    ];
    let texts: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
    Session::list(&texts, size)
}

/// The cable in sight, and the row of the list otherwise.
fn here(session: &Session) -> String {
    match &session.model.screens.top {
        Screen::Reader(reader) => reader.id.to_string(),
        Screen::Catalog(catalog) => format!("row {}", catalog.scroll.focus),
        Screen::Survey(_) => String::from("a survey"),
        Screen::Results(results) => format!("hits {}", results.scroll.focus),
    }
}

fn told(session: &Session) -> (String, String, String) {
    (
        here(session),
        session.words_at(),
        session.notice().to_owned(),
    )
}

fn is(told: (String, String, String), here: &str, at: &str, said: &str) {
    assert_eq!(told, (here.into(), at.into(), said.into()));
}

#[test]
fn what_no_number_and_no_subject_has_is_sought_in_the_texts() {
    let mut session = list("80x24").keys("/pilots <enter>");
    is(
        told(&session),
        "07NORTHHAVEN11",
        "Pilots met.",
        "07NORTHHAVEN11: 1/2 in 2 paragraphs; cable 1 of 3",
    );
    let lit = session.cells_painted(&["match"]);
    assert!(lit.contains("pilots"), "the cursor is on the other: {lit}");
    session.press("n");
    assert_eq!(session.words_at(), "pilots came.");
    session.press("n");
    is(
        told(&session),
        "07NORTHHAVEN13",
        "pilots had",
        "07NORTHHAVEN13: 1/1 in 1 paragraph; cable 2 of 3",
    );
    session.press("n n");
    is(
        told(&session),
        "07NORTHHAVEN14",
        "PILOTS stayed.",
        "2/2 in 2 paragraphs",
    );
    session.press("N N");
    assert_eq!(here(&session), "07NORTHHAVEN13");
    session.press("N");
    is(
        told(&session),
        "07NORTHHAVEN11",
        "pilots came.",
        "07NORTHHAVEN11: 2/2 in 2 paragraphs; cable 1 of 3",
    );
    // Round the ends of the list.
    session.press("N N");
    is(
        told(&session),
        "07NORTHHAVEN14",
        "PILOTS stayed.",
        "07NORTHHAVEN14: 2/2 in 2 paragraphs; cable 3 of 3; round the beginning of the list",
    );
    session.press("n");
    is(
        told(&session),
        "07NORTHHAVEN11",
        "Pilots met.",
        "07NORTHHAVEN11: 1/2 in 2 paragraphs; cable 1 of 3; round the end of the list",
    );
    session.press("q");
    assert_eq!(here(&session), "row 0");
    session.press("n");
    assert_eq!(here(&session), "row 2");
    assert_eq!(session.notice(), "cable 2 of 3");
    session.press("N N");
    assert_eq!(here(&session), "row 3");
}

#[test]
fn numbers_and_subjects_come_first() {
    let mut session = list("80x24").keys("/dues <enter>");
    assert_eq!(here(&session), "row 0");
    assert!(session.model.texts.is_none());
    session.press("j gS dues <enter>");
    assert_eq!(here(&session), "07NORTHHAVEN11");
    assert_eq!(
        session.notice(),
        "07NORTHHAVEN11: 1/1 in 1 paragraph; no other cable holds it"
    );
    session.press("n");
    assert_eq!(
        session.notice(),
        "1/1 in 1 paragraph; the search went round the end; no other cable holds it"
    );
    // Behind a whole name stands what is sought.
    let session = list("80x24").keys(":search-texts_lamps <enter>");
    assert_eq!(here(&session), "07NORTHHAVEN12");
}

#[test]
fn a_query_typed_as_words_is_told_what_asks_it() {
    let session = list("80x24").keys("/tag:PREL <enter>");
    assert_eq!(
        session.notice(),
        "no cable holds tag:PREL in its text; in the catalog & narrows by a field"
    );
    let session = list("80x24").keys("/zeppelins:_two <enter>");
    assert_eq!(
        session.notice(),
        "no cable holds zeppelins: two in its text"
    );
}

#[test]
fn what_is_not_found_is_told_with_what_was_not_searched() {
    let session = list("80x24").keys("jj /zeppelins <enter>");
    assert_eq!(here(&session), "row 2");
    assert_eq!(session.notice(), "no cable holds zeppelins in its text");
    let mut session = list("80x24").keys("gS");
    session.press("secstate <enter>");
    assert_eq!(
        session.notice(),
        "no cable holds secstate in its text; 5 have it in the header"
    );
    session.change(1, |entry| entry.listing.as_mut().unwrap().has_text = false);
    session.press("/zeppelins <enter>");
    assert_eq!(
        session.notice(),
        "no cable holds zeppelins in its text; not searched: 1 without text"
    );
    session.press("n");
    assert_eq!(session.notice(), "no match");
}

#[test]
fn it_begins_at_the_cursor_and_goes_round() {
    let mut session = list("80x24").keys("jjj /pilots <enter>");
    assert_eq!(here(&session), "07NORTHHAVEN14");
    assert!(
        session.notice().ends_with("cable 3 of 3"),
        "{}",
        session.notice()
    );
    session.press("n n");
    assert_eq!(here(&session), "07NORTHHAVEN11");
    let session = list("80x24").keys("jj g? pilots <enter>");
    assert_eq!(here(&session), "07NORTHHAVEN11", "backward");
    assert_eq!(session.words_at(), "pilots came.");
}

#[test]
fn cables_are_walked_as_they_lie() {
    // The first that was found lies in the middle: 12, 13, 11, 14, 15.
    let lying = |held_up: bool| {
        let mut session = list("80x24");
        session.model = session.model.clone().within_collection();
        session.press("size:80x24");
        session.send(Msg::FirstLies(2));
        session.send(Msg::AllFound);
        assert_eq!(here(&session), "row 2");
        if held_up {
            session.held_up = Some(std::collections::VecDeque::new());
        }
        session
    };
    let is_at = |session: &Session, serial: &str, standing: &str| {
        assert_eq!(here(session), format!("07NORTHHAVEN{serial}"));
        let said = session.notice();
        assert!(said.ends_with(standing), "{said}");
    };
    for begin in ["gg gS pilots <enter>", "gg j gS pilots <enter>"] {
        let mut session = lying(false).keys(begin);
        is_at(&session, "13", "cable 1 of 3");
        session.press("n");
        is_at(&session, "11", "cable 2 of 3");
        session.press("n n");
        is_at(&session, "14", "cable 3 of 3");
        session.press("n n");
        is_at(&session, "13", "cable 1 of 3; round the end of the list");
        session.press("N");
        is_at(
            &session,
            "14",
            "cable 3 of 3; round the beginning of the list",
        );
        session.press("N N");
        is_at(&session, "11", "cable 2 of 3");
    }
    // From the one that lies elsewhere, from behind it, from the last.
    let mut session = lying(false).keys("gS pilots <enter>");
    is_at(&session, "11", "cable 2 of 3");
    session.press("n n");
    is_at(&session, "14", "cable 3 of 3");
    session.press("n n");
    is_at(&session, "13", "cable 1 of 3; round the end of the list");
    let session = lying(false).keys("j gS pilots <enter>");
    is_at(&session, "14", "cable 3 of 3");
    let mut session = lying(false).keys("G gS pilots <enter>");
    is_at(&session, "13", "cable 1 of 3");
    session.press("n");
    is_at(&session, "11", "cable 2 of 3");
    // They are looked through in this order, each of them once.
    for (begin, order) in [
        ("gg", vec![1..3, 0..1, 3..5]),
        ("gg j", vec![2..3, 0..1, 3..5, 1..2]),
        ("", vec![0..1, 3..5, 1..3]),
        ("j", vec![3..5, 1..3, 0..1]),
        ("G", vec![4..5, 1..3, 0..1, 3..4]),
    ] {
        let mut session = lying(true).keys(begin);
        session.effects.clear();
        session.press("gS zeppelins <enter>");
        session.search_on(true);
        let asked = session.effects.iter().filter_map(|effect| match effect {
            Effect::Load(Request::Search(query)) => Some(query.entries.clone()),
            _ => None,
        });
        assert!(asked.eq(order), "{begin}");
        let said = session.notice();
        assert_eq!(said, "no cable holds zeppelins in its text");
    }
}

#[test]
fn capitals_matter_if_there_are_any_and_phrases_run_over_line_ends() {
    let found = |keys: &str| {
        let session = list("80x24").keys(keys);
        (here(&session), session.notice().to_owned())
    };
    assert_eq!(found("gS Pilots <enter>").0, "07NORTHHAVEN11");
    assert_eq!(
        found("gS PILOTS <enter>"),
        (
            "07NORTHHAVEN14".into(),
            "07NORTHHAVEN14: 1/1 in 1 paragraph; no other cable holds it".into()
        )
    );
    assert_eq!(found("/the_pilots_had <enter>").0, "07NORTHHAVEN13");
    assert_eq!(found("/minister's_aides <enter>").0, "07NORTHHAVEN15");
    assert_eq!(found("/of_the_lamps <enter>").0, "row 0");
}

#[test]
fn a_regular_expression_is_sought_as_well() {
    let session = list("80x24").keys("gS <a-r> pi(lo|no)ts <space> \\w+ <space> said <enter>");
    assert_eq!(here(&session), "07NORTHHAVEN13");
    let session = list("80x24").keys("gS <a-r>");
    assert!(session.screen().contains("gS g/"), "{}", session.screen());
    let session = list("80x24").keys("gS <a-r> pi(lots <enter>");
    assert_eq!(session.notice(), "unclosed group");
    assert!(session.model.texts.is_none());
}

fn held_up(keys: &str) -> Session {
    let mut session = list("80x24");
    session.held_up = Some(std::collections::VecDeque::new());
    session.press(keys);
    session
}

#[test]
fn it_says_how_far_it_is_and_can_be_stopped() {
    for (key, row) in [("<esc>", "row 1"), ("<c-c>", "row 1")] {
        let mut session = held_up("gS minister's <enter>");
        assert_eq!(session.notice(), "searching the texts, 0 %; Esc stops");
        session.press("j");
        assert_eq!(here(&session), row, "keys are answered meanwhile");
        for _ in 0..3 {
            let msg = session.held_up.as_mut().unwrap().pop_front().unwrap();
            session.send(msg);
        }
        assert_eq!(session.notice(), "searching the texts, 60 %; Esc stops");
        session.effects.clear();
        session.press(key);
        assert_eq!(session.notice(), "search stopped at 60 %; no cable so far");
        assert_eq!(session.effects, [Effect::Load(Request::StopSearch)]);
        session.search_on(true);
        assert_eq!(here(&session), row, "nothing comes of it any more");
        session.effects.clear();
        session.press(key);
        assert_eq!(session.effects.is_empty(), key == "<esc>", "^c twice quits");
    }
}

#[test]
fn the_first_is_shown_before_the_last_is_found() {
    let mut session = held_up("/pilots <enter>");
    session.search_on(false);
    assert_eq!(here(&session), "07NORTHHAVEN11");
    assert_eq!(
        session.notice(),
        "07NORTHHAVEN11: 1/2 in 2 paragraphs; searching on, 0 %"
    );
    session.press("n n");
    assert_eq!(
        here(&session),
        "07NORTHHAVEN11",
        "the next is not found yet"
    );
    assert!(
        session.notice().starts_with("searching the texts, "),
        "{}",
        session.notice()
    );
    session.search_on(false);
    assert_eq!(here(&session), "07NORTHHAVEN13", "it is gone to when it is");
    assert!(
        session.notice().contains("one of 2 cables so far"),
        "{}",
        session.notice()
    );
    // Who has gone elsewhere is left alone.
    session.press("n K");
    assert_eq!(here(&session), "07NORTHHAVEN12");
    session.search_on(true);
    assert_eq!(here(&session), "07NORTHHAVEN12");
    assert_eq!(session.notice(), "3 cables hold pilots in their texts");
    session.press("n");
    assert_eq!(here(&session), "07NORTHHAVEN13", "from here on");
    session.press("<esc> n");
    assert!(
        session.notice().starts_with("nothing is being sought"),
        "{}",
        session.notice()
    );
}

#[test]
fn who_reads_or_types_meanwhile_is_not_led_elsewhere() {
    for keys in ["jjjj <enter>", ":", "?"] {
        let mut session = held_up("/pilots <enter>");
        session.press(keys);
        let before = here(&session);
        session.search_on(true);
        assert_eq!(here(&session), before, "{keys}");
    }
}

#[test]
fn it_goes_on_from_a_cable_and_another_search_there_is_its_own() {
    let mut session = list("80x24").keys("jjj <enter> gS pilots <enter>");
    assert_eq!(here(&session), "07NORTHHAVEN14");
    assert_eq!(session.words_at(), "pilots went");
    session.press("n n");
    assert_eq!(here(&session), "07NORTHHAVEN11");
    session.press("/met <enter> n");
    assert_eq!(here(&session), "07NORTHHAVEN11");
    assert!(
        session.notice().contains("went round the end"),
        "{}",
        session.notice()
    );
    session.press("gS <enter>");
    assert_eq!(session.words_at(), "Pilots met.", "the same again");
    // The only cable that is open.
    let text = telegram(1, "X", &["Pilots met."]);
    let mut session = Session::text(text.as_bytes(), "80x24").keys("gS pilots <enter> n");
    assert!(
        session.notice().ends_with("no other cable holds it"),
        "{}",
        session.notice()
    );
    session.press("gS lamps <enter>");
    assert_eq!(session.notice(), "no cable holds lamps in its text");
}

#[test]
fn cables_that_are_found_meanwhile_are_searched_as_well() {
    let mut session = list("80x24");
    let late = session.split_off(2);
    session.model.gathering = true;
    session.press("gS zeppelins <enter>");
    session.send(Msg::Found(late[..2].to_vec()));
    let said = session.notice();
    assert!(said.starts_with("searching the texts"), "{said}");
    session.press("gS pilots <space> went <enter>");
    session.send(Msg::Found(late[2..].to_vec()));
    assert_eq!(here(&session), "07NORTHHAVEN14");
    session.press("q gS zeppelins <enter>");
    session.send(Msg::AllFound);
    let said = session.notice();
    assert_eq!(said, "no cable holds zeppelins in its text");
}

#[test]
fn what_a_list_lacked_while_it_was_typed_is_told_when_it_is_whole() {
    let mut session = list("80x24");
    let late = session.split_off(3);
    session.model.gathering = true;
    session.press("/tugs <enter>");
    session.send(Msg::Found(late));
    session.send(Msg::AllFound);
    assert_eq!(
        session.notice(),
        "the list is whole: 1 match; n goes to the next"
    );
    session.press("n");
    assert_eq!(here(&session), "row 3");
    let mut session = list("80x24");
    session.model.entries.push(&Entry {
        name: Shown::new("more.txt"),
        ..Entry::default()
    });
    session.cables.push(session.cables[0].clone());
    session.model.gathering = true;
    session.press("/zeppelins <enter> j");
    session.send(Msg::AllFound);
    assert_eq!(session.notice(), "no cable holds zeppelins in its text");
}

#[test]
fn rows_that_come_while_it_is_typed_are_found() {
    let mut session = list("80x24");
    let late = session.split_off(2);
    session.model.gathering = true;
    session.press("/t");
    session.send(Msg::Found(late));
    session.press("u");
    assert!(session.screen().contains("1/1"), "{}", session.screen());
    session.press("g s <enter>");
    assert_eq!(here(&session), "row 3");
}

/// Words of the text of every sample must be told by the bytes of its source:
/// those that would be missed are named here.
#[test]
fn what_is_read_in_a_cable_is_told_by_its_bytes() {
    let mut missed = Vec::new();
    let mut n_words = 0;
    let mut folders = vec![Path::new("tests/corpus").to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path
                .extension()
                .is_none_or(|extension| extension != "cable")
            {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let mut cable: Cable = reftel::parse::parse(&bytes);
            cable.apply_repairs(reftel::cable::Confidence::Medium);
            if cable.paragraphs.is_empty() {
                // Words of ours say why.
                continue;
            }
            let page = typeset::typeset(&cable, &Options::default());
            let words: std::collections::BTreeSet<&str> = page.text().split_whitespace().collect();
            for word in words {
                let Some(trace) = Trace::new(word, true) else {
                    continue;
                };
                n_words += 1;
                assert!(!find(&page, word).is_empty(), "{word}");
                if !bytes.contains(&0) && trace.find(&bytes, 0).is_none() {
                    missed.push(format!("{word} in {}", path.display()));
                }
            }
        }
    }
    missed.sort();
    assert!(n_words > 4_000, "{n_words}");
    // Repairs of letters: they are others, spaced out, or amid signs in the
    // source.
    assert_eq!(
        missed,
        [
            "MARLOW in tests/corpus/garbled/signature-of-two-and-with-a-zero.cable",
            "TREMAINE in tests/corpus/garbled/signature-amid-odd-signs.cable",
            "TREMAINE in tests/corpus/garbled/signature-spaced-out.cable"
        ]
    );
}
