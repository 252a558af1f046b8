//! What a user has set: theme, measure, keys.
//!
//! Apart from the command line because a file may be wrong in many places
//! at once: every error is told, with its line, and the rest still holds.
//! Nothing is ever written.

pub mod error;
mod mend;
pub mod theme;
mod themes;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::de::{DeTable, DeValue};

use crate::cable::{Confidence, sort_by_place};
use crate::command::key::{KeyCode, Sequence};
use crate::command::keymap::Conflict;
use crate::command::{Command, Context, Keymap, Preset, TABLE, manual::SETTINGS};
use crate::typeset::{Ambiguous, LEAST_MEASURE, MOST_MEASURE, Shown};
pub use error::{Clash, Error, Fault};
pub use theme::{Background, Color, Colors, Paint, Surface, Theme};
pub use themes::{Themes, files as theme_files, folder as theme_folder};

/// The largest `config.toml` that is read, in bytes.
pub const MOST_BYTES: u64 = 1 << 20;

/// The most keys a user may set.
pub const MOST_KEYS: usize = 1000;

/// The most errors that are listed one by one.
const MOST_ERRORS: usize = 50;

/// What a user has set, or the defaults.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is a setting of its own.
pub struct Config {
    /// The name of a theme, one of those in `themes`, or nothing: whichever
    /// suits the terminal.
    pub theme: Option<String>,
    /// The themes there are.
    pub themes: Themes,
    /// Columns of running text; nothing: what suits the screen.
    pub measure: Option<u16>,
    /// How long to wait before the keys that may follow are shown; nothing:
    /// for ever.
    pub whichkey_delay: Option<Duration>,
    /// Whether to draw with ASCII characters only.
    pub ascii: bool,
    /// How wide the terminal draws characters of ambiguous width.
    pub ambiguous: Ambiguous,
    /// Whether the mouse is the terminal's (`off`), ours (`on`), or ours and
    /// explains what it rests on (`hover`).
    pub mouse: &'static str,
    /// Whether the terminal is asked what it is like.
    pub ask_terminal: bool,
    /// Whether a frame is shown at once (mode 2026); nothing: where the
    /// terminal says that it can.
    pub synchronized: Option<bool>,
    /// From how many bytes on a single document is not opened.
    pub max_size: u64,
    /// Whether places and marks are neither read nor kept.
    pub private: bool,
    /// Whether a collection that is opened on the screen is taken into an
    /// index.
    pub index: bool,
    /// Whether the list follows what happens to the files of open folders.
    pub watch: bool,
    /// Whether cables that are all capitals are shown in sentence case.
    pub sentence_case: bool,
    /// Whether they are copied so as well.
    pub copy_sentence_case: bool,
    /// From which confidence on repairs are shown; the others are listed.
    pub repairs: Confidence,
    /// Whose keys the others are added to.
    pub preset: Preset,
    /// What every key means.
    pub keymap: Keymap,
}

impl Default for Config {
    fn default() -> Config {
        Config::of(Preset::default())
    }
}

impl Config {
    /// Reads the file at `path`, or the usual one, and says all that is
    /// wrong with it. What is wrong is left at its default.
    ///
    /// That the usual file does not exist is no error; that `path` does not
    /// exist is one.
    #[must_use]
    pub fn load(path: Option<&Path>) -> (Config, Vec<Error>) {
        Config::load_with(path, None)
    }

    /// The same with this preset, whatever the file says of it.
    #[must_use]
    pub fn load_with(path: Option<&Path>, preset: Option<Preset>) -> (Config, Vec<Error>) {
        let named = path.is_some();
        let Some(path) = path.map(PathBuf::from).or_else(default_path) else {
            return (Config::of(preset.unwrap_or_default()), Vec::new());
        };
        let mut errors = Vec::new();
        let own = themes::read_folder(&theme_folder(&path), &mut errors);
        let (config, more) = match read(&path) {
            Ok(text) => Config::parse_beside(&text, &path, preset, own),
            Err(error) => {
                let config = Config {
                    themes: Themes::with(own),
                    ..Config::of(preset.unwrap_or_default())
                };
                let is_missing = matches!(&error, Error::Unreadable { source, .. }
                    if source.kind() == std::io::ErrorKind::NotFound);
                let is_error = named || !is_missing;
                (
                    config,
                    Some(error).filter(|_| is_error).into_iter().collect(),
                )
            }
        };
        errors.extend(more);
        (config, errors)
    }

    /// The defaults with the keys of a preset.
    fn of(preset: Preset) -> Config {
        Config {
            theme: None,
            themes: Themes::default(),
            measure: None,
            whichkey_delay: Some(Duration::from_millis(400)),
            ascii: false,
            ambiguous: Ambiguous::Narrow,
            mouse: "off",
            ask_terminal: true,
            synchronized: None,
            max_size: 64 << 20,
            private: false,
            index: true,
            watch: true,
            sentence_case: false,
            copy_sentence_case: false,
            repairs: Confidence::Medium,
            preset,
            keymap: Keymap::of(preset),
        }
    }

