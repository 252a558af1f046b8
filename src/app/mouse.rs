//! What is done with the mouse. There is a key for each of these deeds.

use crate::command::Command;

use super::anatomy;
use super::ask::{asked_here, explain, explain_summary, explained_cited};
use super::beside;
use super::execute::execute;
use super::explain::is_known;
use super::folds::{self, enter_paragraph};
use super::hints;
use super::jumps::Before;
use super::regions;
use super::results;
use super::select::By;
use super::summary::{SummaryOf, subject_at, summary_words};
use super::{
    Class, Effect, Layout, MapCell, Model, Overlay, Pane, PaneId, Reader, Region, Screen, Wake,
    map_cells, strip_rows,
};

/// Whose the mouse is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mouse {
    /// The terminal's, which selects and copies with it.
    #[default]
    Terminal,
    /// Ours.
    Ours,
    /// Ours, and what it rests on is explained.
    Hovers,
}

impl Mouse {
    /// What `off`, `on` and `hover` mean in the configuration.
    #[must_use]
    pub fn named(name: &str) -> Mouse {
        match name {
            "on" => Mouse::Ours,
            "hover" => Mouse::Hovers,
            _ => Mouse::Terminal,
        }
    }
}

/// Something that the mouse did, and in which cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointing {
    /// What.
    pub deed: Deed,
    /// The column, from 0.
    pub x: u16,
    /// The row, from 0.
    pub y: u16,
}

/// What a mouse does. Only its left button is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The button went down.
    Press,
    /// The mouse moved while it is down.
    Drag,
    /// The button went up.
    Release,
    /// The mouse moved while no button is down.
    Hover,
    /// The wheel turned towards the reader: on to what follows.
    WheelDown,
    /// The wheel turned away.
    WheelUp,
}

/// What is known of the mouse between its deeds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pointer {
    /// What the button is down on.
    held: Option<Held>,
    /// What lies below the pointer, and the row of the screen.
    over: Option<(Over, u16)>,
    /// Counts the tokens that the pointer came to.
    serial: u32,
    /// The word above the text that was explained because it was pressed.
    pressed: Option<SummaryOf>,
}

/// What may be explained because the pointer rests on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    /// A token of a pane, by its row and its byte there.
    Token(PaneId, usize, u32),
    /// What a word of the lines above the text stands for.
    Summary(SummaryOf),
}

/// What the button is down on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    /// A place of a pane; whether the cursor was there already.
    Place(PaneId, bool),
    /// Text that is being selected.
    Selection,
    /// The border right of the left side, or left of the right one.
    Border(PaneId),
    /// The marking strip.
    Strip,
    /// A row of what lies over the screen, or of the list of cables; whether
    /// it was chosen already.
    Row(bool),
}

/// Rows that one step of the wheel scrolls.
const WHEEL: isize = 3;

/// How long the pointer rests on a word before that is explained.
const REST: std::time::Duration = std::time::Duration::from_millis(300);

/// Does what the mouse asks for.
pub(super) fn point(model: &mut Model, pointing: Pointing) -> Vec<Effect> {
    let Pointing { deed, x, y } = pointing;
    if deed != Deed::Hover {
        end_hover(model);
    }
    if deed == Deed::Press
        && let Some(effects) = hints::pressed(model, x, y)
    {
        model.pointer.held = None;
        return effects;
    }
    let Some((x, is_other)) = on_side(model, x) else {
        return Vec::new();
    };
    let is_wheel = matches!(deed, Deed::WheelDown | Deed::WheelUp);
    if is_other && (is_wheel || deed == Deed::Press) {
        beside::change_sides(model);
    }
    let window = beside::window(model);
    let effects = match deed {
        Deed::Press => {
            model.notice = None;
            model.typed.clear();
            press(model, x, y)
        }
        Deed::Drag => {
            drag(model, x, y);
            Vec::new()
        }
        Deed::Release => release(model),
        Deed::WheelDown => wheel(model, WHEEL, x, y),
        Deed::WheelUp => wheel(model, -WHEEL, x, y),
        Deed::Hover if is_other => {
            end_hover(model);
            Vec::new()
        }
        Deed::Hover => hover(model, x, y),
    };
    if is_wheel {
        beside::scroll_along(model, window);
        if is_other {
            // The keys stay where they were.
            beside::change_sides(model);
        }
    }
    effects
}

