//! Later sections of a long telegram in one file.
//!
//! Each section was sent with a header and a heading of its own, and some
//! releases left them in. They are set aside before the end and the body are
//! read, so that the sentence above goes on below them.

use std::collections::HashMap;

use super::Draft;
use super::address::{is_addressee, is_distribution, keyword};
use super::caption::{banner, is_words};
use super::header::{is_originator, is_relayed};
use super::heading::{BodyStart, kind, label};
use super::preamble::looks_like_dtg;
use super::token::{byte, from, is_digits, squeeze};
use super::transmission::{called, called_more};
use crate::cable::{Banner, FormatLine, LineKind, sort_by_place};

/// Lines above and below a repeated classification line that may belong to
/// its header and heading.
const LONGEST: usize = 64;

/// Bytes of a SUBJECT and number of TAGS that are compared with wrapped
/// lines: each repeated heading looks at them.
const LONGEST_FIELD: usize = 512;

/// What the first heading says.
struct First {
    /// Its lines, in capitals, and what they are.
    lines: HashMap<String, LineKind>,
    /// The SUBJECT in capitals; empty when it is too long.
    subject: String,
}

impl Draft<'_> {
    /// Sets aside the headers and headings that later sections repeat.
    ///
    /// ```abnf
    /// repeated = *(format-line / blank) banner *(caption / field / blank)
    /// ```
    ///
    /// Only where the first classification line counts sections, and for
    /// those that name its post and serial. All lines down to the last that
    /// the first heading has too, or that bears a label, go with it; of those
    /// above, what follows the end of a section or a line that no text
    /// begins with. Returns the last line of each section above.
    ///
    /// TAGS that the first heading lacks are read from the first that has them.
    ///
    /// Samples: `service/second-section-with-its-header-repeated`,
    /// `service/tags-in-the-second-section-alone`,
    /// `service/second-section-with-its-heading-repeated`,
    /// `service/last-words-above-a-repeated-header`,
    /// `plain/sections-each-signed`
    pub(super) fn repeated_headings(&mut self, body: BodyStart) -> Vec<usize> {
        let mut ends = Vec::new();
        let later = match &self.heading.banner {
            Some(_) => None,
            None => self.later_section(body),
        };
        let Some(first) = self.heading.banner.as_ref().or(later.as_ref()) else {
            return ends;
        };
        let (Some(serial), Some(_)) = (first.serial, first.section) else {
            return ends;
        };
        let post = first.post.map(|post| squeeze(self.slice(post)));
        let digits = self.slice(serial.span);
        let from_at = self.end_of(body.line).min(self.text.len());
        let rest = from(self.text, from_at);
        let mut found: Vec<usize> = memchr::memmem::find_iter(rest.as_bytes(), digits)
            .map(|at| self.line_at(from_at + at))
            .collect();
        found.dedup();
        let mut first = None;
        let mut done = body.line;
        for idx in found {
            if idx <= done || self.kind(idx) != LineKind::Body {
                continue;
            }
            let same = banner(self.text, self.content(idx)).is_some_and(|read| {
                let squeezed = |span| squeeze(self.slice(span));
                read.banner.serial.map(|serial| serial.value) == Some(serial.value)
                    && read.banner.post.map(squeezed) == post
            });
            if same {
                let first = first.get_or_insert_with(|| self.first_heading(body));
                self.header_above(done, idx);
                ends.extend((done.max(body.line)..idx).rfind(|&idx| {
                    !matches!(self.kind(idx), LineKind::Blank | LineKind::PageHeader)
                }));
                done = self.repeated_heading(idx, first);
            }
        }
        if done > body.line {
            sort_by_place(&mut self.aside, |&(idx, _)| idx as u64);
        }
        ends
    }

    /// The classification line of a later section in the text of an extract that has lost the
    /// first one: it counts from 2 on, and below it labels of the heading stand.
    ///
    /// Sample: `garbled/extract-with-a-later-section`
    fn later_section(&self, body: BodyStart) -> Option<Banner> {
        const BELOW: usize = 12;
        let start = self.start_of(body.line).min(self.text.len());
        let rest = from(self.text, start);
        let mut found = memchr::memmem::find_iter(rest.as_bytes(), b"SECTION ");
        found.find_map(|at| {
            let idx = self.line_at(start + at);
            let line = self.content(idx);
            let is_class = matches!(byte(line, 0), b'C' | b'S' | b'T' | b'U' | b'L');
            if self.kind(idx) != LineKind::Body || line.len() > LONGEST_FIELD || !is_class {
                return None;
            }
            let read = banner(self.text, line)?.banner;
            let is_later = read.section.is_some_and(|number| number > 1) && read.serial.is_some();
            let mut below = idx + 1..self.lines.len().min(idx + BELOW);
            let mut labeled = || below.any(|below| label(self.content(below)).is_some());
            (is_later && labeled()).then_some(read)
        })
    }

    fn first_heading(&self, body: BodyStart) -> First {
        let lines = (0..body.line).map(|idx| (self.kind(idx), self.content(idx)));
        let subject = self.heading.subject.map_or("", |span| self.slice(span));
        First {
            lines: lines
                .filter(|(kind, _)| kind.is_heading())
                .map(|(kind, line)| (squeeze(line), kind))
                .collect(),
            subject: if subject.len() > LONGEST_FIELD {
                String::new()
            } else {
                squeeze(subject)
            },
        }
    }

    /// Sets aside the header above a repeated classification line: the lines
    /// up to `above` that are sure, and those between them that are not.
    fn header_above(&mut self, above: usize, banner_at: usize) {
        let lowest = above.max(banner_at.saturating_sub(LONGEST));
        let mut sure = Vec::new();
        let mut unsure = Vec::new();
        for idx in (lowest + 1..banner_at).rev() {
            if matches!(self.kind(idx), LineKind::Blank | LineKind::PageHeader) {
                continue;
            }
            match format_line(self.content(idx)) {
                Some((kind, is_sure)) => {
                    unsure.push((idx, kind));
                    if is_sure {
                        sure.append(&mut unsure);
                    }
                }
                None => break,
            }
        }
        for (idx, kind) in sure {
            self.set_aside(idx, LineKind::FormatLine(kind));
        }
    }

    /// Sets aside a repeated classification line and the heading below it;
    /// returns its last line.
    fn repeated_heading(&mut self, banner_at: usize, first: &First) -> usize {
        self.set_aside(banner_at, LineKind::Banner);
        let mut last = banner_at;
        let mut field = LineKind::Blank;
        let mut labeled = false;
        // What the first heading lacks is read from a later one.
        let lacks_tags = self.heading.tags.is_empty();
        let mut tags: Vec<&str> = Vec::new();
        for idx in banner_at + 1..self.lines.len().min(banner_at + LONGEST) {
            let line = self.content(idx);
            match self.kind(idx) {
                LineKind::Blank => {
                    if !tags
                        .last()
                        .is_some_and(|above| super::tags::breaks_off(above))
                    {
                        field = LineKind::Blank;
                    }
                    continue;
                }
                LineKind::PageHeader => continue,
                _ => {}
            }
            let squeezed = squeeze(line);
            let known = first.lines.get(&squeezed).copied();
            let found = label(line);
            let label = found.map(|(label, _)| kind(label));
            let caption = || (!labeled && is_words(line)).then_some(LineKind::Caption);
            // Wrapped otherwise than the first time.
            let is_list = || {
                let year = self.year();
                let above = tags.last();
                field == LineKind::Tags
                    && (super::tags::is_list(line, year)
                        || above.is_some_and(|above| super::tags::goes_on_below(above, line, year)))
            };
            let goes_on = || {
                let more = self.goes_on(field, &squeezed, first) || lacks_tags && is_list();
                more.then_some(field)
            };
            let Some(read) = known.or(label).or_else(caption).or_else(goes_on) else {
                break;
            };
            labeled |= label.is_some();
            if lacks_tags && read == LineKind::Tags {
                let value = found.map_or(line, |(_, value)| value);
                tags.push(value);
            }
            field = read;
            last = idx;
            self.set_aside(idx, read);
        }
        self.tag_lines(tags.into_iter());
        last
    }

    /// Whether a line goes on with a repeated SUBJECT or TAGS.
    fn goes_on(&self, field: LineKind, words: &str, first: &First) -> bool {
        match field {
            LineKind::Subject => first.subject.contains(words),
            LineKind::Tags => {
                self.heading.tags.len() <= LONGEST_FIELD
                    && words
                        .split([' ', ','])
                        .filter(|code| !code.is_empty())
                        .all(|code| self.heading.tags.iter().any(|tag| *tag.code == *code))
            }
            _ => false,
        }
    }
}

