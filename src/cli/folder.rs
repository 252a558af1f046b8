//! Cables on disk, for tests.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::narrow::{Answers, Collection};
use crate::library::{Library, Limits};

/// A folder that is removed in the end, with room for cables and for their
/// index.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new(test: &str) -> Folder {
        let name = format!("reftel-cli-{test}-{}", std::process::id());
        let folder = Folder(std::env::temp_dir().join(name));
        let _ = fs::remove_dir_all(&folder.0);
        fs::create_dir_all(folder.cables()).unwrap();
        folder
    }

    pub(super) fn cables(&self) -> PathBuf {
        self.0.join("cables")
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        let cable = format!("SUBJECT: TALKS\n\n1. (C) {text}\n\n2. (U) Nothing else.\n");
        fs::write(self.cables().join(name), cable).unwrap();
    }

    /// What answers with an index, and what does without.
    pub(super) fn answers(&self, path: &Path) -> (Answers, Answers) {
        self.answers_of(&[path.as_os_str().to_owned()])
    }

    pub(super) fn answers_of(&self, paths: &[OsString]) -> (Answers, Answers) {
        let limits = Limits::default();
        let (library, _, _) = Library::open(paths, &limits);
        let at = |cache| Collection::at(cache, paths, &limits);
        let with = Some(at(self.0.join("cache")));
        (Answers::with(&library, with), Answers::with(&library, None))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
