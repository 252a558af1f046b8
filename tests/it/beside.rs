//! Two cables side by side: keys, screens, and what each of them keeps.

use reftel::app::{Find, Overlay, Reader};

use crate::session::Session;

const SIZES: [&str; 4] = ["50x16", "80x24", "120x40", "200x50"];

const CITING: &str = "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4410\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSIPDIS\n\nE.O. 12958: DECL: 07/22/2018\n\
TAGS: PREL, VD\nSUBJECT: HARBOR DUES\n\nREF: A. 07 NORTHHAVEN 88  B. 06 KESTREL BAY 9\n\n\
1. (C) The aide agreed (ref A, para 2).\n\n2. (S) He said so to the press (ref B).\n\n\
3. (U) No more.\n\n4. (U) The lamps are lit.\n\n5. (U) The tugs are out.\nQUILL\n";
const CITED: &str = "P 191504Z JUL 07\nFM AMCONSUL NORTHHAVEN\nTO RUEHC/SECSTATE WASHDC PRIORITY 88\n\n\
S E C R E T NORTHHAVEN 000088\n\nTAGS: PREL, VD\nSUBJECT: DUES\n\n1. (C) Dues rose.\n\n\
2. (S) The council knew of it.\n\n3. (U) Nobody complained.\n\n4. (U) The end.\nMARLOW\n";

fn two(size: &str) -> Session {
    Session::texts(&[CITING.as_bytes(), CITED.as_bytes()], size)
}

/// The cable with the keys.
fn here(session: &Session) -> &Reader {
    session.model.reader().unwrap()
}

fn other(session: &Session) -> &Reader {
    &session.model.beside.as_ref().unwrap().other
}

#[test]
fn a_reference_opens_beside_at_every_size() {
    for size in SIZES {
        let mut session = two(size).keys("F a");
        insta::assert_snapshot!(format!("beside-{size}"), session.snapshot());
    }
    let mut session = two("120x40").keys("F a cu <tab> 2G x");
    insta::assert_snapshot!("beside-explained-120x40", session.snapshot());
    let mut session = two("120x40").keys("gv M");
    insta::assert_snapshot!("beside-routing-120x40", session.snapshot());
}

#[test]
fn the_title_of_each_names_id_and_level() {
    for size in ["104x12", "120x40", "200x50", "120x6"] {
        let screen = two(size).keys("F a").screen();
        let title = screen.lines().next().unwrap();
        for words in [
            "08PORTLARKSPUR311",
            "CONFIDENTIAL",
            "07NORTHHAVEN88",
            "SECRET",
        ] {
            assert!(title.contains(words), "{words} at {size}: {title}");
        }
    }
}

#[test]
fn it_opens_at_the_paragraph_that_is_meant_and_the_keys_go_there() {
    let session = two("120x40").keys("F a");
    assert_eq!(here(&session).id.as_str(), "07NORTHHAVEN88");
    assert_eq!(here(&session).place(), "P2/4");
    assert_eq!(other(&session).id.as_str(), "08PORTLARKSPUR311");
    let session = session.keys("<tab>");
    assert_eq!(here(&session).id.as_str(), "08PORTLARKSPUR311");
    // What is not open here is told, and nothing changes.
    let session = session.keys("F b");
    assert!(session.notice().contains("not among the cables"));
    assert_eq!(other(&session).place(), "P2/4");
    // q closes the one beside, wherever the keys are.
    for keys in ["q", "<tab> q"] {
        let session = two("120x40").keys("F a").keys(keys);
        assert!(session.model.beside.is_none());
        assert_eq!(here(&session).id.as_str(), "08PORTLARKSPUR311");
        assert!(session.screen().contains("─ Routing"));
    }
}

#[test]
fn what_lies_over_two_cables_is_closed_by_itself() {
    let session = two("120x40").keys("F a gc");
    let screen = session.screen();
    assert!(!screen.contains("q close beside"), "{screen}");
    let session = session.keys("q");
    assert!(session.model.is_split());
    assert!(session.screen().contains("q close beside"));
}

#[test]
fn a_mark_is_known_to_both_halves_of_one_cable() {
    let mut session = two("200x50").keys("gv 3G m a");
    assert_eq!(here(&session).marked, other(&session).marked);
    session.press("<tab> ]n");
    assert_eq!(session.notice(), "1/1  mark a");
    session.press("<a-m> a");
    assert!(other(&session).marked.is_empty());
}

#[test]
fn there_is_no_middle_between_two_cables() {
    let mut session = two("120x40").keys("F a");
    let before = session.model.room();
    session.press("gz");
    assert_eq!(session.model.room(), before);
    assert_eq!(
        session.notice(),
        "no text is alone here; q closes the cable beside"
    );
}

#[test]
fn below_a_hundred_columns_one_is_shown() {
    let session = two("80x24").keys("F");
    assert_eq!(
        session.notice(),
        "side by side needs 100 columns; there are 80"
    );
    assert!(session.model.beside.is_none());
    let session = two("120x40").keys("F a size:80x24");
    let title = session.screen().lines().next().unwrap().to_owned();
    assert!(
        title.contains("07NORTHHAVEN88") && !title.contains("LARKSPUR"),
        "{title}"
    );
    // Wide again, both are there.
    let session = session.keys("size:120x40");
    let title = session.screen().lines().next().unwrap().to_owned();
    assert!(
        title.contains("07NORTHHAVEN88") && title.contains("LARKSPUR"),
        "{title}"
    );
    let session = session.keys("size:80x24 q");
    assert_eq!(here(&session).id.as_str(), "08PORTLARKSPUR311");
}

