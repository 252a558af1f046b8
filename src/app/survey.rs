//! Screens about the collection rather than one cable: the thread of a cable,
//! and what is cited and not there.
//!
//! What they show another thread makes; meanwhile they say so. A survey is a
//! screen above the others: what is opened from it lies above it, and whoever
//! closes that finds it as it was.

use std::collections::HashSet;

use crate::command::Command;
use crate::query::{Axis, Month, Traffic, spelled};
use crate::typeset::{Passage, Shown};

use super::execute::open;
use super::motion::move_among;
use super::narrow;
use super::surveyed::{
    DEEPEST, Look, Made, Member, Node, Standing, Surveyable, Surveyed, Topic, counted,
};
use super::{
    Beside, Class, Effect, Entries, HINT_ROWS, Model, Request, Screen, Scroll, grouped, key_or_name,
};

/// A screen about the collection.
#[derive(Clone, Debug)]
pub struct Survey {
    /// What is surveyed.
    pub topic: Topic,
    /// Its number, to know the answer by.
    id: u32,
    /// What was found, once it is.
    pub made: Option<Made>,
    /// How much of it has been read, of a hundred parts, while it is read.
    percent: Option<usize>,
    /// Why it cannot be made.
    failure: Option<Shown>,
    /// The rows in sight: the nodes that are not folded away.
    pub rows: Vec<usize>,
    /// The focused row and the first in sight.
    pub scroll: Scroll,
    /// The nodes whose rows are out of sight.
    closed: HashSet<usize>,
    /// By what the rows are sorted.
    order: Order,
    /// The columns of a chart.
    pub axis: Option<Axis>,
    /// How many columns of the screen each of them takes.
    pub column_width: u16,
    /// The most cables of a post in one of them, and of all together.
    pub peaks: (usize, usize),
    /// The month at the cursor of a chart.
    at: Month,
    /// The month from which on a stretch of it is chosen.
    from: Option<Month>,
    /// What was known of the list when it was asked for.
    asked_of: Known,
    /// What was known of it when what is shown was asked for.
    made_of: Known,
    /// What stood beside the cable that it was asked for in.
    beside: Option<Box<Beside>>,
    /// Whether its text is being written to a file.
    pub(super) is_written: bool,
}

/// How much was known of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Known {
    /// How many cables had been found.
    n_entries: usize,
    /// How often what is said of one had changed.
    n_listings: u64,
}

/// By what the missing cables are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    #[default]
    Times,
    Number,
    Date,
}

/// Columns of how many cables there are of a post.
const COUNT_COLUMNS: usize = 8;

/// Rows from which on one says what the row at the cursor is.
const FOOT_ROWS: u16 = 10;

impl Survey {
    /// The node of a row.
    #[must_use]
    pub fn node(&self, row: usize) -> Option<&Node> {
        let idx = self.rows.get(row)?;
        self.made.as_ref()?.nodes.get(*idx)
    }

    /// The node at the cursor.
    #[must_use]
    pub fn here(&self) -> Option<&Node> {
        self.node(self.scroll.focus)
    }

