//! Damage undone on view: marks inside running text.
//!
//! Each kind has guards, because every pattern of damage is also a pattern
//! of honest text: `AT&T`, `G8`, `(b,d)`, `July 8,`. Only prose is searched,
//! and no misspelling, number or name is ever changed.

use std::borrow::Cow;

use super::Draft;
use super::token::{after, byte, from, is_space, owned};
use crate::cable::{Confidence, LineKind, Repair, RepairKind, Span};

/// Characters between the signs of a pair of quotation marks. Of 270 pairs
/// two were longer.
const QUOTED: usize = 300;

/// A link of a web page that became Markdown: its label and its length.
///
/// ```abnf
/// link = "[" 1*80CHAR "](" *200CHAR ")"      ; on one line
/// ```
pub(super) fn link(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix('[')?;
    let near = rest.as_bytes().get(..80).unwrap_or(rest.as_bytes());
    let close = memchr::memchr3(b']', b'\n', b'[', near)?;
    let target = from(rest, close).strip_prefix("](")?;
    let near = target.as_bytes().get(..200).unwrap_or(target.as_bytes());
    let end = memchr::memchr3(b')', b'\n', b'[', near)?;
    let label = rest.get(..close).filter(|label| !label.is_empty())?;
    (byte(target, end) == b')').then(|| (label, close + 1 + 2 + end + 1))
}

/// Whether a byte may stand before an opening quotation mark.
fn opens_after(before: u8) -> bool {
    is_space(before) || matches!(before, b'(' | b'[' | b'"' | b'/' | b'-') || before == 0
}

/// A character for an entity of a web page, and the entity's length.
///
/// ```abnf
/// entity = "&" ("#" 1*6DIGIT / "#x" 1*6HEXDIG / name) ";"
/// ```
///
/// Never a control character: a file must not make one.
fn entity(text: &str) -> Option<(Cow<'static, str>, usize)> {
    let near = text.as_bytes().get(..12).unwrap_or(text.as_bytes());
    let end = memchr::memchr(b';', near)?;
    let name = text.get(1..end)?;
    let named = match name {
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        "lt" => "<",
        "gt" => ">",
        "nbsp" => " ",
        "rsquo" | "lsquo" => "\u{2019}",
        "ldquo" => "\u{201c}",
        "rdquo" => "\u{201d}",
        "para" => "\u{b6}",
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            let c = if matches!(code, 9 | 10 | 13) {
                ' '
            } else {
                char::from_u32(code)?
            };
            let shown = !c.is_control()
                && !matches!(code, 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfeff);
            return shown.then(|| (Cow::Owned(c.to_string()), end + 1));
        }
    };
    Some((Cow::Borrowed(named), end + 1))
}

/// The pair `&word8` that begins with a text: its length.
///
/// The `&` stands before a word and the `8` after one, at most one line end
/// between. An `8` after a digit is left (`&B-228`), and so is one of `G8`
/// and `MI8`.
fn quoted(text: &str) -> Option<usize> {
    if is_space(byte(text, 1)) || text.len() < 3 {
        return None;
    }
    let bytes = text
        .as_bytes()
        .get(..QUOTED + 16)
        .unwrap_or(text.as_bytes());
    let mut n_lines = 0;
    for at in memchr::memchr3_iter(b'8', b'&', b'\n', bytes) {
        match byte(text, at) {
            b'\n' => {
                n_lines += 1;
                if n_lines > 1 {
                    return None;
                }
            }
            b'8' if closes(text, at) => {
                let returns = memchr::memchr_iter(b'\r', bytes.get(..at)?).count();
                return (at - returns <= QUOTED).then_some(at + 1);
            }
            b'&' if at > 0 && opens_after(byte(text, at - 1)) && !is_space(byte(text, at + 1)) => {
                return None;
            }
            _ => {}
        }
    }
    None
}

