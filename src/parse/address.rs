//! Format lines 6 to 9: originator, action, information, exempted.

use memchr::memmem::Finder;

use super::Draft;
use super::misread;
use super::repair::spoiled;
use super::token::{
    Needle, Signs, after_word, byte, from, is_blank, is_capitals, is_digits, is_one_slip, is_space,
    place, position, routing_indicator, trim,
};
use crate::cable::{
    Addressee, FormatLine, KINDS_OF_POST, LineKind, Plad, Precedence, RoutingIndicator,
};
use crate::glossary;

/// Which list an address line belongs to. Lines without keyword belong to
/// the list of the keyword before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// `TO`
    Action,
    /// `INFO`
    Info,
    /// `XMT`
    Exempt,
}

impl List {
    /// The format line that the list is.
    pub(super) fn format_line(self) -> FormatLine {
        match self {
            List::Action => FormatLine::To,
            List::Info => FormatLine::Info,
            List::Exempt => FormatLine::Exempt,
        }
    }
}

/// For how many lines of a list there is room from the beginning.
const LONG_LIST: usize = 64;

/// One addressee as it was read.
#[derive(Debug, PartialEq, Eq)]
struct Entry<'a> {
    routing_indicator: Option<&'a str>,
    plad: &'a str,
    precedence: Option<Precedence>,
    continuity_number: Option<&'a str>,
}

/// One addressee (5 FAH-2 H-230, H-420).
///
/// ```abnf
/// entry      = [relay] [precedence 1*blank] plad *(gap (precedence / mcn)) [signal] [stop]
/// relay      = (routing-indicator / "ZEN") *blank 1*2"/" *blank
///            / routing-indicator ("-" / "\")   ; before a post
///            / routing-indicator 1*blank      ; slash lost, before a post
///            / 4*8ALPHA "/"                   ; spoiled, before a post
/// precedence = "FLASH" / "NIACT IMMEDIATE" / "IMMEDIATE" / "PRIORITY" / "ROUTINE"
///            / "(" one of them ")"
/// signal     = 1*blank ("BT" / "Z" 2ALPHA [DIGIT])   ; behind a precedence or number
/// mcn        = ["#"] (3*6DIGIT ["-" 3*6DIGIT] / 4*6like-digit / "UNN")
///            / 1*2DIGIT                       ; behind a precedence or a post, at the end
///            / 3DIGIT                         ; behind a post, before a precedence
/// gap        = 1*blank / "-" / "/" / ""       ; lost: `//PRIORITY`, `PRIORITY4412`
/// stop       = "." / "," / ";"
/// ```
///
/// UNN says that the telegram has no continuity number for that addressee
/// (1970s). A precedence or number may be printed twice. The plain-language
/// address is whatever is left; it is never empty, so a lone number stays an
/// address. An address indicator group is named by its number: `AIG 7401`.
///
/// Samples: `service/zen-and-an-mcn-range`,
/// `service/misspelled-precedence-lost-slash-glued-addressees`,
/// `garbled/letters-for-digits-in-the-header`,
/// `garbled/addressees-glued-doubled-and-stopped`,
/// `garbled/routing-indicator-without-its-first-letter`,
/// `garbled/addressees-with-signs-and-signals`,
/// `service/address-indicator-groups`
fn entry(input: &str) -> Entry<'_> {
    let (rest, routing_indicator) = relay(input);
    let mut entry = Entry {
        routing_indicator,
        plad: without_stop(trim(rest)),
        precedence: None,
        continuity_number: None,
    };
    // Most entries end with both, and what stands before them is the address.
    if matches!(entry.plad.as_bytes(), [.., b'*' | b'-']) {
        entry.plad = trim(entry.plad.trim_end_matches(['*', '-', ' ']));
    }
    entry.plad = without_pouch(without_signals(entry.plad));
    while entry.precedence.is_none() || entry.continuity_number.is_none() {
        let Some((before, word)) = last_word(entry.plad) else {
            break;
        };
        // `WASHDC 4412, PRIORITY`
        let word = match word.strip_suffix(',') {
            Some(number) if is_digits(number) => number,
            _ => word,
        };
        // Before a precedence a number of three digits is the address's own.
        let least = if entry.precedence.is_some() { 4 } else { 3 };
        let numbered = is_continuity_number(word, least)
            || word == "UNN"
            || is_short_number(before, word, entry.precedence.is_none());
        if entry.continuity_number.is_none() && numbered {
            entry.continuity_number = Some(word);
            // `IMMEDIATE 5689 5690`: the first is behind the precedence.
            if entry.precedence.is_none()
                && let Some((front, first)) = last_word(before)
                && is_continuity_number(first, 4)
                && last_word(front).is_some_and(|(_, word)| exact_precedence(word).is_some())
            {
                entry.continuity_number = Some(first);
                entry.plad = front;
                continue;
            }
        } else if entry.precedence.is_none()
            && let Some(precedence) = precedence_word(word)
        {
            entry.precedence = Some(precedence);
            if before.ends_with("NIACT")
                && let Some((before, "NIACT")) = last_word(before)
            {
                entry.precedence = Some(Precedence::NiactImmediate);
                entry.plad = before;
                continue;
            }
        } else {
            let length = unglue(&mut entry, word);
            if length == 0 {
                break;
            }
            let left = entry.plad.len().saturating_sub(length);
            entry.plad = trim(entry.plad.get(..left).unwrap_or_default());
            continue;
        }
        entry.plad = before;
    }
    entry.plad = without_repetition(&entry);
    entry.plad = without_pouch(entry.plad);
    if entry.precedence.is_none()
        && let Some((first, after)) = entry.plad.split_once(is_blank)
        && let Some(word) = exact_precedence(first)
    {
        entry.precedence = Some(word);
        entry.plad = trim(after);
    }
    if !ends_in_entity(entry.plad) {
        static SIGNS: Signs = Signs::new(",;#-");
        entry.plad = trim(SIGNS.trim_end(entry.plad));
    }
    if entry.plad == "AIG"
        && let Some(number) = entry.continuity_number.take()
    {
        let end = place(input, number).end as usize;
        let start = place(input, entry.plad).start as usize;
        entry.plad = input.get(start..end).unwrap_or_default();
    }
    entry
}

/// An entry without how it is sent: `AMEMBASSY OSLO POUCH`, `AMCONSUL ROME (BY POUCH)`.
fn without_pouch(plad: &str) -> &str {
    if !matches!(plad.as_bytes(), [.., b'C', b'H'] | [.., b'H', b')']) {
        return plad;
    }
    let how = [
        " (BY POUCH)",
        " (POUCH)",
        " BY POUCH",
        " VIA POUCH",
        " POUCH",
    ];
    let bare = how.iter().find_map(|how| plad.strip_suffix(how));
    bare.map_or(plad, trim)
}

