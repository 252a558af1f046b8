//! Finding out that a picture has scrolled.
//!
//! The model does not say so, and need not: it is seen from the rows. Any
//! screen that moves profits, also one beside a pane that stays.

use super::grid::{Glyph, Grid};

/// How far a picture is tried for having scrolled, the likeliest first.
const SHIFTS: [isize; 6] = [1, -1, 2, -2, 3, -3];
/// Fewer changed glyphs than this are not worth looking for a scroll.
const FEW: usize = 60;

/// Rows that moved together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    pub(super) top: usize,
    pub(super) bottom: usize,
    /// By how many rows, up if positive.
    pub(super) by: isize,
    /// Whether most of the screen moved, so that nothing else need be tried.
    pub(super) clearly: bool,
}

impl Scroll {
    /// From which row the terminal takes what it shows in row `y` once it
    /// has scrolled; none if that is blank.
    pub(super) fn source(&self, y: usize) -> Option<usize> {
        let region = self.top..=self.bottom;
        if region.contains(&y) {
            y.checked_add_signed(self.by)
                .filter(|from| region.contains(from))
        } else {
            Some(y)
        }
    }
}

/// The scroll that leaves least to write, if one helps at all. Rows differ
/// only from the column on from which they are `new`.
pub(super) fn find(shown: &Grid, wanted: &Grid, new: &[usize]) -> Option<Scroll> {
    let height = wanted.height();
    let differing = |a: &[Glyph], b: &[Glyph]| a.iter().zip(b).filter(|(a, b)| a != b).count();
    let as_is = new.iter().enumerate().map(|(y, from)| {
        let (shown, wanted) = (shown.row(y), wanted.row(y));
        differing(
            shown.get(*from..).unwrap_or_default(),
            wanted.get(*from..).unwrap_or_default(),
        )
    });
    let as_is: Vec<usize> = as_is.collect();
    let total: usize = as_is.iter().sum();
    if total < FEW {
        return None;
    }
    let blank = vec![Glyph::BLANK; wanted.width()];
    let mut best = (0, None);
    for by in SHIFTS {
        // What moving row `y + by` to row `y` saves; the stretch of rows
        // with the greatest sum is what moved.
        let mut stretch = (0, 0);
        let mut greatest = (0, 0..0);
        for (y, as_is) in as_is.iter().enumerate() {
            let from = y.checked_add_signed(by).filter(|from| *from < height);
            let Some(from) = from else {
                stretch = (0, y + 1);
                continue;
            };
            let moved = differing(shown.row(from), wanted.row(y));
            let saving = number(*as_is) - number(moved);
            // A few letters that agree by chance are no sign of moving.
            stretch.0 += if moved > as_is / 2 {
                saving.min(0)
            } else {
                saving
            };
            if stretch.0 <= 0 {
                stretch = (0, y + 1);
            } else if stretch.0 > greatest.0 {
                greatest = (stretch.0, stretch.1..y + 1);
            }
        }
        let (mut saved, rows) = greatest;
        if rows.is_empty() {
            continue;
        }
        // The rows that come in are blank.
        let depth = by.unsigned_abs();
        let (top, bottom, entering) = if by > 0 {
            (rows.start, rows.end - 1 + depth, rows.end..rows.end + depth)
        } else {
            (
                rows.start - depth,
                rows.end - 1,
                rows.start - depth..rows.start,
            )
        };
        for y in entering {
            let as_is = as_is.get(y).copied().unwrap_or(0);
            saved += number(as_is) - number(differing(&blank, wanted.row(y)));
        }
        let clearly = saved > number(total / 2);
        if saved > best.0 {
            best = (
                saved,
                Some(Scroll {
                    top,
                    bottom,
                    by,
                    clearly,
                }),
            );
        }
        if clearly {
            break;
        }
    }
    best.1
}

/// A count of glyphs as a number that can be subtracted from.
fn number(count: usize) -> isize {
    isize::try_from(count).unwrap_or(isize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::grid::Font;
    use ratatui::buffer::Buffer;

    fn grid(lines: &[&str]) -> Grid {
        let buffer = Buffer::with_lines(lines.iter().copied());
        let mut grid = Grid::blank(buffer.area.width, buffer.area.height);
        let rows = buffer.content.chunks(buffer.area.width.into());
        for (y, row) in rows.enumerate() {
            grid.take(y, 0, row, &mut Font::default());
        }
        grid
    }

    #[test]
    fn rows_that_moved_together_are_found() {
        let title = "07NORTHHAVEN12 CONFIDENTIAL";
        let rows = [
            "The harbor of Kestrel Bay was closed",
            "to every ship of Veldania, and Quill",
            "asked the ministry for a reason; none",
            "was given before the office shut.....",
            "Marlow saw the minister on Wednesday.",
        ];
        let before = grid(&[title, rows[0], rows[1], rows[2], rows[3], "q quit"]);
        let after = grid(&[title, rows[1], rows[2], rows[3], rows[4], "q quit"]);
        let up = Scroll {
            top: 1,
            bottom: 4,
            by: 1,
            clearly: true,
        };
        assert_eq!(find(&before, &after, &[0; 6]), Some(up));
        assert_eq!(
            find(&after, &before, &[0; 6]),
            Some(Scroll { by: -1, ..up })
        );
        assert_eq!(
            (up.source(0), up.source(1), up.source(4)),
            (Some(0), Some(2), None)
        );
        assert_eq!(find(&before, &before, &[0; 6]), None);
    }
}
