//! Narrowing the list by a query, and sorting it.

use std::time::Duration;

use reftel::app::{Again, Effect, FacetRow, Indexed, Msg, Request, Screen};
use reftel::cable::Classification;
use reftel::parse::parse;
use reftel::query::Field;

use crate::session::Session;

/// The list of the built-in collection.
fn list(size: &str) -> Session {
    Session::builtin(size)
}

/// The numbers of the cables that are listed, in their order.
fn listed(session: &Session) -> Vec<String> {
    let rows = 0..session.model.n_rows();
    let entries = rows.map(|row| session.entry(session.model.entry_at(row)));
    let listings = entries.filter_map(|entry| entry.listing);
    let ids = listings.filter_map(|listing| listing.id);
    ids.map(|id| id.to_string()).collect()
}

/// The cable in sight, or at the cursor of the list.
fn here(session: &Session) -> String {
    match &session.model.screens.top {
        Screen::Reader(reader) => reader.id.to_string(),
        Screen::Survey(_) => String::from("a survey"),
        Screen::Results(_) => String::from("hits"),
        Screen::Catalog(catalog) => {
            let entry = session.model.entry_at(catalog.scroll.focus);
            let entry = session.model.entries.get(entry);
            let listing = entry.and_then(|entry| entry.listing);
            let id = listing.and_then(|listing| listing.id);
            id.map_or_else(|| String::from("nothing"), |id| id.to_string())
        }
    }
}

/// The last row of the screen.
fn last_row(session: &Session) -> String {
    session.screen().lines().last().unwrap().trim().to_owned()
}

/// The row above it.
fn aid(session: &Session) -> String {
    let screen = session.screen();
    screen.lines().rev().nth(1).unwrap().trim().to_owned()
}

const DATED_2008: [&str; 3] = ["08PORTLARKSPUR311", "08PORTLARKSPUR402", "08KESTRELBAY61"];

#[test]
fn the_list_narrows_while_a_query_is_typed() {
    let mut session = list("80x24").keys("&date:2008");
    assert_eq!(listed(&session), DATED_2008);
    assert_eq!(last_row(&session).split_whitespace().last(), Some("12"));
    assert!(last_row(&session).ends_with("3 of 12"));
    session.press("<space> s e x t o n <space> c l a s s : s");
    assert_eq!(listed(&session), ["08PORTLARKSPUR402"]);
    assert!(
        session
            .screen()
            .starts_with(" reftel  & date:2008 sexton class:s")
    );
    // What is taken back comes back.
    session.press(
        "<backspace> <backspace> <backspace> <backspace> <backspace> <backspace> <backspace>",
    );
    assert!(listed(&session).len() > 1);
    session.press("<c-u>");
    assert_eq!(session.model.n_rows(), 12);
    assert!(session.model.filter.is_none());
}

#[test]
fn a_line_that_cannot_be_read_keeps_what_was_found_last_and_says_why() {
    let mut session = list("80x24").keys("&date:2008");
    session.press("<space> class:zz");
    assert_eq!(listed(&session), DATED_2008);
    assert_eq!(
        aid(&session),
        "class: takes u, lou, sbu, c, s, ts, none, not zz"
    );
    let marked = session.cells_painted(&["failure"]);
    assert!(marked.trim().ends_with("zz3 of 12"), "{marked}");
    // Enter does not take it.
    session.press("<enter>");
    assert!(session.model.overlay.is_some());
    session.press("<c-u> date:2008 <space> date:x");
    assert_eq!(listed(&session), DATED_2008);
    session.press("<esc>");
    assert_eq!(session.model.n_rows(), 12);
    // Where there is no row for it, it stands beside the line.
    let session = list("50x9").keys("&clazz:s");
    assert!(last_row(&session).starts_with("&clazz:s"));
    let wide = list("160x9").keys("&clazz:s");
    assert!(
        last_row(&wide).contains("no field is called clazz"),
        "{}",
        last_row(&wide)
    );
}

