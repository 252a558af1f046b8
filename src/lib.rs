//! Reads State Department telegrams ("cables").
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod cable;
pub mod check;
#[cfg(feature = "tui")]
pub mod cli;
#[cfg(feature = "tui")]
pub mod library;
pub mod record;
pub mod typeset;
