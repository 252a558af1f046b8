//! A list to choose a place from.

use crate::command::Command;
use crate::notes::Letter;
use crate::typeset::Shown;

use super::{Grouping, HitOrder, Scroll, Sorting};

/// A list over the screen, from which a place is chosen.
#[derive(Clone, Debug)]
pub struct List {
    /// What is listed.
    pub title: &'static str,
    /// What can be pressed, and what for, the most wanted last.
    pub foot: &'static [(Command, &'static str)],
    /// Its rows.
    pub rows: Vec<ListRow>,
    /// The chosen row and the first in sight.
    pub scroll: Scroll,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// How far it is indented.
    pub depth: usize,
    /// What it is called.
    pub label: Shown,
    /// What is said of it.
    pub words: Shown,
    /// Where it leads.
    pub target: Target,
}

/// Where a row of a list leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a place of the history of jumps.
    Jump(usize),
    /// To the theme of this place among their names.
    Theme(usize),
    /// To what this entry of the REF block cites.
    Reference(usize),
    /// To the place of a mark.
    Mark(Letter),
    /// To the view of this place among those that are kept.
    View(usize),
    /// To a list that is sorted so.
    Sorting(Sorting),
    /// To a list that is grouped so.
    Grouping(Grouping),
    /// To hits in this order.
    Order(HitOrder),
}

impl List {
    /// By what something can be put in order, each with its name and what that
    /// means; the current one is chosen.
    pub(super) fn of_orders(
        title: &'static str,
        all: impl Iterator<Item = (Target, &'static str, &'static str)>,
        current: Target,
    ) -> List {
        let row = |(target, name, words)| ListRow {
            depth: 0,
            label: Shown::new(name),
            words: Shown::new(words),
            target,
        };
        let rows: Vec<ListRow> = all.map(row).collect();
        let chosen = rows.iter().position(|row| row.target == current);
        let foot = &[(Command::Open, "takes it"), (Command::Close, "close")];
        List::new(title, foot, rows, chosen)
    }

    /// A list with a row chosen, else the last.
    #[must_use]
    pub fn new(
        title: &'static str,
        foot: &'static [(Command, &'static str)],
        rows: Vec<ListRow>,
        chosen: Option<usize>,
    ) -> List {
        let focus = chosen.unwrap_or_else(|| rows.len().saturating_sub(1));
        List {
            title,
            foot,
            rows,
            scroll: Scroll { focus, top: 0 },
        }
    }

    /// Where the chosen row leads.
    #[must_use]
    pub fn chosen(&self) -> Option<Target> {
        self.rows.get(self.scroll.focus).map(|row| row.target)
    }
}
