//! The file of jumps: the places that were jumped from and to, as a tree.
//!
//! Every run of the program adds branches of its own, named by the run and by
//! a count, so that several at once change nothing of each other's.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::store::Form;
use super::{Error, Key, Notes, Place, Way, way_from_value, way_to_value};

/// Places that are kept; those that nobody was at for longest go first.
const MOST: i64 = 1_000;

/// A place that was jumped from or to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// Which of them it is.
    pub name: JumpName,
    /// The one it was reached from.
    pub parent: Option<JumpName>,
    /// Where it is.
    pub place: Place,
    /// The words that stand there; they may hold control characters.
    pub words: Box<str>,
    /// How the cable is opened again; where that is not known, what was kept
    /// of it stays.
    pub way: Way,
}

/// What tells a place of the history from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JumpName {
    /// One of an earlier run, or of another that is at work.
    Kept {
        /// The run, by a number drawn at random.
        run: i64,
        /// Its how-manieth place.
        nth: u32,
    },
    /// The how-manieth place of this run.
    Own(u32),
}

pub(super) const FORM: Form = Form {
    what: "jumps",
    file: "jumps.db",
    application: i32::from_be_bytes(*b"RFju"),
    version: 1,
    // `made` counts places as they come, so that a parent stands before what
    // was reached from it; `touched` counts them as somebody is there.
    tables: "CREATE TABLE jump (
        run INTEGER NOT NULL,
        nth INTEGER NOT NULL,
        parent_run INTEGER,
        parent_nth INTEGER,
        cable TEXT NOT NULL,
        id TEXT NOT NULL,
        way BLOB,
        paragraph INTEGER,
        number INTEGER,
        offset INTEGER NOT NULL,
        hash INTEGER NOT NULL,
        below INTEGER NOT NULL,
        words TEXT NOT NULL,
        made INTEGER NOT NULL UNIQUE,
        touched INTEGER NOT NULL UNIQUE,
        PRIMARY KEY (run, nth)
    ) STRICT, WITHOUT ROWID;",
    probe: "SELECT run, nth, parent_run, parent_nth, cable, id, way, paragraph, number, offset,
                   hash, below, words, made, touched
            FROM jump",
    synchronous: "NORMAL",
    patience: Duration::from_secs(1),
};

/// A number for a run that no other has.
pub(super) fn draw() -> i64 {
    RandomState::new().build_hasher().finish().cast_signed()
}

impl Notes {
    /// What is kept, in the order in which it was made: a place is behind the
    /// one it was reached from. With each, when somebody was there last, as a
    /// number that only grows.
    ///
    /// # Errors
    ///
    /// When the file cannot be used.
    pub fn jumps(&mut self) -> Result<Vec<(Jump, i64)>, Error> {
        self.jumps.read_patiently(|file| {
            let mut asked = file.prepare(
                "SELECT cable, id, paragraph, number, offset, hash, below, way, words,
                        run, nth, parent_run, parent_nth, touched
                 FROM jump ORDER BY made",
            )?;
            let rows = asked.query_map([], |row| Ok(jump(row)))?;
            rows.filter_map(Result::transpose).collect()
        })
    }

    /// Keeps places, in the order in which somebody was there, the last one
    /// where they are.
    ///
    /// # Errors
    ///
    /// When the file cannot be written; what was kept before is unharmed.
    pub fn keep_jumps(&mut self, jumps: &[Jump]) -> Result<(), Error> {
        if jumps.is_empty() {
            return Ok(());
        }
        let mut by_age: Vec<&Jump> = jumps.iter().collect();
        by_age.sort_by_key(|jump| jump.name);
        let run = self.run;
        self.jumps.write(|file| {
            for jump in &by_age {
                put(file, run, jump)?;
            }
            let mut touch = file.prepare(
                "UPDATE jump SET touched = (SELECT max(touched) + 1 FROM jump)
                 WHERE run = ?1 AND nth = ?2",
            )?;
            for jump in jumps {
                touch.execute(name_in(jump.name, run))?;
            }
            prune(file)
        })
    }

