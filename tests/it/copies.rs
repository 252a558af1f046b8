//! Selecting, copying, printing, piping, editing: keys in, effects out.

use std::fmt::Write as _;

use proptest::prelude::*;
use reftel::app::{Effect, Ended, MOST_COPIED, Msg, Overlay, Route, Screen, SourcePlace, update};
use reftel::command::{Command, Context, Group, Key, TABLE};
use reftel::typeset::{Passage, Shown};

use crate::properties::telegram;
use crate::session::Session;

const SIZES: [&str; 6] = ["20x5", "50x16", "80x12", "80x24", "120x40", "200x50"];
const TUTORIAL: &str = "08PORTLARKSPUR311";

/// Three levels, a list, a reference, damage that is undone.
const CABLE: &str = "O 031415Z MAY 07\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC IMMEDIATE 4711\n\
S E C R E T PORT LARKSPUR 000012\n\nSIPDIS\n\nE.O. 12958: DECL: 05/03/2017\nTAGS: PREL, ETRD\n\
SUBJECT: HARBOR TALKS\n\nREF: A. 07 NORTHHAVEN 88\n\n\
Classified By: Ambassador Ada Quill, reasons 1.4 (b) and (d).\n\n\
1. (C) Ines Marlow of the harbor office told us (ref A) that\nthe pilots will go back to work.\n\n\
2. (U) The ferry to Santa Brisa\nsails again.\n\n\
3. (S) The minister,s price was\n\n-- two tugs;\n\n-- one lamp.\n\n\
4. (U) The weather is fair.\nQUILL\n";

fn cable(size: &str) -> Session {
    Session::text(CABLE.as_bytes(), size)
}

/// The text of the last effect that carries one.
fn text(session: &Session) -> &str {
    let texts = session
        .effects
        .iter()
        .rev()
        .filter_map(|effect| match effect {
            Effect::Copy(passage, _)
            | Effect::Keep(_, passage)
            | Effect::Print(passage)
            | Effect::Run(_, passage) => Some(passage.as_str()),
            _ => None,
        });
    texts.into_iter().next().unwrap_or("nothing was copied")
}

fn copied(keys: &str) -> String {
    text(&cable("80x24").keys(keys)).to_owned()
}

fn is_selecting(session: &Session) -> bool {
    session.model.context() == Context::Select
}

#[test]
fn a_selection_is_shown_and_counted_at_every_size() {
    for size in SIZES {
        let mut session = Session::reading(TUTORIAL, size).keys("3G v l l l j");
        insta::assert_snapshot!(format!("select-{size}"), session.snapshot());
    }
}

#[test]
fn a_selection_by_paragraph_passes_over_what_a_filter_hides() {
    for size in ["50x16", "80x24"] {
        let mut session = cable(size).keys("cu 2G V 4G");
        insta::assert_snapshot!(format!("select-filtered-{size}"), session.snapshot());
    }
}

#[test]
fn every_motion_extends_a_selection() {
    let motions = TABLE.iter().filter(|spec| {
        spec.group == Group::Move
            && spec.contexts.contains(&Context::Reader)
            && !matches!(
                spec.command,
                Command::NextCable | Command::PreviousCable | Command::Open | Command::Jumps
            )
    });
    let mut n_moved = 0;
    for spec in motions {
        let mut session = Session::reading(TUTORIAL, "80x24").keys("/harbor <enter> <esc> ]c 9G v");
        let before = session.model.reader().unwrap().text.clone();
        match spec.keys.first() {
            Some(keys) => session.press(&keys.replace("<lt>", "<")),
            None => session.send(Msg::Command(spec.command, None)),
        }
        let Screen::Reader(reader) = &session.model.screens.top else {
            panic!("{}", spec.name);
        };
        let pane = &reader.text;
        let selected = pane.selected().unwrap();
        assert!(is_selecting(&session), "{}", spec.name);
        assert!(
            selected.start <= before.at.min(pane.at) && pane.at.max(before.at) < selected.end,
            "{}: {selected:?}",
            spec.name
        );
        n_moved += usize::from(pane.at != before.at);
    }
    assert!(n_moved > 20, "{n_moved} motions moved");
}

