//! The text of a document: its blocks in reading order.
//!
//! TEI puts an editor's notes into the middle of sentences and breaks lines
//! anywhere. Here a document becomes blocks with an empty line between them:
//! head, dateline, source note, paragraphs, signature, and each footnote
//! below the block that calls it.

use super::super::markup::{Tag, Token, Tokens, Unwrapped};
use super::super::token::{from, n_single_spaced, place};
use crate::cable::{SourceMap, Span};

/// Elements open at a time at most: deeper ones are read as if they were
/// not there.
const DEEPEST: usize = 256;

/// Marks open at a time at most.
const MOST_MARKS: usize = 32;

/// Bytes that what names a document takes, about.
const NEAR: usize = 2048;

/// Blocks among which it is looked for.
const MOST_ABOVE: usize = 16;

/// Paragraphs among which the number of a telegram is looked for.
pub(super) const OPENINGS: usize = 2;

/// Paragraphs among which the subject of a telegram is looked for.
pub(super) const SUBJECT: usize = 4;

/// Bytes that are kept of a paragraph of which nothing but its number counts.
const NUMBERED: usize = 128;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The head of the document.
    Head,
    /// Place and date.
    Dateline,
    /// What else stands above the text: classification, precedence.
    Opener,
    /// A paragraph, or an entry of a list.
    Text,
    /// A heading inside the text.
    Heading,
    /// An entry of a list that is a field of the telegram.
    Listed(Field),
    /// The title of such a list.
    Label(Field),
    /// Who signed.
    Signed,
    /// Where the document comes from.
    Source,
    /// A summary by an editor.
    Summary,
    /// A footnote.
    Footnote,
}

/// What the entries of a list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    From,
    To,
    Subject,
    Reference,
}

impl Field {
    /// The keyword of a format line above its entries.
    fn of_keyword(words: &str) -> Option<Field> {
        match words.trim_ascii().trim_end_matches(':') {
            "FM" => Some(Field::From),
            "TO" | "INFO" => Some(Field::To),
            _ => None,
        }
    }
}

/// What words of a block are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Place,
    /// A date; its value is that of `when`.
    Date,
    /// A person or an abbreviation; its value points to the lists of the
    /// volume.
    Entry,
}

/// Words with a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marked<'a> {
    pub(super) mark: Mark,
    pub(super) value: &'a str,
    pub(super) span: Span,
}

/// A block of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// Its words, without a footnote's sign.
    pub(super) span: Span,
}

/// A footnote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Footnote<'a> {
    pub(super) label: &'a str,
    /// Index of the block that calls it, and where; of its own, and nowhere,
    /// where that is not known.
    pub(super) block: usize,
    pub(super) anchor: Option<u32>,
    pub(super) words: Span,
}

/// A document as text.
#[derive(Debug, Default)]
pub(super) struct Document<'a> {
    pub(super) text: String,
    pub(super) map: SourceMap,
    pub(super) blocks: Vec<Block>,
    pub(super) marked: Vec<Marked<'a>>,
    pub(super) footnotes: Vec<Footnote<'a>>,
    /// Pages of the printed volume, and where they begin.
    pub(super) pages: Vec<(&'a str, u32)>,
    /// Line ends inside blocks.
    pub(super) breaks: Vec<u32>,
    /// The number of the document and what names it.
    pub(super) number: &'a str,
    pub(super) id: &'a str,
}

