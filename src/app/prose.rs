//! What stands in sentences and is no code of its own: the moments of other
//! telegrams, and what was withheld.

use crate::cable::{Cable, Dtg, Excision, Span};
use crate::glossary;

/// A date-time group that the text cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// The group as it stands there.
    pub(super) printed: String,
    /// When that was.
    pub(super) dtg: Dtg,
    /// Whether its year is that of the cable, since none stands there.
    pub(super) is_year_inferred: bool,
}

/// The date-time group that a place of the text belongs to: `221504Z JUL 08`,
/// or without a year, which then is that of the cable.
pub(super) fn moment_at(cable: &Cable, source: Span) -> Option<Moment> {
    /// Bytes on either side among which the rest of a group stands.
    const FURTHEST: u32 = 48;
    let idx = cable.paragraph_of(source.start)?;
    let text = cable.paragraphs.get(idx)?.text;
    let start = text.start.max(source.start.saturating_sub(FURTHEST));
    let end = text.end.min(source.end.saturating_add(FURTHEST));
    let around = slice(cable, start, end)?;
    let is_sign = |c: char| !c.is_ascii_alphanumeric();
    let mut words: Vec<&str> = Vec::new();
    let mut here = None;
    let first = around.as_ptr() as usize;
    for word in around.split_whitespace() {
        let at = start + u32::try_from(word.as_ptr() as usize - first).ok()?;
        if at < source.end && source.start < at + u32::try_from(word.len()).ok()? {
            here = here.or(Some(words.len()));
        }
        words.push(word.trim_matches(is_sign));
    }
    let here = here?;
    for from in here.saturating_sub(2)..=here {
        let group = words.get(from..from + 3).unwrap_or_default().join(" ");
        if let Some(dtg) = glossary::moment(&group) {
            return Some(Moment {
                printed: group,
                dtg,
                is_year_inferred: false,
            });
        }
    }
    let year = cable.year()?;
    for from in here.saturating_sub(1)..=here {
        let group = words.get(from..from + 2).unwrap_or_default().join(" ");
        if let Some(dtg) = glossary::moment(&format!("{group} {year}")) {
            return Some(Moment {
                printed: group,
                dtg,
                is_year_inferred: true,
            });
        }
    }
    None
}

/// A stretch of the text of a cable that begins and ends with whole
/// characters, no longer than from `start` to `end`.
fn slice(cable: &Cable, start: u32, end: u32) -> Option<&str> {
    let text = cable.text();
    let (mut start, mut end) = (start as usize, end as usize);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end)
}

/// What the release withheld at a place of the text.
pub(super) fn withheld_at(cable: &Cable, source: Span) -> Option<&Excision> {
    let touches = |span: &Span| span.start < source.end && source.start < span.end;
    let is_here =
        |excision: &&Excision| touches(&excision.span) || excision.codes.iter().any(touches);
    cable.excisions.iter().find(is_here)
}

/// What is known of a withheld place, each with what it is about.
pub(super) fn withheld_words(cable: &Cable, excision: &Excision) -> Vec<(&'static str, String)> {
    let printed = cable.slice(excision.span);
    let is_row = printed.bytes().all(|byte| matches!(byte, b'X' | b'x'));
    let mut known = Vec::new();
    if is_row {
        known.push((
            "withheld",
            String::from("struck out by whoever published this text"),
        ));
        let n_letters = printed.len();
        known.push((
            "length",
            format!("{n_letters} letters; they do not say how much stood there"),
        ));
    } else {
        known.push((
            "withheld",
            String::from("by this release, beside the code; how much is not known"),
        ));
    }
    let codes = excision.codes.iter().map(|code| cable.read(*code));
    let codes: Vec<String> = codes.collect();
    if !codes.is_empty() {
        known.push(("exemption", codes.join(", ")));
    }
    let release = cable.attributes.iter().find(|it| &*it.key == "Release");
    if let Some(release) = release {
        known.push(("release", release.value.to_string()));
    }
    known.push(("in all", places_words(cable)));
    known.push((
        "status",
        String::from("put there by the publisher; no word of the telegram"),
    ));
    known
}

