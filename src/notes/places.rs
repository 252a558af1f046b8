//! The file of places: where somebody stopped in each cable, the newest
//! last.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::store::Form;
use super::{Anchor, Error, Key, Notes, Place, Way, way_from_value, way_to_value};

/// Cables whose places are kept; those that were read longest ago go first.
const MOST: i64 = 10_000;

pub(super) const FORM: Form = Form {
    what: "places",
    file: "places.db",
    application: i32::from_be_bytes(*b"RFpl"),
    version: 1,
    tables: "CREATE TABLE place (
        cable TEXT PRIMARY KEY,
        id TEXT NOT NULL,
        way BLOB,
        paragraph INTEGER,
        number INTEGER,
        offset INTEGER NOT NULL,
        hash INTEGER NOT NULL,
        below INTEGER NOT NULL,
        nth INTEGER NOT NULL UNIQUE
    ) STRICT, WITHOUT ROWID;",
    probe: "SELECT cable, id, way, paragraph, number, offset, hash, below, nth FROM place",
    // A place is written while somebody scrolls, many times in an hour, and
    // one that is lost with the power is found again with a few keys. The
    // file itself is as safe: only the last entries may be missing.
    synchronous: "NORMAL",
    patience: Duration::from_secs(1),
};

impl Notes {
    /// Where somebody stopped in a cable.
    ///
    /// # Errors
    ///
    /// When the file cannot be used.
    pub fn place(&mut self, key: &Key) -> Result<Option<Place>, Error> {
        Ok(self.left(key)?.map(|(place, _)| place))
    }

    /// The same, and how what was read there is opened again.
    ///
    /// # Errors
    ///
    /// When the file cannot be used.
    pub fn left(&mut self, key: &Key) -> Result<Option<(Place, Way)>, Error> {
        self.places.read(|places| {
            places
                .prepare(
                    "SELECT cable, id, paragraph, number, offset, hash, below, way
                     FROM place WHERE cable = ?1",
                )?
                .query_row([key.as_str()], |row| {
                    let way: Option<Vec<u8>> = row.get(7)?;
                    Ok(place(row).map(|place| (place, way_from_value(way.as_deref()))))
                })
                .optional()
                .map(Option::flatten)
        })
    }

    /// The cable that was read last and can be opened again, and where.
    ///
    /// # Errors
    ///
    /// When the file cannot be used.
    pub fn last(&mut self) -> Result<Option<(Place, Way)>, Error> {
        self.places.read(|places| {
            places
                .prepare(
                    "SELECT cable, id, paragraph, number, offset, hash, below, way
                     FROM place WHERE way IS NOT NULL ORDER BY nth DESC LIMIT 1",
                )?
                .query_row([], |row| {
                    let way: Option<Vec<u8>> = row.get(7)?;
                    Ok(place(row).map(|place| (place, way_from_value(way.as_deref()))))
                })
                .optional()
                .map(Option::flatten)
        })
    }

    /// Keeps where somebody is in a cable, in place of what was kept.
    ///
    /// # Errors
    ///
    /// When the file cannot be written; the place kept before is unharmed.
    pub fn keep_place(&mut self, place: &Place, way: &Way) -> Result<(), Error> {
        let Anchor {
            paragraph,
            number,
            offset,
            hash,
        } = place.anchor;
        self.places.write(|places| {
            places
                .prepare(
                    "INSERT OR REPLACE INTO place
                     (cable, id, way, paragraph, number, offset, hash, below, nth)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
                             (SELECT coalesce(max(nth), 0) + 1 FROM place))",
                )?
                .execute(params![
                    place.key.as_str(),
                    &*place.id,
                    way_to_value(way),
                    paragraph,
                    number,
                    offset,
                    hash.cast_signed(),
                    place.below,
                ])?;
            prune(places)
        })
    }

    /// Wipes the place of a cable.
    pub(super) fn forget_place(&mut self, key: &Key) -> Result<(), Error> {
        if !self.places.exists() {
            return Ok(());
        }
        self.places.write(|places| {
            places.execute("DELETE FROM place WHERE cable = ?1", [key.as_str()])?;
            Ok(())
        })
    }
}

