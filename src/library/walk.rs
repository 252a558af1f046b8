//! What a folder and all below it hold, in the order of paths.
//!
//! A folder may hold a million files, and all their names have to be known
//! before the first in order is. So they lie packed: some thirty bytes each,
//! behind each other, and put in order by stretches, since what comes first is
//! to be there at once. A path is made of a name when its turn comes.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many of the names of a folder are put in order before the first is told;
/// then ever so many more.
const FIRST: usize = 1 << 10;
const MORE: usize = 16;

/// What a folder lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// The path of the folder that was walked, and what leads from there.
    pub(super) path: PathBuf,
    pub(super) kind: Kind,
}

/// What the folder says of it. A link is none of the first two, wherever it
/// leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Other,
}

/// Goes through a folder and all below it: each folder before what it holds,
/// and that by name. What is hidden is passed over, links are not followed.
#[derive(Debug)]
pub(super) struct Walk {
    /// The folder that is gone through, and those around it.
    open: Vec<Folder>,
    /// A folder that was told of last, and is gone into next.
    next: Option<PathBuf>,
}

impl Walk {
    /// Begins with a folder.
    ///
    /// # Errors
    ///
    /// It cannot be read. What cannot be read below it is an error in its
    /// place, and keeps nothing else from being told.
    pub(super) fn new(path: &Path) -> io::Result<Walk> {
        Ok(Walk {
            open: vec![Folder::read(path.to_owned())?],
            next: None,
        })
    }
}

impl Iterator for Walk {
    type Item = io::Result<Seen>;

    fn next(&mut self) -> Option<io::Result<Seen>> {
        if let Some(path) = self.next.take() {
            match Folder::read(path) {
                Ok(folder) => self.open.push(folder),
                Err(why) => return Some(Err(why)),
            }
        }
        loop {
            let folder = self.open.last_mut()?;
            match folder.next() {
                Some(Ok(seen)) => {
                    self.next = (seen.kind == Kind::Folder).then(|| seen.path.clone());
                    return Some(Ok(seen));
                }
                Some(Err(why)) => return Some(Err(why)),
                None => drop(self.open.pop()),
            }
        }
    }
}

/// What is left of a folder.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// Names that are text, behind each other.
    names: String,
    /// Those that are not, or do not fit in with the others.
    odd: Vec<OsString>,
    rows: Vec<Row>,
    /// How many rows were told of, and how many are in order.
    n_told: usize,
    n_sorted: usize,
    /// What the system could not say, which comes first.
    errors: Vec<io::Error>,
}

/// One name of a folder.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// Where it begins among the names; which it is of the odd ones.
    start: u32,
    /// Its bytes; [`ODD`], if it is one of these.
    n_bytes: u16,
    kind: Kind,
}

const ODD: u16 = u16::MAX;

impl Folder {
    fn read(path: PathBuf) -> io::Result<Folder> {
        let entries = fs::read_dir(&path)?;
        let mut folder = Folder {
            path,
            names: String::new(),
            odd: Vec::new(),
            rows: Vec::new(),
            n_told: 0,
            n_sorted: 0,
            errors: Vec::new(),
        };
        for entry in entries {
            let seen = entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?)));
            match seen {
                Ok((name, _)) if name.as_encoded_bytes().starts_with(b".") => {}
                Ok((name, kind)) => folder.add(name, Kind::of(kind)),
                Err(why) => folder.errors.push(why),
            }
        }
        folder.errors.reverse();
        Ok(folder)
    }

    fn add(&mut self, name: OsString, kind: Kind) {
        let row = self.row(&name, kind).unwrap_or_else(|| {
            self.odd.push(name);
            Row {
                start: u32::try_from(self.odd.len() - 1).unwrap_or(u32::MAX),
                n_bytes: ODD,
                kind,
            }
        });
        self.rows.push(row);
    }

    /// Adds a name to the others, if it fits in with them.
    fn row(&mut self, name: &OsStr, kind: Kind) -> Option<Row> {
        let row = Row {
            start: u32::try_from(self.names.len()).ok()?,
            n_bytes: u16::try_from(name.len()).ok().filter(|it| *it != ODD)?,
            kind,
        };
        self.names.push_str(name.to_str()?);
        Some(row)
    }

    fn next(&mut self) -> Option<io::Result<Seen>> {
        if let Some(why) = self.errors.pop() {
            return Some(Err(why));
        }
        if self.n_told == self.n_sorted {
            self.sort_more();
        }
        let row = *self.rows.get(self.n_told)?;
        self.n_told += 1;
        Some(Ok(Seen {
            path: self.path.join(name(&self.names, &self.odd, row)),
            kind: row.kind,
        }))
    }

    /// Puts those in order that come next.
    fn sort_more(&mut self) {
        let (names, odd) = (&self.names, &self.odd);
        let name = |row: &Row| name(names, odd, *row).as_encoded_bytes();
        let by_name = |a: &Row, b: &Row| name(a).cmp(name(b));
        let n_next = FIRST.max(self.n_sorted.saturating_mul(MORE));
        let Some(mut rest) = self.rows.get_mut(self.n_sorted..) else {
            return;
        };
        if n_next < rest.len() {
            rest.select_nth_unstable_by(n_next, by_name);
            rest = rest.get_mut(..n_next).unwrap_or_default();
        }
        rest.sort_unstable_by(by_name);
        self.n_sorted += rest.len();
    }
}

