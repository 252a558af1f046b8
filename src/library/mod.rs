//! What is open: the cables of files, folders, standard input, or the
//! collection that reftel brings along.
//!
//! Sources are opened read-only, looked at before they are read, and never
//! changed. Nothing here reaches a network.

mod builtin;
mod error;
mod format;
mod source;

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::cable::Cable;
use crate::parse;

pub(crate) use error::in_words;
pub use error::{Error, Why};

/// How much is read at most, and whether content matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one telegram.
    pub max_bytes: u64,
    /// Entries of one folder.
    pub max_entries: usize,
    /// Reads binary data as text.
    pub any_bytes: bool,
}

impl Default for Limits {
    /// 64 MiB a telegram, a million entries a folder, text only.
    fn default() -> Limits {
        Limits {
            max_bytes: 64 << 20,
            max_entries: 1_000_000,
            any_bytes: false,
        }
    }
}

/// The cables that are open, in the order they were named.
#[derive(Clone, Debug, Default)]
pub struct Library {
    entries: Vec<Entry>,
    left_out: Vec<LeftOut>,
    limits: Limits,
}

/// One cable of a library.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The path as given, or below the folder that was given; `-` for
    /// standard input. Bytes that are no UTF-8 stand as `\xNN`. For people
    /// and for JSON: it is not the way to the file, and it may hold control
    /// characters.
    pub name: String,
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    File(PathBuf),
    Memory(Arc<[u8]>),
    Builtin(&'static [u8]),
}

/// What a folder holds beside cables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The folder as given.
    pub folder: String,
    /// Files that are empty, binary, unreadable or no regular files.
    pub n_files: usize,
}

/// The bytes of one cable.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The name of its entry.
    pub name: &'a str,
    /// The bytes of the source.
    pub bytes: Cow<'a, [u8]>,
}

impl Document<'_> {
    /// The hash that names these bytes, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        let digest = Sha256::digest(&self.bytes);
        digest
            .iter()
            .fold(String::with_capacity(64), |mut text, byte| {
                // Writing to a string cannot fail.
                let _ = write!(text, "{byte:02x}");
                text
            })
    }
}

impl Library {
    /// Opens files, folders (with all below them, sorted by path) and `-`,
    /// standard input.
    ///
    /// What cannot be opened is an error of its own and keeps nothing else
    /// from being opened. Inside a folder, hidden files are passed over, and
    /// files that are no text are left out and counted; links are not
    /// followed there.
    #[must_use]
    pub fn open<P: AsRef<OsStr>>(paths: &[P], limits: &Limits) -> (Library, Vec<Error>) {
        let mut library = Library {
            limits: *limits,
            ..Library::default()
        };
        let mut errors = Vec::new();
        let mut stdin_taken = false;
        for path in paths {
            let path = Path::new(path);
            let opened = if path.as_os_str() == "-" {
                // A second `-` would find standard input at its end.
                if std::mem::replace(&mut stdin_taken, true) {
                    continue;
                }
                library.open_stdin()
            } else {
                library.open_path(path)
            };
            if let Err(error) = opened {
                errors.push(error);
            }
        }
        (library, errors)
    }

    /// The collection of invented cables that reftel brings along. It
    /// doubles as a tutorial.
    #[must_use]
    pub fn builtin() -> Library {
        let entry = |&(name, bytes): &(&str, &'static [u8])| Entry {
            name: name.to_owned(),
            source: Source::Builtin(bytes),
        };
        let entries = builtin::CABLES.iter().map(entry).collect();
        Library {
            entries,
            ..Library::default()
        }
    }