/// What a line is that stands between two sections, and whether it is sure:
/// a place or an addressee may be the end of a sentence.
fn format_line(line: &str) -> Option<(FormatLine, bool)> {
    let serial = |text: &str| (3..=6).contains(&text.len()) && is_digits(text);
    Some(match byte(line, 0) {
        b'B' if line == "BT" => (FormatLine::Break, true),
        b'#' if serial(from(line, 1)) => (FormatLine::Correction, true),
        b'N' if line == "NNNN" => (FormatLine::End, true),
        b'V' | b'Z' if line.starts_with("VZCZC") || line.starts_with("ZCZC") => {
            (FormatLine::Start, true)
        }
        b'Z' if line.starts_with("ZNR ") || line.starts_with("ZNY ") => {
            (FormatLine::Security, true)
        }
        b'D' if line.starts_with("DE R") && line.contains('#') => (FormatLine::Calling, true),
        b'F' if is_originator(line) => (FormatLine::From, true),
        b'T' | b'I' if keyword(line).is_some_and(|(_, entry)| is_addressee(entry)) => {
            let list = if byte(line, 0) == b'T' {
                FormatLine::To
            } else {
                FormatLine::Info
            };
            (list, false)
        }
        _ if called(line).is_ok() => (FormatLine::Called, true),
        _ if looks_like_dtg(line) => (FormatLine::Dtg, true),
        _ if is_relayed(line) || is_distribution(line) => (FormatLine::Info, true),
        _ if called_more(line).is_ok() => (FormatLine::Called, false),
        _ if is_addressee(line) => (FormatLine::Info, false),
        _ => return None,
    })
}