    /// What stands before a row: whether rows that hang on it are in sight.
    #[must_use]
    pub fn sign(&self, row: usize) -> &'static str {
        match (self.node(row), self.rows.get(row)) {
            (Some(node), Some(idx)) if node.n_below > 0 => {
                if self.closed.contains(idx) {
                    "+"
                } else {
                    "-"
                }
            }
            _ => " ",
        }
    }

    /// The entry at the cursor, if it is one.
    #[must_use]
    pub fn entry(&self) -> Option<usize> {
        match &self.here()?.look {
            Look::Cable(member) => member.entry,
            _ => None,
        }
    }

    /// The number of the cable at the cursor.
    pub(super) fn id_here(&self) -> Option<&str> {
        match &self.here()?.look {
            Look::Cable(member) => Some(member.id.as_str()),
            Look::Missing(missing) => Some(missing.id.as_str()),
            _ => None,
        }
    }

    /// What the screen is called.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.topic {
            Topic::Thread(number) => format!("Thread of {}", number.to_uppercase()),
            Topic::Missing => String::from("Cited and not held"),
            Topic::Traffic => String::from("Traffic by post and month"),
            Topic::Gaps => String::from("Numbers that are not held"),
            Topic::Posts => String::from("Posts"),
            Topic::People => String::from("Who signs and classifies"),
        }
    }

    /// The same in as few words as there can be.
    #[must_use]
    pub fn short_title(&self) -> String {
        match &self.topic {
            Topic::Thread(number) => number.to_uppercase(),
            Topic::Missing | Topic::Gaps => String::from("Not held"),
            Topic::Traffic => String::from("Traffic"),
            Topic::Posts => String::from("Posts"),
            Topic::People => String::from("People"),
        }
    }

    /// What it comes to, or that it is being made.
    #[must_use]
    pub fn sum(&self) -> String {
        let Some(made) = &self.made else {
            return String::new();
        };
        let cut = if made.is_cut { ", cut" } else { "" };
        let deeper = if made.is_deeper {
            format!(", deeper than {DEEPEST}")
        } else {
            String::new()
        };
        let unread = match made.n_failed {
            0 => String::new(),
            n => format!(", {n} unreadable"),
        };
        format!("{}{unread}{cut}{deeper}", made.sum)
    }

    /// Whether it is made of what the list says; of those that are missing,
    /// their days are.
    fn is_of_headers(&self) -> bool {
        matches!(
            self.topic,
            Topic::Traffic | Topic::Gaps | Topic::Posts | Topic::Missing
        )
    }

    /// Whether more is known by now of what it is made of.
    fn is_behind(&self, of: Known, now: Known) -> bool {
        of.n_entries != now.n_entries || self.is_of_headers() && of.n_listings != now.n_listings
    }

    /// Puts the cursor of a chart at the column of a cell of it.
    pub(super) fn go_to_column(&mut self, cell: usize) {
        let column = cell / usize::from(self.column_width.max(1));
        if let Some(axis) = self.axis.filter(|axis| column < axis.n_columns) {
            self.at = axis.month(column);
        }
    }

    /// Whether another thread is at it.
    #[must_use]
    pub fn is_being_made(&self) -> bool {
        self.made.is_none() && self.failure.is_none()
    }

    /// What is said in place of rows.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        if let Some(why) = &self.failure {
            return Some(why.to_string());
        }
        match (&self.made, self.percent) {
            (None, percent) => {
                let what = match &self.topic {
                    Topic::Thread(_) | Topic::Missing => "who cites whom",
                    Topic::Traffic | Topic::Gaps | Topic::Posts => "what is listed",
                    Topic::People => "the people that they name",
                };
                Some(match percent {
                    None => format!("asking for {what}"),
                    Some(percent) => format!("reading the cables for {what}, {percent} %"),
                })
            }
            (Some(made), _) if made.nodes.is_empty() => Some(String::from(match &self.topic {
                Topic::Missing => "every cable that is cited here is held",
                Topic::People => "no cable here names who signs or classifies it",
                _ => "no cable that is known has a number",
            })),
            _ => None,
        }
    }

    /// What the row at the cursor is, in words.
    #[must_use]
    pub fn foot(&self) -> Shown {
        let Some(node) = self.here() else {
            return Shown::default();
        };
        let words = match &node.look {
            Look::Title(_) if self.made.as_ref().is_some_and(|made| made.is_cut) => {
                String::from("the thread has more cables than are shown")
            }
            Look::Title(_) if self.made.as_ref().is_some_and(|made| made.is_deeper) => format!(
                "the thread goes deeper than {DEEPEST} references away, which are not shown"
            ),
            Look::Title(_) => String::from("held: in this collection; it says nothing of others"),
            Look::Cable(member) => match (member.standing, &member.listing) {
                (Standing::Circle, _) => {
                    String::from("a circle: this cable is one that it hangs on, so it ends here")
                }
                (Standing::Again, _) => String::from(
                    "it stands in this tree a second time; what hangs on it stands where it is nearest",
                ),
                (Standing::Once, None) => String::from("cited, and not in this collection"),
                (Standing::Once, Some(listing)) => listing.subject.to_string(),
            },
            Look::Missing(missing) => {
                let dated = match missing.dated() {
                    dated if dated.is_empty() => String::from("no date can be inferred"),
                    dated => format!("{dated} is inferred from its number and those that cite it"),
                };
                format!("by {}; {dated}", missing.by.join(" "))
            }
            Look::Post(_) if self.topic == Topic::Posts => String::from(
                "as the numbers of the cables name them; counted are those that are held here",
            ),
            Look::Post(post) => self.month_in_words(post),
            Look::Numbers(_) | Look::Gap(_) => {
                String::from("a gap is no hidden cable: administrative traffic shares the numbers")
            }
            Look::Person(_) | Look::As(_) => {
                String::from("as headings and signatures spell them; other spellings stand apart")
            }
        };
        Shown::new(&words)
    }

    /// What is counted at the cursor of a chart.
    fn month_in_words(&self, post: &Traffic) -> String {
        let Some((from, to)) = self.chosen() else {
            return String::from("no cable here has a date");
        };
        let n_months = to.0 - from.0 + 1;
        let months = if n_months == 1 {
            from.name()
        } else {
            format!("{}..{}", from.name(), to.name())
        };
        let n_cables = counted(post.within(from, n_months), "cable");
        let of = match post.station.as_str() {
            "" if post.is_all => String::new(),
            "" => String::from(" without a number"),
            station => format!(" of {station}"),
        };
        format!("{months}: {n_cables}{of}; held cables of the list alone")
    }

    /// The months that are chosen: the column at the cursor, or a stretch of
    /// them.
    #[must_use]
    pub fn chosen(&self) -> Option<(Month, Month)> {
        let axis = self.axis?;
        let (first, last) = self.cursor_columns()?;
        Some((axis.month(first), axis.last_month(last)))
    }

    /// The first and the last column of a chart that is chosen.
    #[must_use]
    pub fn cursor_columns(&self) -> Option<(usize, usize)> {
        let axis = self.axis?;
        let at = axis.column(self.at);
        let from = self.from.map_or(at, |from| axis.column(from));
        Some((at.min(from), at.max(from)))
    }

    /// Whether the cursor is at the first of them.
    #[must_use]
    pub fn is_backward(&self) -> bool {
        self.from.is_some_and(|from| self.at < from)
    }

    /// Makes the rows anew; the cursor stays at its node, or goes to the one
    /// that it hangs on.
    fn lay(&mut self, height: usize) {
        let here = self.rows.get(self.scroll.focus).copied();
        self.rows.clear();
        let nodes = self.made.as_ref().map_or(&[][..], |made| &made.nodes);
        let mut next = 0;
        while let Some(node) = nodes.get(next) {
            self.rows.push(next);
            let is_closed = self.closed.contains(&next);
            next += 1 + if is_closed { node.n_below } else { 0 };
        }
        let row = here.map(|here| self.rows.partition_point(|idx| *idx <= here));
        let row = row.map_or(0, |after| after.saturating_sub(1));
        self.scroll.go(row, self.rows.len(), height);
    }

    /// The node that one hangs on.
    fn parent(&self, idx: usize) -> Option<usize> {
        let nodes = &self.made.as_ref()?.nodes;
        let depth = nodes.get(idx)?.depth;
        let mut above = (0..idx).rev();
        above.find(|above| {
            let node = nodes.get(*above);
            node.is_some_and(|node| {
                node.n_below > 0 && above + node.n_below >= idx && node.depth <= depth
            })
        })
    }

    /// Puts the cursor at a node, whatever is folded.
    fn go_to_node(&mut self, idx: usize, height: usize) {
        let mut above = self.parent(idx);
        while let Some(parent) = above {
            self.closed.remove(&parent);
            above = self.parent(parent);
        }
        self.lay(height);
        let row = self.rows.iter().position(|known| *known == idx);
        self.scroll.go(row.unwrap_or(0), self.rows.len(), height);
    }

    /// The cables of the thread in the order of their days, each once: their
    /// nodes.
    fn in_time(&self) -> Vec<(usize, &Member)> {
        let nodes = self.made.as_ref().map_or(&[][..], |made| &made.nodes);
        let mut all: Vec<(usize, &Member)> = Vec::new();
        for (idx, node) in nodes.iter().enumerate() {
            if let Look::Cable(member) = &node.look
                && member.standing == Standing::Once
                && member.listing.as_ref().is_some_and(|it| it.date.is_some())
            {
                all.push((idx, member));
            }
        }
        let date = |member: &Member| member.listing.as_ref().map(|it| it.date);
        all.sort_by_cached_key(|(_, member)| (date(member), member.number.clone()));
        // One that is cited and cites stands above and below.
        let mut known = HashSet::new();
        all.retain(|(_, member)| known.insert(member.number.clone()));
        all
    }
}

