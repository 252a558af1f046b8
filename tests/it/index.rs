//! The index of a collection: it finds what a scan finds, follows what
//! changes, and is made anew when it is damaged.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use reftel::cable::{Brief, Cable};
use reftel::index::{Address, Error, Index, KnownFiles, Snapshot};
use reftel::library::{Found, Kept, Library, Limits, News, OnDisk, Place};
use reftel::query::{Cited, Depth, Facts, Field, Matcher, Query, folded};

/// A folder of its own for one test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("reftel-index-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("cables")).unwrap();
        Folder(path)
    }

    fn cache(&self) -> PathBuf {
        self.0.join("cache")
    }

    fn cables(&self) -> PathBuf {
        self.0.join("cables")
    }

    fn write(&self, name: &str, subject: &str, text: &str) {
        let cable = format!("SUBJECT: {subject}\n\n1. (C) {text}\n\n2. (U) Nothing else.\n");
        fs::write(self.cables().join(name), cable).unwrap();
    }

    fn index(&self) -> Index {
        let index = Index::create(&self.cache(), &[self.cables()], &Limits::default()).unwrap();
        index.refresh(&mut |_| true).unwrap();
        index
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The subjects of what a query finds.
fn subjects(snapshot: &Snapshot, line: &str) -> Vec<String> {
    let query = Query::parse(line).unwrap();
    let found = snapshot.find(&query).unwrap();
    let mut subjects: Vec<String> = found
        .iter()
        .map(|address| snapshot.row(address).unwrap().brief.subject)
        .collect();
    subjects.sort();
    subjects
}

/// A number that is as good as any, and the same every time.
fn next(state: &mut u64, below: usize) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap() % below
}

/// Everything in the corpus that is a cable, and what names it.
fn corpus() -> (Vec<PathBuf>, Vec<(String, Cable)>) {
    let paths = ["tests/corpus", "assets/cables"]
        .map(PathBuf::from)
        .to_vec();
    let (library, _, _) = Library::open(&paths, &Limits::default());
    let cables = (0..library.len()).map(|idx| {
        let name = format!("{:?}", library.place(idx).unwrap());
        (name, library.cable(idx).unwrap().0)
    });
    let cables: Vec<(String, Cable)> = cables.collect();
    assert!(cables.len() > 500);
    (paths, cables)
}

#[test]
fn the_index_finds_what_a_scan_finds() {
    let folder = Folder::new("scan");
    let (paths, cables) = corpus();
    let index = Index::create(&folder.cache(), &paths, &Limits::default()).unwrap();
    let report = index.refresh(&mut |_| true).unwrap();
    assert_eq!(report.taken.n_cables, cables.len());
    let snapshot = index.snapshot().unwrap();
    assert_eq!(snapshot.n_cables(), cables.len());

    // Words as they stand in the texts, and ids.
    let text = |idx: usize| cables[idx % cables.len()].1.text().to_owned();
    let mut state = 7;
    let word = |state: &mut u64| {
        let words = folded(&text(next(state, cables.len())));
        let at = next(state, words.len().max(1));
        let pair = words.get(at..at + 2).map(|pair| pair.join(" "));
        let word = words.get(at).cloned().unwrap_or_else(|| "the".into());
        (word, pair)
    };
    let fields = [
        "class:c",
        "class<=sbu",
        "class:none",
        "para.class:s,none",
        "in:summary",
        "-in:comment",
        "in:subject",
        "in:header",
        "in:note",
        "in:ending",
        "has:excision",
        "has:finding",
        "has:repair",
        "-has:text",
        "date:1975",
        "date:2005..2008-06",
        "prec>=o",
        "prec:r",
        "family:nara",
        "family:frus",
        "tag:p*",
        "post:n*",
        "caption:nodis",
        "to:state",
        "id:0*",
    ];
    let mut lines: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
    for _ in 0..90 {
        let (one, pair) = word(&mut state);
        let (other, _) = word(&mut state);
        let field = fields[next(&mut state, fields.len())];
        let head: String = other.chars().take(2).collect();
        lines.push(match next(&mut state, 8) {
            0 => one,
            1 => format!("{one} {other}"),
            2 => format!("{one} OR {other} {field}"),
            3 => format!("{one} -{other}"),
            4 => format!("{head}* {field}"),
            5 => format!("\"{}\" {field}", pair.unwrap_or(one)),
            6 => format!("({one} {field}) OR (\"{one} {head}*\" -{field})"),
            _ => format!("subject:{one} OR sign:{other} OR ref:{one} OR from:{other}"),
        });
    }
    let ids: Vec<String> = cables
        .iter()
        .filter_map(|(_, cable)| Some(cable.mrn.as_ref()?.to_string()))
        .collect();
    for id in ids.iter().step_by(29) {
        lines.push(format!("cited-by:{id}"));
        lines.push(format!("cites:{id} OR id:{id}"));
    }
    let facts: Vec<Facts> = cables
        .iter()
        .map(|(_, cable)| Facts::of(cable, Depth::ALL))
        .collect();
    let mut cited = Cited::new();
    for facts in &facts {
        if let Some(id) = facts.id() {
            let all = facts.values(Field::Cites).map(str::to_owned);
            cited.entry(id.to_owned()).or_default().extend(all);
        }
    }
    let mut n_found = 0;
    for line in &lines {
        // A word of the texts may be one of the language.
        let Ok(query) = Query::parse(line) else {
            continue;
        };
        let matcher = Matcher::new(&query, cited.clone());
        let scanned = cables
            .iter()
            .filter(|(_, cable)| matcher.find(cable).is_some());
        let scanned: BTreeSet<String> = scanned.map(|(name, _)| name.clone()).collect();
        let found = snapshot.find(&query).unwrap();
        let rows = found.iter().map(|address| snapshot.row(address).unwrap());
        let indexed: BTreeSet<String> = rows
            .map(|row| format!("{:?}", row.place.unwrap()))
            .collect();
        assert_eq!(indexed, scanned, "{line}");
        n_found += scanned.len();
    }
    assert!(n_found > 1_000, "{n_found} found");
}

