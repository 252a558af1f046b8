//! Summary, comment, action request: what paragraphs do.
//!
//! Half of the comments have no END, and summaries run over paragraphs, so
//! the extent of a part is found after all paragraphs are known.

mod end;
mod opening;
#[cfg(test)]
mod tests;

use memchr::memmem::Finder;

pub(super) use self::end::has_end_marker;
use self::end::{below_pages, end_marker, spoiled_end_marker, without_gap};
use self::opening::{Named, WHOSE, bracketed_mark, marker, opening};
use super::Draft;
use super::excision::is_code;
use super::token::{Needle, begins, byte, ends_sentence, from, is_blank, place, trim_lines, up_to};
use crate::cable::{Paragraph, ParagraphRole, Part, Span, sort_by_place};

/// How far the END of a summary is looked for.
const REACH: usize = 16;

/// Within how many paragraphs the END of a summary without beginning is
/// looked for.
const BEFORE_END: usize = 4;

/// Within how many bytes the END of a comment in brackets is looked for.
const INLINE: usize = 2000;

/// Gives paragraphs of `text` their roles, and finds its summary and comment.
pub(super) fn find(text: &str, paragraphs: &mut [Paragraph]) -> (Option<Part>, Option<Part>) {
    Reader { text }.find(paragraphs)
}

impl Draft<'_> {
    /// Finds roles and parts.
    pub(super) fn parts(&mut self) {
        let mut paragraphs = std::mem::take(&mut self.paragraphs);
        (self.summary, self.comment) = find(self.text, &mut paragraphs);
        self.paragraphs = paragraphs;
        self.withheld_summary();
    }

    /// Drops what a summary says where all of it was withheld: codes and the
    /// brackets around a gap are none of its words.
    ///
    /// Sample: `foia/summary-withheld`
    fn withheld_summary(&mut self) {
        const LONGEST: usize = 64;
        let text = self.text;
        let is_withheld = |span: Span| {
            let words = text.get(span.range()).unwrap_or_default();
            let mut words = words.split(|c: char| c.is_whitespace() || "[],;_-".contains(c));
            span.len() <= LONGEST
                && words.all(|word| word.is_empty() || is_code(word.trim_end_matches('.')))
        };
        if let Some(summary) = &mut self.summary {
            summary.spans.retain(|&span| !is_withheld(span));
            if summary.spans.is_empty() {
                self.summary = None;
            }
        }
    }
}

/// A text whose parts are looked for.
#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
}

