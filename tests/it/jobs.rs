//! The real program on a real terminal, copying and handing the terminal to
//! others: what is sent is sent once, and whatever a command or an editor
//! does, the terminal is ours again afterwards and is given back at the end.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use rustix::process::{Pid, Signal, test_kill_process};

use crate::terminal::{CABLE, Session};

/// The second paragraph, as it is copied, and in Base64.
const FERRY: &str = "2. (U) The ferry to Santa Brisa sails again.";
const ENCODED: &str = "Mi4gKFUpIFRoZSBmZXJyeSB0byBTYW50YSBCcmlzYSBzYWlscyBhZ2Fpbi4=";

/// The folder of a session.
fn home(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// A session whose private files are in a folder of its own, empty at first.
fn start(name: &str, before: &str, line: &str) -> Session {
    let session = home(name).join("session");
    let _ = fs::remove_dir_all(&session);
    fs::create_dir_all(&session).unwrap();
    let session = session.display();
    let line = format!("export XDG_RUNTIME_DIR='{session}'; {before} {line}");
    let mut session = Session::start(name, &line);
    session.wait_for_cable();
    session
}

fn count(session: &Session, bytes: &[u8]) -> usize {
    session
        .sent
        .windows(bytes.len())
        .filter(|found| *found == bytes)
        .count()
}

/// Waits for words, wherever a row may have ended between them: messages
/// name paths, whose lengths are not ours.
fn wait_for_words(session: &mut Session, words: &str) {
    let flowing = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = flowing(words);
    session.wait_for(words, |screen| {
        flowing(&screen.contents()).contains(&wanted)
    });
}

fn quit(session: &mut Session) {
    session.type_keys("q");
    assert_eq!(session.status().exit_status(), Some(0));
    session.drain();
    session.assert_given_back();
}

/// Types a command for the second paragraph, waits for what says how it
/// ended, and goes back to the cable.
fn pipe(session: &mut Session, command: &str, ended: &str) {
    session.type_keys(&format!("2G|{command}\r"));
    wait_for_words(session, &format!("[{ended}; press any key]"));
    assert!(!session.emulator.screen().alternate_screen());
    session.type_keys(" ");
    session.wait_for_cable();
}

#[test]
fn a_copied_text_is_sent_once() {
    for (variables, before, after) in [
        ("", "\x1b]52;c;", "\x07"),
        (
            "TMUX=/run/tmux,1,0",
            "\x1bPtmux;\x1b\x1b]52;c;",
            "\x07\x1b\\",
        ),
        ("STY=1.pts-0.host", "\x1bP\x1b]52;c;", "\x07\x1b\\"),
    ] {
        let mut session = start("copy", variables, "exec reftel CABLE");
        session.type_keys("2Gyy");
        wait_for_words(&mut session, "by OSC 52: 44 characters");
        quit(&mut session);
        let whole = format!("{before}{ENCODED}{after}");
        assert_eq!(count(&session, whole.as_bytes()), 1, "{variables}");
        assert_eq!(count(&session, b"]52;"), 1, "{variables}");
    }
}

#[test]
fn a_copied_text_is_sent_even_if_the_reader_quits_at_once() {
    let mut session = start("copy-quit", "", "exec reftel CABLE");
    session.type_keys("2Gyyq");
    assert_eq!(session.status().exit_status(), Some(0));
    session.drain();
    session.assert_given_back();
    assert_eq!(count(&session, ENCODED.as_bytes()), 1);
}

#[test]
fn a_text_that_is_too_long_goes_to_a_private_file() {
    let name = "copy-long";
    fs::create_dir_all(home(name)).unwrap();
    let long = format!("{CABLE}\n3. (U) {}\n", "harbor dues ".repeat(7_000));
    fs::write(home(name).join("long.txt"), long).unwrap();
    let mut session = start(name, "umask 0;", "exec reftel long.txt");
    session.type_keys("3Gyy");
    wait_for_words(&mut session, "written to ");
    quit(&mut session);
    assert_eq!(count(&session, b"]52;"), 0);
    let folder = home(name).join("session/reftel");
    let path = folder.join("copied.txt");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
    let kept = fs::read_to_string(path).unwrap();
    assert!(
        kept.starts_with("3. (U) harbor dues harbor"),
        "{}",
        &kept[..40]
    );
    assert!(kept.len() > 84_000);
}

#[test]
fn a_printed_text_stays_on_the_normal_screen() {
    let mut session = start("print", "", "exec reftel CABLE");
    session.type_keys("2GPy");
    wait_for_words(&mut session, "[printed; press any key]");
    assert!(!session.emulator.screen().alternate_screen());
    // The key is not taken for a command.
    session.type_keys("q");
    session.wait_for_cable();
    wait_for_words(&mut session, "printed to the normal screen: 44 characters");
    quit(&mut session);
    assert!(session.text().contains(FERRY), "{}", session.text());
    assert!(
        !session.text().contains("press any key"),
        "{}",
        session.text()
    );
}

#[test]
fn a_command_reads_what_is_shown_and_has_the_normal_screen() {
    let mut session = start("pipe-text", "", "exec reftel CABLE");
    pipe(&mut session, "cat > read.txt; echo harbor-$((1+1))", "done");
    let read = fs::read_to_string(home("pipe-text").join("read.txt")).unwrap();
    assert_eq!(read, format!("{FERRY}\n"));
    wait_for_words(&mut session, "done");
    quit(&mut session);
    assert!(session.text().contains("harbor-2"), "{}", session.text());
}

#[test]
fn what_a_command_wrote_stays_above_what_comes_after_the_reader() {
    let mut session = start("written", "", "exec reftel CABLE");
    pipe(&mut session, "cat", "done");
    quit(&mut session);
    let screen = session.emulator.screen();
    let contents = screen.contents();
    let row = contents.lines().position(|row| row.contains(FERRY));
    let below = usize::from(screen.cursor_position().0);
    assert!(row.is_some_and(|row| row < below), "{below}\n{contents}");
}

#[test]
fn how_a_command_ends_is_said() {
    let mut session = start("pipe-end", "", "exec reftel CABLE");
    pipe(&mut session, "exit 3", "exit status 3");
    wait_for_words(&mut session, "exit status 3");
    pipe(&mut session, "kill -9 $$", "ended by signal 9");
    pipe(&mut session, "no-such-program", "exit status 127");
    quit(&mut session);
    let mut session = start("pipe-shell", "SHELL=/no/such/shell", "exec reftel CABLE");
    session.type_keys("|true\r");
    wait_for_words(&mut session, "/no/such/shell: ");
    session.type_keys(" ");
    session.wait_for_cable();
    quit(&mut session);
}

#[test]
fn a_command_that_reads_nothing_is_no_trouble() {
    let name = "pipe-nothing";
    fs::create_dir_all(home(name)).unwrap();
    // More than a pipe holds.
    let long = format!("{CABLE}\n3. (U) {}\n", "harbor dues ".repeat(40_000));
    fs::write(home(name).join("long.txt"), long).unwrap();
    let mut session = start(name, "", "exec reftel long.txt");
    for command in ["true", "head -c 9", "exec <&-; echo closed"] {
        session.type_keys(&format!("3G|{command}\r"));
        wait_for_words(&mut session, "[done; press any key]");
        session.type_keys(" ");
        session.wait_for_cable();
    }
    quit(&mut session);
}

#[test]
fn what_a_command_does_to_the_terminal_is_undone() {
    let mut session = start("pipe-harm", "", "exec reftel CABLE");
    wait_for_words(&mut session, "PORT LARKSPUR");
    let before = session.text();
    // Letters shifted, cursor hidden, mouse and pastes on, margins set, bytes
    // that are no text, its own alternate screen.
    let harm = r"printf '\016\033(0\033[?25l\033[?1003h\033[?2004h\033[3;5r\377\033[41m'; stty -echo </dev/tty";
    pipe(&mut session, harm, "done");
    wait_for_words(&mut session, "done");
    // Its own alternate screen, and dead before it left that.
    session.type_keys(r"|printf '\033[?1049h'; kill -9 $$");
    session.type_keys("\r");
    wait_for_words(&mut session, "[ended by signal 9; press any key]");
    session.type_keys(" ");
    wait_for_words(&mut session, "PORT LARKSPUR");
    session.type_keys("1G");
    session.wait_for("the first frame once more", |screen| {
        screen.contents().lines().next() == before.lines().next() && !screen.hide_cursor()
    });
    quit(&mut session);
}

#[test]
fn an_interrupted_command_ends_and_the_reader_does_not() {
    let mut session = start("pipe-interrupt", "", "exec reftel CABLE");
    for (key, word) in [("\x03", "first"), ("\x1c", "second")] {
        let command = "trap 'exit 5' INT QUIT; echo begun-$0; while :; do sleep 0.01; done";
        let command = command.replace("$0", word);
        session.type_keys(&format!("|{command}\r"));
        session.wait_for("it runs", |screen| {
            let is_begun = screen.contents().contains(&format!("begun-{word}"));
            !screen.alternate_screen() && is_begun
        });
        session.type_keys(key);
        wait_for_words(&mut session, "[exit status 5; press any key]");
        session.type_keys(" ");
        session.wait_for_cable();
    }
    quit(&mut session);
}

#[test]
fn a_deadly_signal_ends_the_command_too() {
    for signal in [Signal::TERM, Signal::HUP] {
        let mut session = start("pipe-killed", "", "exec reftel CABLE");
        session.type_keys("|echo $$ > pid; echo begun; exec sleep 1000\r");
        session.wait_for("it runs", |screen| {
            !screen.alternate_screen() && screen.contents().contains("begun")
        });
        session.signal(signal);
        assert_eq!(session.status().exit_status(), Some(128 + signal.as_raw()));
        session.assert_given_back();
        let pid = fs::read_to_string(home("pipe-killed").join("pid")).unwrap();
        let pid = Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
        // Whoever takes in orphans may not have looked yet.
        let is_gone = || {
            let state = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()));
            test_kill_process(pid).is_err() || state.is_ok_and(|state| state.contains(") Z "))
        };
        while !is_gone() {
            std::thread::yield_now();
        }
    }
}

