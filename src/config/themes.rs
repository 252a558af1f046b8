//! Themes of the user's own, beside the built-in ones.
//!
//! A theme is a table of `config.toml`, `[themes.paper]`, or a file of the
//! folder `themes` beside it, `paper.toml`. It says only what differs from
//! the theme that it inherits from. What is wrong with it is told like what
//! is wrong with the rest of the configuration, and the rest of it holds.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{Error, Fault};
use super::mend::mend;
use super::theme::{Background, Paint, ROLES, SURFACES, Theme, paint};
use super::{found, nearest};

/// The most themes a user may have.
const MOST_THEMES: usize = 100;

/// The most letters of a name.
const LONGEST_NAME: usize = 32;

/// What a paint is, in words.
const A_PAINT: &str = "a paint such as \"bold #d55e00 on 236\"";

/// The themes there are: the built-in ones, which are read when they are
/// wanted, and the user's own.
#[derive(Clone, Debug, Default)]
pub struct Themes {
    own: Arc<[Theme]>,
}

impl Themes {
    /// The built-in themes and these, each name once.
    #[must_use]
    pub(super) fn with(own: Vec<Theme>) -> Themes {
        Themes { own: own.into() }
    }

    /// The names of all, in the order they are taken in turn: the built-in
    /// ones, then the user's own.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let own = self.own.iter().map(Theme::name);
        let own = own.filter(|name| !Theme::NAMES.contains(name));
        Theme::NAMES.into_iter().chain(own).collect()
    }

    /// The theme of this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Theme> {
        let own = self.own.iter().find(|theme| theme.name() == name);
        own.cloned().or_else(|| Theme::named(name))
    }

    /// The theme that suits what is behind the text.
    #[must_use]
    pub fn auto(&self, background: Option<Background>) -> Theme {
        let name = Theme::auto_name(background);
        let own = self.own.iter().find(|theme| theme.name() == name);
        own.cloned().unwrap_or_else(|| Theme::auto(background))
    }

    /// The theme that comes in turn after one of this name.
    #[must_use]
    pub fn after(&self, name: &str) -> Theme {
        let names = self.names();
        let here = names.iter().position(|known| *known == name);
        let next = here.map_or(0, |here| here + 1) % names.len().max(1);
        let next = names.get(next).and_then(|name| self.named(name));
        next.unwrap_or_else(|| Theme::auto(None))
    }
}

/// The folder of themes that belongs to the configuration at `path`.
#[must_use]
pub fn folder(path: &Path) -> PathBuf {
    path.with_file_name("themes")
}

/// Reads every theme of a folder, in the order of their names, and says all
/// that is wrong with them. That there is no such folder is no error.
pub(super) fn read_folder(folder: &Path, errors: &mut Vec<Error>) -> Vec<Theme> {
    let mut themes = Vec::new();
    for path in files(folder) {
        if themes.len() >= MOST_THEMES {
            break;
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let text = match super::read(&path) {
            Ok(text) => text,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let (sound, mut faults) = mend(&text);
        let table = DeTable::parse_recoverable(&sound).0;
        if is_name(&name) {
            themes.push(theme(&name, table.get_ref(), &mut faults));
        } else {
            let name = name.into();
            faults.push((0, Fault::ThemeName { name }));
        }
        super::tell(&text, &path, faults, errors);
    }
    themes
}

/// The files of a folder that hold themes.
#[must_use]
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let is_theme = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "toml");
    let mut paths: Vec<PathBuf> = paths.filter(is_theme).collect();
    paths.sort();
    paths
}

/// Reads the tables of `[themes]` and adds them to `own`; one of the same
/// name takes the place of another.
pub(super) fn read_tables(
    tables: &DeTable<'_>,
    own: &mut Vec<Theme>,
    faults: &mut Vec<(usize, Fault)>,
) {
    let mut tables: Vec<_> = tables.iter().collect();
    tables.sort_unstable_by_key(|(name, _)| name.span().start);
    for (name, value) in tables {
        let at = name.span().start;
        let name: &str = name.get_ref();
        if !is_name(name) {
            let name = name.into();
            faults.push((at, Fault::ThemeName { name }));
            continue;
        }
        let Some(table) = value.get_ref().as_table() else {
            let fault = super::wrong("themes", "tables such as [themes.paper]", value.get_ref());
            faults.push((at, fault));
            continue;
        };
        let theme = theme(name, table, faults);
        own.retain(|known| known.name() != name);
        if own.len() < MOST_THEMES {
            own.push(theme);
        }
    }
}

