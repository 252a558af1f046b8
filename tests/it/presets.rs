//! What fingers know of other programs, pressed.

use reftel::app::{Effect, Overlay, PaneId};
use reftel::command::key::Sequence;
use reftel::command::{Command, Context, FAMILIAR, Key, Keymap, Lookup, Preset};

use crate::session::Session;

const TUTORIAL: &str = "08PORTLARKSPUR311";

/// The tutorial cable, read with the keys of a preset.
fn reading(preset: Preset) -> Session {
    let mut session = Session::reading(TUTORIAL, "80x24");
    session.model.keymap = Keymap::of(preset);
    session.model.settings.preset = preset;
    session
}

/// The row of the cursor, and the first in sight.
fn row(session: &Session) -> (usize, usize) {
    let scroll = session.model.reader().unwrap().text.scroll;
    (scroll.focus, scroll.top)
}

fn at(session: &Session) -> u32 {
    session.model.reader().unwrap().text.at
}

fn quits(mut session: Session, keys: &str) -> bool {
    session.press(keys);
    session.effects.contains(&Effect::Quit)
}

/// Which match of how many the cursor is at.
fn current(session: &Session) -> (usize, usize) {
    let find = session.model.reader().unwrap().find.as_ref().unwrap();
    (find.current, find.matches.len())
}

/// What holds in each of them: forward, backward, on and back again.
fn seeks(preset: Preset, forward: &str, on: &str, back: &str) {
    let mut session = reading(preset).keys("<home>");
    session.press(forward);
    session.press("k e y <enter>");
    let (first, all) = current(&session);
    assert!(first == 0 && all > 3, "{first} of {all}");
    session.press(on);
    assert_eq!(current(&session).0, 1);
    session.press(on);
    session.press(back);
    assert_eq!(current(&session).0, 1);
}

#[test]
fn what_less_does_and_reftel_does_not_is_answered() {
    for (keys, said) in [
        (
            "!",
            "!: | pipes the paragraph to a command, ^z goes to the shell",
        ),
        (
            "s",
            "s: nothing is written: Y copies the cable, \\| pipes it",
        ),
        ("- i", "-i: capitals count where what is sought has any"),
        (
            "- N",
            "-N: paragraphs have numbers; \\. tells the line of the source",
        ),
        (
            "- S",
            "-S: lines are wrapped; -r shows them as they are in the source",
        ),
    ] {
        let mut session = reading(Preset::Less);
        session.press(keys);
        assert_eq!(session.notice(), said, "{keys}");
    }
    // Nothing that is said so is bound.
    for familiar in FAMILIAR {
        let n_named = familiar.words.matches("{}").count();
        assert_eq!(n_named, familiar.instead.len(), "{}", familiar.words);
        for keys in familiar.keys {
            let keys: Sequence = keys.parse().unwrap();
            let keys: Vec<Key> = keys.keys().collect();
            for preset in [Preset::Less, Preset::Vim, Preset::Emacs] {
                if !familiar.of.is_empty() && !familiar.of.contains(&preset) {
                    continue;
                }
                let keymap = Keymap::of(preset);
                let found = keymap.lookup(Context::Reader, &keys);
                assert!(!matches!(found, Lookup::Command(_)), "{preset:?} {keys:?}");
            }
        }
    }
}

#[test]
fn no_percent_is_the_beginning_where_a_zero_is_no_key() {
    for (preset, keys) in [(Preset::Less, "0p"), (Preset::Emacs, "0%")] {
        let mut session = reading(preset).keys("G");
        session.press(keys);
        assert_eq!(row(&session).0, 0, "{preset:?}");
    }
    // In vim it goes to the beginning of the line.
    let mut session = reading(Preset::Vim).keys("j w w 0");
    let before = row(&session);
    session.press("%");
    assert_eq!(row(&session), before);
}

