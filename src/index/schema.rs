//! What the index keeps of a telegram.
//!
//! A telegram is one document. Its parts, as [`query::units`](crate::query::units)
//! has them, are words in one field, one part behind the other, with a place
//! between them that no word has: so no phrase goes from one to the next. At
//! the place before each part stand terms that are no words and say of what
//! kind it is, such as a paragraph marked (C): so a place is told to be in a
//! part by the last such term before it. The SUBJECT stands there
//! [several times](crate::query::SUBJECT_WEIGHT), within its part, so that how
//! often a telegram holds a word is what it counts for.
//!
//! A file that was taken in has a document of its own: what is indexed and what
//! it was read from are written in one step.
//!
//! | field | documents | kept as |
//! |---|---|---|
//! | `text` | telegrams | words and kinds of parts with positions |
//! | `mark` | all | `cable`, `file` |
//! | `of` | telegrams | the number of the file, to delete by |
//! | `value` | telegrams | `field:value`, as `query::Facts` has them |
//! | `from`, `to`, `info`, `ref`, `sign` | telegrams | words with positions |
//! | `date`, `level`, `prec` | telegrams | column |
//! | `post`, `tag`, `family`, `cites` | telegrams | column of names |
//! | `files` | telegrams of sections | column: the numbers of all files they are in |
//! | `id`, `subject`, `n_paragraphs`, `has_text`, place | telegrams | stored, for a row of a list |
//! | `path`, `n_bytes`, `modified`, `changed`, `key`, `said` | files | column |
//!
//! The words themselves are not stored: they are read where they stand.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::cable::{Cable, Classification};
use crate::query::{Part, Place, SUBJECT_WEIGHT, Unit, Words, units};

/// Raised whenever what is written changes, or how words are cut: an index of
/// another version is made anew.
pub(super) const VERSION: u32 = 8;

/// The name by which fields ask for [`Cutter`].
pub(super) const CUTTER: &str = "reftel";

/// The name by which the field of parts asks for its [`Cutter`].
pub(super) const PART_CUTTER: &str = "reftel-parts";

/// The fields.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    pub(super) text: Field,
    pub(super) mark: Field,
    pub(super) of: Field,
    pub(super) value: Field,
    pub(super) from: Field,
    pub(super) to: Field,
    pub(super) info: Field,
    pub(super) refs: Field,
    pub(super) sign: Field,
    pub(super) date: Field,
    pub(super) level: Field,
    pub(super) prec: Field,
    pub(super) post: Field,
    pub(super) tag: Field,
    pub(super) family: Field,
    pub(super) cites: Field,
    pub(super) files: Field,
    pub(super) id: Field,
    pub(super) subject: Field,
    pub(super) n_paragraphs: Field,
    pub(super) has_text: Field,
    pub(super) place: Field,
    pub(super) path: Field,
    pub(super) n_bytes: Field,
    pub(super) modified: Field,
    pub(super) changed: Field,
    pub(super) said: Field,
    pub(super) key: Field,
}

/// The mark of a telegram.
pub(super) const CABLE: &str = "cable";
/// The mark of a file.
pub(super) const FILE: &str = "file";

impl Fields {
    pub(super) fn new() -> Fields {
        let words = |cutter| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(cutter)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions)
                .set_fieldnorms(false);
            TextOptions::default().set_indexing_options(indexing)
        };
        let positions = words(CUTTER);
        let raw = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        let exact = TextOptions::default().set_indexing_options(raw);
        let names = TextOptions::default().set_fast("raw");
        let stored = TextOptions::default().set_stored();
        let column = NumericOptions::default() | FAST;
        let mut schema = Schema::builder();
        Fields {
            text: schema.add_text_field("text", words(PART_CUTTER)),
            mark: schema.add_text_field("mark", exact.clone()),
            of: schema.add_u64_field("of", INDEXED),
            value: schema.add_text_field("value", exact),
            from: schema.add_text_field("from", positions.clone()),
            to: schema.add_text_field("to", positions.clone()),
            info: schema.add_text_field("info", positions.clone()),
            refs: schema.add_text_field("ref", positions.clone()),
            sign: schema.add_text_field("sign", positions),
            date: schema.add_i64_field("date", column.clone()),
            level: schema.add_u64_field("level", column.clone()),
            prec: schema.add_u64_field("prec", column.clone()),
            post: schema.add_text_field("post", names.clone()),
            tag: schema.add_text_field("tag", names.clone()),
            family: schema.add_text_field("family", names.clone()),
            cites: schema.add_text_field("cites", names),
            files: schema.add_u64_field("files", column.clone()),
            id: schema.add_text_field("id", stored.clone()),
            subject: schema.add_text_field("subject", stored),
            n_paragraphs: schema.add_u64_field("n_paragraphs", STORED),
            has_text: schema.add_bool_field("has_text", STORED),
            place: schema.add_bytes_field("place", STORED),
            path: schema.add_bytes_field("path", FAST),
            n_bytes: schema.add_u64_field("n_bytes", column.clone()),
            modified: schema.add_i64_field("modified", column.clone()),
            changed: schema.add_i64_field("changed", column.clone()),
            said: schema.add_bool_field("said", column.clone()),
            key: schema.add_u64_field("key", column),
            schema: schema.build(),
        }
    }
}

