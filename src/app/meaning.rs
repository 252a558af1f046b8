//! What a code can mean where it stands.
//!
//! Apart from the glossary, which knows codes and no places: "to" is Togo on
//! a TAGS line, opens format line 7, and is a word anywhere else.

use crate::cable::{Cable, ClassifiedBy, LineKind};
use crate::glossary::{self, Entry, Kind};

/// Where a token stands, as far as that limits what it can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Where any code may stand; also what a reader types.
    Anywhere,
    /// In a format line: no TAGS are there.
    Header,
    /// In sentences, where most words are no code.
    Prose,
    /// In the statement who classified a telegram: a sentence whose single
    /// letters are reasons.
    Statement,
    /// In the name of a person, whose initials are no office.
    Name,
}

impl Standing {
    /// What stands at `source`, a byte of the cable's text.
    pub(super) fn of(cable: &Cable, source: u32) -> Standing {
        let classifier = cable.heading.classified_by.as_ref();
        let is_named = |by: &ClassifiedBy| {
            let also = by.also.iter().map(|person| person.name);
            also.chain(by.name).any(|name| name.contains(source))
        };
        if classifier.is_some_and(is_named) {
            return Standing::Name;
        }
        match cable.line_at(source).map(|line| line.kind) {
            Some(LineKind::FormatLine(_)) => Standing::Header,
            Some(LineKind::ClassifiedBy) => Standing::Statement,
            Some(LineKind::Signature) => Standing::Name,
            Some(
                LineKind::Body | LineKind::Heading | LineKind::Subject | LineKind::HandlingNote,
            ) => {
                let idx = cable.paragraph_before(source);
                let paragraph = idx.and_then(|idx| cable.paragraphs.get(idx));
                let mark = paragraph.and_then(|paragraph| paragraph.mark.as_ref());
                if mark.is_some_and(|mark| mark.span.contains(source)) {
                    Standing::Anywhere
                } else {
                    Standing::Prose
                }
            }
            _ => Standing::Anywhere,
        }
    }
}

/// Entries for a token that stands so: for the whole of it, then for
/// its words.
#[must_use]
pub(super) fn entries(token: &str, year: Option<u16>, standing: Standing) -> Vec<Entry> {
    /// More would not be read.
    const MOST: usize = 12;
    if standing == Standing::Name {
        return Vec::new();
    }
    let mut found = glossary::explain(token, year);
    let words = token
        .split(|c: char| c.is_whitespace() || c == '/')
        .filter(|word| *word != token);
    // The office after the slash of `EUR/VV` is no code of its own, nor are
    // the words of an addressee: `DC` is no TAGS in `SECSTATE WASHDC`, and
    // `OCT` is no office in `201720Z OCT 03`.
    let is_one = glossary::moment(token).is_some()
        || found
            .iter()
            .any(|entry| matches!(entry.kind, Kind::Office | Kind::Station | Kind::Collective));
    for word in words.filter(|word| word.len() > 1 && !is_one) {
        for entry in glossary::explain(word, year) {
            let known = found
                .iter()
                .any(|known| known.code == entry.code && known.meaning == entry.meaning);
            if !known {
                found.push(entry);
            }
        }
    }
    found.retain(|entry| match standing {
        Standing::Header => may_stand_in_header(token, entry.kind),
        Standing::Prose => may_stand_in_prose(token, entry.kind),
        Standing::Statement => entry.kind == Kind::Reason || may_stand_in_prose(token, entry.kind),
        Standing::Anywhere | Standing::Name => true,
    });
    if standing == Standing::Header {
        // The labels of format lines are short words of the text as well.
        found.sort_by_key(|entry| !is_of_format_lines(entry.kind));
    }
    found.truncate(MOST);
    found
}

/// Whether codes of a kind are made for format lines.
fn is_of_format_lines(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Prosign | Kind::OperatingSignal | Kind::Precedence
    )
}

/// No TAGS stand in a format line, and a collective is no single post.
fn may_stand_in_header(token: &str, kind: Kind) -> bool {
    match kind {
        Kind::Tag(_) => false,
        Kind::Station => !token.ends_with(" COLLECTIVE"),
        _ => true,
    }
}

/// Words of small letters that are longer than most codes and yet no
/// acronym: `START` is a treaty, "start" is not.
const ORDINARY: &[&str] = &[
    "clout",
    "code",
    "goes",
    "note",
    "protect",
    "quad",
    "quint",
    "repeat",
    "roger",
    "salt",
    "sensitive",
    "smart",
    "sofa",
    "start",
    "tags",
    "terms",
    "visas",
];

