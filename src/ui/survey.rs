//! Screens about the collection: rows of a tree.

use crate::app::{
    Class, Look, Member, Missing, Model, Region, Survey, hint_line, survey_stop_keys,
};
use crate::config::Surface;
use crate::typeset::{Role, Shown};

use super::paint::Canvas;
use super::status;
use super::title::fit_middle;

/// Steps of indentation that leave room for words.
const DEEPEST: usize = 8;

/// Draws a survey; returns where the cursor is.
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, survey: &Survey) -> Option<(u16, u16)> {
    let (width, height) = (model.size.width, model.size.height);
    let title = canvas.surface(Surface::Title);
    canvas.overlay(0, 0, width, title);
    draw_title(canvas, survey, width);
    let columns = Columns::of(model, survey);
    draw_heads(canvas, survey, &columns);
    let rows = model.survey_rows();
    if let Some(words) = survey.words() {
        let quiet = canvas.surface(Surface::Notice);
        let stops = survey_stop_keys(model);
        let words = if survey.is_being_made() {
            format!("{words}; {stops} stops")
        } else {
            words
        };
        canvas.put_cut(2, 2, width, &Shown::new(&words), quiet);
    }
    let mut cursor = None;
    for (line, y) in (0..rows).zip(2..) {
        let row = survey.scroll.top + line;
        let Some(node) = survey.node(row) else { break };
        match &node.look {
            Look::Title(words) => {
                let style = canvas.role(Role::Heading);
                canvas.put(2, y, width, &survey.sign(row), style);
                canvas.put_cut(4, y, width, &Shown::new(words), style);
            }
            Look::Cable(member) => {
                let indent = columns.indent(node.depth);
                draw_member(canvas, member, y, indent, survey.sign(row), &columns);
            }
            Look::Missing(missing) => draw_missing(canvas, missing, y, &columns),
        }
        if row == survey.scroll.focus {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(0, y, 1, &">", sign);
            canvas.choose(1, y, width - 1);
            cursor = Some((2, y));
        }
    }
    let bottom = Region {
        x: 0,
        y: height - 1,
        width,
        height: 1,
    };
    let hints = hint_line(model);
    if model.has_foot() {
        let y = 2 + u16::try_from(rows).unwrap_or(u16::MAX);
        let quiet = canvas.surface(Surface::Hint);
        canvas.put_cut(1, y, width.saturating_sub(1), &survey.foot(), quiet);
    }
    if let Some(line) = hints {
        status::hints(canvas, &line);
    }
    status::status(canvas, model, bottom, false).or(cursor)
}

/// What it is, and what it comes to.
fn draw_title(canvas: &mut Canvas<'_>, survey: &Survey, width: u16) {
    let style = canvas.surface(Surface::Title);
    let sum = Shown::new(&survey.sum());
    let names = [survey.title(), survey.short_title()].map(|name| Shown::new(&name));
    let fits = |name: &&Shown| name.columns() + 2 <= usize::from(width);
    let [_, short] = &names;
    let name = names.iter().find(fits).unwrap_or(short).clone();
    let room = usize::from(width).saturating_sub(name.columns() + 3);
    let mut x = 1;
    if sum.columns() + 9 <= room {
        x = canvas.put(x, 0, width, &"reftel", style) + 2;
    }
    let limit = if sum.columns() <= room {
        canvas.put_right(x, 0, width.saturating_sub(1), &sum, style)
    } else {
        width
    };
    // Of an id that is too long, year and number stay.
    let room = usize::from(limit.saturating_sub(x + 1));
    let name = if room < name.columns() {
        fit_middle(&name, room)
    } else {
        name
    };
    canvas.put(x, 0, limit, &name, style);
}

/// Where the columns of rows begin.
struct Columns {
    width: u16,
    is_tiny: bool,
    /// Of the number of a cable that is not indented.
    id: u16,
    /// Of its marking, or of how often it is cited.
    mark: u16,
    /// Of its subject, or of the days.
    subject: u16,
    /// The end of it.
    end: u16,
}

impl Columns {
    fn of(model: &Model, survey: &Survey) -> Columns {
        let width = model.size.width;
        let is_tiny = model.class() == Class::Tiny;
        let id = if is_tiny { 4 } else { 14 };
        let mut columns = Columns {
            width,
            is_tiny,
            id,
            mark: 0,
            subject: 0,
            end: width.saturating_sub(1),
        };
        let rows = survey.rows.iter().enumerate();
        let in_sight = rows.skip(survey.scroll.top).take(model.survey_rows());
        let ends = in_sight.filter_map(|(row, _)| {
            let node = survey.node(row)?;
            let (id, sign) = match &node.look {
                Look::Cable(member) => (&member.id, 2),
                Look::Missing(missing) => (&missing.id, 0),
                Look::Title(_) => return None,
            };
            let n_id = u16::try_from(id.columns()).unwrap_or(u16::MAX).min(28);
            Some(columns.indent(node.depth).saturating_add(sign + n_id))
        });
        let longest = ends.max().unwrap_or(0).max(6);
        // The marking keeps its place; a long number is cut in the middle.
        let most = width.saturating_sub(id + 7);
        columns.mark = id + longest.min(most) + 1;
        columns.subject = columns.mark + 6;
        columns
    }

