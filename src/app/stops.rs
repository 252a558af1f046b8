//! Places in the source that brackets lead to: references, excisions,
//! repairs, sections of transmission, findings, what was added.

use crate::cable::{Cable, Excision, LineKind, Link, Repair, Span};
use crate::command::Command;

use super::execute::go_to_place;
use super::{Added, Model, Pane, PaneId, Reader, Screen, StandIn};
use super::{folds, jumps};

/// A sort of places that brackets lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Words of the text that name other telegrams.
    Reference,
    /// What the release withheld.
    Excision,
    /// What is read otherwise than it stands in the source.
    Repair,
    /// `SECTION 02 OF 03`.
    CableSection,
    /// What the cross-checks say.
    Finding,
    /// What the reader of the cable has added.
    Added,
}

/// The place that was gone to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    sort: Sort,
    /// Which of its sort.
    idx: usize,
    /// Where the cursor was put for it. Two places may lie on one word, and
    /// a place may be shown in other words than its own.
    cursor: (PaneId, u32),
}

impl Sort {
    /// The sort that a command goes among, and whether it goes on.
    pub(super) fn of(command: Command) -> Option<(Sort, bool)> {
        Some(match command {
            Command::NextReference => (Sort::Reference, true),
            Command::PreviousReference => (Sort::Reference, false),
            Command::NextExcision => (Sort::Excision, true),
            Command::PreviousExcision => (Sort::Excision, false),
            Command::NextRepair => (Sort::Repair, true),
            Command::PreviousRepair => (Sort::Repair, false),
            Command::NextCableSection => (Sort::CableSection, true),
            Command::PreviousCableSection => (Sort::CableSection, false),
            Command::NextFinding => (Sort::Finding, true),
            Command::PreviousFinding => (Sort::Finding, false),
            Command::NextNote => (Sort::Added, true),
            Command::PreviousNote => (Sort::Added, false),
            _ => return None,
        })
    }

    /// One of them, and several.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Sort::Reference => ("reference", "references in the text"),
            Sort::Excision => ("excision", "excisions"),
            Sort::Repair => ("repair", "repairs on view"),
            Sort::CableSection => ("section", "further sections"),
            Sort::Finding => ("finding", "findings"),
            Sort::Added => ("mark", "marks"),
        }
    }

    /// Every place of this sort in a cable, in order.
    fn places(self, reader: &Reader) -> Vec<Span> {
        let cable = &reader.cable;
        match self {
            Sort::Reference => reader.links().iter().map(|link| link.span).collect(),
            Sort::Excision => cable.excisions.iter().map(|it| it.span).collect(),
            Sort::Repair => applied(cable).map(|repair| repair.span).collect(),
            Sort::CableSection => section_starts(cable).map(|(span, _)| span).collect(),
            Sort::Finding => reader.findings().iter().map(|it| it.span).collect(),
            Sort::Added => {
                let at = |added: &Added| Span::new(added.place as usize, added.place as usize);
                reader.added.iter().map(at).collect()
            }
        }
    }

    /// What is said of one of these places.
    fn words(self, reader: &Reader, idx: usize) -> String {
        let cable = &reader.cable;
        let words = match self {
            Sort::Reference => reader
                .links()
                .get(idx)
                .map(|link| reference_words(reader, link)),
            Sort::Excision => cable
                .excisions
                .get(idx)
                .map(|excision| excision_words(cable, excision)),
            Sort::Repair => applied(cable)
                .nth(idx)
                .map(|repair| repair_words(cable, repair)),
            Sort::CableSection => section_starts(cable).nth(idx).map(|(_, words)| words),
            Sort::Finding => reader
                .findings()
                .get(idx)
                .map(|finding| format!("{} {}", finding.rule.id, finding.text)),
            Sort::Added => reader.added.get(idx).map(|added| added.what.words()),
        };
        words.unwrap_or_default()
    }
}

/// The repairs that are on view.
fn applied(cable: &Cable) -> impl Iterator<Item = &Repair> {
    cable.repairs.iter().filter(|repair| repair.applied)
}

/// What a reference of the text names: `REF A: 08STATE4412, open here`.
fn reference_words(reader: &Reader, link: &Link) -> String {
    let mut words = reader.cable.read(link.span);
    let references = &reader.cable.heading.references;
    let entries = link.entries.iter().map(|&entry| entry as usize);
    let named: Vec<String> = entries
        .filter_map(|entry| {
            let mrn = references.get(entry)?.mrn.as_ref()?.to_string();
            let is_held = reader.held.get(entry).copied().unwrap_or_default();
            Some(if is_held { mrn + ", open here" } else { mrn })
        })
        .collect();
    if !named.is_empty() {
        words = format!("{words}: {}", named.join("; "));
    }
    words
}

fn excision_words(cable: &Cable, excision: &Excision) -> String {
    let codes: Vec<_> = excision
        .codes
        .iter()
        .map(|&code| cable.read(code))
        .collect();
    if codes.is_empty() {
        String::from("withheld")
    } else {
        format!("withheld: {}", codes.join(", "))
    }
}

/// Longer ends say no more in one line.
const LONGEST: usize = 40;

