//! What the index knows of the files of a list, so that they need not be
//! looked through again.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};

use super::list::{List, Listed, parts};
use super::row::path_to_bytes;
use crate::cable::Brief;
use crate::library::{Kept, OnDisk, Place};

/// What an index knows of files.
pub struct KnownFiles {
    list: List,
    /// Where each stands in the list: at the place that is made of its path, or
    /// at the next that was free. [`FREE`] is none.
    places: Vec<u32>,
    /// What is made of paths for them.
    paths: RandomState,
    n_files: usize,
}

/// Nothing stands at the beginning of a list.
const FREE: u32 = 0;

impl KnownFiles {
    /// What `list` knows.
    pub(super) fn new(list: List) -> KnownFiles {
        // More than four gigabytes of them are not known.
        let place = |file: &Listed<'_>| u32::try_from(file.at).ok();
        let n_files = list.files().map_while(|file| place(&file)).count();
        let paths = RandomState::new();
        let mut places = vec![FREE; (n_files * 2).next_power_of_two()];
        for file in list.files().take(n_files) {
            let mut nth = first(&paths, file.path, places.len());
            while places.get(nth).is_some_and(|at| *at != FREE) {
                nth = (nth + 1) % places.len();
            }
            if let (Some(free), Some(at)) = (places.get_mut(nth), place(&file)) {
                *free = at;
            }
        }
        KnownFiles {
            list,
            places,
            paths,
            n_files,
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.n_files
    }

    /// All of them, to be ticked off.
    pub(super) fn left(&self) -> Left<'_> {
        Left {
            known: self,
            is_there: vec![false; self.places.len()],
        }
    }

    /// Whether a file is known, and as it was when it was taken in.
    pub(super) fn has(&self, file: &OnDisk) -> bool {
        self.find(file).is_some()
    }

    /// The files, in the order of their paths.
    pub(super) fn files(&self) -> impl Iterator<Item = Listed<'_>> {
        self.list.files()
    }

    /// The number of the file of a path, whatever it was.
    pub(super) fn key_of(&self, path: &Path) -> Option<u64> {
        self.find_path(path).map(|known| known.key())
    }

    /// The paths of the files of these numbers.
    pub(super) fn paths(&self, keys: &HashSet<u64>) -> Vec<PathBuf> {
        if keys.is_empty() {
            return Vec::new();
        }
        let of = self.files().filter(|known| keys.contains(&known.key()));
        of.map(|known| known.path()).collect()
    }

    fn find(&self, file: &OnDisk) -> Option<Listed<'_>> {
        let known = self.find_path(&file.path)?;
        known.is_as(file).then_some(known)
    }

    fn find_path(&self, path: &Path) -> Option<Listed<'_>> {
        Some(self.place_of(path)?.1)
    }

    /// The file of a path, and at which place it is found.
    fn place_of(&self, path: &Path) -> Option<(usize, Listed<'_>)> {
        let path = path_to_bytes(path);
        let path = parts(&path);
        let mut nth = first(&self.paths, path, self.places.len());
        loop {
            let at = self.places.get(nth).filter(|at| **at != FREE)?;
            let known = self.list.file(*at as usize)?;
            if known.path == path {
                return Some((nth, known));
            }
            nth = (nth + 1) % self.places.len();
        }
    }
}

/// Known files, of which those are ticked off that are still there.
pub(super) struct Left<'a> {
    known: &'a KnownFiles,
    /// Whether the file at each place is.
    is_there: Vec<bool>,
}

impl Left<'_> {
    /// Ticks a file off, if it is known and as it was when it was taken in;
    /// whether that is so.
    pub(super) fn tick_off(&mut self, file: &OnDisk) -> bool {
        let found = self.known.place_of(&file.path);
        let found = found.filter(|(_, known)| known.is_as(file));
        let is_there = found.and_then(|(nth, _)| self.is_there.get_mut(nth));
        is_there.map(|is_there| *is_there = true).is_some()
    }

    /// The numbers of those that were not, rising.
    pub(super) fn keys(&self) -> Vec<u64> {
        let places = self.known.places.iter().zip(&self.is_there);
        let left = places.filter(|(at, is_there)| **at != FREE && !**is_there);
        let files = left.filter_map(|(at, _)| self.known.list.file(*at as usize));
        let mut keys: Vec<u64> = files.map(|file| file.key()).collect();
        keys.sort_unstable();
        keys
    }
}

impl Kept for KnownFiles {
    fn telegrams(&self, file: &OnDisk) -> Option<Vec<(Place, Brief)>> {
        let known = self.find(file)?;
        // What was said of a file is to be said again.
        if !known.is_plain() {
            return None;
        }
        let telegrams = known.telegrams().map(|it| Some((it.place?, it.brief)));
        let telegrams: Vec<_> = telegrams.collect::<Option<_>>()?;
        (!telegrams.is_empty()).then_some(telegrams)
    }
}

/// Which of so many places is made of a path, up to its name and that.
fn first(paths: &RandomState, path: (&[u8], &[u8]), n_places: usize) -> usize {
    // The lower half of it is enough.
    let hash = u32::try_from(paths.hash_one(path) & u64::from(u32::MAX));
    hash.unwrap_or_default() as usize % n_places.max(1)
}
