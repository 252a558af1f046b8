//! Model → frame: reads everything, changes nothing.

mod catalog;
mod markings;
mod overlay;
mod paint;
mod reader;
mod sides;
mod status;
mod title;

use ratatui::Frame;
use ratatui::layout::Position;

use crate::app::{Model, Screen};
use paint::Canvas;

/// The smallest terminal that can hold a title and a few words.
const LEAST: (u16, u16) = (20, 5);

/// Draws the screen in sight and what lies over it, and puts the terminal's
/// cursor on whatever has the keys.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut canvas = Canvas::new(frame.buffer_mut(), &model.settings);
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let plain = canvas.surface(crate::config::Surface::Hint);
        canvas.put(0, 0, area.width, &"too small:", plain);
        canvas.put(0, 1, area.width, &"20x5 needed", plain);
        return;
    }
    canvas.prepare();
    let below = match &model.screens.top {
        Screen::Catalog(catalog) => catalog::draw(&mut canvas, model, catalog),
        Screen::Reader(reader) => reader::draw(&mut canvas, model, reader),
    };
    let above = overlay::draw(&mut canvas, model);
    if let Some((x, y)) = above.or(below) {
        frame.set_cursor_position(Position {
            x: x.min(area.width - 1),
            y: y.min(area.height - 1),
        });
    }
}
