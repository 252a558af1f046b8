//! What the reader's threads ask of places and marks.

use std::ffi::OsString;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::app::{Msg, Remember};
use crate::library::Library;
use crate::notes::{Error, Folders, Key, Notes, Panes, Place, Reach, Way};
use crate::typeset::Shown;

/// Places and marks on a thread that may wait for a disk.
pub(super) struct Keeper {
    notes: Option<Notes>,
    library: Library,
    /// Whether a file was found damaged.
    damaged: Arc<AtomicBool>,
    /// How far the cable was read that was kept last.
    reached: Option<Reach>,
}

impl Keeper {
    /// Keeps what is said of the entries of `library`.
    pub(super) fn new(library: Library, damaged: Arc<AtomicBool>) -> Keeper {
        Keeper {
            notes: notes(),
            library,
            damaged,
            reached: None,
        }
    }

    /// Does what is asked for, and says what came of it.
    pub(super) fn keep(&mut self, wanted: Remember) -> Vec<Msg> {
        const HOMELESS: &str = "this machine names no home folder";
        let Some(notes) = &mut self.notes else {
            let why = Shown::new(HOMELESS);
            return vec![match wanted {
                Remember::Place(..) => Msg::PlaceNotKept(why),
                Remember::Reaches => Msg::Reaches(Ok(Vec::new())),
                Remember::Panes(_) => Msg::PanesNotKept(why),
                Remember::Jumps(_) => Msg::JumpsNotKept(why),
                Remember::RecallJumps => Msg::JumpsRecalled(Ok(Vec::new())),
                Remember::Mark(..) | Remember::Unmark(..) | Remember::Forget(_) => {
                    Msg::Remembered(Some(why))
                }
                Remember::Recall(key) => Msg::Recalled(key, Ok(Vec::new())),
                Remember::View(_) | Remember::Unview(_) => Msg::ViewKept(Err(why)),
                Remember::Views => Msg::Views(Ok(Vec::new())),
            }];
        };
        let mut not_reached = None;
        let answer = match wanted {
            Remember::Place(entry, place, percent) => {
                let way = way(&self.library, entry);
                let kept = notes.keep_place(&place, &way);
                let key = place.key;
                let reach = percent.map(|percent| Reach { key, way, percent });
                // While somebody scrolls back, nothing of it changes.
                if let Some(new) = reach.as_ref().filter(|_| self.reached != reach) {
                    match notes.keep_reach(new) {
                        Ok(()) => self.reached = reach,
                        Err(why) => not_reached = Some(Msg::ReachNotKept(shown(&why))),
                    }
                }
                kept.err().map(|why| Msg::PlaceNotKept(shown(&why)))
            }
            Remember::Reaches => Some(Msg::Reaches(notes.reaches().map_err(|why| shown(&why)))),
            Remember::Panes(panes) => notes
                .keep_panes(&panes)
                .err()
                .map(|why| Msg::PanesNotKept(shown(&why))),
            Remember::Jumps(jumps) => {
                let jumps = jumps.into_iter().map(|(entry, mut jump)| {
                    if let Some(entry) = entry {
                        jump.way = way(&self.library, entry);
                    }
                    jump
                });
                let kept = notes.keep_jumps(&jumps.collect::<Vec<_>>());
                kept.err().map(|why| Msg::JumpsNotKept(shown(&why)))
            }
            Remember::RecallJumps => {
                let found = notes.jumps().map_err(|why| shown(&why));
                Some(Msg::JumpsRecalled(found))
            }
            Remember::Mark(entry, mut mark) => {
                if let Some(entry) = entry {
                    mark.way = way(&self.library, entry);
                }
                Some(kept(notes.set_mark(&mark)))
            }
            Remember::Unmark(letter, key) => Some(kept(notes.remove_mark(letter, &key))),
            Remember::Forget(key) => Some(kept(notes.forget(&key))),
            Remember::Recall(key) => {
                let marks = notes.marks(key.as_ref()).map_err(|why| shown(&why));
                Some(Msg::Recalled(key, marks))
            }
            Remember::View(view) => {
                let kept = notes.keep_view(&view);
                Some(Msg::ViewKept(kept.map_err(|why| shown(&why))))
            }
            Remember::Unview(name) => {
                let removed = notes.remove_view(&name).map(|_| None);
                Some(Msg::ViewKept(removed.map_err(|why| shown(&why))))
            }
            Remember::Views => Some(Msg::Views(notes.views().map_err(|why| shown(&why)))),
        };
        let damaged = notes.take_damaged();
        if !damaged.is_empty() {
            self.damaged.store(true, Ordering::Relaxed);
        }
        let damaged = damaged.iter().map(|why| Msg::Trouble(trouble(why)));
        damaged.chain(answer).chain(not_reached).collect()
    }
}

/// Places, for who opens a cable and wants to go on where it was left.
pub(super) struct Recaller {
    notes: Option<Notes>,
    damaged: Arc<AtomicBool>,
}

