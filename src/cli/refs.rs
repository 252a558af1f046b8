//! `reftel refs`: what a cable cites, who cites it, and what is missing.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::convert::Infallible;

use serde::Serialize;

use super::error::Error;
use super::out::Out;
use super::{Opened, Sought, Status, json};
use crate::cable::{Brief, Classification, list_line};
use crate::index::Row;
use crate::library::Document;
use crate::query::{
    Citing, Collected, Depth, Direction, Facts, Field, Link, missing_line, spelled, thread,
};

/// The most cables of a thread.
const MOST: usize = 10_000;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) form: Form,
    /// How many references away from the first.
    pub(super) depth: usize,
}

/// In which form it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As a tree for people.
    Text,
    /// One JSON object a line, one a cable.
    Json,
    /// As a graph in the language of Graphviz.
    Dot,
}

/// What knows the cables of a collection and who cites whom.
enum Shelf {
    Index(Box<crate::index::Snapshot>),
    Cables(Box<Gathered>),
}

/// What was gathered from cables one by one.
#[derive(Default)]
struct Gathered {
    citing: Collected,
    rows: HashMap<String, Row>,
}

impl Gathered {
    fn add(&mut self, facts: &Facts, row: Row) {
        self.citing.add(facts);
        if let Some(id) = facts.id() {
            self.rows.entry(id.to_owned()).or_insert(row);
        }
    }
}

impl Citing for Shelf {
    type Error = Error;

    fn cites(&self, id: &str) -> Result<Vec<String>, Error> {
        match self {
            Shelf::Index(snapshot) => Ok(snapshot.cites(id)?),
            Shelf::Cables(gathered) => Ok(sure(gathered.citing.cites(id))),
        }
    }

    fn cited_by(&self, id: &str) -> Result<Vec<String>, Error> {
        match self {
            Shelf::Index(snapshot) => Ok(snapshot.cited_by(id)?),
            Shelf::Cables(gathered) => Ok(sure(gathered.citing.cited_by(id))),
        }
    }

    fn is_held(&self, id: &str) -> Result<bool, Error> {
        match self {
            Shelf::Index(snapshot) => Ok(snapshot.is_held(id)?),
            Shelf::Cables(gathered) => Ok(sure(gathered.citing.is_held(id))),
        }
    }
}

fn sure<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

impl Shelf {
    /// The shelf, and how many of the inputs could not be had.
    fn of(sought: Sought) -> Result<(Shelf, usize), Error> {
        match sought {
            Sought::Index(snapshot, ..) => Ok((Shelf::Index(snapshot), 0)),
            sought @ Sought::Cables(_) => {
                let mut gathered = Gathered::default();
                let read = |document: Document| {
                    let cable = document.cable();
                    (Facts::of(&cable, Depth::CITATIONS), Row::of(&cable))
                };
                // Numbers, a subject, and what is cited.
                let weight = |_: &(Facts, Row)| 4 << 10;
                let had = sought.each_cable(weight, read, |(facts, row)| {
                    gathered.add(&facts, row);
                    Ok(())
                })?;
                Ok((Shelf::Cables(Box::new(gathered)), had.n_failed))
            }
        }
    }

    fn row(&self, id: &str) -> Result<Option<Row>, Error> {
        match self {
            Shelf::Index(snapshot) => Ok(snapshot.rows_of(id)?.into_iter().next()),
            Shelf::Cables(gathered) => Ok(gathered.rows.get(id).cloned()),
        }
    }

    /// Every number that is there.
    fn held(&self) -> Result<Vec<String>, Error> {
        match self {
            Shelf::Index(snapshot) => Ok(snapshot.numbers(Field::Id)?.into_keys().collect()),
            Shelf::Cables(gathered) => {
                let held = gathered.citing.held();
                Ok(held.into_iter().map(str::to_owned).collect())
            }
        }
    }

    /// Every number that is cited and not there.
    fn missing(&self) -> Result<BTreeMap<String, Vec<String>>, Error> {
        match self {
            Shelf::Index(snapshot) => {
                let mut missing = BTreeMap::new();
                for id in snapshot.missing()? {
                    let by = snapshot.cited_by(&id)?;
                    missing.insert(id, by);
                }
                Ok(missing)
            }
            Shelf::Cables(gathered) => {
                let missing = gathered.citing.missing().into_iter();
                Ok(missing
                    .map(|(id, by)| (id.to_owned(), by.to_vec()))
                    .collect())
            }
        }
    }
}

/// The number that an argument names: a number as it is, a path by the cable
/// that stands there.
pub(super) fn number_of(opened: &Opened) -> Option<String> {
    if opened.library.len() != 1 {
        return None;
    }
    let cable = opened.library.document(0).ok()?.header();
    Some(spelled(&cable.mrn.as_ref()?.to_string()))
}