#[test]
fn what_changes_is_followed() {
    let folder = Folder::new("changes");
    folder.write("a.txt", "ONE", "The harbor.");
    folder.write("b.txt", "TWO", "The ferry.");
    folder.write("c.txt", "THREE", "The lamp.");
    let index = folder.index();
    assert!(index.is_fresh());
    let snapshot = index.snapshot().unwrap();
    assert_eq!(subjects(&snapshot, "the"), ["ONE", "THREE", "TWO"]);

    folder.write("b.txt", "TWO AGAIN", "The harbor, once more.");
    fs::remove_file(folder.cables().join("c.txt")).unwrap();
    folder.write("d.txt", "FOUR", "The lamp and the harbor.");
    assert!(!index.is_fresh());
    // What was opened before sees what was there before.
    assert_eq!(subjects(&snapshot, "lamp"), ["THREE"]);
    let report = index.refresh(&mut |_| true).unwrap();
    assert_eq!(
        (report.taken.n_cables, report.n_same, report.n_dropped),
        (2, 1, 2)
    );
    let snapshot = index.snapshot().unwrap();
    assert_eq!(subjects(&snapshot, "harbor"), ["FOUR", "ONE", "TWO AGAIN"]);
    assert_eq!(subjects(&snapshot, "lamp"), ["FOUR"]);
    assert_eq!(subjects(&snapshot, "ferry"), [""; 0]);
    assert_eq!(snapshot.n_cables(), 3);

    // Nothing to do is nothing done, also in another run.
    let again = Index::open(&folder.cache(), &[folder.cables()], &Limits::default()).unwrap();
    let report = again.refresh(&mut |_| true).unwrap();
    assert_eq!(
        (report.taken.n_cables, report.n_same, report.n_dropped),
        (0, 3, 0)
    );
    // Other limits read other texts.
    let any_bytes = Limits {
        any_bytes: true,
        ..Limits::default()
    };
    assert!(Index::open(&folder.cache(), &[folder.cables()], &any_bytes).is_none());
}

#[cfg(unix)]
#[test]
fn its_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new("private");
    folder.write("a", "LAMPS", "Lamps were lit.");
    folder.index();
    // What comes with a later change as well.
    folder.write("b", "GOATS", "They were counted.");
    let index = folder.index();
    assert_eq!(subjects(&index.snapshot().unwrap(), "counted"), ["GOATS"]);
    let mut left = vec![folder.cache()];
    let mut n_files = 0;
    while let Some(at) = left.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
            if path.is_dir() {
                left.push(path);
            } else {
                n_files += 1;
            }
        }
    }
    assert!(n_files > 5, "{n_files}");
}

