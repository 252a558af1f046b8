//! An index and a scan agree: on what a query finds, on how many parts of each
//! telegram hold its words and how often, and on what is counted of it. The
//! queries are drawn from the words, numbers and fields of the telegrams.
//!
//! `PROPTEST_RNG_SEED` draws others, `PROPTEST_CASES` says how many.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use reftel::cable::{Cable, Date, Span};
use reftel::index::{Counted, Index, Snapshot};
use reftel::library::{Library, Limits};
use reftel::query::{
    Cited, Depth, Facts, Field, Hit, Matcher, Of, Place, Query, SUBJECT_WEIGHT, Spread, Thing,
    folded, units,
};

use super::generated::collection::container;
use super::generated::collection::{Collection, Container, Spec};

/// Draws numbers that are as good as any, and the same every time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n.max(1)
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// A number that is said from outside.
fn said(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// A folder of its own for one test.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn new(test: &str) -> Folder {
        let name = format!("reftel-agreement-{test}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("cables")).unwrap();
        Folder(path)
    }

    fn cables(&self) -> PathBuf {
        self.0.join("cables")
    }

    /// The index of what is there now.
    fn index(&self) -> Snapshot {
        let cache = self.0.join("cache");
        let index = Index::create(&cache, &[self.cables()], &Limits::default()).unwrap();
        index.refresh(&mut |_| true).unwrap();
        index.snapshot().unwrap()
    }
}

/// Telegrams that are made to be told wrongly apart.
fn odd() -> Vec<(String, Vec<u8>)> {
    let head = "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n";
    let mut all = vec![
        // Words on either side of where parts begin and end.
        format!(
            "{head}CONFIDENTIAL\nlampwick\nSUBJECT: lampwick gorse\n\nREF: 08 NORTHHAVEN 1\n\n\
             1. (C) SUMMARY: gorse lampwick gorse. END SUMMARY.\n\n2. (U) lampwick gorse\n\n\
             3. gorse heron\n\n4. (S) COMMENT: heron lampwick. END COMMENT.\nHERON\n"
        ),
        // Signs that the index gives a meaning of its own.
        format!(
            "{head}SUBJECT: gorse \u{1}header\u{2}lampwick\u{3}heron\n\n\
             1. (C) gorse\u{1}summary\u{2}lampwick\u{3}heron \u{1}(s)\u{2}gorse.\n\n\
             2. (U) \u{1}\u{1}\u{2}\u{3}lampwick gorse\u{1}comment\n"
        ),
        // No parts but the header; nothing at all; signs alone.
        "SUBJECT: lampwick".to_owned(),
        String::new(),
        format!("{head}SUBJECT: ***\n\n1. (C) ...\n\n2. (U) ---\n"),
        // Words broken at the ends of lines, accents, numbers, ligatures.
        format!(
            "{head}SUBJECT: THE LAMP-\nWICK CAF\u{c9}\n\n1. (SBU) lamp-\nwick gor-\nse \
             caf\u{e9} cafe\u{301} stra\u{df}e \u{fb01}sh 4412 heron's.\n\n2. (TS) caf\u{e9} lampwick\n"
        ),
        // A word that is longer than what is compared of it.
        format!(
            "{head}SUBJECT: X\n\n1. (U) {0}a lampwick {0}b gorse\n",
            "heron".repeat(13)
        ),
    ];
    // A long one, with a word more often than a byte tells.
    let mut long = format!("{head}SUBJECT: LAMPWICK LAMPWICK\n\n");
    for nth in 1..=400 {
        let level = ["U", "C", "S", "SBU"][nth % 4];
        let _ = write!(long, "{nth}. ({level}) heron lampwick {nth} gorse.\n\n");
    }
    all.push(long);
    let named = (0..).zip(all);
    let named = named.map(|(nth, text): (u32, String)| (format!("odd-{nth}.txt"), text.into()));
    named.collect()
}

/// Queries of what stands in telegrams.
struct Asking<'a> {
    cables: &'a [(String, Cable, Facts)],
    draw: Draw,
}

