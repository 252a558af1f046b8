//! The lines above a text that say who wrote to whom and what about: which
//! words of the cable stand where in them, so that drawing and the mouse
//! agree.

use crate::cable::{Addressee, Cable, Precedence, Span, city_of_post};
use crate::command::{Command, Context};
use crate::typeset::{Shown, columns, fit};

use super::{Model, Reader, Region};

/// Words of the line that says who wrote to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryWord {
    /// The column they begin in.
    pub x: u16,
    /// The column that they end before.
    pub end: u16,
    /// The words; what does not fit is cut.
    pub words: Shown,
    /// What they are.
    pub is: SummaryPart,
    /// What of the cable they stand for.
    pub of: Option<SummaryOf>,
}

/// What of the cable some words of that line stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SummaryOf {
    /// A part of the source.
    Part(Span),
    /// A precedence, which the line there has a letter for.
    Precedence(Precedence, Span),
}

impl SummaryOf {
    /// What is to be explained, and where it stands.
    pub(super) fn token(self, cable: &Cable) -> (String, Span) {
        match self {
            SummaryOf::Part(span) => (cable.read(span), span),
            SummaryOf::Precedence(precedence, span) => (precedence.to_string(), span),
        }
    }
}

/// What words of that line are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SummaryPart {
    /// Who wrote or was written to, and how urgently.
    Value,
    /// A TAGS entry.
    Code,
    /// References.
    Reference,
    /// Words of ours.
    Label,
    /// Keys.
    Key,
}

/// The line while it is written, from the left.
struct Line {
    x: u16,
    limit: u16,
    words: Vec<SummaryWord>,
}

impl Line {
    /// Adds as much of some words as there is room for.
    fn put(&mut self, words: &str, is: SummaryPart, of: Option<SummaryOf>) {
        let words = fit(words, usize::from(self.limit.saturating_sub(self.x)));
        if words.is_empty() {
            return;
        }
        let width = u16::try_from(columns(words)).unwrap_or(u16::MAX);
        let end = self.x.saturating_add(width).min(self.limit);
        self.words.push(SummaryWord {
            x: self.x,
            end,
            words: Shown::new(words),
            is,
            of,
        });
        self.x = end;
    }

    fn skip(&mut self, columns: u16) {
        self.x = self.x.saturating_add(columns);
    }

    /// Adds codes with a blank between them, as many as `room` has columns for,
    /// and how many more there are.
    fn put_codes(&mut self, codes: &[(&str, Span)], room: usize) {
        let n_fitting = n_fitting(codes, room);
        for (nth, (code, span)) in codes.iter().take(n_fitting).enumerate() {
            self.put(if nth == 0 { "" } else { " " }, SummaryPart::Code, None);
            self.put(code, SummaryPart::Code, Some(SummaryOf::Part(*span)));
        }
        let more = more(codes.len() - n_fitting);
        let more = if n_fitting == 0 {
            more.trim_start()
        } else {
            &more
        };
        self.put(more, SummaryPart::Code, None);
    }

    /// Adds words at the right end.
    fn put_right(&mut self, words: &str, is: SummaryPart) {
        let width = u16::try_from(columns(words)).unwrap_or(u16::MAX);
        let x = self.limit.saturating_sub(width);
        self.words.push(SummaryWord {
            x,
            end: self.limit,
            words: Shown::new(words),
            is,
            of: None,
        });
        self.limit = x;
    }
}

