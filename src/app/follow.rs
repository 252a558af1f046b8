//! Following references: by a letter beside each of them, and by a look at
//! what they lead to.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use crate::cable::{Cable, Link, Mrn, Reference, Span};
use crate::command::{Command, Context, Key, KeyCode};
use crate::typeset::{self, Marks, Options, Page, Role, Shown, Term};

use super::ask::{lay_again, link_here, reference_here};
use super::beside;
use super::execute::open;
use super::results;
use super::survey;
use super::{
    Effect, List, ListRow, Model, Overlay, Pane, Reader, Screen, Target as ListTarget, key_or_name,
};

/// A letter, or two, on the beginning of a reference of the text in sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What is still to be pressed to follow it.
    pub letters: String,
    /// The row of the page.
    pub row: usize,
    /// The byte of the page where the reference begins.
    pub at: u32,
    /// Which of the references in the text.
    link: usize,
}

/// What a reference leads to, shown over the text that cites it.
#[derive(Clone, Debug)]
pub struct Peek {
    /// The telegram, and the paragraph that is meant.
    pub title: Shown,
    /// Its words.
    pub pane: Pane,
    /// The same to be opened, if it is here.
    pub(super) target: Option<Target>,
    /// What is sought in them.
    pub matches: Vec<Range<u32>>,
    /// The entry of the REF block as it is printed, where the words are those
    /// of the telegram.
    pub entry: Shown,
    /// What the words are laid out from.
    pub(super) from: PeekedAt,
}

/// What a look shows, to be laid out again at another width.
#[derive(Clone, Debug)]
pub(super) enum PeekedAt {
    /// The paragraph that is meant of a telegram.
    Telegram(Arc<Cable>, Option<u32>),
    /// An entry of the REF block, and the telegram that it names.
    Entry(Vec<Term>, Option<Mrn>),
    /// A hit, in a window that began with this row.
    Hit(usize),
}

/// A telegram that is open here, and the paragraph that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) entry: usize,
    pub(super) paragraph: Option<u32>,
}

impl Peek {
    pub(super) fn target(&self) -> Option<Target> {
        self.target
    }

    /// The telegram that is not here.
    pub(super) fn missing(&self) -> Option<&Mrn> {
        match &self.from {
            PeekedAt::Entry(_, mrn) => mrn.as_ref(),
            PeekedAt::Telegram(..) | PeekedAt::Hit(_) => None,
        }
    }

    /// Whether there is something to be opened.
    #[must_use]
    pub fn leads_on(&self) -> bool {
        self.target.is_some() || matches!(self.from, PeekedAt::Hit(_))
    }
}

/// The telegram that a reference names, or else how it is printed.
#[derive(Clone, Debug)]
pub(super) struct Cited {
    pub(super) mrn: Option<Mrn>,
    paragraph: Option<u32>,
    pub(super) printed: String,
    /// Its letter in the REF block.
    letter: Option<char>,
}

impl Cited {
    /// An entry of the REF block.
    fn of(reader: &Reader, reference: &Reference, paragraph: Option<u32>) -> Cited {
        Cited {
            mrn: reference.mrn.clone(),
            paragraph,
            printed: reader.cable.read(reference.span),
            letter: reference.letter,
        }
    }

    /// Whether station, year and serial of a telegram are known.
    pub(super) fn names_telegram(&self) -> bool {
        self.mrn.is_some()
    }
}

