//! The tokens of a web page or of TEI, and the text cut out of them.
//!
//! Both are read the same way: tags, text, and nothing that can be wrong. A
//! sign that opens no tag is text, a tag that never ends is text, and which
//! tag closes which is for the reader of the form to decide. Every token is
//! a slice of the source, so where it stands is told by its address.

use super::token::{byte, from, one_line, place};
use crate::cable::SourceMap;

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text with its entities as they stand.
    Text(&'a str),
    /// Text that has no entities: `<![CDATA[...]]>`.
    Verbatim(&'a str),
    /// A tag that opens an element.
    Open(Tag<'a>),
    /// The name in a tag that closes an element.
    Close(&'a str),
}

/// A tag that opens an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// The name as it stands.
    pub(super) name: &'a str,
    /// What follows the name.
    attributes: &'a str,
    /// Whether it closes itself: `<pb/>`.
    pub(super) is_empty: bool,
}

impl<'a> Tag<'a> {
    /// Whether the name is `name`, in any case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, as it stands.
    ///
    /// ```abnf
    /// attribute = name *blank "=" *blank (DQUOTE *CHAR DQUOTE / "'" *CHAR "'" / 1*CHAR)
    /// ```
    ///
    /// Sample: `html/page-with-header-and-body`
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        loop {
            let between = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
            rest = from(rest, first(rest, |byte| !between(byte)));
            let end = first(rest, |byte| between(byte) || byte == b'=');
            let found = rest.get(..end).filter(|found| !found.is_empty())?;
            rest = without_blanks(from(rest, end));
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = without_blanks(after);
                let sign = byte(after, 0);
                (value, rest) = if matches!(sign, b'"' | b'\'') {
                    let inside = from(after, 1);
                    let end = memchr::memchr(sign, inside.as_bytes());
                    let end = end.unwrap_or(inside.len());
                    (inside.get(..end).unwrap_or_default(), from(inside, end + 1))
                } else {
                    let end = first(after, |byte| byte.is_ascii_whitespace());
                    after.split_at_checked(end).unwrap_or_default()
                };
            }
            // Most are written as they are asked for.
            if found == name || found.eq_ignore_ascii_case(name) {
                return Some(value);
            }
        }
    }
}

/// Where the first byte of a sort stands, of ASCII or none of it; behind
/// the text without one.
#[inline]
fn first(text: &str, is: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at)
        && !is(byte)
    {
        at += 1;
    }
    at
}

/// A text without blanks at its beginning: mostly there are none.
fn without_blanks(text: &str) -> &str {
    if byte(text, 0).is_ascii_graphic() {
        return text;
    }
    text.trim_start()
}

/// The tag of an element with this between its signs, if it is one.
pub(super) fn tag(inside: &str) -> Option<Token<'_>> {
    if let Some(name) = inside.strip_prefix('/') {
        let end = first(name, |byte| byte.is_ascii_whitespace());
        let is_tag = byte(name, 0).is_ascii_alphabetic();
        return is_tag.then_some(Token::Close(name.get(..end)?));
    }
    let end = first(inside, |byte| byte.is_ascii_whitespace() || byte == b'/');
    let (name, attributes) = inside.split_at_checked(end)?;
    let is_tag = byte(name, 0).is_ascii_alphabetic();
    is_tag.then_some(Token::Open(Tag {
        name,
        attributes,
        is_empty: inside.ends_with('/'),
    }))
}

/// The tokens of a source, in order.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// What is known not to stand in the rest of the source: without this a
    /// page of signs that are never closed would be searched once a sign.
    no_more: Missing,
}

