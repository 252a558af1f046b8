//! Command → method on what it applies to.

use std::time::Duration;

use crate::command::{Command, Context};
use crate::query::Query;
use crate::typeset::Filter;

use super::answer::{accept, ask, complete, recall};
use super::arrange::{
    focus_pane, is_marking_filter, leave_sheet, next_pane, resize_side, set_filter, set_measure,
    toggle_case, toggle_column, toggle_pane,
};
use super::ask::{explain, explain_neighbor, explained_cited, open_token};
use super::beside;
use super::changes::Done;
use super::copy;
use super::facets;
use super::folds;
use super::follow;
use super::groups;
use super::jumps::{self, Before, Spot};
use super::marks;
use super::motion::{move_among, move_pane, move_reader};
use super::mouse;
use super::narrow;
use super::picks;
use super::preview;
use super::releases;
use super::reload::{look_again, reload};
use super::report::{self, Topic};
use super::results;
use super::rows;
use super::seek::{go_on, next_match, search, seek, seek_word, toggle_pattern};
use super::select;
use super::stops::{self, Sort};
use super::survey;
use super::surveyed::Topic as SurveyTopic;
use super::texts;
use super::theme::{list_themes, next_theme, take_chosen_theme};
use super::update::press;
use super::views;
use super::{
    Class, Effect, Help, How, Model, Opening, Overlay, Palette, PaneId, Reader, Request, Screen,
    Search, Target, Wake, grouped, key_or_name,
};

/// Does what `command` asks for, `count` times where that makes sense, and
/// notes where it was done if it leads far away.
pub(super) fn execute(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    let command = match command {
        // A key of its own, where that selects in a list of cables.
        Command::ReadOn => Command::PageDown,
        command => command,
    };
    let before = match &model.overlay {
        // Its words were followed by the cursor while they were typed.
        Some(Overlay::Search(search)) => Before::of(model).at(search.at()),
        _ => Before::of(model),
    };
    let window = beside::window(model);
    let effects = perform(model, command, count);
    folds::open_at_cursor(model);
    beside::scroll_along(model, window);
    let is_asked_for = match command {
        Command::Top | Command::Bottom => count.is_some(),
        Command::Open | Command::PlaceBefore | Command::JumpBack | Command::JumpForward => true,
        _ => false,
    };
    if is_asked_for {
        say_hidden(model);
    }
    if matches!(command, Command::Top | Command::Bottom | Command::Open) {
        say_paragraph(model, count);
    }
    let is_history = matches!(
        command,
        Command::JumpBack | Command::JumpForward | Command::Open
    );
    if !is_history && !matches!(model.overlay, Some(Overlay::Search(_))) {
        before.record(model);
    }
    effects
}

