//! The lines that say what happened and what can be pressed.

use crate::app::{HintLine, How, Model, Overlay, Prompt, QueryLine, Region, Screen};
use crate::config::Surface;
use crate::typeset::{Shown, clusters, columns};

use super::paint::Canvas;

/// Draws prompt, notice or pending keys in `region`, or returns false when
/// there is none of them. Where the line is a rule, `on_rule` says so.
pub(super) fn status(
    canvas: &mut Canvas<'_>,
    model: &Model,
    region: Region,
    on_rule: bool,
) -> Option<(u16, u16)> {
    let (y, end) = (region.y, region.x + region.width);
    let border = canvas.surface(Surface::Border);
    if on_rule {
        canvas.rule(region.x, y, end, border);
    }
    // Where hits are shown, the line is above them.
    let is_below = !matches!(model.overlay, Some(Overlay::Hits(_)));
    if let Some((sign, prompt)) = prompt(model).filter(|_| is_below) {
        return Some(typed(canvas, model, region, (sign, prompt)));
    }
    notice(canvas, model, region, on_rule);
    if !model.typed.is_empty() {
        let mut words = String::new();
        if let Some(count) = model.typed.count {
            words.push_str(&count.to_string());
        }
        for key in &model.typed.keys {
            words.push_str(&key.pretty());
        }
        let words = Shown::new(&format!(" {words} "));
        let style = canvas.surface(Surface::Prompt);
        canvas.put_right(region.x, y, end.saturating_sub(1), &words, style);
    }
    None
}

/// Draws the line that is being typed, and what is said beside it; returns
/// where the cursor is.
pub(super) fn typed(
    canvas: &mut Canvas<'_>,
    model: &Model,
    region: Region,
    (sign, prompt): (&'static str, &Prompt),
) -> (u16, u16) {
    let (y, end) = (region.y, region.x + region.width);
    let ground = canvas.surface(Surface::Hint);
    canvas.wipe(region, ground);
    let style = canvas.surface(Surface::Prompt);
    let x = canvas.put(region.x, y, end, &sign, style);
    let counter = match &model.overlay {
        Some(Overlay::Narrow(narrowing)) => counter(model, &narrowing.line),
        _ => String::new(),
    };
    let room = usize::from(end.saturating_sub(x));
    let counter = Shown::new(&counter);
    // The line has at least half of it.
    let reserved = if counter.columns() * 2 > room {
        0
    } else {
        counter.columns() + 2
    };
    let (line, hidden) = in_sight(prompt, room.saturating_sub(reserved + 1));
    canvas.put(x, y, end, &line, style);
    let before = columns(prompt.before_cursor().as_str());
    let at = |column: usize| {
        let column = column.saturating_sub(hidden);
        x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX))
            .min(end.saturating_sub(1))
    };
    let cursor = at(before);
    if let Some(query) = model.query_line() {
        let failed = canvas.surface(Surface::Failure);
        if let Some(error) = &query.error {
            let place = [error.place.start, error.place.end].map(|byte| {
                let before = prompt.text().get(..byte).unwrap_or_default();
                Shown::new(before).columns()
            });
            let [from, to] = place.map(at);
            canvas.overlay(from, y, to.saturating_sub(from).max(1), failed);
        }
        let style = if query.error.is_some() {
            failed
        } else {
            canvas.surface(Surface::Notice)
        };
        if reserved > 0 {
            canvas.put_right(cursor + 1, y, end.saturating_sub(1), &counter, style);
        }
    }
    if let Some(find) = model.reader().and_then(|reader| reader.find.as_ref())
        && matches!(&model.overlay, Some(Overlay::Search(search)) if !search.in_texts)
    {
        let words = Shown::new(&format!("  {} ", find.typed_counter()));
        let failed = find.matches.is_empty() && !find.needle.is_empty();
        let style = canvas.surface(if failed {
            Surface::Failure
        } else {
            Surface::Notice
        });
        canvas.put_right(cursor + 2, y, end, &words, style);
    }
    if let Screen::Catalog(catalog) = &model.screens.top
        && sign == "/"
    {
        let words = Shown::new(&format!("  {} ", catalog.counter()));
        let failed = !catalog.needle.is_empty() && catalog.found.is_empty();
        let style = canvas.surface(if failed {
            Surface::Failure
        } else {
            Surface::Notice
        });
        canvas.put_right(cursor + 2, y, end, &words, style);
    }
    if let Some(Overlay::Ask(ask)) = &model.overlay {
        let style = canvas.surface(if ask.failed {
            Surface::Failure
        } else {
            Surface::Notice
        });
        canvas.put_right(cursor + 2, y, end.saturating_sub(1), &ask.answer, style);
    }
    if let Some(Overlay::Pipe(pipe)) = &model.overlay {
        let style = canvas.surface(Surface::Notice);
        let words = Shown::new(&format!(" {} ", pipe.words));
        let room = usize::from(end.saturating_sub(cursor + 2));
        if words.columns() <= room {
            canvas.put_right(cursor + 2, y, end, &words, style);
        }
    }
    (cursor, y)
}

