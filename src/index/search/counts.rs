//! How many of the telegrams that were found have which values.

use std::collections::HashMap;

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

use super::{Found, Snapshot, level};
use crate::cable::Classification;
use crate::index::Error;
use crate::query::Field;

/// How many of the telegrams that were found have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The value; nothing for those that have none.
    pub value: Option<String>,
    /// How many.
    pub n_cables: usize,
}

impl Counted {
    /// Puts counts of a field in order: the most frequent first; levels and
    /// years in their own order.
    pub fn sort(counted: &mut [Counted], field: Field) {
        match field {
            Field::Date => counted.sort_by(|a, b| a.value.cmp(&b.value)),
            Field::Class => {
                let place = |counted: &Counted| {
                    let mut all = Classification::ALL.iter();
                    let value = counted.value.as_deref();
                    all.position(|level| Some(level.mark()) == value)
                        .unwrap_or(usize::MAX)
                };
                counted.sort_by_key(place);
            }
            _ => counted.sort_by(|a, b| {
                let by_number = b.n_cables.cmp(&a.n_cables);
                by_number.then_with(|| a.value.cmp(&b.value))
            }),
        }
    }
}

impl Snapshot {
    /// How many of the telegrams that were found have each value of a field:
    /// post, TAGS, form, level or year of the date. The most frequent first;
    /// levels and years in their own order.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn counts(&self, found: &Found, field: Field) -> Result<Vec<Counted>, Error> {
        let mut counts: HashMap<Option<String>, usize> = HashMap::new();
        let shards = self.searcher.segment_readers().iter().zip(&self.shards);
        for ((reader, shard), bits) in shards.zip(&found.shards) {
            let heads = bits.iter().filter_map(|nth| shard.heads.get(nth).copied());
            match field {
                Field::Date | Field::Class => count_numbers(reader, heads, field, &mut counts)?,
                _ => count_names(reader, heads, field, &mut counts)?,
            }
        }
        let counted = counts
            .into_iter()
            .map(|(value, n_cables)| Counted { value, n_cables });
        let mut counted: Vec<Counted> = counted.collect();
        Counted::sort(&mut counted, field);
        Ok(counted)
    }
}

fn count_numbers(
    reader: &SegmentReader,
    heads: impl Iterator<Item = DocId>,
    field: Field,
    counts: &mut HashMap<Option<String>, usize>,
) -> Result<(), Error> {
    let columns = reader.fast_fields();
    let mut numbers: HashMap<Option<i64>, usize> = HashMap::new();
    if field == Field::Date {
        let column = columns.i64("date").map_err(Error::reading)?;
        for head in heads {
            // The year alone.
            *numbers
                .entry(column.first(head).map(|day| day / (12 * 31)))
                .or_default() += 1;
        }
    } else {
        let column = columns.u64("level").map_err(Error::reading)?;
        for head in heads {
            let rank = column.first(head).and_then(|rank| i64::try_from(rank).ok());
            *numbers.entry(rank).or_default() += 1;
        }
    }
    for (number, n_cables) in numbers {
        let value = number.and_then(|number| match field {
            Field::Date => Some(number.to_string()),
            _ => level(u64::try_from(number).ok()?).map(|level| level.mark().to_owned()),
        });
        *counts.entry(value).or_default() += n_cables;
    }
    Ok(())
}

fn count_names(
    reader: &SegmentReader,
    heads: impl Iterator<Item = DocId>,
    field: Field,
    counts: &mut HashMap<Option<String>, usize>,
) -> Result<(), Error> {
    let name = match field {
        Field::Post => "post",
        Field::Tag => "tag",
        Field::Family => "family",
        Field::Cites => "cites",
        _ => return Ok(()),
    };
    let column: Option<StrColumn> = reader.fast_fields().str(name).map_err(Error::reading)?;
    let Some(column) = column else {
        *counts.entry(None).or_default() += heads.count();
        return Ok(());
    };
    let mut by_ord = vec![0_usize; column.num_terms()];
    let mut n_without = 0;
    for head in heads {
        let mut has = false;
        for ord in column.term_ords(head) {
            has = true;
            let count = usize::try_from(ord)
                .ok()
                .and_then(|ord| by_ord.get_mut(ord));
            if let Some(count) = count {
                *count += 1;
            }
        }
        n_without += usize::from(!has);
    }
    let mut value = String::new();
    for (ord, n_cables) in (0..).zip(by_ord).filter(|(_, n_cables)| *n_cables > 0) {
        value.clear();
        column.ord_to_str(ord, &mut value).map_err(Error::reading)?;
        *counts.entry(Some(value.clone())).or_default() += n_cables;
    }
    if n_without > 0 {
        *counts.entry(None).or_default() += n_without;
    }
    Ok(())
}