    /// Wipes the jumps from and to places of a cable.
    pub(super) fn forget_jumps(&mut self, key: &Key) -> Result<(), Error> {
        if !self.jumps.exists() {
            return Ok(());
        }
        self.jumps
            .write(|file| let_go(file, "cable = ?1", [key.as_str()]))
    }
}

/// The run and the count of a name.
fn name_in(name: JumpName, own: i64) -> (i64, u32) {
    match name {
        JumpName::Own(nth) => (own, nth),
        JumpName::Kept { run, nth } => (run, nth),
    }
}

fn put(file: &Connection, run: i64, jump: &Jump) -> rusqlite::Result<()> {
    let (run_of, nth) = name_in(jump.name, run);
    let parent = jump.parent.map(|parent| name_in(parent, run));
    let anchor = jump.place.anchor;
    file.prepare(
        "INSERT INTO jump (run, nth, parent_run, parent_nth, cable, id, way, paragraph, number,
                           offset, hash, below, words, made, touched)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
                 (SELECT coalesce(max(made), 0) + 1 FROM jump),
                 (SELECT coalesce(max(touched), 0) + 1 FROM jump))
         ON CONFLICT (run, nth) DO UPDATE SET
             parent_run = excluded.parent_run, parent_nth = excluded.parent_nth,
             cable = excluded.cable, id = excluded.id, way = coalesce(excluded.way, way),
             paragraph = excluded.paragraph, number = excluded.number,
             offset = excluded.offset, hash = excluded.hash, below = excluded.below,
             words = excluded.words",
    )?
    .execute(params![
        run_of,
        nth,
        parent.map(|(run, _)| run),
        parent.map(|(_, nth)| nth),
        jump.place.key.as_str(),
        &*jump.place.id,
        way_to_value(&jump.way),
        anchor.paragraph,
        anchor.number,
        anchor.offset,
        anchor.hash.cast_signed(),
        jump.place.below,
        &*jump.words,
    ])?;
    Ok(())
}

/// Lets go of the places that nobody was at for longest.
fn prune(file: &Connection) -> rusqlite::Result<()> {
    let last: Option<i64> = file
        .prepare("SELECT touched FROM jump ORDER BY touched DESC LIMIT 1 OFFSET ?1")?
        .query_row([MOST], |row| row.get(0))
        .optional()?;
    last.map_or(Ok(()), |last| let_go(file, "touched <= ?1", [last]))
}

/// Deletes the places that are `of_those`. What was reached from one of them
/// hangs on the one before it then, so that a way back leads over the gap.
fn let_go(
    file: &Connection,
    of_those: &str,
    value: impl rusqlite::Params + Copy,
) -> rusqlite::Result<()> {
    let mut pass = file.prepare(&format!(
        "UPDATE jump SET (parent_run, parent_nth) =
             (SELECT before.parent_run, before.parent_nth FROM jump AS before
              WHERE before.run = jump.parent_run AND before.nth = jump.parent_nth)
         WHERE NOT ({of_those}) AND EXISTS
             (SELECT 1 FROM (SELECT * FROM jump WHERE {of_those}) AS gone
              WHERE gone.run = jump.parent_run AND gone.nth = jump.parent_nth)"
    ))?;
    // Of many in a row one is passed at a time. A file may say anything: what
    // leads in a circle is passed no longer than there are places.
    for _ in 0..=MOST {
        if pass.execute(value)? == 0 {
            break;
        }
    }
    file.execute(&format!("DELETE FROM jump WHERE {of_those}"), value)?;
    Ok(())
}

