//! The lines that say what happened and what can be pressed.

use crate::app::{HintLine, How, Model, Overlay, Region, Screen};
use crate::config::Surface;
use crate::typeset::Shown;

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
    if let Some((sign, prompt)) = prompt(model) {
        let ground = canvas.surface(Surface::Hint);
        canvas.wipe(region, ground);
        let style = canvas.surface(Surface::Prompt);
        let x = canvas.put(region.x, y, end, &sign, style);
        canvas.put(x, y, end, &prompt.shown(), style);
        let before = crate::typeset::columns(prompt.before_cursor().as_str());
        let cursor = x
            .saturating_add(u16::try_from(before).unwrap_or(u16::MAX))
            .min(end.saturating_sub(1));
        if let Some(find) = model.reader().and_then(|reader| reader.find.as_ref())
            && matches!(&model.overlay, Some(Overlay::Search(search)) if !search.in_texts)
        {
            let words = Shown::new(&format!("  {} ", find.counter()));
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
        return Some((cursor, y));
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

/// The line being typed and the sign before it.
fn prompt(model: &Model) -> Option<(&'static str, &crate::app::Prompt)> {
    let overlay = model.overlay.as_ref()?;
    let sign = match overlay {
        Overlay::Search(search) if search.in_texts && search.how == How::Pattern => "gs g/",
        Overlay::Search(search) if search.in_texts => "gs/",
        Overlay::Search(search) if search.how == How::Pattern => "g/",
        Overlay::Search(search) if search.backward => "?",
        Overlay::Ask(_) => "&",
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
