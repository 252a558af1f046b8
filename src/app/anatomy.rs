//! The header and the heading taken apart: each line as it stands, and beside
//! or below it what its parts are. Parts without a name stay to be seen in the
//! line.

use std::collections::HashMap;

use crate::cable::{
    Cable, Filed, FormatLine, Line, LineKind, RoutingIndicator, Span, sort_by_place,
};
use crate::glossary;
use crate::typeset::{Facing, Role, Term};

use super::explain::{local_words, moment_words};
use super::relay::Owners;

/// Lines of the header as they stand, and what is said of each and of its
/// `parts`.
pub(super) fn lines(cable: &Cable, parts: Vec<Part>) -> Vec<Facing> {
    let end = cable
        .paragraphs
        .first()
        .map_or(u32::MAX, |first| first.span.start);
    let mut anatomy = Anatomy {
        cable,
        parts,
        lines: Vec::new(),
    };
    let mut name = "";
    for line in &cable.lines {
        if line.span.start >= end {
            break;
        }
        if line.kind == LineKind::Blank || line.kind == LineKind::Body {
            name = "";
            continue;
        }
        let own = name_of(line.kind);
        // A field that goes on over lines is named once.
        let label = if own == name { "" } else { own };
        name = own;
        anatomy.line(label, line);
    }
    if anatomy.lines.is_empty() {
        anatomy.lines.push(Facing {
            said: vec![(String::from("This cable has no header."), Span::default())],
            ..Facing::default()
        });
    }
    anatomy.lines
}

/// The same where there is no room beside a line: what is said stands below it.
pub(super) fn terms(lines: &[Facing]) -> Vec<Term> {
    let mut terms = Vec::new();
    for line in lines {
        let mut indent = "";
        let mut term = |label: &str, words: String, role: Role, source: Span| {
            terms.push(Term {
                label: label.to_owned(),
                words,
                role: Some(role),
                source: Some(source),
            });
        };
        let printed = one_spaced(&line.printed);
        if !printed.is_empty() {
            term(&line.label, printed, Role::Value, line.source);
            indent = "  ";
        }
        for (words, source) in &line.said {
            term("", format!("{indent}{words}"), Role::Gloss, *source);
        }
    }
    terms
}

/// Words with one blank between them.
fn one_spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a line is called, a format line with its number in ACP 127; empty
/// for what is in the text.
fn name_of(kind: LineKind) -> &'static str {
    match kind {
        LineKind::FormatLine(line) => match line {
            FormatLine::Start => "FL 1",
            FormatLine::Called => "FL 2",
            FormatLine::Calling => "FL 3",
            FormatLine::Security => "FL 4",
            FormatLine::Dtg => "FL 5",
            FormatLine::From => "FL 6",
            FormatLine::To => "FL 7",
            FormatLine::Info => "FL 8",
            FormatLine::Exempt => "FL 9",
            FormatLine::GroupCount => "FL 10",
            FormatLine::Break => "break",
            FormatLine::Correction => "FL 15",
            FormatLine::End => "FL 16",
        },
        LineKind::Banner => "banner",
        LineKind::Caption => "caption",
        LineKind::ExecutiveOrder => "E.O.",
        LineKind::Tags => "TAGS",
        LineKind::Subject => "SUBJECT",
        LineKind::Reference => "REF",
        LineKind::ClassifiedBy => "classified",
        LineKind::HandlingNote => "handling",
        LineKind::PageHeader => "page",
        LineKind::Notice => "notice",
        LineKind::Unread => "not read",
        LineKind::Attribute => "attribute",
        LineKind::Distribution => "offices",
        LineKind::Stamp => "stamp",
        LineKind::Signature => "signature",
        LineKind::Blank
        | LineKind::Editorial
        | LineKind::Furniture
        | LineKind::Heading
        | LineKind::Rule
        | LineKind::Body
        | LineKind::Trailer => "",
    }
}

