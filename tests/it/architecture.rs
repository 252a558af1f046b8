//! The dependency rule of `src/README.md`, checked.
//!
//! Looks at names, not at types: a layer breaks the rule where its text says
//! `crate::` and a layer it may not know, or a fenced crate it may not use.
//! Comments count, so a layer cannot even talk about what is above it. Unit
//! tests do not: they may look anywhere.

use std::fs;
use std::path::{Path, PathBuf};

/// A layer, the layers it may name, and the fenced names it may use.
const LAYERS: &[(&str, &[&str], &[&str])] = &[
    ("cable", &[], &["jiff", "memchr"]),
    ("parse", &["cable", "glossary"], &["nom", "memchr"]),
    ("glossary", &["cable"], &["memchr"]),
    ("check", &["cable", "glossary"], &[]),
    (
        "query",
        &["cable", "glossary", "check"],
        &["jiff", "unicode_normalization"],
    ),
    (
        "record",
        &["cable", "glossary", "check"],
        &["serde", "serde_json"],
    ),
    (
        "typeset",
        &["cable", "glossary"],
        &["memchr", "unicode_width", "unicode_segmentation"],
    ),
    (
        "library",
        &["cable", "glossary", "parse", "check", "typeset"],
        &[
            "flate2", "fs", "memchr", "notify", "rayon", "rustix", "ruzstd", "sha2", "tar",
        ],
    ),
    (
        "index",
        &["cable", "library", "query"],
        &[
            "Instant",
            "directories",
            "fs",
            "memchr",
            "sha2",
            "tantivy",
            "thread",
        ],
    ),
    (
        "notes",
        &["cable"],
        &["directories", "fs", "jiff", "rusqlite", "rustix", "sha2"],
    ),
    ("command", &[], &[]),
    (
        "config",
        &["cable", "command", "typeset"],
        &["fs", "memchr", "toml", "serde", "directories"],
    ),
    (
        "app",
        &[
            "cable", "glossary", "check", "query", "typeset", "notes", "command", "config",
        ],
        &[
            "hashbrown",
            "nucleo_matcher",
            "regex",
            "regex_syntax",
            "tui_input",
        ],
    ),
    (
        "linear",
        &[
            "cable", "check", "glossary", "typeset", "command", "config", "app",
        ],
        &[],
    ),
    (
        "ui",
        &[
            "cable", "check", "typeset", "notes", "command", "config", "app",
        ],
        &["ratatui"],
    ),
    (
        "tui",
        &["typeset", "command", "app", "ui"],
        &[
            "ratatui",
            "crossterm",
            "memchr",
            "rustix",
            "signal_hook",
            "thread",
            "Instant",
            "fs",
            "process",
        ],
    ),
    (
        "cli",
        &[
            "cable", "parse", "glossary", "check", "query", "record", "typeset", "library",
            "index", "notes", "command", "config", "app", "linear", "ui", "tui",
        ],
        &[
            "Instant",
            "clap",
            "clap_complete",
            "clap_mangen",
            "crossterm",
            "fs",
            "indicatif",
            "serde",
            "serde_json",
            "rustix",
            "process",
        ],
    ),
];

/// Crates and modules that only some layers may use.
const FENCED: &[&str] = &[
    "clap",
    "clap_complete",
    "clap_mangen",
    "crossterm",
    "directories",
    "flate2",
    "fs",
    "hashbrown",
    "indicatif",
    "Instant",
    "jiff",
    "memchr",
    "nom",
    "nucleo_matcher",
    "regex",
    "regex_syntax",
    "process",
    "ratatui",
    "rayon",
    "notify",
    "rusqlite",
    "rustix",
    "ruzstd",
    "serde",
    "serde_json",
    "sha2",
    "signal_hook",
    "tantivy",
    "tar",
    "thread",
    "toml",
    "tui_input",
    "unicode_normalization",
    "unicode_segmentation",
    "unicode_width",
];

/// Whether a file holds tests and nothing else: they may ask the machine for more.
fn is_tests(file: &Path) -> bool {
    let below = file.strip_prefix(root().join("src")).unwrap();
    below
        .iter()
        .any(|name| name == "tests" || name == "tests.rs")
}

