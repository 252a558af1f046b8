//! The mouse: what it does on each screen, and that a key does the same.

use reftel::app::{Deed, Effect, Mouse, Msg, Overlay, PaneId, Pointing};
use reftel::command::{Command, Context};

use crate::session::Session;

const TUTORIAL: &str = "08PORTLARKSPUR311";

const CITING: &str = "\
O 031415Z MAY 07
FM AMEMBASSY PORT LARKSPUR
TO SECSTATE WASHDC IMMEDIATE 4711
C O N F I D E N T I A L PORT LARKSPUR 000012

E.O. 12958: DECL: 05/03/2017
TAGS: PREL, ETRD
SUBJECT: HARBOR TALKS

REF: 06 NORTHHAVEN 88

1. (C) As REFTEL said, the pilots go back to work.

2. (U) The ferry sails.
QUILL
";
const CITED: &str = "\
O 191504Z JUL 06
FM AMCONSUL NORTHHAVEN
TO SECSTATE WASHDC PRIORITY 88
C O N F I D E N T I A L NORTHHAVEN 000088

TAGS: PREL
SUBJECT: PILOTS

1. (C) The pilots struck.
QUILL
";

/// Filed on another day, and marked above its banner.
const DAMAGED: &str = "VZCZCXYZ0007\nPP RUEHC\n\nDE RUEHPL #0311/01 2011504\nZNY SSSSS ZZH\n\
P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4410\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000311\n\nTAGS: PREL, VD\nSUBJECT: HARBOR DUES\n\n\
1. (C) The minister agreed.\n\n2. (S) The press was told.\nQUILL\n";

/// A session that has the mouse.
fn with_mouse(mut session: Session) -> Session {
    session.model.settings.mouse = Mouse::Ours;
    session
}

fn point(session: &mut Session, deed: Deed, (x, y): (u16, u16)) {
    session.send(Msg::Point(Pointing { deed, x, y }));
}

fn click(session: &mut Session, at: (u16, u16)) {
    point(session, Deed::Press, at);
    point(session, Deed::Release, at);
}

/// The cell where some words begin on the screen.
fn cell(session: &Session, words: &str) -> (u16, u16) {
    let screen = session.screen();
    let found = screen.lines().enumerate().find_map(|(y, line)| {
        let before = &line[..line.find(words)?];
        Some((reftel::typeset::columns(before), y))
    });
    let (x, y) = found.unwrap_or_else(|| panic!("no {words} on the screen:\n{screen}"));
    (x.try_into().unwrap(), y.try_into().unwrap())
}

fn token(session: &Session) -> String {
    let reader = session.model.reader().unwrap();
    reader.focused_ref().unwrap().token_text().to_owned()
}

#[test]
fn the_wheel_scrolls_the_pane_under_the_pointer() {
    let mut session = with_mouse(Session::reading(TUTORIAL, "120x40"));
    let tops = |session: &Session| {
        let reader = session.model.reader().unwrap();
        let panes = [&reader.text, &reader.routing].map(|pane| pane.scroll.top);
        (panes, reader.focus)
    };
    let before = tops(&session);
    let text = cell(&session, "SUMMARY");
    point(&mut session, Deed::WheelDown, text);
    assert_eq!(tops(&session).0, [before.0[0] + 3, before.0[1]]);
    let routing = cell(&session, "Action");
    point(&mut session, Deed::WheelDown, routing);
    assert_eq!(tops(&session).0, [before.0[0] + 3, before.0[1] + 3]);
    // The keys stay where they were.
    assert_eq!(tops(&session).1, PaneId::Text);
    point(&mut session, Deed::WheelUp, text);
    point(&mut session, Deed::WheelUp, text);
    assert_eq!(tops(&session).0, [0, 3]);
    for _ in 0..200 {
        point(&mut session, Deed::WheelDown, text);
    }
    // The end is the end.
    let text = &session.model.reader().unwrap().text;
    let n_in_sight = text.n_rows() - text.scroll.top;
    assert!((30..40).contains(&n_in_sight), "{n_in_sight}");
}

