//! The REF block: which telegrams this one cites.
//!
//! Entries wrap at any place, page headers and pilcrows stand between
//! their lines, and an entry may cite several telegrams. So the block is
//! joined first, then cut into entries at their letters, then each entry is
//! read from left to right.

use super::Draft;
use super::heading::{
    Next, is_handling_note, is_heading_word, is_signed_heading, opens_summary, paragraph_within,
};
use super::misread;
use super::number::start;
use super::portion_mark::portion_mark;
use super::repair::link;
use super::token::{
    Joined, Signs, after, after_sign, after_word, before_colon, byte, ends, from, is_blank,
    is_capitals, is_digits, is_one_slip, same, squeeze, trim, trim_start, up_to,
};
use super::words::Words;
use crate::cable::{
    Confidence, Inference, LineKind, Mrn, Reference, ReferenceKind, RepairKind, city_of_post,
    is_month, pivot, sort_by_place,
};
use crate::glossary;

/// The value after a label of the REF block.
///
/// ```abnf
/// label = ("REF" ["S" / "(S)"] / "REFTEL" ["S"] / "RETEL" ["S"] / "REFERENCE" ["S"])
///         (":" / "." / ";" / end / 1*blank enumerator / "(" ALPHA ")")
///         [label]              ; doubled
///       / ("RE:" / "RE" / "REF" ("," / "/" / "-") / slip ":")   ; before a telegram
/// slip  = "REF" / "REFTEL" / "REFERENCE" with a letter lost, doubled, wrong or
///         changed with the next, or with a blank inside; not RES, RED, REV
/// ```
///
/// The sign or the letter is required: REFORM and REFUGEES open lines of
/// subjects.
///
/// Samples: `oddities/ref-lower-case-alone`, `garbled/ref-glued-after-classified-by`
pub(super) fn label(line: &str) -> Option<&str> {
    static WORDS: Words<13> = Words::new([
        "REFERENCE(S)",
        "REFERENCES",
        "REFERENCE",
        "REFTELS",
        "REFTEL",
        "RETELS",
        "RETEL",
        "REF(S)",
        "REF (S)",
        "REF'S",
        "REFS",
        "REFN",
        "REF",
    ]);
    // Routing indicators and much else begin with R.
    if !matches!(byte(line, 1), b'E' | b'e') {
        return misspelled(line);
    }
    // `RE OSLO 88`
    if let Some(value) = line.strip_prefix("RE ").map(trim_start)
        && !value.starts_with(':')
    {
        return is_citation(value).then_some(value);
    }
    let re = ["RE:", "RE :"].iter().find_map(|re| line.strip_prefix(re));
    if let Some(value) = re.map(trim) {
        return cites(value).then_some(value);
    }
    let Some(rest) = WORDS.after(line) else {
        return misspelled(line);
    };
    let value = trim_start(rest);
    if let Some(value) = after_sign(value, b",/-")
        && let value = trim_start(value.trim_start_matches('-'))
        && line.starts_with("REF")
        && cites(value)
    {
        return Some(value);
    }
    if let Some(value) = after_sign(value, b":.;") {
        // `REF.: NORTHHAVEN 88`, `REF: : NORTHHAVEN 88`
        let value = trim(value);
        let value = trim(value.strip_prefix(':').unwrap_or(value));
        // `REF: REFTEL: NORTHHAVEN 88`, `REF: REF A. NORTHHAVEN 88`
        let doubled = || {
            let rest = WORDS.after(value)?;
            let bare = trim_start(rest);
            let signed = bare.strip_prefix(':').map(trim);
            signed.or_else(|| {
                enumerator(bare)
                    .filter(|_| bare.len() < rest.len())
                    .map(|_| bare)
            })
        };
        return Some(after(value, "RE").and_then(|_| doubled()).unwrap_or(value));
    }
    if value.is_empty() {
        return Some(value);
    }
    let apart = value.len() < rest.len();
    let cites = || {
        line.starts_with("REF")
            && is_capitals(value)
            && value.len() < 40
            && value
                .trim_end_matches(['.', ',', ';'])
                .ends_with(|c: char| c.is_ascii_digit())
    };
    // `REF(A): STATE 4711`
    let bracketed =
        matches!(*rest.as_bytes(), [b'(', letter, b')', ..] if letter.is_ascii_alphabetic());
    (bracketed || apart && (enumerator(value).is_some() || lone_letter(value) || cites()))
        .then_some(value)
        .or_else(|| misspelled(line))
}

/// The value of a REF block that stands between brackets, `(REF: NORTHHAVEN 88)`, with
/// the closing one. `(REF A) NORTHHAVEN 88` and `(REFERENCE WAS MADE)` are none.
///
/// Sample: `oddities/ref-between-brackets`
pub(super) fn bracketed_label(line: &str) -> Option<&str> {
    // A line may hold many labels.
    const REACH: usize = 400;
    let inside = line.strip_prefix('(')?;
    // Most brackets hold a marking.
    if !matches!(byte(inside, 0), b'R' | b'r') {
        return None;
    }
    let near = up_to(inside, REACH);
    let closed = near
        .strip_suffix(')')
        .filter(|_| near.len() == inside.len());
    let is_open = closed.is_none();
    let bare = closed.unwrap_or(near);
    let is_begun = |value: &str| {
        is_open && (value.is_empty() && bare.ends_with(':') || glossary::station(value).is_some())
    };
    let value = label(bare).filter(|value| cites(value) || is_begun(value))?;
    let bracket = memchr::memrchr2(b'(', b')', bare.as_bytes());
    if is_open && bracket.is_some_and(|at| byte(bare, at) == b')') {
        return None;
    }
    Some(from(inside, bare.len() - value.len()))
}

/// `RFE: NORTHHAVEN 88`, `R EF: NORTHHAVEN 88`
///
/// Sample: `garbled/ref-label-with-a-slip`
fn misspelled(line: &str) -> Option<&str> {
    // Routing indicators are no such words.
    if !matches!(byte(line, 1), b'E' | b'F' | b'R' | b' ') || byte(line, 0) != b'R' {
        return None;
    }
    let (word, value) = before_colon(line, 14)?;
    let word = word.replace(' ', "");
    // One letter off REF, and words of their own.
    if matches!(&*word, "RES" | "RED" | "REV" | "REC" | "REP" | "REL") {
        return None;
    }
    let known = ["REF", "REFS", "REFTEL", "REFERENCE", "REFERENCES"];
    let slip = |known: &&str| is_one_slip(known.as_bytes(), word.as_bytes()) || **known == word;
    ((word.len() > 2 || word == "RF") && known.iter().any(slip) && cites(value)).then_some(value)
}

/// Whether a line is a list of telegrams without its label.
pub(super) fn opens_list(line: &str) -> bool {
    let first = enumerator(line).filter(|&(letter, _)| letter == b'A');
    first.is_some_and(|(_, length)| {
        let bare = trim(from(line, length));
        cited(bare, false).is_some_and(|(read, _)| {
            read.station
                .is_some_and(|name| glossary::station(name).is_some())
        })
    })
}

/// Whether a line begins with the letter of an entry.
pub(super) fn bears_letter(line: &str) -> bool {
    enumerator(line).is_some()
}

/// Whether a line holds telegrams of known stations, their letters and years and
/// remarks such as NOTAL, and nothing else.
pub(super) fn is_telegrams(line: &str) -> bool {
    static REMARKS: Words<8> = Words::new([
        "NOTAL", "EXDIS", "NODIS", "LIMDIS", "NOFORN", "AND", "PREVIOUS", "SERIES",
    ]);
    static SIGNS: Signs = Signs::new(" \t\u{a0},;.&-/()");
    let mut rest = SIGNS.trim(line);
    while !rest.is_empty() {
        let bare = enumerator(rest).map_or(rest, |(_, length)| trim(from(rest, length)));
        let is_letter =
            byte(bare, 0).is_ascii_uppercase() && !byte(bare, 1).is_ascii_alphanumeric();
        let next = if let Some((read, after)) = cited(bare, false)
            && is_known(&read)
        {
            after
        } else if let Some(after) = REMARKS.after_word(bare) {
            after
        } else if is_letter {
            from(bare, 1)
        } else {
            bare.trim_start_matches(|c: char| c.is_ascii_digit())
        };
        // A station whose number stands on the next line.
        if next.len() >= rest.len() || byte(next, 0).is_ascii_alphanumeric() {
            return glossary::station(rest).is_some();
        }
        rest = SIGNS.trim(next);
    }
    true
}

/// Whether what follows a label cites a telegram.
pub(super) fn cites(value: &str) -> bool {
    let bare = enumerator(value).map_or(value, |(_, length)| trim(from(value, length)));
    cited(bare, false).is_some()
}

/// Whether what follows a label inside a line cites something.
pub(super) fn is_value(value: &str) -> bool {
    value.is_empty()
        || enumerator(value).is_some()
        || cited(value, false).is_some()
        || other(value) != ReferenceKind::Other
}

/// Whether `A NORTHHAVEN 88`, behind a label without its sign, is an entry.
pub(super) fn is_entry(value: &str) -> bool {
    let bare = lone_letter(value).then(|| trim(from(value, 2)));
    bare.is_none_or(|bare| cited(bare, false).is_some() || other(bare) != ReferenceKind::Other)
}

/// `REF A NORTHHAVEN 88`: the label repeated on each line.
fn lone_letter(value: &str) -> bool {
    byte(value, 0).is_ascii_uppercase() && byte(value, 1) == b' ' && is_capitals(value)
}

/// The letter before an entry, and its length.
///
/// ```abnf
/// enumerator = "(" ALPHA ")" [":" / "."] / "[" ALPHA "]"
///            / ALPHA ("." / ")" / ":" / " -" / "- " / "/ ") *("," / blank)
///            / ALPHA "-" 3*ALPHA          ; but not E-MAIL, nor the airgram A-50
///            / ALPHA "-"                  ; before a telegram of a known station
///            / ALPHA [","] 1*blank        ; in order, before a telegram
/// ```
///
/// Samples: `garbled/ref-letters-in-odd-styles`, `garbled/ref-letters-with-lost-signs`,
/// `garbled/ref-letters-repeated-and-left-out`
fn enumerator(input: &str) -> Option<(u8, usize)> {
    let (letter, length) = match *input.as_bytes() {
        // Asked of every word: a sign stands before the letter or behind it.
        [first, second, ..] if first.is_ascii_alphanumeric() && second.is_ascii_alphanumeric() => {
            return None;
        }
        [b'(', letter, b')', b':' | b'.', ..] | [b'(', letter, b'.', b')', ..] => (letter, 4),
        [letter, b'.', b')', ..] => (letter, 3),
        [b'(', letter, b')', ..] | [b'[', letter, b']', ..] | [letter, b' ', b'-', b' ', ..] => {
            (letter, 3)
        }
        [letter, b'.' | b')' | b':', ..] | [letter, b'-' | b'/', b' ', ..] => (letter, 2),
        [letter, b'-', one, two, three, ..]
            if [letter, one, two, three].iter().all(u8::is_ascii_uppercase)
                && after(input, "E-MAIL").is_none() =>
        {
            (letter, 2)
        }
        // `A-07 OSLO 12`, `B-Rome 4`
        [letter @ b'A'..=b'Z', b'-', next, ..] if next.is_ascii_alphanumeric() || next == b'\'' => {
            let known = cited(from(input, 2), false).is_some_and(|(read, _)| is_known(&read));
            return known.then_some((letter, 2));
        }
        _ => return odd_enumerator(input),
    };
    if !letter.is_ascii_alphabetic() {
        return None;
    }
    // `U.S.` and other initials are no enumerators.
    let initials = length == 2 && byte(input, 1) == b'.' && byte(input, 3) == b'.';
    (!initials).then_some((letter.to_ascii_uppercase(), length))
}

/// Cuts a block at the numbers of its entries, where it begins with 1 and
/// each stands before a telegram or something else that is known.
///
/// ```abnf
/// numbered = "(1)" / "1)" / "1."       ; then 2, 3 and so on in the same style
/// ```
///
/// Sample: `garbled/ref-letters-repeated-and-left-out`
fn numbered_entries(text: &str) -> Option<Vec<Entry<'_>>> {
    let (open, close) = match *text.as_bytes() {
        [b'(', b'1', b')', ..] => ("(", ")"),
        [b'1', b')', ..] => ("", ")"),
        [b'1', b'.', b' ', ..] => ("", "."),
        _ => return None,
    };
    let opens = |at: usize, length: usize| {
        let left = at.checked_sub(1).map_or(b' ', |left| byte(text, left));
        let rest = trim_start(from(text, at + length));
        !left.is_ascii_alphanumeric()
            && (cited(rest, false).is_some() || other(up_to(rest, 64)) != ReferenceKind::Other)
    };
    let mut entries = Vec::new();
    let mut begin = None;
    let mut at = 0;
    for number in 1..=26 {
        let mark = format!("{open}{number}{close}");
        let below = from(text, at);
        let found = memchr::memmem::find_iter(below.as_bytes(), mark.as_bytes())
            .find(|&skip| opens(at + skip, mark.len()));
        let end = found.map_or(text.len(), |skip| at + skip);
        if let Some(begin) = begin {
            let text = trim(text.get(begin..end)?.trim_end_matches([' ', ';', ',']));
            entries.push(Entry { letter: None, text });
        }
        if found.is_none() {
            break;
        }
        at = end + mark.len();
        begin = Some(at);
    }
    (!entries.is_empty()).then_some(entries)
}

/// Cuts a block whose entries bear their letters behind them: `STATE 12 (A),
/// OSLO 13 (B)`. Two at least, from A on, the last at the end.
///
/// Sample: `garbled/ref-letters-behind-their-entries`
fn lettered_behind(text: &str) -> Option<Vec<Entry<'_>>> {
    static SIGNS: Signs = Signs::new(" ,;&");
    let text = trim(text.trim_end_matches(['.', ';']));
    // Most blocks end with a number.
    if !text.ends_with(')') || text.starts_with('(') {
        return None;
    }
    let mut entries = Vec::new();
    let mut rest = text;
    for letter in 'A'..='Z' {
        if rest.is_empty() {
            break;
        }
        let signs = [format!("{letter})"), format!("{letter}.)")];
        let mut cuts = signs.iter().filter_map(|sign| rest.split_once(&**sign));
        let (own, behind) = cuts.next()?;
        // `STATE 12 (REF A)`
        let (own, label) = own.rsplit_once('(')?;
        if !matches!(trim(label), "" | "REF" | "REFTEL" | "Ref" | "ref") {
            return None;
        }
        let own = SIGNS.trim(own);
        let own = after_word(own, "AND").map_or(own, trim_start);
        // `STATE 12 (A), 13 (B)`
        cited(own, !entries.is_empty())?;
        entries.push(Entry {
            letter: Some(letter),
            text: own,
        });
        rest = SIGNS.trim(behind);
    }
    (entries.len() > 1 && rest.is_empty()).then_some(entries)
}

/// Gives the last telegram of a block that ends with its letter an entry of its
/// own: `(A) STATE 12; LONDON 13 (B)`.
///
/// Sample: `garbled/ref-last-letter-behind`
fn lettered_last(entries: &mut Vec<Entry<'_>>, letter: Option<char>) {
    let split = entries.last().and_then(|last| {
        let at = last.text.rfind([';', ','])?;
        let (first, second) = (trim(last.text.get(..at)?), trim(from(last.text, at + 1)));
        let cites = |text| cited(text, false).is_some_and(|(read, _)| is_known(&read));
        (cites(first) && cites(second)).then_some((first, second))
    });
    if let Some((first, second)) = split
        && let Some(last) = entries.last_mut()
    {
        last.text = first;
        entries.push(Entry {
            letter,
            text: second,
        });
    }
}

/// A letter between signs that stand for no others: `"B"`, `-B-`, `B]`, `(B`.
/// What follows must be a telegram, or something else that is known.
///
/// ```abnf
/// odd  = open [blank] ALPHA [blank] *2close / ALPHA [blank] 1*2close
///      / "(" ALPHA blank / ALPHA "/"
/// open = "(" / "[" / "{" / "<" / "-" / DQUOTE / pilcrow
/// close = "." / ")" / "]" / "}" / ">" / ":" / ";" / "=" / "-" / DQUOTE
/// ```
///
/// Sample: `garbled/ref-letters-between-odd-signs`
fn odd_enumerator(input: &str) -> Option<(u8, usize)> {
    let bare = input.strip_prefix(['(', '[', '{', '<', '-', '"', '\u{b6}']);
    // `( A ) NORTHHAVEN 88`
    let inner = bare.map_or(input, |bare| bare.strip_prefix(' ').unwrap_or(bare));
    let letter = byte(inner, 0);
    // Most words have a second letter.
    if !letter.is_ascii_uppercase() || byte(inner, 1).is_ascii_alphanumeric() {
        return None;
    }
    let is_sign = |sign: &u8| b".)]}>:;=-\"".contains(sign);
    let apart = usize::from(byte(inner, 1) == b' ' && is_sign(&byte(inner, 2)));
    let signs = inner.bytes().skip(1 + apart).take(2);
    let n_signs = apart + signs.take_while(is_sign).count();
    let behind = from(inner, 1 + n_signs);
    let slashed = n_signs == 0 && bare.is_none() && behind.starts_with('/');
    // Of letters with a hyphen behind alone, only what the other rule takes.
    let fits = match (bare.is_some(), n_signs) {
        (false, 0) => slashed,
        (true, 0) => input.starts_with('(') && behind.starts_with(' '),
        (false, _) => byte(inner, 1) != b'-' || byte(inner, 2) == b'-',
        (true, _) => true,
    };
    let length = input.len() - behind.len() + usize::from(slashed);
    let rest = trim_start(from(input, length));
    let known = || {
        cited(rest, false).is_some_and(|(read, _)| !slashed || is_known(&read))
            || !slashed && other(up_to(rest, 64)) != ReferenceKind::Other
    };
    (fits && known()).then_some((letter, length))
}

