//! Keys in, screen out: every screen at the four sizes, and what keys do.

use std::str::FromStr;

use reftel::app::{
    Effect, Entry, Listing, Model, Msg, Overlay, PaneId, Request, Screen, Settings, Size, Wake,
    hint_line, update, window_keys,
};
use reftel::command::{Key, Keymap};
use reftel::parse::parse;
use reftel::typeset::Shown;

use crate::session::{Session, parse_size};

const SIZES: [&str; 4] = ["50x16", "80x24", "120x40", "200x50"];
const TUTORIAL: &str = "08PORTLARKSPUR311";

/// A snapshot of one screen at the four sizes.
fn at_every_size(name: &str, keys: &str) {
    for size in SIZES {
        let mut session = Session::reading(TUTORIAL, size).keys(keys);
        insta::assert_snapshot!(format!("{name}-{size}"), session.snapshot());
    }
}

#[test]
fn the_catalog() {
    for size in SIZES {
        let mut session = Session::builtin(size).keys("j j");
        insta::assert_snapshot!(format!("catalog-{size}"), session.snapshot());
    }
}

#[test]
fn a_cable_from_its_beginning() {
    at_every_size("reader", "");
}

#[test]
fn the_source_of_the_same_place() {
    at_every_size("raw", "5G r");
}

#[test]
fn a_filter_by_marking() {
    at_every_size("filter", "cu");
}

#[test]
fn a_filter_that_dims() {
    at_every_size("dim", "cc cd");
}

#[test]
fn a_search() {
    at_every_size("search", "/harbor <enter> n");
}

#[test]
fn a_search_being_typed() {
    at_every_size("typing", "/harb");
}

#[test]
fn an_explanation() {
    let keys = "/ZNY <enter> x";
    for size in SIZES {
        let session = Session::reading(TUTORIAL, size).keys(keys);
        assert!(
            matches!(session.model.overlay, Some(Overlay::Explain(_))),
            "{size}"
        );
    }
    at_every_size("explain", keys);
}

#[test]
fn the_help() {
    at_every_size("help", "?");
}

#[test]
fn the_palette() {
    at_every_size("palette", ":raw");
}

#[test]
fn the_findings() {
    at_every_size("findings", "gc");
}

/// Filed on another day, marked above its banner, with a damaged quotation.
const CONTRADICTORY: &str = "VZCZCXYZ0007\nPP RUEHC\n\nDE RUEHPL #0311/01 2011504\nZNY SSSSS ZZH\n\
P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4410\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSIPDIS\n\nE.O. 12958: DECL: 07/22/2018\n\
TAGS: PREL, VD\nSUBJECT: HARBOR DUES\n\nREF: A. NORTHHAVEN 88\n\n\
1. (C) The Minister,s aide agreed to &harbor dues8.\n\n2. (S) The rest was not for the press.\nQUILL\n";

#[test]
fn a_record_without_text_says_so() {
    let card = include_bytes!("../corpus/nara-card/withdrawn.cable");
    for size in SIZES {
        let mut session = Session::text(card, size);
        insta::assert_snapshot!(format!("card-{size}"), session.snapshot());
    }
}

#[test]
fn a_record_shows_its_distribution_and_not_its_pages() {
    let record = include_bytes!("../corpus/nara/page-line-in-two-and-clearances.cable");
    for size in SIZES {
        let mut session = Session::text(record, size);
        insta::assert_snapshot!(format!("record-{size}"), session.snapshot());
    }
}

#[test]
fn a_scan_keeps_its_exemption_codes() {
    let scan = include_bytes!("../corpus/foia/release-in-part-with-codes.cable");
    let mut session = Session::text(scan, "80x24").keys("G");
    insta::assert_snapshot!("scan-80x24", session.snapshot());
}

#[test]
fn findings_are_signed_where_they_rest_and_listed_with_repairs() {
    for size in SIZES {
        let mut session = Session::text(CONTRADICTORY.as_bytes(), size);
        insta::assert_snapshot!(format!("contradictory-{size}"), session.snapshot());
        let mut session = session.keys("gc");
        insta::assert_snapshot!(format!("report-{size}"), session.snapshot());
    }
}

#[test]
fn an_acronym_is_explained_by_the_cable_that_spells_it_out() {
    let text = CONTRADICTORY.replace(
        "The Minister,s aide agreed to &harbor dues8.",
        "The Government of Ismeralda (GOI) agreed.",
    );
    let text = text.replace("The rest was not", "The GOI was not");
    let session = Session::text(text.as_bytes(), "120x40").keys("/GOI <enter> n x");
    let screen = session.screen();
    let own = screen.find("Government of Ismeralda");
    let place = screen.find("defined in this cable, paragraph 1");
    let table = screen.find("Government of India");
    assert!(own.is_some() && own < place && place < table, "{screen}");
}

#[test]
fn enter_in_the_report_goes_to_the_place() {
    let session = Session::text(CONTRADICTORY.as_bytes(), "80x50");
    let rows = session.screen();
    assert!(rows.lines().any(|row| row.contains("P1/2")), "{rows}");
    let report = Session::text(CONTRADICTORY.as_bytes(), "80x50").keys("gc");
    let screen = report.screen();
    let quotation = screen
        .lines()
        .position(|row| row.contains("-> \"harbor dues\""));
    let first = screen
        .lines()
        .position(|row| row.contains("derived from portions"))
        .unwrap();
    let keys = format!("{}j <enter>", quotation.unwrap() - first);
    let there = report.keys("gg").keys(&keys);
    let reader = there.model.reader().unwrap();
    assert_eq!(
        there
            .model
            .overlay
            .is_none()
            .then_some(reader.text.token_text()),
        Some("harbor")
    );
}

#[test]
fn windows_on_the_smallest_screen_cut_no_hint() {
    for (name, keys) in [
        ("findings", "gc"),
        ("help", "?"),
        ("explain", "/ZNY <enter> x"),
    ] {
        let mut session = Session::reading(TUTORIAL, "20x5").keys(keys);
        insta::assert_snapshot!(format!("{name}-20x5"), session.snapshot());
    }
}

#[test]
fn the_words_of_an_addressee_are_not_explained_as_codes() {
    let text = CONTRADICTORY.replace("TO RUEHC/", "TO RUEKJCS/JOINT STAFF WASHINGTON DC\nRUEHC/");
    let session = Session::text(text.as_bytes(), "120x40").keys("<a-2> j x");
    let screen = session.screen();
    assert!(
        screen.contains("Explain JOINT STAFF WASHINGTON DC"),
        "{screen}"
    );
    assert!(screen.contains("JOINT STAFF  agency"), "{screen}");
    assert!(!screen.contains("TAGS organization"), "{screen}");
}

/// What `gh` says of a header and `x` says of every token of it in the raw
/// text: places and words, and names and purposes of lines; and what of the
/// first is not in the second.
fn unexplained(id: &str) -> (usize, Vec<String>) {
    use reftel::app::Overlay;
    use reftel::cable::Span;
    use reftel::typeset::Term;
    let session = Session::reading(id, "120x40").keys("gh");
    let Some(Overlay::Report(report)) = &session.model.overlay else {
        panic!("gh tells of no header of {id}");
    };
    let parts = report.terms.iter().filter_map(|term| {
        let (_, words) = term.words.strip_prefix("  ")?.split_once(": ")?;
        let words = words.strip_prefix("routing indicator: ").unwrap_or(words);
        let words = words.strip_suffix(" (unverified)").unwrap_or(words);
        let is_telegram = words.starts_with("telegram ") || words == "e-mail";
        (!is_telegram).then(|| (term.source.unwrap(), words.to_owned()))
    });
    let parts: Vec<_> = parts.collect();
    let lines = report.terms.windows(2).filter_map(|terms| {
        let [line, below] = terms else { return None };
        let purpose = below.words.strip_prefix("  ").unwrap_or_default();
        let words = format!("{}: {purpose}", line.label);
        (!line.label.is_empty()).then(|| (line.source.unwrap(), words))
    });
    let lines: Vec<_> = lines.collect();
    let mut session = session.keys("q r gg");
    let mut missing = Vec::new();
    let mut n_asked = 0;
    loop {
        let text = &session.model.reader().unwrap().text;
        let place = text.place();
        let end = text.page.source_at(text.token().unwrap().end - 1);
        let ended = |(part, _): &(Span, String)| part.end <= place;
        if parts.iter().all(ended) && lines.iter().all(ended) {
            return (n_asked, missing);
        }
        session.press("x");
        let Some(Overlay::Explain(explain)) = &session.model.overlay else {
            panic!("x says nothing of the byte {place} of {id}");
        };
        if let Some((_, words)) = lines.iter().find(|(line, _)| line.contains(place)) {
            n_asked += 1;
            let is_line = |term: &Term| term.label == "line" && term.words == *words;
            if !explain.terms.iter().any(is_line) {
                missing.push(format!("{}: {words}", explain.token));
            }
        }
        let touched = parts
            .iter()
            .filter(|(part, _)| part.start <= end && place < part.end);
        // Inside a part that is named, the whole is not told of again.
        let narrowest = touched.clone().map(|(part, _)| part.len()).min();
        for (part, words) in touched {
            n_asked += 1;
            let is_inside = place <= part.start && part.end <= end + 1;
            let is_said = explain.terms.iter().any(|term| term.words == *words);
            if !is_said && (is_inside || Some(part.len()) == narrowest) {
                missing.push(format!("{}: {words}", explain.token));
            }
        }
        session.press("q l");
    }
}

#[test]
fn every_token_of_a_raw_header_is_explained_as_its_anatomy_names_it() {
    for id in [
        "07PORTLARKSPUR112",
        "08PORTLARKSPUR402",
        "07STATE58204",
        "05NORTHHAVEN17",
    ] {
        let (n_asked, missing) = unexplained(id);
        assert!(n_asked > 40, "{id}: {n_asked}");
        assert_eq!(missing, Vec::<String>::new(), "{id}");
    }
    // The letters of a spaced level are no precedences.
    let session = Session::reading("07PORTLARKSPUR112", "120x40");
    let screen = session.keys("r gg /O_N_F <enter> x").screen();
    assert!(screen.contains("classification CONFIDENTIAL"), "{screen}");
    assert!(!screen.contains("IMMEDIATE"), "{screen}");
}

#[test]
fn a_word_is_explained_as_what_it_can_be_where_it_stands() {
    let text = CONTRADICTORY.replace("The rest was not", "NATO is to tell Lima that it is not");
    let after = |keys: &str| {
        let session = Session::text(text.as_bytes(), "120x40");
        session.keys(keys).screen()
    };
    // Neither a word of a sentence nor a code of a format line is a country.
    for (keys, asked) in [
        ("/NATO <enter> l x", "Explain is"),
        ("/tell <enter> h x", "Explain to"),
        ("r /FM <enter> x", "Explain FM"),
    ] {
        let screen = after(keys);
        assert!(screen.contains(asked), "{screen}");
        assert!(!screen.contains("TAGS country"), "{screen}");
    }
    let screen = after("r /FM <enter> x");
    let row = |words: &str| screen.lines().position(|row| row.contains(words));
    let [label, acronym] = ["originator", "foreign minister"].map(row);
    assert!(label.is_some() && label < acronym, "{screen}");
    // Such words are passed over on the way to the next code.
    let screen = after("/NATO <enter> x n");
    assert!(screen.contains("Explain Lima"), "{screen}");
}

