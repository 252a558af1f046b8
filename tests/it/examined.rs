//! Cables that are examined behind the first frame, because they are long.

use reftel::app::{Effect, Opened};

use crate::session::Session;

/// References in text and summary, findings with and without a paragraph, a
/// repair, an excision.
const CITING: &str = "P 191504Z JUL 07\nFM AMCONSUL NORTHHAVEN\nTO SECSTATE WASHDC PRIORITY 0088\n\n\
S E C R E T NORTHHAVEN 000089\n\nE.O. 12958: N/A\nTAGS: PREL, QQQQ\nSUBJECT: DUES\n\n\
REF: A. 07 NORTHHAVEN 88  B. 06 KESTREL BAY 9\n\n\
1. (C) Summary: The dues fell (ref A, para 2). End summary.\n\n\
2. (U) The Minister,s purser XXXXXXXXXXXX agreed, as Kestrel Bay said (ref B).\n\n\
3. No marking here; see 06 KESTREL BAY 9.\nQUILL\n";

fn both(size: &str) -> (Session, Session) {
    let texts = [CITING.as_bytes()];
    (
        Session::unexamined(&texts, size),
        Session::texts(&texts, size),
    )
}

/// All that depends on what was found.
fn signs(session: &Session) -> (String, String, Vec<usize>) {
    let reader = session.model.reader().unwrap();
    (
        format!("{:?}", reader.tally),
        format!("{:?}{:?}", reader.text.page, reader.parts.page),
        reader.routing_signs.clone(),
    )
}

#[test]
fn signs_come_behind_the_first_frame_and_are_those_of_a_cable_examined_before_it() {
    for size in ["80x24", "120x40", "200x50", "50x16"] {
        let (mut late, mut at_once) = both(size);
        let first = late.screen();
        assert!(first.contains("The dues fell"), "{first}");
        assert_ne!(late.snapshot(), at_once.snapshot(), "{size}");
        assert_ne!(signs(&late), signs(&at_once), "{size}");
        late.examine();
        assert_eq!(late.snapshot(), at_once.snapshot(), "{size}");
        assert_eq!(signs(&late), signs(&at_once), "{size}");
    }
}

#[test]
fn what_was_done_meanwhile_stays() {
    for keys in [
        "cu",
        "&dues <enter>",
        "z a z M",
        "r",
        "gS",
        "j j w w",
        "size:80x24 }",
        "/kestrel <enter>",
        "V j",
        "gp j d",
        "^w v",
    ] {
        let (mut late, mut at_once) = both("120x40");
        late.press(keys);
        at_once.press(keys);
        late.examine();
        assert_eq!(late.snapshot(), at_once.snapshot(), "{keys}");
        assert_eq!(signs(&late), signs(&at_once), "{keys}");
        // No page without signs comes back.
        late.press("<esc> c0 = j");
        at_once.press("<esc> c0 = j");
        assert_eq!(late.snapshot(), at_once.snapshot(), "{keys}");
        assert_eq!(signs(&late), signs(&at_once), "{keys}");
    }
}

#[test]
fn what_is_asked_for_before_is_answered_all_the_same() {
    for keys in [
        "gc",
        "]e",
        "]r",
        "f",
        "&has:finding <enter>",
        "&has:reference <enter>",
        "]r x",
        "]r p",
    ] {
        let (mut late, mut at_once) = both("120x40");
        late.press(keys);
        at_once.press(keys);
        let (said, wanted) = (late.notice().to_owned(), at_once.notice().to_owned());
        assert_eq!(said, wanted, "{keys}");
        assert_eq!(
            late.model.reader().unwrap().cursor(),
            at_once.model.reader().unwrap().cursor(),
            "{keys}"
        );
        late.examine();
        assert_eq!(late.snapshot(), at_once.snapshot(), "{keys}");
    }
}

#[test]
fn a_cable_is_examined_once_and_a_short_one_before_it_is_seen() {
    let (mut late, at_once) = both("80x24");
    let n_asked = |session: &Session| {
        let is = |effect: &&Effect| matches!(effect, Effect::Examine(_));
        session.effects.iter().filter(is).count()
    };
    late.press("j k size:120x40");
    assert_eq!((n_asked(&late), n_asked(&at_once)), (1, 0));
    late.examine();
    late.press("j k");
    assert_eq!(n_asked(&late), 0);
    let paragraph = "1. (C) The dues fell, and the ferry sails again.\n\n";
    let opened = |n_paragraphs| {
        let text = paragraph.repeat(n_paragraphs);
        Opened::new(reftel::parse::parse(text.as_bytes()), None)
    };
    assert!(opened(1000).examined.is_some());
    assert!(opened(6000).examined.is_none());
}

#[test]
fn a_text_that_was_read_again_does_not_get_the_signs_of_the_one_before() {
    let (mut late, _) = both("80x24");
    let again = CITING.replace("(ref A, para 2)", "(septel)");
    late.cables[0] = reftel::parse::parse(again.as_bytes());
    late.press("R");
    let before = late.snapshot();
    late.examine();
    assert_eq!(late.snapshot(), before);
}
