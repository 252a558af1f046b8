//! One of the files: opened with care, made when there is something to keep.
//!
//! SQLite with a rollback journal: one file, no helpers beside it while
//! nothing is written, and it works on the network file systems where
//! people keep their home. What is damaged is moved aside and never written
//! to; what is not ours, or of a later version, is left alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, FileControl, MAIN_DB, OpenFlags, ffi};

use super::error::{Error, Reason};

/// What a file holds and how.
#[derive(Debug)]
pub(super) struct Form {
    /// What is in it, in a word.
    pub(super) what: &'static str,
    /// The name of the file.
    pub(super) file: &'static str,
    /// What tells the file from those of other programs.
    pub(super) application: i32,
    /// The version of its tables.
    pub(super) version: i32,
    /// Makes the tables.
    pub(super) tables: &'static str,
    /// Asks for every column, so that a file without one of them is found
    /// to be damaged before it is used.
    pub(super) probe: &'static str,
    /// How often the disk is waited for: `FULL` before anything is called
    /// kept, `NORMAL` where the last entry may be lost with the power.
    pub(super) synchronous: &'static str,
    /// How long to wait for another program that is writing.
    pub(super) patience: Duration,
}

/// How long reading waits for another program: a first frame must not.
const READING_PATIENCE: Duration = Duration::from_millis(30);

/// One of the files, whether or not it exists.
#[derive(Debug)]
pub(super) struct Store {
    form: &'static Form,
    folder: PathBuf,
    path: PathBuf,
    connection: Option<Connection>,
    /// Whether all of the file was looked through, as it is before it is
    /// written to.
    is_checked: bool,
    /// Whether the connection has been told how to write.
    is_settled: bool,
    damaged: Vec<Error>,
}

/// What an open file turned out to be.
enum Opened {
    /// Ours, with its tables.
    Ours,
    /// Nothing is in it yet.
    Empty,
}

impl Store {
    pub(super) fn new(folder: &Path, form: &'static Form) -> Store {
        Store {
            form,
            folder: folder.to_owned(),
            path: folder.join(form.file),
            connection: None,
            is_checked: false,
            is_settled: false,
            damaged: Vec::new(),
        }
    }

    /// What was found damaged since this was last asked.
    pub(super) fn take_damaged(&mut self) -> Vec<Error> {
        std::mem::take(&mut self.damaged)
    }

    /// Asks the file; nothing is asked, and nothing given, if there is none.
    pub(super) fn read<T: Default>(
        &mut self,
        ask: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        self.read_within(READING_PATIENCE, ask)
    }

    /// The same, where nothing waits for what is read: another program that is
    /// writing is waited for as long as for a change of our own.
    pub(super) fn read_patiently<T: Default>(
        &mut self,
        ask: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        self.read_within(self.form.patience, ask)
    }

    fn read_within<T: Default>(
        &mut self,
        patience: Duration,
        ask: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        // A file that is found damaged is read again as the empty one that
        // it then is.
        for _ in 0..2 {
            match self.try_read(patience, &ask) {
                Ok(found) => return Ok(found),
                Err(Reason::Database(error)) if is_damage(&error) => self.keep_aside()?,
                Err(reason) => return Err(self.error(reason)),
            }
        }
        Ok(T::default())
    }

    /// Changes the file, which is made if there is none. When this returns,
    /// the change is kept as the form says.
    pub(super) fn write<T>(
        &mut self,
        change: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        match self.try_write(&change) {
            Ok(done) => return Ok(done),
            Err(Reason::Database(error)) if is_damage(&error) => self.keep_aside()?,
            Err(reason) => return Err(self.error(reason)),
        }
        self.try_write(&change).map_err(|reason| self.error(reason))
    }

    /// Whether there is a file.
    pub(super) fn exists(&self) -> bool {
        self.connection.is_some() || fs::symlink_metadata(&self.path).is_ok()
    }

    fn error(&self, reason: Reason) -> Error {
        Error::new(self.form.what, &self.path, reason)
    }

