//! The end of a telegram: signature, trailers, format lines 13 to 16.
//!
//! Read from the last line upwards, before the body, so that no paragraph
//! swallows the signature.

use super::Draft;
use super::caption::{is_caption, is_words as is_caption_words};
use super::heading::BodyStart;
use super::lines::{is_classification, is_rule};
use super::token::{
    after, begins, byte, ends, ends_sentence, from, is_blank, is_capitals, is_digits, squeeze, trim,
};
use super::words::Words;
use crate::cable::{FormatLine, LineKind, Span};

/// Lines after the signature that are looked at.
const BELOW: usize = 64;

/// Lines before it.
const ABOVE: usize = 16;

impl Draft<'_> {
    /// Reads the end and returns the line after the body's last.
    pub(super) fn ending(&mut self, body: BodyStart) -> usize {
        let end = self.trailers_below(body);
        let Some(last) = self.last_content(body, end) else {
            return end;
        };
        let line = self.body_content(last, body);
        let bare = without_end_words(line);
        if let Some(name) = self.own_line(last, bare, body) {
            return self.signed(last, name, body);
        }
        if let Some((before, name)) = glued(bare) {
            self.signature.push(self.place(name));
            let before = without_trailer(before);
            self.cut = Some(Span {
                start: self.place(before).end,
                end: self.place(line).end,
            });
            if before.is_empty() {
                self.set(last, LineKind::Signature);
                return self.trailers_above(body, last);
            }
            return last + 1;
        }
        self.trailers_above(body, end)
    }

    /// The signature stands on line `last`; returns the line after the
    /// body's last.
    fn signed(&mut self, last: usize, name: &str, body: BodyStart) -> usize {
        self.set(last, LineKind::Signature);
        let mut second = Some(self.place(name));
        let mut end = last;
        // Doubled on two lines, or a second name.
        if let Some(above) = self.last_content(body, end)
            && self.kind(above) == LineKind::Body
            && let line = self.body_content(above, body)
            && let Some(first) = self.own_line(above, line, body)
            && is_capitals(first)
            // The end of a paragraph in capitals ends a sentence too.
            && (first.eq_ignore_ascii_case(name) || !ends_sentence(line))
        {
            self.set(above, LineKind::Signature);
            self.signature.push(self.place(first));
            second = second.filter(|_| !first.eq_ignore_ascii_case(name));
            end = above;
        }
        self.signature.extend(second);
        self.trailers_above(body, end)
    }

    /// Whether a text ends as telegrams do: with a signature in capitals, or
    /// with format lines 13 to 16.
    pub(super) fn is_signed(&mut self) -> bool {
        let body = BodyStart {
            line: 0,
            offset: self.start_of(0),
        };
        let end = self.trailers_below(body);
        let closed =
            (end..self.lines.len()).any(|idx| matches!(self.kind(idx), LineKind::FormatLine(_)));
        let Some(last) = self.last_content(body, end) else {
            return closed;
        };
        let line = without_end_words(self.content(last));
        let own = self.own_line(last, line, body);
        let glued = || {
            glued(line)
                .map(|(_, name)| name)
                .filter(|name| is_capitals(name))
        };
        closed || own.or_else(glued).is_some_and(|name| name.len() > 2)
    }

    /// The last line before `end` that holds words.
    fn last_content(&self, body: BodyStart, end: usize) -> Option<usize> {
        (body.line..end)
            .rfind(|&idx| !matches!(self.kind(idx), LineKind::Blank | LineKind::PageHeader))
    }

    fn trailers_below(&mut self, body: BodyStart) -> usize {
        let mut end = self.lines.len();
        let mut left = BELOW;
        while let Some(last) = self.last_content(body, end) {
            let line = self.body_content(last, body);
            let kind = match self.trailer(line) {
                Some(kind) if left > 0 => kind,
                _ => break,
            };
            if kind == LineKind::Trailer && is_web(line) && glued(line).is_some() {
                break;
            }
            self.set(last, kind);
            end = last;
            left -= 1;
        }
        end
    }

    /// ```abnf
    /// trailer = "BT" / "#" 3*6DIGIT / "NNN" *ALPHA / "<< END OF DOCUMENT >>"
    ///         / "*** Current" *CHAR / "End Cable Text" / ">" / archive-line
    ///         / cut "..." / classification / caption / web-line
    ///         / "DECLASSIFIED" / "MINIMIZE CONSIDERED" / CHAR
    /// archive-line = 4DIGIT 1*ALPHA 1*DIGIT " - " *CHAR
    /// cut          = words of the SUBJECT, or the beginning of a caption
    /// ```
    ///
    /// The whole SUBJECT counts without the dots too.
    ///
    /// Samples: `oddities/trailers-after-the-signature`,
    /// `plain/signature-then-cut-subject`, `plain/signature-then-whole-subject`
    fn trailer(&self, line: &str) -> Option<LineKind> {
        Some(match byte(line, 0) {
            b'B' if line == "BT" => LineKind::FormatLine(FormatLine::Break),
            b'\\' if line.starts_with("\\#") => return self.trailer(from(line, 1)),
            b'#' if line.len() <= 7 && is_digits(from(line, 1)) => {
                LineKind::FormatLine(FormatLine::Correction)
            }
            b'N' if line == "NNNN" => LineKind::FormatLine(FormatLine::End),
            b'N' if line.starts_with("NNN") && !line.contains(is_blank) && is_capitals(line) => {
                LineKind::FormatLine(FormatLine::End)
            }
            b'<' if begins(line, "<< END OF DOCUMENT") => LineKind::Trailer,
            b'*' if line.starts_with("*** Current") => LineKind::Trailer,
            b'*' if is_rule(line) => LineKind::Trailer,
            b'E' | b'e' if begins(line, "END CABLE TEXT") => LineKind::Trailer,
            b'D' | b'd' if begins(line, "DECLASSIFIED") && line.len() < 24 => LineKind::Trailer,
            _ if line.len() == 1 => LineKind::Trailer,
            b'Y' if line == "YY" => LineKind::Trailer,
            b'1' | b'2' if is_archive_line(line) => LineKind::Trailer,
            _ if line.ends_with("...")
                && (self.repeats_subject(line, false) || is_caption(line)) =>
            {
                LineKind::Trailer
            }
            _ if self.repeats_subject(line, true) => LineKind::Trailer,
            _ if is_web(line) || is_classification(line) || is_caption_words(line) => {
                LineKind::Trailer
            }
            _ => return None,
        })
    }

    /// Whether a line is a title of a web page that leaked: some of the words
    /// of the SUBJECT, the last of them cut, and with `whole` all of them.
    fn repeats_subject(&self, line: &str, whole: bool) -> bool {
        let Some(subject) = self.heading.subject else {
            return false;
        };
        let cut = line.trim_end_matches('.');
        let title = self.slice(subject);
        if whole && (cut.len() <= 12 || !begins(title, cut.get(..4).unwrap_or("?"))) {
            return false;
        }
        let (title, cut) = (squeeze(title), squeeze(cut));
        if whole {
            return title == cut;
        }
        let found = memchr::memmem::find_iter(title.as_bytes(), cut.as_bytes())
            .any(|at| at == 0 || byte(&title, at - 1) == b' ');
        cut.len() > 3 && found
    }

    /// The surname on a line of its own.
    fn own_line<'b>(&self, idx: usize, line: &'b str, body: BodyStart) -> Option<&'b str> {
        let name = surname(line)?;
        let above = self.last_content(body, idx);
        let Some(above) = above else {
            return is_capitals(name).then_some(name);
        };
        let before = self.body_content(above, body);
        let apart = matches!(self.kind(above), LineKind::Rule) || is_web(before);
        let ended = apart
            || matches!(self.kind(above), LineKind::Heading | LineKind::Trailer)
            || ends_sentence(before)
            || ends_marker(before)
            || before.eq_ignore_ascii_case(line);
        let gap = above + 1 < idx;
        let fits = if is_capitals(name) {
            // All around in capitals, a line without an end of sentence
            // above may be wrapped prose.
            ended || gap || !is_capitals(before) || self.is_other_name(above, before, body)
        } else {
            ended
        };
        fits.then_some(name)
    }

    /// Whether the line above a name is a name too, below the end of a
    /// sentence.
    fn is_other_name(&self, idx: usize, line: &str, body: BodyStart) -> bool {
        let above = self.last_content(body, idx);
        let ended = above.is_some_and(|above| ends_sentence(self.body_content(above, body)));
        ended && surname(line).is_some()
    }

    /// A box with a web address, or `Minimize considered.`, before the
    /// signature.
    fn trailers_above(&mut self, body: BodyStart, end: usize) -> usize {
        let mut kept = end;
        let mut at = end;
        for _ in 0..ABOVE {
            let Some(last) = self.last_content(body, at) else {
                break;
            };
            let line = self.body_content(last, body);
            let boxed = self.kind(last) == LineKind::Rule;
            if is_web(line) || boxed && line.starts_with('*') {
                kept = last;
            } else if !boxed {
                break;
            }
            at = last;
        }
        // A rule of dashes right above the box belongs to it.
        if kept < end
            && let Some(above) = self.last_content(body, kept)
            && self.kind(above) == LineKind::Rule
            && (kept..end)
                .any(|idx| self.kind(idx) == LineKind::Rule && !self.content(idx).starts_with('*'))
        {
            kept = above;
        }
        for idx in kept..end {
            if matches!(self.kind(idx), LineKind::Body | LineKind::Rule) {
                self.set(idx, LineKind::Trailer);
            }
        }
        kept
    }
}

