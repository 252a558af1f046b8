//! The file of marks: a place for each letter, in a cable or across cables.

use std::time::Duration;

use rusqlite::{Connection, Row, params};

use super::store::Form;
use super::{Anchor, Error, Key, Letter, Mark, Notes, Place, way_from_value, way_to_value};

pub(super) const FORM: Form = Form {
    what: "marks",
    file: "notes.db",
    application: i32::from_be_bytes(*b"RFnt"),
    version: 1,
    // `scope` is the cable of a mark within one, and empty for those across
    // cables: a letter means one place in its scope.
    tables: "CREATE TABLE mark (
        scope TEXT NOT NULL,
        letter TEXT NOT NULL,
        cable TEXT NOT NULL,
        id TEXT NOT NULL,
        way BLOB,
        paragraph INTEGER,
        number INTEGER,
        offset INTEGER NOT NULL,
        hash INTEGER NOT NULL,
        words TEXT NOT NULL,
        made INTEGER NOT NULL DEFAULT (unixepoch()),
        PRIMARY KEY (scope, letter)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX mark_of_cable ON mark (cable);",
    probe: "SELECT scope, letter, cable, id, way, paragraph, number, offset, hash, words, made
            FROM mark",
    synchronous: "FULL",
    patience: Duration::from_secs(5),
};

impl Notes {
    /// The marks in a cable, if one is named, and those across cables.
    ///
    /// # Errors
    ///
    /// When the file cannot be used.
    pub fn marks(&mut self, key: Option<&Key>) -> Result<Vec<Mark>, Error> {
        self.marks.read(|file| {
            let which = "WHERE scope IN ('', ?1) ORDER BY scope = '', letter";
            select(file, which, [key.map_or("", Key::as_str)])
        })
    }

    /// Every mark: by cable, then those across cables.
    ///
    /// # Errors
    ///
    /// When the file cannot be used.
    pub fn all_marks(&mut self) -> Result<Vec<Mark>, Error> {
        self.marks
            .read(|file| select(file, "ORDER BY scope = '', scope, letter", []))
    }

    /// Sets a mark, in place of what its letter meant. When this returns,
    /// no kill and no loss of power undoes it.
    ///
    /// # Errors
    ///
    /// When the file cannot be written; what the letter meant is unharmed.
    pub fn set_mark(&mut self, mark: &Mark) -> Result<(), Error> {
        let Place {
            key, id, anchor, ..
        } = &mark.place;
        self.marks.write(|marks| {
            marks
                .prepare(
                    "INSERT OR REPLACE INTO mark
                     (scope, letter, cable, id, way, paragraph, number, offset, hash, words)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                )?
                .execute(params![
                    scope(mark.letter, key),
                    mark.letter.char().to_string(),
                    key.as_str(),
                    &**id,
                    way_to_value(&mark.way),
                    anchor.paragraph,
                    anchor.number,
                    anchor.offset,
                    anchor.hash.cast_signed(),
                    &*mark.words,
                ])?;
            Ok(())
        })
    }

    /// Removes the mark of a letter: across cables, or in the cable of
    /// `key`. Whether there was one.
    ///
    /// # Errors
    ///
    /// When the file cannot be written; the mark is unharmed.
    pub fn remove_mark(&mut self, letter: Letter, key: &Key) -> Result<bool, Error> {
        if !self.marks.exists() {
            return Ok(false);
        }
        let scope = scope(letter, key);
        self.marks.write(|marks| {
            let n_removed = marks.execute(
                "DELETE FROM mark WHERE scope = ?1 AND letter = ?2",
                params![scope, letter.char().to_string()],
            )?;
            Ok(n_removed > 0)
        })
    }

    /// Wipes the marks that lead to a cable; how many there were.
    pub(super) fn forget_marks(&mut self, key: &Key) -> Result<usize, Error> {
        if !self.marks.exists() {
            return Ok(0);
        }
        self.marks
            .write(|marks| marks.execute("DELETE FROM mark WHERE cable = ?1", [key.as_str()]))
    }
}

/// Within what a letter means one place.
fn scope(letter: Letter, key: &Key) -> &str {
    if letter.is_across() { "" } else { key.as_str() }
}

