//! The generator of collections: `tests/generate`. What it says is true of a
//! cable is what the parser reads.

#[path = "../generate/collection/mod.rs"]
pub(crate) mod collection;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use collection::container::{self, MIXED};
use collection::{Collection, Container, Form, Needle, Said, Spec};
use reftel::cable::{Cable, Classification, Excision, Precedence, ReferenceKind};
use reftel::library::{Library, Limits};
use reftel::parse::{laws, parse};
use serde_json::Value;

/// A folder of its own for one test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Folder {
        let name = format!("reftel-generated-{test}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A collection of so many cables of some years.
fn collection(count: u64, years: (u16, u16)) -> Collection {
    Collection::new(Spec {
        count,
        years,
        ..Spec::default()
    })
}

/// The text of a cable in one of some forms, and what is true of it.
fn cable(collection: &Collection, n: u64, forms: &[Form]) -> (String, Value) {
    let cable = collection.cable(n, forms);
    let written = collection.write(&cable);
    let truth = cable.truth(&written.said);
    (written.texts.concat(), truth)
}

/// Where what is read differs from what is true.
fn differences(cable: &Cable, truth: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, read: Value| {
        if read != truth[what] {
            found.push(format!("{what}: {read} for {}", truth[what]));
        }
    };
    compare("family", cable.family.slug().into());
    compare("id", cable.mrn.as_ref().map(ToString::to_string).into());
    compare(
        "post",
        cable.mrn.as_ref().map(|mrn| mrn.station.to_string()).into(),
    );
    compare("date", cable.date().map(|date| date.to_string()).into());
    compare("class", cable.level().map(Classification::slug).into());
    let tags = cable.heading.tags.iter().map(|tag| tag.code.to_string());
    compare("tags", tags.collect());
    compare(
        "subject",
        cable.heading.subject.map(|span| cable.read(span)).into(),
    );
    let paragraphs = cable.paragraphs.iter();
    let words = paragraphs.map(|it| cable.read(it.text).split_whitespace().count());
    compare("words", words.sum::<usize>().into());
    let lists = [("to", &cable.heading.action), ("info", &cable.heading.info)];
    for (what, list) in lists
        .into_iter()
        .filter(|_| truth["precedence"].is_string())
    {
        let list = list.iter().map(|it| cable.read(it.plad.0));
        compare(what, list.collect());
    }
    let precedence = cable.heading.dtg.as_ref().and_then(|line| line.precedence);
    if truth["precedence"].is_string() {
        compare("precedence", precedence.map(Precedence::slug).into());
    }
    if truth["class"].is_string() {
        compare(
            "signer",
            cable.signature.first().map(|&span| cable.read(span)).into(),
        );
        compare("paragraphs", cable.paragraphs.len().into());
        compare("summary", cable.summary.is_some().into());
        compare("comment", cable.comment.is_some().into());
        let is_run = |it: &&Excision| cable.slice(it.span).starts_with("XXXX");
        compare(
            "excisions",
            cable.excisions.iter().filter(is_run).count().into(),
        );
    }
    let references = cable.heading.references.iter().map(|reference| {
        let id = reference.mrn.as_ref().map(ToString::to_string);
        (reference.letter, reference.kind, id)
    });
    let wanted = truth["references"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reference| {
            let letter = reference["letter"]
                .as_str()
                .and_then(|it| it.chars().next());
            let kind = match reference["kind"].as_str().unwrap() {
                "cable" => ReferenceKind::Cable,
                _ => ReferenceKind::EMail,
            };
            (letter, kind, reference["id"].as_str().map(str::to_owned))
        });
    let (references, wanted): (Vec<_>, Vec<_>) = (references.collect(), wanted.collect());
    if references != wanted {
        found.push(format!("references: {references:?} for {wanted:?}"));
    }
    let links = cable.links(|_| true);
    let linked: BTreeSet<String> = links
        .iter()
        .filter_map(|link| Some(link.mrn.as_ref()?.to_string()))
        .collect();
    for cited in truth["in_text"].as_array().unwrap() {
        if !linked.contains(cited["id"].as_str().unwrap()) {
            found.push(format!("in_text: {linked:?} without {cited}"));
        }
    }
    found
}

#[test]
fn every_cable_is_read_as_what_it_is() {
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut check = |collection: &Collection, forms: &[Form]| {
        for n in 0..collection.spec.count {
            let (text, truth) = cable(collection, n, forms);
            for difference in differences(&parse(text.as_bytes()), &truth) {
                let what = difference.split(':').next().unwrap();
                let kind = format!("{} {what}", truth["family"]);
                let difference = format!("{n} {}: {difference}", truth["id"]);
                wrong.entry(kind).or_default().push(difference);
            }
        }
    };
    check(&collection(800, (1973, 2010)), &[]);
    for (form, ..) in Form::ALL {
        check(&collection(80, (1990, 2010)), &[form]);
    }
    let shown = wrong.iter().map(|(kind, all)| {
        let some: Vec<&str> = all.iter().take(4).map(String::as_str).collect();
        format!("{kind}: {} such as\n  {}\n", all.len(), some.join("\n  "))
    });
    let shown: String = shown.collect();
    assert!(shown.is_empty(), "{shown}");
}

/// The laws hold the heading read alone against the whole: however lines end,
/// wherever a cable breaks off, and whatever byte is spoiled.
#[test]
fn every_cable_has_its_heading_alone() {
    let check = |text: &[u8], form: &str, n: u64| {
        if let Err(law) = laws(text) {
            panic!("{form} {n}: {law}: {}", String::from_utf8_lossy(text));
        }
    };
    for (form, name, _) in Form::ALL {
        let collection = collection(6, (1973, 2010));
        for n in 0..collection.spec.count {
            let (text, _) = cable(&collection, n, &[form]);
            check(text.as_bytes(), name, n);
            for end in ["\r\n", "\r\r\n", "\r"] {
                check(text.replace('\n', end).as_bytes(), name, n);
            }
            let mut seed = n;
            for spoiled in [b'\xe9', b'\n', b'<', b'7', b':', b' '] {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let at = usize::try_from(seed >> 33).unwrap() % text.len();
                let mut bytes = text.clone().into_bytes();
                bytes[at] = spoiled;
                check(&bytes, name, n);
                check(&bytes[..at], name, n);
                check(&bytes[at..], name, n);
            }
        }
    }
}

/// Writes a collection; the lines of what is true of it.
fn write(collection: &Collection, container: Container, path: &Path) -> Vec<Value> {
    let mut truth = Vec::new();
    let written = container::write(collection, container, path, false, Some(&mut truth)).unwrap();
    assert_eq!(written.cables, collection.spec.count);
    let lines = truth
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty());
    lines
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

/// The names and the bytes of all files below a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                files.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    files
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let folder = Folder::new("same");
    let written = |seed: u64, name: &str| {
        let path = folder.0.join(name);
        let spec = Spec {
            seed,
            count: 60,
            ..Spec::default()
        };
        let truth = write(&Collection::new(spec), Container::Mixed, &path);
        (truth, files(&path))
    };
    let (first, again, other) = (written(7, "a"), written(7, "b"), written(8, "c"));
    assert_eq!(first, again);
    assert_ne!(first.0, other.0);
    assert!(first.1.len() > 9, "{:?}", first.1.keys());
}

