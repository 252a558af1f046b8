//! Files that only their owner can read: copies that an editor looks at,
//! and texts that are too long for the clipboard.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// Writes a text to the file `name`, in place of what it held before; gives
/// the path.
pub(super) fn keep(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    make(folder)?;
    let path = folder.join(name);
    let new = folder.join(format!("{name}.{}", std::process::id()));
    let written = create(&new, 0o600).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")
    });
    let written = written.and_then(|()| fs::rename(&new, &path));
    if let Err(why) = written {
        // What is half written is of no use.
        let _ = fs::remove_file(&new);
        return Err(why);
    }
    Ok(path)
}

/// A copy that cannot be written to. Dropping it removes it.
#[derive(Debug)]
pub(super) struct Copy {
    folder: PathBuf,
    path: PathBuf,
}

impl Copy {
    /// Writes `bytes` to a file called `name` in a folder of its own.
    pub(super) fn of(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<Copy> {
        make(folder)?;
        let folder = folder.join(format!("source.{}", std::process::id()));
        make(&folder)?;
        let copy = Copy {
            path: folder.join(name),
            folder,
        };
        create(&copy.path, 0o400)?.write_all(bytes)?;
        Ok(copy)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // An editor may have left files of its own beside it, and those of
        // another run have another number.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Makes a folder, and those above it, that only its owner can look into.
fn make(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes a file that was not there.
fn create(path: &Path, mode: u32) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
        _ => {}
    }
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_kept_is_private_and_takes_the_place_of_what_was() {
        let home = std::env::temp_dir().join(format!("reftel-keep-{}", std::process::id()));
        let folder = home.join("reftel");
        keep(&folder, "copied.txt", "first").unwrap();
        let path = keep(&folder, "copied.txt", "second").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "second\n");
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(&home).unwrap();
    }

    #[test]
    fn a_copy_is_gone_when_it_is_let_go() {
        let home = std::env::temp_dir().join(format!("reftel-copy-{}", std::process::id()));
        let copy = Copy::of(&home, "a.txt", b"\xFFtext").unwrap();
        assert_eq!(fs::read(copy.path()).unwrap(), b"\xFFtext");
        assert_eq!((mode(&home), mode(copy.path())), (0o700, 0o400));
        drop(copy);
        assert_eq!(fs::read_dir(&home).unwrap().count(), 0);
        fs::remove_dir_all(&home).unwrap();
    }
}
