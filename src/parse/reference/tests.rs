//! What the tests of the rules share.

use super::citation::cited;

pub(super) fn check(text: &str) -> String {
    match cited(text, false) {
        Some((cited, rest)) => {
            format!(
                "{:?} {:?} {} then {rest:?}",
                cited.year,
                cited.station.unwrap_or("-"),
                cited.serial
            )
        }
        None => "no telegram".into(),
    }
}

/// The telegrams of a block without letters.
pub(super) fn bare(value: &str) -> String {
    block(value).replace("-=", "")
}

/// Kind or id of each reference of a block.
pub(super) fn block(value: &str) -> String {
    let text = format!(
        "R 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\n\nUNCLAS NORTHHAVEN 000311\n\nREF: {value}\n"
    );
    let cable = crate::parse::parse(text.as_bytes());
    let references = cable.heading.references.iter().map(|reference| {
        let letter = reference.letter.unwrap_or('-');
        match &reference.mrn {
            Some(mrn) => format!("{letter}={mrn}"),
            None => format!("{letter}={}", reference.kind.slug()),
        }
    });
    references.collect::<Vec<_>>().join(" ")
}
