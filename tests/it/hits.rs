//! Hits in many cables, paragraph by paragraph.

use std::collections::VecDeque;
use std::time::Duration;

use reftel::app::{Again, Effect, Hits, Indexed, Msg, Request, ResultRow, Screen};
use reftel::parse::parse;
use reftel::query::Field;
use reftel::typeset::Shown;

use crate::session::Session;

/// Hits in the built-in collection.
fn hits(size: &str, keys: &str) -> Session {
    Session::builtin(size).keys("gs").keys(keys)
}

/// The row at the cursor in words, or the cable in sight.
fn here(session: &Session) -> String {
    let id = |entry: u32| session.entry(entry as usize).id().to_string();
    match &session.model.screens.top {
        Screen::Catalog(catalog) => format!("list {}", catalog.scroll.focus),
        Screen::Survey(survey) => survey.title(),
        Screen::Reader(reader) => reader.id.to_string(),
        Screen::Results(results) => match results.row(results.scroll.focus) {
            Some(ResultRow::Group(group)) => id(results.groups()[group].entry),
            Some(ResultRow::Hit(group, nth)) => {
                let entry = results.groups()[group].entry;
                let hits = &results.texts(entry).unwrap().hits;
                format!("{} {}", id(entry), hits[nth].label)
            }
            Some(ResultRow::Gap) => String::from("gap"),
            None => String::from("nothing"),
        },
    }
}

/// The cables with hits, in their order, and how many each has.
fn groups(session: &Session) -> Vec<String> {
    let results = session.model.results().unwrap();
    let group = |group: &reftel::app::HitGroup| {
        let entry = session.entry(group.entry as usize);
        format!("{} {}", entry.id(), group.n_hits)
    };
    results.groups().iter().map(group).collect()
}

fn row(session: &Session, nth: usize) -> String {
    let screen = session.screen();
    screen.lines().nth(nth).unwrap_or_default().to_owned()
}

const SEXTON: [&str; 3] = ["09PORTLARKSPUR97 6", "09NORTHHAVEN72 3", "08KESTRELBAY61 3"];

#[test]
fn hits_come_while_a_query_is_typed() {
    let mut session = hits("80x24", "lamp");
    assert!(row(&session, 0).contains("hits in"), "{}", session.screen());
    let n_before = groups(&session).len();
    session.press("<space> g o a t");
    assert!(groups(&session).len() < n_before);
    assert!(row(&session, 1).starts_with(" gs> lamp goat"));
    // What is taken back comes back.
    session.press("<backspace> <backspace> <backspace> <backspace> <backspace>");
    assert_eq!(groups(&session).len(), n_before);
    session.press("<c-u>");
    assert!(groups(&session).is_empty());
    assert_eq!(here(&session), "nothing");
}

#[test]
fn a_line_that_cannot_be_read_keeps_what_was_found_last_and_says_why() {
    let mut session = hits("80x24", "lamp");
    let before = groups(&session);
    session.press("<space> class:zz");
    assert_eq!(groups(&session), before);
    let why = "class: takes u, lou, sbu, c, s, ts, none, not zz";
    assert_eq!(row(&session, 2).trim(), why);
    let marked = session.cells_painted(&["failure"]);
    assert!(marked.contains("zz"), "{marked}");
    session.press("<enter>");
    assert!(session.model.overlay.is_some(), "Enter does not take it");
    assert_eq!(session.notice(), why);
    session.press("<esc>");
    assert!(matches!(session.model.screens.top, Screen::Catalog(_)));
}

#[test]
fn tab_completes_fields_and_values() {
    let mut session = hits("80x24", "pos <tab>");
    assert!(row(&session, 1).starts_with(" gs> post:"));
    session.send(Msg::Indexed(Indexed::Ready(vec![(
        Field::Post,
        vec![String::from("portlarkspur"), String::from("northhaven")],
    )])));
    session.press("n <tab>");
    assert!(row(&session, 1).starts_with(" gs> post:northhaven"));
    assert!(groups(&session).iter().all(|it| it.contains("NORTHHAVEN")));
    // By its fields alone a cable has no hits.
    assert!(groups(&session).iter().all(|it| it.ends_with(" 0")));
    assert!(
        row(&session, 0).contains("3 cables"),
        "{}",
        row(&session, 0)
    );
    session.press("<enter> <enter>");
    assert!(here(&session).contains("NORTHHAVEN"));
    assert!(session.model.reader().unwrap().find.is_none());
}

