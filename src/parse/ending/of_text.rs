//! Whether what stands on a last line is a word of the text and no name.

use super::super::Draft;
use super::super::heading::BodyStart;
use super::super::reference::is_excised;
use super::super::token::{byte, is_blank, place, same, trim};
use super::super::words::{Words, words};
use super::first_name::{is_first_of_man, is_full_name};
use super::glued::may_precede;
use super::name::{for_another, is_title};
use super::place_name::PLACES_AND_SURNAMES;
use crate::cable::is_month;

/// What is placed in people and held in firms: `faith in Quill`, `shares in Quill`.
const TRUST: Words = words![
    "BELIEF",
    "BELIEVE",
    "BELIEVED",
    "BELIEVES",
    "CONFIDED",
    "CONFIDENCE",
    "CONFIDENT",
    "FAITH",
    "HOPE",
    "HOPES",
    "INTEREST",
    "INTERESTED",
    "INTERESTS",
    "SHARES",
    "STAKE",
    "TRUST",
    "TRUSTED",
];

impl Draft<'_> {
    /// Whether a name of several words, if it is one, has a word that tells so, or
    /// is the surname of who classified the telegram. `HOLT/QUILL` and `HOLT FOR
    /// QUILL` are two names, and `T R E M A I N E` is one word. Other proof does as
    /// well: a label, a title or a group on its line, `SIGNED: TIBOR NAGY`, a title
    /// below, or the same line once more.
    ///
    /// Samples: `plain/no-signature-but-two-words`, `plain/signature-of-two-words-with-a-title`
    pub(super) fn is_name_of_several(&self, name: &str, line: &str, idx: usize) -> bool {
        let beside = || {
            let at = place(line, name).range();
            let parts = [line.get(..at.start), line.get(at.end..)];
            let mut parts = parts.into_iter().flatten();
            parts.any(|part| part.bytes().any(|byte| byte.is_ascii_alphanumeric()))
        };
        let is_twin = |other: usize| {
            let other = trim(self.content(other));
            same(other, line)
        };
        let doubled = || {
            idx.checked_sub(1).is_some_and(is_twin)
                || idx + 1 < self.lines.len() && is_twin(idx + 1)
        };
        let above_title = || idx + 1 < self.lines.len() && is_title(trim(self.content(idx + 1)));
        let spaced = byte(name, 1) == b' ' && byte(name, 3) == b' ';
        !name.contains(is_blank)
            || spaced
            || name.contains('/')
            || for_another(name).is_some()
            || name.contains(" FOR ")
            || is_excised(name.split(is_blank).next().unwrap_or_default())
            || is_full_name(name)
            || name.split(is_blank).any(|word| self.is_classifier(word))
            || beside()
            || above_title()
            || doubled()
    }

    /// Whether a word is a place by what stands beside it above: `in Larkspur`,
    /// `near Larkspur`, `city of Larkspur`, `Larkspur province`. Places that are
    /// surnames as well, `in Washington` and `in Lawrence`, tell nothing, nor do
    /// `in Quill's view`, `trust placed in Quill` and `shares in Quill Motor`.
    ///
    /// Sample: `plain/no-signature-but-a-place-of-the-text`
    pub(super) fn is_place_of_text(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        const SHORTEST: usize = 4;
        const REACH: usize = 32;
        const BEFORE: Words = words![
            "ACROSS",
            "IN",
            "INSIDE",
            "NEAR",
            "OUTSIDE",
            "THROUGHOUT",
            "TOWARDS",
        ];
        const KINDS: Words = words![
            "AIRPORT",
            "AREA",
            "BASIN",
            "CITY",
            "COUNTY",
            "DAM",
            "DISTRICT",
            "GOVERNORATE",
            "LAKE",
            "OBLAST",
            "PENINSULA",
            "PREFECTURE",
            "PROVINCE",
            "REGION",
            "RIVER",
            "TOWN",
            "VALLEY",
        ];
        if name.len() < SHORTEST
            || !name
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
            || is_month(name)
            || PLACES_AND_SURNAMES.hold(name)
            || is_first_of_man(name)
            || self.is_classifier(name)
        {
            return false;
        }
        let title = in_title_case(name);
        let above = self.above(idx, body);
        let word = |word: Option<&'_ [u8]>| {
            let word = str::from_utf8(word.unwrap_or_default()).unwrap_or_default();
            word.trim_end_matches(['.', ',', ';', ':', ')']).to_owned()
        };
        let is_place = |at: usize| {
            let before = above.get(at.saturating_sub(REACH)..at).unwrap_or_default();
            let behind = above.get(at + title.len()..).unwrap_or_default();
            let behind = behind.get(..behind.len().min(REACH)).unwrap_or_default();
            let first = behind.first().copied().unwrap_or(b' ');
            if !before.last().is_some_and(u8::is_ascii_whitespace)
                || first.is_ascii_alphanumeric()
                || first == b'\''
            {
                return false;
            }
            let mut left = before.trim_ascii_end().rsplit(u8::is_ascii_whitespace);
            let last = word(left.next());
            let next = word(
                behind
                    .trim_ascii_start()
                    .split(u8::is_ascii_whitespace)
                    .next(),
            );
            let is_trust = || {
                same(&last, "IN") && {
                    let words = left.clone().take(4);
                    let mut words = words.take_while(|word| !word.ends_with(b"."));
                    words.any(|part| TRUST.hold(&word(Some(part))))
                }
            };
            // `in Ford Motor`, not `in Kestrel Province`.
            let goes_on = || {
                first.is_ascii_whitespace()
                    && next.starts_with(|c: char| c.is_ascii_uppercase())
                    && !KINDS.hold(&next)
            };
            BEFORE.hold(&last) && !is_trust() && !goes_on()
                || last == "of" && KINDS.hold(&word(left.next()))
                || first.is_ascii_whitespace() && KINDS.hold(&next)
        };
        memchr::memmem::find_iter(above, &title).any(is_place)
    }

    /// Whether a short word in capitals is an acronym of a text in small letters:
    /// `asked the VDA for`, `VDA has` at the beginning of a sentence. `Ambassador
    /// HOLT has` and `the HOLT team` are of a name.
    ///
    /// Sample: `plain/no-signature-but-letters-of-the-text`
    pub(super) fn is_letters_of_text(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        const LONGEST: usize = 5;
        const REACH: usize = 24;
        const VERBS: Words = words![
            "ARE", "HAD", "HAS", "HAVE", "IS", "MUST", "WAS", "WERE", "WILL", "WOULD",
        ];
        // No noun, so that the article is that of the word.
        const JOINTS: Words = words![
            "AND", "AS", "AT", "BECAUSE", "BUT", "BY", "FOR", "FROM", "IN", "OF", "ON", "OR",
            "THAT", "TO", "WHEN", "WITH",
        ];
        if name.len() > LONGEST
            || !name.bytes().all(|byte| byte.is_ascii_uppercase())
            || is_excised(name)
            || self.is_classifier(name)
        {
            return false;
        }
        let above = self.above(idx, body);
        let is_letters = |at: usize| {
            let before = above.get(at.saturating_sub(REACH)..at).unwrap_or_default();
            let behind = above.get(at + name.len()..).unwrap_or_default();
            let behind = behind.get(..behind.len().min(REACH)).unwrap_or_default();
            let first = behind.first().copied().unwrap_or(b' ');
            if first.is_ascii_alphanumeric() || !before.last().is_none_or(u8::is_ascii_whitespace) {
                return false;
            }
            let next = behind
                .trim_ascii_start()
                .split(|byte| !byte.is_ascii_alphabetic())
                .next()
                .and_then(|next| str::from_utf8(next).ok())
                .filter(|next| next.bytes().all(|byte| byte.is_ascii_lowercase()))
                .unwrap_or_default();
            let blank = first.is_ascii_whitespace();
            let is_verb = blank && VERBS.hold(next);
            let before = before.trim_ascii_end();
            let article = before.ends_with(b" the") || before.ends_with(b" The");
            let stop = matches!(first, b'.' | b',' | b';' | b')');
            article && (stop || is_verb || blank && JOINTS.hold(next))
                || is_verb && begins_sentence(before)
        };
        memchr::memmem::find_iter(above, name).any(is_letters)
    }

    /// Whether a line is the next of a list with letters: `B. BOATS` below `A. DUES`.
    ///
    /// Sample: `plain/no-signature-but-the-next-of-a-list`
    pub(super) fn is_next_of_list(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        let letter = byte(name, 0);
        if !(b'B'..=b'Z').contains(&letter) || byte(name, 1) != b'.' {
            return false;
        }
        self.last_content(body, idx).is_some_and(|above| {
            let line = self.body_content(above, body);
            byte(line, 0) == letter - 1 && byte(line, 1) == b'.'
        })
    }
}

