//! The files that were taken in, and what of one telegram stands in several.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use super::list::{List, Listed};
use super::search::{each, walk};
use super::write::Known;
use super::{Error, Snapshot};

impl List {
    /// The files that were taken in, by their paths.
    pub(super) fn known(&self) -> HashMap<PathBuf, Known> {
        let known = |file: Listed<'_>| {
            let (key, file) = (file.key(), file.on_disk());
            (file.path.clone(), Known { key, file })
        };
        self.files().map(known).collect()
    }
}

impl Snapshot {
    /// The files that hold further sections of telegrams in the files of these
    /// numbers.
    pub(super) fn partners(
        &self,
        keys: &[u64],
        known: &HashMap<PathBuf, Known>,
    ) -> Result<Vec<PathBuf>, Error> {
        let mut partners = HashSet::new();
        for reader in self.readers() {
            let files = reader.fast_fields().u64("files").map_err(Error::reading)?;
            let inverted = reader
                .inverted_index(self.fields().of)
                .map_err(Error::reading)?;
            for key in keys {
                let term = Term::from_field_u64(self.fields().of, *key);
                let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
                if let Some(mut postings) = postings.map_err(Error::reading)? {
                    walk(&mut postings, &mut |doc| {
                        if !reader.is_deleted(doc) {
                            partners.extend(files.values_for_doc(doc));
                        }
                    });
                }
            }
        }
        for key in keys {
            partners.remove(key);
        }
        Ok(paths(&partners, known))
    }

    /// The files that hold sections of a telegram.
    pub(super) fn sections(
        &self,
        section: &str,
        known: &HashMap<PathBuf, Known>,
    ) -> Result<Vec<PathBuf>, Error> {
        let mut keys = HashSet::new();
        for reader in self.readers() {
            let files = reader.fast_fields().u64("files").map_err(Error::reading)?;
            let value = super::section(section);
            each(reader, self.fields().value, &value, &mut |doc| {
                if !reader.is_deleted(doc) {
                    keys.extend(files.values_for_doc(doc));
                }
            })?;
        }
        Ok(paths(&keys, known))
    }
}

/// The paths of the files of these numbers.
fn paths(keys: &HashSet<u64>, known: &HashMap<PathBuf, Known>) -> Vec<PathBuf> {
    let of = known.iter().filter(|(_, known)| keys.contains(&known.key));
    of.map(|(path, _)| path.clone()).collect()
}
