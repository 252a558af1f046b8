//! Telegrams of one number: one row of the list, and each a key away.

use reftel::app::{Again, Msg, Wake};

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
    assert!(session.screen().contains("1 of 2, release 1 of 2"));
    session.press("2G g N");
    let screen = session.screen();
    assert!(screen.contains("1 of 2, release 2 of 2"), "{screen}");
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
        session.screen().contains("2 cables"),
        "one takes the place of the other"
    );
}

/// The rows of the list.
fn rows(session: &Session) -> Vec<String> {
    let screen = session.screen();
    let rows = screen.lines().skip(2).take(session.model.n_rows());
    rows.map(|row| row.trim_end().to_owned()).collect()
}

#[test]
fn releases_of_one_number_have_one_row_that_says_how_many() {
    let mut session = Session::list(&[FIRST, OTHER, SECOND], "120x40").keys("j k");
    let both = rows(&session);
    assert_eq!(both.len(), 2, "{both:?}");
    assert!(both[0].ends_with("2 releases  new"), "{both:?}");
    assert!(!both[1].contains("release"), "{both:?}");
    assert!(session.screen().contains("2 cables"));
    let preview = "2 releases (gN reads the next): cable-0.txt, cable-2.txt";
    session.send(Msg::Elapsed(Wake::Preview));
    assert!(session.screen().contains(preview), "{}", session.screen());
    let narrow = Session::list(&[FIRST, OTHER, SECOND], "80x24").keys("j k");
    assert!(
        rows(&narrow)[0].ends_with(" x2  new"),
        "{:?}",
        rows(&narrow)
    );
    // The key that goes from one to the next begins here as well.
    session.press("g N");
    let screen = session.screen();
    assert!(
        screen.contains("release 2 of 2") && screen.contains("Tremaine"),
        "{screen}"
    );
    session.press("q");
    assert_eq!(session.model.entry_at(0), 0);
}

#[test]
fn where_a_query_finds_another_release_that_has_the_row() {
    let mut session = Session::list(&[FIRST, OTHER, SECOND], "120x40").keys("j k");
    session.press("&Tremaine <enter>");
    let found = rows(&session);
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with("release 2 of 2  new"), "{found:?}");
    assert!(session.screen().contains("1 of 2"), "{}", session.screen());
    session.press("<enter>");
    assert!(session.screen().contains("release 2 of 2"));
    session.press("q &minister <enter>");
    assert_eq!(rows(&session).len(), 1);
    assert!(rows(&session)[0].ends_with("2 releases done"));
    // Letters that stand in one of them alone lead to it.
    session.press("<esc> g S Tremaine <enter> q");
    assert_eq!(rows(&session).len(), 2);
    session.press("g g <enter>");
    assert!(
        session.screen().contains("release 2 of 2"),
        "{}",
        session.screen()
    );
}

#[test]
fn facets_count_each_release() {
    let session = Session::list(&[FIRST, OTHER, SECOND], "120x40").keys("t");
    let screen = session.screen();
    assert!(screen.contains("each release counts"), "{screen}");
    assert!(screen.contains("(C)                   2"), "{screen}");
    let session = Session::list(&[FIRST, OTHER], "120x40").keys("t");
    assert!(!session.screen().contains("each release counts"));
}

#[test]
fn a_release_that_is_gone_or_another_has_its_own_row() {
    let mut session = Session::list(&[FIRST, OTHER, SECOND], "120x40").keys("j k G");
    assert_eq!(session.model.entry_at(1), 1);
    session.send(Msg::Failed(0, reftel::typeset::Shown::new("it is gone")));
    assert_eq!(rows(&session).len(), 3);
    // The cursor stays at its cable.
    assert!(rows(&session)[1].starts_with('>'), "{:?}", rows(&session));
    let listing = reftel::app::Listing::of(&session.cables[1]);
    session.send(Msg::Listed(vec![(2, Ok(listing))]));
    let all = rows(&session);
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(all[1].ends_with("2 releases  new"), "{all:?}");
}

#[test]
fn a_release_whose_file_is_gone_leaves_the_row_to_the_others() {
    let mut session = Session::list(&[FIRST, OTHER, SECOND], "120x40").keys("j k");
    let looked = |there: &[usize], gone: &[usize]| {
        Msg::LookedAgain(Box::new(Again {
            there: there.to_vec(),
            gone: gone.to_vec(),
            ..Again::default()
        }))
    };
    session.send(looked(&[], &[0]));
    assert_eq!(session.notice(), "1 no longer there");
    let all = rows(&session);
    assert_eq!((all.len(), session.model.n_cables()), (2, 2), "{all:?}");
    assert!(!all.iter().any(|row| row.contains("release")), "{all:?}");
    assert_eq!(session.model.entry_at(1), 2);
    // Where all are gone each says so: which of them is sought is not known.
    session.send(looked(&[], &[2]));
    assert_eq!(rows(&session).len(), 3);
    // It has come back.
    session.send(looked(&[0], &[]));
    let listing = reftel::app::Listing::of(&session.cables[0]);
    session.send(Msg::Listed(vec![(0, Ok(listing))]));
    let all = rows(&session);
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(!session.screen().contains("no longer"));
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
    assert_eq!(rows(&session).len(), 2, "{screen}");
    assert_eq!(session.model.entry_at(0), 1, "the first that lies there");
    session.press("<enter>");
    let screen = session.screen();
    assert!(screen.contains("1 of 2, release 1 of 2"), "{screen}");
    session.press("g N");
    let screen = session.screen();
    assert!(screen.contains("1 of 2, release 2 of 2"), "{screen}");
    assert!(screen.contains("Tremaine"), "{screen}");
}

