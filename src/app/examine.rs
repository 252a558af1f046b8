//! What is worked out of a cable besides reading it: what the cross-checks
//! say, and which of its words name other telegrams.
//!
//! Of a cable of megabytes that takes as long as to read it, and nothing of it
//! is needed to read the first lines. So it is done on another thread, behind
//! the first frame, and the signs come when it is done. Whatever needs it
//! before waits for it: nobody is told that there are no findings because
//! nobody has looked yet.

use std::sync::{Arc, OnceLock};

use crate::cable::{Cable, Link};
use crate::check::{Finding, check_with};
use crate::glossary;
use crate::typeset::{self, Case, Page};

use super::reader::Laid;
use super::{Effect, Model, Reader, Screen};

/// Bytes of a text that is examined before its first frame: a few
/// milliseconds.
const AT_ONCE: usize = 1 << 18;

/// What is worked out of a cable besides reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// What the cross-checks say.
    pub findings: Vec<Finding>,
    /// The references in the text.
    pub links: Vec<Link>,
}

impl Examined {
    /// Examines a cable.
    #[must_use]
    pub fn of(cable: &Cable) -> Examined {
        let links = glossary::links(cable);
        Examined {
            findings: check_with(cable, &links, None),
            links,
        }
    }

    /// The same, unless it would take so long that the first frame must not
    /// wait for it.
    #[must_use]
    pub fn at_once(cable: &Cable) -> Option<Examined> {
        (cable.text().len() <= AT_ONCE).then(|| Examined::of(cable))
    }
}

/// A cable in sight that is to be examined, and how its text is laid out: that
/// is done again with the signs, so that no key waits for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examining {
    pub(super) entry: usize,
    pub(super) cable: Arc<Cable>,
    /// Where what comes of it is put: whoever needs it before finds it there,
    /// and what was made for them is not made again.
    pub(super) examined: Arc<OnceLock<Examined>>,
    pub(super) laid: Laid,
    pub(super) case: Option<Arc<Case>>,
}

/// What came of examining a cable.
#[derive(Clone, Debug)]
pub struct Examination {
    pub(super) of: Examining,
    /// The characters of each paragraph, which the first filter asks for.
    pub(super) n_chars: Arc<[u32]>,
    /// Its text with the signs.
    pub(super) page: Arc<Page>,
}

impl Examining {
    /// The cable of a reader, laid out so.
    /// Examines it.
    #[must_use]
    pub fn examine(self) -> Examination {
        let examine = || Examined::of(&self.cable);
        let examined = self.examined.get_or_init(examine);
        let n_chars = n_chars(&self.cable);
        let case = self.case.as_deref();
        let page = (self.laid).page(&self.cable, case, &examined.links, None, Some(&n_chars));
        Examination {
            page: Arc::new(page),
            of: self,
            n_chars,
        }
    }
}

/// The characters of each paragraph.
pub(super) fn n_chars(cable: &Cable) -> Arc<[u32]> {
    let count = |paragraph| typeset::n_chars(cable, paragraph);
    cable.paragraphs.iter().map(count).collect()
}

/// Has the cables in sight examined that were not.
pub(super) fn watch(model: &mut Model, effects: &mut Vec<Effect>) {
    let top = match &mut model.screens.top {
        Screen::Reader(reader) => Some(reader),
        Screen::Catalog(_) | Screen::Results(_) | Screen::Survey(_) => None,
    };
    let other = model.beside.as_mut().map(|beside| &mut beside.other);
    for reader in top.into_iter().chain(other) {
        let examining = reader.examine();
        effects.extend(examining.map(|it| Effect::Examine(Box::new(it))));
    }
}

/// Shows what came of examining a cable, wherever it is open.
pub(super) fn examined(model: &mut Model, examination: &Examination) {
    let (size, arrangement) = model.room();
    let Examining { entry, cable, .. } = &examination.of;
    // It may have been read again meanwhile, and have another text.
    let is_it = |reader: &Reader| reader.entry == *entry && reader.cable.text() == cable.text();
    for reader in model.readers_mut().filter(|reader| is_it(reader)) {
        let layout = reader.layout(size, arrangement);
        let height = reader.text_height(&layout);
        reader.take_up(examination, height);
    }
    model.arrange();
}
