//! `reftel man` and `reftel completions`: made from the arguments and from
//! the command table, so that they cannot lag behind.

use clap::builder::PossibleValuesParser;
use clap::{Command as Subcommand, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::error::Error;
use super::out::Out;
use super::{Arguments, Status, keys};
use crate::command::{Group, Keymap, Preset, TABLE, manual};

/// Prints the manual page, in the form that `man -l -` reads.
pub(super) fn man(out: &mut Out) -> Result<Status, Error> {
    let mut arguments = Arguments::command();
    arguments.build();
    let man = Man::new(Arguments::command());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    commands_section(&arguments).to_writer(&mut page)?;
    keys_section().to_writer(&mut page)?;
    presets_section().to_writer(&mut page)?;
    environment_section().to_writer(&mut page)?;
    exit_section().to_writer(&mut page)?;
    out.bytes(&page)?;
    Ok(Status::Done)
}

/// Prints the completions of a shell; themes are completed by these names.
pub(super) fn completions(shell: Shell, themes: &[&str], out: &mut Out) -> Result<Status, Error> {
    // A shell that stops reading is met by `Out`, not by the generator.
    let mut script = Vec::new();
    let names = std::iter::once("auto").chain(themes.iter().copied());
    // They live as long as the program, which ends with this.
    let names: Vec<&'static str> = names.map(|name| &*String::from(name).leak()).collect();
    let mut command = Arguments::command().mut_arg("theme", |theme| {
        theme.value_parser(PossibleValuesParser::new(names))
    });
    clap_complete::generate(shell, &mut command, "reftel", &mut script);
    out.bytes(&script)?;
    Ok(Status::Done)
}

/// Every command with what it alone takes: there is one page, and no
/// `reftel-show(1)` beside it.
fn commands_section(arguments: &Subcommand) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for command in arguments.get_subcommands() {
        let name = command.get_name();
        if name == "help" {
            continue;
        }
        command_section(&mut roff, command);
        for part in command.get_subcommands() {
            if part.get_name() != "help" {
                command_section(&mut roff, part);
            }
        }
    }
    roff
}

fn command_section(roff: &mut Roff, command: &Subcommand) {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim_start();
    roff.control("SS", [usage]);
    let about = command.get_about().map(ToString::to_string);
    roff.text([roman(format!("{}.", about.unwrap_or_default()))]);
    // What every command takes stands under OPTIONS.
    let own = command
        .get_arguments()
        .filter(|argument| !argument.is_global_set() && !argument.is_hide_set());
    for argument in own.filter(|argument| argument.get_id() != "help") {
        roff.control("TP", []);
        roff.text([bold(argument.to_string())]);
        let help = argument.get_help().map(ToString::to_string);
        roff.text([roman(format!("{}.", help.unwrap_or_default()))]);
    }
}

fn keys_section() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["KEYS"]);
    for group in Group::ALL {
        roff.control("SS", [group.title()]);
        for spec in TABLE.iter().filter(|spec| spec.group == group) {
            let keys = keys::joined(spec, &Keymap::new());
            let keys = if keys.is_empty() {
                format!(":{}", spec.name)
            } else {
                keys
            };
            roff.control("TP", []);
            roff.text([bold(keys)]);
            roff.text([roman(spec.sentence)]);
        }
    }
    roff
}

fn presets_section() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["PRESETS"]);
    roff.text([roman(
        "Where the keys of other programs differ from those above. \
         --preset takes them, and so does preset in the configuration.",
    )]);
    for preset in Preset::ALL {
        let rows = manual::differences(preset);
        if !rows.is_empty() {
            roff.control("SS", [preset.name()]);
        }
        for row in rows {
            roff.control("TP", []);
            roff.text([bold(row.keys.join(", "))]);
            roff.text([roman(row.words)]);
        }
    }
    roff
}

fn environment_section() -> Roff {
    const VARIABLES: &[(&str, &str)] = &[
        (
            "SHELL",
            "Runs the commands that text is piped to, by its option -c; /bin/sh if unset.",
        ),
        (
            "VISUAL, EDITOR",
            "The editor that shows a source; vi if neither is set.",
        ),
        (
            "TMUX, STY",
            "Say that tmux or GNU Screen stands between reftel and the terminal, so that what is copied is sent through it. tmux needs its option allow-passthrough for that.",
        ),
        (
            "XDG_RUNTIME_DIR",
            "Holds private copies and what is too long to be copied, in the folder reftel; if unset, the folder for state does.",
        ),
        (
            "NO_COLOR, COLORTERM, COLORFGBG, TERM",
            "Whether there is color, how many colors there are, whether the terminal is light until it says so itself, whether it is dumb and whether it may be asked.",
        ),
        (
            "TERM_PROGRAM",
            "Apple_Terminal is not asked which modes it knows: it would show a letter.",
        ),
    ];
    let mut roff = Roff::new();
    roff.control("SH", ["ENVIRONMENT"]);
    for (names, meaning) in VARIABLES {
        roff.control("TP", []);
        roff.text([bold(*names)]);
        roff.text([roman(*meaning)]);
    }
    roff
}

fn exit_section() -> Roff {
    const STATUSES: &[(&str, &str)] = &[
        ("0", "Done. A closed pipe is no failure."),
        (
            "1",
            "Nothing found (explain, show --para), or an error found (check).",
        ),
        ("2", "Wrong usage, or nothing could be opened."),
        (
            "3",
            "Places or marks were damaged and are kept under another name.",
        ),
        (
            "4",
            "Some inputs, or the theme or configuration that was named, could not be had; the others were.",
        ),
        ("128+n", "Ended by signal n."),
    ];
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for (status, meaning) in STATUSES {
        roff.control("TP", []);
        roff.text([bold(*status)]);
        roff.text([roman(*meaning)]);
    }
    roff
}