fn perform(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    match command {
        Command::Quit => return vec![Effect::Quit],
        Command::Suspend => return vec![Effect::Suspend],
        Command::Redraw => return vec![Effect::Redraw],
        Command::ReloadConfig => return vec![Effect::Load(Request::Configure(true))],
        Command::Cancel => return cancel(model),
        Command::Close => return close(model),
        Command::Clear => {
            let is_free = model.overlay.is_none();
            let stop = |model: &mut Model| {
                let stopped = survey::stop(model).or_else(|| texts::stop(model));
                stopped.or_else(|| results::stop(model))
            };
            let stopped = is_free.then(|| stop(model));
            if let Some(effects) = stopped.flatten() {
                return effects;
            }
            return clear(model);
        }
        Command::Theme => next_theme(model),
        Command::Themes => list_themes(model),
        Command::Mouse => mouse::toggle(model),
        Command::Hover => mouse::toggle_hover(model),
        Command::Help => {
            let help = Help::new(screen_context(model), &model.keymap, model.help_columns());
            model.overlay = Some(Overlay::Help(help));
        }
        Command::Palette => {
            model.overlay = Some(Overlay::Palette(Palette::new(screen_context(model))));
        }
        Command::Search if is_results(model) => results::ask(model),
        Command::Search => search_unfolded(model, |model| search(model, How::Words, false)),
        Command::Hits => results::ask(model),
        Command::SearchBackward => {
            search_unfolded(model, |model| search(model, How::Words, true));
        }
        Command::NextFound | Command::PreviousFound => {
            go_on(model, command == Command::NextFound);
        }
        Command::SearchPattern => search(model, How::Pattern, false),
        Command::SearchTexts => search_unfolded(model, texts::ask),
        Command::TogglePattern => match model.overlay.take() {
            Some(Overlay::Hits(seeking)) => return results::by_pattern(model, *seeking),
            overlay => {
                model.overlay = overlay;
                toggle_pattern(model);
            }
        },
        Command::NextOrder => return results::next_order(model),
        Command::Ask => ask(model),
        Command::Narrow => narrow::ask(model),
        Command::Sort if is_results(model) => results::menu(model),
        Command::Sort => rows::menu(model),
        Command::Group => groups::menu(model),
        Command::Views => return views::ask(model),
        Command::KeepView => views::say_how(model),
        Command::Accept => return accept(model),
        Command::PreviousLine | Command::NextLine => {
            recall(model, command == Command::PreviousLine);
        }
        Command::Complete => complete(model),
        Command::SetMark | Command::GoToMark | Command::RemoveMark => {
            return await_letter(model, command);
        }
        Command::Marks => return marks::list(model),
        Command::RemoveChosen => return marks::remove_chosen(model),
        Command::Undo => return marks::undo(model),
        Command::Forget => return marks::forget(model),
        Command::PlaceBefore => return jumps::go_before(model),
        Command::Jumps => return jumps::list(model),
        Command::JumpBack | Command::JumpForward if model.overlay.is_none() => {
            let back = command == Command::JumpBack;
            return jumps::go(model, back, count.unwrap_or(1));
        }
        _ if model.overlay.is_some() => return in_overlay(model, command, count),
        Command::SelectWords | Command::SelectParagraphs => select::toggle(model, command),
        Command::OtherEnd => select::other_end(model),
        Command::Edit => return copy::edit(model),
        Command::Thread => return survey::show_thread(model),
        Command::Missing => return survey::show(model, SurveyTopic::Missing),
        Command::Traffic => return survey::show(model, SurveyTopic::Traffic),
        Command::Gaps => return survey::show(model, SurveyTopic::Gaps),
        Command::Posts => return survey::show(model, SurveyTopic::Posts),
        Command::People => return survey::show(model, SurveyTopic::People),
        _ => {
            return copy::act(model, command, count)
                .unwrap_or_else(|| on_screen(model, command, count));
        }
    }
    Vec::new()
}

/// Does what a command asks for that was told a letter, and notes where it
/// was done if it leads far away.
pub(super) fn with_letter(model: &mut Model, command: Command, letter: char) -> Vec<Effect> {
    let before = Before::of(model);
    let effects = marks::with_letter(model, command, letter);
    folds::open_at_cursor(model);
    if command == Command::GoToMark {
        say_hidden(model);
    }
    before.record(model);
    effects
}

/// Says in the raw text that a number was taken for that of a paragraph, and
/// how a line is gone to.
fn say_paragraph(model: &mut Model, count: Option<u32>) {
    let Some(number) = count else { return };
    let reader = model
        .reader()
        .filter(|it| it.raw && it.focus == PaneId::Text);
    if reader.is_none() || model.overlay.is_some() {
        return;
    }
    let palette = model.key_words(Command::Palette);
    let line = format!("{palette}line {number} goes to a line of the source");
    let words = match &model.notice {
        None => format!("this is paragraph {number}; {line}"),
        Some(notice) => format!("{}; {line}", notice.text),
    };
    model.say(&words);
}

/// Says of a paragraph that was asked for and is hidden by which filter it
/// is, and how it is shown.
fn say_hidden(model: &mut Model) {
    if model.notice.is_some() || model.overlay.is_some() {
        return;
    }
    let Some(reader) = model.reader().filter(|it| it.focus == PaneId::Text) else {
        return;
    };
    let Some(idx) = reader.text.paragraph().map(|idx| idx as usize) else {
        return;
    };
    if reader.fold_here().is_some() || !reader.hides(idx) {
        return;
    }
    let paragraph = reader.cable.paragraphs.get(idx);
    let number = paragraph.and_then(|paragraph| paragraph.number);
    let name = number.map_or_else(|| String::from("this"), |number| format!("P{number}"));
    let (mark, filter) = (reader.mark_here(), reader.filter_label());
    let clear = model.key_words(Command::ClearFilter);
    model.say(&format!(
        "{name}{mark} is hidden by the filter {filter}; {clear} shows it"
    ));
}

/// A command that takes a letter was asked for by its name: its keys are as
/// good as pressed.
fn await_letter(model: &mut Model, command: Command) -> Vec<Effect> {
    model.overlay = None;
    let sequences = model.keymap.sequences_of(command, screen_context(model));
    let keys = sequences
        .first()
        .map_or_else(Vec::new, |keys| keys.keys().collect());
    let name = command.spec().name;
    match keys.split_last() {
        None => {
            model.say(&format!("which letter? As in :{name} a"));
            Vec::new()
        }
        Some((last, before)) => {
            model.typed.keys = before.to_vec();
            press(model, *last)
        }
    }
}

