//! Marks: places that somebody has given a letter.
//!
//! A mark is set in the model at once and said to be set when it is kept:
//! until then a kill could undo it.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use crate::command::{Command, Context};
use crate::notes::{Anchor, Key, Letter, Mark, Place, Way};
use crate::typeset::Shown;

use super::execute::open;
use super::jumps;
use super::views;
use super::{
    Effect, Fetching, List, ListRow, Model, Overlay, PaneId, Reader, Remember, Request, Screen,
    Target, key_or_name, places,
};

/// The marks that are known, and what was done to them.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// Those within cables.
    within: HashMap<Key, BTreeMap<Letter, Mark>>,
    /// Those across cables.
    across: BTreeMap<Letter, Mark>,
    /// What was done, for undoing it; the newest last.
    changes: Vec<Change>,
    /// What is to be said of each change once it is kept; the oldest first.
    asked: VecDeque<Asked>,
    /// Whether what was recalled came too early to hold all changes.
    is_stale: bool,
    /// The cables whose marks were recalled; nothing stands for those across
    /// cables.
    recalled: HashSet<Option<Key>>,
    /// The mark to go to once it is recalled.
    wanted: Option<Letter>,
    /// Why marks cannot be read, which is said once.
    trouble: Option<Shown>,
    /// Marks that could not be kept: they last until the end.
    unkept: HashSet<(Letter, Key)>,
}

/// What a letter meant before it was set or removed.
#[derive(Clone, Debug)]
struct Change {
    letter: Letter,
    /// The cable it was done in.
    key: Key,
    before: Option<Mark>,
}

/// A change that is being kept.
#[derive(Clone, Debug)]
struct Asked {
    what: Option<(Letter, Key)>,
    said: String,
}

impl Marks {
    /// The marks that can be gone to from a cable: its own, then those
    /// across cables.
    fn seen_from<'a>(&'a self, key: Option<&Key>) -> impl Iterator<Item = &'a Mark> {
        let within = key.and_then(|key| self.within.get(key));
        within
            .into_iter()
            .flat_map(BTreeMap::values)
            .chain(self.across.values())
    }

    fn get(&self, letter: Letter, key: Option<&Key>) -> Option<&Mark> {
        if letter.is_across() {
            self.across.get(&letter)
        } else {
            self.within.get(key?)?.get(&letter)
        }
    }

    /// Sets what a letter means; gives what it meant.
    fn put(&mut self, letter: Letter, key: &Key, mark: Option<Mark>) -> Option<Mark> {
        let marks = if letter.is_across() {
            &mut self.across
        } else {
            self.within.entry(key.clone()).or_default()
        };
        match mark {
            Some(mark) => marks.insert(letter, mark),
            None => marks.remove(&letter),
        }
    }
}

/// What somebody has added at a place of a cable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Added {
    /// Where in the source.
    pub place: u32,
    /// What it is.
    pub what: What,
}

/// What can be added at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A mark.
    Mark(Letter),
}

impl What {
    /// What it is called: `mark a`.
    pub(super) fn words(self) -> String {
        match self {
            What::Mark(letter) => format!("mark {}", letter.char()),
        }
    }
}

/// Notes in the cables in sight what was added to them.
pub(super) fn sign(model: &mut Model) {
    let Model {
        screens,
        beside,
        marks,
        ..
    } = model;
    if let Screen::Reader(reader) = &mut screens.top {
        sign_in(marks, reader);
    }
    if let Some(beside) = beside {
        sign_in(marks, &mut beside.other);
    }
}

/// Notes in a cable what was added to it, in order, and the paragraphs and
/// headings that bear a sign for it.
fn sign_in(marks: &Marks, reader: &mut Reader) {
    let here = |mark: &&Mark| mark.place.key == reader.key;
    let places = marks.seen_from(Some(&reader.key)).filter(here);
    let added = |mark: &Mark| Added {
        place: mark.place.anchor.find(&reader.cable).place,
        what: What::Mark(mark.letter),
    };
    let mut added: Vec<Added> = places.map(added).collect();
    added.sort_unstable();
    let (mut marked, mut headings) = (Vec::new(), Vec::new());
    for added in &added {
        let idx = reader.cable.paragraph_of(added.place);
        let paragraph = idx.and_then(|idx| reader.cable.paragraphs.get(idx));
        let (Some(paragraph), Some(idx)) = (paragraph, idx.and_then(|idx| u32::try_from(idx).ok()))
        else {
            continue;
        };
        if added.place < paragraph.span.start {
            headings.push(idx);
        } else {
            marked.push(idx);
        }
    }
    marked.dedup();
    headings.dedup();
    (reader.marked, reader.marked_headings) = (marked, headings);
    if reader.added != added {
        // It counts among what there was.
        reader.stop = None;
        reader.added = added;
    }
}

