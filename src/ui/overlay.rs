//! What lies over a screen: palette, help, explanations, which-key.

use crate::app::{
    CRAMPED, Class, Help, HelpRow, Hint, KEYS_X, List, Model, Overlay, Palette, Pane, Peek, ROOMY,
    Region, Screen, Topic, which_key,
};
use crate::check::{Finding, Severity};
use crate::command::keymap::title;
use crate::command::{Command, Context, Lookup};
use crate::config::Surface;
use crate::typeset::{Shown, columns};

use super::paint::Canvas;
use super::reader::lit_row;
use super::status;

/// Draws what lies over the screen; returns where the cursor is.
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model) -> Option<(u16, u16)> {
    let cursor = window(canvas, model);
    if model
        .overlay
        .as_ref()
        .is_some_and(|it| it.prompt().is_none())
    {
        said(canvas, model);
    }
    cursor
}

/// Draws what was said last over a window, which may lie on the first of its
/// rows where screens are small.
fn said(canvas: &mut Canvas<'_>, model: &Model) {
    let (size, arrangement) = model.room();
    let (region, on_rule) = match &model.screens.top {
        Screen::Reader(_) if model.is_split() => return,
        Screen::Reader(reader) => {
            let layout = reader.layout(size, arrangement);
            let on_rule = layout.class > Some(Class::Narrow) && !layout.is_status_over;
            (layout.status, on_rule)
        }
        Screen::Catalog(_) | Screen::Results(_) | Screen::Survey(_) => {
            let bottom = Region {
                x: 0,
                y: size.height - 1,
                width: size.width,
                height: 1,
            };
            (bottom, false)
        }
    };
    status::notice(canvas, model, region, on_rule);
}

fn window(canvas: &mut Canvas<'_>, model: &Model) -> Option<(u16, u16)> {
    let region = model.overlay_region();
    let foot = foot(model, canvas.window_keys());
    match &model.overlay {
        Some(Overlay::Explain(explain)) => {
            canvas.popup(
                region,
                &Shown::new(&format!("Explain {}", explain.token)),
                &foot,
            );
            Some(pane(canvas, &explain.pane, region))
        }
        Some(Overlay::Report(report)) => {
            let title = match report.topic {
                Topic::Findings => counts(model, region.width),
                Topic::Repairs => String::from("Repairs"),
                Topic::Anatomy => String::from("Header by format lines (FL)"),
                Topic::Place => String::from("Where it stands"),
            };
            canvas.popup(region, &Shown::new(&title), &foot);
            let cursor = pane(canvas, &report.pane, region);
            if let Some(border) = report.border {
                let x = region.x + 2 + border;
                let end = (region.y + region.height).saturating_sub(1);
                canvas.bar(x, region.y + 1, end, canvas.surface(Surface::Border));
            }
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(region.x + 1, cursor.1, region.x + 2, &">", sign);
            Some(cursor)
        }
        Some(Overlay::Peek(peek)) => {
            canvas.popup(region, &peek.title, &foot);
            if !peek.entry.as_str().is_empty() {
                printed(canvas, region, &peek.entry, &foot);
            }
            let cursor = pane(canvas, &peek.pane, region);
            lit(canvas, peek, region);
            Some(cursor)
        }
        Some(Overlay::Hints(hints)) => {
            draw_hints(canvas, model, hints);
            None
        }
        Some(Overlay::List(list)) => Some(draw_list(canvas, list, region, &foot)),
        Some(Overlay::Help(help)) => Some(draw_help(canvas, help, region, &foot)),
        Some(Overlay::Palette(palette)) => {
            draw_palette(canvas, model, palette, region);
            None
        }
        Some(
            Overlay::Search(_)
            | Overlay::Ask(_)
            | Overlay::Narrow(_)
            | Overlay::Hits(_)
            | Overlay::Pipe(_),
        )
        | None => {
            if model.typed.hint {
                draw_which_key(canvas, model);
            }
            None
        }
    }
}