/// A piece of a block while the source is read.
#[derive(Clone, Copy, Debug)]
enum Piece<'a> {
    Text(&'a str),
    Verbatim(&'a str),
    /// A line end.
    Break(&'a str),
    /// A gap between columns.
    Gap(&'a str),
    Begin(Mark, &'a str),
    End(Mark),
    Note(usize),
    Page(&'a str),
}

#[derive(Debug)]
struct Draft<'a> {
    kind: Kind,
    /// The sign of a footnote.
    label: &'a str,
    /// Where it begins in the source.
    at: &'a str,
    /// Indices of its first and its last piece.
    ends: Option<(usize, usize)>,
}

/// The pieces of all blocks in the order of the source: a note stands inside
/// the block that calls it, and there are as many notes as blocks.
#[derive(Debug, Default)]
struct Pieces<'a>(Vec<(Piece<'a>, Option<usize>)>);

impl<'a> Pieces<'a> {
    /// Adds a piece to a block.
    fn push(&mut self, draft: &mut Draft<'a>, piece: Piece<'a>) {
        let idx = self.0.len();
        self.0.push((piece, None));
        let first = match draft.ends {
            Some((first, last)) => {
                if let Some((_, next)) = self.0.get_mut(last) {
                    *next = Some(idx);
                }
                first
            }
            None => idx,
        };
        draft.ends = Some((first, idx));
    }

    /// The first words of a block.
    fn words(&self, draft: &Draft<'a>) -> Option<&'a str> {
        self.of(draft).find_map(|piece| match piece {
            Piece::Text(text) | Piece::Verbatim(text) => {
                let text = text.trim_ascii();
                (!text.is_empty()).then_some(text)
            }
            _ => None,
        })
    }

    /// The pieces of a block.
    fn of(&self, draft: &Draft<'a>) -> impl Iterator<Item = Piece<'a>> {
        let first = draft.ends.and_then(|(first, _)| self.0.get(first));
        let pieces = std::iter::successors(first, |(_, next)| self.0.get((*next)?));
        pieces.map(|&(piece, _)| piece)
    }
}

/// What ends with an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Nothing,
    Block,
    Note,
    Mark(Mark),
    Opener,
    Closer,
    List(Option<Field>),
    Skipped,
}

/// Reads `document`, a slice of `source`.
pub(super) fn document<'a>(source: &'a str, document: &'a str) -> Document<'a> {
    blocks(source, document, None).0
}

/// How far a document is read for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Down to the number with which its text begins, or its second paragraph.
    Number,
    /// Down to the paragraphs that may say what it is about.
    Subject,
}

/// Reads what names a document: its head, its source note, its dateline and
/// the paragraphs that bear its number. Gives the source from where a block
/// may decide more than was read, or nothing if all was read.
///
/// The text is one that the whole begins with: what was read ends between two
/// words of a paragraph or where a block of text begins, behind which nothing
/// is set above it.
pub(super) fn beginning<'a>(
    source: &'a str,
    document: &'a str,
    reach: Reach,
) -> (Document<'a>, Option<&'a str>) {
    blocks(source, document, Some(reach))
}

fn blocks<'a>(
    source: &'a str,
    document: &'a str,
    reach: Option<Reach>,
) -> (Document<'a>, Option<&'a str>) {
    let near = reach.map_or(document.len(), |_| document.len().min(NEAR));
    let mut reader = Reader {
        pieces: Pieces(Vec::with_capacity(near / 32 + 16)),
        blocks: Vec::with_capacity(near / 256 + 8),
        notes: Vec::new(),
        open: None,
        note: None,
        n_notes: 0,
        n_skipped: 0,
        stack: Vec::with_capacity(8),
        in_opener: false,
        in_closer: false,
        list: None,
        has_head: false,
        label: false,
        number: "",
        id: "",
        above: Above::default(),
    };
    let mut rest = None;
    for token in Tokens::new(document) {
        let n_blocks = reader.blocks.len();
        let is_text = matches!(token, Token::Text(_));
        match token {
            Token::Text(text) => reader.piece(Piece::Text(text), text),
            Token::Verbatim(text) => reader.piece(Piece::Verbatim(text), text),
            Token::Open(tag) => reader.open(tag),
            Token::Close(name) => reader.close(name),
        }
        if let Some(reach) = reach {
            let begins = reader.blocks.len() > n_blocks;
            if (begins || is_text)
                && let Some(at) = reader.ends_at(reach, begins)
            {
                rest = document.get(place(document, at).start as usize..);
                break;
            }
            if reader.blocks.len() > MOST_ABOVE {
                break;
            }
        }
    }
    let mut setter = Setter::new(source, &reader);
    setter.out.text.reserve(near);
    (setter.set(), rest)
}

#[allow(clippy::struct_excessive_bools, reason = "independent of each other")]
struct Reader<'a> {
    pieces: Pieces<'a>,
    blocks: Vec<Draft<'a>>,
    notes: Vec<Draft<'a>>,
    /// The block that text goes into; none between two.
    open: Option<usize>,
    /// The note that text goes into.
    note: Option<usize>,
    n_notes: usize,
    n_skipped: usize,
    stack: Vec<(&'a str, Ends)>,
    in_opener: bool,
    in_closer: bool,
    list: Option<Field>,
    has_head: bool,
    /// A label was read whose item did not begin yet.
    label: bool,
    number: &'a str,
    id: &'a str,
    above: Above<'a>,
}

