//! What codes mean: CODE to MEANING, by year.
//!
//! Apart from the parser because meanings are knowledge of the trade, kept in
//! `assets/glossary` with their years, source and status, and open to
//! correction without touching a grammar. It says what a sheet says and
//! nothing else: a code that no sheet holds has no meaning here.

mod near;
mod sheet;
mod station;
mod token;
mod words;
mod years;

use crate::cable::{Cable, Dtg, Link, TagKind};
use sheet::{Row, Sheet, sheet};

pub use station::{
    Station, is_place, local_time, places, sender, station, station_aliases, station_name,
};
pub use words::is_word_of_sentences;

static ACRONYMS: Sheet = sheet!("acronyms.tsv");
static CAPTIONS: Sheet = sheet!("captions.tsv");
static LINES: Sheet = sheet!("lines.tsv");
static MARKINGS: Sheet = sheet!("markings.tsv");
static OFFICES: Sheet = sheet!("offices.tsv");
static ORDERS: Sheet = sheet!("orders.tsv");
static PRECEDENCES: Sheet = sheet!("precedences.tsv");
static PROSIGNS: Sheet = sheet!("prosigns.tsv");
static REASONS: Sheet = sheet!("reasons.tsv");
static ROUTING: Sheet = sheet!("routing.tsv");
static TAGS: Sheet = sheet!("tags.tsv");

/// The longest code that is looked up, in bytes. No sheet holds one half as
/// long; what is longer is text.
const LONGEST: usize = 96;

/// One meaning of one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code as the sheet prints it: `PREL`, `1.4(b)`.
    pub code: &'static str,
    /// What sort of code it is.
    pub kind: Kind,
    /// What it means, in a phrase without a full stop.
    pub meaning: &'static str,
    /// When it meant that: `1973-79`, `2000s`, `current`, several between
    /// commas; empty if no limit is known.
    pub years: &'static str,
    /// Where the meaning was found.
    pub source: &'static str,
    /// Whether that source was seen. If not, show the meaning as unverified.
    pub sourced: bool,
}

impl Entry {
    /// Whether the code had this meaning in `year`, as far as its years are
    /// known. Without a year it is not asked.
    #[must_use]
    pub fn in_force(&self, year: Option<u16>) -> bool {
        match self.kind {
            Kind::Tag(_) => year.is_none() || years::tag_rank(self.years, year) == 0,
            _ => years::hold(self.years, year),
        }
    }

    /// What is said of a meaning that was not [in force](Entry::in_force) in
    /// `year`. The lists of subjects and organizations that were seen have
    /// gaps, those of countries do not: they took codes from one country to
    /// give them to another.
    #[must_use]
    pub fn outside(&self, year: u16) -> String {
        match self.kind {
            Kind::Tag(kind) if kind != TagKind::Geopolitical => {
                format!(", in no list of {year} seen")
            }
            _ => format!(", not in force in {year}"),
        }
    }
}

/// The sort of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An entry of the TAGS line (5 FAH-3).
    Tag(TagKind),
    /// A distribution, handling or channel caption (5 FAH-2 H-440).
    Caption,
    /// A prosign or security group (ACP 127).
    Prosign,
    /// An operating signal of format line 4 or 5, `ZZH`.
    OperatingSignal,
    /// A precedence (5 FAH-2 H-420).
    Precedence,
    /// A reason, schedule or exemption of classification, or of withholding.
    Reason,
    /// A level in a portion mark or banner.
    PortionMark,
    /// A control after a level, `NF`.
    Control,
    /// An Executive Order on classification.
    ExecutiveOrder,
    /// A format line, `FL5`.
    FormatLine,
    /// Day, hour and minute of sending, `221504Z JUL 08`.
    DateTimeGroup,
    /// A bureau or office of the Department, `EUR/VV`.
    Office,
    /// A short word of telegrams.
    Acronym,
    /// A post, mission or agency that sends telegrams.
    Station,
    /// One address of several posts or agencies (format lines 7 and 8).
    Collective,
    /// A relay address (format lines 2, 3 and 6 to 9).
    RoutingIndicator,
}

impl Kind {
    /// The sort in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Tag(TagKind::Subject) => "TAGS subject",
            Kind::Tag(TagKind::Program) => "TAGS program",
            Kind::Tag(TagKind::Organization) => "TAGS organization",
            Kind::Tag(TagKind::Geopolitical) => "TAGS country or region",
            Kind::Tag(TagKind::Person) => "TAGS person",
            Kind::Tag(TagKind::Unknown) => "TAGS entry",
            Kind::Caption => "caption",
            Kind::Prosign => "prosign",
            Kind::OperatingSignal => "operating signal",
            Kind::Precedence => "precedence",
            Kind::Reason => "classification reason or rule",
            Kind::PortionMark => "marking",
            Kind::Control => "control marking",
            Kind::ExecutiveOrder => "Executive Order",
            Kind::FormatLine => "format line",
            Kind::DateTimeGroup => "date-time group",
            Kind::Office => "office symbol",
            Kind::Acronym => "acronym",
            Kind::Station => "station",
            Kind::Collective => "address collective",
            Kind::RoutingIndicator => "routing indicator",
        }
    }
}

