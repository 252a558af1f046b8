//! What happens to the files of folders that are open, as the system tells it.
//!
//! A thread waits for that without a timeout, so nothing is done while nothing
//! happens. What it hears is noted, each path once and not more than so many
//! of them; whoever is told that there is something takes it when it suits
//! them, and hears nothing more until then.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::Metadata;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::walk::Kind;
use super::{Error, Why, source};

/// Paths that are noted. Of more it is only known that there were.
const MOST: usize = 4096;

/// Files and folders to which something has happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stirred {
    /// Which, below the folders as they were given.
    pub paths: BTreeSet<PathBuf>,
    /// Whether there were more than are noted.
    pub is_more: bool,
    /// Whether something has happened that the system did not tell of.
    pub is_lost: bool,
}

/// Watches folders, until it is dropped.
#[derive(Debug)]
pub struct FolderWatch {
    noted: Arc<Mutex<Noted>>,
    // What it is for is what it does until it is dropped.
    _watcher: RecommendedWatcher,
}

#[derive(Debug, Default)]
struct Noted {
    stirred: Stirred,
    /// Whether it was told that there is something.
    is_told: bool,
}

/// A folder that is watched: as it was given, and what paths below it may
/// begin with when they are told of.
struct Root {
    given: PathBuf,
    /// Where that leads, if it is a link.
    real: PathBuf,
    told: Vec<PathBuf>,
}

impl FolderWatch {
    /// Watches the folders among `paths`, and calls `tell` once something has
    /// happened in one of them; not again before that is [taken](FolderWatch::take).
    /// Nothing if there is none. What cannot be watched is told beside.
    ///
    /// They were listed from the time `since` on: what has come into them
    /// before they were watched is told of as well.
    pub fn new<P: AsRef<OsStr>>(
        paths: &[P],
        since: SystemTime,
        tell: impl Fn() + Clone + Send + 'static,
    ) -> (Option<FolderWatch>, Vec<Error>) {
        let paths = paths.iter().map(|path| Path::new(path.as_ref()));
        let roots: Vec<Root> = paths.filter_map(Root::new).collect();
        let folder = |root: &Root| (root.given.clone(), root.real.clone());
        let folders: Vec<(PathBuf, PathBuf)> = roots.iter().map(folder).collect();
        let Some((first, _)) = folders.first() else {
            return (None, Vec::new());
        };
        let noted: Arc<Mutex<Noted>> = Arc::default();
        let noting = Arc::clone(&noted);
        let telling = tell.clone();
        let heard = move |event| {
            if note(&noting, &roots, event) {
                telling();
            }
        };
        // Links lead out of the folder, perhaps to all there is; what lies there
        // is not taken in either.
        let config = Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(heard, config);
        let mut watcher = match watcher {
            Ok(watcher) => watcher,
            Err(error) => return (None, vec![Error::reading(first.as_os_str(), why(error))]),
        };
        let mut errors = Vec::new();
        let mut n_watched = 0;
        let mut watch = |folder: &Path| watcher.watch(folder, RecursiveMode::Recursive);
        for (folder, real) in &folders {
            n_watched += watch_below(&mut watch, folder, real, &mut errors);
        }
        let watch = FolderWatch {
            noted,
            _watcher: watcher,
        };
        if n_watched == 0 {
            return (None, errors);
        }
        let given = folders.iter().map(|(given, _)| given);
        let missed = given.flat_map(|folder| come(folder, since));
        if held(&watch.noted).add(missed) {
            tell();
        }
        (Some(watch), errors)
    }

    /// Whether it was told that something has happened, and nobody took it yet.
    #[must_use]
    pub fn has_told(&self) -> bool {
        held(&self.noted).is_told
    }

    /// Takes what has happened.
    #[must_use]
    pub fn take(&self) -> Stirred {
        let mut noted = held(&self.noted);
        noted.is_told = false;
        std::mem::take(&mut noted.stirred)
    }
}

impl Root {
    /// The folder at a path, if there is one.
    fn new(path: &Path) -> Option<Root> {
        // All there is is not opened either.
        if !path.is_dir() || source::is_root(path) {
            return None;
        }
        let absolute = std::path::absolute(path).ok();
        let real = path.canonicalize().ok();
        Some(Root {
            given: path.to_owned(),
            real: real.clone().unwrap_or_else(|| path.to_owned()),
            told: absolute.into_iter().chain(real).collect(),
        })
    }

    /// A path below it as if it had been found there. Nothing if it is not
    /// below it, or would be passed over.
    fn below(&self, path: &Path) -> Option<PathBuf> {
        let mut told = self.told.iter();
        let rest = told.find_map(|root| path.strip_prefix(root).ok())?;
        let is_hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
        (!rest.components().any(is_hidden)).then(|| self.given.join(rest))
    }
}