#[test]
fn a_selection_goes_on_over_searches_and_ends_as_in_vim() {
    let session = cable("80x24").keys("1G v /Brisa <enter>");
    assert!(is_selecting(&session));
    let selecting = session.model.reader().unwrap().selecting.clone();
    assert_eq!(selecting, Some(Shown::new("selecting: 23 words in P1-P2")));
    for end in ["<esc>", "v", "q", "<c-c>", "V V", "yy", "Py"] {
        let session = cable("80x24").keys("1G v l").keys(end);
        assert!(!is_selecting(&session), "{end}");
        assert!(session.model.reader().is_some(), "{end}");
    }
    // The other measure takes the same ends.
    let session = cable("80x24").keys("1G v l V");
    assert!(is_selecting(&session));
    assert_eq!(
        copied("2G v l V yy"),
        "2. (U) The ferry to Santa Brisa sails again."
    );
    // Esc ends the selection first, then the search.
    let session = cable("80x24").keys("/ferry <enter> v <esc>");
    assert!(session.model.reader().unwrap().find.is_some());
}

#[test]
fn o_goes_to_the_other_end_and_copying_to_the_first() {
    let at = |session: &Session| session.model.reader().unwrap().text.token_text().to_owned();
    let session = cable("80x24").keys("2G v l l l");
    assert_eq!(at(&session), "Santa");
    let session = session.keys("o");
    assert_eq!(at(&session), "The");
    // It is this end now that the motions move.
    let session = session.keys("l l o");
    assert_eq!(at(&session), "Santa");
    let session = session.keys("yy");
    assert_eq!(text(&session), "to Santa");
    assert_eq!(at(&session), "to");
    let session = cable("80x24").keys("o");
    assert!(
        session.notice().contains("does nothing here"),
        "{}",
        session.notice()
    );
}

#[test]
fn a_paragraph_is_copied_with_number_and_marking_on_one_line() {
    assert_eq!(
        copied("2G yy"),
        "2. (U) The ferry to Santa Brisa sails again."
    );
    // An empty row belongs to what is below it, as the title says.
    assert_eq!(copied("2G k yy"), copied("2G yy"));
    assert_eq!(copied("2G j yy"), copied("3G yy"));
    assert_eq!(
        copied("3G yy"),
        "3. (S) The minister's price was\n-- two tugs;\n-- one lamp."
    );
    assert_eq!(
        copied("1G 2yy"),
        "1. (C) Ines Marlow of the harbor office told us (ref A) that the pilots will go back \
         to work.\n\n2. (U) The ferry to Santa Brisa sails again."
    );
    // Where they stand in the text they are not said twice.
    for size in ["50x16", "30x30", "20x5"] {
        let session = cable(size).keys("2G yy");
        assert_eq!(
            text(&session),
            "2. (U) The ferry to Santa Brisa sails again.",
            "{size}: {}",
            session.notice()
        );
    }
}

#[test]
fn words_are_copied_with_their_punctuation() {
    assert_eq!(copied("1G /ref <enter> v l yy"), "(ref A)");
    assert_eq!(copied("2G v yy"), "The");
    assert_eq!(copied("/again <enter> v yy"), "again.");
    // A paragraph that begins inside is led by its number and marking.
    assert_eq!(copied("1G /work <enter> v 2G yy"), "work.\n\n2. (U) The");
    assert_eq!(copied("2G V j j yy"), copied("2G 2yy"));
}

#[test]
fn the_source_is_copied_as_it_stands_while_it_is_shown() {
    let source = copied("3G r yy");
    assert!(
        source.starts_with("3. (S) The minister,s price was"),
        "{source}"
    );
    assert_eq!(
        copied("2G r v j yy"),
        "The ferry to Santa Brisa\nsails again."
    );
    let whole = copied("r Y");
    assert_eq!(whole, CABLE.trim_end());
}