#[test]
fn tags_leave_room_to_say_how_many_references_there_are() {
    let screen = Session::reading("08PORTLARKSPUR402", "80x24").screen();
    let header = screen.lines().nth(1).unwrap();
    assert!(header.contains("TAGS PREL PBTS +"), "{header}");
    assert!(header.contains("REF "), "{header}");
    let screen = Session::reading("08PORTLARKSPUR402", "99x24").screen();
    let header = screen.lines().nth(1).unwrap();
    assert!(header.contains("PHSA VD  REF"), "{header}");
}

#[test]
fn evidence_takes_one_row_a_line() {
    let screen = Session::reading("08KESTRELBAY61", "50x50")
        .keys("gc")
        .screen();
    let rows: Vec<&str> = screen.lines().collect();
    let line = rows
        .iter()
        .position(|row| row.contains("line  95"))
        .unwrap();
    assert!(rows[line].contains('…'), "{screen}");
    assert!(rows[line + 1].contains("A document takes"), "{screen}");
}

#[test]
fn bracket_e_goes_from_finding_to_finding_and_says_each() {
    let mut session = Session::text(CONTRADICTORY.as_bytes(), "120x40");
    for (keys, says, focus) in [
        ("gg ]e", "1/3  W101", PaneId::Routing),
        ("]e", "2/3  W103", PaneId::Routing),
        ("]e", "3/3  E201", PaneId::Text),
        ("]e", "no finding below", PaneId::Text),
        ("2[e", "1/3  W101", PaneId::Routing),
        ("[e", "no finding above", PaneId::Routing),
    ] {
        session = session.keys(keys);
        let screen = session.screen();
        assert!(screen.contains(says), "{keys}\n{screen}");
        assert_eq!(session.model.reader().unwrap().focus, focus, "{keys}");
    }
}

#[test]
fn a_finding_above_the_text_is_signed_in_the_routing_pane() {
    let session = Session::text(CONTRADICTORY.as_bytes(), "120x40");
    let screen = session.screen();
    let signed = screen.lines().filter(|row| row.starts_with('!')).count();
    assert!(signed >= 1, "{screen}");
}

#[test]
fn a_filter_says_that_it_is_no_release_decision_beside_a_notice_too() {
    for size in ["50x16", "80x24", "120x40", "200x50"] {
        let session = Session::reading(TUTORIAL, size).keys("cu T");
        let screen = session.screen();
        assert!(
            screen.contains("not a release decision"),
            "{size}\n{screen}"
        );
        assert!(screen.contains("theme "), "{size}\n{screen}");
    }
}

#[test]
fn paragraphs_out_of_sight_are_told_of() {
    let rule = |size: &str, keys: &str, holds: &str| {
        let screen = Session::reading(TUTORIAL, size).keys(keys).screen();
        let rule = screen.lines().rev().find(|line| line.contains(holds));
        rule.unwrap_or_default().to_owned()
    };
    // On the line of paragraphs, at either end.
    assert!(rule("80x24", "gg", "1C 2U").contains("19U … ─"));
    let middle = rule("80x24", "12G", ">12U");
    assert!(
        middle.contains("─ … 3U") && middle.contains("20U … ─"),
        "{middle}"
    );
    let last = rule("80x24", "24G", ">24C");
    assert!(
        last.contains("─ … 11U") && last.contains("24C ──"),
        "{last}"
    );
    // In the title of the outline, shorter where there is less room.
    assert!(rule("80x24", "t", "─ Paragraphs").contains("U16 SBU3 C5  16 of 24 ─"));
    assert!(rule("120x40", "gg", "─ Paragraphs").contains("U16 SBU3 C5  +11 ─"));
    assert!(rule("120x40", "G", "─ Paragraphs").contains(" U16 SBU3 C5 ─"));
    assert!(rule("80x50", "t", "─ Paragraphs").contains("─ U16 SBU3 C5 ─"));
}

#[test]
fn a_search_that_finds_nothing_in_the_text_says_where_it_looked() {
    let said = |keys: &str| {
        let session = Session::reading("07PORTLARKSPUR112", "80x24").keys(keys);
        session.notice().to_owned()
    };
    let header = "no match in the text; the header has it: r shows the source";
    // In the subject, in the lines of the addressees, and in neither.
    for (keys, says) in [
        ("/ARRESTS_A_U.S. <enter>", header),
        ("/rucpdoc <enter> n", header),
        ("/zeppelin <enter>", "no match in the text"),
        ("r /zeppelin <enter>", "no match"),
        ("r gg /rucpdoc <enter>", "1/2"),
    ] {
        assert!(said(keys).starts_with(says), "{keys}: {}", said(keys));
    }
    assert_eq!(said("/zeppelin <enter>"), "no match in the text");
    let screen = Session::reading("07PORTLARKSPUR112", "80x24").keys("/rucpdoc <enter>");
    assert!(screen.screen().contains("r shows the source"));
}

#[test]
fn a_search_under_a_filter_says_what_the_filter_hides() {
    const HARBOR: &[u8] = b"P 151412Z MAR 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000312\n\nTAGS: PREL\nSUBJECT: HARBOR DUES\n\n\
1. (C) The harbor dues rose.\n\n2. (U) The press was told.\n\n3. (C) The harbor is shut, the harbor office says.\nQUILL\n";
    let said = |keys: &str| {
        Session::text(HARBOR, "80x24")
            .keys(keys)
            .notice()
            .to_owned()
    };
    let hidden = "no match in what is shown; 3 in 2 hidden paragraphs: c0 shows all";
    // The subject has it as well, but there it need not be looked for.
    for keys in [
        "cu /harbor <enter>",
        "cu /harbor <enter> n",
        "&press <enter> /harbor <enter>",
        "cu &press <enter> /harbor <enter>",
    ] {
        assert_eq!(said(keys), hidden, "{keys}");
    }
    assert_eq!(
        said("&press <enter> /shut <enter>"),
        "no match in what is shown; 1 in 1 hidden paragraph: c0 shows all"
    );
    // What is hidden nowhere, what is dimmed only, and what is shown again.
    assert_eq!(said("cu /zeppelin <enter>"), "no match in the text");
    assert!(said("cu /larkspur <enter>").starts_with("no match in the text; the header has it"));
    assert!(said("cu :dim <enter> /harbor <enter>").starts_with("1/3"));
    assert!(said("cu /harbor <enter> c0 n").contains("/3 in 2 paragraphs"));
}

#[test]
fn the_search_of_the_catalog_counts() {
    let session = Session::builtin("80x24").keys("/larkspur");
    let screen = session.screen();
    let last = screen.lines().last().unwrap();
    assert!(last.trim_end().ends_with("1/5"), "{last}");
    let screen = Session::builtin("80x24").keys("/nothere").screen();
    assert!(screen.contains("no match"), "{screen}");
}

#[test]
fn a_long_id_in_a_narrow_catalog_is_cut_in_the_middle() {
    let screen = Session::builtin("30x16").screen();
    let row = screen.lines().find(|row| row.starts_with('>')).unwrap();
    assert!(row.contains("..") && row.contains("311"), "{screen}");
    assert!(row.contains("(C)"), "{screen}");
}

#[test]
fn one_cable_alone_offers_no_next_cable() {
    let alone = Session::text(CONTRADICTORY.as_bytes(), "200x50").screen();
    assert!(!alone.contains("J next"), "{alone}");
    let several = Session::reading(TUTORIAL, "200x50").screen();
    assert!(several.contains("J next"), "{several}");
}

/// A line of more is not read.
#[test]
fn at_most_eight_things_are_offered_at_once() {
    let list: fn(&str) -> Session = |keys| Session::builtin("200x50").keys(keys);
    let cable: fn(&str) -> Session = |keys| Session::reading(TUTORIAL, "200x50").keys(keys);
    let lists = ["", "<space>", "gt", "gP", "gT"].map(|keys| (list, keys));
    let cables = ["", "cu", "v", "gv"].map(|keys| (cable, keys));
    for (open, keys) in lists.into_iter().chain(cables) {
        let session = open(keys);
        let n_offered = hint_line(&session.model, &window_keys(&session.model))
            .unwrap()
            .offered
            .len();
        assert!((4..=8).contains(&n_offered), "{keys}: {}", session.screen());
    }
}

/// The list suggests more than what was typed names; Enter does not run it.
#[test]
fn a_line_that_names_no_command_runs_none() {
    let session = Session::builtin("80x24").keys(":ls <enter>");
    assert!(
        session.notice().starts_with("no command is called ls"),
        "{}",
        session.screen()
    );
    let session = Session::builtin("80x24").keys(":traf <enter>");
    assert!(session.notice().is_empty(), "{}", session.notice());
}

#[test]
fn the_routing_pane() {
    at_every_size("routing", "<a-2> j j");
}

#[test]
fn the_outline() {
    at_every_size("outline", "<a-3> j j");
}

#[test]
fn summary_and_comment() {
    at_every_size("parts", "<a-4>");
}

#[test]
fn which_key_after_its_delay() {
    for size in SIZES {
        let mut session = Session::reading(TUTORIAL, size).keys("c").wait();
        insta::assert_snapshot!(format!("which-key-{size}"), session.snapshot());
    }
}

#[test]
fn the_smallest_screen() {
    let mut session = Session::reading(TUTORIAL, "20x5");
    insta::assert_snapshot!("reader-20x5", session.snapshot());
    let session = Session::reading(TUTORIAL, "19x5");
    assert!(session.screen().starts_with("too small:"));
}

#[test]
fn the_cable_id_and_the_level_are_in_the_title_at_every_size() {
    for width in 20..220 {
        for height in [5, 9, 12, 24, 50] {
            let session = Session::reading(TUTORIAL, &format!("{width}x{height}")).keys("j j");
            let screen = session.screen();
            let title = screen.lines().next().unwrap();
            assert!(title.contains("311"), "{width}x{height}: {title}");
            let level = if width < 40 { " C " } else { "CONFIDENTIAL" };
            assert!(title.contains(level), "{width}x{height}: {title}");
            let place = if width < 28 { "P1" } else { "P1/24" };
            assert!(title.contains(place), "{width}x{height}: {title}");
        }
    }
}

#[test]
fn a_count_and_enter_go_to_a_paragraph() {
    for keys in ["12G", "12 <enter>", "12gg", ":12 <enter>"] {
        let session = Session::reading(TUTORIAL, "80x24").keys(keys);
        assert_eq!(place(&session), "P12/24", "{keys}");
    }
}

