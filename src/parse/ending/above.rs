//! Whether a line is the signature, by what stands above it and in the heading.

use super::super::Draft;
use super::super::heading::BodyStart;
use super::super::reference::is_excised;
use super::super::token::{
    begins, byte, ends, ends_sentence, is_blank, is_capitals, is_digits, place, same, trim,
};
use super::super::words::{Words, words};
use super::first_name::is_full_name;
use super::glued::{is_acronym, is_no_surname};
use super::name::{is_no_name, surname};
use super::place_name::{COUNTRIES, PLACES_AND_SURNAMES};
use super::trailer::is_web;
use crate::cable::{LineKind, Span};
use crate::glossary;

/// No shorter line of prose is wrapped.
const WRAPPED: usize = 32;

/// Within how many bytes above a word in capitals it is looked for again.
const NEAR: usize = 16 * 1024;

impl Draft<'_> {
    /// The surname on a line of its own.
    pub(super) fn own_line<'b>(
        &self,
        idx: usize,
        line: &'b str,
        body: BodyStart,
    ) -> Option<&'b str> {
        let small = is_small_name(line);
        let classifier = || self.signed_by_classifier(line);
        let name = if small {
            line
        } else {
            surname(line).or_else(classifier)?
        };
        if self.is_place(name)
            || self.is_heading_of_text(name, idx, body)
            || self.is_word_of_text(name, idx, body)
            || self.is_place_of_text(name, idx, body)
            || self.is_letters_of_text(name, idx, body)
            || self.is_next_of_list(name, idx, body)
            || !self.is_name_of_several(name, line, idx)
            || name.len() < 4 && is_no_surname(name)
            || is_without_vowels(name) && !self.is_classifier(name)
        {
            return None;
        }
        let above = self.last_content(body, idx);
        let Some(above) = above else {
            return is_capitals(name).then_some(name);
        };
        let before = self.body_content(above, body);
        // A word is broken at its hyphen, and what stands above goes on with it.
        let broken = before
            .strip_suffix('-')
            .is_some_and(|word| word.ends_with(char::is_alphabetic));
        if broken && above + 1 == idx && !self.follows_an_end(above, body) {
            return None;
        }
        // A list of names, not a name behind a dash; or what a colon announces.
        if line.starts_with('-') && before.starts_with('-')
            || before.ends_with(':') && !is_web(before) && !ends_in_address(before)
            || self.is_last_of_list(idx, name, body)
        {
            return None;
        }
        let apart =
            matches!(self.kind(above), LineKind::Rule) || is_web(before) || ends_in_address(before);
        let ended = apart
            || matches!(self.kind(above), LineKind::Heading | LineKind::Trailer)
            || ends_sentence(before)
            || ends_marker(before)
            || before.eq_ignore_ascii_case(line);
        let gap = above + 1 < idx;
        // No sentence need end the last item of a list, unless the name may be
        // an item itself.
        let item = before.trim_start_matches(['-', ' ']);
        let listed =
            gap && item.len() < before.len() && item.contains(is_blank) && !line.contains(is_blank);
        // Neither does what was withheld, nor a row of figures.
        let withheld =
            is_excised(before) && !line.contains(is_blank) && !self.is_among_others(above, body);
        let cut = gap && !line.contains(is_blank) && before.contains(is_blank) && {
            before.rsplit(is_blank).next()
        }
        .is_some_and(|last| is_excised(last) || is_digits(last) && last.len() < 8);
        let fits = if is_capitals(name) {
            // All around in capitals, a long line without an end of sentence
            // above may be wrapped prose.
            ended
                || gap
                || (!is_capitals(before)
                    || before.len() < WRAPPED
                    || self.has_room(above, before, name, body)
                    || self.is_other_name(above, before, body))
                    && !leads_to_a_name(before)
                    && !self.is_of_text(name, idx, body)
        } else {
            ended || listed || cut || withheld || {
                let alone = !name.contains(is_blank) && glossary::station(name).is_none();
                let n_words = before
                    .split([' ', '-'])
                    .filter(|word| !word.is_empty())
                    .count();
                // `Control officer: Ada Quill`; `The Minister of Dues` goes on.
                // `Ada Quill, Deputy Mayor` is one of a list.
                let is_entry = || {
                    before.split_once(", ").is_some_and(|(person, title)| {
                        person.starts_with(char::is_uppercase)
                            && is_full_name(person)
                            && !title.contains(|c: char| ",.".contains(c))
                    })
                };
                let apart = gap
                    && !breaks_off(before)
                    && (before.contains(": ") || !goes_on_to_a_name(before) || is_entry());
                alone && n_words > 3 && (apart || self.has_room(above, before, name, body))
            }
        };
        fits.then_some(name)
    }

    /// Whether a word is the surname of who classified the telegram, so that it is
    /// a name here whatever else it means: `SERVICE` below Ambassador Ada Service.
    pub(super) fn is_classifier(&self, word: &str) -> bool {
        let by = self.heading.classified_by.as_ref();
        let name = by.and_then(|by| by.name).map(|name| self.slice(name));
        name.is_some_and(|name| {
            let last = name.rsplit(is_blank).next().unwrap_or_default();
            last.len() > 2 && last.len() < name.len() && same(last, word)
        })
    }

    /// The name on a line that would be one, were the surname of who classified
    /// the telegram no word of another sort: `AMBASSADOR SERVICE`, `SERVICE/HOLT`.
    fn signed_by_classifier<'b>(&self, line: &'b str) -> Option<&'b str> {
        const LONGEST: usize = 64;
        // Stands in for the surname, byte for byte.
        const OTHER: &str = "TREMAINEHOLTQUILLMARLOW";
        if line.len() > LONGEST {
            return None;
        }
        if self.is_classifier(line) {
            return Some(line);
        }
        let apart = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '-'));
        let word = line.split(apart).find(|word| self.is_classifier(word))?;
        let (first, rest) = OTHER.get(..word.len())?.split_at_checked(1)?;
        let rest = if is_capitals(word) {
            rest.to_owned()
        } else {
            rest.to_ascii_lowercase()
        };
        let at = place(line, word).range();
        let parts = [line.get(..at.start)?, first, &rest, line.get(at.end..)?];
        let read = parts.concat();
        let name = place(&read, surname(&read)?);
        line.get(name.range())
    }

    /// Whether a name is a place that the heading names: the own post, or one
    /// that is addressed. The last word of several (`PRINCE` of Port au Prince) is
    /// a surname, and so is any place that who classified is called by.
    ///
    /// Sample: `plain/no-signature-but-the-own-post`
    pub(super) fn is_place(&self, name: &str) -> bool {
        if self.is_classifier(name) {
            return false;
        }
        let heading = &self.heading;
        let is_it = |place: Span| {
            let place = self.slice(place);
            same(place, name) || same(without_kind(place), name)
        };
        let is_last_word = |place: &str| {
            let before = place.len().checked_sub(name.len() + 1);
            ends(place, name) && before.is_some_and(|before| byte(place, before) == b' ')
        };
        let banner = heading.banner.as_ref().and_then(|banner| banner.post);
        let from = heading.from.as_ref().map(|from| from.plad.0);
        if banner.into_iter().chain(from).any(is_it) {
            return true;
        }
        // `VELDANIA` signs nothing that its embassy sends.
        let own = banner.or(from);
        let own = own.and_then(|own| glossary::station(self.slice(own)));
        if own.is_some_and(|own| same(own.country, name)) {
            return true;
        }
        if name.contains(is_blank) && glossary::is_place(name) || COUNTRIES.hold(name) {
            return true;
        }
        // Most names are those of no station.
        let Some(station) = glossary::station_name(name) else {
            return false;
        };
        let known = glossary::station(name);
        let is_last_of = |own: Span| is_last_word(without_kind(self.slice(own)));
        if !PLACES_AND_SURNAMES.hold(name)
            && !name.contains(is_blank)
            && known.is_some_and(|known| same(known.place, name))
        {
            return true;
        }
        if known.is_some_and(|known| is_last_word(known.place))
            || banner.into_iter().chain(from).any(is_last_of)
        {
            return false;
        }
        // `UNVIE` of UNVIE VIENNA.
        let mut addressees = heading.action.iter().chain(&heading.info);
        // A consulate where the embassy is; those who sign for the Department may bear the
        // name of a city.
        let near = || {
            let country = known.map(|known| known.country);
            own.is_some_and(|own| {
                country == Some(own.country) && !same(own.country, "United States")
            })
        };
        own.is_some_and(|own| own.name == station)
            || addressees.any(|to| is_it(to.plad.0))
            || near()
    }

    /// Whether a line of several words is about what the text is about: each of
    /// them is met in small letters above or stands in the SUBJECT, not all of them
    /// there alone; or one is an acronym, or the text says all of them. One that is
    /// met says little: `ADA PRICE` signs below the price of bread. Whoever
    /// classified the telegram is named above too.
    fn is_heading_of_text(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        if !name.contains(is_blank) {
            return false;
        }
        let words = || name.split(is_blank).filter(|word| !word.is_empty());
        if words().any(|word| self.is_classifier(word)) {
            return false;
        }
        let above = self.above(idx, body);
        let subject = self
            .heading
            .subject
            .map_or("", |subject| self.slice(subject));
        let in_subject = |word: &str| {
            let mut parts = subject.split(|c: char| !c.is_alphanumeric());
            parts.any(|part| same(part, word))
        };
        let is_small = |word: &str| word.len() > 2 && is_met(above, &word.to_ascii_lowercase());
        let is_acronym = |word: &str| word.len() > 2 && is_no_surname(word);
        let said = || !is_capitals(name) && is_met(above, name);
        words().any(is_acronym)
            || words().any(is_small)
                && words().all(|word| word.len() > 2 && in_subject(word) || is_small(word))
            || said()
    }

    /// Whether a word is a common one: in small letters it is met above.
    ///
    /// Sample: `plain/no-signature-but-a-word-of-the-text`
    fn is_word_of_text(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        const SHORTEST: usize = 7;
        // Surnames that are common words too.
        const NAMES: Words = words![
            "BAPTIST",
            "BARRIER",
            "BISHOPS",
            "BREWERS",
            "BRIDGES",
            "BROTHERS",
            "CARPENTER",
            "CHAMBERS",
            "CHANCELLOR",
            "CHANDLER",
            "CHRISTIAN",
            "COUNTRYMAN",
            "ENGLISH",
            "FLOWERS",
            "FOREMAN",
            "FREEMAN",
            "GARDENER",
            "GOODMAN",
            "HERRING",
            "HOLIDAY",
            "JUSTICE",
            "MARINERS",
            "MARSHALL",
            "MASTERS",
            "MEADOWS",
            "MERCHANT",
            "MOUNTAIN",
            "NEWCOMER",
            "NOBLEMAN",
            "PEACOCK",
            "PILGRIM",
            "PROPHET",
            "SHEPHERD",
            "STERLING",
            "STEWARD",
            "SUMMERS",
            "TREASURE",
            "WINTERS",
        ];
        if name.len() < SHORTEST
            || !name.bytes().all(|byte| byte.is_ascii_alphabetic())
            || NAMES.hold(name)
            || is_excised(name)
            || self.is_classifier(name)
        {
            return false;
        }
        is_met(self.above(idx, body), &name.to_ascii_lowercase())
    }

    /// The text above a line, as far as it is looked through for words.
    pub(super) fn above(&self, idx: usize, body: BodyStart) -> &[u8] {
        let end = self.start_of(idx);
        let start = body.offset.max(end.saturating_sub(NEAR)).min(end);
        self.text.as_bytes().get(start..end).unwrap_or_default()
    }

    /// Whether a name of several words is the last of a list that a colon
    /// announces, one a line.
    ///
    /// Sample: `plain/no-signature-but-a-list-of-names`
    fn is_last_of_list(&self, idx: usize, name: &str, body: BodyStart) -> bool {
        const LONGEST: usize = 16;
        if !name.contains(is_blank) {
            return self.is_last_of_words(idx, name, body);
        }
        let mut below = idx;
        for _ in 0..LONGEST {
            let Some(above) = self
                .last_content(body, below)
                .filter(|above| above + 1 == below)
            else {
                return false;
            };
            let line = self.body_content(above, body);
            if line.ends_with(':') {
                return true;
            }
            let n_words = line.split(is_blank).filter(|word| !word.is_empty()).count();
            if !(2..=4).contains(&n_words) || ends_sentence(line) {
                // A blank may stand below the colon.
                return false;
            }
            below = above;
            let gap = below
                .checked_sub(1)
                .filter(|&gap| self.kind(gap) == LineKind::Blank);
            if let Some(gap) = gap
                && let Some(head) = self.last_content(body, gap)
            {
                return self.body_content(head, body).ends_with(':');
            }
        }
        false
    }

    /// Whether a word stands right below another like it that a colon announces,
    /// or is a country below another. Three surnames may sign.
    fn is_last_of_words(&self, idx: usize, name: &str, body: BodyStart) -> bool {
        let like = || {
            let above = idx.checked_sub(1).filter(|&above| above >= body.line)?;
            let line = self.body_content(above, body);
            let is_word = !line.contains(is_blank) && is_capitals(line) == is_capitals(name);
            let is_name = is_word && surname(line).is_some() && !same(line, name);
            (is_name && self.kind(above) == LineKind::Body).then_some(line)
        };
        let Some(above) = like() else {
            return false;
        };
        let announced = || {
            let head = idx.checked_sub(2).filter(|&head| head >= body.line);
            head.is_some_and(|head| self.body_content(head, body).ends_with(':'))
        };
        announced() || glossary::is_place(name) && glossary::is_place(above)
    }

    /// Whether a colon announces what was withheld on line `idx`, or more was above it.
    fn is_among_others(&self, idx: usize, body: BodyStart) -> bool {
        self.last_content(body, idx).is_some_and(|above| {
            let before = self.body_content(above, body);
            before.ends_with(':') || is_excised(before)
        })
    }

    /// Whether a line of a text had room for the word below it, so that no wrap
    /// has put it there: it is far shorter than lines of its telegram, or one
    /// of those that hold a paragraph.
    ///
    /// Sample: `plain/signature-below-no-end-of-sentence`
    fn has_room(&self, idx: usize, line: &str, word: &str, body: BodyStart) -> bool {
        const SHORTEST: usize = 50;
        const UNWRAPPED: usize = 90;
        const LINES: usize = 12;
        if goes_on_to_a_name(line) {
            return false;
        }
        let with_word = line.len() + 1 + word.len();
        let near = (body.line..idx).rev().take(LINES);
        with_word <= SHORTEST
            || line.len() > UNWRAPPED
            || near
                .filter(|&idx| self.kind(idx) == LineKind::Body)
                .any(|idx| self.content(idx).len() >= with_word)
    }

    /// Whether a word in capitals that stands where a sentence may go on is
    /// one of the text (`read by` / `NATO`): a known acronym, or met above.
    fn is_of_text(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        is_met(self.above(idx, body), name) || is_acronym(name)
    }

    /// Whether the line above a name is a name too, below the end of a
    /// sentence.
    fn is_other_name(&self, idx: usize, line: &str, body: BodyStart) -> bool {
        let above = self.last_content(body, idx);
        let ended = above.is_some_and(|above| ends_sentence(self.body_content(above, body)));
        ended && surname(line).is_some()
    }
}

