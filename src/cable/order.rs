//! Lists in the order of where their items stand.

use super::Span;

/// Puts `items` in the order of the numbers that `place` gives them; those of
/// one number stay in the order in which they were.
///
/// In place of the sorts of the standard library, of which each list of
/// another type compiles a copy of its own, 5 KB for one that is nearly
/// always short or in order: this sorts the numbers, which have one type.
pub(crate) fn sort_by_place<T>(items: &mut [T], place: impl Fn(&T) -> u64) {
    if items.is_sorted_by_key(&place) {
        return;
    }
    let mut order: Vec<(u64, usize)> = items.iter().map(place).zip(0..).collect();
    put_in_order(&mut order);
    let mut to = vec![0; items.len()];
    for (now, (_, before)) in order.into_iter().enumerate() {
        if let Some(to) = to.get_mut(before) {
            *to = now;
        }
    }
    // Each swap brings one item to its place, where it stays.
    for at in 0..items.len() {
        while let Some(&there) = to.get(at)
            && there != at
        {
            items.swap(at, there);
            to.swap(at, there);
        }
    }
}

/// A function of its own, since a sort that is named within the one above is
/// compiled again for each of its types.
#[inline(never)]
fn put_in_order(order: &mut [(u64, usize)]) {
    // Mostly there are a few lists in order, which this puts together.
    order.sort_by_key(|&(place, _)| place);
}

impl Span {
    /// A number that orders spans as they are ordered.
    pub(crate) fn order(self) -> u64 {
        u64::from(self.start) << 32 | u64::from(self.end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::sort_by_place;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(numbers in prop::collection::vec(0u8..9, 0..60)) {
            let items = || numbers.iter().copied().zip(0..);
            let mut ours: Vec<(u8, usize)> = items().collect();
            let mut theirs = ours.clone();
            sort_by_place(&mut ours, |&(number, _)| u64::from(number));
            theirs.sort_by_key(|&(number, _)| number);
            prop_assert_eq!(ours, theirs);
        }
    }
}