#[test]
fn fingers_of_less() {
    let mut session = reading(Preset::Less);
    session.press("<space>");
    let page = row(&session);
    assert!(page.1 > 10, "{page:?}");
    for keys in [
        "b",
        "f b",
        "d u",
        "G g",
        "> <",
        "<c-v> <a-v>",
        "w",
        "<a-<>",
        "<home>",
    ] {
        session.press(&keys.replace("<a-<>", "<a-lt>"));
        assert_eq!(row(&session).1, 0, "{keys}");
    }
    let first = row(&session).0;
    session.press("g e j <enter> <c-n> y k <c-p>");
    assert_eq!(row(&session).0, first + 1);
    session.press("G");
    let n_rows = session.model.reader().unwrap().text.n_rows();
    assert_eq!(row(&session).0, n_rows - 1);
    session.press("50p");
    assert_eq!(row(&session).0, (n_rows - 1) / 2);
    // An untouched filter ends with Enter, as one without words does there.
    let mut filtered = reading(Preset::Less);
    filtered.model.settings.preset = Preset::Less;
    let is_filtered = |session: &Session| session.model.reader().unwrap().only.is_some();
    filtered.press("& k e y <enter>");
    assert!(is_filtered(&filtered), "{}", filtered.notice());
    filtered.press("& <enter>");
    assert!(!is_filtered(&filtered), "{}", filtered.notice());
    let mut catalog = Session::builtin("80x24");
    catalog.model.keymap = Keymap::of(Preset::Less);
    catalog.model.settings.preset = Preset::Less;
    catalog.press("& k e y <enter>");
    assert!(catalog.model.filter.is_some());
    catalog.press("& <enter>");
    assert!(catalog.model.filter.is_none(), "{}", catalog.notice());
    session.press("=");
    assert!(session.notice().contains('%'), "{}", session.notice());
    session.press("12g");
    assert!(session.screen().contains("P12/"));
    seeks(Preset::Less, "/", "n", "N");
    let mut session = reading(Preset::Less).keys("G ?key <enter>");
    let (last, all) = current(&session);
    assert_eq!(last, all - 1);
    session.press("n");
    assert_eq!(
        current(&session).0,
        all - 2,
        "n goes on towards the beginning"
    );
    session.press("N");
    assert_eq!(current(&session).0, all - 1);
    session.press("g n");
    assert!(
        session.notice().contains("round the beginning"),
        "{}",
        session.notice()
    );
    session.press("<a-u>");
    assert!(session.model.reader().unwrap().find.is_none());
    session.press("& h a r b o r <enter>");
    assert!(session.model.reader().unwrap().is_filtered());
    for help in ["h", "H", "<f1>"] {
        let session = reading(Preset::Less).keys(help);
        assert!(
            matches!(session.model.overlay, Some(Overlay::Help(_))),
            "{help}"
        );
    }
    session = reading(Preset::Less).keys("-r");
    assert!(session.model.reader().unwrap().raw);
    assert!(
        session.notice().contains("-r shows it"),
        "{}",
        session.notice()
    );
    session.press(":n");
    assert_eq!(session.model.reader().unwrap().entry, 1);
    session.press(":p R");
    assert_eq!(session.model.reader().unwrap().entry, 0);
    assert!(session.notice().contains("nothing has changed"));
    session.press("r");
    assert_eq!(session.effects.last(), Some(&Effect::Redraw));
    session.press("\\c");
    assert!(matches!(session.model.overlay, Some(Overlay::Report(_))));
    for quit in ["q", "Q", ":q", ":Q", "ZZ"] {
        assert!(quits(reading(Preset::Less), quit), "{quit}");
    }
}