/// What is known of the blocks and notes that get no more pieces. Each is looked
/// at once, since what stands above is asked for at every piece.
#[derive(Default)]
struct Above<'a> {
    n_blocks: usize,
    n_notes: usize,
    has_head: bool,
    has_dateline: bool,
    has_source: bool,
    /// Where the first of the texts that hold words begins.
    first_text: Option<&'a str>,
    /// How many of these there are.
    n_texts: usize,
}

impl<'a> Above<'a> {
    /// Looks at all blocks but the last, and at all notes; none is open.
    fn look(&mut self, blocks: &[Draft<'a>], notes: &[Draft<'a>], pieces: &Pieces<'a>) {
        let n_above = blocks.len().saturating_sub(1);
        for block in blocks.get(self.n_blocks..n_above).unwrap_or_default() {
            match block.kind {
                Kind::Head => self.has_head = true,
                Kind::Dateline => self.has_dateline = true,
                Kind::Text if pieces.words(block).is_some() => {
                    self.first_text.get_or_insert(block.at);
                    self.n_texts += 1;
                }
                _ => {}
            }
        }
        self.n_blocks = n_above;
        let mut new = notes.iter().skip(self.n_notes);
        self.has_source |= new.any(|note| note.kind == Kind::Source);
        self.n_notes = notes.len();
    }

    /// Whether head, dateline and source note stand there.
    fn is_headed(&self) -> bool {
        self.has_head && self.has_dateline && self.has_source
    }
}

