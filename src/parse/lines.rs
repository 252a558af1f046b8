//! Stage one: physical lines, and those that a release injected.
//!
//! Page headers fall inside TAGS, REF, sentences and words, so they are
//! known before any field is read.

use nom::{
    Parser,
    bytes::complete::{tag, tag_no_case, take_while, take_while1},
    character::complete::{char, digit1},
    combinator::{opt, verify},
    sequence::preceded,
};

use super::caption::CLASSES;
use super::distribution::is_page_classification;
use super::misread;
use super::token::{
    IResult, blanks, blanks1, byte, from, is_blank, is_digits, line_length, number, place, trim,
    trim_start,
};
use crate::cable::{Classification, Line, LineKind, Span};

/// The lines of a text, and what stage one knows of them.
pub(super) struct Lines {
    /// In order, covering the text. Lines that are neither blank nor a rule
    /// nor injected are [`LineKind::Body`] until a later stage knows better.
    pub(super) each: Vec<Line>,
    /// The same lines without their ends and the blanks at their ends.
    pub(super) contents: Vec<Span>,
    /// How many lines are page headers.
    pub(super) n_page_headers: usize,
}

/// Cuts a text into lines.
///
/// A line ends at LF, with any CR directly before it (a teletype wrote CR
/// CR LF); in a text without LF, at CR. Any other CR is a character.
pub(super) fn lines(text: &str) -> Lines {
    lines_down_to(text, 0, |_, _| false).0
}

/// Cuts a text into lines down to the first that `is_last` says so of, by where
/// its words begin and whether it holds any, and `n_below` more; to the end of
/// the text without one. With the index of that line.
#[inline]
pub(super) fn lines_down_to(
    text: &str,
    n_below: usize,
    mut is_last: impl FnMut(usize, bool) -> bool,
) -> (Lines, Option<usize>) {
    let bytes = text.as_bytes();
    let line_feeds = memchr::memchr(b'\n', bytes).is_some();
    let end = if line_feeds { b'\n' } else { b'\r' };
    let mut lines = Lines {
        each: Vec::with_capacity(text.len() / 48 + 32),
        contents: Vec::with_capacity(text.len() / 48 + 32),
        n_page_headers: 0,
    };
    let mut start = 0;
    let mut after_header = false;
    let mut last = None;
    while start < text.len() {
        let rest = bytes.get(start..).unwrap_or_default();
        // Often every other line is empty.
        let is_empty = rest.first() == Some(&end);
        let length = if is_empty { 1 } else { line_length(rest, end) };
        let stop = start + length;
        let (words, kind) = if is_empty {
            (Span::new(start, start), LineKind::Blank)
        } else if let Some((n_words, is_plain)) = bare(rest.get(..length).unwrap_or_default()) {
            let words = Span::new(start, start + n_words);
            let kind = if is_plain && !after_header {
                LineKind::Body
            } else {
                lines.kind(text, slice(text, words), &mut after_header)
            };
            (words, kind)
        } else {
            let line = text.get(start..stop).unwrap_or_default();
            let content = content(line, line_feeds);
            let kind = lines.kind(text, content, &mut after_header);
            (place(text, content), kind)
        };
        lines.each.push(Line {
            span: Span::new(start, stop),
            kind,
        });
        lines.contents.push(words);
        start = stop;
        let idx = lines.each.len() - 1;
        if last.is_none() && is_last(words.start as usize, words.is_empty()) {
            last = Some(idx);
        }
        if last.is_some_and(|last| idx >= last + n_below) {
            break;
        }
    }
    (lines, last)
}

