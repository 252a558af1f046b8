//! Hits in many cables, paragraph by paragraph.

use crate::app::{
    Class, HIT_COLUMNS, HIT_COLUMNS_TINY, HitGroup, HitText, Listing, Model, Overlay, Region,
    ResultRow, Results, hint_line,
};
use crate::command::{Command, Context};
use crate::config::Surface;
use crate::typeset::{Role, RowKind, Shown, columns};

use super::catalog::{draw_aid, fit_end};
use super::paint::Canvas;
use super::reader::lit_row;
use super::spread;
use super::status;
use super::title::fit_middle;

/// Draws the view; returns where the cursor is.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    model: &Model,
    results: &Results,
) -> Option<(u16, u16)> {
    let layout = model.results_layout();
    draw_title(canvas, model, results);
    let typed = draw_query(canvas, model, results, layout.query);
    draw_rule(canvas, model, results, layout.rule);
    let cursor = draw_rows(canvas, model, results, layout.list);
    draw_pane(canvas, results, layout.pane);
    spread::draw(canvas, results, layout.spread);
    spread::draw_foot(canvas, results, layout.foot);
    if let Some(line) = hint_line(model, canvas.window_keys()) {
        status::hints(canvas, &line);
    }
    let bottom = Region {
        x: 0,
        y: model.size.height - 1,
        width: model.size.width,
        height: 1,
    };
    let below = status::status(canvas, model, bottom, false);
    typed.or(below).or(cursor)
}

/// Among which cables is sought, and how many hits there are.
fn draw_title(canvas: &mut Canvas<'_>, model: &Model, results: &Results) {
    let width = model.size.width;
    let style = canvas.surface(Surface::Title);
    canvas.overlay(0, 0, width, style);
    let is_tiny = model.class() == Class::Tiny;
    let mut x = 1;
    if !is_tiny {
        x = canvas.put(x, 0, width, &"reftel", style) + 2;
    }
    let counter = results.counter(model.entries.len());
    let counter = if counter.is_empty() {
        counter
    } else {
        format!("{counter} ")
    };
    let long = results.took().map(|took| format!("{counter}  {took} "));
    let within = results.within();
    let words = if within.is_some() {
        "Search in "
    } else {
        "Search all"
    };
    // Of a long query as much as two thirds of the line can be wanted.
    let wanted = within
        .map_or(0, |it| columns(it) + 2)
        .min(usize::from(width) * 2 / 3);
    let is_room =
        |words: &String| usize::from(x) + 12 + wanted + columns(words) < usize::from(width);
    let counter = long.filter(is_room).unwrap_or(counter);
    let limit = canvas.put_right(x, 0, width, &Shown::new(&counter), style);
    let limit = limit.saturating_sub(1);
    let is_room = usize::from(x) + columns(words) <= usize::from(limit);
    if is_room && (!is_tiny || within.is_none()) {
        x = canvas.put(x, 0, limit, &words, style);
    }
    if let Some(within) = within {
        let style = canvas.surface(Surface::Filter);
        canvas.put_cut(x, 0, limit, &Shown::new(&format!("& {within}")), style);
    }
}

/// What is sought: as it is typed, or as it was.
fn draw_query(
    canvas: &mut Canvas<'_>,
    model: &Model,
    results: &Results,
    region: Region,
) -> Option<(u16, u16)> {
    if region.is_empty() {
        return None;
    }
    let end = region.x + region.width;
    let style = canvas.surface(Surface::Prompt);
    if let Some(Overlay::Hits(seeking)) = &model.overlay {
        let prompt = (status::QUERY_SIGN, &seeking.line.prompt);
        let cursor = status::typed(canvas, model, region, prompt);
        let key = |command| model.keymap.key_of(command, Context::Prompt);
        let keys = [
            (Command::NextOrder, results.order.name()),
            (Command::TogglePattern, "pattern"),
        ];
        let words = keys.map(|(command, words)| {
            key(command)
                .map(|key| format!("{key} {words}"))
                .unwrap_or_default()
        });
        let words = Shown::new(&words.join("  "));
        let line = Shown::new(seeking.line.prompt.text());
        let taken = usize::from(region.x) + columns(status::QUERY_SIGN) + line.columns() + 3;
        if taken + words.columns() < usize::from(end) {
            let style = canvas.surface(Surface::Hint);
            canvas.put_right(region.x, region.y, end - 1, &words, style);
        }
        return Some(cursor);
    }
    let x = canvas.put(region.x, region.y, end, &status::QUERY_SIGN, style);
    let line = Shown::new(results.line());
    canvas.put_cut(x, region.y, end.saturating_sub(1), &line, style);
    None
}

