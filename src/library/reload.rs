//! Looking again at what is open: a file may have changed since.
//!
//! Where a telegram stands in a file of many was noted when the file was
//! looked through, and holds no longer once the file is another. So it is
//! sought again, by the name that opens it from the command line.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::{Document, Entry, Error, Library, Notice, Stretch, Why};

/// What looking at paths again has found.
#[derive(Debug)]
pub struct Changes {
    /// The first of the entries that were not there.
    pub new: usize,
    /// Entries that are still there.
    pub there: Vec<usize>,
    /// Entries that are not.
    pub gone: Vec<usize>,
    /// What could not be opened.
    pub errors: Vec<Error>,
}

impl Library {
    /// The bytes of a cable as its source is now, and those of the source
    /// from here on. `id` is the number that the telegram bears: in a file
    /// of many it is found by it, wherever it stands there now.
    ///
    /// Standard input and the collection that reftel brings along are what
    /// they were.
    ///
    /// # Errors
    ///
    /// The source is gone, damaged, no text any more, or no longer holds the
    /// telegram. The entry is then what it was.
    pub fn reload(&self, entry_idx: usize, id: Option<&str>) -> Result<Document, Error> {
        let entry = self.entries(|entries| entries.get(entry_idx));
        let entry = entry.ok_or_else(|| Error::no_entry(entry_idx))?;
        let stretches = entry.stretches();
        let addresses: Option<Vec<OsString>> = match stretches.as_slice() {
            [stretch] => address(stretch, id).map(|address| vec![address]),
            several => several
                .iter()
                .map(|stretch| address(stretch, None))
                .collect(),
        };
        if let Some(addresses) = addresses {
            let mut found = self.find_again(&addresses, &entry)?;
            if found.len() > 1
                && let [stretch] = stretches.as_slice()
                && let Some(id) = id
                && let Some(mut whole) = stretch.store.path().map(OsString::from)
            {
                // What was the only telegram of its file is one of many now.
                whole.push(format!("#{id}"));
                found = self.find_again(&[whole], &entry).unwrap_or(found);
            }
            let far = |other: &Entry| other.stretch.nth.abs_diff(entry.stretch.nth);
            if let Some(again) = found.into_iter().min_by_key(far) {
                let entries = self.shelf.entries.write();
                let mut entries = entries.unwrap_or_else(PoisonError::into_inner);
                entries.set(entry_idx, again);
            }
        }
        self.document(entry_idx)
    }

    /// What is at `paths` now, compared with the entries that came from
    /// files: those that are new follow the others, and where one that was
    /// there stands is noted anew.
    ///
    /// Standard input and the built-in collection are what they were.
    #[must_use]
    pub fn look_again<P: AsRef<OsStr>>(&self, paths: &[P]) -> Changes {
        let paths: Vec<&OsStr> = paths.iter().map(AsRef::as_ref).collect();
        let paths: Vec<&OsStr> = paths.into_iter().filter(|path| *path != "-").collect();
        let (found, errors, _) = Library::open(&paths, &self.limits);
        let found: Vec<Entry> = found.entries(|entries| entries.iter().collect());
        let mut changes = Changes {
            new: self.len(),
            there: Vec::new(),
            gone: Vec::new(),
            errors,
        };
        let mut known: HashMap<String, usize> = HashMap::new();
        self.entries(|entries| {
            for (entry_idx, entry) in entries.iter().enumerate() {
                if entry.stretch.store.path().is_some() {
                    known.insert(entry.name(), entry_idx);
                }
            }
        });
        self.compare(found, known, &mut changes);
        changes
    }

