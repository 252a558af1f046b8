//! What of one telegram stands in several files.

use std::collections::HashSet;
use std::path::PathBuf;

use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use super::search::{each, walk};
use super::{Error, KnownFiles, Snapshot};

impl Snapshot {
    /// The files that hold further sections of telegrams in the files of these
    /// numbers.
    pub(super) fn partners(&self, keys: &[u64], known: &KnownFiles) -> Result<Vec<PathBuf>, Error> {
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
        Ok(known.paths(&partners))
    }

    /// The files that hold sections of a telegram.
    pub(super) fn sections(
        &self,
        section: &str,
        known: &KnownFiles,
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
        Ok(known.paths(&keys))
    }
}
