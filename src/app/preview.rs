//! What the cable at the cursor of the list says, shown beside the list or
//! below it.
//!
//! Another thread reads it once the cursor rests, so that no key waits. The
//! pane is the first thing to go where there is little room.

use std::time::Duration;

use crate::cable::{Addressee, Cable, ParagraphRole};
use crate::command::Command;
use crate::typeset::{Shown, broken};

use super::{Class, Effect, Model, Request, Screen, Wake, grouped};

/// For so long the cursor stays at a cable before that is read.
const REST: Duration = Duration::from_millis(120);

/// Rows of the pane below the list, its title included.
const BELOW: u16 = 10;
/// Rows of a screen from which on it stands below the list.
const LEAST_BELOW: u16 = 36;
/// Rows of a screen from which on it stands beside the list.
const LEAST_BESIDE: u16 = 24;
/// Columns of the pane beside the list, its border excluded.
const BESIDE: u16 = 60;

/// What a pane says of a cable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// From whom to whom, how urgent, how long.
    pub head: Vec<String>,
    /// The same at length: labels and words.
    pub lines: Vec<(&'static str, String)>,
    /// Its summary, or else its first paragraphs.
    pub text: Vec<String>,
    /// Whether that is the summary.
    pub is_summary: bool,
    /// The cables that its REF block names.
    pub references: Vec<String>,
    /// How many cables of the collection cite it, where that is known.
    pub n_citing: Option<usize>,
}

/// The pane.
#[derive(Clone, Debug, Default)]
pub struct Previewing {
    /// Whether it is hidden.
    is_hidden: bool,
    /// The entry that is shown, or is being read.
    entry: Option<usize>,
    /// The number of the request that it is being read for.
    asked: Option<u32>,
    /// Why it cannot be read.
    failure: Option<Shown>,
    /// What is known of it.
    pub preview: Option<Box<Preview>>,
    /// Its text in rows, as wide as the pane.
    pub rows: Vec<Shown>,
    /// The columns that they were made for.
    columns: u16,
    /// The entry where the cursor was when it was looked at last.
    rests_at: Option<usize>,
    /// Whether it is being looked whether the cursor rests.
    is_waiting: bool,
}

/// Where the pane stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewSide {
    /// Below the list, in so many rows.
    Below(u16),
    /// Right of it, in so many columns.
    Beside(u16),
}

impl Preview {
    /// What is shown of a cable.
    #[must_use]
    pub fn of(cable: &Cable, n_citing: Option<usize>) -> Preview {
        /// Letters of the text: more than any pane has room for.
        const MOST: usize = 6000;
        let heading = &cable.heading;
        let name = |addressee: &Addressee| one_line(&cable.read(addressee.plad.0));
        let from = heading.from.as_ref().map(name);
        let all = |addressees: &[Addressee]| {
            let first = addressees.first().map(name)?;
            Some(match addressees.len() {
                1 => first,
                n => format!("{first} and {} more", grouped(n - 1)),
            })
        };
        let (action, info) = (all(&heading.action), all(&heading.info));
        let mut head = Vec::new();
        match (&from, &action) {
            (Some(from), Some(to)) => head.push(format!("{from} > {to}")),
            (Some(from), None) => head.push(from.clone()),
            (None, Some(to)) => head.push(format!("> {to}")),
            (None, None) => {}
        }
        let precedence = heading.dtg.as_ref().and_then(|line| line.precedence);
        head.extend(precedence.map(|it| it.slug().to_uppercase()));
        let n_paragraphs = cable.paragraphs.len();
        let plural = if n_paragraphs == 1 { "" } else { "s" };
        head.push(format!("{} paragraph{plural}", grouped(n_paragraphs)));
        let tags = heading.tags.iter().map(|tag| tag.code.to_string());
        let tags: Vec<String> = tags.collect();
        let mut lines = Vec::new();
        let mut add = |label, words: Option<String>| {
            lines.extend(words.filter(|it| !it.is_empty()).map(|it| (label, it)));
        };
        add("From", from);
        add("Action", action);
        add("Info", info);
        add("DTG", heading.dtg.as_ref().map(|line| line.dtg.utc()));
        add("Prec", precedence.map(|it| it.slug().to_uppercase()));
        add("TAGS", Some(tags.join(", ")));
        let is_summary =
            |paragraph: &&crate::cable::Paragraph| paragraph.has(ParagraphRole::Summary);
        let has_summary = cable.paragraphs.iter().any(|it| is_summary(&it));
        let mut text = Vec::new();
        let mut n_letters = 0;
        let shown = cable.paragraphs.iter();
        for paragraph in shown.filter(|it| !has_summary || is_summary(it)) {
            let number = paragraph.number.map(|number| format!("{number}. "));
            let mark = paragraph
                .mark
                .as_ref()
                .map(|mark| format!("({}) ", mark.text()));
            let (number, mark) = (number.unwrap_or_default(), mark.unwrap_or_default());
            let words = one_line(&cable.read(paragraph.text));
            n_letters += words.len();
            text.push(format!("{number}{mark}{words}"));
            if n_letters > MOST {
                break;
            }
        }
        let references = heading.references.iter();
        let references = references.filter_map(|reference| reference.mrn.as_ref());
        Preview {
            head,
            lines,
            text,
            is_summary: has_summary,
            references: references.map(ToString::to_string).collect(),
            n_citing,
        }
    }
}