#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent of each other")]
struct Missing {
    tag_end: bool,
    comment_end: bool,
    cdata_end: bool,
    /// Pairs of quotes around values.
    quotes: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Tokens<'a> {
        Tokens {
            text,
            at: 0,
            no_more: Missing::default(),
        }
    }

    /// Skips to behind the tag that closes `name`, as the text of a script
    /// is no markup; to the end of the source without one.
    pub(super) fn skip_raw(&mut self, name: &str) {
        while let Some(found) = memchr::memmem::find(self.rest().as_bytes(), b"</") {
            self.at += found + 2;
            if super::token::begins(self.rest(), name) {
                self.at -= 2;
                return;
            }
        }
        self.at = self.text.len();
    }

    #[inline]
    fn rest(&self) -> &'a str {
        from(self.text, self.at)
    }

    /// The length of the tag that the rest begins with.
    ///
    /// A `>` between quotes ends no tag. Where that leaves a tag without
    /// end, a quote is missing somewhere, and from there on quotes count no
    /// more.
    fn tag_length(&mut self) -> Option<usize> {
        if self.no_more.tag_end {
            return None;
        }
        let rest = self.rest();
        // Only after `=` is a quote one; any other is a stray sign.
        let mut at = 1;
        while !self.no_more.quotes {
            let left = from(rest, at);
            let found = first(left, |byte| matches!(byte, b'>' | b'='));
            at += found + 1;
            match byte(left, found) {
                b'>' => return Some(at),
                b'=' => {
                    let value = from(rest, at).trim_ascii_start();
                    let sign = byte(value, 0);
                    if !matches!(sign, b'"' | b'\'') {
                        continue;
                    }
                    let inside = from(value, 1);
                    match memchr::memchr(sign, inside.as_bytes()) {
                        Some(end) => at = rest.len() - inside.len() + end + 1,
                        None => self.no_more.quotes = true,
                    }
                }
                _ => self.no_more.quotes = true,
            }
        }
        let end = memchr::memchr(b'>', rest.as_bytes());
        self.no_more.tag_end = end.is_none();
        end.map(|end| end + 1)
    }

    /// The token that the rest begins with, which begins with `<`.
    fn markup(&mut self) -> Option<(Option<Token<'a>>, usize)> {
        let rest = self.rest();
        match byte(rest, 1) {
            b'!' if rest.starts_with("<!--") => {
                if self.no_more.comment_end {
                    return None;
                }
                let end = memchr::memmem::find(from(rest, 4).as_bytes(), b"-->");
                self.no_more.comment_end = end.is_none();
                end.map(|end| (None, end + 7))
            }
            b'!' if rest.starts_with("<![CDATA[") => {
                if self.no_more.cdata_end {
                    return None;
                }
                let inside = from(rest, 9);
                let end = memchr::memmem::find(inside.as_bytes(), b"]]>");
                self.no_more.cdata_end = end.is_none();
                let end = end?;
                Some((Some(Token::Verbatim(inside.get(..end)?)), end + 12))
            }
            b'!' | b'?' => Some((None, self.tag_length()?)),
            b'/' if !byte(rest, 2).is_ascii_alphabetic() => None,
            sign if sign == b'/' || sign.is_ascii_alphabetic() => {
                let length = self.tag_length()?;
                Some((Some(tag(rest.get(1..length - 1)?)?), length))
            }
            _ => None,
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while self.at < self.text.len() {
            let rest = self.rest();
            let mut begin = 0;
            if rest.starts_with('<') {
                match self.markup() {
                    Some((token, length)) => {
                        self.at += length;
                        match token {
                            Some(token) => return Some(token),
                            None => continue,
                        }
                    }
                    None => begin = 1,
                }
            }
            let left = from(rest, begin);
            let end = memchr::memchr(b'<', left.as_bytes()).map_or(rest.len(), |at| at + begin);
            self.at += end;
            return Some(Token::Text(rest.get(..end).unwrap_or_default()));
        }
        None
    }
}

/// Characters of an entity at most, its signs included.
const ENTITY: usize = 12;

/// The character that an entity at the beginning of `text` stands for, and
/// the length of the entity.
///
/// ```abnf
/// entity  = "&" name ";" / numeric / "&amp;" "#" number ";"
/// numeric = "&#" (1*7DIGIT / "x" 1*6HEXDIG) ";"
/// ```
///
/// What was encoded twice is decoded twice if it is a number; anything else
/// once. There are no entities but these, so nothing expands.
///
/// Sample: `html/page-with-header-and-body`
#[inline]
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    // The site of the telegrams writes their line ends so, and most pages
    // their quotation marks.
    const LINE_END: &[u8] = b"&#x000A;";
    const QUOTE: &[u8] = b"&quot;";
    if text.as_bytes().starts_with(LINE_END) {
        Some(('\n', LINE_END.len()))
    } else if text.as_bytes().starts_with(QUOTE) {
        Some(('"', QUOTE.len()))
    } else {
        any_entity(text)
    }
}

fn any_entity(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('&')?;
    if let Some(digits) = rest.strip_prefix('#') {
        let (c, length) = number(digits)?;
        return Some((c, length + 2));
    }
    if let Some(twice) = rest.strip_prefix("amp;#") {
        let (c, length) = number(twice)?;
        return Some((c, length + 6));
    }
    let near = rest.as_bytes().get(..ENTITY).unwrap_or(rest.as_bytes());
    let end = memchr::memchr(b';', near)?;
    let name = rest.get(..end)?;
    Some((named(name)?, end + 2))
}