impl Asking<'_> {
    /// Words that follow each other in a text, in one part of it, or from the
    /// end of one stretch to the beginning of the next or of itself.
    fn words(&mut self, n: usize) -> Vec<String> {
        let (_, cable, _) = self.draw.one(self.cables);
        let units = units(cable);
        let spans: Vec<Span> = units.iter().flat_map(|unit| unit.spans.clone()).collect();
        let (way, nth) = (self.draw.below(6), self.draw.below(spans.len()));
        let words = |nth: usize| {
            let span = spans.get(nth).copied().unwrap_or_default();
            folded(&cable.words(span))
        };
        if way < 3 && n > 1 {
            let mut before = words(nth);
            let behind = words(if way == 0 { nth } else { nth + 1 });
            let n_before = 1 + self.draw.below(n - 1);
            before.drain(..before.len().saturating_sub(n_before));
            return before.into_iter().chain(behind).take(n).collect();
        }
        let words = if way == 3 {
            folded(cable.text())
        } else {
            words(nth)
        };
        let at = self.draw.below(words.len());
        words.into_iter().skip(at).take(n).collect()
    }

    fn word(&mut self) -> String {
        let few = ["lampwick", "gorse", "heron", "the", "of", "cafe", "summary"];
        if self.draw.below(4) == 0 {
            return (*self.draw.one(&few)).to_owned();
        }
        self.words(1).pop().unwrap_or_else(|| "the".into())
    }

    /// Words as they are sought: one, its beginning, or a phrase.
    fn sought(&mut self) -> String {
        match self.draw.below(6) {
            0 | 1 => self.word(),
            2 => {
                let n = 1 + self.draw.below(4);
                let head: String = self.word().chars().take(n).collect();
                format!("{head}*")
            }
            3 => {
                let mut words = self.words(3);
                let last = words.pop().unwrap_or_default();
                let head: String = last.chars().take(2).collect();
                format!("\"{} {head}*\"", words.join(" "))
            }
            _ => {
                let n = 2 + self.draw.below(2);
                format!("\"{}\"", self.words(n).join(" "))
            }
        }
    }

    fn field(&mut self) -> String {
        let levels = ["u", "lou", "sbu", "c", "s", "ts", "none", "c,none"];
        let sign = *self.draw.one(&[":", ":", "<=", ">="]);
        let (_, _, facts) = self.draw.one(self.cables);
        let value = |field: Field| facts.values(field).last().unwrap_or("x").to_owned();
        match self.draw.below(19) {
            0 => format!("class{sign}{}", self.draw.one(&levels[..6])),
            1 => format!("class:{}", self.draw.one(&levels)),
            2 => format!("para.class{sign}{}", self.draw.one(&levels[..6])),
            3 => format!("para.class:{}", self.draw.one(&levels)),
            4..=6 => {
                let parts = Field::In.values();
                format!("in:{}", self.draw.one(&parts))
            }
            7 | 8 => format!("has:{}", self.draw.one(Thing::ALL).name()),
            9 => {
                let year = facts.date.map_or(1980, Date::year);
                let forms = ["", "..", "-03..", "-02..2008"];
                format!("date:{year}{}", self.draw.one(&forms))
            }
            10 => format!("post:{}", value(Field::Post)),
            11 => format!("tag:{}", value(Field::Tag)),
            12 => format!("caption:{}", value(Field::Caption)),
            13 => format!("cites:{}", value(Field::Cites)),
            14 => format!("cited-by:{}", value(Field::Id)),
            15 => format!("family:{}", value(Field::Family)),
            16 => format!("prec{sign}{}", self.draw.one(&["r", "p", "o", "z"])),
            17 => format!(
                "id:{}*",
                value(Field::Id).chars().take(6).collect::<String>()
            ),
            _ => {
                let texts = facts.texts();
                let none = (Of::From, "state".to_owned());
                let at = self.draw.below(texts.len());
                let (of, text) = texts.get(at).unwrap_or(&none);
                let name = match of {
                    Of::From => "from",
                    Of::To => "to",
                    Of::Info => "info",
                    Of::Ref => "ref",
                    Of::Sign => "sign",
                    Of::Text => "subject",
                };
                let words = folded(text);
                let at = self.draw.below(words.len());
                let some: Vec<String> = words.into_iter().skip(at).take(2).collect();
                match self.draw.below(3) {
                    0 => format!("{name}:*"),
                    1 => format!("{name}:\"{}\"", some.join(" ")),
                    _ => format!("subject:{}", self.word()),
                }
            }
        }
    }

    fn term(&mut self) -> String {
        let term = if self.draw.below(5) < 3 {
            self.sought()
        } else {
            self.field()
        };
        match self.draw.below(6) {
            0 => format!("-{term}"),
            _ => term,
        }
    }

    fn line(&mut self) -> String {
        let (joins, opens) = ([" ", " ", " OR ", " "], ["(", "(", "-("]);
        let mut line = String::new();
        let mut n_open = 0;
        for nth in 0..=self.draw.below(5) {
            if nth > 0 {
                let join = self.draw.one(&joins);
                line.push_str(join);
            }
            if self.draw.below(4) == 0 {
                let open = self.draw.one(&opens);
                line.push_str(open);
                n_open += 1;
            }
            line.push_str(&self.term());
            if n_open > 0 && self.draw.below(3) == 0 {
                line.push(')');
                n_open -= 1;
            }
        }
        line
    }
}

