//! Which cable, and where in it: by its words, not by rows or bytes.
//!
//! A place that is kept must be found again when the screen is narrower, the
//! file is elsewhere, its lines end otherwise, its blanks were changed in a
//! copy, or a later version undoes damage that this one left. So only
//! letters and digits count, and they are those of the text as it is read.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::cable::{Cable, Paragraph, PieceKind, Span};

/// Bytes of a text that name it where no number does. Of a larger one the
/// beginning will do.
const NAMING: usize = 1 << 20;

/// Letters that a paragraph is recognized by.
const RECOGNIZED_BY: usize = 64;

/// Bytes of a paragraph in which letters are counted. Behind them, bytes
/// are: a paragraph so long is a damaged file, and counting must not be felt.
const COUNTED: u32 = 1 << 20;

/// What the key of a cable without a number begins with.
const TEXT: &str = "text:";

/// What names a cable, wherever its file lies: its number, `08STATE58204`,
/// or, where it bears none, a hash of its words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Box<str>);

impl Key {
    /// What names `cable`.
    #[must_use]
    pub fn of(cable: &Cable) -> Key {
        if let Some(mrn) = &cable.mrn {
            return Key(mrn.to_string().into());
        }
        let text = cable.text();
        let naming = text.get(..boundary(text, NAMING));
        let mut hash = Sha256::new();
        for word in naming.unwrap_or(text).split_whitespace() {
            hash.update(word.as_bytes());
        }
        let mut key = String::from(TEXT);
        for byte in hash.finalize().iter().take(16) {
            // Writing to a string cannot fail.
            let _ = write!(key, "{byte:02x}");
        }
        Key(key.into())
    }

    /// The key of the cable of a number.
    #[must_use]
    pub fn number(id: &str) -> Key {
        Key(id.into())
    }

    /// The key of no cable.
    #[must_use]
    pub fn nowhere() -> Key {
        Key(Box::default())
    }

    /// As it was written by [`as_str`](Key::as_str).
    pub(super) fn from_text(text: &str) -> Key {
        Key(text.into())
    }

    /// Whether it is the number of a cable.
    #[must_use]
    pub fn is_number(&self) -> bool {
        !self.0.starts_with(TEXT)
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A place in a cable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// Index of the paragraph; nothing above the first.
    pub paragraph: Option<u32>,
    /// The number of that paragraph.
    pub number: Option<u32>,
    /// How many letters and digits of the reading stand between the
    /// beginning of the paragraph, or of the text, and the place. Less than
    /// nothing in the heading above the paragraph: as many stand between
    /// the place and the end of the heading.
    pub offset: i64,
    /// A hash of the first letters and digits of the paragraph.
    pub hash: u64,
}

/// Where an anchor leads in a cable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The offset in its text.
    pub place: u32,
    /// Whether the paragraph reads as it did. If not, the place is the
    /// nearest that could be told.
    pub is_same: bool,
}

impl Anchor {
    /// The anchor of an offset in the text of `cable`.
    #[must_use]
    pub fn of(cable: &Cable, place: u32) -> Anchor {
        let idx = cable.paragraph_of(place);
        let paragraph = idx.and_then(|idx| cable.paragraphs.get(idx));
        let heading = paragraph.and_then(|paragraph| heading_at(paragraph, place));
        let start = paragraph.map_or(0, |paragraph| paragraph.text.start);
        let offset = match heading {
            Some(heading) => -i64::from(letters_before(cable, place, heading.end)),
            None => i64::from(letters_before(cable, start, place)),
        };
        Anchor {
            paragraph: idx.and_then(|idx| u32::try_from(idx).ok()),
            number: paragraph.and_then(|paragraph| paragraph.number),
            offset,
            hash: paragraph.map_or(0, |paragraph| hash(cable, paragraph.text)),
        }
    }

    /// Where this anchor leads in `cable`.
    ///
    /// To the paragraph that begins as the marked one did, the nearest if
    /// several do; else to one that bears its number; else to one at its
    /// place. It leads somewhere in any cable.
    #[must_use]
    pub fn find(&self, cable: &Cable) -> Found {
        let n_paragraphs = u32::try_from(cable.paragraphs.len()).unwrap_or(u32::MAX);
        let Some(wanted) = self.paragraph.filter(|_| n_paragraphs > 0) else {
            return Found {
                place: place_of(cable, 0, count(self.offset)),
                is_same: self.paragraph.is_none(),
            };
        };
        let text = |idx: u32| cable.paragraphs.get(idx as usize).map(|it| it.text);
        let same = |idx: &u32| text(*idx).is_some_and(|text| hash(cable, text) == self.hash);
        let number = |idx: &u32| cable.paragraphs.get(*idx as usize).and_then(|it| it.number);
        let nearest = |fits: &dyn Fn(&u32) -> bool| {
            (0..n_paragraphs)
                .filter(fits)
                .min_by_key(|idx| idx.abs_diff(wanted))
        };
        let is_there = wanted < n_paragraphs && same(&wanted);
        let found = is_there.then_some(wanted).or_else(|| nearest(&same));
        let is_same = found.is_some();
        let numbered = || {
            let numbered = self.number.is_some();
            numbered.then(|| nearest(&|idx| number(idx) == self.number))?
        };
        let idx = found
            .or_else(numbered)
            .unwrap_or_else(|| wanted.min(n_paragraphs - 1));
        let start = text(idx).map_or(0, |text| text.start);
        let paragraph = cable.paragraphs.get(idx as usize);
        let heading = paragraph.and_then(|paragraph| paragraph.heading);
        let place = match heading.filter(|_| self.offset < 0) {
            Some(heading) => {
                let n_letters = letters_before(cable, heading.start, heading.end);
                let before = n_letters.saturating_sub(count(self.offset.saturating_neg()));
                place_of(cable, heading.start, before).min(heading.end)
            }
            None => place_of(cable, start, count(self.offset)),
        };
        Found { place, is_same }
    }
}