/// The name of a post without what it is: `PORT LARKSPUR` of `AMEMBASSY PORT
/// LARKSPUR`, `VIENNA` of `UNVIE VIENNA`.
fn without_kind(place: &str) -> &str {
    const KINDS: [&str; 3] = ["SECSTATE", "AIT", "EMBASSY"];
    place
        .split_once([' ', '/'])
        .filter(|(kind, _)| {
            ["AM", "US", "UN"].iter().any(|of| begins(kind, of)) || KINDS.contains(kind)
        })
        .map_or(place, |(_, name)| trim(name))
}

/// A surname in small letters on a line of its own: the release lost the
/// capitals.
fn is_small_name(line: &str) -> bool {
    (4..=20).contains(&line.len())
        && line.bytes().all(|byte| byte.is_ascii_lowercase())
        && !is_no_name(line)
}

/// Whether the last word of a line is one that a name or another word follows:
/// `The paper is called`, `He flew to`. `What he said` may end a telegram.
fn leads_to_a_name(line: &str) -> bool {
    const SMALL: Words = words![
        "A",
        "AGAINST",
        "AN",
        "AND",
        "AS",
        "AT",
        "BY",
        "CALLED",
        "DE",
        "DUBBED",
        "ENTITLED",
        "FOR",
        "FROM",
        "IN",
        "INCLUDE",
        "INCLUDES",
        "INTO",
        "LABELED",
        "NAMED",
        "NEW",
        "NICKNAMED",
        "OF",
        "ON",
        "OR",
        "PORT",
        "SAN",
        "TERMED",
        "THAN",
        "THAT",
        "THE",
        "TITLED",
        "TO",
        "VAN",
        "VIA",
        "VON",
        "WITH",
    ];
    line.contains(is_blank) && SMALL.hold(line.rsplit(is_blank).next().unwrap_or_default())
}

