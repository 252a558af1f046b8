//! The screen: what the terminal shows, and how it comes to show more.
//!
//! ratatui's own `Terminal` compares frames cell by cell and does not know
//! that a picture can scroll; one line down then costs the whole text. So
//! only its cells are used: [`Screen`] keeps what the terminal
//! shows, finds out whether rows have moved, and sends the shorter of two
//! encodings in one write.

use ratatui::layout::Position;

use crate::app::Size;
use crate::ui::Drawn;

use super::encode::{Encoder, State};
use super::grid::{Font, Glyph, Grid};
use super::scroll::{self, Scroll};

/// What is shown and what shall be.
pub(super) struct Screen {
    size: Size,
    font: Font,
    shown: Grid,
    /// The same between two frames.
    wanted: Grid,
    /// Whether `wanted` has nothing of the frame before, so that the next one
    /// must be drawn whole.
    is_bare: bool,
    /// Of each row, the first column that the last frame drew anew; its width
    /// if none.
    new: Vec<usize>,
    /// Whether `shown` is what the terminal shows.
    certain: bool,
    state: State,
    cursor: Option<Position>,
    bytes: Vec<u8>,
    other: Vec<u8>,
}

impl Screen {
    /// A screen of which nothing is known yet.
    pub(super) fn new(size: Size) -> Screen {
        Screen {
            size,
            font: Font::default(),
            shown: Grid::default(),
            wanted: Grid::blank(size.width, size.height),
            is_bare: true,
            new: Vec::new(),
            certain: false,
            state: State::UNKNOWN,
            cursor: None,
            bytes: Vec::new(),
            other: Vec::new(),
        }
    }

    /// Takes a new size. Terminals differ in what they show after a change,
    /// so all is drawn anew.
    pub(super) fn resize(&mut self, size: Size) {
        self.size = size;
        self.wanted = Grid::blank(size.width, size.height);
        self.is_bare = true;
        self.forget();
    }

    /// Trusts nothing that the terminal shows: the next frame is whole.
    pub(super) fn forget(&mut self) {
        self.certain = false;
    }

