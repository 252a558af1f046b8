//! What small screens give up, and what they never do.

use crate::session::Session;

const CABLE: &str = "08KESTRELBAY61";

fn title(session: &Session) -> String {
    session.screen().lines().next().unwrap().to_owned()
}

#[test]
fn the_title_keeps_id_level_paragraph_and_filter_at_every_width() {
    for width in 20..=120 {
        let mut session = Session::reading(CABLE, "80x24");
        session.press(&format!("size:{width}x16 5G cu"));
        let title = title(&session);
        let level = if width < 40 { " C " } else { "CONFIDENTIAL" };
        for words in ["08", "61", level, "P5", "(U)"] {
            assert!(title.contains(words), "{width}: {words} in {title:?}");
        }
    }
}

#[test]
fn a_line_of_the_strip_stands_for_the_highest_marking_that_it_covers() {
    use std::fmt::Write as _;
    let mut text = String::from("S E C R E T PORT LARKSPUR 000012\nSUBJECT: ONE OF MANY\n\n");
    for number in 1..=120 {
        let mark = if number == 61 { "S" } else { "U" };
        writeln!(text, "{number}. ({mark}) A line.\n").unwrap();
    }
    let session = Session::text(text.as_bytes(), "80x24");
    let strip: String = session
        .screen()
        .lines()
        .filter_map(|line| line.chars().nth(79))
        .filter(char::is_ascii_uppercase)
        .collect();
    assert_eq!(strip.matches('S').count(), 1, "{strip}");
    assert!(strip.len() > 10, "{strip}");
}

#[test]
fn the_continuations_of_a_key_scroll_where_not_all_are_in_sight() {
    let mut session = Session::reading(CABLE, "30x8").keys("g").wait();
    let screen = session.screen();
    assert!(
        screen.contains("gg ") && screen.contains("more"),
        "{screen}"
    );
    for _ in 0..40 {
        session.press("<down>");
    }
    let screen = session.screen();
    assert!(screen.contains("Up back"), "{screen}");
    assert!(!screen.contains("gg "), "{screen}");
    session.press("<up> <pageup> <pageup> <pageup> <pageup> <pageup> <pageup> <pageup>");
    assert!(session.screen().contains("gg "));
    session.press("m");
    assert!(
        session.screen().contains("arks"),
        "the sequence still goes on"
    );
}

#[test]
fn below_ten_rows_title_and_text_stay() {
    for size in ["120x9", "200x9", "80x9", "50x6"] {
        let screen = Session::reading(CABLE, size).screen();
        assert!(screen.contains(CABLE), "{screen}");
        assert!(!screen.contains('─'), "{size}: {screen}");
    }
}

#[test]
fn a_line_of_the_source_is_gone_to_by_its_number() {
    let text = "SUBJECT: ONE\n\n1. (U) First.\n\n2. (U) Second\nand third.\n";
    for keys in ["", "r "] {
        let mut session = Session::text(text.as_bytes(), "80x24");
        session.press(&format!("{keys}:line_6 <enter>"));
        let reader = session.model.reader().unwrap();
        assert_eq!(reader.focused_ref().unwrap().token_text(), "and", "{keys}");
    }
}

#[test]
fn a_value_that_goes_on_below_is_explained_there_as_well() {
    let mut session = Session::reading(CABLE, "120x40").keys("<tab>");
    // The first row of the list of references that begins with our own words.
    let mut n_explained = 0;
    for _ in 0..40 {
        session.press("x");
        assert!(
            !session.notice().contains("no word"),
            "{}\n{}",
            session.notice(),
            session.screen()
        );
        n_explained += usize::from(session.model.overlay.is_some());
        session.press("<esc> j");
    }
    assert!(n_explained > 20, "{n_explained}");
}
