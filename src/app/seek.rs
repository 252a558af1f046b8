//! Searching in the cable or the list in sight: while it is typed, on to the
//! next match, and what is said of it.

use crate::cable::{Cable, Sought, Span};
use crate::command::Command;

use super::answer::typed;
use super::arrange::leave_sheet;
use super::execute::on_screen;
use super::{Effect, Find, How, Model, Overlay, Pane, PaneId, Screen, Search, grouped};
use super::{results, texts};

/// Shows the first match of `needle` from where `search` began, or has gone
/// on to; without one the place is kept.
pub(super) fn seek(model: &mut Model, needle: &str, search: &Search) {
    if search.in_texts {
        return;
    }
    let (how, scroll, backward) = (search.how, search.scroll, search.backward);
    let (rows, n_rows) = (model.catalog_rows(), model.n_rows());
    let is_whole = model.is_listed();
    let (size, arrangement) = model.room();
    match &mut model.screens.top {
        Screen::Reader(reader) => {
            if reader.folds.restore(&reader.cable, &search.folds) {
                reader.fold_outline();
                reader.arrange(size, arrangement);
            }
            let height = reader.text_height(&reader.layout(size, arrangement));
            match search.went_on {
                Some((place, _)) => reader.text.return_to(place, scroll.below(), height),
                None => reader
                    .text
                    .return_closed(search.from, scroll.below(), height),
            }
            let at = reader.text.at;
            let page = &reader.text.page;
            let before = reader.find.as_ref();
            let narrowed = before.and_then(|find| find.narrowed(page, needle, how, at));
            let mut find = narrowed.unwrap_or_else(|| Find::on(page, needle, how, at));
            if backward {
                // A match that was gone on to is still one.
                let upto = at + u32::from(search.went_on.is_some());
                find = find.towards_beginning(upto);
            }
            if let Some(found) = find.matches.get(find.current) {
                reader.text.go_to_byte(found.start, height);
            }
            find.n_hidden = reader.n_hidden_with(&find);
            reader.find = Some(find).filter(|find| !find.needle.is_empty());
            reader.arrange(size, arrangement);
        }
        Screen::Catalog(catalog) => {
            // What is typed on is looked for where its beginning stands, unless
            // rows have come since.
            let begun = catalog.needle.to_lowercase();
            let goes_on = !begun.is_empty() && needle.to_lowercase().starts_with(&begun);
            let goes_on = goes_on && catalog.seen == model.n_changes;
            catalog.seen = model.n_changes;
            needle.clone_into(&mut catalog.needle);
            catalog.is_open = !is_whole && !needle.is_empty();
            let entries = &model.entries;
            catalog.backward = backward;
            let from = search.went_on.map_or(scroll.focus, |(_, row)| row);
            let is_match = catalog.matcher();
            let order = &model.rows;
            let matches = |row: &usize| is_match(entries, order.entry(*row));
            let mut found = std::mem::take(&mut catalog.found);
            if goes_on {
                found.retain(matches);
            } else {
                found = (0..n_rows).filter(matches).collect();
            }
            let next = if backward {
                let before = found.iter().rev().find(|&&row| row <= from);
                before.or(found.last())
            } else {
                found.iter().find(|&&row| row >= from).or(found.first())
            };
            catalog
                .scroll
                .go(next.copied().unwrap_or(from), n_rows, rows);
            catalog.found = found;
        }
        Screen::Survey(_) | Screen::Results(_) => {}
    }
}

/// Goes on to the next match of what is being typed, or back to the one
/// before; typing goes on from there.
pub(super) fn go_on(model: &mut Model, forward: bool) {
    let Some(Overlay::Search(search)) = &mut model.overlay else {
        return;
    };
    if search.in_texts {
        return;
    }
    search.backward = !forward;
    if search.prompt.text().is_empty() {
        // As in Emacs, the same words again.
        let (before, how) = search.before.clone().unwrap_or_default();
        search.how = how;
        search.prompt.set(&before);
        return typed(model);
    }
    let overlay = model.overlay.take();
    set_backward(model, false);
    let command = if forward {
        Command::NextMatch
    } else {
        Command::PreviousMatch
    };
    let _ = on_screen(model, command, None);
    set_backward(model, !forward);
    let went_on = match &model.screens.top {
        Screen::Reader(reader) => (reader.text.place(), 0),
        Screen::Catalog(catalog) => (0, catalog.scroll.focus),
        Screen::Survey(_) | Screen::Results(_) => (0, 0),
    };
    model.overlay = overlay;
    if let Some(Overlay::Search(search)) = &mut model.overlay {
        search.went_on = Some(went_on);
    }
}

