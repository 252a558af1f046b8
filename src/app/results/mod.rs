//! Hits in many cables, paragraph by paragraph, grouped by cable.
//!
//! Another thread finds which cables have hits, and in which order; here are
//! its answers, as rows. What a hit says is read only for the rows in sight:
//! a query may have a million hits, and nobody looks at more than a screen of
//! them.

mod above;
mod act;
mod asking;
mod excerpt;
mod layout;
mod rows;
mod typing;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::time::Duration;

use crate::query::Query;
use crate::typeset::Shown;

pub(super) use above::{
    Arrival, arrive, is_sought_here, leads_back, neighbor, open_neighbor, returned, step,
};
pub(super) use act::{act, menu, named, open_here, press, sort, turn};
pub(super) use asking::{again, indexed, reloaded, stop, take, texts, watch};
pub use excerpt::Excerpt;
pub(super) use excerpt::fit_peek;
pub use layout::ResultsLayout;
pub use rows::ResultRow;
pub(super) use rows::fit;
pub use typing::Seeking;
pub(super) use typing::{accept, ask, by_pattern, closed, next_order, take_back, typed};

use super::{
    Beside, Class, HitGroup, HitOrder, HitSpread, HitTexts, Model, Progress, Screen, Scroll,
    grouped,
};

/// The rows of hits, and what they are of.
#[derive(Clone, Debug)]
pub struct Results {
    /// What is asked now.
    now: Question,
    /// What was asked for the rows that are shown.
    shown: Question,
    /// Among which cables is sought: those that this finds.
    within: Option<Query>,
    /// In which order.
    pub order: HitOrder,
    groups: Vec<HitGroup>,
    n_hits: usize,
    /// The first row of each group, and the row behind the last.
    starts: Vec<usize>,
    /// Whether a row is left empty between groups.
    has_gaps: bool,
    /// Whether groups are closed to a line.
    are_closed: bool,
    /// The entries whose groups are not as the others.
    others: HashSet<u32>,
    /// The focused row and the first in sight.
    pub scroll: Scroll,
    /// Where the cursor was put: it stays there when rows come.
    at: Option<(u32, usize)>,
    /// Hits in words, by entry.
    read: HashMap<usize, HitTexts>,
    /// What could not be read.
    failed: HashMap<usize, Shown>,
    /// The entries that a thread reads now, and characters of each hit.
    reading: (Vec<usize>, usize),
    /// What another thread looks at now.
    asked: Option<Range<usize>>,
    /// The first entry that was not asked for.
    upto: usize,
    n_passed: usize,
    n_failed: usize,
    progress: Progress,
    took: Option<Duration>,
    spread: Option<HitSpread>,
    excerpt: Option<Excerpt>,
    /// A cable that was beside the one that it was opened above.
    beside: Option<Box<Beside>>,
}

/// One question.
#[derive(Clone, Debug, Default)]
struct Question {
    id: u32,
    query: Query,
}

/// Columns before the words of a hit: cursor, part, marking.
pub const HIT_COLUMNS: u16 = 14;
/// The same under 60 columns.
pub const HIT_COLUMNS_TINY: u16 = 12;

impl Results {
    fn new(within: Option<Query>, beside: Option<Box<Beside>>) -> Results {
        Results {
            now: Question::default(),
            shown: Question::default(),
            within,
            order: HitOrder::default(),
            groups: Vec::new(),
            n_hits: 0,
            starts: vec![0],
            has_gaps: false,
            are_closed: false,
            others: HashSet::new(),
            scroll: Scroll::default(),
            at: None,
            read: HashMap::new(),
            failed: HashMap::new(),
            reading: (Vec::new(), 0),
            asked: None,
            upto: 0,
            n_passed: 0,
            n_failed: 0,
            progress: Progress::Over,
            took: None,
            spread: None,
            excerpt: None,
            beside,
        }
    }

    /// What is asked.
    #[must_use]
    pub fn line(&self) -> &str {
        self.now.query.line().trim()
    }

    /// Among which cables is sought, as that was typed.
    #[must_use]
    pub fn within(&self) -> Option<&str> {
        self.within.as_ref().map(|query| query.line().trim())
    }

    /// The cables with hits, in order.
    #[must_use]
    pub fn groups(&self) -> &[HitGroup] {
        &self.groups
    }

    /// Where the hits are, as far as that is known.
    #[must_use]
    pub fn spread(&self) -> Option<&HitSpread> {
        self.spread.as_ref()
    }

    /// The paragraph of the hit at the cursor.
    #[must_use]
    pub fn excerpt(&self) -> Option<&Excerpt> {
        self.excerpt.as_ref()
    }

    /// The hits of an entry in words, once they are read.
    #[must_use]
    pub fn texts(&self, entry: u32) -> Option<&HitTexts> {
        self.read.get(&(entry as usize))
    }

