//! The real program on a real terminal: it starts, and whatever ends or
//! stops it, the terminal is as it was before.

use std::fs;
use std::io::{Read as _, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use reftel::cable::Confidence;
use reftel::index::Index;
use reftel::library::Limits;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, kill_process, waitpid};

/// Nothing here takes a second unless something is wrong.
const DEADLINE: Duration = Duration::from_secs(20);

pub const CABLE: &str = "\
O 031415Z MAY 07
FM AMEMBASSY PORT LARKSPUR
TO SECSTATE WASHDC IMMEDIATE 4711
C O N F I D E N T I A L PORT LARKSPUR 000012

SIPDIS

E.O. 12958: DECL: 05/03/2017
TAGS: PREL, ETRD
SUBJECT: HARBOR TALKS IN KESTREL BAY

Classified By: Ambassador Ada Quill, reasons 1.4 (b) and (d).

1. (C) Ines Marlow of the Veldanian harbor office told us on May 2 that
the pilots of Kestrel Bay will go back to work.

2. (U) The ferry to Santa Brisa sails again.
QUILL
";

/// What turns modes on that must not be left so, and what turns them off.
const MODES: [(&str, &str); 6] = [
    ("\x1b[?1004h", "\x1b[?1004l"),
    ("\x1b[?2031h", "\x1b[?2031l"),
    ("\x1b[>1u", "\x1b[<u"),
    ("\x1b[?1002h", "\x1b[?1002l"),
    ("\x1b[?1003h", "\x1b[?1003l"),
    ("\x1b[?1006h", "\x1b[?1006l"),
];

const ASKS_BACKGROUND: &str = "\x1b]11;?\x1b\\";
const DARK: &str = "\x1b]11;rgb:1010/1010/1818\x1b\\";
const LIGHT: &str = "\x1b]11;rgb:ffff/ffff/eaea\x1b\\";

/// A program on a terminal of its own.
pub struct Session {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    output: Receiver<Vec<u8>>,
    /// Tells the thread that reads to let go of the terminal.
    hung_up: Arc<AtomicBool>,
    pub emulator: vt100::Parser,
    /// All that the program has written.
    pub sent: Vec<u8>,
    /// What it is answered to what it asks.
    pub answers: Vec<(&'static str, &'static str)>,
    /// Up to where that has been looked for.
    answered: usize,
    child: Box<dyn Child + Send + Sync>,
    /// The terminal's settings before the program came.
    before: String,
}

impl Session {
    /// Starts a command line, in which `reftel` is the program and `CABLE`
    /// the path of an invented cable. Nothing was kept before.
    pub fn start(name: &str, line: &str) -> Session {
        let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(home.join(".local"));
        Session::again(name, line)
    }

