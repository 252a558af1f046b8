//! The TAGS line (5 FAH-3).

use std::borrow::Cow;

use super::Draft;
use super::ending::is_first;
use super::heading::Next;
use super::misread;
use super::repair::spoiled;
use super::token::{
    Signs, byte, from, is_blank, is_capitals, is_digits, owned, place, same, squeeze, trim, up_to,
};
use super::words::{Words, words};
use crate::cable::{Confidence, LineKind, RepairKind, Span, Tag, TagKind};
use crate::glossary;

/// One entry of a TAGS list as it was read.
struct Entry<'a> {
    /// Where it stands, with brackets and markup.
    whole: &'a str,
    /// Its words.
    words: &'a str,
    person: bool,
    link: bool,
}

/// ```abnf
/// tags   = [portion-mark] entry *(1*separator entry) [portion-mark]
/// entry  = link / person / phrase / code
/// link   = "[" 1*CHAR "](" *CHAR ")"
/// person = ("(" / "[") surname "," first-names *(";" surname "," first-names) (")" / "]")
///        / "(" surname "," first-names                  ; not closed
/// separator = blank / "," / ";" / "&" / entity
/// ```
///
/// A person holds a comma, so brackets come before separators. A phrase of
/// long words counts as one entry where commas stand around it.
///
/// Samples: `plain/tags-wrapped-with-mixed-separators`,
/// `garbled/tags-in-brackets-with-a-marking`, `plain/tags-bare-label-with-person`, `service/tags-as-markdown-links`,
/// `garbled/signature-between-slashes`
fn entries(line: &str) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let commas = line.bytes().any(|byte| byte == b',');
    let mut rest = line;
    // `(U) PREL`
    if byte(rest, 0) == b'('
        && let Ok((after, _)) = super::portion_mark::portion_mark(rest)
        && !trim(after).is_empty()
    {
        rest = after;
    }
    loop {
        let mut bytes = rest.as_bytes();
        while let [b' ' | b'\t' | b',' | b';' | b'|', after @ ..]
        | [0xc2, 0xa0 | 0xb6, after @ ..] = bytes
        {
            bytes = after;
        }
        rest = from(rest, rest.len() - bytes.len());
        // An encoded sign separates as well.
        if byte(rest, 0) == b'&' {
            let length = spoiled(rest, 0).map_or(1, |(_, length, _)| length);
            rest = from(rest, length);
            continue;
        }
        // Markup of a page that was copied raw.
        let near = rest.as_bytes().get(..120).unwrap_or(rest.as_bytes());
        if byte(rest, 0) == b'<'
            && let Some(close) = memchr::memchr(b'>', near)
        {
            rest = from(rest, close + 1);
            continue;
        }
        let Some((entry, length)) = entry(rest, commas) else {
            return entries;
        };
        entries.push(entry);
        rest = from(rest, length);
    }
}

fn entry(rest: &str, commas: bool) -> Option<(Entry<'_>, usize)> {
    if rest.is_empty() {
        return None;
    }
    if byte(rest, 0) == b'['
        && let Some((label, length)) = super::repair::link(rest)
    {
        let whole = rest.get(..length)?;
        return Some((
            Entry {
                whole,
                words: trim(label),
                person: false,
                link: true,
            },
            length,
        ));
    }
    let near = rest.as_bytes().get(..120).unwrap_or(rest.as_bytes());
    let close = match byte(rest, 0) {
        b'(' => memchr::memchr(b')', near),
        // `OVIP [QUILL, ADA]`
        b'[' => memchr::memchr(b']', near)
            .filter(|&close| rest.get(..close).is_some_and(|name| name.contains(", "))),
        _ => None,
    };
    if let Some(close) = close {
        let whole = rest.get(..=close)?;
        let words = trim(rest.get(1..close)?);
        return Some((
            Entry {
                whole,
                words,
                person: true,
                link: false,
            },
            close + 1,
        ));
    }
    // Within reach of a line: further ones are closed elsewhere.
    if byte(rest, 0) == b'(' && !trim(from(rest, 1)).starts_with(['(', '[']) {
        return unclosed(rest, commas);
    }
    // `OVIP(QUILL, ADA)`
    // and `UK(QUILL)`
    let glued = matches!(byte(rest, 4), b'(' | b'[') || byte(rest, 2) == b'(';
    let bytes = rest.as_bytes();
    let stops = |&at: &usize| match bytes.get(at..).unwrap_or_default() {
        [b' ' | b'\t' | b',' | b';' | b'|' | b'<', ..] | [0xc2, 0xa0, ..] => true,
        [b'(' | b'[', ..] => glued,
        // `PREL&PGOV`
        [b'&', b'A'..=b'Z', b'A'..=b'Z', ..] => at == 2 || at == 4,
        _ => false,
    };
    let mut end = (1..rest.len()).find(stops).unwrap_or(rest.len());
    if commas {
        let near = rest.as_bytes().get(..48).unwrap_or(rest.as_bytes());
        let item_end = memchr::memchr2(b',', b';', near).unwrap_or(near.len());
        let item = trim(rest.get(..item_end).unwrap_or_default());
        if is_phrase(item) {
            end = item.len();
        }
    }
    if let Some(at) = bytes.iter().take(end).position(|&byte| byte == b'&')
        && spoiled(rest, at).is_some()
    {
        end = at;
    }
    // Between blanks a phrase cannot be told from codes, but for these.
    if !commas
        && end > 4
        && let Some(behind) = PHRASES.after_word(rest)
    {
        end = rest.len() - behind.len();
    }
    let words = rest.get(..end)?;
    Some((
        Entry {
            whole: words,
            words,
            person: false,
            link: false,
        },
        end,
    ))
}

/// The entry behind a bracket that is not closed: a person, surname and first
/// name, whom the dictionary does not know, or a code.
///
/// Sample: `garbled/tags-with-an-open-bracket`
fn unclosed(rest: &str, commas: bool) -> Option<(Entry<'_>, usize)> {
    const REACH: usize = 64;
    let inside = trim(from(rest, 1));
    let near = up_to(inside, REACH);
    let second = memchr::memchr_iter(b',', near.as_bytes()).nth(1);
    let name = near.get(..second.unwrap_or(near.len())).unwrap_or_default();
    let is_name = |part: &str| {
        let word = trim(part).split(is_blank).next().unwrap_or_default();
        word.len() > 1 && glossary::tag_kind(word, None) == TagKind::Unknown
    };
    let person = name.split_once(',').filter(|_| name.len() < 48);
    if person.is_some_and(|(surname, first)| is_name(surname) && is_name(first)) {
        let end = place(rest, name).end as usize;
        let entry = Entry {
            whole: rest.get(..end)?,
            words: name,
            person: true,
            link: false,
        };
        return Some((entry, end));
    }
    let (code, length) = entry(inside, commas)?;
    Some((code, rest.len() - inside.len() + length))
}

