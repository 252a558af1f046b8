//! Screens about the collection: threads, and what is missing.

use reftel::app::{Msg, PrivateFile, Request, Screen, Surveyed};

use crate::session::Session;

const SIZES: [&str; 5] = ["20x5", "50x16", "80x24", "120x40", "200x50"];

/// Cables that cite each other: 5 cites 4 and 3, 4 cites 3 and 2, which is
/// missing, 3 cites 1, and 1 cites 3 again.
fn cables() -> Vec<String> {
    let cable = |serial: u32, day: u32, refs: &str, subject: &str| {
        format!(
            "P {day:02}1412Z MAR 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC PRIORITY\n\n\
             C O N F I D E N T I A L NORTHHAVEN {serial:06}\n\nE.O. 12958: N/A\nTAGS: EWWT, VD\n\
             SUBJECT: {subject}\n{refs}\n1. (C) SUMMARY: Text of number {serial}. END SUMMARY.\n\n\
             2. (U) More of it.\nQUILL\n"
        )
    };
    let refs = |all: &[&str]| {
        let all = all.iter().zip('A'..);
        let all: Vec<String> = all.map(|(id, letter)| format!("{letter}. {id}")).collect();
        format!("\nREF: {}\n", all.join("  "))
    };
    vec![
        cable(
            5,
            20,
            &refs(&["08 NORTHHAVEN 4", "08 NORTHHAVEN 3"]),
            "FERRY SAILS",
        ),
        cable(
            4,
            15,
            &refs(&["08 NORTHHAVEN 3", "08 NORTHHAVEN 2"]),
            "FERRY WAITS FOR THE TIDE",
        ),
        cable(3, 10, &refs(&["08 NORTHHAVEN 1"]), "FERRY LOST AND FOUND"),
        cable(
            1,
            5,
            &refs(&["08 NORTHHAVEN 3", "07 KESTREL BAY 77"]),
            "FERRY",
        ),
        cable(12, 28, &refs(&["08 NORTHHAVEN 2"]), "港 海 DUES"),
    ]
}

fn list(size: &str) -> Session {
    let cables = cables();
    let texts: Vec<&[u8]> = cables.iter().map(String::as_bytes).collect();
    Session::list(&texts, size)
}

fn rows(session: &Session) -> Vec<String> {
    let survey = session.model.survey().expect("a survey is open");
    let rows = 0..survey.rows.len();
    rows.map(|row| {
        let node = survey.node(row).unwrap();
        format!(
            "{}{} {}",
            " ".repeat(node.depth),
            survey.sign(row),
            node.look.in_words()
        )
    })
    .collect()
}

/// The number of the cable in sight, or at the cursor.
fn here(session: &Session) -> String {
    match &session.model.screens.top {
        Screen::Reader(reader) => reader.id.to_string(),
        Screen::Catalog(catalog) => format!("row {}", catalog.scroll.focus),
        Screen::Results(results) => format!("hits {}", results.scroll.focus),
        Screen::Survey(survey) => survey.here().map_or_else(String::new, |node| {
            let words = node.look.in_words();
            words.split(',').next().unwrap_or_default().to_owned()
        }),
    }
}

#[test]
fn a_thread_at_every_size() {
    for size in SIZES {
        let mut session = list(size).keys("j gt");
        insta::assert_snapshot!(format!("thread-{size}"), session.snapshot());
    }
}

#[test]
fn what_is_missing_at_every_size() {
    for size in SIZES {
        let mut session = list(size).keys("gR");
        insta::assert_snapshot!(format!("missing-{size}"), session.snapshot());
    }
}

#[test]
fn a_thread_goes_up_and_down_and_ends_in_circles() {
    let mut session = list("80x24").keys("j gt");
    assert_eq!(
        rows(&session),
        [
            "  08NORTHHAVEN4, C, 2008-03-15, held: FERRY WAITS FOR THE TIDE",
            "- Cites 2, and 2 that these cite; 2 not held",
            "   08NORTHHAVEN2, not held",
            " - 08NORTHHAVEN3, C, 2008-03-10, held: FERRY LOST AND FOUND",
            "  + 08NORTHHAVEN1, C, 2008-03-05, held: FERRY",
            "- Cited by 1",
            "   08NORTHHAVEN5, C, 2008-03-20, held: FERRY SAILS",
        ]
    );
    session.press("j j j l l");
    assert_eq!(here(&session), "08NORTHHAVEN1");
    let open = rows(&session);
    assert_eq!(
        open[5..7],
        [
            "     07KESTRELBAY77, not held",
            "     08NORTHHAVEN3, C, 2008-03-10, circle: FERRY LOST AND FOUND",
        ]
    );
    session.press("l j");
    assert!(
        session
            .screen()
            .contains("a circle: this cable is one that it hangs on")
    );
    // Back up, closing what was opened.
    session.press("h");
    assert_eq!(here(&session), "08NORTHHAVEN1");
    session.press("h h h");
    assert_eq!(rows(&session).len(), 6);
    session.press("z R");
    assert_eq!(rows(&session).len(), 9);
    session.press("z M");
    assert_eq!(rows(&session).len(), 6);
}