impl<'a> Reader<'a> {
    /// Where the source goes on that may decide more, if a list need not read
    /// further. `begins` says that the last block was just begun.
    fn ends_at(&mut self, reach: Reach, begins: bool) -> Option<&'a str> {
        // No block above gets another piece, and source notes are set above
        // text.
        let last = self.blocks.last()?;
        if last.kind != Kind::Text || self.note.is_some() || self.list.is_some() {
            return None;
        }
        let (at, ends) = (last.at, last.ends);
        self.above.look(&self.blocks, &self.notes, &self.pieces);
        if !self.above.is_headed() {
            return None;
        }
        let n_texts = self.above.n_texts;
        let first = self.above.first_text.unwrap_or(at);
        match reach {
            Reach::Number if n_texts < OPENINGS => {
                let is_last = |at: &usize| at + 1 == self.pieces.0.len();
                let only = ends.and_then(|(first, last)| {
                    // Nothing but blanks stands above in the block.
                    (first == last).then_some(last).filter(is_last)
                })?;
                let (Piece::Text(text), _) = self.pieces.0.get(only)? else {
                    return None;
                };
                let words = numbered(text)?;
                let (piece, _) = self.pieces.0.get_mut(only)?;
                *piece = Piece::Text(words);
                Some(first)
            }
            Reach::Number if begins => {
                self.blocks.pop();
                Some(first)
            }
            Reach::Subject if begins && n_texts >= SUBJECT => {
                self.blocks.pop();
                Some(at)
            }
            _ => None,
        }
    }

    fn piece(&mut self, piece: Piece<'a>, at: &'a str) {
        if self.n_skipped > 0 {
            return;
        }
        if let Some(note) = self.note {
            if let Some(note) = self.notes.get_mut(note) {
                self.pieces.push(note, piece);
            }
            return;
        }
        let is_blank = matches!(piece, Piece::Text(text) if text.trim_ascii().is_empty());
        if self.open.is_none() {
            if is_blank {
                return;
            }
            let kind = self.usual();
            self.begin(kind, at);
        }
        if let Some(block) = self.open.and_then(|open| self.blocks.get_mut(open)) {
            // A list whose head is the keyword of a format line needs no type.
            if block.kind == Kind::Heading
                && self
                    .stack
                    .iter()
                    .rev()
                    .take(4)
                    .any(|(name, _)| *name == "list")
                && let Piece::Text(text) = piece
                && let Some(field) = Field::of_keyword(text)
            {
                block.kind = Kind::Label(field);
                self.list = Some(field);
            }
            self.pieces.push(block, piece);
        }
    }

    /// Whether a paragraph is set as the title of a part of the text.
    fn is_titled(&self, tag: Tag<'a>) -> bool {
        let set = tag.attribute("rend").unwrap_or_default();
        let is_above = self.note.is_some() || self.in_opener || self.in_closer;
        set.starts_with("sectiontitle") && !is_above && self.list.is_none()
    }

    fn is_in_head(&self) -> bool {
        let open = self.open.and_then(|open| self.blocks.get(open));
        self.note.is_none() && open.is_some_and(|block| block.kind == Kind::Head)
    }

    /// What text is that stands in no element of its own.
    fn usual(&self) -> Kind {
        match self.list {
            _ if self.in_opener => Kind::Opener,
            _ if self.in_closer => Kind::Signed,
            Some(field) => Kind::Listed(field),
            None => Kind::Text,
        }
    }

    fn begin(&mut self, kind: Kind, at: &'a str) {
        self.open = Some(self.blocks.len());
        self.blocks.push(Draft {
            kind,
            label: "",
            at,
            ends: None,
        });
    }

    /// Begins a block, or a line inside a note.
    fn block(&mut self, kind: Kind, at: &'a str) -> Ends {
        if self.note.is_some() {
            self.piece(Piece::Break(at), at);
            return Ends::Nothing;
        }
        self.begin(kind, at);
        Ends::Block
    }

    fn open(&mut self, tag: Tag<'a>) {
        let at = tag.name;
        let ends = match tag.name {
            _ if self.n_skipped > 0 => {
                self.n_skipped += 1;
                Ends::Skipped
            }
            "note" => self.open_note(tag),
            "div" => self.open_division(tag),
            "head" => self.open_head(at),
            "dateline" => self.block(Kind::Dateline, at),
            "opener" => {
                self.in_opener = true;
                self.open = None;
                Ends::Opener
            }
            "closer" => {
                self.in_closer = true;
                self.open = None;
                Ends::Closer
            }
            "signed" => self.block(Kind::Signed, at),
            "list" => self.open_list(tag),
            "label" => {
                self.label = true;
                let kind = self.usual();
                self.block(kind, at)
            }
            "item" if std::mem::take(&mut self.label) && self.note.is_none() => {
                self.open = self.blocks.len().checked_sub(1);
                self.piece(Piece::Text(" "), at);
                Ends::Block
            }
            // The salute is that of a letter.
            "salute" | "table" => self.block(Kind::Text, at),
            // A title between paragraphs, in the words of the telegram.
            "p" if self.is_titled(tag) => self.block(Kind::Heading, at),
            "p" | "item" | "seg" | "l" | "ab" | "quote" | "postscript" | "byline" => {
                let kind = self.usual();
                self.block(kind, at)
            }
            "cell" => {
                self.piece(Piece::Gap(at), at);
                Ends::Nothing
            }
            // A head is one line, also where it is set on two.
            "lb" if self.is_in_head() => {
                self.piece(Piece::Text(" "), at);
                Ends::Nothing
            }
            "lb" | "row" => {
                self.piece(Piece::Break(at), at);
                Ends::Nothing
            }
            "pb" => {
                self.page(first_word(tag.attribute("n").unwrap_or_default()));
                Ends::Nothing
            }
            "persName" | "gloss" | "term" | "rs" => {
                let target = tag.attribute("corresp").or_else(|| tag.attribute("target"));
                self.mark(Mark::Entry, target, at)
            }
            "placeName" => self.mark(Mark::Place, Some(""), at),
            "date" => self.mark(Mark::Date, tag.attribute("when").or(Some("")), at),
            "frus:attachment" => {
                self.open = None;
                Ends::Nothing
            }
            // File names and counts of pages of what is not printed.
            name if name.starts_with("frus:") && !tag.is_empty => {
                self.n_skipped = 1;
                Ends::Skipped
            }
            _ => Ends::Nothing,
        };
        if tag.is_empty {
            self.end(ends);
        } else if self.stack.len() < DEEPEST {
            self.stack.push((tag.name, ends));
        }
    }

    /// Begins a division: the first that names itself is the document.
    fn open_division(&mut self, tag: Tag<'a>) -> Ends {
        if self.id.is_empty() && self.number.is_empty() {
            self.id = tag.attribute("xml:id").unwrap_or_default();
            self.number = tag.attribute("n").unwrap_or_default();
        }
        self.open = None;
        Ends::Nothing
    }

    /// Begins the head of a list, of the document, or of a part of it.
    fn open_head(&mut self, at: &'a str) -> Ends {
        let kind = match self.list {
            Some(field) => Kind::Label(field),
            None if self.has_head => Kind::Heading,
            None => Kind::Head,
        };
        self.has_head |= kind == Kind::Head;
        self.block(kind, at)
    }

    /// Begins a list, whose type says of which field its items are.
    fn open_list(&mut self, tag: Tag<'a>) -> Ends {
        let outer = self.list;
        self.list = match tag.attribute("type") {
            Some("from") => Some(Field::From),
            Some("to" | "info") => Some(Field::To),
            Some("subject") => Some(Field::Subject),
            Some("references" | "ref") => Some(Field::Reference),
            _ => outer,
        };
        Ends::List(outer)
    }

    fn close(&mut self, name: &str) {
        let near = self.stack.iter().rev().take(32);
        let Some(above) = near.into_iter().position(|(open, _)| *open == name) else {
            return;
        };
        for _ in 0..=above {
            if let Some((_, ends)) = self.stack.pop() {
                self.end(ends);
            }
        }
    }

    fn end(&mut self, ends: Ends) {
        match ends {
            Ends::Nothing => {}
            Ends::Block => self.open = None,
            Ends::Note => {
                self.n_notes = self.n_notes.saturating_sub(1);
                if self.n_notes == 0 {
                    self.note = None;
                }
            }
            Ends::Mark(mark) => self.piece(Piece::End(mark), ""),
            Ends::Opener => {
                self.in_opener = false;
                self.open = None;
            }
            Ends::Closer => {
                self.in_closer = false;
                self.open = None;
            }
            Ends::List(outer) => {
                self.list = outer;
                self.open = None;
            }
            Ends::Skipped => self.n_skipped = self.n_skipped.saturating_sub(1),
        }
    }

    fn mark(&mut self, mark: Mark, value: Option<&'a str>, at: &'a str) -> Ends {
        match value {
            Some(value) => {
                self.piece(Piece::Begin(mark, value), at);
                Ends::Mark(mark)
            }
            None => Ends::Nothing,
        }
    }

    /// A note belongs to the block that calls it; one inside another is
    /// part of it.
    fn open_note(&mut self, tag: Tag<'a>) -> Ends {
        self.n_notes += 1;
        if self.note.is_some() {
            return Ends::Note;
        }
        let kind = match tag.attribute("type") {
            Some("source") => Kind::Source,
            Some("summary") => Kind::Summary,
            _ => Kind::Footnote,
        };
        let note = self.notes.len();
        self.notes.push(Draft {
            kind,
            label: first_word(tag.attribute("n").unwrap_or_default()),
            at: tag.name,
            ends: None,
        });
        if let Some(block) = self.open.or(self.blocks.len().checked_sub(1))
            && let Some(block) = self.blocks.get_mut(block)
        {
            self.pieces.push(block, Piece::Note(note));
        } else {
            self.begin(Kind::Opener, tag.name);
            self.piece(Piece::Note(note), tag.name);
            self.open = None;
        }
        self.note = Some(note);
        Ends::Note
    }

    /// A page goes on with the text, or begins with the next block.
    fn page(&mut self, number: &'a str) {
        let page = Piece::Page(number);
        match self.open.or(self.blocks.len().checked_sub(1)) {
            Some(block) if self.note.is_none() => {
                if let Some(block) = self.blocks.get_mut(block) {
                    self.pieces.push(block, page);
                }
            }
            _ => {}
        }
    }
}

