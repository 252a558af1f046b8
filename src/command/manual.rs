//! The command table written out: help, README, configuration, man page.
//!
//! Apart from the table because it is prose about it; nothing else may
//! describe a key, so that no description can be out of date.

use std::fmt::Write as _;

use super::key::{Sequence, pretty_sequence};
use super::preset::Change;
use super::{Command, Context, Group, Keymap, Preset, Spec, TABLE};

/// One line of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpRow {
    /// Under which title it stands.
    pub group: Group,
    /// What Enter runs.
    pub command: Command,
    /// The keys as screens print them, `j Down`; empty if none is left.
    pub keys: String,
    /// What it does.
    pub sentence: &'static str,
    /// Where it applies.
    pub contexts: &'static [Context],
}

/// Every command that applies in `context`, grouped, with the keys that
/// `keymap` has for it.
#[must_use]
pub fn help(keymap: &Keymap, context: Context) -> Vec<HelpRow> {
    let mut rows = Vec::with_capacity(TABLE.len());
    for group in Group::ALL {
        let specs = TABLE.iter().filter(|spec| spec.group == group);
        rows.extend(
            specs
                .filter(|spec| spec.applies_in(context))
                .map(|spec| HelpRow {
                    group,
                    command: spec.command,
                    keys: keymap.keys_of(spec.command, context).join(" "),
                    sentence: spec.sentence,
                    contexts: spec.contexts,
                }),
        );
    }
    rows
}

/// One setting of `config.toml`.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// Its value when nothing is set, as TOML.
    pub default: &'static str,
    /// What it does.
    pub sentence: &'static str,
}

/// Every setting, in the order `config.toml` lists them.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "theme",
        default: "\"auto\"",
        sentence: "auto, dark, light, mono, high-contrast, color-blind, yours.",
    },
    Setting {
        name: "preset",
        default: "\"reftel\"",
        sentence: "Whose keys: reftel, less, vim or emacs; yours are added.",
    },
    Setting {
        name: "measure",
        default: "0",
        sentence: "Columns of running text; 0 fits it to the screen.",
    },
    Setting {
        name: "whichkey_delay_ms",
        default: "400",
        sentence: "Wait before the keys that may follow are shown; -1 never.",
    },
    Setting {
        name: "ascii",
        default: "false",
        sentence: "Draw with ASCII characters only.",
    },
    Setting {
        name: "ambiguous_width",
        default: "1",
        sentence: "Columns of characters of ambiguous width: 1 or 2.",
    },
    Setting {
        name: "mouse",
        default: "\"off\"",
        sentence: "Whose the mouse is: off, on, or hover to explain as well.",
    },
    Setting {
        name: "ask_terminal",
        default: "true",
        sentence: "Ask the terminal for its background and what it can do.",
    },
    Setting {
        name: "synchronized_output",
        default: "\"auto\"",
        sentence: "Show a frame at once (mode 2026): auto, on or off.",
    },
    Setting {
        name: "max_size_mib",
        default: "64",
        sentence: "Size from which a single document is not opened, in MiB.",
    },
    Setting {
        name: "private",
        default: "false",
        sentence: "Neither read nor keep places, panes and marks.",
    },
    Setting {
        name: "index",
        default: "true",
        sentence: "Index a collection that is opened, beside the screen.",
    },
    Setting {
        name: "watch",
        default: "true",
        sentence: "Follow files that come, change or go in open folders.",
    },
    Setting {
        name: "sentence_case",
        default: "false",
        sentence: "Show cables in capitals in sentence case; gu switches it.",
    },
    Setting {
        name: "copy_sentence_case",
        default: "false",
        sentence: "Copy sentence case as it is shown, not in capitals.",
    },
    Setting {
        name: "repairs",
        default: "\"medium\"",
        sentence: "Show repairs from this confidence on: low, medium or high.",
    },
];