/// What was said last: on `region`, or from above it on where it takes several
/// rows.
pub(super) fn notice(canvas: &mut Canvas<'_>, model: &Model, region: Region, on_rule: bool) {
    let Some(notice) = &model.notice else { return };
    let end = region.x + region.width;
    let start = region.x + 1;
    let border = canvas.surface(Surface::Border);
    let style = canvas.surface(if notice.failed {
        Surface::Failure
    } else {
        Surface::Notice
    });
    let place = model.notice_region(region);
    for (y, words) in (place.y..).zip(&model.notice_rows()) {
        let is_on_rule = on_rule && y == region.y;
        if !is_on_rule {
            let ground = canvas.surface(Surface::Hint);
            let row = Region {
                y,
                height: 1,
                ..region
            };
            canvas.wipe(row, ground);
        }
        let x = if on_rule { start + 1 } else { start };
        if is_on_rule {
            canvas.put(start, y, end, &" ", border);
        }
        let x = canvas.put(x, y, end.saturating_sub(2), words, style);
        if is_on_rule {
            canvas.put(x, y, end, &" ", border);
        }
    }
}

/// What is said right of a query that is being typed: how many cables it
/// finds or, where no row above says so, why it cannot be read.
fn counter(model: &Model, query: &QueryLine) -> String {
    match &query.error {
        Some(error) if !model.has_aid() => error.to_string(),
        _ => model.shown_of_all(),
    }
}

/// As much of a line as there is room for, with its cursor, and the columns
/// before that are out of sight.
fn in_sight(prompt: &Prompt, room: usize) -> (Shown, usize) {
    let (shown, before) = (prompt.shown(), columns(prompt.before_cursor().as_str()));
    let mut hidden = 0;
    let mut start = 0;
    for (at, cluster, n_columns) in clusters(shown.as_str()) {
        if before <= room.saturating_add(hidden) {
            break;
        }
        hidden += n_columns;
        start = at + cluster.len();
    }
    let rest = shown.as_str().get(start..).unwrap_or_default();
    (Shown::new(rest), hidden)
}

/// What stands before a query of hits.
pub(super) const QUERY_SIGN: &str = " gs> ";

/// The line being typed and the sign before it.
fn prompt(model: &Model) -> Option<(&'static str, &crate::app::Prompt)> {
    let overlay = model.overlay.as_ref()?;
    let sign = match overlay {
        Overlay::Search(search) if search.in_texts && search.how == How::Pattern => "gS g/",
        Overlay::Search(search) if search.in_texts => "gS/",
        Overlay::Hits(_) => QUERY_SIGN,
        Overlay::Search(search) if search.how == How::Pattern => "g/",
        Overlay::Search(search) if search.backward => "?",
        Overlay::Ask(_) | Overlay::Narrow(_) => "&",
        Overlay::Pipe(_) => "|",
        Overlay::Palette(_) => ":",
        _ => "/",
    };
    Some((sign, overlay.prompt()?))
}

/// What can be pressed now.
pub(super) fn hints(canvas: &mut Canvas<'_>, line: &HintLine) {
    let Region { x, y, width, .. } = line.region;
    let end = x + width;
    let key_style = canvas.surface(Surface::HintKey);
    let word_style = canvas.surface(Surface::Hint);
    if let Some((x, words)) = &line.selecting {
        let style = canvas.surface(Surface::Prompt);
        let others = line.findings.iter().chain(&line.offered);
        let limit = others.map(|offered| offered.x.saturating_sub(2)).min();
        canvas.put(*x, y, limit.unwrap_or(end), words, style);
    }
    for offered in &line.offered {
        let x = canvas.put(offered.x, y, end, &offered.keys, key_style);
        canvas.put(x + 1, y, end, &offered.words, word_style);
    }
    if let Some(findings) = &line.findings {
        let style = canvas.surface(Surface::Finding);
        canvas.put(findings.x, y, end, &findings.words, style);
    }
}
