//! The header: format lines 1 to 11, and what a release put above them.
//!
//! A soft order of lines that are recognized each by itself. Nothing is
//! required, anything may be doubled, and the header ends where the heading
//! of the text begins.

use memchr::memmem::Finder;

use super::address::{
    List, exact_precedence, is_addressee, is_distribution, is_listed_post, is_post, keyword,
};
use super::body::is_marker;
use super::frus::{may_head, pasted};
use super::number::{may_start, start};
use super::parts::has_end_marker;
use super::preamble::{looks_like_dtg, moment};
use super::prefix::paragraph;
use super::token::{
    Needle, begins, byte, date, from, is_blank, is_capitals, is_digits, month_in, routing_indicator,
};
use super::transmission::called_more;
use super::{Draft, OfVolume, Seen};
use crate::cable::{Dateline, FormatLine, LineKind, Span, Time, WEEKDAYS};

/// Lines that may stand above the first recognized one: a line of mail, the
/// word `null`.
const ABOVE: usize = 8;

/// Lines of a cover sheet that may stand above a header, if it is one.
const COVER: usize = 40;

/// How many lines ahead a format line is looked for.
pub(super) const AHEAD: usize = 16;

/// How a text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// With a header or a heading; the heading goes on at this line.
    Heading(usize),
    /// With the head of a page of a volume, which was read.
    Page,
    /// With paragraphs: a part of a telegram, or one that has lost its head.
    Body,
    /// With nothing that only telegrams have.
    Unknown,
}

