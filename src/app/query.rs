//! Which paragraphs are asked for: words, phrases, marking, role, and what
//! they hold.

use std::fmt;

use crate::cable::{Classification, Paragraph, ParagraphRole, Sought, Span};
use crate::typeset::Filter;

use super::Reader;

/// What is asked of paragraphs. Every term must hold.
///
/// ```text
/// query  = *(["-"] term)
/// term   = word / '"' phrase '"' / "class:" level *("," level)
///        / ("class<=" / "class>=") level / "role:" role / "has:" thing
/// level  = "u" / "sbu" / "lou" / "c" / "s" / "ts" / "none"
/// role   = "summary" / "comment" / "action" / "introduction"
/// thing  = "excision" / "finding" / "repair" / "reference" / "heading"
/// ```
///
/// A word matches wherever it stands, capitals or not, unless it has one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// As it was typed.
    pub line: String,
    terms: Vec<(bool, Term)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    Words(String),
    /// By marking; whether paragraphs without one are meant as well.
    Class(Filter, bool),
    Role(ParagraphRole),
    Has(Thing),
}

/// What a paragraph may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    Excision,
    Finding,
    Repair,
    Reference,
    Heading,
}

const THINGS: [(&str, Thing); 5] = [
    ("excision", Thing::Excision),
    ("finding", Thing::Finding),
    ("repair", Thing::Repair),
    ("reference", Thing::Reference),
    ("heading", Thing::Heading),
];

const ROLES: [(&str, ParagraphRole); 4] = [
    ("summary", ParagraphRole::Summary),
    ("comment", ParagraphRole::Comment),
    ("action", ParagraphRole::ActionRequest),
    ("introduction", ParagraphRole::Introduction),
];

/// What cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryError {
    /// A field takes only some values.
    Value {
        /// The field.
        field: &'static str,
        /// What was typed.
        found: String,
        /// What it takes.
        expected: String,
    },
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let QueryError::Value {
            field,
            found,
            expected,
        } = self;
        if found.is_empty() {
            write!(f, "{field} takes {expected}")
        } else {
            write!(f, "{field} takes {expected}, not {found}")
        }
    }
}

impl std::error::Error for QueryError {}

impl Query {
    /// Reads what was typed.
    ///
    /// # Errors
    ///
    /// If a field is asked for a value that it cannot have.
    pub fn parse(line: &str) -> Result<Query, QueryError> {
        let mut terms = Vec::new();
        for (is_negated, word, is_quoted) in words(line) {
            let term = if is_quoted {
                Some(Term::Words(squeezed(word)))
            } else {
                term(word)?
            };
            terms.extend(term.map(|term| (is_negated, term)));
        }
        Ok(Query {
            line: line.trim().to_owned(),
            terms,
        })
    }

    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// For each paragraph of a cable, whether it is asked for.
    #[must_use]
    pub fn shows(&self, reader: &Reader) -> Vec<bool> {
        let paragraphs = &reader.cable.paragraphs;
        let mut shows = vec![true; paragraphs.len()];
        for (is_negated, term) in &self.terms {
            let holds = term.holds(reader);
            for ((shows, paragraph), idx) in shows.iter_mut().zip(paragraphs).zip(0..) {
                *shows = *shows && holds(paragraph, idx) != *is_negated;
            }
        }
        shows
    }
}

/// A question to a paragraph, given with its place among the others.
type Holds<'a> = Box<dyn Fn(&Paragraph, u32) -> bool + 'a>;

impl Term {
    /// A question to each paragraph of a cable.
    fn holds<'a>(&'a self, reader: &'a Reader) -> Holds<'a> {
        let cable = &reader.cable;
        match self {
            Term::Words(words) => {
                let is_exact = words.chars().any(char::is_uppercase);
                let sought = Sought::new(words, is_exact, false);
                Box::new(move |paragraph, _| {
                    let has = |span| sought.stands_in(cable, span);
                    has(paragraph.text) || paragraph.heading.is_some_and(has)
                })
            }
            Term::Class(filter, unmarked) => Box::new(move |paragraph, _| {
                let level = paragraph.level();
                filter.shows(level) || *unmarked && level.is_none()
            }),
            Term::Role(role) => Box::new(move |paragraph, _| paragraph.has(*role)),
            Term::Has(Thing::Heading) => Box::new(|paragraph, _| paragraph.heading.is_some()),
            Term::Has(Thing::Excision) => {
                let idxs = cable.excisions.iter().filter_map(|it| it.paragraph);
                among(idxs.collect())
            }
            Term::Has(Thing::Finding) => {
                let idxs = reader.findings().iter().filter_map(|it| it.paragraph);
                among(idxs.collect())
            }
            Term::Has(Thing::Reference) => {
                among(reader.links().iter().map(|link| link.paragraph).collect())
            }
            Term::Has(Thing::Repair) => {
                let applied = cable.repairs.iter().filter(|repair| repair.applied);
                let spans: Vec<Span> = applied.map(|repair| repair.span).collect();
                Box::new(move |paragraph, _| {
                    let next = spans.partition_point(|span| span.end <= paragraph.span.start);
                    let next = spans.get(next);
                    next.is_some_and(|span| span.start < paragraph.span.end)
                })
            }
        }
    }
}

