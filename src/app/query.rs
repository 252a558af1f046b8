//! Which paragraphs of a cable a query asks for.

use std::collections::HashMap;
use std::sync::Arc;

use crate::cable::{ParagraphRole, Span};
use crate::check::Severity;
use crate::query::{Asks, Cited, Field, Matcher, Query, Reads, State, Thing, spelled};

use super::Reader;

/// For each paragraph of a cable, whether it is asked for.
#[must_use]
pub(super) fn shows(query: &Query, reader: &Reader) -> Vec<bool> {
    let leaves = query.leaves().iter().map(|leaf| &leaf.asks);
    let names = leaves.filter_map(|asks| match asks {
        Asks::Is {
            field: Field::Has,
            value,
            ..
        } => Some(value.as_str()),
        _ => None,
    });
    let names: Vec<&str> = names.collect();
    let asked = Thing::ALL.iter().filter(|it| names.contains(&it.name()));
    let found = asked.filter_map(|thing| Some((*thing, holding(reader, *thing)?)));
    let found: Vec<(Thing, Vec<u32>)> = found.collect();
    let has = |thing: Thing, idx: u32| {
        let (_, idxs) = found.iter().find(|(known, _)| *known == thing)?;
        Some(idxs.binary_search(&idx).is_ok())
    };
    // What is being read is begun.
    let (id, state) = (spelled(reader.id.as_str()), State::Begun);
    let query = query.clone().knowing(&Arc::new(Reads {
        numbers: HashMap::from([(id, state)]),
        ..Reads::default()
    }));
    Matcher::new(&query, Cited::new()).paragraphs(&reader.cable, state, &has)
}

/// The paragraphs that hold something, in order; nothing where that cannot be
/// told of a paragraph.
fn holding(reader: &Reader, thing: Thing) -> Option<Vec<u32>> {
    let cable = &reader.cable;
    let having = |role: ParagraphRole| {
        let all = (0..).zip(&cable.paragraphs);
        let having = all.filter(|(_, paragraph)| paragraph.has(role));
        having.map(|(idx, _)| idx).collect::<Vec<u32>>()
    };
    let meeting = |spans: Vec<Span>| {
        let is_met = |span: Span| {
            let next = spans.partition_point(|known| known.end <= span.start);
            spans.get(next).is_some_and(|known| known.start < span.end)
        };
        let all = (0..).zip(&cable.paragraphs);
        let met = all.filter(|(_, paragraph)| is_met(paragraph.span));
        met.map(|(idx, _)| idx).collect::<Vec<u32>>()
    };
    let mut idxs: Vec<u32> = match thing {
        Thing::Summary => having(ParagraphRole::Summary),
        Thing::Comment => having(ParagraphRole::Comment),
        Thing::Excision => {
            let idxs = cable.excisions.iter().filter_map(|it| it.paragraph);
            idxs.collect()
        }
        Thing::Finding => {
            let idxs = reader.findings().iter().filter_map(|it| it.paragraph);
            idxs.collect()
        }
        Thing::Error => {
            let findings = reader.findings().iter();
            let errors = findings.filter(|it| it.severity == Severity::Error);
            errors.filter_map(|it| it.paragraph).collect()
        }
        Thing::Reference => reader.links().iter().map(|link| link.paragraph).collect(),
        Thing::Repair => {
            let applied = cable.repairs.iter().filter(|repair| repair.applied);
            meeting(applied.map(|repair| repair.span).collect())
        }
        Thing::Heading => {
            let all = (0..).zip(&cable.paragraphs);
            let headed = all.filter(|(_, paragraph)| paragraph.heading.is_some());
            headed.map(|(idx, _)| idx).collect()
        }
        Thing::Text => (0..).zip(&cable.paragraphs).map(|(idx, _)| idx).collect(),
        Thing::Signature | Thing::Garble | Thing::Note => return None,
    };
    idxs.sort_unstable();
    Some(idxs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::Shown;

    const TEXT: &[u8] = b"SUBJECT: DUES\n\nREF: A. 07 NORTHHAVEN 88\n\n\
        1. (C) SUMMARY: The harbor\ndues rose (ref A). END SUMMARY.\n\n\
        2. (U) The Minister,s visa was lost in the Harbor.\n\n\
        3. No marking here; XXXXXXXXXXXX said so.\n\n\
        4. (S) COMMENT: Dues will rise again. END COMMENT.\n";

    fn shown(line: &str) -> String {
        let cable = crate::parse::parse(TEXT);
        let reader = Reader::new(0, &Shown::default(), cable, None);
        let shows = shows(&Query::parse(line).unwrap(), &reader);
        (1..)
            .zip(shows)
            .filter(|(_, shows)| *shows)
            .map(|(number, _): (u32, _)| number.to_string())
            .collect()
    }

    #[test]
    fn words_phrases_and_what_is_left_out() {
        assert_eq!(shown("harbor"), "12");
        assert_eq!(shown("HARBOR"), "12", "capitals do not count");
        assert_eq!(shown("harb"), "", "a whole word");
        assert_eq!(shown("harb*"), "12");
        assert_eq!(shown("\"harbor dues\""), "1", "over a line end");
        assert_eq!(shown("harbor -visa"), "1");
        assert_eq!(shown("dues -\"end summary\""), "4");
        assert_eq!(shown("minister's"), "2", "as it is read");
        assert_eq!(shown("visa OR again"), "24");
        assert_eq!(shown("(visa OR again) class:s"), "4");
        assert_eq!(shown(""), "1234");
    }

    #[test]
    fn markings_roles_and_things() {
        assert_eq!(shown("class:u"), "2");
        assert_eq!(shown("para.class:U,s"), "24");
        assert_eq!(shown("class<=c"), "12");
        assert_eq!(shown("class>=C"), "14");
        assert_eq!(shown("-class:none"), "124");
        assert_eq!(shown("class:u,none"), "23");
        assert_eq!(shown("in:summary"), "1");
        assert_eq!(shown("role:summary"), "1", "another name of it");
        assert_eq!(shown("role:com dues"), "4");
        assert_eq!(shown("in:summary again"), "");
        assert_eq!(shown("has:reference"), "1");
        assert_eq!(shown("has:excision"), "3");
        assert_eq!(shown("has:repair"), "2");
        assert_eq!(shown("has:summary"), "1");
        assert_eq!(shown("has:heading"), "");
    }

    #[test]
    fn what_is_asked_of_the_telegram_holds_for_all_of_it_or_for_nothing() {
        assert_eq!(shown("subject:dues"), "", "that is no paragraph");
        assert_eq!(shown("ref:northhaven"), "1234");
        assert_eq!(shown("date:2008"), "");
        assert_eq!(shown("-date:2008 harbor"), "12");
        assert_eq!(shown("has:signature"), "");
    }
}
