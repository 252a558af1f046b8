//! Where reading begins, and reading again what has changed.

use std::collections::VecDeque;
use std::time::Duration;

use reftel::app::{
    Again, Begin, Configured, Effect, Entry, Indexed, Model, Msg, Request, Screen, Settings, Wake,
    update,
};
use reftel::command::{Keymap, Preset};
use reftel::parse::parse;
use reftel::typeset::Shown;

use crate::session::Session;

const SIZES: [&str; 4] = ["50x16", "80x24", "120x40", "200x50"];
const TUTORIAL: &str = "08PORTLARKSPUR311";

/// A cable that reading begins somewhere in, once the terminal has told its
/// size.
fn beginning(begin: Begin, size: &str) -> Session {
    let mut session = Session::reading(TUTORIAL, size);
    session.model.begin = Some(begin);
    session.keys(&format!("size:{size}"))
}

#[test]
fn reading_begins_where_it_was_asked_to() {
    for size in SIZES {
        let session = beginning(Begin::Paragraph(5), size);
        assert!(session.screen().contains("P5/"), "{}", session.screen());
        let session = beginning(Begin::Match(String::from("harbor")), size);
        let found = session.model.reader().unwrap().find.as_ref().unwrap();
        assert!(!found.matches.is_empty());
        assert!(session.screen().contains("1/"), "{}", session.screen());
        let session = beginning(Begin::End, size);
        let reader = session.model.reader().unwrap();
        assert_eq!(reader.text.scroll.focus, reader.text.n_rows() - 1);
    }
    let session = beginning(Begin::Paragraph(99), "80x24");
    assert!(
        session.screen().contains("no paragraph 99 in this cable"),
        "{}",
        session.screen()
    );
    let session = beginning(Begin::Match(String::from("zzz")), "80x24");
    assert!(session.screen().contains("no match"));
}

#[test]
fn the_first_cable_of_many_is_begun_where_it_was_asked_to() {
    let mut session = Session::builtin("80x24");
    session.model.begin = Some(Begin::Paragraph(2));
    let session = session.keys("size:80x24 <enter>");
    assert!(session.screen().contains("P2/"), "{}", session.screen());
    let session = session.keys("q j <enter>");
    assert!(!session.screen().contains("P2/"), "{}", session.screen());
}

#[test]
fn a_cable_that_is_read_on_finds_its_place_among_the_others() {
    // The first of four, in the order in which they are found, is the third of
    // its folder.
    let texts = ["third", "first", "second", "fourth"]
        .map(|which| format!("SUBJECT: THE {which} REPORT\n\n1. (U) The {which} report.\n"));
    let texts = texts.each_ref().map(String::as_bytes);
    let begin = || {
        let mut session = Session::list(&texts, "80x24");
        let mut late = session.split_off(1);
        let opened = session.opened(0);
        session.model = session.model.clone().reading_above_list(0, opened);
        session.model = session.model.clone().within_collection();
        session.press("J");
        assert!(session.notice().contains("still being found out"));
        session.press("size:80x24");
        let asks = |effect: &&Effect| matches!(effect, Effect::Load(Request::Gather));
        assert_eq!(session.effects.iter().filter(asks).count(), 1);
        // Another size asks for nothing.
        session.press("size:90x24 size:80x24");
        assert_eq!(session.effects.iter().filter(asks).count(), 1);
        let last = late.split_off(2);
        session.send(Msg::Found(late));
        (session, last)
    };
    let reads = |session: &Session, which: &str| {
        let screen = session.screen();
        assert!(screen.contains(&format!("The {which} report.")), "{screen}");
    };
    let (mut session, last) = begin();
    assert!(!session.screen().contains(" of "), "{}", session.screen());
    for key in ["J", "K"] {
        session.press(key);
        assert!(session.notice().contains("still being found out"));
        reads(&session, "third");
    }
    session.send(Msg::FirstLies(2));
    session.send(Msg::Found(last));
    session.send(Msg::AllFound);
    assert!(session.screen().contains("3 of 4"), "{}", session.screen());
    session.press("J");
    reads(&session, "fourth");
    session.press("J");
    assert!(session.notice().contains("this is the last cable"));
    session.press("K K");
    reads(&session, "second");
    session.press("J q");
    let in_order = |session: &Session| {
        let rows = session.screen();
        let rows = rows.lines().filter(|row| row.contains("REPORT"));
        let which = |row: &str| {
            row.split_once("THE ")
                .unwrap()
                .1
                .split_once(' ')
                .unwrap()
                .0
                .to_owned()
        };
        let cursor = |row: &str| if row.starts_with('>') { ">" } else { "" };
        let rows: Vec<String> = rows
            .map(|row| format!("{}{}", cursor(row), which(row)))
            .collect();
        rows.join(" ")
    };
    assert_eq!(in_order(&session), "first second >third fourth");
    // Narrowed, sorted and put back.
    session.press("&report <enter>");
    assert_eq!(in_order(&session), "first second >third fourth");
    session.press("<esc> :sort_subject <enter>");
    assert_eq!(in_order(&session), "first fourth second >third");
    session.press(":sort_lies <enter>");
    assert_eq!(in_order(&session), "first second >third fourth");
    // The list is open while they come: the cursor stays at the cable.
    let (mut session, last) = begin();
    session.press("q");
    assert_eq!(in_order(&session), "first second >third");
    session.send(Msg::Found(last));
    session.send(Msg::FirstLies(2));
    session.send(Msg::AllFound);
    assert_eq!(in_order(&session), "first second >third fourth");
    // One that is no longer there lies behind the others.
    let (mut session, last) = begin();
    session.send(Msg::Found(last));
    session.send(Msg::AllFound);
    session.press("K");
    reads(&session, "fourth");
}

