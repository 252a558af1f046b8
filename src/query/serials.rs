//! The serial numbers of the telegrams that are there: between which days one
//! lies that is not, and which numbers are not there at all.
//!
//! A station numbers what it sends from 1 on each January, administrative
//! traffic along with the rest. So a number that is not there says nothing of
//! a telegram that was withheld: most of them were never published, and some
//! never sent.

use std::collections::BTreeMap;

use crate::cable::{Date, Mrn};

/// The numbers of telegrams that are there, by station and year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Serials {
    numbers: BTreeMap<(String, u16), BTreeMap<u32, Option<Date>>>,
}

/// Numbers of a station in a year that are not there, one behind the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The first of them.
    pub first: u32,
    /// The last of them.
    pub last: u32,
    /// The day of the telegram before them; nothing where they are the first
    /// of the year, or that has no date.
    pub after: Option<Date>,
    /// The day of the telegram behind them.
    pub before: Option<Date>,
}

impl Gap {
    /// How many numbers they are.
    #[must_use]
    pub fn n_numbers(&self) -> usize {
        (self.last.saturating_sub(self.first) as usize).saturating_add(1)
    }
}

/// What is there of a station and a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The station, as banners spell it, without blanks.
    pub station: String,
    /// The year.
    pub year: u16,
    /// How many telegrams.
    pub n_held: usize,
    /// The highest number.
    pub highest: u32,
    /// The numbers below it that are not there.
    pub gaps: Vec<Gap>,
}

impl Serials {
    /// Notes a telegram that is there.
    pub fn add(&mut self, mrn: &Mrn, date: Option<Date>) {
        let of = self.numbers.entry(key(mrn)).or_default();
        let known = of.entry(mrn.serial).or_default();
        // Of several releases the first with a date.
        *known = known.or(date);
    }

    /// The days of the telegrams with the next lower and the next higher
    /// number of the station in that year.
    #[must_use]
    pub fn around(&self, mrn: &Mrn) -> (Option<Date>, Option<Date>) {
        let Some(of) = self.numbers.get(&key(mrn)) else {
            return (None, None);
        };
        let before = of.range(..mrn.serial).rev().find_map(|(_, date)| *date);
        let above = mrn.serial.saturating_add(1);
        (before, of.range(above..).find_map(|(_, date)| *date))
    }

    /// What is there of each station and year, and what is not.
    #[must_use]
    pub fn held(&self) -> Vec<Numbered> {
        let all = self.numbers.iter();
        all.map(|((station, year), of)| {
            let mut gaps = Vec::new();
            let (mut next, mut after) = (1, None);
            for (&serial, &date) in of {
                if serial > next {
                    gaps.push(Gap {
                        first: next,
                        last: serial - 1,
                        after,
                        before: date,
                    });
                }
                next = serial.saturating_add(1);
                after = date;
            }
            Numbered {
                station: station.clone(),
                year: *year,
                n_held: of.len(),
                highest: of.keys().next_back().copied().unwrap_or(0),
                gaps,
            }
        })
        .collect()
    }
}

fn key(mrn: &Mrn) -> (String, u16) {
    (station_of(mrn), mrn.year)
}

/// The station of a telegram, as banners spell it, without blanks.
pub(super) fn station_of(mrn: &Mrn) -> String {
    let letters = mrn.station.chars().filter(|c| !c.is_whitespace());
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serials(held: &[(&str, Option<&str>)]) -> Serials {
        let mut serials = Serials::default();
        for (id, date) in held {
            let date = date.map(|date| date.parse().unwrap());
            serials.add(&id.parse().unwrap(), date);
        }
        serials
    }

    const HELD: &[(&str, Option<&str>)] = &[
        ("08NORTHHAVEN7", Some("2008-01-09")),
        ("08NORTHHAVEN3", Some("2008-01-04")),
        ("08NORTHHAVEN4", None),
        ("08NORTHHAVEN4", Some("2008-01-05")),
        ("08 NORTH HAVEN 12", None),
        ("07NORTHHAVEN1", Some("2007-01-02")),
        ("08STATE9", Some("2008-03-01")),
    ];

    #[test]
    fn gaps_lie_between_numbers_of_a_station_and_a_year() {
        let held = serials(HELD).held();
        let lines: Vec<String> = held
            .iter()
            .map(|of| {
                let gaps = of.gaps.iter().map(|gap| {
                    let day = |date: Option<Date>| date.map_or("?".into(), |it| it.to_string());
                    let (after, before) = (day(gap.after), day(gap.before));
                    format!(" {}-{} {after}..{before}", gap.first, gap.last)
                });
                let gaps: String = gaps.collect();
                format!(
                    "{} {} {} of {}:{gaps}",
                    of.station, of.year, of.n_held, of.highest
                )
            })
            .collect();
        assert_eq!(
            lines,
            [
                "NORTHHAVEN 2007 1 of 1:",
                "NORTHHAVEN 2008 4 of 12: 1-2 ?..2008-01-04 5-6 2008-01-05..2008-01-09 8-11 2008-01-09..?",
                "STATE 2008 1 of 9: 1-8 ?..2008-03-01",
            ]
        );
        assert_eq!(held[1].gaps[2].n_numbers(), 4);
    }

    #[test]
    fn a_number_lies_between_its_neighbors_of_the_same_year() {
        let serials = serials(HELD);
        let around = |id: &str| {
            let (after, before) = serials.around(&id.parse().unwrap());
            let day = |date: Option<Date>| date.map_or("?".into(), |it| it.to_string());
            format!("{}..{}", day(after), day(before))
        };
        assert_eq!(around("08NORTHHAVEN5"), "2008-01-05..2008-01-09");
        assert_eq!(around("08NORTHHAVEN1"), "?..2008-01-04");
        assert_eq!(around("08NORTHHAVEN20"), "2008-01-09..?");
        assert_eq!(around("06NORTHHAVEN5"), "?..?");
        assert_eq!(around("08STATE9999998"), "2008-03-01..?");
    }

    #[test]
    fn the_highest_number_there_is_has_none_above_it() {
        let held = serials(&[("08STATE9999999", None)]).held();
        assert_eq!(held[0].gaps.len(), 1);
        let mut serials = Serials::default();
        let mrn = Mrn {
            year: 2008,
            station: "STATE".into(),
            serial: u32::MAX,
        };
        serials.add(&mrn, None);
        assert_eq!(serials.held()[0].highest, u32::MAX);
        assert_eq!(serials.around(&mrn), (None, None));
    }
}
