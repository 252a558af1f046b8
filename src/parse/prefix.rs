//! A telegram read down to its SUBJECT, for lists.
//!
//! A list names a telegram by number, date, classification and subject,
//! which all stand in the heading. So only the lines down to paragraph 1 are
//! cut, they are read by the same rules as the whole, and the body is not
//! looked at. What the rules look ahead for in the heading, they look for up
//! to the first numbered paragraph at most: it is what the text may be cut
//! at.

use std::sync::Arc;

use super::foia::{FirstStamp, is_guess};
use super::form::{self, Told, is_bare};
use super::header::{AHEAD, Opening};
use super::heading::BodyStart;
use super::lines::{Lines, lines, lines_down_to};
use super::nara::attributes_at;
use super::number::{Start, may_start, start};
use super::token::{byte, ends, from, is_blank, trim, up_to};
use super::{Beside, Draft, OfVolume, Published, Seen, csv, decode, decoded, frus, html, small};
use crate::cable::{Brief, Cable, Encoding, Family, Span, sort_by_place};

/// Bytes in which paragraph 1 is looked for.
const LONGEST: usize = 16 << 10;

/// Bytes of a source that are decoded to find it, at first and at most: with
/// the lines below.
const NEAR: [usize; 2] = [3 << 10, 20 << 10];

/// Bytes of a page or a record, from where the telegram begins on, that are
/// unwrapped at first, and at most.
const UNWRAPPED: [usize; 3] = [5 << 9, 8 << 10, 32 << 10];

/// Lines below the one that begins paragraph 1 that are read with it: its
/// marking may wrap.
const BELOW: usize = 2;

/// Reads what a list says of a telegram. Any bytes make a cable.
///
/// That is its family, its number, its date, its originator, its
/// classification and its SUBJECT, or the head of a document of a printed
/// volume, all as [`parse`](super::parse) finds them; the subject reads the
/// same. Nothing else is complete: the text, the lines and the repairs end
/// with the SUBJECT or soon after; addressees, declassification, references,
/// paragraphs are missing.
///
/// Records of the National Archives are looked at down to their end, for what
/// names the telegram may stand below it, but its body is not read; of the
/// attributes there only those are read that name or date it or are a field of a
/// card, and bear no place. Pages of `PlusD` and papers of the reading room end
/// above paragraph 1, and attributes that stand below it are missing, as are
/// those of the page, and the columns of a CSV, that neither name nor date it; a
/// page whose `Document Number` or `Canonical ID` stands there is read whole.
/// Where the heading cannot be told from the body, all is read: a text without
/// heading, and a card in the place of a telegram, but for its TAGS, its
/// addressees, and attributes that are none of its fields. Of a text that is no
/// telegram the first paragraphs are read. A document of a
/// printed volume is read down to its number.
///
/// ```
/// let text = b"UNCLAS NORTHHAVEN 000088\n\nSUBJECT: HARBOR TALKS\n\n1. (U) Talks opened.\n";
/// let cable = reftel::parse::header(text);
/// assert_eq!(cable.heading.subject.map(|span| cable.read(span)), Some("HARBOR TALKS".into()));
/// assert!(cable.paragraphs.is_empty());
/// assert!(cable.text().ends_with("TALKS\n"));
/// ```
#[must_use]
pub fn header(bytes: &[u8]) -> Cable {
    header_as(bytes, None)
}

/// [`header`] of a telegram that is known to be of a form, as
/// [`parse_as`](super::parse_as).
#[must_use]
pub fn header_as(bytes: &[u8], family: Option<Family>) -> Cable {
    if family.is_none()
        && let Some(lead) = lead(bytes)
        && let Ok(mut cable) = lead.above(Beside::default())
    {
        cable.n_bytes = bytes.len() as u64;
        return cable;
    }
    let (text, encoding) = decode::decode(bytes);
    let told = match family {
        Some(family) => Some(Told::family(family)),
        None => form::form(&text),
    };
    let (form, stamp) = told.map_or((None, None), |told| (Some(told.family), told.stamp));
    let read = match form {
        // All of it is read in capitals.
        None if small::in_capitals(&text).is_some() => None,
        None => bare(&text),
        Some(Family::CablegateCsv) => published(&text, 0, |record| csv::unwrapped(record, true)),
        Some(Family::CablegateHtml) => published(&text, html::text_at(&text), |page| {
            let is_whole = page.len() == text.len();
            let page = if is_whole { page } else { closed(page) };
            html::unwrapped(page, family.is_some())
        }),
        Some(family @ (Family::Nara | Family::Plusd | Family::Foia)) => {
            archived(&text, family, stamp)
        }
        Some(Family::Frus) => Some(frus::header(&text)),
        // They have no heading of this sort.
        Some(_) => None,
    };
    let mut cable = read.unwrap_or_else(|| decoded(text, form, family.is_some()));
    cable.encoding = encoding;
    cable.n_bytes = bytes.len() as u64;
    cable
}

/// Why a heading was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unread {
    /// More lines may decide otherwise.
    Longer,
    /// There is none.
    NoHeading,
}

/// Where paragraph 1 may begin: the index of its line, and what that begins with.
struct Stop<'a> {
    line: usize,
    start: Start<'a>,
}

/// A text down to the first line that begins a numbered paragraph, and some lines
/// below that; all of a text that has no such line.
struct Lead<'a> {
    text: &'a str,
    lines: Lines,
    stop: Option<Stop<'a>>,
}

