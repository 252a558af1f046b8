//! Opening the reader.

use std::cell::Cell;
use std::ffi::OsString;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime};

use super::configured::Watch;
use super::error::Error;
use super::keep::{Keeper, Recaller, way};
use super::narrow::{Answers, Collection};
use super::out::Out;
use super::texts::{self, Wanted};
use super::{Color, Opening, Status, linear, named, on, out, show};
use crate::app::{
    Again, Entry, Indexed, Listing, Model, Msg, Narrowed, Opened, Remember, Request, Route,
    Searched, Size, Sorted, Source, SourcePlace, Surveyed,
};
use crate::cable::Brief;
use crate::config::{self, Colors, Config};
use crate::library::{
    self, Changes, Document, FolderWatch, Found, Intake, Kept, Library, Limits, News,
};
use crate::notes::{Key, Way};
use crate::tui::{self, Inbox, Messages, Outcome};
use crate::typeset::Shown;

/// What the command line says about the reader.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadOptions {
    /// How it opens.
    pub(super) opening: Opening,
    /// Whether a cable comes from standard input.
    pub(super) stdin_taken: bool,
    /// Whether what is opened is a collection, if it is several cables.
    pub(super) is_collection: bool,
    /// Cables of the built-in collection that are opened.
    pub(super) builtin: Vec<String>,
    /// When to use color.
    pub(super) color: Color,
    /// Fails after the first frame.
    pub(super) panic_after_draw: bool,
}

/// What the user has set, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Configuration {
    /// Where it is, to be looked at again.
    pub(super) watch: Watch,
    /// What holds.
    pub(super) config: Config,
    /// What does not, and why.
    pub(super) errors: Vec<config::Error>,
    /// How many of these the arguments named.
    pub(super) n_named: usize,
}

/// Whether keys can be read: from standard input or, when a cable is piped
/// in there, from the terminal itself.
pub(super) fn has_keyboard() -> bool {
    use std::io::IsTerminal;

    std::io::stdin().is_terminal() || has_terminal()
}

#[cfg(unix)]
fn has_terminal() -> bool {
    std::fs::File::open("/dev/tty").is_ok()
}

#[cfg(not(unix))]
fn has_terminal() -> bool {
    false
}

/// How long is waited for a second cable, without which there is no list.
const PATIENCE: Duration = Duration::from_millis(80);
/// How long the end waits until it is kept what was opened.
const REMEMBERING: Duration = Duration::from_secs(2);

/// Reads what is at `paths` until the user leaves: one cable at once,
/// several in a list. What is taken in meanwhile is added to the list.
///
/// Without paths, the cable that was read last, with the list of its collection
/// below it, or of the built-in one if it was opened by itself; the first time,
/// that list.
///
/// # Errors
///
/// The only cable cannot be read, or the terminal cannot be used.
pub(super) fn read(
    paths: &[OsString],
    limits: &Limits,
    Configuration {
        config,
        errors,
        watch,
        n_named,
    }: Configuration,
    options: &ReadOptions,
    out: &mut Out,
) -> Result<ExitCode, Error> {
    let asks = config.ask_terminal;
    let told = watch.told(config, &errors);
    let private = told.settings.private;
    let damaged = Arc::new(AtomicBool::new(false));
    let mut recaller = Recaller::new(private, Arc::clone(&damaged));
    let mut inbox = Inbox::new().map_err(other)?;
    let n_failed = Arc::new(AtomicUsize::new(0));
    let mut begun = Begun::new(paths, &options.builtin, limits, &mut recaller);
    let opening = &options.opening;
    let manner = Manner {
        limits,
        wholly: opening.linear,
        is_kept: !private,
    };
    begun.start(&inbox, &n_failed, manner)?;
    // Meanwhile sources are taken in.
    let (panes, panes_said) = recaller.panes();
    begun.gather(&mut inbox);
    begun.if_gone(&mut inbox, &n_failed, manner, &mut recaller)?;
    n_failed.fetch_add(n_named, Ordering::Relaxed);
    // What an index knows of files is held as long as they are taken in.
    begun.kept = Arc::default();
    let collection = begun.collection(manner);
    if begun.entries.is_empty() {
        return Ok(Status::Trouble.into());
    }
    let is_single = begun.is_single();
    // One of many that is named is no collection, even if others have its number.
    let is_collection = options.is_collection && !begun.is_named();
    let mut notices: Vec<Shown> = begun.notice.into_iter().collect();
    let collection_paths = Some(paths).filter(|_| is_collection && !private);
    let (said, remembered) = remember(collection_paths, is_single, opening, &inbox);
    notices.extend(said);
    let first = begun.last.or(is_single.then_some(0));
    let mut opened_first = None;
    if let Some(entry_idx) = first {
        let document = begun.library.document(entry_idx).map_err(other)?;
        let (opened, said) = opened(&document, &begun.library, entry_idx, &mut recaller);
        notices.extend(said);
        opened_first = Some((entry_idx, opened));
    }
    if opening.quit_if_one_screen
        && is_single
        && let Some((_, opened)) = &opened_first
        && show::on_one_screen(&opened.cable, options.color, out)?
    {
        return Ok(ended(&n_failed, &damaged));
    }
    notices.extend(panes_said);
    let mut model = Model::new(begun.entries, told.settings, told.keymap, Size::default());
    model = (model.with_panes(&panes)).with_folders(has_folders(&begun.files));
    model.gathering = begun.gathering;
    if begun.sought.is_some() {
        model = model.within_collection();
    }
    model.begin.clone_from(&opening.begin);
    if let Some((entry_idx, opened)) = opened_first {
        model = if begun.last.is_some() {
            model.reading_above_list(entry_idx, opened)
        } else {
            model.reading(entry_idx, opened)
        };
    }
    for trouble in notices.into_iter().chain(told.trouble) {
        model.warn_too(trouble.as_str());
    }
    let keeper = Keeper::new(begun.library.clone(), Arc::clone(&damaged));
    let answers = Answers::with(&begun.library, collection);
    let mut desk = Desk {
        answers: answers.clone(),
        library: begun.library,
        limits: *limits,
        watch,
        recaller,
        paths: begun.files,
        since: begun.since,
        wanted: Wanted::default(),
        watching: Watching::default(),
    };
    if opening.linear {
        linear::read(model, &mut desk, keeper, options.stdin_taken, out)?;
        return Ok(ended(&n_failed, &damaged));
    }
    let runtime = runtime(asks, options);
    let mut keeper = keeper;
    let keep = move |wanted: Remember, messages: &Messages| {
        for answer in keeper.keep(wanted) {
            messages.send(answer);
        }
    };
    let load = move |request: Request, messages: &Messages| {
        desk.work(request, messages);
    };
    let run = tui::run(model, inbox, load, keep, runtime).map_err(other);
    answers.end();
    let run = run?;
    // Who leaves at once finds it again all the same.
    let _ = remembered.recv_timeout(REMEMBERING);
    Ok(left(&run, &n_failed, &damaged))
}

