//! Taking a collection into its index aside: in a process of its own, which a
//! reader starts and listens to.
//!
//! What that takes of memory, some hundreds of megabytes, is given back to the
//! system when the process ends. In the reader's own it would be freed as well,
//! but kept for later by the allocator, for as long as somebody reads.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use serde::{Deserialize, Serialize};

use super::Status;
use super::error::Error;
use super::json;
use super::out::Out;
use crate::cable::Confidence;
use crate::index::{self, Index, Progress};
use crate::library::Limits;

/// What the reader adds to the arguments of `reftel index`.
#[derive(Args, Debug, Default)]
pub(super) struct Aside {
    /// Say how far it is to the reader that listens.
    #[arg(long, hide = true)]
    pub(super) for_reader: bool,
    /// The limits of that reader: its configuration may not be what it was.
    #[arg(long, hide = true, value_name = "BYTES")]
    max_size: Option<u64>,
    #[arg(long, hide = true, value_name = "CONFIDENCE", value_parser = confidence)]
    repairs: Option<Confidence>,
}

fn confidence(slug: &str) -> Result<Confidence, &'static str> {
    let mut all = Confidence::ALL.iter().copied();
    all.find(|confidence| confidence.slug() == slug)
        .ok_or("expected low, medium or high")
}

impl Aside {
    /// `limits`, but for what the reader says of them.
    pub(super) fn limits(&self, limits: Limits) -> Limits {
        Limits {
            max_bytes: self.max_size.unwrap_or(limits.max_bytes),
            repairs: self.repairs.unwrap_or(limits.repairs),
            ..limits
        }
    }
}

/// How it ended.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// All is taken in.
    Done,
    /// Another program takes it in.
    Busy,
    /// It was told to stop.
    Stopped,
    /// It could not be done, and why.
    Failed(String),
}

impl Outcome {
    /// How a refreshing of an index ended.
    pub(super) fn of(result: Result<(), index::Error>) -> Outcome {
        match result {
            Ok(()) => Outcome::Done,
            Err(index::Error::Busy) => Outcome::Busy,
            Err(index::Error::Stopped) => Outcome::Stopped,
            Err(error) => Outcome::Failed(error.to_string()),
        }
    }
}

/// A line of what the process says: how far it is, and in the last how it
/// ended.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    At {
        files: usize,
        of_files: usize,
        cables: usize,
        bytes: u64,
    },
    Ended(Outcome),
}

impl From<Progress> for Said {
    fn from(progress: Progress) -> Said {
        Said::At {
            files: progress.n_files,
            of_files: progress.of_files,
            cables: progress.n_cables,
            bytes: progress.n_bytes,
        }
    }
}

/// Takes what is new or changed in `paths` into the index in `cache`, as the
/// process that a reader listens to. Where nobody listens any more, it stops.
pub(super) fn take_in(
    cache: &Path,
    paths: &[PathBuf],
    limits: &Limits,
    out: &mut Out,
) -> Result<Status, Error> {
    step_back();
    let mut say = |said: &Said| json::line(said, out).and_then(|()| out.flush());
    let result = Index::create(cache, paths, limits).and_then(|index| {
        index.refresh(&mut |progress| say(&Said::from(progress)).is_ok())?;
        Ok(())
    });
    let outcome = Outcome::of(result);
    let status = match outcome {
        Outcome::Done => Status::Done,
        _ => Status::Trouble,
    };
    say(&Said::Ended(outcome))?;
    Ok(status)
}

/// Lets the reader have the processor first. On Linux the thread that started
/// this process had stepped back, and so has everything here.
#[cfg(all(unix, not(target_os = "linux")))]
fn step_back() {
    // Where it may not, it competes.
    let _ = rustix::process::nice(10);
}

#[cfg(any(not(unix), target_os = "linux"))]
fn step_back() {}

/// Has `program`, which is reftel, take what is new or changed in `paths` into
/// their index, and tells how far it is; with `false` it is stopped. Nothing,
/// if no process can be started, or one that does not say what reftel does:
/// another program may stand there by now.
pub(super) fn have_taken_in(
    program: &Path,
    paths: &[PathBuf],
    limits: &Limits,
    tell: &mut dyn FnMut(Progress) -> bool,
) -> Option<Outcome> {
    let mut child = Command::new(program)
        .args(arguments(paths, limits))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        // The terminal shows the reader.
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let said = child.stdout.take()?;
    let heard = listen(said, tell);
    if matches!(heard, Heard::Ended(Outcome::Stopped) | Heard::Nothing) {
        // An index can be left at any instant, and what says nothing that is
        // understood may run for ever. That it is over already is no failure.
        let _ = child.kill();
    }
    // Of the rest, nothing goes on once nobody listens.
    let status = child.wait();
    match heard {
        Heard::Ended(outcome) => Some(outcome),
        Heard::Broke => Some(Outcome::Failed(match status {
            Ok(status) => format!("indexing: the program for it ended early: {status}"),
            Err(error) => format!("indexing: {error}"),
        })),
        Heard::Nothing => None,
    }
}

