//! Rules about the shape of the text: parts that open and close, numbers
//! that follow one another, lines that were read.

use super::{Finding, Rule, Severity, by_banner, name};
use crate::cable::{Cable, LineKind, Link, Paragraph, Part, Sought, Span, words};

/// A summary ends with END SUMMARY.
pub(super) static SUMMARY_OPEN: Rule = Rule {
    id: "W120",
    title: "summary not closed",
    era: "always",
    source: "custom; 5 FAH-1 H-246.3 tells when a summary is due, END SUMMARY is unverified there",
    sourced: false,
    why: "END SUMMARY is missing, so where the summary ends is taken from the paragraphs and headings. It may end elsewhere.",
};

/// A comment ends with END COMMENT.
pub(super) static COMMENT_OPEN: Rule = Rule {
    id: "I121",
    title: "comment not closed",
    era: "always",
    source: "custom; no handbook paragraph is known",
    sourced: false,
    why: "Half of all comments have no END COMMENT. Where the comment ends is taken from the paragraphs and headings, and the drafter may have meant otherwise.",
};

/// What is quoted ends.
pub(super) static QUOTATION_OPEN: Rule = Rule {
    id: "I122",
    title: "quotation not closed",
    era: "always",
    source: "custom; no handbook paragraph is known",
    sourced: false,
    why: "A quotation mark of this paragraph has no partner. Text may be cut, a mark may be lost, or the quotation goes on in the next paragraph.",
};

/// END SUMMARY and END COMMENT close something.
pub(super) static END_ALONE: Rule = Rule {
    id: "W123",
    title: "end of a part that was not opened",
    era: "always",
    source: "custom; no handbook paragraph is known",
    sourced: false,
    why: "The text ends a summary or comment that it never began. Its beginning may be lost.",
};

/// Paragraphs are numbered one by one.
pub(super) static NUMBERS: Rule = Rule {
    id: "W131",
    title: "paragraph numbers do not follow one another",
    era: "always",
    source: "5 FAH-1 H-246.2 b (text of 2004)",
    sourced: true,
    why: "A number is missing, repeated or lower than the one before. Drafters slip, texts are quoted with their own numbers, and releases leave whole paragraphs out.",
};

/// A telegram does not cite itself.
pub(super) static ITSELF: Rule = Rule {
    id: "W150",
    title: "reference to itself",
    era: "always",
    source: "what a reference is: 5 FAH-1 H-240",
    sourced: true,
    why: "A reference names the telegram it stands in. The number or the year of one of them is wrong.",
};

/// A letter names an entry of the REF block.
pub(super) static BEYOND: Rule = Rule {
    id: "W151",
    title: "letter without an entry in the REF block",
    era: "always",
    source: "custom",
    sourced: false,
    why: "The text cites a reference by a letter that the REF block does not have. The drafter took out an entry, or the block lost one on the way.",
};

/// Every line is read as something.
pub(super) static UNREAD: Rule = Rule {
    id: "I170",
    title: "line not understood",
    era: "always",
    source: "the grammar of this program",
    sourced: true,
    why: "The line stands where something else was expected. It is shown where it stood and counts for nothing.",
};

/// Summary and comment: whether they are closed, and whether what is closed
/// was opened.
pub(super) fn parts(cable: &Cable, findings: &mut Vec<Finding>) {
    let all = [
        ("summary", &cable.summary, &SUMMARY_OPEN, Severity::Warning),
        ("comment", &cable.comment, &COMMENT_OPEN, Severity::Note),
    ];
    for (word, part, open, severity) in all {
        let (begun, ended) = ends_of(cable, word);
        match (part, ended) {
            (Some(part), None) => findings.extend(not_closed(cable, part, open, severity)),
            (_, Some((paragraph_idx, span))) if !begun => findings.push(Finding {
                rule: &END_ALONE,
                severity: Severity::Warning,
                text: format!("the text ends a {word} that it did not begin"),
                span,
                evidence: Vec::new(),
                paragraph: Some(paragraph_idx),
            }),
            _ => {}
        }
    }
}

