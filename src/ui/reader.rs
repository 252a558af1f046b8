//! The screen of one cable.

use crate::app::{Class, GUTTER, Layout, Model, Pane, PaneId, Reader, Region};
use crate::cable::{Classification, Paragraph, PortionMark};
use crate::command::Command;
use crate::config::Surface;
use crate::typeset::{Filter, Role, Row, RowKind, Shown, columns};

use super::paint::Canvas;
use super::status::{self, Hint};

/// Draws the cable; returns where the cursor is.
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, reader: &Reader) -> Option<(u16, u16)> {
    let layout = reader.layout(model.size, model.settings.arrangement);
    title(canvas, model, reader, &layout);
    header(canvas, model, reader, layout.header);
    let mut cursor = None;
    if !layout.text.is_empty() {
        subject(canvas, reader, &layout);
        cursor = text(canvas, reader, &layout).filter(|_| reader.focus == PaneId::Text);
        strip(canvas, reader, &layout);
    }
    sides(canvas, &layout);
    cursor = routing(canvas, reader, layout.routing).or(cursor);
    cursor = outline(canvas, reader, layout.outline).or(cursor);
    cursor = parts(canvas, reader, layout.parts).or(cursor);
    if !layout.map.is_empty() && layout.map != layout.hints {
        map(canvas, reader, layout.map);
    }
    below(canvas, model, reader, &layout).or(cursor)
}

/// Cable id, level, findings, date or filter, paragraph, progress.
fn title(canvas: &mut Canvas<'_>, model: &Model, reader: &Reader, layout: &Layout) {
    let Region { y, width, .. } = layout.title;
    let class = layout.class.unwrap_or(Class::Tiny);
    let style = canvas.surface(Surface::Title);
    canvas.overlay(0, y, width, style);
    let roomy = class >= Class::Medium;
    let gap = if roomy { "   " } else { " " };
    let place = Shown::new(&format!("{}{gap}{:>3}% ", reader.place(), reader.percent()));
    let place = if width < 28 {
        Shown::new(&format!("{} ", reader.place()))
    } else {
        place
    };
    let mut limit = canvas
        .put_right(0, y, width, &place, style)
        .saturating_sub(if roomy { 3 } else { 2 });
    if reader.filter == Filter::All {
        if class >= Class::Narrow
            && let Some(dtg) = reader.cable.dtg()
        {
            let printed = dtg.to_string();
            let date: String = printed.chars().take(11).collect();
            limit = canvas
                .put_right(0, y, limit, &Shown::new(&date), style)
                .saturating_sub(3);
        }
    } else {
        let (shown, all) = (reader.n_shown(), reader.cable.paragraphs.len());
        let words = match class {
            Class::Tiny if width < 40 => format!("{shown}/{all}"),
            Class::Tiny => format!("{} {shown}/{all}", reader.filter.label()),
            _ => format!("showing {}  {shown} of {all}", reader.filter.label()),
        };
        let filter = canvas.surface(Surface::Filter);
        limit = canvas
            .put_right(0, y, limit, &Shown::new(&words), filter)
            .saturating_sub(2);
    }
    let serious = reader
        .findings
        .iter()
        .filter(|finding| finding.severity != crate::check::Severity::Information)
        .count();
    if serious > 0 {
        let finding = canvas.surface(Surface::Finding);
        let words = Shown::new(&format!("!{serious}"));
        limit = canvas
            .put_right(0, y, limit, &words, finding)
            .saturating_sub(2);
    }
    let level = reader.cable.level();
    let (words, surface) = match level {
        Some(level) if width < 40 => (level.letter().to_string(), Surface::TitleLevel(level)),
        Some(level) => (level_words(reader, level), Surface::TitleLevel(level)),
        None if width < 40 => (String::from("?"), Surface::Title),
        None => (String::from("no banner"), Surface::Title),
    };
    let words = Shown::new(&words);
    let level_style = canvas.surface(surface);
    let n_columns = u16::try_from(columns(words.as_str())).unwrap_or(u16::MAX);
    let middle = (width / 2).saturating_sub(n_columns / 2);
    // The level stands in the middle unless something needs the place.
    let level_x = middle.min(limit.saturating_sub(n_columns));
    canvas.put(level_x, y, limit, &words, level_style);
    let limit = level_x.saturating_sub(1);
    let mut x = u16::from(class != Class::Tiny);
    if roomy {
        x = canvas.put(x, y, limit, &"reftel", style) + 2;
    }
    let id = fit_middle(&reader.id, usize::from(limit.saturating_sub(x)));
    x = canvas.put(x, y, limit, &id, style);
    let n_entries = model.entries.len();
    if n_entries > 1 && class >= Class::Narrow {
        let nth = Shown::new(&format!("  {} of {n_entries}", reader.entry + 1));
        let quiet = canvas.surface(Surface::Hint);
        if usize::from(x) + columns(nth.as_str()) <= usize::from(limit) {
            canvas.put(x, y, limit, &nth, quiet);
        }
    }
}

