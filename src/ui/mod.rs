//! Model → buffer: reads everything, changes nothing.

mod catalog;
mod markings;
mod overlay;
mod paint;
mod reader;
mod sides;
mod status;
mod title;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::{Model, Screen};
use paint::Canvas;

/// The smallest terminal that can hold a title and a few words.
const LEAST: (u16, u16) = (20, 5);

/// Draws the screen in sight and what lies over it into an empty `buffer`.
/// Gives the place of whatever has the keys, where the terminal's cursor
/// belongs, or nothing if there is no such place.
pub fn view(model: &Model, buffer: &mut Buffer) -> Option<Position> {
    let area = buffer.area;
    model.settings.ambiguous.hold();
    let mut canvas = Canvas::new(buffer, &model.settings);
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let plain = canvas.surface(crate::config::Surface::Hint);
        canvas.put(0, 0, area.width, &"too small:", plain);
        canvas.put(0, 1, area.width, &"20x5 needed", plain);
        return None;
    }
    canvas.prepare();
    let below = match &model.screens.top {
        Screen::Catalog(catalog) => catalog::draw(&mut canvas, model, catalog),
        Screen::Reader(reader) => reader::draw(&mut canvas, model, reader),
    };
    let above = overlay::draw(&mut canvas, model);
    above.or(below).map(|(x, y)| Position {
        x: x.min(area.width - 1),
        y: y.min(area.height - 1),
    })
}
