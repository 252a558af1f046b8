//! Jumps that outlive the program, from keys to screen.

use reftel::app::{Effect, Msg, Remember, Request, Wake};
use reftel::notes::Way;

use crate::session::Session;

const ID: &str = "08PORTLARKSPUR311";
const OTHER: &str = "05NORTHHAVEN17";

/// The delay after a jump is over.
fn elapse(session: &mut Session) {
    session.send(Msg::Elapsed(Wake::Place));
    session.send(Msg::Elapsed(Wake::Jumps));
}

/// The cable and the paragraph of the cursor.
fn at(session: &Session) -> String {
    let reader = session.model.reader().unwrap();
    let paragraph = reader.text.paragraph().map(|idx| idx as usize);
    let number = paragraph.and_then(|idx| reader.cable.paragraphs[idx].number);
    format!("{} {}", reader.id, number.unwrap_or_default())
}

/// The rows of the list of jumps, each from its id on, the chosen one with `>`.
fn listed(session: &Session) -> Vec<String> {
    let screen = session.screen();
    let rows = screen.lines().filter_map(|line| {
        let from = line.find(ID).or_else(|| line.find(OTHER))?;
        let inside = line.contains('│').then(|| &line[..from])?;
        let depth = inside.chars().rev().take_while(|c| *c == ' ').count();
        let number = line[from..].split_whitespace().nth(1)?;
        let chosen = if inside.contains('>') { ">" } else { "" };
        let id = &line[from..from + 2];
        Some(format!("{chosen}{}{id} {number}", " ".repeat(depth)))
    });
    rows.collect()
}

#[test]
fn back_and_forward_are_known_after_a_restart() {
    let mut session = Session::reading(ID, "80x24").keys("12G 24G");
    elapse(&mut session);
    let again = session.again(ID, "80x24");
    assert_eq!(at(&again), format!("{ID} 24"));
    let again = again.keys("H");
    assert_eq!(at(&again), format!("{ID} 12"));
    let again = again.keys("H");
    assert_eq!(at(&again), format!("{ID} 1"));
    assert_eq!(again.keys("H L L").notice(), "");
    let again = session.again(ID, "80x24").keys("2 H L <c-o> 2 L");
    assert_eq!(at(&again), format!("{ID} 24"));
}

#[test]
fn the_place_before_the_last_jump_is_known_after_a_restart() {
    let mut session = Session::reading(ID, "80x24").keys("12G 24G");
    elapse(&mut session);
    let again = session.again(ID, "80x24").keys("' '");
    assert_eq!(at(&again), format!("{ID} 12"));
    // From there on it goes to and fro.
    let again = again.keys("' '");
    assert_eq!(at(&again), format!("{ID} 24"));
    assert_eq!(at(&again.keys("' '")), format!("{ID} 12"));
    // Who has never jumped is told.
    let never = Session::reading(ID, "80x24").keys("' '");
    assert!(
        never.notice().contains("no jump before"),
        "{}",
        never.notice()
    );
}

#[test]
fn a_place_that_a_filter_hides_is_listed_by_its_own_words() {
    let session = Session::reading(ID, "80x24").keys("cu 12G 24G 1G c0 g;");
    let screen = session.screen();
    assert!(screen.contains("P24"), "{screen}");
    assert!(!screen.contains("hidden by filter"), "{screen}");
}

#[test]
fn every_branch_is_known_after_a_restart() {
    let mut session = Session::reading(ID, "80x24").keys("12G H 24G H");
    elapse(&mut session);
    let before = session.keys("g ;");
    let mut again = before.again(ID, "80x24");
    again.press("g ;");
    insta::assert_snapshot!(again.screen());
    // The branch that was taken last is the one that forward leads to.
    let again = again.keys("q L");
    assert_eq!(at(&again), format!("{ID} 24"));
    assert_eq!(
        before.screen(),
        before.again(ID, "80x24").keys("g ;").screen()
    );
}

#[test]
fn another_run_goes_on_from_where_the_one_before_ended() {
    let mut session = Session::reading(ID, "80x24").keys("12G 24G H");
    elapse(&mut session);
    let mut again = session.again(OTHER, "80x24");
    let other = at(&again);
    again.press("H");
    assert_eq!(at(&again), format!("{ID} 12"));
    again.press("L");
    assert_eq!(at(&again), other);
    elapse(&mut again);
    let third = again.again(OTHER, "80x24").keys("H L");
    assert_eq!(at(&third), other);
    assert_eq!(listed(&third.keys("g ;")).len(), 4);
}

#[test]
fn a_jump_is_kept_a_moment_later_and_nothing_is_asked_before_the_first() {
    let is_about_jumps = |effect: &&Effect| {
        matches!(
            effect,
            Effect::Remember(Remember::RecallJumps | Remember::Jumps(_))
                | Effect::After(_, Wake::Jumps)
        )
    };
    let mut session = Session::reading(ID, "80x24");
    session.press("j j } <c-d> ? q x q");
    assert_eq!(session.effects.iter().find(is_about_jumps), None);
    assert_eq!(reftel::app::parting(&mut session.model).len(), 1);
    session.press("G g g G g g");
    // They are asked for and wait, once for all.
    assert_eq!(session.effects.iter().filter(is_about_jumps).count(), 2);
    assert!(session.jumps.is_empty());
    elapse(&mut session);
    assert_eq!(session.jumps.len(), 5);
    // What has not been kept by then is kept at the end.
    session.press("G");
    let effects = reftel::app::parting(&mut session.model);
    let kept = effects.iter().find(is_about_jumps);
    assert!(
        matches!(kept, Some(Effect::Remember(Remember::Jumps(kept))) if kept.len() == 2),
        "{kept:?}"
    );
}

