//! Facets: how many of the cables that are listed have which marking, post,
//! year, TAGS and form, and how far they were read. One that is taken is added to the query.

use std::sync::Arc;

use crate::command::Command;
use crate::query::{Field, Query, Reads};
use crate::typeset::Shown;

use super::motion::move_among;
use super::{Class, Effect, Model, Request, Screen, Scroll, grouped, narrow};

/// Columns of the pane, its border excluded.
pub const FACET_COLUMNS: u16 = 27;

/// The cables whose values are to be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Countable {
    /// Which count this is, so that a late answer is not taken for it.
    pub id: u32,
    /// What finds them.
    pub query: Query,
    /// Them, where they are few enough to be read for it.
    pub entries: Vec<usize>,
    /// How far they were read.
    pub reads: Arc<Reads>,
}

/// How many of some cables have which values of a field, those without a
/// value too.
pub type Counts = Vec<(Field, Vec<(Option<String>, usize)>)>;

/// The fields that are counted, and what stands above each.
const FIELDS: [(Field, &str); 6] = [
    (Field::Class, "Marking"),
    // Three rows that change while somebody reads: above those that are many.
    (Field::State, "State"),
    (Field::Post, "Post"),
    (Field::Date, "Year"),
    (Field::Tag, "TAGS"),
    (Field::Family, "Published as"),
];

/// Values of a field of which there may be hundreds: the others are typed.
const MOST: usize = 12;

/// So few cables are read for a count in less than a quarter of a second.
const FEW: usize = 1000;

/// A row of the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FacetRow {
    /// The name of what follows.
    Title(&'static str),
    /// A value, and how many have it.
    Value {
        /// As it is read.
        label: Shown,
        /// How many.
        n_cables: Shown,
        /// What is added to the query; nothing of what cannot be asked for.
        term: Option<String>,
        /// Whether the query asks for it.
        is_asked: bool,
    },
    /// Why there is nothing, or how much there is besides.
    Words(Shown),
}

/// The pane.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// Its rows.
    pub rows: Vec<FacetRow>,
    /// The focused row and the first in sight.
    pub scroll: Scroll,
    /// Whether it has the keys.
    pub has_keys: bool,
    /// What was counted, or is being: the query, how many it finds among how
    /// many, which index was asked, and what was known of how far they were
    /// read.
    of: Option<(String, usize, usize, usize, u64)>,
    id: u32,
}

impl Model {
    /// The facets, where they are shown.
    #[must_use]
    pub fn facets(&self) -> Option<&Facets> {
        let is_list = matches!(self.screens.top, Screen::Catalog(_));
        let has_room = self.class() >= Class::Medium;
        self.facets.as_deref().filter(|_| is_list && has_room)
    }

    /// Rows of the facets in sight.
    #[must_use]
    pub fn facet_rows(&self) -> usize {
        let around = 2 + self.rows_below_list();
        usize::from(self.size.height.saturating_sub(around))
    }

    /// Columns left of the list: the pane of facets and its border.
    #[must_use]
    pub fn list_x(&self) -> u16 {
        self.facets().map_or(0, |_| FACET_COLUMNS + 1)
    }
}

/// Shows or hides the pane.
pub(super) fn toggle(model: &mut Model) {
    if model.facets.take().is_some() {
        return;
    }
    if model.class() < Class::Medium {
        let columns = Class::Medium.columns();
        model.say(&format!(
            "facets stand beside the list from {columns} columns on"
        ));
        return;
    }
    model.facets = Some(Box::new(Facets {
        rows: vec![FacetRow::Words(Shown::new("counting"))],
        has_keys: true,
        ..Facets::default()
    }));
}

/// The other pane has the keys.
pub(super) fn change_panes(model: &mut Model) {
    if model.facets().is_none() {
        return toggle(model);
    }
    if let Some(facets) = &mut model.facets {
        facets.has_keys = !facets.has_keys;
    }
}

/// The list has the keys again; whether the pane had them.
pub(super) fn leave(model: &mut Model) -> bool {
    let had = model.facets().is_some_and(|facets| facets.has_keys);
    if let Some(facets) = model.facets.as_mut().filter(|_| had) {
        facets.has_keys = false;
    }
    had
}

/// A command while the pane has the keys; nothing if it is not of it.
pub(super) fn act(model: &mut Model, command: Command, count: Option<u32>) -> Option<Vec<Effect>> {
    model.facets().filter(|facets| facets.has_keys)?;
    let height = model.facet_rows();
    let facets = model.facets.as_mut()?;
    let n_rows = facets.rows.len();
    match command {
        command if command.motion().is_some() => {
            move_among(&mut facets.scroll, command, count, n_rows, height);
            skip(facets, !command.is_upward(), height);
            Some(Vec::new())
        }
        Command::Open => Some(take(model)),
        _ => None,
    }
}

/// Goes on to a value.
fn skip(facets: &mut Facets, down: bool, height: usize) {
    let is_value = |row: &usize| matches!(facets.rows.get(*row), Some(FacetRow::Value { .. }));
    let (here, n_rows) = (facets.scroll.focus, facets.rows.len());
    let (before, after) = ((0..=here).rev(), here..n_rows);
    let found = if down {
        after.chain(before).find(is_value)
    } else {
        before.chain(after).find(is_value)
    };
    if let Some(row) = found {
        facets.scroll.go(row, n_rows, height);
    }
    if facets.scroll.focus <= 2 {
        // What stands above the first comes back into sight.
        facets.scroll.top = 0;
    }
}

