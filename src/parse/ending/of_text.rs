//! Whether what stands on a last line is a word of the text and no name.

use super::super::Draft;
use super::super::heading::BodyStart;
use super::super::reference::is_excised;
use super::super::token::{byte, is_blank};
use super::super::words::Words;
use super::first_name::is_full_name;
use super::name::for_another;
use super::place_name::PLACES_AND_SURNAMES;
use crate::cable::is_month;

impl Draft<'_> {
    /// Whether a name of several words, if it is one, has a word that tells so, or
    /// is the surname of who classified the telegram. `HOLT/QUILL` and `HOLT FOR
    /// QUILL` are two names, and `T R E M A I N E` is one word.
    ///
    /// Sample: `plain/no-signature-but-two-words`
    pub(super) fn is_name_of_several(&self, name: &str) -> bool {
        let spaced = byte(name, 1) == b' ' && byte(name, 3) == b' ';
        !name.contains(is_blank)
            || spaced
            || name.contains('/')
            || for_another(name).is_some()
            || name.contains(" FOR ")
            || is_excised(name.split(is_blank).next().unwrap_or_default())
            || is_full_name(name)
            || name.split(is_blank).any(|word| self.is_classifier(word))
    }

    /// Whether a word is a place by what stands beside it above: `in Larkspur`,
    /// `near Larkspur`, `city of Larkspur`, `Larkspur province`. Places that are
    /// surnames as well, `in Washington`, tell nothing, nor does `in Quill's view`.
    ///
    /// Sample: `plain/no-signature-but-a-place-of-the-text`
    pub(super) fn is_place_of_text(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        const SHORTEST: usize = 4;
        const REACH: usize = 24;
        static BEFORE: Words<8> = Words::new([
            "ACROSS",
            "AROUND",
            "IN",
            "INSIDE",
            "NEAR",
            "OUTSIDE",
            "THROUGHOUT",
            "TOWARDS",
        ]);
        static KINDS: Words<17> = Words::new([
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
        ]);
        if name.len() < SHORTEST
            || !name
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
            || is_month(name)
            || PLACES_AND_SURNAMES.hold(name)
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
            BEFORE.hold(&last)
                || last == "of" && KINDS.hold(&word(left.next()))
                || first.is_ascii_whitespace() && KINDS.hold(&next)
        };
        memchr::memmem::find_iter(above, &title).any(is_place)
    }

    /// Whether a short word in capitals is an acronym of a text in small letters:
    /// `the VDA`, `VDA has`.
    ///
    /// Sample: `plain/no-signature-but-a-place-of-the-text`
    pub(super) fn is_letters_of_text(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        const LONGEST: usize = 5;
        static BEHIND: Words<10> = Words::new([
            "ARE", "HAD", "HAS", "HAVE", "IS", "MUST", "WAS", "WERE", "WILL", "WOULD",
        ]);
        if name.len() > LONGEST
            || !name.bytes().all(|byte| byte.is_ascii_uppercase())
            || is_excised(name)
            || self.is_classifier(name)
        {
            return false;
        }
        let above = self.above(idx, body);
        memchr::memmem::find_iter(above, name).any(|at| {
            let before = above.get(at.saturating_sub(5)..at).unwrap_or_default();
            let behind = above.get(at + name.len()..).unwrap_or_default();
            let behind = behind.get(..behind.len().min(8)).unwrap_or_default();
            let article = before.ends_with(b" the ") || before.ends_with(b". The ");
            let verb = || {
                before.last().is_none_or(u8::is_ascii_whitespace)
                    && behind.strip_prefix(b" ").is_some_and(|rest| {
                        let word = rest
                            .split(u8::is_ascii_whitespace)
                            .next()
                            .unwrap_or_default();
                        str::from_utf8(word).is_ok_and(|word| {
                            word.bytes().all(|byte| byte.is_ascii_lowercase()) && BEHIND.hold(word)
                        })
                    })
            };
            let apart = !behind.first().is_some_and(u8::is_ascii_alphanumeric);
            apart && (article || verb())
        })
    }

    /// Whether a line is the next of a list with letters: `B. BOATS` below `A. DUES`.
    ///
    /// Sample: `plain/no-signature-but-a-list-of-names`
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
    fn acronyms_of_the_text_sign_nothing() {
        for text in ["They asked the HVBK for boats.", "HVBK has boats."] {
            assert_eq!(signature(&format!("{text}\n\nHVBK")), [""; 0], "{text}");
        }
        for text in [
            "They asked the Holt family for boats.",
            "Cleared by HOLT today.",
            "THEY ASKED THE HOLT FAMILY.",
            "Ambassador HOLT said so.",
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
