//! The cables that a query finds: told by the index of a collection, where
//! there is one, or read one after the other.

use std::collections::HashSet;
use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::error::Error;
use super::paths::Paths;
use super::{Everywhere, documents, is_standard_input, out};
use crate::cable::Cable;
use crate::index::{Index, Row, Snapshot};
use crate::library::{Document, Library, Limits, Place};
use crate::query::{Cited, Depth, Facts, Field, Hit, Matcher, Query};

/// Reads what was asked.
pub(super) fn query(line: &str) -> Result<Query, Error> {
    Query::parse(line).map_err(|error| {
        let at = line.get(..error.place.start).unwrap_or_default();
        let column = at.chars().count() + 1;
        Error::Other(format!("reading the query: {line:?}: at {column}: {error}"))
    })
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
    fn of(document: Document, matcher: &Matcher<'_>) -> Option<Found> {
        let cable = document.cable();
        let hits = matcher.find(&cable)?;
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

/// Tells of every cable that `query` finds in an index, in the order of the
/// collection: by path, and by place within a file. Of each that cannot be
/// read it complains, and counts it.
pub(super) fn each_indexed(
    (snapshot, paths): (&Snapshot, &[PathBuf]),
    limits: &Limits,
    query: &Query,
    n_failed: &mut usize,
    mut tell: impl FnMut(Found) -> Result<(), Error>,
) -> Result<(), Error> {
    let found = snapshot.find(query)?;
    let rows = found.iter().map(|address| snapshot.row(address));
    let rows: Vec<Row> = rows.collect::<Result<_, _>>()?;
    let paths = Paths::new(paths);
    let places = rows.into_iter().filter_map(|row| row.place);
    let mut places: Vec<(usize, Place)> = places.map(|place| paths.as_given(place)).collect();
    places.sort_by_cached_key(|(nth, place)| (*nth, order(place)));
    let library = Library::empty(limits);
    let matcher = Matcher::new(query, snapshot.cited(query)?);
    for (_, place) in &places {
        let document = library
            .put(place)
            .and_then(|entry_idx| library.document(entry_idx));
        let document = match document {
            Ok(document) => document,
            Err(error) => {
                out::complain(&error);
                *n_failed += 1;
                continue;
            }
        };
        // What changed in this very moment may not hold any more.
        if let Some(found) = Found::of(document, &matcher) {
            tell(found)?;
        }
    }
    Ok(())
}

/// Where a cable stands among the others: sections where the first of their
/// files does.
fn order(place: &Place) -> (PathBuf, u64) {
    match place {
        Place::Plain { path, start, .. } => (path.clone(), *start),
        Place::Arguments(arguments) => {
            let first = arguments.iter().map(PathBuf::from).min();
            (first.unwrap_or_default(), 0)
        }
    }
}

/// Tells of every cable of `library` that `query` finds, in order. Of each
/// that cannot be read it complains, and counts it.
pub(super) fn each(
    library: &Library,
    query: &Query,
    n_failed: &mut usize,
    mut tell: impl FnMut(Found) -> Result<(), Error>,
) -> Result<(), Error> {
    let ControlFlow::Continue(cited) = cited(library, query, &mut || ControlFlow::Continue(()))
    else {
        return Ok(());
    };
    let matcher = Matcher::new(query, cited);
    for document in documents(library, n_failed) {
        if let Some(found) = Found::of(document, &matcher) {
            tell(found)?;
        }
    }
    Ok(())
}

/// What the cables cite whose references are asked for, as long as `goes_on`
/// says so before each.
pub(super) fn cited(
    library: &Library,
    query: &Query,
    goes_on: &mut dyn FnMut() -> ControlFlow<()>,
) -> ControlFlow<(), Cited> {
    let citing: HashSet<&str> = query.citing().collect();
    let mut cited = Cited::new();
    if citing.is_empty() {
        return ControlFlow::Continue(cited);
    }
    for entry_idx in 0..library.len() {
        goes_on()?;
        // What cannot be read is told of when it is sought in.
        let Ok(document) = library.document(entry_idx) else {
            continue;
        };
        let facts = Facts::of(&document.cable(), Depth::CITATIONS);
        if let Some(id) = facts.id().filter(|id| citing.contains(id)) {
            let numbers = facts.values(Field::Cites).map(str::to_owned);
            cited.entry(id.to_owned()).or_default().extend(numbers);
        }
    }
    ControlFlow::Continue(cited)
}
