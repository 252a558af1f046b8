//! Sections that fold to a line: summary, headings, comment, as `[[` and
//! `]]` find them.

use std::ops::Range;
use std::sync::Arc;

use crate::cable::{Cable, ParagraphRole};
use crate::command::{Command, Context};
use crate::typeset::{Fold, Shown};

use super::motion::go_to_paragraph;
use super::{Arrangement, Model, PaneId, Reader, Screen, Size, key_or_name};

/// The sections of a cable, and which of them are closed.
#[derive(Clone, Debug, Default)]
pub struct Folds {
    /// In order; one that holds another comes before it.
    sections: Vec<Section>,
    /// Paragraphs at which a section begins, in order.
    starts: Vec<u32>,
    /// The closed sections that lie in no other closed one.
    closed: Arc<[Fold]>,
}

/// Which sections were closed.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    closed: Arc<[Fold]>,
    sections: Vec<usize>,
}

/// A section of a cable.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Section {
    paragraphs: Range<u32>,
    label: Shown,
    /// Whether a heading stands above it.
    is_headed: bool,
    is_closed: bool,
}

impl Section {
    fn holds(&self, idx: u32) -> bool {
        self.paragraphs.contains(&idx)
    }

    fn is_same(&self, other: &Section) -> bool {
        self.label == other.label && self.is_headed == other.is_headed
    }
}

/// Parts of a cable that are sections wherever they stand.
const PARTS: [(ParagraphRole, &str); 3] = [
    (ParagraphRole::Summary, "Summary"),
    (ParagraphRole::Comment, "Comment"),
    (ParagraphRole::ActionRequest, "Action request"),
];

impl Folds {
    /// The sections of a cable, all open.
    #[must_use]
    pub fn of(cable: &Cable) -> Folds {
        let mut sections = headed(cable);
        let headings: Vec<u32> = sections.iter().map(|it| it.paragraphs.start).collect();
        for (role, name) in PARTS {
            for part in runs(cable, role) {
                // A part ends at the next heading at the latest.
                let next = headings.partition_point(|&start| start <= part.start);
                let end = headings
                    .get(next)
                    .map_or(part.end, |&next| part.end.min(next));
                let above = next.checked_sub(1).and_then(|idx| sections.get_mut(idx));
                let names_it = |section: &&mut Section| {
                    let label = section.label.as_str().to_uppercase();
                    section.paragraphs.start == part.start && label.contains(&name.to_uppercase())
                };
                if let Some(section) = above.filter(names_it) {
                    section.paragraphs.end = end;
                } else {
                    sections.push(Section {
                        paragraphs: part.start..end,
                        label: Shown::new(name),
                        is_headed: false,
                        is_closed: false,
                    });
                }
            }
        }
        let mut starts: Vec<u32> = sections.iter().map(|it| it.paragraphs.start).collect();
        starts.sort_unstable();
        starts.dedup();
        Folds {
            sections: nested(sections),
            starts,
            closed: Arc::default(),
        }
    }

    /// Paragraphs at which a section begins, in order.
    #[must_use]
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// What is folded away, in order.
    #[must_use]
    pub fn closed(&self) -> &Arc<[Fold]> {
        &self.closed
    }

    /// The fold that paragraph `idx` is folded away in.
    #[must_use]
    pub fn holding(&self, idx: u32) -> Option<&Fold> {
        let next = self
            .closed
            .partition_point(|fold| fold.paragraphs.end <= idx);
        let fold = self.closed.get(next)?;
        fold.paragraphs.contains(&idx).then_some(fold)
    }

    /// How many paragraphs of a cable are folded away.
    #[must_use]
    pub fn n_folded(&self) -> usize {
        self.closed.iter().map(Fold::n_paragraphs).sum()
    }

    /// Whether the section that begins at paragraph `idx` is closed: the one
    /// below a heading, or else the one that has none. Nothing if none
    /// begins there.
    #[must_use]
    pub fn state_at(&self, idx: u32, is_heading: bool) -> Option<bool> {
        let first = self
            .sections
            .partition_point(|section| section.paragraphs.start < idx);
        let here = self.sections.get(first..).unwrap_or_default().iter();
        here.take_while(|section| section.paragraphs.start == idx)
            .find(|section| section.is_headed == is_heading)
            .map(|section| section.is_closed)
    }

