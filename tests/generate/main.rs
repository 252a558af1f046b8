//! Writes a collection of invented cables, for tests and measurements.
//!
//!     cargo run --release --example generate -- --count 100000 cables
//!     cargo run --release --example generate -- --container csv cables.csv
//!     cargo run --example generate -- --help
//!
//! The same options give the same bytes. `tests/README.md` says more.

#![allow(clippy::disallowed_macros)]

mod collection;

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use collection::{Collection, Container, Form, Needle, Spec, container};

/// Writes a collection of invented cables with references among them.
#[derive(Parser)]
#[command(name = "generate")]
struct Options {
    /// Where to: a folder or a file, as the container has it
    path: PathBuf,
    /// What they are put into
    #[arg(long, default_value = "tree")]
    container: Container,
    /// Any number; another gives another collection
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many cables
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    count: u64,
    /// The year of the first
    #[arg(long, default_value_t = 1973, value_parser = clap::value_parser!(u16).range(1960..2060))]
    from_year: u16,
    /// The year of the last
    #[arg(long, default_value_t = 2010, value_parser = clap::value_parser!(u16).range(1960..2060))]
    to_year: u16,
    /// The forms that occur: acp127, acp126, extract, html, csv, markdown,
    /// plusd, nara, card, foia, frus, plain; by default those in which cables
    /// of their years are published
    #[arg(long, value_delimiter = ',', value_parser = form)]
    families: Vec<Form>,
    /// Puts a word into the one cable that so many hundredths of all stand before
    #[arg(long = "needle", value_name = "WORD@PERCENT", value_parser = needle)]
    needles: Vec<Needle>,
    /// Writes what is true of each cable, as JSON lines
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// Writes over files that exist
    #[arg(long)]
    force: bool,
}

fn form(name: &str) -> Result<Form, String> {
    let known = Form::ALL.iter().find(|row| row.1 == name);
    let names = || Form::ALL.map(|row| row.1).join(", ");
    known
        .map(|row| row.0)
        .ok_or_else(|| format!("one of {}", names()))
}

fn needle(text: &str) -> Result<Needle, String> {
    let (word, percent) = text.rsplit_once('@').ok_or("WORD@PERCENT")?;
    let percent: f64 = percent
        .trim_end_matches('%')
        .parse()
        .map_err(|_| "a number behind @")?;
    if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(String::from("a word of letters and digits before @"));
    }
    if !(0.0..=100.0).contains(&percent) {
        return Err(String::from("from 0 to 100 behind @"));
    }
    Ok(Needle {
        word: word.to_lowercase(),
        percent,
    })
}

fn main() -> ExitCode {
    match run(Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("generate: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> Result<(), String> {
    if options.from_year > options.to_year {
        return Err(String::from("the years end before they begin"));
    }
    let can_hold = options.container.forms();
    let fits = |form: &Form| can_hold.is_empty() || can_hold.contains(form);
    if !options.families.is_empty() && !options.families.iter().any(fits) {
        return Err(String::from(
            "this container can hold none of these families",
        ));
    }
    let start = Instant::now();
    let failed = |path: &Path, why: std::io::Error| format!("writing {}: {why}", path.display());
    let mut truth = match &options.truth {
        Some(path) => {
            let file = container::create(path, options.force).map_err(|why| failed(path, why))?;
            Some(BufWriter::with_capacity(1 << 20, file))
        }
        None => None,
    };
    let collection = Collection::new(Spec {
        seed: options.seed,
        count: options.count,
        years: (options.from_year, options.to_year),
        forms: options.families,
        needles: options.needles,
    });
    let lines = truth.as_mut().map(|truth| truth as &mut dyn Write);
    let path = &options.path;
    let written = container::write(&collection, options.container, path, options.force, lines)
        .map_err(|why| failed(path, why))?;
    if let (Some(truth), Some(path)) = (&mut truth, &options.truth) {
        truth.flush().map_err(|why| failed(path, why))?;
    }
    println!(
        "{} cables in {} texts, {} bytes before packing, {:.1} s",
        written.cables,
        written.texts,
        written.bytes,
        start.elapsed().as_secs_f64()
    );
    Ok(())
}