#[test]
fn what_is_typed_ahead_is_for_the_cable_that_is_opened() {
    let session = Session::builtin("80x24");
    let begin = |keys: &[&str]| {
        let mut model = session.model.clone();
        let mut effects = Vec::new();
        for key in keys {
            effects.extend(update(&mut model, Msg::Key(key.parse().unwrap())));
        }
        (model, effects)
    };
    let opens = |effects: &[Effect]| -> Vec<usize> {
        let entry = |effect: &Effect| match effect {
            Effect::Load(Request::Open(entry)) => Some(*entry),
            _ => None,
        };
        effects.iter().filter_map(entry).collect()
    };
    let load = |model: &mut Model, entry: usize| {
        let opened = Box::new(session.opened(entry));
        update(model, Msg::Loaded(entry, opened))
    };
    let paragraph = |model: &Model| {
        let reader = model.reader().unwrap();
        (reader.entry, reader.place())
    };
    let (mut model, effects) = begin(&["<enter>", "J", "J", "2", "G"]);
    assert_eq!(opens(&effects), [0]);
    assert!(model.reader().is_none());
    // One cable after the other, and the number is for the last.
    assert_eq!(opens(&load(&mut model, 0)), [1]);
    assert_eq!(opens(&load(&mut model, 1)), [2]);
    assert!(opens(&load(&mut model, 2)).is_empty());
    assert_eq!(paragraph(&model), (2, String::from("P2/2")));
    // One that only moves does not leave what stands beside the text: that is
    // of another cable now.
    let (mut model, _) = begin(&["<enter>"]);
    load(&mut model, 0);
    let before = model.changes;
    for key in ["J", "j"] {
        let _ = update(&mut model, Msg::Key(key.parse().unwrap()));
    }
    load(&mut model, 1);
    assert_eq!(paragraph(&model).0, 1);
    assert_ne!(model.changes, before);
    // What takes long is told, and keys are for what is in sight again.
    let (mut model, _) = begin(&["<enter>", "j"]);
    let _ = update(&mut model, Msg::Elapsed(Wake::Opening(0)));
    // What was typed for it is for nothing else.
    let focus = |model: &Model| match &model.screens.top {
        Screen::Catalog(catalog) => catalog.scroll.focus,
        _ => usize::MAX,
    };
    assert_eq!(focus(&model), 0);
    let _ = update(&mut model, Msg::Key("j".parse().unwrap()));
    assert_eq!(focus(&model), 1);
    load(&mut model, 0);
    assert_eq!(paragraph(&model), (0, String::from("P1/24")));
    // Nor is it where the cable cannot be opened.
    let (mut model, _) = begin(&["<enter>", "j", "q"]);
    let effects = update(&mut model, Msg::Failed(0, Shown::new("gone")));
    assert!(!effects.contains(&Effect::Quit));
    assert_eq!(focus(&model), 0);
    let _ = update(&mut model, Msg::Key("j".parse().unwrap()));
    assert_eq!(focus(&model), 1);
    // Another that cannot be read changes nothing.
    let (mut model, effects) = begin(&["<enter>", "J"]);
    assert_eq!(opens(&effects), [0]);
    let _ = update(&mut model, Msg::Failed(2, Shown::new("gone")));
    assert_eq!(opens(&load(&mut model, 0)), [1]);
    // Who gives up has typed nothing.
    let (mut model, effects) = begin(&["<enter>", "j", "<esc>"]);
    assert_eq!(opens(&effects), [0]);
    load(&mut model, 0);
    assert_eq!(paragraph(&model), (0, String::from("P1/24")));
    let (_, effects) = begin(&["<enter>", "j", "<c-c>", "<c-c>"]);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Quit)));
}