#[test]
fn fingers_of_vim() {
    let mut session = reading(Preset::Vim);
    let start = (row(&session), at(&session));
    session.press("j j k l w h b k");
    assert_eq!((row(&session), at(&session)), start);
    session.press("$");
    let last = at(&session);
    assert!(row(&session) == start.0 && last > start.1, "{last}");
    session.press("w b $ 0");
    assert_eq!((row(&session), at(&session)), start);
    session.press("w w ^");
    assert_eq!((row(&session), at(&session)), start);
    session.press("10l");
    assert!(at(&session) > last, "0 ends a count as ever");
    session.press("G");
    let end = row(&session);
    assert_eq!(end.0, session.model.reader().unwrap().text.n_rows() - 1);
    session.press("gg");
    assert_eq!(row(&session).1, 0);
    session.press("<c-o>");
    assert_eq!(row(&session).0, end.0, "back to where gg was pressed");
    session.press("gg");
    for (down, up) in [("<c-d>", "<c-u>"), ("<c-f>", "<c-b>"), ("<c-e>", "<c-y>")] {
        session.press(down);
        assert!(row(&session).1 > 0, "{down}");
        session.press(up);
        assert_eq!(row(&session).1, 0, "{up}");
    }
    session.press("gg }");
    assert!(session.screen().contains("P2/"));
    session.press("{");
    assert!(session.screen().contains("P1/"));
    session.press("12G zt");
    assert_eq!(row(&session).0, row(&session).1);
    session.press("zb");
    let (focus, top) = row(&session);
    assert!(focus - top > 15, "{focus} {top}");
    session.press("zz");
    let (focus, top) = row(&session);
    assert!((6..14).contains(&(focus - top)), "{focus} {top}");
    seeks(Preset::Vim, "/", "n", "N");
    let mut session = reading(Preset::Vim).keys("G ?key <enter>");
    let (last, all) = current(&session);
    assert_eq!(last, all - 1);
    session.press("n");
    assert_eq!(current(&session).0, all - 2);
    session.press("N N");
    assert!(
        session.notice().contains("round the end"),
        "{}",
        session.notice()
    );
    let mut session = reading(Preset::Vim).keys("/key <enter>");
    let here = at(&session);
    session.press("* #");
    assert_eq!(at(&session), here);
    session.press("* * #");
    let before = at(&session);
    session.press("n");
    assert!(at(&session) < before, "n goes on as # went");
    session.press("<c-w> o");
    session.press("<c-w> w");
    assert_ne!(session.model.reader().unwrap().focus, PaneId::Text);
    let mut session = reading(Preset::Vim).keys("/key <enter> :noh <enter>");
    assert!(session.model.reader().unwrap().find.is_none());
    session.press(":bn <enter>");
    assert_eq!(session.model.reader().unwrap().entry, 1);
    session.press(":e <enter>");
    assert!(session.notice().contains("nothing has changed"));
    session.press("v w w y");
    let copies = |effect: &Effect| matches!(effect, Effect::Copy(..));
    assert!(session.effects.iter().any(copies), "{:?}", session.effects);
    let session = reading(Preset::Vim).keys("u");
    assert!(session.notice().contains("undo"), "{}", session.notice());
    for help in ["<f1>", "g?", ":h <enter>"] {
        let session = reading(Preset::Vim).keys(help);
        assert!(
            matches!(session.model.overlay, Some(Overlay::Help(_))),
            "{help}"
        );
    }
    for quit in ["ZZ", "ZQ", ":q <enter>", ":qa <enter>", ":q! <enter>"] {
        assert!(quits(reading(Preset::Vim), quit), "{quit}");
    }
}

#[test]
fn rows_jumps_and_searches_of_vim() {
    let mut session = reading(Preset::Vim).keys("G");
    let end = row(&session);
    session.press("12G zz");
    let (_, top) = row(&session);
    // The window stays; its edges are kept free of the cursor, as ever.
    for (keys, below) in [("H", 2), ("5H", 4), ("L", 16), ("5L", 14), ("M", 9)] {
        session.press(keys);
        assert_eq!(row(&session), (top + below, top), "{keys}");
    }
    session.press("gg H");
    assert_eq!(row(&session), (0, 0));
    session.press("G L");
    assert_eq!(row(&session).0, end.0);
    session.press("gM");
    assert_eq!(session.model.reader().unwrap().focus, PaneId::Routing);
    // Going back while typing turns no search.
    let mut session = reading(Preset::Vim).keys("gg /key <c-t> <c-t>");
    let (there, _) = current(&session);
    session.press("<enter> n");
    assert_eq!(current(&session).0, there + 1);
    session.press(":e <space> other <enter>");
    assert!(session.notice().contains("when reftel is started"));
    session.press(":prov <enter>");
    assert!(session.screen().contains("byte"), "{}", session.screen());
    // Enter opens from the list, and the list says so.
    for preset in [Preset::Vim, Preset::Less] {
        let mut session = Session::builtin("80x24");
        session.model.keymap = Keymap::of(preset);
        assert!(
            session.screen().contains("Enter open  j down"),
            "{preset:?}"
        );
    }
}