/// An entry without the end of the header or the operating signals that stand
/// behind its precedence or number: `4412 BT`, `4412 ZDK`.
fn without_signals(plad: &str) -> &str {
    let mut plad = plad;
    loop {
        let length = match plad.as_bytes() {
            [.., b' ', b'B', b'T'] => 3,
            [.., b' ', b'Z', b'A'..=b'Z', b'A'..=b'Z'] => 4,
            [.., b' ', b'Z', b'A'..=b'Z', b'A'..=b'Z', b'0'..=b'9'] => 5,
            _ => return plad,
        };
        let before = trim(plad.get(..plad.len() - length).unwrap_or_default());
        let is_behind =
            |word: &str| is_continuity_number(word, 4) || exact_precedence(word).is_some();
        if !last_word(before).is_some_and(|(_, word)| is_behind(word)) {
            return plad;
        }
        plad = before;
    }
}

/// An entry without the stop that ends a list or a sentence; the one of
/// `D.C.` stays.
fn without_stop(words: &str) -> &str {
    if !words.ends_with(['.', ',', ';']) || ends_in_entity(words) {
        return words;
    }
    let bare = trim(words.trim_end_matches(['.', ',', ';']));
    let last = last_word(bare).map_or(bare, |(_, last)| last);
    if words.ends_with('.') && last.contains('.') {
        words
    } else {
        bare
    }
}

/// Whether words end with a character that a web page wrote as `&gt;`.
///
/// Sample: `garbled/entities-in-addresses`
fn ends_in_entity(words: &str) -> bool {
    words.ends_with(';')
        && memchr::memrchr(b'&', words.as_bytes()).is_some_and(|at| {
            spoiled(words, at).is_some_and(|(_, length, _)| at + length == words.len())
        })
}

/// Where a line end that a web page wrote as `&#x000A;` stands in a line of
/// addresses, or the end of the line.
fn line_feed(words: &str) -> std::ops::Range<usize> {
    let found = memchr::memchr_iter(b'&', words.as_bytes()).find_map(|at| {
        let is_number = words.as_bytes().get(at + 1) == Some(&b'#');
        let (to, length, _) = spoiled(words, at).filter(|_| is_number)?;
        (to == " ").then_some(at..at + length)
    });
    found.unwrap_or(words.len()..words.len())
}

/// Reads what is glued to the end of a word, and says how long it is.
fn unglue<'a>(entry: &mut Entry<'a>, word: &'a str) -> usize {
    let head = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = from(word, head.len());
    if !number.is_empty() {
        // `PRIORITY/4412`
        let head = head.strip_suffix(['/', '-']).unwrap_or(head);
        let numbered = entry.continuity_number.is_none() && is_continuity_number(number, 3);
        let precedence = exact_precedence(head).filter(|_| entry.precedence.is_none());
        // `SECSTATE WASHDC4412`
        let is_name = head.len() > 2 && is_capitals(head) && is_post(entry.plad);
        if numbered && precedence.is_none() && number.len() == 4 && is_name {
            entry.continuity_number = Some(number);
            return number.len();
        }
        if !numbered || head != "#" && precedence.is_none() {
            return 0;
        }
        entry.continuity_number = Some(number);
        entry.precedence = entry.precedence.or(precedence);
        return word.len();
    }
    if entry.precedence.is_some() || !word.ends_with(['Y', 'E', 'H']) {
        return 0;
    }
    // `//J5//PRIORITY`, `WASHDC-IMMEDIATE`
    let sign = memchr::memrchr2(b'/', b'-', word.as_bytes());
    let Some((before, precedence)) =
        sign.and_then(|at| Some((word.get(..at)?, exact_precedence(from(word, at + 1))?)))
    else {
        return 0;
    };
    entry.precedence = Some(precedence);
    let slashes = usize::from(before.ends_with('/'));
    word.len() - before.len() - slashes
}

/// The address of an entry without a precedence or number that stands behind
/// it already.
fn without_repetition<'a>(entry: &Entry<'a>) -> &'a str {
    let plad = entry.plad;
    if !plad.ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'Y' | 'E' | 'H')) {
        return plad;
    }
    match last_word(plad) {
        Some((before, word))
            if entry.continuity_number == Some(word)
                || entry.precedence.is_some() && exact_precedence(word) == entry.precedence =>
        {
            before
        }
        _ => plad,
    }
}

/// The routing indicator of an entry, and what follows it.
fn relay(input: &str) -> (&str, Option<&str>) {
    if let Some(rest) = input.strip_prefix("ZEN/") {
        return (rest, None);
    }
    let Ok((rest, indicator)) = routing_indicator(input) else {
        return spoiled_relay(input);
    };
    if let Some(rest) = rest.strip_prefix('/') {
        return (rest.strip_prefix('/').unwrap_or(rest), Some(indicator));
    }
    // `RUEHC-SECSTATE`: another sign for the slash, before a post.
    if matches!(byte(rest, 0), b'-' | b'\\') && is_post(from(rest, 1)) {
        return (from(rest, 1), Some(indicator));
    }
    let apart = trim(rest);
    if let Some(rest) = apart.strip_prefix('/') {
        return (rest, Some(indicator));
    }
    let lost = matches!(byte(indicator, 1), b'U' | b'H') && is_post(apart);
    if lost {
        (apart, Some(indicator))
    } else {
        (input, None)
    }
}

/// An indicator whose first letter is lost or wrong, before a post.
fn spoiled_relay(input: &str) -> (&str, Option<&str>) {
    let letters = input.bytes().take(9).take_while(u8::is_ascii_uppercase);
    let n_letters = letters.count();
    let (word, rest) = input.split_at_checked(n_letters).unwrap_or_default();
    match rest.strip_prefix('/') {
        Some(words) if (4..=8).contains(&n_letters) && is_post(words) => (words, Some(word)),
        _ => (input, None),
    }
}

/// The words before the last one, and the last one.
fn last_word(text: &str) -> Option<(&str, &str)> {
    // A word is short: looking at its bytes is cheaper than a search.
    let mut at = text.len();
    loop {
        at = at.checked_sub(1)?;
        if !byte(text, at).is_ascii_graphic() {
            break;
        }
    }
    let (before, last) = match byte(text, at) {
        b' ' | b'\t' => (text.get(..at)?, from(text, at + 1)),
        // A no-break space, or a letter that is none of ASCII.
        _ => text.rsplit_once(is_blank)?,
    };
    Some((trim(before), last))
}

/// Whether names of cities go on behind a word, and none ends with it.
fn begins_city(word: &str) -> bool {
    matches!(
        word,
        "ABU"
            | "ADDIS"
            | "BUENOS"
            | "CAPE"
            | "DE"
            | "EL"
            | "ES"
            | "HONG"
            | "KUALA"
            | "LA"
            | "NEW"
            | "PHNOM"
            | "PORT"
            | "RIO"
            | "SAN"
            | "SANTO"
            | "SAO"
            | "ST"
            | "TEL"
            | "THE"
    )
}