/// `Check: 1 error, 3 warnings`, of the cable on the screen; notes where
/// there is room beside the rows that are counted at the right.
fn counts(model: &Model, width: u16) -> String {
    let findings = model.reader().map_or(&[][..], |reader| reader.findings());
    let mut words = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let same = |finding: &&Finding| finding.severity == severity;
        let n_found = findings.iter().filter(same).count();
        if n_found == 0 || (severity == Severity::Note && width < ROOMY) {
            continue;
        }
        let plural = if n_found == 1 { "" } else { "s" };
        words.push(format!("{n_found} {severity}{plural}"));
    }
    if words.is_empty() {
        String::from(if width < CRAMPED {
            "Check"
        } else {
            "Findings and repairs"
        })
    } else {
        format!("Check: {}", words.join(", "))
    }
}

/// The rows of a pane inside a frame.
fn pane(canvas: &mut Canvas<'_>, pane: &Pane, region: Region) -> (u16, u16) {
    let rows = usize::from(region.height.saturating_sub(2));
    let mut cursor = (region.x + 2, region.y + 1);
    for line in 0..rows {
        let row_idx = pane.scroll.top + line;
        let y = region.y + 1 + u16::try_from(line).unwrap_or(0);
        let Some(row) = pane.page.rows().get(row_idx) else {
            break;
        };
        let mut x = region.x + 2 + row.indent;
        for (range, role) in pane.page.runs(row_idx) {
            let style = canvas.role(role);
            x = canvas.put_page(x, y, region.x + region.width - 1, &pane.page, range, style);
        }
        if row_idx == pane.scroll.focus {
            cursor = (region.x + 2, y);
        }
    }
    more(canvas, region, pane.scroll.top, rows, pane.n_rows());
    cursor
}

/// The entry of the REF block in the lower frame, left of what can be pressed
/// there.
fn printed(canvas: &mut Canvas<'_>, region: Region, entry: &Shown, foot: &Shown) {
    let taken = u16::try_from(foot.columns()).unwrap_or(u16::MAX);
    let limit = (region.x + region.width).saturating_sub(taken.saturating_add(7));
    let y = (region.y + region.height).saturating_sub(1);
    let label = if region.width < ROOMY {
        ""
    } else {
        "printed: "
    };
    let words = Shown::new(&format!(" {label}{entry} "));
    let style = canvas.surface(Surface::Hint);
    canvas.put_cut(region.x + 2, y, limit, &words, style);
}

/// Lights what is sought in the paragraph of a hit.
fn lit(canvas: &mut Canvas<'_>, peek: &Peek, region: Region) {
    let style = canvas.surface(Surface::Match);
    for y in (region.y + 1)..(region.y + region.height).saturating_sub(1) {
        let row_idx = peek.pane.scroll.top + usize::from(y - region.y - 1);
        let Some(row) = peek.pane.page.rows().get(row_idx) else {
            return;
        };
        lit_row(
            canvas,
            (&peek.pane.page, row),
            &peek.matches,
            (region.x + 2, y),
            style,
        );
    }
}

/// Says in the frame that there is more above or below.
fn more(canvas: &mut Canvas<'_>, region: Region, top: usize, rows: usize, n_rows: usize) {
    // A frame that is so narrow has room for its title alone.
    if n_rows <= rows || region.width < 30 {
        return;
    }
    let style = canvas.surface(Surface::Hint);
    let last = (top + rows).min(n_rows);
    let words = Shown::new(&format!(" {}-{last} of {n_rows} ", top + 1));
    canvas.put_right(
        region.x + 2,
        region.y,
        region.x + region.width - 2,
        &words,
        style,
    );
}

/// The letters on references, over their first signs.
fn draw_hints(canvas: &mut Canvas<'_>, model: &Model, hints: &[Hint]) {
    let Some(reader) = model.reader() else { return };
    let (size, arrangement) = model.room();
    let layout = reader.layout(size, arrangement);
    let is_right = model.beside.as_ref().is_some_and(|beside| beside.is_right);
    let left = if is_right && model.is_split() {
        size.width + 1
    } else {
        0
    };
    let pane = &reader.text;
    let style = canvas.surface(Surface::CurrentMatch);
    for hint in hints {
        let Some(row) = pane.page.rows().get(hint.row) else {
            continue;
        };
        let before = pane.page.text().get(row.start as usize..hint.at as usize);
        let before = u16::try_from(before.map_or(0, columns)).unwrap_or(0);
        let below = hint.row.saturating_sub(pane.scroll.top);
        let y = layout.text.y + u16::try_from(below).unwrap_or(0);
        let x = layout.words_x + row.indent + before;
        let letters = Shown::new(&hint.letters);
        let end = left + layout.text.x + layout.text.width;
        canvas.put(left + x, y, end, &letters, style);
    }
}