/// The character that a name stands for, of those that pages of telegrams hold.
pub(super) fn named(name: &str) -> Option<char> {
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "para" => '\u{b6}',
        "sect" => '\u{a7}',
        "shy" => '\u{ad}',
        "iquest" => '\u{bf}',
        "deg" => '\u{b0}',
        "pound" => '\u{a3}',
        "euro" => '\u{20ac}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "bull" => '\u{2022}',
        "hellip" => '\u{2026}',
        "eacute" => '\u{e9}',
        "middot" => '\u{b7}',
        "raquo" => '\u{bb}',
        "aacute" => '\u{e1}',
        "iacute" => '\u{ed}',
        "oacute" => '\u{f3}',
        "uacute" => '\u{fa}',
        "ntilde" => '\u{f1}',
        "ccedil" => '\u{e7}',
        "egrave" => '\u{e8}',
        "auml" => '\u{e4}',
        "ouml" => '\u{f6}',
        "uuml" => '\u{fc}',
        "laquo" => '\u{ab}',
        "copy" => '\u{a9}',
        _ => return None,
    };
    Some(c)
}

/// The character of a number that ends with `;`, and how long that is.
fn number(text: &str) -> Option<(char, usize)> {
    // A page may have one at each line end, so it is read sign by sign.
    let is_hex = matches!(byte(text, 0), b'x' | b'X');
    let (first, radix) = if is_hex { (1, 16) } else { (0, 10) };
    let mut code = 0_u64;
    let mut at = first;
    while at < ENTITY {
        let sign = byte(text, at);
        if sign == b';' && at > first {
            let c = char::from_u32(u32::try_from(code).ok()?).filter(|&c| c != '\0');
            return Some((c.unwrap_or('\u{fffd}'), at + 1));
        }
        // As many digits as may stand here are never more than 64 bits.
        let digit = char::from(sign).to_digit(radix)?;
        code = code * u64::from(radix) + u64::from(digit);
        at += 1;
    }
    None
}

/// A text while it is cut out of a source.
#[derive(Debug)]
pub(super) struct Unwrapped<'a> {
    source: &'a str,
    /// What was cut out so far.
    pub(super) text: String,
    /// Where each part of it stands.
    pub(super) map: SourceMap,
    /// Whether the source holds what an entity begins with, once it was asked.
    has_entities: Option<bool>,
}