/// Whether the station of a telegram is one of the list.
fn is_known(read: &Cited<'_>) -> bool {
    read.station
        .is_some_and(|name| glossary::station(name).is_some())
}

/// One entry of the block.
struct Entry<'a> {
    letter: Option<char>,
    text: &'a str,
}

/// Cuts a block at the letters of its entries.
///
/// A letter counts at the start, at the beginning of a line, after two
/// blanks, after `;`, `,`, `)` or a serial, and only in the order of the
/// alphabet. A doubled one (`A. A)`) is one. Lists of the 1970s stand in two
/// columns: behind three blanks a letter need not be the next, and the
/// first column goes on below.
fn entries(joined: &Joined) -> Vec<Entry<'_>> {
    let text = joined.text.as_str();
    if let Some(entries) = numbered_entries(text).or_else(|| lettered_behind(text)) {
        return entries;
    }
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut last: Option<u8> = None;
    // The last letter of the first column, once there are two.
    let mut first_column: Option<u8> = None;
    let mut begin = 0;
    let mut letter = None;
    let mut at = 0;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let word_start = at == 0
            || matches!(byte(text, at - 1), b' ' | b'\t' | b';' | b',' | b')' | b'/')
            || is_glued_letter(text.as_bytes(), at);
        let in_place = || {
            at == 0 || last.is_some_and(|last| byte(text, at) == last + 1) || joined.begins_line(at)
        };
        let next = if !word_start {
            None
        } else if matches!(byte(text, at + 1), b' ' | b',')
            && in_place()
            && bare_letter(from(text, at))
        {
            Some((byte(text, at), 1))
        } else {
            enumerator(from(text, at))
        };
        let Some((found, length)) = next else {
            at = next_word(text, at);
            continue;
        };
        let before = trim(text.get(begin..at).unwrap_or_default());
        let doubled = last == Some(found) && before.is_empty();
        let cites_behind = || is_cited_at(text, at + length);
        let bracket = matches!(byte(text, at), b'(' | b'[') || byte(text, at + 1) == b')';
        let strong = bracket
            || joined.begins_line(at)
            || is_behind_gap(text, at)
            || before.ends_with([';', ',', ')', ']'])
            || before.ends_with(|c: char| c.is_ascii_digit() || c == '-')
            || before.strip_suffix('.').is_some_and(ends_with_serial)
            || ends_with_remark(before)
            || last.is_some_and(|last| found == last + 1)
                && (cites_behind()
                    || is_message(from(text, at + length)) && cited(before, false).is_some()
                    || other(before) != ReferenceKind::Other
                        && other(from(text, at + length)) != ReferenceKind::Other);
        let is_second = text.get(..at).is_some_and(|before| before.ends_with("   "));
        let goes_on =
            first_column.is_some_and(|first| found == first + 1 && joined.begins_line(at));
        let fits = match last {
            None => at == 0 || begins_letters(found, before, from(text, at + length), bracket),
            Some(last) => {
                let next = found == last + 1;
                // A letter repeated or left out; `(C)` may be a marking.
                let near = || {
                    (last..=last + 3).contains(&found)
                        && byte(text, at) != b'('
                        && ends_with_serial(before)
                        && cites_behind()
                };
                // `TELCON OF A. QUILL AND` / `I. MARLOW`
                let name = before.ends_with(" AND") && !cites_behind();
                let later = found > last && (joined.begins_line(at) && !name || is_second);
                strong && (next || later || near())
            }
        };
        if !(doubled || fits || goes_on) {
            at += length;
            while byte(text, at) == b' ' {
                at += 1;
            }
            continue;
        }
        if goes_on || is_second && first_column.is_none() && found > b'A' {
            first_column = if goes_on { Some(found) } else { last };
        }
        let own = without_label(before);
        if !doubled && !own.is_empty() {
            entries.push(Entry { letter, text: own });
        }
        letter = Some(char::from(found));
        last = Some(found);
        at += length;
        // `A . NORTHHAVEN 88`
        while at < bytes.len() && matches!(byte(text, at), b' ' | b',' | b'.') {
            at += 1;
        }
        begin = at;
    }
    let rest = trim(text.get(begin..).unwrap_or_default());
    if !rest.is_empty() {
        entries.push(Entry { letter, text: rest });
    } else if letter.is_some() {
        lettered_last(&mut entries, letter);
    }
    if first_column.is_some() {
        sort_by_place(&mut entries, |entry| entry.letter.map_or(0, u64::from));
    }
    entries
}

/// Whether a telegram is cited behind the letter that ends at `at`.
fn is_cited_at(text: &str, at: usize) -> bool {
    let behind = from(text, at).trim_start_matches([' ', ',', '.']);
    cited(trim(behind), false).is_some()
}

/// An entry without the label that stands before the letter of the next: `A. OSLO 12; REF
/// B. ROME 4`.
fn without_label(own: &str) -> &str {
    let mut labels = ["REF", "REFTEL", "Ref"].iter();
    labels
        .find_map(|label| own.strip_suffix(label))
        .filter(|own| own.is_empty() || own.ends_with([' ', ';', ',']))
        .map_or(own, |own| trim(own.trim_end_matches([' ', ';', ','])))
}

/// Whether a letter inside a block is the first of its entries: the one before
/// `behind`, or some of them, `ROME 12; OSLO 13; D) STATE 4`, go without theirs.
fn begins_letters(found: u8, before: &str, behind: &str, bracket: bool) -> bool {
    const BRACKET: usize = 24;
    let ends = || ends_with_serial(before.trim_end_matches([',', ';']));
    let next = || cited(trim(behind), false);
    // `STATE 12 (PLAN A)`
    let near = before
        .as_bytes()
        .get(before.len().saturating_sub(BRACKET)..);
    let opened = memchr::memrchr2(b'(', b')', near.unwrap_or_default());
    if opened.is_some_and(|at| near.unwrap_or_default().get(at) == Some(&b'(')) {
        return false;
    }
    match found {
        // `E-MAIL FROM A. QUILL` names a person.
        b'A' => ends() || next().is_some() || other(before) == ReferenceKind::Other,
        b'B' => ends() && (bracket || next().is_some()),
        _ => ends() && next().is_some_and(|(read, _)| is_known(&read)),
    }
}

/// Whether an entry is an e-mail or a telephone call: behind a title its letter
/// counts, `NORTHHAVEN 88 - DUES B: QUILL E-MAIL`.
fn is_message(entry: &str) -> bool {
    const NEAR: usize = 40;
    matches!(
        other(up_to(entry, NEAR)),
        ReferenceKind::EMail | ReferenceKind::Telephone
    )
}

/// Whether two blanks or a tab stand before `at`.
fn is_behind_gap(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.ends_with("  ") || before.ends_with('\t')
}

/// `NORTHHAVEN 88B.`, `NORTHHAVEN 88.B.`, `NORTHHAVEN 88(B)`: whether a letter
/// is glued to the serial before it.
fn is_glued_letter(text: &[u8], at: usize) -> bool {
    let (before, here) = text.split_at_checked(at).unwrap_or_default();
    let fits = match *here {
        [b'(', letter, b')', ..] | [letter, b'.' | b')', b' ', ..] => letter.is_ascii_uppercase(),
        _ => false,
    };
    fits && matches!(*before, [.., b'0'..=b'9'] | [.., b'0'..=b'9', b'.'])
}

/// Where the next word begins behind the one at `at`.
fn next_word(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let ends_word = |&at: &usize| {
        matches!(bytes.get(at), Some(b' ' | b'\t' | b',' | b';' | b')'))
            || is_glued_letter(bytes, at)
    };
    let mut at = (at + 1..bytes.len()).find(ends_word).unwrap_or(bytes.len());
    if is_glued_letter(bytes, at) {
        return at;
    }
    // `12;B)`, `(NOTAL),B)`, `12 /B.`: the signs themselves begin no word.
    while matches!(byte(text, at), b' ' | b'\t' | b',' | b';' | b')' | b'/') {
        at += 1;
    }
    at
}

/// `NORTHHAVEN 89 AND`, `NORTHHAVEN 89 NOTAL`: the next letter goes on with
/// the list.
fn ends_with_remark(before: &str) -> bool {
    let without = |word: &&str| {
        let at = before.len().checked_sub(word.len())?;
        let (head, tail) = before.split_at_checked(at)?;
        tail.eq_ignore_ascii_case(word).then(|| trim(head))
    };
    ["AND PREVIOUS", "PREVIOUS", "AND", "NOTAL"]
        .iter()
        .find_map(without)
        .is_some_and(ends_with_serial)
}

fn ends_with_serial(before: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_digit() || c == ')')
}

/// `B STATE 12`: a letter without a sign, before a telegram.
fn bare_letter(input: &str) -> bool {
    let letter = input.get(..3).unwrap_or_default();
    (lone_letter(letter) || byte(letter, 0).is_ascii_uppercase() && letter.ends_with(", "))
        && cited(trim_start(from(input, 2)), false).is_some()
}

/// A telegram as it was cited.
#[derive(Debug, PartialEq, Eq)]
struct Cited<'a> {
    year: Option<u16>,
    station: Option<&'a str>,
    serial: u32,
    /// Whether a comma stands in the serial: it may part two.
    has_comma: bool,
}

/// One cited telegram.
///
/// ```abnf
/// cited   = [(year / bracketed) [between]] station between ["#" / "NO." / noun] serial [last]
///         / [year [between]] station 1*blank bracketed 1*blank serial
///         / [station between] (2DIGIT "-" / 4DIGIT (blank / "-")) 3*serial
///         / station between (apostrophe 2DIGIT / 2DIGIT) 1*blank serial
///         / serial                     ; only where a station was named
/// between = blank / "," / "-" / "/"     ; behind a known station ":" too
/// noun    = "CABLE" / "TELEGRAM" / "TEL" / "REFTEL" / "MESSAGE" / "MSG"
/// last    = "-" 2DIGIT / bracketed / 1*blank "OF" 1*blank 4DIGIT
///         / "/" 2DIGIT                 ; a year near the telegram's own
/// bracketed = "(" (2DIGIT / 4DIGIT) ")"
/// year    = ["'" / "`"] 2DIGIT / 4DIGIT
/// station = 1*4(word [blank])          ; no run of X that stands for one
/// serial  = 1*8like-digit              ; letters for digits, O for most
///         / 1*3DIGIT "," 3DIGIT        ; three before the comma with STATE only
/// ```
///
/// Samples: `garbled/letter-o-in-serials`,
/// `garbled/letters-for-digits-in-the-heading`, `plain/ref-years-before-and-behind`,
/// `garbled/signature-between-slashes`
///
/// A month and other words that take numbers are no stations.
fn cited(input: &str, bare: bool) -> Option<(Cited<'_>, &str)> {
    cited_of(input, bare, station).or_else(|| {
        // Most numbers hold no zero, and most zeros stand in numbers.
        let near = input.as_bytes().get(..24).unwrap_or(input.as_bytes());
        memchr::memchr(b'0', near)?;
        cited_of(input, bare, misread_station)
    })
}

/// A telegram whose station is what `station` finds.
fn cited_of(
    input: &str,
    bare: bool,
    station: fn(&str) -> Option<(&str, &str)>,
) -> Option<(Cited<'_>, &str)> {
    let (mut year, rest) = match year(input).or_else(|| year_in_brackets(input)) {
        Some((year, rest)) => (Some(year), rest),
        None => (None, input),
    };
    let (station, rest) = match station(rest) {
        Some((station, rest)) => (Some(station), rest),
        None if bare => (None, if year.is_some() { input } else { rest }),
        None => return None,
    };
    if station.is_none() {
        year = None;
    }
    let mut rest = if let Some(name) = station {
        let apart = behind_station(rest);
        // `STATE: 4711`; behind other words a colon begins a title.
        match apart.strip_prefix(':').map(trim_start) {
            Some(after) if glossary::station(name).is_some() => after,
            _ => apart,
        }
    } else {
        trim_start(rest)
    };
    if let Some((two, after)) = bracketed_year(rest).or_else(|| year_before(rest)) {
        year = Some(two);
        rest = trim_start(after);
    }
    let digits = rest;
    let (serial, mut rest) = serial(rest)?;
    let is_department =
        || station.is_some_and(|name| glossary::station_name(name) == Some("STATE"));
    let whole = thousands(digits, serial, rest, is_department);
    let has_comma = whole.is_some();
    let (serial, after) = whole.unwrap_or((serial, rest));
    rest = after;
    // `TALKS 12/12/07`, `AMBASSADOR'S 7/20 E-MAIL`
    let is_owner = |name: &str| {
        name.ends_with("'S") && glossary::station(name.trim_end_matches("'S")).is_none()
    };
    if is_rest_of_date(rest) || rest.starts_with('/') && station.is_some_and(is_owner) {
        return None;
    }
    let behind = trim_start(rest);
    if station.is_some_and(|name| name.len() < 4) && serial < 100 && begins_noun(behind) {
        return None;
    }
    let trailing_year = match rest.as_bytes() {
        [b'-', tens @ b'0'..=b'9', ones @ b'0'..=b'9', after @ ..]
            // `NORTHHAVEN 12-14`: no telegram is of 2014.
            if !(after.first().is_some_and(u8::is_ascii_alphanumeric)
                || serial < 100 && (b"13"..=b"65").contains(&&[*tens, *ones])) =>
        {
            Some((two_digits(*tens, *ones), from(rest, 3)))
        }
        [b' ', ..] if behind.starts_with(['\'', '\u{2019}']) => apostrophe_year(behind),
        _ => bracketed_year(behind).or_else(|| {
            let of = after_word(behind, "OF").or_else(|| after_word(behind, "FROM"))?;
            four_digits(trim_start(of))
        }),
    };
    // The date stays behind, as a remark.
    let dated = || year_of_date(behind).filter(|_| year.is_none());
    if let Some((two, after)) = trailing_year {
        year = year.or(Some(two));
        rest = after;
    } else if let Some(dated) = dated() {
        year = Some(dated);
    }
    Some((
        Cited {
            year,
            station,
            serial,
            has_comma,
        },
        rest,
    ))
}

/// `'07` behind a serial, where no station follows whose year it would be.
fn apostrophe_year(behind: &str) -> Option<(u16, &str)> {
    let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ref after @ ..] =
        *behind.strip_prefix(['\'', '\u{2019}'])?.as_bytes()
    else {
        return None;
    };
    let rest = from(behind, behind.len() - after.len());
    let next = trim_start(rest);
    let ends = next.is_empty() || next.starts_with([',', ';', '(', ')', '.', '\n']);
    ends.then_some((two_digits(tens, ones), rest))
}

/// Whether what follows a number of two digits makes it no serial of a station
/// that is written with two or three letters: `HK 97 DECLARATION`.
fn begins_noun(behind: &str) -> bool {
    static REMARKS: Words<10> = Words::new([
        "NOTAL", "EXDIS", "NODIS", "STADIS", "LIMDIS", "PREVIOUS", "THROUGH", "THRU", "DATED",
        "PARA",
    ]);
    let letters = behind.bytes().take(24).take_while(u8::is_ascii_alphabetic);
    let length = letters.count();
    let word = behind.get(..length).unwrap_or_default();
    let cites = || byte(trim_start(from(behind, length)), 0).is_ascii_digit();
    length > 4 && !REMARKS.hold(word) && glossary::station(word).is_none() && !cites()
}

/// A serial with a comma behind its thousands, `STATION 1,204`: three digits
/// follow it, and stand behind one or two, or behind three in the numbers of
/// the Department, which alone are so high. `NORTHHAVEN 309,310` are two.
fn thousands<'a>(
    digits: &str,
    serial: u32,
    rest: &'a str,
    is_department: impl Fn() -> bool,
) -> Option<(u32, &'a str)> {
    let [b',', hundreds, tens, ones, after @ ..] = rest.as_bytes() else {
        return None;
    };
    let each = [hundreds, tens, ones];
    let apart = !after
        .first()
        .is_some_and(|&next| next.is_ascii_alphanumeric() || matches!(next, b',' | b'/'));
    let fits = serial > 0
        && byte(digits, 0) != b'0'
        && apart
        && each.iter().all(|digit| digit.is_ascii_digit())
        && (serial < 100 || serial < 1000 && is_department());
    let below: u32 = rest.get(1..4)?.parse().ok()?;
    fits.then(|| (serial * 1000 + below, from(rest, 4)))
}