/// How long the words of a line are that has nothing before them and nothing
/// behind but one blank or what Markdown puts there, as nearly every line of a
/// text; and whether its first and last bytes tell that it is neither a rule
/// nor injected, as [`stage_one`] finds it.
#[inline]
fn bare(line: &[u8]) -> Option<(usize, bool)> {
    let words = match line {
        [words @ .., b'\\', b'\n'] => without_blanks(words),
        [words @ .., b' ' | b'\r', b'\n'] | [words @ .., b'\n'] => words,
        _ => return None,
    };
    let (first, last) = (*words.first()?, *words.last()?);
    let is_word = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    let is_plain = match first {
        b'-' | b'=' | b'_' | b'*' | b'~' | b'+' | b'#' => false,
        b'P' if words.starts_with(b"PAGE ") => false,
        _ => !last.is_ascii_digit() || !may_count_pages(words),
    };
    // `&#x000A;` may end so.
    (is_word(first) && is_word(last) && last != b';').then_some((words.len(), is_plain))
}

#[inline(never)]
fn without_blanks(mut words: &[u8]) -> &[u8] {
    while let [before @ .., b' '] = words {
        words = before;
    }
    words
}

impl Lines {
    /// What the next line of a text is, which holds words.
    fn kind(&mut self, text: &str, content: &str, after_header: &mut bool) -> LineKind {
        let mut kind = stage_one(content);
        if kind == LineKind::Body && is_rest_of_page_line(content) && self.ends_in_page_number(text)
        {
            kind = LineKind::PageHeader;
        }
        match kind {
            LineKind::PageHeader => {
                *after_header = true;
                if content.starts_with("PAGE") {
                    self.classifications_above(text);
                }
            }
            LineKind::Blank => {}
            // A later section repeats its first caption under the page header.
            _ if *after_header && matches!(content, "SIPDIS" | "SIPDIS SIPDIS") => {
                kind = LineKind::PageHeader;
            }
            _ => *after_header = false,
        }
        self.n_page_headers += usize::from(kind == LineKind::PageHeader);
        kind
    }

    /// Whether the line above is `PAGE 02` alone: records of 1978 print the rest below it.
    fn ends_in_page_number(&self, text: &str) -> bool {
        let last = self.each.last().zip(self.contents.last());
        last.is_some_and(|(line, words)| {
            let number = slice(text, *words).strip_prefix("PAGE ").map(trim);
            line.kind == LineKind::PageHeader
                && number.is_some_and(|number| matches!(number.len(), 2 | 3) && is_digits(number))
        })
    }

