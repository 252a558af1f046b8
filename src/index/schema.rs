//! What the index keeps of a telegram.
//!
//! A telegram is a block of documents that follow each other: its header
//! first, then the SUBJECT, every paragraph, what stands below, every
//! footnote, as [`query::units`](crate::query::units) has them. So a phrase
//! and a marking are of one paragraph, and a paragraph is told to be of a
//! telegram by the header before it. What is known of the telegram as a
//! whole is with its header. A file that was taken in has a document of its
//! own: what is indexed and what it was read from are written in one step.
//!
//! | field | documents | kept as |
//! |---|---|---|
//! | `text` | all | words with positions |
//! | `mark` | all | `cable`, `file`; kind, roles and marking of a part |
//! | `of` | all | the number of the file, to delete by |
//! | `value` | headers | `field:value`, as `query::Facts` has them |
//! | `from`, `to`, `info`, `ref`, `sign` | headers | words with positions |
//! | `date`, `level`, `prec` | headers | column |
//! | `post`, `tag`, `family`, `cites` | headers | column of names |
//! | `files` | headers of sections | column: the numbers of all files they are in |
//! | `id`, `subject`, `n_paragraphs`, `has_text`, place | headers | stored, for a row of a list |
//! | `path`, `n_bytes`, `modified`, `changed`, `key`, `said` | files | column |
//!
//! The words themselves are not stored: they are read where they stand.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::query::Words;

/// Raised whenever what is written changes, or how words are cut: an index of
/// another version is made anew.
pub(super) const VERSION: u32 = 7;

/// The name by which fields ask for [`Cutter`].
pub(super) const CUTTER: &str = "reftel";

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

/// The mark of the first document of a telegram.
pub(super) const CABLE: &str = "cable";
/// The mark of a file.
pub(super) const FILE: &str = "file";

impl Fields {
    pub(super) fn new() -> Fields {
        let words = |record| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(CUTTER)
                .set_index_option(record)
                .set_fieldnorms(false);
            TextOptions::default().set_indexing_options(indexing)
        };
        let positions = words(IndexRecordOption::WithFreqsAndPositions);
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
            text: schema.add_text_field("text", positions.clone()),
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

/// Cuts words as queries do.
#[derive(Clone, Debug, Default)]
pub(super) struct Cutter {
    token: Token,
}

pub(super) struct Cutting<'a> {
    words: Words<'a>,
    token: &'a mut Token,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Cutting<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cutting<'a> {
        self.token.reset();
        Cutting {
            words: Words::new(text),
            token: &mut self.token,
        }
    }
}

impl TokenStream for Cutting<'_> {
    fn advance(&mut self) -> bool {
        let Some((word, place)) = self.words.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(word);
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = place.start;
        self.token.offset_to = place.end;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