    /// Reads the text of a configuration; `path` is for the messages.
    #[must_use]
    pub fn parse(text: &str, path: &Path) -> (Config, Vec<Error>) {
        Config::parse_with(text, path, None)
    }

    /// The same with this preset, whatever the text says of it.
    #[must_use]
    pub fn parse_with(text: &str, path: &Path, preset: Option<Preset>) -> (Config, Vec<Error>) {
        Config::parse_beside(text, path, preset, Vec::new())
    }

    /// The same beside these themes.
    fn parse_beside(
        text: &str,
        path: &Path,
        preset: Option<Preset>,
        mut own: Vec<Theme>,
    ) -> (Config, Vec<Error>) {
        let (sound, syntax) = mend::mend(text);
        let table = DeTable::parse_recoverable(&sound).0;
        let mut reader = Reader {
            config: Config::default(),
            faults: Vec::new(),
            n_keys: 0,
        };
        reader.faults.extend(syntax);
        reader.themes(table.get_ref(), &mut own);
        reader.config.themes = Themes::with(own);
        reader.preset(table.get_ref(), preset);
        reader.settings(table.get_ref());
        let mut errors = Vec::new();
        tell(text, path, reader.faults, &mut errors);
        (reader.config, errors)
    }
    /// Takes the theme of this name, or `auto`, whatever the file says.
    ///
    /// # Errors
    ///
    /// If there is no such theme.
    pub fn take_theme(&mut self, name: &str) -> Result<(), Error> {
        let names = self.themes.names();
        if name != "auto" && !names.contains(&name) {
            return Err(Error::NoTheme {
                found: name.into(),
                names: names.join(", ").into(),
            });
        }
        self.theme = Some(name).filter(|name| *name != "auto").map(String::from);
        Ok(())
    }

    /// The theme to begin with; that for this background if none is set.
    #[must_use]
    pub fn theme(&self, background: Option<Background>) -> Theme {
        let own = self.theme.as_deref();
        own.and_then(|name| self.themes.named(name))
            .unwrap_or_else(|| self.themes.auto(background))
    }
}

/// Where the usual configuration lies, whether or not there is one; nothing
/// if this machine names no home folder.
#[must_use]
pub fn default_path() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "reftel")?;
    let usual = folders.config_dir().join("config.toml");
    if cfg!(target_os = "macos") {
        // Many keep what belongs to a terminal where Linux has it.
        let home = directories::BaseDirs::new()?
            .home_dir()
            .join(".config/reftel/config.toml");
        if home.is_file() {
            return Some(home);
        }
    }
    Some(usual)
}

/// Where files go that only the user may read and that need not last: the
/// folder of the session, else that of the state; nothing if this machine
/// names neither.
#[must_use]
pub fn private_folder() -> Option<PathBuf> {
    let base = directories::BaseDirs::new()?;
    let session = base.runtime_dir().map(|folder| folder.join("reftel"));
    let folders = directories::ProjectDirs::from("", "", "reftel")?;
    let state = folders.state_dir().map(Path::to_owned);
    let local = folders.data_local_dir().to_owned();
    Some(
        session
            .filter(|folder| folder.parent().is_some_and(Path::is_dir))
            .or(state)
            .unwrap_or(local),
    )
}

/// The text of the file at `path`.
fn read(path: &Path) -> Result<String, Error> {
    let unreadable = |source| Error::Unreadable {
        path: path.into(),
        source,
    };
    // Opening a pipe would wait for a writer.
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if path == Path::new("/dev/null") {
        // The customary name of a configuration that sets nothing.
        return Ok(String::new());
    }
    if !metadata.is_file() {
        return Err(Error::NoFile { path: path.into() });
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Error::TooLarge { path: path.into() });
    }
    String::from_utf8(bytes).map_err(|_| Error::NoText { path: path.into() })
}

/// Adds the faults of the text at `path` to the errors, those of the first
/// lines first, each with its line.
fn tell(text: &str, path: &Path, mut faults: Vec<(usize, Fault)>, errors: &mut Vec<Error>) {
    sort_by_place(&mut faults, |(at, _)| *at as u64);
    let mut lines = Lines {
        text,
        at: 0,
        line: 1,
    };
    let n_more = faults.len().saturating_sub(MOST_ERRORS);
    let listed = faults.into_iter().take(MOST_ERRORS);
    errors.extend(listed.map(|(at, mut fault)| {
        let other_line = |at_other: usize| {
            let before = text.as_bytes().get(..at_other).unwrap_or_default();
            1 + memchr::memchr_iter(b'\n', before).count()
        };
        let quoted = |at_other: usize| [at, at_other].map(|at| line_at(text, at));
        if let Fault::Clash(clash) = &mut fault {
            clash.other_line = other_line(clash.at_other);
            clash.quoted = quoted(clash.at_other);
        }
        if fault.is_of_same_name()
            && let Some(first) = mend::first_of_same_name(text, at)
        {
            fault = Fault::Twice {
                first_line: other_line(first),
                quoted: Box::new(quoted(first)),
            };
        }
        Error::Line {
            path: path.into(),
            line: lines.line_of(at),
            fault: Box::new(fault),
        }
    }));
    if n_more > 0 {
        errors.push(Error::More {
            path: path.into(),
            n_more,
        });
    }
}

