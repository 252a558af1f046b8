//! `reftel keys`: every key, from the one table.

use super::Status;
use super::error::Error;
use super::out::Out;
use crate::command::{Context, Group, Keymap, Spec, TABLE, manual};

/// Prints the keys of `keymap`, as aligned text or as Markdown.
pub(super) fn keys(keymap: &Keymap, markdown: bool, out: &mut Out) -> Result<Status, Error> {
    if markdown {
        out.text(&manual::markdown(keymap))?;
        return Ok(Status::Done);
    }
    let width = TABLE
        .iter()
        .map(|spec| joined(spec, keymap).chars().count())
        .max()
        .unwrap_or(0);
    for (group_idx, group) in Group::ALL.into_iter().enumerate() {
        if group_idx > 0 {
            out.line("")?;
        }
        out.line(group.title())?;
        for spec in TABLE.iter().filter(|spec| spec.group == group) {
            out.line(&format!(
                "  {:<width$}  {}",
                joined(spec, keymap),
                spec.sentence
            ))?;
        }
    }
    Ok(Status::Done)
}

/// The key sequences of a command: `j, <down>`. One that does not hold
/// wherever the command applies says where it does.
pub(super) fn joined(spec: &Spec, keymap: &Keymap) -> String {
    let keys = keymap.keys_everywhere(spec.command).into_iter();
    let argument = spec.command.argument();
    let keys = keys.map(|(keys, contexts)| {
        let keys = format!("{keys}{argument}");
        if contexts.len() == spec.contexts.len() {
            return keys;
        }
        let names: Vec<&str> = contexts.into_iter().map(Context::name).collect();
        format!("{keys} ({})", names.join(" "))
    });
    keys.collect::<Vec<_>>().join(", ")
}
