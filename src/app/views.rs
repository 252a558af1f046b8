//! Views: queries that are kept under a name.

use crate::command::Command;
use crate::notes::View;
use crate::typeset::Shown;

use super::{Effect, List, ListRow, Model, Overlay, Remember, Sorting, Target, narrow, rows};

/// What is known of the views, and wanted of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Views {
    /// Those that were kept when they were last asked for.
    known: Vec<View>,
    /// The name of the one that is to be shown once they are known; none
    /// where they are to be listed.
    wanted: Option<String>,
    /// What is to be said once a change is kept.
    said: Option<String>,
}

/// Asks for the views, to list them.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    recall(model, None)
}

/// Asks for the views, to show the one of a name.
pub(super) fn show_named(model: &mut Model, name: &str) -> Vec<Effect> {
    recall(model, Some(name.to_owned()))
}

fn recall(model: &mut Model, wanted: Option<String>) -> Vec<Effect> {
    if is_private(model) {
        return Vec::new();
    }
    model.views.wanted = wanted;
    vec![Effect::Remember(Remember::Views)]
}

fn is_private(model: &mut Model) -> bool {
    if model.settings.private {
        model.say("private: no views are kept, and none are read");
    }
    model.settings.private
}

/// Keeps what the list shows under a name.
pub(super) fn keep(model: &mut Model, name: &str) -> Vec<Effect> {
    if is_private(model) {
        return Vec::new();
    }
    let query = model.filter.as_ref().map(narrow::Filter::line);
    let sorting = model.rows.sorting;
    if query.is_none() && sorting == Sorting::Lies {
        let narrow = model.key_words(Command::Narrow);
        model.warn(&format!(
            "nothing to keep: {narrow} narrows the list, and what it shows is kept under a name"
        ));
        return Vec::new();
    }
    let view = View {
        name: name.into(),
        query: query.unwrap_or_default().into(),
        sorting: sorting.name().into(),
    };
    let list = model.key_words(Command::Views);
    model.views.said = Some(format!("kept as {name}; {list} lists the views"));
    vec![Effect::Remember(Remember::View(view))]
}

/// How to keep a view: asked for without a name.
pub(super) fn say_how(model: &mut Model) {
    let name = Command::KeepView.spec().name;
    model.say(&format!(
        "a view has a name: :{name} harbor dues, for the query and the order that hold now"
    ));
}

/// A change is kept, or why not.
pub(super) fn kept(model: &mut Model, kept: Result<Option<Box<str>>, Shown>) -> Vec<Effect> {
    let said = model.views.said.take().unwrap_or_default();
    let said = match kept {
        Err(why) => {
            model.warn(&format!("views are not kept: {why}"));
            return Vec::new();
        }
        // Whoever did not mean it has the words.
        Ok(Some(before)) => format!("{said}, in place of: {before}"),
        Ok(None) => said,
    };
    model.say(&said);
    // A list of them shows what there is now.
    match &model.overlay {
        Some(Overlay::List(list)) if matches!(list.chosen(), Some(Target::View(_))) => {
            model.views.wanted = None;
            vec![Effect::Remember(Remember::Views)]
        }
        _ => Vec::new(),
    }
}

/// The views, or why they cannot be read.
pub(super) fn recalled(model: &mut Model, found: Result<Vec<View>, Shown>) -> Vec<Effect> {
    let found = match found {
        Ok(found) => found,
        Err(why) => {
            model.warn(&format!("views cannot be read: {why}"));
            return Vec::new();
        }
    };
    model.views.known = found;
    let Some(name) = model.views.wanted.take() else {
        list(model);
        return Vec::new();
    };
    let known = &model.views.known;
    let lower = name.to_lowercase();
    let exact = known.iter().position(|view| *view.name == *name);
    let begun = |view: &View| view.name.to_lowercase().starts_with(&lower);
    if let Some(view) = exact.or_else(|| known.iter().position(begun)) {
        return chosen(model, view);
    }
    model.warn(&format!("no view is called {name}{}", names(model)));
    Vec::new()
}

/// The names of the views, behind a colon.
fn names(model: &Model) -> String {
    let names: Vec<&str> = model.views.known.iter().map(|view| &*view.name).collect();
    if names.is_empty() {
        String::new()
    } else {
        format!(": {}", names.join(", "))
    }
}

fn list(model: &mut Model) {
    let at = match &model.overlay {
        Some(Overlay::List(list)) => Some(list.scroll.focus),
        _ => None,
    };
    if model.views.known.is_empty() {
        model.overlay = None;
        let name = Command::KeepView.spec().name;
        let narrow = model.key_words(Command::Narrow);
        model.say(&format!(
            "no views: narrow the list with {narrow}, then :{name} and a name keeps it"
        ));
        return;
    }
    let rows = model.views.known.iter().enumerate().map(|(idx, view)| {
        let order = Sorting::from_name(&view.sorting).filter(|by| *by != Sorting::Lies);
        let order = order.map_or(String::new(), |by| format!("  {}", by.name()));
        ListRow {
            depth: 0,
            label: Shown::new(&view.name),
            words: Shown::new(&format!("{}{order}", view.query)),
            target: Target::View(idx),
        }
    });
    let foot = &[
        (Command::RemoveChosen, "removes"),
        (Command::Open, "shows it"),
        (Command::Close, "close"),
    ];
    let rows: Vec<ListRow> = rows.collect();
    let at = at.unwrap_or(0).min(rows.len() - 1);
    let list = List::new("Views", foot, rows, Some(at));
    model.overlay = Some(Overlay::List(Box::new(list)));
    model.fit_list();
}

/// Shows a view: the list is narrowed and sorted as it was when it was kept.
pub(super) fn chosen(model: &mut Model, idx: usize) -> Vec<Effect> {
    model.overlay = None;
    let Some(view) = model.views.known.get(idx).cloned() else {
        return Vec::new();
    };
    let mut effects = if view.query.is_empty() {
        narrow::clear(model).unwrap_or_default()
    } else {
        narrow::narrow_to(model, &view.query)
    };
    let by = Sorting::from_name(&view.sorting).unwrap_or_default();
    effects.extend(rows::sort(model, by));
    effects
}

/// Removes the view that is chosen in the list.
pub(super) fn remove(model: &mut Model, idx: usize) -> Vec<Effect> {
    let Some(view) = model.views.known.get(idx) else {
        return Vec::new();
    };
    // Whoever wants it back has the words.
    model.views.said = Some(format!("removed: {}: {}", view.name, view.query));
    vec![Effect::Remember(Remember::Unview(view.name.clone()))]
}
