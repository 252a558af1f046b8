//! The screen of one cable.

use crate::app::{
    Beside, Class, GUTTER, Layout, Model, Pane, PaneId, Reader, Region, grouped, hint_line,
    subject_note, subject_region,
};
use crate::cable::{Cable, Paragraph, PortionMark};
use crate::command::{Command, Context};
use crate::config::Surface;
use crate::typeset::{Fold, Page, Role, Row, RowKind, Shown, columns};

use super::markings::{map, strip};
use super::paint::Canvas;
use super::sides::{outline, parts, routing, sides};
use super::status;
use super::title::{header, title};

/// Draws the cable, and the one beside it; returns where the cursor is.
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, reader: &Reader) -> Option<(u16, u16)> {
    if let Some(beside) = model.beside.as_ref().filter(|_| model.is_split()) {
        return side_by_side(canvas, model, reader, beside);
    }
    let (size, arrangement) = model.room();
    let layout = reader.layout(size, arrangement);
    let cursor = cable(canvas, model, reader, &layout, true);
    below(canvas, model, reader, &layout).or(cursor)
}

/// Draws two cables, each on half of the screen, and below them what
/// concerns the one that has the keys.
fn side_by_side(
    canvas: &mut Canvas<'_>,
    model: &Model,
    reader: &Reader,
    beside: &Beside,
) -> Option<(u16, u16)> {
    let (size, arrangement) = model.room();
    let (left, right) = if beside.is_right {
        (&*beside.other, reader)
    } else {
        (reader, &*beside.other)
    };
    let mut cursor = None;
    for (nth, half) in [left, right].into_iter().enumerate() {
        let has_keys = (nth == 1) == beside.is_right;
        let x = if nth == 0 { 0 } else { size.width + 1 };
        let layout = half.layout(size, arrangement);
        let place = canvas.inset(x, size, |canvas| {
            let place = cable(canvas, model, half, &layout, has_keys);
            if half.is_filtered() && !layout.map.is_empty() {
                let words = "not a release decision";
                canvas.titled_rule(layout.map, &words, canvas.surface(Surface::Filter));
            }
            place
        });
        if has_keys {
            cursor = place.map(|(column, y)| (x + column, y));
        }
    }
    let border = canvas.surface(Surface::Border);
    canvas.bar(size.width, 0, size.height, border);
    let row = |y: u16| Region {
        x: 0,
        y,
        width: model.size.width,
        height: 1,
    };
    let mut layout = Layout {
        class: Some(model.class()),
        title: row(0),
        ..Layout::default()
    };
    if model.rows_below() > 0 {
        layout.status = row(size.height);
    } else {
        layout.say_over_text(model.size);
    }
    if model.rows_below() > 1 {
        layout.hints = row(size.height + 1);
    }
    below(canvas, model, reader, &layout).or(cursor)
}

/// Draws a cable without what stands below it.
fn cable(
    canvas: &mut Canvas<'_>,
    model: &Model,
    reader: &Reader,
    layout: &Layout,
    has_keys: bool,
) -> Option<(u16, u16)> {
    let mut cursor = canvas.still(|canvas| {
        header(canvas, model, reader, layout.header);
        if !layout.text.is_empty() {
            subject(canvas, reader, layout);
        }
        sides(canvas, layout);
        let cursor = routing(canvas, reader, layout.routing);
        parts(canvas, reader, layout.parts).or(cursor)
    });
    title(canvas, model, reader, layout);
    if !layout.text.is_empty() {
        let place = text(canvas, reader, layout, has_keys);
        cursor = cursor.or(place.filter(|_| reader.focus == PaneId::Text));
        strip(canvas, reader, layout);
    }
    cursor = outline(canvas, reader, layout.outline).or(cursor);
    if !layout.map.is_empty() && layout.map != layout.hints {
        map(canvas, reader, layout.map);
    }
    cursor
}

