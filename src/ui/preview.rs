//! What the cable at the cursor of the list says.

use crate::app::{Model, PreviewSide, Previewing, Region};
use crate::cable::Classification;
use crate::config::Surface;
use crate::typeset::{Role, Shown};

use super::paint::Canvas;

/// Draws the pane, where there is one.
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model) {
    let Some((previewing, side)) = model.preview() else {
        return;
    };
    let below = model.rows_below_list();
    let height = model.size.height;
    match side {
        PreviewSide::Below(rows) => {
            let x = model.list_x();
            let region = Region {
                x,
                y: height.saturating_sub(below + rows),
                width: model.size.width.saturating_sub(x),
                height: rows,
            };
            draw_below(canvas, model, previewing, region);
        }
        PreviewSide::Beside(columns) => {
            let x = model.size.width.saturating_sub(columns);
            let region = Region {
                x,
                y: 1,
                width: columns,
                height: height.saturating_sub(below + 1),
            };
            let line = canvas.surface(Surface::Border);
            canvas.bar(x.saturating_sub(1), 1, region.y + region.height, line);
            draw_beside(canvas, model, previewing, region);
        }
    }
}

/// What the pane is about: its number, or the name of its file.
fn name(model: &Model) -> Shown {
    let Some(entry) = model.previewed() else {
        return Shown::default();
    };
    entry.id().clone()
}

fn level(model: &Model) -> Option<Classification> {
    model.previewed()?.listing?.level
}

/// The title of the pane; returns the column behind it.
fn draw_title(canvas: &mut Canvas<'_>, model: &Model, region: Region) -> u16 {
    let title = Shown::new(&format!("preview   {}", name(model).as_str()));
    let style = canvas.surface(Surface::PaneTitle);
    canvas.titled_rule(region, &title, style)
}

/// The banner of the cable, in words.
fn banner(model: &Model) -> Option<Shown> {
    let level = level(model)?;
    Some(Shown::new(&level.slug().replace('-', " ").to_uppercase()))
}

fn draw_below(canvas: &mut Canvas<'_>, model: &Model, previewing: &Previewing, region: Region) {
    let end = region.x + region.width.saturating_sub(1);
    let mut x = draw_title(canvas, model, region);
    let quiet = canvas.surface(Surface::PaneTitle);
    let line = canvas.surface(Surface::Border);
    let preview = previewing.preview.as_deref();
    let mut words: Vec<Shown> = banner(model).into_iter().collect();
    let head = preview.map_or(&[][..], |preview| &preview.head);
    words.extend(head.iter().map(|part| Shown::new(part)));
    for words in words {
        if usize::from(x) + words.columns() + 3 >= usize::from(end) {
            break;
        }
        x = canvas.put(x, region.y, end, &"  ", line);
        x = canvas.put(x, region.y, end, &words, quiet);
        x = canvas.put(x, region.y, end, &" ", line);
    }
    let releases = model.preview_releases();
    let n_below = 1 + u16::from(releases.is_some());
    let body = Region {
        y: region.y + 1,
        height: region.height.saturating_sub(1 + n_below),
        ..region
    };
    draw_text(canvas, previewing, body);
    let hint = canvas.surface(Surface::Hint);
    if let Some(releases) = releases {
        let y = region.y + region.height.saturating_sub(2);
        canvas.put_cut(region.x + 1, y, end, &Shown::new(&releases), hint);
    }
    let references = Shown::new(&model.preview_references());
    let y = region.y + region.height.saturating_sub(1);
    canvas.put_cut(region.x + 1, y, end, &references, hint);
}

fn draw_beside(canvas: &mut Canvas<'_>, model: &Model, previewing: &Previewing, region: Region) {
    let end = region.x + region.width.saturating_sub(1);
    draw_title(canvas, model, region);
    let bottom = region.y + region.height;
    let mut y = region.y + 1;
    let (label, value) = (canvas.role(Role::Label), canvas.role(Role::Value));
    let mut lines: Vec<(&'static str, Shown)> = Vec::new();
    lines.extend(banner(model).map(|banner| ("Class", banner)));
    let preview = previewing.preview.as_deref();
    let known = preview.map_or(&[][..], |preview| &preview.lines);
    lines.extend(
        known
            .iter()
            .map(|(label, words)| (*label, Shown::new(words))),
    );
    if preview.is_some() {
        lines.push(("", Shown::new(&model.preview_references())));
    }
    let of = model.previewed_entry();
    for (nth, name) in (1..).zip(of.into_iter().flat_map(|of| model.release_names(of))) {
        let label = if nth == 1 { "Files" } else { "" };
        lines.push((
            label,
            Shown::new(&format!("release {nth}: {}", name.as_str())),
        ));
    }
    for (name, words) in lines {
        if y + 4 >= bottom {
            break;
        }
        canvas.put(region.x + 1, y, end, &name, label);
        canvas.put_cut(region.x + 8, y, end, &words, value);
        y += 1;
    }
    let Some(preview) = preview else {
        // Why it cannot be read, if that is so.
        let body = Region {
            y: y + 1,
            height: bottom.saturating_sub(y + 1),
            ..region
        };
        return draw_text(canvas, previewing, body);
    };
    let title = if preview.is_summary {
        "summary"
    } else {
        "text"
    };
    let rule = Region {
        y: y + 1,
        height: 1,
        ..region
    };
    let style = canvas.surface(Surface::PaneTitle);
    canvas.titled_rule(rule, &title, style);
    let body = Region {
        y: y + 2,
        height: bottom.saturating_sub(y + 2),
        ..region
    };
    draw_text(canvas, previewing, body);
}

/// The text, as far as there is room; a sign says that there is more.
fn draw_text(canvas: &mut Canvas<'_>, previewing: &Previewing, region: Region) {
    let text = canvas.role(Role::Text);
    let quiet = canvas.surface(Surface::Hint);
    let end = region.x + region.width.saturating_sub(1);
    let rows = usize::from(region.height);
    let in_sight = previewing.rows.iter().take(rows);
    for (row, y) in in_sight.zip(region.y..) {
        canvas.put_cut(region.x + 1, y, end, row, text);
    }
    if previewing.rows.len() > rows && rows > 0 {
        let y = region.y + region.height - 1;
        let sign = if canvas.ascii() { " .." } else { " \u{2026}" };
        canvas.put_right(region.x + 1, y, end, &sign, quiet);
    }
}
