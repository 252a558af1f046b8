//! The index of a collection beside its neighbors, in one run.
//!
//! The same files are taken in by reftel, by tantivy alone (one document a
//! file, words with positions, as many threads) and by `SQLite`'s FTS5 (one
//! thread, text stored); then the same words are sought in all three. Machines
//! differ and are noisy, so the figures to quote are the ratios.
//!
//!     cargo run --release --example generate -- --count 100000 FOLDER
//!     cargo bench --bench index -- FOLDER
//!
//! The program's own `SQLite` has no FTS5 (`.cargo/config.toml` says why);
//! with `LIBSQLITE3_FLAGS=-DSQLITE_ENABLE_FTS5` before the command the bench
//! has.
//!
//! An index that is there in a cache folder is measured without neighbors, such
//! as one of a million cables:
//!
//!     cargo bench --bench index -- FOLDER --alone ~/.cache/reftel
//!
//! Without a folder the corpus of the tests is taken: too little to measure.

#![allow(clippy::disallowed_macros, clippy::cast_precision_loss)]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use reftel::app::{FoundHits, HitOrder, HitQuery};
use reftel::index::{Address, Index, Snapshot};
use reftel::library::{Limits, OnDisk, each_file};
use reftel::query::{Field, Query, folded};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, PhraseQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, STRING, Schema, TEXT};
use tantivy::{Term, doc};

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    let (mut folder, mut kept) = (None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--alone" {
            kept = arguments.next().map(PathBuf::from);
        } else if !argument.starts_with("--") {
            folder = Some(PathBuf::from(argument));
        }
    }
    let (folder, rounds) = match folder {
        Some(folder) => (folder, 30),
        None => (PathBuf::from("tests/corpus"), 1),
    };
    if let Some(cache) = kept {
        return alone(&folder, &cache, rounds);
    }
    let cache = std::env::temp_dir().join(format!("reftel-bench-{}", std::process::id()));
    std::fs::create_dir_all(&cache)?;
    let measured = measure(&folder, &cache, rounds);
    std::fs::remove_dir_all(&cache)?;
    measured
}

/// What the index in a cache folder takes to answer, beside nothing else.
fn alone(folder: &Path, cache: &Path, rounds: usize) -> Result<(), Error> {
    let begun = Instant::now();
    let index = Index::create(cache, &[folder.to_owned()], &Limits::default())?;
    index.refresh(&mut |_| true)?;
    let snapshot = index.snapshot()?;
    let n_cables = snapshot.n_cables();
    println!(
        "{n_cables} cables, {:.1} MB, as they are after {:.1} s",
        index.n_bytes() as f64 / 1e6,
        begun.elapsed().as_secs_f64()
    );
    let files = files(folder);
    let paths: Vec<PathBuf> = files.into_iter().map(|file| file.path).collect();
    let share = |word: &str| {
        let query = Query::parse(word).ok();
        let found = query.and_then(|query| snapshot.find(&query).ok());
        found.map_or(0.0, |found| found.n_cables() as f64 / n_cables as f64)
    };
    println!("median and p95 in ms of {rounds} runs: the best 50 with count, and rows of them");
    for asked in questions(&paths, &share)? {
        let query = Query::parse(&asked.line)?;
        let n_found = snapshot.find(&query)?.n_cables();
        let ours = times(rounds, || screen(&snapshot, &query));
        let whole = times(rounds.min(3), || list(&snapshot, &query));
        println!(
            "{:<28}{n_found:>8}  reftel {:>7.2} {:>7.2}  whole {:>7.2}",
            asked.line, ours.0, ours.1, whole.0
        );
    }
    fields(&snapshot, rounds)
}

