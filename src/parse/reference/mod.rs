//! The REF block: which telegrams this one cites.
//!
//! Entries wrap at any place, page headers and pilcrows stand between
//! their lines, and an entry may cite several telegrams. So the block is
//! joined first, then cut into entries at their letters, then each entry is
//! read from left to right.
//!
//! What its parts decide is apart: where the [block] ends and what its
//! [label] may be, how it is cut into [entries], what is a [citation] with its
//! [year] and [station] and which telegram that [names](resolve), and what stands
//! around it: a [title], a [remark].

mod block;
mod citation;
mod entries;
mod label;
mod remark;
mod resolve;
mod station;
#[cfg(test)]
mod tests;
mod title;
mod year;

pub(super) use self::block::is_text;
pub(super) use self::entries::bears_letter;
pub(super) use self::label::{
    bracketed_label, cites, is_bare_list, is_entry, is_telegrams, is_value, label, opens_list,
};
pub(super) use self::station::is_excised;

use self::citation::{Cited, cited, last_of_range};
use self::entries::Entry;
use self::remark::{
    SERIES, is_notal, names_paper, other, page_behind, remarks, up_to_citation, without_joint,
};
use self::title::{behind_title, is_station_ahead, without_title};
use self::year::{slashed_year, year_behind_comma, year_of_month};
use super::portion_mark::portion_mark;
use super::token::{
    Joined, Signs, after_sign, after_word, byte, ends, from, is_digits, trim, trim_start,
};
use super::words::{Words, words};
use super::{Draft, misread};
use crate::cable::{Confidence, Inference, Reference, ReferenceKind};

fn other_reference(letter: Option<char>, kind: ReferenceKind) -> Reference {
    Reference {
        span: crate::cable::Span::default(),
        letter,
        kind,
        mrn: None,
        inferred: Vec::new(),
        notal: false,
        confidence: Confidence::Medium,
    }
}

/// The telegram behind an AND that begins an entry: `B. AND ROME 4`.
fn behind_joint(entry: &str) -> &str {
    let behind = after_word(entry, "AND").map(trim_start);
    let behind = behind.filter(|behind| cited(behind, false).is_some());
    behind.unwrap_or(entry)
}

/// An entry without the marking of the telegram that it cites: `A. (U) ROME 4`.
///
/// Sample: `garbled/ref-with-a-page-header-behind-a-number`
fn without_marking(entry: &str) -> &str {
    let behind = match *entry.as_bytes() {
        // `B. (A) ROME 4`: a letter that is out of step.
        [b'(', letter, b')', ..] if letter.is_ascii_alphabetic() => Some(from(entry, 3)),
        [b'(', ..] => portion_mark(entry).ok().map(|(rest, _)| rest),
        _ => None,
    };
    let behind = behind.map(trim_start);
    behind
        .filter(|behind| cited(behind, false).is_some())
        .unwrap_or(entry)
}

/// The serial of a citation. Its last digits alone may stand behind a slash and the serial
/// `before`, which has three or more and is a little lower: `NORTHHAVEN 309/10`.
fn in_full(number: &str, read: &Cited<'_>, before: Option<u32>) -> u32 {
    const NEAR: u32 = 10;
    let serial = read.serial;
    let Some(first) = before.filter(|_| read.station.is_none()) else {
        return serial;
    };
    let round = match number.len() {
        1 => 10,
        2 => 100,
        _ => return serial,
    };
    let full = first - first % round + serial;
    let is_near = full > first && full - first < NEAR;
    let fits = is_digits(number) && byte(number, 0) != b'0' && first > 99 && is_near;
    if fits { full } else { serial }
}

