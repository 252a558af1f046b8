//! Reading many cables, several at once, and telling of them in their order.
//!
//! To read a cable takes longer than to bring its bytes, and no cable needs
//! another for it. So threads read a few ahead. What comes of them is told one
//! after the other, by the thread that asked.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::store::ALL;
use super::{Document, Error, Found, Library, Limits, News, Notice, helpers};

/// Cables that are read before the first is told of, and how many at most:
/// what comes first is to be there at once.
const FIRST: usize = 8;
const MOST: usize = 256;
/// Bytes of cables that are to be read before some of them are told of: so many
/// may be held, with what comes of them.
const AHEAD: usize = 8 << 20;
/// Bytes of a cable that is read ahead. Of larger ones only one is held.
const LARGE: u64 = 256 << 10;

impl Library {
    /// Reads `entries`, several at once, and tells what `read` makes of each,
    /// in this order. It stops where it is told to.
    ///
    /// What `tell` breaks with is given back. An entry that cannot be read is
    /// told of in its place, with the errors of [`document`](Library::document).
    pub fn each<T: Send, B>(
        &self,
        entries: impl IntoIterator<Item = usize>,
        read: impl Fn(usize, Document) -> T + Sync,
        mut tell: impl FnMut(usize, Result<T, Error>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let n_bytes = AtomicUsize::new(0);
        let one = |entry_idx: usize| {
            let document = self.document(entry_idx)?;
            n_bytes.fetch_add(document.bytes.len(), Ordering::Relaxed);
            Ok(read(entry_idx, document))
        };
        let ahead = |entry_idx: &usize| self.may_be_ahead(*entry_idx).then(|| one(*entry_idx));
        let mut entries = entries.into_iter();
        let mut n_ahead = FIRST;
        loop {
            let some: Vec<usize> = entries.by_ref().take(n_ahead).collect();
            if some.is_empty() {
                return ControlFlow::Continue(());
            }
            // Where there is no help, each is read when its turn has come.
            let made: Vec<Option<Result<T, Error>>> = if some.len() > 1 && helpers().are_there() {
                helpers().each(&some, ahead)
            } else {
                some.iter().map(|_| None).collect()
            };
            n_ahead = match n_bytes.swap(0, Ordering::Relaxed) {
                n_bytes if n_bytes > AHEAD => (n_ahead / 2).max(1),
                _ => (n_ahead * 2).min(MOST),
            };
            for (entry_idx, made) in some.into_iter().zip(made) {
                tell(entry_idx, made.unwrap_or_else(|| one(entry_idx)))?;
            }
        }
    }

    /// Whether an entry may be read before those that stand above it: it is not
    /// large, and none of it is packed, which is unpacked from its beginning, by
    /// one thread.
    fn may_be_ahead(&self, entry_idx: usize) -> bool {
        let Some(entry) = self.entries(|entries| entries.get(entry_idx)) else {
            return true;
        };
        entry.stretches().into_iter().all(|stretch| {
            let store = &stretch.store;
            // What cannot be looked at cannot be read.
            let n_bytes = || match stretch.n_bytes {
                ALL => store.n_bytes().unwrap_or_default(),
                n_bytes => n_bytes,
            };
            store.packed_in().is_none() && n_bytes() <= LARGE
        })
    }
}

/// Bytes of what was made of cables that wait for one above them to be told.
const WAITING: usize = 32 << 20;

/// What came of taking paths in.
#[derive(Debug)]
pub struct Taken<B> {
    /// What of them is open.
    pub library: Library,
    /// Of what could not be opened.
    pub errors: Vec<Error>,
    /// Of what was opened all the same.
    pub notices: Vec<Notice>,
    /// Whether all was told, or what it was ended with.
    pub flow: ControlFlow<B>,
}

impl Library {
    /// Opens as [`open`](Library::open) does, and meanwhile tells what `read`
    /// makes of each cable, in their order: small files are opened once for
    /// both. `add` adds what is to stand behind them; `weight` is how many bytes
    /// of memory something takes that was made.
    ///
    /// Cables are told of once it is sure what they are: what lies behind one
    /// of which not all sections are there waits until all is open, and so do
    /// archives and large files with what lies behind them. What waits in vain
    /// is read a second time where too much would be held.
    pub fn open_each<P: AsRef<OsStr>, T: Send, B>(
        (paths, limits): (&[P], &Limits),
        add: impl FnOnce(&Library),
        weight: impl Fn(&T) -> usize,
        read: impl Fn(Document) -> T + Send + Sync,
        tell: impl FnMut(Result<T, Error>) -> ControlFlow<B>,
    ) -> Taken<B> {
        let (library, intake) = Library::begin(paths, limits);
        let (mut errors, mut notices) = (Vec::new(), Vec::new());
        let is_over = Arc::default();
        let mut queue = Queue {
            waiting: VecDeque::new(),
            n_told: 0,
            n_bytes: 0,
            weight,
            tell,
            flow: ControlFlow::Continue(()),
        };
        let intake = intake.reading(&read).until(&is_over);
        intake.run(&mut |news| {
            match news {
                News::Entries(_, found) => queue.push(found),
                News::Joined(entry_idx, _) => {
                    let told = library.document(entry_idx).ok().map(&read);
                    queue.set(entry_idx, told, library.may_grow(entry_idx));
                }
                News::Lies(..) => {}
                News::Failed(error) => errors.push(error),
                News::Noted(notice) => notices.push(notice),
            }
            if queue.flow.is_break() {
                is_over.store(true, Ordering::Relaxed);
            }
        });
        add(&library);
        let flow = queue.tell_all(&library, &read);
        Taken {
            library,
            errors,
            notices,
            flow,
        }
    }
}

/// What was made of cables and is still to be told.
struct Queue<T, W, F, B> {
    waiting: VecDeque<Waiting<T>>,
    /// How many were told: the first that waits is that entry.
    n_told: usize,
    /// How much memory takes what waits.
    n_bytes: usize,
    weight: W,
    tell: F,
    flow: ControlFlow<B>,
}

struct Waiting<T> {
    /// Nothing if it is to be read once all is open.
    told: Option<T>,
    may_grow: bool,
}

impl<T, W, F, B> Queue<T, W, F, B>
where
    T: Send,
    W: Fn(&T) -> usize,
    F: FnMut(Result<T, Error>) -> ControlFlow<B>,
{
    fn push(&mut self, found: Vec<Found<T>>) {
        for Found { told, may_grow, .. } in found {
            let is_next = self.waiting.is_empty();
            let told = self.held(told, is_next && !may_grow);
            self.waiting.push_back(Waiting { told, may_grow });
            self.tell_sure();
        }
    }

    /// What was made of an entry that got a further section.
    fn set(&mut self, entry_idx: usize, told: Option<T>, may_grow: bool) {
        let nth = entry_idx.checked_sub(self.n_told);
        let Some(waiting) = nth.and_then(|nth| self.waiting.get_mut(nth)) else {
            return;
        };
        let before = waiting.told.take();
        self.n_bytes -= before.as_ref().map_or(0, &self.weight);
        let told = self.held(told, nth == Some(0) && !may_grow);
        if let Some(waiting) = nth.and_then(|nth| self.waiting.get_mut(nth)) {
            *waiting = Waiting { told, may_grow };
        }
        self.tell_sure();
    }

    /// What can be held of what was made. Whatever is told of at once needs no
    /// room.
    fn held(&mut self, told: Option<T>, at_once: bool) -> Option<T> {
        let n_bytes = told.as_ref().map_or(0, &self.weight);
        let told = told.filter(|_| at_once || self.n_bytes.saturating_add(n_bytes) <= WAITING);
        if told.is_some() {
            self.n_bytes += n_bytes;
        }
        told
    }

    /// Tells of those in front that are sure.
    fn tell_sure(&mut self) {
        let is_sure = |it: &Waiting<T>| it.told.is_some() && !it.may_grow;
        while self.flow.is_continue()
            && self.waiting.front().is_some_and(is_sure)
            && let Some(told) = self.waiting.pop_front().and_then(|next| next.told)
        {
            self.n_told += 1;
            self.n_bytes -= (self.weight)(&told);
            self.flow = (self.tell)(Ok(told));
        }
    }

    /// Tells of all that are left, now that no more come.
    fn tell_all(
        mut self,
        library: &Library,
        read: &(impl Fn(Document) -> T + Sync),
    ) -> ControlFlow<B> {
        self.flow?;
        let mut entry_idx = self.n_told;
        let mut waiting = self.waiting.into_iter().peekable();
        while let Some(next) = waiting.next() {
            let first = entry_idx;
            entry_idx += 1;
            if let Some(told) = next.told {
                (self.tell)(Ok(told))?;
                continue;
            }
            while waiting.next_if(|next| next.told.is_none()).is_some() {
                entry_idx += 1;
            }
            library.each(
                first..entry_idx,
                |_, it| read(it),
                |_, told| (self.tell)(told),
            )?;
        }
        library.each(
            entry_idx..library.len(),
            |_, it| read(it),
            |_, told| (self.tell)(told),
        )
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::tests::Folder;
    use super::super::{Document, Library, Limits};

    /// A folder with cables, and what opens them.
    fn cables(of: &str, n_cables: usize) -> (Folder, Library) {
        let folder = Folder::new(of);
        for nth in 0..n_cables {
            let text = format!("UNCLAS NORTHHAVEN 88\n\nSUBJECT: TALKS {nth}\n\n1. (U) On.\n");
            folder.write(&format!("{nth:04}.txt"), text.as_bytes());
        }
        let library = open(&folder);
        (folder, library)
    }

    fn open(folder: &Folder) -> Library {
        let (library, errors, _) = Library::open(&[folder.path()], &Limits::default());
        assert!(errors.is_empty());
        library
    }

    /// The subjects of `entries` in the order in which they are told, without
    /// the word before the number.
    fn told(library: &Library, entries: &[usize]) -> Vec<String> {
        let mut told = Vec::new();
        let flow: ControlFlow<()> = library.each(
            entries.iter().copied(),
            |_, document| document.brief().subject,
            |entry_idx, subject| {
                told.push(match subject {
                    Ok(subject) => subject.replace("TALKS ", ""),
                    Err(_) => format!("{entry_idx} failed"),
                });
                ControlFlow::Continue(())
            },
        );
        assert!(flow.is_continue());
        told
    }

    #[test]
    fn what_is_read_at_once_is_told_in_order() {
        let (_folder, library) = cables("each-order", 700);
        let forth: Vec<usize> = (0..700).collect();
        let numbers = |entries: &[usize]| entries.iter().map(ToString::to_string).collect();
        let expected: Vec<String> = numbers(&forth);
        assert_eq!(told(&library, &forth), expected);
        let back: Vec<usize> = forth.into_iter().rev().collect();
        let expected: Vec<String> = numbers(&back);
        assert_eq!(told(&library, &back), expected);
    }

    #[test]
    fn what_cannot_be_read_is_told_in_its_place() {
        let (folder, library) = cables("each-gone", 12);
        std::fs::remove_file(folder.path().join("0003.txt")).unwrap();
        assert_eq!(
            told(&library, &[2, 3, 4, 99]),
            ["2", "3 failed", "4", "99 failed"]
        );
    }

    #[test]
    fn it_stops_where_it_is_told_to() {
        let (_folder, library) = cables("each-stops", 40);
        let mut n_told = 0;
        let flow = library.each(
            0..40,
            |entry_idx, _| entry_idx,
            |entry_idx, _| {
                n_told += 1;
                if entry_idx == 20 {
                    return ControlFlow::Break(entry_idx);
                }
                ControlFlow::Continue(())
            },
        );
        assert_eq!((flow, n_told), (ControlFlow::Break(20), 21));
    }

    #[test]
    fn of_large_cables_one_is_held() {
        let folder = Folder::new("each-large");
        for nth in 0..12 {
            let body = "ON.\n".repeat(1 << 17);
            let text = format!("SUBJECT: TALKS {nth}\n\n1. (U) {body}");
            folder.write(&format!("{nth:02}.txt"), text.as_bytes());
        }
        let library = open(&folder);
        let (n_held, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut told = Vec::new();
        let flow: ControlFlow<()> = library.each(
            0..12,
            |_, document| {
                let n_held = n_held.fetch_add(1, Ordering::Relaxed) + 1;
                most.fetch_max(n_held, Ordering::Relaxed);
                document
            },
            |entry_idx, document| {
                drop(document.unwrap());
                n_held.fetch_sub(1, Ordering::Relaxed);
                told.push(entry_idx);
                ControlFlow::Continue(())
            },
        );
        assert!(flow.is_continue());
        assert_eq!(told, (0..12).collect::<Vec<_>>());
        assert_eq!(most.into_inner(), 1);
    }

    #[test]
    fn what_is_packed_is_read_in_its_order() {
        use std::io::Write as _;

        let folder = Folder::new("each-packed");
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        for nth in 1..30 {
            let text = format!(
                "P 0912{nth:02}Z FEB 76\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
                 UNCLAS NORTHHAVEN {nth:04}\n\nSUBJECT: TALKS {nth}\n\n1. ON.\nQUILL\nNNNN\n\n"
            );
            packed.write_all(text.as_bytes()).unwrap();
        }
        folder.write("many.txt.gz", &packed.finish().unwrap());
        let library = open(&folder);
        let expected: Vec<String> = (1..30).map(|nth| nth.to_string()).collect();
        assert_eq!(
            told(&library, &(0..library.len()).collect::<Vec<_>>()),
            expected
        );
    }

    #[test]
    fn copies_of_sections_keep_nothing_waiting() {
        let (folder, _) = cables("each-copies", 300);
        for copy in ["0100", "0101"] {
            for number in [1, 2] {
                folder.write(
                    &format!("{copy}-{number}.txt"),
                    section(number, 2, 31).as_bytes(),
                );
            }
        }
        let n_told = std::cell::Cell::new(0);
        let mut n_before = 0;
        let taken = Library::open_each(
            (&[folder.path()], &Limits::default()),
            |_| n_before = n_told.get(),
            |()| 1,
            |_| (),
            |_| {
                n_told.set(n_told.get() + 1);
                ControlFlow::<()>::Continue(())
            },
        );
        // Both sections of the copy are entries of their own.
        assert_eq!((taken.library.len(), n_before), (303, 303));
    }

    /// How many were read while a folder was opened, of which each takes more
    /// memory than may wait, and what was told of them.
    fn heavy(folder: &Folder) -> (usize, Vec<String>) {
        let n_read = AtomicUsize::new(0);
        let mut told = Vec::new();
        let taken = Library::open_each(
            (&[folder.path()], &Limits::default()),
            |_| (),
            |_| super::WAITING + 1,
            |document| {
                n_read.fetch_add(1, Ordering::Relaxed);
                document.brief().subject.replace("TALKS ", "")
            },
            |subject| {
                told.push(subject.unwrap());
                ControlFlow::<()>::Continue(())
            },
        );
        assert!(taken.flow.is_continue() && taken.errors.is_empty());
        (n_read.into_inner(), told)
    }

    #[test]
    fn what_is_sure_needs_no_room_and_is_read_once() {
        let (folder, _) = cables("each-heavy", 700);
        let numbers = |from: usize| (from..700).map(|nth| nth.to_string());
        assert_eq!(heavy(&folder), (700, numbers(0).collect()));
        // It is told of when its second section comes, and keeps nothing behind
        // it waiting.
        folder.write("0000-1.txt", section(1, 2, 31).as_bytes());
        folder.write("0000-2.txt", section(2, 2, 31).as_bytes());
        let (n_read, told) = heavy(&folder);
        assert_eq!(n_read, 700 + 2 + 1);
        let first = std::iter::once("31".to_owned());
        assert_eq!(told, first.chain(numbers(0)).collect::<Vec<_>>());
        // A section that stays alone does: it and what lies behind it are read
        // again.
        folder.write("0400-1.txt", section(1, 2, 41).as_bytes());
        let (n_read, told) = heavy(&folder);
        assert_eq!((n_read, told.len()), (704 + 301, 702));
    }

    #[test]
    fn of_a_folder_few_bytes_are_held() {
        let folder = Folder::new("each-bytes");
        for nth in 0..300 {
            let body = "ON.\n".repeat(10 << 10);
            let text = format!("SUBJECT: TALKS {nth}\n\n1. (U) {body}");
            folder.write(&format!("{nth:03}.txt"), text.as_bytes());
        }
        let (n_held, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut n_told = 0;
        let taken = Library::open_each(
            (&[folder.path()], &Limits::default()),
            |_| (),
            |document: &Document| document.bytes.len(),
            |document| {
                let n_bytes = document.bytes.len();
                let n_held = n_held.fetch_add(n_bytes, Ordering::Relaxed) + n_bytes;
                most.fetch_max(n_held, Ordering::Relaxed);
                document
            },
            |document| {
                n_held.fetch_sub(document.unwrap().bytes.len(), Ordering::Relaxed);
                n_told += 1;
                ControlFlow::<()>::Continue(())
            },
        );
        assert!(taken.flow.is_continue());
        assert_eq!((n_told, n_held.into_inner()), (300, 0));
        let most = most.into_inner();
        assert!(most <= 3 << 20, "{most} bytes are held");
    }

    /// A section of a telegram.
    fn section(number: u16, of: u16, serial: u16) -> String {
        format!(
            "P 091200Z FEB 76\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
             UNCLAS SECTION {number:02} OF {of:02} NORTHHAVEN {serial:04}\n\n\
             SUBJECT: TALKS {serial}\n\n1. SECTION {number}.\n"
        )
    }

    /// What is told of a folder while it is opened, how many were told before
    /// all was, and the same of one that is open.
    fn told_at_once(
        folder: &Folder,
        weight: fn(&(String, usize)) -> usize,
    ) -> (Vec<String>, usize, Vec<String>) {
        let says = |document: Document| {
            let cable = document.cable();
            let subject = document.brief().subject.replace("TALKS ", "");
            let said = format!(
                "{subject} of {} in {}",
                cable.paragraphs.len(),
                document.name(&cable)
            );
            let said = said.replace(&folder.path().display().to_string(), "");
            (said, document.bytes.len())
        };
        let (mut early, mut n_early) = (Vec::new(), 0);
        let taken = Library::open_each(
            (&[folder.path()], &Limits::default()),
            |library| n_early = library.len(),
            weight,
            says,
            |told| {
                early.push(told.unwrap().0);
                ControlFlow::<()>::Continue(())
            },
        );
        assert!(taken.flow.is_continue() && taken.errors.is_empty());
        assert_eq!(n_early, early.len());
        let library = open(folder);
        let mut late = Vec::new();
        let flow: ControlFlow<()> = library.each(
            0..library.len(),
            |_, document| says(document).0,
            |_, told| {
                late.push(told.unwrap());
                ControlFlow::Continue(())
            },
        );
        assert!(flow.is_continue());
        (early, n_early, late)
    }

    #[test]
    fn what_is_told_while_a_folder_is_opened_is_what_is_told_of_an_open_one() {
        use std::io::Write as _;

        let (folder, _) = cables("each-at-once", 700);
        // Sections beside each other, far from each other, in one file with
        // others, and one that stays alone.
        folder.write("0100-1.txt", section(1, 2, 31).as_bytes());
        folder.write("0100-2.txt", section(2, 2, 31).as_bytes());
        folder.write(
            "0200.txt",
            (section(1, 3, 41) + &section(2, 3, 41)).as_bytes(),
        );
        folder.write("0600.txt", section(3, 3, 41).as_bytes());
        let two = section(1, 2, 51) + "NNNN\n\n" + &section(1, 2, 61) + "NNNN\n";
        folder.write("0300.txt", two.as_bytes());
        folder.write("0301.txt", section(2, 2, 51).as_bytes());
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(section(1, 1, 71).as_bytes()).unwrap();
        folder.write("0400.txt.gz", &packed.finish().unwrap());
        let large = format!("SUBJECT: TALKS LARGE\n\n1. (U) {}", "ON.\n".repeat(1 << 15));
        folder.write("0401.txt", large.as_bytes());
        folder.write(
            "0402.html",
            b"<html><body>UNCLAS NORTHHAVEN 81</body></html>",
        );
        let (early, _, late) = told_at_once(&folder, |told| told.1);
        assert_eq!(early, late);
        // Five files stand in the place of others.
        assert_eq!(early.len(), 700 - 5 + 7);
        // Nothing of it can be held.
        let (early, _, late) = told_at_once(&folder, |_| usize::MAX / 2);
        assert_eq!(early, late);
    }
}
