//! A focused row and the window around it: the arithmetic, once.

use crate::command::Command;

/// Rows kept between the focus and the edge of the window while moving.
const MARGIN: usize = 2;

/// Which row has the focus and which is the first one visible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    /// The focused row.
    pub focus: usize,
    /// The first visible row.
    pub top: usize,
}

impl Scroll {
    /// Moves the focus to `row` of `n_rows` and the window after it.
    pub fn go(&mut self, row: usize, n_rows: usize, height: usize) {
        self.focus = row.min(n_rows.saturating_sub(1));
        self.follow(n_rows, height);
    }

    /// Moves the focus by `rows`.
    pub fn step(&mut self, rows: isize, n_rows: usize, height: usize) {
        self.go(self.focus.saturating_add_signed(rows), n_rows, height);
    }

    /// Moves focus and window together by one page less two rows, or by
    /// half a page.
    pub fn page(&mut self, down: bool, rows: usize, n_rows: usize, height: usize) {
        let rows = rows.max(1);
        let last = n_rows.saturating_sub(1);
        let furthest = n_rows.saturating_sub(height);
        if down {
            self.focus = (self.focus + rows).min(last);
            self.top = (self.top + rows).min(furthest.max(self.top));
        } else {
            self.focus = self.focus.saturating_sub(rows);
            self.top = self.top.saturating_sub(rows);
        }
        self.follow(n_rows, height);
    }

    /// Moves the window by `rows`; the focus stays on its row until the
    /// window leaves it behind.
    pub fn slide(&mut self, rows: isize, n_rows: usize, height: usize) {
        let last = n_rows.saturating_sub(1);
        self.top = self.top.saturating_add_signed(rows).min(last);
        let lowest = self.top + height.saturating_sub(1);
        self.focus = self.focus.clamp(self.top, lowest.max(self.top)).min(last);
    }

    /// Of so many rows that a wheel turns, those after which the window still
    /// ends with the last row or before it.
    #[must_use]
    pub fn turnable(self, rows: isize, n_rows: usize, height: usize) -> isize {
        let left = n_rows.saturating_sub(height).saturating_sub(self.top);
        rows.min(isize::try_from(left).unwrap_or(isize::MAX))
    }

    /// Puts the focus at `row`, as far below the top of the window as
    /// `below`; the window may end past the last row, never before the first.
    pub fn pin(&mut self, row: usize, below: usize, n_rows: usize, height: usize) {
        self.focus = row.min(n_rows.saturating_sub(1));
        let below = below.min(height.saturating_sub(1));
        self.top = self.focus.saturating_sub(below);
    }

    /// Puts the focus at `row` of rows that were made anew: as far below the
    /// top of the window as it was, unless fewer rows than fill the window
    /// stand below that.
    pub fn keep(&mut self, row: usize, n_rows: usize, height: usize) {
        self.pin(row, self.below(), n_rows, height);
        self.top = self.top.min(n_rows.saturating_sub(height));
    }

    /// How far the focus is below the top of the window.
    #[must_use]
    pub fn below(self) -> usize {
        self.focus.saturating_sub(self.top)
    }

    /// The first, the middle or the last row in sight, or the one that a count
    /// makes of it: none that would move the window.
    pub(super) fn row_in_sight(
        self,
        command: Command,
        times: isize,
        n_rows: usize,
        height: usize,
    ) -> usize {
        let margin = MARGIN.min(height.saturating_sub(1) / 2);
        let end = (self.top + height).min(n_rows);
        let highest = if self.top == 0 { 0 } else { self.top + margin };
        let lowest = match end.saturating_sub(1) {
            last if end == n_rows => last,
            last => last.saturating_sub(margin),
        };
        let rows = times.unsigned_abs().saturating_sub(1);
        let row = match command {
            Command::WindowTop => self.top.saturating_add(rows),
            Command::WindowMiddle => self.top + end.saturating_sub(self.top) / 2,
            _ => end.saturating_sub(1).saturating_sub(rows),
        };
        row.min(lowest).max(highest)
    }

    /// Brings the window to the focus.
    fn follow(&mut self, n_rows: usize, height: usize) {
        if height == 0 {
            self.top = self.focus;
            return;
        }
        let margin = MARGIN.min((height - 1) / 2);
        let lowest = self.top + height - 1 - margin;
        if self.focus < self.top + margin {
            self.top = self.focus.saturating_sub(margin);
        } else if self.focus > lowest {
            self.top += self.focus - lowest;
            // The end needs no margin below it.
            let furthest = n_rows.saturating_sub(height);
            let least = (self.focus + 1).saturating_sub(height);
            self.top = self.top.min(furthest.max(least));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_follows_with_a_margin() {
        let mut scroll = Scroll::default();
        for _ in 0..9 {
            scroll.step(1, 100, 10);
        }
        assert_eq!(scroll, Scroll { focus: 9, top: 2 });
        scroll.go(99, 100, 10);
        assert_eq!(scroll, Scroll { focus: 99, top: 90 });
        scroll.go(0, 100, 10);
        assert_eq!(scroll, Scroll { focus: 0, top: 0 });
    }

    #[test]
    fn rows_that_are_made_anew_fill_the_window() {
        let mut scroll = Scroll { focus: 95, top: 90 };
        scroll.keep(50, 80, 10);
        assert_eq!(scroll, Scroll { focus: 50, top: 45 });
        scroll.keep(19, 20, 10);
        assert_eq!(scroll, Scroll { focus: 19, top: 10 }, "no empty rows below");
        scroll.keep(2, 5, 10);
        assert_eq!(scroll, Scroll { focus: 2, top: 0 });
        scroll.keep(3, 0, 10);
        assert_eq!(scroll, Scroll { focus: 0, top: 0 });
    }

    #[test]
    fn nothing_is_left_of_the_range_whatever_the_height() {
        for n_rows in 0..12 {
            for height in 0..12 {
                let mut scroll = Scroll::default();
                for rows in [3, -1, 20, -4, 7, -50, 50] {
                    scroll.step(rows, n_rows, height);
                    assert!(scroll.focus <= n_rows.saturating_sub(1) && scroll.top <= scroll.focus);
                    scroll.slide(rows, n_rows, height);
                    scroll.page(rows > 0, height / 2, n_rows, height);
                    assert!(scroll.focus <= n_rows.saturating_sub(1) && scroll.top <= scroll.focus);
                }
            }
        }
    }

    #[test]
    fn a_pinned_row_keeps_its_place_on_the_screen() {
        let mut scroll = Scroll { focus: 30, top: 25 };
        scroll.pin(44, scroll.below(), 80, 20);
        assert_eq!(scroll, Scroll { focus: 44, top: 39 });
    }
}
