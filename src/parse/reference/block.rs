//! Where the block ends: which lines go on with it.

use super::super::Draft;
use super::super::caption::is_caption;
use super::super::heading::{
    Next, is_handling_note, is_heading_word, is_signed_heading, opens_summary, paragraph_within,
    rule_within,
};
use super::super::number::start;
use super::super::portion_mark::portion_mark;
use super::super::token::{
    Joined, after, byte, from, is_blank, is_capitals, trim, trim_start, up_to,
};
use super::super::words::{Words, words};
use super::citation::{Cited, cited, is_citation, is_known};
use super::entries::{bare_letter, ends_with_serial, entries, enumerator};
use super::label::cites;
use super::remark::{is_notal, other, unlinked, untagged, up_to_citation};
use super::title::is_station_ahead;
use crate::cable::{Confidence, LineKind, ReferenceKind, RepairKind};
use crate::glossary;

/// Whether a line begins with the serial of a station that ends the line
/// above: `B. 08 NORTHHAVEN` / `512, (C) STATE 17`. `12. (C) Text` is a
/// paragraph.
fn is_serial_of(line: &str, above: &str) -> bool {
    let n_digits = line.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let behind = line.as_bytes().get(n_digits);
    // `512. (C). STATE 17`; `1. (C) Text.` is a paragraph.
    let alone = behind.is_none_or(|&behind| {
        matches!(behind, b' ' | b',' | b';' | b'-') || behind == b'.' && n_digits > 2
    });
    let station = || {
        let start = above.len().saturating_sub(32);
        let near = (start..above.len()).find(|&at| above.is_char_boundary(at));
        let words = from(above, near.unwrap_or(above.len()));
        let mut starts = words
            .char_indices()
            .filter(|&(_, c)| is_blank(c))
            .map(|(at, _)| at + 1);
        std::iter::once(0)
            .chain(starts.by_ref())
            .any(|at| glossary::station(from(words, at)).is_some())
    };
    (1..=8).contains(&n_digits) && alone && station()
}

/// Whether a line right below another of the list begins with a serial or a year and a comma,
/// `512, (C) STATE 17`. `1, (C) Talks` is paragraph 1.
fn is_number_of_list(line: &str) -> bool {
    let n_digits = line.bytes().take(7).take_while(u8::is_ascii_digit).count();
    let number = line.get(..n_digits).unwrap_or_default();
    (2..=6).contains(&n_digits) && number != "01" && from(line, n_digits).starts_with([',', ';'])
}

/// Whether a line begins a text with its marking, `(C) Talks opened.`, and no
/// entry with its letter, `(C) NORTHHAVEN 88`. Right below an entry, only a
/// summary is one.
fn is_marked_text(line: &str, beside: bool) -> bool {
    const NEAR: usize = 64;
    if byte(line, 0) != b'(' {
        return false;
    }
    let Ok((rest, _)) = portion_mark(line) else {
        return false;
    };
    let text = trim_start(rest);
    if opens_summary(text) {
        return true;
    }
    let is_prose = !beside && text.bytes().any(|byte| byte.is_ascii_lowercase());
    is_prose
        && cited(text, false).is_none()
        && (text.len() > NEAR || other(text) == ReferenceKind::Other)
}

/// Whether a line right below a telegram is the first of a text that has no
/// number.
///
/// Sample: `nara/short-reply-below-ref`
fn opens_text(line: &str, above: &str) -> bool {
    let above = above.trim_end_matches(['.', ';', ' ']);
    (ends_with_serial(above) || is_notal(above) && above.ends_with([')', 'L'])) && is_text(line)
}