/// The column of a cell counted from the edge of the cable with the keys,
/// and whether it belongs to the cable beside that. Nothing for the border
/// between them.
fn on_side(model: &Model, x: u16) -> Option<(u16, bool)> {
    let is_covered = match &model.overlay {
        None => false,
        Some(Overlay::Explain(explain)) => explain.beside.is_none(),
        Some(_) => true,
    };
    if is_covered || !model.is_split() {
        return Some((x, false));
    }
    let (size, _) = model.room();
    let is_dragged = model.pointer.held.is_some();
    let is_right = if is_dragged {
        model.is_beside()
    } else {
        x > size.width
    };
    let edge = if is_right { size.width + 1 } else { 0 };
    let is_on_border = x == size.width && !is_dragged;
    let is_other = is_right != model.is_beside();
    (!is_on_border).then_some((x.saturating_sub(edge), is_other))
}

/// `F2`: takes the mouse, or gives it back.
pub(super) fn toggle(model: &mut Model) {
    let is_ours = model.settings.mouse != Mouse::Terminal;
    set(
        model,
        if is_ours {
            Mouse::Terminal
        } else {
            Mouse::Ours
        },
    );
}

/// `Shift-F2`: explains what the mouse rests on, or no longer.
pub(super) fn toggle_hover(model: &mut Model) {
    let hovers = model.settings.mouse == Mouse::Hovers;
    set(model, if hovers { Mouse::Ours } else { Mouse::Hovers });
}

fn set(model: &mut Model, mouse: Mouse) {
    model.settings.mouse = mouse;
    model.by_hand.mouse = true;
    end_hover(model);
    model.pointer = Pointer::default();
    let toggles = model.key_words(Command::Mouse);
    let words = match mouse {
        Mouse::Terminal => String::from("mouse off: it is the terminal's again"),
        Mouse::Ours => {
            format!("mouse on; {toggles} gives it back, Shift-drag borrows it")
        }
        Mouse::Hovers => format!("the mouse explains what it rests on; {toggles} gives it back"),
    };
    model.say(&words);
}

/// What a cell of the reader belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    /// A row of a pane, counted from the first in sight, and a column of its
    /// page.
    Row(PaneId, usize, usize),
    /// The title of a pane.
    Title(PaneId),
    /// The border beside a side pane.
    Border(PaneId),
    /// A line of the marking strip.
    Strip(usize),
    /// The map of paragraphs.
    Map,
}

fn is_in(region: Region, x: u16, y: u16) -> bool {
    (region.x..region.x + region.width).contains(&x)
        && (region.y..region.y + region.height).contains(&y)
}

fn spot(layout: &Layout, x: u16, y: u16) -> Option<Spot> {
    let text = layout.text;
    if is_in(text, x, y) {
        let column = usize::from(x.saturating_sub(layout.words_x));
        return Some(Spot::Row(PaneId::Text, usize::from(y - text.y), column));
    }
    if is_in(layout.subject, x, y) {
        return Some(Spot::Title(PaneId::Text));
    }
    if is_in(layout.strip, x, y) {
        return Some(Spot::Strip(usize::from(y - layout.strip.y)));
    }
    if is_in(layout.map, x, y) && layout.map != layout.hints {
        return Some(Spot::Map);
    }
    for pane in [PaneId::Routing, PaneId::Outline, PaneId::Parts] {
        let region = layout.pane(pane);
        if is_in(region, x, y) {
            let words_x = region.x + u16::from(pane != PaneId::Routing);
            let column = usize::from(x.saturating_sub(words_x));
            return Some(match (y - region.y).checked_sub(1) {
                None => Spot::Title(pane),
                Some(line) => Spot::Row(pane, usize::from(line), column),
            });
        }
        let beside = if pane == PaneId::Parts && layout.class == Some(Class::Wide) {
            region.x.checked_sub(1)
        } else {
            Some(region.x + region.width)
        };
        let is_side = !region.is_empty() && !text.is_empty() && pane != PaneId::Parts
            || pane == PaneId::Parts && region.x > text.x;
        let rows = region.y..region.y + region.height;
        if is_side && beside == Some(x) && rows.contains(&y) {
            return Some(Spot::Border(pane));
        }
    }
    None
}