/// Every meaning of a token of a telegram, the best for `year` first; none
/// if no sheet holds it.
///
/// Case, blanks, brackets and the punctuation of a sentence do not count.
/// A marking such as `(S/NF)` is explained part by part, and so are a list
/// of reasons such as `1.4 (b) and (d)`, an office such as `EUR/VV` and a
/// line of codes such as `ZNY CCCCC`, if every word of it is a code.
#[must_use]
pub fn explain(token: &str, year: Option<u16>) -> Vec<Entry> {
    token::explain(token, year)
}

/// Codes that differ from `token` by a slip or two, the nearest first; at
/// most five. For when [`explain`] finds nothing.
#[must_use]
pub fn near(token: &str) -> Vec<&'static str> {
    near::near(token)
}

/// The moment that a whole date-time group names: `221504Z JUL 08`, with or
/// without the precedence before it. Two digits of a year mean 1970 to 2069.
#[must_use]
pub fn moment(words: &str) -> Option<Dtg> {
    token::moment(words)
}

/// The references in the text of a cable, [`Cable::links`], where every
/// known station may be cited.
#[must_use]
pub fn links(cable: &Cable) -> Vec<Link> {
    cable.links(|name| station(name).is_some())
}

/// The meaning of a TAGS entry in a telegram of `year`.
///
/// The list in force decides. A code that it lacks is read by another list,
/// but never a country code across the change of 2024, when many were given
/// to other countries. Without a year the lists of the 2000s come first.
#[must_use]
pub fn tag(code: &str, year: Option<u16>) -> Option<Entry> {
    tag_row(code, year).map(|(row, _)| tag_entry(row))
}

/// `code` without blanks at its ends, which few have.
fn trim(code: &str) -> &str {
    match code.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => code,
        _ => code.trim(),
    }
}

/// All rows of a TAGS entry.
fn tag_rows(code: &str) -> impl Iterator<Item = Row> + '_ {
    let code = trim(code);
    TAGS.rows(if code.len() <= LONGEST { code } else { "" })
}

/// The row of a TAGS entry in a telegram of `year`, and its sort.
fn tag_row(code: &str, year: Option<u16>) -> Option<(Row, TagKind)> {
    let meanings = tag_rows(code).filter_map(|row| {
        let [_, kind, _, years] = row.fields();
        let kind = tag_kind_of(kind);
        let country = kind == TagKind::Geopolitical;
        let rank = years::tag_rank(years, year);
        let holds = !country || years::country_holds(rank, year);
        // Two letters are a country unless a list says otherwise.
        holds.then_some(((rank, !row.ends_with("sourced"), !country), (row, kind)))
    });
    let best = meanings.min_by_key(|&(order, _)| order);
    best.map(|(_, best)| best)
}

/// The sort of a TAGS entry in a telegram of `year`. Allocates nothing.
#[must_use]
pub fn tag_kind(code: &str, year: Option<u16>) -> TagKind {
    let code = trim(code);
    if code.starts_with('(') {
        return TagKind::Person;
    }
    // Most codes are of one sort whatever the year.
    let mut kinds = tag_rows(code).map(|row| {
        let [_, kind] = row.fields();
        tag_kind_of(kind)
    });
    let Some(kind) = kinds.next() else {
        return TagKind::Unknown;
    };
    if kind != TagKind::Geopolitical && kinds.all(|other| other == kind) {
        return kind;
    }
    tag_row(code, year).map_or(TagKind::Unknown, |(_, kind)| kind)
}

/// A row of a sheet whose codes are all of one kind.
fn entry(row: Row, kind: Kind) -> Entry {
    let [code, _, meaning, years, source, status] = row.fields();
    Entry {
        code,
        kind,
        meaning,
        years,
        source,
        sourced: status == "sourced",
    }
}

/// A row of the TAGS sheet.
fn tag_entry(row: Row) -> Entry {
    let [_, kind] = row.fields();
    entry(row, Kind::Tag(tag_kind_of(kind)))
}

/// The sort that a row of the TAGS sheet names.
fn tag_kind_of(kind: &str) -> TagKind {
    match kind {
        "subject" => TagKind::Subject,
        "program" => TagKind::Program,
        "organization" => TagKind::Organization,
        "geopolitical" => TagKind::Geopolitical,
        _ => TagKind::Unknown,
    }
}

/// A row of the sheet of captions.
fn caption_entry(row: Row) -> Entry {
    let [_, kind] = row.fields();
    entry(
        row,
        if matches!(kind, "control" | "portion") {
            Kind::Control
        } else {
            Kind::Caption
        },
    )
}