/// Asks for what is kept of the marks of the cable in sight.
pub(super) fn recall(model: &Model) -> Option<Effect> {
    let key = model.reader().map(|reader| reader.key.clone());
    (!model.settings.private).then_some(Effect::Remember(Remember::Recall(key)))
}

/// What is kept of the marks of a cable and of those across cables.
pub(super) fn recalled(
    model: &mut Model,
    key: Option<&Key>,
    found: Result<Vec<Mark>, Shown>,
) -> Vec<Effect> {
    model.marks.recalled.insert(key.cloned());
    match found {
        Err(why) if model.marks.trouble.as_ref() != Some(&why) => {
            model.warn(&format!("marks cannot be read: {why}"));
            model.marks.trouble = Some(why);
        }
        Err(_) => {}
        // Changes that are being kept may be missing in what was read.
        Ok(_) if !model.marks.asked.is_empty() => model.marks.is_stale = true,
        Ok(found) => take(model, key, found),
    }
    match model.marks.wanted.take() {
        Some(letter) => go(model, letter),
        None => Vec::new(),
    }
}

/// Takes over what is kept of the marks of a cable and of those across
/// cables.
fn take(model: &mut Model, key: Option<&Key>, found: Vec<Mark>) {
    let unkept = std::mem::take(&mut model.marks.unkept);
    let is_unkept = |mark: &Mark| unkept.contains(&(mark.letter, mark.place.key.clone()));
    model.marks.across.retain(|_, mark| is_unkept(mark));
    if let Some(within) = key.and_then(|key| model.marks.within.get_mut(key)) {
        within.retain(|_, mark| is_unkept(mark));
    }
    for mark in found {
        let key = mark.place.key.clone();
        if !unkept.contains(&(mark.letter, key.clone())) {
            model.marks.put(mark.letter, &key, Some(mark));
        }
    }
    model.marks.unkept = unkept;
    sign(model);
}

/// A change is kept, or it is not.
pub(super) fn kept(model: &mut Model, failure: Option<Shown>) -> Vec<Effect> {
    let Some(asked) = model.marks.asked.pop_front() else {
        return Vec::new();
    };
    match failure {
        None => model.say(&asked.said),
        Some(why) => match asked.what {
            Some((letter, key)) => {
                let letter_shown = letter.char();
                model.warn(&format!("mark {letter_shown} lasts until you quit: {why}"));
                model.marks.unkept.insert((letter, key));
            }
            None => model.warn(&format!("not forgotten: {why}")),
        },
    }
    if model.marks.asked.is_empty() && std::mem::take(&mut model.marks.is_stale) {
        return recall(model).into_iter().collect();
    }
    Vec::new()
}

/// Does what a command asks for with a letter.
pub(super) fn with_letter(model: &mut Model, command: Command, letter: char) -> Vec<Effect> {
    let Some(letter) = Letter::new(letter) else {
        model.say(&format!("{letter} names no mark: a to z and A to Z do"));
        return Vec::new();
    };
    match command {
        Command::SetMark => set(model, letter),
        Command::RemoveMark => remove(model, letter),
        _ => go(model, letter),
    }
}

/// `P4` of a place, or nothing where there is no number.
fn number(anchor: &Anchor) -> String {
    anchor
        .number
        .map_or_else(String::new, |number| format!("P{number}"))
}

/// Where a place is, in a word: its paragraph, else what it is called.
fn whereabouts(mark: &Mark) -> String {
    let anchor = &mark.place.anchor;
    match number(anchor) {
        number if number.is_empty() => format!("\"{}\"", brief(&mark.words)),
        number if anchor.offset < 0 => format!("\"{}\" above {number}", brief(&mark.words)),
        number => number,
    }
}

fn brief(words: &str) -> String {
    /// Enough to know a place by.
    const LONGEST: usize = 24;
    words.chars().take(LONGEST).collect()
}

/// Marks the place of the cursor.
fn set(model: &mut Model, letter: Letter) -> Vec<Effect> {
    let Some(reader) = model.reader() else {
        model.say("a mark is set in a cable: open one first");
        return Vec::new();
    };
    let mark = Mark {
        letter,
        place: Place {
            key: reader.key.clone(),
            id: reader.id.as_str().into(),
            anchor: Anchor::of(&reader.cable, place_to_mark(reader)),
            below: 0,
        },
        words: words_at(reader, place_to_mark(reader)).into(),
        way: Way::Nowhere,
    };
    let said = format!(
        "mark {} set at {}; {} goes there, {} undoes",
        letter.char(),
        whereabouts(&mark),
        model.key_with(Command::GoToMark, letter.char()),
        model.key_words(Command::Undo),
    );
    let key = mark.place.key.clone();
    change(model, letter, key, Some(mark), said)
}