    /// Takes up to two classifications right above a PAGE line for page
    /// headers: footer and header of a page of the 1970s are the
    /// classification alone.
    fn classifications_above(&mut self, text: &str) {
        let mut left = 2;
        for (line, words) in self.each.iter_mut().zip(&self.contents).rev() {
            match line.kind {
                LineKind::Blank => {}
                LineKind::Body if left > 0 && is_classification(slice(text, *words)) => {
                    line.kind = LineKind::PageHeader;
                    self.n_page_headers += 1;
                    left -= 1;
                }
                _ => break,
            }
        }
    }
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

/// A line without its end and without blanks at its ends.
///
/// ```abnf
/// end = ["\" *blank / 1*("&#x000A;" / "&#x000D;" / "&#10;" / "&#13;")] *CR LF
/// ```
///
/// Samples: `markdown/trailing-backslashes`, `garbled/entities-at-line-ends`
pub(super) fn content(line: &str, line_feeds: bool) -> &str {
    let bytes = line.as_bytes();
    let bytes = if !line_feeds {
        bytes.strip_suffix(b"\r").unwrap_or(bytes)
    } else if let Some(mut bytes) = bytes.strip_suffix(b"\n") {
        while let [before @ .., b'\r'] = bytes {
            bytes = before;
        }
        bytes
    } else {
        bytes
    };
    let content = trim(line.get(..bytes.len()).unwrap_or_default());
    // Conversions of web pages wrote line ends so.
    match content.as_bytes() {
        [.., b'\\'] => trim(content.strip_suffix('\\').unwrap_or(content)),
        [.., b';'] => without_line_feeds(content),
        _ => content,
    }
}

/// Line ends as a page wrote them.
const WRITTEN_ENDS: [&str; 4] = ["&#x000A;", "&#x000D;", "&#10;", "&#13;"];

/// How many of them a line ends with at most.
const ENDS: usize = 4;

/// A line without the line ends at its end that a page wrote as `&#x000A;`.
pub(super) fn without_line_feeds(line: &str) -> &str {
    let mut line = line;
    for _ in 0..ENDS {
        let Some(before) = WRITTEN_ENDS.iter().find_map(|end| line.strip_suffix(end)) else {
            break;
        };
        line = trim(before);
    }
    line
}

/// The offset where the line ends that a page wrote from `at` on, if the line
/// ends there.
pub(super) fn end_of_written(text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    for _ in 0..ENDS {
        let rest = super::token::from(text, end);
        let Some(after) = WRITTEN_ENDS.iter().find_map(|end| rest.strip_prefix(end)) else {
            break;
        };
        end = text.len() - after.trim_start_matches([' ', '\t']).len();
    }
    let ends = matches!(text.as_bytes().get(end), None | Some(b'\n' | b'\r'));
    (end > at && ends).then_some(end)
}

/// What a line is, when it can be told without its neighbors.
fn stage_one(line: &str) -> LineKind {
    match byte(line, 0) {
        0 if line.is_empty() => LineKind::Blank,
        b'-' | b'=' | b'_' | b'*' | b'\\' | 0xe2 if is_rule(line) => LineKind::Rule,
        sign @ (b'~' | b'+' | b'#')
            if line.len() > 4 && line.bytes().all(|other| other == sign) =>
        {
            LineKind::Rule
        }
        first if first.is_ascii_alphabetic() && (7..=90).contains(&line.len()) => {
            let injected = match line.as_bytes().last() {
                Some(b'0'..=b'9')
                    if may_count_pages(line.as_bytes()) && page_header_2000s(line).is_ok() =>
                {
                    true
                }
                _ => line.starts_with("PAGE ") && page_header_1970s(line).is_ok(),
            };
            if injected {
                LineKind::PageHeader
            } else {
                LineKind::Body
            }
        }
        _ => LineKind::Body,
    }
}

/// Whether a line ends with three digits after a blank: those of addressees
/// end with a number too.
fn may_count_pages(line: &[u8]) -> bool {
    line.len() >= 20
        && matches!(
            line,
            // The last byte of a no-break space is A0.
            [.., b' ' | b'\t' | 0xa0, _, _, _]
        )
}

/// A row of dashes.
///
/// ```abnf
/// rule = sign *(sign / blank) sign     ; three signs or more
/// sign = ["\"] ("-" / "=" / "_" / "*" / %x2010-2015)
///      / "~" / "+" / "#"               ; five or more of one, without blanks
/// ```
///
/// Samples: `oddities/headings-boxed-by-other-signs`, `plain/rule-split-after-forty-five`, `markdown/escaped-rules-and-bullets`
///
/// The release wrote rules of more than 45 signs as 45 signs, a blank and
/// the rest.
pub(super) fn is_rule(line: &str) -> bool {
    let mut n_signs = 0;
    for c in line.chars() {
        match c {
            '-' | '=' | '_' | '*' | '\u{2010}'..='\u{2015}' => n_signs += 1,
            // Markdown would make a list of it, or a heading of what is above.
            '\\' => {}
            c if is_blank(c) => {}
            _ => return false,
        }
    }
    n_signs >= 3
}

/// The page header of the 2000s, alone on its line.
///
/// ```abnf
/// page-header = post 1*blank 8DIGIT 1*blank page 1*blank "OF" 1*blank 3DIGIT
/// page        = 3DIGIT ["." 1*DIGIT]        ; digits may be misread, few of the serial
/// post        = ALPHA *(ALPHA / blank / "." / "'" / "-")
/// ```
///
/// The post is cut to ten characters. Some copies are in lower case.
///
/// Samples: `garbled/page-header-lower-case-and-inside-a-line`,
/// `foia/page-headers-and-labels-misread`
pub(super) fn page_header_2000s(line: &str) -> IResult<'_, u32> {
    printed_page_header(line).or_else(|refused| match misread_page_header(line) {
        Some(serial) => Ok(("", serial)),
        None => Err(refused),
    })
}

