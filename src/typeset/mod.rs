//! Lays a cable out in rows.
mod page;
pub use page::{Origin, Page, Role, Row, RowKind};
