//! A line that is being typed, with what was typed before.

use tui_input::{Input, InputRequest};

use crate::command::{Key, KeyCode};
use crate::typeset::Shown;

/// A one-line editor and its history.
#[derive(Clone, Debug, Default)]
pub struct Prompt {
    input: Input,
    /// Steps back in history; 0 is the line being typed.
    back: usize,
    /// What was being typed before the first step back.
    kept: String,
}

impl Prompt {
    /// What is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// What is typed, fit for the terminal.
    #[must_use]
    pub fn shown(&self) -> Shown {
        Shown::new(self.text())
    }

    /// What stands before the cursor, fit for the terminal.
    #[must_use]
    pub fn before_cursor(&self) -> Shown {
        let before: String = self.text().chars().take(self.input.cursor()).collect();
        Shown::new(&before)
    }

    /// The byte of what is typed at which the cursor is.
    #[must_use]
    pub fn cursor(&self) -> usize {
        let mut chars = self.text().char_indices();
        let at = chars.nth(self.input.cursor()).map(|(at, _)| at);
        at.unwrap_or(self.text().len())
    }

    /// Replaces some bytes of what is typed; the cursor goes behind.
    pub(super) fn replace(&mut self, place: std::ops::Range<usize>, words: &str) {
        let before = self.text().get(..place.start).unwrap_or_default();
        let after = self.text().get(place.end..).unwrap_or_default();
        let line = format!("{before}{words}{after}");
        let cursor = before.chars().count() + words.chars().count();
        self.input = Input::new(line).with_cursor(cursor);
    }

    /// Replaces what is typed.
    pub fn set(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
    }

    /// Takes a key that no command took. Whether the line changed.
    pub fn take(&mut self, key: Key) -> bool {
        let Some(request) = request(key) else {
            return false;
        };
        let changes = self.input.handle(request);
        changes.is_some_and(|change| change.value)
    }

    /// Types a pasted text: its first line, without control characters.
    pub fn paste(&mut self, text: &str) {
        /// Enough for any search; a pasted document is a mistake.
        const LONGEST: usize = 4096;
        for c in text
            .trim_start()
            .chars()
            .take_while(|&c| c != '\n' && c != '\r')
            .take(LONGEST)
        {
            if !c.is_control() {
                self.input.handle(InputRequest::InsertChar(c));
            }
        }
    }

    /// Steps through `history`, newest last.
    pub fn recall(&mut self, history: &[String], older: bool) {
        if self.back == 0 {
            self.kept = self.text().to_owned();
        }
        self.back = if older {
            (self.back + 1).min(history.len())
        } else {
            self.back.saturating_sub(1)
        };
        let line = history
            .len()
            .checked_sub(self.back)
            .and_then(|idx| history.get(idx));
        let line = line.unwrap_or(&self.kept).clone();
        self.set(&line);
    }
}

/// What a key means to a line editor.
fn request(key: Key) -> Option<InputRequest> {
    if key.ctrl() {
        return Some(match key.code() {
            KeyCode::Char('a') => InputRequest::GoToStart,
            KeyCode::Char('e') => InputRequest::GoToEnd,
            KeyCode::Char('w') => InputRequest::DeletePrevWord,
            KeyCode::Char('u') => InputRequest::DeleteLine,
            KeyCode::Char('k') => InputRequest::DeleteTillEnd,
            KeyCode::Char('h') => InputRequest::DeletePrevChar,
            KeyCode::Left => InputRequest::GoToPrevWord,
            KeyCode::Right => InputRequest::GoToNextWord,
            _ => return None,
        });
    }
    if key.alt() {
        return None;
    }
    Some(match key.code() {
        KeyCode::Char(c) => InputRequest::InsertChar(c),
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        _ => return None,
    })
}