#[test]
fn who_comes_back_finds_the_tree_as_it_was() {
    let mut session = list("80x24").keys("j gt j j j l");
    assert_eq!(here(&session), "08NORTHHAVEN1");
    let before = session.screen();
    session.press("<enter>");
    assert!(session.model.reader().is_some());
    assert_eq!(here(&session), "08NORTHHAVEN1");
    // In time, by the thread it was opened from.
    session.press("J");
    assert_eq!(here(&session), "08NORTHHAVEN3");
    session.press("2J");
    assert_eq!(here(&session), "08NORTHHAVEN5");
    session.press("J");
    assert_eq!(
        session.notice(),
        "this is the last cable of the thread in time"
    );
    session.press("q");
    assert_eq!(session.screen(), before);
    session.press("q");
    assert_eq!(here(&session), "row 1");
    // From the reader as well, with what stood beside it.
    let mut session = list("120x40").keys("<enter> gv");
    assert!(session.model.is_split());
    session.press("gt");
    assert!(session.model.survey().is_some());
    session.press("q");
    assert!(session.model.is_split());
}

#[test]
fn cables_are_gone_through_in_time() {
    let mut session = list("80x24").keys("j gt K");
    assert_eq!(here(&session), "08NORTHHAVEN3");
    session.press("h K");
    assert_eq!(here(&session), "08NORTHHAVEN1", "what is folded unfolds");
    session.press("K");
    assert_eq!(session.notice(), "this is the first in time");
    session.press("3J");
    assert_eq!(here(&session), "08NORTHHAVEN5");
}

#[test]
fn what_is_missing_leads_to_those_that_cite_it() {
    let mut session = list("80x24").keys("gR");
    assert_eq!(
        rows(&session),
        [
            "  08NORTHHAVEN2, inferred 2008-03-05..2008-03-10, cited 2 times by 08NORTHHAVEN12, 08NORTHHAVEN4",
            "  07KESTRELBAY77, inferred 2007, cited once by 08NORTHHAVEN1",
        ]
    );
    session.press("s");
    assert_eq!(session.notice(), "sorted by number");
    assert_eq!(here(&session), "07KESTRELBAY77");
    session.press("s s <enter>");
    assert_eq!(
        rows(&session)[..3],
        [
            "  08NORTHHAVEN2, not held",
            "  What it cites is not known",
            "- Cited by 2, and 1 that cite these",
        ]
    );
    session.press("<enter>");
    assert_eq!(session.notice(), "08NORTHHAVEN2 is not in this collection");
    session.press("q");
    assert_eq!(here(&session), "08NORTHHAVEN2");
}

#[test]
fn the_letter_is_what_the_command_line_prints() {
    let mut session = list("80x24").keys("gR Y");
    let letter =
        "07KESTRELBAY77        08NORTHHAVEN1\n08NORTHHAVEN2         08NORTHHAVEN12 08NORTHHAVEN4";
    assert_eq!(session.copied(), letter);
    session.press("P Y X");
    let asked = |effects: &[reftel::app::Effect]| {
        use reftel::app::Effect::{Keep, Print};
        let texts = effects.iter().filter_map(|effect| match effect {
            Print(passage) | Keep(PrivateFile::Rows, passage) => Some(passage.as_str().to_owned()),
            _ => None,
        });
        texts.collect::<Vec<_>>()
    };
    assert_eq!(asked(&session.effects), [letter, letter]);
    let passage = reftel::typeset::Passage::new(letter);
    let path = reftel::typeset::Shown::new("/x/rows.txt");
    session.send(Msg::Kept(PrivateFile::Rows, passage, Ok(path)));
    assert_eq!(
        session.notice(),
        "86 characters in 2 lines written to /x/rows.txt"
    );
}