impl<'a> Reader<'a> {
    fn slice(self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn find(self, paragraphs: &mut [Paragraph]) -> (Option<Part>, Option<Part>) {
        let summary = self
            .part(paragraphs, Named::Summary, 0)
            .or_else(|| self.ended_only(paragraphs))
            .or_else(|| self.part(paragraphs, Named::Introduction, 0));
        let mut comment: Option<(Part, usize)> = None;
        // Some telegrams comment twice and more.
        while let Some((more, next)) = {
            let first = comment.as_ref().map_or(0, |(_, next)| *next);
            self.part(paragraphs, Named::Comment, first)
        } {
            let (part, at) = comment.get_or_insert_with(|| (Part::default(), 0));
            part.spans.extend(more.spans);
            *at = next;
        }
        let comment = comment
            .or_else(|| self.inline_comment(paragraphs))
            .or_else(|| self.closed_comment(paragraphs));
        for paragraph in paragraphs {
            self.roles(paragraph);
        }
        (summary.map(|(part, _)| part), comment.map(|(part, _)| part))
    }

    /// Finds a part from paragraph `from_idx` on and gives its role to the
    /// paragraphs it spans; returns the one after them, too.
    ///
    /// To its END marker. Without one a heading COMMENT reaches to the next
    /// heading or the signature, a heading SUMMARY to the next heading if
    /// one is near, everything else to the end of the paragraph.
    fn part(
        self,
        paragraphs: &mut [Paragraph],
        named: Named,
        from_idx: usize,
    ) -> Option<(Part, usize)> {
        let opens = |paragraph: &Paragraph| self.opens(paragraph, named);
        let (first, (start, by_heading)) = paragraphs
            .iter()
            .enumerate()
            .skip(from_idx)
            .find_map(|(idx, paragraph)| Some((idx, opens(paragraph)?)))?;
        let reach = if named == Named::Comment && by_heading {
            usize::MAX
        } else {
            REACH
        };
        let begin = |n: usize, paragraph: &Paragraph| {
            if n == first {
                return start;
            }
            let text = self.slice(paragraph.text);
            let again = opening(text, named).map(|(rest, _)| place(self.text, trim_lines(rest)));
            again.map_or(paragraph.text.start, |rest| rest.start) as usize
        };
        let words = |n: usize, paragraph: &Paragraph| {
            let from_at = begin(n, paragraph);
            let text = self.text.get(from_at..paragraph.text.end as usize);
            (from_at, text.unwrap_or_default())
        };
        let mut stop = None;
        let mut n_within = 1;
        let mut closed = named == Named::Comment;
        for (n, paragraph) in paragraphs.iter().enumerate().skip(first).take(reach) {
            if n > first {
                let other =
                    self.begins_other(paragraph, named) || self.begins_again(paragraph, named);
                if paragraph.heading.is_some() || other {
                    // Only a heading shows how far the one above reached.
                    closed |= paragraph.heading.is_some();
                    break;
                }
                n_within += 1;
            }
            let (from_at, text) = words(n, paragraph);
            if let Some(at) = end_marker(text, named) {
                stop = Some((n, from_at + at));
                break;
            }
        }
        // What ends most parts was looked for first, through all of them.
        if stop.is_none() {
            let mut within = paragraphs.iter().enumerate().skip(first).take(n_within);
            stop = within.find_map(|(n, paragraph)| {
                let (from_at, text) = words(n, paragraph);
                Some((n, from_at + spoiled_end_marker(text, named)?))
            });
        }
        let lone = !by_heading && is_lone_marker(paragraphs, first, start);
        if stop.is_none() && named == Named::Summary {
            stop = self.next_letter(paragraphs, first, first + usize::from(lone));
        }
        let last = match stop {
            Some((last, _)) => last,
            None if by_heading && closed => first + n_within - 1,
            // The marker fills its paragraph: what it opens is below.
            None if lone => first + 1,
            None => first,
        };
        let mut part = Part::default();
        for (n, paragraph) in paragraphs.iter_mut().enumerate().take(last + 1).skip(first) {
            let from_at = begin(n, paragraph);
            let to = match stop {
                Some((at, end)) if at == n => end,
                _ => paragraph.text.end as usize,
            };
            if !paragraph.roles.contains(&named.role()) {
                paragraph.roles.push(named.role());
            }
            self.add(&mut part, from_at, to);
        }
        Some((part, last + 1))
    }

    /// Where the part behind a lettered one begins, between two paragraphs: `B. DUES`
    /// below `A. SUMMARY`.
    ///
    /// Sample: `plain/summary-before-another-letter`
    fn next_letter(
        self,
        paragraphs: &[Paragraph],
        first: usize,
        last: usize,
    ) -> Option<(usize, usize)> {
        let opening = self.slice(paragraphs.get(first)?.text);
        let [letter @ b'A'..=b'Y', sign @ (b'.' | b')'), b' ', ..] = *opening.as_bytes() else {
            return None;
        };
        let next = [b'\n', letter + 1, sign, b' '];
        let mut within = paragraphs.iter().enumerate().take(last + 1).skip(first);
        within.find_map(|(n, paragraph)| {
            let text = self.slice(paragraph.text);
            let at = memchr::memmem::find(text.as_bytes(), &next)?;
            Some((n, paragraph.text.start as usize + at))
        })
    }

    /// Adds the words between two places to a part.
    fn add(self, part: &mut Part, from_at: usize, to: usize) {
        let text = below_pages(trim_lines(self.text.get(from_at..to).unwrap_or_default()));
        // What opens the END marker, which may stand above a page.
        let signs = ['(', '[', '-', '/', '*', '<'];
        let text = without_gap(text.trim_end_matches(signs)).trim_end_matches(signs);
        // `"End summary."`
        let bare = text.strip_suffix('"').unwrap_or(text);
        let text = if bare.ends_with([' ', '\n', '\r']) {
            bare
        } else {
            text
        };
        let text = trim_lines(text);
        if !text.is_empty() {
            part.spans.push(place(self.text, text));
        }
    }

    /// A summary whose beginning is not marked, or in words that would say
    /// little without an END: from there, or from paragraph 1, to its END.
    fn ended_only(self, paragraphs: &mut [Paragraph]) -> Option<(Part, usize)> {
        let ends = |paragraph: &Paragraph| {
            let text = self.slice(paragraph.text);
            end_marker(text, Named::Summary).map(|at| paragraph.text.start as usize + at)
        };
        let near = paragraphs.iter().take(BEFORE_END);
        let (last, end) = near
            .enumerate()
            .find_map(|(idx, paragraph)| Some((idx, ends(paragraph)?)))?;
        let loose = paragraphs.iter().enumerate().take(last + 1);
        let mut opened = loose.filter_map(|(n, paragraph)| {
            let start = paragraph.text.start as usize;
            let stop = if n == last {
                end
            } else {
                paragraph.text.end as usize
            };
            let at = loose_opening(self.text.get(start..stop)?)?;
            Some((n, start + at))
        });
        let opened = opened.next_back();
        let first = opened.map_or(0, |(first, _)| first);
        let mut part = Part::default();
        for (n, paragraph) in paragraphs.iter_mut().enumerate().take(last + 1).skip(first) {
            paragraph.roles.push(ParagraphRole::Summary);
            let to = if n == last {
                end
            } else {
                paragraph.text.end as usize
            };
            let from_at = opened.filter(|&(first, _)| first == n);
            let from_at = from_at.map_or(paragraph.text.start as usize, |(_, at)| at);
            self.add(&mut part, from_at, to);
        }
        Some((part, last + 1))
    }

    /// A comment inside a paragraph, where no paragraph begins with one: to
    /// its END, or to the bracket that closes it, or to the end of the
    /// paragraph. It gives its role to the paragraph unless it stands in
    /// brackets.
    fn inline_comment(self, paragraphs: &mut [Paragraph]) -> Option<(Part, usize)> {
        let mut part = Part::default();
        for paragraph in paragraphs {
            let text = self.slice(paragraph.text);
            let mut skip = 0;
            // Colons are rare, so they are looked for and not the word.
            for colon in memchr::memchr_iter(b':', text.as_bytes()) {
                let word = colon.checked_sub("COMMENT".len());
                let named = |at: &usize| {
                    let word = text.as_bytes().get(*at..colon);
                    matches!(word, Some(b"Comment" | b"COMMENT" | b"comment")) && *at >= skip
                };
                let Some(at) = word.filter(named) else {
                    continue;
                };
                let (before, opens) = before_inline(text, at);
                let bracket = before.ends_with(['(', '[']);
                let rest = from(text, at + "COMMENT:".len());
                if !opens {
                    continue;
                }
                let close = if before.ends_with('(') { ')' } else { ']' };
                // An aside in brackets is short.
                let near = if bracket { INLINE } else { rest.len() };
                let near = up_to(rest, near);
                let end = end_marker(near, Named::Comment)
                    .or_else(|| near.find(close).filter(|_| bracket))
                    .unwrap_or(rest.len());
                let start = place(self.text, rest).start as usize;
                self.add(&mut part, start, start + end);
                skip = at + "COMMENT:".len() + end;
                if !bracket && !paragraph.roles.contains(&ParagraphRole::Comment) {
                    paragraph.roles.push(ParagraphRole::Comment);
                }
            }
        }
        sort_by_place(&mut part.spans, |span| span.order());
        (!part.spans.is_empty()).then_some((part, 0))
    }

    /// A comment inside a paragraph that a period opens, and an END closes:
    /// `They left. Comment. Too early. End comment.`
    fn closed_comment(self, paragraphs: &mut [Paragraph]) -> Option<(Part, usize)> {
        static WORDS: [Needle; 2] = [
            Needle::new(|| Finder::new("Comment.")),
            Needle::new(|| Finder::new("COMMENT.")),
        ];
        let first = paragraphs.first()?.text.start as usize;
        let last = paragraphs.last()?.text.end as usize;
        let body = self.text.as_bytes().get(first..last)?;
        if WORDS.iter().all(|word| word.find(body).is_none()) {
            return None;
        }
        let mut part = Part::default();
        for paragraph in paragraphs {
            let text = self.slice(paragraph.text);
            let Some(end) = end_marker(text, Named::Comment) else {
                continue;
            };
            let head = text.get(..end).unwrap_or_default();
            let word = ["Comment.", "COMMENT."]
                .iter()
                .filter_map(|word| memchr::memmem::rfind(head.as_bytes(), word.as_bytes()))
                .max();
            let Some(at) = word.filter(|&at| before_inline(head, at).1) else {
                continue;
            };
            let start = paragraph.text.start as usize;
            self.add(&mut part, start + at + "COMMENT.".len(), start + end);
            if !paragraph.roles.contains(&ParagraphRole::Comment) {
                paragraph.roles.push(ParagraphRole::Comment);
            }
        }
        (!part.spans.is_empty()).then_some((part, 0))
    }

    /// Where a part begins in a paragraph, and whether its heading says so.
    fn opens(self, paragraph: &Paragraph, named: Named) -> Option<(usize, bool)> {
        let text = self.slice(paragraph.text);
        let after = marker(text, named);
        let start = after.map(|rest| place(self.text, trim_lines(rest)));
        let heading = paragraph.heading.map(|heading| self.slice(heading));
        let by_heading = heading.is_some_and(|heading| marker(heading, named).is_some());
        match start {
            Some(start) if !start.is_empty() => Some((start.start as usize, by_heading)),
            Some(_) => Some((paragraph.text.end as usize, by_heading)),
            None => by_heading.then_some((paragraph.text.start as usize, true)),
        }
    }

    /// Whether a paragraph begins the same part anew, not `continued`.
    fn begins_again(self, paragraph: &Paragraph, named: Named) -> bool {
        opening(self.slice(paragraph.text), named).is_some_and(|(_, continued)| !continued)
    }

    fn begins_other(self, paragraph: &Paragraph, named: Named) -> bool {
        let other = if named == Named::Comment {
            Named::Summary
        } else {
            Named::Comment
        };
        marker(self.slice(paragraph.text), other).is_some()
    }

    /// The roles that a paragraph's own words give it.
    fn roles(self, paragraph: &mut Paragraph) {
        let text = self.slice(paragraph.text);
        let heading = paragraph.heading.map_or("", |heading| self.slice(heading));
        let mut add = |role| {
            if !paragraph.roles.contains(&role) {
                paragraph.roles.push(role);
            }
        };
        // Other letters begin most paragraphs, and none of the words below.
        let may_combine = [text, heading]
            .iter()
            .any(|words| matches!(byte(words, 0).to_ascii_uppercase(), b'A' | b'I' | b'S'));
        let combined = |word: &str| {
            let may_begin = |words| begins(words, word) || begins(words, "SUMMARY");
            if !may_combine || !(may_begin(text) || may_begin(heading)) {
                return false;
            }
            // However its lines end.
            let counted = text.char_indices().filter(|&(_, c)| c != '\r');
            let last = counted.take_while(|&(_, c)| c != ':').take(64).last();
            let end = last.map_or(0, |(at, c)| at + c.len_utf8());
            let opening = text.get(..end).unwrap_or_default();
            [opening, heading].iter().any(|words| {
                begins(words, word)
                    || begins(words, "SUMMARY")
                        && words.get(7..).is_some_and(|rest| {
                            rest.len() >= word.len() && rest.to_ascii_uppercase().contains(word)
                        })
            })
        };
        if combined("ACTION REQUEST") || is_action_request(text) {
            add(ParagraphRole::ActionRequest);
        }
        if combined("INTRODUCTION") {
            add(ParagraphRole::Introduction);
        }
    }
}

/// What follows the words that open a summary, where its END was found: they
/// need not be known, nor stand first in their paragraph.
///
/// ```abnf
/// loose = (*sign / sentence 1*blank *sign / 1*3word link) ["BEGIN" blank] word *3(blank word) sign
/// link  = "AND" / "&" / "/"
/// sign  = ":" / "." / ";" / "," / "-" / "*" / "/" / ">" / ")" / "]"
/// ```
///
/// A comma counts right behind the word only.
///
/// Samples: `garbled/summary-opened-in-other-words`,
/// `garbled/summary-begun-inside-a-paragraph`
fn loose_opening(text: &str) -> Option<usize> {
    static WORDS: [Needle; 3] = [
        Needle::new(|| Finder::new("SUMMARY")),
        Needle::new(|| Finder::new("Summary")),
        Needle::new(|| Finder::new("Begin summary")),
    ];
    let found = WORDS.iter().filter_map(|word| {
        word.find_iter(text.as_bytes()).find_map(|at| {
            let begun = begins(from(text, at), "BEGIN ");
            loose_sign(text, at, if begun { "BEGIN ".len() } else { 0 })
        })
    });
    found.min()
}

/// Where the text of a summary begins whose word is `whose` bytes behind `at`.
fn loose_sign(text: &str, at: usize, whose: usize) -> Option<usize> {
    const NEAR: usize = 40;
    let head = text.get(..at)?;
    let head = ["BEGIN ", "Begin "]
        .iter()
        .find_map(|begin| head.strip_suffix(begin))
        .unwrap_or(head);
    let at = at + whose;
    let bare = head.trim_end_matches(|c: char| is_blank(c) || "\r\n-*/<>([".contains(c));
    let linked = || {
        bare.len() < NEAR
            && ["AND", "And", "and", "&"]
                .iter()
                .any(|link| bare.ends_with(link))
            || bare.len() < NEAR && head.ends_with('/')
    };
    if !(bare.is_empty() || bare.len() < head.len() && ends_sentence(bare) || linked()) {
        return None;
    }
    let behind = up_to(from(text, at + "SUMMARY".len()), NEAR);
    let word = |c: char| c.is_ascii_alphabetic() || is_blank(c) || matches!(c, '&' | '\'');
    let other = behind.trim_start_matches(word);
    let apart = behind.len() - other.len();
    let sign = |c: char| ":.;-*/>)]".contains(c);
    if !(other.starts_with(sign) || apart == 0 && other.starts_with(',')) {
        return None;
    }
    let signs = other.trim_start_matches(|c| sign(c) || c == ',');
    Some(at + "SUMMARY".len() + behind.len() - signs.len())
}

/// What stands before the comment whose word is at `at` in a text, and
/// whether one may begin there: in brackets, or behind a sentence. Whose it
/// is and its marking belong to it: `(SBU) Comment`, `Embassy comment`.
fn before_inline(text: &str, at: usize) -> (&str, bool) {
    /// Bytes of a marking in its brackets, at the most.
    const MARK: usize = 12;
    let blank = [' ', '\t', '\n', '\r'];
    let head = text.get(..at).unwrap_or_default();
    let mut before = head.trim_end_matches(blank);
    let mut large = byte(text, at) == b'C';
    if before.len() < head.len() {
        let last = before.rfind(|c: char| blank.contains(&c) || matches!(c, '(' | '['));
        let last = last.map_or(0, |last| last + 1);
        let word = from(before, last);
        let whose = ["'s", ",s", "\u{2019}s", "'S"]
            .iter()
            .find_map(|own| word.strip_suffix(own))
            .unwrap_or(word);
        if WHOSE.hold(whose) && whose.starts_with(|c: char| c.is_ascii_uppercase()) {
            large = true;
            before = before
                .get(..last)
                .unwrap_or_default()
                .trim_end_matches(blank);
        } else if before.ends_with(')')
            && let near = before.len().saturating_sub(MARK)
            // By bytes: a letter of several may begin before them.
            && let Some(open) = memchr::memrchr(b'(', before.as_bytes().get(near..).unwrap_or_default())
            && let Some((above, mark)) = before.split_at_checked(near + open)
            && bracketed_mark(mark).is_some_and(str::is_empty)
        {
            before = above.trim_end_matches(blank);
        }
    }
    let bracket = before.ends_with(['(', '[']);
    let opens = bracket || before.len() < head.len() && ends_sentence(before);
    (before, large && opens)
}

/// Whether a marker is all that a paragraph holds, with text below it.
fn is_lone_marker(paragraphs: &[Paragraph], first: usize, start: usize) -> bool {
    let of = |idx: usize| paragraphs.get(idx);
    let empty = of(first).is_some_and(|paragraph| start >= paragraph.text.end as usize);
    empty && of(first + 1).is_some_and(|below| below.heading.is_none())
}

/// `This is an action request; see para 6.`
fn is_action_request(text: &str) -> bool {
    let text = text.trim_start_matches(['(', '[']);
    begins(text, "THIS IS AN ACTION REQUEST")
        || begins(text, "THIS MESSAGE IS AN ACTION REQUEST")
        || begins(text, "THIS IS AN ACTION MESSAGE")
}
