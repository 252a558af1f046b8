//! How many telegrams there are of each station and month.

use std::collections::BTreeMap;

use crate::cable::{Date, Mrn};

use super::serials::station_of;

/// A month, counted from the first of the year 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub i32);

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(date: Date) -> Month {
        Month(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// As a query names it: `2008-03`.
    #[must_use]
    pub fn name(self) -> String {
        format!("{:04}-{:02}", self.year(), self.0.rem_euclid(12) + 1)
    }

    /// So many months later.
    #[must_use]
    pub fn later(self, n_months: i32) -> Month {
        Month(self.0.saturating_add(n_months))
    }
}

/// How many telegrams of a station there are in each month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// The station, as banners spell it, without blanks; empty where the
    /// telegrams have no number, and for all of them together.
    pub station: String,
    /// Whether it is that of all stations together.
    pub is_all: bool,
    /// The months in which there are any.
    pub months: BTreeMap<Month, u32>,
    /// How many there are, those without a date too.
    pub n_cables: usize,
    /// The first day of one.
    pub first: Option<Date>,
    /// The last.
    pub last: Option<Date>,
}

impl Traffic {
    /// Notes a telegram.
    pub fn add(&mut self, date: Option<Date>) {
        self.n_cables += 1;
        let Some(date) = date else { return };
        let n_cables = self.months.entry(Month::of(date)).or_default();
        *n_cables = n_cables.saturating_add(1);
        self.first = Some(self.first.map_or(date, |first| first.min(date)));
        self.last = Some(self.last.map_or(date, |last| last.max(date)));
    }

    /// How many there are in so many months from one on.
    #[must_use]
    pub fn within(&self, from: Month, n_months: i32) -> usize {
        let months = self.months.range(from..from.later(n_months.max(0)));
        months.map(|(_, n_cables)| *n_cables as usize).sum()
    }
}

/// The traffic of each station, those first that sent most; before them that
/// of all together. A telegram without a number has an empty station, which
/// comes last.
pub fn traffic<'a>(cables: impl Iterator<Item = (Option<&'a Mrn>, Option<Date>)>) -> Vec<Traffic> {
    let mut all = Traffic {
        is_all: true,
        ..Traffic::default()
    };
    let mut unnumbered = Traffic::default();
    let mut stations: BTreeMap<String, Traffic> = BTreeMap::new();
    for (mrn, date) in cables {
        all.add(date);
        match mrn {
            Some(mrn) => stations.entry(station_of(mrn)).or_default().add(date),
            None => unnumbered.add(date),
        }
    }
    let stations = stations
        .into_iter()
        .map(|(station, traffic)| Traffic { station, ..traffic });
    let mut stations: Vec<Traffic> = stations.collect();
    stations.sort_by_key(|traffic| std::cmp::Reverse(traffic.n_cables));
    let mut sorted = vec![all];
    sorted.extend(stations);
    if unnumbered.n_cables > 0 {
        sorted.push(unnumbered);
    }
    sorted
}

/// The columns of a chart over time: each stands for as many months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    /// The first month of the first column.
    pub first: Month,
    /// How many months a column stands for: 1, 3, 12 or years.
    pub step: i32,
    /// How many columns there are.
    pub n_columns: usize,
}

impl Axis {
    /// The columns from one month to another, as fine as there is room for.
    #[must_use]
    pub fn of(first: Month, last: Month, room: usize) -> Axis {
        let room = i32::try_from(room.max(1)).unwrap_or(i32::MAX);
        let steps = [1, 3].into_iter();
        let years = (1..).map(|years: i32| years.saturating_mul(12));
        let mut axis = Axis {
            first,
            step: i32::MAX,
            n_columns: 1,
        };
        for step in steps.chain(years) {
            // Columns begin with a year, or a quarter of one.
            let begin = first.0 - first.0.rem_euclid(step.min(12));
            let n_columns = (last.0.max(begin) - begin) / step + 1;
            axis = Axis {
                first: Month(begin),
                step,
                n_columns: usize::try_from(n_columns).unwrap_or(1),
            };
            if n_columns <= room || step > 12 * 10_000 {
                break;
            }
        }
        axis
    }

