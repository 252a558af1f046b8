//! The terminal, taken and given back.
//!
//! One guard owns all that must be undone: raw mode, the alternate screen,
//! the cursor, autowrap, every [`Mode`], and answers that are still on their
//! way. Quitting, suspending, signals,
//! errors and the panic hook all go through [`Terminal::leave`].

use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::panic;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossterm::terminal::{
    DisableLineWrap, EnableLineWrap, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{cursor, queue};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{self, OFlags, open};
use rustix::io::{Errno, dup};
use rustix::termios::{
    OptionalActions, SpecialCodeIndex, Termios, isatty, tcgetattr, tcgetwinsize, tcsetattr, ttyname,
};

use crate::app::Size;

use super::answer::{Answer, BACKGROUND};
use super::input::{Decoder, Input};

/// Something that the terminal does as long as it is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Tells that it has come to be the one that is typed on.
    Focus,
    /// Puts what is pasted in brackets.
    Paste,
    /// Tells that its colors change.
    Colors,
    /// Tells keys apart that have one byte in common.
    Keys,
    /// Tells what is done with the mouse while a button is down.
    Mouse,
    /// Tells that, and wherever it moves. Never on together with the other:
    /// some terminals keep but one of them.
    Hover,
}

impl Mode {
    const ALL: [Mode; 6] = [
        Mode::Focus,
        Mode::Paste,
        Mode::Colors,
        Mode::Keys,
        Mode::Mouse,
        Mode::Hover,
    ];

    /// What turns it on, and what turns it off.
    fn bytes(self) -> (&'static [u8], &'static [u8]) {
        match self {
            Mode::Focus => (b"\x1b[?1004h", b"\x1b[?1004l"),
            Mode::Paste => (b"\x1b[?2004h", b"\x1b[?2004l"),
            Mode::Colors => (b"\x1b[?2031h", b"\x1b[?2031l"),
            // Put upon what others have set, and taken off again.
            Mode::Keys => (b"\x1b[>1u", b"\x1b[<u"),
            Mode::Mouse => (b"\x1b[?1002h\x1b[?1006h", b"\x1b[?1002l\x1b[?1006l"),
            Mode::Hover => (b"\x1b[?1003h\x1b[?1006h", b"\x1b[?1003l\x1b[?1006l"),
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// For how long an answer is expected. Whoever leaves sooner waits for the
/// rest of it: in the hands of a shell the answer would be typed.
pub(super) const ANSWERING: Duration = Duration::from_millis(500);

/// A terminal larger than this is drawn in its upper left corner only.
const LARGEST: Size = Size {
    width: 1000,
    height: 500,
};

/// The terminal in our hands. Dropping it gives it back.
#[derive(Debug)]
pub(super) struct Terminal {
    held: Arc<Held>,
}

#[derive(Debug)]
struct Held {
    input: OwnedFd,
    output: OwnedFd,
    /// How the terminal was when we came.
    before: Termios,
    /// Whether its settings are ours now.
    taken: AtomicBool,
    /// Whether the alternate screen is.
    drawing: AtomicBool,
    /// The bit of every [`Mode`] that is on.
    modes: AtomicU8,
    /// When it was asked what it has not answered.
    asked: Mutex<Option<Instant>>,
    /// Whether it has ever answered the last question.
    answers: AtomicBool,
}

impl Terminal {
    /// Finds the terminal: standard input and output where they are one,
    /// else the one the process belongs to. Nothing is changed yet.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub(super) fn find() -> io::Result<Terminal> {
        let (stdin, stdout) = (rustix::stdio::stdin(), rustix::stdio::stdout());
        let output = if isatty(stdout) {
            dup(stdout)?
        } else {
            open_terminal(OFlags::WRONLY)?
        };
        let input = if isatty(stdin) {
            dup(stdin)?
        } else if let Ok(name) = ttyname(&output, Vec::new()) {
            // By its own name: some systems cannot wait for /dev/tty.
            open(
                name,
                OFlags::RDONLY | OFlags::NOCTTY | OFlags::CLOEXEC,
                fs::Mode::empty(),
            )?
        } else {
            open_terminal(OFlags::RDONLY)?
        };
        let before = tcgetattr(&input)?;
        let no = || AtomicBool::new(false);
        Ok(Terminal {
            held: Arc::new(Held {
                input,
                output,
                before,
                taken: no(),
                drawing: no(),
                modes: AtomicU8::new(Mode::Focus.bit()),
                asked: Mutex::new(None),
                answers: no(),
            }),
        })
    }

    /// Where keys come from.
    pub(super) fn input(&self) -> BorrowedFd<'_> {
        self.held.input.as_fd()
    }

    /// The size in columns and rows; 80 by 24 if the terminal does not know.
    pub(super) fn size(&self) -> Size {
        let (width, height) =
            tcgetwinsize(&self.held.output).map_or((0, 0), |size| (size.ws_col, size.ws_row));
        let or = |value: u16, default| if value == 0 { default } else { value };
        Size {
            width: or(width, 80).min(LARGEST.width),
            height: or(height, 24).min(LARGEST.height),
        }
    }

    /// Takes the terminal: raw mode at once, the rest with the bytes that
    /// are put in front of the next frame.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub(super) fn enter(&self, frame: &mut Vec<u8>) -> io::Result<()> {
        self.listen()?;
        self.held.drawing.store(true, Ordering::SeqCst);
        // Writing to a vector cannot fail.
        let _ = queue!(frame, EnterAlternateScreen, DisableLineWrap);
        for mode in self.held.modes() {
            frame.extend_from_slice(mode.bytes().0);
        }
        Ok(())
    }