    fn try_read<T: Default>(
        &mut self,
        patience: Duration,
        ask: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Reason> {
        let is_new = match fs::metadata(&self.path) {
            Ok(metadata) if !metadata.is_file() => return Err(Reason::NotAFile),
            Ok(metadata) => metadata.len() == 0,
            Err(why) if is_absent(&self.path, &why) => true,
            Err(why) => return Err(Reason::System(why)),
        };
        if is_new {
            self.connection = None;
            return Ok(T::default());
        }
        let form = self.form;
        let connection = self.connection(patience)?;
        // One look at it: another program may be making it.
        connection
            .execute_batch("BEGIN")
            .map_err(Reason::Database)?;
        let read = match look_at(connection, form) {
            Ok(Opened::Ours) => ask(connection).map_err(Reason::Database),
            Ok(Opened::Empty) => Ok(T::default()),
            Err(reason) => Err(reason),
        };
        // It fails where SQLite has already rolled back by itself.
        let _ = connection.execute_batch("ROLLBACK");
        read
    }

    fn try_write<T>(
        &mut self,
        change: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Reason> {
        self.make()?;
        let form = self.form;
        self.connection(form.patience)?;
        let is_checked = self.is_checked;
        let Some(connection) = &self.connection else {
            return Err(Reason::NotAFile);
        };
        if !self.is_settled {
            settle(connection, form)?;
            self.is_settled = true;
        }
        let begin = |connection: &Connection| connection.execute_batch("BEGIN IMMEDIATE");
        begin(connection).map_err(Reason::Database)?;
        let done = in_transaction(connection, form, is_checked, change);
        match done {
            Ok(done) => {
                self.is_checked = true;
                Ok(done)
            }
            Err(reason) => {
                // It fails where SQLite has already rolled back by itself.
                let _ = connection.execute_batch("ROLLBACK");
                Err(reason)
            }
        }
    }

    /// The connection, opened if it is not yet.
    fn connection(&mut self, patience: Duration) -> Result<&Connection, Reason> {
        // Another program may have moved the file away since, having found
        // it damaged; then what is written would be lost with it.
        if self
            .connection
            .as_ref()
            .is_some_and(|_| !self.is_in_place())
        {
            self.connection = None;
        }
        if self.connection.is_none() {
            let connection = self.open(patience)?;
            self.is_checked = false;
            self.is_settled = false;
            self.connection = Some(connection);
        }
        let Some(connection) = &self.connection else {
            return Err(Reason::NotAFile);
        };
        connection
            .busy_timeout(patience)
            .map_err(Reason::Database)?;
        Ok(connection)
    }

    fn open(&self, patience: Duration) -> Result<Connection, Reason> {
        self.keep_stray_log_aside()?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(&self.path, flags).map_err(Reason::Database)?;
        connection
            .busy_timeout(patience)
            .map_err(Reason::Database)?;
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)
            .and_then(|_| connection.execute_batch("PRAGMA cell_size_check = ON"))
            .map_err(Reason::Database)?;
        Ok(connection)
    }

    /// Makes folder and file, where they do not exist, for the owner alone.
    fn make(&self) -> Result<(), Reason> {
        match fs::metadata(&self.path) {
            Ok(metadata) if metadata.is_file() => {
                keep_private(&self.path, &metadata, 0o600);
                return Ok(());
            }
            Ok(_) => return Err(Reason::NotAFile),
            Err(why) if is_absent(&self.path, &why) => {}
            Err(why) => return Err(Reason::System(why)),
        }
        make_folder(&self.folder).map_err(Reason::System)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&self.path) {
            Ok(_) => Ok(()),
            // Another program was faster.
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(why) => Err(Reason::System(why)),
        }
    }

    /// A log of changes belongs to a file that says that it has one. Beside
    /// a file of ours it is a stranger, which the database would remove.
    fn keep_stray_log_aside(&self) -> Result<(), Reason> {
        let log = beside(&self.path, "-wal");
        if fs::symlink_metadata(&log).is_err() || says_it_has_a_log(&self.path) {
            return Ok(());
        }
        for part in ["-wal", "-shm"] {
            let stray = beside(&self.path, part);
            if fs::symlink_metadata(&stray).is_ok() {
                move_aside(&stray).map_err(Reason::Stuck)?;
            }
        }
        Ok(())
    }

