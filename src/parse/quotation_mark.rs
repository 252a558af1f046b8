//! Quotation marks and apostrophes that a release spoiled: `&harbor dues8`,
//! `Minister,s`, `government?s`.
//!
//! Each kind has guards, because every pattern of damage is also a pattern
//! of honest text: `AT&T`, `G8`, `(b,d)`, `July 8,`. Only prose is searched.

use std::borrow::Cow;

use super::Draft;
use super::lines::end_of_written;
use super::repair::{entity, undone, windows_1252};
use super::token::{byte, from, is_space};
use crate::cable::{Confidence, LineKind, Repair, RepairKind, Span};

/// Characters between the signs of a pair of quotation marks. Of 270 pairs
/// two were longer.
const QUOTED: usize = 300;

impl Draft<'_> {
    /// Repairs the prose at `span`.
    pub(super) fn prose(&mut self, span: Span) {
        let text = self.slice(span);
        let start = span.start as usize;
        let here = |at: usize, length: usize| Span::new(start + at, start + at + length);
        let mut skip = 0;
        let mut pair = 0;
        let spoiled = self.may_be_spoiled();
        let sign = |from_at: usize| {
            let rest = text.as_bytes().get(from_at..)?;
            let found = if spoiled {
                memchr::memchr3(b',', b'&', b'?', rest)
            } else {
                // One sign is found faster than any of three.
                memchr::memchr(b',', rest)
            };
            Some(from_at + found?)
        };
        let mut next = sign(0);
        while let Some(at) = next {
            next = sign(at + 1);
            if at < skip {
                continue;
            }
            match byte(text, at) {
                b'&' => {
                    let rest = from(text, at);
                    let entity = entity(rest);
                    let sign = entity
                        .as_ref()
                        .is_none_or(|&(_, length)| length == opening(rest));
                    if at >= pair
                        && sign
                        && (at == pair || opens(text, at))
                        && let Some(length) =
                            quoted(rest, |end| self.below_in_pair(start + at, end))
                    {
                        // What it reads is known when its own damage is.
                        let to = Cow::Borrowed("");
                        let kind = RepairKind::QuotationMarks;
                        self.repair(here(at, length), kind, to, Confidence::High);
                        pair = at + length;
                        skip = at + opening(rest);
                    } else if let Some((to, length)) = entity
                        && end_of_written(self.text, start + at).is_none()
                    {
                        let kind = RepairKind::HtmlEntity;
                        self.repair(here(at, length), kind, to, Confidence::High);
                        skip = at + length;
                    }
                }
                b',' if is_apostrophe(text, at) => self.apostrophe(here(at, 1), Confidence::High),
                b'?' if is_question(text, at) => self.apostrophe(here(at, 1), Confidence::High),
                _ => {}
            }
        }
        skip = 0;
        for at in memchr::memchr_iter(b'8', text.as_bytes()) {
            let apart = at
                .checked_sub(1)
                .is_none_or(|left| opens_after(byte(text, left)));
            if at < skip {
            } else if is_eight(text, at) {
                self.apostrophe(here(at, 1), Confidence::Low);
            } else if apart && let Some(length) = single_quoted(from(text, at)) {
                let words = text.get(at + 1..at + length - 1).unwrap_or_default();
                let to = Cow::Owned(format!("'{words}'"));
                self.repair(
                    here(at, length),
                    RepairKind::QuotationMarks,
                    to,
                    Confidence::Low,
                );
                skip = at + length;
            }
        }
    }

    fn apostrophe(&mut self, span: Span, confidence: Confidence) {
        self.repair(span, RepairKind::Apostrophe, "'".into(), confidence);
    }

    /// Where the next line of a pair that begins at `start` begins below the
    /// line end at `end`, both counted from there, and for how many line ends
    /// that counts.
    fn below_in_pair(&self, start: usize, end: usize) -> (usize, usize) {
        let at = start + end;
        let next = self.line_after(at);
        let gap = next > at + 1 && !self.is_kept(at.saturating_sub(2), at);
        (next - start, usize::from(!gap))
    }

    /// Where the next line begins after the line end at an offset that is
    /// neither blank nor injected.
    pub(super) fn line_after(&self, line_end: usize) -> usize {
        let below = self
            .lines
            .partition_point(|line| line.span.start as usize <= line_end);
        let read = |&idx: &usize| !matches!(self.kind(idx), LineKind::Blank | LineKind::PageHeader);
        let found = (below..self.lines.len()).find(read);
        found.map_or(self.text.len(), |idx| self.line_start(idx))
    }
}