#[test]
fn braces_go_by_paragraph_and_back() {
    let mut session = Session::reading(TUTORIAL, "80x24");
    for (keys, expected) in [
        ("}", "P2/24"),
        ("3}", "P5/24"),
        ("{", "P4/24"),
        ("j {", "P4/24"),
        ("G", "P24/24"),
    ] {
        session.press(keys);
        assert_eq!(place(&session), expected, "{keys}");
    }
}

#[test]
fn the_place_survives_raw_filter_and_resize_on_the_same_row() {
    for start in ["9G j j l l", "15G j", "20G j l"] {
        for detour in [
            "r",
            "size:120x40",
            "size:50x16",
            "size:200x50",
            "cc",
            "cd cc",
            "M",
            "O",
            "+",
            "t",
            "S",
        ] {
            let mut session = Session::reading(TUTORIAL, "80x24").keys(start);
            let (word, offset, row) = here(&session);
            session.press(detour);
            let (there, source, row_there) = here(&session);
            if session.model.reader().unwrap().text.stand_in().is_none() {
                assert_eq!(there, word, "{start} {detour}");
                assert_eq!(source, offset, "{start} {detour}");
            }
            if !detour.starts_with("size:50") {
                assert_eq!(row_there, row, "{start} {detour}");
            }
            let back = match detour {
                "r" => "r",
                "M" | "t" | "S" => "q",
                "+" => "=",
                "O" => "O",
                _ if detour.starts_with("size") => "size:80x24",
                _ => "c0",
            };
            session.press(back);
            assert_eq!(here(&session).0, word, "{start} {detour} {back}");
            assert_eq!(here(&session).1, offset, "{start} {detour} {back}");
        }
    }
}

#[test]
fn a_filter_leaves_a_stub_for_every_hidden_paragraph() {
    let session = Session::reading(TUTORIAL, "80x24").keys("cu");
    let reader = session.model.reader().unwrap();
    let hidden = reader.cable.paragraphs.len() - reader.n_shown();
    let rows = reader.text.page.rows();
    let stubs = (0..rows.len())
        .filter(|&row| reader.text.page.row_text(row).contains("hidden by filter"))
        .count();
    assert!(hidden > 0);
    assert_eq!(stubs, hidden);
    let screen = session.screen();
    assert!(screen.contains("showing (U) only"), "{screen}");
    assert!(screen.contains("not a release decision"), "{screen}");
    let session = session.keys("<esc>");
    assert!(!session.screen().contains("hidden by filter"));
}

#[test]
fn a_hidden_paragraph_that_is_asked_for_says_what_hides_it() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("9G m a gg cu 9G");
    let by_marking = "P9 (C) is hidden by the filter (U) only; c0 shows it";
    assert_eq!(session.notice(), by_marking);
    session.press("gg");
    assert_eq!(session.notice(), "");
    session.press("' a");
    assert_eq!(session.notice(), by_marking);
    session.press("gg :9 <enter>");
    assert_eq!(session.notice(), by_marking);
    session.press("c0");
    assert!(session.screen().contains("P9/24"), "{}", session.screen());
    session.press("& visa <enter> 20G");
    let words = session.notice().to_owned();
    assert!(
        words.starts_with("P20 ") && words.ends_with("is hidden by the filter & visa; c0 shows it"),
        "{words}"
    );
    // A line that is only passed needs no words.
    session.press("j");
    assert_eq!(session.notice(), "");
    // What is dimmed is there to be read.
    session.press("c0 cu cd 9G");
    assert_eq!(session.notice(), "");
}

#[test]
fn a_long_cable_that_is_filtered_back_and_forth_is_shown_as_the_first_time() {
    let paragraph = |number: usize| {
        let mark = ["U", "C", "S"][number % 3];
        format!("{number}. ({mark}) The ferry to Santa Brisa sails again.\n\n")
    };
    let paragraphs: Vec<String> = (1..4_000).map(paragraph).collect();
    let text = format!("SUBJECT: HARBOR DUES\n\n{}", paragraphs.concat());
    let long = |keys: &str| {
        Session::text(text.as_bytes(), "80x24")
            .keys(keys)
            .snapshot()
    };
    for (again, once) in [
        ("900G cu c0", "900G"),
        ("900G cu cs cu cs", "900G cs"),
        ("900G cu c0 cd cu c0 cs", "900G cd cs"),
        ("900G & ferry <enter> r r <esc> r r j k", "900G j k"),
        ("900G cu size:120x40 c0 size:80x24", "900G"),
    ] {
        assert_eq!(long(again), long(once), "{again}");
    }
    // Where there is room, how many characters are shown is said as well.
    let wide = |keys: &str| {
        let session = Session::text(text.as_bytes(), "120x40").keys(keys);
        let screen = session.screen();
        let row = screen.lines().find(|row| row.contains(" characters; "));
        row.map(str::to_owned)
    };
    assert!(wide("cu").is_some());
    assert_eq!(wide("cu cs c0 cu"), wide("cu"));
    // Typing goes on from what was found before, and finds the same.
    let found = |keys: &str| {
        let session = Session::text(text.as_bytes(), "80x24").keys(keys);
        session.model.reader().unwrap().find.clone().unwrap()
    };
    let typed = found("/ s a n t a <space> b");
    assert_eq!(typed.matches.len(), 3_999);
    assert_eq!(typed, found("/ x <c-u> s a n t a <space> b r <backspace>"));
    assert_eq!(found("/ s a n t a <space> B").matches.len(), 0);
    assert_eq!(found("/ S a n t a <space> B").matches.len(), 3_999);
}

#[test]
fn what_other_programs_do_is_answered() {
    let said = |keys: &str| {
        Session::reading(TUTORIAL, "80x24")
            .keys(keys)
            .notice()
            .to_owned()
    };
    for (keys, words) in [
        (
            "w",
            "w: the queue of what to read is not in this version; l does what w does in vim",
        ),
        ("(", "( does nothing here; ? lists the keys"),
        ("<c-g>", "^g does nothing here; % does what ^g does in vim"),
        (
            "<a-x>",
            "Alt-x does nothing here; : does what Alt-x does in emacs",
        ),
        ("<f9>", "F9 does nothing here; ? lists the keys"),
        (
            "!",
            "!: | pipes the paragraph to a command, ^z goes to the shell",
        ),
        (
            "s",
            "s: nothing is written: Y copies the cable, g| pipes it",
        ),
        (
            "i",
            "i: nothing is changed: e opens the source in your editor, read-only",
        ),
    ] {
        assert_eq!(said(keys), words, "{keys}");
    }
    for line in [":w <enter>", ":w!_copy.txt <enter>", ":save <enter>"] {
        assert!(
            said(line).starts_with("nothing is written: sources stay as they are; Y copies"),
            "{line}: {}",
            said(line)
        );
    }
    assert!(said(":set_nu <enter>").starts_with("settings and keys are in config.toml"));
    let list = Session::builtin("80x24").keys(":w <enter>");
    let words = "nothing is written: sources stay as they are; X writes these rows";
    assert_eq!(list.notice(), words);
    let list = Session::builtin("80x24").keys("h");
    assert_eq!(
        list.notice(),
        "h does nothing here; ? does what h does in less"
    );
}

#[test]
fn help_says_what_signs_mean() {
    let session = Session::reading(TUTORIAL, "80x24").keys("? G");
    let screen = session.screen();
    assert!(
        screen.contains("Signs") && screen.contains("( ? )"),
        "{screen}"
    );
    let session = Session::reading(TUTORIAL, "80x24").keys("? / right <space> edge");
    let screen = session.screen();
    assert!(screen.contains("U B C S T ?"), "{screen}");
    // They are no commands: nothing is run.
    let session = Session::reading(TUTORIAL, "80x24").keys("? G <enter>");
    assert!(session.screen().contains("P1/24"), "{}", session.screen());
    // A list has none of them.
    let session = Session::builtin("80x24").keys("? G");
    assert!(!session.screen().contains("Signs"), "{}", session.screen());
}

#[test]
fn a_path_in_the_list_keeps_its_end() {
    let mut session = Session::builtin("80x24");
    session.change(1, |entry| {
        entry.listing = None;
        entry.name = Shown::new("/home/ada/cables/veldania/2008/harbor-dues.txt");
    });
    let screen = session.screen();
    assert!(screen.contains("..dania/2008/harbor-dues.txt"), "{screen}");
}

#[test]
fn the_palette_takes_what_follows_a_name() {
    let said = |line: &str| {
        let session = Session::reading(TUTORIAL, "80x24").keys(&format!(":{line} <enter>"));
        session.notice().to_owned()
    };
    for (line, words) in [
        ("width_60", "text 60 columns wide, if there is room"),
        ("default-text_60", "text 60 columns wide, if there is room"),
        ("width", "text at its default width"),
        ("theme_mono", "theme mono"),
        (
            "theme_blue",
            "no theme is called blue: dark, light, mono, high-contrast, color-blind",
        ),
        ("down_far", "down takes a number, as in :down 12"),
        ("set-mark_ab", "set-mark takes a letter, as in :set-mark a"),
        ("close_it", "close stands alone; nothing follows it"),
    ] {
        assert_eq!(said(line), words, "{line}");
    }
    let sees = |line: &str| {
        let session = Session::reading(TUTORIAL, "80x24").keys(&format!(":{line} <enter>"));
        session.screen()
    };
    for (line, words) in [
        ("search_harbor", "1/"),
        ("/harbor", "1/"),
        ("ask_class:c", "& class:c"),
        ("&class:c", "& class:c"),
        ("bottom_4", "P4/24"),
        ("paragraph_4", "P4/24"),
        ("100%", "100%"),
        ("$", "100%"),
        ("help_wider", "wider"),
    ] {
        let screen = sees(line);
        assert!(screen.contains(words), "{line}: {screen}");
    }
    let session = Session::reading(TUTORIAL, "80x24").keys(":pipe-text_sort <enter>");
    let last = session.effects.last();
    assert!(matches!(last, Some(Effect::Run(command, _)) if command == "sort"));
    // What is told does not hide the command from who types it.
    let session = Session::reading(TUTORIAL, "80x24").keys(":theme_mo");
    let screen = session.screen();
    assert!(screen.contains("Take the next theme"), "{screen}");
}

#[test]
fn escape_clears_the_search_then_the_filter() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("cu /harbor <enter>");
    session.press("<esc>");
    assert!(session.model.reader().unwrap().find.is_none());
    assert!(session.screen().contains("showing (U) only"));
    session.press("<esc>");
    assert!(!session.screen().contains("showing (U) only"));
}

#[test]
fn a_search_given_up_comes_back_to_its_place() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("5G j");
    let before = here(&session);
    session.press("/telegram <esc>");
    assert_eq!(here(&session), before);
}