/// The ids of what a library holds, sorted.
fn ids(library: &Library) -> Vec<String> {
    let id = |entry_idx: usize| {
        let cable = library.document(entry_idx).unwrap().header();
        cable
            .mrn
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    let mut ids: Vec<String> = (0..library.len()).map(id).collect();
    ids.sort();
    ids
}

#[test]
fn every_container_holds_every_cable() {
    let folder = Folder::new("containers");
    let collection = collection(160, (1976, 2009));
    for (name, container) in MIXED.into_iter().chain([("flat", Container::Flat)]) {
        let path = folder.0.join(name);
        let truth = write(&collection, container, &path);
        let (library, errors, notices) = Library::open(&[&path], &Limits::default());
        assert!(
            errors.is_empty() && notices.is_empty(),
            "{name}: {errors:?} {notices:?}"
        );
        let mut wanted: Vec<&str> = truth.iter().map(|it| it["id"].as_str().unwrap()).collect();
        wanted.sort_unstable();
        let read = ids(&library);
        let lost: Vec<_> = wanted
            .iter()
            .filter(|id| !read.iter().any(|it| it == *id))
            .collect();
        let odd: Vec<_> = read
            .iter()
            .filter(|id| !wanted.contains(&id.as_str()))
            .collect();
        assert!(
            lost.is_empty() && odd.is_empty(),
            "{name}: {lost:?} lost, {odd:?} read"
        );
        assert_eq!(read.len(), wanted.len(), "{name}");
    }
    let path = folder.0.join("mixed");
    let truth = write(&collection, Container::Mixed, &path);
    let (library, errors, notices) = Library::open(&[&path], &Limits::default());
    assert!(
        errors.is_empty() && notices.is_empty(),
        "{errors:?} {notices:?}"
    );
    assert_eq!(library.len(), truth.len());
}

#[test]
fn sections_in_files_of_their_own_are_there_and_joined() {
    let folder = Folder::new("sections");
    let collection = collection(200, (2004, 2009));
    let path = folder.0.join("tree");
    write(&collection, Container::Tree, &path);
    let names = files(&path)
        .into_keys()
        .map(|name| name.display().to_string());
    let n_sections = names.filter(|name| name.contains("-2of")).count();
    let (library, ..) = Library::open(&[&path], &Limits::default());
    let joined =
        (0..library.len()).filter(|&idx| library.document(idx).unwrap().sections.is_some());
    assert_eq!(joined.count(), n_sections);
    assert!(n_sections > 0);
}

#[test]
fn nothing_is_written_over_unless_it_is_asked_for() {
    let folder = Folder::new("force");
    let collection = collection(5, (2008, 2008));
    let file = folder.0.join("cables.csv");
    std::fs::write(&file, "mine").unwrap();
    for (path, container) in [(&file, Container::Csv), (&folder.0, Container::Tree)] {
        let refused = container::write(&collection, container, path, false, None).unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::AlreadyExists);
    }
    assert_eq!(std::fs::read(&file).unwrap(), b"mine");
    container::write(&collection, Container::Csv, &file, true, None).unwrap();
    assert!(std::fs::read(&file).unwrap().len() > 1000);
}