    /// The sections that hold paragraph `idx`, the outermost first.
    fn around(&self, idx: u32) -> Vec<usize> {
        let until = self
            .sections
            .partition_point(|section| section.paragraphs.start <= idx);
        let mut found = Vec::new();
        for (nth, section) in self.sections.iter().enumerate().take(until).rev() {
            if section.holds(idx) {
                found.push(nth);
            }
            // No section that began before a heading goes on below it.
            if section.is_headed {
                break;
            }
        }
        found.reverse();
        found
    }

    /// Opens or closes sections; what was closed is counted anew.
    fn set(&mut self, cable: &Cable, which: impl Iterator<Item = usize>, is_closed: bool) {
        for nth in which {
            if let Some(section) = self.sections.get_mut(nth) {
                section.is_closed = is_closed;
            }
        }
        self.count(cable);
    }

    /// Which sections are closed, to be closed again.
    pub(super) fn kept(&self) -> Kept {
        let sections = self.sections.iter().enumerate();
        Kept {
            closed: Arc::clone(&self.closed),
            sections: sections
                .filter(|(_, section)| section.is_closed)
                .map(|(nth, _)| nth)
                .collect(),
        }
    }

    /// Closes what was closed before, and nothing else. Whether anything
    /// was otherwise.
    pub(super) fn restore(&mut self, cable: &Cable, kept: &Kept) -> bool {
        if Arc::ptr_eq(&self.closed, &kept.closed) {
            return false;
        }
        for section in &mut self.sections {
            section.is_closed = false;
        }
        self.set(cable, kept.sections.iter().copied(), true);
        self.closed = Arc::clone(&kept.closed);
        true
    }

    /// Says again what each closed section holds.
    fn count(&mut self, cable: &Cable) {
        let mut end = 0;
        let mut closed = Vec::new();
        for section in self.sections.iter().filter(|section| section.is_closed) {
            if section.paragraphs.start < end {
                continue;
            }
            end = section.paragraphs.end;
            let start = |fold: &Fold| fold.paragraphs.start;
            let known = self
                .closed
                .binary_search_by_key(&section.paragraphs.start, start);
            let known = known.ok().and_then(|nth| self.closed.get(nth));
            let known = known.filter(|fold| fold.paragraphs == section.paragraphs);
            closed.push(known.cloned().unwrap_or_else(|| {
                Fold::of(cable, section.paragraphs.clone(), section.label.clone())
            }));
        }
        self.closed = closed.into();
    }

    /// What is read otherwise now: the sections of the cable, closed as
    /// those before them were.
    pub(super) fn again(&mut self, cable: &Cable) {
        self.closed = Arc::default();
        let mut fresh = Folds::of(cable);
        fresh.close_as(self);
        fresh.count(cable);
        *self = fresh;
    }

    /// Closes what is closed in another edition of the cable.
    fn close_as(&mut self, other: &Folds) {
        let mut rest = other.sections.iter();
        for section in &mut self.sections {
            let mut ahead = rest.clone();
            if let Some(same) = ahead.find(|before| before.is_same(section)) {
                section.is_closed = same.is_closed;
                rest = ahead;
            }
        }
    }

    /// The same for another edition, whose cable is read.
    pub(super) fn as_in(&mut self, cable: &Cable, other: &Folds) {
        self.close_as(other);
        self.count(cable);
    }
}

/// Sections below headings: each ends where the next begins.
fn headed(cable: &Cable) -> Vec<Section> {
    let n_paragraphs = u32::try_from(cable.paragraphs.len()).unwrap_or(u32::MAX);
    let mut sections: Vec<Section> = Vec::new();
    for (idx, paragraph) in (0..).zip(&cable.paragraphs) {
        let Some(heading) = paragraph.heading else {
            continue;
        };
        if let Some(last) = sections.last_mut() {
            last.paragraphs.end = idx;
        }
        let words = cable.read(heading);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        sections.push(Section {
            paragraphs: idx..n_paragraphs,
            label: Shown::new(words.trim_end_matches(':')),
            is_headed: true,
            is_closed: false,
        });
    }
    sections
}

/// Paragraphs that follow one another and have a role.
fn runs(cable: &Cable, role: ParagraphRole) -> Vec<Range<u32>> {
    let mut runs: Vec<Range<u32>> = Vec::new();
    for (idx, paragraph) in (0..).zip(&cable.paragraphs) {
        if !paragraph.has(role) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == idx => run.end = idx + 1,
            _ => runs.push(idx..idx + 1),
        }
    }
    runs
}