/// Whether a theme can be called so.
fn is_name(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(is_part) && name != "auto"
}

/// Reads one theme: what differs from the one that it inherits from.
fn theme(name: &str, table: &DeTable<'_>, faults: &mut Vec<(usize, Fault)>) -> Theme {
    let own_name = Theme::NAMES.into_iter().find(|known| *known == name);
    let mut from = own_name.unwrap_or("dark");
    let mut base = None;
    let wrong = |part: &str, expected: &'static str, value: &DeValue<'_>| Fault::ThemeValue {
        theme: name.into(),
        part: part.into(),
        expected,
        found: found(value),
    };
    let unknown = |part: &str, nearest: Option<&'static str>| Fault::ThemePart {
        theme: name.into(),
        part: part.into(),
        nearest,
    };
    for (key, value) in table {
        let at = key.span().start;
        let value = value.get_ref();
        let mut fault = None;
        match key.get_ref().as_ref() {
            "inherits" => {
                let known = |name: &str| Theme::NAMES.into_iter().find(|known| *known == name);
                match value.as_str().and_then(known) {
                    Some(known) => from = known,
                    None => fault = Some(wrong("inherits", "the name of a built-in theme", value)),
                }
            }
            "base" => {
                base = value
                    .as_str()
                    .and_then(|words| paint(words, Paint::default()));
                if base.is_none() {
                    fault = Some(wrong("base", A_PAINT, value));
                }
            }
            "role" | "surface" if value.as_table().is_some() => {}
            part @ ("role" | "surface") => fault = Some(wrong(part, "a table", value)),
            part => {
                let known = ["inherits", "base", "role", "surface"];
                fault = Some(unknown(part, nearest(part, known.into_iter())));
            }
        }
        faults.extend(fault.map(|fault| (at, fault)));
    }
    let mut theme = Theme::inheriting(name, from, base);
    for (is_role, sheet) in [(true, "role"), (false, "surface")] {
        let sheet = table.get(sheet).map(Spanned::get_ref);
        let sheet = sheet.and_then(DeValue::as_table);
        let roles = ROLES.iter().map(|(name, _)| *name);
        let surfaces = SURFACES.iter().map(|(name, _)| *name);
        let names: Vec<&'static str> = if is_role {
            roles.collect()
        } else {
            surfaces.collect()
        };
        for (at, part, value) in sheet.map(members).unwrap_or_default() {
            let place = names.iter().position(|known| *known == part);
            let words = value.as_str();
            let own = words.and_then(|words| paint(words, theme.base()));
            match (place, own) {
                (Some(place), Some(own)) => theme.set(is_role, place, own),
                (Some(_), None) => faults.push((at, wrong(&part, A_PAINT, value))),
                (None, _) => {
                    let nearest = nearest(&part, names.iter().copied());
                    faults.push((at, unknown(&part, nearest)));
                }
            }
        }
    }
    theme
}