#[test]
fn other_panes_have_their_own_text() {
    let session = Session::text(CABLE.as_bytes(), "120x40").keys("<a-3> j yy");
    assert_eq!(
        text(&session),
        "2. (U) The ferry to Santa Brisa sails again."
    );
    let session = Session::text(CABLE.as_bytes(), "120x40").keys("<a-2> yy");
    assert!(CABLE.contains(text(&session)), "{}", text(&session));
    let session = Session::reading(TUTORIAL, "200x50").keys("<a-4> j j yy");
    assert!(
        text(&session).starts_with("1. (C) This telegram"),
        "{}",
        text(&session)
    );
    // Selecting goes on in the text.
    let session = Session::text(CABLE.as_bytes(), "120x40").keys("<a-3> v");
    assert!(is_selecting(&session));
}

#[test]
fn a_reference_is_copied_by_its_id() {
    assert_eq!(copied("yr"), "07PORTLARKSPUR12");
    assert_eq!(copied("]r yr"), "07NORTHHAVEN88");
    let mut session = Session::builtin("80x24").keys("j yr");
    assert_eq!(text(&session), "05NORTHHAVEN17");
    session.press("yu");
    assert_eq!(text(&session), "cable-1.txt");
    let session = Session::text(b"Just words.\n", "80x24").keys("yr");
    assert_eq!(
        session.notice(),
        "no reference number is known of this cable"
    );
    assert_eq!(text(&session), "nothing was copied");
}

#[test]
fn a_path_is_copied_with_member_and_place() {
    let mut session = cable("80x24");
    for name in ["cables.zip!a.txt", "cables.txt#08PORTLARKSPUR311"] {
        session.change(0, |entry| entry.name = Shown::new(name));
        session.press("yu");
        assert_eq!(text(&session), name);
    }
    session.change(0, |entry| entry.name = Shown::new("-"));
    let session = session.keys("yu");
    assert_eq!(session.notice(), "standard input has no path");
}

#[test]
fn a_cable_is_copied_as_it_is_shown() {
    let whole = copied("Y");
    for part in [
        "07PORTLARKSPUR12   SECRET",
        " Action SECSTATE WASHDC",
        "    1 (C)   Ines",
        "    4 (U)   The weather",
        "QUILL",
    ] {
        assert!(whole.contains(part), "{part}: {whole}");
    }
    assert!(!whole.contains("release"));
    // Dimmed paragraphs are shown.
    assert_eq!(copied("cu cd Y"), whole);
}

#[test]
fn filtered_text_says_that_it_is_and_that_this_decides_nothing() {
    let end = "2 of 4 paragraphs, marked (U); this is not a release decision";
    let whole = copied("cu Y");
    assert!(whole.contains(end), "{whole}");
    assert!(
        !whole.contains("minister") && !whole.contains("Ines"),
        "{whole}"
    );
    assert_eq!(
        copied("cu ggVGyy"),
        format!(
            "2. (U) The ferry to Santa Brisa sails again.\n4. (U) The weather is fair.\n\nQUILL\n\n{end}"
        )
    );
    let end = "2 of 3 paragraphs, marked (U); this is not a release decision";
    assert!(copied("cu 2G V 4G yy").ends_with(end));
    // Nothing is left out of one paragraph.
    assert_eq!(
        copied("cu 2G yy"),
        "2. (U) The ferry to Santa Brisa sails again."
    );
    let session = cable("80x24").keys("cu 3G yy");
    assert_eq!(
        session.notice(),
        "what is hidden by a filter is not copied; c0 shows it"
    );
    let whole = copied("&ferry <enter> Y");
    let end = "1 of 4 paragraphs, by the question & ferry; this is not a release decision";
    assert!(whole.contains(end), "{whole}");
    let whole = copied("3G c> Y");
    assert!(
        whole.contains("1 of 4 paragraphs, marked (S) or higher; this is not"),
        "{whole}"
    );
}

#[test]
fn what_is_selected_stays_when_the_layout_changes() {
    let session = cable("80x24").keys("/Marlow <enter> <esc> v /pilots <enter>");
    for change in [
        "size:50x16",
        "size:200x50",
        "r",
        "r r",
        "size:30x8 size:120x40",
    ] {
        let session = Session::with(session.model.clone(), Vec::new());
        let session = session.keys(change).keys("yy");
        let words: Vec<&str> = text(&session).split_whitespace().collect();
        assert_eq!(
            words.join(" "),
            "Marlow of the harbor office told us (ref A) that the pilots",
            "{change}"
        );
    }
}