/// Where everything lies of the cable in sight.
fn layout(model: &Model) -> Option<Layout> {
    let reader = model.reader()?;
    let (size, arrangement) = model.room();
    Some(reader.layout(size, arrangement))
}

fn press(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    model.pointer.held = None;
    let pressed = model.pointer.pressed.take();
    if model.overlay.is_some() {
        // A second time on the same word: it leads to what is cited there.
        let is_again =
            pressed.is_some() && !model.is_split() && header_word(model, x, y) == pressed;
        if is_again && explained_cited(model).is_some() {
            return execute(model, Command::Open, None);
        }
        press_overlay(model, x, y);
        return Vec::new();
    }
    let Some(layout) = layout(model) else {
        match model.screens.top {
            Screen::Results(_) => {
                let was_chosen = results::press(model, x, y);
                model.pointer.held = was_chosen.map(Held::Row);
            }
            _ => press_catalog(model, x, y),
        }
        return Vec::new();
    };
    if is_in(layout.header, x, y) {
        // There is no cursor to put there, so one click says what it is.
        if let Some(of) = header_word(model, x, y) {
            explain_summary(model, of);
            model.pointer.pressed = Some(of);
        }
        return Vec::new();
    }
    let Some(spot) = spot(&layout, x, y) else {
        return Vec::new();
    };
    match spot {
        Spot::Strip(_) | Spot::Map => {
            let before = Before::of(model);
            if let Spot::Strip(line) = spot {
                go_along_strip(model, &layout, line);
                model.pointer.held = Some(Held::Strip);
            } else {
                press_map(model, &layout, x);
            }
            folds::open_at_cursor(model);
            before.record(model);
            return Vec::new();
        }
        Spot::Row(..) | Spot::Title(_) | Spot::Border(_) => {}
    }
    let Screen::Reader(reader) = &mut model.screens.top else {
        return Vec::new();
    };
    reader.text.selection = None;
    model.pointer.held = match spot {
        Spot::Border(pane) => Some(Held::Border(pane)),
        Spot::Title(pane) => {
            focus(reader, pane);
            None
        }
        Spot::Row(pane, line, column) => {
            let had_keys = reader.focus == pane;
            focus(reader, pane);
            let was_here = put(reader, pane, line, column);
            was_here.map(|was_here| Held::Place(pane, was_here && had_keys))
        }
        Spot::Strip(_) | Spot::Map => None,
    };
    Vec::new()
}

/// Goes to what a line of the marking strip stands for.
fn go_along_strip(model: &mut Model, layout: &Layout, line: usize) {
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    let height = reader.text_height(layout);
    let n_lines = usize::from(layout.strip.height);
    let rows = strip_rows(reader.text.n_rows(), n_lines, line);
    reader.focus = PaneId::Text;
    reader.text.go(rows.start, height);
    reader.arrange(size, arrangement);
}

