//! Generated documentation is a test: stale files are rewritten and
//! reported.

use std::{env, fs};

use reftel::command::manual;

#[test]
fn the_readme_lists_every_key() {
    section("README.md", "keys", &manual::markdown());
}

#[test]
fn the_default_configuration_is_that_of_the_table() {
    whole("assets/config.toml", &manual::config_toml());
}

#[test]
fn the_readme_gives_the_exit_statuses_of_the_program() {
    let readme = fs::read_to_string(path("README.md")).unwrap();
    for status in ["| 0 |", "| 1 |", "| 2 |", "| 4 |", "| 128+n |"] {
        assert!(readme.contains(status), "README.md lacks {status}");
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