impl Model {
    /// The survey in sight.
    #[must_use]
    pub fn survey(&self) -> Option<&Survey> {
        match &self.screens.top {
            Screen::Survey(survey) => Some(survey),
            Screen::Catalog(_) | Screen::Reader(_) | Screen::Results(_) => None,
        }
    }

    /// Rows of a survey in sight: all but title, rule, and the lines below.
    #[must_use]
    pub fn survey_rows(&self) -> usize {
        let height = self.size.height;
        let below = u16::from(height >= HINT_ROWS) + u16::from(self.has_foot());
        usize::from(height.saturating_sub(2 + below))
    }

    /// Columns of a chart: what the names of posts and their counts leave.
    #[must_use]
    pub fn chart_columns(&self) -> usize {
        usize::from(self.size.width).saturating_sub(self.chart_x() + COUNT_COLUMNS)
    }

    /// Where a chart begins.
    #[must_use]
    pub fn chart_x(&self) -> usize {
        if self.class() == Class::Tiny { 11 } else { 20 }
    }

    /// Whether all that a survey is made of is known by now.
    #[must_use]
    pub fn is_survey_whole(&self) -> bool {
        let is_behind = |survey: &Survey| {
            survey.is_of_headers() && !self.is_listed()
                || survey.is_behind(survey.made_of, self.known_of_list())
        };
        !self.gathering && !self.survey().is_some_and(is_behind)
    }

