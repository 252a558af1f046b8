//! The command line from outside: arguments in, output and exit status out.
//!
//! Output is never a terminal here; what a terminal gets is the business of
//! the pty tests.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const CABLE: &str = "VZCZCXYZ0007\nPP RUEHC\n\nDE RUEHPL #0311/01 0751412\nZNY CCCCC ZZH\n\
P 151412Z MAR 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4410\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSIPDIS\n\nE.O. 12958: DECL: 03/15/2018\n\
TAGS: PREL, VD\nSUBJECT: HARBOR DUES\n\nClassified By: Ada Quill, Political Counselor, for \
reasons 1.4 (b) and (d).\n\n1. (C) The minister agreed to talks on harbor dues.\n\n\
2. (U) The press was told.\n\n3. (S/NF) Tremaine did not agree.\n\nMARLOW\n";

/// What came of a run.
#[derive(Debug, PartialEq)]
struct Ran {
    code: Option<i32>,
    stdout: Vec<u8>,
    stderr: String,
}

impl Ran {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reftel"));
    command
        .args(arguments)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null());
    // A configuration of whoever runs the tests must not matter.
    let nowhere = std::env::temp_dir().join("reftel-no-home");
    command
        .env("HOME", &nowhere)
        .env("XDG_CONFIG_HOME", nowhere.join("config"))
        .env("XDG_DATA_HOME", nowhere.join("data"))
        .env("XDG_STATE_HOME", nowhere.join("state"));
    command
}

fn run(command: &mut Command) -> Ran {
    let output = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    Ran {
        code: output.status.code(),
        stdout: output.stdout,
        stderr,
    }
}

fn reftel(arguments: &[&str]) -> Ran {
    run(&mut command(arguments))
}

/// A folder of its own for one test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("reftel-it-{test}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn json(ran: &Ran) -> serde_json::Value {
    serde_json::from_slice(&ran.stdout).unwrap()
}

#[test]
fn a_path_prints_what_show_prints_when_nobody_watches() {
    let folder = Folder::new("default");
    let path = folder.write("a.txt", CABLE);
    let shown = reftel(&["show", &path]);
    assert_eq!(shown.code, Some(0), "{}", shown.stderr);
    assert!(shown.text().contains("The minister agreed to talks"));
    assert_eq!(reftel(&[&path]), shown);
}

#[test]
fn standard_input_is_read_at_a_dash() {
    let folder = Folder::new("stdin");
    let path = folder.write("a.txt", CABLE);
    let file = || std::fs::File::open(&path).unwrap();
    let shown = reftel(&["show", &path]);
    assert_eq!(run(command(&["-"]).stdin(file())), shown);
    let record = json(&run(command(&["show", "--json", "-"]).stdin(file())));
    assert_eq!(record["file"], "-");
}

#[test]
fn what_is_piped_in_is_read_where_no_path_is_given() {
    let folder = Folder::new("piped");
    let path = folder.write("a.txt", CABLE);
    let shown = reftel(&["show", &path]);
    let file = std::fs::File::open(&path).unwrap();
    assert_eq!(run(command(&[]).stdin(file)), shown);
    let piped = |text: &str, arguments: &[&str]| {
        let (reader, mut writer) = std::io::pipe().unwrap();
        writer.write_all(text.as_bytes()).unwrap();
        drop(writer);
        run(command(arguments).stdin(reader))
    };
    for arguments in [&[][..], &["show"]] {
        assert_eq!(piped(CABLE, arguments), shown);
    }
    for command in ["list", "check"] {
        assert_eq!(piped(CABLE, &[command]), piped(CABLE, &[command, "-"]));
    }
    let paragraph = piped(CABLE, &["--para", "1"]);
    assert_eq!(paragraph, reftel(&["show", "--para", "1", &path]));
    // Without anything the built-in collection stands for it.
    let builtin = reftel(&["show"]);
    assert!(builtin.text().contains("HOW TO READ A TELEGRAM"));
    // An empty one is no reason to show another cable.
    let empty = piped("", &[]);
    assert_eq!(empty, piped("", &["-"]));
    assert_eq!(empty.code, Some(2));
    assert!(empty.stderr.contains("nothing in it"), "{}", empty.stderr);
    // The reader in lines takes commands there.
    let linear = piped("help\nquit\n", &["--linear"]);
    assert!(linear.text().contains("12 cables"), "{}", linear.text());
}