/// Whether a line has the end of a sentence, cites no telegram, and is nothing
/// else that is known.
pub(in crate::parse) fn is_text(line: &str) -> bool {
    const NEAR: usize = 40;
    let mut stops = memchr::memchr2_iter(b'.', b':', line.as_bytes());
    let is_end = |at: usize| {
        let word = line.get(..at).unwrap_or_default();
        let letters = word
            .bytes()
            .rev()
            .take_while(u8::is_ascii_alphabetic)
            .count();
        // `B. OSLO 12`, `U.S.`: only the end of a word of several letters.
        letters > 2 && matches!(byte(line, at + 1), b' ' | 0)
    };
    let opens = line.bytes().take(3).all(|byte| byte.is_ascii_alphabetic());
    opens
        && stops.any(is_end)
        && other(up_to(line, NEAR)) == ReferenceKind::Other
        && !cited(line, false).is_some_and(|(read, _)| is_known(&read))
        && up_to_citation(line).1.is_empty()
        && !holds_letter(line)
}

/// Whether the letter of an entry stands inside a line, before a telegram.
fn holds_letter(line: &str) -> bool {
    memchr::memchr2_iter(b'.', b')', line.as_bytes()).any(|at| {
        let before = line.as_bytes().get(at.saturating_sub(2)..at);
        matches!(before, Some([b' ' | b'(', b'A'..=b'Z' | b'a'..=b'z']))
            && cited(trim_start(from(line, at + 1)), false).is_some()
    })
}

/// Whether a line ends with the letter of an entry that stands below it.
fn ends_with_letter(line: &str) -> bool {
    let start = line.rfind(is_blank).map_or(0, |at| at + 1);
    let last = line.get(start..).unwrap_or_default();
    (2..=3).contains(&last.len())
        && !last.ends_with('-')
        && enumerator(last).is_some_and(|(_, length)| length == last.len())
}

/// Whether a line begins with a telegram of a known station, or with something
/// else that says what it is, however long it is.
fn is_known_list(line: &str) -> bool {
    let known = || cited(line, false).is_some_and(|(read, _)| is_known(&read));
    is_capitals(line) && (known() || other(up_to(line, 40)) != ReferenceKind::Other)
}

/// Whether a line of capitals begins with a telegram: behind a comma the list goes on with it.
fn is_list(line: &str) -> bool {
    is_capitals(line) && cited(line, false).is_some()
}

/// Whether a line closes the bracket of a title that the line above opened.
fn closes_title(line: &str, above: &str) -> bool {
    const NEAR: usize = 80;
    let open = memchr::memrchr(b'(', above.as_bytes());
    let near = line.as_bytes().get(..NEAR).unwrap_or(line.as_bytes());
    let close = memchr::memchr2(b')', b'(', near);
    open.is_some_and(|open| !from(above, open).contains(')'))
        && close.is_some_and(|close| byte(line, close) == b')' && close > 1)
}

/// Whether a line begins with what is said of the telegram above. A paragraph is named
/// right below it, and nothing follows but the next entry: `PARA 2 BELOW ASKS FOR MORE.`
/// is a text.
fn is_remark(line: &str, gap: LineKind) -> bool {
    const REMARKS: Words = words![
        "(NOTAL)",
        "(EXDIS)",
        "(NODIS)",
        "NOTAL",
        "AND PREVIOUS",
        "(AND PREVIOUS",
    ];
    // `PARA 4. C) STATE 12`; `PARA 1. (C) Talks` is paragraph 1.
    let part = after(line, "PARA ");
    let part = part.filter(|part| !part.starts_with("1.") && byte(part, 0).is_ascii_digit());
    let names_part = part.is_some_and(|part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = rest.trim_start_matches([' ', '.', ',', ';', ')']);
        rest.is_empty() || cites(rest)
    });
    names_part && gap != LineKind::Blank || REMARKS.begin(line)
}

/// A line without the pilcrows that a release put before it.
fn unmarked(line: &str) -> &str {
    let mut bare = line;
    while let Some(rest) = bare.strip_prefix('\u{b6}') {
        bare = rest;
    }
    bare
}

fn is_empty(parts: &[&str]) -> bool {
    parts.iter().all(|part| part.is_empty())
}

