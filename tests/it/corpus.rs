//! Every sample of the corpus and of the built-in collection has an outline
//! that must not change unnoticed, whatever the line ends.

use std::fs;
use std::path::{Path, PathBuf};

use reftel::cable::{Cable, LineKind, Span, outline};
use reftel::parse::{Scanner, laws, parse, parse_where};
use reftel::query::{Cited, Matcher, Query, folded, sieve_law};

#[test]
fn every_sample_keeps_its_outline() {
    let samples = samples();
    assert!(
        samples.len() >= 20,
        "only {} samples were found",
        samples.len()
    );
    let mut stale = Vec::new();
    for sample in samples {
        let text = fs::read_to_string(&sample).unwrap();
        let found = outline(&parse(text.as_bytes()));
        for end in ["\r\n", "\r\r\n"] {
            let other = text.replace('\n', end);
            assert_eq!(
                outline(&parse(other.as_bytes())),
                found,
                "{} with {end:?}",
                sample.display()
            );
        }
        laws(text.as_bytes()).unwrap();
        let snap = snap_of(&sample);
        if fs::read_to_string(&snap).is_ok_and(|known| known == found) {
            continue;
        }
        if std::env::var_os("CI").is_none() {
            fs::create_dir_all(snap.parent().unwrap()).unwrap();
            fs::write(&snap, &found).unwrap();
        }
        stale.push(sample.display().to_string());
    }
    assert!(
        stale.is_empty(),
        "outlines were stale; look at the diff and commit it:\n{}",
        stale.join("\n")
    );
}

/// The bytes that a cable is read from: of a page, its text. Nothing for what
/// is read of a volume.
fn read_from(bytes: &[u8], cable: &Cable) -> Option<Vec<u8>> {
    let mut read = None;
    let where_it_may = parse_where(bytes, None, |bytes| {
        read = Some(bytes.to_vec());
        true
    });
    assert_eq!(where_it_may.as_ref(), Some(cable));
    if read.is_some() {
        assert_eq!(parse_where(bytes, None, |_| false), None);
    }
    read
}