/// Goes to a paragraph of the map.
fn press_map(model: &mut Model, layout: &Layout, x: u16) {
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    // Where a filter holds, words of the filter stand there.
    if reader.is_filtered() {
        return;
    }
    let cells = map_cells(reader, layout.map).cells;
    let end = |cell: &MapCell| usize::from(cell.x) + 1 + cell.words.len();
    let is_there = |cell: &&MapCell| cell.x <= x && usize::from(x) < end(cell);
    if let Some(cell) = cells.iter().find(is_there) {
        let height = reader.text_height(layout);
        reader.focus = PaneId::Text;
        enter_paragraph(reader, cell.paragraph, height);
        reader.arrange(size, arrangement);
    }
}

/// Gives the keys to a pane that is in sight.
fn focus(reader: &mut Reader, pane: PaneId) {
    if reader.sheet.is_none_or(|sheet| sheet == PaneId::Text) {
        reader.focus = pane;
    }
}

/// Puts the cursor of a pane on a row in sight; whether it was on that very
/// token. Nothing if there is no such row.
fn put(reader: &mut Reader, pane: PaneId, line: usize, column: usize) -> Option<bool> {
    let pane = match pane {
        PaneId::Text => &mut reader.text,
        PaneId::Routing => &mut reader.routing,
        PaneId::Parts => &mut reader.parts,
        PaneId::Outline => {
            let outline = &mut reader.outline;
            let row = outline.scroll.top + line;
            outline.row(row)?;
            let was_here = outline.scroll.focus == row;
            outline.scroll.focus = row;
            return Some(was_here);
        }
    };
    let row = pane.scroll.top + line;
    if row >= pane.n_rows() {
        return None;
    }
    let before = (pane.scroll.focus, pane.at);
    pane.put(row, column);
    Some(before == (pane.scroll.focus, pane.at))
}

fn release(model: &mut Model) -> Vec<Effect> {
    match model.pointer.held.take() {
        // In the outline one click will do: it is there to go elsewhere.
        Some(Held::Place(PaneId::Outline, _) | Held::Place(_, true)) => {
            execute(model, Command::Open, None)
        }
        Some(Held::Row(true)) => {
            let command = match model.overlay {
                Some(Overlay::Palette(_)) => Command::Accept,
                _ => Command::Open,
            };
            execute(model, command, None)
        }
        Some(Held::Place(..) | Held::Row(_) | Held::Selection | Held::Border(_) | Held::Strip)
        | None => Vec::new(),
    }
}

fn drag(model: &mut Model, x: u16, y: u16) {
    let Some(held) = model.pointer.held else {
        return;
    };
    let Some(layout) = layout(model) else { return };
    match held {
        Held::Border(pane) => {
            resize(model, &layout, pane, x);
            return;
        }
        Held::Strip => {
            let last = layout.strip.height.saturating_sub(1);
            let line = y.saturating_sub(layout.strip.y).min(last);
            go_along_strip(model, &layout, usize::from(line));
            return;
        }
        // The screen may have become too small for any text meanwhile.
        Held::Place(PaneId::Text, _) | Held::Selection if layout.text.is_empty() => return,
        Held::Place(PaneId::Text, _) | Held::Selection => {}
        // Elsewhere nothing is selected. Whoever has moved away does not
        // mean the place any more.
        Held::Place(..) | Held::Row(_) => {
            model.pointer.held = None;
            return;
        }
    }
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    let text = layout.text;
    let height = reader.text_height(&layout);
    let started = reader.text.selection.is_some();
    let from = (reader.text.scroll, reader.text.at);
    if !started {
        reader.text.select(By::Word);
    }
    // Beyond its edges the text goes on by a row.
    let last = (text.y + text.height).saturating_sub(1);
    if y < text.y {
        reader.text.slide(-1, height);
    } else if y > last {
        reader.text.slide(1, height);
    }
    let line = usize::from(y.clamp(text.y, last) - text.y);
    let column = usize::from(x.saturating_sub(layout.words_x));
    put(reader, PaneId::Text, line, column);
    if !started && from == (reader.text.scroll, reader.text.at) {
        // Still on the same word: it may be meant to be clicked.
        reader.text.selection = None;
        return;
    }
    reader.arrange(size, arrangement);
    model.pointer.held = Some(Held::Selection);
}

