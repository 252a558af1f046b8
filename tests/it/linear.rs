//! The reader in lines: typed lines in, sentences out.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use reftel::app::{Effect, Listing, Msg, Opened, Request, Surveyed};
use reftel::command::TABLE;
use reftel::linear::Linear;

use crate::session::Session;

const TUTORIAL: &str = "08PORTLARKSPUR311";

const CABLE: &str = "VZCZCXYZ0007\nPP RUEHC\n\nDE RUEHPL #0312/01 0751412\nZNY CCCCC ZZH\n\
P 151412Z MAR 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4410\n\
INFO RUEHKB/AMCONSUL KESTREL BAY\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000312\n\nSIPDIS\n\nE.O. 12958: DECL: 03/15/2018\n\
TAGS: PREL, VD\nSUBJECT: HARBOR DUES\n\nREF: A. NORTHHAVEN 88\n\nClassified By: Ada Quill, Political Counselor, for \
reasons 1.4 (b) and (d).\n\n1. (C) SUMMARY: The Minister,s aide agreed to talks on\nharbor dues \
(ref A). END SUMMARY.\n\n2. (U) The press was told.\n\n3. (S/NF) Tremaine did not agree.\nMARLOW\n";

/// A reader in lines on the cables of a session.
struct Lines {
    session: Session,
    linear: Linear,
}

impl Lines {
    fn of(session: Session) -> Lines {
        let (linear, effects) = Linear::begin(session.model.clone());
        let mut lines = Lines { session, linear };
        assert!(!lines.perform(effects));
        lines
    }

    /// Types a line; what is said, or nothing if it was the last.
    fn take(&mut self, line: &str) -> Option<Vec<String>> {
        let effects = self.linear.take(line);
        if self.perform(effects) {
            return None;
        }
        Some(self.linear.said())
    }

    fn said(&mut self, line: &str) -> String {
        self.take(line).unwrap().join("\n")
    }

    fn perform(&mut self, effects: Vec<Effect>) -> bool {
        let mut left = effects;
        while let Some(effect) = left.pop() {
            let cables = &self.session.cables;
            let opened = |idx: usize| Opened::new(cables[idx].clone(), None);
            let msg = match effect {
                Effect::Quit => return true,
                Effect::Load(Request::Open(idx)) => Msg::Loaded(idx, Box::new(opened(idx))),
                Effect::Load(Request::List(entries)) => {
                    let listing = |idx| (idx, Ok(Listing::of(&cables[idx])));
                    Msg::Listed(entries.into_iter().map(listing).collect())
                }
                Effect::Load(Request::Reload(idx, _)) => {
                    Msg::Reloaded(idx, Box::new(Ok(opened(idx))))
                }
                Effect::Load(Request::Survey(asked)) => {
                    let made = Surveyed::Made(self.session.survey(&asked));
                    Msg::Surveyed(asked.id, made)
                }
                _ => continue,
            };
            left.extend(self.linear.tell(msg));
        }
        false
    }
}

fn reading() -> Lines {
    let mut lines = Lines::of(Session::text(CABLE.as_bytes(), "80x24"));
    let _ = lines.linear.said();
    lines
}

#[test]
fn a_cable_is_read_a_paragraph_at_a_time_its_marking_first() {
    let mut lines = Lines::of(Session::text(CABLE.as_bytes(), "80x24"));
    let first = lines.linear.said();
    assert_eq!(
        first[0],
        "Cable 08PORTLARKSPUR312. Confidential. 15 March 2008."
    );
    assert_eq!(first[1], "Subject: HARBOR DUES.");
    assert_eq!(first[3], "Enter goes on, help lists the commands.");
    assert_eq!(first[4], "Paragraph 1, Confidential, summary.");
    assert!(first[5].contains("The Minister's aide agreed to talks on harbor dues"));
    assert_eq!(
        lines.said(""),
        "Paragraph 2, Unclassified.\nThe press was told."
    );
    assert_eq!(
        lines.said("next-paragraph"),
        "Paragraph 3, Secret, NF.\nTremaine did not agree.\nMARLOW"
    );
    assert_eq!(lines.said(""), "This is the end of 08PORTLARKSPUR312.");
    assert!(
        lines
            .said("previous-paragraph")
            .starts_with("Paragraph 2, ")
    );
    assert!(lines.said("1").starts_with("Paragraph 1, "));
    assert_eq!(lines.said("previous-p"), "This is the first paragraph.");
    assert!(lines.said("3").starts_with("Paragraph 3, Secret, NF.\n"));
    assert!(lines.said("3").starts_with("Paragraph 3, Secret, NF.\n"));
    assert!(lines.said("top").starts_with("Paragraph 1, "));
    assert_eq!(lines.take("quit"), None);
}