/// Whether a number of up to three digits is the telegram's for an addressee:
/// behind a precedence, the name of a post, of its city or of a command, which bear none
/// themselves.
///
/// Sample: `service/numbers-of-one-and-two-digits`
fn is_short_number(before: &str, word: &str, is_last: bool) -> bool {
    let is_number = matches!(word.len(), 1..=3) && word.bytes().all(|byte| byte.is_ascii_digit());
    let preceded = || last_word(before).is_some_and(|(_, word)| exact_precedence(word).is_some());
    let is_command = || before.starts_with("CINC") && !before.contains(is_blank);
    let is_city = || glossary::station(before).is_some();
    if !is_number || !is_last && word.len() < 3 {
        return false;
    }
    is_post(before) || is_city() || is_last && (is_command() || preceded())
}

fn is_continuity_number(word: &str, least: usize) -> bool {
    let misread = || (4..=6).contains(&word.len()) && misread::is_misread(word);
    // Most words that are asked about are no numbers.
    if !byte(word, 0).is_ascii_digit() {
        return byte(word, 0) == b'O' && misread();
    }
    let number =
        |part: &[u8]| (least..=6).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
    let bytes = word.as_bytes();
    // `9120/01`: the section behind the number.
    if let [first @ .., b'/', b'0'..=b'9', b'0'..=b'9'] = bytes
        && first.len() > 3
    {
        return number(first);
    }
    match bytes.iter().position(|&byte| byte == b'-') {
        Some(hyphen) => {
            let (first, second) = bytes.split_at_checked(hyphen).unwrap_or_default();
            number(first) && number(second.get(1..).unwrap_or_default())
        }
        None => number(bytes) || misread(),
    }
}

/// The words of a precedence, shortest last: what is misspelled is compared
/// with all of them.
const PRECEDENCES: [(&str, Precedence); 4] = [
    ("PRIORITY", Precedence::Priority),
    ("IMMEDIATE", Precedence::Immediate),
    ("ROUTINE", Precedence::Routine),
    ("FLASH", Precedence::Flash),
];

pub(super) fn exact_precedence(word: &str) -> Option<Precedence> {
    Some(match word {
        "PRIORITY" => Precedence::Priority,
        "IMMEDIATE" => Precedence::Immediate,
        "ROUTINE" => Precedence::Routine,
        "FLASH" => Precedence::Flash,
        _ => return None,
    })
}

/// A precedence, one letter of which may be lost, doubled, wrong or changed
/// with its neighbor: `PIORITY`, `PRIORTY`, `IMMEDAITE`, and slashes behind: `PRIORITY//`.
fn precedence_word(word: &str) -> Option<Precedence> {
    if let Some(inside) = word.strip_prefix('(') {
        return exact_precedence(inside.strip_suffix(')')?);
    }
    if !matches!(byte(word, 0), b'P' | b'I' | b'R' | b'F' | b'N') {
        return None;
    }
    let word = word.trim_end_matches('/');
    match word {
        "NIACT" => return Some(Precedence::NiactImmediate),
        "IMMED" => return Some(Precedence::Immediate),
        _ => {}
    }
    exact_precedence(word).or_else(|| {
        let like = PRECEDENCES.iter().find(|(name, _)| {
            name.len() > 6 && word.len() > 5 && is_one_slip(name.as_bytes(), word.as_bytes())
        });
        like.map(|&(_, precedence)| precedence)
    })
}

/// The keyword of an address line, and what follows it.
///
/// ```abnf
/// keyword = ("TO" / "INFO" / "XMT") [":"] (1*blank / line-end) / "XMT/"
///         / ("ACTION" [":"] 1*blank / "TO/" / "INFO/")  ; before an indicator or a post
///           ; a zero may stand for O
/// ```
///
/// Samples: `service/keywords-on-lines-of-their-own`,
/// `service/keywords-above-their-lists`, `service/action-as-keyword`,
/// `service/xmt-line`
pub(super) fn keyword(line: &str) -> Option<(List, &str)> {
    let (list, rest) = match line.as_bytes() {
        [b'T', b'O' | b'0', ..] => (List::Action, from(line, 2)),
        [b'I', b'N', b'F', b'O' | b'0', ..] => (List::Info, from(line, 4)),
        [b'X', b'M', b'T', ..] => (List::Exempt, from(line, 3)),
        [b'A', b'C', b'T', b'I', b'O', b'N', b' ' | b':', ..] => {
            let words = trim(from(line, 7));
            return is_addressed(words).then_some((List::Action, words));
        }
        _ => return None,
    };
    let rest = match byte(rest, 0) {
        b':' => from(rest, 1),
        b'/' if list == List::Exempt || is_addressed(from(rest, 1)) => from(rest, 1),
        0 | b' ' | b'\t' => rest,
        _ => return None,
    };
    Some((list, trim(rest)))
}

/// Whether words begin with a routing indicator before an address, or with a
/// post.
fn is_addressed(words: &str) -> bool {
    relay(words).1.is_some() || is_post(words)
}

/// The first words of plain-language addresses of the Department's own that
/// are not of a [kind of post](KINDS_OF_POST).
const OTHERS: [&str; 7] = [
    "SECSTATE", "USDEL", "USEU", "USUN", "USNATO", "EMBASSY", "AIT",
];

/// Whether words begin with those of a post. Captions that begin so say what
/// is to be passed on.
pub(super) fn is_post(words: &str) -> bool {
    // Such captions are short. A line of many posts is asked about each.
    const REACH: usize = 200;
    if !matches!(byte(words, 0), b'A' | b'S' | b'U' | b'E') {
        return false;
    }
    let first = first_word(words);
    if !is_kind_of_post(first) && !OTHERS.contains(&first) {
        return false;
    }
    let near = words.as_bytes();
    !passes_on(near.get(..REACH).unwrap_or(near))
}

/// The word before the first blank, if it is as short as such words are.
fn first_word(words: &str) -> &str {
    const REACH: usize = 12;
    let near = words.as_bytes();
    let blank = position(near.get(..REACH).unwrap_or(near), b' ');
    words.get(..blank.unwrap_or(0)).unwrap_or_default()
}

fn is_kind_of_post(word: &str) -> bool {
    KINDS_OF_POST.contains(&word)
}

/// Whether words say what is to be passed on, or for whom something is.
fn passes_on(words: &[u8]) -> bool {
    let says_so = |five: &[u8]| matches!(five, b" PASS" | b" FOR ");
    words.windows(5).any(says_so)
}

/// Whether a line can only be a post of the list above it: nothing else that
/// may stand in a header begins so.
///
/// A line with a hyphen may be a distribution list, and a caption may end with
/// CHANNEL.
pub(super) fn is_listed_post(line: &str) -> bool {
    line.starts_with("AM")
        && line.len() <= 200
        && is_post(line)
        && memchr::memchr(b'-', line.as_bytes()).is_none()
        && !line.ends_with(" CHANNEL")
}

