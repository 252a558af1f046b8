//! The cables that a query finds: told by the index of a collection, where
//! there is one, or read from the cables.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use super::error::Error;
use super::paths::Paths;
use super::{Begun, Everywhere, Had, is_standard_input, keep, named, out};
use crate::cable::{Cable, Sieve};
use crate::index::{Index, Row, Snapshot};
use crate::library::{Document, Library, Limits, Place};
use crate::notes::{Key, Reach};
use crate::query::{Cited, Depth, Facts, Field, Hit, Matcher, Query, Reads, State, spelled};

/// Reads what was asked, and how far cables were read if it asks for that.
pub(super) fn query(line: &str, everywhere: &Everywhere) -> Result<Query, Error> {
    let query = Query::parse(line).map_err(|error| {
        let at = line.get(..error.place.start).unwrap_or_default();
        let column = at.chars().count() + 1;
        Error::Other(format!("reading the query: {line:?}: at {column}: {error}"))
    })?;
    if !query.asks_state() {
        return Ok(query);
    }
    if named::is_private(everywhere) {
        let why = "in private it is not kept how far cables were read: each counts as new";
        out::complain(&why);
        return Ok(query);
    }
    let reaches = keep::notes().map(|mut notes| notes.reaches());
    let reaches = reaches.transpose().unwrap_or_else(|error| {
        out::complain(&error);
        None
    });
    let mut reads = Reads::default();
    for Reach { key, percent, .. } in reaches.unwrap_or_default() {
        let state = State::after(Some(percent));
        if key.is_number() {
            reads.numbers.insert(spelled(key.as_str()), state);
        } else {
            reads.texts.insert(key.as_str().to_owned(), state);
        }
    }
    Ok(query.knowing(&Arc::new(reads)))
}

/// How far a cable was read, where it bears no number.
fn state_of(query: &Query, cable: &Cable) -> State {
    let texts = query.reads().map(|reads| &reads.texts);
    let texts = texts.filter(|texts| !texts.is_empty() && cable.mrn.is_none());
    let known = texts.and_then(|texts| texts.get(Key::of(cable).as_str()));
    known.copied().unwrap_or_default()
}

/// A cable that was found.
pub(super) struct Found {
    pub(super) document: Document,
    pub(super) cable: Cable,
    /// Where in it; nothing where it was found by its fields alone.
    pub(super) hits: Vec<Hit>,
}