#[test]
fn a_search_goes_round_and_says_so() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("/harbor <enter> N");
    let screen = session.screen();
    assert!(screen.contains("went round"), "{screen}");
    session.press("n");
    assert!(session.screen().contains("1/"));
}

#[test]
fn next_and_previous_cable_keep_their_order() {
    let mut session = Session::builtin("80x24").keys("<enter>");
    let first = session.model.reader().unwrap().id.to_string();
    session.press("J J K");
    let second = session.model.reader().unwrap().id.to_string();
    assert_ne!(first, second);
    session.press("K K");
    assert_eq!(session.model.reader().unwrap().id.to_string(), first);
    assert!(session.screen().contains("first cable"));
    session.press("q");
    assert!(matches!(session.model.screens.top, Screen::Catalog(_)));
}

#[test]
fn panes_open_as_sheets_that_q_closes_on_a_narrow_screen() {
    for (keys, words) in [
        ("M", "─ Routing ─"),
        ("t", "─ Paragraphs ─"),
        ("S", "─ Summary and comment ─"),
    ] {
        let mut session = Session::reading(TUTORIAL, "80x24").keys(keys);
        assert!(session.screen().contains(words), "{keys}");
        session.press("q");
        assert!(!session.screen().contains(words), "{keys}");
        assert_eq!(session.model.reader().unwrap().focus, PaneId::Text);
    }
}

#[test]
fn tab_goes_round_the_panes() {
    for size in SIZES {
        let mut session = Session::reading(TUTORIAL, size);
        for expected in [
            PaneId::Routing,
            PaneId::Outline,
            PaneId::Parts,
            PaneId::Text,
        ] {
            session.press("<tab>");
            assert_eq!(session.model.reader().unwrap().focus, expected, "{size}");
        }
        session.press("<s-tab>");
        assert_eq!(
            session.model.reader().unwrap().focus,
            PaneId::Parts,
            "{size}"
        );
    }
}

#[test]
fn the_outline_leads_to_the_text() {
    let session = Session::reading(TUTORIAL, "80x24").keys("t G <enter>");
    assert_eq!(place(&session), "P24/24");
    assert_eq!(session.model.reader().unwrap().focus, PaneId::Text);
}

#[test]
fn quit_leaves_from_anywhere_and_close_step_by_step() {
    assert!(
        Session::reading(TUTORIAL, "80x24")
            .keys("Q")
            .effects
            .contains(&Effect::Quit)
    );
    assert!(
        Session::reading(TUTORIAL, "80x24")
            .keys("q")
            .effects
            .contains(&Effect::Quit)
    );
    let session = Session::builtin("80x24").keys("<enter> M q q");
    assert!(!session.effects.contains(&Effect::Quit));
    assert!(session.keys("q").effects.contains(&Effect::Quit));
    assert!(
        Session::builtin("80x24")
            .keys("<c-c> <c-c>")
            .effects
            .contains(&Effect::Quit)
    );
    assert!(
        Session::builtin("80x24")
            .keys("<c-z>")
            .effects
            .contains(&Effect::Suspend)
    );
}

#[test]
fn help_runs_what_is_chosen() {
    let session = Session::reading(TUTORIAL, "80x24").keys("? /raw <enter>");
    assert!(session.model.reader().unwrap().raw);
    let session = Session::reading(TUTORIAL, "80x24").keys(":next-para <enter>");
    assert_eq!(place(&session), "P2/24");
}

#[test]
fn an_unbound_key_says_so() {
    let session = Session::reading(TUTORIAL, "80x24").keys("<f9>");
    assert!(
        session.screen().contains("F9 does nothing here"),
        "{}",
        session.screen()
    );
}

fn place(session: &Session) -> String {
    session.model.reader().unwrap().place()
}

/// The word under the cursor, its place in the source, the row of the screen
/// within the text.
fn here(session: &Session) -> (String, u32, usize) {
    let text = &session.model.reader().unwrap().text;
    (
        text.token_text().to_owned(),
        text.page.source_at(text.at),
        text.scroll.below(),
    )
}

#[test]
fn a_document_of_a_printed_volume() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/corpus/frus/modern-telegram-from-a-post.cable"
    );
    let text = std::fs::read(path).unwrap();
    let mut session = Session::text(&text, "120x40");
    insta::assert_snapshot!("frus-120x40", session.snapshot());
    // The list of the volume says what the ministry is.
    let session = session.keys("/MFA <enter> x");
    let screen = session.screen();
    assert!(
        screen.contains("Ministry of Foreign Affairs (Veldania)"),
        "{screen}"
    );
}

#[test]
fn rows_in_sight_are_looked_at_before_those_above() {
    let entries = vec![Entry::default(); 1_000];
    let size = Size {
        width: 80,
        height: 24,
    };
    let mut model = Model::new(entries, Settings::default(), Keymap::new(), size);
    let asked = |effects: &[Effect]| match effects {
        [Effect::Load(Request::List(entries)), ..] => entries.clone(),
        other => panic!("{other:?}"),
    };
    let first = asked(&update(&mut model, Msg::Resized(size)));
    assert_eq!(first, (0..16).collect::<Vec<_>>());
    let _ = update(&mut model, Msg::Key("G".parse().unwrap()));
    let listing = Listing::of(&parse(b"SUBJECT: TALKS\n"));
    let mut answer = |few: &[usize]| {
        let told = few.iter().map(|&idx| (idx, Ok(listing.clone())));
        asked(&update(&mut model, Msg::Listed(told.collect())))
    };
    let in_sight = answer(&first);
    assert_eq!(in_sight, (1_000 - 21..1_000 - 5).collect::<Vec<_>>());
    let in_sight = answer(&in_sight);
    assert_eq!(in_sight, (1_000 - 5..1_000).collect::<Vec<_>>());
    // Then in order.
    let next = answer(&in_sight);
    assert_eq!(next, (16..272).collect::<Vec<_>>());
    // What was not told of is asked for again.
    let next = answer(&next[..100]);
    assert_eq!(next, (116..372).collect::<Vec<_>>());
}

#[test]
fn brackets_lead_to_references_repairs_and_withheld_places_and_are_repeated() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("]r");
    let first = session.screen();
    assert!(first.contains("1/"), "{first}");
    let at = |session: &Session| session.model.reader().unwrap().text.place();
    let one = at(&session);
    session.press(";");
    let two = at(&session);
    assert!(two > one, "{}", session.screen());
    session.press(",");
    assert_eq!(at(&session), one, "{}", session.screen());
    session.press("gg ]p");
    assert!(session.screen().contains("1/9  "), "{}", session.screen());

    let scan = include_bytes!("../corpus/foia/release-in-part-with-codes.cable");
    let mut session = Session::text(scan, "80x24").keys("]x");
    let screen = session.screen();
    assert!(screen.contains("withheld"), "{screen}");
    session.press("]s");
    assert!(
        session
            .screen()
            .contains("no further sections in this cable"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_bracket_leads_to_the_section_that_goes_on() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("]s");
    let screen = session.screen();
    assert!(screen.contains("1/2  SECTION 02 OF 03"), "{screen}");
    let second = session.model.reader().unwrap().text.place();
    session.press(";");
    assert!(session.screen().contains("2/2  SECTION 03 OF 03"));
    session.press(",");
    assert_eq!(session.model.reader().unwrap().text.place(), second);
    session.press("gg [s");
    assert!(session.screen().contains("no section above"));
}

#[test]
fn a_line_is_brought_to_the_middle_the_top_and_the_bottom() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("12G");
    let below = |session: &Session| session.model.reader().unwrap().text.scroll.below();
    for (keys, rows) in [("zt", 0), ("zb", 18), ("zz", 9)] {
        session.press(keys);
        assert_eq!(below(&session), rows, "{keys}\n{}", session.screen());
    }
}

#[test]
fn percent_goes_so_far_and_says_how_far() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("50%");
    let reader = session.model.reader().unwrap();
    assert_eq!(
        reader.percent(),
        50 * (reader.text.n_rows() - 1) / 100 * 100 / (reader.text.n_rows() - 1)
    );
    session.press("%");
    assert!(session.screen().contains(" of "), "{}", session.screen());
    session.press("100%");
    assert_eq!(session.model.reader().unwrap().percent(), 100);
    for keys in ["0%", "00%", ":0% <enter>"] {
        session.press("50%");
        session.press(keys);
        let reader = session.model.reader().unwrap();
        assert_eq!(reader.text.scroll.focus, 0, "{keys}");
    }
    // Nothing else is done no times.
    session.press("0j");
    assert_eq!(session.model.reader().unwrap().text.scroll.focus, 1);
}

#[test]
fn the_word_under_the_cursor_is_sought_as_a_whole() {
    let text = "SUBJECT: DUES\n\n1. (U) Due dues are due. The residue is Due.\n";
    let mut session = Session::text(text.as_bytes(), "80x24").keys("*");
    let screen = session.screen();
    assert!(screen.contains("2/3 in 1 paragraph"), "{screen}");
    session.press("#");
    assert!(session.screen().contains("1/3"), "{}", session.screen());
}

#[test]
fn going_back_keeps_every_branch() {
    let mut session = Session::reading(TUTORIAL, "80x24");
    let row = |session: &Session| session.model.reader().unwrap().text.scroll.focus;
    let entry = |session: &Session| session.model.reader().unwrap().entry;
    session.press("jj");
    let third = row(&session);
    session.press("G");
    let end = row(&session);
    session.press("H");
    assert_eq!(row(&session), third, "back to where G was pressed");
    session.press("L");
    assert_eq!(row(&session), end);
    // Another way from the same place; the first one is not lost.
    session.press("H 12G");
    let twelfth = row(&session);
    session.press("J");
    assert_eq!(entry(&session), 1);
    session.press("H");
    assert_eq!((entry(&session), row(&session)), (0, twelfth));
    session.press("g;");
    let screen = session.screen();
    let Some(Overlay::List(list)) = &session.model.overlay else {
        panic!("{screen}");
    };
    assert_eq!(list.rows.len(), 4, "{screen}");
    assert!(screen.contains("Jumps"), "{screen}");
    session.press("gg j <enter>");
    assert_eq!(row(&session), end, "the first branch, from the list");
    // A page is no jump.
    let screen = Session::reading(TUTORIAL, "80x24")
        .keys("<space> H")
        .screen();
    assert!(screen.contains("no jump before this one"), "{screen}");
}

#[test]
fn back_from_the_list_leads_to_the_cable_that_was_left() {
    let mut session = Session::builtin("80x24").keys("j <enter> G q");
    assert!(matches!(session.model.screens.top, Screen::Catalog(_)));
    session.press("H");
    let reader = session.model.reader().unwrap();
    assert_eq!((reader.entry, reader.percent()), (1, 100));
}