/// Entries of several words that stand between blanks, too.
const PHRASES: Words = words![
    "COUNTER TERRORISM",
    "COUNTRY CLEARANCE",
    "HUMAN RIGHTS",
    "POLITICAL PARTIES",
];

/// Whether what stands between two commas is one entry of several words: of
/// words too long for codes, or, beside one of them, of short ones that the
/// dictionary does not know.
fn is_phrase(item: &str) -> bool {
    let mut words = item.split(is_blank).filter(|word| !word.is_empty());
    let letters = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let no_code = |word: &str| word.len() > 2 && glossary::tag_kind(word, None) == TagKind::Unknown;
    item.len() < 40
        && item.contains(is_blank)
        && (["WEST BANK", "GAZA STRIP"]
            .iter()
            .any(|&known| same(known, &squeeze(item)))
            || words.clone().any(|word| word.len() > 4)
                && words.all(|word| letters(word) && (word.len() > 4 || no_code(word))))
}

/// Whether at least half of the entries of a line are known codes.
pub(super) fn is_list(line: &str, year: Option<u16>) -> bool {
    let entries = entries(line);
    let known = |entry: &&Entry<'_>| {
        entry.person || glossary::tag_kind(entry.words, year) != TagKind::Unknown
    };
    entries.iter().filter(known).count() * 2 >= entries.len()
}

/// `OVIP, MARLOW, INES Q.`: a person whose brackets were left out, behind a tag
/// that goes with persons, or wherever an initial follows the first name. `at` is the surname; the
/// dictionary knows neither word. Returns how many entries the name takes.
///
/// Further behind such a tag, `PINR, VD, MARLOW, INES`, only the last two words
/// of a line are one, with a comma between and neither as long as a code.
///
/// Anywhere a frequent first name tells: `PREL, MARLOW, JOSEPH, VD`.
///
/// Without a comma, `OVIP QUILL ADA`, one of both must be longer or shorter than codes are.
///
/// Sample: `plain/tags-persons-without-brackets`
fn bare_person<'a>(
    line: &'a str,
    entries: &[Entry<'a>],
    at: usize,
    behind_person: bool,
    year: Option<u16>,
) -> Option<(&'a str, usize)> {
    let tag = entries.get(at.checked_sub(1)?)?;
    let is_initial =
        |entry: &&Entry<'_>| matches!(entry.words.as_bytes(), [b'A'..=b'Z'] | [b'A'..=b'Z', b'.']);
    let initial = entries.get(at + 2).filter(is_initial);
    let tag = tag.words.trim_end_matches(':');
    let goes_with_persons = |tag: &str| {
        matches!(
            tag.as_bytes(),
            [b'O' | b'P' | b'C' | b'o' | b'p' | b'c', _, _, _]
        ) && [
            "OVIP", "OTRA", "OREP", "PINR", "CVIS", "CGEN", "CASC", "CPAS",
        ]
        .iter()
        .any(|known| same(known, tag))
    };
    let is_of_persons = goes_with_persons(tag);
    let is_last = at + 2 == entries.len()
        && entries
            .iter()
            .take(at)
            .any(|entry| goes_with_persons(entry.words.trim_end_matches(':')));
    // Most tags go with no person, and are not looked up.
    // `PREL, MARLOW, JOSEPH, VD`: no code is a frequent first name.
    let is_told = || {
        entries
            .get(at + 1)
            .is_some_and(|first| is_first(first.words))
    };
    if !(is_of_persons || behind_person || initial.is_some() || is_last || is_told()) {
        return None;
    }
    let is_name = |entry: &Entry<'_>| {
        let letter = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'\'');
        !entry.person
            && entry.words.len() > 2
            && entry.words.bytes().all(letter)
            && glossary::tag_kind(entry.words, year) == TagKind::Unknown
    };
    let (surname, first) = (entries.get(at)?, entries.get(at + 1)?);
    if !is_name(surname) || !is_name(first) {
        return None;
    }
    let start = place(line, surname.words).start as usize;
    let end = place(line, initial.unwrap_or(first).words).end as usize;
    let whole = line.get(start..end)?;
    let parted = whole.get(surname.words.len()..).map(trim)?.starts_with(',');
    let is_like_code = |entry: &Entry<'_>| entry.words.len() == 4;
    let fits = if is_of_persons || behind_person || initial.is_some() {
        // `CASC, ARRESTS, IRAQ`: where, not who.
        let is_where = || glossary::is_place(first.words) && !is_first(first.words);
        (parted || is_of_persons && !(is_like_code(surname) && is_like_code(first))) && !is_where()
    } else {
        let may_be = |entry| !is_like_code(entry) && !is_visit_or_agency(entry.words);
        parted && may_be(surname) && (may_be(first) || is_first(first.words))
    };
    fits.then_some((whole, 2 + usize::from(initial.is_some())))
}

/// `PREL/MARR/QUILL, ADA`: a person behind codes that slashes part. The
/// dictionary knows each code and no word of the name. Returns the codes, the
/// person and how many entries they take.
///
/// Sample: `plain/tags-person-behind-a-slash`
fn person_behind_slash<'a>(
    line: &'a str,
    entries: &[Entry<'a>],
    at: usize,
    year: Option<u16>,
) -> Option<(&'a str, &'a str, usize)> {
    let words = entries.get(at)?.words;
    let slash = memchr::memrchr(b'/', words.as_bytes())?;
    let (codes, surname) = (words.get(..slash)?, from(words, slash + 1));
    let known = |code: &str| glossary::tag_kind(code, year) != TagKind::Unknown;
    let first = entries.get(at + 1)?;
    let is_name = |name: &str| {
        name.len() > 2
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
            && !known(name)
    };
    let initial = entries
        .get(at + 2)
        .filter(|entry| matches!(entry.words.as_bytes(), [b'A'..=b'Z'] | [b'A'..=b'Z', b'.']));
    let start = place(line, surname).start as usize;
    let end = place(line, initial.unwrap_or(first).words).end as usize;
    let whole = line.get(start..end)?;
    let parted = trim(from(whole, surname.len())).starts_with(',');
    (parted
        && is_name(surname)
        && !is_visit_or_agency(surname)
        && is_name(first.words)
        && codes.split('/').all(known))
    .then_some((codes, whole, 2 + usize::from(initial.is_some())))
}