#[test]
fn enter_opens_at_the_hit_and_n_goes_on_across_cables() {
    let mut session = hits("80x24", "sexton <space> date:2008-11..2009 <enter>");
    assert_eq!(groups(&session), SEXTON, "{}", session.screen());
    session.press("j j");
    assert_eq!(here(&session), "09PORTLARKSPUR97 P2");
    session.press("<enter>");
    assert_eq!(here(&session), "09PORTLARKSPUR97");
    assert!(
        session.words_at().starts_with("Sexton"),
        "{}",
        session.words_at()
    );
    let lit = session.cells_painted(&["match", "cursor-token", "current-match"]);
    let is_it = |word: &str| word == "-" || word.to_lowercase().contains("sexton");
    assert!(lit.split_whitespace().all(is_it), "{lit}");
    assert!(
        session.notice().ends_with("cable 1 of 3"),
        "{}",
        session.notice()
    );
    let title = row(&session, 0);
    assert!(title.contains("1 of 3 gs"), "{title}");
    // The last match of one cable leads to the first hit of the next.
    while here(&session) == "09PORTLARKSPUR97" {
        session.press("n");
    }
    assert_eq!(here(&session), "09NORTHHAVEN72");
    session.press("N");
    assert_eq!(here(&session), "09PORTLARKSPUR97");
    assert!(
        session.notice().ends_with("cable 1 of 3"),
        "{}",
        session.notice()
    );
    session.press("n");
    assert_eq!(here(&session), "09NORTHHAVEN72");
    // J and K read on in the order of the hits.
    session.press("J J");
    assert_eq!(here(&session), "08KESTRELBAY61");
    assert_eq!(
        session.notice(),
        "this is the last cable of the 3 with hits"
    );
    // Round the end.
    while here(&session) == "08KESTRELBAY61" {
        session.press("n");
    }
    assert_eq!(here(&session), "09PORTLARKSPUR97");
    assert!(session.notice().ends_with("round the end of the hits"));
}

#[test]
fn who_comes_back_finds_the_same_rows() {
    for key in ["q", "<esc>"] {
        let mut session = hits("80x24", "sexton <space> date:2008-11..2009 <enter> j j");
        let before = session.screen();
        session.press("<enter>");
        session.press(key);
        assert_eq!(session.screen(), before, "{key}");
        // Who read on is at the hit that was read.
        session.press("<enter> J");
        session.press(key);
        assert!(
            here(&session).starts_with("09NORTHHAVEN72"),
            "{}",
            here(&session)
        );
        session.press(key);
        assert_eq!(here(&session), "list 0");
    }
    // Another search, a filter, a selection end before.
    let mut session = hits(
        "80x24",
        "sexton <enter> j <enter> v <esc> /the <enter> <esc>",
    );
    assert!(session.model.reader().is_some());
    session.press("cu <esc>");
    assert!(session.model.reader().is_some());
    session.press("<esc>");
    assert!(session.model.reader().is_none());
}

#[test]
fn a_thread_above_hits_has_its_own_order() {
    let mut session = hits("80x24", "sexton <space> date:2008-11..2009 <enter> gt");
    assert!(here(&session).contains("hread"), "{}", here(&session));
    session.press("<enter> J q q");
    assert_eq!(
        here(&session),
        "09PORTLARKSPUR97 subject",
        "{}",
        session.screen()
    );
    assert_eq!(session.model.results().unwrap().groups().len(), 3);
}

#[test]
fn a_cable_beside_another_comes_back() {
    let mut session = Session::reading("08PORTLARKSPUR311", "120x40").keys("gv gs lamp* <enter>");
    assert!(!session.model.is_split());
    session.press("<enter> q q");
    assert!(session.model.is_split());
}