#[test]
fn words_windows_and_paragraphs_of_vim() {
    // Words end where they end here, and no editor is opened on the way.
    let mut session = reading(Preset::Vim);
    let start = at(&session);
    for (on, back) in [("e", "b"), ("E", "B"), ("W", "ge"), ("w", "b")] {
        session.press(on);
        assert!(at(&session) > start, "{on}");
        session.press(back);
        assert_eq!(at(&session), start, "{back}");
    }
    let edits = |session: &Session| {
        let mut effects = session.effects.iter();
        effects.any(|effect| matches!(effect, Effect::Edit(_)))
    };
    assert!(!edits(&session));
    session.press("g F");
    assert!(edits(&session));
    session.press("yip");
    assert!(session.copied().starts_with("1. (C) SUMMARY"));
    session.press("9G z.");
    let (focus, top) = row(&session);
    assert!((6..14).contains(&(focus - top)), "{focus} {top}");
    let session = reading(Preset::Vim).keys("8G ]r <c-]>");
    assert_eq!(session.model.reader().unwrap().entry, 7);
    let mut session = reading(Preset::Vim).keys("size:120x40 <c-w> s");
    assert!(session.model.is_split());
    // Which way a pane lies is not asked, so no key says that it is.
    session.press("<c-w> l");
    assert!(session.notice().contains("nothing"), "{}", session.notice());
    // Nor is an editor opened from a list by the key that ends a word.
    let mut session = Session::builtin("80x24");
    session.model.keymap = Keymap::of(Preset::Vim);
    session.press("e");
    assert!(!edits(&session) && session.notice().contains("nothing"));
    session.press("g F");
    assert!(edits(&session));
}

#[test]
fn fingers_of_emacs() {
    let mut session = reading(Preset::Emacs);
    let start = (row(&session), at(&session));
    session.press("<c-n> <c-p> <c-f> <a-f> <a-b> <c-b>");
    assert_eq!((row(&session), at(&session)), start);
    session.press("<c-e>");
    assert!(at(&session) > start.1 && row(&session) == start.0);
    session.press("<c-a>");
    assert_eq!((row(&session), at(&session)), start);
    for (down, up) in [("<c-v>", "<a-v>"), ("<a-gt>", "<a-lt>")] {
        session.press(down);
        assert!(row(&session).1 > 0, "{down}");
        session.press(up);
        assert_eq!(row(&session).1, 0, "{up}");
    }
    session.press("<a-}>");
    assert!(session.screen().contains("P2/"));
    session.press("<a-{>");
    seeks(Preset::Emacs, "<c-s>", "n", "N");
    // The search is gone on with while it is typed.
    let mut session = reading(Preset::Emacs).keys("<c-s> k e y <c-s> <c-s>");
    let (third, all) = current(&session);
    assert_eq!(third, 2);
    let there = at(&session);
    session.press("<c-s> <c-r>");
    assert_eq!(at(&session), there);
    session.press("s");
    assert!(at(&session) <= there, "typing goes on from there");
    session.press("<c-g>");
    assert_eq!(
        at(&session),
        start.1,
        "left, it goes back to where it began"
    );
    session.press("<a-gt> <c-r> k e y <enter>");
    assert_eq!(current(&session).0, all - 1);
    session.press("<c-s> <c-s> <enter>");
    assert!(session.notice().contains('/'), "{}", session.notice());
    session.press("<c-g>");
    assert!(session.model.reader().unwrap().find.is_none());
    session.press("<a-x>");
    assert!(matches!(session.model.overlay, Some(Overlay::Palette(_))));
    session.press("<c-g> <c-x> o");
    assert_ne!(session.model.reader().unwrap().focus, PaneId::Text);
    session.press("<c-x> <right>");
    assert_eq!(session.model.reader().unwrap().entry, 1);
    let session = reading(Preset::Emacs).keys("<c-h> b");
    assert!(matches!(session.model.overlay, Some(Overlay::Help(_))));
    let session = reading(Preset::Emacs).keys("<c-space> <c-f> <c-f> <a-w>");
    let copies = |effect: &Effect| matches!(effect, Effect::Copy(..));
    assert!(session.effects.iter().any(copies), "{:?}", session.effects);
    assert!(!quits(reading(Preset::Emacs), "<c-g> <c-g> <c-g>"));
    assert!(quits(reading(Preset::Emacs), "<c-x> <c-c>"));
}

