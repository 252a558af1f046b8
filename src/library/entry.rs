//! What a library holds: where the bytes of each cable are.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::sync::Arc;

use super::store::{ALL, Store};
use super::{Limits, Why};
use crate::cable::sort_by_place;
use crate::parse::Section;

/// One cable of a library.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) stretch: Stretch,
    /// Where it is one of the sections of a telegram, or more.
    pub(super) sections: Option<Box<Sections>>,
}

/// Where the bytes of a telegram are.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub(super) store: Arc<Store>,
    pub(super) start: u64,
    /// Or [`ALL`].
    pub(super) n_bytes: u64,
    /// Its place among the telegrams of the store; 0 if it is the only one.
    pub(super) nth: u32,
    /// What its container calls it.
    pub(super) id: Option<Box<str>>,
    /// The page of a printed volume on which it begins.
    pub(super) page: Option<Box<str>>,
}

/// A telegram that was sent in sections, as far as they are there.
#[derive(Clone, Debug)]
pub(super) struct Sections {
    pub(super) section: Section,
    /// The sections that stand elsewhere, with their first number.
    pub(super) others: Vec<(u16, Stretch)>,
}

impl Stretch {
    /// File, member and telegram: `archive.zip!name#2`.
    pub(super) fn name(&self) -> String {
        let mut name = self.store.name();
        match (&self.id, self.nth) {
            (_, 0) => {}
            (Some(id), _) => {
                name.push('#');
                name.push_str(id);
            }
            (None, nth) => {
                // Writing to a string cannot fail.
                let _ = write!(name, "#{nth}");
            }
        }
        name
    }

    /// Whether `other` is the same telegram of the same file.
    pub(super) fn is_same(&self, other: &Stretch) -> bool {
        let (store, others) = (&self.store, &other.store);
        self.nth == other.nth && store.path() == others.path() && store.member() == others.member()
    }

    /// The argument that opens it again, wherever that is said.
    pub(super) fn argument(&self) -> Option<OsString> {
        let path = std::path::absolute(self.store.path()?).ok()?;
        let mut argument = path.into_os_string();
        if let Some(member) = self.store.member() {
            argument.push("!");
            argument.push(member);
        }
        match (&self.id, self.nth) {
            (_, 0) => {}
            (Some(id), _) => {
                argument.push("#");
                argument.push(&**id);
            }
            (None, nth) => argument.push(format!("#{nth}")),
        }
        Some(argument)
    }

    pub(super) fn read(&self, limits: &Limits) -> Result<Vec<u8>, Why> {
        let bytes = self
            .store
            .read(self.start, self.n_bytes, limits.max_bytes)?;
        if self.n_bytes != ALL && (bytes.len() as u64) < self.n_bytes {
            return Err(Why::Shorter);
        }
        if bytes.is_empty() {
            return Err(Why::Empty);
        }
        Ok(bytes)
    }
}

impl Entry {
    pub(super) fn new(stretch: Stretch) -> Entry {
        Entry {
            stretch,
            sections: None,
        }
    }

    pub(super) fn sectioned(stretch: Stretch, section: Section) -> Entry {
        let others = Vec::new();
        Entry {
            stretch,
            sections: Some(Box::new(Sections { section, others })),
        }
    }

    /// Whether further sections of it may come.
    pub(super) fn may_grow(&self) -> bool {
        let Some(sections) = &self.sections else {
            return false;
        };
        let Section { of, numbers } = &sections.section;
        let last = of.sections.max(numbers.last().copied().unwrap_or_default());
        !numbers.iter().copied().eq(1..=last)
    }

    /// The stretches of its sections, in order.
    pub(super) fn stretches(&self) -> Vec<&Stretch> {
        let mut stretches = vec![&self.stretch];
        if let Some(sections) = &self.sections {
            stretches.extend(sections.others.iter().map(|(_, stretch)| stretch));
        }
        stretches
    }

    /// The names of its stretches.
    pub(super) fn name(&self) -> String {
        let names: Vec<String> = self.stretches().into_iter().map(Stretch::name).collect();
        names.join(" + ")
    }

    /// Adds a stretch with further sections, unless one of them is there, or
    /// all are.
    pub(super) fn join(&mut self, stretch: &Stretch, more: &Section) -> bool {
        if !self.may_grow() {
            return false;
        }
        let Some(sections) = &mut self.sections else {
            return false;
        };
        let numbers = &mut sections.section.numbers;
        if more.numbers.iter().any(|number| numbers.contains(number)) {
            return false;
        }
        let first = |numbers: &[u16]| numbers.first().copied().unwrap_or_default();
        // The stretch of the entry is that of the lowest section.
        let mine = first(numbers);
        let mut added = (first(&more.numbers), stretch.clone());
        if added.0 < mine {
            std::mem::swap(&mut added.1, &mut self.stretch);
            added.0 = mine;
        }
        sections.others.push(added);
        sort_by_place(&mut sections.others, |(number, _)| u64::from(*number));
        numbers.extend_from_slice(&more.numbers);
        numbers.sort_unstable();
        true
    }
}