impl Draft<'_> {
    /// Takes a notice; a date line above the SUBJECT dates the telegram if
    /// nothing beside the text did.
    pub(super) fn notice(&mut self, idx: usize, line: &str) {
        self.set(idx, LineKind::Notice);
        if self.heading.dateline.is_none()
            && self.heading.subject.is_none()
            && let Some(dated) = date_line(line)
        {
            let span = self.place(line);
            self.heading.dateline = Some(Dateline { span, ..dated });
        }
    }

    /// Reads the header and says how the text goes on.
    pub(super) fn header(&mut self) -> Opening {
        let mut list = None;
        let mut open = false;
        let mut calling = false;
        let mut ahead = None;
        let mut n_above = 0;
        let mut idx = 0;
        let mut page = false;
        while idx < self.lines.len() {
            let line = self.content(idx);
            let above = std::mem::take(&mut page);
            match self.kind(idx) {
                LineKind::Blank => {
                    open &= above;
                    page = above;
                }
                // A list goes on below the lines of a page break.
                LineKind::PageHeader => {
                    open = list.is_some();
                    page = true;
                }
                // Most lines of a long header: no need to ask for more.
                _ if open
                    && (is_listed(line) || !above && (is_listed_post(line) || also_for(line))) =>
                {
                    list = list.map(|list| self.address(idx, list, line));
                }
                LineKind::Rule if self.seen == Seen::Nothing => n_above += 1,
                _ if self.format_line(idx, &mut list, &mut calling) => open = list.is_some(),
                _ if n_above == 0 && self.bare_list(idx, &mut list) => open = true,
                _ if self.seen == Seen::Nothing && is_mail(line) && self.has_header_below(idx) => {
                    n_above += 1;
                }
                _ if n_above == 0 && self.has_lost_label(idx, line) => {
                    return self.opening(idx, n_above);
                }
                _ if self.starts_heading(idx) => return self.opening(idx, n_above),
                _ if self.starts_marked(idx) => {
                    return if self.seen == Seen::Nothing {
                        Opening::Body
                    } else {
                        self.opening(idx, n_above)
                    };
                }
                _ if calling && self.called_more(idx) => {}
                _ if is_notice(line) => {
                    self.notice(idx, line);
                    if line.contains("partial extract") {
                        self.seen = self.seen.max(Seen::Heading);
                    }
                }
                _ if continues_list(line, list, open) && !(above && is_call(line)) => {
                    list = list.map(|list| self.address(idx, list, line));
                    open |= list.is_some();
                }
                // The keyword TO is lost.
                _ if self.seen > Seen::Heading && is_relayed(line) => {
                    list = Some(self.address(idx, List::Action, line));
                    open = true;
                }
                _ if self.seen > Seen::Heading && self.format_line_ahead(idx, &mut ahead) => {
                    self.set(idx, LineKind::Unread);
                    self.garble(line, "line of the header");
                }
                _ if self.seen > Seen::Heading => return self.opening(idx, n_above),
                _ => match self.labeled_header(idx) {
                    Some(next) => {
                        idx = next;
                        continue;
                    }
                    None if self.is_page_at(idx) => return Opening::Page,
                    None => n_above += 1,
                },
            }
            let is_cover = || n_above <= COVER && self.has_header_below(idx);
            if n_above > ABOVE && self.seen <= Seen::Heading && !is_cover() {
                return Opening::Unknown;
            }
            idx += 1;
        }
        if self.seen > Seen::Nothing {
            self.opening(idx, n_above)
        } else {
            Opening::Unknown
        }
    }

    /// Whether a page of a volume begins at a line, which is then read. What
    /// was pasted is told by its own words only: an archive, a site of telegrams
    /// and a cable with its header put theirs around a text.
    fn is_page_at(&mut self, idx: usize) -> bool {
        if self.seen > Seen::Nothing || self.form.is_some() || !may_head(self.content(idx)) {
            return false;
        }
        let page = pasted(self.text, idx, self.has_header_below(idx));
        let is_page = page.is_some();
        self.of_volume = page.map_or(OfVolume::Perhaps, |page| OfVolume::Page(Box::new(page)));
        is_page
    }

    /// Whether format lines 5 and 6 follow near below a line, and nothing but a
    /// cover sheet or the head of a mail between: no sentence of several words (field guide,
    /// 1.1, the retained mail line).
    ///
    /// Samples: `foia/mail-above-the-header`, `oddities/cover-sheet-above-the-header`,
    /// `oddities/letter-that-quotes-a-telegram`
    fn has_header_below(&self, idx: usize) -> bool {
        let begins_text = |at: usize| {
            let line = from(self.text, self.start_of(at));
            let is_after_gap = at == 0 || self.kind(at - 1) == LineKind::Blank;
            may_start(byte(line, 0)) && paragraph(line, is_after_gap).is_some()
        };
        let below = |at: usize| {
            let near = at + 1..self.lines.len().min(at + 1 + COVER);
            near.filter(|&at| self.kind(at) != LineKind::Blank)
                // A text has begun there, for a list that reads no further too.
                .take_while(|&at| !begins_text(at))
        };
        let is_sentence = |line: &str| {
            line.ends_with('.') && line.split(is_blank).filter(|word| word.len() > 1).count() > 5
        };
        let dated = below(idx)
            .take_while(|&at| !is_sentence(self.content(at)))
            .find(|&at| looks_like_dtg(self.content(at)) && moment(self.content(at)).is_some());
        let from = dated.and_then(|at| below(at).next());
        from.is_some_and(|at| begins(self.content(at), "FM "))
    }

    /// Whether a text in whose first lines nothing was recognized has what
    /// only telegrams have: page headers, paragraph marks, portion markings,
    /// markers of a summary or comment, a signature.
    pub(super) fn has_signs(&mut self) -> bool {
        self.n_page_headers > 0
            || has_end_marker(self.text)
            || (0..self.lines.len()).any(|idx| self.is_sign(idx))
            || self.is_signed()
    }

    /// Whether a line is one that only telegrams have.
    fn is_sign(&self, idx: usize) -> bool {
        let line = self.content(idx);
        match byte(line, 0) {
            b'0'..=b'9' | b'(' | 0xc2 | 0xc3 => start(from(self.text, self.start_of(idx)))
                .is_some_and(|start| {
                    start.mark.is_some() || start.pilcrow || is_marker(start.rest)
                }),
            b'S' | b'C' => is_marker(line) && is_capitals(line.get(..7).unwrap_or_default()),
            _ => false,
        }
    }

    /// The heading begins at a line. What stands above all that was
    /// recognized is the publisher's: a line of mail, a title.
    fn opening(&mut self, heading_at: usize, n_above: usize) -> Opening {
        let mut left = n_above;
        for idx in 0..heading_at {
            if left > 0 && matches!(self.kind(idx), LineKind::Body | LineKind::Rule) {
                self.set(idx, LineKind::Notice);
                left -= 1;
            }
        }
        Opening::Heading(heading_at)
    }

    /// Reads one of the format lines that bear their own sign.
    fn format_line(&mut self, idx: usize, list: &mut Option<List>, calling: &mut bool) -> bool {
        let line = self.content(idx);
        // Cheap for prose: no format line begins otherwise.
        if !matches!(byte(line, 0), b'B'..=b'Z' | b'0'..=b'9' | b'A') {
            return false;
        }
        if let Some(read) = self.transmission(idx) {
            let full = matches!(read, FormatLine::Start | FormatLine::Called);
            self.seen = self.seen.max(if full { Seen::Start } else { Seen::Header });
            *calling = read == FormatLine::Called;
            *list = None;
            return true;
        }
        if self.preamble(idx) {
            self.seen = self.seen.max(Seen::Header);
            *list = None;
            if let Some(at) = originator_within(line) {
                self.originator(idx, from(line, at), list);
                self.set(idx, LineKind::FormatLine(FormatLine::Dtg));
            }
            return true;
        }
        if is_distribution(line) {
            self.set(idx, LineKind::Distribution);
            *list = None;
            return true;
        }
        let header = self.seen > Seen::Heading;
        if (header || is_originator(line)) && self.originator(idx, line, list) {
            self.seen = self.seen.max(Seen::Header);
            return true;
        }
        let keyword = keyword(line);
        // The first entry may stand below its keyword.
        let below = || {
            let line = self.content(idx + 1);
            is_relayed(line) || is_post(line)
        };
        let bare = |entry: &str| {
            self.seen == Seen::Nothing && (is_addressee(entry) || entry.is_empty() && below())
        };
        if let Some((keyword, entry)) = keyword
            && (header || bare(entry))
        {
            self.seen = self.seen.max(Seen::Header);
            *list = Some(self.address(idx, keyword, entry));
            return true;
        }
        if !header {
            return false;
        }
        let kind = if line == "BT" {
            FormatLine::Break
        } else if is_group_count(line) {
            FormatLine::GroupCount
        } else if byte(line, 0) == b'Z' && self.signals(line) {
            FormatLine::Security
        } else {
            return false;
        };
        self.set(idx, LineKind::FormatLine(kind));
        *list = None;
        true
    }

    /// Reads the first line of a text that is a list without its head: of
    /// action addressees when a list of others follows, else of others.
    fn bare_list(&mut self, idx: usize, list: &mut Option<List>) -> bool {
        let line = self.content(idx);
        if self.seen > Seen::Nothing || !is_relayed(line) {
            return false;
        }
        let below = (idx + 1..self.lines.len()).find(|&below| !is_relayed(self.content(below)));
        let head = below.and_then(|below| keyword(self.content(below)));
        let read = match head {
            Some((List::Info, _)) => List::Action,
            _ => List::Info,
        };
        self.seen = Seen::Header;
        *list = Some(self.address(idx, read, line));
        true
    }

    /// Whether a format line follows before the heading begins. `found`
    /// remembers how far the last look went.
    fn format_line_ahead(&self, idx: usize, found: &mut Option<(usize, bool)>) -> bool {
        if let Some((at, is_format_line)) = *found
            && at > idx
        {
            return is_format_line;
        }
        let end = self.lines.len().min(idx + AHEAD);
        let mut answer = (end, false);
        for ahead in idx + 1..end {
            let line = self.content(ahead);
            if self.starts_heading(ahead) || self.starts_marked(ahead) {
                answer = (ahead, false);
                break;
            }
            let addressed = keyword(line).is_some_and(|(_, entry)| is_addressee(entry));
            if addressed || is_originator(line) || looks_like_dtg(line) || is_relayed(line) {
                answer = (ahead, true);
                break;
            }
        }
        *found = Some(answer);
        answer.1
    }

    /// Reads a further line of called stations.
    fn called_more(&mut self, idx: usize) -> bool {
        let Ok((_, stations)) = called_more(self.content(idx)) else {
            return false;
        };
        self.set(idx, LineKind::FormatLine(FormatLine::Called));
        self.call(&stations);
        true
    }
}

