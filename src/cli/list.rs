//! `reftel list`: one line a cable: id, date, marking, subject.

use std::io;

use serde::Serialize;

use super::error::Error;
use super::found::Found;
use super::out::Out;
use super::{Sought, Status, json, out};
use crate::cable::{Cable, Classification, list_line};
use crate::library::Document;
use crate::query::Query;

/// Prints the cables that are open, or those of them that `query` finds. What
/// is not in a source stands as `-`.
pub(super) fn list(
    sought: Sought,
    query: Option<&Query>,
    as_json: bool,
    out: &mut Out,
) -> Result<Status, Error> {
    let mut n_listed = 0_usize;
    let write = |cable: &Cable, document: &Document| -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        if as_json {
            let record = Record {
                format: "reftel.list.v1",
                listed: Listed::of(cable, document),
            };
            json::line(&record, &mut text)?;
        } else {
            out::line(&line(cable, &document.name(cable)), &mut text)?;
        }
        Ok(text)
    };
    let weight = |text: &io::Result<Vec<u8>>| text.as_ref().map_or(0, Vec::capacity);
    let tell = |text: io::Result<Vec<u8>>| -> Result<(), Error> {
        n_listed += 1;
        Ok(out.bytes(&text?)?)
    };
    let had = match query {
        Some(asked) => {
            let write = |found: Found| write(&found.cable, &found.document);
            sought.each(asked, weight, write, tell)?
        }
        None => sought.each_cable(
            weight,
            |document| write(&document.header(), &document),
            tell,
        )?,
    };
    Ok(match had.n_failed {
        0 if n_listed == 0 && query.is_some() => Status::NothingFound,
        0 => Status::Done,
        _ if had.is_empty || n_listed == 0 && query.is_none() => Status::Trouble,
        _ => Status::SomeFailed,
    })
}

/// What a list says of a cable.
pub(super) fn line(cable: &Cable, name: &str) -> String {
    let id = cable
        .mrn
        .as_ref()
        .map_or_else(|| name.to_owned(), ToString::to_string);
    let subject = subject(cable);
    list_line(&id, cable.date(), cable.level(), subject.as_deref())
}

fn subject(cable: &Cable) -> Option<String> {
    let subject = cable.heading.subject.or(cable.head())?;
    let words = cable.read(subject);
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[derive(Serialize)]
struct Record<'a> {
    format: &'static str,
    #[serde(flatten)]
    listed: Listed<'a>,
}

/// What is said of a cable in a list, to be serialized: keys and values as
/// `reftel show --json` has them.
#[derive(Serialize)]
pub(super) struct Listed<'a> {
    file: &'a str,
    member: Option<String>,
    offset: Option<u64>,
    family: &'static str,
    id: Option<String>,
    date: Option<String>,
    level: Option<&'static str>,
    subject: Option<String>,
}

impl<'a> Listed<'a> {
    pub(super) fn of(cable: &Cable, document: &'a Document) -> Listed<'a> {
        Listed {
            file: &document.file,
            member: document.member(cable),
            offset: document.offset,
            family: cable.family.slug(),
            id: cable.mrn.as_ref().map(ToString::to_string),
            date: cable.date().map(|date| date.to_string()),
            level: cable.level().map(Classification::slug),
            subject: subject(cable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::subject;

    #[test]
    fn a_subject_has_single_blanks_as_in_a_record() {
        let cable =
            crate::parse::parse(b"TAGS: PREL\nSUBJECT: HARBOR  TALKS\nOPEN\n\n1. (U) Talks.");
        assert_eq!(subject(&cable).as_deref(), Some("HARBOR TALKS OPEN"));
    }
}
