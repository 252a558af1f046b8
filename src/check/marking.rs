//! Rules that hold the portion marks against the banner and one another.
//!
//! A document takes the highest level found on its portions. Administrative
//! markings (SBU, LIMITED OFFICIAL USE) are no levels of classification: a
//! telegram that holds them is UNCLAS with the line SENSITIVE below.

use super::{Finding, Rule, Severity, name};
use crate::cable::{Cable, Classification, Paragraph, ParagraphRole, Span};
use crate::glossary::{self, Entry, Kind};

/// Every portion of a marked telegram bears a mark.
pub(super) static UNMARKED: Rule = Rule {
    id: "W110",
    title: "paragraph without portion mark",
    era: "1982-",
    source: "32 CFR 2001.21 and 5 FAH-1 H-246.2 c (texts of 2004); the first year is unverified",
    sourced: false,
    why: "Most paragraphs of this telegram bear a mark and this one does not. That is a slip of the drafter, or the mark was lost in the release.",
};

/// No portion is above the banner.
pub(super) static ABOVE_BANNER: Rule = Rule {
    id: "E201",
    title: "portion mark above the banner",
    era: "1972-",
    source: "32 CFR 2001.21 (text of 2004); the first year is unverified",
    sourced: false,
    why: "A document takes the highest mark found on its portions. Either the portion was marked too high, or the banner was lost or altered.",
};

/// The banner is no higher than the highest portion.
pub(super) static BANNER_ABOVE: Rule = Rule {
    id: "I202",
    title: "banner above the highest portion mark",
    era: "1972-",
    source: "32 CFR 2001.21 (text of 2004); the first year is unverified",
    sourced: false,
    why: "Nothing need be wrong: parts that are harmless alone can be classified together.",
};

/// What stands in the place of a mark is one.
pub(super) static MALFORMED: Rule = Rule {
    id: "W111",
    title: "portion mark that is none",
    era: "1982-",
    source: "32 CFR 2001.21 and 5 FAH-1 H-246.2 c (texts of 2004); the first year is unverified",
    sourced: false,
    why: "Brackets stand where the other paragraphs bear their mark, with letters that are no level. They may be a slip, a letter misread in the release, or the letter of a list.",
};

/// A mark belongs to the years in which it was used.
pub(super) static OUT_OF_ERA: Rule = Rule {
    id: "W112",
    title: "marking outside its years",
    era: "always",
    source: "the glossary; each marking has its own source there",
    sourced: true,
    why: "The marking was not in use when the telegram was sent, as far as its years are known. A later hand may have added it, or the date is damaged.",
};

/// A summary bears the highest mark of what it sums up, or says less.
pub(super) static SUMMARY_BELOW: Rule = Rule {
    id: "I203",
    title: "summary marked below what it sums up",
    era: "1982-",
    source: "32 CFR 2001.21 (text of 2004); that it holds for summaries is unverified",
    sourced: false,
    why: "Drafters often leave the sensitive parts out of a summary, so nothing need be wrong. It is worth knowing before the summary is quoted for the whole.",
};

/// A part is not marked above the whole.
pub(super) static SUB_ABOVE: Rule = Rule {
    id: "W204",
    title: "sub-paragraph marked above its paragraph",
    era: "1982-",
    source: "32 CFR 2001.21 (text of 2004); the first year is unverified",
    sourced: false,
    why: "A paragraph takes the highest mark of its parts. Where the parts bear marks of their own, drafters sometimes mark only the opening sentence with the mark of the paragraph: before it is quoted alone, the marks of its parts should be read.",
};

/// One finding a mark, those of sub-paragraphs included.
pub(super) fn above_banner(cable: &Cable, findings: &mut Vec<Finding>) {
    let Some(banner) = &cable.heading.banner else {
        return;
    };
    for (paragraph_idx, paragraph) in (0..).zip(&cable.paragraphs) {
        let mark = paragraph.mark.as_ref();
        let own = mark.map(|mark| (mark.level, mark.text(), mark.span, false));
        let below = sub_marks(cable, paragraph);
        let below = below.map(|(level, span)| (level, level.mark().to_owned(), span, true));
        for (level, words, span, is_sub) in own.into_iter().chain(below) {
            if level <= banner.level || level < Classification::Confidential {
                continue;
            }
            let part = if is_sub { "a sub-paragraph of " } else { "" };
            findings.push(Finding {
                rule: &ABOVE_BANNER,
                severity: Severity::Error,
                text: format!(
                    "banner says {}, {part}{} is marked ({words})",
                    banner.level,
                    name(paragraph)
                ),
                span,
                evidence: vec![banner.span],
                paragraph: Some(paragraph_idx),
            });
        }
    }
}