/// A page header whose digits were misread: `PORT LARKS O0000311  0O2 OF OO3`. Most
/// digits of its serial are none.
fn misread_page_header(line: &str) -> Option<u32> {
    // Where the count of pages stands: most lines end otherwise.
    let count = line.len().checked_sub(3)?;
    let of = line.get(count.checked_sub(4)?..count)?;
    if !matches!(of.as_bytes(), [b' ', b'O' | b'0' | b'o', b'F' | b'f', b' ']) {
        return None;
    }
    let digits = |word: &str| word.chars().all(|c| misread::digit(c).is_some());
    let (above, page) = trim(line.get(..count - 4)?).rsplit_once(is_blank)?;
    let page = page.split_once('.').map_or(page, |(page, _)| page);
    let (post, serial) = trim(above).rsplit_once(is_blank)?;
    let n_digits = serial.bytes().filter(u8::is_ascii_digit).count();
    let fits = page.len() == 3
        && digits(page)
        && digits(line.get(count..)?)
        && serial.len() == 8
        && n_digits > 5
        && digits(serial)
        && post.starts_with(|c: char| c.is_ascii_alphabetic())
        && post
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || b" .'-".contains(&byte));
    fits.then(|| misread::number(serial).parse().ok())?
}

fn printed_page_header(line: &str) -> IResult<'_, u32> {
    let post = |c: char| c.is_ascii_alphabetic() || is_blank(c) || ".'-".contains(c);
    let (rest, _) = take_while1(post).parse(line)?;
    let (rest, serial) = number(8, 8).parse(rest)?;
    let (rest, _) = preceded(blanks1, number(3, 3)).parse(rest)?;
    let (rest, _) = opt(preceded(char('.'), digit1)).parse(rest)?;
    let (rest, _) = (blanks1, tag_no_case("OF"), blanks1).parse(rest)?;
    let (rest, _) = verify((number(3, 3), blanks), |_| true).parse(rest)?;
    nom::combinator::eof(rest)?;
    Ok((rest, serial))
}

/// The page header of the 1970s: `PAGE 02  NORTHH  00088  01 OF 02  110914Z`.
///
/// ```abnf
/// page-header = "PAGE" 1*blank 2*3DIGIT [1*blank station-and-serial]
///             / "PAGE" 1*blank (DIGIT / "TWO" / ... / "NINE") 1*blank indicator
///               1*blank ["#"] 1*5DIGIT [1*blank classification *(1*blank caption)]
///               ; of the 1960s
/// indicator   = ("RU" / "RH") 4*6ALPHA
/// ```
///
/// The rest holds capitals and a number of three digits or more, or the
/// count of pages; otherwise it is prose in capitals. Forms: field guide, 14.
///
/// Samples: `oddities/page-lines-of-1976`, `nara/distribution-of-the-1960s`
pub(super) fn page_header_1970s(line: &str) -> IResult<'_, ()> {
    if is_page_header_1960s(line) {
        return Ok(("", ()));
    }
    let (rest, _) = (tag("PAGE"), blanks1, number(2, 3)).parse(line)?;
    let sign =
        |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || is_blank(c) || "./'-".contains(c);
    let numbered = |rest: &str| {
        let words = || rest.split(is_blank).filter(|word| !word.is_empty());
        let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
        rest.is_empty() || words().any(|word| digits(word) >= 3) || trim(rest).starts_with("OF 0")
    };
    let (rest, _) = verify(take_while(sign), numbered).parse(rest)?;
    nom::combinator::eof(rest)?;
    Ok((rest, ()))
}

