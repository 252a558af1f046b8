//! `reftel --linear`: lines in, sentences out.
//!
//! No mode of the terminal is changed, no cursor moved, no color used: what
//! works here works through a pipe, on paper, and for whatever reads lines
//! aloud.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};

use super::error::Error;
use super::keep::Keeper;
use super::out::Out;
use super::read::Desk;
use crate::app::{Effect, Model, Msg, Request, Wake};
use crate::linear::Linear;

/// Before each line that is typed.
const PROMPT: &str = "> ";
/// Bytes of a line; the rest of a longer one is passed over.
const LONGEST: u64 = 64 << 10;
/// Cables of which the list is told at once what they are. More are told by
/// their files until they are read.
const LISTED: usize = 256;

/// Reads what is on `desk` in lines until the user leaves or the input ends. Lines
/// are typed on the terminal if standard input was taken for a cable.
///
/// # Errors
///
/// The output cannot be written, or there is nothing to type on.
pub(super) fn read(
    model: Model,
    desk: &mut Desk,
    mut keeper: Keeper,
    stdin_taken: bool,
    out: &mut Out,
) -> Result<(), Error> {
    let mut keyboard = keyboard(stdin_taken)?;
    let (mut linear, effects) = Linear::begin(model);
    let is_gather = |effect: &Effect| matches!(effect, Effect::Load(Request::Gather));
    let (mut later, effects) = effects.into_iter().partition(is_gather);
    if perform(&mut linear, effects, desk, &mut keeper) {
        return Ok(());
    }
    loop {
        for line in linear.said() {
            out.line(&line)?;
        }
        if keyboard.prompts {
            out.text(PROMPT)?;
        }
        out.flush()?;
        // The cable that is read on is said before its collection is taken in.
        perform(&mut linear, std::mem::take(&mut later), desk, &mut keeper);
        let Some(line) = keyboard.line()? else {
            if keyboard.prompts {
                out.line("")?;
            }
            return Ok(());
        };
        let effects = linear.take(&line);
        if perform(&mut linear, effects, desk, &mut keeper) {
            return Ok(());
        }
    }
}

/// Does what is asked for; whether that was to leave.
fn perform(
    linear: &mut Linear,
    effects: Vec<Effect>,
    desk: &mut Desk,
    keeper: &mut Keeper,
) -> bool {
    let mut left: VecDeque<Effect> = effects.into();
    while let Some(effect) = left.pop_front() {
        match effect {
            Effect::Quit => return true,
            // Nothing is done beside lines that are typed.
            Effect::Load(Request::Index | Request::Watch) => {}
            Effect::Load(mut request) => {
                // The list is not read to its end before anything is said.
                if let Request::List(entries) = &mut request {
                    entries.retain(|entry_idx| *entry_idx < LISTED);
                    if entries.is_empty() {
                        continue;
                    }
                }
                for msg in desk.answer(request) {
                    left.extend(linear.tell(msg));
                }
            }
            Effect::Remember(wanted) => {
                for msg in keeper.keep(wanted) {
                    left.extend(linear.tell(msg));
                }
            }
            Effect::Examine(examining) => {
                let found = Box::new(examining.examine());
                left.extend(linear.tell(Msg::Examined(found)));
            }
            // Nothing waits for a line: the place is kept before the next.
            Effect::After(_, wake @ (Wake::Place | Wake::Jumps | Wake::Recall)) => {
                left.extend(linear.tell(Msg::Elapsed(wake)));
            }
            // Of the screen.
            _ => {}
        }
    }
    false
}

/// Where lines are typed.
struct Keyboard {
    input: Box<dyn BufRead>,
    /// Whether somebody waits in front of it.
    prompts: bool,
}

/// Standard input, or the terminal itself where a cable came from there.
fn keyboard(stdin_taken: bool) -> Result<Keyboard, Error> {
    if stdin_taken {
        let terminal = std::fs::File::open("/dev/tty").map_err(|error| {
            let why = crate::library::in_words(&error);
            Error::Other(format!("reading lines: the terminal: {why}"))
        })?;
        return Ok(Keyboard {
            input: Box::new(BufReader::new(terminal)),
            prompts: true,
        });
    }
    let stdin = io::stdin();
    let prompts = stdin.is_terminal();
    Ok(Keyboard {
        input: Box::new(stdin.lock()),
        prompts,
    })
}

impl Keyboard {
    /// The next line; nothing at the end.
    fn line(&mut self) -> Result<Option<String>, Error> {
        let mut bytes = Vec::new();
        let mut part = self.input.by_ref().take(LONGEST);
        let read = part.read_until(b'\n', &mut bytes).and_then(|n_read| {
            if n_read > 0 && !bytes.ends_with(b"\n") {
                self.input.skip_until(b'\n')?;
            }
            Ok(n_read)
        });
        let n_read = read.map_err(|error| {
            let why = crate::library::in_words(&error);
            Error::Other(format!("reading lines: standard input: {why}"))
        })?;
        Ok((n_read > 0).then(|| String::from_utf8_lossy(&bytes).into_owned()))
    }
}
