//! Sections folded to a line: what the line says, what unfolds it, what is
//! copied of it.

use reftel::typeset::RowKind;

use crate::session::Session;

const SIZES: [&str; 4] = ["50x16", "80x24", "120x40", "200x50"];

/// A summary, headings, one of them with a comment inside, and a paragraph
/// of a summary's heading that is no summary.
const CABLE: &str = "O 031415Z MAY 07\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC IMMEDIATE 4711\n\
S E C R E T PORT LARKSPUR 000012\n\nSIPDIS\n\nE.O. 12958: DECL: 05/03/2017\nTAGS: PREL, ETRD\n\
SUBJECT: HARBOR TALKS\n\nREF: A. 07 NORTHHAVEN 88\n\n\
1. (C) SUMMARY: The pilots will go back to work. END SUMMARY.\n\n\
2. (U) The ferry to Santa Brisa sails again.\n\n\
THE PRICE\n---------\n\n\
3. (S/NF) The minister's price was two tugs (ref A).\n\n\
4. (C) COMMENT: He wants four. END COMMENT.\n\n\
5. The lamp is lit.\n\n\
THE WEATHER\n-----------\n\n\
6. (U) The weather is fair.\n\n\
7. (U) It will be fair tomorrow.\nQUILL\n";

fn cable(size: &str) -> Session {
    Session::text(CABLE.as_bytes(), size)
}

/// What the lines of folds say.
fn folds(session: &Session) -> Vec<String> {
    let page = &session.model.reader().unwrap().text.page;
    let rows = page.rows().iter().enumerate();
    rows.filter(|(_, row)| row.kind == RowKind::Fold)
        .map(|(idx, _)| page.row_text(idx).to_owned())
        .collect()
}

#[test]
fn every_section_is_a_line_at_every_size() {
    for size in SIZES {
        let mut session = cable(size).keys("3G zM");
        insta::assert_snapshot!(format!("all-{size}"), session.snapshot());
        let mut session = cable(size).keys("7G zc cu");
        insta::assert_snapshot!(format!("filtered-{size}"), session.snapshot());
    }
}

#[test]
fn the_line_says_how_much_and_how_it_is_marked() {
    let session = cable("80x24").keys("zM");
    assert_eq!(
        folds(&session),
        [
            "> Summary: 1 paragraph, (C), 10 words",
            "> THE PRICE: 3 paragraphs, up to (S/NF), 1 unmarked, 18 words",
            "> THE WEATHER: 2 paragraphs, (U), 9 words",
        ]
    );
    assert_eq!(session.notice(), "3 sections folded: 6 of 7 paragraphs");
    // What the filter hides besides is told as well.
    let session = session.keys("cu");
    assert_eq!(
        folds(&session),
        [
            "> Summary: 1 par., (C), 10 w., all hidden",
            "> THE PRICE: 3 par., up to (S/NF), 1 unmarked, 18 w., all hidden",
            "> THE WEATHER: 2 paragraphs, (U), 9 words",
        ]
        .map(str::to_owned)
        .map(|line| line.replace(
            "1 par., (C), 10 w., all hidden",
            "1 paragraph, (C), 10 words, all hidden by filter"
        )),
    );
    // However narrow it is, number and marking are there.
    for width in 20..60 {
        let session = cable(&format!("{width}x16")).keys("zM");
        for (line, mark) in folds(&session).iter().zip(["(C)", "S/NF", "(U)"]) {
            assert!(line.contains(mark), "{width}: {line}");
        }
    }
}

#[test]
fn folding_has_the_meaning_of_vim() {
    let here = |session: &Session| session.model.reader().unwrap().text.token_text().to_owned();
    // The innermost section first, then the one around it.
    let session = cable("80x24").keys("4G zc");
    assert_eq!(session.notice(), "folded: Comment, 1 paragraph");
    let session = session.keys("zc");
    assert_eq!(session.notice(), "folded: THE PRICE, 3 paragraphs");
    let session = session.keys("zc");
    assert_eq!(session.notice(), "this section is folded already");
    // One level is unfolded, and the cursor is where it was.
    let session = session.keys("zo");
    assert_eq!(folds(&session).len(), 1);
    let session = session.keys("zo zo");
    assert_eq!(session.notice(), "this section is not folded");
    let session = cable("80x24").keys("3G 4l");
    let word = here(&session);
    let session = session.keys("za za");
    assert_eq!(here(&session), word);
    // A paragraph behind the summary is none of it.
    let session = cable("80x24").keys("2G zc");
    assert!(
        session
            .notice()
            .starts_with("this paragraph is in no section")
    );
    assert!(
        cable("80x24")
            .keys("r zc")
            .notice()
            .starts_with("nothing folds")
    );
    // Steps by paragraph and section go over a fold.
    let session = cable("80x24").keys("zM gg } } }");
    assert_eq!(session.model.reader().unwrap().place(), "P6/7");
    let session = session.keys("{ {");
    assert_eq!(session.model.reader().unwrap().place(), "P2/7");
    assert_eq!(
        session.keys("]] [[ [[").model.reader().unwrap().place(),
        "P1/7"
    );
}