impl Draft<'_> {
    /// Reads one entry, which may cite several telegrams.
    ///
    /// The station of the last citation is `carried` along, as it was printed.
    fn entry<'t>(&mut self, joined: &Joined, entry: &Entry<'t>, carried: &mut Option<&'t str>) {
        const NOTHING: Words = words!["NONE", "N/A", "NA", "NIL", "AND PREVIOUS"];
        static SIGNS: Signs = Signs::new(".,;()");
        let text = entry.text;
        if NOTHING.hold(SIGNS.trim(text)) {
            return;
        }
        let n_above = self.heading.references.len();
        let mut last_own = text;
        let mut rest = without_title(without_marking(text));
        // A number alone is one of the post's own.
        let first = char::from(byte(text, 0));
        let own = carried.is_none()
            && (first == '(' || misread::digit(first).is_some())
            && cited(text, true).is_some_and(|(read, rest)| {
                let number = text.get(..text.len() - rest.len()).unwrap_or_default();
                let year = || slashed_year(number, read.serial, rest, self.year());
                read.station.is_none() && (rest.is_empty() || year().is_some())
            });
        if own {
            *carried = self.mrn().map(|_| "EMBTEL");
        }
        let mut bare = own || carried.is_some();
        let (mut year, mut apart, mut slashed) = (None, true, None);
        while !rest.is_empty() {
            // `[NORTHHAVEN 88]`
            let inside = after_sign(rest, b"[(").map(trim_start);
            let inside = inside.filter(|inside| cited(inside, false).is_some());
            rest = inside.unwrap_or(rest);
            rest = behind_joint(rest);
            let pair = slashed.and_then(|first| self.end_of_pair(rest, first));
            let few = 2 - usize::from(pair.is_some());
            if let Some((mut read, mut after)) = pair.or_else(|| cited(rest, bare)) {
                let number = rest.get(..rest.len() - after.len()).unwrap_or_default();
                read.serial = in_full(number, &read, slashed.take());
                let found = self.year_behind(number, read.serial, after);
                let mut by_month = false;
                if let Some(((year, behind), of_month)) = found.filter(|_| read.year.is_none()) {
                    read.year = Some(year);
                    after = behind;
                    by_month = of_month;
                }
                if let Some(behind) = page_behind(after) {
                    rest = behind;
                    continue;
                }
                let closed = after_sign(after, b"])").filter(|_| inside.is_some());
                let after_citation = closed.unwrap_or(after);
                let station = read.station.or(*carried);
                let in_series = station.is_some_and(|name| SERIES.hold(name));
                let (left, separated) = match last_of_range(after_citation, read.serial) {
                    Some(last) => (last, true),
                    None => remarks(after_citation, in_series),
                };
                // `07 NORTHHAVEN 88 AND 89`: both are of that year.
                let carries_year = read.station.is_none() && read.year.is_none();
                if carries_year {
                    read.year = year;
                }
                year = read.year;
                // A number with nothing before it is a serial only where it
                // stands alone or before the next telegram: `2006 RECALLED` ends a title.
                let is_next = || is_digits(number) && number.len() > few && is_station_ahead(left);
                if read.station.is_some() || separated || left.is_empty() || is_next() {
                    let cited = rest.get(..rest.len() - after.len()).unwrap_or(rest);
                    self.misread_citation(joined, cited);
                    let own = rest.get(..rest.len() - left.len()).unwrap_or(rest);
                    let mut reference = self.resolve(&read, entry.letter, *carried);
                    // It may be a day all the same.
                    if by_month && reference.confidence == Confidence::High {
                        reference.confidence = Confidence::Medium;
                    }
                    *carried = read.station.or(*carried);
                    if carries_year && read.year.is_some() {
                        reference.inferred.push(Inference::Year);
                    }
                    self.reference(joined, own, reference);
                    last_own = own;
                    let joint = trim(own);
                    slashed = joint.ends_with('/').then_some(read.serial);
                    apart = joint.ends_with(';')
                        || (joint.ends_with(',') || ends(joint, " AND")) && names_paper(left);
                    rest = left;
                    bare = separated;
                    continue;
                }
            }
            if let Some(behind) = behind_title(rest) {
                rest = behind;
                continue;
            }
            let (here, next) = up_to_citation(rest);
            let kind = other(here);
            // What follows a telegram is its title, unless it says that it
            // is something else.
            if here.chars().any(char::is_alphanumeric) && (apart || kind != ReferenceKind::Other) {
                self.reference(joined, here, other_reference(entry.letter, kind));
                last_own = here;
            }
            apart = true;
            bare = false;
            rest = next;
        }
        // What is cited alone takes all of its entry.
        if last_own.len() < text.len()
            && self.heading.references.len() == n_above + 1
            && let Some(alone) = self.heading.references.pop()
        {
            self.reference(joined, text, alone);
        }
    }

    /// The last two digits of a serial behind a slash and the serial `first`, before the next
    /// telegram: `NORTHHAVEN 309/10 ROME 11`. A year would be one that is still to come.
    fn end_of_pair<'t>(&self, rest: &'t str, first: u32) -> Option<(Cited<'t>, &'t str)> {
        let number = rest.get(..2).filter(|number| is_digits(number))?;
        let year = cited(rest, false)?.0.year?;
        let (read, _) = cited(number, true)?;
        let is_later = self.year().is_some_and(|own| own < year);
        let fits = is_later && in_full(number, &read, Some(first)) != read.serial;
        fits.then(|| (read, from(rest, 2)))
    }

    /// The year behind a serial that ends `number`, what follows it, and whether a month in
    /// brackets says it.
    fn year_behind<'b>(
        &self,
        number: &str,
        serial: u32,
        after: &'b str,
    ) -> Option<((u16, &'b str), bool)> {
        let slashed = slashed_year(number, serial, after, self.year());
        let year = slashed.or_else(|| year_behind_comma(after, serial, self.year()));
        let of_month = || Some((year_of_month(after, self.month_and_year())?, true));
        year.map(|year| (year, false)).or_else(of_month)
    }

    /// The year and the month of the telegram's own date-time group.
    fn month_and_year(&self) -> Option<(u16, i8)> {
        let dtg = self.heading.dtg.as_ref()?.dtg;
        Some((dtg.year(), dtg.date().month()))
    }

    /// Takes what was cited with the words `own`.
    fn reference(&mut self, joined: &Joined, own: &str, mut reference: Reference) {
        reference.span = joined.span(without_joint(own));
        reference.notal = is_notal(own);
        self.heading.references.push(reference);
    }
}