/// Whether a line without keyword goes on with the list before it: any
/// line directly below, after a blank or if it is as long as a text only one
/// with a routing indicator, the name of a post or that of an agency.
fn continues_list(line: &str, list: Option<List>, open: bool) -> bool {
    /// Bytes of an entry with the longest of addresses and of remarks.
    const LONGEST: usize = 1000;
    list.is_some()
        && (open && line.len() <= LONGEST || is_relayed(line) || is_post(line) || is_agency(line))
}

/// Whether a line of capitals begins with the name of a command or ends with the place of an
/// agency or the word for several addressees; a precedence and a number may stand behind:
/// `HQ USEUCOM VAIHINGEN GE`, `DIA WASHINGTON DC`, `IRAN COLLECTIVE PRIORITY 4412`.
fn is_agency(line: &str) -> bool {
    const LONGEST: usize = 80;
    const STARTS: [&str; 6] = [
        "CDR ",
        "HQ ",
        "JOINT STAFF ",
        "SECDEF ",
        "US MISSION ",
        "USCINC",
    ];
    const ENDS: [&str; 3] = [" WASHDC", " WASHINGTON DC", " COLLECTIVE"];
    // Most lines below a header are captions, which begin and end otherwise.
    let starts = || STARTS.iter().any(|start| line.starts_with(start));
    let ends = || {
        let bare = line.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let (before, last) = bare.rsplit_once(' ').unwrap_or_default();
        let bare = exact_precedence(last).map_or(bare, |_| before);
        let bare = bare.strip_suffix(" NIACT").unwrap_or(bare);
        ENDS.iter().any(|end| bare.ends_with(end))
    };
    let may_end =
        line.ends_with(['C', 'E', 'Y', 'H']) || line.ends_with(|c: char| c.is_ascii_digit());
    line.len() <= LONGEST && (starts() || may_end && ends()) && !is_call(line)
}

