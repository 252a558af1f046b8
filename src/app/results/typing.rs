//! The query of hits that is being typed.

use crate::app::update::list_next;
use crate::app::{Effect, How, Model, Overlay, QueryLine, Screen, Search, aid};
use crate::command::Command;
use crate::query::Query;

use super::act::sort;
use super::asking::{again, begin};
use super::{Progress, Question, Results};

/// A query of hits that is being typed.
#[derive(Clone, Debug, Default)]
pub struct Seeking {
    /// The line.
    pub line: QueryLine,
    /// What was shown before.
    before: Option<Box<Results>>,
}

/// Begins to type what is sought; what is shown can be changed.
pub(in crate::app) fn ask(model: &mut Model) {
    let mut seeking = Seeking::default();
    // Hits below a cable come into sight again.
    let is_results = |screen: &Screen| matches!(screen, Screen::Results(_));
    if !is_results(&model.screens.top)
        && let Some(depth) = model.screens.below.iter().rposition(is_results)
    {
        model.screens.below.truncate(depth + 1);
        if let Some(screen) = model.screens.below.pop() {
            model.screens.top = screen;
        }
        model.beside = None;
    }
    if let Screen::Results(results) = &model.screens.top {
        seeking.line = QueryLine::standing(results.line());
        seeking.before = Some(results.clone());
    } else {
        let within = model.filter.as_ref().map(|filter| filter.query().clone());
        let beside = model.beside.take().map(Box::new);
        let screen = Screen::Results(Box::new(Results::new(within, beside)));
        let old = std::mem::replace(&mut model.screens.top, screen);
        model.screens.below.push(old);
    }
    model.overlay = Some(Overlay::Hits(Box::new(seeking)));
    model.arrange();
}

/// What is typed has changed: the hits follow, as soon as they are known.
pub(in crate::app) fn typed(model: &mut Model) {
    if let Some(query) = aid::typed(model) {
        set(model, query);
    }
}

/// Another query holds from now on.
fn set(model: &mut Model, query: Query) {
    let id = model.next_id();
    let Some(results) = model.results_in_sight() else {
        return;
    };
    // A blank at its end asks nothing more.
    if results.line() == query.line().trim() {
        return;
    }
    let is_empty = query.is_empty();
    begin(results, Question { id, query });
    if is_empty {
        results.shown = results.now.clone();
        results.progress = Progress::Over;
        results.at = None;
        results.spread = None;
        results.clear();
        results.settle_none();
    }
}

/// Enter: the query holds.
pub(in crate::app) fn accept(model: &mut Model, seeking: Seeking) -> Vec<Effect> {
    if let Some(error) = &seeking.line.error {
        model.warn(&error.to_string());
        model.overlay = Some(Overlay::Hits(Box::new(seeking)));
        return Vec::new();
    }
    let line = seeking.line.prompt.text().trim().to_owned();
    if line.is_empty() {
        return take_back(model, seeking);
    }
    if let Ok(query) = Query::parse(&line) {
        set(model, query);
    }
    model.narrowed.retain(|before| *before != line);
    model.narrowed.push(line);
    model.arrange();
    say_none(model);
    list_next(model)
}

/// Says that nothing was found, once that is known.
pub(super) fn say_none(model: &mut Model) {
    let Screen::Results(results) = &model.screens.top else {
        return;
    };
    let is_none = results.progress == Progress::Over && results.groups.is_empty();
    if is_none && !results.now.query.is_empty() && model.overlay.is_none() {
        model.warn(&none_words(model));
    }
}

fn none_words(model: &Model) -> String {
    let ask = model.key_words(Command::Hits);
    format!("no cable is like that; {ask} changes the query")
}

/// Takes that back once something is found, such as in a file that came later.
pub(super) fn unsay_none(model: &mut Model) {
    let has_some = model.results().is_some_and(|it| !it.groups.is_empty());
    let words = none_words(model);
    if has_some {
        model.notice.take_if(|it| it.text.as_str() == words);
    }
}

/// Esc: what was shown before is shown again.
pub(in crate::app) fn take_back(model: &mut Model, seeking: Seeking) -> Vec<Effect> {
    let Some(before) = seeking.before else {
        return leave(model);
    };
    let mut effects = Vec::new();
    match model.results_in_sight() {
        // Nothing else was asked: what was found meanwhile stays.
        Some(results) if results.now.id == before.now.id => {
            let at = results.at;
            effects.extend(sort(model, before.order));
            if let Some(results) = model.results_in_sight() {
                results.at = at.or(before.at);
            }
        }
        _ => {
            model.screens.top = Screen::Results(before);
            // What is found again is put in the same rows.
            again(model);
        }
    }
    model.arrange();
    effects.extend(list_next(model));
    effects
}

/// Closes the view.
fn leave(model: &mut Model) -> Vec<Effect> {
    if let Some(screen) = model.screens.below.pop()
        && let Screen::Results(old) = std::mem::replace(&mut model.screens.top, screen)
    {
        closed(model, *old);
    }
    model.arrange();
    list_next(model)
}

/// The view was closed: what was beside the cable below it is there again.
pub(in crate::app) fn closed(model: &mut Model, old: Results) {
    model.beside = old.beside.map(|beside| *beside);
}

/// Takes what is being typed for a regular expression, which is sought letter
/// by letter.
pub(in crate::app) fn by_pattern(model: &mut Model, seeking: Seeking) -> Vec<Effect> {
    let mut search = Search {
        in_texts: true,
        how: How::Pattern,
        ..Search::default()
    };
    search.prompt.set(seeking.line.prompt.text());
    let effects = take_back(model, seeking);
    model.overlay = Some(Overlay::Search(search));
    model.arrange();
    effects
}

/// The next order, while a query is typed.
pub(in crate::app) fn next_order(model: &mut Model) -> Vec<Effect> {
    let order = model.results().map(|results| results.order.next());
    order.map_or_else(Vec::new, |order| sort(model, order))
}