    /// The same of files and folders to which something has happened, without
    /// looking at others. Nothing if that does not tell all: of sections one may
    /// be joined with what stands elsewhere.
    #[must_use]
    pub fn look_at(&self, stirred: &BTreeSet<PathBuf>) -> Option<Changes> {
        // A folder that has come brings what is told of below it.
        let is_below = |path: &Path| {
            let mut above = path.ancestors().skip(1);
            above.any(|above| stirred.contains(above))
        };
        let all = stirred.iter().filter(|path| !is_below(path));
        // Of a folder neither links nor devices are taken in.
        let is_there = |path: &&PathBuf| {
            let metadata = path.symlink_metadata();
            metadata.is_ok_and(|of| of.is_file() || of.is_dir())
        };
        let (there, gone): (Vec<&PathBuf>, Vec<&PathBuf>) = all.partition(is_there);
        let files: HashSet<&Path> = stirred.iter().map(PathBuf::as_path).collect();
        // What is no file any more may have been a folder.
        let is_file = |path: &&PathBuf| path.is_file();
        let folders: HashSet<&Path> = there
            .iter()
            .filter(|path| !is_file(path))
            .chain(&gone)
            .map(|path| path.as_path())
            .collect();
        let is_stirred = |path: &Path| {
            files.contains(path)
                || !folders.is_empty() && path.ancestors().any(|above| folders.contains(above))
        };
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut is_joined = false;
        self.entries(|entries| {
            for (entry_idx, entry) in entries.iter().enumerate() {
                if entry.stretch.store.path().is_some_and(is_stirred) {
                    is_joined |= entry.sections.is_some();
                    known.insert(entry.name(), entry_idx);
                }
            }
        });
        // What is no text, or is still being written, is passed over as in the
        // folder.
        let (found, _, _) = Library::open(&there, &self.limits);
        let found: Vec<Entry> = found.entries(|entries| entries.iter().collect());
        if is_joined || found.iter().any(|entry| entry.sections.is_some()) {
            return None;
        }
        let mut changes = Changes {
            new: self.len(),
            there: Vec::new(),
            gone: Vec::new(),
            errors: Vec::new(),
        };
        self.compare(found, known, &mut changes);
        Some(changes)
    }

    /// Compares what was found with the entries of these names.
    fn compare(&self, found: Vec<Entry>, mut known: HashMap<String, usize>, changes: &mut Changes) {
        let entries = self.shelf.entries.write();
        let mut entries = entries.unwrap_or_else(PoisonError::into_inner);
        changes.new = entries.len();
        let path_of = |entry: &Entry| entry.stretch.store.path().map(Path::to_owned);
        let paths: HashSet<PathBuf> = found.iter().filter_map(path_of).collect();
        for entry in found {
            match known.remove(&entry.name()) {
                Some(entry_idx) => {
                    changes.there.push(entry_idx);
                    entries.set(entry_idx, entry);
                }
                None => entries.push(entry),
            }
        }
        // What was opened from elsewhere was not looked for.
        let is_gone = |entry_idx: &usize| {
            let path = entries.get(*entry_idx).as_ref().and_then(path_of);
            path.is_some_and(|path| paths.contains(&path) || !path.exists())
        };
        changes.gone = known.into_values().filter(is_gone).collect();
        changes.gone.sort_unstable();
    }

    /// What is at these addresses now; at least one entry.
    fn find_again(&self, addresses: &[OsString], entry: &Entry) -> Result<Vec<Entry>, Error> {
        let (library, errors, notices) = Library::open(addresses, &self.limits);
        if let Some(error) = errors.into_iter().next() {
            return Err(error);
        }
        let cut_short = notices.iter().find_map(|notice| match notice {
            Notice::CutShort { n_bytes, .. } => Some(*n_bytes),
            _ => None,
        });
        if let Some(n_bytes) = cut_short {
            return Err(Error::named(&entry.name(), Why::CutShort(n_bytes)));
        }
        let found: Vec<Entry> = library.entries(|entries| entries.iter().collect());
        if found.is_empty() {
            return Err(Error::named(&entry.name(), Why::NoSuch("telegram")));
        }
        Ok(found)
    }
}

