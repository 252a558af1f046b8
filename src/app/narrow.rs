//! Narrowing the list to the cables that a query finds.
//!
//! Another thread answers, from the index of the collection or by reading one
//! cable after the other; cables that are found meanwhile are asked for as
//! well. What was found last is shown until the first answer to a new query is
//! there, so that the list does not go empty at every letter.

use std::ops::Range;

use crate::command::Command;
use crate::query::{Field, Query};
use crate::typeset::Shown;

use super::update::list_next;
use super::{
    Effect, Find, How, Model, Overlay, Progress, QueryLine, Request, Screen, Scroll, aid, answer,
    folds, grouped, reads, results, rows, survey,
};

/// Which of some cables a query finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CableQuery {
    /// Which question this is, so that a late answer is not taken for it.
    pub id: u32,
    /// What is asked.
    pub query: Query,
    /// The entries that are asked for.
    pub entries: Range<usize>,
}

/// What a thread says that answers a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Narrowed {
    /// It finds these entries.
    Found(Vec<usize>),
    /// So many of those that were asked for have been looked at.
    Passed(usize),
    /// All of them have.
    Ended {
        /// How many could not be read.
        n_failed: usize,
    },
}

/// What a thread says of the index of the collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Indexed {
    /// So many of a hundred parts are taken in.
    Percent(usize),
    /// It answers from now on; the values that it knows of some fields, the
    /// most frequent first.
    Ready(Vec<(Field, Vec<String>)>),
    /// Nothing is being taken in any more.
    Ended,
}

/// What is known of the index of the collection.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// How much is taken in, of a hundred parts, while something is.
    pub percent: Option<usize>,
    /// Whether that was asked for.
    pub(super) is_asked: bool,
    /// The values of fields that it knows.
    pub(super) values: Vec<(Field, Vec<String>)>,
    /// How often it was made ready.
    pub(super) n_ready: usize,
}

/// The cables that a query finds.
#[derive(Clone, Debug)]
pub struct Filter {
    id: u32,
    query: Query,
    /// Of each entry that was asked for, whether it is found.
    shows: Vec<bool>,
    n_found: usize,
    /// The entries that another thread looks at.
    asked: Option<Range<usize>>,
    /// The first entry that was not asked for.
    upto: usize,
    n_passed: usize,
    n_failed: usize,
    progress: Progress,
    /// Whether a cable has changed since it was looked at.
    is_outdated: bool,
}

impl Filter {
    fn new(id: u32, query: Query) -> Filter {
        Filter {
            id,
            query,
            shows: Vec::new(),
            n_found: 0,
            asked: None,
            upto: 0,
            n_passed: 0,
            n_failed: 0,
            progress: Progress::Runs,
            is_outdated: false,
        }
    }

    /// One that nothing was asked for yet.
    #[cfg(test)]
    pub(super) fn begun(query: Query) -> Filter {
        Filter::new(1, query)
    }

    /// What is asked, as it was typed.
    #[must_use]
    pub fn line(&self) -> &str {
        self.query.line().trim()
    }

    pub(super) fn query(&self) -> &Query {
        &self.query
    }

    /// Of each entry, whether it is shown; further ones are not.
    #[must_use]
    pub fn shows(&self) -> &[bool] {
        &self.shows
    }

    /// Whether cables are still being looked at.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.progress == Progress::Runs
    }

    fn add(&mut self, entry: usize) {
        if self.shows.len() <= entry {
            self.shows.resize(entry + 1, false);
        }
        if let Some(shows) = self.shows.get_mut(entry) {
            self.n_found += usize::from(!*shows);
            *shows = true;
        }
    }

    /// It was held up by another query, and goes on.
    fn resume(&mut self, id: u32) {
        self.id = id;
        if self.asked.take().is_some() {
            self.upto = 0;
            self.n_passed = 0;
            self.n_failed = 0;
        }
    }

    fn percent(&self, n_entries: usize) -> usize {
        let percent = (self.n_passed * 100).checked_div(n_entries);
        percent.unwrap_or(0).min(100)
    }
}

/// A query that is being typed.
#[derive(Clone, Debug, Default)]
pub struct Narrowing {
    /// The line so far.
    pub line: QueryLine,
    /// What held before.
    before: Option<Filter>,
    /// The cable that the cursor was at, and the window there.
    from: usize,
    scroll: Scroll,
}