#[test]
fn a_click_puts_the_cursor_there_and_a_second_one_opens() {
    let texts = [CITING.as_bytes(), CITED.as_bytes()];
    let mut session = with_mouse(Session::texts(&texts, "80x24"));
    let ferry = cell(&session, "ferry");
    click(&mut session, ferry);
    assert_eq!(token(&session), "ferry");
    let reference = cell(&session, "REFTEL");
    click(&mut session, reference);
    assert_eq!(token(&session), "REFTEL");
    assert!(session.model.overlay.is_none());
    click(&mut session, reference);
    assert!(session.screen().contains("The pilots struck."));
    // As after Enter, there is a way back.
    session.press("H");
    assert!(session.screen().contains("the pilots go back"));
    let ferry = cell(&session, "ferry");
    click(&mut session, ferry);
    click(&mut session, ferry);
    assert_eq!(session.model.context(), Context::Explain);
    // Beside it, a click closes it.
    click(&mut session, (0, 0));
    assert_eq!(session.model.context(), Context::Reader);
}

#[test]
fn a_click_in_the_outline_goes_there() {
    let mut session = with_mouse(Session::reading(TUTORIAL, "120x40"));
    let at = cell(&session, "Telegrams. J goes to t…");
    click(&mut session, at);
    let reader = session.model.reader().unwrap();
    assert_eq!(reader.focus, PaneId::Text);
    assert!(session.screen().contains("P4/24"));
    session.press("gg");
    let at = cell(&session, "Paragraphs ─");
    point(&mut session, Deed::WheelDown, at);
    point(&mut session, Deed::WheelDown, at);
    click(&mut session, (at.0, at.1 + 12));
    let screen = session.screen();
    assert!(!screen.contains("P1/24"), "{screen}");
}

#[test]
fn a_border_is_dragged() {
    let mut session = with_mouse(Session::reading(TUTORIAL, "120x40"));
    let before = session.model.settings.arrangement.left;
    let (_, y) = cell(&session, "Action");
    point(&mut session, Deed::Press, (36, y));
    for x in [37, 40, 45] {
        point(&mut session, Deed::Drag, (x, y));
    }
    point(&mut session, Deed::Release, (45, y));
    assert_eq!((before, session.model.settings.arrangement.left), (0, 45));
    let row = session.screen().lines().nth(y.into()).unwrap().to_owned();
    assert_eq!(row.chars().nth(45), Some('│'), "{row}");
    // Nobody wants a side of nothing.
    point(&mut session, Deed::Press, (45, y));
    point(&mut session, Deed::Drag, (0, y));
    assert_eq!(session.model.settings.arrangement.left, 16);
}

#[test]
fn the_right_border_is_dragged_as_well() {
    let mut session = with_mouse(Session::reading(TUTORIAL, "200x50"));
    let (x, y) = cell(&session, "│─ Summary and comment");
    point(&mut session, Deed::Press, (x, y + 4));
    point(&mut session, Deed::Drag, (x - 6, y + 4));
    assert_eq!(session.model.settings.arrangement.right, 60);
    let (dragged, _) = cell(&session, "│─ Summary and comment");
    assert_eq!(dragged, x - 6);
}

#[test]
fn dragging_selects_words_of_the_text_alone() {
    let texts = [CITING.as_bytes()];
    let mut session = with_mouse(Session::texts(&texts, "80x24"));
    let (from, to) = (cell(&session, "pilots"), cell(&session, "work."));
    point(&mut session, Deed::Press, from);
    point(&mut session, Deed::Drag, (from.0 + 1, from.1));
    // Still the same word.
    assert_eq!(session.model.context(), Context::Reader);
    point(&mut session, Deed::Drag, to);
    point(&mut session, Deed::Release, to);
    assert_eq!(session.model.context(), Context::Select);
    assert!(session.screen().contains("selecting: 5 words in P1"));
    session.press("yy");
    let copied = session.effects.iter().find_map(|effect| match effect {
        Effect::Copy(passage, _) => Some(passage.as_str().to_owned()),
        _ => None,
    });
    assert_eq!(copied.as_deref(), Some("pilots go back to work."));
    // Far out of the pane it goes on inside it; a click ends it.
    point(&mut session, Deed::Press, from);
    point(&mut session, Deed::Drag, (79, 23));
    assert_eq!(session.model.context(), Context::Select);
    let to = cell(&session, "ferry");
    click(&mut session, to);
    assert_eq!(session.model.context(), Context::Reader);
}

