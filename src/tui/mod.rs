//! The runtime: the only layer that touches the terminal, threads and the
//! clock. It decides nothing; it carries messages to the model and effects
//! out of it.
//!
//! One loop on one thread waits for keys, signals and other threads at
//! once, without a timeout: an idle reader costs nothing. All that has come
//! is taken in before the screen is drawn once.

mod answer;
mod clipboard;
mod editor;
mod encode;
mod error;
mod grid;
mod input;
mod job;
mod pen;
mod private;
mod screen;
mod scroll;
mod signals;
mod terminal;
mod worker;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGHUP, SIGSTOP};
use signal_hook::low_level::raise;

use crate::app::{
    self, Deed, Effect, Ended, Model, Mouse, Msg, Pointing, Remember, Request, Source, SourcePlace,
    Told, Wake,
};
use crate::typeset::{Passage, Shown};
use crate::ui;

pub use error::Error;
pub use worker::{Inbox, Messages};

use answer::Answer;
use input::{Decoder, Input};
use screen::Screen;
use signals::Signals;
use terminal::{Mode, Terminal};
use worker::{Keeper, Loader};

/// The end of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// How it came.
    pub outcome: Outcome,
    /// Whether all that was to be kept was dealt with in time.
    pub all_kept: bool,
    /// What was said of it too late to be on the screen.
    pub untold: Vec<Shown>,
}

/// How the reader ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// By the user's wish.
    Quit,
    /// By this signal; the program's status is then 128 and the signal.
    /// A terminal that went away counts as SIGHUP.
    Killed(i32),
}

/// What the caller decides about a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The shell that runs a command: the value of `SHELL`.
    pub shell: OsString,
    /// The editor: the value of `VISUAL` or `EDITOR`; may be empty.
    pub editor: OsString,
    /// Where private files go, if there is such a place.
    pub private: Option<PathBuf>,
    /// Whether the terminal may be asked what it is like: one that does not
    /// know a question may show it instead of passing over it.
    pub asks: bool,
    /// Panic once the first frame is on the screen. Only builds with debug
    /// assertions heed it; tests of the restored terminal use it.
    pub panic_after_draw: bool,
}

/// What is read of the keys before a frame is drawn: 64 KiB. More means
/// that they come faster than they can be shown.
const MOST_INPUT: usize = 1 << 16;

/// What begins and ends a frame that is shown at once (mode 2026).
const SYNCHRONIZED_ON: &[u8] = b"\x1b[?2026h";
const SYNCHRONIZED_OFF: &[u8] = b"\x1b[?2026l";

/// What is sent before a word of ours on a screen that another program wrote
/// on: it may have shifted the letters, or hidden the cursor.
const AFTER_OTHERS: &str = "\x0f\x1b(B\x1b[m\x1b[?25h";

/// How long the first frame waits for the rows of a list that are still
/// being found.
const ROWS_WITHIN: Duration = Duration::from_millis(40);

/// How long keys may follow one another before the configuration is looked
/// at again.
const LOOKS_APART: Duration = Duration::from_secs(2);