/// The rule above the text, with subject, raw sign and repairs.
fn subject(canvas: &mut Canvas<'_>, reader: &Reader, layout: &Layout) {
    let region = layout.subject;
    if region.is_empty() {
        return;
    }
    let style = canvas.surface(Surface::PaneTitle);
    let subject = if reader.subject.as_str().is_empty() {
        Shown::new("(no subject)")
    } else {
        reader.subject.clone()
    };
    let note = Shown::new(&subject_note(reader));
    let end = region.x + region.width;
    canvas.rule(region.x, region.y, end, canvas.surface(Surface::Border));
    let narrowed = subject_region(reader, region);
    let x = canvas.titled_rule(narrowed, &subject, style);
    self::note(canvas, region, x, note.as_str());
}

/// The rows of text in sight, with gutter; returns where the cursor is.
fn text(
    canvas: &mut Canvas<'_>,
    reader: &Reader,
    layout: &Layout,
    has_keys: bool,
) -> Option<(u16, u16)> {
    let region = layout.text;
    let pane = &reader.text;
    let gutter = layout.class >= Some(Class::Narrow) && !reader.raw;
    let sign_x = if gutter {
        layout.words_x.saturating_sub(GUTTER)
    } else {
        region.x
    };
    let words_end = region.x + region.width;
    let selected = pane.selected();
    let mut cursor = None;
    for line in 0..region.height {
        let row_idx = pane.scroll.top + usize::from(line);
        let Some(row) = pane.page.rows().get(row_idx).copied() else {
            break;
        };
        let y = region.y + line;
        if gutter {
            gutter_of(canvas, reader, &row, row_idx, sign_x, y);
        } else if let Some(idx) = row.paragraph.filter(|_| begins(&row) && !reader.raw)
            && reader.tally.is_flagged(&(idx..idx + 1))
        {
            // The one column that a small screen has for signs; the cursor
            // is drawn over it.
            let sign = canvas.surface(Surface::Finding);
            canvas.put(sign_x, y, sign_x + 1, &"!", sign);
        }
        page_row(canvas, pane, row_idx, layout.words_x, y, words_end);
        matches(canvas, reader, &row, layout.words_x, y);
        selection(
            canvas,
            pane,
            selected.as_ref(),
            row_idx,
            (layout.words_x, y),
        );
        if row_idx == pane.scroll.focus && has_keys {
            let style = canvas.surface(Surface::CursorSign);
            canvas.put(sign_x, y, sign_x + 1, &">", style);
            let column = u16::try_from(pane.column()).unwrap_or(0);
            cursor = Some((layout.words_x + column, y));
            if reader.focus == PaneId::Text {
                token(canvas, pane, layout.words_x, y);
            }
        }
    }
    cursor
}

/// One row of a page, run by run.
pub(super) fn page_row(
    canvas: &mut Canvas<'_>,
    pane: &Pane,
    row_idx: usize,
    x: u16,
    y: u16,
    end: u16,
) {
    let indent = pane.page.rows().get(row_idx).map_or(0, |row| row.indent);
    let mut x = x + indent;
    for (range, role) in pane.page.runs(row_idx) {
        let style = canvas.role(role);
        x = canvas.put_page(x, y, end, &pane.page, range, style);
    }
}

