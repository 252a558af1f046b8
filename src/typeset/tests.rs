//! The laws of this layer, and what its pages look like.

#![allow(clippy::cast_possible_truncation, clippy::unnecessary_wraps)]

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;

use super::*;
use crate::cable::{Classification, Family};

/// A page as text: indents as blanks, the roles of a row that has others
/// than running text behind it.
fn drawn(page: &Page) -> String {
    let mut text = String::new();
    for (idx, row) in page.rows().iter().enumerate() {
        text.push_str(&" ".repeat(usize::from(row.indent)));
        text.push_str(page.row_text(idx));
        text.push('\n');
    }
    text
}

fn words_of(page: &Page, role: Role) -> Vec<&str> {
    let rows = 0..page.rows().len();
    let runs = rows
        .flat_map(|idx| page.runs(idx))
        .filter(|&(_, own)| own == role);
    runs.map(|(run, _)| &page.text()[run]).collect()
}

fn at(measure: u16) -> Options<'static> {
    Options {
        measure,
        ..Options::default()
    }
}

#[test]
fn line_ends_that_a_page_wrote_are_not_printed() {
    let text = "UNCLAS NORTHHAVEN 88\n\nSUBJECT: TALKS\n\n\
                1. (U) The page wrote &#x000A;\nand the clerk typed &#10;\n&#x000D; &#x000A;\n\
                2. (U) Lines end with &#10; there.&#13;&#10;\n\nTREMAINE&#x000A;\n";
    let page = typeset(&crate::parse::parse(text.as_bytes()), &at(60));
    let text = page.text();
    assert!(!text.contains("&#"), "{text}");
    assert!(text.contains("Lines end with  there."), "{text}");
    assert!(!text.contains("\n\n\nLines"), "{text}");
    let many = "UNCLAS NORTHHAVEN 88\n\nSUBJECT: TALKS\n\n1. (U) Talks &#10 &#boat;\n";
    let page = typeset(&crate::parse::parse(many.as_bytes()), &at(60));
    let many = page.text();
    assert!(many.contains("Talks &#10 &#boat;"), "{many}");
}

#[test]
fn sets_the_reading_view() {
    let page = typeset(&sample::cable(), &at(40));
    assert_eq!(
        drawn(&page),
        "
[published by nobody]

Please protect.

SUMMARY: Talks on \"fish\" broke up
without a quota table. Post requests
guidance. END SUMMARY.

STATE OF PLAY

The protocol (refs A and B) lists:
   -- one: a very long entry that has to
      be broken into rows
   -- two
Said XXXXXXXXXXXX then.

Not marked at all.

Last words, Minister's.

QUILL

NNNN
"
    );
    assert_eq!(words_of(&page, Role::Marker), ["SUMMARY:", "END SUMMARY."]);
    assert_eq!(words_of(&page, Role::Reference), ["refs A and B"]);
    assert_eq!(words_of(&page, Role::Excision), ["XXXXXXXXXXXX"]);
    assert_eq!(words_of(&page, Role::Repaired), ["\"", "\"", "'"]);
    assert_eq!(words_of(&page, Role::Heading), ["STATE OF PLAY"]);
    assert_eq!(words_of(&page, Role::Signature), ["QUILL"]);
    assert_eq!(
        words_of(&page, Role::Trailer),
        ["[published by nobody]", "NNNN"]
    );
}

#[test]
fn narrow_screens_have_the_marks_in_the_text() {
    let page = typeset(
        &sample::cable(),
        &Options {
            marks: Marks::Inline,
            ..at(44)
        },
    );
    let text = drawn(&page);
    assert!(text.starts_with("[published"), "{text}");
    assert!(
        text.contains("\n1. (C) SUMMARY: Talks on \"fish\" broke up\nwithout a"),
        "{text}"
    );
    assert!(text.contains("\n3. ( ? ) Not marked at all.\n"), "{text}");
    assert_eq!(words_of(&page, Role::Unmarked), ["( ? )"]);
    assert_eq!(words_of(&page, Role::Number), ["1. ", "2. ", "3. ", "4. "]);
}