/// An editor that writes down how it was called and what it was shown.
fn editor(name: &str, program: &str) -> PathBuf {
    let folder = home(name);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(program);
    let script = "#!/bin/sh\n\
        for word in \"$@\"; do last=$word; done\n\
        printf '%s\\n' \"$@\" > called.txt\n\
        stat -c %a \"$last\" > mode.txt 2>/dev/null || stat -f %Lp \"$last\" > mode.txt\n\
        cat \"$last\" > shown.txt\n\
        test -t 0 && test -t 1 && echo terminal >> mode.txt\n\
        exit ${STATUS:-0}\n";
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn the_editor_gets_the_file_at_the_line_of_the_cursor_to_read() {
    let name = "edit";
    let vi = editor(name, "vi");
    let before = format!("EDITOR=no-such VISUAL='{}'", vi.display());
    let mut session = start(name, &before, "exec reftel CABLE");
    session.type_keys("2Ge");
    wait_for_words(&mut session, "vi showed the source, and has ended");
    session.wait_for_cable();
    quit(&mut session);
    let read = |file: &str| fs::read_to_string(home(name).join(file)).unwrap();
    let line = 1 + CABLE
        .lines()
        .position(|line| line.starts_with("2. "))
        .unwrap();
    let path = home(name).join("07PORTLARKSPUR12.txt");
    assert_eq!(
        read("called.txt"),
        format!("-R\n+{line}\n{}\n", path.display())
    );
    assert_eq!(read("shown.txt"), CABLE);
    assert!(
        read("mode.txt").ends_with("terminal\n"),
        "{}",
        read("mode.txt")
    );
}

#[test]
fn the_editor_gets_a_private_copy_of_what_is_in_no_file() {
    let name = "edit-copy";
    let other = editor(name, "recorder");
    let before = format!("export EDITOR='{} --wait';", other.display());
    let mut session = start(name, &before, "cat CABLE | reftel -");
    session.type_keys("2Ge");
    wait_for_words(&mut session, "recorder showed the source, and has ended");
    quit(&mut session);
    let read = |file: &str| fs::read_to_string(home(name).join(file)).unwrap();
    let called = read("called.txt");
    let (option, path) = called.trim_end().split_once('\n').unwrap();
    assert_eq!(option, "--wait");
    assert!(path.contains("/session/reftel/source."), "{path}");
    assert_eq!(read("shown.txt"), CABLE);
    assert_eq!(read("mode.txt"), "400\nterminal\n");
    assert!(!Path::new(path).exists() && !Path::new(path).parent().unwrap().exists());
}

#[test]
fn an_editor_that_fails_is_told_of() {
    let name = "edit-fail";
    let vi = editor(name, "vi");
    let before = format!("STATUS=4 VISUAL='{}'", vi.display());
    let mut session = start(name, &before, "exec reftel CABLE");
    session.type_keys("e");
    wait_for_words(&mut session, "vi: exit status 4");
    quit(&mut session);
    let mut session = start(name, "VISUAL=/no/such/editor", "exec reftel CABLE");
    session.type_keys("e");
    wait_for_words(&mut session, "/no/such/editor: ");
    session.wait_for_cable();
    quit(&mut session);
}