    /// Moves a damaged file and what belongs to it out of the way. Where
    /// two programs find the damage at once, one of them moves the file.
    fn keep_aside(&mut self) -> Result<(), Error> {
        self.connection = None;
        let kept = self
            .move_all_aside()
            .map_err(|why| self.error(Reason::Stuck(why)))?;
        if let Some(kept) = kept {
            let error = self.error(Reason::Damaged { kept });
            self.damaged.push(error);
        }
        Ok(())
    }

    fn move_all_aside(&self) -> io::Result<Option<PathBuf>> {
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(why) => return Err(why),
        };
        // Whoever else found the damage may just be moving the file, or may
        // have moved it and begun another under its name.
        #[cfg(unix)]
        if rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_err() {
            return Ok(None);
        }
        if !is_same_file(&file, &self.path) || !is_damaged(&self.path, self.form) {
            return Ok(None);
        }
        let kept = move_aside(&self.path)?;
        for part in ["-journal", "-wal", "-shm"] {
            let other = beside(&self.path, part);
            if fs::symlink_metadata(&other).is_ok() {
                let name = beside(&kept, part);
                fs::rename(other, name)?;
            }
        }
        Ok(Some(kept))
    }

    /// Whether the file that is open is the one of that name.
    fn is_in_place(&self) -> bool {
        let mut has_moved = 0;
        let asked = self.connection.as_ref().map(|connection| {
            connection.file_control(Some(MAIN_DB), FileControl::HasMoved(&mut has_moved))
        });
        matches!(asked, Some(Ok(()))) && has_moved == 0
    }
}

/// Does `change` and makes it last, within a transaction that has begun.
fn in_transaction<T>(
    connection: &Connection,
    form: &Form,
    is_checked: bool,
    change: impl Fn(&Connection) -> rusqlite::Result<T>,
) -> Result<T, Reason> {
    match look_at(connection, form)? {
        Opened::Empty => {
            let Form {
                application,
                version,
                tables,
                ..
            } = form;
            let tables = format!(
                "{tables} PRAGMA application_id = {application}; PRAGMA user_version = {version};"
            );
            connection
                .execute_batch(&tables)
                .map_err(Reason::Database)?;
        }
        Opened::Ours if is_checked => {}
        Opened::Ours => check_all(connection).map_err(Reason::Database)?,
    }
    let done = change(connection).map_err(Reason::Database)?;
    connection
        .execute_batch("COMMIT")
        .map_err(Reason::Database)?;
    Ok(done)
}

/// Tells a connection how to write. Apart from opening, since every start
/// reads, and none has to wait for what a later change needs.
fn settle(connection: &Connection, form: &Form) -> Result<(), Reason> {
    // Unit tests cut no power, and there are hundreds of files in them.
    let synchronous = if cfg!(test) { "OFF" } else { form.synchronous };
    let settings = format!("PRAGMA secure_delete = ON; PRAGMA synchronous = {synchronous};");
    connection
        .execute_batch(&settings)
        .map_err(Reason::Database)
}

/// Tells what an open file is, within a transaction.
fn look_at(connection: &Connection, form: &Form) -> Result<Opened, Reason> {
    let ask = |question: &str| {
        connection
            .query_row(question, [], |row| row.get::<_, i32>(0))
            .map_err(Reason::Database)
    };
    let application = ask("PRAGMA application_id")?;
    let version = ask("PRAGMA user_version")?;
    let n_tables = ask("SELECT count(*) FROM sqlite_schema")?;
    if (application, version, n_tables) == (0, 0, 0) {
        // A file that is too short for a page counts as empty to SQLite,
        // which would write over what is in it.
        let is_short = ask("PRAGMA page_count")? == 0;
        let n_bytes = connection.path().and_then(|path| fs::metadata(path).ok());
        if is_short && n_bytes.is_some_and(|file| file.len() > 0) {
            return Err(Reason::Database(damage("too short")));
        }
        return Ok(Opened::Empty);
    }
    if application != form.application {
        return Err(Reason::Foreign);
    }
    if version > form.version {
        let known = form.version;
        return Err(Reason::Future { version, known });
    }
    if version < form.version || connection.prepare(form.probe).is_err() {
        return Err(Reason::Database(damage("its tables are not ours")));
    }
    Ok(Opened::Ours)
}

