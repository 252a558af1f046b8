//! The ids that entries bear, as they are found again.

/// An id, and the entry that bears it.
///
/// What is made of the id is kept beside the entry: when the table grows, a
/// million ids need not be read again while a key waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Borne {
    /// The upper half of the hash of the id.
    id: u32,
    pub(super) entry: u32,
}

impl Borne {
    /// What is kept of an id of this hash.
    pub(super) fn of(hash: u64, entry: u32) -> Borne {
        Borne {
            id: u32::try_from(hash >> 32).unwrap_or_default(),
            entry,
        }
    }

    /// Its place in the table: half of the hash, in all of the number.
    pub(super) fn hash(self) -> u64 {
        u64::from(self.id).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}
