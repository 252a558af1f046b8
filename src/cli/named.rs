//! Numbers where paths stand: `reftel show 07NORTHHAVEN525` is looked up in the
//! collection that was open last, and then in the built-in one.

use std::collections::{BTreeSet, HashMap};
use std::ffi::{OsStr, OsString};
use std::ops::ControlFlow;
use std::path::is_separator;

use super::error::Error;
use super::{Everywhere, found, is_standard_input, keep, out};
use crate::cable::{Confidence, Mrn};
use crate::library::{Document, Library, Limits, Place};
use crate::query::spelled;

/// What is to be opened.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) paths: Vec<OsString>,
    /// The names of cables of the built-in collection.
    pub(super) builtin: Vec<String>,
    /// Whether a number was among the arguments: what is opened is no collection.
    pub(super) has_numbers: bool,
    /// Numbers that were not found; it was complained of them.
    pub(super) n_failed: usize,
}

/// The number that an argument is, as it is compared. What is also the name of a
/// file is a path.
fn number(argument: &OsString) -> Option<String> {
    let text = argument.to_str()?;
    let _: Mrn = text.parse().ok()?;
    std::fs::symlink_metadata(argument)
        .is_err()
        .then(|| spelled(text))
}

/// Whether a number is among the arguments.
pub(super) fn is_among(arguments: &[OsString]) -> bool {
    arguments.iter().any(|it| number(it).is_some())
}

/// The paths of `arguments`, and for each number the files in which the cables
/// that bear it stand.
pub(super) fn paths(arguments: &[OsString], everywhere: &Everywhere, limits: &Limits) -> Named {
    let numbers: Vec<Option<String>> = arguments.iter().map(number).collect();
    let wanted: BTreeSet<&str> = numbers.iter().flatten().map(String::as_str).collect();
    if wanted.is_empty() {
        return Named {
            paths: arguments.to_vec(),
            ..Named::default()
        };
    }
    let collection = last(everywhere);
    let known = look_up(&wanted, &collection, everywhere, limits);
    let mut named = Named {
        has_numbers: true,
        ..Named::default()
    };
    for (argument, number) in arguments.iter().zip(&numbers) {
        let Some(number) = number else {
            named.paths.push(argument.clone());
            continue;
        };
        if let Some(found) = known.get(number) {
            named.paths.extend_from_slice(found);
        } else if let Some(name) = builtin(number, limits.repairs) {
            named.builtin.push(name);
        } else {
            out::complain(&not_found(argument, &collection, is_private(everywhere)));
            named.n_failed += 1;
        }
    }
    named
}

fn not_found(argument: &OsString, collection: &[OsString], is_private: bool) -> Error {
    let why = match collection.first() {
        None if is_private => String::from("in private no collection is remembered"),
        None => String::from("no collection was open yet"),
        Some(first) => {
            let more = match collection.len() {
                1 => String::new(),
                n => format!(" and {} more", n - 1),
            };
            let first = first.to_string_lossy();
            format!("not in the collection that was open last, {first:?}{more}")
        }
    };
    let argument = argument.to_string_lossy();
    Error::Other(format!(
        "finding a cable by its number: {argument:?}: no such file, and {why}"
    ))
}

/// Whether nothing is remembered: the configuration may say so as well.
pub(super) fn is_private(everywhere: &Everywhere) -> bool {
    everywhere.private || everywhere.configuration().0.private
}

/// The name of the cable of the built-in collection that bears a number.
pub(super) fn builtin(number: &str, repairs: Confidence) -> Option<String> {
    let library = Library::builtin(repairs);
    let names = library.names().into_iter().enumerate();
    let bears = |entry_idx: usize| {
        let mrn = library.document(entry_idx).ok()?.header().mrn?;
        Some(spelled(&mrn.to_string()) == number)
    };
    let mut found = names.filter(|(entry_idx, _)| bears(*entry_idx) == Some(true));
    found.next().map(|(_, name)| name)
}

