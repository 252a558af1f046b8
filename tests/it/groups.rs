//! The list in groups.

use std::collections::VecDeque;

use reftel::app::Msg;

use crate::session::Session;

/// The list of the built-in cables, grouped.
fn grouped(by: &str, size: &str) -> Session {
    Session::builtin(size).keys(&format!(":group_{by} <enter>"))
}

/// The rows of the list: `v NAME` of a group, the number of a cable.
fn rows(session: &Session) -> Vec<String> {
    let n_rows = session.model.n_rows();
    let screen = session.screen();
    let rows = screen.lines().skip(2).take(n_rows);
    let words = rows.map(|row| {
        let mut words = row.get(1..).unwrap_or_default().split_whitespace();
        let first = words.next().unwrap_or_default().to_owned();
        let second = words.next().unwrap_or_default();
        match first.as_str() {
            "v" | ">" => format!("{first} {second}"),
            _ => second.to_owned(),
        }
    });
    words.collect()
}

fn heads(session: &Session) -> Vec<String> {
    let rows = rows(session).into_iter();
    rows.filter(|row| row.starts_with(['v', '>'])).collect()
}

fn row_here(session: &Session) -> String {
    let screen = session.screen();
    let row = screen.lines().find(|row| row.starts_with('>'));
    row.unwrap_or_default().to_owned()
}

#[test]
fn cables_of_a_post_stand_below_its_name() {
    let session = grouped("post", "120x40");
    let heads = heads(&session);
    assert!(heads.is_sorted(), "{heads:?}");
    assert!(heads.contains(&String::from("v PORTLARKSPUR")), "{heads:?}");
    assert_eq!(session.model.n_listed(), 12);
    assert_eq!(session.model.n_rows(), 12 + heads.len());
    let mut post = "";
    let rows = rows(&session);
    for row in &rows {
        match row.strip_prefix("v ") {
            Some(name) => post = name,
            None => assert!(row.contains(post), "{row} below {post}"),
        }
    }
    let screen = session.screen();
    assert!(screen.contains("by post   12 cables"), "{screen}");
    assert!(
        row_here(&session).contains("08PORTLARKSPUR311"),
        "the cursor stays"
    );
}

#[test]
fn years_go_with_the_order_and_markings_from_the_highest() {
    let session = grouped("year", "120x40");
    assert!(heads(&session).is_sorted());
    let session = session.keys(":sort_new <enter>");
    let mut newest = heads(&session);
    newest.reverse();
    assert!(newest.is_sorted(), "{newest:?}");
    let session = grouped("marking", "120x40");
    let heads = heads(&session);
    assert_eq!(heads.last().map(String::as_str), Some("v UNCLASSIFIED"));
    assert!(heads.contains(&String::from("v CONFIDENTIAL")), "{heads:?}");
}

#[test]
fn groups_fold_to_a_row_and_the_cursor_stays_with_them() {
    let mut session = grouped("post", "120x40");
    let n_groups = heads(&session).len();
    session.press("za");
    assert!(
        row_here(&session).contains("> PORTLARKSPUR"),
        "{}",
        row_here(&session)
    );
    session.press("<enter>");
    assert!(row_here(&session).contains("v PORTLARKSPUR"));
    session.press("zM");
    assert_eq!(session.model.n_rows(), n_groups);
    assert!(row_here(&session).contains("> PORTLARKSPUR"));
    // What is sought has its row again.
    session.press("/goats <enter>");
    assert!(
        row_here(&session).contains("05KESTRELBAY12"),
        "{}",
        row_here(&session)
    );
    assert!(session.model.n_rows() > n_groups);
}

#[test]
fn a_search_that_is_given_up_folds_the_groups_again() {
    for begin in ["/goats", "?goats", "gSgoats"] {
        let mut session = grouped("post", "120x40").keys("gg } za");
        let (before, here) = (rows(&session), row_here(&session));
        session.press(begin);
        assert!(rows(&session) != before, "{begin}");
        session.press("<esc>");
        assert_eq!(rows(&session), before, "{begin}");
        assert_eq!(row_here(&session), here, "{begin}");
    }
    // What is still sought is found again, wherever it stands by then.
    let mut session = grouped("post", "120x40").keys("/goats <enter> gg za /harbor <esc>");
    assert!(row_here(&session).contains("> "), "{}", session.screen());
    session.press("n");
    let found = row_here(&session);
    assert!(found.contains("05KESTRELBAY12"), "{found}");
}

#[test]
fn a_search_that_comes_to_nothing_folds_the_groups_again() {
    for search in [
        "/ <enter>",
        "/zzzzq <enter>",
        "gS <enter>",
        "gS zzzzq <enter>",
    ] {
        let mut session = grouped("post", "120x40").keys("zM gg }");
        let (before, here) = (rows(&session), row_here(&session));
        session.press(search);
        assert_eq!(rows(&session), before, "{search}: {}", session.notice());
        assert_eq!(row_here(&session), here, "{search}");
        session.press("<esc>");
        assert_eq!(rows(&session), before, "{search}");
    }
    // While a search still runs, a group that was folded meanwhile stays so.
    let mut session = grouped("post", "120x40").keys("zM");
    let n_groups = session.model.n_rows();
    session.held_up = Some(VecDeque::default());
    session.press("gS zzzzq <enter>");
    assert!(session.model.n_rows() > n_groups);
    session.press("gg za");
    let folded = rows(&session);
    session.search_on(true);
    assert_eq!(rows(&session), folded, "{}", session.notice());
}

