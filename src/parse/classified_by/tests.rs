//! What several of the rules are tested with.

use super::label::tidy;
use super::person::{Person, person};
use super::reasons::{Squashed, statement};

/// Name, title and reasons of what follows the label.
pub(super) fn check(text: &str) -> String {
    let squashed = Squashed::new(text);
    let found = statement(&squashed, text);
    let who = found
        .as_ref()
        .map_or(text, |found| &text[..squashed.source(found.begin)]);
    let Person { name, title, .. } = person(tidy(who));
    let reasons = found.map(|found| found.reasons).unwrap_or_default();
    let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    format!(
        "{} | {} | {}",
        name.unwrap_or("-"),
        title.unwrap_or("-"),
        reasons.join(" ")
    )
}

#[test]
fn sources_are_nobody() {
    let by = |value: &str| {
        let text = format!(
            "UNCLAS OSLO 000088\n\nSUBJECT: TALKS\n\nClassified By: {value}\n\n1. (C) Talks.\n"
        );
        let cable = crate::parse::parse(text.as_bytes());
        let by = cable.heading.classified_by.as_ref();
        by.and_then(|by| by.name).map(|name| cable.read(name))
    };
    assert_eq!(by("Multiple sources"), None);
    assert_eq!(by("DERIVED FROM GUIDE 00-1"), None);
    assert_eq!(
        by("Delegate Ada Quill, 1.4 (b)").as_deref(),
        Some("Ada Quill")
    );
    assert_eq!(
        by("Multiple Quill, 1.4 (b)").as_deref(),
        Some("Multiple Quill")
    );
}

#[test]
fn a_page_may_end_inside_the_statement() {
    let name = |below: &str| {
        let text = format!(
            "SECRET SECTION 01 OF 02 NORTHHAVEN 000088\n\nSUBJECT: TALKS\n\n\
             Classified By: DCM Ada\n\nNORTHHAVEN 00000088  001.2 OF 002\n\n{below}\n\n1. (C) Talks.\n"
        );
        let cable = crate::parse::parse(text.as_bytes());
        let by = cable.heading.classified_by.as_ref();
        by.and_then(|by| by.name).map(|name| cable.read(name))
    };
    assert_eq!(
        name("Quill, reasons 1.4 (b).").as_deref(),
        Some("Ada Quill")
    );
    assert_eq!(
        name("Harbor dues rose by 1.4 percent.").as_deref(),
        Some("Ada")
    );
}

#[test]
fn blanks_of_any_sort_and_number_stand_between_words() {
    insta::assert_snapshot!(check("EUR  Assistant  Secretary  Ada  Quill, reasons 1.4 (b)"), @"Ada  Quill | EUR  Assistant  Secretary | 1.4(b)");
    let by = |lines: &str| {
        let text = format!(
            "SECRET NORTHHAVEN 000088\n\nE.O. 12958: N/A\nSUBJECT: TALKS\n\n{lines}\n\n1. (C) Talks.\n"
        );
        let cable = crate::parse::parse(text.as_bytes());
        let by = cable.heading.classified_by.as_ref().unwrap();
        let read = |span: Option<crate::cable::Span>| span.map(|span| cable.read(span));
        let title = read(by.title).unwrap_or_default().replace('\u{a0}', " ");
        let name = by.name(&cable).unwrap_or_default();
        format!("{name} | {title} | {}", by.reasons.len())
    };
    insta::assert_snapshot!(by("Classified By: Political\u{a0}Counselor\u{a0}Ada\u{a0}Quill,\u{a0}reasons 1.4 (b)"), @"Ada Quill | Political Counselor | 1");
    insta::assert_snapshot!(by("Classified By: DCM Ada Quill, Reasons:\nE.O. 12958, 1.4 (b) and (d)."), @"Ada Quill | DCM | 2");
    insta::assert_snapshot!(by("Classified By: DCM Ada Quill\nE.O. 12958: DECL: 07/22/2018"), @"Ada Quill | DCM | 0");
    insta::assert_snapshot!(by("Classified By: DCM Ada Quill\n\nfor reasons 1.4 (b)"), @"Ada Quill | DCM | 1");
    insta::assert_snapshot!(by("Classified By: DCM Ada Quill\n\nFor 1.4 tons of fish"), @"Ada Quill | DCM | 0");
}

