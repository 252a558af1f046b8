//! Parse speed beside its limit and its neighbors, in one run.
//!
//! Five thousand varied synthetic cables are parsed whole; in the same
//! process the lines of the same bytes are scanned with memchr, and
//! `mail-parser` and `mailparse` read messages of like size. Machines differ
//! and are noisy, so the figures to quote are the ratios printed at the end.
//!
//!     cargo bench

#![allow(clippy::disallowed_macros, clippy::cast_possible_truncation)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use reftel::app::{Model, Opened, Settings, Size};
use reftel::command::Keymap;
use reftel::parse::parse;
use reftel::typeset::{Filter, Marks, Options, typeset};

const N_CABLES: usize = 5_000;
const ROUNDS: usize = 15;

fn main() {
    // `cargo test --benches` asks only whether it runs.
    let quick = std::env::args().any(|argument| argument == "--test");
    let (n_cables, rounds) = if quick { (50, 1) } else { (N_CABLES, ROUNDS) };
    let cables: Vec<String> = (0..n_cables).map(cable).collect();
    let messages: Vec<String> = cables.iter().map(|text| message(text)).collect();
    let n_bytes: usize = cables.iter().map(String::len).sum();
    let n_message_bytes: usize = messages.iter().map(String::len).sum();
    println!(
        "{n_cables} cables, {n_bytes} bytes, {} bytes each on average",
        n_bytes / n_cables
    );

    let mut scan = Vec::new();
    let mut ours = Vec::new();
    let mut mail_parser_full = Vec::new();
    let mut mailparse_full = Vec::new();
    let mut set = Vec::new();
    let options = Options {
        measure: 68,
        marks: Marks::Gutter,
        filter: Filter::All,
        dim: false,
    };
    let parsed: Vec<_> = cables
        .iter()
        .take(500)
        .map(|text| parse(text.as_bytes()))
        .collect();
    let n_set_bytes: usize = parsed.iter().map(|cable| cable.text().len()).sum();
    for _ in 0..rounds {
        scan.push(time(|| {
            for text in &cables {
                black_box(memchr::memchr_iter(b'\n', black_box(text.as_bytes())).count());
            }
        }));
        ours.push(time(|| {
            for text in &cables {
                black_box(parse(black_box(text.as_bytes())));
            }
        }));
        mail_parser_full.push(time(|| {
            for text in &messages {
                black_box(mail_parser::MessageParser::default().parse(black_box(text.as_bytes())));
            }
        }));
        mailparse_full.push(time(|| {
            for text in &messages {
                let _ = black_box(
                    mailparse::parse_mail(black_box(text.as_bytes())).map(|mail| mail.get_body()),
                );
            }
        }));
        set.push(time(|| {
            for cable in &parsed {
                black_box(typeset(black_box(cable), &options));
            }
        }));
    }
    let scan = rate(n_bytes, scan);
    let ours = rate(n_bytes, ours);
    let mail_parser_full = rate(n_message_bytes, mail_parser_full);
    let mailparse_full = rate(n_message_bytes, mailparse_full);
    println!("memchr line scan      {scan:8.0} MB/s");
    println!("reftel parse          {ours:8.0} MB/s");
    println!("mail-parser parse     {mail_parser_full:8.0} MB/s");
    println!("mailparse parse, body {mailparse_full:8.0} MB/s");
    println!("reftel typeset        {:8.0} MB/s", rate(n_set_bytes, set));
    println!("reftel / mail-parser  {:8.2}", ours / mail_parser_full);
    println!("reftel / mailparse    {:8.2}", ours / mailparse_full);
    println!("reftel / line scan    {:8.3}", ours / scan);
    frames(rounds);
}

