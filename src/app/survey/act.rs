//! Commands while a survey is in sight.

use crate::app::execute::open;
use crate::app::motion::move_among;
use crate::app::surveyed::{Look, Topic};
use crate::app::{Effect, Model, Screen, grouped, narrow, picks};
use crate::command::Command;
use crate::typeset::Passage;

use super::order::next_order;
use super::{Survey, ask, show, survey_mut};

/// A command while a survey is in sight.
pub(in crate::app) fn act(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
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
        Command::Export => {
            let text = text(model);
            return picks::export(model, text);
        }
        _ => {
            let Some(survey) = survey_mut(model) else {
                return Vec::new();
            };
            let n_rows = survey.rows.len();
            move_among(&mut survey.scroll, command, count, n_rows, height);
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
pub(in crate::app) fn below_in_time(model: &Model) -> Option<Vec<usize>> {
    match model.screens.below.last()? {
        Screen::Survey(survey) if matches!(survey.topic, Topic::Thread(_)) => {
            let all = survey.in_time().into_iter();
            Some(all.filter_map(|(_, member)| member.entry).collect())
        }
        _ => None,
    }
}

/// The text of the survey in sight, and what it is called.
pub(in crate::app) fn text(model: &Model) -> Result<(String, Passage), String> {
    let survey = model.survey().ok_or("no list is open")?;
    let made = survey.made.as_ref();
    let made = made.filter(|made| !made.nodes.is_empty());
    let made = made.ok_or("there is nothing to take yet")?;
    Ok((survey.title(), Passage::new(&made.text())))
}