#[test]
fn a_cable_that_is_read_again_keeps_its_place_and_its_looks() {
    let text = |words: &str| {
        let paragraphs: Vec<String> = (1..=30)
            .map(|number| format!("{number}. (C) Report {number} of the harbor.{words}\n\n"))
            .collect();
        format!("SUBJECT: HARBOR DUES\n\n{}QUILL\n", paragraphs.concat())
    };
    for size in SIZES {
        let mut session = Session::text(text("").as_bytes(), size)
            .keys("/harbor <enter> 20G l l zt & r e p o r t <enter> cc")
            .keys("size:100x30")
            .keys(&format!("size:{size}"));
        let before = session.model.reader().unwrap().clone();
        session.cables[0] = parse(text(" It was a long day.").as_bytes());
        session.press("R");
        let after = session.model.reader().unwrap();
        assert_eq!(after.place(), before.place(), "{size}");
        assert_eq!(after.text.token_text(), before.text.token_text());
        assert_eq!(after.text.scroll.below(), before.text.scroll.below());
        assert_eq!(after.filter, before.filter);
        assert_eq!(after.find.as_ref().unwrap().matches.len(), 30);
        let notice = session.model.notice.as_ref().unwrap();
        assert_eq!(notice.text.as_str(), "read again: the text has changed");
        session.press("R");
        let notice = session.model.notice.as_ref().unwrap();
        assert_eq!(notice.text.as_str(), "read again: nothing has changed");
    }
}

