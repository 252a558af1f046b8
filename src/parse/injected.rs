//! What pages left among the words of a telegram: classifications and words of release alone
//! on a line, and headers that a copy joined with the line above and the one below.
//!
//! A classification alone is a line of the heading as well, so it is one of a page only where
//! the words above it plainly go on below it. A header inside a line parts it: then all that is
//! known of headers on lines of their own holds for it.

use memchr::memmem::Finder;

use super::Draft;
use super::address::is_listed_post;
use super::caption::{banner, is_caption, level};
use super::classified_by::{is_list, states_reason};
use super::foia::{is_release, is_sure_stamp};
use super::header::is_listed;
use super::heading::{Label, is_heading_word, label};
use super::lines::{is_classification, page_header_1970s, page_header_2000s};
use super::stamp::is_stamp;
use super::subject::breaks_off;
use super::tags::are_codes;
use super::token::{Needle, byte, from, is_blank, is_capitals, is_digits, trim, trim_start};
use super::words::{Words, words};
use crate::cable::{Classification, Family, Joint, Line, LineKind, Span};

/// Blank lines between a mark of a page and the words beside it, at most.
const BLANK: usize = 3;

/// Lines that a list of addressees may go on for below a mark.
const LIST: usize = 64;

static PAGES: Needle = Needle::new(|| Finder::new(b" PAGE "));

/// What the count of pages in a header of the 2000s has.
static COUNTS: Needle = Needle::new(|| Finder::new(b" OF 0"));

/// The index of a line, a byte of the text in it, and what the line is that begins there.
type Cut = (usize, usize, LineKind);

/// The longest mark of a page.
const LONGEST: usize = 60;

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
    if !apart(rest) || !(2..=10).contains(&name.len()) {
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

/// Levels that a page bears alone on a line.
const LEVELS: [Classification; 5] = [
    Classification::Unclassified,
    Classification::LimitedOfficialUse,
    Classification::Confidential,
    Classification::Secret,
    Classification::TopSecret,
];

/// Lines that may be marks of one page.
struct Group {
    first: usize,
    /// The line below the last.
    next: usize,
    /// Their places, and what they are.
    marks: Vec<(usize, LineKind)>,
    /// Whether one of them says what was released.
    released: bool,
    /// Whether a page header or the sign of a new page is beside them.
    paged: bool,
    /// The level that the first of them names.
    level: Option<Classification>,
}

/// The classification line of the telegram.
#[derive(Clone, Copy)]
struct OwnBanner<'a> {
    /// Its index.
    line: usize,
    post: &'a str,
    level: Classification,
}

/// A line without the sign of a new page before it.
fn without_feed(line: &str) -> &str {
    trim(line.trim_start_matches('\u{c}'))
}

/// Whether a line between the two words of a marker, `END` and `SUMMARY`, is one of a page;
/// a classification is below `END`, or above another line of the page.
///
/// Sample: `garbled/marks-of-pages-inside-fields`
pub(super) fn is_of_page(line: &str, before: &str, above_page: bool) -> bool {
    let line = without_feed(line);
    page_header_2000s(line).is_ok()
        || page_header_1970s(line).is_ok()
        || (above_page || ends_in_end(before)) && is_classification(line)
        || is_release(line)
        || is_stamp(line)
        || is_sure_stamp(line)
}

/// Whether words end with that of a marker: `The dues are paid. End`.
fn ends_in_end(words: &str) -> bool {
    let words = trim(words);
    ["END", "End", "end"].iter().any(|end| words.ends_with(end))
}

/// Whether a line begins with the other word of a marker: `summary.`
fn begins_part_word(line: &str) -> bool {
    const PARTS: Words = words!["SUMMARY", "COMMENT", "NOTE", "INTRODUCTION"];
    PARTS.begin(line)
}

/// Whether a line begins as an item of a list does: `a. (S) First item.`, `(ii)`, `-- boats`.
fn is_item(line: &str) -> bool {
    const LONGEST: usize = 4;
    let sign = |c: char| matches!(c, '.' | ')');
    line.starts_with(['(', '-', '*', '\u{2022}'])
        || line
            .find(sign)
            .is_some_and(|at| at <= LONGEST && line.get(..at).is_some_and(is_counter))
}

/// Whether a line without keyword is an addressee.
fn is_entry_of_list(line: &str) -> bool {
    is_listed(line) || is_listed_post(line)
}