/// Turns the search of the screen in sight.
pub(super) fn set_backward(model: &mut Model, backward: bool) {
    match &mut model.screens.top {
        Screen::Reader(reader) => {
            if let Some(find) = &mut reader.find {
                find.backward = backward;
            }
        }
        Screen::Catalog(catalog) => catalog.backward = backward,
        Screen::Survey(_) | Screen::Results(_) => {}
    }
}

pub(super) fn search(model: &mut Model, how: How, backward: bool) {
    if let Some(Overlay::Help(help)) = &mut model.overlay {
        help.typing = true;
        return;
    }
    let mut search = Search {
        how,
        backward,
        ..Search::default()
    };
    search.earlier.began_backward = backward;
    match &mut model.screens.top {
        Screen::Reader(reader) => {
            leave_sheet(reader);
            search.from = reader.text.place();
            search.scroll = reader.text.scroll;
            let find = reader.find.as_ref();
            search.before = find.map(|find| (find.needle.clone(), find.how));
            search.earlier.was_backward = find.is_some_and(|find| find.backward);
            search.folds = reader.folds.kept();
        }
        Screen::Catalog(catalog) => {
            search.scroll = catalog.scroll;
            search.before = Some((catalog.needle.clone(), How::Words));
            search.earlier.was_backward = catalog.backward;
        }
        Screen::Survey(_) => return,
        Screen::Results(_) => {}
    }
    model.overlay = Some(Overlay::Search(search));
    model.arrange();
}

/// Takes what is sought for a pattern, or again for words.
pub(super) fn toggle_pattern(model: &mut Model) {
    if let Some(Overlay::Search(search)) = &mut model.overlay {
        search.how = match search.how {
            How::Pattern => How::Words,
            How::Words | How::Whole | How::Asked => How::Pattern,
        };
        typed(model);
    }
}

/// Says which match of how many the cursor is at.
pub(super) fn say_match(model: &mut Model) {
    if let Some(find) = model.reader().and_then(|reader| reader.find.as_ref()) {
        let words = find.counter();
        if find.matches.is_empty() {
            warn_of_no_match(model);
        } else {
            model.say(&words);
        }
    }
}

/// Says that nothing was found, or why nothing can be sought. A search is of
/// the text in sight: what a filter hides is not in it, nor are subject and
/// routing, but the raw text has them.
fn warn_of_no_match(model: &mut Model) {
    let Some((reader, find)) = model
        .reader()
        .and_then(|reader| Some((reader, reader.find.as_ref()?)))
    else {
        return;
    };
    let counter = find.counter();
    let hidden = reader.hidden_matches(find);
    let words = if find.is_in_error() || reader.raw {
        counter
    } else if let Some(hidden) = hidden {
        let all = model.key_words(Command::ClearFilter);
        let n_hidden = grouped(hidden.matches.len());
        let hidden = match hidden.n_paragraphs {
            0 => format!("{n_hidden} in what the filter hides"),
            1 => format!("{n_hidden} in 1 hidden paragraph"),
            n => format!("{n_hidden} in {} hidden paragraphs", grouped(n)),
        };
        format!("{counter} in what is shown; {hidden}: {all} shows all")
    } else if !matches!(find.how, How::Pattern | How::Asked) && is_in_header(&reader.cable, find) {
        let raw = model.key_words(Command::Raw);
        format!("{counter} in the text; the header has it: {raw} shows the source")
    } else {
        format!("{counter} in the text")
    };
    model.warn(&words);
}

