//! Which words open and end a summary and a comment.

use super::before_inline;
use super::end::{end_marker, without_gap};
use super::opening::{Named, marker};

#[test]
fn markers_open_parts() {
    let summary = |text| marker(text, Named::Summary).map(str::trim_start);
    assert_eq!(summary("SUMMARY: Text."), Some("Text."));
    assert_eq!(summary("Summary -- Text."), Some("Text."));
    assert_eq!(summary("Summary Text."), Some("Text."));
    assert_eq!(summary("Summary and Action Request: Text."), Some("Text."));
    assert_eq!(summary("BEGIN SUMMARY: Text."), Some("Text."));
    assert_eq!(summary("Key Points: Text."), Some("Text."));
    assert_eq!(summary("KEY POINTS\n-- Text."), Some("-- Text."));
    assert_eq!(summary("SUMMARY AND INTRO: Text."), Some("Text."));
    assert_eq!(summary("Summary Introduction: Text."), Some("Text."));
    let placed = "Summary and Action Request (para 4): Text.";
    assert_eq!(summary(placed), Some("Text."));
    assert_eq!(summary("Summary (in French): Text."), None);
    assert_eq!(summary("SUMMARY TABLE FOLLOWS."), None);
    assert_eq!(summary("SUMMARY AND\nCOMMENT: Text."), Some("Text."));
    assert_eq!(summary("SUMMARY &\r\nANALYSIS: Text."), Some("Text."));
    assert_eq!(summary("EXECUTIVE\nSUMMARY: Text."), Some("Text."));
    assert_eq!(summary("SUMMARY\n(continued): Text."), Some("Text."));
    assert_eq!(summary("SUMMARY, COMMENT: Text."), Some("Text."));
    assert_eq!(summary("SUMMARY AND\nHARBOR DUES: Text."), None);
    assert_eq!(summary("EXECUTIVE\nORDERS: A SUMMARY"), None);
    assert_eq!(summary("SUMMARY WITH ACTION REQUEST. Text."), Some("Text."));
    assert_eq!(summary("SUMMARY AND POST COMMENT: Text."), Some("Text."));
    assert_eq!(summary("BEGIN UNCLASSIFIED SUMMARY: Text."), Some("Text."));
    assert_eq!(summary("(SUMMARY) Text."), Some("Text."));
    assert_eq!(summary("\"Summary.\" Text."), Some("Text."));
    assert_eq!(summary("Summary. \"Text.\""), Some("\"Text.\""));
    assert_eq!(summary("EXECUTIVE SUMMARY: Text."), Some("Text."));
    assert_eq!(summary("SUMMARY (C): Text."), Some("Text."));
    assert_eq!(summary("Summary: (C) Text."), Some("Text."));
    assert_eq!(summary("SUMARY: Text."), Some("Text."));
    assert_eq!(summary("SUMMAR Y: Text."), Some("Text."));
    assert_eq!(summary("S UMMARY. Text."), Some("Text."));
    assert_eq!(summary("SUM MARY AND COMMENT MADE"), None);
    assert_eq!(summary("SUMM ARYAN: Text."), None);
    assert_eq!(
        summary("SUMMARY THE TALKS OPENED."),
        Some("THE TALKS OPENED.")
    );
    assert_eq!(summary("Summary judgments were passed"), None);
    assert_eq!(summary("SUMMARY RECORD NO. 12 WAS SENT"), None);
    assert_eq!(summary("SUMMARY OF THE TALKS FOLLOWS"), None);
    assert_eq!(marker("COMMENT BY HOLT WAS BRIEF", Named::Comment), None);
    assert_eq!(
        marker("Comment - the magazine - closed", Named::Comment),
        None
    );
    assert_eq!(
        marker(
            "Comment \u{2013} the magazine \u{2013} closed",
            Named::Comment
        ),
        None
    );
    assert_eq!(marker("Comment - If so", Named::Comment), Some(" If so"));
    assert_eq!(
        marker("Comment \u{2013} If so", Named::Comment),
        Some(" If so")
    );
    assert_eq!(marker("COMMENT. If so", Named::Comment), Some(" If so"));
    assert_eq!(marker("Comments came late", Named::Comment), None);
    assert_eq!(
        marker("Embassy Comment: Text", Named::Comment),
        Some(" Text")
    );
}