/// Sections in order, each inside those that begin before it or apart from
/// them; of several with the same paragraphs one.
fn nested(mut sections: Vec<Section>) -> Vec<Section> {
    sections.sort_by_key(|section| {
        let Range { start, end } = section.paragraphs;
        (start, std::cmp::Reverse(end), !section.is_headed)
    });
    let mut open: Vec<u32> = Vec::new();
    let mut found: Vec<Section> = Vec::with_capacity(sections.len());
    for mut section in sections {
        open.retain(|&end| end > section.paragraphs.start);
        if let Some(&end) = open.last() {
            section.paragraphs.end = section.paragraphs.end.min(end);
        }
        let before = found.last().map(|before| &before.paragraphs);
        if section.paragraphs.is_empty() || before == Some(&section.paragraphs) {
            continue;
        }
        open.push(section.paragraphs.end);
        found.push(section);
    }
    found
}

/// Whether a command folds.
pub(super) fn is_fold(command: Command) -> bool {
    matches!(
        command,
        Command::ToggleFold
            | Command::OpenFold
            | Command::CloseFold
            | Command::CloseFolds
            | Command::OpenFolds
    )
}

/// Folds or unfolds, and says what comes of it.
pub(super) fn act(
    reader: &mut Reader,
    command: Command,
    key: &dyn Fn(Command) -> String,
) -> String {
    if reader.raw {
        return String::from("nothing folds in the source as it is");
    }
    if reader.folds.sections.is_empty() {
        return String::from("no summary, heading or comment to fold in this cable");
    }
    let n_sections = reader.folds.sections.len();
    match command {
        Command::CloseFolds => {
            reader.folds.set(&reader.cable, 0..n_sections, true);
            reader.fold_outline();
            return all_words(reader);
        }
        Command::OpenFolds => {
            let n_closed = reader.folds.closed.len();
            reader.folds.set(&reader.cable, 0..n_sections, false);
            reader.fold_outline();
            return match n_closed {
                0 => String::from("nothing is folded"),
                1 => String::from("1 section unfolded"),
                n => format!("{n} sections unfolded"),
            };
        }
        _ => {}
    }
    let Some(idx) = paragraph_here(reader) else {
        return String::from("above the first paragraph nothing folds");
    };
    let around = reader.folds.around(idx);
    let is_closed = |nth: &&usize| {
        reader
            .folds
            .sections
            .get(**nth)
            .is_some_and(|section| section.is_closed)
    };
    let outermost = around.iter().find(is_closed).copied();
    let opens = match command {
        Command::OpenFold => true,
        Command::CloseFold => false,
        _ => outermost.is_some(),
    };
    let chosen = if opens {
        outermost
    } else {
        // Inside a closed one, the one around it; else the innermost.
        let outside = around.iter().position(|nth| Some(*nth) == outermost);
        let open = around.get(..outside.unwrap_or(around.len()));
        open.and_then(<[usize]>::last).copied()
    };
    let Some(nth) = chosen else {
        return match (around.is_empty(), opens) {
            (true, _) => {
                let next = key(Command::NextSection);
                format!("this paragraph is in no section: {next} goes to the next one")
            }
            (false, true) => String::from("this section is not folded"),
            (false, false) => String::from("this section is folded already"),
        };
    };
    reader
        .folds
        .set(&reader.cable, std::iter::once(nth), !opens);
    reader.fold_outline();
    let section = reader.folds.sections.get(nth);
    let label = section.map(|section| section.label.as_str());
    let label = label.unwrap_or_default();
    let n_paragraphs = section.map_or(0, |section| section.paragraphs.len());
    let plural = if n_paragraphs == 1 { "" } else { "s" };
    if opens {
        format!("unfolded: {label}")
    } else {
        format!("folded: {label}, {n_paragraphs} paragraph{plural}")
    }
}

/// `4 sections folded: 12 of 24 paragraphs`
fn all_words(reader: &Reader) -> String {
    let n_folds = reader.folds.closed.len();
    let plural = if n_folds == 1 { "" } else { "s" };
    let all = reader.counted();
    let n_folded = reader.folds.n_folded();
    format!("{n_folds} section{plural} folded: {n_folded} of {all}")
}

