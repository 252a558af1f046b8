//! Screens about the collection: rows of a tree.

use crate::app::{
    Axis, Class, Listing, Look, Member, Missing, Model, Region, Survey, SurveyLine, SurveyTopic,
    Traffic, grouped, hint_line, survey_post_name, survey_stop_keys,
};
use crate::config::Surface;
use crate::typeset::{Role, Shown};

use super::paint::Canvas;
use super::status;
use super::title::fit_middle;

/// Steps of indentation that leave room for words.
const DEEPEST: usize = 8;

/// Columns from which on a row has room for more than a name and a count.
const LEAST_FOR_DAYS: u16 = 40;

/// Draws a survey; returns where the cursor is.
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, survey: &Survey) -> Option<(u16, u16)> {
    let (width, height) = (model.size.width, model.size.height);
    let title = canvas.surface(Surface::Title);
    canvas.overlay(0, 0, width, title);
    draw_title(canvas, model, survey);
    let columns = Columns::of(model, survey);
    let chart = Chart::of(model, survey);
    if survey.topic == SurveyTopic::Traffic {
        chart.draw_axis(canvas, width);
    } else {
        draw_heads(canvas, survey, &columns);
    }
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
            Look::Post(post) if survey.topic == SurveyTopic::Traffic => {
                chart.draw_post(canvas, post, y);
            }
            look => {
                if let Some(mut line) = look.line() {
                    // Where there is little room, what is not there comes
                    // first.
                    if matches!(look, Look::Numbers(_)) && columns.is_tiny {
                        std::mem::swap(&mut line.words, &mut line.days);
                        if width < LEAST_FOR_DAYS {
                            line.count.clone_from(&line.days);
                        }
                    }
                    let at = 2 + 2 * u16::try_from(node.depth).unwrap_or(0);
                    canvas.put(at, y, width, &survey.sign(row), canvas.role(Role::Number));
                    draw_line(canvas, &line, y, at + 2, &columns);
                }
            }
        }
        if row == survey.scroll.focus {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(0, y, 1, &">", sign);
            canvas.choose(1, y, width - 1);
            let column = chart.cursor(survey);
            cursor = Some((column.unwrap_or(2), y));
        }
    }
    chart.draw_chosen(canvas, survey, 2 + u16::try_from(rows).unwrap_or(u16::MAX));
    let bottom = Region {
        x: 0,
        y: height - 1,
        width,
        height: 1,
    };
    let hints = hint_line(model, canvas.window_keys());
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
fn draw_title(canvas: &mut Canvas<'_>, model: &Model, survey: &Survey) {
    let width = model.size.width;
    let style = canvas.surface(Surface::Title);
    let is_whole = model.is_survey_whole() || survey.is_being_made();
    let so_far = if is_whole { "" } else { " so far" };
    let sum = Shown::new(&format!("{}{so_far}", survey.sum()));
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
                look => {
                    let line = look.line()?;
                    let n_label = Shown::new(&line.label).columns();
                    let n_label = u16::try_from(n_label).unwrap_or(u16::MAX).min(width / 2);
                    let indent = 2 * u16::try_from(node.depth).unwrap_or(0);
                    return Some(indent.saturating_add(n_label));
                }
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
    let is_missing = survey.topic == SurveyTopic::Missing;
    let words = match survey.topic {
        SurveyTopic::Thread(_) | SurveyTopic::Missing | SurveyTopic::Traffic => None,
        SurveyTopic::Gaps => Some("post, year and numbers"),
        SurveyTopic::Posts => Some("post, cables, first and last day"),
        SurveyTopic::People => Some("name, cables, first and last day"),
    };
    if let Some(words) = words {
        canvas.titled_rule(rule, &words, style);
    } else if columns.is_tiny {
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
        let date = listing.map(Listing::dated).unwrap_or_default();
        canvas.put(2, y, 13, &Shown::new(&date), number);
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

/// A row that counts something.
fn draw_line(canvas: &mut Canvas<'_>, line: &SurveyLine, y: u16, x: u16, columns: &Columns) {
    let (text, number) = (canvas.role(Role::Text), canvas.role(Role::Number));
    let quiet = canvas.surface(Surface::Hint);
    let longest = columns.mark.saturating_sub(columns.id);
    // Names leave room for what is counted.
    let end = (4 + longest).min(columns.width.saturating_sub(8)).max(x);
    canvas.put_cut(x, y, end, &Shown::new(&line.label), text);
    let end = (end + 7).min(columns.end);
    let count = Shown::new(&line.count);
    canvas.put_right(x, y, end, &count, number);
    canvas.put_cut(end + 2, y, columns.end, &Shown::new(&line.days), number);
    let days = if columns.is_tiny { 0 } else { 22 };
    let n_days = Shown::new(&line.days).columns().max(days);
    let x = (end + 4).saturating_add(u16::try_from(n_days).unwrap_or(u16::MAX));
    canvas.put_cut(x, y, columns.end, &Shown::new(&line.words), quiet);
}

/// A chart of posts over time: a column a month, or several of them.
struct Chart {
    x: u16,
    axis: Option<Axis>,
    /// Cells of a column.
    width: u16,
    /// The most cables of a post in a column.
    most: usize,
    /// The most of all posts together.
    most_of_all: usize,
}

/// Signs of a chart, from few cables to many; a blank stands for none.
const RAMP: [&str; 9] = [".", ":", "-", "=", "+", "*", "#", "%", "@"];
const BLOCKS: [&str; 8] = [
    "\u{2581}", "\u{2582}", "\u{2583}", "\u{2584}", "\u{2585}", "\u{2586}", "\u{2587}", "\u{2588}",
];

impl Chart {
    fn of(model: &Model, survey: &Survey) -> Chart {
        let (most, most_of_all) = survey.peaks;
        Chart {
            x: u16::try_from(model.chart_x()).unwrap_or(u16::MAX),
            axis: survey.axis,
            width: survey.column_width.max(1),
            most,
            most_of_all,
        }
    }

    /// The column of the screen with the cursor.
    fn cursor(&self, survey: &Survey) -> Option<u16> {
        let (from, to) = survey.cursor_columns()?;
        let at = if survey.is_backward() { from } else { to };
        self.x
            .checked_add(u16::try_from(at).ok()?.checked_mul(self.width)?)
    }

    /// The years above the columns that they begin at, as many as have room.
    fn draw_axis(&self, canvas: &mut Canvas<'_>, width: u16) {
        let style = canvas.surface(Surface::PaneTitle);
        let line = canvas.surface(Surface::Border);
        canvas.rule(0, 1, width, line);
        let Some(axis) = self.axis else { return };
        let per = match axis.step {
            1 => String::from("month"),
            3 => String::from("quarter"),
            12 => String::from("year"),
            step => format!("{} years", step / 12),
        };
        canvas.put_cut(1, 1, self.x, &Shown::new(&format!(" {per} ")), style);
        let mut free = 0;
        let mut before = None;
        for column in 0..axis.n_columns {
            let year = axis.month(column).year();
            let is_new = before != Some(year);
            before = Some(year);
            if !is_new || column < free {
                continue;
            }
            let Ok(at) = u16::try_from(column) else { break };
            let x = self.x.saturating_add(at.saturating_mul(self.width));
            canvas.put(x, 1, width, &Shown::new(&year.to_string()), style);
            free = column + 5_usize.div_ceil(usize::from(self.width));
        }
    }

    fn draw_post(&self, canvas: &mut Canvas<'_>, post: &Traffic, y: u16) {
        let (text, number) = (canvas.role(Role::Text), canvas.role(Role::Number));
        let name = Shown::new(survey_post_name(post));
        canvas.put_cut(2, y, self.x.saturating_sub(1), &name, text);
        let Some(axis) = self.axis else { return };
        let most = if post.is_all {
            self.most_of_all
        } else {
            self.most
        };
        let ramp: &[&'static str] = if canvas.ascii() { &RAMP } else { &BLOCKS };
        let mut x = self.x;
        for column in 0..axis.n_columns {
            let n_cables = post.within(axis.month(column), axis.step);
            if n_cables > 0 {
                let nth = (n_cables * ramp.len()).div_ceil(most.max(1)) - 1;
                if let Some(sign) = ramp.get(nth.min(ramp.len() - 1)) {
                    for x in x..x.saturating_add(self.width) {
                        canvas.put(x, y, x.saturating_add(1), sign, text);
                    }
                }
            }
            x = x.saturating_add(self.width);
        }
        canvas.put_right(
            x + 1,
            y,
            x + 8,
            &Shown::new(&grouped(post.n_cables)),
            number,
        );
    }

    /// The columns that are chosen, in every row.
    fn draw_chosen(&self, canvas: &mut Canvas<'_>, survey: &Survey, end: u16) {
        let Some((from, to)) = survey.cursor_columns() else {
            return;
        };
        let style = canvas.surface(Surface::Match);
        let cells = |columns: usize| {
            let columns = u16::try_from(columns).unwrap_or(u16::MAX);
            columns.saturating_mul(self.width)
        };
        let x = self.x.saturating_add(cells(from));
        let width = cells(to - from + 1);
        for y in 1..end {
            canvas.overlay(x, y, width, style);
        }
    }
}