#[test]
fn who_forgets_to_pipe_something_in_is_told_what_is_waited_for() {
    let (reader, writer) = std::io::pipe().unwrap();
    let mut child = command(&[])
        .stdin(reader)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    stderr.read_line(&mut said).unwrap();
    assert_eq!(said, "reftel: waiting for standard input; ^C ends\n");
    drop(writer);
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn raw_is_the_source_byte_for_byte() {
    let folder = Folder::new("raw");
    let bytes = b"\xff\x00C\xe9 \x1b[2J\r\r\nno end\x1a".repeat(3000);
    let path = folder.write("a.txt", [CABLE.as_bytes(), &bytes].concat());
    let ran = reftel(&["show", "--raw", &path]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout == std::fs::read(&path).unwrap());
}

#[test]
fn json_is_one_object_a_line_in_the_order_of_the_inputs() {
    let folder = Folder::new("json");
    let (a, b) = (
        folder.write("a.txt", CABLE),
        folder.write("b.txt", "words\n"),
    );
    let ran = reftel(&["show", "--json", &b, &a]);
    assert_eq!(ran.code, Some(0));
    let records: Vec<serde_json::Value> = ran
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let files: Vec<&str> = records
        .iter()
        .map(|record| record["file"].as_str().unwrap())
        .collect();
    assert_eq!(files, [b, a]);
    let cable = &records[1];
    assert_eq!(cable["format"], "reftel.cable.v1");
    assert_eq!(cable["mrn"]["id"], "08PORTLARKSPUR311");
    assert_eq!(cable["subject"], "HARBOR DUES");
    assert_eq!(cable["paragraphs"][2]["marking"], "S/NF");
    assert_eq!(cable["bytes"], CABLE.len());
    assert_eq!(cable["findings"][0]["rule"], "E201");
    assert_eq!(cable["findings"][0]["paragraph"], 3);
    assert_eq!(cable["member"], serde_json::Value::Null);
    assert_eq!(cable["attributes"], serde_json::json!({}));
}

#[test]
fn the_readme_names_every_key_of_the_json_form() {
    let folder = Folder::new("keys");
    let path = folder.write("a.txt", CABLE);
    let record = json(&reftel(&["show", "--json", &path]));
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.unwrap();
    let (_, rest) = readme.split_once("### JSON\n").unwrap();
    let (section, _) = rest.split_once("\n## ").unwrap();
    for key in record.as_object().unwrap().keys() {
        assert!(section.contains(&format!("`{key}`")), "{key}");
    }
}

#[test]
fn paragraphs_can_be_picked_by_number_and_by_marking() {
    let folder = Folder::new("pick");
    let path = folder.write("a.txt", CABLE);
    let second = reftel(&["show", "--para", "2", &path]);
    assert!(second.text().contains("The press was told."));
    assert!(!second.text().contains("minister"));
    let both = reftel(&["show", "--para", "2-3", &path]);
    assert!(both.text().contains("press") && both.text().contains("Tremaine"));
    let open = reftel(&["show", "--marking", "u,sbu", &path]);
    assert!(open.text().contains("The press was told."));
    assert!(!open.text().contains("Tremaine"));
}

#[test]
fn the_outline_says_what_each_line_was_read_as() {
    let folder = Folder::new("outline");
    let path = folder.write("a.txt", CABLE);
    let ran = reftel(&["show", "--outline", &path]);
    assert_eq!(ran.code, Some(0));
    assert!(!ran.stdout.is_empty());
}

#[test]
fn color_is_used_when_asked_for_and_never_else() {
    let folder = Folder::new("color");
    let path = folder.write("a.txt", CABLE);
    assert!(
        reftel(&["show", "--color", "always", &path])
            .text()
            .contains('\x1b')
    );
    assert!(!reftel(&["show", &path]).text().contains('\x1b'));
    assert!(
        !reftel(&["show", "--color", "never", &path])
            .text()
            .contains('\x1b')
    );
}

#[test]
fn nothing_of_a_document_acts_on_a_terminal() {
    let folder = Folder::new("gate");
    let text = format!("{CABLE}\x1b]0;title\x07 \u{9b}31m \u{202e}abc\x08 \u{e0041}\n");
    let path = folder.write("a.txt", text);
    for form in [
        &["show"][..],
        &["show", "--json"],
        &["show", "--outline"],
        &[],
    ] {
        let ran = reftel(&[form, &[&*path]].concat());
        let bad = |c: char| {
            c.is_control() && c != '\n'
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{e0000}'..='\u{e007f}')
        };
        assert_eq!(ran.text().chars().find(|&c| bad(c)), None, "{form:?}");
    }
}

#[test]
fn what_cannot_be_opened_is_one_line_and_a_status() {
    let folder = Folder::new("errors");
    let good = folder.write("a.txt", CABLE);
    let missing = folder.path("missing\x1b[2J.txt");
    let escaped = missing.replace('\x1b', "\\x1b");
    let line = format!("reftel: reading: \"{escaped}\": no such file or directory\n");
    let none = reftel(&["show", &missing]);
    assert_eq!(
        (none.code, none.text(), &*none.stderr),
        (Some(2), "", &*line)
    );
    let some = reftel(&["show", &missing, &good]);
    assert_eq!((some.code, &*some.stderr), (Some(4), &*line));
    assert!(some.text().contains("minister"));
    assert_eq!(reftel(&[&missing, &good]).code, Some(4));
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    let folder = Folder::new("binary");
    let refused = |name: &str, bytes: &[u8]| {
        let ran = reftel(&["show", &folder.write(name, bytes)]);
        assert_eq!((ran.code, ran.text()), (Some(2), ""), "{name}");
        let (_, why) = ran.stderr.trim_end().rsplit_once("\": ").unwrap();
        why.to_owned()
    };
    assert_eq!(refused("a", b""), "nothing in it");
    assert_eq!(refused("b", b"  \n"), "nothing in it");
    assert_eq!(
        refused("c", b"%PDF-1.4\n"),
        "not text but PDF (--text reads it all the same)"
    );
    let path = folder.write("d", b"{\\rtf1 words}");
    assert_eq!(reftel(&["show", "--text", &path]).code, Some(0));
}

#[test]
fn a_folder_gives_all_its_cables_and_counts_the_rest() {
    let folder = Folder::new("folder");
    folder.write("b.txt", CABLE);
    folder.write("a.txt", "other words\n");
    folder.write("c.png", b"\x89PNG\r\n\x1a\n");
    let ran = reftel(&["show", "--json", folder.0.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0));
    assert_eq!(ran.text().lines().count(), 2);
    assert!(ran.text().lines().next().unwrap().contains("a.txt"));
    assert!(
        ran.stderr
            .ends_with("left out 1 file that is not readable text\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn without_a_path_the_collection_is_listed() {
    let ran = reftel(&[]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    assert!(ran.text().lines().count() >= 8);
    assert!(ran.text().contains("08PORTLARKSPUR311"));
}

#[test]
fn a_closed_pipe_is_success() {
    let folder = Folder::new("pipe");
    let path = folder.write("a.txt", CABLE.repeat(2000));
    for form in [&["show"][..], &["show", "--raw"], &["show", "--json"]] {
        let mut child = command(&[form, &[&*path]].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 1];
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut first).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{form:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{form:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_trouble() {
    let folder = Folder::new("full");
    let path = folder.write("a.txt", CABLE);
    let full = std::fs::File::create("/dev/full").unwrap();
    let output = command(&["show", &path])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        stderr,
        "reftel: writing: standard output: no space left on device\n"
    );
}

#[test]
fn wrong_usage_is_one_line() {
    let ran = reftel(&["show", "--para", "7-4", "a.txt"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.stderr,
        "reftel: reading the arguments: invalid value '7-4' for '--para <N[-M]>': expected a \
         paragraph, like 4, or a range, like 4-7 (reftel --help lists them)\n"
    );
    let ran = reftel(&["show", "--\x1b[2J"]);
    assert_eq!((ran.code, ran.stderr.lines().count()), (Some(2), 1));
    assert!(!ran.stderr.contains('\x1b'));
    assert_eq!(reftel(&["index"]).code, Some(2));
    assert_eq!(reftel(&["show", "--json", "--raw", "a"]).code, Some(2));
}

#[test]
fn help_and_version_are_answers() {
    let ran = reftel(&["--help"]);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""));
    assert!(ran.text().contains("show") && ran.text().contains("--config"));
    assert!(!ran.text().contains("panic"));
    let ran = reftel(&["--version"]);
    assert_eq!(
        ran.text(),
        concat!("reftel ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn a_command_of_a_command_is_asked_for() {
    let ran = reftel(&["config"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.stderr,
        "reftel: reading the arguments: expected one more word: which of its commands (reftel --help lists them)\n"
    );
}

#[test]
fn the_manual_names_the_options_of_every_command_and_no_other_page() {
    let ran = reftel(&["man"]);
    for words in ["reftel show [OPTIONS]", "outline", "unexplained"] {
        assert!(ran.text().contains(words), "{words}");
    }
    assert!(!ran.text().contains("show(1)"), "{}", ran.text());
}

#[test]
fn a_code_is_explained_or_not_found() {
    let ran = reftel(&["explain", "PREL"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.text().starts_with("PREL  "), "{}", ran.text());
    let ran = reftel(&["explain", "QQQQ", "--year", "1975"]);
    assert_eq!((ran.code, ran.text()), (Some(1), ""));
    assert_eq!(
        ran.stderr,
        "reftel: explaining: \"QQQQ\": not in the glossary in 1975\n"
    );
}

#[test]
fn codes_of_every_kind_are_explained() {
    let asked: [&[&str]; 15] = [
        &["PREL", "--year", "2007"],
        &["ch", "--year", "1975"],
        &["XGDS-1", "--year", "2008"],
        &["1.4(b)"],
        &["(C//NF)"],
        &["ZNY", "CCCCC"],
        &["P", "221504Z", "JUL", "08"],
        &["25X1-human"],
        &["REL", "TO", "USA,", "FVEY"],
        &["(b)(7)(C)"],
        &["EUR/VV"],
        &["RUEHC"],
        &["AMEMBASSY", "ROME"],
        &["LOU", "--year", "2008"],
        &["E.O.", "12958"],
    ];
    let mut text = Vec::new();
    for words in asked {
        let mut arguments = vec!["explain"];
        arguments.extend(words);
        let ran = reftel(&arguments);
        assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{words:?}");
        text.push(format!(
            "$ reftel explain {}\n{}",
            words.join(" "),
            ran.text()
        ));
    }
    insta::assert_snapshot!("explain", text.concat());
}

#[test]
fn meanings_are_json_one_a_line() {
    let ran = reftel(&["explain", "GDS", "--year", "1980", "--json"]);
    assert_eq!(ran.code, Some(0));
    let lines: Vec<serde_json::Value> = ran
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["code"], "GDS");
    assert_eq!(lines[0]["years"], "1978-82");
    assert_eq!(lines[0]["in_force"], true);
    assert_eq!(lines[0]["status"], "sourced");
    assert_eq!(lines[1]["in_force"], false);
    let ran = reftel(&["explain", "NOFORN", "--json"]);
    assert!(ran.text().contains("\"in_force\":null"), "{}", ran.text());
}

#[test]
fn near_codes_are_offered_for_what_is_not_known() {
    let ran = reftel(&["explain", "PRLE"]);
    assert_eq!((ran.code, ran.text()), (Some(1), ""));
    assert_eq!(
        ran.stderr,
        "reftel: explaining: \"PRLE\": not in the glossary; near it: PREL\n"
    );
    // What is known of a line is said, and what is not is named.
    let ran = reftel(&["explain", "prel", "QQQQ"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.text().starts_with("PREL  "), "{}", ran.text());
    assert_eq!(
        ran.stderr,
        "reftel: explaining: \"QQQQ\": not in the glossary\n"
    );
    let ran = reftel(&["explain", "\u{1b}[2J"]);
    assert_eq!((ran.code, ran.text()), (Some(1), ""));
    assert!(!ran.stderr.contains('\u{1b}'));
}

#[test]
fn every_key_is_listed() {
    let ran = reftel(&["keys"]);
    assert_eq!(ran.code, Some(0));
    for spec in reftel::command::TABLE {
        assert!(ran.text().contains(spec.sentence), "{}", spec.name);
    }
    assert!(reftel(&["keys", "--markdown"]).text().contains('|'));
    assert!(ran.text().contains(":row-start "), "{}", ran.text());
    // Many keys for a command take no room from the others.
    for preset in ["reftel", "less", "vim", "emacs"] {
        let ran = reftel(&["keys", "--preset", preset]);
        let said = ran.text().lines().filter(|line| line.ends_with('.'));
        let widest = said.map(str::len).max().unwrap();
        assert!(widest <= 100, "{preset}: {widest}");
    }
}

#[test]
fn a_setting_says_which_repairs_are_shown() {
    let folder = Folder::new("repairs");
    let cable = "tests/corpus/garbled/lone-second-section-is-left.cable";
    let applied = |confidence: &str| {
        let path = folder.write("config.toml", format!("repairs = \"{confidence}\"\n"));
        let shown = reftel(&["show", "--json", "--config", &path, cable]);
        shown.text().matches("\"applied\":true").count()
    };
    assert_eq!((applied("low"), applied("medium")), (2, 0));
}

#[test]
fn the_configuration_can_be_asked_about() {
    let folder = Folder::new("config");
    assert!(
        reftel(&["config", "path"])
            .text()
            .trim_end()
            .ends_with("config.toml")
    );
    let default = reftel(&["config", "default"]);
    assert_eq!(default.code, Some(0));
    let path = folder.write("config.toml", &default.stdout);
    let checked = reftel(&["config", "check", "--config", &path]);
    assert_eq!((checked.code, &*checked.stderr), (Some(0), ""));
    let missing = folder.path("missing.toml");
    assert_eq!(
        reftel(&["config", "check", "--config", &missing]).code,
        Some(2)
    );
}

#[test]
fn the_manual_page_holds_the_keys_and_completions_the_commands() {
    let man = reftel(&["man"]);
    assert_eq!(man.code, Some(0));
    assert!(man.text().contains(".SH KEYS") && man.text().contains(".SH \"EXIT STATUS\""));
    for shell in ["bash", "zsh", "fish"] {
        let ran = reftel(&["completions", shell]);
        assert_eq!(ran.code, Some(0));
        assert!(ran.text().contains("explain"), "{shell}");
    }
}

#[test]
fn an_empty_standard_input_is_said_so() {
    let mut child = command(&["show", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"\n\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr, "reftel: reading: standard input: nothing in it\n");
}

#[test]
fn sources_are_left_as_they_were() {
    let folder = Folder::new("untouched");
    let path = folder.write("a.txt", CABLE);
    let before = std::fs::metadata(Path::new(&path))
        .unwrap()
        .modified()
        .unwrap();
    reftel(&["show", "--json", &path]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), CABLE);
    assert_eq!(
        std::fs::metadata(&path).unwrap().modified().unwrap(),
        before
    );
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1);
}

#[test]
fn an_exit_status_says_what_came_of_it() {
    let folder = Folder::new("statuses");
    let good = folder.write("a.txt", CABLE.as_bytes());
    let missing = folder.path("missing");
    for (arguments, status, complaint) in [
        (vec!["show", &good], 0, ""),
        (vec!["show", "--para", "2", &good], 0, ""),
        (
            vec!["show", "--para", "9-12", &good],
            1,
            "showing paragraph 9-12",
        ),
        (vec!["explain", "NOFORN"], 0, ""),
        (vec!["explain", "NOSUCHCODE"], 1, "not in the glossary"),
        (vec!["show", &missing], 2, "no such file"),
        (
            vec!["show", "--no-such-flag", &good],
            2,
            "reading the arguments",
        ),
        (vec!["show", &good, &missing], 4, "no such file"),
    ] {
        let ran = reftel(&arguments);
        assert_eq!(ran.code, Some(status), "{arguments:?}: {}", ran.stderr);
        assert!(
            ran.stderr.contains(complaint),
            "{arguments:?}: {}",
            ran.stderr
        );
        assert_eq!(
            ran.stderr.is_empty(),
            complaint.is_empty(),
            "{arguments:?}: {}",
            ran.stderr
        );
    }
}

#[test]
fn a_meaning_of_another_year_says_so() {
    let ran = reftel(&["explain", "--year", "2008", "RS"]);
    let (first, others) = ran.text().split_once("sourced").unwrap();
    assert!(
        first.contains("Russia") && !first.contains("not in force"),
        "{}",
        ran.text()
    );
    assert!(others.contains("not in force in 2008"), "{}", ran.text());
}

#[test]
fn check_names_place_rule_and_paragraph_and_ends_with_1_on_errors() {
    let folder = Folder::new("check");
    let path = folder.write("a.txt", CABLE);
    let ran = reftel(&["check", &path]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let place = "a.txt:24:4: error E201 P3: banner says CONFIDENTIAL, paragraph 3 is marked (S/NF)";
    assert!(ran.text().contains(place), "{}", ran.text());
    assert!(
        ran.text()
            .ends_with("1 cable: 1 error, 0 warnings, 0 notes\n"),
        "{}",
        ran.text()
    );

    let report = json(&reftel(&[
        "check",
        "--json",
        "--as-of",
        "2026-11-28",
        &path,
    ]));
    assert_eq!(report["mrn"], "08PORTLARKSPUR311");
    let rules: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["I141", "E201"]);
    assert_eq!(report["findings"][0]["severity"], "note");
    assert_eq!(report["findings"][1]["severity"], "error");
    let noted = reftel(&["check", "--as-of", "2026-11-28", &path]);
    let noted = noted.text();
    assert!(noted.contains(": note I141: "), "{noted}");
    assert_eq!(report["findings"][1]["evidence"], "(S/NF)");
}

#[test]
fn check_lists_lines_that_were_not_understood() {
    let folder = Folder::new("unexplained");
    let text = CABLE.replace("TO RUEHC", "%%%%2 ~~ 9\nTO RUEHC");
    let path = folder.write("a.txt", text);
    let ran = reftel(&["check", "--unexplained", &path]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.text().contains("a.txt:8: %%%%2 ~~ 9"), "{}", ran.text());
    assert!(
        ran.text().ends_with("lines not understood\n"),
        "{}",
        ran.text()
    );
}

#[test]
fn every_rule_is_listed_with_its_reason() {
    let ran = reftel(&["check", "--rules"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let rules = ran.text().lines().filter(|line| !line.starts_with(' '));
    assert_eq!(rules.count(), reftel::check::RULES.len());
    assert!(
        ran.text().contains("source: 32 CFR 2001.21"),
        "{}",
        ran.text()
    );
}

#[test]
fn a_file_of_many_telegrams_is_cut_and_each_is_named() {
    let folder = Folder::new("many");
    let second = CABLE.replace("000311", "000312").replace("#0311", "#0312");
    let text = format!("{CABLE}BT\n#0311\nNNNN\n\n{second}BT\n#0312\nNNNN\n");
    let path = folder.write("many.txt", &text);
    let ran = reftel(&["show", "--json", &path]);
    let members: Vec<serde_json::Value> = ran
        .text()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["member"].clone())
        .collect();
    assert_eq!(members, ["08PORTLARKSPUR311", "08PORTLARKSPUR312"]);
    let raw = |id: &str| reftel(&["show", "--raw", &format!("{path}#{id}")]);
    for id in ["2", "08PORTLARKSPUR312"] {
        let ran = raw(id);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.text().starts_with("VZCZCXYZ0007") && ran.text().contains("000312"));
        // Together they are the file, byte for byte.
        assert_eq!(raw("1").text().to_owned() + ran.text(), text);
    }
}

#[test]
fn a_family_can_be_named() {
    let folder = Folder::new("family");
    let path = folder.write("a.txt", CABLE);
    let family = |arguments: &[&str]| json(&reftel(arguments))["family"].clone();
    assert_eq!(family(&["show", "--json", &path]), "cablegate");
    assert_eq!(
        family(&["--family", "plain", "show", "--json", &path]),
        "plain"
    );
    let ran = reftel(&["--family", "cables", "show", &path]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("expected one of cablegate, "),
        "{}",
        ran.stderr
    );
}

#[test]
fn keys_are_those_in_force() {
    let folder = Folder::new("presets");
    let config = folder.write(
        "config.toml",
        "[keys.reader]\n\"<f2>\" = \"down\"\n\"?\" = \"none\"\n\"g x\" = \"up\"\n",
    );
    let with = |arguments: &[&str], config: &str| {
        let mut all = vec!["keys", "--config", config];
        all.extend(arguments);
        reftel(&all)
    };
    // The keys, on the line of the sentence or on the one before.
    let line = |ran: &Ran, sentence: &str| {
        let lines: Vec<&str> = ran.text().lines().collect();
        let at = lines
            .iter()
            .position(|line| line.contains(sentence))
            .unwrap();
        let is_alone = lines[at].trim().starts_with(sentence);
        lines[at - usize::from(is_alone)].trim().to_owned()
    };
    let back = "Search towards the beginning";
    let table = reftel(&["keys"]);
    assert!(line(&table, back).starts_with("g ? "), "{}", table.text());
    let less = reftel(&["keys", "--preset", "less"]);
    assert!(line(&less, back).starts_with("?, \\ ? "), "{}", less.text());
    assert!(line(&less, "List every key").starts_with("h, H, "));
    assert!(
        line(&less, "Open what is at").contains("<enter> (catalog survey results help explain)")
    );
    // Keys of the user are added to the preset, and take away from it.
    let mine = with(&["--preset", "vim"], &config);
    assert_eq!((mine.code, mine.stderr.as_str()), (Some(0), ""));
    assert!(line(&mine, "Move down one line").starts_with("<f2> (reader), j"));
    assert!(
        line(&mine, back).contains("? (catalog)"),
        "{}",
        line(&mine, back)
    );
    let conflict = with(&["--preset", "less"], &config);
    assert!(
        conflict.stderr.contains("g (top)") || conflict.stderr.contains("\"g\" (top)"),
        "{}",
        conflict.stderr
    );
    let config = folder.write("less.toml", "preset = \"less\"\n");
    assert_eq!(with(&[], &config), less);
    assert_eq!(with(&["--preset", "reftel"], &config), table);
    let config = folder.write("wrong.toml", "\npreset = \"nano\"\n");
    let wrong = reftel(&["config", "check", "--config", &config]);
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong.stderr.contains("expected reftel, less, vim or emacs"),
        "{}",
        wrong.stderr
    );
    assert!(wrong.stderr.contains(":2"), "{}", wrong.stderr);
    let wrong = reftel(&["keys", "--preset", "nano"]);
    assert_eq!(wrong.code, Some(2));
    let man = reftel(&["man"]);
    assert!(man.text().contains("PRESETS"), "{}", man.text());
    let fish = reftel(&["completions", "fish"]);
    let completes = |line: &str| line.contains("preset") && line.contains("emacs");
    assert!(fish.text().lines().any(completes), "{}", fish.text());
}

#[test]
fn marks_are_set_listed_and_removed() {
    let folder = Folder::new("marks");
    let path = folder.write("a.txt", CABLE);
    let reftel = |arguments: &[&str]| {
        let mut command = command(arguments);
        for name in ["HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env(name, folder.path("home"));
        }
        run(&mut command)
    };
    let ran = reftel(&["marks", "list"]);
    assert_eq!((ran.code, ran.text()), (Some(0), ""));
    assert!(
        !Path::new(&folder.path("home")).exists(),
        "asking makes nothing"
    );
    let ran = reftel(&["marks", "add", "a", &path]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let ran = reftel(&["marks", "add", "Q", &path, "--para", "3"]);
    assert_eq!(ran.code, Some(0));
    let ran = reftel(&["marks", "list"]);
    let lines: Vec<&str> = ran.text().lines().collect();
    assert!(lines[0].starts_with("a  08PORTLARKSPUR311     P1    The minister agreed to talks"));
    assert!(lines[1].starts_with("Q  08PORTLARKSPUR311     P3    Tremaine did not agree."));
    assert!(lines[1].ends_with(&path));
    let ran = reftel(&["marks", "list", "--json", &path]);
    let first: serde_json::Value =
        serde_json::from_str(ran.text().lines().next().unwrap()).unwrap();
    assert_eq!(first["paragraph"], 1);
    assert_eq!(first["path"], *path);
    let ran = reftel(&["marks", "remove", "a", &path]);
    assert_eq!(ran.code, Some(0));
    let ran = reftel(&["marks", "remove", "a", &path]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.stderr, "reftel: marks: a: there is no such mark\n");
    assert_eq!(reftel(&["marks", "remove", "Q"]).code, Some(0));
    assert_eq!(reftel(&["marks", "list"]).text(), "");
    for (arguments, code) in [
        (&["marks", "add", "1", "a.txt"][..], 2),
        (&["marks", "add", "a", &path, "--para", "9"], 1),
        (&["marks", "add", "a", "/nowhere/x"], 2),
        (&["marks", "remove", "a"], 2),
        (&["marks", "list", "--private"], 2),
        (&["marks", "list", "--no-history"], 2),
    ] {
        let ran = reftel(arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?} {}", ran.stderr);
        assert!(ran.stderr.lines().count() >= 1);
    }
    // What is damaged is kept, said, and does not end the work.
    let file = folder.path("home/reftel/notes.db");
    let file = if Path::new(&file).exists() {
        file
    } else {
        return;
    };
    std::fs::write(&file, "no database\x1b[2J").unwrap();
    let ran = reftel(&["marks", "list"]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(
        ran.stderr
            .contains("was damaged, and is kept as notes.db.damaged-")
    );
    let kept = std::fs::read_dir(folder.path("home/reftel")).unwrap();
    let bytes: Vec<Vec<u8>> = kept
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .collect();
    assert_eq!(bytes, [b"no database\x1b[2J"]);
    // Where nothing can be written, it says which file and why.
    let ran = run(command(&["marks", "add", "a", &path])
        .env("HOME", "/dev/null")
        .env("XDG_DATA_HOME", "/dev/null/data"));
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.starts_with("reftel: keeping marks: \""),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_paragraph_asked_for_is_printed_where_there_is_no_screen() {
    let folder = Folder::new("para");
    let path = folder.write("a.txt", CABLE);
    let ran = reftel(&["--para", "2", &path]);
    assert!(ran.text().contains("The press was told.") && !ran.text().contains("Tremaine"));
    for wanted in ["2", "2-3", "9"] {
        let shown = reftel(&["show", "--para", wanted, &path]);
        assert_eq!(reftel(&["--para", wanted, &path]), shown, "{wanted}");
    }
    // Where the screen begins is nothing to a pipe, as with `less`.
    assert_eq!(reftel(&["+2", &path]), reftel(&["show", &path]));
}

#[test]
fn themes_of_the_user_are_completed_and_one_that_is_not_there_is_told() {
    let folder = Folder::new("themes");
    let config = folder.write("config.toml", "[themes.paper]\ninherits = \"light\"\n");
    for shell in ["bash", "zsh", "fish"] {
        let ran = reftel(&["completions", shell, "--config", &config]);
        for name in ["auto", "high-contrast", "paper"] {
            assert!(ran.text().contains(name), "{shell} {name}");
        }
    }
    let ran = reftel(&["keys", "--config", &config, "--theme", "papr"]);
    assert_eq!(
        ran.stderr,
        "reftel: theme \"papr\": expected auto, dark, light, mono, high-contrast, color-blind, paper\n"
    );
    assert_eq!(
        reftel(&["keys", "--config", &config, "--theme", "paper"]).stderr,
        ""
    );
    let file = folder.write("one.txt", "SUBJECT: ONE\n\n1. (U) Text.\n");
    let ran = reftel(&["show", &file, "--config", &config, "--theme", "papr"]);
    assert!(
        ran.stderr.starts_with("reftel: theme \"papr\""),
        "{}",
        ran.stderr
    );
    assert!(ran.text().contains("Text."));
    assert_eq!(ran.code, Some(4));
}

#[test]
fn a_number_is_looked_up_in_the_collection_that_was_open_last() {
    let folder = Folder::new("numbers");
    std::fs::create_dir_all(folder.path("cables")).unwrap();
    folder.write("cables/a.txt", CABLE);
    let other = CABLE
        .replace("000311", "000312")
        .replace("0311/01", "0312/01");
    folder.write("cables/b.txt", other.replace("HARBOR DUES", "BOATS"));
    // A release of the first, and a file of two.
    let again = CABLE.replace("The press", "The whole press");
    let third = other.replace("312", "313");
    folder.write("cables/c.txt", format!("{again}\nNNNN\n\n{third}"));
    let at_home = |arguments: &[&str]| {
        let mut command = command(arguments);
        for name in ["HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env(name, folder.path("home"));
        }
        command.current_dir(std::env::temp_dir());
        command
    };
    let at = |arguments: &[&str]| run(&mut at_home(arguments));
    let none = at(&["show", "08PORTLARKSPUR312"]);
    assert_eq!(none.code, Some(2));
    assert_eq!(
        none.stderr,
        "reftel: finding a cable by its number: \"08PORTLARKSPUR312\": no such file, and no \
         collection was open yet\n"
    );
    // The built-in collection is there for who has opened nothing.
    let builtin = at(&["show", "08PORTLARKSPUR311"]);
    assert_eq!(builtin.code, Some(0), "{}", builtin.stderr);
    assert_eq!(at(&["refs", "08PORTLARKSPUR311"]).code, Some(0));
    // Reading one cable is opening no collection; reading in lines is.
    let quit = || {
        let (reader, mut writer) = std::io::pipe().unwrap();
        writer.write_all(b"quit\n").unwrap();
        reader
    };
    let alone = folder.path("cables/b.txt");
    run(at_home(&["--linear", &alone]).stdin(quit()));
    assert_eq!(at(&["show", "08PORTLARKSPUR312"]).code, Some(2));
    let private = ["--linear", "--private", &folder.path("cables")];
    run(at_home(&private).stdin(quit()));
    assert_eq!(at(&["show", "08PORTLARKSPUR312"]).code, Some(2));
    let read = run(at_home(&["--linear", &folder.path("cables")]).stdin(quit()));
    assert_eq!(read.code, Some(0), "{}", read.stderr);
    let check = || {
        let one = at(&["show", "08PORTLARKSPUR312"]);
        assert_eq!((one.code, one.stderr.as_str()), (Some(0), ""));
        assert_eq!(one.stdout, at(&["show", &alone]).stdout);
        // Both releases, in the order of the collection.
        let both = at(&["show", "--json", "2008 PORT LARKSPUR 00311"]);
        assert_eq!(both.text().lines().count(), 2, "{}", both.stderr);
        assert!(
            both.text()
                .lines()
                .last()
                .unwrap()
                .contains("The whole press")
        );
        let listed = at(&["list", "08PORTLARKSPUR313", &alone]);
        assert_eq!(listed.text().lines().count(), 2, "{}", listed.stderr);
        let found = at(&["search", "--count", "boats", "08PORTLARKSPUR312"]);
        assert_eq!(found.text(), "1 hit in 1 cable\n", "{}", found.stderr);
        // Some of them are there.
        let some = at(&["show", "08PORTLARKSPUR312", "08PORTLARKSPUR999"]);
        assert_eq!(some.code, Some(4));
        assert_eq!(some.stdout, one.stdout);
        assert_eq!(some.stderr.lines().count(), 1);
        assert!(
            some.stderr.contains("that was open last, "),
            "{}",
            some.stderr
        );
        // The thread of a number is that in the collection.
        assert_eq!(at(&["refs", "08PORTLARKSPUR312"]).code, Some(0));
        // Nothing is remembered then.
        assert_eq!(
            at(&["--private", "show", "08PORTLARKSPUR312"]).code,
            Some(2)
        );
    };
    check();
    // The same by an index.
    let index = at(&["index", &folder.path("cables")]);
    assert_eq!(index.code, Some(0), "{}", index.stderr);
    check();
    // For a reader it says how far it is, a line each, and how it ended.
    let aside = at(&["index", "--for-reader", &folder.path("cables")]);
    assert_eq!(aside.code, Some(0), "{}", aside.stderr);
    assert_eq!(aside.text().lines().last(), Some(r#"{"ended":"done"}"#));
    // A configuration may say that nothing is remembered.
    let config = folder.write("private.toml", "private = true\n");
    let private = at(&["--config", &config, "show", "08PORTLARKSPUR312"]);
    assert_eq!(private.code, Some(2), "{}", private.stderr);
    // A file of such a name is a file.
    let named = folder.write("08PORTLARKSPUR312", CABLE);
    let mut show = at_home(&["show", "08PORTLARKSPUR312"]);
    let shown = run(show.current_dir(&folder.0));
    assert_eq!(shown.stdout, at(&["show", &named]).stdout);
    // What is wrong with the file, or the collection, is told.
    let state = folder.path("home/reftel/collection.db");
    let before = std::fs::read(&state).unwrap();
    std::fs::write(&state, b"no database at all").unwrap();
    let damaged = at(&["show", "08PORTLARKSPUR312"]);
    assert_eq!(damaged.code, Some(2));
    assert!(damaged.stderr.contains("damaged"), "{}", damaged.stderr);
    std::fs::write(&state, before).unwrap();
    std::fs::rename(folder.path("cables"), folder.path("moved")).unwrap();
    let gone = at(&["show", "08PORTLARKSPUR312"]);
    assert_eq!(gone.code, Some(2));
    let words = "no such file or directory";
    assert!(gone.stderr.contains(words), "{}", gone.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn how_far_cables_were_read_is_asked_for_and_not_told_in_private() {
    use reftel::notes::{Folders, Key, Notes, Reach, Way};

    let folder = Folder::new("state");
    std::fs::create_dir_all(folder.path("cables")).unwrap();
    let unnumbered = "SUBJECT: GOATS\n\n1. (U) They were counted.\n";
    for nth in 0..3 {
        folder.write(
            &format!("cables/{nth}.txt"),
            CABLE.replace("000311", &format!("00030{nth}")),
        );
    }
    folder.write("cables/goats.txt", unnumbered);
    folder.write("cables/lamps.txt", unnumbered.replace("GOATS", "LAMPS"));
    let state = PathBuf::from(folder.path("home")).join("state");
    let mut notes = Notes::in_folders(&Folders {
        data: state.clone(),
        state: state.join("reftel"),
    });
    let key = |text: &str| Key::of(&reftel::parse::parse(text.as_bytes()));
    let mut keep = |key, percent| {
        let way = Way::Nowhere;
        notes.keep_reach(&Reach { key, way, percent }).unwrap();
    };
    keep(key(&CABLE.replace("000311", "000301")), 100);
    keep(key(&CABLE.replace("000311", "000302")), 50);
    let path = folder.path("cables");
    let cache = folder.path("home/cache");
    let list = |query: &str, more: &[&str]| {
        let mut command = command(&[&["list", "--query", query, &path], more].concat());
        let ran = run(command
            .env("XDG_STATE_HOME", &state)
            .env("XDG_CACHE_HOME", &cache));
        (ran.text().lines().count(), ran.stderr)
    };
    assert_eq!(list("state:done", &[]), (1, String::new()));
    assert_eq!(list("state:begun", &[]), (1, String::new()));
    assert_eq!(list("is:unread", &[]), (3, String::new()));
    // The same from an index, and of cables without a number.
    let indexed = run(command(&["index", &path]).env("XDG_CACHE_HOME", &cache));
    assert_eq!(indexed.code, Some(0), "{}", indexed.stderr);
    assert_eq!(list("is:unread", &[]), (3, String::new()));
    keep(key(unnumbered), 100);
    assert_eq!(list("state:done", &[]), (2, String::new()));
    assert_eq!(list("state:done goats", &[]), (1, String::new()));
    let (n_done, said) = list("state:done", &["--private"]);
    assert_eq!(n_done, 0);
    assert!(said.contains("in private"), "{said}");
}
