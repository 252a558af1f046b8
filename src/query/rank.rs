//! How well telegrams answer a query: by how rare the words are that stand in
//! them, and how often.

/// How often a word in the SUBJECT counts.
pub const SUBJECT_WEIGHT: u8 = 4;

/// How much a phrase says that stands in `n_cables` of `of` telegrams.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "it is only compared")]
pub fn rarity(n_cables: usize, of: usize) -> f64 {
    let (n_cables, of) = (n_cables as f64, of as f64);
    (1.0 + (of - n_cables + 0.5).max(0.0) / (n_cables + 0.5)).ln()
}

/// What a phrase of this rarity adds to a telegram that holds it so often, in
/// millionths.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a logarithm of at most some twenty"
)]
pub fn worth(rarity: f64, n_times: u8) -> u32 {
    // Ten times say little more than five.
    let share = f64::from(n_times) / (f64::from(n_times) + 1.2);
    (rarity * share * 1e6) as u32
}