/// The heading above a paragraph, if a place is in it.
fn heading_at(paragraph: &Paragraph, place: u32) -> Option<Span> {
    paragraph
        .heading
        .filter(|heading| heading.contains(place) && place < paragraph.span.start)
}

/// An offset as a number of letters.
fn count(offset: i64) -> u32 {
    u32::try_from(offset.max(0)).unwrap_or(u32::MAX)
}

/// Letters and digits of the reading between two places.
fn letters_before(cable: &Cable, start: u32, place: u32) -> u32 {
    let limit = start.saturating_add(COUNTED).min(place);
    if limit <= start {
        return 0;
    }
    let pieces = cable.reading(Span { start, end: limit });
    let letters = pieces.flat_map(|piece| piece.text.chars());
    let count = letters.filter(|c| c.is_alphanumeric()).count();
    u32::try_from(count)
        .unwrap_or(u32::MAX)
        .saturating_add(place - limit)
}

/// The place behind so many letters and digits.
fn place_of(cable: &Cable, start: u32, offset: u32) -> u32 {
    let text = cable.text();
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let limit = start.saturating_add(COUNTED).min(end);
    let mut left = offset;
    for piece in cable.reading(Span { start, end: limit }) {
        for (at, _) in piece
            .text
            .char_indices()
            .filter(|(_, c)| c.is_alphanumeric())
        {
            if left == 0 {
                let at = match piece.kind {
                    PieceKind::Source => u32::try_from(at).unwrap_or(0),
                    _ => 0,
                };
                return piece.source.start + at;
            }
            left -= 1;
        }
    }
    let place = limit.saturating_add(left).min(end);
    u32::try_from(boundary(text, place as usize)).unwrap_or(end)
}

/// The end of the last character that is whole before `at`.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    let is_boundary = |at: &usize| text.is_char_boundary(*at);
    (0..=at).rev().find(is_boundary).unwrap_or(0)
}