/// Words without line ends, and with one blank between each two.
fn one_line(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ")
}

impl Model {
    /// The pane, and where it stands; nothing where it has no room.
    #[must_use]
    pub fn preview(&self) -> Option<(&Previewing, PreviewSide)> {
        let side = self.preview_side()?;
        Some((&self.previewing, side))
    }

    fn preview_side(&self) -> Option<PreviewSide> {
        let is_list = matches!(self.screens.top, Screen::Catalog(_));
        if !is_list || self.previewing.is_hidden {
            return None;
        }
        self.room_for_preview()
    }

    fn room_for_preview(&self) -> Option<PreviewSide> {
        match self.class() {
            Class::Wide if self.size.height >= LEAST_BESIDE => Some(PreviewSide::Beside(BESIDE)),
            Class::Wide | Class::Medium if self.size.height >= LEAST_BELOW => {
                Some(PreviewSide::Below(BELOW))
            }
            _ => None,
        }
    }

    /// Rows that the pane takes from the list.
    pub(super) fn rows_of_preview(&self) -> u16 {
        match self.preview_side() {
            Some(PreviewSide::Below(rows)) => rows,
            Some(PreviewSide::Beside(_)) | None => 0,
        }
    }

    /// Columns of the list: what facets and preview leave.
    #[must_use]
    pub fn list_columns(&self) -> u16 {
        let right = match self.preview_side() {
            Some(PreviewSide::Beside(columns)) => columns + 1,
            Some(PreviewSide::Below(_)) | None => 0,
        };
        self.size.width.saturating_sub(self.list_x() + right)
    }

    /// The row of the list that the pane is about, if it has one.
    #[must_use]
    pub fn previewed(&self) -> Option<super::Entry> {
        self.entries.get(self.previewing.entry?)
    }

    /// The entry that the pane is about.
    #[must_use]
    pub fn previewed_entry(&self) -> Option<usize> {
        self.previewing.entry
    }

    /// `refs 3 (1 not held)   cited by 4`.
    #[must_use]
    pub fn preview_references(&self) -> String {
        let Some(preview) = &self.previewing.preview else {
            return String::new();
        };
        let all = &preview.references;
        let is_missing = |id: &&String| self.entry_of(id).is_none();
        // Of a list that is not whole it is not known yet.
        let missing = match all.iter().filter(is_missing).count() {
            n if n > 0 && self.is_listed() => format!(" ({} not held)", grouped(n)),
            _ => String::new(),
        };
        let refs = format!("refs {}{missing}", grouped(all.len()));
        match preview.n_citing {
            Some(n) => format!("{refs}   cited by {}", grouped(n)),
            None => refs,
        }
    }
}

impl Model {
    /// `2 releases: a/x.txt, b/x.txt; gN reads the next`; nothing of the only
    /// one.
    #[must_use]
    pub fn preview_releases(&self) -> Option<String> {
        let names = self.release_names(self.previewing.entry?);
        let all: Vec<&str> = names.iter().map(Shown::as_str).collect();
        let key = self.key_words(Command::NextRelease);
        let n_releases = grouped(names.len());
        (!names.is_empty()).then(|| {
            let names = all.join(", ");
            format!("{n_releases} releases ({key} reads the next): {names}")
        })
    }
}

