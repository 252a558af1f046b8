//! Opening files and standard input without being harmed by them.
//!
//! A path may name a pipe that nobody writes to, a device without end, a
//! file whose size is a lie. So it is looked at before it is opened, opened
//! without blocking, looked at again, and read up to a limit.

use std::fs::{File, FileType, Metadata};
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use super::walk::Walk;
use super::{Limits, Why};

/// The whole of standard input.
pub(super) fn stdin(limits: &Limits) -> Result<Vec<u8>, Why> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(Why::Keyboard);
    }
    let mut bytes = Vec::new();
    let mut source = stdin.lock().take(limits.max_bytes.saturating_add(1));
    source.read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limits.max_bytes {
        return Err(Why::TooLarge(None, limits.max_bytes));
    }
    Ok(bytes)
}

/// Whether a pipe or a file was put in place of standard input, whatever it
/// holds. A device or a socket is none: nobody may ever write to it.
#[cfg(unix)]
#[must_use]
pub fn is_piped_in() -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;

    let input = io::stdin().as_fd().try_clone_to_owned().map(File::from);
    let metadata = input.and_then(|input| input.metadata());
    metadata.is_ok_and(|metadata| metadata.is_file() || metadata.file_type().is_fifo())
}

/// Whether a pipe or a file was put in place of standard input: not known
/// here, so that `-` says so.
#[cfg(not(unix))]
#[must_use]
pub fn is_piped_in() -> bool {
    false
}

/// What a folder and all below it hold, in the order of paths, hidden entries
/// passed over. The folder itself must be readable; below it one bad folder is
/// only left out.
pub(super) fn folder(path: &Path) -> Result<Walk, Why> {
    if is_root(path) {
        return Err(Why::Root);
    }
    Ok(Walk::new(path)?)
}

#[cfg(unix)]
pub(super) fn is_root(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let place = |path: &Path| std::fs::metadata(path).map(|of| (of.dev(), of.ino())).ok();
    place(path).is_some_and(|found| place(Path::new("/")) == Some(found))
}

#[cfg(not(unix))]
pub(super) fn is_root(path: &Path) -> bool {
    path.canonicalize()
        .is_ok_and(|path| path.parent().is_none())
}

/// Opens a regular file; gives its size as stated.
pub(super) fn open(path: &Path) -> Result<(File, u64), Why> {
    // Opening a device or a pipe can already act on it.
    accept(&std::fs::metadata(path)?)?;
    open_listed(path)
}

/// The same of what its folder lists as a regular file.
pub(super) fn open_listed(path: &Path) -> Result<(File, u64), Why> {
    let file = open_without_blocking(path)?;
    // Since it was looked at the name may have come to mean something else.
    let metadata = file.metadata()?;
    accept(&metadata)?;
    Ok((file, metadata.len()))
}

/// What a file holds that states a size of `n_bytes`, and of `most` bytes at
/// most, or more than these.
///
/// What ends where it said is not asked once more whether it does.
pub(super) fn small(file: &mut File, n_bytes: u64, most: u64) -> io::Result<Vec<u8>> {
    let n_stated = usize::try_from(n_bytes.min(most)).unwrap_or(usize::MAX);
    let mut bytes = vec![0; n_stated + 1];
    let n_read = loop {
        match file.read(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    bytes.truncate(n_read);
    if n_read != n_stated || n_read == 0 {
        let more = most.saturating_add(1).saturating_sub(n_read as u64);
        file.take(more).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// How large a regular file is, as stated.
pub(super) fn size(path: &Path) -> Result<u64, Why> {
    accepted(&std::fs::metadata(path)?)
}

/// The same of one that was looked at.
pub(super) fn accepted(metadata: &Metadata) -> Result<u64, Why> {
    accept(metadata)?;
    Ok(metadata.len())
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

fn accept(metadata: &Metadata) -> Result<(), Why> {
    if metadata.is_file() {
        Ok(())
    } else {
        Err(Why::NotAFile(kind(metadata.file_type())))
    }
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

#[cfg(test)]
mod tests {
    use super::super::tests::Folder;
    use super::*;

    #[test]
    fn a_small_file_is_read_whole_whatever_it_states() {
        let folder = Folder::new("source-small");
        let path = folder.write("a.txt", b"0123456789");
        let read = |n_stated, most| {
            let (mut file, n_bytes) = open(path.as_ref()).unwrap();
            assert_eq!(n_bytes, 10);
            small(&mut file, n_stated, most).unwrap()
        };
        for n_stated in [0, 1, 9, 10, 11, 500] {
            assert_eq!(read(n_stated, 100), b"0123456789", "{n_stated}");
            // One byte more than may be tells that there are more.
            assert_eq!(read(n_stated, 5), b"012345", "{n_stated}");
        }
        let path = folder.write("b.txt", b"");
        let mut file = File::open(path).unwrap();
        assert_eq!(small(&mut file, 0, 100).unwrap(), b"");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_states_no_size_is_read() {
        let (mut file, n_bytes) = open(Path::new("/proc/self/status")).unwrap();
        assert_eq!(n_bytes, 0);
        assert!(small(&mut file, n_bytes, 64 << 10).unwrap().len() > 100);
    }
}