/// What is told of a run that is over, and how the program ends.
fn left(run: &tui::Run, n_failed: &AtomicUsize, damaged: &AtomicBool) -> ExitCode {
    for words in &run.untold {
        out::complain(words);
    }
    if !run.all_kept {
        out::complain(&"keeping places and marks: another program holds the files: given up");
    }
    match run.outcome {
        Outcome::Quit => ended(n_failed, damaged),
        Outcome::Killed(signal) => ExitCode::from(u8::try_from(128 + signal).unwrap_or(255)),
    }
}

/// What the screen is run with.
fn runtime(asks: bool, options: &ReadOptions) -> tui::Options {
    tui::Options {
        shell: set("SHELL").unwrap_or_else(|| OsString::from("/bin/sh")),
        editor: set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_default(),
        private: config::private_folder(),
        asks: asks && may_be_asked(),
        panic_after_draw: options.panic_after_draw,
    }
}

/// Keeps what was opened as the collection that was open last, unless it is a file
/// of one cable: at once for who reads in lines, and what is to be said of it
/// then; else on a thread of its own, since it may wait for a disk, and the end
/// waits for what is returned second. Where there can be no thread, it is not kept.
fn remember(
    paths: Option<&[OsString]>,
    is_single: bool,
    opening: &Opening,
    inbox: &Inbox,
) -> (Option<Shown>, Receiver<()>) {
    let (done, remembered) = mpsc::channel();
    let is_one = |paths: &[OsString]| is_single && !paths.iter().any(|it| Path::new(it).is_dir());
    let Some(paths) = paths.filter(|paths| !is_one(paths)) else {
        return (None, remembered);
    };
    let remember = |paths: &[OsString]| named::remember(paths).err().map(|why| shown(&why));
    if opening.linear {
        return (remember(paths), remembered);
    }
    let paths = paths.to_vec();
    let _ = inbox.work(move |messages: &Messages| {
        let trouble = remember(&paths).map(Msg::Trouble);
        if let Some(trouble) = trouble {
            messages.send(trouble);
        }
        // Who waits for it hears that it is gone.
        drop(done);
    });
    (None, remembered)
}

/// How a reader ends that the user has left.
fn ended(n_failed: &AtomicUsize, damaged: &AtomicBool) -> ExitCode {
    let status = if damaged.load(Ordering::Relaxed) {
        Status::Damaged
    } else if n_failed.load(Ordering::Relaxed) > 0 {
        Status::SomeFailed
    } else {
        Status::Done
    };
    status.into()
}

/// How it is opened.
#[derive(Clone, Copy)]
struct Manner<'a> {
    limits: &'a Limits,
    /// Whether all is taken in before anything is shown.
    wholly: bool,
    /// Whether an index is kept.
    is_kept: bool,
}

/// What there is to read, as far as is known before the first frame.
struct Begun {
    library: Library,
    intake: Option<Intake<'static, Brief>>,
    /// Whether sources are being taken in, or were.
    is_started: bool,
    /// What was learned of them at once.
    came: Vec<Msg>,
    entries: Vec<Entry>,
    /// Whether further entries may be found.
    gathering: bool,
    /// The cable that was read last and is read on.
    last: Option<usize>,
    /// Its id, what names it, and what opens it; nothing if it is gone.
    sought: Option<(Shown, Key, Vec<OsString>)>,
    /// Whether nothing is said of what cannot be opened: nobody has asked for it.
    is_quiet: bool,
    /// Something to be said.
    notice: Option<Shown>,
    /// The files and folders that are read, and from when on they are.
    files: Vec<OsString>,
    since: SystemTime,
    /// What an index knows of them.
    kept: Arc<OnceLock<Box<dyn Kept>>>,
}