#[test]
fn what_is_being_made_says_so_and_can_be_stopped() {
    let mut session = list("80x24");
    session.held_up = Some(std::collections::VecDeque::new());
    session.press("j gt");
    assert!(
        session
            .screen()
            .contains("asking for who cites whom; Esc stops")
    );
    let id = session
        .effects
        .iter()
        .rev()
        .find_map(|effect| match effect {
            reftel::app::Effect::Load(Request::Survey(asked)) => Some(asked.id),
            _ => None,
        });
    let id = id.unwrap();
    session.send(Msg::Surveyed(id, Surveyed::Percent(12)));
    assert!(session.screen().contains("12 %; Esc stops"));
    session.press("<esc>");
    let stops = |session: &Session| {
        let is = |effect: &reftel::app::Effect| {
            matches!(effect, reftel::app::Effect::Load(Request::StopSurvey))
        };
        session.effects.iter().any(is)
    };
    assert!(stops(&session) && session.screen().contains("stopped"));
    // What comes late is not taken in.
    session.send(Msg::Surveyed(id, Surveyed::Percent(13)));
    assert!(session.screen().contains("stopped"));
    session.search_on(true);
    assert!(session.screen().contains("stopped"));
    session.held_up = None;
    session.press("R");
    assert_eq!(rows(&session).len(), 7);
    // Who leaves wants no answer either.
    let mut session = list("80x24");
    session.held_up = Some(std::collections::VecDeque::new());
    session.press("gR q");
    assert!(stops(&session));
    session.search_on(true);
    assert_eq!(here(&session), "row 0");
}

#[test]
fn what_has_no_number_has_no_thread() {
    let session = Session::list(&[b"1. (U) No number.\n"], "80x24").keys("gt");
    assert_eq!(
        session.notice(),
        "this has no number, and nothing can cite it"
    );
    let session = Session::list(&[b"1. (U) No number.\n"], "80x24").keys("gR");
    assert!(
        session
            .screen()
            .contains("every cable that is cited here is held")
    );
}

#[test]
fn traffic_at_every_size() {
    for size in SIZES {
        let mut session = Session::builtin(size).keys("gT j");
        insta::assert_snapshot!(format!("traffic-{size}"), session.snapshot());
    }
}

#[test]
fn traffic_in_ascii_has_a_ramp() {
    let mut session = Session::builtin("80x24");
    session.model.settings.ascii = true;
    session.press("gT");
    let screen = session.screen();
    assert!(screen.is_ascii(), "{screen}");
    assert!(
        screen.contains(" quarter ") && screen.contains("2005----2006"),
        "{screen}"
    );
    assert!(
        screen.contains("@@        ++    ++++@@      @@++++++"),
        "{screen}"
    );
}

#[test]
fn a_stretch_of_time_narrows_the_list() {
    let mut session = Session::builtin("80x24").keys("gT");
    assert!(session.screen().contains("2009-04..2009-06: 1 cable; held"));
    session.press("l");
    assert_eq!(session.notice(), "this is the last column");
    session.press("v 3h");
    assert!(
        session
            .screen()
            .contains("2008-07..2009-06: 5 cables; held")
    );
    session.press("<enter>");
    let filter = session.model.filter.as_ref().unwrap();
    assert_eq!(filter.line(), "date:2008-07..2009-06");
    assert_eq!(session.model.n_rows(), 5);
    assert_eq!(here(&session), "row 0");
    // Of what is listed, and of a post.
    session.press("gT j <enter>");
    let filter = session.model.filter.as_ref().unwrap();
    assert_eq!(
        filter.line(),
        "date:2008-07..2009-06 post:portlarkspur date:2009-06"
    );
    // Without a list there is nothing to narrow.
    let session = Session::reading("08PORTLARKSPUR311", "80x24").keys("gT <enter>");
    assert_eq!(session.notice(), "there is no list that could be narrowed");
}

#[test]
fn numbers_that_are_not_held_are_no_sign_of_anything() {
    for size in SIZES {
        let mut session = list(size).keys("ga l");
        insta::assert_snapshot!(format!("gaps-{size}"), session.snapshot());
    }
    let session = list("80x24").keys("ga z R");
    assert_eq!(
        rows(&session),
        [
            "- NORTHHAVEN 2008: 5, of 1 to 12 held, 2 gaps",
            "   2: 1, 2008-03-05..2008-03-10, not held",
            "   6 to 11: 6, 2008-03-20..2008-03-28, not held",
        ]
    );
    assert!(session.screen().contains("a gap is no hidden cable"));
}

#[test]
fn posts_and_people_at_every_size() {
    for size in SIZES {
        let mut session = Session::builtin(size).keys("gP");
        insta::assert_snapshot!(format!("posts-{size}"), session.snapshot());
        let mut session = Session::builtin(size).keys("gw j l");
        insta::assert_snapshot!(format!("people-{size}"), session.snapshot());
    }
}