/// What stands between a station and a serial taken off.
fn behind_station(rest: &str) -> &str {
    let mut bytes = rest.as_bytes();
    while let [b' ' | b'\t' | b',' | b'#' | b'-' | b'/', after @ ..]
    | [0xc2, 0xa0, after @ ..]
    | [0xe2, 0x80, 0x93, after @ ..] = bytes
    {
        bytes = after;
    }
    from(rest, rest.len() - bytes.len())
}

/// `(07)` before a station.
fn year_in_brackets(input: &str) -> Option<(u16, &str)> {
    let (year, rest) = bracketed_year(input)?;
    let rest = trim_start(rest);
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        .then_some((year, rest))
}

/// The year between a station and a serial: `NORTHHAVEN 07-1204`, `NORTHHAVEN
/// 2007 1204`. Two digits before a hyphen are a year themselves, and so are two
/// behind it that begin with a zero, `NORTHHAVEN 1934-05`. A year with letters behind it belongs to the next telegram.
fn year_before(input: &str) -> Option<(u16, &str)> {
    let (year, rest) = match *input.as_bytes() {
        [
            tens @ b'0'..=b'9',
            ones @ b'0'..=b'9',
            b'-',
            b'0'..=b'9',
            b'0'..=b'9',
            b'0'..=b'9',
            ..,
        ] => (two_digits(tens, ones), from(input, 3)),
        // `NORTHHAVEN 07-12`: no serial has two digits and a zero before it.
        [b'0', ones @ b'0'..=b'9', b'-', b'1'..=b'9', ref after @ ..]
            if !after.iter().take(2).any(|byte| matches!(byte, b'-' | b'/')) =>
        {
            (two_digits(b'0', ones), from(input, 3))
        }
        [_, _, _, _, b'-', b'0', b'0'..=b'9', ref after @ ..]
            if !after.first().is_some_and(u8::is_ascii_digit) =>
        {
            return None;
        }
        [b'1' | b'2', b'0' | b'9', _, _, b' ' | b'-', b'0'..=b'9', ..] => {
            let (year, rest) = four_digits(input)?;
            (year, rest.trim_start_matches('-'))
        }
        _ => return year_apart(input),
    };
    let (_, after) = serial(trim_start(rest))?;
    let alone = !trim_start(after).starts_with(|c: char| c.is_ascii_alphabetic());
    alone.then_some((year, rest))
}

/// `NORTHHAVEN '07 1204`, `NORTHHAVEN 07 1204`, `STATE 75 4711`: two digits
/// between blanks. Without an apostrophe they begin with 0, 7, 8 or 9, and
/// three digits or more follow that are no year themselves.
fn year_apart(input: &str) -> Option<(u16, &str)> {
    let marked = input.strip_prefix(['\'', '`', '\u{2018}', '\u{2019}']);
    let digits = marked.unwrap_or(input);
    let [tens, ones @ b'0'..=b'9', b' ', ..] = *digits.as_bytes() else {
        return None;
    };
    let rest = trim_start(from(digits, 2));
    let n_digits = rest.bytes().take(8).take_while(u8::is_ascii_digit).count();
    let is_year = match tens {
        b'0' => true,
        b'7'..=b'9' => four_digits(rest).is_none(),
        _ => false,
    };
    let fits = if marked.is_some() {
        tens.is_ascii_digit() && n_digits > 0
    } else {
        is_year && n_digits > 2
    };
    fits.then(|| (two_digits(tens, ones), rest))
}

/// What `NORTHHAVEN 309-312` goes on with behind the first serial: the last
/// of a range, a little higher. `STATE 4711 - 2006 TALKS` has a title.
fn last_of_range(rest: &str, serial: u32) -> Option<&str> {
    const LONGEST: u32 = 100;
    let bare = trim_start(trim_start(rest).strip_prefix(['-', '\u{2013}'])?);
    let n_digits = bare.bytes().take(7).take_while(u8::is_ascii_digit).count();
    let last: u32 = bare
        .get(..n_digits)
        .filter(|_| n_digits > 2 || n_digits == 2 && serial < 100)?
        .parse()
        .ok()?;
    let behind = from(bare, n_digits);
    let ends = !behind.starts_with(|c: char| c.is_ascii_alphanumeric())
        && (!trim_start(behind).starts_with(|c: char| c.is_ascii_alphabetic())
            || after_word(trim_start(behind), "AND").is_some());
    let is_near = last > serial && last - serial < LONGEST;
    (ends && is_near).then_some(bare)
}

/// Whether what follows a number makes it the first of a date: `/12/07`.
fn is_rest_of_date(rest: &str) -> bool {
    let Some(sign) = rest.chars().next().filter(|sign| matches!(sign, '/' | '-')) else {
        return false;
    };
    let n_digits = |text: &str| text.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let second = from(rest, 1);
    let length = n_digits(second);
    let third = from(second, length).strip_prefix(sign);
    matches!(length, 1 | 2) && third.is_some_and(|third| matches!(n_digits(third), 2 | 4))
}

/// The year behind a serial and a slash, `4711/07`: one of the six up to the
/// telegram's own. A section stands behind a padded serial, and the next of
/// two serials is higher than the first.
fn slashed_year<'a>(
    cited: &str,
    serial: u32,
    rest: &'a str,
    written: Option<u16>,
) -> Option<(u16, &'a str)> {
    let (tens, ones, after) = match *rest.as_bytes() {
        [b'/', tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] => (tens, ones, from(rest, 3)),
        _ => return None,
    };
    if after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/') {
        return None;
    }
    let year = two_digits(tens, ones);
    let near = match written {
        Some(written) => (written.saturating_sub(5)..=written).contains(&year),
        None => matches!(year, 1985..=1999 | 2005..=2010),
    };
    let digits = cited
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let padded = digits.starts_with(['0', 'O']);
    (near && !padded && serial > u32::from(year % 100)).then_some((year, after))
}

/// The year of the date behind a citation: `(NOV 74)`, `(12/12/07)`, `DTG 111200Z
/// DEC 07`, `DATED MARCH 3, 2007`. In brackets nothing else may stand.
///
/// ```abnf
/// dated = "(" [word] date ")" / word date / "," [word] date   ; the rest of the entry
/// word  = "DTG" / "DATED" / "DTD" / "OF"
/// date  = 6DIGIT "Z" 1*blank month 1*blank year
///       / [1*2DIGIT 1*blank] month ["." / "-"] 1*blank [1*2DIGIT ["," ] 1*blank] year
///       / 1*2DIGIT "/" 1*2DIGIT "/" year
/// year  = 2DIGIT / 4DIGIT
/// ```
///
/// Sample: `plain/ref-dates-behind-citations`
fn year_of_date(behind: &str) -> Option<u16> {
    const REACH: usize = 40;
    static WORDS: Words<4> = Words::new(["DTG", "DATED", "DTD", "OF"]);
    // Most citations have nothing behind them that begins so.
    if !matches!(byte(behind, 0), b'(' | b',' | b'D' | b'd' | b'O' | b'o') {
        return None;
    }
    let near = up_to(behind, REACH);
    if let Some(date) = near.strip_prefix(',').map(trim) {
        // `, MARCH 3, 2007`, `, NOV 74; OSLO 12`: the whole of the entry.
        let last = if behind.len() > REACH { 0 } else { date.len() };
        let ends = [
            date.find([';', '(']).unwrap_or(last),
            date.find(',').unwrap_or(0),
        ];
        let mut parts = ends.iter().filter_map(|&end| date.get(..end));
        return parts.find_map(|part| {
            let part = trim(part).trim_end_matches('.');
            let worded = WORDS.after_word(part).map(trim_start);
            year_of(worded.unwrap_or(part), true)
        });
    }
    let (inside, bracketed) = match near.strip_prefix('(') {
        Some(inside) => (trim(inside.split_once(')')?.0), true),
        None => (near, false),
    };
    let worded = WORDS.after_word(inside).map(trim_start);
    let date = worded.or(bracketed.then_some(inside))?;
    year_of(date, bracketed)
}

/// The year of a date, behind which nothing else stands if it is to be `whole`.
fn year_of(date: &str, whole: bool) -> Option<u16> {
    let sign = |c: char| is_blank(c) || matches!(c, ',' | '/' | '-' | '.' | ';');
    let mut parts = date.split(sign).filter(|part| !part.is_empty());
    let is_day = |part: &str| part.len() <= 2 && is_digits(part);
    let is_time = |part: &str| part.len() == 7 && is_digits(part.trim_end_matches(['Z', 'z']));
    let first = parts.next()?;
    let is_dated = is_day(first) || is_time(first);
    let year = if is_day(first) && byte(date, first.len()) == b'/' {
        parts.next().filter(|day| is_day(day))?;
        parts.next()?
    } else {
        let month = if is_dated { parts.next()? } else { first };
        let next = parts.next().filter(|_| is_month(month))?;
        let is_year = |part: &&str| is_digits(part) && matches!(part.len(), 2 | 4);
        // `MARCH 3, 2007`; `MAY 12` has a day and no year.
        let behind_day = (is_day(next) && !is_dated).then(|| parts.next().filter(is_year));
        let alone = next.len() == 4 || is_dated || next > "31";
        behind_day.flatten().or(alone.then_some(next))?
    };
    let value: u16 = year.parse().ok()?;
    if whole && parts.next().is_some() {
        return None;
    }
    match year.len() {
        2 => Some(pivot(value)),
        4 if (1940..2030).contains(&value) => Some(value),
        _ => None,
    }
}

/// The year behind a serial and a comma or a slash, `OSLO 1234, 2005`: one of the six up to
/// the telegram's own, with no more numbers behind it.
///
/// Sample: `plain/ref-dates-behind-citations`
fn year_behind_comma(rest: &str, serial: u32, written: Option<u16>) -> Option<(u16, &str)> {
    const NEAR: u32 = 250;
    let (year, behind) = four_digits(trim_start(trim_start(rest).strip_prefix([',', '/'])?))?;
    let next = trim_start(behind);
    let ends = next.is_empty()
        || next.starts_with([';', '(', '.'])
        || next.starts_with(',')
            && !trim_start(from(next, 1)).starts_with(|c: char| c.is_ascii_digit());
    let written = written?;
    let near = (written.saturating_sub(5)..=written).contains(&year);
    // Serials of one station are near each other.
    let is_next = u32::from(year).abs_diff(serial) < NEAR;
    (near && ends && !is_next).then_some((year, behind))
}

/// `(07)`, `('07)`, `(2007)`, `[2007]`
fn bracketed_year(input: &str) -> Option<(u16, &str)> {
    match input.as_bytes() {
        [
            b'(',
            b'\'' | b'`',
            tens @ b'0'..=b'9',
            ones @ b'0'..=b'9',
            b')',
            ..,
        ] => Some((two_digits(*tens, *ones), from(input, 5))),
        [b'(', tens @ b'0'..=b'9', ones @ b'0'..=b'9', b')', ..] => {
            Some((two_digits(*tens, *ones), from(input, 4)))
        }
        [b'(' | b'[', ..] => {
            let (year, rest) = four_digits(from(input, 1))?;
            Some((year, rest.strip_prefix([')', ']'])?))
        }
        _ => None,
    }
}

fn two_digits(tens: u8, ones: u8) -> u16 {
    pivot(u16::from(tens - b'0') * 10 + u16::from(ones - b'0'))
}

fn four_digits(input: &str) -> Option<(u16, &str)> {
    let rest = from(input, 4);
    let year = input.get(..4)?.parse().ok()?;
    let whole = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    (whole && (1900..2100).contains(&year)).then_some((year, rest))
}

/// `07`, `'07`, `2007`, before a station; also glued to it.
fn year(input: &str) -> Option<(u16, &str)> {
    // Most begin with the station.
    if !matches!(byte(input, 0), b'0'..=b'9' | b'O' | b'\'' | b'`' | 0xe2) {
        return None;
    }
    let digits_at = input
        .strip_prefix(['\'', '`', '\u{2018}', '\u{2019}'])
        .unwrap_or(input);
    let n_digits = digits_at
        .bytes()
        .take(5)
        .take_while(u8::is_ascii_digit)
        .count();
    let (value, n_digits) = match misread_year(digits_at) {
        Some(value) => (value, number_word(digits_at).len()),
        None => (digits_at.get(..n_digits)?.parse().ok()?, n_digits),
    };
    let rest = from(digits_at, n_digits);
    // `07-NORTHHAVEN-1204`
    let rest = trim_start(after_sign(rest, b"-/").unwrap_or(rest));
    let year = match n_digits {
        2 => pivot(value),
        4 if (1900..2100).contains(&value) => value,
        _ => return None,
    };
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        .then_some((year, rest))
}

/// A year with letters for digits: `O7`, `0B`, `2OO7`.
fn misread_year(text: &str) -> Option<u16> {
    let is_year = match *text.as_bytes() {
        [b'O', b'0'..=b'9', b' ', ..] => true,
        [b'0', letter, b' ', ..] => matches!(letter, b'O' | b'I' | b'l' | b'S' | b'G' | b'B'),
        [b'1' | b'2', _, _, _, b' ', ..] => {
            let word = number_word(text);
            let n_letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
            matches!(n_letters, 1 | 2)
        }
        _ => false,
    };
    if !is_year {
        return None;
    }
    let word = text.split(is_blank).next()?;
    let digits: Option<String> = word.chars().map(misread::digit).collect();
    digits?.parse().ok()
}

/// Words that stand before numbers and are no stations, besides months.
static NO_STATIONS: Words<82> = Words::new([
    "FROM",
    "PL",
    "FY",
    "CERP",
    "DOCUMENT",
    "PARAGRAPHS",
    "TODAY",
    "NOTE",
    "DIPNOTE",
    "UNGA",
    "LAW",
    "DECREE",
    "ORDER",
    "BILL",
    "ITEM",
    "PART",
    "PARA",
    "PARAS",
    "PARAGRAPH",
    "PAGE",
    "ANNEX",
    "REPORT",
    "MEETING",
    "NO",
    "NUMBER",
    "IIR",
    "TD",
    "DIA",
    "CIA",
    "FBIS",
    "OSC",
    "SECDEF",
    "JCS",
    "FAM",
    "FAH",
    "UNSC",
    "UNSCR",
    "RESOLUTION",
    "TELCON",
    "EMAIL",
    "E-MAIL",
    "MEMO",
    "LETTER",
    "DATED",
    "OF",
    "ON",
    "DTG",
    "AND",
    "PREVIOUS",
    "SECTION",
    "ARTICLE",
    "USDAO",
    "CALL",
    "DTD",
    "AIRGRAM",
    "TELECON",
    "PHONECON",
    "PHONCON",
    "CABLE",
    "DESPATCH",
    "DISPATCH",
    "EMAILS",
    "E-MAILS",
    "CIRCULAR",
    "CFR",
    "INSTRUCTION",
    "DIRECTIVE",
    "NSPD",
    "CASE",
    "DOC",
    "E.O",
    "SITREP",
    "SPOTREP",
    "USC",
    "U.S.C",
    "P.L",
    "INA",
    "TITLE",
    "CHAPTER",
    "BOOK",
    "VOLUME",
    "FORM",
]);

