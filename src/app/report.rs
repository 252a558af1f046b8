//! What is said of a cable, in a window over it: findings, repairs, the parts
//! of its header, where something stands.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cable::{Cable, Classification, Paragraph, Repair, RepairKind, Span};
use crate::check::{Finding, Rule, Severity};
use crate::command::Command;
use crate::query::Query;
use crate::typeset::{self, Filter, Page, Role, Shown, Term};

use super::ask::{asked_at, fit_overlay};
use super::explain::{explanation, repair_terms};
use super::follow::cited_at;
use super::motion::none_there;
use super::tally::flagged;
use super::{Explain, Model, Overlay, Pane, Reader, anatomy};

/// A window that says something of a cable. Its rows lead to what they are
/// about.
#[derive(Clone, Debug)]
pub struct Report {
    /// What it is about.
    pub topic: Topic,
    /// What is said of it.
    pub terms: Vec<Term>,
    /// The same, laid out.
    pub pane: Pane,
    /// The column of the page with a border between what is printed and what
    /// is said, where these stand side by side.
    pub border: Option<u16>,
    /// Where the parts of the header stand, in order, if it is taken apart.
    parts: Vec<Span>,
}

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Findings, repairs, and what could not be read.
    Findings,
    /// Repairs alone.
    Repairs,
    /// The header and the heading, line by line.
    Anatomy,
    /// Where the token under the cursor stands, and what was done to it.
    Place,
}

/// Opens a report, or lays the open one out again.
pub(super) fn open(model: &mut Model, topic: Topic) {
    let columns = model.report_columns(topic);
    let Some(reader) = model.reader() else { return };
    let (terms, parts, lines) = if topic == Topic::Anatomy {
        let parts = anatomy::parts(&reader.cable);
        let places = parts.iter().map(|part| part.span).collect();
        let lines = anatomy::lines(&reader.cable, parts);
        (anatomy::terms(&lines), places, lines)
    } else {
        let terms = terms(model, reader, topic, columns);
        (terms, Vec::new(), Vec::new())
    };
    let (page, border) = if topic == Topic::Anatomy && model.has_room_beside() {
        typeset::facing(&lines, columns)
    } else {
        (typeset::terms(&terms, columns), None)
    };
    let laid = Arc::new(page);
    let report = Report {
        topic,
        terms,
        pane: Pane::new(Arc::clone(&laid)),
        border,
        parts,
    };
    let before = model.overlay.replace(Overlay::Report(Box::new(report)));
    let height = model.overlay_rows();
    if let (Some(Overlay::Report(report)), Some(Overlay::Report(before))) =
        (&mut model.overlay, before)
        && before.topic == topic
    {
        // Side by side, a line of the source has as many rows as fit the width.
        let has_same_rows = report.border.is_none() && before.border.is_none();
        if has_same_rows || laid.text() == before.pane.page.text() {
            report.pane = before.pane;
            report.pane.replace_lines(laid, height);
        } else if let Some(place) = before.pane.page.row_place(before.pane.scroll.focus)
            && let Some(row) = row_about(&laid, place)
        {
            report.pane.go(row, height);
        }
    }
}

/// The first row that leads to `place`, or else to a part of what is there.
fn row_about(page: &Page, place: Span) -> Option<usize> {
    let places = || (0..page.rows().len()).map(|row| (row, page.row_place(row)));
    let same = places().find(|(_, it)| *it == Some(place));
    let part = || places().find(|(_, it)| it.is_some_and(|it| place.encloses(it)));
    same.or_else(part).map(|(row, _)| row)
}

fn terms(model: &Model, reader: &Reader, topic: Topic, measure: u16) -> Vec<Term> {
    let mut writer = Writer {
        raw: model.key_words(Command::Raw),
        reader,
        cable: &reader.cable,
        measure: usize::from(measure),
        terms: Vec::new(),
    };
    match topic {
        Topic::Findings => {
            writer.markings();
            writer.findings(reader.findings());
            writer.repairs();
            writer.garbles();
        }
        Topic::Repairs => writer.repairs(),
        Topic::Anatomy => {}
        Topic::Place => {
            let name = model.entries.name(reader.entry).unwrap_or_default();
            writer.place_of(reader, &name);
        }
    }
    writer.terms
}