#[test]
fn paragraphs_are_asked_for_by_words_marking_and_role() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("/harbor <enter>");
    session.press("& r o l e : s u m");
    let screen = session.screen();
    assert!(screen.contains("1 of 24 paragraphs"), "{screen}");
    session.press("<enter>");
    let screen = session.screen();
    assert!(screen.contains("showing & role:sum  1 of 24"), "{screen}");
    assert!(screen.contains("hidden by filter"), "{screen}");
    assert!(screen.contains("not a release decision"), "{screen}");
    // What was asked can be changed; an empty line shows everything.
    session.press("& <c-u> <enter>");
    assert!(
        !session.screen().contains("showing"),
        "{}",
        session.screen()
    );
    session.press("& c l a s s : x");
    assert!(session.screen().contains("not x"), "{}", session.screen());
    session.press("<enter>");
    assert!(matches!(session.model.overlay, Some(Overlay::Ask(_))));
    session.press("<esc> & r o l e : s u m <enter> cu");
    let reader = session.model.reader().unwrap();
    assert_eq!(reader.filter_label(), "(U) only & role:sum");
    // The search is cleared before the filter, and the filter whole.
    session.press("<esc> <esc>");
    assert!(!session.model.reader().unwrap().is_filtered());
}

#[test]
fn what_is_asked_at_every_size() {
    at_every_size("asking", "& c l a s s < = u");
    at_every_size("asked", "& k e y <enter>");
}

#[test]
fn a_pattern_is_sought_like_words() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("g / ^ S \\ w + M");
    let screen = session.screen();
    assert!(screen.contains("1/"), "{screen}");
    session.press("<enter> gg n");
    assert!(session.screen().contains(" in "), "{}", session.screen());
    session.press("/ (");
    assert!(
        !session.screen().contains("unclosed"),
        "{}",
        session.screen()
    );
    session.press("<a-r>");
    assert!(
        session.screen().contains("unclosed group"),
        "{}",
        session.screen()
    );
}

#[test]
fn matches_out_of_sight_are_ticked_in_the_strip() {
    let session = Session::reading(TUTORIAL, "80x24").keys("/marking <enter> gg");
    let screen = session.screen();
    let ticks = screen
        .lines()
        .filter(|row| row.chars().nth(78) == Some('-'))
        .count();
    assert!(ticks > 2, "{screen}");
}

#[test]
fn the_header_is_taken_apart() {
    at_every_size("anatomy", "gh");
    let mut session = Session::reading(TUTORIAL, "120x40").keys("gh G <enter>");
    assert!(session.model.overlay.is_none(), "{}", session.screen());
    // A header that cannot be read stays to be seen.
    let text = "VZCZCXYZ0042\nPP RUEHC\nDE RUEHPL #0311/01 2O4???4\nZNY CCCCC ZZH\n\
        P 2215 JUL\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
        C O N F I D E N T I A L PORT LARKSPUR 000311\n\nTAGS: PREL\nSUBJECT: X\n\n1. (C) Text.\n";
    session = Session::text(text.as_bytes(), "120x40").keys("gh G");
    let page = match &session.model.overlay {
        Some(Overlay::Report(report)) => report.pane.page.text().to_owned(),
        _ => panic!("{}", session.screen()),
    };
    assert!(page.contains("DE RUEHPL #0311/01 2O4???4"), "{page}");
    assert!(page.contains("P 2215 JUL"), "{page}");
    // On the left every line is seen as it stands, on the right what is known.
    insta::assert_snapshot!("anatomy-damaged-120x40", session.snapshot());
    for size in ["100x30", "120x40", "200x50"] {
        let session = Session::text(text.as_bytes(), size).keys("gh");
        let Some(Overlay::Report(report)) = &session.model.overlay else {
            panic!("{}", session.screen());
        };
        let border = usize::from(report.border.unwrap());
        let solid = |words: &str| words.split_whitespace().collect::<String>();
        let page = &report.pane.page;
        // Before them stand the names of lines, of which SUBJECT is the longest.
        let printed = page.rows().iter().enumerate().map(|(idx, row)| {
            let words = " ".repeat(row.indent.into()) + page.row_text(idx);
            words.chars().take(border).skip(9).collect::<String>()
        });
        let header = text.split("1. (C)").next().unwrap();
        assert_eq!(solid(&printed.collect::<String>()), solid(header), "{size}");
    }
}

#[test]
fn the_anatomy_keeps_its_place_between_one_column_and_two() {
    let mut session = Session::reading(TUTORIAL, "120x40").keys("gh");
    let place = |session: &Session| match &session.model.overlay {
        Some(Overlay::Report(report)) => {
            let pane = &report.pane;
            let is_beside = report.border.is_some();
            (is_beside, pane.page.row_place(pane.scroll.focus).unwrap())
        }
        _ => panic!("{}", session.screen()),
    };
    session.press("22j");
    let (is_beside, before) = place(&session);
    assert!(is_beside);
    for (size, wanted) in [
        ("80x24", false),
        ("160x50", true),
        ("100x30", true),
        ("200x50", true),
        ("99x24", false),
        ("50x16", false),
        ("100x24", true),
        ("20x5", false),
        ("200x50", true),
    ] {
        session.send(Msg::Resized(parse_size(size)));
        assert_eq!(place(&session), (wanted, before), "{size}");
        // It is in sight.
        let focus = match &session.model.overlay {
            Some(Overlay::Report(report)) => report.pane.scroll,
            _ => panic!(),
        };
        let height = session.model.overlay_rows();
        assert!(
            (focus.top..focus.top + height).contains(&focus.focus),
            "{size}"
        );
    }
}

#[test]
fn a_part_of_the_anatomy_is_explained_with_its_source() {
    for size in ["80x24", "120x40"] {
        let mut session = Session::reading(TUTORIAL, size).keys("gh");
        let parts = |session: &Session, words: &str| match &session.model.overlay {
            Some(Overlay::Report(report)) => {
                let page = &report.pane.page;
                let mut rows = 0..page.rows().len();
                rows.find(|&row| page.row_text(row).contains(words))
                    .unwrap()
            }
            _ => panic!("{}", session.screen()),
        };
        let row = parts(&session, "CCCCC: ");
        session.press(&format!("{row}j x"));
        let screen = session.screen();
        assert!(screen.contains("Explain CCCCC"), "{screen}");
        assert!(screen.contains("source"), "{screen}");
        // The next part, and back to where it was.
        session.press("n");
        assert!(
            session.screen().contains("Explain ZZH"),
            "{}",
            session.screen()
        );
        session.press("q");
        let row = parts(&session, "ZZH: ");
        let Some(Overlay::Report(report)) = &session.model.overlay else {
            panic!("{}", session.screen());
        };
        assert_eq!(report.pane.scroll.focus, row);
        // What a line is for is all that is known of it as a whole.
        session.press("gg x");
        assert!(session.screen().contains("nothing more is known"));
    }
}

#[test]
fn a_place_is_told_with_its_line_its_byte_and_its_repairs() {
    at_every_size("place", "16G g .");
    let screen = Session::reading(TUTORIAL, "120x40").keys("g.").screen();
    assert!(screen.contains("paragraph-number"), "{screen}");
    assert!(screen.contains("11. -> 1."), "{screen}");
}

#[test]
fn repairs_and_findings_are_gone_through_where_they_are_listed() {
    let mut session = Session::text(CONTRADICTORY.as_bytes(), "80x24").keys("gp");
    let row = |session: &Session| match &session.model.overlay {
        Some(Overlay::Report(report)) => {
            let pane = &report.pane;
            pane.page.row_text(pane.scroll.focus).to_owned()
        }
        _ => panic!("{}", session.screen()),
    };
    session.press("]p");
    let first = row(&session);
    session.press("]p");
    let second = row(&session);
    assert!(
        first != second && first.contains("->") && second.contains("->"),
        "{first}\n{second}"
    );
    session.press("]p");
    assert!(
        session.notice().contains("no repair below"),
        "{}",
        session.notice()
    );
    session.press("[p");
    assert_eq!(row(&session), first);
    session.press("9]p");
    assert_eq!(row(&session), second);
    // Findings are listed elsewhere, and it is said where.
    session.press("]e");
    assert!(
        session.notice().contains("findings are listed by gc"),
        "{}",
        session.notice()
    );
    session.press("q gc gg");
    session.press("9]p");
    assert_eq!(row(&session), second);
}

#[test]
fn a_kind_of_repair_is_switched_off_and_on() {
    let mut session = Session::text(CONTRADICTORY.as_bytes(), "80x24").keys("gp");
    assert!(
        session.screen().contains("2 repairs on view"),
        "{}",
        session.screen()
    );
    session.press("jj s q");
    let screen = session.screen();
    assert!(
        screen.contains("\"harbor dues\"") || screen.contains("&harbor dues8"),
        "{screen}"
    );
    assert!(screen.contains("1 repair "), "{screen}");
    session.press("gp jj s q");
    assert!(
        session.screen().contains("2 repairs"),
        "{}",
        session.screen()
    );
    // Without its repair a paragraph bears the number that was printed.
    let mut session = Session::reading(TUTORIAL, "80x24").keys("gp jj s q");
    let paragraph = &session.model.reader().unwrap().cable.paragraphs[0];
    assert_eq!(paragraph.number, Some(11));
    session.press("gp jj s q");
    let paragraph = &session.model.reader().unwrap().cable.paragraphs[0];
    assert_eq!(paragraph.number, Some(1));
}

/// Cites two telegrams, one of them open and by its paragraph.
const CITING: &str = "SUBJECT: DUES\n\nREF: A. 07 NORTHHAVEN 88  B. 06 KESTREL BAY 9\n\n\
1. (C) The dues fell (ref A, para 2), as Kestrel Bay said (ref B).\n\n2. (U) No more.\n";
const CITED: &str = "VZCZCXYZ0007\nPP RUEHC\n\nDE RUEHNH #0088/01 2001504\nZNY CCCCC ZZH\n\
P 191504Z JUL 07\nFM AMCONSUL NORTHHAVEN\nTO RUEHC/SECSTATE WASHDC PRIORITY 88\n\n\
C O N F I D E N T I A L NORTHHAVEN 000088\n\nTAGS: PREL, VD\nSUBJECT: DUES\n\n\
1. (C) Dues rose.\n\n2. (C) They will fall.\nQUILL\n";

