//! The markings of the whole text at a glance: strip and map.

use crate::app::{Added, Layout, Reader, Region};
use crate::cable::{Classification, Paragraph};
use crate::config::Surface;
use crate::typeset::{Shown, columns};

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
        let (from, to) = if fits {
            (line, line + 1)
        } else {
            (line * n_rows / height, (line + 1) * n_rows / height)
        };
        let rows = pane.page.rows();
        if from >= n_rows {
            break;
        }
        // Rows between paragraphs show the paragraph above.
        let slice = rows.get(seen..to.max(from + 1).min(n_rows));
        let mut last = slice.unwrap_or_default().iter().rev();
        paragraph = last.find_map(|row| row.paragraph).or(paragraph);
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
        // The line of a fold stands for the highest marking in it.
        let fold = paragraph.and_then(|idx| reader.folds.holding(idx));
        let fold = fold.filter(|_| !reader.raw);
        let (level, is_bare) = match fold {
            Some(fold) => (fold.level, fold.n_unmarked == 0),
            None => (
                known.mark.as_ref().map(|mark| mark.level),
                known.number.is_none(),
            ),
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
    let here = reader.text.paragraph();
    let numbered = |first: u32| {
        let paragraphs = (0u32..).zip(&reader.cable.paragraphs).skip(first as usize);
        paragraphs.filter(|(_, paragraph)| paragraph.number.is_some())
    };
    let word = |paragraph: &Paragraph| {
        let mark = paragraph
            .mark
            .as_ref()
            .map_or("?", |mark| mark.level.mark());
        format!("{}{mark}", paragraph.number.unwrap_or(0))
    };
    if numbered(0).next().is_none() {
        return;
    }
    let room = usize::from(region.width.saturating_sub(4));
    let first = first_of_map(reader, here, room, |paragraph| word(paragraph).len() + 2);
    let mut x = region.x + 1;
    for (idx, paragraph) in numbered(first) {
        let current = Some(idx) == here;
        let word = Shown::new(&word(paragraph));
        let needed = columns(word.as_str()) + 2;
        if usize::from(x) + needed > usize::from(end) {
            break;
        }
        let surface = paragraph
            .mark
            .as_ref()
            .map_or(Surface::StripUnmarked, |mark| Surface::Strip(mark.level));
        let style = canvas.surface(surface);
        let sign = canvas.surface(Surface::CursorSign);
        x = if current {
            canvas.put(x, region.y, end, &">", sign)
        } else {
            canvas.put(x, region.y, end, &" ", border)
        };
        x = canvas.put(x, region.y, end, &word, style);
    }
    canvas.put(x, region.y, end, &" ", border);
}

/// The first paragraph of the map: as many before the current one as half of
/// the line holds; more when the end is near. No more of them are looked at
/// than the line has room for.
fn first_of_map(
    reader: &Reader,
    here: Option<u32>,
    room: usize,
    width_of: impl Fn(&Paragraph) -> usize,
) -> u32 {
    let paragraphs = &reader.cable.paragraphs;
    let here = here.map_or(0, |here| here as usize).min(paragraphs.len());
    let is_numbered = |paragraph: &&Paragraph| paragraph.number.is_some();
    let (above, below) = paragraphs.split_at(here);
    let mut n_below = 0;
    for paragraph in below.iter().filter(is_numbered) {
        n_below += width_of(paragraph);
        if n_below >= room {
            break;
        }
    }
    let mut left = (room / 2).max(room.saturating_sub(n_below));
    let mut first = here;
    for (idx, paragraph) in above.iter().enumerate().rev() {
        if is_numbered(&paragraph) {
            if left == 0 {
                break;
            }
            left = left.saturating_sub(width_of(paragraph));
        }
        first = idx;
    }
    u32::try_from(first).unwrap_or(0)
}
