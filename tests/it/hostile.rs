//! Texts made to harm a terminal: no cell of any screen may hold a
//! character that is not fit for one.

use reftel::typeset::is_forbidden;

use crate::session::Session;

/// What is put where: in the subject, a paragraph, an addressee, TAGS.
const PAYLOADS: &[&str] = &[
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}]0;CANARY\u{7}",
    "\u{9b}31mRED",
    "\u{202e}DEIFISSALCNU\u{202c}",
    "A\rB",
    "\u{8}\u{8}X",
    "SEC\u{200b}RET",
    "CON\u{ad}FI",
    "\u{2028}\u{2029}",
    "\u{e0041}\u{e0042}",
    "\u{feff}",
    "\u{3164}",
    "\u{2066}x\u{2069}",
    "\0",
    "\u{7f}",
    "\u{85}",
    "\u{fdd0}",
    "\u{e000}",
    "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{ff21}\u{ff21}",
    "\t\t",
    "\u{e0100}",
    "\u{fff9}",
    "\u{200f}",
    "\u{61c}",
    "\u{180e}",
];

fn telegram(payload: &str) -> String {
    format!(
        "VZCZCXYZ0042\nPP RUEHC\nDE RUEHPL #0311/01 2041504\nZNY CCCCC ZZH\nP 221504Z JUL 08\nFM AMEMBASSY PORT {payload}\n\
         TO RUEHC/SECSTATE {payload} WASHDC PRIORITY 4412\n\nC O N F I D E N T I A L PORT LARKSPUR 000311\n\nSIPDIS\n{payload}\n\n\
         E.O. 12958: DECL: 07/22/2018\nTAGS: PREL {payload} VD\nSUBJECT: HARBOR {payload} TALKS\n\nREF: A. NORTHHAVEN 88 {payload}\n\n\
         Classified By: DCM Ada {payload} Quill, reasons 1.4 (b) and (d).\n\n1. (C) SUMMARY: {payload} text. END SUMMARY.\n\n\
         Heading {payload}\n-------\n\n2. (C {payload}) Words {payload}{payload} more.\n\n3. (C) COMMENT: {payload}. END COMMENT.\n{payload}\nTREMAINE\n"
    )
}

#[test]
fn no_screen_holds_a_character_that_harms() {
    const WALK: &[&str] = &[
        "j", "r", "r", "M", "q", "S", "q", "t", "q", "x", "q", "gc", "q", "/a", "<enter>", "n",
        "cu", "c0", "?", "q", ":x", "<esc>", "G",
    ];
    for payload in PAYLOADS {
        for size in ["50x16", "80x24", "120x40", "200x50"] {
            let mut session = Session::text(telegram(payload).as_bytes(), size);
            for keys in WALK {
                session.press(keys);
                let terminal = session.terminal();
                for cell in terminal.backend().buffer().content() {
                    let symbol = cell.symbol();
                    assert!(
                        !symbol.chars().any(is_forbidden),
                        "{payload:?} at {size} after {keys}: {symbol:?}"
                    );
                    assert!(
                        symbol.len() <= 64,
                        "{payload:?}: a cell of {} bytes",
                        symbol.len()
                    );
                }
            }
        }
    }
}

#[test]
fn what_harms_is_shown_not_dropped() {
    let session = Session::text(telegram("\u{1b}[2J").as_bytes(), "120x40");
    assert!(
        session.screen().contains("\u{241b}[2J"),
        "{}",
        session.screen()
    );
    let session = Session::text(telegram("A\rB").as_bytes(), "120x40");
    assert!(
        session.screen().contains("A\u{240d}B"),
        "{}",
        session.screen()
    );
}
