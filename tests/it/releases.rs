//! Telegrams of one number: each is a cable of its own, and the others are a
//! key away.

use reftel::app::{Msg, Wake};

use crate::session::Session;

const FIRST: &[u8] = b"P 211455Z JUN 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000288\n\nTAGS: PREL\nSUBJECT: HARBOR DUES\n\n\
1. (C) The Minister agreed.\n\n2. (C) XXXXXXXXXXXX did not.\nQUILL\n";
const SECOND: &[u8] = b"P 211455Z JUN 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000288\n\nTAGS: PREL\nSUBJECT: HARBOR DUES\n\n\
1. (C) The Minister agreed.\n\n2. (C) Tremaine did not.\nQUILL\n";
const OTHER: &[u8] = b"R 191504Z JUL 07\nFM AMCONSUL NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
UNCLAS NORTHHAVEN 000088\n\nTAGS: PREL\nSUBJECT: DUES\n\n1. (U) Dues rose.\nQUILL\n";

#[test]
fn the_next_release_is_read_at_the_same_paragraph() {
    let mut session = Session::list(&[FIRST, OTHER, SECOND], "120x40").keys("<enter>");
    assert!(session.screen().contains("1 of 3, release 1 of 2"));
    session.press("2G g N");
    let screen = session.screen();
    assert!(screen.contains("3 of 3, release 2 of 2"), "{screen}");
    assert!(
        screen.contains("P2/2") && screen.contains("Tremaine"),
        "{screen}"
    );
    assert_eq!(
        session.notice(),
        "release 2 of 2 of this number; gN goes on"
    );
    session.press("g N");
    assert!(
        session.screen().contains("release 1 of 2"),
        "behind the last, the first"
    );
    assert_eq!(
        session.notice(),
        "release 1 of 2 of this number; gN goes on"
    );
    session.press("q");
    assert!(
        session.screen().contains("3 cables"),
        "one takes the place of the other"
    );
}

#[test]
fn a_list_says_which_release_a_cable_is() {
    let session = Session::list(&[FIRST, OTHER, SECOND], "120x40");
    let screen = session.screen();
    let rows: Vec<&str> = screen.lines().skip(2).take(3).collect();
    assert!(rows[0].contains("release 1/2"), "{screen}");
    assert!(!rows[1].contains('/'), "{screen}");
    assert!(rows[2].contains("release 2/2"), "{screen}");
    let narrow = Session::list(&[FIRST, OTHER, SECOND], "80x24").screen();
    assert!(
        narrow.contains(" 1/2") && !narrow.contains("release"),
        "{narrow}"
    );
}

#[test]
fn the_only_cable_of_a_number_has_no_other_release() {
    let session = Session::list(&[FIRST, OTHER], "120x40").keys("<enter> g N");
    assert_eq!(session.notice(), "no other cable here bears this number");
    assert!(!session.screen().contains("release"));
}

#[test]
fn releases_are_numbered_as_they_lie() {
    // The second is read on, and was found first.
    let mut session = Session::list(&[SECOND, FIRST, OTHER], "120x40");
    session.model = session.model.clone().within_collection();
    session.press("size:120x40");
    session.send(Msg::FirstLies(1));
    session.send(Msg::AllFound);
    let screen = session.screen();
    let rows: Vec<&str> = screen.lines().skip(2).take(2).collect();
    assert!(rows[0].contains("release 1/2"), "{screen}");
    assert!(rows[1].contains("release 2/2"), "{screen}");
    session.press("<enter>");
    let screen = session.screen();
    assert!(screen.contains("2 of 3, release 2 of 2"), "{screen}");
    assert!(screen.contains("Tremaine"), "{screen}");
    session.press("g N");
    let screen = session.screen();
    assert!(screen.contains("1 of 3, release 1 of 2"), "{screen}");
}

#[test]
fn another_release_is_not_said_to_have_changed() {
    // Paragraph 2 is another there, so it begins at its beginning.
    let mut session = Session::list(&[FIRST, SECOND], "120x40").keys("<enter> 2G");
    session.send(Msg::Elapsed(Wake::Place));
    session.press("J");
    let screen = session.screen();
    assert!(
        screen.contains("release 2 of 2") && screen.contains("P1/2"),
        "{screen}"
    );
    assert!(!session.notice().contains("not as it was"));
    // Paragraph 1 is the same, so the place in it is kept.
    session.press("1G l l");
    session.send(Msg::Elapsed(Wake::Place));
    session.press("K");
    assert_eq!(session.words_at(), "agreed. XXXXXXXXXXXX");
    assert!(!session.notice().contains("not as it was"));
}
