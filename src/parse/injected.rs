//! What pages left among the words of a telegram: classifications and words of release alone
//! on a line.
//!
//! A classification alone is a line of the heading as well, so it is one of a page only where
//! the words above it plainly go on below it.

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
use super::token::{is_capitals, trim};
use super::words::{Words, words};
use crate::cable::{Classification, Family, LineKind};

/// Blank lines between a mark of a page and the words beside it, at most.
const BLANK: usize = 3;

/// Lines that a list of addressees may go on for below a mark.
const LIST: usize = 64;

/// The longest mark of a page.
const LONGEST: usize = 60;

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

impl Draft<'_> {
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
    use crate::cable::Confidence::{High, Medium};
    use crate::cable::RepairKind;
    use crate::parse::{laws, parse};

    const HEAD: &str = "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
                        C O N F I D E N T I A L PORT LARKSPUR 000311\n\n\
                        E.O. 12958: DECL: 07/22/2018\n";

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