    fn known_of_list(&self) -> Known {
        Known {
            n_entries: self.entries.len(),
            n_listings: self.n_listings,
        }
    }

    /// Whether a list lies below the screen in sight.
    pub(super) fn has_list(&self) -> bool {
        let mut below = self.screens.below.iter();
        below.any(|screen| matches!(screen, Screen::Catalog(_)))
    }

    /// Whether a row below says what the one at the cursor is.
    #[must_use]
    pub fn has_foot(&self) -> bool {
        self.size.height >= FOOT_ROWS
    }
}

fn survey_mut(model: &mut Model) -> Option<&mut Survey> {
    match &mut model.screens.top {
        Screen::Survey(survey) => Some(survey),
        Screen::Catalog(_) | Screen::Reader(_) | Screen::Results(_) => None,
    }
}

/// Shows the thread of the cable in sight, or at the cursor.
pub(super) fn show_thread(model: &mut Model) -> Vec<Effect> {
    let number = match &model.screens.top {
        Screen::Survey(survey) => survey.here().and_then(|node| match &node.look {
            Look::Cable(member) => Some(member.number.clone()),
            Look::Missing(missing) => Some(missing.number.clone()),
            _ => None,
        }),
        Screen::Reader(reader) => reader.cable.mrn.as_ref().map(ToString::to_string),
        Screen::Catalog(_) | Screen::Results(_) => {
            let listing = model.entry_here().and_then(|entry| entry.listing);
            listing.and_then(|listing| Some(listing.id?.to_string()))
        }
    };
    let Some(number) = number else {
        model.say("this has no number, and nothing can cite it");
        return Vec::new();
    };
    show(model, Topic::Thread(spelled(&number)))
}

/// Opens a survey above the screen in sight; one that is in sight already is
/// made anew.
pub(super) fn show(model: &mut Model, topic: Topic) -> Vec<Effect> {
    if model.survey().is_some_and(|survey| survey.topic == topic) {
        return ask(model);
    }
    let beside = model.beside.take().map(Box::new);
    let survey = Survey {
        topic,
        id: 0,
        made: None,
        percent: None,
        failure: None,
        rows: Vec::new(),
        scroll: Scroll::default(),
        closed: HashSet::new(),
        order: Order::default(),
        axis: None,
        column_width: 1,
        peaks: (0, 0),
        at: Month::default(),
        from: None,
        asked_of: Known::default(),
        made_of: Known::default(),
        beside,
        is_written: false,
    };
    let screen = Screen::Survey(Box::new(survey));
    let old = std::mem::replace(&mut model.screens.top, screen);
    model.screens.below.push(old);
    ask(model)
}

/// Has the survey in sight made.
fn ask(model: &mut Model) -> Vec<Effect> {
    model.n_searches = model.n_searches.wrapping_add(1).max(1);
    let id = model.n_searches;
    let entries = match model.survey().map(|survey| &survey.topic) {
        Some(Topic::Traffic) if model.rows.are_all() => model.entries.clone(),
        Some(Topic::Traffic) => {
            let rows = 0..model.n_rows();
            let entries = rows.filter_map(|row| model.entries.get(model.entry_at(row)));
            entries.collect()
        }
        Some(Topic::Missing | Topic::Gaps | Topic::Posts) => model.entries.clone(),
        _ => Entries::default(),
    };
    let known = model.known_of_list();
    let Some(survey) = survey_mut(model) else {
        return Vec::new();
    };
    survey.asked_of = known;
    survey.id = id;
    survey.percent = None;
    survey.failure = None;
    let topic = survey.topic.clone();
    model.surveying = Some(id);
    vec![Effect::Load(Request::Survey(Box::new(Surveyable::new(
        id, topic, entries,
    ))))]
}

/// Has no survey made any more that no screen waits for, and one made again
/// whose cables were not all known, or that gave way to another; after every
/// message.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    if model
        .survey()
        .is_some_and(|survey| is_wanted(model, survey))
    {
        effects.extend(ask(model));
    }
    let Some(id) = model.surveying else { return };
    let mut all = model.screens.below.iter().chain([&model.screens.top]);
    let waits = |screen: &Screen| matches!(screen, Screen::Survey(it) if it.id == id);
    if !all.any(waits) {
        model.surveying = None;
        effects.push(Effect::Load(Request::StopSurvey));
    }
}

