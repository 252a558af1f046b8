//! `reftel index`: takes a collection in, so that queries are answered from
//! its index.

use std::ffi::OsString;
use std::io::{IsTerminal as _, stderr};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::error::Error;
use super::out::{self, Out};
use super::{Everywhere, Status, aside, json};
use crate::index::{Index, Progress, Report};
use crate::library::Limits;

/// Takes in what is new or changed in `paths`, and says what came of it.
pub(super) fn index(
    paths: &[OsString],
    everywhere: &Everywhere,
    limits: &Limits,
    as_json: bool,
    out: &mut Out,
) -> Result<Status, Error> {
    if everywhere.private {
        let why = "indexing: with --private nothing is written";
        return Err(Error::Other(why.into()));
    }
    let cache = cache()?;
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    let index = Index::create(&cache, &paths, limits)?;
    let bar = Bar::new();
    let begun = Instant::now();
    let report = index.refresh(&mut |progress| {
        bar.show(progress);
        true
    });
    bar.clear();
    let report = report?;
    for error in &report.errors {
        out::complain(error);
    }
    for notice in &report.notices {
        out::complain(notice);
    }
    let n_cables = index.snapshot()?.n_cables();
    let (n_bytes, took) = (index.n_bytes(), begun.elapsed());
    if as_json {
        json::line(&Record::of(&report, n_cables, n_bytes, took), out)?;
    } else {
        out.line(&sentence(&report, n_cables, n_bytes, took))?;
    }
    Ok(match (n_cables, report.errors.len()) {
        (0, _) => Status::Trouble,
        (_, 0) => Status::Done,
        _ => Status::SomeFailed,
    })
}

/// The same for a reader that listens.
pub(super) fn index_aside(
    paths: &[OsString],
    limits: &Limits,
    out: &mut Out,
) -> Result<Status, Error> {
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    aside::take_in(&cache()?, &paths, limits, out)
}

fn cache() -> Result<PathBuf, Error> {
    Index::cache().ok_or_else(|| {
        let why = "indexing: this platform has no cache folder";
        Error::Other(why.into())
    })
}

/// What came of it, to be serialized.
#[derive(Serialize)]
struct Record {
    format: &'static str,
    /// Cables in the index, and the bytes that it takes on the disk.
    cables: usize,
    bytes: u64,
    cables_taken_in: usize,
    files_taken_in: usize,
    files_as_they_were: usize,
    /// Files that are gone, or were taken in anew.
    files_gone_or_changed: usize,
    /// What could not be read, and what is to be said of what was.
    errors: Vec<String>,
    notices: Vec<String>,
    seconds: f64,
}

impl Record {
    fn of(report: &Report, n_cables: usize, n_bytes: u64, took: Duration) -> Record {
        Record {
            format: "reftel.index.v1",
            cables: n_cables,
            bytes: n_bytes,
            cables_taken_in: report.taken.n_cables,
            files_taken_in: report.taken.of_files,
            files_as_they_were: report.n_same,
            files_gone_or_changed: report.n_dropped,
            errors: report.errors.iter().map(ToString::to_string).collect(),
            notices: report.notices.iter().map(ToString::to_string).collect(),
            seconds: took.as_secs_f64(),
        }
    }
}

/// `1,284 cables in the index (3.1 MB): 12 of 12 files taken in, 0.4 s`
fn sentence(report: &Report, n_cables: usize, n_bytes: u64, took: Duration) -> String {
    let Report {
        taken,
        n_same,
        n_dropped,
        errors,
        ..
    } = report;
    let size = megabytes(n_bytes);
    let changes = if taken.of_files == 0 && *n_dropped == 0 {
        String::from("nothing has changed")
    } else {
        let Progress {
            n_cables, of_files, ..
        } = taken;
        format!(
            "{n_cables} cables of {of_files} files taken in, {n_same} files as they were, {n_dropped} gone or changed"
        )
    };
    let n_errors = errors.len();
    let took = took.as_secs_f64();
    format!(
        "{n_cables} cables in the index, {size:.1} MB; {changes}; {n_errors} could not be read; {took:.1} s"
    )
}

#[expect(clippy::cast_precision_loss, reason = "to be read by people")]
fn megabytes(n_bytes: u64) -> f64 {
    n_bytes as f64 / 1e6
}

/// A line on standard error that says how far it is, on a terminal.
struct Bar {
    bar: ProgressBar,
    begun: Instant,
}

impl Bar {
    fn new() -> Bar {
        let is_shown = stderr().is_terminal() && !out::is_dumb();
        let target = if is_shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = "{bar:20} {pos} of {len} files, {msg}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        Bar {
            bar,
            begun: Instant::now(),
        }
    }

    fn show(&self, progress: Progress) {
        self.bar.set_length(progress.of_files as u64);
        self.bar.set_position(progress.n_files as u64);
        let rate = megabytes(progress.n_bytes) / self.begun.elapsed().as_secs_f64().max(0.001);
        self.bar
            .set_message(format!("{} cables, {rate:.1} MB/s", progress.n_cables));
    }

    fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
