//! Cables that are opened for their hits: to the next one, and back.

use crate::app::arrange::leave_sheet;
use crate::app::execute::{go_to_place, open, open_routing_for};
use crate::app::{Effect, Find, How, Model, PaneId, Reader, Screen, folds, grouped};
use crate::cable::Span;
use crate::query::{Cited, Hit, Matcher, Place, Query};

use super::{Results, results_mut};

/// Where to go in a cable that is opened for its hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Arrival {
    /// To this one of them.
    Nth(usize),
    /// To the last.
    Last,
}

pub(super) fn show_hit(
    model: &mut Model,
    entry: u32,
    arrival: Arrival,
    replaces: bool,
) -> Vec<Effect> {
    let effects = open(model, entry as usize, replaces);
    if let Some(opening) = &mut model.opening {
        opening.arrival = Some(arrival);
    }
    effects
}

/// Lights what is sought in the cable in sight, and goes to one of its hits.
pub(in crate::app) fn arrive(model: &mut Model, arrival: Arrival, round: Option<&str>) {
    let Some(query) = model.results().map(|results| results.shown.query.clone()) else {
        return;
    };
    let Some(reader) = model.reader() else { return };
    let entry = reader.entry;
    let hits = Matcher::new(&query, Cited::new()).hits(&reader.cable);
    let nth = match arrival {
        Arrival::Nth(nth) => nth.min(hits.len().saturating_sub(1)),
        Arrival::Last => hits.len().saturating_sub(1),
    };
    let hit = hits.get(nth);
    let in_text = light(model, &query, (&hits, nth), arrival == Arrival::Last);
    let part = hit.filter(|_| !in_text).map(|hit| match hit.place {
        Place::Subject => "in the subject",
        _ => "in the header",
    });
    let height = model.results_rows();
    if let Some(results) = results_mut(model)
        && let Some(group) = results.group_of(entry)
    {
        let nth = if hits.is_empty() { usize::MAX } else { nth };
        let row = results.row_of(group, nth);
        results.scroll.go(row, results.n_rows(), height);
        results.settle(true, height);
    }
    folds::open_at_cursor(model);
    say_standing(model, part, round);
}

/// Lights what is sought and goes to the hit of this place among those of the
/// cable; whether it stands in the text.
fn light(model: &mut Model, query: &Query, (hits, nth): (&[Hit], usize), is_last: bool) -> bool {
    let hit = hits.get(nth);
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return false;
    };
    leave_sheet(reader);
    reader.focus = PaneId::Text;
    reader.arrange(size, arrangement);
    let span = hit.and_then(|hit| {
        // Of the last hit, the last of it.
        if is_last {
            hit.spans.last()
        } else {
            hit.spans.first()
        }
    });
    let Some(span) = span.copied() else {
        return false;
    };
    let page = &reader.text.page;
    let from = page.at_source(span.start);
    let among = query.is_of_parts().then(|| {
        let mut spans: Vec<Span> = hits.iter().flat_map(|hit| hit.spans.clone()).collect();
        spans.sort_unstable_by_key(|span| span.order());
        spans.into()
    });
    let find = Find::among(page, query.line(), How::Asked, among, from);
    let in_text = !matches!(
        hit.map(|hit| hit.place),
        Some(Place::Header | Place::Subject)
    );
    let height = reader.text_height(&reader.layout(size, arrangement));
    if let Some(found) = find.matches.get(find.current).filter(|_| in_text) {
        reader.text.go_to_byte(found.start, height);
    }
    reader.find = Some(find).filter(|find| !find.matches.is_empty());
    reader.arrange(size, arrangement);
    if !in_text {
        open_routing_for(model, span);
        go_to_place(model, Some(span));
    }
    in_text
}

/// Which hit of the cable this is, and which cable of those that have some.
fn say_standing(model: &mut Model, part: Option<&str>, round: Option<&str>) {
    let Some(reader) = model.reader() else { return };
    let Some((nth, all)) = model.nth_with_hits(reader.entry) else {
        return;
    };
    if model.notice.is_some() {
        return;
    }
    let counter = match (part, &reader.find) {
        (Some(part), _) => format!("{part}; "),
        (None, Some(find)) => format!("{}; ", find.counter()),
        (None, None) => String::new(),
    };
    let runs = model.results().is_some_and(Results::runs);
    let so_far = if runs { " so far" } else { "" };
    let [nth, all] = [nth, all].map(grouped);
    let round = round.map(|end| format!("; round the {end} of the hits"));
    let round = round.unwrap_or_default();
    let words = format!(
        "{}: {counter}cable {nth} of {all}{so_far}{round}",
        reader.id
    );
    model.say(&words);
}

