//! Taking a collection into its index, and what changed in it since.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tantivy::directory::{Directory as _, INDEX_WRITER_LOCK};
use tantivy::schema::TantivyDocument;
use tantivy::{IndexWriter, Term};

use super::row::{path_to_bytes, place_to_bytes};
use super::schema::{CABLE, FILE, Fields, parts};
use super::{Error, Index, KnownFiles, Snapshot};
use crate::cable::{Brief, Cable};
use crate::library::{self, Document, Library, Limits, News, OnDisk};
use crate::query::{Depth, Facts, Field, Of};

/// Bytes of memory that a thread fills before it writes a piece of the index.
const HEAP: usize = 96 << 20;

/// Bytes of files that are worth a thread of their own, and a piece of the index:
/// a question costs the more the more pieces there are.
const WORTH: u64 = 8 << 20;

/// The most threads that write, each of which has its own memory.
const MOST_WRITERS: usize = 8;

/// Bytes that a telegram has in the index beside its text, of most.
const BESIDE: usize = 2 << 10;

/// What is told while a collection is taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files that were looked at, of those that have to be.
    pub n_files: usize,
    /// Files that have to be looked at: new ones and changed ones.
    pub of_files: usize,
    /// Telegrams taken in.
    pub n_cables: usize,
    /// Bytes of them.
    pub n_bytes: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    /// What was taken in.
    pub taken: Progress,
    /// Files that are as they were.
    pub n_same: usize,
    /// Files that are gone, or are taken in anew.
    pub n_dropped: usize,
    /// What could not be read.
    pub errors: Vec<library::Error>,
    /// What is to be said of what was read.
    pub notices: Vec<library::Notice>,
}

impl Index {
    /// Takes in what is new or changed in the collection, and lets go of what
    /// is not there any more. `tell` is called some ten times a second, and once
    /// all of it was read; with `false` it ends the work, and nothing of it is
    /// kept.
    ///
    /// # Errors
    ///
    /// Another program is at it, or the index cannot be written.
    pub fn refresh(&self, tell: &mut dyn FnMut(Progress) -> bool) -> Result<Report, Error> {
        let pieces = self.pieces();
        let snapshot = self.snapshot()?;
        let known = KnownFiles::new(self.list(&snapshot)?);
        // Files that are as they were, and hold sections of what is not.
        let mut again: HashSet<PathBuf> = HashSet::new();
        loop {
            let (changes, errors) = Changes::of(&self.paths, &known, &again);
            let mut report = Report {
                n_same: changes.n_same,
                n_dropped: changes.gone.len(),
                errors,
                ..Report::default()
            };
            let more = snapshot.partners(&changes.gone, &known)?;
            if add(&mut again, more) {
                continue;
            }
            if changes.new.is_empty() && changes.gone.is_empty() {
                return Ok(report);
            }
            let before = (pieces.as_slice(), &snapshot, &known);
            let taken = self.take(before, &changes, &mut report, tell);
            let more = taken.inspect_err(|_| self.tidy())?;
            if !add(&mut again, more) {
                return Ok(report);
            }
        }
    }

