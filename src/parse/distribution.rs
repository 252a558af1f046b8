//! The distribution block: what the Department's message center and the
//! drafting office wrote above the header.
//!
//! Offices that got copies, who drafted, approved and cleared the telegram,
//! and a row of dashes with the time of handling. It stands at the top of
//! page 1, before format line 5, and again at the top of each later section.

use memchr::memmem::Finder;

use super::Draft;
use super::address::{is_distribution, keyword};
use super::caption::{banner, is_caption, is_words};
use super::heading::{kind, label};
use super::lines::{is_page_header_1960s, page_header_1970s};
use super::nara::NEAR;
use super::token::{
    Needle, after, begins, byte, from, is_blank, is_capitals, is_digits, place, push_words, trim,
};
use crate::cable::{Attribute, FormatLine, LineKind, Span, sort_by_place};

/// What the line of a page begins with.
const PAGE: &[u8] = b"PAGE ";

static PAGES: Needle = Needle::new(|| Finder::new(PAGE));

/// Lines of the longest block.
const LONGEST: usize = 96;

/// What the lines of a block are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Offices and copies.
    Offices,
    /// Who wrote it.
    Drafted,
    /// Who approved it.
    Approved,
    /// Who cleared it.
    Cleared,
    /// Who else should get it.
    Desired,
}

impl Part {
    const ALL: [Part; 5] = [
        Part::Offices,
        Part::Drafted,
        Part::Approved,
        Part::Cleared,
        Part::Desired,
    ];

    /// The key of its attribute.
    fn key(self) -> &'static str {
        match self {
            Part::Offices => "Distribution",
            Part::Drafted => "Drafted By",
            Part::Approved => "Approved By",
            Part::Cleared => "Cleared By",
            Part::Desired => "Desired Distribution",
        }
    }

    /// What separates its lines where they are read as one.
    fn separator(self) -> &'static str {
        match self {
            Part::Cleared => "; ",
            _ => " ",
        }
    }
}

/// The part that a line opens, and its words.
///
/// ```abnf
/// drafted  = "DRAFTED BY" [":"] *CHAR
/// approved = ("APPROVED BY" / "AUTHORIZED BY") [":"] *CHAR
/// cleared  = ("CLEARED BY" / "CLEARANCES") [":"] *CHAR
/// desired  = "DESIRED" 1*blank "DIS" 1*ALPHA [":"] *CHAR
/// ```
///
/// The second word of the last is misspelt often (`DISTRBTUION`).
///
/// Sample: `nara/page-line-in-two-and-clearances`
fn opens(line: &str) -> Option<(Part, &str)> {
    let (part, rest) = match byte(line, 0) {
        b'D' => after(line, "DRAFTED BY")
            .map(|rest| (Part::Drafted, rest))
            .or_else(|| {
                let rest = trim(after(line, "DESIRED ")?);
                let word = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                let fits = begins(rest, "DIS") && (8..=14).contains(&word);
                fits.then(|| (Part::Desired, from(rest, word)))
            }),
        b'A' => after(line, "APPROVED BY")
            .or_else(|| after(line, "AUTHORIZED BY"))
            .map(|rest| (Part::Approved, rest)),
        b'C' => after(line, "CLEARED BY")
            .or_else(|| after(line, "CLEARANCES"))
            .or_else(|| after(line, "CLEARANCE"))
            .map(|rest| (Part::Cleared, rest)),
        _ => None,
    }?;
    Some((part, trim(rest).trim_start_matches([':', '-', ' '])))
}

