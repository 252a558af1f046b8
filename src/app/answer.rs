//! What a line that is typed does: while it is typed, and when Enter takes
//! it.

use crate::command::Command;
use crate::query::Query;
use crate::typeset::Shown;

use super::arrange::leave_sheet;
use super::execute::{execute, on_screen};
use super::jumps::Before;
use super::seek::{say_match, seek};
use super::{
    Ask, Effect, Model, Overlay, Screen, Search, aid, copy, folds, line, motion, narrow, query,
    results, texts,
};

/// What the line being typed does while it is typed.
pub(super) fn typed(model: &mut Model) {
    match &mut model.overlay {
        Some(Overlay::Palette(palette)) => palette.narrow(&model.keymap),
        Some(Overlay::Help(help)) => help.narrow(&model.keymap),
        Some(Overlay::Search(search)) => {
            let search = search.clone();
            seek(model, search.prompt.text(), &search);
            folds::open_at_cursor(model);
        }
        Some(Overlay::Ask(_)) => answer(model),
        Some(Overlay::Narrow(_)) => narrow::typed(model),
        Some(Overlay::Hits(_)) => results::typed(model),
        _ => {}
    }
}

/// Begins to ask for paragraphs; what was asked last can be changed.
pub(super) fn ask(model: &mut Model) {
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    leave_sheet(reader);
    let mut ask = Ask::default();
    ask.line.prompt.set(reader.query.line().trim());
    model.overlay = Some(Overlay::Ask(Box::new(ask)));
    model.arrange();
    answer(model);
}

/// Says how many paragraphs answer what is typed so far.
pub(super) fn answer(model: &mut Model) {
    /// A longer text would take longer to read than a key may.
    const LONGEST: usize = 1 << 18;
    let query = aid::typed(model);
    let has_aid = model.has_aid_in_cable();
    let (Some(Overlay::Ask(ask)), Screen::Reader(reader)) =
        (&mut model.overlay, &model.screens.top)
    else {
        return;
    };
    ask.failed = ask.line.error.is_some();
    let all = reader.counted();
    ask.answer = match (query, &ask.line.error) {
        (_, Some(error)) => Shown::new(&error.to_string()),
        (None, None) => Shown::default(),
        (Some(query), _) if query.is_empty() => Shown::new(if has_aid {
            ""
        } else {
            "words, class:c in:summary has:excision"
        }),
        (Some(_), _) if reader.cable.text().len() > LONGEST => Shown::default(),
        (Some(query), _) => {
            let shows = query::shows(&query, reader);
            let n_shown = shows.iter().filter(|&&shows| shows).count();
            Shown::new(&format!("{n_shown} of {all}"))
        }
    };
}

/// Shows the paragraphs that were asked for.
fn ask_paragraphs(model: &mut Model, ask: Box<Ask>) {
    let mut line = ask.line.prompt.text().trim().to_owned();
    let before = model.reader().map(|reader| reader.query.line().trim());
    if !line.is_empty() && before == Some(line.as_str()) {
        // Enter on a line that nobody changed: as in less, no filter.
        let again = model.key_words(Command::Ask);
        model.say(&format!(
            "every paragraph is shown again; {again} and Up ask once more"
        ));
        line.clear();
    }
    let query = match Query::parse(&line) {
        Ok(query) => query,
        Err(error) => {
            model.warn(&error.to_string());
            model.overlay = Some(Overlay::Ask(ask));
            return;
        }
    };
    if !line.is_empty() {
        model.asked.retain(|before| *before != line);
        model.asked.push(line);
    }
    let before = Before::of(model);
    if let Screen::Reader(reader) = &mut model.screens.top {
        reader.raw = false;
        reader.ask(query);
        let none = reader.only.is_some() && reader.n_shown() == 0;
        if none {
            let clear = model.key_words(Command::Clear);
            model.warn(&format!("no paragraph is like that; {clear} shows all"));
        }
    }
    model.arrange();
    let (size, arrangement) = model.room();
    if let Screen::Reader(reader) = &mut model.screens.top {
        let height = reader.text_height(&reader.layout(size, arrangement));
        // Who asks for paragraphs wants to see one.
        motion::go_to_shown(reader, height);
    }
    model.arrange();
    before.record(model);
}

