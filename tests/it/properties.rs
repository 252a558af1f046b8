//! What holds for every text: the laws of the parser, and of its layout.

use proptest::prelude::*;
use reftel::cable::{Cable, Classification};
use reftel::parse::{CsvRecords, FrusDocuments, laws, parse, parse_where};
use reftel::query::sieve_law;
use reftel::typeset::{Filter, Marks, Options, Page, columns, is_forbidden, raw, routing, typeset};

/// Lines that a telegram is made of, and what damages them.
const LINES: &[&str] = &[
    "VZCZCXYZ0042",
    "PP RUEHC RUEHNH",
    "DE RUEHPL #0311/01 2041504",
    "ZNY CCCCC ZZH",
    "P 221504Z JUL 08",
    "FM AMEMBASSY PORT LARKSPUR",
    "TO RUEHC/SECSTATE WASHDC PRIORITY 4412",
    "INFO RUEHNH/AMCONSUL NORTHHAVEN 0207",
    "BT",
    "C O N F I D E N T I A L SECTION 01 OF 02 PORT LARKSPUR 000311",
    "UNCLAS PORT LARKSPUR 000311",
    "SIPDIS",
    "NOFORN",
    "STATE FOR EUR/VV",
    "E.O. 12958: DECL: 07/22/2018",
    "EO 12958 DECL: X1",
    "TAGS: PREL EFIS VD",
    "TAGS: [PREL](#) [VD](#)",
    "SUBJECT: HARBOR TALKS",
    "REF: A. NORTHHAVEN 88",
    "\u{b6}B. 07 STATE 4711 (NOTAL)",
    "Classified By: DCM Ada Quill, reasons 1.4 (b) and (d).",
    "11. (C) SUMMARY: The Minister,s aide said &no8. END SUMMARY.",
    "\u{b6}2. (S/NF) Boats came on March",
    "\u{b6}16. They left.",
    "3. (U) Text that goes on",
    "and on, and does not end",
    "PORT LARKS 00000311  002 OF 002",
    "-- a bullet",
    "Harbor Dues",
    "-----------",
    "COMMENT: All is well. END",
    "COMMENT",
    "TREMAINE",
    "#0311",
    "NNNN",
    "",
    " ",
    "XXXXXXXXXXXX",
    "\t1  2   3",
    "(S//REL VELDANIA,",
];

pub fn telegram() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        8 => prop::sample::select(LINES).prop_map(String::from),
        1 => "\\PC{0,40}",
        1 => "[ -~\u{b6}\u{e9}\u{1b}\u{202e}\u{200b}\u{4e2d}]{0,80}",
    ];
    let end = prop::sample::select(vec!["\n", "\r\n", "\n\n"]);
    prop::collection::vec((line, end), 0..40)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

/// What is put into a source, and stands in none as it is here.
const JUNK: &[&str] = &[
    "<",
    ">",
    "</",
    "\"",
    "'",
    "&",
    "&#x0A;",
    "&amp;#60;",
    "<!--",
    "-->",
    "<![CDATA[",
    "<p>",
    "</p>",
    "<pre>",
    "</pre>",
    "<note n=\"1\">",
    "</note>",
    "<note type=\"source\">",
    "<head>",
    "</head>",
    "<div type=\"document\" n=\"2\">",
    "</div>",
    "<dateline>",
    "<list type=\"to\">",
    "<item>",
    "<label>",
    "<pb n=\"9\"/>",
    "<lb/>",
    "<frus:file>",
    "<persName corresp=\"#p_TE1\">",
    "</persName>",
    "<closer>",
    "<signed>",
    "\n\"2\",\"1/2/2008 0:30\",\"08KESTRELBAY2\",",
    "\\",
    "\\\"",
    ",",
    "\n",
    "\r\n",
    "1. ",
    "486. ",
    "Subject:",
    "Ref: Deptel 88.",
    "[not declassified]",
    "\u{b6}",
    "\u{1b}[2J",
];

