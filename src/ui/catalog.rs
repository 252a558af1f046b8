//! The list of cables.

use crate::app::{Catalog, Class, Entry, HINT_ROWS, Model, Region, hint_line};
use crate::config::Surface;
use crate::typeset::{Role, Shown, columns};

use super::paint::Canvas;
use super::status;
use super::title::fit_middle;

/// Draws the list; returns where the cursor is.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    model: &Model,
    catalog: &Catalog,
) -> Option<(u16, u16)> {
    let (width, height) = (model.size.width, model.size.height);
    let title = canvas.surface(Surface::Title);
    canvas.overlay(0, 0, width, title);
    canvas.put(1, 0, width, &"reftel", title);
    let n_entries = model.entries.len();
    let count = Shown::new(&format!(
        "{n_entries} {}{} ",
        if n_entries == 1 { "cable" } else { "cables" },
        if model.gathering { " so far" } else { "" }
    ));
    canvas.put_right(8, 0, width, &count, title);
    let rule = Region {
        x: 0,
        y: 1,
        width,
        height: 1,
    };
    let pane_title = canvas.surface(Surface::PaneTitle);
    let tiny = model.class() == Class::Tiny;
    // Asked of many entries, so once a frame.
    let id_columns = id_columns(model);
    if tiny {
        canvas.titled_rule(rule, &"cables", pane_title);
    } else {
        canvas.titled_rule(rule, &"date        cable", pane_title);
        canvas.put(14 + id_columns, 1, width, &" mark  subject ", pane_title);
    }
    let rows = model.catalog_rows();
    let mut cursor = None;
    for line in 0..rows {
        let idx = catalog.scroll.top + line;
        let Some(entry) = model.entries.get(idx) else {
            break;
        };
        let per_entry = if tiny { 2 } else { 1 };
        let y = 2 + u16::try_from(line * per_entry).unwrap_or(u16::MAX);
        if y + u16::from(tiny) + u16::from(height >= HINT_ROWS) >= height {
            break;
        }
        let focused = idx == catalog.scroll.focus;
        draw_entry(canvas, model, entry, y, id_columns);
        if focused {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(0, y, 1, &">", sign);
            canvas.choose(1, y, width - 1);
            cursor = Some((2, y));
        }
        if (catalog.matches(entry) || model.holds_sought(idx)) && !focused {
            let found = canvas.surface(Surface::Match);
            let at = 14;
            canvas.overlay(at, y, id_columns, found);
        }
    }
    let hints = Region {
        x: 0,
        y: height - 1,
        width,
        height: 1,
    };
    let region = hints;
    if let Some(line) = hint_line(model) {
        status::hints(canvas, &line);
    }
    status::status(canvas, model, region, false).or(cursor)
}

/// Columns that the ids take.
fn id_columns(model: &Model) -> u16 {
    let longest = model
        .entries
        .iter()
        .take(5000)
        .map(|entry| id(entry).columns())
        .max();
    u16::try_from(longest.unwrap_or(0))
        .unwrap_or(u16::MAX)
        .clamp(5, 28)
}

fn id(entry: &Entry) -> &Shown {
    let listing = entry.listing.as_ref();
    let known = listing.and_then(|listing| listing.id.as_ref());
    known.unwrap_or(&entry.name)
}

/// The end of a path that is too long: there the files of a folder differ.
fn fit_end(name: &Shown, room: usize) -> Shown {
    let text = name.as_str();
    let n_cut = columns(text).saturating_sub(room);
    if n_cut == 0 || room < 4 {
        return name.clone();
    }
    let mut passed = 0;
    let is_kept = |(_, c): &(usize, char)| {
        let is_kept = passed >= n_cut + 2;
        passed += columns(c.encode_utf8(&mut [0; 4]));
        is_kept
    };
    let start = text
        .char_indices()
        .find(is_kept)
        .map_or(text.len(), |(at, _)| at);
    Shown::new(&format!("..{}", text.get(start..).unwrap_or_default()))
}

fn draw_entry(canvas: &mut Canvas<'_>, model: &Model, entry: &Entry, y: u16, id_columns: u16) {
    let width = model.size.width;
    let tiny = model.class() == Class::Tiny;
    let text = canvas.role(Role::Text);
    let number = canvas.role(Role::Number);
    // The marking keeps its place; a long id is cut in the middle.
    let id_end = (14 + id_columns).min(width.saturating_sub(8).max(19));
    let listing = entry.listing.as_ref();
    if let Some(listing) = listing {
        canvas.put(2, y, 13, &Shown::new(&listing.date), number);
    }
    let room = usize::from(id_end.saturating_sub(14));
    let has_id = listing.is_some_and(|listing| listing.id.is_some());
    let name = if has_id {
        fit_middle(id(entry), room)
    } else {
        fit_end(&entry.name, room)
    };
    canvas.put(14, y, id_end, &name, text);
    let mark = listing.and_then(|listing| listing.level);
    let (mark_text, mark_style) = mark.map_or_else(
        || (Shown::new("( ? )"), canvas.role(Role::Unmarked)),
        |level| {
            (
                Shown::new(&format!("({})", level.mark())),
                canvas.role(Role::PortionMark(level)),
            )
        },
    );
    if listing.is_some() {
        canvas.put(id_end + 1, y, id_end + 7, &mark_text, mark_style);
    }
    let (x, y) = if tiny { (4, y + 1) } else { (id_end + 7, y) };
    if let Some(why) = &entry.failure {
        let failed = canvas.surface(Surface::Failure);
        canvas.put_cut(x, y, width.saturating_sub(1), why, failed);
    } else if let Some(listing) = listing {
        canvas.put_cut(x, y, width.saturating_sub(1), &listing.subject, text);
    }
}