/// Whether a paragraph is one of these.
fn among<'a>(mut idxs: Vec<u32>) -> Holds<'a> {
    idxs.sort_unstable();
    Box::new(move |_, idx| idxs.binary_search(&idx).is_ok())
}

/// One blank for any gap.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words and quoted phrases of a line: whether each is negated, and whether
/// it is quoted. A quotation that is still open ends with the line.
fn words(line: &str) -> Vec<(bool, &str, bool)> {
    let mut found = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let negated = rest
            .strip_prefix('-')
            .filter(|after| after.starts_with(|c: char| !c.is_whitespace()));
        rest = negated.unwrap_or(rest);
        let is_negated = negated.is_some();
        if let Some(quoted) = rest.strip_prefix('"') {
            let (phrase, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            found.push((is_negated, phrase.trim(), true));
            rest = after.trim_start();
        } else {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            found.push((is_negated, word, false));
            rest = after.trim_start();
        }
    }
    found.retain(|(_, word, _)| !word.is_empty());
    found
}

fn term(word: &str) -> Result<Option<Term>, QueryError> {
    let value = |field: &str| {
        let head = word.get(..field.len())?;
        head.eq_ignore_ascii_case(field)
            .then(|| word.get(field.len()..).unwrap_or_default())
    };
    if let Some(levels) = value("class:") {
        return levels_of(levels).map(Some);
    }
    for (field, at_most) in [("class<=", true), ("class>=", false)] {
        if let Some(name) = value(field) {
            let level = level(name).ok_or_else(|| unknown_level(name))?;
            let filter = if at_most {
                Filter::AtOrBelow(level)
            } else {
                Filter::AtOrAbove(level)
            };
            return Ok(Some(Term::Class(filter, false)));
        }
    }
    if let Some(name) = value("role:") {
        return Ok(Some(Term::Role(one_of("role:", &ROLES, name)?)));
    }
    if let Some(name) = value("has:") {
        return Ok(Some(Term::Has(one_of("has:", &THINGS, name)?)));
    }
    Ok(Some(Term::Words(word.to_owned())))
}

/// The value of this name; its beginning will do.
fn one_of<T: Copy>(field: &'static str, known: &[(&str, T)], name: &str) -> Result<T, QueryError> {
    let name = name.to_ascii_lowercase();
    let found = known
        .iter()
        .find(|(known, _)| !name.is_empty() && known.starts_with(&name));
    found.map(|&(_, value)| value).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        QueryError::Value {
            field,
            found: name,
            expected: names.join(", "),
        }
    })
}

fn levels_of(names: &str) -> Result<Term, QueryError> {
    let mut levels = Vec::new();
    let mut unmarked = false;
    for name in names.split(',') {
        if name.eq_ignore_ascii_case("none") {
            unmarked = true;
        } else {
            levels.push(level(name).ok_or_else(|| unknown_level(name))?);
        }
    }
    Ok(Term::Class(
        Filter::Only(levels.into_iter().collect()),
        unmarked,
    ))
}

fn level(name: &str) -> Option<Classification> {
    let is = |level: &Classification| level.mark().eq_ignore_ascii_case(name);
    Classification::ALL.into_iter().find(is)
}

fn unknown_level(name: &str) -> QueryError {
    QueryError::Value {
        field: "class",
        found: name.to_owned(),
        expected: String::from("u, sbu, lou, c, s, ts, none"),
    }
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
        let shows = Query::parse(line).unwrap().shows(&reader);
        (1..)
            .zip(shows)
            .filter(|(_, shows)| *shows)
            .map(|(number, _): (u32, _)| number.to_string())
            .collect()
    }

    #[test]
    fn words_phrases_and_what_is_left_out() {
        assert_eq!(shown("harbor"), "12");
        assert_eq!(shown("Harbor"), "2");
        assert_eq!(shown("\"harbor dues\""), "1", "over a line end");
        assert_eq!(shown("\"harbor  dues\""), "1", "any gap is a blank");
        assert_eq!(shown("harbor -visa"), "1");
        assert_eq!(shown("dues -\"end summary\""), "4");
        assert_eq!(shown("minister's"), "2", "as it is read");
        assert_eq!(shown(""), "1234");
        assert_eq!(shown("\"open"), "");
        assert_eq!(shown("- dues"), "", "a lone dash is a word");
    }

    #[test]
    fn markings_roles_and_things() {
        assert_eq!(shown("class:u"), "2");
        assert_eq!(shown("class:U,s"), "24");
        assert_eq!(shown("class<=c"), "12");
        assert_eq!(shown("class>=C"), "14");
        assert_eq!(shown("-class:none"), "124");
        assert_eq!(shown("class:u,none"), "23");
        assert_eq!(shown("role:summary"), "1");
        assert_eq!(shown("role:com dues"), "4");
        assert_eq!(shown("has:reference"), "1");
        assert_eq!(shown("has:excision"), "3");
        assert_eq!(shown("has:repair"), "2");
    }

    #[test]
    fn what_cannot_be_asked_is_told() {
        let error = |line: &str| Query::parse(line).unwrap_err().to_string();
        assert_eq!(
            error("class:x"),
            "class takes u, sbu, lou, c, s, ts, none, not x"
        );
        assert_eq!(
            error("role:boss"),
            "role: takes summary, comment, action, introduction, not boss"
        );
        assert_eq!(
            error("has:"),
            "has: takes excision, finding, repair, reference, heading"
        );
    }
}