/// Whether the survey in sight is to be made, and is not being made.
fn is_wanted(model: &Model, survey: &Survey) -> bool {
    if survey.failure.is_some() || model.surveying == Some(survey.id) {
        return false;
    }
    let is_known = if survey.is_of_headers() {
        model.is_listed()
    } else {
        !model.gathering
    };
    survey.made.is_none() || is_known && survey.is_behind(survey.made_of, model.known_of_list())
}

/// The index knows every cable by now: what is being read for a survey need
/// not be any more.
pub(super) fn indexed(model: &mut Model) -> Vec<Effect> {
    let is_read = model.survey().is_some_and(|survey| {
        model.surveying == Some(survey.id)
            && matches!(survey.topic, Topic::Thread(_) | Topic::Missing)
    });
    if is_read { ask(model) } else { Vec::new() }
}

/// Takes in what a thread says that makes a survey.
pub(super) fn take(model: &mut Model, id: u32, surveyed: Surveyed) {
    let height = model.survey_rows();
    if !matches!(surveyed, Surveyed::Percent(_)) {
        model.surveying.take_if(|asked| *asked == id);
    }
    let all = model.screens.below.iter_mut();
    for screen in all.chain([&mut model.screens.top]) {
        let Screen::Survey(survey) = screen else {
            continue;
        };
        if survey.id != id {
            continue;
        }
        match surveyed {
            Surveyed::Percent(percent) => survey.percent = Some(percent),
            Surveyed::Failed(why) => survey.failure = Some(why),
            Surveyed::Made(made) => {
                let is_first = survey.made.is_none();
                let is_other = |old: &Made| old.nodes != made.nodes;
                let is_new = survey.made.as_ref().is_none_or(is_other);
                let nodes = made.nodes.iter().enumerate();
                if is_new {
                    let closed = nodes.filter(|(_, node)| node.is_closed && node.n_below > 0);
                    survey.closed = closed.map(|(idx, _)| idx).collect();
                }
                if is_first && let Some((_, last)) = made.span {
                    survey.at = last;
                }
                survey.made = Some(made);
                survey.made_of = survey.asked_of;
                // It comes in the first order.
                if survey.order != Order::default() {
                    sort(survey);
                }
                survey.lay(height);
            }
        }
        break;
    }
    fit_chart(model, true);
}

/// Lays the columns of a chart out for the width of the screen.
pub(super) fn fit_chart(model: &mut Model, is_new: bool) {
    let columns = model.chart_columns();
    if let Some(survey) = survey_mut(model) {
        let span = survey.made.as_ref().and_then(|made| made.span);
        let span = span.filter(|_| survey.topic == Topic::Traffic);
        let axis = span.map(|(first, last)| Axis::of(first, last, columns));
        if survey.axis == axis && !is_new {
            return;
        }
        survey.axis = axis;
        // Where there is room, a few years need not be thin.
        let width = axis.map_or(1, |axis| columns / axis.n_columns.max(1));
        survey.column_width = u16::try_from(width.clamp(1, 3)).unwrap_or(1);
        survey.peaks = (0, 0);
        let nodes = survey.made.iter().flat_map(|made| &made.nodes);
        for node in nodes {
            let (Some(axis), Look::Post(post)) = (axis, &node.look) else {
                continue;
            };
            let all = (0..axis.n_columns).map(|it| post.within(axis.month(it), axis.step));
            let most = all.max().unwrap_or(0);
            let (of_post, of_all) = &mut survey.peaks;
            let peak = if post.is_all { of_all } else { of_post };
            *peak = most.max(*peak);
        }
    }
}

/// Stops what is being made; nothing if nothing is.
pub(super) fn stop(model: &mut Model) -> Option<Vec<Effect>> {
    let survey = survey_mut(model)?;
    if !survey.is_being_made() {
        return None;
    }
    survey.failure = Some(Shown::new("stopped"));
    survey.id = 0;
    Some(Vec::new())
}

/// The survey in sight is being closed: what stood beside the cable below
/// stands there again.
pub(super) fn closed(model: &mut Model, screen: Screen) {
    if let Screen::Survey(survey) = screen
        && matches!(model.screens.top, Screen::Reader(_))
    {
        model.beside = survey.beside.map(|beside| *beside);
    }
}