    /// How far the number of a row is indented.
    fn indent(&self, depth: usize) -> u16 {
        let step = if self.is_tiny { 1 } else { 2 };
        let depth = depth.saturating_sub(1).min(DEEPEST);
        u16::try_from(depth).unwrap_or(0) * step
    }
}

fn draw_heads(canvas: &mut Canvas<'_>, survey: &Survey, columns: &Columns) {
    let rule = Region {
        x: 0,
        y: 1,
        width: columns.width,
        height: 1,
    };
    let style = canvas.surface(Surface::PaneTitle);
    let is_missing = matches!(survey.here().map(|node| &node.look), Some(Look::Missing(_)));
    if columns.is_tiny {
        canvas.titled_rule(rule, &"cables", style);
    } else if is_missing {
        canvas.titled_rule(rule, &"inferred", style);
        canvas.put(26, 1, columns.width, &" cable ", style);
    } else {
        canvas.titled_rule(rule, &"date        cable", style);
        let x = columns.mark.saturating_sub(1);
        canvas.put(x, 1, columns.width, &" mark  subject ", style);
    }
}

/// A cable of a thread on a row.
fn draw_member(
    canvas: &mut Canvas<'_>,
    member: &Member,
    y: u16,
    indent: u16,
    sign: &'static str,
    columns: &Columns,
) {
    let (text, number) = (canvas.role(Role::Text), canvas.role(Role::Number));
    let quiet = canvas.surface(Surface::Hint);
    let listing = member.listing.as_ref();
    if !columns.is_tiny {
        let date = listing.map_or("", |listing| &listing.date);
        canvas.put(2, y, 13, &Shown::new(date), number);
    }
    let x = columns.id + indent;
    let at = x.saturating_sub(u16::from(columns.is_tiny) * 2);
    canvas.put(at, y, at + 1, &sign, quiet);
    let x = at + 2;
    let end = columns.mark.saturating_sub(1);
    let id = fit_middle(&member.id, usize::from(end.saturating_sub(x)));
    let style = if listing.is_some() { text } else { quiet };
    canvas.put(x, y, end, &id, style);
    let (mark, style) = match listing.and_then(|listing| listing.level) {
        Some(level) => (
            format!("({})", level.mark()),
            canvas.role(Role::PortionMark(level)),
        ),
        None => (String::from("( ? )"), canvas.role(Role::Unmarked)),
    };
    canvas.put(columns.mark, y, columns.mark + 5, &Shown::new(&mark), style);
    let state = member.state();
    // What is usual need not be said where there is little room.
    let is_said = !columns.is_tiny || state != "held";
    let mut end = columns.end;
    if is_said && columns.subject + 8 < end {
        canvas.put_right(columns.subject, y, end, &state, quiet);
        end = end.saturating_sub(9);
    } else if is_said && listing.is_none() {
        canvas.put_cut(columns.subject, y, end, &state, quiet);
    }
    if let Some(listing) = listing {
        canvas.put_cut(columns.subject, y, end, &listing.subject, text);
    }
}

/// A cable that is cited and not there, on a row.
fn draw_missing(canvas: &mut Canvas<'_>, missing: &Missing, y: u16, columns: &Columns) {
    let (text, number) = (canvas.role(Role::Text), canvas.role(Role::Number));
    let quiet = canvas.surface(Surface::Hint);
    let mut x = 2;
    if !columns.is_tiny {
        canvas.put(2, y, 24, &Shown::new(&missing.dated()), number);
        x = 26;
    }
    let n_id = columns.mark.saturating_sub(columns.id + 1);
    let end = (x + n_id).min(columns.end);
    let id = fit_middle(&missing.id, usize::from(end.saturating_sub(x)));
    canvas.put(x, y, end, &id, text);
    let x = canvas.put_cut(
        end + 2,
        y,
        columns.end,
        &Shown::new(&missing.times()),
        number,
    );
    let by = Shown::new(&missing.by.join(" "));
    canvas.put_cut(x.max(end + 12) + 1, y, columns.end, &by, quiet);
}