fn measure(folder: &Path, cache: &Path, rounds: usize) -> Result<(), Error> {
    let files = files(folder);
    let n_bytes: u64 = files.iter().map(|file| file.n_bytes).sum();
    let paths: Vec<PathBuf> = files.into_iter().map(|file| file.path).collect();
    println!("{} files, {:.0} MB", paths.len(), n_bytes as f64 / 1e6);
    // All of them are in the memory of the machine before anything is timed.
    for path in &paths {
        black_box(std::fs::read(path)?);
    }
    let (ours, snapshot) = ours(folder, cache)?;
    let bare = Bare::new(&paths, &cache.join("bare"))?;
    let fts = Fts::new(&paths, &cache.join("fts5"))
        .inspect_err(|error| println!("FTS5: {error}"))
        .ok();
    println!(
        "taking in          reftel {:.1} s; tantivy {:.1} s, {:.2} times as fast as reftel",
        ours.took.as_secs_f64(),
        bare.took.as_secs_f64(),
        ratio(ours.took, bare.took)
    );
    println!(
        "size               reftel {:.1} MB and rows {:.1}; tantivy {:.1}, {:.2} of it",
        ours.n_index as f64 / 1e6,
        ours.n_rows as f64 / 1e6,
        bare.n_bytes as f64 / 1e6,
        ours.n_index as f64 / bare.n_bytes as f64
    );
    if let Some(fts) = &fts {
        println!(
            "FTS5               {:.1} s, {:.2} times as fast as reftel; with text {:.1} MB",
            fts.took.as_secs_f64(),
            ratio(ours.took, fts.took),
            fts.n_bytes as f64 / 1e6
        );
    }
    println!("\nmedian and p95 in ms of {rounds} runs: the best 50 with count, and rows of them");
    println!("(reftel), all in order with how many parts hold the words (whole), the best 50");
    println!("with count (tantivy, FTS5)");
    for asked in questions(&paths, &|word| bare.share(word, paths.len()))? {
        let query = Query::parse(&asked.line)?;
        let n_found = snapshot.find(&query)?.n_cables();
        let ours = times(rounds, || screen(&snapshot, &query));
        let whole = times(rounds.min(5), || list(&snapshot, &query));
        let theirs = times(rounds, || bare.search(&asked));
        let fts = match &fts {
            Some(fts) => times(rounds.min(5), || fts.search(&asked.fts)),
            None => (f64::NAN, f64::NAN),
        };
        println!(
            "{:<28}{n_found:>8}  reftel {:>7.2} {:>7.2}  whole {:>7.2}  tantivy {:>7.2} {:>7.2}  FTS5 {:>8.2} {:>8.2}",
            asked.line, ours.0, ours.1, whole.0, theirs.0, theirs.1, fts.0, fts.1
        );
    }
    fields(&snapshot, rounds)
}

/// What queries of fields take, and facets.
fn fields(snapshot: &Snapshot, rounds: usize) -> Result<(), Error> {
    for line in [
        "post:state",
        "date:1985..1986 class>=c",
        "in:summary agree*",
        "has:excision -tag:p*",
    ] {
        let query = Query::parse(line)?;
        let found = snapshot.find(&query)?;
        let ours = times(rounds, || screen(snapshot, &query));
        println!(
            "{line:<28}{:>8}  reftel {:>7.2} {:>7.2}",
            found.n_cables(),
            ours.0,
            ours.1
        );
    }
    let all = snapshot.find(&Query::parse("")?)?;
    // What is counted of all is kept: of all but one it is counted each time.
    let mut most = all.clone();
    let first: Vec<Address> = all.iter().take(1).collect();
    most.leave_out(&first);
    let facets = times(rounds, || {
        for field in [
            Field::Class,
            Field::Post,
            Field::Date,
            Field::Tag,
            Field::Family,
        ] {
            black_box(snapshot.counts(&most, field)?);
        }
        Ok(())
    });
    println!(
        "{:<28}{:>8}  reftel {:>7.2} {:>7.2}",
        "five facets of all but one",
        most.n_cables(),
        facets.0,
        facets.1
    );
    Ok(())
}

/// What is found, counted, the best of it, and the rows of those with how many
/// of their parts hold the words: a screen.
fn screen(snapshot: &Snapshot, query: &Query) -> Result<(), Error> {
    let weighed = snapshot.weigh(query, &[])?;
    black_box(weighed.found.n_cables());
    let mut best = snapshot.best(&weighed, snapshot.n_cables(), 50)?;
    best.truncate(50);
    let these = snapshot.these(best.iter().map(|it| it.address));
    black_box(snapshot.n_parts(&these, query, &mut |_, _| {})?);
    for best in best {
        black_box(snapshot.row(best.address)?);
    }
    Ok(())
}

