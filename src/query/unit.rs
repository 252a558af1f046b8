//! The parts of a telegram in which words are sought, each by itself.

use crate::cable::{Cable, Classification, ParagraphRole, Span};

use super::{Hit, Kind, Part, Scope};

/// Which part of a telegram it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Above the text, without the SUBJECT.
    Header,
    /// The SUBJECT.
    Subject,
    /// The paragraph of this index.
    Paragraph(u32),
    /// Below the text.
    Ending,
    /// The editor's footnote of this index.
    Note(u32),
}

/// A part of a telegram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Which.
    pub place: Place,
    /// Where its words stand in the text. No phrase goes from one to the
    /// next.
    pub spans: Vec<Span>,
    /// The marking, of a paragraph.
    pub level: Option<Classification>,
    roles: Vec<ParagraphRole>,
}

impl Unit {
    fn new(place: Place, spans: Vec<Span>) -> Unit {
        Unit {
            place,
            spans,
            level: None,
            roles: Vec::new(),
        }
    }

    /// Whether it is, or is in, such a part.
    #[must_use]
    pub fn is(&self, part: Part) -> bool {
        let is_paragraph = matches!(self.place, Place::Paragraph(_));
        match part {
            Part::Summary => self.roles.contains(&ParagraphRole::Summary),
            Part::Comment => self.roles.contains(&ParagraphRole::Comment),
            Part::Action => self.roles.contains(&ParagraphRole::ActionRequest),
            Part::Introduction => self.roles.contains(&ParagraphRole::Introduction),
            Part::Subject => self.place == Place::Subject,
            Part::Header => matches!(self.place, Place::Header | Place::Subject),
            Part::Body => is_paragraph,
            Part::Ending => self.place == Place::Ending,
            Part::Note => matches!(self.place, Place::Note(_)),
        }
    }

    /// Whether it meets a condition. Only paragraphs have levels.
    #[must_use]
    pub fn meets(&self, scope: Scope) -> bool {
        let is_paragraph = matches!(self.place, Place::Paragraph(_));
        let is_so = match scope.is {
            Kind::Part(part) => self.is(part),
            Kind::Level(levels) => is_paragraph && levels.holds(self.level),
        };
        is_so != scope.is_not
    }
}

/// The parts in which something was found. Both lists are in the order of the
/// text, so they are walked together.
pub fn found_in<'a>(
    units: &'a [Unit],
    hits: &'a [Hit],
) -> impl Iterator<Item = (&'a Unit, &'a Hit)> {
    let mut units = units.iter();
    hits.iter().filter_map(move |hit| {
        let unit = units.find(|unit| unit.place == hit.place)?;
        Some((unit, hit))
    })
}

/// The parts of a telegram, in the order of its text; what stands in none of
/// them are the page headers between paragraphs. Parts without words are
/// left out.
#[must_use]
pub fn units(cable: &Cable) -> Vec<Unit> {
    let mut units = Vec::with_capacity(cable.paragraphs.len() + 3);
    let end = u32::try_from(cable.text().len()).unwrap_or(u32::MAX);
    let first = cable.paragraphs.first().map_or(end, |paragraph| {
        let heading = paragraph.heading.map_or(u32::MAX, |span| span.start);
        paragraph.span.start.min(heading)
    });
    let subject = cable.heading.subject.filter(|span| !span.is_empty());
    let around = subject.filter(|subject| subject.end <= first);
    let header = match around {
        Some(subject) => vec![stretch(0, subject.start), stretch(subject.end, first)],
        None => vec![stretch(0, first)],
    };
    let header = header
        .into_iter()
        .flat_map(|span| without_notes(cable, span));
    units.push(Unit::new(Place::Header, header.collect()));
    if let Some(subject) = subject {
        units.push(Unit::new(Place::Subject, vec![subject]));
    }
    for (idx, paragraph) in (0..).zip(&cable.paragraphs) {
        let spans = paragraph.heading.into_iter().chain([paragraph.text]);
        units.push(Unit {
            level: paragraph.level(),
            roles: paragraph.roles.clone(),
            ..Unit::new(Place::Paragraph(idx), spans.collect())
        });
    }
    if let Some(last) = cable.paragraphs.last() {
        let below = without_notes(cable, stretch(last.span.end.max(last.text.end), end));
        units.push(Unit::new(Place::Ending, below));
    }
    for (idx, note) in (0..).zip(&cable.notes) {
        units.push(Unit::new(Place::Note(idx), vec![note.text]));
    }
    for unit in &mut units {
        unit.spans
            .retain(|&span| !cable.slice(span).trim().is_empty());
    }
    units.retain(|unit| !unit.spans.is_empty());
    units
}

fn stretch(start: u32, end: u32) -> Span {
    Span {
        start,
        end: end.max(start),
    }
}

/// What of a span is no footnote. Footnotes stand in the order of the text.
fn without_notes(cable: &Cable, span: Span) -> Vec<Span> {
    let mut left = Vec::new();
    let mut at = span.start;
    for note in &cable.notes {
        let note = note.text;
        if note.start >= at && note.end <= span.end {
            left.push(stretch(at, note.start));
            at = note.end;
        }
    }
    left.push(stretch(at, span.end));
    left
}