/// What was heard of the process.
#[derive(Debug, PartialEq, Eq)]
enum Heard {
    /// Everything, to its end.
    Ended(Outcome),
    /// How far it was, and then no more.
    Broke,
    /// Nothing that is understood.
    Nothing,
}

/// Follows what the process says to its end.
fn listen(said: impl Read, tell: &mut dyn FnMut(Progress) -> bool) -> Heard {
    let mut heard = Heard::Nothing;
    let lines = BufReader::new(said).lines().map_while(Result::ok);
    for said in lines.map_while(|line| serde_json::from_str(&line).ok()) {
        heard = Heard::Broke;
        match said {
            Said::At {
                files,
                of_files,
                cables,
                bytes,
            } => {
                let progress = Progress {
                    n_files: files,
                    of_files,
                    n_cables: cables,
                    n_bytes: bytes,
                };
                if !tell(progress) {
                    return Heard::Ended(Outcome::Stopped);
                }
            }
            Said::Ended(outcome) => return Heard::Ended(outcome),
        }
    }
    heard
}

/// The arguments of a program that reads with these limits.
fn arguments(paths: &[PathBuf], limits: &Limits) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = ["index", "--for-reader", "--max-size"]
        .map(OsString::from)
        .into();
    arguments.push(limits.max_bytes.to_string().into());
    arguments.push("--repairs".into());
    arguments.push(limits.repairs.slug().into());
    if limits.any_bytes {
        arguments.push("--text".into());
    }
    if let Some(family) = limits.family {
        arguments.push("--family".into());
        arguments.push(family.slug().into());
    }
    // A name may begin with a sign of an option.
    arguments.push("--".into());
    arguments.extend(paths.iter().map(|path| path.as_os_str().to_owned()));
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is made of `said`, and the files that were told of.
    fn heard(said: &str, most: usize) -> (Heard, Vec<usize>) {
        let mut told = Vec::new();
        let outcome = listen(said.as_bytes(), &mut |progress| {
            told.push(progress.n_files);
            told.len() < most
        });
        (outcome, told)
    }

    #[test]
    fn what_the_process_says_is_what_is_heard() {
        let written = |said: &Said| serde_json::to_string(said).unwrap();
        let at = |n_files| {
            written(&Said::from(Progress {
                n_files,
                of_files: 9,
                ..Progress::default()
            }))
        };
        let ended = |outcome| written(&Said::Ended(outcome));
        let line = ended(Outcome::Failed(String::from("writing the index: full\n")));
        let said = format!("{}\n{}\n{line}\n", at(1), at(2));
        let why = String::from("writing the index: full\n");
        assert_eq!(
            heard(&said, 9),
            (Heard::Ended(Outcome::Failed(why)), vec![1, 2]),
            "{said}"
        );
        let said = format!("{}\n{}\n{}\n", at(1), at(2), ended(Outcome::Done));
        let ended = |outcome| Heard::Ended(outcome);
        assert_eq!(heard(&said, 1), (ended(Outcome::Stopped), vec![1]));
        assert_eq!(heard(&said, 9), (ended(Outcome::Done), vec![1, 2]));
        let said = format!("{}\n{{\"at\":", at(1));
        assert_eq!(heard(&said, 9), (Heard::Broke, vec![1]));
    }

    #[test]
    fn what_is_not_understood_is_nothing() {
        for said in [
            "",
            "\n",
            "{\"at\":",
            "reftel: odd\n",
            "{\"ended\":\"odd\"}\n",
        ] {
            assert_eq!(heard(said, 9), (Heard::Nothing, vec![]), "{said:?}");
        }
    }

    #[test]
    fn of_another_program_in_its_place_nothing_is_made() {
        // These tests know none of the options.
        let other = std::env::current_exe().unwrap();
        let outcome = have_taken_in(&other, &[], &Limits::default(), &mut |_| true);
        assert_eq!(outcome, None);
    }

    #[test]
    fn the_process_is_given_the_limits() {
        use clap::Parser as _;
        #[derive(clap::Parser)]
        struct Read {
            #[command(flatten)]
            aside: Aside,
            paths: Vec<PathBuf>,
        }
        let limits = Limits {
            max_bytes: 77,
            repairs: Confidence::High,
            ..Limits::default()
        };
        let paths = [PathBuf::from("-cables"), PathBuf::from("a b")];
        let read = Read::try_parse_from(arguments(&paths, &limits)).unwrap();
        assert!(read.aside.for_reader);
        let given = read.aside.limits(Limits::default());
        assert_eq!((given.max_bytes, given.repairs), (77, Confidence::High));
        assert_eq!(read.paths, paths);
    }
}
