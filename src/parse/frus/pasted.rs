//! A page of a volume that was copied from its site and pasted as plain text.
//!
//! ```abnf
//! page      = *chrome head *(opener / dateline / source) 1*paragraph
//!             [signature] [archive] *footnote
//! head      = ["No." 1*blank 1*DIGIT line-end] 1*3line      ; its footnote's sign at its end
//! opener    = level [1*blank precedence] / precedence
//! footnote  = sign 1*blank *CHAR
//! sign      = 1*3DIGIT ["."] / "/" 1*3DIGIT "/" / "[" 1*3DIGIT "]"
//! archive   = [". "] file ":" 1*blank "Telegram"            ; to about 1954
//! ```
//!
//! The markup is lost: which lines are footnotes is told by their signs, and
//! by the source note, which is the first of them. The blocks that are found are
//! those of a document in TEI, and are read by the same rules.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::lines;
use super::super::token::{begins, byte, from, is_digits, place, up_to};
use super::blocks::{Block, Document, Footnote, Kind, Mark, Marked};
use super::{FrusVolume, POSTS, Reader, dateline, head, is_name, opening, source_note};
use crate::cable::{Cable, LineKind, SourceMap, Span};

/// Bytes of a head at most.
const LONGEST_HEAD: usize = 240;

/// Lines of a head at most.
const HEAD_LINES: usize = 4;

/// Bytes of a dateline at most.
const LONGEST_DATELINE: usize = 100;

/// Bytes of a line of a text that was wrapped at most.
const WRAPPED: usize = 100;

/// Lines of the site above a head at most.
const CHROME: usize = 8;

/// Whether a line may begin the head of such a page: asked before more is
/// read.
#[inline]
pub(in super::super) fn may_head(line: &str) -> bool {
    const WORDS: [&str; 4] = ["elegram", "irgram", "ablegram", "ackchannel"];
    let named = || WORDS.iter().any(|word| line.contains(word)) || line.contains("Cable From ");
    line.len() <= LONGEST_HEAD && (line.starts_with("No. ") || line.starts_with("The ") || named())
}

/// Reads a page whose head begins at a line. Nothing where it shows too little
/// of a page, and where the header of a telegram stands below a head that gives
/// no number of it, as those of electronic volumes do that print one.
///
/// Samples: `plain/copied-from-a-volume`, `plain/pasted-page-with-footnotes`,
/// `plain/pasted-page-of-1953`
///
/// A CR before the end of a line would be a second blank between two lines of a
/// paragraph, so where there are any the cable has a text of its own without
/// them, and says where it stands.
#[cold]
#[inline(never)]
pub(in super::super) fn pasted(text: &str, head_at: usize, has_header: bool) -> Option<Cable> {
    if !text.contains("\r\n") {
        return page(text, head_at, has_header);
    }
    let (plain, map) = without_returns(text);
    let mut cable = page(&plain, head_at, has_header)?;
    cable.text = Arc::from(plain);
    cable.source_map = map;
    Some(cable)
}

/// A text without any CR directly before LF, and where it stands.
fn without_returns(text: &str) -> (String, SourceMap) {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut plain = String::with_capacity(text.len());
    let mut map = SourceMap::default();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let line = text.get(start..end).unwrap_or_default();
        map.push(offset(plain.len()), offset(start));
        plain.push_str(line.trim_end_matches('\r'));
        map.push(offset(plain.len()), offset(end));
        plain.push('\n');
        start = end + 1;
    }
    map.push(offset(plain.len()), offset(start));
    plain.push_str(from(text, start));
    (plain, map)
}

/// Reads a page whose lines end with one character each.
fn page(text: &str, head_at: usize, has_header: bool) -> Option<Cable> {
    let read = lines::lines(text);
    let page = Page {
        text,
        contents: read.contents,
    };
    if !page.is_chrome_above(head_at) {
        return None;
    }
    let (document, number) = page.document(head_at)?;
    if has_header && number.is_none() {
        return None;
    }
    let volume = FrusVolume::default();
    let mut reader = Reader::new(&document, &volume);
    // The rules read the text with its line ends as blanks; its lines are its
    // own.
    reader.lines = read.each;
    for line in reader.lines.iter_mut().take(head_at) {
        if line.kind != LineKind::Blank {
            line.kind = LineKind::Notice;
        }
    }
    let mut blocks = document.blocks.iter().peekable();
    for line in reader.lines.iter_mut().skip(head_at) {
        while blocks
            .peek()
            .is_some_and(|block| block.span.end <= line.span.start)
        {
            blocks.next();
        }
        if line.kind != LineKind::Blank {
            line.kind = blocks
                .peek()
                .map_or(LineKind::Editorial, |block| super::line_kind(block.kind));
        }
    }
    reader.edited();
    // Such a telegram is read in its own lines.
    if number.is_some() && document.text == text {
        reader.printed_telegram();
    }
    reader.rest("");
    Some(reader.cable())
}

