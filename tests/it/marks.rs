//! Places and marks, from keys to screen: what is kept is found again.

use reftel::app::{self, Effect, Msg, Remember, Wake};
use reftel::command::Command;
use reftel::typeset::Shown;

use crate::session::Session;

const ID: &str = "08PORTLARKSPUR311";
const OTHER: &str = "05NORTHHAVEN17";

/// Paragraph and row of the cursor, as the screen says it.
fn cursor(session: &Session) -> (String, usize) {
    let screen = session.screen();
    let title = screen.lines().next().unwrap();
    let place = title
        .split_whitespace()
        .find(|word| word.starts_with('P') && word.contains('/'));
    let row = screen.lines().position(|line| line.starts_with('>'));
    (place.unwrap_or_default().to_owned(), row.unwrap_or(0))
}

/// The last line that says something of what was done.
fn said(session: &Session) -> String {
    let notice = session.model.notice.as_ref();
    notice.map_or_else(String::new, |notice| notice.text.as_str().to_owned())
}

/// The text under the cursor and what follows it.
fn words(session: &Session) -> String {
    let reader = session.model.reader().unwrap();
    let text = reader.text.page.text();
    text[reader.text.at as usize..].chars().take(30).collect()
}

/// The delay after a move is over.
fn elapse(session: &mut Session) {
    session.send(Msg::Elapsed(Wake::Place));
}

#[test]
fn a_cable_opens_where_it_was_left_in_the_first_frame() {
    let mut session = Session::reading(ID, "80x24").keys("12G j j l l");
    elapse(&mut session);
    let again = session.again(ID, "80x24");
    // Nothing but the model was made: this is the first frame.
    assert_eq!(cursor(&again), cursor(&session));
    assert_eq!(words(&again), words(&session));
    assert_eq!(again.screen(), session.screen());
}

#[test]
fn a_place_is_kept_a_moment_after_a_move_and_not_again_without_one() {
    let mut session = Session::reading(ID, "80x24");
    elapse(&mut session);
    session.places.clear();
    session.press("j");
    let delays = |session: &Session| {
        let place = |effect: &&Effect| matches!(effect, Effect::After(_, Wake::Place));
        session.effects.iter().filter(place).count()
    };
    assert_eq!((delays(&session), session.places.len()), (1, 0));
    session.press("j j } } k");
    assert_eq!((delays(&session), session.places.len()), (1, 0));
    elapse(&mut session);
    assert_eq!(session.places.len(), 1);
    // Looking about moves nothing: nothing is kept, nothing wakes.
    session.press("? q x q t t");
    elapse(&mut session);
    assert_eq!((delays(&session), session.places.len()), (1, 1));
    session.press("j");
    assert_eq!(delays(&session), 2);
}

#[test]
fn a_cable_that_is_left_is_kept_at_once_and_come_back_to() {
    let mut session = Session::reading(ID, "80x24").keys("7G");
    let before = words(&session);
    session.press("J");
    // Once when it was opened, and once when it was left.
    let numbers = session.places.iter().map(|place| place.anchor.number);
    assert_eq!(numbers.collect::<Vec<_>>(), [Some(1), Some(7)]);
    assert_eq!(session.places[1].id.as_ref(), ID);
    session.press("K");
    assert_eq!(words(&session), before);
}

#[test]
fn what_is_still_to_be_kept_is_kept_at_the_end() {
    let mut session = Session::reading(ID, "80x24").keys("5G");
    let effects = reftel::app::parting(&mut session.model);
    let [
        Effect::Remember(Remember::Place(0, place, _)),
        Effect::Remember(Remember::Jumps(_)),
    ] = &effects[..]
    else {
        panic!("{effects:?}")
    };
    assert_eq!(place.anchor.number, Some(5));
    assert!(reftel::app::parting(&mut session.model).is_empty());
}

#[test]
fn the_place_is_found_at_another_width_and_in_another_copy() {
    let mut session = Session::reading(ID, "120x40").keys("12G } } l l l");
    elapse(&mut session);
    for size in ["50x16", "80x24", "200x50", "40x10"] {
        assert_eq!(words(&session.again(ID, size)), words(&session), "{size}");
    }
    for cable in &mut session.cables {
        let bytes = cable.text().replace('\n', "\r\n").into_bytes();
        *cable = reftel::parse::parse(&bytes);
    }
    assert_eq!(words(&session.again(ID, "80x24")), words(&session));
}