/// Makes a side as wide as the pointer says.
fn resize(model: &mut Model, layout: &Layout, pane: PaneId, x: u16) {
    let region = layout.pane(pane);
    let arrangement = &mut model.settings.arrangement;
    if pane == PaneId::Parts {
        let end = region.x + region.width;
        arrangement.right = regions::side(end.saturating_sub(x + 1));
    } else {
        arrangement.left = regions::side(x.saturating_sub(region.x));
    }
    model.arrange();
}

fn wheel(model: &mut Model, rows: isize, x: u16, y: u16) -> Vec<Effect> {
    let height = model.overlay_rows();
    match &mut model.overlay {
        Some(Overlay::Explain(explain)) => turn(&mut explain.pane, rows, height),
        Some(Overlay::Peek(peek)) => turn(&mut peek.pane, rows, height),
        Some(Overlay::Report(report)) => turn(&mut report.pane, rows, height),
        Some(Overlay::List(_) | Overlay::Help(_) | Overlay::Palette(_)) => {
            let steps = u32::try_from(rows.unsigned_abs()).ok();
            let is_typed = matches!(model.overlay, Some(Overlay::Palette(_)));
            let command = match (is_typed, rows > 0) {
                (false, true) => Command::Down,
                (false, false) => Command::Up,
                (true, true) => Command::NextLine,
                (true, false) => Command::PreviousLine,
            };
            return execute(model, command, steps);
        }
        Some(Overlay::Search(_) | Overlay::Ask(_) | Overlay::Hints(_) | Overlay::Pipe(_)) => {}
        Some(Overlay::Narrow(_) | Overlay::Hits(_)) | None => scroll(model, rows, x, y),
    }
    Vec::new()
}

/// Scrolls a pane, down to its last row.
fn turn(pane: &mut Pane, rows: isize, height: usize) {
    let rows = pane.scroll.turnable(rows, pane.n_rows(), height);
    pane.slide(rows, height);
}

/// Scrolls the pane under the pointer, which need not have the keys.
fn scroll(model: &mut Model, rows: isize, x: u16, y: u16) {
    let (n_listed, n_facets) = (model.catalog_rows(), model.facet_rows());
    let n_entries = model.n_rows();
    let n_surveyed = model.survey_rows();
    let is_facet = x < model.list_x();
    if let Some(facets) = model.facets.as_mut().filter(|_| is_facet) {
        let rows = facets.scroll.turnable(rows, facets.rows.len(), n_facets);
        return facets.scroll.slide(rows, facets.rows.len(), n_facets);
    }
    let layout = layout(model);
    let (size, arrangement) = model.room();
    match (&mut model.screens.top, layout) {
        (Screen::Reader(reader), Some(layout)) => {
            let pane = match spot(&layout, x, y) {
                Some(Spot::Row(pane, ..) | Spot::Title(pane)) => pane,
                Some(Spot::Border(_) | Spot::Strip(_) | Spot::Map) | None => {
                    reader.sheet.unwrap_or(PaneId::Text)
                }
            };
            let height = layout.rows(pane);
            match pane {
                PaneId::Text => turn(&mut reader.text, rows, height),
                PaneId::Routing => turn(&mut reader.routing, rows, height),
                PaneId::Parts => turn(&mut reader.parts, rows, height),
                PaneId::Outline => {
                    let n_rows = reader.outline.listed.len();
                    // Without the keys it would go back to the text.
                    focus(reader, PaneId::Outline);
                    let scroll = &mut reader.outline.scroll;
                    let rows = scroll.turnable(rows, n_rows, height);
                    scroll.slide(rows, n_rows, height);
                }
            }
            reader.arrange(size, arrangement);
        }
        (Screen::Catalog(catalog), _) => {
            let rows = catalog.scroll.turnable(rows, n_entries, n_listed);
            catalog.scroll.slide(rows, n_entries, n_listed);
        }
        (Screen::Survey(survey), _) => {
            let n_rows = survey.rows.len();
            let rows = survey.scroll.turnable(rows, n_rows, n_surveyed);
            survey.scroll.slide(rows, n_rows, n_surveyed);
        }
        (Screen::Results(_), _) => results::turn(model, rows),
        (Screen::Reader(_), None) => {}
    }
}