#[test]
fn a_message_names_route_and_size_in_the_room_there_is() {
    let said = |size: &str, route: Route| {
        let mut session = cable(size);
        session.model.settings.route = route;
        let session = session.keys("3G yy");
        assert!(matches!(session.effects.last(), Some(Effect::Copy(_, to)) if *to == route));
        let said = session.notice().to_owned();
        // On the screen it is not cut.
        assert!(
            session.screen().contains(&said),
            "{size}: {}",
            session.screen()
        );
        said
    };
    let mut all = String::new();
    for size in ["200x50", "100x30", "80x24", "50x16", "30x10", "20x5"] {
        for route in [Route::Direct, Route::Tmux, Route::Screen] {
            writeln!(all, "{size} {route:?}: {}", said(size, route)).unwrap();
        }
    }
    insta::assert_snapshot!("copied-messages", all);
}

#[test]
fn a_terminal_without_clipboard_is_sent_nothing() {
    let mut session = cable("80x24");
    session.model.settings.route = Route::None;
    let session = session.keys("2G yy");
    assert_eq!(text(&session), "nothing was copied");
    assert_eq!(
        session.notice(),
        "this terminal has no clipboard; Py prints instead"
    );
    let session = session.keys("Py");
    assert!(text(&session).starts_with("2. (U) "));
}

#[test]
fn what_is_too_long_for_a_terminal_is_kept_in_a_file() {
    let paragraph = format!("1. (U) {}\n", "harbor dues ".repeat(MOST_COPIED / 12 + 1));
    let mut session = Session::text(paragraph.as_bytes(), "80x24").keys("yy");
    let Some(Effect::Keep(file, passage)) = session.effects.pop() else {
        panic!("{:?}", session.effects);
    };
    assert_eq!(file.name(), "copied.txt");
    session.send(Msg::Kept(
        file,
        passage.clone(),
        Ok(Shown::new("/run/reftel/copied.txt")),
    ));
    assert_eq!(
        session.notice(),
        "75,006 characters are too much for OSC 52; written to /run/reftel/copied.txt"
    );
    session.send(Msg::Kept(file, passage, Err(Shown::new("no space left"))));
    let said = "too much for OSC 52, and no file could be written: no space left";
    assert_eq!(session.notice(), said);
}

#[test]
fn what_is_too_long_for_a_terminal_is_kept_in_no_file_in_private() {
    let paragraph = format!("1. (U) {}\n", "harbor dues ".repeat(MOST_COPIED / 12 + 1));
    let mut session = Session::text(paragraph.as_bytes(), "80x24");
    session.model.settings.private = true;
    for (keys, ways) in [
        ("yy", "Py prints it, | pipes it"),
        ("Y", "PY prints it, g| pipes it"),
    ] {
        session.press(keys);
        let said = session.notice();
        assert!(said.contains("too much for OSC 52"), "{said}");
        assert!(said.contains("private: ") && said.ends_with(ways), "{said}");
    }
    let is_out = |effect: &Effect| matches!(effect, Effect::Keep(..) | Effect::Copy(..));
    assert!(!session.effects.iter().any(is_out), "{:?}", session.effects);
    // What is short is sent as ever, and printing does without a file.
    session.press("Py");
    assert!(matches!(session.effects.last(), Some(Effect::Print(_))));
    let mut session = cable("80x24");
    session.model.settings.private = true;
    session.press("yy");
    assert!(session.effects.iter().any(is_out));
}