fn not_closed(
    cable: &Cable,
    part: &Part,
    rule: &'static Rule,
    severity: Severity,
) -> Option<Finding> {
    let last = part.spans.last()?;
    let idx = cable.paragraph_before(last.start);
    let text = match idx.and_then(|idx| cable.paragraphs.get(idx)?.number) {
        Some(number) => format!("no end is marked; it is taken to end with paragraph {number}"),
        None => String::from("no end is marked"),
    };
    let start = part.spans.first()?.start as usize;
    Some(Finding {
        rule,
        severity,
        text,
        span: Span::new(start, start),
        evidence: Vec::new(),
        paragraph: idx.and_then(|idx| u32::try_from(idx).ok()),
    })
}

/// Whether `word` stands in the text before it is ended, and where END
/// SUMMARY (END OF SUMMARY, END COMMENT) stands, in any case and over line
/// ends: index of the paragraph, and the place.
fn ends_of(cable: &Cable, word: &str) -> (bool, Option<(u32, Span)>) {
    let mut begun = false;
    let sought = Sought::new(word, false, false);
    for (idx, paragraph) in (0..).zip(&cable.paragraphs) {
        let heading = paragraph.heading.map_or("", |heading| cable.slice(heading));
        begun |= words(heading).any(|(_, part)| part.eq_ignore_ascii_case(word));
        // In most paragraphs it does not stand, and then nothing ends there.
        if !sought.may_stand_in(cable.slice(paragraph.text)) {
            continue;
        }
        let mut end: Option<usize> = None;
        for (at, part) in words(cable.slice(paragraph.text)) {
            if part.eq_ignore_ascii_case("end") {
                end = Some(at);
            } else if part.eq_ignore_ascii_case(word) {
                let Some(first) = end else {
                    begun = true;
                    continue;
                };
                let start = paragraph.text.start as usize;
                let span = Span::new(start + first, start + at + part.len());
                return (begun, Some((idx, span)));
            } else if end.is_none() || is_injected(cable, paragraph.text.start as usize + at) {
                // A page header may stand between END and SUMMARY.
            } else {
                // `END SUMMARY AND COMMENT` ends both.
                let goes_on = ["of", "and", "summary", "embassy", "post"]
                    .iter()
                    .any(|more| part.eq_ignore_ascii_case(more));
                end = end.filter(|_| goes_on);
            }
        }
    }
    (begun, None)
}

/// Whether a release put what stands at `offset` there.
fn is_injected(cable: &Cable, offset: usize) -> bool {
    let Ok(offset) = u32::try_from(offset) else {
        return false;
    };
    let next = cable
        .repairs
        .partition_point(|repair| repair.span.end <= offset);
    cable
        .repairs
        .get(next)
        .is_some_and(|repair| repair.applied && repair.span.contains(offset))
}

/// One finding a paragraph whose marks have no partner.
pub(super) fn quotations(cable: &Cable, findings: &mut Vec<Finding>) {
    for (paragraph_idx, paragraph) in (0..).zip(&cable.paragraphs) {
        let words = cable.words(paragraph.text);
        let straight = words.matches('"').count();
        // Most paragraphs hold no mark at all, and no letter but plain ones.
        let (mut open, mut closed) = (0, 0);
        if !words.is_ascii() {
            open = words.matches('\u{201c}').count();
            closed = words.matches('\u{201d}').count();
        }
        let text = if straight % 2 == 1 {
            format!(
                "{straight} quotation mark{}",
                if straight == 1 { "" } else { "s" }
            )
        } else if open != closed {
            format!("{open} opening and {closed} closing quotation marks")
        } else {
            continue;
        };
        findings.push(Finding {
            rule: &QUOTATION_OPEN,
            severity: Severity::Note,
            text: format!("{} has {text}", name(paragraph)),
            span: last_mark(cable, paragraph),
            evidence: Vec::new(),
            paragraph: Some(paragraph_idx),
        });
    }
}