#[test]
fn what_is_stopped_leaves_the_index_as_it_was() {
    let folder = Folder::new("stopped");
    folder.write("a.txt", "ONE", "The harbor.");
    let index = folder.index();
    for nth in 0..400 {
        folder.write(&format!("b{nth}.txt"), "MORE", "The harbor.");
    }
    let pieces = || -> BTreeSet<PathBuf> {
        let folder = Index::folder(&folder.cache(), &[folder.cables()]);
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    };
    let before = pieces();
    for _ in 0..2 {
        let stopped = index.refresh(&mut |_| false);
        assert!(matches!(stopped, Err(Error::Stopped)), "{stopped:?}");
        assert_eq!(pieces(), before, "what was begun takes no room");
        assert_eq!(index.snapshot().unwrap().n_cables(), 1);
    }
    index.refresh(&mut |_| true).unwrap();
    assert_eq!(index.snapshot().unwrap().n_cables(), 401);
}

#[test]
fn a_damaged_index_is_not_used() {
    let folder = Folder::new("damaged");
    folder.write("a.txt", "ONE", "The harbor.");
    folder.write("b.txt", "TWO", "The ferry.");
    let whole = folder.index();
    drop(whole);
    let place = Index::folder(&folder.cache(), &[folder.cables()]);
    let files: Vec<PathBuf> = fs::read_dir(&place)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let open = || Index::open(&folder.cache(), &[folder.cables()], &Limits::default());
    let mut n_refused = 0;
    for file in &files {
        let bytes = fs::read(file).unwrap();
        for at in [
            0,
            bytes.len() / 3,
            bytes.len() / 2,
            bytes.len().saturating_sub(1),
        ] {
            let mut damaged = bytes.clone();
            let Some(byte) = damaged.get_mut(at) else {
                continue;
            };
            *byte ^= 0x55;
            fs::write(file, &damaged).unwrap();
            match open() {
                None => n_refused += 1,
                // Only what nothing hangs on may be other than it was.
                Some(index) => {
                    let snapshot = index.snapshot().unwrap();
                    assert_eq!(subjects(&snapshot, "harbor"), ["ONE"], "{}", file.display());
                }
            }
        }
        // Cut short, and gone.
        fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
        let _ = open();
        fs::remove_file(file).unwrap();
        let _ = open();
        fs::write(file, &bytes).unwrap();
    }
    assert!(n_refused > 8, "{n_refused}");
    // It is made anew.
    fs::write(place.join("meta.json"), b"{}").unwrap();
    assert!(open().is_none());
    let index = folder.index();
    assert_eq!(subjects(&index.snapshot().unwrap(), "ferry"), ["TWO"]);
    assert!(open().is_some());
}

#[test]
fn one_program_writes_at_a_time() {
    let folder = Folder::new("busy");
    folder.write("a.txt", "ONE", "The harbor.");
    let index = folder.index();
    folder.write("b.txt", "TWO", "The ferry.");
    let lock = Index::folder(&folder.cache(), &[folder.cables()]).join(".tantivy-writer.lock");
    let lock = fs::File::options().write(true).open(lock).unwrap();
    lock.lock().unwrap();
    let error = index.refresh(&mut |_| true).unwrap_err();
    assert_eq!(error.to_string(), "indexing: another reftel is at it");
    let any_bytes = Limits {
        any_bytes: true,
        ..Limits::default()
    };
    assert!(Index::create(&folder.cache(), &[folder.cables()], &any_bytes).is_err());
    lock.unlock().unwrap();
    index.refresh(&mut |_| true).unwrap();
    assert_eq!(index.snapshot().unwrap().n_cables(), 2);
}

#[test]
fn two_programs_may_begin_it_at_once() {
    let folder = Folder::new("begun");
    folder.write("a.txt", "ONE", "The harbor.");
    for _ in 0..20 {
        let cache = folder.cache();
        let _ = fs::remove_dir_all(&cache);
        let cables = [folder.cables()];
        let begin = || Index::create(&cache, &cables, &Limits::default()).map(drop);
        std::thread::scope(|scope| {
            let both = [scope.spawn(begin), scope.spawn(begin)];
            for begun in both {
                begun.join().unwrap().unwrap();
            }
        });
        folder.index();
    }
}