impl Model {
    /// `38 of 1,284`, or how far a search for them is.
    #[must_use]
    pub fn shown_of_all(&self) -> String {
        let n_entries = self.entries.len();
        let all = grouped(self.n_cables());
        if let Some(coming) = &self.coming {
            return format!("searching {} %", coming.percent(n_entries));
        }
        let Some(filter) = &self.filter else {
            return format!("{all} of {all}");
        };
        let n_found = grouped(self.n_listed());
        let unread = match filter.n_failed {
            0 => String::new(),
            n => format!(", {} unreadable", grouped(n)),
        };
        match filter.progress {
            Progress::Over => format!("{n_found} of {all}{unread}"),
            Progress::Stopped => {
                format!(
                    "{n_found} so far, stopped at {} %",
                    filter.percent(n_entries)
                )
            }
            Progress::Runs => {
                let percent = filter.percent(n_entries);
                format!("{n_found} so far, searching {percent} %")
            }
        }
    }
}

/// Begins to type a query; the one that holds can be changed.
pub(super) fn ask(model: &mut Model) {
    let Screen::Catalog(catalog) = &model.screens.top else {
        return;
    };
    let scroll = catalog.scroll;
    let mut narrowing = Narrowing {
        before: model.filter.clone(),
        from: model.entry_at(scroll.focus),
        scroll,
        ..Narrowing::default()
    };
    if let Some(filter) = &model.filter {
        narrowing.line = QueryLine::standing(filter.line());
    }
    model.overlay = Some(Overlay::Narrow(Box::new(narrowing)));
    model.arrange();
}

/// What is typed has changed: the list follows, as soon as it is known how.
pub(super) fn typed(model: &mut Model) {
    let Some(Overlay::Narrow(narrowing)) = &model.overlay else {
        return;
    };
    let from = narrowing.from;
    let query = aid::typed(model);
    if let Some(query) = query {
        set(model, query, from);
    }
}

/// Another query holds from now on.
fn set(model: &mut Model, query: Query, anchor: usize) {
    let is_same = |filter: &Filter| filter.query == query;
    if query.is_empty() {
        model.coming = None;
        if model.filter.take().is_some() {
            rows::make(model, Some(anchor));
        }
    } else if model.coming.as_ref().is_some_and(is_same) {
    } else if model.filter.as_ref().is_some_and(is_same) {
        if model.coming.take().is_some() {
            resume(model);
        }
    } else {
        model.coming = Some(Filter::new(model.next_id(), query));
    }
}

/// The query that holds goes on where another held it up.
fn resume(model: &mut Model) {
    let id = model.next_id();
    if let Some(filter) = model.filter.as_mut().filter(|filter| filter.runs()) {
        filter.resume(id);
    }
}

/// Enter: the query holds.
pub(super) fn accept(model: &mut Model, mut narrowing: Box<Narrowing>) -> Vec<Effect> {
    if let Some(error) = &narrowing.line.error {
        model.warn(&error.to_string());
        model.overlay = Some(Overlay::Narrow(narrowing));
        return Vec::new();
    }
    if narrowing.line.stands && answer::ends_untouched(model) {
        narrowing.line.prompt.set("");
    } else if narrowing.line.stands {
        let words = answer::still_holds(model, narrowing.line.prompt.text());
        model.say(&words);
        model.arrange();
        return Vec::new();
    }
    let line = narrowing.line.prompt.text().trim().to_owned();
    if let Ok(query) = Query::parse(&line) {
        if query.is_empty() && !line.is_empty() {
            model.warn(&answer::asks_nothing(&line));
            model.overlay = Some(Overlay::Narrow(narrowing));
            return Vec::new();
        }
        set(model, query, narrowing.from);
    }
    if !line.is_empty() {
        model.narrowed.retain(|before| *before != line);
        model.narrowed.push(line);
    }
    come(model);
    model.arrange();
    say(model);
    if let Some(query) = model.filter.as_ref().map(|filter| filter.query.clone()) {
        reads::say_private(model, &query);
    }
    list_next(model)
}

/// Another line holds, without being typed.
pub(super) fn narrow_to(model: &mut Model, line: &str) -> Vec<Effect> {
    match Query::parse(line) {
        Ok(query) => {
            let here = rows::left_at(model);
            let here = model.entry_at(here);
            reads::say_private(model, &query);
            set(model, query, here);
            list_next(model)
        }
        Err(error) => {
            model.warn(&error.to_string());
            Vec::new()
        }
    }
}

/// Esc: what held before holds again, and the cursor is where it was.
pub(super) fn take_back(model: &mut Model, narrowing: Narrowing) -> Vec<Effect> {
    model.coming = None;
    model.filter = narrowing.before;
    resume(model);
    rows::make(model, None);
    let (n_rows, height) = (model.n_rows(), model.catalog_rows());
    if let Screen::Catalog(catalog) = &mut model.screens.top {
        catalog.scroll = narrowing.scroll;
        catalog.scroll.go(narrowing.scroll.focus, n_rows, height);
    }
    list_next(model)
}