#[test]
fn groups_open_and_close() {
    let mut session = hits("120x40", "sexton <space> date:2008-11..2009 <enter>");
    let n_rows = |session: &Session| session.model.results().unwrap().n_rows();
    assert_eq!(n_rows(&session), 3 + 12 + 2, "groups, hits, gaps");
    session.press("j v");
    assert_eq!(n_rows(&session), 3 + 6 + 2);
    assert_eq!(here(&session), "09PORTLARKSPUR97");
    session.press("n");
    assert_eq!(
        here(&session),
        "09NORTHHAVEN72 subject",
        "no gap in between"
    );
    session.press("N");
    assert_eq!(
        here(&session),
        "09PORTLARKSPUR97",
        "a closed group is one place"
    );
    session.press("l");
    assert_eq!(n_rows(&session), 17);
    session.press("l");
    assert!(
        here(&session).starts_with("09PORTLARKSPUR97 "),
        "{}",
        here(&session)
    );
    session.press("h");
    assert_eq!(here(&session), "09PORTLARKSPUR97", "up to its cable");
    session.press("zM");
    assert_eq!(n_rows(&session), 3 + 2);
    session.press("} v }");
    assert_eq!(here(&session), "08KESTRELBAY61");
    session.press("{ {");
    assert_eq!(here(&session), "09PORTLARKSPUR97");
    session.press("zR G");
    assert!(here(&session).starts_with("08KESTRELBAY61 "));
    session.press("2G");
    assert_eq!(here(&session), "09NORTHHAVEN72");
    // On narrower screens there are no gaps.
    session.press("size:80x24");
    assert_eq!(n_rows(&session), 15);
    assert_eq!(here(&session), "09NORTHHAVEN72");
}

#[test]
fn hits_are_sorted() {
    let mut session = hits("80x24", "sexton <space> date:2008-11..2009");
    assert_eq!(groups(&session), SEXTON);
    session.press("<c-s>");
    assert!(groups(&session)[0].starts_with("09NORTHHAVEN72"));
    session.press("<c-s> <enter>");
    assert!(groups(&session)[0].starts_with("08KESTRELBAY61"));
    assert!(row(&session, 2).contains("oldest first"));
    session.press("s k <enter>");
    assert!(row(&session, 2).contains("newest first"));
    session.press(":sort_best <enter>");
    assert_eq!(groups(&session), SEXTON);
    session.press(":sort_size <enter>");
    assert!(session.notice().starts_with("hits are not sorted by size"));
}

#[test]
fn a_list_that_is_narrowed_is_searched_alone() {
    let mut session = Session::builtin("80x24").keys("&date:2008 <enter> gs lamp* <enter>");
    assert!(
        row(&session, 0).contains("Search in & date:2008"),
        "{}",
        row(&session, 0)
    );
    assert!(groups(&session).iter().all(|it| it.starts_with("08")));
    // What the list is narrowed by is not lit.
    session.press("q <esc> & g o a t <enter> gs lamp* <enter>");
    let lit = session.cells_painted(&["match", "current-match"]);
    assert!(!lit.to_lowercase().contains("goat"), "{lit}");
}

#[test]
fn what_is_not_searched_is_told() {
    let texts = [
        "SUBJECT: LAMPS\n\n1. (C) Lamps XXXXXXXXXXXX were lit.\n",
        "SUBJECT: TUGS\n\n1. (C) Lamps.\n",
    ];
    let texts: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
    let mut session = Session::list(&texts, "80x24").keys("gs lamps <enter>");
    assert!(
        row(&session, 2).ends_with("not searched: withheld in 1 ─"),
        "{}",
        row(&session, 2)
    );
    session.press("size:120x40");
    assert!(session.screen().contains("not searched: withheld in 1"));
    assert!(
        session.screen().contains("mark  (C) ## 2"),
        "{}",
        session.screen()
    );
    session.press("gs <c-u> zeppelin <enter>");
    assert_eq!(
        session.notice(),
        "no cable is like that; gs changes the query"
    );
    let screen = session.screen();
    assert!(screen.contains("not searched: withheld in 1"), "{screen}");
    session.press("j k n } v p yr e zM <enter> s <esc> G");
    assert_eq!(here(&session), "nothing");
}

#[test]
fn a_hit_in_the_header_is_shown_there() {
    let mut session = hits("80x24", "in:header <space> secstate <enter>");
    assert!(here(&session).ends_with(" header"), "{}", here(&session));
    session.press("<enter>");
    assert!(
        session.notice().contains("in the header"),
        "{}",
        session.notice()
    );
    assert!(session.screen().contains("SECSTATE WASHDC"));
    session.press("q q");
    assert!(here(&session).ends_with(" header"), "{}", here(&session));
}

