//! Who classified a telegram, and why.
//!
//! Cuts at a fixed column left line ends and stray blanks inside `reasons`,
//! `and`, `1.4` and the list, so the reason is looked for in a copy without
//! blanks, and what stands before it is the person.

use super::Draft;
use super::heading::{Next, is_handling_note, is_heading_word, label as any_label};
use super::number::start;
use super::token::{Joined, after, begins, blanks, byte, from, is_blank, same, trim};
use crate::cable::{ClassifiedBy, LineKind, Reason, Span};

/// The value after the label.
///
/// ```abnf
/// label = ["(U)" *blank] ("Classified By" / "Class. by" / "DERIVED FROM") *blank [":"]
/// ```
///
/// One telegram writes `Classfied`.
pub(super) fn label(line: &str) -> Option<&str> {
    const WORDS: [&str; 4] = ["CLASSIFIED BY", "CLASSFIED BY", "CLASS. BY", "DERIVED FROM"];
    let line = after(line, "(U)").map_or(line, trim);
    let rest = WORDS.iter().find_map(|word| after(line, word))?;
    let value = blanks(rest).ok()?.0;
    if let Some(value) = value.strip_prefix(':') {
        return Some(trim(value));
    }
    (value.len() < rest.len() || value.is_empty()).then_some(value)
}

/// A text without blanks, in lower case, and where its letters stood.
struct Squashed {
    text: String,
    at: Vec<usize>,
}

impl Squashed {
    fn new(text: &str) -> Squashed {
        let mut squashed = Squashed {
            text: String::with_capacity(text.len()),
            at: Vec::with_capacity(text.len()),
        };
        for (at, c) in text.char_indices() {
            if is_blank(c) {
                continue;
            }
            // One byte a letter: other letters are not looked for.
            squashed.text.push(if c.is_ascii() {
                c.to_ascii_lowercase()
            } else {
                '?'
            });
            squashed.at.push(at);
        }
        squashed
    }

    fn rest(&self, from: usize) -> &str {
        self.text.get(from..).unwrap_or_default()
    }

    fn source(&self, idx: usize) -> usize {
        self.at.get(idx).copied().unwrap_or(0)
    }
}

/// Where the statement of reasons stands in a squashed text.
struct Statement {
    begin: usize,
    end: usize,
    reasons: Vec<Reason>,
}

