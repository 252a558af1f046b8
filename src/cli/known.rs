//! What the index of a collection knows of the entries of a library.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::paths::Paths;
use crate::app::Counts;
use crate::cable::short;
use crate::index::{Address, Counted, Error, Found, Index, Snapshot, Weighed};
use crate::library::Library;
use crate::query::{Field, Query, Reads, State};

/// The fields whose values are counted.
pub(super) const COUNTED: [Field; 5] = [
    Field::Class,
    Field::Post,
    Field::Date,
    Field::Tag,
    Field::Family,
];
/// Values of a field that are offered while a query is typed.
const MOST_VALUES: usize = 2000;

/// What an index knows of the entries of a library.
pub(super) struct Known {
    pub(super) snapshot: Snapshot,
    /// The cables that it holds, in its order, and the entry of each; one of
    /// which there are several entries stands here as often.
    entries: Vec<(Address, u32)>,
    /// The cables that it holds and that are no entries, or not as they are
    /// now.
    strangers: Vec<Address>,
    /// Entries that it does not hold, or not as they are now.
    pub(super) unknown: Vec<usize>,
    /// How many entries there were.
    pub(super) n_entries: usize,
    /// Whether the files are those that it was made of, as they were then.
    pub(super) is_fresh: bool,
}

/// The entry of a cable that is none.
const NONE: u32 = u32::MAX;
/// How far from where it is expected an entry is looked for at once.
const NEAR: usize = 8;

impl Known {
    /// What `index` knows of a library that `paths` were opened in.
    pub(super) fn new(index: &Index, library: &Library, paths: &[PathBuf]) -> Result<Known, Error> {
        let (changed, n_gone) = index.changed()?;
        let snapshot = index.snapshot()?;
        let list = index.list(&snapshot)?;
        let paths = Paths::new(paths);
        let n_entries = library.len();
        let place = |entry_idx| library.place(entry_idx).map(|it| paths.place_in_index(it));
        let is_fresh = changed.is_empty() && n_gone == 0;
        let is_changed = |entry_idx: usize| {
            if is_fresh {
                return false;
            }
            let in_index = |path: PathBuf| paths.in_index(&path).unwrap_or(path);
            let mut files = library.files_of(entry_idx).into_iter();
            files.any(|path| !path.exists() || changed.contains(&in_index(path)))
        };
        let mut unknown = vec![true; n_entries];
        let mut entries = Vec::with_capacity(snapshot.n_cables());
        // Nearly all entries are in the order of the list.
        let mut next = 0;
        list.each_place(&mut |address, known| {
            let near = next..n_entries.min(next + NEAR);
            let is_it = |entry_idx: &usize| known.is_some() && place(*entry_idx) == known;
            let found = near.into_iter().find(is_it);
            let found = found.filter(|entry_idx| !is_changed(*entry_idx));
            if let Some(entry_idx) = found {
                next = entry_idx + 1;
                if let Some(unknown) = unknown.get_mut(entry_idx) {
                    *unknown = false;
                }
            }
            entries.push((address, found.map_or(NONE, number)));
        });
        // Of the others each may stand anywhere, and several at one place, where
        // paths lie one in another. A million places would take more room than
        // their hashes.
        let left = (0..n_entries).filter(|it| unknown.get(*it) == Some(&true));
        let left = left.filter(|entry_idx| !is_changed(*entry_idx));
        let left = left.filter_map(|entry_idx| Some((short(&place(entry_idx)?), entry_idx)));
        let mut left: Vec<(u64, usize)> = left.collect();
        left.sort_unstable();
        if !left.is_empty() {
            list.each_place(&mut |address, known| {
                let Some(known) = known else {
                    return;
                };
                let known_hash = short(&known);
                let first = left.partition_point(|(it, _)| *it < known_hash);
                let alike = left.get(first..).unwrap_or_default().iter();
                for (_, entry_idx) in alike.take_while(|(it, _)| *it == known_hash) {
                    if place(*entry_idx).as_ref() == Some(&known)
                        && let Some(unknown) = unknown.get_mut(*entry_idx)
                    {
                        *unknown = false;
                        entries.push((address, number(*entry_idx)));
                    }
                }
            });
        }
        entries.sort_unstable();
        // What was found later is not none.
        let mut before = None;
        entries.retain(|(address, entry)| {
            let is_again = before.replace(*address) == Some(*address);
            *entry != NONE || !is_again
        });
        let strangers = entries.iter().filter(|(_, entry)| *entry == NONE);
        let strangers = strangers.map(|(address, _)| *address).collect();
        let unknown = unknown.iter().enumerate().filter(|(_, unknown)| **unknown);
        Ok(Known {
            unknown: unknown.map(|(entry_idx, _)| entry_idx).collect(),
            snapshot,
            entries,
            strangers,
            n_entries,
            is_fresh,
        })
    }

    /// The entries that a query finds among some, without those that are not
    /// known.
    pub(super) fn find(&self, query: &Query, among: &Range<usize>) -> Result<Vec<usize>, Error> {
        let found = self.found(query)?;
        let entries = self.entries_of(&found).flatten();
        Ok(entries.filter(|entry| among.contains(entry)).collect())
    }

