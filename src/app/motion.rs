//! Moving about: in any page, and in the text by paragraphs, sections and
//! markings.

use crate::cable::PortionMark;
use crate::command::Command;

use super::arrange::leave_sheet;
use super::folds::enter_paragraph;
use super::{Layout, Pane, PaneId, Reader, Scroll};

/// Motions that every page has in common. Whether `command` is one.
pub(super) fn move_pane(pane: &mut Pane, command: Command, times: isize, height: usize) {
    let whole = height.saturating_sub(2).max(1);
    let half = (height / 2).max(1);
    let times_rows = |rows: usize| rows.saturating_mul(times.unsigned_abs());
    match command {
        Command::Down => pane.step(times, height),
        Command::Up => pane.step(-times, height),
        Command::ScrollDown => pane.slide(times, height),
        Command::ScrollUp => pane.slide(-times, height),
        Command::PageDown => pane.turn(true, times_rows(whole), height),
        Command::PageUp => pane.turn(false, times_rows(whole), height),
        Command::HalfPageDown => pane.turn(true, times_rows(half), height),
        Command::HalfPageUp => pane.turn(false, times_rows(half), height),
        Command::Top => pane.go_to_top(height),
        Command::Bottom => pane.go(usize::MAX, height),
        Command::AlignMiddle | Command::AlignTop | Command::AlignBottom => {
            let n_rows = pane.n_rows();
            move_among(&mut pane.scroll, command, None, n_rows, height);
        }
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
        Command::WindowTop | Command::WindowMiddle | Command::WindowBottom => {
            let row = pane
                .scroll
                .row_in_sight(command, times, pane.n_rows(), height);
            let rows = isize::try_from(row).unwrap_or(isize::MAX);
            let here = isize::try_from(pane.scroll.focus).unwrap_or(isize::MAX);
            pane.step(rows - here, height);
        }
        Command::RowStart => pane.go_in_row(false),
        Command::RowEnd => pane.go_in_row(true),
        _ => {}
    }
}

/// That there is no more of something in a direction.
pub(super) fn none_there(what: &str, forward: bool) -> String {
    let way = if forward { "below" } else { "above" };
    format!("no {what} {way}")
}

/// Motions in the pane that has the keys, and in the text by paragraphs. Gives
/// what is to be said where there is nothing to go to.
pub(super) fn move_reader(
    reader: &mut Reader,
    command: Command,
    count: Option<u32>,
    layout: &Layout,
) -> Option<String> {
    let times = count.unwrap_or(1).clamp(1, 1_000_000);
    let height = reader.text_height(layout);
    match (command, count) {
        (Command::Top | Command::Bottom | Command::Open, Some(number)) => {
            leave_sheet(reader);
            if !go_to_number(reader, number, height) {
                return Some(format!("no paragraph {number} in this cable"));
            }
        }
        (Command::NextParagraph | Command::PreviousParagraph, _) => {
            leave_sheet(reader);
            let forward = command == Command::NextParagraph;
            for nth in 0..times {
                if !step_paragraph(reader, forward, height) {
                    let is_hidden = reader.is_filtered() && !reader.dim && !reader.raw;
                    let what = if is_hidden {
                        "shown paragraph"
                    } else {
                        "paragraph"
                    };
                    return (nth == 0).then(|| none_there(what, forward));
                }
            }
        }
        (Command::NextSection | Command::PreviousSection, _) => {
            // One that begins inside a fold is not to be seen.
            let is_shown = |idx: &u32| {
                let fold = reader.folds.holding(*idx);
                fold.is_none_or(|fold| fold.paragraphs.start == *idx)
            };
            let starts = reader.folds.starts().iter().copied();
            let sections: Vec<u32> = starts.filter(is_shown).collect();
            let forward = command == Command::NextSection;
            let Some(idx) = among(reader, &sections, forward, times) else {
                return Some(none_there("section", forward));
            };
            go_to_paragraph(reader, idx, height);
        }
        (Command::NextMarking | Command::PreviousMarking, _) => {
            let changes = marking_changes(reader);
            let forward = command == Command::NextMarking;
            let Some(idx) = among(reader, &changes, forward, times) else {
                return Some(none_there("change of marking", forward));
            };
            enter_paragraph(reader, idx, height);
        }
        _ => {
            if reader.focus == PaneId::Outline {
                move_outline(reader, command, count, layout.rows(PaneId::Outline));
            } else {
                let times = isize::try_from(times).unwrap_or(1);
                let height = match reader.focus {
                    PaneId::Text => height,
                    pane => layout.rows(pane),
                };
                if let Some(pane) = reader.focused() {
                    let before = pane.at;
                    move_pane(pane, command, times, height);
                    let forward = command == Command::NextToken;
                    if (forward || command == Command::PreviousToken) && pane.at == before {
                        return Some(String::from(if forward {
                            "no further word"
                        } else {
                            "no word before"
                        }));
                    }
                }
            }
        }
    }
    None
}