/// Whether a line breaks off: with such a word or a comma, or it is no text of
/// several words.
fn breaks_off(line: &str) -> bool {
    !line.contains(is_blank) || line.ends_with([',', '-', ':', '&', '(']) || leads_to_a_name(line)
}

/// Whether a name or a word may follow right below a line: it breaks off, or its
/// last word may be a first name or a title.
fn goes_on_to_a_name(line: &str) -> bool {
    let last = line.rsplit(is_blank).next().unwrap_or_default();
    let capital = last.starts_with(char::is_uppercase) && !is_capitals(line);
    capital || breaks_off(line)
}

/// Whether a word stands apart anywhere in a text, and is no part of an address:
/// `quill@state.gov`, `www.quill.org`, `pol/quill`.
fn is_met(text: &[u8], word: &str) -> bool {
    let is_letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let apart = |at: usize| match text.get(at) {
        Some(b'@' | b'/') => false,
        Some(b'.') => !is_letter(at + 1),
        byte => !byte.is_some_and(u8::is_ascii_alphanumeric),
    };
    let follows = |at: usize| match text.get(at) {
        Some(b'@' | b'/') => false,
        Some(b'.') => !at.checked_sub(1).is_some_and(is_letter),
        byte => !byte.is_some_and(u8::is_ascii_alphanumeric),
    };
    memchr::memmem::find_iter(text, word)
        .any(|at| at.checked_sub(1).is_none_or(follows) && apart(at + word.len()))
}