#[test]
fn tab_completes_fields_and_values() {
    let line = |session: &Session| {
        let row = last_row(session);
        row.split("  ").next().unwrap().to_owned()
    };
    let mut session = list("80x24").keys("&pos <tab>");
    assert_eq!(line(&session), "&post:");
    session.press("<c-u> c l <tab> s <enter> <esc> & p a r <tab>");
    assert_eq!(line(&session), "&para.class:");
    session.press("<tab>");
    assert_eq!(line(&session), "&para.class:u", "the first of many");
    assert_eq!(aid(&session), "u  lou  sbu  c  s  ts  none");
    session.press("<tab> <tab>");
    assert_eq!(line(&session), "&para.class:sbu");
    session.press("<c-u> h a s : r <tab>");
    assert_eq!(line(&session), "&has:re", "repair, reference");
    session.press("<tab> <tab>");
    assert_eq!(line(&session), "&has:reference");
    session.press("<c-u> \" h a <tab>");
    assert_eq!(line(&session), "&\"ha", "nothing inside a quotation");
    // Values that only the collection has.
    session.send(Msg::Indexed(Indexed::Ready(vec![(
        Field::Post,
        vec![String::from("portlarkspur"), String::from("northhaven")],
    )])));
    session.press("<c-u> p o s t : n");
    assert_eq!(session.model.n_rows(), 12, "it may become northhaven");
    session.press("<tab>");
    assert_eq!(line(&session), "&post:northhaven");
    assert!(listed(&session).iter().all(|id| id.contains("NORTHHAVEN")));
}

#[test]
fn enter_keeps_and_escape_takes_back() {
    let mut session = list("80x24").keys("jj &date:2008 <esc>");
    assert_eq!(session.model.n_rows(), 12);
    assert_eq!(
        here(&session),
        "05KESTRELBAY12",
        "the cursor is where it was"
    );
    session.press("&date:2008 <enter>");
    assert_eq!(listed(&session), DATED_2008);
    session.press("j j");
    assert_eq!(here(&session), "08KESTRELBAY61");
    // What holds can be changed, and that taken back.
    session.press("& <space> sexton <space> -fish");
    assert_ne!(listed(&session), DATED_2008);
    session.press("<esc>");
    assert_eq!(listed(&session), DATED_2008);
    assert_eq!(here(&session), "08KESTRELBAY61");
    session.press("&");
    assert!(last_row(&session).starts_with("&date:2008"));
    session.press("<c-u> <enter>");
    assert_eq!(session.model.n_rows(), 12);
    assert_eq!(
        here(&session),
        "08KESTRELBAY61",
        "the cursor stays at its cable"
    );
    // Esc in the list shows all again; a search goes first.
    session.press("&date:2008 <enter> /sexton <enter> <esc>");
    assert_eq!(listed(&session), DATED_2008);
    session.press("<esc>");
    assert_eq!(session.model.n_rows(), 12);
    // Lines come back.
    session.press("& <up>");
    assert!(last_row(&session).starts_with("&date:2008"));
    assert_eq!(listed(&session), DATED_2008);
}

#[test]
fn what_is_not_found_is_told() {
    let mut session = list("80x24").keys("&zeppelin <enter>");
    assert_eq!(session.model.n_rows(), 0);
    assert_eq!(session.notice(), "no cable is like that; Esc shows all");
    assert!(session.screen().contains("no cable is like that"));
    // Nothing can be opened, sought or sorted there, and nothing breaks.
    session.press("<enter> G gg n N 5G yr /lamps <esc> s j <enter> e");
    assert_eq!(here(&session), "nothing");
    session.press("<esc>");
    assert_eq!(session.model.n_rows(), 12);
}