/// Whether a line is what stands behind the number of a page, a station and its serial: `NORTHH
/// 00088  01 OF 02  110914Z`, `STATE 004711`.
///
/// Sample: `nara/page-lines-in-two`
fn is_rest_of_page_line(line: &str) -> bool {
    // Asked of every line: most end with no digit and no Z.
    if !matches!(
        line.as_bytes(),
        [b'A'..=b'Z', b'A'..=b'Z', .., b'0'..=b'9' | b'Z']
    ) || line.len() > 48
    {
        return false;
    }
    let mut words = line
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .peekable();
    let mut n_letters = 0;
    while let Some(word) = words.next_if(|word| !byte(word, 0).is_ascii_digit()) {
        n_letters += word.len();
        if !word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || b".-'".contains(&byte))
        {
            return false;
        }
    }
    let serial = words.next().unwrap_or_default();
    let is_group = |word: &str| {
        word.strip_suffix('Z')
            .is_some_and(|digits| digits.len() == 6 && is_digits(digits))
    };
    (2..=10).contains(&n_letters)
        && matches!(serial.len(), 5 | 6)
        && is_digits(serial)
        && words.all(|word| word == "OF" || word.len() == 2 && is_digits(word) || is_group(word))
}

/// `PAGE 2 RUEHNH 602 S E C R E T`, `PAGE TWO RUEHNH 0602 CONFIDENTIAL LIMDIS`
pub(super) fn is_page_header_1960s(line: &str) -> bool {
    const NUMBERS: [&str; 8] = [
        "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE",
    ];
    let Some(rest) = line.strip_prefix("PAGE ") else {
        return false;
    };
    let word = |text| trim_start(text).split_once(is_blank);
    let Some((page, rest)) = word(rest) else {
        return false;
    };
    let Some((indicator, rest)) = word(rest) else {
        return false;
    };
    let (serial, behind) = word(rest).unwrap_or((trim_start(rest), ""));
    let behind = trim(behind);
    let serial = serial.strip_prefix('#').unwrap_or(serial);
    let letters = indicator.bytes().all(|byte| byte.is_ascii_uppercase());
    (page.len() == 1 && is_digits(page) || NUMBERS.contains(&page))
        && (6..=8).contains(&indicator.len())
        && (indicator.starts_with("RU") || indicator.starts_with("RH"))
        && letters
        && (1..=5).contains(&serial.len())
        && is_digits(serial)
        && if behind.is_empty() {
            is_routing(indicator)
        } else {
            is_page_classification(behind)
        }
}

/// Whether letters are a routing indicator, not a word such as `RUSSIA` and `RULING`: no
/// vowel stands behind the third.
fn is_routing(indicator: &str) -> bool {
    let behind = indicator.as_bytes().get(3..).unwrap_or_default();
    !behind
        .iter()
        .any(|byte| matches!(byte, b'A' | b'E' | b'I' | b'O' | b'U'))
}

/// A classification and nothing else.
pub(super) fn is_classification(line: &str) -> bool {
    let second = byte(trim_start(from(line, 1)), 0);
    let known = matches!(
        (byte(line, 0), second),
        (b'C' | b'T', b'O') | (b'S', b'E') | (b'U', b'N') | (b'L', b'I')
    );
    if line.len() > 48 || !known {
        return false;
    }
    // `SENSITIVE BUT UNCLASSIFIED` is a sentence on handling.
    let mut classes = CLASSES.iter().filter(|(class, level)| {
        class.as_bytes().first() == line.as_bytes().first() && *level != Classification::Sbu
    });
    classes.any(|(class, _)| {
        let Some(mut rest) = after_spaced(line, class) else {
            return false;
        };
        while let Some(after) = after_spaced(rest, "NOFORN") {
            rest = after;
        }
        trim_start(rest).is_empty()
    })
}

/// What follows on a word whose letters may stand apart.
fn after_spaced<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    word.chars()
        .try_fold(text, |rest, letter| trim_start(rest).strip_prefix(letter))
}

#[cfg(test)]
mod tests {
    use super::lines;

