//! Chance that is the same on every machine: numbers made from numbers.

/// The finisher of splitmix64 (Steele, Lea, Flood 2014): every bit of the
/// result depends on every bit of the value.
pub(super) fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// One number of several, whose order counts.
pub(super) fn of(parts: &[u64]) -> u64 {
    parts.iter().fold(0x7265_6674_656c, |sum, &part| {
        mixed(sum ^ part.wrapping_mul(0xd6e8_feb8_6659_fd93))
    })
}

/// A number below `n` of a number.
pub(super) fn below(value: u64, n: u64) -> u64 {
    ((u128::from(value) * u128::from(n)) >> 64) as u64
}

/// Numbers one after the other.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(parts: &[u64]) -> Chance {
        Chance(of(parts))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    pub(super) fn below(&mut self, n: u64) -> u64 {
        below(self.next(), n)
    }

    /// True `percent` times of a hundred.
    pub(super) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// One of some, each as often as its weight says.
    pub(super) fn weighted<T: Copy>(&mut self, rows: &[(u64, T)]) -> T {
        let sum = rows.iter().map(|row| row.0).sum();
        let mut left = self.below(sum);
        for &(weight, value) in rows {
            if left < weight {
                return value;
            }
            left -= weight;
        }
        rows[0].1
    }
}
