//! Random commands at random sizes: whatever is pressed, the cursor is in
//! range and the frame can be drawn. Effects are data: no command of a shell
//! is run, however it is typed.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use reftel::app::{Deed, Effect, Msg, Pointing, Reader, Screen, Size};
use reftel::command::{Context, Group, TABLE};
use reftel::ui::{Drawn, Painter, view};

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

impl Session {
    fn act(&mut self, act: &Act) {
        match act {
            Act::Keys(keys) => self.press(keys),
            Act::Count(digit) => self.press(&digit.to_string()),
            Act::Size(width, height) => self.press(&format!("size:{width}x{height}")),
            Act::Type(' ') => self.press("<space>"),
            Act::Type(c) => self.press(&c.to_string()),
            &Act::Point(deed, x, y) => {
                // Half of them inside a screen of the usual size.
                let (x, y) = if x < 115 { (x % 80, y % 24) } else { (x, y) };
                self.send(Msg::Point(Pointing { deed, x, y }));
            }
            Act::Wait => {
                if let Some(Effect::After(_, wake)) = self
                    .effects
                    .iter()
                    .rev()
                    .find(|effect| matches!(effect, Effect::After(..)))
                    .cloned()
                {
                    self.send(reftel::app::Msg::Elapsed(wake));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 5, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_pressed_breaks_it(acts in prop::collection::vec(act(), 1..120)) {
        let mut session = Session::builtin("80x24");
        for act in acts {
            session.act(&act);
            session.effects.retain(|effect| matches!(effect, Effect::After(..)));
            in_range(&session);
            if session.model.size.width > 0 && session.model.size.height > 0 {
                session.terminal();
            }
        }
    }
}

/// Keys that mostly move through the text of a cable, and some that do more.
fn walk() -> impl Strategy<Value = Act> {
    let moves = vec![
        "j", "k", "<space>", "b", "d", "u", "] ]", "[ [", "] c", "l", "w", "G", "g g",
    ];
    let panes: Vec<&'static str> = TABLE
        .iter()
        .filter(|spec| spec.group == Group::Panes && spec.applies_in(Context::Reader))
        .flat_map(|spec| spec.keys.iter().copied())
        .collect();
    prop_oneof![
        12 => prop::sample::select(moves).prop_map(Act::Keys),
        2 => prop::sample::select(panes).prop_map(Act::Keys),
        1 => Just(Act::Wait),
        2 => act(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 5, failure_persistence: None, ..ProptestConfig::default() })]

    /// Of a frame only what may have changed is worked out and drawn: one key
    /// after the other that must look as if each frame were the first.
    #[test]
    fn a_frame_looks_as_if_it_were_the_first(
        (width, height) in prop::sample::select(vec![(80, 24), (120, 40), (50, 16), (200, 50)]),
        acts in prop::collection::vec(walk(), 1..60),
    ) {
        let mut session = Session::builtin(&format!("{width}x{height}"));
        session.press("<enter>");
        let mut painter = Painter::default();
        let mut shown = Buffer::default();
        for act in acts {
            session.act(&act);
            let Size { width, height } = session.model.size;
            let area = Rect::new(0, 0, width, height);
            if shown.area != area {
                shown = Buffer::empty(area);
            }
            let before = shown.clone();
            let columns = usize::from(width);
            let cursor = painter.draw(&session.model, session.model.size, |y, from, drawn| {
                let cells = match drawn {
                    Drawn::Cells(cells) => cells,
                    Drawn::Moved(y) => &before.content[y * columns..][..columns],
                };
                shown.content[y * columns..][..columns][from..].clone_from_slice(&cells[from..]);
            });
            let mut whole = Buffer::empty(area);
            prop_assert_eq!(cursor, view(&session.model, &mut whole));
            prop_assert_eq!(&shown, &whole, "after {:?}", act);
        }
    }
}

/// What leads to every view and overlay, from the list or from a cable.
const VIEWS: &[(bool, &str)] = &[
    (true, ""),
    (true, "?"),
    (true, ":"),
    (true, "/ h a r"),
    (false, "r"),
    (false, "t"),
    (false, "M"),
    (false, "S"),
    (false, "t M S"),
    (false, "M Tab O"),
    (false, "c u"),
    (false, "& h a r <enter>"),
    (false, "/ t h e"),
    (false, "g / t h e"),
    (false, "x"),
    (false, "?"),
    (false, ": g o"),
    (false, "f"),
    (false, "] r p"),
    (false, "g h"),
    (false, "g ."),
    (false, "g c"),
    (false, "g p"),
    (false, "g ;"),
    (false, "m a g m"),
    (false, "v 3 j"),
    (false, "|"),
    (false, "g"),
    (false, "z M"),
    (false, "g v"),
    (false, "g v <tab> z M c u"),
    (true, "g t"),
    (true, "g R"),
    (true, "g T"),
    (true, "g a z R"),
    (true, "g P"),
    (false, "g w z R"),
    (false, "g t z R G"),
];

/// A view, at a size at which it can be reached.
fn in_view(n: usize) -> Session {
    let (is_list, keys) = VIEWS[n % VIEWS.len()];
    let session = if is_list {
        Session::builtin("120x40")
    } else {
        Session::reading("08PORTLARKSPUR311", "120x40")
    };
    if keys.is_empty() {
        session
    } else {
        session.keys(keys)
    }
}

fn draws(session: &mut Session, width: u16, height: u16) {
    session.press(&format!("size:{width}x{height}"));
    in_range(session);
    if width > 0 && height > 0 {
        session.terminal();
    }
}

#[test]
fn every_view_is_drawn_at_nine_hundred_sizes() {
    // At each size one view: each is met at some thirty, down to no cell.
    let mut sessions: Vec<Session> = (0..VIEWS.len()).map(in_view).collect();
    let mut reader = Session::reading("08PORTLARKSPUR311", "120x40");
    for size in 0..900 {
        let (width, height) = (size % 30, size / 30);
        draws(&mut reader, width, height);
        // The two numbers share no factor, so views move through the sizes.
        let n = usize::from(size) % VIEWS.len();
        draws(&mut sessions[n], width, height);
    }
}

#[test]
fn a_thousand_sizes_one_after_the_other() {
    let mut session = Session::reading("08PORTLARKSPUR311", "80x24");
    let mut dice: u32 = 311;
    let mut roll = |below: u32| {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u16::try_from((dice >> 8) % below).unwrap()
    };
    session.press("5 G");
    let before = place(&session);
    for _ in 0..1000 {
        draws(&mut session, roll(501), roll(201));
    }
    session.press("size:80x24");
    assert_eq!(place(&session), before);
}

/// The byte of the source that the cursor of the text stands on.
fn place(session: &Session) -> Option<u32> {
    session.model.reader().map(|reader| reader.text.place())
}

fn in_range(session: &Session) {
    match &session.model.screens.top {
        Screen::Catalog(catalog) => {
            // The title of a group is a row as well.
            assert!(catalog.scroll.focus < session.model.n_rows().max(1));
            assert!(catalog.scroll.top <= catalog.scroll.focus);
        }
        Screen::Survey(survey) => {
            assert!(survey.scroll.focus <= survey.rows.len().saturating_sub(1));
            assert!(survey.scroll.top <= survey.scroll.focus);
        }
        Screen::Results(results) => {
            let n_rows = results.n_rows();
            assert!(results.scroll.focus <= n_rows.saturating_sub(1));
            assert!(results.scroll.top <= results.scroll.focus);
        }
        Screen::Reader(reader) => {
            let other = session.model.beside.as_ref().map(|beside| &*beside.other);
            in_reader(reader);
            other.into_iter().for_each(in_reader);
        }
    }
}

fn in_reader(reader: &Reader) {
    for pane in [&reader.text, &reader.routing, &reader.parts] {
        assert!(pane.scroll.focus <= pane.n_rows().saturating_sub(1));
        assert!(pane.scroll.top <= pane.scroll.focus);
        assert!(pane.page.text().is_char_boundary(pane.at as usize));
        if let Some(selected) = pane.selected() {
            let selected = selected.start as usize..selected.end as usize;
            assert!(pane.page.text().get(selected).is_some());
        }
    }
    assert!(reader.outline.scroll.focus <= reader.outline.listed.len().saturating_sub(1));
}