/// The sign before the name of a kind of part, with which its term begins: no
/// word does.
pub(super) const KIND: char = '\u{1}';
/// The sign before the words of a part, behind its kinds.
const TEXT: char = '\u{2}';
/// The sign between words that do not follow each other.
const GAP: char = '\u{3}';

/// The kinds of parts, of which each part is one. Those from [`N_OTHERS`] on are
/// paragraphs, by their level.
pub(super) const KINDS: [&str; 11] = [
    "\u{1}header",
    "\u{1}subject",
    "\u{1}ending",
    "\u{1}note",
    "\u{1}(none)",
    "\u{1}(u)",
    "\u{1}(lou)",
    "\u{1}(sbu)",
    "\u{1}(c)",
    "\u{1}(s)",
    "\u{1}(ts)",
];

/// How many kinds are no paragraphs.
pub(super) const N_OTHERS: usize = 4;

/// The kind of a part.
fn kind(unit: &Unit) -> &'static str {
    let nth = match unit.place {
        Place::Header => 0,
        Place::Subject => 1,
        Place::Ending => 2,
        Place::Note(_) => 3,
        Place::Paragraph(_) => kind_of_level(unit.level),
    };
    KINDS.get(nth).copied().unwrap_or_default()
}

/// Which of the [`KINDS`] a paragraph of a level is.
pub(super) fn kind_of_level(level: Option<Classification>) -> usize {
    let mut all = Classification::ALL.iter();
    let nth = level.and_then(|level| all.position(|known| *known == level));
    N_OTHERS + nth.map_or(0, |nth| nth + 1)
}

/// The level of the paragraphs of a kind.
pub(super) fn level_of_kind(nth: usize) -> Option<Classification> {
    let nth = nth.checked_sub(N_OTHERS + 1)?;
    Classification::ALL.get(nth).copied()
}

/// What a paragraph may be besides.
const ROLES: [Part; 4] = [
    Part::Summary,
    Part::Comment,
    Part::Action,
    Part::Introduction,
];

/// The term of what a paragraph may be besides; nothing of what its kind says.
pub(super) fn role(part: Part) -> Option<String> {
    let is_role = ROLES.contains(&part);
    is_role.then(|| format!("{KIND}{}", part.name()))
}

/// The parts of a telegram in one text, as its [`Cutter`] takes it.
pub(super) fn parts(cable: &Cable) -> String {
    let mut text = String::with_capacity(cable.text().len() + cable.text().len() / 8);
    for unit in units(cable) {
        text.push_str(kind(&unit));
        for part in ROLES {
            if unit.is(part) {
                text.push(KIND);
                text.push_str(part.name());
            }
        }
        let is_subject = unit.place == Place::Subject;
        let n_times = if is_subject { SUBJECT_WEIGHT } else { 1 };
        let mut sign = TEXT;
        for _ in 0..n_times {
            for span in &unit.spans {
                text.push(std::mem::replace(&mut sign, GAP));
                push_words(&mut text, &cable.words(*span));
            }
        }
    }
    text
}

/// Adds words, without signs that mean something here.
fn push_words(text: &mut String, words: &str) {
    if words.contains(is_sign) {
        text.extend(words.chars().map(|c| if is_sign(c) { ' ' } else { c }));
    } else {
        text.push_str(words);
    }
}

fn is_sign(c: char) -> bool {
    matches!(c, KIND | TEXT | GAP)
}