/// Looks through the whole of an open file.
fn check_all(connection: &Connection) -> rusqlite::Result<()> {
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" {
        Ok(())
    } else {
        Err(damage(&said))
    }
}

fn damage(words: &str) -> rusqlite::Error {
    let code = ffi::Error::new(ffi::SQLITE_CORRUPT);
    rusqlite::Error::SqliteFailure(code, Some(words.to_owned()))
}

fn is_damage(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(
        code,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

/// Whether the file of that name is damaged, looked at afresh.
fn is_damaged(path: &Path, form: &Form) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let looked = Connection::open_with_flags(path, flags)
        .map_err(Reason::Database)
        .and_then(|connection| {
            connection
                .busy_timeout(READING_PATIENCE)
                .map_err(Reason::Database)?;
            connection
                .execute_batch("BEGIN")
                .map_err(Reason::Database)?;
            look_at(&connection, form)?;
            check_all(&connection).map_err(Reason::Database)
        });
    matches!(looked, Err(Reason::Database(error)) if is_damage(&error))
}

/// Whether the header of a database says that its changes are in a log.
fn says_it_has_a_log(path: &Path) -> bool {
    let mut header = [0; 20];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut header));
    read.is_ok() && header.get(18) == Some(&2)
}

/// Whether there was nothing of that name, not even a link to nothing. That
/// another program has made it since is no trouble.
fn is_absent(path: &Path, why: &io::Error) -> bool {
    let is_link = || fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink());
    why.kind() == io::ErrorKind::NotFound && !is_link()
}

fn is_same_file(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;

        let (Ok(one), Ok(other)) = (file.metadata(), fs::metadata(path)) else {
            return false;
        };
        (one.dev(), one.ino()) == (other.dev(), other.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        true
    }
}

/// A name with something at its end.
fn beside(path: &Path, part: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(part);
    name.into()
}

/// Gives a file a name that says what it is and since when; one that is
/// free.
fn move_aside(path: &Path) -> io::Result<PathBuf> {
    let now = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ");
    let name = |nth: u32| match nth {
        0 => beside(path, &format!(".damaged-{now}")),
        nth => beside(path, &format!(".damaged-{now}-{nth}")),
    };
    let is_free = |name: &PathBuf| fs::symlink_metadata(name).is_err();
    let Some(free) = (0..1000).map(name).find(is_free) else {
        return Err(io::ErrorKind::AlreadyExists.into());
    };
    fs::rename(path, &free)?;
    Ok(free)
}

