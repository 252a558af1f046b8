//! Model → buffer: reads everything, changes nothing.

mod catalog;
mod markings;
mod overlay;
mod paint;
mod preview;
mod reader;
mod results;
mod sides;
mod sketch;
mod spread;
mod status;
mod survey;
mod title;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::{Changes, Model, Screen, Size, window_keys};
use paint::Canvas;
use sketch::Sketch;

pub use sketch::Drawn;

/// The smallest terminal that can hold a title and a few words.
const LEAST: (u16, u16) = (20, 5);

/// Draws one frame after the other, of each only the rows that change.
#[derive(Debug, Default)]
pub struct Painter {
    sketch: Sketch,
    /// How much of the model had changed when it was drawn last.
    drawn: Option<Changes>,
    /// The cells of one row: every row is drawn in them.
    row: Buffer,
}

impl Painter {
    /// Draws the screen in sight and what lies over it, on a terminal of
    /// `size`. Gives each row that differs from the frame before to `show`: its
    /// number from 0 on, the first column that may differ, and what it shows
    /// from there on; every row if that frame had another size. Returns the
    /// place of whatever has the keys, where the terminal's cursor belongs, if
    /// there is such a place.
    pub fn draw(
        &mut self,
        model: &Model,
        size: Size,
        show: impl FnMut(usize, usize, Drawn<'_>),
    ) -> Option<Position> {
        if self.row.area.width != size.width {
            self.row = Buffer::empty(Rect::new(0, 0, size.width, 1));
        }
        let changes = Some(model.changes);
        self.sketch.begin(size, self.drawn == changes);
        self.drawn = changes;
        let cursor = outline(model, &mut self.sketch);
        self.sketch.draw(&mut self.row.content, show);
        cursor
    }

    /// The next frame is drawn whole.
    pub fn forget(&mut self) {
        self.sketch.forget();
    }
}

/// Draws a single frame, and says where the terminal's cursor belongs.
pub fn view(model: &Model, buffer: &mut Buffer) -> Option<Position> {
    let Rect { width, height, .. } = buffer.area;
    let columns = usize::from(width);
    Painter::default().draw(model, Size { width, height }, |y, _, drawn| {
        let row = buffer.content.get_mut(y * columns..(y + 1) * columns);
        // Nothing has moved in a first frame.
        if let (Some(row), Drawn::Cells(cells)) = (row, drawn) {
            row.clone_from_slice(cells);
        }
    })
}

fn outline(model: &Model, sketch: &mut Sketch) -> Option<Position> {
    let Size { width, height } = sketch.size();
    model.settings.ambiguous.hold();
    let keys = window_keys(model);
    let mut canvas = Canvas::new(sketch, &model.settings, &keys);
    if width < LEAST.0 || height < LEAST.1 {
        let plain = canvas.surface(crate::config::Surface::Hint);
        let words = "too small: 20x5 needed";
        let rows = crate::typeset::broken(words, usize::from(width).max(1), 0);
        for (y, row) in (0..height).zip(rows) {
            canvas.put(0, y, width, &words.get(row).unwrap_or_default(), plain);
        }
        return None;
    }
    canvas.prepare();
    let below = match &model.screens.top {
        Screen::Catalog(catalog) => catalog::draw(&mut canvas, model, catalog),
        Screen::Reader(reader) => reader::draw(&mut canvas, model, reader),
        Screen::Survey(survey) => survey::draw(&mut canvas, model, survey),
        Screen::Results(results) => results::draw(&mut canvas, model, results),
    };
    if let Some(aid) = model.aid().filter(|_| model.has_aid_in_cable())
        && let Some((_, y)) = below.filter(|(_, y)| *y > 1)
    {
        catalog::draw_aid(&mut canvas, &aid, y - 1, width);
    }
    let above = overlay::draw(&mut canvas, model);
    above.or(below).map(|(x, y)| Position {
        x: x.min(width - 1),
        y: y.min(height - 1),
    })
}