/// Whether what is sought stands above the first paragraph.
fn is_in_header(cable: &Cable, find: &Find) -> bool {
    let end = cable.paragraphs.first().map_or(0, |first| first.span.start);
    let is_exact = find.needle.chars().any(char::is_uppercase);
    let sought = Sought::new(&find.needle, is_exact, find.how == How::Whole);
    sought.stands_in(cable, Span { start: 0, end })
}

/// Seeks the word under the cursor of the text, and nothing that only holds
/// it.
pub(super) fn seek_word(model: &mut Model, forward: bool, times: u32) {
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    let is_sign = |c: char| !c.is_alphanumeric();
    let token = reader.focused_ref().map_or("", Pane::token_text);
    let word = token.trim_matches(is_sign).to_lowercase();
    if word.is_empty() {
        let words = model.no_word();
        model.say(&words);
        return;
    }
    leave_sheet(reader);
    reader.focus = PaneId::Text;
    reader.arrange(size, arrangement);
    reader.find = Some(Find::on(
        &reader.text.page,
        &word,
        How::Whole,
        reader.text.at,
    ));
    if let Some(find) = &mut reader.find {
        find.backward = !forward;
    }
    model.remember(&word);
    let _ = next_match(model, true, times);
}

/// Goes on to the next match, or back to the one before: in the cable in
/// sight, or in another where what is sought was sought in all texts.
pub(super) fn next_match(model: &mut Model, forward: bool, times: u32) -> Vec<Effect> {
    let of_hits = results::is_sought_here(model);
    let is_everywhere = of_hits || texts::is_sought_here(model);
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return Vec::new();
    };
    leave_sheet(reader);
    reader.arrange(size, arrangement);
    let height = reader.text_height(&reader.layout(size, arrangement));
    let Some(find) = &mut reader.find else {
        let next = if of_hits {
            results::step(model, forward)
        } else {
            texts::step(model, forward)
        };
        if let Some(effects) = next {
            return effects;
        }
        let search = model.key_words(Command::Search);
        model.say(&format!(
            "nothing is being sought; {search} begins a search"
        ));
        return Vec::new();
    };
    let forward = forward != find.backward;
    let mut went_round = false;
    let mut is_last = false;
    for _ in 0..times.min(10_000) {
        let before = find.current;
        let next = find.advance(reader.text.at, forward);
        if is_everywhere && next.is_none_or(|(_, wrapped)| wrapped) {
            find.current = before;
            is_last = true;
            break;
        }
        let Some((at, wrapped)) = next else { break };
        went_round |= wrapped;
        reader.text.go_to_byte(at, height);
    }
    let counter = find.counter();
    let nothing = find.matches.is_empty();
    reader.arrange(size, arrangement);
    if is_last && of_hits {
        if let Some(effects) = results::step(model, forward) {
            return effects;
        }
        // No other cable has any.
        let counter = go_round(model, forward);
        model.say(&format!("{counter}; no other cable has hits"));
        return Vec::new();
    }
    if is_last {
        if let Some(effects) = texts::step(model, forward) {
            return effects;
        }
        // No other cable holds it.
        let texts = model.texts.take();
        let effects = next_match(model, forward, 1);
        model.texts = texts;
        texts::say_alone(model);
        return effects;
    }
    if nothing {
        warn_of_no_match(model);
    } else if went_round {
        let end = if forward { "end" } else { "beginning" };
        model.say(&format!("{counter}; the search went round the {end}"));
    } else {
        model.say(&counter);
    }
    Vec::new()
}

/// Goes on to the next match round the end of the cable in sight; which it
/// is.
fn go_round(model: &mut Model, forward: bool) -> String {
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return String::new();
    };
    let height = reader.text_height(&reader.layout(size, arrangement));
    let Some(find) = &mut reader.find else {
        return String::new();
    };
    if let Some((at, _)) = find.advance(reader.text.at, forward) {
        reader.text.go_to_byte(at, height);
    }
    let counter = find.counter();
    reader.arrange(size, arrangement);
    counter
}
