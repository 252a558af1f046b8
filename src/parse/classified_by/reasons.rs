//! Why it was classified: the section of the order and its letters.

use super::super::token::{byte, from, is_blank};
use crate::cable::Reason;

/// A text without blanks, in lower case, and where its letters stood.
pub(super) struct Squashed {
    pub(super) text: Vec<u8>,
    pub(super) at: Vec<usize>,
}

impl Squashed {
    pub(super) fn new(text: &str) -> Squashed {
        let mut squashed = Squashed {
            text: Vec::with_capacity(text.len()),
            at: Vec::with_capacity(text.len()),
        };
        for (at, byte) in text.bytes().enumerate() {
            // One byte a letter: other letters are not looked for.
            let letter = match byte {
                // A blank, or the inside of a letter.
                b' ' | b'\t' | 0x80..0xc0 => continue,
                0..0x80 => byte.to_ascii_lowercase(),
                _ if from(text, at).starts_with(is_blank) => continue,
                _ => b'?',
            };
            squashed.text.push(letter);
            squashed.at.push(at);
        }
        squashed
    }

    fn rest(&self, from: usize) -> &[u8] {
        self.text.get(from..).unwrap_or_default()
    }

    /// Where `word` stands first.
    pub(super) fn find(&self, word: &[u8]) -> Option<usize> {
        let mut places = memchr::memchr_iter(*word.first()?, &self.text);
        places.find(|&at| self.rest(at).starts_with(word))
    }

    pub(super) fn source(&self, idx: usize) -> usize {
        self.at.get(idx).copied().unwrap_or(0)
    }
}

/// Where the statement of reasons stands in a squashed text.
pub(super) struct Statement {
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) reasons: Vec<Reason>,
}