/// What is searched without an index is read only where the bytes let it
/// through.
#[test]
fn no_word_of_a_sample_is_missed_by_its_sieve() {
    let (mut n_sifted, mut n_wrapped) = (0, 0);
    let mut missed = Vec::new();
    for sample in samples() {
        let text = fs::read_to_string(&sample).unwrap();
        // Every other line doubled, and letters lost and put between.
        let mut damaged = String::new();
        for (nth, line) in text.split_inclusive('\n').enumerate() {
            let at = line.char_indices().nth(nth % 17).map_or(0, |(at, _)| at);
            let (before, behind) = line.split_at(at);
            let put = [
                "", "-\n", "\u{e9}", "&eacute;", "&#233;", "\u{ad}", "8", ",",
            ][nth % 8];
            damaged += &[before, put, behind, if nth % 3 == 0 { line } else { "" }].concat();
        }
        let variants: [Vec<u8>; 6] = [
            text.clone().into(),
            text.replace('\n', "\r\n").into(),
            text.replace('\n', "\r\r\n").into(),
            text.replace(' ', "-\n\nPORT LARKS 00000311  002 OF 003\n\n")
                .into(),
            damaged.clone().into(),
            damaged
                .chars()
                .map(|c| u8::try_from(c).unwrap_or(b'\x92'))
                .collect(),
        ];
        for (nth, bytes) in variants.iter().enumerate() {
            let cable = parse(bytes);
            let Some(read) = read_from(bytes, &cable) else {
                continue;
            };
            n_sifted += 1;
            n_wrapped += usize::from(read != *bytes);
            if let Err(why) = sieve_law(&cable, &read) {
                missed.push(format!("{} {nth}: {why}", sample.display()));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert!(n_sifted > 200, "{n_sifted}");
    assert!(n_wrapped > 20, "{n_wrapped}");
}

/// Each was missed once.
#[test]
fn no_word_is_missed_where_a_level_is_misread_or_a_statement_cut() {
    let telegram = |banner: &str, tags: &str, by: &str| {
        format!(
            "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
             {banner} NORTHHAVEN 000088\n\nSIPDIS\n\nE.O. 12958: DECL: 07/22/2018\nTAGS: {tags}\n\
             SUBJECT: HARBOR TALKS, PART \u{2167}\n\n{by}\n\n1. (C) Talks opened.\n\nQUILL\n"
        )
    };
    let by = "Classified By: Ada Quill";
    let mut texts: Vec<String> = [
        "SENSITIVEBUTUNCLASSIFIQD",
        "LIMITED OFFICIALUSQ",
        "CONFI DQNTIAL",
        "SQCRET",
    ]
    .iter()
    .map(|banner| telegram(banner, "PREL", by))
    .collect();
    let links = "PREL, [EFIS ](/tag/EFIS_0.html)[ECON](/tag)";
    texts.push(telegram("CONFIDENTIAL", links, by));
    for between in [
        "\n\nPAGE 02  NORTHH 00088  221504Z\n\n",
        "\nNORTHHAVEN 00000088  002 OF 003\n",
        "&#x000A;\n",
        "\n",
    ] {
        let by = format!(
            "Classified By: Ambassador Ada Quill, Embassy Northhaven, Political Co{between}unselor, \
             for reasons 1.4 (b) and (d)."
        );
        texts.push(telegram("CONFIDENTIAL", "PREL", &by));
    }
    for text in texts {
        if let Err(missed) = sieve_law(&parse(text.as_bytes()), text.as_bytes()) {
            panic!("{missed} in\n{text}");
        }
    }
}

/// Phrases, either of two, and what is denied.
#[test]
fn what_a_query_finds_its_sieve_lets_through() {
    let mut n_kept_back = 0;
    for sample in samples() {
        let bytes = fs::read(&sample).unwrap();
        let cable = parse(&bytes);
        let Some(bytes) = read_from(&bytes, &cable) else {
            continue;
        };
        let words = folded(&cable.read(Span::new(0, cable.text().len())));
        for (nth, two) in words.windows(2).enumerate().step_by(7) {
            let [one, two] = two else { continue };
            let far = words.get(nth / 2).unwrap();
            for line in [
                format!("\"{one} {two}\""),
                format!("{one} {far}"),
                format!("{far} OR zyzzyva"),
                format!("{two} -zyzzyva"),
                format!("({one} OR lamps) \"{two}*\""),
                String::from("zyzzyva OR lighthousekeeper"),
            ] {
                let Ok(query) = Query::parse(&line) else {
                    continue;
                };
                let is_let = query.sieve().is_none_or(|sieve| sieve.lets_through(&bytes));
                let found = Matcher::new(&query, Cited::new()).find(&cable);
                assert!(is_let || found.is_none(), "{}: {line}", sample.display());
                n_kept_back += usize::from(!is_let);
            }
        }
    }
    assert!(n_kept_back > 1000, "{n_kept_back}");
}

/// The laws hold the heading read alone against the whole.
#[test]
fn every_sample_has_its_heading_alone_however_its_body_ends() {
    for sample in samples() {
        let text = fs::read_to_string(&sample).unwrap();
        let half = text.len() / 2;
        let half = (half..=text.len())
            .find(|&at| text.is_char_boundary(at))
            .unwrap();
        let stamp = "U.S. Department of State Case No. F-2012-00001";
        let variants: [Vec<u8>; 9] = [
            text.replace('\n', "\r\n").into(),
            text.replace('\n', "\r\r\n").into(),
            // What an archive puts at the foot tells where a text comes from.
            [&text, "\n", stamp, "\n"].concat().into(),
            [
                &text,
                "\nDate: 1976 February 11\nTo: State\nCanonical ID: 1976NORTHH00088_b\n",
            ]
            .concat()
            .into(),
            ["\u{feff}", &text].concat().into(),
            text.replace('\n', "\r").into(),
            // One byte makes all of it Windows-1252.
            [text.as_bytes(), b"caf\xe9\n"].concat(),
            text[..half].into(),
            [&text, "\nMessage Attributes\n\nSubject: TALKS\n"]
                .concat()
                .into(),
        ];
        for variant in variants {
            if let Err(law) = laws(&variant) {
                panic!("{}: {law}", sample.display());
            }
        }
    }
}

/// Folders of what archives put around telegrams.
const ARCHIVES: [&str; 4] = ["nara", "nara-card", "plusd", "foia"];

#[test]
fn every_line_of_a_record_is_explained() {
    for folder in ARCHIVES {
        let (mut n_lines, mut n_unread) = (0, 0);
        for sample in files(&root().join("tests/corpus").join(folder), "cable") {
            let cable = parse(&fs::read(&sample).unwrap());
            for line in &cable.lines {
                if line.kind == LineKind::Blank {
                    continue;
                }
                n_lines += 1;
                n_unread += usize::from(!cable.is_explained(line));
            }
        }
        assert!(n_lines > 30, "{folder} has {n_lines} lines");
        assert!(
            n_unread * 100 <= n_lines,
            "{n_unread} of {n_lines} in {folder}"
        );
    }
}

#[test]
fn a_record_is_one_telegram_of_its_file() {
    for folder in ARCHIVES {
        for sample in files(&root().join("tests/corpus").join(folder), "cable") {
            let bytes = fs::read(&sample).unwrap();
            let mut cuts = Vec::new();
            let mut scanner = Scanner::new(&bytes);
            scanner.feed(&bytes, &mut cuts);
            scanner.finish(&mut cuts);
            assert_eq!(cuts.len(), 1, "{}", sample.display());
        }
    }
}

#[test]
fn no_outline_has_lost_its_sample() {
    for folder in folders(&root().join("tests/corpus")) {
        for file in files(&folder, "snap") {
            let name = file.file_stem().unwrap().to_str().unwrap();
            let beside = file.with_extension("cable").exists();
            let builtin = root()
                .join("assets/cables")
                .join(format!("{name}.txt"))
                .exists();
            assert!(beside || builtin, "{} has no sample", file.display());
        }
    }
}

/// `Sample: folder/name` in the comment of a rule says which sample of the
/// corpus needs what the rule allows.
#[test]
fn every_rule_of_the_grammar_names_a_sample() {
    let parser = root().join("src/parse");
    let mut sources = files(&parser, "rs");
    for folder in folders(&parser) {
        sources.extend(files(&folder, "rs"));
    }
    let (mut n_named, mut wrong) = (0, Vec::new());
    for source in sources {
        let text = fs::read_to_string(&source).unwrap();
        let mut comment = String::new();
        for line in text.lines().map(str::trim_start) {
            if let Some(words) = line.strip_prefix("///") {
                comment.push_str(words);
                comment.push('\n');
                continue;
            }
            let named = comment.split("Sample").skip(1).flat_map(|list| {
                let list = list.split("\n\n").next().unwrap_or_default();
                list.split('`').skip(1).step_by(2)
            });
            let mut n_samples = 0;
            for name in named {
                n_samples += 1;
                let sample = root().join("tests/corpus").join(format!("{name}.cable"));
                if !sample.exists() {
                    wrong.push(format!("{} names {name}", source.display()));
                }
            }
            if n_samples == 0 && comment.contains("```abnf") {
                wrong.push(format!("{} names no sample above {line}", source.display()));
            }
            n_named += n_samples;
            comment.clear();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(n_named > 100, "{n_named} samples named");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Outlines of the corpus lie beside their sample, those of the built-in
/// collection, which is shipped, in the corpus.
fn snap_of(sample: &Path) -> PathBuf {
    if sample
        .extension()
        .is_some_and(|extension| extension == "cable")
    {
        return sample.with_extension("snap");
    }
    root()
        .join("tests/corpus/builtin")
        .join(sample.file_name().unwrap())
        .with_extension("snap")
}

fn samples() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders(&root().join("tests/corpus")) {
        found.extend(files(&folder, "cable"));
    }
    found.extend(files(&root().join("assets/cables"), "txt"));
    found.sort();
    found
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let inside = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    inside.filter(|path| path.is_dir()).collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let inside = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    inside
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect()
}