#[test]
fn the_header_is_read_in_sentences() {
    let said = reading().said("header");
    for sentence in [
        "Classification: Confidential.",
        "Sent on Saturday, 15 March 2008, at 14:12 UTC.",
        "Precedence: priority.",
        "From AMEMBASSY PORT LARKSPUR.",
        "For action: SECSTATE WASHDC.",
        "For information: AMCONSUL KESTREL BAY.",
        "Subject: HARBOR DUES.",
        "Executive order 12958, to be declassified on 15 March 2018.",
        "Classified by Ada Quill, Political Counselor, for the reasons 1.4(b), 1.4(d).",
    ] {
        assert!(
            said.lines().any(|line| line == sentence),
            "{sentence}\n{said}"
        );
    }
    assert!(said.contains("TAGS: PREL, "), "{said}");
    assert!(said.contains("Reference A: "), "{said}");
}

#[test]
fn words_are_sought_and_explained() {
    let mut lines = reading();
    let said = lines.said("/agree");
    assert!(said.starts_with("1/2 in 2 paragraphs."), "{said}");
    let said = lines.said("n");
    assert!(said.contains("Paragraph 3, Secret, NF."), "{said}");
    let said = lines.said("next-match");
    assert!(said.contains("Paragraph 1, Confidential"), "{said}");
    assert_eq!(lines.said("search zebra"), "No match in the text.");
    assert!(lines.said("search").contains("Type the words"));
    assert!(lines.said("press").contains("Paragraph 2, Unclassified."));
    let said = lines.said("explain NF");
    assert!(said.contains("foreign nationals"), "{said}");
    let said = lines.said("explain ref A");
    assert!(said.contains("NORTHHAVEN 88"), "{said}");
    assert!(
        lines
            .said("where")
            .contains("Paragraph 2, Unclassified, 2 of 3")
    );
}

#[test]
fn every_part_can_be_asked_for() {
    let mut lines = reading();
    assert!(
        lines
            .said("outline")
            .contains("Paragraph 2, Unclassified: The press was told.")
    );
    assert!(
        lines
            .said("summary")
            .starts_with("Paragraph 1, Confidential, summary.")
    );
    assert_eq!(lines.said("comment"), "This cable has no comment.");
    assert!(lines.said("raw").contains("The Minister,s aide"));
    let said = lines.said("findings");
    assert!(said.contains("Finding 1 of "), "{said}");
    assert!(said.contains("on view: 1 apostrophe"), "{said}");
    assert!(lines.said("next-repair").contains("is read as '"));
    assert!(lines.said("next-reference").contains("ref A"));
    let said = lines.said("only-unclassified");
    assert!(said.contains("hidden by the filter"), "{said}");
    assert!(
        said.contains("Shown: (U) only, 1 of 3 paragraphs."),
        "{said}"
    );
    assert!(lines.said("clear-filter").contains("Paragraph 1"));
    assert!(lines.said("ask press").contains(", 1 of 3 paragraphs."));
    assert!(lines.said("ask").contains("Type the words"));
    assert!(lines.said("").contains("Paragraph 2"));
    let said = lines.said("repairs");
    assert!(
        said.contains("Paragraph 1, hidden by the filter: Minister,s is read as Minister's"),
        "{said}"
    );
    assert_eq!(lines.said("zoom"), "zoom changes only what a screen shows.");
    assert!(lines.said("next-token").len() > 1);
    assert!(lines.said("reload").contains("nothing has changed"));
}

#[test]
fn plain_words_mean_what_who_says_them_expects() {
    let mut lines = reading();
    assert!(lines.said("next").contains("Paragraph 2"));
    assert!(lines.said("previous").contains("Paragraph 1"));
    assert!(lines.said("find Tremaine").contains("Paragraph 3"));
    lines.said("mark a");
    assert!(lines.said("marks").contains("1: a, P3"));
    // Nothing is known of a word that is named.
    let said = lines.said("explain");
    assert!(said.starts_with("Tremaine."), "{said}");
}

