//! Rules about telegrams that were sent in sections.
//!
//! A long telegram went out in sections with one number. Each repeated the
//! heading, and page headers name the section that begins below them, so a
//! joined text can be held against its own parts.

use std::collections::BTreeSet;

use super::{Finding, Rule, Severity};
use crate::cable::{Banner, Cable, Classification, LineKind, RepairKind, Span, sort_by_place};

/// A later section comes with those before it.
pub(super) static ALONE: Rule = Rule {
    id: "W130",
    title: "earlier section missing",
    era: "always",
    source: "5 FAH-2 H-320; the paragraph on sections is unverified",
    sourced: false,
    why: "Long telegrams were sent in sections with one number. This one begins with a later section: header, subject and first paragraphs may stand in another file.",
};

/// Sections follow one another.
pub(super) static MISSING: Rule = Rule {
    id: "W132",
    title: "section missing",
    era: "always",
    source: "5 FAH-2 H-320; the paragraph on sections is unverified",
    sourced: false,
    why: "The heading or a page header says how many sections the telegram has, and one of them begins nowhere. Its text may be lost, or only the line that announced it.",
};

/// Every section bears the heading of the first.
pub(super) static HEADINGS_DIFFER: Rule = Rule {
    id: "W133",
    title: "repeated heading differs from the first",
    era: "always",
    source: "5 FAH-2 H-320; the paragraph on sections is unverified",
    sourced: false,
    why: "The sections of a telegram share level, serial and number of sections. Where a later heading says otherwise a digit is damaged, or sections of two telegrams were joined.",
};

/// A line that says which section begins.
struct Beginning {
    span: Span,
    section: u16,
    sections: u16,
    /// Only headings bear one; page headers do not.
    level: Option<Classification>,
    serial: Option<u32>,
}

/// The sections that a text has, against those that its first heading
/// announces.
pub(super) fn sections(cable: &Cable, findings: &mut Vec<Finding>) {
    let Some(banner) = &cable.heading.banner else {
        return;
    };
    let Some((first, of)) = banner.section.zip(banner.sections) else {
        return;
    };
    if first > 1 {
        findings.push(Finding {
            rule: &ALONE,
            severity: Severity::Warning,
            text: format!("section {first} of {of} begins here, those before it are missing"),
            span: banner.span,
            evidence: Vec::new(),
            paragraph: None,
        });
    }
    let beginnings = beginnings(cable, banner);
    missing(first, of, banner, &beginnings, findings);
    for beginning in &beginnings {
        findings.extend(differs(banner, of, beginning));
    }
}

/// One finding, at the first place behind a gap. The last sections may only
/// want their announcement, so that they are worth knowing. Silent where no later
/// section is announced: most releases leave the announcements out.
fn missing(
    first: u16,
    of: u16,
    banner: &Banner,
    beginnings: &[Beginning],
    findings: &mut Vec<Finding>,
) {
    let Some(last) = beginnings.last() else {
        return;
    };
    let seen: BTreeSet<u16> = beginnings.iter().map(|other| other.section).collect();
    let is_there = |section: u16| section <= first || seen.contains(&section);
    let Some(gap) = (first..=of).find(|&section| !is_there(section)) else {
        return;
    };
    let n_missing = (gap..=of).filter(|&section| !is_there(section)).count();
    let behind = beginnings.iter().find(|other| other.section > gap);
    let others = match n_missing {
        1 => String::from("is missing"),
        n => format!("is missing, {n} in all"),
    };
    findings.push(Finding {
        rule: &MISSING,
        severity: if behind.is_some() {
            Severity::Warning
        } else {
            Severity::Note
        },
        text: format!("section {gap} of {of} {others}"),
        span: behind.unwrap_or(last).span,
        evidence: vec![banner.span],
        paragraph: None,
    });
}