#[test]
fn references_in_sight_are_followed_by_letter_to_the_paragraph_meant() {
    let mut session = Session::texts(&[CITING.as_bytes(), CITED.as_bytes()], "80x24").keys("f");
    let screen = session.screen();
    assert!(screen.contains("(aef A, para 2)"), "{screen}");
    assert!(screen.contains("(bef B)"), "{screen}");
    session.press("z");
    assert!(session.screen().contains("no reference has that letter"));
    session.press("f b");
    assert!(
        session.screen().contains("06KESTRELBAY9 is not among"),
        "{}",
        session.screen()
    );
    // The list of references that leads there is gone then.
    let listed = Session::texts(&[CITING.as_bytes(), CITED.as_bytes()], "80x24");
    let listed = listed.keys("g r G <enter>");
    assert!(listed.model.overlay.is_none(), "{}", listed.screen());
    assert!(listed.screen().contains("Thread of 06KESTRELBAY9"));
    // What stands for it is a screen of its own.
    assert!(session.model.reader().is_none());
    session.press("q f a");
    let reader = session.model.reader().unwrap();
    assert_eq!(
        (reader.entry, reader.place().as_str()),
        (1, "P2/2"),
        "{}",
        session.screen()
    );
    // And back to the reference, on which p looks without leaving.
    session.press("H p");
    let screen = session.screen();
    assert!(screen.contains("(ref A, para 2)"), "{screen}");
    assert!(screen.contains("07NORTHHAVEN88  P2  DUES"), "{screen}");
    assert!(screen.contains("2. (C) They will fall."), "{screen}");
    assert_eq!(session.model.reader().unwrap().entry, 0);
    session.press("<enter>");
    let reader = session.model.reader().unwrap();
    assert_eq!((reader.entry, reader.place().as_str()), (1, "P2/2"));
}

#[test]
fn a_reference_is_in_sight_on_whatever_row_of_its_paragraph_it_stands() {
    // The text of a release may have no line ends within a paragraph.
    let mut session = Session::reading(TUTORIAL, "120x40").keys("]r ]r f");
    let screen = session.screen();
    assert!(!screen.contains("no reference is in sight"), "{screen}");
    assert!(screen.contains("05KESTRELBAY12"), "{screen}");
    let words = "again and again ".repeat(20);
    for words in [&*words, &words.to_uppercase()] {
        let cable = format!("SUBJECT: X\n\nREF: A. 07 NORTHHAVEN 88\n\n1. (C) {words}(ref A).\n");
        session = Session::texts(&[cable.as_bytes(), CITED.as_bytes()], "80x24").keys("f");
        assert_eq!(session.model.reader().unwrap().entry, 1, "{cable}");
    }
}