/// Whether a byte may stand before an opening quotation mark.
fn opens_after(before: u8) -> bool {
    is_space(before) || matches!(before, b'(' | b'[' | b'"' | b'/' | b'-') || before == 0
}

/// Whether the sign at `at` stands where a quotation can begin.
fn opens(text: &str, at: usize) -> bool {
    match at.checked_sub(1).map(|left| byte(text, left)) {
        Some(0x80..) => !before(text, at).is_some_and(|(c, _)| c.is_alphanumeric()),
        left => opens_after(left.unwrap_or(0)),
    }
}

/// The pair `&word8` that begins with a text: its length. `below` says of the
/// line end at an offset where the next line of the text begins, and for how
/// many line ends it counts.
///
/// ```abnf
/// pair    = opening 1*300CHAR closing    ; one line end at most
/// opening = "&" / "&amp;"                ; before a word
/// closing = "8"                          ; after a letter or one of ".,?!"
/// ```
///
/// An `8` after a digit is left (`&B-228`), and so is one of `G8` and `MI8`.
/// A gap that is read as a blank counts for no line end.
///
/// Sample: `garbled/quote-pair-over-a-page-header`
fn quoted(text: &str, below: impl Fn(usize) -> (usize, usize)) -> Option<usize> {
    if is_space(byte(text, opening(text))) || text.len() < 3 {
        return None;
    }
    let bytes = text
        .as_bytes()
        .get(..QUOTED + 16)
        .unwrap_or(text.as_bytes());
    let mut n_lines = 0;
    let mut skip = opening(text);
    for at in memchr::memchr3_iter(b'8', b'&', b'\n', bytes) {
        if at < skip {
            continue;
        }
        match byte(text, at) {
            b'\n' => {
                let (next, n_ends) = below(at);
                n_lines += n_ends;
                if n_lines > 1 {
                    return None;
                }
                skip = next;
            }
            b'8' if closes(text, at) => {
                // In signs of another kind it closes another pair.
                if memchr::memchr(b'"', bytes.get(..at)?).is_some() {
                    return None;
                }
                let returns = memchr::memchr_iter(b'\r', bytes.get(..at)?).count();
                return (at - returns <= QUOTED).then_some(at + 1);
            }
            b'&' if opens_after(byte(text, at - 1)) && !is_space(byte(text, at + 1)) => {
                let (to, length) = entity(from(text, at))?;
                // `&amp;word` opens another pair.
                if to == "&" && !is_space(byte(text, at + length)) {
                    return None;
                }
                skip = at + length;
            }
            _ => {}
        }
    }
    None
}

/// The length of the sign that opens a pair.
fn opening(text: &str) -> usize {
    if text.starts_with("&amp;") { 5 } else { 1 }
}

fn closes(text: &str, at: usize) -> bool {
    let (left, right) = (byte(text, at - 1), byte(text, at + 1));
    let letter = || {
        let (read, _) = undone(text, at + 1);
        let first = read.first().map(|read| read.c);
        first
            .or_else(|| from(text, at + 1).chars().next())
            .is_some_and(char::is_alphanumeric)
    };
    if right.is_ascii_alphanumeric() || right >= 0x80 && letter() {
        return false;
    }
    if matches!(left, b'.' | b',' | b'?' | b'!') {
        return true;
    }
    if !left.is_ascii_alphabetic() {
        return left >= 0x80 && before(text, at).is_some_and(|(c, _)| c.is_alphabetic());
    }
    let word = text.as_bytes().get(..at).unwrap_or_default();
    let n_letters = word
        .iter()
        .rev()
        .take(4)
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let capitals = word
        .iter()
        .rev()
        .take(n_letters)
        .all(u8::is_ascii_uppercase);
    !(n_letters <= 2 && capitals)
}

