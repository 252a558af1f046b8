//! Other programs that have the terminal for a while: commands of the shell
//! and the editor.
//!
//! They belong to our own process group. What is typed to interrupt or to
//! stop them comes to us as well: an interruption is theirs alone, but when
//! they stop, so do we, or the shell would wait for a job that sleeps.

use std::io::Write as _;
use std::os::fd::OwnedFd;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::{io, thread};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGSTOP};
use signal_hook::low_level::raise;

use super::signals::Signals;
use super::terminal::Terminal;
use crate::app::Ended;

/// Runs a program on the terminal, which is not ours meanwhile, and waits
/// for its end. It reads `input`, or what is typed where that is nothing.
///
/// Nothing is given when a signal ends our own program first; it is put into
/// `deadly`.
pub(super) fn run(
    mut command: Command,
    input: Option<String>,
    terminal: &Terminal,
    signals: &mut Signals,
    deadly: &mut Option<i32>,
) -> io::Result<Option<Ended>> {
    let (keys, screen) = terminal.handles()?;
    command.stdout(Stdio::from(screen));
    command.stdin(match input {
        Some(_) => Stdio::piped(),
        None => Stdio::from(keys),
    });
    let mut child = command.spawn()?;
    if let (Some(text), Some(pipe)) = (input, child.stdin.take()) {
        feed(text, pipe.into())?;
    }
    loop {
        let status = child.try_wait()?;
        if status.is_none() {
            wait(signals)?;
        }
        let arrived = signals.take();
        if arrived.stop {
            // It cannot fail: the signal exists and is our own.
            let _ = raise(SIGSTOP);
        }
        if let Some(signal) = arrived.deadly.filter(|&signal| !is_typed(signal)) {
            *deadly = Some(signal);
            pass_on(signal, &child);
            return Ok(None);
        }
        if let Some(status) = status {
            return Ok(Some(ended(status)));
        }
    }
}

/// Waits for a signal: that of the program's end among others.
fn wait(signals: &Signals) -> io::Result<()> {
    let mut waited = [PollFd::new(signals.pipe(), PollFlags::IN)];
    match poll(&mut waited, None) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Whether a signal is what a key sends to a program that has the terminal.
pub(super) fn is_typed(signal: i32) -> bool {
    [SIGINT, SIGQUIT].contains(&signal)
}

/// Writes what the program reads, from a thread of its own: it may read
/// slowly, or not at all.
fn feed(text: String, pipe: OwnedFd) -> io::Result<()> {
    let work = move || {
        let mut pipe = io::PipeWriter::from(pipe);
        // A program that does not read all of it wants no more.
        let _ = pipe.write_all(text.as_bytes());
    };
    let thread = thread::Builder::new().name("feed".to_owned());
    thread.spawn(work).map(|_| ())
}

/// What ends us ends it too.
fn pass_on(signal: i32, child: &Child) {
    let signal = if signal == SIGHUP {
        Signal::HUP
    } else {
        Signal::TERM
    };
    // It may have ended meanwhile.
    let _ = kill_process(Pid::from_child(child), signal);
}

fn ended(status: ExitStatus) -> Ended {
    match (status.code(), status.signal()) {
        (Some(status), _) => Ended::Status(status),
        (None, signal) => Ended::Signal(signal.unwrap_or_default()),
    }
}