#[test]
fn posts_and_people_lead_to_their_cables() {
    let mut session = Session::builtin("80x24").keys("gP s");
    assert_eq!(session.notice(), "sorted by name");
    assert!(
        here(&session).starts_with("KESTRELBAY"),
        "{}",
        here(&session)
    );
    session.press("<enter>");
    assert_eq!(
        session.model.filter.as_ref().unwrap().line(),
        "post:kestrelbay"
    );
    assert_eq!(session.model.n_rows(), 2);
    let mut session = list("80x24").keys("gw");
    assert_eq!(
        rows(&session),
        ["+ QUILL: 5, 2008-03-05..2008-03-28, NORTHHAVEN"]
    );
    session.press("<enter>");
    assert_eq!(
        session.model.filter.as_ref().unwrap().line(),
        "sign:\"QUILL\""
    );
    assert_eq!(session.model.n_rows(), 5);
}

#[test]
fn wide_characters_and_no_color_keep_their_columns() {
    for size in ["20x5", "50x16", "80x24"] {
        let mut session = list(size).keys("4j gt");
        session.model.settings.theme = session
            .model
            .settings
            .theme
            .clone()
            .with(reftel::config::Colors::None);
        insta::assert_snapshot!(format!("wide-{size}"), session.snapshot());
    }
}

#[test]
fn the_mouse_chooses_rows_and_columns() {
    use reftel::app::{Deed, Pointing};
    let click = |session: &mut Session, x: u16, y: u16| {
        session.send(Msg::Point(Pointing {
            deed: Deed::Press,
            x,
            y,
        }));
        session.send(Msg::Point(Pointing {
            deed: Deed::Release,
            x,
            y,
        }));
    };
    let mut session = list("80x24").keys("<f2> j gt");
    click(&mut session, 20, 6);
    assert_eq!(here(&session), "08NORTHHAVEN1");
    click(&mut session, 20, 6);
    assert!(session.model.reader().is_some());
    let mut session = Session::builtin("80x24").keys("<f2> gT");
    click(&mut session, 20, 4);
    assert!(
        session
            .screen()
            .contains("2005-01..2005-03: 1 cable of NORTHHAVEN")
    );
    click(&mut session, 20, 4);
    let filter = session.model.filter.as_ref().unwrap();
    assert_eq!(filter.line(), "post:northhaven date:2005-01..2005-03");
    assert_eq!(session.model.n_rows(), 1);
}

#[test]
fn a_long_thread_says_that_it_goes_on() {
    let cable = |serial: u32| {
        format!(
            "P 151412Z MAR 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\nUNCLAS NORTHHAVEN {serial:06}\n\n\
             SUBJECT: DUES\n\nREF: A. 08 NORTHHAVEN {}\n\n1. (U) Text.\n",
            serial + 1
        )
    };
    let cables: Vec<String> = (1..=20).map(cable).collect();
    let texts: Vec<&[u8]> = cables.iter().map(String::as_bytes).collect();
    let session = Session::list(&texts, "80x24").keys("gt zR");
    assert_eq!(
        rows(&session)[1],
        "- Cites 1, and 7 that these cite; no further than 8 references away"
    );
    assert_eq!(rows(&session).len(), 11);
    let screen = session.screen();
    assert!(
        screen.contains("deeper than 8\n") || screen.contains("deeper than 8 \n"),
        "{screen}"
    );
    let session = session.keys("j");
    let screen = session.screen();
    assert!(
        screen.contains("the thread goes deeper than 8 references away"),
        "{screen}"
    );
    let session = session.keys("G k gt");
    assert_eq!(
        session.model.survey().unwrap().title(),
        "Thread of 08NORTHHAVEN9"
    );
    // Of a row that is no cable there is no source.
    let session = session.keys("j e");
    assert_eq!(session.notice(), "no source stands behind this row");
}

/// Further cables are found.
fn find(session: &mut Session, texts: &[String]) {
    let n_before = session.cables.len();
    let texts: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
    let more = Session::list(&texts, "80x24");
    let entries = (0..texts.len()).map(|entry| more.entry(entry));
    let entries = entries.collect();
    session.cables.extend(more.cables);
    session.send(Msg::Found(entries));
    assert!(session.model.entries.len() > n_before);
}