#[test]
fn every_command_works_in_the_one_with_the_keys() {
    let session = two("120x40").keys("F a cu");
    assert!(here(&session).is_filtered() && !other(&session).is_filtered());
    assert!(session.screen().contains("not a release decision"));
    let session = session.keys("<tab> /lamps <enter>");
    let matches = |find: Option<&Find>| find.map_or(0, |find| find.matches.len());
    assert_eq!(matches(here(&session).find.as_ref()), 1);
    assert_eq!(matches(other(&session).find.as_ref()), 0);
    let session = session.keys("ma <tab>");
    assert_eq!(other(&session).marked, [3]);
    let session = session.keys("c0 2G l x");
    assert!(matches!(session.model.overlay, Some(Overlay::Explain(_))));
    // A fold, the source, another width.
    let session = two("120x40").keys("F a r");
    assert!(here(&session).raw && !other(&session).raw);
    // Going back leads to the other side.
    let session = two("120x40").keys("F a H");
    assert_eq!(here(&session).id.as_str(), "08PORTLARKSPUR311");
    assert!(session.model.is_split());
    // J reads the next cable in the half that has the keys.
    let session = two("120x40").keys("F a <tab> J");
    assert_eq!(here(&session).id.as_str(), "07NORTHHAVEN88");
    assert_eq!(other(&session).id.as_str(), "07NORTHHAVEN88");
}

#[test]
fn they_scroll_on_their_own_or_together() {
    let tops = |session: &Session| {
        (
            here(session).text.scroll.top,
            other(session).text.scroll.top,
        )
    };
    let session = Session::reading("08PORTLARKSPUR311", "120x40").keys("gv <c-e> <c-e>");
    assert_eq!(tops(&session), (2, 0));
    let session = session.keys("g= <c-e> <c-e> <c-e>");
    assert_eq!(tops(&session), (5, 3));
    let session = session.keys("<tab> <c-y>");
    assert_eq!(tops(&session), (2, 4));
    let session = session.keys("g= <c-e>");
    assert_eq!(tops(&session), (3, 4));
    let session = Session::reading("08PORTLARKSPUR311", "120x40").keys("g=");
    assert!(session.notice().contains("no cable is beside this one"));
}

#[test]
fn one_cable_is_read_at_two_places() {
    let session = Session::reading("08PORTLARKSPUR311", "200x50").keys("gv M");
    let screen = session.screen();
    assert!(screen.contains("─ Routing") && screen.contains("SUMMARY: This telegram"));
    let session = session.keys("q t 9G");
    assert_eq!(here(&session).place(), "P9/24");
    assert_eq!(other(&session).place(), "P1/24");
}

#[test]
fn a_search_holds_on_both_sides() {
    let sought = |reader: &Reader| reader.find.as_ref().map(|find| find.matches.len());
    let both = |session: &Session| (sought(here(session)), sought(other(session)));
    // While it is typed the other side is still; then both are lit.
    let mut session = two("120x40").keys("F a /the");
    assert_eq!(both(&session), (Some(2), None));
    session.press("<enter>");
    assert_eq!(both(&session), (Some(2), Some(4)));
    let screen = session.snapshot();
    let lit = screen.lines().filter(|line| line.ends_with("match"));
    let column = |line: &str| line.split([':', '.']).nth(1)?.parse::<usize>().ok();
    let (left, right): (Vec<usize>, Vec<usize>) = lit.filter_map(column).partition(|at| *at < 60);
    // The token under the cursor is painted over the current one.
    assert!(left.len() == 4 && right.len() == 1, "{screen}");
    // It goes on from where the other cursor is, among its own matches.
    session.press("<tab> n");
    assert_eq!(session.notice(), "2/4 in 4 paragraphs");
    assert_eq!(here(&session).id.as_str(), "08PORTLARKSPUR311");
    // The next one takes its place on both sides; Esc ends it on both.
    session.press("*");
    let word = here(&session).find.as_ref().unwrap().needle.clone();
    assert_eq!(other(&session).find.as_ref().unwrap().needle, word);
    session.press("<esc>");
    assert_eq!(both(&session), (None, None));
    // What was sought before is sought in what is opened beside.
    let session = two("120x40").keys("/the <enter> gg F a");
    assert_eq!(both(&session), (Some(2), Some(4)));
    let session = session.keys("q");
    assert_eq!(sought(here(&session)), Some(4));
}

#[test]
fn a_repair_that_is_switched_off_is_off_on_both_sides_and_a_filter_on_one() {
    let damaged = CITING.replace("The aide agreed", "The minister,s aide agreed");
    let mut session = Session::text(damaged.as_bytes(), "120x40").keys("gv gp j j s q");
    for reader in [here(&session), other(&session)] {
        assert!(reader.text.page.text().contains("minister,s"));
        assert_eq!(reader.tally.n_repairs, 0);
    }
    session.press("<tab> gp j j s q");
    for reader in [here(&session), other(&session)] {
        assert!(reader.text.page.text().contains("minister's"));
    }
    session.press("cu");
    assert!(here(&session).is_filtered() && !other(&session).is_filtered());
}
