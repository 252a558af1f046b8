//! Cables that are selected in the list, and what is done with them.

use reftel::app::{Again, Effect, Msg, PrivateFile, Route};

use crate::session::Session;

fn list() -> Session {
    Session::builtin("120x40")
}

/// Signs of the rows in sight, from the top.
fn signs(session: &Session) -> String {
    let n_rows = session.model.n_rows();
    let screen = session.screen();
    let rows = screen.lines().skip(2).take(n_rows);
    rows.map(|row| row.chars().nth(1).unwrap_or(' ')).collect()
}

fn lines(session: &Session) -> Vec<&str> {
    session.copied().lines().collect()
}

#[test]
fn one_after_the_other_and_no_longer() {
    let mut session = list().keys("<space> <space> j <space>");
    assert_eq!(signs(&session).trim_end(), "++ +");
    assert!(session.screen().contains("3 selected"));
    session.press("gg <space>");
    assert_eq!(signs(&session).trim_end(), " + +");
    session.press("gg 4 <space>");
    assert_eq!(signs(&session).trim_end(), "++++", "some were not");
    session.press("gg 4 <space> <space>");
    assert_eq!(signs(&session).trim_end(), "    +", "all were");
    session.press("<esc>");
    assert_eq!(signs(&session).trim_end(), "");
    assert!(!session.screen().contains("selected"));
}

#[test]
fn a_range_follows_the_cursor_and_esc_gives_it_up() {
    let mut session = list().keys("j v j j");
    assert_eq!(signs(&session).trim_end(), " +++");
    session.press("k k k");
    assert_eq!(signs(&session).trim_end(), "++", "upwards as well");
    session.press("<esc>");
    assert_eq!(signs(&session).trim_end(), "");
    session.press("v j v G <space>");
    assert_eq!(signs(&session).trim_end(), "++         +");
    session.press("gg v j j <esc>");
    let kept = signs(&session);
    assert_eq!(kept.trim_end(), "++         +", "what was selected stays");
}

#[test]
fn all_that_are_listed_or_none() {
    let mut session = list().keys("/larkspur <enter> <esc> &post:northhaven <enter> V");
    let n_listed = session.model.n_rows();
    assert!((1..12).contains(&n_listed));
    assert_eq!(session.model.n_picked(), n_listed);
    session.press("& <c-u> <enter>");
    assert_eq!(session.model.n_picked(), n_listed, "they stay selected");
    session.press("V");
    assert_eq!(session.model.n_picked(), 12);
    session.press("V");
    assert_eq!(session.model.n_picked(), 0);
}

#[test]
fn ids_paths_and_rows_of_all_of_them() {
    let mut session = list().keys("<space> <space> y r");
    assert_eq!(lines(&session).len(), 2);
    assert_eq!(lines(&session)[0], "08PORTLARKSPUR311");
    assert!(
        session.notice().starts_with("2 numbers"),
        "{}",
        session.notice()
    );
    session.press("y u");
    assert_eq!(lines(&session), ["cable-0.txt", "cable-1.txt"]);
    session.press("Y");
    let rows = lines(&session);
    assert_eq!(rows.len(), 2);
    assert!(
        rows[0].starts_with("08PORTLARKSPUR311     2008-07-22  "),
        "{rows:?}"
    );
    session.press("<esc> Y");
    assert_eq!(lines(&session).len(), 12, "without a selection, the list");
    session.press("y r");
    assert_eq!(lines(&session).len(), 1);
}

#[test]
fn what_is_not_taken_of_some_is_told_at_every_width() {
    let with =
        b"P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\n\nUNCLAS NORTHHAVEN 000311\n\n1. Dues.\n";
    for size in ["120x40", "80x24", "50x16"] {
        let mut session = Session::list(&[with, b"1. Lamps.\n", b"1. Oars.\n"], size);
        session.press("V y r");
        assert_eq!(lines(&session).len(), 1);
        assert!(
            session.notice().ends_with("; 2 without number"),
            "{}",
            session.notice()
        );
        session.send(Msg::LookedAgain(Box::new(Again {
            gone: vec![1],
            ..Again::default()
        })));
        session.press("y u");
        assert_eq!(lines(&session), ["cable-0.txt", "cable-2.txt"]);
        assert!(
            session.notice().ends_with("; 1 gone"),
            "{}",
            session.notice()
        );
        // There is room to say that it may not have arrived.
        session.model.settings.route = Route::Tmux;
        session.press("y u");
        assert!(session.notice().contains("tmux"), "{}", session.notice());
        assert!(session.notice().ends_with("; 1 gone"));
        session.press("V gg j <space> y r");
        assert_eq!(session.notice(), "1 cable selected, all without number");
        session.press("y u");
        assert_eq!(session.notice(), "1 cable selected, all gone");
        session.press("<esc> gg j y u");
        assert_eq!(lines(&session), ["cable-1.txt"], "where it was");
        assert!(
            session.notice().ends_with("; it is gone"),
            "{}",
            session.notice()
        );
    }
}

#[test]
fn what_is_hidden_by_a_query_stays_selected_and_is_taken_last() {
    let session = list().keys("<space> &post:northhaven <enter> gg <space> y r");
    let ids = lines(&session);
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert!(ids[0].contains("NORTHHAVEN"), "{ids:?}");
    assert_eq!(ids[1], "08PORTLARKSPUR311");
}

#[test]
fn rows_are_written_to_a_file() {
    let session = list().keys("<space> X");
    let kept = session.effects.iter().find_map(|effect| match effect {
        Effect::Keep(PrivateFile::Rows, passage) => Some(passage.as_str()),
        _ => None,
    });
    let kept = kept.expect("a file");
    assert_eq!(kept.lines().count(), 1);
    assert!(kept.starts_with("08PORTLARKSPUR311"), "{kept}");
}