    /// The bytes that make the terminal show what `view` draws, the cursor
    /// where it says: none if it shows that already.
    ///
    /// `view` is told the size of the screen, and whether it must draw every
    /// row; otherwise it gives those alone that are not as it drew them last,
    /// each with the first column that may differ and what it shows from there
    /// on.
    pub(super) fn draw(
        &mut self,
        view: impl FnOnce(Size, bool, &mut dyn FnMut(usize, usize, Drawn<'_>)) -> Option<Position>,
    ) -> &[u8] {
        if self.font.is_full() {
            self.font = Font::default();
            self.is_bare = true;
            self.certain = false;
        }
        let is_whole = std::mem::take(&mut self.is_bare);
        self.new.clear();
        self.new
            .resize(self.size.height.into(), self.size.width.into());
        let (shown, wanted) = (&self.shown, &mut self.wanted);
        let (font, new) = (&mut self.font, &mut self.new);
        let cursor = view(self.size, is_whole, &mut |y, from, drawn| {
            match drawn {
                Drawn::Cells(cells) => wanted.take(y, from, cells, font),
                Drawn::Moved(other) => wanted.copy(y, from, shown.row(other)),
            }
            if let Some(new) = new.get_mut(y) {
                *new = from;
            }
        });
        self.bytes.clear();
        self.paint();
        self.rest(cursor);
        &self.bytes
    }

    /// Encodes the way from `shown` to `wanted`, which then are the same.
    fn paint(&mut self) {
        if !self.certain {
            self.certain = true;
            self.state = State::UNKNOWN;
            self.cursor = None;
            self.bytes.extend_from_slice(b"\x1b[?25l");
            let blank = vec![Glyph::BLANK; self.size.width.into()];
            let rows = 0..self.size.height.into();
            let mut encoder = Encoder::new(&mut self.bytes, &mut self.state, &self.font);
            encoder.erase();
            encoder.paint(rows, |_| &blank, &self.wanted);
            self.shown.clone_from(&self.wanted);
            return;
        }
        let (shown, wanted, before) = (&self.shown, &self.wanted, self.state);
        let scroll = scroll::find(shown, wanted, &self.new);
        if scroll.is_none_or(|scroll| !scroll.clearly) {
            let rows = self.new.iter().enumerate();
            let rows = rows.filter_map(|(y, from)| (*from < shown.width()).then_some(y));
            Encoder::new(&mut self.bytes, &mut self.state, &self.font).paint(
                rows,
                |y| shown.row(y),
                wanted,
            );
        }
        if let Some(scroll) = scroll {
            self.paint_scrolled(&scroll, before);
        }
        self.shown.take_rows(&self.wanted, &self.new);
    }

    /// Encodes the same with a scroll, and keeps what is shorter.
    fn paint_scrolled(&mut self, scroll: &Scroll, before: State) {
        let (shown, wanted) = (&self.shown, &self.wanted);
        let mut state = before;
        self.other.clear();
        let mut encoder = Encoder::new(&mut self.other, &mut state, &self.font);
        encoder.scroll(scroll, shown.height());
        let blank = vec![Glyph::BLANK; shown.width()];
        encoder.paint(
            0..wanted.height(),
            |y| scroll.source(y).map_or(&blank, |y| shown.row(y)),
            wanted,
        );
        if scroll.clearly || self.other.len() < self.bytes.len() {
            std::mem::swap(&mut self.bytes, &mut self.other);
            self.state = state;
        }
    }

    /// Shows, hides and places the cursor, as far as that changes.
    fn rest(&mut self, cursor: Option<Position>) {
        if let Some(at) = cursor {
            Encoder::new(&mut self.bytes, &mut self.state, &self.font)
                .rest_at(at.x.into(), at.y.into());
        }
        match (self.cursor, cursor) {
            (None, Some(_)) => self.bytes.extend_from_slice(b"\x1b[?25h"),
            (Some(_), None) => self.bytes.extend_from_slice(b"\x1b[?25l"),
            _ => {}
        }
        self.cursor = cursor;
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use proptest::prelude::*;
    use ratatui::buffer::{Buffer, Cell};
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Modifier, Style};

    use super::*;

    /// An emulator that is fed what a screen sends.
    struct Emulated {
        parser: vt100::Parser,
        screen: Screen,
        size: Size,
        before: Buffer,
    }

    impl Emulated {
        fn new(width: u16, height: u16) -> Emulated {
            let (rows, columns) = (
                NonZeroU16::new(height).unwrap(),
                NonZeroU16::new(width).unwrap(),
            );
            let mut parser = vt100::Parser::new(rows, columns, 0);
            // What was there before shall not matter.
            parser.process(
                "old \x1b[7mrubbish\r\n"
                    .repeat(usize::from(height))
                    .as_bytes(),
            );
            let size = Size { width, height };
            Emulated {
                parser,
                screen: Screen::new(size),
                size,
                before: Buffer::empty(Rect::new(0, 0, width, height)),
            }
        }

        /// Draws and returns the bytes sent.
        fn draw(&mut self, buffer: &Buffer, cursor: Option<Position>) -> Vec<u8> {
            // Only rows that change are drawn, as the painter does it.
            let before = std::mem::replace(&mut self.before, buffer.clone());
            let view = |_, is_whole: bool, show: &mut dyn FnMut(usize, usize, Drawn<'_>)| {
                let rows = |buffer: &Buffer| -> Vec<Vec<Cell>> {
                    let rows = buffer.content.chunks(buffer.area.width.into());
                    rows.map(<[Cell]>::to_vec).collect()
                };
                for (y, (row, before)) in rows(buffer).iter().zip(rows(&before)).enumerate() {
                    let differs = |(cell, before): (&Cell, &Cell)| cell != before;
                    let from = row.iter().zip(&before).position(differs);
                    if let Some(from) = if is_whole { Some(0) } else { from } {
                        show(y, from, Drawn::Cells(row));
                    }
                }
                cursor
            };
            let bytes = self.screen.draw(view).to_vec();
            self.parser.process(&bytes);
            bytes
        }

        fn check(&self, buffer: &Buffer, cursor: Option<Position>) {
            let screen = self.parser.screen();
            for y in 0..self.size.height {
                let mut x = 0;
                while x < self.size.width {
                    let wanted = &buffer[(x, y)];
                    let cell = screen.cell(y, x).unwrap();
                    let mut width =
                        u16::try_from(unicode_width::UnicodeWidthStr::width(wanted.symbol()))
                            .unwrap();
                    let mut symbol = wanted.symbol();
                    if x + width > self.size.width {
                        (symbol, width) = (" ", 1);
                    }
                    let text = if cell.has_contents() {
                        cell.contents()
                    } else {
                        " "
                    };
                    assert_eq!(text, symbol, "text at {x},{y}");
                    assert_eq!(cell.bgcolor(), color(wanted.bg), "background at {x},{y}");
                    let reversed = wanted.modifier.contains(Modifier::REVERSED);
                    assert_eq!(cell.inverse(), reversed, "reverse at {x},{y}");
                    let underlined = wanted.modifier.contains(Modifier::UNDERLINED);
                    assert_eq!(cell.underline(), underlined, "underline at {x},{y}");
                    if symbol != " " {
                        assert_eq!(cell.fgcolor(), color(wanted.fg), "color at {x},{y}");
                        let bold = wanted.modifier.contains(Modifier::BOLD);
                        let dim = wanted.modifier.contains(Modifier::DIM);
                        // The emulator knows one or the other.
                        if !(bold && dim) {
                            assert_eq!(cell.bold(), bold, "bold at {x},{y}");
                            assert_eq!(cell.dim(), dim, "dim at {x},{y}");
                        }
                        let italic = wanted.modifier.contains(Modifier::ITALIC);
                        assert_eq!(cell.italic(), italic, "italic at {x},{y}");
                    }
                    x += width;
                }
            }
            assert_eq!(screen.hide_cursor(), cursor.is_none());
            if let Some(Position { x, y }) = cursor {
                assert_eq!(screen.cursor_position(), (y, x));
            }
        }
    }

    fn color(color: Color) -> vt100::Color {
        match color {
            Color::Reset => vt100::Color::Default,
            Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
            Color::Red => vt100::Color::Idx(1),
            Color::LightBlue => vt100::Color::Idx(12),
            Color::Indexed(index) => vt100::Color::Idx(index),
            _ => unreachable!("not used here"),
        }
    }

    fn style() -> impl Strategy<Value = Style> {
        let color = || {
            prop_oneof![
                4 => Just(Color::Reset),
                1 => Just(Color::Red),
                1 => Just(Color::LightBlue),
                1 => Just(Color::Indexed(200)),
                1 => Just(Color::Rgb(1, 20, 255)),
            ]
        };
        let modifier = prop_oneof![
            3 => Just(Modifier::empty()),
            1 => prop::sample::subsequence(
                vec![
                    Modifier::BOLD, Modifier::DIM, Modifier::ITALIC,
                    Modifier::UNDERLINED, Modifier::REVERSED,
                ],
                0..=3,
            )
            .prop_map(|some| some.into_iter().collect()),
        ];
        (color(), color(), modifier)
            .prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier))
    }

