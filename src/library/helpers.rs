//! Work on many things at once.

use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::ThreadPool;
use rayon::prelude::*;

/// Threads that help whoever asks for something; none where there can be none.
#[derive(Debug)]
pub(crate) struct Helpers(Option<ThreadPool>);

/// Those of the process, as many as the machine has processors: made when they
/// are first asked for, and waiting afterwards.
pub(crate) fn helpers() -> &'static Helpers {
    static HELPERS: OnceLock<Helpers> = OnceLock::new();
    HELPERS.get_or_init(|| Helpers(rayon::ThreadPoolBuilder::new().build().ok()))
}

impl Helpers {
    /// Whether there are any.
    pub(super) fn are_there(&self) -> bool {
        self.0.is_some()
    }

    /// What `work` makes of each, in their order.
    ///
    /// Whatever is made, the threads run one and the same code: what divides
    /// work among them is large.
    pub(crate) fn each<I: Sync, T: Send>(
        &self,
        items: &[I],
        work: impl Fn(&I) -> T + Sync,
    ) -> Vec<T> {
        let places: Vec<Mutex<Option<T>>> = items.iter().map(|_| Mutex::new(None)).collect();
        self.number(items.len(), &|number| {
            if let (Some(item), Some(place)) = (items.get(number), places.get(number)) {
                let made = work(item);
                *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
            }
        });
        let made = places.into_iter().map(Mutex::into_inner);
        made.filter_map(|place| place.unwrap_or_else(PoisonError::into_inner))
            .collect()
    }

    /// Does `work` for each number below `count`.
    fn number(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        match &self.0 {
            // One needs no help.
            Some(threads) if count > 1 => {
                threads.install(|| (0..count).into_par_iter().for_each(work));
            }
            _ => (0..count).for_each(work),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_keeps_its_order_with_and_without_help() {
        let items: Vec<u32> = (0..1_000).collect();
        let doubled: Vec<u32> = items.iter().map(|item| item * 2).collect();
        for helpers in [helpers(), &Helpers(None)] {
            assert_eq!(helpers.each(&items, |item| item * 2), doubled);
            assert_eq!(helpers.each(&items[..1], |item| item * 2), [0]);
            assert_eq!(helpers.each(&items[..0], |item| item * 2), [0; 0]);
        }
    }
}
