//! `reftel explain`: what a code means.

use std::ffi::OsStr;

use super::Status;
use super::error::Error;
use super::out::{self, Out};
use crate::glossary::{self, Entry};

/// Prints every meaning of `token`, in `year` where one is given.
pub(super) fn explain(token: &OsStr, year: Option<u16>, out: &mut Out) -> Result<Status, Error> {
    let token = token.to_string_lossy();
    let entries = glossary::explain(&token, year);
    for entry in &entries {
        out.line(&first(entry))?;
        out.line(&second(entry, year))?;
    }
    if entries.is_empty() {
        let when = year.map(|year| format!(" in {year}")).unwrap_or_default();
        out::complain(&format!(
            "explaining: \"{token}\": not in the glossary{when}"
        ));
        return Ok(Status::NothingFound);
    }
    Ok(Status::Done)
}

/// `PREL  subject: External political relations`
fn first(entry: &Entry) -> String {
    format!("{}  {}: {}", entry.code, entry.kind.name(), entry.meaning)
}

/// Years, source and whether the source was seen; whether it was so in
/// `year`, if not.
fn second(entry: &Entry, year: Option<u16>) -> String {
    let parts = [
        if entry.years.is_empty() {
            "years not known"
        } else {
            entry.years
        },
        if entry.source.is_empty() {
            "no source"
        } else {
            entry.source
        },
        if entry.sourced {
            "sourced"
        } else {
            "unverified"
        },
    ];
    let other = year.filter(|&year| !entry.years.is_empty() && !entry.holds_in(year));
    let other = other.map_or_else(String::new, |year| format!("; not in force in {year}"));
    format!("    {}{other}", parts.join("; "))
}
