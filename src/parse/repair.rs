//! Damage undone on view: marks inside running text.
//!
//! Each kind has guards, because every pattern of damage is also a pattern
//! of honest text: `AT&T`, `G8`, `(b,d)`, `July 8,`. Only prose is searched,
//! and no misspelling, number or name is ever changed.

use std::borrow::Cow;

use super::Draft;
use super::token::{after, begins, byte, from, is_space, owned};
use crate::cable::{Confidence, LineKind, Repair, RepairKind, Span, sort_by_place};

/// Characters between the signs of a pair of quotation marks. Of 270 pairs
/// two were longer.
const QUOTED: usize = 300;

/// A link of a web page that became Markdown: its label and its length.
///
/// ```abnf
/// link   = "[" 1*80CHAR "](" target ")"    ; on one line
/// target = *200VCHAR [1*blank DQUOTE *CHAR DQUOTE]
/// ```
///
/// Sample: `markdown/links-in-tags-and-ref`
pub(super) fn link(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix('[')?;
    let near = rest.as_bytes().get(..80).unwrap_or(rest.as_bytes());
    let close = memchr::memchr3(b']', b'\n', b'[', near)?;
    let target = from(rest, close).strip_prefix("](")?;
    let near = target.as_bytes().get(..200).unwrap_or(target.as_bytes());
    let end = memchr::memchr3(b')', b'\n', b'[', near)?;
    let blank = memchr::memchr(b' ', near.get(..end)?);
    if blank.is_some_and(|at| byte(from(target, at).trim_start_matches(' '), 0) != b'"') {
        return None;
    }
    let label = rest.get(..close).filter(|label| !label.is_empty())?;
    (byte(target, end) == b')').then(|| (label, close + 1 + 2 + end + 1))
}

/// Whether a byte may stand before an opening quotation mark.
fn opens_after(before: u8) -> bool {
    is_space(before) || matches!(before, b'(' | b'[' | b'"' | b'/' | b'-') || before == 0
}

/// Whether the sign at `at` stands where a quotation can begin.
fn opens(text: &str, at: usize) -> bool {
    match at.checked_sub(1).map(|left| byte(text, left)) {
        Some(0x80..) => !before(text, at).is_some_and(|(c, _)| c.is_alphanumeric()),
        left => opens_after(left.unwrap_or(0)),
    }
}

/// A character for an entity of a web page, and the entity's length.
///
/// ```abnf
/// entity = "&" *("amp;" / "#38;") (("#" 1*7DIGIT / "#x" 1*6HEXDIG / name) ";")
///                                          ; Markdown may escape the "#"
/// ```
///
/// What was encoded twice is decoded twice, so that nothing is left to be
/// decoded. 128 to 159 are meant in Windows-1252. Never a control character
/// or one that hides: a file must not make one.
///
/// Sample: `garbled/entities-encoded-twice`
fn entity(text: &str) -> Option<(Cow<'static, str>, usize)> {
    let (mut c, mut end) = simple_entity(from(text, 1))?;
    while c == '&'
        && let Some((next, length)) = simple_entity(from(text, 1 + end))
    {
        c = next;
        end += length;
    }
    let to = match c {
        '&' => Cow::Borrowed("&"),
        '\t' | '\n' | '\r' | '\u{a0}' => Cow::Borrowed(" "),
        c => Cow::Owned(c.to_string()),
    };
    Some((to, 1 + end))
}

/// What is read for a sign of a field of the heading that a release spoiled
/// at `at`, how many bytes it takes, and by which damage.
///
/// ```abnf
/// spoiled    = entity / apostrophe
/// apostrophe = "," / "?"                   ; D,AFFAIRES, O,QUILL
/// ```
///
/// In a field commas divide, so that only these words tell them from
/// apostrophes.
///
/// Samples: `garbled/entities-in-the-heading`,
/// `garbled/comma-in-the-title-of-who-classified`
pub(super) fn spoiled(text: &str, at: usize) -> Option<(Cow<'static, str>, usize, RepairKind)> {
    if byte(text, at) == b'&' {
        let (sign, length) = entity(from(text, at))?;
        return Some((sign, length, RepairKind::HtmlEntity));
    }
    let before = text.as_bytes().get(at.checked_sub(2)?..at)?;
    let is_spoiled = match *before {
        [b' ' | b'\t', b'd' | b'D'] => begins(from(text, at + 1), "AFFAIRES"),
        [b' ' | b'\t', b'O'] => byte(text, at + 1).is_ascii_uppercase(),
        _ => false,
    };
    is_spoiled.then_some((Cow::Borrowed("'"), 1, RepairKind::Apostrophe))
}

/// Where a text may be [`spoiled`].
pub(super) fn spoils(text: &str) -> impl Iterator<Item = usize> + '_ {
    memchr::memchr3_iter(b'&', b',', b'?', text.as_bytes())
}

/// An entity without its `&`.
fn simple_entity(text: &str) -> Option<(char, usize)> {
    let near = text.as_bytes().get(..12).unwrap_or(text.as_bytes());
    let end = memchr::memchr(b';', near)?;
    let name = text.get(..end)?;
    let number = name.strip_prefix('\\').unwrap_or(name).strip_prefix('#');
    let c = match number {
        None => super::markup::named(name)?,
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            let high = |byte: u8| HIGH.iter().find(|&&(_, known)| known == byte);
            match u8::try_from(code).ok().and_then(high) {
                Some(&(c, _)) => c,
                None => char::from_u32(code)?,
            }
        }
    };
    let is_gap = matches!(c, '\t' | '\n' | '\r');
    (is_gap || !hides(c)).then_some((c, end + 1))
}

/// Controls, and characters without a shape of their own.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}')
}