#[test]
fn lists_are_clicked() {
    let mut session = with_mouse(Session::builtin("80x24"));
    let at = (20, 5);
    click(&mut session, at);
    assert_eq!(session.model.context(), Context::Catalog);
    click(&mut session, at);
    assert_eq!(session.model.context(), Context::Reader);
    session.press("<a-t>");
    let at = cell(&session, "color-blind");
    point(&mut session, Deed::WheelDown, at);
    // The list is whole on the screen and stays where it is.
    assert_eq!(cell(&session, "color-blind"), at);
    let below = cell(&session, "> high-contrast");
    assert_eq!(below.1 + 1, at.1);
    click(&mut session, at);
    assert_eq!(session.model.context(), Context::Explain);
    click(&mut session, at);
    assert_eq!(session.model.settings.theme.name(), "color-blind");
    // In the palette and in help a second click runs the row.
    session.press(":explain");
    let at = cell(&session, "explain  ");
    click(&mut session, at);
    assert_eq!(session.model.context(), Context::Explain);
    session.press("q ?");
    let at = cell(&session, "Move up one line");
    click(&mut session, at);
    point(&mut session, Deed::WheelDown, at);
    assert_eq!(session.model.context(), Context::Help);
    click(&mut session, (0, 0));
    assert_eq!(session.model.context(), Context::Reader);
}

#[test]
fn a_sentence_that_goes_on_below_its_keys_is_one_row_to_choose() {
    let mut session = with_mouse(Session::reading(TUTORIAL, "50x16")).keys("?");
    let at = cell(&session, "before.");
    click(&mut session, at);
    let Some(Overlay::Help(help)) = &session.model.overlay else {
        panic!("{}", session.screen());
    };
    assert_eq!(help.chosen(), Some(Command::PreviousToken));
    click(&mut session, at);
    assert!(session.model.overlay.is_none());
}

#[test]
fn what_the_mouse_rests_on_is_explained_and_the_cursor_stays() {
    let texts = [CITING.as_bytes()];
    let mut session = Session::texts(&texts, "80x24").keys("<s-f2>");
    let before = token(&session);
    let at = cell(&session, "REFTEL");
    session.effects.clear();
    point(&mut session, Deed::Hover, at);
    point(&mut session, Deed::Hover, (at.0 + 1, at.1));
    let waits: Vec<_> = session
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::After(_, wake) => Some(*wake),
            _ => None,
        })
        .collect();
    // One word is one wait, however often the mouse moves upon it.
    assert_eq!(waits.len(), 1);
    session.send(Msg::Elapsed(waits[0]));
    assert!(session.screen().contains("Explain REFTEL"));
    assert_eq!(token(&session), before);
    assert!(!session.screen().contains("q close"));
    // It goes when the mouse does, and before a key, which does its own.
    point(&mut session, Deed::Hover, (0, 0));
    assert!(session.model.overlay.is_none());
    point(&mut session, Deed::Hover, at);
    session
        .effects
        .retain(|effect| matches!(effect, Effect::After(..)));
    let Some(Effect::After(_, wake)) = session.effects.last().cloned() else {
        panic!("nothing waits");
    };
    session.send(Msg::Elapsed(wake));
    assert!(session.screen().contains("Explain REFTEL"));
    session.press("2G");
    assert!(session.screen().contains("P2/2"), "{}", session.screen());
    // Of most words nothing is known.
    let ferry = cell(&session, "ferry");
    session.effects.clear();
    point(&mut session, Deed::Hover, ferry);
    let Some(Effect::After(_, rest)) = session.effects.last().cloned() else {
        panic!("nothing waits");
    };
    session.send(Msg::Elapsed(rest));
    assert!(session.model.overlay.is_none());
    // A rest that is over is no rest.
    session.send(Msg::Elapsed(wake));
    assert!(session.model.overlay.is_none());
    session.press("<f2>");
    session.effects.clear();
    point(&mut session, Deed::Hover, at);
    assert!(session.effects.is_empty());
}

