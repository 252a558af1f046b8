//! What is pressed by fingers that know the keymap to come, another program,
//! or none.

use reftel::app::{Effect, Ended, Msg, Request, Source, SourcePlace};
use reftel::command::{Context, Keymap, Lookup, Preset, RESERVED};
use reftel::typeset::Shown;

use crate::session::Session;

const ID: &str = "08PORTLARKSPUR311";

fn reading() -> Session {
    Session::reading(ID, "80x24")
}

/// The keys of a sequence, apart from each other.
fn keys(notation: &str) -> Vec<reftel::command::Key> {
    let sequence: reftel::command::key::Sequence = notation.parse().unwrap();
    sequence.keys().collect()
}

#[test]
fn keys_that_are_kept_free_say_what_will_stand_there() {
    for (pressed, said) in [
        (
            "y q",
            "yq: a quotation with its citation is not in this version; yy copies the paragraph",
        ),
        (
            "P b",
            "Pb: a citation in BibTeX is not in this version; yr copies the id",
        ),
        (
            "a",
            "a: a note is not in this version; m{x} marks the place",
        ),
        (
            "g d",
            "gd: two releases compared is not in this version; gN reads the next release",
        ),
        (
            ":cite <enter>",
            "cite: a citation is not in this version; yr copies the id",
        ),
        (
            ":export <enter>",
            "export: an export of the cable is not in this version; g| pipes the cable to a command",
        ),
    ] {
        assert_eq!(reading().keys(pressed).notice(), said, "{pressed}");
    }
    let list = Session::builtin("80x24").keys("w");
    assert_eq!(
        list.notice(),
        "w: the queue of what to read is not in this version; b does what w does in less"
    );
    let mut less = reading();
    less.model.keymap = Keymap::of(Preset::Less);
    for (pressed, said) in [
        ("\\ y q", "\\yq: a quotation"),
        ("\\ n", "\\n: the list of notes"),
    ] {
        less.press(pressed);
        assert!(less.notice().starts_with(said), "{}", less.notice());
    }
}

#[test]
fn keys_that_are_kept_free_are_nowhere_listed() {
    let keymap = Keymap::new();
    for reserved in RESERVED {
        for notation in reserved.keys {
            let found = keymap.lookup(Context::Reader, &keys(notation));
            assert_eq!(found, Lookup::Unbound, "{notation}");
        }
        let (command, _) = reserved.instead.unwrap();
        assert!(
            command.spec().applies_in(Context::Reader),
            "{}",
            reserved.what
        );
    }
    let mut session = reading();
    session.model.settings.which_key = Some(std::time::Duration::ZERO);
    let screen = session.keys("y").screen();
    assert!(screen.contains("yy") && !screen.contains("yq"), "{screen}");
    let help = reading().keys("? / q u o t").screen();
    assert!(!help.contains("quotation"), "{help}");
}

#[test]
fn references_are_listed_and_read() {
    let session = reading().keys("g r");
    insta::assert_snapshot!(session.screen());
    let session = session.keys("<enter>");
    let id = session.model.reader().unwrap().id.to_string();
    assert_eq!(id, "07PORTLARKSPUR409");
    let none = Session::text(b"No header.\n", "80x24").keys("g r");
    assert!(none.notice().starts_with("this cable has no REF block"));
}

#[test]
fn the_list_of_cables_is_one_key_away() {
    let session = Session::builtin("80x24").keys("<enter> g r <enter>");
    assert!(session.model.screens.below.len() > 1);
    let session = session.keys("g l");
    assert!(session.model.reader().is_none());
    assert!(session.model.screens.below.is_empty());
    let alone = reading().keys("g l");
    assert!(alone.model.reader().is_some());
    assert_eq!(
        alone.notice(),
        "this cable was opened alone: there is no list of cables"
    );
}

#[test]
fn whoever_types_exit_is_told_the_key_and_is_not_in_vi() {
    let mut session = reading();
    session.model.settings.has_editor = false;
    let asks = |session: &Session| {
        let is = |effect: &&Effect| matches!(effect, Effect::Load(Request::Source(..)));
        session.effects.iter().filter(is).count()
    };
    session.press("e");
    assert_eq!(
        session.notice(),
        "e again opens the source in vi, read-only, which :q leaves; Q leaves reftel"
    );
    session.press("x i t");
    assert_eq!(
        session.notice(),
        "Q leaves reftel, q this view; each letter is a key of its own"
    );
    assert_eq!(asks(&session), 0);
    // Pressed twice in a row it opens, and from then on at once.
    session.press("<esc> e");
    assert_eq!(asks(&session), 0);
    session.press("e");
    assert_eq!(asks(&session), 1);
    session.send(Msg::Sourced(Box::new(Source {
        place: SourcePlace::File("a.txt".into()),
        line: 1,
    })));
    session.press("j e");
    assert_eq!(asks(&session), 2);
    // Who has named an editor gets it at once, and so does v in less.
    assert_eq!(asks(&reading().keys("e")), 1);
    let mut less = reading();
    less.model.settings.has_editor = false;
    less.model.keymap = Keymap::of(Preset::Less);
    assert_eq!(asks(&less.keys("v")), 1);
    // In a line that is typed they are words.
    assert_eq!(reading().keys("/exit").notice(), "");
    let list = Session::builtin("80x24").keys("<enter> q u i t");
    assert!(
        list.notice().starts_with("Q leaves reftel"),
        "{}",
        list.notice()
    );
}