/// The paragraph that a place lies in.
fn paragraph_at(cable: &Cable, place: Span) -> Option<(usize, &Paragraph)> {
    let idx = cable.paragraph_of(place.start)?;
    let paragraph = cable.paragraphs.get(idx)?;
    (place.start < paragraph.span.end).then_some((idx, paragraph))
}

/// Switches the filter off that hides a place which is to be gone to; what
/// is to be said of it.
pub(super) fn show(reader: &mut Reader, place: Span) -> Option<String> {
    let (idx, paragraph) = paragraph_at(&reader.cable, place)?;
    if !reader.hides(idx) {
        return None;
    }
    let number = paragraph.number;
    reader.filter = Filter::All;
    reader.ask(Query::default());
    let it = number.map_or_else(|| String::from("this"), |number| format!("P{number}"));
    Some(format!("{it} was hidden by a filter, which is off now"))
}

/// What a row of a report is about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum About<'a> {
    Finding(&'a Finding),
    Repair(&'a Repair),
    /// A part of the header.
    Part(Span),
}

/// Where a row of a report begins to tell of a finding: its label.
fn finding_label(page: &Page, row_idx: usize) -> Option<&str> {
    let (range, role) = page.runs(row_idx).next()?;
    let label = page.text().get(range)?;
    (role == Role::Code).then_some(label)
}

/// Those of `items`, which lie in order of their places, that stand at `place`.
fn at<T>(items: &[T], place: Span, place_of: impl Fn(&T) -> Span) -> impl Iterator<Item = &T> {
    let first = items.partition_point(|item| place_of(item).start < place.start);
    let rest = items
        .iter()
        .skip(first)
        .map(move |item| (place_of(item), item));
    rest.take_while(move |(it, _)| it.start == place.start)
        .filter_map(move |(it, item)| (it == place).then_some(item))
}

/// The repairs of one place.
fn repairs_at(reader: &Reader, place: Span) -> impl Iterator<Item = &Repair> {
    at(&reader.cable.repairs, place, |repair| repair.span)
}

impl Report {
    /// What row `row_idx` is about.
    fn about<'a>(&'a self, row_idx: usize, reader: &'a Reader) -> Option<About<'a>> {
        if self.topic != Topic::Anatomy {
            return about(&self.pane.page, row_idx, reader);
        }
        let place = self.pane.page.row_place(row_idx)?;
        let mut parts = at(&self.parts, place, |part| *part);
        parts.next().map(|part| About::Part(*part))
    }

    /// Whether it names parts of a header.
    pub(super) fn names_parts(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Whether one of its rows leads to a place of the cable.
    pub(super) fn leads_on(&self) -> bool {
        let page = &self.pane.page;
        (0..page.rows().len()).any(|row| page.row_place(row).is_some())
    }
}

/// What row `row_idx` of a report is about: what stands above it says that,
/// up to an empty row.
fn about<'a>(page: &Page, row_idx: usize, reader: &'a Reader) -> Option<About<'a>> {
    for above in (0..=row_idx).rev() {
        let (_, role) = page.runs(above).next()?;
        if role == Role::Heading {
            // The title of a kind stands right above its first repair.
            let place = page.row_place(row_idx)?;
            return repairs_at(reader, place).next().map(About::Repair);
        }
        if let Some(label) = finding_label(page, above) {
            let place = page.row_place(above)?;
            let id = label.split_whitespace().last()?;
            let mut findings = reader.findings().iter();
            let found = findings.find(|it| it.rule.id == id && it.span == place);
            return found.map(About::Finding);
        }
    }
    None
}

/// Goes on or back in the report to where a finding is told.
pub(super) fn step_finding(model: &mut Model, forward: bool, times: usize) {
    let told = |page: &Page, _: &Reader, row: usize| finding_label(page, row).is_some();
    step(model, forward, times, ("finding", Command::Findings), told);
}