impl Begun {
    fn new(
        paths: &[OsString],
        builtin: &[String],
        limits: &Limits,
        recaller: &mut Recaller,
    ) -> Begun {
        let mut begun = Begun {
            since: SystemTime::now(),
            library: Library::default(),
            intake: None,
            is_started: false,
            came: Vec::new(),
            entries: Vec::new(),
            gathering: false,
            last: None,
            sought: None,
            is_quiet: false,
            notice: None,
            files: Vec::new(),
            kept: Arc::default(),
        };
        let mut way = Way::Files(paths.to_vec());
        let mut key = None;
        if paths.is_empty() && builtin.is_empty() {
            let (last, said) = recaller.last();
            begun.notice = said;
            way = Way::Builtin;
            if let Some((place, its_way)) = last {
                if let Way::Files(files) = &its_way {
                    let id = Shown::new(&place.id);
                    begun.sought = Some((id, place.key.clone(), files.clone()));
                    begun.is_quiet = true;
                }
                key = Some(place.key);
                way = its_way;
            }
        }
        let files = match way {
            Way::Files(files) => files,
            Way::Builtin | Way::Nowhere => Vec::new(),
        };
        let is_none = files.is_empty();
        let intake = begun.open(files, limits);
        if is_none {
            begun.add_builtin(|_| true);
            let wanted = builtin.first().map(String::as_str);
            let wanted = wanted.or(key.as_ref().map(Key::as_str));
            let is_last = |name: &String| wanted == Some(name);
            begun.last = begun.library.names().iter().position(is_last);
        } else {
            begun.add_builtin(|name| builtin.iter().any(|it| it == name));
            begun.gathering = true;
            begun.intake = Some(intake);
        }
        begun
    }

