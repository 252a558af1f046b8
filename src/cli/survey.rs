//! Who cites whom, for the screen: told by the index of the collection, where
//! it knows all of it, or read from one cable after the other.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::known::Known;
use super::narrow::Answers;
use super::on;
use crate::app::{
    Listing, Made, Msg, Preview, Request, SurveyHeld, SurveyTopic, Surveyable, Surveyed,
};
use crate::index::Error;
use crate::library::Document;
use crate::query::{Citing, Collected, Depth, Facts, Field, People, spelled};
use crate::typeset::Shown;

/// How often the screen is told how far it is: each time is a frame.
const OFTEN: Duration = Duration::from_millis(100);

/// What was read from cables one by one.
#[derive(Default)]
pub(super) struct Gathered {
    citing: Collected,
    held: HashMap<String, SurveyHeld>,
    n_failed: usize,
    /// How many entries there were.
    n_entries: usize,
}

impl Answers {
    /// Makes a survey as long as it is wanted.
    pub(super) fn survey(&self, asked: &Surveyable, send: &mut dyn FnMut(Msg)) {
        let mut said = |surveyed| send(Msg::Surveyed(asked.id, surveyed));
        if let Some(made) = asked.of_headers() {
            return said(Surveyed::Made(made));
        }
        if asked.topic == SurveyTopic::People {
            let made = self.people(asked.id, &mut |percent| said(Surveyed::Percent(percent)));
            return made.into_iter().for_each(|made| said(Surveyed::Made(made)));
        }
        let made = if let Some(known) = self.whole() {
            known.survey(asked, &|| self.surveyed.is(asked.id))
        } else {
            let percent = &mut |percent| said(Surveyed::Percent(percent));
            let gathered = self.kept().or_else(|| self.gather(asked.id, percent));
            Ok(gathered.map(|it| it.survey(asked)))
        };
        match made {
            Ok(Some(made)) => said(Surveyed::Made(made)),
            // It is not wanted any more.
            Ok(None) => {}
            Err(error) => said(Surveyed::Failed(Shown::new(&error.to_string()))),
        }
    }

    /// What a cable says at a glance. How many cite it, the index knows; of few
    /// cables they are read for it.
    pub(super) fn preview(&self, id: u32, entry_idx: usize) -> Msg {
        let document = self.library.document(entry_idx);
        let preview = document.map(|document| {
            let cable = document.cable();
            let number = cable.mrn.as_ref().map(|mrn| spelled(&mrn.to_string()));
            let n_citing = number.and_then(|number| self.n_citing(&number));
            Preview::of(&cable, n_citing)
        });
        let preview = preview.map_err(|why| Shown::new(&why.to_string()));
        Msg::Previewed(id, Box::new(preview))
    }

    /// How many cables cite one, where that can be told soon.
    pub(super) fn n_citing(&self, number: &str) -> Option<usize> {
        /// So many are read in about a twentieth of a second.
        const FEW: usize = 200;
        let n_entries = self.library.len();
        if let Some(known) = self.whole() {
            return known.snapshot.n_citing(number).ok();
        }
        if let Some(gathered) = self.kept() {
            return gathered.citing.cited_by(number).map(|by| by.len()).ok();
        }
        if n_entries > FEW {
            return None;
        }
        // Several releases of a telegram are one.
        let mut citing = std::collections::HashSet::new();
        let citing_id = |_, document: Document| {
            let facts = Facts::of(&document.cable(), Depth::CITATIONS);
            let is_citing = facts.values(Field::Cites).any(|other| other == number);
            facts.id().filter(|_| is_citing).map(str::to_owned)
        };
        let flow = self.library.each(0..n_entries, citing_id, |_, id| {
            citing.extend(id.ok().flatten());
            on(true)
        });
        flow.is_continue().then_some(citing.len())
    }

    /// Reads whom the cables name; nothing once that is not wanted any more.
    fn people(&self, id: u32, percent: &mut dyn FnMut(usize)) -> Option<Made> {
        let mut people = People::default();
        let cable = |document: Document| document.cable();
        let n_failed = self.each_cable(id, percent, cable, |_, cable| people.add(&cable))?;
        Some(Made {
            n_failed,
            ..Made::of_people(people.all())
        })
    }

    /// What was read before of the same cables.
    fn kept(&self) -> Option<Arc<Gathered>> {
        let kept = self.read_before().clone();
        kept.filter(|gathered| gathered.n_entries == self.library.len())
    }

