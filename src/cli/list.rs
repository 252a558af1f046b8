//! One line a cable: id, date, marking, subject.

use super::error::Error;
use super::out::Out;
use super::{Status, documents};
use crate::cable::Cable;
use crate::library::Library;

/// Prints the cables of `library`. What is not in a source stands as `-`.
pub(super) fn list(library: &Library, out: &mut Out) -> Result<Status, Error> {
    let mut n_failed = 0_usize;
    for document in documents(library, &mut n_failed) {
        let cable = document.header();
        out.line(&line(&cable, &document.name(&cable)))?;
    }
    Ok(match n_failed {
        0 => Status::Done,
        _ if n_failed == library.len() => Status::Trouble,
        _ => Status::SomeFailed,
    })
}

fn line(cable: &Cable, name: &str) -> String {
    let id = cable
        .mrn
        .as_ref()
        .map_or_else(|| name.to_owned(), ToString::to_string);
    let date = cable
        .date()
        .map_or_else(|| String::from("-"), |date| date.to_string());
    let level = cable.level().map_or("-", |level| level.slug());
    let subject = cable.heading.subject.or(cable.head());
    let subject = subject.map(|span| cable.read(span));
    let subject = subject.as_deref().unwrap_or("-").replace('\n', " ");
    format!("{id:<20}  {date:<10}  {level:<12}  {subject}")
}