    /// The same with what was kept before.
    fn again(name: &str, line: &str) -> Session {
        let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&home).unwrap();
        let cable = home.join("07PORTLARKSPUR12.txt");
        fs::write(&cable, CABLE).unwrap();

        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let before = settings(&*pair.master);
        let line = line
            .replace("reftel", &format!("'{}'", env!("CARGO_BIN_EXE_reftel")))
            .replace("CABLE", &format!("'{}'", cable.display()));
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", &line]);
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env("HOME", &home);
        command.cwd(&home);
        let child = pair.slave.spawn_command(command).unwrap();
        // Else the end of the program would not be the end of its output.
        drop(pair.slave);

        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        let hung_up = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&hung_up);
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if stop.load(Ordering::SeqCst) || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Session {
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            output,
            hung_up,
            emulator: vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0),
            sent: Vec::new(),
            // Nearly every terminal tells its color.
            answers: vec![(ASKS_BACKGROUND, DARK)],
            answered: 0,
            child,
            before,
        }
    }

    /// Waits until the screen is as `wanted`.
    pub fn wait_for(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        while !wanted(self.emulator.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.take(bytes);
                }
                Err(why) => panic!("{what}: {why}; the screen:\n{}", self.text()),
            }
        }
    }

    /// Shows what the program has written, and answers what it asks.
    fn take(&mut self, bytes: Vec<u8>) {
        self.emulator.process(&bytes);
        self.sent.extend(bytes);
        let mut asked: Vec<(usize, &str, &str)> = Vec::new();
        for &(question, answer) in &self.answers {
            let rest = &self.sent[self.answered..];
            let found = rest.windows(question.len()).enumerate();
            let found = found.filter(|(_, window)| *window == question.as_bytes());
            asked.extend(found.map(|(at, _)| (at, question, answer)));
        }
        asked.sort_unstable();
        if let Some((at, question, _)) = asked.last() {
            self.answered += at + question.len();
        }
        for (_, _, answer) in asked {
            // It may have ended meanwhile.
            if let Some(writer) = &mut self.writer {
                let _ = writer.write_all(answer.as_bytes());
                let _ = writer.flush();
            }
        }
    }

    /// Waits until the cable is on the screen and the program has asked the
    /// terminal all it wants to know. It is answered what there is.
    fn wait_until_asked(&mut self) {
        self.wait_for_cable();
        while self.n_sent(ASKS_BACKGROUND) == 0 {
            let bytes = self.output.recv_timeout(DEADLINE).unwrap();
            self.take(bytes);
        }
    }

    /// How often the program has written `bytes`.
    fn n_sent(&self, bytes: &str) -> usize {
        let windows = self.sent.windows(bytes.len());
        windows.filter(|window| *window == bytes.as_bytes()).count()
    }

    /// Waits until the cable is on the screen.
    pub fn wait_for_cable(&mut self) {
        self.wait_for("the cable is shown", |screen| {
            screen.alternate_screen() && screen.contents().to_lowercase().contains("harbor talks")
        });
    }

    /// Takes in all that was written before the program ended.
    pub fn drain(&mut self) {
        loop {
            match self.output.recv_timeout(DEADLINE) {
                Ok(bytes) => {
                    self.take(bytes);
                }
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => panic!("the output does not end"),
            }
        }
    }

    pub fn text(&self) -> String {
        self.emulator.screen().contents()
    }

    /// Quits, and holds that nothing is left behind.
    fn quit(&mut self) {
        self.type_keys("q");
        assert_eq!(self.status().exit_status(), Some(0));
        self.drain();
        self.assert_given_back();
    }

    pub fn type_keys(&mut self, keys: &str) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    fn pid(&self) -> Pid {
        let id = self.child.process_id().unwrap();
        Pid::from_raw(i32::try_from(id).unwrap()).unwrap()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Waits until the program has ended or stopped.
    pub fn status(&mut self) -> WaitStatus {
        let options = WaitOptions::UNTRACED | WaitOptions::NOHANG;
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some((_, status)) = waitpid(Some(self.pid()), options).unwrap() {
                return status;
            }
            assert!(
                Instant::now() < deadline,
                "it goes on; the screen:\n{}",
                self.text()
            );
            // Output that nobody takes would hold the program up.
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(1)) {
                self.take(bytes);
            }
        }
    }

    /// Asserts that nothing is left of what the program did to the
    /// terminal.
    pub fn assert_given_back(&self) {
        let screen = self.emulator.screen();
        assert!(!screen.alternate_screen(), "alternate screen");
        assert!(!screen.hide_cursor(), "cursor hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste");
        assert!(
            !screen.inverse() && screen.bgcolor() == vt100::Color::Default,
            "attributes"
        );
        let last = |bytes: &[u8]| {
            self.sent
                .windows(bytes.len())
                .rposition(|found| found == bytes)
        };
        assert!(last(b"\x1b[?7h") > last(b"\x1b[?7l"), "autowrap");
        for (on, off) in MODES {
            assert!(last(off.as_bytes()) >= last(on.as_bytes()), "{on:?}");
        }
        let master = self.master.as_ref().unwrap();
        assert_eq!(settings(&**master), self.before, "settings");
    }

    /// Lets the terminal vanish, as when its window is closed.
    fn hang_up(&mut self) {
        self.hung_up.store(true, Ordering::SeqCst);
        self.master = None;
        self.writer = None;
        // The thread that reads lets go once there is something to read.
        self.signal(Signal::WINCH);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It may have ended long ago.
        let _ = self.child.kill();
    }
}

fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

#[test]
fn q_quits_and_gives_the_terminal_back() {
    let mut session = Session::start("quit", "exec reftel CABLE");
    session.wait_for_cable();
    session.quit();
}

#[test]
fn a_theme_or_configuration_that_was_named_and_is_missing_is_told_by_the_exit_status() {
    for (name, option) in [
        ("theme", "--theme papr"),
        ("named", "--config /no/such.toml"),
    ] {
        let mut session = Session::start(name, &format!("exec reftel {option} CABLE"));
        session.wait_for_cable();
        session.type_keys("q");
        assert_eq!(session.status().exit_status(), Some(4), "{option}");
    }
}

#[test]
fn a_resized_terminal_is_drawn_anew() {
    let mut session = Session::start("resize", "exec reftel CABLE");
    session.wait_for_cable();
    let size = PtySize {
        rows: 40,
        cols: 120,
        pixel_width: 0,
        pixel_height: 0,
    };
    session.emulator = vt100::Parser::new(40.try_into().unwrap(), 120.try_into().unwrap(), 0);
    session.emulator.process(b"\x1b[?1049h");
    session.master.as_ref().unwrap().resize(size).unwrap();
    session.wait_for_cable();
    session.type_keys("q");
    assert_eq!(session.status().exit_status(), Some(0));
}

/// What is seen of a screen: the letters, and of the paint what shows on them.
fn seen(screen: &vt100::Screen) -> Vec<String> {
    let (n_rows, n_columns) = screen.size();
    let cell = |row, column| {
        let cell = screen.cell(row, column).unwrap();
        let letters = cell.contents();
        let is_blank = letters.trim().is_empty() && !cell.underline() && !cell.inverse();
        let front = (!is_blank).then(|| (cell.fgcolor(), cell.bold(), cell.dim(), cell.italic()));
        let ground = (cell.bgcolor(), cell.underline(), cell.inverse());
        format!("{:?} {front:?} {ground:?}", letters.trim())
    };
    let rows = 0..n_rows.get();
    rows.flat_map(|row| (0..n_columns.get()).map(move |column| (row, column)))
        .map(|(row, column)| format!("{row}:{column} {}", cell(row, column)))
        .collect()
}

