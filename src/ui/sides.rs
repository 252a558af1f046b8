//! The panes beside the text: routing, outline, summary and comment.

use crate::app::{Layout, OutlineRow, Pane, PaneId, Reader, Region};
use crate::config::Surface;
use crate::typeset::{Fold, Role, Shown};

use super::paint::Canvas;
use super::reader::{fold_words, mark_words, note, page_row, token};

/// The lines between the columns.
pub(super) fn sides(canvas: &mut Canvas<'_>, layout: &Layout) {
    let line = canvas.surface(Surface::Border);
    let left = if layout.routing.is_empty() {
        layout.outline
    } else {
        layout.routing
    };
    let bottom = layout.text.y + layout.text.height;
    if layout.text.is_empty() {
        return;
    }
    let bottom = if layout.parts.y > layout.text.y {
        layout.parts.y + layout.parts.height
    } else {
        bottom
    };
    if !left.is_empty() {
        canvas.bar(left.x + left.width, left.y, bottom, line);
    }
    if !layout.parts.is_empty() && layout.parts.x > layout.text.x {
        canvas.bar(layout.parts.x - 1, layout.parts.y, bottom, line);
    }
}

fn pane_title(canvas: &Canvas<'_>, reader: &Reader, pane: PaneId) -> ratatui::style::Style {
    let focused = reader.focus == pane;
    canvas.surface(if focused {
        Surface::BorderFocused
    } else {
        Surface::PaneTitle
    })
}

pub(super) fn routing(
    canvas: &mut Canvas<'_>,
    reader: &Reader,
    region: Region,
) -> Option<(u16, u16)> {
    let style = pane_title(canvas, reader, PaneId::Routing);
    side_pane(
        canvas,
        reader,
        PaneId::Routing,
        &reader.routing,
        region,
        (&"Routing", style),
    )
}

pub(super) fn parts(
    canvas: &mut Canvas<'_>,
    reader: &Reader,
    region: Region,
) -> Option<(u16, u16)> {
    let style = pane_title(canvas, reader, PaneId::Parts);
    side_pane(
        canvas,
        reader,
        PaneId::Parts,
        &reader.parts,
        region,
        (&"Summary and comment", style),
    )
}

/// A pane with a titled rule above; returns the cursor if it has the keys.
fn side_pane(
    canvas: &mut Canvas<'_>,
    reader: &Reader,
    id: PaneId,
    pane: &Pane,
    region: Region,
    (title, style): (&&'static str, ratatui::style::Style),
) -> Option<(u16, u16)> {
    if region.is_empty() {
        return None;
    }
    let x = canvas.titled_rule(region, title, style);
    let (n_rows, sight) = (pane.n_rows(), usize::from(region.height - 1));
    if n_rows > sight {
        let last = (pane.scroll.top + sight).min(n_rows);
        note(canvas, region, x, &format!("{last} of {n_rows}"));
    }
    let end = region.x + region.width;
    // Labels begin with a blank, which is where the cursor sign goes.
    let words_x = region.x + u16::from(id != PaneId::Routing);
    let mut cursor = None;
    for line in 1..region.height {
        let row_idx = pane.scroll.top + usize::from(line - 1);
        if row_idx >= pane.n_rows() {
            break;
        }
        let y = region.y + line;
        page_row(canvas, pane, row_idx, words_x, y, end);
        if id == PaneId::Routing && reader.routing_signs.contains(&row_idx) {
            let sign = canvas.surface(Surface::Finding);
            canvas.put(region.x, y, region.x + 1, &"!", sign);
        }
        if row_idx == pane.scroll.focus && reader.focus == id {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(region.x, y, region.x + 1, &">", sign);
            token(canvas, pane, words_x, y);
            cursor = Some((words_x + u16::try_from(pane.column()).unwrap_or(0), y));
        }
    }
    cursor
}

/// Numbers, markings and first words of every paragraph.
pub(super) fn outline(
    canvas: &mut Canvas<'_>,
    reader: &Reader,
    region: Region,
) -> Option<(u16, u16)> {
    if region.is_empty() {
        return None;
    }
    let style = pane_title(canvas, reader, PaneId::Outline);
    let end = region.x + region.width;
    let x = canvas.titled_rule(region, &"Paragraphs", style);
    let border = canvas.surface(Surface::Border);
    let scroll = reader.outline.scroll;
    let levels = &reader.tally.levels;
    let (n_rows, sight) = (reader.outline.listed.len(), usize::from(region.height - 1));
    if n_rows > sight {
        // Headings have rows, and are no paragraphs.
        let n_all = reader.cable.paragraphs.len();
        let last = reader.outline.n_above(scroll.top + sight).unwrap_or(n_all);
        // What the title has no room for is told shorter, as in the header.
        let below = match n_all.saturating_sub(last) {
            0 => levels.clone(),
            n_below => format!("{levels}  +{n_below}"),
        };
        for words in [format!("{levels}  {last} of {n_all}"), below] {
            if note(canvas, region, x, words.trim_start()) {
                break;
            }
        }
    } else {
        note(canvas, region, x, levels);
    }
    let here = reader.text.paragraph();
    let mut cursor = None;
    for line in 1..region.height {
        let row_idx = scroll.top + usize::from(line - 1);
        let Some(row) = reader.outline.row(row_idx) else {
            break;
        };
        let y = region.y + line;
        let state = reader.folds.state_at(row.paragraph, row.heading);
        let fold = reader.folds.holding(row.paragraph);
        let end = fold.map_or(end, |fold| fold_note(canvas, fold, region, y));
        if row.heading {
            let heading = canvas.role(Role::Heading);
            let dash = if canvas.ascii() { "-" } else { "─" };
            let sign = state.map_or(dash, fold_sign);
            let x = canvas.put(region.x + 1, y, end, &sign, border);
            let own = row.paragraph..row.paragraph + 1;
            let inside = fold.map_or(own, |fold| fold.paragraphs.clone());
            let is_marked = fold.is_some() && reader.is_marked(&inside);
            let x = if is_marked || reader.is_heading_marked(&inside) {
                canvas.put(x, y, end, &"'", canvas.surface(Surface::HintKey))
            } else {
                canvas.put(x, y, end, &dash, border)
            };
            canvas.put_cut(x + 1, y, end.saturating_sub(1), &row.label, heading);
        } else {
            outline_paragraph(canvas, reader, row, (region.x, y, end));
        }
        let focused = if reader.focus == PaneId::Outline {
            row_idx == scroll.focus
        } else {
            // A heading stands for its paragraphs where they are folded away.
            let is_row = !row.heading || fold.is_some();
            let holds = |here| fold.is_some_and(|fold| fold.paragraphs.contains(&here));
            is_row && here.is_some_and(|here| row.paragraph == here || holds(here))
        };
        if focused {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(region.x, y, region.x + 1, &">", sign);
            let line = canvas.surface(Surface::CursorLine);
            canvas.overlay(region.x + 1, y, region.width - 1, line);
            if reader.focus == PaneId::Outline {
                cursor = Some((region.x + 6, y));
            }
        }
    }
    cursor
}

/// `v` at a section that is open, `>` at one that is folded away.
fn fold_sign(is_closed: bool) -> &'static str {
    if is_closed { ">" } else { "v" }
}