/// The same for a repair.
pub(super) fn step_repair(model: &mut Model, forward: bool, times: usize) {
    step(
        model,
        forward,
        times,
        ("repair", Command::Repairs),
        told_repair,
    );
}

/// Whether the row begins to tell of a repair: below the title of its kind.
fn told_repair(page: &Page, reader: &Reader, row_idx: usize) -> bool {
    let is_title = |row: usize| {
        page.runs(row)
            .next()
            .is_some_and(|it| it.1 == Role::Heading)
    };
    let Some(place) = page.row_place(row_idx).filter(|_| !is_title(row_idx)) else {
        return false;
    };
    let above = row_idx.checked_sub(1);
    let begins = above.is_some_and(|row| is_title(row) || page.row_place(row) != Some(place));
    begins && repairs_at(reader, place).next().is_some()
}

/// Goes on or back in the report that is open, to a row which begins to tell
/// of something that is listed by `lists`.
fn step(
    model: &mut Model,
    forward: bool,
    times: usize,
    (what, lists): (&str, Command),
    begins: impl Fn(&Page, &Reader, usize) -> bool,
) {
    let height = model.overlay_rows();
    let Some(reader) = model.reader() else { return };
    let found = match &model.overlay {
        Some(Overlay::Report(report)) => {
            let (page, focus) = (&report.pane.page, report.pane.scroll.focus);
            let is_there = |row: &usize| begins(page, reader, *row);
            let rows = report.pane.n_rows();
            // Past the last, the last.
            let found: Option<usize> = if forward {
                (focus + 1..rows).filter(is_there).take(times).last()
            } else {
                (0..focus).rev().filter(is_there).take(times).last()
            };
            let tells = found.is_some() || (0..rows).any(|row| is_there(&row));
            Some((found, tells))
        }
        _ => None,
    };
    match found {
        Some((Some(row), _)) => {
            if let Some(Overlay::Report(report)) = &mut model.overlay {
                report.pane.go(row, height);
            }
        }
        Some((None, true)) => model.say(&none_there(what, forward)),
        Some((None, false)) | None => {
            let keys = model.key_words(lists);
            model.say(&format!("{what}s are listed by {keys}, in a cable"));
        }
    }
}

/// Explains what the row of the cursor is about, with everything that is known
/// of it. Closed, the report is there again.
pub(super) fn more(model: &mut Model) {
    let columns = model.overlay_columns();
    let told = match (&model.overlay, model.reader()) {
        (Some(Overlay::Report(report)), Some(reader)) => {
            let about = report.about(report.pane.scroll.focus, reader);
            about.map(|about| {
                let cited = match about {
                    About::Part(span) => cited_at(reader, span),
                    About::Finding(_) | About::Repair(_) => None,
                };
                let (title, terms) = told(reader, about);
                Explain::more(&title, terms, columns, report.clone()).citing(cited)
            })
        }
        _ => None,
    };
    let Some(explain) = told else {
        model.say("nothing more is known of this row");
        return;
    };
    model.overlay = Some(Overlay::Explain(Box::new(explain)));
}

/// The same for the next thing that the report tells of, or for the one
/// before; whether a report was left for what is explained.
pub(super) fn more_of_neighbor(model: &mut Model, forward: bool) -> bool {
    let explain = match model.overlay.take() {
        Some(Overlay::Explain(explain)) if explain.report.is_some() => explain,
        overlay => {
            model.overlay = overlay;
            return false;
        }
    };
    let Some(mut report) = explain.report.clone() else {
        return false;
    };
    let found = model.reader().and_then(|reader| {
        let focus = report.pane.scroll.focus;
        let here = report.about(focus, reader);
        let is_other = |row: &usize| {
            let other = report.about(*row, reader);
            other.is_some() && other != here
        };
        if forward {
            (focus + 1..report.pane.n_rows()).find(is_other)
        } else {
            (0..focus).rev().find(is_other)
        }
    });
    let Some(row) = found else {
        model.overlay = Some(Overlay::Explain(explain));
        model.say(&none_there("row that more is known of", forward));
        return true;
    };
    let height = usize::from(model.size.height);
    report.pane.go(row, height);
    model.overlay = Some(Overlay::Report(report));
    more(model);
    true
}