/// What a line is there for, in words; empty where it has no name.
fn purpose(kind: LineKind) -> &'static str {
    match kind {
        LineKind::FormatLine(line) => match line {
            FormatLine::Start => "start of the message, written by the communications center",
            FormatLine::Called => "precedence, and the stations that are called",
            FormatLine::Calling => "the station that calls, its serial, day of the year and hour",
            FormatLine::Security => "security of the transmission, operating signals",
            FormatLine::Dtg => "precedence for action and information, date-time group",
            FormatLine::From => "from",
            FormatLine::To => "action addressees",
            FormatLine::Info => "information addressees",
            FormatLine::Exempt => "addressees that are exempted",
            FormatLine::GroupCount => "how many groups the text has",
            FormatLine::Break => "the text begins or ends",
            FormatLine::Correction => "the station serial once more",
            FormatLine::End => "end of the message",
        },
        LineKind::Banner => "how the text is classified; post and serial",
        LineKind::Caption => "who is to see the telegram",
        LineKind::ExecutiveOrder => "the order it is classified under, and until when",
        LineKind::Tags => "subjects, countries, organizations and people, to file it by",
        LineKind::Subject => "what the telegram is about",
        LineKind::Reference => "what the telegram refers to",
        LineKind::ClassifiedBy => "who classified it, and for which reasons",
        LineKind::HandlingNote => "how the telegram is to be handled",
        LineKind::PageHeader => "header of a page, which the release left inside",
        LineKind::Notice => "words of the publisher",
        LineKind::Unread => "not understood; it stands where it stood",
        LineKind::Attribute => "a key and a value of the publisher, beside the text",
        LineKind::Distribution => "who got copies, drafted, cleared and approved it",
        LineKind::Stamp => "stamp of the release",
        LineKind::Signature => "in whose name the telegram was sent",
        LineKind::Blank
        | LineKind::Editorial
        | LineKind::Furniture
        | LineKind::Heading
        | LineKind::Rule
        | LineKind::Body
        | LineKind::Trailer => "",
    }
}

/// A part of the header and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) span: Span,
    /// What is said of it; empty if nothing is known.
    pub(super) words: String,
    pub(super) kind: PartKind,
}

/// Who says what a part of the header is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    /// The glossary does, where it knows the code.
    Code,
    /// The parser does. Its words are no codes of their own: the `C` of
    /// `C O N F I D E N T I A L`.
    Whole,
    /// The parser does, and its words may be codes: those of a title.
    Words,
    /// The zone of the post does: the hour there.
    Local,
}

/// Every part of the header of a cable that was read, in order.
pub(super) fn parts(cable: &Cable) -> Vec<Part> {
    Parts::of(cable)
}

/// Those of `parts` that a token belongs to: the parts inside it,
/// or else the narrowest that it is inside of.
pub(super) fn parts_at(parts: &[Part], token: Span) -> Vec<&Part> {
    let touches = |part: &&Part| part.span.start < token.end && token.start < part.span.end;
    let (around, inside): (Vec<&Part>, Vec<&Part>) = parts
        .iter()
        .filter(touches)
        .partition(|part| part.span != token && part.span.encloses(token));
    if !inside.is_empty() {
        return inside;
    }
    let narrowest = around.iter().map(|part| part.span.len()).min();
    let is_narrowest = |part: &&Part| Some(part.span.len()) == narrowest;
    around.into_iter().filter(is_narrowest).collect()
}

/// The line that holds a byte of the source, by name and purpose; nothing
/// for lines of the text.
pub(super) fn line_words(cable: &Cable, source: u32) -> Option<String> {
    let kind = cable.line_at(source)?.kind;
    let (name, purpose) = (name_of(kind), purpose(kind));
    (!name.is_empty()).then(|| format!("{name}: {purpose}"))
}

/// What stands where in the header, and what it is.
struct Parts<'a> {
    cable: &'a Cable,
    year: Option<u16>,
    named: Vec<Part>,
    owners: Owners<'a>,
    /// What is said of each routing indicator: one may stand in a header
    /// thousands of times.
    stations: HashMap<String, String>,
}

impl<'a> Parts<'a> {
    /// Every part of a header that was read, in order.
    fn of(cable: &'a Cable) -> Vec<Part> {
        let mut parts = Parts {
            cable,
            year: cable.year(),
            named: Vec::new(),
            owners: Owners::of(cable),
            stations: HashMap::new(),
        };
        parts.precedences();
        parts.transmission();
        parts.addresses();
        parts.text();
        parts.named.retain(|part| !part.span.is_empty());
        sort_by_place(&mut parts.named, |part| part.span.order());
        parts.named
    }