/// Whether a line is an addressee, behind a keyword or without one.
fn is_addressee(line: &str) -> bool {
    let keywords = ["INFO ", "TO "];
    let behind = keywords.iter().find_map(|word| line.strip_prefix(word));
    is_entry_of_list(behind.unwrap_or(line))
}

/// The letter of an entry of a list of references: `B. ROME 7`.
fn letter_of(line: &str) -> Option<u8> {
    match line.as_bytes() {
        [letter @ b'A'..=b'Z', b'.' | b')', b' ', ..] => Some(*letter),
        _ => None,
    }
}

/// Whether letters count an item: one, or a small Roman number.
fn is_counter(word: &str) -> bool {
    word.len() == 1 || word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'))
}

/// Whether words are those of a signature: one or two, in capitals.
fn is_name(words: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_uppercase() || b"-' ".contains(&byte);
    words.len() > 2 && words.bytes().all(sign) && words.split(' ').count() < 3 && !is_caption(words)
}

/// Whether a line may be a mark of a page, as its first signs and its last tell; most lines are
/// not.
fn may_be_mark(line: &[u8]) -> bool {
    match line {
        [b'\x0c', ..] | [b'R', b'E' | b' ', ..] => true,
        [b'C' | b'T', b'O' | b' ', .., last]
        | [b'S', b'E' | b' ', .., last]
        | [b'U', b'N' | b' ', .., last]
        | [b'L', b'I' | b' ', .., last] => {
            // A level ends in one of these, also as UNCLAS and before NOFORN.
            matches!(last, b'D' | b'E' | b'L' | b'N' | b'S' | b'T')
        }
        _ => false,
    }
}