/// A sentence without a web address of a post, or a notice on minimize,
/// at its end.
fn without_trailer(before: &str) -> &str {
    let mut text = trim(before);
    let notice = ["MINIMIZE CONSIDERED.", "MINIMIZE CONSIDERED"];
    for words in notice {
        if ends(text, words) {
            text = trim(text.get(..text.len() - words.len()).unwrap_or_default());
        }
    }
    let tail = text.len().saturating_sub(200);
    let tail = (tail..text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len());
    let near = from(text, tail);
    let visit = ["Visit ", "VISIT "]
        .iter()
        .filter_map(|word| near.rfind(word))
        .max();
    if let Some(at) = visit
        && is_web(from(near, at))
    {
        let head = trim(text.get(..tail + at).unwrap_or_default());
        if head.is_empty() || ends_sentence(head) || head.ends_with(['-', '*']) {
            text = head;
        }
    }
    text
}

/// The words before `NNNN`, `BT` and the like at the end of a line.
fn without_end_words(line: &str) -> &str {
    let mut line = line;
    while let Some((before, last)) = line.rsplit_once(is_blank) {
        let serial = last
            .strip_prefix('#')
            .is_some_and(|digits| digits.len() > 2 && is_digits(digits));
        if !serial && !matches!(last, "NNNN" | "BT" | "NNN") {
            break;
        }
        line = trim(before);
    }
    line
}