/// A row of dashes as a message center wrote it.
///
/// ```abnf
/// dash-row = 6*dash *blank *(stamp *blank)
/// dash     = "-" / em-dash                ; as a volume sets them
/// stamp    = 6DIGIT ["Z"] / ["/"] 1*3DIGIT / "/"
/// ```
///
/// Until December 1976 a counter follows the dashes; from then on time of
/// handling, counter and page count, in either order. The time is not the
/// date-time group.
///
/// Sample: `nara/two-pages-and-attributes`
fn is_dash_row(line: &str) -> bool {
    let rest = line.trim_start_matches(['-', '\u{2014}']);
    line.len() - rest.len() >= 6
        && trim(rest).split(|c| is_blank(c) || c == '/').all(|word| {
            let digits = word.strip_suffix('Z').unwrap_or(word);
            digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
        && rest.bytes().filter(u8::is_ascii_digit).count() * 2 >= trim(rest).len()
}

/// The sum of the copies, or part of it.
///
/// ```abnf
/// sum = ["/"] 1*5DIGIT [("/" / "-") 1*3DIGIT] [ALPHA]
/// ```
///
/// Sample: `nara/limdis-persons-and-no-numbers`
fn is_sum(word: &str) -> bool {
    let bare = word.strip_prefix('/').unwrap_or(word);
    let bare = bare
        .strip_suffix(|c: char| c.is_ascii_uppercase())
        .unwrap_or(bare);
    let (first, second) = bare.split_once(['/', '-']).unwrap_or((bare, "0"));
    let digits = |part: &str, longest: usize| part.len() <= longest && is_digits(part);
    digits(first, 5) && digits(second, 3)
}

/// What stands beside offices and sums: the code of an office in brackets,
/// and a letter at the end, which is not decoded.
fn is_beside(word: &str) -> bool {
    word == "("
        || word == ")"
        || word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A line of numbers above the offices, or the sum of the copies below.
///
/// ```abnf
/// code = sum *(blank (sum / ALPHA / "(" / ")"))
/// ```
///
/// Sample: `nara/limdis-persons-and-no-numbers`
fn is_code(line: &str) -> bool {
    let mut words = line
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .peekable();
    line.len() <= 20
        && line.bytes().any(|byte| byte.is_ascii_digit())
        && words.all(|word| is_sum(word) || is_beside(word))
}

/// Offices and copies, and what may stand beside them.
///
/// ```abnf
/// offices = 1*(office "-" 2DIGIT / "(" *ALPHA ")" / sum / ALPHA)
/// office  = 1*6(ALPHA / DIGIT / "/")
/// ```
///
/// Sample: `service/distribution-block-and-eight-digit-serial`
fn is_offices(line: &str) -> bool {
    let mut n_offices = 0;
    let mut brackets = false;
    for word in line.split(is_blank).filter(|word| !word.is_empty()) {
        let pair = word.rsplit_once('-').is_some_and(|(office, copies)| {
            (1..=6).contains(&office.len())
                && office
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'/')
                && copies.len() == 2
                && is_digits(copies)
        });
        n_offices += usize::from(pair);
        let named = matches!(word, "ACTION" | "ORIGIN" | "INFO");
        if !(pair || named || brackets || is_sum(word) || is_beside(word)) {
            return false;
        }
        brackets = word == "(" || brackets && word != ")";
    }
    n_offices > 0
}

/// Offices and copies of the 1960s, which a blank divides and commas (field guide, 1.1 and
/// 2.1, for the later form).
///
/// ```abnf
/// old-offices = [("ACTION" / "ORIGIN" / "INFO") 1*blank] old-office *("," old-office) [","] [sum]
/// old-office  = *blank 1*6(ALPHA / "/") blank 2DIGIT
/// ```
///
/// One of them alone only behind its word: `SS 20`.
///
/// Sample: `nara/distribution-of-the-1960s`
fn is_old_offices(line: &str) -> bool {
    let named = ["ACTION ", "ORIGIN ", "INFO "]
        .iter()
        .find_map(|word| line.strip_prefix(word));
    let mut n_offices = 0;
    let parts = named.unwrap_or(line).split(',').map(trim);
    for part in parts.filter(|part| !part.is_empty()) {
        let is_office = part.split_once(is_blank).is_some_and(|(office, copies)| {
            let letters = |byte: u8| byte.is_ascii_uppercase() || byte == b'/';
            let copies = trim(copies);
            (1..=6).contains(&office.len())
                && office.bytes().all(letters)
                && copies.len() == 2
                && is_digits(copies)
        });
        n_offices += usize::from(is_office);
        let mut words = part.split(is_blank).filter(|word| !word.is_empty());
        let mut is_total =
            || part.starts_with('/') && words.all(|word| is_sum(word) || is_beside(word));
        if !is_office && !is_total() {
            return false;
        }
    }
    n_offices > 1 || n_offices == 1 && named.is_some()
}

/// `ACTION EUR-l2`: offices whose copies were misread.
fn is_misread_offices(line: &str) -> bool {
    let named = ["ACTION ", "ORIGIN "]
        .iter()
        .find_map(|word| line.strip_prefix(word));
    named.is_some_and(|rest| {
        let pair = trim(rest).split_once('-');
        pair.is_some_and(|(office, copies)| {
            (1..=6).contains(&office.len())
                && office
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte == b'/')
                && copies.len() == 2
                && copies
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || b"OIlSBZ".contains(&byte))
        })
    })
}