/// The pair `&word8` that begins with a text: its length. `below` says of the
/// line end at an offset where the next line of the text begins, and for how
/// many line ends it counts.
///
/// ```abnf
/// pair    = opening 1*300CHAR closing    ; one line end at most
/// opening = "&" / "&amp;"                ; before a word
/// closing = "8"                          ; after a letter or one of ".,?!"
/// ```
///
/// An `8` after a digit is left (`&B-228`), and so is one of `G8` and `MI8`.
/// A gap that is read as a blank counts for no line end.
///
/// Sample: `garbled/quote-pair-over-a-page-header`
fn quoted(text: &str, below: impl Fn(usize) -> (usize, usize)) -> Option<usize> {
    if is_space(byte(text, opening(text))) || text.len() < 3 {
        return None;
    }
    let bytes = text
        .as_bytes()
        .get(..QUOTED + 16)
        .unwrap_or(text.as_bytes());
    let mut n_lines = 0;
    let mut skip = opening(text);
    for at in memchr::memchr3_iter(b'8', b'&', b'\n', bytes) {
        if at < skip {
            continue;
        }
        match byte(text, at) {
            b'\n' => {
                let (next, n_ends) = below(at);
                n_lines += n_ends;
                if n_lines > 1 {
                    return None;
                }
                skip = next;
            }
            b'8' if closes(text, at) => {
                // In signs of another kind it closes another pair.
                if memchr::memchr(b'"', bytes.get(..at)?).is_some() {
                    return None;
                }
                let returns = memchr::memchr_iter(b'\r', bytes.get(..at)?).count();
                return (at - returns <= QUOTED).then_some(at + 1);
            }
            b'&' if opens_after(byte(text, at - 1)) && !is_space(byte(text, at + 1)) => {
                let (to, length) = entity(from(text, at))?;
                // `&amp;word` opens another pair.
                if to == "&" && !is_space(byte(text, at + length)) {
                    return None;
                }
                skip = at + length;
            }
            _ => {}
        }
    }
    None
}

/// The length of the sign that opens a pair.
fn opening(text: &str) -> usize {
    if text.starts_with("&amp;") { 5 } else { 1 }
}

fn closes(text: &str, at: usize) -> bool {
    let (left, right) = (byte(text, at - 1), byte(text, at + 1));
    let letter = || {
        let (read, _) = undone(text, at + 1);
        let first = read.first().map(|read| read.c);
        first
            .or_else(|| from(text, at + 1).chars().next())
            .is_some_and(char::is_alphanumeric)
    };
    if right.is_ascii_alphanumeric() || right >= 0x80 && letter() {
        return false;
    }
    if matches!(left, b'.' | b',' | b'?' | b'!') {
        return true;
    }
    if !left.is_ascii_alphabetic() {
        return left >= 0x80 && before(text, at).is_some_and(|(c, _)| c.is_alphabetic());
    }
    let word = text.as_bytes().get(..at).unwrap_or_default();
    let n_letters = word
        .iter()
        .rev()
        .take(4)
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let capitals = word
        .iter()
        .rev()
        .take(n_letters)
        .all(u8::is_ascii_uppercase);
    !(n_letters <= 2 && capitals)
}

/// The character before an offset, as it was before it was decoded twice, and
/// where it stands.
fn before(text: &str, at: usize) -> Option<(char, usize)> {
    let head = text.get(..at)?;
    let last = head.chars().next_back()?;
    let last_at = at - last.len_utf8();
    if last.is_ascii() {
        return Some((last, last_at));
    }
    let run = head.chars().rev().take(12);
    let run = run.take_while(|&c| windows_1252(c).is_some());
    let length: usize = run.map(char::len_utf8).sum();
    let (read, _) = undone(head, at - length);
    Some(
        read.last()
            .map_or((last, last_at), |read| (read.c, read.start)),
    )
}

/// The pair `8word,` that begins with a text: its length. Single quotation
/// marks came out so, but so does `at 8 hours, he said` with a lost blank.
///
/// ```abnf
/// pair = "8" 3*ALPHA *300CHAR ALPHA ","    ; on one line
/// ```
///
/// Sample: `garbled/single-quotes-are-offered`
fn single_quoted(text: &str) -> Option<usize> {
    let near = text.as_bytes().get(..QUOTED).unwrap_or(text.as_bytes());
    let letters = near.get(1..4)?.iter().all(u8::is_ascii_alphabetic);
    let end = memchr::memchr2(b',', b'\n', near).filter(|_| letters)?;
    let closes = byte(text, end) == b','
        && byte(text, end - 1).is_ascii_alphabetic()
        && !byte(text, end + 1).is_ascii_alphanumeric();
    closes.then_some(end + 1)
}

/// The letters after an apostrophe that ends a word: `s`, `t`, `re`, `ve`,
/// `ll`, and then no letter or digit but an `8` that closes a quotation.
fn is_suffix(rest: &[u8]) -> bool {
    let length = match rest {
        [b's' | b't', ..] => 1,
        [b'r' | b'v', b'e', ..] | [b'l', b'l', ..] => 2,
        _ => return false,
    };
    let goes_on = |at: usize| rest.get(at).is_some_and(u8::is_ascii_alphanumeric);
    !goes_on(length) || rest.get(length) == Some(&b'8') && !goes_on(length + 1)
}

/// Whether the `8` at `at` may stand for an apostrophe: `it8s`, `don8t`.
fn is_eight(text: &str, at: usize) -> bool {
    let lower = |left: usize| {
        at.checked_sub(left)
            .is_some_and(|at| byte(text, at).is_ascii_lowercase())
    };
    lower(1) && lower(2) && is_suffix(from(text, at + 1).as_bytes())
}