impl Found {
    /// What `matcher` finds in a document; nothing if that is not asked for.
    fn of(
        document: Document,
        (query, matcher): (&Query, &Matcher<'_>),
        sieve: Option<&Sieve>,
    ) -> Option<Found> {
        let cable = document.cable_where(sieve)?;
        let hits = matcher.find_read(&cable, state_of(query, &cable))?;
        Some(Found {
            document,
            cable,
            hits,
        })
    }
}

/// The index of a collection, if there is one; what changed since it was
/// made is taken in first. With `--private` nothing is written, so none is
/// used.
pub(super) fn snapshot(
    paths: &[OsString],
    everywhere: &Everywhere,
    limits: &Limits,
) -> Option<Snapshot> {
    if everywhere.private || paths.is_empty() || paths.iter().any(is_standard_input) {
        return None;
    }
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    let index = Index::open(&Index::cache()?, &paths, limits)?;
    if !index.is_fresh() {
        match index.refresh(&mut |_| true) {
            Ok(report) => report.errors.iter().for_each(out::complain),
            Err(error) => {
                // The files themselves have the answer too.
                out::complain(&error);
                return None;
            }
        }
    }
    index.snapshot().inspect_err(out::complain).ok()
}

/// Tells what `make` makes of every cable that `query` finds in an index, in
/// the order of the collection: by path, and by place within a file. Of each
/// that cannot be read it complains; how many those are.
pub(super) fn each_indexed<T: Send>(
    (snapshot, paths): (&Snapshot, &[PathBuf]),
    limits: &Limits,
    query: &Query,
    make: impl Fn(Found) -> T + Sync,
    mut tell: impl FnMut(T) -> Result<(), Error>,
) -> Result<usize, Error> {
    let found = snapshot.find(query)?;
    let rows = found.iter().map(|address| snapshot.row(address));
    let rows: Vec<Row> = rows.collect::<Result<_, _>>()?;
    let paths = Paths::new(paths);
    let places = rows.into_iter().filter_map(|row| row.place);
    let mut places: Vec<(usize, Place)> = places.map(|place| paths.as_given(place)).collect();
    places.sort_by_cached_key(|(nth, place)| (*nth, order(place)));
    let library = Library::empty(limits);
    let matcher = Matcher::new(query, snapshot.cited(query)?);
    let (mut n_gone, mut n_failed) = (0, 0);
    let entries = places.iter().filter_map(|(_, place)| {
        let entry_idx = library.put(place).inspect_err(|error| {
            out::complain(error);
            n_gone += 1;
        });
        entry_idx.ok()
    });
    let read = |document| Found::of(document, (query, &matcher), None).map(&make);
    super::read_each((&library, entries), &mut n_failed, read, |made| {
        // What changed in this very moment may not hold any more.
        made.map_or(Ok(()), &mut tell)
    })?;
    Ok(n_failed + n_gone)
}

/// Where a cable stands among the others: sections where the first of their
/// files does.
pub(super) fn order(place: &Place) -> (PathBuf, u64) {
    match place {
        Place::Plain { path, start, .. } => (path.clone(), *start),
        Place::Arguments(arguments) => {
            let first = arguments.iter().map(PathBuf::from).min();
            (first.unwrap_or_default(), 0)
        }
    }
}

/// Tells what `make` makes of every cable that was named and that `query`
/// finds, in order. Of each that cannot be read it complains. `weight` is how
/// many bytes of memory something takes that was made.
pub(super) fn each<T: Send>(
    begun: Begun,
    query: &Query,
    weight: impl Fn(&T) -> usize,
    make: impl Fn(Found) -> T + Send + Sync,
    mut tell: impl FnMut(T) -> Result<(), Error>,
) -> Result<Had, Error> {
    // Who is cited by a cable is known once that is read, wherever it lies.
    let begun = if query.citing().next().is_some() {
        Begun::Opened(begun.open())
    } else {
        begun
    };
    let cited = match &begun {
        // What is asked without an end comes to one.
        Begun::Opened(opened) => cited(&opened.library, query, &|| true),
        Begun::Named(_) => None,
    };
    let matcher = Matcher::new(query, cited.unwrap_or_default());
    let sieve = query.sieve();
    let read = |document| Found::of(document, (query, &matcher), sieve.as_ref()).map(&make);
    let weight = |made: &Option<T>| made.as_ref().map_or(0, &weight);
    begun.each(weight, read, |made| made.map_or(Ok(()), &mut tell))
}

/// What the cables cite whose references are asked for; nothing once that is
/// not wanted any more.
pub(super) fn cited(
    library: &Library,
    query: &Query,
    is_wanted: &dyn Fn() -> bool,
) -> Option<Cited> {
    let citing: HashSet<&str> = query.citing().collect();
    let mut cited = Cited::new();
    if citing.is_empty() {
        return Some(cited);
    }
    // The number of one of these, and what it cites.
    let read = |_, document: Document| {
        let facts = Facts::of(&document.cable(), Depth::CITATIONS);
        let id = facts.id().filter(|id| citing.contains(id))?.to_owned();
        let numbers = facts.values(Field::Cites).map(str::to_owned);
        Some((id, numbers.collect::<Vec<String>>()))
    };
    let flow = library.each(0..library.len(), read, |_, made| {
        // What cannot be read is told of when it is sought in.
        if let Ok(Some((id, numbers))) = made {
            cited.entry(id).or_default().extend(numbers);
        }
        super::on(is_wanted())
    });
    flow.is_continue().then_some(cited)
}
