//! Reads State Department telegrams ("cables").
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod cable;
pub mod glossary;
pub mod parse;
pub mod typeset;