/// The line of a text that holds the byte `at`, without blanks around it, and no
/// more of it than a message has room for.
fn line_at(text: &str, at: usize) -> Box<str> {
    const COLUMNS: usize = 60;
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = at + after.find('\n').unwrap_or(after.len());
    let line = text.get(start..end).unwrap_or_default().trim();
    Shown::new(line).cut(COLUMNS).as_str().into()
}

/// Takes over settings one by one and keeps what is wrong with them, each
/// with the byte it stands at.
struct Reader {
    config: Config,
    faults: Vec<(usize, Fault)>,
    n_keys: usize,
}

impl Reader {
    /// The themes come before the one of them that is wanted.
    fn themes(&mut self, table: &DeTable<'_>, own: &mut Vec<Theme>) {
        let set = table.iter().find(|(name, _)| name.get_ref() == "themes");
        let Some((name, value)) = set else { return };
        let value = value.get_ref();
        if let Some(tables) = value.as_table() {
            themes::read_tables(tables, own, &mut self.faults);
        } else {
            let fault = wrong("themes", "tables such as [themes.paper]", value);
            self.faults.push((name.span().start, fault));
        }
    }

    /// The preset comes before the keys that are added to it, wherever it
    /// stands.
    fn preset(&mut self, table: &DeTable<'_>, wanted: Option<Preset>) {
        let set = table.iter().find(|(name, _)| name.get_ref() == "preset");
        let mut preset = Preset::default();
        if let Some((name, value)) = set {
            let value = value.get_ref();
            match value.as_str().and_then(Preset::from_name) {
                Some(known) => preset = known,
                None => self.faults.push((
                    name.span().start,
                    wrong("preset", "reftel, less, vim or emacs", value),
                )),
            }
        }
        let preset = wanted.unwrap_or(preset);
        if preset != self.config.preset {
            self.config.preset = preset;
            self.config.keymap = Keymap::of(preset);
        }
    }

