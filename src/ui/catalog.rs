//! The list of cables.

use crate::app::{
    Aid, Catalog, Class, Entry, FACET_COLUMNS, FacetRow, Facets, Filter, Group, Grouping,
    HINT_ROWS, Model, Region, Release, Size, Sorting, filter_label, grouped, hint_line,
};
use crate::config::Surface;
use crate::typeset::{Role, Shown, columns};

use super::paint::Canvas;
use super::preview;
use super::status;
use super::title::fit_middle;

/// Columns of a list that has room for words.
const WIDE: u16 = 100;

/// Columns of how far a cable was read: `done`.
const READ: u16 = 4;

/// Draws the list; returns where the cursor is.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    model: &Model,
    catalog: &Catalog,
) -> Option<(u16, u16)> {
    let (width, height) = (model.size.width, model.size.height);
    let title = canvas.surface(Surface::Title);
    canvas.overlay(0, 0, width, title);
    draw_title(canvas, model);
    let x = model.list_x();
    let size = Size {
        width: model.list_columns(),
        height,
    };
    let rows = canvas.inset(x, size, |canvas| draw_rows(canvas, model, catalog, size));
    let mut cursor = rows.map(|(column, y)| (column + x, y));
    preview::draw(canvas, model);
    if let Some(facets) = model.facets() {
        cursor = draw_facets(canvas, model, facets).or(cursor);
    }
    let hints = Region {
        x: 0,
        y: height - 1,
        width,
        height: 1,
    };
    let region = hints;
    if let Some(aid) = model.aid().filter(|_| model.has_aid()) {
        draw_aid(canvas, &aid, height.saturating_sub(2), width);
    }
    if let Some(line) = hint_line(model, canvas.window_keys()) {
        status::hints(canvas, &line);
    }
    status::status(canvas, model, region, false).or(cursor)
}

/// Draws the rows of the list and the rule above them; returns where the
/// cursor is.
fn draw_rows(
    canvas: &mut Canvas<'_>,
    model: &Model,
    catalog: &Catalog,
    Size { width, height }: Size,
) -> Option<(u16, u16)> {
    let has_keys = !model.facets().is_some_and(|facets| facets.has_keys);
    let rule = Region {
        x: 0,
        y: 1,
        width,
        height: 1,
    };
    let pane_title = canvas.surface(Surface::PaneTitle);
    let tiny = model.class() == Class::Tiny;
    let id_columns = id_columns(model, catalog.scroll.top);
    if tiny {
        canvas.titled_rule(rule, &"cables", pane_title);
    } else {
        canvas.titled_rule(rule, &"date        cable", pane_title);
        canvas.put(14 + id_columns, 1, width, &" mark  subject ", pane_title);
    }
    let rows = model.catalog_rows();
    let below = u16::from(height >= HINT_ROWS) + u16::from(model.has_aid());
    if model.n_rows() == 0 && model.filter.is_some() && height > 4 {
        let quiet = canvas.surface(Surface::Notice);
        canvas.put_cut(2, 3, width, &Shown::new(&nothing(model)), quiet);
    }
    let mut cursor = None;
    let is_picked = model.picked();
    let tells_reads = !tiny && model.tells_reads();
    for line in 0..rows {
        let row = catalog.scroll.top + line;
        let per_entry = if tiny { 2 } else { 1 };
        let y = 2 + u16::try_from(line * per_entry).unwrap_or(u16::MAX);
        if y + u16::from(tiny) + below >= height {
            break;
        }
        let focused = row == catalog.scroll.focus;
        if let Some(group) = model.group_at(row) {
            draw_group(canvas, group, y, width);
            if let Some(sign) = model.picked_of(row) {
                let selected = canvas.surface(Surface::Selection);
                canvas.put(1, y, 2, &sign, selected);
            }
            if focused {
                cursor = Some(draw_cursor(canvas, y, width, has_keys));
            }
            continue;
        }
        let idx = model.entry_at(row);
        let Some(entry) = model.entries.get(idx) else {
            break;
        };
        let room = if tells_reads {
            draw_read(canvas, model.read_so_far(idx), y, width)
        } else {
            width
        };
        // On the smallest screens it stands behind the subject, in its own row.
        let below = y + u16::from(tiny);
        let subject = match model.release(idx) {
            Some(release) => draw_release(canvas, release, below, room),
            None => room,
        };
        let room = if tiny { room } else { subject };
        draw_entry(canvas, model, &entry, y, (room, subject, id_columns));
        if is_picked(row) {
            let selected = canvas.surface(Surface::Selection);
            canvas.put(1, y, 2, &"+", selected);
        }
        if focused {
            cursor = Some(draw_cursor(canvas, y, width, has_keys));
        }
        if (catalog.matches(&model.entries, idx) || model.holds_sought(idx)) && !focused {
            let found = canvas.surface(Surface::Match);
            let at = 14;
            canvas.overlay(at, y, id_columns, found);
        }
    }
    cursor.filter(|_| has_keys)
}