/// The context of the screen below any overlay.
pub(super) fn screen_context(model: &Model) -> Context {
    match &model.screens.top {
        Screen::Catalog(_) => Context::Catalog,
        Screen::Results(_) => Context::Results,
        Screen::Reader(reader) => reader.context(),
        Screen::Survey(_) => Context::Survey,
    }
}

/// Whether hits are in sight, and nothing lies over them.
fn is_results(model: &Model) -> bool {
    model.overlay.is_none() && matches!(model.screens.top, Screen::Results(_))
}

/// Closes what lies on top; from the last screen, leaves.
fn close(model: &mut Model) -> Vec<Effect> {
    if report::back(model) || model.overlay.take().is_some() || facets::leave(model) {
        return Vec::new();
    }
    if let Screen::Reader(reader) = &mut model.screens.top
        && end_selection(reader)
    {
        return Vec::new();
    }
    if let Screen::Reader(reader) = &mut model.screens.top
        && reader.sheet.is_some()
    {
        leave_sheet(reader);
        model.arrange();
        return Vec::new();
    }
    if beside::close(model) {
        return Vec::new();
    }
    let from = jumps::here(model);
    let read = model.reader().map(|it| (it.entry, it.text.paragraph()));
    match model.screens.below.pop() {
        Some(screen) => {
            match std::mem::replace(&mut model.screens.top, screen) {
                Screen::Results(old) => results::closed(model, *old),
                old => survey::closed(model, old),
            }
            model.arrange();
            if let Some((entry, paragraph)) = read {
                results::returned(model, entry, paragraph);
            }
            jumps::closed(model, from);
            Vec::new()
        }
        None => vec![Effect::Quit],
    }
}

/// Closes what lies above the list of cables.
fn to_list(model: &mut Model) -> Vec<Effect> {
    let is_list = |screen: &Screen| matches!(screen, Screen::Catalog(_));
    if !model.screens.below.iter().any(is_list) {
        model.say("this cable was opened alone: there is no list of cables");
        return Vec::new();
    }
    let mut effects = Vec::new();
    while !is_list(&model.screens.top) {
        effects.extend(close(model));
    }
    effects
}

fn cancel(model: &mut Model) -> Vec<Effect> {
    if model.overlay.is_some() || model.context() == Context::Select {
        return clear(model);
    }
    if model.cancelled {
        return vec![Effect::Quit];
    }
    let stopped = survey::stop(model)
        .or_else(|| texts::stop(model))
        .or_else(|| results::stop(model))
        .or_else(|| narrow::stop(model));
    if let Some(effects) = stopped {
        return effects;
    }
    model.opening = None;
    let words = format!("{} again quits", model.key_words(Command::Cancel));
    model.say(&words);
    Vec::new()
}

/// Begins a search for which every cable of the list has its row; where it is
/// given up, the groups are folded again.
fn search_unfolded(model: &mut Model, begin: impl FnOnce(&mut Model)) {
    let unfolded = groups::unfold(model);
    begin(model);
    if let Some(Overlay::Search(search)) = &mut model.overlay {
        search.list = unfolded;
    }
}