/// The summary of a telegram with this text.
fn summary(body: &str) -> String {
    let text = format!("UNCLAS NORTHHAVEN 000088\n\nTAGS: PREL\nSUBJECT: TALKS\n\n{body}\n");
    let cable = crate::parse::parse(text.as_bytes());
    let parts = cable.summary.iter().flat_map(|part| &part.spans);
    let parts: Vec<_> = parts.map(|&span| cable.read(span)).collect();
    parts.join("|")
}

#[test]
fn an_end_shows_which_words_open_a_summary() {
    for opening in [
        "SUMMARY,",
        "--SUMMARY--",
        "- Summary -",
        "<Summary>",
        "****SUMMARY****",
        "//SUMMARY//",
        "Outlook and Summary:",
        "Summary and mission views:",
        "This is an action request. Summary:",
    ] {
        let body = format!("1. (U) {opening} One. END SUMMARY.\n\n2. (U) Two.");
        assert_eq!(summary(&body), "One.", "{opening}");
    }
    for sentence in ["They sent a Summary. One.", "THE SUMMARY, ONE."] {
        let body = format!("1. (U) {sentence} END SUMMARY.\n\n2. (U) Two.");
        assert_eq!(summary(&body), sentence);
    }
    assert_eq!(
        summary("1. (U) One.\n\n2. (U) Outlook & Summary: Two. End summary.\n\n3. (U) X."),
        "Two."
    );
}

#[test]
fn a_heading_may_stand_between_other_signs() {
    for (above, below) in [
        ("~~~~~~~\nSUMMARY\n~~~~~~~", "~~~~~\nTALKS\n~~~~~"),
        ("+++++++\nSUMMARY\n+++++++", "+++++\nTALKS\n+++++"),
        ("#######\nSUMMARY\n#######", "#####\nTALKS\n#####"),
        ("-- SUMMARY --", "Talks\n-----"),
        ("(A) SUMMARY\n-----------", "(B) TALKS\n---------"),
        ("A. SUMMARY", "B. TALKS"),
        ("<<SUMMARY>>", "Talks\n-----"),
        ("*** Summary ***", "Talks\n-----"),
    ] {
        let body = format!("{above}\n\n1. (U) One.\n\n{below}\n\n2. (U) Two.");
        assert_eq!(summary(&body), "One.", "{above}");
    }
    assert_eq!(
        summary("1. (U) Points:\n\n-- Summary of talks --\n\n2. (U) Two."),
        ""
    );
    for text in [
        "1. (U) \"SUMMARY\": One. END SUMMARY.",
        "1. (U) SUMMARY...One. END SUMMARY.",
        "1. (U) Action Request and Summary: One. End Action Request and Summary.",
    ] {
        assert_eq!(summary(&format!("{text}\n\n2. (U) Two.")), "One.", "{text}");
    }
    assert_eq!(summary("1. (U) \"Summary\" was his word."), "");
    assert_eq!(
        summary("1. (U) A + B:\n+++\nSUMMARY\n+-+-+\n\n2. (U) Two."),
        ""
    );
}

#[test]
fn an_end_alone_on_its_line_is_no_heading() {
    let body = "BEGIN SUMMARY\n\n1. (U) One.\n\n2. (U) Two.\n\nEND SUMMARY\n\n3. (U) Three.";
    assert_eq!(summary(body), "One.|Two.");
    let body = "SUMMARY\n\n1. (U) One.\n\nEND OF THE ROAD\n\n2. (U) Two. END SUMMARY";
    assert_eq!(summary(body), "One.");
}

