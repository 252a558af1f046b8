//! Reads State Department telegrams ("cables").
//!
//! A telegram goes through four hands. [`parse`](parse::parse) says what each
//! part of a text is, and never fails. [`typeset`](typeset::typeset) turns
//! that into rows of roles at a measure. The reader of the program is a
//! function from a model and a message to effects (`app`), and another from
//! a model to a frame (`ui`).
//!
//! ```
//! use reftel::cable::Classification;
//! use reftel::parse::parse;
//!
//! let cable = parse(
//!     b"P 221504Z JUL 08\n\
//!       FM AMEMBASSY PORT LARKSPUR\n\
//!       TO RUEHC/SECSTATE WASHDC PRIORITY 4412\n\n\
//!       C O N F I D E N T I A L PORT LARKSPUR 000311\n\n\
//!       SUBJECT: HARBOR TALKS\n\n\
//!       1. (C) The Minister,s aide was late.\n",
//! );
//! assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "08PORTLARKSPUR311");
//! assert_eq!(cable.level(), Some(Classification::Confidential));
//! let text = cable.paragraphs[0].text;
//! // The source keeps its comma; the reading view has an apostrophe.
//! assert_eq!(cable.slice(text), "The Minister,s aide was late.");
//! assert_eq!(cable.read(text), "The Minister's aide was late.");
//! ```
//!
//! Without the feature `tui` the crate is the parser alone, with what says
//! something about a parsed cable: [`glossary`], [`check`], [`query`],
//! [`record`], [`typeset`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod cable;
pub mod check;
pub mod glossary;
pub mod parse;
pub mod query;
pub mod record;
pub mod typeset;

#[cfg(feature = "tui")]
pub mod app;
#[cfg(feature = "tui")]
pub mod cli;
#[cfg(feature = "tui")]
pub mod command;
#[cfg(feature = "tui")]
pub mod config;
#[cfg(feature = "tui")]
pub mod index;
#[cfg(feature = "tui")]
pub mod library;
#[cfg(feature = "tui")]
pub mod linear;
#[cfg(feature = "tui")]
pub mod notes;
#[cfg(feature = "tui")]
pub mod tui;
#[cfg(feature = "tui")]
pub mod ui;
