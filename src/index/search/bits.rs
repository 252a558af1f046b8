//! Sets of numbers, a bit each.

/// A set of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    n_bits: usize,
}

impl Bits {
    pub(super) fn none(n_bits: usize) -> Bits {
        Bits {
            words: vec![0; n_bits.div_ceil(64)],
            n_bits,
        }
    }

    pub(super) fn all(n_bits: usize) -> Bits {
        let mut bits = Bits::none(n_bits);
        bits.words.fill(u64::MAX);
        bits.trim();
        bits
    }

    /// Clears what lies behind the last bit.
    fn trim(&mut self) {
        let n_last = self.n_bits % 64;
        if let Some(last) = self.words.last_mut().filter(|_| n_last > 0) {
            *last &= (1 << n_last) - 1;
        }
    }

    pub(super) fn set(&mut self, bit: usize) {
        if let Some(word) = self.words.get_mut(bit / 64).filter(|_| bit < self.n_bits) {
            *word |= 1 << (bit % 64);
        }
    }

    /// Adds numbers, such as those of documents.
    pub(super) fn extend(&mut self, bits: &[u32]) {
        for bit in bits {
            self.set(*bit as usize);
        }
    }

    /// The first number from one on.
    pub(super) fn next(&self, from: usize) -> Option<usize> {
        let nth = from / 64;
        let first = self.words.get(nth)? & (u64::MAX << (from % 64));
        if first != 0 {
            return Some(nth * 64 + first.trailing_zeros() as usize);
        }
        let behind = self.words.get(nth + 1..)?;
        let more = behind.iter().position(|word| *word != 0)?;
        let bit = behind.get(more)?.trailing_zeros() as usize;
        Some((nth + 1 + more) * 64 + bit)
    }

    pub(super) fn clear(&mut self, bit: usize) {
        if let Some(word) = self.words.get_mut(bit / 64) {
            *word &= !(1 << (bit % 64));
        }
    }

    pub(super) fn holds(&self, bit: usize) -> bool {
        self.words
            .get(bit / 64)
            .is_some_and(|word| word & 1 << (bit % 64) != 0)
    }

    pub(super) fn and(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    pub(super) fn or(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    pub(super) fn not(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        self.trim();
    }

    pub(super) fn n_set(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.iter_from(0)
    }

    /// Each number from a multiple of 64 on.
    pub(super) fn iter_from(&self, start: usize) -> impl Iterator<Item = usize> {
        let first = start / 64;
        let words = self.words.get(first..).unwrap_or_default();
        words.iter().enumerate().flat_map(move |(nth, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some((first + nth) * 64 + bit)
            })
        })
    }
}
