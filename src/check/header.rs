//! Rules that hold the header against the text.
//!
//! The header came from the communications center and the text from the
//! drafter, so each can be held against the other. Where they disagree a
//! release has often glued two telegrams together.

use super::{Finding, Rule, Severity, by_banner, by_dtg};
use crate::cable::{Addressee, Cable, Classification, FormatLine, LineKind, Mrn, Precedence, Span};

/// The day of filing and the date-time group name one day.
pub(super) static JULIAN_DAY: Rule = Rule {
    id: "W101",
    title: "day of filing and date-time group differ",
    era: "always",
    source: "ACP 127(G), format lines 3 and 5",
    sourced: true,
    why: "Both were written on the day of sending; the header came from the communications center, the date-time group from the drafter. A difference of more than a day is damage, or two telegrams glued together.",
};

/// The station serial is the banner's serial in four digits.
pub(super) static STATION_SERIAL: Rule = Rule {
    id: "W102",
    title: "station serial and banner serial differ",
    era: "always",
    source: "ACP 127(G), format line 3",
    sourced: true,
    why: "Format line 3 has room for the last four digits of the serial. A difference means that header and text may belong to two telegrams.",
};

/// The security prosign spells the level of the banner.
pub(super) static SECURITY: Rule = Rule {
    id: "W103",
    title: "security prosign and banner differ",
    era: "always",
    source: "5 FAH-2 H-320, format line 4",
    sourced: true,
    why: "The prosign told relay stations how the text may be handled, so it spells the level of the banner. Where they differ the banner is believed.",
};

/// Format line 2 bears the highest precedence of the telegram.
pub(super) static PRECEDENCE: Rule = Rule {
    id: "W104",
    title: "precedence of the call and of the telegram differ",
    era: "always",
    source: "ACP 127(G), format lines 2 and 5",
    sourced: true,
    why: "The relay handled a telegram by the doubled letter of format line 2, which is that of the most urgent addressee. A difference means that one of the lines is damaged or belongs to another telegram.",
};

/// The publisher and the banner name one telegram.
pub(super) static PUBLISHED_AS: Rule = Rule {
    id: "W105",
    title: "number of the publisher and of the banner differ",
    era: "always",
    source: "the page, the column or the record beside the text",
    sourced: true,
    why: "Who published a telegram named it by the number that its banner bore. A difference means that the banner was damaged on the way, or that the text belongs to another telegram. The number of the publisher is believed.",
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
        (Severity::Note, text)
    } else {
        let text = format!("filed on day {filed_on} of the year, dated on day {dated_on} ({dtg})");
        (Severity::Warning, text)
    };
    Some(Finding {
        rule: &JULIAN_DAY,
        severity,
        text,
        span: filed.span,
        evidence: by_dtg(cable),
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
        evidence: by_banner(cable),
        paragraph: None,
    })
}

/// The keys under which publishers name a telegram.
const NAMES: [&str; 3] = ["Reference ID", "Document Number", "Canonical ID"];

/// The serial of the banner against that of the column, the page or the
/// record. PlusD marks its copies with a letter: `1976NORTHH00088_b`.
pub(super) fn published_as(cable: &Cable) -> Option<Finding> {
    let mut attributes = cable.attributes.iter();
    let stated = attributes.find(|attribute| NAMES.contains(&&*attribute.key))?;
    let stated_at = stated.span;
    let stated: Mrn = stated.value.split('_').next()?.parse().ok()?;
    let banner = cable.heading.banner.as_ref()?.serial?;
    if banner.value == stated.serial {
        return None;
    }
    let text = format!(
        "the banner's serial is {}, the publisher names the telegram {stated}",
        banner.value
    );
    Some(Finding {
        rule: &PUBLISHED_AS,
        severity: Severity::Warning,
        text,
        span: banner.span,
        evidence: vec![stated_at],
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
        evidence: vec![banner.span],
        paragraph: None,
    })
}

/// NIACT IMMEDIATE is sent as IMMEDIATE.
pub(super) fn precedence(cable: &Cable) -> Option<Finding> {
    let heading = &cable.heading;
    let call = heading.transmission.precedence?;
    let dated = heading.dtg.as_ref()?;
    let sent = |precedence: Precedence| match precedence {
        Precedence::NiactImmediate => Precedence::Immediate,
        other => other,
    };
    let beside = |addressee: &Addressee| addressee.precedence;
    let addressees = heading
        .action
        .iter()
        .chain(&heading.info)
        .filter_map(beside);
    let own = dated.precedence.into_iter().chain(dated.info_precedence);
    let highest = own.chain(addressees).map(sent).max()?;
    if highest == call {
        return None;
    }
    Some(Finding {
        rule: &PRECEDENCE,
        severity: Severity::Warning,
        text: format!("format line 2 says {call}, the highest precedence below it is {highest}"),
        span: dated.span,
        evidence: called(cable).into_iter().collect(),
        paragraph: None,
    })
}

/// Format line 2.
fn called(cable: &Cable) -> Option<Span> {
    let kind = LineKind::FormatLine(FormatLine::Called);
    let mut lines = cable.lines.iter();
    lines.find(|line| line.kind == kind).map(|line| line.span)
}
