//! `reftel search`: where words stand, paragraph by paragraph.

use std::io;

use serde::Serialize;

use super::error::Error;
use super::found::Found;
use super::list::{self, Listed};
use super::out::Out;
use super::{Color, Had, Sought, Status, json, out};
use crate::cable::{Cable, Classification};
use crate::query::{Hit, Place, Query, Snippet, Unit, found_in, snippet, units};
use crate::typeset::Shown;

/// Columns of a line that no terminal narrows.
const WIDTH: usize = 100;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked {
    /// One JSON object a line, one a cable.
    pub(super) json: bool,
    /// Only how many there are.
    pub(super) count: bool,
    pub(super) color: Color,
}

/// Prints the cables that `query` finds, and below each the parts in which the
/// words stand.
pub(super) fn search(
    sought: Sought,
    query: &Query,
    asked: Asked,
    out: &mut Out,
) -> Result<Status, Error> {
    let (mut n_cables, mut n_hits) = (0_usize, 0_usize);
    let page = Page {
        is_colored: out.is_colored(asked.color),
        width: out.columns().map_or(WIDTH, usize::from),
    };
    let write = |found: Found| -> io::Result<(usize, Vec<u8>)> {
        let mut text = Vec::new();
        if asked.json {
            json::line(&Record::of(&found), &mut text)?;
        } else if !asked.count {
            page.cable(&found, &mut text)?;
        }
        Ok((found.hits.len(), text))
    };
    let weight = |written: &io::Result<(usize, Vec<u8>)>| {
        let text = written.as_ref().map(|(_, text)| text.capacity());
        text.unwrap_or_default()
    };
    let Had { n_failed, is_empty } = sought.each(query, weight, write, |written| {
        let (n_of_it, text) = written?;
        n_cables += 1;
        n_hits += n_of_it;
        Ok(out.bytes(&text)?)
    })?;
    if !asked.json {
        out.line(&sentence(query, n_hits, n_cables))?;
    }
    Ok(match (n_cables, n_failed) {
        (_, n_failed) if n_failed > 0 && is_empty => Status::Trouble,
        (_, n_failed) if n_failed > 0 => Status::SomeFailed,
        (0, _) => Status::NothingFound,
        _ => Status::Done,
    })
}

/// `11 hits in 6 cables`.
fn sentence(query: &Query, n_hits: usize, n_cables: usize) -> String {
    let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let cables = count(n_cables, "cable");
    if query.is_of_words() {
        return format!("{} in {cables}", count(n_hits, "hit"));
    }
    cables
}

/// How results are written for people.
struct Page {
    is_colored: bool,
    width: usize,
}

impl Page {
    fn cable(&self, found: &Found, to: &mut Vec<u8>) -> io::Result<()> {
        let Found {
            document,
            cable,
            hits,
        } = found;
        out::line(&list::line(cable, &document.name(cable)), to)?;
        let units = units(cable);
        for (unit, hit) in found_in(&units, hits) {
            let head = format!("  {:<9}{:<6}", place(cable, hit.place), mark(unit));
            out::text(&head, to)?;
            let room = self.width.saturating_sub(head.len() + 6).max(20);
            self.words(&snippet(cable, unit, hit, room), to);
        }
        Ok(())
    }

    fn words(&self, snippet: &Snippet, to: &mut Vec<u8>) {
        let shown = |range| Shown::new(snippet.text.get(range).unwrap_or_default());
        let mut at = 0;
        for found in &snippet.found {
            to.extend_from_slice(shown(at..found.start).as_str().as_bytes());
            let (on, off) = if self.is_colored {
                ("\x1b[1;4m", "\x1b[m")
            } else {
                ("", "")
            };
            to.extend_from_slice(on.as_bytes());
            to.extend_from_slice(shown(found.clone()).as_str().as_bytes());
            to.extend_from_slice(off.as_bytes());
            at = found.end;
        }
        to.extend_from_slice(shown(at..snippet.text.len()).as_str().as_bytes());
        to.push(b'\n');
    }
}

/// `P4`, or the part of the telegram.
fn place(cable: &Cable, place: Place) -> String {
    match (place, part(cable, place)) {
        (_, (_, Some(number))) => format!("P{number}"),
        (Place::Paragraph(_), _) => String::from("text"),
        (_, (kind, None)) => kind.to_owned(),
    }
}

/// What a part is called in the published form, and the number of a paragraph.
fn part(cable: &Cable, place: Place) -> (&'static str, Option<u32>) {
    match place {
        Place::Header => ("header", None),
        Place::Subject => ("subject", None),
        Place::Paragraph(idx) => {
            let paragraph = usize::try_from(idx)
                .ok()
                .and_then(|idx| cable.paragraphs.get(idx));
            let number = paragraph.and_then(|paragraph| paragraph.number);
            ("paragraph", number)
        }
        Place::Ending => ("ending", None),
        Place::Note(_) => ("note", None),
    }
}

/// The marking of a paragraph, `( ? )` where it has none.
fn mark(unit: &Unit) -> String {
    match (unit.place, unit.level) {
        (Place::Paragraph(_), Some(level)) => format!("({})", level.mark()),
        (Place::Paragraph(_), None) => String::from("( ? )"),
        _ => String::new(),
    }
}

/// A cable and what was found in it, to be serialized.
#[derive(Serialize)]
struct Record<'a> {
    format: &'static str,
    #[serde(flatten)]
    listed: Listed<'a>,
    hits: Vec<Part>,
}

/// A part of a cable in which something was found.
#[derive(Serialize)]
struct Part {
    /// `header`, `subject`, `paragraph`, `ending`, `note`.
    #[serde(rename = "part")]
    kind: &'static str,
    number: Option<u32>,
    marking: Option<&'static str>,
    /// As it is read.
    text: String,
    spans: Vec<[u32; 2]>,
}

impl<'a> Record<'a> {
    fn of(found: &'a Found) -> Record<'a> {
        let cable = &found.cable;
        let units = units(cable);
        let parts = found_in(&units, &found.hits);
        Record {
            format: "reftel.hits.v1",
            listed: Listed::of(cable, &found.document),
            hits: parts
                .map(|(unit, hit)| Part::of(cable, unit, hit))
                .collect(),
        }
    }
}

impl Part {
    fn of(cable: &Cable, unit: &Unit, hit: &Hit) -> Part {
        let read = unit.spans.iter().map(|span| cable.read(*span));
        let (kind, number) = part(cable, hit.place);
        Part {
            kind,
            number,
            marking: unit.level.map(Classification::slug),
            text: read.collect::<Vec<_>>().join("\n"),
            spans: hit
                .spans
                .iter()
                .map(|span| [span.start, span.end])
                .collect(),
        }
    }
}
