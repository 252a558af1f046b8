//! Findings about one cable: where its parts contradict one another.
//!
//! A finding is a statement about the text, with the place that it rests on
//! and the rule behind it. It changes nothing: a cable whose banner and
//! marks disagree is shown as it is, and the reader is told.

mod header;
mod marking;
mod order;
mod section;
mod structure;
mod tags;

use std::fmt;

use crate::cable::{Cable, Date, Link, Paragraph, Span, sort_by_place};
use crate::glossary;

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
    /// Further places that it rests on: what the first contradicts.
    pub evidence: Vec<Span>,
    /// Index of the paragraph that it is about.
    pub paragraph: Option<u32>,
}

/// What a telegram is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// `E201`: the letter of the gravest severity, which for a note, that
    /// only informs, is `I`, and a number. Numbers are never used again for
    /// another rule.
    pub id: &'static str,
    /// The rule broken, in a few words.
    pub title: &'static str,
    /// The years for which it holds: `1972-`, `always`.
    pub era: &'static str,
    /// Where the rule is written, and what of it is unverified.
    pub source: &'static str,
    /// Whether all of it was found in its source: the rule and its years.
    pub sourced: bool,
    /// Why it matters, and what may be behind it, for a reader who does not
    /// know the rule.
    pub why: &'static str,
}

impl Rule {
    /// Whether the rule held in `year`. Without a year it did.
    #[must_use]
    pub fn holds_in(&self, year: Option<u16>) -> bool {
        let (first, last) = self.era.split_once('-').unwrap_or_default();
        let first = first.parse().unwrap_or(0);
        let last = last.parse().unwrap_or(u16::MAX);
        year.is_none_or(|year| (first..=last).contains(&year))
    }
}

/// How grave a finding is, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing need be wrong.
    Note,
    /// Something is likely wrong, in the telegram or in its transmission.
    Warning,
    /// The telegram contradicts itself on its classification.
    Error,
}

impl Severity {
    /// Its name, in the published form and wherever it is told: `error`,
    /// `warning`, `note`.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Severity::Note => "note",
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
    &header::PRECEDENCE,
    &header::PUBLISHED_AS,
    &marking::UNMARKED,
    &marking::MALFORMED,
    &marking::OUT_OF_ERA,
    &structure::SUMMARY_OPEN,
    &structure::COMMENT_OPEN,
    &structure::QUOTATION_OPEN,
    &structure::END_ALONE,
    &section::ALONE,
    &structure::NUMBERS,
    &section::MISSING,
    &section::HEADINGS_DIFFER,
    &order::IMPOSSIBLE_DATE,
    &order::PASSED,
    &order::NOT_YET,
    &order::REPLACED,
    &structure::ITSELF,
    &structure::BEYOND,
    &tags::UNKNOWN,
    &structure::UNREAD,
    &marking::ABOVE_BANNER,
    &marking::BANNER_ABOVE,
    &marking::SUMMARY_BELOW,
    &marking::SUB_ABOVE,
];

/// Holds `cable` to every rule; the findings come in the order of the text.
///
/// A rule whose parts are not all in the source finds nothing.
#[must_use]
pub fn check(cable: &Cable) -> Vec<Finding> {
    check_as_of(cable, None)
}

/// The same, and what has come to pass by the day `today`. Without a day
/// nothing is held against the calendar of the reader.
#[must_use]
pub fn check_as_of(cable: &Cable, today: Option<Date>) -> Vec<Finding> {
    check_with(cable, &glossary::links(cable), today)
}