/// The second line of a page line that was broken into two.
///
/// ```abnf
/// station-line = station 1*blank 5*6DIGIT [1*blank section] [1*blank 6DIGIT "Z"]
/// station      = 2*6(ALPHA / blank)
/// section      = 2DIGIT 1*blank "OF" 1*blank 2DIGIT
/// ```
///
/// Sample: `nara/page-line-in-two-and-clearances`
fn is_station_line(line: &str) -> bool {
    let letters = |byte: &u8| byte.is_ascii_uppercase() || *byte == b' ' || *byte == b'.';
    let n_station = line.bytes().take_while(letters).count();
    let station = trim(line.get(..n_station).unwrap_or_default());
    let mut words = from(line, n_station)
        .split(is_blank)
        .filter(|word| !word.is_empty());
    let serial = words
        .next()
        .is_some_and(|word| matches!(word.len(), 5 | 6) && is_digits(word));
    (2..=6).contains(&station.len())
        && serial
        && words.all(|word| {
            word == "OF"
                || word.len() == 2 && is_digits(word)
                || word
                    .strip_suffix('Z')
                    .is_some_and(|time| time.len() == 6 && is_digits(time))
        })
}

/// The line of a page, which begins at `at`, with the classifications that
/// stood above it:
/// `CONFIDENTIAL CONFIDENTIAL PAGE 02 NORTHH 00088 110914Z`.
fn is_joined_page_line(line: &str, at: usize) -> bool {
    let (classes, page) = line.split_at_checked(at).unwrap_or_default();
    let classes = trim(classes);
    let half = classes.split_at_checked(classes.len() / 2);
    let doubled = half.is_some_and(|(one, two)| trim(one) == trim(two));
    let class = if doubled {
        half.map_or(classes, |(one, _)| trim(one))
    } else {
        classes
    };
    at > 0
        && classes.len() <= 64
        && is_page_classification(class)
        && page_header_1970s(page).is_ok()
}

/// A classification and nothing else but its controls, as pages bear it at
/// head and foot.
pub(super) fn is_page_classification(line: &str) -> bool {
    line.len() <= 64
        && banner(line, line)
            .is_some_and(|read| read.banner.serial.is_none() && read.rest.is_empty())
}

/// Whether a line begins the header below the block.
pub(super) fn is_header(line: &str) -> bool {
    let prosign = matches!(
        line.as_bytes(),
        [b'Z' | b'O' | b'P' | b'R' | b'Y', b' ', ..]
    ) && line.bytes().filter(u8::is_ascii_digit).count() >= 6;
    prosign
        || begins(line, "FM ")
        || begins(line, "VZCZC")
        || label(line).is_some()
        || banner(line, line).is_some_and(|read| read.banner.serial.is_some())
}

impl<'a> Draft<'a> {
    /// Whether one of the first lines belongs to a distribution block.
    pub(super) fn opens_with_distribution(&self) -> bool {
        let mut lines = (0..self.lines.len())
            .filter(|&idx| self.kind(idx) == LineKind::Body)
            .map(|idx| self.content(idx));
        lines.by_ref().take(3).any(|line| {
            is_distribution(line)
                || begins(line, "ACTION ") && is_old_offices(line)
                || opens(line).is_some_and(|(part, _)| part == Part::Drafted)
        })
    }