/// Whether a line is a post of the list right above it that says whom else the telegram is
/// for there: `AMEMBASSY OSLO ALSO FOR DAO`. Below a blank it is a caption.
///
/// Sample: `service/addressees-with-remarks`
fn also_for(line: &str) -> bool {
    static REMARK: Needle = Needle::new(|| Finder::new(" ALSO FOR "));
    line.starts_with("AM") && REMARK.find(line.as_bytes()).is_some()
}

/// Whether a line says who is to read on, which no addressee does.
fn is_call(line: &str) -> bool {
    !is_capitals(line) || [" FOR ", " PASS "].iter().any(|word| line.contains(word))
}

/// Whether a line begins with a routing indicator and a slash.
pub(super) fn is_relayed(line: &str) -> bool {
    byte(line, 0) == b'R' && routing_indicator(line).is_ok_and(|(rest, _)| rest.starts_with('/'))
}

/// Whether a line can be nothing but an addressee of the list above it, as
/// most lines of a long header.
///
/// ```abnf
/// listed = relayed / "R" ("H" / "U") 2*5(ALPHA / DIGIT) "/" *CHAR
/// ```
///
/// Digits make no routing indicator: they stay in the address. With a
/// hyphen the line may be a distribution list.
///
/// Sample: `service/list-without-its-head`
#[inline]
pub(super) fn is_listed(line: &str) -> bool {
    let has_digits = || match line.as_bytes() {
        [b'R', b'H' | b'U', rest @ ..] => {
            let sign = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
            let slash = rest.iter().take(6).position(|byte| !sign(byte));
            slash.is_some_and(|at| at > 1 && rest.get(at) == Some(&b'/'))
                && memchr::memchr(b'-', rest).is_none()
        }
        _ => false,
    };
    is_relayed(line) || has_digits()
}

