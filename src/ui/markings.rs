//! The markings of the whole text at a glance: strip and map.

use std::ops::Range;

use crate::app::{Added, Layout, Reader, Region, map_cells, strip_rows};
use crate::cable::Classification;
use crate::config::Surface;
use crate::typeset::Shown;

use super::paint::Canvas;

/// The markings of the whole text from top to bottom, and which part of it
/// is in sight.
pub(super) fn strip(canvas: &mut Canvas<'_>, reader: &Reader, layout: &Layout) {
    let region = layout.strip;
    if region.is_empty() || !reader.cable.is_marked() {
        return;
    }
    let pane = &reader.text;
    let (n_rows, height) = (pane.n_rows(), usize::from(region.height));
    let fits = n_rows <= height;
    let in_sight = pane.scroll.top..pane.scroll.top + height;
    let row_of = |added: &Added| pane.page.row_at(pane.page.at_source(added.place));
    let marked: Vec<usize> = reader.added.iter().map(row_of).collect();
    let mut paragraph = None;
    let mut seen = 0;
    for line in 0..height {
        let Range {
            start: from,
            end: to,
        } = strip_rows(n_rows, height, line);
        let rows = pane.page.rows();
        if from >= n_rows {
            break;
        }
        // Rows between paragraphs show the paragraph above.
        let slice = rows.get(seen..to.max(from + 1).min(n_rows));
        let mut own = slice.unwrap_or_default().iter();
        let before = paragraph;
        paragraph = own.clone().rev().find_map(|row| row.paragraph).or(before);
        let first = own.find_map(|row| row.paragraph).or(before);
        seen = to.max(from + 1).min(n_rows);
        let y = region.y + u16::try_from(line).unwrap_or(0);
        if !fits && in_sight.start < to && from < in_sight.end {
            let style = canvas.surface(Surface::StripView);
            canvas.put(region.x, y, region.x + 1, &">", style);
        } else if !fits && marked.iter().any(|row| (from..seen).contains(row)) {
            let style = canvas.surface(Surface::HintKey);
            canvas.put(region.x, y, region.x + 1, &"'", style);
        } else if !fits && has_match(reader, from, seen) {
            // What is in sight is lit there.
            let style = canvas.surface(Surface::Match);
            canvas.put(region.x, y, region.x + 1, &"-", style);
        }
        let Some(known) = paragraph.and_then(|idx| reader.cable.paragraphs.get(idx as usize))
        else {
            continue;
        };
        // A line stands for the highest marking of what it covers, as the line
        // of a fold does.
        let fold = paragraph.and_then(|idx| reader.folds.holding(idx));
        let fold = fold.filter(|_| !reader.raw);
        let covered = first.zip(paragraph);
        let highest = covered.and_then(|(first, last)| reader.tally.highest(first..=last));
        let level = highest.max(fold.and_then(|fold| fold.level));
        let is_bare = match fold {
            Some(fold) => fold.n_unmarked == 0,
            None => known.number.is_none(),
        };
        if level.is_none() && is_bare {
            continue;
        }
        let surface = level.map_or(Surface::StripUnmarked, Surface::Strip);
        let style = canvas.surface(surface);
        let letter = level.map_or('?', Classification::letter);
        let letter = Shown::new(letter.encode_utf8(&mut [0; 4]));
        canvas.put(region.x + 1, y, region.x + 2, &letter, style);
    }
}

/// Whether a match of the search stands in some rows of the text.
fn has_match(reader: &Reader, from: usize, to: usize) -> bool {
    let Some(find) = &reader.find else {
        return false;
    };
    let rows = reader.text.page.rows();
    let (Some(first), Some(last)) = (rows.get(from), rows.get(to.saturating_sub(1))) else {
        return false;
    };
    let next = find
        .matches
        .partition_point(|found| found.end <= first.start);
    find.matches
        .get(next)
        .is_some_and(|found| found.start < last.end)
}

/// Every paragraph with its marking on one line, the current one in view.
pub(super) fn map(canvas: &mut Canvas<'_>, reader: &Reader, region: Region) {
    let end = region.x + region.width;
    let border = canvas.surface(Surface::Border);
    canvas.rule(region.x, region.y, end, border);
    let map = map_cells(reader, region);
    let Some(last) = map.cells.last() else { return };
    let after = last.x + 1 + u16::try_from(last.words.len()).unwrap_or(0);
    let here = reader.text.paragraph();
    let more = if canvas.ascii() { "~" } else { "…" };
    let quiet = canvas.surface(Surface::Hint);
    if map.more_before {
        let x = canvas.put(region.x + 1, region.y, end, &" ", border);
        canvas.put(x, region.y, end, &more, quiet);
    }
    for cell in &map.cells {
        let paragraph = reader.cable.paragraphs.get(cell.paragraph as usize);
        let mark = paragraph.and_then(|paragraph| paragraph.mark.as_ref());
        let surface = mark.map_or(Surface::StripUnmarked, |mark| Surface::Strip(mark.level));
        let style = canvas.surface(surface);
        let sign = canvas.surface(Surface::CursorSign);
        let x = if Some(cell.paragraph) == here {
            canvas.put(cell.x, region.y, end, &">", sign)
        } else {
            canvas.put(cell.x, region.y, end, &" ", border)
        };
        canvas.put(x, region.y, end, &Shown::new(&cell.words), style);
    }
    let mut x = canvas.put(after, region.y, end, &" ", border);
    if map.more_after {
        x = canvas.put(x, region.y, end, &more, quiet);
        canvas.put(x, region.y, end, &" ", border);
    }
}