/// Whether the last word of a line is an address of the web.
fn ends_in_address(line: &str) -> bool {
    let mut words = line.rsplit(is_blank);
    let last = words.next().unwrap_or_default();
    // `http://x.gov/nap /`: a blank broke it.
    let last = match last {
        "/" => words.next().unwrap_or_default(),
        _ => last,
    };
    last.contains("://") || last.starts_with("www.") || last.contains('@')
}

/// Whether a word of four letters or more has no vowel, as codes of TAGS have: `KCRM`.
/// What a release put over a name is one.
fn is_without_vowels(name: &str) -> bool {
    let is_consonant = |byte: u8| byte.is_ascii_alphabetic() && !b"AEIOUYaeiouy".contains(&byte);
    name.len() > 3 && name.bytes().all(is_consonant) && !is_excised(name)
}

/// Whether a line ends with `END COMMENT` or the second word of it.
pub(super) fn ends_marker(line: &str) -> bool {
    let line = line.trim_end_matches(['.', ')', ']']);
    [
        "COMMENT",
        "SUMMARY",
        "NOTE",
        "TEXT",
        "POINTS",
        "REQUEST",
        "QUOTE",
        "QTE",
        "PAPER",
        "LETTER",
        "INTRODUCTION",
    ]
    .iter()
    .any(|word| ends(line, word))
}