    /// Takes in what changed, unless files that are as they were hold sections
    /// of it: then nothing is done, and those are named.
    fn take(
        &self,
        (pieces, snapshot, known): (&[u8], &Snapshot, &KnownFiles),
        changes: &Changes,
        report: &mut Report,
        tell: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Vec<PathBuf>, Error> {
        let n_threads = n_writers(&changes.new);
        let writer: IndexWriter = self
            .tantivy
            .writer_with_num_threads(n_threads, HEAP * n_threads)
            .map_err(Error::writing)?;
        // Whoever was at it before us has done some of this already.
        if self.pieces() != pieces {
            return Err(Error::Busy);
        }
        self.sweep()?;
        for key in &changes.gone {
            writer.delete_term(Term::from_field_u64(self.fields.of, *key));
        }
        let keys = known.files().map(|known| known.key() + 1);
        let first_key = keys.max().unwrap_or(0);
        let taking = Taking {
            fields: &self.fields,
            writer: &writer,
            keys: (first_key..)
                .zip(&changes.new)
                .map(|(key, file)| (file.path.as_path(), key))
                .collect(),
            n_cables: AtomicUsize::new(0),
            n_bytes: AtomicU64::new(0),
            errors: Mutex::new(Vec::new()),
            unread: Mutex::new(HashSet::new()),
            is_over: Arc::default(),
            first_key,
            is_read: changes.new.iter().map(|_| AtomicBool::new(false)).collect(),
            failed: Mutex::new(None),
        };
        let mut more = Vec::new();
        let gone: HashSet<u64> = changes.gone.iter().copied().collect();
        let mut is_section = |section: &str| -> Result<(), Error> {
            let partners = snapshot.sections(section, known)?.into_iter();
            // What is taken in or is not there any more need not be named.
            let stays = |path: &PathBuf| known.key_of(path).is_some_and(|key| !gone.contains(&key));
            more.extend(partners.filter(stays));
            Ok(())
        };
        if !taking.run(changes, &self.limits, &mut is_section, report, tell)? {
            drop(writer);
            return Err(Error::Stopped);
        }
        report.taken.n_cables = taking.n_cables.into_inner();
        report.taken.n_bytes = taking.n_bytes.into_inner();
        if !more.is_empty() {
            return Ok(more);
        }
        let errors = taking.errors.into_inner();
        let mut errors = errors.unwrap_or_else(PoisonError::into_inner);
        // Whichever thread came first.
        errors.sort_by_key(|(entry_idx, _)| *entry_idx);
        report.errors.extend(errors.into_iter().map(|(_, it)| it));
        self.commit(writer)?;
        Ok(Vec::new())
    }

    /// The list of the pieces that count, byte for byte.
    fn pieces(&self) -> Vec<u8> {
        std::fs::read(self.folder.join(super::sound::LIST)).unwrap_or_default()
    }

    /// Takes away what was begun and is not finished, such as where the disk
    /// is full: it takes room that others need.
    fn tidy(&self) {
        // Another program that is at it by now has pieces of its own.
        let lock = self.tantivy.directory().acquire_lock(&INDEX_WRITER_LOCK);
        if let Ok(_held) = lock {
            // What cannot be removed now is once something is written.
            let _ = self.sweep();
        }
    }

    /// Takes away what a program that was killed has left: files of pieces that
    /// the list does not name. Only whoever may write does so.
    fn sweep(&self) -> Result<(), Error> {
        let pieces = self
            .tantivy
            .searchable_segment_metas()
            .map_err(Error::reading)?;
        let named: HashMap<String, Option<u64>> = pieces
            .iter()
            .map(|piece| (piece.id().uuid_string(), piece.delete_opstamp()))
            .collect();
        for entry in std::fs::read_dir(&self.folder).map_err(Error::System)? {
            let name = entry.map_err(Error::System)?.file_name();
            let name = name.to_string_lossy();
            if super::list::is_left_over(&name) {
                std::fs::remove_file(self.folder.join(&*name)).map_err(Error::System)?;
            }
            if !super::sound::is_of_piece(&name) {
                continue;
            }
            // `PIECE.kind`, or `PIECE.number.del` for what is deleted in it.
            let mut parts = name.split('.');
            let deletions = named.get(parts.next().unwrap_or_default());
            let (number, kind) = (parts.next().unwrap_or_default(), parts.next());
            let counts = deletions.is_some_and(|deletions| {
                let number = number.parse().ok();
                kind != Some("del") || number == *deletions
            });
            if !counts {
                let path = self.folder.join(&*name);
                std::fs::remove_file(path).map_err(Error::System)?;
            }
        }
        Ok(())
    }
}

/// How many threads write what is in these files.
fn n_writers(files: &[OnDisk]) -> usize {
    let n_bytes: u64 = files.iter().map(|file| file.n_bytes).sum();
    let n_worth = usize::try_from(n_bytes / WORTH + 1).unwrap_or(usize::MAX);
    let n_processors = std::thread::available_parallelism().map_or(1, usize::from);
    n_worth.min(n_processors).min(MOST_WRITERS)
}

/// Adds paths; says whether any was new.
fn add(paths: &mut HashSet<PathBuf>, more: Vec<PathBuf>) -> bool {
    let before = paths.len();
    paths.extend(more);
    paths.len() > before
}

/// What is to be done.
struct Changes {
    /// Files that are new or changed, in the order of paths.
    new: Vec<OnDisk>,
    /// Numbers of files that are gone or changed.
    gone: Vec<u64>,
    /// How many files are as they were.
    n_same: usize,
}

impl Changes {
    /// What has changed in the files of `paths` since they were `known`, but for
    /// those that are taken in again anyway; and what cannot be looked at. Of a
    /// million files that are as they were nothing is held.
    fn of(
        paths: &[PathBuf],
        known: &KnownFiles,
        again: &HashSet<PathBuf>,
    ) -> (Changes, Vec<library::Error>) {
        let mut left = known.left();
        let (mut new, mut n_same) = (Vec::new(), 0);
        let errors = library::each_file(paths, &mut |file| {
            if !again.contains(&file.path) && left.tick_off(&file) {
                n_same += 1;
            } else {
                new.push(file);
            }
            true
        });
        let gone = left.keys();
        (Changes { new, gone, n_same }, errors)
    }
}

/// What is indexed of a telegram by what it says.
struct Made {
    telegram: TantivyDocument,
    /// Bytes of the telegram.
    n_bytes: u64,
}

/// Telegrams on their way into the index.
struct Taking<'a> {
    fields: &'a Fields,
    writer: &'a IndexWriter,
    /// The numbers of the files.
    keys: HashMap<&'a Path, u64>,
    n_cables: AtomicUsize,
    n_bytes: AtomicU64,
    /// Entries that could not be read, and why.
    errors: Mutex<Vec<(usize, library::Error)>>,
    /// Files of which something could not be read: they are tried again.
    unread: Mutex<HashSet<u64>>,
    /// Whether it was not let to go on, or cannot be written, such as where the
    /// disk is full: then nothing more is read.
    is_over: Arc<AtomicBool>,
    /// The number of the first file, and of each whether a telegram of it was
    /// read.
    first_key: u64,
    is_read: Vec<AtomicBool>,
    failed: Mutex<Option<tantivy::TantivyError>>,
}

