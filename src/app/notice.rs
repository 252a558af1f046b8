//! What was said last, and in how many rows.

use crate::typeset::{Shown, broken};

use super::{Class, Model, Reader, Region, Screen};

/// What was said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: Shown,
    /// Whether something went wrong.
    pub failed: bool,
}

impl Model {
    /// Columns that a message has.
    pub(super) fn notice_columns(&self) -> usize {
        let is_filtered = self.reader().is_some_and(Reader::is_filtered);
        let taken = match self.class() {
            // A blank before it, two behind.
            Class::Tiny | Class::Narrow => 3,
            // Right of it stands that a filter is no release decision.
            _ if is_filtered => 48,
            // It stands on a rule.
            _ => 4,
        };
        usize::from(self.size.width.saturating_sub(taken))
    }

    /// What was said last, in rows: what has no room in one may be the half
    /// that says what to do. The last of them is cut where they are too few.
    #[must_use]
    pub fn notice_rows(&self) -> Vec<Shown> {
        /// They cover rows of the text.
        const MOST: usize = 3;
        let Some(notice) = &self.notice else {
            return Vec::new();
        };
        let (text, room) = (notice.text.as_str(), self.notice_columns());
        let most = usize::from(self.size.height / 2).clamp(1, MOST);
        let mut rows: Vec<Shown> = Vec::with_capacity(1);
        for row in broken(text, room, 0) {
            if rows.len() + 1 == most {
                // The rest, as far as it fits.
                let rest = text.get(row.start..).unwrap_or_default();
                rows.push(Shown::new(rest).cut(room));
                break;
            }
            rows.push(Shown::new(text.get(row).unwrap_or_default()));
        }
        rows
    }

    /// Where that stands: on the status line, and above it if it takes several
    /// rows; below the title where these would cover the cursor.
    #[must_use]
    pub fn notice_region(&self, status: Region) -> Region {
        let height = u16::try_from(self.notice_rows().len()).unwrap_or(u16::MAX);
        let above = height.saturating_sub(1).min(status.y);
        let y = status.y - above;
        let is_over = self.is_status_over();
        // What is said of a filter moves up with it.
        let is_filtered = self.reader().is_some_and(Reader::is_filtered);
        let first = y.saturating_sub(u16::from(is_filtered));
        let end = status.y + u16::from(is_over);
        let is_covered = |row: u16| (above > 0 || is_over) && (first..end).contains(&row);
        let y = if self.row_with_cursor().is_some_and(is_covered) {
            1
        } else {
            y
        };
        Region {
            y,
            height,
            ..status
        }
    }

    /// The row of the screen where the cursor is.
    fn row_with_cursor(&self) -> Option<u16> {
        match &self.screens.top {
            Screen::Reader(_) => self.cursor_row(),
            Screen::Survey(survey) => {
                let below = u16::try_from(survey.scroll.below()).ok()?;
                below.checked_add(2)
            }
            Screen::Catalog(catalog) => {
                let below = u16::try_from(catalog.scroll.below()).ok()?;
                let is_tiny = self.class() == Class::Tiny;
                below.checked_mul(1 + u16::from(is_tiny))?.checked_add(2)
            }
            Screen::Results(results) => {
                let below = u16::try_from(results.scroll.below()).ok()?;
                below.checked_add(self.results_layout().list.y)
            }
        }
    }

    pub(super) fn say(&mut self, words: &str) {
        self.notice = Some(Notice {
            text: Shown::new(words),
            failed: false,
        });
    }

    /// Says that something went wrong besides what was said of that kind and
    /// nobody has seen yet: that stands until a key is pressed.
    pub fn warn_too(&mut self, words: &str) {
        match self.notice.take().filter(|notice| notice.failed) {
            Some(said) if said.text.as_str() == words => self.notice = Some(said),
            Some(said) => self.warn(&format!("{}; {words}", said.text)),
            None => self.warn(words),
        }
    }

    /// Says that something went wrong.
    pub fn warn(&mut self, words: &str) {
        self.notice = Some(Notice {
            text: Shown::new(words),
            failed: true,
        });
    }
}