#[test]
fn a_cable_that_cannot_be_read_again_stays_as_it_is() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("5G");
    let before = session.model.reader().unwrap().text.at;
    let why = reftel::typeset::Shown::new("no such file or directory");
    let entry = session.model.reader().unwrap().entry;
    session.send(Msg::Reloaded(entry, Box::new(Err(why))));
    let reader = session.model.reader().unwrap();
    assert_eq!(reader.text.at, before);
    assert!(session.model.notice.as_ref().unwrap().failed);
    assert!(
        session.screen().contains("no such file"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_configuration_that_was_read_again_holds_at_once() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("t 5G");
    let place = session.model.reader().unwrap().place();
    session.press(":reload-config <enter>");
    let wanted = Effect::Load(Request::Configure(true));
    assert!(session.effects.contains(&wanted), "{:?}", session.effects);
    let told = Configured {
        settings: Settings {
            ascii: true,
            ..Settings::default()
        },
        keymap: Keymap::of(Preset::Less),
        trouble: None,
    };
    session.send(Msg::Configured(Box::new(told)));
    assert_eq!(session.model.reader().unwrap().place(), place);
    assert!(
        session
            .screen()
            .contains("the configuration was read again")
    );
    session.press("h");
    let screen = session.screen();
    assert!(
        screen.contains("Help: reader") && !screen.contains('\u{2500}'),
        "{screen}"
    );
}

#[test]
fn what_was_begun_goes_on_when_the_configuration_comes_between_two_keys() {
    let told = |preset| {
        Msg::Configured(Box::new(Configured {
            settings: Settings::default(),
            keymap: Keymap::of(preset),
            trouble: None,
        }))
    };
    let row = |session: &Session| session.model.reader().unwrap().text.scroll.focus;
    let mut session = Session::reading(TUTORIAL, "80x24").keys("5G g");
    session.send(told(Preset::Reftel));
    session.press("g");
    // The first words stand below an empty row.
    assert_eq!(row(&session), 1);
    let mut session = Session::reading(TUTORIAL, "80x24").keys("gg 5");
    session.send(told(Preset::Reftel));
    session.press("j");
    assert_eq!(row(&session), 6);
    // Not where a key means something else now.
    let mut session = Session::reading(TUTORIAL, "80x24").keys("5G z");
    session.send(told(Preset::Less));
    session.press("j");
    assert!(session.model.typed.keys.is_empty());
    let mut session = Session::reading(TUTORIAL, "80x24").keys("5G g");
    session.send(told(Preset::Less));
    session.press("g");
    assert_eq!(row(&session), 1);
    assert!(session.model.typed.keys.is_empty());
}

#[test]
fn the_theme_that_goes_by_the_terminal_stays_when_the_configuration_names_another() {
    let mut session = Session::reading(TUTORIAL, "80x24").keys("T <a-t> gg <enter>");
    assert_eq!(session.notice(), "theme auto: dark here");
    session.send(Msg::Configured(Box::new(Configured {
        settings: Settings {
            theme: reftel::config::Theme::named("light").unwrap(),
            follows: false,
            ..Settings::default()
        },
        keymap: Keymap::new(),
        trouble: None,
    })));
    assert!(session.model.settings.follows);
    assert_eq!(session.model.settings.theme.name(), "dark");
}

#[test]
fn what_was_set_by_hand_stays_when_the_configuration_is_read_again() {
    let theme = |name: &str| reftel::config::Theme::named(name).unwrap();
    let told = |usual: u16| {
        let mut settings = Settings {
            theme: theme("light"),
            follows: true,
            ..Settings::default()
        };
        settings.arrangement.usual = usual;
        settings.arrangement.sentence_case = true;
        settings.sentence_case = true;
        Msg::Configured(Box::new(Configured {
            settings,
            keymap: Keymap::new(),
            trouble: None,
        }))
    };
    // Nothing was: all is as the file says.
    let mut session = Session::reading(TUTORIAL, "120x40");
    session.send(told(60));
    let settings = &session.model.settings;
    assert_eq!(settings.theme.name(), "light");
    assert!(settings.follows && settings.arrangement.sentence_case);
    assert_eq!(settings.arrangement.measure, 0);
    // Theme, width, case and mouse were.
    let mut session = Session::reading(TUTORIAL, "120x40").keys("T - gu gu <f2>");
    let (name, measure) = {
        let settings = &session.model.settings;
        (
            settings.theme.name().to_owned(),
            settings.arrangement.measure,
        )
    };
    assert!(name != "dark" && measure > 0);
    session.send(told(60));
    let settings = &session.model.settings;
    assert_eq!(settings.theme.name(), name);
    assert!(!settings.follows);
    assert_eq!(settings.arrangement.measure, measure);
    assert_eq!(settings.mouse, reftel::app::Mouse::Ours);
    // The default width is the one of the file.
    session.press("=");
    assert_eq!(session.model.settings.arrangement.measure, 0);
    assert_eq!(session.model.settings.arrangement.usual, 60);
}

#[test]
fn the_list_follows_what_happens_to_its_files() {
    let mut session = Session::builtin("80x24");
    session.model.settings.watch = true;
    session.press("3j");
    let asked = |session: &Session, wanted: &Request| {
        let is = |effect: &&Effect| matches!(effect, Effect::Load(request) if request == wanted);
        session.effects.iter().filter(is).count()
    };
    assert_eq!(asked(&session, &Request::Watch), 1);
    let delays = |session: &Session| -> Vec<Duration> {
        let delay = |effect: &Effect| match effect {
            Effect::After(delay, Wake::Stirred) => Some(*delay),
            _ => None,
        };
        session.effects.iter().filter_map(delay).collect()
    };
    let second = Duration::from_secs(1);
    // However often it is told before that.
    session.send(Msg::Stirred);
    session.send(Msg::Stirred);
    assert_eq!(delays(&session), [second]);
    session.send(Msg::Elapsed(Wake::Stirred));
    assert_eq!(asked(&session, &Request::LookAtStirred), 1);
    let looked = |new: Vec<Entry>, there: Vec<usize>, took| {
        Msg::LookedAgain(Box::new(Again {
            new,
            there,
            unasked: Some(took),
            ..Again::default()
        }))
    };
    session.cables.push(session.cables[0].clone());
    let new = Entry {
        name: Shown::new("new.txt"),
        ..Entry::default()
    };
    session.send(looked(vec![new], Vec::new(), second));
    assert_eq!(session.notice(), "1 new: it is at the end of the list");
    // What takes long is done seldom, and waits for what is done already.
    session.send(Msg::Stirred);
    assert_eq!(delays(&session), [second, second * 10]);
    session.send(Msg::Indexed(Indexed::Percent(3)));
    session.send(Msg::Elapsed(Wake::Stirred));
    assert_eq!(asked(&session, &Request::LookAtStirred), 1);
    session.send(Msg::Indexed(Indexed::Ended));
    session.send(Msg::Elapsed(Wake::Stirred));
    assert_eq!(asked(&session, &Request::LookAtStirred), 2);
    // What happens while files are looked at is looked at next.
    session.send(Msg::Stirred);
    assert_eq!(
        delays(&session).len(),
        4,
        "of which one waited for the index"
    );
    session.send(looked(Vec::new(), Vec::new(), Duration::ZERO));
    session.send(Msg::Elapsed(Wake::Stirred));
    assert_eq!(asked(&session, &Request::LookAtStirred), 3);
    // A query that is being answered would begin anew each time: it is waited
    // for.
    session.send(looked(Vec::new(), Vec::new(), Duration::ZERO));
    session.held_up = Some(VecDeque::new());
    session.press("&dues <enter>");
    session.send(Msg::Stirred);
    session.send(Msg::Elapsed(Wake::Stirred));
    assert_eq!(asked(&session, &Request::LookAtStirred), 3);
    session.search_on(true);
    session.held_up = None;
    session.press("<esc>");
    session.send(Msg::Elapsed(Wake::Stirred));
    assert_eq!(asked(&session, &Request::LookAtStirred), 4);
    // Where nothing is another, nothing is said.
    session.press("j");
    session.send(looked(Vec::new(), Vec::new(), Duration::ZERO));
    assert_eq!(session.notice(), "");
    // Nor while something is typed.
    session.cables.push(session.cables[1].clone());
    session.press("&");
    session.send(Msg::Stirred);
    session.send(Msg::Elapsed(Wake::Stirred));
    session.send(looked(vec![Entry::default()], Vec::new(), Duration::ZERO));
    assert_eq!(session.notice(), "");
    session.press("<esc> g g <enter>");
    session.send(Msg::Stirred);
    session.send(Msg::Elapsed(Wake::Stirred));
    session.send(looked(Vec::new(), vec![0], Duration::ZERO));
    let words = "the file of this cable was written anew; R reads it again";
    assert_eq!(session.notice(), words);
    // Nor is anything looked at any more where the configuration says so now,
    // until it says otherwise.
    let n_delays = delays(&session).len();
    session.model.settings.watch = false;
    session.send(Msg::Stirred);
    assert_eq!(delays(&session).len(), n_delays);
    session.model.settings.watch = true;
    session.press("j");
    assert_eq!(delays(&session).len(), n_delays + 1);
    // Where that is not wished nothing is asked for.
    let session = Session::builtin("80x24").keys("j");
    assert_eq!(asked(&session, &Request::Watch), 0);
}

#[test]
fn the_list_is_looked_at_again_and_the_cursor_stays() {
    let mut session = Session::builtin("80x24").keys("3j R");
    assert_eq!(session.notice(), "looking again");
    assert!(session.screen().contains("cables so far"));
    let asked = |session: &Session| {
        let is = |effect: &&Effect| matches!(effect, Effect::Load(Request::LookAgain));
        session.effects.iter().filter(is).count()
    };
    // Once is enough.
    session.press("R");
    assert_eq!(
        (asked(&session), session.notice()),
        (1, "cables are still being found")
    );
    let cursor = |session: &Session| match &session.model.screens.top {
        Screen::Catalog(catalog) => catalog.scroll.focus,
        Screen::Reader(_) | Screen::Results(_) | Screen::Survey(_) => usize::MAX,
    };
    let n_before = session.model.entries.len();
    session.cables.push(session.cables[0].clone());
    let new = Entry {
        name: Shown::new("new.txt"),
        ..Entry::default()
    };
    let again = |new: Vec<Entry>, gone: Vec<usize>| {
        Msg::LookedAgain(Box::new(Again {
            new,
            there: (0..n_before).filter(|idx| !gone.contains(idx)).collect(),
            gone,
            trouble: None,
            unasked: None,
        }))
    };
    session.send(again(vec![new], vec![1]));
    assert_eq!(
        session.notice(),
        "1 new: it is at the end of the list; 1 no longer there"
    );
    assert_eq!(cursor(&session), 3);
    assert_eq!(session.model.entries.len(), n_before + 1);
    for entry in 0..=n_before {
        let entry = session.entry(entry);
        assert!(!entry.is_stale || entry.failure.is_some());
    }
    let screen = session.screen();
    assert!(screen.contains("it is no longer there"), "{screen}");
    // It comes back, and nothing else has changed.
    session.press("R");
    session.send(again(Vec::new(), Vec::new()));
    assert_eq!(session.notice(), "looked again: no cable has come or gone");
    assert!(!session.screen().contains("it is no longer there"));
}