#[test]
fn a_full_redraw_shows_what_was_there() {
    for theme in ["high-contrast", "light"] {
        for keys in [
            "j", " ", "x", "xq}", "t", "tqMq", "cu", "r", "gcq", "TT", "?q",
        ] {
            let shown = |redraws: &str| {
                let line = format!("exec reftel --theme {theme}");
                let mut session = Session::start("redraw", &line);
                session.wait_for("the list is shown", |screen| {
                    screen.contents().contains("HOW TO READ A TELEGRAM")
                });
                // What is typed last says that all before it is on the screen.
                session.type_keys(&format!("\r{keys}{redraws}:zzz"));
                session.wait_for("all was done", |screen| {
                    let screen = screen.contents();
                    screen.contains(":zzz") || screen.contains("z does nothing here")
                });
                seen(session.emulator.screen())
            };
            let (was, is) = (shown(""), shown("\x0c"));
            let differ = was.iter().zip(&is).find(|(was, is)| was != is);
            assert_eq!(differ, None, "{theme}: {keys}");
        }
    }
}

#[test]
fn keys_come_from_the_terminal_when_the_cable_comes_by_a_pipe() {
    for line in [
        "cat CABLE | reftel -",
        "cat CABLE | reftel",
        "reftel < CABLE",
    ] {
        let mut session = Session::start("pipe", line);
        session.wait_for_cable();
        session.quit();
    }
}

#[test]
fn suspended_it_gives_the_terminal_back_and_resumed_it_draws_anew() {
    let mut session = Session::start("suspend", "exec reftel CABLE");
    for by_key in [true, false] {
        session.wait_for_cable();
        if by_key {
            session.type_keys("\x1a");
        } else {
            session.signal(Signal::TSTP);
        }
        assert!(session.status().stopped());
        session.wait_for("the screen is left", |screen| !screen.alternate_screen());
        session.assert_given_back();
        session.signal(Signal::CONT);
    }
    session.wait_for_cable();
    session.quit();
}

#[test]
fn a_deadly_signal_gives_the_terminal_back_first() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let mut session = Session::start("signal", "exec reftel CABLE");
        session.wait_for_cable();
        session.signal(signal);
        assert_eq!(
            session.status().exit_status(),
            Some(128 + signal.as_raw()),
            "{signal:?}"
        );
        session.drain();
        session.assert_given_back();
    }
}

#[test]
fn it_ends_when_the_terminal_goes_away() {
    for line in ["exec reftel CABLE", "trap '' HUP; exec reftel CABLE"] {
        let mut session = Session::start("hang-up", line);
        session.wait_for_cable();
        session.hang_up();
        let status = session.status();
        assert_eq!(status.exit_status(), Some(129), "{line}: {status:?}");
    }
}

#[test]
fn a_terminal_that_is_called_dumb_is_read_in_lines() {
    for line in [
        "TERM=dumb; export TERM; exec reftel CABLE",
        "exec reftel --linear CABLE",
    ] {
        let mut session = Session::start("dumb", line);
        let says =
            |words: &'static str| move |screen: &vt100::Screen| screen.contents().contains(words);
        session.wait_for("the first paragraph", says("Paragraph 1, Confidential."));
        session.type_keys("\n");
        session.wait_for("the second paragraph", says("Paragraph 2, Unclassified."));
        session.type_keys("\x04");
        assert_eq!(session.status().exit_status(), Some(0));
        session.drain();
        assert!(!session.sent.contains(&0x1b), "{}", session.text());
        let master = session.master.as_ref().unwrap();
        assert_eq!(settings(&**master), session.before, "settings");
    }
}

#[test]
fn lines_are_typed_on_the_terminal_when_the_cable_comes_by_a_pipe() {
    let mut session = Session::start("dumb-pipe", "cat CABLE | reftel --linear -");
    session.wait_for("the first paragraph", |screen| {
        screen.contents().contains("Paragraph 1, Confidential.")
    });
    session.type_keys("quit\n");
    assert_eq!(session.status().exit_status(), Some(0));
}

#[test]
fn commands_come_by_a_pipe_to_a_terminal_that_is_called_dumb() {
    let line = "TERM=dumb; export TERM; echo quit | exec reftel";
    let mut session = Session::start("dumb-commands", line);
    session.wait_for("the list", |screen| screen.contents().contains("12 cables"));
    assert_eq!(session.status().exit_status(), Some(0));
}

#[test]
fn a_configuration_that_changes_holds_from_the_next_key_on() {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("config");
    fs::create_dir_all(&home).unwrap();
    let path = home.join("set.toml");
    fs::write(&path, "").unwrap();
    let mut session = Session::start("config", "exec reftel --config set.toml CABLE");
    session.wait_for_cable();
    assert!(session.text().contains('\u{2500}'), "{}", session.text());
    fs::write(&path, "ascii = true\n").unwrap();
    session.type_keys("j");
    session.wait_for("the change", |screen| {
        !screen.contents().contains('\u{2500}')
    });
    // The terminal says that it has come to be typed on.
    fs::write(&path, "ascii = true\nmeasure = 7\n").unwrap();
    session.type_keys("\x1b[I");
    session.wait_for("what is wrong", |screen| {
        screen.contents().contains("measure")
    });
    session.type_keys(":reload-config\r");
    session.wait_for("the same again", |screen| {
        screen.contents().contains("measure")
    });
    session.type_keys("q");
    assert_eq!(session.status().exit_status(), Some(0));
}