/// Shows `model` on the terminal and keeps it up to date until the user
/// quits or a signal ends the program. The model learns the size by
/// [`Msg::Resized`] before the first frame.
///
/// What comes into `inbox` is a message too. `load` does the work of
/// [`Effect::Load`] on a thread of its own and sends the message that
/// answers it; so does `keep` for [`Effect::Remember`], on another. Whatever
/// ends the run, what was to be kept is kept first, if it does not take
/// long.
///
/// # Errors
///
/// When there is no terminal, or it fails. It is given back in any case.
pub fn run<L, K>(
    model: Model,
    inbox: Inbox,
    load: L,
    keep: K,
    options: Options,
) -> Result<Run, Error>
where
    L: FnMut(Request, &Messages) + Send + 'static,
    K: FnMut(Remember, &Messages) + Send + 'static,
{
    let terminal = Terminal::find().map_err(Error::NoTerminal)?;
    let signals = Signals::watch().map_err(Error::Signals)?;
    terminal.leave_on_panic();
    let mut runtime = Runtime {
        painter: ui::Painter::default(),
        screen: Screen::new(terminal.size()),
        terminal,
        signals,
        loader: Loader::new(load, inbox.messages()),
        keeper: Keeper::new(keep, inbox.messages()),
        inbox,
        model,
        decoder: Decoder::default(),
        asks: true,
        is_synchronized: false,
        tells_color: false,
        timers: Vec::new(),
        looked: None,
        heard: Instant::now(),
        came: Vec::new(),
        deadly: None,
        opening: Vec::new(),
        options,
    };
    let outcome = match runtime.turn() {
        // Nobody is there to read an error.
        Err(Error::Read(why) | Error::Write(why)) if is_gone(&why) => Ok(Outcome::Killed(SIGHUP)),
        other => other,
    };
    runtime.terminal.leave();
    let all_kept = runtime.part();
    let mut came = std::mem::take(&mut runtime.came);
    runtime.inbox.take(&mut came);
    let untold = app::untold(&mut runtime.model, came);
    outcome.map(|outcome| Run {
        outcome,
        all_kept,
        untold,
    })
}

/// Whether a terminal that answers so has gone away.
fn is_gone(why: &io::Error) -> bool {
    [
        Errno::IO,
        Errno::PIPE,
        Errno::NXIO,
        Errno::NODEV,
        Errno::BADF,
    ]
    .iter()
    .any(|gone| why.raw_os_error() == Some(gone.raw_os_error()))
}

/// How long the end of the program, or its stop, waits for a disk or for
/// another program that holds our files.
const PATIENCE: Duration = Duration::from_secs(2);

struct Runtime<L, K> {
    terminal: Terminal,
    painter: ui::Painter,
    screen: Screen,
    signals: Signals,
    inbox: Inbox,
    loader: Loader<L>,
    keeper: Keeper<K>,
    model: Model,
    decoder: Decoder,
    /// Whether the terminal is to be asked once the next frame is there.
    asks: bool,
    /// Whether the terminal can show a frame at once.
    is_synchronized: bool,
    /// Whether it has told the color behind the text.
    tells_color: bool,
    /// What has been asked to be woken for, and when.
    timers: Vec<(Instant, Wake)>,
    /// When the configuration was last looked at.
    looked: Option<Instant>,
    /// When bytes came from the terminal last.
    heard: Instant,
    /// Messages that the model has not seen.
    came: Vec<Msg>,
    /// The signal that ends the program, once it has come.
    deadly: Option<i32>,
    /// Bytes to be sent in front of the next frame.
    opening: Vec<u8>,
    options: Options,
}

/// What waiting ended with; nothing of it if time is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ready {
    keys: bool,
    signals: bool,
    messages: bool,
}

