//! What the configuration says to the reader, at its start and again when
//! the file has changed.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Everywhere;
use super::read::{colors, route, set};
use crate::app::{Arrangement, Configured, Mouse, Settings};
use crate::config::{self, Background, Colors, Config};
use crate::typeset::{Letters, Shown};

/// The file that was read last, and how to know that it is another.
#[derive(Debug)]
pub(super) struct Watch {
    everywhere: Everywhere,
    path: Option<PathBuf>,
    stamp: Vec<Stamp>,
}

/// When a file was written, and how long it is; nothing where there is none.
type Stamp = Option<(SystemTime, u64)>;

impl Watch {
    /// Reads the file that `everywhere` names, or the usual one, and watches
    /// it. It is stamped before it is read: what is written meanwhile is a
    /// change.
    pub(super) fn read(everywhere: &Everywhere) -> (Watch, Config, Vec<config::Error>) {
        let watch = Watch::new(everywhere);
        let (config, errors) = everywhere.configuration();
        (watch, config, errors)
    }

    /// Watches the file without reading it.
    fn new(everywhere: &Everywhere) -> Watch {
        let path = everywhere.config.clone().or_else(config::default_path);
        let mut watch = Watch {
            everywhere: everywhere.clone(),
            path,
            stamp: Vec::new(),
        };
        watch.stamp = watch.now();
        watch
    }

    /// The stamps of the file and of the themes beside it.
    fn now(&self) -> Vec<Stamp> {
        let stamp = |path: &Path| {
            let file = std::fs::metadata(path).ok()?;
            Some((file.modified().ok()?, file.len()))
        };
        let themes = self.path.as_deref().map(config::theme_folder);
        let themes = themes.map(|folder| config::theme_files(&folder));
        let all = self.path.iter().chain(themes.iter().flatten());
        all.map(|path| stamp(path)).collect()
    }

    /// What the file says, if it has changed or is wanted in any case.
    pub(super) fn look(&mut self, in_any_case: bool) -> Option<Configured> {
        let now = self.now();
        if now == self.stamp && !in_any_case {
            return None;
        }
        self.stamp = now;
        let (config, errors) = self.everywhere.configuration();
        Some(self.told(config, &errors))
    }

    /// What the reader is told of a configuration and of what is wrong with
    /// it.
    pub(super) fn told(&self, config: Config, errors: &[config::Error]) -> Configured {
        configured(config, errors, &self.everywhere)
    }
}

/// What the surroundings say of the color behind the text.
pub(super) fn background() -> Option<Background> {
    Background::told(&std::env::var("COLORFGBG").ok()?)
}

/// What the reader is told of a configuration and of what is wrong with it.
fn configured(config: Config, errors: &[config::Error], everywhere: &Everywhere) -> Configured {
    let colors = colors(everywhere.color);
    let theme = config.theme(background());
    let settings = Settings {
        theme: theme.with(colors),
        themes: config.themes,
        follows: config.theme.is_none() && colors != Colors::None,
        colors,
        ascii: config.ascii,
        ambiguous: config.ambiguous,
        mouse: Mouse::named(config.mouse),
        synchronized: config.synchronized,
        which_key: config.whichkey_delay,
        arrangement: Arrangement {
            usual: config.measure.unwrap_or(0),
            sentence_case: config.sentence_case,
            ..Arrangement::default()
        },
        sentence_case: config.sentence_case,
        route: route(),
        letters: if config.copy_sentence_case {
            Letters::Shown
        } else {
            Letters::Source
        },
        preset: config.preset,
        private: everywhere.private || config.private,
        index: config.index,
        watch: config.watch,
        has_editor: set("VISUAL").or_else(|| set("EDITOR")).is_some(),
    };
    let trouble = errors.first().map(|error| {
        let more = match errors.len() - 1 {
            0 => String::new(),
            n => format!(" (and {n} more: reftel config check)"),
        };
        Shown::new(&format!("{error}{more}"))
    });
    Configured {
        settings,
        keymap: config.keymap,
        trouble,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_after_the_file_was_read_is_a_change() {
        let folder = std::env::temp_dir().join(format!("reftel-watch-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("config.toml");
        std::fs::write(&file, "theme = \"light\"\n").unwrap();
        let everywhere = Everywhere {
            config: Some(file.clone()),
            ..Everywhere::default()
        };
        let (mut watch, config, errors) = Watch::read(&everywhere);
        assert_eq!(config.theme.as_deref(), Some("light"));
        assert!(errors.is_empty());
        assert!(watch.look(false).is_none());
        std::fs::write(&file, "theme = \"dark\" # and more\n").unwrap();
        let told = watch.look(false).unwrap();
        assert_eq!(told.settings.theme.name(), "dark");
        assert!(watch.look(false).is_none());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
