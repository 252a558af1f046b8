//! Queries from the command line: what `search` and `list` print.

use std::path::Path;
use std::process::{Command, Stdio};

fn reftel(arguments: &[&str]) -> (Option<i32>, String, String) {
    let nowhere = std::env::temp_dir().join("reftel-no-home");
    reftel_with_cache(&nowhere.join("cache"), arguments)
}

fn reftel_with_cache(cache: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let nowhere = std::env::temp_dir().join("reftel-no-home");
    let output = Command::new(env!("CARGO_BIN_EXE_reftel"))
        .args(arguments)
        .env("HOME", &nowhere)
        .env("XDG_CONFIG_HOME", nowhere.join("config"))
        .env("XDG_CACHE_HOME", cache)
        .env("XDG_STATE_HOME", cache.join("state"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

const BUILTIN: &str = "assets/cables";

#[test]
fn words_are_found_paragraph_by_paragraph() {
    let (code, text, errors) = reftel(&["search", "\"harbor board\" -visa", BUILTIN]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    insta::assert_snapshot!(text);
}

#[test]
fn a_query_narrows_a_list() {
    let (code, text, errors) = reftel(&["list", "--query", "class>=c date:2007", BUILTIN]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    insta::assert_snapshot!(text);
    let (code, all, _) = reftel(&["list", BUILTIN]);
    assert_eq!(code, Some(0));
    assert!(text.lines().all(|line| all.contains(line)));
    assert!(all.lines().count() > text.lines().count());
}

#[test]
fn references_are_followed_both_ways() {
    let ids = |query: &str| {
        let (_, text, _) = reftel(&["list", "--query", query, BUILTIN]);
        let ids = text.lines().filter_map(|line| line.split(' ').next());
        ids.map(str::to_owned).collect::<Vec<_>>()
    };
    let cited = ids("cited-by:07PORTLARKSPUR409");
    assert!(!cited.is_empty());
    for id in cited {
        assert!(
            ids(&format!("cites:{id}")).contains(&String::from("07PORTLARKSPUR409")),
            "{id}"
        );
    }
    assert_eq!(ids("cited-by:99NOWHERE1"), [""; 0]);
}

#[test]
fn results_are_objects_for_other_programs() {
    let (_, text, _) = reftel(&["search", "--json", "lamp in:summary", BUILTIN]);
    for line in text.lines() {
        let found: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(found["format"], "reftel.hits.v1");
        for hit in found["hits"].as_array().unwrap() {
            let text = hit["text"].as_str().unwrap().to_lowercase();
            assert!(text.contains("lamp"), "{hit}");
            assert!(!hit["spans"].as_array().unwrap().is_empty());
        }
    }
    assert!(text.lines().count() > 1);
    let (_, text, _) = reftel(&["list", "--json", BUILTIN]);
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(first["format"], "reftel.list.v1");
    assert_eq!(first["id"], "08PORTLARKSPUR311");
    assert_eq!(first["level"], "confidential");
}

#[test]
fn what_is_not_there_and_what_cannot_be_asked() {
    let (code, text, errors) = reftel(&["search", "zeppelin", BUILTIN]);
    assert_eq!(
        (code, text.as_str(), errors.as_str()),
        (Some(1), "0 hits in 0 cables\n", "")
    );
    // Of what is found by its fields, no hits are counted.
    for query in ["post:northhaven", "from:northhaven"] {
        let (code, text, _) = reftel(&["search", "--count", query, BUILTIN]);
        let is_of_cables = text.ends_with(" cables\n") && !text.contains("hit");
        assert_eq!((code, is_of_cables), (Some(0), true), "{text}");
    }
    assert_eq!(reftel(&["list", "--query", "zeppelin", BUILTIN]).0, Some(1));
    for (query, error) in [
        (
            "lamp class:x",
            "at 12: class: takes u, lou, sbu, c, s, ts, none, not x",
        ),
        ("post:x )", "at 8: no group is open here"),
    ] {
        let (code, text, errors) = reftel(&["search", query, BUILTIN]);
        assert_eq!((code, text.as_str()), (Some(2), ""));
        assert_eq!(
            errors,
            format!("reftel: reading the query: {query:?}: {error}\n")
        );
    }
    let (code, _, errors) = reftel(&["search", "lamp", "no/such/file"]);
    assert_eq!(code, Some(2), "{errors}");
}

#[test]
fn the_help_names_every_field() {
    let (_, text, _) = reftel(&["search", "--help"]);
    for field in reftel::query::Field::ALL {
        assert!(
            text.contains(&format!("  {}:", field.name())),
            "{}",
            field.name()
        );
    }
}

#[test]
fn a_thread_is_a_tree() {
    let (code, text, errors) = reftel(&["refs", "05NORTHHAVEN17", "--depth", "2", BUILTIN]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    insta::assert_snapshot!(text);
    // A file names the cable that stands in it.
    let file = format!("{BUILTIN}/02-05NORTHHAVEN17.txt");
    assert_eq!(reftel(&["refs", &file, "--depth", "2", BUILTIN]).1, text);
    assert_eq!(reftel(&["refs", "99NOWHERE1", BUILTIN]).0, Some(1));
    let (code, _, errors) = reftel(&["refs", BUILTIN]);
    assert_eq!(code, Some(2));
    assert_eq!(
        errors,
        "reftel: following references: \"assets/cables\": expected one cable with a number, or a number like 08PORTLARKSPUR311\n"
    );
}

#[test]
fn a_thread_that_goes_deeper_says_so() {
    let deeper = |depth: &str| {
        let (_, text, _) = reftel(&["refs", "07PORTLARKSPUR409", "--depth", depth, BUILTIN]);
        text.ends_with(&format!("\ndeeper than {depth}; --depth shows more\n"))
    };
    assert!(deeper("1"));
    assert!(!deeper("50"));
    let id = "07PORTLARKSPUR409";
    let (_, text, _) = reftel(&["refs", "--json", "--depth", "1", id, BUILTIN]);
    let mut lines = text.lines();
    let mut line = || -> serde_json::Value { serde_json::from_str(lines.next().unwrap()).unwrap() };
    let first = line();
    assert_eq!(
        (&first["cut"], &first["deeper"]),
        (&false.into(), &true.into())
    );
    assert!(line().get("deeper").is_none(), "{text}");
    let (_, text, _) = reftel(&["refs", "--dot", "--depth", "1", id, BUILTIN]);
    let start = "// deeper than 1; --depth shows more\ndigraph reftels {\n";
    assert!(text.starts_with(start), "{text}");
}

#[test]
fn who_cites_whom_is_a_graph() {
    let (_, text, _) = reftel(&["refs", "--dot", "05NORTHHAVEN17", BUILTIN]);
    assert!(
        text.starts_with("digraph reftels {\n") && text.ends_with("}\n"),
        "{text}"
    );
    assert!(
        text.contains("\"04NORTHHAVEN163\" [style=dashed];"),
        "{text}"
    );
    assert!(
        text.contains("\"05NORTHHAVEN17\" -> \"04NORTHHAVEN163\";"),
        "{text}"
    );
    let (_, text, _) = reftel(&["refs", "--graphml", BUILTIN]);
    assert!(
        text.contains("<edge source=\"05NORTHHAVEN17\" target=\"04NORTHHAVEN163\"/>"),
        "{text}"
    );
    assert_eq!(
        text.matches("<node ").count(),
        text.matches("</node>").count()
    );
    let (_, text, _) = reftel(&["refs", "--missing", BUILTIN]);
    assert!(
        text.starts_with("04NORTHHAVEN163       05NORTHHAVEN17\n"),
        "{text}"
    );
    let (_, text, _) = reftel(&["refs", "--missing", "--json", BUILTIN]);
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(first["cited_by"][0], "05NORTHHAVEN17");
}

#[test]
fn an_index_gives_the_same_answers() {
    let cache = std::env::temp_dir().join(format!("reftel-query-{}", std::process::id()));
    let (code, text, errors) = reftel_with_cache(&cache, &["index", BUILTIN]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    let n_files = std::fs::read_dir(BUILTIN).unwrap().count();
    assert!(
        text.starts_with(&format!("{n_files} cables in the index, ")),
        "{text}"
    );
    let (_, text, _) = reftel_with_cache(&cache, &["index", BUILTIN]);
    assert!(
        text.contains("; nothing has changed; 0 could not be read; "),
        "{text}"
    );
    let (code, text, _) = reftel_with_cache(&cache, &["index", "--json", BUILTIN]);
    let record: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(code, Some(0));
    assert_eq!(record["format"], "reftel.index.v1");
    assert_eq!(
        (&record["cables"], &record["files_as_they_were"]),
        (&n_files.into(), &n_files.into())
    );
    assert_eq!(
        (&record["cables_taken_in"], &record["errors"]),
        (&0.into(), &serde_json::json!([]))
    );
    for arguments in [
        &["search", "\"harbor board\" OR lamp -visa", BUILTIN][..],
        &["search", "--json", "in:summary lamp", BUILTIN],
        &["search", "--count", "dues", BUILTIN],
        &["list", "--query", "class>=c date:2007..", BUILTIN],
        &[
            "list",
            "--json",
            "--query",
            "cited-by:07PORTLARKSPUR409",
            BUILTIN,
        ],
        &["refs", "07PORTLARKSPUR409", BUILTIN],
        &["refs", "--json", "05NORTHHAVEN17", BUILTIN],
        &["refs", "--missing", BUILTIN],
        &["refs", "--graphml", BUILTIN],
    ] {
        let indexed = reftel_with_cache(&cache, arguments);
        assert!(!indexed.1.is_empty(), "{arguments:?}");
        assert_eq!(indexed, reftel(arguments), "{arguments:?}");
    }
    // Private runs neither make one nor use one.
    let (code, _, errors) = reftel_with_cache(&cache, &["index", "--private", BUILTIN]);
    assert_eq!(code, Some(2));
    assert_eq!(
        errors,
        "reftel: indexing: with --private nothing is written\n"
    );
    std::fs::remove_dir_all(&cache).unwrap();
}

#[test]
fn lists_count_instead() {
    let first = |arguments: &[&str]| {
        let (code, text, errors) = reftel(arguments);
        assert_eq!((code, errors.as_str()), (Some(0), ""), "{arguments:?}");
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        assert!(lines.iter().all(|line| !line.ends_with(' ')), "{text}");
        lines
    };
    let posts = first(&["list", "--posts", BUILTIN]);
    assert_eq!(
        posts[0],
        "PORTLARKSPUR                5  2007-03-14  2009-03-05"
    );
    let traffic = first(&["list", "--traffic", "--query", "post:state", BUILTIN]);
    assert_eq!(traffic, ["STATE                 2007-05        1"]);
    let gaps = first(&["list", "--gaps", BUILTIN]);
    let gap = "NORTHHAVEN            2005  1-16                16  -           2005-02-11";
    assert!(gaps.iter().any(|line| line == gap), "{gaps:?}");
    assert_eq!(
        gaps.last().unwrap(),
        "a gap is no hidden cable: administrative traffic shares the numbers"
    );
    let people = first(&["list", "--people", BUILTIN]);
    assert!(people[0].starts_with("Ada Quill                     classifies"));
    for (what, format, key) in [
        ("--posts", "reftel.posts.v1", "post"),
        ("--traffic", "reftel.traffic.v1", "month"),
        ("--gaps", "reftel.gaps.v1", "numbers"),
        ("--people", "reftel.people.v1", "role"),
    ] {
        for line in first(&["list", what, "--json", BUILTIN]) {
            let record: serde_json::Value = serde_json::from_str(&line).unwrap();
            assert_eq!(record["format"], format);
            assert!(record.get(key).is_some(), "{line}");
        }
    }
    let (code, _, errors) = reftel(&["list", "--gaps", "--posts", BUILTIN]);
    assert!(
        code == Some(2) && errors.contains("cannot be used with"),
        "{errors}"
    );
    let (code, ..) = reftel(&["list", "--gaps", "--query", "post:state", BUILTIN]);
    assert_eq!(code, Some(2), "numbers that a query leaves out are no gaps");
}