    /// The entries of each of the telegrams that were found: none, if it is
    /// none of them, and several, where paths lie one in another.
    pub(super) fn entries_of<'a>(
        &'a self,
        found: &'a Found,
    ) -> impl Iterator<Item = impl Iterator<Item = usize> + 'a> {
        let mut rest = self.entries.as_slice();
        found.iter().map(move |address| {
            // Both are in the same order.
            let first = rest.iter().take_while(|(it, _)| *it < address).count();
            rest = rest.get(first..).unwrap_or_default();
            let n_alike = rest.iter().take_while(|(it, _)| *it == address).count();
            let (alike, behind) = rest.split_at_checked(n_alike).unwrap_or_default();
            rest = behind;
            let entries = alike.iter().map(|(_, entry)| *entry);
            let entries = entries.filter(|entry| *entry != NONE);
            entries.map(|entry| entry as usize)
        })
    }

    /// Leaves of what was found what is an entry, as it is now.
    pub(super) fn keep_entries(&self, found: &mut Found) {
        found.leave_out(&self.strangers);
    }

    /// Those of some entries that are to be read because what is `known`, if
    /// anything, says nothing of them.
    pub(super) fn left_of(known: Option<&Known>, among: &Range<usize>) -> Vec<usize> {
        let Some(known) = known else {
            return among.clone().collect();
        };
        let unknown = known.unknown.iter().copied();
        let new = known.n_entries.max(among.start)..among.end;
        unknown.filter(|it| among.contains(it)).chain(new).collect()
    }

    /// The entry of a cable of the index: the first of several.
    pub(super) fn entry(&self, address: Address) -> Option<usize> {
        let place = self.entries.partition_point(|(it, _)| *it < address);
        let (known, entry) = self.entries.get(place)?;
        (*known == address && *entry != NONE).then_some(*entry as usize)
    }

    /// Whether it holds every entry of a library as it is, and nothing else.
    pub(super) fn is_all(&self, n_entries: usize) -> bool {
        self.n_entries == n_entries && self.unknown.is_empty() && self.strangers.is_empty()
    }

    /// Whether each cable that it holds is one entry.
    pub(super) fn is_one_to_one(&self) -> bool {
        self.entries.len() == self.n_entries && self.strangers.is_empty()
    }

    /// The values of what a query finds.
    pub(super) fn counts(&self, query: &Query, reads: &Arc<Reads>) -> Result<Counts, Error> {
        let found = self.found(query)?;
        let of = |field| Ok((field, shown(self.snapshot.counts(&found, field)?)));
        let mut counts: Counts = COUNTED.into_iter().map(of).collect::<Result<_, _>>()?;
        let in_state = |state: State| {
            let asked = Query::of_state(state).knowing(reads);
            let mut alike = self.found(&asked)?;
            alike.keep(&found);
            Ok((state, alike.n_cables()))
        };
        let states = State::ALL.iter().map(|state| in_state(*state));
        counts.push(of_states(states.collect::<Result<_, Error>>()?));
        Ok(counts)
    }

    /// The telegrams that a query finds.
    pub(super) fn found(&self, query: &Query) -> Result<Found, Error> {
        self.snapshot.find_read(query, &self.read(query))
    }

    /// The telegrams that a query finds, and how often they hold its words.
    pub(super) fn weighed(&self, query: &Query) -> Result<Weighed, Error> {
        self.snapshot.weigh(query, &self.read(query))
    }

    /// How far telegrams were read, if a query asks for it.
    fn read(&self, query: &Query) -> Vec<(Address, State)> {
        let mut read = Vec::new();
        if let Some(reads) = query.reads().filter(|reads| !reads.entries.is_empty()) {
            let state = |entry: u32| reads.entries.get(&(entry as usize)).copied();
            let known = self.entries.iter();
            read.extend(known.filter_map(|(address, entry)| Some((*address, state(*entry)?))));
        }
        read
    }

    /// The values of the fields whose values only the collection knows.
    pub(super) fn values(&self) -> Vec<(Field, Vec<String>)> {
        let all = self.snapshot.all();
        let of = |field: Field| {
            let counted = self.snapshot.counts(&all, field).unwrap_or_default();
            let values = counted.into_iter().filter_map(|counted| counted.value);
            (field, values.take(MOST_VALUES).collect())
        };
        vec![of(Field::Post), of(Field::Tag)]
    }
}

/// How many are in which state, as the screen is told of it.
pub(super) fn of_states(counted: Vec<(State, usize)>) -> (Field, Vec<(Option<String>, usize)>) {
    let some = counted.into_iter().filter(|(_, n_cables)| *n_cables > 0);
    let named = some.map(|(state, n_cables)| (Some(state.name().to_owned()), n_cables));
    (Field::State, named.collect())
}

/// As the screen is told of them.
pub(super) fn shown(counted: Vec<Counted>) -> Vec<(Option<String>, usize)> {
    let counted = counted.into_iter().take(MOST_VALUES);
    counted.map(|it| (it.value, it.n_cables)).collect()
}

fn number(entry_idx: usize) -> u32 {
    u32::try_from(entry_idx).unwrap_or(NONE)
}
