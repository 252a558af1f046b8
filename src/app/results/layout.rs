//! Who gets which cells of the view of hits.

use crate::app::{Class, HINT_ROWS, Region, Size};

/// Who gets which cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResultsLayout {
    /// What is sought, as it is typed.
    pub query: Region,
    /// The rule above the rows, with the order; empty on the lowest screens.
    pub rule: Region,
    /// The rows.
    pub list: Region,
    /// The paragraph of the hit, its title included.
    pub pane: Region,
    /// Where the hits are, its title included.
    pub spread: Region,
    /// The same in one line, where there is no pane.
    pub foot: Region,
}

impl ResultsLayout {
    pub(super) fn of(size: Size, class: Class) -> ResultsLayout {
        /// Rows from which there is a rule.
        const RULE_ROWS: u16 = 8;
        /// Rows from which there is a line of where the hits are.
        const FOOT_ROWS: u16 = 20;
        /// Rows of where the hits are.
        const SPREAD_ROWS: u16 = 5;
        let Size { width, height } = size;
        let row = |y: u16| Region {
            x: 0,
            y,
            width,
            height: u16::from(y < height),
        };
        let mut layout = ResultsLayout {
            query: row(1),
            ..ResultsLayout::default()
        };
        let mut top = 2;
        if height >= RULE_ROWS {
            layout.rule = row(2);
            top = 3;
        }
        let mut bottom = height.saturating_sub(u16::from(height >= HINT_ROWS));
        let has_pane = class >= Class::Medium && height >= RULE_ROWS + 2;
        if height >= FOOT_ROWS && !has_pane {
            bottom -= 1;
            layout.foot = row(bottom);
        }
        layout.list = Region {
            x: 0,
            y: top,
            width,
            height: bottom.saturating_sub(top),
        };
        if has_pane {
            // A little more than half, as the rows say more words.
            layout.list.width = width * 11 / 20;
            let x = layout.list.width + 1;
            layout.rule.width = x;
            let mut pane = Region {
                x,
                y: top - 1,
                width: width - x,
                height: bottom.saturating_sub(top - 1),
            };
            if height >= FOOT_ROWS {
                pane.height -= SPREAD_ROWS;
                layout.spread = Region {
                    y: pane.y + pane.height,
                    height: SPREAD_ROWS,
                    ..pane
                };
            }
            layout.pane = pane;
        }
        layout
    }
}