/// Whether what is sought in the cable in sight are the hits that it was
/// opened for.
pub(in crate::app) fn is_sought_here(model: &Model) -> bool {
    let (Some(results), Some(reader)) = (model.led_from(), model.reader()) else {
        return false;
    };
    let is_it = |find: &Find| find.how == How::Asked && find.needle == results.shown.query.line();
    results.is_of_words()
        && reader.find.as_ref().is_none_or(is_it)
        && results.group_of(reader.entry).is_some()
}

/// Goes on to the next cable with hits, or back to the one before. Nothing
/// where there is no other.
pub(in crate::app) fn step(model: &mut Model, forward: bool) -> Option<Vec<Effect>> {
    if !is_sought_here(model) {
        return None;
    }
    let entry = model.reader()?.entry;
    let results = model.led_from()?;
    let here = results.group_of(entry)?;
    let n_groups = results.groups.len();
    let (next, end) = if forward {
        match here + 1 {
            next if next < n_groups => (next, None),
            _ => (0, Some("end")),
        }
    } else {
        match here.checked_sub(1) {
            Some(next) => (next, None),
            None => (n_groups - 1, Some("beginning")),
        }
    };
    if next == here {
        return None;
    }
    if end.is_some() && results.runs() {
        let words = format!("{}; it goes on", results.counter(model.entries.len()));
        model.say(&words);
        return Some(Vec::new());
    }
    let entry = results.groups.get(next)?.entry;
    let arrival = if forward {
        Arrival::Nth(0)
    } else {
        Arrival::Last
    };
    let effects = show_hit(model, entry, arrival, true);
    if let Some(opening) = &mut model.opening {
        opening.round = end;
    }
    Some(effects)
}

/// The cable so many cables with hits behind another, or before it; nothing
/// where it was not opened from them.
pub(in crate::app) fn neighbor(
    model: &Model,
    entry: usize,
    times: usize,
    forward: bool,
) -> Option<usize> {
    let results = model.led_from()?;
    let here = results.group_of(entry)?;
    let last = results.groups.len().saturating_sub(1);
    let there = if forward {
        here.saturating_add(times).min(last)
    } else {
        here.saturating_sub(times)
    };
    Some(results.groups.get(there)?.entry as usize)
}

/// Reads a cable with hits in place of the one in sight.
pub(in crate::app) fn open_neighbor(model: &mut Model, entry: usize) -> Vec<Effect> {
    let entry = u32::try_from(entry).unwrap_or(u32::MAX);
    show_hit(model, entry, Arrival::Nth(0), true)
}

/// A cable was closed above the view, at a paragraph of it: the cursor is at
/// the hit there.
pub(in crate::app) fn returned(model: &mut Model, entry: usize, paragraph: Option<u32>) {
    let height = model.results_rows();
    let Some(results) = model.results_in_sight() else {
        return;
    };
    let texts = results.read.get(&entry);
    let is_here =
        |place: Place| matches!((place, paragraph), (Place::Paragraph(idx), Some(at)) if idx == at);
    let nth = texts.and_then(|texts| texts.hits.iter().position(|hit| is_here(hit.place)));
    if let (Some(nth), Some(group)) = (nth, results.group_of(entry)) {
        let row = results.row_of(group, nth);
        results.scroll.go(row, results.n_rows(), height);
        results.settle(true, height);
    }
}

/// Whether Esc in the cable in sight leads back to the hits that it was opened
/// for.
pub(in crate::app) fn leads_back(model: &Model) -> bool {
    let is_below = matches!(model.screens.below.last(), Some(Screen::Results(_)));
    let is_plain =
        |reader: &Reader| !reader.is_filtered() && reader.sheet.is_none() && model.beside.is_none();
    is_below && is_sought_here(model) && model.reader().is_some_and(is_plain)
}