/// The invented cable with so much text that no screen holds it.
fn long_cable() -> String {
    let more: Vec<String> = (3..60)
        .map(|number| format!("\n{number}. (U) The ferry sails on day {number}.\n"))
        .collect();
    CABLE.replace("QUILL\n", &format!("{}QUILL\n", more.concat()))
}

#[test]
fn all_is_drawn_in_ascii_where_that_is_asked_for() {
    let mut session = Session::start("ascii", "exec reftel --ascii CABLE");
    session.wait_for_cable();
    assert!(session.text().is_ascii(), "{}", session.text());
    session.quit();
}

#[test]
fn what_fits_on_one_screen_is_printed_and_left() {
    let short = "FM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\nSUBJECT: HARBOR TALKS\n\n\
1. (U) The ferry sails again.\nQUILL\n";
    let mut session = Session::start("one-screen", "printf %s \"$SHORT\" | exec reftel -F -");
    session.drain();
    // Nothing came by the pipe.
    assert_ne!(session.status().exit_status(), Some(0));
    let line = format!("printf '{}' | reftel -F -", short.replace('\n', "\\n"));
    let mut session = Session::start("one-screen", &line);
    session.drain();
    assert_eq!(session.status().exit_status(), Some(0));
    assert!(
        session.text().contains("The ferry sails again."),
        "{}",
        session.text()
    );
    assert!(!String::from_utf8_lossy(&session.sent).contains("\x1b[?1049h"));
}

#[test]
fn what_does_not_fit_on_one_screen_is_read() {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("two-screens");
    fs::create_dir_all(&home).unwrap();
    fs::write(home.join("long.txt"), long_cable()).unwrap();
    let mut session = Session::start("two-screens", "exec reftel -F long.txt");
    session.wait_for_cable();
    session.type_keys("q");
    assert_eq!(session.status().exit_status(), Some(0));
    // One screen of each is more than one screen.
    let mut session = Session::start("two-screens", "exec reftel -F CABLE CABLE");
    session.wait_for("the list is shown", vt100::Screen::alternate_screen);
    session.type_keys("q");
    assert_eq!(session.status().exit_status(), Some(0));
}

#[test]
fn it_opens_where_the_command_line_says() {
    for (how, place) in [("+/sails", "P2/2"), ("+2", "P2/2"), ("--para 2", "P2/2")] {
        let mut session = Session::start("begin", &format!("exec reftel {how} CABLE"));
        session.wait_for(how, |screen| screen.contents().contains(place));
        session.type_keys("q");
        assert_eq!(session.status().exit_status(), Some(0));
    }
}

#[test]
fn a_file_that_changes_is_read_again_and_one_that_vanishes_is_kept() {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("reload");
    let path = home.join("07PORTLARKSPUR12.txt");
    let mut session = Session::start("reload", "exec reftel +2 CABLE");
    session.wait_for_cable();
    fs::write(&path, CABLE.replace("sails again", "was sold")).unwrap();
    session.type_keys("R");
    session.wait_for("the change", |screen| {
        screen.contents().contains("was sold")
    });
    assert!(session.text().contains("P2/2"), "{}", session.text());
    fs::remove_file(&path).unwrap();
    session.type_keys("R");
    let why = "not read again: no such file or directory; the text is as it was";
    session.wait_for("why", |screen| screen.contents().contains(why));
    assert!(session.text().contains("was sold"), "{}", session.text());
    session.type_keys("q");
    assert_eq!(session.status().exit_status(), Some(0));
}

#[test]
fn the_list_follows_the_files_of_its_folder() {
    let name = "follows";
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(home.join("cables/below")).unwrap();
    let write = |path: &str, serial: u32| {
        let cable = CABLE.replace("000012", &format!("00002{serial}"));
        fs::write(home.join("cables").join(path), cable).unwrap();
    };
    write("1.txt", 1);
    write("2.txt", 2);
    let mut session = Session::start(name, "exec reftel cables");
    session.wait_for("the list", |screen| screen.contents().contains("2 cables"));
    write("below/3.txt", 3);
    session.wait_for("a third", |screen| {
        let screen = screen.contents();
        screen.contains("3 cables") && screen.contains("PORTLARKSPUR23")
    });
    write("2.txt", 4);
    session.wait_for("another number", |screen| {
        screen.contents().contains("PORTLARKSPUR24")
    });
    fs::remove_file(home.join("cables/1.txt")).unwrap();
    session.wait_for("one that is gone", |screen| {
        screen.contents().contains("it is no longer there")
    });
    session.type_keys("Q");
    assert_eq!(session.status().exit_status(), Some(0));
}