#[test]
fn cables_are_read_on_in_the_order_of_the_list() {
    let mut session = list("80x24").keys("&date:2008 <enter> <enter>");
    assert_eq!(here(&session), "08PORTLARKSPUR311");
    assert_eq!(session.notice(), "cable 1 of 3");
    session.press("J");
    assert_eq!(here(&session), "08PORTLARKSPUR402");
    session.press("J J");
    assert_eq!(here(&session), "08KESTRELBAY61");
    assert_eq!(
        session.notice(),
        "this is the last cable of the 3 that are listed"
    );
    session.press("K");
    assert_eq!(here(&session), "08PORTLARKSPUR402");
    let title = session.screen().lines().next().unwrap().to_owned();
    assert!(title.contains("2 of 3 &"), "{title}");
    session.press("q");
    assert_eq!(here(&session), "08PORTLARKSPUR402", "the list went along");
    // Another order.
    session.press("s j j <enter> gg <enter> J");
    assert_eq!(here(&session), "08PORTLARKSPUR402");
    session.press("s <esc> q s k <enter> gg <enter> J J");
    assert_eq!(here(&session), "08PORTLARKSPUR311");
}

#[test]
fn words_of_the_query_are_lit_in_the_cable() {
    let mut session = list("80x24").keys("&\"the_sexton\"_OR_lamp*_-zeppelin_date:2008-11..");
    session.press("<enter> <enter>");
    let lit = session.cells_painted(&["match", "cursor-token"]);
    let lit: Vec<&str> = lit.split_whitespace().collect();
    assert!(!lit.is_empty());
    let is_asked = |words: &&str| {
        let words = words.to_lowercase();
        ["lamp", "lamps", "the", "sexton"]
            .iter()
            .any(|word| words.contains(word))
    };
    assert!(lit.iter().all(is_asked), "{lit:?}");
    assert!(
        session.notice().contains("; cable 1 of "),
        "{}",
        session.notice()
    );
    let before = session.model.reader().unwrap().text.at;
    session.press("n");
    assert_ne!(session.model.reader().unwrap().text.at, before);
    session.press("N");
    assert_eq!(session.model.reader().unwrap().text.at, before);
    // The next cable has its own.
    session.press("J");
    assert!(session.model.reader().unwrap().find.is_some());
    session.press("<esc>");
    assert!(session.model.reader().unwrap().find.is_none());
    // Fields light nothing.
    let session = list("80x24").keys("&date:2008 <enter> <enter>");
    assert!(session.model.reader().unwrap().find.is_none());
}

#[test]
fn the_list_is_sorted() {
    let mut session = list("80x24").keys("s");
    assert!(session.screen().contains("newest first"));
    session.press("j <enter>");
    let dates = |session: &Session| -> Vec<String> {
        let rows = 0..session.model.n_rows();
        let entries = rows.map(|row| session.entry(session.model.entry_at(row)));
        entries.map(|it| it.listing.unwrap().dated()).collect()
    };
    let newest = dates(&session);
    assert!(newest.is_sorted_by(|a, b| a >= b), "{newest:?}");
    let title = session.screen().lines().next().unwrap().to_owned();
    assert!(title.ends_with("newest first   12 cables"), "{title}");
    session.press(":sort_oldest <enter>");
    assert!(dates(&session).is_sorted());
    session.press("&class:c <enter>");
    assert!(dates(&session).is_sorted());
    let title = session.screen().lines().next().unwrap().to_owned();
    assert!(
        title.contains("& class:c") && title.contains("oldest first"),
        "{title}"
    );
    session.press(":sort_size <enter>");
    assert!(session.notice().starts_with("nothing is sorted by size"));
    session.press(":sort_lies <enter> <esc>");
    assert_eq!(listed(&session), listed(&list("80x24")));
}

fn held_up(keys: &str) -> Session {
    let mut session = list("80x24");
    session.held_up = Some(std::collections::VecDeque::new());
    session.press(keys);
    forget_late(&mut session);
    session
}

/// Only what answers the last query is still held up.
fn forget_late(session: &mut Session) {
    let last = session
        .effects
        .iter()
        .rev()
        .find_map(|effect| match effect {
            Effect::Load(Request::Narrow(asked)) => Some(asked.id),
            _ => None,
        });
    let is_last = |msg: &Msg| matches!(msg, Msg::Narrowed(id, _) if Some(*id) == last);
    session.held_up.as_mut().unwrap().retain(is_last);
}

