//! Generated documentation is a test: stale files are rewritten and
//! reported.

use std::{env, fs};

use reftel::command::{Keymap, manual};

#[test]
fn the_readme_lists_every_key() {
    section("README.md", "keys", &manual::markdown(&Keymap::new()));
}

#[test]
fn the_readme_lists_how_presets_differ() {
    section("README.md", "presets", &manual::presets());
}

#[test]
fn the_default_configuration_is_that_of_the_table() {
    whole("assets/config.toml", &manual::config_toml());
}

#[test]
fn the_readme_gives_the_exit_statuses_of_the_program() {
    let readme = fs::read_to_string(path("README.md")).unwrap();
    for status in ["| 0 |", "| 1 |", "| 2 |", "| 3 |", "| 4 |", "| 128+n |"] {
        assert!(readme.contains(status), "README.md lacks {status}");
    }
}

#[test]
fn the_chapter_on_the_parser_shows_what_the_parser_says() {
    let file = "src/parse/README.md";
    let chapter = fs::read_to_string(path(file)).unwrap();
    let (_, rest) = chapter.split_once("<!-- telegram -->\n```text\n").unwrap();
    let (telegram, _) = rest.split_once("```\n<!-- /telegram -->").unwrap();
    let cable = reftel::parse::parse(telegram.as_bytes());
    assert_eq!(
        cable.mrn.as_ref().map(ToString::to_string).as_deref(),
        Some("08PORTLARKSPUR288")
    );
    assert!(cable.garbles.is_empty());
    let outline = reftel::cable::outline(&cable);
    section(file, "outline", &format!("```text\n{outline}```\n"));
}

#[test]
fn the_chapter_on_the_parser_names_modules_that_exist() {
    let chapter = fs::read_to_string(path("src/parse/README.md")).unwrap();
    for module in [
        "decode",
        "form",
        "html",
        "csv",
        "frus",
        "nara",
        "plusd",
        "foia",
        "distribution",
        "stamp",
        "attribute",
        "lines",
        "header",
        "transmission",
        "preamble",
        "address",
        "heading",
        "caption",
        "executive_order",
        "tags",
        "subject",
        "reference",
        "classified_by",
        "ending",
        "body",
        "number",
        "portion_mark",
        "parts",
        "repair",
    ] {
        assert!(chapter.contains(&format!("`{module}`")), "{module}");
        let file = path(&format!("src/parse/{module}.rs"));
        let folder = path(&format!("src/parse/{module}/mod.rs"));
        assert!(
            fs::exists(&file).unwrap() || fs::exists(&folder).unwrap(),
            "{module}"
        );
    }
}

/// Fails unless `file` has `text` between `<!-- name -->` and
/// `<!-- /name -->`.
pub fn section(file: &str, name: &str, text: &str) {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let old = fs::read_to_string(path(file)).unwrap();
    let (before, rest) = old.split_once(&open).expect("opening mark");
    let (_, after) = rest.split_once(&close).expect("closing mark");
    whole(file, &format!("{before}{open}{text}{close}{after}"));
}

/// Fails unless `file` holds `text`. Outside CI the file is rewritten first,
/// so that running the tests twice and committing is all there is to do.
pub fn whole(file: &str, text: &str) {
    let path = path(file);
    if fs::read_to_string(&path).is_ok_and(|old| old == text) {
        return;
    }
    if env::var_os("CI").is_none() {
        fs::write(&path, text).unwrap();
        panic!("{file} was stale and has been rewritten: commit it");
    }
    panic!("{file} is stale: run the tests and commit it");
}

fn path(file: &str) -> String {
    format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))
}
