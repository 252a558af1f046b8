//! The one integration-test binary. `tests/README.md` says how to add to it.
#![allow(
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_macros,
    clippy::needless_pass_by_value
)]

mod agreement;
mod aids;
mod architecture;
mod beside;
mod cli;
mod copies;
mod corpus;
mod docs;
mod examined;
mod explained;
mod folds;
mod generated;
mod groups;
mod habits;
mod hits;
mod hostile;
mod index;
mod jobs;
mod jumps;
mod linear;
mod manners;
mod marks;
mod monkey;
mod mouse;
mod narrow;
mod panes;
mod picks;
mod pictures;
mod presets;
mod preview;
mod properties;
mod query;
mod reads;
mod releases;
mod room;
mod screens;
mod session;
mod small;
mod survey;
mod terminal;
mod texts;
mod tour;
mod widths;