#[test]
fn a_search_that_is_given_up_finds_the_cursor_again_in_a_list_that_fills() {
    let name = |session: &Session| {
        let row = row_here(session);
        let name = row.get(1..).unwrap_or_default().split_whitespace().nth(1);
        name.unwrap_or_default().to_owned()
    };
    for (keys, here) in [
        ("zM", "PORTLARKSPUR"),
        ("zM zR {", "PORTLARKSPUR"),
        ("", "08PORTLARKSPUR311"),
    ] {
        let mut session = Session::builtin("120x40");
        let late = session.split_off(1);
        session.model.gathering = true;
        session.press(":group_post <enter>");
        session.press(keys);
        assert_eq!(name(&session), here, "{keys}");
        let focus = |session: &Session| rows(session).iter().position(|row| row.contains(here));
        let before = focus(&session);
        session.press("/g");
        session.send(Msg::Found(late));
        session.send(Msg::AllFound);
        session.press("<esc>");
        assert_ne!(focus(&session), before, "{keys}: nothing came before it");
        assert_eq!(name(&session), here, "{keys}\n{}", session.screen());
    }
}

#[test]
fn the_line_of_a_group_is_no_cable() {
    for size in ["120x40", "80x24", "50x16"] {
        let mut session = grouped("post", size).keys("gg za");
        for keys in ["y r", "y u", "g t", "e"] {
            session.press(keys);
            let said = session.notice();
            assert!(
                said.starts_with("this line is of a group: "),
                "{keys}: {said}"
            );
            assert!(said.ends_with("unfolds it"), "{keys}: {said}");
        }
        session.press("za y u");
        assert!(
            session.notice().ends_with("below it"),
            "{}",
            session.notice()
        );
        // What is selected is taken wherever the cursor is.
        session.press("<space> gg y r");
        assert!(session.notice().contains("sent"), "{}", session.notice());
    }
}

#[test]
fn from_group_to_group_and_from_cable_to_cable() {
    let mut session = grouped("post", "120x40").keys("gg }");
    let all = heads(&session);
    assert!(
        row_here(&session).contains(&all[1]),
        "{}",
        row_here(&session)
    );
    session.press("2}");
    assert!(row_here(&session).contains(&all[3]));
    session.press("j {");
    assert!(row_here(&session).contains(&all[3]), "its own first");
    session.press("{");
    assert!(row_here(&session).contains(&all[2]));
    session.press("9}");
    assert!(row_here(&session).contains(all.last().unwrap()));
    // Reading on passes over groups, also folded ones.
    session.press("zM zR gg j <enter>");
    let mut read = 1;
    while !session.notice().contains("last") {
        session.press("J");
        read += 1;
        assert!(read < 20);
    }
    assert_eq!(read, 13);
}

#[test]
fn a_query_leaves_groups_that_have_cables() {
    let mut session = grouped("post", "120x40").keys("&post:northhaven <enter>");
    assert_eq!(heads(&session), ["v NORTHHAVEN"]);
    session.press("<enter>");
    session.press("& <c-u> <enter> :group_none <enter>");
    assert_eq!(session.model.n_rows(), 12);
    assert!(heads(&session).is_empty());
}

#[test]
fn space_on_a_group_selects_all_of_it() {
    let mut session = grouped("post", "120x40").keys("&post:northhaven <enter> gg <space>");
    let n_listed = session.model.n_listed();
    assert_eq!(session.model.n_picked(), n_listed);
    session.press("gg <space>");
    assert_eq!(session.model.n_picked(), 0);
    session.press("gg v G v");
    assert_eq!(session.model.n_picked(), n_listed, "a group is no cable");
}

#[test]
fn a_number_before_space_and_a_range_take_folded_groups_whole() {
    let mut session = grouped("post", "120x40").keys("zM gg 2 <space>");
    let of_two = session.model.n_picked();
    assert_eq!(of_two, 5, "two at Kestrel Bay, three at Northhaven");
    assert!(
        session.screen().lines().nth(2).unwrap().starts_with(" +"),
        "{}",
        session.screen()
    );
    session.press("<esc> gg v j v");
    assert_eq!(session.model.n_picked(), of_two);
    // What a query hides of a range stays selected.
    session.press("<esc> zR gg v 3j &post:state <enter>");
    assert!(session.model.n_picked() > 1, "{}", session.screen());
}

#[test]
fn the_line_of_a_group_keeps_the_cursor_near() {
    let mut session = grouped("post", "120x40").keys("gg } }");
    assert!(row_here(&session).contains("PORTLARKSPUR"));
    session.press(":group_year <enter>");
    assert!(
        row_here(&session).contains("PORTLARKSPUR"),
        "{}",
        row_here(&session)
    );
    session.press("zM n");
    assert_eq!(
        session.model.n_rows(),
        12 + heads(&session).len(),
        "n looks everywhere"
    );
}

#[test]
fn what_is_no_grouping_is_told() {
    let session = grouped("size", "120x40");
    let said = "nothing is grouped by size: none, post, year, month, marking";
    assert_eq!(session.notice(), said);
    let session = Session::builtin("120x40").keys("za");
    assert_eq!(session.notice(), "the list has no groups; gb makes some");
    let session = Session::builtin("120x40").keys("gb");
    assert!(session.screen().contains("by the post in the number"));
}

#[test]
fn groups_at_every_size() {
    for size in ["50x16", "80x24", "120x40", "200x50"] {
        let mut session = grouped("post", size).keys("gg za");
        let name = format!("groups-{size}");
        insta::assert_snapshot!(name, session.snapshot());
    }
}
