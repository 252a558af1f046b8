//! `reftel explain`: what a code means.

use std::ffi::OsString;

use serde::Serialize;

use super::Status;
use super::error::Error;
use super::json;
use super::out::{self, Out};
use crate::glossary::{self, Entry};

/// One meaning as `--json` prints it.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    kind: &'a str,
    meaning: &'a str,
    /// As the sheet has them, or null.
    years: Option<&'a str>,
    /// Null where no year was asked about.
    in_force: Option<bool>,
    source: &'a str,
    status: &'a str,
}

/// Prints every meaning of the words, in `year` where one is given: of all
/// of them together, or else of each.
pub(super) fn explain(
    words: &[OsString],
    year: Option<u16>,
    as_json: bool,
    out: &mut Out,
) -> Result<Status, Error> {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let token = words.join(" ");
    let moment = glossary::moment(&token);
    let year = year.or_else(|| moment.map(crate::cable::Dtg::year));
    let mut unknown: Vec<&str> = Vec::new();
    let mut entries = glossary::explain(&token, year);
    if entries.is_empty() {
        for word in token.split_whitespace() {
            let found = glossary::explain(word, year);
            if found.is_empty() {
                unknown.push(word);
            }
            entries.extend(found);
        }
    }
    if entries.is_empty() && unknown.iter().all(|word| glossary::near(word).is_empty()) {
        unknown = vec![&token];
    }
    for entry in &entries {
        if as_json {
            let mut line = Vec::new();
            json::line(&meaning(entry, year), &mut line)?;
            out.bytes(&line)?;
        } else {
            out.line(&first(entry))?;
            out.line(&second(entry, year))?;
        }
    }
    if let Some(dtg) = moment.filter(|_| !as_json) {
        out.line(&format!("{dtg}  a {} (UTC)", dtg.weekday()))?;
    }
    let when = year.map(|year| format!(" in {year}")).unwrap_or_default();
    for word in unknown {
        let near = glossary::near(word);
        let hint = if near.is_empty() {
            String::new()
        } else {
            format!("; near it: {}", near.join(", "))
        };
        out::complain(&format!(
            "explaining: \"{word}\": not in the glossary{when}{hint}"
        ));
    }
    Ok(if entries.is_empty() {
        Status::NothingFound
    } else {
        Status::Done
    })
}

fn meaning(entry: &Entry, year: Option<u16>) -> Line<'static> {
    Line {
        code: entry.code,
        kind: entry.kind.name(),
        meaning: entry.meaning,
        years: Some(entry.years).filter(|years| !years.is_empty()),
        in_force: year.map(|year| entry.in_force(Some(year))),
        source: entry.source,
        status: status(entry),
    }
}

/// `PREL  TAGS subject: External political relations`
fn first(entry: &Entry) -> String {
    format!("{}  {}: {}", entry.code, entry.kind.name(), entry.meaning)
}

/// Years, source and whether the source was seen.
fn second(entry: &Entry, year: Option<u16>) -> String {
    let years = if entry.years.is_empty() {
        "years not known"
    } else {
        entry.years
    };
    let note = match year {
        Some(year) if !entry.in_force(Some(year)) => entry.outside(year),
        _ => String::new(),
    };
    format!("    {years}{note}; {}; {}", entry.source, status(entry))
}

fn status(entry: &Entry) -> &'static str {
    if entry.sourced {
        "sourced"
    } else {
        "unverified"
    }
}