/// All cables are shown again. Nothing if they are.
pub(super) fn clear(model: &mut Model) -> Option<Vec<Effect>> {
    let coming = model.coming.take();
    model.filter.take().or(coming)?;
    rows::make(model, None);
    Some(list_next(model))
}

/// Stops the search for what is asked; nothing if there is none.
pub(super) fn stop(model: &mut Model) -> Option<Vec<Effect>> {
    if let Some(coming) = model.coming.take() {
        model.filter = Some(coming);
        rows::make(model, None);
    }
    let filter = model.filter.as_mut().filter(|filter| filter.runs())?;
    filter.progress = Progress::Stopped;
    filter.asked = None;
    let words = model.shown_of_all();
    model.say(&words);
    Some(list_next(model))
}

/// Says that nothing was found, and how all is shown again.
fn say(model: &mut Model) {
    let is_none = |filter: &Filter| filter.n_found == 0 && filter.progress == Progress::Over;
    if model.coming.is_none()
        && let Some(filter) = model.filter.as_ref().filter(|filter| is_none(filter))
    {
        let clear = model.key_words(Command::Clear);
        let why = reads::is_unknown(model, &filter.query).then_some(reads::PRIVATE);
        let why = why.unwrap_or("no cable is like that");
        model.warn(&format!("{why}; {clear} shows all"));
    }
}

/// Asks for more cables, if there are more, and for none where nobody waits
/// for the answer; after every message.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    go_on(model, effects);
    let waits = |filter: &Option<Filter>, id| {
        let filter = filter.as_ref().filter(|filter| filter.asked.is_some());
        filter.is_some_and(|filter| filter.id == id)
    };
    if let Some(id) = model.narrowing
        && !waits(&model.coming, id)
        && !waits(&model.filter, id)
    {
        model.narrowing = None;
        effects.push(Effect::Load(Request::StopNarrow));
    }
}

fn go_on(model: &mut Model, effects: &mut Vec<Effect>) {
    let n_entries = model.entries.len();
    let gathering = model.gathering;
    let filter = match &mut model.coming {
        Some(coming) => Some(coming),
        None => model.filter.as_mut(),
    };
    let Some(filter) = filter else { return };
    if filter.progress == Progress::Over && filter.upto < n_entries {
        filter.progress = Progress::Runs;
    }
    if !filter.runs() || filter.asked.is_some() {
        return;
    }
    if filter.upto < n_entries {
        let range = filter.upto..n_entries;
        filter.upto = n_entries;
        filter.asked = Some(range.clone());
        let (id, query) = (filter.id, filter.query.clone());
        model.narrowing = Some(id);
        effects.push(Effect::Load(Request::Narrow(Box::new(CableQuery {
            id,
            query: model.told(query),
            entries: range,
        }))));
        return;
    }
    if gathering {
        return;
    }
    filter.progress = Progress::Over;
    if filter.is_outdated {
        again(model);
        return go_on(model, effects);
    }
    come(model);
    if model.overlay.is_none() && matches!(model.screens.top, Screen::Catalog(_)) {
        say(model);
    }
    effects.extend(list_next(model));
}

/// What was asked for takes the place of what was shown.
fn come(model: &mut Model) {
    let Some(coming) = model.coming.take() else {
        return;
    };
    let anchor = match &model.overlay {
        Some(Overlay::Narrow(narrowing)) => Some(narrowing.from),
        _ if coming.query.asks_state() => next_shown(model, &coming),
        _ => None,
    };
    model.filter = Some(coming);
    rows::make(model, anchor);
}

/// The cable at the cursor of the list, or the next below it that is still
/// shown: where one leaves the list because it was read, the reader goes on
/// with the one behind it.
fn next_shown(model: &Model, coming: &Filter) -> Option<usize> {
    let rows = rows::left_at(model)..model.n_rows();
    let mut entries = rows.map(|row| model.entry_at(row));
    entries.find(|entry| coming.shows.get(*entry) == Some(&true))
}

/// Takes in what a thread says that answers a query.
pub(super) fn take(model: &mut Model, id: u32, narrowed: Narrowed) -> Vec<Effect> {
    let is_it = |filter: &&mut Filter| filter.id == id && filter.runs();
    let filter = model.coming.as_mut().filter(is_it);
    let is_coming = filter.is_some();
    let Some(filter) = filter.or_else(|| model.filter.as_mut().filter(is_it)) else {
        return Vec::new();
    };
    match narrowed {
        Narrowed::Found(found) => {
            if is_coming {
                for entry in found {
                    filter.add(entry);
                }
                come(model);
            } else {
                add_found(model, &found);
            }
            return list_next(model);
        }
        Narrowed::Passed(n_passed) => {
            let before = filter.asked.as_ref().map_or(0, |asked| asked.start);
            filter.n_passed = before + n_passed;
        }
        Narrowed::Ended { n_failed } => {
            if let Some(asked) = filter.asked.take() {
                filter.n_passed = asked.end;
            }
            filter.n_failed += n_failed;
            model.narrowing.take_if(|asked| *asked == id);
        }
    }
    Vec::new()
}

