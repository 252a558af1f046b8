//! The list of keys: which rows it has at a width, and which is chosen.
//!
//! A sentence that has no room beside its keys goes on in the rows below, for
//! a sentence that is cut may lack the half that matters.

use std::ops::Range;

use crate::command::{Command, Context, Group, Keymap, TABLE};
use crate::typeset::{broken, columns};

use super::overlay::ranked;
use super::regions::{CRAMPED, ROOMY};
use super::{Prompt, Scroll};

/// The list of keys, which can be searched, and which runs what is chosen.
#[derive(Clone, Debug)]
pub struct Help {
    /// Whether the search line has the keys.
    pub typing: bool,
    /// What is sought.
    pub prompt: Prompt,
    /// Of which context the keys are.
    pub context: Context,
    /// Titles, commands and signs.
    pub rows: Vec<HelpRow>,
    /// The chosen row and the first in sight.
    pub scroll: Scroll,
    /// Columns from the left edge to the sentences.
    pub words_x: u16,
    /// Columns of the window.
    width: u16,
}

/// A row of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpRow {
    /// The title of a group.
    Title(Group),
    /// A command, its keys, and the beginning of its sentence.
    Command(Command, String, &'static str),
    /// The title of the signs.
    Signs,
    /// A sign that is seen, and the beginning of what it stands for.
    Sign(&'static str, &'static str),
    /// A sentence that goes on.
    More(&'static str),
    /// Nothing.
    Blank,
}

/// Columns from the left edge to keys and signs.
pub const KEYS_X: u16 = 4;

/// What stands on the screen of a cable and is no word.
const SIGNS: &[(&str, &str)] = &[
    (
        "(U) (SBU)",
        "Marked unclassified; sensitive but unclassified.",
    ),
    ("(C) (S) (TS)", "Marked confidential; secret; top secret."),
    ("( ? )", "Bears no portion marking."),
    (
        "U B C S T ?",
        "Right edge: the markings of the whole text; B is SBU.",
    ),
    (">", "The cursor; at the right edge, the part in sight."),
    (
        "underlined",
        "The word that the cursor is at: x explains it.",
    ),
    ("!", "A finding rests on this line; !3 counts them."),
    ("'", "You have marked this place."),
    ("-", "Right edge: a match of the search is there."),
    (
        "REF A B c",
        "References; a small letter: that telegram is not open.",
    ),
    (
        "P4/24 16%",
        "Paragraph 4 of 24, and how far down the text that is.",
    ),
    (
        "no banner",
        "No line of the cable says how it is classified.",
    ),
];

impl Help {
    /// Every key of `context`, in a window of so many columns.
    #[must_use]
    pub fn new(context: Context, keymap: &Keymap, width: u16) -> Help {
        let mut help = Help {
            typing: false,
            prompt: Prompt::default(),
            context,
            rows: Vec::new(),
            scroll: Scroll::default(),
            words_x: 0,
            width,
        };
        help.narrow(keymap);
        help
    }

    /// Lists again after the line has changed: by group, or, when something
    /// is sought, the best match first.
    pub fn narrow(&mut self, keymap: &Keymap) {
        self.list(keymap);
        self.scroll = Scroll::default();
        self.skip(true, usize::MAX);
    }

    /// Lists again for a window of another width; what is chosen stays so.
    pub(super) fn fit(&mut self, keymap: &Keymap, width: u16, height: usize) {
        if self.width != width {
            let nth = self.heads().position(|row| row == self.chosen_rows().start);
            self.width = width;
            self.list(keymap);
            let focus = nth.and_then(|nth| self.heads().nth(nth));
            self.scroll.focus = focus.unwrap_or(0);
        }
        self.scroll.go(self.scroll.focus, self.rows.len(), height);
        self.skip(true, height);
    }

    fn list(&mut self, keymap: &Keymap) {
        let context = self.context;
        let has_signs = matches!(context, Context::Reader | Context::Select);
        let specs = || TABLE.iter().filter(move |spec| spec.applies_in(context));
        let mut rows = Vec::new();
        let command = |command: Command| {
            let spec = command.spec();
            let said = if self.width < CRAMPED {
                spec.short
            } else {
                spec.sentence
            };
            HelpRow::Command(command, self.pressed(keymap, command), said)
        };
        if self.prompt.text().trim().is_empty() {
            for group in Group::ALL {
                let mut commands = specs().filter(|spec| spec.group == group).peekable();
                if commands.peek().is_none() {
                    continue;
                }
                if !rows.is_empty() {
                    rows.push(HelpRow::Blank);
                }
                rows.push(HelpRow::Title(group));
                rows.extend(commands.map(|spec| command(spec.command)));
            }
            if has_signs {
                rows.extend([HelpRow::Blank, HelpRow::Signs]);
                let signs = SIGNS.iter();
                rows.extend(signs.map(|(sign, words)| HelpRow::Sign(sign, words)));
            }
        } else {
            let found = ranked(self.prompt.text(), specs(), |spec| {
                keymap.keys_of(spec.command, context)
            });
            rows.extend(found.into_iter().map(|spec| command(spec.command)));
            let wanted = self.prompt.text().trim().to_lowercase();
            let fits = |(sign, words): &&(&str, &str)| {
                *sign == wanted || format!("sign {words}").to_lowercase().contains(&wanted)
            };
            if has_signs {
                let signs = SIGNS.iter().filter(fits);
                rows.extend(signs.map(|(sign, words)| HelpRow::Sign(sign, words)));
            }
        }
        self.lay(rows);
    }

    /// The keys of a command. On a small screen the first will do, and the
    /// sentence needs the room.
    fn pressed(&self, keymap: &Keymap, command: Command) -> String {
        let mut keys = keymap.keys_of(command, self.context);
        if self.width < ROOMY {
            keys.truncate(1);
        }
        if keys.is_empty() {
            return format!(":{}", command.spec().name);
        }
        keys.join(" ")
    }

    /// Breaks what is said into rows.
    fn lay(&mut self, rows: Vec<HelpRow>) {
        let n_keys = |row: &HelpRow| match row {
            HelpRow::Command(_, keys, _) => columns(keys),
            HelpRow::Sign(sign, _) => columns(sign),
            HelpRow::Title(_) | HelpRow::Signs | HelpRow::More(_) | HelpRow::Blank => 0,
        };
        let longest = rows.iter().map(n_keys).max();
        let longest = u16::try_from(longest.unwrap_or(0)).unwrap_or(u16::MAX);
        let key_columns = match self.width {
            // There a sentence goes on below its keys.
            ..CRAMPED => 1,
            CRAMPED..ROOMY => longest.clamp(6, 12),
            _ => longest.clamp(6, 22),
        };
        self.words_x = KEYS_X + 1 + key_columns;
        let measure = self.width.saturating_sub(self.words_x + 2).max(1);
        self.rows.clear();
        for mut row in rows {
            let before = n_keys(&row).saturating_sub(key_columns.into());
            let (HelpRow::Command(_, _, said) | HelpRow::Sign(_, said)) = &mut row else {
                self.rows.push(row);
                continue;
            };
            let sentence = *said;
            let word = sentence.split(' ').next().map_or(0, columns);
            // Behind keys that leave no room for a word it begins below them.
            let is_below = before + word > measure.into();
            let lead = if is_below { 0 } else { before };
            let parts = broken(sentence, measure.into(), lead).into_iter();
            let mut parts = parts.map(|part| sentence.get(part).unwrap_or_default());
            *said = if is_below {
                ""
            } else {
                parts.next().unwrap_or_default()
            };
            self.rows.push(row);
            self.rows.extend(parts.map(HelpRow::More));
        }
    }

    fn is_head(&self, row: usize) -> bool {
        let row = self.rows.get(row);
        matches!(row, Some(HelpRow::Command(..) | HelpRow::Sign(..)))
    }

    /// The rows with which something begins that can be chosen.
    fn heads(&self) -> impl Iterator<Item = usize> {
        (0..self.rows.len()).filter(|&row| self.is_head(row))
    }

    /// The rows of what stands in a row.
    pub(super) fn rows_of(&self, row: usize) -> Range<usize> {
        let is_more = |row: &usize| matches!(self.rows.get(*row), Some(HelpRow::More(_)));
        let above = (0..=row).rev().take_while(is_more).count();
        let first = row.saturating_sub(above);
        let below = (first + 1..self.rows.len()).take_while(is_more).count();
        first..first + 1 + below
    }

    /// The rows of what is chosen.
    #[must_use]
    pub fn chosen_rows(&self) -> Range<usize> {
        self.rows_of(self.scroll.focus)
    }

    /// Moves off titles and blanks and to the beginning of a sentence, on in
    /// the direction of movement, and brings all of it into sight. Of what is
    /// longer than the window every row can be gone to.
    pub fn skip(&mut self, down: bool, height: usize) {
        let is_stop = |row: usize| {
            let is_long = || self.rows_of(row).len() > height;
            let row_is = self.rows.get(row);
            self.is_head(row) || matches!(row_is, Some(HelpRow::More(_))) && is_long()
        };
        let from = self.scroll.focus;
        let after = (from..self.rows.len()).find(|&row| is_stop(row));
        let before = (0..=from).rev().find(|&row| is_stop(row));
        let row = if down {
            after.or(before)
        } else {
            before.or(after)
        };
        let Some(row) = row else { return };
        self.scroll.go(row, self.rows.len(), height);
        let end = self.chosen_rows().end;
        if end > self.scroll.top.saturating_add(height) {
            self.scroll.top = end.saturating_sub(height).min(row);
        }
    }

    /// Whether a row is of a command, and no title.
    pub(super) fn is_command(&self, row: usize) -> bool {
        let first = self.rows_of(row).start;
        matches!(self.rows.get(first), Some(HelpRow::Command(..)))
    }

    /// The chosen command.
    #[must_use]
    pub fn chosen(&self) -> Option<Command> {
        match self.rows.get(self.chosen_rows().start) {
            Some(HelpRow::Command(command, ..)) => Some(*command),
            _ => None,
        }
    }
}