/// A word as it stands in sentences is a code if its letters are capitals,
/// unless sentences are made of it. In small letters it is at most a word of
/// telegram language ("reftel", "Poloff"), a level, or the name of a post.
fn may_stand_in_prose(token: &str, kind: Kind) -> bool {
    let word = token.trim_matches(|c: char| !c.is_alphanumeric());
    // An initial, or the label of an item of a list: `(b)`.
    if word.chars().nth(1).is_none() {
        return false;
    }
    if glossary::is_word_of_sentences(word) {
        return false;
    }
    let mut letters = word.chars();
    let begins_large = letters.next().is_some_and(char::is_uppercase);
    if !letters.clone().all(char::is_lowercase) {
        return true;
    }
    let is_ordinary = ORDINARY
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word));
    match kind {
        Kind::Station => begins_large,
        Kind::Acronym | Kind::Caption | Kind::PortionMark => word.len() > 3 && !is_ordinary,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(token: &str, standing: Standing) -> Option<Kind> {
        let found = entries(token, Some(2007), standing);
        found.first().map(|entry| entry.kind)
    }

    #[test]
    fn words_of_sentences_are_no_codes() {
        for word in [
            "to",
            "a",
            "be",
            "as",
            "for",
            "In",
            "At",
            "By",
            "BY",
            "NO",
            "TO",
            "IS",
            "(b)",
            "M.",
            "start",
            "from",
            "FROM",
            "only",
            "sensitive",
        ] {
            assert_eq!(first(word, Standing::Prose), None, "{word}");
        }
    }

    #[test]
    fn the_month_of_a_date_time_group_is_no_office() {
        for token in ["201720Z OCT 03", "P 221504Z OCT 08"] {
            let codes: Vec<_> = entries(token, Some(2003), Standing::Anywhere)
                .iter()
                .map(|entry| entry.code)
                .collect();
            assert!(!codes.contains(&"OCT"), "{token}: {codes:?}");
            assert!(codes.contains(&"DDHHMMZ"), "{token}: {codes:?}");
        }
        // Where offices are listed it is one.
        assert_eq!(first("OCT-01", Standing::Anywhere), Some(Kind::Office));
    }

    #[test]
    fn a_statement_who_classified_gives_reasons_and_words() {
        for (token, kind) in [
            ("By", None),
            ("BY", None),
            ("IN", None),
            ("DCM", Some(Kind::Acronym)),
            ("b", Some(Kind::Reason)),
            ("1.4(b)", Some(Kind::Reason)),
        ] {
            assert_eq!(first(token, Standing::Statement), kind, "{token}");
        }
    }

    #[test]
    fn codes_in_sentences_are_explained() {
        for (token, kind) in [
            ("reftel", Kind::Acronym),
            ("Poloff", Kind::Acronym),
            ("MFA", Kind::Acronym),
            ("START", Kind::Acronym),
            ("Oslo", Kind::Station),
            ("NOFORN", Kind::Caption),
            ("1.4(b)", Kind::Reason),
            ("EUR/VV", Kind::Office),
        ] {
            assert_eq!(first(token, Standing::Prose), Some(kind), "{token}");
        }
    }

    #[test]
    fn a_header_has_no_tags() {
        for token in ["FM", "TO", "ALL NATO POST COLLECTIVE"] {
            for entry in entries(token, Some(2007), Standing::Header) {
                assert!(
                    !matches!(entry.kind, Kind::Tag(_) | Kind::Station),
                    "{token}: {entry:?}"
                );
            }
        }
        assert_eq!(
            first("AMEMBASSY OSLO", Standing::Header),
            Some(Kind::Station)
        );
        assert_eq!(
            first("ALL NATO POST COLLECTIVE", Standing::Header),
            Some(Kind::Collective)
        );
        assert_eq!(first("O", Standing::Header), Some(Kind::Precedence));
        // It opens format line 6; a foreign minister is not met there.
        assert_eq!(first("FM", Standing::Header), Some(Kind::Prosign));
        assert!(matches!(
            first("NO", Standing::Anywhere),
            Some(Kind::Tag(_))
        ));
    }

    #[test]
    fn the_initial_of_a_person_is_no_office() {
        assert_eq!(first("Ada M. Quill", Standing::Name), None);
        // Else the name would say nothing.
        assert!(first("Ada M. Quill", Standing::Anywhere).is_some());
    }
}