/// The lines of a page.
struct Page<'a> {
    text: &'a str,
    contents: Vec<Span>,
}

/// The sign of a footnote, and its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sign<'a> {
    label: &'a str,
    number: u32,
    /// Whether it reads as the number of a paragraph.
    is_dotted: bool,
    words: &'a str,
}

/// The sign that a footnote begins with.
fn sign(text: &str) -> Option<Sign<'_>> {
    let (close, inside) = match byte(text, 0) {
        b'/' => ("/", from(text, 1)),
        b'[' => ("]", from(text, 1)),
        _ => ("", text),
    };
    let rest = inside.trim_start_matches(|c: char| c.is_ascii_digit());
    let label = up_to(inside, inside.len() - rest.len());
    // `00 ACTION` begins a line of distribution.
    let is_number = (1..=3).contains(&label.len()) && (label == "0" || !label.starts_with('0'));
    if !is_number {
        return None;
    }
    let rest = rest.strip_prefix(close)?;
    let dotted = rest.strip_prefix('.').filter(|_| close.is_empty());
    let words = dotted.unwrap_or(rest);
    let is_apart = !close.is_empty() || words.starts_with(' ');
    let words = words.trim_start();
    (is_apart && !words.is_empty()).then_some(Sign {
        label,
        number: label.parse().ok()?,
        is_dotted: dotted.is_some(),
        words,
    })
}

/// A head without the signs of footnotes at its end, glued or apart:
/// `Department of State1`, `Department of State/1/`.
fn without_signs(head: &str) -> &str {
    let mut bare = head.trim_end();
    loop {
        if let Some((before, number)) = bare
            .strip_suffix('/')
            .and_then(|inside| inside.rsplit_once('/'))
            && is_digits(number)
        {
            bare = before.trim_end();
            continue;
        }
        let before = bare.trim_end_matches(|c: char| c.is_ascii_digit());
        let n_digits = bare.len() - before.len();
        let n_signs = match n_digits {
            // A year has four, and is no sign.
            5 | 6 => n_digits - 4,
            1 | 2 if before.ends_with(|c: char| c.is_alphabetic() || " .)".contains(c)) => n_digits,
            _ => return bare,
        };
        bare = up_to(bare, bare.len() - n_signs).trim_end();
    }
}

/// Whether the addressee of a head goes on below: `the Department of`.
fn breaks_off(addressee: &str) -> bool {
    const LINKS: [&str; 9] = [
        "of", "in", "at", "the", "to", "and", "for", "South", "United",
    ];
    let last = addressee.rsplit(' ').next().unwrap_or_default();
    LINKS.contains(&last)
}

/// Whether a head is one of a telegram; an old head says so of none, but names
/// two of the Department and its posts.
fn is_headed(head: &head::Head<'_>, line: &str) -> bool {
    let known = |name: &str| {
        let others = [
            "Secretary",
            "Acting Secretary",
            "Under Secretary",
            "Department",
        ];
        POSTS.iter().chain(&others).any(|word| begins(name, word))
    };
    let is_whole = !head.sender.is_empty() && !without_signs(head.addressee).is_empty();
    let is_old = || line.starts_with("The ") && known(head.sender) && known(head.addressee);
    is_whole
        && !breaks_off(head.addressee)
        && (!head.kind.is_empty() || (is_old() || line.starts_with("No. ")) && known(head.sender))
}

/// The month in a dateline: where it begins.
fn date_at(line: &str) -> Option<usize> {
    let mut ats = (0..line.len()).filter(|&at| line.is_char_boundary(at));
    ats.find(|&at| dateline::month(from(line, at)).is_some())
}

/// Whether a line stands beside the dateline: `top secret priority`.
fn is_opener(line: &str) -> bool {
    let level = source_note::level_words(line);
    let rest = from(line, level.map_or(0, str::len));
    let rest = rest.trim_matches([' ', ',', ';', '.']);
    line.len() < 60 && (level.is_some() && rest.is_empty() || source_note::is_precedence(rest))
}

/// Whether a line names the file in which a telegram lies, as the volumes to
/// about 1954 do: `790D.00/2-1153: Telegram`.
fn is_archive(line: &str) -> bool {
    let file = line.trim_start_matches(['.', ' ']);
    let told = file.trim_end_matches('.').rsplit_once(':');
    told.is_some_and(|(file, kind)| {
        let kind = kind.trim();
        file.len() < 80
            && file.contains(|c: char| c.is_ascii_digit())
            && [
                "Telegram",
                "Circular telegram",
                "Airgram",
                "Circular airgram",
            ]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(kind))
    })
}

/// Whether a text is a source note.
fn is_source(text: &str) -> bool {
    text.starts_with("Source:") || text.starts_with("[Source:")
}