/// Whether the comma at `at` stands for an apostrophe.
///
/// ```abnf
/// apostrophe = 2letter "," ("s" / "t" / "re" / "ve" / "ll") ; then no letter
/// ```
///
/// All of sixty-two `,d` were lists of reasons, so `d` is none of them.
///
/// Sample: `garbled/one-comma-of-two-is-an-apostrophe`
fn is_apostrophe(text: &str, at: usize) -> bool {
    let rest = text.as_bytes().get(at + 1..).unwrap_or_default();
    // `MINISTER,S`, in a text of capitals.
    let capital = || {
        matches!(rest, [b'S' | b'T', ..])
            && !rest.get(1).is_some_and(u8::is_ascii_alphanumeric)
            && byte(text, at.wrapping_sub(1)).is_ascii_uppercase()
    };
    if !(is_suffix(rest) || capital()) {
        return false;
    }
    let letter = |at| before(text, at).filter(|(c, _)| c.is_alphabetic());
    letter(at).is_some_and(|(_, at)| letter(at).is_some())
}

/// Whether the question mark at `at` stands for an apostrophe:
/// `government?s aide`.
fn is_question(text: &str, at: usize) -> bool {
    at >= 2
        && byte(text, at - 1).is_ascii_lowercase()
        && byte(text, at - 2).is_ascii_alphabetic()
        && byte(text, at + 1) == b's'
        && !byte(text, at + 2).is_ascii_alphanumeric()
}

/// What a pair of quotation marks reads: its words with the damage among them
/// undone, its line ends as blanks.
fn inside(text: &str, pair: Span, damage: &[Repair]) -> String {
    let open = opening(from(text, pair.start as usize));
    let mut at = pair.start as usize + open;
    let end = (pair.end as usize).saturating_sub(1);
    let mut raw = String::with_capacity(pair.len() + 2);
    for repair in damage.iter().filter(|repair| repair.applied) {
        let (start, stop) = (repair.span.start as usize, repair.span.end as usize);
        if start < at || stop > end {
            continue;
        }
        raw.push_str(text.get(at..start).unwrap_or_default());
        raw.push_str(&repair.to);
        at = stop;
    }
    raw.push_str(text.get(at..end).unwrap_or_default());
    let mut read = String::with_capacity(raw.len() + 2);
    read.push('"');
    let mut blank = false;
    for c in raw.chars() {
        if matches!(c, '\n' | '\r') || blank && matches!(c, ' ' | '\t') {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            read.truncate(read.trim_end_matches(' ').len());
            read.push(' ');
        }
        read.push(c);
    }
    read.push('"');
    read
}