/// The paragraph of the cursor, in the outline that of its row.
fn paragraph_here(reader: &Reader) -> Option<u32> {
    if reader.focus == PaneId::Outline {
        let row = reader.outline.chosen()?;
        return Some(row.paragraph);
    }
    if reader.text.page.rows().is_empty() {
        return None;
    }
    let place = reader.text.place();
    let here = reader.text.paragraph()?;
    // On the line of a fold the cursor may stand for a place inside it.
    let inside = reader.cable.paragraph_of(place);
    let inside = inside.and_then(|idx| u32::try_from(idx).ok());
    let fold = reader.folds.holding(here);
    let is_inside = |idx: &u32| fold.is_some_and(|fold| fold.paragraphs.contains(idx));
    Some(inside.filter(is_inside).unwrap_or(here))
}

/// Opens what the cursor of the text in sight was brought into.
pub(super) fn open_at_cursor(model: &mut Model) {
    let (size, arrangement) = model.room();
    if let Screen::Reader(reader) = &mut model.screens.top {
        open_at(reader, size, arrangement);
    }
}

/// Opens what the cursor of a text was brought into.
pub(super) fn open_at(reader: &mut Reader, size: Size, arrangement: Arrangement) {
    if !reader.text.page.is_folded(reader.text.at) {
        return;
    }
    let row = reader.text.page.any_row_at(reader.text.at);
    let idx = row.and_then(|row| row.paragraph);
    let idx = idx.or_else(|| reader.text.paragraph()).unwrap_or(0);
    let around = reader.folds.around(idx).into_iter();
    reader.folds.set(&reader.cable, around, false);
    reader.fold_outline();
    reader.arrange(size, arrangement);
    let height = reader.text_height(&reader.layout(size, arrangement));
    reader.text.fit(height);
    reader.arrange(size, arrangement);
}

/// Opens the section that the cursor is on the line of; whether it is on
/// one.
pub(super) fn open_here(model: &mut Model) -> bool {
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return false;
    };
    if reader.focus != PaneId::Text || reader.fold_here().is_none() {
        return false;
    }
    let keymap = &model.keymap;
    let key = |command| key_or_name(keymap, command, Context::Reader);
    let words = act(reader, Command::OpenFold, &key);
    reader.arrange(size, arrangement);
    model.say(&words);
    true
}

/// Goes to a paragraph, also to one that is folded away.
pub(super) fn enter_paragraph(reader: &mut Reader, idx: u32, height: usize) -> bool {
    match reader.text.page.folded_paragraph(idx) {
        Some(at) => {
            reader.text.go_to_byte(at, height);
            true
        }
        None => go_to_paragraph(reader, idx, height),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(paragraphs: Range<u32>, is_headed: bool) -> Section {
        Section {
            paragraphs,
            label: Shown::new("x"),
            is_headed,
            is_closed: false,
        }
    }

    #[test]
    fn sections_lie_in_one_another_or_apart() {
        let sections = vec![
            section(3..9, false),
            section(0..4, true),
            section(4..9, true),
            section(5..6, false),
            section(0..4, false),
        ];
        let found: Vec<(u32, u32, bool)> = nested(sections)
            .into_iter()
            .map(|it| (it.paragraphs.start, it.paragraphs.end, it.is_headed))
            .collect();
        assert_eq!(
            found,
            [(0, 4, true), (3, 4, false), (4, 9, true), (5, 6, false)]
        );
    }

    #[test]
    fn what_was_closed_is_closed_again_in_another_edition() {
        let text = |more: &str| {
            format!(
                "SUBJECT: X\n\n{more}ONE\n---\n\n1. (C) A.\n\nTWO\n---\n\n2. (U) B c.\n\n3. (C) D.\n"
            )
        };
        let old = crate::parse::parse(text("").as_bytes());
        let new = crate::parse::parse(text("NEW\n---\n\n0. (U) E.\n\n").as_bytes());
        let mut folds = Folds::of(&old);
        folds.set(&old, std::iter::once(1), true);
        let mut fresh = Folds::of(&new);
        fresh.as_in(&new, &folds);
        let labels: Vec<&str> = fresh.closed().iter().map(|it| it.label.as_str()).collect();
        assert_eq!(labels, ["TWO"]);
        assert_eq!(fresh.n_folded(), 2);
    }
}
