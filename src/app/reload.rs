//! Reading a cable again whose file has changed, at the same place, and
//! looking for files that have come or gone.

use crate::cable::Cable;
use crate::typeset::Shown;

use super::facets;
use super::marks;
use super::narrow;
use super::preview;
use super::results;
use super::stirring;
use super::update::list_next;
use super::{
    Again, Arrangement, Effect, Entry, Model, Opened, PaneId, Reader, Request, Screen, Size,
};

/// Asks for the cable in sight as its source is now.
pub(super) fn reload(model: &mut Model) -> Vec<Effect> {
    let Some(reader) = model.reader() else {
        return Vec::new();
    };
    let id = reader.cable.mrn.as_ref().map(ToString::to_string);
    let entry = reader.entry;
    vec![Effect::Load(Request::Reload(entry, id))]
}

/// Asks what there is now where the cables of the list were found.
pub(super) fn look_again(model: &mut Model) -> Vec<Effect> {
    if model.gathering || model.fetching.is_some() {
        model.say("cables are still being found");
        return Vec::new();
    }
    // Nothing else may add to the list meanwhile.
    model.gathering = true;
    model.say("looking again");
    vec![Effect::Load(Request::LookAgain)]
}

/// Why an entry cannot be opened whose file is gone.
const GONE: &str = "it is no longer there";

/// Whether the file of an entry was found to be gone.
pub(super) fn is_gone(entry: &Entry) -> bool {
    entry.failure.as_ref().is_some_and(says_gone)
}

/// Whether that is why an entry cannot be opened.
pub(super) fn says_gone(why: &Shown) -> bool {
    why.as_str() == GONE
}

/// Adds to the list what is new, and says of what is gone that it is. What
/// was there keeps its row, and the cursor stays on it.
pub(super) fn looked_again(model: &mut Model, again: Again) -> Vec<Effect> {
    model.gathering = false;
    if let Some(took) = again.unasked {
        stirring::looked(model, took);
        let is_nothing = again.new.is_empty() && again.there.is_empty() && again.gone.is_empty();
        if is_nothing && again.trouble.is_none() {
            return Vec::new();
        }
    }
    let there = again.there.clone();
    for entry_idx in again.there {
        model.entries.change(entry_idx, |entry| {
            entry.is_stale = true;
            entry.failure = None;
        });
    }
    let mut n_gone = 0;
    for entry_idx in again.gone {
        model.entries.change(entry_idx, |entry| {
            let why = entry.failure.replace(Shown::new(GONE));
            n_gone += usize::from(!why.as_ref().is_some_and(says_gone));
        });
    }
    model.releases.is_stale = true;
    let n_new = again.new.len();
    model.entries.extend(again.new);
    model.n_changes += 1;
    model.listed = 0;
    // What has changed may be found no longer, or only now.
    narrow::again(model);
    results::again(model);
    preview::outdate(model);
    facets::outdate(model);
    model.index.is_asked = false;
    let mut said = Vec::new();
    if n_new > 0 {
        let at_end = if n_new == 1 { "it is" } else { "they are" };
        said.push(format!("{n_new} new: {at_end} at the end of the list"));
    }
    if n_gone > 0 {
        said.push(format!("{n_gone} no longer there"));
    }
    if again.unasked.is_some() && model.overlay.is_some() {
        // Nobody has asked, and something else is being typed or read.
        return list_next(model);
    }
    match again.trouble {
        Some(trouble) => model.warn(trouble.as_str()),
        None if said.is_empty() && again.unasked.is_some() => {
            stirring::say_changed(model, &there);
        }
        None if said.is_empty() => model.say("looked again: no cable has come or gone"),
        None => model.say(&said.join("; ")),
    }
    list_next(model)
}

/// Shows a cable that was read again, wherever it is open. A source that is
/// gone or damaged changes nothing.
pub(super) fn reloaded(model: &mut Model, entry: usize, again: Result<Opened, Shown>) {
    let opened = match again {
        Ok(opened) => opened,
        Err(why) => {
            let words = format!("not read again: {}; the text is as it was", why.as_str());
            return model.warn(&words);
        }
    };
    let is_same = |screen: &Screen| match screen {
        Screen::Reader(reader) => {
            reader.entry == entry && reader.cable.text() == opened.cable.text()
        }
        Screen::Catalog(_) | Screen::Results(_) | Screen::Survey(_) => false,
    };
    if is_same(&model.screens.top) {
        return model.say("read again: nothing has changed");
    }
    let fresh = model.reader_of(entry, opened);
    preview::outdate(model);
    results::reloaded(model, entry);
    let (size, arrangement) = model.room();
    for old in model.readers_mut().filter(|old| old.entry == entry) {
        *old = successor(old, fresh.clone(), size, arrangement);
    }
    marks::sign(model);
    if matches!(&model.screens.top, Screen::Reader(top) if top.entry == entry) {
        model.say("read again: the text has changed");
    }
}

