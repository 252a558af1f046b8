//! Rules that hold the portion marks against the banner and one another.
//!
//! A document takes the highest level found on its portions. Administrative
//! markings (SBU, LIMITED OFFICIAL USE) are no levels of classification: a
//! telegram that holds them is UNCLAS with the line SENSITIVE below.

use super::{Finding, Rule, Severity};
use crate::cable::{Cable, Classification, Paragraph, Span};

/// Every portion of a marked telegram bears a mark.
pub(super) static UNMARKED: Rule = Rule {
    id: "W110",
    title: "paragraph without portion mark",
    source: "32 CFR 2001.21",
};

/// No portion is above the banner.
pub(super) static ABOVE_BANNER: Rule = Rule {
    id: "E201",
    title: "portion mark above the banner",
    source: "32 CFR 2001.21",
};

/// The banner is no higher than the highest portion.
pub(super) static BANNER_ABOVE: Rule = Rule {
    id: "I202",
    title: "banner above the highest portion mark",
    source: "32 CFR 2001.21",
};

/// One finding a paragraph, at its mark.
pub(super) fn above_banner(cable: &Cable, findings: &mut Vec<Finding>) {
    let Some(banner) = cable.level() else { return };
    for (paragraph_idx, paragraph) in (0..).zip(&cable.paragraphs) {
        let Some(mark) = &paragraph.mark else {
            continue;
        };
        if mark.level <= banner || mark.level < Classification::Confidential {
            continue;
        }
        let text = format!(
            "banner says {banner}, {} is marked ({})",
            name(paragraph),
            mark.text()
        );
        findings.push(Finding {
            rule: &ABOVE_BANNER,
            severity: Severity::Error,
            text,
            span: mark.span,
            paragraph: Some(paragraph_idx),
        });
    }
}

/// Silent where a numbered paragraph bears no mark: it may hold what the
/// banner is for.
pub(super) fn banner_above(cable: &Cable) -> Option<Finding> {
    let banner = cable.heading.banner.as_ref()?;
    let highest = cable.derived_level()?;
    let all_marked = numbered(cable).all(|paragraph| paragraph.mark.is_some());
    if banner.level <= highest || banner.level < Classification::Confidential || !all_marked {
        return None;
    }
    let text = format!(
        "banner says {}, the highest mark is ({})",
        banner.level,
        highest.mark()
    );
    let severity = Severity::Information;
    Some(Finding {
        rule: &BANNER_ABOVE,
        severity,
        text,
        span: banner.span,
        paragraph: None,
    })
}

/// A telegram counts as marked when at least half of its numbered
/// paragraphs are: a lone `(C)` in a long text is more likely a list letter
/// than the only mark.
pub(super) fn unmarked(cable: &Cable, findings: &mut Vec<Finding>) {
    let n_numbered = numbered(cable).count();
    let n_marked = numbered(cable)
        .filter(|paragraph| paragraph.mark.is_some())
        .count();
    if n_marked == 0 || n_marked * 2 < n_numbered {
        return;
    }
    for (paragraph_idx, paragraph) in (0..).zip(&cable.paragraphs) {
        if paragraph.number.is_none() || paragraph.mark.is_some() {
            continue;
        }
        let text = format!(
            "{} has no portion mark, {n_marked} of {n_numbered} paragraphs have one",
            name(paragraph)
        );
        let start = paragraph.span.start as usize;
        findings.push(Finding {
            rule: &UNMARKED,
            severity: Severity::Warning,
            text,
            span: paragraph.printed.unwrap_or(Span::new(start, start)),
            paragraph: Some(paragraph_idx),
        });
    }
}

/// Unnumbered blocks are lists, tables and headings; none of them need bear
/// a mark.
fn numbered(cable: &Cable) -> impl Iterator<Item = &Paragraph> {
    cable
        .paragraphs
        .iter()
        .filter(|paragraph| paragraph.number.is_some())
}

fn name(paragraph: &Paragraph) -> String {
    match paragraph.number {
        Some(number) => format!("paragraph {number}"),
        None => String::from("an unnumbered paragraph"),
    }
}