#[test]
fn another_release_is_not_said_to_have_changed() {
    // Paragraph 2 is another there, so it begins at its beginning.
    let mut session = Session::list(&[FIRST, SECOND], "120x40").keys("<enter> 2G");
    session.send(Msg::Elapsed(Wake::Place));
    session.press("q g N");
    let screen = session.screen();
    assert!(
        screen.contains("release 2 of 2") && screen.contains("P1/2"),
        "{screen}"
    );
    assert!(!session.notice().contains("not as it was"));
    // Paragraph 1 is the same, so the place in it is kept.
    session.press("1G l l");
    session.send(Msg::Elapsed(Wake::Place));
    session.press("q <enter>");
    assert_eq!(session.words_at(), "agreed. XXXXXXXXXXXX");
    assert!(!session.notice().contains("not as it was"));
}

#[test]
fn a_release_that_is_selected_is_shown_whichever_has_the_row() {
    let mut session = Session::list(&[FIRST, OTHER, SECOND], "120x40").keys("j k");
    session.press("&tremaine <enter> <space> & <c-u> <enter>");
    let all = rows(&session);
    assert_eq!(all.len(), 2, "{all:?}");
    let signs: Vec<char> = all.iter().filter_map(|row| row.chars().nth(1)).collect();
    assert_eq!(signs, ['+', ' '], "{all:?}");
    assert_eq!(session.model.n_picked(), 1);
    // It is what the row stands for: not another one beside it.
    session.press("g g V");
    assert_eq!(session.model.n_picked(), 2);
    session.press("V");
    assert_eq!(session.model.n_picked(), 0);
    session.press("&tremaine <enter> <space> & <c-u> <enter> g g <space>");
    assert_eq!(session.model.n_picked(), 0);
    session.press("&tremaine <enter> <space> & <c-u> <enter> g g v j Y");
    let lines: Vec<&str> = session.copied().lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].starts_with("08PORTLARKSPUR288"),
        "as they are listed: {lines:?}"
    );
}

#[test]
fn the_chart_of_traffic_counts_as_the_list_does() {
    let title = |session: &Session| session.screen().lines().next().unwrap_or("").to_owned();
    let mut session = Session::list(&[FIRST, OTHER, SECOND], "120x40").keys("j k g T");
    assert!(
        title(&session).ends_with(" 2 cables"),
        "{}",
        title(&session)
    );
    session.press("q g P");
    assert!(
        title(&session).ends_with(" 2 cables"),
        "{}",
        title(&session)
    );
    session.press("q &minister <enter> g T");
    assert!(title(&session).ends_with(" 1 cable"), "{}", title(&session));
    session.press("q & <c-u> tremaine <enter> g T");
    assert!(title(&session).ends_with(" 1 cable"), "{}", title(&session));
}

#[test]
fn behind_the_last_cable_no_other_release_of_it_is_read() {
    let mut session = Session::list(&[OTHER, FIRST, SECOND], "120x40").keys("j k G <enter> g N");
    assert!(session.screen().contains("2 of 2, release 2 of 2"));
    session.press("J");
    assert_eq!(session.notice(), "this is the last cable");
    assert!(session.screen().contains("2 of 2, release 2 of 2"));
    session.press("K");
    assert!(
        session.screen().contains("07NORTHHAVEN88"),
        "{}",
        session.screen()
    );
    let mut session = Session::list(&[FIRST, OTHER, SECOND], "120x40").keys("j k g g g N K");
    assert_eq!(session.notice(), "this is the first cable");
    assert!(session.screen().contains("release 2 of 2"));
    session.press("J");
    assert!(
        session.screen().contains("07NORTHHAVEN88"),
        "{}",
        session.screen()
    );
}

#[test]
fn another_release_is_read_on_from_in_the_thread() {
    let citing = b"P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSUBJECT: HARBOR DUES\n\n\
REF: 08 PORT LARKSPUR 288\n\n1. (C) They rose.\nQUILL\n";
    let mut session = Session::list(&[FIRST, SECOND, OTHER, citing], "120x40");
    session.press("j k G g t g g j j <enter>");
    let screen = session.screen();
    assert!(screen.contains("release 1 of 2"), "{screen}");
    session.press("g N J");
    let screen = session.screen();
    assert!(screen.contains("08PORTLARKSPUR311"), "{screen}");
}

#[test]
fn a_row_says_how_many_releases_there_are_at_every_size() {
    for (size, words) in [
        ("20x5", "x2"),
        ("50x16", "x2"),
        ("80x24", "x2"),
        ("120x40", "2 releases"),
    ] {
        let session = Session::list(&[FIRST, OTHER, SECOND], size).keys("j k");
        let told = rows(&session);
        let told = told.iter().filter(|row| row.contains(words));
        assert_eq!(told.count(), 1, "{size}: {}", session.screen());
    }
}
