//! `reftel keys`: every key, from the one table.

use super::Status;
use super::error::Error;
use super::out::Out;
use crate::command::{Group, Spec, TABLE, manual};

/// Prints the key table, as aligned text or as Markdown.
pub(super) fn keys(markdown: bool, out: &mut Out) -> Result<Status, Error> {
    if markdown {
        out.text(&manual::markdown())?;
        return Ok(Status::Done);
    }
    let width = TABLE
        .iter()
        .map(|spec| joined(spec).chars().count())
        .max()
        .unwrap_or(0);
    for (group_idx, group) in Group::ALL.into_iter().enumerate() {
        if group_idx > 0 {
            out.line("")?;
        }
        out.line(group.title())?;
        for spec in TABLE.iter().filter(|spec| spec.group == group) {
            out.line(&format!("  {:<width$}  {}", joined(spec), spec.sentence))?;
        }
    }
    Ok(Status::Done)
}

/// The key sequences of a command: `j, <down>`.
pub(super) fn joined(spec: &Spec) -> String {
    spec.keys.join(", ")
}