impl<'a> Page<'a> {
    fn line(&self, idx: usize) -> &'a str {
        let span = self.contents.get(idx).copied().unwrap_or_default();
        self.text.get(span.range()).unwrap_or_default()
    }

    fn is_blank(&self, idx: usize) -> bool {
        self.line(idx).is_empty()
    }

    /// From the first word of a line to the last of another.
    fn span(&self, first: usize, last: usize) -> Span {
        let first = self.contents.get(first).copied().unwrap_or_default();
        first.cover(self.contents.get(last).copied().unwrap_or_default())
    }

    fn next_words(&self, from_idx: usize) -> Option<usize> {
        (from_idx..self.contents.len()).find(|&idx| !self.is_blank(idx))
    }

    /// Whether nothing stands above a line but what the site puts there.
    fn is_chrome_above(&self, head_at: usize) -> bool {
        const SITE: [&str; 3] = [
            "Foreign Relations of the United States",
            "Historical Documents",
            "Office of the Historian",
        ];
        let above = || (0..head_at).filter(|&idx| !self.is_blank(idx));
        let is_of_site = |idx: usize| {
            let line = self.line(idx);
            SITE.iter()
                .any(|words| memchr::memmem::find(line.as_bytes(), words.as_bytes()).is_some())
        };
        let is_sentence = |idx: usize| self.line(idx).ends_with(['.', ':', ',']);
        above().next().is_none()
            || above().count() <= CHROME && above().any(is_of_site) && !above().any(is_sentence)
    }

    /// The last line of the head that begins at a line.
    fn head_end(&self, head_at: usize) -> Option<usize> {
        let mut last = head_at;
        for idx in head_at..self.contents.len().min(head_at + HEAD_LINES) {
            if idx > head_at && self.is_blank(idx) {
                // `No. 62` may stand apart.
                if idx == head_at + 1 && self.line(head_at).starts_with("No. ") {
                    continue;
                }
                return None;
            }
            last = idx;
            let span = self.span(head_at, idx);
            let head = flowing(self.text.get(span.range())?);
            if head.len() > LONGEST_HEAD {
                return None;
            }
            let bare = without_signs(&head);
            if is_headed(&head::head(bare), bare) && !self.goes_on_with_head(idx + 1) {
                return Some(last);
            }
        }
        let span = self.span(head_at, last);
        let head = flowing(self.text.get(span.range())?);
        let bare = without_signs(&head);
        is_headed(&head::head(bare), bare).then_some(last)
    }

    /// Whether a line right below a head goes on with it: `of State`,
    /// `Arabia`.
    fn goes_on_with_head(&self, idx: usize) -> bool {
        let line = without_signs(self.line(idx));
        let is_word = || {
            !line.is_empty()
                && line.bytes().all(|byte| byte.is_ascii_alphabetic())
                && self.is_blank(idx + 1)
        };
        line.starts_with("of ") || is_word() && !is_opener(line)
    }

    /// The blocks of a page, and the number of the telegram that its head gives.
    fn document(&self, head_at: usize) -> Option<(Document<'a>, Option<&'a str>)> {
        let last = self.head_end(head_at)?;
        let whole = self.span(head_at, last);
        let printed = self.text.get(whole.range())?;
        let bare = without_signs(printed);
        let head = place(self.text, bare);
        let has_sign = head.end < whole.end;
        let mut document = Document {
            number: numbered(bare),
            ..Document::default()
        };
        let push = |document: &mut Document<'a>, kind, span| {
            document.blocks.push(Block { kind, span });
        };
        push(&mut document, Kind::Head, head);
        let flat = flowing(bare);
        let told = head::head(&flat);
        let is_new = !told.kind.is_empty();
        let is_dated_above = !told.date.is_empty();
        let number = told.number.and_then(|number| {
            let span = place(&flat, number);
            bare.get(span.range())
        });
        let mut is_dated = false;
        let mut has_source = false;
        let mut at = self.next_words(last + 1)?;
        // Few lines stand between head and text.
        for _ in 0..HEAD_LINES {
            let line = self.line(at);
            let words = sign(line).map_or(line, |sign| sign.words);
            let dated = Some(line)
                .filter(|line| !is_dated && line.len() < LONGEST_DATELINE)
                .filter(|line| dateline::printed(line).is_some())
                .and_then(date_at);
            if let Some(month) = dated {
                is_dated = true;
                let span = place(self.text, line);
                push(&mut document, Kind::Dateline, span);
                let (here, day) = line.split_at_checked(month)?;
                for (mark, words) in [
                    (Mark::Place, here.trim_end_matches([' ', ','])),
                    (Mark::Date, day),
                ] {
                    if !words.is_empty() {
                        document.marked.push(Marked {
                            mark,
                            value: "",
                            span: place(self.text, words),
                        });
                    }
                }
                at = self.next_words(at + 1)?;
            } else if is_opener(line) {
                push(&mut document, Kind::Opener, place(self.text, line));
                at = self.next_words(at + 1)?;
            } else if is_source(words)
                && !has_source
                && let end = self.end_of_note(at)
                && let Some(below) = self.next_words(end + 1)
            {
                has_source = true;
                let span = place(self.text, words).cover(self.span(at, end));
                push(
                    &mut document,
                    Kind::Source,
                    from_words(span, self.text, words),
                );
                at = below;
            } else {
                break;
            }
        }
        let texts = self.texts(at, number.is_some());
        let notes = self.first_note(&texts, has_sign);
        let first = self.text.get(texts.first()?.range())?;
        // A list of heads is no page.
        let is_list = {
            let head = head::head(up_to(first, LONGEST_HEAD));
            !head.kind.is_empty() && !head.addressee.is_empty()
        };
        let serial = opening::opening(up_to(first, 64)).and_then(|opening| opening.serial);
        let slices = || texts.iter().filter_map(|span| self.text.get(span.range()));
        let stands_in_file = || slices().skip(1).any(is_archive);
        has_source |= slices()
            .skip(notes)
            .any(|text| is_source(sign(text).map_or(text, |sign| sign.words)));
        let is_page = if is_new {
            is_dated || is_dated_above || has_source || starts_numbered(bare)
        } else {
            is_dated && (serial.is_some_and(|serial| serial > 1) || stands_in_file())
        };
        if is_list || !is_page || notes == 0 {
            return None;
        }
        let anchor = has_sign.then_some(head.end);
        self.text_blocks(&mut document, &texts, notes, anchor);
        document.text = self.shadow(&document.blocks);
        Some((document, number))
    }

    /// The last line of a note that begins at a line.
    fn end_of_note(&self, at: usize) -> usize {
        let is_wrapped = self.line(at).len() <= WRAPPED;
        let mut end = at;
        while is_wrapped
            && end + 1 < self.contents.len()
            && !self.is_blank(end + 1)
            && opening::paragraph(self.line(end + 1)).is_none()
            && opening::opening(self.line(end + 1)).is_none()
        {
            end += 1;
        }
        end
    }

    /// The paragraphs and footnotes from a line on.
    ///
    /// A browser copies each as one line; a mail may have wrapped them. Electronic
    /// volumes, whose heads give the number of the telegram, print it by lines.
    fn texts(&self, first: usize, is_by_line: bool) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let below = || first..self.contents.len();
        let widest = below().map(|idx| self.line(idx).len()).max().unwrap_or(0);
        let is_wrapped = widest <= WRAPPED && !is_by_line;
        let mut above: Option<usize> = None;
        for idx in below() {
            let line = self.line(idx);
            if line.is_empty() {
                above = None;
                continue;
            }
            let is_new = |above: usize| {
                let last = self.line(above);
                let is_short = last.len() < widest * 2 / 3 && last.ends_with(['.', '?', '!', ']']);
                let begins = opening::paragraph(line).is_some()
                    || line.starts_with(['/', '[']) && sign(line).is_some()
                    || sign(line).is_some_and(|sign| is_source(sign.words));
                !is_wrapped || is_short || begins || is_archive(line)
            };
            let span = self.span(idx, idx);
            match (above, spans.last_mut()) {
                (Some(above), Some(last)) if !is_new(above) => *last = last.cover(span),
                _ => spans.push(span),
            }
            above = Some(idx);
        }
        spans
    }

    /// The first of the texts that are footnotes; their number where there are
    /// none.
    ///
    /// The source note tells, or the file above, or that signs stand there that
    /// paragraphs do not bear; else a name above that signs the text, with the
    /// footnotes that the head calls to the end of the page.
    fn first_note(&self, texts: &[Span], has_sign: bool) -> usize {
        let text = |idx: usize| {
            let span = texts.get(idx).copied().unwrap_or_default();
            self.text.get(span.range()).unwrap_or_default()
        };
        let ascends = |first: usize| {
            let mut last = None;
            (first..texts.len()).all(|idx| {
                let number = sign(text(idx)).map(|sign| sign.number);
                std::mem::replace(&mut last, number) < number
            })
        };
        let is_sure = |&idx: &usize| {
            let sign = sign(text(idx));
            let is_told = match sign {
                Some(sign) => is_source(sign.words),
                None => is_source(text(idx)) && ascends(idx + 1),
            };
            is_told
                || is_archive(text(idx))
                || has_sign
                    && sign.is_some_and(|sign| sign.number <= 1 && !sign.is_dotted)
                    && ascends(idx)
        };
        if let Some(sure) = (1..texts.len()).rev().find(is_sure) {
            return sure;
        }
        let is_first = |&idx: &usize| sign(text(idx)).is_some_and(|sign| sign.number == 1);
        let Some(first) = (2..texts.len()).rev().find(is_first) else {
            return texts.len();
        };
        // `Harbor Dues` may be a title above numbered paragraphs, which nothing
        // calls.
        let above = texts.get(..first).unwrap_or_default();
        let is_called = || {
            let called = self.called(above.iter());
            let mut below = (first + 1..texts.len()).filter_map(|idx| sign(text(idx)));
            first + 1 == texts.len() || below.any(|sign| called.contains_key(sign.label))
        };
        if has_sign && ascends(first) && is_name(text(first - 1)) && is_called() {
            first
        } else {
            texts.len()
        }
    }

    /// Sets paragraphs and footnotes.
    fn text_blocks(
        &self,
        document: &mut Document<'a>,
        texts: &[Span],
        notes: usize,
        in_head: Option<u32>,
    ) {
        let slice = |span: Span| self.text.get(span.range()).unwrap_or_default();
        for (idx, &span) in texts.iter().enumerate().take(notes) {
            let below = texts.get(idx + 1).filter(|_| idx + 1 < notes);
            let is_title = idx > 0
                && is_title(slice(span))
                && below.is_some_and(|&span| opening::paragraph(slice(span)).is_some());
            let kind = if is_title { Kind::Heading } else { Kind::Text };
            document.blocks.push(Block { kind, span });
        }
        let n_texts = document.blocks.len();
        let called = self.called(texts.iter().take(notes));
        // The volumes of 1958-60 give the source note the number 0.
        let mut last = None;
        for &span in texts.iter().skip(notes) {
            let words = slice(span);
            let found = sign(words).filter(|sign| Some(sign.number) > last);
            let is_note = found.is_some();
            let bare = found.map_or(words, |sign| sign.words);
            let kind = if is_source(bare) || !is_note && is_archive(words) {
                Kind::Source
            } else {
                Kind::Footnote
            };
            let span = place(self.text, bare);
            let block = document.blocks.len();
            document.blocks.push(Block { kind, span });
            let Some(sign) = found else { continue };
            last = Some(sign.number);
            if kind == Kind::Source {
                continue;
            }
            let in_text = called.get(sign.label).copied();
            let anchor = in_head.filter(|_| sign.number == 1).or(in_text);
            let above = document.blocks.get(..n_texts).unwrap_or_default();
            let calls = anchor.map_or(block, |anchor| {
                above.partition_point(|block| block.span.end < anchor)
            });
            document.footnotes.push(Footnote {
                label: sign.label,
                block: calls,
                anchor,
                words: span,
            });
        }
    }

    /// Where the texts call footnotes first: a number glued to a word or to
    /// the sign behind it.
    fn called<'b>(&self, texts: impl Iterator<Item = &'b Span>) -> HashMap<&'a str, u32> {
        let mut called = HashMap::new();
        for span in texts {
            let text = self.text.get(span.range()).unwrap_or_default();
            let mut at = 0;
            while let Some(found) = from(text, at).find(|c: char| c.is_ascii_digit()) {
                let start = at + found;
                let rest = from(text, start).trim_start_matches(|c: char| c.is_ascii_digit());
                let end = text.len() - rest.len();
                at = end;
                let before = up_to(text, start);
                let is_glued = before.ends_with(|c: char| {
                    c.is_lowercase() || matches!(c, ',' | ';' | ')' | ']' | '\u{201d}' | '\u{2019}')
                }) || before.strip_suffix(['.', ':']).is_some_and(|before| {
                    // `STATE 12345.2` at the end is no fraction.
                    before.ends_with(|c: char| c.is_alphabetic() || c == ')') || rest.is_empty()
                });
                let is_apart = rest.is_empty()
                    || rest.starts_with(|c: char| c.is_whitespace() || ".,;)]".contains(c));
                if is_glued && is_apart && end - start <= 3 {
                    let sign = place(self.text, before).end;
                    let label = text.get(start..end).unwrap_or_default();
                    called.entry(label).or_insert(sign);
                }
            }
        }
        called
    }

    /// The text with the line ends inside of blocks as blanks, so that a line
    /// end is none to the rules: places stay as they are.
    fn shadow(&self, blocks: &[Block]) -> String {
        let mut shadow = String::with_capacity(self.text.len());
        for block in blocks {
            let start = block.span.start as usize;
            let done = shadow.len();
            shadow.push_str(self.text.get(done..start).unwrap_or_default());
            shadow.push_str(&flowing(
                self.text.get(block.span.range()).unwrap_or_default(),
            ));
        }
        shadow.push_str(from(self.text, shadow.len()));
        shadow
    }
}