#[test]
fn the_label_may_be_cut_in_two_or_stand_behind_the_reasons() {
    let by = |lines: &str| {
        let text = format!(
            "SECRET NORTHHAVEN 000088\n\nE.O. 12958: N/A\nSUBJECT: TALKS\n\n{lines}\n\n1. (C) Talks.\n"
        );
        let cable = crate::parse::parse(text.as_bytes());
        let by = cable.heading.classified_by.as_ref()?;
        let read = |span: Option<crate::cable::Span>| span.map(|span| cable.read(span));
        let (name, title) = (read(by.name)?, read(by.title).unwrap_or_default());
        let own = cable.read(by.span).lines().count();
        Some(format!("{name} | {title} | {} | {own}", by.reasons.len()))
    };
    for (lines, read) in [
        ("Classified\nBy: Ada Quill, DCM", "Ada Quill | DCM | 0 | 1"),
        ("CLASSIFIED\nBY DCM ADA QUILL", "ADA QUILL | DCM | 0 | 1"),
        (
            "Reason: 1.4 (b) and (d). Classified by: DCM Ada Quill",
            "Ada Quill | DCM | 2 | 1",
        ),
        (
            "Reasons 1.4 (b) and (d)\nClassified By: DCM Ada Quill",
            "Ada Quill | DCM | 2 | 1",
        ),
        (
            "Reasons 1.4 (b)\n\nClassified By: DCM Ada Quill, 1.4 (c) and (d)",
            "Ada Quill | DCM | 2 | 1",
        ),
        (
            "(Classified by DCM Ada Quill, 1.4 (b).)",
            "Ada Quill | DCM | 1 | 1",
        ),
        ("(Classified by DCM Ada Quill)", "Ada Quill | DCM | 0 | 1"),
        (
            "(U) Classified\nby: Ada Quill, DCM",
            "Ada Quill | DCM | 0 | 1",
        ),
        (
            "Classified By: DCM Ada Quill per\nE.O. 12958,\nreasons 1.4 (b) and (d)",
            "Ada Quill | DCM | 2 | 1",
        ),
        (
            "Classified By: DCM Ada Quill\nE.O. 12958: DECL: 07/22/2018",
            "Ada Quill | DCM | 0 | 1",
        ),
        (
            "Classified By: Ada Quill, Director of\nE.O. 12958: DECL: 07/22/2018",
            "Ada Quill | Director of | 0 | 1",
        ),
        ("[Classified by DCM Ada Quill]", "Ada Quill | DCM | 0 | 1"),
    ] {
        assert_eq!(by(lines).as_deref(), Some(read), "{lines}");
    }
    for lines in [
        "Classified\nby law: fish",
        "Classified\nByron met Holt",
        "Reasons 1.4 (b) and (d)\n\nThe talks.",
        "Reasons are many.\nHolt: DCM",
        "(Classified as fish)",
        "(Classified by law as secret, the papers stayed.)",
        "[Derived from reports of the press.]",
        "(Derived from: State guide 12)",
        "[Derived from: State guide 12]",
        "Derived from: State guide 12",
    ] {
        assert_eq!(by(lines), None, "{lines}");
    }
}

#[test]
fn a_doubled_label_may_be_cut_in_two() {
    let text = "SUBJECT: TALKS\n\nClassified By: Classified\nby Polcouns Ada Quill, 1.4 (b).\n\n1. (C) Talks.\n";
    let cable = crate::parse::parse(text.as_bytes());
    let by = cable.heading.classified_by.as_ref().unwrap();
    assert_eq!(by.name.map(|name| cable.slice(name)), Some("Ada Quill"));
    assert_eq!(by.title.map(|title| cable.slice(title)), Some("Polcouns"));
}

#[test]
fn a_page_header_or_a_day_may_stand_in_the_line() {
    let by = |lines: &str| {
        let text = format!(
            "CONFIDENTIAL SECTION 01 OF 02 OSLO 000088\n\nSUBJECT: TALKS\n\n{lines}\n\n1. (C) Talks.\n"
        );
        crate::parse::laws(text.as_bytes()).unwrap();
        let cable = crate::parse::parse(text.as_bytes());
        let by = cable.heading.classified_by.clone().unwrap();
        let order = cable.heading.executive_order.as_ref();
        let day = order.and_then(|order| order.declassify_on);
        format!(
            "{} {} {}",
            by.name.map_or_else(String::new, |name| cable.read(name)),
            by.reasons.len(),
            day.map_or_else(String::new, |day| day.value.to_string())
        )
    };
    assert_eq!(
        by("Classified By: DCM Ada OSLO 00000088  002 OF 002 Quill for reasons 1.4 (b) and (d)."),
        "Ada Quill 2 "
    );
    assert_eq!(
        by("Classified By: DCM Ada Quill for reasons OSLO 00000088 001.2 OF 002 1.4 (b)."),
        "Ada Quill 1 "
    );
    assert_eq!(
        by("Classified By: DCM Ada Quill. Reasons: 1.4 (b). Declassify on: 12/31/2015"),
        "Ada Quill 1 2015-12-31"
    );
}