#[test]
fn in_a_cable_only_what_is_a_hit_is_gone_to() {
    let text = "SUBJECT: X\n\n1. (C) SUMMARY: The lamps were lit. END SUMMARY.\n\n\
        2. (C) Lamps again, and lamps.\n\n3. (U) Lamps.\n";
    let keys = "gs in:summary <space> lamps <enter> <enter>";
    let mut session = Session::list(&[text.as_bytes()], "80x24").keys(keys);
    let counter = "1/1 in 1 paragraph";
    assert!(session.notice().contains(counter), "{}", session.notice());
    for keys in ["n", "size:120x40 n"] {
        session.press(keys);
        let said = format!("{counter}; no other cable has hits");
        assert_eq!(session.notice(), said, "{keys}");
        assert_eq!(session.words_at(), "lamps were", "{keys}");
    }
    // Without a part all of it is lit.
    session.press("q gs <c-u> lamps <enter> <enter>");
    let notice = session.notice();
    assert!(notice.contains("1/4 in 3 paragraphs"), "{notice}");
}

#[test]
fn hits_can_be_asked_for_in_a_cable_and_changed() {
    let mut session = Session::reading("08PORTLARKSPUR311", "80x24").keys("5G gs lamp* <enter>");
    assert!(!groups(&session).is_empty());
    session.press("<enter> gs");
    assert!(
        row(&session, 1).starts_with(" gs> lamp*"),
        "the same hits again"
    );
    session.press("<space> zeppelin <esc>");
    assert!(
        !groups(&session).is_empty(),
        "what was shown is shown again"
    );
    assert!(row(&session, 1).starts_with(" gs> lamp*"));
    session.press("q");
    assert_eq!(here(&session), "08PORTLARKSPUR311");
    assert_eq!(
        session.model.reader().unwrap().place().split('/').next(),
        Some("P5")
    );
    // Nothing was typed: nothing is left behind.
    session.press("gs <enter>");
    assert_eq!(here(&session), "08PORTLARKSPUR311");
    session.press("gs <esc>");
    assert_eq!(here(&session), "08PORTLARKSPUR311");
    // Lines come back.
    session.press("gs <up>");
    assert!(row(&session, 1).starts_with(" gs> lamp*"));
}

#[test]
fn a_regular_expression_is_sought_letter_by_letter() {
    let mut session = hits("80x24", "lam[pq] <a-r>");
    assert!(
        row(&session, 23).starts_with("gS g/lam[pq]"),
        "{}",
        session.screen()
    );
    session.press("<enter>");
    assert!(session.model.reader().is_some(), "{}", session.screen());
    assert!(session.words_at().starts_with("lamp"));
    session.press("q");
    assert!(here(&session).starts_with("list"));
}

#[test]
fn a_hit_is_looked_at_without_being_opened() {
    let mut session = hits("80x24", "sexton <space> date:2008-11..2009 <enter> j j p");
    assert!(
        session.screen().contains("09PORTLARKSPUR97  P2"),
        "{}",
        session.screen()
    );
    let lit = session.cells_painted(&["match over popup", "match"]);
    assert!(lit.to_lowercase().contains("sexton"), "{lit}");
    session.press("<enter>");
    assert_eq!(here(&session), "09PORTLARKSPUR97");
    session.press("q yr");
    assert_eq!(session.copied(), "09PORTLARKSPUR97");
}

/// The number of the question whose hits were asked for last.
fn asked(session: &Session) -> u32 {
    let mut effects = session.effects.iter().rev();
    let id = effects.find_map(|effect| match effect {
        Effect::Load(Request::Hits(asked)) => Some(asked.id),
        _ => None,
    });
    id.expect("hits were asked for")
}

fn held_up(keys: &str) -> Session {
    let mut session = Session::builtin("80x24").keys("gs");
    session.held_up = Some(VecDeque::new());
    session.press(keys);
    session
}