/// Clears one thing: the overlay, else the search, else the filter, else the
/// sheet.
fn clear(model: &mut Model) -> Vec<Effect> {
    if report::back(model) {
        return Vec::new();
    }
    match model.overlay.take() {
        Some(Overlay::Search(search)) if search.in_texts => {
            if let Some(list) = search.list {
                groups::fold_again(model, list);
            }
            return Vec::new();
        }
        Some(Overlay::Search(mut search)) => {
            if let Some(list) = search.list.take() {
                groups::fold_again(model, list);
                if let Screen::Catalog(catalog) = &model.screens.top {
                    search.scroll = catalog.scroll;
                }
            }
            // The place and the search before come back.
            let (before, how) = search.before.clone().unwrap_or_default();
            let again = Search {
                how,
                backward: search.earlier.was_backward,
                went_on: None,
                ..search.clone()
            };
            seek(model, &before, &again);
            let (size, arrangement) = model.room();
            if let Screen::Reader(reader) = &mut model.screens.top {
                let height = reader.text_height(&reader.layout(size, arrangement));
                let below = search.scroll.below();
                reader.text.return_closed(search.from, below, height);
            }
            if let Screen::Catalog(catalog) = &mut model.screens.top {
                catalog.scroll = search.scroll;
            }
            return Vec::new();
        }
        Some(Overlay::Narrow(narrowing)) => return narrow::take_back(model, *narrowing),
        Some(Overlay::Hits(seeking)) => return results::take_back(model, *seeking),
        Some(Overlay::Help(mut help)) if help.typing || !help.prompt.text().is_empty() => {
            help.typing = false;
            help.prompt.set("");
            help.narrow(&model.keymap);
            model.overlay = Some(Overlay::Help(help));
            return Vec::new();
        }
        Some(_) => return Vec::new(),
        None if facets::leave(model) => return Vec::new(),
        None => {}
    }
    if model.context() == Context::Results || results::leads_back(model) {
        return close(model);
    }
    if model.context() == Context::Catalog && picks::clear(model) {
        return Vec::new();
    }
    match &mut model.screens.top {
        Screen::Results(_) => {}
        Screen::Catalog(catalog) => {
            let was_sought = !catalog.needle.is_empty() || model.texts.is_some();
            catalog.needle.clear();
            catalog.found.clear();
            let effects = texts::forget(model);
            if was_sought {
                return effects;
            }
            return narrow::clear(model).unwrap_or_default();
        }
        Screen::Reader(reader) => {
            if end_selection(reader) {
                return Vec::new();
            }
            if reader.find.take().is_some() {
                return texts::forget(model);
            }
            if reader.is_filtered() {
                reader.filter = Filter::All;
                reader.ask(Query::default());
            } else {
                leave_sheet(reader);
            }
            model.arrange();
        }
        Screen::Survey(_) => return close(model),
    }
    Vec::new()
}

/// Ends a selection that has the keys. Whether there was one.
fn end_selection(reader: &mut Reader) -> bool {
    reader.context() == Context::Select && reader.text.selection.take().is_some()
}

/// Goes where a row of a list leads, or does what it stands for.
fn take(model: &mut Model, target: Target) -> Vec<Effect> {
    match target {
        Target::Theme(idx) => {
            take_chosen_theme(model, idx);
            Vec::new()
        }
        Target::Jump(node) => jumps::go_to(model, node),
        Target::Mark(letter) => marks::chosen(model, letter),
        Target::Reference(idx) => follow::open_listed(model, idx),
        Target::Sorting(by) => rows::sort(model, by),
        Target::Grouping(by) => rows::group(model, by),
        Target::View(idx) => views::chosen(model, idx),
        Target::Order(order) => results::sort(model, order),
    }
}