    /// Takes the keys alone: what is written goes on on the normal screen.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub(super) fn listen(&self) -> io::Result<()> {
        let mut raw = self.held.before.clone();
        raw.make_raw();
        // Reading what is not there gives nothing instead of waiting.
        raw.special_codes[SpecialCodeIndex::VMIN] = 0;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        self.held.taken.store(true, Ordering::SeqCst);
        self.held.set(&raw)
    }

    /// The terminal for another program: where it reads keys, where it
    /// writes.
    ///
    /// # Errors
    ///
    /// When there are too many open files.
    pub(super) fn handles(&self) -> io::Result<(OwnedFd, OwnedFd)> {
        Ok((dup(&self.held.input)?, dup(&self.held.output)?))
    }

    /// Gives the terminal back as it was. Done twice, it does nothing; done
    /// when the terminal is gone, neither.
    pub(super) fn leave(&self) {
        self.held.leave();
    }

    /// Turns a mode on or off, with bytes for the next frame.
    pub(super) fn set(&self, mode: Mode, on: bool, frame: &mut Vec<u8>) {
        let modes = &self.held.modes;
        let before = if on {
            modes.fetch_or(mode.bit(), Ordering::SeqCst)
        } else {
            modes.fetch_and(!mode.bit(), Ordering::SeqCst)
        };
        if (before & mode.bit() != 0) != on {
            let (turn_on, turn_off) = mode.bytes();
            frame.extend_from_slice(if on { turn_on } else { turn_off });
        }
    }

    /// Whether a mode is on.
    pub(super) fn is_on(&self, mode: Mode) -> bool {
        self.held.modes.load(Ordering::SeqCst) & mode.bit() != 0
    }

    /// Writes questions, the last of which every terminal answers.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub(super) fn ask(&self, questions: &[u8]) -> io::Result<()> {
        self.held.set_asked(Some(Instant::now()));
        self.write(questions)
    }

    /// All that was asked is answered.
    pub(super) fn answered(&self) {
        self.held.answers.store(true, Ordering::SeqCst);
        self.held.set_asked(None);
    }

    /// Whether an answer may still come.
    pub(super) fn is_asked(&self) -> bool {
        self.held.answering().is_some()
    }

    /// Writes all of `bytes`, in one piece as far as the terminal takes it.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        self.held.write(bytes)
    }

    /// Reads what has been typed, without waiting.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub(super) fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match rustix::io::read(&self.held.input, &mut *buffer) {
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => return Ok(0),
                other => return Ok(other?),
            }
        }
    }

    /// From now on a panic, on whatever thread, gives the terminal back
    /// before it is reported as it would be without one.
    pub(super) fn leave_on_panic(&self) {
        let held = Arc::clone(&self.held);
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            held.leave();
            report(panic);
        }));
    }
}