    /// The whole file.
    fn settings(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            let at = name.span().start;
            let name = name.get_ref();
            let value = value.get_ref();
            let fault = match name.as_ref() {
                "theme" => self.theme(value),
                "measure" => self.measure(value),
                "whichkey_delay_ms" => self.whichkey_delay(value),
                "ascii" => flag("ascii", value).map(|ascii| self.config.ascii = ascii),
                "ask_terminal" => {
                    flag("ask_terminal", value).map(|asks| self.config.ask_terminal = asks)
                }
                "ambiguous_width" => self.ambiguous(value),
                "mouse" => {
                    let known = ["off", "on", "hover"].into_iter();
                    let mut named = known.filter(|known| value.as_str() == Some(known));
                    named
                        .next()
                        .map(|named| self.config.mouse = named)
                        .ok_or_else(|| wrong("mouse", "off, on or hover", value))
                }
                "synchronized_output" => self.synchronized(value),
                "private" => flag("private", value).map(|private| self.config.private = private),
                "index" => flag("index", value).map(|index| self.config.index = index),
                "watch" => flag("watch", value).map(|watch| self.config.watch = watch),
                "sentence_case" => {
                    flag("sentence_case", value).map(|is_on| self.config.sentence_case = is_on)
                }
                "copy_sentence_case" => flag("copy_sentence_case", value)
                    .map(|is_on| self.config.copy_sentence_case = is_on),
                "max_size_mib" => integer(value)
                    .and_then(|size| u64::try_from(size).ok())
                    .filter(|size| (1..=1024).contains(size))
                    .map(|size| self.config.max_size = size << 20)
                    .ok_or_else(|| wrong("max_size_mib", "1 to 1024", value)),
                "repairs" => {
                    let slug = value.as_str().unwrap_or_default();
                    Confidence::ALL
                        .iter()
                        .find(|confidence| confidence.slug() == slug)
                        .map(|&confidence| self.config.repairs = confidence)
                        .ok_or_else(|| wrong("repairs", "low, medium or high", value))
                }
                // They were read before.
                "preset" | "themes" => Ok(()),
                "keys" => {
                    self.contexts(at, value);
                    Ok(())
                }
                other => {
                    let known = SETTINGS
                        .iter()
                        .map(|setting| setting.name)
                        .chain(["keys", "themes"]);
                    Err(Fault::Setting {
                        name: other.into(),
                        nearest: nearest(other, known),
                    })
                }
            };
            self.faults.extend(fault.err().map(|fault| (at, fault)));
        }
    }

    fn theme(&mut self, value: &DeValue<'_>) -> Result<(), Fault> {
        let names = self.config.themes.names();
        match value.as_str() {
            Some("auto") => self.config.theme = None,
            Some(name) if names.contains(&name) => self.config.theme = Some(name.to_owned()),
            _ => {
                return Err(Fault::NoTheme {
                    found: found(value),
                    names: names.join(", ").into(),
                });
            }
        }
        Ok(())
    }

    fn ambiguous(&mut self, value: &DeValue<'_>) -> Result<(), Fault> {
        self.config.ambiguous = match integer(value) {
            Some(1) => Ambiguous::Narrow,
            Some(2) => Ambiguous::Wide,
            _ => return Err(wrong("ambiguous_width", "1 or 2", value)),
        };
        Ok(())
    }

    fn synchronized(&mut self, value: &DeValue<'_>) -> Result<(), Fault> {
        self.config.synchronized = match value.as_str() {
            Some("auto") => None,
            Some("on") => Some(true),
            Some("off") => Some(false),
            _ => return Err(wrong("synchronized_output", "auto, on or off", value)),
        };
        Ok(())
    }

    fn measure(&mut self, value: &DeValue<'_>) -> Result<(), Fault> {
        let columns = integer(value).and_then(|columns| u16::try_from(columns).ok());
        match columns {
            Some(0) => self.config.measure = None,
            Some(columns @ LEAST_MEASURE..=MOST_MEASURE) => self.config.measure = Some(columns),
            _ => return Err(wrong("measure", "0 or 20 to 400", value)),
        }
        Ok(())
    }

    fn whichkey_delay(&mut self, value: &DeValue<'_>) -> Result<(), Fault> {
        self.config.whichkey_delay = match integer(value) {
            Some(-1) => None,
            Some(delay @ 0..=60_000) => Some(Duration::from_millis(delay.unsigned_abs())),
            _ => return Err(wrong("whichkey_delay_ms", "-1 to 60000", value)),
        };
        Ok(())
    }

    /// `[keys.reader]` and its like.
    fn contexts(&mut self, at: usize, value: &DeValue<'_>) {
        let Some(contexts) = value.as_table() else {
            self.faults
                .push((at, wrong("keys", "tables such as [keys.reader]", value)));
            return;
        };
        for (name, value) in contexts {
            let at = name.span().start;
            let name: &str = name.get_ref();
            let known = Context::ALL
                .into_iter()
                .find(|context| context.name() == name);
            match (known, value.get_ref().as_table()) {
                (Some(context), Some(keys)) => self.keys(context, keys),
                // Keys hold somewhere: `"x" = "down"` alone does not say where.
                (_, None) => {
                    let fault = wrong("keys", "tables such as [keys.reader]", value.get_ref());
                    self.faults.push((at, fault));
                }
                (None, Some(_)) => {
                    let names = Context::ALL.into_iter().map(Context::name);
                    let nearest = nearest(name, names);
                    self.faults.push((
                        at,
                        Fault::Context {
                            name: name.into(),
                            nearest,
                        },
                    ));
                }
            }
        }
    }

    /// The keys of one context: first those that are to mean nothing, so
    /// that their place is free, then the others as they stand in the file.
    fn keys(&mut self, context: Context, table: &DeTable<'_>) {
        let mut bound = Vec::new();
        for (keys, command) in table {
            let at = keys.span().start;
            self.n_keys += 1;
            if self.n_keys > MOST_KEYS {
                self.faults.push((at, Fault::TooManyKeys));
                return;
            }
            match binding(context, keys.get_ref(), command.get_ref()) {
                Ok((keys, Some(command))) => bound.push((at, keys, command)),
                Ok((keys, None)) => {
                    self.config.keymap.unbind(context, keys);
                }
                Err(fault) => self.faults.push((at, fault)),
            }
        }
        sort_by_place(&mut bound, |(at, _, _)| *at as u64);
        let mut set: HashMap<Sequence, usize> = HashMap::with_capacity(bound.len());
        for (at, keys, command) in bound {
            let clash = |source: Conflict, at_other| {
                Fault::Clash(Box::new(Clash {
                    context: context.name(),
                    source,
                    at_other,
                    other_line: 0,
                    quoted: Default::default(),
                }))
            };
            let bound = self.config.keymap.bind(context, keys, command);
            let fault = match bound {
                Ok(()) => set.insert(keys, at).map(|other| {
                    let conflict = Conflict {
                        keys,
                        other: keys,
                        command,
                    };
                    clash(conflict, other)
                }),
                Err(source) => Some(match set.get(&source.other).copied() {
                    Some(other) => clash(source, other),
                    None => Fault::Conflict {
                        context: context.name(),
                        source,
                    },
                }),
            };
            self.faults.extend(fault.map(|fault| (at, fault)));
        }
    }
}