/// The name of a row of a folder.
fn name<'a>(names: &'a str, odd: &'a [OsString], row: Row) -> &'a OsStr {
    let start = row.start as usize;
    if row.n_bytes == ODD {
        return odd.get(start).map(OsString::as_os_str).unwrap_or_default();
    }
    let name = names.get(start..start + usize::from(row.n_bytes));
    OsStr::new(name.unwrap_or_default())
}

impl Kind {
    fn of(kind: fs::FileType) -> Kind {
        if kind.is_dir() {
            Kind::Folder
        } else if kind.is_file() {
            Kind::File
        } else {
            Kind::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Folder as Below;
    use super::*;

    /// The paths below a folder that are told of, and what cannot be read.
    fn walked(folder: &Below) -> (Vec<(String, Kind)>, usize) {
        let mut n_errors = 0;
        let mut all = Vec::new();
        for seen in Walk::new(folder.path()).unwrap() {
            match seen {
                Ok(Seen { path, kind }) => {
                    let path = path.strip_prefix(folder.path()).unwrap();
                    let path = path.to_str().unwrap_or("odd");
                    all.push((path.replace(std::path::MAIN_SEPARATOR, "/"), kind));
                }
                Err(_) => n_errors += 1,
            }
        }
        (all, n_errors)
    }

    #[test]
    fn each_folder_stands_before_what_it_holds() {
        let folder = Below::new("walk");
        for name in ["b", "a/z", "a/b/c", "a.txt", "a b", ".hidden", "a/.git/x"] {
            folder.write(name, b"x");
        }
        fs::create_dir(folder.path().join("empty")).unwrap();
        let expected = [
            ("a", Kind::Folder),
            ("a/b", Kind::Folder),
            ("a/b/c", Kind::File),
            ("a/z", Kind::File),
            ("a b", Kind::File),
            ("a.txt", Kind::File),
            ("b", Kind::File),
            ("empty", Kind::Folder),
        ];
        let expected = expected.map(|(path, kind)| (path.to_owned(), kind));
        assert_eq!(walked(&folder), (expected.to_vec(), 0));
        assert!(Walk::new(&folder.path().join("none")).is_err());
        assert!(Walk::new(&folder.path().join("b")).is_err());
    }

    #[test]
    fn any_number_of_names_comes_in_order() {
        let mut folder = Folder {
            path: PathBuf::from("f"),
            names: String::new(),
            odd: Vec::new(),
            rows: Vec::new(),
            n_told: 0,
            n_sorted: 0,
            errors: vec![io::Error::other("one")],
        };
        let mut expected = Vec::new();
        for nth in 0..3 * FIRST * MORE {
            // Every number once, in no order.
            let nth = nth.wrapping_mul(7919) % (3 * FIRST * MORE);
            let name = match nth % 1000 {
                3 => format!("{nth}{}", "x".repeat(70_000)),
                _ => format!("{nth}\u{e9}"),
            };
            expected.push(PathBuf::from("f").join(&name));
            folder.add(name.into(), Kind::File);
        }
        expected.sort_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
        assert!(folder.next().is_some_and(|first| first.is_err()));
        let found = std::iter::from_fn(|| folder.next()).map(|it| it.unwrap().path);
        assert!(found.eq(expected));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_told_of_and_not_followed() {
        use std::os::unix::ffi::OsStrExt;

        let folder = Below::new("walk-links");
        folder.write("a/b", b"x");
        std::os::unix::fs::symlink("a", folder.path().join("c")).unwrap();
        // Where file systems take names that are no text.
        let odd = folder.path().join(OsStr::from_bytes(b"b\xff"));
        let has_odd = fs::write(odd, b"x").is_ok();
        let (all, n_errors) = walked(&folder);
        let mut expected = vec![("a", Kind::Folder), ("a/b", Kind::File), ("c", Kind::Other)];
        if has_odd {
            expected.insert(2, ("odd", Kind::File));
        }
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(path, kind)| (path.to_owned(), kind))
            .collect();
        assert_eq!((all, n_errors), (expected, 0));
    }
}
