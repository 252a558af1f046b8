//! Lines that are no TOML, told and taken out, so that the rest holds.
//!
//! The parser goes on behind most faults, but loses the rest of a table behind
//! a line without `=`, and takes what follows an open bracket for what is in
//! it. So a faulty line is made blank and the text is parsed again. Nothing
//! moves: what is wrong besides is told at its line.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::DeTable;

use super::error::Fault;
use crate::cable::sort_by_place;

/// How often a text is parsed again, at most.
const MOST_TIMES: usize = 20;

/// How many lines above a fault what is not closed may be opened, and from how
/// many faults on that is looked for.
const FARTHEST: usize = 100;
const MOST_LOOKS: usize = 20;

/// A fault, and the byte it stands at.
type Placed = (usize, Fault);

/// The text without the lines that are no TOML, which are blank, and what is
/// wrong with it.
pub(super) fn mend(text: &str) -> (Cow<'_, str>, Vec<Placed>) {
    let mut text = Cow::Borrowed(text);
    let mut faults = Vec::new();
    let mut errors = errors(&text);
    for _ in 0..MOST_TIMES {
        let found = faulty(&text, &errors);
        if found.is_empty() {
            break;
        }
        let mut sound = String::with_capacity(text.len());
        for (lines, fault) in found {
            sound.push_str(text.get(sound.len()..lines.start).unwrap_or_default());
            let blank = text.get(lines).unwrap_or_default().bytes();
            sound.extend(blank.map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
            faults.push(fault);
        }
        sound.push_str(text.get(sound.len()..).unwrap_or_default());
        text = Cow::Owned(sound);
        errors = self::errors(&text);
    }
    // What is left leaves the other lines as they are: a name that is set
    // twice.
    let mut upto = 0;
    for (at, message) in errors {
        let line = line_of(&text, at);
        if line.start >= upto {
            upto = line.end + 1;
            faults.push((at, Fault::Syntax(message.into())));
        }
    }
    (text, faults)
}

/// What the parser says, in the order of the text.
fn errors(text: &str) -> Vec<(usize, String)> {
    let errors = DeTable::parse_recoverable(text).1;
    let placed = errors.iter().map(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let message: Vec<&str> = error.message().lines().collect();
        (at, message.join(", "))
    });
    let mut placed: Vec<_> = placed.collect();
    sort_by_place(&mut placed, |(at, _)| *at as u64);
    placed
}

/// The lines that are faulty by themselves, in order, and why.
fn faulty(text: &str, errors: &[(usize, String)]) -> Vec<(Range<usize>, Placed)> {
    let is_unclosed =
        |message: &str| message.starts_with("unclosed ") || message.starts_with("invalid multi-");
    let mut messages = errors.iter().map(|(_, message)| message.as_str());
    let unclosed = messages.find(|message| is_unclosed(message));
    let mut n_looks = 0;
    let mut faulty = Vec::new();
    let mut upto = 0;
    for (at, message) in errors {
        let line = line_of(text, *at);
        if line.start < upto {
            continue;
        }
        upto = line.end + 1;
        let words = text.get(line.clone()).unwrap_or_default();
        if is_sound(words) {
            // It may stand in what was opened above it and is not closed, and
            // so may all that follows.
            if let Some(unclosed) = unclosed
                && faulty.is_empty()
                && n_looks < MOST_LOOKS
            {
                n_looks += 1;
                if let Some(opener) = opener(text, line.start, unclosed) {
                    return vec![opener];
                }
            }
        } else if !words.trim_start().starts_with('[') {
            faulty.push((line, (*at, Fault::Syntax(message.as_str().into()))));
        } else if !is_closed(words) {
            // Whose keys are below it is not known.
            let below = text.get(line.end..).unwrap_or_default();
            let is_header = |line: &&str| line.trim_start().starts_with('[');
            let mut end = line.end;
            for line in below.split_inclusive('\n') {
                if is_header(&line) {
                    break;
                }
                end += line.len();
            }
            let message = format!("{message}; the lines below it are left out");
            faulty.push((line.start..end, (*at, Fault::Syntax(message.into()))));
            upto = end;
        }
    }
    faulty
}

/// The line above the byte `below` that opens what is not closed, as the
/// parser says in these words.
fn opener(text: &str, below: usize, unclosed: &str) -> Option<(Range<usize>, Placed)> {
    let mut end = below.checked_sub(1)?;
    for _ in 0..FARTHEST {
        let above = line_of(text, end);
        let alone = errors(text.get(above.clone())?);
        if alone.iter().any(|(_, message)| message == unclosed) {
            let fault = Fault::Syntax(unclosed.into());
            return Some((above.clone(), (above.start, fault)));
        }
        end = above.start.checked_sub(1)?;
    }
    None
}

/// What the parser says of a name that its table has already.
pub(super) const SAME_NAME: &str = "duplicate key";

/// Where the line begins that sets the name for the first time which the line
/// of the byte `at` sets again, in the same table.
pub(super) fn first_of_same_name(text: &str, at: usize) -> Option<usize> {
    let again = line_of(text, at);
    let name = name_in(text.get(again.clone())?)?;
    let mut first = None;
    let mut start = again.start;
    while let Some(end) = start.checked_sub(1) {
        let line = line_of(text, end);
        let words = text.get(line.clone())?;
        if words.trim_start().starts_with('[') {
            break;
        }
        if name_in(words) == Some(name) {
            first = Some(line.start);
        }
        start = line.start;
    }
    first
}

/// The name that a line sets, without quotation marks.
fn name_in(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (name, rest) = match quote {
        Some(quote) => line.get(1..)?.split_once(quote)?,
        None => line.split_at_checked(line.find('=')?)?,
    };
    let is_set = rest.trim_start().starts_with('=');
    is_set.then_some(name.trim_end())
}

/// The line of the byte `at`, without its end.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let (before, behind) = bytes.split_at(at);
    let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', behind).map_or(bytes.len(), |end| at + end);
    start..end
}

fn is_sound(words: &str) -> bool {
    DeTable::parse_recoverable(words).1.is_empty()
}

/// Whether a line is the header of a table, whatever stands behind it.
fn is_closed(words: &str) -> bool {
    let header = words.rfind(']').and_then(|end| words.get(..=end));
    header.is_some_and(is_sound)
}