/// `group-count = ["STATE" 1*blank] "GR" ["NC"] *DIGIT`: format line 10 (ACP 127; field
/// guide, 2)
fn is_group_count(line: &str) -> bool {
    // 1960s: for whom the groups are counted.
    let line = line.strip_prefix("STATE ").unwrap_or(line);
    line.len() < 12
        && line.starts_with("GR")
        && from(line, 2)
            .trim_start_matches("NC")
            .chars()
            .all(|c| c.is_ascii_digit() || is_blank(c))
}

/// Where format line 6 begins that a copy joined with the date-time group: `P 221504Z JUL 08 FM
/// AMEMBASSY OSLO`.
///
/// Sample: `oddities/header-on-one-line`
pub(super) fn originator_within(line: &str) -> Option<usize> {
    static FROM: Needle = Needle::new(|| Finder::new(" FM "));
    let mut found = FROM.find_iter(line.as_bytes()).map(|at| at + 1);
    found.find(|&at| is_originator(from(line, at)))
}

/// Format line 6 without any line before it: the head of the header is lost.
pub(super) fn is_originator(line: &str) -> bool {
    line.strip_prefix("FM ").is_some_and(is_post)
}

/// `Subject: FW: Harbor`, `From: Quill, Ada`: the head of a mail that a telegram
/// came in.
fn is_mail(line: &str) -> bool {
    ["From:", "Sent:", "To:", "Cc:", "Subject:"]
        .iter()
        .any(|label| line.starts_with(label))
}

/// What the publisher put above or into a heading.
///
/// ```abnf
/// notice  = "This record is a partial extract" *CHAR / "null" / date-line
/// ```
///
/// Samples: `oddities/partial-extract`, `oddities/null-above-the-text`
pub(super) fn is_notice(line: &str) -> bool {
    match byte(line, 0) {
        b'T' => line.starts_with("This record is a partial extract") || date_line(line).is_some(),
        b'n' => line == "null",
        b'C' | b'M' | b'W' | b'F' | b'S' => date_line(line).is_some(),
        _ => false,
    }
}

/// The date line of a newspaper: the day that a telegram without a
/// date-time group is of.
///
/// ```abnf
/// date-line = weekday "," 1*blank 1*2DIGIT 1*blank month 1*blank 4DIGIT
///             ["," 1*blank 1*2DIGIT ":" 2DIGIT]
///           / "Cable dated:" *blank 4DIGIT "-" 2DIGIT "-" 2DIGIT "T" 2DIGIT ":" 2DIGIT *CHAR
/// ```
///
/// Samples: `plain/bare-dialect`, `oddities/extract-with-a-date-line`
fn date_line(line: &str) -> Option<Dateline> {
    if let Some(dated) = line.strip_prefix("Cable dated:") {
        return stated_date(dated.trim_start());
    }
    let weekday = WEEKDAYS.iter().find(|weekday| begins(line, weekday))?;
    let mut words = from(line, weekday.len())
        .split(|c| is_blank(c) || c == ',')
        .filter(|word| !word.is_empty());
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let is_number = |word: &str, digits: usize| word.len() <= digits && is_digits(word);
    if line.len() >= 48 || !is_number(day, 2) || year.len() != 4 || !is_number(year, 4) {
        return None;
    }
    let month = u32::try_from(month_in(month)?).ok()?;
    let clock = words.next().and_then(|word| word.split_once(':'));
    let time = clock
        .and_then(|(hour, minute)| Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok());
    Some(Dateline {
        span: Span::default(),
        date: date(year.parse().ok()?, month, day.parse().ok()?)?,
        time,
        precedence: None,
    })
}