/// Makes a folder and those above it, and sees that they last.
fn make_folder(folder: &Path) -> io::Result<()> {
    if let Ok(metadata) = fs::metadata(folder) {
        keep_private(folder, &metadata, 0o700);
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    if let Some(above) = folder.parent() {
        // Not every system lets a folder be synchronized.
        let _ = File::open(above).and_then(|above| above.sync_all());
    }
    Ok(())
}

/// Takes from others what they could do with a file or folder of ours.
fn keep_private(path: &Path, metadata: &fs::Metadata, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        if metadata.permissions().mode() & 0o077 != 0 {
            // It may be on a file system that has no modes.
            let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode));
        }
    }
    #[cfg(not(unix))]
    let _ = (path, metadata, mode);
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Home, mark};
    use super::super::{Key, Notes, Way};
    use super::*;

    const FILE: &str = "data/notes.db";

    /// The bytes of a file with some marks.
    fn sound(home: &Home) -> Vec<u8> {
        let mut notes = home.notes();
        for letter in 'a'..='z' {
            notes.set_mark(&mark(letter, "x")).unwrap();
        }
        fs::read(home.path(FILE)).unwrap()
    }

    fn keep(notes: &mut Notes) -> Result<(), Error> {
        notes.set_mark(&mark('Q', "new"))
    }

    fn n_marks(notes: &mut Notes) -> Result<usize, Error> {
        notes.all_marks().map(|marks| marks.len())
    }

    /// A generator of numbers that are the same in every run (xorshift).
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 % u64::try_from(limit).unwrap()).unwrap()
        }
    }

    /// Puts `bytes` in place of the file and uses it. Whatever they are,
    /// they are still there afterwards, or the file was fit for use.
    fn hold_for(home: &Home, bytes: &[u8]) {
        let _ = fs::remove_dir_all(home.path("data"));
        fs::create_dir_all(home.path("data")).unwrap();
        fs::write(home.path(FILE), bytes).unwrap();
        let mut notes = home.notes();
        let read = n_marks(&mut notes);
        let kept = keep(&mut notes);
        drop(notes);
        let same = |name: &String| fs::read(home.path(name)).unwrap() == bytes;
        let is_there = home.files().iter().any(same);
        match (&read, &kept) {
            // Damage that is in no page that was looked at cannot be told.
            (Ok(1..), Ok(())) => {}
            (_, Ok(())) => assert!(
                is_there || bytes.is_empty(),
                "{read:?} {} bytes, of {:?}",
                bytes.len(),
                bytes.get(..100)
            ),
            (_, Err(why)) => {
                assert!(is_there, "{why}");
                assert!(why.to_string().starts_with("marks: \""), "{why}");
            }
        }
        if kept.is_ok() {
            // One that is used is sound, and what was kept is in it.
            let marks = home.notes().all_marks().unwrap();
            assert!(marks.contains(&mark('Q', "new")));
        }
    }

    #[test]
    fn damaged_files_are_never_lost_nor_written_over() {
        let home = Home::new("store-damaged");
        let sound = sound(&home);
        let mut numbers = Numbers(0x5eed);
        for n_bytes in (0..sound.len())
            .step_by(331)
            .chain([1, 15, 16, 99, 100, 101, 4095])
        {
            hold_for(&home, &sound[..n_bytes]);
        }
        for n_flips in [1, 1, 1, 1, 4, 64] {
            for _ in 0..20 {
                let mut bytes = sound.clone();
                for _ in 0..n_flips {
                    let at = numbers.below(bytes.len());
                    bytes[at] ^= 1 << numbers.below(8);
                }
                hold_for(&home, &bytes);
            }
        }
        for at in 0..100 {
            let mut bytes = sound.clone();
            bytes[at] ^= 0xff;
            hold_for(&home, &bytes);
        }
        for page in 0..sound.len() / 4096 {
            for fill in [0, 0xff] {
                let mut bytes = sound.clone();
                bytes[page * 4096..(page + 1) * 4096].fill(fill);
                hold_for(&home, &bytes);
            }
        }
        let noise: Vec<u8> = (0..40_960)
            .map(|_| numbers.below(256).to_le_bytes()[0])
            .collect();
        for bytes in [
            &b""[..],
            &vec![0; 40_960],
            b"not a database",
            b"{}",
            b"SQLite format 3\0",
            &noise,
            &[sound.clone(), noise.clone()].concat(),
        ] {
            hold_for(&home, bytes);
        }
    }

    #[test]
    fn a_damaged_file_is_told_of_once_and_kept() {
        let home = Home::new("store-told");
        fs::create_dir_all(home.path("data")).unwrap();
        fs::write(home.path(FILE), "garbage").unwrap();
        let mut notes = home.notes();
        assert_eq!(n_marks(&mut notes).unwrap(), 0);
        let told = notes.take_damaged();
        assert_eq!(told.len(), 1);
        assert!(told[0].is_kept_aside());
        assert!(
            told[0]
                .to_string()
                .contains("was damaged, and is kept as notes.db.damaged-")
        );
        keep(&mut notes).unwrap();
        assert!(notes.take_damaged().is_empty());
        let files = home.files();
        assert_eq!(files.len(), 2, "{files:?}");
        assert_eq!(fs::read(home.path(&files[1])).unwrap(), b"garbage");
    }

    #[test]
    fn two_that_find_the_damage_at_once_keep_what_either_writes() {
        let home = Home::new("store-two-damaged");
        sound(&home);
        let (mut one, mut other) = (home.notes(), home.notes());
        assert_eq!(n_marks(&mut one).unwrap(), 26);
        assert_eq!(n_marks(&mut other).unwrap(), 26);
        // In place, as a disk does it: both have it open.
        let file = OpenOptions::new()
            .write(true)
            .open(home.path(FILE))
            .unwrap();
        std::io::Write::write_all(&mut &file, &[0xa5; 4096]).unwrap();
        one.set_mark(&mark('A', "one")).unwrap();
        other.set_mark(&mark('B', "other")).unwrap();
        one.set_mark(&mark('C', "one")).unwrap();
        assert_eq!(n_marks(&mut home.notes()).unwrap(), 3);
        assert_eq!(home.files().len(), 2);
    }

    #[test]
    fn a_later_version_and_another_program_are_left_alone() {
        let home = Home::new("store-future");
        sound(&home);
        let set = |pragma: &str| {
            let file = Connection::open(home.path(FILE)).unwrap();
            file.execute_batch(pragma).unwrap();
            drop(file);
            fs::read(home.path(FILE)).unwrap()
        };
        for (pragma, why) in [
            (
                "PRAGMA user_version = 7",
                "a later reftel has written it (form 7; this one knows 1)",
            ),
            (
                "PRAGMA application_id = 1234",
                "another program has written it",
            ),
        ] {
            let before = set(pragma);
            let mut notes = home.notes();
            assert_eq!(n_marks(&mut notes).unwrap_err().why(), why);
            assert_eq!(keep(&mut notes).unwrap_err().why(), why);
            assert_eq!(fs::read(home.path(FILE)).unwrap(), before);
            assert_eq!(home.files(), [FILE]);
        }
    }

    #[test]
    fn tables_that_are_not_ours_are_damage() {
        for change in [
            "ALTER TABLE mark RENAME TO nope",
            "ALTER TABLE mark DROP COLUMN words",
            "PRAGMA user_version = 0",
        ] {
            let home = Home::new("store-tables");
            sound(&home);
            let file = Connection::open(home.path(FILE)).unwrap();
            file.execute_batch(change).unwrap();
            drop(file);
            let mut notes = home.notes();
            keep(&mut notes).unwrap();
            assert_eq!(notes.take_damaged().len(), 1, "{change}");
            assert_eq!(home.files().len(), 2);
        }
    }

    #[test]
    fn what_is_no_file_is_left_alone() {
        let home = Home::new("store-no-file");
        fs::create_dir_all(home.path(FILE)).unwrap();
        assert_eq!(
            keep(&mut home.notes()).unwrap_err().why(),
            "it is no regular file"
        );
        assert!(n_marks(&mut home.notes()).is_err());
        fs::remove_dir(home.path(FILE)).unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(FILE, home.path(FILE)).unwrap();
            assert!(keep(&mut home.notes()).is_err());
            assert!(n_marks(&mut home.notes()).is_err());
            fs::remove_file(home.path(FILE)).unwrap();
            std::os::unix::fs::symlink("notes.db", home.path(FILE)).unwrap();
            assert!(keep(&mut home.notes()).is_err());
            assert!(n_marks(&mut home.notes()).is_err());
            fs::remove_file(home.path(FILE)).unwrap();
            // A pipe is not waited for.
            rustix::fs::mkfifoat(rustix::fs::CWD, home.path(FILE), 0o600.into()).unwrap();
            assert_eq!(
                n_marks(&mut home.notes()).unwrap_err().why(),
                "it is no regular file"
            );
        }
    }

    #[test]
    fn a_home_that_cannot_be_written_is_no_reason_to_stop() {
        let home = Home::new("store-no-home");
        fs::write(home.path("data"), "a file").unwrap();
        let mut notes = home.notes();
        let why = keep(&mut notes).unwrap_err();
        assert!(!why.why().is_empty());
        assert!(why.to_string().contains("notes.db"));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt;

        let home = Home::new("store-private");
        keep(&mut home.notes()).unwrap();
        let mode = |name: &str| fs::metadata(home.path(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode("data"), mode(FILE)), (0o700, 0o600));
        fs::set_permissions(home.path(FILE), fs::Permissions::from_mode(0o644)).unwrap();
        keep(&mut home.notes()).unwrap();
        assert_eq!(mode(FILE), 0o600);
    }

    #[test]
    fn a_log_that_is_none_of_ours_is_kept() {
        let home = Home::new("store-log");
        sound(&home);
        for part in ["-wal", "-shm"] {
            fs::write(home.path(&format!("{FILE}{part}")), vec![0x5a; 32_800]).unwrap();
        }
        let mut notes = home.notes();
        assert_eq!(n_marks(&mut notes).unwrap(), 26);
        keep(&mut notes).unwrap();
        drop(notes);
        let is_kept = |file: &&String| fs::read(home.path(file)).unwrap() == vec![0x5a; 32_800];
        assert_eq!(home.files().iter().filter(is_kept).count(), 2);
        assert_eq!(n_marks(&mut home.notes()).unwrap(), 27);
    }

    #[test]
    fn a_file_that_another_holds_is_told_so() {
        let home = Home::new("store-held");
        sound(&home);
        let holder = Connection::open(home.path(FILE)).unwrap();
        holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let why = n_marks(&mut home.notes()).unwrap_err();
        assert_eq!(why.why(), "another program holds it");
        holder.execute_batch("ROLLBACK").unwrap();
        assert_eq!(n_marks(&mut home.notes()).unwrap(), 26);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_was_made_meanwhile_was_absent() {
        let home = Home::new("store-meanwhile");
        sound(&home);
        let none = io::Error::from(io::ErrorKind::NotFound);
        assert!(is_absent(&home.path(FILE), &none));
        assert!(is_absent(&home.path("data/none.db"), &none));
        let link = home.path("data/link.db");
        std::os::unix::fs::symlink("none.db", &link).unwrap();
        assert!(!is_absent(&link, &none), "a link to nothing is something");
    }

    /// Whoever reads while the file is made finds it as it was before or is
    /// afterwards, and never half of it.
    #[test]
    fn who_reads_a_file_that_is_being_made_finds_nothing_or_all() {
        for _ in 0..20 {
            let home = Home::new("store-being-made");
            let mut reader = home.notes();
            let mut writer = home.notes();
            let made = std::thread::spawn(move || writer.set_mark(&mark('a', "x")).unwrap());
            while !made.is_finished() {
                match n_marks(&mut reader) {
                    Ok(n_marks) => assert!(n_marks <= 1),
                    Err(why) => assert_eq!(why.why(), "another program holds it"),
                }
            }
            made.join().unwrap();
            assert_eq!(n_marks(&mut reader).unwrap(), 1);
            assert_eq!(home.files(), [FILE]);
        }
    }

    /// Does `keep` until it is done: a machine that is busy with much else may
    /// make a writer wait for longer than writers wait.
    fn patiently(mut keep: impl FnMut() -> Result<(), Error>) {
        let mut tries = (0..20).map(|_| keep());
        let kept = tries.any(|kept| match kept {
            Ok(()) => true,
            Err(why) => {
                assert_eq!(why.why(), "another program holds it");
                false
            }
        });
        assert!(kept);
    }

    #[test]
    fn two_at_once_lose_nothing() {
        let home = Home::new("store-two");
        let write = |name: &'static str, mut notes: Notes| {
            std::thread::spawn(move || {
                for letter in 'a'..='z' {
                    patiently(|| notes.set_mark(&mark(letter, name)));
                    let key = Key::from_text(name);
                    let place = mark(letter, name).place;
                    patiently(|| notes.keep_place(&place, &Way::Builtin));
                    // Reading does not wait as long as writing does.
                    match notes.place(&key) {
                        Ok(place) => assert!(place.is_some()),
                        Err(why) => assert_eq!(why.why(), "another program holds it"),
                    }
                }
            })
        };
        let names = ["one", "two", "three"];
        let threads = names.map(|name| write(name, home.notes()));
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(n_marks(&mut home.notes()).unwrap(), 78);
        assert_eq!(home.files(), [FILE, "state/places.db"]);
    }
}