/// A command while a survey is in sight.
pub(super) fn act(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    let height = model.survey_rows();
    let times = isize::try_from(count.unwrap_or(1)).unwrap_or(isize::MAX);
    let row = count.map(|row| (row as usize).saturating_sub(1));
    match command {
        Command::Open => {
            if let (Some(row), Some(survey)) = (row, survey_mut(model)) {
                survey.scroll.go(row, survey.rows.len(), height);
            }
            return open_row(model);
        }
        Command::Reload => return ask(model),
        Command::NextCable | Command::PreviousCable => {
            step_in_time(model, command == Command::NextCable, times.unsigned_abs());
        }
        Command::Order => next_order(model),
        Command::SelectSpan => select(model),
        Command::Unfold | Command::FoldRow if is_chart(model) => {
            move_in_time(model, command == Command::Unfold, times);
        }
        Command::Unfold | Command::FoldRow => fold(model, command == Command::Unfold),
        Command::OpenFolds | Command::CloseFolds => {
            fold_all(model, command == Command::CloseFolds);
        }
        Command::Export => return export(model),
        _ => {
            let Some(survey) = survey_mut(model) else {
                return Vec::new();
            };
            let n_rows = survey.rows.len();
            match (command, row) {
                (Command::Top | Command::Bottom, Some(row)) => {
                    survey.scroll.go(row, n_rows, height);
                }
                _ => move_among(&mut survey.scroll, command, times, n_rows, height),
            }
        }
    }
    Vec::new()
}

/// Enter: a cable that is there is read; of one that is not, its thread says
/// who cites it; anything else is folded or unfolded.
fn open_row(model: &mut Model) -> Vec<Effect> {
    let Some(node) = model.survey().and_then(Survey::here) else {
        return Vec::new();
    };
    match &node.look {
        Look::Post(post) if post.station.is_empty() && !post.is_all => {
            model.say("what has no number cannot be asked for");
            Vec::new()
        }
        Look::Post(post) => {
            let name = post.station.clone();
            narrow_to_post(model, &name)
        }
        Look::Person(person) => {
            let (name, signs) = (person.name.clone(), person.signs());
            if signs {
                return narrow_by(model, &[format!("sign:\"{}\"", name.replace('"', " "))]);
            }
            model.say("who classifies cannot be asked for; who signs can");
            Vec::new()
        }
        Look::Gap(_) | Look::As(_) => {
            fold(model, false);
            Vec::new()
        }
        Look::Title(_) | Look::Numbers(_) => {
            let survey = model.survey();
            let is_closed = survey.is_some_and(|it| it.sign(it.scroll.focus) == "+");
            fold(model, is_closed);
            Vec::new()
        }
        Look::Cable(member) => {
            let (id, entry) = (member.id.clone(), member.entry);
            let is_held = member.listing.is_some();
            let number = member.number.clone();
            if let Some(entry) = entry {
                return open(model, entry, false);
            }
            if is_held {
                model.say(&format!("{id} is not in the list yet"));
                return Vec::new();
            }
            let is_first = model.survey().is_some_and(
                |survey| matches!(&survey.topic, Topic::Thread(first) if *first == number),
            );
            if is_first {
                model.say(&format!("{id} is not in this collection"));
                return Vec::new();
            }
            show(model, Topic::Thread(number))
        }
        Look::Missing(missing) => {
            let number = missing.number.clone();
            show(model, Topic::Thread(number))
        }
    }
}

/// Enter in a chart or among posts: the list is narrowed to what is chosen.
fn narrow_to_post(model: &mut Model, station: &str) -> Vec<Effect> {
    let mut terms = Vec::new();
    if !station.is_empty() {
        terms.push(format!("post:{}", station.to_lowercase()));
    }
    let survey = model.survey();
    let chosen = survey.and_then(Survey::chosen);
    terms.extend(chosen.map(|(from, to)| {
        if from == to {
            format!("date:{}", from.name())
        } else {
            format!("date:{}..{}", from.name(), to.name())
        }
    }));
    narrow_by(model, &terms)
}

/// Goes back to the list and narrows it by more terms.
fn narrow_by(model: &mut Model, terms: &[String]) -> Vec<Effect> {
    let is_list = |screen: &Screen| matches!(screen, Screen::Catalog(_));
    let Some(depth) = model.screens.below.iter().rposition(is_list) else {
        model.say("there is no list that could be narrowed");
        return Vec::new();
    };
    model.screens.below.truncate(depth + 1);
    if let Some(list) = model.screens.below.pop() {
        model.screens.top = list;
    }
    let line = model.filter.as_ref().map_or("", |filter| filter.line());
    let mut words: Vec<&str> = vec![line];
    words.retain(|line| !line.is_empty());
    for term in terms {
        if !line.split_whitespace().any(|word| word == term) {
            words.push(term);
        }
    }
    let line = words.join(" ");
    let effects = narrow::narrow_to(model, &line);
    model.arrange();
    if model.notice.is_none() && model.screens.below.is_empty() {
        let clear = model.key_words(Command::Clear);
        model.say(&format!("& {line}; {clear} shows all"));
    }
    effects
}

fn is_chart(model: &Model) -> bool {
    model
        .survey()
        .is_some_and(|survey| survey.topic == Topic::Traffic)
}