/// The last quotation mark of a paragraph: the one that is open.
fn last_mark(cable: &Cable, paragraph: &Paragraph) -> Span {
    let text = cable.slice(paragraph.text);
    let at = text.rfind(['"', '\u{201c}', '\u{201d}']);
    let start = paragraph.text.start as usize + at.unwrap_or(0);
    let length = at
        .and_then(|at| text.get(at..)?.chars().next())
        .map_or(0, char::len_utf8);
    Span::new(start, start + length)
}

/// One finding a place where the numbers do not go on by one.
pub(super) fn numbers(cable: &Cable, findings: &mut Vec<Finding>) {
    let mut last: Option<u32> = None;
    for (paragraph_idx, paragraph) in (0..).zip(&cable.paragraphs) {
        let Some(number) = paragraph.number else {
            continue;
        };
        let text = match last {
            None if number > 1 => Some(format!("the first paragraph is numbered {number}")),
            Some(last) if number > last + 1 => {
                Some(format!("paragraph {number} follows paragraph {last}"))
            }
            Some(last) if number == last && !is_part(cable, paragraph) => {
                Some(format!("paragraph {number} stands twice"))
            }
            Some(last) if number < last => {
                Some(format!("paragraph {number} follows paragraph {last}"))
            }
            _ => None,
        };
        last = Some(number);
        let Some(text) = text else { continue };
        findings.push(Finding {
            rule: &NUMBERS,
            severity: Severity::Warning,
            text,
            span: paragraph.printed.unwrap_or(paragraph.span),
            evidence: Vec::new(),
            paragraph: Some(paragraph_idx),
        });
    }
}

/// Whether a paragraph is one of the parts of its number: `2b.`
fn is_part(cable: &Cable, paragraph: &Paragraph) -> bool {
    let printed = paragraph.printed.map_or("", |span| cable.slice(span));
    let printed = printed.trim_end_matches(['.', ')']);
    printed.ends_with(|c: char| c.is_ascii_alphabetic())
}

/// The first reference that names this very telegram.
pub(super) fn itself(cable: &Cable) -> Option<Finding> {
    let own = cable.mrn.as_ref()?;
    let mut references = cable.heading.references.iter();
    let reference = references.find(|reference| reference.mrn.as_ref() == Some(own))?;
    Some(Finding {
        rule: &ITSELF,
        severity: Severity::Warning,
        text: format!("{own} is cited by itself"),
        span: reference.span,
        evidence: by_banner(cable),
        paragraph: None,
    })
}

/// One finding a reference in the text whose letter names nothing. Silent
/// where there is no block at all: extracts often lost it.
pub(super) fn beyond(cable: &Cable, links: &[Link], findings: &mut Vec<Finding>) {
    let mut letters = cable.heading.references.iter().filter_map(|it| it.letter);
    if letters.next().is_none() {
        return;
    }
    for link in links {
        let Some(letter) = link.beyond.first() else {
            continue;
        };
        findings.push(Finding {
            rule: &BEYOND,
            severity: Severity::Warning,
            text: format!("reference {letter} is not in the REF block"),
            span: link.span,
            evidence: cable
                .heading
                .references
                .last()
                .map(|reference| reference.span)
                .into_iter()
                .collect(),
            paragraph: Some(link.paragraph),
        });
    }
}

/// One finding a line that was read as nothing.
pub(super) fn unread(cable: &Cable, findings: &mut Vec<Finding>) {
    for line in &cable.lines {
        if line.kind != LineKind::Unread {
            continue;
        }
        let next = cable
            .garbles
            .partition_point(|garble| garble.span.start < line.span.start);
        let garble = cable.garbles.get(next);
        let garble = garble.filter(|garble| line.span.encloses(garble.span));
        let expected = garble.map_or("anything that is known", |garble| garble.expected);
        findings.push(Finding {
            rule: &UNREAD,
            severity: Severity::Note,
            text: format!("expected {expected}"),
            span: line.span,
            evidence: Vec::new(),
            paragraph: None,
        });
    }
}
