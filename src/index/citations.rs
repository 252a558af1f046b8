//! Who cites whom, asked of the index.

use std::collections::{BTreeMap, HashSet};

use tantivy::schema::IndexRecordOption;

use super::search::{Address, Found, walk};
use super::{Error, Row, Snapshot};
use crate::query::{Citing, Field, Query};

impl Citing for Snapshot {
    type Error = Error;

    fn cites(&self, id: &str) -> Result<Vec<String>, Error> {
        let mut cites = Vec::new();
        for address in self.named(id)?.iter() {
            for other in self.names(address, "cites")? {
                if !cites.contains(&other) {
                    cites.push(other);
                }
            }
        }
        Ok(cites)
    }

    fn cited_by(&self, id: &str) -> Result<Vec<String>, Error> {
        let mut by = Vec::new();
        let mut known = HashSet::new();
        for address in self.having(Field::Cites, id)?.iter() {
            let id = self
                .row(address)?
                .brief
                .id
                .map(|id| crate::query::spelled(&id));
            if let Some(id) = id.filter(|id| known.insert(id.clone())) {
                by.push(id);
            }
        }
        Ok(by)
    }

    fn is_held(&self, id: &str) -> Result<bool, Error> {
        Ok(self.named(id)?.n_cables() > 0)
    }
}

impl Snapshot {
    /// The telegrams of a number, as [`Facts`](crate::query::Facts) spell it:
    /// several, if it was published more than once.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn named(&self, id: &str) -> Result<Found, Error> {
        self.having(Field::Id, id)
    }

    /// What a list says of the telegrams of a number.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn rows_of(&self, id: &str) -> Result<Vec<Row>, Error> {
        let found = self.named(id)?;
        found.iter().map(|address| self.row(address)).collect()
    }

    /// How many telegrams cite the one of a number: several releases of one
    /// are one, and those without a number are not counted.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn n_citing(&self, id: &str) -> Result<usize, Error> {
        Ok(self.cited_by(id)?.len())
    }

    /// Every number of a telegram that is there, with how many times; or
    /// every one that is cited, with how many telegrams cite it.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn numbers(&self, field: Field) -> Result<BTreeMap<String, usize>, Error> {
        let begun = super::value(field, "");
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        for reader in self.readers() {
            let inverted = reader
                .inverted_index(self.fields().value)
                .map_err(Error::reading)?;
            let terms = inverted.terms().range().ge(&begun).into_stream();
            let mut terms = terms.map_err(Error::reading)?;
            while terms.advance() {
                let Some(id) = terms.key().strip_prefix(begun.as_bytes()) else {
                    break;
                };
                let id = String::from_utf8_lossy(id).into_owned();
                let postings =
                    inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic);
                let mut n_cables = 0;
                walk(&mut postings.map_err(Error::reading)?, &mut |doc| {
                    n_cables += usize::from(!reader.is_deleted(doc));
                });
                if n_cables > 0 {
                    *numbers.entry(id).or_default() += n_cables;
                }
            }
        }
        Ok(numbers)
    }

    /// Every number that is cited and of which no telegram is there, in
    /// order.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn missing(&self) -> Result<Vec<String>, Error> {
        let held = self.numbers(Field::Id)?;
        let cited = self.numbers(Field::Cites)?.into_keys();
        Ok(cited.filter(|id| !held.contains_key(id)).collect())
    }

    /// The telegrams that have a value, as facts spell it.
    fn having(&self, field: Field, value: &str) -> Result<Found, Error> {
        self.find(&Query::of_value(field, value))
    }

    /// The names in a column of a telegram.
    fn names(&self, address: Address, column: &str) -> Result<Vec<String>, Error> {
        let mut names = Vec::new();
        let (Some(reader), Some(head)) = (self.reader(address), self.head(address)) else {
            return Ok(names);
        };
        let column = reader.fast_fields().str(column).map_err(Error::reading)?;
        let Some(column) = column else {
            return Ok(names);
        };
        for ord in column.term_ords(head) {
            let mut name = String::new();
            column.ord_to_str(ord, &mut name).map_err(Error::reading)?;
            names.push(name);
        }
        Ok(names)
    }
}