#[cfg(test)]
mod tests {
    use crate::parse::ending::tests::signature;

    #[test]
    fn names_stand_apart_from_what_is_above() {
        // Below a short line no prose goes on.
        assert_eq!(
            signature("The guests:\n\n-- HOLT\n-- MARLOW\nTREMAINE"),
            ["TREMAINE"]
        );
        assert_eq!(
            signature("They were led by the Minister,\nMARLOW\nTREMAINE"),
            ["TREMAINE"]
        );
        assert_eq!(
            signature("The guests:\n\nVELDANIA\n--------\nHOLT\nTREMAINE"),
            ["TREMAINE"]
        );
        assert_eq!(
            signature("They agreed.\nMARLOW\nTREMAINE"),
            ["MARLOW", "TREMAINE"]
        );
        assert_eq!(
            signature("THE MINISTER WAS THEN MET AT THE STATION BY\nTREMAINE"),
            [""; 0]
        );
        assert_eq!(signature("The papers:\n\nTHE CITIZEN"), [""; 0]);
    }

    #[test]
    fn headings_places_and_items_are_no_names() {
        for line in [
            "HUMAN RIGHTS",
            "TALKING POINTS",
            "OUTLOOK",
            "Outlook",
            "ECONOMY",
            "POLICIES",
            "LOGISTICS",
            "SECTION III",
            "THE PLAYERS",
            "BOATS AND NETS",
            "CLASSIFICATION",
            "USG",
            "KCRM",
            // The own post.
            "NORTHHAVEN",
            "Northhaven",
            "NATO BOATS",
            "AU FORCES",
            "SOUTH LARKSPUR",
            // The text says `opened`, and the SUBJECT `TALKS`.
            "TALKS OPENED",
        ] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), [""; 0], "{line}");
        }
        for name in [
            "PRICE",
            "PEACE",
            "KEY",
            "POST",
            "LARKSPUR",
            "LEE",
            "NGO",
            "DE LOS RIOS",
            "LA PORTA",
            "ADA QUILL",
            "HOLT III",
            "AL HOLT",
            "ED HOLT",
            "LYNCH",
            "XXXXXXXXXXXX",
        ] {
            let end = format!("They agreed.\n\n{name}");
            assert_eq!(signature(&end), [name], "{name}");
        }
        assert_eq!(
            signature("They met at El Holt by night.\n\nEl Holt"),
            [""; 0]
        );
        let listed = "The board:\n\nADA QUILL\nINES MARLOW";
        assert_eq!(signature(listed), [""; 0]);
        assert_eq!(signature("The board:\n\nAda Quill sat.\nHOLT"), ["HOLT"]);
        assert_eq!(signature("They agreed.\n\nPERU\nCHILE"), [""; 0]);
        assert_eq!(signature("They left on:\nMONDAY\nTUESDAY"), [""; 0]);
        assert_eq!(signature("They agreed.\n\nHOLT\nQUILL\nMARLOW"), ["MARLOW"]);
        assert_eq!(
            signature("They agreed.\n\nHOLT\nMARLOW"),
            ["HOLT", "MARLOW"]
        );
        assert_eq!(signature("The paper is called\nHOLT"), [""; 0]);
        assert_eq!(signature("THAT IS WHAT HE SAID\nHOLT"), ["HOLT"]);
        assert_eq!(signature("IT ENDED IN DISCORD, WHICH IS\nHOLT"), ["HOLT"]);
        // One word of two that is met above says little.
        for name in ["ADA PRICE", "JOHN FIELD", "DR. WOODS", "INES GREEN"] {
            let end = format!("The price of green woods in the field rose.\n\n{name}");
            let signed = signature(&end);
            assert!(
                signed.len() == 1 && name.ends_with(signed[0].as_str()),
                "{name}: {signed:?}"
            );
        }
        assert_eq!(
            signature("The price of green woods rose.\n\nGREEN WOODS"),
            [""; 0]
        );
        assert_eq!(
            signature("They met XXXXXXXXXXXX\nXXXXXXXXXXXX\n\nHOLT"),
            ["HOLT"]
        );
    }

    #[test]
    fn who_classified_may_bear_a_word_of_headings() {
        let signed = |by: &str, last: &str| {
            let text = format!(
                "UNCLAS OSLO 000088\n\nSUBJECT: TALKS\n\nClassified By: {by}, reasons 1.4 (b).\n\n\
                 1. Talks opened.\n\n{last}\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let names = cable.signature.iter();
            names.map(|&name| cable.read(name)).collect::<Vec<_>>()
        };
        let signature = |by: &str| signed(by, "SERVICE");
        assert_eq!(signature("Ambassador Ada Service"), ["SERVICE"]);
        assert_eq!(signature("Ambassador Ada Quill"), [""; 0]);
        assert_eq!(signature("Service Chief Ada Quill"), [""; 0]);
        let signature = |last: &str| signed("Ambassador Ada Service", last).join(" ");
        assert_eq!(signature("AMBASSADOR SERVICE"), "SERVICE");
        assert_eq!(signature("SERVICE (ACTING)"), "SERVICE");
        assert_eq!(signature("ADA SERVICE"), "ADA SERVICE");
        assert_eq!(signature("J. SERVICE"), "J. SERVICE");
        assert_eq!(signature("SERVICE/HOLT"), "SERVICE HOLT");
        assert_eq!(signature("SERVICE FOR HOLT"), "SERVICE HOLT");
        assert_eq!(signature("HOLT FOR SERVICE"), "HOLT SERVICE");
        assert_eq!(signature("SERVICE POLICY"), "");
        // A place, even the own post.
        assert_eq!(signed("Ambassador Ada Oslo", "OSLO"), ["OSLO"]);
        assert_eq!(signed("Ambassador Ada Norway", "NORWAY"), ["NORWAY"]);
    }

    #[test]
    fn an_addressed_place_is_no_name() {
        let signature = |last: &str| {
            let text = format!(
                "P 221504Z JUL 08\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\nINFO AMEMBASSY PARIS\n\n\
                 UNCLAS OSLO 000088\n\nSUBJECT: TALKS\n\n1. Talks opened.\n\n{last}\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let names = cable.signature.iter();
            names.map(|&name| cable.read(name)).collect::<Vec<_>>()
        };
        assert_eq!(signature("PARIS"), [""; 0]);
        assert_eq!(signature("OSLO"), [""; 0]);
        assert_eq!(signature("NORWAY"), [""; 0]);
        assert_eq!(signature("SRI LANKA"), [""; 0]);
        assert_eq!(signature("FRANCE"), ["FRANCE"]);
        // It may be a name where nobody of that place is addressed.
        assert_eq!(signature("LONDON"), ["LONDON"]);
    }

    #[test]
    fn the_last_word_of_a_post_may_be_a_surname() {
        let signature = |post: &str, last: &str| {
            let text = format!(
                "P 221504Z JUL 08\nFM AMEMBASSY {post}\nTO SECSTATE WASHDC\n\nUNCLAS {post} 000088\n\n\
                 SUBJECT: TALKS\n\n1. Talks opened.\n\n{last}\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let names = cable.signature.iter();
            names.map(|&name| cable.read(name)).collect::<String>()
        };
        for (post, name) in [
            ("PORT AU PRINCE", "PRINCE"),
            ("SAN JOSE", "JOSE"),
            ("CIUDAD JUAREZ", "JUAREZ"),
            ("SANTO DOMINGO", "DOMINGO"),
            ("PORT LOUIS", "LOUIS"),
            ("PORT OF SPAIN", "SPAIN"),
            ("CAPE TOWN", "TOWN"),
        ] {
            assert_eq!(signature(post, name), name);
            assert_eq!(signature(post, post), "");
        }
        assert_eq!(signature("HAMILTON", "HAMILTON"), "");
        assert_eq!(signature("AMMAN", "JORDAN"), "");
    }

    #[test]
    fn a_name_in_small_letters_may_stand_below_a_list() {
        assert_eq!(
            signature("The points:\n\n-- Harbor dues\n\nTremaine"),
            ["Tremaine"]
        );
        // One more item.
        assert_eq!(signature("The ports:\n\n- Northhaven\n\nKestrel"), [""; 0]);
        assert_eq!(
            signature("The points:\n\n-- Harbor dues\nTremaine"),
            [""; 0]
        );
        assert_eq!(signature("The Minister of Dues\n\nTremaine"), [""; 0]);
        assert_eq!(
            signature("The guests:\nAda Quill, Mayor of Oslo\n\nTremaine"),
            ["Tremaine"]
        );
        assert_eq!(signature("In Oslo, Mayor of Dues\n\nTremaine"), [""; 0]);
        assert_eq!(
            signature("They agreed.\n\nXXXXXXXXXXXX\nTremaine"),
            ["Tremaine"]
        );
        for list in [
            "The guests:\nXXXXXXXXXXXX\nTremaine",
            "The guests were these.\n\nXXXXXXXXXXXX\nXXXXXXXXXXXX\nTremaine",
        ] {
            assert_eq!(signature(list), [""; 0], "{list}");
        }
        let wrapped = "They waited for the aide and at last met XXXXXXXXXXXX\nTremaine";
        assert_eq!(signature(wrapped), [""; 0]);
        assert_eq!(
            signature("Visit us at http://x.gov/nap /\nTremaine"),
            ["Tremaine"]
        );
    }
}