impl<'a> Lead<'a> {
    /// Cuts a text into lines, once and no further than down to the first that
    /// begins a paragraph, as [`Draft::starts_paragraph`] knows it, and `n_below`.
    fn of(text: &'a str, n_below: usize) -> Lead<'a> {
        let mut after_gap = true;
        let mut found = None;
        let (lines, line) = lines_down_to(text, n_below, |at, is_blank| {
            let is_after_gap = std::mem::replace(&mut after_gap, is_blank);
            if !is_blank && at < LONGEST && may_start(byte(text, at)) {
                found = paragraph(from(text, at), is_after_gap);
            }
            found.is_some()
        });
        let end = lines.each.last().map_or(0, |line| line.span.end as usize);
        Lead {
            text: text.get(..end).unwrap_or(text),
            stop: line.zip(found).map(|(line, start)| Stop { line, start }),
            lines,
        }
    }

    /// Reads what stands above paragraph 1.
    fn above(self, beside: Beside) -> Result<Cable, Unread> {
        above_in(
            Draft::of_lines(self.text, self.lines),
            self.stop.as_ref(),
            beside,
        )
    }
}

/// What a line begins with that begins a paragraph.
pub(super) fn paragraph(line: &str, after_gap: bool) -> Option<Start<'_>> {
    start(line).filter(|start| {
        let sure = start.pilcrow || after_gap && start.apart;
        start.mark.is_some() || start.number < 100 && sure
    })
}

/// Whether no sign of a text but the pilcrow is none of ASCII.
fn is_plain(text: &str) -> bool {
    text.is_ascii() || text.split('\u{b6}').all(str::is_ascii)
}

/// The text of a bare telegram down to its first paragraph, as it is decoded with
/// the rest; all of a short one that has none.
fn lead(bytes: &[u8]) -> Option<Lead<'_>> {
    // A byte order mark is no part of the text.
    if decode::is_wide(bytes) || bytes.starts_with(b"\xef\xbb\xbf") {
        return None;
    }
    let decoded = |length: usize| {
        let near = bytes.get(..length).unwrap_or(bytes);
        let valid = |error: std::str::Utf8Error| {
            let valid = near.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(valid).unwrap_or_default()
        };
        std::str::from_utf8(near).unwrap_or_else(valid)
    };
    let [first, second] = NEAR;
    let near = decoded(first);
    if !is_bare(bytes, near) || small::may_be_in_capitals(near) {
        return None;
    }
    for length in [first, second] {
        let text = if length == first {
            near
        } else {
            decoded(second)
        };
        let lead = Lead::of(text, BELOW);
        // The last line of a head may go on behind it, and where lines end in a
        // text without line feeds, all of it decides.
        if lead.stop.is_none() && text.len() == bytes.len() {
            return Some(lead);
        }
        let is_whole =
            text.len() == bytes.len() || lead.text.len() < text.len() && lead.text.ends_with('\n');
        if lead.stop.is_some() && is_whole {
            // A byte below may make all of it Windows-1252. The pilcrow is known in
            // that reading as well.
            let is_sure = is_plain(lead.text) || std::str::from_utf8(bytes).is_ok();
            return is_sure.then_some(lead);
        }
    }
    None
}

/// Reads the heading of a bare telegram.
fn bare(text: &str) -> Option<Cable> {
    let lead = Lead::of(text, BELOW);
    let is_cut = lead.stop.is_some();
    match lead.above(Beside::default()) {
        Ok(cable) => Some(cable),
        Err(Unread::Longer) if is_cut => above(text, Beside::default()).ok(),
        Err(_) => None,
    }
}

/// Reads the heading of a telegram inside what an archive put around it.
fn archived<'a>(text: &'a str, family: Family, stamp: Option<FirstStamp<'a>>) -> Option<Cable> {
    let beside = || Beside::family(Some(family));
    let Lead {
        text: head,
        lines,
        stop,
    } = Lead::of(text, AHEAD);
    let mut draft = Draft::of_lines(head, lines);
    draft.first_stamp = stamp;
    let whole = || above(text, beside()).ok();
    let stop_at = stop.as_ref().map_or(0, |stop| draft.start_of(stop.line));
    let cable = if stop.is_none() {
        above_in(draft, None, beside()).ok()
    } else if cut(text, &mut draft, stop_at, family) {
        let read = above_in(draft, stop.as_ref(), beside());
        read.ok().or_else(whole)
    } else {
        whole()
    }?;
    // How far the repairs of a scanned paper are trusted, its body decides.
    let is_sure = |cable: &Cable| cable.repairs.iter().all(|repair| !is_guess(repair));
    (family != Family::Foia || is_sure(&cable)).then_some(cable)
}

/// Lets `draft`, a text from an archive down to some lines below paragraph 1,
/// which begins at `stop_at`, go on with the attributes below the telegram. Not if
/// what is cut out may decide how the heading is read.
fn cut<'a>(text: &'a str, draft: &mut Draft<'a>, stop_at: usize, family: Family) -> bool {
    let Some((lead, below)) = text.split_at_checked(draft.text.len()) else {
        return false;
    };
    let behind = from(text, stop_at);
    let above = up_to(lead, stop_at).as_bytes();
    let at = match family {
        Family::Nara => match attributes_at(below) {
            Some(at) => lead.len() + at,
            None => return false,
        },
        // The table above the telegram names and dates it, and attributes above
        // paragraph 1 end it.
        Family::Plusd
            if may_hold_key(behind, &["Document Number", "Canonical ID"])
                // It says how the station is spelled.
                || !holds_line(above, b"From") && may_hold_key(behind, &["From"]) =>
        {
            return false;
        }
        _ => text.len(),
    };
    // A mark may end the telegram above, and the last line of a text may end
    // otherwise.
    let is_marked = memchr::memchr(b'<', lead.as_bytes()).is_some();
    let is_last = at < text.len() && memchr::memchr(b'\n', from(text, at).as_bytes()).is_none();
    let is_ended = family == Family::Plusd && draft.last_heading("Message Attributes", 0).is_some();
    if is_marked || is_last || is_ended {
        return false;
    }
    draft.go_on_at(text, at);
    true
}