/// Draws the cursor in a row; returns where it is.
fn draw_cursor(canvas: &mut Canvas<'_>, y: u16, width: u16, has_keys: bool) -> (u16, u16) {
    let sign = canvas.surface(Surface::CursorSign);
    canvas.put(0, y, 1, &">", sign);
    if has_keys {
        canvas.choose(1, y, width - 1);
    }
    (2, y)
}

/// Draws at the end of a row of how many releases a cable is the first, or
/// which of them it is where a query does not find that; returns where the room
/// before that ends.
fn draw_release(canvas: &mut Canvas<'_>, release: Release, y: u16, width: u16) -> u16 {
    let Release { nth, of } = release;
    let words = match (width < WIDE, nth) {
        (true, 1) => format!("x{of}"),
        (true, _) => format!("{nth}/{of}"),
        (false, 1) => format!("{of} releases"),
        (false, _) => format!("release {nth} of {of}"),
    };
    let quiet = canvas.surface(Surface::Hint);
    canvas.put_right(0, y, width.saturating_sub(1), &Shown::new(&words), quiet)
}

/// Draws at the end of a row how far a cable was read; returns where the room
/// before that ends. That is the same whatever is said, so that subjects end
/// below each other.
fn draw_read(canvas: &mut Canvas<'_>, words: Option<String>, y: u16, width: u16) -> u16 {
    let quiet = canvas.surface(Surface::Hint);
    if let Some(words) = words {
        canvas.put_right(0, y, width.saturating_sub(1), &Shown::new(&words), quiet);
    }
    width.saturating_sub(READ + 1)
}

/// Draws the row above the cables of a group.
fn draw_group(canvas: &mut Canvas<'_>, group: &Group, y: u16, width: u16) {
    let (title, number) = (canvas.role(Role::Heading), canvas.role(Role::Number));
    let sign = if group.is_folded { ">" } else { "v" };
    canvas.put(2, y, width, &sign, title);
    let x = canvas.put_cut(4, y, width.saturating_sub(12), &group.name, title);
    let plural = if group.n_cables == 1 { "" } else { "s" };
    let count = format!("{} cable{plural}", grouped(group.n_cables));
    canvas.put_cut(x + 2, y, width, &Shown::new(&count), number);
}

/// Draws the facets left of the list; returns where their cursor is, if they
/// have the keys.
fn draw_facets(canvas: &mut Canvas<'_>, model: &Model, facets: &Facets) -> Option<(u16, u16)> {
    let rule = Region {
        x: 0,
        y: 1,
        width: FACET_COLUMNS,
        height: 1,
    };
    let focused = canvas.surface(if facets.has_keys {
        Surface::BorderFocused
    } else {
        Surface::PaneTitle
    });
    canvas.titled_rule(rule, &"facets", focused);
    let line = canvas.surface(Surface::Border);
    let rows = model.facet_rows();
    let bottom = u16::try_from(rows + 2).unwrap_or(u16::MAX);
    canvas.bar(FACET_COLUMNS, 1, bottom.min(model.size.height), line);
    let (text, number) = (canvas.role(Role::Text), canvas.role(Role::Number));
    let quiet = canvas.surface(Surface::Hint);
    let (asked, title) = (canvas.surface(Surface::Filter), canvas.role(Role::Heading));
    let mut cursor = None;
    let in_sight = facets.rows.iter().enumerate().skip(facets.scroll.top);
    for ((idx, row), y) in in_sight.take(rows).zip(2..) {
        match row {
            FacetRow::Title(words) => {
                canvas.put(1, y, FACET_COLUMNS, words, title);
            }
            FacetRow::Words(words) => {
                canvas.put_cut(1, y, FACET_COLUMNS, words, quiet);
            }
            FacetRow::Value {
                label,
                n_cables,
                is_asked,
                ..
            } => {
                let end = FACET_COLUMNS - 1;
                let limit = canvas.put_right(3, y, end, n_cables, number);
                let style = if *is_asked { asked } else { text };
                canvas.put_cut(3, y, limit.saturating_sub(1), label, style);
            }
        }
        if facets.has_keys && idx == facets.scroll.focus {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(0, y, 1, &">", sign);
            canvas.choose(1, y, FACET_COLUMNS - 1);
            cursor = Some((2, y));
        }
    }
    cursor
}