/// Words with their line ends as blanks.
fn flowing(words: &str) -> String {
    words.replace(['\n', '\r'], " ")
}

/// From the words of a note to the end of a span.
fn from_words(span: Span, text: &str, words: &str) -> Span {
    Span {
        start: place(text, words).start,
        end: span.end,
    }
}

/// Whether a head begins with the number of its document.
fn starts_numbered(head: &str) -> bool {
    !numbered(head).is_empty()
}

/// The number of the document in a head: `14.`, `No. 14`.
fn numbered(head: &str) -> &str {
    let is_below = head.strip_prefix("No.");
    let digits = is_below.unwrap_or(head).trim_start();
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = up_to(digits, digits.len() - rest.len());
    let is_number = is_below.is_some() || rest.starts_with('.');
    if is_number { number } else { "" }
}

/// Whether words may be a title between paragraphs.
fn is_title(words: &str) -> bool {
    words.len() < 60
        && words.split(' ').count() <= 8
        && words.starts_with(char::is_uppercase)
        && !words.contains(':')
        && !words.ends_with(['.', ':', ';', ',', ']', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::{sign, without_returns, without_signs};
    use crate::cable::{Cable, Classification, Family};
    use crate::parse::{header, laws, parse};

    fn read(text: &str) -> Cable {
        laws(text.as_bytes()).unwrap();
        let cable = parse(text.as_bytes());
        assert_eq!(header(text.as_bytes()).mrn, cable.mrn, "{text}");
        cable
    }

    /// From whom, to whom and when a page is, its number, level and signature.
    fn told(cable: &Cable) -> String {
        let heading = &cable.heading;
        let from = heading.from.as_ref().map(|from| cable.read(from.plad.0));
        let to = heading.action.first().map(|to| cable.read(to.plad.0));
        let signed = cable.signature.first().map(|span| cable.read(*span));
        format!(
            "{} | {} | {} | {} | {} | {}",
            from.unwrap_or_default(),
            to.unwrap_or_default(),
            cable.date().map_or(String::new(), |date| date.to_string()),
            cable
                .mrn
                .as_ref()
                .map_or(String::new(), ToString::to_string),
            cable.level().map_or("", Classification::slug),
            signed.unwrap_or_default(),
        )
    }

    fn attribute<'a>(cable: &'a Cable, key: &str) -> &'a str {
        let mut attributes = cable.attributes.iter();
        attributes
            .find(|it| &*it.key == key)
            .map_or("", |it| &*it.value)
    }

    #[test]
    fn a_text_without_returns_knows_where_it_stands() {
        let text = "\r\none\r\r\ntwo\r more\nlast";
        let (plain, map) = without_returns(text);
        assert_eq!(plain, "\none\ntwo\r more\nlast");
        for (at, letter) in plain.bytes().enumerate() {
            let there = map.source(u32::try_from(at).unwrap()) as usize;
            assert_eq!(text.as_bytes().get(there), Some(&letter), "{at}");
        }
    }

    #[test]
    fn the_lines_of_a_wrapped_page_meet_as_one_whatever_ends_them() {
        let page = format!(
            "{HEAD}\n\n{DATELINE}\n\n311. Subject: Harbor Dues of the northern\nports. Ref: State \
             12345.\n\n1. The Minister of Harbors agreed at last to talks in\nNorthhaven.\n\n\
             Childers\nChilders\n\n1 Source: Harbor Archives. Secret; Immediate. Drafted by\n\
             Quill and approved by Marlow.\n"
        );
        let cable = read(&page);
        let dosed = parse(page.replace('\n', "\r\n").as_bytes());
        assert_eq!(told(&cable), told(&dosed));
        assert_eq!(dosed.family, Family::Frus);
        let words = |cable: &Cable| cable.read(cable.heading.subject.unwrap());
        assert_eq!(words(&cable), words(&dosed));
        let at = u32::try_from(dosed.text().find("Northhaven").unwrap()).unwrap();
        let there = page.replace('\n', "\r\n").find("Northhaven").unwrap();
        assert_eq!(dosed.source_map.source(at) as usize, there);
    }

    const HEAD: &str = "130. Telegram From the Embassy in Veldania to the Department of State";
    const DATELINE: &str = "Port Larkspur, July 22, 2008, 1504Z.";
    const TEXT: &str = "311. Subject: Harbor Dues. Ref: State 12345.2\n\n\
        1. The Minister of Harbors agreed.3\n\nHarbor Dues in the North\n\n2. Boats came.\n\nTremaine";
    const NOTES: &str = "1 Source: Harbor Archives, RG 59, POL 1 VD. Secret; Immediate; Nodis. Repeated to Northhaven. Drafted by Quill (POL) and approved by Marlow.\n\
        2 Telegram 12345 to Port Larkspur, July 20.\n3 Not printed.";

    #[test]
    fn a_page_is_read_as_the_volume_is() {
        for sign in ["", "1", " 1", "/1/"] {
            let cable = read(&format!(
                "{HEAD}{sign}\n\n{DATELINE}\n\n{TEXT}\n\n{NOTES}\n"
            ));
            assert_eq!(cable.family, Family::Frus);
            assert_eq!(
                told(&cable),
                "Embassy in Veldania | Department of State | 2008-07-22 | 08PORTLARKSPUR311 | secret | Tremaine"
            );
            assert_eq!(cable.dtg().unwrap().utc(), "2008-07-22T15:04:00Z");
            let subject = cable.heading.subject.map(|span| cable.read(span));
            assert_eq!(subject.as_deref(), Some("Harbor Dues"));
            let reference = &cable.heading.references[0];
            assert_eq!(reference.mrn.as_ref().unwrap().to_string(), "08STATE12345");
            assert_eq!(&*cable.heading.captions[0].text, "NODIS");
            assert_eq!(attribute(&cable, "Document"), "130");
            assert_eq!(attribute(&cable, "Precedence"), "Immediate");
            assert_eq!(attribute(&cable, "Drafted by"), "Quill (POL)");
            let notes: Vec<_> = cable
                .notes
                .iter()
                .map(|note| (&*note.label, note.paragraph, cable.slice(note.text)))
                .collect();
            assert_eq!(
                notes,
                [
                    ("2", Some(0), "Telegram 12345 to Port Larkspur, July 20."),
                    ("3", Some(1), "Not printed.")
                ]
            );
            assert_eq!(cable.paragraphs.len(), 3);
            let title = cable.paragraphs[2].heading.unwrap();
            assert_eq!(cable.slice(title), "Harbor Dues in the North");
        }
    }

    #[test]
    fn a_source_note_may_have_the_number_0_or_be_all_there_is() {
        let cable = read(&format!(
            "{HEAD} 0\n\n{DATELINE}\n\n311. Boats came.1\n\nTremaine\n\n0. Source: Archives. Secret.\n1. Not printed.\n"
        ));
        assert_eq!(cable.level().map(Classification::slug), Some("secret"));
        assert_eq!((cable.paragraphs.len(), cable.notes.len()), (1, 1));
        let cable = read(&format!(
            "{HEAD}\n\n{DATELINE}\n\n[Source: Archives, Box 3. Secret; Codeword. 2 pages not declassified.]\n"
        ));
        assert_eq!(cable.level().map(Classification::slug), Some("secret"));
        assert_eq!(cable.excisions.len(), 1);
    }

    #[test]
    fn a_page_may_print_the_header_of_its_telegram() {
        let head = "12. Telegram 311 From the Embassy in Veldania to the Department of State, July 22, 1975, 1504Z.1 2";
        let text = "PORT LARKSPUR 311\n\nR 221504Z JUL 75\n\nFM AMEMBASSY PORT LARKSPUR\n\n\
            TO SECSTATE WASHDC 4412\n\nC O N F I D E N T I A L PORT LARKSPUR 311\n\n\
            SUBJECT: HARBOR DUES\n\n1. BOATS CAME.\n\nTREMAINE";
        let cable = read(&format!(
            "{head}\n\n{text}\n\n1. Source: Archives. Confidential.\n2. Not printed.\n"
        ));
        assert_eq!(cable.family, Family::Frus);
        assert_eq!(
            told(&cable),
            "AMEMBASSY PORT LARKSPUR | SECSTATE WASHDC | 1975-07-22 | 75PORTLARKSPUR311 | confidential | TREMAINE"
        );
        let subject = cable.heading.subject.map(|span| cable.read(span));
        assert_eq!(subject.as_deref(), Some("HARBOR DUES"));
        assert_eq!(cable.notes.len(), 1);
    }

    #[test]
    fn heads_and_paragraphs_may_be_wrapped() {
        let head = HEAD.replace("Department of State", "Department of\nState");
        let other = HEAD.replace("Telegram From the ", "Telegram From the\n");
        for head in [head, other] {
            let cable = read(&format!(
                "{head}\n\n{DATELINE}\n\n311. Subject: Dues in the Harbors of\nVeldania. Ref: State\n12345.\n\nTremaine\n\n\
                 1. Source: Harbor Archives. Secret;\nNodis.\n"
            ));
            assert_eq!(
                told(&cable),
                "Embassy in Veldania | Department of State | 2008-07-22 | 08PORTLARKSPUR311 | secret | Tremaine"
            );
            let subject = cable.heading.subject.map(|span| cable.read(span));
            assert_eq!(subject.as_deref(), Some("Dues in the Harbors of Veldania"));
            assert_eq!(cable.heading.references.len(), 1);
            assert_eq!(cable.heading.captions.len(), 1);
        }
    }

    #[test]
    fn the_source_may_stand_below_the_head() {
        for note in [
            "Source: Archives. Secret; Nodis.",
            "1. Source: Archives. Secret; Nodis.",
        ] {
            let cable = read(&format!(
                "{HEAD}\n\n{note}\n\n{DATELINE}\n\n311. Boats came.\n\nTremaine\n"
            ));
            assert_eq!(
                told(&cable),
                "Embassy in Veldania | Department of State | 2008-07-22 | 08PORTLARKSPUR311 | secret | Tremaine"
            );
            assert_eq!(cable.paragraphs.len(), 1);
        }
    }

    #[test]
    fn pages_of_before_1955_name_their_file() {
        let notes = ". 790D.00/4-453: Telegram\n1. Repeated to Northhaven.\n2. Not printed.";
        let cable = read(&format!(
            "No. 62 The Secretary of State to the Embassy in Veldania1\n\ntop secret priority\n\n\
             Washington, April 4, 1953\u{2014}2:28 p.m.\n\n1578. Questions raised by boats.2\n\n1. Boats came.\n\nChilders\n\n{notes}\n"
        ));
        assert_eq!(
            told(&cable),
            "Secretary of State | Embassy in Veldania | 1953-04-04 | 53STATE1578 | top-secret | Childers"
        );
        assert_eq!(attribute(&cable, "Document"), "62");
        assert_eq!(cable.notes.len(), 2);
        assert_eq!(cable.slice(cable.heading.info[0].plad.0), "Northhaven");
        let cable = read(
            "The Ambassador in Veldania (Tremaine) to the Department of State\n\n\
             Port Larkspur, January 25, 1951\u{2014}6 p. m.\n\nsecret\n\n1831. Your 1924 and 1925. Boats came.\n\nTremaine\n",
        );
        assert_eq!(
            told(&cable),
            "Ambassador in Veldania (Tremaine) | Department of State | 1951-01-25 | 51PORTLARKSPUR1831 | secret | Tremaine"
        );
        let cited = cable.heading.references.iter();
        let cited: Vec<_> = cited
            .filter_map(|it| it.mrn.as_ref())
            .map(ToString::to_string)
            .collect();
        assert_eq!(cited, ["51STATE1924", "51STATE1925"]);
    }

    #[test]
    fn a_head_copied_from_a_volume_is_no_title() {
        let telegram = "Telegram From the Embassy in Veldania to the Department of State";
        for head in [
            format!("14. {telegram}\n"),
            format!("{telegram}/1/\n\nPort Larkspur, February 24, 1966, 6 p.m.\n\n"),
            format!("{telegram}\n\nSecret\n\nPort Larkspur, February 24, 1966, 6 p.m.\n\n"),
            format!(
                "Historical Documents\nForeign Relations of the United States, 1964\n14. {telegram}\n\n"
            ),
        ] {
            let cable = read(&format!(
                "{head}Minister of Marine opened talks.\n\nTremaine\n"
            ));
            let told = told(&cable);
            assert!(
                told.starts_with("Embassy in Veldania | Department of State | "),
                "{head}{told}"
            );
            assert!(told.ends_with("Tremaine"), "{head}{told}");
            assert!(cable.head().is_some());
        }
    }

    #[test]
    fn other_texts_are_left_alone() {
        let cable = "FM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\nUNCLAS PORT LARKSPUR 000311\n\nSUBJECT: HARBOR\n\n";
        for text in [
            // Titles and memoranda.
            "New Cable From Oslo to Rome\n\nBoats came.\n".into(),
            "Oslo Telegram From Ada Quill to Ines Marlow\nSECRET\n\nBoats came.\n".into(),
            "The Cable From Oslo to Rome\nwas laid in the year of the storm\n\nBoats came.\n".into(),
            "The Ambassador in Veldania to the Secretary of State\n\nJune 4, 1953\n\nDear Ada: boats came.\n".into(),
            format!("MEMORANDUM FOR: Ada Quill\nAttached is this:\n\n{HEAD}\n\n{DATELINE}\n\n311. Boats came.\n"),
            // Lists of heads.
            format!("{HEAD}\n\n131. Telegram From the Department of State to the Embassy in Veldania\n\nBoats.\n"),
            // Cables.
            format!("{cable}1. The volume says:\n\n{HEAD}\n\n{DATELINE}\n\n311. Boats came.\n"),
            format!("{HEAD}\n\nP 221504Z JUL 08\n{cable}1. Boats came.\n\nTREMAINE\n"),
            // Nothing but a head and a dateline.
            format!("{HEAD}\n\n{DATELINE}\n"),
        ] {
            assert_ne!(read(&text).family, Family::Frus, "{text}");
        }
    }

    #[test]
    fn numbered_paragraphs_are_no_footnotes() {
        let paragraphs =
            "311. Boats came.\n\nHarbor Dues\n\n1. The Minister agreed.\n\n2. They left.";
        for end in [
            "",
            "\n\nTremaine",
            "\n\nTremaine\n\n1 Source: Archives. Secret.",
        ] {
            let cable = read(&format!("{HEAD}1\n\n{DATELINE}\n\n{paragraphs}{end}\n"));
            let numbers: Vec<_> = cable.paragraphs.iter().map(|it| it.number).collect();
            assert_eq!(cable.notes.len(), 0, "{end}");
            if !end.is_empty() {
                assert_eq!(numbers, [None, Some(1), Some(2)], "{end}");
            }
        }
    }

    #[test]
    fn signs_of_footnotes() {
        let read = |text| sign(text).map(|it| (it.number, it.words));
        assert_eq!(read("1 Source: Files"), Some((1, "Source: Files")));
        assert_eq!(read("12. Not printed."), Some((12, "Not printed.")));
        assert_eq!(read("/2/Not printed."), Some((2, "Not printed.")));
        assert_eq!(read("[2] Not printed."), Some((2, "Not printed.")));
        for text in [
            "1",
            "1964 boats",
            "1.5 boats",
            "(1) Boats",
            "/2 boats",
            "[a] Boats",
            "00 ACTION",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        for head in [
            "to the Department of State",
            "State, June 4, 1974",
            "to Certain Posts, 1974.",
        ] {
            for sign in ["", "1", " 1", "/12/", " 1 2"] {
                assert_eq!(without_signs(&format!("{head}{sign}")), head);
            }
        }
    }
}