/// A command while help, an explanation or a list of findings is open.
fn in_overlay(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    let height = model.overlay_rows();
    let times = isize::try_from(count.unwrap_or(1)).unwrap_or(isize::MAX);
    if matches!(command, Command::NextExplained | Command::PreviousExplained) {
        let forward = command == Command::NextExplained;
        if !report::more_of_neighbor(model, forward) {
            explain_neighbor(model, forward);
        }
        return Vec::new();
    }
    if matches!(command, Command::NextFinding | Command::PreviousFinding) {
        let times = count.map_or(1, |count| count as usize);
        report::step_finding(model, command == Command::NextFinding, times);
        return Vec::new();
    }
    if matches!(command, Command::NextRepair | Command::PreviousRepair) {
        let times = count.map_or(1, |count| count as usize);
        report::step_repair(model, command == Command::NextRepair, times);
        return Vec::new();
    }
    if command == Command::Explain {
        report::more(model);
        return Vec::new();
    }
    if command == Command::SwitchRepair {
        switch_repair(model);
        return Vec::new();
    }
    if command == Command::Open {
        match &model.overlay {
            Some(Overlay::Report(report)) => {
                let pane = &report.pane;
                let place = pane.page.row_place(pane.scroll.focus);
                let said = match &mut model.screens.top {
                    Screen::Reader(reader) => place.and_then(|place| report::show(reader, place)),
                    Screen::Catalog(_) | Screen::Results(_) | Screen::Survey(_) => None,
                };
                if let Some(words) = &said {
                    model.arrange();
                    model.say(words);
                }
                match place {
                    Some(place) => open_routing_for(model, place),
                    None => model.say("this row leads to no place"),
                }
                go_to_place(model, place);
                return Vec::new();
            }
            Some(Overlay::Peek(_)) if matches!(model.screens.top, Screen::Results(_)) => {
                model.overlay = None;
                return results::open_here(model);
            }
            Some(Overlay::Peek(peek)) => {
                let missing = peek.missing().cloned();
                return match (peek.target(), missing) {
                    (Some(target), _) => follow::open_target(model, target),
                    (None, Some(mrn)) => survey::show_missing(model, &mrn),
                    (None, None) => Vec::new(),
                };
            }
            Some(Overlay::List(list)) => {
                return match list.chosen() {
                    Some(target) => take(model, target),
                    None => Vec::new(),
                };
            }
            Some(Overlay::Explain(_)) => {
                if let Some(cited) = explained_cited(model).cloned() {
                    model.overlay = None;
                    return follow::follow(model, &cited);
                }
            }
            _ => {}
        }
    }
    match &mut model.overlay {
        Some(Overlay::Explain(explain)) => move_pane(&mut explain.pane, command, times, height),
        Some(Overlay::Peek(peek)) => move_pane(&mut peek.pane, command, times, height),
        Some(Overlay::Report(report)) => move_pane(&mut report.pane, command, times, height),
        Some(Overlay::List(list)) => {
            let n_rows = list.rows.len();
            move_among(&mut list.scroll, command, count, n_rows, height);
        }
        Some(Overlay::Help(help)) => {
            if command == Command::Open {
                let chosen = help.chosen();
                model.overlay = None;
                return chosen.map_or_else(Vec::new, |command| execute(model, command, None));
            }
            let n_rows = help.rows.len();
            move_among(&mut help.scroll, command, count, n_rows, height);
            help.skip(!command.is_upward(), height);
            if help.scroll.focus <= 1 {
                // The title of the first group comes back into sight.
                help.scroll.top = 0;
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Switches the kind of repair off that the report is at, or on again.
fn switch_repair(model: &mut Model) {
    let (Some(kind), Screen::Reader(reader)) = (report::kind_here(model), &mut model.screens.top)
    else {
        let down = key_or_name(&model.keymap, Command::Down, Context::Explain);
        let switch = key_or_name(&model.keymap, Command::SwitchRepair, Context::Explain);
        model.say(&format!(
            "this row is about no one kind of repair: {down} goes on to one that {switch} switches"
        ));
        return;
    };
    let is_on = reader.switch_repairs(kind);
    if let Some(beside) = &mut model.beside
        && beside.other.entry == reader.entry
    {
        beside.other.read_as(reader);
    }
    model.arrange();
    if let Some(Overlay::Report(before)) = &model.overlay {
        let topic = before.topic;
        report::open(model, topic);
    }
    let name = kind.slug();
    model.say(&if is_on {
        format!("repairs of the kind {name} are on view again")
    } else {
        let switch = key_or_name(&model.keymap, Command::SwitchRepair, Context::Explain);
        format!("repairs of the kind {name} are switched off; {switch} switches them on again")
    });
}

/// Opens the routing pane over the text for what stands in the header, where
/// there is none beside it; says so where only the source has it.
pub(super) fn open_routing_for(model: &mut Model, place: crate::cable::Span) {
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    // The subject stands above the text.
    let subject = reader.cable.heading.subject;
    let is_subject = subject.is_some_and(|span| place.encloses(span) || span.encloses(place));
    if !is_in_header(reader, place) || is_subject || reader.raw {
        return;
    }
    let before = reader.sheet;
    if reader.layout(size, arrangement).routing.is_empty() {
        reader.sheet = Some(PaneId::Routing);
        reader.arrange(size, arrangement);
    }
    if reader.routing.page.row_showing(place).is_none() {
        reader.sheet = before;
        reader.arrange(size, arrangement);
        let key = model.key_words(Command::Raw);
        model.say(&format!(
            "this line stands in the source alone, which {key} shows"
        ));
    }
}

/// Whether a place stands above paragraph 1.
fn is_in_header(reader: &Reader, place: crate::cable::Span) -> bool {
    let first = reader.cable.paragraphs.first();
    first.is_some_and(|first| place.start < first.span.start)
}

/// Closes the report and puts the cursor of the text at a place of it.
pub(super) fn go_to_place(model: &mut Model, place: Option<crate::cable::Span>) {
    let Some(place) = place else { return };
    model.overlay = None;
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    // What stands in the header is read in the routing pane, where there is
    // one in sight.
    let layout = reader.layout(size, arrangement);
    let shown = reader.routing.page.row_showing(place);
    let shown = shown.filter(|_| is_in_header(reader, place) && !layout.routing.is_empty());
    if let Some(row_idx) = shown {
        reader.focus = PaneId::Routing;
        reader.routing.go(row_idx, layout.rows(PaneId::Routing));
    } else {
        leave_sheet(reader);
        reader.focus = PaneId::Text;
        let layout = reader.layout(size, arrangement);
        let height = reader.text_height(&layout);
        reader.text.return_to(place.start, height / 3, height);
        folds::open_at(reader, size, arrangement);
        if reader.text.token().is_none() {
            reader.text.next_token(height);
        }
    }
    reader.arrange(size, arrangement);
}

pub(super) fn on_screen(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    match model.screens.top {
        Screen::Catalog(_) => in_catalog(model, command, count),
        Screen::Reader(_) => in_reader(model, command, count),
        Screen::Survey(_) => survey::act(model, command, count),
        Screen::Results(_) => results::act(model, command, count),
    }
}

fn in_catalog(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    let acted = facets::act(model, command, count)
        .or_else(|| picks::act(model, command, count))
        .or_else(|| groups::act(model, command, count));
    if let Some(effects) = acted {
        return effects;
    }
    if matches!(command, Command::NextMatch | Command::PreviousMatch) {
        groups::unfold(model);
    }
    let height = model.catalog_rows();
    let n_rows = model.n_rows();
    let is_held = texts::has_rows(model);
    let order = &model.rows;
    let Screen::Catalog(catalog) = &mut model.screens.top else {
        return Vec::new();
    };
    let scroll = &mut catalog.scroll;
    match command {
        command if command.motion().is_some() => {
            move_among(scroll, command, count, n_rows, height);
        }
        Command::NextMatch | Command::PreviousMatch if is_held => {
            let here = scroll.focus;
            return next_held(model, here, command == Command::NextMatch);
        }
        Command::NextMatch | Command::PreviousMatch => {
            let forward = (command == Command::NextMatch) != catalog.backward;
            let here = catalog.scroll.focus;
            let is_match = catalog.matcher();
            let entries = &model.entries;
            let matches = |row: &usize| is_match(entries, order.entry(*row));
            let found = if forward {
                (here + 1..n_rows).chain(0..=here).find(matches)
            } else {
                (0..here).rev().chain((here..n_rows).rev()).find(matches)
            };
            match found {
                Some(row) => {
                    catalog.scroll.go(row, n_rows, height);
                    let counter = catalog.counter();
                    model.say(&counter);
                }
                None => model.warn("no match"),
            }
        }
        Command::Open => {
            if let Some(row) = count {
                scroll.go((row as usize).saturating_sub(1), n_rows, height);
            }
            let entry = order.entry(catalog.scroll.focus);
            let entry = texts::release_sought(model, entry);
            return open_lit(model, entry, false);
        }
        Command::NextRelease => return releases::next(model, count.unwrap_or(1)),
        Command::Reload => return look_again(model),
        Command::Facets => facets::toggle(model),
        Command::Preview => preview::toggle(model),
        Command::NextPane | Command::PreviousPane => facets::change_panes(model),
        _ => {}
    }
    Vec::new()
}

/// Goes to the next row of the list whose cable holds what is sought in all
/// texts, or back to the one before.
fn next_held(model: &mut Model, here: usize, forward: bool) -> Vec<Effect> {
    let (n_rows, height) = (model.n_rows(), model.catalog_rows());
    let row = texts::row(model, here, forward);
    if let (Some(row), Screen::Catalog(catalog)) = (row, &mut model.screens.top) {
        catalog.scroll.go(row, n_rows, height);
    }
    match row {
        Some(row) => texts::say_row(model, row),
        None => model.warn("no match"),
    }
    Vec::new()
}

/// Asks for a cable.
pub(super) fn open(model: &mut Model, entry: usize, replaces: bool) -> Vec<Effect> {
    /// After which a cable that is not there yet is told to be coming: nobody
    /// waits for most of them.
    const SOON: Duration = Duration::from_millis(400);
    if entry >= model.entries.len() {
        return Vec::new();
    }
    // Who opens a cable looks at no other any more.
    model.peeking = None;
    model.opening = Some(Opening {
        entry,
        // What was opened beside another is replaced there.
        replaces: replaces || model.is_beside() && model.reader().is_some(),
        at: None,
        paragraph: None,
        anchor: None,
        edge: None,
        arrival: None,
        round: None,
        beside: false,
        is_told: false,
    });
    vec![
        Effect::After(SOON, Wake::Opening(entry)),
        Effect::Load(Request::Open(entry)),
    ]
}

/// Asks for a cable of the list, to be shown with the words lit that the list
/// is narrowed by.
fn open_lit(model: &mut Model, entry: usize, replaces: bool) -> Vec<Effect> {
    let effects = open(model, entry, replaces);
    let is_lit = model.row_of(entry).is_some() && model.filter.is_some();
    if let Some(opening) = &mut model.opening {
        opening.edge = is_lit.then_some(texts::Edge::Asked);
    }
    effects
}

/// Asks for a cable in place of the one in sight, to go back to a place of
/// it.
pub(super) fn open_at(model: &mut Model, entry: usize, at: Spot) -> Vec<Effect> {
    let replaces = model.reader().is_some();
    let effects = open(model, entry, replaces);
    if let Some(opening) = &mut model.opening {
        opening.at = Some(at);
    }
    effects
}

/// The bracket that `;` or `,` repeats; any other command as it is, and kept
/// if it is a bracket.
fn bracket(model: &mut Model, command: Command) -> Result<Command, String> {
    let nothing = || {
        let [again, back, marking, reference] = [
            Command::RepeatBracket,
            Command::ReverseBracket,
            Command::NextMarking,
            Command::NextReference,
        ]
        .map(|command| model.key_words(command));
        format!("nothing to repeat: {again} and {back} repeat {marking}, {reference} and the like")
    };
    match command {
        Command::RepeatBracket => return model.bracket.ok_or_else(nothing),
        Command::ReverseBracket => return model.bracket.map(stops::reverse).ok_or_else(nothing),
        _ => {}
    }
    if stops::is_bracket(command) {
        model.bracket = Some(command);
    }
    Ok(command)
}

pub(super) fn in_reader(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    let command = match bracket(model, command) {
        Ok(command) => command,
        Err(why) => {
            model.say(&why);
            return Vec::new();
        }
    };
    if let Some(effects) = beside::act(model, command) {
        return effects;
    }
    if let Some((sort, forward)) = Sort::of(command) {
        stops::step(model, sort, forward, count.unwrap_or(1));
        return Vec::new();
    }
    match command {
        Command::NextCable | Command::PreviousCable => {
            return neighbor_cable(model, command, count);
        }
        Command::NextRelease => {
            return releases::next(model, count.unwrap_or(1));
        }
        Command::Open if count.is_none() => return open_token(model),
        Command::Reload => return reload(model),
        Command::Explain => {
            explain(model);
            return Vec::new();
        }
        Command::Follow | Command::FollowBeside => {
            return follow::hints(model, command == Command::FollowBeside);
        }
        Command::Peek => return follow::peek(model),
        Command::References => {
            follow::list(model);
            return Vec::new();
        }
        Command::Library => return to_list(model),
        Command::Findings => {
            report::open(model, Topic::Findings);
            return Vec::new();
        }
        Command::Repairs => {
            report::open(model, Topic::Repairs);
            return Vec::new();
        }
        Command::Anatomy => {
            report::open(model, Topic::Anatomy);
            return Vec::new();
        }
        Command::Place => {
            report::open(model, Topic::Place);
            return Vec::new();
        }
        Command::NextMatch | Command::PreviousMatch => {
            return next_match(model, command == Command::NextMatch, count.unwrap_or(1));
        }
        Command::NextSame | Command::PreviousSame => {
            seek_word(model, command == Command::NextSame, count.unwrap_or(1));
            return Vec::new();
        }
        Command::Percent => {
            go_to_percent(model, count);
            return Vec::new();
        }
        _ => {}
    }
    in_panes(model, command, count);
    Vec::new()
}

/// Commands that concern the panes of the cable in sight, and motions in
/// them.
fn in_panes(model: &mut Model, command: Command, count: Option<u32>) {
    let (size, mut arrangement) = model.room();
    let mut said = None;
    let keymap = &model.keymap;
    let key = |command| key_or_name(keymap, command, Context::Reader);
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
            Command::ShrinkPane => resize_side(reader.focus, &layout, &mut arrangement, -2, &key),
            Command::GrowPane => resize_side(reader.focus, &layout, &mut arrangement, 2, &key),
            Command::WiderText | Command::NarrowerText | Command::DefaultText => {
                Some(set_measure(command, count, &layout, &mut arrangement))
            }
            Command::Column if arrangement.is_half => {
                let close = key(Command::Close);
                Some(format!(
                    "no text is alone here; {close} closes the cable beside"
                ))
            }
            Command::Column => Some(toggle_column(reader, &layout, &mut arrangement)),
            Command::SentenceCase => Some(toggle_case(reader, &mut arrangement)),
            Command::Raw => {
                leave_sheet(reader);
                reader.raw = !reader.raw;
                let raw = key(command);
                Some(if reader.raw {
                    format!("the source as it is; {raw} shows it as it is read")
                } else {
                    String::from("as it is read")
                })
            }
            Command::Dim => set_filter(reader, command),
            _ if folds::is_fold(command) => Some(folds::act(reader, command, &key)),
            _ if is_marking_filter(command) => set_filter(reader, command),
            _ => {
                model.done = Done::Moved;
                move_reader(reader, command, count, &layout)
            }
        };
        reader.arrange(size, arrangement);
    }
    match command {
        Command::WiderText | Command::NarrowerText => model.by_hand.measure = true,
        Command::DefaultText => model.by_hand.measure = count.is_some(),
        _ => {}
    }
    model.set_room(arrangement);
    if let Some(words) = said {
        model.say(&words);
    }
}

fn neighbor_cable(model: &mut Model, command: Command, count: Option<u32>) -> Vec<Effect> {
    let Some(here) = model.reader().map(|reader| reader.entry) else {
        return Vec::new();
    };
    let times = count.unwrap_or(1) as usize;
    let forward = command == Command::NextCable;
    if let Some(effects) = neighbor_in_thread(model, here, forward, times) {
        return effects;
    }
    if model.is_lost(here) {
        model.say("it is still being found out where this cable lies among the others");
        return Vec::new();
    }
    let last = model.n_listed().saturating_sub(1);
    // What is not in the list stands behind the row that it was left at.
    if let Some(entry) = results::neighbor(model, here, times, forward) {
        if entry != here {
            return results::open_neighbor(model, entry);
        }
        let end = if forward { "last" } else { "first" };
        let n_groups = model.results().map_or(0, |it| it.groups().len());
        let of = grouped(n_groups);
        model.say(&format!("this is the {end} cable of the {of} with hits"));
        return Vec::new();
    }
    let nth = model.nth_of(here);
    let left = model.rows.nth(rows::left_at(model));
    let there = match (nth, forward) {
        (Some(nth), true) => nth.saturating_add(times).min(last),
        (Some(nth), false) => nth.saturating_sub(times),
        (None, true) => left.saturating_add(times).min(last),
        (None, false) => (left + 1).saturating_sub(times),
    };
    let entry = model.nth_listed(there);
    // At an end the row is that of the cable in sight, if not of this release.
    if nth == Some(there) || entry == here || entry >= model.entries.len() {
        let end = if forward { "last" } else { "first" };
        let of = match &model.filter {
            Some(_) => format!(" of the {} that are listed", grouped(last + 1)),
            None => String::new(),
        };
        let words = if model.entries.len() < 2 {
            String::from("this is the only cable that is open")
        } else {
            format!("this is the {end} cable{of}")
        };
        model.say(&words);
        return Vec::new();
    }
    open_lit(model, entry, true)
}

/// The cable that was written next, or before, of the thread that this one
/// was opened from. Nothing if it was not.
fn neighbor_in_thread(
    model: &mut Model,
    here: usize,
    forward: bool,
    times: usize,
) -> Option<Vec<Effect>> {
    let all = survey::below_in_time(model)?;
    // A thread holds one release of each.
    let same = model.releases_at(here);
    let nth = all.iter().position(|entry| same.contains(entry))?;
    let there = if forward {
        nth.checked_add(times)
    } else {
        nth.checked_sub(times)
    };
    let Some(&entry) = there.and_then(|there| all.get(there)) else {
        let end = if forward { "last" } else { "first" };
        model.say(&format!("this is the {end} cable of the thread in time"));
        return Some(Vec::new());
    };
    Some(open(model, entry, true))
}

/// `50%`: half way through the text. Without a number, where that is.
fn go_to_percent(model: &mut Model, count: Option<u32>) {
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    let n_rows = reader.text.n_rows();
    let Some(percent) = count else {
        let (row, percent) = (reader.text.scroll.focus + 1, reader.percent());
        let [row, n_rows] = [row, n_rows].map(grouped);
        model.say(&format!("row {row} of {n_rows}, {percent}%"));
        return;
    };
    leave_sheet(reader);
    reader.focus = PaneId::Text;
    let height = reader.text_height(&reader.layout(size, arrangement));
    // The first row of which the title says so much.
    let row = (n_rows.saturating_sub(1) * percent.min(100) as usize).div_ceil(100);
    reader.text.go(row, height);
    reader.arrange(size, arrangement);
}