#[test]
fn a_needle_stands_in_one_cable() {
    let collection = Collection::new(Spec {
        count: 400,
        needles: [
            ("brimstonegoat", 0.0),
            ("quincewhistle", 50.0),
            ("lampmoth", 100.0),
        ]
        .map(|(word, percent)| Needle {
            word: word.to_owned(),
            percent,
        })
        .to_vec(),
        ..Spec::default()
    });
    for (word, place) in [
        ("brimstonegoat", 0),
        ("quincewhistle", 200),
        ("lampmoth", 399),
    ] {
        let holds = |&n: &u64| {
            let (text, _) = cable(&collection, n, &[]);
            parse(text.as_bytes()).paragraphs.iter().any(|paragraph| {
                text.get(paragraph.text.range())
                    .is_some_and(|words| words.to_lowercase().contains(word))
            })
        };
        assert_eq!(
            (0..400).filter(holds).collect::<Vec<u64>>(),
            [place],
            "{word}"
        );
    }
}

#[test]
fn numbers_rise_with_gaps_and_references_go_back() {
    let collection = collection(12_000, (1996, 2001));
    let truth: Vec<Value> = (0..12_000)
        .map(|n| collection.cable(n, &[]).truth(&Said::default()))
        .collect();
    let mut serials: BTreeMap<(&str, &str), Vec<u32>> = BTreeMap::new();
    let mut dates = Vec::new();
    let mut missing: BTreeMap<&str, usize> = BTreeMap::new();
    let mut known = BTreeSet::new();
    let mut chain = vec![1_usize; truth.len()];
    for (n, cable) in truth.iter().enumerate() {
        let id = cable["id"].as_str().unwrap();
        let text = |what: &str| cable[what].as_str().unwrap();
        for cited in cable["references"].as_array().unwrap() {
            match (cited["n"].as_u64(), cited["id"].as_str()) {
                (Some(m), Some(of)) => {
                    let m = usize::try_from(m).unwrap();
                    assert!(m < n && truth[m]["id"] == of, "{id} cites {of}");
                    // As far as the same story goes on.
                    if truth[m]["story"] == cable["story"] {
                        chain[n] = chain[n].max(chain[m] + 1);
                    }
                }
                (None, Some(of)) => *missing.entry(of).or_default() += 1,
                _ => assert_eq!(cited["kind"], "e-mail"),
            }
        }
        if cable["release_of"].is_null() {
            assert!(known.insert(id), "{id} stands for two");
            dates.push(text("date"));
            let digits = id.trim_start_matches(|c: char| c.is_ascii_digit());
            let serial = digits.trim_start_matches(|c: char| !c.is_ascii_digit());
            let of_year = serials
                .entry((&text("date")[..4], text("post")))
                .or_default();
            of_year.push(serial.parse().unwrap());
        } else {
            assert!(known.contains(id), "{id} was not released before");
        }
    }
    assert!(
        dates.is_sorted() && dates[0].starts_with("1996") && dates[dates.len() - 1] > "2001-12"
    );
    assert!(
        serials
            .values()
            .all(|serials| serials.is_sorted_by(|one, two| one < two))
    );
    assert!(
        serials
            .values()
            .any(|serials| serials.windows(2).any(|two| two[0] + 1 < two[1]))
    );
    assert!(missing.keys().all(|id| !known.contains(id)));
    assert!(
        missing.values().filter(|&&n_citing| n_citing > 2).count() > 10,
        "{missing:?}"
    );
    let longest = chain.iter().max().unwrap();
    assert!((20..=50).contains(longest), "{longest}");
    assert!(known.len() < truth.len());
}