fn closes(text: &str, at: usize) -> bool {
    let (left, right) = (byte(text, at - 1), byte(text, at + 1));
    if right.is_ascii_alphanumeric() || right >= 0x80 && right != 0xe2 {
        return false;
    }
    if matches!(left, b'.' | b',' | b'?' | b'!') {
        return true;
    }
    if !left.is_ascii_alphabetic() {
        return false;
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

/// Whether the comma at `at` stands for an apostrophe.
///
/// ```abnf
/// apostrophe = 2ALPHA "," ("s" / "t" / "re" / "ve" / "ll") ; then no letter
/// ```
fn is_apostrophe(text: &str, at: usize) -> bool {
    let letters = at >= 2
        && byte(text, at - 1).is_ascii_alphabetic()
        && byte(text, at - 2).is_ascii_alphabetic();
    let rest = text.as_bytes().get(at + 1..).unwrap_or_default();
    let length = match rest {
        [b's' | b't', ..] => 1,
        [b'r' | b'v', b'e', ..] | [b'l', b'l', ..] => 2,
        _ => return false,
    };
    letters && !rest.get(length).is_some_and(u8::is_ascii_alphanumeric)
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

/// What a pair of quotation marks holds, its own damage undone.
fn inside(text: &str) -> String {
    let mut read = String::with_capacity(text.len() + 2);
    read.push('"');
    let mut blank = false;
    for (at, c) in text.char_indices() {
        if matches!(c, '\n' | '\r') || blank && matches!(c, ' ' | '\t') {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            read.truncate(read.trim_end_matches(' ').len());
            read.push(' ');
        }
        let apostrophe = c == ',' && is_apostrophe(text, at) || c == '?' && is_question(text, at);
        read.push(if apostrophe { '\'' } else { c });
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

    /// Repairs the prose at `span`.
    pub(super) fn prose(&mut self, span: Span) {
        let text = self.slice(span);
        let mut skip = 0;
        for at in memchr::memchr3_iter(b',', b'&', b'?', text.as_bytes()) {
            if at < skip {
                continue;
            }
            let here = |length: usize| {
                Span::new(span.start as usize + at, span.start as usize + at + length)
            };
            match byte(text, at) {
                b'&' => {
                    let rest = from(text, at);
                    if let Some((to, length)) = entity(rest) {
                        self.repair(here(length), RepairKind::HtmlEntity, to, Confidence::High);
                        skip = at + length;
                    } else if opens_after(at.checked_sub(1).map_or(0, |left| byte(text, left)))
                        && let Some(length) = quoted(rest)
                    {
                        let to = inside(rest.get(1..length - 1).unwrap_or_default());
                        self.repair(
                            here(length),
                            RepairKind::QuotationMarks,
                            to.into(),
                            Confidence::High,
                        );
                        skip = at + length;
                    }
                }
                b',' if is_apostrophe(text, at) => {
                    self.repair(
                        here(1),
                        RepairKind::Apostrophe,
                        "'".into(),
                        Confidence::High,
                    );
                }
                b'?' if is_question(text, at) => {
                    self.repair(
                        here(1),
                        RepairKind::Apostrophe,
                        "'".into(),
                        Confidence::High,
                    );
                }
                _ => {}
            }
        }
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
                (b'\\', b'\n' | b'\r') => {
                    let span = here(at, 1);
                    self.repair(
                        span,
                        RepairKind::TrailingBackslash,
                        "".into(),
                        Confidence::High,
                    );
                }
                (b'\\', sign)
                    if is_escape(
                        sign,
                        at.checked_sub(1).map_or(b'\n', |left| byte(text, left)),
                    ) =>
                {
                    let span = here(at, 1);
                    self.repair(
                        span,
                        RepairKind::MarkdownEscape,
                        "".into(),
                        Confidence::High,
                    );
                }
                (0xc3, _) => {
                    let Some((c, length)) = twice_decoded(from(text, at)) else {
                        continue;
                    };
                    let to = Cow::Owned(c.to_string());
                    self.repair(here(at, length), RepairKind::Mojibake, to, Confidence::High);
                    skip = at + length;
                }
                _ => {}
            }
        }
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
            let start = above.map_or(0, |above| self.place(self.content(above)).end as usize);
            let end = below.map_or_else(
                || self.place(self.content(last)).end as usize,
                |below| self.start_of(below),
            );
            let span = Span::new(start, end);
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
            if above.is_some() && below.is_some() {
                self.injected(first..last + 1, span, to);
            }
        }
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
            let next = match of_line {
                Some((_, LineKind::Stamp)) => RepairKind::ReleaseStamp,
                Some((_, LineKind::FormatLine(_) | LineKind::Banner | LineKind::Caption)) => {
                    RepairKind::RepeatedHeading
                }
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
        let digits = format!("{:08}", serial.value);
        let text = self.text;
        for found in memchr::memmem::find_iter(
            text.as_bytes().get(from_at..).unwrap_or_default(),
            digits.as_bytes(),
        ) {
            let at = from_at + found;
            if let Some(span) = self.page_header_at(at) {
                self.repair(span, RepairKind::PageHeader, " ".into(), Confidence::High);
            }
        }
    }

    /// The page header whose serial stands at `at`, with the blanks around
    /// it, when it does not fill its line.
    fn page_header_at(&self, at: usize) -> Option<Span> {
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

/// Whether a backslash between `left` and `sign` escapes the sign.
///
/// ```abnf
/// escape = "\" ("#" / "*" / "_" / "[" / "]")
///        / DIGIT "\."                          ; no list
///        / line-start "\" ("-" / "+" / ">")    ; no list, no quotation
/// ```
fn is_escape(sign: u8, left: u8) -> bool {
    match sign {
        b'#' | b'*' | b'_' | b'[' | b']' => true,
        b'.' => left.is_ascii_digit(),
        b'-' | b'+' | b'>' => matches!(left, b'\n' | b'\r'),
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

/// The character that a run of letters was before it was decoded twice.
fn twice_decoded(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0_u8; 4];
    let mut n_bytes = 0;
    let mut wanted = 4;
    let mut length = 0;
    for c in text.chars().take(4) {
        let value = windows_1252(c)?;
        if n_bytes == 0 {
            wanted = match value {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return None,
            };
        }
        *bytes.get_mut(n_bytes)? = value;
        n_bytes += 1;
        length += c.len_utf8();
        if n_bytes == wanted {
            break;
        }
    }
    let read = std::str::from_utf8(bytes.get(..n_bytes)?).ok()?;
    let c = read.chars().next()?;
    (n_bytes == wanted && !c.is_control()).then_some((c, length))
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

/// Sorts repairs and drops those that another one encloses or overlaps.
pub(super) fn disjoint(repairs: &mut Vec<Repair>) {
    // The longer of two that begin together goes first: a pair of quotation
    // marks has read its inside already.
    repairs.sort_by(|one, two| {
        one.span
            .start
            .cmp(&two.span.start)
            .then(two.span.end.cmp(&one.span.end))
    });
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

#[cfg(test)]
mod tests {
    use super::{entity, inside, is_apostrophe, is_escape, link, quoted, twice_decoded};

    fn pair(text: &str) -> Option<&str> {
        let at = text.find('&')?;
        quoted(&text[at..]).map(|length| &text[at..at + length])
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
        ] {
            assert_eq!(pair(text), None, "{text}");
        }
    }

    #[test]
    fn a_pair_reads_its_own_damage() {
        assert_eq!(inside("we,re \r\n ready"), "\"we're ready\"");
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
        );
        assert!(
            !check("(b,d)")
                && !check("Veldania, s")
                && !check("delegates, plan")
                && !check("Quill,start")
                && !check("a,s")
        );
    }

    #[test]
    fn entities_make_no_control_characters() {
        assert_eq!(
            entity("&#8217;s").map(|(to, _)| to.into_owned()),
            Some("\u{2019}".into())
        );
        assert_eq!(
            entity("&amp; so").map(|(to, _)| to.into_owned()),
            Some("&".into())
        );
        assert_eq!(entity("&#27;[2J"), None);
        assert_eq!(entity("&#x202e;"), None);
        assert_eq!(entity("&the boats;"), None);
    }

    #[test]
    fn only_what_markdown_escapes_is_escaped() {
        assert!(is_escape(b'#', b' ') && is_escape(b'.', b'1') && is_escape(b'-', b'\n'));
        assert!(!is_escape(b'.', b's') && !is_escape(b'-', b'a') && !is_escape(b'b', b'\n'));
    }

    #[test]
    fn links_stay_on_their_line() {
        assert_eq!(link("[PREL](#) x"), Some(("PREL", 9)));
        assert_eq!(link("[PREL]"), None);
        assert_eq!(link("[PR\nEL](#)"), None);
    }

    #[test]
    fn decodes_once_more_only_what_was_decoded_twice() {
        assert_eq!(
            twice_decoded("\u{e2}\u{20ac}\u{2122}s"),
            Some(('\u{2019}', 8))
        );
        assert_eq!(twice_decoded("\u{c3}\u{a9}t"), Some(('\u{e9}', 4)));
        assert_eq!(twice_decoded("\u{e9}t"), None);
    }
}