fn move_outline(reader: &mut Reader, command: Command, count: Option<u32>, height: usize) {
    let n_rows = reader.outline.listed.len();
    let command = match command {
        Command::NextToken => Command::Down,
        Command::PreviousToken => Command::Up,
        command => command,
    };
    move_among(&mut reader.outline.scroll, command, count, n_rows, height);
}

/// Motions among the rows of a list. Of the first and the last row, a count
/// says which one instead.
pub(super) fn move_among(
    scroll: &mut Scroll,
    command: Command,
    count: Option<u32>,
    n_rows: usize,
    height: usize,
) {
    let times = isize::try_from(count.unwrap_or(1)).unwrap_or(isize::MAX);
    let row = count.map(|row| (row as usize).saturating_sub(1));
    let page = height.saturating_sub(2);
    match command {
        Command::Down => scroll.step(times, n_rows, height),
        Command::Up => scroll.step(-times, n_rows, height),
        Command::ScrollDown => scroll.slide(times, n_rows, height),
        Command::ScrollUp => scroll.slide(-times, n_rows, height),
        Command::PageDown => scroll.page(true, page, n_rows, height),
        Command::PageUp => scroll.page(false, page, n_rows, height),
        Command::HalfPageDown => scroll.page(true, height / 2, n_rows, height),
        Command::HalfPageUp => scroll.page(false, height / 2, n_rows, height),
        Command::Top => scroll.go(row.unwrap_or(0), n_rows, height),
        Command::Bottom => scroll.go(row.unwrap_or(n_rows), n_rows, height),
        Command::WindowTop | Command::WindowMiddle | Command::WindowBottom => {
            let row = scroll.row_in_sight(command, times, n_rows, height);
            scroll.go(row, n_rows, height);
        }
        Command::AlignMiddle | Command::AlignTop | Command::AlignBottom => {
            let below = match command {
                Command::AlignTop => 0,
                Command::AlignMiddle => height / 2,
                _ => height.saturating_sub(1),
            };
            scroll.pin(scroll.focus, below, n_rows, height);
        }
        _ => {}
    }
}

/// Goes to the paragraph that bears `number`: the nearest one after the
/// cursor when a quoted document repeats it, else the first.
/// Says whether there is such a paragraph.
pub(super) fn go_to_number(reader: &mut Reader, number: u32, height: usize) -> bool {
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
        below.map(|(idx, _)| idx).next_back()
    });
    if let Some(idx) = nearest.and_then(|idx| u32::try_from(idx).ok()) {
        enter_paragraph(reader, idx, height);
    }
    found.is_some()
}

