//! Command → method on what it applies to.

use crate::cable::{Classification, PortionMark};
use crate::command::{Command, Context};
use crate::config::Theme;
use crate::typeset::Filter;

use super::overlay::{Asked, entries, findings_page};
use super::{
    Class, Effect, Explain, Find, Help, Layout, Model, Opening, Overlay, Palette, Pane, PaneId,
    Reader, Request, Screen, Search,
};

/// Does what `command` asks for, `count` times where that makes sense.
pub(super) fn execute(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    match command {
        Command::Quit => return vec![Effect::Quit],
        Command::Suspend => return vec![Effect::Suspend],
        Command::Redraw => return vec![Effect::Redraw],
        Command::Cancel => return cancel(model),
        Command::Close => return close(model),
        Command::Clear => clear(model),
        Command::Theme => next_theme(model),
        Command::Help => model.overlay = Some(Overlay::Help(Help::new(screen_context(model)))),
        Command::Palette => {
            model.overlay = Some(Overlay::Palette(Palette::new(screen_context(model))))
        }
        Command::Search => search(model),
        Command::Accept => return accept(model),
        Command::PreviousLine | Command::NextLine => {
            recall(model, command == Command::PreviousLine)
        }
        Command::Complete => complete(model),
        _ if model.overlay.is_some() => return in_overlay(model, command, count),
        _ => return on_screen(model, command, count),
    }
    Vec::new()
}

/// The context of the screen below any overlay.
fn screen_context(model: &Model) -> Context {
    match model.screens.top {
        Screen::Catalog(_) => Context::Catalog,
        Screen::Reader(_) => Context::Reader,
    }
}

/// What the line being typed does while it is typed.
pub(super) fn typed(model: &mut Model) {
    match &mut model.overlay {
        Some(Overlay::Palette(palette)) => palette.narrow(),
        Some(Overlay::Help(help)) => help.narrow(),
        Some(Overlay::Search(search)) => {
            let needle = search.prompt.text().to_owned();
            let (from, scroll) = (search.from, search.scroll);
            seek(model, &needle, from, scroll);
        }
        _ => {}
    }
}

/// Shows the first match at or after `from`; without one the place is kept.
fn seek(model: &mut Model, needle: &str, from: u32, scroll: super::Scroll) {
    let rows = model.catalog_rows();
    let (size, arrangement) = (model.size, model.settings.arrangement);
    match &mut model.screens.top {
        Screen::Reader(reader) => {
            let height = reader.text_height(&reader.layout(size, arrangement));
            let find = Find::on(&reader.text.page, needle, from);
            reader.text.scroll = scroll;
            let at = find
                .matches
                .get(find.current)
                .map_or(from, |found| found.start);
            reader.text.go_to_byte(at, height);
            reader.find = Some(find).filter(|find| !find.needle.is_empty());
            reader.arrange(size, arrangement);
        }
        Screen::Catalog(catalog) => {
            needle.clone_into(&mut catalog.needle);
            let entries = &model.entries;
            let n_rows = entries.len();
            let from = scroll.focus;
            let order = (from..n_rows).chain(0..from);
            let found = order
                .into_iter()
                .find(|&idx| entries.get(idx).is_some_and(|entry| catalog.matches(entry)));
            catalog.scroll.go(found.unwrap_or(from), n_rows, rows);
        }
    }
}

fn search(model: &mut Model) {
    if let Some(Overlay::Help(help)) = &mut model.overlay {
        help.typing = true;
        return;
    }
    let mut search = Search::default();
    match &mut model.screens.top {
        Screen::Reader(reader) => {
            leave_sheet(reader);
            search.from = reader.text.at;
            search.scroll = reader.text.scroll;
            search.before = reader.find.as_ref().map(|find| find.needle.clone());
        }
        Screen::Catalog(catalog) => {
            search.scroll = catalog.scroll;
            search.before = Some(catalog.needle.clone());
        }
    }
    model.overlay = Some(Overlay::Search(search));
    model.arrange();
}

