//! Whether the files of an index are as they were written.
//!
//! The engine keeps a sum behind each of its files and does not look at it
//! when it opens one, since that means to read all of it. So size and time of
//! every file are noted when it was written, with the hash of the list that
//! says which of them count. What is still so is used; what is not is summed
//! up first.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

/// The name of the note.
const NOTE: &str = "sound";
/// The file of the engine that names all others that count.
pub(super) const LIST: &str = "meta.json";

/// Makes a folder for the reader alone.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Waits until no other program begins the index in `folder`, and lets none
/// begin it while what is returned is there.
pub(super) fn hold(folder: &Path) -> io::Result<fs::File> {
    if let Some(above) = folder.parent() {
        make_private(above)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(folder.with_extension("begun"))?;
    file.lock()?;
    Ok(file)
}

/// Takes from others what they could read of the files of the engine, which
/// makes them as the system has it. The folder keeps everybody out already; this
/// is for who moves or copies it.
fn keep_private(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    for entry in fs::read_dir(folder)? {
        use std::os::unix::fs::PermissionsExt;

        let entry = entry?;
        // What is not there any more need not be kept from anybody.
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        if metadata.is_file() && metadata.permissions().mode() & 0o077 != 0 {
            // It may be on a file system that has no modes.
            let _ = fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o600));
        }
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Notes what is there.
pub(super) fn note(folder: &Path, settings: &str) -> io::Result<()> {
    keep_private(folder)?;
    let text = state(folder, settings)?;
    let new = folder.join("sound.new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&new, folder.join(NOTE))
}

/// Whether what is there is as it was noted, or has the sums that it should
/// have.
pub(super) fn is_sound(folder: &Path, settings: &str) -> bool {
    let (Ok(noted), Ok(found)) = (
        fs::read_to_string(folder.join(NOTE)),
        state(folder, settings),
    ) else {
        return false;
    };
    if noted == found {
        return true;
    }
    // Other settings, or a list that no commit of ours wrote.
    let head = |text: &str| text.lines().take(2).map(str::to_owned).collect::<Vec<_>>();
    if head(&noted) != head(&found) {
        return false;
    }
    let sums = tantivy::Index::open_in_dir(folder).and_then(|index| index.validate_checksum());
    let is_whole = sums.is_ok_and(|damaged| damaged.is_empty());
    if is_whole {
        // Where it cannot be noted it is summed up again.
        let _ = note(folder, settings);
    }
    is_whole
}

/// Whether a file is of a piece of the index: they are named by 32 digits.
pub(super) fn is_of_piece(name: &str) -> bool {
    let piece = piece(name);
    piece.len() == 32 && piece.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn piece(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

/// Settings, hash of the list, and every file with its size and time.
fn state(folder: &Path, settings: &str) -> io::Result<String> {
    let list = fs::read(folder.join(LIST))?;
    let hash = super::hex(&Sha256::digest(&list));
    let mut text = format!("settings {settings}\nlist {hash}\n");
    // The list names pieces with dashes, files go without.
    let list = String::from_utf8_lossy(&list).replace('-', "");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // Those of no piece in the list wait to be taken away.
        if !is_of_piece(&name) || !list.contains(piece(&name)) {
            continue;
        }
        let metadata = entry.metadata()?;
        let time = metadata.modified()?.duration_since(UNIX_EPOCH);
        let time = time.map_or(0, |time| time.as_nanos());
        files.push(format!("{name} {} {time}", metadata.len()));
    }
    files.sort();
    text.push_str(&files.join("\n"));
    text.push('\n');
    Ok(text)
}