/// A station: up to four words of letters, and what follows them.
fn station(input: &str) -> Option<(&str, &str)> {
    static NOUNS: Words<9> = Words::new([
        "CIRCULAR", "NO", "NR", "CABLE", "TELEGRAM", "MESSAGE", "MSG", "TEL", "REFTEL",
    ]);
    static PREFIXES: Words<27> = Words::new([
        "AS IN",
        "SEE ALSO",
        "ALSO",
        "PER",
        "CABLES FROM",
        "CABLES",
        "TELEGRAMS",
        "CABLE FROM",
        "TELEGRAM FROM",
        "MESSAGE FROM",
        "SEE",
        "BOTH",
        "US EMBASSY",
        "U.S. EMBASSY",
        "AM EMBASSY",
        "AMEMBASSY",
        "AMEMB",
        "EMBASSY",
        "AMCONSUL",
        "AMCONGEN",
        "CONGEN",
        "CONSULATE",
        "MISSION",
        "USINT",
        "UNCLAS",
        "CONFIDENTIAL",
        "SECRET",
    ]);
    let mut start = input;
    if let Some(rest) = PREFIXES.after_word(input) {
        start = trim_start(rest);
    }
    let letters = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'\'' | b'.');
    let mut rest = start;
    let mut end = start;
    for _ in 0..4 {
        let length = rest.bytes().take_while(|&byte| letters(byte)).count();
        let word = rest.get(..length)?;
        if length == 0 || length > 24 {
            break;
        }
        let bare = word.trim_end_matches('.');
        // The letter of an entry or an initial.
        if bare.len() == 1 && word.ends_with('.') {
            return None;
        }
        // `NORTHHAVEN NO. 88`
        let number = end.len() < start.len() && NOUNS.hold(bare);
        if number && trim_start(from(rest, length)).starts_with(|c: char| c.is_ascii_digit()) {
            let station = trim(start.get(..start.len() - end.len())?);
            return Some((station, from(rest, length)));
        }
        // `TD-314/12345-08`, and where a release took the station away.
        if ["TD-", "TDX-", "IIR-"]
            .iter()
            .any(|series| after(word, series).is_some())
            || is_excised(word)
        {
            return None;
        }
        if NO_STATIONS.hold(bare) || is_month(bare) {
            return known_station(start);
        }
        // `NORTHHAVEN A-112` is an airgram, `CA-112` a circular one, and `C-VD8-01234` the
        // number of a task.
        if byte(word, 1) == b'-' || matches!(word, "CA-" | "CW-") {
            return None;
        }
        // `O311`: the letter belongs to the serial.
        if length == 1 && byte(rest, 1).is_ascii_digit() {
            break;
        }
        end = from(rest, length);
        rest = trim_start(end);
    }
    let station = start.get(..start.len() - end.len())?;
    let station = station.trim_matches(|c| is_blank(c) || c == '-');
    // `STATE TOSEC 112`: the series is what counts.
    let station = station
        .strip_prefix("STATE ")
        .filter(|series| matches!(*series, "TOSEC" | "SECTO"))
        .unwrap_or(station);
    let enough = station.bytes().filter(u8::is_ascii_alphabetic).count() >= 2;
    (enough && station.len() <= 32).then_some((station, end))
}

/// A known station with a zero for O before its number: `LOND0N 12`.
///
/// Sample: `garbled/ref-label-with-a-slip`
fn misread_station(input: &str) -> Option<(&str, &str)> {
    let near = input.as_bytes().get(..24).unwrap_or(input.as_bytes());
    let zero = memchr::memchr(b'0', near)?;
    // In a word, and not in a number.
    let is_letter = |at: usize| byte(input, at).is_ascii_uppercase();
    if !(is_letter(zero + 1) || zero > 1 && is_letter(zero - 1) && is_letter(zero - 2)) {
        return None;
    }
    let ends = memchr::memchr_iter(b' ', near).filter(|&at| at > zero);
    let mut found = ends.filter_map(|at| input.split_at_checked(at));
    found.find(|(name, _)| zero_for_o(name).is_some())
}

/// The name of the station that one with zeros for O stands for.
fn zero_for_o(name: &str) -> Option<&'static str> {
    name.contains('0')
        .then(|| glossary::station_name(&name.replace('0', "O")))?
}

/// `XXXXXXXXXXXX`: what a release put over a name.
pub(super) fn is_excised(word: &str) -> bool {
    word.len() >= 4 && word.bytes().all(|byte| matches!(byte, b'X' | b'x'))
}

/// A station whose name holds a word that is none: PORT OF SPAIN.
fn known_station(input: &str) -> Option<(&str, &str)> {
    let mut ends = input
        .char_indices()
        .filter(|&(_, c)| is_blank(c))
        .map(|(at, _)| at)
        .take(4);
    ends.find_map(|at| {
        let (name, rest) = input.split_at_checked(at)?;
        let several = name.contains(is_blank);
        let post = || glossary::station(name).is_some_and(|known| known.kind != "agency");
        (several && post()).then_some((name, rest))
    })
}

/// The letters and digits that a text begins with.
fn number_word(text: &str) -> &str {
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    text.get(..length).unwrap_or_default()
}

/// A serial, perhaps with letters for digits.
fn serial(input: &str) -> Option<(u32, &str)> {
    let mut value: u32 = 0;
    let mut n_digits = 0;
    let mut n_letters = 0;
    let mut others = false;
    for byte in input.bytes().take(9) {
        let digit = if byte.is_ascii_digit() {
            byte - b'0'
        } else if let Some(digit) = misread::digit(char::from(byte)) {
            n_letters += 1;
            others |= !matches!(byte, b'O' | b'o');
            digit as u8 - b'0'
        } else {
            break;
        };
        value = value.checked_mul(10)?.checked_add(u32::from(digit))?;
        n_digits += 1;
    }
    let rest = from(input, n_digits);
    let alone = !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !matches!(rest.as_bytes(), [b'.', b'0'..=b'9', ..]);
    let sure = !others || misread::is_misread(input.get(..n_digits)?);
    let fits = (1..=8).contains(&n_digits) && n_letters < n_digits && sure;
    (fits && value < 10_000_000 && alone).then_some((value, rest))
}

/// What an entry that names no telegram cites.
fn other(text: &str) -> ReferenceKind {
    const WORDS: [(&str, ReferenceKind); 25] = [
        ("E-MAIL", ReferenceKind::EMail),
        ("EMAIL", ReferenceKind::EMail),
        ("E-MAILS", ReferenceKind::EMail),
        ("EMAILS", ReferenceKind::EMail),
        ("TELCON", ReferenceKind::Telephone),
        ("TELEPHONE", ReferenceKind::Telephone),
        ("PHONE", ReferenceKind::Telephone),
        ("PHONECON", ReferenceKind::Telephone),
        ("PHONCON", ReferenceKind::Telephone),
        ("TELECON", ReferenceKind::Telephone),
        ("FONECON", ReferenceKind::Telephone),
        ("TEL-CON", ReferenceKind::Telephone),
        ("TELEPHONECON", ReferenceKind::Telephone),
        ("TELCONS", ReferenceKind::Telephone),
        ("CONVERSATION", ReferenceKind::Telephone),
        ("CALL", ReferenceKind::Telephone),
        ("IIR", ReferenceKind::Report),
        ("TD", ReferenceKind::Report),
        ("FBIS", ReferenceKind::Report),
        ("OSC", ReferenceKind::Report),
        ("DIA", ReferenceKind::Report),
        ("REPORT", ReferenceKind::Report),
        ("SITREP", ReferenceKind::Report),
        ("SPOTREP", ReferenceKind::Report),
        ("BOOK", ReferenceKind::Book),
    ];
    let sign = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    let mut words = text.split(sign).take(24).peekable();
    while let Some(word) = words.next() {
        // `CALL ON THE MINISTER`
        if same(word, "CALL") && words.peek().is_some_and(|next| same(next, "ON")) {
            continue;
        }
        // `E MAIL`
        if (same(word, "E") || same(word, "ELECTRONIC"))
            && words.peek().is_some_and(|next| same(next, "MAIL"))
        {
            return ReferenceKind::EMail;
        }
        let head = word.split('-').next().unwrap_or(word);
        for (name, kind) in WORDS {
            let series = || same(head, "TD") || same(head, "TDX");
            if same(word, name) || name == "TD" && series() {
                return kind;
            }
        }
    }
    ReferenceKind::Other
}

/// The parts of a block without the brackets and targets of links: where a
/// web page became Markdown, the id of a telegram is one.
fn unlinked(parts: Vec<&str>) -> Vec<&str> {
    let is_link = |part: &&str| part.bytes().any(|byte| byte == b']') && part.contains("](");
    if !parts.iter().any(is_link) {
        return parts;
    }
    let mut bare = Vec::with_capacity(parts.len() * 2);
    for part in parts {
        let mut rest = part;
        while let Some(at) = rest.find('[') {
            let Some((label, length)) = link(from(rest, at)) else {
                break;
            };
            bare.push(trim(rest.get(..at).unwrap_or_default()));
            bare.push(trim(label));
            rest = from(rest, at + length);
        }
        bare.push(trim(rest));
    }
    bare.retain(|part| !part.is_empty());
    bare
}

/// The parts of a block without the tags of a page, `<a href="...">08OSLO12</a>`.
fn untagged(parts: Vec<&str>) -> Vec<&str> {
    const LONGEST: usize = 160;
    // Most blocks have none.
    if !parts
        .iter()
        .any(|part| part.bytes().any(|byte| byte == b'<'))
    {
        return parts;
    }
    let mut bare = Vec::with_capacity(parts.len() * 2);
    for part in parts {
        let (mut begin, mut at) = (0, 0);
        while let Some(skip) = memchr::memchr(b'<', from(part, at).as_bytes()) {
            let open = at + skip;
            // `<A> ROME 1` has a letter.
            let opens = matches!(byte(part, open + 1), b'a'..=b'z' | b'/');
            let near = up_to(from(part, open), LONGEST);
            let close = memchr::memchr(b'>', near.as_bytes()).filter(|_| opens);
            at = open + close.map_or(1, |close| close + 1);
            if close.is_some() {
                bare.push(trim(part.get(begin..open).unwrap_or_default()));
                begin = at;
            }
        }
        bare.push(trim(from(part, begin)));
    }
    bare.retain(|part| !part.is_empty());
    bare
}

/// Whether `text` holds the word NOTAL.
fn is_notal(text: &str) -> bool {
    let letter = |at: Option<usize>| at.is_some_and(|at| byte(text, at).is_ascii_alphabetic());
    let is_last = |byte: u8| byte.eq_ignore_ascii_case(&b'L');
    let mut last_letters = text.bytes().enumerate().filter(|&(_, byte)| is_last(byte));
    last_letters.any(|(last, _)| {
        let first = last.checked_sub(4);
        let word = first.and_then(|first| text.get(first..=last));
        word.is_some_and(|word| same(word, "NOTAL"))
            && !letter(Some(last + 1))
            && !letter(first.and_then(|first| first.checked_sub(1)))
    })
}

/// The telegrams of the Secretary on a journey, and those to him. Behind one of
/// them the other is no number of the same telegram: `SECTO 12, TOSEC 14`.
static SERIES: Words<2> = Words::new(["SECTO", "TOSEC"]);

/// What stands between one cited telegram and the next: remarks in
/// brackets, captions, a title. Returns what is left, and whether a
/// separator was met, after which a lone serial may stand.
fn remarks(input: &str, in_series: bool) -> (&str, bool) {
    static PREVIOUS: Words<5> =
        Words::new(["AND PREVIOUS", "PREVIOUS", "ET AL", "ET SEQ", "ET SEQUENS"]);
    static CAPTIONS: Words<5> = Words::new(["NOTAL", "EXDIS", "NODIS", "STADIS", "LIMDIS"]);
    static JOINTS: Words<5> = Words::new(["AND", "OR", "THROUGH", "THRU", "TO"]);
    let mut rest = input;
    let mut separated = false;
    loop {
        rest = trim_start(rest);
        match rest.as_bytes() {
            [] => return (rest, separated),
            // `ROME 12; (07) STATE 4711`: the year is that of the next.
            [b'(', ..] if separated && year_in_brackets(rest).is_some() => {
                return (rest, separated);
            }
            [b'(', ..] => {
                let near = rest.as_bytes().get(..160).unwrap_or(rest.as_bytes());
                match memchr::memchr(b')', near) {
                    Some(close) => rest = from(rest, close + 1),
                    None => return (after_semicolon(rest), true),
                }
            }
            [b'/', tens @ b'0'..=b'9', b'0'..=b'9', after @ ..]
                if !after.first().is_some_and(u8::is_ascii_digit) && *tens == b'0' =>
            {
                rest = from(rest, 3);
            }
            [b';' | b',' | b'&' | b'/' | b'+', ..] => {
                rest = from(rest, 1);
                separated = true;
            }
            [b'.'] => return ("", separated),
            // `STATE 4711. NORTHHAVEN 88`, but not `STATE 4711. JOINT
            // STATEMENT 2005`.
            [b'.', b' ', ..] => {
                rest = trim_start(from(rest, 1));
                let phrase = |read: &Cited<'_>| {
                    let words = read.station.is_some_and(|name| name.contains(is_blank));
                    words && read.year.is_none() && !is_known(read)
                };
                if cited(rest, false).is_some_and(|(read, _)| phrase(&read)) {
                    return (after_semicolon(rest), true);
                }
            }
            // `STATE 4711 - OSLO 88`; other words are a title.
            [b'-', b' ', ..] if is_station_ahead(from(rest, 2)) => rest = from(rest, 2),
            // `OSLO 88 -AND- ROME 12`
            [b'-', b'A', b'N', b'D', b'-', ..] => {
                rest = from(rest, 5);
                separated = true;
            }
            // `06 OSLO 88 -- 07 OSLO 12`
            [b'-', b'-', b' ', ..] if is_station_ahead(from(rest, 3)) => rest = from(rest, 3),
            // `STATE 4711: OSLO 88`; `STATE 4711: PARIS 2006` has a title.
            [b':', b' ', ..] if is_telegram_ahead(trim_start(from(rest, 2))) => {
                rest = from(rest, 2);
            }
            [b'-' | b':', ..] => return (after_title(rest), true),
            _ => {
                if let Some(after) = PREVIOUS.after_word(rest) {
                    rest = after.strip_prefix('.').unwrap_or(after);
                } else if in_series && separated && SERIES.after_word(rest).is_some() {
                    return (rest, separated);
                } else if let Some(after) = numbered_remark(rest) {
                    rest = after;
                } else if let Some(after) = repeated(rest).or_else(|| addressed(rest)) {
                    rest = after;
                } else if let Some(after) = JOINTS.after_word(rest) {
                    rest = after;
                    separated = true;
                } else if let Some(after) = CAPTIONS.after_word(rest) {
                    rest = after;
                } else {
                    return (rest, separated);
                }
            }
        }
    }
}

/// What stands behind a remark on whom a telegram was repeated to, with which
/// numbers there: `REPEATED INFO LONDON 7, PARIS 12`. They are numbers of the same
/// telegram. The remark reaches to a semicolon.
///
/// Sample: `plain/ref-repeated-elsewhere`
fn repeated(input: &str) -> Option<&str> {
    static WORDS: Words<3> = Words::new(["REPEATED", "RPTD", "RPT"]);
    static INFO: Words<3> = Words::new(["INFO", "INFORMATION", "TO"]);
    // Most remarks are no such words.
    if !matches!(byte(input, 0), b'W' | b'R' | b'w' | b'r') {
        return None;
    }
    let input = after_word(input, "WHICH").map_or(input, trim_start);
    let behind = trim_start(WORDS.after_word(input)?);
    let named = INFO.after_word(behind).map_or(behind, trim_start);
    // `WHICH REPEATED THE OFFER, ROME 13`
    let (station, _) = station(named)?;
    let known = glossary::station(station).is_some() && cited(named, false).is_some();
    known.then(|| after_semicolon(behind))
}

/// What follows on whom a telegram was sent to: `TO DEPT`, `TO ACCRA RPTD ROME 12`.
/// `OSLO 12 TO 15` and `OSLO 12 TO ROME 15` are ranges.
fn addressed(input: &str) -> Option<&str> {
    let to = trim_start(after_word(input, "TO")?);
    let letters = to.bytes().take(16).take_while(u8::is_ascii_alphabetic);
    let place = to.get(..letters.count())?;
    let behind = trim_start(from(to, place.len()));
    let known =
        same(place, "DEPT") || same(place, "DEPARTMENT") || { glossary::station(place).is_some() };
    let ends = behind.is_empty()
        || behind.starts_with([',', ';', ')', '.', '('])
        || repeated(behind).is_some();
    (known && ends).then_some(behind)
}

/// The telegram at the end of an entry that begins with its title: `HARBOR DUES (OSLO 88)`,
/// `HARBOR DUES: OSLO 88`. `TALKS IN ROME (PARIS 2006)` has a year, and an e-mail stays one.
fn behind_title(entry: &str) -> Option<&str> {
    let near = up_to(entry, LONGEST);
    let starts = |c: char| c.is_ascii_alphabetic();
    if !near.starts_with(starts) || cited(near, false).is_some() {
        return None;
    }
    let mut signs = memchr::memchr2_iter(b'(', b':', near.as_bytes());
    let at = signs.find(|&at| is_telegram_ahead(trim_start(from(near, at + 1))))?;
    let (_, rest) = cited(trim_start(from(near, at + 1)), false)?;
    let rest = trim_start(rest);
    // What follows goes on with the list.
    let ends = if byte(near, at) == b'(' {
        let behind = rest
            .split_once(')')
            .map_or(rest, |(_, behind)| trim_start(behind));
        behind.is_empty()
            || behind.starts_with([';', ',', '.'])
            || after_word(behind, "AND").is_some()
    } else {
        let left = remarks(rest, false).0;
        left.is_empty() || is_telegram_ahead(left)
    };
    if !ends {
        return None;
    }
    let title = near.get(..at)?;
    (other(title) == ReferenceKind::Other && !names_paper(title))
        .then(|| from(entry, at + usize::from(byte(near, at) == b':')))
        .map(trim_start)
}