    /// Opens a library of files; what takes them in.
    fn open(&mut self, files: Vec<OsString>, limits: &Limits) -> Intake<'static, Brief> {
        let (library, intake) = Library::begin(&files, limits);
        self.library = library;
        self.files = files;
        intake.listing().keeping(&self.kept)
    }

    /// What an index is kept of, if it is. Of a cable that is read on this is
    /// not known yet.
    fn collection(&self, manner: Manner<'_>) -> Option<Collection> {
        let is_kept = manner.is_kept && self.sought.is_none();
        Collection::new(&self.files, manner.limits, is_kept)
    }

    /// Whether there is one cable and no list.
    fn is_single(&self) -> bool {
        self.entries.len() == 1 && !self.gathering && self.sought.is_none()
    }

    /// Opens a cable that is gone under the name that its file has now in its
    /// collection; else, in its place, what is left of that, or the built-in one.
    fn if_gone(
        &mut self,
        inbox: &mut Inbox,
        n_failed: &Arc<AtomicUsize>,
        manner: Manner<'_>,
        recaller: &mut Recaller,
    ) -> Result<(), Error> {
        let is_gone = self.entries.is_empty();
        let Some((id, key, files)) = self.sought.take_if(|_| is_gone) else {
            return Ok(());
        };
        let path = files.first().map(|path| path.display().to_string());
        let path = Shown::new(&path.unwrap_or_default());
        let words = format!("{id}, which was read last, is no longer at {path}");
        let paths = around(&files, recaller).0;
        let now = (!paths.is_empty()).then(|| renamed(&files, &key, manner.limits));
        if let Some(now) = now.flatten() {
            let name = now.first().and_then(|path| Path::new(path).file_name());
            let name = name.unwrap_or_default().display();
            let words = format!("{id} is in another file now: {name}");
            self.sought = Some((id, key, now.clone()));
            self.gathering = true;
            self.intake = Some(self.open(now, manner.limits));
            self.start(inbox, n_failed, manner)?;
            self.gather(inbox);
            if !self.entries.is_empty() {
                self.notice = Some(Shown::new(&words));
                return Ok(());
            }
            self.sought = None;
        }
        self.notice = Some(Shown::new(&words));
        if !paths.is_empty() {
            self.gathering = true;
            self.intake = Some(self.open(paths, manner.limits));
            self.start(inbox, n_failed, manner)?;
            self.gather(inbox);
        }
        if self.entries.is_empty() {
            self.files.clear();
            self.add_builtin(|_| true);
        }
        Ok(())
    }

    /// Begins to take in what is wanted, on a thread of its own. What would
    /// take no longer than starting one is taken in at once, and so is all if
    /// that is wanted first.
    fn start(
        &mut self,
        inbox: &Inbox,
        n_failed: &Arc<AtomicUsize>,
        manner: Manner<'_>,
    ) -> Result<(), Error> {
        let Some(intake) = self.intake.take() else {
            return Ok(());
        };
        self.is_started = true;
        let is_quiet = self.is_quiet;
        let is_told = move |news: &News<Brief>| {
            let is_trouble = matches!(news, News::Failed(_) | News::Noted(_));
            !is_quiet || !is_trouble
        };
        let is_brief = intake.is_brief();
        if manner.wholly || is_brief {
            let came = &mut self.came;
            let intake = intake.keeping_bytes(is_brief);
            intake.run(&mut |news| {
                if is_told(&news) {
                    came.push(message(news, n_failed));
                }
            });
            came.push(Msg::AllFound);
            return Ok(());
        }
        let n_failed = Arc::clone(n_failed);
        // The collection is taken in next, and it is in there.
        let is_enough = self.sought.is_some() && self.files.len() == 1;
        let is_over = Arc::new(AtomicBool::new(false));
        let intake = intake.until(&is_over);
        let work = move |messages: &Messages| {
            intake.run(&mut |news| {
                if is_enough && matches!(news, News::Entries(..)) {
                    is_over.store(true, Ordering::Relaxed);
                }
                if is_told(&news) {
                    messages.send(message(news, &n_failed));
                }
            });
            messages.send(Msg::AllFound);
        };
        inbox.work(work).map_err(other)?;
        if let Some(collection) = self.collection(manner) {
            // While it is opened, files are looked through. If there can be no
            // thread for it, all of them are.
            let kept = Arc::clone(&self.kept);
            let _ = inbox.work(move |_: &Messages| {
                if let Some(known) = collection.known_files() {
                    let _ = kept.set(Box::new(known));
                }
            });
        }
        Ok(())
    }

    /// Takes in what can be before the first frame; the rest comes into the
    /// inbox.
    fn gather(&mut self, inbox: &mut Inbox) {
        if !std::mem::take(&mut self.is_started) {
            return;
        }
        let mut came = std::mem::take(&mut self.came);
        if came.is_empty() {
            let n_enough = if self.is_one() { 1 } else { 2 };
            came = first_of(inbox, n_enough);
        }
        for msg in came {
            match msg {
                Msg::Found(found) => self.entries.extend(found),
                Msg::Renamed(entry_idx, name) => {
                    if let Some(entry) = self.entries.get_mut(entry_idx) {
                        entry.name = name;
                    }
                }
                // Nothing is shown yet that this could disturb.
                Msg::Trouble(words) => out::complain(&words),
                Msg::AllFound => self.gathering = false,
                _ => {}
            }
        }
        let has_more = self.gathering || self.sought.is_some() || self.entries.len() > 1;
        if has_more && self.is_one() && !self.entries.is_empty() {
            self.last = Some(0);
        }
    }

    /// Whether one cable is wanted, which is read as soon as it is there: that
    /// which was read last, or a telegram of many that is named. Another of the
    /// same number may come.
    fn is_one(&self) -> bool {
        self.sought.is_some() || self.is_named()
    }

    fn is_named(&self) -> bool {
        matches!(self.files.as_slice(), [file] if library::names_one(file))
    }

    fn add_builtin(&mut self, wanted: impl Fn(&str) -> bool) {
        let before = self.library.len();
        self.library.add_builtin(wanted);
        let names = self.library.names();
        self.entries
            .extend(names.iter().skip(before).map(|name| entry(name)));
    }
}

/// What a worker needs at hand.
pub(super) struct Desk {
    library: Library,
    watch: Watch,
    limits: Limits,
    /// Where cables were left.
    recaller: Recaller,
    /// What was opened.
    paths: Vec<OsString>,
    /// From when on that was looked through.
    since: SystemTime,
    /// Which search in the texts goes on.
    wanted: Wanted,
    /// What answers queries.
    answers: Answers,
    /// What tells of what happens to files, once that was asked for.
    watching: Watching,
}

/// What tells of what happens to files, while it is held.
type Watching = Arc<OnceLock<FolderWatch>>;

/// What comes of a request.
enum Task {
    /// It is answered at once.
    Done(Vec<Msg>),
    /// It takes long: answers come as they are found. And what is to be said
    /// if no thread can do it.
    Long(Box<Work>, Option<Msg>),
}

/// Does what takes long, and answers.
type Work = dyn FnOnce(&mut dyn FnMut(Msg)) + Send;

impl Task {
    /// What is wanted no more, stops.
    fn stop(wanted: &Wanted) -> Task {
        wanted.set(None);
        Task::Done(Vec::new())
    }

    fn long(
        in_vain: impl Into<Option<Msg>>,
        work: impl FnOnce(&mut dyn FnMut(Msg)) + Send + 'static,
    ) -> Task {
        Task::Long(Box::new(work), in_vain.into())
    }
}

impl Desk {
    /// Does what a worker is asked for; what takes long on a thread of its
    /// own, since cables are opened meanwhile.
    fn work(&mut self, request: Request, messages: &Messages) {
        if request == Request::Watch {
            let (paths, watching) = (self.paths.clone(), Arc::clone(&self.watching));
            let since = self.since;
            // Without a thread nothing is followed, as if it were not wished.
            let _ = messages.work(move |messages| watch(&paths, since, &watching, messages));
            return;
        }
        match self.task(request) {
            Task::Done(answers) => {
                for msg in answers {
                    messages.send(msg);
                }
            }
            Task::Long(work, in_vain) => {
                let started = messages.work(move |messages: &Messages| {
                    work(&mut |msg| messages.send(msg));
                });
                if let Err(why) = started {
                    messages.send(Msg::Trouble(shown(&why)));
                    if let Some(msg) = in_vain {
                        messages.send(msg);
                    }
                }
            }
        }
    }