#[test]
fn hidden_paragraphs_leave_a_row() {
    let cable = sample::cable();
    let page = typeset(
        &cable,
        &Options {
            filter: Filter::only(Classification::Unclassified),
            ..at(60)
        },
    );
    let text = drawn(&page);
    let (_, body) = text.split_once("protect.\n\n").unwrap();
    let n_chars = cable.read(cable.paragraphs[0].text).chars().count();
    let expected =
        format!(".. hidden by filter ({n_chars} chars) ..\nSTATE OF PLAY\n\nThe protocol");
    assert!(body.starts_with(&expected), "{body}");
    assert!(
        body.contains(".. hidden by filter (18 chars) ..\n.. hidden by filter (23 chars) ..\n"),
        "{body}"
    );
    let stubs = page
        .rows()
        .iter()
        .filter(|row| row.kind == RowKind::Stub)
        .count();
    assert_eq!(stubs, 3);
    assert!(!words_of(&page, Role::Hidden).is_empty());
}

#[test]
fn dimmed_paragraphs_keep_their_rows() {
    let cable = sample::cable();
    let filter = Filter::AtOrBelow(Classification::Sbu);
    let dimmed = typeset(
        &cable,
        &Options {
            filter,
            dim: true,
            ..at(50)
        },
    );
    assert_eq!(dimmed.text(), typeset(&cable, &at(50)).text());
    assert!(
        words_of(&dimmed, Role::Dimmed)
            .concat()
            .contains("Not marked at all.")
    );
    assert!(
        !words_of(&dimmed, Role::Dimmed)
            .concat()
            .contains("Last words")
    );
}

#[test]
fn the_raw_view_is_the_source() {
    let cable = sample::cable();
    let page = raw(&cable, 80);
    assert_eq!(page.text(), cable.text());
    assert_eq!(words_of(&page, Role::Repaired), ["11.", "&", "8", ","]);
    let row = page.row_at(page.at_source(cable.paragraphs[1].text.start));
    assert_eq!(page.rows()[row].paragraph, Some(1));
    assert_eq!(page.rows()[0].paragraph, None);
}

#[test]
fn a_plain_text_is_shown_whole() {
    let mut cable = sample::of_text("one\n\ntwo \u{1b}[2J\r\nthree");
    cable.paragraphs.clear();
    cable.family = Family::Plain;
    assert_eq!(drawn(&typeset(&cable, &at(30))), "one\n\ntwo ␛[2J\nthree\n");
    assert_eq!(typeset(&cable, &at(30)).n_signs(), 1);
}

#[test]
fn a_lone_carriage_return_hides_nothing() {
    let mut cable = sample::of_text("CONFIDENTIAL\rUNCLASSIFIED\r\nend");
    cable.lines = vec![
        crate::cable::Line {
            span: crate::cable::Span::new(0, 27),
            kind: crate::cable::LineKind::Body,
        },
        crate::cable::Line {
            span: crate::cable::Span::new(27, 30),
            kind: crate::cable::LineKind::Body,
        },
    ];
    assert_eq!(
        typeset(&cable, &at(60)).text().trim(),
        "CONFIDENTIAL␍ UNCLASSIFIED end"
    );
    assert_eq!(raw(&cable, 60).text(), "CONFIDENTIAL␍UNCLASSIFIED\nend\n");
}

#[test]
fn sets_the_summary() {
    let cable = sample::cable();
    let page = part(&cable, cable.summary.as_ref().unwrap(), 30);
    assert_eq!(
        drawn(&page),
        "1. (C) Talks on \"fish\" broke\nup without a quota table. Post\nrequests guidance.\n"
    );
}

#[test]
fn sets_the_routing_pane() {
    let page = routing(&sample::cable(), 36);
    assert_eq!(
        drawn(&page),
        " From   AMEMBASSY PORT LARKSPUR
 Action SECSTATE WASHDC
 Info   AMEMBASSY NORTHHAVEN
 DTG    221504Z JUL 08
        2008-07-22 15:04Z Tuesday
 Prec   PRIORITY / INFO ROUTINE
 Class  CONFIDENTIAL
 TAGS   PREL  External political re…
 Ref A  08NORTHHAVEN88  NORTHHAVEN
 Source UTF-8
 Mended  1 x paragraph number
         2 x quotation marks
         1 x apostrophe
"
    );
    let tokens: Vec<&str> = page
        .tokens(0)
        .map(|token| page.token_text(&token))
        .collect();
    assert_eq!(tokens, ["AMEMBASSY PORT LARKSPUR"]);
    let tokens: Vec<&str> = page
        .tokens(8)
        .map(|token| page.token_text(&token))
        .collect();
    assert_eq!(tokens, ["08NORTHHAVEN88"]);
    assert_eq!(page.tokens(4).count(), 0);
}