/// Whether a line begins with a key of an attribute, as it is printed.
fn holds_line(bytes: &[u8], key: &[u8]) -> bool {
    memchr::memchr_iter(b':', bytes).any(|colon| {
        let before = bytes.get(..colon).unwrap_or_default();
        let above = before.strip_suffix(key);
        above.is_some_and(|above| above.ends_with(b"\n"))
    })
}

/// Whether one of some keys of attributes stands before a colon anywhere.
fn may_hold_key(text: &str, keys: &[&str]) -> bool {
    memchr::memchr_iter(b':', text.as_bytes()).any(|colon| {
        let before = text.get(..colon).unwrap_or_default();
        let before = before.trim_end_matches(is_blank);
        keys.iter().any(|key| ends(before, key))
    })
}

/// A page without the tag that is left open where it was cut: what stands
/// after its `<` may be words or markup.
fn closed(page: &str) -> &str {
    let end = memchr::memrchr2(b'<', b'>', page.as_bytes());
    let open = end.filter(|&at| byte(page, at) == b'<');
    open.and_then(|at| page.get(..at)).unwrap_or(page)
}

/// Reads the heading of a telegram inside what it was published in, of which
/// no more is unwrapped than it takes. The telegram begins behind `begin`.
fn published<'a>(
    source: &'a str,
    begin: usize,
    unwrap: impl Fn(&'a str) -> Published<'a>,
) -> Option<Cable> {
    for length in UNWRAPPED {
        let head = up_to(source, begin + length);
        let is_whole = head.len() == source.len();
        match shown(unwrap(head), is_whole) {
            Ok(cable) => return Some(cable),
            Err(Unread::Longer) if !is_whole => {}
            Err(_) => return None,
        }
    }
    None
}

/// Reads the heading of a telegram that was taken out of a whole source or of
/// its head.
fn shown(page: Published<'_>, is_whole: bool) -> Result<Cable, Unread> {
    // What names the telegram may stand below.
    if !(page.grows || is_whole) || page.attributes.is_empty() {
        return Err(Unread::Longer);
    }
    let text = page.out.text.as_str();
    // The last line of a head is cut anywhere.
    let last = memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |at| at + 1);
    let end = if is_whole { text.len() } else { last };
    let text = text.get(..end).unwrap_or_default();
    let lead = Lead::of(text, BELOW);
    if lead.stop.is_none() {
        return Err(Unread::Longer);
    }
    let mut cable = lead.above(page.beside)?;
    cable.source_map = cable.source_map.within(page.out.map);
    let of_text = std::mem::replace(&mut cable.attributes, page.attributes);
    cable.attributes.extend(of_text);
    Ok(cable)
}

/// Reads what stands above paragraph 1 in a whole text.
fn above(text: &str, beside: Beside) -> Result<Cable, Unread> {
    above_in(Draft::of_lines(text, lines(text)), None, beside)
}

/// The same of a text that was cut below paragraph 1, or of a whole one.
fn above_in(
    mut draft: Draft<'_>,
    stop: Option<&Stop<'_>>,
    mut beside: Beside,
) -> Result<Cable, Unread> {
    draft.for_list = true;
    draft.lay_beside(&mut beside);
    let is_archived = matches!(
        beside.family,
        Some(Family::Nara | Family::Plusd | Family::Foia)
    );
    if stop.is_some() && !is_archived && draft.opens_with_distribution() {
        return Err(Unread::Longer);
    }
    if draft.unwrap(beside.family) && !draft.has_text() {
        if stop.is_some() {
            return Err(Unread::NoHeading);
        }
        // A card is all that there is.
        let text = Arc::from(draft.whole);
        let mut cable = draft.unwrapped(beside, true);
        cable.text = text;
        return Ok(cable);
    }
    if stop.is_some() && (draft.undecided || !draft.joints.is_empty()) {
        return Err(Unread::Longer);
    }
    let opening = draft.header();
    // The lines below may make it a page of a volume, or none.
    if stop.is_some() && !matches!(draft.of_volume, OfVolume::No) {
        return Err(Unread::Longer);
    }
    let heading_at = match opening {
        Opening::Heading(at) => at,
        Opening::Page => {
            let text = Arc::from(draft.whole);
            let mut cable = draft.opened(opening, beside, false);
            cable.lend(text);
            return Ok(cable);
        }
        Opening::Unknown if stop.is_some() => return Err(Unread::Longer),
        // All is read, with what was not asked for: no list was begun.
        opening @ (Opening::Body | Opening::Unknown)
            if stop.is_none() && draft.seen == Seen::Nothing =>
        {
            draft.for_list = false;
            // The second shows that the first is whole.
            draft.most_paragraphs = 2;
            let text = Arc::from(draft.whole);
            let mut cable = draft.opened(opening, beside, false);
            cable.lend(text);
            return Ok(cable);
        }
        Opening::Body | Opening::Unknown => return Err(Unread::NoHeading),
    };
    sort_by_place(&mut draft.aside, |&(idx, _)| idx as u64);
    let body = draft.heading(heading_at);
    let body = draft.behind_subject(body);
    // The line that was found has another index.
    if stop.is_some() && !draft.joints.is_empty() {
        return Err(Unread::Longer);
    }
    if stop.is_some_and(|stop| !draft.ends_at(stop, heading_at, body)) {
        return Err(Unread::Longer);
    }
    draft.end_with(body);
    if let Some(subject) = draft.heading.subject {
        draft.prose(subject);
    }
    draft.markup(0);
    draft.page_headers();
    let text: Arc<str> = Arc::from(draft.text);
    let mut cable = draft.finish(beside, false);
    cable.text = text;
    Ok(cable)
}