#[test]
fn values_are_counted() {
    let folder = Folder::new("counts");
    let (paths, cables) = corpus();
    let index = Index::create(&folder.cache(), &paths, &Limits::default()).unwrap();
    index.refresh(&mut |_| true).unwrap();
    let snapshot = index.snapshot().unwrap();
    let found = snapshot.find(&Query::parse("the").unwrap()).unwrap();
    for field in [Field::Class, Field::Date, Field::Family, Field::Post] {
        let counts = snapshot.counts(&found, field).unwrap();
        let n_cables: usize = counts.iter().map(|counted| counted.n_cables).sum();
        assert_eq!(n_cables, found.n_cables(), "{field:?}");
        for counted in counts.iter().take(20) {
            let Some(value) = &counted.value else {
                continue;
            };
            let name = if field == Field::Date {
                "date"
            } else {
                field.name()
            };
            let narrowed = Query::parse(&format!("the {name}:{value}")).unwrap();
            let narrowed = snapshot.find(&narrowed).unwrap();
            assert_eq!(narrowed.n_cables(), counted.n_cables, "{name}:{value}");
        }
    }
    assert!(cables.len() > found.n_cables());
}

#[test]
fn the_same_paths_have_one_index() {
    let cache = Path::new("/nowhere");
    let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
    let one = Index::folder(cache, &paths(&["tests", "src"]));
    assert_eq!(
        one,
        Index::folder(cache, &paths(&["./src", "tests/", "tests"]))
    );
    assert_ne!(one, Index::folder(cache, &paths(&["src"])));
}

#[test]
fn sections_in_several_files_stay_together() {
    let folder = Folder::new("sections");
    let write = |nth: u32, text: &str| {
        let cable = format!(
            "R 031200Z MAR 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
             UNCLAS SECTION 0{nth} OF 03 NORTHHAVEN 000088\n\nSUBJECT: DUES\n\n{nth}. (U) {text}\n"
        );
        fs::write(folder.cables().join(format!("{nth}.txt")), cable).unwrap();
    };
    let found = |index: &Index, line: &str| subjects(&index.snapshot().unwrap(), line).len();
    write(1, "The harbor.");
    write(2, "The ferry.");
    let index = folder.index();
    assert_eq!(
        (found(&index, "the"), found(&index, "harbor ferry")),
        (1, 1)
    );
    // One of them changes, one more comes, one goes.
    write(2, "The ferry and the lamp.");
    index.refresh(&mut |_| true).unwrap();
    assert_eq!((found(&index, "the"), found(&index, "harbor lamp")), (1, 1));
    write(3, "The buoy.");
    let report = index.refresh(&mut |_| true).unwrap();
    assert_eq!(
        (found(&index, "the"), found(&index, "harbor lamp buoy")),
        (1, 1)
    );
    assert_eq!((report.taken.n_cables, report.taken.of_files), (1, 3));
    // Stopped where the files that hold the others are to be read again too.
    write(3, "The buoy and the bell.");
    let stopped = index.refresh(&mut |_| false);
    assert!(matches!(stopped, Err(Error::Stopped)), "{stopped:?}");
    assert_eq!((found(&index, "buoy"), found(&index, "bell")), (1, 0));
    fs::remove_file(folder.cables().join("1.txt")).unwrap();
    index.refresh(&mut |_| true).unwrap();
    assert_eq!(
        (found(&index, "harbor"), found(&index, "lamp bell")),
        (0, 1)
    );
    assert!(index.is_fresh());
    // What is taken in twice, for the files that were there, fails once.
    write(1, "The harbor again.");
    fs::write(folder.cables().join("broken.zip"), b"PK\x03\x04broken").unwrap();
    let report = index.refresh(&mut |_| true).unwrap();
    assert_eq!(report.errors.len(), 1, "{:?}", report.errors);
    assert_eq!(found(&index, "harbor lamp bell"), 1);
}

#[test]
fn what_stands_before_the_damage_of_an_archive_is_read_by_its_place() {
    let folder = Folder::new("cut");
    let mut archive = tar::Builder::new(Vec::new());
    for (name, text) in [("a.txt", "The harbor."), ("b.txt", "The ferry.")] {
        let cable = format!(
            "R 031200Z MAR 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
             UNCLAS NORTHHAVEN 000088\n\nSUBJECT: DUES\n\n1. (U) {text}\n"
        );
        let mut header = tar::Header::new_gnu();
        header.set_size(cable.len() as u64);
        header.set_mode(0o600);
        archive
            .append_data(&mut header, name, cable.as_bytes())
            .unwrap();
    }
    let mut bytes = archive.into_inner().unwrap();
    // In the header of the second: each member begins anew after 512 bytes.
    bytes.truncate(2 * 512 + 100);
    fs::write(folder.cables().join("cut.tar"), bytes).unwrap();
    let index = folder.index();
    let places = places(&index);
    let [(_, Some(place))] = places.as_slice() else {
        panic!("{places:?}");
    };
    let library = Library::empty(&Limits::default());
    let entry = library.put(place).unwrap();
    let document = library.document(entry).unwrap();
    assert!(String::from_utf8_lossy(&document.bytes).contains("The harbor."));
}