#[test]
fn a_word_that_only_a_text_has_is_found_in_a_file_of_many() {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("texts");
    fs::create_dir_all(&home).unwrap();
    let mut file = String::new();
    for serial in 1..=2_000 {
        let telegram = CABLE.replace("000012", &format!("{serial:06}"));
        let ferry = if serial == 1_234 { "Zeppelin" } else { "ferry" };
        file.push_str(&telegram.replace("The ferry", &format!("The {ferry}")));
        file.push_str("BT\n#0000\n\nNNNN\n\n");
    }
    fs::write(home.join("many.txt"), file).unwrap();
    let mut session = Session::start("texts", "exec reftel many.txt");
    session.wait_for("the list", |screen| screen.contents().contains("cables"));
    session.type_keys("/zeppelin\r");
    session.wait_for("the cable", |screen| {
        let screen = screen.contents();
        screen.contains("07PORTLARKSPUR1234") && screen.contains("no other cable holds it")
    });
    session.type_keys("q/nowhere\r");
    session.wait_for("the end", |screen| {
        screen
            .contents()
            .contains("no cable holds nowhere in its text")
    });
    // Cables are read again and again meanwhile, and Escape is heard.
    session.type_keys("gSferry\r");
    session.wait_for("the first", |screen| {
        screen.contents().contains("The ferry")
    });
    session.type_keys("\x1b");
    session.wait_for("the end", |screen| {
        !screen.contents().contains("1/1 in 1 paragraph")
    });
    // Hits are listed, and read only where they are in sight.
    session.type_keys("qgsferry\r");
    session.wait_for("hits", |screen| {
        let screen = screen.contents();
        screen.contains("1,999 hits in 1,999 cables") && screen.contains("  P2  (U)   The ferry")
    });
    session.type_keys("G");
    session.wait_for("the last hit", |screen| {
        screen.contents().contains("> ") && screen.contents().contains("07PORTLARKSPUR2000")
    });
    session.type_keys("\r");
    session.wait_for("its cable", |screen| {
        screen.contents().contains("cable 1999 of 1999")
            || screen.contents().contains("cable 1,999 of 1,999")
    });
    session.type_keys("\x1b");
    session.wait_for("the hits again", |screen| {
        screen.contents().contains("1,999 hits in 1,999 cables")
    });
    session.type_keys("Q");
    assert_eq!(session.status().exit_status(), Some(0));
}

#[test]
fn a_collection_is_taken_in_by_a_process_of_its_own_that_ends() {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("aside");
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&home).unwrap();
    let telegrams = (1..=2_000).map(|serial| {
        let telegram = CABLE.replace("000012", &format!("{serial:06}"));
        format!("{telegram}BT\n#0000\n\nNNNN\n\n")
    });
    // A name that looks like an option, and limits of a configuration.
    fs::write(home.join("-many.txt"), telegrams.collect::<String>()).unwrap();
    fs::write(
        home.join("c.toml"),
        "max_size_mib = 7\nrepairs = \"high\"\n",
    )
    .unwrap();
    let line = "exec reftel --config c.toml -- -many.txt";
    let mut session = Session::start("aside", line);
    let limits = Limits {
        max_bytes: 7 << 20,
        repairs: Confidence::High,
        ..Limits::default()
    };
    let cache = home.join(".cache/reftel");
    let paths = [home.join("-many.txt")];
    session.wait_for("the index", |_| {
        let index = Index::open(&cache, &paths, &limits);
        let n_cables = index.and_then(|it| Some(it.snapshot().ok()?.n_cables()));
        n_cables == Some(2_000)
    });
    session.type_keys("Q");
    assert_eq!(session.status().exit_status(), Some(0));
    // The process that took it in was waited for: the program has no child.
    session.drain();
}

/// Says which theme there is: the next one is told when it is taken.
fn wait_for_theme_before(session: &mut Session, next: &'static str) {
    session.type_keys("T");
    session.wait_for(next, |screen| screen.contents().contains(next));
}

#[test]
fn the_theme_is_that_of_the_terminal_once_it_says_so() {
    let mut session = Session::start("light", "exec reftel CABLE");
    session.answers[0].1 = LIGHT;
    session.wait_for_cable();
    // It is asked behind the first frame.
    let at = |session: &Session, bytes: &str| {
        let mut windows = session.sent.windows(bytes.len());
        windows.position(|window| window == bytes.as_bytes())
    };
    let asked_by_then = at(&session, ASKS_BACKGROUND);
    session.wait_for("the light theme", |screen| {
        let mut cells = (0..80).filter_map(|x| screen.cell(0, x));
        cells.any(|cell| cell.fgcolor() == vt100::Color::Idx(4))
    });
    assert!(asked_by_then.is_none_or(|at| at > 1000));
    wait_for_theme_before(&mut session, "theme mono");
    session.quit();
    // What was chosen is not followed any more.
    assert_eq!(session.n_sent("\x1b[?2031l"), 1);
}

#[test]
fn a_terminal_that_changes_its_colors_is_followed() {
    let mut session = Session::start("follows", "exec reftel CABLE");
    session.wait_until_asked();
    session.type_keys("j");
    session.wait_for("the cursor", |screen| screen.contents().contains("P1/2"));
    session.answers[0].1 = LIGHT;
    let n_before = session.n_sent(ASKS_BACKGROUND);
    session.type_keys("\x1b[?997;2n");
    session.wait_for("the light theme", |screen| {
        let mut cells = (0..80).filter_map(|x| screen.cell(0, x));
        cells.any(|cell| cell.fgcolor() == vt100::Color::Idx(4))
    });
    assert_eq!(session.n_sent(ASKS_BACKGROUND), n_before + 1);
    // After a stop it is asked again.
    session.answers[0].1 = DARK;
    session.type_keys("\x1a");
    assert!(session.status().stopped());
    session.wait_for("the screen is left", |screen| !screen.alternate_screen());
    session.assert_given_back();
    session.signal(Signal::CONT);
    session.wait_for_cable();
    session.wait_for("the dark theme", |screen| {
        let mut cells = (0..80).filter_map(|x| screen.cell(0, x));
        cells.any(|cell| cell.fgcolor() == vt100::Color::Idx(12))
    });
    session.quit();
}