/// Lets go of the places that nobody came back to for longest.
fn prune(places: &Connection) -> rusqlite::Result<()> {
    let n_places: i64 = places
        .prepare("SELECT count(*) FROM place")?
        .query_row([], |row| row.get(0))?;
    if n_places > MOST {
        places.execute(
            "DELETE FROM place WHERE nth <=
             (SELECT nth FROM place ORDER BY nth DESC LIMIT 1 OFFSET ?1)",
            [MOST],
        )?;
    }
    Ok(())
}

/// A row as a place; nothing if something in it cannot be one.
fn place(row: &Row<'_>) -> Option<Place> {
    let below: u16 = row.get(6).ok()?;
    super::marks::place(row, below)
}

#[cfg(test)]
mod tests {
    use super::super::tests::Home;
    use super::*;

    fn at(key: &str, offset: i64) -> Place {
        Place {
            key: Key::from_text(key),
            id: key.into(),
            anchor: Anchor {
                paragraph: Some(3),
                number: Some(4),
                offset,
                hash: u64::MAX - 5,
            },
            below: 7,
        }
    }

    #[test]
    fn nothing_is_made_by_asking() {
        let home = Home::new("places-asking");
        let mut notes = home.notes();
        assert_eq!(notes.place(&Key::from_text("a")).unwrap(), None);
        assert_eq!(notes.last().unwrap(), None);
        notes.forget(&Key::from_text("a")).unwrap();
        assert!(home.files().is_empty());
    }

    #[test]
    fn the_last_place_of_a_cable_is_kept() {
        let home = Home::new("places-kept");
        let mut notes = home.notes();
        let way = Way::Files(vec!["/a.txt".into()]);
        notes.keep_place(&at("a", 1), &way).unwrap();
        notes.keep_place(&at("b", 2), &Way::Builtin).unwrap();
        notes.keep_place(&at("c", 3), &Way::Nowhere).unwrap();
        notes.keep_place(&at("a", 9), &way).unwrap();
        let mut other = home.notes();
        let found = other.place(&Key::from_text("a")).unwrap();
        assert_eq!(found, Some(at("a", 9)));
        assert_eq!(other.last().unwrap(), Some((at("a", 9), way)));
        // What came by standard input cannot be opened again.
        notes.forget(&Key::from_text("a")).unwrap();
        assert_eq!(other.last().unwrap(), Some((at("b", 2), Way::Builtin)));
        assert_eq!(other.place(&Key::from_text("a")).unwrap(), None);
        assert_eq!(home.files(), ["state/places.db"]);
    }

    #[test]
    fn the_oldest_places_go() {
        let home = Home::new("places-oldest");
        let mut notes = home.notes();
        notes.keep_place(&at("first", 1), &Way::Builtin).unwrap();
        notes
            .places
            .write(|places| {
                places.execute_batch(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
                     INSERT INTO place SELECT 'k' || i, '', x'', 0, 0, 0, 0, 0, i + 1 FROM n",
                )
            })
            .unwrap();
        notes.keep_place(&at("new", 1), &Way::Builtin).unwrap();
        assert!(notes.place(&Key::from_text("first")).unwrap().is_none());
        assert!(notes.place(&Key::from_text("k1")).unwrap().is_some());
        assert!(notes.place(&Key::from_text("new")).unwrap().is_some());
    }

    #[test]
    fn a_row_that_cannot_be_a_place_is_none() {
        let home = Home::new("places-odd");
        let mut notes = home.notes();
        notes.keep_place(&at("a", 1), &Way::Builtin).unwrap();
        for change in ["below = 99999999", "paragraph = -3", "number = 1 << 40"] {
            notes
                .places
                .write(|places| places.execute_batch(&format!("UPDATE place SET {change}")))
                .unwrap();
            assert_eq!(notes.place(&Key::from_text("a")).unwrap(), None, "{change}");
            assert_eq!(notes.last().unwrap(), None, "{change}");
            notes.keep_place(&at("a", 1), &Way::Builtin).unwrap();
        }
    }
}