/// The table of keys in force as Markdown, for the README.
#[must_use]
pub fn markdown(keymap: &Keymap) -> String {
    let mut text = String::new();
    for group in Group::ALL {
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = write!(
            text,
            "**{}**\n\n| keys | what they do | where |\n|---|---|---|\n",
            group.title()
        );
        for spec in TABLE.iter().filter(|spec| spec.group == group) {
            let keys = keymap.keys_everywhere(spec.command);
            let keys: Vec<String> = keys
                .iter()
                .map(|(keys, _)| code_span(&(keys.pretty() + spec.command.argument())))
                .collect();
            let keys = if keys.is_empty() {
                format!("`:{}`", spec.name)
            } else {
                keys.join(" ")
            };
            let _ = writeln!(text, "| {keys} | {} | {} |", spec.sentence, places(spec));
        }
    }
    text
}

/// A row of how a preset differs from the table.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Keys as screens print them.
    pub keys: Vec<String>,
    /// What they do.
    pub words: String,
    /// Where they do it, in words; empty if that goes for whole families.
    pub places: String,
}

/// How a preset differs from the table.
#[must_use]
pub fn differences(preset: Preset) -> Vec<Difference> {
    let mut rows: Vec<Difference> = Vec::new();
    // What the last row is about: its command, and the only places it has.
    let mut last: Option<(Command, Vec<Context>)> = None;
    for change in preset.changes() {
        let (contexts, keys, command) = match *change {
            Change::Move(from, to) => {
                rows.push(Difference {
                    keys: vec![pretty_sequence(to)],
                    words: format!("Begins what {} begins in the table.", pretty_sequence(from)),
                    places: String::new(),
                });
                last = None;
                continue;
            }
            // What longer sequences take over is seen by those.
            Change::None(_) => continue,
            Change::Keys(keys, command) => (Vec::new(), keys, command),
            Change::Here(context, keys, command) => (vec![context], keys, command),
        };
        // What the table has as well is only said first.
        if command.spec().keys.contains(&keys) {
            continue;
        }
        let keys = pretty_sequence(keys);
        let known = last.as_mut().filter(|(known, _)| *known == command);
        match (rows.last_mut(), known) {
            (Some(row), Some((_, known))) if *known == contexts => {
                if !row.keys.contains(&keys) {
                    row.keys.push(keys);
                }
            }
            (Some(row), Some((_, known))) if row.keys == [keys.as_str()] && !known.is_empty() => {
                known.extend(contexts);
                row.places = names(known);
            }
            _ => {
                let spec = command.spec();
                rows.push(Difference {
                    keys: vec![keys],
                    words: spec.sentence.to_owned(),
                    places: if contexts.is_empty() {
                        places(spec)
                    } else {
                        names(&contexts)
                    },
                });
                last = Some((command, contexts));
            }
        }
    }
    rows
}

/// How each preset differs from the table, as Markdown, for the README.
#[must_use]
pub fn presets() -> String {
    let mut text = String::new();
    for preset in Preset::ALL {
        let rows = differences(preset);
        if rows.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let name = preset.name();
        let _ = write!(
            text,
            "**{name}**\n\n| keys | what they do | where |\n|---|---|---|\n"
        );
        for row in rows {
            let keys: Vec<String> = row.keys.iter().map(|keys| code_span(keys)).collect();
            let _ = writeln!(
                text,
                "| {} | {} | {} |",
                keys.join(" "),
                row.words,
                row.places
            );
        }
    }
    text
}

/// The KEYS section of the man page: plain text, a line for each command.
#[must_use]
pub fn man_keys() -> String {
    let mut text = String::from(
        "A number typed before a key repeats it, or says where to go: 12G goes to paragraph 12.\n",
    );
    for group in Group::ALL {
        let _ = writeln!(text, "\n{}", group.title());
        for spec in TABLE.iter().filter(|spec| spec.group == group) {
            let _ = writeln!(text, "  {:<18} {}", keys(spec).join(" "), spec.sentence);
        }
    }
    text
}

