//! Damage undone on view: what web pages and conversions left in the text.
//!
//! Entities, links, backslashes and letters that were decoded twice are undone
//! anywhere below the header; what a release spoiled in prose is
//! [`quotation_mark`](super::quotation_mark)'s, and headers of pages are
//! [`page_header`](super::page_header)'s. No misspelling, number or name is ever
//! changed.

use std::borrow::Cow;

use super::Draft;
use super::lines::end_of_written;
use super::quotation_mark::inside;
use super::token::{begins, byte, from, owned};
use crate::cable::{Confidence, Repair, RepairKind, Span, sort_by_place};

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
pub(super) fn entity(text: &str) -> Option<(Cow<'static, str>, usize)> {
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
        // What a release put in capitals: `&QUOT;`.
        None if matches!(name, "AMP" | "QUOT" | "APOS" | "LT" | "GT" | "NBSP") => {
            super::markup::named(&name.to_ascii_lowercase())?
        }
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
            let start = span.start as usize;
            if at >= skip
                && end_of_written(self.text, start + at).is_none()
                && let Some((to, length, kind)) = spoiled(text, at)
            {
                skip = at + length;
                let span = Span::new(start + at, start + skip);
                self.repair(span, kind, to, Confidence::High);
            }
        }
    }

    /// Repairs the line ends that a page wrote as `&#x000A;`: lines are read
    /// without them.
    ///
    /// Sample: `garbled/entities-at-line-ends`
    fn written_ends(&mut self) {
        let mut skip = 0;
        // Most texts hold no such sign at all.
        for at in memchr::memchr_iter(b'&', self.text.as_bytes()) {
            if at >= skip
                && let Some(end) = end_of_written(self.text, at)
            {
                skip = end;
                let before = self.text.get(..at).unwrap_or_default();
                let start = before.trim_end_matches([' ', '\t']).len();
                let kind = RepairKind::HtmlEntity;
                self.repair(Span::new(start, end), kind, "".into(), Confidence::High);
            }
        }
    }

    /// Repairs what a conversion of web pages left in the body: links,
    /// escapes, backslashes at line ends, UTF-8 decoded twice.
    pub(super) fn markup(&mut self, from_at: usize) {
        self.written_ends();
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
    let mut end = at;
    while matches!(byte(text, end), b'\\' | b' ' | b'\t') {
        end += 1;
    }
    if matches!(byte(text, end), 0 | b'\n' | b'\r') {
        let mut start = at;
        while start > 0 && matches!(byte(text, start - 1), b' ' | b'\t') {
            start -= 1;
        }
        return Some((start, end - start, RepairKind::TrailingBackslash));
    }
    let rest = from(text, at);
    let after = rest.trim_start_matches('\\');
    let left = at.checked_sub(1).map_or(b'\n', |left| byte(text, left));
    is_escape(byte(after, 0), left).then_some((
        at,
        rest.len() - after.len(),
        RepairKind::MarkdownEscape,
    ))
}

/// The offset behind the backslashes, or the line ends as a page wrote them,
/// that stand at the end of the line behind an offset, or that offset.
pub(super) fn end_of_signs(text: &str, at: usize) -> usize {
    let rest = from(text, at);
    let after = rest.trim_start_matches(['\\', ' ', '\t']);
    let signs = rest.get(..rest.len() - after.len()).unwrap_or_default();
    if signs.contains('\\') {
        at + signs.len()
    } else {
        end_of_written(text, at + signs.len()).unwrap_or(at)
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

/// A character of a run that was decoded twice or more, while it is undone.
pub(super) struct Undone {
    pub(super) c: char,
    /// Where it stands.
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many characters stand there.
    pub(super) n_chars: usize,
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
pub(super) fn undone(text: &str, at: usize) -> (Vec<Undone>, usize) {
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
pub(super) fn windows_1252(c: char) -> Option<u8> {
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
    use super::{backslashes, entity, is_escape, link, undone};
    use crate::cable::RepairKind;

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
}
