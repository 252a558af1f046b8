//! `reftel list`: one line a cable: id, date, marking, subject.

use serde::Serialize;

use super::error::Error;
use super::found;
use super::out::Out;
use super::{Sought, Status, each, json};
use crate::cable::{Cable, Classification, list_line};
use crate::library::Document;

/// Prints the cables that are open, or those of them that `query` finds. What
/// is not in a source stands as `-`.
pub(super) fn list(
    sought: &Sought,
    query: Option<&str>,
    as_json: bool,
    out: &mut Out,
) -> Result<Status, Error> {
    let (mut n_failed, is_empty) = sought.failed();
    let mut n_listed = 0_usize;
    let mut tell = |cable: &Cable, document: &Document, out: &mut Out| -> Result<(), Error> {
        n_listed += 1;
        if as_json {
            let record = Record {
                format: "reftel.list.v1",
                listed: Listed::of(cable, document),
            };
            return Ok(json::line(&record, out)?);
        }
        Ok(out.line(&line(cable, &document.name(cable)))?)
    };
    match (query, sought) {
        (Some(asked), _) => {
            let query = found::query(asked)?;
            sought.each(&query, &mut n_failed, |found| {
                tell(&found.cable, &found.document, out)
            })?;
        }
        (None, Sought::Cables(opened)) => {
            let read = |document: Document| (document.header(), document);
            each(&opened.library, &mut n_failed, read, |(cable, document)| {
                tell(&cable, &document, out)
            })?;
        }
        // Without a query the cables themselves are opened.
        (None, Sought::Index(..)) => {}
    }
    Ok(match n_failed {
        0 if n_listed == 0 && query.is_some() => Status::NothingFound,
        0 => Status::Done,
        _ if is_empty || n_listed == 0 && query.is_none() => Status::Trouble,
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