/// From, to, precedence, TAGS and references on one line.
#[must_use]
pub fn summary_words(model: &Model, reader: &Reader, region: Region) -> Vec<SummaryWord> {
    if region.is_empty() {
        return Vec::new();
    }
    let heading = &reader.cable.heading;
    let mut line = Line {
        x: region.x + 1,
        limit: (region.x + region.width).saturating_sub(1),
        words: Vec::new(),
    };
    let letters = letters(reader);
    let station = |addressee: &Addressee| short_plad(&reader.cable.read(addressee.plad.0));
    let mut from = Shown::new(&heading.from.as_ref().map_or_else(String::new, station));
    let mut to = Shown::new(&heading.action.first().map_or_else(String::new, station));
    let more = match heading.action.len() {
        0 | 1 => String::new(),
        n_action => format!(" +{}", n_action - 1),
    };
    // How many codes and references there are is never what is left out: the
    // hint is, then the end of a name.
    let counts = least(reader, &letters);
    let arrow = if to.as_str().is_empty() { 0 } else { 2 };
    let taken = from.columns() + 1 + arrow + to.columns() + more.len() + counts;
    let keys = model.keymap.key_of(Command::ToggleRouting, Context::Reader);
    let hint = keys.map(|keys| (columns(&keys) + "  routing ".len(), keys));
    let room = usize::from(line.limit.saturating_sub(line.x));
    match hint {
        Some((n_columns, keys)) if taken + n_columns <= room => {
            line.put_right("routing", SummaryPart::Label);
            line.limit = line.limit.saturating_sub(1);
            line.put_right(&keys, SummaryPart::Key);
            line.limit = line.limit.saturating_sub(2);
        }
        _ => {
            let missing = taken.saturating_sub(room);
            let kept = from.columns().saturating_sub(missing);
            let n_from = from.columns();
            from = from.cut(kept.max(SHORTEST_NAME));
            let missing = missing.saturating_sub(n_from - from.columns());
            to = to.cut(to.columns().saturating_sub(missing));
        }
    }
    if let Some(sender) = &heading.from {
        line.put(
            from.as_str(),
            SummaryPart::Value,
            Some(SummaryOf::Part(sender.plad.0)),
        );
        line.skip(1);
    }
    if arrow > 0 {
        let first = heading.action.first();
        let first = first.map(|first| SummaryOf::Part(first.plad.0));
        line.put("> ", SummaryPart::Label, None);
        line.put(to.as_str(), SummaryPart::Value, first);
        line.put(&more, SummaryPart::Value, None);
        line.skip(2);
    }
    let dtg = heading.dtg.as_ref();
    if let Some((precedence, span)) = dtg.and_then(|line| Some((line.precedence?, line.span))) {
        let of = SummaryOf::Precedence(precedence, span);
        line.put(&precedence.to_string(), SummaryPart::Value, Some(of));
        line.skip(2);
    }
    if !heading.tags.is_empty() {
        let tags = heading.tags.iter();
        let codes: Vec<(&str, Span)> = tags.map(|tag| (&*tag.code, tag.span)).collect();
        line.put("TAGS ", SummaryPart::Label, None);
        // References need a few columns to say how many they are.
        let reserved = match heading.references.len() {
            0 => 0,
            1..=3 => 5 + 2 * heading.references.len(),
            _ => 12,
        };
        let room = usize::from(line.limit.saturating_sub(line.x)).saturating_sub(reserved);
        line.put_codes(&codes, room);
        line.skip(2);
    }
    put_references(&mut line, reader, &letters);
    line.words
}

/// The letters of the REF block, small where the telegram is not held.
fn letters(reader: &Reader) -> Vec<char> {
    let references = &reader.cable.heading.references;
    let lettered = references.iter().zip(&reader.held);
    let letters = lettered.filter_map(|(reference, held)| match (reference.letter?, held) {
        (letter, true) => Some(letter),
        (letter, false) => Some(letter.to_ascii_lowercase()),
    });
    letters.collect()
}

/// References by their letters, or what a single one names.
fn put_references(line: &mut Line, reader: &Reader, letters: &[char]) {
    let references = &reader.cable.heading.references;
    if references.is_empty() {
        return;
    }
    line.put("REF", SummaryPart::Label, None);
    let room = usize::from(line.limit.saturating_sub(line.x));
    // A single reference needs no letter where there is room for its id;
    // without a letter it stands as it is printed.
    if let [reference] = &references[..] {
        let id = reference.mrn.as_ref().map(ToString::to_string);
        let is_room = |id: &String| columns(id) < room;
        let words = match (id.filter(is_room), reference.letter) {
            (Some(id), _) => Some(id),
            (None, None) if room > WORDS_OF_REF => Some(reader.cable.read(reference.span)),
            (None, None) => Some(String::new()),
            (None, Some(_)) => None,
        };
        if let Some(words) = words {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if !words.is_empty() {
                let x = line.x + 1;
                let width = u16::try_from(columns(&words)).unwrap_or(u16::MAX);
                line.words.push(SummaryWord {
                    x,
                    end: x.saturating_add(width).min(line.limit),
                    words: Shown::new(&words),
                    is: SummaryPart::Reference,
                    of: Some(SummaryOf::Part(reference.span)),
                });
            }
            return;
        }
    }
    let n_letters = n_letters(letters, references.len(), room);
    let lettered = references.iter().filter(|it| it.letter.is_some());
    for (letter, reference) in letters.iter().zip(lettered).take(n_letters) {
        let of = SummaryOf::Part(reference.span);
        line.put(" ", SummaryPart::Reference, None);
        line.put(
            letter.encode_utf8(&mut [0; 4]),
            SummaryPart::Reference,
            Some(of),
        );
    }
    line.put(
        &more(references.len() - n_letters),
        SummaryPart::Reference,
        None,
    );
}

