//! Words that sentences are made of.
//!
//! Apart from the sheets because they are what a code is not: "by" is a word
//! of most sentences and the country code of Burundi.

/// In a telegram in capitals nothing else tells them from the countries,
/// offices and schedules of the same letters.
const WORDS: &[&str] = &[
    "A", "AN", "AND", "ARE", "AS", "AT", "BE", "BUT", "BY", "CAN", "DO", "FOR", "FROM", "GO",
    "HAS", "HE", "I", "IF", "IN", "IS", "IT", "MAY", "ME", "MY", "NO", "NOT", "OF", "ON", "ONLY",
    "OR", "SO", "THE", "TO", "UP", "WE",
];

/// Whether a word of telegrams is, in a sentence, a word and no code: `by`,
/// `IN`. Case does not count.
#[must_use]
pub fn is_word_of_sentences(word: &str) -> bool {
    WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}
