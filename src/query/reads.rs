//! How far telegrams were read. It stands in no telegram: whoever asks has to
//! know it.

use std::collections::HashMap;
use std::sync::Arc;

use super::field::State;

/// How far telegrams were read, of those that were opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Those that bear a number, as [`spelled`](super::spelled) gives it.
    pub numbers: HashMap<String, State>,
    /// Those that bear none, by their places in a list.
    pub entries: HashMap<usize, State>,
    /// The same where there is no list, by what is made of their texts.
    pub texts: HashMap<String, State>,
}

impl Reads {
    /// How far a telegram was read: by its number, or by its place in the list.
    #[must_use]
    pub fn state(&self, number: Option<&str>, entry: usize) -> State {
        let known = match number {
            Some(number) => self.numbers.get(number),
            None => self.entries.get(&entry),
        };
        known.copied().unwrap_or_default()
    }
}

/// Some of the states, and what is known of telegrams.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct States {
    bits: u8,
    reads: Arc<Reads>,
}

impl States {
    /// One state; nothing is known.
    pub(super) fn of(state: State) -> States {
        States {
            bits: 1 << state as u8,
            reads: Arc::default(),
        }
    }

    /// The same with what is known.
    pub(super) fn knowing(&mut self, reads: &Arc<Reads>) {
        self.reads = Arc::clone(reads);
    }

    /// Whether a state is one of them.
    #[must_use]
    pub fn holds(&self, state: State) -> bool {
        self.bits & 1 << state as u8 != 0
    }

    /// What is known of telegrams.
    #[must_use]
    pub fn reads(&self) -> &Reads {
        &self.reads
    }

    /// Whether the telegram of this number is in one of them; of one that
    /// bears none, whoever asks says in which it is.
    pub(super) fn holds_of(&self, number: Option<&str>, other: State) -> bool {
        let state = match number {
            Some(number) => self.reads.numbers.get(number).copied().unwrap_or_default(),
            None => other,
        };
        self.holds(state)
    }
}