fn one_line(printed: &str) -> String {
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the token under the cursor cites.
pub(super) fn cited_here(reader: &Reader) -> Option<Cited> {
    let link = link_here(reader);
    let paragraph = link.and_then(|link| link.to_paragraph);
    if let Some(reference) = reference_here(reader) {
        return Some(Cited::of(reader, reference, paragraph));
    }
    link.map(|link| cited(reader, link))
}

/// The entry of the REF block that a part of the source is of, with its place
/// in the block.
pub(super) fn reference_at(reader: &Reader, source: Span) -> Option<(usize, &Reference)> {
    let mut references = reader.cable.heading.references.iter().enumerate();
    references.find(|(_, reference)| reference.span.encloses(source))
}

/// What a part of the source cites: the entry of the REF block that it is of.
pub(super) fn cited_at(reader: &Reader, source: Span) -> Option<Cited> {
    let (_, reference) = reference_at(reader, source)?;
    Some(Cited::of(reader, reference, None))
}

/// What words of the text cite: of several telegrams the first.
fn cited(reader: &Reader, link: &Link) -> Cited {
    let references = &reader.cable.heading.references;
    let entries = link
        .entries
        .iter()
        .filter_map(|&idx| references.get(idx as usize));
    let named = entries.clone().find(|reference| reference.mrn.is_some());
    let reference = named.or_else(|| entries.clone().next());
    let printed = reference.map_or(link.span, |reference| reference.span);
    Cited {
        mrn: link
            .mrn
            .clone()
            .or_else(|| reference.and_then(|reference| reference.mrn.clone())),
        paragraph: link.to_paragraph,
        printed: reader.cable.read(printed),
        letter: reference.and_then(|reference| reference.letter),
    }
}

/// Opens what is cited, at the paragraph that is meant.
pub(super) fn follow(model: &mut Model, cited: &Cited) -> Vec<Effect> {
    let Some(mrn) = &cited.mrn else {
        let printed = one_line(&cited.printed);
        model.say(&format!("{printed}: names no telegram"));
        return Vec::new();
    };
    let Some(entry) = model.held(mrn) else {
        return survey::show_missing(model, mrn);
    };
    open_target(
        model,
        Target {
            entry,
            paragraph: cited.paragraph,
        },
    )
}

/// Lists the entries of the REF block.
pub(super) fn list(model: &mut Model) {
    let Some(reader) = model.reader() else { return };
    let references = reader.cable.heading.references.iter().enumerate();
    let rows = references.map(|(idx, reference)| {
        let printed = one_line(&reader.cable.read(reference.span));
        let is_held = reader.held.get(idx).copied().unwrap_or_default();
        let words = match &reference.mrn {
            Some(mrn) if is_held => format!("{printed}: {mrn}, open here"),
            Some(mrn) => format!("{printed}: {mrn}, not held"),
            None => printed,
        };
        let letter = reference.letter.map_or_else(String::new, String::from);
        ListRow {
            depth: 0,
            label: Shown::new(&letter),
            words: Shown::new(&words),
            target: ListTarget::Reference(idx),
        }
    });
    let rows: Vec<ListRow> = rows.collect();
    if rows.is_empty() {
        let next = model.key_words(Command::NextReference);
        model.say(&format!(
            "this cable has no REF block; {next} goes to references in its text"
        ));
        return;
    }
    let foot = &[(Command::Open, "reads it"), (Command::Close, "close")];
    let list = List::new("References", foot, rows, Some(0));
    model.overlay = Some(Overlay::List(Box::new(list)));
    model.fit_list();
}

/// Opens what an entry of the REF block cites.
pub(super) fn open_listed(model: &mut Model, idx: usize) -> Vec<Effect> {
    let Some(reader) = model.reader() else {
        return Vec::new();
    };
    let Some(reference) = reader.cable.heading.references.get(idx) else {
        return Vec::new();
    };
    let cited = Cited {
        mrn: reference.mrn.clone(),
        paragraph: None,
        printed: reader.cable.read(reference.span),
        letter: reference.letter,
    };
    follow(model, &cited)
}

/// Opens a telegram at a paragraph.
pub(super) fn open_target(model: &mut Model, target: Target) -> Vec<Effect> {
    model.overlay = None;
    let effects = open(model, target.entry, false);
    if let Some(opening) = &mut model.opening {
        opening.paragraph = target.paragraph;
    }
    effects
}

/// Puts a letter beside each reference in sight; one alone is followed.
/// What it leads to is shown in place of this cable, or `beside` it.
pub(super) fn hints(model: &mut Model, beside: bool) -> Vec<Effect> {
    if let Some(why) = beside::refusal(model).filter(|_| beside) {
        model.say(&why);
        return Vec::new();
    }
    model.follows_beside = beside;
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return Vec::new();
    };
    super::arrange::leave_sheet(reader);
    reader.focus = super::PaneId::Text;
    reader.arrange(size, arrangement);
    let height = reader.text_height(&reader.layout(size, arrangement));
    let page = &reader.text.page;
    let in_sight = reader.text.scroll.top..reader.text.scroll.top + height;
    let mut places = Vec::new();
    for (link, known) in reader.links().iter().enumerate() {
        let at = page.at_source(known.span.start);
        let row = page.row_at(at);
        // What a filter hides stands for more than its reference.
        let is_shown = page.row_shows(row, known.span) && {
            reader.dim || reader.raw || reader.shows(known.paragraph as usize)
        };
        if in_sight.contains(&row) && is_shown {
            places.push((row, at, link));
        }
    }
    let mut hints: Vec<Hint> = labels(places.len())
        .zip(places)
        .map(|(letters, (row, at, link))| Hint {
            letters,
            row,
            at,
            link,
        })
        .collect();
    match hints.len() {
        0 => {
            let next = model.key_words(Command::NextReference);
            let routing = model.key_words(Command::ToggleRouting);
            model.say(&format!(
                "no reference is in sight; {next} goes to the next, {routing} lists them"
            ));
            Vec::new()
        }
        1 => match hints.pop() {
            Some(only) => take_hint(model, &only),
            None => Vec::new(),
        },
        _ => {
            model.overlay = Some(Overlay::Hints(hints));
            let clear = key_or_name(&model.keymap, Command::Clear, Context::Prompt);
            model.say(&if beside {
                format!("open beside: the letter of a reference; {clear} cancels")
            } else {
                format!("follow: the letter on a reference; {clear} cancels")
            });
            Vec::new()
        }
    }
}