/// Cuts words as queries do.
#[derive(Clone, Debug, Default)]
pub(super) struct Cutter {
    token: Token,
    /// Whether the text is one of [`parts`].
    has_parts: bool,
}

impl Cutter {
    /// One of texts of [`parts`].
    pub(super) fn of_parts() -> Cutter {
        Cutter {
            has_parts: true,
            ..Cutter::default()
        }
    }
}

pub(super) struct Cutting<'a> {
    words: Words<'a>,
    /// What follows these words, from a sign on.
    rest: &'a str,
    /// Whether the last term was a kind.
    is_kind: bool,
    token: &'a mut Token,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Cutting<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cutting<'a> {
        self.token.reset();
        let (words, rest) = if self.has_parts {
            ("", text)
        } else {
            (text, "")
        };
        Cutting {
            words: Words::new(words),
            rest,
            is_kind: false,
            token: &mut self.token,
        }
    }
}

impl Cutting<'_> {
    /// Goes on behind the next sign; a kind is a term. Says whether it is one,
    /// and nothing at the end.
    fn pass_sign(&mut self) -> Option<bool> {
        let sign = self.rest.chars().next()?;
        let behind = self.rest.get(sign.len_utf8()..)?;
        let end = memchr::memchr3(1, 2, 3, behind.as_bytes()).unwrap_or(behind.len());
        let (piece, rest) = behind.split_at(end);
        self.rest = rest;
        if sign == KIND {
            // All kinds of a part stand at one place.
            let step = usize::from(!std::mem::replace(&mut self.is_kind, true));
            self.token.position = self.token.position.wrapping_add(step);
            self.token.text.clear();
            self.token.text.push(KIND);
            self.token.text.push_str(piece);
            return Some(true);
        }
        if sign == GAP {
            self.token.position = self.token.position.wrapping_add(1);
        }
        self.is_kind = false;
        self.words = Words::new(piece);
        Some(false)
    }
}

impl TokenStream for Cutting<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some(place) = self.words.next_in(&mut self.token.text) {
                self.token.position = self.token.position.wrapping_add(1);
                self.token.offset_from = place.start;
                self.token.offset_to = place.end;
                return true;
            }
            match self.pass_sign() {
                Some(true) => return true,
                Some(false) => {}
                None => return false,
            }
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }

    fn process(&mut self, sink: &mut dyn FnMut(&Token)) {
        // As it is by itself, but without two calls for each word of a telegram
        // that nobody can see through.
        while self.advance() {
            sink(self.token);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(cutter: &mut Cutter, text: &str) -> Vec<(String, usize)> {
        let mut stream = cutter.token_stream(text);
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push((stream.token().text.clone(), stream.token().position));
        }
        terms
    }

    #[test]
    fn kinds_stand_before_the_words_of_their_parts() {
        let text =
            "\u{1}header\u{2}To the\u{3}Port\u{1}(c)\u{1}summary\u{2}Lamps\u{1}note\u{2}Lit.";
        let found = terms(&mut Cutter::of_parts(), text);
        let found: Vec<(&str, usize)> = found.iter().map(|(it, at)| (it.as_str(), *at)).collect();
        assert_eq!(
            found,
            [
                ("\u{1}header", 0),
                ("to", 1),
                ("the", 2),
                ("port", 4),
                ("\u{1}(c)", 5),
                ("\u{1}summary", 5),
                ("lamps", 6),
                ("\u{1}note", 7),
                ("lit", 8),
            ]
        );
        // Of a field without parts they are signs like any other.
        let plain = terms(&mut Cutter::default(), "a\u{1}b");
        assert_eq!(plain, [("a".to_owned(), 0), ("b".to_owned(), 1)]);
    }

    #[test]
    fn signs_of_the_source_mean_nothing() {
        let mut text = String::new();
        push_words(&mut text, "a\u{1}b\u{2}c\u{3}");
        push_words(&mut text, "d");
        assert_eq!(text, "a b c d");
    }

    #[test]
    fn each_level_has_its_kind() {
        let levels = Classification::ALL.into_iter().map(Some).chain([None]);
        for level in levels {
            let kind = kind_of_level(level);
            assert!((N_OTHERS..KINDS.len()).contains(&kind));
            assert_eq!(level_of_kind(kind), level);
        }
    }
}