/// The character before an offset, as it was before it was decoded twice, and
/// where it stands.
fn before(text: &str, at: usize) -> Option<(char, usize)> {
    let head = text.get(..at)?;
    let last = head.chars().next_back()?;
    let last_at = at - last.len_utf8();
    if last.is_ascii() {
        return Some((last, last_at));
    }
    let run = head.chars().rev().take(12);
    let run = run.take_while(|&c| windows_1252(c).is_some());
    let length: usize = run.map(char::len_utf8).sum();
    let (read, _) = undone(head, at - length);
    Some(
        read.last()
            .map_or((last, last_at), |read| (read.c, read.start)),
    )
}

/// The pair `8word,` that begins with a text: its length. Single quotation
/// marks came out so, but so does `at 8 hours, he said` with a lost blank.
///
/// ```abnf
/// pair = "8" 3*ALPHA *300CHAR ALPHA ","    ; on one line
/// ```
///
/// Sample: `garbled/single-quotes-are-offered`
fn single_quoted(text: &str) -> Option<usize> {
    let near = text.as_bytes().get(..QUOTED).unwrap_or(text.as_bytes());
    let letters = near.get(1..4)?.iter().all(u8::is_ascii_alphabetic);
    let end = memchr::memchr2(b',', b'\n', near).filter(|_| letters)?;
    let closes = byte(text, end) == b','
        && byte(text, end - 1).is_ascii_alphabetic()
        && !byte(text, end + 1).is_ascii_alphanumeric();
    closes.then_some(end + 1)
}

/// The letters after an apostrophe that ends a word: `s`, `t`, `re`, `ve`,
/// `ll`, and then no letter or digit but an `8` that closes a quotation.
fn is_suffix(rest: &[u8]) -> bool {
    let length = match rest {
        [b's' | b't', ..] => 1,
        [b'r' | b'v', b'e', ..] | [b'l', b'l', ..] => 2,
        _ => return false,
    };
    let goes_on = |at: usize| rest.get(at).is_some_and(u8::is_ascii_alphanumeric);
    !goes_on(length) || rest.get(length) == Some(&b'8') && !goes_on(length + 1)
}

/// Whether the `8` at `at` may stand for an apostrophe: `it8s`, `don8t`.
fn is_eight(text: &str, at: usize) -> bool {
    let lower = |left: usize| {
        at.checked_sub(left)
            .is_some_and(|at| byte(text, at).is_ascii_lowercase())
    };
    lower(1) && lower(2) && is_suffix(from(text, at + 1).as_bytes())
}

/// Whether the comma at `at` stands for an apostrophe.
///
/// ```abnf
/// apostrophe = 2letter "," ("s" / "t" / "re" / "ve" / "ll") ; then no letter
/// ```
///
/// All of sixty-two `,d` were lists of reasons, so `d` is none of them.
///
/// Sample: `garbled/one-comma-of-two-is-an-apostrophe`
fn is_apostrophe(text: &str, at: usize) -> bool {
    let rest = text.as_bytes().get(at + 1..).unwrap_or_default();
    // `MINISTER,S`, in a text of capitals.
    let capital = || {
        matches!(rest, [b'S' | b'T', ..])
            && !rest.get(1).is_some_and(u8::is_ascii_alphanumeric)
            && byte(text, at.wrapping_sub(1)).is_ascii_uppercase()
    };
    if !(is_suffix(rest) || capital()) {
        return false;
    }
    let letter = |at| before(text, at).filter(|(c, _)| c.is_alphabetic());
    letter(at).is_some_and(|(_, at)| letter(at).is_some())
}

