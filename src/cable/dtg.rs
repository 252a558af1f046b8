//! When a telegram was dated.

use std::fmt;

use jiff::civil::{Date, DateTime, Time, Weekday};

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
        match self.0.date().weekday() {
            Weekday::Monday => "Monday",
            Weekday::Tuesday => "Tuesday",
            Weekday::Wednesday => "Wednesday",
            Weekday::Thursday => "Thursday",
            Weekday::Friday => "Friday",
            Weekday::Saturday => "Saturday",
            Weekday::Sunday => "Sunday",
        }
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
    (1..=12).find(|&month| month_name(month).eq_ignore_ascii_case(name))
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

/// Format line 5: precedence prosigns and the date-time group.
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