/// In how many places of a cable something was withheld, and in which
/// paragraphs.
fn places_words(cable: &Cable) -> String {
    /// A longer list says nothing more.
    const MOST: usize = 8;
    let mut places: Vec<(Option<u32>, usize)> = Vec::new();
    for excision in &cable.excisions {
        let paragraph = excision.paragraph;
        match places.last_mut() {
            Some((last, n_places)) if *last == paragraph => *n_places += 1,
            _ => places.push((paragraph, 1)),
        }
    }
    let n_places = cable.excisions.len();
    let n_more = places.len().saturating_sub(MOST);
    let named = places.iter().take(MOST).map(|(paragraph, n_places)| {
        let paragraph = paragraph.and_then(|idx| cable.paragraphs.get(idx as usize));
        let name = match paragraph.and_then(|paragraph| paragraph.number) {
            Some(number) => format!("P{number}"),
            None => String::from("no numbered paragraph"),
        };
        match n_places {
            1 => name,
            n_places => format!("{name} ({n_places})"),
        }
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match n_more {
        0 => String::new(),
        n_more => format!(" and {n_more} more paragraphs"),
    };
    match n_places {
        1 => format!("1 place of this cable, in {named}"),
        n_places => format!("{n_places} places of this cable: {named}{more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cable(words: &str) -> Cable {
        let text = format!(
            "O 181433Z MAY 07\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC IMMEDIATE 5689\n\n\
             C O N F I D E N T I A L PORT LARKSPUR 000525\n\n1. (C) {words}\n\nWHITLOW\n"
        );
        crate::parse::parse(text.as_bytes())
    }

    /// What is said of a word of a sentence.
    fn moment(words: &str, word: &str) -> String {
        let cable = cable(words);
        let at = cable.text().rfind(word).unwrap();
        let found = moment_at(&cable, Span::new(at, at + word.len()));
        found.map_or_else(String::new, |found| {
            let inferred = if found.is_year_inferred {
                ", year inferred"
            } else {
                ""
            };
            format!("{}: {}{inferred}", found.printed, found.dtg.utc())
        })
    }

    #[test]
    fn every_part_of_a_group_belongs_to_it() {
        let words = "It was told in the telegram of (131230Z APR\n07), and not before.";
        for word in ["131230Z", "(131230Z", "APR", "07", "07),"] {
            assert_eq!(
                moment(words, word),
                "131230Z APR 07: 2007-04-13T12:30:00Z",
                "{word}"
            );
        }
        for word in ["telegram", "of", "and", "before."] {
            assert_eq!(moment(words, word), "", "{word}");
        }
        assert_eq!(
            moment("See 131230Z APR.", "APR."),
            "131230Z APR: 2007-04-13T12:30:00Z, year inferred"
        );
    }

    #[test]
    fn words_that_are_no_moment_are_left_alone() {
        for (words, word) in [
            ("In APR 07 the harbor froze.", "APR"),
            ("In APR 07 the harbor froze.", "07"),
            ("On 311230Z APR 07 nothing was.", "APR"),
            ("It may, 131230 is a number.", "131230"),
            ("131230Z is all that is known.", "known."),
        ] {
            assert_eq!(moment(words, word), "", "{words}");
        }
    }

    #[test]
    fn what_is_withheld_is_told_with_its_places() {
        let cable =
            cable("XXXXXXXXXXXX met XXXXX B1 1.4(D) again.\n\n2. (C) Not xylophones: XXXXXXXX.");
        let told = |word: &str| {
            let at = cable.text().find(word).unwrap();
            let excision = withheld_at(&cable, Span::new(at, at + word.len()))?;
            let known = withheld_words(&cable, excision);
            let words = known
                .iter()
                .map(|(label, words)| format!("{label}: {words}"));
            Some(words.collect::<Vec<_>>().join("\n"))
        };
        insta::assert_snapshot!(told("1.4(D)").unwrap(), @r"
        withheld: struck out by whoever published this text
        length: 5 letters; they do not say how much stood there
        exemption: B1, 1.4(D)
        in all: 3 places of this cable: P1 (2), P2
        status: put there by the publisher; no word of the telegram
        ");
        assert!(told("XXXXXXXXXXXX").is_some());
        assert_eq!(told("met"), None);
        assert_eq!(told("xylophones"), None);
    }
}