/// Moves the cursor of a chart by columns.
fn move_in_time(model: &mut Model, forward: bool, times: isize) {
    let Some(survey) = survey_mut(model) else {
        return;
    };
    let Some(axis) = survey.axis else { return };
    let here = axis.column(survey.at);
    let times = if forward {
        times
    } else {
        times.saturating_neg()
    };
    let there = here.saturating_add_signed(times);
    let there = there.min(axis.n_columns.saturating_sub(1));
    if there == here {
        let end = if forward { "last" } else { "first" };
        return model.say(&format!("this is the {end} column"));
    }
    survey.at = axis.month(there);
}

/// Chooses a stretch of time from the cursor on, or no longer.
fn select(model: &mut Model) {
    let keys = [Command::Unfold, Command::Open].map(|it| model.key_words(it));
    let is_chart = is_chart(model);
    let Some(survey) = survey_mut(model).filter(|it| is_chart && it.axis.is_some()) else {
        return model.say("a stretch of time is chosen in the chart of traffic");
    };
    if survey.from.take().is_some() {
        return model.say("no stretch of time is chosen any more");
    }
    survey.from = Some(survey.at);
    let [on, takes] = keys;
    model.say(&format!(
        "from here on: {on} goes on, {takes} narrows the list to it"
    ));
}

/// Opens what hangs on a row, or closes it; of what is open or closed already,
/// goes down to the first row on it, or up to what it hangs on.
fn fold(model: &mut Model, unfolds: bool) {
    let height = model.survey_rows();
    let Some(survey) = survey_mut(model) else {
        return;
    };
    let Some(&idx) = survey.rows.get(survey.scroll.focus) else {
        return;
    };
    let n_below = survey.here().map_or(0, |node| node.n_below);
    if unfolds {
        if survey.closed.remove(&idx) {
            survey.lay(height);
        } else if n_below > 0 {
            survey.scroll.step(1, survey.rows.len(), height);
        } else {
            model.say("nothing hangs on this row");
        }
    } else if n_below > 0 && survey.closed.insert(idx) {
        survey.lay(height);
    } else if let Some(parent) = survey.parent(idx) {
        survey.go_to_node(parent, height);
    } else {
        model.say("this row hangs on none");
    }
}

/// Closes every row of the tree but its titles, or opens all.
fn fold_all(model: &mut Model, folds: bool) {
    let height = model.survey_rows();
    let Some(survey) = survey_mut(model) else {
        return;
    };
    survey.closed.clear();
    if folds && let Some(made) = &survey.made {
        let nodes = made.nodes.iter().enumerate();
        let closed = nodes.filter(|(_, node)| {
            node.n_below > 0 && (node.depth > 0 || !matches!(node.look, Look::Title(_)))
        });
        survey.closed = closed.map(|(idx, _)| idx).collect();
    }
    survey.lay(height);
    let words = match (folds, survey.closed.len()) {
        (true, 0) => String::from("nothing to fold here"),
        (true, 1) => String::from("1 branch folded"),
        (true, n) => format!("{} branches folded", grouped(n)),
        (false, _) => String::from("every branch is unfolded"),
    };
    model.say(&words);
}

/// Sorts the missing cables by something else.
fn next_order(model: &mut Model) {
    let height = model.survey_rows();
    let Some(survey) = survey_mut(model) else {
        return;
    };
    let is_missing = match survey.topic {
        Topic::Thread(_) => {
            let [next, previous] =
                [Command::NextCable, Command::PreviousCable].map(|it| model.key_words(it));
            model.say(&format!(
                "a thread stands as it is cited; {next} and {previous} go through it in time"
            ));
            return;
        }
        Topic::Gaps => return model.say("numbers stand in their order"),
        Topic::Missing => true,
        Topic::Traffic | Topic::Posts | Topic::People => false,
    };
    let (order, words) = match (survey.order, is_missing) {
        (Order::Times, true) => (Order::Number, "sorted by number"),
        (Order::Number, true) => (Order::Date, "sorted by the day that is inferred"),
        (Order::Date, true) => (Order::Times, "sorted by times cited"),
        (Order::Times, false) => (Order::Number, "sorted by name"),
        (Order::Number, false) => (Order::Date, "sorted by the first day"),
        (Order::Date, false) => (Order::Times, "sorted by how many cables"),
    };
    survey.order = order;
    sort(survey);
    survey.scroll = Scroll::default();
    survey.lay(height);
    model.say(words);
}