impl Draft<'_> {
    /// Notes a repair. It is applied unless its confidence is low.
    pub(super) fn repair(
        &mut self,
        span: Span,
        kind: RepairKind,
        to: Cow<'static, str>,
        confidence: Confidence,
    ) {
        let applied = confidence >= Confidence::Medium;
        self.repairs.push(Repair {
            span,
            kind,
            to,
            confidence,
            applied,
        });
    }

    /// Repairs what is [`spoiled`] at `span`, in a field of the heading.
    pub(super) fn field(&mut self, span: Span) {
        let text = self.slice(span);
        let mut skip = 0;
        for at in spoils(text) {
            if at >= skip
                && let Some((to, length, kind)) = spoiled(text, at)
            {
                skip = at + length;
                let start = span.start as usize;
                let span = Span::new(start + at, start + skip);
                self.repair(span, kind, to, Confidence::High);
            }
        }
    }

    /// Repairs the prose at `span`.
    pub(super) fn prose(&mut self, span: Span) {
        let text = self.slice(span);
        let start = span.start as usize;
        let here = |at: usize, length: usize| Span::new(start + at, start + at + length);
        let mut skip = 0;
        let mut pair = 0;
        let spoiled = self.may_be_spoiled();
        let sign = |from_at: usize| {
            let rest = text.as_bytes().get(from_at..)?;
            let found = if spoiled {
                memchr::memchr3(b',', b'&', b'?', rest)
            } else {
                // One sign is found faster than any of three.
                memchr::memchr(b',', rest)
            };
            Some(from_at + found?)
        };
        let mut next = sign(0);
        while let Some(at) = next {
            next = sign(at + 1);
            if at < skip {
                continue;
            }
            match byte(text, at) {
                b'&' => {
                    let rest = from(text, at);
                    let entity = entity(rest);
                    let sign = entity
                        .as_ref()
                        .is_none_or(|&(_, length)| length == opening(rest));
                    if at >= pair
                        && sign
                        && (at == pair || opens(text, at))
                        && let Some(length) =
                            quoted(rest, |end| self.below_in_pair(start + at, end))
                    {
                        // What it reads is known when its own damage is.
                        let to = Cow::Borrowed("");
                        let kind = RepairKind::QuotationMarks;
                        self.repair(here(at, length), kind, to, Confidence::High);
                        pair = at + length;
                        skip = at + opening(rest);
                    } else if let Some((to, length)) = entity {
                        let kind = RepairKind::HtmlEntity;
                        self.repair(here(at, length), kind, to, Confidence::High);
                        skip = at + length;
                    }
                }
                b',' if is_apostrophe(text, at) => self.apostrophe(here(at, 1), Confidence::High),
                b'?' if is_question(text, at) => self.apostrophe(here(at, 1), Confidence::High),
                _ => {}
            }
        }
        skip = 0;
        for at in memchr::memchr_iter(b'8', text.as_bytes()) {
            let apart = at
                .checked_sub(1)
                .is_none_or(|left| opens_after(byte(text, left)));
            if at < skip {
            } else if is_eight(text, at) {
                self.apostrophe(here(at, 1), Confidence::Low);
            } else if apart && let Some(length) = single_quoted(from(text, at)) {
                let words = text.get(at + 1..at + length - 1).unwrap_or_default();
                let to = Cow::Owned(format!("'{words}'"));
                self.repair(
                    here(at, length),
                    RepairKind::QuotationMarks,
                    to,
                    Confidence::Low,
                );
                skip = at + length;
            }
        }
    }

    fn apostrophe(&mut self, span: Span, confidence: Confidence) {
        self.repair(span, RepairKind::Apostrophe, "'".into(), confidence);
    }

    /// Where the next line of a pair that begins at `start` begins below the
    /// line end at `end`, both counted from there, and for how many line ends
    /// that counts.
    fn below_in_pair(&self, start: usize, end: usize) -> (usize, usize) {
        let at = start + end;
        let next = self.line_after(at);
        let gap = next > at + 1 && !self.is_kept(at.saturating_sub(2), at);
        (next - start, usize::from(!gap))
    }

    /// Where the next line begins after the line end at an offset that is
    /// neither blank nor injected.
    pub(super) fn line_after(&self, line_end: usize) -> usize {
        let below = self
            .lines
            .partition_point(|line| line.span.start as usize <= line_end);
        let read = |&idx: &usize| !matches!(self.kind(idx), LineKind::Blank | LineKind::PageHeader);
        let found = (below..self.lines.len()).find(read);
        found.map_or(self.text.len(), |idx| self.line_start(idx))
    }

    /// Repairs what a conversion of web pages left in the body: links,
    /// escapes, backslashes at line ends, UTF-8 decoded twice.
    pub(super) fn markup(&mut self, from_at: usize) {
        let text = from(self.text, from_at);
        let mut skip = 0;
        // Runs of UTF-8 that was read as Windows-1252 begin with one of the
        // letters that lead bytes became, U+00C2 to U+00F4: all of them
        // begin with C3.
        for at in memchr::memchr3_iter(b']', b'\\', 0xc3, text.as_bytes()) {
            if at < skip {
                continue;
            }
            let here = |at: usize, length: usize| Span::new(from_at + at, from_at + at + length);
            match (byte(text, at), byte(text, at + 1)) {
                (b']', b'(') => {
                    let Some(open) = link_start(text, at) else {
                        continue;
                    };
                    if let Some((label, length)) = link(from(text, open)) {
                        let span = here(open, length);
                        self.repair(
                            span,
                            RepairKind::MarkdownLink,
                            owned(label),
                            Confidence::High,
                        );
                    }
                }
                (b'\\', _) => {
                    let Some((first, length, kind)) = backslashes(text, at) else {
                        continue;
                    };
                    self.repair(here(first, length), kind, "".into(), Confidence::High);
                    skip = first + length;
                }
                (0xc3, _) => skip = self.twice_decoded(from_at, at),
                _ => {}
            }
        }
    }

    /// Repairs the run at `at` of the text from `from_at` on, if it is UTF-8
    /// decoded twice; returns where it ends.
    ///
    /// An accented capital before a closing quotation mark makes a character
    /// too (`CAF\u{c9}\u{201d}`). It is left unless a letter follows, and so is a letter
    /// of another alphabet that stands alone.
    ///
    /// Samples: `garbled/quotes-decoded-twice`, `garbled/decoded-twice-and-thrice`
    fn twice_decoded(&mut self, from_at: usize, at: usize) -> usize {
        let text = from(self.text, from_at);
        let second = from(text, at + 2).chars().next();
        if second.and_then(windows_1252).is_none() {
            return at + 1;
        }
        let (read, end) = undone(text, at);
        let foreign = |nth: Option<usize>| {
            let read = nth.and_then(|nth| read.get(nth));
            read.is_some_and(|read| read.n_chars > 1 && !is_common(read.c))
        };
        for (nth, one) in read.iter().enumerate() {
            if one.n_chars == 1 || hides(one.c) {
                continue;
            }
            let below = read.get(nth + 1).map(|next| next.c);
            let below = below.or_else(|| from(text, one.end).chars().next());
            let last = text.get(one.start..one.end).unwrap_or_default();
            let quote = one.n_chars == 2
                && last.ends_with(['\u{2019}', '\u{201c}', '\u{201d}', '\u{bb}'])
                && !below.is_some_and(char::is_alphabetic);
            let alone =
                !is_common(one.c) && !foreign(nth.checked_sub(1)) && !foreign(Some(nth + 1));
            if quote || alone {
                continue;
            }
            let span = Span::new(from_at + one.start, from_at + one.end);
            let to = Cow::Owned(one.c.to_string());
            self.repair(span, RepairKind::Mojibake, to, Confidence::High);
        }
        end
    }

    /// Notes the page headers: read as a blank inside a field or a
    /// paragraph, as a break between two.
    pub(super) fn page_headers(&mut self) {
        if self.n_page_headers == 0 {
            return;
        }
        let mut idx = 0;
        let mut paragraph = 0;
        while idx < self.lines.len() {
            if self.kind(idx) != LineKind::PageHeader {
                idx += 1;
                continue;
            }
            let first = idx;
            let mut last = idx;
            while idx < self.lines.len()
                && matches!(self.kind(idx), LineKind::PageHeader | LineKind::Blank)
            {
                if self.kind(idx) == LineKind::PageHeader {
                    last = idx;
                }
                idx += 1;
            }
            let above = (0..first)
                .rev()
                .find(|&above| self.kind(above) != LineKind::Blank);
            let below = (idx < self.lines.len()).then_some(idx);
            let start = above.map_or(0, |above| self.end_of_signs(above));
            let end = below.map_or_else(
                || self.place(self.content(last)).end as usize,
                |below| self.start_of(below),
            );
            let mut span = Span::new(start, end);
            while self
                .paragraphs
                .get(paragraph)
                .is_some_and(|read| read.span.end <= span.start)
            {
                paragraph += 1;
            }
            let within = self
                .paragraphs
                .get(paragraph)
                .is_some_and(|read| read.span.encloses(span));
            let same = above.zip(below).is_some_and(|(above, below)| {
                self.kind(above) == self.kind(below) && self.kind(above) != LineKind::Body
            });
            let to = if within || same { " " } else { "\n\n" };
            // A later section begins with the caption, here before running text.
            if within
                && self
                    .text
                    .get(end..)
                    .is_some_and(|rest| rest.starts_with("SIPDIS "))
            {
                span = Span::new(start, end + "SIPDIS ".len());
            }
            if above.is_some() && below.is_some() {
                self.injected(first..last + 1, span, to);
            }
        }
    }

    /// Where a line ends, with the backslash that a conversion put there.
    fn end_of_signs(&self, idx: usize) -> usize {
        end_of_signs(self.text, self.end_of(idx))
    }

    /// Repairs a run of lines that were injected: read as `to`, a repair for
    /// each run of stamps and for each of other lines.
    fn injected(&mut self, lines: std::ops::Range<usize>, span: Span, to: &'static str) {
        let mut aside = self.aside.partition_point(|&(idx, _)| idx < lines.start);
        let mut kind = None;
        let mut start = span.start as usize;
        let mut to = to;
        for idx in lines {
            if self.kind(idx) == LineKind::Blank {
                continue;
            }
            let of_line = self.aside.get(aside).filter(|(at, _)| *at == idx);
            aside += usize::from(of_line.is_some());
            let next = match of_line.map(|&(_, kind)| kind) {
                Some(LineKind::Stamp) => RepairKind::ReleaseStamp,
                Some(
                    LineKind::Banner
                    | LineKind::Caption
                    | LineKind::ExecutiveOrder
                    | LineKind::Tags
                    | LineKind::Subject
                    | LineKind::Reference
                    | LineKind::ClassifiedBy
                    | LineKind::HandlingNote
                    | LineKind::Signature
                    | LineKind::FormatLine(_),
                ) => RepairKind::RepeatedHeading,
                _ => RepairKind::PageHeader,
            };
            if let Some(kind) = kind.filter(|kind| *kind != next) {
                let end = self.line_start(idx);
                self.repair(Span::new(start, end), kind, to.into(), Confidence::High);
                start = end;
                to = "";
            }
            kind = Some(next);
        }
        if let Some(kind) = kind {
            let rest = Span::new(start, span.end as usize);
            self.repair(rest, kind, to.into(), Confidence::High);
        }
    }

    /// The first byte of a line.
    fn line_start(&self, idx: usize) -> usize {
        self.lines
            .get(idx)
            .map_or(self.text.len(), |line| line.span.start as usize)
    }

    /// Page headers inside longer lines of joined copies. They bear the
    /// serial of the banner in eight digits, which makes them safe to find
    /// anywhere.
    pub(super) fn page_headers_in_lines(&mut self, from_at: usize) {
        let Some(serial) = self
            .heading
            .banner
            .as_ref()
            .and_then(|banner| banner.serial)
        else {
            return;
        };
        // Written by hand: a format takes longer than the search.
        let mut digits = [b'0'; 8];
        let mut left = serial.value;
        for digit in digits.iter_mut().rev() {
            *digit += u8::try_from(left % 10).unwrap_or_default();
            left /= 10;
        }
        if left > 0 {
            return;
        }
        let text = self.text;
        let body = text.as_bytes().get(from_at..).unwrap_or_default();
        let [first, ..] = digits;
        let mut skip = 0;
        // A zero is rarer in a text than it takes to look for all eight.
        for found in memchr::memchr_iter(first, body) {
            let is_serial = body
                .get(found..)
                .is_some_and(|rest| rest.starts_with(&digits));
            if found < skip || !is_serial {
                continue;
            }
            skip = found + digits.len();
            let at = from_at + found;
            if let Some(span) = self.page_header_at(at) {
                self.repair(span, RepairKind::PageHeader, " ".into(), Confidence::High);
            }
        }
    }

    /// The page header whose serial stands at `at`, with the blanks around
    /// it, when it does not fill its line.
    pub(super) fn page_header_at(&self, at: usize) -> Option<Span> {
        let text = self.text;
        let near = at.saturating_sub(24);
        let near = (near..at).find(|&near| text.is_char_boundary(near))?;
        let before = text.get(near..at)?;
        let line = before
            .rfind(['\n', '\r'])
            .map_or(before, |end| from(before, end + 1));
        let post = line.trim_end_matches([' ', '\t']);
        if post.len() == line.len() {
            return None;
        }
        let start = near + (before.len() - line.len()) + self.post_start(post)?;
        let rest = after_number(from(text, at + 8).trim_start_matches(' '), 3)?;
        let rest = rest.strip_prefix('.').map_or(rest, |rest| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit())
        });
        let rest = after(rest.trim_start_matches(' '), "OF")?;
        let rest = after_number(rest.trim_start_matches(' '), 3)?;
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let rest = rest.trim_start_matches(' ');
        let rest = rest.strip_prefix("SIPDIS ").unwrap_or(rest);
        let end = text.len() - rest.trim_start_matches(' ').len();
        let left = text.get(..start)?;
        let begin = left.trim_end_matches(' ').len();
        let fills = (begin == 0 || left.get(..begin)?.ends_with(['\n', '\r']))
            && matches!(byte(text, end), 0 | b'\n' | b'\r');
        (!fills).then(|| Span::new(begin, end))
    }

    /// Where the post of a page header begins in the words before its
    /// serial: the longest end of them that begins the banner's post.
    fn post_start(&self, words: &str) -> Option<usize> {
        let post = self.heading.banner.as_ref()?.post?;
        let post = self.slice(post);
        let cut = post.get(..post.len().min(10))?.trim_end();
        (0..words.len()).find(|&at| {
            words.get(at..).is_some_and(|tail| {
                (tail.eq_ignore_ascii_case(cut) || tail.eq_ignore_ascii_case(post))
                    && (at == 0 || byte(words, at - 1) == b' ')
            })
        })
    }
}