    #[derive(Clone, Debug)]
    enum Change {
        Write(u16, u16, String, Style),
        Scroll(u16, u16, i16),
        Clear(u16, u16),
        Cursor(Option<(u16, u16)>),
        /// Rows of which no two are alike, as a text has them.
        Fill(u16),
        Forget,
    }

    const WIDTH: u16 = 24;
    const HEIGHT: u16 = 9;

    fn change() -> impl Strategy<Value = Change> {
        let text = prop_oneof![
            "[a-c ]{1,24}",
            "[ab]{1,4}[ ]{8,16}[ab]{1,3}",
            prop::collection::vec(
                prop::sample::select(vec!["x", "é", "─", "漢", "字", "e\u{301}", " ", "…"]),
                1..14
            )
            .prop_map(|some| some.concat()),
        ];
        prop_oneof![
            4 => (0..WIDTH, 0..HEIGHT, text, style())
                .prop_map(|(x, y, text, style)| Change::Write(x, y, text, style)),
            3 => (0..HEIGHT, 0..HEIGHT, -4..=4i16).prop_map(|(a, b, by)| Change::Scroll(a, b, by)),
            1 => (0..WIDTH, 0..HEIGHT).prop_map(|(x, y)| Change::Clear(x, y)),
            1 => prop::option::of((0..WIDTH, 0..HEIGHT)).prop_map(Change::Cursor),
            1 => (0..99u16).prop_map(Change::Fill),
            1 => Just(Change::Forget),
        ]
    }