/// What there is to be said of a telegram that a query finds.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    n_parts: usize,
    date: Option<Date>,
    weights: Vec<u8>,
}

/// How often the phrases of a query count in a telegram.
fn weights(query: &Query, hits: &[Hit]) -> Vec<u8> {
    let mut all = vec![0_usize; query.wanted().len()];
    for hit in hits {
        let is_subject = hit.place == Place::Subject;
        let weight = if is_subject {
            usize::from(SUBJECT_WEIGHT)
        } else {
            1
        };
        for (phrase, n_times) in &hit.phrases {
            all[*phrase] += weight * n_times;
        }
    }
    let told = all.into_iter();
    told.map(|n| u8::try_from(n).unwrap_or(u8::MAX)).collect()
}

/// The values of a field that is counted.
fn values(facts: &Facts, field: Field) -> Vec<Option<String>> {
    let mut all: Vec<Option<String>> = match field {
        Field::Date => vec![facts.date.map(|date| date.year().to_string())],
        Field::Class => vec![facts.level.map(|level| level.mark().to_owned())],
        _ => facts.values(field).map(|it| Some(it.to_owned())).collect(),
    };
    if all.is_empty() {
        all.push(None);
    }
    all
}

/// The telegrams of a folder, each with what names it.
fn scanned(path: &Path) -> Vec<(String, Cable, Facts)> {
    let (library, errors, _) = Library::open(&[path], &Limits::default());
    assert!(errors.is_empty(), "{errors:?}");
    let cable = |idx: usize| {
        let cable = library.cable(idx).unwrap().0;
        let facts = Facts::of(&cable, Depth::ALL);
        (format!("{:?}", library.place(idx).unwrap()), cable, facts)
    };
    (0..library.len()).map(cable).collect()
}

