//! Rules that hold the E.O. line against the date of the telegram.
//!
//! The drafter named the order then in force and when it would end. Posts
//! were slow to take up a new order, so an old number is worth knowing and
//! no more; a number that did not exist yet is damage.

use super::{Finding, Rule, Severity, by_dtg};
use crate::cable::{Cable, Date, Span};

/// A declassification date lies after the telegram.
pub(super) static IMPOSSIBLE_DATE: Rule = Rule {
    id: "W140",
    title: "declassification date impossible",
    era: "1978-",
    source: "E.O. 12065 sec. 1-4, 12356 sec. 1.4, 12958 sec. 1.6, 13526 sec. 1.5; section numbers unverified",
    sourced: false,
    why: "A telegram cannot have been declassified before it was sent, nor on a day that no calendar has. A digit of one of the two dates is wrong, in the telegram or in the release.",
};

/// Asked on a day: the date has passed.
pub(super) static PASSED: Rule = Rule {
    id: "I141",
    title: "declassification date has passed",
    era: "1978-",
    source: "E.O. 12065 sec. 1-4, 12356 sec. 1.4, 12958 sec. 1.6, 13526 sec. 1.5; section numbers unverified",
    sourced: false,
    why: "The date that the drafter gave is over. That alone makes no text public: it may have been extended, and releases are decided elsewhere.",
};

/// The order was signed by then.
pub(super) static NOT_YET: Rule = Rule {
    id: "W142",
    title: "Executive Order later than the telegram",
    era: "1953-",
    source: "dates of E.O. 10501, 11652, 12065, 12356, 12958 and 13526",
    sourced: true,
    why: "The order was not signed when the telegram was sent. Digits of the number may be damaged, or the line was added later.",
};

/// The order was still in force.
pub(super) static REPLACED: Rule = Rule {
    id: "I143",
    title: "Executive Order replaced long before the telegram",
    era: "1953-",
    source: "dates of E.O. 10501, 11652, 12065, 12356, 12958 and 13526",
    sourced: true,
    why: "Another order had replaced it for more than two years. Posts kept old forms; it is worth knowing when reasons are looked up.",
};

/// Year, month and day.
type Day = [i16; 3];

/// Orders on classification: number, the day it was signed, the day the next
/// one took effect.
const ORDERS: [(&str, Day, Option<Day>); 6] = [
    ("10501", [1953, 11, 5], Some([1972, 6, 1])),
    ("11652", [1972, 3, 8], Some([1978, 12, 1])),
    ("12065", [1978, 6, 28], Some([1982, 8, 1])),
    ("12356", [1982, 4, 2], Some([1995, 10, 14])),
    ("12958", [1995, 4, 17], Some([2010, 6, 27])),
    ("13526", [2009, 12, 29], None),
];

/// The date against the telegram, and against the day `today` if one is
/// given.
pub(super) fn declassification(cable: &Cable, today: Option<Date>) -> Option<Finding> {
    let order = cable.heading.executive_order.as_ref()?;
    let Some(until) = order.declassify_on else {
        return no_day(cable, order.span);
    };
    let sent = cable.date()?;
    let (rule, severity, text) = if until.value < sent {
        let text = format!("declassified on {}, sent on {sent}", until.value);
        (&IMPOSSIBLE_DATE, Severity::Warning, text)
    } else if today.is_some_and(|today| until.value <= today) {
        let text = format!("the declassification date {} has passed", until.value);
        (&PASSED, Severity::Note, text)
    } else {
        return None;
    };
    Some(Finding {
        rule,
        severity,
        text,
        span: until.span,
        evidence: by_dtg(cable),
        paragraph: None,
    })
}

/// A date of the line, in figures, that no calendar has: `02/30/2018`.
fn no_day(cable: &Cable, line: Span) -> Option<Finding> {
    let text = cable.slice(line);
    let behind = text.find("DECL")?;
    let mut at = behind;
    let words = text
        .get(behind..)?
        .split_inclusive([' ', '\n', '\r', ',', ';']);
    for word in words {
        let start = line.start as usize + at;
        at += word.len();
        let date = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        let mut parts = date.split('/').map(str::parse::<i16>);
        let three = (parts.next(), parts.next(), parts.next(), parts.next());
        let (Some(Ok(month)), Some(Ok(of_month)), Some(Ok(year)), None) = three else {
            continue;
        };
        // Two digits of a year say nothing about leap years: a leap year
        // has every day that another has.
        let year = if year < 100 { 2000 } else { year };
        if day([year, month, of_month]).is_some() {
            continue;
        }
        return Some(Finding {
            rule: &IMPOSSIBLE_DATE,
            severity: Severity::Warning,
            text: format!("{date} is no day, with the month first"),
            span: Span::new(start, start + date.len()),
            evidence: Vec::new(),
            paragraph: None,
        });
    }
    None
}

/// The number of the order against the date of the telegram. A number that
/// is none of the known ones finds nothing.
pub(super) fn number(cable: &Cable) -> Option<Finding> {
    let span = cable.heading.executive_order.as_ref()?.order?;
    let sent = cable.date()?;
    let printed = cable.slice(span);
    let (_, signed, replaced) = ORDERS.iter().find(|(number, ..)| *number == printed)?;
    let signed = day(*signed)?;
    let replaced = replaced.and_then(day);
    let late = |replaced: &Date| sent.year() > replaced.year() + 2;
    let (rule, severity, text) = if sent < signed {
        let text = format!("E.O. {printed} was signed on {signed}, the telegram is of {sent}");
        (&NOT_YET, Severity::Warning, text)
    } else if let Some(replaced) = replaced.filter(late) {
        let text = format!("E.O. {printed} was replaced on {replaced}, the telegram is of {sent}");
        (&REPLACED, Severity::Note, text)
    } else {
        return None;
    };
    Some(Finding {
        rule,
        severity,
        text,
        span,
        evidence: by_dtg(cable),
        paragraph: None,
    })
}

fn day([year, month, day]: Day) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
