//! What a cable costs in memory, in every form.
//!
//! Allocations of one parse, at most and on average; what a cable holds as a
//! multiple of its text: of the bytes that were asked for, and, on Linux, of
//! the pages that the process has for 1,001 cables against one. Figures do
//! not depend on the machine, but on its allocator.
//!
//!     cargo bench --bench memory
//!
//! A bench of its own, because counting takes time.

#![allow(clippy::disallowed_macros, clippy::cast_precision_loss)]

mod cables;

use allocation_counter::measure;
use cables::{FORMS, Form};
use reftel::parse::{header, parse};

/// Cables that are open beside the first.
const N_FURTHER: usize = 1_000;

fn main() {
    // `cargo bench` says so; `cargo test` asks only whether it runs.
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    let quick = !names.iter().any(|argument| argument == "--bench");
    names.retain(|argument| !argument.starts_with("--"));
    let is_wanted = |form: &&Form| {
        names.is_empty()
            || names
                .iter()
                .any(|name| form.name.starts_with(name.as_str()))
    };
    let n_further = if quick { 20 } else { N_FURTHER };
    println!(
        "allocations of a cable and of its header; bytes held by each of {n_further} further cables"
    );
    println!(
        "{:<13}{:>9}{:>9}{:>9}{:>9}  |{:>8}{:>8}{:>8}{:>8}",
        "form", "whole", "at most", "header", "at most", "text", "held", "/text", "pages/t"
    );
    for form in FORMS.iter().filter(is_wanted) {
        row(form, n_further);
    }
}

fn row(form: &Form, n_further: usize) {
    let cables = form.cables(n_further + 1);
    let Some((first, further)) = cables.split_first() else {
        return;
    };
    let n_allocations = |read: &dyn Fn(&[u8])| {
        let counts = further
            .iter()
            .map(|text| measure(|| read(text.as_bytes())).count_total);
        let counts: Vec<u64> = counts.collect();
        let mean = counts.iter().sum::<u64>() as f64 / n_further as f64;
        (mean, counts.into_iter().max().unwrap_or_default())
    };
    let (whole, whole_most) = n_allocations(&|text| drop(parse(text)));
    let (alone, alone_most) = n_allocations(&|text| drop(header(text)));
    let mut open = Vec::with_capacity(cables.len());
    open.push(parse(first.as_bytes()));
    let pages_before = pages();
    let held = measure(|| open.extend(further.iter().map(|text| parse(text.as_bytes()))));
    let pages_after = pages();
    let n_text: usize = open.iter().skip(1).map(|cable| cable.text().len()).sum();
    let of_text = |n_bytes: f64| n_bytes / n_text as f64;
    // Where the system says how many pages there are.
    let in_pages = pages_before.zip(pages_after).map_or_else(
        || String::from("-"),
        |(before, after)| format!("{:.2}", of_text(after as f64 - before as f64)),
    );
    // A cable of the list itself is held in it.
    let n_held = held.bytes_current as f64 + (size_of_val(&open[0]) * n_further) as f64;
    println!(
        "{:<13}{whole:>9.1}{whole_most:>9}{alone:>9.1}{alone_most:>9}  |{:>8}{:>8.0}{:>8.2}{in_pages:>8}",
        form.name,
        n_text / n_further,
        n_held / n_further as f64,
        of_text(n_held),
    );
}

/// Bytes of memory of this process that no file backs.
fn pages() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("RssAnon:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib << 10)
}