#[test]
fn words_have_the_shape_of_a_language() {
    let collection = collection(500, (1973, 2010));
    assert!(collection.n_words() > 20_000);
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    let mut lengths = Vec::new();
    for n in 0..500 {
        let (text, _) = cable(&collection, n, &[Form::Acp126]);
        lengths.push(text.len());
        for word in text
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| word.len() > 1)
        {
            *uses.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    let n_uses: usize = uses.values().sum();
    let n_once = uses.values().filter(|&&n_uses| n_uses == 1).count();
    let commonest = uses.iter().max_by_key(|(_, n_uses)| **n_uses).unwrap();
    assert_eq!(commonest.0, "the");
    assert!(
        (5..16).contains(&(commonest.1 * 100 / n_uses)),
        "{commonest:?} of {n_uses}"
    );
    assert!(
        (25..70).contains(&(n_once * 100 / uses.len())),
        "{n_once} of {}",
        uses.len()
    );
    lengths.sort_unstable();
    let mean = lengths.iter().sum::<usize>() / lengths.len();
    let (least, middle, most) = (lengths[0], lengths[250], lengths[499]);
    assert!(
        (5_000..7_000).contains(&mean),
        "{least} {middle} {mean} {most}"
    );
    assert!(
        least < 2_000 && middle < mean && most > 20_000,
        "{least} {middle} {mean} {most}"
    );
}

#[test]
fn a_cable_is_released_again_with_other_words_withheld() {
    let collection = collection(3_000, (2000, 2009));
    let again = (0..3_000).filter_map(|n| {
        let truth = collection.cable(n, &[Form::Acp127]).truth(&Said::default());
        Some((n, truth["release_of"].as_u64()?))
    });
    let again: Vec<(u64, u64)> = again.collect();
    assert!(again.len() > 20, "{}", again.len());
    let text = |n: u64| cable(&collection, n, &[Form::Acp126]);
    let differ = again.iter().filter(|(n, first)| {
        let ((one, is_one), (two, is_two)) = (text(*n), text(*first));
        assert_eq!(
            (&is_one["id"], &is_one["words"]),
            (&is_two["id"], &is_two["words"])
        );
        one != two
    });
    assert!(differ.count() * 10 > again.len() * 9);
}