#[test]
fn a_text_that_was_changed_says_so() {
    let mut session = Session::reading(ID, "80x24").keys("3G");
    elapse(&mut session);
    let old = session.cables[0]
        .text()
        .replace("Paragraphs. Officers", "Words. They");
    session.cables[0] = reftel::parse::parse(old.as_bytes());
    let again = session.again(ID, "80x24");
    assert_eq!(cursor(&again).0, "P3/24");
    assert!(said(&again).starts_with("the text is not as it was"));
}

#[test]
fn a_paragraph_that_is_asked_for_wins() {
    let mut session = Session::reading(ID, "80x24").keys("3G");
    elapse(&mut session);
    session.model.begin = Some(reftel::app::Begin::Paragraph(9));
    session.press("J");
    assert_eq!(cursor(&session).0, "P9/9", "{}", session.screen());
}

#[test]
fn the_first_match_that_is_asked_for_is_that_of_the_text() {
    let begun = |words: &str| {
        let mut session = Session::reading(ID, "80x24").keys("3G");
        let first = self::words(&session);
        elapse(&mut session);
        let mut again = session.again(ID, "80x24");
        assert_eq!(self::words(&again), first);
        again.model.begin = Some(reftel::app::Begin::Match(words.into()));
        again.send(Msg::Resized(again.model.size));
        again
    };
    let reader = Session::reading(ID, "80x24").keys("/the <enter>");
    let session = begun("the");
    assert_eq!(cursor(&session).0, "P1/24");
    assert_eq!(words(&session), words(&reader));
    assert!(said(&session).starts_with("1/"), "{}", said(&session));
    // Where there is none, the place is kept.
    let session = begun("zeppelin");
    assert_eq!(cursor(&session).0, "P3/24");
    assert_eq!(said(&session), "no match in the text");
}

#[test]
fn nothing_is_kept_in_private() {
    let mut session = Session::reading(ID, "80x24");
    session.model.settings.private = true;
    session.press("5G m a m Q J K ' a U :forget <enter> g m q");
    assert!(reftel::app::parting(&mut session.model).is_empty());
    let keeps = session
        .effects
        .iter()
        .filter(|it| matches!(it, Effect::Remember(_)));
    assert_eq!(keeps.count(), 0);
    session.press("m b");
    assert_eq!(
        said(&session),
        "mark b set at P5; 'b goes there, U undoes (private: until you quit)"
    );
}

#[test]
fn that_places_are_not_kept_is_said_once() {
    let mut session = Session::reading(ID, "80x24");
    session.full = Some("no space left: /state/places.db");
    session.press("j");
    elapse(&mut session);
    assert_eq!(
        said(&session),
        "places are not kept: no space left: /state/places.db"
    );
    session.press("j");
    elapse(&mut session);
    assert_eq!(said(&session), "");
}

#[test]
fn a_letter_marks_a_place_and_goes_there() {
    let mut session = Session::reading(ID, "80x24").keys("4G l l m a");
    assert_eq!(said(&session), "mark a set at P4; 'a goes there, U undoes");
    let marked = words(&session);
    session.press("20G");
    let far = words(&session);
    session.press("' a");
    assert_eq!(words(&session), marked);
    // Back to where the jump began, and there again.
    session.press("' '");
    assert_eq!(words(&session), far);
    session.press("` `");
    assert_eq!(words(&session), marked);
    session.press("G ` a");
    assert_eq!(words(&session), marked);
    let sign = session
        .screen()
        .lines()
        .filter(|line| line.starts_with(">'  4 (U)"))
        .count();
    assert_eq!(sign, 1, "{}", session.screen());
}

#[test]
fn marks_are_there_the_next_time() {
    let session = Session::reading(ID, "80x24").keys("4G m a 6G m Z");
    let mut again = session.again(ID, "80x24");
    again.press("' a");
    assert_eq!(cursor(&again).0, "P4/24");
    again.press("' Z");
    assert_eq!(cursor(&again).0, "P6/24");
    let mut other = session.again(OTHER, "80x24");
    other.press("' a");
    assert_eq!(said(&other), "no mark a in this cable; ma sets it");
    other.press("' Z");
    assert_eq!(cursor(&other).0, "P6/24");
    assert!(other.screen().contains(ID));
    // q closes what the mark has opened.
    other.press("q");
    assert!(other.screen().contains(OTHER));
}

