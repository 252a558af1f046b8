//! What can be typed in a query: said above the line, and completed by Tab.

use std::ops::Range;

use crate::command::{Command, Context};
use crate::query::{Field, Query, QueryError, complete};

use super::{Model, Overlay, Prompt, answer, key_or_name};

/// A query that is being typed.
#[derive(Clone, Debug, Default)]
pub struct QueryLine {
    /// The line so far.
    pub prompt: Prompt,
    /// What of it cannot be read, and why.
    pub error: Option<QueryError>,
    /// Whether it is what was asked before, and nobody has touched it yet.
    pub(super) stands: bool,
    /// What Tab goes through.
    cycle: Option<Cycle>,
}

/// What stands above a query that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aid {
    /// Why it cannot be read.
    Error(String),
    /// What can be typed.
    Words(String),
    /// What Tab goes through, and which of it stands there.
    Choices(Vec<String>, Option<usize>),
}

/// Rows from which on there is one for what can be typed.
const AID_ROWS: u16 = 10;

/// Values that can stand in one place, one after the other.
#[derive(Clone, Debug)]
struct Cycle {
    place: Range<usize>,
    choices: Vec<String>,
    nth: usize,
}

impl QueryLine {
    /// A line that holds, to be changed: what is written takes its place, a blank
    /// or a key that edits goes on with it, and Enter at once leaves it.
    pub(super) fn standing(line: &str) -> QueryLine {
        let mut standing = QueryLine::default();
        standing.prompt.set(line);
        standing.stands = !line.is_empty();
        standing
    }
}

impl Model {
    /// Whether a row above the line that is typed says what can be.
    #[must_use]
    pub fn has_aid(&self) -> bool {
        matches!(self.overlay, Some(Overlay::Narrow(_))) && self.size.height >= AID_ROWS
    }

    /// The same above a line that asks for paragraphs.
    #[must_use]
    pub fn has_aid_in_cable(&self) -> bool {
        matches!(self.overlay, Some(Overlay::Ask(_))) && self.size.height >= AID_ROWS
    }

    /// The query that is being typed.
    #[must_use]
    pub fn query_line(&self) -> Option<&QueryLine> {
        match &self.overlay {
            Some(Overlay::Ask(ask)) => Some(&ask.line),
            Some(Overlay::Narrow(narrowing)) => Some(&narrowing.line),
            Some(Overlay::Hits(seeking)) => Some(&seeking.line),
            _ => None,
        }
    }

    pub(super) fn query_line_mut(&mut self) -> Option<&mut QueryLine> {
        match &mut self.overlay {
            Some(Overlay::Ask(ask)) => Some(&mut ask.line),
            Some(Overlay::Narrow(narrowing)) => Some(&mut narrowing.line),
            Some(Overlay::Hits(seeking)) => Some(&mut seeking.line),
            _ => None,
        }
    }

    /// What is said above a query that is being typed.
    #[must_use]
    pub fn aid(&self) -> Option<Aid> {
        let typed = self.query_line()?;
        if let Some(cycle) = &typed.cycle {
            return Some(Aid::Choices(cycle.choices.clone(), Some(cycle.nth)));
        }
        let words = |words: &str| Some(Aid::Words(words.to_owned()));
        let line = typed.prompt.text();
        let choices = choices(self, line, typed.prompt.cursor());
        if let Some(error) = &typed.error {
            // A value that is begun is no mistake yet.
            let is_begun = choices.as_ref().filter(|(place, field, choices)| {
                field.is_some() && !choices.is_empty() && error.place.end >= place.start
            });
            return Some(match is_begun {
                Some((_, _, choices)) => Aid::Choices(choices.clone(), None),
                None => Aid::Error(error.to_string()),
            });
        }
        let Some((_, field, choices)) = choices else {
            return words("a quotation: the words follow each other");
        };
        match field {
            None if line.trim().is_empty() => words(
                "words, \"phrases\", begin*, -without, OR, post: date:2008 class<=c in:summary",
            ),
            // A group that holds nothing yet.
            None if Query::parse(line).is_ok_and(|query| query.is_empty()) => {
                words(&super::answer::asks_nothing(line.trim()))
            }
            None if choices.len() == Field::ALL.len() || choices.is_empty() => {
                let keys = key_or_name(&self.keymap, Command::Complete, Context::Prompt);
                words(&format!(
                    "every word must be there; {keys} completes fields: post: date: class: in: has:"
                ))
            }
            Some(field) if choices.is_empty() => words(&format!(
                "{}: {}; {}",
                field.name(),
                field.takes(),
                field.sentence()
            )),
            _ => Some(Aid::Choices(choices, None)),
        }
    }
}

