//! Screens about the collection rather than one cable: the thread of a cable,
//! and what is cited and not there.
//!
//! What they show another thread makes; meanwhile they say so. A survey is a
//! screen above the others: what is opened from it lies above it, and whoever
//! closes that finds it as it was.

mod act;
mod order;
mod words;

use std::collections::HashSet;

use crate::cable::Mrn;
use crate::command::Command;
use crate::query::{Axis, Month, spelled};
use crate::typeset::Shown;

use super::surveyed::{Look, Made, Member, Node, Standing, Surveyable, Surveyed, Topic};
use super::{Beside, Class, Effect, Entries, HINT_ROWS, Model, Request, Screen, Scroll};

pub(super) use act::{act, below_in_time, text};
use order::{Order, sort};
pub use words::stop_keys;

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
}

/// How much was known of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Known {
    /// How many cables had been found.
    n_entries: usize,
    /// How often what is said of one had changed.
    n_listings: u64,
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
    if let Some(words) = model.no_cable_here() {
        model.say(&words);
        return Vec::new();
    }
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

/// Opens what stands for a telegram that is not held: who cites it. It would
/// close one of two cables side by side, which stay.
pub(super) fn show_missing(model: &mut Model, mrn: &Mrn) -> Vec<Effect> {
    if model.is_split() {
        model.say(&format!("{mrn} is not among the cables that are open"));
        return Vec::new();
    }
    // The list of references that led here would lie over it.
    model.overlay = None;
    let effects = show(model, Topic::Thread(spelled(&mrn.to_string())));
    let back = model.key_words(Command::Close);
    model.say(&format!(
        "{mrn} is not among the cables that are open: here is who cites it; {back} goes back"
    ));
    effects
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
    };
    let screen = Screen::Survey(Box::new(survey));
    let old = std::mem::replace(&mut model.screens.top, screen);
    model.screens.below.push(old);
    ask(model)
}

/// Has the survey in sight made.
fn ask(model: &mut Model) -> Vec<Effect> {
    let id = model.next_id();
    let mut others = HashSet::new();
    let entries = match model.survey().map(|survey| &survey.topic) {
        // A cable counts once, as in the list.
        Some(Topic::Traffic) => match &model.filter {
            None => {
                others = model.telling().others();
                model.entries.clone()
            }
            Some(filter) => {
                let (telling, shows) = (model.telling(), filter.shows());
                let all = 0..u32::try_from(shows.len()).unwrap_or(u32::MAX);
                let listed = all.filter(|entry| telling.lists(*entry, Some(shows)));
                listed
                    .filter_map(|entry| model.entries.get(entry as usize))
                    .collect()
            }
        },
        Some(Topic::Posts) => {
            others = model.telling().others();
            model.entries.clone()
        }
        Some(Topic::Missing | Topic::Gaps) => model.entries.clone(),
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
    let asked = Surveyable::new(id, topic, entries).without(others);
    vec![Effect::Load(Request::Survey(Box::new(asked)))]
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