    fn kinds(text: &str) -> Vec<&'static str> {
        lines(text)
            .each
            .iter()
            .map(|line| line.kind.slug())
            .collect()
    }

    #[test]
    fn digits_of_a_page_header_may_be_misread() {
        for line in [
            "PORT LARKS 00000311  001.2 OF 003",
            "PORT LARKS O0000311  0O1.2 OF O03",
            "NORTHHAVEN 000O03l1 002 0F OO3",
        ] {
            let serial = super::page_header_2000s(line).map(|(_, serial)| serial);
            assert_eq!(serial.ok(), Some(311), "{line}");
        }
        for line in [
            "PORT LARKS OOOOO311  001 OF 003",
            "THE TALLY WAS 00000BOB  OO1 OF 003",
            "PORT LARKS 0000311  001 OF 003",
            "PORT LARKS 00000311  01 OF 003",
            "12 00000311  O01 OF 003",
        ] {
            assert!(super::page_header_2000s(line).is_err(), "{line}");
        }
    }

    #[test]
    fn pages_of_the_1960s_bear_a_routing_indicator() {
        for line in [
            "PAGE 2 RUEHNH 602 S E C R E T",
            "PAGE TWO RUEHNHA 0602 CONFIDENTIAL",
            "PAGE 3 RUEHNH #602",
            "PAGE 2 RUEHNH 602 S E C R E T LIMDIS",
            "PAGE 3 RUEHNH 602 SECRET EXDIS NOFORN",
        ] {
            assert!(super::page_header_1970s(line).is_ok(), "{line}");
        }
        for line in [
            "PAGE 2 READS 12 LINES",
            "PAGE TWO REPORTS 12 BOATS LOST",
            "PAGE TEN RUEHNH 602",
            "PAGE 2 RUEHNH",
            "PAGE 2 RUSSIAN 1500 TONS OF WHEAT",
            "PAGE 2 RUSSIA 12 BOATS",
            "PAGE TWO RULING 12 WAS READ",
            "PAGE TWO RULING 12",
            "PAGE 2 RUEHNH 602 SECRET BOATS",
            "PAGE 2 RUEHNH 602 LIMDIS BOATS",
        ] {
            assert!(super::page_header_1970s(line).is_err(), "{line}");
        }
    }

    #[test]
    fn lines_end_at_line_feeds_or_else_at_carriage_returns() {
        assert_eq!(lines("a\nb\r\n\r\r\nc").each.len(), 4);
        assert_eq!(lines("a\rb\r").each.len(), 2);
        assert_eq!(lines("a\rb\n").each.len(), 1);
        assert_eq!(lines("").each.len(), 0);
    }

    #[test]
    fn tells_rules_from_dashes_in_text() {
        assert_eq!(
            kinds("-----\n----- --\n- - -\n-- talks\n--\n\u{2014}\u{2014}\u{2014}"),
            ["rule", "rule", "rule", "body", "body", "rule"]
        );
    }

    #[test]
    fn knows_page_headers_of_both_eras() {
        assert_eq!(
            kinds(
                "PORT LARKS 00000311  002.2 OF 003\nPort Larks 00000311 002 of 003\nPAGE 02 NORTHH 00088 110914Z\nPAGE 12 OF THE NOTE"
            ),
            ["page-header", "page-header", "page-header", "body"]
        );
    }

    #[test]
    fn a_classification_is_injected_only_beside_a_page_line() {
        assert_eq!(
            kinds("CONFIDENTIAL\n\nCONFIDENTIAL\nPAGE 02 NORTHH 00088 110914Z\nCONFIDENTIAL"),
            ["page-header", "blank", "page-header", "page-header", "body"]
        );
    }

    #[test]
    fn a_caption_under_a_page_header_belongs_to_it() {
        assert_eq!(
            kinds("PORT LARKS 00000311  002 OF 003\n\nSIPDIS\nSIPDIS"),
            ["page-header", "blank", "page-header", "page-header"]
        );
    }
}