/// The place in the source that a mark is set at: that of the cursor, or
/// the paragraph or the heading that the outline shows.
fn place_to_mark(reader: &Reader) -> u32 {
    if reader.focus != PaneId::Outline {
        return reader.text.place();
    }
    let here = || {
        let row = reader.outline.chosen()?;
        let paragraph = reader.cable.paragraphs.get(row.paragraph as usize)?;
        let heading = paragraph.heading.filter(|_| row.heading);
        Some(heading.unwrap_or(paragraph.text).start)
    };
    here().unwrap_or_else(|| reader.text.place())
}

/// The first words at a place, as they are read: in a heading no further
/// than it goes.
fn words_at(reader: &Reader, place: u32) -> String {
    /// More is shown nowhere.
    const LONGEST: usize = 60;
    let page = &reader.text.page;
    let at = page.at_source(place) as usize;
    let paragraph = reader.cable.paragraph_of(place);
    let paragraph = paragraph.and_then(|idx| reader.cable.paragraphs.get(idx));
    let heading = paragraph.and_then(|it| it.heading);
    let heading = heading.filter(|heading| heading.contains(place));
    let end = heading.map(|heading| page.at_source(heading.end) as usize);
    let text = page.source_text();
    let of_heading = end.and_then(|end| text.get(at..end));
    let of_heading = of_heading.filter(|words| !words.trim().is_empty());
    let words = of_heading.unwrap_or(text.get(at..).unwrap_or_default());
    let words: String = words.chars().take(LONGEST).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn remove(model: &mut Model, letter: Letter) -> Vec<Effect> {
    let key = model.reader().map(|reader| reader.key.clone());
    let Some(mark) = model.marks.get(letter, key.as_ref()) else {
        model.say(&format!("there is no mark {} to remove", letter.char()));
        return Vec::new();
    };
    let undo = model.key_words(Command::Undo);
    let said = format!("mark {} removed; {undo} sets it again", letter.char());
    let key = mark.place.key.clone();
    change(model, letter, key, None, said)
}

/// Sets or removes a mark so that it can be undone.
fn change(
    model: &mut Model,
    letter: Letter,
    key: Key,
    mark: Option<Mark>,
    said: String,
) -> Vec<Effect> {
    let before = model.marks.put(letter, &key, mark.clone());
    let change = Change {
        letter,
        key: key.clone(),
        before,
    };
    model.marks.changes.push(change);
    keep(model, letter, key, mark, said)
}

/// Has it kept that a letter means this, or nothing.
fn keep(
    model: &mut Model,
    letter: Letter,
    key: Key,
    mark: Option<Mark>,
    said: String,
) -> Vec<Effect> {
    sign(model);
    model.marks.unkept.remove(&(letter, key.clone()));
    if model.settings.private {
        model.say(&format!("{said} (private: until you quit)"));
        return Vec::new();
    }
    let what = Some((letter, key.clone()));
    model.marks.asked.push_back(Asked { what, said });
    let keep = match mark {
        Some(mark) => Remember::Mark(model.keys.get(&key).copied(), mark),
        None => Remember::Unmark(letter, key),
    };
    vec![Effect::Remember(keep)]
}

/// Undoes the last change.
pub(super) fn undo(model: &mut Model) -> Vec<Effect> {
    let Some(Change {
        letter,
        key,
        before,
    }) = model.marks.changes.pop()
    else {
        let undo = model.key_words(Command::Undo);
        model.say(&format!(
            "nothing to undo: {undo} undoes what was done to marks"
        ));
        return Vec::new();
    };
    let said = match &before {
        Some(mark) => format!("undone: mark {} is at {}", letter.char(), whereabouts(mark)),
        None => format!("undone: there is no mark {}", letter.char()),
    };
    model.marks.put(letter, &key, before.clone());
    let effects = keep(model, letter, key, before, said);
    refresh(model);
    effects
}

/// Goes to the place of a letter.
fn go(model: &mut Model, letter: Letter) -> Vec<Effect> {
    let key = model.reader().map(|reader| reader.key.clone());
    if let Some(mark) = model.marks.get(letter, key.as_ref()).cloned() {
        return go_to(model, &mark);
    }
    if !model.settings.private && !model.marks.recalled.contains(&key) {
        // Keys may come faster than the disk answers.
        model.marks.wanted = Some(letter);
        return recall(model).into_iter().collect();
    }
    let letter_shown = letter.char();
    let set = model.key_with(Command::SetMark, letter_shown);
    model.say(&if letter.is_across() {
        format!("no mark {letter_shown}; {set} in a cable sets it")
    } else if key.is_none() {
        format!("mark {letter_shown} is within a cable; A to Z are across them")
    } else {
        format!("no mark {letter_shown} in this cable; {set} sets it")
    });
    Vec::new()
}

fn go_to(model: &mut Model, mark: &Mark) -> Vec<Effect> {
    model.overlay = None;
    let Place {
        key, id, anchor, ..
    } = &mark.place;
    let held = held(model, key, &mark.way);
    let is_here =
        |reader: &Reader| reader.key == *key && held.is_none_or(|entry| entry == reader.entry);
    if model.reader().is_some_and(is_here) {
        arrive(model, *anchor, jumps::leap);
        return Vec::new();
    }
    if let Some(entry) = held {
        return open_at_anchor(model, entry, *anchor);
    }
    let id = Shown::new(id);
    fetch(model, &id, key, &mark.way, Fetching::Mark(*anchor))
}

/// The entry of a cable that is kept with the way it was opened: of several
/// releases the one that was.
pub(super) fn held(model: &Model, key: &Key, way: &Way) -> Option<usize> {
    let known = model.keys.get(key).copied();
    let known = known.or_else(|| model.entry_of(key.as_str()))?;
    Some(model.release_at(known, way))
}

/// Asks for a cable that is none of the entries, and keeps for what.
pub(super) fn fetch(
    model: &mut Model,
    id: &Shown,
    key: &Key,
    way: &Way,
    fetching: Fetching,
) -> Vec<Effect> {
    match way {
        Way::Nowhere => {
            model.warn(&format!("{id} is not open, and came by standard input"));
            Vec::new()
        }
        _ if model.gathering => {
            model.say("cables are still being found; try again when they are");
            Vec::new()
        }
        way => {
            model.fetching = Some(fetching);
            vec![Effect::Load(Request::Fetch(way.clone(), key.clone()))]
        }
    }
}

/// Goes to a marked place of the cable in sight.
pub(super) fn arrive(model: &mut Model, anchor: Anchor, go: fn(&mut Model, u32)) {
    let Some(reader) = model.reader() else { return };
    let found = anchor.find(&reader.cable);
    let is_same = found.is_same;
    go(model, found.place);
    if !is_same {
        say_changed(model);
    }
}

/// Says that the cable in sight does not read as it did when a place in it was
/// kept.
pub(super) fn say_changed(model: &mut Model) {
    let entry = model.reader().map(|reader| reader.entry);
    if let Some(entry) = entry {
        let words = if model.release(entry).is_some() {
            "this is another release than the one that was marked, or has changed"
        } else {
            "the text is not as it was; this is about the marked place"
        };
        model.say(words);
    }
}

/// A cable that was not open can be opened now, or it cannot.
pub(super) fn fetched(model: &mut Model, fetched: Result<usize, Shown>) -> Vec<Effect> {
    let anchor = match model.fetching.take() {
        Some(Fetching::Mark(anchor)) => anchor,
        Some(Fetching::Jump(name)) => return jumps::fetched(model, name, fetched),
        None => return Vec::new(),
    };
    match fetched {
        Ok(entry) => open_at_anchor(model, entry, anchor),
        Err(why) => {
            model.warn(&format!("the marked cable cannot be opened: {why}"));
            Vec::new()
        }
    }
}

/// Asks for a cable, to go to a place of it.
fn open_at_anchor(model: &mut Model, entry: usize, anchor: Anchor) -> Vec<Effect> {
    let effects = open(model, entry, false);
    if let Some(opening) = &mut model.opening {
        opening.anchor = Some(anchor);
    }
    effects
}

/// Lists the marks that can be gone to.
pub(super) fn list(model: &mut Model) -> Vec<Effect> {
    let rows = rows(model);
    if rows.is_empty() {
        let [within, across] = ['a', 'A'].map(|letter| model.key_with(Command::SetMark, letter));
        model.say(&format!(
            "no marks: {within} marks this place in this cable, {across} across cables"
        ));
    } else {
        let foot = &[
            (Command::RemoveChosen, "removes"),
            (Command::Open, "goes there"),
            (Command::Close, "close"),
        ];
        let list = List::new("Marks", foot, rows, Some(0));
        model.overlay = Some(Overlay::List(Box::new(list)));
        model.fit_list();
    }
    recall(model).into_iter().collect()
}

fn rows(model: &Model) -> Vec<ListRow> {
    let key = model.reader().map(|reader| &reader.key);
    let marks = model.marks.seen_from(key);
    marks
        .map(|mark| ListRow {
            depth: 0,
            label: Shown::new(&mark.letter.char().to_string()),
            words: Shown::new(&description(mark)),
            target: Target::Mark(mark.letter),
        })
        .collect()
}

/// The place of a mark in words; across cables with the id of the cable.
fn description(mark: &Mark) -> String {
    let mut words = String::new();
    if mark.letter.is_across() {
        words.push_str(&mark.place.id);
        words.push_str("  ");
    }
    let number = number(&mark.place.anchor);
    if !number.is_empty() {
        words.push_str(&number);
        words.push_str("  ");
    }
    words.push_str(&mark.words);
    words
}

/// Lists again after a change, the row of the same place chosen.
fn refresh(model: &mut Model) {
    let rows = rows(model);
    let Some(Overlay::List(list)) = &mut model.overlay else {
        return;
    };
    if !matches!(list.chosen(), Some(Target::Mark(_))) {
        return;
    }
    if rows.is_empty() {
        model.overlay = None;
        return;
    }
    list.rows = rows;
    model.fit_list();
}

/// What was chosen from the list of marks.
pub(super) fn chosen(model: &mut Model, letter: Letter) -> Vec<Effect> {
    go(model, letter)
}

/// Removes the mark that is chosen in the list.
pub(super) fn remove_chosen(model: &mut Model) -> Vec<Effect> {
    let chosen = match &model.overlay {
        Some(Overlay::List(list)) => list.chosen(),
        _ => None,
    };
    if let Some(Target::View(idx)) = chosen {
        return views::remove(model, idx);
    }
    let Some(Target::Mark(letter)) = chosen else {
        let remove = key_or_name(&model.keymap, Command::RemoveChosen, Context::Explain);
        model.say(&format!("{remove} removes a mark or a view from its list"));
        return Vec::new();
    };
    let effects = remove(model, letter);
    refresh(model);
    effects
}

/// Wipes what is known of the cable in sight.
pub(super) fn forget(model: &mut Model) -> Vec<Effect> {
    let Some(reader) = model.reader() else {
        return Vec::new();
    };
    if model.settings.private {
        model.say("private: nothing is kept, and nothing is wiped");
        return Vec::new();
    }
    let (key, id) = (reader.key.clone(), reader.id.clone());
    let n_marks = model
        .marks
        .seen_from(Some(&key))
        .filter(|mark| mark.place.key == key)
        .count();
    model.marks.within.remove(&key);
    model.marks.across.retain(|_, mark| mark.place.key != key);
    // A change that is undone would bring a mark back.
    model.marks.changes.retain(|change| {
        let before = change.before.as_ref();
        change.key != key && before.is_none_or(|mark| mark.place.key != key)
    });
    model.marks.unkept.retain(|(_, other)| *other != key);
    places::forget(model, &key);
    sign(model);
    let marks = match n_marks {
        0 => String::from(" and the jumps"),
        1 => String::from(", the jumps and 1 mark"),
        n_marks => format!(", the jumps and {n_marks} marks"),
    };
    let said = format!("wiped, and no longer kept: the place{marks} of {id}");
    model.marks.asked.push_back(Asked { what: None, said });
    vec![Effect::Remember(Remember::Forget(key))]
}

/// What the letters mean that a command may be told, and those that mean
/// nothing yet.
pub(super) fn hints(model: &Model, command: Command) -> Vec<(String, String)> {
    let row = |keys: &str, words: &str| (keys.to_owned(), words.to_owned());
    let key = model.reader().map(|reader| &reader.key);
    let marks = model.marks.seen_from(key);
    let mut rows: Vec<(String, String)> = marks
        .map(|mark| row(&mark.letter.char().to_string(), &description(mark)))
        .collect();
    if command == Command::SetMark {
        rows.push(row("a-z", "a place in this cable"));
        rows.push(row("A-Z", "a place across cables"));
    } else if rows.is_empty() && key.is_none() {
        // Only in a cable can one be set.
        let set = model.key_with(Command::SetMark, 'A');
        let words = format!("no mark across cables is set; {set} in a cable sets one");
        rows.push(row("A-Z", &words));
    } else if rows.is_empty() {
        let set = model.key_with(Command::SetMark, 'a');
        rows.push(row("a-z A-Z", &format!("no mark is set; {set} sets one")));
    }
    rows
}