#[test]
fn what_a_killed_program_left_is_swept_away() {
    let folder = Folder::new("swept");
    folder.write("a.txt", "ONE", "The harbor.");
    folder.write("b.txt", "TWO", "The ferry.");
    let index = folder.index();
    let place = Index::folder(&folder.cache(), &[folder.cables()]);
    let names = fs::read_dir(&place)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    let piece = names
        .iter()
        .find_map(|name| name.strip_suffix(".idx"))
        .unwrap();
    // Pieces that no commit has named, and deletions that would have come next.
    let mut left = vec![
        format!("{}.idx", "0".repeat(32)),
        format!("{}.7.del", "f".repeat(32)),
    ];
    left.extend((0..200).map(|nth| format!("{piece}.{nth}.del")));
    for name in &left {
        fs::write(place.join(name), b"half").unwrap();
    }
    fs::remove_file(folder.cables().join("b.txt")).unwrap();
    folder.write("c.txt", "THREE", "The lamp.");
    index.refresh(&mut |_| true).unwrap();
    assert_eq!(
        subjects(&index.snapshot().unwrap(), "the"),
        ["ONE", "THREE"]
    );
    let n_left = left.iter().filter(|name| place.join(name).exists()).count();
    // One of them has the name of what was deleted now.
    assert!(n_left <= 1, "{n_left}");
}

/// What an index knows, counting what it is asked for and tells.
struct Counting {
    known: KnownFiles,
    n_told: Arc<AtomicUsize>,
}

impl Kept for Counting {
    fn telegrams(&self, file: &OnDisk) -> Option<Vec<(Place, Brief)>> {
        let told = self.known.telegrams(file)?;
        self.n_told.fetch_add(told.len(), Ordering::Relaxed);
        Some(told)
    }
}

/// What is told while `paths` are taken in, by an index where there is one: the
/// entries, what else is said, where everything stands, and how much of it the
/// index told.
fn list(
    paths: &[PathBuf],
    index: Option<&Index>,
) -> (Vec<Found<Brief>>, Vec<String>, Vec<Place>, usize) {
    let kept: Arc<OnceLock<Box<dyn Kept>>> = Arc::default();
    let n_told = Arc::new(AtomicUsize::new(0));
    if let Some(index) = index {
        let known = index.known_files().unwrap();
        let n_told = Arc::clone(&n_told);
        assert!(kept.set(Box::new(Counting { known, n_told })).is_ok());
    }
    let (library, intake) = Library::begin(paths, &Limits::default());
    let (mut told, mut said) = (Vec::new(), Vec::new());
    intake.listing().keeping(&kept).run(&mut |news| match news {
        News::Entries(_, found) => told.extend(found),
        News::Joined(entry_idx, name) => {
            told[entry_idx] = Found {
                name,
                told: None,
                may_grow: false,
            };
        }
        News::Lies(..) => panic!("{news:?}"),
        News::Failed(error) => said.push(error.to_string()),
        News::Noted(notice) => said.push(notice.to_string()),
    });
    for (entry_idx, found) in told.iter_mut().enumerate() {
        let read = || library.document(entry_idx).unwrap().brief();
        found.told.get_or_insert_with(read);
    }
    let places = (0..library.len()).map(|entry_idx| library.place(entry_idx).unwrap());
    let places = places.collect();
    (told, said, places, n_told.load(Ordering::Relaxed))
}