    /// Does what a worker is asked for, and answers.
    pub(super) fn answer(&mut self, request: Request) -> Vec<Msg> {
        match self.task(request) {
            Task::Done(answers) => answers,
            Task::Long(work, _) => {
                let mut answers = Vec::new();
                work(&mut |msg| answers.push(msg));
                answers
            }
        }
    }

    /// What is to be done. What is wanted from now on is noted at once, so
    /// that what is done for something else stops.
    fn task(&mut self, request: Request) -> Task {
        self.answers.outdate(&request);
        let (library, answers) = (self.library.clone(), self.answers.clone());
        match request {
            Request::Open(entry_idx) => Task::Done(self.open(entry_idx)),
            Request::List(entries) => Task::Done(vec![list(&library, entries)]),
            Request::Reload(entry_idx, id) => {
                let again = library.reload(entry_idx, id.as_deref());
                let again = again
                    .map(|document| opened(&document, &library, entry_idx, &mut self.recaller).0);
                let again = again.map_err(|error| shown(error.why()));
                Task::Done(vec![Msg::Reloaded(entry_idx, Box::new(again))])
            }
            Request::Source(entry_idx, place) => {
                let source = source(&library, entry_idx, place);
                let sourced = source.map(|source| Msg::Sourced(Box::new(source)));
                Task::Done(vec![
                    sourced.unwrap_or_else(|why| Msg::Trouble(shown(&why))),
                ])
            }
            Request::Configure(in_any_case) => {
                let told = self.watch.look(in_any_case);
                let told = told.map(|told| Msg::Configured(Box::new(told)));
                Task::Done(told.into_iter().collect())
            }
            Request::Gather => self.gather(),
            Request::Fetch(way, key) => Task::Done(fetch(&library, &way, &key)),
            Request::LookAtStirred => {
                let (paths, watching) = (self.paths.clone(), Arc::clone(&self.watching));
                Task::long(Msg::AllFound, move |send| {
                    send(look_at_stirred(&library, &paths, &watching));
                })
            }
            // Only a screen is told.
            Request::Watch => Task::Done(Vec::new()),
            Request::StopSearch => Task::stop(&self.wanted),
            Request::StopNarrow => Task::stop(&answers.wanted),
            Request::StopSurvey => Task::stop(&answers.surveyed),
            Request::LookAgain => {
                let paths = self.paths.clone();
                Task::long(Msg::AllFound, move |send| {
                    send(look_again(&library, &paths));
                })
            }
            Request::Search(query) => {
                let wanted = self.wanted.clone();
                wanted.set(Some(query.id));
                let in_vain = Msg::Searched(query.id, Searched::none());
                Task::long(in_vain, move |send| {
                    texts::search(&library, &query, &wanted, send);
                })
            }
            Request::Narrow(asked) => {
                answers.wanted.set(Some(asked.id));
                let in_vain = Msg::Narrowed(asked.id, Narrowed::Ended { n_failed: 0 });
                Task::long(in_vain, move |send| answers.narrow(&asked, send))
            }
            Request::StopHits | Request::ForgetHits => {
                answers.want_hits(&request);
                Task::Done(Vec::new())
            }
            Request::Hits(_) | Request::OrderHits(..) | Request::HitTexts(_) => {
                let in_vain = answers.want_hits(&request);
                Task::long(in_vain, move |send| answers.answer_hits(&request, send))
            }
            Request::Sort(sortable) => {
                let in_vain = Msg::Sorted(sortable.id, Sorted::default());
                Task::long(in_vain, move |send| {
                    send(Msg::Sorted(sortable.id, sortable.sorted()));
                })
            }
            Request::Count(countable) => {
                answers.counted.set(Some(countable.id));
                let in_vain = Msg::Counted(countable.id, None);
                Task::long(in_vain, move |send| answers.count(&countable, send))
            }
            // The pane stays empty, and it is said why.
            Request::Preview(id, entry_idx) => {
                Task::long(None, move |send| send(answers.preview(id, entry_idx)))
            }
            Request::Survey(asked) => {
                answers.surveyed.set(Some(asked.id));
                let failed = Surveyed::Failed(Shown::new("no thread could be started"));
                let in_vain = Msg::Surveyed(asked.id, failed);
                Task::long(in_vain, move |send| answers.survey(&asked, send))
            }
            Request::Index => Task::long(Msg::Indexed(Indexed::Ended), move |send| {
                step_back();
                answers.index(send);
            }),
        }
    }