#[test]
fn f2_says_whose_the_mouse_is() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("<f2>");
    assert_eq!(session.model.settings.mouse, Mouse::Ours);
    let screen = session.screen();
    assert!(screen.contains("F2 gives it back"), "{screen}");
    session.press("<f2>");
    assert_eq!(session.model.settings.mouse, Mouse::Terminal);
    assert!(session.screen().contains("mouse off"));
}

#[test]
fn of_two_cables_the_one_under_the_pointer_is_meant() {
    let mut session = with_mouse(Session::reading(TUTORIAL, "120x40").keys("gv"));
    let tops = |session: &Session| {
        let here = session.model.reader().unwrap();
        let other = &session.model.beside.as_ref().unwrap().other;
        (here.text.scroll.top, other.text.scroll.top)
    };
    let is_right = |session: &Session| session.model.beside.as_ref().unwrap().is_right;
    assert!(is_right(&session));
    // The cursor, and what is said of it, move with the window.
    let text = |session: &Session| {
        let screen = session.screen();
        let rows = screen.lines().skip(1).take(30);
        rows.map(|row| row.replace('>', " ")).collect::<Vec<_>>()
    };
    let before = text(&session);
    point(&mut session, Deed::WheelDown, (20, 10));
    assert_eq!((tops(&session), is_right(&session)), ((0, 3), true));
    point(&mut session, Deed::WheelUp, (20, 10));
    assert_eq!(text(&session), before);
    point(&mut session, Deed::WheelDown, (90, 10));
    assert_eq!(tops(&session), (3, 0));
    point(&mut session, Deed::WheelUp, (90, 10));
    assert_eq!(text(&session), before);
    // A click gives the keys to the one that is clicked.
    let at = cell(&session, "SUMMARY");
    click(&mut session, at);
    assert!(!is_right(&session));
    assert_eq!(token(&session), "SUMMARY");
    click(&mut session, (at.0 + 60, at.1));
    assert!(is_right(&session));
    assert_eq!(token(&session), "SUMMARY");
}

#[test]
fn the_line_of_hints_is_clicked() {
    let mut session = with_mouse(Session::reading(TUTORIAL, "80x24"));
    let para = cell(&session, "} para");
    click(&mut session, para);
    assert!(session.screen().contains("P2/24"), "{}", session.screen());
    // Its words do as well as its key; the blank behind them does nothing.
    click(&mut session, (para.0 + 5, para.1));
    assert!(session.screen().contains("P3/24"));
    click(&mut session, (para.0 + 6, para.1));
    assert!(session.screen().contains("P3/24"));
    // The first key of many shows the others at once.
    let marking = cell(&session, "c marking");
    click(&mut session, marking);
    assert!(session.model.typed.hint && !session.model.typed.is_empty());
    session.press("u");
    assert!(session.screen().contains("(U) only"));
    let all = cell(&session, "c0 all");
    click(&mut session, all);
    assert!(!session.screen().contains("(U) only"));
    let help = cell(&session, "? help");
    click(&mut session, (help.0 + 3, help.1));
    assert_eq!(session.model.context(), Context::Help);

    let mut session = with_mouse(Session::reading(TUTORIAL, "160x24").keys("cu"));
    let dim = cell(&session, "cd dim");
    click(&mut session, dim);
    assert_eq!(session.notice(), "a filter dims");

    let mut session = with_mouse(Session::builtin("160x24"));
    let narrow = cell(&session, "& narrow");
    session.press("T");
    assert_eq!(session.notice(), "theme light");
    // What is said stands there now, and is no hint.
    click(&mut session, narrow);
    assert_eq!(session.model.context(), Context::Catalog);
    session.press("j");
    click(&mut session, narrow);
    assert_eq!(session.model.context(), Context::Prompt);

    let mut session = with_mouse(Session::reading(TUTORIAL, "120x40").keys("gv"));
    let other = cell(&session, "other side");
    let is_right = |session: &Session| session.model.beside.as_ref().map(|it| it.is_right);
    let before = is_right(&session);
    click(&mut session, other);
    assert_ne!(is_right(&session), before);
    let mut session = with_mouse(Session::text(DAMAGED.as_bytes(), "120x40"));
    let findings = cell(&session, "finding");
    click(&mut session, (findings.0, 39));
    assert!(
        session.screen().contains(" Check: "),
        "{}",
        session.screen()
    );
}

