//! Findings about one cable: where its parts contradict one another.
//!
//! A finding is a statement about the text, with the place that it rests on
//! and the rule behind it. It changes nothing: a cable whose banner and
//! marks disagree is shown as it is, and the reader is told.

mod header;
mod marking;

use std::fmt;

use crate::cable::{Cable, Span};

/// Something that does not agree in a cable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that it goes against.
    pub rule: &'static Rule,
    /// How grave it is.
    pub severity: Severity,
    /// What stands there and what was to be expected, in one sentence
    /// without a full stop.
    pub text: String,
    /// The place that it rests on.
    pub span: Span,
    /// Index of the paragraph that it is about.
    pub paragraph: Option<u32>,
}

/// What a telegram is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// `E201`: the letter of the gravest severity and a number. Numbers are
    /// never used again for another rule.
    pub id: &'static str,
    /// The rule broken, in a few words.
    pub title: &'static str,
    /// Where the rule is written.
    pub source: &'static str,
}

/// How grave a finding is, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing need be wrong.
    Information,
    /// Something is likely wrong, in the telegram or in its transmission.
    Warning,
    /// The telegram contradicts itself on its classification.
    Error,
}

impl Severity {
    /// The name in the published form.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Severity::Information => "information",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// Every rule, by number.
pub const RULES: &[&Rule] = &[
    &header::JULIAN_DAY,
    &header::STATION_SERIAL,
    &header::SECURITY,
    &marking::UNMARKED,
    &marking::ABOVE_BANNER,
    &marking::BANNER_ABOVE,
];

/// Holds `cable` to every rule; the findings come in the order of the text.
///
/// A rule whose parts are not all in the source finds nothing.
#[must_use]
pub fn check(cable: &Cable) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(header::julian_day(cable));
    findings.extend(header::station_serial(cable));
    findings.extend(header::security(cable));
    findings.extend(marking::banner_above(cable));
    marking::above_banner(cable, &mut findings);
    marking::unmarked(cable, &mut findings);
    findings.sort_by_key(|finding| finding.span);
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    /// Rule, severity and sentence of every finding, one a line.
    fn findings(text: &str) -> String {
        let cable = parse(text.as_bytes());
        let line = |finding: &Finding| {
            let place = cable.slice(finding.span);
            format!(
                "{} {} `{place}` {}\n",
                finding.rule.id, finding.severity, finding.text
            )
        };
        check(&cable).iter().map(line).collect()
    }

    /// A telegram with the given letters of format line 4, day of the year,
    /// banner and body.
    fn telegram(security: &str, filed: &str, banner: &str, body: &str) -> String {
        format!(
            "VZCZCXYZ0007\nPP RUEHC\n\nDE RUEHPL #0311/01 {filed}\nZNY {security} ZZH\n\
             P 151412Z MAR 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4410\n\n\
             {banner}\n\nSIPDIS\n\nE.O. 12958: DECL: 03/15/2018\nTAGS: PREL, VD\n\
             SUBJECT: HARBOR DUES\n\n{body}\nQUILL\n"
        )
    }

    const BANNER: &str = "C O N F I D E N T I A L PORT LARKSPUR 000311";
    const BODY: &str = "1. (C) The minister agreed.\n\n2. (U) The press was told.\n";

    #[test]
    fn a_telegram_that_agrees_with_itself_has_no_finding() {
        assert_eq!(findings(&telegram("CCCCC", "0751412", BANNER, BODY)), "");
    }

    #[test]
    fn a_day_of_filing_that_is_not_the_day_of_the_group_is_found() {
        assert_eq!(
            findings(&telegram("CCCCC", "0711412", BANNER, BODY)),
            "W101 warning `0711412` filed on day 71 of the year, dated on day 75 (15 MAR 2008 14:12Z)\n"
        );
    }

    #[test]
    fn filing_on_the_next_day_is_only_worth_knowing() {
        assert_eq!(
            findings(&telegram("CCCCC", "0760012", BANNER, BODY)),
            "W101 information `0760012` filed on day 76 of the year, the day after its date-time group (15 MAR 2008 14:12Z)\n"
        );
    }

    #[test]
    fn a_header_of_another_telegram_is_found_by_its_serial() {
        let banner = "C O N F I D E N T I A L PORT LARKSPUR 000402";
        assert_eq!(
            findings(&telegram("CCCCC", "0751412", banner, BODY)),
            "W102 warning `0311` station serial 0311, but the banner's serial 402 would give 0402\n"
        );
    }

    #[test]
    fn a_serial_above_9999_agrees_by_its_last_four_digits() {
        let banner = "C O N F I D E N T I A L PORT LARKSPUR 120311";
        assert_eq!(findings(&telegram("CCCCC", "0751412", banner, BODY)), "");
    }

    #[test]
    fn security_letters_are_held_against_the_banner() {
        assert_eq!(
            findings(&telegram("SSSSS", "0751412", BANNER, BODY)),
            "W103 warning `SSSSS` security prosign SSSSS stands for SECRET, the banner says CONFIDENTIAL\n"
        );
        let unclas = "UNCLAS PORT LARKSPUR 000311";
        let body = "1. The minister agreed.\n";
        for letters in ["UUUUU", "EEEEE", "RRRRR"] {
            assert_eq!(
                findings(&telegram(letters, "0751412", unclas, body)),
                "",
                "{letters}"
            );
        }
    }

    #[test]
    fn every_mark_above_the_banner_is_an_error() {
        let body = "1. (C) One.\n\n2. (S) Two.\n\n3. (S/NF) Three.\n";
        assert_eq!(
            findings(&telegram("CCCCC", "0751412", BANNER, body)),
            "E201 error `(S)` banner says CONFIDENTIAL, paragraph 2 is marked (S)\n\
             E201 error `(S/NF)` banner says CONFIDENTIAL, paragraph 3 is marked (S/NF)\n"
        );
    }

    #[test]
    fn an_administrative_marking_is_not_above_an_unclassified_banner() {
        let unclas = "UNCLAS PORT LARKSPUR 000311";
        let body = "1. (SBU) One.\n\n2. (U) Two.\n";
        assert_eq!(findings(&telegram("UUUUU", "0751412", unclas, body)), "");
    }

    #[test]
    fn a_banner_above_the_highest_mark_is_worth_knowing() {
        let body = "1. (U) One.\n\n2. (SBU) Two.\n";
        assert_eq!(
            findings(&telegram("CCCCC", "0751412", BANNER, body)),
            format!(
                "I202 information `{BANNER}` banner says CONFIDENTIAL, the highest mark is (SBU)\n"
            )
        );
    }

    #[test]
    fn one_paragraph_without_mark_is_found_among_marked_ones() {
        let body = "1. (C) One.\n\n2. Two.\n\n3. (C) Three.\n";
        assert_eq!(
            findings(&telegram("CCCCC", "0751412", BANNER, body)),
            "W110 warning `2.` paragraph 2 has no portion mark, 2 of 3 paragraphs have one\n"
        );
    }

    #[test]
    fn a_telegram_without_marks_is_not_reproached() {
        let body = "1. One.\n\n2. Two.\n";
        assert_eq!(findings(&telegram("CCCCC", "0751412", BANNER, body)), "");
    }

    #[test]
    fn rules_bear_different_numbers_in_rising_order() {
        let numbers: Vec<&str> = RULES.iter().map(|rule| &rule.id[1..]).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    }
}