/// The level in words, with the controls of the banner.
fn level_words(reader: &Reader, level: Classification) -> String {
    let mut words = level.to_string();
    for control in reader
        .cable
        .heading
        .banner
        .iter()
        .flat_map(|banner| &banner.controls)
    {
        words.push(' ');
        words.push_str(&reader.cable.read(*control));
    }
    words
}

/// Cuts an id in the middle, so that year and number survive.
fn fit_middle(id: &Shown, room: usize) -> Shown {
    let text = id.as_str();
    if columns(text) <= room || room < 4 {
        return id.clone();
    }
    let letters: Vec<char> = text.chars().collect();
    let tail = (room - 2) / 2;
    let head = room - 2 - tail;
    let mut short: String = letters.iter().take(head).collect();
    short.push_str("..");
    short.extend(letters.iter().skip(letters.len().saturating_sub(tail)));
    Shown::new(&short)
}

/// From, to, precedence, TAGS and references on one line.
fn header(canvas: &mut Canvas<'_>, model: &Model, reader: &Reader, region: Region) {
    if region.is_empty() {
        return;
    }
    let heading = &reader.cable.heading;
    let (y, end) = (region.y, region.x + region.width);
    let value = canvas.role(Role::Value);
    let quiet = canvas.surface(Surface::Hint);
    let key = canvas.surface(Surface::HintKey);
    let keys = model
        .keymap
        .keys_of(Command::ToggleRouting, crate::command::Context::Reader);
    let mut limit = end.saturating_sub(1);
    if let Some(keys) = keys.first() {
        limit = canvas
            .put_right(0, y, limit, &"routing", quiet)
            .saturating_sub(1);
        limit = canvas
            .put_right(0, y, limit, &Shown::new(keys), key)
            .saturating_sub(2);
    }
    let mut x = region.x + 1;
    let station =
        |addressee: &crate::cable::Addressee| short_plad(&reader.cable.read(addressee.plad.0));
    if let Some(from) = &heading.from {
        x = canvas.put(x, y, limit, &Shown::new(&station(from)), value) + 1;
    }
    if let Some(to) = heading.action.first() {
        x = canvas.put(x, y, limit, &"> ", quiet);
        let more = if heading.action.len() > 1 {
            format!(" +{}", heading.action.len() - 1)
        } else {
            String::new()
        };
        x = canvas.put(
            x,
            y,
            limit,
            &Shown::new(&format!("{}{more}", station(to))),
            value,
        ) + 2;
    }
    if let Some(precedence) = heading.dtg.as_ref().and_then(|line| line.precedence) {
        x = canvas.put(x, y, limit, &Shown::new(&precedence.to_string()), value) + 2;
    }
    if !heading.tags.is_empty() {
        let codes: Vec<&str> = heading.tags.iter().map(|tag| &*tag.code).collect();
        x = canvas.put(x, y, limit, &"TAGS ", quiet);
        let code = canvas.role(Role::Code);
        x = canvas.put(x, y, limit, &Shown::new(&codes.join(" ")), code) + 2;
    }
    if !heading.references.is_empty() {
        let mut words = String::new();
        for reference in &heading.references {
            let held = reference
                .mrn
                .as_ref()
                .is_some_and(|mrn| model.held(mrn).is_some());
            let letter = reference.letter.unwrap_or('1');
            let letter = if held {
                letter
            } else {
                letter.to_ascii_lowercase()
            };
            words.push(' ');
            words.push(letter);
        }
        x = canvas.put(x, y, limit, &"REF", quiet);
        let style = canvas.role(Role::Reference);
        canvas.put(x, y, limit, &Shown::new(&words), style);
    }
}

