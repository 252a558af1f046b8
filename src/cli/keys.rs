//! `reftel keys`: every key, from the one table.

use super::Status;
use super::error::Error;
use super::out::Out;
use crate::command::{Context, Group, Keymap, Spec, TABLE, manual};

/// Prints the keys of `keymap`, as aligned text or as Markdown.
pub(super) fn keys(keymap: &Keymap, markdown: bool, out: &mut Out) -> Result<Status, Error> {
    /// Keys of presets can be many: they have a line of their own then, so
    /// that what is said of all others stays on the screen.
    const WIDEST: usize = 34;
    if markdown {
        out.text(&manual::markdown(keymap))?;
        return Ok(Status::Done);
    }
    let widths = TABLE
        .iter()
        .map(|spec| keys_or_name(spec, keymap).chars().count());
    let width = widths.filter(|width| *width <= WIDEST).max().unwrap_or(0);
    for (group_idx, group) in Group::ALL.into_iter().enumerate() {
        if group_idx > 0 {
            out.line("")?;
        }
        out.line(group.title())?;
        for spec in TABLE.iter().filter(|spec| spec.group == group) {
            let mut keys = keys_or_name(spec, keymap);
            if keys.chars().count() > width {
                out.line(&format!("  {keys}"))?;
                keys.clear();
            }
            out.line(&format!("  {keys:<width$}  {}", spec.sentence))?;
        }
    }
    Ok(Status::Done)
}

/// The key sequences of a command; of one that has none its name, as the
/// palette takes it.
fn keys_or_name(spec: &Spec, keymap: &Keymap) -> String {
    let keys = joined(spec, keymap);
    if keys.is_empty() {
        format!(":{}", spec.name)
    } else {
        keys
    }
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