/// How many paragraphs are folded away and how they are marked, at the right
/// end of a row; returns where it begins.
fn fold_note(canvas: &mut Canvas<'_>, fold: &Fold, region: Region, y: u16) -> u16 {
    let end = region.x + region.width;
    let (mark, style) = fold_words(canvas, fold);
    let quiet = canvas.surface(Surface::Hint);
    let x = canvas.put_right(
        region.x,
        y,
        end.saturating_sub(1),
        &Shown::new(&mark),
        style,
    );
    let count = Shown::new(&fold.n_paragraphs().to_string());
    canvas
        .put_right(region.x, y, x.saturating_sub(1), &count, quiet)
        .saturating_sub(1)
}

/// Number, marking and first words of a paragraph.
fn outline_paragraph(
    canvas: &mut Canvas<'_>,
    reader: &Reader,
    row: &OutlineRow,
    (x, y, end): (u16, u16, u16),
) {
    let veil = Shown::new(".. hidden by filter ..");
    let Some(paragraph) = reader.cable.paragraphs.get(row.paragraph as usize) else {
        return;
    };
    let fold = reader.folds.holding(row.paragraph);
    let inside = fold.map_or(row.paragraph..row.paragraph + 1, |fold| {
        fold.paragraphs.clone()
    });
    let is_heading_marked = fold.is_some() && reader.is_heading_marked(&inside);
    if is_heading_marked || reader.is_marked(&inside) {
        let sign = canvas.surface(Surface::HintKey);
        canvas.put(x + 1, y, end, &"'", sign);
    }
    let number = canvas.role(Role::Number);
    if let Some(value) = paragraph.number {
        let value = Shown::new(&value.to_string());
        canvas.put_right(x + 1, y, x + 5, &value, number);
    }
    let (words, mark) = mark_words(canvas, &reader.cable, paragraph);
    let words_end = canvas.put(x + 6, y, end, &Shown::new(&words), mark);
    let hidden = !reader.shows(row.paragraph as usize);
    let label = canvas.role(if hidden { Role::Dimmed } else { Role::Text });
    let mut label_x = (words_end + 1).max(x + 12);
    if let Some(is_closed) = reader.folds.state_at(row.paragraph, false) {
        let border = canvas.surface(Surface::Border);
        label_x = canvas.put(label_x, y, end, &fold_sign(is_closed), border) + 1;
    }
    canvas.put_cut(
        label_x,
        y,
        end.saturating_sub(1),
        if hidden && !reader.dim {
            &veil
        } else {
            &row.label
        },
        label,
    );
}
