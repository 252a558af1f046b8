//! When a telegram was dated.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::{Precedence, Span};

/// A date-time group: day, hour and minute in Zulu time (UTC), month, year.
///
/// Only groups that name a possible moment are made. There are no seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dtg(DateTime);

impl Dtg {
    /// The group for a moment, or nothing when there is no such moment
    /// (`30 FEB`, hour 24).
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8, hour: i8, minute: i8) -> Option<Dtg> {
        DateTime::new(year, month, day, hour, minute, 0, 0)
            .ok()
            .map(Dtg)
    }

    /// The year, four digits.
    #[must_use]
    pub fn year(self) -> u16 {
        u16::try_from(self.0.year()).unwrap_or(0)
    }

    /// The calendar day in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        self.0.date()
    }

    /// The day of the year, 1 to 366: what the Julian group of format line 3
    /// must say.
    #[must_use]
    pub fn julian_day(self) -> u16 {
        u16::try_from(self.0.date().day_of_year()).unwrap_or(0)
    }

    /// The weekday in UTC, spelled out.
    #[must_use]
    pub fn weekday(self) -> &'static str {
        weekday(self.0.date())
    }

    /// What clocks showed at this moment in a zone of the tz database,
    /// `Europe/Rome`. Nothing for an unknown zone, and nothing before 1970:
    /// for those years the database joins zones that differed.
    #[must_use]
    pub fn in_zone(self, zone: &str) -> Option<LocalTime> {
        /// The first year that the database holds for every zone.
        const FIRST: u16 = 1970;
        if self.year() < FIRST {
            return None;
        }
        let zone = TimeZone::get(zone).ok()?;
        let moment = TimeZone::UTC.to_timestamp(self.0).ok()?;
        Some(LocalTime {
            at: zone.to_datetime(moment),
            utc: self.0,
            minutes: zone.to_offset(moment).seconds() / 60,
        })
    }

    /// Hour and minute, `14:33`.
    #[must_use]
    pub fn time(self) -> String {
        format!("{:02}:{:02}", self.0.hour(), self.0.minute())
    }

    /// The instant as RFC 3339 writes it, `2007-05-18T14:33:00Z`.
    #[must_use]
    pub fn utc(self) -> String {
        format!("{}T{}:00Z", self.0.date(), self.time())
    }
}

/// The days of the week, from Monday on.
pub(crate) const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

fn weekday(date: Date) -> &'static str {
    let days = usize::try_from(date.weekday().to_monday_zero_offset()).ok();
    days.and_then(|at| WEEKDAYS.get(at))
        .copied()
        .unwrap_or("???")
}

/// What clocks showed somewhere when a telegram was dated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    at: DateTime,
    utc: DateTime,
    /// Minutes ahead of UTC.
    minutes: i32,
}

impl LocalTime {
    /// Hour and minute, with the weekday where it is another than in UTC:
    /// `16:33`, `Saturday 01:33`.
    #[must_use]
    pub fn time(&self) -> String {
        let time = format!("{:02}:{:02}", self.at.hour(), self.at.minute());
        if self.at.date() == self.utc.date() {
            time
        } else {
            format!("{} {time}", weekday(self.at.date()))
        }
    }

    /// How far it is from UTC: `UTC+2`, `UTC-3:30`.
    #[must_use]
    pub fn offset(&self) -> String {
        let sign = if self.minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (self.minutes.abs() / 60, self.minutes.abs() % 60);
        match (hours, minutes) {
            (0, 0) => String::from("UTC"),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
        }
    }
}

/// `18 MAY 2007 14:33Z`
impl fmt::Display for Dtg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:02} {} {} {:02}:{:02}Z",
            self.0.day(),
            month_name(self.0.month()),
            self.0.year(),
            self.0.hour(),
            self.0.minute()
        )
    }
}

/// The whole names of the months.
pub(crate) const MONTHS: [&str; 12] = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
];

