//! The runtime: the only layer that touches the terminal, threads and the
//! clock. It decides nothing; it carries messages to the model and effects
//! out of it.
//!
//! One loop on one thread waits for keys, signals and other threads at
//! once, without a timeout: an idle reader costs nothing. All that has come
//! is taken in before the screen is drawn once.

mod encode;
mod error;
mod grid;
mod input;
mod screen;
mod scroll;
mod signals;
mod terminal;
mod worker;

use std::io;
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGHUP, SIGSTOP};
use signal_hook::low_level::raise;

use crate::app::{self, Effect, Model, Msg, Request, Size, Wake};
use crate::ui;

pub use error::Error;
pub use worker::{Inbox, Messages};

use input::{Decoder, Input};
use screen::Screen;
use signals::Signals;
use terminal::Terminal;
use worker::Loader;

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
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Makes a text fit for the terminal, for the report of a panic.
    pub gate: fn(&str) -> String,
    /// Panic once the first frame is on the screen. Only builds with debug
    /// assertions heed it; tests of the restored terminal use it.
    pub panic_after_draw: bool,
}

/// What is read of the keys before a frame is drawn: 64 KiB. More means
/// that they come faster than they can be shown.
const MOST_INPUT: usize = 1 << 16;

/// Shows `model` on the terminal and keeps it up to date until the user
/// quits or a signal ends the program. The model learns the size by
/// [`Msg::Resized`] before the first frame.
///
/// What comes into `inbox` is a message too. `load` does the work of
/// [`Effect::Load`] on a thread of its own and sends the message that
/// answers it.
///
/// # Errors
///
/// When there is no terminal, or it fails. It is given back in any case.
pub fn run<L>(model: Model, inbox: Inbox, load: L, options: Options) -> Result<Outcome, Error>
where
    L: FnMut(Request, &Messages) + Send + 'static,
{
    let terminal = Terminal::find().map_err(Error::NoTerminal)?;
    let signals = Signals::watch().map_err(Error::Signals)?;
    terminal.leave_on_panic(options.gate);
    let mut runtime = Runtime {
        screen: Screen::new(terminal.size()),
        terminal,
        signals,
        loader: Loader::new(load, inbox.messages()),
        inbox,
        model,
        decoder: Decoder::default(),
        timers: Vec::new(),
        came: Vec::new(),
        deadly: None,
        opening: Vec::new(),
        panic_after_draw: options.panic_after_draw,
    };
    let outcome = match runtime.turn() {
        // Nobody is there to read an error.
        Err(Error::Read(why) | Error::Write(why)) if is_gone(&why) => Ok(Outcome::Killed(SIGHUP)),
        other => other,
    };
    runtime.terminal.leave();
    outcome
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

struct Runtime<L> {
    terminal: Terminal,
    screen: Screen,
    signals: Signals,
    inbox: Inbox,
    loader: Loader<L>,
    model: Model,
    decoder: Decoder,
    /// What has been asked to be woken for, and when.
    timers: Vec<(Instant, Wake)>,
    /// Messages that the model has not seen.
    came: Vec<Msg>,
    /// The signal that ends the program, once it has come.
    deadly: Option<i32>,
    /// Bytes to be sent in front of the next frame.
    opening: Vec<u8>,
    panic_after_draw: bool,
}

/// What waiting ended with; nothing of it if time is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ready {
    keys: bool,
    signals: bool,
    messages: bool,
}

impl<L: FnMut(Request, &Messages) + Send + 'static> Runtime<L> {
    /// Runs the loop to its end.
    fn turn(&mut self) -> Result<Outcome, Error> {
        self.terminal
            .enter(&mut self.opening)
            .map_err(Error::NoTerminal)?;
        self.resized();
        loop {
            while !self.came.is_empty() {
                for msg in std::mem::take(&mut self.came) {
                    for effect in app::update(&mut self.model, msg) {
                        if matches!(effect, Effect::Quit) {
                            return Ok(Outcome::Quit);
                        }
                        self.perform(&effect)?;
                    }
                }
            }
            if let Some(signal) = self.deadly {
                return Ok(Outcome::Killed(signal));
            }
            self.draw()?;
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

    /// Waits for anything to happen; without a timeout unless something is
    /// to happen by itself. Gives nothing when the terminal has gone away.
    fn wait(&self) -> Result<Option<Ready>, Error> {
        let timer = self.timers.iter().map(|(when, _)| *when).min();
        let timer = timer.map(|when| when.saturating_duration_since(Instant::now()));
        let timeout = [timer, self.decoder.patience()].into_iter().flatten().min();
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
        } else if !ready.signals && !ready.messages {
            self.decoder.give_up(&mut typed);
        }
        self.came.extend(typed.into_iter().map(|input| match input {
            Input::Key(key) => Msg::Key(key),
            Input::Paste(text) => Msg::Paste(text),
        }));
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
        let mut buffer = [0; 4096];
        let mut total = 0;
        while total < MOST_INPUT {
            let count = self.terminal.read(&mut buffer).map_err(Error::Read)?;
            if count == 0 {
                break;
            }
            self.decoder.feed(buffer.get(..count).unwrap_or(&[]), typed);
            total += count;
        }
        Ok(())
    }

    fn perform(&mut self, effect: &Effect) -> Result<(), Error> {
        match *effect {
            Effect::Load(ref request) => {
                let request = request.clone();
                self.loader.request(request).map_err(Error::Worker)?;
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
            // The loop has seen to it.
            Effect::Quit => {}
        }
        Ok(())
    }

    /// Gives the terminal back and stops until somebody lets us go on.
    fn stop(&mut self) -> Result<(), Error> {
        self.terminal.leave();
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
            self.resized();
            self.came.push(Msg::Resumed);
        }
        Ok(())
    }

    /// Takes over the size of the terminal.
    fn resized(&mut self) {
        let size = self.terminal.size();
        self.screen.resize(size);
        self.came.push(Msg::Resized(Size {
            width: size.width,
            height: size.height,
        }));
    }

    /// Sends what changes on the screen, in one write.
    fn draw(&mut self) -> Result<(), Error> {
        self.terminal
            .set_pasting(self.model.wants_paste(), &mut self.opening);
        let frame = self.screen.draw(|buffer| ui::view(&self.model, buffer));
        let written = if self.opening.is_empty() {
            self.terminal.write(frame)
        } else {
            self.opening.extend_from_slice(frame);
            self.terminal.write(&self.opening)
        };
        self.opening.clear();
        if cfg!(debug_assertions) && self.panic_after_draw {
            panic_as_asked();
        }
        written.map_err(Error::Write)
    }
}

#[expect(clippy::panic, reason = "what it is for")]
fn panic_as_asked() -> ! {
    panic!("asked for")
}