fn select<P: rusqlite::Params>(
    file: &Connection,
    which: &str,
    values: P,
) -> rusqlite::Result<Vec<Mark>> {
    let query = format!(
        "SELECT cable, id, paragraph, number, offset, hash, letter, way, words FROM mark {which}"
    );
    let mut query = file.prepare(&query)?;
    let rows = query.query_map(values, |row| Ok(mark(row)))?;
    rows.filter_map(Result::transpose).collect()
}

/// A row as a mark; nothing if something in it cannot be one.
fn mark(row: &Row<'_>) -> Option<Mark> {
    let letter: String = row.get(6).ok()?;
    let way: Option<Vec<u8>> = row.get(7).ok()?;
    let words: String = row.get(8).ok()?;
    let mut letters = letter.chars();
    Some(Mark {
        letter: letters
            .next()
            .and_then(Letter::new)
            .filter(|_| letters.next().is_none())?,
        place: place(row, 0)?,
        words: words.into(),
        way: way_from_value(way.as_deref()),
    })
}

/// The first six values of a row as a place.
pub(super) fn place(row: &Row<'_>, below: u16) -> Option<Place> {
    let key: String = row.get(0).ok()?;
    let id: String = row.get(1).ok()?;
    let hash: i64 = row.get(5).ok()?;
    Some(Place {
        key: Key::from_text(&key),
        id: id.into(),
        anchor: Anchor {
            paragraph: row.get(2).ok()?,
            number: row.get(3).ok()?,
            offset: row.get(4).ok()?,
            hash: hash.cast_unsigned(),
        },
        below,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Way;
    use super::super::tests::{Home, mark};
    use super::*;

    fn letters(marks: &[Mark]) -> String {
        marks.iter().map(|mark| mark.letter.char()).collect()
    }

    #[test]
    fn a_letter_means_a_place_in_its_cable_and_a_capital_one_everywhere() {
        let home = Home::new("marks-letters");
        let mut notes = home.notes();
        for (letter, cable) in [('b', "x"), ('a', "x"), ('a', "y"), ('Q', "x"), ('Q', "y")] {
            notes.set_mark(&mark(letter, cable)).unwrap();
        }
        let mut other = home.notes();
        let of_x = other.marks(Some(&Key::from_text("x"))).unwrap();
        assert_eq!(letters(&of_x), "abQ");
        assert_eq!(of_x[0], mark('a', "x"));
        // The last that was set.
        assert_eq!(of_x[2], mark('Q', "y"));
        assert_eq!(letters(&other.marks(None).unwrap()), "Q");
        assert_eq!(letters(&other.all_marks().unwrap()), "abaQ");
        assert_eq!(home.files(), ["data/notes.db"]);
    }

    #[test]
    fn marks_are_removed_and_forgotten() {
        let home = Home::new("marks-removed");
        let mut notes = home.notes();
        let (x, y) = (Key::from_text("x"), Key::from_text("y"));
        let a = Letter::new('a').unwrap();
        assert!(!notes.remove_mark(a, &x).unwrap());
        assert!(home.files().is_empty());
        for (letter, cable) in [('a', "x"), ('b', "x"), ('Q', "x"), ('a', "y")] {
            notes.set_mark(&mark(letter, cable)).unwrap();
        }
        assert!(notes.remove_mark(a, &x).unwrap());
        assert!(!notes.remove_mark(a, &x).unwrap());
        assert_eq!(letters(&notes.marks(Some(&x)).unwrap()), "bQ");
        assert_eq!(notes.forget(&x).unwrap(), 2);
        assert_eq!(letters(&notes.marks(Some(&x)).unwrap()), "");
        assert_eq!(letters(&notes.marks(Some(&y)).unwrap()), "a");
        // Nor is it left in a part of the file that is not used any more.
        let bytes = std::fs::read(home.path("data/notes.db")).unwrap();
        let words = b"the words of x";
        assert!(!bytes.windows(words.len()).any(|found| found == words));
    }

    #[test]
    fn a_way_is_kept_with_a_mark() {
        let home = Home::new("marks-way");
        let mut notes = home.notes();
        let mut set = mark('Q', "x");
        set.way = Way::Files(vec!["/a b/c.zip!d#2".into()]);
        notes.set_mark(&set).unwrap();
        assert_eq!(notes.all_marks().unwrap(), [set]);
    }
}