impl Draft<'_> {
    /// Whether a heading that was read up to `body` ends above the line at
    /// `stop`, and no rule looked beyond that line.
    fn ends_at(&self, stop: &Stop<'_>, heading_at: usize, body: BodyStart) -> bool {
        body.line <= stop.line
            && stop.line < self.lines.len()
            && self.is_paragraph(stop.line, &stop.start)
            // Lines of the header are looked for in any but marked lines.
            && (stop.start.mark.is_some() || heading_at + AHEAD < self.lines.len())
    }

    /// Where the body begins, or behind the SUBJECT where that goes on there:
    /// `UNCLAS NORTHHAVEN 88 TAGS PREL SUBJECT: HARBOR` / `TALKS`.
    fn behind_subject(&self, body: BodyStart) -> BodyStart {
        let end = self
            .heading
            .subject
            .map_or(0, |subject| subject.end as usize);
        if end <= body.offset.max(self.start_of(body.line)) {
            return body;
        }
        let starts_behind = |line: &crate::cable::Line| line.span.start as usize >= end;
        let line = self.lines.iter().position(starts_behind);
        let line = line.unwrap_or(self.lines.len());
        BodyStart {
            line,
            offset: self.start_of(line),
        }
    }

    /// Ends the text where the body begins.
    fn end_with(&mut self, body: BodyStart) {
        let line = self.lines.get(body.line);
        let first = line.map_or(self.text.len(), |line| line.span.start as usize);
        // The body may begin inside a line of the heading.
        let is_within = self.start_of(body.line) < body.offset;
        let end = if is_within { body.offset } else { first };
        let n_lines = body.line + usize::from(is_within);
        self.lines.truncate(n_lines);
        self.contents.truncate(n_lines);
        self.text = self.text.get(..end).unwrap_or(self.text);
        self.whole = self.text;
        self.after.clear();
        for attribute in &mut self.attributes {
            if attribute.span.end as usize > end {
                attribute.span = Span::default();
            }
        }
        if is_within
            && let (Some(line), Some(content)) = (self.lines.last_mut(), self.contents.last_mut())
        {
            line.span.end = Span::new(first, end).end;
            let words = trim(self.text.get(first..).unwrap_or_default());
            *content = super::token::place(self.text, words);
        }
    }
}

/// What holds between a telegram and its header read alone.
pub(super) fn law(bytes: &[u8], whole: &Cable) -> Result<(), String> {
    let alone = header(bytes);
    let same = |what: &str, is_same: bool| {
        if is_same {
            Ok(())
        } else {
            Err(format!("{what} differs in the header read alone"))
        }
    };
    same("family", alone.family == whole.family)?;
    // Where a table goes on below, it may say how the station is spelled.
    let number = |cable: &Cable| cable.mrn.as_ref().map(ToString::to_string);
    same("number", number(&alone) == number(whole))?;
    same("moment", alone.dtg() == whole.dtg())?;
    same("date", alone.date() == whole.date())?;
    same("level", alone.level() == whole.level())?;
    let from = |cable: &Cable| {
        let from = cable.heading.from.as_ref()?;
        Some(cable.read(from.plad.0))
    };
    same("originator", from(&alone) == from(whole))?;
    let subject = |cable: &Cable| cable.heading.subject.map(|span| cable.read(span));
    same("subject", subject(&alone) == subject(whole))?;
    let head = |cable: &Cable| cable.head().map(|span| cable.read(span));
    same("head", head(&alone) == head(whole))?;
    let is_told = Brief::is_told_by(&alone);
    same("row", !is_told || Brief::of(&alone) == Brief::of(whole))?;
    // In another reading of the bytes below, the places differ.
    let is_start = whole.text().starts_with(alone.text());
    same("text", is_start || whole.encoding != Encoding::Utf8)?;
    let end = alone.lines.last().map_or(0, |line| line.span.end as usize);
    same("end", end == alone.text().len())
}

#[cfg(test)]
mod tests {
    use super::{BELOW, Lead, closed, header};
    use crate::cable::{Cable, Family, Span};
    use crate::parse::laws;

    const ABOVE: &str = "VZCZCXYZ0042\nPP RUEHC\nDE RUEHPL #0311/01 2041504\nP 221504Z JUL 08\n\
        FM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4412\n\n\
        C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSIPDIS\n\nTAGS: PREL VD\n\
        SUBJECT: The Minister,s harbor TALKS\n";

    fn read(text: &str) -> Cable {
        laws(text.as_bytes()).unwrap();
        header(text.as_bytes())
    }

    #[test]
    fn a_page_is_cut_between_its_tags() {
        // Found by fuzzing: the words behind an open tag were a heading.
        assert_eq!(closed("TO <b class='"), "TO ");
        assert_eq!(closed("TO <b> RUEHC"), "TO <b> RUEHC");
        assert_eq!(closed("TO RUEHC"), "TO RUEHC");
    }