/// Whether the question mark at `at` stands for an apostrophe:
/// `government?s aide`, `GOVERNMENT?S AIDE`.
fn is_question(text: &str, at: usize) -> bool {
    let [Some(two), Some(one)] = [2, 1].map(|left| at.checked_sub(left)) else {
        return false;
    };
    let fits = match byte(text, at + 1) {
        b's' => byte(text, one).is_ascii_lowercase() && byte(text, two).is_ascii_alphabetic(),
        b'S' => byte(text, one).is_ascii_uppercase() && byte(text, two).is_ascii_uppercase(),
        _ => false,
    };
    fits && !byte(text, at + 2).is_ascii_alphanumeric()
}

/// What a pair of quotation marks reads: its words with the damage among them
/// undone, its line ends as blanks.
pub(super) fn inside(text: &str, pair: Span, damage: &[Repair]) -> String {
    let open = opening(from(text, pair.start as usize));
    let mut at = pair.start as usize + open;
    let end = (pair.end as usize).saturating_sub(1);
    let mut raw = String::with_capacity(pair.len() + 2);
    for repair in damage.iter().filter(|repair| repair.applied) {
        let (start, stop) = (repair.span.start as usize, repair.span.end as usize);
        if start < at || stop > end {
            continue;
        }
        raw.push_str(text.get(at..start).unwrap_or_default());
        raw.push_str(&repair.to);
        at = stop;
    }
    raw.push_str(text.get(at..end).unwrap_or_default());
    let mut read = String::with_capacity(raw.len() + 2);
    read.push('"');
    let mut blank = false;
    for c in raw.chars() {
        if matches!(c, '\n' | '\r') || blank && matches!(c, ' ' | '\t') {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            read.truncate(read.trim_end_matches(' ').len());
            read.push(' ');
        }
        read.push(c);
    }
    read.push('"');
    read
}

#[cfg(test)]
mod tests {
    use super::{is_apostrophe, is_eight, opens, quoted, single_quoted};
    use crate::cable::RepairKind;
    use crate::parse::parse;

    /// What the one paragraph of a telegram reads.
    fn read(text: &str) -> String {
        let cable = parse(format!("SUBJECT: HARBOR\n\n1. (U) {text}\n").as_bytes());
        cable.read(cable.paragraphs[0].text)
    }

    /// Kind and reading of what is only offered.
    fn offered(text: &str) -> Vec<(RepairKind, String)> {
        let cable = parse(format!("SUBJECT: HARBOR\n\n1. (U) {text}\n").as_bytes());
        let low = cable.repairs.iter().filter(|repair| !repair.applied);
        low.map(|repair| (repair.kind, repair.to.to_string()))
            .collect()
    }

    fn pair(text: &str) -> Option<&str> {
        let at = text.find('&')?;
        quoted(&text[at..], |end| (end + 1, 1)).map(|length| &text[at..at + length])
    }

    #[test]
    fn pairs_of_quotation_marks() {
        assert_eq!(
            pair("said &the harbor is ours8 and left"),
            Some("&the harbor is ours8")
        );
        assert_eq!(pair("cost &40 percent8 more"), Some("&40 percent8"));
        assert_eq!(pair("&the G8 summit,8 he said"), Some("&the G8 summit,8"));
        assert_eq!(pair("&ours\nnow8."), Some("&ours\nnow8"));
    }

    #[test]
    fn other_signs_are_left() {
        for text in [
            "AT&T and 18 boats",
            "R & D in July 8",
            "&B-228 flew",
            "&300,0008",
            "&one\n\ntwo8",
            "&never closed",
            "&one \"two\" three8",
        ] {
            assert_eq!(pair(text), None, "{text}");
        }
    }