/// Enter: the chosen value is added to the query, or taken out of it.
fn take(model: &mut Model) -> Vec<Effect> {
    let facets = model.facets.as_ref();
    let row = facets.and_then(|facets| facets.rows.get(facets.scroll.focus));
    let Some(FacetRow::Value { term, .. }) = row else {
        return Vec::new();
    };
    let Some(term) = term.clone() else {
        model.say("what has no such value cannot be asked for");
        return Vec::new();
    };
    let line = model.filter.as_ref().map_or("", narrow::Filter::line);
    let words = || line.split_whitespace();
    let line: Vec<&str> = if words().any(|word| word == term) {
        words().filter(|word| *word != term).collect()
    } else {
        words().chain([term.as_str()]).collect()
    };
    narrow::narrow_to(model, &line.join(" "))
}

/// Has the values counted of what is listed, once that is settled; after every
/// message.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    let is_settled = model.coming.is_none()
        && !model.gathering
        && !model.filter.as_ref().is_some_and(narrow::Filter::runs);
    if model.facets().is_none() || !is_settled {
        return;
    }
    let query = model.filter.as_ref().map(|filter| filter.query().clone());
    let query = query.unwrap_or_default();
    let (n_rows, n_entries) = (model.n_listed(), model.entries.len());
    let of = (
        query.line().to_owned(),
        n_rows,
        n_entries,
        model.index.n_ready,
        model.reaches.version(),
    );
    if model
        .facets
        .as_ref()
        .is_some_and(|it| it.of.as_ref() == Some(&of))
    {
        return;
    }
    let reads = model.reads();
    let entries = if n_rows <= FEW {
        // A release that is opened elsewhere may be of another form.
        let listed = model.listed_entries();
        listed
            .flat_map(|entry| model.releases_found(entry))
            .collect()
    } else {
        Vec::new()
    };
    let Some(facets) = model.facets.as_mut() else {
        return;
    };
    facets.of = Some(of);
    facets.id = facets.id.wrapping_add(1);
    effects.push(Effect::Load(Request::Count(Box::new(Countable {
        id: facets.id,
        query: query.knowing(&reads),
        entries,
        reads,
    }))));
}

/// Cables may not be what they were when they were counted.
pub(super) fn outdate(model: &mut Model) {
    if let Some(facets) = &mut model.facets {
        facets.of = None;
    }
}

/// Takes in what was counted; nothing where that would take too long.
pub(super) fn counted(model: &mut Model, id: u32, counts: Option<Counts>) {
    let line = model.filter.as_ref().map_or("", narrow::Filter::line);
    let line = line.to_owned();
    let height = model.facet_rows();
    let is_private = model.settings.private;
    let has_releases = model.n_cables() < model.entries.len();
    let Some(facets) = model.facets.as_mut().filter(|facets| facets.id == id) else {
        return;
    };
    let focused = facets.rows.get(facets.scroll.focus).cloned();
    facets.rows.clear();
    let Some(counts) = counts else {
        let words = ["so many are counted", "once they are indexed"];
        let words = words.map(|words| FacetRow::Words(Shown::new(words)));
        facets.rows.extend(words);
        return;
    };
    if has_releases {
        let words = Shown::new("each release counts");
        facets.rows.push(FacetRow::Words(words));
    }
    for (field, title) in FIELDS {
        let Some((_, values)) = counts.iter().find(|(of, _)| *of == field) else {
            continue;
        };
        facets.rows.push(FacetRow::Title(title));
        if field == Field::State && is_private {
            let words = Shown::new("  not kept in private");
            facets.rows.push(FacetRow::Words(words));
            continue;
        }
        let most = match field {
            Field::Post | Field::Tag => MOST,
            _ => usize::MAX,
        };
        for (value, n_cables) in values.iter().take(most) {
            let term = term(field, value.as_deref());
            let is_asked = |term: &String| line.split_whitespace().any(|word| word == term);
            facets.rows.push(FacetRow::Value {
                label: label(field, value.as_deref()),
                n_cables: Shown::new(&grouped(*n_cables)),
                is_asked: term.as_ref().is_some_and(is_asked),
                term,
            });
        }
        let n_others = values.len().saturating_sub(most);
        if n_others > 0 {
            facets.rows.push(FacetRow::Words(Shown::new(&format!(
                "  {} others",
                grouped(n_others)
            ))));
        }
    }
    let label_of = |row: &FacetRow| match row {
        FacetRow::Value { term, .. } => term.clone(),
        _ => None,
    };
    let wanted = focused.as_ref().and_then(label_of);
    let is_it = |row: &FacetRow| wanted.is_some() && label_of(row) == wanted;
    let row = facets.rows.iter().position(is_it);
    let row = row.unwrap_or(facets.scroll.focus);
    facets.scroll.go(row, facets.rows.len(), height);
    skip(facets, true, height);
}

/// What asks for a value.
fn term(field: Field, value: Option<&str>) -> Option<String> {
    let value = match (field, value) {
        (_, Some(value)) => value.to_lowercase(),
        (Field::Class, None) => String::from("none"),
        _ => return None,
    };
    let is_word = value.chars().all(|c| c.is_alphanumeric() || c == '-');
    // Of words between quotation marks none could be taken out again.
    is_word.then(|| format!("{}:{value}", field.name()))
}

fn label(field: Field, value: Option<&str>) -> Shown {
    let words = match (field, value) {
        (Field::Class, Some(value)) => format!("({value})"),
        (Field::Class, None) => String::from("no banner"),
        (Field::Post | Field::Tag, Some(value)) => value.to_uppercase(),
        (_, Some(value)) => value.to_owned(),
        (Field::Date, None) => String::from("no date"),
        (_, None) => String::from("none"),
    };
    Shown::new(&words)
}