/// Whether a line is about the web page of a post, or about minimize.
fn is_web(line: &str) -> bool {
    match byte(line, 0) {
        b'V' | b'v' => {
            let web = || {
                [
                    "ebsite", "EBSITE", "eb site", "EB SITE", "http", "HTTP", "eb page", "www.",
                ]
                .iter()
                .any(|word| line.contains(word))
            };
            begins(line, "VISIT ") && line.len() < 200 && web()
        }
        b'h' | b'H' => begins(line, "HTTP"),
        b'w' | b'W' => begins(line, "WWW."),
        b'M' | b'm' => begins(line, "MINIMIZE CONSIDERED"),
        _ => false,
    }
}

/// `1976NORTHH00088 - CONFIDENTIAL`
fn is_archive_line(line: &str) -> bool {
    let after_year = from(line, 4);
    let station = after_year.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let serial = station.trim_start_matches(|c: char| c.is_ascii_digit());
    line.len() < 64
        && line.bytes().take(4).all(|byte| byte.is_ascii_digit())
        && station.len() < after_year.len()
        && serial.len() < station.len()
        && serial.starts_with(" - ")
}

/// Whether a line ends with `END COMMENT` or the second word of it.
fn ends_marker(line: &str) -> bool {
    let line = line.trim_end_matches(['.', ')', ']']);
    [
        "COMMENT", "SUMMARY", "NOTE", "TEXT", "POINTS", "REQUEST", "QUOTE", "PAPER", "LETTER",
    ]
    .iter()
    .any(|word| ends(line, word))
}