/// `CODEL`, `USAID`: behind a slash no surname.
fn is_visit_or_agency(word: &str) -> bool {
    const KNOWN: Words = words![
        "CODEL",
        "STAFFDEL",
        "NODEL",
        "GODEL",
        "USDEL",
        "VIPS",
        "USAID",
        "USIA",
        "USIS",
        "USDA",
        "USAF",
        "DIA",
        "NSA",
        "UNGA",
        "UNSC",
        "UNDP",
        "UNHCR",
        "UNICEF",
        "NATO",
        "OSCE",
        "MINISTER",
        "PRESIDENT",
        "AMBASSADOR",
        "SENATOR",
        "SECRETARY",
        "VISIT",
        "VISITS",
        "DELEGATION",
    ];
    let is_listed = |kind| matches!(kind, glossary::Kind::Acronym | glossary::Kind::Office);
    KNOWN.hold(word)
        || glossary::station(word).is_some()
        || glossary::explain(word, None)
            .iter()
            .any(|entry| is_listed(entry.kind))
}

/// `PGO V`: a code with a stray blank inside. The dictionary knows neither
/// part, and what they make together is in it.
///
/// Sample: `garbled/tags-with-blanks-inside-codes`
fn broken_code<'a>(
    line: &'a str,
    entries: &[Entry<'a>],
    at: usize,
    year: Option<u16>,
) -> Option<&'a str> {
    let (first, second) = (entries.get(at)?, entries.get(at + 1)?);
    let known = |code: &str| glossary::tag_kind(code, year) != TagKind::Unknown;
    let is_part = |entry: &Entry<'_>| {
        !entry.person
            && !entry.link
            && entry.words.len() < 4
            && entry.words.bytes().all(|byte| byte.is_ascii_uppercase())
            && !known(entry.words)
    };
    let start = place(line, first.words).start as usize;
    let end = place(line, second.words).end as usize;
    let whole = line.get(start..end)?;
    let gap = whole.get(first.words.len()..whole.len().checked_sub(second.words.len())?)?;
    let length = first.words.len() + second.words.len();
    (is_part(first)
        && is_part(second)
        && gap.chars().all(is_blank)
        && matches!(length, 2 | 4)
        && known(&format!("{}{}", first.words, second.words)))
    .then_some(whole)
}

/// Cuts codes that were glued together, longest first, if the dictionary
/// knows every part, and not all are of two letters.
fn unglued(code: &str, year: Option<u16>) -> Option<Vec<&str>> {
    if !(6..=80).contains(&code.len()) || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let known = |part: &str| glossary::tag_kind(part, year) != TagKind::Unknown;
    if known(code) {
        return None;
    }
    let mut parts = Vec::new();
    let mut rest = code;
    while !rest.is_empty() {
        let length = (2..=8.min(rest.len()))
            .rev()
            .find(|&at| rest.get(..at).is_some_and(known))?;
        parts.push(rest.get(..length)?);
        rest = from(rest, length);
    }
    // REPUBLIC is a word, not four countries, and so is TECHNOLOGY.
    let n_long = parts.iter().filter(|part| part.len() > 2).count();
    (n_long > 0 && n_long * 2 >= parts.len()).then_some(parts)
}

/// The code that one with digits for letters stands for, if the dictionary
/// knows that and not the code as it is: `EF1S` is EFIS.
///
/// Sample: `garbled/letters-for-digits-in-the-heading`
fn misread_code(code: &str, year: Option<u16>) -> Option<String> {
    // The group of states has no code, and posts wrote its name.
    if !(2..=8).contains(&code.len())
        || !code.bytes().any(|byte| byte.is_ascii_digit())
        || code == "G8"
    {
        return None;
    }
    let known = |code: &str| glossary::tag_kind(code, year) != TagKind::Unknown;
    let read: String = code.chars().map(misread::capital).collect();
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    if digits * 2 > code.len() || known(code) {
        return None;
    }
    // `PRE1`
    let other = || code.replace('1', "L");
    Some(read).filter(|read| known(read)).or_else(|| {
        let read = other();
        known(&read).then_some(read)
    })
}

/// `SENV/EFIS`, `PREL-UK`, `PREL:UK`: codes with a sign between them, if the dictionary
/// knows each; with slashes, if it knows one and the others may be codes.
fn signed(code: &str, year: Option<u16>) -> Option<std::str::Split<'_, char>> {
    let known =
        |part: &str| glossary::tag_kind(&part.to_ascii_uppercase(), year) != TagKind::Unknown;
    // NATO-PFP is one.
    if code.bytes().all(|byte| byte.is_ascii_alphanumeric()) || known(code) {
        return None;
    }
    let signs = ['/', '-', '.', '\\', ':', '+'];
    let sign = signs.into_iter().find(|&sign| code.contains(sign))?;
    let is_like_code = |part: &str| {
        matches!(part.len(), 2 | 4) && part.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let slashed = || {
        sign == '/'
            && code.split(sign).any(known)
            && code
                .split(sign)
                .all(|part| known(part) || is_like_code(part))
    };
    (code.split(sign).all(known) || slashed()).then(|| code.split(sign))
}

/// Whether a line directly below a TAGS line goes on with it: words of two
/// to eight letters, whatever stands between them.
fn goes_on(line: &str, capitals: bool) -> bool {
    let sign = |c: char| is_blank(c) || matches!(c, ',' | ';' | '(' | ')');
    let word = |word: &str| {
        let signed = |c: char| matches!(c, '/' | '-');
        // `PREL - PGOV`
        matches!(word, "-" | "/")
            || (2..=8).contains(&word.len())
                && word
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"./&-".contains(&b))
            || word.contains(signed)
                && word.len() < 20
                && word.split(signed).all(|part| {
                    (2..=6).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
                })
    };
    // `AORC, UK (C)`
    let line = match line.rfind('(') {
        Some(open)
            if open > 0
                && super::portion_mark::portion_mark(from(line, open))
                    .is_ok_and(|(rest, _)| rest.is_empty()) =>
        {
            trim(line.get(..open).unwrap_or_default())
        }
        _ => line,
    };
    let linked = line.starts_with('[') && super::repair::link(line).is_some()
        || line.starts_with("<a ") && line.contains("</a>");
    let person = line.starts_with('(') && line.contains(',');
    linked
        || line.len() < 160
            && (!capitals || is_capitals(line))
            && (person || line.split(sign).filter(|part| !part.is_empty()).all(word))
}