/// Shows or hides the pane.
pub(super) fn toggle(model: &mut Model) {
    model.previewing.is_hidden = !model.previewing.is_hidden;
    if model.room_for_preview().is_none() {
        model.previewing.is_hidden = false;
        let (class, rows) = match model.class() {
            Class::Wide => (Class::Wide, LEAST_BESIDE),
            _ => (Class::Medium, LEAST_BELOW),
        };
        let columns = class.columns();
        model.say(&format!(
            "a preview stands by the list from {columns} columns and {rows} rows on"
        ));
        return;
    }
    let words = if model.previewing.is_hidden {
        let preview = model.key_words(Command::Preview);
        format!("no preview; {preview} shows it again")
    } else {
        String::from("a preview of the cable at the cursor")
    };
    model.arrange();
    model.say(&words);
}

/// Looks whether the cursor is at another cable; after every message.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(side) = model.preview_side() else {
        return;
    };
    let Some(here) = here(model) else {
        outdate(model);
        model.previewing.preview = None;
        model.previewing.failure = None;
        model.previewing.rows.clear();
        return;
    };
    let failure = model.entries.get(here).and_then(|it| it.failure);
    let columns = match side {
        PreviewSide::Below(_) => model.list_columns(),
        PreviewSide::Beside(columns) => columns,
    };
    let previewing = &mut model.previewing;
    if previewing.entry != Some(here) || previewing.failure != failure {
        previewing.entry = Some(here);
        previewing.asked = None;
        previewing.preview = None;
        previewing.failure = failure;
        lay(previewing);
        if previewing.failure.is_none() && !previewing.is_waiting {
            previewing.is_waiting = true;
            previewing.rests_at = Some(here);
            effects.push(Effect::After(REST, Wake::Preview));
        }
    }
    if previewing.columns != columns {
        previewing.columns = columns;
        lay(previewing);
    }
}

/// The entry at the cursor of the list.
fn here(model: &Model) -> Option<usize> {
    let Screen::Catalog(catalog) = &model.screens.top else {
        return None;
    };
    let entry = model.entry_at(catalog.scroll.focus);
    (entry < model.entries.len()).then_some(entry)
}

/// The delay is over: the cable is read if the cursor is still there.
pub(super) fn elapsed(model: &mut Model) -> Vec<Effect> {
    let previewing = &mut model.previewing;
    previewing.is_waiting = false;
    let is_wanted = previewing.preview.is_none() && previewing.failure.is_none();
    let Some(entry) = previewing.entry.filter(|_| is_wanted) else {
        return Vec::new();
    };
    if previewing.rests_at != Some(entry) {
        previewing.rests_at = Some(entry);
        previewing.is_waiting = true;
        return vec![Effect::After(REST, Wake::Preview)];
    }
    let id = model.next_id();
    model.previewing.asked = Some(id);
    vec![Effect::Load(Request::Preview(id, entry))]
}

/// Takes in what was read for the request of a number. What is said of
/// another is out of date, that it cannot be read as well.
pub(super) fn take(model: &mut Model, id: u32, preview: Result<Preview, Shown>) {
    let previewing = &mut model.previewing;
    if previewing.asked.take_if(|asked| *asked == id).is_none() {
        return;
    }
    match preview {
        Ok(preview) => {
            previewing.preview = Some(Box::new(preview));
            lay(previewing);
        }
        Err(why) => {
            if let Some(entry) = previewing.entry {
                model.entries.change(entry, |it| it.failure = Some(why));
                model.outdate_releases(entry);
            }
        }
    }
}

/// A cable may not be what it was: it is read again.
pub(super) fn outdate(model: &mut Model) {
    model.previewing.entry = None;
    model.previewing.asked = None;
}

/// Lays the text out for the width of the pane.
fn lay(previewing: &mut Previewing) {
    /// More than any pane has.
    const MOST: usize = 100;
    previewing.rows.clear();
    let failure = previewing.failure.as_ref().map(|why| [why.to_string()]);
    let text = match (&failure, &previewing.preview) {
        (Some(why), _) => &why[..],
        (None, Some(preview)) => &preview.text,
        (None, None) => return,
    };
    let room = usize::from(previewing.columns.saturating_sub(3)).max(10);
    for (idx, paragraph) in text.iter().enumerate() {
        if idx > 0 {
            previewing.rows.push(Shown::default());
        }
        let shown = Shown::new(paragraph);
        let text = shown.as_str();
        for row in broken(text, room, 0) {
            let words = text.get(row).unwrap_or_default();
            previewing.rows.push(Shown::new(words.trim_end()));
        }
        if previewing.rows.len() > MOST {
            break;
        }
    }
    if text.is_empty() {
        previewing.rows.push(Shown::new("no text in this release"));
    }
}