    fn make(change: &Change, buffer: &mut Buffer, cursor: &mut Option<Position>) {
        match change {
            Change::Write(x, y, text, style) => {
                buffer.set_string(*x, *y, text, *style);
            }
            Change::Scroll(a, b, by) => {
                let (top, bottom) = ((*a).min(*b), (*a).max(*b));
                let old = buffer.clone();
                for y in top..=bottom {
                    let from = y
                        .checked_add_signed(*by)
                        .filter(|y| (top..=bottom).contains(y));
                    for x in 0..WIDTH {
                        buffer[(x, y)] = from.map_or(Cell::EMPTY, |from| old[(x, from)].clone());
                    }
                }
            }
            Change::Clear(x, y) => {
                for x in *x..WIDTH {
                    buffer[(x, *y)].reset();
                }
            }
            Change::Fill(seed) => {
                for y in 0..HEIGHT {
                    let text: String = (1..=22u16)
                        .map(|x| char::from(b'a' + u8::try_from((x * y + seed) * x % 26).unwrap()))
                        .collect();
                    buffer.set_string(1, y, text, Style::new());
                }
            }
            Change::Cursor(at) => *cursor = at.map(Position::from),
            Change::Forget => {}
        }
        // ratatui leaves in covered cells what was there; drawing over them
        // leaves half a glyph that no terminal shows.
        for y in 0..HEIGHT {
            for x in 0..WIDTH - 1 {
                let wide = unicode_width::UnicodeWidthStr::width(buffer[(x, y)].symbol()) > 1;
                if wide {
                    let style = buffer[(x, y)].style();
                    buffer[(x + 1, y)].reset();
                    buffer[(x + 1, y)].set_style(style);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_terminal_shows_what_was_drawn(
            frames in prop::collection::vec(prop::collection::vec(change(), 1..6), 1..10)
        ) {
            let mut emulated = Emulated::new(WIDTH, HEIGHT);
            let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
            let mut cursor = None;
            for frame in &frames {
                for change in frame {
                    make(change, &mut buffer, &mut cursor);
                    if matches!(change, Change::Forget) {
                        emulated.parser.process(b"\x1b[3;3Hwall\x1b[m message\x1b[?25h");
                        emulated.screen.forget();
                    }
                }
                emulated.draw(&buffer, cursor);
                emulated.check(&buffer, cursor);
            }
        }
    }

    fn page(from: usize) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        buffer.set_string(
            0,
            0,
            "07NORTHHAVEN12",
            Style::new().add_modifier(Modifier::REVERSED),
        );
        for y in 1..23 {
            let line = from + usize::from(y);
            let text = format!(
                "{line} the delegation of Veldania said {} times no",
                line * 7919
            );
            buffer.set_string(2, y, text, Style::new());
        }
        buffer.set_string(0, 23, "q quit", Style::new());
        buffer
    }

    #[test]
    fn a_size_that_comes_back_is_drawn_whole() {
        let mut emulated = Emulated::new(80, 24);
        emulated.draw(&page(0), None);
        let size = emulated.size;
        for other in [size, Size { width: 90, ..size }] {
            emulated.screen.resize(other);
            emulated.screen.resize(size);
            emulated.parser.process(b"\x1b[2J");
            emulated.draw(&page(0), None);
            emulated.check(&page(0), None);
        }
    }

    #[test]
    fn one_line_down_costs_one_line() {
        let mut emulated = Emulated::new(80, 24);
        emulated.draw(&page(0), None);
        let bytes = emulated.draw(&page(1), None);
        emulated.check(&page(1), None);
        assert!(bytes.len() < 80, "{}", String::from_utf8_lossy(&bytes));
        let bytes = emulated.draw(&page(0), None);
        emulated.check(&page(0), None);
        assert!(bytes.len() < 80, "{}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_few_lines_cost_a_few_lines() {
        let mut emulated = Emulated::new(80, 24);
        emulated.draw(&page(10), None);
        for by in [1, 2, 3] {
            for from in [10 + by, 10, 10 - by, 10] {
                let bytes = emulated.draw(&page(from), None);
                emulated.check(&page(from), None);
                assert!(
                    bytes.len() < 80 * by,
                    "{by}: {}",
                    String::from_utf8_lossy(&bytes)
                );
            }
        }
    }

    #[test]
    fn nothing_changed_is_nothing_sent() {
        let mut emulated = Emulated::new(80, 24);
        let at = Some(Position { x: 3, y: 4 });
        emulated.draw(&page(0), at);
        assert_eq!(emulated.draw(&page(0), at), b"");
    }

    #[test]
    fn a_whole_frame_skips_what_is_blank() {
        let mut emulated = Emulated::new(80, 24);
        let bytes = emulated.draw(&page(0), None);
        let text: usize = (0..24)
            .map(|y| {
                let row: String = (0..80)
                    .map(|x| page(0)[(x, y)].symbol().to_owned())
                    .collect();
                row.trim_end().len()
            })
            .sum();
        assert!(
            bytes.len() < text + 24 * 6,
            "{} bytes for {text}",
            bytes.len()
        );
    }

    #[test]
    fn a_side_pane_that_stays_does_not_hinder_scrolling() {
        let with_pane = |from| {
            let mut buffer = page(from);
            for y in 1..23 {
                buffer.set_string(60, y, "│", Style::new());
            }
            buffer.set_string(62, 3, "1. (C) ports", Style::new());
            buffer
        };
        let mut emulated = Emulated::new(80, 24);
        emulated.draw(&with_pane(0), None);
        let bytes = emulated.draw(&with_pane(1), None);
        emulated.check(&with_pane(1), None);
        assert!(bytes.len() < 150, "{}", bytes.len());
    }
}