/// Whether a line could stand in the header or the heading of a telegram, by
/// itself: those of a quoted telegram keep their lines.
pub(super) fn is_header_like(line: &str) -> bool {
    label(line).is_some()
        || looks_like_dtg(line)
        || is_originator(line)
        || keyword(line).is_some_and(|(_, entry)| is_addressee(entry))
        || is_relayed(line)
        || banner(line, line).is_some_and(|read| read.banner.serial.is_some())
}

#[cfg(test)]
mod tests {
    use super::format_line;
    use crate::cable::{FormatLine, RepairKind};
    use crate::parse::{laws, parse};

    const FIRST: &str = "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
        C O N F I D E N T I A L SECTION 01 OF 02 PORT LARKSPUR 000311\n\nSIPDIS\n\n\
        TAGS: PREL VD\nSUBJECT: HARBOR TALKS OPEN AMID\nDOUBTS\n\n1. (C) The delegates were\n\n";

    /// The texts of the paragraphs, and how many headings were repeated.
    fn read(text: &str) -> (Vec<String>, usize) {
        laws(text.as_bytes()).unwrap();
        let cable = parse(text.as_bytes());
        let texts = cable
            .paragraphs
            .iter()
            .map(|it| cable.read(it.text))
            .collect();
        let repeated = |it: &&crate::cable::Repair| it.kind == RepairKind::RepeatedHeading;
        (texts, cable.repairs.iter().filter(repeated).count())
    }

    #[test]
    fn a_sentence_goes_on_below_a_repeated_heading() {
        let later = "C O N F I D E N T I A L SECTION 02 OF 02 PORT LARKSPUR 000311\n\nSIPDIS\n\n\
            TAGS: PREL VD\nSUBJECT: HARBOR TALKS OPEN\nAMID DOUBTS\n\npleased.\n\n2. (C) Next.\n";
        let wanted = ["The delegates were pleased.", "Next."];
        let (texts, n_repeated) = read(&format!("{FIRST}{later}"));
        assert_eq!(
            (texts.as_slice(), n_repeated),
            (&wanted.map(String::from)[..], 1)
        );
        let header = "BT\n#0311\nNNNN\nVZCZCXYZ0043\nPP RUEHC\nDE RUEHPL #0311/02 2041504\n\
            ZNY CCCCC ZZH\nP 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\n\
            TO RUEHC/SECSTATE WASHDC PRIORITY 4412\nINFO RUEHNH/AMEMBASSY NORTHHAVEN 0207\nBT\n";
        let (texts, n_repeated) = read(&format!("{FIRST}{header}{later}"));
        assert_eq!(
            (texts.as_slice(), n_repeated),
            (&wanted.map(String::from)[..], 1)
        );
    }