/// Whether a sentence begins behind what stands before it: its number or marking,
/// or the stop of another, which is no stop of an abbreviation.
fn begins_sentence(before: &[u8]) -> bool {
    let last = before.rsplit(u8::is_ascii_whitespace).next();
    let last = last.unwrap_or_default();
    let numbered = || {
        last.strip_suffix(b".")
            .is_some_and(|number| number.iter().all(u8::is_ascii_digit))
    };
    last.is_empty()
        || last.starts_with(b"(") && last.ends_with(b")")
        || numbered()
        || str::from_utf8(last).is_ok_and(|last| may_precede(last, false))
}

/// A word in capitals as a text in small letters has it: `Gorno-Larkspur`.
fn in_title_case(word: &str) -> String {
    let mut title = word.to_ascii_lowercase();
    let starts = [Some(0), word.find('-').map(|at| at + 1)];
    for at in starts.into_iter().flatten() {
        if let Some(first) = title.get_mut(at..at + 1) {
            first.make_ascii_uppercase();
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::super::tests::signature;
    use super::in_title_case;

    #[test]
    fn places_of_the_text_sign_nothing() {
        for (text, word) in [
            ("Boats lay in Kestrel all day.", "KESTREL"),
            ("Boats lay in Kestrel all day.", "Kestrel"),
            ("Boats lay near\nKestrel.", "KESTREL"),
            ("The town of Kestrel is poor.", "KESTREL"),
            ("The Kestrel district is poor.", "KESTREL"),
            ("They met in Gorno-Kestrel.", "GORNO-KESTREL"),
            ("They met in Kestrel Province.", "KESTREL"),
            ("They have faith. Boats lay in Kestrel.", "KESTREL"),
        ] {
            assert_eq!(signature(&format!("{text}\n\n{word}")), [""; 0], "{text}");
        }
        for (text, word) in [
            ("The boat of Tremaine is new.", "TREMAINE"),
            ("In Tremaine's view it is new.", "TREMAINE"),
            ("Within-Tremaine it is new.", "TREMAINE"),
            ("They met in Tremaineville.", "TREMAINE"),
            ("They met in Washington.", "WASHINGTON"),
            ("They met in May.", "MAY"),
            ("They have faith in Tremaine.", "TREMAINE"),
            ("It broke the trust placed in Tremaine.", "Tremaine"),
            ("They rallied around Tremaine.", "TREMAINE"),
            ("Shares in Ford Motor fell.", "FORD"),
            ("Boats of those in Ford Motor fell.", "FORD"),
            ("He studied in Lawrence.", "LAWRENCE"),
            ("THEY MET IN TREMAINE.", "TREMAINE"),
            ("Tremaine came to the city.", "TREMAINE"),
        ] {
            assert_eq!(signature(&format!("{text}\n\n{word}")), [word], "{text}");
        }
    }

    #[test]
    fn common_words_of_the_text_sign_nothing() {
        for word in ["LANTERNS", "Lanterns"] {
            assert_eq!(signature(&format!("They lit lanterns.\n\n{word}")), [""; 0]);
            let name = signature(&format!("They met Ada Lanterns.\n\n{word}"));
            assert_eq!(name, [word]);
        }
        // Surnames that are words.
        assert_eq!(signature("They ate herring.\n\nHerring"), ["Herring"]);
        assert_eq!(signature("They lit a lamp.\n\nLamp"), ["Lamp"]);
    }

    #[test]
    fn a_name_in_an_address_is_no_word_of_the_text() {
        for text in [
            "POC is tremaine@state.gov.",
            "See www.tremaine.org for it.",
            "Cleared by pol/tremaine today.",
        ] {
            let end = format!("{text}\n\nTremaine");
            assert_eq!(signature(&end), ["Tremaine"], "{text}");
        }
        assert_eq!(signature("They saw lanterns. Boats.\n\nLanterns"), [""; 0]);
        assert_eq!(signature("They lit\nlanterns\n\nLanterns"), [""; 0]);
    }

    #[test]
    fn a_name_of_several_has_other_proof() {
        for line in [
            "SIGNED: TIBOR NAGY",
            "/S/ TIBOR NAGY",
            "BY: TIBOR NAGY",
            "AMBASSADOR TIBOR NAGY",
            "TIBOR NAGY, CHARGE",
            "TIBOR NAGY\nAMBASSADOR",
            "GP-3 TIBOR NAGY",
            "UNQUOTE TIBOR NAGY",
            "TIBOR NAGY\nTIBOR NAGY",
        ] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), ["TIBOR NAGY"], "{line}");
        }
        for line in ["TIBOR NAGY", "*TIBOR NAGY*", "NAGY HOLT\nTIBOR NAGY"] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), [""; 0], "{line}");
        }
    }

    #[test]
    fn acronyms_of_the_text_sign_nothing() {
        for text in [
            "They asked the HVBK for boats.",
            "They left the HVBK.",
            "HVBK has boats.",
            "They left. HVBK has boats.",
        ] {
            assert_eq!(signature(&format!("{text}\n\nHVBK")), [""; 0], "{text}");
        }
        for text in [
            "They asked the Holt family for boats.",
            "Cleared by HOLT today.",
            "THEY ASKED THE HOLT FAMILY.",
            "Ambassador HOLT said so.",
            "Ambassador HOLT is in town.",
            "Amb. HOLT is in town.",
            "DCM HOLT was there.",
            "Poloff said HOLT had left.",
            "They asked the HOLT team for boats.",
        ] {
            assert_eq!(signature(&format!("{text}\n\nHOLT")), ["HOLT"], "{text}");
        }
    }

    #[test]
    fn an_entry_below_another_signs_nothing() {
        assert_eq!(signature("They left.\n\nA. DUES\nB. HOLT"), [""; 0]);
        assert_eq!(signature("They left.\n\nB. HOLT"), ["B. HOLT"]);
        assert_eq!(signature("A. Dues rose.\n\nC. HOLT"), ["C. HOLT"]);
    }

    #[test]
    fn letters_of_a_title() {
        assert_eq!(in_title_case("KESTREL"), "Kestrel");
        assert_eq!(in_title_case("GORNO-KESTREL"), "Gorno-Kestrel");
        assert_eq!(in_title_case("KESTREL-"), "Kestrel-");
    }
}