/// The parts of a code that the end of a line cut. The list has commas, but
/// none at the cut, and the dictionary knows the whole as one of subjects.
fn cut_within<'a>(above: &'a str, line: &'a str, year: Option<u16>) -> Option<(&'a str, &'a str)> {
    let part = |text: &str| {
        (1..4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let first = above.rsplit([',', ' ', ';']).next().unwrap_or_default();
    let second = line.split([',', ';']).next().unwrap_or_default();
    let listed = above.len() == first.len() || above.contains([',', ';']);
    let parted = line.len() == second.len() || byte(line, second.len()) == b',';
    if !(part(first) && part(second) && listed && parted && first.len() + second.len() == 4) {
        return None;
    }
    let kind = glossary::tag_kind(&format!("{first}{second}"), year);
    matches!(kind, TagKind::Subject | TagKind::Program).then_some((first, second))
}

/// Whether a line of the list goes on below a blank: it ends with a comma or inside a
/// bracket.
pub(super) fn breaks_off(line: &str) -> bool {
    line.ends_with(',') || is_open(line)
}

fn is_open(line: &str) -> bool {
    let bracket = memchr::memrchr2(b'(', b')', line.as_bytes());
    bracket.is_some_and(|at| byte(line, at) == b'(')
}

/// Whether a line goes on inside a person or a code that the end of the one above cut.
pub(super) fn goes_on_below(above: &str, line: &str, year: Option<u16>) -> bool {
    is_open(above) && closing(line).is_some() || cut_within(above, line, year).is_some()
}

/// Whether a line without a label is a list of TAGS: two codes or more, all known, and
/// one of them of a subject.
pub(super) fn is_codes(line: &str, year: Option<u16>) -> bool {
    let codes = codes(line);
    let kind = |entry: &Entry<'_>| glossary::tag_kind(entry.words, year);
    codes.len() > 1
        && are_known(&codes, year)
        && codes.iter().any(|entry| kind(entry) == TagKind::Subject)
}

/// Whether a line may go on with such a list: it holds nothing but known codes and persons.
pub(super) fn are_codes(line: &str, year: Option<u16>) -> bool {
    let codes = codes(line);
    !codes.is_empty() && are_known(&codes, year)
}

/// What stands on a short line in capitals.
fn codes(line: &str) -> Vec<Entry<'_>> {
    const LONGEST: usize = 80;
    if line.len() > LONGEST || !is_capitals(line) {
        return Vec::new();
    }
    entries(line)
}

fn are_known(codes: &[Entry<'_>], year: Option<u16>) -> bool {
    let is_known = |entry: &Entry<'_>| {
        entry.person || glossary::tag_kind(entry.words, year) != TagKind::Unknown
    };
    codes.iter().all(is_known)
}

/// Where a line closes a bracket that was opened above: before it stand the
/// rest of a name, and no other bracket.
fn closing(line: &str) -> Option<usize> {
    let near = line.as_bytes().get(..48).unwrap_or(line.as_bytes());
    let close = memchr::memchr2(b')', b'(', near)?;
    let letters = |c: char| c.is_alphabetic() || is_blank(c) || ".,'-".contains(c);
    let is_name = line
        .get(..close)
        .is_some_and(|name| name.chars().all(letters));
    (byte(line, close) == b')' && is_name).then_some(close)
}