/// In which order the hits are; while a query is typed, what can be.
fn draw_rule(canvas: &mut Canvas<'_>, model: &Model, results: &Results, region: Region) {
    if region.is_empty() {
        return;
    }
    let style = canvas.surface(Surface::PaneTitle);
    let x = canvas.titled_rule(region, &results.order.name(), style);
    let end = region.x + region.width;
    let is_alone = model.results_layout().spread.is_empty();
    if let Some(words) = results.not_searched().filter(|_| is_alone) {
        let words = Shown::new(&format!(" {words} "));
        if usize::from(x) + words.columns() + 2 < usize::from(end) {
            let style = canvas.surface(Surface::Hint);
            canvas.put_right(x, region.y, end - 1, &words, style);
        }
    }
    if let Some(aid) = model.aid().filter(|_| model.query_line().is_some()) {
        draw_aid(canvas, &aid, region.y, model.size.width);
    }
}

/// Draws the rows; returns where the cursor is.
fn draw_rows(
    canvas: &mut Canvas<'_>,
    model: &Model,
    results: &Results,
    region: Region,
) -> Option<(u16, u16)> {
    let quiet = canvas.surface(Surface::Notice);
    if results.n_rows() == 0 && region.height > 1 && !results.line().is_empty() {
        let words = if results.is_over() {
            String::from("no cable is like that")
        } else {
            results.counter(model.entries.len())
        };
        let end = region.width;
        canvas.put_cut(2, region.y + 1, end, &Shown::new(&words), quiet);
    }
    let mut cursor = None;
    for line in 0..region.height {
        let row = results.scroll.top + usize::from(line);
        let y = region.y + line;
        let is_chosen = row == results.scroll.focus;
        match results.row(row) {
            None => break,
            Some(ResultRow::Gap) => {}
            Some(ResultRow::Group(group)) => {
                if let Some(group) = results.groups().get(group) {
                    draw_group(canvas, model, results, *group, (y, region.width));
                }
                if is_chosen {
                    canvas.choose(1, y, region.width - 1);
                }
            }
            Some(ResultRow::Hit(group, nth)) => {
                let entry = results.groups().get(group).map(|group| group.entry);
                let texts = entry.and_then(|entry| results.texts(entry));
                if is_chosen {
                    // The words that are sought differ from the chosen row.
                    canvas.choose(1, y, region.width - 1);
                }
                let x = if model.class() == Class::Tiny {
                    HIT_COLUMNS_TINY
                } else {
                    HIT_COLUMNS
                };
                let hit = texts.and_then(|texts| texts.hits.get(nth));
                if let Some(hit) = hit {
                    draw_hit(canvas, hit, is_chosen, x, (y, region.width));
                } else {
                    let style = canvas.surface(Surface::Hint);
                    canvas.put(3, y, region.width, &"..", style);
                }
            }
        }
        if is_chosen {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(0, y, 1, &">", sign);
            cursor = Some((1, y));
        }
    }
    cursor
}

/// Columns from which there is room for a date.
const DATE_COLUMNS: u16 = 36;