#[test]
fn a_capital_letter_leads_from_the_list_of_cables() {
    let session = Session::reading(ID, "80x24").keys("4G m Q");
    let mut catalog = Session::builtin("80x24");
    catalog.marks = session.marks.clone();
    catalog.press("' Q");
    assert_eq!(cursor(&catalog).0, "P4/24");
    let mut catalog = Session::builtin("80x24").keys("' q");
    assert_eq!(
        said(&catalog),
        "mark q is within a cable; A to Z are across them"
    );
    catalog.press("' W");
    assert_eq!(said(&catalog), "no mark W; mW in a cable sets it");
}

#[test]
fn setting_and_removing_is_undone_step_by_step() {
    let mut session = Session::reading(ID, "80x24").keys("4G m a 6G m a <a-m> a");
    assert_eq!(said(&session), "mark a removed; U sets it again");
    assert!(session.marks.is_empty());
    session.press("U");
    assert_eq!(said(&session), "undone: mark a is at P6");
    session.press("U");
    assert_eq!(said(&session), "undone: mark a is at P4");
    assert_eq!(session.marks[0].place.anchor.number, Some(4));
    session.press("U");
    assert_eq!(said(&session), "undone: there is no mark a");
    assert!(session.marks.is_empty());
    session.press("U");
    assert_eq!(
        said(&session),
        "nothing to undo: U undoes what was done to marks"
    );
}

#[test]
fn the_list_of_marks_goes_there_and_removes() {
    let mut session = Session::reading(ID, "80x24").keys("g m");
    assert!(said(&session).starts_with("no marks: ma marks"));
    session.press("4G m a 9G m b 6G m Q g m");
    let listed = |session: &Session| {
        let screen = session.screen();
        let rows = screen
            .lines()
            .filter(|line| line.contains("│") && line.contains("  P"));
        rows.count()
    };
    assert_eq!(listed(&session), 3, "{}", session.screen());
    session.press("j D");
    assert_eq!(said(&session), "mark b removed; U sets it again");
    assert_eq!(listed(&session), 2, "{}", session.screen());
    session.press("U");
    assert_eq!(listed(&session), 3);
    session.press("g g <enter>");
    assert_eq!(cursor(&session).0, "P4/24");
    session.press("g m D D D");
    assert!(session.model.overlay.is_none() && session.marks.is_empty());
}

#[test]
fn a_mark_that_cannot_be_kept_lasts_until_the_end() {
    let mut session = Session::reading(ID, "80x24");
    session.full = Some("no space left: /data/notes.db");
    session.press("4G m a");
    assert_eq!(
        said(&session),
        "mark a lasts until you quit: no space left: /data/notes.db"
    );
    session.press("9G J K ' a");
    assert_eq!(cursor(&session).0, "P4/24");
    session.full = None;
    session.press("m a");
    assert_eq!(session.marks.len(), 1);
}

#[test]
fn which_key_shows_the_marks_with_their_words() {
    let mut session = Session::reading(ID, "80x24").keys("4G m a 6G m Q '").wait();
    let screen = session.screen();
    assert!(screen.contains("'a   P4  Telegrams. J goes"), "{screen}");
    assert!(
        screen.contains("'Q   08PORTLARKSPUR311  P6  P 221504Z"),
        "{screen}"
    );
    assert!(screen.contains("''   before jump"), "{screen}");
    session.press("<esc> j");
    let fresh = Session::reading(ID, "120x40").keys("'").wait();
    assert!(fresh.screen().contains("no mark is set; ma sets one"));
    let list = Session::builtin("80x24").keys("'").wait();
    assert!(list.screen().contains("mA in a cable sets one"));
    insta::assert_snapshot!(
        "which-key-of-marks-80x24",
        Session::reading(ID, "80x24")
            .keys("4G m a 9G m b 6G m Q m")
            .wait()
            .snapshot()
    );
}

#[test]
fn what_is_no_letter_marks_nothing() {
    let mut session = Session::reading(ID, "80x24").keys("m 1");
    assert_eq!(said(&session), "m1 does nothing here; ? lists the keys");
    session.press("m é");
    assert_eq!(said(&session), "é names no mark: a to z and A to Z do");
    session.press("m <esc> a");
    assert!(session.marks.is_empty());
}