/// Sorts the rows on which others hang, these along with them.
fn sort(survey: &mut Survey) {
    if matches!(survey.topic, Topic::Thread(_) | Topic::Gaps) {
        return;
    }
    let order = survey.order;
    let Some(made) = &mut survey.made else { return };
    let mut groups: Vec<Vec<Node>> = Vec::new();
    for node in std::mem::take(&mut made.nodes) {
        match groups.last_mut() {
            Some(group) if node.depth > 0 => group.push(node),
            _ => groups.push(vec![node]),
        }
    }
    groups.sort_by_cached_key(|group| group.first().map(|node| sort_key(&node.look, order)));
    made.nodes = groups.into_iter().flatten().collect();
    let nodes = made.nodes.iter().enumerate();
    let closed = nodes.filter(|(_, node)| node.is_closed && node.n_below > 0);
    survey.closed = closed.map(|(idx, _)| idx).collect();
}

/// What a row is sorted by.
fn sort_key(look: &Look, order: Order) -> (usize, Option<String>, String) {
    let (n, day, name) = match look {
        Look::Missing(it) => {
            let year = it.year.map(|year| year.to_string());
            let day = it.after.or(it.before).map(|day| day.to_string());
            if order == Order::Number {
                return (0, year, numbered(&it.number));
            }
            (it.by.len(), day.or(year), it.number.clone())
        }
        // All of them together stand first, whatever the order.
        Look::Post(post) if post.station.is_empty() && post.is_all => {
            (usize::MAX, None, String::new())
        }
        Look::Post(post) => {
            let first = post.first.map(|day| day.to_string());
            (post.n_cables, first, post.station.clone())
        }
        Look::Person(person) => {
            let first = person.first().map(|day| day.to_string());
            (person.n_cables(), first, person.name.to_lowercase())
        }
        _ => (0, None, String::new()),
    };
    match order {
        Order::Times => (usize::MAX - n, None, name),
        Order::Number => (0, None, name),
        Order::Date => (0, day, name),
    }
}

/// A number whose serials sort as they count.
fn numbered(number: &str) -> String {
    let station = number.trim_end_matches(|c: char| c.is_ascii_digit());
    let serial = number.strip_prefix(station).unwrap_or_default();
    format!("{station}{serial:0>10}")
}

/// `J` and `K`: goes to the cable that was written next.
fn step_in_time(model: &mut Model, forward: bool, times: usize) {
    let height = model.survey_rows();
    let Some(survey) = survey_mut(model) else {
        return;
    };
    let all = survey.in_time();
    let here = match survey.here().map(|node| &node.look) {
        Some(Look::Cable(member)) => {
            let number = &member.number;
            all.iter().position(|(_, member)| member.number == *number)
        }
        _ => None,
    };
    let there = match (here, forward) {
        (Some(here), true) => here.saturating_add(times),
        (Some(here), false) => here.wrapping_sub(times),
        (None, true) => 0,
        (None, false) => all.len().wrapping_sub(1),
    };
    let target = all.get(there).map(|(idx, _)| *idx);
    match target {
        Some(idx) => survey.go_to_node(idx, height),
        None if all.is_empty() => model.say("no dated cable is here"),
        None => {
            let end = if forward { "last" } else { "first" };
            model.say(&format!("this is the {end} in time"));
        }
    }
}

/// The cables of the thread that lies below the cable in sight, in the order
/// of their days: the entries.
pub(super) fn below_in_time(model: &Model) -> Option<Vec<usize>> {
    match model.screens.below.last()? {
        Screen::Survey(survey) if matches!(survey.topic, Topic::Thread(_)) => {
            let all = survey.in_time().into_iter();
            Some(all.filter_map(|(_, member)| member.entry).collect())
        }
        _ => None,
    }
}

/// The text of the survey in sight, and what it is called.
pub(super) fn text(model: &Model) -> Result<(String, Passage), String> {
    let survey = model.survey().ok_or("no list is open")?;
    let made = survey.made.as_ref();
    let made = made.filter(|made| !made.nodes.is_empty());
    let made = made.ok_or("there is nothing to take yet")?;
    Ok((survey.title(), Passage::new(&made.text())))
}

/// `X`: writes the text of the survey to a file that only its owner can read.
fn export(model: &mut Model) -> Vec<Effect> {
    match text(model) {
        Ok((_, passage)) => {
            if let Some(survey) = survey_mut(model) {
                survey.is_written = true;
            }
            vec![Effect::Keep(passage)]
        }
        Err(why) => {
            model.warn(&why);
            Vec::new()
        }
    }
}

/// Whether what was kept in a file is the text of the survey in sight.
pub(super) fn was_written(model: &mut Model) -> bool {
    survey_mut(model).is_some_and(|survey| std::mem::take(&mut survey.is_written))
}

/// The keys that stop what is being made.
#[must_use]
pub fn stop_keys(model: &Model) -> String {
    key_or_name(
        &model.keymap,
        Command::Clear,
        crate::command::Context::Survey,
    )
}