/// Shows the report again that was left for what is explained; whether there
/// was one.
pub(super) fn back(model: &mut Model) -> bool {
    let Some(Overlay::Explain(explain)) = &mut model.overlay else {
        return false;
    };
    let Some(report) = explain.report.take() else {
        return false;
    };
    model.overlay = Some(Overlay::Report(report));
    fit_overlay(model);
    true
}

/// All that is known of what a row is about, and what it is called.
fn told(reader: &Reader, about: About<'_>) -> (String, Vec<Term>) {
    let cable = &*reader.cable;
    let term = |label: &str, words: String, role: Role| Term {
        label: label.to_owned(),
        words,
        role: Some(role),
        source: None,
    };
    let place = |span: Span| {
        let (line, column) = cable.line_and_column(span.start);
        let line = format!("line {line}, column {column} of the source");
        let number = paragraph_at(cable, span).and_then(|(_, paragraph)| paragraph.number);
        let words = number.map_or_else(|| line.clone(), |it| format!("paragraph {it}, {line}"));
        term("place", words, Role::Text)
    };
    let lines = |spans: &mut dyn Iterator<Item = Span>, terms: &mut Vec<Term>| {
        let mut lines: Vec<(usize, u32)> = spans
            .map(|span| (cable.line_and_column(span.start).0, span.start))
            .collect();
        lines.sort_unstable();
        lines.dedup_by_key(|(line, _)| *line);
        for (line, at) in lines {
            let words = source_line(cable, at);
            if !words.is_empty() {
                terms.push(term(&format!("line {line}"), words, Role::Value));
            }
        }
    };
    match about {
        About::Finding(finding) => {
            let Rule {
                id,
                why,
                era,
                source,
                ..
            } = finding.rule;
            let mut terms = vec![
                term(finding.severity.slug(), finding.text.clone(), Role::Text),
                place(finding.span),
                term("why", (*why).to_owned(), Role::Text),
                term("years", (*era).to_owned(), Role::Gloss),
                term("source", (*source).to_owned(), Role::Gloss),
                Term::default(),
            ];
            let spans = finding.evidence.iter().chain([&finding.span]);
            lines(&mut spans.copied(), &mut terms);
            ((*id).to_owned(), terms)
        }
        About::Repair(repair) => {
            let mut terms = repair_terms(cable, repair);
            terms.extend([place(repair.span), Term::default()]);
            lines(&mut [repair.span].into_iter(), &mut terms);
            (repair.kind.slug().to_owned(), terms)
        }
        About::Part(span) => {
            let token = cable.read(span);
            let terms = explanation(&asked_at(reader, &token, span));
            (
                token.split_whitespace().collect::<Vec<_>>().join(" "),
                terms,
            )
        }
    }
}

/// The beginning of the line of the text that holds a byte of the source.
fn source_line(cable: &Cable, at: u32) -> String {
    /// More would not fit the widest window.
    const LONGEST: usize = 200;
    let (_, column) = cable.line_and_column(at);
    let start = (at as usize + 1).saturating_sub(column);
    let line = cable.text().get(start..).unwrap_or_default();
    let words = line.split(['\n', '\r']).next().unwrap_or_default().trim();
    words.chars().take(LONGEST).collect()
}

/// The kind of repair that the row of the cursor is about.
pub(super) fn kind_here(model: &Model) -> Option<RepairKind> {
    let Some(Overlay::Report(report)) = &model.overlay else {
        return None;
    };
    let (page, row) = (&report.pane.page, report.pane.scroll.focus);
    // The title of a kind stands right above its first repair.
    let place = page.row_place(row).or_else(|| page.row_place(row + 1))?;
    let found = repairs_at(model.reader()?, place).next();
    found.map(|repair| repair.kind)
}