/// `config.toml` with every setting and every key at its default, all
/// commented out.
#[must_use]
pub fn config_toml() -> String {
    let mut text = String::from(
        "# Configuration of reftel. Every line shows a default; remove the # to change it.\n",
    );
    for setting in SETTINGS {
        let _ = write!(
            text,
            "\n# {}\n# {} = {}\n",
            setting.sentence, setting.name, setting.default
        );
    }
    text.push_str(
        "\n# Keys: a sequence (keys with blanks between them) and the name of a command.\n\
         # Keys that are set here are added to the defaults; \"none\" removes one.\n\
         # Names: <c-d> <a-1> <s-tab> <space> <lt> <gt> <enter> <esc> <tab> <backspace>\n\
         # <del> <insert> <up> <down> <left> <right> <home> <end> <pageup> <pagedown> <f1>\n",
    );
    for context in Context::ALL {
        let _ = writeln!(text, "\n[keys.{}]", context.name());
        if let Some(outer) = context.within() {
            let name = outer.name();
            let _ = writeln!(text, "\n# The keys of [keys.{name}] hold here as well.");
        }
        // For what has no key, one that is free.
        let mut free = (1..=12).rev();
        for spec in Keymap::commands(context) {
            let _ = writeln!(text, "\n# {}", spec.sentence);
            if spec.keys.is_empty()
                && let Some(nth) = free.next()
            {
                let _ = writeln!(text, "# \"<f{nth}>\" = \"{}\"", spec.name);
            }
            for keys in spec.keys {
                let _ = writeln!(text, "# \"{keys}\" = \"{}\"", spec.name);
            }
        }
    }
    text.push_str(
        "\n# A theme of your own says what differs from the one that it inherits from. It\n\
         # may as well be a file of its own, themes/paper.toml beside this one, without\n\
         # themes.paper in the names of its tables. A paint is a color, a color after\n\
         # on, and bold, dim, italic, underline or reverse. Colors: black red green yellow\n\
         # blue magenta cyan white, bright-red and its like, 0 to 255, #d55e00.\n\n\
         #[themes.paper]\n\
         #inherits = \"light\"\n\
         #base = \"#222222 on #fdf6e3\"\n\n\
         #[themes.paper.role]\n\
         #heading = \"bold #005f87\"\n\
         #portion-mark.secret = \"bold red\"\n\n\
         #[themes.paper.surface]\n\
         #selected = \"bold on #eee8d5\"\n",
    );
    text
}

/// The default keys of a command as screens print them.
fn keys(spec: &Spec) -> Vec<String> {
    let sequences = spec
        .keys
        .iter()
        .filter_map(|keys| keys.parse::<Sequence>().ok());
    let argument = spec.command.argument();
    sequences.map(|keys| keys.pretty() + argument).collect()
}

/// Keys as Markdown code; a bar would end the cell, a backtick the code.
fn code_span(keys: &str) -> String {
    let keys = keys.replace('|', "\\|");
    if keys.contains('`') {
        format!("`` {keys} ``")
    } else {
        format!("`{keys}`")
    }
}

/// Where a command applies, in words; nothing stands for everywhere but a
/// prompt.
fn places(spec: &Spec) -> String {
    let within = Context::ALL.into_iter();
    let within: Vec<Context> = within.filter(|it| spec.contexts.contains(it)).collect();
    let outermost = Context::ALL.iter().filter(|it| it.within().is_none());
    if within.len() == outermost.count() {
        "everywhere".into()
    } else {
        names(&within)
    }
}