impl Draft<'_> {
    /// Reads a TAGS line with `value` after its label.
    pub(super) fn tags(&mut self, idx: usize, value: &str, open: bool) -> Next {
        let year = self.year();
        let mut broken = self.tags_up_to(value, year);
        let capitals = is_capitals(value) || value.is_empty();
        let mut next = idx + 1;
        let mut gap = LineKind::Body;
        let mut above = value;
        let mut done = Next::Line(idx + 1);
        while open && next < self.lines.len() {
            match self.kind(next) {
                LineKind::Blank if gap == LineKind::PageHeader => {}
                kind @ (LineKind::Blank | LineKind::PageHeader) => gap = kind,
                LineKind::Body => {
                    let line = self.content(next);
                    if self.label(line).is_some()
                        || super::caption::is_caption(line)
                        || super::caption::banner(self.text, line).is_some()
                        || self.starts_paragraph(next)
                        || super::heading::is_heading_word(line)
                    {
                        break;
                    }
                    // `NO, SW SUBJECT: TALKS`
                    let cut = self.inner_label(line);
                    let part = cut.and_then(|at| line.get(..at - self.place(line).start as usize));
                    let line = trim(part.unwrap_or(line));
                    let known = || {
                        entries(line)
                            .iter()
                            .all(|entry| glossary::tag_kind(entry.words, year) != TagKind::Unknown)
                    };
                    let some_known = || {
                        entries(line)
                            .iter()
                            .any(|entry| glossary::tag_kind(entry.words, year) != TagKind::Unknown)
                    };
                    let closes = broken.is_some() && closing(line).is_some();
                    let more = closes
                        || gap != LineKind::Blank && cut_within(above, line, year).is_some()
                        || (goes_on(line, capitals)
                            || above.is_empty() && goes_on(line, false) && known())
                            && (gap != LineKind::Blank
                                || above.ends_with(',')
                                || known()
                                || above.is_empty() && some_known());
                    if !more {
                        break;
                    }
                    self.set(next, LineKind::Tags);
                    let line = self.cut_code(above, line, year);
                    broken = self.tags_below(broken, line, year);
                    above = line;
                    done = Next::Line(next + 1);
                    gap = LineKind::Body;
                    if let Some(at) = cut {
                        done = Next::Within(next, at);
                        break;
                    }
                }
                _ => break,
            }
            next += 1;
        }
        self.tags_of(broken.unwrap_or_default(), year);
        done
    }

    /// Reads the lines of a list of TAGS.
    pub(super) fn tag_lines<'b>(&mut self, lines: impl Iterator<Item = &'b str>) {
        let year = self.year();
        let mut broken = None;
        let mut above = "";
        for line in lines {
            let rest = self.cut_code(above, line, year);
            broken = self.tags_below(broken, rest, year);
            above = line;
        }
        self.tags_of(broken.unwrap_or_default(), year);
    }

    /// Reads a line of the list below one that broke off inside a person.
    fn tags_below<'b>(
        &mut self,
        broken: Option<&str>,
        line: &'b str,
        year: Option<u16>,
    ) -> Option<&'b str> {
        let rest = match (broken, closing(line)) {
            (Some(broken), Some(close)) => self.person_below(broken, line, close),
            (broken, _) => {
                self.tags_of(broken.unwrap_or_default(), year);
                line
            }
        };
        self.tags_up_to(rest, year)
    }

    /// Reads the entries of a line, but for a person whose bracket is not
    /// closed on it: that goes on below.
    fn tags_up_to<'b>(&mut self, line: &'b str, year: Option<u16>) -> Option<&'b str> {
        let open = line.bytes().rposition(|byte| byte == b'(');
        let open = open.filter(|&at| !from(line, at).contains(')'));
        let end = open.unwrap_or(line.len());
        self.tags_of(line.get(..end).unwrap_or_default(), year);
        open.map(|at| from(line, at))
    }

    /// Reads a code that the end of the line cut, `PR` / `EL, PGOV`, in place of
    /// its first part; returns what follows it below.
    ///
    /// Sample: `garbled/tags-cut-inside-a-code`
    fn cut_code<'b>(&mut self, above: &str, line: &'b str, year: Option<u16>) -> &'b str {
        let Some((first, second)) = cut_within(above, line, year) else {
            return line;
        };
        let start = self.place(first);
        if self
            .heading
            .tags
            .last()
            .is_none_or(|last| last.span != start)
        {
            return line;
        }
        self.heading.tags.pop();
        let span = start.cover(self.place(second));
        let code = format!("{first}{second}");
        let kind = glossary::tag_kind(&code, year);
        self.heading.tags.push(Tag {
            span,
            code: code.into(),
            kind,
        });
        from(line, second.len())
    }

    /// Reads the person that `broken` begins and whose bracket `line` closes
    /// at `close`; returns what follows on the line.
    fn person_below<'b>(&mut self, broken: &str, line: &'b str, close: usize) -> &'b str {
        let name = line.get(..close).unwrap_or_default();
        let words = name_of(&format!("{} {name}", broken.trim_start_matches('(')));
        let end = self.place(line).start as usize + close + 1;
        self.heading.tags.push(Tag {
            span: Span::new(self.place(broken).start as usize, end),
            code: words.into(),
            kind: TagKind::Person,
        });
        from(line, close + 1)
    }

    fn tags_of(&mut self, line: &str, year: Option<u16>) {
        // The walk asks only whether there is one.
        if self.for_list && (!self.heading.tags.is_empty() || self.begins_with_code(line)) {
            return;
        }
        // `MOPS, NORTHHAVEN 00000088  001.2 OF 002  IZ`: the header of a page.
        let serial = line
            .split(is_blank)
            .find(|word| word.len() == 8 && is_digits(word));
        let at = serial.map(|word| self.place(word).start as usize);
        let Some(page) = at.and_then(|at| self.page_header_at(at)) else {
            return self.tags_in(line, year);
        };
        self.repair(page, RepairKind::PageHeader, " ".into(), Confidence::High);
        let start = self.place(line).start as usize;
        let before = (page.start as usize).saturating_sub(start);
        let behind = (page.end as usize).saturating_sub(start);
        self.tags_in(line.get(..before).unwrap_or_default(), year);
        self.tags_in(from(line, behind), year);
    }

    /// Takes the code that a line begins with, if it is one as it stands.
    fn begins_with_code(&mut self, line: &str) -> bool {
        let n_letters = line.bytes().take_while(u8::is_ascii_uppercase).count();
        let code = line.get(..n_letters).unwrap_or_default();
        let is_code = matches!(n_letters, 2..=4)
            && matches!(byte(line, n_letters), 0 | b' ' | b',')
            && !LEAKS.hold(code);
        if is_code {
            self.tag(code, code.into(), TagKind::Unknown);
        }
        is_code
    }

    fn tags_in(&mut self, line: &str, year: Option<u16>) {
        static SIGNS: Signs = Signs::new(".-:\"'[]/|&*_\\");
        self.field(self.place(line));
        let entries = entries(line);
        // Where the entries of a name without brackets end.
        let mut behind_name = 0;
        let mut second_part = None;
        // Most lists have no slash.
        let is_slashed = memchr::memchr(b'/', line.as_bytes()).is_some();
        for (at, entry) in entries.iter().enumerate() {
            if self.for_list && !self.heading.tags.is_empty() {
                return;
            }
            if at < behind_name || second_part == Some(at) {
                continue;
            }
            // `OVIP, QUILL, ADA, MARLOW, INES`
            let behind_person = at > 1 && behind_name == at;
            if let Some((person, n)) = bare_person(line, &entries, at, behind_person, year) {
                self.tag(person, name_of(person).into(), TagKind::Person);
                behind_name = at + n;
                continue;
            }
            let code = SIGNS.trim(entry.words);
            // `PREL, UK (U)`: the marking of the list.
            if at > 0 && entry.person && super::portion_mark::portion_mark(entry.whole).is_ok() {
                continue;
            }
            if let Some(read) = broken_code(line, &entries, at, year) {
                let code: String = read.split(is_blank).collect();
                let kind = glossary::tag_kind(&code, year);
                self.tag(read, code.into(), kind);
                second_part = Some(at + 1);
                continue;
            }
            if entry.link {
                let span = self.place(entry.whole);
                self.repair(
                    span,
                    RepairKind::MarkdownLink,
                    owned(entry.words),
                    Confidence::High,
                );
            }
            // What leaks into the list in damaged texts is no code.
            if code.is_empty() || LEAKS.hold(code) {
                continue;
            }
            if is_slashed
                && let Some((codes, person, n)) = person_behind_slash(line, &entries, at, year)
            {
                for code in codes.split('/') {
                    self.tag(code, code.into(), glossary::tag_kind(code, year));
                }
                self.tag(person, name_of(person).into(), TagKind::Person);
                behind_name = at + n;
                continue;
            }
            self.tag_entry(entry, code, year);
        }
    }

    /// Takes an entry that is neither a name without brackets nor a broken code: codes with
    /// signs between them, persons, or one code.
    fn tag_entry(&mut self, entry: &Entry<'_>, code: &str, year: Option<u16>) {
        if let Some(codes) = signed(code, year) {
            for code in codes {
                let code_in_capitals = code.to_ascii_uppercase();
                let kind = glossary::tag_kind(&code_in_capitals, year);
                self.tag(code, code_in_capitals.into(), kind);
            }
            return;
        }
        let mut upper = single_blanked(code).to_ascii_uppercase();
        if let Some(read) = misread_code(&upper, year) {
            let (span, to) = (self.place(code), read.clone().into());
            self.repair(span, RepairKind::MisreadCharacter, to, Confidence::Medium);
            upper = read;
        }
        let codes = || entry.words.split([',', ';']).map(trim);
        if entry.person
            && entry.words.contains([',', ';'])
            && codes().all(|code| glossary::tag_kind(code, year) != TagKind::Unknown)
        {
            // `(PREL, EFIS)`
            for code in codes() {
                self.tag(code, code.into(), glossary::tag_kind(code, year));
            }
            return;
        }
        let names = || entry.words.split(';').map(trim);
        if entry.person && entry.words.contains(';') && names().all(|name| name.contains(',')) {
            // `OVIP (QUILL, ADA; MARLOW, INES)`
            for name in names() {
                self.tag(name, name_of(name).into(), TagKind::Person);
            }
        } else if entry.person && upper.contains(',') {
            // The dot after an initial belongs to the name.
            self.tag(entry.whole, name_of(entry.words).into(), TagKind::Person);
        } else if let Some(parts) = unglued(&upper, year) {
            let start = place(self.text, code).start as usize;
            let mut at = start;
            for part in parts {
                if at > start {
                    let gap = Span::new(at, at);
                    self.repair(gap, RepairKind::LostSpace, " ".into(), Confidence::Medium);
                }
                let whole = self.text.get(at..at + part.len()).unwrap_or_default();
                self.tag(whole, part.into(), glossary::tag_kind(part, year));
                at += part.len();
            }
        } else {
            let kind = glossary::tag_kind(&upper, year);
            self.tag(entry.whole, upper.into(), kind);
        }
    }

    /// Takes a code unless it was met: later sections repeat the list.
    fn tag(&mut self, whole: &str, code: Box<str>, kind: TagKind) {
        let tags = &self.heading.tags;
        if tags.len() < FEW {
            if tags.iter().any(|known| known.code == code) {
                return;
            }
        } else {
            if self.known_tags.is_empty() {
                self.known_tags
                    .extend(tags.iter().map(|known| known.code.clone()));
            }
            if !self.known_tags.insert(code.clone()) {
                return;
            }
        }
        let span = self.place(whole);
        self.heading.tags.push(Tag { span, code, kind });
    }
}