#[test]
fn rows_come_as_they_are_found_and_escape_stops() {
    let mut session = held_up("sexton <enter>");
    assert!(
        row(&session, 0).contains("searching 0 %"),
        "{}",
        row(&session, 0)
    );
    session.search_on(false);
    session.search_on(false);
    assert!(
        row(&session, 0).contains(" so far, "),
        "{}",
        row(&session, 0)
    );
    let n_found = groups(&session).len();
    // The cursor stays at its hit while others come.
    session.press("j");
    let before = here(&session);
    session.search_on(false);
    assert_eq!(here(&session), before);
    assert!(groups(&session).len() > n_found);
    session.effects.clear();
    session.press("<esc>");
    assert!(
        session.notice().contains("stopped at"),
        "{}",
        session.notice()
    );
    assert!(session.effects.contains(&Effect::Load(Request::StopHits)));
    session.press("<esc>");
    assert_eq!(here(&session), "list 0");
    assert!(session.effects.contains(&Effect::Load(Request::ForgetHits)));
}

#[test]
fn what_is_found_while_a_query_is_only_looked_at_stays() {
    let mut session = held_up("sexton <enter> gs");
    session.search_on(true);
    let found = row(&session, 0);
    session.press("<esc>");
    assert_eq!(row(&session, 0), found);
    assert!(!found.contains("so far"), "{found}");
    // The order is as before, and the cursor at its hit.
    session.press("j j");
    let before = (here(&session), groups(&session));
    session.press("gs <c-s> <c-s>");
    assert_ne!(groups(&session), before.1);
    session.press("<esc>");
    assert_eq!((here(&session), groups(&session)), before);
}

#[test]
fn of_a_search_that_was_stopped_nobody_says_that_there_is_nothing() {
    let mut session = held_up("zeppelin <enter> <esc>");
    let screen = session.screen();
    assert!(!screen.contains("no cable is like that"), "{screen}");
    assert!(screen.contains("0 hits in 0 cables, stopped at 0 %"));
    // What was on its way changes no figure.
    session.send(Msg::Hits(asked(&session), Hits::Passed(3)));
    assert_eq!(session.screen(), screen);
}

#[test]
fn rows_that_grow_fewer_fill_the_screen() {
    let mut session = hits("80x24", "the <enter> G");
    let results = |session: &Session| session.model.results().unwrap().clone();
    assert!(results(&session).scroll.top > 100);
    session.press("zM");
    let results = results(&session);
    assert_eq!(results.scroll.focus, results.n_rows() - 1);
    assert!(results.scroll.top <= results.n_rows().saturating_sub(15));
}

#[test]
fn why_a_cable_cannot_be_read_is_said_once() {
    let mut session = hits("80x24", "sexton <space> date:2008-11..2009 <enter> j");
    let results = session.model.results().unwrap();
    let (n_rows, first) = (results.n_rows(), results.groups()[0].entry as usize);
    let failed = Err(Shown::new("reading: it is gone"));
    session.send(Msg::HitTexts(asked(&session), first, Box::new(failed)));
    assert_eq!(session.model.results().unwrap().n_rows(), n_rows - 6);
    assert_eq!(session.screen().matches("it is gone").count(), 1);
    assert!(here(&session).starts_with("09PORTLARKSPUR97"));
    for (key, words) in [("p", "reading: it is gone"), ("v", ""), ("l", "")] {
        session.press(key);
        assert_eq!(session.notice(), words, "{key}");
    }
    session.press("n");
    assert_eq!(here(&session), "09NORTHHAVEN72 subject");
    // Read again, it has its hits back.
    session.send(Msg::Reloaded(first, Box::new(Ok(session.opened(first)))));
    assert_eq!(session.model.results().unwrap().n_rows(), n_rows);
}

#[test]
fn files_are_looked_for_again_and_then_searched() {
    let mut session = hits("80x24", "sexton <enter>");
    session.effects.clear();
    session.press("R");
    let asks = |session: &Session, request: &str| {
        let mut effects = session.effects.iter();
        effects.any(|effect| format!("{effect:?}").starts_with(request))
    };
    assert!(asks(&session, "Load(LookAgain"), "{:?}", session.effects);
    assert!(!asks(&session, "Load(Hits("));
    session.send(Msg::LookedAgain(Box::new(Again {
        new: Vec::new(),
        there: Vec::new(),
        gone: vec![0],
        trouble: None,
        unasked: None,
    })));
    assert!(asks(&session, "Load(Hits("));
    assert_eq!(session.notice(), "1 no longer there");
    // That nothing was found is not said any longer than it is so.
    session.press("gs <c-u> zeppelin <enter>");
    assert!(session.notice().starts_with("no cable is like that"));
    session.cables[1] = parse(b"SUBJECT: X\n\n1. (U) A zeppelin.\n");
    session.send(Msg::LookedAgain(Box::new(Again {
        there: vec![1],
        unasked: Some(Duration::ZERO),
        ..Again::default()
    })));
    assert_eq!(groups(&session).len(), 1);
    assert!(!session.screen().contains("no cable is like that"));
}

