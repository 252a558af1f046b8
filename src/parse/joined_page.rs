//! Headers of pages that a copy joined with the line above and the one below.
//!
//! Such a header parts its line: then all that is known of headers on lines of their own holds
//! for it.

use memchr::memmem::Finder;

use super::Draft;
use super::caption::{banner, is_caption};
use super::lines::is_classification;
use super::token::{Needle, byte, from, is_blank, is_digits, trim, trim_start};
use crate::cable::{Classification, Joint, Line, LineKind, Span};

static PAGES: Needle = Needle::new(|| Finder::new(b" PAGE "));

/// What the count of pages in a header of the 2000s has.
static COUNTS: Needle = Needle::new(|| Finder::new(b" OF 0"));

/// The index of a line, a byte of the text in it, and what the line is that begins there.
type Cut = (usize, usize, LineKind);

/// The length of the header of a page that begins a text: `PAGE 02        PORT L  00311  221504Z`.
///
/// ```abnf
/// header  = "PAGE" 1*blank 2*3DIGIT 1*blank station 1*blank 5*6DIGIT [1*blank count]
///           1*blank 6DIGIT [blank] "Z"
/// count   = 2DIGIT 1*blank "OF" 1*blank 2DIGIT
/// station = ALPHA *9(ALPHA / blank / "." / "'" / "-")    ; capitals
/// ```
///
/// With its time it cannot be prose. Sample: `garbled/marks-of-pages-inside-fields`
fn header(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let apart = |text: &'_ str| text.starts_with(is_blank);
    let number = |text: &'_ str, least, most| -> Option<usize> {
        let n = digits(text);
        (least..=most).contains(&n).then_some(n)
    };
    let rest = trim_start(text.strip_prefix("PAGE ")?);
    let rest = from(rest, number(rest, 2, 3)?);
    let station = trim_start(rest);
    let sign = |c: char| c.is_ascii_uppercase() || is_blank(c) || ".'-".contains(c);
    let behind = station.trim_start_matches(sign);
    let name = trim(station.get(..station.len() - behind.len())?);
    let is_apart = station.len() - behind.len() > name.len();
    if !apart(rest) || !is_apart || !(2..=10).contains(&name.len()) {
        return None;
    }
    let rest = from(behind, number(behind, 5, 6)?);
    let mut time = trim_start(rest);
    if digits(time) == 2 {
        let of = trim_start(trim_start(from(time, 2)).strip_prefix("OF ")?);
        time = trim_start(from(of, number(of, 2, 2)?));
    }
    let rest = trim_start(from(time, number(time, 6, 6)?)).strip_prefix('Z')?;
    let ends = !byte(rest, 0).is_ascii_alphanumeric();
    ends.then_some(text.len() - rest.len())
}

/// The classification line of the telegram.
#[derive(Clone, Copy)]
pub(super) struct OwnBanner<'a> {
    /// Its index.
    line: usize,
    post: &'a str,
    pub(super) level: Classification,
}

/// Whether words are those of a signature: one or two, in capitals.
fn is_name(words: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_uppercase() || b"-' ".contains(&byte);
    words.len() > 2 && words.bytes().all(sign) && words.split(' ').count() < 3 && !is_caption(words)
}