/// Whether what follows a keyword is an addressee beyond doubt, so that it
/// may open a text that holds nothing but a list.
pub(super) fn is_addressee(words: &str) -> bool {
    const AGENCIES: [&str; 15] = [
        "AIG ",
        "CIA ",
        "DIA ",
        "NSC ",
        "NSA ",
        "FBI ",
        "DEA ",
        "JCS ",
        "SECDEF ",
        "JOINT STAFF",
        "WHITE HOUSE",
        "WHITEHOUSE",
        "CDR ",
        "COM",
        "HQ ",
    ];
    if relay(words).1.is_some() || words.starts_with("ZEN/") || is_post(words) {
        return true;
    }
    let entry = entry(words);
    is_capitals(words)
        && words.len() < 80
        && !words.ends_with(['.', '!', '?'])
        && (words.ends_with("COLLECTIVE")
            || words.contains("//")
            || words.starts_with("ALL ")
            || entry.precedence.is_some()
            || entry
                .continuity_number
                .is_some_and(|number| number.len() > 3)
            || AGENCIES.iter().any(|agency| words.starts_with(agency)))
}

/// Where a second addressee begins in an entry: the line end between them
/// is lost.
///
/// It has a routing indicator, or the name of a post after the precedence or
/// number of the first, or after the name of a post. The next list may begin
/// there, too: `4412 INFO AMEMBASSY NORTHHAVEN`.
fn glued(entry: &str) -> Option<usize> {
    let bytes = entry.as_bytes();
    let mut start = 0;
    loop {
        start += position(bytes.get(start..)?, b' ')? + 1;
        // Only words that begin like an indicator or a post are looked at.
        let begins = match bytes.get(start)? {
            b'R' => is_second_indicator(entry, start),
            b'A' | b'D' | b'S' | b'U' | b'E' => is_second_post(entry, start),
            b'I' | b'X' => is_second_list(entry, start),
            b'0'..=b'9' | b'P' => {
                if let Some(length) = glued_word(entry, start) {
                    return Some(start + length);
                }
                false
            }
            _ => false,
        };
        if begins {
            return Some(start);
        }
    }
}

/// How long the number or precedence at `at` is, if the next addressee or
/// list is glued to it: `4412RUEHFR/AMEMBASSY PARIS`.
///
/// Sample: `garbled/addressees-glued-to-numbers`
fn glued_word(entry: &str, at: usize) -> Option<usize> {
    let here = entry.as_bytes().get(at..)?;
    let n_digits = here.iter().position(|byte| !byte.is_ascii_digit());
    let length = match n_digits? {
        0 if here.starts_with(b"PRIORITY") => 8,
        0..3 => return None,
        n_digits => n_digits,
    };
    let begins = match here.get(length)? {
        b'R' => is_second_indicator(entry, at + length),
        b'I' => is_second_list(entry, at + length),
        _ => false,
    };
    begins.then_some(length)
}

/// Whether an indicator, a slash and a name stand at `at`, behind a word.
fn is_second_indicator(entry: &str, at: usize) -> bool {
    let (before, here) = entry.split_at_checked(at).unwrap_or_default();
    let slash = routing_indicator(here).is_ok_and(
        |(rest, _)| matches!(*rest.as_bytes(), [b'/', next, ..] if next != b'/' && next != b' '),
    );
    slash && before.bytes().any(|byte| byte != b' ')
}

/// Whether the name of a post stands at `at`, behind the precedence or
/// number of an addressee.
fn is_second_post(entry: &str, at: usize) -> bool {
    let (before, here) = entry.split_at_checked(at).unwrap_or_default();
    let before = before.trim_end_matches(' ');
    let Some(blank) = before.bytes().rposition(|byte| byte == b' ') else {
        return false;
    };
    let last = from(before, blank + 1);
    let above = before.get(..blank).unwrap_or_default();
    let ended = above.bytes().any(|byte| byte != b' ')
        && (is_continuity_number(last, 4)
            || exact_precedence(last).is_some()
            || last == "COLLECTIVE");
    let named = || is_kind_of_post(first_word(here)) && is_post(relay(entry).0);
    (ended || named()) && is_post(here) || ended && here.starts_with("DEPT OF ")
}

/// Whether the keyword INFO stands at `at`, behind an addressee or before
/// one; or XMT, before a post behind a collective or a precedence.
fn is_second_list(entry: &str, at: usize) -> bool {
    let (before, here) = entry.split_at_checked(at).unwrap_or_default();
    let Some((list, words)) = keyword(here).filter(|(list, _)| *list != List::Action) else {
        return false;
    };
    let ended = last_word(trim(before)).is_some_and(|(_, last)| {
        is_continuity_number(last, 4)
            || exact_precedence(last).is_some()
            || list == List::Exempt && matches!(last, "COLLECTIVE" | "POSTS")
    });
    if list == List::Exempt {
        return ended && is_post(words);
    }
    // `SECSTATE WASHDC INFO NATO COLLECTIVE`
    let collective = || is_post(relay(trim(before)).0) && words.contains("COLLECTIVE");
    ended || relay(words).1.is_some() || is_post(words) || collective()
}

/// Whether a line has two or more entries like `EUR-00`: the distribution
/// list of the Department, never format line 8.
pub(super) fn is_distribution(line: &str) -> bool {
    let mut n_offices = 0;
    for hyphen in memchr::memchr_iter(b'-', line.as_bytes()) {
        let copies = line.as_bytes().get(hyphen + 1..).unwrap_or_default();
        let ends = match copies {
            [b'0'..=b'9', b'0'..=b'9', rest @ ..] => {
                rest.first().is_none_or(|&next| is_space(next))
            }
            _ => false,
        };
        let before = line.as_bytes().get(..hyphen).unwrap_or_default();
        let office = before
            .iter()
            .rev()
            .take(6)
            .take_while(|&&byte| !is_space(byte));
        let n_letters = office.clone().count();
        let capitals = { office }.all(|&byte| byte.is_ascii_uppercase() || byte == b'/');
        n_offices += usize::from(ends && capitals && (1..=5).contains(&n_letters));
        if n_offices > 1 {
            return true;
        }
    }
    n_offices == 1 && (line.starts_with("ACTION ") || line.starts_with("ORIGIN "))
}