impl<L, K> Runtime<L, K>
where
    L: FnMut(Request, &Messages) + Send + 'static,
    K: FnMut(Remember, &Messages) + Send + 'static,
{
    /// Runs the loop to its end.
    fn turn(&mut self) -> Result<Outcome, Error> {
        self.terminal
            .enter(&mut self.opening)
            .map_err(Error::NoTerminal)?;
        self.resized();
        let mut effects = self.learn();
        self.wait_for_rows();
        effects.extend(self.learn());
        // The first frame is there before anything else is begun.
        self.draw()?;
        if let Some(outcome) = self.perform_all(effects)? {
            return Ok(outcome);
        }
        loop {
            if let Some(outcome) = self.settle()? {
                return Ok(outcome);
            }
            if let Some(signal) = self.deadly {
                return Ok(Outcome::Killed(signal));
            }
            self.draw()?;
            if std::mem::take(&mut self.asks) {
                self.ask()?;
            }
            // Whatever wakes the loop without a message, such as half a
            // sequence of bytes, is no reason to draw.
            while self.came.is_empty() && self.deadly.is_none() {
                let Some(ready) = self.wait()? else {
                    return Ok(Outcome::Killed(SIGHUP));
                };
                self.take(ready)?;
            }
        }
    }

    /// Gives the model all that came; what it asks for.
    fn learn(&mut self) -> Vec<Effect> {
        let came = std::mem::take(&mut self.came).into_iter();
        came.flat_map(|msg| app::update(&mut self.model, msg))
            .collect()
    }

    /// Gives the model all that came, and does what it asks for; how the run
    /// ends, if it asks for that.
    fn settle(&mut self) -> Result<Option<Outcome>, Error> {
        while !self.came.is_empty() {
            for msg in std::mem::take(&mut self.came) {
                let effects = app::update(&mut self.model, msg);
                if let Some(outcome) = self.perform_all(effects)? {
                    return Ok(Some(outcome));
                }
            }
        }
        Ok(None)
    }

    fn perform_all(&mut self, effects: Vec<Effect>) -> Result<Option<Outcome>, Error> {
        for effect in effects {
            if matches!(effect, Effect::Quit) {
                return Ok(Some(Outcome::Quit));
            }
            self.perform(effect)?;
        }
        Ok(None)
    }

    /// Waits a moment for as many rows of a list as are in sight: what takes
    /// sources in has gone on while the terminal was made ready.
    fn wait_for_rows(&mut self) {
        if !self.model.gathering || self.model.reader().is_some() {
            return;
        }
        let n_rows = self.model.catalog_rows();
        let mut n_found = self.model.entries.len();
        let more = self.inbox.wait_on(ROWS_WITHIN, |msg| match msg {
            None => n_found >= n_rows,
            Some(Msg::Found(entries)) => {
                n_found += entries.len();
                n_found >= n_rows
            }
            Some(msg) => matches!(msg, Msg::AllFound),
        });
        self.came.extend(more);
    }

    /// Waits for anything to happen; without a timeout unless something is
    /// to happen by itself. Gives nothing when the terminal has gone away.
    fn wait(&mut self) -> Result<Option<Ready>, Error> {
        self.decoder.is_asked = self.terminal.is_asked();
        let timer = self.timers.iter().map(|(when, _)| *when).min();
        let timer = timer.map(|when| when.saturating_duration_since(Instant::now()));
        let timeout = [timer, self.patience()].into_iter().flatten().min();
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let input = self.terminal.input();
        let mut waited = [
            PollFd::new(&input, PollFlags::IN),
            PollFd::new(self.signals.pipe(), PollFlags::IN),
            PollFd::new(self.inbox.pipe(), PollFlags::IN),
        ];
        match poll(&mut waited, timeout.as_ref()) {
            // A signal: it is in its pipe.
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(Error::Read(error.into())),
        }
        let [terminal, signals, messages] = waited.map(|waited| waited.revents());
        if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Ok(None);
        }
        Ok(Some(Ready {
            keys: terminal.contains(PollFlags::IN),
            signals: signals.contains(PollFlags::IN),
            messages: messages.contains(PollFlags::IN),
        }))
    }

    /// How long the rest of a sequence of bytes is still waited for, if one
    /// has begun. What else happens meanwhile makes it no longer.
    fn patience(&self) -> Option<Duration> {
        let patience = self.decoder.patience()?;
        Some(patience.saturating_sub(self.heard.elapsed()))
    }

    /// Takes in all that is there.
    fn take(&mut self, ready: Ready) -> Result<(), Error> {
        if ready.signals {
            let arrived = self.signals.take();
            self.deadly = arrived.deadly;
            if arrived.stop {
                self.stop()?;
            } else if arrived.go_on {
                self.resume()?;
            } else if arrived.resized {
                self.resized();
            }
        }
        let mut typed = Vec::new();
        if ready.keys {
            self.read(&mut typed)?;
            self.heard = Instant::now();
        } else if self.patience().is_some_and(|left| left.is_zero()) {
            self.decoder.give_up(&mut typed);
        }
        // Whoever has edited the configuration comes back with a key, or at
        // least to this terminal. Keys that follow one another ask once: a
        // thread that wakes at each of them would be in their way.
        let asked = self.looked.is_some_and(|when| when.elapsed() < LOOKS_APART);
        let is_typed = |input: &Input| !matches!(input, Input::Answer(_) | Input::Point(_));
        if typed.iter().any(is_typed) && (!asked || typed.contains(&Input::Focus)) {
            self.looked = Some(Instant::now());
            let look = Request::Configure(false);
            self.loader.request(look).map_err(Error::Worker)?;
        }
        for input in typed {
            match input {
                Input::Key(key) => self.came.push(Msg::Key(key)),
                Input::Paste(text) => self.came.push(Msg::Paste(text)),
                Input::Focus => {}
                Input::Answer(answer) => self.told(answer)?,
                Input::Point(pointing) => self.point(pointing),
            }
        }
        if ready.messages {
            self.inbox.take(&mut self.came);
        }
        if !self.timers.is_empty() {
            let now = Instant::now();
            let due = self.timers.extract_if(.., |(when, _)| *when <= now);
            self.came.extend(due.map(|(_, wake)| Msg::Elapsed(wake)));
        }
        Ok(())
    }

    /// Reads all that has been typed.
    fn read(&mut self, typed: &mut Vec<Input>) -> Result<(), Error> {
        // Emptied for every key: as small as it may be where more is pasted.
        let mut buffer = [0; 512];
        let mut total = 0;
        while total < MOST_INPUT {
            let count = self.terminal.read(&mut buffer).map_err(Error::Read)?;
            if count > 0 {
                self.decoder.feed(buffer.get(..count).unwrap_or(&[]), typed);
                total += count;
            }
            // What comes from now on wakes the loop once more.
            if count < buffer.len() {
                break;
            }
        }
        Ok(())
    }

    /// Something was done with the mouse. Of a way that it went only the end
    /// is of interest.
    fn point(&mut self, pointing: Pointing) {
        if let Some(Msg::Point(before)) = self.came.last_mut()
            && before.deed == pointing.deed
            && matches!(pointing.deed, Deed::Drag | Deed::Hover)
        {
            *before = pointing;
        } else {
            self.came.push(Msg::Point(pointing));
        }
    }

    /// Asks the terminal what it is like, and has it tell of changes.
    fn ask(&mut self) -> Result<(), Error> {
        if !self.options.asks {
            return Ok(());
        }
        let mut bytes = Vec::new();
        let follows = self.model.settings.follows;
        if follows {
            self.terminal.set(Mode::Colors, true, &mut bytes);
        }
        let has_keys = self.terminal.is_on(Mode::Keys);
        if !has_keys {
            bytes.extend_from_slice(answer::KEYBOARD);
        }
        if !follows && has_keys {
            return Ok(());
        }
        bytes.extend_from_slice(answer::BACKGROUND);
        self.terminal.ask(&bytes).map_err(Error::Write)
    }

    /// The terminal has answered.
    fn told(&mut self, answer: Answer) -> Result<(), Error> {
        match answer {
            Answer::Background(background) => {
                self.terminal.answered();
                self.tells_color = true;
                if self.model.settings.follows {
                    self.came.push(Msg::Told(Told::Background(background)));
                }
            }
            // The preference may be that of the desktop, and the terminal
            // have colors of its own.
            Answer::Preference(_) if self.tells_color => {
                self.terminal
                    .ask(answer::BACKGROUND)
                    .map_err(Error::Write)?;
            }
            Answer::Preference(background) => {
                self.came.push(Msg::Told(Told::Background(background)));
            }
            Answer::Keyboard if !self.terminal.is_on(Mode::Keys) => {
                self.terminal.set(Mode::Keys, true, &mut self.opening);
                // Terminals that have learned the one know the other.
                self.is_synchronized = true;
                self.came.push(Msg::Told(Told::KeysApart));
            }
            Answer::Keyboard => {}
        }
        Ok(())
    }

    fn perform(&mut self, effect: Effect) -> Result<(), Error> {
        match effect {
            Effect::Load(request) => {
                self.loader.request(request).map_err(Error::Worker)?;
            }
            Effect::Remember(wanted) => {
                self.keeper.request(wanted).map_err(Error::Worker)?;
            }
            Effect::After(delay, wake) => {
                self.timers.retain(|(_, other)| *other != wake);
                self.timers.push((Instant::now() + delay, wake));
            }
            Effect::Redraw => self.screen.forget(),
            Effect::Suspend => {
                self.terminal.leave();
                // The whole job, as if the terminal had sent the signal, so
                // that a pipeline or a script stops with us. A process group
                // that is the session's own is no job: no shell waits there.
                if getsid(None).is_ok_and(|session| session != getpgrp()) {
                    // The group is our own, so this is allowed.
                    let _ = kill_current_process_group(Signal::TSTP);
                }
                self.stop()?;
            }
            Effect::Copy(passage, route) => {
                let bytes = clipboard::osc52(&passage, route);
                self.terminal.write(&bytes).map_err(Error::Write)?;
            }
            Effect::Keep(file, passage) => {
                let folder = self.options.private.clone();
                let write = move |messages: &Messages| {
                    let folder = folder.ok_or_else(no_place);
                    let kept = folder
                        .and_then(|folder| private::keep(&folder, file.name(), passage.as_str()));
                    let answer = kept.map(|path| shown(&path)).map_err(|why| words(&why));
                    messages.send(Msg::Kept(file, passage, answer));
                };
                self.keeper.write(write).map_err(Error::Worker)?;
            }
            Effect::Compose(composing) => {
                let compose = move |messages: &Messages| {
                    let passage = composing.compose();
                    messages.send(Msg::Composed(composing, passage));
                };
                self.inbox.work(compose)?;
            }
            Effect::Examine(examining) => {
                let examine = move |messages: &Messages| {
                    messages.send(Msg::Examined(Box::new(examining.examine())));
                };
                self.inbox.work(examine)?;
            }
            Effect::Print(passage) => self.print(&passage)?,
            Effect::Run(command, input) => self.pipe(&command, &input)?,
            Effect::Edit(source) => self.edit(&source)?,
            // The loop has seen to it.
            Effect::Quit => {}
        }
        Ok(())
    }

    /// Has kept what is to be kept before the program stops or ends. While
    /// it is stopped it must not hold a file that others wait for.
    fn part(&mut self) -> bool {
        for effect in app::parting(&mut self.model) {
            if let Effect::Remember(wanted) = effect {
                // Without the thread there is nothing to be done about it.
                let _ = self.keeper.request(wanted);
            }
        }
        self.keeper.finish(PATIENCE)
    }

    /// Gives the terminal back and stops until somebody lets us go on.
    fn stop(&mut self) -> Result<(), Error> {
        self.terminal.leave();
        self.part();
        // It cannot fail: the signal exists and is our own.
        let _ = raise(SIGSTOP);
        // What has come since is about this stop, unless it is deadly.
        self.deadly = self.deadly.or(self.signals.take().deadly);
        self.resume()
    }

    /// Takes the terminal again after others have had it.
    fn resume(&mut self) -> Result<(), Error> {
        if self.deadly.is_none() {
            self.terminal
                .enter(&mut self.opening)
                .map_err(Error::Write)?;
            self.screen.forget();
            self.asks = true;
            self.resized();
            self.came.push(Msg::Resumed);
        }
        Ok(())
    }

    /// Prints to the normal screen, where it stays when we are gone.
    fn print(&mut self, passage: &Passage) -> Result<(), Error> {
        self.step_aside();
        let text = format!("{}\n", passage.as_str());
        self.terminal.write(text.as_bytes()).map_err(Error::Write)?;
        self.wait_for_key("", "printed")?;
        self.resume()
    }

    /// Has the shell run a command that reads a text, on the normal screen.
    fn pipe(&mut self, line: &str, input: &Passage) -> Result<(), Error> {
        self.step_aside();
        let mut command = Command::new(&self.options.shell);
        command.arg("-c").arg(line);
        let text = format!("{}\n", input.as_str());
        let ended = self.run(command, Some(text));
        let words = match &ended {
            Ok(None) => return Ok(()),
            Ok(Some(Ended::Status(0))) => String::from("done"),
            Ok(Some(Ended::Status(status))) => format!("exit status {status}"),
            Ok(Some(Ended::Signal(signal))) => format!("ended by signal {signal}"),
            Err(why) => format!("{}: {why}", shown(Path::new(&self.options.shell))),
        };
        self.wait_for_key(AFTER_OTHERS, &words)?;
        self.ran(Shown::new(line), ended)
    }

    /// Shows a source in the user's editor.
    fn edit(&mut self, source: &Source) -> Result<(), Error> {
        let copied = match &source.place {
            SourcePlace::File(_) => None,
            SourcePlace::Bytes(name, bytes) => {
                let folder = self.options.private.as_deref().ok_or_else(no_place);
                let copy = folder.and_then(|folder| private::Copy::of(folder, name, bytes));
                match copy {
                    Ok(copy) => Some(copy),
                    Err(why) => {
                        let why = Shown::new(&format!("no copy could be written: {why}"));
                        self.came.push(Msg::Ran(Shown::new(name), Err(why)));
                        return Ok(());
                    }
                }
            }
        };
        let path = match (&copied, &source.place) {
            (Some(copy), _) => copy.path(),
            (None, SourcePlace::File(path)) => path,
            (None, SourcePlace::Bytes(name, _)) => Path::new(name),
        };
        let (program, arguments) = editor::command(&self.options.editor, path, source.line);
        let mut command = Command::new(&program);
        command.args(arguments);
        self.step_aside();
        let ended = self.run(command, None);
        drop(copied);
        // One that could not be started is told of with its whole path.
        let program = Path::new(&program);
        let name = program.file_name().filter(|_| ended.is_ok());
        self.ran(shown(name.map_or(program, Path::new)), ended)
    }

    /// Gives the terminal to others. What was to be sent in front of the
    /// next frame is sent when we take it again.
    fn step_aside(&mut self) {
        self.terminal.leave();
        self.opening.clear();
    }

    fn run(&mut self, command: Command, input: Option<String>) -> Result<Option<Ended>, Shown> {
        let (terminal, signals) = (&self.terminal, &mut self.signals);
        let ended = job::run(command, input, terminal, signals, &mut self.deadly);
        ended.map_err(|why| words(&why))
    }

    /// Takes the terminal again after another program, whatever that has
    /// left behind, and says how it ended.
    fn ran(&mut self, name: Shown, ended: Result<Option<Ended>, Shown>) -> Result<(), Error> {
        /// Letters not shifted, the whole screen scrolls, keys and mouse as
        /// they are by default, no pasted text in brackets. The cursor stays
        /// below what was written: it is there again when we leave.
        const MENDED: &[u8] = b"\x0f\x1b(B\x1b7\x1b[r\x1b8\x1b[?1l\x1b>\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1006l\x1b[?2004l\x1b[?2026l";
        let answer = match ended {
            Ok(None) => return Ok(()),
            Ok(Some(ended)) => Ok(ended),
            Err(why) => Err(why),
        };
        self.came.push(Msg::Ran(name, answer));
        // What we turn on ourselves comes after.
        self.opening.extend_from_slice(MENDED);
        self.resume()?;
        // Rows are counted from the first one; this moves the cursor, which
        // on our own screen is of no account.
        self.opening.extend_from_slice(b"\x1b[?6l");
        Ok(())
    }

    /// Waits on the normal screen for any key, and takes the line back that
    /// says so, which is sent behind `first`.
    fn wait_for_key(&mut self, first: &str, words: &str) -> Result<(), Error> {
        if self.deadly.is_some() {
            return Ok(());
        }
        let line = format!("{first}\r\n[{words}; press any key]");
        self.terminal.listen().map_err(Error::Write)?;
        self.terminal.write(line.as_bytes()).map_err(Error::Write)?;
        while self.deadly.is_none() {
            let keys = self.terminal.input();
            let mut waited = [
                PollFd::new(&keys, PollFlags::IN),
                PollFd::new(self.signals.pipe(), PollFlags::IN),
            ];
            match poll(&mut waited, None) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(Error::Read(error.into())),
            }
            let [keys, _] = waited.map(|waited| waited.revents());
            let arrived = self.signals.take();
            // One that was typed while the program ended was not for us.
            self.deadly = arrived.deadly.filter(|&signal| !job::is_typed(signal));
            if arrived.stop {
                self.terminal.leave();
                // It cannot fail: the signal exists and is our own.
                let _ = raise(SIGSTOP);
                self.terminal.listen().map_err(Error::Write)?;
            } else if keys.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                self.deadly = Some(SIGHUP);
            } else if keys.contains(PollFlags::IN) {
                // What was typed ahead was not meant for us.
                let mut buffer = [0; 4096];
                while self.terminal.read(&mut buffer).map_err(Error::Read)? > 0 {}
                break;
            }
        }
        self.terminal.write(b"\r\x1b[K").map_err(Error::Write)?;
        self.terminal.leave();
        Ok(())
    }

    /// Takes over the size of the terminal.
    fn resized(&mut self) {
        let size = self.terminal.size();
        self.screen.resize(size);
        self.came.push(Msg::Resized(size));
    }

    /// Sends what changes on the screen, in one write.
    fn draw(&mut self) -> Result<(), Error> {
        let settings = &self.model.settings;
        let wants_colors = settings.follows && self.terminal.is_on(Mode::Colors);
        let is_synchronized = settings.synchronized.unwrap_or(self.is_synchronized);
        let opening = &mut self.opening;
        self.terminal
            .set(Mode::Paste, self.model.wants_paste(), opening);
        self.terminal.set(Mode::Colors, wants_colors, opening);
        let mouse = settings.mouse;
        let modes = [
            (Mode::Mouse, mouse == Mouse::Ours),
            (Mode::Hover, mouse == Mouse::Hovers),
        ];
        // One is turned off before the other is turned on.
        for (mode, is_on) in modes.into_iter().filter(|(_, is_on)| !is_on).chain(modes) {
            self.terminal.set(mode, is_on, opening);
        }
        let frame = self.screen.draw(|size, is_whole, show| {
            if is_whole {
                self.painter.forget();
            }
            self.painter.draw(&self.model, size, show)
        });
        let written = if is_synchronized && !frame.is_empty() {
            self.terminal
                .write(&[opening, SYNCHRONIZED_ON, frame, SYNCHRONIZED_OFF].concat())
        } else if opening.is_empty() {
            self.terminal.write(frame)
        } else {
            opening.extend_from_slice(frame);
            self.terminal.write(opening)
        };
        self.opening.clear();
        if cfg!(debug_assertions) && self.options.panic_after_draw {
            panic_as_asked();
        }
        written.map_err(Error::Write)
    }
}

/// Why a private file cannot be written.
fn no_place() -> io::Error {
    io::Error::other("this machine names no home folder")
}

/// A path fit for the screen.
fn shown(path: &Path) -> Shown {
    Shown::new(&path.to_string_lossy())
}

/// Why something failed, fit for the screen.
fn words(why: &io::Error) -> Shown {
    Shown::new(&why.to_string())
}

#[expect(clippy::panic, reason = "what it is for")]
fn panic_as_asked() -> ! {
    panic!("asked for")
}
