//! Small screens say everything that large ones do.

use reftel::app::{Help, HelpRow, Overlay, PaneId};

use crate::session::Session;

const TUTORIAL: &str = "08PORTLARKSPUR311";

/// What is on the screen, with one blank for any gap.
fn words(session: &Session) -> String {
    let screen = session.screen();
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_notice_is_whole_on_a_small_screen() {
    for size in ["50x16", "40x12", "60x24", "80x24"] {
        for keys in [
            ";",
            "o",
            "p",
            "*",
            "g=",
            "ma",
            "U",
            "gm",
            "]n",
            "/kevin <enter>",
            "cu *",
            "cu ma",
            "cu d o",
        ] {
            let session = Session::reading(TUTORIAL, size).keys(keys);
            let notice = session.notice().to_owned();
            assert!(!notice.is_empty(), "{size} {keys}");
            assert!(
                words(&session).contains(&notice),
                "{size} {keys}: {notice}\n{}",
                session.screen()
            );
        }
    }
    // The line that a filter is no release decision gives way to none.
    let session = Session::reading(TUTORIAL, "50x16").keys("cu ;");
    assert!(session.notice().len() > 50, "{}", session.notice());
    assert!(words(&session).contains("not a release decision"));
    // Where it covers the line of paragraphs, the title has the marking.
    let title = |keys: &str| {
        let screen = Session::reading(TUTORIAL, "50x16").keys(keys).screen();
        screen.lines().next().unwrap().to_owned()
    };
    assert!(!title("6G gz").contains("P6/24 (U)"));
    assert!(title("6G *").contains("P6/24 (U)"), "{}", title("6G *"));
    // The list of cables has rows for it as well.
    let session = Session::builtin("40x12").keys("gm");
    assert!(words(&session).contains(session.notice()));
}

#[test]
fn a_notice_of_several_rows_does_not_cover_the_cursor() {
    for (size, keys) in [("50x12", "G p"), ("40x10", "G p"), ("50x16", "cu G p")] {
        let session = Session::reading(TUTORIAL, size).keys(keys);
        let screen = session.screen();
        assert!(words(&session).contains(session.notice()), "{screen}");
        assert!(session.notice().len() > session.model.size.width.into());
        let cursor = screen.lines().find(|row| row.starts_with('>'));
        assert!(
            cursor.is_some_and(|row| row.contains("TREMAINE")),
            "{screen}"
        );
        let is_filtered = keys.contains("cu");
        assert_eq!(screen.contains("not a release decision"), is_filtered);
    }
    let session = Session::builtin("36x10").keys("G }");
    let screen = session.screen();
    assert!(session.notice().len() > 36 && words(&session).contains(session.notice()));
    assert!(screen.lines().any(|row| row.starts_with('>')), "{screen}");
}

#[test]
fn a_notice_that_is_longer_than_the_screen_is_high_ends_in_a_sign() {
    let session = Session::reading(TUTORIAL, "20x5").keys(";");
    let screen = session.screen();
    assert!(screen.contains('…'), "{screen}");
}

#[test]
fn what_is_said_and_typed_leaves_the_title_and_the_cursor_in_sight() {
    for size in ["20x5", "30x9", "80x5", "120x9", "200x6"] {
        for keys in ["", "j j j", "G"] {
            for last in [";", "gq", "/", ":", "&", "/ h a r"] {
                let session = Session::reading(TUTORIAL, size).keys(keys).keys(last);
                let screen = session.screen();
                let title = screen.lines().next().unwrap();
                let is_whole = title.contains("31") && title.contains(" C");
                assert!(is_whole, "{keys} {last}: {screen}");
                if !session.notice().is_empty() {
                    let has_cursor = screen.lines().any(|row| row.trim_start().starts_with('>'));
                    assert!(has_cursor, "{keys} {last}: {screen}");
                }
            }
        }
    }
}

/// How many things a row of a header counts behind a label: those that it
/// names, and `+3` of them that it has no room for.
fn counted(row: &str, label: &str) -> usize {
    let behind = row.split_once(label).map_or("", |(_, behind)| behind);
    let part = behind.split("  ").next().unwrap_or_default();
    let count = |word: &str| match word.strip_prefix('+') {
        Some(number) => number.parse().unwrap(),
        None => 1,
    };
    part.split_whitespace().map(count).sum()
}

#[test]
fn a_header_says_at_every_width_how_many_codes_and_references_there_are() {
    let long = b"O 221504Z JUL 08\nFM AMEMBASSY SANTA BRISA DE LOS NAVEGANTES\n\
TO AMCONSUL KESTREL BAY AND OUTER ISLES IMMEDIATE 12\nSECSTATE WASHDC\n\nC O N F I D E N T I A L SANTA BRISA 000311\n\n\
TAGS: PREL, PGOV, EWWT, VD\nSUBJECT: HARBOR TALKS\n\nREF: A. NORTHHAVEN 88\n\
B. 07 STATE 4711\nC. KESTREL BAY 17\n\n1. (C) Text.\nTREMAINE\n";
    let mut sessions = vec![Session::text(long, "60x24")];
    for id in [
        "07PORTLARKSPUR112",
        "08PORTLARKSPUR402",
        "05NORTHHAVEN17",
        TUTORIAL,
    ] {
        sessions.push(Session::reading(id, "60x24"));
    }
    for mut session in sessions {
        for width in 60..=99 {
            session.press(&format!("size:{width}x24"));
            let heading = &session.model.reader().unwrap().cable.heading;
            let (n_tags, n_references) = (heading.tags.len(), heading.references.len());
            let screen = session.screen();
            let row = screen.lines().nth(1).unwrap();
            assert_eq!(counted(row, "TAGS "), n_tags, "{width}: {row}");
            // A single one may have no letter and no room for its id.
            let is_one = n_references == 1 && row.contains("REF");
            let is_told = is_one || counted(row, "REF ") == n_references;
            assert!(is_told, "{width}: {n_references} in {row}");
        }
    }
}

/// The list of keys, while it is open.
fn help(session: &Session) -> &Help {
    match &session.model.overlay {
        Some(Overlay::Help(help)) => help,
        _ => panic!("{}", session.screen()),
    }
}

#[test]
fn the_list_of_keys_says_every_sentence_whole() {
    for size in ["50x16", "60x12", "80x24", "40x30"] {
        let mut session = Session::reading(TUTORIAL, size).keys("?");
        let mut n_chosen = 0;
        loop {
            let region = session.model.overlay_region();
            let (x, width) = (usize::from(region.x), usize::from(region.width));
            let screen = session.screen();
            let inside = screen.lines().map(|line| {
                let letters = line.chars().skip(x + 1).take(width - 2);
                letters.collect::<String>().replace('>', " ")
            });
            let framed = inside.collect::<Vec<_>>().join("\n");
            let shown = framed.split_whitespace().collect::<Vec<_>>().join(" ");
            let help = help(&session);
            if let Some(command) = help.chosen() {
                let sentence = command.spec().sentence.replace('>', " ");
                assert!(shown.contains(&sentence), "{size}: {sentence}\n{framed}");
                n_chosen += 1;
            }
            let before = help.scroll.focus;
            session.press("j");
            if self::help(&session).scroll.focus == before {
                break;
            }
        }
        assert!(n_chosen > 100, "{n_chosen}");
        assert!(session.screen().contains("no banner"));
    }
}

#[test]
fn every_row_of_the_list_of_keys_comes_into_sight() {
    for size in ["20x5", "30x7", "50x16", "80x24", "120x40"] {
        for keys in ["j", "d"] {
            let mut session = Session::reading(TUTORIAL, size).keys("?");
            let is_none =
                |row: &HelpRow| matches!(row, HelpRow::Blank | HelpRow::Title(_) | HelpRow::Signs);
            let mut seen: Vec<bool> = help(&session).rows.iter().map(is_none).collect();
            let mut before = None;
            while before != Some(help(&session).scroll) {
                let scroll = help(&session).scroll;
                before = Some(scroll);
                let height = session.model.overlay_rows();
                seen.iter_mut()
                    .skip(scroll.top)
                    .take(height)
                    .for_each(|row| *row = true);
                session.press(keys);
            }
            let unseen = seen.iter().position(|seen| !seen);
            assert_eq!(unseen, None, "{size} {keys}");
        }
    }
}

#[test]
fn what_is_chosen_in_the_list_of_keys_stays_so_at_another_width() {
    let mut session = Session::reading(TUTORIAL, "50x16").keys("? 9j");
    let chosen = help(&session).chosen();
    assert!(chosen.is_some());
    for size in ["80x24", "20x5", "120x40", "50x16"] {
        session.press(&format!("size:{size}"));
        assert_eq!(help(&session).chosen(), chosen, "{size}");
    }
    // A sentence in two rows is one step, and Enter runs its command.
    let session = Session::reading(TUTORIAL, "50x16").keys("? j <enter>");
    assert_eq!(session.notice(), "");
    let session = Session::reading(TUTORIAL, "50x16").keys("? /gp <enter>");
    assert!(session.screen().contains("9 repairs on view"));
}

#[test]
fn the_outline_counts_paragraphs_and_no_headings() {
    let note = |keys: &str| {
        let screen = Session::reading(TUTORIAL, "80x24").keys(keys).screen();
        let rule = screen.lines().find(|row| row.contains("─ Paragraphs"));
        rule.unwrap().to_owned()
    };
    for keys in ["t", "t 3j", "t 22j", "t G", "2G zc gg t", "2G zc gg t 22j"] {
        let rule = note(keys);
        let screen = Session::reading(TUTORIAL, "80x24").keys(keys).screen();
        let number = |row: &str| row.get(1..6).and_then(|it| it.trim().parse::<u32>().ok());
        let last = screen.lines().filter_map(number).next_back().unwrap();
        assert!(
            rule.contains(&format!("  {last} of 24 ")),
            "{rule}\n{screen}"
        );
    }
}

/// The row of the cursor in a window, without what is around it.
fn row_of_cursor(session: &Session) -> String {
    use reftel::app::Pane;
    let row = |pane: &Pane| pane.page.row_text(pane.scroll.focus).to_owned();
    match &session.model.overlay {
        Some(Overlay::Explain(explain)) => row(&explain.pane),
        Some(Overlay::Report(report)) => row(&report.pane),
        _ => panic!("{}", session.screen()),
    }
}

#[test]
fn a_window_keeps_its_place_at_another_size_and_back() {
    for (keys, moves) in [
        ("r gg /C_O_N <enter> x", "G"),
        ("r gg /SIPDIS <enter> x", "jj"),
        ("gh", "30j"),
        ("gh", "G"),
        ("gc", "12j"),
        ("gp", "G"),
        ("g.", "3j"),
    ] {
        let mut session = Session::reading(TUTORIAL, "50x16").keys(keys).keys(moves);
        let (row, screen) = (row_of_cursor(&session), session.screen());
        // The shell's fg tells the size again.
        session.press("size:50x16");
        assert_eq!(session.screen(), screen, "{keys} {moves}");
        for size in ["80x24", "120x40", "40x12", "200x50", "50x16"] {
            session.press(&format!("size:{size}"));
        }
        assert_eq!(row_of_cursor(&session), row, "{keys} {moves}");
        assert!(session.screen().contains(row.trim()), "{keys} {moves}");
    }
}

#[test]
fn a_window_that_the_wheel_turned_stays_so_when_it_is_resumed() {
    use reftel::app::{Deed, Mouse, Msg, Pointing};
    for keys in ["r gg /SIPDIS <enter> x", "gh", "gc"] {
        let mut session = Session::reading(TUTORIAL, "50x10").keys(keys);
        session.model.settings.mouse = Mouse::Ours;
        let before = session.screen();
        for _ in 0..2 {
            let deed = Deed::WheelDown;
            session.send(Msg::Point(Pointing { deed, x: 9, y: 4 }));
        }
        let turned = session.screen();
        assert_ne!(before, turned, "{keys}");
        session.press("size:50x10");
        assert_eq!(session.screen(), turned, "{keys}");
        session.press("size:51x10 size:50x10");
        assert_eq!(session.screen(), turned, "{keys}");
    }
}

#[test]
fn a_key_that_leads_nowhere_says_so() {
    for (keys, said) in [
        ("{", "no paragraph above"),
        ("gg l h h", "no word before"),
        ("G l", "no further word"),
        ("gg {", "no paragraph above"),
        ("G }", "no paragraph below"),
        ("gg [[", "no section above"),
        ("c0", "nothing is filtered"),
        ("zR", "nothing is folded"),
    ] {
        let session = Session::reading(TUTORIAL, "80x24").keys(keys);
        assert_eq!(session.notice(), said, "{keys}");
    }
    // A heading is the first line of its paragraph.
    let screen = Session::reading(TUTORIAL, "80x24").keys("2G kk {").screen();
    assert!(screen.contains("P1/24"), "{screen}");
    let session = Session::reading(TUTORIAL, "80x24").keys("cu c0");
    assert_ne!(session.notice(), "nothing is filtered");
    let session = Session::reading(TUTORIAL, "80x24").keys("]").wait();
    assert!(
        session.screen().contains("]n   marked"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_window_leaves_the_title_and_what_is_typed_and_said_in_sight() {
    for size in ["20x5", "30x9", "40x10", "50x16", "59x12", "80x14", "120x12"] {
        for keys in ["x", "?", "gc", "gp", "gh", "g."] {
            let mut session = Session::reading(TUTORIAL, size).keys(keys);
            assert!(session.model.overlay.is_some(), "{size} {keys}");
            let title = session.screen().lines().next().unwrap().to_owned();
            assert!(title.contains("311"), "{size} {keys}: {title}");
            assert!(title.contains(" C"), "{size} {keys}: {title}");
            assert!(title.contains("P1"), "{size} {keys}: {title}");
            session.press("Y");
            let screen = session.screen();
            assert!(screen.contains("Y does nothing"), "{size} {keys}\n{screen}");
        }
        let screen = Session::reading(TUTORIAL, size).keys(": z o").screen();
        assert!(screen.contains(":zo"), "{size}\n{screen}");
    }
    let screen = Session::builtin("20x5").keys(": u p").screen();
    assert!(screen.contains(":up"), "{screen}");
}

#[test]
fn an_explanation_of_any_value_leaves_the_title_in_sight() {
    for size in ["60x16", "80x24", "90x20"] {
        let mut session = Session::reading(TUTORIAL, size).keys("M");
        let title = session.screen().lines().next().unwrap().to_owned();
        for _ in 0..30 {
            session.press("x");
            let screen = session.screen();
            assert_eq!(screen.lines().next().unwrap(), title, "{size}\n{screen}");
            session.press("<esc> j");
        }
    }
}

#[test]
fn summary_and_comment_have_lines_that_can_be_read_on_the_widest_screen() {
    let screen = Session::reading(TUTORIAL, "200x50")
        .keys("<a-4> O")
        .screen();
    let row = screen.lines().find(|row| row.contains("(C) This telegram"));
    let row = row.unwrap_or_else(|| panic!("{screen}"));
    assert!(row.trim_end().len() <= 94, "{row}");
}

#[test]
fn the_list_stands_at_the_cable_that_was_read_last() {
    let mut session = Session::builtin("80x24").keys("<enter> J J");
    let id = session.model.reader().unwrap().cable.mrn.clone().unwrap();
    session.press("q");
    let screen = session.screen();
    let row = screen.lines().find(|row| row.starts_with('>')).unwrap();
    assert!(row.contains(&id.to_string()), "{screen}");
}

#[test]
fn a_line_of_the_header_leads_to_the_routing_pane_where_it_has_no_room_beside_the_text() {
    for size in ["50x16", "80x24"] {
        let mut session = Session::reading(TUTORIAL, size).keys("12G gh G <enter>");
        let reader = session.model.reader().unwrap();
        assert_eq!(reader.focus, PaneId::Routing, "{}", session.screen());
        assert!(session.screen().contains("Routing"), "{}", session.screen());
        session.press("q");
        assert!(session.screen().contains("P12/24"), "{}", session.screen());
    }
}

#[test]
fn a_line_of_the_header_that_only_the_source_has_is_said_to_be_there() {
    for size in ["50x16", "80x24", "120x40"] {
        let session = Session::reading(TUTORIAL, size).keys("12G gh gg <enter>");
        let notice = session.notice();
        assert!(notice.contains("source alone"), "{size}: {notice}");
        let screen = session.keys("r").screen();
        assert!(screen.contains("VZCZCXYZ0011"), "{size}\n{screen}");
    }
}

#[test]
fn a_screen_that_is_too_small_says_so_in_whole_words() {
    for (size, rows) in [
        ("19x5", vec!["too small: 20x5", "needed"]),
        ("10x4", vec!["too small:", "20x5", "needed"]),
        ("80x4", vec!["too small: 20x5 needed"]),
    ] {
        let screen = Session::reading(TUTORIAL, size).screen();
        let said: Vec<&str> = screen.lines().map(str::trim_end).collect();
        assert_eq!(said.get(..rows.len()), Some(&rows[..]), "{size}");
    }
}

/// The first row of the screen.
fn title(session: &Session) -> String {
    session.screen().lines().next().unwrap().to_owned()
}

#[test]
fn the_id_is_never_lost_under_a_filter() {
    for size in ["20x5", "24x6", "30x8", "50x16"] {
        for keys in ["&harbor <enter>", "c<lt>", "cb cd", "cu &harbor <enter> r"] {
            let title = title(&Session::reading(TUTORIAL, size).keys(keys));
            let (year, number) = (title.starts_with("08"), title.contains("311"));
            assert!(year && number, "{size} {keys}: {title}");
            // Level, paragraph and its marking as well, and that there is a filter.
            let said = title.split_once("311").unwrap().1;
            assert!(
                said.contains('C') && said.contains(" P"),
                "{size} {keys}: {title}"
            );
            let is_filtered = ["&", "(C)", "SBU", "unfiltered"];
            let is_raw = keys.ends_with('r');
            let is_said = is_filtered.iter().any(|it| said.contains(it));
            assert!(is_raw || is_said, "{size} {keys}: {title}");
        }
    }
}

#[test]
fn the_title_has_the_marking_that_a_window_covers() {
    for size in ["50x16", "30x8"] {
        for keys in ["?", ":", "gc", "gh", "gp", "g;", "gr", "x", "<a-t>"] {
            let session = Session::reading(TUTORIAL, size).keys("4G").keys(keys);
            assert!(
                title(&session).contains("P4/24 (U)"),
                "{size} {keys}: {}",
                title(&session)
            );
        }
    }
    let session = Session::reading(TUTORIAL, "80x24").keys("4G");
    assert!(!title(&session).contains("(U)"), "{}", title(&session));
    assert!(title(&session.keys("?")).contains("P4/24 (U)"));
}

#[test]
fn a_small_window_says_what_it_is_and_a_mistake_once() {
    let frame = |keys: &str| Session::reading(TUTORIAL, "30x8").keys(keys).screen();
    assert!(frame("gc").contains("Check"), "{}", frame("gc"));
    assert!(frame("gp").contains("Repairs"));
    let session = Session::reading(TUTORIAL, "50x16").keys("&class:zz");
    assert_eq!(
        session.screen().matches("class: takes").count(),
        1,
        "{}",
        session.screen()
    );
    // A group that holds nothing asks for nothing, here and in the list.
    for mut session in [
        Session::reading(TUTORIAL, "50x16"),
        Session::builtin("50x16"),
    ] {
        session = session.keys("&( <enter>");
        assert!(
            session.screen().contains("( asks for nothing yet"),
            "{}",
            session.screen()
        );
        assert!(
            session.notice().contains("asks for nothing yet"),
            "{}",
            session.notice()
        );
    }
}

#[test]
fn a_width_is_said_that_there_is() {
    let session = Session::reading(TUTORIAL, "50x16").keys("+");
    assert_eq!(session.notice(), "no room for more than 49 columns of text");
    let session = Session::reading(TUTORIAL, "80x24").keys("- +");
    assert_eq!(session.notice(), "text 65 columns wide");
}