/// Watches a folder and those below it, but for those that cannot be, which are
/// named below `given` as the folder was; how many could.
///
/// Asked for a folder with all below it, the system's watch ends at the first
/// that may not be read. So the folders in one that failed are asked for one by
/// one: the folder itself is watched by then if it can be, as is what comes into
/// it later.
fn watch_below(
    watch: &mut dyn FnMut(&Path) -> notify::Result<()>,
    given: &Path,
    real: &Path,
    errors: &mut Vec<Error>,
) -> usize {
    let mut n_watched = 0;
    let mut left = vec![real.to_owned()];
    while let Some(folder) = left.pop() {
        let Err(error) = watch(&folder) else {
            n_watched += 1;
            continue;
        };
        if matches!(error.kind, ErrorKind::PathNotFound) && folder != real {
            // It has gone meanwhile.
            continue;
        }
        let is_full = matches!(error.kind, ErrorKind::MaxFilesWatch);
        if !is_full && error.paths.first().is_some_and(|path| *path != folder) {
            n_watched += 1;
            let below = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            let below = below.filter(|entry| {
                let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
                !is_hidden && entry.file_type().is_ok_and(|it| it.is_dir())
            });
            left.extend(below.map(|entry| entry.path()));
            continue;
        }
        // Joined to nothing, a path would end with a separator.
        let rest = folder.strip_prefix(real).ok();
        let rest = rest.filter(|rest| !rest.as_os_str().is_empty());
        let named = rest.map_or_else(|| given.to_owned(), |rest| given.join(rest));
        errors.push(Error::reading(named.as_os_str(), why(error)));
        if is_full {
            break;
        }
    }
    n_watched
}

/// The files of a folder and of those below it that have come since a time. Only
/// folders are asked whose names have changed since then: that a file was
/// written to meanwhile none of them says, nor which one has gone.
fn come(folder: &Path, since: SystemTime) -> Vec<PathBuf> {
    /// The coarsest times that file systems keep (FAT).
    const COARSEST: Duration = Duration::from_secs(2);
    /// How far the clock of files may lie behind that of programs.
    const TICK: Duration = Duration::from_millis(10);
    let earlier = |by: Duration| since.checked_sub(by).unwrap_or(since);
    let has_changed = |path: &Path| {
        let changed = std::fs::metadata(path).and_then(|of| of.modified());
        changed.is_ok_and(|changed| changed >= earlier(COARSEST))
    };
    let below = source::folder(folder).into_iter().flatten().flatten();
    let below = below.filter(|seen| seen.kind == Kind::Folder);
    let all = std::iter::once(folder.to_owned()).chain(below.map(|seen| seen.path));
    let changed = all.filter(|path| has_changed(path));
    let entries = changed.filter_map(|path| std::fs::read_dir(path).ok());
    let files = entries.flatten().flatten().filter(|entry| {
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let has_come = |of: &Metadata| of.is_file() && named(of) >= Some(earlier(TICK));
        !is_hidden && entry.metadata().is_ok_and(|of| has_come(&of))
    });
    files.map(|entry| entry.path()).collect()
}

/// When a file got its name or was written to, whichever is later.
#[cfg(unix)]
fn named(of: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt as _;

    let seconds = u64::try_from(of.ctime()).ok()?;
    let rest = u32::try_from(of.ctime_nsec()).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, rest))
}

/// When a file was written to.
#[cfg(not(unix))]
fn named(of: &Metadata) -> Option<SystemTime> {
    of.modified().ok()
}

impl Noted {
    /// Notes paths; whether they are to be told of.
    fn add(&mut self, paths: impl IntoIterator<Item = PathBuf>) -> bool {
        let mut has_any = false;
        for path in paths {
            has_any = true;
            if self.stirred.paths.len() < MOST {
                self.stirred.paths.insert(path);
            } else {
                self.stirred.is_more |= !self.stirred.paths.contains(&path);
            }
        }
        (has_any || self.stirred.is_lost) && !std::mem::replace(&mut self.is_told, true)
    }
}

fn held(noted: &Mutex<Noted>) -> MutexGuard<'_, Noted> {
    noted.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Notes an event; whether it is to be told of.
fn note(noted: &Mutex<Noted>, roots: &[Root], event: notify::Result<notify::Event>) -> bool {
    // One that is an error is about what is not told of.
    let (paths, is_lost) = match event {
        Ok(event) if event.need_rescan() => (Vec::new(), true),
        Ok(event) if may_change(event.kind) => (event.paths, false),
        Ok(_) => return false,
        Err(_) => (Vec::new(), true),
    };
    let below = |path: &PathBuf| roots.iter().find_map(|root| root.below(path));
    let mut noted = held(noted);
    noted.stirred.is_lost |= is_lost;
    noted.add(paths.iter().filter_map(below))
}