    /// Takes in the collection that the only cable was read in, or the one that
    /// reftel brings along.
    fn gather(&mut self) -> Task {
        let library = self.library.clone();
        let files = library.arguments(0).unwrap_or_default();
        let (paths, said) = around(&files, &mut self.recaller);
        if paths.is_empty() {
            let before = library.len();
            library.add_builtin(|_| true);
            let names = library.names();
            let found = names.iter().skip(before).map(|name| entry(name));
            // It lies before them.
            let found = [
                Msg::FirstLies(0),
                Msg::Found(found.collect()),
                Msg::AllFound,
            ];
            return Task::Done(said.map(Msg::Trouble).into_iter().chain(found).collect());
        }
        if let Some(collection) = Collection::new(&paths, &self.limits, true) {
            self.answers.of(collection);
        }
        self.paths.clone_from(&paths);
        let answers = self.answers.clone();
        Task::long(Msg::AllFound, move |send| {
            let kept: Arc<OnceLock<Box<dyn Kept>>> = Arc::default();
            if let Some(known) = answers.known_files() {
                let _ = kept.set(Box::new(known));
            }
            let intake = library.more(&paths).meeting();
            if let Some(trouble) = take_around(intake.listing().keeping(&kept), &paths, send) {
                send(Msg::Trouble(trouble));
            }
            send(Msg::AllFound);
        })
    }

    /// Opens a cable where it was left.
    fn open(&mut self, entry_idx: usize) -> Vec<Msg> {
        match self.library.document(entry_idx) {
            Ok(document) => {
                let (opened, said) =
                    opened(&document, &self.library, entry_idx, &mut self.recaller);
                let loaded = Msg::Loaded(entry_idx, Box::new(opened));
                let said = said.map(Msg::Trouble);
                std::iter::once(loaded).chain(said).collect()
            }
            Err(why) => vec![Msg::Failed(entry_idx, shown(&why))],
        }
    }
}

/// What a list says of cables: of as many of them as can be read soon.
fn list(library: &Library, entries: Vec<usize>) -> Msg {
    /// None is begun later: a cable that is to be opened waits for those alone
    /// that were.
    const SOON: Duration = Duration::from_millis(10);
    let began = Instant::now();
    let mut told = Vec::with_capacity(entries.len());
    let soon = entries.into_iter().take_while(|_| began.elapsed() < SOON);
    let brief = |_, document: Document| Listing::from(&document.brief());
    // What was read is told, whenever that was.
    let _ = library.each(soon, brief, |entry_idx, listing| {
        told.push((entry_idx, listing.map_err(|why| shown(&why))));
        on(true)
    });
    Msg::Listed(told)
}

/// The collection that was open last, if what `files` open lies in it, and what
/// is to be said of the asking.
fn around(files: &[OsString], recaller: &mut Recaller) -> (Vec<OsString>, Option<Shown>) {
    let (mut paths, said) = recaller.collection();
    if !files.iter().any(|file| named::is_in(file, &paths)) {
        paths.clear();
    }
    (paths, said)
}

/// What opens the cable of this key beside its file, if that is gone: it was
/// given another name. Only small files of a folder of few are looked at, as
/// nothing is in sight until then.
fn renamed(files: &[OsString], key: &Key, limits: &Limits) -> Option<Vec<OsString>> {
    const FEW: usize = 256;
    const SMALL: u64 = 64 << 10;
    let [file] = files else {
        return None;
    };
    let beside = std::fs::read_dir(Path::new(file).parent()?).ok()?;
    let beside = beside.take(FEW + 1).flatten().map(|it| it.path());
    let mut beside: Vec<PathBuf> = beside.collect();
    if beside.len() > FEW {
        return None;
    }
    let is_small = |path: &PathBuf| {
        let file = std::fs::metadata(path);
        file.is_ok_and(|file| file.is_file() && file.len() <= SMALL)
    };
    beside.retain(is_small);
    beside.sort();
    let (library, intake) = Library::begin(&beside, limits);
    intake.run(&mut |_| {});
    let is_it = |entry_idx: &usize| {
        let document = library.document(*entry_idx);
        document.is_ok_and(|document| Key::of(&document.cable()) == *key)
    };
    let found = (0..library.len()).find(is_it)?;
    library.arguments(found).filter(|files| !files.is_empty())
}

/// Takes in the collection at `paths` around a cable that is open. Nobody has
/// asked for it: what cannot be opened is told once.
fn take_around(
    intake: Intake<'_, Brief>,
    paths: &[OsString],
    send: &mut dyn FnMut(Msg),
) -> Option<Shown> {
    let n_failed = AtomicUsize::new(0);
    let mut first = None;
    intake.run(&mut |news| match news {
        News::Noted(_) => {}
        News::Failed(error) => {
            n_failed.fetch_add(1, Ordering::Relaxed);
            first.get_or_insert(error);
        }
        news => send(message(news, &n_failed)),
    });
    let first = first?.to_string();
    let first = first.trim_start_matches("reading: ");
    let n_failed = n_failed.into_inner();
    let which = match paths.len() {
        1 => String::from("its collection"),
        n_paths => format!("{n_failed} of the {n_paths} paths of its collection"),
    };
    Some(Shown::new(&format!("{which} cannot be opened: {first}")))
}

/// Lets everything else go first: what this thread and those that it starts
/// do is wanted later.
#[cfg(target_os = "linux")]
fn step_back() {
    // Where it may not, it competes.
    let _ = rustix::process::nice(10);
}

