//! The block cut into its entries, at their letters or numbers.

use super::super::token::{
    Joined, Signs, after, after_word, byte, from, is_blank, trim, trim_start, up_to,
};
use super::super::words::{Words, words};
use super::citation::{cited, is_known};
use super::label::lone_letter;
use super::remark::other;
use crate::cable::{ReferenceKind, sort_by_place};

/// Whether a line begins with the letter of an entry.
pub(in crate::parse) fn bears_letter(line: &str) -> bool {
    enumerator(line).is_some()
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
pub(super) fn enumerator(input: &str) -> Option<(u8, usize)> {
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

/// One entry of the block.
pub(super) struct Entry<'a> {
    pub(super) letter: Option<char>,
    pub(super) text: &'a str,
}

/// Cuts a block at the letters of its entries.
///
/// A letter counts at the start, at the beginning of a line, after two
/// blanks, after `;`, `,`, `)` or a serial, and only in the order of the
/// alphabet. A doubled one (`A. A)`) is one. Lists of the 1970s stand in two
/// columns: behind three blanks, or two where the line below begins with the letter that is
/// left out, a letter need not be the next, and the first column goes on below. Where the
/// columns were joined to one line, or letters changed places, one that was left out counts
/// behind a serial and before a telegram; entries that begin with A are put in the order of
/// their letters.
///
/// Sample: `garbled/ref-columns-joined-to-a-line`
pub(super) fn entries(joined: &Joined) -> Vec<Entry<'_>> {
    let text = joined.text.as_str();
    if let Some(entries) = numbered_entries(text).or_else(|| lettered_behind(text)) {
        return entries;
    }
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut last: Option<u8> = None;
    // The last letter of the first column, once there are two.
    let mut first_column: Option<u8> = None;
    // The letters that were met.
    let mut met = 0_u32;
    let mut is_mixed = false;
    let mut begin = 0;
    let mut letter = None;
    let mut at = 0;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let Some((found, length)) = letter_at(joined, at, last) else {
            at = next_word(text, at);
            continue;
        };
        let before = trim(text.get(begin..at).unwrap_or_default());
        let doubled = last == Some(found) && before.is_empty();
        let cites_behind = || is_cited_at(text, at + length);
        let bracket = matches!(byte(text, at), b'(' | b'[') || byte(text, at + 1) == b')';
        let strong = bracket || is_strong(joined, at, before, found, length, last);
        let is_second = begins_column(joined, at, |next| {
            first_column.is_some()
                || last.is_some_and(|last| bracket && found > last + 1 && next == last + 1)
        });
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
        let earlier = || {
            last.is_some_and(|last| found < last)
                && met & bit(found) == 0
                && byte(text, at) != b'('
                && ends_with_serial(before)
                && is_known_at(text, at + length)
        };
        let goes_back = !(doubled || fits || goes_on) && earlier();
        is_mixed |= goes_back;
        if !(doubled || fits || goes_on || goes_back) {
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
        met |= bit(found);
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
    let begins_with_a = entries
        .first()
        .is_some_and(|entry| entry.letter == Some('A'));
    if first_column.is_some() || is_mixed && begins_with_a {
        sort_by_place(&mut entries, |entry| entry.letter.map_or(0, u64::from));
    }
    behind_z(&mut entries);
    entries
}

/// Whether what stands before a letter, or behind it, shows that it begins an entry.
fn is_strong(
    joined: &Joined,
    at: usize,
    before: &str,
    found: u8,
    length: usize,
    last: Option<u8>,
) -> bool {
    let text = joined.text.as_str();
    joined.begins_line(at)
        || is_behind_gap(text, at)
        || before.ends_with([';', ',', ')', ']'])
        || before.ends_with(|c: char| c.is_ascii_digit() || c == '-')
        || before.strip_suffix('.').is_some_and(ends_with_serial)
        || ends_with_remark(before)
        || last.is_some_and(|last| found == last + 1)
            && (is_cited_at(text, at + length) || are_apart(before, from(text, at + length)))
}

/// The letter of an entry that may begin at `at`, and its length.
fn letter_at(joined: &Joined, at: usize, last: Option<u8>) -> Option<(u8, usize)> {
    let text = joined.text.as_str();
    let word_start = at == 0
        || matches!(byte(text, at - 1), b' ' | b'\t' | b';' | b',' | b')' | b'/')
        || is_glued_letter(text.as_bytes(), at) && !is_part_of_law(text, at);
    let in_place =
        || at == 0 || last.is_some_and(|last| byte(text, at) == last + 1) || joined.begins_line(at);
    if !word_start {
        None
    } else if matches!(byte(text, at + 1), b' ' | b',') && in_place() && bare_letter(from(text, at))
    {
        Some((byte(text, at), 1))
    } else {
        enumerator(from(text, at))
    }
}

/// Gives what stands behind the letters `AA.`, `BB)` in the entry Z entries of their
/// own, which bear no letter.
///
/// Sample: `garbled/ref-letters-behind-z`
fn behind_z(entries: &mut Vec<Entry<'_>>) {
    let Some(Entry {
        letter: Some('Z'),
        text,
    }) = entries.pop_if(|last| last.letter == Some('Z'))
    else {
        return;
    };
    let mut letter = Some('Z');
    let mut begin = 0;
    for (blank, _) in text.match_indices(is_blank) {
        let at = blank + 1;
        if at > begin && is_behind_z(text, at) {
            let text = trim(text.get(begin..at).unwrap_or_default());
            entries.push(Entry { letter, text });
            letter = None;
            begin = at + 3;
        }
    }
    let text = trim(from(text, begin));
    entries.push(Entry { letter, text });
}

/// `AA.`, `BB)`: what letters the entries behind Z, before a telegram.
fn is_behind_z(text: &str, at: usize) -> bool {
    let (first, second) = (byte(text, at), byte(text, at + 1));
    first.is_ascii_uppercase()
        && first == second
        && matches!(byte(text, at + 2), b'.' | b')' | b':')
        && is_cited_at(text, at + 3)
}

/// Whether a telegram is cited behind the letter that ends at `at`.
fn is_cited_at(text: &str, at: usize) -> bool {
    let behind = from(text, at).trim_start_matches([' ', ',', '.']);
    cited(trim(behind), false).is_some()
}

/// Whether a telegram of a known station is cited behind the letter that ends at `at`.
fn is_known_at(text: &str, at: usize) -> bool {
    let behind = from(text, at).trim_start_matches([' ', ',', '.']);
    cited(trim(behind), false).is_some_and(|(read, _)| is_known(&read))
}

/// A bit of its own for each letter.
fn bit(letter: u8) -> u32 {
    1 << (letter.wrapping_sub(b'A') & 31)
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
    // `ROME 12 (B), OSLO 13`: a letter behind its entry, where others have none.
    if found != b'A' && bracket && trim_start(behind).starts_with([',', ';']) {
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

/// Whether a second column begins at `at`: three blanks stand before it, or two where `fits`
/// says so of the letter that the line below begins with.
fn begins_column(joined: &Joined, at: usize, fits: impl Fn(u8) -> bool) -> bool {
    let text = joined.text.as_str();
    let below = || {
        let below = from(text, joined.line_below(at)?);
        Some(enumerator(below)?.0)
    };
    let before = text.get(..at).unwrap_or_default();
    is_behind_gap(text, at) && (before.ends_with("   ") || fits(below().unwrap_or(0)))
}

/// Whether two entries that name no telegrams are of sorts that a letter may part.
fn are_apart(before: &str, behind: &str) -> bool {
    is_message(behind) && cited(before, false).is_some()
        || other(before) != ReferenceKind::Other && other(behind) != ReferenceKind::Other
        || is_encounter(before) && is_encounter(behind)
}

/// Whether an entry is a meeting or a paper: `JULY 3 MEETING C. AMBASSADOR'S LETTER`.
fn is_encounter(entry: &str) -> bool {
    const NEAR: usize = 40;
    const THINGS: Words = words![
        "CONVERSATION",
        "CONVERSATIONS",
        "DEMARCHE",
        "LETTER",
        "MEETING",
        "MEETINGS",
        "MEMO",
        "MEMORANDUM",
        "NON-PAPER",
        "NONPAPER",
        "NOTE",
        "VISIT",
    ];
    let words = up_to(entry, NEAR).split_inclusive([' ', ',', ';', '.']);
    // `QUILL D. NOTE` is a person, and the next entry.
    let is_letter = |word: &&str| matches!(word.as_bytes(), [b'A'..=b'Z', b'.']);
    let mut words = words.take_while(|word| !is_letter(word));
    words.any(|word| THINGS.hold(word.trim_end_matches([' ', ',', ';', '.'])))
}

/// Whether two blanks or a tab stand before `at`.
fn is_behind_gap(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.ends_with("  ") || before.ends_with('\t')
}

/// `NORTHHAVEN 88B.`, `NORTHHAVEN 88B.OSLO 12`, `NORTHHAVEN 88.B.`, `NORTHHAVEN 88(B)`: whether a letter
/// is glued to the serial before it.
fn is_glued_letter(text: &[u8], at: usize) -> bool {
    let (before, here) = text.split_at_checked(at).unwrap_or_default();
    let fits = match *here {
        [b'(', letter, b')', ..] | [letter, b'.' | b')', b' ' | b'A'..=b'Z' | b'0'..=b'9', ..] => {
            letter.is_ascii_uppercase()
        }
        _ => false,
    };
    fits && matches!(*before, [.., b'0'..=b'9'] | [.., b'0'..=b'9', b'.'])
}

/// Whether the letter that is glued to a number at `at` is a part of a law, `SECTION 2(B) OF
/// 22 USC`, `ARTICLE 4(B)`. `PARA 4(B) NORTHHAVEN 88` begins an entry.
///
/// Sample: `oddities/ref-to-a-law-and-a-newspaper`
fn is_part_of_law(text: &str, at: usize) -> bool {
    const NEAR: usize = 24;
    const PARTS: Words = words![
        "ARTICLE",
        "ARTICLES",
        "CHAPTER",
        "CLAUSE",
        "PARA",
        "PARAGRAPH",
        "RULE",
        "SEC",
        "SECTION",
        "SECTIONS",
        "TITLE",
        "USC",
    ];
    let before = text.as_bytes().get(at.saturating_sub(NEAR)..at);
    let before = before.and_then(|near| str::from_utf8(near).ok());
    let number = |c: char| c.is_ascii_digit() || c == '.';
    let mut words = before
        .unwrap_or_default()
        .trim_end_matches(number)
        .rsplit(|c: char| !c.is_ascii_alphabetic());
    let is_part = words.find(|word| !word.is_empty());
    is_part.is_some_and(|word| PARTS.hold(word))
        && !is_cited_at(text, at + 3)
        && !begins_other_at(text, at)
}

/// Whether the letter `(B)` at `at` begins an entry that names no telegram: it says what it
/// is, or the next letter follows with a telegram.
fn begins_other_at(text: &str, at: usize) -> bool {
    const NEAR: usize = 160;
    if byte(text, at) != b'(' {
        return false;
    }
    let letter = byte(text, at + 1);
    let behind = trim_start(up_to(from(text, at + 3), NEAR));
    // `SECTION 2(B) OF 22 USC`
    if after_word(behind, "OF").is_some() {
        return false;
    }
    let mut marks = memchr::memchr_iter(b'(', behind.as_bytes());
    let next = marks.find(|&mark| byte(behind, mark + 2) == b')');
    let words = next.map_or(behind, |next| behind.get(..next).unwrap_or_default());
    let is_next = |next: usize| {
        byte(behind, next + 1) == letter.wrapping_add(1) && is_cited_at(behind, next + 3)
    };
    next.is_some_and(is_next) || !words.contains(['.', ')']) && other(words) != ReferenceKind::Other
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

pub(super) fn ends_with_serial(before: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_digit() || c == ')')
}

/// `B STATE 12`: a letter without a sign, before a telegram.
pub(super) fn bare_letter(input: &str) -> bool {
    let letter = input.get(..3).unwrap_or_default();
    (lone_letter(letter) || byte(letter, 0).is_ascii_uppercase() && letter.ends_with(", "))
        && cited(trim_start(from(input, 2)), false).is_some()
}

#[cfg(test)]
mod tests {
    use super::{Entry, entries};
    use crate::parse::reference::tests::block;
    use crate::parse::token::Joined;

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
    fn entries_behind_z_bear_no_letter() {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars();
        let each = letters.map(|letter| format!("{letter}. ROME {}  ", u32::from(letter)));
        let list: String = each.collect();
        let read = block(&format!("{list}AA. ROME 91  BB. OSLO 3"));
        assert!(read.ends_with("Z=08ROME90 -=08ROME91 -=08OSLO3"), "{read}");
        // Before Z they are none.
        insta::assert_snapshot!(block("A. ROME 1 BB. OSLO 3"), @"A=08ROME1 A=08BB.OSLO3");
    }

    #[test]
    fn letters_may_be_repeated_left_out_and_glued() {
        insta::assert_snapshot!(block("A. ROME 1 C. STATE 12"), @"A=08ROME1 C=08STATE12");
        insta::assert_snapshot!(block("A. ROME 1 B. STATE 12 B. OSLO 3"), @"A=08ROME1 B=08STATE12 B=08OSLO3");
        insta::assert_snapshot!(block("ROME 1 B. STATE 12"), @"-=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A. ROME 1 (C) B. STATE 12 (S)"), @"A=08ROME1 B=08STATE12");
        assert_eq!(block("A. ROME 1 B. (A) STATE 12"), "A=08ROME1 B=08STATE12");
        assert_eq!(block("A.ROME 1B.STATE 12"), "A=08ROME1 B=08STATE12");
        assert_eq!(block("A.07 ROME 1B.06 STATE 12"), "A=07ROME1 B=06STATE12");
        assert_eq!(
            block("A. ROME 12 AT 9A.M. B. OSLO 3"),
            "A=08ROME12 B=08OSLO3"
        );
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
    fn entries_may_be_numbered() {
        insta::assert_snapshot!(block("1) ROME 1 2) STATE 12"), @"-=08ROME1 -=08STATE12");
        insta::assert_snapshot!(block("(1) ROME 1; (2) QUILL E-MAIL (3) STATE 12"), @"-=08ROME1 -=e-mail -=08STATE12");
        insta::assert_snapshot!(block("1. ROME 1, 2. STATE 12"), @"-=08ROME1 -=08STATE12");
        insta::assert_snapshot!(block("(1) A TALK (2) STATE 12"), @"-=other");
    }

    #[test]
    fn letters_may_have_lost_their_signs() {
        insta::assert_snapshot!(block("A ROME 1 B STATE 12 C OSLO 3"), @"A=08ROME1 B=08STATE12 C=08OSLO3");
        insta::assert_snapshot!(block("A/ ROME 1 B/ STATE 12"), @"A=08ROME1 B=08STATE12");
        insta::assert_snapshot!(block("A., ROME 1; B., STATE 12"), @"A=08ROME1 B=08STATE12");
    }

    #[test]
    fn a_letter_of_a_law_begins_no_entry() {
        assert_eq!(block("SECTION 2(B) OF 22 USC"), "-=other");
        assert_eq!(block("A. ARTICLE 4(B) B. ROME 12"), "A=other B=08ROME12");
        assert_eq!(
            block("A. ROME 12 PARA 4(B) OSLO 13"),
            "A=08ROME12 B=08OSLO13"
        );
        assert_eq!(block("A. OSLO 2(B) ROME 12"), "A=08OSLO2 B=08ROME12");
        // What names no telegram is an entry too.
        assert_eq!(
            block("A. STATE 12 PARA 4(B) QUILL-MARLOW E-MAIL OF 7/2 (C) ROME 13"),
            "A=08STATE12 B=e-mail C=08ROME13"
        );
        assert_eq!(
            block("A. STATE 12 PARA 4(B) TELCON QUILL-MARLOW"),
            "A=08STATE12 B=telephone"
        );
        assert_eq!(
            block("A. STATE 12 SECTION 4(B) BOATS (C) ROME 13 (D) OSLO 14"),
            "A=08STATE12 B=other C=08ROME13 D=08OSLO14"
        );
        assert_eq!(block("ARTICLE 4(B) ON BOATS"), "-=other");
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
    fn the_first_letter_may_be_missing() {
        insta::assert_snapshot!(block("NORTHHAVEN 88 (B) STATE 4711"), @"-=08NORTHHAVEN88 B=08STATE4711");
        insta::assert_snapshot!(block("A. ROME 1, B. OSLO 2\n   AND C. STATE 12"), @"A=08ROME1 B=08OSLO2 C=08STATE12");
        insta::assert_snapshot!(block("A. ROME 1 NOTAL B. OSLO 2 AND PREVIOUS C. STATE 12"), @"A=08ROME1 B=08OSLO2 C=08STATE12");
    }

    fn letters(text: &str) -> Vec<String> {
        let joined = Joined::new(text, &[text]);
        let part = |entry: &Entry<'_>| format!("{}={}", entry.letter.unwrap_or('-'), entry.text);
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
    fn two_blanks_part_columns_where_the_first_goes_on_below() {
        insta::assert_snapshot!(block("(A) STATE 1  (C) STATE 3\n     (B) STATE 2  (D) STATE 4"), @"A=08STATE1 B=08STATE2 C=08STATE3 D=08STATE4");
        insta::assert_snapshot!(block("(A) STATE 1  (C) STATE 3\n     (D) STATE 4"), @"A=08STATE1 A=08STATE3 D=08STATE4");
        insta::assert_snapshot!(block("(A) STATE 1  (B) STATE 2\n     (C) STATE 3"), @"A=08STATE1 B=08STATE2 C=08STATE3");
    }

    #[test]
    fn letters_stand_between_meetings_and_papers() {
        insta::assert_snapshot!(block("A. ROME 12 B. JULY 3 MEETING C. AMBASSADOR'S LETTER OF JUNE 5"), @"A=08ROME12 B=other C=other");
        insta::assert_snapshot!(block("A. ROME 12 B. MEETING WITH C. QUILL OF JUNE 5"), @"A=08ROME12 B=other");
        insta::assert_snapshot!(block("A. JULY 3 MEETING B. MEMO TO C. QUILL D. NOTE"), @"A=other B=other");
        insta::assert_snapshot!(block("ROME 12 (ALSO OSLO 13), PARIS 4"), @"-=08ROME12 -=08OSLO13 -=08PARIS4");
        insta::assert_snapshot!(block("ROME 12 (ALSO ON BOATS 13)"), @"-=08ROME12");
        insta::assert_snapshot!(block("ROME 12 (AND PREVIOUS)"), @"-=08ROME12");
        insta::assert_snapshot!(block("ROME 12 (AND PARIS 2008 TALKS)"), @"-=08ROME12");
        insta::assert_snapshot!(block("ROME 12 (AND PARIS 44 NOTAL, OSLO 13)"), @"-=08ROME12 -=08PARIS44 -=08OSLO13");
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
    fn letters_may_stand_behind_their_entries() {
        insta::assert_snapshot!(block("STATE 12 (A), OSLO 13 (B)"), @"A=08STATE12 B=08OSLO13");
        insta::assert_snapshot!(block("STATE 12 (A); OSLO 13 (B) AND ROME 4 (C)."), @"A=08STATE12 B=08OSLO13 C=08ROME4");
        // Of one entry alone it says nothing.
        insta::assert_snapshot!(block("07 ROME 12 (B), ROME 13"), @"-=07ROME12 -=08ROME13");
        insta::assert_snapshot!(block("ROME 12 (B) ROME 13"), @"-=08ROME12 B=08ROME13");
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
}