#[test]
fn layers_only_look_down() {
    let mut broken = Vec::new();
    for (layer, below, allowed) in LAYERS {
        let files = rust_files(layer);
        assert!(!files.is_empty(), "layer {layer} has no files");
        for file in files {
            if is_tests(&file) {
                continue;
            }
            let code = fs::read_to_string(&file).unwrap();
            let code = code.split("\nmod tests {").next().unwrap();
            for other in crate_names(code) {
                if other != *layer && !below.contains(&other.as_str()) {
                    broken.push(format!("{}: {layer} must not name {other}", file.display()));
                }
            }
            for fenced in FENCED {
                if uses(code, fenced) && !allowed.contains(fenced) {
                    broken.push(format!("{}: {layer} must not use {fenced}", file.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_layer_is_in_the_table() {
    let known: Vec<&str> = LAYERS
        .iter()
        .map(|(layer, ..)| *layer)
        .chain(["build", "lib", "main", "seldom"])
        .collect();
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(
            known.contains(&name.as_str()) || name == "README",
            "src/{name} is no layer"
        );
    }
}

#[test]
fn the_map_says_what_the_test_holds() {
    let map = fs::read_to_string(root().join("src/README.md")).unwrap();
    for (layer, below, allowed) in LAYERS {
        let list = |names: &[&str]| {
            if names.is_empty() {
                String::from("–")
            } else {
                names.join(", ")
            }
        };
        let row = format!("| `{layer}` | {} | {} |", list(below), list(allowed));
        assert!(map.contains(&row), "src/README.md lacks the row\n{row}");
    }
}

#[test]
fn nothing_but_what_the_project_is_lies_in_its_root() {
    let expected = [
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "assets",
        "src",
        "target",
        "tests",
    ];
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name.starts_with('.') || expected.contains(&name.as_str()),
            "{name} in the root"
        );
    }
}

/// What comes with the compiler: the standard library, and what it uses to say
/// where a panic was.
const OF_STD: [&str; 6] = [
    "alloc",
    "core",
    "std",
    "addr2line",
    "gimli",
    "rustc_demangle",
];

#[test]
fn what_is_seldom_called_exists() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let seldom = fs::read_to_string(root().join("src/seldom.txt")).unwrap();
    let paths = seldom
        .lines()
        // SQLite's own functions are not in this folder.
        .filter(|line| !line.is_empty() && !line.starts_with(['#', '=']));
    let mut missing = Vec::new();
    for path in paths {
        // What stands behind a blank is in the same symbol.
        let path = path.split(' ').next().unwrap();
        let name = path.split("::").next().unwrap();
        let exists = if let Some(inside) = path.strip_prefix("reftel::") {
            is_ours(inside)
        } else {
            [name.to_owned(), name.replace('_', "-")]
                .iter()
                .any(|name| lock.contains(&format!("name = \"{name}\"\n")))
                || OF_STD.contains(&name)
        };
        if !exists {
            missing.push(path);
        }
    }
    assert!(missing.is_empty(), "src/seldom.txt names {missing:?}");
}

/// Whether `path` is a module of this crate, or something named in one.
fn is_ours(path: &str) -> bool {
    let mut place = root().join("src");
    let mut rest = path.split("::");
    let mut file = None;
    for name in rest.by_ref() {
        place.push(name);
        let candidates = [place.join("mod.rs"), place.with_extension("rs")];
        if let Some(found) = candidates.into_iter().find(|file| file.exists()) {
            file = Some(found);
        } else {
            let code = file.map(|file| fs::read_to_string(file).unwrap());
            let named = ["fn ", "struct ", "enum "].map(|kind| format!("{kind}{name}"));
            return rest.next().is_none()
                && code.is_some_and(|code| named.iter().any(|name| code.contains(name)));
        }
    }
    file.is_some()
}

/// The first path segment after every `crate::`, `use` groups included.
fn crate_names(code: &str) -> Vec<String> {
    let code: String = code.split_whitespace().collect();
    let mut names = Vec::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(group) => names.extend(top_level_names(group)),
            None => names.push(segment(after)),
        }
    }
    names.retain(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
    names
}

/// The first segment of each member of a `use` group, given what follows its
/// opening brace.
fn top_level_names(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut names = vec![segment(group)];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(segment(&group[at + 1..])),
            _ => (),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn segment(path: &str) -> String {
    path.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// Whether `code` has `name::` as a path segment of its own.
fn uses(code: &str, name: &str) -> bool {
    code.match_indices(&format!("{name}::"))
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(layer: &str) -> Vec<PathBuf> {
    let file = root().join("src").join(format!("{layer}.rs"));
    let mut files: Vec<PathBuf> = file.exists().then_some(file).into_iter().collect();
    let mut folders = vec![root().join("src").join(layer)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && path
                    .file_name()
                    .is_some_and(|name| name != "tests.rs" && name != "sample.rs")
            {
                files.push(path);
            }
        }
    }
    files
}