/// The same, for whoever has the references in the text already: they are
/// what [`glossary::links`] finds.
#[must_use]
pub fn check_with(cable: &Cable, links: &[Link], today: Option<Date>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(header::julian_day(cable));
    findings.extend(header::station_serial(cable));
    findings.extend(header::security(cable));
    findings.extend(header::precedence(cable));
    findings.extend(header::published_as(cable));
    findings.extend(marking::banner_above(cable));
    marking::above_banner(cable, &mut findings);
    marking::unmarked(cable, &mut findings);
    marking::malformed(cable, &mut findings);
    marking::out_of_era(cable, &mut findings);
    findings.extend(marking::summary_below(cable));
    marking::sub_above(cable, &mut findings);
    structure::parts(cable, &mut findings);
    structure::quotations(cable, &mut findings);
    structure::numbers(cable, &mut findings);
    section::sections(cable, &mut findings);
    findings.extend(structure::itself(cable));
    structure::beyond(cable, links, &mut findings);
    structure::unread(cable, &mut findings);
    tags::unknown(cable, &mut findings);
    findings.extend(order::declassification(cable, today));
    findings.extend(order::number(cable));
    let year = cable.year();
    findings.retain(|finding| finding.rule.holds_in(year));
    sort_by_place(&mut findings, |finding| finding.span.order());
    findings
}

/// What a paragraph is called in a finding.
fn name(paragraph: &Paragraph) -> String {
    match paragraph.number {
        Some(number) => format!("paragraph {number}"),
        None => String::from("an unnumbered paragraph"),
    }
}

/// The banner as evidence, if there is one.
fn by_banner(cable: &Cable) -> Vec<Span> {
    let banner = cable.heading.banner.iter();
    banner.map(|banner| banner.span).collect()
}

