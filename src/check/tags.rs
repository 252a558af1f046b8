//! Rules that hold the TAGS line against the lists of its codes.

use super::{Finding, Rule, Severity};
use crate::cable::{Cable, Tag, TagKind};
use crate::glossary;

/// Every code of the TAGS line stands in a list of such codes.
pub(super) static UNKNOWN: Rule = Rule {
    id: "I160",
    title: "TAGS code unknown to the glossary",
    era: "1973-",
    source: "5 FAH-3, and the other lists that the glossary names beside its codes",
    sourced: true,
    why: "No list of TAGS that the glossary holds has the code. Posts made up program tags of their own, and lists changed; or a letter was misread, or several codes were glued together. Codes of two characters, which changed owners too often for the lists to be whole, and tags in words are not asked about.",
};

/// Codes that the dictionary does not hold. Not knowing one is usual, so it
/// is a note at most.
pub(super) fn unknown(cable: &Cable, findings: &mut Vec<Finding>) {
    let year = cable.year();
    let is_asked = |tag: &&Tag| {
        let is_word = tag.code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        tag.kind == TagKind::Unknown && is_word && tag.code.len() > 2
    };
    for tag in cable.heading.tags.iter().filter(is_asked) {
        let code = &tag.code;
        let known = beginning(code, year);
        let known = known.map_or_else(String::new, |known| {
            format!("; it begins with {known}, which is one")
        });
        findings.push(Finding {
            rule: &UNKNOWN,
            severity: Severity::Note,
            text: format!("{code} is no TAGS code that the glossary knows{known}"),
            span: tag.span,
            evidence: Vec::new(),
            paragraph: None,
        });
    }
}

/// The longest known code that a longer one begins with. Two or three
/// letters begin many words.
fn beginning(code: &str, year: Option<u16>) -> Option<&str> {
    let longest = code.len().saturating_sub(1).min(8);
    (4..=longest)
        .rev()
        .filter_map(|at| code.get(..at))
        .find(|part| glossary::tag_kind(part, year) != TagKind::Unknown)
}
