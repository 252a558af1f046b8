//! What the cable at the cursor of the list says.

use reftel::app::{Effect, Msg, Preview, Request};
use reftel::typeset::Shown;

use crate::session::Session;

/// The entries whose previews were asked for.
fn asked(session: &Session) -> Vec<usize> {
    let entries = session.effects.iter().filter_map(|effect| match effect {
        Effect::Load(Request::Preview(_, entry)) => Some(*entry),
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
    let session = Session::builtin("160x20").keys("p");
    assert_eq!(
        session.notice(),
        "a preview stands by the list from 160 columns and 24 rows on"
    );
    // Nothing is read for a pane that is not there.
    assert!(asked(&Session::builtin("80x24").keys("j j").rest()).is_empty());
}

#[test]
fn what_has_no_summary_shows_its_first_paragraphs_and_what_has_no_text_says_so() {
    let head = "P 191504Z JUL 07\nFM AMCONSUL NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
                C O N F I D E N T I A L NORTHHAVEN 000088\n\nSUBJECT: DUES\n\n";
    let text = format!("{head}1. (C) Dues rose.\n\n2. (U) They fell.\nQUILL\n");
    let other = head.replace("000088", "000089");
    let texts = [text.as_bytes(), other.as_bytes()];
    let session = Session::list(&texts, "200x50").keys("gg").rest();
    let screen = session.screen();
    assert!(screen.contains("1. (C) Dues rose."), "{screen}");
    assert!(session.screen().contains("2. (U) They fell."));
    let session = session.keys("j").rest();
    assert!(session.screen().contains("no text in this release"));
}

#[test]
fn what_cannot_be_read_says_why() {
    for size in ["120x40", "200x50"] {
        let mut session = Session::builtin(size).keys("j").rest();
        assert!(session.screen().contains("refs "));
        session.send(Msg::Failed(1, Shown::new("no longer there: a.txt")));
        let screen = session.screen();
        assert!(!screen.contains("refs "), "{screen}");
        let pane = screen.split_once("preview   ").map(|(_, pane)| pane);
        assert!(pane.unwrap().contains("no longer there: a.txt"), "{screen}");
        // The next one is read as ever, and nothing is asked of the other.
        let session = session.keys("j").rest();
        assert!(session.screen().contains("refs "));
        let session = session.keys("k").rest();
        assert_eq!(asked(&session), [1, 2]);
        let screen = session.screen();
        let pane = screen.split_once("preview   ").map(|(_, pane)| pane);
        assert!(pane.unwrap().contains("no longer there: a.txt"), "{screen}");
    }
}

#[test]
fn what_was_asked_before_a_cable_changed_is_not_taken_for_it() {
    let mut session = Session::builtin("120x40").keys("j").rest();
    let id = session.effects.iter().find_map(|effect| match effect {
        Effect::Load(Request::Preview(id, 1)) => Some(*id),
        _ => None,
    });
    session.send(Msg::Renamed(1, Shown::new("other.txt")));
    let late = Preview {
        text: vec![String::from("Text of before.")],
        ..Preview::default()
    };
    session.send(Msg::Previewed(id.unwrap(), Box::new(Ok(late))));
    assert!(!session.screen().contains("Text of before."));
    let late = Err(Shown::new("it was gone"));
    session.send(Msg::Previewed(id.unwrap(), Box::new(late)));
    let entry = session.model.entries.get(1).unwrap();
    assert!(entry.failure.is_none());
    let session = session.rest();
    assert_eq!(asked(&session), [1, 1]);
    assert!(session.screen().contains("refs "));
}