/// ```abnf
/// statement = [connector] ["E.O." number] [word] *sign ["E.O." number] ["section"]
///             ["("] section *sign list
/// connector = "for" / "per" / "by" / "under"
/// word      = "reason" / "reasons" / misspelt
/// section   = "1" ("." / "/") ("4" / "5" / "6")
/// list      = letter *(separator letter)        ; a to h, "b-d" is a range
/// ```
///
/// Without `section` the letters say nothing, and none are given. The list
/// ends at the first thing that is no part of a list.
fn statement(squashed: &Squashed, text: &str) -> Option<Statement> {
    let all = squashed.text.as_str();
    let starts = |word: &str, at: usize| squashed.rest(at).starts_with(word);
    let find = |word: &str| {
        let first = byte(word, 0);
        memchr::memchr_iter(first, all.as_bytes()).find(|&at| starts(word, at))
    };
    let word = find("reaso").or_else(|| find("reaons"));
    let section = memchr::memchr_iter(b'1', all.as_bytes())
        .find(|&at| section_number(squashed.rest(at)).is_some() && !starts("1/6", at));
    let begin = match (word, section) {
        (Some(word), Some(section)) => word.min(section),
        (word, section) => word.or(section)?,
    };
    let mut at = begin;
    for word in ["reasons", "reason", "reaons", "reaso"] {
        if squashed.rest(at).starts_with(word) {
            at += word.len();
            break;
        }
    }
    let mut reasons = Vec::new();
    let mut end = at;
    let mut section = None;
    let mut separated = true;
    loop {
        let rest = squashed.rest(at);
        let next = byte(rest, 0);
        let skip = if let Some(number) = section_number(rest) {
            section = Some(number);
            separated = true;
            3
        } else if let Some(length) = order(rest) {
            if reasons.is_empty() { length } else { break }
        } else if rest.starts_with("section") && reasons.is_empty() {
            7
        } else if rest.starts_with("and") && !alone(squashed, text, at) {
            separated = true;
            3
        } else if matches!(next, b'a'..=b'h') && separated && alone(squashed, text, at) {
            let Some(section) = section else { break };
            separated = false;
            let from = reasons.last().map(|reason: &Reason| reason.letter);
            let range = squashed.rest(at.saturating_sub(1)).starts_with('-');
            let first = from
                .filter(|_| range)
                .map_or(next, |from| (from as u8).saturating_add(1));
            for letter in first..=next {
                reasons.push(Reason {
                    section,
                    letter: char::from(letter),
                });
            }
            end = at + 1;
            1
        } else if matches!(
            next,
            b'(' | b')' | b',' | b';' | b':' | b'.' | b'/' | b'&' | b'+' | b'-'
        ) {
            if next == b')' {
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

/// `1.4`, `1/4`
fn section_number(rest: &str) -> Option<u8> {
    match rest.as_bytes() {
        [b'1', b'.' | b'/', section @ b'4'..=b'6', ..] => Some(section - b'0'),
        _ => None,
    }
}

/// `e.o.12958`
fn order(rest: &str) -> Option<usize> {
    let digits = rest
        .strip_prefix("e.o.")
        .or_else(|| rest.strip_prefix("eo"))?;
    let n_digits = digits.bytes().take_while(u8::is_ascii_digit).count();
    (n_digits > 3).then(|| rest.len() - digits.len() + n_digits)
}

/// Whether the letter at `at` is a word of its own in the text.
fn alone(squashed: &Squashed, text: &str, at: usize) -> bool {
    let here = squashed.source(at);
    let next = from(text, here + 1).chars().next();
    // `a nd` is a word that was cut, not the letter a.
    let is_and = squashed.rest(at).starts_with("and")
        && matches!(byte(squashed.rest(at), 3), b'(' | b'a'..=b'h' | b'1' | b'.');
    !is_and && !next.is_some_and(char::is_alphanumeric)
}

/// Takes the words that lead to the reason off the person.
fn connector(squashed: &Squashed, text: &str, begin: usize) -> usize {
    let sign = |byte: u8| matches!(byte, b',' | b'.' | b';' | b':' | b'-' | b'(');
    let bytes = squashed.text.as_bytes();
    let mut end = begin;
    loop {
        while end > 0 && bytes.get(end - 1).copied().is_some_and(sign) {
            end -= 1;
        }
        let before = squashed.text.get(..end).unwrap_or_default();
        let word = ["for", "per", "by", "under", "section", "pursuantto"]
            .iter()
            .find(|word| {
                before.ends_with(*word) && {
                    let at = end - word.len();
                    let left = squashed
                        .source(at)
                        .checked_sub(1)
                        .map_or(b' ', |left| byte(text, left));
                    !left.is_ascii_alphanumeric()
                }
            });
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let without = before.get(..end - digits).unwrap_or_default();
        if let Some(word) = word {
            end -= word.len();
        } else if digits > 3 && (without.ends_with("e.o.") || without.ends_with("eo")) {
            end -= digits + if without.ends_with('.') { 4 } else { 2 };
        } else {
            return end;
        }
    }
}

/// Words of titles. An office symbol (`EUR/VV`) counts as one.
const TITLES: [&str; 84] = [
    "ACTING",
    "ADCM",
    "ADMINISTRATIVE",
    "ADVISER",
    "ADVISOR",
    "AFFAIRS",
    "AGRICULTURAL",
    "AI",
    "AMB",
    "AMBASSADOR",
    "ARMY",
    "ASSISTANT",
    "ATTACHE",
    "CDA",
    "CG",
    "CHARGE",
    "CHARG\u{c9}",
    "CHIEF",
    "COMMERCIAL",
    "CONGEN",
    "CONSUL",
    "CONSULAR",
    "COORDINATOR",
    "COUNSELOR",
    "COUNSELLOR",
    "COUNSELORS",
    "D'AFFAIRES",
    "D\u{2019}AFFAIRES",
    "DAS",
    "DCM",
    "DEFENSE",
    "DEPUTY",
    "DIRECTOR",
    "DPO",
    "ECON",
    "ECONCHIEF",
    "ECONCOUNS",
    "ECONOFF",
    "ECONOMIC",
    "ENVIRONMENT",
    "ENVOY",
    "ESTH",
    "EXECUTIVE",
    "FIRST",
    "GENERAL",
    "HEAD",
    "LABOR",
    "LEADER",
    "LEGAL",
    "MANAGEMENT",
    "MGT",
    "MILITARY",
    "MINISTER",
    "MISSION",
    "OFFICE",
    "OFFICER",
    "PAO",
    "PDAS",
    "PERMANENT",
    "POL",
    "POLAD",
    "POLCHIEF",
    "POLCOUNS",
    "POLCOUNSELOR",
    "POLITICAL",
    "POLOFF",
    "PRINCIPAL",
    "PRT",
    "PUBLIC",
    "REFUGEE",
    "REGIONAL",
    "REPRESENTATIVE",
    "RSO",
    "SCIENCE",
    "SECOND",
    "SECRETARY",
    "SECTION",
    "SECURITY",
    "SENIOR",
    "SPECIAL",
    "STAFF",
    "TEAM",
    "UNDER",
    "VICE",
];

fn is_title_word(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':'));
    let known = |part: &str| TITLES.iter().any(|title| same(title, part));
    bare.contains('/') || bare.eq_ignore_ascii_case("A.I") || bare.split('-').any(known)
}

fn is_link(word: &str) -> bool {
    ["of", "for", "to", "the", "and", "at", "&"]
        .iter()
        .any(|link| same(link, word))
}

/// The title that a text begins with, and what follows it.
fn title_prefix(text: &str) -> (&str, &str) {
    let mut end = 0;
    let mut at = 0;
    for word in text.split(is_blank) {
        let stop = at + word.len();
        if is_title_word(word) {
            end = stop;
        } else if !word.is_empty() && !is_link(word) {
            break;
        }
        at = stop + 1;
        if !text.is_char_boundary(at) {
            break;
        }
    }
    (
        trim(text.get(..end).unwrap_or_default()),
        trim(from(text, end)),
    )
}

/// Takes name and title apart.
///
/// Titles lead in most telegrams (`Ambassador Ines Marlow`, `DCM;ADA
/// QUILL`, `Deputy Chief of Mission, Ada Quill`); the name leads where its
/// part holds no word of a title (`Ada Quill, Director, Harbor Office`),
/// and sometimes the surname (`Marlow, Ines, Ambassador`).
fn person(text: &str) -> (Option<&str>, Option<&str>) {
    let some = |part| Some(trim(part)).filter(|part: &&str| !part.is_empty());
    let parts: Vec<&str> = text
        .split([',', ';'])
        .map(trim)
        .filter(|part| !part.is_empty())
        .take(8)
        .collect();
    let Some(&first) = parts.first() else {
        return (None, None);
    };
    let (title, name) = title_prefix(first);
    if !title.is_empty() && !name.is_empty() {
        return (some(name), some(title));
    }
    if !title.is_empty() {
        let is_name = |part: &&&str| title_prefix(part).0.is_empty();
        let name = parts.iter().skip(1).find(is_name).copied();
        return (name.filter(|name| !is_agency(name)), some(title));
    }
    let second = parts.get(1).copied();
    let third = parts.get(2).copied();
    let has_title = |part: &str| !title_prefix(part).0.is_empty();
    if let (Some(second), Some(third)) = (second, third)
        && !first.contains(is_blank)
        && !second.contains(is_blank)
        && !has_title(second)
        && has_title(third)
    {
        let end = super::token::place(text, second).end as usize;
        let start = super::token::place(text, first).start as usize;
        return (text.get(start..end), some(third));
    }
    (some(first), second.filter(|second| !is_agency(second)))
}

/// `DOS`: where someone works is no name and no title.
fn is_agency(part: &str) -> bool {
    matches!(
        part,
        "DOS"
            | "STATE"
            | "DEPARTMENT OF STATE"
            | "Department of State"
            | "USG"
            | "Jr."
            | "Jr"
            | "JR"
    )
}

impl<'a> Draft<'a> {
    /// Reads who classified, `part` with its label and `value` after it.
    pub(super) fn classified_by(
        &mut self,
        idx: usize,
        part: &'a str,
        value: &'a str,
        open: bool,
    ) -> Next {
        let value = label(value).unwrap_or(value);
        let (parts, lines) = self.statement_lines(idx, value, open);
        let joined = Joined::new(self.text, &parts);
        let text = joined.text.as_str();
        let squashed = Squashed::new(text);
        let found = statement(&squashed, text);
        let label_at = self.place(part).start as usize;
        let (who, end) = match &found {
            Some(found) => {
                let begin = if found.begin < squashed.at.len() {
                    squashed.source(found.begin)
                } else {
                    text.len()
                };
                let last = squashed.source(found.end.saturating_sub(1));
                (
                    text.get(..begin).unwrap_or_default(),
                    joined.source(last) + 1,
                )
            }
            None => (
                text,
                parts.last().map_or(0, |part| self.place(part).end as usize),
            ),
        };
        let end =
            end.max(self.place(part).start as usize + (part.len() - value.len()).min(part.len()));
        // The statement ends with its line, unless a paragraph begins there.
        let line = lines
            .iter()
            .copied()
            .rfind(|&line| self.start_of(line) < end)
            .unwrap_or(idx);
        let line_end = if open {
            self.place(self.content(line)).end as usize
        } else {
            end
        };
        let tail = self.text.get(end..line_end).unwrap_or_default();
        let text_at =
            tail.trim_start_matches(|c| is_blank(c) || matches!(c, '.' | ',' | ';' | ')'));
        let body = start(text_at)
            .filter(|start| found.is_some() && (start.mark.is_some() || start.number == 1));
        let stop = match &body {
            Some(_) => end,
            None if open => line_end.max(end),
            None => self.place(part).end as usize,
        };
        for &read in lines.iter().filter(|&&read| read <= line) {
            if read != idx {
                self.set(read, LineKind::ClassifiedBy);
            }
        }
        if self.heading.classified_by.is_none() && !begins(part, "DERIVED") {
            let (name, title) = person(tidy(who));
            let span = |part: &str| Some(joined.span(part)).filter(|span| !span.is_empty());
            self.heading.classified_by = Some(ClassifiedBy {
                span: Span::new(label_at, stop),
                name: name.and_then(span),
                title: title.and_then(span),
                reasons: found.map(|found| found.reasons).unwrap_or_default(),
            });
        }
        match body {
            Some(_) => Next::Body(line, self.place(text_at).start as usize),
            None => Next::Line(line + 1),
        }
    }

    /// The lines that may belong to the statement.
    fn statement_lines(
        &self,
        idx: usize,
        value: &'a str,
        open: bool,
    ) -> (Vec<&'a str>, Vec<usize>) {
        let mut parts = vec![value];
        let mut lines = vec![idx];
        let mut next = idx + 1;
        let mut gap = LineKind::Body;
        while open && next < self.lines.len() && lines.len() < 8 {
            match self.kind(next) {
                LineKind::Blank if gap == LineKind::PageHeader => {}
                kind @ (LineKind::Blank | LineKind::PageHeader) => gap = kind,
                LineKind::Body => {
                    let line = self.content(next);
                    let rule_below =
                        next + 1 < self.lines.len() && self.kind(next + 1) == LineKind::Rule;
                    let stops = any_label(line).is_some()
                        || rule_below
                        || self.starts_paragraph(next)
                        || is_handling_note(line)
                        || is_heading_word(line)
                        || line.starts_with('(')
                            && super::portion_mark::portion_mark(line).is_ok()
                            && !is_list(line);
                    let reason = begins(line, "REASON") || is_list(line);
                    if stops || gap != LineKind::Body && !reason {
                        break;
                    }
                    parts.push(line);
                    lines.push(next);
                    gap = LineKind::Body;
                }
                _ => break,
            }
            next += 1;
        }
        (parts, lines)
    }
}

/// Whether a line can only be the rest of a list of reasons.
fn is_list(line: &str) -> bool {
    line.len() < 40
        && line.chars().all(|c| {
            matches!(c, 'a'..='h' | 'A'..='H' | 'n' | 'N' | '1' | '4' | '5')
                || !c.is_ascii_alphanumeric()
        })
}

/// A person without the signs around it.
fn tidy(who: &str) -> &str {
    let bare = who.trim_matches(|c: char| is_blank(c) || matches!(c, ',' | ';' | ':' | '-' | '('));
    match bare.strip_suffix('.') {
        Some(without)
            if !["Jr", "Sr", "a.i", "A.I"]
                .iter()
                .any(|word| without.ends_with(word)) =>
        {
            trim(without)
        }
        _ => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::{Squashed, person, statement, tidy};

    /// Name, title and reasons of what follows the label.
    fn check(text: &str) -> String {
        let squashed = Squashed::new(text);
        let found = statement(&squashed, text);
        let who = found
            .as_ref()
            .map_or(text, |found| &text[..squashed.source(found.begin)]);
        let (name, title) = person(tidy(who));
        let reasons = found.map(|found| found.reasons).unwrap_or_default();
        let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        format!(
            "{} | {} | {}",
            name.unwrap_or("-"),
            title.unwrap_or("-"),
            reasons.join(" ")
        )
    }

    #[test]
    fn titles_lead_or_follow() {
        insta::assert_snapshot!(check("Ambassador Ines Marlow for reasons 1.4 (b) and (d)."), @"Ines Marlow | Ambassador | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("Deputy Chief of Mission, Ada K. Quill for reasons 1.4 b and d"), @"Ada K. Quill | Deputy Chief of Mission | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("EUR/VV Acting Director Ada Quill, reasons 1.4 (b,d)"), @"Ada Quill | EUR/VV Acting Director | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("Ines Marlow, Director, Harbor Office, DOS; REASON: 1.4(B), (D)"), @"Ines Marlow | Director | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("DCM;ADA QUILL FOR REASONS 1.4(B,D)"), @"ADA QUILL | DCM | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("Marlow, Ines, Ambassador, DOS, EXEC; REASON: 1.4(D)"), @"Marlow, Ines | Ambassador | 1.4(d)");
        insta::assert_snapshot!(check("Ada Quill, reasons 1.4 (b)(d)"), @"Ada Quill | - | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("Ambassador, reason 1.4 (b,d)"), @"- | Ambassador | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("Ada Quill, Minister-Counselor for Economic Affairs, 1.4 (b)"), @"Ada Quill | Minister-Counselor for Economic Affairs | 1.4(b)");
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
