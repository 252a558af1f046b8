//! What the token under the cursor means, and where it leads.

use std::sync::Arc;

use crate::cable::{Link, Reference, Span};
use crate::typeset::{self, Page};

use super::anatomy;
use super::arrange::leave_sheet;
use super::explain::is_known;
use super::folds;
use super::follow::{self, Cited, cited_at, cited_here};
use super::meaning::Standing;
use super::motion::go_to_paragraph;
use super::report;
use super::summary::SummaryOf;
use super::{Asked, Effect, Explain, Model, Overlay, Pane, PaneId, Reader, Screen};

/// Enter in the reader: follow the reference under the cursor, go to the
/// paragraph of the outline, explain anything else.
pub(super) fn open_token(model: &mut Model) -> Vec<Effect> {
    let (size, arrangement) = model.room();
    if let Screen::Reader(reader) = &mut model.screens.top
        && reader.focus == PaneId::Outline
    {
        let idx = reader.outline.chosen().map(|row| row.paragraph);
        leave_sheet(reader);
        reader.focus = PaneId::Text;
        let height = reader.text_height(&reader.layout(size, arrangement));
        if let Some(idx) = idx {
            go_to_paragraph(reader, idx, height);
        }
        reader.arrange(size, arrangement);
        return Vec::new();
    }
    if folds::open_here(model) {
        return Vec::new();
    }
    match model.reader().and_then(cited_here) {
        Some(cited) if cited.names_telegram() => follow::follow(model, &cited),
        _ => {
            explain(model);
            Vec::new()
        }
    }
}

/// The reference that the token under the cursor names: an entry of the REF
/// block in the routing pane, or its letter or number in the text.
pub(super) fn reference_here(reader: &Reader) -> Option<&Reference> {
    let pane = reader.focused_ref()?;
    if pane.stand_in().is_some() {
        return None;
    }
    let references = &reader.cable.heading.references;
    let source = pane.page.source_at(pane.at);
    if let Some(reference) = references
        .iter()
        .find(|reference| reference.span.contains(source))
    {
        return Some(reference);
    }
    if reader.focus == PaneId::Routing {
        return None;
    }
    let link = link_here(reader)?;
    // Of several letters, the one under the cursor.
    let letter = pane
        .token_text()
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_ascii_uppercase();
    let mut named = link
        .entries
        .iter()
        .filter_map(|&entry| references.get(entry as usize));
    if link.entries.len() == 1 {
        return named.next();
    }
    named.find(|reference| {
        reference
            .letter
            .is_some_and(|own| letter == own.to_string())
    })
}

/// The words of the text under the cursor that name other telegrams.
pub(super) fn link_here(reader: &Reader) -> Option<&Link> {
    if reader.focus == PaneId::Routing {
        return None;
    }
    let pane = reader.focused_ref()?;
    if pane.stand_in().is_some() {
        return None;
    }
    let source = pane.page.source_at(pane.at);
    let links = reader.links();
    let next = links.partition_point(|link| link.span.end <= source);
    links.get(next).filter(|link| link.span.contains(source))
}

/// What stands where the cursor is.
pub(super) fn standing_here(reader: &Reader) -> Standing {
    reader.focused_ref().map_or(Standing::Anywhere, |pane| {
        Standing::of(&reader.cable, pane.page.source_at(pane.at))
    })
}

/// The telegram that what is explained names.
pub(super) fn explained_cited(model: &Model) -> Option<&Cited> {
    match &model.overlay {
        Some(Overlay::Explain(explain)) => {
            let cited = explain.cited.as_ref();
            cited.filter(|cited| cited.names_telegram())
        }
        _ => None,
    }
}

/// Whether that telegram is among the cables that are open.
pub(super) fn leads_to_held(model: &Model) -> bool {
    let mrn = explained_cited(model).and_then(|cited| cited.mrn.as_ref());
    mrn.is_some_and(|mrn| model.held(mrn).is_some())
}

/// What is asked of a token where the cursor is.
pub(super) fn asked_here<'a>(reader: &'a Reader, token: &'a str) -> Asked<'a> {
    let in_text = reader.focus == PaneId::Text;
    let pane = &reader.text;
    let place = pane
        .token()
        .filter(|_| in_text && pane.stand_in().is_none());
    let place = place.filter(|place| place.start < place.end);
    Asked {
        token,
        cable: &reader.cable,
        standing: standing_here(reader),
        reference: reference_here(reader),
        held: false,
        source: place.map(|place| Span {
            start: pane.page.source_at(place.start),
            end: pane.page.source_at(place.end - 1) + 1,
        }),
        header: reader
            .focused_ref()
            .filter(|_| reader.focus == PaneId::Routing)
            .map(|pane| pane.page.source_at(pane.at)),
    }
}

