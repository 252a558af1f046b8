//! What is shown beside the text: remembered for each class of layout.

use reftel::app::{Effect, Msg, Remember, Wake};

use crate::session::Session;

const ID: &str = "08PORTLARKSPUR311";

/// Which panes are in sight.
fn panes(session: &Session) -> String {
    let screen = session.screen();
    let titles = ["Routing", "Paragraphs", "Summary and comment"];
    let shown = titles
        .iter()
        .filter(|title| screen.contains(&format!("─ {title}")));
    shown.copied().collect::<Vec<_>>().join(", ")
}

/// The column at which the text begins.
fn text_x(session: &Session) -> usize {
    let screen = session.screen();
    let line = screen
        .lines()
        .find(|line| line.contains("(C)   ") && line.contains("SUMMARY: This"));
    let line = line.unwrap_or_else(|| panic!("{screen}"));
    line.chars().take_while(|&c| c != '│').count()
}

#[test]
fn each_class_has_panes_of_its_own() {
    let session = Session::reading(ID, "120x40").keys("M");
    assert_eq!(panes(&session), "Paragraphs");
    let session = session.keys("size:200x50");
    assert_eq!(panes(&session), "Routing, Paragraphs, Summary and comment");
    let session = session.keys("t size:120x40 S");
    assert_eq!(panes(&session), "Paragraphs, Summary and comment");
    let session = session.keys("size:80x24");
    assert_eq!(panes(&session), "");
    let session = session.keys("size:220x50");
    assert_eq!(panes(&session), "Routing, Summary and comment");
    let session = session.keys("size:110x40");
    assert_eq!(panes(&session), "Paragraphs, Summary and comment");
}

#[test]
fn sizes_and_panes_are_there_in_the_next_run() {
    let mut session = Session::reading(ID, "120x40").keys("M > > > -");
    assert!(session.panes.is_empty(), "at once nothing is written");
    let delays = |session: &Session| {
        let is_panes = |effect: &&Effect| matches!(effect, Effect::After(_, Wake::Panes));
        session.effects.iter().filter(is_panes).count()
    };
    assert_eq!(delays(&session), 1);
    session.send(Msg::Elapsed(Wake::Panes));
    assert_eq!(session.panes.len(), 1);
    session.send(Msg::Elapsed(Wake::Panes));
    assert_eq!(session.panes.len(), 1, "what is kept is not kept again");
    let again = session.again(ID, "120x40");
    assert_eq!(panes(&again), "Paragraphs");
    assert_eq!(text_x(&again), text_x(&session));
    assert_ne!(text_x(&again), text_x(&Session::reading(ID, "120x40")));
    assert_eq!(
        again.screen().lines().nth(4),
        session.screen().lines().nth(4)
    );
    // What was not kept yet is when the program ends.
    let mut session = Session::reading(ID, "200x50").keys("S");
    let effects = reftel::app::parting(&mut session.model);
    let kept = effects
        .iter()
        .filter(|it| matches!(it, Effect::Remember(Remember::Panes(_))));
    assert_eq!(kept.count(), 1);
}

#[test]
fn nothing_is_kept_in_private() {
    let mut session = Session::reading(ID, "120x40");
    session.model.settings.private = true;
    session.press("M");
    session.send(Msg::Elapsed(Wake::Panes));
    assert!(session.panes.is_empty());
    assert!(reftel::app::parting(&mut session.model).is_empty());
}

#[test]
fn panes_that_cannot_be_kept_are_told_of_once() {
    let mut session = Session::reading(ID, "120x40");
    session.full = Some("the disk is full");
    for keys in ["M", "t"] {
        session.press(keys);
        session.send(Msg::Elapsed(Wake::Panes));
    }
    session.press("M");
    assert!(session.model.notice.is_none());
}

#[test]
fn a_drag_over_a_border_changes_the_layout_once() {
    let mut session = Session::reading(ID, "104x40");
    let mut seen = Vec::new();
    for width in [
        102, 100, 99, 98, 99, 100, 98, 97, 96, 98, 99, 100, 101, 102, 101, 100,
    ] {
        session.press(&format!("size:{width}x40"));
        let shown = panes(&session);
        if seen.last() != Some(&shown) {
            seen.push(shown);
        }
    }
    assert_eq!(seen, ["Routing, Paragraphs", "", "Routing, Paragraphs"]);
}