impl Taking<'_> {
    /// Takes in everything; says whether it was let to go on to the end.
    fn run(
        &self,
        changes: &Changes,
        limits: &Limits,
        is_section: &mut dyn FnMut(&str) -> Result<(), Error>,
        report: &mut Report,
        tell: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<bool, Error> {
        let files = &changes.new;
        let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
        let mut sectioned = Ok(());
        let paths: Vec<&Path> = files.iter().map(|file| file.path.as_path()).collect();
        let (library, intake) = Library::begin(&paths, limits);
        // What is at hand while files are looked through need not be opened
        // again.
        let intake = intake
            .reading(|document| self.made(&document))
            .but_sections();
        let intake = intake.until(&self.is_over);
        let (send, receive) = std::sync::mpsc::sync_channel::<usize>(1024);
        let receive = Mutex::new(receive);
        let mut clock = Clock::new();
        let mut n_files = 0;
        let mut told = |n_files: usize, is_last: bool| {
            let progress = || Progress {
                n_files: n_files.min(files.len()),
                of_files: files.len(),
                n_cables: self.n_cables.load(Ordering::Relaxed),
                n_bytes: self.n_bytes.load(Ordering::Relaxed),
            };
            if (clock.has_ticked() || is_last) && !tell(progress()) {
                self.is_over.store(true, Ordering::Relaxed);
            }
            !self.is_over.load(Ordering::Relaxed)
        };
        std::thread::scope(|scope| {
            for _ in 0..n_threads {
                scope.spawn(|| {
                    loop {
                        let next = receive.lock().map(|receive| receive.recv());
                        let Ok(Ok(entry_idx)) = next else {
                            return;
                        };
                        self.entry(&library, entry_idx);
                    }
                });
            }
            // What may still get further sections is taken in at the end.
            let mut waiting = Vec::new();
            intake.run(&mut |news| match news {
                News::Entries(first, found) => {
                    n_files += found.len();
                    for (entry_idx, found) in (first..).zip(found) {
                        if let Some(section) = library.section_of(entry_idx) {
                            if sectioned.is_ok() {
                                sectioned = is_section(&section);
                            }
                            waiting.push(entry_idx);
                        } else if let Some(made) = found.told {
                            self.add(&library, entry_idx, made);
                        } else if send.send(entry_idx).is_err() {
                            return;
                        }
                    }
                    told(n_files, false);
                }
                News::Joined(..) | News::Lies(..) => {}
                News::Failed(error) => report.errors.push(error),
                News::Noted(notice) => report.notices.push(notice),
            });
            for entry_idx in waiting {
                if !told(n_files, false) || send.send(entry_idx).is_err() {
                    break;
                }
            }
            drop(send);
        });
        sectioned?;
        if let Ok(mut failed) = self.failed.lock()
            && let Some(error) = failed.take()
        {
            return Err(Error::writing(error));
        }
        // Until here nothing is kept.
        if self.is_over.load(Ordering::Relaxed) || !told(n_files, true) {
            return Ok(false);
        }
        self.files(files, report)?;
        report.taken.n_files = files.len();
        report.taken.of_files = files.len();
        Ok(true)
    }

    /// Notes the files that were taken in.
    fn files(&self, files: &[OnDisk], report: &Report) -> Result<(), Error> {
        let unread = self.unread.lock().unwrap_or_else(PoisonError::into_inner);
        let said = report.notices.iter().filter_map(library::Notice::file);
        let said: HashSet<&str> = said.collect();
        for file in files {
            let key = self.keys.get(file.path.as_path());
            let may_be_read = |key: &u64| !unread.contains(key);
            // One that gave a telegram need not be opened to see whether it can be.
            let can_be_read =
                |key: &u64| self.is_read(*key) || std::fs::File::open(&file.path).is_ok();
            if key.is_some_and(|key| may_be_read(key) && can_be_read(key)) {
                self.file(file, said.contains(file.name().as_str()))?;
            }
        }
        Ok(())
    }

    /// Notes that a file was taken in, and whether something was said of it.
    fn file(&self, file: &OnDisk, is_said: bool) -> Result<(), Error> {
        let Some(&key) = self.keys.get(file.path.as_path()) else {
            return Ok(());
        };
        let fields = self.fields;
        let mut document = TantivyDocument::new();
        document.add_text(fields.mark, FILE);
        document.add_u64(fields.of, key);
        document.add_u64(fields.key, key);
        document.add_bytes(fields.path, &path_to_bytes(&file.path));
        document.add_u64(fields.n_bytes, file.n_bytes);
        document.add_i64(fields.modified, file.modified);
        document.add_i64(fields.changed, file.changed);
        document.add_bool(fields.said, is_said);
        self.writer.add_document(document).map_err(Error::writing)?;
        Ok(())
    }

    fn entry(&self, library: &Library, entry_idx: usize) {
        if self.is_over.load(Ordering::Relaxed) {
            return;
        }
        match library.document(entry_idx) {
            Ok(document) => self.add(library, entry_idx, self.made(&document)),
            Err(error) => {
                if let Ok(mut errors) = self.errors.lock() {
                    errors.push((entry_idx, error));
                }
                if let Ok(mut unread) = self.unread.lock() {
                    let paths = library.files_of(entry_idx);
                    unread.extend(
                        paths
                            .iter()
                            .filter_map(|path| self.keys.get(path.as_path())),
                    );
                }
            }
        }
    }

    /// Whether a telegram of a file was read.
    fn is_read(&self, key: u64) -> bool {
        let is_read = self.nth(key).and_then(|nth| self.is_read.get(nth));
        is_read.is_some_and(|it| it.load(Ordering::Relaxed))
    }

    /// Which of the files that are taken in has this number.
    fn nth(&self, key: u64) -> Option<usize> {
        usize::try_from(key.checked_sub(self.first_key)?).ok()
    }

    /// What is indexed of a telegram by what it says.
    fn made(&self, document: &Document) -> Made {
        Made {
            telegram: telegram(self.fields, &document.cable()),
            n_bytes: document.bytes.len() as u64,
        }
    }

    /// Adds a telegram, with where it stands.
    fn add(&self, library: &Library, entry_idx: usize, made: Made) {
        let Made {
            mut telegram,
            n_bytes,
        } = made;
        let keys: Vec<u64> = library
            .files_of(entry_idx)
            .iter()
            .filter_map(|path| self.keys.get(path.as_path()).copied())
            .collect();
        for key in &keys {
            telegram.add_u64(self.fields.of, *key);
            if let Some(is_read) = self.nth(*key).and_then(|nth| self.is_read.get(nth)) {
                is_read.store(true, Ordering::Relaxed);
            }
        }
        if let Some(place) = library.place(entry_idx) {
            telegram.add_bytes(self.fields.place, &place_to_bytes(&place));
        }
        if let Some(section) = library.section_of(entry_idx) {
            telegram.add_text(self.fields.value, super::section(&section));
            for key in &keys {
                telegram.add_u64(self.fields.files, *key);
            }
        }
        self.n_cables.fetch_add(1, Ordering::Relaxed);
        self.n_bytes.fetch_add(n_bytes, Ordering::Relaxed);
        if let Err(error) = self.writer.add_document(telegram)
            && let Ok(mut failed) = self.failed.lock()
        {
            failed.get_or_insert(error);
            self.is_over.store(true, Ordering::Relaxed);
        }
    }
}