/// The month as telegrams print it, `JAN` to `DEC`.
#[must_use]
pub fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1)
        .ok()
        .and_then(|at| MONTHS.get(at)?.get(..3))
        .unwrap_or("???")
}

/// The month that telegrams print so, `JAN` to `DEC`, in any case.
#[must_use]
pub fn month_of(name: &str) -> Option<i8> {
    // Asked of words of any length.
    if name.len() != 3 {
        return None;
    }
    (1..=12).find(|&month| month_name(month).eq_ignore_ascii_case(name))
}

/// Whether a word is a month, whole, as date-time groups have it, or `SEPT`.
pub(crate) fn is_month(word: &str) -> bool {
    let is_whole = || MONTHS.iter().any(|month| month.eq_ignore_ascii_case(word));
    month_of(word).is_some() || word.eq_ignore_ascii_case("SEPT") || is_whole()
}

/// When a telegram was dated, in the words of whoever published it: the
/// dateline of a printed volume, a column beside the text.
///
/// No zone is given there. A dateline is in local time, and what a publisher
/// took from a date-time group is not said to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// Date and time as printed; empty when they stand outside the text.
    pub span: Span,
    /// The calendar day.
    pub date: Date,
    /// Hour and minute, where they are given.
    pub time: Option<Time>,
    /// The precedence, where an editor states it.
    pub precedence: Option<Precedence>,
}

/// `04 AUG 1964 17:00`
impl fmt::Display for Dateline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date;
        let (day, month) = (date.day(), month_name(date.month()));
        write!(f, "{day:02} {month} {}", date.year())?;
        match self.time {
            Some(time) => write!(f, " {:02}:{:02}", time.hour(), time.minute()),
            None => Ok(()),
        }
    }
}

/// Format line 5: precedence prosigns and the date-time group (5 FAH-2
/// H-320).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DtgLine {
    /// The group as printed, `181433Z MAY 07`.
    pub span: Span,
    /// The moment it names.
    pub dtg: Dtg,
    /// The first prosign: the precedence for action addressees.
    pub precedence: Option<Precedence>,
    /// The second prosign, where there is one: for information addressees.
    pub info_precedence: Option<Precedence>,
    /// Whatever follows on the line (`ZDK`, `ZFF4`, `(CCY ...)`).
    pub tail: Option<Span>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_of_a_post_follow_the_years() {
        let local = |dtg: Option<Dtg>, zone: &str| {
            let there = dtg?.in_zone(zone)?;
            Some(format!("{} {}", there.time(), there.offset()))
        };
        let summer = Dtg::new(2008, 7, 22, 15, 4);
        assert_eq!(local(summer, "Europe/Rome").unwrap(), "17:04 UTC+2");
        assert_eq!(local(summer, "America/New_York").unwrap(), "11:04 UTC-4");
        assert_eq!(
            local(summer, "Asia/Tokyo").unwrap(),
            "Wednesday 00:04 UTC+9"
        );
        assert_eq!(local(summer, "Asia/Kathmandu").unwrap(), "20:49 UTC+5:45");
        assert_eq!(local(summer, "Atlantic/Reykjavik").unwrap(), "15:04 UTC");
        // Summer time was kept in winter of 1974, and Moscow has changed.
        let winter = Dtg::new(1974, 1, 20, 12, 0);
        assert_eq!(local(winter, "America/New_York").unwrap(), "08:00 UTC-4");
        assert_eq!(
            local(Dtg::new(1975, 7, 1, 12, 0), "Europe/Moscow").unwrap(),
            "15:00 UTC+3"
        );
        assert_eq!(
            local(Dtg::new(1985, 7, 1, 12, 0), "Europe/Moscow").unwrap(),
            "16:00 UTC+4"
        );
        assert_eq!(local(Dtg::new(1969, 7, 1, 12, 0), "Europe/Rome"), None);
        assert_eq!(local(summer, "Veldania/Northhaven"), None);
        assert_eq!(local(summer, ""), None);
    }
}
