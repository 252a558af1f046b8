//! Model → buffer: reads everything, changes nothing.

mod catalog;
mod markings;
mod overlay;
mod paint;
mod reader;
mod sides;
mod sketch;
mod status;
mod title;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::{Model, Screen, Size};
use paint::Canvas;
use sketch::Sketch;

/// The smallest terminal that can hold a title and a few words.
const LEAST: (u16, u16) = (20, 5);

/// Draws one frame after the other.
#[derive(Debug, Default)]
pub struct Painter {
    before: Sketch,
    now: Sketch,
}

/// What became of a frame.
#[derive(Debug)]
pub struct Drawn {
    /// The place of whatever has the keys, where the terminal's cursor belongs,
    /// if there is such a place.
    pub cursor: Option<Position>,
    /// Of each row, whether it was drawn anew.
    pub rows: Vec<bool>,
}

impl Painter {
    /// Draws the screen in sight and what lies over it. `buffer` must hold what
    /// the frame before left there; the first one, and one of another size, is
    /// drawn whole.
    pub fn draw(&mut self, model: &Model, buffer: &mut Buffer) -> Drawn {
        self.now.begin(Size {
            width: buffer.area.width,
            height: buffer.area.height,
        });
        let cursor = outline(model, &mut self.now);
        let rows = self.now.draw(&self.before, buffer);
        std::mem::swap(&mut self.before, &mut self.now);
        Drawn { cursor, rows }
    }
}

/// Draws a single frame, and says where the terminal's cursor belongs.
pub fn view(model: &Model, buffer: &mut Buffer) -> Option<Position> {
    Painter::default().draw(model, buffer).cursor
}

fn outline(model: &Model, sketch: &mut Sketch) -> Option<Position> {
    let Size { width, height } = sketch.size();
    model.settings.ambiguous.hold();
    let mut canvas = Canvas::new(sketch, &model.settings);
    if width < LEAST.0 || height < LEAST.1 {
        let plain = canvas.surface(crate::config::Surface::Hint);
        canvas.put(0, 0, width, &"too small:", plain);
        canvas.put(0, 1, width, &"20x5 needed", plain);
        return None;
    }
    canvas.prepare();
    let below = match &model.screens.top {
        Screen::Catalog(catalog) => catalog::draw(&mut canvas, model, catalog),
        Screen::Reader(reader) => reader::draw(&mut canvas, model, reader),
    };
    let above = overlay::draw(&mut canvas, model);
    above.or(below).map(|(x, y)| Position {
        x: x.min(width - 1),
        y: y.min(height - 1),
    })
}