impl<'a> Draft<'a> {
    /// Parts lines before the places of `cuts`, each the index of a line, a byte of the text in
    /// it and what the line is that begins there. They are in order.
    pub(super) fn part_lines(&mut self, cuts: &[Cut]) {
        let Some(&(first, ..)) = cuts.first() else {
            return;
        };
        for &(idx, at, _) in cuts {
            let start = self.lines.get(idx).map_or(0, |line| line.span.start);
            let held = self.joints.binary_search_by_key(&start, |joint| joint.at);
            let held = held.ok().and_then(|nth| self.joints.get(nth));
            let line = held.map_or(start, |joint| joint.line);
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            self.joints.push(Joint { at, line });
        }
        self.joints.sort_unstable_by_key(|joint| joint.at);
        let lines = self.lines.split_off(first);
        let contents = self.contents.split_off(first);
        let mut aside = self.aside.iter_mut().peekable();
        let mut cuts = cuts.iter().peekable();
        for (nth, (line, content)) in lines.into_iter().zip(contents).enumerate() {
            while let Some((at, _)) = aside.next_if(|(at, _)| *at <= first + nth) {
                *at += self.lines.len().saturating_sub(first + nth);
            }
            let mut line = line;
            let mut content = content;
            while let Some(&(_, at, kind)) = cuts.next_if(|(of, ..)| *of == first + nth) {
                let words = |start: u32, end: usize| {
                    let part = self.text.get(start as usize..end).unwrap_or_default();
                    super::token::place(self.text, trim(part))
                };
                self.contents.push(words(content.start, at));
                self.lines.push(Line {
                    span: Span::new(line.span.start as usize, at),
                    kind: line.kind,
                });
                self.n_page_headers += usize::from(kind == LineKind::PageHeader);
                line = Line {
                    span: Span::new(at, line.span.end as usize),
                    kind,
                };
                content = Span::new(at, content.end as usize);
            }
            self.contents.push(content);
            self.lines.push(line);
        }
    }

    /// Parts the lines inside which the header of a page stands.
    ///
    /// Sample: `garbled/marks-of-pages-inside-fields`
    pub(super) fn pages_in_lines(&mut self) {
        let text = self.text;
        let mut cuts = Vec::new();
        let mut end = 0;
        for found in PAGES.find_iter(text.as_bytes()) {
            let at = found + 1;
            let Some(length) = header(from(text, at)).filter(|_| at >= end) else {
                continue;
            };
            let idx = self.line_at(at);
            let words = self.content_span(idx);
            // One that begins its line is known.
            let before = text.get(words.start as usize..at).unwrap_or_default();
            let known = before.is_empty() || is_classification(trim(before));
            if self.kind(idx) != LineKind::Body || known {
                continue;
            }
            end = at + length;
            self.cut_around(idx, at, end, &mut cuts);
        }
        if cuts.is_empty() {
            self.numbered_pages_in_lines(&mut cuts);
        }
        self.part_lines(&cuts);
    }

    /// Cuts a line before the header of a page at `at` and behind it, at `end`.
    fn cut_around(&self, idx: usize, at: usize, end: usize, cuts: &mut Vec<Cut>) {
        cuts.push((idx, at, LineKind::PageHeader));
        let words = self.content_span(idx).end as usize;
        let rest = self.text.get(end..words).unwrap_or_default();
        if !trim(rest).is_empty() {
            let next = end + rest.len() - trim_start(rest).len();
            cuts.push((idx, next, LineKind::Body));
        }
    }