#[test]
fn private_reading_neither_keeps_nor_recalls() {
    let mut before = Session::reading(ID, "80x24").keys("12G 24G");
    elapse(&mut before);
    let mut session = before.again(ID, "80x24");
    session.model.settings.private = true;
    session.press("G g g g ;");
    elapse(&mut session);
    let effects = session.effects.iter();
    let mut about = effects.filter(|effect| matches!(effect, Effect::Remember(_)));
    assert_eq!(about.next(), None);
    assert_eq!(session.jumps.len(), before.jumps.len());
    assert!(listed(&session).len() < before.keys("g ;").model.entries.len() + 9);
    assert!(reftel::app::parting(&mut session.model).is_empty());
}

#[test]
fn what_is_forgotten_is_jumped_to_no_more() {
    let mut session = Session::reading(ID, "80x24").keys("12G J G g g");
    elapse(&mut session);
    let n_before = session.jumps.len();
    let other = session.model.reader().unwrap().key.clone();
    session.press(":forget <enter>");
    assert!(
        session.notice().contains("the jumps"),
        "{}",
        session.notice()
    );
    let is_of = |(jump, _): &&(reftel::notes::Jump, i64)| jump.place.key == other;
    assert_eq!(session.jumps.iter().filter(is_of).count(), 0);
    assert!(session.jumps.len() < n_before);
    // Neither what was there nor what comes.
    session.press("G g g");
    elapse(&mut session);
    assert_eq!(session.jumps.iter().filter(is_of).count(), 0);
    session.press("9 H");
    assert_eq!(at(&session), format!("{ID} 1"));
}

#[test]
fn a_cable_that_is_not_open_is_fetched_and_passed_if_it_is_gone() {
    let mut session = Session::reading(ID, "80x24").keys("5G 8G 12G");
    elapse(&mut session);
    let mut again = session.again(ID, "80x24");
    // As if the run before had read another collection.
    for (nth, (jump, _)) in again.jumps.iter_mut().enumerate() {
        if nth == 1 || nth == 2 {
            let cable = reftel::parse::parse(b"A text that is nowhere.\n");
            jump.place.key = reftel::notes::Key::of(&cable);
            jump.place.id = "gone.txt".into();
            jump.way = Way::Files(vec!["/gone.txt".into()]);
        }
    }
    again.press("H");
    let is_fetch = |effect: &Effect| matches!(effect, Effect::Load(Request::Fetch(..)));
    assert!(again.effects.iter().any(is_fetch));
    assert_eq!(
        at(&again),
        format!("{ID} 12"),
        "nothing moves before it is there"
    );
    again.send(Msg::Fetched(Err(reftel::typeset::Shown::new(
        "no such file",
    ))));
    assert_eq!(
        again.notice(),
        "the cable of this jump cannot be opened, and H passes it from now on: no such file"
    );
    // The other place in it is passed as well.
    again.press("H");
    assert_eq!(at(&again), format!("{ID} 1"));
}

#[test]
fn from_the_list_back_leads_to_what_was_read_last() {
    let mut before = Session::reading(ID, "80x24").keys("12G 24G");
    elapse(&mut before);
    let mut list = Session::builtin("80x24");
    list.jumps.clone_from(&before.jumps);
    list.run = 2;
    let again = list.keys("H");
    assert_eq!(at(&again), format!("{ID} 24"));
    // Where that is gone, to the one before.
    let mut list = Session::builtin("80x24");
    list.jumps.clone_from(&before.jumps);
    let (newest, _) = list.jumps.last_mut().unwrap();
    newest.place.key = reftel::notes::Key::of(&reftel::parse::parse(b"Nowhere.\n"));
    newest.way = Way::Nowhere;
    list.press("H");
    assert!(
        list.notice().contains("came by standard input"),
        "{}",
        list.notice()
    );
    list.press("H");
    assert_eq!(at(&list), format!("{ID} 12"));
}

#[test]
fn a_text_that_was_changed_says_so() {
    let mut session = Session::reading(ID, "80x24").keys("3G 24G");
    elapse(&mut session);
    let changed = session.cables[0]
        .text()
        .replace("Paragraphs. Officers", "Words. They");
    session.cables[0] = reftel::parse::parse(changed.as_bytes());
    let again = session.again(ID, "80x24").keys("H");
    assert_eq!(at(&again), format!("{ID} 3"));
    assert!(
        again.notice().starts_with("the text is not as it was"),
        "{}",
        again.notice()
    );
}

#[test]
fn a_file_that_cannot_be_used_is_told_of_once() {
    let mut session = Session::reading(ID, "80x24");
    session.full = Some("the disk is full");
    session.press("G");
    elapse(&mut session);
    assert_eq!(session.notice(), "jumps are not kept: the disk is full");
    session.press("g g");
    elapse(&mut session);
    assert_eq!(session.notice(), "");
}

#[test]
fn what_cannot_be_read_is_said_and_not_that_there_is_nothing() {
    for pressed in ["H", "g ;"] {
        let mut list = Session::builtin("80x24");
        list.unreadable = Some("a folder is in its place");
        list.press(pressed);
        assert_eq!(
            list.notice(),
            "jumps of earlier runs cannot be read: a folder is in its place"
        );
        // It is said once.
        list.press("j H");
        assert!(
            !list.notice().contains("cannot be read"),
            "{}",
            list.notice()
        );
    }
}
