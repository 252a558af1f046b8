//! The headers of pages that a printer put between lines, and inside joined
//! ones.
//!
//! They are no damage of the words around them, but stand between those: what
//! is read in their place depends on what they part.

use super::Draft;
use super::repair::end_of_signs;
use super::token::{after, byte, from, is_blank, is_digits, trim};
use crate::cable::{Confidence, LineKind, RepairKind, Span, any_within};
use crate::glossary;

impl Draft<'_> {
    /// Notes the page headers: read as a blank inside a field or a
    /// paragraph, as a break between two.
    pub(super) fn page_headers(&mut self) {
        if self.n_page_headers == 0 {
            return;
        }
        self.kept_breaks.sort_unstable();
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
            let to = if !(within || same) {
                "\n\n"
            } else if any_within(&self.kept_breaks, span) {
                "\n"
            } else {
                " "
            };
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
        let confidence = if any_within(&self.unsure, span) {
            Confidence::Medium
        } else {
            Confidence::High
        };
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
                Some(LineKind::Signature | LineKind::FormatLine(_)) => RepairKind::RepeatedHeading,
                Some(kind) if kind.is_heading() => RepairKind::RepeatedHeading,
                _ => RepairKind::PageHeader,
            };
            if let Some(kind) = kind.filter(|kind| *kind != next) {
                let end = self.line_start(idx);
                self.repair(Span::new(start, end), kind, to.into(), confidence);
                start = end;
                to = "";
            }
            kind = Some(next);
        }
        if let Some(kind) = kind {
            let rest = Span::new(start, span.end as usize);
            self.repair(rest, kind, to.into(), confidence);
        }
    }

    /// The first byte of a line.
    pub(super) fn line_start(&self, idx: usize) -> usize {
        self.lines
            .get(idx)
            .map_or(self.text.len(), |line| line.span.start as usize)
    }

    /// Page headers inside longer lines of joined copies. They bear the
    /// serial of the banner in eight digits, which makes them safe to find
    /// anywhere.
    pub(super) fn page_headers_in_lines(&mut self, from_at: usize) {
        let serial = match &self.heading.banner {
            Some(banner) => banner.serial,
            None => return self.page_headers_of_stations(from_at),
        };
        let Some(serial) = serial else {
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

    /// The same in an extract without its banner: eight digits behind the name of a station.
    fn page_headers_of_stations(&mut self, from_at: usize) {
        const DIGITS: usize = 8;
        let text = self.text;
        let mut found = Vec::new();
        let mut skip = from_at;
        for zero in memchr::memchr_iter(b'0', text.as_bytes().get(from_at..).unwrap_or_default()) {
            let at = from_at + zero;
            if at < skip {
                continue;
            }
            let n_digits = text.bytes().skip(at).take_while(u8::is_ascii_digit).count();
            skip = at + n_digits;
            if n_digits == DIGITS
                && let Some(span) = self.page_header_at(at)
            {
                found.push(span);
            }
        }
        for span in found {
            self.repair(span, RepairKind::PageHeader, " ".into(), Confidence::High);
        }
    }

    /// The words of a line before the header of a page that stands in it, the header with
    /// the blanks around it, and the words behind it.
    pub(super) fn page_within<'b>(&self, line: &'b str) -> Option<(&'b str, Span, &'b str)> {
        const DIGITS: usize = 8;
        let mut words = line.split(is_blank);
        let serial = words.find(|word| word.len() == DIGITS && is_digits(word))?;
        let page = self.page_header_at(self.place(serial).start as usize)?;
        let start = self.place(line).start as usize;
        let before = (page.start as usize).saturating_sub(start);
        let behind = (page.end as usize).saturating_sub(start);
        Some((trim(line.get(..before)?), page, trim(from(line, behind))))
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
        let Some(post) = self.heading.banner.as_ref().and_then(|banner| banner.post) else {
            // An extract without its banner: the name of a station tells.
            let mut starts = words.match_indices(' ').map(|(at, _)| at + 1);
            let mut starts = std::iter::once(0).chain(starts.by_ref());
            return starts.find(|&at| glossary::station(from(words, at)).is_some());
        };
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

fn after_number(text: &str, n_digits: usize) -> Option<&str> {
    let digits = text.as_bytes().get(..n_digits)?;
    digits
        .iter()
        .all(u8::is_ascii_digit)
        .then(|| from(text, n_digits))
}