#[test]
fn strip_and_map_lead_to_what_they_show() {
    let mut session = with_mouse(Session::reading(TUTORIAL, "80x24"));
    let place = |session: &Session| session.model.reader().unwrap().text.scroll.focus;
    let n_rows = session.model.reader().unwrap().text.n_rows();
    let bottom = cell(&session, "} para").1 - 2;
    click(&mut session, (79, bottom));
    assert!(place(&session) > n_rows * 9 / 10, "{}", place(&session));
    session.press("H");
    assert!(place(&session) < 3, "a jump leads back");
    // It is dragged, and goes on outside of its columns.
    point(&mut session, Deed::Press, (79, 4));
    point(&mut session, Deed::Drag, (40, 12));
    let half = place(&session);
    assert!((n_rows * 4 / 10..n_rows * 6 / 10).contains(&half), "{half}");
    point(&mut session, Deed::Drag, (79, 200));
    assert!(place(&session) > n_rows * 9 / 10);
    point(&mut session, Deed::Release, (79, 200));
    assert!(session.model.reader().unwrap().text.selection.is_none());
    session.press("gg");
    let (x, y) = cell(&session, "5U");
    click(&mut session, (x + 1, y));
    assert!(session.screen().contains("P5/24"), "{}", session.screen());
    // Where words of a filter stand, no paragraph is meant.
    session.press("cu gg");
    let words = cell(&session, "this is not a release decision");
    click(&mut session, words);
    assert!(session.screen().contains("P1/24"), "{}", session.screen());
}

#[test]
fn a_screen_that_becomes_too_small_while_dragging_is_no_harm() {
    for size in ["0x1", "1x1", "20x4", "30x8"] {
        let mut session = with_mouse(Session::reading(TUTORIAL, "80x24"));
        for held in [(20, 10), (79, 10)] {
            session.press("size:80x24");
            point(&mut session, Deed::Press, held);
            session.press(&format!("size:{size}"));
            point(&mut session, Deed::Drag, (0, 0));
            point(&mut session, Deed::Drag, (200, 90));
            point(&mut session, Deed::Release, (0, 0));
        }
    }
}

#[test]
fn what_a_window_offers_is_pressed() {
    let mut session = with_mouse(Session::reading(TUTORIAL, "80x24")).keys("8G x");
    let at = cell(&session, "n next known  N");
    let before = session.screen();
    click(&mut session, at);
    assert_ne!(session.screen(), before);
    assert!(
        session.screen().contains("Explain "),
        "{}",
        session.screen()
    );
    let at = cell(&session, "q close  n next known  N");
    click(&mut session, at);
    assert!(session.model.overlay.is_none(), "{}", session.screen());
}

/// The screen after the mouse has rested on a cell.
fn rested(session: &mut Session, at: (u16, u16)) -> String {
    session.effects.clear();
    point(session, Deed::Hover, at);
    if let Some(Effect::After(_, wake)) = session.effects.last().cloned() {
        session.send(Msg::Elapsed(wake));
    }
    session.screen()
}