fn query_line_mut(model: &mut Model) -> Option<&mut QueryLine> {
    match &mut model.overlay {
        Some(Overlay::Ask(ask)) => Some(&mut ask.line),
        Some(Overlay::Narrow(narrowing)) => Some(&mut narrowing.line),
        Some(Overlay::Hits(seeking)) => Some(&mut seeking.line),
        _ => None,
    }
}

/// What is typed has changed: the query as far as it is certain, if it can be
/// read.
pub(super) fn typed(model: &mut Model) -> Option<Query> {
    let typed = model.query_line()?;
    let line = typed.prompt.text();
    let decided = decided(model, line, typed.prompt.cursor());
    let query = Query::parse(line).and_then(|_| Query::parse(decided));
    let (query, error) = match query {
        Ok(query) => (Some(query), None),
        Err(error) => (None, Some(error)),
    };
    let typed = query_line_mut(model)?;
    typed.cycle = None;
    typed.error = error;
    query
}

/// A line as far as it is certain while it is typed: `po` at its end may
/// become `post:`, and `post:no` a post that there is, so neither is asked
/// before a blank or Enter says so.
fn decided<'a>(model: &Model, line: &'a str, at: usize) -> &'a str {
    let Some((place, field, choices)) = choices(model, line, at).filter(|_| at == line.len())
    else {
        return line;
    };
    let typed = line.get(place.clone()).unwrap_or_default();
    let may_become = !choices.is_empty() && !typed.is_empty();
    let is_value = choices
        .iter()
        .any(|choice| choice.eq_ignore_ascii_case(typed));
    let of_collection = field.is_some_and(|field| field.values().is_empty());
    let start = match field {
        None if may_become => place.start,
        Some(_) if of_collection && may_become && !is_value => {
            let before = line.get(..place.start).unwrap_or_default();
            let gap = before.rfind(|c: char| c.is_whitespace() || c == '(');
            gap.map_or(0, |at| at + 1)
        }
        _ => return line,
    };
    let before = line.get(..start).unwrap_or_default();
    before.strip_suffix('-').unwrap_or(before)
}

/// What may be typed at a byte of a line: the bytes that it replaces, the
/// field whose value it is, and what begins as typed. Nothing inside a
/// quotation.
fn choices(
    model: &Model,
    line: &str,
    at: usize,
) -> Option<(Range<usize>, Option<Field>, Vec<String>)> {
    let completion = complete(line, at)?;
    let mut choices = completion.choices;
    if let (true, Some(field)) = (choices.is_empty(), completion.field) {
        let typed = line.get(completion.place.clone()).unwrap_or_default();
        let typed = typed.to_lowercase();
        let known = model.index.values.iter().find(|(of, _)| *of == field);
        let known = known.map_or(&[][..], |(_, values)| values);
        let begins = known.iter().filter(|value| value.starts_with(&typed));
        choices = begins.cloned().collect();
    }
    Some((completion.place, completion.field, choices))
}

/// Tab: completes the name of a field or a value, as far as it is certain;
/// then goes through what it may be.
pub(super) fn complete_word(model: &mut Model) {
    let Some(typed) = model.query_line() else {
        return;
    };
    let line = typed.prompt.text();
    let cycle = if let Some(cycle) = &typed.cycle {
        let mut cycle = cycle.clone();
        let before = cycle.choices.get(cycle.nth).map_or(0, String::len);
        cycle.place.end = cycle.place.start + before;
        cycle.nth = (cycle.nth + 1) % cycle.choices.len().max(1);
        cycle
    } else {
        let Some((place, _, choices)) = choices(model, line, typed.prompt.cursor()) else {
            return;
        };
        let typed = line.get(place.clone()).unwrap_or_default();
        let common = common(&choices);
        if choices.is_empty() {
            return;
        }
        if choices.len() == 1 || common.len() > typed.len() {
            let common = common.to_owned();
            return replace(model, place, &common, None);
        }
        Cycle {
            place,
            choices,
            nth: 0,
        }
    };
    let chosen = cycle.choices.get(cycle.nth).cloned().unwrap_or_default();
    replace(model, cycle.place.clone(), &chosen, Some(cycle));
}

fn replace(model: &mut Model, place: Range<usize>, words: &str, cycle: Option<Cycle>) {
    if let Some(typed) = query_line_mut(model) {
        typed.prompt.replace(place, words);
    }
    answer::typed(model);
    if let Some(typed) = query_line_mut(model) {
        typed.cycle = cycle;
    }
}

/// How all of them begin.
fn common(choices: &[String]) -> &str {
    let Some((first, others)) = choices.split_first() else {
        return "";
    };
    let mut n_same = first.len();
    for other in others {
        let same = first.bytes().zip(other.bytes());
        n_same = n_same.min(same.take_while(|(a, b)| a == b).count());
    }
    while !first.is_char_boundary(n_same) {
        n_same -= 1;
    }
    first.get(..n_same).unwrap_or_default()
}