impl<'a> Draft<'a> {
    /// Reads the REF block with `value` after its label.
    pub(in crate::parse) fn references(&mut self, idx: usize, value: &'a str, open: bool) -> Next {
        // Behind a serial: `NORTHHAVEN 1. (C)` has one itself.
        let behind_serial = |&at: &usize| {
            let before = trim(value.get(..at).unwrap_or_default());
            ends_with_serial(before)
        };
        let body = rule_within(value)
            .or_else(|| paragraph_within(value))
            .filter(|_| open)
            .filter(behind_serial);
        let open = open && body.is_none();
        let whole = self.place(value).start as usize;
        let value = body.and_then(|at| value.get(..at)).map_or(value, trim);
        let mut parts = Vec::with_capacity(8);
        parts.push(unmarked(value));
        let mut next = idx + 1;
        let mut done = Next::Line(idx + 1);
        let mut gap = LineKind::Body;
        while open && next < self.lines.len() {
            match self.kind(next) {
                LineKind::Blank if gap == LineKind::PageHeader => {}
                kind @ (LineKind::Blank | LineKind::PageHeader) => gap = kind,
                LineKind::Body
                    if self.reference_goes_on(
                        next,
                        gap,
                        parts.last().copied().unwrap_or_default(),
                    ) || gap == LineKind::Blank && is_empty(&parts) && self.opens_list(next) =>
                {
                    let line = self.content(next);
                    let cut = self.inner_label(line);
                    let part = cut.and_then(|at| line.get(..at - self.place(line).start as usize));
                    parts.push(unmarked(trim(part.unwrap_or(line))));
                    self.set(next, LineKind::Reference);
                    gap = LineKind::Body;
                    if let Some(at) = cut {
                        done = Next::Within(next, at);
                        break;
                    }
                    done = Next::Line(next + 1);
                }
                _ => break,
            }
            next += 1;
        }
        if let Some(last) = parts.last_mut()
            && self.is_in_brackets(idx, value)
        {
            *last = last.strip_suffix(')').map_or(*last, trim);
        }
        let parts = self.without_pages(untagged(unlinked(parts)));
        let joined = Joined::new(self.text, &parts);
        if joined.is_spoiled() {
            for part in &parts {
                self.field(self.place(part));
            }
        }
        let mut carried = None;
        let mut entries = entries(&joined);
        if let Some(first) = entries.first_mut()
            && first.letter.is_some_and(|letter| self.is_marking(letter))
            && joined.text.starts_with('(')
        {
            first.letter = None;
        }
        for entry in entries {
            self.entry(&joined, &entry, &mut carried);
        }
        body.map_or(done, |at| Next::Body(idx, whole + at))
    }