/// Whether something else may be read after this. That a file was opened or
/// read is told as well, also of those that are read here.
fn may_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => false,
        // Where its end is told of, each piece that is written is not looked at.
        EventKind::Modify(ModifyKind::Data(_)) => !cfg!(target_os = "linux"),
        _ => true,
    }
}

fn why(error: notify::Error) -> Why {
    match error.kind {
        ErrorKind::Io(error) => Why::System(error),
        ErrorKind::MaxFilesWatch => Why::Watches,
        _ => Why::Unwatched(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, Receiver};
    use std::time::Duration;
    use std::{fs, io};

    use super::*;

    /// A folder that is watched.
    struct Watched(PathBuf, FolderWatch, Receiver<()>);

    impl Watched {
        fn new(test: &str) -> Watched {
            let name = format!("reftel-watch-{test}-{}", std::process::id());
            let path = std::env::temp_dir().join(name);
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(path.join("below")).unwrap();
            let (sender, receiver) = mpsc::channel();
            let later = SystemTime::now() + Duration::from_secs(60);
            let (watch, errors) = FolderWatch::new(&[&path], later, move || {
                let _ = sender.send(());
            });
            assert!(errors.is_empty(), "{errors:?}");
            Watched(path, watch.unwrap(), receiver)
        }

        /// Waits until all of these were heard of; gives all that was.
        fn heard(&self, names: &[&str]) -> BTreeSet<PathBuf> {
            let mut heard = BTreeSet::new();
            let wanted: Vec<PathBuf> = names.iter().map(|name| self.0.join(name)).collect();
            while !wanted.iter().all(|path| heard.contains(path)) {
                let told = self.2.recv_timeout(Duration::from_secs(20));
                told.unwrap_or_else(|_| panic!("{names:?} of {heard:?}"));
                heard.extend(self.1.take().paths);
            }
            heard
        }
    }

    impl Drop for Watched {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn what_came_before_it_was_watched_is_told_of() {
        let folder = Watched::new("before");
        let began = SystemTime::now();
        fs::write(folder.0.join("below/a.txt"), "1").unwrap();
        let (sender, receiver) = mpsc::channel();
        let tell = move || {
            let _ = sender.send(());
        };
        let (watch, _) = FolderWatch::new(&[&folder.0], began, tell);
        receiver.recv_timeout(Duration::from_secs(20)).unwrap();
        let stirred = watch.unwrap().take();
        let path = folder.0.join("below/a.txt");
        assert_eq!(stirred.paths, BTreeSet::from([path]));
        // What was there before is not.
        let later = SystemTime::now() + Duration::from_secs(1);
        assert!(come(&folder.0, later).is_empty());
    }

    #[test]
    fn what_comes_changes_and_goes_is_told_and_what_is_read_is_not() {
        let folder = Watched::new("told");
        let write = |name: &str, text: &str| fs::write(folder.0.join(name), text);
        assert!(!folder.1.has_told());
        write("below/a.txt", "1").unwrap();
        folder.2.recv_timeout(Duration::from_secs(20)).unwrap();
        assert!(folder.1.has_told());
        assert!(
            folder
                .1
                .take()
                .paths
                .contains(&folder.0.join("below/a.txt"))
        );
        write("below/a.txt", "2").unwrap();
        folder.heard(&["below/a.txt"]);
        // What is hidden is passed over, what is read no change.
        fs::read(folder.0.join("below/a.txt")).unwrap();
        write(".hidden", "1").unwrap();
        fs::rename(folder.0.join("below/a.txt"), folder.0.join("b.txt")).unwrap();
        let heard = folder.heard(&["below/a.txt", "b.txt"]);
        assert_eq!(heard.len(), 2, "{heard:?}");
        fs::remove_file(folder.0.join("b.txt")).unwrap();
        folder.heard(&["b.txt"]);
        // Files of a folder that has come are heard of too.
        fs::create_dir(folder.0.join("new")).unwrap();
        folder.heard(&["new"]);
        // It is watched a moment after it was told of: who looks into it then
        // finds what has come meanwhile.
        let path = folder.0.join("new/c.txt");
        let is_heard = (0..200).any(|_| {
            fs::write(&path, "1").unwrap();
            let told = folder.2.recv_timeout(Duration::from_millis(100));
            told.is_ok() && folder.1.take().paths.contains(&path)
        });
        assert!(is_heard);
    }

    #[test]
    fn a_folder_that_may_not_be_read_is_named_and_the_others_are_watched() {
        let folder = Watched::new("unreadable");
        for name in ["a/deep", "m/secret", "z", ".hidden"] {
            fs::create_dir_all(folder.0.join(name)).unwrap();
        }
        // As the system does it, whoever runs this: the first that may not be
        // read ends it.
        let denied = [folder.0.join("m/secret"), folder.0.join(".hidden")];
        let mut asked = Vec::new();
        let mut watch = |path: &Path| {
            asked.push(path.to_owned());
            match denied.iter().find(|denied| denied.starts_with(path)) {
                Some(denied) => {
                    let why = io::Error::from(io::ErrorKind::PermissionDenied);
                    Err(notify::Error::io(why).add_path(denied.clone()))
                }
                None => Ok(()),
            }
        };
        let mut errors = Vec::new();
        let given = Path::new("cables");
        assert!(watch_below(&mut watch, given, &folder.0, &mut errors) > 0);
        let named: Vec<&str> = errors.iter().map(Error::name).collect();
        assert_eq!(named, ["\"cables/m/secret\""]);
        asked.sort();
        let mut below = ["", "a", "below", "m", "m/secret", "z"].map(|name| folder.0.join(name));
        below.sort();
        assert_eq!(asked, below);
        // If it is the folder itself, or the system has no more, that is all.
        let mut watch = |path: &Path| {
            let error = notify::Error::new(ErrorKind::MaxFilesWatch);
            Err(error.add_path(path.join("a")))
        };
        let mut errors = Vec::new();
        assert_eq!(watch_below(&mut watch, given, &folder.0, &mut errors), 0);
        assert_eq!(errors.len(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn a_link_is_followed_to_the_folder_itself_and_no_further() {
        use std::os::unix::fs::symlink;

        let elsewhere = Watched::new("linked-to");
        let folder = Watched::new("linked");
        symlink(&elsewhere.0, folder.0.join("out")).unwrap();
        symlink(&folder.0, folder.0.join("below/loop")).unwrap();
        let link = elsewhere.0.join("in");
        symlink(&folder.0, &link).unwrap();
        let (sender, receiver) = mpsc::channel();
        let later = SystemTime::now() + Duration::from_secs(60);
        let (watch, errors) = FolderWatch::new(&[&link], later, move || {
            let _ = sender.send(());
        });
        assert!(errors.is_empty(), "{errors:?}");
        let linked = Watched(link.clone(), watch.unwrap(), receiver);
        fs::write(elsewhere.0.join("below/a.txt"), "1").unwrap();
        elsewhere.heard(&["below/a.txt"]);
        fs::write(folder.0.join("b.txt"), "1").unwrap();
        let heard = linked.heard(&["b.txt"]);
        assert_eq!(heard, BTreeSet::from([link.join("b.txt")]));
        // It must not be removed as a folder is.
        fs::remove_file(&link).unwrap();
    }

    #[test]
    fn paths_are_told_as_the_folder_was_given_and_not_without_end() {
        let root = Root {
            given: PathBuf::from("cables"),
            real: PathBuf::from("/data"),
            told: vec![PathBuf::from("/home/x/cables"), PathBuf::from("/data")],
        };
        let below = |path: &str| root.below(Path::new(path));
        assert_eq!(below("/home/x/cables/a/b"), Some("cables/a/b".into()));
        assert_eq!(below("/data/a"), Some("cables/a".into()));
        assert_eq!(below("/home/x/other"), None);
        assert_eq!(below("/data/.git/x"), None);
        let noted = Mutex::default();
        let event = |nth: usize| {
            let event = notify::Event::new(EventKind::Any);
            Ok(event.add_path(PathBuf::from(format!("/data/{nth}"))))
        };
        assert!(note(&noted, std::slice::from_ref(&root), event(0)));
        for nth in 0..2 * MOST {
            assert!(!note(&noted, std::slice::from_ref(&root), event(nth)));
        }
        let stirred = &held(&noted).stirred;
        assert_eq!((stirred.paths.len(), stirred.is_more), (MOST, true));
        assert!(!stirred.is_lost);
    }

    #[test]
    fn what_was_missed_is_told_as_such() {
        let noted = Mutex::default();
        let rescan = notify::Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        assert!(note(&noted, &[], Ok(rescan)));
        assert!(held(&noted).stirred.is_lost);
    }

    #[test]
    fn files_are_not_watched_and_what_cannot_be_is_told() {
        let (watch, errors) = FolderWatch::new(
            &["Cargo.toml", "no/such/folder", "-"],
            SystemTime::now(),
            || {},
        );
        assert!(watch.is_none() && errors.is_empty());
        let why_of = |kind| Error::reading(OsStr::new("x"), why(notify::Error::new(kind)));
        let words = why_of(ErrorKind::MaxFilesWatch).to_string();
        assert!(words.contains("watches"), "{words}");
        let io = ErrorKind::Io(io::ErrorKind::PermissionDenied.into());
        assert!(why_of(io).to_string().contains("permission"));
    }
}