#[test]
fn a_letter_of_several_bytes_may_stand_before_the_marking_of_a_comment() {
    for sentence in [
        "They left",
        "They l\u{e9}ft",
        "They l\u{e9}fts",
        "They lef\u{e9}",
    ] {
        let text = format!("{sentence}. (C/NF) Comment: Too early.");
        let at = text.find("Comment").unwrap();
        assert_eq!(before_inline(&text, at), (&*format!("{sentence}."), true));
    }
}

#[test]
fn a_comment_does_not_show_how_far_a_summary_reached() {
    let after = |head: &str| {
        summary(&format!(
            "SUMMARY\n-------\n\n1. (U) One.\n\n2. (U) Two.\n\n{head}3. (U) Comment: Three."
        ))
    };
    assert_eq!(after(""), "One.");
    assert_eq!(after("TALKS\n-----\n\n"), "One.|Two.");
}

#[test]
fn a_page_may_end_before_an_end() {
    let gap = "Two.\nCONFIDENTIAL\n\nPAGE 02        PORT L  00311  221504Z\n\n";
    assert_eq!(without_gap(gap), "Two.");
    assert_eq!(without_gap("Two.\nCONFIDENTIAL\n"), "Two.\nCONFIDENTIAL");
}

#[test]
fn an_end_may_name_another_word_first() {
    let check = |text: &str| end_marker(text, Named::Summary);
    assert_eq!(check("Dues rise. End Introduction and Summary."), Some(11));
    assert_eq!(check("Dues rise. END COMMENT/SUMMARY."), Some(11));
    assert_eq!(check("Dues rise. END COMMENT & SUMMARY."), Some(11));
    assert_eq!(check("Dues rise. END HARBOR AND SUMMARY."), None);
    assert_eq!(check("Dues rise with comment and summary."), None);
}

#[test]
fn an_end_may_be_split() {
    assert_eq!(end_marker("Two. End\nSummary.", Named::Summary), Some(5));
    assert_eq!(
        end_marker("Two. END SUMMARY AND COMMENT.", Named::Summary),
        Some(5)
    );
    assert_eq!(
        end_marker("to defend summary rulings", Named::Summary),
        None
    );
    assert_eq!(end_marker("the end, summary", Named::Summary), None);
    assert_eq!(end_marker("Two. END SUMARY.", Named::Summary), Some(5));
    assert_eq!(end_marker("Two. END SUMMAR Y.", Named::Summary), Some(5));
    assert_eq!(end_marker("Two. ENDSUMMARY", Named::Summary), Some(5));
    assert_eq!(end_marker("Two. (End of Summary)", Named::Summary), Some(6));
    assert_eq!(end_marker("Two. END SUMMIT TALKS", Named::Summary), None);
    assert_eq!(
        end_marker(
            "Two. END\n\nPORT LARKS 00000311  002 OF 003\n\nSUMMARY.",
            Named::Summary
        ),
        Some(5)
    );
}