    #[test]
    fn a_date_line_below_the_subject_dates_nothing() {
        // Found by fuzzing: the whole parse took its year from there.
        let text = "C O N F I D E N T I A L PORT LARKSPUR 000116\n\nSUBJECT: HARBOR TALKS\n\
            Friday, 21 Mar 2008\n\n1. (C) Talks.\n";
        assert_eq!(read(text).mrn, None);
        let above = text.replace("C O N F", "Friday, 21 Mar 2008\nC O N F");
        assert!(read(&above).mrn.is_some());
    }

    #[test]
    fn a_paragraph_stands_in_no_repeated_header() {
        // Found by fuzzing: the whole parse took the paragraph for a line of a
        // header that was sent again, and read the heading below it.
        let text = "P 221504Z JUL 76\nPAGE 01        PORT L  00311  221520Z\n\
            INFO  OCT-01  ISO-00  /013 W\nPAGE 01        PORT L  00311  221520Z\n\
            JECT WILL NOT COME UP AGAIN.\n\n2. MINISTER MARLOW THANKED ALL.\n\
            C O N F I D E N T I A L PORT LARKSPUR 000311\n\nTAGS: PREL VD\nSUBJECT: HARBOR TALKS\n\n\
            C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSUBJECT: HARBOR TALKS\nMessage Attributes\n";
        assert_eq!(read(text).heading.subject, None);
    }

    #[test]
    fn attributes_may_end_a_page_above_paragraph_1() {
        // Found by fuzzing: the header alone read the heading below them.
        let text = "Canonical ID:\nZNY CCCCC ZZH\nP 221504Z JUL 08\nMessage Attributes\n\
            Executive Order: X1\nC O N F I D E N T I A L SECTION 01 OF 03 PORT LARKSPUR 000311\n\
            TAGS: PREL VD\n\u{b6}1. (C) At noon the delegates\n\u{b6}2. AR(C";
        assert_eq!(read(text).mrn, None);
        let without = text.replace("Message Attributes\n", "");
        assert!(read(&without).mrn.is_some());
    }

    #[test]
    fn a_subject_behind_the_banner_goes_on_below_it() {
        let text = "SECRET NORTHHAVEN 002958 DECL: 07/22/2018 TAGS PREL, VD SUBJECT: HARBOR TALKS\n\
                    AND DUES\n\n1. (U) Talks opened.\n";
        let cable = super::header(text.as_bytes());
        let subject = cable.heading.subject.map(|span| cable.read(span));
        assert_eq!(subject.as_deref(), Some("HARBOR TALKS AND DUES"));
        let whole = super::super::parse(text.as_bytes());
        super::law(text.as_bytes(), &whole).unwrap();
        let cut =
            "SECRET NORTHHAVEN 002958 DECL: 07/22/2018 TAGS PREL, VD SUBJECT: HARBOR TALKS\n\u{f1}";
        super::law(cut.as_bytes(), &super::super::parse(cut.as_bytes())).unwrap();
    }