/// The backslashes at `at` that a conversion of web pages wrote: before a
/// line end, with the blanks around them, or before a sign that it escaped.
///
/// ```abnf
/// line-end-sign = *blank "\" *("\" / blank) line-end
/// escape        = 1*"\" ("#" / "*" / "_" / "[" / "]")
///               / DIGIT 1*"\" "."                          ; no list
///               / line-start 1*"\" ("-" / "+" / ">" / "=") ; no list, no rule
/// ```
///
/// Samples: `markdown/trailing-backslashes`, `markdown/backslashes-that-are-text`
fn backslashes(text: &str, at: usize) -> Option<(usize, usize, RepairKind)> {
    let rest = from(text, at);
    let signs = rest.bytes();
    let n_signs = { signs }.take_while(|byte| matches!(byte, b'\\' | b' ' | b'\t'));
    let end = at + n_signs.count();
    if matches!(byte(text, end), 0 | b'\n' | b'\r') {
        let blanks = text.get(..at)?.bytes().rev();
        let n_blanks = { blanks }.take_while(|byte| matches!(byte, b' ' | b'\t'));
        let before = at - n_blanks.count();
        return Some((before, end - before, RepairKind::TrailingBackslash));
    }
    let after = rest.trim_start_matches('\\');
    let left = at.checked_sub(1).map_or(b'\n', |left| byte(text, left));
    is_escape(byte(after, 0), left).then_some((
        at,
        rest.len() - after.len(),
        RepairKind::MarkdownEscape,
    ))
}