/// Prints the thread of a cable, up and down.
pub(super) fn refs(id: &str, sought: Sought, asked: Asked, out: &mut Out) -> Result<Status, Error> {
    let (shelf, n_failed) = Shelf::of(sought)?;
    let limits = (asked.depth, MOST);
    let above = thread(&shelf, id, Direction::Up, limits)?;
    let below = thread(&shelf, id, Direction::Down, limits)?;
    let left_out = LeftOut {
        cut: above.is_cut || below.is_cut,
        deeper: above.is_deeper || below.is_deeper,
    };
    let (up, down) = (above.links, below.links);
    let first = shelf.row(id)?;
    let sides = [("cites", &up), ("cited-by", &down)];
    match asked.form {
        Form::Text => {
            out.line(&line(id, first.as_ref()))?;
            for (side, links) in sides {
                tree(&side.replace('-', " "), links, &shelf, out)?;
            }
            for words in left_out.words(asked.depth) {
                out.line(&words)?;
            }
        }
        Form::Json => {
            let first = Member {
                left_out: Some(left_out),
                ..Member::new(id, first.as_ref(), None)
            };
            json::line(&first, out)?;
            for (side, links) in sides {
                for link in links.iter().filter(|link| !link.is_repeated) {
                    let row = shelf.row(&link.id)?;
                    let member = Member::new(&link.id, row.as_ref(), Some((side, link.depth)));
                    json::line(&member, out)?;
                }
            }
        }
        Form::Dot => dot(id, &up, &down, &shelf, &left_out.words(asked.depth), out)?,
    }
    Ok(match n_failed {
        _ if first.is_none() && up.is_empty() && down.is_empty() => Status::NothingFound,
        0 => Status::Done,
        _ => Status::SomeFailed,
    })
}

/// What is left out of a thread.
#[derive(Clone, Copy, Debug, Serialize)]
struct LeftOut {
    /// Cables, for being too many.
    cut: bool,
    /// Cables, for being more references away than was asked for.
    deeper: bool,
}

impl LeftOut {
    /// It in words.
    fn words(self, depth: usize) -> Vec<String> {
        let cut = || format!("more than {MOST} cables; the rest is left out");
        let deeper = || format!("deeper than {depth}; --depth shows more");
        let words = [self.cut.then(cut), self.deeper.then(deeper)];
        words.into_iter().flatten().collect()
    }
}

/// Prints one side of a thread, each cable below the one that it hangs on.
fn tree(title: &str, links: &[Link], shelf: &Shelf, out: &mut Out) -> Result<(), Error> {
    out.line(title)?;
    for link in links {
        let indent = "  ".repeat(link.depth);
        let row = shelf.row(&link.id)?;
        let again = if link.is_repeated {
            "  (see there)"
        } else {
            ""
        };
        out.line(&format!("{indent}{}{again}", line(&link.id, row.as_ref())))?;
    }
    if links.is_empty() {
        out.line("  none")?;
    }
    Ok(())
}

/// Prints every cable that is cited and not there, a number a line, with those
/// that cite it.
pub(super) fn missing(sought: Sought, as_json: bool, out: &mut Out) -> Result<Status, Error> {
    let (shelf, n_failed) = Shelf::of(sought)?;
    let missing = shelf.missing()?;
    for (id, by) in &missing {
        let mut by: Vec<String> = by.iter().map(|id| shown(id)).collect();
        by.sort();
        if as_json {
            json::line(
                &Missing {
                    format: "reftel.missing.v1",
                    id: shown(id),
                    cited_by: by,
                },
                out,
            )?;
        } else {
            out.line(&missing_line(id, &by))?;
        }
    }
    Ok(match (missing.len(), n_failed) {
        (0, 0) => Status::NothingFound,
        (_, 0) => Status::Done,
        _ => Status::SomeFailed,
    })
}