/// Everything that is found, in order, with how many parts of each hold the
/// words.
fn list(snapshot: &Snapshot, query: &Query) -> Result<(), Error> {
    let weighed = snapshot.weigh(query, &[])?;
    let hits = snapshot.hits(&weighed, query)?;
    let found = &weighed.found;
    let all: Vec<Address> = found.iter().collect();
    let mut collected = FoundHits::new(&HitQuery {
        id: 1,
        query: query.clone(),
        within: None,
        entries: 0..all.len(),
        order: HitOrder::Best,
    });
    for (nth, (n_parts, date)) in hits.n_parts.iter().zip(&hits.dates).enumerate() {
        let weights = hits.weights.iter().map(|weights| weights[nth]);
        collected.add(nth, *n_parts, *date, weights);
    }
    black_box(collected.ordered(HitOrder::Best, snapshot.n_cables()));
    Ok(())
}

fn ratio(ours: Duration, theirs: Duration) -> f64 {
    ours.as_secs_f64() / theirs.as_secs_f64()
}

/// Median and p95 in milliseconds.
fn times(rounds: usize, mut work: impl FnMut() -> Result<(), Error>) -> (f64, f64) {
    let mut times: Vec<f64> = (0..rounds.max(1))
        .map(|_| {
            let begun = Instant::now();
            if let Err(error) = work() {
                println!("{error}");
            }
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times.get((times.len() - 1) * share / 100).copied();
    (at(50).unwrap_or_default(), at(95).unwrap_or_default())
}

/// What it took, and the bytes on the disk.
struct Ours {
    took: Duration,
    n_index: u64,
    /// What is stored for the rows of lists.
    n_rows: u64,
}

fn ours(folder: &Path, cache: &Path) -> Result<(Ours, Snapshot), Error> {
    let paths = [folder.to_owned()];
    let begun = Instant::now();
    let index = Index::create(cache, &paths, &Limits::default())?;
    index.refresh(&mut |_| true)?;
    let took = begun.elapsed();
    let (n_all, n_rows) = size(&Index::folder(cache, &paths))?;
    let n_index = n_all - n_rows;
    Ok((
        Ours {
            took,
            n_index,
            n_rows,
        },
        index.snapshot()?,
    ))
}

/// The files of a folder.
fn files(folder: &Path) -> Vec<OnDisk> {
    let mut files = Vec::new();
    each_file(&[folder.to_owned()], &mut |file| {
        files.push(file);
        true
    });
    files
}

/// Bytes of a folder, and of its files of stored values.
fn size(folder: &Path) -> Result<(u64, u64), Error> {
    let (mut n_all, mut n_stored) = (0, 0);
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let n_bytes = entry.metadata()?.len();
        n_all += n_bytes;
        if entry.path().extension().is_some_and(|name| name == "store") {
            n_stored += n_bytes;
        }
    }
    Ok((n_all, n_stored))
}

/// What is asked of all three.
struct Question {
    line: String,
    words: Vec<String>,
    is_phrase: bool,
    fts: String,
}

/// Words that are rare, of middling frequency and in most texts.
fn questions(paths: &[PathBuf], share: &dyn Fn(&str) -> f64) -> Result<Vec<Question>, Error> {
    let mut words: Vec<String> = Vec::new();
    for path in paths.iter().step_by((paths.len() / 200).max(1)) {
        words.extend(folded(&String::from_utf8_lossy(&std::fs::read(path)?)));
    }
    words.sort();
    words.dedup();
    words.retain(|word| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()));
    let shares: Vec<f64> = words.iter().map(|word| share(word)).collect();
    let near = |wanted: f64, but: &str| {
        let distance = |share: &f64| (share.max(1e-9) / wanted).ln().abs();
        let others = words.iter().zip(&shares).filter(|(word, _)| *word != but);
        others
            .min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)))
            .map(|(word, _)| word.clone())
            .unwrap_or_default()
    };
    let (rare, middling, common) = (near(1e-4, ""), near(0.02, ""), near(0.6, ""));
    let other = near(0.5, &common);
    let question = |words: &[&String], is_phrase: bool| {
        let words: Vec<String> = words.iter().map(|word| (*word).clone()).collect();
        let joined = words.join(" ");
        Question {
            line: if is_phrase {
                format!("\"{joined}\"")
            } else {
                joined.clone()
            },
            fts: if is_phrase {
                format!("\"{joined}\"")
            } else {
                words.join(" AND ")
            },
            words,
            is_phrase,
        }
    };
    let (of, the) = (String::from("of"), String::from("the"));
    Ok(vec![
        question(&[&rare], false),
        question(&[&middling], false),
        question(&[&common], false),
        question(&[&common, &other], false),
        question(&[&common, &middling], false),
        question(&[&of, &the], true),
    ])
}