pub(super) fn explain(model: &mut Model) {
    let columns = model.overlay_columns();
    let Some(reader) = model.reader() else { return };
    let outline_token;
    let token = if let Some(pane) = reader.focused_ref() {
        match pane.token_text() {
            // What goes on from the row above is explained by its beginning.
            "" if reader.focus == PaneId::Routing => pane.token_text_above(),
            token => token,
        }
    } else {
        let row = reader.outline.chosen();
        let idx = row.map_or(0, |row| row.paragraph as usize);
        let mark = reader
            .cable
            .paragraphs
            .get(idx)
            .and_then(|paragraph| paragraph.mark.as_ref());
        outline_token = mark
            .map(|mark| format!("({})", mark.text()))
            .unwrap_or_default();
        outline_token.as_str()
    };
    if token.is_empty() {
        let words = model.no_word();
        model.say(&words);
        return;
    }
    let reference = reference_here(reader);
    let held = reference
        .and_then(|reference| reference.mrn.as_ref())
        .is_some_and(|mrn| model.held(mrn).is_some());
    let asked = Asked {
        held,
        ..asked_here(reader, token)
    };
    let explain = Explain::new(&asked, columns).citing(cited_here(reader));
    model.overlay = Some(Overlay::Explain(Box::new(explain)));
}

/// What is asked of a part of the source, wherever the cursor is: `token` is
/// what is read there.
pub(super) fn asked_at<'a>(reader: &'a Reader, token: &'a str, source: Span) -> Asked<'a> {
    let cable = &*reader.cable;
    let reference = follow::reference_at(reader, source);
    let is_held = |(nth, _): (usize, _)| reader.held.get(nth).copied().unwrap_or(false);
    Asked {
        token,
        cable,
        standing: Standing::of(cable, source.start),
        reference: reference.map(|(_, reference)| reference),
        held: reference.is_some_and(is_held),
        source: Some(source),
        header: None,
    }
}

/// Explains words of the lines above the text, wherever the cursor is, if
/// something is known of them.
pub(super) fn explain_summary(model: &mut Model, of: SummaryOf) {
    let columns = model.overlay_columns();
    let Some(reader) = model.reader() else { return };
    let (token, source) = of.token(&reader.cable);
    let asked = asked_at(reader, &token, source);
    if is_known(&asked, &anatomy::parts(&reader.cable)) {
        let explain = Explain::new(&asked, columns).citing(cited_at(reader, source));
        model.overlay = Some(Overlay::Explain(Box::new(explain)));
    }
}

/// Moves on to the next token that the glossary knows, and explains it.
pub(super) fn explain_neighbor(model: &mut Model, forward: bool) {
    /// A screen or two of words; further away it is no neighbor.
    const FURTHEST: usize = 600;
    let (size, arrangement) = model.room();
    if !matches!(model.overlay, Some(Overlay::Explain(_))) {
        return;
    }
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    let layout = reader.layout(size, arrangement);
    let height = if reader.focus == PaneId::Text {
        reader.text_height(&layout)
    } else {
        layout.rows(reader.focus)
    };
    let parts = anatomy::parts(&reader.cable);
    let Some(pane) = reader.focused() else {
        model.say("the outline has markings alone to explain");
        return;
    };
    let start = (pane.scroll, pane.at);
    for _ in 0..FURTHEST {
        let Some(pane) = reader.focused() else { return };
        let moved = if forward {
            pane.next_token(height)
        } else {
            pane.previous_token(height)
        };
        if !moved {
            break;
        }
        let token = pane.token_text().to_owned();
        let asked = Asked {
            reference: None,
            ..asked_here(reader, &token)
        };
        if is_known(&asked, &parts) {
            explain(model);
            return;
        }
    }
    if let Some(pane) = reader.focused() {
        (pane.scroll, pane.at) = start;
    }
    let end = if forward { "after" } else { "before" };
    model.say(&format!("the glossary knows no word {end} this one nearby"));
}

/// Shows the words of a window as they were laid out anew, from where they
/// were read. How high the window becomes depends on how many rows they have:
/// so the new page stands there while that is asked, and then the pane as it
/// was takes it over.
pub(super) fn lay_again(model: &mut Model, laid: Page) {
    let laid = Arc::new(laid);
    let Some(pane) = model.overlay.as_mut().and_then(Overlay::read_mut) else {
        return;
    };
    let before = std::mem::replace(pane, Pane::new(Arc::clone(&laid)));
    let height = model.overlay_rows();
    if let Some(pane) = model.overlay.as_mut().and_then(Overlay::read_mut) {
        *pane = before;
        pane.replace_lines(laid, height);
    }
}

/// Lays an open overlay out again after the size has changed.
pub(super) fn fit_overlay(model: &mut Model) {
    match &model.overlay {
        Some(Overlay::Explain(of_mouse)) if of_mouse.beside.is_some() => model.overlay = None,
        Some(Overlay::Explain(explain)) => {
            // What was asked stays explained, also where the text has another
            // word below its cursor now.
            let page = typeset::terms(&explain.terms, model.overlay_columns());
            lay_again(model, page);
        }
        // What they show lies elsewhere now.
        Some(Overlay::Hints(_)) => model.overlay = None,
        Some(Overlay::Peek(_)) => follow::fit(model),
        Some(Overlay::Report(report)) => {
            let topic = report.topic;
            report::open(model, topic);
        }
        _ => {
            let (height, help_columns) = (model.overlay_rows(), model.help_columns());
            match &mut model.overlay {
                Some(Overlay::List(list)) => {
                    list.scroll.go(list.scroll.focus, list.rows.len(), height);
                }
                Some(Overlay::Help(help)) => help.fit(&model.keymap, help_columns, height),
                Some(Overlay::Palette(palette)) => {
                    palette
                        .scroll
                        .go(palette.scroll.focus, palette.found.len(), height);
                }
                _ => {}
            }
        }
    }
}