/// Goes to a paragraph that is in sight, or to the fold that it begins.
pub(super) fn go_to_paragraph(reader: &mut Reader, idx: u32, height: usize) -> bool {
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

pub(super) fn step_paragraph(reader: &mut Reader, forward: bool, height: usize) -> bool {
    let n_paragraphs = u32::try_from(reader.cable.paragraphs.len()).unwrap_or(u32::MAX);
    let here = reader.text.paragraph();
    let first_row = here.and_then(|idx| reader.text.row_of_paragraph(idx));
    let is_below = first_row.is_some_and(|first| first < reader.text.scroll.focus);
    let target = match (here, forward) {
        (None, true) => Some(0),
        (None, false) => None,
        (Some(idx), true) => {
            let fold = reader.fold_here();
            let next = fold.map_or(idx.saturating_add(1), |fold| fold.paragraphs.end);
            Some(next).filter(|&next| next < n_paragraphs)
        }
        (Some(idx), false) if is_below => Some(idx),
        (Some(idx), false) => idx.checked_sub(1),
    };
    let target = target.and_then(|idx| {
        let is_shown = |reader: &Reader, idx| !reader.hides(idx);
        shown_from(reader, idx, forward, is_shown)
    });
    // A fold is one step.
    let fold = target.filter(|_| !reader.raw);
    let fold = fold.and_then(|idx| reader.folds.holding(idx));
    let target = fold.map(|fold| fold.paragraphs.start).or(target);
    target.is_some_and(|idx| go_to_paragraph(reader, idx, height))
}

/// The first paragraph from `idx` on that is `shown`, one way.
fn shown_from(
    reader: &Reader,
    idx: u32,
    forward: bool,
    shown: impl Fn(&Reader, usize) -> bool,
) -> Option<u32> {
    let is_shown = |idx: &u32| shown(reader, *idx as usize);
    let n_paragraphs = u32::try_from(reader.cable.paragraphs.len()).unwrap_or(u32::MAX);
    if forward {
        (idx..n_paragraphs).find(is_shown)
    } else {
        (0..=idx).rev().find(is_shown)
    }
}

/// Goes to the next paragraph that a filter leaves, or else to the one before,
/// where it hides or dims that of the cursor.
pub(super) fn go_to_shown(reader: &mut Reader, height: usize) {
    let Some(here) = reader.text.paragraph() else {
        return;
    };
    if reader.shows(here as usize) {
        return;
    }
    let next = |forward| shown_from(reader, here, forward, Reader::shows);
    let next = next(true).or_else(|| next(false));
    if let Some(idx) = next {
        enter_paragraph(reader, idx, height);
    }
}

/// The paragraph that is `times` further among `places` (indexes of
/// paragraphs, in order), or the last one that way.
fn among(reader: &mut Reader, places: &[u32], forward: bool, times: u32) -> Option<u32> {
    leave_sheet(reader);
    let times = times as usize;
    let here = reader.text.paragraph();
    let nth = if forward {
        let next = places.partition_point(|&idx| here.is_some_and(|here| idx <= here));
        let n_left = places.len().saturating_sub(next);
        (next + times.min(n_left))
            .checked_sub(1)
            .filter(|_| n_left > 0)
    } else {
        let first_row = here.and_then(|idx| reader.text.row_of_paragraph(idx));
        let is_inside = first_row.is_some_and(|row| reader.text.scroll.focus > row);
        let upto = here.map_or(0, |here| here.saturating_add(u32::from(is_inside)));
        let n_before = places.partition_point(|&idx| idx < upto);
        n_before
            .checked_sub(times.min(n_before))
            .filter(|_| n_before > 0)
    };
    places.get(nth?).copied()
}

/// Paragraphs whose marking differs from that of the one before.
pub(super) fn marking_changes(reader: &Reader) -> Vec<u32> {
    let text = |mark: &Option<PortionMark>| mark.as_ref().map(PortionMark::text);
    let paragraphs = &reader.cable.paragraphs;
    let pairs = paragraphs.iter().zip(paragraphs.iter().skip(1));
    let changes = (1..)
        .zip(pairs)
        .filter(|(_, (before, after))| text(&before.mark) != text(&after.mark));
    changes.map(|(idx, _)| idx).collect()
}