fn repair_words(cable: &Cable, repair: &Repair) -> String {
    let line = |words: &str| {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match words.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}..", words.get(..end).unwrap_or_default()),
            None => words,
        }
    };
    let from = line(cable.slice(repair.span));
    let to = line(&repair.to);
    let kind = repair.kind.slug();
    match (from.is_empty(), to.is_empty()) {
        (false, false) => format!("{kind}: {from} is read as {to}"),
        (false, true) => format!("{kind}: {from} is left out"),
        (true, _) => format!("{kind}: a gap is closed"),
    }
}

/// Where the sections of a telegram begin that follow the first: the lines
/// that count them.
fn section_starts(cable: &Cable) -> impl Iterator<Item = (Span, String)> {
    let mut last = 1;
    cable.lines.iter().filter_map(move |line| {
        let (number, of) = matches!(line.kind, LineKind::Banner | LineKind::PageHeader)
            .then(|| counted(cable.slice(line.span)))??;
        let goes_on = number > last;
        last = last.max(number);
        goes_on.then(|| (line.span, format!("SECTION {number:02} OF {of:02}")))
    })
}

/// What a line counts: `SECTION 02 OF 03` of a banner, `002 OF 003` or
/// `002.2 OF 003` (its second page) of a page header.
fn counted(line: &str) -> Option<(u16, u16)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let of = words.iter().rposition(|word| *word == "OF")?;
    let before = words.get(of.checked_sub(1)?)?;
    let number = before.split('.').next().unwrap_or_default().parse().ok()?;
    let all = words.get(of + 1)?.parse().ok()?;
    (number <= all).then_some((number, all))
}

/// Goes on or back to a place of a sort, in the order of the text, and says
/// what is there.
pub(super) fn step(model: &mut Model, sort: Sort, forward: bool, times: u32) {
    let Screen::Reader(reader) = &model.screens.top else {
        return;
    };
    let (one, several) = sort.names();
    let places = sort.places(reader);
    if places.is_empty() {
        let words = match sort {
            Sort::Added => {
                let key = model.key_words(Command::SetMark);
                format!("no {several} in this cable; {key} sets one")
            }
            _ => format!("no {several} in this cable"),
        };
        model.say(&words);
        return;
    }
    let times = usize::try_from(times).unwrap_or(usize::MAX).max(1);
    let here = reader.cursor();
    let pane = reader.focused_ref().unwrap_or(&reader.text);
    // What stands in the header lies on the way from the top of the text.
    let first = (0..pane.n_rows()).find_map(|row| pane.page.tokens(row).next());
    let is_top = reader.focus == PaneId::Text && first.is_none_or(|first| pane.at <= first.start);
    let source = if is_top { None } else { Some(pane.place()) };
    let current = reader
        .stop
        .filter(|stop| stop.sort == sort && stop.cursor == here);
    // Where fewer are left than were counted, the last of them is gone to, as among
    // paragraphs.
    let target = if forward {
        let next = match current {
            Some(stop) => stop.idx.saturating_add(1),
            None => {
                places.partition_point(|span| source.is_some_and(|source| span.start <= source))
            }
        };
        let last = places.len() - 1;
        (next <= last).then(|| next.saturating_add(times - 1).min(last))
    } else {
        let n_before = match current {
            Some(stop) => stop.idx,
            None => places.partition_point(|span| source.is_some_and(|source| span.start < source)),
        };
        (n_before > 0).then(|| n_before.saturating_sub(times))
    };
    let found = target.and_then(|idx| Some((idx, *places.get(idx)?)));
    let Some((idx, span)) = found else {
        let end = if forward { "below" } else { "above" };
        model.say(&format!("no {one} {end}"));
        return;
    };
    let words = sort.words(reader, idx);
    let words = format!("{}/{}  {words}", idx + 1, places.len());
    if sort == Sort::Added {
        // It was added in the text, also where that is above the paragraphs.
        jumps::bring(model, span.start);
        folds::open_at_cursor(model);
    } else {
        go_to_place(model, Some(span));
    }
    if let Screen::Reader(reader) = &mut model.screens.top {
        reader.stop = Some(Stop {
            sort,
            idx,
            cursor: reader.cursor(),
        });
    }
    let here = model.reader().and_then(Reader::focused_ref);
    let is_hidden = here.and_then(Pane::stand_in) == Some(StandIn::Hidden);
    let words = words
        + if is_hidden {
            ", hidden by a filter"
        } else {
            ""
        };
    model.say(&words);
}

/// The bracket that leads the other way.
pub(super) fn reverse(command: Command) -> Command {
    const PAIRS: [(Command, Command); 8] = [
        (Command::NextNote, Command::PreviousNote),
        (Command::NextReference, Command::PreviousReference),
        (Command::NextExcision, Command::PreviousExcision),
        (Command::NextRepair, Command::PreviousRepair),
        (Command::NextCableSection, Command::PreviousCableSection),
        (Command::NextFinding, Command::PreviousFinding),
        (Command::NextSection, Command::PreviousSection),
        (Command::NextMarking, Command::PreviousMarking),
    ];
    PAIRS
        .iter()
        .find_map(|&(next, previous)| match command {
            command if command == next => Some(previous),
            command if command == previous => Some(next),
            _ => None,
        })
        .unwrap_or(command)
}

/// Whether a command is a bracket, which `;` and `,` repeat.
pub(super) fn is_bracket(command: Command) -> bool {
    reverse(command) != command
}
