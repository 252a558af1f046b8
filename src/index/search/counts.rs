//! How many of the telegrams that were found have which values.

use std::collections::HashMap;
use std::sync::PoisonError;

use tantivy::columnar::{ColumnValues as _, StrColumn};
use tantivy::{DocId, SegmentReader};

use super::bits::Bits;
use super::hits::NO_DAY;
use super::{Found, Shard, Snapshot, level};
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

/// Documents that are looked up at once.
const BLOCK: usize = 512;

impl Snapshot {
    /// How many of the telegrams that were found have each value of a field:
    /// post, TAGS, form, level or year of the date. The most frequent first;
    /// levels and years in their own order.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub fn counts(&self, found: &Found, field: Field) -> Result<Vec<Counted>, Error> {
        let shards = self.shards.iter().zip(&found.shards);
        let is_all = shards.clone().all(|(shard, bits)| shard.alive == *bits);
        // What is counted of all telegrams is asked for again and again.
        let known = || self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counted) = known().get(&field).filter(|_| is_all) {
            return Ok(counted.clone());
        }
        let mut counts: HashMap<Option<String>, usize> = HashMap::new();
        let readers = self.searcher.segment_readers().iter();
        for (reader, (shard, bits)) in readers.zip(shards) {
            match field {
                Field::Date => count_years(shard, bits, &mut counts),
                Field::Class => count_levels(shard, bits, &mut counts),
                _ => count_names(reader, bits, field, &mut counts)?,
            }
        }
        let counted = counts
            .into_iter()
            .map(|(value, n_cables)| Counted { value, n_cables });
        let mut counted: Vec<Counted> = counted.collect();
        Counted::sort(&mut counted, field);
        if is_all {
            known().insert(field, counted.clone());
        }
        Ok(counted)
    }
}

fn count_years(shard: &Shard, bits: &Bits, counts: &mut HashMap<Option<String>, usize>) {
    let days = shard.days();
    let mut by_year: Vec<usize> = Vec::new();
    let mut n_without = 0;
    for doc in bits.iter() {
        let day = days.get(doc).copied().unwrap_or(NO_DAY);
        let Ok(year) = usize::try_from(day / (12 * 31)) else {
            n_without += 1;
            continue;
        };
        if by_year.len() <= year {
            by_year.resize(year + 1, 0);
        }
        if let Some(count) = by_year.get_mut(year) {
            *count += 1;
        }
    }
    let years = by_year.into_iter().enumerate();
    let years = years.map(|(year, n)| (Some(year.to_string()), n));
    add(counts, years.chain([(None, n_without)]));
}

fn count_levels(shard: &Shard, bits: &Bits, counts: &mut HashMap<Option<String>, usize>) {
    let mut by_rank = [0_usize; Classification::ALL.len()];
    let mut n_without = 0;
    let mut ranks = Vec::new();
    each_block_of(bits, &mut |docs| {
        ranks.clear();
        ranks.resize(docs.len(), None);
        shard.level.first_vals(docs, &mut ranks);
        for rank in &ranks {
            let rank = rank.and_then(|rank| usize::try_from(rank).ok());
            match rank.and_then(|rank| by_rank.get_mut(rank)) {
                Some(count) => *count += 1,
                None => n_without += 1,
            }
        }
    });
    let levels = (0..).zip(by_rank);
    let levels = levels.map(|(rank, n)| (level(rank).map(|it| it.mark().to_owned()), n));
    add(counts, levels.chain([(None, n_without)]));
}

fn count_names(
    reader: &SegmentReader,
    bits: &Bits,
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
        add(counts, [(None, bits.n_set())]);
        return Ok(());
    };
    let mut by_ord = vec![0_usize; column.num_terms()];
    let mut n_without = 0;
    let (mut of_rows, mut rows, mut ords) = (Vec::new(), Vec::new(), Vec::new());
    each_block_of(bits, &mut |docs| {
        of_rows.clear();
        rows.clear();
        column
            .ords()
            .row_ids_for_docs(docs, &mut of_rows, &mut rows);
        ords.clear();
        ords.resize(rows.len(), 0);
        column.ords().values.get_vals(&rows, &mut ords);
        for ord in &ords {
            let ord = usize::try_from(*ord).ok();
            if let Some(count) = ord.and_then(|ord| by_ord.get_mut(ord)) {
                *count += 1;
            }
        }
        of_rows.dedup();
        n_without += docs.len() - of_rows.len();
    });
    let mut value = String::new();
    for (ord, n_cables) in (0..).zip(by_ord).filter(|(_, n_cables)| *n_cables > 0) {
        value.clear();
        column.ord_to_str(ord, &mut value).map_err(Error::reading)?;
        *counts.entry(Some(value.clone())).or_default() += n_cables;
    }
    add(counts, [(None, n_without)]);
    Ok(())
}

/// Adds counts, without those of nothing.
fn add(
    counts: &mut HashMap<Option<String>, usize>,
    more: impl IntoIterator<Item = (Option<String>, usize)>,
) {
    for (value, n) in more.into_iter().filter(|(_, n)| *n > 0) {
        *counts.entry(value).or_default() += n;
    }
}

/// Tells of documents, many at once.
fn each_block_of(bits: &Bits, tell: &mut dyn FnMut(&[DocId])) {
    let mut docs = Vec::with_capacity(BLOCK);
    for doc in bits.iter().filter_map(|doc| DocId::try_from(doc).ok()) {
        docs.push(doc);
        if docs.len() == BLOCK {
            tell(&docs);
            docs.clear();
        }
    }
    if !docs.is_empty() {
        tell(&docs);
    }
}
