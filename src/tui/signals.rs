//! Signals, turned into something to wait for beside the keys.
//!
//! What is done in a signal's name happens in the loop, never inside the
//! signal: there, only a byte is written.

use std::io;
use std::os::unix::net::UnixStream;

use signal_hook::consts::{SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

/// Signals that came since they were last asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Arrived {
    /// One that ends the program: SIGTERM, SIGHUP, SIGINT or SIGQUIT.
    pub(super) deadly: Option<i32>,
    /// SIGTSTP: somebody wants the program to stop.
    pub(super) stop: bool,
    /// SIGCONT: it was stopped, and another has had the terminal.
    pub(super) go_on: bool,
    /// SIGWINCH: the terminal has another size.
    pub(super) resized: bool,
}

/// The signals we want to hear of.
#[derive(Debug)]
pub(super) struct Signals {
    delivery: SignalDelivery<UnixStream, SignalOnly>,
}

impl Signals {
    /// From now on these signals do not do what they do by default.
    pub(super) fn watch() -> io::Result<Signals> {
        let (read, write) = UnixStream::pair()?;
        let wanted = [
            SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH, SIGCHLD,
        ];
        let delivery = SignalDelivery::with_pipe(read, write, SignalOnly, wanted)?;
        Ok(Signals { delivery })
    }

    /// What becomes readable when a signal has come.
    pub(super) fn pipe(&self) -> &UnixStream {
        self.delivery.get_read()
    }

    /// What has come; nothing of it will be told again.
    pub(super) fn take(&mut self) -> Arrived {
        let mut arrived = Arrived::default();
        for signal in self.delivery.pending() {
            match signal {
                SIGTSTP => arrived.stop = true,
                SIGCONT => arrived.go_on = true,
                SIGWINCH => arrived.resized = true,
                // It only has to wake whoever waits for a program.
                SIGCHLD => {}
                deadly => arrived.deadly = Some(deadly),
            }
        }
        arrived
    }
}