    /// Why the hits of an entry cannot be read.
    #[must_use]
    pub fn failure(&self, entry: u32) -> Option<&Shown> {
        self.failed.get(&(entry as usize))
    }

    /// Whether words are sought, and hits counted.
    #[must_use]
    pub fn is_of_words(&self) -> bool {
        self.shown.query.is_of_words()
    }

    /// Whether cables are still being looked at.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.progress == Progress::Runs
    }

    /// Whether all cables have been looked at, so that no others have hits.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.progress == Progress::Over
    }

    /// `11 hits in 6 cables`, and how far a search is.
    #[must_use]
    pub fn counter(&self, n_entries: usize) -> String {
        if self.now.query.is_empty() {
            return String::new();
        }
        let percent = (self.n_passed * 100).checked_div(n_entries);
        let percent = percent.unwrap_or(0).min(100);
        if self.now.id != self.shown.id && self.runs() {
            return format!("searching {percent} %");
        }
        let counted = |n: usize, word: &str| {
            let plural = if n == 1 { "" } else { "s" };
            format!("{} {word}{plural}", grouped(n))
        };
        let cables = counted(self.groups.len(), "cable");
        let found = if self.is_of_words() {
            format!("{} in {cables}", counted(self.n_hits, "hit"))
        } else {
            cables
        };
        match self.progress {
            Progress::Runs => format!("{found} so far, {percent} %"),
            Progress::Stopped => format!("{found}, stopped at {percent} %"),
            Progress::Over => found,
        }
    }

    /// How long it took, in seconds.
    #[must_use]
    pub fn took(&self) -> Option<String> {
        let took = self.took.filter(|_| self.progress == Progress::Over)?;
        Some(format!("{:.2} s", took.as_secs_f64()))
    }

    /// What was not searched, and what holds more than can be.
    #[must_use]
    pub fn not_searched(&self) -> Option<String> {
        let spread = self.spread.as_ref()?;
        let mut some = Vec::new();
        if spread.n_textless > 0 {
            some.push(format!("{} without text", grouped(spread.n_textless)));
        }
        if self.n_failed > 0 {
            some.push(format!("{} unreadable", grouped(self.n_failed)));
        }
        if spread.n_withheld > 0 {
            some.push(format!("withheld in {}", grouped(spread.n_withheld)));
        }
        (!some.is_empty()).then(|| format!("not searched: {}", some.join(", ")))
    }
}

impl Model {
    /// The view of hits that is open, in sight or below a cable.
    #[must_use]
    pub fn results(&self) -> Option<&Results> {
        let screens = self.screens.below.iter().chain([&self.screens.top]);
        screens.rev().find_map(|screen| match screen {
            Screen::Results(results) => Some(&**results),
            _ => None,
        })
    }

    /// The same where cables are opened from it.
    pub(super) fn led_from(&self) -> Option<&Results> {
        let is_reader = |screen: &&Screen| matches!(screen, Screen::Reader(_));
        match self.screens.below.iter().rev().find(|it| !is_reader(it))? {
            Screen::Results(results) => Some(results),
            _ => None,
        }
    }

    /// The same where it is in sight.
    fn results_in_sight(&mut self) -> Option<&mut Results> {
        match &mut self.screens.top {
            Screen::Results(results) => Some(results),
            _ => None,
        }
    }

    /// Who gets which cells of a view of hits.
    #[must_use]
    pub fn results_layout(&self) -> ResultsLayout {
        ResultsLayout::of(self.size, self.class())
    }

    fn results_rows(&self) -> usize {
        usize::from(self.results_layout().list.height)
    }

    /// Characters of a hit that are in sight.
    fn hit_chars(&self) -> usize {
        /// What stands for words that are left out, on both sides.
        const LEFT_OUT: u16 = 6;
        let before = if self.class() == Class::Tiny {
            HIT_COLUMNS_TINY
        } else {
            HIT_COLUMNS
        };
        let width = self.results_layout().list.width;
        usize::from(width.saturating_sub(before + 1 + LEFT_OUT).max(8))
    }

    /// Which of the cables with hits an entry is, and of how many, where it
    /// was opened from them.
    #[must_use]
    pub fn nth_with_hits(&self, entry: usize) -> Option<(usize, usize)> {
        let results = self.led_from()?;
        Some((results.group_of(entry)? + 1, results.groups.len()))
    }
}

fn results_mut(model: &mut Model) -> Option<&mut Results> {
    let screens = model
        .screens
        .below
        .iter_mut()
        .chain([&mut model.screens.top]);
    screens.rev().find_map(|screen| match screen {
        Screen::Results(results) => Some(&mut **results),
        _ => None,
    })
}
