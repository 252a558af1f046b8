//! Searching the texts of a library for the reader.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::app::{Held, Msg, Searched, TextQuery};
use crate::library::{Library, Sifted};

/// The number of the search that is wanted: another thread that works for
/// any other stops.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted(Arc<AtomicU32>);

impl Wanted {
    /// Another search is wanted from now on, or none.
    pub(super) fn set(&self, id: Option<u32>) {
        self.0.store(id.unwrap_or(0), Ordering::Relaxed);
    }

    pub(super) fn is(&self, id: u32) -> bool {
        self.0.load(Ordering::Relaxed) == id
    }
}

/// Entries that are passed before that is told, at least.
const FEW: usize = 512;
/// Cables that are found before they are told of: each message is a frame.
const SEVERAL: usize = 16;

/// Looks through the texts that `query` names as long as that is `wanted`,
/// and says what it finds.
pub(super) fn search(
    library: &Library,
    query: &TextQuery,
    wanted: &Wanted,
    send: &mut dyn FnMut(Msg),
) {
    let seeker = query.seeker();
    let entries = query.entries.clone();
    let often = (entries.len() / 100).max(FEW);
    let mut told = entries.start;
    let mut said = |searched| send(Msg::Searched(query.id, searched));
    let mut found = Vec::new();
    let mut is_first = true;
    let (mut n_headers, mut n_failed) = (0, 0);
    let flow = library.sift(seeker.trace(), entries, &mut |sifted| {
        if !wanted.is(query.id) {
            return ControlFlow::Break(());
        }
        match sifted {
            Sifted::Found(entry_idx, document) => match seeker.held(&document.cable()) {
                Held::Text => {
                    found.push(entry_idx);
                    // The first is waited for.
                    if std::mem::take(&mut is_first) || found.len() >= SEVERAL {
                        said(Searched::Found(std::mem::take(&mut found)));
                    }
                }
                Held::Header => n_headers += 1,
                Held::Nowhere => {}
            },
            Sifted::Failed(..) => n_failed += 1,
            Sifted::Passed(upto) => {
                if !found.is_empty() {
                    said(Searched::Found(std::mem::take(&mut found)));
                }
                if upto.saturating_sub(told) >= often {
                    told = upto;
                    said(Searched::Passed(upto));
                }
            }
        }
        ControlFlow::Continue(())
    });
    if flow.is_continue() {
        if !found.is_empty() {
            said(Searched::Found(found));
        }
        said(Searched::Ended {
            n_headers,
            n_failed,
        });
    }
}