/// Number and marking beside the first row of a paragraph; a marking that is
/// too wide for one row goes on beside the next ones.
fn gutter_of(canvas: &mut Canvas<'_>, reader: &Reader, row: &Row, row_idx: usize, x: u16, y: u16) {
    let Some(idx) = row.paragraph else { return };
    let Some(paragraph) = reader.cable.paragraphs.get(idx as usize) else {
        return;
    };
    let end = x + GUTTER;
    let first = begins(row);
    // Most rows have nothing beside them.
    let goes_on = row.kind == RowKind::More
        && (paragraph.mark.as_ref()).is_some_and(|mark| !mark.controls.is_empty());
    if !first && !goes_on && row.kind != RowKind::Heading {
        return;
    }
    let fold = reader
        .folds
        .holding(idx)
        .filter(|_| row.kind == RowKind::Fold);
    let (words, style) = match fold {
        Some(fold) => fold_words(canvas, fold),
        None => mark_words(canvas, &reader.cable, paragraph),
    };
    let number = paragraph.number.map(|number| number.to_string());
    let place = MarkPlace::of(&words, number.as_ref().map_or(0, String::len));
    let is_heading = row.kind == RowKind::Heading && !is_heading_above(reader, row_idx, idx);
    if is_heading && reader.is_heading_marked(&(idx..idx + 1)) {
        canvas.put(x + 1, y, end, &"'", canvas.surface(Surface::HintKey));
    }
    if first {
        let inside = fold.map_or(idx..idx + 1, |fold| fold.paragraphs.clone());
        let found = reader.tally.is_flagged(&inside);
        let n_digits = number.as_ref().map_or(0, String::len);
        let number_end = place.number_end;
        // Signs stand before the number, or right behind it if it is so long
        // that it would hide them; where no room is there, behind the marking.
        let is_free = |at: u16| usize::from(at) + n_digits < usize::from(number_end);
        let sign_x = |nth: u16| {
            x + if is_free(1 + nth) {
                1 + nth
            } else if number_end < place.mark_x {
                number_end
            } else {
                GUTTER - 1
            }
        };
        if found {
            let sign = canvas.surface(Surface::Finding);
            canvas.put(sign_x(0), y, end, &"!", sign);
        }
        // A stub and a fold stand for the heading as well.
        let is_heading_marked = row.kind != RowKind::First && reader.is_heading_marked(&inside);
        if is_heading_marked || reader.is_marked(&inside) {
            // Beside the sign of a finding, unless there is room for one.
            if !found || is_free(1) {
                let sign = canvas.surface(Surface::HintKey);
                canvas.put(sign_x(u16::from(found)), y, end, &"'", sign);
            }
        }
        if let Some(number) = number {
            let style = canvas.role(Role::Number);
            canvas.put_right(x, y, x + number_end, &Shown::new(&number), style);
        }
    }
    if first || (row.kind == RowKind::More && words.chars().count() > place.widest) {
        let first_row = reader.text.row_of_paragraph_near(row_idx, idx);
        let part: String = words
            .chars()
            .skip((row_idx - first_row) * place.widest)
            .take(place.widest)
            .collect();
        canvas.put(x + place.mark_x, y, end, &Shown::new(&part), style);
    }
}

/// Where number and marking stand in the gutter, whose first column is that of the
/// cursor.
struct MarkPlace {
    /// Columns of the widest part of a marking.
    widest: usize,
    /// Behind the last digit.
    number_end: u16,
    mark_x: u16,
}

impl MarkPlace {
    fn of(mark: &str, n_digits: usize) -> MarkPlace {
        let n_letters = mark.chars().count();
        let (widest, number_end, mark_x) = if n_digits > 4 {
            (5, 6, if n_letters < 5 { 7 } else { 6 })
        } else if n_letters > 5 {
            (6, 4, 5)
        } else {
            (6, 5, 6)
        };
        MarkPlace {
            widest,
            number_end,
            mark_x,
        }
    }
}

/// Whether a paragraph begins with this row, or what stands for it.
fn begins(row: &Row) -> bool {
    matches!(row.kind, RowKind::First | RowKind::Stub | RowKind::Fold)
}

/// Whether a row of a heading is not the first one.
fn is_heading_above(reader: &Reader, row_idx: usize, idx: u32) -> bool {
    let rows = reader.text.page.rows();
    let above = row_idx.checked_sub(1).and_then(|above| rows.get(above));
    above.is_some_and(|row| row.kind == RowKind::Heading && row.paragraph == Some(idx))
}

/// The highest marking of what is folded away.
pub(super) fn fold_words(canvas: &Canvas<'_>, fold: &Fold) -> (String, ratatui::style::Style) {
    let words = fold.mark_text().unwrap_or_default();
    let role = fold.level.map_or(Role::Unmarked, Role::PortionMark);
    (words.to_string(), canvas.role(role))
}