impl Recaller {
    /// Asks what was kept, unless it is to be `private`.
    pub(super) fn new(private: bool, damaged: Arc<AtomicBool>) -> Recaller {
        Recaller {
            notes: notes().filter(|_| !private),
            damaged,
        }
    }

    /// Where a cable was left and how what was read there is opened, and what
    /// is to be said of the asking.
    pub(super) fn left(&mut self, key: &Key) -> (Option<(Place, Way)>, Option<Shown>) {
        self.ask(|notes| notes.left(key))
    }

    /// What is shown beside the text, and what is to be said of the asking.
    pub(super) fn panes(&mut self) -> (Vec<Panes>, Option<Shown>) {
        let (found, said) = self.ask(|notes| notes.panes().map(Some));
        (found.unwrap_or_default(), said)
    }

    /// The cable that was read last, and what is to be said of the asking.
    pub(super) fn last(&mut self) -> (Option<(Place, Way)>, Option<Shown>) {
        self.ask(Notes::last)
    }

    /// The paths that were opened last as a collection, and what is to be said
    /// of the asking.
    pub(super) fn collection(&mut self) -> (Vec<OsString>, Option<Shown>) {
        let (found, said) = self.ask(|notes| notes.collection().map(Some));
        (found.unwrap_or_default(), said)
    }

    fn ask<T>(
        &mut self,
        ask: impl FnOnce(&mut Notes) -> Result<Option<T>, Error>,
    ) -> (Option<T>, Option<Shown>) {
        let Some(notes) = &mut self.notes else {
            return (None, None);
        };
        let asked = ask(notes);
        let damaged = notes.take_damaged();
        if !damaged.is_empty() {
            self.damaged.store(true, Ordering::Relaxed);
        }
        let said: Vec<_> = damaged.iter().map(|why| trouble(why).to_string()).collect();
        let said = (!said.is_empty()).then(|| Shown::new(&said.join("; ")));
        match asked {
            Ok(found) => (found, said),
            Err(why) => (None, said.or_else(|| Some(trouble(&why)))),
        }
    }
}

/// The files in their usual folders, if this machine has any.
pub(super) fn notes() -> Option<Notes> {
    Folders::usual().as_ref().map(Notes::in_folders)
}

/// How an entry is opened again.
pub(super) fn way(library: &Library, entry: usize) -> Way {
    match library.arguments(entry) {
        None => Way::Nowhere,
        Some(arguments) if arguments.is_empty() => Way::Builtin,
        Some(arguments) => Way::Files(arguments),
    }
}

fn kept<T>(done: Result<T, Error>) -> Msg {
    Msg::Remembered(done.err().map(|why| shown(&why)))
}

/// What is wrong with one of the files, to be said by itself.
fn trouble(why: &Error) -> Shown {
    let what = why.what;
    if why.is_kept_aside() {
        let folder = why.path.parent().unwrap_or(&why.path).display();
        Shown::new(&format!("the file of {what} {} in {folder}", why.why()))
    } else {
        Shown::new(&format!("{what} cannot be read: {}", shown(why)))
    }
}

/// Why, and with which file, fit for the screen. What is wrong comes first:
/// a path may be longer than the line.
fn shown(why: &Error) -> Shown {
    let path = why.path.display();
    Shown::new(&format!("{}: {path}", why.why()))
}

#[cfg(test)]
mod tests {
    use super::super::folder::Folder;
    use super::*;
    use crate::notes::Anchor;

    #[test]
    fn a_place_is_kept_where_how_far_it_was_read_cannot_be() {
        let folder = Folder::new("keeper");
        let folders = Folders {
            data: folder.0.join("data"),
            state: folder.0.join("state"),
        };
        // In the place of the file stands what is none.
        std::fs::create_dir_all(folders.state.join("reading.db/x")).unwrap();
        let mut keeper = Keeper {
            notes: Some(Notes::in_folders(&folders)),
            library: Library::builtin(crate::cable::Confidence::Medium),
            damaged: Arc::default(),
            reached: None,
        };
        let place = Place {
            key: Key::number("08NORTHHAVEN311"),
            id: "08NORTHHAVEN311".into(),
            anchor: Anchor {
                paragraph: None,
                number: None,
                offset: 12,
                hash: 34,
            },
            below: 0,
        };
        for _ in 0..2 {
            let said = keeper.keep(Remember::Place(0, place.clone(), Some(40)));
            assert!(matches!(said[..], [Msg::ReachNotKept(_)]), "{said:?}");
        }
        std::fs::remove_dir_all(folders.state.join("reading.db")).unwrap();
        let said = keeper.keep(Remember::Place(0, place.clone(), Some(40)));
        assert!(said.is_empty(), "{said:?}");
        let reaches = Notes::in_folders(&folders).reaches().unwrap();
        assert_eq!(reaches.len(), 1);
        assert_eq!((&reaches[0].key, reaches[0].percent), (&place.key, 40));
    }
}