#[test]
fn the_palette_takes_a_letter_behind_the_name_or_as_the_next_key() {
    let mut session = Session::reading(ID, "80x24").keys("4G :set-mark_k <enter>");
    assert_eq!(said(&session), "mark k set at P4; 'k goes there, U undoes");
    session.press("9G :go-to-mark <enter> k");
    assert_eq!(cursor(&session).0, "P4/24");
    session.press(":remove-mark_k <enter>");
    assert!(session.marks.is_empty());
    let sequence = "m".parse().unwrap();
    session
        .model
        .keymap
        .unbind(reftel::command::Context::Reader, sequence);
    session.press(":set-mark <enter>");
    assert_eq!(said(&session), "which letter? As in :set-mark a");
    assert!(
        session
            .model
            .keymap
            .keys_of(Command::SetMark, reftel::command::Context::Reader)
            .is_empty()
    );
}

#[test]
fn forgetting_wipes_what_is_known_of_a_cable_and_says_so() {
    let mut session = Session::reading(ID, "80x24").keys("4G m a m Q J m a m W K");
    assert_eq!(session.marks.len(), 4);
    session.press(":forget <enter>");
    assert_eq!(
        said(&session),
        format!("wiped, and no longer kept: the place, the jumps and 2 marks of {ID}")
    );
    assert!(
        session
            .marks
            .iter()
            .all(|mark| mark.place.id.as_ref() == OTHER)
    );
    assert_eq!(session.marks.len(), 2);
    session.press("9G J K U");
    assert!(
        session
            .places
            .iter()
            .all(|place| place.id.as_ref() == OTHER)
    );
    assert!(
        session
            .marks
            .iter()
            .all(|mark| mark.place.id.as_ref() == OTHER)
    );
    assert_eq!(cursor(&session).0, "P1/24", "its place is not remembered");
}

#[test]
fn a_mark_is_signed_in_gutter_and_outline() {
    let mut session = Session::reading(ID, "120x40").keys("2G m a j");
    insta::assert_snapshot!("marks-120x40", session.snapshot());
}

#[test]
fn marks_of_another_reftel_come_with_the_key() {
    let mut session = Session::reading(ID, "80x24").keys("j");
    let other = session.again(ID, "80x24").keys("9G m x");
    session.marks.clone_from(&other.marks);
    session.press("' x");
    assert_eq!(cursor(&session).0, "P9/24");
}

#[test]
fn brackets_lead_over_what_is_marked() {
    let mut session = Session::reading(ID, "80x24").keys("12G mc 3G ma l l mb gg");
    session.press("]n");
    assert_eq!(said(&session), "1/3  mark a");
    assert_eq!(cursor(&session).0, "P3/24");
    session.press(";");
    assert_eq!(said(&session), "2/3  mark b");
    session.press("zM ;");
    assert_eq!(
        (said(&session).as_str(), cursor(&session).0.as_str()),
        ("3/3  mark c", "P12/24")
    );
    session.press("]n");
    assert_eq!(said(&session), "no mark below");
    session.press("2 [n");
    assert_eq!(said(&session), "1/3  mark a");
    // The strip shows those that are out of sight.
    let screen = session.keys("20G").screen();
    let ticks = screen
        .lines()
        .filter(|line| line.ends_with("'U") || line.ends_with("'C"));
    assert!(ticks.count() >= 1, "{screen}");
    let session = Session::reading(OTHER, "80x24").keys("]n");
    assert_eq!(said(&session), "no marks in this cable; m{x} sets one");
}

/// Headings, one above a paragraph whose number is missing in the source.
const HEADED: &str = "O 031415Z MAY 07\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\
C O N F I D E N T I A L PORT LARKSPUR 000012\n\nSUBJECT: HARBOR TALKS\n\n\
1. (U) The pilots will go back to work.\n\n\
THE PRICE OF TUGS\n-----------------\n\n\
2. (C) The minister's price was two tugs.\n\n\
THE WEATHER\n-----------\n\n\
3. (U) The weather is fair.\nQUILL\n";

/// The only row of the screen with the sign of a mark beside it.
fn signed(session: &Session) -> String {
    let screen = session.screen();
    let is_signed = |line: &&str| line.trim_start_matches([' ', '>']).starts_with('\'');
    let rows: Vec<&str> = screen.lines().filter(is_signed).collect();
    let [row] = rows[..] else {
        panic!("{rows:?}: {screen}")
    };
    row.to_owned()
}

