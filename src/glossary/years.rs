//! The years in which a code had a meaning.
//!
//! Its own module because codes changed owners: the same two letters name
//! three countries in three lists, and a reader must get the one that held
//! when the telegram was sent.

/// A list of TAGS (5 FAH-3) that was in force for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Era {
    /// The handbook of 1974 and its revisions, to 1990.
    First,
    /// The lists of the 1990s to 2022, countries after FIPS 10.
    Second,
    /// The list published in 2024, countries after ISO 3166 and GENC.
    Third,
}

impl Era {
    /// The list in force in `year`. Without a year the middle one, in which
    /// most released telegrams were sent.
    fn of(year: Option<u16>) -> Era {
        match year {
            Some(..=1990) => Era::First,
            None | Some(..=2022) => Era::Second,
            Some(_) => Era::Third,
        }
    }

    /// The word of the list in the `years` field begins so.
    fn opening(self) -> &'static str {
        match self {
            Era::First => "1973",
            Era::Second => "2000s",
            Era::Third => "current",
        }
    }

    /// This list, then the others, likeliest first.
    fn preference(self) -> [Era; 3] {
        match self {
            Era::First => [Era::First, Era::Second, Era::Third],
            Era::Second => [Era::Second, Era::First, Era::Third],
            Era::Third => [Era::Third, Era::Second, Era::First],
        }
    }
}

/// How far the lists that hold a TAGS entry are from the one in force in
/// `year`: 0 is that list itself.
pub(super) fn tag_rank(years: &str, year: Option<u16>) -> u8 {
    let held = |era: Era| {
        let opening = era.opening();
        years.starts_with(opening)
            || years
                .split(',')
                .any(|list| list.trim_start().starts_with(opening))
    };
    match Era::of(year).preference() {
        [own, ..] if held(own) => 0,
        [_, next, _] if held(next) => 1,
        _ => 2,
    }
}

/// Whether a country code of a list of this [`tag_rank`] in `year` may be
/// read there. The list of 2024 gave many codes to other countries, so that neither it nor
/// an earlier one says anything about the other's telegrams.
pub(super) fn country_holds(rank: u8, year: Option<u16>) -> bool {
    match (Era::of(year), rank) {
        (_, 0) | (Era::First | Era::Second, 1) => true,
        // Nothing says when the telegram was sent.
        (_, _) => year.is_none(),
    }
}

/// Whether `year` lies in `years`, written `1972-78`, `1995-`, `-1979`,
/// `1970s`, `1971` or several of them between commas. No years means always,
/// and so does no year.
pub(super) fn hold(years: &str, year: Option<u16>) -> bool {
    let Some(year) = year else { return true };
    years.is_empty()
        || years.split(", ").any(|stretch| {
            range(stretch).is_none_or(|(first, last)| (first..=last).contains(&year))
        })
}

/// The first and last year of a stretch.
fn range(stretch: &str) -> Option<(u16, u16)> {
    if let Some(decade) = stretch.strip_suffix('s') {
        let first = decade.parse::<u16>().ok()?;
        return Some((first, first.checked_add(9)?));
    }
    let Some((first, last)) = stretch.split_once('-') else {
        let year = stretch.parse().ok()?;
        return Some((year, year));
    };
    let start = if first.is_empty() {
        0
    } else {
        first.parse::<u16>().ok()?
    };
    let end = match last.len() {
        0 => u16::MAX,
        2 => (start / 100)
            .checked_mul(100)?
            .checked_add(last.parse().ok()?)?,
        _ => last.parse().ok()?,
    };
    Some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_years_hold_their_ends() {
        for (years, year, expected) in [
            ("", Some(1900), true),
            ("1972-78", None, true),
            ("1972-78", Some(1972), true),
            ("1972-78", Some(1978), true),
            ("1972-78", Some(1979), false),
            ("1995-2003", Some(2003), true),
            ("-1979", Some(1979), true),
            ("-1979", Some(1980), false),
            ("2004-", Some(2003), false),
            ("-1980, 2004-", Some(1990), false),
            ("-1980, 2004-", Some(2010), true),
            ("1970s", Some(1979), true),
            ("1970s", Some(1980), false),
        ] {
            assert_eq!(hold(years, year), expected, "{years} {year:?}");
        }
    }

    #[test]
    fn the_list_in_force_comes_first() {
        for (years, year, expected) in [
            ("1973-79", Some(1975), 0),
            ("1973-79", Some(1990), 0),
            ("1973-79", Some(1991), 1),
            ("2000s-2022, 1973-79", Some(1975), 0),
            ("2000s", Some(2022), 0),
            ("2000s", Some(2023), 1),
            ("2000s", None, 0),
            ("current", None, 2),
            ("1973-79, 2000s, current", Some(2024), 0),
        ] {
            assert_eq!(tag_rank(years, year), expected, "{years} {year:?}");
        }
    }
}