/// A row of the sheet of prosigns.
fn prosign_entry(row: Row) -> Entry {
    let [_, kind] = row.fields();
    entry(
        row,
        match kind {
            "precedence" => Kind::Precedence,
            "operating" => Kind::OperatingSignal,
            "date-time group" => Kind::DateTimeGroup,
            "collective" => Kind::Collective,
            _ => Kind::Prosign,
        },
    )
}

/// A row of the sheet of markings.
fn marking_entry(row: Row) -> Entry {
    let [_, kind] = row.fields();
    entry(
        row,
        if kind == "control" {
            Kind::Control
        } else {
            Kind::PortionMark
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::TagKind::{Geopolitical, Organization, Person, Program, Subject, Unknown};

    #[test]
    fn sheets_are_sorted_and_whole() {
        let sheets = [
            ("acronyms", &ACRONYMS, 6),
            ("captions", &CAPTIONS, 6),
            ("lines", &LINES, 6),
            ("markings", &MARKINGS, 6),
            ("offices", &OFFICES, 6),
            ("orders", &ORDERS, 6),
            ("precedences", &PRECEDENCES, 6),
            ("prosigns", &PROSIGNS, 6),
            ("reasons", &REASONS, 6),
            ("routing", &ROUTING, 6),
            ("tags", &TAGS, 6),
            ("stations", &station::STATIONS, 9),
        ];
        for (name, sheet, n_fields) in sheets {
            assert!(
                sheet
                    .text
                    .starts_with("code\tkind\tmeaning\tyears\tsource\tstatus"),
                "{name}"
            );
            assert!(
                sheet.text.ends_with('\n') && !sheet.text.contains('\r'),
                "{name}"
            );
            let mut before = "";
            for row in sheet.all() {
                let fields: Vec<&str> = row.0.split('\t').collect();
                assert_eq!(fields.len(), n_fields, "{name}: {}", row.0);
                assert!(
                    matches!(fields[5], "sourced" | "unverified"),
                    "{name}: {}",
                    row.0
                );
                assert!(!fields[2].is_empty(), "{name}: {}", row.0);
                assert!(!fields[4].is_empty(), "{name}: {}", row.0);
                assert!(
                    sheet::compare(before, fields[0]).is_le(),
                    "{name}: {}",
                    row.0
                );
                before = fields[0];
            }
        }
    }

    #[test]
    fn every_tag_has_a_kind_and_a_list() {
        for row in TAGS.all() {
            let entry = tag_entry(row);
            assert_ne!(entry.kind, Kind::Tag(Unknown), "{}", row.0);
            for list in entry.years.split(", ") {
                assert!(
                    matches!(list, "1973-79" | "2000s" | "2000s-2022" | "current"),
                    "{}",
                    row.0
                );
            }
        }
    }

    #[test]
    fn tags_have_the_kind_of_their_year() {
        for (code, year, expected) in [
            ("MOPS", Some(2007), Subject),
            ("PARM", Some(2007), Subject),
            ("PREL", Some(2007), Subject),
            ("prel", Some(2007), Subject),
            ("NATO", Some(2007), Organization),
            ("NO", Some(2007), Geopolitical),
            ("UN", Some(2007), Organization),
            ("UN", Some(1975), Organization),
            ("KNNP", Some(2004), Program),
            ("PREL", Some(1985), Subject),
            ("PFOR", Some(1999), Subject),
            ("AL", Some(2007), Geopolitical),
            ("(QUILL, ADA)", Some(2007), Person),
            ("XQZV", Some(2007), Unknown),
            ("PREL\tX", Some(2007), Unknown),
            ("PREL\0", Some(2007), Unknown),
            ("", Some(2007), Unknown),
        ] {
            assert_eq!(tag_kind(code, year), expected, "{code} {year:?}");
        }
    }

    #[test]
    fn countries_are_those_of_the_list_in_force() {
        for (code, year, expected) in [
            ("CH", Some(1975), Some("China (mainland)")),
            ("CH", Some(2007), Some("China")),
            ("CH", Some(2024), Some("Switzerland")),
            ("AU", Some(2007), Some("Austria")),
            ("AU", Some(2024), Some("Australia")),
            ("GM", Some(2007), Some("Germany")),
            ("GM", Some(2024), Some("Gambia")),
            ("XG", Some(2024), Some("Gaza Strip")),
            ("XG", Some(1975), Some("Europe (region)")),
            ("1A", Some(2007), None),
        ] {
            assert_eq!(
                tag(code, year).map(|entry| entry.meaning),
                expected,
                "{code} {year:?}"
            );
        }
    }

    #[test]
    fn every_code_is_found_in_its_sheet() {
        for sheet in [
            &ACRONYMS,
            &CAPTIONS,
            &OFFICES,
            &PROSIGNS,
            &REASONS,
            &ROUTING,
            &TAGS,
            &station::STATIONS,
        ] {
            for row in sheet.all() {
                assert!(
                    sheet.rows(row.code()).any(|found| found.0 == row.0),
                    "{}",
                    row.0
                );
            }
        }
    }
}