/// A person with one blank between the words, also behind the comma: `QUILL,ADA`
/// and `QUILL, ADA` are one.
fn name_of(words: &str) -> String {
    let mut name = squeeze(words);
    let comma = memchr::memchr(b',', name.as_bytes());
    if let Some(at) = comma.filter(|&at| byte(&name, at + 1).is_ascii_alphabetic()) {
        name.insert(at + 1, ' ');
    }
    name
}

/// A phrase with one blank between its words; whatever else stands in it stays.
fn single_blanked(code: &str) -> Cow<'_, str> {
    if !code.contains(is_blank) {
        return Cow::Borrowed(code);
    }
    let words = code.split(is_blank).filter(|word| !word.is_empty());
    Cow::Owned(words.collect::<Vec<_>>().join(" "))
}

/// What leaks into the list in damaged texts.
const LEAKS: Words = words![
    "SIPDIS",
    "TAGS",
    "TERMS",
    "REF",
    "E.O",
    "SUBJECT",
    "N/A",
    "NONE",
    "AND",
    "EXDIS",
    "UNCLAS",
    "UNCLASSIFIED",
    "CONFIDENTIAL",
    "SECRET",
    "NODIS",
    "LIMDIS",
    "NOFORN",
];

/// Up to so many codes are compared one by one.
const FEW: usize = 32;

#[cfg(test)]
mod tests {
    use super::{RepairKind, entries, goes_on, signed, unglued};

    #[test]
    fn an_ampersand_parts_codes() {
        assert_eq!(codes("PREL&PGOV&UK"), "PREL | PGOV | UK");
        assert_eq!(codes("PREL, R&D"), "PREL | R&D");
    }

    #[test]
    fn a_person_has_a_blank_behind_the_comma() {
        assert_eq!(codes("OVIP (QUILL,ADA), PREL"), "OVIP | QUILL, ADA | PREL");
        assert_eq!(
            codes("OVIP (QUILL,ADA), OTRA (QUILL, ADA)"),
            "OVIP | QUILL, ADA | OTRA"
        );
    }

    #[test]
    fn links_of_a_page_may_go_on_below() {
        let link = |code: &str| format!("<a href='/tag/{code}_0.html'>{code}</a>");
        let list = format!("{} {}\n{}", link("PREL"), link("PGOV"), link("NO"));
        assert_eq!(codes(&list), "PREL | PGOV | NO");
        assert_eq!(codes("PREL\n<a word"), "PREL");
    }

    #[test]
    fn a_person_may_stand_behind_a_slash() {
        assert_eq!(codes("PREL/MARR/QUILL, ADA"), "PREL | MARR | QUILL, ADA");
        assert_eq!(codes("PREL/QUILL, ADA B., UK"), "PREL | QUILL, ADA B. | UK");
        // A word that no code stands before, and a code behind the comma.
        assert_eq!(codes("HARBOR/QUILL, ADA"), "HARBOR/QUILL | ADA");
        assert_eq!(codes("PREL/MARR, UK"), "PREL | MARR | UK");
        // A visit and an agency.
        for list in [
            "OVIP/CODEL, QUILL",
            "EAID/USAID, HARB, UK",
            "OVIP/MINISTER, QUILL",
        ] {
            assert_eq!(codes(list), list.replace(", ", " | "));
        }
    }

    #[test]
    fn the_marking_of_a_list_may_stand_below() {
        assert_eq!(
            codes("PREL, PGOV,\nEFIS, UK (C)"),
            "PREL | PGOV | EFIS | UK"
        );
        assert_eq!(
            codes("PREL, PGOV,\nEFIS, UK (BOATS)"),
            "PREL | PGOV | EFIS | UK | BOATS"
        );
        assert_eq!(codes("PREL, UK\nWe met him (C)"), "PREL | UK");
        assert_eq!(codes("PREL* _UK_, NO(QUILL)"), "PREL | UK | NO | QUILL");
        assert_eq!(codes("PREL, A(QUILL)"), "PREL | A(QUILL)");
    }