#[test]
fn a_mark_on_a_heading_stands_at_the_heading() {
    for size in ["80x24", "120x40"] {
        let mut session = Session::text(HEADED.as_bytes(), size);
        session.model.settings.arrangement.outline = false;
        session.model.settings.arrangement.routing = false;
        let mut session = session.keys("1G j j");
        assert!(words(&session).starts_with("THE PRICE"), "{size}");
        session.press("l ma");
        assert_eq!(
            said(&session),
            "mark a set at \"PRICE OF TUGS\" above P2; 'a goes there, U undoes"
        );
        assert!(signed(&session).contains("  THE PRICE OF TUGS"), "{size}");
        assert_eq!(session.marks[0].place.anchor.number, Some(2));
        session.press("gg 'a");
        assert!(words(&session).starts_with("PRICE OF"), "{size}");
        // Filtered out, the stub stands for the heading as well.
        session.press("cu");
        assert!(signed(&session).contains("2 (C)"), "{size}");
    }
}

#[test]
fn a_mark_on_the_line_of_a_fold_stands_at_what_is_folded() {
    let mut session = Session::text(HEADED.as_bytes(), "80x24").keys("zM 1G j j ma");
    assert_eq!(
        said(&session),
        "mark a set at \"THE PRICE OF TUGS\" above P2; 'a goes there, U undoes"
    );
    assert!(signed(&session).contains("> THE PRICE OF TUGS: 1 paragraph"));
    session.press("G zM gg 'a");
    assert!(words(&session).starts_with("THE PRICE"));
    assert!(signed(&session).contains("  THE PRICE OF TUGS"));
}

#[test]
fn a_mark_on_a_heading_of_the_outline_stands_at_the_heading() {
    let session = Session::text(HEADED.as_bytes(), "120x40").keys("<a-3> gg j ma");
    assert_eq!(
        said(&session),
        "mark a set at \"THE PRICE OF TUGS\" above P2; 'a goes there, U undoes"
    );
    let screen = session.screen();
    assert!(screen.contains("v' THE PRICE OF TUGS"), "{screen}");
}

#[test]
fn marks_are_signed_in_a_text_that_was_read_again() {
    let mut session = Session::reading(ID, "80x24").keys("12G m a");
    let signs = |session: &Session| {
        let screen = session.screen();
        let rows = screen.lines().filter(|row| row.starts_with(">' 12 (U)"));
        (rows.count(), session.model.reader().unwrap().added.len())
    };
    assert_eq!(signs(&session), (1, 1), "{}", session.screen());
    let changed = session.cables[0]
        .text()
        .replace("Lines, words", "Lines, many words");
    session.cables[0] = reftel::parse::parse(changed.as_bytes());
    session.press("R");
    assert_eq!(said(&session), "read again: the text has changed");
    assert_eq!(signs(&session), (1, 1), "{}", session.screen());
}

#[test]
fn a_long_number_hides_no_sign() {
    let paragraph = |number: usize| {
        let mark = if number.is_multiple_of(2) {
            "C"
        } else {
            "S/NF"
        };
        format!("{number}. ({mark}) The ferry sails.\n\n")
    };
    let paragraphs: Vec<String> = (1..1_200).map(paragraph).collect();
    let text = format!("SUBJECT: FERRY\n\n{}", paragraphs.concat());
    let mut session = Session::text(text.as_bytes(), "80x24");
    for (keys, row) in [
        ("98G m a", ">' 98 (C)   The"),
        ("998G m a", ">'998 (C)   The"),
        ("1000G m a", ">1000'(C)   The"),
        ("99G m a", ">'99 (S/NF) The"),
        ("999G m a", ">999'(S/NF) The"),
    ] {
        session.press(keys);
        let screen = session.screen();
        let mut rows = screen.lines();
        let found = rows.find(|row| row.starts_with('>')).unwrap();
        assert!(found.starts_with(row), "{keys}: {found}");
    }
}

#[test]
fn what_cannot_be_kept_behind_the_last_frame_is_told_once() {
    let full = || Msg::PlaceNotKept(Shown::new("the disk is full"));
    let mut session = Session::reading(ID, "80x24");
    let came = vec![
        full(),
        Msg::AllFound,
        full(),
        Msg::ReachNotKept(Shown::new("the disk is full")),
    ];
    let said = app::untold(&mut session.model, came);
    let said: Vec<&str> = said.iter().map(Shown::as_str).collect();
    assert_eq!(
        said,
        [
            "places are not kept: the disk is full",
            "how far cables were read is not kept: the disk is full",
        ]
    );
    // What was on the screen is not told again.
    let mut session = Session::reading(ID, "80x24");
    session.send(full());
    assert!(session.screen().contains("places are not kept"));
    assert!(app::untold(&mut session.model, vec![full()]).is_empty());
}