#[test]
fn a_look_at_what_is_not_here_shows_its_entry() {
    let mut session = Session::texts(&[CITING.as_bytes(), CITED.as_bytes()], "80x24");
    session.press("]r ]r p");
    let screen = session.screen();
    assert!(screen.contains("06 KESTREL BAY 9"), "{screen}");
    assert!(screen.contains("It is not among the cables"), "{screen}");
    // Which entry was cited, and for which paragraph.
    let text = "SUBJECT: X\nREF: A. 08 NORTHHAVEN 88\n     B. 07 KESTREL BAY 9\n\n\
        1. (U) As said (ref B, para 7), nothing.\n";
    let cited = Session::text(text.as_bytes(), "80x24")
        .keys("]r p")
        .screen();
    let row = cited
        .lines()
        .find(|row| row.contains("cited"))
        .unwrap_or(&cited);
    assert!(row.contains("ref B, paragraph 7"), "{cited}");
    // Enter opens what stands for it, as it does on the reference.
    assert!(screen.contains("Enter who cites it"), "{screen}");
    session.press("<enter>");
    let screen = session.screen();
    assert!(screen.contains("Thread of 06KESTRELBAY9"), "{screen}");
    assert!(session.model.overlay.is_none(), "{screen}");
    session.press("q p");
    assert!(session.screen().contains("It is not among the cables"));
    session.press("q }} p");
    assert!(
        session.screen().contains("no reference is under"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_look_ahead_at_every_size() {
    at_every_size("hints", "f");
    at_every_size("peek", "]r p");
}

#[test]
fn a_filter_says_what_a_copy_holds_and_how_to_be_rid_of_it() {
    for size in SIZES {
        let mut session = Session::reading(TUTORIAL, size).keys("cu");
        let screen = session.screen();
        for words in ["Y copies only these", "c0 all", "cd dim", "not a release"] {
            assert!(screen.contains(words), "{size} {words}\n{screen}");
        }
        // What is dimmed is copied with the rest.
        session.press("cd j");
        let screen = session.screen();
        for words in ["Y copies all", "c0 all", "not a release"] {
            assert!(screen.contains(words), "{size} {words}\n{screen}");
        }
    }
    let screen = Session::reading(TUTORIAL, "120x40").keys("cu").screen();
    let shown = "shown: 16 of 24 paragraphs, 5,772 characters; Y copies";
    assert!(screen.contains(shown), "{screen}");
    let screen = Session::reading(TUTORIAL, "80x24").keys("cu cd j").screen();
    assert!(screen.contains("cd hide"), "{screen}");
}

#[test]
fn the_palette_leaves_the_line_of_the_cursor_in_sight() {
    for size in ["80x24", "120x40", "200x50"] {
        for count in [1, 4, 8, 9, 12, 16, 40] {
            let mut session = Session::reading(TUTORIAL, size);
            session.press(&format!("{count} j k"));
            let before = session.screen();
            // Beside the outline, or at the edge where there is none.
            let sign = |row: &str| row.contains("│>") || size == "80x24" && row.starts_with('>');
            let cursor = before.lines().position(sign);
            let of_text = |screen: &str| screen.lines().nth(cursor.unwrap()).unwrap().to_owned();
            session.press(":");
            let after = session.screen();
            assert!(after.contains("Commands"), "{size}\n{after}");
            assert_eq!(of_text(&after), of_text(&before), "{size} {count}\n{after}");
            // Nor does the title go, nor where it lies change by what is typed.
            assert_eq!(after.lines().next(), before.lines().next());
            let place = |session: &Session| {
                let region = session.model.overlay_region();
                (region.y == 1, region.y + region.height)
            };
            let (is_above, end) = place(&session);
            session.press("w i d e r");
            let (is_still_above, new_end) = place(&session);
            assert_eq!(is_still_above, is_above, "{size} {count}");
            assert!(is_above || new_end == end, "{size} {count}");
        }
    }
}

#[test]
fn the_source_says_that_no_filter_holds_there() {
    for size in SIZES {
        let screen = Session::reading(TUTORIAL, size).keys("cu r").screen();
        assert!(!screen.contains("showing (U) only"), "{size}\n{screen}");
        assert!(screen.contains("filtered"), "{size}\n{screen}");
        assert!(
            screen.contains("not a release decision"),
            "{size}\n{screen}"
        );
    }
}

#[test]
fn a_look_that_comes_late_leaves_what_is_typed_alone() {
    let mut session = Session::texts(&[CITING.as_bytes(), CITED.as_bytes()], "80x24").keys("]r");
    // The answer comes after more was typed.
    let _ = update(&mut session.model, Msg::Key("p".parse().unwrap()));
    session.press("/x");
    let opened = reftel::app::Opened::new(session.cables[1].clone(), None);
    session.send(Msg::Loaded(1, Box::new(opened)));
    assert!(matches!(session.model.overlay, Some(Overlay::Search(_))));
    // One that cannot be read is told, and Enter reads it when it can be.
    session.press("<esc> <esc> gg ]r");
    let _ = update(&mut session.model, Msg::Key("p".parse().unwrap()));
    session.send(Msg::Failed(1, reftel::typeset::Shown::new("it is gone")));
    assert!(
        session.screen().contains("it is gone"),
        "{}",
        session.screen()
    );
    session.press("gg ]r <enter>");
    assert_eq!(session.model.reader().unwrap().entry, 1);
}

/// A cable whose only paragraph cites more telegrams than there are letters.
fn citing(n_cited: usize) -> Session {
    let cited: Vec<String> = (0..n_cited)
        .map(|nth| format!("(07 STATE {})", 100 + nth))
        .collect();
    let text = format!(
        "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC PRIORITY 4410\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSUBJECT: HARBOR DUES\n\n\
1. (C) Much was said of it: {}.\nQUILL\n",
        cited.join(", ")
    );
    Session::text(text.as_bytes(), "80x24")
}

#[test]
fn more_references_than_letters_go_on_with_two() {
    let session = citing(30).keys("f");
    let Some(Overlay::Hints(hints)) = &session.model.overlay else {
        panic!("{}", session.screen())
    };
    assert_eq!(hints.len(), 30);
    assert_eq!((&*hints[24].letters, &*hints[29].letters), ("y", "ze"));
    assert!(session.screen().contains("(ze STATE 129)"));
    // After the first of two, the others are gone.
    let session = session.keys("z");
    assert_eq!(
        session.notice(),
        "the second letter on a reference; Esc cancels"
    );
    let screen = session.screen();
    assert!(screen.contains("(e7 STATE 129)"), "{screen}");
    assert!(screen.contains("(07 STATE 124)"), "{screen}");
    let session = session.keys("e");
    assert_eq!(
        session.notice(),
        "07STATE129 is not among the cables that are open: here is who cites it; q goes back"
    );
    let said = |keys: &str| citing(30).keys(keys).notice().to_owned();
    assert!(said("f b").starts_with("07STATE101 "));
    assert!(said("f z z").contains("no reference has that letter"));
    assert!(citing(30).keys("f z <esc>").model.overlay.is_none());
    // A Cyrillic layout types other letters with the same keys.
    assert!(said("f и").starts_with("07STATE101 "));
}

#[test]
fn reports_say_what_a_filter_hides_and_going_there_shows_it() {
    const DAMAGED: &[u8] = b"P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\n\
TO SECSTATE WASHDC PRIORITY 4410\n\nC O N F I D E N T I A L PORT LARKSPUR 000311\n\n\
SUBJECT: HARBOR DUES\n\n1. (U) The minister,s aide agreed.\n\n\
2. (S) The mayor,s did not.\n\n3. (U) No more.\nQUILL\n";
    for size in ["50x16", "80x24", "120x40", "200x50"] {
        let mut session = Session::text(DAMAGED, size).keys("cu gp");
        let screen = session.screen();
        assert!(screen.contains("P1  minister,s ->"), "{screen}");
        assert!(screen.contains("P2, hidden  mayor,s ->"), "{screen}");
        session.press("G <enter>");
        assert_eq!(
            session.notice(),
            "P2 was hidden by a filter, which is off now"
        );
        let reader = session.model.reader().unwrap();
        assert_eq!(reader.text.token_text(), "mayor's");
        assert!(!reader.is_filtered());
        // A place that is shown leaves the filter as it is.
        session.press("cu gp j j <enter>");
        assert!(session.model.reader().unwrap().is_filtered());
        assert_eq!(session.model.reader().unwrap().place(), "P1/3");
        // Brackets go by what is on the screen, and say what it stands for.
        session.press("]p");
        assert!(session.notice().ends_with(", hidden by a filter"));
        session.press("c0 &mayor <enter> gp");
        let screen = session.screen();
        assert!(screen.contains("P1, hidden  ") && screen.contains("P2  "));
        session.press("q cd gp");
        assert!(!session.screen().contains("hidden"));
    }
}

#[test]
fn messages_count_paragraphs_as_the_title_does() {
    const BLOCK: &[u8] = b"P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\n\
TO SECSTATE WASHDC PRIORITY 4410\n\nC O N F I D E N T I A L PORT LARKSPUR 000311\n\n\
SUBJECT: HARBOR DUES\n\n1. (U) The dues.\n\nTUGS AND LAMPS.\n\n\
2. (C) No more.\nQUILL\n";
    let screen = Session::text(BLOCK, "80x24").keys("1G cu").screen();
    assert!(screen.contains("P1/2 "), "{screen}");
    let words = "shown: 1 of 3 (2 numbered); Y copies only these; not a release";
    assert!(screen.contains(words), "{screen}");
    let screen = Session::text(BLOCK, "80x24").keys("&dues").screen();
    assert!(
        screen.contains("1 of 3 paragraphs (2 numbered)"),
        "{screen}"
    );
}

#[test]
fn the_palette_lists_first_what_enter_runs() {
    let first = |line: &str| {
        let session = Session::reading(TUTORIAL, "80x24");
        let session = session.keys(&format!(":{line}"));
        let Some(Overlay::Palette(palette)) = &session.model.overlay else {
            panic!("{line}")
        };
        palette.chosen().map(|command| command.spec().name)
    };
    for (line, name) in [
        ("wide", "wider-text"),
        ("wq", "close"),
        ("f", "place"),
        ("q!", "quit"),
        ("n", "next-cable"),
        ("e", "reload"),
        ("same", "next-same"),
        ("column", "column"),
        ("zM", "close-folds"),
    ] {
        assert_eq!(first(line), Some(name), "{line}");
    }
}

#[test]
fn the_tutorial_names_the_program_nowhere_as_if_it_were_a_reference() {
    let session = Session::reading(TUTORIAL, "80x24");
    let reader = session.model.reader().unwrap();
    let words = reader
        .links()
        .iter()
        .map(|link| reader.cable.read(link.span));
    let words: Vec<String> = words.collect();
    assert!(!words.is_empty());
    let is_name = |words: &&String| words.eq_ignore_ascii_case("reftel");
    assert_eq!(words.iter().find(is_name), None);
}

#[test]
fn a_cable_that_is_long_in_coming_is_said_to_be_read() {
    let mut session = Session::builtin("80x24");
    let enter = Key::from_str("<enter>").unwrap();
    let effects = update(&mut session.model, Msg::Key(enter));
    let wake = effects.iter().find_map(|effect| match effect {
        Effect::After(_, wake @ Wake::Opening(_)) => Some(*wake),
        _ => None,
    });
    session.send(Msg::Elapsed(wake.unwrap()));
    assert!(session.notice().starts_with("reading "));
    let opened = session.opened(0);
    session.send(Msg::Loaded(0, Box::new(opened)));
    assert_eq!(session.notice(), "");
    // Whoever is told in time that it is there is told nothing else.
    session.send(Msg::Elapsed(wake.unwrap()));
    assert_eq!(session.notice(), "");
}

#[test]
fn a_prompt_is_left_by_taking_back_more_than_was_typed() {
    let session = Session::reading(TUTORIAL, "80x24").keys("/po <backspace> <backspace>");
    assert!(session.model.overlay.is_some());
    let session = session.keys("<backspace>");
    assert!(session.model.overlay.is_none());
    assert!(session.model.reader().unwrap().find.is_none());
    let session = session.keys(": <backspace>");
    assert!(session.model.overlay.is_none());
}

#[test]
fn keys_that_are_no_letters_end_the_letters_on_references() {
    for key in ["<tab>", "<enter>", "<up>", "<c-g>"] {
        let session = Session::reading(TUTORIAL, "80x24").keys("8G f").keys(key);
        assert!(session.model.overlay.is_none(), "{key}");
        assert_eq!(session.notice(), "no reference has that letter", "{key}");
    }
    // What holds in every line holds here.
    let session = Session::reading(TUTORIAL, "80x24").keys("8G f <c-l>");
    assert!(matches!(session.model.overlay, Some(Overlay::Hints(_))));
}

#[test]
fn a_look_names_the_entry_of_the_references_and_stays_open_at_another_size() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("8G ]r p");
    let screen = session.screen();
    assert!(screen.contains("printed: 07 PORT LARKSPUR 409"), "{screen}");
    assert!(screen.contains("Enter reads it"), "{screen}");
    for size in ["50x16", "120x40", "200x50", "80x24"] {
        session.press(&format!("size:{size}"));
        let screen = session.screen();
        assert!(screen.contains("The Act of 1871"), "{size}\n{screen}");
        assert!(screen.contains(" 07 PORT"), "{size}\n{screen}");
    }
    assert_eq!(session.screen(), screen);
    // What is not here cannot be read, at no size.
    let mut session = Session::texts(&[CITING.as_bytes(), CITED.as_bytes()], "80x24");
    session.press("]r ]r p");
    for size in ["50x16", "80x24"] {
        session.press(&format!("size:{size}"));
        let screen = session.screen();
        assert!(screen.contains("06 KESTREL BAY 9"), "{size}\n{screen}");
        assert!(!screen.contains("reads it"), "{size}\n{screen}");
    }
    // A hit that is looked at stays in sight as well.
    let mut session = Session::builtin("80x24").keys("gs h a d d o c k <enter> p");
    assert!(matches!(session.model.overlay, Some(Overlay::Peek(_))));
    let place = |session: &Session| match &session.model.overlay {
        Some(Overlay::Peek(peek)) => peek.pane.place(),
        _ => panic!("{}", session.screen()),
    };
    let hit = place(&session);
    session.press("size:120x40 size:80x24");
    assert_eq!(place(&session), hit);
    // So does what was read on to.
    session.press("<space>");
    let read = place(&session);
    assert_ne!(read, hit);
    for size in ["50x16", "120x40", "80x24"] {
        session.press(&format!("size:{size}"));
        assert_eq!(place(&session), read, "{size}\n{}", session.screen());
    }
}

#[test]
fn without_a_header_there_is_nothing_to_stand_beside_or_to_be_led_to() {
    for size in ["80x24", "120x40"] {
        let session = Session::text(b"Words.\n\nMore words.\n", size).keys("gh");
        let screen = session.screen();
        assert!(
            screen.contains("│>  This cable has no header.  "),
            "{screen}"
        );
        let last = screen.lines().last().unwrap_or_default();
        assert!(last.starts_with(" q close "), "{last}");
        assert!(
            !last.contains("goes there") && !last.contains("more"),
            "{last}"
        );
    }
}

#[test]
fn a_line_that_two_were_joined_to_is_named_by_both() {
    let text = b"P 041512Z MAR 08\nFM AMEMBASSY PORT LARKSPUR\n\
        TO SECSTATE WASHDC 4711 INFO AMCONSUL NORTHHAVEN 0001\nBT\n\
        UNCLAS PORT LARKSPUR 000012\n\nSUBJECT: DUES\n\n1. (U) Text.\nBT\n";
    let session = Session::text(text, "120x40").keys("gh");
    let Some(Overlay::Report(report)) = &session.model.overlay else {
        panic!("{}", session.screen());
    };
    let words: Vec<&str> = report.terms.iter().map(|term| &*term.words).collect();
    let named = words
        .iter()
        .position(|words| words.trim() == "action addressees");
    let also = named.and_then(|at| words.get(at + 1));
    assert_eq!(also.unwrap().trim(), "and information addressees");
}

#[test]
fn a_row_of_a_report_that_leads_nowhere_says_so() {
    let session = Session::reading(TUTORIAL, "80x24").keys("gc j <enter>");
    assert_eq!(session.notice(), "this row leads to no place");
    assert!(matches!(session.model.overlay, Some(Overlay::Report(_))));
}

#[test]
fn the_last_row_offers_what_the_frame_of_a_window_says() {
    for (keys, offered) in [
        ("x", "q close  n next known  N known before"),
        (
            "8G ]r x",
            "q close  n next known  N known before  Enter reads it",
        ),
        ("t j x", "q close"),
        (
            "gc",
            "q close  Enter goes there  x more  s switches this kind  j down",
        ),
        (
            "gh",
            "q close  Enter goes there  x more  j down  Space page down",
        ),
        ("8G ]r p", "q close  Enter reads it"),
        ("G gg g;", "q close  Enter goes there  j down"),
        ("ma gm", "q close  Enter goes there  D removes"),
        ("?", "q close  / search  Enter runs it  j down"),
    ] {
        let session = Session::reading(TUTORIAL, "80x24").keys(keys);
        let screen = session.screen();
        let last = screen.lines().last().unwrap_or_default();
        assert!(last.trim_start().starts_with(offered), "{keys}: {last}");
        assert!(!last.contains("Q quit"), "{keys}: {last}");
        // Where all is in sight, nothing has to be scrolled.
        let fits = ["x", "8G ]r x", "t j x", "8G ]r p", "ma gm"];
        assert!(!(fits.contains(&keys) && last.contains("down")), "{last}");
    }
    // In the outline no words are gone through.
    let mut session = Session::reading(TUTORIAL, "80x24").keys("t j x");
    assert!(!session.screen().contains("known"), "{}", session.screen());
    session.press("n");
    assert!(session.notice().contains("outline"), "{}", session.notice());
    // Without repairs none can be switched off.
    let session = Session::text(b"1. (U) The press was told.\n", "80x24").keys("gc");
    let screen = session.screen();
    assert!(screen.contains("No repairs"), "{screen}");
    assert!(!screen.contains("switch"), "{screen}");
    // What is not open cannot be read.
    let session = Session::texts(&[CITING.as_bytes(), CITED.as_bytes()], "80x24");
    let screen = session.keys("]r ]r x").screen();
    assert!(!screen.contains("reads it"), "{screen}");
    // The same from a list.
    let session = Session::builtin("80x24").keys("?");
    let screen = session.screen();
    let last = screen.lines().last().unwrap_or_default();
    assert!(last.contains("q close  / search  Enter runs it"), "{last}");
}

#[test]
fn whoever_asks_for_paragraphs_sees_one() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("& goat <enter>");
    let screen = session.screen();
    assert!(screen.contains("P21/24"), "{screen}");
    assert!(screen.contains("with the word goat"), "{screen}");
    assert!(screen.contains("} next shown"), "{screen}");
    // Paragraphs that are hidden are passed over, both ways.
    session.press("}");
    assert!(session.screen().contains("P24/24"), "{}", session.screen());
    session.press("}");
    assert_eq!(session.notice(), "no shown paragraph below");
    session.press("{ {");
    assert_eq!(session.notice(), "no shown paragraph above");
    assert!(session.screen().contains("P21/24"));
    // It was a jump.
    session.press("H");
    assert!(session.screen().contains("P1/24"), "{}", session.screen());
    // A cursor in a paragraph that is shown stays.
    session.press("<esc> 24G & goat <enter>");
    assert!(session.screen().contains("P24/24"));
    // Dimmed paragraphs are there to be read.
    session.press("cd 2G }");
    assert!(session.screen().contains("P3/24"), "{}", session.screen());
    // What the line says holds: as it was, or nothing.
    session.press("cd & <enter>");
    assert!(session.model.reader().unwrap().is_filtered());
    assert_eq!(session.notice(), "goat still holds; Esc shows all");
    session.press("& <c-u> <enter>");
    assert!(!session.model.reader().unwrap().is_filtered());
    assert!(session.notice().contains("every paragraph is shown again"));
    session.press("& <up> <enter>");
    assert!(session.model.reader().unwrap().is_filtered());
}

#[test]
fn what_a_line_says_holds_after_enter() {
    let is_filtered = |session: &Session| session.model.reader().unwrap().only.is_some();
    for keys in [
        ":ask_goat <enter> :ask_goat <enter>",
        "& goat <enter> & goat <enter>",
        "& goat <enter> & <end> <enter>",
        "& goat <enter> & <enter>",
    ] {
        let session = Session::reading(TUTORIAL, "80x24").keys(keys);
        assert!(is_filtered(&session), "{keys}: {}", session.notice());
    }
    // In a list as in a cable.
    let list = |keys: &str| Session::builtin("80x24").keys(&format!("& goat <enter> & {keys}"));
    let all = Session::builtin("80x24").model.n_rows();
    let held = list("<enter>");
    assert!(held.model.n_rows() < all);
    assert_eq!(held.notice(), "goat still holds; Esc shows all");
    assert_eq!(list("<c-u> <enter>").model.n_rows(), all);
    for (keys, line) in [
        ("fish", "fish"),
        ("<space> fish", "goat fish"),
        ("<backspace>", "goa"),
    ] {
        let session = list(keys);
        assert_eq!(session.model.query_line().unwrap().prompt.text(), line);
    }
    // A filter by marking is none of what is taken back.
    for size in ["80x24", "50x16"] {
        let session = Session::reading(TUTORIAL, size).keys("cu & goat <enter> & <c-u> <enter>");
        assert!(!is_filtered(&session));
        assert_eq!(
            session.notice(),
            "(U) only still holds; c0 shows all",
            "{size}"
        );
    }
    // What is written takes the place of what was asked; Up brings it back.
    let line = |keys: &str| {
        let session = Session::reading(TUTORIAL, "80x24").keys(keys);
        session.model.query_line().unwrap().prompt.text().to_owned()
    };
    assert_eq!(line("& prints <enter> &"), "prints");
    assert_eq!(line("& prints <enter> & harbor"), "harbor");
    assert_eq!(line("& prints <enter> & harbor <up>"), "prints");
    assert_eq!(line("& prints <enter> & <end> <space> key"), "prints key");
    assert_eq!(line("& prints <enter> & <space> key"), "prints key");
    assert_eq!(line("& prints <enter> & <backspace> *"), "print*");
}

#[test]
fn what_a_query_dims_is_passed_over_once() {
    let mut session = Session::reading(TUTORIAL, "50x16").keys("cu cd & goat <enter>");
    assert!(session.screen().contains("P21/24"), "{}", session.screen());
    // } goes to what is dimmed as well, and a copy has it.
    session.press("c0 size:200x50");
    for (keys, is_offered) in [("& goat <enter>", false), ("cd", true), ("r", false)] {
        session.press(keys);
        let screen = session.screen();
        let last = screen.lines().last().unwrap_or_default();
        let offers = ["next shown", "copy these"].map(|words| last.contains(words));
        assert_eq!(offers, [is_offered; 2], "{keys}: {last}");
    }
}

#[test]
fn a_code_is_counted_as_it_is_written() {
    let session = Session::reading(TUTORIAL, "120x40").keys("/SUMMARY <enter> x");
    let screen = session.screen();
    assert!(
        screen.contains("paragraph 1, and so written in no other of this cable"),
        "{screen}"
    );
}

#[test]
fn the_theme_that_goes_by_the_terminal_can_be_taken_again() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("T");
    assert!(!session.model.settings.follows);
    session.press("<a-t>");
    let screen = session.screen();
    assert!(screen.contains("auto  light or dark"), "{screen}");
    session.press("gg <enter>");
    assert!(session.model.settings.follows);
    assert_eq!(session.notice(), "theme auto: dark here");
    session.press("T :theme_auto <enter>");
    assert!(session.model.settings.follows);
}