#[test]
fn what_leads_into_a_fold_unfolds_it() {
    let is_open = |keys: &str| folds(&cable("80x24").keys(keys)).len();
    assert_eq!(is_open("zM"), 3);
    assert_eq!(is_open("zM 7G"), 2);
    assert_eq!(is_open("zM 6G"), 2);
    // The comment in this section stays folded.
    assert_eq!(is_open("zM 5G"), 3);
    assert_eq!(is_open("3G zc zc ]r"), 0);
    assert_eq!(is_open("zM /four <enter>"), 2);
    assert_eq!(is_open("zM <enter>"), 2);
    assert_eq!(is_open("4G ma gg zM 'a"), 2);
    assert_eq!(is_open("zM ]c ]c ]c"), 2);
    // Not what passes over it.
    assert_eq!(is_open("zM jjjj"), 3);
    assert_eq!(is_open("zM G"), 3);
    // A search that is not taken leaves everything as it was, and its words
    // are not found in what stands for a fold.
    let session = cable("80x24").keys("zM /four");
    assert_eq!(folds(&session).len(), 2);
    let session = session.keys("<backspace> <backspace> <backspace> <backspace> fair");
    assert_eq!(folds(&session).len(), 2);
    assert_eq!(folds(&session.keys("<esc>")).len(), 3);
    let session = cable("80x24").keys("zM /paragraphs <enter>");
    assert_eq!(session.notice(), "no match in the text");
    assert_eq!(folds(&session).len(), 3);
    let session = cable("80x24").keys("zM /fair <enter>");
    assert_eq!(session.notice(), "1/2 in 2 paragraphs");
}

#[test]
fn folds_stay_over_sizes_source_filters_and_themes() {
    let mut session = cable("80x24").keys("6G zc");
    for keys in [
        "size:120x40",
        "r",
        "r",
        "cu",
        "c0",
        "T",
        "size:50x16",
        "size:80x24",
    ] {
        session.press(keys);
    }
    assert_eq!(folds(&session).len(), 1);
    assert_eq!(session.model.reader().unwrap().place(), "P6/7");
}

#[test]
fn what_is_folded_is_not_copied_and_that_is_said() {
    let session = cable("80x24").keys("zM yy");
    assert_eq!(session.copied(), "nothing was copied");
    assert_eq!(
        session.notice(),
        "what is folded away is not copied; zo unfolds it"
    );
    let session = cable("80x24").keys("3G zc 2G V } yy");
    assert_eq!(
        session.copied(),
        "2. (U) The ferry to Santa Brisa sails again.\n\n3 of 4 paragraphs folded, and left out"
    );
    let session = cable("80x24").keys("3G zc Y");
    let text = session.copied();
    assert!(
        text.contains("3 <=S/NF > THE PRICE: 3 paragraphs"),
        "{text}"
    );
    assert!(!text.contains("lamp"), "{text}");
    assert!(
        text.contains("\n3 of 7 paragraphs folded, and left out\n"),
        "{text}"
    );
}

#[test]
fn the_outline_folds_along() {
    let session = cable("80x24").keys("t jj");
    assert!(
        session.screen().contains("v─ THE PRICE"),
        "{}",
        session.screen()
    );
    let session = session.keys("zc");
    let screen = session.screen();
    assert!(screen.contains(">─ THE PRICE"), "{screen}");
    assert!(screen.contains("3 <=S/NF"), "{screen}");
    assert!(!screen.contains("The lamp"), "{screen}");
    let session = session.keys("<enter>");
    assert!(session.model.overlay.is_none());
    assert_eq!(session.model.reader().unwrap().place(), "P3/7");
}

#[test]
fn what_stands_for_hidden_text_is_no_word_of_the_cable() {
    for size in SIZES {
        let mut session = cable(size).keys("3G zM k j");
        let folded = "this line stands for what is folded away; zo unfolds it";
        for keys in ["x", "*", "#", "l x", "l l *"] {
            session.press(keys);
            assert_eq!(session.notice(), folded, "{size} {keys}");
            assert!(session.model.overlay.is_none(), "{size} {keys}");
            assert!(session.model.reader().unwrap().find.is_none());
        }
        session.press("p");
        assert!(session.notice().starts_with("no reference"), "{size}");
        // The marking stands in the text where there is no gutter.
        let at_words = if size == "50x16" { "l l" } else { "" };
        let mut session = cable(size).keys("1G cu");
        session.press(at_words);
        let hidden = "this line stands for what a filter hides; c0 shows it";
        for keys in ["x", "*", "<enter>", "l x"] {
            session.press(keys);
            assert_eq!(session.notice(), hidden, "{size} {keys}");
            assert!(session.model.overlay.is_none(), "{size} {keys}");
        }
        assert!(session.model.reader().unwrap().find.is_none());
    }
    let session = cable("50x16").keys("1G cu 2h l x");
    let screen = session.screen();
    assert!(screen.contains("Explain C "), "{screen}");
}

#[test]
fn a_selection_says_what_it_leaves_out() {
    let selecting = |keys: &str| {
        let session = cable("80x24").keys(keys);
        let reader = session.model.reader().unwrap();
        reader.selecting.as_ref().unwrap().as_str().to_owned()
    };
    assert_eq!(
        selecting("3G zM k j V"),
        "selecting: only what is folded in P3"
    );
    assert_eq!(
        selecting("2G zM V } }"),
        "selecting: 7 words, 2 folded in P2-P6"
    );
    assert_eq!(selecting("cu 1G V"), "selecting: only what is hidden in P1");
    assert_eq!(
        selecting("cu 1G zM V }"),
        "selecting: 7 words, 1 folded in P1-P2"
    );
}