/// A row as a jump; nothing if something in it cannot be one.
fn jump(row: &Row<'_>) -> Option<(Jump, i64)> {
    let below: u16 = row.get(6).ok()?;
    let way: Option<Vec<u8>> = row.get(7).ok()?;
    let words: String = row.get(8).ok()?;
    let parent_run: Option<i64> = row.get(11).ok()?;
    let parent_nth: Option<u32> = row.get(12).ok()?;
    let jump = Jump {
        name: JumpName::Kept {
            run: row.get(9).ok()?,
            nth: row.get(10).ok()?,
        },
        parent: parent_run
            .zip(parent_nth)
            .map(|(run, nth)| JumpName::Kept { run, nth }),
        place: super::marks::place(row, below)?,
        words: words.into(),
        way: way_from_value(way.as_deref()),
    };
    Some((jump, row.get(13).ok()?))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::Anchor;
    use super::super::tests::Home;
    use super::*;

    const FILE: &str = "state/jumps.db";

    fn jump(nth: u32, parent: Option<JumpName>, cable: &str) -> Jump {
        Jump {
            name: JumpName::Own(nth),
            parent,
            place: Place {
                key: Key::from_text(cable),
                id: cable.into(),
                anchor: Anchor {
                    paragraph: Some(nth),
                    number: None,
                    offset: 12,
                    hash: u64::MAX - 3,
                },
                below: 4,
            },
            words: format!("P{nth}  words").into(),
            way: Way::Builtin,
        }
    }

    /// What is kept, in words: each place by paragraph and cable, the parent
    /// by its place in the list, where somebody is by a star.
    fn told(notes: &mut Notes) -> String {
        let kept = notes.jumps().unwrap();
        let last = kept.iter().map(|(_, touched)| *touched).max();
        let words = kept.iter().map(|(jump, touched)| {
            let parent = jump
                .parent
                .and_then(|name| kept.iter().position(|(other, _)| other.name == name));
            let parent = parent.map_or_else(String::new, |at| format!("<{at}"));
            let star = if Some(*touched) == last { "*" } else { "" };
            let paragraph = jump.place.anchor.paragraph.unwrap_or_default();
            format!("{paragraph}{}{parent}{star}", jump.place.key.as_str())
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn nothing_is_made_by_asking() {
        let home = Home::new("jumps-asking");
        let mut notes = home.notes();
        assert!(notes.jumps().unwrap().is_empty());
        notes.keep_jumps(&[]).unwrap();
        notes.forget(&Key::from_text("a")).unwrap();
        assert!(home.files().is_empty());
    }

    #[test]
    fn a_tree_is_kept_with_where_somebody_is() {
        let home = Home::new("jumps-kept");
        let mut notes = home.notes();
        let own = |nth| Some(JumpName::Own(nth));
        // Back at the first place, which is told last.
        let jumps = [
            jump(1, own(0), "a"),
            jump(2, own(1), "b"),
            jump(3, own(0), "a"),
            jump(0, None, "a"),
        ];
        notes.keep_jumps(&jumps).unwrap();
        let mut other = home.notes();
        assert_eq!(told(&mut other), "0a* 1a<0 2b<1 3a<0");
        let found = other.jumps().unwrap();
        assert_eq!(found[1].0.place, jumps[0].place);
        assert_eq!(found[1].0.words, jumps[0].words);
        assert_eq!(found[1].0.way, Way::Builtin);
        assert_eq!(home.files(), [FILE]);
    }

    #[test]
    fn a_way_back_leads_over_what_is_forgotten() {
        let home = Home::new("jumps-over");
        let mut notes = home.notes();
        let own = |nth| Some(JumpName::Own(nth));
        let jumps = [
            jump(0, None, "a"),
            jump(1, own(0), "b"),
            jump(2, own(1), "b"),
            jump(3, own(2), "c"),
        ];
        notes.keep_jumps(&jumps).unwrap();
        notes.forget(&Key::from_text("b")).unwrap();
        assert_eq!(told(&mut notes), "0a 3c<0*");
        // What is forgotten first has nothing before it.
        notes.forget(&Key::from_text("a")).unwrap();
        assert_eq!(told(&mut notes), "3c*");
        // A circle, which only others can have written, ends.
        let circle = [
            jump(4, own(5), "d"),
            jump(5, own(4), "d"),
            jump(6, own(5), "e"),
        ];
        notes.keep_jumps(&circle).unwrap();
        notes.forget(&Key::from_text("d")).unwrap();
        assert_eq!(told(&mut notes), "3c 6e*");
    }

    #[test]
    fn two_at_once_add_branches_of_their_own() {
        let home = Home::new("jumps-two");
        home.notes().keep_jumps(&[jump(0, None, "a")]).unwrap();
        let (mut one, mut other) = (home.notes(), home.notes());
        let root = Some(one.jumps().unwrap()[0].0.name);
        one.keep_jumps(&[jump(0, root, "b")]).unwrap();
        other.keep_jumps(&[jump(0, root, "c")]).unwrap();
        one.keep_jumps(&[jump(1, Some(JumpName::Own(0)), "d")])
            .unwrap();
        assert_eq!(told(&mut home.notes()), "0a 0b<0 0c<0 1d<1*");
    }

    #[test]
    fn one_that_is_moved_stays_the_same() {
        let home = Home::new("jumps-moved");
        let mut notes = home.notes();
        notes.keep_jumps(&[jump(0, None, "a")]).unwrap();
        let (mut kept, _) = home.notes().jumps().unwrap().remove(0);
        kept.place.anchor.paragraph = Some(9);
        // Who came to it by its name alone does not know how it is opened.
        kept.way = Way::Nowhere;
        home.notes().keep_jumps(&[kept]).unwrap();
        assert_eq!(told(&mut notes), "9a*");
        assert_eq!(notes.jumps().unwrap()[0].0.way, Way::Builtin);
    }

    #[test]
    fn the_oldest_go() {
        let home = Home::new("jumps-oldest");
        let mut notes = home.notes();
        for batch in 0..12_u32 {
            let nths = batch * 100..(batch + 1) * 100;
            let parent = |nth: u32| nth.checked_sub(1).map(JumpName::Own);
            let jumps: Vec<Jump> = nths.map(|nth| jump(nth, parent(nth), "a")).collect();
            notes.keep_jumps(&jumps).unwrap();
        }
        let kept = notes.jumps().unwrap();
        assert_eq!(kept.len(), 1_000);
        assert_eq!(kept[0].0.place.anchor.paragraph, Some(200));
    }

    #[test]
    fn what_is_forgotten_is_gone() {
        let home = Home::new("jumps-forgotten");
        let mut notes = home.notes();
        let own = |nth| Some(JumpName::Own(nth));
        let jumps = [
            jump(0, None, "a"),
            jump(1, own(0), "b"),
            jump(2, own(1), "a"),
        ];
        notes.keep_jumps(&jumps).unwrap();
        notes.forget(&Key::from_text("b")).unwrap();
        assert_eq!(told(&mut notes), "0a 2a<0*");
        let bytes = fs::read(home.path(FILE)).unwrap();
        assert!(!bytes.windows(9).any(|it| it == b"P1  words"));
    }

    #[test]
    fn a_row_that_cannot_be_a_jump_is_none() {
        let home = Home::new("jumps-odd");
        let mut notes = home.notes();
        for change in ["below = 99999999", "nth = -1", "paragraph = -3"] {
            notes.keep_jumps(&[jump(0, None, "a")]).unwrap();
            notes
                .jumps
                .write(|file| file.execute_batch(&format!("UPDATE jump SET {change}")))
                .unwrap();
            assert!(notes.jumps().unwrap().is_empty(), "{change}");
            notes.forget(&Key::from_text("a")).unwrap();
        }
    }

    #[test]
    fn a_file_of_a_later_reftel_is_left_alone_and_one_of_none_is_made() {
        let home = Home::new("jumps-later");
        let mut notes = home.notes();
        notes.keep_jumps(&[jump(0, None, "a")]).unwrap();
        let file = Connection::open(home.path(FILE)).unwrap();
        file.execute_batch("PRAGMA user_version = 2").unwrap();
        drop(file);
        let before = fs::read(home.path(FILE)).unwrap();
        let mut notes = home.notes();
        assert!(notes.jumps().is_err());
        assert!(notes.keep_jumps(&[jump(0, None, "b")]).is_err());
        assert_eq!(fs::read(home.path(FILE)).unwrap(), before);
        // Files of an earlier one, which knew of no jumps, serve as they are.
        let home = Home::new("jumps-earlier");
        let mut notes = home.notes();
        let place = jump(0, None, "a").place;
        notes.keep_place(&place, &Way::Builtin).unwrap();
        let mut notes = home.notes();
        assert!(notes.jumps().unwrap().is_empty());
        notes.keep_jumps(&[jump(0, None, "a")]).unwrap();
        assert_eq!(notes.place(&place.key).unwrap(), Some(place));
        assert_eq!(told(&mut notes), "0a*");
    }
}