/// Enter on a line that is typed.
pub(super) fn accept(model: &mut Model) -> Vec<Effect> {
    match model.overlay.take() {
        Some(Overlay::Search(search)) => {
            let needle = search.prompt.text().to_owned();
            let is_listed =
                matches!(&model.screens.top, Screen::Catalog(it) if !it.found.is_empty());
            let is_list = matches!(&model.screens.top, Screen::Catalog(_));
            if search.in_texts || is_list && !is_listed {
                return everywhere(model, &search);
            }
            if is_list && !needle.is_empty() {
                model.remember(&needle);
                return texts::forget(model);
            }
            if needle.is_empty() {
                // An empty line repeats the last search, as in less.
                let (before, how) = search.before.clone().unwrap_or_default();
                if !before.is_empty() {
                    let again = Search {
                        how,
                        ..search.clone()
                    };
                    seek(model, &before, &again);
                    if search.backward {
                        // It is before where the cursor was.
                        say_match(model);
                        return Vec::new();
                    }
                    return on_screen(model, Command::NextMatch, None);
                }
                return Vec::new();
            }
            model.remember(&needle);
            say_match(model);
        }
        Some(Overlay::Ask(ask)) => ask_paragraphs(model, ask),
        Some(Overlay::Narrow(narrowing)) => return narrow::accept(model, narrowing),
        Some(Overlay::Hits(seeking)) => return results::accept(model, *seeking),
        Some(Overlay::Pipe(pipe)) => return copy::run(model, *pipe),
        Some(Overlay::Palette(palette)) => return line::run(model, &palette),
        Some(Overlay::Help(mut help)) => {
            if help.typing && help.chosen().is_some() {
                let command = help.chosen();
                return command.map_or_else(Vec::new, |command| execute(model, command, None));
            }
            help.typing = false;
            model.overlay = Some(Overlay::Help(help));
        }
        other => model.overlay = other,
    }
    Vec::new()
}

/// Enter on what is sought in the texts of all cables: by a command, or
/// because it stands in no number and no subject of the list. An empty line
/// repeats the last search.
fn everywhere(model: &mut Model, search: &Search) -> Vec<Effect> {
    let mut needle = search.prompt.text().to_owned();
    let mut how = search.how;
    if needle.is_empty() {
        (needle, how) = search.before.clone().unwrap_or_default();
    }
    if needle.is_empty() {
        return Vec::new();
    }
    model.remember(&needle);
    texts::begin(model, &needle, how, search.backward)
}

pub(super) fn recall(model: &mut Model, older: bool) {
    let height = model.overlay_rows();
    match &mut model.overlay {
        Some(Overlay::Search(search)) => {
            search.prompt.recall(&model.history, older);
            typed(model);
        }
        Some(Overlay::Ask(ask)) => {
            ask.line.prompt.recall(&model.asked, older);
            typed(model);
        }
        Some(Overlay::Narrow(narrowing)) => {
            narrowing.line.prompt.recall(&model.narrowed, older);
            typed(model);
        }
        Some(Overlay::Hits(seeking)) => {
            seeking.line.prompt.recall(&model.narrowed, older);
            typed(model);
        }
        Some(Overlay::Pipe(pipe)) => pipe.prompt.recall(&model.piped, older),
        Some(Overlay::Palette(palette)) => {
            let rows = if older { -1 } else { 1 };
            palette.scroll.step(rows, palette.found.len(), height);
        }
        Some(Overlay::Help(help)) => {
            help.scroll
                .step(if older { -1 } else { 1 }, help.rows.len(), height);
            help.skip(!older, height);
        }
        _ => {}
    }
}

pub(super) fn complete(model: &mut Model) {
    if model.query_line().is_some() {
        return aid::complete_word(model);
    }
    if let Some(Overlay::Palette(palette)) = &mut model.overlay
        && let Some(command) = palette.chosen()
        && line::named(palette.prompt.text(), palette.context).is_none()
    {
        palette.prompt.set(command.spec().name);
    }
}