#[test]
fn nothing_is_asked_where_that_does_harm_or_is_of_no_use() {
    for (how, is_followed, is_asked) in [
        ("TERM=linux", false, false),
        ("TERM=vt220", false, false),
        ("NO_COLOR=1", false, true),
        ("COLORFGBG='0;15'", true, true),
    ] {
        let mut session = Session::start("asks", &format!("export {how}; exec reftel CABLE"));
        session.wait_for_cable();
        session.type_keys("q");
        assert_eq!(session.status().exit_status(), Some(0));
        session.drain();
        // It is the last question, whatever is asked.
        assert_eq!(session.n_sent(ASKS_BACKGROUND) > 0, is_asked, "{how}");
        assert_eq!(session.n_sent("\x1b[?u") > 0, is_asked, "{how}");
        assert_eq!(session.n_sent("\x1b[?2031h") > 0, is_followed, "{how}");
        session.assert_given_back();
    }
}

#[test]
fn an_answer_that_comes_late_is_not_typed_in_the_shell() {
    for end in ["q", "\x1a"] {
        let line = "reftel CABLE; read typed; echo \"typed <$typed>\"";
        let line = line.replace(
            "reftel",
            if end == "q" {
                "reftel"
            } else {
                "set -m; reftel"
            },
        );
        let mut session = Session::start("late", &line);
        session.answers.clear();
        session.wait_until_asked();
        session.type_keys(end);
        session.wait_for("the screen is left", |screen| !screen.alternate_screen());
        session.type_keys(LIGHT);
        session.type_keys("ok\n");
        session.wait_for("what the shell read", |screen| {
            screen.contents().contains("typed <")
        });
        assert!(session.text().contains("typed <ok>"), "{}", session.text());
    }
}

#[test]
fn a_terminal_that_answers_nothing_changes_nothing() {
    let mut session = Session::start("silent", "exec reftel CABLE");
    session.answers.clear();
    session.wait_for_cable();
    session.type_keys("2G");
    session.wait_for("the cursor", |screen| screen.contents().contains("P2/2"));
    wait_for_theme_before(&mut session, "theme light");
    session.quit();
    assert_eq!(session.n_sent("\x1b[>1u"), 0);
    assert_eq!(session.n_sent("\x1b[?2026h"), 0);
}

#[test]
fn keys_are_told_apart_where_the_terminal_can() {
    let mut session = Session::start("kitty", "exec reftel CABLE");
    session.answers.insert(0, ("\x1b[?u", "\x1b[?0u"));
    session.wait_until_asked();
    session.type_keys("\x1b[105;5u");
    session.wait_for("forward", |screen| {
        screen.contents().contains("no jump after this one")
    });
    session.type_keys("?/forward");
    session.wait_for("its key", |screen| screen.contents().contains("^i"));
    session.type_keys("\x1b[27u\x1b[27uqq");
    assert_eq!(session.status().exit_status(), Some(0));
    session.drain();
    assert_eq!(session.n_sent("\x1b[>1u"), 1);
    session.assert_given_back();
}

#[test]
fn the_mouse_is_taken_and_given_back() {
    for end in ["q", "\x1a", "term", "hang-up"] {
        let mut session = Session::start("mouse", "exec reftel CABLE");
        session.wait_until_asked();
        assert_eq!(session.n_sent("\x1b[?1002h"), 0);
        session.type_keys("\x1bOQ");
        session.wait_for("the mouse", |screen| screen.contents().contains("mouse on"));
        // A click on the second paragraph, and rubbish.
        session.type_keys("\x1b[<0;20;8M\x1b[<0;20;8m\x1b[<0;;;M\x1b[<99;1M");
        session.wait_for("the cursor", |screen| screen.contents().contains("P2/2"));
        session.type_keys("\x1b[12;2~");
        session.wait_for("hovering", |screen| screen.contents().contains("rests on"));
        assert_eq!(session.n_sent("\x1b[?1003h"), 1);
        let is_on = |session: &Session, mode: &str| {
            let (on, off) = (format!("\x1b[?{mode}h"), format!("\x1b[?{mode}l"));
            let last = |bytes: &str| {
                let mut windows = session.sent.windows(bytes.len());
                windows.rposition(|window| window == bytes.as_bytes())
            };
            last(&on) > last(&off)
        };
        assert!(is_on(&session, "1006") && is_on(&session, "1003"));
        assert!(!is_on(&session, "1002"));
        match end {
            "term" => session.signal(Signal::TERM),
            "hang-up" => {
                session.hang_up();
                assert_eq!(session.status().exit_status(), Some(129));
                continue;
            }
            keys => session.type_keys(keys),
        }
        let status = session.status();
        if end == "\x1a" {
            assert!(status.stopped());
            session.wait_for("the screen is left", |screen| !screen.alternate_screen());
            session.assert_given_back();
            session.signal(Signal::CONT);
            session.wait_for_cable();
            session.type_keys("q");
            assert_eq!(session.status().exit_status(), Some(0));
        }
        session.drain();
        session.assert_given_back();
    }
}