    fn put(&mut self, span: Option<Span>, words: &str, kind: PartKind) {
        let part = span.map(|span| Part {
            span,
            words: words.to_owned(),
            kind,
        });
        self.named.extend(part);
    }

    fn name(&mut self, span: Option<Span>, words: &str) {
        self.put(span, words, PartKind::Whole);
    }

    /// Names a code by what the glossary says of it in its year.
    fn explain(&mut self, span: Span) {
        let words = self.meaning(span);
        self.put(Some(span), &words, PartKind::Code);
    }

    fn meaning(&self, span: Span) -> String {
        let entries = glossary::explain(&self.cable.read(span), self.year);
        entries.first().map_or_else(String::new, |entry| {
            let status = if entry.sourced { "" } else { " (unverified)" };
            format!("{}{status}", entry.meaning)
        })
    }

    /// The prosigns that format lines 2 and 5 begin with.
    fn precedences(&mut self) {
        let heading = &self.cable.heading;
        let dtg = heading.dtg.as_ref();
        let of_all = heading.transmission.precedence;
        let (action, info) = dtg.map_or((None, None), |it| (it.precedence, it.info_precedence));
        let named = [
            (FormatLine::Called, [of_all, None], [""; 2]),
            (
                FormatLine::Dtg,
                [action, info],
                [" for action", " for information"],
            ),
        ];
        for (line, precedences, whom) in named {
            let kind = LineKind::FormatLine(line);
            let mut lines = self.cable.lines.iter();
            let Some(line) = lines.find(|it| it.kind == kind) else {
                continue;
            };
            let signs = prosigns(self.cable, line.span);
            for ((span, precedence), whom) in signs.zip(precedences).zip(whom) {
                if let Some(precedence) = precedence {
                    let words = format!("precedence {precedence}{whom}");
                    self.put(Some(span), &words, PartKind::Words);
                }
            }
        }
    }

    /// Format lines 1 to 4.
    fn transmission(&mut self) {
        let transmission = &self.cable.heading.transmission;
        self.name(transmission.channel, "channel; a release fills in XYZ");
        self.name(transmission.channel_number, "number on the channel");
        for station in transmission.called.iter().chain(&transmission.calling) {
            self.station(*station);
        }
        if let Some(serial) = &transmission.station_serial {
            let words = format!("station serial {}", serial.value);
            self.name(Some(serial.span), &words);
        }
        if let Some(filed) = &transmission.filed {
            let Filed {
                julian_day,
                hour,
                minute,
            } = filed.value;
            let words = format!("filed on day {julian_day} of the year at {hour:02}:{minute:02}Z");
            self.name(Some(filed.span), &words);
        }
        let letters = transmission.security.iter();
        for &span in letters.chain(&transmission.operating_signals) {
            self.explain(span);
        }
    }

    fn station(&mut self, station: RoutingIndicator) {
        let code = self.cable.read(station.0);
        let words = match self.stations.get(&code) {
            Some(words) => words.clone(),
            None => self.station_words(station, &code),
        };
        self.put(Some(station.0), &words, PartKind::Code);
        self.stations.insert(code, words);
    }

    fn station_words(&self, station: RoutingIndicator, code: &str) -> String {
        let owner = self.owners.owner(code);
        let known = glossary::explain(code, self.year);
        // What this header says of it, unless the glossary says the same.
        let own = owner.filter(|owner| {
            let known = known.first();
            known.is_none_or(|entry| owner.contradicts(entry))
        });
        let meaning = own.map_or_else(|| self.meaning(station.0), |owner| owner.words);
        if meaning.is_empty() {
            String::from("routing indicator")
        } else {
            format!("routing indicator: {meaning}")
        }
    }

    /// Format lines 5 to 9.
    fn addresses(&mut self) {
        let heading = &self.cable.heading;
        if let Some(line) = &heading.dtg {
            self.name(Some(line.span), &moment_words(line.dtg));
            if let Some(words) = local_words(self.cable) {
                self.put(Some(line.span), &words, PartKind::Local);
            }
        }
        let others = heading.action.iter().chain(&heading.info);
        for addressee in heading.from.iter().chain(others) {
            if let Some(station) = addressee.routing_indicator {
                self.station(station);
            }
            self.explain(addressee.plad.0);
            if let Some(precedence) = addressee.precedence {
                let words = format!("precedence {precedence} for this addressee");
                let after = Span {
                    start: addressee.plad.0.end,
                    end: addressee.span.end,
                };
                self.put(Some(after), &words, PartKind::Words);
            }
            self.name(addressee.continuity_number, "message continuity number");
            for post in &addressee.excluded {
                self.name(Some(post.0), "left out of the collective");
            }
        }
    }