    /// The lines without the header of a page that stands inside one: `NORTHHAVEN 88 AND 90
    /// PORT LARKS 00000311  001.2 OF 002`.
    ///
    /// Sample: `garbled/ref-with-a-page-header-behind-a-number`
    fn without_pages(&mut self, parts: Vec<&'a str>) -> Vec<&'a str> {
        let pages: Vec<_> = parts.iter().map(|part| self.page_within(part)).collect();
        if pages.iter().all(Option::is_none) {
            return parts;
        }
        let mut kept = Vec::with_capacity(parts.len() + 1);
        for (part, page) in parts.into_iter().zip(pages) {
            let Some((before, page, behind)) = page else {
                kept.push(part);
                continue;
            };
            self.repair(page, RepairKind::PageHeader, " ".into(), Confidence::High);
            kept.push(before);
            if !behind.is_empty() {
                kept.push(behind);
            }
        }
        kept
    }

    /// Whether the letter before a block is its marking: `(U) OSLO 12`. Where the label is
    /// repeated for every entry, B comes before C.
    fn is_marking(&self, letter: char) -> bool {
        let last = self.heading.references.last();
        matches!(letter, 'C' | 'S' | 'U')
            && last.is_none_or(|last| last.letter.is_none_or(|above| above >= letter))
    }

    /// Whether a bracket was opened right before the label of `value`.
    fn is_in_brackets(&self, idx: usize, value: &str) -> bool {
        const LONGEST: usize = 24;
        let end = self.place(value).start as usize;
        let start = self.start_of(idx).max(end.saturating_sub(LONGEST));
        let near = (start..=end).find(|&at| self.text.is_char_boundary(at));
        let label = self.text.get(near.unwrap_or(end)..end).unwrap_or_default();
        let open = memchr::memrchr2(b'(', b')', label.as_bytes());
        open.is_some_and(|open| {
            byte(label, open) == b'(' && after(from(label, open + 1), "RE").is_some()
        })
    }

    /// Whether the list begins below a label that stands alone.
    fn opens_list(&self, idx: usize) -> bool {
        let line = self.content(idx);
        let bare = unmarked(line);
        let letter = enumerator(bare);
        let value = letter.map_or(bare, |(_, length)| trim(from(bare, length)));
        let cites = |(read, _): (Cited<'_>, &str)| is_capitals(value) || is_known(&read);
        self.label(line).is_none() && cited(value, false).is_some_and(cites)
    }

    /// Whether a line goes on with the list whose last line is `above`.
    fn reference_goes_on(&self, idx: usize, gap: LineKind, above: &str) -> bool {
        let line = self.content(idx);
        let bare = unmarked(line);
        let letter = enumerator(bare);
        // Where a station ended a line, or before a remark, nothing else can
        // follow.
        if is_serial_of(bare, above)
            || gap == LineKind::Body && is_number_of_list(bare)
            || is_remark(bare, gap) && ends_with_serial(above)
            || closes_title(bare, above)
            || gap == LineKind::PageHeader
                && ends_with_letter(above)
                && self.label(line).is_none()
                && !self.starts_paragraph(idx)
            || above.is_empty() && gap == LineKind::Body && is_known_list(bare)
            || gap == LineKind::Blank && above.ends_with(',') && is_list(bare)
        {
            return true;
        }
        if gap == LineKind::Blank && letter.is_none() && line.len() >= 40 {
            return false;
        }
        let first = || start(bare).is_some_and(|start| start.number == 1 && start.apart);
        // `B. NORTHHAVEN 88` above a box is no heading of it.
        let is_entry =
            || letter.is_some_and(|(_, length)| cited(trim(from(bare, length)), false).is_some());
        let rule_below =
            || idx + 1 < self.lines.len() && self.kind(idx + 1) == LineKind::Rule && !is_entry();
        if self.label(line).is_some()
            || first()
            || gap == LineKind::Body && self.counts_from_one(idx)
            || rule_below()
            || self.starts_paragraph(idx)
            || is_handling_note(line)
            || is_heading_word(line)
            || is_signed_heading(bare)
            || is_caption(line)
            || is_marked_text(bare, gap == LineKind::Body)
            || opens_summary(bare)
            || gap == LineKind::Body && letter.is_none() && opens_text(bare, above)
        {
            return false;
        }
        let lettered = letter.is_some_and(|(letter, _)| letter != b'A' || gap == LineKind::Body);
        let cites = || {
            line.bytes().any(|byte| byte.is_ascii_digit())
                && line.bytes().all(|byte| !byte.is_ascii_lowercase())
        };
        match gap {
            LineKind::Blank => {
                lettered || line.len() < 40 && (is_citation(line) || bare_letter(bare))
            }
            LineKind::PageHeader => {
                lettered
                    || cites()
                    || holds_letter(line)
                    || is_station_ahead(bare.trim_start_matches(['/', ' ']))
            }
            _ => lettered || line.len() <= 110,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::reference::tests::block;

    #[test]
    fn what_is_below_a_telegram_may_be_a_text() {
        insta::assert_snapshot!(block("A. ROME 12\nCONCUR IN TALKS. QUILL WILL COME WITH OSLO 12."), @"A=08ROME12");
        insta::assert_snapshot!(block("ROME 12 (NOTAL)\nFOLLOWING IS REPLY TO REF:\nTALKS"), @"-=08ROME12");
        // The rest of an entry, and the next.
        insta::assert_snapshot!(block("A. QUILL\nTELCON OF JULY. B. ROME 12"), @"A=telephone B=08ROME12");
        insta::assert_snapshot!(block("A. ROME 12\nHARBOR TALKS B. OSLO 13\nOSLO TALKS. OSLO 14"), @"A=08ROME12 B=08OSLO13");
        insta::assert_snapshot!(block("A. ROME 12\nHARBOR TALKS. B. OSLO 13"), @"A=08ROME12 B=08OSLO13");
        insta::assert_snapshot!(block("ROME 12\nE-MAIL OF QUILL. TALKS"), @"-=08ROME12 -=e-mail");
    }

    #[test]
    fn a_serial_or_a_remark_may_stand_below_its_station() {
        insta::assert_snapshot!(block("A. OSLO 12, B. STATE\n33, (C) ROME 4"), @"A=08OSLO12 B=08STATE33 C=08ROME4");
        insta::assert_snapshot!(block("A. 08 OSLO\n\n512\n\nB. ROME 4"), @"A=08OSLO512 B=08ROME4");
        insta::assert_snapshot!(block("A. OSLO 12\n\n(NOTAL)\n\nB. ROME 4"), @"A=08OSLO12 B=08ROME4");
        insta::assert_snapshot!(block("A OSLO 12\n\nB ROME 4"), @"A=08OSLO12 B=08ROME4");
        assert_eq!(
            block("OSLO 12,\n\nKESTREL BAY 4"),
            "-=08OSLO12 -=08KESTRELBAY4"
        );
        assert_eq!(block("OSLO 12,\n\nTHE BOATS SAILED"), "-=08OSLO12");
        // A paragraph is none, with a marking or without.
        insta::assert_snapshot!(block("A. OSLO 12\n33. (C) ROME 4"), @"A=08OSLO12");
        insta::assert_snapshot!(block("OSLO 12\n\n33 boats left ROME 4"), @"-=08OSLO12");
    }

    #[test]
    fn a_list_goes_on_below_a_page_in_any_case() {
        const PAGE: &str = "\n\nNORTHHAVEN 00000311  001.2 OF 003\n\n\n";
        let paged = |above: &str, below: &str| block(&format!("{above}{PAGE}{below}"));
        assert_eq!(
            paged("A. Oslo 12 B. Rome", "4 C. Bern 5"),
            "A=08OSLO12 B=08ROME4 C=08BERN5"
        );
        assert_eq!(
            paged("a) OSLO 12 b) ROME 4", "(NOTAL) c) Bern 5"),
            "A=08OSLO12 B=08ROME4 C=08BERN5"
        );
        assert_eq!(
            paged("A. OSLO 12 B. ROME 4", "4 boats sailed on May 5."),
            "A=08OSLO12 B=08ROME4"
        );
        assert_eq!(
            paged("OSLO 12; ROME 4;", "Bern 5; Paris 6 (NOTAL)"),
            "-=08OSLO12 -=08ROME4 -=08BERN5 -=08PARIS6"
        );
        assert_eq!(
            paged("OSLO 12; ROME 4", "Bern 2008 talks opened."),
            "-=08OSLO12 -=08ROME4"
        );
    }

    #[test]
    fn a_line_of_a_list_may_begin_like_a_paragraph() {
        assert_eq!(
            block("(A) OSLO 512,\n516, (B) STATE 17"),
            "A=08OSLO512 A=08OSLO516 B=08STATE17"
        );
        assert_eq!(
            block("(A) OSLO 12 (B)ROME\n512, (C)STATE 17"),
            "A=08OSLO12 B=08ROME512 C=08STATE17"
        );
        assert_eq!(
            block("(A) EUCOM 021200Z MAY\n08, (B) STATE 17"),
            "A=other B=08STATE17"
        );
        assert_eq!(
            block("A) OSLO 12 (07)\nPARA 4. B) STATE 17"),
            "A=07OSLO12 B=08STATE17"
        );
        assert_eq!(
            block("(A) ROME 12. (B). OSLO\n512. (C). STATE 17"),
            "A=08ROME12 B=08OSLO512 C=08STATE17"
        );
        assert_eq!(
            block("A. OSLO 12\nPARA 4\nB. STATE 17"),
            "A=08OSLO12 B=08STATE17"
        );
        // Paragraphs.
        assert_eq!(block("(A) OSLO 512\n1, (C) Talks opened."), "A=08OSLO512");
        for line in [
            "PARA 2 BELOW IS AN ACTION REQUEST FOR EUR.",
            "PARA 3. BOATS LEFT.",
        ] {
            let text = format!(
                "UNCLAS NORTHHAVEN 000311\n\nREF: OSLO 12\n{line}\n\n1. (U) Talks opened.\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let block = cable
                .lines
                .iter()
                .filter(|line| line.kind == crate::cable::LineKind::Reference);
            assert_eq!(block.count(), 1, "{line}");
        }
        assert_eq!(
            block("(A) OSLO 512\nPARA 1. (C) Talks opened."),
            "A=08OSLO512"
        );
    }

    #[test]
    fn a_marking_before_a_block_is_no_letter() {
        assert_eq!(block("(U) OSLO 12"), "-=08OSLO12");
        assert_eq!(block("(C) OSLO 12"), "-=08OSLO12");
        assert_eq!(
            block("(A) OSLO 12\nREF: (B) ROME 4\nREF: (C) STATE 7"),
            "A=08OSLO12 B=08ROME4 C=08STATE7"
        );
        assert_eq!(
            block("(A) OSLO 12 (B) ROME 4 (C) STATE 7"),
            "A=08OSLO12 B=08ROME4 C=08STATE7"
        );
    }

    #[test]
    fn a_list_in_small_letters_may_begin_below_its_label() {
        insta::assert_snapshot!(block("\n\na. Oslo 12\n\nb. Rome 4"), @"A=08OSLO12 B=08ROME4");
        insta::assert_snapshot!(block("\n\na. Boats 12 left."), @"");
    }

    #[test]
    fn a_text_with_its_marking_and_a_heading_are_no_entries() {
        for below in [
            "\n(C) Talks opened.",
            "\n(C) SUMMARY: Talks opened.",
            "(C) SUMMARY: Talks opened.",
            "SUMMARY: Talks opened.",
            "\nI. SUMMARY\n\n1. (C) Talks opened.",
            "SUMMARY -------\n\n1. (C) Talks opened.",
            "-- SUMMARY --\n\n1. (C) Talks opened.",
            "-------\nSUMMARY\n-------\n\n1. (C) Talks opened.",
        ] {
            let text = format!("(A) OSLO 12\n(B) ROME 4\n{below}");
            assert_eq!(block(&text), "A=08OSLO12 B=08ROME4", "{below}");
        }
        insta::assert_snapshot!(block("(A) OSLO 12 (B) ROME 4\n\n(C) Oslo 13"), @"A=08OSLO12 B=08ROME4 C=08OSLO13");
        insta::assert_snapshot!(block("(A) OSLO 12 (B) ROME 4\n\n(C) Quill e-mail of 7/2"), @"A=08OSLO12 B=08ROME4 C=e-mail");
    }

    #[test]
    fn an_entry_may_stand_below_its_letter_and_a_long_list_below_its_label() {
        let page = "NORTHHAVEN 00000311  001.2 OF 002";
        insta::assert_snapshot!(block(&format!("[A] ROME 4; [B]\n{page}\nQUILL PHONECON")), @"A=08ROME4 B=telephone");
        insta::assert_snapshot!(block(&format!("[A] ROME 4\n{page}\nQUILL PHONECON")), @"A=08ROME4");
        let long = "\nROME 1000; OSLO 1001 (NOTAL); STATE 1002; PARIS 1003 (NOTAL); LONDON 1004; BERLIN 1005 (NOTAL); MADRID 1006; TOKYO 1007";
        assert_eq!(block(long).split(' ').count(), 8);
        assert_eq!(block(&long.to_lowercase()), "");
    }
}
