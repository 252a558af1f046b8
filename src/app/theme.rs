//! Taking a theme: the next one, one of a list, one by its name.

use crate::command::Command;
use crate::config::Theme;
use crate::typeset::Shown;

use super::{List, ListRow, Model, Overlay, Target};

/// `T`: takes the next theme.
pub(super) fn next_theme(model: &mut Model) {
    let settings = &model.settings;
    let theme = settings.themes.after(settings.theme.name());
    take_theme(model, theme);
}

/// What the list calls the theme that goes by the terminal.
const AUTO: &str = "auto";

/// Takes the theme that suits the terminal, and follows it from now on.
fn take_auto(model: &mut Model) {
    let settings = &mut model.settings;
    let theme = settings.themes.auto(model.terminal.background);
    let words = format!("theme auto: {} here", theme.name());
    settings.theme = theme.with(settings.colors);
    // What was chosen stays, also where the configuration names a theme.
    settings.follows = true;
    model.by_hand.theme = true;
    model.say(&words);
}

fn take_theme(model: &mut Model, theme: Theme) {
    model.say(&format!("theme {}", theme.name()));
    model.settings.theme = theme.with(model.settings.colors);
    // What was chosen stays.
    model.settings.follows = false;
    model.by_hand.theme = true;
}

/// What can be chosen.
fn names(model: &Model) -> Vec<&str> {
    let mut names = model.settings.themes.names();
    names.insert(0, AUTO);
    names
}

/// Lists the themes, the current one chosen.
pub(super) fn list_themes(model: &mut Model) {
    let names = names(model);
    let current = if model.settings.follows {
        AUTO
    } else {
        model.settings.theme.name()
    };
    let chosen = names.iter().position(|name| *name == current);
    let rows = names.iter().enumerate().map(|(idx, name)| {
        let words = match *name {
            AUTO => "light or dark, as the terminal says it is",
            "dark" => "for a dark terminal",
            "light" => "for a light terminal",
            "mono" => "without color",
            "high-contrast" => "bright on black, nothing dim",
            "color-blind" => "told apart by every kind of color vision",
            _ => "your own",
        };
        ListRow {
            depth: 0,
            label: Shown::new(name),
            words: Shown::new(words),
            target: Target::Theme(idx),
        }
    });
    let foot = &[(Command::Open, "takes it"), (Command::Close, "close")];
    let list = List::new("Themes", foot, rows.collect(), chosen);
    model.overlay = Some(Overlay::List(Box::new(list)));
    model.fit_list();
}

/// Takes the theme of a name; whether there is one.
pub(super) fn take_theme_named(model: &mut Model, name: &str) -> bool {
    if name == AUTO {
        take_auto(model);
        return true;
    }
    let theme = model.settings.themes.named(name);
    let is_there = theme.is_some();
    if let Some(theme) = theme {
        take_theme(model, theme);
    }
    is_there
}

/// Takes the theme that was chosen from the list.
pub(super) fn take_chosen_theme(model: &mut Model, idx: usize) {
    model.overlay = None;
    let names = names(model);
    let name = names.get(idx).map(|name| (*name).to_owned());
    if let Some(name) = name {
        take_theme_named(model, &name);
    }
}
