//! Characters that are no ASCII: how wide they are, and where none may be.

use reftel::app::Size;
use reftel::typeset::{Ambiguous, columns};

use crate::session::Session;

const TUTORIAL: &str = "08PORTLARKSPUR311";

/// Ambiguous, wide, combining and hidden characters in every part.
const MIXED: &str = "\
O 031415Z MAY 07
FM AMEMBASSY PORT LARKSPUR
TO SECSTATE WASHDC IMMEDIATE 4711
C O N F I D E N T I A L PORT LARKSPUR 000012

E.O. 12958: DECL: 05/03/2017
TAGS: PREL, ETRD
SUBJECT: CAFÉ “HARBOR” — ТАЛКС § 北京 e\u{301}

1. (C) SUMMARY: “Café Müller” — the §-clause — names 北京 and
Ελλάς; the pilots’ e\u{301}te\u{301} was “over” ± 3 × 4. END SUMMARY.

2. (U) ТАЛКС of the ferry ①②③ and 한국 go on… as √ shows.

3. (C) COMMENT: “So be it”, — said Ines Márlow.
QUILL
";

fn wide(size: &str) -> Session {
    let mut session = Session::text(MIXED.as_bytes(), size);
    session.model.settings.ambiguous = Ambiguous::Wide;
    session.press(&format!("size:20x5 size:{size}"));
    session
}

/// Where every word of the text begins on the screen is where the cursor goes.
fn assert_cursor_is_at_its_word(session: &Session, what: &str) {
    let mut terminal = session.terminal();
    let at = terminal.get_cursor_position().unwrap();
    let buffer = terminal.backend().buffer();
    let reader = session.model.reader().unwrap();
    let token = reader.focused_ref().unwrap().token_text();
    let Some(first) = token.chars().next() else {
        return;
    };
    let symbol = buffer[(at.x, at.y)].symbol();
    assert!(
        symbol.starts_with(first),
        "{what}: {token:?} at {at:?}, where {symbol:?} is\n{}",
        session.screen()
    );
}

#[test]
fn the_cursor_stands_on_its_word_at_either_width() {
    for size in ["50x16", "80x24", "120x40", "200x50"] {
        for is_wide in [false, true] {
            let mut session = if is_wide {
                wide(size)
            } else {
                Session::text(MIXED.as_bytes(), size)
            };
            session.press("gg");
            for nth in 0..60 {
                assert_cursor_is_at_its_word(&session, &format!("{size} {is_wide} {nth}"));
                session.press("l");
            }
            session.press("gg M");
            for nth in 0..20 {
                assert_cursor_is_at_its_word(&session, &format!("{size} {is_wide} M{nth}"));
                session.press("l");
            }
        }
    }
}

#[test]
fn no_row_is_wider_than_its_measure() {
    for size in ["50x16", "80x24", "120x40"] {
        let session = wide(size);
        let reader = session.model.reader().unwrap();
        let page = &reader.text.page;
        for row in page.rows() {
            let text = &page.text()[row.start as usize..row.end as usize];
            let taken = columns(text) + usize::from(row.indent);
            assert!(taken <= usize::from(page.measure()), "{size} {text:?}");
        }
        // Quotation marks have two columns here.
        assert_eq!(columns("“Café”"), 9);
    }
    let session = Session::text(MIXED.as_bytes(), "80x24");
    let _ = session.screen();
    assert_eq!(columns("“Café”"), 6);
}

#[test]
fn lines_of_ambiguous_width_are_drawn_in_ascii() {
    let screen = wide("120x40").screen();
    for drawn in ['─', '│', '┌'] {
        assert!(!screen.contains(drawn), "{screen}");
    }
    assert!(screen.contains("Café"), "{screen}");
}

#[test]
fn wide_screens_look_so() {
    for size in ["50x16", "80x24", "120x40"] {
        insta::assert_snapshot!(format!("ambiguous-{size}"), wide(size).snapshot());
    }
}

/// What is more than ASCII on a screen and not in the cable.
fn foreign(session: &Session, cable: &str) -> String {
    let is_foreign = |c: &char| !(' '..='~').contains(c) && *c != '\n' && !cable.contains(*c);
    session.screen().chars().filter(is_foreign).collect()
}

#[test]
fn in_ascii_mode_every_screen_says_and_draws_ascii() {
    let views = [
        "", "?", "? /par", "x", "gc", "gp", "gh", "g.", "G g;", ":", ":exp", "/har", "&har", "g",
        "c", "[", "m", "ma gm", "<a-t>", "M", "t", "S", "M <tab>", "r", "cc", "cd", "v ll", "V",
        "f", "p", "T", "<f2>", "zM", "|", "zc", "O", "12G", "50%", "q", "q ?", "q :", "q /x",
    ];
    for (width, height) in [(20, 5), (50, 16), (80, 24), (120, 40), (200, 50)] {
        for view in views {
            let mut session = Session::reading(TUTORIAL, "80x24");
            session.model.settings.ascii = true;
            session.model.settings.which_key = Some(std::time::Duration::ZERO);
            session.send(reftel::app::Msg::Resized(Size { width, height }));
            session.press(view);
            let all: String = session
                .cables
                .iter()
                .map(reftel::cable::Cable::text)
                .collect();
            let foreign = foreign(&session, &all);
            assert_eq!(
                foreign,
                "",
                "{width}x{height} {view}:\n{}",
                session.screen()
            );
        }
    }
}

#[test]
fn in_ascii_mode_the_signs_of_the_gate_are_ascii_and_letters_stay() {
    let text = MIXED.replace("of the ferry", "of \u{1b}[2J the \u{202e}ferry\u{200b}");
    for (size, is_wide) in [("80x24", false), ("80x24", true), ("50x16", false)] {
        let mut session = Session::text(text.as_bytes(), size);
        session.model.settings.ascii = true;
        if is_wide {
            session.model.settings.ambiguous = Ambiguous::Wide;
        }
        session.press(&format!("size:20x5 size:{size}"));
        let screen = session.screen();
        assert!(screen.contains("^[2J"), "{screen}");
        assert!(screen.contains("<202E>"), "{screen}");
        assert!(screen.contains("Café"), "{screen}");
        assert_eq!(foreign(&session, MIXED), "", "{screen}");
    }
}