#[test]
fn what_the_mouse_does_while_it_is_given_back_is_not_typed_in_the_shell() {
    let line = "reftel CABLE; read typed; echo \"typed <$typed>\"";
    let mut session = Session::start("mouse-late", line);
    session.wait_until_asked();
    session.type_keys("\x1bOQ");
    session.wait_for("the mouse", |screen| screen.contents().contains("mouse on"));
    session.answers.clear();
    session.type_keys("q");
    session.wait_for("the screen is left", |screen| !screen.alternate_screen());
    session.type_keys("\x1b[<32;20;8M\x1b[<0;20;8m");
    session.type_keys(DARK);
    session.type_keys("ok\n");
    session.wait_for("what the shell read", |screen| {
        screen.contents().contains("typed <")
    });
    assert!(session.text().contains("typed <ok>"), "{}", session.text());
}

#[test]
fn frames_are_shown_at_once_where_the_terminal_can_and_as_it_is_set() {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("synchronized");
    fs::create_dir_all(&home).unwrap();
    for (set, answer, expected) in [
        ("auto", "\x1b[?0u", true),
        ("auto", "", false),
        ("on", "", true),
        ("off", "\x1b[?0u", false),
    ] {
        let toml = format!("synchronized_output = \"{set}\"\n");
        fs::write(home.join("set.toml"), toml).unwrap();
        let line = "exec reftel --config set.toml CABLE";
        let mut session = Session::start("synchronized", line);
        session.answers.insert(0, ("\x1b[?u", answer));
        session.wait_until_asked();
        session.wait_for_cable();
        session.type_keys("G");
        session.wait_for("the end", |screen| screen.contents().contains("P2/2"));
        session.type_keys("q");
        assert_eq!(session.status().exit_status(), Some(0));
        session.drain();
        let n_begun = session.n_sent("\x1b[?2026h");
        assert_eq!(n_begun > 0, expected, "{set} {answer:?}");
        assert_eq!(session.n_sent("\x1b[?2026l"), n_begun);
    }
}

/// Only builds with debug assertions can be asked to panic.
#[cfg(debug_assertions)]
#[test]
fn a_panic_is_reported_on_a_terminal_given_back() {
    let mut session = Session::start("panic", "exec reftel --panic-after-draw CABLE");
    assert_eq!(session.status().exit_status(), Some(101));
    session.drain();
    session.assert_given_back();
    assert!(
        session.text().contains("reftel: internal error"),
        "{}",
        session.text()
    );
}

/// The line with the cursor sign of the text.
fn cursor_line(session: &Session) -> String {
    let text = session.text();
    let line = text.lines().find(|line| line.starts_with('>'));
    line.unwrap_or_default().to_owned()
}

#[test]
fn reading_goes_on_where_it_stopped_whatever_ended_it() {
    let name = "goes-on";
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&home);
    let mut session = Session::start(name, "exec reftel CABLE");
    session.wait_for_cable();
    session.type_keys("2G");
    session.wait_for("the cursor has moved", |screen| {
        screen.contents().contains(">   2 (U)")
    });
    session.signal(Signal::TERM);
    assert_eq!(session.status().exit_status(), Some(128 + 15));
    // Without a path, and over the list of the collection.
    let mut session = Session::again(name, "exec reftel");
    session.wait_for_cable();
    assert!(
        cursor_line(&session).contains("2 (U)"),
        "{}",
        session.text()
    );
    session.type_keys("ma");
    session.wait_for("the mark is kept", |screen| {
        screen.contents().contains("mark a set at P2")
    });
    session.type_keys("ggq");
    session.wait_for("the list", |screen| screen.contents().contains("13 cables"));
    session.type_keys("q");
    assert_eq!(session.status().exit_status(), Some(0));
    // The file has gone elsewhere, with other line ends.
    fs::remove_file(home.join("07PORTLARKSPUR12.txt")).unwrap();
    fs::write(home.join("b.txt"), CABLE.replace('\n', "\r\n")).unwrap();
    let mut session = Session::again(name, "rm CABLE; exec reftel b.txt");
    session.wait_for_cable();
    session.type_keys("'a");
    session.wait_for("the marked place", |screen| {
        screen.contents().contains(">'  2 (U)")
    });
    session.signal(Signal::HUP);
    assert_eq!(session.status().exit_status(), Some(128 + 1));
    fs::remove_file(home.join("b.txt")).unwrap();
    let mut session = Session::again(name, "rm CABLE; exec reftel");
    session.wait_for("it says what is missing", |screen| {
        screen.contents().contains("12 cables") && screen.contents().contains("is no longer at")
    });
    session.type_keys("q");
    assert_eq!(session.status().exit_status(), Some(0));
}