impl Draft<'_> {
    /// Reads format line 6, and the lists that a copy joined with it, `FM AMEMBASSY OSLO TO
    /// SECSTATE WASHDC 4412`: of these the last goes on below, as `list`.
    ///
    /// Sample: `oddities/header-on-one-line`
    pub(super) fn originator(&mut self, idx: usize, line: &str, list: &mut Option<List>) -> bool {
        // An originator has few words.
        const WORDS: usize = 2;
        static ACTION: Needle = Needle::new(|| Finder::new(" TO "));
        let Some(rest) = after_word(line, "FM").filter(|_| line.starts_with("FM")) else {
            return false;
        };
        let mut to = ACTION.find_iter(rest.as_bytes()).take(WORDS);
        let cut = to.find(|&at| at > 2 && is_addressee(trim(from(rest, at + 4))));
        let name = rest.get(..cut.unwrap_or(rest.len())).unwrap_or(rest);
        if !self.originator_named(idx, trim(name)) {
            self.garble(line, "originator");
        }
        *list = cut.map(|at| self.address(idx, List::Action, trim(from(rest, at + 4))));
        self.set(idx, LineKind::FormatLine(FormatLine::From));
        true
    }

    /// Takes the originator that a line names; says whether it is one.
    pub(super) fn originator_named(&mut self, idx: usize, name: &str) -> bool {
        self.set(idx, LineKind::FormatLine(FormatLine::From));
        let from = self.addressee(name, &entry(name));
        let is_one = from.is_some();
        if let Some(from) = from {
            self.heading.from.get_or_insert(from);
        }
        is_one
    }

    /// Reads lines of addressees that semicolons part, `NORTHHAVEN, AMCONSUL
    /// ROUTINE; OSLO, AMEMBASSY ROUTINE`, the first from `words` on. One may wrap.
    ///
    /// Sample: `plain/header-of-smart`
    pub(super) fn addresses_between_semicolons(
        &mut self,
        lines: std::ops::Range<usize>,
        list: List,
        words: &str,
    ) {
        let kind = list.format_line();
        let start = self.place(words).start as usize;
        let below = lines.end.saturating_sub(1);
        let end = self.end_of(below).max(start);
        for idx in lines {
            self.set(idx, LineKind::FormatLine(kind));
        }
        if self.for_list {
            return;
        }
        let all = self.text.get(start..end).unwrap_or_default();
        for part in all.split(';') {
            let one = super::token::trim_lines(part);
            let (head, word) = one.rsplit_once([' ', '\n', '\r']).unwrap_or(("", one));
            let precedence = exact_precedence(word);
            let head = super::token::trim_lines(head);
            let bare = head.strip_suffix("NIACT").map(trim);
            let read = Entry {
                routing_indicator: None,
                plad: precedence.map_or(one, |_| bare.unwrap_or(head)),
                precedence: precedence
                    .map(|read| bare.map_or(read, |_| Precedence::NiactImmediate)),
                continuity_number: None,
            };
            self.enlist(list, one, &read);
        }
    }

    /// Reads a line of format lines 7 to 9; `words` are what follows
    /// the keyword. Returns the list that goes on below.
    pub(super) fn address(&mut self, idx: usize, list: List, words: &str) -> List {
        self.set(idx, LineKind::FormatLine(list.format_line()));
        if self.for_list {
            return list;
        }
        if list == List::Info && self.heading.info.is_empty() {
            // Most lists have an entry a line, up to a blank one.
            let below = (idx..self.lines.len()).take(LONG_LIST);
            let lines = below.take_while(|&below| self.kind(below) != LineKind::Blank);
            let n_lines = lines.count();
            self.heading.info.reserve_exact(n_lines);
        }
        let (mut list, mut words) = (list, words);
        loop {
            let line_feed = if self.may_be_spoiled() {
                line_feed(words)
            } else {
                words.len()..words.len()
            };
            list = self.addressees(list, trim(words.get(..line_feed.start).unwrap_or(words)));
            words = trim(from(words, line_feed.end));
            if words.is_empty() {
                return list;
            }
            (list, words) = keyword(words).unwrap_or((list, words));
        }
    }

    /// Reads the entries of a line of addresses.
    fn addressees(&mut self, list: List, words: &str) -> List {
        let mut list = list;
        let mut rest = words;
        while !rest.is_empty() {
            let cut = glued(rest).unwrap_or(rest.len());
            let one = trim(rest.get(..cut).unwrap_or(rest));
            let read = entry(one);
            if !self.wraps(list, one, &read) {
                self.enlist(list, one, &read);
            }
            rest = from(rest, cut);
            if let Some((next @ (List::Info | List::Exempt), words)) = keyword(rest) {
                (list, rest) = (next, words);
            }
        }
        list
    }

    fn enlist(&mut self, list: List, words: &str, entry: &Entry<'_>) {
        let Some(addressee) = self.addressee(words, entry) else {
            return;
        };
        if let Some(number) = addressee.continuity_number {
            self.misread_number(number);
        }
        match list {
            List::Action => {
                // Most telegrams have one.
                if self.heading.action.is_empty() {
                    self.heading.action.reserve_exact(1);
                }
                self.heading.action.push(addressee);
            }
            List::Info => self.heading.info.push(addressee),
            List::Exempt => {
                let lists = [&mut self.heading.info, &mut self.heading.action];
                let Some(list) = lists.into_iter().find(|list| !list.is_empty()) else {
                    return;
                };
                // Posts are left out of a collective, not of a post.
                let text = self.text;
                let collective = list.iter().rposition(|entry| {
                    let plad = text.get(entry.plad.0.range()).unwrap_or_default();
                    plad.contains("COLLECTIVE") || plad.starts_with("ALL ")
                });
                let at = collective.unwrap_or(list.len() - 1);
                if let Some(of) = list.get_mut(at) {
                    of.excluded.push(addressee.plad);
                }
            }
        }
    }

    /// Whether words are the rest of the addressee above: its precedence and
    /// number alone, or the end of a name that breaks off at `AND`, `OF` or
    /// `AMEMBASSY`, or before `COLLECTIVE`.
    fn wraps(&mut self, list: List, words: &str, entry: &Entry<'_>) -> bool {
        let text = self.text;
        let above = match list {
            List::Action => self.heading.action.last_mut(),
            List::Info => self.heading.info.last_mut(),
            List::Exempt => None,
        };
        let Some(above) = above else { return false };
        if above.continuity_number.is_some() {
            return false;
        }
        let lone = exact_precedence(entry.plad)
            .filter(|_| entry.precedence.is_none() && entry.routing_indicator.is_none());
        let number = is_continuity_number(entry.plad, 3).then_some(entry.plad);
        let plad = above.plad.0;
        let breaks_off = above.precedence.is_none()
            && entry.routing_indicator.is_none()
            && match text.get(plad.range()).unwrap_or_default() {
                // `SECSTATE`, and the next addressee below it.
                kind if is_kind_of_post(kind) || kind == "SECSTATE" => !is_post(entry.plad),
                "ALL DIPLOMATIC AND CONSULAR" => entry.plad.starts_with("POSTS"),
                _ if entry.plad == "COLLECTIVE" => true,
                // `SECDEF WASHDC//OSD/ISA`, and the rest of the offices below.
                // `/AMEMBASSY ROME` is a post of its own.
                offices if entry.plad.starts_with('/') => {
                    offices.contains("//")
                        && !offices.ends_with("//")
                        && !is_post(entry.plad.trim_start_matches('/'))
                }
                name => last_word(name).is_some_and(|(before, word)| {
                    matches!(word, "AND" | "OF" | "FOR" | "&")
                        || begins_city(word) && !is_post(entry.plad) && {
                            let kind = before.split(is_blank).next().unwrap_or_default();
                            let first = trim(from(name, kind.len()));
                            let whole = format!("{first} {}", entry.plad);
                            is_kind_of_post(kind) && glossary::station(&whole).is_some()
                        }
                }),
            };
        // `NIACT`, and `IMMEDIATE` below it.
        let niact = above.precedence == Some(Precedence::NiactImmediate)
            && lone == Some(Precedence::Immediate);
        if niact {
        } else if above.precedence.is_none() && lone.is_some() {
            above.precedence = lone;
        } else if let Some(number) = number {
            above.continuity_number = Some(place(text, number));
        } else if breaks_off {
            above.plad = Plad(plad.cover(place(text, entry.plad)));
            above.precedence = entry.precedence;
        } else {
            return false;
        }
        if let Some(number) = entry.continuity_number {
            above.continuity_number = Some(place(text, number));
        }
        above.span = above.span.cover(place(text, words));
        true
    }

    fn addressee(&mut self, text: &str, entry: &Entry<'_>) -> Option<Addressee> {
        // `INFO: NONE`
        let is_nobody = matches!(entry.plad, "" | "NONE" | "N/A");
        if is_nobody && entry.routing_indicator.is_none() {
            return None;
        }
        if self.may_be_spoiled() && memchr::memchr(b'&', entry.plad.as_bytes()).is_some() {
            self.field(self.place(entry.plad));
        }
        Some(Addressee {
            span: self.place(text),
            routing_indicator: entry
                .routing_indicator
                .map(|at| RoutingIndicator(self.place(at))),
            plad: Plad(self.place(entry.plad)),
            precedence: entry.precedence,
            continuity_number: entry.continuity_number.map(|at| self.place(at)),
            excluded: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{entry, glued, is_addressee, is_distribution, keyword};

    fn check(input: &str) -> String {
        let entry = entry(input);
        let or_dash = |part: Option<&str>| part.unwrap_or("-").to_owned();
        format!(
            "{} | {} | {} | {}",
            or_dash(entry.routing_indicator),
            entry.plad,
            entry.precedence.map_or("-", crate::cable::Precedence::slug),
            or_dash(entry.continuity_number)
        )
    }

    #[test]
    fn reads_an_addressee_from_both_ends() {
        insta::assert_snapshot!(check("RUEHC/SECSTATE WASHDC PRIORITY 4412"), @"RUEHC | SECSTATE WASHDC | priority | 4412");
        insta::assert_snapshot!(check("ZEN/AMEMBASSY KESTREL BAY NIACT IMMEDIATE 3101-3104"), @"- | AMEMBASSY KESTREL BAY | niact-immediate | 3101-3104");
        insta::assert_snapshot!(check("CIA WASHINGTON DC//VV// 0000"), @"- | CIA WASHINGTON DC//VV// | - | 0000");
    }

    #[test]
    fn an_addressee_may_be_unnumbered() {
        insta::assert_snapshot!(check("AMEMBASSY PORT LARKSPUR IMMEDIATE UNN"), @"- | AMEMBASSY PORT LARKSPUR | immediate | UNN");
    }

    #[test]
    fn a_plad_may_end_in_a_number_of_its_own() {
        insta::assert_snapshot!(check("RUEHXX/JOINT FORCE 7"), @"RUEHXX | JOINT FORCE 7 | - | -");
        insta::assert_snapshot!(check("4412"), @"- | 4412 | - | -");
        insta::assert_snapshot!(check("AMEMBASSY NORTHHAVEN 7"), @"- | AMEMBASSY NORTHHAVEN | - | 7");
        insta::assert_snapshot!(check("RUEHXX/HARBOR BUREAU WASHDC PRIORITY 12"), @"RUEHXX | HARBOR BUREAU WASHDC | priority | 12");
    }

    #[test]
    fn a_precedence_may_be_misspelled_or_out_of_place() {
        insta::assert_snapshot!(check("RUEHC/SECSTATE WASHDC PIORITY 4412"), @"RUEHC | SECSTATE WASHDC | priority | 4412");
        insta::assert_snapshot!(check("AMEMBASSY NORTHHAVEN PRIORTY 0207"), @"- | AMEMBASSY NORTHHAVEN | priority | 0207");
        insta::assert_snapshot!(check("AMEMBASSY NORTHHAVEN IMMEDAITE"), @"- | AMEMBASSY NORTHHAVEN | immediate | -");
        insta::assert_snapshot!(check("AMEMBASSY NORTHHAVEN 0207 PRIORITY"), @"- | AMEMBASSY NORTHHAVEN | priority | 0207");
        insta::assert_snapshot!(check("IMMEDIATE AMEMBASSY NORTHHAVEN"), @"- | AMEMBASSY NORTHHAVEN | immediate | -");
        insta::assert_snapshot!(check("AMEMBASSY ROUTE"), @"- | AMEMBASSY ROUTE | - | -");
        insta::assert_snapshot!(check("AMEMBASSY NORTHHAVEN PRIORITY 0207 0208"), @"- | AMEMBASSY NORTHHAVEN | priority | 0207");
        insta::assert_snapshot!(check("JOINT FORCE 4412 4413"), @"- | JOINT FORCE 4412 | - | 4413");
        insta::assert_snapshot!(check("AMEMBASSY ROME 777 PRIORITY"), @"- | AMEMBASSY ROME | priority | 777");
        insta::assert_snapshot!(check("AMEMBASSY ROME4412"), @"- | AMEMBASSY ROME | - | 4412");
        insta::assert_snapshot!(check("JOINT FORCE4412"), @"- | JOINT FORCE4412 | - | -");
        insta::assert_snapshot!(check("AMEMBASSY ROME B44"), @"- | AMEMBASSY ROME B44 | - | -");
        insta::assert_snapshot!(check("JOINT FORCE 777 PRIORITY"), @"- | JOINT FORCE 777 | priority | -");
    }

    #[test]
    fn an_entry_may_be_glued_doubled_or_stopped() {
        insta::assert_snapshot!(check("RUEHC/SECSTATE WASHDC PRIORITY4412"), @"RUEHC | SECSTATE WASHDC | priority | 4412");
        insta::assert_snapshot!(check("RUEHC/SECSTATE WASHDC PRIORITY #4412."), @"RUEHC | SECSTATE WASHDC | priority | 4412");
        insta::assert_snapshot!(check("AMEMBASSY NORTHHAVEN # 0207"), @"- | AMEMBASSY NORTHHAVEN | - | 0207");
        insta::assert_snapshot!(check("SECDEF WASHDC//OSD//IMMEDIATE 0011"), @"- | SECDEF WASHDC//OSD// | immediate | 0011");
        insta::assert_snapshot!(check("SECSTATE WASHDC PRIORITY PRIORITY 4412"), @"- | SECSTATE WASHDC | priority | 4412");
        insta::assert_snapshot!(check("SECSTATE WASHDC 4412 PRIORITY 4412,"), @"- | SECSTATE WASHDC | priority | 4412");
        insta::assert_snapshot!(check("DEPT OF HARBORS WASHINGTON D.C."), @"- | DEPT OF HARBORS WASHINGTON D.C. | - | -");
        insta::assert_snapshot!(check("COMVV//J2/J5//"), @"- | COMVV//J2/J5// | - | -");
        insta::assert_snapshot!(check("BOAT1234"), @"- | BOAT1234 | - | -");
        insta::assert_snapshot!(check("AMEMBASSY OSLO PRIORITY POUCH"), @"- | AMEMBASSY OSLO | priority | -");
        insta::assert_snapshot!(check("AMEMBASSY OSLO PRIORITY 4412/01"), @"- | AMEMBASSY OSLO | priority | 4412/01");
        insta::assert_snapshot!(check("DEPT OF BOATS WASHDC//12/01"), @"- | DEPT OF BOATS WASHDC//12/01 | - | -");
    }

    #[test]
    fn an_addressee_below_one_that_breaks_off_is_another() {
        let addressed = |below: &str| {
            let text = format!("FM AMEMBASSY NORTHHAVEN\nTO SECSTATE\n{below}\n\nUNCLAS\n");
            let cable = crate::parse::parse(text.as_bytes());
            let action = cable.heading.action.iter();
            let plads = action.map(|addressee| cable.read(addressee.plad.0));
            plads.collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(addressed("WASHDC PRIORITY"), "SECSTATE WASHDC");
        assert_eq!(addressed("AMEMBASSY OSLO"), "SECSTATE | AMEMBASSY OSLO");
        assert_eq!(
            addressed("AMEMBASSY OSLO\nDIA//DHO-3/\n/DHO-4// PRIORITY"),
            "SECSTATE | AMEMBASSY OSLO | DIA//DHO-3/ /DHO-4//"
        );
        assert_eq!(
            addressed("AMEMBASSY OSLO\nDIA//DHO-3//\n//DHO-4//"),
            "SECSTATE | AMEMBASSY OSLO | DIA//DHO-3// | //DHO-4//"
        );
    }

    #[test]
    fn the_lists_may_stand_behind_the_originator() {
        let read = |line: &str| {
            let text =
                format!("R 221504Z JUL 76\n{line}\nAMEMBASSY ROME\n\nUNCLAS NORTHHAVEN 12\n");
            let cable = crate::parse::parse(text.as_bytes());
            let plads = |list: &[crate::cable::Addressee]| {
                let plads = list.iter().map(|addressee| cable.read(addressee.plad.0));
                plads.collect::<Vec<_>>().join(", ")
            };
            let from = cable
                .heading
                .from
                .as_ref()
                .map(|from| cable.read(from.plad.0));
            let lists = [plads(&cable.heading.action), plads(&cable.heading.info)];
            format!("{} > {}", from.unwrap_or_default(), lists.join(" / "))
        };
        assert_eq!(
            read("FM AMEMBASSY NORTHHAVEN TO SECSTATE WASHDC 12 INFO AMEMBASSY OSLO"),
            "AMEMBASSY NORTHHAVEN > SECSTATE WASHDC / AMEMBASSY OSLO, AMEMBASSY ROME"
        );
        assert_eq!(read("FM USDEL TO TALKS"), "USDEL TO TALKS >  / ");
        let text =
            "R 221504Z JUL 76 ZFF4 FM AMEMBASSY OSLO TO SECSTATE WASHDC 12\n\nUNCLAS OSLO 12\n";
        let cable = crate::parse::parse(text.as_bytes());
        let tail = cable.heading.dtg.as_ref().and_then(|dtg| dtg.tail);
        assert_eq!(tail.map(|tail| cable.read(tail)).as_deref(), Some("ZFF4"));
        assert_eq!(cable.heading.action.len(), 1);
        // Nothing that a post did not send.
        let text = text.replace("FM AMEMBASSY", "FM BROADCAST");
        assert!(crate::parse::parse(text.as_bytes()).heading.from.is_none());
    }

    #[test]
    fn the_next_addressee_or_list_may_be_glued_to_a_number() {
        for (line, at) in [
            ("AMEMBASSY PARIS 1204RUEHLO/AMEMBASSY LONDON 12", Some(20)),
            ("AMEMBASSY PARIS PRIORITYRUEHLO/AMEMBASSY LONDON", Some(24)),
            ("SECSTATE WASHDC 4412INFO AMEMBASSY PARIS", Some(20)),
            ("AMEMBASSY PARIS 1204R", None),
            ("JOINT FORCE 7RUEHLO/X", None),
        ] {
            assert_eq!(glued(line), at, "{line}");
        }
    }

    #[test]
    fn signs_and_letters_of_the_header_may_be_wrong() {
        insta::assert_snapshot!(check("RUEHC-SECSTATE WASHDC 4412"), @"RUEHC | SECSTATE WASHDC | - | 4412");
        insta::assert_snapshot!(check("RUEHC\\SECSTATE WASHDC 4412"), @"RUEHC | SECSTATE WASHDC | - | 4412");
        insta::assert_snapshot!(check("RUEHXX-HARBOR BUREAU"), @"- | RUEHXX-HARBOR BUREAU | - | -");
        insta::assert_snapshot!(check("RUEHIN/AIT TAIPEI 12 *"), @"RUEHIN | AIT TAIPEI | - | 12");
        insta::assert_snapshot!(check("AMEMBASSY NORTHHAVEN - 0207"), @"- | AMEMBASSY NORTHHAVEN | - | 0207");
        for line in [
            "TO/SECSTATE WASHDC",
            "T0 RUEHC/SECSTATE WASHDC",
            "INF0 AMEMBASSY PARIS",
        ] {
            assert!(keyword(line).is_some(), "{line}");
        }
        for line in ["TO/FROM", "T01 BOATS", "INFO/DUES"] {
            assert!(keyword(line).is_none(), "{line}");
        }
    }

    #[test]
    fn an_address_indicator_group_keeps_its_number() {
        insta::assert_snapshot!(check("AIG 7401"), @"- | AIG 7401 | - | -");
        insta::assert_snapshot!(check("RUEHXX/AIG 7401 PRIORITY"), @"RUEHXX | AIG 7401 | priority | -");
        insta::assert_snapshot!(check("AIG 7401 PRIORITY 0003"), @"- | AIG 7401 | priority | 0003");
    }

    #[test]
    fn a_routing_indicator_may_be_spoiled() {
        insta::assert_snapshot!(check("UEHNH/AMEMBASSY NORTHHAVEN 0207"), @"UEHNH | AMEMBASSY NORTHHAVEN | - | 0207");
        insta::assert_snapshot!(check("CIA/DIA WASHINGTON DC"), @"- | CIA/DIA WASHINGTON DC | - | -");
    }

    #[test]
    fn a_slash_may_be_lost_doubled_or_apart() {
        insta::assert_snapshot!(check("RUEHNH AMEMBASSY NORTHHAVEN 0207"), @"RUEHNH | AMEMBASSY NORTHHAVEN | - | 0207");
        insta::assert_snapshot!(check("RUEHC / SECSTATE WASHDC"), @"RUEHC | SECSTATE WASHDC | - | -");
        insta::assert_snapshot!(check("RUEHC//SECSTATE WASHDC, PRIORITY"), @"RUEHC | SECSTATE WASHDC | priority | -");
        insta::assert_snapshot!(check("RELIEF OFFICE NORTHHAVEN"), @"- | RELIEF OFFICE NORTHHAVEN | - | -");
    }

    #[test]
    fn entities_of_a_web_page_are_read() {
        let check = |lines: &str| {
            let text = format!(
                "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\n{lines}\n\nUNCLAS NORTHHAVEN 000088\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let list = |list: &[crate::cable::Addressee]| {
                let plads = list.iter().map(|entry| cable.read(entry.plad.0));
                plads.collect::<Vec<_>>().join(", ")
            };
            format!(
                "{} | {}",
                list(&cable.heading.action),
                list(&cable.heading.info)
            )
        };
        insta::assert_snapshot!(check("TO AMEMBASSY N&apos;DJAMENA 0012&#x000A;INFO AMCONSUL SANTA BRISA"), @"AMEMBASSY N'DJAMENA | AMCONSUL SANTA BRISA");
        insta::assert_snapshot!(check("TO HARBORS &amp; TREATIES OFFICE &lt;PORT&gt;"), @"HARBORS & TREATIES OFFICE <PORT> |");
        insta::assert_snapshot!(check("TO HARBORS & BOATS; PRIORITY"), @"HARBORS & BOATS |");
    }

    #[test]
    fn finds_the_second_addressee_of_a_line() {
        assert_eq!(
            glued("RUEHSB/AMCONSUL SANTA BRISA RUEHKB/AMEMBASSY KESTREL BAY"),
            Some(28)
        );
        assert_eq!(
            glued("AMCONSUL SANTA BRISA 0011 AMEMBASSY KESTREL BAY"),
            Some(26)
        );
        assert_eq!(glued("RUEHXX/CDR USXCOM CAMP DOVE//J5/J2//"), None);
        assert_eq!(
            glued("AMEMBASSY NORTHHAVEN USMISSION KESTREL BAY"),
            Some(21)
        );
        assert_eq!(
            glued("AMEMBASSY NORTHHAVEN AMEMBASSY KESTREL BAY"),
            Some(21)
        );
        assert_eq!(
            glued("SECSTATE WASHDC 4412 INFO AMEMBASSY NORTHHAVEN"),
            Some(21)
        );
        assert_eq!(glued("SECSTATE WASHDC INFO"), None);
        assert_eq!(glued("US INFO SERVICE NORTHHAVEN"), None);
        assert_eq!(glued("USDAO AMEMBASSY KESTREL BAY"), None);
        assert_eq!(glued("IMMEDIATE AMEMBASSY KESTREL BAY"), None);
    }

    #[test]
    fn lists_may_stand_alone() {
        for words in [
            "RUEHC/SECSTATE WASHDC",
            "SECSTATE WASHDC",
            "CIA WASHINGTON DC//VV//",
            "VELDANIA COLLECTIVE",
            "X Y PRIORITY 4412",
        ] {
            assert!(is_addressee(words), "{words}");
        }
        for words in [
            "THE EDITOR: the boats came.",
            "THE MINISTER HE SAID NO.",
            "desk opens at nine",
            "ALL THE BOATS CAME.",
        ] {
            assert!(!is_addressee(words), "{words}");
        }
        assert!(
            keyword("TO").is_some() && keyword("INFO: X").is_some() && keyword("TOP").is_none()
        );
        assert!(keyword("ACTION: SECSTATE WASHDC").is_some() && keyword("ACTION EUR-12").is_none());
    }

    #[test]
    fn a_list_may_say_that_nobody_is_told() {
        let info = |words: &str| {
            let text = format!(
                "P 221504Z JUL 08\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\nINFO {words}\n\nUNCLAS OSLO 000088\n"
            );
            crate::parse::parse(text.as_bytes()).heading.info.len()
        };
        assert_eq!(info("NONE"), 0);
        assert_eq!(info("NONESUCH COLLECTIVE"), 1);
    }

    #[test]
    fn offices_are_no_addressees() {
        assert!(is_distribution("INFO  LOG-00   VVA-00   AID-00"));
        assert!(!is_distribution("INFO AMEMBASSY NORTHHAVEN-00 0207"));
    }

    #[test]
    fn addressees_may_wrap_before_their_last_word() {
        let lists = |lines: &str| {
            let text = format!(
                "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\n{lines}\nBT\nUNCLAS NORTHHAVEN 000088\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let name = |it: &crate::cable::Addressee| {
                let excluded = it
                    .excluded
                    .iter()
                    .map(|plad| format!(" -{}", cable.read(plad.0)));
                cable.read(it.plad.0) + &excluded.collect::<String>()
            };
            let names = |list: &[crate::cable::Addressee]| {
                list.iter().map(name).collect::<Vec<_>>().join(" | ")
            };
            let heading = &cable.heading;
            format!("{} // {}", names(&heading.action), names(&heading.info))
        };
        insta::assert_snapshot!(lists("TO AMEMBASSY OSLO NIACT\nIMMEDIATE\nAMEMBASSY ROME"), @"AMEMBASSY OSLO | AMEMBASSY ROME // ");
        insta::assert_snapshot!(lists("TO ALL DIPLOMATIC AND CONSULAR\nPOSTS COLLECTIVE PRIORITY"), @"ALL DIPLOMATIC AND CONSULAR POSTS COLLECTIVE // ");
        insta::assert_snapshot!(lists("TO SECSTATE WASHDC\nINFO EU MEMBER STATES\nCOLLECTIVE PRIORITY"), @"SECSTATE WASHDC // EU MEMBER STATES COLLECTIVE");
        insta::assert_snapshot!(lists("TO SECSTATE WASHDC INFO NATO COLLECTIVE AMEMBASSY OSLO"), @"SECSTATE WASHDC // NATO COLLECTIVE | AMEMBASSY OSLO");
        insta::assert_snapshot!(lists("INFO NATO COLLECTIVE IMMEDIATE XMT AMEMBASSY OSLO"), @" // NATO COLLECTIVE -AMEMBASSY OSLO");
        insta::assert_snapshot!(lists("TO SECSTATE WASHDC 1234 DEPT OF HARBORS WASHDC"), @"SECSTATE WASHDC | DEPT OF HARBORS WASHDC // ");
        insta::assert_snapshot!(lists("INFO SECDEF WASHDC//OSD/ISA\n/ROME"), @" // SECDEF WASHDC//OSD/ISA /ROME");
        insta::assert_snapshot!(lists("INFO DIA//DHO-3\n/AMEMBASSY ROME"), @" // DIA//DHO-3 | /AMEMBASSY ROME");
        insta::assert_snapshot!(lists("INFO DIA//DHO-3\n/SECSTATE WASHDC"), @" // DIA//DHO-3 | /SECSTATE WASHDC");
        insta::assert_snapshot!(lists("TO SECSTATE WASHDC\nAMEMBASSY OSLO ALSO FOR DAO\nINFO AMEMBASSY ROME"), @"SECSTATE WASHDC | AMEMBASSY OSLO ALSO FOR DAO // AMEMBASSY ROME");
        insta::assert_snapshot!(lists("TO SECSTATE WASHDC\nAMEMBASSY OSLO PASS TO DAO"), @"SECSTATE WASHDC // ");
        insta::assert_snapshot!(lists("TO THE XMT AMEMBASSY OSLO"), @"THE XMT AMEMBASSY OSLO // ");
    }
}