    /// What is asked for may change cables.
    pub(super) fn outdate(&self, request: &Request) {
        let looks = matches!(request, Request::LookAgain | Request::LookAtStirred);
        if looks || matches!(request, Request::Reload(..)) {
            self.forget();
        }
        if looks {
            self.compare_again();
        }
    }

    /// Cables may not be what they were.
    pub(super) fn forget(&self) {
        *self.read_before() = None;
    }

    fn read_before(&self) -> MutexGuard<'_, Option<Arc<Gathered>>> {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads who cites whom; nothing once that is not wanted any more.
    fn gather(&self, id: u32, percent: &mut dyn FnMut(usize)) -> Option<Arc<Gathered>> {
        let mut gathered = Gathered {
            n_entries: self.library.len(),
            ..Gathered::default()
        };
        let facts = |document: Document| {
            let cable = document.cable();
            (Facts::of(&cable, Depth::CITATIONS), Listing::of(&cable))
        };
        let n_failed = self.each_cable(id, percent, facts, |entry_idx, (facts, listing)| {
            gathered.citing.add(&facts);
            if let Some(id) = facts.id() {
                let held = gathered.held.entry(id.to_owned());
                held.or_insert((Some(entry_idx), listing));
            }
        })?;
        gathered.n_failed = n_failed;
        let gathered = Arc::new(gathered);
        *self.read_before() = Some(Arc::clone(&gathered));
        Some(gathered)
    }

    /// Tells what `read` makes of each of all cables, and says how far that
    /// is; gives how many cannot be read. Nothing once it is not wanted any
    /// more.
    fn each_cable<T: Send>(
        &self,
        id: u32,
        percent: &mut dyn FnMut(usize),
        read: impl Fn(Document) -> T + Sync,
        mut tell: impl FnMut(usize, T),
    ) -> Option<usize> {
        let mut n_failed = 0;
        let n_entries = self.library.len();
        let mut last = Instant::now();
        let read = |_, document| read(document);
        let flow = self.library.each(0..n_entries, read, |entry_idx, made| {
            if last.elapsed() >= OFTEN {
                last = Instant::now();
                percent(entry_idx * 100 / n_entries);
            }
            match made {
                Ok(made) => tell(entry_idx, made),
                Err(_) => n_failed += 1,
            }
            on(self.surveyed.is(id))
        });
        flow.is_continue().then_some(n_failed)
    }
}

impl Gathered {
    fn survey(&self, asked: &Surveyable) -> Made {
        let mut made = match &asked.topic {
            SurveyTopic::Thread(number) => {
                let held = &mut |number: &str| Ok(self.held.get(number).cloned());
                match Surveyable::thread(&self.citing, number, held) {
                    Ok(made) => made,
                    Err(never) => match never {},
                }
            }
            SurveyTopic::Missing => {
                let missing = self.citing.missing().into_iter();
                let missing = missing.map(|(id, by)| (id.to_owned(), by.to_vec()));
                asked.missing(missing.collect())
            }
            _ => asked.of_headers().unwrap_or_default(),
        };
        made.n_failed = self.n_failed;
        made
    }
}

impl Known {
    /// The same from the index; nothing once it is not wanted any more.
    fn survey(
        &self,
        asked: &Surveyable,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<Option<Made>, Error> {
        match &asked.topic {
            SurveyTopic::Thread(number) => {
                let held = &mut |number: &str| self.held(number);
                Surveyable::thread(&self.snapshot, number, held).map(Some)
            }
            SurveyTopic::Missing => {
                let mut missing = BTreeMap::new();
                for id in self.snapshot.missing()? {
                    if !is_wanted() {
                        return Ok(None);
                    }
                    let by = self.snapshot.cited_by(&id)?;
                    missing.insert(id, by);
                }
                Ok(Some(asked.missing(missing)))
            }
            _ => Ok(asked.of_headers()),
        }
    }

    /// The telegram of a number, if it is there.
    fn held(&self, number: &str) -> Result<Option<SurveyHeld>, Error> {
        let found = self.snapshot.named(number)?;
        // Of several releases the one that stands first in the list.
        let entry = |address| self.entry(address).unwrap_or(usize::MAX);
        let Some(address) = found.iter().min_by_key(|address| entry(*address)) else {
            return Ok(None);
        };
        let row = self.snapshot.row(address)?;
        let listing = Listing::from(&row.brief);
        Ok(Some((self.entry(address), listing)))
    }
}
