//! The file of how far cables were read: the furthest, wherever the place is
//! that was left last.

use std::collections::HashSet;
use std::time::Duration;

use rusqlite::params;

use super::store::Form;
use super::{Error, Key, Notes, Way, way_from_value, way_to_value};

/// Cables of which it is kept; those that were read longest ago go first.
const MOST: i64 = 100_000;

pub(super) const FORM: Form = Form {
    what: "how far cables were read",
    file: "reading.db",
    application: i32::from_be_bytes(*b"RFrd"),
    version: 1,
    tables: "CREATE TABLE reading (
        cable TEXT PRIMARY KEY,
        way BLOB,
        percent INTEGER NOT NULL,
        nth INTEGER NOT NULL UNIQUE
    ) STRICT, WITHOUT ROWID;",
    probe: "SELECT cable, way, percent, nth FROM reading",
    // As for places: what is lost with the power is a screen of reading.
    synchronous: "NORMAL",
    patience: Duration::from_secs(1),
};

/// How far a cable was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Which cable it is.
    pub key: Key,
    /// How it is opened, if it bears no number: a list knows it by that.
    pub way: Way,
    /// How much of it was in sight, in percent: 100 once its end was, 0 where
    /// all that is known is that it was opened.
    pub percent: u8,
}

impl Notes {
    /// How far each cable was read that was opened.
    ///
    /// # Errors
    ///
    /// When one of the files cannot be used.
    pub fn reaches(&mut self) -> Result<Vec<Reach>, Error> {
        let mut all = self.reaches.read_patiently(|file| {
            let mut asked = file.prepare("SELECT cable, way, percent FROM reading")?;
            let rows = asked.query_map([], |row| {
                let key: String = row.get(0)?;
                let way: Option<Vec<u8>> = row.get(1)?;
                let percent: i64 = row.get(2)?;
                Ok(Reach {
                    key: Key::from_text(&key),
                    way: way_from_value(way.as_deref()),
                    percent: u8::try_from(percent.clamp(0, 100)).unwrap_or(0),
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<Reach>>>()
        })?;
        // What was left at a place was opened, whatever else is known.
        let left = self.places.read_patiently(|places| {
            let mut asked = places.prepare("SELECT cable, way FROM place")?;
            let rows = asked.query_map([], |row| {
                let key: String = row.get(0)?;
                let way: Option<Vec<u8>> = row.get(1)?;
                Ok((Key::from_text(&key), way))
            })?;
            rows.collect::<rusqlite::Result<Vec<(Key, Option<Vec<u8>>)>>>()
        })?;
        let known: HashSet<Key> = all.iter().map(|reach| reach.key.clone()).collect();
        let others = left.into_iter().filter(|(key, _)| !known.contains(key));
        all.extend(others.map(|(key, way)| Reach {
            way: if key.is_number() {
                Way::Nowhere
            } else {
                way_from_value(way.as_deref())
            },
            key,
            percent: 0,
        }));
        Ok(all)
    }

    /// Keeps how far a cable was read. It is never less than it was.
    ///
    /// # Errors
    ///
    /// When the file cannot be written; what was kept before is unharmed.
    pub fn keep_reach(&mut self, reach: &Reach) -> Result<(), Error> {
        let way = way_to_value(&reach.way).filter(|_| !reach.key.is_number());
        self.reaches.write(|file| {
            file.prepare(
                "INSERT INTO reading (cable, way, percent, nth)
                 VALUES (?1, ?2, ?3, (SELECT coalesce(max(nth), 0) + 1 FROM reading))
                 ON CONFLICT (cable) DO UPDATE SET
                 way = excluded.way, percent = max(percent, excluded.percent), nth = excluded.nth",
            )?
            .execute(params![reach.key.as_str(), way, reach.percent])?;
            let n_kept: i64 =
                file.query_row("SELECT count(*) FROM reading", [], |row| row.get(0))?;
            if n_kept > MOST {
                file.execute(
                    "DELETE FROM reading WHERE nth <=
                     (SELECT nth FROM reading ORDER BY nth DESC LIMIT 1 OFFSET ?1)",
                    [MOST],
                )?;
            }
            Ok(())
        })
    }

    /// Wipes how far a cable was read.
    pub(super) fn forget_reach(&mut self, key: &Key) -> Result<(), Error> {
        if !self.reaches.exists() {
            return Ok(());
        }
        self.reaches.write(|file| {
            file.execute("DELETE FROM reading WHERE cable = ?1", [key.as_str()])?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Home, mark};
    use super::*;

    fn reach(key: &str, percent: u8) -> Reach {
        Reach {
            key: Key::from_text(key),
            way: Way::Nowhere,
            percent,
        }
    }

    fn kept(home: &Home) -> Vec<(String, u8)> {
        let all = home.notes().reaches().unwrap().into_iter();
        let mut all: Vec<(String, u8)> = all
            .map(|it| (it.key.as_str().to_owned(), it.percent))
            .collect();
        all.sort();
        all
    }

    #[test]
    fn the_furthest_is_kept_and_what_has_a_place_was_opened() {
        let home = Home::new("reaches");
        let mut notes = home.notes();
        assert_eq!(notes.reaches().unwrap(), []);
        assert!(home.files().is_empty());
        notes.keep_reach(&reach("a", 40)).unwrap();
        notes.keep_reach(&reach("b", 100)).unwrap();
        notes.keep_reach(&reach("a", 20)).unwrap();
        notes
            .keep_place(&mark('q', "c").place, &Way::Builtin)
            .unwrap();
        notes
            .keep_place(&mark('q', "b").place, &Way::Builtin)
            .unwrap();
        let own = |key: &str, percent| (String::from(key), percent);
        assert_eq!(kept(&home), [own("a", 40), own("b", 100), own("c", 0)]);
        notes.forget(&Key::from_text("b")).unwrap();
        assert_eq!(kept(&home), [own("a", 40), own("c", 0)]);
    }

    #[test]
    fn of_what_bears_no_number_the_way_is_kept() {
        let home = Home::new("reaches-ways");
        let mut notes = home.notes();
        let way = Way::Files(vec!["/a.txt".into()]);
        for key in ["text:00", "08NORTHHAVEN311"] {
            let way = way.clone();
            notes
                .keep_reach(&Reach {
                    way,
                    ..reach(key, 7)
                })
                .unwrap();
        }
        let all = notes.reaches().unwrap();
        let of = |key: &str| all.iter().find(|it| it.key.as_str() == key).unwrap();
        assert_eq!(of("text:00").way, way);
        assert_eq!(of("08NORTHHAVEN311").way, Way::Nowhere);
    }

    #[test]
    fn the_oldest_go() {
        let home = Home::new("reaches-oldest");
        let mut notes = home.notes();
        notes.keep_reach(&reach("first", 1)).unwrap();
        let fill = format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MOST} - 1)
             INSERT INTO reading SELECT 'k' || i, NULL, 9, i + 1 FROM n"
        );
        notes
            .reaches
            .write(|file| file.execute_batch(&fill))
            .unwrap();
        notes.keep_reach(&reach("new", 1)).unwrap();
        let all = kept(&home);
        assert_eq!(i64::try_from(all.len()).unwrap(), MOST);
        assert!(all.iter().any(|(key, _)| key == "new"));
        assert!(!all.iter().any(|(key, _)| key == "first"));
    }
}