    /// Sets the distribution blocks aside, and reads the first.
    pub(super) fn distribution(&mut self) {
        let mut parts: Vec<(Part, &'a str)> = Vec::with_capacity(8);
        let mut serial = None;
        // A block may open at the top and below the line of a page 1.
        let mut may_open = true;
        let mut idx = 0;
        while idx < self.lines.len() {
            match self.kind(idx) {
                LineKind::Blank => idx += 1,
                LineKind::PageHeader => {
                    let line = self.content(idx);
                    may_open |= begins(line, "PAGE 01") || begins(line, "PAGE 1 ");
                    idx += 1;
                }
                _ if !may_open => idx += 1,
                _ if is_page_classification(self.content(idx)) && self.page_line_below(idx) => {
                    idx += 1;
                }
                _ => {
                    // Later sections repeat the block of the first.
                    let known = parts.len();
                    let end = self.block(idx, &mut parts);
                    let mut next = end.max(idx + 1);
                    if known > 0 {
                        parts.truncate(known);
                        serial = serial.or_else(|| self.first_serial());
                        let repeated = self.repeated_header(next, serial);
                        if repeated > next {
                            self.signed_before(idx);
                        }
                        next = repeated;
                    }
                    may_open = false;
                    idx = next;
                }
            }
        }
        self.distribution_attributes(&parts);
    }

    /// Whether the next line with words is the line of a page.
    fn page_line_below(&self, idx: usize) -> bool {
        (idx + 1..self.lines.len())
            .find(|&below| self.kind(below) != LineKind::Blank)
            .is_some_and(|below| self.kind(below) == LineKind::PageHeader)
    }

    /// Reads the block that begins with a line; returns the line after it.
    ///
    /// ```abnf
    /// block = *code-line *office-line *(drafted / approved / cleared / clearance
    ///         / desired / office-list) [dash-row]
    /// ```
    ///
    /// Clearances bear no word of their own and are free text, so from the
    /// drafter on everything belongs to the block, up to the header.
    ///
    /// Sample: `nara/begins-at-the-distribution`
    fn block(&mut self, first: usize, parts: &mut Vec<(Part, &'a str)>) -> usize {
        let mut part = Part::Offices;
        let mut end = first;
        let mut is_free = false;
        for idx in first..self.lines.len().min(first + LONGEST) {
            let line = self.content(idx);
            let kind = self.kind(idx);
            if matches!(kind, LineKind::Blank | LineKind::PageHeader) {
                continue;
            }
            if is_dash_row(line) {
                self.set_aside(idx, LineKind::Distribution);
                return idx + 1;
            }
            let is_offices = is_distribution(line)
                || is_offices(line)
                || is_old_offices(line)
                || idx == first && is_misread_offices(line);
            if let Some((opened, words)) = opens(line) {
                part = opened;
                is_free = true;
                parts.push((part, words));
            } else if is_offices {
                if part != Part::Desired {
                    part = Part::Offices;
                }
                parts.push((part, line));
            } else if is_code(line) && (!is_free || part == Part::Offices) {
                // The sum of the copies belongs to the offices above it.
                if part == Part::Offices && line.contains('/') && !parts.is_empty() {
                    parts.push((part, line));
                }
            } else if is_free && !self.ends_block(idx) {
                if matches!(part, Part::Approved | Part::Offices) {
                    part = Part::Cleared;
                }
                parts.push((part, line));
            } else {
                break;
            }
            self.set_aside(idx, LineKind::Distribution);
            end = idx + 1;
        }
        end
    }

    /// Whether the header or the text begins at a line.
    fn ends_block(&self, idx: usize) -> bool {
        is_header(self.content(idx)) || self.starts_paragraph(idx)
    }

    /// Sets aside what the top of a later section repeats of the first: the
    /// header, the classification line of the same telegram, captions and
    /// the lines of fields that stood above word for word. A paragraph stands in
    /// no header. Returns the line after it.
    fn repeated_header(&mut self, first: usize, of: Option<u32>) -> usize {
        let mut aside = Vec::new();
        let mut list = FormatLine::From;
        let mut banner_at = None;
        for idx in first..self.lines.len().min(first + LONGEST) {
            let line = self.content(idx);
            if matches!(self.kind(idx), LineKind::Blank | LineKind::PageHeader) {
                continue;
            }
            let kind = if let Some(read) = banner(self.text, line) {
                let serial = read.banner.serial.map(|serial| serial.value);
                if banner_at.is_some() || serial.is_none() || serial != of {
                    break;
                }
                banner_at = Some(idx);
                LineKind::Banner
            } else if banner_at.is_none() {
                if self.starts_paragraph(idx) {
                    break;
                }
                list = match keyword(line) {
                    Some((list, _)) => list.format_line(),
                    None if line == "BT" => FormatLine::Break,
                    None if begins(line, "FM ") => FormatLine::From,
                    None if is_header(line) => FormatLine::Dtg,
                    None => list,
                };
                LineKind::FormatLine(list)
            } else if is_caption(line) {
                LineKind::Caption
            } else if let Some((label, _)) = label(line)
                && (0..first.min(NEAR)).any(|above| self.content(above) == line)
            {
                kind(label)
            } else if is_capitals(line)
                && !self.starts_paragraph(idx)
                && (0..first.min(NEAR)).any(|above| self.content(above) == line)
            {
                // `USDOC FOR HOLT`
                LineKind::Caption
            } else {
                break;
            };
            aside.push((idx, kind));
        }
        if banner_at.is_none() {
            return first;
        }
        for &(idx, kind) in &aside {
            self.set_aside(idx, kind);
        }
        aside.last().map_or(first, |&(idx, _)| idx + 1)
    }

    /// Sets the signature of a section aside that the last one repeats.
    fn signed_before(&mut self, idx: usize) {
        let above = (0..idx)
            .rev()
            .find(|&above| !matches!(self.kind(above), LineKind::Blank | LineKind::PageHeader));
        let Some(above) = above.filter(|&above| self.kind(above) == LineKind::Body) else {
            return;
        };
        let name = self.content(above);
        let end = self.lines.len();
        let is_name = is_capitals(name) && name.len() <= 40 && !name.ends_with(['.', ':']);
        let last = (idx.max(end.saturating_sub(NEAR))..end).any(|last| self.content(last) == name);
        if is_name && last {
            self.set_aside(above, LineKind::Signature);
        }
    }

    /// The serial of the first classification line.
    fn first_serial(&self) -> Option<u32> {
        (0..self.lines.len().min(NEAR)).find_map(|idx| {
            let may = matches!(self.kind(idx), LineKind::Body);
            let read = banner(self.text, self.content(idx)).filter(|_| may)?;
            read.banner.serial.map(|serial| serial.value)
        })
    }

    fn distribution_attributes(&mut self, parts: &[(Part, &'a str)]) {
        // They neither name nor date the telegram.
        if self.for_list && self.below.is_some() {
            return;
        }
        for part in Part::ALL {
            let mut lines = parts
                .iter()
                .filter(|(of, words)| *of == part && !words.is_empty())
                .map(|&(_, words)| words);
            let length = lines.clone().map(|words| words.len() + 2).sum();
            let Some(first) = lines.next() else { continue };
            let mut span: Span = place(self.text, first);
            let mut value = String::with_capacity(length);
            push_words(&mut value, first);
            for line in lines {
                value.push_str(part.separator());
                push_words(&mut value, line);
                span = span.cover(place(self.text, line));
            }
            self.attributes.push(Attribute {
                key: part.key().into(),
                value: value.into(),
                span,
            });
        }
    }

    /// Knows the page lines of the 1970s with what stands around them: the
    /// second half of a broken one, the classifications above it, and the
    /// one at the foot of the last page.
    pub(super) fn page_lines(&mut self) {
        let text = self.text.as_bytes();
        // Scans put a form feed between pages.
        for at in memchr::memchr_iter(b'\x0c', text) {
            let idx = self.line_at(at);
            if self.kind(idx) == LineKind::Body && self.content(idx) == "\u{c}" {
                self.set_aside(idx, LineKind::PageHeader);
            }
        }
        let mut next = 0;
        let mut named = None;
        for at in PAGES.find_iter(text) {
            let idx = self.line_at(at);
            let line = self.content(idx);
            let at = at.saturating_sub(self.start_of(idx));
            // The blank may stand behind the words of the line.
            if idx < next || at + PAGE.len() > line.len() {
                continue;
            }
            next = idx + 1;
            let above = named.replace(idx);
            // Copies that rejoin lines put the classifications before the
            // line of the page.
            if self.kind(idx) == LineKind::Body && is_joined_page_line(line, at) {
                self.set_aside(idx, LineKind::PageHeader);
            }
            if self.kind(idx) != LineKind::PageHeader {
                continue;
            }
            let bare = self.content(idx).len() <= 8;
            let below = (idx + 1..self.lines.len().min(idx + 4))
                .find(|&below| self.kind(below) != LineKind::Blank);
            if let Some(below) = below
                && bare
                && self.kind(below) == LineKind::Body
                && is_station_line(self.content(below))
            {
                self.set_aside(below, LineKind::PageHeader);
            }
            self.caption_of_page(idx);
            self.foot(idx, above);
        }
        self.foot(self.lines.len(), named);
    }

    /// Knows the captions below the page lines of a telegram that is no record.
    pub(super) fn captions_of_pages(&mut self) {
        // Most texts have no such line.
        if self.n_page_headers == 0 {
            return;
        }
        let mut next = 0;
        for at in PAGES.find_iter(self.text.as_bytes()) {
            let idx = self.line_at(at);
            if idx >= next && self.kind(idx) == LineKind::PageHeader {
                self.caption_of_page(idx);
            }
            next = idx + 1;
        }
        sort_by_place(&mut self.aside, |&(idx, _)| idx as u64);
    }

    /// Sets the caption right below a page line of the 1960s aside: `LIMDIS` below `PAGE 2
    /// RUEHNH 602 S E C R E T`.
    ///
    /// Sample: `nara/distribution-of-the-1960s`
    fn caption_of_page(&mut self, idx: usize) {
        if idx + 1 < self.lines.len()
            && self.kind(idx + 1) == LineKind::Body
            && is_page_header_1960s(self.content(idx))
            && is_caption_of_page(self.content(idx + 1))
        {
            self.set_aside(idx + 1, LineKind::PageHeader);
        }
    }

    /// Sets the classifications right above a line aside: the foot of a
    /// page, and the head of the next. `named` is the line above it that is the
    /// last to name a page.
    fn foot(&mut self, idx: usize, named: Option<usize>) {
        let mut left = 2;
        for above in (0..idx).rev() {
            match self.kind(above) {
                LineKind::PageHeader if named == Some(above) => return,
                LineKind::Blank | LineKind::PageHeader => {}
                // Between two sections of a record.
                LineKind::Body if is_end_marker(self.content(above)) => {
                    if idx < self.lines.len() {
                        self.set_aside(above, LineKind::Trailer);
                    }
                }
                LineKind::Body if left > 0 && is_page_classification(self.content(above)) => {
                    self.set_aside(above, LineKind::PageHeader);
                    left -= 1;
                }
                _ => return,
            }
        }
    }
}

/// `NNN`, `NNNN`, `NNNNMAFVVZCZ`, `<< END OF DOCUMENT >>`, `*** Current ...`
fn is_end_marker(line: &str) -> bool {
    line.starts_with("NNN") && !line.contains(is_blank)
        || begins(line, "<< END OF DOCUMENT")
        || line.starts_with("*** Current")
}

/// Whether a line holds nothing but the captions of its page: `LIMDIS`, `EXDIS/NOFORN`,
/// `NODIS CHEROKEE`, `NO FOREIGN DISSEM`.
fn is_caption_of_page(line: &str) -> bool {
    const LONGEST: usize = 40;
    if line.len() > LONGEST {
        return false;
    }
    let line = line.strip_suffix(" CHEROKEE").unwrap_or(line);
    let is_foreign = |text: &str| matches!(text, "NO FOREIGN DISSEM" | "NO FOREIGN DISSEMINATION");
    line.split('/').all(|part| {
        let part = trim(part);
        is_foreign(part) || !part.is_empty() && is_words(part)
    })
}

#[cfg(test)]
mod tests {
    use super::{
        Part, is_code, is_dash_row, is_misread_offices, is_offices, is_page_classification,
        is_station_line, opens,
    };

    #[test]
    fn rows_of_dashes_bear_times_and_counters() {
        for line in [
            "---------------------",
            "--------------------- 012345",
            "------------------110914Z 012345 /38",
            "------------------012345  110914Z /38",
            "------------------ 012345 110914Z/01",
        ] {
            assert!(is_dash_row(line), "{line}");
        }
        assert!(!is_dash_row("----- THE TALKS ------") && !is_dash_row("---- 012345"));
        assert!(!is_dash_row("------ DUES OF 1976"));
    }

    #[test]
    fn a_caption_below_the_line_of_a_page_is_no_text() {
        let text = |below: &str| {
            let text = format!(
                "R 221504Z JUL 68\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
                 S E C R E T NORTHHAVEN 602\n\nSUBJECT: DUES\n\n1. THE BOATS\n\n\
                 PAGE 2 RUEHNH 602 S E C R E T\n{below}\nHAVE LEFT.\n"
            );
            crate::parse::laws(text.as_bytes()).unwrap();
            let cable = crate::parse::parse(text.as_bytes());
            let texts = cable.paragraphs.iter().map(|it| cable.read(it.text));
            texts.collect::<String>()
        };
        for caption in [
            "LIMDIS",
            "EXDIS/NOFORN",
            "NODIS CHEROKEE",
            "NO FOREIGN DISSEM",
        ] {
            assert_eq!(text(caption), "THE BOATS HAVE LEFT.", "{caption}");
        }
        for words in ["LIMDIS BOATS", "CHEROKEE", "NO FOREIGN BOATS", "/"] {
            let wanted = format!("THE BOATS {words} HAVE LEFT.");
            assert_eq!(text(words), wanted, "{words}");
        }
    }

    #[test]
    fn codes_and_sums_are_numbers() {
        for line in [
            "63",
            "46/15",
            "/088 W",
            "/014 R",
            "088 R",
            "66011",
            "088 ( R )",
        ] {
            assert!(is_code(line), "{line}");
        }
        for line in ["", "W", "1. TEXT", "1976 DUES", "NORTHHAVEN 0088"] {
            assert!(!is_code(line), "{line}");
        }
    }

    #[test]
    fn offices_have_copies() {
        assert!(is_offices("NSAE-00  NSC-05  /088 W"));
        assert!(is_offices("SS-15  ( ISO ) R"));
        assert!(!is_offices("EUR/VV:AQUILL"));
        assert!(!is_offices("THE DC-10 LEFT"));
    }

    #[test]
    fn parts_are_named_by_their_words() {
        assert_eq!(
            opens("DRAFTED BY EUR/VV:AQUILL:EF"),
            Some((Part::Drafted, "EUR/VV:AQUILL:EF"))
        );
        assert_eq!(
            opens("APPROVED BY: EUR:IMARLOW"),
            Some((Part::Approved, "EUR:IMARLOW"))
        );
        assert_eq!(opens("DESIRED DISTRBTUION"), Some((Part::Desired, "")));
        assert_eq!(
            opens("DESIRED DISCUSSIONS WENT ON").map(|(part, _)| part),
            Some(Part::Desired)
        );
        assert_eq!(opens("DESIRED BY ALL"), None);
    }

    #[test]
    fn a_page_line_may_be_joined() {
        let is_joined_page_line =
            |line: &str| super::is_joined_page_line(line, line.find("PAGE ").unwrap());
        assert!(is_joined_page_line(
            "CONFIDENTIAL PAGE 02 NORTHH 00088 110914Z"
        ));
        assert!(is_joined_page_line("SECRET SECRET PAGE 02 STATE 004711"));
        assert!(!is_joined_page_line(
            "SEE CONFIDENTIAL PAGE 02 NORTHH 00088"
        ));
        assert!(!is_joined_page_line("PAGE 02 NORTHH 00088"));
        assert!(!is_joined_page_line("CONFIDENTIAL PAGE OF THE NOTE"));
    }

    #[test]
    fn copies_may_be_misread() {
        assert!(is_misread_offices("ACTION EUR-l2") && !is_misread_offices("ACTION TAKEN-NO"));
    }

    #[test]
    fn a_page_line_may_be_two() {
        assert!(is_station_line("STATE  004711"));
        assert!(is_station_line("NORTHH 00088 01 OF 02 110914Z"));
        assert!(is_station_line("PORT L 00311"));
        assert!(!is_station_line("DUES OF 00311 MARKS"));
        assert!(!is_station_line("NORTHHAVEN 00088"));
    }

    #[test]
    fn a_classification_of_a_page_stands_alone() {
        assert!(is_page_classification("CONFIDENTIAL"));
        assert!(is_page_classification("LIMITED OFFICIAL USE"));
        assert!(is_page_classification("S E C R E T NODIS"));
        assert!(!is_page_classification("SECRET NORTHHAVEN 0088"));
        assert!(!is_page_classification("SECRET TALKS WENT ON"));
    }
}