/// A sign or a number of a page: no more than a word.
fn first_word(value: &str) -> &str {
    let word = value.split_ascii_whitespace().next().unwrap_or_default();
    if word.len() <= 16 { word } else { "" }
}

/// The first words of a text that begins with the number of a telegram, up to
/// a blank behind it.
fn numbered(text: &str) -> Option<&str> {
    let number = super::opening::opening(text.trim_ascii_start())?;
    let end = place(text, number.printed).end as usize;
    // The sign behind the number, which a blank has to follow.
    let blank = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_whitespace);
    let near = super::super::token::up_to(text, NUMBERED);
    let last = near.rfind(|c: char| c.is_ascii_whitespace())?;
    (blank(end + 1) && last > end).then(|| near.get(..last))?
}

/// How many bytes of a text that begins with a word are words with one space
/// between two, which are taken over as they stand.
fn n_words(text: &str) -> usize {
    let is_blank = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | 0x0c | b'\r');
    let bytes = text.as_bytes();
    let n_single = n_single_spaced(text);
    let above = n_single.checked_sub(1).and_then(|at| bytes.get(at));
    let mut after_blank = above == Some(&b' ');
    let left = bytes.get(n_single..).unwrap_or_default();
    let end = left.iter().position(|&byte| {
        let blank = is_blank(byte);
        let ends = blank && (after_blank || byte != b' ');
        after_blank = blank;
        ends
    });
    let words = text.get(..end.map_or(text.len(), |end| n_single + end));
    words.unwrap_or_default().trim_ascii_end().len()
}