/// Words in capitals that stand at the end and are no names.
static NO_NAMES: Words<30> = Words::new([
    "BT",
    "NNNN",
    "COMMENT",
    "SUMMARY",
    "END",
    "TEXT",
    "NOTE",
    "QUOTE",
    "UNQUOTE",
    "DECLASSIFIED",
    "MINIMIZE",
    "CONSIDERED",
    "SIPDIS",
    "NOFORN",
    "YY",
    "CONFIDENTIAL",
    "SECRET",
    "UNCLASSIFIED",
    "UNCLAS",
    "CLASSIFIED",
    "NODIS",
    "EXDIS",
    "LIMDIS",
    "REQUEST",
    "INTRODUCTION",
    "BACKGROUND",
    "SIGNED",
    "ENDSUMMARY",
    "ENDCOMMENT",
    "SENSITIVE",
]);

/// The name on a signature line.
///
/// ```abnf
/// signature = [signed] surname [1*blank surname] [suffix] [acting] *mark
/// surname   = 2*ALPHA *(ALPHA / "'" / "-" / ".")
/// suffix    = [","] 1*blank ("JR" / "SR" / "II" / "III") ["."]
/// signed    = "SIGNED" [":"] / "/S/" / "//S//"
/// acting    = 1*blank "(" ("ACTING" / "A") ")"
/// mark      = blank / "." / "#" / DQUOTE / ">" / "," / "*"
/// ```
///
/// In capitals up to three words; otherwise up to three, the first letter a
/// capital and the last word too. `UNQUOTE` between twice the same name
/// closes a quoted telegram.
///
/// Samples: `plain/signature-with-acting-or-suffix`, `plain/signature-with-suffix`,
/// `plain/signature-glued-in-mixed-case`
pub(super) fn surname(line: &str) -> Option<&str> {
    let end = |c: char| is_blank(c) || matches!(c, '.' | '#' | '"' | '>' | ',' | '*' | '\u{201d}');
    let mut name = line.trim_end_matches(end);
    for acting in ["(ACTING)", "(Acting)", "(A)"] {
        name = name
            .strip_suffix(acting)
            .map_or(name, |name| name.trim_end_matches(end));
    }
    for signed in ["SIGNED", "/S/", "//S//"] {
        if let Some(rest) = after(name, signed)
            && let bare = rest.trim_start_matches(|c| is_blank(c) || c == ':')
            && bare.len() < rest.len()
        {
            name = bare;
        }
    }
    if name.contains(' ')
        && let Some((first, second)) = name.split_once(" UNQUOTE ")
        && first == second
    {
        name = first;
    }
    if name.len() < 2 || name.len() > 40 {
        return None;
    }
    let bare = |word: &'_ str| !word.is_empty();
    let mut words = name.split(is_blank).filter(|word| bare(word));
    let (first, second, third) = (words.next()?, words.next(), words.next());
    if words.next().is_some() {
        return None;
    }
    // A comma stands before a suffix only.
    let suffixed = |word: Option<&str>| {
        word.is_some_and(|word| {
            matches!(
                word.trim_end_matches('.'),
                "JR" | "SR" | "Jr" | "Sr" | "II" | "III"
            )
        })
    };
    let comma = name.find(',').map(|at| at + 1);
    if comma.is_some_and(|at| !suffixed(Some(trim(from(name, at))))) {
        return None;
    }
    let letters = |word: &str| {
        word.trim_end_matches(',')
            .chars()
            .all(|c| c.is_alphabetic() || "'-.\u{2019}".contains(c))
    };
    let all = [Some(first), second, third];
    let mut each = all.iter().flatten();
    if !each.all(|word| letters(word) && !NO_NAMES.hold(word)) {
        return None;
    }
    if second.is_some_and(|second| second.eq_ignore_ascii_case(first)) && third.is_none() {
        return Some(first);
    }
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let last = third.or(second).unwrap_or(first);
    let fits = if is_capitals(name) {
        name.bytes().filter(u8::is_ascii_alphabetic).count() >= 2
    } else {
        name.len() >= 3
            && capital(last)
            && (capital(first) || third.is_none())
            && second.is_none_or(|second| second.len() > 1)
    };
    fits.then_some(name)
}