/// Sources in the forms that wrap telegrams: samples of the corpus with
/// parts lost, doubled and put in.
fn published() -> impl Strategy<Value = String> {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut samples = Vec::new();
    for folder in ["html", "csv", "frus", "markdown"] {
        for entry in std::fs::read_dir(corpus.join(folder)).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "cable")
            {
                samples.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    samples.sort();
    let damage = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        0usize..3,
        prop::sample::select(JUNK),
    );
    let sample = prop::sample::select(samples);
    (sample, prop::collection::vec(damage, 0..6)).prop_map(|(mut text, damages)| {
        for (from, length, what, junk) in damages {
            let bound = |text: &str, mut at: usize| {
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let start = bound(&text, from.index(text.len() + 1));
            let end = bound(&text, (start + length.index(80)).min(text.len()));
            match what {
                0 => drop(text.drain(start..end)),
                1 => {
                    let part = text[start..end].to_owned();
                    text.insert_str(start, &part);
                }
                _ => text.insert_str(start, junk),
            }
        }
        text
    })
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_laws_hold_for_telegrams(text in telegram()) {
        laws(text.as_bytes()).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn no_word_is_missed_by_its_sieve(
        text in telegram(),
        damages in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(JUNK)), 0..9),
    ) {
        let mut text = text;
        for (at, junk) in damages {
            let at = (0..=at.index(text.len() + 1)).rev().find(|&at| text.is_char_boundary(at));
            text.insert_str(at.unwrap(), junk);
        }
        let mut read = Vec::new();
        let cable = parse_where(text.as_bytes(), None, |bytes| {
            read = bytes.to_vec();
            true
        });
        prop_assert_eq!(cable.as_ref(), Some(&parse(text.as_bytes())));
        if let Some(cable) = cable.filter(|_| !read.is_empty()) {
            sieve_law(&cable, &read).map_err(TestCaseError::fail)?;
        }
    }

    #[test]
    fn the_laws_hold_for_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        laws(&bytes).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn the_laws_hold_for_every_form(text in published(), measure in 8u16..90) {
        laws(text.as_bytes()).map_err(TestCaseError::fail)?;
        let cable = parse(text.as_bytes());
        for page in pages(&cable, measure) {
            prop_assert!(!page.text().chars().any(|c| c != '\n' && is_forbidden(c)));
        }
        // Letters are taken over as they stand, wherever that is, unless they
        // stand as `&#86;`.
        for (at, byte) in (0u32..).zip(cable.text().bytes()) {
            let there = cable.source_map.source(at) as usize;
            let stands = text.as_bytes().get(there);
            if byte.is_ascii_alphanumeric() && stands != Some(&b'&') {
                prop_assert_eq!(stands, Some(&byte), "at {} from {}", at, there);
            }
        }
    }

    #[test]
    fn what_is_cut_while_it_passes_does_not_depend_on_the_pieces(
        text in prop::collection::vec(published(), 1..4),
        sizes in prop::collection::vec(1usize..200, 1..8),
    ) {
        let text = text.concat();
        let pieces = || {
            let mut rest = text.as_bytes();
            sizes.iter().cycle().map_while(move |&size| {
                let (piece, left) = rest.split_at(size.min(rest.len()));
                rest = left;
                (!piece.is_empty()).then_some(piece)
            })
        };
        let records = |pieces: &mut dyn Iterator<Item = &[u8]>| {
            let (mut records, mut found) = (CsvRecords::default(), Vec::new());
            pieces.for_each(|piece| records.feed(piece, |record| found.push(record)));
            records.finish(|record| found.push(record));
            found
        };
        let whole = records(&mut std::iter::once(text.as_bytes()));
        prop_assert_eq!(&records(&mut pieces()), &whole);
        let mut end = 0;
        for record in &whole {
            prop_assert!(record.offset >= end && text[usize::try_from(end).unwrap()..usize::try_from(record.offset).unwrap()].trim().is_empty());
            end = record.offset + record.length;
        }
        prop_assert!(text[usize::try_from(end).unwrap()..].trim().is_empty());
        let documents = |pieces: &mut dyn Iterator<Item = &[u8]>| {
            let (mut documents, mut found) = (FrusDocuments::default(), Vec::new());
            pieces.for_each(|piece| documents.feed(piece, |document| found.push(document)));
            let volume = documents.finish(|document| found.push(document));
            (found, volume.id, volume.title)
        };
        let whole = documents(&mut std::iter::once(text.as_bytes()));
        prop_assert_eq!(&documents(&mut pieces()), &whole);
    }

    #[test]
    fn no_page_is_wider_than_its_measure(text in telegram(), measure in 8u16..90) {
        let cable = parse(text.as_bytes());
        for page in pages(&cable, measure) {
            for (idx, row) in page.rows().iter().enumerate() {
                let width = columns(page.row_text(idx)) + usize::from(row.indent);
                prop_assert!(width <= usize::from(measure), "{width} > {measure}: {:?}", page.row_text(idx));
            }
            prop_assert!(!page.text().chars().any(|c| c != '\n' && is_forbidden(c)));
        }
    }

    #[test]
    fn no_word_is_lost_at_any_measure(text in telegram(), measure in 4u16..90) {
        let cable = parse(text.as_bytes());
        let squeeze = |page: &Page| -> String {
            (0..page.rows().len()).flat_map(|row| page.row_text(row).chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>()).collect()
        };
        let narrow = typeset(&cable, &options(measure));
        let wide = typeset(&cable, &options(4000));
        prop_assert_eq!(squeeze(&narrow), squeeze(&wide));
        for paragraph in &cable.paragraphs {
            let read: String = cable.read(paragraph.text).chars().filter(char::is_ascii_alphanumeric).collect();
            if wide.n_signs() > 0 {
                continue;
            }
            let shown: String = squeeze(&wide).chars().filter(char::is_ascii_alphanumeric).collect();
            prop_assert!(shown.contains(&read), "{read:?}");
        }
    }

    #[test]
    fn a_filter_shows_the_same_whether_or_not_the_whole_is_at_hand(
        text in telegram(), measure in 8u16..90, only in prop::collection::vec(any::<bool>(), 0..12)
    ) {
        let cable = parse(text.as_bytes());
        let whole = typeset(&cable, &options(measure));
        for filter in [Filter::All, Filter::Unmarked, Filter::AtOrBelow(Classification::Confidential)] {
            let anew = Options { filter, only: Some(&only), ..options(measure) };
            let taken = Options { whole: Some(&whole), ..anew };
            prop_assert_eq!(typeset(&cable, &taken), typeset(&cable, &anew));
        }
    }

    #[test]
    fn a_place_survives_another_layout(text in telegram(), measure in 10u16..90) {
        places_survive(&text, measure)?;
    }
}