#[test]
fn the_collection_of_the_cable_that_was_read_last_is_read_on() {
    let name = "reads-on";
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&home);
    for folder in ["cables", "more"] {
        fs::create_dir_all(home.join(folder)).unwrap();
    }
    for serial in 1..=4 {
        let folder = if serial < 4 { "cables" } else { "more" };
        let cable = CABLE.replace("000012", &format!("00002{serial}"));
        let cable = cable.replace("KESTREL BAY", &format!("KESTREL BAY {serial}"));
        fs::write(home.join(format!("{folder}/{serial}.txt")), cable).unwrap();
    }
    let reads = |serial: u32| {
        move |screen: &vt100::Screen| {
            let screen = screen.contents();
            screen.contains(&format!("BAY {serial}")) && screen.contains("P2/2")
        }
    };
    let leave = |mut session: Session| {
        session.type_keys("Q");
        assert_eq!(session.status().exit_status(), Some(0));
    };
    let mut session = Session::start(name, "exec reftel cables more");
    session.wait_for("the list", |screen| screen.contents().contains("4 cables"));
    session.type_keys("j\r");
    session.wait_for("the second cable", |screen| {
        screen.contents().contains("P1/2")
    });
    session.type_keys("2G");
    session.wait_for("the second cable", reads(2));
    leave(session);
    let mut session = Session::again(name, "exec reftel");
    session.wait_for("the second cable", reads(2));
    // Where it lies is known soon.
    session.type_keys("q");
    session.wait_for("the list", |screen| {
        let screen = screen.contents();
        screen.contains("4 cables") && !screen.contains("so far")
    });
    session.type_keys("\r");
    session.wait_for("the second cable", reads(2));
    session.type_keys("J");
    session.wait_for("the third cable", |screen| {
        screen.contents().contains("BAY 3")
    });
    session.type_keys("2G");
    session.wait_for("the third cable", reads(3));
    leave(session);
    // Its file has another name, and lies before the others.
    let mut session = Session::again(name, "mv cables/3.txt cables/0.txt; exec reftel");
    session.wait_for("the third cable", |screen| {
        let words = "is in another file now: 0.txt";
        reads(3)(screen) && screen.contents().contains(words)
    });
    session.wait_for("its place", |screen| screen.contents().contains("1 of 4"));
    leave(session);
    // A part of the collection is gone.
    fs::remove_dir_all(home.join("more")).unwrap();
    let mut session = Session::again(name, "exec reftel");
    session.wait_for("it is said once, and the cable is there", |screen| {
        let words = "1 of the 2 paths of its collection cannot be opened:";
        reads(3)(screen) && screen.contents().contains(words)
    });
    leave(session);
    // The cable itself is gone.
    let mut session = Session::again(name, "rm cables/0.txt; exec reftel");
    session.wait_for("the others are there", |screen| {
        let screen = screen.contents();
        screen.contains("2 cables") && screen.contains("is no longer at")
    });
    leave(session);
    // A cable of its own is in no collection.
    let mut session = Session::again(name, "exec reftel CABLE");
    session.wait_for_cable();
    leave(session);
    let mut session = Session::again(name, "exec reftel");
    session.wait_for_cable();
    session.type_keys("q");
    session.wait_for("the list", |screen| screen.contents().contains("13 cables"));
    leave(session);
}

#[test]
fn one_of_many_that_is_named_is_read_at_once_even_if_others_have_its_number() {
    let name = "named-one";
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&home).unwrap();
    let cable = CABLE.replace("QUILL\n", "QUILL\nBT\n#0012\n\nNNNN\n");
    let other = cable.replace("000012", "000013").replace("#0012", "#0013");
    fs::write(home.join("many.txt"), [&*cable, &other, &cable].concat()).unwrap();
    let mut session = Session::start(name, "exec reftel many.txt#07PORTLARKSPUR12");
    session.wait_for("the first", |screen| screen.contents().contains("P1/2"));
    session.type_keys("}");
    session.wait_for("its end", |screen| screen.contents().contains("P2/2"));
    session.type_keys("q");
    session.wait_for("the list", |screen| screen.contents().contains("x2"));
    session.type_keys("Q");
    assert_eq!(session.status().exit_status(), Some(0));
    // It is no collection.
    let mut session = Session::again(name, "exec reftel");
    session.wait_for("its end", |screen| screen.contents().contains("P2/2"));
    session.type_keys("q");
    session.wait_for("the built-in cables", |screen| {
        screen.contents().contains("HOW TO READ A TELEGRAM")
    });
    session.type_keys("Q");
    assert_eq!(session.status().exit_status(), Some(0));
}

#[test]
fn in_private_nothing_is_left_behind() {
    let name = "private";
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&home);
    let mut session = Session::start(name, "exec reftel --private CABLE");
    session.wait_for_cable();
    session.type_keys("2Gma");
    session.wait_for("the mark is set", |screen| {
        screen.contents().contains("(private: until you quit)")
    });
    session.type_keys("q");
    assert_eq!(session.status().exit_status(), Some(0));
    let names = fs::read_dir(&home).unwrap();
    let names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["07PORTLARKSPUR12.txt"]);
}

#[test]
fn a_damaged_file_of_places_is_told_of_and_kept() {
    let name = "damaged";
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(home.join("state/reftel")).unwrap();
    fs::write(
        home.join("state/reftel/places.db"),
        "\x1b]0;no database\x07",
    )
    .unwrap();
    let line = "XDG_STATE_HOME=$HOME/state XDG_DATA_HOME=$HOME/data exec reftel CABLE";
    let mut session = Session::start(name, line);
    session.wait_for_cable();
    if cfg!(target_os = "linux") {
        let text = session.text();
        let said: Vec<&str> = text.split_whitespace().collect();
        let said = said.join(" ");
        assert!(
            said.contains("was damaged, and is kept as places.db.damaged-"),
            "{said}"
        );
        session.type_keys("q");
        assert_eq!(session.status().exit_status(), Some(3));
    }
}