    #[test]
    fn ends_with_the_subject() {
        let cable = read(&format!(
            "{ABOVE}\n\u{b6}1. (C) Talks opened.\n\n2. (U) They went on.\n"
        ));
        assert_eq!(cable.text(), ABOVE);
        assert!(cable.paragraphs.is_empty());
        assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "08PORTLARKSPUR311");
        let subject = cable.heading.subject.unwrap();
        assert_eq!(cable.read(subject), "The Minister's harbor TALKS");
    }

    #[test]
    fn what_stands_below_is_not_looked_at() {
        let text = format!("{ABOVE}\n1. (C) Talks opened.\n\n2. (U) On.\n3. (U) And on.\n");
        let other = format!("{ABOVE}\n1. (C) Talks opened.\n\n2. (U) \u{ff}\0\n");
        laws(text.as_bytes()).unwrap();
        assert_eq!(
            header(text.as_bytes()).heading,
            header(other.as_bytes()).heading
        );
        let damaged = [text.as_bytes(), b"\xff caf\xe9"].concat();
        assert_eq!(header(&damaged).heading, header(text.as_bytes()).heading);
    }

    #[test]
    fn a_byte_below_decides_how_letters_above_are_read() {
        let text = format!("{ABOVE}\n1. (C) Talks.\n").replace("TALKS", "CAF\u{c9} TALKS");
        laws(text.as_bytes()).unwrap();
        let damaged = [text.as_bytes(), b"\xe9"].concat();
        laws(&damaged).unwrap();
        let cable = header(&damaged);
        assert!(
            cable
                .read(cable.heading.subject.unwrap())
                .contains("harbor CAF")
        );
    }

    #[test]
    fn a_byte_below_decides_whether_a_paragraph_begins() {
        // Found by mutation: in UTF-8 the line begins with a pilcrow that was
        // written twice over, in Windows-1252 with four signs.
        let text = "P 221504Z JUL 08\n.\n\u{c2}\u{b6}1 (C) Talks opened.\n.\n\
            CONFIDENTIAL NORTHHAVEN 311\nSUBJECT: TALKS\n";
        laws(text.as_bytes()).unwrap();
        laws(&[text.as_bytes(), b"\xe9"].concat()).unwrap();
    }

    #[test]
    fn the_body_of_an_archive_is_not_read() {
        let telegram = "PAGE 01  NORTHH  00088  110914Z\n\nP 110845Z FEB 76\nFM AMEMBASSY NORTHHAVEN\n\
            TO SECSTATE WASHDC 4412\n\nUNCLAS NORTHHAVEN 0088\n\nSUBJECT: HARBOR TALKS\n\n\
            1. TALKS OPENED.\n\nTREMAINE\n";
        let cable = read(&format!(
            "Message Text\n\n{telegram}\nMessage Attributes\n\nDraft Date: 11 FEB 1976\n\
             Document Number: 1976NORTHH00088\nFrom: NORTHHAVEN\nTo: STATE\n"
        ));
        assert!(cable.paragraphs.is_empty());
        assert!(cable.text().ends_with("TALKS\n"), "{:?}", cable.text());
        assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "76NORTHHAVEN88");
        let places: Vec<Span> = cable.attributes.iter().map(|it| it.span).collect();
        assert_eq!(places, [Span::default(); 4]);
        let stamp = "U.S. Department of State Case No. F-2012-00001 Doc No. C05700001";
        let cable = read(&format!("{stamp}\n\n{telegram}\n{stamp}\n"));
        assert!(cable.paragraphs.is_empty() && cable.heading.subject.is_some());
        // What is to be made of a misread sign, the words of the body say.
        let misread = telegram.replace("HARBOR TALKS", "The Minister,s TALKS");
        let cable = read(&format!("{stamp}\n\n{misread}\n{stamp}\n"));
        assert_eq!(cable.paragraphs.len(), 1);
    }

    #[test]
    fn a_number_below_a_level_of_a_page_is_no_serial() {
        let text = |banner: &str, below: &str| {
            format!(
                "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n{banner}\n\n\
                 TAGS: PREL\nSUBJECT: TALKS\n\n{below}1. (C) Talks opened.\n"
            )
        };
        for (banner, below, wanted) in [
            ("CONFIDENTIAL", "CONFIDENTIAL\n0207\n\n", None),
            ("CONFIDENTIAL\n\nSIPDIS\n\nCONFIDENTIAL\n0207", "", None),
            ("SIPDIS", "CONFIDENTIAL\n0207\n\n", None),
            (
                "CONFIDENTIAL PORT LARKSPUR\n0207",
                "",
                Some("08PORTLARKSPUR207"),
            ),
        ] {
            let text = text(banner, below);
            let whole = crate::parse::parse(text.as_bytes());
            for cable in [&read(&text), &whole] {
                let mrn = cable.mrn.as_ref().map(ToString::to_string);
                assert_eq!(mrn.as_deref(), wanted, "{text}");
            }
        }
    }

    #[test]
    fn a_heading_of_the_text_below_its_beginning_is_a_line() {
        let text = |stray: &str| {
            format!(
                "\nPAGE 01  NORTHH  00088  110914Z\n\nP 110845Z FEB 76\nFM AMEMBASSY NORTHHAVEN\n\
                 TO SECSTATE WASHDC 4412\n\nUNCLAS NORTHHAVEN 0088\n\nSUBJECT: HARBOR TALKS\n\n\
                 1. TALKS OPENED.\n\n{stray}\n\n2. ON.\n\nMessage Attributes\n\n\
                 Draft Date: 11 FEB 1976\nFrom: NORTHHAVEN\n"
            )
        };
        for stray in ["Message Text", "Message Text:", "0207", "CONFIDENTIAL"] {
            let text = text(stray);
            let listed = read(&text);
            let whole = crate::parse::parse(text.as_bytes());
            for cable in [&listed, &whole] {
                let subject = cable.heading.subject.map(|span| cable.read(span));
                assert_eq!(subject.as_deref(), Some("HARBOR TALKS"), "{stray}");
            }
            assert!(whole.paragraphs.len() > 1, "{stray}");
        }
    }

    #[test]
    fn the_body_may_begin_inside_a_line() {
        let collapsed = "E.O. 12958: N/A TAGS: PREL SUBJECT: TALKS Classified By: DCM Ada Quill, \
                         reason 1.4 (b) 1. (C) Talks opened.\n\n2. (U) On.\n";
        assert!(read(collapsed).text().ends_with("(b) "));
    }

    #[test]
    fn between_paragraph_1_and_the_attributes_nothing_is_looked_at() {
        let body = "AND THE TALKS WENT ON.\n".repeat(20);
        let record = |body: &str| {
            format!(
                "Message Text\n\nPAGE 01  NORTHH  00088  110914Z\n\n46\nACTION EUR-12\n\nINFO OCT-01 ISO-00 /013 W\n\
                 --------------------- 012345\nP 110845Z FEB 76\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC 4412\n\n\
                 UNCLAS NORTHHAVEN 0088\n\nSUBJECT: HARBOR TALKS\n\n1. TALKS OPENED.\n{body}\nMessage Attributes\n\n\
                 Document Number: 1976NORTHH00088\nFrom: NORTHHAVEN\nTo: STATE\n"
            )
        };
        let cable = read(&record(&body));
        assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "76NORTHHAVEN88");
        assert_eq!(cable.attributes.len(), 3);
        let unreadable = record(&format!("{body}ERROR READING TEXT\n"));
        assert_eq!(crate::parse::parse(unreadable.as_bytes()).garbles.len(), 1);
        assert!(read(&unreadable).garbles.is_empty());
    }

    #[test]
    fn a_short_source_is_unwrapped_but_its_body_is_not_read() {
        let body = "TAGS: PREL VD\nSUBJECT: HARBOR TALKS\n\n1. (C) Talks opened.\n\n2. (U) On.\n";
        let record = format!(
            "\"1\",\"7/22/2008 15:04\",\"08NORTHHAVEN88\",\"Embassy Northhaven\",\"CONFIDENTIAL\",\"\",\
             \"FM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\",\"{body}\"\n"
        );
        let page = format!(
            "<html><table class='cable'><tr><th>Reference ID</th></tr><tr><td>08NORTHHAVEN88</td></tr>\
             </table><pre>{body}</pre></html>"
        );
        for source in [record, page] {
            let cable = read(&source);
            assert!(cable.paragraphs.is_empty(), "{source}");
            assert!(cable.text().trim_end().ends_with("TALKS"), "{source}");
            assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "08NORTHHAVEN88");
        }
    }

    #[test]
    fn a_list_and_a_whole_telegram_agree() {
        for text in [
            // A number of a page above a whole classification line.
            "CONFIDENTIAL 611\n\u{b6}1 (C) Talks.\n\n\nCONFIDENTIAL OSLO 611\n",
            "CONFIDENTIAL 611\n2. (C) Talks.\n\n\nCONFIDENTIAL OSLO 611\n",
            // A line of mail above a header.
            "Subject:\nDE R#\n2. (C) Talks.\n\n221504Z JUL 05\nFM OSLO\n",
            "Subject:\nDE R#\n\n2. Talks\n\n\n\n221504Z JUL 05\nFM OSLO\n",
            // A line of the header that a list reads last, with damage.
            "DE REHPL #311 20O1504\nSUBJECT: TALKS &amp; BOATS\n",
            // The station in full, in a table that goes on below.
            "Date: 1977\nCanonical ID: 1977KESTRE02_c\nSUBJ: TALKS\n1. (U) Talks.\nConcepts: BOATS\n\
             Enclosure: n/a\nType: TE\nFrom: KESTREL BAY\n",
            "Date: 1977\nCanonical ID: 1977KESTRE02_c\nSUBJ: TALKS\n1. (U) Talks.\nTAGS: PREL\n\
             Capture Date: 1977\nDocument Number: 1977KESTRE02\n",
        ] {
            laws(text.as_bytes()).unwrap();
        }
    }

    #[test]
    fn a_cell_of_the_table_may_stand_around_the_text_of_a_page() {
        // Found by fuzzing: the header alone did not take the date that it holds.
        let below = "Talks went on. ".repeat(300);
        let page = format!(
            "<html><table class='cable'><tr><th>Reference ID</th><th>Created</th></tr>\
             <tr><td>08NORTHHAVEN88</td><td>2008-07-22 15:04<pre>UNCLAS NORTHHAVEN 000088\n\n\
             TAGS: PREL\nSUBJECT: HARBOR TALKS\n\n1. (U) Talks.\n{below}</pre></td></tr></table></html>"
        );
        assert!(read(&page).date().is_some());
    }

    #[test]
    fn what_stands_above_the_text_of_a_page_may_be_long() {
        let table = "<table class='cable'><tr><th>Reference ID</th></tr>\
                     <tr><td>08PORTLARKSPUR311</td></tr></table>";
        let links = "<li><a href='/x'>x</a></li>\n".repeat(1_500);
        let below = "Talks went on. ".repeat(300);
        let page = format!(
            "<html><body>{links}{table}<pre>{ABOVE}\n1. (C) Talks.\n{below}</pre></body></html>"
        );
        let cable = read(&page);
        assert_eq!(cable.text(), ABOVE);
        assert_eq!(cable.mrn.as_ref().unwrap().serial, 311);
    }

    #[test]
    fn of_a_card_a_list_takes_the_fields() {
        let card = "Copy: SINGLE\nDraft Date: 11 FEB 1976\nDocument Number: 1976NORTHH00088\n\
                    Film Number: D760051-0234\nFrom: NORTHHAVEN\nSubject: HARBOR\nTALKS\nTAGS: PFOR\n\
                    To: STATE\nType: P\n";
        let cable = read(card);
        assert_eq!(cable.family, Family::NaraCard);
        let keys: Vec<&str> = cable.attributes.iter().map(|it| &*it.key).collect();
        assert_eq!(
            keys,
            [
                "Draft Date",
                "Document Number",
                "From",
                "Subject",
                "TAGS",
                "To"
            ]
        );
        assert!(cable.text().ends_with("Type: P\n"));
        assert_eq!(crate::parse::parse(card.as_bytes()).attributes.len(), 9);
    }

    #[test]
    fn of_pages_and_papers_nothing_below_paragraph_1_is_looked_at() {
        let telegram = |lost: &str| {
            format!(
                "PAGE 01  NORTHH  00088  110914Z\n\n46\nACTION EUR-12\n\nINFO OCT-01 ISO-00 /013 W\n\
                 P 110845Z FEB 76\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC 4412\n\n\
                 UNCLAS NORTHHAVEN 0088\n\nSUBJECT: HARBOR TALKS\n\n1. TALKS OPENED.\n{}{lost}\nTREMAINE\n",
                "AND THE TALKS WENT ON.\n".repeat(20)
            )
        };
        let stamp = "U.S. Department of State Case No. F-2012-00001 Doc No. C05700001";
        let table =
            "Date: 1976 February 11\nCanonical ID: 1976NORTHH00088_b\nTo: Department of State";
        for above in [stamp, table] {
            let lost = format!("{above}\n\n{}", telegram("ERROR READING TEXT\n"));
            assert_eq!(crate::parse::parse(lost.as_bytes()).garbles.len(), 1);
            let cable = read(&lost);
            assert!(cable.garbles.is_empty());
            assert!(cable.text().ends_with("TALKS\n"), "{:?}", cable.text());
        }
        // The number of the archive wins over that of the page.
        let numbered = "\nMessage Attributes\n\nDocument Number: 1977NORTHH00088\n";
        let cable = read(&format!("{table}\n\n{}{numbered}", telegram("")));
        let keys: Vec<&str> = cable.attributes.iter().map(|it| &*it.key).collect();
        assert!(keys.contains(&"Document Number"), "{keys:?}");
        // Found by fuzzing: the table may stand below, and names the telegram.
        let table = "\nTAGS: PREL\nDate: 1976 February 11\nTo: Department of State\n\
                     Canonical ID: 1977NORTHH00099_b\n";
        let cable = read(&format!("{}{table}", telegram("")));
        assert_eq!(cable.family, Family::Plusd);
        assert_eq!(cable.mrn.as_ref().unwrap().serial, 99);
    }

    #[test]
    fn without_paragraphs_or_heading_all_is_read() {
        let cable = read(&format!("{ABOVE}\nTalks opened.\n\nThey went on.\n"));
        assert_eq!(cable.text(), ABOVE);
        assert_eq!(
            read("1. (U) Talks opened.\n2. (U) On.\n").paragraphs.len(),
            2
        );
        assert!(!read("Dear Ada,\n\n1. Boats came.\n").paragraphs.is_empty());
        assert_eq!(read("").text(), "");
    }

    #[test]
    fn paragraph_1_is_known_by_its_line() {
        fn at(text: &str) -> Option<&str> {
            let Lead { text, lines, stop } = Lead::of(text, BELOW);
            stop.map(|stop| &text[lines.each[stop.line].span.start as usize..])
        }
        assert_eq!(
            at("P 221504Z JUL 08\n1. (C) A\nB\nC\nD\n"),
            Some("1. (C) A\nB\nC\n")
        );
        assert_eq!(at("REF: A\n2. STATE\n \n 1. A\r\nB"), Some(" 1. A\r\nB"));
        assert_eq!(at("1.5 million\n\n12/3\n"), None);
    }

    #[test]
    fn a_document_of_a_volume_is_read_down_to_its_number() {
        let above = "<div type=\"document\" n=\"14\" xml:id=\"d14\"><head>14. Telegram From the <gloss \
            target=\"#t_E\">Embassy</gloss> in Veldania to the Department of State<note n=\"1\" \
            type=\"source\">Source: Files. Secret; Niact.</note></head>\n<dateline><placeName>Port \
            Larkspur</placeName>, <date when=\"1964-08-04\">August 4, 1964, 5 p.m.</date></dateline>\n";
        let document = format!(
            "{above}<p>486. Boats<note n=\"2\">Not printed.</note> came on the object of talks.</p>\
             <p>2. The Minister agreed.</p><p>They left <hi>at</hi> noon.</p><p>He spoke.</p>\
             <p>Harbor Talks</p><p>It rained.</p><closer><signed>Quill</signed></closer></div>"
        );
        assert!(!read(&document).text().contains("Minister"));
        let titled = document.replace("2. The", "Subject: Dues. The");
        assert!(!read(&titled).text().contains("rained"));
        // What stands anywhere may decide.
        let others = [
            "<list type=\"from\"><item>AMEMBASSY NORTHHAVEN</item></list>",
            "<list type='subject'><head>SUBJECT</head><item>Dues</item></list>",
            "<list><label>1</label><item>Dues</item></list>",
            "<label>1</label><item>Dues</item>",
            "<p>Subject: Harbor dues.</p>",
            "<p>S<hi>ubj</hi>: Dues</p>",
            "Subject: Dues",
            "<p>NORTHHAVEN 88 O 021000Z DEC 70</p>",
            "<p>NORTHHAVEN 89 021000<hi>Z</hi> DEC 70</p>",
            "<p>NORTHHAVEN 90 021000&#90; DEC 70</p>",
            "<p>UNCLASSIFIED NORTHHAVEN 88</p>",
            "<note type=\"source\">Source: Desk. Confidential.</note>",
            "<note type=\"summary\">Summary: Boats.</note>",
            "<head>3. Note</head>",
            "<dateline><date>May 1, 1970</date></dateline>",
            "<opener><seg>secret</seg></opener>",
            "<p>1. One.</p><p>2. Two.</p>",
            "<p>Secto 7. Boats.</p>",
            "<p></p>",
            "<p/>",
            "</p>",
            "<pb n=\"7\"/>",
            "<frus:x>",
            "<!--",
            "-->",
            "<![CDATA[",
            "<",
            "='",
        ];
        let places: Vec<usize> = document.match_indices('<').map(|(at, _)| at).collect();
        let behind = document.replacen("486. ", "", 1);
        let first = document.replacen("486. ", "1. ", 1);
        let without = document.replacen(" Secret; Niact.", "", 1);
        let check = |text: &str| {
            super::law(text.as_bytes(), &crate::parse::parse(text.as_bytes())).unwrap();
        };
        for text in [&document, &behind, &first, &without] {
            read(text);
            for other in others {
                for &at in &places {
                    let Some((above, below)) = text.split_at_checked(at) else {
                        continue;
                    };
                    check(&format!("{above}{other}{below}"));
                    check(&format!("{above}{other}</div>"));
                }
            }
        }
    }
}