/// Chooses a row of what lies over the screen; beside it, closes it.
fn press_overlay(model: &mut Model, x: u16, y: u16) {
    let region = model.overlay_region();
    if region.is_empty() || !is_in(region, x, y) {
        if !region.is_empty() {
            model.overlay = None;
        }
        return;
    }
    let line = usize::from(y.saturating_sub(region.y));
    let Some(line) = line.checked_sub(1) else {
        return;
    };
    if line >= model.overlay_rows() {
        return;
    }
    let (scroll, n_rows) = match &mut model.overlay {
        Some(Overlay::Report(report)) => {
            let n_rows = report.pane.n_rows();
            (&mut report.pane.scroll, n_rows)
        }
        Some(Overlay::List(list)) => (&mut list.scroll, list.rows.len()),
        Some(Overlay::Help(help)) => {
            let row = help.scroll.top + line;
            if help.is_command(row) {
                let first = help.rows_of(row).start;
                let was_chosen = help.chosen_rows().start == first;
                help.scroll.focus = first.max(help.scroll.top);
                model.pointer.held = Some(Held::Row(was_chosen));
            }
            return;
        }
        Some(Overlay::Palette(palette)) => (&mut palette.scroll, palette.found.len()),
        _ => return,
    };
    let row = scroll.top + line;
    if row < n_rows {
        let was_chosen = scroll.focus == row;
        scroll.focus = row;
        model.pointer.held = Some(Held::Row(was_chosen));
    }
}

/// Chooses a row of the list of cables.
fn press_catalog(model: &mut Model, x: u16, y: u16) {
    let per_entry = if model.class() == Class::Tiny { 2 } else { 1 };
    let Some(line) = usize::from(y).checked_sub(2) else {
        return;
    };
    let line = line / per_entry;
    let is_facet = x < model.list_x();
    let (n_rows, n_entries) = (model.catalog_rows(), model.n_rows());
    let (n_facets, list_end) = (model.facet_rows(), model.list_x() + model.list_columns());
    let (n_surveyed, chart_x) = (model.survey_rows(), model.chart_x());
    if let Screen::Survey(survey) = &mut model.screens.top {
        let line = usize::from(y).saturating_sub(2);
        let row = survey.scroll.top + line;
        if line < n_surveyed && row < survey.rows.len() {
            let mut was_chosen = survey.scroll.focus == row;
            survey.scroll.focus = row;
            if let Some(column) = usize::from(x).checked_sub(chart_x) {
                let before = survey.cursor_columns();
                survey.go_to_column(column);
                was_chosen &= survey.cursor_columns() == before;
            }
            model.pointer.held = Some(Held::Row(was_chosen));
        }
        return;
    }
    if let Some(facets) = &mut model.facets {
        facets.has_keys = is_facet;
        if is_facet {
            let row = facets.scroll.top + line;
            if line < n_facets && row < facets.rows.len() {
                let was_chosen = facets.scroll.focus == row;
                facets.scroll.focus = row;
                model.pointer.held = Some(Held::Row(was_chosen));
            }
            return;
        }
    }
    if let Screen::Catalog(catalog) = &mut model.screens.top {
        let row = catalog.scroll.top + line;
        if line < n_rows && row < n_entries && x < list_end {
            let was_chosen = catalog.scroll.focus == row;
            catalog.scroll.focus = row;
            model.pointer.held = Some(Held::Row(was_chosen));
        }
    }
}