/// Letters for so many references: one each, from the top, as long as there
/// are enough; then two, the first of them from the end of the alphabet, so
/// that no label begins with another.
fn labels(n_wanted: usize) -> impl Iterator<Item = String> {
    const LETTERS: usize = 26;
    let fits = |n_first: &usize| LETTERS - n_first + LETTERS * n_first >= n_wanted;
    let n_first = (0..LETTERS).find(fits).unwrap_or(LETTERS);
    let alone = ('a'..='z').take(LETTERS - n_first);
    let alone = alone.map(String::from);
    let pairs = ('a'..='z').skip(LETTERS - n_first);
    let pairs =
        pairs.flat_map(|first| ('a'..='z').map(move |second| String::from_iter([first, second])));
    alone.chain(pairs)
}

/// The references that a key leaves, and what is still to be pressed for
/// each.
fn after(hints: &[Hint], key: Key) -> Vec<Hint> {
    let KeyCode::Char(pressed) = key.code() else {
        return Vec::new();
    };
    let rest = |hint: &Hint| {
        let letters = hint.letters.strip_prefix(pressed)?.to_owned();
        Some(Hint {
            letters,
            ..hint.clone()
        })
    };
    hints.iter().filter_map(rest).collect()
}

/// Whether a command means something while letters are shown: what edits a
/// line does not.
pub(super) fn may_be_meant(command: Command) -> bool {
    matches!(
        command,
        Command::Clear | Command::Cancel | Command::Redraw | Command::Suspend
    )
}

/// Takes a key while letters are shown.
pub(super) fn take(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(Overlay::Hints(before)) = model.overlay.take() else {
        return Vec::new();
    };
    let mut hints = after(&before, key);
    if hints.is_empty()
        && let Some(latin) = key.latin()
    {
        hints = after(&before, latin);
    }
    if let Some(hint) = hints.iter().find(|hint| hint.letters.is_empty()) {
        return take_hint(model, &hint.clone());
    }
    if hints.is_empty() {
        model.say("no reference has that letter");
    } else {
        model.overlay = Some(Overlay::Hints(hints));
        let clear = key_or_name(&model.keymap, Command::Clear, Context::Prompt);
        model.say(&format!(
            "the second letter on a reference; {clear} cancels"
        ));
    }
    Vec::new()
}

fn take_hint(model: &mut Model, hint: &Hint) -> Vec<Effect> {
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return Vec::new();
    };
    // Coming back leads to the reference.
    let height = reader.text_height(&reader.layout(size, arrangement));
    reader.text.go_to_byte(hint.at, height);
    reader.arrange(size, arrangement);
    let Some(link) = reader.links().get(hint.link) else {
        return Vec::new();
    };
    let cited = cited(reader, link);
    let effects = follow(model, &cited);
    if let Some(opening) = model.opening.as_mut().filter(|_| !effects.is_empty()) {
        opening.beside = model.follows_beside;
    }
    effects
}

/// A look at a telegram that is being read for it.
#[derive(Clone, Debug)]
pub(super) struct Peeking {
    entry: usize,
    paragraph: Option<u32>,
    /// The cable that it is looked at from.
    from: usize,
    /// How the entry of the REF block is printed.
    printed: Shown,
}

/// The cable that was to be looked at cannot be read; whether it was that
/// one.
pub(super) fn failed(model: &mut Model, entry: usize) -> bool {
    let is_it = |peeking: &mut Peeking| peeking.entry == entry;
    model.peeking.take_if(is_it).is_some()
}

/// Shows what the reference under the cursor leads to.
pub(super) fn peek(model: &mut Model) -> Vec<Effect> {
    let Some(reader) = model.reader() else {
        return Vec::new();
    };
    let Some(cited) = cited_here(reader) else {
        let next = model.key_words(Command::NextReference);
        let follow = model.key_words(Command::Follow);
        model.say(&format!(
            "no reference is under the cursor; {next} goes to one, {follow} shows them"
        ));
        return Vec::new();
    };
    let from = reader.entry;
    let held = cited.mrn.as_ref().and_then(|mrn| model.held(mrn));
    let Some(entry) = held else {
        show_entry(model, &cited);
        return Vec::new();
    };
    model.peeking = Some(Peeking {
        entry,
        paragraph: cited.paragraph,
        from,
        printed: Shown::new(&one_line(&cited.printed)),
    });
    vec![Effect::Load(super::Request::Open(entry))]
}

