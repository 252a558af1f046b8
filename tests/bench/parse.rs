//! Parse speed beside its limit and its neighbors, in one run.
//!
//! Varied synthetic cables of every form are parsed whole and down to their
//! subjects; in the same process, taking turns, the lines of the same bytes
//! are scanned with memchr, and `mail-parser` and `mailparse` read messages
//! of the same words and of like size, whole and down to the end of their
//! headers. Each reads them twice: `bare`, as one part of plain text, where
//! nothing has to be undone below the headers, and `sent`, as mail travels:
//! with the traces of relays and a signature in the header, text and web page
//! side by side, quoted-printable. Machines differ and are noisy, so the
//! figures to quote are the ratios.
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
use reftel::typeset::{Marks, Options, typeset};

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
    println!("{n_cables} cables of each form; MB/s, and how many times as fast as others");
    println!(
        "{:<30}  |{:^40}  |{:^40}",
        "", "parse, and its ratios to", "header, and its ratios to"
    );
    println!(
        "{:<13}{:>7}{:>9}   |{:>8}{:>8}{:>6}{:>6}{:>6}{:>6}  |{:>8}{:>8}{:>6}{:>6}{:>6}{:>6}",
        "form",
        "bytes",
        "scan",
        "MB/s",
        "scan",
        "A",
        "B",
        "a",
        "b",
        "MB/s",
        "scan",
        "A",
        "B",
        "a",
        "b"
    );
    for form in FORMS.iter().filter(is_wanted) {
        row(form, &form.cables(n_cables), rounds);
    }
    println!("scan: memchr of line ends; A, B: mail-parser, mailparse on messages as they are");
    println!("sent; a, b: the same on bare ones\n");
    if names.is_empty() {
        pages(rounds);
        frames(rounds);
    }
}

/// What is timed on each of some texts.
type Work = fn(&[u8]);

/// Reads a message whole, and every part of it.
fn mail_parser_whole(text: &[u8]) {
    black_box(mail_parser::MessageParser::default().parse(text));
}

fn mail_parser_header(text: &[u8]) {
    black_box(mail_parser::MessageParser::default().parse_headers(text));
}

/// Reads a message whole: the parts too, which are decoded on demand.
fn mailparse_whole(text: &[u8]) {
    if let Ok(mail) = mailparse::parse_mail(text) {
        for part in mail.parts() {
            let _ = black_box(part.get_body());
        }
    }
}

fn mailparse_header(text: &[u8]) {
    let _ = black_box(mailparse::parse_headers(text));
}

/// Measures a form and prints its row.
fn row(form: &Form, cables: &[String], rounds: usize) {
    let bare: Vec<String> = cables.iter().map(|text| bare(text)).collect();
    let sent: Vec<String> = cables.iter().map(|text| sent(text)).collect();
    let works: [(&[String], Work); 11] = [
        (cables, |text| {
            black_box(memchr::memchr_iter(b'\n', text).count());
        }),
        (cables, |text| {
            black_box(parse(text));
        }),
        (&sent, mail_parser_whole),
        (&sent, mailparse_whole),
        (&bare, mail_parser_whole),
        (&bare, mailparse_whole),
        (cables, |text| {
            black_box(header(text));
        }),
        (&sent, mail_parser_header),
        (&sent, mailparse_header),
        (&bare, mail_parser_header),
        (&bare, mailparse_header),
    ];
    let mut times: [Vec<Duration>; 11] = Default::default();
    for _ in 0..rounds {
        for ((texts, work), times) in works.iter().zip(&mut times) {
            times.push(time(|| {
                for text in *texts {
                    work(black_box(text.as_bytes()));
                }
            }));
        }
    }
    let mut rates = works.iter().zip(times).map(|((texts, _), times)| {
        let n_bytes = texts.iter().map(String::len).sum();
        rate(n_bytes, times)
    });
    let mut next = || rates.next().unwrap_or_default();
    let scan = next();
    let n_bytes: usize = cables.iter().map(String::len).sum();
    print!("{:<13}{:>7}{scan:>9.0} ", form.name, n_bytes / cables.len());
    for _ in ["whole", "header"] {
        let ours = next();
        print!("  |{ours:>8.0}{:>8.3}", ours / scan);
        for _ in 0..4 {
            print!("{:>6.2}", ours / next());
        }
    }
    println!();
}