/// Holds an index and a scan against each other; how many queries found
/// something, and how many telegrams.
fn agree(
    snapshot: &Snapshot,
    cables: &[(String, Cable, Facts)],
    seed: u64,
    n_lines: u64,
) -> (u64, usize) {
    assert_eq!(snapshot.n_cables(), cables.len());
    let mut cited = Cited::new();
    for (_, _, facts) in cables {
        if let Some(id) = facts.id() {
            let all = facts.values(Field::Cites).map(str::to_owned);
            cited.entry(id.to_owned()).or_default().extend(all);
        }
    }
    let draw = Draw(seed);
    let mut asking = Asking { cables, draw };
    let (mut n_some, mut n_found) = (0, 0);
    let mut asked = HashSet::new();
    for _ in 0..n_lines {
        let line = asking.line();
        let Ok(query) = Query::parse(&line) else {
            continue;
        };
        if !asked.insert(line.clone()) {
            continue;
        }
        let matcher = Matcher::new(&query, cited.clone());
        let (mut expected, mut spread) = (BTreeMap::new(), Spread::default());
        let mut counted: BTreeMap<(Field, Option<String>), usize> = BTreeMap::new();
        for (name, cable, facts) in cables {
            let Some(hits) = matcher.find(cable) else {
                continue;
            };
            spread.add(cable, &hits, query.is_of_words());
            for field in COUNTED {
                for value in values(facts, field) {
                    *counted.entry((field, value)).or_default() += 1;
                }
            }
            let told = Told {
                n_parts: hits.len(),
                date: cable.date(),
                weights: weights(&query, &hits),
            };
            expected.insert(name.clone(), told);
        }
        let weighed = snapshot.weigh(&query, &[]).unwrap();
        assert_eq!(snapshot.find(&query).unwrap(), weighed.found, "{line}");
        let hits = snapshot.hits(&weighed, &query).unwrap();
        let mut found = BTreeMap::new();
        for (nth, address) in weighed.found.iter().enumerate() {
            let row = snapshot.row(address).unwrap();
            let told = Told {
                n_parts: hits.n_parts[nth] as usize,
                date: hits.dates[nth],
                weights: hits.weights.iter().map(|of| of[nth]).collect(),
            };
            found.insert(format!("{:?}", row.place.unwrap()), told);
        }
        assert_eq!(hits.weights.len(), query.wanted().len(), "{line}");
        let names = |of: &BTreeMap<String, Told>| of.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&found), names(&expected), "{line}");
        for (name, told) in &found {
            assert_eq!(*told, expected[name], "{line} in {name}");
        }
        assert_eq!(
            snapshot.spread(&weighed.found, &hits).unwrap(),
            spread,
            "{line}"
        );
        for field in COUNTED {
            for Counted { value, n_cables } in snapshot.counts(&weighed.found, field).unwrap() {
                let n = counted.remove(&(field, value.clone()));
                assert_eq!(n, Some(n_cables), "{line}: {} {value:?}", field.name());
            }
        }
        assert!(counted.is_empty(), "{line}: {counted:?}");
        n_some += u64::from(!found.is_empty());
        n_found += found.len();
    }
    (n_some, n_found)
}

/// The fields whose values are counted.
const COUNTED: [Field; 5] = [
    Field::Class,
    Field::Post,
    Field::Date,
    Field::Tag,
    Field::Family,
];

#[test]
fn an_index_that_grows_and_shrinks_tells_what_a_scan_does() {
    let first = said("PROPTEST_RNG_SEED").unwrap_or(1);
    let n_lines = said("PROPTEST_CASES").unwrap_or(40);
    let count = 30.max(n_lines / 3);
    let folder = Folder::new("grows");
    let made = |seed, container, name: &str| {
        let spec = Spec {
            seed,
            count,
            ..Spec::default()
        };
        let path = folder.cables().join(name);
        container::write(&Collection::new(spec), container, &path, false, None).unwrap();
    };
    for (name, bytes) in odd() {
        fs::write(folder.cables().join(name), bytes).unwrap();
    }
    made(first, Container::Tree, "tree");
    folder.index();
    made(first + 1, Container::Mixed, "mixed");
    let before = agree(&folder.index(), &scanned(&folder.cables()), first, n_lines);
    // Some go, some change, and one comes, in a piece of its own.
    let mut files = Vec::new();
    let mut folders = vec![folder.cables().join("tree")];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    for (nth, path) in files.iter().enumerate() {
        match nth % 7 {
            0 => fs::remove_file(path).unwrap(),
            3 => {
                let text = fs::read(path).unwrap();
                fs::write(path, [&text[..], b"\nlampwick gorse heron\n"].concat()).unwrap();
            }
            _ => {}
        }
    }
    made(first + 2, Container::Txt, "more.txt");
    let after = agree(
        &folder.index(),
        &scanned(&folder.cables()),
        first + 77,
        n_lines,
    );
    for (n_some, n_found) in [before, after] {
        assert!(n_some > n_lines / 3, "{before:?} {after:?}");
        assert!(
            n_found > 3 * usize::try_from(n_some).unwrap(),
            "{before:?} {after:?}"
        );
    }
}