/// `"<f2>" = "down"`: the keys and their command, or none for `"none"`.
fn binding(
    context: Context,
    keys: &str,
    value: &DeValue<'_>,
) -> Result<(Sequence, Option<Command>), Fault> {
    let context_name = context.name();
    let keys: Sequence = keys.parse().map_err(|source| Fault::Key {
        context: context_name,
        source,
    })?;
    let first = keys.keys().next();
    let is_digit = |key: crate::command::Key| {
        matches!(key.code(), KeyCode::Char('0'..='9')) && key.typed().is_some()
    };
    if first.is_some_and(is_digit) {
        return Err(Fault::Digit {
            context: context_name,
            keys,
        });
    }
    let command = match value.as_str() {
        Some("none") => return Ok((keys, None)),
        Some(name) => Command::from_name(name),
        None => None,
    };
    let Some(command) = command else {
        let names = TABLE.iter().map(|spec| spec.name);
        let nearest = value.as_str().and_then(|name| nearest(name, names));
        return Err(Fault::Command {
            context: context_name,
            keys,
            name: found(value),
            nearest,
        });
    };
    let spec = command.spec();
    if !spec.applies_in(context) {
        return Err(Fault::Elsewhere {
            context: context_name,
            keys,
            name: spec.name,
        });
    }
    Ok((keys, Some(command)))
}

/// The fault of a setting that cannot have this value.
fn wrong(name: &'static str, expected: &'static str, value: &DeValue<'_>) -> Fault {
    Fault::Value {
        name,
        expected,
        found: found(value),
    }
}

/// A value as a message quotes it.
fn found(value: &DeValue<'_>) -> Box<str> {
    match value {
        DeValue::String(text) => format!("\"{text}\"").into(),
        DeValue::Integer(number) => number.to_string().into(),
        DeValue::Float(number) => number.to_string().into(),
        DeValue::Boolean(truth) => truth.to_string().into(),
        DeValue::Datetime(_) => "a date".into(),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}

fn flag(name: &'static str, value: &DeValue<'_>) -> Result<bool, Fault> {
    value
        .as_bool()
        .ok_or_else(|| wrong(name, "true or false", value))
}

/// A value that is a whole number.
fn integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// Counts lines from one place of a text to the next.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of the byte `at`, from 1. Ask in rising order.
    fn line_of(&mut self, at: usize) -> usize {
        let passed = self.text.as_bytes().get(self.at..at.min(self.text.len()));
        let passed = passed.unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count();
        self.at += passed.len();
        self.line
    }
}

/// The known name that `name` was probably meant to be.
#[must_use]
pub fn nearest(name: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    // No name is half as long.
    if name.len() > 48 {
        return None;
    }
    let distances = known.map(|known| (n_edits(name, known), known));
    let (n_edits, nearest) = distances.min_by_key(|(n_edits, _)| *n_edits)?;
    (n_edits <= 1 + nearest.len() / 5).then_some(nearest)
}