fn differs(banner: &Banner, of: u16, beginning: &Beginning) -> Option<Finding> {
    let serial = banner.serial.map(|serial| serial.value);
    let disagree = |(own, first): &(u32, u32)| own != first;
    // UNCLAS with a caption below is SENSITIVE, which a later heading need
    // not repeat.
    let is_other = |level: &Classification| {
        *level != banner.level && (*level).max(banner.level) >= Classification::Confidential
    };
    let (here, first) = if let Some(level) = beginning.level.filter(is_other) {
        (level.to_string(), banner.level.to_string())
    } else if let Some((own, first)) = beginning.serial.zip(serial).filter(disagree) {
        (format!("serial {own}"), first.to_string())
    } else if beginning.sections != of {
        (format!("{} sections", beginning.sections), of.to_string())
    } else {
        return None;
    };
    Some(Finding {
        rule: &HEADINGS_DIFFER,
        severity: Severity::Warning,
        text: format!(
            "the heading of section {} says {here}, the first {first}",
            beginning.section
        ),
        span: beginning.span,
        evidence: vec![banner.span],
        paragraph: None,
    })
}

/// Where later sections begin, in the order of the text: headings, whatever
/// their lines were read as, page headers in lines of their own, and those
/// inside longer lines.
fn beginnings(cable: &Cable, banner: &Banner) -> Vec<Beginning> {
    let mut found: Vec<Beginning> = cable
        .lines
        .iter()
        .filter(|line| line.span.start >= banner.span.end)
        .filter_map(|line| beginning(cable, line.span, line.kind == LineKind::PageHeader))
        .collect();
    let inside = cable
        .repairs
        .iter()
        .filter(|repair| repair.kind == RepairKind::PageHeader)
        .filter_map(|repair| beginning(cable, repair.span, true));
    let n_lines = found.len();
    for other in inside {
        let lines = found.get(..n_lines).unwrap_or_default();
        let next = lines.partition_point(|line| line.span.end <= other.span.start);
        let covered = lines
            .get(next)
            .is_some_and(|line| line.span.start < other.span.end);
        if !covered {
            found.push(other);
        }
    }
    sort_by_place(&mut found, |beginning| beginning.span.order());
    found
}

/// Reads `C O N F I D E N T I A L SECTION 02 OF 03 PORT LARKSPUR 000311` or
/// `PORT LARK 00000311  002 OF 003`.
fn beginning(cable: &Cable, span: Span, is_page_header: bool) -> Option<Beginning> {
    let text = cable.slice(span);
    let words = text.trim();
    let start = span.start as usize + (text.len() - text.trim_start().len());
    let span = Span::new(start, start + words.len());
    // A line that is longer than any heading is none.
    if words.len() > 160 || !words.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let level = level(words);
    if level.is_none() && !is_page_header {
        return None;
    }
    let parts: Vec<&str> = words.split_whitespace().collect();
    let of = parts.windows(3).position(|three| {
        three
            .get(1)
            .is_some_and(|word| word.eq_ignore_ascii_case("OF"))
    })?;
    let number = |idx: usize| parts.get(idx)?.parse::<u16>().ok();
    let (section, sections) = (number(of)?, number(of + 2)?);
    if level.is_some() {
        let word = parts.get(of.checked_sub(1)?)?;
        if !word.eq_ignore_ascii_case("SECTION") {
            return None;
        }
    }
    let serial = parts.last()?.parse().ok().filter(|_| level.is_some());
    let is_sound = (1..=sections).contains(&section);
    (is_sound && section > 1).then_some(Beginning {
        span,
        section,
        sections,
        level,
        serial,
    })
}

/// The level that a line begins with, spaced or not.
fn level(words: &str) -> Option<Classification> {
    let mut letters = words
        .bytes()
        .filter(u8::is_ascii_alphabetic)
        .map(|byte| byte.to_ascii_uppercase());
    let begins = |name: &str| {
        let squeezed = name.bytes().filter(u8::is_ascii_alphabetic);
        letters.clone().take(squeezed.clone().count()).eq(squeezed)
    };
    if begins("UNCLAS") {
        return Some(Classification::Unclassified);
    }
    let found = Classification::ALL
        .into_iter()
        .find(|level| begins(&level.to_string()));
    letters.next().and(found)
}
