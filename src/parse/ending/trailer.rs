//! What stands below the signature, and right above it, and is no part of the text.

use super::super::Draft;
use super::super::caption::{banner, is_caption, is_words as is_caption_words};
use super::super::foia::is_release;
use super::super::heading::BodyStart;
use super::super::lines::{is_classification, is_rule};
use super::super::portion_mark::portion_mark;
use super::super::token::{
    after, begins, byte, ends, ends_sentence, from, is_blank, is_capitals, is_digits, is_one_slip,
    same, squeeze, trim,
};
use super::glued::glued;
use super::name::{is_title, without_end_words};
use crate::cable::{Banner, FormatLine, LineKind, Span};

/// Lines after the signature that are looked at.
const BELOW: usize = 64;

/// Lines before it.
const ABOVE: usize = 16;

impl Draft<'_> {
    pub(super) fn trailers_below(&mut self, body: BodyStart) -> usize {
        let mut end = self.lines.len();
        let mut left = BELOW;
        while let Some(last) = self.last_content(body, end) {
            let line = self.body_content(last, body);
            let kind = match self.trailer(line) {
                Some(kind) if left > 0 => kind,
                None if left > 0 && self.closes(last, body) => LineKind::Trailer,
                _ => break,
            };
            if kind == LineKind::Trailer && is_web(line) && glued(line).is_some() {
                break;
            }
            self.set(last, kind);
            end = last;
            left -= 1;
        }
        self.note_below(body, end)
    }

    /// A note of those who handled or drafted the telegram, between the signature
    /// and line `end`; returns the line after the signature if there is one.
    ///
    /// Sample: `oddities/note-below-the-signature`
    fn note_below(&mut self, body: BodyStart, end: usize) -> usize {
        const LINES: usize = 10;
        let lines = (body.line..end).rev().take(LINES);
        // Where this was asked before, its lines are known.
        let words = lines.take_while(|&idx| {
            matches!(
                self.kind(idx),
                LineKind::Body | LineKind::Blank | LineKind::Trailer | LineKind::PageHeader
            )
        });
        let note = words.filter(|&idx| {
            let line = self.body_content(idx, body);
            let bare = line.strip_prefix(['(', '[']).unwrap_or(line);
            let rest = bare
                .strip_prefix("NOTE")
                .or_else(|| bare.strip_prefix("Note"));
            rest.is_some_and(|rest| rest.starts_with([':', ' ']))
                || bare.len() < line.len() && begins(bare, "CORRECTED COPY")
                || is_drafting(line)
                || is_about_message(line)
                || is_authority(line)
        });
        let Some(first) = note.last() else {
            return end;
        };
        // `Note that boats are dear.` goes on below a heading in small letters.
        let note = self.body_content(first, body);
        let is_apart = !note.starts_with("Note ") || note.contains(": ");
        let signed = self.last_content(body, first).is_some_and(|above| {
            let line = without_end_words(self.body_content(above, body));
            let is_word = is_apart && !line.contains(is_blank);
            (is_capitals(line) || is_word || begins(line, "SIGNATURE:"))
                && self.own_line(above, line, body).is_some()
        });
        if !signed {
            return end;
        }
        for idx in first..end {
            if self.kind(idx) == LineKind::Body {
                self.set(idx, LineKind::Trailer);
            }
        }
        first
    }

    /// ```abnf
    /// trailer = "BT" ["#" 3*6DIGIT] / "#" 3*6DIGIT / "NNN" *ALPHA
    ///         / "<< END OF DOCUMENT >>" / "*** Current" *CHAR / end-of-cable
    ///         / "<" 3*"X" / ">" [blank archive-line] / archive-line / 1*"#" / "<END>" / cut "..." / classification ["//" *CHAR]
    ///         / caption / web-line / "DECLASSIFIED" / "MINIMIZE CONSIDERED" / CHAR
    ///         / [[banner] [2*4DIGIT] post [1*blank]] serial / "CORRECTED COPY" *CHAR / ("RELEASE" / "RELEASED") " IN " ("FULL" / "PART") *code
    ///         / "GP-" DIGIT ["."] / "GDS"
    ///         / "DECONTROL" 1*blank ("UPON" / "ON" / "FOLLOWING" / "AFTER") *CHAR
    /// end-of-cable = [rule] ("END" ["OF"] thing / "CABLE ENDS") *CHAR [rule] / "END" ["."]
    ///              / 3*"=" "CABLE"
    ///              / 1*sign "END" 1*sign     ; of brackets, asterisks and dashes
    /// thing        = "CABLE" / "MESSAGE" / "SECTION" / "TELEGRAM"
    /// archive-line = 4DIGIT 1*ALPHA 1*DIGIT " - " *CHAR      ; of capitals
    /// cut          = words of the SUBJECT, or the beginning of a caption
    /// ```
    ///
    /// The whole SUBJECT counts without the dots too.
    ///
    /// Samples: `oddities/trailers-after-the-signature`,
    /// `plain/signature-behind-a-title`, `plain/signature-above-a-rule`,
    /// `plain/signature-between-an-address-and-a-marking`,
    /// `plain/signature-then-cut-subject`, `plain/signature-then-whole-subject`
    fn trailer(&self, line: &str) -> Option<LineKind> {
        Some(match byte(line, 0) {
            b'B' if without_end_words(line) == "BT" => LineKind::FormatLine(FormatLine::Break),
            b'\\' if line.starts_with("\\#") => return self.trailer(from(line, 1)),
            b'#' if line.bytes().all(|byte| byte == b'#') => LineKind::Trailer,
            b'#' if line.len() <= 7 && is_digits(from(line, 1)) => {
                LineKind::FormatLine(FormatLine::Correction)
            }
            b'N' if line == "NNNN" => LineKind::FormatLine(FormatLine::End),
            b'N' if line.starts_with("NNN") && !line.contains(is_blank) && is_capitals(line) => {
                LineKind::FormatLine(FormatLine::End)
            }
            b'<' if begins(line, "<< END OF DOCUMENT") => LineKind::Trailer,
            b'<' | b'(' | b'[' | b'*' | b'-' | b'E' | b'e' if ends_alone(line) => LineKind::Trailer,
            b'>' if is_archive_line(trim(from(line, 1))) => LineKind::Trailer,
            b'<' if line.len() > 3 && from(line, 1).bytes().all(|byte| byte == b'X') => {
                LineKind::Trailer
            }
            b'S' if is_slip_of_sipdis(line) => LineKind::Trailer,
            b'*' if line.starts_with("*** Current") => LineKind::Trailer,
            b'*' if is_rule(line) => LineKind::Trailer,
            b'E' | b'e' | b'=' | b'-' | b'*' | b'(' | b'C' if ends_cable(line) => LineKind::Trailer,
            b'D' | b'd' if begins(line, "DECLASSIFIED") && line.len() < 24 => LineKind::Trailer,
            b'D' if line == "DECAPTIONED" || is_decontrol(line) && glued(line).is_none() => {
                LineKind::Trailer
            }
            b'G' if is_group(line) => LineKind::Trailer,
            b'R' if is_release(line) => LineKind::Trailer,
            b'C' if begins(line, "CORRECTED COPY") && line.len() < 64 => LineKind::Trailer,
            b'V' | b'v' if same(line, "VIEW ENTIRE CABLE") => LineKind::Trailer,
            _ if line.len() == 1 => LineKind::Trailer,
            b'Y' if line == "YY" => LineKind::Trailer,
            b'1' | b'2' if is_archive_line(line) => LineKind::Trailer,
            _ if line.ends_with("...")
                && (self.repeats_subject(line, false)
                    || is_caption(line)
                    || is_caption_words(line.trim_end_matches('.'))) =>
            {
                LineKind::Trailer
            }
            _ if self.repeats_subject(line, true) => LineKind::Trailer,
            _ if is_web(line)
                || is_classification(without_end_words(line))
                || same(line.trim_end_matches('.'), "SENSITIVE BUT UNCLASSIFIED")
                || matches!(line, "Unclassified" | "Confidential" | "Secret")
                || is_caption_words(line) =>
            {
                LineKind::Trailer
            }
            // `CONFIDENTIAL NORTHHAVEN 00000088`
            _ if line.len() < 64
                && byte(line, line.len() - 1).is_ascii_digit()
                && is_footer(line) =>
            {
                LineKind::Trailer
            }
            _ if self.is_own_number(line) => LineKind::Trailer,
            // `SECRET//NOFORN`
            _ if line.len() < 64
                && memchr::memchr(b'/', line.as_bytes()).is_some_and(|at| {
                    let (level, controls) = line.split_at_checked(at).unwrap_or_default();
                    controls.starts_with("//") && is_classification(level)
                }) =>
            {
                LineKind::Trailer
            }
            _ => return None,
        })
    }

    /// Whether a line is the post and serial of the telegram once more, with or without its
    /// level, or the serial alone with zeros before it.
    ///
    /// Sample: `service/own-number-below-the-signature`
    fn is_own_number(&self, line: &str) -> bool {
        let number = || {
            let number = line.trim_end_matches(|c: char| c.is_ascii_digit());
            let digits = from(line, number.len());
            // `08NORTHHAVEN88`
            let post = trim(number.trim_start_matches(|c: char| c.is_ascii_digit()));
            // `UNCLAS NORTHHAVEN 000088`
            let post = match post.split_once(is_blank) {
                Some((level, post)) if is_classification(level) => trim(post),
                _ => post,
            };
            let banner = self.heading.banner.as_ref()?;
            let serial = banner.serial?.value;
            let is_serial = is_digits(digits) && digits.parse() == Ok(serial);
            let is_post = || {
                // `08PORTLARKSPUR311` has no blank.
                let bare = |post: &str| post.split(is_blank).collect::<String>();
                let own = banner.post.map(|own| bare(&squeeze(self.slice(own))));
                let is_alone = digits.len() > 3 && digits.starts_with('0');
                post.is_empty() && is_alone || own == Some(bare(&squeeze(post)))
            };
            Some(is_serial && is_post())
        };
        // `C O N F I D E N T I A L SECTION 02 OF 02 NORTHHAVEN 000088`
        let repeated = || {
            let own = self.heading.banner.as_ref()?;
            let read = banner(self.text, line).filter(|read| trim(read.rest).is_empty())?;
            let post = |span: Option<Span>| span.map(|post| squeeze(self.slice(post)));
            let serial = |banner: &Banner| banner.serial.as_ref().map(|serial| serial.value);
            let is_post = post(own.post).is_some() && post(own.post) == post(read.banner.post);
            Some(is_post && serial(own) == serial(&read.banner))
        };
        let may = line.len() < 80 && line.ends_with(|c: char| c.is_ascii_digit());
        may && (number() == Some(true) || repeated() == Some(true))
    }

    /// Whether a line right below the signature closes the text: a rule, the end of a text
    /// or quotation that the telegram is, the title of the signer, or the title of the
    /// telegram, cut, where an extract has no SUBJECT.
    fn closes(&self, idx: usize, body: BodyStart) -> bool {
        let line = self.content(idx);
        let ends_text = || {
            let may = matches!(
                byte(line, 0),
                b'E' | b'e' | b'U' | b'u' | b'T' | b't' | b'(' | b'*'
            );
            if !may || line.len() > 24 {
                return false;
            }
            let words = line.trim_matches(['.', '-', '*', '(', ')', ' ']);
            ["END TEXT", "END OF TEXT", "UNQUOTE", "TEXT ENDS"]
                .iter()
                .any(|end| same(end, words))
        };
        // `HARBOR TALKS OPEN AMID DOU...` of a SUBJECT that an extract has not.
        let is_cut_title = || {
            line.ends_with("...")
                && (12..64).contains(&line.len())
                && is_capitals(line)
                && self.heading.subject.is_none()
        };
        let is_words = is_cut_title() || ends_text() || is_title(line);
        let rule = self.kind(idx) == LineKind::Rule || matches!(line, "--" | "---");
        let above = self.last_content(body, idx).filter(|_| rule || is_words);
        above.is_some_and(|above| {
            let line = without_end_words(self.body_content(above, body));
            // A word in small letters above a rule is a heading.
            let may = is_capitals(line) || is_words && !line.contains(is_blank);
            may && self.own_line(above, line, body).is_some()
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

    /// A box with a web address, or `Minimize considered.`, before the
    /// signature.
    pub(super) fn trailers_above(&mut self, body: BodyStart, end: usize) -> usize {
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
pub(super) fn without_trailer(before: &str) -> &str {
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

/// Whether a line says that the telegram ends: `End Cable Text`,
/// `======CABLE ENDS======`.
fn ends_cable(line: &str) -> bool {
    let words = line.trim_matches(['=', '-', '*', '(', ')', ' ']);
    if words.len() > 32 {
        return false;
    }
    let of = after(words, "END ").map(|rest| after(rest, "OF ").unwrap_or(rest));
    // `======CABLE`
    let n_signs = || line.bytes().filter(|&byte| byte == b'=').count();
    begins(words, "CABLE ENDS")
        || words == "CABLE" && n_signs() > 2
        || of.is_some_and(|rest| {
            ["CABLE", "MESSAGE", "SECTION", "TELEGRAM"]
                .iter()
                .any(|thing| begins(rest, thing))
        })
}

/// `Drafted by: POL:AQuill`, `CLEARED BY: DCM:THOLT`, also in brackets, and `POL:AQUILL`
/// alone
fn is_drafting(line: &str) -> bool {
    const LONGEST: usize = 24;
    let of_office = || {
        let short = Some(line).filter(|line| line.len() < LONGEST)?;
        let (office, name) = short.split_once(':')?;
        let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase());
        let fits = matches!(
            office,
            "POL" | "ECON" | "POLEC" | "DCM" | "PAO" | "CONS" | "AMB"
        );
        // `AQuill`: an initial and the surname.
        let initials = trim(name).split_at_checked(2);
        let (initials, rest) = initials.filter(|(_, rest)| !rest.is_empty())?;
        let is_rest = rest.bytes().all(|byte| byte.is_ascii_alphabetic());
        Some(fits && is_word(initials) && is_rest)
    };
    if of_office() == Some(true) {
        return true;
    }
    let line = line.strip_prefix(['(', '[']).unwrap_or(line);
    matches!(byte(line, 0), b'D' | b'A' | b'C')
        && ["DRAFTED", "APPROVED", "CLEARED"].iter().any(|word| {
            after(line, word)
                .is_some_and(|rest| after(rest, " BY").is_some() || rest.starts_with(':'))
        })
}

/// `Derived from: Multiple sources`, `CC: DEPT FOR VV`, `CLASSIFIED BY: DCM ADA QUILL`
fn is_authority(line: &str) -> bool {
    ["DERIVED FROM:", "DECLASSIFY ON:", "CC:", "CLASSIFIED BY:"]
        .iter()
        .any(|label| begins(line, label))
}

/// `This message was prepared by the Political Section.`
fn is_about_message(line: &str) -> bool {
    let bare = portion_mark(line).map_or(line, |(rest, _)| trim(rest));
    let this = after(bare, "THIS ").unwrap_or_default();
    ["MESSAGE ", "CABLE ", "TELEGRAM "].iter().any(|thing| {
        after(this, thing).is_some_and(|rest| {
            ["WAS ", "HAS BEEN ", "IS "]
                .iter()
                .any(|verb| begins(rest, verb))
        })
    })
}

/// `DECONTROL UPON RECEIPT.`, `DECONTROL FOLLOWING VISIT`
fn is_decontrol(line: &str) -> bool {
    let when = after(line, "DECONTROL ");
    line.len() < 64
        && when.is_some_and(|when| {
            ["UPON ", "ON ", "FOLLOWING ", "AFTER "]
                .iter()
                .any(|word| begins(when, word))
        })
}

/// `GP-3`, `GDS.`: when to downgrade, by the orders of 1953 and 1972.
fn is_group(line: &str) -> bool {
    let bare = line.strip_suffix('.').unwrap_or(line);
    bare == "GDS" || matches!(bare.as_bytes(), [b'G', b'P', b'-', b'1'..=b'4'])
}

/// `<<END>>`, `(END)`, `[END]`, `*END*`, `- End -`, `END`, `End.`
fn ends_alone(line: &str) -> bool {
    let words = line.trim_matches(['<', '>', '(', ')', '[', ']', '*', '-', ' ']);
    let is_closed = words.len() + 1 < line.len() && same(words, "END");
    let is_end = |words: &str| matches!(words, "END" | "End" | "END." | "End.");
    // `(C) END`
    let marked = || portion_mark(line).is_ok_and(|(rest, _)| is_end(trim(rest)));
    line.len() < 16 && (is_closed || is_end(line) || line.starts_with('(') && marked())
}

/// Whether a line is about the web page of a post, or about minimize.
pub(super) fn is_web(line: &str) -> bool {
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
        b'P' | b'p' => begins(line, "PLEASE VISIT") && line.len() < 200 && line.contains("://"),
        b'h' | b'H' => begins(line, "HTTP"),
        b'w' | b'W' => begins(line, "WWW."),
        b'M' | b'm' => begins(line, "MINIMIZE CONSIDERED"),
        _ => false,
    }
}

/// `CONFIDENTIAL NORTHHAVEN 00000088`: the foot of the last page.
fn is_footer(line: &str) -> bool {
    let Some((level, rest)) = line.split_once(is_blank) else {
        return false;
    };
    let number = rest.rsplit(is_blank).next().unwrap_or_default();
    number.len() == 8 && is_digits(number) && is_classification(level)
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

/// Whether a line is the word SIPDIS with a slip, `SIPD1IS`. Without two of its consonants
/// side by side it is a surname, `SIDIS`.
///
/// Sample: `oddities/signature-like-a-caption`
fn is_slip_of_sipdis(line: &str) -> bool {
    let is_vowel = |byte: &u8| matches!(byte, b'A' | b'E' | b'I' | b'O' | b'U' | b'Y');
    let spoken = line.bytes().all(|byte| byte.is_ascii_uppercase())
        && line.as_bytes().chunks(2).all(|two| match two {
            [first, second] => !is_vowel(first) && is_vowel(second),
            [last] => !is_vowel(last),
            _ => false,
        });
    line.len() < 8 && is_one_slip(b"SIPDIS", line.as_bytes()) && !spoken
}

#[cfg(test)]
mod tests {
    use super::{ends_cable, is_archive_line};
    use crate::parse::ending::tests::signature;

    #[test]
    fn marks_and_notes_of_the_1960s_stand_around_a_name() {
        for end in [
            "THEY AGREED.\nGP-3\nHOLT",
            "THEY AGREED.\nEXEMPT\nHOLT",
            "THEY AGREED.\nGP-3 HOLT",
            "THEY AGREED.\nGP-1. HOLT",
            "They agreed.\n\nBY: HOLT",
            "They agreed.\n\nA/DCM HOLT",
            "They agreed.\n\nHOLT\n\nUNCLASSIFIED\nRELEASE IN PART B1, B6",
            "QUOTE They agreed. QUILL\n\nUNQUOTE. HOLT",
        ] {
            assert_eq!(signature(end), ["HOLT"], "{end}");
        }
        assert_eq!(signature("They agreed.\n\nHOLT\n\nRELEASE IN MAY"), [""; 0]);
    }

    #[test]
    fn a_classification_or_an_end_may_stand_behind_a_name() {
        assert_eq!(signature("They agreed.\nTREMAINE SECRET"), ["TREMAINE"]);
        assert_eq!(signature("They agreed.\n\nTREMAINE\n\nEND"), ["TREMAINE"]);
        assert_eq!(signature("They agreed.\nSECRETARY TREMAINE"), ["TREMAINE"]);
        assert_eq!(signature("They agreed.\nTHE PAPERS ARE SECRET"), [""; 0]);
        for line in ["//TREMAINE//", "#TREMAINE", "(TREMAINE)", "// TREMAINE //"] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), ["TREMAINE"], "{line}");
        }
        for line in [
            "(NOFORN)",
            "(SBU)",
            "(END)",
            "/1/",
            "(Tremaine)",
            "(SIPDIS)",
        ] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), [""; 0], "{line}");
        }
    }

    #[test]
    fn notes_may_stand_below_a_name() {
        for below in [
            "NOTE BY OC/T: NOT PASSED.",
            "NOTE: DELAYED IN\nTRANSMISSION.",
            "View Entire Cable",
            "(END OF MESSAGE)",
            "CABLE ENDS",
            "DECAPTIONED",
            "Note: Passed to the desk.",
            "END OF TEXT",
            "UNQUOTE",
            "SIPDIS...",
            "UNCLAS NORTHHAVEN 00000088",
        ] {
            let end = format!("They agreed.\nTREMAINE\n{below}");
            assert_eq!(signature(&end), ["TREMAINE"], "{below}");
        }
        for below in [
            "####",
            "<<END>>",
            "(END)",
            "> 2002NORTHHAVEN000088 - Classification: SECRET",
            "Drafted by: POL:AQuill\nCleared by: DCM:THolt",
            "This message was prepared by the desk.",
            "Derived from: Multiple sources",
            "CC: DEPT FOR VV",
            "(Note: Paragraph 2 as received.)",
            "(CORRECTED COPY: TAGS ADDED)",
            "UNCLAS NORTHHAVEN 000088",
            "08NORTHHAVEN88",
            "0088",
            "[END]",
            "END.",
            "- End -",
            "Unclassified",
            "C O N F I D E N T I A L NORTHHAVEN 000088",
            "UNCLAS SECTION 02 OF 02 NORTHHAVEN 000088",
            "PRINCIPAL OFFICER",
            "(ACTING)",
            "A.I.",
            "END SECTION 2",
            "POL:AQUILL",
            "POL: AQuill",
            "(U) This cable has been cleared by POL.",
        ] {
            let end = format!("They agreed.\n\nTREMAINE\n\n{below}");
            assert_eq!(signature(&end), ["TREMAINE"], "{below}");
        }
        assert_eq!(signature("They agreed.\n\n(SIGNED) TREMAINE"), ["TREMAINE"]);
        for end in [
            "NEW DELHI",
            "(SINGED) TREMAINE",
            "TREMAINE\n\n> 2002 was a year",
            "TREMAINE\n\nDrafted texts",
            "TREMAINE\n\nThis boat was late.",
            "TREMAINE\n\n(Notes were sent.)",
            "TREMAINE\n\nUNCLAS NORTHHAVEN 000087",
            "TREMAINE\n\nC O N F I D E N T I A L NORTHHAVEN 000087",
            "TREMAINE\n\nC O N F I D E N T I A L TALKS 000088",
            "TREMAINE\n\nAt the end.",
            "TREMAINE\n\nUnclassified texts",
            "TREMAINE\n\n(ACTING IN HASTE)",
            "TREMAINE\n\n0087",
            "TREMAINE\n\n88",
            "TREMAINE\n\nBOATS:NETS",
            "TREMAINE\n\nPOL: Talks",
        ] {
            assert_eq!(
                signature(&format!("They agreed.\n\n{end}")),
                [""; 0],
                "{end}"
            );
        }
        assert_eq!(signature("They agreed.\nNOTE: THEY LEFT."), [""; 0]);
        assert_eq!(signature("The text reads:\nWe agree.\nEND TEXT"), [""; 0]);
        assert_eq!(
            signature("They agreed.\nBEST REGARDS,\nTREMAINE"),
            ["TREMAINE"]
        );
        assert_eq!(
            signature("They agreed.\nDECONTROL ON RECEIPT\nTREMAINE"),
            ["TREMAINE"]
        );
    }

    #[test]
    fn a_name_in_small_letters_has_the_same_trailers() {
        for below in [
            "(Note: Paragraph 2 as received.)",
            "Drafted by: POL:AQuill",
            "CC: DEPT FOR VV",
            "UNQUOTE",
            "Ambassador",
            "Ambassador.",
            "Acting Charge",
            "Charge d'Affaires, a.i.",
        ] {
            let end = format!("They agreed.\n\nTremaine\n{below}");
            assert_eq!(signature(&end), ["Tremaine"], "{below}");
        }
        for end in [
            "Background\n----------",
            "Tremaine\n--------",
            "Harbor Dues\nAmbassador",
            "Herring\nNote that it is dear.",
        ] {
            let end = format!("They agreed.\n\n{end}");
            assert_eq!(signature(&end), [""; 0], "{end}");
        }
    }

    #[test]
    fn a_cut_title_ends_an_extract_that_has_none() {
        let signed = |end: &str| {
            let cable = crate::parse::parse(format!("2. (C) They agreed.\n\n{end}\n").as_bytes());
            let names = cable.signature.iter();
            names.map(|&name| cable.read(name)).collect::<Vec<_>>()
        };
        assert_eq!(
            signed("TREMAINE\nHARBOR TALKS OPEN AMID DOU..."),
            ["TREMAINE"]
        );
        for end in [
            "TREMAINE\nHarbor talks open and...",
            "TREMAINE\nHARBOR TALKS OPEN.",
            "He left the\nHARBOR TALKS OPEN AMID DOU...",
        ] {
            assert_eq!(signed(end), [""; 0], "{end}");
        }
        assert_eq!(
            signature("They agreed.\n\nTREMAINE\nBOATS OF THE FLEET..."),
            [""; 0]
        );
    }

    #[test]
    fn knows_what_ends_a_cable() {
        for line in ["End Cable Text", "END OF MESSAGE", "======CABLE ENDS======"] {
            assert!(ends_cable(line), "{line}");
        }
        assert!(!ends_cable("END TEXT") && !ends_cable("-- Cable cars"));
    }

    #[test]
    fn knows_an_archive_line() {
        assert!(is_archive_line("1976NORTHH00088 - CONFIDENTIAL"));
        assert!(!is_archive_line("1976 was a year"));
    }
}