/// An entry without what stands before its telegram: a title between quotation marks, a
/// part of it, `(NOTAL)`.
fn without_title(entry: &str) -> &str {
    let mut rest = entry.trim_start_matches(['"', '*', '\u{201c}']);
    // `"HARBOR DUES" NORTHHAVEN 88`
    if rest.len() < entry.len()
        && let Some((_, behind)) = rest.split_once(['"', '\u{201d}'])
        && let behind = behind.trim_start_matches([' ', ',', ':', '-'])
        && cited(behind, false).is_some_and(|(read, _)| is_known(&read))
    {
        rest = behind;
    }
    rest = behind_part(rest).unwrap_or(rest);
    // `(NOTAL) NORTHHAVEN 88`
    let behind = after(rest, "(NOTAL)").map(trim_start);
    let behind = behind.filter(|behind| cited(behind, false).is_some());
    behind.unwrap_or(rest)
}

/// The telegram behind a part of it that is named first: `PARA 4 OF OSLO 88`.
fn behind_part(entry: &str) -> Option<&str> {
    const NEAR: usize = 32;
    static PARTS: Words<7> = Words::new([
        "PARA",
        "PARAS",
        "PARAGRAPH",
        "PARAGRAPHS",
        "SECTION",
        "SECTIONS",
        "ITEM",
    ]);
    let behind = PARTS.after_word(entry)?;
    let near = up_to(behind, NEAR);
    let blanks = memchr::memchr_iter(b' ', near.as_bytes());
    let mut starts = blanks.map(|at| trim_start(from(behind, at)));
    starts.find(|next| after_word(next, "OF").is_none() && is_telegram_ahead(next))
}

/// Whether a telegram of a known station is cited next, and no other words go
/// on with it: `PARIS 2006 TALKS` is a title.
fn is_station_ahead(text: &str) -> bool {
    static JOINTS: Words<5> = Words::new(["AND", "OR", "THROUGH", "THRU", "NOTAL"]);
    cited(trim_start(text), false).is_some_and(|(read, rest)| {
        let rest = trim_start(rest);
        let ends = !rest.starts_with(char::is_alphabetic) || JOINTS.after_word(rest).is_some();
        ends && is_known(&read)
    })
}

/// What follows a title behind a sign: what stands behind a semicolon, or a
/// telegram of a known station behind a comma, `ROME 12: DUES RISE, OSLO 13`.
/// `TALKS IN ROME, PARIS 2006` goes on with a year.
fn after_title(input: &str) -> &str {
    let near = input.as_bytes().get(..LONGEST).unwrap_or(input.as_bytes());
    for at in memchr::memchr2_iter(b';', b',', near) {
        if byte(input, at) == b';' {
            return trim_start(from(input, at + 1));
        }
        let next = trim_start(from(input, at + 1));
        if is_telegram_ahead(next) {
            return next;
        }
    }
    after_semicolon(from(input, near.len()))
}

/// Whether a telegram of a known station is cited next whose serial can be no
/// year.
fn is_telegram_ahead(text: &str) -> bool {
    let is_telegram = |read: &Cited<'_>| {
        read.year.is_some() || !(1900..2100).contains(&read.serial) && is_known(read)
    };
    is_station_ahead(text) && cited(text, false).is_some_and(|(read, _)| is_telegram(&read))
}

/// `PARA 4`, `TOSEC 40117`, `DTD 03/02/08` behind a citation.
fn numbered_remark(input: &str) -> Option<&str> {
    static WORDS: Words<7> = Words::new([
        "PARA",
        "PARAS",
        "PARAGRAPH",
        "TOSEC",
        "SECTO",
        "DTD",
        "DATED",
    ]);
    let numbers = |c: char| c.is_ascii_digit() || matches!(c, '/' | '-');
    let after = trim_start(WORDS.after_word(input)?);
    let mut rest = after.trim_start_matches(numbers);
    // `PARAS 3 AND 4`
    if matches!(byte(input, 4), b's' | b'S')
        && let Some(second) = after_word(trim_start(rest), "AND").map(trim_start)
        && byte(second, 0).is_ascii_digit()
        && !trim_start(second.trim_start_matches(numbers))
            .starts_with(|c: char| c.is_ascii_alphabetic())
    {
        rest = second.trim_start_matches(numbers);
    }
    (rest.len() < after.len()).then_some(rest)
}

/// Something that is no telegram, up to where one is cited again: behind a
/// semicolon anything may follow, behind a comma or AND a known station or a
/// year and a station, behind a comma also something else that says what it is.
fn up_to_citation(input: &str) -> (&str, &str) {
    const NEAR: usize = 64;
    let known = |text: &str| {
        cited(text, false).is_some_and(|(read, _)| {
            read.station.is_some_and(|station| {
                read.year.is_some() && is_capitals(station) || glossary::station(station).is_some()
            })
        })
    };
    // Whether the words up to the next sign say what they are.
    let says_what = |text: &str| {
        let near = up_to(text, NEAR);
        let end = near.find([',', ';']).unwrap_or(near.len());
        let words = near.get(..end).unwrap_or_default();
        other(words) != ReferenceKind::Other || names_paper(words)
    };
    let near = input.as_bytes().get(..LONGEST).unwrap_or(input.as_bytes());
    for at in memchr::memchr3_iter(b';', b',', b' ', near) {
        let after = match byte(input, at) {
            b';' => from(input, at + 1),
            b',' => match from(input, at + 1) {
                after if known(trim(after)) => after,
                // `QUILL E-MAIL OF 7/2, IIR 6 000 0000 08`
                after if says_what(after) && says_what(input.get(..at).unwrap_or_default()) => {
                    after
                }
                _ => continue,
            },
            _ => match after_word(from(input, at + 1), "AND") {
                Some(after) if known(trim(after)) => after,
                _ => continue,
            },
        };
        return (trim(input.get(..at).unwrap_or_default()), trim(after));
    }
    (trim(input), "")
}

/// Whether words up to the next sign name a paper and its number or day: `QUILL FAX OF 2/28`,
/// `NORTHHAVEN A-112`. Others behind a telegram are its title.
fn names_paper(text: &str) -> bool {
    const NEAR: usize = 64;
    static PAPERS: Words<8> = Words::new([
        "AIRGRAM",
        "FAX",
        "LETTER",
        "MEMCON",
        "MEMO",
        "MEMORANDUM",
        "NOTE",
        "PAPER",
    ]);
    let near = up_to(text, NEAR);
    let words = near.split([',', ';', '(']).next().unwrap_or_default();
    let is_airgram = |word: &str| {
        let number = ["A-", "CA-", "CW-"]
            .iter()
            .find_map(|series| word.strip_prefix(series));
        number.is_some_and(is_digits)
    };
    words.split(is_blank).any(is_airgram)
        || words.bytes().any(|byte| byte.is_ascii_digit())
            && words
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| PAPERS.hold(word))
}

/// What follows `002.1 OF 003` behind a station and a number: the header of a
/// page that was joined with the line is no citation.
///
/// Sample: `garbled/ref-label-with-a-slip`
fn page_behind(input: &str) -> Option<&str> {
    let digits = |text: &str, n: usize| text.bytes().take(n).all(|byte| byte.is_ascii_digit());
    let page = trim_start(input);
    let rest = (page.len() > 9 && digits(page, 3)).then(|| from(page, 3))?;
    let part = rest.strip_prefix('.').map(|part| from(part, 1));
    let total = after(trim_start(part.unwrap_or(rest)), "OF ").map(trim_start)?;
    (total.len() > 2 && digits(total, 3)).then(|| trim_start(from(total, 3)))
}

/// Bytes of an entry that are looked through for a further citation.
const LONGEST: usize = 400;