/// How long a frame takes at 200x60.
fn frames(rounds: usize) {
    use ratatui::{Terminal, backend::TestBackend};
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
    let Ok(mut terminal) = Terminal::new(TestBackend::new(size.width, size.height));
    let mut times = Vec::new();
    for _ in 0..rounds * 20 {
        times.push(time(|| {
            let _ = terminal.draw(|frame| reftel::ui::view(&model, frame));
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

/// A cable of some six kilobytes; no two are alike.
fn cable(nth: usize) -> String {
    const POSTS: [&str; 4] = ["PORT LARKSPUR", "NORTHHAVEN", "SANTA BRISA", "KESTREL BAY"];
    const MARKS: [&str; 5] = ["(C)", "(U)", "(SBU)", "(C/NF)", "(C)"];
    const WORDS: [&str; 24] = [
        "the",
        "harbor",
        "Minister",
        "said",
        "that",
        "boats",
        "from",
        "Veldania",
        "would",
        "pay",
        "no",
        "dues",
        "until",
        "a",
        "lighthouse",
        "was",
        "moved,",
        "which",
        "econoff",
        "doubted.",
        "Contacts",
        "in",
        "port",
        "agree;",
    ];
    let post = POSTS[nth % 4];
    let serial = 1 + nth % 9_000;
    let (damaged, wrapped) = (nth.is_multiple_of(3), nth % 5 < 3);
    let mut text = String::new();
    let _ = write!(
        text,
        "VZCZCXYZ{:04}\nPP RUEHC RUEHNH\nDE RUEHPL #{:04}/01 2041504\nZNY CCCCC ZZH\nP 221504Z JUL 08\nFM AMEMBASSY {post}\n\
         TO RUEHC/SECSTATE WASHDC PRIORITY {:04}\n",
        nth % 10_000,
        serial % 10_000,
        nth % 9_999
    );
    for idx in 0..3 + nth % 14 {
        let keyword = if idx == 0 { "INFO " } else { "" };
        let _ = writeln!(
            text,
            "{keyword}RUEH{:02}/AMEMBASSY POST NUMBER PRIORITY {:04}",
            idx % 99,
            (nth + idx) % 9_999
        );
    }
    let _ = write!(
        text,
        "\nC O N F I D E N T I A L {post} {serial:06}\n\nSIPDIS\n\nE.O. 12958: DECL: 07/22/2018\nTAGS: PREL EFIS VD\n\
         SUBJECT: HARBOR TALKS NUMBER {nth} OPEN\nAMID DOUBTS\n\nREF: A. NORTHHAVEN {}\n\u{b6}B. 07 STATE {}\n\n\
         Classified By: DCM Ada Quill, reasons 1.4 (b) and (d).\n\n",
        1 + nth % 300,
        1000 + nth
    );
    let n_paragraphs = 4 + nth % 9;
    let mut seed = nth as u32;
    for number in 1..=n_paragraphs {
        let sign = if damaged && number < 5 { "1" } else { "\u{b6}" };
        let _ = write!(text, "{sign}{number}. {} ", MARKS[(nth + number) % 5]);
        if number == 1 {
            text.push_str("SUMMARY: ");
        }
        let mut column = 12;
        for _ in 0..80 + nth % 60 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let word = WORDS[(seed >> 16) as usize % WORDS.len()];
            text.push_str(word);
            if damaged && seed.is_multiple_of(41) {
                text.push_str(",s");
            }
            column += word.len() + 1;
            if wrapped && column > 60 {
                text.push_str(" \n");
                column = 0;
            } else {
                text.push(' ');
            }
        }
        text.push_str(if number == 1 {
            "so it ended. END SUMMARY.\n\n"
        } else {
            "so it ended.\n\n"
        });
    }
    text.push_str("TREMAINE\n");
    text
}

/// The same words as a mail message.
fn message(cable: &str) -> String {
    let (heading, body) = cable.split_once("\n\n").unwrap_or(("", cable));
    let mut text = String::new();
    for (idx, line) in heading.lines().enumerate() {
        let _ = write!(text, "X-Line-{idx}: {line}\r\n");
    }
    text.push_str("From: Ada Quill <quill@port-larkspur.example>\r\nTo: state@washdc.example\r\nSubject: Harbor talks\r\n");
    text.push_str("Date: Tue, 22 Jul 2008 15:04:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
    text.push_str(&body.replace('\n', "\r\n"));
    text
}