    #[test]
    fn a_list_that_only_a_later_heading_has_may_go_on_below() {
        for (list, wanted) in [
            (
                "OVIP (QUILL,\nADA B.), PREL, VD",
                "OVIP; QUILL, ADA B.; PREL; VD",
            ),
            (
                "OVIP (QUILL,\n\nADA B.), PREL, VD",
                "OVIP; QUILL, ADA B.; PREL; VD",
            ),
            ("PGOV, PR\nEL, VD", "PGOV; PREL; VD"),
            ("PGOV,\n\nPREL, VD", "PGOV; PREL; VD"),
            // A word below a list that is whole belongs to the text.
            ("PGOV, PREL\n\nVD boats left.", "PGOV; PREL"),
        ] {
            let first = FIRST.replace("TAGS: PREL VD\n", "");
            let later = format!(
                "C O N F I D E N T I A L SECTION 02 OF 02 PORT LARKSPUR 000311\n\nSIPDIS\n\n\
                 TAGS: {list}\n\npleased.\n\n2. (C) Next.\n"
            );
            let text = format!("{first}{later}");
            laws(text.as_bytes()).unwrap();
            let cable = parse(text.as_bytes());
            let tags: Vec<&str> = cable.heading.tags.iter().map(|tag| &*tag.code).collect();
            assert_eq!(tags.join("; "), wanted, "{list}");
        }
    }

    #[test]
    fn other_telegrams_and_numbers_are_left() {
        let other = "C O N F I D E N T I A L NORTHHAVEN 000088\n\nas one said, of 000311 boats.\n";
        let (texts, n_repeated) = read(&format!("{FIRST}{other}"));
        assert_eq!(n_repeated, 0);
        assert!(texts.concat().contains("000311 boats"));
        // Where no sections are counted none is later.
        let whole = FIRST.replace("SECTION 01 OF 02 ", "");
        let again = "C O N F I D E N T I A L PORT LARKSPUR 000311\n\nis what the banner said.\n";
        let (texts, n_repeated) = read(&format!("{whole}{again}"));
        assert_eq!(n_repeated, 0);
        assert!(texts.concat().contains("000311 is what"), "{texts:?}");
    }

    #[test]
    fn the_last_words_of_a_section_are_no_header() {
        for words in [
            "RUSSIA",
            "TO ALL MEMBERS OF THE",
            "INFO ALL CONCERNED",
            "AMEMBASSY NORTHHAVEN",
        ] {
            let later = format!(
                "{words}\n\nC O N F I D E N T I A L SECTION 02 OF 02 PORT LARKSPUR 000311\n\n\
                 SIPDIS\n\nDEPT FOR YEARS HAS PAID.\n"
            );
            let (texts, n_repeated) = read(&format!("{FIRST}{later}"));
            assert_eq!(n_repeated, 1, "{words}");
            let text = texts.concat();
            assert!(text.contains(words), "{text}");
            assert!(text.contains("DEPT FOR YEARS HAS PAID."), "{text}");
        }
    }

    #[test]
    fn addressees_without_a_keyword_go_with_their_list() {
        let later = "NNNN\nDE RUEHPL #0311/02 2041504\nP 221504Z JUL 08\n\
            FM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC PRIORITY 4412\n\
            AMEMBASSY NORTHHAVEN 0207\nINFO AMCONSUL SANTA BRISA\nAMEMBASSY KESTREL BAY\nBT\n\
            C O N F I D E N T I A L SECTION 02 OF 02 PORT LARKSPUR 000311\n\npleased.\n";
        let (texts, n_repeated) = read(&format!("{FIRST}{later}"));
        assert_eq!(n_repeated, 1);
        assert_eq!(texts, ["The delegates were pleased."]);
    }

    #[test]
    fn lines_between_sections_are_format_lines() {
        let kind = |line| format_line(line).map(|(kind, _)| kind);
        assert_eq!(kind("#0311"), Some(FormatLine::Correction));
        assert_eq!(kind("P 221504Z JUL 08"), Some(FormatLine::Dtg));
        assert_eq!(kind("TO THE MINISTER IT WAS NEWS."), None);
        assert_eq!(kind("The delegates were"), None);
    }
}
