//! Reading many cables, several at once, and telling of them in their order.
//!
//! To read a cable takes longer than to bring its bytes, and no cable needs
//! another for it. So threads read a few ahead. What comes of them is told one
//! after the other, by the thread that asked.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::store::ALL;
use super::{Document, Error, Library};

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
            // Where there can be no threads, there is this one.
            let several = Some(self).filter(|_| some.len() > 1);
            let made: Vec<Option<Result<T, Error>>> = match several.and_then(Library::helpers) {
                Some(helpers) => helpers.install(|| some.par_iter().map(ahead).collect()),
                None => some.iter().map(|_| None).collect(),
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

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::tests::Folder;
    use super::super::{Library, Limits};

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
}