    /// The column of a month.
    #[must_use]
    pub fn column(self, month: Month) -> usize {
        let column = (month.0.max(self.first.0) - self.first.0) / self.step.max(1);
        let last = self.n_columns.saturating_sub(1);
        usize::try_from(column).unwrap_or(0).min(last)
    }

    /// The first month of a column.
    #[must_use]
    pub fn month(self, column: usize) -> Month {
        let column = i32::try_from(column).unwrap_or(i32::MAX);
        self.first.later(column.saturating_mul(self.step))
    }

    /// The last month of a column.
    #[must_use]
    pub fn last_month(self, column: usize) -> Month {
        self.month(column).later(self.step.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(name: &str) -> Month {
        Month::of(format!("{name}-01").parse().unwrap())
    }

    #[test]
    fn telegrams_are_counted_by_station_and_month() {
        let day = |day: &str| Some(day.parse().unwrap());
        let mrn = |id: &str| Some(id.parse::<Mrn>().unwrap());
        let cables = [
            (mrn("08STATE9"), day("2008-01-31")),
            (mrn("07 NORTH HAVEN 9"), day("2007-12-31")),
            (mrn("08NORTHHAVEN1"), day("2008-01-01")),
            (mrn("08NORTHHAVEN2"), None),
            (None, day("2008-01-05")),
        ];
        let all = traffic(cables.iter().map(|(mrn, date)| (mrn.as_ref(), *date)));
        let lines: Vec<String> = all
            .iter()
            .map(|of| {
                let months = of.months.iter();
                let months: Vec<String> = months
                    .map(|(month, n)| format!(" {}:{n}", month.name()))
                    .collect();
                format!("{}={}{}", of.station, of.n_cables, months.concat())
            })
            .collect();
        assert_eq!(
            lines,
            [
                "=5 2007-12:1 2008-01:3",
                "NORTHHAVEN=3 2007-12:1 2008-01:1",
                "STATE=1 2008-01:1",
                "=1 2008-01:1",
            ]
        );
        assert_eq!(all[0].within(month("2007-12"), 2), 4);
        assert_eq!(all[0].within(month("2008-02"), 2), 0);
        assert_eq!(
            all[1].last.map(|day| day.to_string()),
            Some("2008-01-01".into())
        );
        assert_eq!(traffic(std::iter::empty()).len(), 1);
    }

    #[test]
    fn columns_are_as_fine_as_there_is_room_for() {
        for (first, last, room, begins, step, n_columns) in [
            ("2008-02", "2008-05", 80, "2008-02", 1, 4),
            ("2008-02", "2008-02", 1, "2008-02", 1, 1),
            ("2008-02", "2009-12", 10, "2008-01", 3, 8),
            ("2003-06", "2009-02", 10, "2003-01", 12, 7),
            ("1966-06", "2009-02", 10, "1966-01", 60, 9),
            ("0001-01", "9999-12", 1, "0001-01", 119_988, 1),
        ] {
            let axis = Axis::of(month(first), month(last), room);
            let found = (axis.first.name(), axis.step, axis.n_columns);
            assert_eq!(found, (begins.into(), step, n_columns), "{first}..{last}");
            assert_eq!(axis.column(month(last)), n_columns - 1);
            assert_eq!(axis.column(month("0001-01")), 0);
        }
        let axis = Axis::of(month("2008-02"), month("2009-12"), 10);
        assert_eq!(axis.month(1).name(), "2008-04");
        assert_eq!(axis.last_month(1).name(), "2008-06");
        assert_eq!(axis.column(month("2008-06")), 1);
    }
}
