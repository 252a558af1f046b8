//! The file of panes: what somebody shows beside the text, for each class
//! of layout.
//!
//! Apart from the places, so that neither has to be changed for the other:
//! a file of places that a later reftel has written can still be written by
//! an earlier one.

use std::time::Duration;

use rusqlite::{Row, params};

use super::store::Form;
use super::{Error, Notes};

/// What is shown beside the text on screens of one class of layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Each is a pane of its own.
pub struct Panes {
    /// The class, in a word.
    pub class: Box<str>,
    /// The outline of paragraphs.
    pub outline: bool,
    /// The routing metadata.
    pub routing: bool,
    /// Summary and comment.
    pub parts: bool,
    /// The text alone, in the middle of the screen.
    pub alone: bool,
    /// Columns of the left side; 0 is the default.
    pub left: u16,
    /// Columns of the right side; 0 is the default.
    pub right: u16,
    /// Columns of text; 0 is the default.
    pub measure: u16,
}

pub(super) const FORM: Form = Form {
    what: "panes",
    file: "panes.db",
    application: i32::from_be_bytes(*b"RFpn"),
    version: 1,
    tables: "CREATE TABLE pane (
        class TEXT PRIMARY KEY,
        outline INTEGER NOT NULL,
        routing INTEGER NOT NULL,
        parts INTEGER NOT NULL,
        alone INTEGER NOT NULL,
        left INTEGER NOT NULL,
        right INTEGER NOT NULL,
        measure INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;",
    probe: "SELECT class, outline, routing, parts, alone, left, right, measure FROM pane",
    synchronous: "NORMAL",
    patience: Duration::from_secs(1),
};

impl Notes {
    /// What is shown beside the text, for each class that is known.
    ///
    /// # Errors
    ///
    /// When the file cannot be used.
    pub fn panes(&mut self) -> Result<Vec<Panes>, Error> {
        self.panes.read(|panes| {
            let mut asked = panes.prepare(FORM.probe)?;
            let rows = asked.query_map([], |row| Ok(panes_of(row)))?;
            let rows: rusqlite::Result<Vec<Option<Panes>>> = rows.collect();
            Ok(rows?.into_iter().flatten().collect())
        })
    }

    /// Keeps what is shown on screens of a class, in place of what was.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn keep_panes(&mut self, panes: &Panes) -> Result<(), Error> {
        self.panes.write(|file| {
            file.prepare(
                "INSERT OR REPLACE INTO pane
                 (class, outline, routing, parts, alone, left, right, measure)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                &*panes.class,
                panes.outline,
                panes.routing,
                panes.parts,
                panes.alone,
                panes.left,
                panes.right,
                panes.measure,
            ])?;
            Ok(())
        })
    }
}

/// A row as panes; nothing if something in it cannot be one.
fn panes_of(row: &Row<'_>) -> Option<Panes> {
    let class: String = row.get(0).ok()?;
    Some(Panes {
        class: class.into(),
        outline: row.get(1).ok()?,
        routing: row.get(2).ok()?,
        parts: row.get(3).ok()?,
        alone: row.get(4).ok()?,
        left: row.get(5).ok()?,
        right: row.get(6).ok()?,
        measure: row.get(7).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::tests::Home;
    use super::super::{Key, Way};
    use super::*;

    fn wide() -> Panes {
        Panes {
            class: "wide".into(),
            outline: true,
            left: 50,
            measure: 80,
            ..Panes::default()
        }
    }

    #[test]
    fn panes_are_kept_for_each_class() {
        let home = Home::new("panes-kept");
        let mut notes = home.notes();
        assert!(notes.panes().unwrap().is_empty());
        assert!(home.files().is_empty());
        notes.keep_panes(&wide()).unwrap();
        let medium = Panes {
            class: "medium".into(),
            alone: true,
            ..Panes::default()
        };
        notes.keep_panes(&medium).unwrap();
        let wider = Panes {
            right: 60,
            ..wide()
        };
        notes.keep_panes(&wider).unwrap();
        assert_eq!(home.notes().panes().unwrap(), [medium, wider]);
        assert_eq!(home.files(), ["state/panes.db"]);
    }

    #[test]
    fn a_file_of_places_from_before_there_were_panes_opens() {
        let home = Home::new("panes-before");
        let place = super::super::tests::mark('a', "x").place;
        home.notes().keep_place(&place, &Way::Builtin).unwrap();
        let before = fs::read(home.path("state/places.db")).unwrap();
        let mut notes = home.notes();
        notes.keep_panes(&wide()).unwrap();
        assert_eq!(notes.place(&Key::from_text("x")).unwrap(), Some(place));
        assert_eq!(fs::read(home.path("state/places.db")).unwrap(), before);
    }

    #[test]
    fn a_damaged_file_is_kept_aside_and_a_later_one_left_alone() {
        let home = Home::new("panes-damaged");
        fs::create_dir_all(home.path("state")).unwrap();
        fs::write(home.path("state/panes.db"), "garbage").unwrap();
        let mut notes = home.notes();
        assert!(notes.panes().unwrap().is_empty());
        assert_eq!(notes.take_damaged().len(), 1);
        notes.keep_panes(&wide()).unwrap();
        notes
            .panes
            .write(|file| file.execute_batch("UPDATE pane SET left = -1"))
            .unwrap();
        assert!(notes.panes().unwrap().is_empty());
        notes
            .panes
            .write(|file| file.execute_batch("PRAGMA user_version = 9"))
            .unwrap();
        drop(notes);
        let before = fs::read(home.path("state/panes.db")).unwrap();
        assert!(home.notes().panes().is_err());
        assert!(home.notes().keep_panes(&wide()).is_err());
        assert_eq!(fs::read(home.path("state/panes.db")).unwrap(), before);
    }
}
