//! The file of views: queries that somebody has kept under a name.

use std::time::Duration;

use rusqlite::params;

use super::store::Form;
use super::{Error, Notes};

/// A query that is kept under a name, and how what it finds is sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Its name; it may hold control characters.
    pub name: Box<str>,
    /// The query as it was typed; empty for all cables.
    pub query: Box<str>,
    /// By what the list is sorted, in a word.
    pub sorting: Box<str>,
}

pub(super) const FORM: Form = Form {
    what: "views",
    file: "views.db",
    application: i32::from_be_bytes(*b"RFvw"),
    version: 1,
    tables: "CREATE TABLE view (
        name TEXT PRIMARY KEY,
        query TEXT NOT NULL,
        sorting TEXT NOT NULL,
        made INTEGER NOT NULL DEFAULT (unixepoch())
    ) STRICT, WITHOUT ROWID;",
    probe: "SELECT name, query, sorting, made FROM view
            ORDER BY name COLLATE NOCASE, name",
    synchronous: "FULL",
    patience: Duration::from_secs(5),
};

impl Notes {
    /// The views, by name.
    ///
    /// # Errors
    ///
    /// When the file cannot be used.
    pub fn views(&mut self) -> Result<Vec<View>, Error> {
        self.views.read(|views| {
            let mut asked = views.prepare(FORM.probe)?;
            let text = |row: &rusqlite::Row<'_>, at| row.get::<_, String>(at).map(Into::into);
            let rows = asked.query_map([], |row| {
                Ok(View {
                    name: text(row, 0)?,
                    query: text(row, 1)?,
                    sorting: text(row, 2)?,
                })
            })?;
            rows.collect()
        })
    }

    /// Keeps a view, in place of the one of its name, whose query is given back.
    /// When this returns, no kill and no loss of power undoes it.
    ///
    /// # Errors
    ///
    /// When the file cannot be written; what had the name is unharmed.
    pub fn keep_view(&mut self, view: &View) -> Result<Option<Box<str>>, Error> {
        self.views.write(|views| {
            let before = views
                .prepare("SELECT query FROM view WHERE name = ?1")?
                .query_map([&*view.name], |row| row.get::<_, String>(0))?
                .next()
                .transpose()?;
            views.execute(
                "INSERT OR REPLACE INTO view (name, query, sorting) VALUES (?1, ?2, ?3)",
                params![&*view.name, &*view.query, &*view.sorting],
            )?;
            Ok(before.map(Into::into))
        })
    }

    /// Removes the view of a name. Whether there was one.
    ///
    /// # Errors
    ///
    /// When the file cannot be written; the view is unharmed.
    pub fn remove_view(&mut self, name: &str) -> Result<bool, Error> {
        if !self.views.exists() {
            return Ok(false);
        }
        self.views
            .write(|views| Ok(views.execute("DELETE FROM view WHERE name = ?1", [name])? > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Home;
    use super::*;

    #[test]
    fn views_are_kept_by_name() {
        let home = Home::new("views");
        let mut notes = home.notes();
        assert!(notes.views().unwrap().is_empty());
        assert!(!notes.remove_view("salt").unwrap());
        assert!(home.files().is_empty());
        let view = |name: &str, query: &str| View {
            name: name.into(),
            query: query.into(),
            sorting: "newest first".into(),
        };
        notes.keep_view(&view("salt", "salt")).unwrap();
        notes.keep_view(&view("ferries", "\"ferry dues\"")).unwrap();
        let before = notes.keep_view(&view("salt", "salt OR brine")).unwrap();
        assert_eq!(before.as_deref(), Some("salt"));
        assert_eq!(notes.keep_view(&view("Lamps", "lamps")).unwrap(), None);
        let kept = [
            view("ferries", "\"ferry dues\""),
            view("Lamps", "lamps"),
            view("salt", "salt OR brine"),
        ];
        assert_eq!(home.notes().views().unwrap(), kept);
        assert_eq!(home.files(), ["data/views.db"]);
        assert!(notes.remove_view("ferries").unwrap());
        assert_eq!(home.notes().views().unwrap(), kept[1..]);
    }
}