/// The offset behind the backslashes that stand at the end of the line behind
/// an offset, or that offset.
pub(super) fn end_of_signs(text: &str, at: usize) -> usize {
    let rest = from(text, at);
    let after = rest.trim_start_matches(['\\', ' ', '\t']);
    let signs = rest.get(..rest.len() - after.len()).unwrap_or_default();
    if signs.contains('\\') {
        at + signs.len()
    } else {
        at
    }
}

/// Whether backslashes between `left` and `sign` escape the sign.
fn is_escape(sign: u8, left: u8) -> bool {
    match sign {
        b'#' | b'*' | b'_' | b'[' | b']' => true,
        b'.' => left.is_ascii_digit(),
        b'-' | b'+' | b'>' | b'=' => matches!(left, b'\n' | b'\r'),
        _ => false,
    }
}

/// Where the bracket stands that a `](` at `at` closes.
fn link_start(text: &str, at: usize) -> Option<usize> {
    let near = at.saturating_sub(81);
    let before = text.as_bytes().get(near..at)?;
    let found = near + memchr::memrchr2(b'[', b'\n', before)?;
    (byte(text, found) == b'[').then_some(found)
}

fn after_number(text: &str, n_digits: usize) -> Option<&str> {
    let digits = text.as_bytes().get(..n_digits)?;
    digits
        .iter()
        .all(u8::is_ascii_digit)
        .then(|| from(text, n_digits))
}

/// A character of a run that was decoded twice or more, while it is undone.
struct Undone {
    c: char,
    /// Where it stands.
    start: usize,
    end: usize,
    /// How many characters stand there.
    n_chars: usize,
}

/// The characters that a run was before it was decoded twice or more: letters
/// are read as the bytes they were, until no bytes make a character.
///
/// ```abnf
/// twice = lead 1*3continuation    ; UTF-8 in the letters of Windows-1252
/// ```
///
/// Returns them with where the run ends. Linear: each step either takes a
/// character or makes one of several.
///
/// Sample: `garbled/decoded-twice-and-thrice`
fn undone(text: &str, at: usize) -> (Vec<Undone>, usize) {
    let mut stack: Vec<Undone> = Vec::new();
    let mut end = at;
    for c in from(text, at).chars() {
        if windows_1252(c).is_none() {
            break;
        }
        let start = end;
        end += c.len_utf8();
        stack.push(Undone {
            c,
            start,
            end,
            n_chars: 1,
        });
        while let Some((c, n_read)) = last_decoded(&stack) {
            let first = stack.len() - n_read;
            let n_chars = stack.iter().skip(first).map(|read| read.n_chars).sum();
            let start = stack.get(first).map_or(start, |read| read.start);
            stack.truncate(first);
            stack.push(Undone {
                c,
                start,
                end,
                n_chars,
            });
        }
    }
    (stack, end)
}