impl Held {
    fn leave(&self) {
        if !self.taken.swap(false, Ordering::SeqCst) {
            return;
        }
        if self.drawing.swap(false, Ordering::SeqCst) {
            self.leave_screen();
        }
        self.take_answers();
        let _ = self.set(&self.before);
    }

    fn leave_screen(&self) {
        let mut bytes = b"\x1b[m".to_vec();
        for mode in self.modes() {
            bytes.extend_from_slice(mode.bytes().1);
        }
        let _ = queue!(bytes, EnableLineWrap, cursor::Show, LeaveAlternateScreen);
        // What the mouse does until then is told before the answer to this.
        let mouse = Mode::Mouse.bit() | Mode::Hover.bit();
        let is_told = self.modes.load(Ordering::SeqCst) & mouse != 0;
        if is_told && self.answers.load(Ordering::SeqCst) {
            bytes.extend_from_slice(BACKGROUND);
            self.set_asked(Some(Instant::now()));
        }
        // A terminal that is gone needs nothing of this.
        let _ = self.write(&bytes);
    }

    /// The modes that are on.
    fn modes(&self) -> impl Iterator<Item = Mode> {
        let on = self.modes.load(Ordering::SeqCst);
        let modes = Mode::ALL.into_iter();
        modes.filter(move |mode| on & mode.bit() != 0)
    }

    fn set_asked(&self, asked: Option<Instant>) {
        // Whoever holds it only reads or writes it: nothing can be amiss.
        if let Ok(mut held) = self.asked.lock() {
            *held = asked;
        }
    }

    /// For how long an answer may still come.
    fn answering(&self) -> Option<Duration> {
        // The hook of a panic comes here as well, and must not wait.
        let asked = *self.asked.try_lock().ok()?;
        ANSWERING.checked_sub(asked?.elapsed())
    }

    /// Takes the answers that are still on their way, the last one at most,
    /// so that nobody else has to read them.
    fn take_answers(&self) {
        let mut decoder = Decoder::default();
        // One by one: what comes behind is for whoever has the terminal then.
        let mut buffer = [0];
        while let Some(left) = self.answering() {
            let mut ready = [PollFd::new(&self.input, PollFlags::IN)];
            let left = Timespec::try_from(left).ok();
            match poll(&mut ready, left.as_ref()) {
                Ok(1..) | Err(Errno::INTR) => {}
                _ => break,
            }
            let [ready] = ready.map(|ready| ready.revents());
            if ready.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                break;
            }
            if !ready.contains(PollFlags::IN) {
                continue;
            }
            let Ok(1) = rustix::io::read(&self.input, &mut buffer) else {
                break;
            };
            let mut found = Vec::new();
            decoder.feed(&buffer, &mut found);
            let is_last = |input: &Input| matches!(input, Input::Answer(Answer::Background(_)));
            if found.iter().any(is_last) {
                break;
            }
        }
        self.set_asked(None);
    }

    fn set(&self, termios: &Termios) -> io::Result<()> {
        loop {
            match tcsetattr(&self.input, OptionalActions::Now, termios) {
                Err(Errno::INTR) => {}
                other => return Ok(other?),
            }
        }
    }

    fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match rustix::io::write(&self.output, bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => bytes = bytes.get(written..).unwrap_or(&[]),
                Err(Errno::INTR) => {}
                // Another program that shares the terminal asked for this.
                Err(Errno::AGAIN) => {
                    let mut ready = [PollFd::new(&self.output, PollFlags::OUT)];
                    let _ = poll(&mut ready, None);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.leave();
    }
}

fn open_terminal(how: OFlags) -> io::Result<OwnedFd> {
    Ok(open(
        "/dev/tty",
        how | OFlags::NOCTTY | OFlags::CLOEXEC,
        fs::Mode::empty(),
    )?)
}