#[test]
fn rows_come_as_they_are_found_and_late_answers_are_dropped() {
    let mut session = held_up("&date:2008 <enter>");
    assert_eq!(session.model.n_rows(), 0);
    assert!(session.screen().contains("0 so far, searching 0 %"));
    session.search_on(false);
    assert_eq!(listed(&session), ["08PORTLARKSPUR311"]);
    session.press("j k");
    session.search_on(false);
    assert_eq!(listed(&session).len(), 2);
    assert!(
        session.screen().contains("2 so far, searching 66 %"),
        "{}",
        session.screen()
    );
    // Another query takes its place; what was on its way is dropped.
    let late = session.held_up.clone().unwrap();
    session.held_up = None;
    session.press("& <c-u> date:2009 <enter>");
    let found = listed(&session);
    for msg in late {
        session.send(msg);
    }
    assert_eq!(listed(&session), found);
    assert!(found.iter().all(|id| id.starts_with("09")));
}

#[test]
fn while_it_is_typed_the_rows_before_stay_until_others_come() {
    let mut session = list("80x24").keys("&date:2008 <enter>");
    session.held_up = Some(std::collections::VecDeque::new());
    session.press("& <backspace> 9");
    forget_late(&mut session);
    assert_eq!(listed(&session), DATED_2008);
    assert!(
        last_row(&session).ends_with("searching 0 %"),
        "{}",
        last_row(&session)
    );
    session.search_on(true);
    assert!(listed(&session).iter().all(|id| id.starts_with("09")));
    // What is not waited for any more is not searched for.
    session.press("<backspace> 7");
    session.effects.clear();
    session.press("<esc>");
    assert!(session.effects.contains(&Effect::Load(Request::StopNarrow)));
    assert_eq!(listed(&session), DATED_2008);
}

#[test]
fn a_search_can_be_stopped() {
    let mut session = held_up("&date:2008 <enter>");
    session.search_on(false);
    session.effects.clear();
    session.press("<c-c>");
    assert_eq!(session.notice(), "1 so far, stopped at 0 %");
    assert_eq!(session.effects, [Effect::Load(Request::StopNarrow)]);
    session.search_on(true);
    assert_eq!(listed(&session), ["08PORTLARKSPUR311"]);
    session.press("<esc>");
    assert_eq!(session.model.n_rows(), 12);
}

#[test]
fn cables_that_come_later_are_asked_for_as_well() {
    let mut session = list("80x24");
    let late = session.split_off(5);
    session.model.gathering = true;
    session.press("&date:2008 <enter>");
    assert_eq!(listed(&session), ["08PORTLARKSPUR311"]);
    assert!(session.screen().contains("1 so far"));
    session.send(Msg::Found(late));
    assert_eq!(listed(&session), DATED_2008);
    session.send(Msg::AllFound);
    let title = session.screen().lines().next().unwrap().to_owned();
    assert!(title.ends_with("3 of 12"), "{title}");
    // Sorted ones too.
    let mut session = list("80x24").keys("s j <enter>");
    let mut late = session.entry(0);
    // Of another number: it has a row of its own.
    let id = late
        .listing
        .as_mut()
        .and_then(|listing| listing.id.as_mut());
    *id.unwrap() = reftel::typeset::Shown::new("99NOWHERE1");
    session.cables.push(session.cables[0].clone());
    session.send(Msg::Found(vec![late]));
    assert_eq!(session.model.n_rows(), 13);
}

#[test]
fn a_large_collection_is_taken_into_an_index_beside_the_screen() {
    let text = b"SUBJECT: LAMPS\n\n1. (U) Lamps were lit.\n";
    let many = vec![&text[..]; 500];
    let indexes = |session: &mut Session| {
        session.send(Msg::AllFound);
        let is_index = |effect: &&Effect| **effect == Effect::Load(Request::Index);
        session.effects.iter().filter(is_index).count()
    };
    let mut session = Session::list(&many, "80x24");
    assert_eq!(indexes(&mut session), 1);
    assert_eq!(indexes(&mut session), 1, "once");
    session.send(Msg::Indexed(Indexed::Percent(41)));
    assert!(
        last_row(&session).contains("indexing 41 %"),
        "{}",
        last_row(&session)
    );
    session.send(Msg::Indexed(Indexed::Ended));
    assert!(!last_row(&session).contains("indexing"));
    let mut few = Session::list(&many[1..], "80x24");
    assert_eq!(indexes(&mut few), 0);
    for set in [
        |session: &mut Session| session.model.settings.index = false,
        |session: &mut Session| {
            session.model.settings.private = true;
        },
    ] {
        let mut session = Session::list(&many, "80x24");
        set(&mut session);
        assert_eq!(indexes(&mut session), 0);
    }
    // What is looked at again is taken in again.
    session.effects.clear();
    session.send(Msg::LookedAgain(Box::default()));
    assert_eq!(indexes(&mut session), 1);
}

