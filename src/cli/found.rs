//! The cables that a query finds, read one after the other.

use std::collections::HashSet;

use super::documents;
use super::error::Error;
use crate::cable::Cable;
use crate::library::{Document, Library};
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

/// Tells of every cable of `library` that `query` finds, in order. Of each
/// that cannot be read it complains, and counts it.
pub(super) fn each(
    library: &Library,
    query: &Query,
    n_failed: &mut usize,
    mut tell: impl FnMut(Found) -> Result<(), Error>,
) -> Result<(), Error> {
    let matcher = Matcher::new(query, cited(library, query));
    for document in documents(library, n_failed) {
        let cable = document.cable();
        if let Some(hits) = matcher.find(&cable) {
            tell(Found {
                document,
                cable,
                hits,
            })?;
        }
    }
    Ok(())
}

/// What the cables cite whose references are asked for.
fn cited(library: &Library, query: &Query) -> Cited {
    let citing: HashSet<&str> = query.citing().collect();
    let mut cited = Cited::new();
    if citing.is_empty() {
        return cited;
    }
    for entry_idx in 0..library.len() {
        // What cannot be read is told of when it is sought in.
        let Ok(document) = library.document(entry_idx) else {
            continue;
        };
        let facts = Facts::of(&document.cable(), Depth::ALL);
        if let Some(id) = facts.id().filter(|id| citing.contains(id)) {
            let numbers = facts.values(Field::Cites).map(str::to_owned);
            cited.entry(id.to_owned()).or_default().extend(numbers);
        }
    }
    cited
}