#[test]
fn the_lines_above_the_text_are_explained_as_well() {
    for (size, above, explained) in [
        ("80x24", "PORT LARKSPUR > ", "AMEMBASSY PORT LARKSPUR"),
        ("80x24", "> STATE", "> SECSTATE WASHDC"),
        ("80x24", "PRIORITY", "Explain PRIORITY"),
        ("80x24", "KPAO", "Public affairs"),
        ("80x24", " c ", "reference"),
        ("60x20", "PRIORITY", "Explain PRIORITY"),
        // What is not of the cable, and what no code is.
        ("80x24", "TAGS", ""),
        ("80x24", "routing", ""),
        ("80x24", "HOW TO READ", ""),
        ("60x20", " +", ""),
    ] {
        let mut session = Session::reading(TUTORIAL, size).keys("<s-f2>");
        let (x, y) = cell(&session, above);
        let inside = above.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(1);
        let at = (x + u16::try_from(inside).unwrap(), y);
        assert!(y < 3, "{above}: {}", session.screen());
        let screen = rested(&mut session, at);
        let is_explained = screen.contains("Explain ");
        assert_eq!(is_explained, !explained.is_empty(), "{above}: {screen}");
        let words = explained.trim_start_matches("> ");
        assert!(screen.contains(words), "{above}: {screen}");
        // A click says the same, and it stays.
        let mut session = Session::reading(TUTORIAL, size).keys("<f2>");
        click(&mut session, at);
        let screen = session.screen();
        assert_eq!(screen.contains("Explain "), is_explained, "{above}");
        assert!(screen.contains(words), "{above}: {screen}");
    }
    // A word of the subject that is known.
    let text = CITING.replace("SUBJECT: ", "SUBJECT: NATO AND ");
    let mut session = Session::text(text.as_bytes(), "120x40").keys("<s-f2>");
    let at = cell(&session, "NATO");
    assert!(rested(&mut session, at).contains("Explain NATO"));
}

#[test]
fn every_cell_above_the_text_can_be_rested_on_at_any_width() {
    for width in [20, 24, 31, 50, 60, 79, 80, 99, 120, 200] {
        let mut session = Session::reading(TUTORIAL, &format!("{width}x24")).keys("<s-f2>");
        for (x, y) in (0..3).flat_map(|y| (0..width).map(move |x| (x, y))) {
            let screen = rested(&mut session, (x, y));
            // It lies beside what it explains.
            let row = screen.lines().nth(y.into()).unwrap_or_default();
            assert!(!row.contains("Explain "), "{width}: {x}, {y}: {screen}");
        }
    }
}

#[test]
fn what_is_explained_where_the_mouse_is_leads_to_what_is_cited_there() {
    let citing = || {
        let texts = [CITING.as_bytes(), CITED.as_bytes()];
        Session::texts(&texts, "90x24")
    };
    // The reference of the line above the text, and nothing right of it.
    let mut session = citing().keys("<f2>");
    let (x, y) = cell(&session, "06NORTHHAVEN88");
    assert_eq!(y, 1, "{}", session.screen());
    click(&mut session, (x + 14, y));
    assert!(session.model.overlay.is_none(), "{}", session.screen());
    click(&mut session, (x + 13, y));
    assert!(
        session.screen().contains("Enter reads it"),
        "{}",
        session.screen()
    );
    session.press("<enter>");
    let title = session.screen().lines().next().unwrap().to_owned();
    assert!(title.contains("06NORTHHAVEN88"), "{title}");
    // So does a second click, and on another word it does not.
    let mut session = citing().keys("<f2>");
    click(&mut session, (x, y));
    click(&mut session, (3, y));
    assert!(session.model.overlay.is_none(), "{}", session.screen());
    click(&mut session, (x, y));
    click(&mut session, (x + 1, y));
    let title = session.screen().lines().next().unwrap().to_owned();
    assert!(title.contains("06NORTHHAVEN88"), "{title}");
    // After a key it is a first click again, whatever is explained by then.
    let mut session = citing().keys("<f2>");
    click(&mut session, (x, y));
    session.press("q /REFTEL <enter> x");
    click(&mut session, (x, y));
    let title = session.screen().lines().next().unwrap().to_owned();
    assert!(title.contains("07PORTLARKSPUR12"), "{title}");
    // And what cites nothing leads nowhere, wherever the cursor is.
    let mut session = citing().keys("/REFTEL <enter> <f2>");
    let at = cell(&session, "PREL");
    click(&mut session, at);
    let screen = session.screen();
    assert!(screen.contains("Explain PREL"), "{screen}");
    assert!(!screen.contains("reads it"), "{screen}");
}