#[test]
fn a_long_cable_is_composed_while_keys_are_answered() {
    let mut text = CABLE.replace("QUILL\n", "");
    for number in 5..5_000 {
        writeln!(
            text,
            "\n{number}. (U) The ferry to Santa Brisa sails again."
        )
        .unwrap();
    }
    let long = || Session::text(text.as_bytes(), "80x24");
    let composing = |session: &Session| {
        let is = |effect: &&Effect| matches!(effect, Effect::Compose(_));
        session.effects.iter().filter(is).count()
    };
    let session = long().keys("Y");
    assert_eq!(composing(&session), 1);
    assert!(matches!(session.effects.last(), Some(Effect::Compose(_))));
    let whole = self::text(&session).to_owned();
    assert!(whole.contains("The ferry to Santa Brisa") && whole.lines().count() > 9_000);
    // What is taken is what was in sight when it was asked for.
    let mut session = long();
    let effects = update(&mut session.model, Msg::Key(Key::char('Y')));
    assert_eq!(session.notice(), "taking the cable");
    session.press("cs");
    for effect in effects {
        let Effect::Compose(composing) = effect else {
            panic!("{effect:?}");
        };
        let passage = composing.compose();
        assert!(passage.as_str() == whole);
        session.send(Msg::Composed(composing, passage));
    }
    assert_eq!(self::text(&session), whole);
    // The line for a command opens at once, and the text is made for it.
    let session = long().keys("g| w c");
    assert_eq!(composing(&session), 0);
    let session = session.keys("<enter>");
    let has_run = session
        .effects
        .iter()
        .any(|effect| matches!(effect, Effect::Run(command, _) if command == "wc"));
    assert!(has_run && self::text(&session) == whole);
    // A selection as long, its end and what a filter leaves of it.
    let session = long().keys("1G V G yy");
    assert_eq!(composing(&session), 1);
    assert!(!is_selecting(&session));
    assert!(self::text(&session).ends_with("4999. (U) The ferry to Santa Brisa sails again."));
    let session = long().keys("cs 1G V G Py");
    assert!(self::text(&session).contains("1 of 4999 paragraphs, marked (S)"));
    // All of it is hidden.
    let session = long().keys("ct 1G V G yy");
    assert_eq!(composing(&session), 1);
    assert_eq!(
        session.notice(),
        "what is hidden by a filter is not copied; c0 shows it"
    );
}

#[test]
fn p_prints_what_y_copies() {
    for (copy, print) in [
        ("yy", "Py"),
        ("yr", "Pr"),
        ("yu", "Pu"),
        ("Y", "PY"),
        ("v l yy", "v l Py"),
    ] {
        let copied = copied(copy);
        let session = cable("80x24").keys(print);
        assert!(
            matches!(session.effects.last(), Some(Effect::Print(_))),
            "{print}"
        );
        assert_eq!(text(&session), copied);
        // The terminal is taken again with its size, whatever it is now.
        let session = session.keys("size:80x24");
        assert!(
            session
                .notice()
                .starts_with("printed to the normal screen: ")
        );
    }
}

#[test]
fn a_command_is_typed_for_what_is_piped() {
    for size in SIZES {
        let mut session = cable(size).keys("2G | w c");
        insta::assert_snapshot!(format!("pipe-{size}"), session.snapshot());
    }
    let run = |session: &Session| match session.effects.last() {
        Some(Effect::Run(command, _)) => command.clone(),
        other => format!("{other:?}"),
    };
    let mut session = cable("80x24").keys("2G | sort <space> -u <enter>");
    assert_eq!(run(&session), "sort -u");
    assert_eq!(
        text(&session),
        "2. (U) The ferry to Santa Brisa sails again."
    );
    assert!(session.model.overlay.is_none());
    // The whole cable, and a command from the history.
    session.press("g| <up> <enter>");
    assert_eq!(run(&session), "sort -u");
    assert!(text(&session).contains("The weather is fair."));
    session.effects.clear();
    session.press("| <space> <enter> | x <esc>");
    assert!(session.effects.is_empty());
    assert_eq!(session.model.piped, ["sort -u"]);
    // A question and a search have histories of their own.
    assert!(session.model.history.is_empty() && session.model.asked.is_empty());
    session.press("2G V 3G |");
    assert!(matches!(&session.model.overlay, Some(Overlay::Pipe(_))));
    assert!(session.screen().contains("P2-P3: "), "{}", session.screen());
}