/// Elsewhere that would hold for the whole program.
#[cfg(not(target_os = "linux"))]
fn step_back() {}

/// Looks at the sources of a library again.
fn look_again(library: &Library, paths: &[OsString]) -> Msg {
    let changes = library.look_again(paths);
    Msg::LookedAgain(Box::new(again(library, changes)))
}

/// What there is now of the files that something has happened to.
fn look_at_stirred(library: &Library, paths: &[OsString], watching: &Watching) -> Msg {
    let began = Instant::now();
    let stirred = watching.get().map(FolderWatch::take).unwrap_or_default();
    let changes = Some(&stirred).filter(|stirred| !stirred.is_more);
    let changes = changes.and_then(|stirred| library.look_at(&stirred.paths));
    // Where that does not tell all, all is looked at. What is no cable there was
    // told of when it was opened.
    let mut again = again(
        library,
        changes.unwrap_or_else(|| library.look_again(paths)),
    );
    again.trouble = None;
    if stirred.is_lost {
        let words = "more has happened to the files than was told; R looks for all of it";
        again.trouble = Some(Shown::new(words));
    }
    again.unasked = Some(began.elapsed());
    Msg::LookedAgain(Box::new(again))
}

/// Whether there is a folder among files whose own may come and go. Of the many
/// that a shell may name none is asked for what it is.
fn has_folders(files: &[OsString]) -> bool {
    match files {
        [path] => Path::new(path).is_dir(),
        files => !files.is_empty(),
    }
}

/// Watches the folders that are open, as long as `watching` is held.
/// They were listed from the time `since` on.
fn watch(paths: &[OsString], since: SystemTime, watching: &Watching, messages: &Messages) {
    let telling = messages.clone();
    let (watch, errors) = FolderWatch::new(paths, since, move || telling.send(Msg::Stirred));
    if let Some(watch) = watch {
        let _ = watching.set(watch);
    }
    // What happened while folders were still being added could not be taken, and
    // is not told of again.
    if watching.get().is_some_and(FolderWatch::has_told) {
        messages.send(Msg::Stirred);
    }
    if let Some(error) = errors.first() {
        let more = match errors.len() - 1 {
            0 => String::new(),
            n_more => format!(", nor are those in {n_more} more"),
        };
        let words = format!(
            "files that come or go in {} are not followed: {}{more}",
            error.name(),
            error.why()
        );
        messages.send(Msg::Trouble(Shown::new(&words)));
    }
}

fn again(library: &Library, changes: Changes) -> Again {
    let names = library.names_from(changes.new);
    Again {
        new: names.iter().map(|name| entry(name)).collect(),
        there: changes.there,
        gone: changes.gone,
        trouble: changes.errors.first().map(shown),
        unasked: None,
    }
}

/// Makes a cable that is none of the entries one of them.
fn fetch(library: &Library, way: &Way, key: &Key) -> Vec<Msg> {
    let before = library.len();
    let mut failure = None;
    match way {
        Way::Builtin => library.add_builtin(|name| name == key.as_str()),
        Way::Files(paths) => library.more(paths).run(&mut |news| {
            if let News::Failed(error) = news {
                failure = failure.take().or(Some(shown(&error)));
            }
        }),
        Way::Nowhere => {}
    }
    let names = library.names();
    let found: Vec<Entry> = names.iter().skip(before).map(|name| entry(name)).collect();
    let fetched = if found.is_empty() {
        Err(failure.unwrap_or_else(|| Shown::new("it is no longer there")))
    } else {
        Ok(before)
    };
    vec![Msg::Found(found), Msg::Fetched(fetched)]
}

/// What is learned until so many cables are known that it is clear what to show.
fn first_of(inbox: &mut Inbox, n_enough: usize) -> Vec<Msg> {
    let is_found = |msg: &Msg| matches!(msg, Msg::Found(_));
    let n_found = Cell::new(0);
    let is_enough = |msg: &Msg| match msg {
        Msg::Found(entries) => {
            n_found.set(n_found.get() + entries.len());
            n_found.get() >= n_enough
        }
        msg => matches!(msg, Msg::AllFound),
    };
    inbox.wait(PATIENCE, is_found, is_enough)
}

/// What the model is told of `news`.
fn message(news: News<Brief>, n_failed: &AtomicUsize) -> Msg {
    match news {
        News::Entries(_, found) => Msg::Found(found.iter().map(listed).collect()),
        News::Joined(entry_idx, name) => Msg::Renamed(entry_idx, Shown::new(&name)),
        News::Lies(_, n_before) => Msg::FirstLies(n_before),
        News::Failed(error) => {
            n_failed.fetch_add(1, Ordering::Relaxed);
            Msg::Trouble(shown(&error))
        }
        News::Noted(notice) => Msg::Trouble(shown(&notice)),
    }
}

fn listed(found: &Found<Brief>) -> Entry {
    Entry {
        listing: found.told.as_ref().map(Listing::from),
        ..entry(&found.name)
    }
}

fn entry(name: &str) -> Entry {
    Entry {
        name: Shown::new(name),
        ..Entry::default()
    }
}

