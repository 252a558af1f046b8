//! Parse speed beside its limit and its neighbors, in one run.
//!
//! Varied synthetic cables of every form are parsed whole and down to their
//! subjects; in the same process, taking turns, the lines of the same bytes
//! are scanned with memchr, and `mail-parser` and `mailparse` read messages
//! of the same words, whole and down to the end of their headers. Machines
//! differ and are noisy, so the figures to quote are the ratios.
//!
//!     cargo bench --bench parse                 # every form
//!     cargo bench --bench parse -- CSV "ACP 12" # those whose names begin so
//!
//! What a cable costs in memory is asked by `cargo bench --bench memory`:
//! counting allocations would slow these down.

#![allow(clippy::disallowed_macros)]

mod cables;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use cables::{FORMS, Form};
use reftel::app::{Model, Opened, Settings, Size};
use reftel::command::Keymap;
use reftel::parse::{header, parse};
use reftel::typeset::{Filter, Marks, Options, typeset};

const N_CABLES: usize = 5_000;
const ROUNDS: usize = 11;

fn main() {
    // `cargo bench` says so; `cargo test` asks only whether it runs.
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    let quick = !names.iter().any(|argument| argument == "--bench");
    names.retain(|argument| !argument.starts_with("--"));
    let (n_cables, rounds) = if quick { (50, 1) } else { (N_CABLES, ROUNDS) };
    let is_wanted = |form: &&Form| {
        names.is_empty()
            || names
                .iter()
                .any(|name| form.name.starts_with(name.as_str()))
    };
    println!("{n_cables} cables of each form; MB/s, and how many times as fast as the others");
    println!(
        "{:<13}{:>7}{:>9}  |{:>8}{:>8}{:>8}{:>8}  |{:>9}{:>8}{:>8}{:>8}",
        "form",
        "bytes",
        "scan",
        "parse",
        "/scan",
        "/mail-p",
        "/mailp",
        "header",
        "/scan",
        "/mail-p",
        "/mailp"
    );
    for form in FORMS.iter().filter(is_wanted) {
        row(form, &form.cables(n_cables), rounds);
    }
    println!("scan: memchr of line ends; mail-p: mail-parser; mailp: mailparse\n");
    if names.is_empty() {
        pages(rounds);
        frames(rounds);
    }
}

/// What is timed on each of some texts.
type Work = fn(&[u8]);

/// Measures a form and prints its row.
fn row(form: &Form, cables: &[String], rounds: usize) {
    let messages: Vec<String> = cables.iter().map(|text| message(text)).collect();
    let n_bytes: usize = cables.iter().map(String::len).sum();
    let n_message_bytes: usize = messages.iter().map(String::len).sum();
    let works: [(&[String], Work); 7] = [
        (cables, |text| {
            black_box(memchr::memchr_iter(b'\n', text).count());
        }),
        (cables, |text| {
            black_box(parse(text));
        }),
        (cables, |text| {
            black_box(header(text));
        }),
        (&messages, |text| {
            black_box(mail_parser::MessageParser::default().parse(text));
        }),
        (&messages, |text| {
            let _ = black_box(mailparse::parse_mail(text).map(|mail| mail.get_body()));
        }),
        (&messages, |text| {
            black_box(mail_parser::MessageParser::default().parse_headers(text));
        }),
        (&messages, |text| {
            let _ = black_box(mailparse::parse_headers(text));
        }),
    ];
    let mut times: [Vec<Duration>; 7] = Default::default();
    for _ in 0..rounds {
        for ((texts, work), times) in works.iter().zip(&mut times) {
            times.push(time(|| {
                for text in *texts {
                    work(black_box(text.as_bytes()));
                }
            }));
        }
    }
    let [scan, ours, ours_header, theirs @ ..] = times;
    let [scan, ours, ours_header] = [scan, ours, ours_header].map(|times| rate(n_bytes, times));
    let [
        mail_parser,
        mailparse,
        mail_parser_headers,
        mailparse_headers,
    ] = theirs.map(|times| rate(n_message_bytes, times));
    println!(
        "{:<13}{:>7}{scan:>9.0}  |{ours:>8.0}{:>8.3}{:>8.2}{:>8.2}  |{ours_header:>9.0}{:>8.3}{:>8.2}{:>8.2}",
        form.name,
        n_bytes / cables.len(),
        ours / scan,
        ours / mail_parser,
        ours / mailparse,
        ours_header / scan,
        ours_header / mail_parser_headers,
        ours_header / mailparse_headers,
    );
}

/// How fast pages are laid out.
fn pages(rounds: usize) {
    let options = Options {
        measure: 68,
        marks: Marks::Gutter,
        filter: Filter::All,
        dim: false,
    };
    let cables: Vec<_> = (0..500).map(|nth| parse(cable(nth).as_bytes())).collect();
    let n_bytes: usize = cables.iter().map(|cable| cable.text().len()).sum();
    let times = (0..rounds).map(|_| {
        time(|| {
            for cable in &cables {
                black_box(typeset(black_box(cable), &options));
            }
        })
    });
    println!(
        "layout of a page      {:8.0} MB/s",
        rate(n_bytes, times.collect())
    );
}

fn cable(nth: usize) -> String {
    FORMS
        .first()
        .map(|form| (form.make)(nth))
        .unwrap_or_default()
}

/// How long a frame takes at 200x60.
fn frames(rounds: usize) {
    use ratatui::{buffer::Buffer, layout::Rect};
    let opened = Opened {
        cable: parse(cable(7).as_bytes()),
        findings: Vec::new(),
    };
    let size = Size {
        width: 200,
        height: 60,
    };
    let entry = reftel::app::Entry::default();
    let model =
        Model::new(vec![entry], Settings::default(), Keymap::new(), size).reading(0, opened);
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    let mut times = Vec::new();
    for _ in 0..rounds * 20 {
        times.push(time(|| {
            buffer.reset();
            black_box(reftel::ui::view(&model, &mut buffer));
        }));
    }
    println!(
        "one frame at 200x60   {:8.0} µs",
        median(times).as_secs_f64() * 1e6
    );
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[allow(clippy::cast_precision_loss)]
fn rate(n_bytes: usize, times: Vec<Duration>) -> f64 {
    n_bytes as f64 / median(times).as_secs_f64() / 1e6
}

/// The same words as a mail message: the lines above the first blank one as
/// its headers.
fn message(cable: &str) -> String {
    const LONGEST: usize = 1_500;
    let above = cable
        .split_once("\n\n")
        .filter(|(above, _)| above.len() < LONGEST);
    let (above, body) = above.unwrap_or_else(|| {
        let first = cable.match_indices('\n').map(|(at, _)| at);
        let end = first.take_while(|&at| at < LONGEST).nth(11).unwrap_or(0);
        cable.split_at(end)
    });
    let mut text = String::new();
    for (idx, line) in above.lines().enumerate() {
        let _ = write!(text, "X-Line-{idx}: {line}\r\n");
    }
    text.push_str("From: Ada Quill <quill@port-larkspur.example>\r\nTo: state@washdc.example\r\nSubject: Harbor talks\r\n");
    text.push_str("Date: Tue, 22 Jul 2008 15:04:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
    text.push_str(&body.replace('\n', "\r\n"));
    text
}