/// Lists cables that the query in force was found to hold for.
pub(super) fn add_found(model: &mut Model, found: &[usize]) {
    if let Some(filter) = &mut model.filter {
        for entry in found {
            filter.add(*entry);
        }
    }
    if !rows::add_found(model, found) {
        rows::make(model, None);
    }
}

/// Takes in what a thread says of the index.
pub(super) fn indexed(model: &mut Model, indexed: Indexed) -> Vec<Effect> {
    match indexed {
        Indexed::Percent(percent) => model.index.percent = Some(percent),
        Indexed::Ended => model.index.percent = None,
        Indexed::Ready(values) => {
            model.index.values = values;
            model.index.n_ready += 1;
            // What is being read for an answer need not be any more.
            let is_running = |filter: &Option<Filter>| filter.as_ref().is_some_and(Filter::runs);
            if is_running(&model.coming) || is_running(&model.filter) {
                again(model);
            }
            results::indexed(model);
            return survey::indexed(model);
        }
    }
    Vec::new()
}

/// Asks once more for what is asked.
pub(super) fn again(model: &mut Model) {
    let filter = model.coming.as_ref().or(model.filter.as_ref());
    if let Some(query) = filter.map(|filter| filter.query.clone()) {
        let id = model.next_id();
        model.coming = Some(Filter::new(id, query));
    }
}

impl Model {
    /// Whether a query is being answered that narrows the list.
    pub(super) fn is_narrowing(&self) -> bool {
        let mut both = [&self.coming, &self.filter].into_iter().flatten();
        both.any(Filter::runs)
    }
}

/// It is known anew how far cables were read: asks once more, if that is asked.
pub(super) fn read_on(model: &mut Model) {
    let filter = model.coming.as_ref().or(model.filter.as_ref());
    if filter.is_some_and(|filter| filter.query.asks_state()) {
        again(model);
    }
}

/// A cable is not what it was when it was looked at.
pub(super) fn outdate(model: &mut Model) {
    for filter in [&mut model.coming, &mut model.filter].into_iter().flatten() {
        filter.is_outdated = true;
    }
}

/// Has the collection taken into an index, once its list is whole and if that
/// is worth it; after every message.
pub(super) fn index(model: &mut Model, effects: &mut Vec<Effect>) {
    /// Fewer cables are read in about a tenth of a second, which is what a
    /// key may wait for an answer.
    const LEAST: usize = 500;
    let settings = &model.settings;
    let is_wanted = settings.index && !settings.private && !model.index.is_asked;
    if is_wanted && model.entries.len() >= LEAST && model.is_listed() {
        model.index.is_asked = true;
        effects.push(Effect::Load(Request::Index));
    }
}

/// Lights the words of the query in the cable in sight, and goes to the first
/// of them.
pub(super) fn arrive(model: &mut Model) {
    let Some(filter) = model.filter.as_ref() else {
        return;
    };
    let is_of_words = filter.query().is_of_words();
    let line = is_of_words.then(|| filter.line().to_owned());
    let (size, arrangement) = model.room();
    let Screen::Reader(reader) = &mut model.screens.top else {
        return;
    };
    let entry = reader.entry;
    let mut counter = String::new();
    let find = line.map(|line| Find::on(&reader.text.page, &line, How::Asked, 0));
    if let Some(find) = find.filter(|find| !find.matches.is_empty()) {
        let height = reader.text_height(&reader.layout(size, arrangement));
        if let Some(found) = find.matches.get(find.current) {
            reader.text.go_to_byte(found.start, height);
        }
        counter = format!("{}; ", find.counter());
        reader.find = Some(find);
        reader.arrange(size, arrangement);
        folds::open_at_cursor(model);
    }
    if let Some(standing) = standing(model, entry).filter(|_| model.notice.is_none()) {
        model.say(&format!("{counter}{standing}"));
    }
}

/// Which of the rows that are shown a cable is: `3 of 38`. Nothing where all
/// are shown.
pub(super) fn standing(model: &Model, entry: usize) -> Option<String> {
    model.filter.as_ref()?;
    let nth = model.nth_of(entry)?;
    let [nth, all] = [nth + 1, model.n_listed()].map(grouped);
    Some(format!("cable {nth} of {all}"))
}

/// What is asked, fit for the title.
#[must_use]
pub fn filter_label(model: &Model) -> Option<Shown> {
    let filter = model.filter.as_ref()?;
    Some(Shown::new(&format!("& {}", filter.line())))
}
