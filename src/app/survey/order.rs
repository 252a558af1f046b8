//! By what the rows of a survey are sorted.

use crate::app::surveyed::{Look, Node, Topic};
use crate::app::{Model, Scroll};
use crate::command::Command;

use super::{Survey, survey_mut};

/// By what the missing cables are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    #[default]
    Times,
    Number,
    Date,
}

/// Sorts the missing cables by something else.
pub(super) fn next_order(model: &mut Model) {
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
pub(super) fn sort(survey: &mut Survey) {
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