#[test]
fn how_a_command_ended_is_said() {
    let mut session = cable("80x24");
    for (ended, said) in [
        (Ok(Ended::Status(0)), "wc: done"),
        (Ok(Ended::Status(3)), "wc: exit status 3"),
        (Ok(Ended::Signal(9)), "wc: ended by signal 9"),
        (Err(Shown::new("No such file")), "wc: No such file"),
    ] {
        let effects = update(&mut session.model, Msg::Ran(Shown::new("wc"), ended));
        assert!(effects.is_empty());
        assert_eq!(session.notice(), said);
    }
    // However long the command is, its end is said.
    let long = Shown::new(&"sort | ".repeat(40));
    let ended = Msg::Ran(long, Ok(Ended::Signal(15)));
    let _ = update(&mut session.model, ended);
    assert!(
        session.screen().contains("…: ended by signal 15"),
        "{}",
        session.screen()
    );
}

#[test]
fn the_source_is_edited_at_the_line_of_the_cursor() {
    let line = |keys: &str| {
        let session = cable("80x24").keys(keys).keys("e");
        match session
            .effects
            .iter()
            .find(|effect| matches!(effect, Effect::Edit(_)))
        {
            Some(Effect::Edit(source)) => {
                assert!(matches!(&source.place, SourcePlace::File(_)));
                source.line
            }
            _ => panic!("{:?}", session.effects),
        }
    };
    let number_of = |words: &str| 1 + CABLE.lines().position(|line| line.contains(words)).unwrap();
    assert_eq!(line("2G"), number_of("2. (U)"));
    assert_eq!(line("2G r"), number_of("2. (U)"));
    assert_eq!(line("/work <enter>"), number_of("back to work"));
    let session = Session::builtin("80x24").keys("e");
    assert!(
        session
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Edit(_)))
    );
}

