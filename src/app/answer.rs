//! What a line that is typed does: while it is typed, and when Enter takes
//! it.

use crate::command::{Command, Context, Preset};
use crate::query::Query;
use crate::typeset::Shown;

use super::arrange::leave_sheet;
use super::execute::{execute, on_screen};
use super::jumps::Before;
use super::seek::{say_match, seek, set_backward};
use super::{
    Ask, Effect, Model, Overlay, QueryLine, Reader, Screen, Search, aid, copy, folds, groups,
    key_or_name, line, motion, narrow, query, results, texts,
};

/// What the line being typed does while it is typed.
pub(super) fn typed(model: &mut Model) {
    if let Some(line) = model.query_line_mut() {
        line.stands = false;
    }
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
    let ask = Ask {
        line: QueryLine::standing(reader.query.line().trim()),
        ..Ask::default()
    };
    model.overlay = Some(Overlay::Ask(Box::new(ask)));
    model.arrange();
    answer(model);
}

/// A line is typed in, from now on: where it is what was asked before, what
/// is written takes its place, and a key that only edits goes on with it.
pub(super) fn touch(model: &mut Model, is_written: bool) {
    if let Some(line) = model.query_line_mut()
        && std::mem::take(&mut line.stands)
        && is_written
    {
        line.prompt.set("");
    }
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
        // The row above says so.
        (_, Some(_)) if has_aid => Shown::default(),
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

/// That a line, such as a group that holds nothing, asks for nothing.
pub(super) fn asks_nothing(line: &str) -> String {
    format!("{line} asks for nothing yet: words or fields are missing")
}

/// That a line nobody has touched holds after Enter as well.
pub(super) fn still_holds(model: &Model, line: &str) -> String {
    let clear = model.key_words(Command::Clear);
    let line = Shown::new(line);
    format!("{line} still holds; {clear} shows all")
}

/// Whether Enter on a line that nobody has touched shows all, as in less, where
/// that line is empty.
pub(super) fn ends_untouched(model: &Model) -> bool {
    model.settings.preset == Preset::Less
}

/// Enter on a line that asks for paragraphs. What it says holds: nothing but what
/// is written there, and with nothing there, all is shown.
fn ask_paragraphs(model: &mut Model, mut ask: Box<Ask>) {
    if ask.line.stands && ends_untouched(model) {
        ask.line.prompt.set("");
    } else if ask.line.stands {
        let words = still_holds(model, ask.line.prompt.text());
        return model.say(&words);
    }
    if ask.line.prompt.text().trim().is_empty()
        && model.reader().is_some_and(|it| it.only.is_some())
    {
        show_paragraphs(model, Query::default());
        return say_taken_back(model);
    }
    let line = ask.line.prompt.text().trim();
    match Query::parse(line) {
        Ok(query) if query.is_empty() && !line.is_empty() => {
            model.warn(&asks_nothing(line));
            model.overlay = Some(Overlay::Ask(ask));
        }
        Ok(query) => {
            if !line.is_empty() {
                model.asked.retain(|old| old != line);
                model.asked.push(line.to_owned());
            }
            show_paragraphs(model, query);
        }
        Err(error) => {
            model.warn(&error.to_string());
            model.overlay = Some(Overlay::Ask(ask));
        }
    }
}

/// Shows the paragraphs that a query finds; the cursor goes to one of them.
fn show_paragraphs(model: &mut Model, query: Query) {
    let from = Before::of(model);
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
    from.record(model);
}

/// Says what is shown after a query was taken back.
fn say_taken_back(model: &mut Model) {
    let filter = model.reader().filter(|reader| reader.filter.hides());
    let words = if let Some(filter) = filter.map(Reader::filter_label) {
        let all = model.key_words(Command::ClearFilter);
        format!("{filter} still holds; {all} shows all")
    } else {
        let again = model.key_words(Command::Ask);
        let older = key_or_name(&model.keymap, Command::PreviousLine, Context::Prompt);
        format!("every paragraph is shown again; {again} and {older} ask once more")
    };
    model.say(&words);
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
                return everywhere(model, search);
            }
            if !needle.is_empty() {
                set_backward(model, search.earlier.began_backward);
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
/// repeats the last search; where there was none, it is given up.
fn everywhere(model: &mut Model, search: Search) -> Vec<Effect> {
    let mut needle = search.prompt.text().to_owned();
    let mut how = search.how;
    if needle.is_empty() {
        (needle, how) = search.before.unwrap_or_default();
    }
    if needle.is_empty() {
        if let Some(list) = search.list {
            groups::fold_again(model, list);
        }
        return Vec::new();
    }
    model.remember(&needle);
    texts::begin(model, &needle, how, search.backward, search.list)
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