/// A PLAD as one says it: the place of an embassy, `STATE`, `USNATO`.
fn short_plad(plad: &str) -> String {
    let plad = plad.split("//").next().unwrap_or(plad).trim();
    for prefix in [
        "AMEMBASSY ",
        "AMCONSUL ",
        "AMCONGEN ",
        "USMISSION ",
        "USINT ",
        "AMCONSULATE ",
    ] {
        if let Some(place) = plad.strip_prefix(prefix) {
            return place.to_owned();
        }
    }
    if plad.starts_with("SECSTATE") {
        String::from("STATE")
    } else {
        plad.to_owned()
    }
}

/// The rule above the text, with subject, raw sign and repairs.
fn subject(canvas: &mut Canvas<'_>, reader: &Reader, layout: &Layout) {
    let region = layout.subject;
    if region.is_empty() {
        return;
    }
    let style = canvas.surface(Surface::PaneTitle);
    let repairs = reader.n_repairs();
    let note = if reader.raw {
        String::from("source")
    } else if repairs == 0 {
        String::new()
    } else {
        format!(
            "{repairs} {}",
            if repairs == 1 { "repair" } else { "repairs" }
        )
    };
    let subject = if reader.subject.as_str().is_empty() {
        Shown::new("(no subject)")
    } else {
        reader.subject.clone()
    };
    let x = canvas.titled_rule(region, &subject, style);
    self::note(canvas, region, x, &note);
}