/// Enter on a line that is typed.
fn accept(model: &mut Model) -> Vec<Effect> {
    match model.overlay.take() {
        Some(Overlay::Search(search)) => {
            let needle = search.prompt.text().to_owned();
            if needle.is_empty() {
                // An empty line repeats the last search, as in less.
                if let Some(before) = search.before.filter(|before| !before.is_empty()) {
                    seek(model, &before, search.from, search.scroll);
                    return on_screen(model, Command::NextMatch, None);
                }
                return Vec::new();
            }
            model.history.retain(|line| *line != needle);
            model.history.push(needle);
            if let Some(find) = model.reader().and_then(|reader| reader.find.as_ref()) {
                let words = find.counter();
                if find.matches.is_empty() {
                    model.warn(&words)
                } else {
                    model.say(&words)
                }
            }
        }
        Some(Overlay::Palette(palette)) => {
            let line = palette.prompt.text().trim();
            if let Ok(number) = line.parse::<u32>() {
                return execute(model, Command::Bottom, Some(number));
            }
            return match (line, palette.chosen()) {
                ("", _) => Vec::new(),
                ("q", _) => execute(model, Command::Close, None),
                ("qa" | "q!" | "qa!", _) => execute(model, Command::Quit, None),
                (_, Some(command)) => execute(model, command, None),
                (line, None) => {
                    let words = format!("no command is called {line}; Tab completes, ? lists them");
                    model.warn(&words);
                    Vec::new()
                }
            };
        }
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

fn recall(model: &mut Model, older: bool) {
    let height = model.overlay_rows();
    match &mut model.overlay {
        Some(Overlay::Search(search)) => {
            search.prompt.recall(&model.history, older);
            typed(model);
        }
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

fn complete(model: &mut Model) {
    if let Some(Overlay::Palette(palette)) = &mut model.overlay
        && let Some(command) = palette.chosen()
    {
        palette.prompt.set(command.spec().name);
    }
}

/// Closes what lies on top; from the last screen, leaves.
fn close(model: &mut Model) -> Vec<Effect> {
    if model.overlay.take().is_some() {
        return Vec::new();
    }
    if let Screen::Reader(reader) = &mut model.screens.top
        && reader.sheet.is_some()
    {
        leave_sheet(reader);
        model.arrange();
        return Vec::new();
    }
    match model.screens.below.pop() {
        Some(screen) => {
            model.screens.top = screen;
            model.arrange();
            Vec::new()
        }
        None => vec![Effect::Quit],
    }
}

fn cancel(model: &mut Model) -> Vec<Effect> {
    if model.overlay.is_some() {
        clear(model);
        return Vec::new();
    }
    if model.cancelled {
        return vec![Effect::Quit];
    }
    model.opening = None;
    model.say("^c again quits");
    Vec::new()
}

/// Clears one thing: the overlay, else the search, else the filter, else the
/// sheet.
fn clear(model: &mut Model) {
    match model.overlay.take() {
        Some(Overlay::Search(search)) => {
            // The place and the search before come back.
            let before = search.before.clone().unwrap_or_default();
            seek(model, &before, search.from, search.scroll);
            if let Screen::Reader(reader) = &mut model.screens.top {
                let (size, arrangement) = (model.size, model.settings.arrangement);
                let height = reader.text_height(&reader.layout(size, arrangement));
                reader.text.scroll = search.scroll;
                reader.text.go_to_byte(search.from, height);
            }
            if let Screen::Catalog(catalog) = &mut model.screens.top {
                catalog.scroll = search.scroll;
            }
            return;
        }
        Some(Overlay::Help(mut help)) if help.typing || !help.prompt.text().is_empty() => {
            help.typing = false;
            help.prompt.set("");
            help.narrow();
            model.overlay = Some(Overlay::Help(help));
            return;
        }
        Some(_) => return,
        None => {}
    }
    match &mut model.screens.top {
        Screen::Catalog(catalog) => catalog.needle.clear(),
        Screen::Reader(reader) => {
            if reader.find.take().is_some() {
                return;
            }
            if reader.filter == Filter::All {
                leave_sheet(reader);
            } else {
                reader.filter = Filter::All;
            }
            model.arrange();
        }
    }
}

fn next_theme(model: &mut Model) {
    let theme = model.settings.theme.next();
    let name = theme.name();
    model.settings.theme = if model.settings.no_color {
        Theme::without_color(theme)
    } else {
        theme
    };
    model.say(&format!("theme {name}"));
}

/// A command while help, an explanation or a list of findings is open.
fn in_overlay(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    let height = model.overlay_rows();
    let times = isize::try_from(count.unwrap_or(1)).unwrap_or(isize::MAX);
    if matches!(command, Command::NextExplained | Command::PreviousExplained) {
        explain_neighbor(model, command == Command::NextExplained);
        return Vec::new();
    }
    match &mut model.overlay {
        Some(Overlay::Explain(explain)) => move_pane(&mut explain.pane, command, times, height),
        Some(Overlay::Findings(pane)) => move_pane(pane, command, times, height),
        Some(Overlay::Help(help)) => {
            if command == Command::Open {
                let chosen = help.chosen();
                model.overlay = None;
                return chosen.map_or_else(Vec::new, |command| execute(model, command, None));
            }
            let n_rows = help.rows.len();
            let down = !matches!(
                command,
                Command::Up | Command::PageUp | Command::HalfPageUp | Command::Top
            );
            match command {
                Command::Down => help.scroll.step(times, n_rows, height),
                Command::Up => help.scroll.step(-times, n_rows, height),
                Command::PageDown | Command::PageUp => {
                    help.scroll.page(down, height, n_rows, height)
                }
                Command::HalfPageDown | Command::HalfPageUp => {
                    help.scroll.page(down, height / 2, n_rows, height)
                }
                Command::Top => help.scroll.go(0, n_rows, height),
                Command::Bottom => help.scroll.go(n_rows, n_rows, height),
                _ => {}
            }
            help.skip(down, height);
            if help.scroll.focus <= 1 {
                // The title of the first group comes back into sight.
                help.scroll.top = 0;
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Motions that every page has in common. Whether `command` is one.
fn move_pane(pane: &mut Pane, command: Command, times: isize, height: usize) {
    let page = height.saturating_sub(2).max(1);
    let half = (height / 2).max(1);
    let times_rows = |rows: usize| rows.saturating_mul(times.unsigned_abs());
    match command {
        Command::Down => pane.step(times, height),
        Command::Up => pane.step(-times, height),
        Command::ScrollDown => pane.slide(times, height),
        Command::ScrollUp => pane.slide(-times, height),
        Command::PageDown => pane.turn(true, times_rows(page), height),
        Command::PageUp => pane.turn(false, times_rows(page), height),
        Command::HalfPageDown => pane.turn(true, times_rows(half), height),
        Command::HalfPageUp => pane.turn(false, times_rows(half), height),
        Command::Top => pane.go(0, height),
        Command::Bottom => pane.go(usize::MAX, height),
        Command::NextToken | Command::PreviousToken => {
            for _ in 0..times.unsigned_abs().min(10_000) {
                let forward = command == Command::NextToken;
                let moved = if forward {
                    pane.next_token(height)
                } else {
                    pane.previous_token(height)
                };
                if !moved {
                    break;
                }
            }
        }
        _ => {}
    }
}

fn on_screen(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    match model.screens.top {
        Screen::Catalog(_) => in_catalog(model, command, count),
        Screen::Reader(_) => in_reader(model, command, count),
    }
}

fn in_catalog(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    let height = model.catalog_rows();
    let n_rows = model.entries.len();
    let times = isize::try_from(count.unwrap_or(1)).unwrap_or(isize::MAX);
    let Screen::Catalog(catalog) = &mut model.screens.top else {
        return Vec::new();
    };
    let scroll = &mut catalog.scroll;
    let row = count.map(|row| (row as usize).saturating_sub(1));
    match command {
        Command::Down => scroll.step(times, n_rows, height),
        Command::Up => scroll.step(-times, n_rows, height),
        Command::ScrollDown => scroll.slide(times, n_rows, height),
        Command::ScrollUp => scroll.slide(-times, n_rows, height),
        Command::PageDown => scroll.page(true, height.saturating_sub(2), n_rows, height),
        Command::PageUp => scroll.page(false, height.saturating_sub(2), n_rows, height),
        Command::HalfPageDown => scroll.page(true, height / 2, n_rows, height),
        Command::HalfPageUp => scroll.page(false, height / 2, n_rows, height),
        Command::Top => scroll.go(row.unwrap_or(0), n_rows, height),
        Command::Bottom => scroll.go(row.unwrap_or(usize::MAX), n_rows, height),
        Command::NextMatch | Command::PreviousMatch => {
            let forward = command == Command::NextMatch;
            let here = catalog.scroll.focus;
            let matches = |idx: &usize| {
                model
                    .entries
                    .get(*idx)
                    .is_some_and(|entry| catalog.matches(entry))
            };
            let found = if forward {
                (here + 1..n_rows).chain(0..=here).find(matches)
            } else {
                (0..here).rev().chain((here..n_rows).rev()).find(matches)
            };
            match found {
                Some(row) => catalog.scroll.go(row, n_rows, height),
                None => model.warn("no match"),
            }
        }
        Command::Open => {
            if let Some(row) = row {
                scroll.go(row, n_rows, height);
            }
            let entry = catalog.scroll.focus;
            return open(model, entry, false);
        }
        _ => {}
    }
    Vec::new()
}

/// Asks for a cable.
fn open(model: &mut Model, entry: usize, replaces: bool) -> Vec<Effect> {
    if entry >= model.entries.len() {
        return Vec::new();
    }
    model.opening = Some(Opening { entry, replaces });
    vec![Effect::Load(Request::Open(entry))]
}

fn in_reader(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    match command {
        Command::NextCable | Command::PreviousCable => {
            return neighbor_cable(model, command, count);
        }
        Command::Open if count.is_none() => return open_token(model),
        Command::Explain => {
            explain(model);
            return Vec::new();
        }
        Command::Findings => {
            let columns = model.overlay_columns();
            if let Screen::Reader(reader) = &model.screens.top {
                let page = findings_page(&reader.cable, &reader.findings, columns);
                model.overlay = Some(Overlay::Findings(Box::new(Pane::new(page))));
            }
            return Vec::new();
        }
        Command::NextMatch | Command::PreviousMatch => {
            next_match(model, command == Command::NextMatch, count.unwrap_or(1));
            return Vec::new();
        }
        _ => {}
    }
    let size = model.size;
    let mut arrangement = model.settings.arrangement;
    let mut said = None;
    if let Screen::Reader(reader) = &mut model.screens.top {
        let layout = reader.layout(size, arrangement);
        said = match command {
            Command::NextPane | Command::PreviousPane => {
                let next = next_pane(reader.focus, command == Command::NextPane);
                focus_pane(reader, next, &layout, &mut arrangement)
            }
            Command::TextPane => focus_pane(reader, PaneId::Text, &layout, &mut arrangement),
            Command::RoutingPane => focus_pane(reader, PaneId::Routing, &layout, &mut arrangement),
            Command::OutlinePane => focus_pane(reader, PaneId::Outline, &layout, &mut arrangement),
            Command::PartsPane => focus_pane(reader, PaneId::Parts, &layout, &mut arrangement),
            Command::ToggleOutline => {
                toggle_pane(reader, PaneId::Outline, &layout, &mut arrangement)
            }
            Command::ToggleRouting => {
                toggle_pane(reader, PaneId::Routing, &layout, &mut arrangement)
            }
            Command::ToggleParts => toggle_pane(reader, PaneId::Parts, &layout, &mut arrangement),
            Command::Zoom => {
                reader.sheet = if reader.sheet.is_some() {
                    None
                } else {
                    Some(reader.focus)
                };
                if layout.class <= Some(Class::Narrow) && reader.sheet == Some(PaneId::Text) {
                    reader.sheet = None;
                    Some(String::from("the text has the whole screen already"))
                } else {
                    None
                }
            }
            Command::ShrinkPane => resize_side(reader.focus, &layout, &mut arrangement, -2),
            Command::GrowPane => resize_side(reader.focus, &layout, &mut arrangement, 2),
            Command::WiderText | Command::NarrowerText | Command::DefaultText => {
                Some(set_measure(command, count, &layout, &mut arrangement))
            }
            Command::Raw => {
                leave_sheet(reader);
                reader.raw = !reader.raw;
                let words = if reader.raw {
                    "the source as it is; r shows it as it is read"
                } else {
                    "as it is read"
                };
                Some(String::from(words))
            }
            Command::OnlyUnclassified
            | Command::OnlySbu
            | Command::OnlyConfidential
            | Command::OnlySecret
            | Command::OnlyTopSecret
            | Command::OnlyUnmarked
            | Command::AtOrBelow
            | Command::AtOrAbove
            | Command::Dim
            | Command::ClearFilter => set_filter(reader, command),
            _ => {
                move_reader(reader, command, count, &layout);
                None
            }
        };
        reader.arrange(size, arrangement);
    }
    model.settings.arrangement = arrangement;
    if let Some(words) = said {
        model.say(&words);
    }
    Vec::new()
}

/// Motions in the pane that has the keys, and in the text by paragraphs.
fn move_reader(reader: &mut Reader, command: Command, count: Option<u32>, layout: &Layout) {
    let times = count.unwrap_or(1).clamp(1, 1_000_000);
    let height = reader.text_height(layout);
    match (command, count) {
        (Command::Top | Command::Bottom | Command::Open, Some(number)) => {
            leave_sheet(reader);
            go_to_number(reader, number, height);
        }
        (Command::NextParagraph | Command::PreviousParagraph, _) => {
            leave_sheet(reader);
            for _ in 0..times {
                if !step_paragraph(reader, command == Command::NextParagraph, height) {
                    break;
                }
            }
        }
        (Command::NextSection | Command::PreviousSection, _) => {
            let sections = reader.sections();
            step_among(
                reader,
                &sections,
                command == Command::NextSection,
                times,
                height,
            );
        }
        (Command::NextMarking | Command::PreviousMarking, _) => {
            let changes = marking_changes(reader);
            step_among(
                reader,
                &changes,
                command == Command::NextMarking,
                times,
                height,
            );
        }
        _ => {
            let times = isize::try_from(times).unwrap_or(1);
            if reader.focus == PaneId::Outline {
                move_outline(reader, command, times, layout.rows(PaneId::Outline));
            } else {
                let height = match reader.focus {
                    PaneId::Text => height,
                    pane => layout.rows(pane),
                };
                if let Some(pane) = reader.focused() {
                    move_pane(pane, command, times, height);
                }
            }
        }
    }
}

fn move_outline(reader: &mut Reader, command: Command, times: isize, height: usize) {
    let n_rows = reader.outline.rows.len();
    let scroll = &mut reader.outline.scroll;
    match command {
        Command::Down | Command::NextToken => scroll.step(times, n_rows, height),
        Command::Up | Command::PreviousToken => scroll.step(-times, n_rows, height),
        Command::ScrollDown => scroll.slide(times, n_rows, height),
        Command::ScrollUp => scroll.slide(-times, n_rows, height),
        Command::PageDown => scroll.page(true, height, n_rows, height),
        Command::PageUp => scroll.page(false, height, n_rows, height),
        Command::HalfPageDown => scroll.page(true, height / 2, n_rows, height),
        Command::HalfPageUp => scroll.page(false, height / 2, n_rows, height),
        Command::Top => scroll.go(0, n_rows, height),
        Command::Bottom => scroll.go(n_rows, n_rows, height),
        _ => {}
    }
}

/// Goes to the paragraph that bears `number`: the nearest one after the
/// cursor when a quoted document repeats it, else the first.
fn go_to_number(reader: &mut Reader, number: u32, height: usize) {
    let bears = |idx: &usize| {
        reader
            .cable
            .paragraphs
            .get(*idx)
            .is_some_and(|paragraph| paragraph.number == Some(number))
    };
    let n_paragraphs = reader.cable.paragraphs.len();
    let found = (0..n_paragraphs).find(bears);
    let nearest = found.or_else(|| {
        // A number that is missing leads to the one before it.
        let numbers = reader.cable.paragraphs.iter().enumerate();
        let below =
            numbers.filter(|(_, paragraph)| paragraph.number.is_some_and(|known| known < number));
        below.map(|(idx, _)| idx).last()
    });
    if let Some(idx) = nearest.and_then(|idx| u32::try_from(idx).ok()) {
        go_to_paragraph(reader, idx, height);
    }
}

fn go_to_paragraph(reader: &mut Reader, idx: u32, height: usize) -> bool {
    let Some(row) = reader.text.row_of_paragraph(idx) else {
        return false;
    };
    reader.text.go(row, height);
    // The whole paragraph comes into sight, as far as there is room.
    let rows = reader.text.page.rows();
    let n_rows = rows.get(row..).map_or(0, |rest| {
        rest.iter()
            .take_while(|row| row.paragraph == Some(idx))
            .count()
    });
    let scroll = &mut reader.text.scroll;
    let lowest = row + n_rows;
    if lowest > scroll.top + height {
        scroll.top = (lowest.saturating_sub(height)).min(row.saturating_sub(1));
    }
    true
}

fn step_paragraph(reader: &mut Reader, forward: bool, height: usize) -> bool {
    let n_paragraphs = u32::try_from(reader.cable.paragraphs.len()).unwrap_or(u32::MAX);
    let here = reader.text.paragraph();
    let on_first_row =
        here.and_then(|idx| reader.text.row_of_paragraph(idx)) == Some(reader.text.scroll.focus);
    let target = match (here, forward) {
        (None, true) => Some(0),
        (None, false) => None,
        (Some(idx), true) => idx.checked_add(1).filter(|&next| next < n_paragraphs),
        (Some(idx), false) if on_first_row => idx.checked_sub(1),
        (Some(idx), false) => Some(idx),
    };
    target.is_some_and(|idx| go_to_paragraph(reader, idx, height))
}

/// Goes on to one of `places` (indexes of paragraphs, in order).
fn step_among(reader: &mut Reader, places: &[u32], forward: bool, times: u32, height: usize) {
    leave_sheet(reader);
    for _ in 0..times {
        let here = reader.text.paragraph();
        let target = if forward {
            places
                .iter()
                .find(|&&idx| here.is_none_or(|here| idx > here))
        } else {
            let first_row = here.and_then(|idx| reader.text.row_of_paragraph(idx));
            let inside = first_row.is_some_and(|row| reader.text.scroll.focus > row);
            places
                .iter()
                .rev()
                .find(|&&idx| here.is_some_and(|here| idx < here || (inside && idx == here)))
        };
        let Some(&idx) = target else { break };
        go_to_paragraph(reader, idx, height);
    }
}

/// Paragraphs whose marking differs from that of the one before.
fn marking_changes(reader: &Reader) -> Vec<u32> {
    let text = |mark: &Option<PortionMark>| mark.as_ref().map(PortionMark::text);
    let paragraphs = &reader.cable.paragraphs;
    let pairs = paragraphs.iter().zip(paragraphs.iter().skip(1));
    let changes = (1..)
        .zip(pairs)
        .filter(|(_, (before, after))| text(&before.mark) != text(&after.mark));
    changes.map(|(idx, _)| idx).collect()
}

fn set_filter(reader: &mut Reader, command: Command) -> Option<String> {
    let here = reader
        .text
        .paragraph()
        .and_then(|idx| reader.cable.paragraphs.get(idx as usize));
    let level = here
        .and_then(|paragraph| paragraph.mark.as_ref())
        .map(|mark| mark.level);
    let filter = match command {
        Command::OnlyUnclassified => Filter::only(Classification::Unclassified),
        Command::OnlySbu => Filter::only(Classification::Sbu),
        Command::OnlyConfidential => Filter::only(Classification::Confidential),
        Command::OnlySecret => Filter::only(Classification::Secret),
        Command::OnlyTopSecret => Filter::only(Classification::TopSecret),
        Command::OnlyUnmarked => Filter::Unmarked,
        Command::AtOrBelow | Command::AtOrAbove => {
            let Some(level) = level else {
                return Some(String::from(
                    "this paragraph has no marking to compare with",
                ));
            };
            if command == Command::AtOrBelow {
                Filter::AtOrBelow(level)
            } else {
                Filter::AtOrAbove(level)
            }
        }
        Command::Dim => {
            reader.dim = !reader.dim;
            let words = if reader.dim {
                "a filter dims"
            } else {
                "a filter hides"
            };
            return Some(String::from(words));
        }
        _ => Filter::All,
    };
    leave_sheet(reader);
    reader.raw = false;
    reader.filter = filter;
    None
}

fn leave_sheet(reader: &mut Reader) {
    if reader.sheet.take().is_some_and(|pane| pane != PaneId::Text) {
        reader.focus = PaneId::Text;
    }
}

fn next_pane(pane: PaneId, forward: bool) -> PaneId {
    const ORDER: [PaneId; 4] = [
        PaneId::Text,
        PaneId::Routing,
        PaneId::Outline,
        PaneId::Parts,
    ];
    let here = ORDER.iter().position(|known| *known == pane).unwrap_or(0);
    let next = if forward {
        here + 1
    } else {
        here + ORDER.len() - 1
    };
    ORDER
        .get(next % ORDER.len())
        .copied()
        .unwrap_or(PaneId::Text)
}

/// Gives the keys to a pane, opening it where it is not in sight.
fn focus_pane(
    reader: &mut Reader,
    pane: PaneId,
    layout: &Layout,
    arrangement: &mut super::Arrangement,
) -> Option<String> {
    let full = reader.sheet.is_some();
    reader.focus = pane;
    if layout.class <= Some(Class::Narrow) || full {
        reader.sheet = Some(pane)
            .filter(|&pane| full && layout.class > Some(Class::Narrow) || pane != PaneId::Text);
    } else if layout.pane(pane).is_empty() {
        show(pane, layout, arrangement, true);
    }
    None
}

fn toggle_pane(
    reader: &mut Reader,
    pane: PaneId,
    layout: &Layout,
    arrangement: &mut super::Arrangement,
) -> Option<String> {
    if layout.class <= Some(Class::Narrow) {
        if reader.sheet == Some(pane) {
            leave_sheet(reader);
        } else {
            reader.sheet = Some(pane);
            reader.focus = pane;
        }
        return None;
    }
    let visible = !layout.pane(pane).is_empty();
    reader.sheet = None;
    show(pane, layout, arrangement, !visible);
    if visible && reader.focus == pane {
        reader.focus = PaneId::Text;
    }
    None
}

fn show(pane: PaneId, layout: &Layout, arrangement: &mut super::Arrangement, on: bool) {
    match pane {
        PaneId::Text => {}
        PaneId::Routing => arrangement.routing = on,
        PaneId::Outline => arrangement.outline = on,
        PaneId::Parts if layout.class == Some(Class::Medium) => arrangement.parts_below = on,
        PaneId::Parts => arrangement.parts = on,
    }
}

/// Makes the side of the focused pane narrower or wider.
fn resize_side(
    focus: PaneId,
    layout: &Layout,
    arrangement: &mut super::Arrangement,
    by: i16,
) -> Option<String> {
    if layout.class <= Some(Class::Narrow) {
        return Some(String::from("there is no side pane at this width"));
    }
    let right = focus == PaneId::Parts && layout.class == Some(Class::Wide);
    let (side, region) = if right {
        (&mut arrangement.right, layout.parts)
    } else if layout.routing.is_empty() {
        (&mut arrangement.left, layout.outline)
    } else {
        (&mut arrangement.left, layout.routing)
    };
    if region.is_empty() {
        return Some(String::from("no side pane is open; M, t and S open them"));
    }
    *side = region.width.saturating_add_signed(by).clamp(16, 90);
    None
}

fn set_measure(
    command: Command,
    count: Option<u32>,
    layout: &Layout,
    arrangement: &mut super::Arrangement,
) -> String {
    let step = count
        .and_then(|count| u16::try_from(count).ok())
        .unwrap_or(2);
    let measure = match command {
        Command::WiderText => layout.measure.saturating_add(step).min(400),
        Command::NarrowerText => layout.measure.saturating_sub(step).max(20),
        _ => 0,
    };
    arrangement.measure = measure;
    if measure == 0 {
        String::from("text at its default width")
    } else {
        format!("text {measure} columns wide, if there is room")
    }
}

fn neighbor_cable(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    let Some(here) = model.reader().map(|reader| reader.entry) else {
        return Vec::new();
    };
    let times = count.unwrap_or(1) as usize;
    let last = model.entries.len().saturating_sub(1);
    let there = if command == Command::NextCable {
        here.saturating_add(times).min(last)
    } else {
        here.saturating_sub(times)
    };
    if there == here {
        let end = if command == Command::NextCable {
            "last"
        } else {
            "first"
        };
        let words = if last == 0 {
            String::from("this is the only cable that is open")
        } else {
            format!("this is the {end} cable")
        };
        model.say(&words);
        return Vec::new();
    }
    open(model, there, true)
}

/// Enter in the reader: follow the reference under the cursor, go to the
/// paragraph of the outline, explain anything else.
fn open_token(model: &mut Model) -> Vec<Effect> {
    let (size, arrangement) = (model.size, model.settings.arrangement);
    if let Screen::Reader(reader) = &mut model.screens.top
        && reader.focus == PaneId::Outline
    {
        let row = reader.outline.scroll.focus;
        let idx = reader.outline.rows.get(row).map(|row| row.paragraph);
        leave_sheet(reader);
        reader.focus = PaneId::Text;
        let height = reader.text_height(&reader.layout(size, arrangement));
        if let Some(idx) = idx {
            go_to_paragraph(reader, idx, height);
        }
        reader.arrange(size, arrangement);
        return Vec::new();
    }
    let target = model
        .reader()
        .and_then(reference_here)
        .map(|reference| reference.mrn.clone());
    match target {
        Some(Some(mrn)) => match model.held(&mrn) {
            Some(entry) => open(model, entry, false),
            None => {
                let words = format!("{mrn} is not among the cables that are open");
                model.say(&words);
                Vec::new()
            }
        },
        _ => {
            explain(model);
            Vec::new()
        }
    }
}

/// The reference that the token under the cursor names: an entry of the REF
/// block in the routing pane, or its letter or number in the text.
fn reference_here(reader: &Reader) -> Option<&crate::cable::Reference> {
    let pane = reader.focused_ref()?;
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
    let token = pane.token_text();
    if token.eq_ignore_ascii_case("reftel")
        || token.eq_ignore_ascii_case("ref") && references.len() == 1
    {
        return references.first().filter(|_| references.len() == 1);
    }
    let words: Vec<&str> = pane
        .page
        .row_text(pane.scroll.focus)
        .split_whitespace()
        .collect();
    let letter = token.trim_matches(|c: char| !c.is_alphanumeric());
    let after_ref = words.windows(2).any(|pair| {
        let [first, second] = pair else { return false };
        let first = first.trim_matches(|c: char| !c.is_alphanumeric());
        let second = second.trim_matches(|c: char| !c.is_alphanumeric());
        let names = first.eq_ignore_ascii_case("ref") || first.eq_ignore_ascii_case("reftel");
        names && second == letter
    });
    let mut letters = letter.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if after_ref => {
            let letter = letter.to_ascii_uppercase();
            references
                .iter()
                .find(|reference| reference.letter == Some(letter))
        }
        _ => references.iter().find(|reference| {
            reference
                .mrn
                .as_ref()
                .is_some_and(|mrn| mrn.to_string().eq_ignore_ascii_case(letter))
        }),
    }
}

fn explain(model: &mut Model) {
    let columns = model.overlay_columns();
    let Some(reader) = model.reader() else { return };
    let outline_token;
    let token = match reader.focused_ref() {
        Some(pane) => pane.token_text(),
        None => {
            let row = reader.outline.rows.get(reader.outline.scroll.focus);
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
        }
    };
    if token.is_empty() {
        model.say("no word is under the cursor; h and l move to one");
        return;
    }
    let reference = reference_here(reader);
    let held = reference
        .and_then(|reference| reference.mrn.as_ref())
        .is_some_and(|mrn| model.held(mrn).is_some());
    let paragraph = reader
        .text
        .paragraph()
        .filter(|_| reader.focus == PaneId::Text);
    let asked = Asked {
        token,
        cable: &reader.cable,
        paragraph,
        reference,
        held,
    };
    let explain = Explain::new(&asked, columns);
    model.overlay = Some(Overlay::Explain(Box::new(explain)));
}

/// Moves on to the next token that the glossary knows, and explains it.
fn explain_neighbor(model: &mut Model, forward: bool) {
    /// A screen or two of words; further away it is no neighbor.
    const FURTHEST: usize = 600;
    let (size, arrangement) = (model.size, model.settings.arrangement);
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
    let year = reader.cable.dtg().map(crate::cable::Dtg::year);
    let Some(pane) = reader.focused() else { return };
    let start = (pane.scroll, pane.at);
    for _ in 0..FURTHEST {
        let moved = if forward {
            pane.next_token(height)
        } else {
            pane.previous_token(height)
        };
        if !moved {
            break;
        }
        if !entries(pane.token_text(), year).is_empty() {
            explain(model);
            return;
        }
    }
    (pane.scroll, pane.at) = start;
    let end = if forward { "after" } else { "before" };
    model.say(&format!("the glossary knows no word {end} this one nearby"));
}

/// Lays an open overlay out again after the size has changed.
pub(super) fn fit_overlay(model: &mut Model) {
    match &model.overlay {
        Some(Overlay::Explain(_)) => explain(model),
        Some(Overlay::Findings(_)) => {
            let _ = in_reader(model, Command::Findings, None);
        }
        _ => {
            let height = model.overlay_rows();
            match &mut model.overlay {
                Some(Overlay::Help(help)) => {
                    help.scroll.go(help.scroll.focus, help.rows.len(), height)
                }
                Some(Overlay::Palette(palette)) => {
                    palette
                        .scroll
                        .go(palette.scroll.focus, palette.found.len(), height)
                }
                _ => {}
            }
        }
    }
}

fn next_match(model: &mut Model, forward: bool, times: u32) {
    let (size, arrangement) = (model.size, model.settings.arrangement);
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    leave_sheet(reader);
    reader.arrange(size, arrangement);
    let height = reader.text_height(&reader.layout(size, arrangement));
    let Some(find) = &mut reader.find else {
        model.say("nothing is being sought; / begins a search");
        return;
    };
    let mut went_round = false;
    for _ in 0..times.min(10_000) {
        let Some((at, wrapped)) = find.advance(reader.text.at, forward) else {
            break;
        };
        went_round |= wrapped;
        reader.text.go_to_byte(at, height);
    }
    let counter = find.counter();
    let nothing = find.matches.is_empty();
    reader.arrange(size, arrangement);
    if nothing {
        model.warn(&counter);
    } else if went_round {
        let end = if forward { "end" } else { "beginning" };
        model.say(&format!("{counter}; the search went round the {end}"));
    } else {
        model.say(&counter);
    }
}