    #[test]
    fn a_pair_reads_its_own_damage() {
        assert_eq!(
            read("&we,re \r\n ready8, he said"),
            "\"we're ready\", he said"
        );
        assert_eq!(
            read("&the AT&amp;T deal8 and &it&#8217;s8"),
            "\"the AT&T deal\" and \"it\u{2019}s\""
        );
        assert_eq!(read("&amp;harbor dues8 rose"), "\"harbor dues\" rose");
        assert_eq!(
            read("&caf\u{c3}\u{a9} dues8 rose"),
            "\"caf\u{e9} dues\" rose"
        );
        assert_eq!(read("&one &amp; two8 rose"), "\"one & two\" rose");
        assert_eq!(
            read("&the harbor\n\nPAGE 02 NORTHH 00088 110914Z\n\nis ours8 now"),
            "\"the harbor is ours\" now"
        );
    }

    #[test]
    fn a_pair_stands_among_signs_and_letters_of_any_alphabet() {
        assert_eq!(
            read("\u{201c}&dues8\u{201d} \u{2014}&caf\u{e9}8"),
            "\u{201c}\"dues\"\u{201d} \u{2014}\"caf\u{e9}\""
        );
        assert!(opens("(&", 1) && !opens("caf\u{e9}&", 5) && !opens("AT&", 2));
    }

    #[test]
    fn single_quotes_and_eights_for_apostrophes_are_offered() {
        assert_eq!(
            offered("the 8harbor dues, rose and it8s so"),
            [
                (RepairKind::QuotationMarks, "'harbor dues'".to_owned()),
                (RepairKind::Apostrophe, "'".to_owned())
            ]
        );
        assert_eq!(
            read("the 8harbor dues, rose and it8s so"),
            "the 8harbor dues, rose and it8s so"
        );
        // What is applied among them has the say.
        assert_eq!(offered("the 8harbor&amp;dues, rose"), []);
        for text in [
            "at 8am, he",
            "8th, 9th",
            "8harbor\ndues,",
            "8harbor 12, he",
            "8harbor,s",
        ] {
            assert_eq!(single_quoted(text), None, "{text}");
        }
        for text in ["F8s", "G8s", "July 8s", "it8stop", "1998s"] {
            assert!(!is_eight(text, text.find('8').unwrap()), "{text}");
        }
    }

    #[test]
    fn apostrophes_have_letters_around_them() {
        let check = |text: &str| is_apostrophe(text, text.find(',').unwrap());
        assert!(
            check("Veldania,s offer")
                && check("don,t")
                && check("we,re")
                && check("they,ll")
                && check("CCW,s")
                && check("MINISTER,S VIEW")
                && check("DON,T")
                && check("caf\u{e9},s")
                && check("caf\u{c3}\u{a9},s")
        );
        assert!(
            !check("(b,d)")
                && !check("Veldania, s")
                && !check("delegates, plan")
                && !check("Quill,start")
                && !check("QUILL,SENT")
                && !check("Quill,S")
                && !check("(B,S)")
                && !check("a,s")
        );
    }

    #[test]
    fn letters_before_a_closing_mark_are_left() {
        for text in [
            "\u{201c}CAF\u{c9}\u{201d}, he said",
            "\u{201c}IRM\u{c3}\u{201d} IS",
            "\u{ab}MEN\u{dc}\u{bb}",
            "\u{c9}\u{2122} alone",
        ] {
            assert_eq!(read(text), text);
        }
        assert_eq!(read("C\u{c3}\u{201d}TE"), "C\u{d4}TE");
        // Words of another alphabet, and what would hide.
        assert_eq!(
            read("\u{d0}\u{153}\u{d0}\u{b8}\u{d1}\u{20ac}"),
            "\u{41c}\u{438}\u{440}"
        );
        assert_eq!(read("\u{e2}\u{20ac}\u{ae}x"), "\u{e2}\u{20ac}\u{ae}x");
    }
}
