//! Keys in, screen and effects out: the program without a terminal.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt::Write as _;
use std::str::FromStr as _;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Style};
use reftel::app::{
    CableQuery, Countable, Counts, Effect, Entry, FoundHits, Held, HitQuery, HitSpread, HitTexts,
    Hits, Listing, Made, Model, Msg, Narrowed, Opened, Preview, Remember, Request, Searched,
    Settings, Size, Source, SourcePlace, SurveyTopic, Surveyable, Surveyed, TextQuery, Wake,
    update,
};
use reftel::cable::{Cable, Confidence};
use reftel::command::{Key, Keymap};
use reftel::config::{Color as Paint, Theme};
use reftel::index::Counted;
use reftel::library::Library;
use reftel::notes::{Jump, JumpName, Mark, Panes, Place, Reach, View, Way};
use reftel::query::{Cited, Collected, Depth, Facts, Field, Matcher, People, Query, State};
use reftel::typeset::Shown;
use reftel::ui::view;

/// The program at work on some cables, with a screen that can be looked at.
pub struct Session {
    pub model: Model,
    pub cables: Vec<Cable>,
    pub effects: Vec<Effect>,
    /// What was kept: the places, the last of a cable last, and the marks.
    pub places: Vec<Place>,
    pub marks: Vec<Mark>,
    /// How far cables were read.
    pub reaches: Vec<Reach>,
    /// What was shown beside the text, the last of a class last.
    pub panes: Vec<Panes>,
    /// The jumps that were kept, and when somebody was there.
    pub jumps: Vec<(Jump, i64)>,
    /// Which run this is.
    pub run: i64,
    /// The views that were kept.
    pub views: Vec<View>,
    /// Whether nothing can be kept, and why.
    pub full: Option<&'static str>,
    /// Why the jumps of earlier runs cannot be read.
    pub unreadable: Option<&'static str>,
    /// Whether cables are still being examined, however long that takes.
    pub is_examining: bool,
    /// What a search in the texts has still to say, while it is held up.
    pub held_up: Option<VecDeque<Msg>>,
    /// What was found of the hits that were asked for last.
    pub collected: Option<FoundHits>,
}

impl Session {
    /// What the program said last, if it is still to be seen.
    pub fn notice(&self) -> &str {
        let notice = self.model.notice.as_ref();
        notice.map_or("", |notice| notice.text.as_str())
    }

    /// The first two words at the cursor of the cable in sight.
    pub fn words_at(&self) -> String {
        let text = &self.model.reader().unwrap().text;
        let rest = text.page.text().get(text.at as usize..).unwrap();
        let words: Vec<&str> = rest.split_whitespace().take(2).collect();
        words.join(" ")
    }

