//! `reftel config`: where the configuration is and whether it is sound.

use std::path::Path;

use super::error::Error;
use super::out::{self, Out};
use super::{ConfigCommand, Status};
use crate::command::manual;
use crate::config::{self, Config};

/// Does `command` for the file at `path`, or for the usual one.
pub(super) fn config(
    command: ConfigCommand,
    path: Option<&Path>,
    out: &mut Out,
) -> Result<Status, Error> {
    let usual = config::default_path();
    let path_or_usual = path.or(usual.as_deref());
    match command {
        ConfigCommand::Path => {
            let Some(path) = path_or_usual else {
                return Err(no_place());
            };
            out.line(&path.to_string_lossy())?;
        }
        ConfigCommand::Default => out.text(&manual::config_toml())?,
        ConfigCommand::Check => {
            let (_, errors) = Config::load(path);
            for error in &errors {
                out::complain(error);
            }
            if !errors.is_empty() {
                return Ok(Status::Trouble);
            }
            let name = path_or_usual.map(Path::to_string_lossy).unwrap_or_default();
            let is_there = path_or_usual.is_some_and(Path::exists);
            let words = if is_there {
                "nothing wrong"
            } else {
                "no such file, so everything is as usual"
            };
            out.line(&format!("{name}: {words}"))?;
        }
    }
    Ok(Status::Done)
}

fn no_place() -> Error {
    Error::Other(String::from(
        "looking for the configuration: this machine: it names no home folder",
    ))
}