/// How many letters must be put in, taken out, exchanged or swapped with
/// their neighbor to turn `a` into `b`.
fn n_edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (row, &letter) in a.iter().enumerate() {
        let mut costs = Vec::with_capacity(b.len() + 1);
        costs.push(row + 1);
        for (column, &other) in b.iter().enumerate() {
            let of = |costs: &[usize], at: usize| costs.get(at).copied().unwrap_or(usize::MAX / 2);
            let exchanged = of(&last, column) + usize::from(letter != other);
            let mut cost = exchanged
                .min(of(&last, column + 1) + 1)
                .min(of(&costs, column) + 1);
            let swapped = row > 0
                && column > 0
                && a.get(row - 1) == Some(&other)
                && b.get(column - 1) == Some(&letter);
            if swapped {
                cost = cost.min(of(&before_last, column - 1) + 1);
            }
            costs.push(cost);
        }
        before_last = std::mem::replace(&mut last, costs);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Lookup, manual};

    /// The configuration and the messages of a text.
    fn parse(text: &str) -> (Config, Vec<String>) {
        let (config, errors) = Config::parse(text, Path::new("config.toml"));
        (config, errors.iter().map(Error::to_string).collect())
    }

    fn keys(notation: &str) -> Vec<crate::command::Key> {
        notation.parse::<Sequence>().unwrap().keys().collect()
    }

    #[test]
    fn settings_are_taken_over() {
        let (config, errors) = parse(
            "theme = \"color-blind\"\nmeasure = 66\nwhichkey_delay_ms = -1\nascii = true\nmax_size_mib = 8\nrepairs = \"high\"\n",
        );
        assert_eq!(errors, Vec::<String>::new());
        assert_eq!(config.theme.as_deref(), Some("color-blind"));
        assert_eq!(config.theme(None).name(), "color-blind");
        assert_eq!(config.measure, Some(66));
        assert_eq!(config.whichkey_delay, None);
        assert!(config.ascii);
        assert_eq!(config.max_size, 8 << 20);
        assert_eq!(config.repairs, Confidence::High);
    }

    #[test]
    fn the_commented_defaults_change_nothing() {
        let default = manual::config_toml();
        let (_, errors) = parse(&default);
        assert_eq!(errors, Vec::<String>::new());
        // With every `# ` before a setting or a key gone it says the same.
        let mut bare = String::new();
        for line in default.lines() {
            let setting = line.strip_prefix("# ").filter(|line| line.contains(" = "));
            bare.push_str(setting.unwrap_or(line));
            bare.push('\n');
        }
        let (config, errors) = parse(&bare);
        assert_eq!(errors, Vec::<String>::new());
        let usual = Config::default();
        assert_eq!(config.theme, usual.theme);
        assert_eq!(config.measure, usual.measure);
        assert_eq!(config.whichkey_delay, usual.whichkey_delay);
        assert_eq!(
            (config.ascii, config.max_size, config.repairs),
            (usual.ascii, usual.max_size, usual.repairs)
        );
        assert!(!config.private && config.index && config.watch);
        for context in Context::ALL {
            // A command without keys is shown with one, as an example.
            for spec in Keymap::commands(context).filter(|spec| !spec.keys.is_empty()) {
                assert_eq!(
                    config.keymap.keys_of(spec.command, context),
                    usual.keymap.keys_of(spec.command, context),
                    "{} in {context:?}",
                    spec.name
                );
            }
        }
    }

    #[test]
    fn every_setting_of_the_manual_is_one() {
        for setting in SETTINGS {
            let (_, errors) = parse(&format!("{} = {}\n", setting.name, setting.default));
            assert_eq!(errors, Vec::<String>::new());
        }
    }

    #[test]
    fn keys_are_added_and_removed() {
        let (config, errors) = parse(
            "[keys.reader]\n\"Z\" = \"quit\"\n\"Z Z\" = \"none\"\n\"<c-x> <c-s>\" = \"search\"\n\n[keys.catalog]\n\"x\" = \"down\"\n",
        );
        assert_eq!(errors, Vec::<String>::new());
        let lookup = |context, notation| config.keymap.lookup(context, &keys(notation));
        assert_eq!(lookup(Context::Reader, "Z"), Lookup::Command(Command::Quit));
        assert_eq!(
            lookup(Context::Reader, "<c-x> <c-s>"),
            Lookup::Command(Command::Search)
        );
        assert_eq!(
            lookup(Context::Reader, "x"),
            Lookup::Command(Command::Explain)
        );
        assert_eq!(
            lookup(Context::Catalog, "x"),
            Lookup::Command(Command::Down)
        );
    }

    #[test]
    fn keys_that_are_in_each_others_way_are_told_with_both_lines() {
        let (config, errors) = parse(
            "[keys.reader]\n\"<f6> x\" = \"down\"\n\"<f6>\" = \"up\"  # a slip\n\"<f7>\" = \"top\"\n\
             \"<f8> y\" = \"bottom\"\n\"<f7> z\" = \"bottom\"\n\"<c-x>\" = \"top\"\n\n\"<C-x>\" = \"bottom\"\n\
             [keys.catalog]\n\"<f6>\" = \"up\"\n",
        );
        insta::assert_snapshot!(errors.join("\n"), @r#"
        config.toml:3: [keys.reader] "<f6>" = "up"  # a slip: the keys of line 2, "<f6> x" = "down", begin with these; this one is left out
        config.toml:6: [keys.reader] "<f7> z" = "bottom": these keys begin with those of line 4, "<f7>" = "top"; this one is left out
        config.toml:9: [keys.reader] "<C-x>" = "bottom": line 7, "<c-x>" = "top", sets the same keys, and holds no longer
        "#);
        let lookup = |notation| config.keymap.lookup(Context::Reader, &keys(notation));
        assert_eq!(lookup("<f6> x"), Lookup::Command(Command::Down));
        assert_eq!(lookup("<c-x>"), Lookup::Command(Command::Bottom));
        // What is said behind a setting may be long; the message is not.
        let line = "\"<f6>\" = \"up\" # why".to_owned() + &" and why".repeat(90);
        let (_, errors) = parse(&format!("[keys.reader]\n{line}\n\"<F6>\" = \"top\"\n"));
        assert!(errors[0].contains("and why…,"), "{errors:?}");
        assert!(errors[0].len() < 220, "{errors:?}");
    }

    #[test]
    fn keys_say_where_they_hold() {
        let (_, errors) = parse("[keys]\n\"x\" = \"down\"\nreader = 5\n[keys.readr]\n");
        assert_eq!(
            errors,
            [
                "config.toml:2: setting \"keys\": expected tables such as [keys.reader], found \"down\"",
                "config.toml:3: setting \"keys\": expected tables such as [keys.reader], found 5",
                "config.toml:4: there are no keys for \"readr\"; did you mean \"reader\"?",
            ]
        );
    }

    #[test]
    fn every_error_is_told_and_the_rest_holds() {
        let (config, errors) = parse(
            "theme = \"drak\"\nmeasure = 5\nwhichkey_delay_ms = \"soon\"\nascii = 1\nmax_size_mib = -3\nmesure = 60\nrepairs = \"some\"\n\n\
             [keys.reader]\n\"<c-q\" = \"quit\"\n\"<f2>\" = \"dwon\"\n\"<f3>\" = \"down\"\n\"3\" = \"down\"\n\"<f4>\" = 4\n\
             \"<f5>\" = \"accept\"\n\"Z\" = \"top\"\n\n[keys.readr]\n\"j\" = \"down\"\n",
        );
        assert_eq!(
            errors,
            [
                "config.toml:1: setting \"theme\": expected auto, dark, light, mono, high-contrast, color-blind, found \"drak\"",
                "config.toml:2: setting \"measure\": expected 0 or 20 to 400, found 5",
                "config.toml:3: setting \"whichkey_delay_ms\": expected -1 to 60000, found \"soon\"",
                "config.toml:4: setting \"ascii\": expected true or false, found 1",
                "config.toml:5: setting \"max_size_mib\": expected 1 to 1024, found -3",
                "config.toml:6: there is no setting \"mesure\"; did you mean \"measure\"?",
                "config.toml:7: setting \"repairs\": expected low, medium or high, found \"some\"",
                "config.toml:10: key \"<c-q\" in [keys.reader]: expected `>` after `<c-q`",
                "config.toml:11: key \"<f2>\" in [keys.reader]: there is no command \"dwon\"; did you mean \"down\"?",
                "config.toml:13: key \"3\" in [keys.reader]: expected no digit at the beginning, where it counts",
                "config.toml:14: key \"<f4>\" in [keys.reader]: there is no command 4",
                "config.toml:15: key \"<f5>\" in [keys.reader]: the command \"accept\" does not apply there",
                "config.toml:16: key \"Z\" in [keys.reader]: \"Z Z\" (quit) begins with it; set that to \"none\" first",
                "config.toml:18: there are no keys for \"readr\"; did you mean \"reader\"?",
            ]
        );
        assert_eq!(
            config.keymap.lookup(Context::Reader, &keys("<f3>")),
            Lookup::Command(Command::Down)
        );
    }

    #[test]
    fn a_line_that_is_no_toml_leaves_the_others() {
        let (config, errors) = parse("ascii = true\nmeasure = = 3\nmax_size_mib = 8\n");
        assert!(config.ascii);
        assert_eq!(config.max_size, 8 << 20);
        assert!(
            !errors.is_empty()
                && errors
                    .iter()
                    .all(|error| error.starts_with("config.toml:2: ")),
            "{errors:?}"
        );
    }

    #[test]
    fn a_faulty_line_takes_nothing_with_it() {
        let (config, errors) = parse(
            "garbage\nascii = true\nset ascii true\nmeasure = 66\n[keys.reader]\nx\n\"<f2>\" = \"down\"\n",
        );
        let no_value = "key with no value, expected `=`";
        assert_eq!(
            errors,
            [1, 3, 6].map(|line| format!("config.toml:{line}: {no_value}"))
        );
        assert!(config.ascii);
        assert_eq!(config.measure, Some(66));
        let lookup = |context, notation| config.keymap.lookup(context, &keys(notation));
        assert_eq!(
            lookup(Context::Reader, "<f2>"),
            Lookup::Command(Command::Down)
        );
    }

    #[test]
    fn keys_below_an_unclosed_header_are_no_settings() {
        let (config, errors) = parse(
            "ascii = true\n[keys.reader\n\"<f2>\" = \"down\"\nmeasure = 3\n\n[keys.catalog]\n\"<f3>\" = \"down\"\n",
        );
        assert_eq!(
            errors,
            ["config.toml:2: unclosed table, expected `]`; the lines below it are left out"]
        );
        assert!(config.ascii);
        assert_eq!(
            config.keymap.lookup(Context::Catalog, &keys("<f3>")),
            Lookup::Command(Command::Down)
        );
        // One that is closed still heads its table.
        let (config, errors) = parse("[keys.catalog] x\n\"<f3>\" = \"down\"\n");
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(
            config.keymap.lookup(Context::Catalog, &keys("<f3>")),
            Lookup::Command(Command::Down)
        );
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told_once() {
        let (config, errors) = parse("theme = paper\nascii = true\n");
        assert_eq!(
            errors,
            ["config.toml:1: string values must be quoted, expected literal string"]
        );
        assert!(config.ascii);
    }

    #[test]
    fn what_is_not_closed_takes_its_own_line_only() {
        for opener in ["theme = [1, 2", "theme = {a = 1", "theme = \"\"\"dark"] {
            let (config, errors) = parse(&format!("measure = 66\n{opener}\nascii = true\n"));
            assert!(config.ascii && config.measure == Some(66), "{opener}");
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert!(errors[0].starts_with("config.toml:2: "), "{errors:?}");
        }
        // A value on several lines is whole, and so is what is said twice.
        let (config, errors) = parse("theme = \"\"\"\ndark\"\"\"\nascii = true\nascii = false\n");
        assert_eq!(
            errors,
            ["config.toml:4: ascii = false: line 3, ascii = true, sets the same, and holds"]
        );
        assert!(config.ascii && config.theme.as_deref() == Some("dark"));
        // Wherever it stands in its table, and whatever is in the name.
        let (_, errors) = parse(
            "[keys.catalog]\n\"<f6>\" = \"up\"\n[keys.reader]\n\"x =\"= \"up\"\n\"<f6>\" = \"up\"\n# why\n  '<f6>' = \"down\"\n",
        );
        assert!(errors.contains(&String::from(
            "config.toml:7: '<f6>' = \"down\": line 5, \"<f6>\" = \"up\", sets the same, and holds"
        )), "{errors:?}");
        // A table that is there already has no line of that name above it.
        let (_, errors) = parse("[keys.reader]\n\"<f6>\" = \"up\"\n[keys.reader]\n");
        assert_eq!(errors, ["config.toml:3: duplicate key"]);
    }

    #[test]
    fn hostile_files_are_told_in_few_words() {
        for text in [
            "theme = \"\\u001b]0;CANARY\\u0007\"\n".into(),
            "a = [1, 2\n".into(),
            "[".repeat(100_000),
            "a=".repeat(100_000),
            "a=[".repeat(100_000),
            "a={b=".repeat(50_000),
            "x=1\n".repeat(50_000),
            "x\n".repeat(50_000),
            "[x\n".repeat(50_000),
            "x=[\n".repeat(50_000),
            "x=\"\"\"\n".repeat(50_000),
            "a.".repeat(100_000),
            (0..5000)
                .map(|n| format!("s{n} = 1"))
                .collect::<Vec<_>>()
                .join("\n"),
            (0..5000)
                .filter_map(|n| char::from_u32(0x4e00 + n))
                .map(|key| format!("keys.reader.\"{key} a\" = \"down\""))
                .collect::<Vec<_>>()
                .join("\n"),
            "\u{0}\u{1b}\u{202e}".into(),
        ] {
            let (_, errors) = parse(&text);
            assert!(!errors.is_empty() && errors.len() <= MOST_ERRORS + 1);
            for error in errors {
                assert!(
                    error.len() < 1000
                        && !error.contains(char::is_control)
                        && !error.contains('\u{202e}'),
                    "{error:?}"
                );
            }
        }
    }

    #[test]
    fn a_missing_file_is_an_error_only_if_it_was_named() {
        let (_, errors) = Config::load(Some(Path::new("no/such/config.toml")));
        let messages: Vec<String> = errors.iter().map(Error::to_string).collect();
        assert_eq!(
            messages,
            ["reading the configuration: no/such/config.toml: there is no such file"]
        );
        let (_, errors) = Config::load(Some(Path::new("src")));
        assert!(
            matches!(errors.as_slice(), [Error::NoFile { .. }]),
            "{errors:?}"
        );
    }

    #[test]
    fn files_that_are_too_large_or_no_text_are_errors() {
        let folder = std::env::temp_dir().join(format!("reftel-config-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("config.toml");
        fs::write(&path, vec![b'#'; 1 << 20]).unwrap();
        assert!(Config::load(Some(&path)).1.is_empty());
        fs::write(&path, vec![b'#'; (1 << 20) + 1]).unwrap();
        assert!(matches!(
            Config::load(Some(&path)).1.as_slice(),
            [Error::TooLarge { .. }]
        ));
        fs::write(&path, b"theme = \"\xff\"").unwrap();
        assert!(matches!(
            Config::load(Some(&path)).1.as_slice(),
            [Error::NoText { .. }]
        ));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn edits_are_counted() {
        for (a, b, expected) in [
            ("", "", 0),
            ("down", "down", 0),
            ("dwon", "down", 1),
            ("dow", "down", 1),
            ("abc", "xyz", 3),
            ("", "up", 2),
        ] {
            assert_eq!(n_edits(a, b), expected, "{a} {b}");
        }
    }
}