#[test]
fn an_end_may_be_plural_and_pages_stand_around_it() {
    let summary = |text: &str| {
        let text =
            format!("UNCLAS NORTHHAVEN 000088\n\nSUBJECT: TALKS\n\n{text}\n\n2. (U) More.\n");
        let cable = crate::parse::parse(text.as_bytes());
        let spans = cable.summary.iter().flat_map(|part| &part.spans);
        spans
            .map(|&span| cable.read(span))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let page = "NORTHHAVEN 00000088  001.2 OF 003";
    assert_eq!(
        summary("1. (U) Summary: Boats stay. ENDS SUMMARY."),
        "Boats stay."
    );
    assert_eq!(
        summary("1. (U) Summary: The fund\nspends summary aid."),
        "The fund spends summary aid."
    );
    assert_eq!(
        summary("1. (U) Summary: Boats stay. SUMMARY ENDS."),
        "Boats stay."
    );
    assert_eq!(
        summary("1. (U) Summary: Boats stay.\n\"End summary.\""),
        "Boats stay."
    );
    assert_eq!(
        summary("1. (U) Summary: Boats stay. Summary ends of nets."),
        "Boats stay. Summary ends of nets."
    );
    for text in [
        format!("1. (U) Summary: Boats stay. End of\n{page}\nSummary."),
        format!("1. (U) Summary: Boats stay. End of\n\n{page}\n\n\nSummary."),
        format!("1. (U) SUMMARY\n\n{page}\n\nBoats stay. END SUMMARY."),
        format!("1. (U) SUMMARY\n{page}\nAND COMMENT: Boats stay. END SUMMARY."),
        "1. (U) SUMMARY:\nSECRET\n\nSECRET\n\nPAGE 02  NORTHH  00088  110914Z\n\nBoats stay. END SUMMARY."
            .to_owned(),
        "1. (U) SUMMARY: Boats stay.\nSECRET\n\nSECRET\n\nPAGE 02  NORTHH  00088  110914Z\n\nEND SUMMARY."
            .to_owned(),
        "1. (U) SUMMARY AND ACTION\nREQUEST: Boats stay. END\nSUMMARY.".to_owned(),
    ] {
        assert_eq!(summary(&text), "Boats stay.", "{text}");
    }
}

#[test]
fn the_last_line_of_a_summary_is_no_heading() {
    let read = |text: &str| {
        let text =
            format!("SECRET SECTION 01 OF 03 NORTHHAVEN 000088\n\nSUBJECT: TALKS\n\n{text}\n");
        let cable = crate::parse::parse(text.as_bytes());
        let spans = cable.summary.iter().flat_map(|part| &part.spans);
        let summary: Vec<String> = spans.map(|&span| cable.read(span)).collect();
        let headings = cable.paragraphs.iter().filter_map(|it| it.heading);
        let headings: Vec<&str> = headings.map(|span| cable.slice(span)).collect();
        format!("{} | {}", summary.join(" "), headings.join(", "))
    };
    let page = "NORTHHAVEN 00000088  001.2 OF 003";
    let box_of = "----------\nBACKGROUND\n----------\n\n2. (U) More.";
    for text in [
        format!("1. (U) Summary:\n\n{page}\n\nBoats stay. END SUMMARY\n\n{box_of}"),
        format!("1. (U) Summary: Boats\n\n{page}\n\nstay. //END SUMMARY//\n\n{box_of}"),
        format!("1. (U) Summary: Boats stay.\n\n-- END SUMMARY --\n\n{box_of}"),
        format!("1. (U) Summary: Boats stay. --\n{page}\nEND SUMMARY --\n\n{box_of}"),
    ] {
        assert_eq!(read(&text), "Boats stay. | BACKGROUND", "{text}");
    }
    let text =
        format!("SUMMARY\n-------\n1. (U) He met\n\n{page}\n\nGen. Holt on March 3.\n\n{box_of}");
    assert_eq!(
        read(&text),
        "He met Gen. Holt on March 3. | SUMMARY, BACKGROUND"
    );
    // A title with its rule on the line below a blank stays one.
    let text =
        format!("1. (U) Summary: Boats stay.\n\n{page}\n\nThe Boats\n\n---------\n\n2. (U) More.");
    assert_eq!(read(&text), "Boats stay. | The Boats");
}

#[test]
fn a_summary_may_begin_inside_a_paragraph() {
    use super::loose_opening;
    let opened = |text: &'static str| loose_opening(text).map(|at| text[at..].trim_start());
    let text = "He sat in.  Begin summary:  He offered boats.";
    assert_eq!(opened(text), Some("He offered boats."));
    assert_eq!(opened("He sat in. BEGIN SUMMARY. BOATS."), Some("BOATS."));
    assert_eq!(opened("They then begin summary: talks."), None);
    assert_eq!(opened("They sat to Begin summary: talks."), None);
}