#[test]
fn hints_help_and_which_key_are_those_of_the_preset() {
    for (preset, help) in [
        (Preset::Reftel, "? help"),
        (Preset::Less, "h help"),
        (Preset::Vim, "g? help"),
        (Preset::Emacs, "? help"),
    ] {
        let session = reading(preset);
        let screen = session.screen();
        assert!(screen.contains(help), "{help}\n{screen}");
        // Every key that help shows is one that the keymap knows.
        let session = session.keys("<f1> size:200x200");
        let screen = session.screen();
        for spec in Keymap::commands(Context::Reader) {
            let keys = session.model.keymap.keys_of(spec.command, Context::Reader);
            let words: String = spec.sentence.chars().take(44).collect();
            let line = screen.lines().find(|line| line.contains(&words));
            let line = line.unwrap_or_else(|| panic!("{}\n{screen}", spec.name));
            if let Some(first) = keys.first() {
                assert!(line.contains(first.as_str()), "{first}: {line}");
            }
        }
    }
    let screen = reading(Preset::Less).keys("\\").wait().screen();
    assert!(
        screen.contains("jumps") && screen.contains("go to"),
        "{screen}"
    );
    let screen = reading(Preset::Emacs).keys("<c-x>").wait().screen();
    assert!(screen.contains("quit"), "{screen}");
    // The palette finds a command by the key it has here.
    let session = reading(Preset::Less).keys("::").keys("h");
    let Some(Overlay::Palette(palette)) = &session.model.overlay else {
        panic!()
    };
    assert_eq!(palette.chosen(), Some(reftel::command::Command::Help));
    let session = reading(Preset::Less).keys("@");
    assert!(
        session.notice().contains("h lists the keys"),
        "{}",
        session.notice()
    );
}

#[test]
fn keyboards_of_other_scripts_give_commands_and_type_their_letters() {
    // What is typed on the keys j } ] c g g on a Russian keyboard, and on a
    // Greek one.
    for keys in ["о", "ъс", "п п", "ξ", "γ γ"] {
        let session = reading(Preset::Reftel).keys(keys);
        assert!(!session.notice().contains("does nothing"), "{keys}");
    }
    let session = reading(Preset::Reftel).keys("о о");
    assert_eq!(row(&session), row(&reading(Preset::Reftel).keys("j j")));
    let session = reading(Preset::Reftel).keys("12П");
    assert!(session.screen().contains("P12/"), "{}", session.screen());
    // In a line that is being typed they are letters.
    let session = reading(Preset::Reftel).keys("/порт");
    assert!(session.screen().contains("/порт"), "{}", session.screen());
    let session = reading(Preset::Reftel).keys("é");
    assert!(session.notice().contains("é does nothing here"));
}