/// `2009-08-17T11:02:00`
fn stated_date(text: &str) -> Option<Dateline> {
    let (date, clock) = super::token::day(text)?;
    let mut parts = clock.strip_prefix('T')?.split(':');
    let narrow = |part: Option<&str>| part?.parse::<i8>().ok();
    let (hour, minute) = (narrow(parts.next())?, narrow(parts.next())?);
    Some(Dateline {
        span: Span::default(),
        date,
        time: Time::new(hour, minute, 0, 0).ok(),
        precedence: None,
    })
}

#[cfg(test)]
mod tests {
    use super::{List, continues_list, is_group_count, is_listed, is_notice, is_originator};

    #[test]
    fn knows_what_the_publisher_added() {
        assert!(is_notice("Friday, 21 March 2008, 15:04"));
        assert!(is_notice("Tuesday, 2 March 2008"));
        assert!(!is_notice("Friday talks in March went on"));
        assert!(!is_notice("Friday, 31 June 2008"));
        assert!(is_notice("Cable dated:2009-08-17T11:02:00"));
        assert!(!is_notice("Cable dated: the 17th") && !is_notice("Cable dated:2009-13-17T11:02"));
        assert!(is_notice("null"));
    }

    #[test]
    fn knows_the_lines_of_a_list() {
        assert!(is_listed("RUEHNH/AMEMBASSY NORTHHAVEN"));
        assert!(is_listed("RUEH0S/AMEMBASSY NORTHHAVEN 0311"));
        for line in [
            "RUEH0S AMEMBASSY",
            "RUEH0S/LOG-00 EUR-00",
            "RU/X",
            "REF1/A",
            "RUBBER 12",
        ] {
            assert!(!is_listed(line), "{line}");
        }
    }

    #[test]
    fn an_agency_goes_on_with_a_list_below_a_blank() {
        for line in [
            "DIA WASHINGTON DC",
            "IRAN COLLECTIVE NIACT IMMEDIATE 4412",
            "DEPT OF TREASURY WASHDC PRIORITY",
            "HQ USEUCOM VAIHINGEN GE",
            "JOINT STAFF WASHDC//J5// 0012",
        ] {
            assert!(super::is_agency(line), "{line}");
        }
        for line in [
            "SECDEF FOR ISA",
            "HQ PLEASE PASS IRAN COLLECTIVE",
            "NOFORN",
            "PORT LARKSPUR 000311",
            "Talks in WASHINGTON DC",
            "CODEL BRIGHTWATER 2008",
            "STATE PASS AID WASHDC",
        ] {
            assert!(!super::is_agency(line), "{line}");
        }
    }

    #[test]
    fn a_text_in_one_line_is_no_addressee() {
        let words = "the ministry said ".repeat(60);
        let continues = |line: &str| continues_list(line, Some(List::Action), true);
        assert!(!continues(&words));
        assert!(continues("THE JOINT STAFF OF ALL FLEETS"));
        assert!(continues(&format!("RUEHNH/AMEMBASSY NORTHHAVEN {words}")));
    }

    #[test]
    fn knows_lone_lines_of_the_header() {
        assert!(is_originator("FM AMEMBASSY PORT LARKSPUR"));
        assert!(is_originator("FM AMCONSULATE NORTHHAVEN"));
        assert!(!is_originator("FM radio is heard everywhere"));
        assert!(is_group_count("STATE GRNC") && !is_group_count("STATE GREEN"));
        assert!(is_group_count("GRNC") && is_group_count("GR 120") && !is_group_count("GREEN"));
    }
}