/// What can be pressed in the window that is open, and what for. A command
/// that has no key there is left out.
fn foot(model: &Model, commands: &[(Command, &str)]) -> Shown {
    let context = model.context();
    let hints = commands.iter().filter_map(|&(command, words)| {
        let key = model.keymap.key_of(command, context)?;
        Some(format!("{key} {words}"))
    });
    Shown::new(&hints.collect::<Vec<_>>().join("  "))
}

/// A list to choose from, a line a row.
fn draw_list(canvas: &mut Canvas<'_>, list: &List, region: Region, foot: &Shown) -> (u16, u16) {
    /// Steps of indentation that leave room for words.
    const DEEPEST: usize = 6;
    canvas.popup(region, &list.title, foot);
    let (names, words) = (
        canvas.surface(Surface::HintKey),
        canvas.surface(Surface::Popup),
    );
    let rows = usize::from(region.height.saturating_sub(2));
    let end = region.x + region.width.saturating_sub(2);
    let mut cursor = (region.x + 2, region.y + 1);
    for (y, row_idx) in (region.y + 1..).zip(list.scroll.top..).take(rows) {
        let Some(row) = list.rows.get(row_idx) else {
            break;
        };
        let indent = u16::try_from(2 * row.depth.min(DEEPEST)).unwrap_or(0);
        let x = canvas.put(region.x + 4 + indent, y, end, &row.label, names);
        canvas.put_cut(x + 2, y, end, &row.words, words);
        if row_idx == list.scroll.focus {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(region.x + 2, y, end, &">", sign);
            canvas.choose(region.x + 3, y, region.width.saturating_sub(4));
            cursor = (region.x + 2, y);
        }
    }
    more(canvas, region, list.scroll.top, rows, list.rows.len());
    cursor
}

fn draw_help(canvas: &mut Canvas<'_>, help: &Help, region: Region, foot: &Shown) -> (u16, u16) {
    let keys = canvas.surface(Surface::HintKey);
    let words = canvas.surface(Surface::Popup);
    let title_style = canvas.surface(Surface::PopupTitle);
    let title = if help.typing || !help.prompt.text().is_empty() {
        Shown::new(&format!(
            "Help: {}  /{}",
            help.context.name(),
            help.prompt.shown()
        ))
    } else {
        Shown::new(&format!("Help: {}", help.context.name()))
    };
    canvas.popup(region, &title, foot);
    let rows = usize::from(region.height.saturating_sub(2));
    let end = region.x + region.width - 2;
    let (keys_x, words_x) = (region.x + KEYS_X, region.x + help.words_x);
    let chosen = help.chosen_rows();
    let mut cursor = (region.x + 2, region.y + 1);
    if help.rows.is_empty() {
        canvas.put(region.x + 3, region.y + 1, end, &"no key does that", words);
    }
    for line in 0..rows {
        let row_idx = help.scroll.top + line;
        let Some(row) = help.rows.get(row_idx) else {
            break;
        };
        let y = region.y + 1 + u16::try_from(line).unwrap_or(0);
        match row {
            HelpRow::Blank => {}
            HelpRow::Title(group) => {
                canvas.put(region.x + 2, y, end, &group.title(), title_style);
            }
            HelpRow::Signs => {
                canvas.put(region.x + 2, y, end, &"Signs", title_style);
            }
            HelpRow::Sign(sign, said) => {
                let x = canvas.put(keys_x, y, end, sign, keys);
                canvas.put(words_x.max(x + 1), y, end, said, words);
            }
            HelpRow::Command(_, pressed, said) => {
                let x = canvas.put(keys_x, y, end, &Shown::new(pressed), keys);
                canvas.put(words_x.max(x + 1), y, end, said, words);
            }
            HelpRow::More(said) => {
                canvas.put(words_x, y, end, said, words);
            }
        }
        if chosen.contains(&row_idx) {
            canvas.choose(region.x + 3, y, region.width.saturating_sub(4));
        }
        if row_idx == help.scroll.focus {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(region.x + 2, y, end, &">", sign);
            cursor = (region.x + 2, y);
        }
    }
    more(canvas, region, help.scroll.top, rows, help.rows.len());
    if help.typing {
        let before = columns(help.prompt.before_cursor().as_str());
        let start = region.x
            + 3
            + u16::try_from(columns("Help: ") + help.context.name().len() + 3).unwrap_or(0);
        return (start + u16::try_from(before).unwrap_or(0), region.y);
    }
    cursor
}