#[test]
fn while_another_query_is_typed_the_rows_before_stay_until_others_come() {
    let mut session = hits("80x24", "sexton");
    let before = groups(&session);
    session.held_up = Some(VecDeque::new());
    session.press("<space> goat");
    assert_eq!(groups(&session), before);
    // Late answers to `sexton g` are dropped.
    session.search_on(true);
    assert!(groups(&session).len() < before.len());
    let n_hits = |session: &Session| row(session, 0);
    assert!(!n_hits(&session).contains("searching"));
}

#[test]
fn cables_that_are_found_meanwhile_are_searched_as_well() {
    let mut session = Session::builtin("80x24");
    let late = session.split_off(4);
    session.model.gathering = true;
    session.press("gs sexton <enter>");
    let n_before = groups(&session).len();
    assert!(row(&session, 0).contains("so far"));
    session.send(Msg::Found(late));
    assert!(groups(&session).len() > n_before);
    session.send(Msg::AllFound);
    assert!(!row(&session, 0).contains("so far"), "{}", row(&session, 0));
}

#[test]
fn the_mouse_chooses_and_opens() {
    use reftel::app::{Deed, Pointing};
    let mut session = hits("120x40", "sexton <space> date:2008-11..2009 <enter> <f2>");
    let click = |session: &mut Session, x, y| {
        for deed in [Deed::Press, Deed::Release] {
            session.send(Msg::Point(Pointing { deed, x, y }));
        }
    };
    click(&mut session, 10, 6);
    assert_eq!(here(&session), "09PORTLARKSPUR97 P2");
    click(&mut session, 10, 10);
    assert_eq!(here(&session), "09PORTLARKSPUR97 P2", "a gap is no row");
    session.send(Msg::Point(Pointing {
        deed: Deed::WheelDown,
        x: 10,
        y: 10,
    }));
    click(&mut session, 10, 6);
    assert_eq!(here(&session), "09PORTLARKSPUR97");
}

#[test]
fn hits_on_screens() {
    for size in ["50x16", "80x24", "120x40", "200x50", "20x5"] {
        let mut session = hits(size, "\"the_sexton\" <space> OR <space> lamp* <enter> j j");
        insta::assert_snapshot!(format!("hits_{size}"), session.snapshot());
    }
    let mut session =
        Session::builtin("80x24").keys("&class:c <enter> gs date:2005..2007 <space> cl");
    insta::assert_snapshot!("hits_typed_80x24", session.snapshot());
}

#[test]
fn without_colors_and_without_drawn_lines_it_says_the_same() {
    let mut session = hits("120x40", "lamp* <enter>");
    session.model.settings.ascii = true;
    let screen = session.screen();
    assert!(screen.is_ascii(), "{screen}");
    // Words of two columns keep the rows in place.
    let text = "SUBJECT: \u{706f}\u{53f0}\n\n1. (C) \u{706f}\u{53f0}\u{706f}\u{53f0} \u{706f}\u{53f0}\u{706f}\u{53f0} lamps \u{706f}\u{53f0}\u{706f}\u{53f0}\u{706f}\u{53f0}\u{706f}\u{53f0}\u{706f}\u{53f0}\u{706f}\u{53f0}.\n";
    for size in ["20x5", "50x16", "80x24", "120x40"] {
        let session = Session::list(&[text.as_bytes()], size).keys("gs lamps <enter>");
        let width = usize::from(session.model.size.width);
        let fits = |line: &str| reftel::typeset::columns(line) <= width;
        assert!(session.screen().lines().all(fits), "{}", session.screen());
        assert!(session.screen().contains("lamps"), "{}", session.screen());
    }
}