    /// The cables, in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many cables are open.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is open.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the folders hold beside cables.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The bytes of a cable, read now.
    ///
    /// # Errors
    ///
    /// There is no such entry, or the file is no longer what it was when the
    /// library was opened: gone, too large, empty, no text.
    pub fn document(&self, entry_idx: usize) -> Result<Document<'_>, Error> {
        let Some(entry) = self.entries.get(entry_idx) else {
            return Err(Error::no_entry(entry_idx));
        };
        let bytes = match &entry.source {
            Source::File(path) => {
                let bytes = source::file(path, &self.limits)
                    .map_err(|why| Error::reading(path.as_os_str(), why))?;
                Cow::Owned(bytes)
            }
            Source::Memory(bytes) => Cow::Borrowed(&**bytes),
            Source::Builtin(bytes) => Cow::Borrowed(*bytes),
        };
        Ok(Document {
            name: &entry.name,
            bytes,
        })
    }

    /// A cable and the hash of its bytes in hexadecimal.
    ///
    /// # Errors
    ///
    /// As [`document`](Library::document).
    pub fn cable(&self, entry_idx: usize) -> Result<(Cable, String), Error> {
        let document = self.document(entry_idx)?;
        Ok((parse::parse(&document.bytes), document.sha256()))
    }

    fn open_stdin(&mut self) -> Result<(), Error> {
        let bytes = source::stdin(&self.limits).map_err(Error::stdin)?;
        self.entries.push(Entry {
            name: String::from("-"),
            source: Source::Memory(bytes.into()),
        });
        Ok(())
    }

    fn open_path(&mut self, path: &Path) -> Result<(), Error> {
        let error = |why| Error::reading(path.as_os_str(), why);
        let metadata = std::fs::metadata(path).map_err(|why| error(Why::System(why)))?;
        if !metadata.is_dir() {
            source::look(path, &self.limits).map_err(error)?;
            self.push(path);
            return Ok(());
        }
        let folder = source::folder(path, &self.limits).map_err(error)?;
        if folder.n_left_out > 0 && !folder.files.is_empty() {
            let name = error::name(path.as_os_str());
            self.left_out.push(LeftOut {
                folder: name,
                n_files: folder.n_left_out,
            });
        }
        if folder.files.is_empty() {
            return Err(error(Why::NoCables));
        }
        for file in &folder.files {
            self.push(file);
        }
        Ok(())
    }

    fn push(&mut self, path: &Path) {
        let name = error::name(path.as_os_str());
        self.entries.push(Entry {
            name,
            source: Source::File(path.to_owned()),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::Encoding;

    /// A folder of its own for one test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(test: &str) -> Folder {
            let path = std::env::temp_dir().join(format!("reftel-{test}-{}", std::process::id()));
            std::fs::create_dir_all(&path).unwrap();
            Folder(path)
        }

        fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
            let path = self.0.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, bytes).unwrap();
            path
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn why(path: &Path) -> String {
        let (library, errors) = Library::open(&[path], &Limits::default());
        assert!(library.is_empty());
        assert_eq!(errors.len(), 1);
        let text = errors[0].to_string();
        let at = text.find("\": ").unwrap();
        text[at + 3..].to_owned()
    }

    #[test]
    fn a_file_is_read_as_it_is() {
        let folder = Folder::new("file");
        let path = folder.write("a.txt", b"UNCLAS\r\n\x93quoted\x94\n");
        let (library, errors) = Library::open(&[&path], &Limits::default());
        assert!(errors.is_empty());
        assert_eq!(
            library.document(0).unwrap().bytes.as_ref(),
            b"UNCLAS\r\n\x93quoted\x94\n"
        );
        let (cable, sha256) = library.cable(0).unwrap();
        assert_eq!(cable.encoding, Encoding::Windows1252);
        assert_eq!(
            sha256,
            "28485634f286844ae571b8067de709c8173b058cecb6848b86123a431873a8e2"
        );
    }

    #[test]
    fn a_folder_gives_its_text_files_by_path_and_counts_the_others() {
        let folder = Folder::new("folder");
        folder.write("b.txt", b"two\n");
        folder.write("a/c.txt", b"one\n");
        folder.write(".hidden", b"never\n");
        folder.write(".git/config", b"never\n");
        folder.write("empty.txt", b"");
        folder.write("blank.txt", b" \n\n");
        folder.write("x.pdf", b"%PDF-1.4\n");
        let (library, errors) = Library::open(&[&folder.0], &Limits::default());
        assert!(errors.is_empty());
        let names: Vec<&str> = library
            .entries()
            .iter()
            .map(|entry| &entry.name[entry.name.len() - 5..])
            .collect();
        assert_eq!(names, ["c.txt", "b.txt"]);
        assert_eq!(library.left_out()[0].n_files, 3);
    }

    #[test]
    fn what_cannot_be_opened_keeps_nothing_else_from_being_opened() {
        let folder = Folder::new("some");
        let good = folder.write("a.txt", b"text\n");
        let (library, errors) =
            Library::open(&[folder.0.join("missing"), good], &Limits::default());
        assert_eq!((library.len(), errors.len()), (1, 1));
    }

    #[test]
    fn refusals_say_why() {
        let folder = Folder::new("refusals");
        assert_eq!(why(&folder.0.join("missing")), "no such file or directory");
        assert_eq!(why(&folder.write("a", b"")), "nothing in it");
        assert_eq!(
            why(&folder.write("b", &b" ".repeat(100_000))),
            "nothing in it"
        );
        assert_eq!(why(&folder.write("c", b"\xEF\xBB\xBF")), "nothing in it");
        assert_eq!(
            why(&folder.write("d", b"%PDF-1.7\n")),
            "not text but PDF (--text reads it all the same)"
        );
        assert_eq!(why(&folder.0.join("a/")), "not a directory");
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_are_opened() {
        let folder = Folder::new("kinds");
        assert_eq!(
            why(Path::new("/dev/null")),
            "not a regular file (character device)"
        );
        assert_eq!(
            why(Path::new("/")),
            "the root of the file system (name a folder in it)"
        );
        let empty = folder.0.join("empty");
        std::fs::create_dir(&empty).unwrap();
        assert_eq!(why(&empty), "no cable in this folder");
        std::os::unix::fs::symlink("self", folder.0.join("self")).unwrap();
        assert_eq!(
            why(&folder.0.join("self")),
            "too many levels of symbolic links"
        );
        let _socket = std::os::unix::net::UnixListener::bind(folder.0.join("s")).unwrap();
        assert_eq!(why(&folder.0.join("s")), "not a regular file (socket)");
        rustix::fs::mkfifoat(rustix::fs::CWD, folder.0.join("p"), 0o600.into()).unwrap();
        assert_eq!(why(&folder.0.join("p")), "not a regular file (named pipe)");
    }

    #[test]
    fn a_telegram_over_the_limit_is_refused_before_it_is_read() {
        let folder = Folder::new("limit");
        let path = folder.write("a.txt", b"0123456789\n");
        let limits = Limits {
            max_bytes: 10,
            ..Limits::default()
        };
        let (_, errors) = Library::open(&[&path], &limits);
        assert!(
            errors[0]
                .to_string()
                .ends_with(": 11 bytes, more than the limit of 10")
        );
    }

    #[test]
    fn text_taken_for_binary_can_be_read_all_the_same() {
        let folder = Folder::new("any");
        let path = folder.write("a.rtf", b"{\\rtf1 text}");
        let limits = Limits {
            any_bytes: true,
            ..Limits::default()
        };
        let (library, errors) = Library::open(&[&path], &limits);
        assert!(errors.is_empty());
        assert_eq!(
            library.document(0).unwrap().bytes.as_ref(),
            b"{\\rtf1 text}"
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_size_of_zero_is_not_believed() {
        let (library, errors) = Library::open(&["/proc/self/status"], &Limits::default());
        assert!(errors.is_empty());
        assert!(!library.document(0).unwrap().bytes.is_empty());
    }

    #[test]
    fn an_entry_that_is_not_there_is_an_error() {
        let error = Library::default().document(3).unwrap_err();
        assert_eq!(error.to_string(), "reading: entry 4: there is none");
    }
}
