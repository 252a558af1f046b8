//! What is counted of a cable once, so that no frame has to count it.

use std::ops::{Range, RangeInclusive};

use crate::cable::{Cable, Classification, Paragraph};
use crate::check::{Finding, Severity};

/// Counts that every frame shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Paragraphs with a number; all of them, if none has one.
    pub n_numbered: usize,
    /// Repairs that are on view.
    pub n_repairs: usize,
    /// Findings that are more than notes.
    pub n_serious: usize,
    /// How many paragraphs bear each level: `U3 SBU1 C8 S1 ?1`.
    pub levels: String,
    /// The level that each paragraph is marked with.
    marks: Vec<Option<Classification>>,
    /// Paragraphs in which something serious was found, in order.
    flagged: Vec<u32>,
}

impl Tally {
    /// Counts a cable.
    #[must_use]
    pub fn of(cable: &Cable, findings: &[Finding]) -> Tally {
        let numbered = cable.paragraphs.iter().filter(|it| it.number.is_some());
        let n_numbered = match numbered.count() {
            0 => cable.paragraphs.len(),
            n_numbered => n_numbered,
        };
        Tally {
            n_numbered,
            n_repairs: cable.repairs.iter().filter(|it| it.applied).count(),
            n_serious: findings.iter().filter(|it| is_serious(it)).count(),
            levels: levels(cable),
            marks: cable.paragraphs.iter().map(Paragraph::level).collect(),
            flagged: flagged(findings),
        }
    }

    /// The level that paragraph `idx` is marked with.
    #[must_use]
    pub fn level(&self, idx: usize) -> Option<Classification> {
        self.marks.get(idx).copied().flatten()
    }

    /// The highest level with which one of these paragraphs is marked.
    #[must_use]
    pub fn highest(&self, paragraphs: RangeInclusive<u32>) -> Option<Classification> {
        let range = *paragraphs.start() as usize..=*paragraphs.end() as usize;
        let marks = self.marks.get(range).unwrap_or_default();
        marks.iter().flatten().max().copied()
    }

    /// Whether something serious was found in one of these paragraphs.
    #[must_use]
    pub fn is_flagged(&self, paragraphs: &Range<u32>) -> bool {
        let next = self.flagged.partition_point(|&idx| idx < paragraphs.start);
        self.flagged
            .get(next)
            .is_some_and(|idx| paragraphs.contains(idx))
    }
}

/// Whether a finding is more than a note.
fn is_serious(finding: &Finding) -> bool {
    finding.severity != Severity::Note
}

/// Paragraphs in which something serious was found, in order.
pub(super) fn flagged(findings: &[Finding]) -> Vec<u32> {
    let serious = findings.iter().filter(|it| is_serious(it));
    let mut flagged: Vec<u32> = serious.filter_map(|finding| finding.paragraph).collect();
    flagged.sort_unstable();
    flagged.dedup();
    flagged
}

fn levels(cable: &Cable) -> String {
    let mut counts = [0_usize; Classification::ALL.len()];
    let mut n_unmarked = 0;
    for paragraph in &cable.paragraphs {
        match paragraph.level() {
            Some(level) => {
                if let Some(count) = counts.get_mut(level as usize) {
                    *count += 1;
                }
            }
            None => n_unmarked += usize::from(paragraph.number.is_some()),
        }
    }
    let marked = Classification::ALL.into_iter().zip(counts);
    let mut words: Vec<String> = marked
        .filter(|&(_, count)| count > 0)
        .map(|(level, count)| format!("{}{count}", level.mark()))
        .collect();
    if n_unmarked > 0 && cable.is_marked() {
        words.push(format!("?{n_unmarked}"));
    }
    words.join(" ")
}
