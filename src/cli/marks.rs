//! `reftel marks`: the marks of the reader, without the screen.

use std::ffi::OsString;

use clap::Subcommand;
use serde_json::json;

use super::error::Error;
use super::keep::{notes, way};
use super::out::{self, Out};
use super::{Everywhere, Opened, Status, open_all};
use crate::cable::Cable;
use crate::notes::{self, Anchor, Key, Letter, Mark, Notes, Place, Way};

#[derive(Clone, Debug, Subcommand)]
pub(super) enum MarksCommand {
    /// List marks: letter, cable, paragraph, first words, path.
    List {
        /// Only marks in these cables.
        #[arg(value_name = "PATH")]
        paths: Vec<OsString>,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Mark a paragraph of a cable; done when no kill undoes it.
    Add {
        /// a to z within the cable, A to Z across cables.
        #[arg(value_parser = letter)]
        letter: Letter,
        /// The file; FILE!NAME is a member of an archive, FILE#ID one
        /// telegram of many.
        path: OsString,
        /// The number of the paragraph; else the first.
        #[arg(long, value_name = "N")]
        para: Option<u32>,
    },
    /// Remove a mark.
    Remove {
        /// a to z within a cable, A to Z across cables.
        #[arg(value_parser = letter)]
        letter: Letter,
        /// The cable it is in; not needed for A to Z.
        path: Option<OsString>,
    },
}

fn letter(text: &str) -> Result<Letter, String> {
    let mut letters = text.chars();
    let letter = letters.next().and_then(Letter::new);
    letter
        .filter(|_| letters.next().is_none())
        .ok_or_else(|| String::from("expected a letter, a to z or A to Z"))
}

/// Does what was asked for.
pub(super) fn marks(
    asked: &MarksCommand,
    everywhere: &Everywhere,
    out: &mut Out,
) -> Result<Status, Error> {
    if everywhere.private {
        let why = "marks: --private neither reads nor keeps them";
        return Err(Error::Other(why.to_owned()));
    }
    let Some(mut notes) = notes() else {
        let why = "marks: this machine names no home folder";
        return Err(Error::Other(why.to_owned()));
    };
    let done = match asked {
        MarksCommand::List { paths, json } => list(&mut notes, paths, *json, everywhere, out),
        MarksCommand::Add { letter, path, para } => {
            add(&mut notes, *letter, path, *para, everywhere, out)
        }
        MarksCommand::Remove { letter, path } => {
            remove(&mut notes, *letter, path.as_ref(), everywhere)
        }
    };
    let damaged = notes.take_damaged();
    for why in &damaged {
        out::complain(why);
    }
    match done? {
        Status::Done if !damaged.is_empty() => Ok(Status::Damaged),
        status => Ok(status),
    }
}

fn list(
    notes: &mut Notes,
    paths: &[OsString],
    json: bool,
    everywhere: &Everywhere,
    out: &mut Out,
) -> Result<Status, Error> {
    let opened = open_all(paths, everywhere);
    let mut status = if opened.n_failed > 0 {
        Status::SomeFailed
    } else {
        Status::Done
    };
    let mut keys = Vec::new();
    for entry_idx in 0..opened.library.len() {
        match opened.library.document(entry_idx) {
            Ok(document) => keys.push(Key::of(&document.cable())),
            Err(why) => {
                out::complain(&why);
                status = Status::SomeFailed;
            }
        }
    }
    if !paths.is_empty() && keys.is_empty() {
        return Ok(Status::Trouble);
    }
    let marks = notes.all_marks().map_err(|why| failed("reading", &why))?;
    let is_wanted = |mark: &&Mark| paths.is_empty() || keys.contains(&mark.place.key);
    for mark in marks.iter().filter(is_wanted) {
        out.line(&if json { object(mark) } else { line(mark) })?;
    }
    Ok(status)
}

/// The path of a marked cable, if it has one.
fn path(mark: &Mark) -> Option<String> {
    match &mark.way {
        Way::Nowhere => None,
        Way::Builtin => Some(String::from("built in")),
        Way::Files(files) => {
            let files: Vec<String> = files
                .iter()
                .map(|file| file.to_string_lossy().into_owned())
                .collect();
            Some(files.join(" + "))
        }
    }
}

fn line(mark: &Mark) -> String {
    let Place { id, anchor, .. } = &mark.place;
    let number = anchor.number;
    let number = number.map_or_else(|| String::from("-"), |number| format!("P{number}"));
    let path = path(mark).unwrap_or_else(|| String::from("-"));
    let letter = mark.letter.char();
    format!("{letter}  {id:<20}  {number:<4}  {}  {path}", mark.words)
}

fn object(mark: &Mark) -> String {
    let is_file = matches!(mark.way, Way::Files(_));
    json!({
        "letter": mark.letter.char().to_string(),
        "id": &*mark.place.id,
        "paragraph": mark.place.anchor.number,
        "words": &*mark.words,
        "path": path(mark).filter(|_| is_file),
    })
    .to_string()
}

/// The only cable at a path, and how it is opened again.
fn one(path: &OsString, everywhere: &Everywhere) -> Result<(Cable, Way), Error> {
    let Opened { library, .. } = open_all(std::slice::from_ref(path), everywhere);
    let shown = path.to_string_lossy();
    match library.len() {
        1 => {
            let document = library
                .document(0)
                .map_err(|why| Error::Other(why.to_string()))?;
            Ok((document.cable(), way(&library, 0)))
        }
        0 => Err(Error::Other(format!("marks: {shown:?}: there is no cable"))),
        n_cables => Err(Error::Other(format!(
            "marks: {shown:?}: expected one cable, found {n_cables}; FILE#ID names one of many"
        ))),
    }
}

fn add(
    notes: &mut Notes,
    letter: Letter,
    path: &OsString,
    number: Option<u32>,
    everywhere: &Everywhere,
    out: &mut Out,
) -> Result<Status, Error> {
    /// More is shown nowhere.
    const LONGEST: usize = 60;
    let (cable, way) = one(path, everywhere)?;
    let mut paragraphs = cable.paragraphs.iter();
    let paragraph = match number {
        None => paragraphs.next(),
        Some(number) => {
            let found = paragraphs.find(|paragraph| paragraph.number == Some(number));
            if found.is_none() {
                let path = path.to_string_lossy();
                out::complain(&format!("marks: {path:?}: there is no paragraph {number}"));
                return Ok(Status::NothingFound);
            }
            found
        }
    };
    let at = paragraph.map_or(0, |paragraph| paragraph.text.start);
    let words = paragraph.map(|paragraph| cable.read(paragraph.text));
    let words: String = words.unwrap_or_default().chars().take(LONGEST).collect();
    let id = cable
        .mrn
        .as_ref()
        .map_or_else(|| path.to_string_lossy().into_owned(), ToString::to_string);
    let mark = Mark {
        letter,
        place: Place {
            key: Key::of(&cable),
            id: id.into(),
            anchor: Anchor::of(&cable, at),
            below: 0,
        },
        words: words
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .into(),
        way,
    };
    notes
        .set_mark(&mark)
        .map_err(|why| failed("keeping", &why))?;
    out.line(&line(&mark))?;
    Ok(Status::Done)
}

fn remove(
    notes: &mut Notes,
    letter: Letter,
    path: Option<&OsString>,
    everywhere: &Everywhere,
) -> Result<Status, Error> {
    let key = match path {
        Some(path) => Key::of(&one(path, everywhere)?.0),
        None if letter.is_across() => Key::nowhere(),
        None => {
            let letter = letter.char();
            let why = format!("marks: {letter}: expected the path of the cable that it marks");
            return Err(Error::Other(why));
        }
    };
    let removed = notes
        .remove_mark(letter, &key)
        .map_err(|why| failed("keeping", &why))?;
    if removed {
        return Ok(Status::Done);
    }
    out::complain(&format!("marks: {}: there is no such mark", letter.char()));
    Ok(Status::NothingFound)
}

/// A failure of the file, as an error of the command line.
fn failed(doing: &str, why: &notes::Error) -> Error {
    Error::Other(format!("{doing} {why}"))
}