/// What the list shows: how many cables, by which query, in which order. The
/// query never leaves the screen.
fn draw_title(canvas: &mut Canvas<'_>, model: &Model) {
    let width = model.size.width;
    let title = canvas.surface(Surface::Title);
    let tiny = model.class() == Class::Tiny;
    let filter = filter_label(model);
    let by = model.rows.sorting;
    let so_far = if model.is_sorted() { "" } else { " so far" };
    let gathering = if model.gathering { " so far" } else { "" };
    let count = if filter.is_some() {
        format!("{}{gathering}", model.shown_of_all())
    } else {
        let n_entries = model.n_cables();
        let plural = if n_entries == 1 { "" } else { "s" };
        format!("{} cable{plural}{gathering}", grouped(n_entries))
    };
    let mut words = Vec::new();
    if let Some(picked) = model.picked_words() {
        words.push(format!("{picked}   {count} "));
        words.push(format!("{picked} "));
    }
    let group = model.rows.grouping.name();
    let order = match (model.rows.grouping, by) {
        (Grouping::Nothing, Sorting::Lies) => None,
        (Grouping::Nothing, by) => Some((by.name().to_owned(), by.short().to_owned())),
        (_, Sorting::Lies) => Some((format!("by {group}"), group.to_owned())),
        (_, by) => Some((
            format!("by {group}, {}", by.name()),
            format!("{group} {}", by.short()),
        )),
    };
    if let Some((long, short)) = order {
        words.push(format!("{long}{so_far}   {count} "));
        words.push(format!("{short}  {count} "));
    }
    words.push(format!("{count} "));
    // The shortest form, for the smallest screens.
    words.push(format!("{} ", model.n_listed()));
    let mut x = 1;
    if filter.is_none() || !tiny {
        x = canvas.put(1, 0, width, &"reftel", title) + 2;
    }
    // Of a long query as much as two thirds of the line can be wanted.
    let most = usize::from(width) * 2 / 3;
    let wanted = filter.as_ref().map_or(0, |it| it.columns().min(most));
    let fits = |words: &&String| usize::from(x) + wanted + columns(words) < usize::from(width);
    let words = words.iter().find(fits).or(words.last());
    let words = Shown::new(words.map_or("", String::as_str));
    let limit = canvas.put_right(x, 0, width, &words, title);
    if let Some(filter) = filter {
        let style = canvas.surface(Surface::Filter);
        canvas.put_cut(x, 0, limit.saturating_sub(1), &filter, style);
    }
}

/// What is said where no cable is found.
fn nothing(model: &Model) -> String {
    if model.filter.as_ref().is_some_and(Filter::runs) {
        model.shown_of_all()
    } else {
        String::from("no cable is like that")
    }
}

/// What can be typed, or why a line cannot be read.
pub(super) fn draw_aid(canvas: &mut Canvas<'_>, aid: &Aid, y: u16, width: u16) {
    let ground = canvas.surface(Surface::Hint);
    let row = Region {
        x: 0,
        y,
        width,
        height: 1,
    };
    canvas.wipe(row, ground);
    let end = width.saturating_sub(1);
    match aid {
        Aid::Error(why) => {
            let style = canvas.surface(Surface::Failure);
            canvas.put_cut(1, y, end, &Shown::new(why), style);
        }
        Aid::Words(words) => {
            canvas.put_cut(1, y, end, &Shown::new(words), ground);
        }
        Aid::Choices(choices, chosen) => {
            // Those before leave when they keep the chosen one out of sight.
            let room = usize::from(width.saturating_sub(8));
            let mut first = 0;
            if let Some(chosen) = chosen {
                let n_columns = |from: usize| -> usize {
                    let shown = choices.get(from..=*chosen).unwrap_or_default();
                    shown.iter().map(|choice| columns(choice) + 2).sum()
                };
                while first < *chosen && n_columns(first) > room {
                    first += 1;
                }
            }
            let mut x = 1;
            for (idx, choice) in choices.iter().enumerate().skip(first) {
                if usize::from(x) + columns(choice) + 2 > usize::from(end) {
                    canvas.put(x, y, end, &"..", ground);
                    break;
                }
                let surface = if Some(idx) == *chosen {
                    Surface::Prompt
                } else {
                    Surface::HintKey
                };
                let style = canvas.surface(surface);
                x = canvas.put(x, y, end, &Shown::new(choice), style) + 2;
            }
        }
    }
}

/// Columns that the ids take, and the names of what bears none in sight.
fn id_columns(model: &Model, first: usize) -> u16 {
    let rows = (first..model.n_rows()).take(model.catalog_rows());
    let in_sight = rows.filter_map(|row| model.entries.get(model.entry_at(row)));
    let longest = in_sight.map(|entry| entry.id().columns());
    let longest = longest.max().max(model.longest_id());
    u16::try_from(longest.unwrap_or(0))
        .unwrap_or(u16::MAX)
        .clamp(5, 28)
}

/// The end of a path that is too long: there the files of a folder differ.
pub(super) fn fit_end(name: &Shown, room: usize) -> Shown {
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

fn draw_entry(
    canvas: &mut Canvas<'_>,
    model: &Model,
    entry: &Entry,
    y: u16,
    (width, subject_end, id_columns): (u16, u16, u16),
) {
    let tiny = model.class() == Class::Tiny;
    let text = canvas.role(Role::Text);
    let number = canvas.role(Role::Number);
    // The marking keeps its place; a long id is cut in the middle.
    let id_end = (14 + id_columns).min(width.saturating_sub(8).max(19));
    let listing = entry.listing.as_ref();
    if let Some(listing) = listing {
        canvas.put(2, y, 13, &Shown::new(&listing.dated()), number);
    }
    let room = usize::from(id_end.saturating_sub(14));
    let has_id = listing.is_some_and(|listing| listing.id.is_some());
    let name = if has_id {
        fit_middle(entry.id(), room)
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
        canvas.put_cut(x, y, subject_end.saturating_sub(1), why, failed);
    } else if let Some(listing) = listing {
        canvas.put_cut(x, y, subject_end.saturating_sub(1), &listing.subject, text);
    }
}