/// A cable: whether its hits are shown, its date, number and subject, and how
/// many there are.
fn draw_group(
    canvas: &mut Canvas<'_>,
    model: &Model,
    results: &Results,
    group: HitGroup,
    (y, width): (u16, u16),
) {
    let quiet = canvas.surface(Surface::Hint);
    let number = canvas.role(Role::Number);
    let heading = canvas.role(Role::Heading);
    let text = canvas.role(Role::Text);
    let sign = if results.is_open(group) {
        &"v"
    } else if results.can_open(group) {
        &">"
    } else {
        &""
    };
    canvas.put(1, y, 2, sign, quiet);
    let counted = match group.n_hits {
        0 => String::new(),
        1 => String::from(" 1 hit "),
        n => format!(" {n} hits "),
    };
    let counted = if model.class() == Class::Tiny {
        counted.replace(" hits", "").replace(" hit", "")
    } else {
        counted
    };
    let limit = canvas.put_right(3, y, width, &Shown::new(&counted), quiet);
    let Some(entry) = model.entries.get(group.entry as usize) else {
        return;
    };
    let listing = entry.listing.as_ref();
    let date = listing.map(Listing::dated).unwrap_or_default();
    // The number of a cable never leaves the screen.
    let id_x = if width < DATE_COLUMNS { 3 } else { 14 };
    if id_x > 3 {
        canvas.put(3, y, limit, &Shown::new(&date), number);
    }
    let id = listing.and_then(|listing| listing.id.as_ref());
    let room = usize::from(limit.saturating_sub(id_x));
    let name = match id {
        Some(id) => fit_middle(id, room),
        None => fit_end(&entry.name, room.min(28)),
    };
    let mut x = canvas.put(id_x, y, limit, &name, heading) + 2;
    // Subjects stand below each other.
    if model.class() > Class::Tiny {
        x = x.max(31);
    }
    if let Some(why) = results.failure(group.entry).or(entry.failure.as_ref()) {
        let failed = canvas.surface(Surface::Failure);
        canvas.put_cut(x, y, limit.saturating_sub(1), why, failed);
    } else if let Some(listing) = listing
        && x + 4 < limit
    {
        canvas.put_cut(x, y, limit.saturating_sub(1), &listing.subject, text);
    }
}

/// A hit: the part, its marking, the words around.
fn draw_hit(
    canvas: &mut Canvas<'_>,
    hit: &HitText,
    is_chosen: bool,
    words_x: u16,
    (y, width): (u16, u16),
) {
    // What was chosen keeps its paint, but for the words that are sought.
    let style = |canvas: &Canvas<'_>, role| {
        if is_chosen {
            canvas.surface(Surface::Selected)
        } else {
            canvas.role(role)
        }
    };
    let label_x = words_x - 10;
    let number = style(canvas, Role::Number);
    let label_end = words_x - if hit.says_level { 6 } else { 1 };
    canvas.put_cut(label_x, y, label_end, &hit.label, number);
    if hit.says_level {
        let (words, role) = match hit.level {
            Some(level) => (format!("({})", level.mark()), Role::PortionMark(level)),
            None => (String::from("( ? )"), Role::Unmarked),
        };
        let style = style(canvas, role);
        canvas.put(words_x - 6, y, words_x, &Shown::new(&words), style);
    }
    let text = style(canvas, Role::Text);
    let lit = canvas.surface(if is_chosen {
        Surface::CurrentMatch
    } else {
        Surface::Match
    });
    let end = width.saturating_sub(1);
    let mut x = words_x;
    let n_columns: usize = hit.words.iter().map(|(words, _)| words.columns()).sum();
    for (words, is_sought) in &hit.words {
        let style = if *is_sought { lit } else { text };
        // A sign says that more stands there.
        x = if usize::from(words_x) + n_columns > usize::from(end) {
            canvas.put_cut(x, y, end, words, style)
        } else {
            canvas.put(x, y, end, words, style)
        };
        if x >= end {
            break;
        }
    }
}

/// The paragraph of the hit at the cursor, and those around it.
fn draw_pane(canvas: &mut Canvas<'_>, results: &Results, region: Region) {
    if region.is_empty() {
        return;
    }
    let line = canvas.surface(Surface::Border);
    let bottom = region.y + region.height;
    canvas.bar(region.x - 1, region.y, bottom, line);
    let style = canvas.surface(Surface::PaneTitle);
    let Some(excerpt) = results.excerpt() else {
        canvas.titled_rule(region, &"Context", style);
        return;
    };
    let title = Shown::new(&format!("Context  {}", excerpt.title));
    canvas.titled_rule(region, &title, style);
    let end = region.x + region.width;
    let lit = canvas.surface(Surface::Match);
    for line in 1..region.height {
        let row_idx = excerpt.top + usize::from(line - 1);
        let Some(row) = excerpt.page.rows().get(row_idx) else {
            break;
        };
        let y = region.y + line;
        let x = region.x + 2;
        let is_hit = row.paragraph.is_some() && row.paragraph == excerpt.paragraph;
        if is_hit && row.kind != RowKind::Blank {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(region.x, y, x, &">", sign);
        }
        let mut at = x + row.indent;
        for (range, role) in excerpt.page.runs(row_idx) {
            let style = canvas.role(role);
            at = canvas.put_page(at, y, end, &excerpt.page, range, style);
        }
        lit_row(canvas, (&excerpt.page, row), &excerpt.matches, (x, y), lit);
    }
}
