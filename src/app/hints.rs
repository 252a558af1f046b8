//! What can be pressed now, in a line: what stands where, so that drawing and
//! the mouse agree.

use crate::command::{Command, Context};
use crate::typeset::{Shown, columns};

use super::ask::leads_to_held;
use super::execute::execute;
use super::update::press;
use super::{
    Class, Effect, Grouping, HINT_ROWS, Model, Overlay, PaneId, Reader, Region, Screen, Size,
    SurveyTopic, Topic,
};

/// What is offered: a command by its first key, or a family of commands by
/// the key that they all begin with and a word for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offer {
    One(Command),
    /// With words of its own.
    Named(Command, &'static str),
    Family(Command, &'static str),
}

/// Something in the line of hints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its first column.
    pub x: u16,
    /// The keys, empty where there are only words.
    pub keys: Shown,
    /// The words behind them.
    pub words: Shown,
    command: Command,
    /// Whether it is the first key of many.
    is_family: bool,
}

impl Offered {
    fn end(&self) -> u16 {
        let keys = self.keys.columns();
        let blank = usize::from(keys > 0);
        self.x
            .saturating_add(cells(keys + blank + self.words.columns()))
    }
}

/// The line of hints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HintLine {
    /// Where it is.
    pub region: Region,
    /// How much is selected, and the column of these words.
    pub selecting: Option<(u16, Shown)>,
    /// What is offered, from left to right, the help last.
    pub offered: Vec<Offered>,
    /// How many findings there are: they are listed by a command.
    pub findings: Option<Offered>,
}

fn cells(n_columns: usize) -> u16 {
    u16::try_from(n_columns).unwrap_or(u16::MAX)
}

/// What is worth offering in a list of cables.
const LIST: &[Offer] = &[
    Offer::One(Command::Open),
    Offer::One(Command::Down),
    Offer::One(Command::Narrow),
    Offer::One(Command::Sort),
    Offer::One(Command::Search),
    Offer::One(Command::Facets),
    Offer::One(Command::Quit),
    Offer::One(Command::Palette),
];

/// What is worth offering while cables of the list are selected.
const PICKED: &[Offer] = &[
    Offer::One(Command::Pick),
    Offer::Named(Command::CopyReference, "copy ids"),
    Offer::Named(Command::CopyCable, "copy rows"),
    Offer::One(Command::Export),
    Offer::Named(Command::CopyPath, "copy paths"),
    Offer::Named(Command::Clear, "end"),
    Offer::One(Command::PickRange),
    Offer::One(Command::PickAll),
];

/// What is worth offering where hits are listed.
const RESULTS: &[Offer] = &[
    Offer::One(Command::Open),
    Offer::Named(Command::NextMatch, "next hit"),
    Offer::One(Command::Peek),
    Offer::One(Command::ToggleGroup),
    Offer::One(Command::Sort),
    Offer::Named(Command::Hits, "query"),
    Offer::Named(Command::Clear, "back"),
];

/// What is worth offering while the list has groups.
const GROUPED: &[Offer] = &[
    Offer::One(Command::Open),
    Offer::One(Command::NextGroup),
    Offer::One(Command::FoldGroup),
    Offer::One(Command::CloseFolds),
    Offer::One(Command::OpenFolds),
    Offer::Named(Command::Group, "group otherwise"),
    Offer::One(Command::Narrow),
];