#[test]
fn a_running_query_goes_to_the_index_once_that_is_there() {
    let mut session = held_up("&date:2008 <enter>");
    session.effects.clear();
    session.send(Msg::Indexed(Indexed::Ready(Vec::new())));
    let asked = |effect: &Effect| matches!(effect, Effect::Load(Request::Narrow(_)));
    assert!(session.effects.iter().any(asked), "{:?}", session.effects);
    session.search_on(true);
    assert_eq!(listed(&session), DATED_2008);
}

#[test]
fn a_narrowed_list_at_every_size() {
    for size in ["50x16", "80x24", "120x40", "200x50"] {
        let mut session = list(size).keys("&lamp*_date:2007..2009_class<=s s <enter> <enter>");
        session.press("<esc> <esc> <esc>");
        session.press("&lamp*_date:2007..2009_class<=s <enter> s j <enter>");
        insta::assert_snapshot!(format!("narrowed-{size}"), session.snapshot());
        session.press("& <space> cla");
        insta::assert_snapshot!(format!("narrowing-{size}"), session.snapshot());
    }
    let session = list("20x5").keys("&date:2008 <enter>");
    insta::assert_snapshot!("narrowed-20x5", session.screen());
}

#[test]
fn facets_count_what_is_listed_and_are_added_to_the_query() {
    let mut session = list("120x40").keys("t");
    let screen = session.screen();
    for words in [
        "facets",
        "Marking",
        "(C)",
        "Post",
        "PORTLARKSPUR",
        "Year",
        "2008",
        "TAGS",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    // Counts are of what is listed.
    let row = |session: &Session, label: &str| {
        let screen = session.screen();
        let pane = |line: &str| line.chars().take(27).collect::<String>();
        let row = screen.lines().map(pane).find(|row| row.contains(label));
        row.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    assert_eq!(row(&session, "2008").as_deref(), Some("2008 3"));
    // Enter takes the first marking; once more gives it back.
    session.press("<enter>");
    let filter = |session: &Session| {
        let filter = session.model.filter.as_ref();
        filter.map(|filter| filter.line().to_owned())
    };
    let taken = filter(&session).unwrap();
    assert!(taken.starts_with("class:"), "{taken}");
    let n_rows = session.model.n_rows();
    assert!(n_rows < 12);
    assert!(session.screen().lines().next().unwrap().contains(&taken));
    session.press("<enter>");
    assert_eq!(filter(&session), None);
    // Tab and Esc give the keys to the list.
    session.press("j <tab> gg j j");
    assert_eq!(here(&session), "05KESTRELBAY12");
    session.press("<tab> j <esc> k");
    assert_eq!(here(&session), "05NORTHHAVEN17");
    session.press("&date:2008 <enter>");
    assert_eq!(row(&session, "2007"), None);
    // It is hidden again, and where there is no room it is told.
    session.press("t");
    assert!(!session.screen().contains("Marking"));
    let session = list("80x24").keys("t");
    assert_eq!(
        session.notice(),
        "facets stand beside the list from 100 columns on"
    );
}

#[test]
fn facets_are_counted_again_when_a_file_has_changed_or_is_gone() {
    let mut session = list("120x40").keys("t");
    let marked = |session: &Session, mark: &str| {
        let rows = session.model.facets().unwrap().rows.iter();
        let mut values = rows.filter_map(|row| match row {
            FacetRow::Value {
                label, n_cables, ..
            } => Some((label.as_str().trim(), n_cables.as_str())),
            _ => None,
        });
        let found = values.find(|(label, _)| *label == mark);
        found.map_or(0, |(_, n_cables)| n_cables.parse::<usize>().unwrap())
    };
    let of_level = |session: &Session, level| {
        let cables = session.cables.iter();
        cables.filter(|cable| cable.level() == level).count()
    };
    let (secret, open) = (Classification::Secret, Classification::Unclassified);
    let before = of_level(&session, Some(secret));
    assert_eq!(marked(&session, "(S)"), before);
    // Neither how many are listed nor how many there are has changed.
    let nth = session.cables.iter();
    let nth = nth.take_while(|cable| cable.level() != Some(open)).count();
    let text = "S E C R E T NORTHHAVEN 000311\n\nSUBJECT: X\n\n1. (S) Lamps.\n";
    session.cables[nth] = parse(text.as_bytes());
    assert_eq!(of_level(&session, Some(secret)), before + 1);
    session.send(Msg::LookedAgain(Box::new(Again {
        there: vec![nth],
        unasked: Some(Duration::ZERO),
        ..Again::default()
    })));
    assert_eq!(marked(&session, "(S)"), before + 1);
    assert_eq!(marked(&session, "(U)"), of_level(&session, Some(open)));
}

#[test]
fn facets_at_every_size_that_has_them() {
    for size in ["120x40", "200x50"] {
        let mut session = list(size).keys("&lamp* <enter> t jj");
        insta::assert_snapshot!(format!("facets-{size}"), session.snapshot());
    }
}

#[test]
fn a_query_is_kept_under_a_name_and_shown_again() {
    let mut session = list("80x24").keys("g &");
    assert!(
        session
            .screen()
            .contains("no views: narrow the list with &")
    );
    session.press(":keep-view_all <enter>");
    assert!(
        session.screen().contains("nothing to keep"),
        "{}",
        session.screen()
    );
    session.press("&class:c <enter> :sort_old <enter> :keep-view_oldest_secrets <enter>");
    assert!(
        session.screen().contains("kept as oldest secrets"),
        "{}",
        session.screen()
    );
    let rows = session.model.n_rows();
    session.press("& <c-u> dues <enter> :keep-view_dues <enter> <esc>");
    session.press("&salt <enter> :keep-view_dues <enter>");
    assert!(
        session
            .screen()
            .contains("kept as dues; g& lists the views, in place of: dues"),
        "{}",
        session.screen()
    );
    session.press("& <c-u> dues <enter> :keep-view_dues <enter> <esc>");
    // What is listed says what it asks, and Enter asks it again.
    session.press("g &");
    let screen = session.screen();
    assert!(
        screen.contains("dues") && screen.contains("class:c  oldest first"),
        "{screen}"
    );
    insta::assert_snapshot!("views_80x24", screen);
    session.press("j <enter>");
    assert_eq!(session.model.n_rows(), rows);
    assert!(
        session.screen().contains("oldest first   6 of"),
        "{}",
        session.screen()
    );
    // By the beginning of its name, too.
    session.press("<esc> :views_OLD <enter>");
    assert_eq!(session.model.n_rows(), rows);
    session.press(":views_salt <enter>");
    assert!(
        session
            .screen()
            .contains("no view is called salt: dues, oldest secrets")
    );
    session.press("g & D");
    assert!(
        session.screen().contains("removed: dues: dues"),
        "{}",
        session.screen()
    );
    assert_eq!(session.views.len(), 1);
    session.press("D");
    assert!(session.views.is_empty());
    assert!(
        session.screen().contains("no views"),
        "{}",
        session.screen()
    );
}

#[test]
fn views_that_cannot_be_kept_are_told() {
    let mut session = list("80x24");
    session.full = Some("the disk is full");
    session.press("&dues <enter> :keep-view_dues <enter>");
    assert!(
        session
            .screen()
            .contains("views are not kept: the disk is full"),
        "{}",
        session.screen()
    );
    session.model.settings.private = true;
    session.press("g &");
    assert!(session.screen().contains("private: no views are kept"));
}