/// The character that the last ones make as bytes, and how many they are.
fn last_decoded(stack: &[Undone]) -> Option<(char, usize)> {
    let mut bytes = [0_u8; 4];
    for n_bytes in 1..=4 {
        let first = stack.len().checked_sub(n_bytes)?;
        let lead = windows_1252(stack.get(first)?.c)?;
        let wanted = match lead {
            0x80..=0xbf => continue,
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        if wanted != n_bytes {
            return None;
        }
        for (byte, read) in bytes.iter_mut().zip(stack.iter().skip(first)) {
            *byte = windows_1252(read.c)?;
        }
        let read = std::str::from_utf8(bytes.get(..n_bytes)?).ok()?;
        return Some((read.chars().next()?, n_bytes));
    }
    None
}

/// Letters of Europe and signs of print: what a telegram can hold alone.
/// Letters of other alphabets come in words.
fn is_common(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{22ff}')
}

/// What Windows-1252 has where Latin-1 has controls.
const HIGH: [(char, u8); 27] = [
    ('\u{20ac}', 0x80),
    ('\u{201a}', 0x82),
    ('\u{192}', 0x83),
    ('\u{201e}', 0x84),
    ('\u{2026}', 0x85),
    ('\u{2020}', 0x86),
    ('\u{2021}', 0x87),
    ('\u{2c6}', 0x88),
    ('\u{2030}', 0x89),
    ('\u{160}', 0x8a),
    ('\u{2039}', 0x8b),
    ('\u{152}', 0x8c),
    ('\u{17d}', 0x8e),
    ('\u{2018}', 0x91),
    ('\u{2019}', 0x92),
    ('\u{201c}', 0x93),
    ('\u{201d}', 0x94),
    ('\u{2022}', 0x95),
    ('\u{2013}', 0x96),
    ('\u{2014}', 0x97),
    ('\u{2dc}', 0x98),
    ('\u{2122}', 0x99),
    ('\u{161}', 0x9a),
    ('\u{203a}', 0x9b),
    ('\u{153}', 0x9c),
    ('\u{17e}', 0x9e),
    ('\u{178}', 0x9f),
];

/// The byte of Windows-1252 for a character.
fn windows_1252(c: char) -> Option<u8> {
    if let Ok(byte @ (0x80..=0xff)) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    HIGH.iter()
        .find(|&&(high, _)| high == c)
        .map(|&(_, byte)| byte)
}

/// Sorts repairs and drops those that another one encloses or overlaps. One
/// that is only offered gives way. A pair of quotation marks reads its words
/// with the repairs among them.
pub(super) fn disjoint(text: &str, repairs: &mut Vec<Repair>) {
    // The longer of two that begin together goes first.
    let order = |repair: &Repair| {
        let Span { start, end } = repair.span;
        Span { start, end: !end }.order()
    };
    sort_by_place(repairs, order);
    for idx in 0..repairs.len() {
        let Some((repair, damage)) = repairs.get_mut(idx..).and_then(<[_]>::split_first_mut) else {
            continue;
        };
        if repair.kind == RepairKind::QuotationMarks && repair.to.is_empty() {
            let n_inside = damage.partition_point(|inner| inner.span.start < repair.span.end);
            repair.to = inside(
                text,
                repair.span,
                damage.get(..n_inside).unwrap_or_default(),
            )
            .into();
        }
    }
    if repairs.iter().any(|repair| !repair.applied) {
        give_way(repairs);
    }
    let mut end = 0;
    let mut last = None;
    repairs.retain(|repair| {
        let fits = repair.span.start >= end && last != Some(repair.span);
        if fits {
            end = repair.span.end;
            last = Some(repair.span);
        }
        fits
    });
}

/// Drops what is only offered where something is applied. The repairs are
/// sorted by their beginning.
fn give_way(repairs: &mut Vec<Repair>) {
    let mut next = repairs.len();
    let mut applied_at = vec![u32::MAX; repairs.len()];
    let mut start = u32::MAX;
    while let Some(idx) = next.checked_sub(1) {
        next = idx;
        if let (Some(repair), Some(at)) = (repairs.get(idx), applied_at.get_mut(idx)) {
            *at = start;
            if repair.applied {
                start = repair.span.start;
            }
        }
    }
    let mut end = 0;
    let mut below = applied_at.into_iter();
    repairs.retain(|repair| {
        let next = below.next().unwrap_or(u32::MAX);
        if repair.applied {
            end = end.max(repair.span.end);
            return true;
        }
        repair.span.start >= end && repair.span.end <= next
    });
}

#[cfg(test)]
mod tests {
    use super::{
        backslashes, entity, is_apostrophe, is_eight, is_escape, link, opens, quoted,
        single_quoted, undone,
    };
    use crate::cable::RepairKind;
    use crate::parse::parse;

    /// What the one paragraph of a telegram reads.
    fn read(text: &str) -> String {
        let cable = parse(format!("SUBJECT: HARBOR\n\n1. (U) {text}\n").as_bytes());
        cable.read(cable.paragraphs[0].text)
    }

    /// Kind and reading of what is only offered.
    fn offered(text: &str) -> Vec<(RepairKind, String)> {
        let cable = parse(format!("SUBJECT: HARBOR\n\n1. (U) {text}\n").as_bytes());
        let low = cable.repairs.iter().filter(|repair| !repair.applied);
        low.map(|repair| (repair.kind, repair.to.to_string()))
            .collect()
    }

    fn pair(text: &str) -> Option<&str> {
        let at = text.find('&')?;
        quoted(&text[at..], |end| (end + 1, 1)).map(|length| &text[at..at + length])
    }

    #[test]
    fn pairs_of_quotation_marks() {
        assert_eq!(
            pair("said &the harbor is ours8 and left"),
            Some("&the harbor is ours8")
        );
        assert_eq!(pair("cost &40 percent8 more"), Some("&40 percent8"));
        assert_eq!(pair("&the G8 summit,8 he said"), Some("&the G8 summit,8"));
        assert_eq!(pair("&ours\nnow8."), Some("&ours\nnow8"));
    }

    #[test]
    fn other_signs_are_left() {
        for text in [
            "AT&T and 18 boats",
            "R & D in July 8",
            "&B-228 flew",
            "&300,0008",
            "&one\n\ntwo8",
            "&never closed",
            "&one \"two\" three8",
        ] {
            assert_eq!(pair(text), None, "{text}");
        }
    }

    #[test]
    fn a_pair_reads_its_own_damage() {
        assert_eq!(
            read("&we,re \r\n ready8, he said"),
            "\"we're ready\", he said"
        );
        assert_eq!(
            read("&the AT&amp;T deal8 and &it&#8217;s8"),
            "\"the AT&T deal\" and \"it\u{2019}s\""
        );
        assert_eq!(read("&amp;harbor dues8 rose"), "\"harbor dues\" rose");
        assert_eq!(
            read("&caf\u{c3}\u{a9} dues8 rose"),
            "\"caf\u{e9} dues\" rose"
        );
        assert_eq!(read("&one &amp; two8 rose"), "\"one & two\" rose");
        assert_eq!(
            read("&the harbor\n\nPAGE 02 NORTHH 00088 110914Z\n\nis ours8 now"),
            "\"the harbor is ours\" now"
        );
    }

    #[test]
    fn a_pair_stands_among_signs_and_letters_of_any_alphabet() {
        assert_eq!(
            read("\u{201c}&dues8\u{201d} \u{2014}&caf\u{e9}8"),
            "\u{201c}\"dues\"\u{201d} \u{2014}\"caf\u{e9}\""
        );
        assert!(opens("(&", 1) && !opens("caf\u{e9}&", 5) && !opens("AT&", 2));
    }

    #[test]
    fn single_quotes_and_eights_for_apostrophes_are_offered() {
        assert_eq!(
            offered("the 8harbor dues, rose and it8s so"),
            [
                (RepairKind::QuotationMarks, "'harbor dues'".to_owned()),
                (RepairKind::Apostrophe, "'".to_owned())
            ]
        );
        assert_eq!(
            read("the 8harbor dues, rose and it8s so"),
            "the 8harbor dues, rose and it8s so"
        );
        // What is applied among them has the say.
        assert_eq!(offered("the 8harbor&amp;dues, rose"), []);
        for text in [
            "at 8am, he",
            "8th, 9th",
            "8harbor\ndues,",
            "8harbor 12, he",
            "8harbor,s",
        ] {
            assert_eq!(single_quoted(text), None, "{text}");
        }
        for text in ["F8s", "G8s", "July 8s", "it8stop", "1998s"] {
            assert!(!is_eight(text, text.find('8').unwrap()), "{text}");
        }
    }

    #[test]
    fn apostrophes_have_letters_around_them() {
        let check = |text: &str| is_apostrophe(text, text.find(',').unwrap());
        assert!(
            check("Veldania,s offer")
                && check("don,t")
                && check("we,re")
                && check("they,ll")
                && check("CCW,s")
                && check("MINISTER,S VIEW")
                && check("DON,T")
                && check("caf\u{e9},s")
                && check("caf\u{c3}\u{a9},s")
        );
        assert!(
            !check("(b,d)")
                && !check("Veldania, s")
                && !check("delegates, plan")
                && !check("Quill,start")
                && !check("QUILL,SENT")
                && !check("Quill,S")
                && !check("(B,S)")
                && !check("a,s")
        );
    }

    #[test]
    fn entities_are_decoded_until_none_is_left() {
        let check = |text: &str| entity(text).map(|(to, length)| (to.into_owned(), length));
        assert_eq!(check("&#8217;s"), Some(("\u{2019}".into(), 7)));
        assert_eq!(check("&amp; so"), Some(("&".into(), 5)));
        assert_eq!(check("&amp;#8217;s"), Some(("\u{2019}".into(), 11)));
        assert_eq!(check("&amp;amp;quot;"), Some(("\"".into(), 14)));
        assert_eq!(check("&#38;lt;"), Some(("<".into(), 8)));
        assert_eq!(check("&#x000A;"), Some((" ".into(), 8)));
        assert_eq!(check("&#146;s"), Some(("\u{2019}".into(), 6)));
        assert_eq!(check("&\\#8217;s"), Some(("\u{2019}".into(), 8)));
    }

    #[test]
    fn entities_make_no_control_characters() {
        for text in [
            "&#27;[2J",
            "&#x202e;",
            "&#173;",
            "&shy;",
            "&#0;",
            "&#xD800;",
            "&the boats;",
            "&",
        ] {
            assert_eq!(entity(text), None, "{text}");
        }
    }

    #[test]
    fn only_what_markdown_escapes_is_escaped() {
        assert!(is_escape(b'#', b' ') && is_escape(b'.', b'1') && is_escape(b'-', b'\n'));
        assert!(!is_escape(b'.', b's') && !is_escape(b'-', b'a') && !is_escape(b'b', b'\n'));
    }

    #[test]
    fn backslashes_at_a_line_end_go_with_their_blanks() {
        let check = |text: &str| backslashes(text, text.find('\\').unwrap());
        let (line_end, escape) = (RepairKind::TrailingBackslash, RepairKind::MarkdownEscape);
        assert_eq!(check("dues \\\nrose"), Some((4, 2, line_end)));
        assert_eq!(check("dues\\\\ \r\nrose"), Some((4, 3, line_end)));
        assert_eq!(check("dues\\"), Some((4, 1, line_end)));
        assert_eq!(check("no. \\\\#1"), Some((4, 2, escape)));
        assert_eq!(check("C:\\dues"), None);
        assert_eq!(check("a \\ b"), None);
    }

    #[test]
    fn links_stay_on_their_line() {
        assert_eq!(link("[PREL](#) x"), Some(("PREL", 9)));
        assert_eq!(link("[PREL]"), None);
        assert_eq!(link("[PR\nEL](#)"), None);
        assert_eq!(link("[PREL](# \"title\")"), Some(("PREL", 17)));
        assert_eq!(link("[NORTHHAVEN 88](/cable B. STATE)"), None);
    }

    #[test]
    fn decodes_once_more_only_what_was_decoded_twice() {
        let check = |text: &str| {
            let (read, end) = undone(text, 0);
            (read.iter().map(|one| one.c).collect::<String>(), end)
        };
        assert_eq!(check("\u{e2}\u{20ac}\u{2122}s"), ("\u{2019}".into(), 8));
        assert_eq!(check("\u{c3}\u{a9}t"), ("\u{e9}".into(), 4));
        assert_eq!(check("\u{e9}t"), ("\u{e9}".into(), 2));
        // Three times, and with a part of it four times.
        assert_eq!(check("\u{c3}\u{192}\u{c2}\u{a9}"), ("\u{e9}".into(), 8));
        assert_eq!(check("\u{c3}\u{c2}\u{c2}\u{a9}"), ("\u{e9}".into(), 8));
    }

    #[test]
    fn letters_before_a_closing_mark_are_left() {
        for text in [
            "\u{201c}CAF\u{c9}\u{201d}, he said",
            "\u{201c}IRM\u{c3}\u{201d} IS",
            "\u{ab}MEN\u{dc}\u{bb}",
            "\u{c9}\u{2122} alone",
        ] {
            assert_eq!(read(text), text);
        }
        assert_eq!(read("C\u{c3}\u{201d}TE"), "C\u{d4}TE");
        // Words of another alphabet, and what would hide.
        assert_eq!(
            read("\u{d0}\u{153}\u{d0}\u{b8}\u{d1}\u{20ac}"),
            "\u{41c}\u{438}\u{440}"
        );
        assert_eq!(read("\u{e2}\u{20ac}\u{ae}x"), "\u{e2}\u{20ac}\u{ae}x");
    }
}