#[test]
fn a_list_by_the_index_is_that_of_a_scan() {
    let folder = Folder::new("list");
    let (paths, _) = corpus();
    let index = Index::create(&folder.cache(), &paths, &Limits::default()).unwrap();
    index.refresh(&mut |_| true).unwrap();
    let (scanned, told) = (list(&paths, None), list(&paths, Some(&index)));
    assert!(scanned.0.iter().zip(&told.0).all(|(a, b)| a == b));
    assert_eq!(scanned.0.len(), told.0.len());
    assert_eq!(scanned.1, told.1);
    assert_eq!(scanned.2, told.2);
    // Most of it needs no second look: what is packed, joined, damaged or in a
    // volume does.
    assert!(told.3 * 2 > told.0.len(), "{} of {}", told.3, told.0.len());
    assert_eq!(scanned.3, 0);
    // A file alone, too.
    let alone: Vec<PathBuf> = paths
        .iter()
        .map(|path| fs::read_dir(path).unwrap())
        .flat_map(|files| files.map(|file| file.unwrap().path()))
        .filter(|path| path.is_file())
        .take(20)
        .collect();
    let told = list(&alone, Some(&index));
    assert_eq!(list(&alone, None).0, told.0);
    assert!(told.3 > 0);
}

#[test]
fn a_list_by_the_index_shows_files_as_they_are_now() {
    let folder = Folder::new("list-now");
    for (name, subject) in [("a", "HARBOR"), ("b", "LAMPS"), ("c", "SALT")] {
        folder.write(name, subject, "Talks.");
    }
    let index = folder.index();
    folder.write("b", "BOATS", "Talks went on.");
    fs::remove_file(folder.cables().join("c")).unwrap();
    folder.write("d", "ROPES", "Talks.");
    let (found, _, _, n_told) = list(&[folder.cables()], Some(&index));
    let subjects = found.into_iter().map(|found| found.told.unwrap().subject);
    assert_eq!(subjects.collect::<Vec<_>>(), ["HARBOR", "BOATS", "ROPES"]);
    assert_eq!(n_told, 1);
}

#[cfg(unix)]
#[test]
fn a_file_whose_time_was_set_back_is_looked_through() {
    let folder = Folder::new("list-back");
    for (name, subject) in [("a", "HARBOR"), ("b", "TARIFF")] {
        folder.write(name, subject, "Talks.");
    }
    let index = folder.index();
    let path = folder.cables().join("b");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    folder.write("b", "LAWYER", "Talks.");
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(time).unwrap();
    let (found, _, _, n_told) = list(&[folder.cables()], Some(&index));
    assert_eq!(found[1].told.as_ref().unwrap().subject, "LAWYER");
    assert_eq!(n_told, 1);
    assert!(!index.is_fresh());
}

#[cfg(unix)]
#[test]
fn a_folder_by_another_name_is_listed_by_its_index() {
    let folder = Folder::new("list-names");
    folder.write("a", "HARBOR", "Talks.");
    folder.write("b", "LAMPS", "Talks.");
    let index = folder.index();
    let link = folder.0.join("link");
    std::os::unix::fs::symlink(folder.cables(), &link).unwrap();
    let around = folder.0.join("cables/../link");
    for path in [link, around] {
        let (found, _, places, n_told) = list(std::slice::from_ref(&path), Some(&index));
        assert_eq!(n_told, 2, "{path:?}");
        // What is shown is as it was given.
        assert_eq!(PathBuf::from(&found[0].name), path.join("a"));
        assert_eq!(places, list(std::slice::from_ref(&path), None).2);
    }
}

/// Where everything stands that a list has, by its address.
fn places(index: &Index) -> Vec<(Address, Option<Place>)> {
    let snapshot = index.snapshot().unwrap();
    let mut places = Vec::new();
    let list = index.list(&snapshot).unwrap();
    list.each_place(&mut |address, place| places.push((address, place)));
    places.sort_by_key(|(address, _)| *address);
    places
}

#[test]
fn a_list_has_every_telegram_of_the_index() {
    let folder = Folder::new("list-all");
    let (paths, _) = corpus();
    let index = Index::create(&folder.cache(), &paths, &Limits::default()).unwrap();
    index.refresh(&mut |_| true).unwrap();
    let snapshot = index.snapshot().unwrap();
    let all = snapshot.all();
    let rows = all.iter().map(|it| (it, snapshot.row(it).unwrap().place));
    assert_eq!(places(&index), rows.collect::<Vec<_>>());
}