#[test]
fn windows_are_split_as_fingers_know() {
    for (preset, split, other) in [
        (Preset::Vim, "<c-w> v", "<c-w> w"),
        (Preset::Emacs, "<c-x> 3", "<c-x> o"),
        (Preset::Less, "\\ V", "<tab>"),
    ] {
        let mut session = reading(preset).keys("size:120x40").keys(split);
        assert!(session.model.is_split(), "{preset:?}");
        assert!(session.model.beside.as_ref().unwrap().is_right);
        session.press(other);
        assert!(
            !session.model.beside.as_ref().unwrap().is_right,
            "{preset:?}"
        );
    }
    let session = reading(Preset::Vim).keys("size:120x40 /07 <enter> <c-w> f");
    assert!(session.model.is_split() || session.model.notice.is_some());
    let session = reading(Preset::Less).keys("size:120x40 \\ V \\ b");
    assert!(session.model.beside.as_ref().unwrap().is_bound);
}

#[test]
fn messages_name_the_keys_there_are() {
    let bound = |context: Context, keys: &str, command: Command, size: &str| {
        let mut session = Session::reading(TUTORIAL, size);
        let keymap = &mut session.model.keymap;
        for sequence in keymap.sequences_of(command, context) {
            assert!(keymap.unbind(context, sequence));
        }
        if !keys.is_empty() {
            let sequence = keys.parse().unwrap();
            keymap.bind(context, sequence, command).unwrap();
        }
        session
    };
    let reader = |keys, command| bound(Context::Reader, keys, command, "80x24");
    let said = |session: Session, keys: &str| session.keys(keys).notice().to_owned();
    let cases = [
        ("W", Command::OpenFold, "3G zM j x", "W unfolds it"),
        ("W", Command::OpenFold, "3G zM j yy", "W unfolds it"),
        ("W", Command::ClearFilter, "cs 1G x", "W shows it"),
        ("W", Command::ClearFilter, "cs 1G yy", "W shows it"),
        ("", Command::NextReference, "G f", ":next-reference goes"),
        (
            "W",
            Command::NextReference,
            "gg p",
            "W goes to one, f shows",
        ),
        ("W", Command::NextMarking, ";", "; and , repeat W, ]r"),
        ("W", Command::Jumps, "9L", "W lists them"),
        ("W", Command::Undo, "ma", "W undoes"),
        ("W", Command::GoToMark, "ma", "Wa goes there"),
        ("", Command::GoToMark, "ma", ":go-to-mark a goes there"),
        ("W", Command::SetMark, "'a", "Wa sets it"),
    ];
    for (keys, command, pressed, words) in cases {
        let found = said(reader(keys, command), pressed);
        assert!(found.contains(words), "{pressed}: {found}");
    }
    // What is pressed in a window stands below it.
    let session = bound(Context::Explain, "W", Command::Close, "80x24");
    let screen = session.keys("gc").screen();
    assert!(screen.contains("Enter goes there  W close"), "{screen}");
    let session = bound(Context::Explain, "W", Command::SwitchRepair, "80x24");
    let mut session = session.keys("gp");
    assert!(session.screen().contains("W switches this kind"));
    session.press("j j W");
    assert!(session.notice().contains("W switches them on again"));
    // Where the summary is no side, its key opens none.
    for (size, words) in [
        ("120x40", "W and t open them"),
        ("200x50", "W, t and S open them"),
    ] {
        let session = bound(Context::Reader, "W", Command::ToggleRouting, size);
        let shut = if size == "200x50" { "W t S >" } else { "W t >" };
        let found = said(session, shut);
        assert!(found.ends_with(words), "{size}: {found}");
    }
}

#[test]
fn keys_that_vim_has_for_something_else_are_not_taken_for_those_of_less() {
    for (keys, said) in [
        (
            "<c-v>",
            "^v: text has no blocks to select: v selects words, V paragraphs",
        ),
        (
            "<c-r>",
            "^r: what was undone is not done again: u undoes what was done to marks",
        ),
    ] {
        let mut session = reading(Preset::Vim);
        session.press(keys);
        assert_eq!(session.notice(), said, "{keys}");
    }
    // Whoever has other fingers is told what less does.
    let mut session = reading(Preset::Reftel);
    session.press("<c-v>");
    assert!(
        session.notice().contains("does in less"),
        "{}",
        session.notice()
    );
}