/// One finding a paragraph, at the first mark of a sub-paragraph that is
/// above its own.
pub(super) fn sub_above(cable: &Cable, findings: &mut Vec<Finding>) {
    for (paragraph_idx, paragraph) in (0..).zip(&cable.paragraphs) {
        let Some(mark) = &paragraph.mark else {
            continue;
        };
        let above = |(level, _): &(Classification, Span)| {
            *level > mark.level && *level >= Classification::Confidential
        };
        let Some((level, span)) = sub_marks(cable, paragraph).find(above) else {
            continue;
        };
        findings.push(Finding {
            rule: &SUB_ABOVE,
            severity: Severity::Warning,
            text: format!(
                "{} is marked ({}), a sub-paragraph of it ({})",
                name(paragraph),
                mark.text(),
                level.mark()
            ),
            span,
            evidence: vec![mark.span],
            paragraph: Some(paragraph_idx),
        });
    }
}

/// Marks behind the label of a sub-paragraph at the beginning of a line:
/// `a. (S)`, `(b) (C/NF)`, `-- (U)`. Without a label the brackets may be
/// part of a sentence.
fn sub_marks<'a>(
    cable: &'a Cable,
    paragraph: &Paragraph,
) -> impl Iterator<Item = (Classification, Span)> + 'a {
    let text = cable.slice(paragraph.text);
    let start = paragraph.text.start as usize;
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            // Few lines hold a bracket, and no other holds a mark.
            let rest = text.get(at..)?;
            let bracket = rest.find('(')?;
            let line = rest.get(..bracket)?.rfind('\n').map_or(0, |end| end + 1);
            let end = rest.get(bracket..)?.find('\n');
            let end = end.map_or(rest.len(), |end| bracket + end + 1);
            let line_start = start + at + line;
            at += end;
            if let Some(found) = sub_mark(rest.get(line..end)?, line_start) {
                return Some(found);
            }
        }
    })
}

/// The mark behind the label of a line that begins at a place.
fn sub_mark(line: &str, line_start: usize) -> Option<(Classification, Span)> {
    let after = behind_label(line.trim_start())?.trim_start();
    let inside = after.strip_prefix('(')?;
    let inside = inside.get(..inside.find(')')?)?;
    let level = inside.split('/').next()?.trim();
    let mut levels = Classification::ALL.into_iter();
    let level = levels.find(|known| known.mark() == level)?;
    let mark = line_start + line.len() - after.len();
    Some((level, Span::new(mark, mark + inside.len() + 2)))
}

/// What follows the letter, the number or the dash of a sub-paragraph.
fn behind_label(line: &str) -> Option<&str> {
    let after = line.trim_start_matches(['-', '*']);
    if after.len() < line.len() {
        return Some(after);
    }
    let line = line.strip_prefix('(').unwrap_or(line);
    let after = line.trim_start_matches(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let label = line.len() - after.len();
    // `iii`, `12`: a longer word is none.
    if !(1..=4).contains(&label) {
        return None;
    }
    after.strip_prefix([')', '.'])
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
    let severity = Severity::Note;
    Some(Finding {
        rule: &BANNER_ABOVE,
        severity,
        text,
        span: banner.span,
        evidence: Vec::new(),
        paragraph: None,
    })
}

/// A telegram counts as marked when at least half of its numbered
/// paragraphs are: a lone `(C)` in a long text is more likely a list letter
/// than the only mark.
pub(super) fn unmarked(cable: &Cable, findings: &mut Vec<Finding>) {
    let Some((n_marked, n_numbered)) = marked(cable) else {
        return;
    };
    for (paragraph_idx, paragraph) in (0..).zip(&cable.paragraphs) {
        // A mark that is none is a finding of its own.
        let malformed = || in_brackets(cable.slice(paragraph.text)).is_some();
        if paragraph.number.is_none() || paragraph.mark.is_some() || malformed() {
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
            evidence: Vec::new(),
            paragraph: Some(paragraph_idx),
        });
    }
}