    #[test]
    fn a_blank_may_stand_inside_a_code() {
        assert_eq!(codes("PREL, PGO V, UK"), "PREL | PGOV | UK");
        assert_eq!(codes("P REL PGOV U K"), "PREL | PGOV | UK");
        // Either part is a code, or both make none.
        assert_eq!(codes("PREL, XQ ZJ, UK"), "PREL | XQ | ZJ | UK");
        assert_eq!(codes("UK FR"), "UK | FR");
        assert_eq!(codes("P, REL, UK"), "P | REL | UK");
    }

    #[test]
    fn a_code_may_be_cut_by_the_end_of_a_line() {
        assert_eq!(codes("UK, PR\nEL, PGOV"), "UK | PREL | PGOV");
        assert_eq!(codes("PGOV, UK, PR\nEF"), "PGOV | UK | PREF");
        assert_eq!(codes("EFIN, EIN\nV, NO"), "EFIN | EINV | NO");
        assert_eq!(codes("EFIN, EIN\nX, NO"), "EFIN | EIN");
        // Two codes, or a list without commas.
        assert_eq!(codes("PREL, UK\nFR, NO"), "PREL | UK | FR | NO");
        assert_eq!(codes("UK, PR,\nEL, PGOV"), "UK | PR | EL | PGOV");
        assert_eq!(codes("PGOV PR\nEL NO"), "PGOV | PR | EL | NO");
    }

    #[test]
    fn markings_bars_and_pages_are_no_codes() {
        assert_eq!(codes("PREL (U), PINR, (SBU), UK"), "PREL | PINR | UK");
        assert_eq!(codes("PREL | UK & FR"), "PREL | UK | FR");
        let list = |page: &str| {
            let text = format!("UNCLAS OSLO 000088\n\nTAGS: PREL, {page} IZ, UK\n");
            let cable = crate::parse::parse(text.as_bytes());
            cable.heading.tags.len()
        };
        assert_eq!(list("OSLO 00000088  001.2 OF 003 "), 3);
        // Of another telegram.
        assert!(list("ROME 00000077  001.2 OF 003 ") > 3);
    }

    #[test]
    fn lines_below_may_hold_signed_codes_and_small_letters() {
        assert_eq!(
            codes("PREL, UK,\nASEC-PTER, NO"),
            "PREL | UK | ASEC | PTER | NO"
        );
        assert_eq!(codes("PREL, NATO-PFP, UK"), "PREL | NATO-PFP | UK");
        assert_eq!(codes("\nprel, uk"), "PREL | UK");
        assert_eq!(codes("\nfree the boats"), "");
        assert_eq!(codes("ECON, TECHNOLOGY"), "ECON | TECHNOLOGY");
        assert_eq!(
            codes("OVIP, QUILL, ADA, MARLOW, INES, PREL"),
            "OVIP | QUILL, ADA | MARLOW, INES | PREL"
        );
    }

    #[test]
    fn a_list_may_be_marked_behind_it() {
        assert_eq!(codes("PREL, [UK] (U)"), "PREL | UK");
        assert_eq!(codes("PREL.EFIS.UK"), "PREL | EFIS | UK");
        assert_eq!(codes("PREL\\EFIS\\UK"), "PREL | EFIS | UK");
        assert_eq!(codes("OVIP [QUILL, ADA], UK"), "OVIP | QUILL, ADA | UK");
        assert_eq!(codes("PREL, D.C., UK"), "PREL | D.C | UK");
        assert_eq!(
            codes("OVIP (QUILL, ADA), PREL (SBU)"),
            "OVIP | QUILL, ADA | PREL"
        );
    }

    fn check(line: &str) -> Vec<&str> {
        entries(line).iter().map(|entry| entry.words).collect()
    }

    #[test]
    fn splits_on_blanks_and_commas_outside_brackets() {
        assert_eq!(
            check("PREL EFIS, VD;UK,FR"),
            ["PREL", "EFIS", "VD", "UK", "FR"]
        );
        assert_eq!(
            check("OVIP (QUILL, ADA B.), PREL"),
            ["OVIP", "QUILL, ADA B.", "PREL"]
        );
        assert_eq!(check("[PREL](#) [VD](#)"), ["PREL", "VD"]);
        assert_eq!(
            check("PREL, POLITICAL PARTIES, VD"),
            ["PREL", "POLITICAL PARTIES", "VD"]
        );
        assert_eq!(check("PREL VD, UK"), ["PREL", "VD", "UK"]);
    }

    #[test]
    fn slashes_divide_codes_that_the_dictionary_knows() {
        let check = |code| signed(code, None).map(Iterator::collect::<Vec<_>>);
        assert_eq!(check("SENV/EFIS"), Some(vec!["SENV", "EFIS"]));
        assert_eq!(check("SENV/HARBOR"), None);
        assert_eq!(check("SENV"), None);
        assert_eq!(check("PREL/EFIS/VD"), Some(vec!["PREL", "EFIS", "VD"]));
        assert_eq!(check("HARBOR/PREL"), None);
        assert_eq!(check("PREL-VD"), None);
    }

    #[test]
    fn signs_and_joints_around_codes_are_none() {
        assert_eq!(codes("(U) PREL, EFIS"), "PREL | EFIS");
        assert_eq!(codes("(PREL, EFIS), UK"), "PREL | EFIS | UK");
        assert_eq!(codes("OVIP(QUILL, ADA), UK"), "OVIP | QUILL, ADA | UK");
        assert_eq!(codes("OVIP: QUILL, ADA, UK"), "OVIP | QUILL, ADA | UK");
        assert_eq!(codes("\"PREL\", \"EFIS\" AND UK"), "PREL | EFIS | UK");
        assert_eq!(
            codes("OVIP (QUILL, ADA; MARLOW, INES), UK"),
            "OVIP | QUILL, ADA | MARLOW, INES | UK"
        );
        assert_eq!(
            codes("OVIP (QUILL, ADA; THE BOATS)"),
            "OVIP | QUILL, ADA; THE BOATS"
        );
    }

    #[test]
    fn a_bracket_may_be_open() {
        assert_eq!(
            codes("PREL, OVIP (QUILL, ADA, UK"),
            "PREL | OVIP | QUILL, ADA | UK"
        );
        assert_eq!(
            codes("OVIP (QUILL, ADA), (MARLOW, INES Q., UK"),
            "OVIP | QUILL, ADA | MARLOW, INES Q. | UK"
        );
        assert_eq!(codes("OVIP (QUILL, ADA"), "OVIP | QUILL, ADA");
        assert_eq!(codes("(PREL, EFIS, UK"), "PREL | EFIS | UK");
        assert_eq!(codes("PREL ((EFIS, UK"), "PREL | EFIS | UK");
        // Closed on the next line.
        assert_eq!(codes("OVIP (QUILL,\nADA), UK"), "OVIP | QUILL, ADA | UK");
    }