/// Shows the entry of the REF block, where the telegram itself is not here.
fn show_entry(model: &mut Model, cited: &Cited) {
    let term = |label: &str, words: String, role: Role| Term {
        label: label.to_owned(),
        words,
        role: Some(role),
        source: None,
    };
    let printed = one_line(&cited.printed);
    let mut terms = Vec::new();
    let letter = cited.letter.map(|letter| format!("ref {letter}"));
    let paragraph = cited.paragraph.map(|number| format!("paragraph {number}"));
    let asked: Vec<String> = letter.into_iter().chain(paragraph).collect();
    if !asked.is_empty() {
        terms.push(term("cited", asked.join(", "), Role::Text));
    }
    terms.push(term("printed", printed, Role::Reference));
    let held = match &cited.mrn {
        Some(mrn) => {
            terms.push(term("telegram", mrn.to_string(), Role::Text));
            "It is not among the cables that are open."
        }
        None => "It names no telegram.",
    };
    terms.push(term("", held.to_owned(), Role::Gloss));
    let pane = Pane::new(typeset::terms(&terms, model.overlay_columns()));
    model.overlay = Some(Overlay::Peek(Box::new(Peek {
        title: Shown::new("Reference"),
        pane,
        target: None,
        matches: Vec::new(),
        entry: Shown::default(),
        from: PeekedAt::Entry(terms, cited.mrn.clone()),
    })));
}

/// Lays an open look out again after the size has changed.
pub(super) fn fit(model: &mut Model) {
    let columns = model.overlay_columns();
    let Some(Overlay::Peek(peek)) = &model.overlay else {
        return;
    };
    let page = match &peek.from {
        PeekedAt::Telegram(cable, number) => excerpt(cable, *number, columns),
        PeekedAt::Entry(terms, _) => typeset::terms(terms, columns),
        // What is in sight of it depends on the size.
        PeekedAt::Hit(_) => return results::fit_peek(model),
    };
    lay_again(model, page);
}

/// Shows a telegram that was read for a look at it; whether it was.
pub(super) fn peeked(model: &mut Model, reader: &Reader) -> bool {
    let Some(peeking) = model
        .peeking
        .take_if(|peeking| peeking.entry == reader.entry)
    else {
        return false;
    };
    // Whoever has gone on meanwhile, or types something, is left alone.
    if model.overlay.is_some() || model.reader().map(|reader| reader.entry) != Some(peeking.from) {
        return true;
    }
    let number = peeking.paragraph;
    let mut title = reader.id.as_str().to_owned();
    if let Some(number) = number {
        title = format!("{title}  P{number}");
    }
    title = format!("{title}  {}", reader.subject);
    let pane = Pane::new(excerpt(&reader.cable, number, model.overlay_columns()));
    model.overlay = Some(Overlay::Peek(Box::new(Peek {
        title: Shown::new(&title),
        pane,
        target: Some(Target {
            entry: reader.entry,
            paragraph: number,
        }),
        matches: Vec::new(),
        entry: peeking.printed,
        from: PeekedAt::Telegram(Arc::clone(&reader.cable), number),
    })));
    true
}

/// The paragraph that is meant; without one the summary, or what the
/// telegram begins with.
fn excerpt(cable: &Cable, number: Option<u32>, measure: u16) -> Page {
    let bears = |number: &u32| {
        let mut paragraphs = cable.paragraphs.iter();
        paragraphs.any(|paragraph| paragraph.number == Some(*number))
    };
    let options = Options {
        measure,
        marks: Marks::Inline,
        ..Options::default()
    };
    let of = |numbers: RangeInclusive<u32>| typeset::excerpt(cable, &options, &numbers);
    match (number.filter(bears), &cable.summary) {
        (Some(number), _) => of(number..=number),
        (None, Some(summary)) => typeset::part(cable, summary, measure),
        (None, None) if bears(&1) => of(1..=1),
        (None, None) => typeset::typeset(cable, &options),
    }
}

#[cfg(test)]
mod tests {
    use super::labels;

    #[test]
    fn no_label_begins_with_another() {
        for n_wanted in [0, 1, 26, 27, 51, 52, 100, 676, 900] {
            let labels: Vec<String> = labels(n_wanted).take(n_wanted).collect();
            assert_eq!(labels.len(), n_wanted.min(676), "{n_wanted}");
            let n_alone = labels.iter().filter(|label| label.len() == 1).count();
            assert_eq!(n_alone == labels.len(), n_wanted <= 26, "{n_wanted}");
            for (idx, label) in labels.iter().enumerate() {
                let is_ambiguous = |other: &String| other.starts_with(&**label);
                assert!(!labels[idx + 1..].iter().any(is_ambiguous), "{label}");
            }
        }
        let of_27: Vec<String> = labels(27).collect();
        assert_eq!((&*of_27[24], &*of_27[25], &*of_27[26]), ("y", "za", "zb"));
    }
}