#[test]
fn a_list_that_does_not_fit_is_made_anew() {
    let folder = Folder::new("list-anew");
    for (name, subject) in [("a", "HARBOR"), ("b", "LAMPS"), ("c", "SALT")] {
        folder.write(name, subject, "Talks.");
    }
    let index = folder.index();
    let path = Index::folder(&folder.cache(), &[folder.cables()]).join("list");
    let n_told = || list(&[folder.cables()], Some(&index)).3;
    let whole = fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(3) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x11;
        fs::write(&path, &damaged).unwrap();
        assert_eq!(n_told(), 3, "{at}");
        assert_eq!(fs::read(&path).unwrap(), whole);
        fs::write(&path, &whole[..at]).unwrap();
        assert_eq!(n_told(), 3, "{at}");
    }
    // A program was killed before it had put it there, another while it wrote.
    fs::remove_file(&path).unwrap();
    let left_over = path.with_file_name("list.new-1");
    fs::write(&left_over, &whole[..9]).unwrap();
    index.refresh(&mut |_| true).unwrap();
    assert_eq!(fs::read(&path).unwrap(), whole);
    // It is that of the index as it was.
    folder.write("d", "BOATS", "Talks.");
    fs::remove_file(folder.cables().join("a")).unwrap();
    index.refresh(&mut |_| true).unwrap();
    assert!(!left_over.exists());
    let now = places(&index);
    assert_eq!(now.len(), 3);
    fs::write(&path, &whole).unwrap();
    assert_eq!(places(&index), now);
    assert_ne!(fs::read(&path).unwrap(), whole);
    assert_eq!(n_told(), 3);
}

#[test]
fn a_list_made_of_the_one_before_is_that_of_the_index_alone() {
    let folder = Folder::new("list-follows");
    let index = Index::create(&folder.cache(), &[folder.cables()], &Limits::default()).unwrap();
    let path = Index::folder(&folder.cache(), &[folder.cables()]).join("list");
    let telegram = |banner: &str| {
        format!(
            "R 031200Z MAR 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
             UNCLAS {banner}\n\nSUBJECT: DUES\n\n1. (U) Talks.\n"
        )
    };
    let section = |nth: usize, serial: usize| {
        telegram(&format!("SECTION 0{nth} OF 03 NORTHHAVEN {serial:06}"))
    };
    fs::create_dir_all(folder.cables().join("b/c")).unwrap();
    let mut n_changed = 0;
    // More pieces than are left beside each other, so that some are joined.
    for round in 0..16 {
        for nth in 0..3 {
            let name = format!("{}{:03}", ["", "b/", "b/c/"][nth], (round * 7 + nth) % 60);
            folder.write(&name, &format!("HARBOR {round}"), "Talks.");
        }
        // A file of several telegrams, and one of which sections stand in others.
        let one = |nth: usize| telegram(&format!("NORTHHAVEN {:06}", 500 + 2 * round + nth));
        let two = one(0) + "\nNNNN\n\n" + &one(1);
        if round % 4 == 1 {
            fs::write(folder.cables().join(format!("two{round}")), two).unwrap();
        }
        if round % 3 == 0 {
            let (serial, nth) = (round / 9, round / 3 % 3 + 1);
            let name = format!("b/s{serial}-{nth}");
            fs::write(folder.cables().join(name), section(nth, serial)).unwrap();
        }
        if round % 5 == 4 {
            let some = fs::read_dir(folder.cables()).unwrap().flatten();
            let some = some.map(|entry| entry.path()).find(|path| path.is_file());
            fs::remove_file(some.unwrap()).unwrap();
            let _ = fs::remove_file(folder.cables().join(format!("b/s{}-1", round / 9)));
        }
        let before = fs::read(&path).ok();
        index.refresh(&mut |_| true).unwrap();
        let after = fs::read(&path).unwrap();
        n_changed += usize::from(before.as_ref() != Some(&after));
        fs::remove_file(&path).unwrap();
        let alone = places(&index);
        assert!(fs::read(&path).unwrap() == after, "round {round}");
        // An older one is followed as well.
        if let Some(before) = before {
            fs::write(&path, before).unwrap();
            assert_eq!(places(&index), alone);
            assert!(fs::read(&path).unwrap() == after, "round {round}, older");
        }
    }
    assert_eq!(n_changed, 16);
    // All sorts of places were among them.
    let all = places(&index);
    let has = |is_so: fn(&Place) -> bool| all.iter().filter_map(|(_, it)| it.as_ref()).any(is_so);
    assert!(has(|place| matches!(place, Place::Arguments(_))));
    assert!(has(|place| matches!(place, Place::Plain { nth: 2, .. })));
}