/// ```abnf
/// statement = [connector] ["E.O." number] [word] *sign ["E.O." number] ["section"]
///             ["("] section *sign list
/// connector = "for" [blank "the" [blank "following"]] / "per" / "by" / "under"
///           / "due to" / "pursuant to" / "in accordance with" / "IAW"
///           / "according to" / "because of" / "based on" / "on the basis of"
/// word      = "reason" / "reasons" / misspelt
///           ; `section` may be short, "Sec."
/// section   = "1" ("." / "/") ("4" / "5" / "6")
///           ; behind a word any sign or none between the digits, and l for 1
/// list      = letter *(separator letter)        ; a to h, each once, "b-d" is a range; an
///                                               ; exemption, X1, is none
/// ```
///
/// Without `section` the letters say nothing, and none are given. The list
/// ends at the first thing that is no part of a list.
///
/// Samples: `garbled/reasons-cut-in-a-word`, `garbled/stray-blanks-in-classified-by`,
/// `plain/classified-by-doubled-label-and-range`
pub(super) fn statement(squashed: &Squashed, text: &str) -> Option<Statement> {
    let word = [&b"reaso"[..], b"reaons", b"resons1", b"reasion"]
        .iter()
        .find_map(|word| squashed.find(word))
        .map(|first| behind_surname(squashed, first));
    let section = memchr::memchr_iter(b'1', &squashed.text).find(|&at| {
        let rest = squashed.rest(at);
        section_number(rest).is_some() && !rest.starts_with(b"1/6")
    });
    let section = section.or_else(|| misread_section(squashed, text).filter(|_| word.is_none()));
    let begin = match (word, section) {
        (Some(word), Some(section)) => word.min(section),
        (word, section) => word.or(section)?,
    };
    let mut at = begin + length_of_word(squashed.rest(begin));
    let mut reasons = Vec::new();
    let mut end = at;
    let mut section = None;
    let mut separated = true;
    let mut is_range = false;
    loop {
        let rest = squashed.rest(at);
        let next = rest.first().copied().unwrap_or(0);
        let skip = if let Some(number) = section_number(rest) {
            section = Some(number);
            separated = true;
            3
        } else if section.is_none()
            && (word.is_some() || at == begin)
            && let Some((number, length)) = odd_section(rest)
        {
            section = Some(number);
            length
        } else if let Some(length) = order(rest) {
            if reasons.is_empty() { length } else { break }
        } else if reasons.is_empty()
            && let Some(length) = filler(rest)
        {
            length
        } else if matches!(rest, [b'x', b'1'..=b'8', ..]) && section.is_some() {
            // `1.5 X1, (D)`: an exemption is no reason.
            separated = true;
            2
        } else if next == b'a' && rest.starts_with(b"and") && !alone(squashed, text, at) {
            separated = true;
            is_range = false;
            3
        } else if let Some(length) = joint(rest).filter(|_| !reasons.is_empty()) {
            separated = true;
            is_range = next == b't';
            length
        } else if matches!(next, b'a'..=b'h')
            && (separated || ends_in_letters(rest, reasons.last()))
            && alone(squashed, text, at)
        {
            let Some(section) = section else { break };
            separated = false;
            let from = reasons.last().map(|reason: &Reason| reason.letter);
            let first = from
                .filter(|_| std::mem::take(&mut is_range))
                .map_or(next, |from| (from as u8).saturating_add(1));
            for letter in (first..=next).map(char::from) {
                let reason = Reason { section, letter };
                // A stamp of a release says a reason again: `(b) and (d)` / `1.4(D)`.
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
            end = at + 1;
            1
        } else if b"()[]{},;:./&+-".contains(&next) {
            is_range = next == b'-' || is_range && matches!(next, b'(' | b'[' | b'{');
            if matches!(next, b')' | b']' | b'}') {
                end = at + 1;
            } else {
                separated |= !matches!(next, b'.' | b':');
            }
            1
        } else {
            break;
        };
        at += skip;
        if reasons.is_empty() {
            end = at;
        }
    }
    reasons.truncate(16);
    let begin = connector(squashed, text, begin);
    let found = !reasons.is_empty() || word.is_some();
    found.then_some(Statement {
        begin,
        end,
        reasons,
    })
}

/// Where the word for reasons stands that a section follows, if the first is a surname:
/// `John Reason, Political Counselor; reason 1.4 (b)`. `Reason:` is a label.
///
/// Sample: `oddities/classified-by-a-surname-like-reason`
fn behind_surname(squashed: &Squashed, first: usize) -> usize {
    const SIGNS: &[u8] = b".,;:-(/";
    let leads = |at: usize| {
        let rest = squashed.rest(at);
        let behind = rest.get(length_of_word(rest)..).unwrap_or_default();
        let n_signs = behind
            .iter()
            .take_while(|byte| SIGNS.contains(byte))
            .count();
        let value = behind.get(n_signs..).unwrap_or_default();
        section_number(value).is_some()
            || odd_section(value).is_some()
            || order(value).is_some()
            || filler(value).is_some()
    };
    let word = squashed.rest(first);
    let is_label = word.get(length_of_word(word)) == Some(&b':');
    if is_label || leads(first) {
        return first;
    }
    let mut further = memchr::memchr_iter(b'r', &squashed.text).filter(|&at| at > first);
    let found = further.find(|&at| squashed.rest(at).starts_with(b"reaso") && leads(at));
    found.unwrap_or(first)
}

/// How long the word for reasons is that a text begins with.
fn length_of_word(text: &[u8]) -> usize {
    const WORDS: [&[u8]; 7] = [
        b"reasons",
        b"reason",
        b"reaons",
        b"reaso",
        b"resons",
        b"reasions",
        b"reasion",
    ];
    let word = WORDS.iter().find_map(|word| text.strip_prefix(*word));
    word.map_or(0, |rest| {
        // `reason Section 1.4`
        let section = rest.starts_with(b"ection");
        text.len() - rest.len() - usize::from(section)
    })
}

/// Whether nothing but letters stands behind the last of a list, which rise: `1.4 b d`.
fn ends_in_letters(rest: &[u8], last: Option<&Reason>) -> bool {
    const LONGEST: usize = 4;
    let signs = |byte: &u8| matches!(byte, b'.' | b')' | b',' | b';');
    let letters = rest.iter().filter(|byte| !signs(byte));
    rest.len() <= LONGEST
        && rest
            .iter()
            .all(|byte| matches!(byte, b'a'..=b'h') || signs(byte))
        && last.is_some_and(|last| {
            let above = std::iter::once(last.letter as u8);
            above.chain(letters.copied()).is_sorted_by(|a, b| a < b)
        })
}

/// `or`, `through`, `thru` between two letters of a list.
fn joint(rest: &[u8]) -> Option<usize> {
    let (word, letter) = match rest {
        [b'o', b'r', behind @ ..] => (2, behind),
        [b't', b'h', b'r', b'u', b'(' | b'a'..=b'h', ..] => (4, rest.get(4..)?),
        [b't', ..] if rest.starts_with(b"through") => (7, rest.get(7..)?),
        _ => return None,
    };
    // A letter stands alone, in brackets or before a sign.
    let fits = match letter {
        [b'(' | b'[' | b'{', b'a'..=b'h', ..] | [b'a'..=b'h'] => true,
        [b'a'..=b'h', next, ..] => !next.is_ascii_alphanumeric(),
        _ => false,
    };
    fits.then_some(word)
}

/// `14(b)`, `14.(b)`, `1,4`, `l.4`: a section with its sign lost or wrong.
///
/// Sample: `garbled/reasons-with-odd-signs`
fn odd_section(rest: &[u8]) -> Option<(u8, usize)> {
    match *rest {
        [b'1', section @ b'4'..=b'5', b'(' | b'[' | b'{', ..] => Some((section - b'0', 2)),
        [b'1', section @ b'4'..=b'5', b'.', b'(' | b'[' | b'{', ..]
        | [b'1', b',' | b'-' | b':' | b';', section @ b'4'..=b'5', ..]
        | [b'l' | b'i', b'.', section @ b'4'..=b'5', ..] => Some((section - b'0', 3)),
        [b'1', b'.', b'.', section @ b'4'..=b'5', ..] => Some((section - b'0', 4)),
        _ => None,
    }
}

/// `per l.4 (b)`: a section whose 1 was misread, where no word for reasons stands before it.
fn misread_section(squashed: &Squashed, text: &str) -> Option<usize> {
    memchr::memchr2_iter(b'l', b'i', &squashed.text).find(|&at| {
        let sign = squashed.rest(at).get(3).copied();
        let place = squashed.source(at);
        let left = place.checked_sub(1).map_or(b' ', |left| byte(text, left));
        matches!(sign, Some(b'(' | b'[' | b'{' | b'a'..=b'h'))
            && !left.is_ascii_alphanumeric()
            && odd_section(squashed.rest(at)).is_some()
    })
}

/// Words between `reasons` and the section, `in sections 1.4`, and between
/// the section and its letters, `1.4 paragraphs (b)`.
fn filler(rest: &[u8]) -> Option<usize> {
    const PARTS: [&[u8]; 6] = [
        b"paragraphs",
        b"paragraph",
        b"paras",
        b"para",
        b"subsections",
        b"subsection",
    ];
    // `reasons stated in E.O. 12958 1.4 (b)`, `REASON FOR CLASSIFICATION: 1.5 (D)`
    const PHRASES: [&[u8]; 6] = [
        b"statedin",
        b"setforthin",
        b"listedin",
        b"specifiedin",
        b"containedin",
        b"forclassification",
    ];
    let phrase = PHRASES.iter().find(|phrase| rest.starts_with(phrase));
    if let Some(phrase) = phrase {
        return Some(phrase.len());
    }
    match rest {
        [b'p' | b's', b'a' | b'u', ..] => {
            let part = PARTS.iter().find(|part| rest.starts_with(part))?;
            Some(part.len())
        }
        [b's', ..] if rest.starts_with(b"sections") => Some(8),
        [b's', ..] if rest.starts_with(b"section") => Some(7),
        // `reasons Sec. 1.4`
        [b's', b'e', b'c', b'.' | b'1', ..] => Some(3),
        [b'u', ..] if rest.starts_with(b"under") => Some(5),
        // `reasons in 1.4`, `for reasons of 1.4`
        [b'i', b'n', b'1', b'.', ..] | [b'o', b'f', b'1', b'.', ..] => Some(2),
        [b'i', b'n', behind @ ..] | [b'a', b't', behind @ ..] if behind.starts_with(b"section") => {
            Some(2)
        }
        [b'i', b'n', behind @ ..] | [b'o', b'f', behind @ ..]
            if behind.starts_with(b"eo") || behind.starts_with(b"e.o.") =>
        {
            Some(2)
        }
        _ => None,
    }
}

/// `1.4`, `1/4`
fn section_number(rest: &[u8]) -> Option<u8> {
    match rest {
        [b'1', b'.' | b'/', section @ b'4'..=b'6', ..] => Some(section - b'0'),
        _ => None,
    }
}

/// `e.o.12958`
fn order(rest: &[u8]) -> Option<usize> {
    let ([b'e', b'.', b'o', b'.', digits @ ..]
    | [b'e', b'.', b'o', digits @ ..]
    | [b'e', b'o', digits @ ..]) = rest
    else {
        return None;
    };
    // Orders have five; those of a section may follow: `E.O. 12958 1.4`.
    let digits_of_order = { digits.iter().take(5) }.take_while(|byte| byte.is_ascii_digit());
    let n_digits = digits_of_order.count();
    (n_digits > 3).then(|| rest.len() - digits.len() + n_digits)
}

/// Whether the letter at `at` is a word of its own in the text.
fn alone(squashed: &Squashed, text: &str, at: usize) -> bool {
    let here = squashed.source(at);
    let next = from(text, here + 1).chars().next();
    // `a nd` is a word that was cut, not the letter a.
    let is_and = matches!(
        squashed.rest(at),
        [b'a', b'n', b'd', b'(' | b'a'..=b'h' | b'1' | b'.', ..]
    );
    !is_and && !next.is_some_and(char::is_alphanumeric)
}

/// Takes the words that lead to the reason off the person.
fn connector(squashed: &Squashed, text: &str, begin: usize) -> usize {
    const WORDS: [&[u8]; 17] = [
        b"for",
        b"per",
        b"by",
        b"under",
        b"section",
        b"sections",
        b"sec",
        b"pursuantto",
        b"inaccordancewith",
        b"dueto",
        b"forthe",
        b"forthefollowing",
        b"iaw",
        b"accordingto",
        b"becauseof",
        b"basedon",
        b"onthebasisof",
    ];
    let sign = |byte: u8| matches!(byte, b',' | b'.' | b';' | b':' | b'-' | b'(' | b'[');
    let bytes = squashed.text.as_slice();
    let mut end = begin;
    loop {
        while end > 0
            && bytes.get(end - 1).copied().is_some_and(sign)
            && !ends_short(squashed, text, end)
        {
            end -= 1;
        }
        let before = bytes.get(..end).unwrap_or_default();
        let word = WORDS.iter().find(|word| {
            // The last letter tells most.
            word.last() == before.last() && before.ends_with(word) && {
                let at = end - word.len();
                let left = squashed
                    .source(at)
                    .checked_sub(1)
                    .map_or(b' ', |left| byte(text, left));
                !left.is_ascii_alphanumeric()
            }
        });
        let digits = { before.iter().rev() }.take_while(|byte| byte.is_ascii_digit());
        let digits = digits.count();
        let without = before.get(..end - digits).unwrap_or_default();
        // `Ada Sections, reason 1.4`, `Political Section, 1.4`: only the number follows on them.
        let numbered = || {
            let signs = bytes.get(end..begin).unwrap_or_default();
            let next = bytes.get(begin).is_some_and(u8::is_ascii_digit)
                || odd_section(squashed.rest(begin)).is_some();
            next && signs
                .iter()
                .all(|&byte| sign(byte) && byte != b',' && byte != b';')
        };
        let word = word.filter(|word| !word.starts_with(b"sec") || numbered());
        if let Some(word) = word {
            end -= word.len();
        } else if digits > 3
            && let Some(label) = [&b"e.o."[..], b"e.o", b"eo", b"executiveorder"]
                .iter()
                .find(|label| without.ends_with(label))
        {
            end -= digits + label.len();
        } else {
            return end;
        }
    }
}

/// `Jr.`, `a.i.`: the dot belongs to the name, or to the title behind it.
fn ends_short(squashed: &Squashed, text: &str, end: usize) -> bool {
    let before = squashed.text.get(..end).unwrap_or_default();
    let stands_apart = |short: &[u8]| {
        let start = squashed.source(end - short.len());
        start
            .checked_sub(1)
            .is_some_and(|left| !byte(text, left).is_ascii_alphanumeric())
    };
    before.ends_with(b".")
        && (before.ends_with(b"jr.")
            || [&b"sr."[..], b"a.i."]
                .iter()
                .any(|short| before.ends_with(short) && stands_apart(short)))
}

/// Whether a line says a reason: `Quill, reasons 1.4 (b)`.
pub(in crate::parse) fn states_reason(line: &str) -> bool {
    let squashed = Squashed::new(line);
    statement(&squashed, line).is_some_and(|found| !found.reasons.is_empty())
}

/// `E.O. 12958, 1.4 (b) and (d)` below `Reasons:`. The E.O. line itself says
/// until when.
pub(super) fn is_reason_of_order(line: &str) -> bool {
    !line.contains("DECL") && !line.contains("ecl") && states_reason(line)
}

/// Whether a line holds nothing but what ends a sentence or a list.
pub(super) fn is_signs(line: &str) -> bool {
    line.len() <= 4 && line.chars().all(|c| matches!(c, '.' | ')' | ';' | ','))
}

/// Whether a line can only be the rest of a list of reasons.
pub(in crate::parse) fn is_list(line: &str) -> bool {
    line.len() < 40
        && line.chars().all(|c| {
            matches!(c, 'a'..='h' | 'A'..='H' | 'n' | 'N' | '1' | '4' | '5')
                || !c.is_ascii_alphanumeric()
        })
}

#[cfg(test)]
mod tests {
    use crate::parse::classified_by::tests::check;

    #[test]
    fn braces_are_brackets_and_sec_leads_to_a_section() {
        insta::assert_snapshot!(check("DCM Ada Quill, reasons 1.4 {b, d}"), @"Ada Quill | DCM | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("DCM Ada Quill, reasons 1.4{b} and {d}"), @"Ada Quill | DCM | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("DCM Ada Quill per E.O. 12958, Sec. 1.4 (b) and (d)"), @"Ada Quill | DCM | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("DCM Ada Sec, reasons 1.4 (b)"), @"Ada Sec | DCM | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada Sec, 1.4 (b)"), @"Ada Sec | DCM | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada Quill under section 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill, Chief of the Political Section, reason 1.4 (b)"), @"Ada Quill | Chief of the Political Section | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill, Chief of the Political Section; 1.4 (b)"), @"Ada Quill | Chief of the Political Section | 1.4(b)");
    }

    #[test]
    fn a_list_may_have_odd_signs() {
        for list in [
            "1.4 (b) or (d)",
            "1.4 [b] and [d]",
            "1.4 paragraphs (b) and (d)",
            "14 (b) and (d)",
            "14. (b) and (d)",
            "Sec. 1.4 (b) and (d)",
            "of 1.4 (b) and (d)",
            "1.4 b d",
            "1.4 B D.",
            "1.4 (b) and (d). 1.4(D)",
            "1,4 (b) and (d)",
            "l.4 (b) and (d)",
            "1..4 b/d",
            "1.4 (b) and/or (d)",
        ] {
            let read = check(&format!("DCM Ada Quill, reasons {list}."));
            assert_eq!(read, "Ada Quill | DCM | 1.4(b) 1.4(d)", "{list}");
        }
        for list in [
            "1.4 (b)-(d)",
            "1.4 (b) - (d)",
            "1.4 (b) through (d)",
            "1.4 b thru d",
        ] {
            let read = check(&format!("DCM Ada Quill, reasons {list}."));
            assert_eq!(read, "Ada Quill | DCM | 1.4(b) 1.4(c) 1.4(d)", "{list}");
        }
        for text in [
            "DCM Ada Quill. Reason: foreign government information, reason 1.4 (b)",
            "DCM Ada Quill. Reason: not given; see reasons 1.4 (b)",
        ] {
            assert!(
                check(text).starts_with("Ada Quill | DCM"),
                "{}",
                check(text)
            );
        }
        for (list, wanted) in [
            ("1.4 (b) or dues", "1.4(b)"),
            ("1.4 (b) - and (d)", "1.4(b) 1.4(d)"),
            ("1.4 (b) through dues", "1.4(b)"),
            ("14 boats", ""),
            ("14. boats", ""),
            ("1.4 b a", "1.4(b)"),
            ("1.4 b d Embassy", "1.4(b)"),
            ("of 1,400 boats", ""),
        ] {
            let read = check(&format!("DCM Ada Quill, reasons {list}."));
            assert_eq!(read, format!("Ada Quill | DCM | {wanted}"), "{list}");
        }
    }

    #[test]
    fn the_section_may_be_misread_behind_other_words() {
        for section in ["per l.4 (b)", "under section I.4 (b)", ", l.4(b)"] {
            let read = check(&format!("DCM Ada Quill {section}"));
            assert_eq!(read, "Ada Quill | DCM | 1.4(b)", "{section}");
        }
        insta::assert_snapshot!(check("DCM Ada Quill, Hull I.4 boats"), @"Ada Quill | DCM | ");
    }

    #[test]
    fn the_order_may_be_named_between_reason_and_section() {
        insta::assert_snapshot!(check("DCM Ada Quill per E.O. 12958, Sec. 1.4 {b} and {d}"), @"Ada Quill | DCM | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("DAO, Col. Ada Quill; reason: 1.5 X1, (D)"), @"Ada Quill | DAO, Col. | 1.5(d)");
        insta::assert_snapshot!(check("DCM Ada Quill, for reasons in E.O. 12958, sections 1.4 (b) and (d)."), @"Ada Quill | DCM | 1.4(b) 1.4(d)");
    }

    #[test]
    fn blanks_inside_words_do_not_matter() {
        insta::assert_snapshot!(check("Acting Consul Ines Marlow for rea sons 1 .4 (b) an d ( d)."), @"Ines Marlow | Acting Consul | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("CDA Ines Marlow, REA SONS 1.4 (b/d)"), @"Ines Marlow | CDA | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("CDA Ines Marlow f or reasons 1. 4 (b) a nd (d)"), @"Ines Marlow | CDA | 1.4(b) 1.4(d)");
    }

    #[test]
    fn reads_every_shape_of_list() {
        insta::assert_snapshot!(check("Polcouns Ada Quill, 1.4 (b-d)."), @"Ada Quill | Polcouns | 1.4(b) 1.4(c) 1.4(d)");
        insta::assert_snapshot!(check("DCM Ada Quill for reasons 1.4. (b & d)."), @"Ada Quill | DCM | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("DCM Ada Quill for reasons 1.5 (a) and 1.6 (d)"), @"Ada Quill | DCM | 1.5(a) 1.6(d)");
        insta::assert_snapshot!(check("DCM Ada Quill for E.O. 12958 reasons: 1.4 (b+d)"), @"Ada Quill | DCM | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("DCM Ada Quill per 1.4 a/b/c/d"), @"Ada Quill | DCM | 1.4(a) 1.4(b) 1.4(c) 1.4(d)");
    }

    #[test]
    fn stops_at_the_first_word_that_is_no_list() {
        insta::assert_snapshot!(check("DCM Ada Quill for reasons 1.4 (b) and (d) Embassy met"), @"Ada Quill | DCM | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("DCM Ada Quill for reasons 1.4 (b) A boat"), @"Ada Quill | DCM | 1.4(b)");
    }

    #[test]
    fn letters_without_a_section_say_nothing() {
        insta::assert_snapshot!(check("DCM Ada Quill for reasons b, d"), @"Ada Quill | DCM |");
    }
}
