//! What the cable at the cursor of the list says.

use reftel::app::{Effect, Request};

use crate::session::Session;

/// The entries whose previews were asked for.
fn asked(session: &Session) -> Vec<usize> {
    let entries = session.effects.iter().filter_map(|effect| match effect {
        Effect::Load(Request::Preview(entry)) => Some(*entry),
        _ => None,
    });
    entries.collect()
}

#[test]
fn a_preview_below_the_list_or_beside_it() {
    for size in ["80x24", "100x36", "120x40", "160x24", "200x50"] {
        let mut session = Session::builtin(size).keys("j").rest();
        insta::assert_snapshot!(format!("preview-{size}"), session.snapshot());
    }
}

#[test]
fn with_facets_and_a_query() {
    for size in ["120x40", "200x50"] {
        let mut session = Session::builtin(size).keys("t &date:2008 <enter>").rest();
        insta::assert_snapshot!(format!("preview-facets-{size}"), session.snapshot());
    }
}

#[test]
fn no_cable_is_read_before_the_cursor_rests() {
    let mut session = Session::builtin("120x40").keys("j j");
    assert!(asked(&session).is_empty());
    session.press("j");
    let session = session.rest();
    assert_eq!(asked(&session), [3]);
    assert!(session.screen().contains("refs "));
    // What comes for another cable is not shown.
    let session = session.keys("k");
    assert!(!session.screen().contains("refs "));
    let session = session.rest();
    assert_eq!(asked(&session), [3, 2]);
}

#[test]
fn p_hides_it_and_small_screens_have_none() {
    let session = Session::builtin("120x40").rest().keys("p");
    assert!(
        !session.screen().contains("preview  "),
        "{}",
        session.screen()
    );
    assert_eq!(session.notice(), "no preview; p shows it again");
    let session = session.keys("p");
    assert!(session.screen().contains("preview  "));
    let session = Session::builtin("80x24").keys("p");
    assert_eq!(
        session.notice(),
        "a preview stands by the list from 100 columns and 36 rows on"
    );
    // Nothing is read for a pane that is not there.
    assert!(asked(&Session::builtin("80x24").keys("j j").rest()).is_empty());
}

#[test]
fn what_has_no_summary_shows_its_first_paragraphs_and_what_has_no_text_says_so() {
    let head = "P 191504Z JUL 07\nFM AMCONSUL NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
                C O N F I D E N T I A L NORTHHAVEN 000088\n\nSUBJECT: DUES\n\n";
    let text = format!("{head}1. (C) Dues rose.\n\n2. (U) They fell.\nQUILL\n");
    let texts = [text.as_bytes(), head.as_bytes()];
    let session = Session::list(&texts, "200x50").keys("gg").rest();
    let screen = session.screen();
    assert!(screen.contains("1. (C) Dues rose."), "{screen}");
    assert!(session.screen().contains("2. (U) They fell."));
    let session = session.keys("j").rest();
    assert!(session.screen().contains("no text in this release"));
}
