//! Rules that hold the header against the text.
//!
//! The header came from the communications center and the text from the
//! drafter, so each can be held against the other. Where they disagree a
//! release has often glued two telegrams together.

use super::{Finding, Rule, Severity};
use crate::cable::{Cable, Classification};

/// The day of filing and the date-time group name one day.
pub(super) static JULIAN_DAY: Rule = Rule {
    id: "W101",
    title: "day of filing and date-time group differ",
    source: "ACP 127, format lines 3 and 5",
};

/// The station serial is the banner's serial in four digits.
pub(super) static STATION_SERIAL: Rule = Rule {
    id: "W102",
    title: "station serial and banner serial differ",
    source: "ACP 127, format line 3",
};

/// The security prosign spells the level of the banner.
pub(super) static SECURITY: Rule = Rule {
    id: "W103",
    title: "security prosign and banner differ",
    source: "5 FAH-2 H-320",
};

/// Filing on the day after the group happens to telegrams dated late in the
/// evening, and to those that waited for release: it is worth knowing and
/// no more.
pub(super) fn julian_day(cable: &Cable) -> Option<Finding> {
    let filed = cable.heading.transmission.filed?;
    let dtg = cable.dtg()?;
    let (filed_on, dated_on) = (filed.value.julian_day, dtg.julian_day());
    if filed_on == dated_on {
        return None;
    }
    let next_day = dtg
        .date()
        .tomorrow()
        .ok()
        .and_then(|date| u16::try_from(date.day_of_year()).ok());
    let (severity, text) = if next_day == Some(filed_on) {
        let text = format!(
            "filed on day {filed_on} of the year, the day after its date-time group ({dtg})"
        );
        (Severity::Information, text)
    } else {
        let text = format!("filed on day {filed_on} of the year, dated on day {dated_on} ({dtg})");
        (Severity::Warning, text)
    };
    Some(Finding {
        rule: &JULIAN_DAY,
        severity,
        text,
        span: filed.span,
        paragraph: None,
    })
}

/// Format line 3 has room for four digits, so a serial of 120311 stands
/// there as 0311.
pub(super) fn station_serial(cable: &Cable) -> Option<Finding> {
    let station = cable.heading.transmission.station_serial?;
    let banner = cable.heading.banner.as_ref()?.serial?;
    let expected = banner.value % 10_000;
    if station.value == expected {
        return None;
    }
    let text = format!(
        "station serial {:04}, but the banner's serial {} would give {expected:04}",
        station.value, banner.value
    );
    let severity = Severity::Warning;
    Some(Finding {
        rule: &STATION_SERIAL,
        severity,
        text,
        span: station.span,
        paragraph: None,
    })
}

/// The first letter decides: `CCCXX` is damage, not another level. A letter
/// that stands for no level finds nothing.
pub(super) fn security(cable: &Cable) -> Option<Finding> {
    use Classification as Level;

    let span = cable.heading.transmission.security?;
    let banner = cable.heading.banner.as_ref()?;
    let letters = cable.slice(span);
    // U in clear, E encrypted for transmission only, R administratively
    // controlled: the three prosigns of unclassified text.
    let unclassified = [Level::Unclassified, Level::LimitedOfficialUse, Level::Sbu];
    let levels: &[Level] = match letters.chars().next()?.to_ascii_uppercase() {
        'U' | 'E' | 'R' => &unclassified,
        'C' => &[Level::Confidential],
        'S' => &[Level::Secret],
        'T' => &[Level::TopSecret],
        _ => return None,
    };
    if levels.contains(&banner.level) {
        return None;
    }
    let stands_for = levels.first()?;
    let text = format!(
        "security prosign {letters} stands for {stands_for}, the banner says {}",
        banner.level
    );
    Some(Finding {
        rule: &SECURITY,
        severity: Severity::Warning,
        text,
        span,
        paragraph: None,
    })
}