/// Whether a line is a telegram of a known station and nothing else.
fn is_citation(line: &str) -> bool {
    is_capitals(line)
        && cited(line, false)
            .is_some_and(|(read, rest)| is_known(&read) && remarks(rest, false).0.is_empty())
}

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
pub(super) fn is_text(line: &str) -> bool {
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
        matches!(before, Some([b' ' | b'(', b'A'..=b'Z']))
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
    static REMARKS: Words<6> = Words::new([
        "(NOTAL)",
        "(EXDIS)",
        "(NODIS)",
        "NOTAL",
        "AND PREVIOUS",
        "(AND PREVIOUS",
    ]);
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

/// An entry without the signs and the AND that lead to the next.
fn without_joint(own: &str) -> &str {
    static SIGNS: Signs = Signs::new(" \t\u{a0};,&-");
    let bare = SIGNS.trim(own);
    let Some(at) = bare.len().checked_sub(4) else {
        return bare;
    };
    match bare.split_at_checked(at) {
        Some((head, tail)) if tail.eq_ignore_ascii_case(" AND") => SIGNS.trim(head),
        _ => bare,
    }
}

/// Whether a series is named for who is addressed.
fn of_addressee(printed: &str) -> bool {
    ["YOUR", "YOURTEL", "URTEL"]
        .iter()
        .any(|name| same(printed, name))
}

fn other_reference(letter: Option<char>, kind: ReferenceKind) -> Reference {
    Reference {
        span: crate::cable::Span::default(),
        letter,
        kind,
        mrn: None,
        inferred: Vec::new(),
        notal: false,
        confidence: Confidence::Medium,
    }
}

fn after_semicolon(text: &str) -> &str {
    memchr::memchr(b';', text.as_bytes()).map_or("", |at| trim_start(from(text, at + 1)))
}

impl<'a> Draft<'a> {
    /// Reads the REF block with `value` after its label.
    pub(super) fn references(&mut self, idx: usize, value: &'a str, open: bool) -> Next {
        // Behind a serial: `NORTHHAVEN 1. (C)` has one itself.
        let behind_serial = |&at: &usize| {
            let before = trim(value.get(..at).unwrap_or_default());
            ends_with_serial(before)
        };
        let body = paragraph_within(value)
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
        let parts = untagged(unlinked(parts));
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
            || super::caption::is_caption(line)
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
            LineKind::PageHeader => lettered || cites(),
            _ => lettered || line.len() <= 110,
        }
    }

    /// Reads one entry, which may cite several telegrams.
    ///
    /// The station of the last citation is `carried` along, as it was printed.
    fn entry<'t>(&mut self, joined: &Joined, entry: &Entry<'t>, carried: &mut Option<&'t str>) {
        static NOTHING: Words<5> = Words::new(["NONE", "N/A", "NA", "NIL", "AND PREVIOUS"]);
        static SIGNS: Signs = Signs::new(".,;()");
        let text = entry.text;
        if NOTHING.hold(SIGNS.trim(text)) {
            return;
        }
        let n_above = self.heading.references.len();
        let mut last_own = text;
        let mut rest = without_title(text);
        // A number alone is one of the post's own.
        let first = char::from(byte(text, 0));
        let own = carried.is_none()
            && (first == '(' || misread::digit(first).is_some())
            && cited(text, true).is_some_and(|(read, rest)| {
                let number = text.get(..text.len() - rest.len()).unwrap_or_default();
                let year = || slashed_year(number, read.serial, rest, self.year());
                read.station.is_none() && (rest.is_empty() || year().is_some())
            });
        if own {
            *carried = self.mrn().map(|_| "EMBTEL");
        }
        let mut bare = own || carried.is_some();
        let mut year = None;
        let mut apart = true;
        while !rest.is_empty() {
            // `[NORTHHAVEN 88]`
            let inside = after_sign(rest, b"[(").map(trim_start);
            let inside = inside.filter(|inside| cited(inside, false).is_some());
            rest = inside.unwrap_or(rest);
            if let Some((mut read, mut after)) = cited(rest, bare) {
                let number = rest.get(..rest.len() - after.len()).unwrap_or_default();
                let slashed = slashed_year(number, read.serial, after, self.year());
                let year_behind = || year_behind_comma(after, read.serial, self.year());
                let slashed = slashed.or_else(year_behind);
                if let Some((year, behind)) = slashed.filter(|_| read.year.is_none()) {
                    read.year = Some(year);
                    after = behind;
                }
                if let Some(behind) = page_behind(after) {
                    rest = behind;
                    continue;
                }
                let closed = after_sign(after, b"])").filter(|_| inside.is_some());
                let after_citation = closed.unwrap_or(after);
                let (left, separated) = match last_of_range(after_citation, read.serial) {
                    Some(last) => (last, true),
                    None => remarks(
                        after_citation,
                        read.station
                            .or(*carried)
                            .is_some_and(|name| SERIES.hold(name)),
                    ),
                };
                // `07 NORTHHAVEN 88 AND 89`: both are of that year.
                let carries_year = read.station.is_none() && read.year.is_none();
                if carries_year {
                    read.year = year;
                }
                year = read.year;
                // A number with nothing before it is a serial only where it
                // stands alone: `2006 RECALLED` is the rest of a title.
                if read.station.is_some() || separated || left.is_empty() {
                    let cited = rest.get(..rest.len() - after.len()).unwrap_or(rest);
                    self.misread_citation(joined, cited);
                    let own = rest.get(..rest.len() - left.len()).unwrap_or(rest);
                    let mut reference = self.resolve(&read, entry.letter, *carried);
                    *carried = read.station.or(*carried);
                    if carries_year && read.year.is_some() {
                        reference.inferred.push(Inference::Year);
                    }
                    self.reference(joined, own, reference);
                    last_own = own;
                    let joint = trim(own);
                    apart = joint.ends_with(';')
                        || (joint.ends_with(',') || ends(joint, " AND")) && names_paper(left);
                    rest = left;
                    bare = separated;
                    continue;
                }
            }
            if let Some(behind) = behind_title(rest) {
                rest = behind;
                continue;
            }
            let (here, next) = up_to_citation(rest);
            let kind = other(here);
            let says = here.chars().any(char::is_alphanumeric);
            // What follows a telegram is its title, unless it says that it
            // is something else.
            if says && (apart || kind != ReferenceKind::Other) {
                self.reference(joined, here, other_reference(entry.letter, kind));
                last_own = here;
            }
            apart = true;
            bare = false;
            rest = next;
        }
        // What is cited alone takes all of its entry.
        if last_own.len() < text.len()
            && self.heading.references.len() == n_above + 1
            && let Some(alone) = self.heading.references.pop()
        {
            self.reference(joined, text, alone);
        }
    }

    /// Takes what was cited with the words `own`.
    fn reference(&mut self, joined: &Joined, own: &str, mut reference: Reference) {
        reference.span = joined.span(without_joint(own));
        reference.notal = is_notal(own);
        self.heading.references.push(reference);
    }

    /// Notes the letters in year and serial of a citation, and the digits in
    /// its station.
    fn misread_citation(&mut self, joined: &Joined, cited: &str) {
        // Few hold a word of both digits and letters.
        let (mut above, mut is_mixed) = (0, false);
        for byte in cited.bytes() {
            let sort = u8::from(byte.is_ascii_alphabetic()) + 2 * u8::from(byte.is_ascii_digit());
            is_mixed |= above + sort == 3;
            above = sort;
        }
        if !is_mixed {
            return;
        }
        for word in cited.split(|c: char| !c.is_ascii_alphanumeric()) {
            let n_letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
            if (1..word.len()).contains(&n_letters)
                && word.chars().all(|c| misread::digit(c).is_some())
            {
                self.misread_number(joined.span(word));
            } else if n_letters > 1 && word.contains('0') && zero_for_o(word).is_some() {
                let kind = RepairKind::MisreadCharacter;
                let read = word.replace('0', "O").into();
                self.repair(joined.span(word), kind, read, Confidence::Medium);
            }
        }
    }

    /// The station of a series that is named for its two ends.
    ///
    /// ```abnf
    /// series = "DEPTEL" ["S"] / "DEPT" / "DEPARTMENT"   ; the Department
    ///        / "EMBTEL" ["S"] / "CONTEL" ["S"] / "OUR" / "MY" / "OURTEL" / "MYTEL" / "POST'S"
    ///                                             ; this embassy
    ///        / "YOUR" / "YOURTEL" / "URTEL"       ; the only action addressee
    /// ```
    ///
    /// Circulars, `DEPCIRTEL 12`, have a series of their own.
    ///
    /// Sample: `oddities/ref-label-with-its-letter`
    fn series(&self, printed: &str) -> Option<Box<str>> {
        let of_department = ["DEPTEL", "DEPTELS", "DEPT", "DEPARTMENT"];
        if of_department.iter().any(|name| same(printed, name)) {
            return Some("STATE".into());
        }
        let own = [
            "EMBTEL", "EMBTELS", "CONTEL", "CONTELS", "OUR", "MY", "OURTEL", "MYTEL",
        ];
        let is_own = own.iter().any(|name| same(printed, name));
        if is_own {
            return self.mrn().map(|mrn| mrn.station);
        }
        let action = match self.heading.action.as_slice() {
            [only] if of_addressee(printed) => self.slice(only.plad.0),
            _ => return None,
        };
        let station = match after_word(action, "SECSTATE") {
            Some(_) => "STATE",
            None => city_of_post(action)?,
        };
        Some(glossary::station_name(station).unwrap_or(station).into())
    }

    /// The only station a name of which has one letter lost, doubled, wrong or changed
    /// with the next: `BANGOK 88`. Short names are like others, and the first two
    /// letters and the last two are right.
    ///
    /// Sample: `garbled/ref-stations-misspelled`
    fn misspelled_station(&self, printed: &str) -> Option<&'static str> {
        const SHORTEST: usize = 6;
        const SHORTEST_NAME: usize = 7;
        /// Words, and places that are no slip of another.
        static OTHERS: Words<10> = Words::new([
            "ANSWER", "BORDER", "COMMENCE", "GENOVA", "GRANADA", "MANUAL", "MARGIN", "PRISTINE",
            "RECIPE", "TREASURE",
        ]);
        /// References up to which stations are looked for so.
        const MANY: usize = 64;
        let letters = printed.chars().filter(|&c| !is_blank(c));
        let name: String = letters.map(|c| c.to_ascii_uppercase()).collect();
        if name.len() < SHORTEST || OTHERS.hold(&name) || self.heading.references.len() > MANY {
            return None;
        }
        let like = |alias: &str| {
            alias.len() >= SHORTEST_NAME
                && alias.as_bytes().first_chunk::<2>() == name.as_bytes().first_chunk()
                && alias.as_bytes().last_chunk::<2>() == name.as_bytes().last_chunk()
                && alias.len().abs_diff(name.len()) < 2
                && is_one_slip(alias.as_bytes(), name.as_bytes())
        };
        let mut stations = glossary::station_aliases()
            .filter(|(alias, _)| like(alias))
            .map(|(_, station)| station);
        let first = stations.next()?;
        stations.all(|station| station == first).then_some(first)
    }

    /// Names the telegram, as far as station and year are known.
    fn resolve(&self, read: &Cited<'_>, letter: Option<char>, carried: Option<&str>) -> Reference {
        let mut inferred = Vec::new();
        let mut confidence = Confidence::High;
        let year = read.year.or_else(|| {
            inferred.push(Inference::Year);
            self.year()
        });
        let station = read.station.or(carried).and_then(|printed| {
            // `NORTHHAVEN'S 88`, `BRUSSELS' 88`
            let bare = printed.strip_suffix("'S");
            let is_own = same(printed, "POST'S");
            let printed = squeeze(bare.unwrap_or(printed).trim_end_matches('\''));
            let apart = || printed.contains('-').then(|| printed.replace('-', " "));
            let series = if is_own { "OUR" } else { &*printed };
            Some(if let Some(series) = self.series(series) {
                inferred.push(Inference::Station);
                series
            } else if of_addressee(&printed) {
                return None;
            } else if let Some(known) = glossary::station_name(&printed)
                .or_else(|| zero_for_o(&printed))
                // `TEL-AVIV 88`
                .or_else(|| glossary::station_name(&apart()?))
            {
                if known == printed {
                    return Some(printed.into_boxed_str());
                }
                inferred.push(Inference::Station);
                known.into()
            } else if let Some(like) = self.misspelled_station(&printed) {
                inferred.push(Inference::Station);
                confidence = Confidence::Medium;
                like.into()
            } else {
                confidence = Confidence::Medium;
                printed.into_boxed_str()
            })
        });
        if read.has_comma {
            confidence = Confidence::Medium;
        }
        if read.station.is_none() {
            confidence = Confidence::Low;
            if !inferred.contains(&Inference::Station) {
                inferred.push(Inference::Station);
            }
        }
        let mrn = match (year, station) {
            (Some(year), Some(station)) => Some(Mrn {
                year,
                station,
                serial: read.serial,
            }),
            _ => None,
        };
        if mrn.is_none() {
            inferred.clear();
        }
        let kind = ReferenceKind::Cable;
        Reference {
            span: crate::cable::Span::default(),
            letter,
            kind,
            mrn,
            inferred,
            notal: false,
            confidence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{cited, entries, label};
    use crate::parse::token::Joined;

    fn check(text: &str) -> String {
        match cited(text, false) {
            Some((cited, rest)) => {
                format!(
                    "{:?} {:?} {} then {rest:?}",
                    cited.year,
                    cited.station.unwrap_or("-"),
                    cited.serial
                )
            }
            None => "no telegram".into(),
        }
    }

    #[test]
    fn reads_the_forms_of_a_citation() {
        insta::assert_snapshot!(check("NORTHHAVEN 88"), @r#"None "NORTHHAVEN" 88 then """#);
        insta::assert_snapshot!(check("07 NORTHHAVEN 1204"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("'07 PORT LARKSPUR 00311"), @r#"Some(2007) "PORT LARKSPUR" 311 then """#);
        insta::assert_snapshot!(check("2007NORTHHAVEN1204"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN 1204-07"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN 1204 (07)"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("STATE (07) 4711"), @r#"Some(2007) "STATE" 4711 then """#);
        insta::assert_snapshot!(check("PORT LARKSPUR O311"), @r#"None "PORT LARKSPUR" 311 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN l204"), @r#"None "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN 12I"), @r#"None "NORTHHAVEN" 121 then """#);
        insta::assert_snapshot!(check("0B STATE S4711"), @r#"Some(2008) "STATE" 54711 then """#);
        insta::assert_snapshot!(check("O7 NORTHHAVEN 1204"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("2OO7 NORTHHAVEN 1204"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN, 88"), @r#"None "NORTHHAVEN" 88 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN 1204 (2007)"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN 12 OF 2006"), @r#"Some(2006) "NORTHHAVEN" 12 then """#);
        insta::assert_snapshot!(check("07-NORTHHAVEN-1204"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("`07/NORTHHAVEN/1204"), @r#"Some(2007) "NORTHHAVEN" 1204 then """#);
        insta::assert_snapshot!(check("NORTHHAVEN NO. 88"), @r#"None "NORTHHAVEN" 88 then """#);
        insta::assert_snapshot!(check("STATE TOSEC 112"), @r#"None "TOSEC" 112 then """#);
        insta::assert_snapshot!(check("08 NORTHHAVEN 00000204"), @r#"Some(2008) "NORTHHAVEN" 204 then """#);
    }

    #[test]
    fn a_date_behind_a_citation_says_its_year() {
        for (behind, year) in [
            ("(NOV 74)", 1974),
            ("(NOVEMBER 1974)", 1974),
            ("(12 NOV 74)", 1974),
            ("(NOV. 12, 1974)", 1974),
            ("(11/12/74)", 1974),
            ("(DTG 121400Z NOV 74)", 1974),
            ("DTG 121400Z NOV 74", 1974),
            ("DATED NOVEMBER 12, 1974", 1974),
            ("DTD 11/12/74", 1974),
            ("OF NOVEMBER 12, 1974", 1974),
        ] {
            let (read, rest) = cited(&format!("ROME 12 {behind}"), false)
                .map(|(read, rest)| (read.year, rest.trim_start().to_owned()))
                .unwrap();
            assert_eq!((read, &*rest), (Some(year), behind));
        }
        for behind in [
            "(MAY 12)",
            "(DUES OF 2007)",
            "(JULY 2007 ELECTIONS)",
            "OF MAY 12 OSLO 548",
            "(12/12)",
            "DTG 121400Z",
            "(74 FISH)",
        ] {
            let text = format!("ROME 12 {behind}");
            let year = cited(&text, false).and_then(|(read, _)| read.year);
            assert_eq!(year, None, "{behind}");
        }
    }

    /// The telegrams of a block without letters.
    fn bare(value: &str) -> String {
        block(value).replace("-=", "")
    }

    #[test]
    fn a_level_before_a_station_and_an_apostrophe_before_a_year() {
        assert_eq!(bare("UNCLAS OSLO 12; SECRET ROME 88"), "08OSLO12 08ROME88");
        assert_eq!(bare("OSLO 1234 '07; ROME 12"), "07OSLO1234 08ROME12");
        // The year of what follows, and a level without a station.
        assert_eq!(bare("OSLO 1234 '07 ROME 12"), "08OSLO1234 07ROME12");
        assert_eq!(bare("SECRET 12"), "other");
    }

    #[test]
    fn a_year_may_stand_behind_a_comma() {
        assert_eq!(bare("OSLO 1234, 2007"), "07OSLO1234");
        assert_eq!(bare("OSLO 1234, 2007; ROME 12"), "07OSLO1234 08ROME12");
        // Serials of one station, and a year that is too far away.
        assert_eq!(bare("OSLO 1999, 2007"), "08OSLO1999 08OSLO2007");
        assert_eq!(bare("OSLO 1234, 1250"), "08OSLO1234 08OSLO1250");
        assert_eq!(bare("OSLO 2004, 2003"), "08OSLO2004 08OSLO2003");
        assert_eq!(bare("OSLO 1850, 2008"), "08OSLO1850 08OSLO2008");
        assert_eq!(
            bare("DEPCIRTEL 12").replace("08STATE", ""),
            bare("DEPCIRTEL 12")
        );
        assert_eq!(
            bare("OSLO 1234, 2007, 2015"),
            "08OSLO1234 08OSLO2007 08OSLO2015"
        );
        assert_eq!(bare("OSLO 1234, 1975"), "08OSLO1234 08OSLO1975");
    }

    #[test]
    fn tags_of_a_page_are_no_words() {
        assert_eq!(
            bare("<a href=\"x\">07OSLO12</a>, <b>ROME 88</b> (NOTAL)"),
            "07OSLO12 08ROME88"
        );
        assert_eq!(bare("OSLO 12 < ROME 88"), "08OSLO12");
    }

    #[test]
    fn where_a_telegram_was_repeated_is_no_other() {
        assert_eq!(bare("OSLO 12, REPEATED INFO ROME 7, PARIS 8"), "08OSLO12");
        assert_eq!(
            bare("OSLO 12 WHICH REPEATED ROME 7; ROME 9"),
            "08OSLO12 08ROME9"
        );
        assert_eq!(bare("OSLO 12 RPTD ROME 7"), "08OSLO12");
        assert_eq!(
            bare("OSLO 12 WHICH REPEATED THE OFFER, ROME 13"),
            "08OSLO12 08ROME13"
        );
        assert_eq!(bare("OSLO 12 TO DEPT RPTD ROME 7"), "08OSLO12");
        assert_eq!(bare("OSLO 12 TO ROME, PARIS 8"), "08OSLO12 08PARIS8");
        assert_eq!(bare("OSLO 12 TO 15"), "08OSLO12 08OSLO15");
        assert_eq!(bare("OSLO 12 TO ROME 15"), "08OSLO12 08ROME15");
        assert_eq!(bare("EMBTELS 12 AND 15"), "08NORTHHAVEN12 08NORTHHAVEN15");
        assert_eq!(
            bare("OSLO 12 (REPEATED ROME 7), ROME 9"),
            "08OSLO12 08ROME9"
        );
    }

    #[test]
    fn months_and_reports_are_no_stations() {
        for text in [
            "MARCH 12",
            "PART 2",
            "IIR 6 000 0000 08",
            "7 FAM 100",
            "REPORT 12",
            "NORTHHAVEN",
            "NORTHHAVEN A-112",
            "NORTHHAVEN G8",
            "NORTHHAVEN 8B",
            "NORTHHAVEN B52S",
            "FY 2008",
        ] {
            assert_eq!(check(text), "no telegram", "{text}");
        }
    }

    #[test]
    fn a_known_station_may_hold_a_word_that_is_none() {
        insta::assert_snapshot!(check("05 PORT OF SPAIN 12"), @r#"Some(2005) "PORT OF SPAIN" 12 then """#);
        insta::assert_snapshot!(check("B. LIBREVILLE 83"), @"no telegram");
    }

    /// Kind or id of each reference of a block.
    fn block(value: &str) -> String {
        let text = format!(
            "R 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\n\nUNCLAS NORTHHAVEN 000311\n\nREF: {value}\n"
        );
        let cable = crate::parse::parse(text.as_bytes());
        let references = cable.heading.references.iter().map(|reference| {
            let letter = reference.letter.unwrap_or('-');
            match &reference.mrn {
                Some(mrn) => format!("{letter}={mrn}"),
                None => format!("{letter}={}", reference.kind.slug()),
            }
        });
        references.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn an_entry_goes_on_behind_what_is_no_telegram() {
        insta::assert_snapshot!(block("05 ROME 3200; 06 JCS 9961; 99 OSLO 9433"), @"-=05ROME3200 -=other -=99OSLO9433");
        insta::assert_snapshot!(block("07 ROME 63 AND 05 USDAO ANKARA 28 AND OSLO 5"), @"-=07ROME63 -=08OSLO5");
        insta::assert_snapshot!(block("A. ROME 3 (HARBOR, DUES), STATE 4 B. QUILL E-MAIL OF 7/2, OSLO"), @"A=08ROME3 A=08STATE4 B=e-mail");
    }

    #[test]
    fn a_year_stands_before_or_behind_a_serial() {
        insta::assert_snapshot!(block("A. 08-300 B. 07-1204"), @"A=08NORTHHAVEN300 B=07NORTHHAVEN1204");
        insta::assert_snapshot!(block("58204/07"), @"-=07NORTHHAVEN58204");
        insta::assert_snapshot!(block("(A) STATE 58204/06, (B) 58301/07"), @"A=06STATE58204 B=07STATE58301");
        insta::assert_snapshot!(block("ROME 07-1204, OSLO 2007 1204"), @"-=07ROME1204 -=07OSLO1204");
        insta::assert_snapshot!(block("ROME 2007 06 OSLO 12"), @"-=08ROME2007 -=06OSLO12");
        insta::assert_snapshot!(block("ROME 1934-05; OSLO 2001-00; STATE 2007-012, 2007-47"), @"-=05ROME1934 -=00OSLO2001 -=07STATE12 -=07STATE47");
        insta::assert_snapshot!(block("ROME 00311/01, OSLO 88/89, STATE 309/310"), @"-=08ROME311 -=08OSLO88 -=08OSLO89 -=08STATE309 -=08STATE310");
        insta::assert_snapshot!(block("A. STATE: 4711 B. ROME: 12"), @"A=08STATE4711 B=08ROME12");
        insta::assert_snapshot!(block("A. QUILL: 4711 REASONS"), @"A=other");
        insta::assert_snapshot!(block("(07) ROME 12, STATE 2007-4711"), @"-=07ROME12 -=07STATE4711");
        insta::assert_snapshot!(block("ROME 12; (07) STATE 4711, (2006) OSLO 3"), @"-=08ROME12 -=07STATE4711 -=06OSLO3");
        insta::assert_snapshot!(block("ROME 12 (07) STATE 4711"), @"-=07ROME12 -=08STATE4711");
        insta::assert_snapshot!(block("ROME 1204/95"), @"-=08ROME1204 -=08ROME95");
        insta::assert_snapshot!(block("A. ROME TALKS 12/12/07 B. STATE 12"), @"A=other B=08STATE12");
    }

    #[test]
    fn two_digits_between_a_station_and_a_serial_are_a_year() {
        insta::assert_snapshot!(block("ROME '07 1204, ROME 07 1204"), @"-=07ROME1204 -=07ROME1204");
        insta::assert_snapshot!(block("STATE 75 4711 AND STATE 98 104711"), @"-=75STATE4711 -=98STATE104711");
        // A serial, and what no serial follows.
        insta::assert_snapshot!(block("ROME 12 130, ROME 88 2007, ROME 07, OSLO 88 07 OSLO 12"), @"-=08ROME12 -=08ROME88 -=08ROME7 -=08OSLO88 -=07OSLO12");
    }

    #[test]
    fn serials_of_a_range_stand_around_a_hyphen() {
        insta::assert_snapshot!(block("ROME 309 - 312; STATE 4711-4713"), @"-=08ROME309 -=08ROME312 -=08STATE4711 -=08STATE4713");
        insta::assert_snapshot!(block("ROME 12 THRU 15; OSLO 12 TO 14"), @"-=08ROME12 -=08ROME15 -=08OSLO12 -=08OSLO14");
        // A year, a title, and what is no higher.
        insta::assert_snapshot!(block("ROME 1204-07, STATE 471 - 500 BOATS"), @"-=07ROME1204 -=08STATE471");
        insta::assert_snapshot!(block("STATE 4711 - 2006; STATE 471-9000"), @"-=08STATE4711 -=08STATE471");
    }

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
    fn messages_name_their_ends_and_letters_stand_behind_the_last() {
        insta::assert_snapshot!(block("CABLE FROM ROME 12; MY 11 AND YOUR 4711"), @"-=08ROME12 -=08NORTHHAVEN11 -=cable");
        insta::assert_snapshot!(block("(A) STATE 12; LONDON 13 (B)"), @"A=08STATE12 B=08LONDON13");
        insta::assert_snapshot!(block("ROME 12, PARAGRAPHS 3-5; STATE CIRCULAR 4711; OSLO TODAY 7"), @"-=08ROME12 -=08STATE4711 -=other");
        insta::assert_snapshot!(block("(A) STATE 12; TALKS (B)"), @"A=08STATE12 A=other");
        insta::assert_snapshot!(block("A. ROME 12-14 B. CERP 0123 C. OSLO 12-07"), @"A=08ROME12 A=08ROME14 B=other C=07OSLO12");
    }

    #[test]
    fn tabs_part_entries_and_our_serials_are_the_posts_own() {
        insta::assert_snapshot!(block("A.\u{a0}STATE\u{a0}4711\u{a0}B.\u{a0}ROME 12 (NOTAL)"), @"A=08STATE4711 B=08ROME12");
        insta::assert_snapshot!(block("A. STATE 4711\tB. ROME 12"), @"A=08STATE4711 B=08ROME12");
        insta::assert_snapshot!(block("BOTH ROME 12 AND OUR 13, CA-4711"), @"-=08ROME12 -=08NORTHHAVEN13 -=other");
        insta::assert_snapshot!(block("CA-4711"), @"-=other");
        insta::assert_snapshot!(block("A. ROME 12 1. (C) Talks opened."), @"A=08ROME12");
        insta::assert_snapshot!(block("A. ROME 1. (C) B. STATE 12"), @"A=08ROME1 B=08STATE12");
    }

    #[test]
    fn initials_numbers_and_remarks_are_no_telegrams() {
        insta::assert_snapshot!(block("E-MAIL FROM A. QUILL TO B. VANCE JULY 20"), @"-=e-mail");
        insta::assert_snapshot!(block("SEE A. ROME 12 B. STATE 12"), @"-=other A=08ROME12 B=08STATE12");
        insta::assert_snapshot!(block("STATE 4711, PARAS 3 AND 4, ROME 5"), @"-=08STATE4711 -=08ROME5");
        insta::assert_snapshot!(block("STATE 4711, PARA 3 AND ROME 5"), @"-=08STATE4711 -=08ROME5");
        insta::assert_snapshot!(block("HK 97 DECLARATION"), @"-=other");
        insta::assert_snapshot!(block("HK 97 NOTAL, HK 12 ROME 13"), @"-=08HONGKONG97 -=08HONGKONG12 -=08ROME13");
        insta::assert_snapshot!(block("STATE 4711. JOINT STATEMENT 2005"), @"-=08STATE4711");
        insta::assert_snapshot!(block("STATE 4711. NEW DELHI 12"), @"-=08STATE4711 -=08NEWDELHI12");
        insta::assert_snapshot!(block("A. ROME 12 B. (NOTAL) STATE 12 C. (NOTAL) A TALK"), @"A=08ROME12 B=08STATE12 C=other");
    }

    #[test]
    fn a_noun_may_stand_before_a_serial_and_brackets_around_a_citation() {
        insta::assert_snapshot!(block("A. ROME CABLE 12 B. DEPT TELEGRAM 4711"), @"A=08ROME12 B=08STATE4711");
        insta::assert_snapshot!(block("A. [ROME 12] B. (STATE 4711)"), @"A=08ROME12 B=08STATE4711");
        insta::assert_snapshot!(block("CONGEN MUNICH 12, MISSION GENEVA 13"), @"-=08MUNICH12 -=08GENEVA13");
        insta::assert_snapshot!(block("EMBASSY NOTE 112 OF JULY 2"), @"-=other");
        insta::assert_snapshot!(block("A. PHONE CALL OF 7/2 B. CABLE 12"), @"A=telephone B=other");
        insta::assert_snapshot!(block("A. QUILL CALL OF 7/2 B. CALL ON THE MINISTER"), @"A=telephone B=other");
    }

    #[test]
    fn letters_may_be_repeated_left_out_and_glued() {
        insta::assert_snapshot!(block("A. ROME 1 C. STATE 12"), @"A=08ROME1 C=08STATE12");
        insta::assert_snapshot!(block("A. ROME 1 B. STATE 12 B. OSLO 3"), @"A=08ROME1 B=08STATE12 B=08OSLO3");
        insta::assert_snapshot!(block("ROME 1 B. STATE 12"), @"-=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A. ROME 1 (C) B. STATE 12 (S)"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("(A) ROME 1,(B) STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A  ROME 1\nB  STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A, ROME 1\nB, STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A. MEMO OF QUILL D. VANCE B. STATE 12"), @"A=other B=08STATE12");
    }

    #[test]
    fn letters_may_stand_between_any_signs() {
        for (first, second) in [
            ("A.)", "B.)"),
            ("(A.)", "(B.)"),
            ("(A", "(B"),
            ("A}", "B}"),
            ("A]", "B]"),
            ("<A>", "<B>"),
            ("-A-", "-B-"),
            ("\"A\"", "\"B\""),
            ("A.", "\u{b6}B."),
            ("A.", "-B."),
            ("A.", "(B."),
            ("A )", "B )"),
            ("( A )", "( B )"),
            ("A .", "B ."),
            ("(A).", "(B)."),
            ("A;", "B;"),
            ("A=", "B="),
            ("A--", "B--"),
        ] {
            let read = block(&format!("{first} ROME 1 {second} STATE 12"));
            assert_eq!(read, "A=08ROME1 B=08STATE12", "{first}");
        }
        insta::assert_snapshot!(block("A/ROME 1 B/STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A. ROME 1B. STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A. ROME 1.B. STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A. ROME 1(B) STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("ROME 1 (NOTAL), (B) STATE 12"), @"-=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A. ROME 1 (C) TALKS B. STATE 12"), @"A=08ROME1 B=08STATE12");
    }

    #[test]
    fn a_title_may_stand_before_the_next_telegram() {
        insta::assert_snapshot!(block("ROME 1 - DUES; STATE 12 - BOATS"), @"-=08ROME1 -=08STATE12");
        insta::assert_snapshot!(block("ROME 1: DUES RISE, STATE 12: BOATS, A TALK 3"), @"-=08ROME1 -=08STATE12");
        insta::assert_snapshot!(block("STATE 1 - TALKS IN ROME, PARIS 2006"), @"-=08STATE1");
        insta::assert_snapshot!(block("A. OSLO SITREP 12 B. 22 USC 2370 C. AMBASSADOR'S 7/20 E-MAIL"), @"A=report B=other C=e-mail");
        insta::assert_snapshot!(block("A. ROME'S 309/310 B. TITLE 22 C. INA 212"), @"A=08ROME309 A=08ROME310 B=other C=other");
        insta::assert_snapshot!(block("SEE ROME 1; ROME TEL 2"), @"-=08ROME1 -=08ROME2");
        insta::assert_snapshot!(block("A. E.O. 13224 B. CASE NO. 1234 C. NSPD 12"), @"A=other B=other C=other");
    }

    #[test]
    fn entries_may_be_numbered() {
        insta::assert_snapshot!(block("1) ROME 1 2) STATE 12"), @"-=08ROME1 -=08STATE12");
        insta::assert_snapshot!(block("(1) ROME 1; (2) QUILL E-MAIL (3) STATE 12"), @"-=08ROME1 -=e-mail -=08STATE12");
        insta::assert_snapshot!(block("1. ROME 1, 2. STATE 12"), @"-=08ROME1 -=08STATE12");
        insta::assert_snapshot!(block("(1) A TALK (2) STATE 12"), @"-=other");
    }

    #[test]
    fn a_label_may_be_doubled() {
        insta::assert_snapshot!(block("REFTEL: ROME 1"), @"-=08ROME1");
        insta::assert_snapshot!(block("REF A. ROME 1 B. STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("REFORM PAPER OF MAY"), @"-=other");
    }

    #[test]
    fn serials_run_through_and_stations_have_an_ending() {
        insta::assert_snapshot!(block("ROME 12 THROUGH 15"), @"-=08ROME12 -=08ROME15");
        insta::assert_snapshot!(block("ROME'S 12 AND 22 CFR 120"), @"-=08ROME12");
    }

    #[test]
    fn letters_may_have_lost_their_signs() {
        insta::assert_snapshot!(block("A ROME 1 B STATE 12 C OSLO 3"), @"A=08ROME1 B=08STATE12 C=08OSLO3");
        insta::assert_snapshot!(block("A/ ROME 1 B/ STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A., ROME 1; B., STATE 12"), @"A=08ROME1 B=08STATE12");
    }

    #[test]
    fn letters_in_every_style() {
        insta::assert_snapshot!(block("A- ROME 1\nB- STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A-ROME 1, B-STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A ROME 1\nB STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A. MEMO QUILL TO VANCE B. STATE 12"), @"A=other B=08STATE12");
        insta::assert_snapshot!(block("A) ROME 1 (NOTAL),B) STATE 12 AND 13."), @"A=08ROME1 B=08STATE12 B=08STATE13");
        insta::assert_snapshot!(block("A)ROME 1;B)STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A. ROME 1 - B. STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("\n\nA. ROME 1\n\nB. STATE 12"), @"A=08ROME1 B=08STATE12");
    }

    #[test]
    fn reports_airgrams_and_excised_stations_name_no_telegram() {
        insta::assert_snapshot!(block("A. TD-314/00000-08 B. ROME 1"), @"A=report B=08ROME1");
        insta::assert_snapshot!(block("AIRGRAM A-50"), @"-=other");
        insta::assert_snapshot!(block("A. XXXXXXXXXXXX 000311 B. ROME 1"), @"A=other B=08ROME1");
        insta::assert_snapshot!(block("A. PHONECON QUILL-VANCE B. QUILL E-MAILS OF 7/2"), @"A=telephone B=e-mail");
        insta::assert_snapshot!(block("A. PHONCON QUILL/VANCE JULY 1 B. PHONCON 7/2"), @"A=telephone B=telephone");
        insta::assert_snapshot!(block("N/A"), @"");
        insta::assert_snapshot!(block("NONE,"), @"");
        insta::assert_snapshot!(block("(NONE)"), @"");
        insta::assert_snapshot!(block("A. TDX-315/00000-08 B. E MAIL OF 7/2 C. FONECON"), @"A=report B=e-mail C=telephone");
        insta::assert_snapshot!(block("\"ROME 1\""), @"-=08ROME1");
        insta::assert_snapshot!(block("E AND F, MAIL OF MAY"), @"-=other");
    }

    #[test]
    fn remarks_behind_a_number_are_no_telegrams() {
        insta::assert_snapshot!(block("(A) ROME 1 DTD 03/02/08, (B) STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("ROME 1 TOSEC 40117"), @"-=08ROME1");
        insta::assert_snapshot!(block("A. ROME 1 PARA 4 B. STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("ROME 1 ET SEQ., STATE 4"), @"-=08ROME1 -=08STATE4");
    }

    #[test]
    fn the_first_letter_may_be_missing() {
        insta::assert_snapshot!(block("NORTHHAVEN 88 (B) STATE 4711"), @"-=08NORTHHAVEN88 B=08STATE4711");
        insta::assert_snapshot!(block("A. ROME 1, B. OSLO 2\n   AND C. STATE 12"), @"A=08ROME1 B=08OSLO2 C=08STATE12");
        insta::assert_snapshot!(block("A. ROME 1 NOTAL B. OSLO 2 AND PREVIOUS C. STATE 12"), @"A=08ROME1 B=08OSLO2 C=08STATE12");
    }

    #[test]
    fn a_label_needs_a_sign_or_a_letter() {
        assert_eq!(label("REF: NORTHHAVEN 88"), Some("NORTHHAVEN 88"));
        assert_eq!(label("REF A. NORTHHAVEN 88"), Some("A. NORTHHAVEN 88"));
        assert_eq!(label("REFTEL"), Some(""));
        assert_eq!(label("REF.: NORTHHAVEN 88"), Some("NORTHHAVEN 88"));
        assert_eq!(label("REF NORTHHAVEN 88."), Some("NORTHHAVEN 88."));
        assert_eq!(label("RE : NORTHHAVEN 88"), Some("NORTHHAVEN 88"));
        assert_eq!(label("RE OSLO 88, NOTAL"), Some("OSLO 88, NOTAL"));
        assert_eq!(label("RE OSLO 88 BOATS"), None);
        assert_eq!(label("RE BOATS 88"), None);
        for line in [
            "REFORM",
            "REFUGEES ARRIVE",
            "REFLECTS ON DUES",
            "Reference was made",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn a_label_may_have_a_slip_before_a_telegram() {
        for word in [
            "RREF:",
            "RFE:",
            "REFF:",
            "R EF:",
            "REF,",
            "REF/",
            "REF --",
            "REFTL:",
            "REFERNCE:",
            "REFERENCE(S):",
            "REF (S):",
            "REF'S:",
        ] {
            let line = format!("{word} NORTHHAVEN 88");
            assert_eq!(label(&line), Some("NORTHHAVEN 88"), "{line}");
        }
        for line in [
            "REF, THE CASE",
            "REF/THE CASE",
            "REEF: THE BOATS",
            "RFE: THE NEWS",
            "RELIEF: NORTHHAVEN 88",
            "RUEHC: NORTHHAVEN 88",
            "RES: NORTHHAVEN 88",
            "RED: NORTHHAVEN 88",
            "REV: NORTHHAVEN 88",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn characters_of_stations_and_serials_may_be_misread() {
        insta::assert_snapshot!(block("A. LOND0N 12 B. 0SLO 13"), @"A=08LONDON12 B=08OSLO13");
        insta::assert_snapshot!(block("STATE 471L, ROME 12L"), @"-=08STATE4711 -=08ROME121");
        insta::assert_snapshot!(block("X0RT 12"), @"-=other");
        insta::assert_snapshot!(check("NORTHHAVEN 1L"), @"no telegram");
        let text = "UNCLAS NORTHHAVEN 000311\n\nREF: 08 LOND0N 431L\n";
        let cable = crate::parse::parse(text.as_bytes());
        let read: Vec<&str> = cable.repairs.iter().map(|repair| &*repair.to).collect();
        assert_eq!(read, ["LONDON", "4311"]);
    }

    #[test]
    fn a_comma_may_stand_behind_the_thousands_of_a_serial() {
        insta::assert_snapshot!(block("STATE 104,711; ROME 1,204"), @"-=08STATE104711 -=08ROME1204");
        insta::assert_snapshot!(block("ROME 309,310"), @"-=08ROME309 -=08ROME310");
        insta::assert_snapshot!(block("STATE 4711,471, ROME 12, 130"), @"-=08STATE4711 -=08STATE471 -=08ROME12 -=08ROME130");
        insta::assert_snapshot!(block("ROME 7,112,113"), @"-=08ROME7 -=08ROME112 -=08ROME113");
        // It may part two all the same.
        let cable = crate::parse::parse(b"UNCLAS NORTHHAVEN 000311\n\nREF: 08 ROME 99,101\n");
        let cited = &cable.heading.references[0];
        assert_eq!(cited.confidence, crate::cable::Confidence::Medium);
    }

    #[test]
    fn stops_dashes_and_pages_may_stand_between_telegrams() {
        insta::assert_snapshot!(block("STATE 4711. ROME 12"), @"-=08STATE4711 -=08ROME12");
        insta::assert_snapshot!(block("STATE 4711 - ROME 12 OR OSLO 3"), @"-=08STATE4711 -=08ROME12 -=08OSLO3");
        insta::assert_snapshot!(block("STATE 4711 - DUES OF 2006"), @"-=08STATE4711");
        insta::assert_snapshot!(block("STATE 4711 - PARIS 2006 TALKS"), @"-=08STATE4711");
        insta::assert_snapshot!(block("STATE 4711 - ROME 12 (NOTAL) AND 13"), @"-=08STATE4711 -=08ROME12 -=08ROME13");
        insta::assert_snapshot!(block("A. ROME 1 NORTHHAVEN 00000311 001.2 OF 003 B. STATE 2"), @"A=08ROME1 B=08STATE2");
        insta::assert_snapshot!(block("STATE 1\n\n     ROME 2\n\nTALKS 3"), @"-=08STATE1 -=08ROME2");
        insta::assert_snapshot!(block("ROME 1, STATE\nNORTHHAVEN 00000311  001.2 OF 003\n12"), @"-=08ROME1 -=08STATE12");
    }

    #[test]
    fn the_series_of_the_secretary_on_a_journey_are_stations() {
        insta::assert_snapshot!(block("A. SECTO 12 B. STATE 4711 (TOSEC 40117)"), @"A=08SECTO12 B=08STATE4711");
    }

    #[test]
    fn the_department_and_others_have_several_names() {
        insta::assert_snapshot!(block("STAE 1, STATE WASHDC 2, DEPARTMENT 3, AMEMB ROME 4"), @"-=08STATE1 -=08STATE2 -=08STATE3 -=08ROME4");
        insta::assert_snapshot!(block("HK 1, BKK 2, KL 3"), @"-=08HONGKONG1 -=08BANGKOK2 -=08KUALALUMPUR3");
    }

    fn letters(text: &str) -> Vec<String> {
        let joined = Joined::new(text, &[text]);
        let part =
            |entry: &super::Entry<'_>| format!("{}={}", entry.letter.unwrap_or('-'), entry.text);
        entries(&joined).iter().map(part).collect()
    }

    #[test]
    fn cuts_at_letters_in_order() {
        assert_eq!(
            letters("A. 07 NORTHHAVEN 12  B. STATE 2"),
            ["A=07 NORTHHAVEN 12", "B=STATE 2"]
        );
        assert_eq!(
            letters("A. A) NORTHHAVEN 1 B. B) STATE 2"),
            ["A=NORTHHAVEN 1", "B=STATE 2"]
        );
        assert_eq!(
            letters("(A) SANTA BRISA 17 (EXDIS) (B) STATE 2"),
            ["A=SANTA BRISA 17 (EXDIS)", "B=STATE 2"]
        );
        assert_eq!(
            letters("QUILL, B. NOTE OF MAY"),
            ["-=QUILL, B. NOTE OF MAY"]
        );
    }

    #[test]
    fn two_columns_are_read_down() {
        let rows = ["A. STATE 1       C. STATE 3", "B. STATE 2       D. STATE 4"];
        let text = rows.join("\n");
        let lines: Vec<&str> = text.lines().collect();
        let joined = Joined::new(&text, &lines);
        let read: Vec<_> = entries(&joined)
            .iter()
            .map(|entry| (entry.letter.unwrap_or('-'), entry.text.to_owned()))
            .collect();
        let wanted = [
            ('A', "STATE 1"),
            ('B', "STATE 2"),
            ('C', "STATE 3"),
            ('D', "STATE 4"),
        ];
        assert!(
            read.iter()
                .map(|(letter, text)| (*letter, text.as_str()))
                .eq(wanted)
        );
    }

    #[test]
    fn a_serial_or_a_remark_may_stand_below_its_station() {
        insta::assert_snapshot!(block("A. OSLO 12, B. STATE\n33, (C) ROME 4"), @"A=08OSLO12 B=08STATE33 C=08ROME4");
        insta::assert_snapshot!(block("A. 08 OSLO\n\n512\n\nB. ROME 4"), @"A=08OSLO512 B=08ROME4");
        insta::assert_snapshot!(block("A. OSLO 12\n\n(NOTAL)\n\nB. ROME 4"), @"A=08OSLO12 B=08ROME4");
        insta::assert_snapshot!(block("A OSLO 12\n\nB ROME 4"), @"A=08OSLO12 B=08ROME4");
        // A paragraph is none, with a marking or without.
        insta::assert_snapshot!(block("A. OSLO 12\n33. (C) ROME 4"), @"A=08OSLO12");
        insta::assert_snapshot!(block("OSLO 12\n\n33 boats left ROME 4"), @"-=08OSLO12");
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
    fn only_some_entries_may_have_a_letter() {
        insta::assert_snapshot!(block("ROME 12; OSLO 13; D) STATE 4"), @"-=08ROME12 -=08OSLO13 D=08STATE4");
        insta::assert_snapshot!(block("ROME 12 C: OSLO 33"), @"-=08ROME12 C=08OSLO33");
        insta::assert_snapshot!(block("ROME 12 E. TIMOR 33"), @"-=08ROME12");
    }

    #[test]
    fn a_telegram_may_stand_behind_a_colon() {
        insta::assert_snapshot!(block("STATE 44444: OSLO 212"), @"-=08STATE44444 -=08OSLO212");
        insta::assert_snapshot!(block("STATE 44444: OSLO 2006"), @"-=08STATE44444");
        insta::assert_snapshot!(block("STATE 44444: OSLO 212 BOATS"), @"-=08STATE44444");
    }

    #[test]
    fn a_year_of_two_digits_has_a_zero() {
        insta::assert_snapshot!(block("OSLO 04-12"), @"-=04OSLO12");
        insta::assert_snapshot!(block("OSLO 44-07"), @"-=07OSLO44");
        insta::assert_snapshot!(block("OSLO E-MAIL 04-12-07"), @"-=e-mail");
    }

    #[test]
    fn letters_may_stand_behind_their_entries() {
        insta::assert_snapshot!(block("STATE 12 (A), OSLO 13 (B)"), @"A=08STATE12 B=08OSLO13");
        insta::assert_snapshot!(block("STATE 12 (A); OSLO 13 (B) AND ROME 4 (C)."), @"A=08STATE12 B=08OSLO13 C=08ROME4");
        // One may be a marking, and so may others than the next.
        insta::assert_snapshot!(block("STATE 12 (S), OSLO 13 (C)"), @"-=08STATE12 -=08OSLO13");
        insta::assert_snapshot!(block("(A) STATE 12 (B) OSLO 13"), @"A=08STATE12 B=08OSLO13");
    }

    #[test]
    fn letters_behind_may_bear_the_label() {
        assert_eq!(
            block("STATE 12 (REF A) AND 07 OSLO 13 (REF B)"),
            "A=08STATE12 B=07OSLO13"
        );
        assert_eq!(
            block("STATE 12 (REFTEL A), OSLO 13 (REFTEL B)"),
            "A=08STATE12 B=08OSLO13"
        );
        assert_eq!(
            block("STATE 12 (A.) OSLO 13 (B.)"),
            "A=08STATE12 B=08OSLO13"
        );
        assert_eq!(
            block("A. STATE 12; REF B. OSLO 13"),
            "A=08STATE12 B=08OSLO13"
        );
        assert_eq!(
            block("STATE 12 (A), 13 (B) AND OSLO 4 (C)"),
            "A=08STATE12 B=08STATE13 C=08OSLO4"
        );
        assert_eq!(
            block("A. STATE 12. B. 13. C. OSLO 4."),
            "A=08STATE12 B=08STATE13 C=08OSLO4"
        );
        assert_eq!(
            block("A-07 OSLO 12, B-Rome 4, C-STATE 7"),
            "A=07OSLO12 B=08ROME4 C=08STATE7"
        );
        assert_eq!(
            block("A. OSLO 12 /B. ROME 4 // C. STATE 7 //"),
            "A=08OSLO12 B=08ROME4 C=08STATE7"
        );
        assert_eq!(block("A. OSLO 12 /B. QUILL"), "A=08OSLO12");
        assert_eq!(block("ROME A-112"), "-=other");
        // A title, and words that end so.
        assert_eq!(
            block("STATE 12 (PLAN A), OSLO 13 (PLAN B)"),
            "-=08STATE12 -=08OSLO13"
        );
        assert_eq!(block("A. TALKS ON A REEF B. OSLO 13"), "A=other B=08OSLO13");
    }

    #[test]
    fn a_block_may_stand_between_brackets() {
        let refs = |lines: &str| {
            let text = format!(
                "R 221504Z JUL 08\n\nUNCLAS NORTHHAVEN 000311\n\nTAGS: PREL\nSUBJECT: TALKS{lines}\n\n1. Talks.\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let title = cable.heading.subject.map(|span| cable.read(span));
            let ids = cable.heading.references.iter();
            let ids: Vec<_> = ids
                .filter_map(|it| Some(it.mrn.as_ref()?.to_string()))
                .collect();
            format!("{} {}", title.unwrap_or_default(), ids.join(" "))
        };
        for lines in [
            "\n(REF: OSLO 12)",
            "\n\n(REF: OSLO 12)",
            "\n(REF A: OSLO 12)",
            "\n(REF OSLO 12)",
            "\n(REF:\u{20}OSLO 12,\nNOTAL)",
            " (REF: OSLO 12)",
            " (REF A: OSLO 12)",
        ] {
            assert_eq!(refs(lines), "TALKS 08OSLO12", "{lines}");
        }
        assert_eq!(refs(" (REF: OSLO\n12)"), "TALKS 08OSLO12");
        assert_eq!(refs(" (REF:\nOSLO 12)"), "TALKS 08OSLO12");
        assert_eq!(
            refs("\n(REF: A. OSLO 12\nB. ROME 4)"),
            "TALKS 08OSLO12 08ROME4"
        );
        assert_eq!(refs(" (REF: THE CASE)"), "TALKS (REF: THE CASE) ");
        assert_eq!(refs("\n(REFORM OF 2007)"), "TALKS (REFORM OF 2007) ");
        assert_eq!(label("(REF A) OSLO 12"), None);
        assert_eq!(super::bracketed_label("(REF A) OSLO 12"), None);
        assert_eq!(super::bracketed_label("(REFERENCE WAS MADE)"), None);
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
    fn the_series_of_a_journey_stand_side_by_side() {
        assert_eq!(bare("SECTO 12, TOSEC 14"), "08SECTO12 08TOSEC14");
        assert_eq!(bare("TOSEC 14 AND SECTO 12"), "08TOSEC14 08SECTO12");
        // One telegram in two series.
        assert_eq!(bare("STATE 4711, TOSEC 14"), "08STATE4711");
        assert_eq!(bare("SECTO 12 (TOSEC 14)"), "08SECTO12");
    }

    #[test]
    fn dashes_and_other_signs_stand_between_telegrams() {
        assert_eq!(bare("2006 OSLO 88 -- 2007 OSLO 12"), "06OSLO88 07OSLO12");
        assert_eq!(bare("OSLO 88 + ROME 12"), "08OSLO88 08ROME12");
        assert_eq!(bare("OSLO 88 -AND- ROME 12"), "08OSLO88 08ROME12");
        assert_eq!(bare("OSLO 88 -- DUES OF 2007"), "08OSLO88");
        assert_eq!(bare("OSLO 88 -- ROME 2006 TALKS"), "08OSLO88");
        assert_eq!(label("REF: : OSLO 88"), Some("OSLO 88"));
    }

    #[test]
    fn years_of_other_shapes_stand_behind_a_serial() {
        for behind in [
            "('07)",
            "[2007]",
            "/2007",
            "FROM 2007",
            ", DECEMBER 2, 2007",
            ", DATED DECEMBER 2, 2007",
            ", DTG 021200Z DEC 07",
            ", DECEMBER 2007",
            ", 12/2/07",
            ", 2 DECEMBER 2007",
        ] {
            assert_eq!(
                bare(&format!("OSLO 1234 {behind}; ROME 4")),
                "07OSLO1234 08ROME4",
                "{behind}"
            );
            assert_eq!(
                bare(&format!("OSLO 1234 {behind}")),
                "07OSLO1234",
                "{behind}"
            );
        }
        // A title, a serial, a day.
        assert_eq!(bare("OSLO 1234, MAY 2, 2007 TALKS"), "08OSLO1234");
        assert_eq!(bare("OSLO 1999/2007"), "08OSLO1999 08OSLO2007");
        assert_eq!(bare("OSLO 1234, DECEMBER 2"), "08OSLO1234");
        assert_eq!(bare("OSLO 1234, DEC 07"), "08OSLO1234");
        assert_eq!(bare("OSLO 1234 FROM MAY"), "08OSLO1234");
    }

    #[test]
    fn a_title_may_stand_before_its_telegram() {
        assert_eq!(
            block("A. DUES RISE (OSLO 12) B. BOATS: ROME 4"),
            "A=08OSLO12 B=08ROME4"
        );
        assert_eq!(block("\"DUES RISE\", OSLO 12"), "-=08OSLO12");
        assert_eq!(block("DUES RISE (OSLO 12, NOTAL)"), "-=08OSLO12");
        assert_eq!(
            block("DUES (OSLO 12) AND BOATS (ROME 4)"),
            "-=08OSLO12 -=08ROME4"
        );
        assert_eq!(block("DUES (OSLO 12) AND ROME 4"), "-=08OSLO12 -=08ROME4");
        assert_eq!(block("PARA 4 OF OSLO 12"), "-=08OSLO12");
        assert_eq!(block("PARAS 2 AND 3 STATE 12"), "-=08STATE12");
        assert_eq!(block("PARA 4 OF THE TREATY"), "-=other");
        // A year, a place that is no station, an e-mail, a letter, more words.
        assert_eq!(block("TALKS (PARIS 2006)"), "-=other");
        assert_eq!(block("TALKS (ANNEX 12)"), "-=other");
        assert_eq!(block("QUILL E-MAIL (OSLO 12)"), "-=e-mail");
        assert_eq!(block("QUILL LETTER OF MAY 3 (OSLO 12)"), "-=other");
        assert_eq!(block("TALKS: ROME 12 BOATS"), "-=other");
    }

    #[test]
    fn papers_behind_a_telegram_have_a_day_or_number() {
        assert_eq!(bare("OSLO 12, QUILL/VANCE FAX OF 2/28"), "08OSLO12 other");
        assert_eq!(bare("OSLO 12 AND QUILL MEMO OF MAY 3"), "08OSLO12 other");
        assert_eq!(bare("OSLO 12, ROME A-112"), "08OSLO12 other");
        assert_eq!(bare("CA-4711, ROME A-112"), "other other");
        assert_eq!(bare("OSLO 12, LETTER TO QUILL"), "08OSLO12");
        assert_eq!(bare("OSLO 12, TALKS OF MAY 3"), "08OSLO12");
    }

    #[test]
    fn words_before_stations_and_numbers_of_tasks_and_laws() {
        assert_eq!(bare("AS IN OSLO 12"), "08OSLO12");
        assert_eq!(bare("CABLES OSLO 12 AND ROME 4"), "08OSLO12 08ROME4");
        assert_eq!(bare("SEE ALSO OSLO 12"), "08OSLO12");
        assert_eq!(bare("PARIS' 12 TO DEPT"), "08PARIS12");
        assert_eq!(bare("TEL-AVIV 12"), "08TELAVIV12");
        assert_eq!(bare("C-VD8-01234"), "other");
        assert_eq!(bare("PL 108-447"), "other");
        // Stations with a hyphen of their own, and a unit that is none.
        assert_eq!(bare("PORT-AU-PRINCE 12"), bare("PORT AU PRINCE 12"));
        assert_eq!(bare("PRT OSLO 12"), "08PRTOSLO12");
        assert_eq!(
            bare("POST'S 12, US EMBASSY OSLO 13"),
            "08NORTHHAVEN12 08OSLO13"
        );
        assert_eq!(bare("POST 12"), "08POST12");
    }

    #[test]
    fn a_station_may_be_misspelled() {
        assert_eq!(
            bare("BANGOK 12, SANTAIGO 13, TEGUCIGALAPA 14, ADDIS ABEBA 15, SECSATE 16"),
            "08BANGKOK12 08SANTIAGO13 08TEGUCIGALPA14 08ADDISABABA15 08STATE16"
        );
        // Too short, more than one slip, another first letter, a name of its own.
        assert_eq!(
            bare("OSLOE 12, BANKOG 13, MANGKOK 14, NORTHHAVEN 15"),
            "08OSLOE12 08BANKOG13 08MANGKOK14 08NORTHHAVEN15"
        );
        for word in [
            "BORDER", "ANSWER", "MANUAL", "MARGIN", "RECIPE", "TREASURE", "PRISTINE", "GENOVA",
            "GRANADA",
        ] {
            assert_eq!(bare(&format!("{word} 12")), format!("08{word}12"));
        }
    }

    #[test]
    fn titles_may_be_quoted_and_cut_in_their_brackets() {
        insta::assert_snapshot!(block("A. \"HARBOR DUES\" OSLO 12"), @"A=08OSLO12");
        insta::assert_snapshot!(block("A. \"HARBOR DUES\" BOATS 12"), @"A=other");
        insta::assert_snapshot!(block("A. OSLO 12 (BOATS AND\n\nFISH)\nB. ROME 4"), @"A=08OSLO12 B=08ROME4");
        insta::assert_snapshot!(block("A. OSLO 12 (BOATS)\n\nFISH)\nB. ROME 4"), @"A=08OSLO12");
        insta::assert_snapshot!(block("(A) ROME 4 (B) TELCON OF A. QUILL AND\nI. MARLOW"), @"A=08ROME4 B=telephone");
        insta::assert_snapshot!(block("A. HAGUE 12"), @"A=08THEHAGUE12");
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
    fn what_is_no_telegram_may_stand_behind_a_comma() {
        insta::assert_snapshot!(block("QUILL E-MAIL OF 7/2, IIR 6 000 0000 08, ROME 4"), @"-=e-mail -=report -=08ROME4");
        insta::assert_snapshot!(block("ROME 4, QUILL E-MAIL OF JULY 2, 2008"), @"-=08ROME4 -=e-mail");
        insta::assert_snapshot!(block("TALKS IN ROME, QUILL E-MAIL"), @"-=e-mail");
    }

    #[test]
    fn a_message_may_stand_behind_a_title() {
        insta::assert_snapshot!(block("A: OSLO 12 - DUES B: QUILL EMAIL 3/3 C: ROME 4"), @"A=08OSLO12 B=e-mail C=08ROME4");
        insta::assert_snapshot!(block("A: OSLO 12 - DUES B: BOATS C: ROME 4"), @"A=08OSLO12");
        insta::assert_snapshot!(block("A. OSLO 12\n\n4151-07 (DUES)"), @"A=08OSLO12");
        insta::assert_snapshot!(block("A. OSLO 12 B. ROME\n\n4151-07 (DUES)"), @"A=08OSLO12 B=07ROME4151");
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