/// Sets blocks below one another.
struct Setter<'r, 'a> {
    reader: &'r Reader<'a>,
    out: Unwrapped<'a>,
    document: Document<'a>,
    marks: Vec<(Mark, &'a str, Option<u32>)>,
    /// Footnotes of the block that is being set, and where they are called.
    called: Vec<(usize, u32)>,
    /// Source notes that wait for the end of the head.
    waiting: Vec<usize>,
}

impl<'r, 'a> Setter<'r, 'a> {
    fn new(source: &'a str, reader: &'r Reader<'a>) -> Setter<'r, 'a> {
        Setter {
            reader,
            out: Unwrapped::new(source),
            document: Document {
                number: reader.number,
                id: reader.id,
                blocks: Vec::with_capacity(reader.blocks.len() + reader.notes.len()),
                footnotes: Vec::with_capacity(reader.notes.len()),
                marked: Vec::with_capacity(reader.pieces.0.len() / 4),
                ..Document::default()
            },
            marks: Vec::new(),
            called: Vec::new(),
            waiting: Vec::new(),
        }
    }

    fn set(mut self) -> Document<'a> {
        let reader = self.reader;
        for draft in &reader.blocks {
            let is_above = matches!(draft.kind, Kind::Head | Kind::Dateline | Kind::Opener);
            if !is_above {
                self.wait_no_more();
            }
            let block = self.block(draft);
            for (note, anchor) in std::mem::take(&mut self.called) {
                let Some(draft) = reader.notes.get(note) else {
                    continue;
                };
                if matches!(draft.kind, Kind::Source | Kind::Summary) {
                    self.waiting.push(note);
                } else {
                    self.footnote(draft, block, anchor);
                }
            }
        }
        self.wait_no_more();
        self.document.text = self.out.text;
        self.document.map = self.out.map;
        self.document
    }

    fn wait_no_more(&mut self) {
        let reader = self.reader;
        for note in std::mem::take(&mut self.waiting) {
            if let Some(draft) = reader.notes.get(note) {
                self.block(draft);
            }
        }
    }

    fn footnote(&mut self, draft: &Draft<'a>, block: usize, anchor: u32) {
        self.apart(draft.at);
        let start = self.here();
        if !draft.label.is_empty() {
            self.out.written(draft.label, '[');
            self.out.verbatim(draft.label);
            let end = from(draft.label, draft.label.len());
            self.out.written(end, ']');
            self.out.written(end, ' ');
        }
        let words = self.pieces(draft);
        self.document.blocks.push(Block {
            kind: Kind::Footnote,
            span: Span {
                start,
                end: words.end,
            },
        });
        self.document.footnotes.push(Footnote {
            label: draft.label,
            block,
            anchor: Some(anchor),
            words,
        });
    }

    /// Sets a block and returns its index.
    fn block(&mut self, draft: &Draft<'a>) -> usize {
        if self.reader.pieces.words(draft).is_none() {
            self.pieces(draft);
            return self.document.blocks.len().saturating_sub(1);
        }
        self.apart(draft.at);
        let span = self.pieces(draft);
        self.document.blocks.push(Block {
            kind: draft.kind,
            span,
        });
        self.document.blocks.len() - 1
    }