/// What is said behind the subject.
#[must_use]
pub fn subject_note(reader: &Reader) -> String {
    match reader.tally.n_repairs {
        _ if reader.raw => String::from("source"),
        0 => String::new(),
        1 => String::from("1 repair"),
        n_repairs => format!("{n_repairs} repairs"),
    }
}

/// What of the row of the subject it may take: the note behind it is never
/// what is left out.
#[must_use]
pub fn subject_region(reader: &Reader, region: Region) -> Region {
    let taken = match u16::try_from(columns(&subject_note(reader))).unwrap_or(0) {
        0 => 0,
        width => width + 5,
    };
    Region {
        width: region.width.saturating_sub(taken),
        ..region
    }
}

/// What of the cable stands in column `x` of the row of the subject.
pub(super) fn subject_at(reader: &Reader, region: Region, x: u16) -> Option<Span> {
    let region = subject_region(reader, region);
    let end = (region.x + region.width).saturating_sub(2);
    let column = usize::from(x.checked_sub(region.x + 2).filter(|_| x < end)?);
    let shown = reader.subject.as_str();
    let (before, rest) = shown.split_at(fit(shown, column).len());
    let first = rest.chars().next().filter(|c| !c.is_whitespace())?;
    let upto = &shown[..before.len() + first.len_utf8()];
    let nth = upto.split_whitespace().count().checked_sub(1)?;
    // Where a repair has parted or joined words, none stands for one.
    let span = reader.cable.heading.subject?;
    let words = words_of(&reader.cable, span);
    let is_same = words.len() == shown.split_whitespace().count();
    words.get(nth).copied().filter(|_| is_same)
}

/// The places of the words of a part of a cable.
fn words_of(cable: &Cable, span: Span) -> Vec<Span> {
    let text = cable.slice(span);
    let first = text.as_ptr() as usize;
    let words = text.split_whitespace().map(|word| {
        let start = span.start as usize + (word.as_ptr() as usize - first);
        Span::new(start, start + word.len())
    });
    words.collect()
}

/// Columns of a name that still tell which it is.
const SHORTEST_NAME: usize = 8;

/// Columns that precedence, TAGS and references need at least, and those
/// between them.
fn least(reader: &Reader, letters: &[char]) -> usize {
    let heading = &reader.cable.heading;
    let precedence = heading.dtg.as_ref().and_then(|line| line.precedence);
    let precedence = precedence.map_or(0, |it| it.to_string().len() + 2);
    let tags = match heading.tags.len() {
        0 => 0,
        n => "  TAGS".len() + more(n).len(),
    };
    let references = match heading.references.len() {
        0 => 0,
        n => {
            let n_letters = n_letters(letters, n, 2);
            "  REF".len() + 2 * n_letters + more(n - n_letters).len()
        }
    };
    precedence + tags + references
}

/// Columns behind `REF` that are worth filling with words of a reference.
const WORDS_OF_REF: usize = 9;

/// How many of some codes `room` has columns for, a blank between them, if it
/// is said how many more there are.
fn n_fitting(codes: &[(&str, Span)], room: usize) -> usize {
    let mut taken = 0;
    let fits = |(nth, (code, _)): &(usize, &(&str, Span))| {
        let more = if nth + 1 == codes.len() { 0 } else { 4 };
        taken += usize::from(*nth > 0) + columns(code);
        taken + more <= room
    };
    codes.iter().enumerate().take_while(fits).count()
}

/// How many more there are of something, behind a blank; nothing for none.
fn more(n_left: usize) -> String {
    match n_left {
        0 => String::new(),
        n_left => format!(" +{n_left}"),
    }
}

/// How many of some letters `room` has columns for, a blank before each, if it is
/// said how many more there are of `n` in all: some have no letter.
fn n_letters(letters: &[char], n: usize, room: usize) -> usize {
    (0..=letters.len())
        .rev()
        .find(|&n_fitting| 2 * n_fitting + more(n - n_fitting).len() <= room)
        .unwrap_or(0)
}

/// A PLAD as one says it: the place of an embassy, `STATE`, `USNATO`.
fn short_plad(plad: &str) -> String {
    let plad = plad.split("//").next().unwrap_or(plad).trim();
    if plad.starts_with("SECSTATE") {
        return String::from("STATE");
    }
    city_of_post(plad).unwrap_or(plad).to_owned()
}