/// The name that opens a stretch again: `file!member#08PORTLARKSPUR311`.
/// Nothing if it is in no file.
fn address(stretch: &Stretch, id: Option<&str>) -> Option<OsString> {
    let mut address = stretch.store.path()?.as_os_str().to_owned();
    if let Some(member) = stretch.store.member() {
        address.push(format!("!{member}"));
    }
    if stretch.nth > 0 {
        address.push(match (&stretch.id, id) {
            (Some(id), _) => format!("#{id}"),
            (None, Some(id)) => format!("#{id}"),
            (None, None) => format!("#{}", stretch.nth),
        });
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::super::Limits;
    use super::*;

    const FIRST: &str = "VZCZCXYZ0007\nPP RUEHC\n\nDE RUEHPL #0311/01 0751412\nZNY CCCCC ZZH\n\
P 151412Z MAR 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4410\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSUBJECT: HARBOR DUES\n\n\
1. (C) The minister agreed.\nMARLOW\nNNNN\n\n";

    fn second() -> String {
        FIRST
            .replace("000311", "000312")
            .replace("#0311", "#0312")
            .replace("agreed", "declined")
    }

    struct Folder(PathBuf);

    impl Folder {
        fn new(test: &str) -> Folder {
            let name = format!("reftel-reload-{test}-{}", std::process::id());
            let path = std::env::temp_dir().join(name);
            std::fs::create_dir_all(&path).unwrap();
            Folder(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn open(path: &std::path::Path) -> Library {
        Library::open(&[path], &Limits::default()).0
    }

    fn words(document: &Document) -> String {
        let cable = document.cable();
        cable.read(cable.paragraphs[0].text)
    }

    #[test]
    fn what_has_come_gone_or_moved_is_told() {
        let folder = Folder::new("again");
        let (a, b, c) = ("a.txt", "b.txt", "c.txt");
        let path = |name: &str| folder.0.join(name);
        std::fs::write(path(a), FIRST).unwrap();
        std::fs::write(path(c), format!("{FIRST}{}", second())).unwrap();
        let library = open(&folder.0);
        let names = library.names();
        assert_eq!(names.len(), 3);
        std::fs::remove_file(path(a)).unwrap();
        std::fs::write(path(b), second()).unwrap();
        // The second of the file stands further down now.
        let longer = FIRST.replace("agreed", "agreed at last");
        std::fs::write(path(c), format!("{longer}{}", second())).unwrap();
        let changes = library.look_again(&[&folder.0]);
        assert_eq!((changes.new, changes.gone), (3, vec![0]));
        assert_eq!(changes.there.len(), 2);
        assert!(changes.errors.is_empty());
        // Rows keep their places, and what is new follows.
        assert_eq!(library.names()[..3], names[..]);
        assert!(library.names()[3].ends_with("b.txt"));
        assert_eq!(
            words(&library.document(1).unwrap()),
            "The minister agreed at last."
        );
        assert_eq!(
            words(&library.document(2).unwrap()),
            "The minister declined."
        );
        // What came from elsewhere is not taken for gone.
        let elsewhere = Folder::new("elsewhere");
        let changes = library.look_again(&[&elsewhere.0]);
        assert!(changes.gone == [0] && changes.new == 4, "{changes:?}");
    }

    #[test]
    fn what_was_told_of_is_looked_at_as_all_would_be() {
        type Change<'a> = &'a dyn Fn(&Path);
        let folders = [Folder::new("stirred-one"), Folder::new("stirred-all")];
        let libraries = folders.each_ref().map(|folder| {
            for (name, text) in [
                ("a.txt", String::from(FIRST)),
                ("b/c.txt", format!("{FIRST}{}", second())),
                ("b/d.txt", second()),
                ("e.txt", second()),
            ] {
                let path = folder.0.join(name);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            }
            open(&folder.0)
        });
        let changes: [(&[&str], Change<'_>); 6] = [
            (&["f.txt"], &|at| {
                std::fs::write(at.join("f.txt"), FIRST).unwrap();
            }),
            (&["e.txt"], &|at| {
                std::fs::remove_file(at.join("e.txt")).unwrap();
            }),
            // A file of two has one more, and one that is no text has come.
            (&["b/c.txt", "b/g"], &|at| {
                let longer = format!("{FIRST}{}{FIRST}", second());
                std::fs::write(at.join("b/c.txt"), longer).unwrap();
                std::fs::write(at.join("b/g"), b"\0\x01\x02%PDF").unwrap();
            }),
            // A folder has another name.
            (&["b", "z", "z/c.txt"], &|at| {
                std::fs::rename(at.join("b"), at.join("z")).unwrap();
            }),
            (&["a.txt"], &|at| {
                std::fs::write(at.join("a.txt"), second()).unwrap();
            }),
            (&["never"], &|_| {}),
        ];
        let mut gone: Vec<usize> = Vec::new();
        for (names, change) in changes {
            let [one, all] = &folders;
            change(&one.0);
            change(&all.0);
            let stirred = names.iter().map(|name| one.0.join(name)).collect();
            let told = libraries[0].look_at(&stirred).unwrap();
            let mut expected = libraries[1].look_again(&[&all.0]);
            // Of what was gone before, it is not told once more.
            let before = expected.gone.clone();
            expected.gone.retain(|it| !gone.contains(it));
            let told_of = (told.new, &told.gone);
            assert_eq!(told_of, (expected.new, &expected.gone), "{names:?}");
            gone = before;
            assert!(told.there.iter().all(|it| expected.there.contains(it)));
            let names_of = |nth: usize| {
                let folder = folders[nth].0.to_str().unwrap();
                let names = libraries[nth].names().into_iter();
                let names = names.map(|name| name.replace(folder, ""));
                names.collect::<Vec<_>>()
            };
            assert_eq!(names_of(0), names_of(1), "{names:?}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_link_that_comes_is_not_taken_in_as_it_is_not_at_a_start() {
        let folder = Folder::new("stirred-links");
        let elsewhere = Folder::new("stirred-linked-to");
        std::fs::write(folder.0.join("a.txt"), FIRST).unwrap();
        std::fs::write(elsewhere.0.join("b.txt"), second()).unwrap();
        let library = open(&folder.0);
        let mut stirred = BTreeSet::new();
        for (name, to) in [
            ("file", elsewhere.0.join("b.txt")),
            ("folder", elsewhere.0.clone()),
            ("itself", folder.0.clone()),
            ("nothing", folder.0.join("none")),
        ] {
            std::os::unix::fs::symlink(to, folder.0.join(name)).unwrap();
            stirred.insert(folder.0.join(name));
        }
        let changes = library.look_at(&stirred).unwrap();
        assert!(
            changes.new == 1 && library.len() == 1 && changes.gone.is_empty(),
            "{changes:?}"
        );
        assert_eq!(open(&folder.0).len(), 1);
    }

    #[test]
    fn sections_that_may_be_joined_with_others_are_not_told_by_their_file() {
        let folder = Folder::new("stirred-sections");
        let section = |nth: u32| {
            FIRST.replace(
                "C O N F I D E N T I A L PORT LARKSPUR 000311",
                &format!("C O N F I D E N T I A L SECTION 0{nth} OF 02 PORT LARKSPUR 000311"),
            )
        };
        std::fs::write(folder.0.join("1.txt"), section(1)).unwrap();
        let library = open(&folder.0);
        let path = folder.0.join("2.txt");
        std::fs::write(&path, section(2)).unwrap();
        assert!(library.look_at(&BTreeSet::from([path])).is_none());
    }

    #[test]
    fn a_file_that_has_changed_is_read_as_it_is_now() {
        let folder = Folder::new("changed");
        let path = folder.0.join("a.txt");
        std::fs::write(&path, FIRST).unwrap();
        let library = open(&path);
        std::fs::write(&path, FIRST.replace("agreed", "declined, after all")).unwrap();
        let again = library.reload(0, Some("08PORTLARKSPUR311")).unwrap();
        assert_eq!(words(&again), "The minister declined, after all.");
    }

    #[test]
    fn one_of_many_is_found_wherever_it_stands_now() {
        let folder = Folder::new("many");
        let path = folder.0.join("all.txt");
        std::fs::write(&path, format!("{FIRST}{}", second())).unwrap();
        let library = open(&path);
        assert_eq!(library.len(), 2);
        let other = FIRST.replace("000311", "000310").replace("#0311", "#0310");
        std::fs::write(&path, format!("{other}{FIRST}{}", second())).unwrap();
        let again = library.reload(1, Some("08PORTLARKSPUR312")).unwrap();
        assert_eq!(words(&again), "The minister declined.");
        std::fs::write(&path, format!("{other}{FIRST}")).unwrap();
        let error = library.reload(1, Some("08PORTLARKSPUR312")).unwrap_err();
        assert!(matches!(error.why(), Why::NoSuch("telegram")), "{error}");
    }

    #[test]
    fn the_only_telegram_of_a_file_is_found_among_others() {
        let folder = Folder::new("only");
        let path = folder.0.join("a.txt");
        std::fs::write(&path, second()).unwrap();
        let library = open(&path);
        std::fs::write(&path, format!("{FIRST}{}", second())).unwrap();
        let again = library.reload(0, Some("08PORTLARKSPUR312")).unwrap();
        assert_eq!(words(&again), "The minister declined.");
    }

    #[test]
    fn what_is_gone_or_damaged_is_an_error() {
        let folder = Folder::new("gone");
        let path = folder.0.join("a.txt");
        std::fs::write(&path, FIRST).unwrap();
        let library = open(&path);
        for (bytes, why) in [
            (&b""[..], "nothing in it"),
            (b"%PDF-1.7\n", "not text but PDF"),
            (b"PK\x03\x04\0\0", "zip"),
        ] {
            std::fs::write(&path, bytes).unwrap();
            let error = library.reload(0, None).unwrap_err().to_string();
            assert!(
                error.to_lowercase().contains(&why.to_lowercase()),
                "{error}"
            );
        }
        std::fs::remove_file(&path).unwrap();
        let error = library.reload(0, None).unwrap_err().to_string();
        assert!(error.ends_with("no such file or directory"), "{error}");
    }

    #[test]
    fn what_reftel_brings_along_is_what_it_was() {
        let library = Library::builtin(crate::cable::Confidence::Medium);
        let before = library.document(0).unwrap().bytes;
        assert_eq!(library.reload(0, None).unwrap().bytes, before);
        assert!(library.reload(usize::MAX, None).is_err());
    }
}