    #[test]
    fn digits_that_are_no_damage_stay() {
        assert_eq!(codes("EF1S G8"), "EFIS | G8");
    }

    fn codes(value: &str) -> String {
        let text = format!("TAGS: {value}\nSUBJECT: HARBOR\n");
        let cable = crate::parse::parse(text.as_bytes());
        let codes = cable.heading.tags.iter().map(|tag| &*tag.code);
        codes.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn phrases_signs_and_captions_between_codes() {
        assert_eq!(
            codes("PREL COUNTER TERRORISM UK"),
            "PREL | COUNTER TERRORISM | UK"
        );
        assert_eq!(codes("PREL COUNTER UK"), codes("PREL, COUNTER, UK"));
        assert_eq!(codes("PREL / PGOV / UK"), "PREL | PGOV | UK");
        assert_eq!(codes("PREL:PGOV:UK"), "PREL | PGOV | UK");
        assert_eq!(codes("PREL, UK NOFORN"), "PREL | UK");
        assert_eq!(codes("PREL UK UNCLAS SIPDIS"), "PREL | UK");
        assert_eq!(codes("'PREL', 'UK'"), "PREL | UK");
        assert_eq!(codes("PREL, WEST  GERMANY, UK"), "PREL | WEST GERMANY | UK");
        assert_eq!(codes("PREL,\nEFIS, UK SUBJECT: TALKS"), "PREL | EFIS | UK");
        assert_eq!(codes("PRE1, UK, ZZ1"), "PREL | UK | ZZ1");
    }

    #[test]
    fn persons_signs_and_markup() {
        // A visa case, or a frequent first name anywhere.
        assert_eq!(codes("CVIS, MARLOW, INES"), "CVIS | MARLOW, INES");
        assert_eq!(codes("CASC, ARRESTS, IRAQ"), "CASC | ARRESTS | IRAQ");
        assert_eq!(
            codes("PREL, MARLOW, JOSEPH, UK"),
            "PREL | MARLOW, JOSEPH | UK"
        );
        assert_eq!(
            codes("PREL, MARLOW, HARBOR, UK"),
            "PREL | MARLOW | HARBOR | UK"
        );
        assert_eq!(codes("PREL|EFIS|UK"), "PREL | EFIS | UK");
        assert_eq!(codes(r"PREL EFIS\ UK\"), "PREL | EFIS | UK");
        assert_eq!(
            codes("OVIP, MARLOW, INES, PREL"),
            "OVIP | MARLOW, INES | PREL"
        );
        assert_eq!(codes("OVIP, PREL, EFIS"), "OVIP | PREL | EFIS");
        assert_eq!(
            codes("PINR, UK, MARLOW, VANCEY"),
            "PINR | UK | MARLOW, VANCEY"
        );
        // No tag of persons, no comma, or words as long as codes.
        assert_eq!(
            codes("PREL, UK, MARLOW, VANCEY"),
            "PREL | UK | MARLOW | VANCEY"
        );
        assert_eq!(
            codes("PINR, UK, MARLOW VANCEY"),
            "PINR | UK | MARLOW VANCEY"
        );
        assert_eq!(codes("PINR, UK, QQQX, MARLOW"), "PINR | UK | QQQX | MARLOW");
        assert_eq!(
            codes("OVIP, UK, CODEL, MARLOW"),
            "OVIP | UK | CODEL | MARLOW"
        );
        assert_eq!(
            codes("PREL, WEST BANK, MARLOW INES, PREL EFIS, UK"),
            "PREL | WEST BANK | MARLOW INES | EFIS | UK"
        );
        assert_eq!(
            codes("PREL, HARBOR PREL, QQ DUES"),
            "PREL | HARBOR | QQ | DUES"
        );
        assert_eq!(
            codes("OVIP QUILL-VANCE ADA UK, QUILL, ADA B., PREL"),
            "OVIP | QUILL-VANCE ADA | UK | QUILL, ADA B. | PREL"
        );
        assert_eq!(
            codes("OVIP QQDU XXDU, PREL, HARBOR, DUES"),
            "OVIP | QQDU | XXDU | PREL | HARBOR | DUES"
        );
        assert_eq!(codes("PREL - PGOV -\nUK - FR"), "PREL | PGOV | UK | FR");
        assert_eq!(codes("PREL+UK"), "PREL | UK");
        assert_eq!(codes("PREL-UK, G-8"), "PREL | UK | G-8");
        assert_eq!(codes("PREL, <a href='/tag/UK_0.html'>UK</a>"), "PREL | UK");
        assert_eq!(codes("\n\nPREL, VD"), "PREL | VD");
        assert_eq!(codes("N/A\nTAGS: PREL, UK\nTAGS: PREL"), "PREL | UK");
    }

    #[test]
    fn takes_glued_codes_apart_only_as_a_whole() {
        assert_eq!(
            unglued("PRELEFISUK", None),
            Some(vec!["PREL", "EFIS", "UK"])
        );
        assert_eq!(unglued("PRELEFISQQQ", None), None);
        assert_eq!(unglued("REPUBLIC", None), None);
    }

    #[test]
    fn blanks_that_were_lost_between_codes_are_repairs() {
        let repairs = |value: &str| {
            let text = format!("TAGS: {value}\nSUBJECT: HARBOR\n");
            let repairs = crate::parse::parse(text.as_bytes()).repairs;
            let lost = repairs
                .iter()
                .filter(|repair| repair.kind == RepairKind::LostSpace);
            lost.map(|repair| repair.span.start).collect::<Vec<_>>()
        };
        assert_eq!(repairs("PRELEFISUK"), [10, 14]);
        assert_eq!(repairs("PREL, EFIS-UK"), [0; 0]);
        assert_eq!(repairs("PRELEFISQQQ"), [0; 0]);
    }

    #[test]
    fn a_further_line_holds_codes_only() {
        assert!(goes_on("VD, UK,FR", true));
        assert!(!goes_on("THE NEGOTIATIONS WENT ON", true));
        assert!(!goes_on("Vd uk", true));
    }
}