fn names(contexts: &[Context]) -> String {
    let names: Vec<&str> = contexts.iter().map(|context| context.name()).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Key;

    #[test]
    fn every_key_reads_and_prints_back() {
        for spec in TABLE {
            for keys in spec.keys {
                assert_eq!(
                    keys.parse::<Sequence>().unwrap().to_string(),
                    *keys,
                    "{}",
                    spec.name
                );
            }
        }
    }

    #[test]
    fn a_key_means_one_thing_and_begins_no_other_sequence() {
        for context in Context::ALL {
            let mut all: Vec<(Vec<Key>, bool)> = Vec::new();
            for spec in Keymap::commands(context) {
                all.extend(spec.keys.iter().map(|keys| {
                    let keys = keys.parse::<Sequence>().unwrap().keys().collect();
                    (keys, spec.argument.is_some())
                }));
            }
            for (at, (keys, takes_letter)) in all.iter().enumerate() {
                for (other_at, (other, _)) in all.iter().enumerate() {
                    // One key more may stand for no letter.
                    let is_literal = *takes_letter && other.len() == keys.len() + 1;
                    assert!(
                        at == other_at || is_literal || !other.starts_with(keys),
                        "{keys:?} {other:?} in {context:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn sequences_do_not_begin_with_a_count() {
        for spec in TABLE {
            for keys in spec.keys {
                assert!(
                    !keys.starts_with(|first: char| first.is_ascii_digit()),
                    "{keys}"
                );
            }
        }
    }

    #[test]
    fn sentences_end_with_a_full_stop_and_fit() {
        let settings = SETTINGS.iter().map(|setting| setting.sentence);
        for sentence in TABLE.iter().map(|spec| spec.sentence).chain(settings) {
            assert!(sentence.ends_with('.'), "{sentence}");
            assert!(sentence.chars().count() <= 60, "{sentence}");
        }
        for spec in TABLE {
            assert!(
                !spec.short.is_empty() && spec.short.chars().count() <= 16,
                "{}",
                spec.short
            );
        }
    }

    #[test]
    fn names_are_unique_and_plain() {
        for (at, spec) in TABLE.iter().enumerate() {
            assert!(!spec.name.is_empty() && spec.name != "none");
            assert!(
                spec.name
                    .split('-')
                    .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase())),
                "{}",
                spec.name
            );
            assert_eq!(
                TABLE.iter().position(|other| other.name == spec.name),
                Some(at),
                "{}",
                spec.name
            );
            assert_eq!(Command::from_name(spec.name), Some(spec.command));
        }
    }

    #[test]
    fn the_table_stands_in_the_order_of_the_commands() {
        for spec in TABLE {
            assert_eq!(spec.command.spec().name, spec.name);
            assert_eq!(spec.command.spec().command, spec.command);
        }
    }

    #[test]
    fn every_command_is_reachable() {
        for spec in TABLE {
            // Without a key only the palette reaches it, and the palette
            // runs commands of reader and catalog.
            let palette = spec.contexts.iter().any(|context| {
                matches!(
                    context,
                    Context::Reader | Context::Select | Context::Catalog
                )
            });
            assert!(!spec.keys.is_empty() || palette, "{}", spec.name);
        }
    }

    #[test]
    fn prefixes_are_those_of_the_table() {
        for (prefix, _) in super::super::PREFIXES {
            let keys: Vec<Key> = prefix.parse::<Sequence>().unwrap().keys().collect();
            let goes_on = TABLE.iter().flat_map(|spec| spec.keys).any(|other| {
                let other = other.parse::<Sequence>().unwrap();
                other.n_keys() > keys.len() && other.begins_with(&keys)
            });
            assert!(goes_on, "{prefix}");
        }
        for keys in TABLE.iter().flat_map(|spec| spec.keys) {
            let keys: Vec<Key> = keys.parse::<Sequence>().unwrap().keys().collect();
            if keys.len() > 1 {
                assert!(
                    super::super::keymap::title(&keys[..1]).is_some(),
                    "{keys:?}"
                );
            }
        }
    }

    #[test]
    fn help_lists_what_applies() {
        let rows = help(&Keymap::new(), Context::Reader);
        assert_eq!(rows.first().map(|row| row.keys.as_str()), Some("j Down"));
        assert!(
            rows.iter()
                .all(|row| row.contexts.contains(&Context::Reader))
        );
        assert!(rows.is_sorted_by_key(|row| row.group as usize));
    }

    #[test]
    fn markdown_has_a_row_for_every_command() {
        let markdown = markdown(&Keymap::new());
        let rows = markdown
            .lines()
            .filter(|line| line.starts_with("| `"))
            .count();
        assert_eq!(rows, TABLE.len());
        assert!(markdown.contains("| `]c` | Go to the next change of marking. | reader |"));
        assert!(man_keys().contains("  gg Home "));
    }
}