/// A cable read again, at the place where the old one was read, and shown
/// as that was.
fn successor(old: &Reader, mut fresh: Reader, size: Size, arrangement: Arrangement) -> Reader {
    fresh.focus = old.focus;
    fresh.sheet = old.sheet;
    fresh.raw = old.raw;
    fresh.filter = old.filter;
    fresh.switch_as(old);
    fresh.folds.as_in(&fresh.cable, &old.folds);
    fresh.fold_outline();
    fresh.ask(old.query.clone());
    fresh.dim = old.dim;
    fresh.arrange(size, arrangement);
    let layout = fresh.layout(size, arrangement);
    let height = fresh.text_height(&layout);
    let place = moved(&old.cable, &fresh.cable, old.text.place());
    fresh
        .text
        .return_closed(place, old.text.scroll.below(), height);
    fresh.find = old
        .find
        .as_ref()
        .map(|find| find.elsewhere(&fresh.text.page, fresh.text.at));
    let rows = layout.rows(PaneId::Routing);
    fresh.routing.go(old.routing.scroll.focus, rows);
    let rows = layout.rows(PaneId::Parts);
    fresh.parts.go(old.parts.scroll.focus, rows);
    fresh.outline.scroll = old.outline.scroll;
    let n_rows = fresh.outline.listed.len();
    let row = fresh.outline.scroll.focus;
    fresh
        .outline
        .scroll
        .go(row, n_rows, layout.rows(PaneId::Outline));
    fresh.arrange(size, arrangement);
    fresh
}

/// Where a place of a text is in another edition of it.
///
/// Before the first difference and after the last it is certain. Between
/// them it is as many letters into the paragraph of the same number, since
/// line ends and blanks are what most often differs.
fn moved(old: &Cable, new: &Cable, place: u32) -> u32 {
    let (from, to) = (old.text().as_bytes(), new.text().as_bytes());
    let at = place as usize;
    let same = |(a, b): &(&u8, &u8)| a == b;
    let n_before = from.iter().zip(to).take_while(same).count();
    if at < n_before {
        return place;
    }
    let n_after = from.iter().rev().zip(to.iter().rev()).take_while(same);
    let n_after = n_after.count().min(to.len().saturating_sub(n_before));
    if at >= from.len().saturating_sub(n_after) {
        let there = to.len().saturating_sub(from.len().saturating_sub(at));
        return u32::try_from(there).unwrap_or(u32::MAX);
    }
    let here = old.paragraph_before(place);
    let known = here.and_then(|idx| old.paragraphs.get(idx));
    let start = known.map_or(0, |paragraph| paragraph.span.start);
    let read = old.text().get(start as usize..at).unwrap_or_default();
    let n_letters = read.chars().filter(|c| !c.is_whitespace()).count();
    let same_number = known.and_then(|known| {
        let number = known.number?;
        let mut all = new.paragraphs.iter();
        all.find(|paragraph| paragraph.number == Some(number))
    });
    let last = new.paragraphs.len().saturating_sub(1);
    let there = same_number.or_else(|| new.paragraphs.get(here?.min(last)));
    let span = match there {
        Some(paragraph) => paragraph.span.start..paragraph.span.end,
        None => 0..new.paragraphs.first().map_or(u32::MAX, |it| it.span.start),
    };
    let end = (span.end as usize).min(to.len());
    let text = new.text().get(span.start as usize..end).unwrap_or_default();
    let mut letters = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    let found = letters.nth(n_letters).map(|(at, _)| at);
    let found = found.unwrap_or_else(|| text.trim_end().len());
    span.start
        .saturating_add(u32::try_from(found).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    const TEXT: &str = "SUBJECT: HARBOR DUES\n\n1. (C) The minister agreed to talks.\n\n\
2. (U) The press was told, and the ferry sails again.\n\n3. (C) Tremaine did not agree.\nQUILL\n";

    /// The words at the place that `word` of the text has in `edition`.
    fn at(word: &str, edition: &str) -> String {
        let (old, new) = (parse(TEXT.as_bytes()), parse(edition.as_bytes()));
        let place = u32::try_from(TEXT.find(word).unwrap()).unwrap();
        let there = moved(&old, &new, place) as usize;
        let words = new.text().get(there..).unwrap();
        words
            .split_whitespace()
            .take(2)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_place_before_or_after_what_differs_stays() {
        let edition = TEXT.replace("was told", "was not told of this");
        assert_eq!(at("minister", &edition), "minister agreed");
        assert_eq!(at("Tremaine", &edition), "Tremaine did");
        assert_eq!(at("ferry", &edition), "ferry sails");
        let edition = format!("UNCLAS\n\n{TEXT}");
        assert_eq!(at("minister", &edition), "minister agreed");
    }

    #[test]
    fn a_place_among_differences_keeps_its_paragraph() {
        let edition = TEXT.replace('\n', "\r\n");
        assert_eq!(at("ferry", &edition), "ferry sails");
        assert_eq!(at("DUES", &edition), "DUES 1.");
        let edition = TEXT.replace("The ", "THE ").replace("agree", "AGREE");
        assert_eq!(at("ferry", &edition), "ferry sails");
    }

    #[test]
    fn a_place_that_is_gone_leads_near_it() {
        let edition = "SUBJECT: HARBOR DUES\n\n1. (C) None.\n";
        assert_eq!(at("ferry", edition), "");
        assert_eq!(at("SUBJECT", "words\n"), "words");
        assert_eq!(at("Tremaine", ""), "");
    }
}