#[test]
fn prints_the_reading_view() {
    let text = print(
        &sample::cable(),
        &PrintOptions {
            n_findings: Some(1),
            ..PrintOptions::default()
        },
        None,
    );
    assert!(
        text.starts_with("08PORTLARKSPUR311   CONFIDENTIAL   22 JUL 2008 15:04Z\n\n From   AMEM"),
        "{text}"
    );
    assert!(
        text.contains("\n Subj   FISH\n\n            [published"),
        "{text}"
    );
    assert!(text.contains("\n    1 (C)   SUMMARY: Talks on \"fish\" broke up without a quota table. Post\n            requests"), "{text}");
    assert!(text.contains("\n    3 ( ? ) Not marked"), "{text}");
    assert!(text.ends_with("\n4 repairs, 1 finding\n"), "{text}");
    assert!(text.lines().all(|line| columns(line) <= 80));
}

#[test]
fn prints_single_paragraphs() {
    let options = PrintOptions {
        paragraphs: Some(3..=4),
        ..PrintOptions::default()
    };
    let text = print(&sample::cable(), &options, None);
    assert_eq!(
        text,
        "    3 ( ? ) Not marked at all.\n\n    4 (SBU) Last words, Minister's.\n"
    );
    let options = PrintOptions {
        width: 40,
        ..options
    };
    assert_eq!(
        print(&sample::cable(), &options, None),
        "3. ( ? ) Not marked at all.\n\n4. (SBU) Last words, Minister's.\n"
    );
}

#[test]
fn paints_roles() {
    let options = PrintOptions {
        paragraphs: Some(4..=4),
        ..PrintOptions::default()
    };
    let paint = |role: Role| match role {
        Role::Number => String::from("1"),
        Role::Repaired => String::from("\x1b]0;no\x07"),
        _ => String::new(),
    };
    let text = print(&sample::cable(), &options, Some(&paint));
    assert_eq!(text, "\x1b[1m    4 \x1b[0m(SBU) Last words, Minister's.\n");
}

#[test]
fn the_place_survives_views_widths_and_filters() {
    let cable = sample::cable();
    let wide = typeset(&cable, &at(70));
    let place = wide.text().find("broken").unwrap() as u32;
    let source = wide.source_at(place);
    assert!(cable.text()[source as usize..].starts_with("broken"));
    for page in [
        raw(&cable, 33),
        typeset(&cable, &at(12)),
        typeset(
            &cable,
            &Options {
                marks: Marks::Inline,
                ..at(20)
            },
        ),
    ] {
        assert!(page.text()[page.at_source(source) as usize..].starts_with("broken"));
    }
    let stubs = typeset(
        &cable,
        &Options {
            filter: Filter::Unmarked,
            ..at(40)
        },
    );
    let row = stubs.row_at(stubs.at_source(source));
    assert_eq!(stubs.rows()[row].kind, RowKind::Stub);
    assert_eq!(stubs.rows()[row].paragraph, Some(1));
}

fn no_row_is_too_wide(page: &Page) -> Result<(), TestCaseError> {
    for (idx, row) in page.rows().iter().enumerate() {
        let is_one = page.row_text(idx).graphemes(true).count() <= 1;
        prop_assert!(
            page.row_columns(idx) <= usize::from(page.measure()) || is_one,
            "{:?}",
            page.row_text(idx)
        );
        prop_assert!(page.text().is_char_boundary(row.start as usize));
    }
    let starts: Vec<u32> = page.rows().iter().map(|row| row.start).collect();
    prop_assert!(starts.is_sorted());
    Ok(())
}

fn places_agree(page: &Page, cable: &Cable) -> Result<(), TestCaseError> {
    let mut last = 0;
    for (idx, row) in page.rows().iter().enumerate() {
        for at in row.start..row.end {
            let source = page.source_at(at);
            prop_assert!(source >= last, "{} after {}", source, last);
            last = source;
            prop_assert!(source as usize <= cable.text().len());
            if page.text().is_char_boundary(at as usize) {
                prop_assert!(cable.text().is_char_boundary(source as usize));
            }
            let back = page.at_source(source);
            prop_assert_eq!(
                page.source_at(back),
                source,
                "row {} byte {} back {}",
                idx,
                at,
                back
            );
        }
    }
    let mut last = 0;
    for source in 0..=cable.text().len() {
        let at = page.at_source(source as u32);
        prop_assert!(at >= last && at as usize <= page.text().len());
        last = at;
    }
    Ok(())
}