#[test]
fn what_is_not_known_is_answered_with_what_is_near() {
    let mut lines = reading();
    assert_eq!(
        lines.said("sumary"),
        "No command is called sumary. Did you mean summary?"
    );
    assert!(lines.said("next-m").contains("next-marking, next-match"));
    assert_eq!(
        lines.said("zzzz"),
        "No command is called zzzz. Help lists them."
    );
    let help = lines.said("help");
    assert!(help.contains("next-paragraph") && help.contains("header"));
    let help = lines.said("help next-marking");
    assert!(
        help.contains("]c") && help.contains("change of marking"),
        "{help}"
    );
}

#[test]
fn a_list_is_said_and_a_number_reads_from_it() {
    let mut lines = Lines::of(Session::builtin("80x24"));
    let said = lines.linear.said().join("\n");
    assert!(said.contains("cables are open"), "{said}");
    let list = lines.said("list");
    assert!(list.starts_with("1: "), "{list}");
    assert!(list.contains(TUTORIAL), "{list}");
    assert!(lines.said("2").starts_with("Cable "));
    let first = lines.said("open 1");
    assert!(first.starts_with("Cable "), "{first}");
    assert!(lines.said("next-cable").starts_with("Cable "));
    assert!(lines.said("previous cable").starts_with("Cable "));
    assert!(lines.said("Next Cable").starts_with("Cable "));
    assert!(lines.said("list").contains("2: ") && lines.said("list").contains("being read"));
    assert!(lines.said("jumps").contains("A number goes there."));
    assert!(lines.said("1").contains("Paragraph") || !lines.said("where").is_empty());
    assert!(lines.said("close").contains("cables are open"));
    assert_eq!(lines.take("close"), None);
}

#[test]
fn a_query_that_is_asked_again_still_holds() {
    let mut lines = reading();
    let first = lines.said("& harbor");
    assert_eq!(lines.said("& harbor"), first);
    lines.said("& zeppelin");
    let all = lines.said("esc");
    assert!(!all.contains("No command"), "{all}");
    assert!(!lines.said("where").contains("& zeppelin"));
    let first = lines.said("ask told");
    assert_eq!(lines.said("ask told"), first);
    assert!(first.contains("The press was told."), "{first}");
}

#[test]
fn next_and_previous_go_through_the_list() {
    let mut lines = Lines::of(Session::builtin("80x24"));
    let _ = lines.linear.said();
    let [second, third] = ["next", "next cable"].map(|line| lines.said(line));
    assert!(!second.contains("Which one"), "{second}");
    assert_ne!(second, third);
    assert_eq!(lines.said("previous cable"), second);
    assert_eq!(lines.said("next 1"), third);
}

/// No line depends on where something stands in it, and every name of the
/// table is answered.
#[test]
fn every_command_is_answered_in_lines_without_columns() {
    let names = TABLE.iter().map(|spec| spec.name);
    let own = [
        "",
        "1",
        "header",
        "routing",
        "outline",
        "summary",
        "comment",
        "source",
        "again",
        "where",
        "list",
        "help",
        "help next",
        "explain PREL",
        "/harbor",
        "nonsense",
        "3}",
        "]c",
    ];
    for session in [
        Session::reading(TUTORIAL, "80x24"),
        Session::builtin("80x24"),
    ] {
        let start = Lines::of(session);
        for line in names.clone().chain(own) {
            let mut lines = Lines {
                session: Session::builtin("80x24"),
                linear: start.linear.clone(),
            };
            let _ = lines.linear.said();
            let Some(said) = lines.take(line) else {
                assert!(["quit", "close"].contains(&line), "{line}");
                continue;
            };
            assert!(said.iter().any(|said| !said.is_empty()), "{line}");
            for said in said {
                let is_source = matches!(line, "source" | "raw");
                assert!(is_source || !said.trim().contains("   "), "{line}: {said}");
                assert!(!said.contains(['│', '─', '┌']), "{line}: {said}");
            }
        }
    }
}

/// Whatever is typed, in whatever order, is answered.
#[test]
fn no_line_is_left_without_an_answer() {
    let own = [
        "",
        "1",
        "7",
        "999",
        "header",
        "outline",
        "summary",
        "list",
        "list 3",
        "open 2",
        "where",
        "help",
        "explain C",
        "/harbor",
        "/",
        "?x",
        "3}",
        "-",
        ":",
        "\u{1b}[A",
        "open 99",
        "again",
    ];
    let names: Vec<&str> = TABLE.iter().map(|spec| spec.name).chain(own).collect();
    let mut lines = Lines::of(Session::builtin("80x24"));
    let _ = lines.linear.said();
    let mut state = 1_u64;
    for _ in 0..1500 {
        // The generator of Knuth's MMIX.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let idx = usize::try_from(state >> 33).unwrap() % names.len();
        if let Some(said) = lines.take(names[idx]) {
            assert!(said.iter().any(|said| !said.is_empty()), "{}", names[idx]);
        } else {
            lines = Lines::of(Session::builtin("80x24"));
            let _ = lines.linear.said();
        }
    }
}