#[test]
fn which_key_names_what_can_be_copied() {
    let session = cable("80x24").keys("y").wait();
    let screen = session.screen();
    for words in ["copy", "paragraph", "path", "id"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
}

#[test]
fn no_control_character_is_ever_copied() {
    let hostile = "1. (C) \u{1b}]52;c;Q0FOQVJZ\u{7} \u{1b}[201~rm\r x\u{9b}31m \u{202e}abc\u{85} \
                   a\tb \u{200b}\n\n2. (C) \u{1b}[2J more\u{8}\u{8}.\n";
    for size in ["50x16", "80x24"] {
        for keys in [
            "yy",
            "2yy",
            "Y",
            "r yy",
            "r Y",
            "ggVGyy",
            "v l l l yy",
            "yr",
            "yu",
        ] {
            let session = Session::text(hostile.as_bytes(), size)
                .keys("1G")
                .keys(keys);
            let text = text(&session);
            let mut harmful = text
                .chars()
                .filter(|&c| c != '\n' && (c.is_control() || reftel::typeset::is_forbidden(c)));
            assert_eq!(harmful.next(), None, "{keys}: {text:?}");
        }
    }
}

#[test]
fn a_passage_that_passed_the_gate_is_unchanged() {
    let passage = Passage::new("a\u{1b}b\r\nc\td\n\n");
    assert_eq!(passage.as_str(), "a\u{241b}b\nc       d");
    assert_eq!(Passage::new(passage.as_str()), passage);
    assert_eq!((passage.n_chars(), passage.n_lines()), (13, 2));
}

/// What the screen shows as selected, without blanks.
fn shown_as_selected(session: &mut Session) -> String {
    let pane = &session.model.reader().unwrap().text;
    // What stands for a hidden paragraph can be under the cursor all the same.
    let names: &[&str] = if pane.page.is_stub(pane.scroll.focus) {
        &["selection"]
    } else {
        &["selection", "cursor-token"]
    };
    let cells = session.cells_painted(names);
    cells.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 10, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is copied of a selection is the text shown between its ends.
    #[test]
    fn what_is_copied_is_what_is_shown_as_selected(
        text_of in telegram(),
        keys in prop::collection::vec(prop::sample::select(vec![
            "j", "k", "l", "h", "}", "{", "4 j", "9 l", "o", "]]", "G", "gg", "]c", "zc", "zo",
        ]), 0..8),
        from in 0..30_usize,
        by in prop::sample::select(vec!["v", "V"]),
        before in prop::sample::select(vec!["", "r", "cc", "cu", "zM", "cu zM"]),
        width in prop::sample::select(vec![24_u16, 41, 58]),
    ) {
        // All of it is in sight, and numbers stand in the text.
        let mut session = Session::text(text_of.as_bytes(), &format!("{width}x900"));
        session.press(before);
        for _ in 0..from {
            session.press("l");
        }
        session.press(by);
        for keys in &keys {
            session.press(keys);
        }
        prop_assert!(is_selecting(&session));
        // The place is kept on its row of the screen when the source is
        // shown: what stands above may have left the window.
        if let Screen::Reader(reader) = &mut session.model.screens.top {
            reader.text.scroll.top = 0;
        }
        let shown = shown_as_selected(&mut session);
        session.effects.clear();
        session.press("yy");
        let copied = match session.effects.last() {
            Some(Effect::Copy(passage, _)) => passage.as_str(),
            _ => "",
        };
        let mut copied = copied;
        for told in ["folded, and left out", "release decision"] {
            copied = match copied.rsplit_once("\n\n") {
                Some((text, end)) if end.ends_with(told) => text,
                _ => copied,
            };
        }
        let copied: String = copied.chars().filter(|c| !c.is_whitespace()).collect();
        prop_assert_eq!(copied, shown);
    }
}

#[test]
fn keys_are_typed_into_a_command_and_do_nothing_else() {
    let mut session = cable("80x24").keys("|");
    for c in ['Q', 'q', '1', '|', '&'] {
        session.send(Msg::Key(Key::char(c)));
    }
    let Some(Overlay::Pipe(pipe)) = &session.model.overlay else {
        panic!();
    };
    assert_eq!(pipe.prompt.text(), "Qq1|&");
    // Nothing that is pasted is run.
    session.press("<c-u>");
    session.send(Msg::Paste(String::from("sort\nls\r\n")));
    let Some(Overlay::Pipe(pipe)) = &session.model.overlay else {
        panic!();
    };
    assert_eq!(pipe.prompt.text(), "sort");
    assert!(session.effects.is_empty());
}

#[test]
fn a_heading_is_copied_with_its_paragraph() {
    let text = "SUBJECT: HARBOR TALKS\n\nC O N F I D E N T I A L PORT LARKSPUR 000012\n\nSUMMARY\n-------\n\n\
1. (C) The pilots will go back\nto work.\n\nOUTLOOK\n-------\n\n2. (U) Fair.\n";
    for keys in ["yy", "gg yy", "<home> yy", "gg k yy", "V yy", "gg V yy"] {
        for size in ["80x24", "50x16"] {
            let session = Session::text(text.as_bytes(), size).keys(keys);
            assert_eq!(
                self::text(&session),
                "SUMMARY\n\n1. (C) The pilots will go back to work.",
                "{keys} at {size}"
            );
        }
    }
    // Of its words alone, what is selected by word.
    let session = Session::text(text.as_bytes(), "80x24").keys("v yy");
    assert_eq!(self::text(&session), "SUMMARY");
    let session = Session::text(text.as_bytes(), "80x24").keys("1G yy");
    assert_eq!(
        self::text(&session),
        "1. (C) The pilots will go back to work."
    );
    let session = Session::text(text.as_bytes(), "80x24").keys("/OUTLOOK <enter> yy");
    assert_eq!(self::text(&session), "OUTLOOK\n\n2. (U) Fair.");
    let session = Session::text(text.as_bytes(), "80x24").keys("2yy");
    assert!(self::text(&session).ends_with("2. (U) Fair."));
}

#[test]
fn the_top_is_the_first_word() {
    for id in [TUTORIAL, "07PORTLARKSPUR112", "07STATE58204"] {
        for keys in ["5G gg x", "5G <home> x"] {
            let session = Session::reading(id, "80x24").keys(keys);
            let screen = session.screen();
            assert!(screen.contains("Explain "), "{id} {keys}: {screen}");
            assert_eq!(session.model.reader().unwrap().text.scroll.top, 0);
        }
    }
}
