//! The markings of the whole text at a glance: what strip and map show where,
//! so that drawing and the mouse agree.

use std::ops::Range;

use crate::cable::Paragraph;

use super::{Reader, Region};

/// The rows of the text that a line of the strip stands for, of `height`
/// lines in all.
#[must_use]
pub fn strip_rows(n_rows: usize, height: usize, line: usize) -> Range<usize> {
    if n_rows <= height || height == 0 {
        line..line + 1
    } else {
        line * n_rows / height..(line + 1) * n_rows / height
    }
}

/// A paragraph in the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapCell {
    /// The first column, that of the sign of the cursor.
    pub x: u16,
    /// The paragraph.
    pub paragraph: u32,
    /// Its number and marking: `4C`.
    pub words: String,
}

/// The line of paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// Those in sight.
    pub cells: Vec<MapCell>,
    /// Whether there are others before them.
    pub more_before: bool,
    /// Whether there are others after them.
    pub more_after: bool,
}

/// Paragraphs with their markings, as many as `region` holds, that of the
/// cursor among them. There is room for a sign at an end where there are
/// more.
#[must_use]
pub fn map_cells(reader: &Reader, region: Region) -> Map {
    let end = usize::from(region.x + region.width);
    let here = reader.text.paragraph();
    let word = |paragraph: &Paragraph| {
        let mark = paragraph
            .mark
            .as_ref()
            .map_or("?", |mark| mark.level.mark());
        format!("{}{mark}", paragraph.number.unwrap_or(0))
    };
    let is_numbered = |paragraph: &Paragraph| paragraph.number.is_some();
    let room = usize::from(region.width.saturating_sub(6));
    let first = first_of_map(reader, here, room, |paragraph| word(paragraph).len() + 2);
    let above = reader.cable.paragraphs.get(..first as usize);
    let paragraphs = (0u32..).zip(&reader.cable.paragraphs).skip(first as usize);
    let mut map = Map {
        more_before: above.unwrap_or_default().iter().rev().any(is_numbered),
        ..Map::default()
    };
    let mut x = region.x + if map.more_before { 3 } else { 1 };
    for (idx, paragraph) in paragraphs.filter(|(_, paragraph)| is_numbered(paragraph)) {
        let words = word(paragraph);
        let width = u16::try_from(words.len()).unwrap_or(u16::MAX);
        if usize::from(x) + words.len() + 2 > end {
            map.more_after = true;
            break;
        }
        map.cells.push(MapCell {
            x,
            paragraph: idx,
            words,
        });
        x += 1 + width;
    }
    if map.more_after && usize::from(x) + 4 > end {
        map.cells.pop();
    }
    map
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