/// The paths of the collection that was open last.
pub(super) fn last(everywhere: &Everywhere) -> Vec<OsString> {
    if is_private(everywhere) {
        return Vec::new();
    }
    let Some(mut notes) = keep::notes() else {
        return Vec::new();
    };
    let asked = notes.collection();
    notes.take_damaged().iter().for_each(out::complain);
    asked.inspect_err(out::complain).unwrap_or_default()
}

/// Whether what an argument opens lies in a collection: is one of its paths, or
/// in a folder or an archive that is.
pub(super) fn is_in(argument: &OsStr, collection: &[OsString]) -> bool {
    let is_sign = |byte: &u8| matches!(byte, b'!' | b'#') || is_separator(char::from(*byte));
    collection.iter().any(|path| {
        let path = path.as_encoded_bytes();
        let rest = argument.as_encoded_bytes().strip_prefix(path);
        let ends = path
            .last()
            .is_some_and(|last| is_separator(char::from(*last)));
        rest.is_some_and(|rest| ends || rest.first().is_none_or(is_sign))
    })
}

/// Keeps `paths` as the collection that was open last. What came by standard
/// input is none.
///
/// # Errors
///
/// It cannot be written.
pub(super) fn remember(paths: &[OsString]) -> Result<(), crate::notes::Error> {
    if paths.is_empty() || paths.iter().any(is_standard_input) {
        return Ok(());
    }
    let whole: Vec<OsString> = paths
        .iter()
        .filter_map(|path| std::path::absolute(path).ok())
        .map(OsString::from)
        .collect();
    match keep::notes() {
        Some(mut notes) => notes.keep_collection(&whole),
        None => Ok(()),
    }
}

/// By what arguments the cables of these numbers are opened: told by the index of
/// the collection, where there is one, or by the headers of its cables.
fn look_up(
    numbers: &BTreeSet<&str>,
    collection: &[OsString],
    everywhere: &Everywhere,
    limits: &Limits,
) -> HashMap<String, Vec<OsString>> {
    let mut known: HashMap<String, Vec<OsString>> = HashMap::new();
    if collection.is_empty() {
        return known;
    }
    let mut add = |number: &str, arguments: Option<Vec<OsString>>| {
        let arguments = arguments.into_iter().flatten();
        known
            .entry(number.to_owned())
            .or_default()
            .extend(arguments);
    };
    if let Some(snapshot) = found::snapshot(collection, everywhere, limits) {
        let library = Library::empty(limits);
        for number in numbers {
            // What cannot be told by the index is not found.
            let rows = snapshot.rows_of(number).unwrap_or_default().into_iter();
            let mut places: Vec<Place> = rows.filter_map(|row| row.place).collect();
            places.sort_by_cached_key(found::order);
            for place in &places {
                if let Ok(entry_idx) = library.put(place) {
                    add(number, library.arguments(entry_idx));
                }
            }
        }
        return known;
    }
    let (library, errors, _) = Library::open(collection, limits);
    errors.iter().for_each(out::complain);
    let number = |_, document: Document| {
        let mrn = document.header().mrn?;
        Some(spelled(&mrn.to_string()))
    };
    let _: ControlFlow<()> = library.each(0..library.len(), number, |entry_idx, number| {
        if let Ok(Some(number)) = number
            && numbers.contains(number.as_str())
        {
            add(&number, library.arguments(entry_idx));
        }
        ControlFlow::Continue(())
    });
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_a_collection_is_told_by_its_argument() {
        let paths = ["/cables", "/more/", "/two.zip", "/a.txt#2"].map(OsString::from);
        for (argument, is_there) in [
            ("/cables", true),
            ("/cables/a.txt", true),
            ("/cables/a.zip!b.txt#2", true),
            ("/cables2/a.txt", false),
            ("/more/a.txt", true),
            ("/mores/a.txt", false),
            ("/two.zip!b.txt", true),
            ("/two.zip.txt", false),
            ("/a.txt", false),
            ("/a.txt#2", true),
            ("/a.txt#21", false),
        ] {
            assert_eq!(is_in(argument.as_ref(), &paths), is_there, "{argument}");
        }
        assert!(!is_in("/cables".as_ref(), &[]));
    }
}