/// The rows of text in sight, with gutter; returns where the cursor is.
fn text(canvas: &mut Canvas<'_>, reader: &Reader, layout: &Layout) -> Option<(u16, u16)> {
    let region = layout.text;
    let pane = &reader.text;
    let gutter = layout.class >= Some(Class::Narrow) && !reader.raw;
    let sign_x = if gutter {
        layout.words_x.saturating_sub(GUTTER)
    } else {
        region.x
    };
    let words_end = region.x + region.width;
    let mut cursor = None;
    for line in 0..region.height {
        let row_idx = pane.scroll.top + usize::from(line);
        let Some(row) = pane.page.rows().get(row_idx).copied() else {
            break;
        };
        let y = region.y + line;
        if gutter {
            gutter_of(canvas, reader, &row, row_idx, sign_x, y);
        }
        page_row(canvas, pane, row_idx, layout.words_x, y, words_end);
        matches(canvas, reader, &row, layout.words_x, y);
        if row_idx == pane.scroll.focus {
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
fn page_row(canvas: &mut Canvas<'_>, pane: &Pane, row_idx: usize, x: u16, y: u16, end: u16) {
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
    /// Columns of the widest part of a marking.
    const WIDEST: usize = 6;
    let Some(idx) = row.paragraph else { return };
    let Some(paragraph) = reader.cable.paragraphs.get(idx as usize) else {
        return;
    };
    let end = x + GUTTER;
    let first = matches!(row.kind, RowKind::First | RowKind::Stub);
    let (words, style) = mark_words(canvas, paragraph);
    let wide = words.chars().count() >= WIDEST;
    if first {
        let found = reader.findings.iter().any(|finding| {
            finding.paragraph == Some(idx)
                && finding.severity != crate::check::Severity::Information
        });
        if found {
            let sign = canvas.surface(Surface::Finding);
            canvas.put(x + 1, y, end, &"!", sign);
        }
        if let Some(number) = paragraph.number {
            let style = canvas.role(Role::Number);
            let number_end = if wide { x + 4 } else { x + 5 };
            canvas.put_right(x, y, number_end, &Shown::new(&number.to_string()), style);
        }
    }
    if first || (row.kind == RowKind::More && words.chars().count() > WIDEST) {
        let first_row = reader.text.row_of_paragraph_near(row_idx, idx);
        let part: String = words
            .chars()
            .skip((row_idx - first_row) * WIDEST)
            .take(WIDEST)
            .collect();
        let mark_x = if wide { x + 5 } else { x + 6 };
        canvas.put(mark_x, y, end, &Shown::new(&part), style);
    }
}

/// A marking in its brackets, or `( ? )`. Blocks without number and marking
/// say nothing.
fn mark_words(canvas: &Canvas<'_>, paragraph: &Paragraph) -> (String, ratatui::style::Style) {
    match &paragraph.mark {
        Some(mark) => (
            format!("({})", PortionMark::text(mark)),
            canvas.role(Role::PortionMark(mark.level)),
        ),
        None if paragraph.number.is_some() => (String::from("( ? )"), canvas.role(Role::Unmarked)),
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
            &reader.text,
            row,
            start..found.end.min(row.end),
            (x, y),
            style,
        );
    }
}

/// Paints the token under the cursor.
fn token(canvas: &mut Canvas<'_>, pane: &Pane, x: u16, y: u16) {
    if let (Some(token), Some(row)) = (pane.token(), pane.row()) {
        let style = canvas.surface(Surface::CursorToken);
        let end = token.end.min(row.end);
        paint_range(canvas, pane, row, token.start..end, (x, y), style);
    }
}

fn paint_range(
    canvas: &mut Canvas<'_>,
    pane: &Pane,
    row: &Row,
    range: std::ops::Range<u32>,
    (x, y): (u16, u16),
    style: ratatui::style::Style,
) {
    let text = pane.page.text();
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

/// The letter of a marking: `U B C S T`, `?` for none.
fn mark_letter(mark: Option<&PortionMark>) -> char {
    mark.map_or('?', |mark| mark.level.letter())
}

/// The markings of the whole text from top to bottom, and which part of it
/// is in sight.
fn strip(canvas: &mut Canvas<'_>, reader: &Reader, layout: &Layout) {
    let region = layout.strip;
    if region.is_empty() {
        return;
    }
    let pane = &reader.text;
    let (n_rows, height) = (pane.n_rows(), usize::from(region.height));
    let fits = n_rows <= height;
    let in_sight = pane.scroll.top..pane.scroll.top + height;
    let mut paragraph = None;
    let mut seen = 0;
    for line in 0..height {
        let (from, to) = if fits {
            (line, line + 1)
        } else {
            (line * n_rows / height, (line + 1) * n_rows / height)
        };
        let rows = pane.page.rows();
        if from >= n_rows {
            break;
        }
        // Rows between paragraphs show the paragraph above.
        for row in rows
            .get(seen..to.max(from + 1).min(n_rows))
            .unwrap_or_default()
        {
            paragraph = row.paragraph.or(paragraph);
        }
        seen = to.max(from + 1).min(n_rows);
        let y = region.y + u16::try_from(line).unwrap_or(0);
        if !fits && in_sight.start < to && from < in_sight.end {
            let style = canvas.surface(Surface::StripView);
            canvas.put(region.x, y, region.x + 1, &">", style);
        }
        let Some(known) = paragraph.and_then(|idx| reader.cable.paragraphs.get(idx as usize))
        else {
            continue;
        };
        if known.mark.is_none() && known.number.is_none() {
            continue;
        }
        let surface = known
            .mark
            .as_ref()
            .map_or(Surface::StripUnmarked, |mark| Surface::Strip(mark.level));
        let style = canvas.surface(surface);
        let letter = Shown::new(mark_letter(known.mark.as_ref()).encode_utf8(&mut [0; 4]));
        canvas.put(region.x + 1, y, region.x + 2, &letter, style);
    }
}

/// The lines between the columns.
fn sides(canvas: &mut Canvas<'_>, layout: &Layout) {
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

fn routing(canvas: &mut Canvas<'_>, reader: &Reader, region: Region) -> Option<(u16, u16)> {
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

fn parts(canvas: &mut Canvas<'_>, reader: &Reader, region: Region) -> Option<(u16, u16)> {
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
        if row_idx == pane.scroll.focus && reader.focus == id {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(region.x, y, region.x + 1, &">", sign);
            token(canvas, pane, words_x, y);
            cursor = Some((words_x + u16::try_from(pane.column()).unwrap_or(0), y));
        }
    }
    cursor
}

/// Says something quiet at the right end of a rule, right of column `x`.
fn note(canvas: &mut Canvas<'_>, region: Region, x: u16, words: &str) {
    let end = (region.x + region.width).saturating_sub(2);
    let words = Shown::new(words);
    let width = u16::try_from(columns(words.as_str())).unwrap_or(u16::MAX);
    if words.as_str().is_empty() || x.saturating_add(width) + 3 > end {
        return;
    }
    let border = canvas.surface(Surface::Border);
    let quiet = canvas.surface(Surface::Hint);
    let from = canvas.put_right(x, region.y, end, &words, quiet);
    canvas.put(from - 1, region.y, end, &" ", border);
    canvas.put(end, region.y, end + 1, &" ", border);
}

/// Numbers, markings and first words of every paragraph.
fn outline(canvas: &mut Canvas<'_>, reader: &Reader, region: Region) -> Option<(u16, u16)> {
    if region.is_empty() {
        return None;
    }
    let style = pane_title(canvas, reader, PaneId::Outline);
    let end = region.x + region.width;
    let x = canvas.titled_rule(region, &"Paragraphs", style);
    let border = canvas.surface(Surface::Border);
    note(canvas, region, x, &level_counts(reader));
    let scroll = reader.outline.scroll;
    let here = reader.text.paragraph();
    let mut cursor = None;
    for line in 1..region.height {
        let row_idx = scroll.top + usize::from(line - 1);
        let Some(row) = reader.outline.rows.get(row_idx) else {
            break;
        };
        let y = region.y + line;
        let text = canvas.role(Role::Text);
        if row.heading {
            let heading = canvas.role(Role::Heading);
            let sign = if canvas.ascii() { "--" } else { "──" };
            let x = canvas.put(region.x + 1, y, end, &sign, border);
            canvas.put(x + 1, y, end.saturating_sub(1), &row.label, heading);
        } else if let Some(paragraph) = reader.cable.paragraphs.get(row.paragraph as usize) {
            let number = canvas.role(Role::Number);
            if let Some(value) = paragraph.number {
                canvas.put_right(
                    region.x + 1,
                    y,
                    region.x + 5,
                    &Shown::new(&value.to_string()),
                    number,
                );
            }
            let (words, mark) = mark_words(canvas, paragraph);
            let x = canvas.put(region.x + 6, y, end, &Shown::new(&words), mark);
            let hidden = !reader.filter.shows(paragraph.mark.as_ref());
            let label = if hidden {
                canvas.role(Role::Dimmed)
            } else {
                text
            };
            canvas.put(
                (x + 1).max(region.x + 12),
                y,
                end.saturating_sub(1),
                &row.label,
                label,
            );
        }
        let focused = if reader.focus == PaneId::Outline {
            row_idx == scroll.focus
        } else {
            !row.heading && Some(row.paragraph) == here
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

/// How many paragraphs bear each level: `U3 SBU1 C8 S1 ?1`.
fn level_counts(reader: &Reader) -> String {
    let mut words = Vec::new();
    let marks = || {
        reader
            .cable
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.mark.as_ref())
    };
    for level in Classification::ALL {
        let count = marks().flatten().filter(|mark| mark.level == level).count();
        if count > 0 {
            words.push(format!("{}{count}", level.mark()));
        }
    }
    let unmarked = reader
        .cable
        .paragraphs
        .iter()
        .filter(|paragraph| paragraph.mark.is_none() && paragraph.number.is_some());
    let unmarked = unmarked.count();
    if unmarked > 0 {
        words.push(format!("?{unmarked}"));
    }
    words.join(" ")
}

/// Every paragraph with its marking on one line, the current one in view.
fn map(canvas: &mut Canvas<'_>, reader: &Reader, region: Region) {
    let end = region.x + region.width;
    let border = canvas.surface(Surface::Border);
    canvas.rule(region.x, region.y, end, border);
    let here = reader.text.paragraph();
    let numbered = || {
        (0u32..)
            .zip(&reader.cable.paragraphs)
            .filter(|(_, paragraph)| paragraph.number.is_some())
    };
    let word = |paragraph: &Paragraph| {
        let mark = paragraph
            .mark
            .as_ref()
            .map_or("?", |mark| mark.level.mark());
        format!("{}{mark}", paragraph.number.unwrap_or(0))
    };
    let room = usize::from(region.width.saturating_sub(4));
    // As many before the current one as half the line holds; more when the
    // end is near.
    let width_of = |paragraph: &Paragraph| word(paragraph).len() + 2;
    let total: usize = numbered().map(|(_, paragraph)| width_of(paragraph)).sum();
    let mut skip = 0;
    if total > room {
        let before: usize = numbered()
            .take_while(|(idx, _)| Some(*idx) < here)
            .map(|(_, paragraph)| width_of(paragraph))
            .sum();
        skip = before
            .saturating_sub(room / 2)
            .min(total.saturating_sub(room));
    }
    let mut passed = 0;
    let mut x = region.x + 1;
    for (idx, paragraph) in numbered() {
        passed += width_of(paragraph);
        if passed <= skip {
            continue;
        }
        let current = Some(idx) == here;
        let word = Shown::new(&word(paragraph));
        let needed = columns(word.as_str()) + 2;
        if usize::from(x) + needed > usize::from(end) {
            break;
        }
        let surface = paragraph
            .mark
            .as_ref()
            .map_or(Surface::StripUnmarked, |mark| Surface::Strip(mark.level));
        let style = canvas.surface(surface);
        let sign = canvas.surface(Surface::CursorSign);
        x = if current {
            canvas.put(x, region.y, end, &">", sign)
        } else {
            canvas.put(x, region.y, end, &" ", border)
        };
        x = canvas.put(x, region.y, end, &word, style);
    }
    canvas.put(x, region.y, end, &" ", border);
}

/// The lines below: what happened, and what can be pressed.
fn below(
    canvas: &mut Canvas<'_>,
    model: &Model,
    reader: &Reader,
    layout: &Layout,
) -> Option<(u16, u16)> {
    const USUAL: &[Hint] = &[
        Hint::One(Command::NextParagraph),
        Hint::One(Command::NextSection),
        Hint::Family(Command::OnlyUnclassified, "marking"),
        Hint::One(Command::Search),
        Hint::One(Command::Explain),
        Hint::One(Command::Raw),
        Hint::One(Command::ToggleRouting),
        Hint::One(Command::ToggleOutline),
        Hint::One(Command::ToggleParts),
        Hint::One(Command::NextCable),
        Hint::One(Command::Palette),
        Hint::One(Command::Close),
    ];
    const SHEET: &[Hint] = &[
        Hint::One(Command::Close),
        Hint::One(Command::Down),
        Hint::One(Command::Open),
        Hint::One(Command::Explain),
        Hint::One(Command::NextPane),
    ];
    const FILTERED: &[Hint] = &[
        Hint::One(Command::OnlyUnclassified),
        Hint::One(Command::OnlySbu),
        Hint::One(Command::OnlyConfidential),
        Hint::One(Command::OnlySecret),
        Hint::One(Command::OnlyUnmarked),
        Hint::One(Command::AtOrBelow),
        Hint::One(Command::Dim),
        Hint::One(Command::ClearFilter),
    ];
    let one_line = layout.class <= Some(Class::Narrow);
    let busy = model.notice.is_some() || !model.typed.is_empty() || model.wants_paste();
    let filtered = reader.filter != Filter::All;
    if !layout.hints.is_empty() && !(one_line && busy) {
        let commands = if reader.sheet.is_some_and(|pane| pane != PaneId::Text) {
            SHEET
        } else if filtered {
            FILTERED
        } else {
            USUAL
        };
        let mut right = Vec::new();
        let findings = reader.findings.len();
        if findings > 0 && !one_line {
            let words = format!(
                "{findings} {}",
                if findings == 1 { "finding" } else { "findings" }
            );
            right.push((Shown::new(&words), Surface::Finding));
        }
        status::hints(canvas, model, layout.hints, commands, &right);
    }
    if filtered && !busy {
        // The words must not suggest that what is left may be released.
        let region = if one_line { layout.map } else { layout.status };
        if !region.is_empty() && (one_line || region != layout.title) {
            let (shown, all) = (reader.n_shown(), reader.cable.paragraphs.len());
            let words = match layout.class {
                Some(Class::Tiny) => String::from("not a release decision"),
                _ => format!("shown: {shown} of {all} paragraphs; this is not a release decision"),
            };
            let style = canvas.surface(Surface::Filter);
            canvas.titled_rule(region, &Shown::new(&words), style);
            return None;
        }
    }
    let region = layout.status;
    if region == layout.title && !busy {
        return None;
    }
    status::status(canvas, model, region, !one_line)
}