/// Words fit for the screen.
fn shown(words: &impl Display) -> Shown {
    Shown::new(&words.to_string())
}

fn other(error: impl Display) -> Error {
    Error::Other(error.to_string())
}

/// What a document is and where it was left, and what is to be said of the
/// asking.
fn opened(
    document: &Document,
    library: &Library,
    entry_idx: usize,
    recaller: &mut Recaller,
) -> (Opened, Option<Shown>) {
    let cable = document.cable();
    let (left, said) = recaller.left(&Key::of(&cable));
    let (place, its_way) = left.unzip();
    let is_elsewhere = its_way.is_some_and(|its_way| its_way != way(library, entry_idx));
    let opened = Opened {
        is_elsewhere,
        ..Opened::new(cable, place)
    };
    (opened, said)
}

/// Where the source of a cable is, and on which line of it the byte at
/// `place` of the cable's text stands.
fn source(
    library: &Library,
    entry_idx: usize,
    place: u32,
) -> Result<Source, crate::library::Error> {
    let document = library.document(entry_idx)?;
    let cable = document.cable();
    let is_line_end = |byte: &&u8| **byte == b'\n';
    let lines = |bytes: &[u8], upto: u32| {
        let before = bytes.get(..upto as usize).unwrap_or(bytes);
        before.iter().filter(is_line_end).count()
    };
    // What is cut out of a page or a record is counted there.
    let n_before = if cable.source_map.is_source() {
        lines(cable.text().as_bytes(), place)
    } else {
        lines(&document.bytes, cable.source_map.source(place))
    };
    let (place, n_above) = if let Some((path, n_above)) = library.file(entry_idx)? {
        (SourcePlace::File(path), n_above)
    } else {
        let name = file_name(&document.name(&cable));
        (SourcePlace::Bytes(name, document.bytes.into_owned()), 0)
    };
    Ok(Source {
        place,
        line: n_above + n_before + 1,
    })
}

/// A name for a copy, without what could lead elsewhere.
fn file_name(name: &str) -> String {
    /// Bytes that every file system takes, and an ending.
    const LONGEST: usize = 100;
    let last = name.rsplit(['/', '!']).next().unwrap_or_default();
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || "._-".contains(*c);
    let plain: String = last
        .chars()
        .map(|c| if is_plain(&c) { c } else { '_' })
        .take(LONGEST)
        .collect();
    match plain.trim_start_matches(['.', '-']) {
        "" => String::from("cable.txt"),
        plain if plain.contains('.') => plain.to_owned(),
        plain => format!("{plain}.txt"),
    }
}

/// The value of a variable that is set to something.
pub(super) fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// What stands between the program and the terminal.
pub(super) fn route() -> Route {
    if set("TMUX").is_some() {
        Route::Tmux
    } else if set("STY").is_some() {
        Route::Screen
    } else if set("TERM").is_some_and(|term| term == "linux") {
        Route::None
    } else {
        Route::Direct
    }
}

/// Whether the terminal may be asked what it is like: not where nobody passes
/// over what is not known, as consoles and the terminals of old do.
fn may_be_asked() -> bool {
    const DEAF: [&str; 12] = [
        "ansi", "cons", "dumb", "emacs", "eterm", "hp", "linux", "pcansi", "sun", "unknown", "vt",
        "wy",
    ];
    let is_deaf = |term: &str| DEAF.iter().any(|deaf| term.starts_with(deaf));
    let term = std::env::var("TERM").unwrap_or_default();
    !term.is_empty() && !is_deaf(&term)
}

/// The colors of the screen.
pub(super) fn colors(wanted: Color) -> Colors {
    let is_wanted = match wanted {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => set("NO_COLOR").is_none(),
    };
    if is_wanted { offered() } else { Colors::None }
}

/// The colors that the terminal offers.
pub(super) fn offered() -> Colors {
    let variable = |name| std::env::var(name).unwrap_or_default();
    Colors::offered(&variable("COLORTERM"), &variable("TERM"))
}

#[cfg(test)]
mod tests {
    use super::super::folder::Folder;
    use super::*;

    #[test]
    fn of_cables_that_take_long_the_first_are_told() {
        let folder = Folder::new("list-slow");
        for nth in 0..60 {
            folder.write(&format!("{nth:02}.txt"), &"The boat left. ".repeat(4_000));
        }
        let (library, _, _) = Library::open(&[folder.cables()], &Limits::default());
        let mut left: Vec<usize> = (0..60).collect();
        let mut n_asked = 0;
        while !left.is_empty() {
            n_asked += 1;
            let Msg::Listed(told) = list(&library, left.clone()) else {
                panic!("{n_asked}");
            };
            // What was told is not asked for again.
            assert!(!told.is_empty());
            let entries: Vec<usize> = told.iter().map(|(entry_idx, _)| *entry_idx).collect();
            assert_eq!(entries, left[..told.len()]);
            assert!(told.iter().all(|(_, listing)| listing.is_ok()));
            left.drain(..told.len());
        }
        // Eight at least are read at once.
        assert!(n_asked <= 8, "{n_asked}");
    }
}
