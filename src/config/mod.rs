//! What a user has set.