    /// What was copied last.
    pub fn copied(&self) -> &str {
        let last = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Copy(passage, _) => Some(passage.as_str()),
            _ => None,
        });
        last.unwrap_or("nothing was copied")
    }

    /// The list of the built-in collection.
    pub fn builtin(size: &str) -> Session {
        let library = Library::builtin(Confidence::Medium);
        let cables: Vec<Cable> = (0..library.len())
            .map(|idx| reftel::parse::parse(&library.document(idx).unwrap().bytes))
            .collect();
        Session::of(cables, size)
    }

    /// The built-in cable whose id is `id`, open in the reader.
    pub fn reading(id: &str, size: &str) -> Session {
        let mut session = Session::builtin(size);
        let is = |cable: &Cable| cable.mrn.as_ref().is_some_and(|mrn| mrn.to_string() == id);
        let idx = session
            .cables
            .iter()
            .position(is)
            .unwrap_or_else(|| panic!("no cable {id}"));
        session.open(idx);
        session
    }

    /// A text of the test's own, open in the reader.
    pub fn text(text: &[u8], size: &str) -> Session {
        let mut session = Session::of(vec![reftel::parse::parse(text)], size);
        session.open(0);
        session
    }

    /// Texts of the test's own, the first open in the reader.
    pub fn texts(texts: &[&[u8]], size: &str) -> Session {
        let cables = texts.iter().map(|text| reftel::parse::parse(text));
        let mut session = Session::of(cables.collect(), size);
        session.open(0);
        session
    }

    /// The same, as long as the first is still being examined.
    pub fn unexamined(texts: &[&[u8]], size: &str) -> Session {
        let cables = texts.iter().map(|text| reftel::parse::parse(text));
        let mut session = Session::of(cables.collect(), size);
        session.is_examining = true;
        let opened = Opened {
            examined: None,
            ..session.opened(0)
        };
        session.model = session.model.clone().reading(0, opened);
        session.send(Msg::Resized(session.model.size));
        session
    }

    /// The cables that were to be examined are.
    pub fn examine(&mut self) {
        let is_it = |effect: &mut Effect| matches!(effect, Effect::Examine(_));
        let wanted: Vec<Effect> = self.effects.extract_if(.., is_it).collect();
        for effect in wanted {
            if let Effect::Examine(examining) = effect {
                self.send(Msg::Examined(Box::new(examining.examine())));
            }
        }
    }

    /// The list of texts of the test's own.
    pub fn list(texts: &[&[u8]], size: &str) -> Session {
        let cables = texts.iter().map(|text| reftel::parse::parse(text));
        Session::of(cables.collect(), size)
    }

    /// An entry of the list.
    pub fn entry(&self, entry: usize) -> Entry {
        self.model.entries.get(entry).unwrap()
    }

    /// Changes an entry of the list.
    pub fn change(&mut self, entry: usize, change: impl FnOnce(&mut Entry)) {
        let mut changed = self.entry(entry);
        change(&mut changed);
        self.model.entries.set(entry, &changed);
    }

    /// Takes all entries from one on out of the list: they come later.
    pub fn split_off(&mut self, first: usize) -> Vec<Entry> {
        let all = 0..self.model.entries.len();
        let mut before: Vec<Entry> = all.map(|entry| self.entry(entry)).collect();
        let late = before.split_off(first);
        self.model.entries = before.into_iter().collect();
        late
    }

    fn of(cables: Vec<Cable>, size: &str) -> Session {
        let entries = cables.iter().enumerate().map(|(idx, cable)| Entry {
            name: Shown::new(&format!("cable-{idx}.txt")),
            listing: Some(Listing::of(cable)),
            ..Entry::default()
        });
        let settings = Settings {
            theme: Theme::named("dark").unwrap(),
            ..Settings::default()
        };
        let model = Model::new(entries.collect(), settings, Keymap::new(), parse_size(size));
        Session::with(model, cables)
    }

    /// The program as it stands, and the cables that it can open.
    pub fn with(model: Model, cables: Vec<Cable>) -> Session {
        Session {
            model,
            cables,
            effects: Vec::new(),
            places: Vec::new(),
            marks: Vec::new(),
            reaches: Vec::new(),
            panes: Vec::new(),
            jumps: Vec::new(),
            run: 1,
            views: Vec::new(),
            full: None,
            unreadable: None,
            is_examining: false,
            held_up: None,
            collected: None,
        }
    }

    fn open(&mut self, idx: usize) {
        let opened = self.opened(idx);
        self.model = self.model.clone().reading(idx, opened);
        // What comes of the opening is no matter of what is pressed then.
        self.send(Msg::Resized(self.model.size));
        self.effects.clear();
    }

    pub fn opened(&self, idx: usize) -> Opened {
        let cable = self.cables[idx].clone();
        let key = reftel::notes::Key::of(&cable);
        let is_of = |place: &&Place| place.key == key;
        let place = self.places.iter().rev().find(is_of).cloned();
        Opened::new(cable, place)
    }

    /// The same cables and what was kept of them, opened anew.
    pub fn again(&self, id: &str, size: &str) -> Session {
        let mut session = Session::of(self.cables.clone(), size);
        session.places.clone_from(&self.places);
        session.marks.clone_from(&self.marks);
        session.reaches.clone_from(&self.reaches);
        session.panes.clone_from(&self.panes);
        session.views.clone_from(&self.views);
        session.jumps.clone_from(&self.jumps);
        session.run = self.run + 1;
        session.model = session.model.with_panes(&self.panes);
        let is = |cable: &Cable| cable.mrn.as_ref().is_some_and(|mrn| mrn.to_string() == id);
        session.open(session.cables.iter().position(is).unwrap());
        session
    }

    /// Keeps what is to be kept, as the other threads do.
    fn keep(&mut self, keep: &Remember) {
        let failure = self.full.map(Shown::new);
        let scope = |mark: &Mark| (mark.letter, mark.letter.is_across(), mark.place.key.clone());
        let is = |mark: &Mark, letter, key: &reftel::notes::Key| {
            let (known, is_across, of) = scope(mark);
            known == letter && (is_across || of == *key)
        };
        match keep {
            Remember::Place(_, place, percent) => {
                if let Some(why) = failure {
                    return self.send(Msg::PlaceNotKept(why));
                }
                self.places.push(place.clone());
                self.reaches.extend(percent.map(|percent| Reach {
                    key: place.key.clone(),
                    way: Way::Nowhere,
                    percent,
                }));
            }
            Remember::Reaches => self.send(Msg::Reaches(Ok(self.reaches.clone()))),
            Remember::Panes(panes) => match failure {
                Some(why) => self.send(Msg::PanesNotKept(why)),
                None => self.panes.push(panes.clone()),
            },
            Remember::Jumps(jumps) => match failure {
                Some(why) => self.send(Msg::JumpsNotKept(why)),
                None => self.keep_jumps(jumps),
            },
            Remember::RecallJumps => {
                let why = self.unreadable.map(Shown::new);
                let found = why.map_or_else(|| Ok(self.jumps.clone()), Err);
                self.send(Msg::JumpsRecalled(found));
            }
            Remember::View(view) => {
                let mut before = None;
                if failure.is_none() {
                    let same = self.views.iter().position(|old| old.name == view.name);
                    before = same.map(|at| self.views.remove(at).query);
                    self.views.push(view.clone());
                    self.views.sort_by(|a, b| a.name.cmp(&b.name));
                }
                self.send(Msg::ViewKept(failure.map_or(Ok(before), Err)));
            }
            Remember::Unview(name) => {
                if failure.is_none() {
                    self.views.retain(|old| old.name != *name);
                }
                self.send(Msg::ViewKept(failure.map_or(Ok(None), Err)));
            }
            Remember::Views => self.send(Msg::Views(Ok(self.views.clone()))),
            Remember::Recall(key) => {
                let seen =
                    |mark: &&Mark| mark.letter.is_across() || Some(&mark.place.key) == key.as_ref();
                let marks = self.marks.iter().filter(seen).cloned().collect();
                self.send(Msg::Recalled(key.clone(), Ok(marks)));
            }
            Remember::Mark(..) | Remember::Unmark(..) | Remember::Forget(_) => {
                if failure.is_none() {
                    match keep {
                        Remember::Mark(_, mark) => {
                            self.marks
                                .retain(|old| !is(old, mark.letter, &mark.place.key));
                            self.marks.push(mark.clone());
                        }
                        Remember::Unmark(letter, key) => {
                            self.marks.retain(|old| !is(old, *letter, key));
                        }
                        Remember::Forget(key) => {
                            self.marks.retain(|mark| mark.place.key != *key);
                            self.places.retain(|place| place.key != *key);
                            self.jumps.retain(|(jump, _)| jump.place.key != *key);
                        }
                        _ => {}
                    }
                }
                self.send(Msg::Remembered(failure));
            }
        }
    }

    /// Keeps jumps: those of this run under its number.
    fn keep_jumps(&mut self, jumps: &[(Option<usize>, Jump)]) {
        let run = self.run;
        let kept_name = |name: JumpName| match name {
            JumpName::Own(nth) => JumpName::Kept { run, nth },
            kept @ JumpName::Kept { .. } => kept,
        };
        let touched = self.jumps.iter().map(|(_, touched)| *touched).max();
        let touched = touched.unwrap_or_default();
        for ((_, jump), touched) in jumps.iter().zip(touched + 1..) {
            let jump = Jump {
                name: kept_name(jump.name),
                parent: jump.parent.map(kept_name),
                ..jump.clone()
            };
            let same = self.jumps.iter().position(|(it, _)| it.name == jump.name);
            match same.and_then(|at| self.jumps.get_mut(at)) {
                Some(kept) => *kept = (jump, touched),
                None => self.jumps.push((jump, touched)),
            }
        }
        // As they were made.
        let run_of = |name| match name {
            JumpName::Kept { run, nth } => (run, nth),
            JumpName::Own(nth) => (run, nth),
        };
        self.jumps.sort_by_key(|(jump, _)| run_of(jump.name));
    }

    /// Presses keys: single keys separated by blanks, `/words` typed letter
    /// by letter, `size:80x24` for a resize. Loads are answered at once.
    pub fn keys(mut self, keys: &str) -> Session {
        self.press(keys);
        self
    }

    pub fn press(&mut self, keys: &str) {
        for token in keys.split_whitespace() {
            if let Some(size) = token.strip_prefix("size:") {
                self.send(Msg::Resized(parse_size(size)));
            } else if token.len() > 1 && token.starts_with(['/', ':', '&']) {
                let mut letters = token.chars();
                let first = letters.next().unwrap().to_string();
                self.send(Msg::Key(Key::from_str(&first).unwrap()));
                for c in letters {
                    let name = match c {
                        '_' => String::from("<space>"),
                        '<' => String::from("<lt>"),
                        c => c.to_string(),
                    };
                    self.send(Msg::Key(Key::from_str(&name).unwrap()));
                }
            } else if token.len() > 1 && !token.starts_with('<') {
                for c in token.chars() {
                    self.send(Msg::Key(Key::from_str(&c.to_string()).unwrap()));
                }
            } else {
                self.send(Msg::Key(Key::from_str(token).unwrap()));
            }
        }
    }

    /// Gives the model a message and does what it asks for.
    pub fn send(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            match effect {
                Effect::Load(Request::Open(idx)) => {
                    let opened = self.opened(idx);
                    self.send(Msg::Loaded(idx, Box::new(opened)));
                }
                Effect::Load(Request::List(ref entries)) => {
                    let listing = |&idx: &usize| (idx, Ok(Listing::of(&self.cables[idx])));
                    let told = entries.iter().map(listing).collect();
                    self.send(Msg::Listed(told));
                }
                Effect::Load(Request::Reload(idx, _)) => {
                    let opened = self.opened(idx);
                    self.send(Msg::Reloaded(idx, Box::new(Ok(opened))));
                }
                // The copies of tests stand where their cables were made.
                Effect::Load(Request::Source(idx, place)) => {
                    let text = &self.cables[idx].text()[..place as usize];
                    let source = Source {
                        place: SourcePlace::File(format!("cable-{idx}.txt").into()),
                        line: text.matches('\n').count() + 1,
                    };
                    self.send(Msg::Sourced(Box::new(source)));
                }
                Effect::Load(Request::Search(ref query)) => {
                    let said = self.search(query);
                    match &mut self.held_up {
                        Some(held_up) => held_up.extend(said),
                        None => said.into_iter().for_each(|msg| self.send(msg)),
                    }
                }
                Effect::Load(Request::Narrow(ref asked)) => {
                    let said = self.narrow(asked);
                    match &mut self.held_up {
                        Some(held_up) => held_up.extend(said),
                        None => said.into_iter().for_each(|msg| self.send(msg)),
                    }
                }
                Effect::Load(Request::Hits(ref asked)) => {
                    let said = self.hits(asked);
                    match &mut self.held_up {
                        Some(held_up) => held_up.extend(said),
                        None => said.into_iter().for_each(|msg| self.send(msg)),
                    }
                }
                Effect::Load(Request::OrderHits(id, order)) => {
                    let n_cables = self.cables.len();
                    let collected = self.collected.as_ref().filter(|it| it.id == id);
                    let groups = collected.map(|it| it.ordered(order, n_cables));
                    if let Some(groups) = groups {
                        self.send(Msg::Hits(id, Hits::Found(groups)));
                    }
                }
                Effect::Load(Request::ForgetHits) => self.collected = None,
                Effect::Load(Request::HitTexts(ref window)) => {
                    let matcher = Matcher::new(&window.query, Cited::new());
                    for &idx in &window.entries {
                        let cable = self.cables[idx].clone();
                        let texts = HitTexts::of(cable, &matcher, window.n_chars);
                        self.send(Msg::HitTexts(window.id, idx, Box::new(Ok(texts))));
                    }
                }
                Effect::Load(Request::Count(ref countable)) => {
                    let counts = self.counts(countable);
                    self.send(Msg::Counted(countable.id, counts));
                }
                Effect::Load(Request::Survey(ref asked)) => {
                    let made = Msg::Surveyed(asked.id, Surveyed::Made(self.survey(asked)));
                    match &mut self.held_up {
                        Some(held_up) => held_up.push_back(made),
                        None => self.send(made),
                    }
                }
                Effect::Load(Request::Preview(id, idx)) => {
                    let preview = self.preview(idx);
                    self.send(Msg::Previewed(id, Box::new(Ok(preview))));
                }
                Effect::Load(Request::Sort(ref sortable)) => {
                    let sorted = Msg::Sorted(sortable.id, sortable.sorted());
                    match &mut self.held_up {
                        Some(held_up) => held_up.push_back(sorted),
                        None => self.send(sorted),
                    }
                }
                Effect::Compose(ref composing) => {
                    let passage = composing.compose();
                    self.send(Msg::Composed(composing.clone(), passage));
                }
                Effect::Examine(ref examining) if !self.is_examining => {
                    let found = examining.clone().examine();
                    self.send(Msg::Examined(Box::new(found)));
                }
                Effect::Remember(ref keep) => self.keep(keep),
                Effect::After(std::time::Duration::ZERO, wake) => self.send(Msg::Elapsed(wake)),
                _ => {}
            }
            self.effects.push(effect);
        }
    }

    /// What a thread says that looks through the texts of cables: each that
    /// holds it in a message of its own.
    fn search(&self, query: &TextQuery) -> VecDeque<Msg> {
        let seeker = query.seeker();
        let mut n_headers = 0;
        let mut said = VecDeque::new();
        for idx in query.entries.clone() {
            let cable = &self.cables[idx];
            let trace = seeker.trace();
            let may = trace.is_none_or(|it| it.find(cable.text().as_bytes(), 0).is_some());
            match seeker.held(cable) {
                Held::Text => {
                    assert!(may, "{query:?} is in {idx}");
                    said.push_back(Searched::Found(vec![idx]));
                }
                Held::Header => n_headers += usize::from(may),
                Held::Nowhere => {}
            }
            said.push_back(Searched::Passed(idx + 1));
        }
        said.push_back(Searched::Ended {
            n_headers,
            n_failed: 0,
        });
        let msg = |searched| Msg::Searched(query.id, searched);
        said.into_iter().map(msg).collect()
    }

    /// What a thread reads of a cable, and of who cites it.
    fn preview(&self, idx: usize) -> Preview {
        let id = |cable| Facts::of(cable, Depth::ALL).id().map(str::to_owned);
        let number = id(&self.cables[idx]);
        let citing = self.cables.iter().filter(|cable| {
            let facts = Facts::of(cable, Depth::ALL);
            let mut cites = facts.values(Field::Cites);
            cites.any(|other| Some(other) == number.as_deref())
        });
        Preview::of(&self.cables[idx], Some(citing.count()))
    }

    /// The cursor of the list rests: the delays are over.
    pub fn rest(mut self) -> Session {
        for _ in 0..2 {
            let is_it = |effect: &mut Effect| matches!(effect, Effect::After(_, Wake::Preview));
            if self.effects.extract_if(.., is_it).next().is_some() {
                self.send(Msg::Elapsed(Wake::Preview));
            }
        }
        self
    }

    /// What a thread finds that reads cable after cable.
    pub fn survey(&self, asked: &Surveyable) -> Made {
        let mut citing = Collected::default();
        let mut held = HashMap::new();
        for (idx, cable) in self.cables.iter().enumerate() {
            let facts = Facts::of(cable, Depth::ALL);
            citing.add(&facts);
            if let Some(id) = facts.id() {
                let it = (Some(idx), Listing::of(cable));
                held.entry(id.to_owned()).or_insert(it);
            }
        }
        if let Some(made) = asked.of_headers() {
            return made;
        }
        match &asked.topic {
            SurveyTopic::Thread(number) => {
                let held = &mut |number: &str| Ok(held.get(number).cloned());
                Surveyable::thread(&citing, number, held).unwrap()
            }
            SurveyTopic::Missing => {
                let missing = citing.missing().into_iter();
                let missing = missing.map(|(id, by)| (id.to_owned(), by.to_vec()));
                asked.missing(missing.collect())
            }
            _ => {
                let mut people = People::default();
                self.cables.iter().for_each(|cable| people.add(cable));
                Made::of_people(people.all())
            }
        }
    }

    /// What a thread counts that reads cable after cable.
    fn counts(&self, countable: &Countable) -> Option<Counts> {
        let mut counts: BTreeMap<Field, BTreeMap<Option<String>, usize>> = BTreeMap::new();
        for &idx in &countable.entries {
            let facts = Facts::of(&self.cables[idx], Depth::ALL);
            let mut add = |field, value: Option<String>| {
                *counts.entry(field).or_default().entry(value).or_default() += 1;
            };
            let state = countable.reads.state(facts.id(), idx);
            add(Field::State, Some(state.name().to_owned()));
            add(Field::Class, facts.level.map(|it| it.mark().to_owned()));
            add(Field::Date, facts.date.map(|it| it.year().to_string()));
            for field in [Field::Post, Field::Tag, Field::Family] {
                for value in facts.values(field) {
                    add(field, Some(value.to_owned()));
                }
            }
        }
        let counts = counts.into_iter();
        let counts = counts.map(|(field, values)| {
            let counted = values.into_iter();
            let mut counted: Vec<Counted> = counted
                .map(|(value, n_cables)| Counted { value, n_cables })
                .collect();
            Counted::sort(&mut counted, field);
            let counted = counted.into_iter();
            (field, counted.map(|it| (it.value, it.n_cables)).collect())
        });
        (!countable.entries.is_empty()).then(|| counts.collect())
    }

    /// What a thread says that looks for hits in cable after cable: each that
    /// has some in a message of its own.
    fn hits(&mut self, asked: &HitQuery) -> VecDeque<Msg> {
        let matcher = Matcher::new(&asked.query, Cited::new());
        let within = asked.within.as_ref();
        let within = within.map(|within| Matcher::new(within, Cited::new()));
        let is_begun = |it: &FoundHits| it.id == asked.id;
        let mut collected = self.collected.take().filter(is_begun);
        let collected = collected.get_or_insert_with(|| FoundHits::new(asked));
        let mut spread = HitSpread::default();
        let mut said = VecDeque::new();
        for (nth, idx) in asked.entries.clone().enumerate() {
            let cable = &self.cables[idx];
            let state = |query: &Query| {
                let reads = query.reads();
                reads.map_or(State::New, |reads| reads.state(None, idx))
            };
            let is_within = match (&within, &asked.within) {
                (Some(it), Some(query)) => it.find_read(cable, state(query)).is_some(),
                _ => true,
            };
            if is_within {
                spread.see(cable);
                if let Some(hits) = matcher.find_read(cable, state(&asked.query)) {
                    spread.spread.add(cable, &hits, collected.is_of_words());
                    collected.add_cable(idx, cable, &hits);
                    let groups = collected.ordered(asked.order, self.cables.len());
                    said.push_back(Hits::Found(groups));
                }
            }
            said.push_back(Hits::Passed(nth + 1));
        }
        said.push_back(Hits::Spread(Box::new(spread)));
        said.push_back(Hits::Ended {
            n_failed: 0,
            took: std::time::Duration::ZERO,
        });
        self.collected = Some(collected.clone());
        let msg = |hits| Msg::Hits(asked.id, hits);
        said.into_iter().map(msg).collect()
    }

    /// What a thread says that reads cable after cable for a query: each that
    /// it finds in a message of its own.
    fn narrow(&self, asked: &CableQuery) -> VecDeque<Msg> {
        let cited: Cited = asked
            .query
            .citing()
            .map(|id| {
                let all = self.cables.iter().map(|cable| Facts::of(cable, Depth::ALL));
                let of = all.filter(|facts| facts.id() == Some(id));
                let cites = of.flat_map(|facts| {
                    let cites = facts.values(Field::Cites).map(str::to_owned);
                    cites.collect::<Vec<_>>()
                });
                (id.to_owned(), cites.collect())
            })
            .collect();
        let matcher = Matcher::new(&asked.query, cited);
        let mut said = VecDeque::new();
        for (nth, idx) in asked.entries.clone().enumerate() {
            let reads = asked.query.reads();
            let state = reads.map_or(State::New, |reads| reads.state(None, idx));
            if matcher.find_read(&self.cables[idx], state).is_some() {
                said.push_back(Narrowed::Found(vec![idx]));
            }
            said.push_back(Narrowed::Passed(nth + 1));
        }
        said.push_back(Narrowed::Ended { n_failed: 0 });
        let msg = |narrowed| Msg::Narrowed(asked.id, narrowed);
        said.into_iter().map(msg).collect()
    }

    /// The search that is held up goes on, upto the next cable that it finds,
    /// or to its end.
    pub fn search_on(&mut self, upto_end: bool) {
        while let Some(msg) = self.held_up.as_mut().and_then(VecDeque::pop_front) {
            let is_found = matches!(
                msg,
                Msg::Searched(_, Searched::Found(_))
                    | Msg::Narrowed(_, Narrowed::Found(_))
                    | Msg::Hits(_, Hits::Found(_))
            );
            self.send(msg);
            if is_found && !upto_end {
                return;
            }
        }
    }

    /// The delay of which-key is over.
    pub fn wait(mut self) -> Session {
        let wake = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::After(_, wake @ Wake::WhichKey(_)) => Some(*wake),
            _ => None,
        });
        self.send(Msg::Elapsed(wake.expect("nothing was asked to wait")));
        self
    }

    /// The frame as cells.
    pub fn terminal(&self) -> Terminal<TestBackend> {
        let Size { width, height } = self.model.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| {
                if let Some(cursor) = view(&self.model, frame.buffer_mut()) {
                    frame.set_cursor_position(cursor);
                }
            })
            .unwrap();
        terminal
    }

    /// The frame as text, one line a row.
    pub fn screen(&self) -> String {
        let terminal = self.terminal();
        let buffer = terminal.backend().buffer();
        let mut text = String::new();
        for y in 0..buffer.area.height {
            let mut skip = 0;
            for x in 0..buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                skip = reftel::typeset::columns(symbol).saturating_sub(1);
                text.push_str(symbol);
            }
            text.truncate(text.trim_end_matches(' ').len());
            text.push('\n');
        }
        text
    }

    /// The letters of cells that bear one of these roles or surfaces, row by
    /// row.
    pub fn cells_painted(&mut self, names: &[&str]) -> String {
        let old = std::mem::replace(&mut self.model.settings.theme, Theme::distinct());
        let terminal = self.terminal();
        self.model.settings.theme = old;
        let buffer = terminal.backend().buffer();
        let mut text = String::new();
        for y in 0..buffer.area.height {
            for x in 0..buffer.area.width {
                let cell = &buffer[(x, y)];
                let name = name_of(cell.style()).unwrap_or_default();
                if names.contains(&name.as_str()) {
                    text.push_str(cell.symbol());
                }
            }
            text.push('\n');
        }
        text
    }

    /// The frame as text, then a line for each run that is not plain text,
    /// by the names of roles and surfaces.
    pub fn snapshot(&mut self) -> String {
        let old = std::mem::replace(&mut self.model.settings.theme, Theme::distinct());
        let screen = self.screen();
        let terminal = self.terminal();
        self.model.settings.theme = old;
        let buffer = terminal.backend().buffer();
        let mut runs = String::new();
        for y in 0..buffer.area.height {
            let mut run: Option<(u16, Style)> = None;
            for x in 0..=buffer.area.width {
                let style = buffer.cell((x, y)).map(ratatui::buffer::Cell::style);
                if run.map(|(_, style)| style) != style {
                    if let Some((from, style)) = run
                        && let Some(name) = name_of(style)
                    {
                        writeln!(runs, "{y}:{from}..{x} {name}").unwrap();
                    }
                    run = style.map(|style| (x, style));
                }
            }
        }
        format!("{screen}---\n{runs}")
    }
}

/// What a style says in the theme that gives every paint a color of its own.
fn name_of(style: Style) -> Option<String> {
    let name = |color: Option<Color>| match color {
        Some(Color::Indexed(number)) => Theme::name_of(Paint::Indexed(number)),
        _ => None,
    };
    let words: Vec<&str> = name(style.fg).into_iter().chain(name(style.bg)).collect();
    let plain = words.is_empty() || words == ["text"];
    (!plain).then(|| words.join(" over "))
}

pub fn parse_size(size: &str) -> Size {
    let (width, height) = size.split_once('x').unwrap();
    Size {
        width: width.parse().unwrap(),
        height: height.parse().unwrap(),
    }
}
