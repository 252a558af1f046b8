//! What names a telegram: station, year and serial.

use std::fmt;
use std::str::FromStr;

/// A message reference number in canonical form.
///
/// Serials start again each January at each station, so the year is part of
/// the name. `Display` gives the id that releases use: `08PORTLARKSPUR311`,
/// two digits of the year, the station without blanks, the serial without
/// leading zeros.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mrn {
    /// Four digits.
    pub year: u16,
    /// The station as banners spell it, in capitals, with its blanks:
    /// `PORT LARKSPUR`, `STATE`.
    pub station: Box<str>,
    /// The station's number for the telegram in that year.
    pub serial: u32,
}

impl fmt::Display for Mrn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.year % 100)?;
        for word in self.station.split_whitespace() {
            f.write_str(word)?;
        }
        write!(f, "{}", self.serial)
    }
}

/// Why a text is no message reference number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnMrn;

impl fmt::Display for NotAnMrn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a year, a station and a serial, like 08PORTLARKSPUR311")
    }
}

impl std::error::Error for NotAnMrn {}

/// Reads `08PORTLARKSPUR311`, `2008 PORT LARKSPUR 00311` and what lies
/// between, also with a section (`/01`) or the suffix of a copy (`_a`) behind
/// it, which are no part of the name. A two-digit year of 60 or more is in the 1900s.
impl FromStr for Mrn {
    type Err = NotAnMrn;

    fn from_str(text: &str) -> Result<Mrn, NotAnMrn> {
        let text = text.trim().trim_start_matches('\'');
        let text = match text.rsplit_once(['_', '/']) {
            Some((name, behind)) if is_copy_or_section(behind) => name,
            _ => text,
        };
        let after_year = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let year = &text[..text.len() - after_year.len()];
        let station = after_year.trim_end_matches(|c: char| c.is_ascii_digit());
        let serial = &after_year[station.len()..];
        let station = station.trim();
        let year = match (year.len(), year.parse::<u16>()) {
            (2, Ok(year)) => pivot(year),
            (4, Ok(year)) => year,
            _ => return Err(NotAnMrn),
        };
        let is_station = |c: char| c.is_ascii_alphabetic() || " -'.".contains(c);
        if station.len() < 2 || !station.chars().all(is_station) || serial.len() > 7 {
            return Err(NotAnMrn);
        }
        let serial = serial.parse().map_err(|_| NotAnMrn)?;
        Ok(Mrn {
            year,
            station: station.to_ascii_uppercase().into(),
            serial,
        })
    }
}

/// `a` of `_a`, `01` of `/01`.
fn is_copy_or_section(behind: &str) -> bool {
    match *behind.as_bytes() {
        [copy] => copy.is_ascii_lowercase(),
        [tens, ones] => tens.is_ascii_digit() && ones.is_ascii_digit(),
        _ => false,
    }
}

/// The year that two digits stand for: 60 and above in the 1900s.
///
/// ACP 127 reads them against the current year, which cannot work for an
/// archive.
#[must_use]
pub fn pivot(two_digits: u16) -> u16 {
    if two_digits >= 60 {
        1900 + two_digits
    } else {
        2000 + two_digits
    }
}

#[cfg(test)]
mod tests {
    use super::Mrn;

    #[test]
    fn reads_every_form_of_a_number() {
        let read = |text: &str| text.parse::<Mrn>().map(|mrn| mrn.to_string());
        for text in [
            "08PORTLARKSPUR311",
            "2008PORTLARKSPUR00311",
            "08 PORT LARKSPUR 311",
            "'08 PORT LARKSPUR 00311/01",
            "08PORTLARKSPUR311_a",
        ] {
            assert_eq!(read(text).as_deref(), Ok("08PORTLARKSPUR311"), "{text}");
        }
        assert_eq!(read("1976NORTHH00088_b").as_deref(), Ok("76NORTHH88"));
        for text in [
            "PORT LARKSPUR 311",
            "08311",
            "08PORTLARKSPUR",
            "08PORTLARKSPUR311_ab",
            "",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
