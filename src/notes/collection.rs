//! The file of the collection that was open last.
//!
//! So that a telegram can be asked for by its number alone. One row: what was
//! open before is of no use to anybody.

use std::ffi::OsString;
use std::time::Duration;

use rusqlite::{OptionalExtension, params};

use super::store::Form;
use super::{Error, Notes, Way, way_from_value, way_to_value};

pub(super) const FORM: Form = Form {
    what: "collection",
    file: "collection.db",
    application: i32::from_be_bytes(*b"RFco"),
    version: 1,
    tables: "CREATE TABLE collection (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        paths BLOB NOT NULL
    ) STRICT;",
    probe: "SELECT one, paths FROM collection",
    synchronous: "NORMAL",
    patience: Duration::from_secs(1),
};

impl Notes {
    /// The paths that were opened last as a collection: none if there was none.
    ///
    /// # Errors
    ///
    /// When the file cannot be used.
    pub fn collection(&mut self) -> Result<Vec<OsString>, Error> {
        let found = self.collection.read(|file| {
            let mut asked = file.prepare("SELECT paths FROM collection")?;
            asked
                .query_row([], |row| row.get::<_, Vec<u8>>(0))
                .optional()
        })?;
        Ok(match way_from_value(found.as_deref()) {
            Way::Files(paths) => paths,
            Way::Builtin | Way::Nowhere => Vec::new(),
        })
    }

    /// Keeps `paths`, from the root on, as the collection that was opened last.
    /// Nothing is written if it was that before.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written.
    pub fn keep_collection(&mut self, paths: &[OsString]) -> Result<(), Error> {
        if paths.is_empty() || self.collection()? == paths {
            return Ok(());
        }
        let value = way_to_value(&Way::Files(paths.to_vec()));
        self.collection.write(|file| {
            file.prepare("INSERT OR REPLACE INTO collection (one, paths) VALUES (1, ?1)")?
                .execute(params![value])?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::super::tests::Home;

    #[test]
    fn the_last_collection_is_kept() {
        let home = Home::new("collection-kept");
        let mut notes = home.notes();
        assert!(notes.collection().unwrap().is_empty());
        assert!(home.files().is_empty());
        let paths = |names: &[&str]| names.iter().map(OsString::from).collect::<Vec<_>>();
        for names in [
            &["/cables"][..],
            &["/cables", "/more.zip!a.txt"],
            &["/new\nline"],
        ] {
            notes.keep_collection(&paths(names)).unwrap();
            assert_eq!(home.notes().collection().unwrap(), paths(names));
        }
        notes.keep_collection(&[]).unwrap();
        assert_eq!(notes.collection().unwrap(), paths(&["/new\nline"]));
    }
}
