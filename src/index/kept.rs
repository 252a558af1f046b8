//! What the index knows of the files of a list, so that they need not be
//! looked through again.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use super::search::walk;
use super::{Address, Error, Snapshot};
use crate::cable::Brief;
use crate::library::{Kept, OnDisk, Place};

/// What an index knows of files.
pub struct KnownFiles {
    snapshot: Snapshot,
    /// Sorted by what is made of the path.
    files: Vec<KnownFile>,
}

/// A file, in few bytes: there may be millions.
struct KnownFile {
    path: u64,
    n_bytes: u64,
    modified: i64,
    changed: i64,
    key: u64,
}

impl KnownFiles {
    /// What `snapshot` knows.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn new(snapshot: Snapshot) -> Result<KnownFiles, Error> {
        let mut files = Vec::new();
        snapshot.each_file(&mut |key, file, is_said| {
            // What was said of a file is to be said again.
            if !is_said {
                files.push(KnownFile {
                    path: short(&file.path),
                    n_bytes: file.n_bytes,
                    modified: file.modified,
                    changed: file.changed,
                    key,
                });
            }
        })?;
        files.sort_unstable_by_key(|file| file.path);
        Ok(KnownFiles { snapshot, files })
    }

    /// The telegrams of a file that stand in it as they are, and in no other
    /// besides; nothing if there are others.
    fn rows(&self, file: &OnDisk, key: u64) -> Result<Option<Vec<(Place, Brief)>>, Error> {
        let snapshot = &self.snapshot;
        let mut telegrams = Vec::new();
        for (shard, reader) in (0..).zip(snapshot.readers()) {
            let inverted = reader
                .inverted_index(snapshot.fields().of)
                .map_err(Error::reading)?;
            let term = Term::from_field_u64(snapshot.fields().of, key);
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(Error::reading)? else {
                continue;
            };
            let mut heads = Vec::new();
            walk(&mut postings, &mut |doc| {
                let nth = snapshot.telegram(shard, doc);
                heads.extend(nth.filter(|_| !reader.is_deleted(doc)));
            });
            for nth in heads {
                let address = Address { shard, nth };
                if snapshot.is_sectioned(address) {
                    return Ok(None);
                }
                let row = snapshot.row(address)?;
                match row.place {
                    Some(place @ Place::Plain { .. }) if place.path() == Some(&file.path) => {
                        telegrams.push((place, row.brief));
                    }
                    _ => return Ok(None),
                }
            }
        }
        telegrams.sort_by_key(|(place, _)| place.start());
        Ok((!telegrams.is_empty()).then_some(telegrams))
    }
}

impl Kept for KnownFiles {
    fn telegrams(&self, file: &OnDisk) -> Option<Vec<(Place, Brief)>> {
        let path = short(&file.path);
        let first = self.files.partition_point(|known| known.path < path);
        let same = self.files.iter().skip(first);
        let mut same = same.take_while(|known| known.path == path);
        let is_same = |known: &&KnownFile| {
            known.n_bytes == file.n_bytes
                && known.modified == file.modified
                && known.changed == file.changed
        };
        let known = same.find(is_same)?;
        // What cannot be read is looked through.
        self.rows(file, known.key).ok()?
    }
}

/// A path in eight bytes. Two that share them are told apart by the rows.
fn short(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}