fn places_survive(text: &str, measure: u16) -> Result<(), TestCaseError> {
    let cable = parse(text.as_bytes());
    let page = typeset(&cable, &options(60));
    let other = typeset(&cable, &options(measure));
    for row in 0..page.rows().len() {
        for token in page.tokens(row) {
            let source = page.source_at(token.start);
            let there = other.at_source(source);
            prop_assert_eq!(other.source_at(there), source);
            // Within a sign or a repair there are no places to tell apart.
            let repaired = cable
                .repairs
                .iter()
                .any(|repair| repair.span.contains(source));
            if page.n_signs() == 0 && !repaired {
                prop_assert_eq!(page.at_source(source), token.start);
            }
        }
    }
    Ok(())
}

#[test]
fn a_place_survives_a_signature_below_a_heading() {
    let text = "C O N F I D E N T I A L SECTION 01 OF 02 PORT LARKSPUR 000311\nCOMMENT\nXXXXXXXXXXXX\n\
                C O N F I D E N T I A L SECTION 01 OF 02 PORT LARKSPUR 000311\na0\n";
    places_survive(text, 10).unwrap();
}

fn options(measure: u16) -> Options<'static> {
    Options {
        measure,
        marks: Marks::Gutter,
        ..Options::default()
    }
}

fn pages(cable: &Cable, measure: u16) -> Vec<Page> {
    let inline = Options {
        marks: Marks::Inline,
        ..options(measure)
    };
    let filtered = Options {
        filter: Filter::Unmarked,
        ..options(measure.max(40))
    };
    let mut pages = vec![
        typeset(cable, &options(measure)),
        typeset(cable, &inline),
        raw(cable, measure),
        routing(cable, measure),
    ];
    if measure >= 40 {
        pages.push(typeset(cable, &filtered));
    }
    pages
}