/// tantivy alone.
struct Bare {
    took: Duration,
    n_bytes: u64,
    searcher: tantivy::Searcher,
    text: tantivy::schema::Field,
}

impl Bare {
    fn new(paths: &[PathBuf], folder: &Path) -> Result<Bare, Error> {
        std::fs::create_dir_all(folder)?;
        let begun = Instant::now();
        let mut schema = Schema::builder();
        let id = schema.add_text_field("id", STRING | STORED);
        let text = schema.add_text_field("text", TEXT);
        let index = tantivy::Index::create_in_dir(folder, schema.build())?;
        let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
        let mut writer: tantivy::IndexWriter =
            index.writer_with_num_threads(n_threads, n_threads * (96 << 20))?;
        for path in paths {
            let bytes = std::fs::read(path)?;
            let name = path.display().to_string();
            writer.add_document(
                doc!(id => name, text => String::from_utf8_lossy(&bytes).into_owned()),
            )?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        let took = begun.elapsed();
        let searcher = index.reader()?.searcher();
        let (n_all, n_stored) = size(folder)?;
        Ok(Bare {
            took,
            n_bytes: n_all - n_stored,
            searcher,
            text,
        })
    }

    /// The share of the texts that hold a word.
    fn share(&self, word: &str, of: usize) -> f64 {
        let term = Term::from_field_text(self.text, word);
        let n = self.searcher.doc_freq(&term);
        n.map_or(0.0, |n| n as f64 / of as f64)
    }

    fn search(&self, asked: &Question) -> Result<(), Error> {
        let terms = asked
            .words
            .iter()
            .map(|word| Term::from_field_text(self.text, word));
        let query: Box<dyn tantivy::query::Query> = if asked.is_phrase {
            Box::new(PhraseQuery::new(terms.collect()))
        } else {
            let words = terms.map(|term| -> Box<dyn tantivy::query::Query> {
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
            });
            Box::new(BooleanQuery::intersection(words.collect()))
        };
        let best = TopDocs::with_limit(50).order_by_score();
        black_box(self.searcher.search(&query, &(best, Count))?);
        Ok(())
    }
}

/// `SQLite`'s FTS5.
struct Fts {
    took: Duration,
    n_bytes: u64,
    connection: rusqlite::Connection,
}

impl Fts {
    fn new(paths: &[PathBuf], file: &Path) -> Result<Fts, Error> {
        let begun = Instant::now();
        let mut connection = rusqlite::Connection::open(file)?;
        connection.execute_batch("CREATE VIRTUAL TABLE cables USING fts5(id UNINDEXED, body)")?;
        let transaction = connection.transaction()?;
        {
            let mut insert = transaction.prepare("INSERT INTO cables VALUES (?1, ?2)")?;
            for path in paths {
                let bytes = std::fs::read(path)?;
                insert.execute((path.display().to_string(), String::from_utf8_lossy(&bytes)))?;
            }
        }
        transaction.commit()?;
        let took = begun.elapsed();
        Ok(Fts {
            took,
            n_bytes: std::fs::metadata(file)?.len(),
            connection,
        })
    }

    fn search(&self, asked: &str) -> Result<(), Error> {
        let best = "SELECT id FROM cables WHERE cables MATCH ?1 ORDER BY bm25(cables) LIMIT 50";
        let mut best = self.connection.prepare(best)?;
        let ids = best.query_map([asked], |row| row.get::<_, String>(0))?;
        black_box(ids.count());
        let mut count = self
            .connection
            .prepare("SELECT count(*) FROM cables WHERE cables MATCH ?1")?;
        black_box(count.query_row([asked], |row| row.get::<_, i64>(0))?);
        Ok(())
    }
}