/// Runs the program on lines from a pipe.
fn typed(arguments: &[&str], lines: &str) -> (Option<i32>, String, String) {
    let nowhere = std::env::temp_dir().join("reftel-no-home");
    let arguments = [&["--private"], arguments].concat();
    typed_at(&nowhere, &arguments, lines)
}

fn typed_at(home: &Path, arguments: &[&str], lines: &str) -> (Option<i32>, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_reftel"))
        .args(arguments)
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_STATE_HOME", home.join("state"))
        .env("XDG_DATA_HOME", home.join("data"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn lines_come_by_a_pipe_and_their_end_is_the_end() {
    let folder = std::env::temp_dir().join(format!("reftel-linear-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("a.txt");
    let wicked = CABLE.replace("The press", "The \u{1b}[2J\u{202e}press");
    std::fs::write(&path, wicked).unwrap();
    let path = path.to_str().unwrap();
    let (code, said, errors) = typed(&["--linear", "+2", path], "header\nwhere");
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{said}");
    assert!(said.contains("Paragraph 2, Unclassified."), "{said}");
    assert!(said.contains("From AMEMBASSY PORT LARKSPUR."), "{said}");
    assert!(said.contains("2 of 3"), "{said}");
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
    let (code, said, _) = typed(&["--linear", path, path], "");
    assert_eq!(code, Some(0));
    assert!(said.starts_with("1 cable is open."), "{said}");
    let other = folder.join("b.txt");
    std::fs::write(&other, CABLE.replace("000312", "000313")).unwrap();
    let (code, said, _) = typed(&["--linear", path, other.to_str().unwrap()], "");
    assert_eq!(code, Some(0));
    assert!(said.starts_with("2 cables are open."), "{said}");
    let missing = folder.join("missing");
    let (code, _, errors) = typed(&["--linear", path, missing.to_str().unwrap()], "quit\n");
    assert_eq!(code, Some(4), "{errors}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_list_is_narrowed_in_words() {
    let lines = "narrow date:2008 class<=c\nlist\nnarrow zeppelin\nlist\nclear\nsort\n3\nlist 11\nnarrow 2008\n\n1\n";
    let (code, said, errors) = typed(&["--linear", "assets/cables"], lines);
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{said}");
    insta::assert_snapshot!(said);
}

#[test]
fn what_is_copied_on_a_screen_is_said() {
    let mut lines = reading();
    for name in ["copy-text", "print-text", "yy", "Py"] {
        assert_eq!(
            lines.said(name),
            "1. (C) SUMMARY: The Minister's aide agreed to talks on harbor dues (ref A). END SUMMARY.",
            "{name}"
        );
    }
    assert_eq!(lines.said("yr"), "08PORTLARKSPUR312");
    assert!(
        lines
            .said("Y")
            .contains("The Minister's aide agreed to talks")
    );
    let said = lines.said("edit");
    assert_eq!(said, "edit needs the screen; print-text says the text.");
}

#[test]
fn places_and_marks_are_kept_between_two_runs() {
    let home = std::env::temp_dir().join(format!("reftel-linear-kept-{}", std::process::id()));
    std::fs::create_dir_all(&home).unwrap();
    let path = home.join("a.txt");
    std::fs::write(&path, CABLE).unwrap();
    let path = path.to_str().unwrap();
    let (code, said, errors) = typed_at(&home, &["--linear", path], "ma\n\nset-mark Q\n");
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{said}");
    assert!(said.contains("Mark a set at P1"), "{said}");
    assert!(said.contains("Mark Q set at P2"), "{said}");
    // Without a path, at the paragraph where the lines ended.
    let lines = "where\n'a\nremove-mark a\nmarks\ngo-to-mark\nQ";
    let (code, said, errors) = typed_at(&home, &["--linear"], lines);
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{said}");
    assert!(said.contains("Paragraph 2, Unclassified."), "{said}");
    assert!(
        said.contains("Paragraph 1, Confidential, summary."),
        "{said}"
    );
    assert!(said.contains("Mark a removed"), "{said}");
    assert!(said.contains("Which letter? As in go-to-mark a."), "{said}");
    std::fs::remove_dir_all(&home).unwrap();
}

#[test]
fn a_file_that_was_never_opened_is_not_said_to_have_changed() {
    let home = std::env::temp_dir().join(format!("reftel-linear-release-{}", std::process::id()));
    std::fs::create_dir_all(&home).unwrap();
    let [first, second] = ["a.txt", "b.txt"].map(|name| home.join(name));
    let other = CABLE.replace("The press was told", "XXXXX was told of it");
    std::fs::write(&first, CABLE).unwrap();
    std::fs::write(&second, &other).unwrap();
    let [first_path, second_path] = [&first, &second].map(|path| path.to_str().unwrap());
    let changed = "not as it was";
    let (_, said, errors) = typed_at(&home, &["--linear", first_path], "\nwhere");
    assert!(said.contains("Paragraph 2"), "{said}{errors}");
    // Another release, by a file of its own.
    let (_, said, errors) = typed_at(&home, &["--linear", second_path], "where");
    assert!(!said.contains(changed), "{said}{errors}");
    assert!(said.contains("Paragraph 1"), "{said}{errors}");
    // The same file with another text.
    let (_, said, errors) = typed_at(&home, &["--linear", second_path], "\nwhere");
    assert!(said.contains("Paragraph 2"), "{said}{errors}");
    std::fs::write(&second, CABLE).unwrap();
    let (_, said, errors) = typed_at(&home, &["--linear", second_path], "where");
    assert!(said.contains(changed), "{said}{errors}");
    std::fs::remove_dir_all(&home).unwrap();
}

#[test]
fn a_search_under_a_filter_says_what_is_hidden() {
    let mut lines = Lines::of(Session::text(CABLE.as_bytes(), "80x24"));
    lines.said("only-unclassified");
    let said = lines.said("/harbor");
    assert!(
        said.contains("No match in what is shown; 1 in 1 hidden paragraph"),
        "{said}"
    );
    assert!(lines.said("/zeppelin").contains("No match in the text"));
}

#[test]
fn surveys_are_said_row_by_row() {
    let mut lines = Lines::of(Session::builtin("80x24"));
    let _ = lines.linear.said();
    let said = lines.take("missing").unwrap();
    assert_eq!(said[0], "Cited and not held: 4 cables.");
    assert_eq!(
        said[1],
        "1: 08SANTABRISA17, inferred ..2008-07-22, cited 2 times by 08KESTRELBAY61, 08PORTLARKSPUR311."
    );
    let said = lines.take("1").unwrap();
    assert_eq!(said[0], "Thread of 08SANTABRISA17: 5 cables, 1 not held.");
    assert!(
        said[1].starts_with("1: 08SANTABRISA17, not held."),
        "{said:?}"
    );
    // A row is opened by its number, and a cable is read.
    let row = said
        .iter()
        .find(|line| line.contains("08KESTRELBAY61"))
        .unwrap();
    let number = row.split(':').next().unwrap().to_owned();
    assert!(lines.said(&number).contains("08KESTRELBAY61"));
    assert!(lines.said("close").starts_with("Thread of 08SANTABRISA17"));
    assert!(
        lines
            .said("posts")
            .contains("1: PORTLARKSPUR: 5, 2007-03-14..2009-03-05.")
    );
    assert!(lines.said("help order").contains("Sort the rows"));
}

#[test]
fn cables_are_selected_by_name_and_their_numbers_copied() {
    let mut lines = Lines::of(Session::builtin("80x24"));
    lines.said("list");
    let said = lines.said("select-cable");
    assert!(said.contains("1 selected"), "{said}");
    let said = lines.said("list");
    assert!(said.contains(", selected: "), "{said}");
    let said = lines.said("select-all");
    assert!(said.contains("12 selected"), "{said}");
}

#[test]
fn an_outline_ends_with_words_and_hides_what_the_filter_hides() {
    let (code, said, errors) = typed(
        &["--linear", "assets/cables/01-08PORTLARKSPUR311.txt"],
        "outline\ncu\noutline\n",
    );
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{said}");
    let (whole, filtered) = said.split_once("Shown: ").unwrap_or((&said, ""));
    assert!(whole.lines().any(|line| line.ends_with(" ...")), "{said}");
    let said = filtered.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("Paragraph 14, Confidential: hidden by the filter."),
        "{said}"
    );
}