/// A hash of the first letters and digits of a stretch as it is read,
/// capitals aside (FNV-1a, 64 bits: it tells paragraphs of one cable apart,
/// and nobody gains anything by making two alike).
fn hash(cable: &Cable, span: Span) -> u64 {
    let letters = cable
        .reading(span)
        .flat_map(|piece| piece.text.chars())
        .filter(|c| c.is_alphanumeric())
        .take(RECOGNIZED_BY)
        .flat_map(char::to_lowercase);
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut bytes = [0; 4];
    for letter in letters {
        for &byte in letter.encode_utf8(&mut bytes).as_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::Confidence;
    use crate::parse::parse;

    const CABLE: &str = "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\
C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSUBJECT: HARBOR TALKS\n\n\
1. (C) The minister,s aide met us on June 4 at\nthe harbor office and said that the\n\
pilots would go back to work.\n\n\
2. (U) The ferry to Santa Brisa sails again. The fare\nhas gone up by a third.\n\n\
3. (C) Comment: we doubt it. End comment.\nMARLOW\n";

    /// The word at a place.
    fn word(cable: &Cable, place: u32) -> &str {
        let rest = &cable.text()[place as usize..];
        rest.split(|c: char| !c.is_alphanumeric()).next().unwrap()
    }

    /// The word at which an anchor set at `word` in `before` is found in
    /// `after`.
    fn found(before: &str, wanted: &str, after: &str) -> (String, bool) {
        let before = parse(before.as_bytes());
        let place = before.text().find(wanted).unwrap();
        let anchor = Anchor::of(&before, u32::try_from(place).unwrap());
        let after = parse(after.as_bytes());
        let found = anchor.find(&after);
        (word(&after, found.place).to_owned(), found.is_same)
    }

    #[test]
    fn every_word_is_found_again() {
        let cable = parse(CABLE.as_bytes());
        let first = cable.paragraphs[0].text.start;
        for (at, _) in CABLE.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let place = u32::try_from(at).unwrap();
            let found = Anchor::of(&cable, place).find(&cable);
            assert!(found.is_same);
            // Number and marking are no text of the paragraph.
            let in_label = cable
                .paragraphs
                .iter()
                .any(|it| it.span.start <= place && place < it.text.start);
            if !in_label && place >= first {
                assert_eq!(found.place, place, "{}", &CABLE[at..]);
            }
        }
    }

    #[test]
    fn line_ends_blanks_and_breaks_do_not_matter() {
        let crlf = CABLE.replace('\n', "\r\n");
        let joined = CABLE.replace("at\nthe harbor", "at the   harbor");
        for after in [
            &crlf,
            &joined,
            &CABLE.replace("the\npilots", "the \n pilots"),
        ] {
            assert_eq!(found(CABLE, "pilots", after), ("pilots".to_owned(), true));
            assert_eq!(found(CABLE, "third", after), ("third".to_owned(), true));
            assert_eq!(found(CABLE, "HARBOR TALKS", after).0, "HARBOR");
        }
    }

    #[test]
    fn a_heading_belongs_to_the_paragraph_below_it() {
        let headed = CABLE.replace("2. (U) The", "THE OLD FERRY\n-------------\n\n2. (U) The");
        let cable = parse(headed.as_bytes());
        let place = u32::try_from(headed.find("OLD").unwrap()).unwrap();
        let anchor = Anchor::of(&cable, place);
        assert_eq!((anchor.number, anchor.offset), (Some(2), -8));
        assert_eq!(anchor.find(&cable).place, place);
        // It goes along with its paragraph, whatever stands above.
        let longer = headed.replace("1. (C) The", "1. (U) A new one.\n\n2. (C) The");
        let longer = longer.replace("THE OLD", "ABOUT THE OLD");
        assert_eq!(found(&headed, "OLD", &longer), ("OLD".to_owned(), true));
        // Without its heading, the paragraph is left.
        assert_eq!(found(&headed, "OLD", CABLE), ("The".to_owned(), true));
    }

    #[test]
    fn a_paragraph_is_found_where_it_has_gone() {
        let longer = CABLE.replace("1. (C) The", "1. (U) A new one.\n\n2. (C) The");
        assert_eq!(found(CABLE, "pilots", &longer), ("pilots".to_owned(), true));
    }

    #[test]
    fn one_that_reads_otherwise_is_found_by_its_number_and_said_to_be_another() {
        let other = CABLE.replace("The ferry to", "Two boats to");
        assert_eq!(found(CABLE, "ferry", &other), ("boats".to_owned(), false));
        let (_, is_same) = found(CABLE, "ferry", "1. (C) Something else.\n");
        assert!(!is_same);
        assert!(
            !Anchor {
                paragraph: Some(9),
                ..Anchor::default()
            }
            .find(&parse(b""))
            .is_same
        );
    }

    #[test]
    fn repairs_that_are_switched_off_do_not_matter() {
        let mut cable = parse(CABLE.as_bytes());
        let place = u32::try_from(CABLE.find("pilots").unwrap()).unwrap();
        let anchor = Anchor::of(&cable, place);
        assert!(!cable.repairs.is_empty());
        for repair in &mut cable.repairs {
            repair.applied = false;
        }
        assert_eq!(
            anchor.find(&cable),
            Found {
                place,
                is_same: true
            }
        );
        cable.apply_repairs(Confidence::Low);
        assert_eq!(
            anchor.find(&cable),
            Found {
                place,
                is_same: true
            }
        );
    }

    #[test]
    fn an_anchor_of_nonsense_leads_somewhere() {
        let cables =
            [CABLE, "", "\n", "no telegram at all", "1. é"].map(|text| parse(text.as_bytes()));
        for cable in &cables {
            for paragraph in [None, Some(0), Some(3), Some(u32::MAX)] {
                for offset in [0, 1, 500, -1, -500, i64::MAX, i64::MIN] {
                    let anchor = Anchor {
                        paragraph,
                        number: paragraph,
                        offset,
                        hash: 7,
                    };
                    let place = anchor.find(cable).place as usize;
                    assert!(cable.text().is_char_boundary(place));
                }
            }
            for place in [0, 1, 9999, u32::MAX] {
                let _ = Anchor::of(cable, place);
            }
        }
    }

    #[test]
    fn a_key_is_the_number_or_the_words() {
        let key = |text: &str| Key::of(&parse(text.as_bytes()));
        assert_eq!(key(CABLE).as_str(), "08PORTLARKSPUR311");
        let plain = "A text that is no telegram.\nIt goes on.\n";
        assert_eq!(key(plain), key(&plain.replace('\n', " \r\n")));
        assert_ne!(key(plain), key("Another."));
        assert_eq!(key(plain).as_str().len(), "text:".len() + 32);
    }

    #[test]
    fn counting_ends_in_a_paragraph_without_end() {
        let long = format!("1. {}", "word ".repeat(600_000));
        let cable = parse(long.as_bytes());
        for place in [2_000_003, 2_999_998] {
            let anchor = Anchor::of(&cable, place);
            assert_eq!(anchor.find(&cable).place, place);
        }
    }
}
