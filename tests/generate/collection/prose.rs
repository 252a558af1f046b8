//! Sentences.
//!
//! A sentence is one of some patterns whose places are filled with words of
//! a class, so that articles, prepositions and conjunctions stand as thickly
//! as they do in English, and all else follows the frequencies of the
//! vocabulary.

use super::chance::Chance;
use super::vocabulary::Vocabulary;
use super::world::{COUNTRIES, OFFICIALS, POSTS, in_small_letters};

/// A piece of a pattern.
enum Piece {
    Text(&'static str),
    Place(u8),
}

/// `%N` is a noun, `%A` an adjective, `%V` a verb in the past tense, `%D` an
/// adverb, `%T` a word of the story, `%P` a person with an office, `%S` a
/// surname, `%C` a town, `%K` a country, `%G` who is of it, `%Y` a number.
const PATTERNS: [&str; 26] = [
    "%P %V that the %A %N of the %N would not be %V before the %N.",
    "According to %P, the %N and the %N %V the %T at %C.",
    "The %T was %V by the %A %N, but the %N of %K %V it.",
    "%D, the %N %V a %A %N for the %T and the %N.",
    "He %V that the %T had been %V, and that the %N was %A.",
    "The %G %N had %V the %N in %C, where the %T was %V.",
    "We %V the %N with %P, who %V no %N on the %T.",
    "It is %A that the %N of the %T was %V by the %N and not by the %N.",
    "%P %D %V the %N, which the %N in %C had %V.",
    "As for the %T, the %A %N %V %Y percent of the %N.",
    "The %N %V from %K to %C with %Y tons of %T.",
    "A %A %N of the %G %N %V us that the %N was %A.",
    "There was no %N of a %T, nor of the %N that %S had %V.",
    "The %N's %N was %V in the %N of %C.",
    "Asked about the %N, %P %V that it was \"a %N, not a %N.\"",
    "%S and %S %V the %N at a %N for the %A %N.",
    "In the view of the %N, %K would %D have %V the %T.",
    "The %A %T of %C was %V %Y times in a %N.",
    "To the %N of %K this was a %A %N; to the %N it was a %N.",
    "The %N on the %T, %V in %C, was %D %V by %P.",
    "They %V neither the %T nor the %N of the %N.",
    "If the %N is %V, the %G %N may be %V by a %A %N.",
    "%P's %N %V the %T and the %A %N that went with it.",
    "The %N will be with the %N of the %T until it is %V.",
    "What the %N %V about the %A %T is not what it %V in %C.",
    "%K has %V its %N, and the %N for the %T is %A.",
];

/// The patterns, taken apart once.
pub(super) struct Patterns(Vec<Vec<Piece>>);

impl Patterns {
    pub(super) fn new() -> Patterns {
        let pieces = |pattern: &'static str| {
            let mut pieces = Vec::new();
            let mut parts = pattern.split('%');
            pieces.extend(parts.next().map(Piece::Text));
            for part in parts {
                pieces.push(Piece::Place(part.as_bytes()[0]));
                pieces.push(Piece::Text(&part[1..]));
            }
            pieces
        };
        Patterns(PATTERNS.iter().map(|pattern| pieces(pattern)).collect())
    }
}

/// What the sentences of one cable have in common.
pub(super) struct Writer<'a> {
    pub(super) patterns: &'a Patterns,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) country: usize,
    /// Words of the topic, and words that this story alone uses often.
    pub(super) topic: &'static [&'static str],
    pub(super) rare: [&'a str; 4],
    /// Towns that are named.
    pub(super) towns: [&'a str; 3],
}

impl Writer<'_> {
    /// Appends a sentence.
    pub(super) fn sentence(&self, chance: &mut Chance, into: &mut String) {
        let start = into.len();
        for piece in chance.pick(&self.patterns.0) {
            match piece {
                Piece::Text(text) => into.push_str(text),
                Piece::Place(class) => self.word(*class, chance, into),
            }
        }
        into[start..=start].make_ascii_uppercase();
    }

    fn word(&self, class: u8, chance: &mut Chance, into: &mut String) {
        let vocabulary = self.vocabulary;
        let number = chance.next();
        match class {
            b'N' => into.push_str(vocabulary.nouns.used(number)),
            b'A' => into.push_str(vocabulary.adjectives.used(number)),
            b'V' => into.push_str(vocabulary.verbs.used(number)),
            b'D' => into.push_str(vocabulary.adverbs.used(number)),
            b'S' => into.push_str(vocabulary.surnames.used(number)),
            b'T' => into.push_str(match number % 8 {
                0 => self.rare[(number >> 8) as usize % 4],
                _ => self.topic[(number >> 8) as usize % self.topic.len()],
            }),
            b'P' => {
                into.push_str(OFFICIALS[(number % 16) as usize]);
                into.push(' ');
                into.push_str(vocabulary.surnames.used(chance.next()));
            }
            b'C' => into.push_str(self.towns[(number % 3) as usize]),
            b'K' => into.push_str(self.land(number).0),
            b'G' => into.push_str(self.land(number).2),
            _ => {
                let number = 2 + number % 97;
                if number > 9 {
                    into.push(char::from(b'0' + (number / 10) as u8));
                }
                into.push(char::from(b'0' + (number % 10) as u8));
            }
        }
    }

    /// Mostly the country that it is about.
    fn land(&self, number: u64) -> (&'static str, &'static str, &'static str) {
        let other = (number >> 8) as usize % COUNTRIES.len();
        COUNTRIES[if number.is_multiple_of(4) {
            other
        } else {
            self.country
        }]
    }
}

/// The names of all posts in small letters.
pub(super) fn towns() -> Vec<String> {
    let mut towns: Vec<String> = POSTS
        .iter()
        .map(|post| in_small_letters(post.name))
        .collect();
    towns[0] = String::from("Washington");
    towns
}