fn draw_palette(canvas: &mut Canvas<'_>, model: &Model, palette: &Palette, region: Region) {
    let keys = canvas.surface(Surface::HintKey);
    let words = canvas.surface(Surface::Popup);
    let quiet = canvas.surface(Surface::Hint);
    canvas.popup(
        region,
        &"Commands",
        &foot(
            model,
            &[
                (Command::Accept, "runs"),
                (Command::Complete, "completes"),
                (Command::Clear, "close"),
            ],
        ),
    );
    let rows = usize::from(region.height.saturating_sub(2));
    let end = region.x + region.width - 2;
    if palette.found.is_empty() {
        let none = "no command is called so";
        canvas.put(region.x + 3, region.y + 1, end, &none, quiet);
    }
    for line in 0..rows {
        let row_idx = palette.scroll.top + line;
        let Some(command) = palette.found.get(row_idx) else {
            break;
        };
        let y = region.y + 1 + u16::try_from(line).unwrap_or(0);
        let spec = command.spec();
        canvas.put(region.x + 3, y, end, &spec.name, words);
        let pressed = model.keymap.key_of(*command, palette.context);
        let pressed = Shown::new(pressed.as_deref().unwrap_or_default());
        let behind = canvas.put(region.x + 24, y, end, &pressed, keys);
        let x = (region.x + 32).max(behind + 1);
        canvas.put_cut(x, y, end, &spec.sentence, quiet);
        if row_idx == palette.scroll.focus {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(region.x + 2, y, end, &">", sign);
            canvas.choose(region.x + 3, y, region.width.saturating_sub(4));
        }
    }
}

/// How a begun sequence can go on, above the lines at the bottom.
fn draw_which_key(canvas: &mut Canvas<'_>, model: &Model) {
    let context = model.context();
    let Some(shown) = which_key(model).filter(|_| context != Context::Prompt) else {
        return;
    };
    let (n_columns, n_lines) = (shown.n_columns, shown.n_lines);
    let (region, width) = (shown.region, model.size.width);
    let command = match model.keymap.lookup(context, &model.typed.keys) {
        Lookup::AwaitsLetter(command, _) => Some(command),
        _ => None,
    };
    let typed: String = model.typed.keys.iter().map(|key| key.pretty()).collect();
    let prefix = title(&model.typed.keys).unwrap_or_default();
    let title = command.map_or(prefix, |command| command.spec().short);
    let title = Shown::new(&format!("{typed}  {title} ..."));
    let foot = match (shown.n_below, model.typed.first) {
        (0, 0) => String::from("Esc cancel"),
        (0, _) => String::from("Up back  Esc cancel"),
        (n_below, _) => format!("Down {n_below} more  Esc cancel"),
    };
    canvas.popup(region, &title, &Shown::new(&foot));
    let keys = canvas.surface(Surface::HintKey);
    let words = canvas.surface(Surface::Popup);
    let column = (width - 2) / n_columns;
    for (idx, (key, what)) in (0u16..).zip(&shown.rows) {
        let (line, nth) = (idx % n_lines, idx / n_lines);
        if nth >= n_columns {
            break;
        }
        let x = region.x + 2 + nth * column;
        let end = x + column - 1;
        // The name of a key is a word of its own.
        let gap = if key.len() > 2 { " " } else { "" };
        let next = canvas.put(
            x,
            region.y + 1 + line,
            end,
            &Shown::new(&format!("{typed}{gap}{key}")),
            keys,
        );
        canvas.put_cut(
            (next + 2).max(x + 5),
            region.y + 1 + line,
            end,
            &Shown::new(what),
            words,
        );
    }
}
