//! Opening files, folders and standard input without being harmed by them.
//!
//! A path may name a pipe that nobody writes to, a device without end, a
//! file whose size is a lie. So it is looked at before it is opened, opened
//! without blocking, looked at again, and read up to a limit.

use std::fs::{File, FileType, Metadata};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::format;
use super::{Limits, Why};

/// The whole of a regular file.
pub(super) fn file(path: &Path, limits: &Limits) -> Result<Vec<u8>, Why> {
    let (file, n_bytes) = open(path, limits)?;
    read(file, n_bytes, limits)
}

/// The whole of standard input.
pub(super) fn stdin(limits: &Limits) -> Result<Vec<u8>, Why> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(Why::Keyboard);
    }
    read(stdin.lock(), 0, limits)
}

/// Whether [`file()`] would give something to read, without reading more than
/// is needed to say so.
pub(super) fn look(path: &Path, limits: &Limits) -> Result<(), Why> {
    let (mut file, _) = open(path, limits)?;
    let mut head = Vec::with_capacity(format::HEAD);
    part(&mut file, &mut head)?;
    refuse(&head, limits)?;
    let mut blank = format::is_blank(format::after_mark(&head));
    let mut n_read = head.len() as u64;
    // Blanks may go on for long before the text begins, but a source that
    // lies about its size must not keep this reading for ever.
    while blank && !head.is_empty() && n_read <= limits.max_bytes {
        head.clear();
        part(&mut file, &mut head)?;
        n_read = n_read.saturating_add(head.len() as u64);
        blank = format::is_blank(&head);
    }
    if blank { Err(Why::Empty) } else { Ok(()) }
}

/// What a walk through a folder found.
pub(super) struct Folder {
    /// Files that may be text, sorted by path.
    pub(super) files: Vec<PathBuf>,
    /// Files that are not.
    pub(super) n_left_out: usize,
}

/// Walks a folder and all below it.
pub(super) fn folder(path: &Path, limits: &Limits) -> Result<Folder, Why> {
    if is_root(path) {
        return Err(Why::Root);
    }
    // The folder itself must be readable; below it one bad folder is only
    // left out.
    std::fs::read_dir(path).map_err(Why::System)?;
    let mut folder = Folder {
        files: Vec::new(),
        n_left_out: 0,
    };
    let mut n_entries = 0_usize;
    let walk = WalkDir::new(path).min_depth(1).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|entry| !is_hidden(entry)) {
        n_entries = n_entries.saturating_add(1);
        if n_entries > limits.max_entries {
            return Err(Why::TooMany(limits.max_entries));
        }
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if look_inside(&entry, limits) => folder.files.push(entry.into_path()),
            Ok(_) | Err(_) => folder.n_left_out += 1,
        }
    }
    Ok(folder)
}

fn look_inside(entry: &DirEntry, limits: &Limits) -> bool {
    entry.file_type().is_file() && look(entry.path(), limits).is_ok()
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
}

#[cfg(unix)]
fn is_root(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let place = |path: &Path| std::fs::metadata(path).map(|of| (of.dev(), of.ino())).ok();
    place(path).is_some_and(|found| place(Path::new("/")) == Some(found))
}

#[cfg(not(unix))]
fn is_root(path: &Path) -> bool {
    path.canonicalize()
        .is_ok_and(|path| path.parent().is_none())
}

/// Opens a regular file within the limit; gives its size as stated.
fn open(path: &Path, limits: &Limits) -> Result<(File, u64), Why> {
    // Opening a device or a pipe can already act on it.
    accept(&std::fs::metadata(path).map_err(Why::System)?, limits)?;
    let file = open_without_blocking(path).map_err(Why::System)?;
    // Between the two the name may have come to mean something else.
    let metadata = file.metadata().map_err(Why::System)?;
    accept(&metadata, limits)?;
    Ok((file, metadata.len()))
}

#[cfg(unix)]
fn open_without_blocking(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};

    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
fn open_without_blocking(path: &Path) -> io::Result<File> {
    File::open(path)
}

fn accept(metadata: &Metadata, limits: &Limits) -> Result<(), Why> {
    if !metadata.is_file() {
        return Err(Why::NotAFile(kind(metadata.file_type())));
    }
    if metadata.len() > limits.max_bytes {
        return Err(Why::TooLarge(Some(metadata.len()), limits.max_bytes));
    }
    Ok(())
}

#[cfg(unix)]
fn kind(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;

    if kind.is_dir() {
        "folder"
    } else if kind.is_fifo() {
        "named pipe"
    } else if kind.is_socket() {
        "socket"
    } else if kind.is_block_device() {
        "block device"
    } else if kind.is_char_device() {
        "character device"
    } else {
        "of no known kind"
    }
}

#[cfg(not(unix))]
fn kind(kind: FileType) -> &'static str {
    if kind.is_dir() {
        "folder"
    } else {
        "of no known kind"
    }
}

/// Reads to the end, at most one byte past the limit, and refuses what
/// [`look`] would refuse.
fn read(source: impl Read, n_stated: u64, limits: &Limits) -> Result<Vec<u8>, Why> {
    let n_expected = usize::try_from(n_stated.min(limits.max_bytes)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(n_expected.saturating_add(1));
    let mut source = source.take(limits.max_bytes.saturating_add(1));
    source.read_to_end(&mut bytes).map_err(Why::System)?;
    if bytes.len() as u64 > limits.max_bytes {
        return Err(Why::TooLarge(None, limits.max_bytes));
    }
    refuse(bytes.get(..format::HEAD).unwrap_or(&bytes), limits)?;
    if format::is_blank(format::after_mark(&bytes)) {
        return Err(Why::Empty);
    }
    Ok(bytes)
}

fn refuse(head: &[u8], limits: &Limits) -> Result<(), Why> {
    if limits.any_bytes || format::is_blank(format::after_mark(head)) {
        return Ok(());
    }
    format::not_text(head).map_or(Ok(()), |name| Err(Why::NotText(name)))
}

/// The next [`format::HEAD`] bytes, fewer at the end.
fn part(file: &mut File, bytes: &mut Vec<u8>) -> Result<(), Why> {
    file.take(format::HEAD as u64)
        .read_to_end(bytes)
        .map_err(Why::System)?;
    Ok(())
}
