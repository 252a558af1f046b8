//! Values in eight bytes.

use std::hash::{DefaultHasher, Hash, Hasher as _};

/// Eight bytes that are the same for equal values, to find one by among
/// millions that would take more room. Two values may share them: whoever
/// finds one compares it.
#[must_use]
pub fn short(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