/// How fast pages are laid out.
fn pages(rounds: usize) {
    let options = Options {
        measure: 68,
        marks: Marks::Gutter,
        ..Options::default()
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
    let opened = Opened::new(parse(cable(7).as_bytes()), None);
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

const NAMES: &str = "From: Ada Quill <quill@port-larkspur.example>\r\nTo: state@washdc.example\r\nSubject: Harbor talks\r\n\
Date: Tue, 22 Jul 2008 15:04:00 +0000\r\nMIME-Version: 1.0\r\n";

/// The same words as a mail message of one part: the lines above the first
/// blank one as its headers.
fn bare(cable: &str) -> String {
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
    text.push_str(NAMES);
    text.push_str("Content-Type: text/plain; charset=utf-8\r\n\r\n");
    text.push_str(&body.replace('\n', "\r\n"));
    text
}

/// The same words as mail travels, about as long as the cable: its first
/// lines as text, and again as a web page.
fn sent(cable: &str) -> String {
    let ends = cable.match_indices('\n').map(|(at, _)| at + 1);
    let end = ends.take_while(|&at| at < cable.len() * 2 / 5).last();
    let words = cable.get(..end.unwrap_or(cable.len())).unwrap_or(cable);
    let mut text = String::from("Return-Path: <quill@port-larkspur.example>\r\n");
    for nth in 1..=3 {
        let _ = write!(
            text,
            "Received: from mx{nth}.port-larkspur.example (mx{nth}.port-larkspur.example [192.0.2.{nth}])\r\n\
\tby in{nth}.washdc.example with ESMTPS id 4F9A{nth}22C81\r\n\
\tfor <state@washdc.example>; Tue, 22 Jul 2008 15:04:0{nth} +0000\r\n"
        );
    }
    text.push_str(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=port-larkspur.example;\r\n",
    );
    text.push_str("\ts=harbor; h=from:to:subject:date:mime-version;\r\n\tbh=");
    text.push_str(&"aGFyYm9y".repeat(5));
    text.push_str(";\r\n\tb=");
    for _ in 0..4 {
        text.push_str(&"dGFsa3Mh".repeat(8));
        text.push_str("\r\n\t");
    }
    text.push_str("\r\n");
    text.push_str(NAMES);
    text.push_str("Content-Type: multipart/alternative; boundary=\"=_talks\"\r\n");
    for (kind, words) in [("plain", words.to_owned()), ("html", page(words))] {
        let _ = write!(
            text,
            "\r\n--=_talks\r\nContent-Type: text/{kind}; charset=utf-8\r\n\
Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        );
        quoted_printable(&words, &mut text);
    }
    text.push_str("\r\n--=_talks--\r\n");
    text
}

fn page(words: &str) -> String {
    let words = words.replace("\n\n", "</p>\n<p class=\"text\">");
    format!("<html><body><p class=\"text\">{words}</p></body></html>\n")
}

/// Encodes as RFC 2045, 6.7 has it, in lines of at most 76 characters.
fn quoted_printable(words: &str, into: &mut String) {
    for line in words.lines() {
        let mut length = 0;
        for byte in line.bytes() {
            let is_plain = matches!(byte, b' '..=b'~') && byte != b'=';
            let width = if is_plain { 1 } else { 3 };
            if length + width > 75 {
                into.push_str("=\r\n");
                length = 0;
            }
            length += width;
            if is_plain {
                into.push(char::from(byte));
            } else {
                let _ = write!(into, "={byte:02X}");
            }
        }
        into.push_str("\r\n");
    }
}