impl<'a> Unwrapped<'a> {
    pub(super) fn new(source: &'a str) -> Unwrapped<'a> {
        Unwrapped {
            source,
            text: String::new(),
            map: SourceMap::default(),
            has_entities: None,
        }
    }

    /// Takes over a slice of the source as it stands.
    #[inline]
    pub(super) fn verbatim(&mut self, part: &str) {
        self.stretch(part, place(self.source, part).start as usize);
    }

    /// Takes over what a slice of the source stands for.
    #[inline]
    pub(super) fn written(&mut self, part: &str, as_: char) {
        self.note(place(self.source, part).start as usize);
        self.text.push(as_);
    }

    /// Takes over a slice of the source with its entities decoded.
    pub(super) fn decoded(&mut self, part: &str) {
        let start = place(self.source, part).start as usize;
        let source = self.source.as_bytes();
        let has_any = || memchr::memchr(b'&', source).is_some();
        if !*self.has_entities.get_or_insert_with(has_any) {
            self.stretch(part, start);
            return;
        }
        // Where lines end with an entity, each begins a stretch.
        self.map.reserve(part.len() / 64);
        let mut taken = 0;
        for at in memchr::memchr_iter(b'&', part.as_bytes()) {
            // What an entity stands for may be written with one inside.
            if at >= taken
                && let Some((c, length)) = entity(from(part, at))
            {
                // The entity goes on where the words before it end.
                self.note(start + taken);
                self.text.push_str(part.get(taken..at).unwrap_or_default());
                self.text.push(c);
                taken = at + length;
            }
        }
        self.stretch(from(part, taken), start + taken);
    }

    /// Takes over words that stand at an offset of the source.
    #[inline]
    fn stretch(&mut self, words: &str, at: usize) {
        if !words.is_empty() {
            self.note(at);
            self.text.push_str(words);
        }
    }

    /// Leaves a line empty before `next`, a slice of the source.
    pub(super) fn apart(&mut self, next: &str) {
        if self.text.is_empty() {
            return;
        }
        for _ in 0..2 {
            let last = self.text.strip_suffix('\n');
            let last = last.map(|text| text.trim_end_matches('\r'));
            if last.is_some_and(|text| text.is_empty() || text.ends_with('\n')) {
                return;
            }
            self.written(next, '\n');
        }
    }

    /// Notes that the text goes on with what stands at an offset of the source.
    #[inline]
    fn note(&mut self, at: usize) {
        let here = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.map.push(here, u32::try_from(at).unwrap_or(u32::MAX));
    }
}

/// `part` with its entities decoded and its blanks squeezed, on one line.
pub(super) fn line(part: &str) -> String {
    let mut decoded = String::new();
    let mut rest = part;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        decoded.push_str(rest.get(..at).unwrap_or_default());
        let (c, length) = entity(from(rest, at)).unwrap_or(('&', 1));
        decoded.push(c);
        rest = from(rest, at + length);
    }
    // Most hold none.
    if decoded.is_empty() {
        return one_line(part);
    }
    decoded.push_str(rest);
    one_line(&decoded)
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens, Unwrapped, entity, line};

    fn check(text: &str) -> Vec<String> {
        let show = |token| match token {
            Token::Text(text) => format!("{text:?}"),
            Token::Verbatim(text) => format!("verbatim {text:?}"),
            Token::Open(tag) if tag.is_empty => format!("<{}/>", tag.name),
            Token::Open(tag) => format!("<{}>", tag.name),
            Token::Close(name) => format!("</{name}>"),
        };
        Tokens::new(text).map(show).collect()
    }

    fn attribute(text: &str, name: &str) -> Option<String> {
        match Tokens::new(text).next() {
            Some(Token::Open(tag)) => tag.attribute(name).map(String::from),
            _ => None,
        }
    }

    #[test]
    fn cuts_tags_and_text() {
        assert_eq!(
            check(
                "<!DOCTYPE x><p class='a>b'>One &amp; <b>two</b><br/> <!-- <i> --><![CDATA[<x>]]>"
            ),
            [
                "<p>",
                "\"One &amp; \"",
                "<b>",
                "\"two\"",
                "</b>",
                "<br/>",
                "\" \"",
                "verbatim \"<x>\""
            ]
        );
    }

    #[test]
    fn what_is_no_tag_is_text() {
        assert_eq!(check("a < b and <3"), ["\"a \"", "\"< b and \"", "\"<3\""]);
        assert_eq!(check("<p"), ["\"<p\""]);
        assert_eq!(check("<!-- open <b>"), ["\"<!-- open \"", "<b>"]);
        assert_eq!(check("<a b=\"c><i>d"), ["<a>", "<i>", "\"d\""]);
    }

    #[test]
    fn attributes_bear_quotes_or_none() {
        assert_eq!(
            attribute("<td class=\"a b\" id = 'c'>", "id").as_deref(),
            Some("c")
        );
        assert_eq!(
            attribute("<td class=cable>", "CLASS").as_deref(),
            Some("cable")
        );
        assert_eq!(attribute("<pb n=\"12\"/>", "n").as_deref(), Some("12"));
        assert_eq!(
            attribute("<td nowrap class=x>", "nowrap").as_deref(),
            Some("")
        );
        assert_eq!(attribute("<td x=\"class='y'\">", "class"), None);
        assert_eq!(
            attribute("<td class=\"open>", "class").as_deref(),
            Some("open")
        );
    }

    #[test]
    fn signs_that_are_never_closed_cost_no_time() {
        for sign in ["<a ", "<!--", "<![CDATA[", "<a b=\"", "<a b='", "</a "] {
            let text = sign.repeat(100_000);
            let read: usize = Tokens::new(&text)
                .map(|token| match token {
                    Token::Text(text) => text.len(),
                    _ => 0,
                })
                .sum();
            assert_eq!(read, text.len(), "{sign}");
        }
    }

    #[test]
    fn entities_are_decoded_once_and_numbers_twice() {
        assert_eq!(entity("&#x000A;x"), Some(('\n', 8)));
        assert_eq!(entity("&amp;#8217;"), Some(('\u{2019}', 11)));
        assert_eq!(entity("&amp;amp;"), Some(('&', 5)));
        assert_eq!(entity("&#0;"), Some(('\u{fffd}', 4)));
        assert_eq!(entity("&boats;"), None);
        assert_eq!(entity("& so"), None);
    }

    #[test]
    fn a_text_cut_out_knows_its_source() {
        let source = "<p>A&#x0A;B &amp; C</p>";
        let mut unwrapped = Unwrapped::new(source);
        for token in Tokens::new(source) {
            if let Token::Text(text) = token {
                unwrapped.decoded(text);
            }
        }
        assert_eq!(unwrapped.text, "A\nB & C");
        let found: Vec<u32> = (0..7).map(|at| unwrapped.map.source(at)).collect();
        assert_eq!(found, [3, 4, 10, 11, 12, 17, 18]);
    }

    #[test]
    fn a_line_has_single_blanks() {
        assert_eq!(line(" a &amp;\n\t b&nbsp;c "), "a & b c");
    }
}