/// The pointer is over a cell: what is there is explained once it rests.
fn hover(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    if model.settings.mouse != Mouse::Hovers {
        return Vec::new();
    }
    let is_ours = match &model.overlay {
        None => true,
        Some(Overlay::Explain(explain)) => explain.beside.is_some(),
        Some(_) => false,
    };
    let over = if is_ours {
        token_below(model, x, y)
    } else {
        None
    };
    if over == model.pointer.over {
        return Vec::new();
    }
    end_hover(model);
    model.pointer.over = over;
    model.pointer.serial = model.pointer.serial.wrapping_add(1);
    if over.is_none() {
        return Vec::new();
    }
    vec![Effect::After(REST, Wake::Hover(model.pointer.serial))]
}

/// What of the cable stands in a cell of the line that says who wrote to whom.
fn header_word(model: &Model, x: u16, y: u16) -> Option<SummaryOf> {
    let region = layout(model)?.header;
    let reader = model.reader().filter(|_| is_in(region, x, y))?;
    let mut words = summary_words(model, reader, region).into_iter();
    words.find(|word| (word.x..word.end).contains(&x))?.of
}

/// What may be explained of a cell.
fn token_below(model: &Model, x: u16, y: u16) -> Option<(Over, u16)> {
    let reader = model.reader()?;
    let layout = layout(model)?;
    if is_in(layout.subject, x, y) {
        let span = subject_at(reader, layout.subject, x)?;
        return Some((Over::Summary(SummaryOf::Part(span)), y));
    }
    if is_in(layout.header, x, y) {
        return Some((Over::Summary(header_word(model, x, y)?), y));
    }
    let Spot::Row(id, line, column) = spot(&layout, x, y)? else {
        return None;
    };
    let pane = match id {
        PaneId::Text => &reader.text,
        PaneId::Routing => &reader.routing,
        PaneId::Parts => &reader.parts,
        PaneId::Outline => return None,
    };
    let row = pane.scroll.top + line;
    let token = pane.token_in(row, column)?;
    Some((Over::Token(id, row, token.start), y))
}

/// The pointer has rested on a token: explains it, if something is known of
/// it. The cursor stays.
pub(super) fn rested(model: &mut Model, serial: u32) {
    let Some((over, y)) = model.pointer.over else {
        return;
    };
    if serial != model.pointer.serial || model.overlay.is_some() || !model.typed.is_empty() {
        return;
    }
    match over {
        Over::Token(id, row, at) => rested_on(model, id, row, at),
        Over::Summary(of) => explain_summary(model, of),
    }
    if let Some(Overlay::Explain(explain)) = &mut model.overlay {
        explain.beside = Some(y);
    }
}

/// Explains a token of a pane, if something is known of it.
fn rested_on(model: &mut Model, id: PaneId, row: usize, at: u32) {
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    let focus = std::mem::replace(&mut reader.focus, id);
    let Some(pane) = reader.focused() else { return };
    let before = (pane.scroll, pane.at);
    pane.scroll.focus = row;
    pane.at = at;
    let token = pane.token_text().to_owned();
    // Whoever reads with the mouse at hand is not to be told of every word
    // that nothing is known of.
    let asked = asked_here(reader, &token);
    if is_known(&asked, &anatomy::parts(&reader.cable)) {
        explain(model);
    }
    if let Screen::Reader(reader) = &mut model.screens.top {
        if let Some(pane) = reader.focused() {
            (pane.scroll, pane.at) = before;
        }
        reader.focus = focus;
    }
}

/// A key was pressed: what the mouse has explained is over, and a second click
/// is none.
pub(super) fn key_pressed(model: &mut Model) {
    end_hover(model);
    model.pointer.pressed = None;
}

/// Takes away what was explained because the pointer rested on it.
pub(super) fn end_hover(model: &mut Model) {
    model.pointer.over = None;
    let is_hovering = |overlay: &mut Overlay| match overlay {
        Overlay::Explain(explain) => explain.beside.is_some(),
        _ => false,
    };
    model.overlay.take_if(is_hovering);
}
