//! `reftel check`: where cables contradict themselves, and what of them was
//! not understood.

use serde::Serialize;

use super::error::Error;
use super::out::Out;
use super::{Begun, Had, Status, json};
use crate::cable::{Cable, Date, LineKind};
use crate::check::{Finding, RULES, Rule, Severity, check_as_of};
use crate::library::Document;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked {
    /// One JSON object a line, one a cable.
    pub(super) json: bool,
    /// The lines that were not understood, instead of findings.
    pub(super) unexplained: bool,
    /// The day on which it is asked.
    pub(super) as_of: Option<Date>,
}

/// Prints the findings of every cable that is open, one a line behind its
/// place, and ends with how many there are.
pub(super) fn check(begun: Begun, asked: Asked, out: &mut Out) -> Result<Status, Error> {
    let mut total = Total::default();
    let read = |document: Document| {
        let cable = document.cable();
        let findings = check_as_of(&cable, asked.as_of);
        (document, cable, findings)
    };
    // The bytes, and what was read in them.
    let weight = |made: &(Document, Cable, Vec<Finding>)| made.0.bytes.len().saturating_mul(8);
    let Had { n_failed, .. } = begun.each(weight, read, |(document, cable, findings)| {
        total.add(&cable, &findings);
        let name = &document.name(&cable);
        if asked.json {
            let report = Report {
                member: document.member(&cable),
                ..Report::new(&cable, &document.file, &findings)
            };
            json::line(&report, out)?;
        } else if asked.unexplained {
            unexplained(&cable, name, out)?;
        } else {
            for finding in &findings {
                out.line(&line(&cable, name, finding))?;
            }
        }
        Ok(())
    })?;
    if !asked.json {
        out.line(&total.sentence(asked.unexplained))?;
    }
    Ok(match (total.cables, n_failed) {
        (0, _) => Status::Trouble,
        _ if total.errors > 0 && !asked.unexplained => Status::NothingFound,
        (_, 0) => Status::Done,
        _ => Status::SomeFailed,
    })
}

/// Lists every rule: its number, years, title, source, and why it matters.
pub(super) fn rules(as_json: bool, out: &mut Out) -> Result<Status, Error> {
    for rule in RULES {
        if as_json {
            json::line(&Known::new(rule), out)?;
        } else {
            out.line(&format!("{}  {} ({})", rule.id, rule.title, rule.era))?;
            out.line(&format!("      {}", rule.why))?;
            out.line(&format!("      source: {}", rule.source))?;
        }
    }
    Ok(Status::Done)
}

/// `a.txt:12:1: error E201 P2: banner says CONFIDENTIAL, ...`, in the form
/// that editors understand.
fn line(cable: &Cable, name: &str, finding: &Finding) -> String {
    let (line, column) = cable.line_and_column(finding.span.start);
    let paragraph = number(cable, finding).map_or_else(String::new, |number| format!(" P{number}"));
    format!(
        "{}:{line}:{column}: {} {}{paragraph}: {}",
        name.replace(['\n', '\r'], " "),
        finding.severity,
        finding.rule.id,
        finding.text
    )
}

/// The number of the paragraph that a finding is about.
fn number(cable: &Cable, finding: &Finding) -> Option<u32> {
    let idx = usize::try_from(finding.paragraph?).ok()?;
    cable.paragraphs.get(idx)?.number
}

fn unexplained(cable: &Cable, name: &str, out: &mut Out) -> Result<(), Error> {
    for (nth, line) in cable.numbered_lines() {
        if !cable.is_explained(line) {
            let words = cable.slice(line.span);
            let words = words.trim_end_matches(['\n', '\r']);
            out.line(&format!(
                "{}:{nth}: {words}",
                name.replace(['\n', '\r'], " ")
            ))?;
        }
    }
    Ok(())
}

/// What came of all cables together.
#[derive(Default)]
struct Total {
    cables: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    lines: usize,
    unread: usize,
}

impl Total {
    fn add(&mut self, cable: &Cable, findings: &[Finding]) {
        self.cables += 1;
        for finding in findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
        }
        for line in &cable.lines {
            self.lines += usize::from(line.kind != LineKind::Blank);
            self.unread += usize::from(!cable.is_explained(line));
        }
    }

    fn sentence(&self, unexplained: bool) -> String {
        let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        let cables = count(self.cables, "cable");
        if unexplained {
            let lines = count(self.lines, "line");
            return format!("{cables}: {} of {lines} not understood", self.unread);
        }
        format!(
            "{cables}: {}, {}, {}",
            count(self.errors, "error"),
            count(self.warnings, "warning"),
            count(self.notes, "note")
        )
    }
}

/// The findings of one cable, to be serialized.
#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    file: &'a str,
    member: Option<String>,
    mrn: Option<String>,
    findings: Vec<Found<'a>>,
    unexplained: Vec<Unexplained<'a>>,
}

impl<'a> Report<'a> {
    fn new(cable: &'a Cable, file: &'a str, findings: &'a [Finding]) -> Report<'a> {
        let unread = cable
            .numbered_lines()
            .filter(|(_, line)| !cable.is_explained(line))
            .map(|(line, read)| Unexplained {
                line,
                text: cable.slice(read.span).trim_end_matches(['\n', '\r']),
            });
        Report {
            format: "reftel.check.v1",
            file,
            member: None,
            mrn: cable.mrn.as_ref().map(ToString::to_string),
            findings: findings
                .iter()
                .map(|finding| Found::new(cable, finding))
                .collect(),
            unexplained: unread.collect(),
        }
    }
}

#[derive(Serialize)]
struct Found<'a> {
    rule: &'static str,
    title: &'static str,
    severity: &'static str,
    text: &'a str,
    paragraph: Option<u32>,
    span: [u32; 2],
    line: usize,
    column: usize,
    evidence: &'a str,
    against: Vec<Evidence<'a>>,
    source: &'static str,
    status: &'static str,
}

/// A further place that a finding rests on.
#[derive(Serialize)]
struct Evidence<'a> {
    span: [u32; 2],
    line: usize,
    text: &'a str,
}

impl<'a> Found<'a> {
    fn new(cable: &'a Cable, finding: &'a Finding) -> Found<'a> {
        let (line, column) = cable.line_and_column(finding.span.start);
        Found {
            rule: finding.rule.id,
            title: finding.rule.title,
            severity: finding.severity.slug(),
            text: &finding.text,
            paragraph: number(cable, finding),
            span: [finding.span.start, finding.span.end],
            line,
            column,
            evidence: cable.slice(finding.span),
            against: finding
                .evidence
                .iter()
                .map(|span| Evidence {
                    span: [span.start, span.end],
                    line: cable.line_and_column(span.start).0,
                    text: cable.slice(*span).trim_end(),
                })
                .collect(),
            source: finding.rule.source,
            status: status(finding.rule),
        }
    }
}

/// A line that was read as nothing.
#[derive(Serialize)]
struct Unexplained<'a> {
    line: usize,
    text: &'a str,
}

/// A rule, to be serialized.
#[derive(Serialize)]
struct Known {
    id: &'static str,
    title: &'static str,
    era: &'static str,
    source: &'static str,
    status: &'static str,
    why: &'static str,
}

/// Whether the rule and its years were found in their source, in the words
/// of the glossary.
fn status(rule: &Rule) -> &'static str {
    if rule.sourced {
        "sourced"
    } else {
        "unverified"
    }
}

impl Known {
    fn new(rule: &'static Rule) -> Known {
        Known {
            id: rule.id,
            title: rule.title,
            era: rule.era,
            source: rule.source,
            status: status(rule),
            why: rule.why,
        }
    }
}
