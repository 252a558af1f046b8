//! Random commands at random sizes: whatever is pressed, the cursor is in
//! range and the frame can be drawn. Effects are data: no command of a shell
//! is run, however it is typed.

use proptest::prelude::*;
use reftel::app::{Deed, Effect, Msg, Pointing, Screen};
use reftel::command::TABLE;

use crate::session::Session;

#[derive(Clone, Debug)]
enum Act {
    Keys(&'static str),
    Count(u8),
    Size(u16, u16),
    Type(char),
    Wait,
    Point(Deed, u16, u16),
}

fn act() -> impl Strategy<Value = Act> {
    let keys: Vec<&'static str> = TABLE
        .iter()
        .flat_map(|spec| spec.keys.iter().copied())
        .collect();
    prop_oneof![
        20 => prop::sample::select(keys).prop_map(Act::Keys),
        2 => (1u8..10).prop_map(Act::Count),
        2 => (0u16..230, 0u16..60).prop_map(|(width, height)| Act::Size(width, height)),
        2 => prop::sample::select(vec!['a', 'e', ' ', 'Q', '1', 'é']).prop_map(Act::Type),
        1 => Just(Act::Wait),
        6 => (
            prop::sample::select(vec![
                Deed::Press, Deed::Drag, Deed::Release, Deed::Hover, Deed::WheelDown, Deed::WheelUp,
            ]),
            0u16..230,
            0u16..60,
        )
            .prop_map(|(deed, x, y)| Act::Point(deed, x, y)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 5, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_pressed_breaks_it(acts in prop::collection::vec(act(), 1..120)) {
        let mut session = Session::builtin("80x24");
        for act in acts {
            match &act {
                Act::Keys(keys) => session.press(keys),
                Act::Count(digit) => session.press(&digit.to_string()),
                Act::Size(width, height) => session.press(&format!("size:{width}x{height}")),
                Act::Type(' ') => session.press("<space>"),
                Act::Type(c) => session.press(&c.to_string()),
                &Act::Point(deed, x, y) => {
                    // Half of them inside a screen of the usual size.
                    let (x, y) = if x < 115 { (x % 80, y % 24) } else { (x, y) };
                    session.send(Msg::Point(Pointing { deed, x, y }));
                }
                Act::Wait => {
                    if let Some(Effect::After(_, wake)) = session.effects.iter().rev().find(|effect| matches!(effect, Effect::After(..))).cloned() {
                        session.send(reftel::app::Msg::Elapsed(wake));
                    }
                }
            }
            session.effects.retain(|effect| matches!(effect, Effect::After(..)));
            in_range(&session);
            if session.model.size.width > 0 && session.model.size.height > 0 {
                session.terminal();
            }
        }
    }
}

fn in_range(session: &Session) {
    match &session.model.screens.top {
        Screen::Catalog(catalog) => {
            assert!(catalog.scroll.focus < session.model.entries.len());
            assert!(catalog.scroll.top <= catalog.scroll.focus);
        }
        Screen::Reader(reader) => {
            for pane in [&reader.text, &reader.routing, &reader.parts] {
                assert!(pane.scroll.focus <= pane.n_rows().saturating_sub(1));
                assert!(pane.scroll.top <= pane.scroll.focus);
                assert!(pane.page.text().is_char_boundary(pane.at as usize));
                if let Some(selected) = pane.selected() {
                    let selected = selected.start as usize..selected.end as usize;
                    assert!(pane.page.text().get(selected).is_some());
                }
            }
            assert!(reader.outline.scroll.focus <= reader.outline.rows.len().saturating_sub(1));
        }
    }
}