    /// Where the header of a page of the 2000s stands inside an addressee, or between the text
    /// and its signature: it bears the post of the classification line. Elsewhere those who
    /// read the words around it find it.
    fn numbered_pages_in_lines(&self, cuts: &mut Vec<Cut>) {
        const DIGITS: usize = 8;
        let text = self.text;
        let mut own = None;
        for found in COUNTS.find_iter(text.as_bytes()) {
            let idx = self.line_at(found);
            let line = self.content_span(idx);
            let (start, stop) = (line.start as usize, line.end as usize);
            let before = text.get(start..found).unwrap_or_default();
            let page = before.rsplit(is_blank).next().unwrap_or_default();
            let serial = trim(before.get(..before.len() - page.len()).unwrap_or_default());
            let number = serial.rsplit(is_blank).next().unwrap_or_default();
            let end = found + " OF 000".len();
            if number.len() != DIGITS
                || !is_digits(number)
                || page.len() < 3
                || !page
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'.')
                || end > stop
                || self.kind(idx) != LineKind::Body
                || cuts.last().is_some_and(|&(last, ..)| last == idx)
            {
                continue;
            }
            let Some(own) = *own.get_or_insert_with(|| self.first_banner()) else {
                return;
            };
            let post = own.post;
            let name = trim(serial.get(..serial.len() - DIGITS).unwrap_or_default());
            let post = post.get(..post.len().min(10)).unwrap_or(post).trim_end();
            let rest = trim(text.get(end..stop).unwrap_or_default());
            let head = name.strip_suffix(post).filter(|_| !post.is_empty());
            let head = head.filter(|head| head.ends_with(' ') && !rest.is_empty());
            if let Some(head) = head
                && (idx < own.line || is_name(rest))
            {
                self.cut_around(idx, start + head.len(), end, cuts);
            }
        }
    }

    /// The first classification line with a serial.
    pub(super) fn first_banner(&self) -> Option<OwnBanner<'a>> {
        const NEAR: usize = 256;
        let mut lines = 0..self.lines.len().min(NEAR);
        lines.find_map(|line| {
            let read = banner(self.text, self.content(line))?.banner;
            let post = read.post.filter(|_| read.serial.is_some())?;
            Some(OwnBanner {
                line,
                post: self.slice(post),
                level: read.level,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::header;
    use crate::parse::{laws, parse};

    const HEAD: &str = "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
                        C O N F I D E N T I A L PORT LARKSPUR 000311\n\n\
                        E.O. 12958: DECL: 07/22/2018\n";

    #[test]
    fn a_page_with_its_time_is_known_inside_a_line() {
        for (text, length) in [
            ("PAGE 02        PORT L  00311  221504Z BOATS", Some(37)),
            ("PAGE 02 PORT L 00311 01 OF 02 221504Z", Some(37)),
            ("PAGE 112 ST. B 000311 221504 Z", Some(30)),
            ("PAGE 02 OF THE TREATY", None),
            ("PAGE 02 PORT L 00311", None),
            ("PAGE 02 PORT LARKSPUR 00311 221504Z", None),
            ("PAGE 02 00311 221504Z", None),
            ("PAGE TWO PORT L 00311 221504Z", None),
            ("PAGE 02 PORT L 00311 221504ZULU", None),
        ] {
            assert_eq!(header(text), length, "{text}");
        }
    }

    #[test]
    fn lines_that_were_joined_are_one_of_the_text() {
        let text = format!(
            "{HEAD}TAGS: PREL, PAGE 02        PORT L  00311  221504Z EFIS\n\
             SUBJECT: HARBOR TALKS SUMMARY ------- 1. (C) Talks opened.\n\n\
             2. (C) Dues PAGE 03        PORT L  00311  221504Z fell, and PAGE 04        \
             PORT L  00311  221504Z rose.\n"
        );
        let cable = parse(text.as_bytes());
        assert_eq!(cable.joints.len(), 2 + 3 + 4);
        let lines: Vec<&str> = cable
            .lines_of_text()
            .map(|line| cable.slice(line))
            .collect();
        let of_text: Vec<&str> = text.split_inclusive('\n').collect();
        assert_eq!(lines, of_text);
        for (word, line) in [("EFIS", 8), ("Talks", 9), ("rose", 11)] {
            let at = text.find(word).unwrap();
            let column = at - text[..at].rfind('\n').unwrap();
            let place = cable.line_and_column(u32::try_from(at).unwrap());
            assert_eq!(place, (line, column), "{word}");
        }
    }

    #[test]
    fn how_far_a_page_is_looked_for_is_counted_in_lines() {
        for n_lines in 30..60 {
            let body = "Boats lay idle at the pier, and the dues were unpaid.\n".repeat(n_lines);
            let page = "and PAGE 02        PORT L  00311  221504Z so on.\n";
            laws(format!("{HEAD}\n1. (C) {body}{page}").as_bytes()).unwrap();
        }
    }
}