/// A marking in its brackets, or `( ? )`. Blocks without number and marking
/// say nothing, nor do those of a cable that has no markings.
pub(super) fn mark_words(
    canvas: &Canvas<'_>,
    cable: &Cable,
    paragraph: &Paragraph,
) -> (String, ratatui::style::Style) {
    match &paragraph.mark {
        Some(mark) => (
            format!("({})", PortionMark::text(mark)),
            canvas.role(Role::PortionMark(mark.level)),
        ),
        None if paragraph.number.is_some() && cable.is_marked() => {
            (String::from("( ? )"), canvas.role(Role::Unmarked))
        }
        None => (String::new(), canvas.role(Role::Text)),
    }
}

/// Paints the matches on a row; the current one differs by more than color.
fn matches(canvas: &mut Canvas<'_>, reader: &Reader, row: &Row, x: u16, y: u16) {
    let Some(find) = &reader.find else { return };
    let from = find.matches.partition_point(|found| found.end <= row.start);
    for (idx, found) in find.matches.iter().enumerate().skip(from) {
        if found.start >= row.end {
            break;
        }
        let surface = if idx == find.current {
            Surface::CurrentMatch
        } else {
            Surface::Match
        };
        let style = canvas.surface(surface);
        let start = found.start.max(row.start);
        paint_range(
            canvas,
            &reader.text.page,
            row,
            start..found.end.min(row.end),
            (x, y),
            style,
        );
    }
}

/// Paints what of these places stands on a row of a page.
pub(super) fn lit_row(
    canvas: &mut Canvas<'_>,
    (page, row): (&Page, &Row),
    places: &[std::ops::Range<u32>],
    place: (u16, u16),
    style: ratatui::style::Style,
) {
    let from = places.partition_point(|found| found.end <= row.start);
    let here = places.iter().skip(from);
    for found in here.take_while(|found| found.start < row.end) {
        let range = found.start.max(row.start)..found.end.min(row.end);
        paint_range(canvas, page, row, range, place, style);
    }
}

/// Paints what is selected of a row. What stands for a hidden paragraph is
/// not: it is not copied.
fn selection(
    canvas: &mut Canvas<'_>,
    pane: &Pane,
    selected: Option<&std::ops::Range<u32>>,
    row_idx: usize,
    place: (u16, u16),
) {
    let (Some(selected), Some(row)) = (selected, pane.page.rows().get(row_idx)) else {
        return;
    };
    let range = selected.start.max(row.start)..selected.end.min(row.end);
    if range.start < range.end && !pane.page.is_stub(row_idx) {
        let style = canvas.surface(Surface::Selection);
        paint_range(canvas, &pane.page, row, range, place, style);
    }
}

/// Paints the token under the cursor.
pub(super) fn token(canvas: &mut Canvas<'_>, pane: &Pane, x: u16, y: u16) {
    if let (Some(token), Some(row)) = (pane.token(), pane.row()) {
        let style = canvas.surface(Surface::CursorToken);
        let end = token.end.min(row.end);
        paint_range(canvas, &pane.page, row, token.start..end, (x, y), style);
    }
}

fn paint_range(
    canvas: &mut Canvas<'_>,
    page: &Page,
    row: &Row,
    range: std::ops::Range<u32>,
    (x, y): (u16, u16),
    style: ratatui::style::Style,
) {
    let text = page.text();
    let before = text
        .get(row.start as usize..range.start as usize)
        .map_or(0, columns);
    let within = text
        .get(range.start as usize..range.end as usize)
        .map_or(0, columns);
    let before = u16::try_from(before)
        .unwrap_or(u16::MAX)
        .saturating_add(row.indent);
    canvas.overlay(
        x.saturating_add(before),
        y,
        u16::try_from(within).unwrap_or(u16::MAX),
        style,
    );
}

/// Says something quiet at the right end of a rule, right of column `x`, if
/// there is room for it.
pub(super) fn note(canvas: &mut Canvas<'_>, region: Region, x: u16, words: &str) -> bool {
    let end = (region.x + region.width).saturating_sub(2);
    let words = Shown::new(words);
    let width = u16::try_from(columns(words.as_str())).unwrap_or(u16::MAX);
    if words.as_str().is_empty() || x.saturating_add(width) + 3 > end {
        return false;
    }
    let border = canvas.surface(Surface::Border);
    let quiet = canvas.surface(Surface::Hint);
    let from = canvas.put_right(x, region.y, end, &words, quiet);
    canvas.put(from - 1, region.y, end, &" ", border);
    canvas.put(end, region.y, end + 1, &" ", border);
    true
}