/// Letters of the text that are seen, blanks aside.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "word ",
        "quota",
        " ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\n   -- ",
        "\n - ",
        "北京",
        "e\u{301}",
        "\u{202E}",
        "\u{1b}[2J",
        "👩\u{200D}🔬",
        "ref A",
        "SUMMARY. ",
        "\u{A0}",
        "antidisestablishment",
        "é",
        "\n\n",
        "...",
        "\u{200B}",
    ]);
    prop::collection::vec(pieces, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost_and_no_row_too_wide(text in texts(), measure in 1u16..50, inline: bool) {
        let cable = sample::of_text(&text);
        let marks = if inline { Marks::Inline } else { Marks::Gutter };
        let page = typeset(&cable, &Options { marks, ..at(measure) });
        no_row_is_too_wide(&page)?;
        let prefix = if inline { "1.(?)" } else { "" };
        let rows: String = (0..page.rows().len()).map(|idx| page.row_text(idx)).collect();
        let expected = letters(Shown::new(&cable.read(cable.paragraphs[0].text)).as_str()).replace('␊', "");
        // Lone carriage returns are shown, though they are read as line ends.
        prop_assert_eq!(letters(&rows).replace('␍', ""), format!("{prefix}{expected}"));
        prop_assert!(!page.text().chars().any(|c| c != '\n' && is_forbidden(c)));
        places_agree(&page, &cable)?;
    }

    #[test]
    fn the_raw_view_loses_nothing(text in texts(), measure in 1u16..50) {
        let cable = sample::of_text(&text);
        let page = raw(&cable, measure);
        no_row_is_too_wide(&page)?;
        let rows: String = (0..page.rows().len()).map(|idx| page.row_text(idx)).collect();
        let expected: String = text.split_inclusive('\n').map(|line| {
            Shown::new(line.trim_end_matches('\n').strip_suffix('\r').unwrap_or(line.trim_end_matches('\n'))).to_string()
        }).collect();
        prop_assert_eq!(letters(&rows), letters(&expected));
        places_agree(&page, &cable)?;
    }

    #[test]
    fn every_view_of_the_sample_keeps_the_laws(measure in 1u16..90, filter in 0usize..5, dim: bool, inline: bool) {
        let cable = sample::cable();
        let level = Classification::Sbu;
        let filters = [Filter::All, Filter::Unmarked, Filter::only(level), Filter::AtOrBelow(level), Filter::AtOrAbove(level)];
        let marks = if inline { Marks::Inline } else { Marks::Gutter };
        let options = Options { measure, marks, filter: filters[filter], dim, ..Options::default() };
        let page = typeset(&cable, &options);
        no_row_is_too_wide(&page)?;
        let whole = typeset(&cable, &Options { measure, marks, ..Options::default() });
        prop_assert_eq!(&page, &typeset(&cable, &Options { whole: Some(&whole), ..options }));
        places_agree(&page, &cable)?;
        let raw = raw(&cable, measure);
        no_row_is_too_wide(&raw)?;
        places_agree(&raw, &cable)?;
        no_row_is_too_wide(&routing(&cable, measure))?;
    }

    #[test]
    fn any_text_can_be_laid_out(text: String, measure in 0u16..12) {
        let page = plain(&text, measure);
        prop_assert!(!page.text().chars().any(|c| c != '\n' && is_forbidden(c)));
        no_row_is_too_wide(&page)?;
        for (idx, _) in page.rows().iter().enumerate() {
            let _ = page.tokens(idx).count();
        }
    }
}

#[test]
fn a_list_or_a_table_below_an_empty_line_keeps_the_indent_of_its_first_line() {
    let text = [
        "SUBJECT: X\n\n1. (U) The dues:\n",
        "     TUGS     4\n     LAMPS    1\n",
        "     ROPE     2\n",
        "     Prose that goes on\n     in a further line.\n",
    ];
    let text = text.join("\n");
    let cable = crate::parse::parse(text.as_bytes());
    let page = typeset(&cable, &at(60));
    let drawn = drawn(&page);
    for words in [
        "\n     TUGS     4\n     LAMPS    1\n",
        "\n     ROPE     2\n",
        "\nProse that goes on in a further line.\n",
    ] {
        assert!(drawn.contains(words), "{words:?}: {drawn}");
    }
    // Each of its bytes has its place in the source.
    let tugs = u32::try_from(text.find("TUGS").unwrap()).unwrap();
    assert_eq!(page.source_at(page.at_source(tugs)), tugs);
}