    fn apart(&mut self, at: &'a str) {
        if !self.out.text.is_empty() {
            self.out.written(at, '\n');
            self.out.written(at, '\n');
        }
    }

    fn here(&self) -> u32 {
        u32::try_from(self.out.text.len()).unwrap_or(u32::MAX)
    }

    fn pieces(&mut self, draft: &Draft<'a>) -> Span {
        let start = self.here();
        // A blank before the next word, as it stands in the source.
        let mut gap: Option<(&'a str, char)> = None;
        for piece in self.reader.pieces.of(draft) {
            match piece {
                Piece::Text(text) => self.words(text, start, &mut gap),
                Piece::Verbatim(text) => {
                    self.gap(&mut gap, start);
                    self.out.verbatim(text);
                }
                Piece::Break(at) => gap = Some((at, '\n')),
                Piece::Gap(at) => {
                    let is_first = gap.is_some_and(|(_, sign)| sign == '\n');
                    gap = if is_first { gap } else { Some((at, '\t')) };
                }
                Piece::Begin(mark, value) if self.marks.len() < MOST_MARKS => {
                    self.marks.push((mark, value, None));
                }
                Piece::Begin(..) => {}
                Piece::End(mark) => self.end_mark(mark),
                Piece::Note(note) => {
                    let here = self.here();
                    self.called.push((note, here));
                }
                Piece::Page(number) => {
                    let here = self.here();
                    self.document.pages.push((number, here));
                }
            }
        }
        self.marks.clear();
        Span {
            start,
            end: self.here(),
        }
    }

    /// Words with single blanks between them.
    fn words(&mut self, text: &'a str, start: u32, gap: &mut Option<(&'a str, char)>) {
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.trim_ascii_start();
            let blanks = rest.get(..rest.len() - word.len()).unwrap_or_default();
            if !blanks.is_empty() && gap.is_none() {
                *gap = Some((blanks, ' '));
            }
            if word.is_empty() {
                return;
            }
            self.gap(gap, start);
            let here = self.here();
            for (_, _, begin) in &mut self.marks {
                begin.get_or_insert(here);
            }
            let (words, left) = word.split_at(n_words(word));
            self.out.decoded(words);
            rest = left;
        }
    }

    fn gap(&mut self, gap: &mut Option<(&'a str, char)>, start: u32) {
        let Some((at, sign)) = gap.take() else { return };
        if self.here() == start {
            return;
        }
        match sign {
            '\n' => {
                let here = self.here();
                self.document.breaks.push(here);
                self.out.written(at, '\n');
            }
            '\t' => {
                for _ in 0..3 {
                    self.out.written(at, ' ');
                }
            }
            _ if at == " " => self.out.verbatim(at),
            _ => self.out.written(at, ' '),
        }
    }

    fn end_mark(&mut self, mark: Mark) {
        let Some(at) = self.marks.iter().rposition(|(open, ..)| *open == mark) else {
            return;
        };
        let (mark, value, begin) = self.marks.remove(at);
        let end = self.here();
        if let Some(start) = begin
            && start < end
        {
            let span = Span { start, end };
            self.document.marked.push(Marked { mark, value, span });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Mark, document};
    use crate::cable::Span;

    fn check(source: &str) -> String {
        use std::fmt::Write as _;
        let read = document(source, source);
        let words = |span: Span| &read.text[span.range()];
        let mut told = String::new();
        for block in &read.blocks {
            let _ = writeln!(told, "{:?} {:?}", block.kind, words(block.span));
        }
        for note in &read.footnotes {
            let before = &read.text[..note.anchor.unwrap() as usize];
            let _ = writeln!(
                told,
                "note {} after {:?}",
                note.label,
                &before[before.len().saturating_sub(6)..]
            );
        }
        for marked in &read.marked {
            let _ = writeln!(
                told,
                "{:?} {} {:?}",
                marked.mark,
                marked.value,
                words(marked.span)
            );
        }
        for &(page, at) in &read.pages {
            let after = &read.text[at as usize..];
            let _ = writeln!(
                told,
                "page {page} before {:?}",
                &after[..after.len().min(6)]
            );
        }
        told
    }

    #[test]
    fn notes_are_set_below_what_calls_them() {
        insta::assert_snapshot!(check(
            "<div type=\"document\" n=\"14\" xml:id=\"d14\">\n<head>14. Telegram From <gloss target=\"#t_E\">Embassy</gloss>\n   in Veldania<note n=\"1\" type=\"source\">Source: Files. Secret.</note></head>\n\
             <dateline><hi><placeName>Port Larkspur</placeName>, <date when=\"1964-08-04\">August 4, 1964</date></hi>.</dateline>\n\
             <p>88. Boats came<note n=\"2\">Not printed. (<hi>Ibid</hi>.)<p>Second.</p></note> back. <pb n=\"7\"/>They left.</p>\
             <closer><signed><persName corresp=\"#p_Q\">Quill</persName></signed></closer></div>"
        ), @r#"
        Head "14. Telegram From Embassy in Veldania"
        Dateline "Port Larkspur, August 4, 1964."
        Source "Source: Files. Secret."
        Text "88. Boats came back. They left."
        Footnote "[2] Not printed. (Ibid.)\nSecond."
        Signed "Quill"
        note 2 after "s came"
        Entry #t_E "Embassy"
        Place  "Port Larkspur"
        Date 1964-08-04 "August 4, 1964"
        Entry #p_Q "Quill"
        page 7 before " They "
        "#);
    }

    #[test]
    fn the_old_layout_begins_with_its_source() {
        insta::assert_snapshot!(check(
            "<div type=\"document\" n=\"3\"><note rend=\"inline\" type=\"source\">800.00/8\u{2013}448: Telegram</note>\
             <head><hi>The Ambassador</hi> ( <persName>Tremaine</persName> ) <hi>to the Secretary of State</hi></head>\
             <opener><dateline><placeName>Port Larkspur</placeName> , <date>August 4, 1948\u{2014}5 p. m.</date></dateline>\
             <seg><hi>secret</hi></seg> <seg>us urgent</seg></opener><p>313. Text.</p></div>"
        ), @r#"
        Head "The Ambassador ( Tremaine ) to the Secretary of State"
        Dateline "Port Larkspur , August 4, 1948—5 p. m."
        Opener "secret"
        Opener "us urgent"
        Source "800.00/8–448: Telegram"
        Text "313. Text."
        Place  "Port Larkspur"
        Date  "August 4, 1948—5 p. m."
        "#);
    }

    #[test]
    fn lists_tables_and_lines() {
        insta::assert_snapshot!(check(
            "<div><p>Points:<list><label>(1)</label>\n<item>Dues.</item><item>Boats.</item></list> So much.</p>\
             <table><row><cell>a</cell><cell>b</cell></row>\n<row><cell>c</cell></row></table><p>one<lb/>two</p>\
             <list type=\"subject\"><head>SUBJECT</head><item>Dues</item></list><frus:file><frus:pdf>x.pdf</frus:pdf></frus:file></div>"
        ), @r#"
        Text "Points:"
        Text "(1) Dues."
        Text "Boats."
        Text "So much."
        Text "a   b\nc"
        Text "one\ntwo"
        Label(Subject) "SUBJECT"
        Listed(Subject) "Dues"
        "#);
    }

    #[test]
    fn nothing_is_too_deep_or_too_broken() {
        let read = |source| document(source, source);
        let deep = "<hi>".repeat(2000) + "x" + &"</hi>".repeat(2000);
        assert_eq!(read(&deep).text, "x");
        assert_eq!(read("<p>one</hi></p><p>two").text, "one\n\ntwo");
        assert_eq!(read("words alone").blocks[0].kind, Kind::Text);
        assert_eq!(read("<note><note>").text, "");
        assert_eq!(read("<persName corresp=\"#p\">").marked.len(), 0);
        assert_ne!(Mark::Place, Mark::Date);
    }

    #[test]
    fn every_word_is_found_in_the_source() {
        let source = "<p>One<note n=\"1\">a   note</note> two\n   three &amp; four</p>";
        let read = document(source, source);
        for word in ["One", "note", "two", "three", "four"] {
            let here = u32::try_from(read.text.find(word).unwrap()).unwrap();
            assert!(
                source[read.map.source(here) as usize..].starts_with(word),
                "{word}"
            );
        }
    }
}