#[test]
fn what_an_editor_did_is_said() {
    let mut session = reading();
    let source = Source {
        place: SourcePlace::File("a.txt".into()),
        line: 1,
    };
    session.send(Msg::Sourced(Box::new(source)));
    session.send(Msg::Ran(Shown::new("vi"), Ok(Ended::Status(0))));
    assert_eq!(session.notice(), "vi showed the source, and has ended");
    session.send(Msg::Ran(Shown::new("wc"), Ok(Ended::Status(0))));
    assert_eq!(session.notice(), "wc: done");
}

/// The row of the cursor.
fn row(session: &Session) -> String {
    let screen = session.screen();
    let row = screen.lines().skip(3).find(|line| line.starts_with('>'));
    row.unwrap_or_default()
        .trim_start_matches('>')
        .trim()
        .to_owned()
}

#[test]
fn a_line_of_the_source_is_gone_to_and_said() {
    let session = reading().keys("r");
    let text = session.cables[0].text().to_owned();
    let n_lines = text.split_inclusive('\n').count();
    for number in [1, 5, 12, 13, 60] {
        let wanted = text.lines().nth(number - 1).unwrap();
        let session = reading().keys(&format!("r :line_{number} <enter>"));
        assert!(
            row(&session).starts_with(
                wanted
                    .split("  ")
                    .next()
                    .unwrap()
                    .get(..20)
                    .unwrap_or(wanted)
            ),
            "{number}: {wanted}\n{}",
            session.screen()
        );
        assert_eq!(
            session.notice(),
            format!("line {number} of {n_lines} of the source")
        );
    }
    let session = reading().keys("r :line_9999 <enter>");
    assert_eq!(
        session.notice(),
        format!("there is no line 9999: this text has {n_lines} lines")
    );
    for pressed in [":line <enter>", ":line_-3 <enter>", ":line_twelve <enter>"] {
        assert_eq!(
            reading().keys(pressed).notice(),
            "a line of the source has a number from 1 on: :line 12",
            "{pressed}"
        );
    }
    // Above the text nothing of the header is in the reading view.
    let session = reading().keys(":line_5 <enter>");
    assert_eq!(
        session.notice(),
        format!(
            "line 5 of {n_lines} stands in the source alone, which r shows; this is what follows it"
        )
    );
}

#[test]
fn a_number_in_the_source_is_that_of_a_paragraph_and_says_so() {
    for pressed in ["r :12 <enter>", "r 1 2 G", "r 1 2 <enter>"] {
        let session = reading().keys(pressed);
        assert_eq!(
            session.notice(),
            "this is paragraph 12; :line 12 goes to a line of the source",
            "{pressed}"
        );
        assert!(session.screen().contains("P12/24"));
    }
    assert_eq!(reading().keys("1 2 G").notice(), "");
    let session = reading().keys("r 9 9 G");
    assert_eq!(
        session.notice(),
        "no paragraph 99 in this cable; :line 99 goes to a line of the source"
    );
    let before = row(&reading().keys("r 4 j"));
    assert_eq!(row(&reading().keys("r :+4 <enter>")), before);
    assert_eq!(row(&reading().keys("r :+9 <enter> :-5 <enter>")), before);
    assert_eq!(row(&reading().keys("r 4 j :+ <enter> :- <enter>")), before);
    let (end, beyond) = ("r :$ <enter>", "r :+99999999999 <enter>");
    assert_eq!(row(&reading().keys(beyond)), row(&reading().keys(end)));
    for pressed in [":50% <enter>", "r :50% <enter>", "5 0 %"] {
        let screen = reading().keys(pressed).screen();
        assert!(
            screen.lines().next().unwrap().ends_with(" 50%"),
            "{pressed}: {screen}"
        );
    }
}

#[test]
fn a_search_that_is_typed_under_a_filter_says_what_is_hidden() {
    let session = reading().keys("c s /telegram");
    let screen = session.screen();
    let last = screen.lines().rev().find(|line| line.contains("/telegram"));
    assert!(
        last.unwrap().contains("no match shown; ")
            && last.unwrap().contains("hidden paragraphs have it"),
        "{screen}"
    );
    // A pattern too, which may go on over the end of a line.
    let session = reading().keys("c s g/tele.ram[s]?\\s");
    assert!(
        session.screen().contains("hidden paragraphs have it"),
        "{}",
        session.screen()
    );
    for none in ["g/telegr[z]m", "g/telegr[", "g/(zq)*"] {
        let session = reading().keys(&format!("c s {none}"));
        assert!(!session.screen().contains("hidden paragraph"), "{none}");
    }
    // One that would have to be held against much says so when it is entered.
    let text = format!("1. (U) None.\n\n2. (C) {} ferry.\n", "Quay ".repeat(60_000));
    let mut session = Session::text(text.as_bytes(), "80x24").keys("c u g/fer+y");
    assert!(session.screen().contains("no match shown"));
    assert!(!session.screen().contains("hidden paragraph"));
    session.press("<enter>");
    let said = "no match in what is shown; 1 in 1 hidden paragraph";
    assert!(session.notice().starts_with(said), "{}", session.notice());
    let session = reading().keys("c s /xylophone");
    assert!(!session.screen().contains("hidden paragraph"));
    let session = reading().keys("c s /telegram <esc> c 0 /telegram");
    assert!(!session.screen().contains("hidden paragraph"));
}

#[test]
fn a_kind_of_repair_is_switched_from_its_title_too() {
    let session = reading().keys("g p s");
    assert_eq!(
        session.notice(),
        "this row is about no one kind of repair: j goes on to one that s switches"
    );
    let session = session.keys("j j s");
    assert!(
        session
            .notice()
            .contains("paragraph-number are switched off"),
        "{}",
        session.notice()
    );
}