/// What is said of a cable, row by row.
struct Writer<'a> {
    /// The keys that show the source.
    raw: String,
    reader: &'a Reader,
    cable: &'a Cable,
    /// Columns of a row.
    measure: usize,
    terms: Vec<Term>,
}

impl Writer<'_> {
    fn line(&mut self, label: &str, words: String, role: Role, source: Option<Span>) {
        self.terms.push(Term {
            label: label.to_owned(),
            words,
            role: Some(role),
            source,
        });
    }

    /// Level of the banner, highest level of the portions, and how many of
    /// them bear which mark.
    fn markings(&mut self) {
        let cable = self.cable;
        let marks = || {
            let numbered = cable.paragraphs.iter().filter(|it| it.number.is_some());
            numbered.map(|paragraph| paragraph.mark.as_ref().map(|mark| mark.level))
        };
        let all = marks().count();
        if !cable.is_marked() || all == 0 {
            return;
        }
        let words = |level: Option<Classification>| {
            level.map_or_else(|| String::from("none"), |level| level.to_string())
        };
        let banner = cable.heading.banner.as_ref().map(|banner| banner.span);
        let stated = format!(
            "banner {}, derived from portions {}",
            words(cable.level()),
            words(cable.derived_level())
        );
        self.line("", stated, Role::Text, banner);
        let mut counts = Vec::new();
        for level in Classification::ALL {
            let n_level = marks().filter(|mark| *mark == Some(level)).count();
            if n_level > 0 {
                counts.push(format!("{} {n_level}", level.mark()));
            }
        }
        let n_none = marks().filter(Option::is_none).count();
        if n_none > 0 {
            counts.push(format!("no mark {n_none}"));
        }
        let counts = counts.join("   ");
        let words = format!("marked {} of {all}: {counts}", all - n_none);
        self.line("", words, Role::Gloss, None);
        self.line("", self.map(), Role::Gloss, None);
        self.line("", String::new(), Role::Text, None);
    }

    /// The numbered paragraphs, each with the letters of its mark: `?` where
    /// it bears none, `!` where something serious was found.
    fn map(&self) -> String {
        /// More paragraphs are no map any more.
        const MOST: usize = 300;
        // Asked for early, the signs of the page may not have come yet.
        let flagged = flagged(self.reader.findings());
        let mut map = String::from("map ");
        let mut n_more = 0_usize;
        let paragraphs = (0..).zip(&self.cable.paragraphs);
        let numbered = paragraphs.filter_map(|(idx, it)| Some((idx, it.number?, it)));
        for (nth, (idx, number, paragraph)) in numbered.enumerate() {
            if nth >= MOST {
                n_more += 1;
                continue;
            }
            let mark = paragraph.mark.as_ref();
            let mark = mark.map_or("?", |mark| mark.level.mark());
            let is_flagged = flagged.binary_search(&idx).is_ok();
            let sign = if is_flagged { "!" } else { "" };
            map = map + " " + &number.to_string() + mark + sign;
        }
        if n_more > 0 {
            map = format!("{map} and {n_more} more");
        }
        map
    }

    /// Findings by rule, the gravest first: what was found, the lines that it
    /// rests on, then why the rule matters and where it is written.
    fn findings(&mut self, findings: &[Finding]) {
        if findings.is_empty() {
            self.line("", String::from("No findings."), Role::Text, None);
            self.line("", String::new(), Role::Text, None);
        }
        // A rule may find things of different weight; they stay together
        // where the gravest of them stands.
        let mut gravest: BTreeMap<&str, Severity> = BTreeMap::new();
        for finding in findings {
            let severity = gravest.entry(finding.rule.id).or_insert(finding.severity);
            *severity = finding.severity.max(*severity);
        }
        let mut sorted: Vec<&Finding> = findings.iter().collect();
        sorted.sort_by_key(|finding| {
            let id = finding.rule.id;
            (Reverse(gravest.get(id)), id, finding.span)
        });
        for of_rule in sorted.chunk_by(|one, other| one.rule.id == other.rule.id) {
            for finding in of_rule {
                self.finding(finding);
            }
            let Some(Finding { rule, span, .. }) = of_rule.first() else {
                continue;
            };
            let place = Some(*span);
            self.line("", rule.why.to_owned(), Role::Gloss, place);
            let Rule { era, source, .. } = rule;
            self.line(
                "",
                format!("years: {era}; source: {source}"),
                Role::Gloss,
                place,
            );
            self.line("", String::new(), Role::Text, None);
        }
    }

    fn finding(&mut self, finding: &Finding) {
        /// Lines of the source beside a finding.
        const MOST: usize = 4;
        let sign = match finding.severity {
            Severity::Error => '!',
            Severity::Warning => '?',
            Severity::Note => '.',
        };
        let label = format!("{sign} {}", finding.rule.id);
        let words = format!("{}{}", self.place(finding.span), finding.text);
        self.line(&label, words, Role::Text, Some(finding.span));
        let spans = finding.evidence.iter().chain([&finding.span]);
        let mut lines: Vec<(usize, Span)> = spans
            .map(|span| (self.cable.line_and_column(span.start).0, *span))
            .collect();
        lines.sort_unstable();
        lines.dedup_by_key(|(line, _)| *line);
        for (line, span) in lines.into_iter().take(MOST) {
            let words = source_line(self.cable, span.start);
            if !words.is_empty() {
                // Evidence is recognized by its first words: one row each.
                let words = Shown::new(&format!("line {line:>3}  {words}"));
                let room = self.measure.saturating_sub(label.len() + 2);
                let words = words.cut(room).as_str().to_owned();
                self.line("", words, Role::Text, Some(span));
            }
        }
    }

    /// Every repair, by kind: where, from what to what, how sure.
    fn repairs(&mut self) {
        let repairs = &self.cable.repairs;
        let words = match (
            repairs.len(),
            repairs.iter().filter(|it| it.applied).count(),
        ) {
            (0, _) => String::from("No repairs: the text is shown as it stands in the source."),
            (all, applied) if applied == all => {
                format!("{all} repairs on view ({} shows the source):", self.raw)
            }
            (all, applied) => format!(
                "{applied} repairs on view ({} shows the source), {} not applied:",
                self.raw,
                all - applied
            ),
        };
        self.line("", words, Role::Text, None);
        for &kind in RepairKind::ALL {
            let of_kind = || repairs.iter().filter(move |repair| repair.kind == kind);
            let count = of_kind().count();
            if count == 0 {
                continue;
            }
            self.line("", String::new(), Role::Text, None);
            let words = format!("{} ({count})", kind.slug());
            let first = of_kind().next().map(|repair| repair.span);
            self.line("", words, Role::Heading, first);
            for repair in of_kind() {
                let words = self.place(repair.span);
                let words = self.repair(repair, words);
                self.line("", words, Role::Text, Some(repair.span));
            }
        }
    }

    /// Where the token under the cursor stands in the source, and what was
    /// done to its line on the way to the screen.
    fn place_of(&mut self, reader: &Reader, name: &str) {
        let cable = self.cable;
        let pane = reader.focused_ref().unwrap_or(&reader.text);
        let at = pane.place();
        let token = Shown::new(pane.token_text());
        let (line, column) = cable.line_and_column(at);
        self.line("token", token.as_str().to_owned(), Role::Text, None);
        self.line("source", name.to_owned(), Role::Text, None);
        let family = format!("{}, {}", cable.family.slug(), cable.encoding.slug());
        self.line("form", family, Role::Text, None);
        let words = format!("{line}, column {column} of the text of the telegram");
        self.line("line", words, Role::Text, None);
        let there = cable.source_map.source(at);
        let words = if there == at {
            format!("{at}")
        } else {
            format!("{at} of the text, {there} of the document it was taken from")
        };
        self.line("byte", words, Role::Text, None);
        let Some(known) = cable.line_at(at) else {
            return;
        };
        self.line("kind", known.kind.slug().to_owned(), Role::Text, None);
        let words = source_line(self.cable, at);
        self.line("as it is", words, Role::Value, Some(known.span));
        let touches = |repair: &&Repair| {
            repair.span.start < known.span.end && known.span.start < repair.span.end
        };
        let repairs: Vec<&Repair> = cable.repairs.iter().filter(touches).collect();
        self.line("", String::new(), Role::Text, None);
        if repairs.is_empty() {
            let words = "No repair on this line: its words are those of the source, set anew.";
            self.line("", words.to_owned(), Role::Gloss, None);
        }
        for repair in repairs {
            let words = self.repair(repair, String::new());
            self.line(repair.kind.slug(), words, Role::Text, Some(repair.span));
        }
    }

    fn garbles(&mut self) {
        for garble in &self.cable.garbles {
            let words: String = self.cable.slice(garble.span).chars().take(60).collect();
            let words = self.place(garble.span) + &words;
            self.line("", String::new(), Role::Text, None);
            self.line("not read", words, Role::Garble, Some(garble.span));
            let expected = format!("expected {}", garble.expected);
            self.line("", expected, Role::Gloss, Some(garble.span));
        }
    }

    /// `P4  ` for a place in paragraph 4, `P4, hidden  ` where a filter hides
    /// it, nothing above the text.
    fn place(&self, span: Span) -> String {
        let Some((idx, paragraph)) = paragraph_at(self.cable, span) else {
            return String::new();
        };
        match (paragraph.number, self.reader.hides(idx)) {
            (Some(number), true) => format!("P{number}, hidden  "),
            (Some(number), false) => format!("P{number}  "),
            (None, true) => String::from("hidden  "),
            (None, false) => String::new(),
        }
    }

    /// Says behind `words` what a repair reads instead of what, and how sure
    /// that is.
    fn repair(&self, repair: &Repair, mut words: String) -> String {
        self.around(repair, &mut words);
        words.push_str("  (");
        words.push_str(repair.confidence.slug());
        words.push_str(if repair.applied {
            ")"
        } else {
            ", not applied)"
        });
        words
    }

    /// Writes what stands at a repair, with the word around it, and what is
    /// read: `from -> to`. There may be tens of thousands of them.
    fn around(&self, repair: &Repair, out: &mut String) {
        let sides = [("", self.cable.slice(repair.span)), (" -> ", &repair.to)];
        for (arrow, middle) in sides {
            out.push_str(arrow);
            with_word_around(self.cable, repair, middle, out);
        }
    }
}

