//! What a key costs in a cable of 20,000 paragraphs.
//!
//! A key is given to `update`, and the frame after it is drawn into cells, as
//! the runtime does; reading the terminal and writing to it are left out. What
//! another thread works out of a cable behind the first frame is there. Each
//! row is a way of typing, repeated on a fresh reader: the times of its keys,
//! and the one that took longest.
//!
//!     cargo bench --bench keys            # every row
//!     cargo bench --bench keys -- filter  # those whose names begin so

#![allow(clippy::disallowed_macros)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::str::FromStr as _;
use std::time::{Duration, Instant};

use reftel::app::{Effect, Entry, Model, Msg, Opened, Settings, Size, update};
use reftel::command::{Key, Keymap};
use reftel::parse::parse;
use reftel::ui::Painter;

const SIZE: Size = Size {
    width: 120,
    height: 40,
};

/// Ways of typing: what is pressed before, unmeasured, and what is measured.
/// Keys stand between blanks, or one after the other behind `'`.
const ROWS: &[(&str, &str, &str)] = &[
    (
        "move",
        "<end> <home>",
        "j j j k <c-d> <c-u> } { <pagedown> <pageup>",
    ),
    ("ends", "", "G g g 5 0 %"),
    ("search rare", "/", "'quincewhistle"),
    ("search often", "/", "'the minister"),
    ("search whole", "/ 'minister <enter>", "n n N n n"),
    ("filter rare", "", "& 'quincewhistle <enter>"),
    ("filter often", "", "& 'the minister <enter>"),
    ("filter marking", "", "& 'class:c role:comment <enter>"),
    ("filter leave", "& 'minister <enter>", "j n <esc>"),
    ("explain", "5 0 %", "x <esc> l x <esc> l x <esc> l x <esc>"),
    ("palette", ":", "'findings"),
    ("brackets", "", "] c ] r ] e [ c ] r ;"),
    ("report", "", "g c <esc> g p <esc>"),
    ("folds", "", "z c z o"),
    ("resize", "", "! !"),
];

fn main() {
    // `cargo bench` says so; `cargo test` asks only whether it runs.
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    let quick = !names.iter().any(|argument| argument == "--bench");
    names.retain(|argument| !argument.starts_with("--"));
    let (n_paragraphs, rounds) = if quick { (50, 1) } else { (20_000, 7) };
    let text = cable(n_paragraphs);
    println!("a cable of {n_paragraphs} paragraphs, {} bytes", text.len());
    println!(
        "{:<16}{:>6}{:>9}{:>9}{:>9}  slowest key",
        "ms a key", "keys", "median", "p95", "max"
    );
    let entry = Entry::default();
    let model = Model::new(vec![entry], Settings::default(), Keymap::new(), SIZE);
    let mut model = model.reading(0, Opened::new(parse(text.as_bytes()), None));
    for effect in update(&mut model, Msg::Resized(SIZE)) {
        if let Effect::Examine(examining) = effect {
            let examined = Msg::Examined(Box::new(examining.examine()));
            black_box(update(&mut model, examined));
        }
    }
    for (name, before, typed) in ROWS {
        if names.is_empty() || names.iter().any(|wanted| name.starts_with(wanted.as_str())) {
            row(&model, name, (before, typed), rounds);
        }
    }
}

/// Measures a way of typing and prints its row.
fn row(model: &Model, name: &str, (before, typed): (&str, &str), rounds: usize) {
    let mut times: Vec<(Duration, String)> = Vec::new();
    for _ in 0..rounds {
        let mut model = model.clone();
        let mut painter = Painter::default();
        // What the models share is copied by the first key.
        for (key, _) in keys("j k").into_iter().chain(keys(before)) {
            press(&mut model, &mut painter, key);
        }
        for (key, name) in keys(typed) {
            let start = Instant::now();
            press(&mut model, &mut painter, key);
            times.push((start.elapsed(), name));
        }
    }
    times.sort();
    let at = |hundredth: usize| {
        let idx = (times.len() * hundredth / 100).min(times.len().saturating_sub(1));
        times
            .get(idx)
            .map_or(0.0, |(time, _)| time.as_secs_f64() * 1e3)
    };
    let slowest = times.last().map_or("", |(_, name)| name.as_str());
    println!(
        "{name:<16}{:>6}{:>9.2}{:>9.2}{:>9.2}  {slowest}",
        times.len(),
        at(50),
        at(95),
        at(100)
    );
}

/// Gives a key to the program and draws what comes of it.
fn press(model: &mut Model, painter: &mut Painter, key: Key) {
    black_box(update(model, Msg::Key(key)));
    black_box(painter.draw(model, SIZE, |y, from, drawn| {
        black_box((y, from, drawn));
    }));
}

/// Keys and their names.
fn keys(line: &str) -> Vec<(Key, String)> {
    let mut names = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        if let Some(typed) = rest.strip_prefix('\'') {
            let end = typed.find(" <").unwrap_or(typed.len());
            let (letters, behind) = typed.split_at(end);
            names.extend(letters.chars().map(|c| match c {
                ' ' => String::from("<space>"),
                c => c.to_string(),
            }));
            rest = behind.trim_start();
        } else {
            let (name, behind) = rest.split_once(' ').unwrap_or((rest, ""));
            names.push(name.to_owned());
            rest = behind.trim_start();
        }
    }
    let known = names.into_iter().filter_map(|name| {
        let key = Key::from_str(&name);
        if key.is_err() {
            println!("no key is called {name}");
        }
        Some((key.ok()?, name))
    });
    known.collect()
}

/// A cable whose paragraphs differ: in length, marking and words.
fn cable(n_paragraphs: usize) -> String {
    const MARKS: [&str; 5] = ["U", "C", "SBU", "S", "C"];
    const SENTENCES: [&str; 7] = [
        "The Minister of Marine told the Ambassador that dues would not rise (ref A).",
        "Neither the harbor board nor the unions were heard before the decree.",
        "He asked that this not be published; DCM said the Department would decide.",
        "Exports fell by 4 percent, as Northhaven 88 had reported.",
        "&We shall wait,8 an adviser said, and the ministry,s own figures agree.",
        "POLOFF met the opposition on June 20 and found it divided over the port.",
        "Comment: the government has no majority for this, and knows it.",
    ];
    let mut text = String::from(
        "P 211455Z JUN 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC PRIORITY 4388\n\
         BT\nC O N F I D E N T I A L PORT LARKSPUR 000288\n\nSIPDIS\n\n\
         E.O. 12958: DECL: 06/21/2018\nTAGS: PREL, EWWT\nSUBJECT: HARBOR DUES\n\n\
         REF: A. PORT LARKSPUR 271\n\n",
    );
    for nth in 0..n_paragraphs {
        let mark = MARKS.get(nth % MARKS.len()).unwrap_or(&"U");
        let _ = write!(text, "{}. ({mark})", nth + 1);
        let mut column = 8;
        for sentence in 0..2 + nth % 4 {
            let words = SENTENCES.get((nth * 3 + sentence * 2) % SENTENCES.len());
            for word in words.unwrap_or(&"").split(' ') {
                let is_full = column + word.len() > 64;
                column = if is_full { 0 } else { column + word.len() + 1 };
                text.push(if is_full { '\n' } else { ' ' });
                text.push_str(word);
            }
        }
        if nth == n_paragraphs / 2 {
            text.push_str("\nQuincewhistle was named.");
        }
        text.push_str("\n\n");
    }
    text.push_str("QUILL\n");
    text
}