/// Something that can be pressed in a window, and what for.
pub type WindowKey = (Command, &'static str);

/// What can be pressed in the window over a screen, and what for, the most
/// wanted last: that is where a frame too narrow for all begins to cut.
#[must_use]
pub fn window_keys(model: &Model) -> Vec<WindowKey> {
    const CLOSE: (Command, &str) = (Command::Close, "close");
    let opens = |is_there: bool, words| is_there.then_some((Command::Open, words));
    let mut keys = Vec::new();
    let Some(overlay) = &model.overlay else {
        return keys;
    };
    match overlay {
        Overlay::Explain(explain) => {
            // What the mouse has brought goes with it, or at any key.
            if explain.beside.is_some() {
                return keys;
            }
            keys.extend(opens(leads_to_held(model), "reads it"));
            if explain.report.is_some() {
                keys.push((Command::PreviousExplained, "before"));
                keys.push((Command::NextExplained, "next"));
            } else if model.reader().and_then(Reader::focused_ref).is_some() {
                keys.push((Command::PreviousExplained, "known before"));
                keys.push((Command::NextExplained, "next known"));
            }
            keys.push(CLOSE);
        }
        Overlay::Report(report) => {
            let repairs = model.reader().map(|reader| &reader.cable.repairs);
            let has_repairs = repairs.is_some_and(|repairs| !repairs.is_empty());
            if has_repairs && matches!(report.topic, Topic::Findings | Topic::Repairs) {
                // There is no room for more on a small screen.
                let is_small = model.class() == Class::Tiny;
                let words = if is_small {
                    "switches it"
                } else {
                    "switches this kind"
                };
                keys.push((Command::SwitchRepair, words));
            }
            let findings = model.reader().map_or(&[][..], Reader::findings_on_view);
            let has_findings = !findings.is_empty() && report.topic == Topic::Findings;
            if model.class() != Class::Tiny {
                keys.extend(has_findings.then_some((Command::NextFinding, "next")));
                let lists_repairs = has_repairs && report.topic == Topic::Repairs;
                keys.extend(lists_repairs.then_some((Command::NextRepair, "next")));
                let tells = has_findings
                    || report.names_parts()
                    || keys.iter().any(|key| key.0 == Command::SwitchRepair);
                keys.extend(tells.then_some((Command::Explain, "more")));
            }
            keys.extend(opens(report.leads_on(), "goes there"));
            keys.push(CLOSE);
        }
        Overlay::Peek(peek) => {
            keys.extend(opens(peek.leads_on(), "reads it"));
            keys.extend(opens(peek.missing().is_some(), "who cites it"));
            keys.push(CLOSE);
        }
        Overlay::List(list) => keys.extend_from_slice(list.foot),
        Overlay::Help(help) if help.typing => {
            keys.extend([(Command::Accept, "runs it"), (Command::Clear, "clears")]);
        }
        Overlay::Help(_) => {
            let search = (Command::Search, "search");
            keys.extend([(Command::Open, "runs it"), search, CLOSE]);
        }
        _ => {}
    }
    keys
}

/// What is worth offering in a window over a screen: what its frame says, and
/// how to move where there is more. Nothing where a line is typed, or letters
/// are.
fn of_window(model: &Model, overlay: &Overlay, keys: &[WindowKey]) -> Vec<Offer> {
    if keys.is_empty() || overlay.context() == Context::Prompt {
        return Vec::new();
    }
    let (n_rows, has_cursor) = match overlay {
        Overlay::Explain(explain) => (explain.pane.n_rows(), false),
        Overlay::Peek(peek) => (peek.pane.n_rows(), false),
        Overlay::Report(report) => (report.pane.n_rows(), true),
        Overlay::List(list) => (list.rows.len(), true),
        Overlay::Help(help) => (help.rows.len(), true),
        _ => (0, false),
    };
    let scrolls = n_rows > model.overlay_rows();
    let named = |key: &WindowKey| Offer::Named(key.0, key.1);
    let mut offers: Vec<Offer> = keys.iter().rev().map(named).collect();
    offers.extend((scrolls || has_cursor && n_rows > 1).then_some(Offer::One(Command::Down)));
    offers.extend(scrolls.then_some(Offer::Named(Command::ReadOn, "page down")));
    offers
}

/// The line of hints, where one is in sight; `keys` are those of the window.
#[must_use]
pub fn hint_line(model: &Model, keys: &[WindowKey]) -> Option<HintLine> {
    let is_busy = model.notice.is_some() || !model.typed.is_empty() || model.wants_paste();
    let row = last_row(model).filter(|_| !is_busy);
    let window = match &model.overlay {
        Some(overlay) => of_window(model, overlay, keys),
        None => Vec::new(),
    };
    match &model.screens.top {
        Screen::Catalog(_) | Screen::Survey(_) | Screen::Results(_) if !window.is_empty() => {
            Some(laid(model, row?, &window, None, None))
        }
        Screen::Catalog(_) => {
            if let Some(picked) = model.picked_words() {
                return Some(laid(model, row?, PICKED, Some(&picked), None));
            }
            if model.rows.grouping != Grouping::Nothing {
                return Some(laid(model, row?, GROUPED, None, None));
            }
            let indexing = model.index.percent;
            let indexing = indexing.map(|percent| Shown::new(&format!("indexing {percent} %")));
            Some(laid(model, row?, LIST, indexing.as_ref(), None))
        }
        Screen::Survey(survey) => {
            let offers = of_survey(&survey.topic, model.has_list());
            Some(laid(model, row?, &offers, None, None))
        }
        Screen::Results(_) => Some(laid(model, row?, RESULTS, None, None)),
        Screen::Reader(reader) => {
            let region = region_of(model, reader);
            let is_one_line = model.class() <= Class::Narrow;
            if region.is_empty() || is_one_line && is_busy {
                return None;
            }
            // As many as the title counts, and what is worth no more than a
            // note.
            let n_serious = reader.tally.n_serious;
            let n_notes = reader.findings_on_view().len().saturating_sub(n_serious);
            let counted = |n: usize, what: &str| match n {
                0 => None,
                1 => Some(format!("1 {what}")),
                n => Some(format!("{n} {what}s")),
            };
            let findings = [counted(n_serious, "finding"), counted(n_notes, "note")];
            let findings: Vec<String> = findings.into_iter().flatten().collect();
            let findings = findings.join(", ");
            let has_findings = n_serious + n_notes > 0 && !is_one_line;
            let findings = has_findings.then(|| Shown::new(&findings));
            if !window.is_empty() {
                return Some(laid(model, region, &window, None, findings));
            }
            let selecting = reader.selecting.as_ref();
            let offers = offers(model, reader);
            Some(laid(model, region, offers, selecting, findings))
        }
    }
}

/// Does what is offered at a cell. Nothing if nothing is.
pub(super) fn pressed(model: &mut Model, x: u16, y: u16) -> Option<Vec<Effect>> {
    // Where a line is typed, or letters are, nothing is offered.
    let keys = window_keys(model);
    if let Some(overlay) = &model.overlay
        && of_window(model, overlay, &keys).is_empty()
    {
        return None;
    }
    let line = hint_line(model, &keys)?;
    let mut offered = line.offered.iter().chain(&line.findings);
    let is_there = |offered: &&Offered| (offered.x..offered.end()).contains(&x);
    let offered = offered.find(is_there).filter(|_| y == line.region.y)?;
    let (command, is_family) = (offered.command, offered.is_family);
    model.notice = None;
    model.typed.clear();
    if !is_family {
        return Some(execute(model, command, None));
    }
    let sequences = model.keymap.sequences_of(command, model.context());
    let first = sequences.first().and_then(|keys| keys.keys().next())?;
    let effects = press(model, first);
    // Whoever clicks wants to see what comes next at once.
    model.typed.hint = true;
    Some(effects)
}

/// The last row of the screen, where it has room for a line.
fn last_row(model: &Model) -> Option<Region> {
    let Size { width, height } = model.size;
    (height >= HINT_ROWS).then(|| Region {
        x: 0,
        y: height.saturating_sub(1),
        width,
        height: 1,
    })
}

/// Where the line is, below one cable or two.
fn region_of(model: &Model, reader: &Reader) -> Region {
    let (size, arrangement) = model.room();
    if !model.is_split() {
        return reader.layout(size, arrangement).hints;
    }
    Region {
        x: 0,
        y: size.height + 1,
        width: model.size.width,
        height: u16::from(model.rows_below() > 1),
    }
}

/// What is offered at once, the help among it: a line of more is not read.
const MOST: usize = 8;

/// As many as fit, the most wanted first. The help and the findings stand at
/// the end of the line, and what is selected at its beginning.
fn laid(
    model: &Model,
    region: Region,
    offers: &[Offer],
    selecting: Option<&Shown>,
    findings: Option<Shown>,
) -> HintLine {
    let context = model.context();
    let key_of = |command| {
        let keys = (context != Context::Prompt)
            .then(|| model.keymap.key_of(command, context))
            .flatten();
        keys.map(|keys| Shown::new(&keys)).unwrap_or_default()
    };
    let at_end = |limit: u16, offered: Offered| {
        let width = offered.end() - offered.x;
        Offered {
            x: limit.saturating_sub(width).max(region.x),
            ..offered
        }
    };
    let mut limit = (region.x + region.width).saturating_sub(1);
    let help = Offered {
        x: 0,
        keys: key_of(Command::Help),
        words: Shown::new("help"),
        command: Command::Help,
        is_family: false,
    };
    let help = (!help.keys.as_str().is_empty()).then(|| at_end(limit, help));
    if let Some(help) = &help {
        limit = help.x.saturating_sub(2);
    }
    let findings = findings.map(|words| {
        let offered = Offered {
            x: 0,
            keys: Shown::default(),
            words,
            command: Command::Findings,
            is_family: false,
        };
        at_end(limit, offered)
    });
    if let Some(findings) = &findings {
        limit = findings.x.saturating_sub(2);
    }
    let mut x = region.x + 1;
    let selecting = selecting.map(|words| {
        let at = x;
        let end = x.saturating_add(cells(words.columns())).min(limit);
        x = end + 2;
        (at, words.clone())
    });
    let is_alone = model.entries.len() < 2;
    let has_room = model.class() >= Class::Medium;
    let mut offered = Vec::with_capacity(offers.len() + 1);
    let most = MOST - usize::from(help.is_some());
    for &offer in offers {
        if offered.len() == most {
            break;
        }
        let is_idle = match offer {
            Offer::One(Command::NextCable) => is_alone,
            Offer::One(Command::Facets) => !has_room,
            // The pane is in sight.
            Offer::One(Command::ToggleRouting) => has_room && !model.is_split(),
            _ => false,
        };
        if is_idle {
            continue;
        }
        let (command, words) = match offer {
            Offer::One(command) => (command, command.spec().short),
            Offer::Named(command, words) | Offer::Family(command, words) => (command, words),
        };
        let mut keys = key_of(command);
        let is_family = matches!(offer, Offer::Family(..));
        if is_family {
            let first: String = keys.as_str().chars().take(1).collect();
            keys = Shown::new(&first);
        }
        let width = columns(keys.as_str()) + 1 + words.len();
        if keys.as_str().is_empty() || usize::from(x) + width > usize::from(limit) {
            continue;
        }
        let one = Offered {
            x,
            keys,
            words: Shown::new(words),
            command,
            is_family,
        };
        x = one.end() + 2;
        offered.push(one);
    }
    offered.extend(help);
    HintLine {
        region,
        selecting,
        offered,
        findings,
    }
}

/// What is worth offering in rows about the collection; whether there is a
/// list that can be narrowed.
fn of_survey(topic: &SurveyTopic, has_list: bool) -> Vec<Offer> {
    use SurveyTopic::{Gaps, Missing, People, Posts, Thread, Traffic};
    let opens = match topic {
        Thread(_) => Some(Offer::One(Command::Open)),
        Missing => Some(Offer::Named(Command::Open, "who cites it")),
        Traffic | Posts | People => {
            has_list.then_some(Offer::Named(Command::Open, "narrow the list"))
        }
        Gaps => None,
    };
    let moves: &[Offer] = match topic {
        Thread(_) => &[
            Offer::One(Command::Unfold),
            Offer::One(Command::FoldRow),
            Offer::Named(Command::NextCable, "next in time"),
        ],
        Traffic => &[
            Offer::Named(Command::FoldRow, "earlier"),
            Offer::Named(Command::Unfold, "later"),
            Offer::One(Command::SelectSpan),
        ],
        Gaps => &[
            Offer::One(Command::Unfold),
            Offer::One(Command::FoldRow),
            Offer::One(Command::OpenFolds),
        ],
        People => &[Offer::One(Command::Unfold), Offer::One(Command::FoldRow)],
        Missing | Posts => &[],
    };
    let is_sorted = !matches!(topic, Thread(_) | Gaps);
    let has_numbers = matches!(topic, Thread(_) | Missing);
    let mut offers: Vec<Offer> = opens.into_iter().collect();
    offers.extend_from_slice(moves);
    offers.extend(is_sorted.then_some(Offer::One(Command::Order)));
    offers.push(Offer::One(Command::Export));
    offers.extend(has_numbers.then_some(Offer::One(Command::CopyReference)));
    offers.extend([Offer::One(Command::Palette), Offer::One(Command::Close)]);
    offers
}

/// What is worth offering in a cable.
fn offers(model: &Model, reader: &Reader) -> &'static [Offer] {
    const USUAL: &[Offer] = &[
        Offer::One(Command::NextParagraph),
        Offer::One(Command::NextSection),
        Offer::Family(Command::OnlyUnclassified, "marking"),
        Offer::One(Command::Search),
        Offer::One(Command::Explain),
        Offer::One(Command::Raw),
        Offer::One(Command::ToggleRouting),
        Offer::One(Command::NextCable),
        Offer::One(Command::Close),
    ];
    const SHEET: &[Offer] = &[
        Offer::One(Command::Close),
        Offer::One(Command::Down),
        Offer::One(Command::Open),
        Offer::One(Command::Explain),
        Offer::One(Command::NextPane),
    ];
    const SPLIT: &[Offer] = &[
        Offer::Named(Command::NextPane, "other side"),
        Offer::Named(Command::Close, "close beside"),
        Offer::One(Command::BindScrolling),
        Offer::One(Command::NextParagraph),
        Offer::One(Command::Search),
        Offer::One(Command::Explain),
        Offer::One(Command::ToggleRouting),
        Offer::One(Command::ToggleOutline),
    ];
    const SELECTING: &[Offer] = &[
        Offer::Named(Command::CopyText, "copy"),
        Offer::One(Command::PipeText),
        Offer::One(Command::OtherEnd),
        Offer::Named(Command::Clear, "end"),
        Offer::Named(Command::PrintText, "print"),
        Offer::Named(Command::SelectParagraphs, "paragraphs"),
    ];
    const ASKED: &[Offer] = &[
        Offer::Named(Command::NextParagraph, "next shown"),
        Offer::One(Command::ClearFilter),
        Offer::Named(Command::PreviousParagraph, "before"),
        Offer::Named(Command::Ask, "other words"),
        Offer::Named(Command::Dim, "dim or hide"),
        Offer::One(Command::Search),
        Offer::Named(Command::CopyCable, "copy these"),
    ];
    const FILTERED: &[Offer] = &filtered("dim");
    const DIMMED: &[Offer] = &filtered("hide");
    if reader.sheet.is_some_and(|pane| pane != PaneId::Text) {
        SHEET
    } else if reader.selecting.is_some() {
        SELECTING
    } else if reader.only.is_some() && !reader.filter.hides() && !reader.dim && !reader.raw {
        ASKED
    } else if reader.is_filtered() {
        if reader.dim { DIMMED } else { FILTERED }
    } else if model.is_split() && model.overlay.is_none() {
        SPLIT
    } else {
        USUAL
    }
}

/// What is offered while a filter is on. `other` is what the paragraphs that
/// it leaves out can become: hidden or dim.
const fn filtered(other: &'static str) -> [Offer; 8] {
    [
        Offer::One(Command::OnlyUnclassified),
        Offer::Named(Command::OnlySbu, "SBU"),
        Offer::One(Command::OnlyConfidential),
        Offer::One(Command::OnlySecret),
        Offer::One(Command::ClearFilter),
        Offer::Named(Command::Dim, other),
        Offer::One(Command::OnlyUnmarked),
        Offer::One(Command::AtOrBelow),
    ]
}