/// The date-time group as evidence, if there is one.
fn by_dtg(cable: &Cable) -> Vec<Span> {
    let dtg = cable.heading.dtg.iter();
    dtg.map(|line| line.span).collect()
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
            "W101 note `0760012` filed on day 76 of the year, the day after its date-time group (15 MAR 2008 14:12Z)\n"
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
    fn a_tags_code_that_no_list_has_is_worth_knowing() {
        let tagged = |tags: &str| {
            telegram("CCCCC", "0751412", BANNER, BODY)
                .replace("TAGS: PREL, VD", &format!("TAGS: {tags}"))
        };
        assert_eq!(
            findings(&tagged("PREL, XQZV, [QQXW](#)")),
            "I160 note `XQZV` XQZV is no TAGS code that the glossary knows\n\
             I160 note `[QQXW](#)` QQXW is no TAGS code that the glossary knows\n"
        );
        assert_eq!(
            findings(&tagged("PRELEFISVD")),
            "I160 note `PRELEFISVD` PRELEFISVD is no TAGS code that the glossary knows; \
             it begins with PREL, which is one\n"
        );
        // Taken apart; a country; words; a person; what leaks into the list.
        for tags in [
            "PRELEFISUK",
            "PREL VD",
            "PREL, COUNTRY CLEARANCE",
            "OVIP (QUILL, ADA)",
            "PREL SIPDIS",
        ] {
            assert_eq!(findings(&tagged(tags)), "", "{tags}");
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
            format!("I202 note `{BANNER}` banner says CONFIDENTIAL, the highest mark is (SBU)\n")
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

    /// The same telegram with some of its lines changed.
    fn changed(changes: &[(&str, &str)], body: &str) -> String {
        let mut text = telegram("CCCCC", "0751412", BANNER, body);
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        findings(&text)
    }

    #[test]
    fn the_call_bears_the_highest_precedence() {
        assert_eq!(
            changed(&[("PP RUEHC", "OO RUEHC")], BODY),
            "W104 warning `151412Z MAR 08` format line 2 says IMMEDIATE, the highest precedence below it is PRIORITY\n"
        );
        let niact = [
            ("PP RUEHC", "OO RUEHC"),
            ("WASHDC PRIORITY", "WASHDC NIACT IMMEDIATE"),
        ];
        assert_eq!(changed(&niact, BODY), "");
    }

    #[test]
    fn the_archive_may_number_a_telegram_otherwise() {
        let record = |number: &str| {
            format!(
                "Message Text\n\nR 231144Z MAY 74\nFM AMCONSUL SANTA BRISA\nTO SECSTATE WASHDC\n\n\
                 UNCLAS SANTA BRISA 0217\n\nE.O. 11652: N/A\nTAGS: BEXP\nSUBJECT: TIMBER\n\n\
                 1. TEN SHIPS.\nHOLT\n\nMessage Attributes\n\nDocument Number: {number}\n"
            )
        };
        assert_eq!(findings(&record("1974SANTA00217")), "");
        assert_eq!(
            findings(&record("1974SANTA01217")),
            "W105 warning `0217` the banner's serial is 217, the publisher names the telegram 74SANTA1217\n"
        );
    }

    #[test]
    fn the_publisher_and_the_banner_name_one_telegram() {
        let page = |serial: &str| {
            format!(
                "<table class='cable'><th>Reference ID</th><td>08NORTHHAVEN88</td></table>\
                 <pre>UNCLAS NORTHHAVEN {serial}\n\nSUBJECT: DUES\n\n1. (U) Boats.</pre>"
            )
        };
        assert_eq!(findings(&page("000088")), "");
        assert_eq!(
            findings(&page("000098")),
            "W105 warning `000098` the banner's serial is 98, the publisher names the telegram 08NORTHHAVEN88\n"
        );
    }

    #[test]
    fn letters_in_brackets_that_are_no_level_are_malformed_among_marks() {
        let body = "1. (C) One.\n\n2. (CD) Two.\n\n3. (C) Three.\n";
        assert_eq!(
            changed(&[], body),
            "W111 warning `(CD)` paragraph 2 begins with (CD), which is no level\n"
        );
        assert_eq!(changed(&[], "1. (CD) One.\n\n2. (UN) Two.\n"), "");
    }

    #[test]
    fn a_marking_belongs_to_its_years() {
        let found = |year: &str, body: &str| {
            let text = telegram("CCCCC", "0751412", BANNER, body).replace("MAR 08", year);
            let text = findings(&text);
            text.lines().filter(|line| line.starts_with("W112")).count()
        };
        let body = "1. (C) One.\n\n2. (LOU) Two.\n";
        assert_eq!((found("MAR 08", body), found("MAR 88", body)), (1, 0));
    }

    #[test]
    fn a_summary_below_the_rest_is_worth_knowing() {
        let body = "1. (U) SUMMARY: One. END SUMMARY.\n\n2. (C) Two.\n";
        assert_eq!(
            changed(&[], body),
            "I203 note `(U)` the summary is marked (U), the rest up to (C)\n"
        );
        let body = "1. (C) SUMMARY: One. END SUMMARY.\n\n2. (U) Two.\n";
        assert_eq!(changed(&[], body), "");
    }

    #[test]
    fn parts_that_are_not_closed_are_found() {
        assert_eq!(
            changed(&[], "1. (C) SUMMARY: One.\n\n2. (C) COMMENT: Two.\n"),
            "W120 warning `` no end is marked; it is taken to end with paragraph 1\n\
             I121 note `` no end is marked; it is taken to end with paragraph 2\n"
        );
        let closed = "1. (C) SUMMARY AND COMMENT: One. End\nSummary and Comment.\n\n2. (C) Two.\n";
        assert_eq!(changed(&[], closed), "");
        let cut = "1. (C) SUMMARY: One. End\n\nPORT LARK 00000311  002 OF 003\n\nSummary.\n\n2. (C) Two.\n";
        assert_eq!(changed(&[], cut), "");
        assert_eq!(
            changed(
                &[],
                "1. (C) One. END SUMMARY.\n\n2. (C) In the end comments were few.\n"
            ),
            "W123 warning `END SUMMARY` the text ends a summary that it did not begin\n"
        );
    }

    #[test]
    fn a_quotation_is_closed_in_its_paragraph() {
        assert_eq!(
            changed(
                &[],
                "1. (C) He said \"dues and left.\n\n2. (C) \u{201c}Dues,\u{201d} he said.\n"
            ),
            "I122 note `\"` paragraph 1 has 1 quotation mark\n"
        );
        assert_eq!(changed(&[], "1. (C) He said &dues8 and left.\n"), "");
    }

    #[test]
    fn numbers_follow_one_another() {
        assert_eq!(
            changed(&[], "1. (C) a\n\n2. (C) b\n\n2. (C) c\n\n5. (C) d\n"),
            "W131 warning `2.` paragraph 2 stands twice\n\
             W131 warning `5.` paragraph 5 follows paragraph 2\n"
        );
        assert_eq!(
            changed(&[], "1. (C) a\n\n2a. (C) b\n\n2b. (C) c\n\n3. (C) d\n"),
            ""
        );
        assert_eq!(
            changed(&[], "7. (C) a\n\n8. (C) b\n"),
            "W131 warning `7.` the first paragraph is numbered 7\n"
        );
    }

    /// A telegram of three sections, with what stands between its paragraphs.
    fn sections(between: [&str; 2]) -> String {
        let banner = "C O N F I D E N T I A L SECTION 01 OF 03 PORT LARKSPUR 000311";
        let [first, second] = between;
        let body = format!("1. (C) One.\n\n{first}\n\n2. (C) Two.\n\n{second}\n\n3. (C) Three.\n");
        changed(&[(BANNER, banner)], &body)
    }

    #[test]
    fn a_section_between_others_is_missed() {
        let page = |section: u8| format!("PORT LARK 00000311  {section:03} OF 003");
        assert_eq!(sections([&page(2), &page(3)]), "");
        let found = sections([&page(3), ""]);
        assert!(
            found.contains("W132 warning") && found.contains("section 2 of 3 is missing"),
            "{found}"
        );
        let found = sections([&page(2), ""]);
        assert!(found.contains("W132 note"), "{found}");
        // Most releases leave page headers out: without any nothing is known.
        assert_eq!(sections(["", ""]), "");
    }

    #[test]
    fn a_repeated_heading_says_what_the_first_said() {
        let banner = |section: u8, serial: u16| {
            format!("C O N F I D E N T I A L SECTION {section:02} OF 03 PORT LARKSPUR {serial:06}")
        };
        let found = |second: &str| {
            let found = sections([second, &banner(3, 311)]);
            let line = found.lines().find(|line| line.contains("W133"));
            line.unwrap_or_default().to_owned()
        };
        assert_eq!(found(&banner(2, 311)), "");
        let other = banner(2, 317);
        assert_eq!(
            found(&other),
            format!(
                "W133 warning `{other}` the heading of section 2 says serial 317, the first 311"
            )
        );
        let secret = "S E C R E T SECTION 02 OF 03 PORT LARKSPUR 000311";
        assert_eq!(
            found(secret),
            format!(
                "W133 warning `{secret}` the heading of section 2 says SECRET, the first CONFIDENTIAL"
            )
        );
    }

    #[test]
    fn a_sub_paragraph_is_held_against_its_paragraph_and_the_banner() {
        let body = "1. (U) Two points:\na. (C) One.\nb. (U) Two.\n\n2. (C) More:\n-- (C) Three.\n";
        assert_eq!(
            changed(&[], body),
            "W204 warning `(C)` paragraph 1 is marked (U), a sub-paragraph of it (C)\n"
        );
        let above = "1. (C) Two points:\n(a) (S/NF) One.\n";
        assert_eq!(
            changed(&[], above),
            "E201 error `(S/NF)` banner says CONFIDENTIAL, a sub-paragraph of paragraph 1 is marked (S)\n\
             W204 warning `(S/NF)` paragraph 1 is marked (C), a sub-paragraph of it (S)\n"
        );
        // Brackets in a sentence are no mark of a sub-paragraph.
        let text = "1. (U) It names the agency\n(S) and others.\n\n2. (C) More.\n";
        assert_eq!(changed(&[], text), "");
    }

    #[test]
    fn a_rule_is_silent_outside_its_years() {
        let body = "1. (C) One.\n\n2. Two.\n\n3. (C) Three.\n";
        let found = |year: &str| {
            let text = telegram("CCCCC", "0751412", BANNER, body).replace("MAR 08", year);
            findings(&text).contains("W110")
        };
        assert!(found("MAR 85"));
        assert!(!found("MAR 75"));
    }

    #[test]
    fn a_finding_names_what_it_contradicts() {
        let body = "1. (C) One.\n\n2. (S) Two.\n";
        let cable = parse(telegram("CCCCC", "0711412", BANNER, body).as_bytes());
        let evidence: Vec<(&str, &str)> = check(&cable)
            .iter()
            .flat_map(|finding| {
                let further = finding.evidence.iter();
                further.map(|&span| (finding.rule.id, cable.slice(span)))
            })
            .collect();
        assert_eq!(evidence, [("W101", "151412Z MAR 08"), ("E201", BANNER)]);
    }

    #[test]
    fn a_later_section_alone_is_found() {
        let later = "C O N F I D E N T I A L SECTION 02 OF 03 PORT LARKSPUR 000311";
        let text = changed(&[(BANNER, later)], BODY);
        assert!(text.contains("W130 warning"), "{text}");
        let first = "C O N F I D E N T I A L SECTION 01 OF 03 PORT LARKSPUR 000311";
        assert_eq!(changed(&[(BANNER, first)], BODY), "");
    }

    #[test]
    fn a_telegram_does_not_cite_itself() {
        let cites = |reference: &str| {
            let subject = format!("SUBJECT: HARBOR DUES\n\nREF: {reference}");
            changed(&[("SUBJECT: HARBOR DUES", &subject)], BODY)
        };
        assert_eq!(
            cites("PORT LARKSPUR 311"),
            "W150 warning `PORT LARKSPUR 311` 08PORTLARKSPUR311 is cited by itself\n"
        );
        assert_eq!(cites("07 PORT LARKSPUR 311"), "");
    }

    #[test]
    fn the_order_and_its_date_are_held_against_the_telegram() {
        assert_eq!(
            changed(&[("03/15/2018", "03/15/2007")], BODY),
            "W140 warning `03/15/2007` declassified on 2007-03-15, sent on 2008-03-15\n"
        );
        assert_eq!(
            changed(&[("03/15/2018", "02/30/2018")], BODY),
            "W140 warning `02/30/2018` 02/30/2018 is no day, with the month first\n"
        );
        assert_eq!(changed(&[("03/15/2018", "02/29/28")], BODY), "");
        assert_eq!(
            changed(&[("12958", "13526")], BODY),
            "W142 warning `13526` E.O. 13526 was signed on 2009-12-29, the telegram is of 2008-03-15\n"
        );
        assert_eq!(
            changed(&[("12958", "12356")], BODY),
            "I143 note `12356` E.O. 12356 was replaced on 1995-10-14, the telegram is of 2008-03-15\n"
        );
        // Posts were slow, and damaged numbers are none of the known ones.
        assert_eq!(changed(&[("12958", "12598")], BODY), "");
    }

    #[test]
    fn only_a_day_that_was_given_lets_a_date_pass() {
        let cable = parse(telegram("CCCCC", "0751412", BANNER, BODY).as_bytes());
        let on = |day: &str| {
            let findings = check_as_of(&cable, day.parse().ok());
            findings
                .iter()
                .map(|finding| finding.rule.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(on("2018-03-14"), [] as [&str; 0]);
        assert_eq!(on("2018-03-15"), ["I141"]);
        assert_eq!(on("no day"), [] as [&str; 0]);
    }

    #[test]
    fn every_rule_has_a_number_of_its_own_and_its_reasons() {
        let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
        for rule in RULES {
            assert!(
                rule.why.ends_with('.') && !rule.source.is_empty(),
                "{}",
                rule.id
            );
            let years = rule.era.split_once('-');
            let is_year = |year: &str| year.is_empty() || year.parse::<u16>().is_ok();
            assert!(
                rule.era == "always"
                    || years.is_some_and(|(first, last)| is_year(first) && is_year(last)),
                "{}",
                rule.id
            );
            let unsure = ["unverified", "custom"];
            let unsure = unsure.iter().any(|word| rule.source.contains(word));
            assert_eq!(unsure, !rule.sourced, "{}", rule.id);
            assert!(
                !rule.era.is_empty() && !rule.title.ends_with('.'),
                "{}",
                rule.id
            );
        }
    }

    #[test]
    fn a_letter_beyond_the_block_is_found() {
        let cites = |words: &str| {
            let block = "SUBJECT: HARBOR DUES\n\nREF: A. NORTHHAVEN 88";
            let body = format!("1. (C) The minister left ({words}).\n");
            changed(&[("SUBJECT: HARBOR DUES", block)], &body)
        };
        assert_eq!(
            cites("ref B"),
            "W151 warning `ref B` reference B is not in the REF block\n"
        );
        assert_eq!(cites("ref A"), "");
        assert_eq!(changed(&[], "1. (C) The minister left (ref B).\n"), "");
    }
}
