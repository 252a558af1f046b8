//! How far each cable was read: in the list, in a query, among the facets.

use insta::assert_snapshot;
use reftel::app::{Effect, FacetRow, Msg, Remember};
use reftel::notes::Key as CableKey;

use crate::session::Session;

/// A list of cables without a number, the first of them long.
fn unnumbered(size: &str) -> Session {
    let paragraphs =
        (1..60).map(|nth| format!("{nth}. (U) The lamps of street {nth} were lit.\n\n"));
    let long = format!("SUBJECT: LAMPS\n\n{}", paragraphs.collect::<String>());
    let short = "SUBJECT: GOATS\n\n1. (U) They were counted.\n";
    let other = "SUBJECT: FERRY\n\n1. (U) It sailed.\n";
    Session::list(&[long.as_bytes(), short.as_bytes(), other.as_bytes()], size)
}

/// What the rows of the list end with.
fn ends(session: &mut Session) -> Vec<String> {
    let screen = session.screen();
    let rows = screen
        .lines()
        .skip(2)
        .filter(|row| row.contains("( ? )") || row.contains(") "));
    let end = |row: &str| row.split_whitespace().last().unwrap_or_default().to_owned();
    rows.take(session.model.n_rows()).map(end).collect()
}

#[test]
fn a_row_says_how_far_a_cable_was_read_once_its_reader_comes_back() {
    let mut session = unnumbered("80x24").keys("j k");
    assert_eq!(ends(&mut session), ["new", "new", "new"]);
    // One screen of it was in sight.
    session = session.keys("<enter> q");
    let begun = ends(&mut session);
    assert!(begun[0].ends_with('%'), "{begun:?}");
    assert_eq!(begun[1..], ["new", "new"]);
    // What was in sight before still counts when it is left further up.
    session = session.keys("<enter> <space> <space> g g q");
    let more = ends(&mut session);
    let percent = |words: &str| words.trim_end_matches('%').parse::<u8>().unwrap();
    assert!(percent(&more[0]) > percent(&begun[0]), "{more:?}");
    session = session.keys("<enter> G q j <enter> q");
    assert_eq!(ends(&mut session), ["done", "done", "new"]);
    assert_snapshot!(session.screen());
}

#[test]
fn what_a_filter_or_a_fold_leaves_is_not_the_whole() {
    let mut session = unnumbered("80x24").keys("<enter> c c G q");
    let words = ends(&mut session);
    assert!(words[0] == "begun" || words[0].ends_with('%'), "{words:?}");
}

#[test]
fn the_list_of_what_is_new_goes_on_behind_what_was_read() {
    let mut session = Session::builtin("120x40").keys("j k");
    session = session.keys("&state:new <enter>");
    let n_new = session.model.n_listed();
    session = session.keys("j j");
    let next = session.model.entry_at(3);
    session = session.keys("<enter> G q");
    assert_eq!(session.model.n_listed(), n_new - 1, "{}", session.notice());
    assert!(session.screen().contains("> "), "the cursor is in sight");
    let row = session.model.row_of(next);
    assert_eq!(row, Some(2), "what stood behind it stands there now");
    session = session.keys("&state:done <enter>");
    assert_eq!(session.model.n_listed(), 1, "{}", session.notice());
    session = session.keys("&is:unread,read <enter>");
    assert_eq!(session.model.n_listed(), n_new);
}

#[test]
fn facets_count_what_was_read() {
    let mut session = Session::builtin("120x40").keys("j k <enter> G q t");
    let counted = |session: &Session| -> Vec<(String, String)> {
        let facets = session.model.facets().unwrap();
        let rows = facets.rows.iter();
        let from = rows.skip_while(|row| !matches!(row, FacetRow::Title("State")));
        let values = from
            .skip(1)
            .take_while(|row| !matches!(row, FacetRow::Title(_)));
        let value = |row: &FacetRow| match row {
            FacetRow::Value {
                label, n_cables, ..
            } => (label.as_str().to_owned(), n_cables.as_str().to_owned()),
            other => panic!("{other:?}"),
        };
        values.map(value).collect()
    };
    let own = |label: &str, n: usize| (label.to_owned(), n.to_string());
    let n_all = session.model.n_listed();
    assert_eq!(counted(&session), [own("new", n_all - 1), own("done", 1)]);
    // One more is read, and the count follows.
    session = session.keys("<tab> j <enter> G q");
    assert_eq!(counted(&session), [own("new", n_all - 2), own("done", 2)]);
}

#[test]
fn how_far_the_first_cable_was_read_is_kept_when_it_is_left() {
    let kept = |effects: &[Effect]| {
        let kept = effects.iter().filter_map(|effect| match effect {
            Effect::Remember(Remember::Place(_, _, percent)) => Some(*percent),
            _ => None,
        });
        kept.collect::<Vec<_>>()
    };
    let mut session = Session::text(b"SUBJECT: GOATS\n\n1. (U) They were counted.\n", "80x24");
    // The session has seen to what was to be kept at once.
    assert!(!session.places.is_empty() && session.reaches.is_empty());
    assert_eq!(kept(&reftel::app::parting(&mut session.model)), [Some(100)]);
    assert!(kept(&reftel::app::parting(&mut session.model)).is_empty());
}

#[test]
fn in_private_nothing_is_kept_and_that_is_said() {
    let mut session = Session::builtin("120x40");
    session.model.settings.private = true;
    session = session.keys("j k <enter> G q");
    assert!(
        ends(&mut session)
            .iter()
            .all(|end| end != "done" && end != "new")
    );
    let is_reads = |effect: &Effect| {
        matches!(
            effect,
            Effect::Remember(Remember::Place(..) | Remember::Reaches)
        )
    };
    assert!(!session.effects.iter().any(is_reads));
    session = session.keys("&state:done <enter>");
    assert!(
        session.notice().contains("in private"),
        "{}",
        session.notice()
    );
    // Also where the answer comes later.
    session = session.keys("<esc>");
    session.held_up = Some(std::collections::VecDeque::new());
    session.press("&state:done <enter>");
    session.search_on(true);
    assert_eq!(
        session.notice(),
        "in private each cable counts as new; Esc shows all"
    );
    session.held_up = None;
    session = session.keys("<esc> t");
    assert!(session.screen().contains("not kept in private"));
}

#[test]
fn what_is_forgotten_is_new_again() {
    let mut session = Session::builtin("80x24").keys("j k <enter> G q");
    assert!(ends(&mut session).contains(&String::from("done")));
    session = session.keys("<enter> :forget <enter> q");
    assert!(!ends(&mut session).contains(&String::from("done")));
}

#[test]
fn why_it_is_not_known_is_said() {
    let mut session = Session::builtin("80x24").keys("j k");
    let why = reftel::typeset::Shown::new("no such luck");
    session.send(Msg::Reaches(Err(why)));
    assert!(session.notice().contains("no such luck"));
    // What bears no number and was read in another run is found where it lies.
    let mut session = unnumbered("80x24").keys("j k");
    let key = CableKey::of(&session.cables[1]);
    let way = reftel::notes::Way::Files(vec!["/somewhere/cable-1.txt".into()]);
    let reach = reftel::notes::Reach {
        key,
        way,
        percent: 100,
    };
    session.send(Msg::Reaches(Ok(vec![reach])));
    assert_eq!(ends(&mut session), ["new", "done", "new"]);
    session = session.keys("&state:done <enter>");
    assert_eq!(session.model.n_listed(), 1);
}