/// A signature on the line of the last sentence: what stands before it, and
/// the name.
///
/// It follows the end of a sentence, an END marker, a rule or a web
/// address. One or two words in capitals, or one word in mixed case.
pub(super) fn glued(line: &str) -> Option<(&str, &str)> {
    let tail = line.trim_end_matches(|c: char| is_blank(c) || matches!(c, '.' | '#'));
    let (before_last, last) = tail.rsplit_once(is_blank)?;
    let before_last = trim(before_last);
    if last.len() < 3 {
        return None;
    }
    if let Some((before, second)) = before_last.rsplit_once(is_blank)
        && is_name_in_capitals(last)
        && is_name_in_capitals(second)
        && may_precede(trim(before), true)
    {
        let start = line.len() - from(line, before.len()).trim_start_matches(is_blank).len();
        let name = line.get(start..tail.len())?;
        return Some((trim(before), surname(name)?));
    }
    let capitals = is_name_in_capitals(last);
    let mixed = last.starts_with(char::is_uppercase)
        && last
            .chars()
            .skip(1)
            .all(|c| c.is_alphabetic() || c == '\'' || c == '-')
        && !is_capitals(last)
        && tail.len() == line.len();
    let fits =
        capitals && may_precede(before_last, true) || mixed && may_precede(before_last, false);
    (fits && surname(last).is_some()).then_some((before_last, last))
}

fn is_name_in_capitals(word: &str) -> bool {
    word.len() >= 2
        && word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'\'' | b'-'))
        && byte(word, 0).is_ascii_uppercase()
        && !NO_NAMES.hold(word)
}

/// Whether a glued signature may follow: not after an abbreviation such as
/// `U.S.` or `Gen.`.
fn may_precede(before: &str, capitals: bool) -> bool {
    let word = before.rsplit(is_blank).next().unwrap_or_default();
    if capitals && (word.contains("://") || before.ends_with("---") || before.ends_with("***")) {
        return true;
    }
    let bare = before.trim_end_matches(['"', ')', ']', '\u{201d}']);
    if ends(bare, "END COMMENT") || ends(bare, "END SUMMARY") || ends(bare, "END NOTE") {
        return true;
    }
    let Some(sentence) = bare.strip_suffix(['.', '!', '?']) else {
        return false;
    };
    let last = sentence.rsplit(is_blank).next().unwrap_or_default();
    let short = [
        "Mr", "Mrs", "Ms", "Dr", "Amb", "St", "Gen", "Col", "Sen", "Rep", "Gov", "Min", "Lt",
        "Maj", "Adm", "Capt", "No",
    ];
    !(last.len() < 2
        || last.contains('.')
        || short.iter().any(|word| word.eq_ignore_ascii_case(last)))
}

#[cfg(test)]
mod tests {
    use super::{glued, is_archive_line, surname};

    #[test]
    fn names_in_capitals_and_in_mixed_case() {
        for (line, name) in [
            ("TREMAINE", "TREMAINE"),
            ("Tremaine", "Tremaine"),
            ("TREMAINE JR", "TREMAINE JR"),
            ("DE LA QUILL", "DE LA QUILL"),
            ("McTremaine", "McTremaine"),
            ("QUILL Quill", "QUILL"),
            ("TREMAINE .", "TREMAINE"),
            ("O'QUILL-VANCE", "O'QUILL-VANCE"),
            ("Van Holt", "Van Holt"),
            ("TREMAINE, JR.", "TREMAINE, JR"),
            ("TREMAINE (ACTING)", "TREMAINE"),
            ("SIGNED: TREMAINE", "TREMAINE"),
            ("/S/ TREMAINE", "TREMAINE"),
            ("TREMAINE UNQUOTE TREMAINE", "TREMAINE"),
        ] {
            assert_eq!(surname(line), Some(name), "{line}");
        }
        for line in [
            "COMMENT",
            "END COMMENT",
            "BT",
            "Y",
            "the end",
            "MINIMIZE CONSIDERED",
            "1. (C)",
            "THE BOATS CAME BACK",
            "BOATS, DUES",
            "SIGNED",
        ] {
            assert_eq!(surname(line), None, "{line}");
        }
    }

    #[test]
    fn glued_names_follow_an_end() {
        let name = |line| glued(line).map(|(_, name)| name);
        assert_eq!(name("He left. End comment. TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("They will settle soon. Tremaine"), Some("Tremaine"));
        assert_eq!(name("They left. END COMMENT TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("They left. VAN HOLT"), Some("VAN HOLT"));
        assert_eq!(name("Ships of the U.S. NAVY"), None);
        assert_eq!(name("He met Gen. Quill"), None);
        assert_eq!(name("at the office of the UN"), None);
    }

    #[test]
    fn knows_an_archive_line() {
        assert!(is_archive_line("1976NORTHH00088 - CONFIDENTIAL"));
        assert!(!is_archive_line("1976 was a year"));
    }
}