/// The lines below: what happened, and what can be pressed.
fn below(
    canvas: &mut Canvas<'_>,
    model: &Model,
    reader: &Reader,
    layout: &Layout,
) -> Option<(u16, u16)> {
    let one_line = layout.class <= Some(Class::Narrow);
    let busy = model.notice.is_some() || !model.typed.is_empty() || model.wants_paste();
    let filtered = reader.is_filtered();
    canvas.still(|canvas| {
        if let Some(line) = hint_line(model, canvas.window_keys()) {
            status::hints(canvas, &line);
        }
    });
    if filtered && (one_line || !busy) {
        // The words must not suggest that what is left may be released: they
        // give way to nothing but a line that is being typed.
        let mut region = if one_line { layout.map } else { layout.status };
        if region != layout.status && !model.wants_paste() {
            // A notice of several rows has these words above it.
            let notice = model.notice_region(layout.status);
            if (notice.y..notice.y + notice.height).contains(&region.y) {
                region.y = notice.y.saturating_sub(1);
            }
        }
        if !region.is_empty() && !layout.is_status_over {
            let words = about_filter(model, reader, region.width);
            let style = canvas.surface(Surface::Filter);
            canvas.titled_rule(region, &Shown::new(&words), style);
            if !busy {
                return None;
            }
        }
    }
    let region = layout.status;
    if layout.is_status_over && !busy {
        return None;
    }
    let on_rule = !one_line && !layout.is_status_over;
    let cursor = status::status(canvas, model, region, on_rule);
    if filtered && busy && !one_line && cursor.is_none() {
        let words = Shown::new(" this is not a release decision ");
        let end = region.x + region.width.saturating_sub(12);
        let style = canvas.surface(Surface::Filter);
        canvas.put_right(region.x + region.width / 2, region.y, end, &words, style);
    }
    cursor
}

/// What a filter leaves, what that means for who copies it, and what it does
/// not mean, in as many words as a rule of `width` columns has room for. The
/// last is said in every width.
fn about_filter(model: &Model, reader: &Reader, width: u16) -> String {
    /// The rule before and behind, a blank each.
    const AROUND: usize = 4;
    const NO_RELEASE: &str = "not a release decision";
    let room = usize::from(width).saturating_sub(AROUND);
    let (shown, all) = (reader.shown.n_paragraphs, reader.counted());
    let key = model.keymap.key_of(Command::CopyCable, Context::Reader);
    let key = key.unwrap_or_else(|| format!(":{}", Command::CopyCable.spec().name));
    let (how, copied) = if reader.dim {
        ("bright", "all")
    } else {
        ("shown", "only these")
    };
    // Without the word that the title needs as little.
    let briefly = all.replacen(" paragraphs", "", 1);
    let copied = format!("{key} copies {copied}");
    let chars = match reader.shown.n_chars {
        1 => String::from("1 character"),
        n_chars => format!("{} characters", grouped(n_chars)),
    };
    let forms = if reader.raw {
        vec![
            format!("the source, of which nothing is hidden; this is {NO_RELEASE}"),
            format!("nothing is hidden; {NO_RELEASE}"),
        ]
    } else {
        vec![
            format!("{how}: {shown} of {all}, {chars}; {copied}; this is {NO_RELEASE}"),
            format!("{how}: {shown} of {all}; {copied}; this is {NO_RELEASE}"),
            format!("{how}: {shown} of {briefly}; {copied}; this is {NO_RELEASE}"),
            format!("{how}: {shown} of {briefly}; {copied}; {NO_RELEASE}"),
            format!("{copied}; {NO_RELEASE}"),
        ]
    };
    let fitting = forms.into_iter().find(|form| columns(form) <= room);
    fitting.unwrap_or_else(|| String::from(NO_RELEASE))
}