/// The values of a table, with a dot between the names of a group and of its
/// member, and where they stand.
fn members<'a>(table: &'a DeTable<'a>) -> Vec<(usize, String, &'a DeValue<'a>)> {
    let mut members = Vec::new();
    for (name, value) in table {
        let Some(group) = value.get_ref().as_table() else {
            members.push((
                name.span().start,
                name.get_ref().to_string(),
                value.get_ref(),
            ));
            continue;
        };
        for (member, value) in group {
            let name = format!("{}.{}", name.get_ref(), member.get_ref());
            members.push((member.span().start, name, value.get_ref()));
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Color, Config, Surface};
    use crate::typeset::Role;

    const PAPER: &str = "\
theme = \"paper\"

[themes.paper]
inherits = \"light\"
base = \"#222222 on 230\"

[themes.paper.role]
heading = \"bold underline\"
portion-mark.secret = \"red\"

[themes.paper.surface]
selected = \"on #eee8d5\"
";

    fn parse(text: &str) -> (Config, Vec<String>) {
        let (config, errors) = Config::parse(text, Path::new("config.toml"));
        (config, errors.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_theme_says_what_differs_from_another() {
        let (config, errors) = parse(PAPER);
        assert_eq!(errors, [""; 0]);
        let theme = config.theme(Some(Background::Dark));
        assert_eq!(theme.name(), "paper");
        let heading = theme.role(Role::Heading);
        assert!(heading.bold && heading.underline);
        assert_eq!(heading.fg, Some(Color::Rgb(0x22, 0x22, 0x22)));
        assert_eq!(heading.bg, Some(Color::Indexed(230)));
        let light = Theme::named("light").unwrap();
        let reference = theme.role(Role::Reference);
        assert_eq!(reference.fg, light.role(Role::Reference).fg);
        assert_eq!(reference.bg, Some(Color::Indexed(230)));
        let selected = theme.surface(Surface::Selected);
        assert_eq!(selected.bg, Some(Color::Rgb(0xee, 0xe8, 0xd5)));
    }

    #[test]
    fn one_of_the_name_of_a_built_in_one_takes_its_place() {
        let (config, errors) = parse("[themes.light.role]\nheading = \"red\"\n");
        assert_eq!(errors, [""; 0]);
        assert_eq!(config.themes.names(), Theme::NAMES);
        let theme = config.theme(Some(Background::Light));
        assert_eq!(theme.role(Role::Heading).fg, Some(Color::Ansi(1)));
        let light = Theme::named("light").unwrap();
        assert_eq!(theme.role(Role::Reference), light.role(Role::Reference));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_the_rest_holds() {
        let text = "\
theme = \"papr\"
[themes.paper]
inherits = \"lihgt\"
bse = \"red\"
role.heding = \"red\"
role.heading = \"redd\"
role.portion-mark.secret = 7
role.label = \"underline\"
surface = 3
[themes.\"a b\"]
[themes.auto]
";
        let (config, errors) = parse(text);
        assert_eq!(
            errors,
            [
                "config.toml:1: setting \"theme\": expected auto, dark, light, mono, high-contrast, color-blind, paper, found \"papr\"",
                "config.toml:3: theme \"paper\": \"inherits\": expected the name of a built-in theme, found \"lihgt\"",
                "config.toml:4: theme \"paper\": there is no \"bse\"; did you mean \"base\"?",
                "config.toml:5: theme \"paper\": there is no \"heding\"; did you mean \"heading\"?",
                "config.toml:6: theme \"paper\": \"heading\": expected a paint such as \"bold #d55e00 on 236\", found \"redd\"",
                "config.toml:7: theme \"paper\": \"portion-mark.secret\": expected a paint such as \"bold #d55e00 on 236\", found 7",
                "config.toml:9: theme \"paper\": \"surface\": expected a table, found 3",
                "config.toml:10: theme \"a b\": expected a name of small letters, digits and hyphens, other than auto",
                "config.toml:11: theme \"auto\": expected a name of small letters, digits and hyphens, other than auto",
            ]
        );
        let paper = config.themes.named("paper").unwrap();
        assert!(paper.role(Role::Label).underline);
    }

    #[test]
    fn themes_come_in_turn_the_own_ones_last() {
        let (config, _) = parse(PAPER);
        let mut theme = config.themes.named("dark").unwrap();
        for name in [
            "light",
            "mono",
            "high-contrast",
            "color-blind",
            "paper",
            "dark",
        ] {
            theme = config.themes.after(theme.name());
            assert_eq!(theme.name(), name);
        }
        assert_eq!(config.themes.named("solarized"), None);
        assert_eq!(config.themes.after("gone").name(), "dark");
    }

    #[test]
    fn a_folder_of_themes_is_read_and_told_of_file_by_file() {
        let folder = std::env::temp_dir().join(format!("reftel-themes-{}", std::process::id()));
        let themes = folder.join("themes");
        fs::create_dir_all(&themes).unwrap();
        fs::write(
            themes.join("ink.toml"),
            "base = \"white on black\"\n[role]\nheading = \"no\"\n",
        )
        .unwrap();
        fs::write(themes.join("Bad Name.toml"), "").unwrap();
        fs::write(themes.join("broken.toml"), "[role\n").unwrap();
        fs::write(themes.join("notes.txt"), "no theme").unwrap();
        let config = folder.join("config.toml");
        fs::write(&config, "theme = \"ink\"\n").unwrap();
        let (config, errors) = Config::load(Some(&config));
        let _ = fs::remove_dir_all(&folder);
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].contains("Bad Name.toml:1: theme \"Bad Name\""));
        assert!(told[1].contains("broken.toml:1: "), "{told:?}");
        assert!(told[2].contains("ink.toml:3: theme \"ink\": \"heading\""));
        let theme = config.theme(None);
        assert_eq!(
            (theme.name(), theme.base().bg),
            ("ink", Some(Color::Ansi(0)))
        );
    }
}