#[test]
fn what_is_asked_for_while_cables_come_is_made_again_at_the_end() {
    let title = |session: &Session| {
        let screen = session.screen();
        screen.lines().next().unwrap_or_default().to_owned()
    };
    for keys in ["gg gt", "gR", "gP", "ga", "gw"] {
        let all = cables();
        let mut session = Session::list(&[all[0].as_bytes()], "80x24");
        session.model.gathering = true;
        session.press(keys);
        find(&mut session, &all[1..3]);
        find(&mut session, &all[3..]);
        let so_far = title(&session);
        assert!(so_far.contains("so far"), "{keys}: {so_far}");
        session.send(Msg::AllFound);
        let whole = list("80x24").keys(keys);
        assert_eq!(title(&session), title(&whole));
        assert_eq!(rows(&session), rows(&whole), "{keys}");
    }
}

fn asked(session: &Session) -> Vec<u32> {
    let all = session.effects.iter().filter_map(|effect| match effect {
        reftel::app::Effect::Load(Request::Survey(asked)) => Some(asked.id),
        _ => None,
    });
    all.collect()
}

#[test]
fn a_survey_that_gave_way_to_another_is_made_once_it_is_in_sight() {
    let mut session = list("80x24");
    session.held_up = Some(std::collections::VecDeque::new());
    session.press("gR gw");
    let first = asked(&session);
    // The second ends the first: nothing comes of that.
    session.held_up = Some(std::collections::VecDeque::new());
    session.press("q");
    let all = asked(&session);
    assert_eq!(all.len(), first.len() + 1, "{all:?}");
    session.search_on(true);
    assert_eq!(rows(&session).len(), 2);
    // One that is made is not asked for again, nor one that was stopped.
    session.press("gw q");
    session.search_on(true);
    assert_eq!(asked(&session).len(), all.len() + 1);
    session.press("gw <esc> gP q");
    assert_eq!(asked(&session).len(), all.len() + 3);
    assert!(session.screen().contains("stopped"));
}

#[test]
fn an_index_that_is_ready_takes_the_place_of_what_is_being_read() {
    use reftel::app::Indexed;

    let mut session = list("80x24");
    session.held_up = Some(std::collections::VecDeque::new());
    session.press("gR");
    session.send(Msg::Indexed(Indexed::Ready(Vec::new())));
    assert_eq!(asked(&session).len(), 2);
    session.search_on(true);
    assert_eq!(rows(&session).len(), 2);
    session.send(Msg::Indexed(Indexed::Ready(Vec::new())));
    assert_eq!(asked(&session).len(), 2);
}

#[test]
fn a_survey_that_is_in_sight_is_made_anew_and_not_stacked() {
    let mut session = list("80x24").keys("gT gT gT");
    assert_eq!(asked(&session).len(), 3);
    session.press("q");
    assert_eq!(here(&session), "row 0");
    // The thread of another cable is another one.
    session.press("gg gt j j gt q");
    assert!(session.model.survey().is_some());
}

#[test]
fn what_is_missing_has_its_own_heads_while_it_is_made() {
    let mut session = list("80x24");
    session.held_up = Some(std::collections::VecDeque::new());
    session.press("gR");
    let screen = session.screen();
    assert!(
        screen.contains(" inferred ") && !screen.contains("subject"),
        "{screen}"
    );
}

#[test]
fn without_a_list_none_is_offered_to_be_narrowed() {
    let cables = cables();
    for keys in ["gT", "gP", "gw"] {
        let session = Session::text(cables[0].as_bytes(), "120x40").keys(keys);
        assert!(session.model.survey().is_some());
        assert!(!session.screen().contains("narrow"), "{keys}");
        assert!(
            list("120x40")
                .keys(keys)
                .screen()
                .contains("narrow the list")
        );
    }
}

#[test]
fn a_day_of_another_year_hides_no_other() {
    let cable = |serial: u32, dtg: &str, refs: &str| {
        format!(
            "P {dtg}\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\nUNCLAS NORTHHAVEN {serial:06}\n\n\
             SUBJECT: DUES\n{refs}\n1. (U) Text.\n"
        )
    };
    let refs = "\nREF: 08 NORTHHAVEN 7\n";
    // Number 8 bears a day of the year before; number 9 cites what is sought.
    let cables = [
        cable(6, "051412Z MAR 08", ""),
        cable(8, "061412Z MAR 07", ""),
        cable(9, "101412Z MAR 08", refs),
    ];
    let texts: Vec<&[u8]> = cables.iter().map(String::as_bytes).collect();
    let session = Session::list(&texts, "80x24").keys("gR");
    assert_eq!(
        rows(&session),
        ["  08NORTHHAVEN7, inferred 2008-03-05..2008-03-10, cited once by 08NORTHHAVEN9"]
    );
}

#[test]
fn gaps_are_counted_where_there_is_little_room() {
    for size in ["50x16", "20x5"] {
        let screen = list(size).keys("ga").screen();
        assert!(screen.contains("2 gaps"), "{screen}");
    }
}