/// Writes what stands at a repair, or what is read there, with the word around
/// it; on one line, and not the whole of what is long.
pub(super) fn with_word_around(cable: &Cable, repair: &Repair, middle: &str, out: &mut String) {
    /// Characters of an end that is too long to be shown whole.
    const LONGEST: usize = 48;
    let text = cable.text();
    let (start, end) = (repair.span.start as usize, repair.span.end as usize);
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let tail = |part: &str| {
        let last = part.char_indices().rev().nth(LONGEST / 2 - 1);
        last.map_or(0, |(at, _)| at)
    };
    let head = |part: &str| {
        let next = part.char_indices().nth(LONGEST / 2);
        next.map_or(part.len(), |(at, _)| at)
    };
    let near = before.get(tail(before)..).unwrap_or_default();
    let word = near.rsplit(char::is_whitespace).next();
    let near = after.get(..head(after)).unwrap_or_default();
    let rest = near.split(char::is_whitespace).next();
    let mut words = String::from(word.unwrap_or_default());
    if middle.len() > LONGEST && middle.chars().count() > LONGEST {
        words.push_str(middle.get(..head(middle)).unwrap_or_default());
        words.push_str("..");
        words.push_str(middle.get(tail(middle)..).unwrap_or_default());
    } else {
        words.push_str(middle);
    }
    words.push_str(rest.unwrap_or_default());
    if words.is_empty() {
        words.push_str("(nothing)");
    }
    let lines = words.split(['\r', '\n']).map(str::trim);
    for (nth, line) in lines.filter(|line| !line.is_empty()).enumerate() {
        out.push_str(if nth == 0 { "" } else { " / " });
        out.push_str(line);
    }
}
