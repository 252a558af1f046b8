//! The only place that writes to standard output and standard error, the
//! reader's screen apart.
//!
//! Text goes through the gate ([`Shown`]) here, wherever it goes: what is
//! piped today is shown on a terminal tomorrow. Only
//! [`bytes`](Out::bytes) writes what it is given.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use super::Color;
use crate::typeset::Shown;

/// Standard output, buffered.
pub(super) struct Out {
    stdout: BufWriter<StdoutLock<'static>>,
    terminal: bool,
}

impl Out {
    pub(super) fn new() -> Out {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        Out {
            stdout: BufWriter::with_capacity(64 << 10, stdout.lock()),
            terminal,
        }
    }

    /// Whether a terminal shows what is written.
    pub(super) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Whether to color what is written.
    pub(super) fn is_colored(&self, color: Color) -> bool {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => self.terminal && !is_set("NO_COLOR") && !is_dumb(),
        }
    }

    /// Columns of the terminal, where there is one.
    pub(super) fn columns(&self) -> Option<u16> {
        self.size().map(|(columns, _)| columns)
    }

    /// Columns and rows of the terminal, where there is one.
    pub(super) fn size(&self) -> Option<(u16, u16)> {
        if self.terminal { size() } else { None }
    }

    /// Writes `text` through the gate, line by line.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self::text(text, &mut self.stdout)
    }

    /// Writes `line` through the gate, and a line end.
    pub(super) fn line(&mut self, line: &str) -> io::Result<()> {
        self::line(line, &mut self.stdout)
    }

    /// Writes bytes that need no gate: the source on its way to a file, or
    /// what was made of shown text and colors.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stdout.write_all(bytes)
    }

    /// Writes out what is held back.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

/// Writes `text` through the gate, line by line.
pub(super) fn text(text: &str, to: &mut impl Write) -> io::Result<()> {
    for line in text.split_inclusive('\n') {
        let words = line
            .strip_suffix('\n')
            .map(|line| line.strip_suffix('\r').unwrap_or(line));
        to.write_all(Shown::new(words.unwrap_or(line)).as_str().as_bytes())?;
        if words.is_some() {
            to.write_all(b"\n")?;
        }
    }
    Ok(())
}

/// Writes `line` through the gate, and a line end.
pub(super) fn line(line: &str, to: &mut impl Write) -> io::Result<()> {
    text(line, to)?;
    to.write_all(b"\n")
}

/// JSON escapes what must not reach a terminal by itself.
impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stdout.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

/// Says what went wrong, in one line on standard error.
pub(super) fn complain(error: &impl Display) {
    let text = error.to_string().replace(['\n', '\r'], " ");
    let line = format!("reftel: {}\n", Shown::new(&text).as_str());
    // When this cannot be written there is nobody to tell.
    let _ = io::stderr().lock().write_all(line.as_bytes());
}

/// Says that standard input is waited for, once nothing has come of it for a
/// second: whoever forgot to pipe something in sees why nothing happens.
#[cfg(unix)]
pub(super) fn say_if_waiting() {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    const PATIENCE: Timespec = Timespec {
        tv_sec: 1,
        tv_nsec: 0,
    };
    let input = io::stdin();
    let mut waited = [PollFd::new(&input, PollFlags::IN)];
    if !input.is_terminal() && poll(&mut waited, Some(&PATIENCE)) == Ok(0) {
        complain(&"waiting for standard input; ^C ends");
    }
}

#[cfg(not(unix))]
pub(super) fn say_if_waiting() {}

/// Whether the terminal, by its own name, understands no sequences.
pub(super) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb")
}

#[cfg(unix)]
fn size() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    (size.ws_col > 0).then_some((size.ws_col, size.ws_row))
}

#[cfg(not(unix))]
fn size() -> Option<(u16, u16)> {
    crossterm::terminal::size().ok()
}