/// One finding a paragraph: `(CC)`, `(D)` after the number of a paragraph
/// in a telegram whose paragraphs are marked.
pub(super) fn malformed(cable: &Cable, findings: &mut Vec<Finding>) {
    if marked(cable).is_none() {
        return;
    }
    for (paragraph_idx, paragraph) in (0..).zip(&cable.paragraphs) {
        if paragraph.number.is_none() || paragraph.mark.is_some() {
            continue;
        }
        let Some(printed) = in_brackets(cable.slice(paragraph.text)) else {
            continue;
        };
        let start = paragraph.text.start as usize;
        findings.push(Finding {
            rule: &MALFORMED,
            severity: Severity::Warning,
            text: format!(
                "{} begins with {printed}, which is no level",
                name(paragraph)
            ),
            span: Span::new(start, start + printed.len()),
            evidence: Vec::new(),
            paragraph: Some(paragraph_idx),
        });
    }
}

/// Up to five capitals in brackets at the beginning of a text.
fn in_brackets(text: &str) -> Option<&str> {
    let letters = text.strip_prefix('(')?;
    let length = letters
        .bytes()
        .take(6)
        .take_while(|byte| byte.is_ascii_uppercase() || *byte == b'/')
        .count();
    let closed = letters.as_bytes().get(length) == Some(&b')');
    (closed && (1..=5).contains(&length))
        .then(|| text.get(..length + 2))
        .flatten()
}

/// One finding a marking that the glossary dates otherwise, at the first
/// paragraph that bears it.
pub(super) fn out_of_era(cable: &Cable, findings: &mut Vec<Finding>) {
    let Some(year) = cable
        .date()
        .and_then(|date| u16::try_from(date.year()).ok())
    else {
        return;
    };
    let mut seen: Vec<&str> = Vec::new();
    for (paragraph_idx, paragraph) in (0..).zip(&cable.paragraphs) {
        let Some(mark) = &paragraph.mark else {
            continue;
        };
        let level = mark.level.mark();
        for code in std::iter::once(level).chain(mark.controls.iter().map(|control| &**control)) {
            if seen.contains(&code) || seen.len() > 64 {
                continue;
            }
            seen.push(code);
            let Some(entry) = dated_marking(code).filter(|entry| !entry.in_force(Some(year)))
            else {
                continue;
            };
            findings.push(Finding {
                rule: &OUT_OF_ERA,
                severity: Severity::Warning,
                text: format!(
                    "({code}) in {year}: in use {} ({})",
                    entry.years, entry.source
                ),
                span: mark.span,
                evidence: Vec::new(),
                paragraph: Some(paragraph_idx),
            });
        }
    }
}

/// What the glossary says of a marking, if it gives years and only one
/// meaning for it.
fn dated_marking(code: &str) -> Option<Entry> {
    let marking = |entry: &Entry| matches!(entry.kind, Kind::PortionMark | Kind::Control);
    let mut entries = glossary::explain(code, None).into_iter().filter(marking);
    let entry = entries
        .next()
        .filter(|entry| !entry.years.is_empty() && entry.sourced)?;
    entries.next().is_none().then_some(entry)
}

/// Silent where the summary or the rest bears no mark.
pub(super) fn summary_below(cable: &Cable) -> Option<Finding> {
    let highest = |in_summary: bool| {
        numbered(cable)
            .filter(|paragraph| paragraph.has(ParagraphRole::Summary) == in_summary)
            .filter_map(|paragraph| paragraph.mark.as_ref())
            .max_by_key(|mark| mark.level)
    };
    let (summary, rest) = (highest(true)?, highest(false)?);
    if summary.level >= rest.level || rest.level < Classification::Confidential {
        return None;
    }
    let paragraph = cable
        .paragraphs
        .iter()
        .position(|paragraph| paragraph.has(ParagraphRole::Summary))?;
    Some(Finding {
        rule: &SUMMARY_BELOW,
        severity: Severity::Note,
        text: format!(
            "the summary is marked ({}), the rest up to ({})",
            summary.text(),
            rest.text()
        ),
        span: summary.span,
        evidence: Vec::new(),
        paragraph: u32::try_from(paragraph).ok(),
    })
}

/// How many numbered paragraphs bear a mark, and how many there are; nothing
/// unless it is at least half of them.
fn marked(cable: &Cable) -> Option<(usize, usize)> {
    let n_numbered = numbered(cable).count();
    let n_marked = numbered(cable)
        .filter(|paragraph| paragraph.mark.is_some())
        .count();
    (n_marked > 0 && n_marked * 2 >= n_numbered).then_some((n_marked, n_numbered))
}

/// Unnumbered blocks are lists, tables and headings; none of them need bear
/// a mark.
fn numbered(cable: &Cable) -> impl Iterator<Item = &Paragraph> {
    cable
        .paragraphs
        .iter()
        .filter(|paragraph| paragraph.number.is_some())
}