/// Prints who cites whom in the whole collection, as `GraphML`.
pub(super) fn graphml(sought: Sought, out: &mut Out) -> Result<Status, Error> {
    let (shelf, n_failed) = Shelf::of(sought)?;
    let held = shelf.held()?;
    out.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    out.line("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
    for (key, kind) in [
        ("held", "boolean"),
        ("date", "string"),
        ("subject", "string"),
    ] {
        out.line(&format!(
            "<key id=\"{key}\" for=\"node\" attr.name=\"{key}\" attr.type=\"{kind}\"/>"
        ))?;
    }
    out.line("<graph id=\"cables\" edgedefault=\"directed\">")?;
    let known: HashSet<&str> = held.iter().map(String::as_str).collect();
    let mut missing = HashSet::new();
    for id in &held {
        let row = shelf.row(id)?.unwrap_or_default();
        let date = dated(&row).unwrap_or_default();
        out.line(&format!(
            "<node id=\"{}\"><data key=\"held\">true</data><data key=\"date\">{date}</data><data key=\"subject\">{}</data></node>",
            xml(&shown(id)),
            xml(&row.brief.subject)
        ))?;
        let mut cites = shelf.cites(id)?;
        cites.sort();
        for other in cites {
            let other_shown = xml(&shown(&other));
            if !known.contains(other.as_str()) && missing.insert(other) {
                out.line(&format!(
                    "<node id=\"{other_shown}\"><data key=\"held\">false</data></node>"
                ))?;
            }
            out.line(&format!(
                "<edge source=\"{}\" target=\"{other_shown}\"/>",
                xml(&shown(id))
            ))?;
        }
    }
    out.line("</graph>\n</graphml>")?;
    Ok(match (held.len(), n_failed) {
        (0, 0) => Status::NothingFound,
        (_, 0) => Status::Done,
        _ => Status::SomeFailed,
    })
}

/// A text between tags or quotation marks.
fn xml(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, c| {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
            out
        })
}

/// Prints a thread for Graphviz: an arrow from what cites to what is cited,
/// what is not there dashed. What is left out is told above it.
fn dot(
    id: &str,
    up: &[Link],
    down: &[Link],
    shelf: &Shelf,
    left_out: &[String],
    out: &mut Out,
) -> Result<(), Error> {
    for words in left_out {
        out.line(&format!("// {words}"))?;
    }
    out.line("digraph reftels {")?;
    out.line("  node [shape=box];")?;
    let mut known = HashSet::new();
    let mut node = |id: &str, out: &mut Out| -> Result<(), Error> {
        if !known.insert(id.to_owned()) {
            return Ok(());
        }
        match shelf.row(id)? {
            Some(row) => {
                let date = dated(&row).unwrap_or_default();
                Ok(out.line(&format!(
                    "  \"{}\" [tooltip=\"{} {}\"];",
                    shown(id),
                    date,
                    quoted(&row.brief.subject)
                ))?)
            }
            None => Ok(out.line(&format!("  \"{}\" [style=dashed];", shown(id)))?),
        }
    };
    node(id, out)?;
    let mut edges = HashSet::new();
    for (links, is_up) in [(up, true), (down, false)] {
        for link in links {
            node(&link.id, out)?;
            let parent = link.parent.and_then(|parent| links.get(parent));
            let parent = parent.map_or(id, |parent| parent.id.as_str());
            let edge = if is_up {
                (parent.to_owned(), link.id.clone())
            } else {
                (link.id.clone(), parent.to_owned())
            };
            if edges.insert(edge.clone()) {
                out.line(&format!(
                    "  \"{}\" -> \"{}\";",
                    shown(&edge.0),
                    shown(&edge.1)
                ))?;
            }
        }
    }
    Ok(out.line("}")?)
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// The day of a cable.
fn dated(row: &Row) -> Option<String> {
    row.brief.date.map(|date| date.to_string())
}

/// A number as releases write it.
fn shown(id: &str) -> String {
    id.to_uppercase()
}

/// A cable of a thread on a line.
fn line(id: &str, row: Option<&Row>) -> String {
    let Some(row) = row else {
        return format!("{:<20}  not held", shown(id));
    };
    let Brief {
        date,
        level,
        subject,
        ..
    } = &row.brief;
    list_line(&shown(id), *date, *level, Some(subject))
}

/// A cable of a thread, to be serialized.
#[derive(Serialize)]
struct Member {
    format: &'static str,
    id: String,
    /// `cites` or `cited-by`: on which side of the first; null for itself.
    side: Option<&'static str>,
    /// How many references away.
    depth: usize,
    held: bool,
    date: Option<String>,
    level: Option<&'static str>,
    subject: Option<String>,
    /// Of the first.
    #[serde(flatten)]
    left_out: Option<LeftOut>,
}

impl Member {
    fn new(id: &str, row: Option<&Row>, side: Option<(&'static str, usize)>) -> Member {
        Member {
            format: "reftel.refs.v1",
            id: shown(id),
            side: side.map(|(side, _)| side),
            depth: side.map_or(0, |(_, depth)| depth),
            held: row.is_some(),
            date: row.and_then(dated),
            level: row
                .and_then(|row| row.brief.level)
                .map(Classification::slug),
            subject: row.map(|row| row.brief.subject.clone()),
            left_out: None,
        }
    }
}

/// A cable that is cited and not there, to be serialized.
#[derive(Serialize)]
struct Missing {
    format: &'static str,
    id: String,
    cited_by: Vec<String>,
}