    /// Format line 12: the heading of the text.
    fn text(&mut self) {
        let heading = &self.cable.heading;
        if let Some(banner) = &heading.banner {
            let mut words = format!("classification {}", banner.level);
            if let Some((section, sections)) = banner.section.zip(banner.sections) {
                words = format!("{words}, section {section} of {sections}");
            }
            self.name(Some(banner.span), &words);
            self.name(banner.post, "post");
            if let Some(serial) = &banner.serial {
                let words = format!("serial {} of the year", serial.value);
                self.name(Some(serial.span), &words);
            }
        }
        for caption in &heading.captions {
            self.explain(caption.span);
        }
        if let Some(order) = &heading.executive_order {
            for &span in order.order.iter().chain(&order.exemptions) {
                self.explain(span);
            }
            if let Some(date) = &order.declassify_on {
                let words = format!("to be declassified on {}", date.value);
                self.name(Some(date.span), &words);
            }
        }
        for tag in &heading.tags {
            self.explain(tag.span);
        }
        for reference in &heading.references {
            let words = match &reference.mrn {
                Some(mrn) => format!("telegram {mrn}"),
                None => reference.kind.slug().to_owned(),
            };
            self.name(Some(reference.span), &words);
        }
        if let Some(by) = &heading.classified_by {
            self.name(by.name, "who classified it");
            self.put(by.title, "title", PartKind::Words);
            for person in &by.also {
                self.name(Some(person.name), "who classified it");
                self.put(person.title, "title", PartKind::Words);
            }
        }
    }
}

/// The prosigns of precedence that a line begins with: `PP`, or `O P` before a
/// date-time group.
fn prosigns(cable: &Cable, line: Span) -> impl Iterator<Item = Span> {
    const LETTERS: &str = "ZOPRYW";
    let text = cable.slice(line);
    let first = text.as_ptr() as usize;
    let is_sign = |word: &&str| word.len() <= 2 && word.chars().all(|c| LETTERS.contains(c));
    let signs = text.split_whitespace().take_while(is_sign);
    signs.map(move |word| {
        let start = line.start as usize + (word.as_ptr() as usize - first);
        Span::new(start, start + word.len())
    })
}

/// The lines while they are written.
struct Anatomy<'a> {
    cable: &'a Cable,
    parts: Vec<Part>,
    lines: Vec<Facing>,
}

impl Anatomy<'_> {
    /// Whether addressees for information stand in a line: two lines may have
    /// been joined to one, which bears the name of the first.
    fn informs(&self, line: Span) -> bool {
        let info = &self.cable.heading.info;
        let first = info.partition_point(|it| it.span.start < line.start);
        info.get(first).is_some_and(|it| it.span.start < line.end)
    }

    /// A line as it stands, and what its parts are.
    fn line(&mut self, label: &str, line: &Line) {
        let span = line.span;
        let mut said = Vec::new();
        if !label.is_empty() {
            said.push((purpose(line.kind).to_owned(), span));
        }
        let info = LineKind::FormatLine(FormatLine::Info);
        if line.kind == LineKind::FormatLine(FormatLine::To) && self.informs(span) {
            said.push((format!("and {}", purpose(info)), span));
        }
        let first = self
            .parts
            .partition_point(|part| part.span.start < span.start);
        let rest = self.parts.iter().skip(first);
        for part in rest.take_while(|part| part.span.start < span.end) {
            let printed = one_spaced(&self.cable.read(part.span));
            let words = if part.words.is_empty() {
                printed
            } else {
                format!("{printed}: {}", part.words)
            };
            said.push((words, part.span));
        }
        self.lines.push(Facing {
            label: label.to_owned(),
            printed: self.cable.slice(span).trim_end().to_owned(),
            source: span,
            said,
        });
    }
}
