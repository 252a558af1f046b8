//! Whether parsing stays linear, whatever part of a telegram is blown up.
//!
//!     cargo bench --bench linear            # times, of twice and four times
//!     cargo bench --bench linear -- NAME N  # parses case NAME of N units, once
//!
//! Times are noisy. Instructions are not: run the second form under
//! `valgrind --tool=callgrind` with N and with 2 N, take away what N = 0
//! costs, and divide.

#![allow(clippy::disallowed_macros)]

use std::hint::black_box;
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use reftel::parse::parse;

/// What makes a text of so many units.
type Case = (&'static str, fn(usize) -> String);

const HEADER: &str = "VZCZCXYZ0042\nPP RUEHC\nDE RUEHPL #0311/01 2041504\nZNY CCCCC ZZH\n\
P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4412\n";
const BANNER: &str = "\nC O N F I D E N T I A L PORT LARKSPUR 000311\n\nSIPDIS\n\n";
const FIELDS: &str = "E.O. 12958: DECL: 07/22/2018\nTAGS: PREL VD\nSUBJECT: HARBOR TALKS\n\n";

fn header(part: &str, n: usize) -> String {
    format!(
        "{HEADER}{}{BANNER}{FIELDS}1. (C) Text.\nTREMAINE\n",
        part.repeat(n)
    )
}

fn fields(part: &str, n: usize) -> String {
    format!(
        "{HEADER}{BANNER}{FIELDS}{}\n\n1. (C) Text.\nTREMAINE\n",
        part.repeat(n)
    )
}

fn body(part: &str, n: usize) -> String {
    format!(
        "{HEADER}{BANNER}{FIELDS}1. (C) Text.\n{}\nTREMAINE\n",
        part.repeat(n)
    )
}

fn joined(numbers: RangeInclusive<usize>, part: impl Fn(usize) -> String) -> String {
    numbers.map(part).collect::<Vec<_>>().concat()
}

/// A telegram of two sections, and text below its first paragraph.
fn sections(subject: &str, below: &str) -> String {
    let banner = section_banner(1);
    format!(
        "{HEADER}{banner}TAGS: PREL VD\nSUBJECT: {subject}\n\n1. (C) Text.\n{below}\nTREMAINE\n"
    )
}

fn section_banner(section: usize) -> String {
    format!(
        "\nC O N F I D E N T I A L SECTION {section:02} OF 02 PORT LARKSPUR 000311\n\nSIPDIS\n\n"
    )
}

fn numbered(n: usize) -> String {
    let paragraphs = joined(1..=n, |number| format!("{number}. (C) Talks went on.\n\n"));
    format!("{HEADER}{BANNER}{FIELDS}{paragraphs}TREMAINE\n")
}

const CASES: &[Case] = &[
    ("called-stations", |n| {
        format!("PP {}\n{HEADER}", "RUEHAB ".repeat(n))
    }),
    ("addressees", |n| {
        header("RUEHAB/AMEMBASSY NORTHHAVEN PRIORITY 0001\n", n)
    }),
    ("addressees-on-one-line", |n| {
        header("AMEMBASSY NORTHHAVEN PRIORITY 0001 ", n)
    }),
    ("exempt", |n| header("XMT AMEMBASSY NORTHHAVEN\n", n)),
    ("info-lists", |n| header("INFO AMEMBASSY NORTHHAVEN\n\n", n)),
    ("unread-header-lines", |n| header("%%% ~~ 9\n", n)),
    ("distribution", |n| {
        header("INFO  LOG-00  EUR-00  /088W\n", n)
    }),
    ("page-lines-in-header", |n| {
        header("PAGE 02 NORTHH 00088 110914Z\n", n)
    }),
    ("captions", |n| {
        format!(
            "{HEADER}{BANNER}{}{FIELDS}1. (C) Text.\n",
            "STATE FOR EUR/VV\n".repeat(n)
        )
    }),
    ("captions-that-go-on", |n| {
        format!(
            "{HEADER}{BANNER}{}{FIELDS}1. (C) Text.\n",
            "STATE FOR EUR/VV AND\n".repeat(n)
        )
    }),
    ("interests-sections", |n| {
        format!(
            "{HEADER}{}{BANNER}{FIELDS}REF: {}\n\n1. (C) Text.\n",
            "USINT HAVANA\n".repeat(n),
            "USINT 202; ".repeat(n)
        )
    }),
    ("banners", |n| {
        fields("C O N F I D E N T I A L PORT LARKSPUR 000311\n", n)
    }),
    ("tags", |n| fields("TAGS: PREL VD\n", n)),
    ("tags-on-one-line", |n| {
        format!(
            "{HEADER}{BANNER}TAGS: {}\nSUBJECT: X\n",
            "PREL, VD ".repeat(n)
        )
    }),
    ("tags-glued", |n| {
        format!(
            "{HEADER}{BANNER}TAGS: {}\nSUBJECT: X\n",
            "PRELEFIS".repeat(n)
        )
    }),
    ("persons", |n| {
        format!(
            "{HEADER}{BANNER}TAGS: {}\nSUBJECT: X\n",
            "OVIP (QUILL, ADA) ".repeat(n)
        )
    }),
    ("open-brackets-in-tags", |n| {
        format!("{HEADER}{BANNER}TAGS: {}\nSUBJECT: X\n", "(".repeat(n))
    }),
    ("subject", |n| {
        format!(
            "{HEADER}{BANNER}SUBJECT: {}\n\n1. (C) Text.\n",
            "HARBOR TALKS ".repeat(n)
        )
    }),
    ("subject-lines", |n| {
        format!(
            "{HEADER}{BANNER}SUBJECT: {}\n\n1. (C) Text.\n",
            "HARBOR TALKS\n".repeat(n)
        )
    }),
    ("references", |n| fields("REF: A. NORTHHAVEN 88\n", n)),
    ("references-on-one-line", |n| {
        fields(&format!("REF: {}", "A. NORTHHAVEN 88 ".repeat(n)), 1)
    }),
    ("references-between-semicolons", |n| {
        fields(&format!("REF: {}", "QUILL E-MAIL; ".repeat(n)), 1)
    }),
    ("reference-of-letters", |n| {
        fields(&format!("REF: {}", "A".repeat(n)), 1)
    }),
    ("reference-of-commas", |n| {
        fields(&format!("REF: {}", "A, ".repeat(n)), 1)
    }),
    ("reference-of-digits", |n| {
        fields(&format!("REF: NORTHHAVEN {}", "8 ".repeat(n)), 1)
    }),
    ("labels-on-one-line", |n| {
        fields(&"TAGS: PREL REF: A. OSLO 1 ".repeat(n), 1)
    }),
    ("classified-by", |n| {
        fields(&format!("Classified By: {}", "DCM Ada Quill ".repeat(n)), 1)
    }),
    ("reasons", |n| {
        fields(
            &format!(
                "Classified By: DCM Quill, reasons 1.4 {}",
                "(b), ".repeat(n)
            ),
            1,
        )
    }),
    ("executive-orders", |n| fields("E.O. 12958: N/A\n", n)),
    ("handling-notes", |n| {
        fields("SENSITIVE BUT UNCLASSIFIED\n\n", n)
    }),
    ("paragraphs", numbered),
    ("paragraphs-with-a-mark-of-1", |n| {
        let paragraphs = joined(1..=n, |number| format!("1{number}. (C) Talks.\n\n"));
        format!("{HEADER}{BANNER}{FIELDS}{paragraphs}TREMAINE\n")
    }),
    ("pilcrows", |n| body("\u{b6}B. Talks\n", n)),
    ("one-long-line", |n| body(&"the harbor talks ".repeat(n), 1)),
    ("lines", |n| body("the harbor talks went on and on\n", n)),
    ("blank-lines", |n| body("\n", n)),
    ("page-breaks", |n| {
        body("talks went on\n\nPORT LARKS 00000311  002 OF 003\n\n", n)
    }),
    ("page-headers-in-a-line", |n| {
        body(&"on PORT LARKS 00000311 002 OF 003 and ".repeat(n), 1)
    }),
    ("rules", |n| body("Harbor Dues\n-----------\n\n", n)),
    ("open-quotes", |n| body(&"&dues ".repeat(n), 1)),
    ("closed-quotes", |n| body(&"dues8 ".repeat(n), 1)),
    ("apostrophes", |n| body(&"Minister,s ".repeat(n), 1)),
    ("excisions", |n| body(&"XXXXXXXXXXXX ".repeat(n), 1)),
    ("one-long-excision", |n| body(&"X".repeat(n), 1)),
    ("open-brackets", |n| body(&"(".repeat(n), 1)),
    ("marks", |n| body(&"(S//REL TO USA, ".repeat(n), 1)),
    ("links", |n| body(&"[PREL](#) ".repeat(n), 1)),
    ("open-links", |n| body(&"[PREL](".repeat(n), 1)),
    ("entities", |n| body(&"&amp;".repeat(n), 1)),
    ("double-decoded", |n| {
        body(&"\u{e2}\u{20ac}\u{2122} ".repeat(n), 1)
    }),
    ("quoted-telegrams", |n| {
        body("QUOTE\nFM AMEMBASSY NORTHHAVEN\nUNQUOTE\n", n)
    }),
    ("texts-that-begin", |n| body("BEGIN TEXT\n\n1. (U) x\n", n)),
    ("quotations-that-stay-open", |n| {
        body("BEGIN TEXT:\nFM AMEMBASSY NORTHHAVEN\n", n)
    }),
    ("numbers-glued-to-text", |n| {
        body("1. (C) Talks went on. 2. (C) Dues rose.\n", n)
    }),
    ("numbers-in-one-line", |n| {
        body(&"It ended. 2. (C) ".repeat(n), 1)
    }),
    ("numbers-alone", |n| body("7.\n(C)\n", n)),
    ("parts-of-a-number", |n| body("2a. (C) Dues rose.\n", n)),
    ("numbered-entries", |n| {
        body("Dues:\n1. boats\n2. docks\n", n)
    }),
    ("sections", |n| {
        let repeated = format!("BT\n{HEADER}{}{FIELDS}Talks\n", section_banner(2));
        sections("HARBOR TALKS", &repeated.repeat(n))
    }),
    ("sections-of-a-long-subject", |n| {
        let repeated = format!("{}SUBJECT: HARBOR\nTALKS\n\n", section_banner(2));
        sections(&"HARBOR TALKS ".repeat(8 * n), &repeated.repeat(n))
    }),
    ("serials-in-one-line", |n| {
        sections("HARBOR TALKS", &"SECRET PORT LARKSPUR 000311 ".repeat(n))
    }),
    ("serials", |n| {
        sections("HARBOR TALKS", &"SECRET NORTHHAVEN 000311\n".repeat(n))
    }),
    ("summaries", |n| body(&"SUMMARY: Talks. ".repeat(n), 1)),
    ("ends-of-summaries", |n| body(&"END SUMMARY. ".repeat(n), 1)),
    ("comments-in-brackets", |n| {
        body(&"(Comment: dues. End comment.) ".repeat(n), 1)
    }),
    ("open-comments", |n| body(&"(Comment: ".repeat(n), 1)),
    ("sub-paragraphs", |n| body("-- (C) Dues rose.\n", n)),
    ("columns", |n| body("Dues   12   14\n", n)),
    ("signatures", |n| body("TREMAINE\n", n)),
    ("stars-at-the-end", |n| body("*****\n", n)),
    ("hyphens-at-line-ends", |n| body("the nego-\ntiations\n", n)),
    ("telegrams", |n| header("", 1).repeat(n)),
];

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    if let Some(name) = arguments.next().filter(|argument| argument != "--test") {
        let n_units = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(0);
        let case = CASES.iter().find(|(known, _)| *known == name);
        if let Some((_, text)) = case {
            black_box(parse(text(n_units).as_bytes()));
        } else {
            for (name, _) in CASES {
                println!("{name}");
            }
        }
        return;
    }
    println!(
        "{:<32} {:>10} {:>8} {:>8}",
        "", "of 64 KiB", "twice", "4 times"
    );
    for (name, text) in CASES {
        let unit = text(2).len() - text(1).len();
        let n_units = (64 << 10) / unit.max(1);
        let one = best(&text(n_units));
        let ratio = |times: usize| best(&text(n_units * times)).as_secs_f64() / one.as_secs_f64();
        println!(
            "{name:<32} {:>7.2} ms {:>8.2} {:>8.2}",
            one.as_secs_f64() * 1e3,
            ratio(2),
            ratio(4)
        );
    }
}

/// The shortest of five readings.
fn best(text: &str) -> Duration {
    let read = || {
        let start = Instant::now();
        black_box(parse(black_box(text.as_bytes())));
        start.elapsed()
    };
    (0..5).map(|_| read()).min().unwrap_or_default()
}