/// Says when it is time to tell.
struct Clock(Instant);

impl Clock {
    fn new() -> Clock {
        Clock(Instant::now())
    }

    fn has_ticked(&mut self) -> bool {
        let has = self.0.elapsed() >= Duration::from_millis(100);
        if has {
            self.0 = Instant::now();
        }
        has
    }
}

/// What is indexed of a telegram by what it says.
fn telegram(fields: &Fields, cable: &Cable) -> TantivyDocument {
    let facts = Facts::of(cable, Depth::ALL);
    let text = parts(cable);
    // Room for all of it at once: what grows is copied.
    let mut telegram = TantivyDocument::with_capacity(text.len() + BESIDE);
    telegram.add_text(fields.mark, CABLE);
    for value in facts.all_values() {
        telegram.add_text(fields.value, super::value(value.0, &value.1));
    }
    for (of, text) in facts.texts() {
        let field = match of {
            Of::From => fields.from,
            Of::To => fields.to,
            Of::Info => fields.info,
            Of::Ref => fields.refs,
            Of::Sign => fields.sign,
            Of::Text => continue,
        };
        telegram.add_text(field, text);
    }
    if let Some(date) = facts.date {
        telegram.add_i64(fields.date, super::day(date));
    }
    if let Some(level) = facts.level {
        telegram.add_u64(fields.level, super::rank(level));
    }
    if let Some(precedence) = facts.precedence {
        telegram.add_u64(fields.prec, precedence as u64);
    }
    for (field, of) in [
        (fields.post, Field::Post),
        (fields.tag, Field::Tag),
        (fields.family, Field::Family),
        (fields.cites, Field::Cites),
    ] {
        for value in facts.values(of) {
            telegram.add_text(field, value);
        }
    }
    if let Some(mrn) = &cable.mrn {
        telegram.add_text(fields.id, mrn.to_string());
    }
    let brief = Brief::of(cable);
    if brief.has_text {
        telegram.add_bool(fields.has_text, true);
    }
    telegram.add_text(fields.subject, brief.subject);
    telegram.add_u64(fields.n_paragraphs, cable.paragraphs.len() as u64);
    telegram.add_text(fields.text, text);
    telegram
}