#[test]
fn a_palette_that_knows_nothing_says_so() {
    for size in ["50x16", "80x24"] {
        let session = Session::reading(TUTORIAL, size).keys(":qqqq");
        let screen = session.screen();
        assert!(screen.contains("no command is called so"), "{screen}");
    }
    let session = Session::reading(TUTORIAL, "120x40").keys(":vsp <enter>");
    assert!(session.model.is_split());
}

#[test]
fn an_outline_that_is_opened_shows_what_is_before_the_paragraph_too() {
    for (keys, first) in [("8G t", "    1 (C)"), ("24G t", "    8 (U)")] {
        let session = Session::reading(TUTORIAL, "80x24").keys(keys);
        let screen = session.screen();
        let rows: Vec<&str> = screen.lines().skip(2).take(20).collect();
        assert!(rows[0].starts_with(first), "{keys}\n{screen}");
        assert!(rows.iter().any(|row| row.starts_with('>')), "{screen}");
        assert!(rows.iter().all(|row| !row.trim().is_empty()), "{screen}");
    }
}

#[test]
fn the_cables_own_signs_stay_where_all_else_is_ascii() {
    let text = "P 151412Z MAR 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
                SUBJECT: DUES\n\n1. (U) He said \u{2026} and \u{27e8}so\u{27e9} \u{2400} on, \u{1b}and went.\n";
    let mut session = Session::text(text.as_bytes(), "80x24");
    session.model.settings.ascii = true;
    let screen = session.screen();
    assert!(
        screen.contains("He said \u{2026} and \u{27e8}so\u{27e9} \u{2400} on, ^and went."),
        "{screen}"
    );
}

#[test]
fn a_zero_says_what_does_what_it_does_elsewhere() {
    let session = Session::reading("08PORTLARKSPUR311", "80x24").keys("0");
    assert_eq!(
        session.notice(),
        "0 begins a count; :row-start does what 0 does in vim"
    );
    // Inside a count it is a digit like any other.
    assert_eq!(session.keys("<esc> 1 0").notice(), "");
}

#[test]
fn a_count_past_the_last_place_leads_to_the_last() {
    let last = |keys: &str| {
        let session = Session::reading("08PORTLARKSPUR311", "80x24").keys(keys);
        session.notice().to_owned()
    };
    assert!(last("99]p").starts_with("9/9"), "{}", last("99]p"));
    assert!(last("G 99[p").starts_with("1/9"), "{}", last("G 99[p"));
    assert_eq!(last("99]p ]p"), "no repair below");
    assert_eq!(last("99]p 99[p 1[p"), "no repair above");
}

#[test]
fn reading_begins_at_the_first_paragraph_though_it_is_empty() {
    let cable = format!("{LARKSPUR}1. (C)\n\n2. (S) Here are words.\nTREMAINE\n");
    let session = Session::text(cable.as_bytes(), "80x24");
    assert!(session.screen().contains("P1/2"), "{}", session.screen());
}

#[test]
fn numbers_of_five_digits_stand_beside_the_cursor_and_their_marking() {
    let numbers = (1..=10_002).fold(String::from(LARKSPUR), |text, number| {
        let mark = ["C", "SBU", "C/NF"][number % 3];
        text + &format!("{number}. ({mark}) Boat {number} left.\n\n")
    });
    let session = Session::text(numbers.as_bytes(), "80x24").keys("10002G");
    let screen = session.screen();
    assert!(screen.contains("\n 10000(SBU) Boat"), "{screen}");
    assert!(screen.contains(">10002 (C)  Boat"), "{screen}");
    assert!(screen.contains(" 10001(C/NF Boat"), "{screen}");
    assert!(screen.contains("P10002/10002"), "{screen}");
}

#[test]
fn damaged_files_are_told_of_together() {
    use reftel::app::Msg;
    use reftel::typeset::Shown;
    let mut session = Session::reading("08PORTLARKSPUR311", "80x24");
    for words in [
        "the file of places was damaged",
        "the file of marks was damaged",
    ] {
        session.send(Msg::Trouble(Shown::new(words)));
        session.send(Msg::Trouble(Shown::new(words)));
    }
    let said = session.notice();
    assert!(
        said.contains("of places was") && said.contains("of marks was"),
        "{said}"
    );
}

/// The heading of a telegram.
const LARKSPUR: &str = "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
    S E C R E T PORT LARKSPUR 000311\n\nE.O. 12958: DECL: 07/22/2018\nTAGS: PREL VD\n\
    SUBJECT: HARBOR TALKS\n\n";

#[test]
fn the_report_is_gone_through_by_finding_and_tells_more() {
    let session = Session::text(CONTRADICTORY.as_bytes(), "80x40").keys("gc");
    let screen = session.screen();
    for words in ["derived from portions", "marked 2 of 2: ", "map  1"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    let here = |session: &Session| {
        let screen = session.screen();
        let row = screen.lines().find(|row| row.contains("│>")).unwrap();
        row.to_owned()
    };
    let mut session = session.keys("]e");
    let first = here(&session);
    assert!(first.contains("│>! ") || first.contains("│>? "), "{first}");
    session.press("]e");
    let second = here(&session);
    assert_ne!(first, second);
    session.press("[e");
    assert_eq!(here(&session), first);
    session.press("[e");
    assert_eq!(session.notice(), "no finding above");
    // Also from the lines below a finding; closed, the report is there again.
    for keys in ["x", "j x"] {
        let session = Session::text(CONTRADICTORY.as_bytes(), "80x40").keys("gc ]e");
        let session = session.keys(keys);
        let screen = session.screen();
        for words in ["Explain ", "why", "place", "years", "source"] {
            assert!(screen.contains(words), "{keys} {words}: {screen}");
        }
        let next = Session::keys(session, "n").screen();
        assert!(next.contains("Explain ") && next != screen, "{next}");
    }
    let session = Session::text(CONTRADICTORY.as_bytes(), "80x40").keys("gc ]e x q");
    assert_eq!(here(&session), first);
    let session = Session::text(CONTRADICTORY.as_bytes(), "80x40").keys("gc ]e x <esc>");
    assert_eq!(here(&session), first);
    // A repair tells what the source has.
    let session = Session::text(CONTRADICTORY.as_bytes(), "80x40").keys("gp G x");
    let screen = session.screen();
    assert!(screen.contains("original"), "{screen}");
    // Of what is counted above there is nothing more, nor of other windows.
    let session = Session::text(CONTRADICTORY.as_bytes(), "80x40").keys("gc x");
    assert_eq!(session.notice(), "nothing more is known of this row");
    let session = session.keys("q g; x ]e");
    assert!(session.notice().starts_with("findings are listed by"));
}