/// Whether a line goes on with a statement that has said no reason: it says one, or the word.
pub(super) fn closes_statement(line: &str) -> bool {
    const SHORT: usize = 200;
    let says = || line.contains("eason") || line.contains("EASON") || states_reason(line);
    is_list(line) || line.len() < SHORT && says()
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
    fn first_banner(&self) -> Option<OwnBanner<'a>> {
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

    /// Sets aside the classifications and words of release that stand alone among the words
    /// of a telegram, as the top or the bottom of a page.
    ///
    /// A level with nothing of a page beside it is one only if it is that of the telegram, or
    /// stands alone more than once: `the box was stamped` / `SECRET` / `by the clerk`.
    ///
    /// Sample: `garbled/marks-of-pages-inside-fields`
    pub(super) fn marks_of_pages(&mut self) {
        let mut groups = self.groups_of_marks();
        groups.retain(|group| self.are_marks(group));
        if groups.is_empty() {
            return;
        }
        let n_alike = |level| {
            groups
                .iter()
                .filter(|group| group.level == level)
                .take(2)
                .count()
        };
        let repeated: Vec<_> = LEVELS
            .into_iter()
            .filter(|&level| n_alike(Some(level)) > 1)
            .collect();
        let n_known = self.aside.len();
        let mut own = None;
        for group in &groups {
            let lone = group.level.filter(|_| !group.released && !group.paged);
            if let Some(level) = lone {
                let own = *own.get_or_insert_with(|| self.first_banner().map(|read| read.level));
                if own != Some(level) && !repeated.contains(&level) {
                    self.undecided = true;
                    continue;
                }
            }
            for &(at, kind) in &group.marks {
                self.set_aside(at, kind);
                if lone.is_some() {
                    self.unsure.push(self.content_span(at).start);
                }
            }
        }
        if self.aside.len() > n_known {
            super::sort_by_place(&mut self.aside, |&(idx, _)| idx as u64);
        }
    }

    /// Lines near each other that may be marks of a page, where nothing is between them.
    fn groups_of_marks(&self) -> Vec<Group> {
        let takes_release = self.form != Some(Family::Foia);
        let mut groups = Vec::new();
        let mut idx = 0;
        while let Some(ahead) = self.next_mark(idx) {
            idx += ahead;
            let is_header = |line| self.kind(line) == LineKind::PageHeader;
            let mut group = Group {
                first: idx,
                next: idx,
                marks: Vec::new(),
                released: false,
                paged: (idx.saturating_sub(BLANK)..idx).any(is_header),
                level: None,
            };
            while group.next < self.lines.len() && group.next - idx < 2 * BLANK {
                let words = self.content(group.next);
                let line = without_feed(words);
                match self.kind(group.next) {
                    LineKind::Blank => {}
                    LineKind::PageHeader => group.paged = true,
                    LineKind::Body if is_classification(line) => {
                        group.level = group.level.or_else(|| level(self.text, line));
                        group.marks.push((group.next, LineKind::PageHeader));
                    }
                    LineKind::Body if takes_release && is_release(line) => {
                        group.released = true;
                        group.marks.push((group.next, LineKind::Stamp));
                    }
                    _ => break,
                }
                group.paged |= words.starts_with('\u{c}');
                group.next += 1;
            }
            idx = group.next.max(idx + 1);
            if !group.marks.is_empty() {
                groups.push(group);
            }
        }
        groups
    }

    /// How many lines below line `idx` the next one is that may be a mark. The lines of prose,
    /// which are most, are too long.
    fn next_mark(&self, idx: usize) -> Option<usize> {
        let text = self.text.as_bytes();
        let lines = self.lines.get(idx..)?.iter().zip(self.contents.get(idx..)?);
        { lines }.position(|(line, content)| {
            content.len() <= LONGEST
                && line.kind == LineKind::Body
                && text.get(content.range()).is_some_and(may_be_mark)
        })
    }

    /// Whether lines are marks of pages: the line above goes on below them, or they say what
    /// was released and no words stand right below.
    fn are_marks(&self, group: &Group) -> bool {
        let Group {
            first,
            next,
            released,
            ..
        } = *group;
        let is_gap =
            |idx: &usize| matches!(self.kind(*idx), LineKind::Blank | LineKind::PageHeader);
        let above = (first.saturating_sub(BLANK)..first)
            .rev()
            .find(|idx| !is_gap(idx));
        let Some(above) = above.filter(|&above| self.kind(above) == LineKind::Body) else {
            return false;
        };
        // Below the last words they are a trailer.
        if next >= self.lines.len() {
            return false;
        }
        if self.kind(next) != LineKind::Body {
            return released;
        }
        let adjacent = !is_gap(&(next - 1)) && above + 1 == first;
        self.goes_on_at(above, next, adjacent, released)
            || released && (is_gap(&(next - 1)) || self.begins_part(next))
    }

    /// Whether a line begins a part of the telegram of its own.
    fn begins_part(&self, idx: usize) -> bool {
        let line = self.content(idx);
        label(line).is_some()
            || is_caption(line)
            || banner(self.text, line).is_some()
            || is_heading_word(line)
            || self.starts_paragraph(idx)
    }

    fn goes_on_at(&self, above: usize, below: usize, adjacent: bool, released: bool) -> bool {
        const ARTICLES: [&str; 3] = [" A", " AN", " THE"];
        let (words, rest) = (self.content(above), self.content(below));
        let first = label(words).map(|(label, _)| label);
        if self.is_open_statement(above) && closes_statement(rest) {
            return true;
        }
        if ends_in_end(words) && begins_part_word(rest)
            || is_addressee(words) && self.begins_text(below)
        {
            return true;
        }
        let is_lower =
            rest.starts_with(char::is_lowercase) && label(rest).is_none() && !is_item(rest);
        if !is_lower && self.begins_part(below) {
            return false;
        }
        if is_lower {
            return words.contains(' ') && !words.ends_with(['.', '!', '?', ':', ';', '"', ')']);
        }
        if words.ends_with(',')
            || breaks_off(words)
                && !is_item(rest)
                && !words.ends_with([':', ';', '-', '&'])
                && !ARTICLES.iter().any(|article| words.ends_with(article))
        {
            return true;
        }
        match first {
            Some(Label::Tags) => return are_codes(rest, None),
            Some(Label::Subject) if adjacent => {
                let next = below + 1..self.lines.len().min(below + 3);
                let next = { next }.find(|&at| self.kind(at) != LineKind::Blank);
                return is_capitals(words)
                    && is_capitals(rest)
                    && !rest.ends_with('.')
                    && next.is_some_and(|at| label(self.content(at)).is_some());
            }
            Some(Label::Reference) if letter_of(rest).is_some() => return true,
            Some(_) => return false,
            None => {}
        }
        let next_letter = letter_of(words).map(|letter| letter + 1);
        if next_letter.is_some() && next_letter == letter_of(rest) {
            return true;
        }
        is_addressee(words) && is_entry_of_list(rest) && (released || self.has_banner_below(below))
    }

    /// Whether a line is one of a statement who classified, down to which no reason is said.
    fn is_open_statement(&self, idx: usize) -> bool {
        const LINES: usize = 8;
        let above = (idx.saturating_sub(LINES)..=idx).rev();
        // What a release says of its own reasons is none of the statement.
        let mut above = above
            .filter(|&at| self.kind(at) == LineKind::Body)
            .map(|at| self.content(at))
            .filter(|line| !is_release(without_feed(line)));
        let found = above.find(|line| states_reason(line) || label(line).is_some());
        found.is_some_and(|line| {
            !states_reason(line)
                && label(line).is_some_and(|(label, _)| label == Label::ClassifiedBy)
        })
    }

    /// Whether a line is the classification line with its serial, or the one right above it.
    fn begins_text(&self, idx: usize) -> bool {
        let is_banner = |idx| {
            let read = banner(self.text, self.content(idx));
            read.is_some_and(|read| read.banner.serial.is_some())
        };
        is_banner(idx)
            || self.content(idx) == "BT" && idx + 1 < self.lines.len() && is_banner(idx + 1)
    }

    /// Whether the classification line follows a line of the header.
    fn has_banner_below(&self, idx: usize) -> bool {
        let below = idx + 1..self.lines.len().min(idx + LIST);
        { below }.any(|at| {
            let line = self.content(at);
            line == "BT" || banner(self.text, line).is_some()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::header;
    use crate::cable::Confidence::{High, Medium};
    use crate::cable::RepairKind;
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

    #[test]
    fn marks_of_pages_are_none_of_a_field() {
        for mark in [
            "CONFIDENTIAL",
            "C O N F I D E N T I A L",
            "\u{c}CONFIDENTIAL",
            "CONFIDENTIAL\n\n\u{c}SECRET",
            "RELEASED IN FULL",
            "RELEASE IN PART B6",
            "UNCLASSIFIED\nRELEASE IN PART B1, 1.4(D)",
        ] {
            let text = format!(
                "{HEAD}TAGS: PREL,\n{mark}\nEFIS\nSUBJECT: HARBOR TALKS AMID\n{mark}\nDOUBTS\n\n\
                 Classified By: DCM Ada\n{mark}\nQuill, reasons 1.4\n{mark}\n(b).\n\n\
                 1. (C) Summary: Dues are\n{mark}\npaid. End\n{mark}\nsummary.\n"
            );
            let cable = parse(text.as_bytes());
            let heading = &cable.heading;
            let tags: Vec<&str> = heading.tags.iter().map(|tag| &*tag.code).collect();
            assert_eq!(tags, ["PREL", "EFIS"], "{mark}");
            let read = |span: Option<crate::cable::Span>| cable.read(span.unwrap());
            assert_eq!(read(heading.subject), "HARBOR TALKS AMID DOUBTS", "{mark}");
            let by = heading.classified_by.as_ref().unwrap();
            assert_eq!(read(by.name), "Ada Quill", "{mark}");
            assert_eq!(by.reasons.len(), 1, "{mark}");
            assert!(cable.summary.is_some(), "{mark}");
            let is_mark = |kind| matches!(kind, RepairKind::PageHeader | RepairKind::ReleaseStamp);
            let n_marks = cable.repairs.iter().filter(|it| is_mark(it.kind)).count();
            let lines: Vec<&str> = mark.lines().filter(|line| !line.is_empty()).collect();
            // Those of different kinds are repairs of their own.
            let n_kinds = if lines.iter().any(|line| line.starts_with("UNCL")) {
                2
            } else {
                1
            };
            assert_eq!(n_marks, 6 * n_kinds, "{mark}");
        }
    }

    #[test]
    fn a_level_alone_is_that_of_the_telegram_or_stays() {
        let words = |body: &str| {
            let text = format!("{HEAD}TAGS: PREL\n\n{body}\n\n2. (C) End.\n");
            laws(text.as_bytes()).unwrap();
            let cable = parse(text.as_bytes());
            let read = cable.read(cable.paragraphs[0].span).replace('\n', " ");
            let sure = cable.repairs.iter().map(|repair| repair.confidence).max();
            (read, sure)
        };
        for (body, read, sure) in [
            (
                "1. (C) The box is\nCONFIDENTIAL\nand old.",
                "1. (C) The box is and old.",
                Some(Medium),
            ),
            (
                "1. (C) The box is\n\u{c}SECRET\nand old.",
                "1. (C) The box is and old.",
                Some(High),
            ),
            (
                "1. (C) The box is\nSECRET\nand old.",
                "1. (C) The box is SECRET and old.",
                None,
            ),
            (
                "1. (C) The box is\nSECRET\nand old, which\nSECRET\nnobody saw.",
                "1. (C) The box is and old, which nobody saw.",
                Some(Medium),
            ),
            (
                "1. (C) The level is\nCONFIDENTIAL\n\na. (C) First item.",
                "1. (C) The level is CONFIDENTIAL a. (C) First item.",
                None,
            ),
            (
                "1. (C) The dues are paid. End\nCONFIDENTIAL\nsummary.",
                "1. (C) The dues are paid. End summary.",
                Some(Medium),
            ),
            (
                "1. (C) Two:\n-- one,\nCONFIDENTIAL\n-- two.",
                "1. (C) Two: -- one, -- two.",
                Some(Medium),
            ),
        ] {
            assert_eq!(words(body), (read.to_owned(), sure), "{body}");
        }
    }

    #[test]
    fn marks_between_addressees_and_the_text_or_two_references_are_none_of_them() {
        let text = "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\
                    INFO AMEMBASSY NORTHHAVEN\nCONFIDENTIAL\nBT\n\
                    C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSUBJECT: TALKS\n\n\
                    REF: A. OSLO 12\nCONFIDENTIAL\nB. ROME 7\nCONFIDENTIAL\nC. LIMA 9\n\n\
                    1. (C) Talks opened.\n";
        let cable = parse(text.as_bytes());
        assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "08PORTLARKSPUR311");
        let references = &cable.heading.references;
        let read: Vec<_> = references.iter().map(|it| cable.read(it.span)).collect();
        assert_eq!(read, ["OSLO 12", "ROME 7", "LIMA 9"]);
    }

    #[test]
    fn a_list_reads_a_title_as_the_whole_telegram_does() {
        let body = "1. (C) Boats lay\nidle in the\nSECRET\nharbor.\n\n".repeat(200);
        let far = "AMEMBASSY NORTHHAVEN\n".repeat(70);
        for (head, title) in [
            (HEAD.to_owned(), "HARBOR TALKS AMID\nSECRET\nDOUBTS"),
            (
                HEAD.replace("\n\nC O N F", &format!("\nINFO {far}\nC O N F")),
                "HARBOR PAGE 02        PORT L  00311  221504Z TALKS",
            ),
        ] {
            let below = format!("{body}PAGE 03        PORT L  00311  221504Z\n2. (C) End.\n");
            let text = format!("{head}TAGS: PREL\nSUBJECT: {title}\n\n{below}");
            let whole = parse(text.as_bytes());
            let listed = crate::parse::header(text.as_bytes());
            let read = |cable: &crate::cable::Cable| cable.read(cable.heading.subject.unwrap());
            assert_eq!(read(&listed), read(&whole));
            assert!(!read(&whole).contains("SECRET") && !read(&whole).contains("PAGE"));
        }
    }

    #[test]
    fn a_classification_that_ends_a_field_is_left() {
        for (text, subject) in [
            (
                "SUBJECT: HARBOR TALKS\nCONFIDENTIAL\n\nThe talks opened.\n",
                "HARBOR TALKS",
            ),
            (
                "SUBJECT: WHO KEEPS A\nSECRET\n\n1. (C) Talks.\n",
                "WHO KEEPS A SECRET",
            ),
            (
                "SUBJECT: TALKS\nCONFIDENTIAL\nSIPDIS\n\n1. (C) Talks.\n",
                "TALKS",
            ),
        ] {
            let text = format!("{HEAD}TAGS: PREL\n{text}");
            let cable = parse(text.as_bytes());
            let title = cable.heading.subject.map(|span| cable.read(span));
            assert_eq!(title.as_deref(), Some(subject), "{text}");
            let is_page = |kind| matches!(kind, RepairKind::PageHeader | RepairKind::ReleaseStamp);
            assert!(!cable.repairs.iter().any(|it| is_page(it.kind)), "{text}");
        }
    }
}
