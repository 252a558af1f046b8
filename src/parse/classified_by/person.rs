//! Who classified: name and title apart.

use super::super::ending::{is_first, is_full_name};
use super::super::excision::is_code;
use super::super::token::{Signs, byte, from, is_blank, is_capitals, place, same, trim};
use super::super::words::{Words, words};
use super::title::{
    is_field, is_interim, is_link, is_office, is_suffix, is_title_word, title_prefix,
};
use crate::glossary;

/// Takes name and title apart.
///
/// Titles lead in most telegrams (`Ambassador Ines Marlow`, `DCM;ADA
/// QUILL`, `Deputy Chief of Mission, Ada Quill`); the name leads where its
/// part holds no word of a title (`Ada Quill, Director, Harbor Office`),
/// and sometimes the surname (`Marlow, Ines, Ambassador`).
pub(super) fn person(text: &str) -> Person<'_> {
    let text = up_to_slash(text);
    let (name, title, surname_first) = name_and_title(text);
    // A suffix goes on with the name: `Ada Quill, Jr.`
    let name = name.map(|name| {
        let end = place(text, name).end as usize;
        let start = end - name.len();
        let after = from(text, end);
        if after.is_empty() {
            return name;
        }
        let after = after.trim_start_matches(|c| is_blank(c) || c == ',');
        let word = after.split([' ', ',', ';']).next().unwrap_or_default();
        if is_suffix(word) {
            let stop = place(text, word).end as usize;
            text.get(start..stop).unwrap_or(name)
        } else {
            name
        }
    });
    let title = title.filter(|title| !is_suffix(title));
    // `EconCouns: Ada Quill`, `Deputy Chief of Mission- Ada Quill`
    let title = title.map(|title| trim(title.trim_end_matches([':', '-', ';', ' '])));
    // `(DCM) Ada Quill`, whose first bracket is none of the person.
    let title = title.map(|title| match title.strip_suffix(')') {
        Some(bare) if !bare.contains('(') => bare,
        _ => title,
    });
    let (name, title) = match name.map(apart_from_title) {
        Some((name, behind)) => (Some(without_stop(name)), title.or(behind)),
        None => (None, title),
    };
    Person {
        name: name.filter(|name| !is_withheld(name)),
        title,
        surname_first,
    }
}

/// `B6`, `[REDACTED]`: what a release put for a name.
fn is_withheld(name: &str) -> bool {
    let bare = name.trim_matches(['[', ']', '(', ')']);
    is_code(name) || is_code(bare) || same(bare, "REDACTED")
}

/// A name without the stop of a sentence or a colon: `Ada Quill.`, `Ada Quill: DCM`; the
/// stop of an initial or a suffix is its own.
fn without_stop(name: &str) -> &str {
    let name = trim(name.trim_end_matches(':'));
    // `[Classified by DCM Ada Quill]`
    let unopened = |open, close| name.strip_suffix(close).filter(|bare| !bare.contains(open));
    let name = unopened('(', ')')
        .or_else(|| unopened('[', ']'))
        .unwrap_or(name);
    let last = name.rsplit(is_blank).next().unwrap_or_default();
    match name.strip_suffix('.') {
        Some(bare)
            if last.len() > 3 && !is_suffix(last) && last.find('.') == Some(last.len() - 1) =>
        {
            bare
        }
        _ => name,
    }
}

/// A name without brackets around it, and without the title that stands
/// behind it in brackets, behind a dash or on a line of its own: `Ada Quill
/// (DCM)`, `Ada Quill - DCM`, `Ada Quill Political Counselor`.
///
/// Samples: `oddities/classified-by-title-in-brackets`,
/// `oddities/classified-by-title-below-the-name`
fn apart_from_title(name: &str) -> (&str, Option<&str>) {
    // `Ada Quill/DCM`
    if let Some((before, title)) = name.rsplit_once('/')
        && is_title_word(title)
        && is_name(before)
    {
        return (trim(before), Some(title));
    }
    if !name.bytes().any(|byte| matches!(byte, b'(' | b'-' | b':')) {
        return above_title(name);
    }
    let signs = |c| is_blank(c) || matches!(c, '(' | ')' | '-');
    // `EUR: Ada Quill`
    if let Some((office, rest)) = name.split_once(": ")
        && (is_office(office) || matches!(office.as_bytes(), [b'A'..=b'Z']))
        && is_name(rest)
    {
        return (trim(rest), Some(office));
    }
    // `ISN - Ada Quill`, `T - Ada Quill`: the office first.
    if let Some((office, rest)) = name.split_once(" - ")
        && (is_office(office)
            || office.len() == 1 && office.bytes().all(|c| c.is_ascii_uppercase()))
        && rest.contains(is_blank)
    {
        return (trim(rest), None);
    }
    if let Some(inside) = name.strip_prefix('(') {
        return (trim(inside.trim_end_matches(signs)), None);
    }
    let place = |sign: &[u8]| memchr::memmem::find(name.as_bytes(), sign);
    let at = place(b" (")
        .or_else(|| place(b" - "))
        .or_else(|| place(b" -- "));
    let found = at.and_then(|at| {
        let title = from(name, at).trim_matches(signs);
        // `Ada Quill (EUR)`
        let is_bureau =
            title.len() < 12 && !is_title_word(title) && title.split('/').all(is_office);
        if is_bureau && name.ends_with(')') {
            return Some((trim(name.get(..at)?), None));
        }
        let words = || title.split(is_blank);
        let ends = [words().next(), words().next_back()];
        if name.ends_with(')') && ends.iter().flatten().any(|word| is_title_word(word)) {
            return Some((trim(name.get(..at)?), Some(title)));
        }
        let (_, rest) = Some(title_prefix(title)).filter(|(words, _)| !words.is_empty())?;
        rest.is_empty()
            .then(|| (trim(name.get(..at).unwrap_or(name)), Some(title)))
    });
    found.unwrap_or_else(|| above_title(name))
}

/// A name of two words or more, and the title of two or more that stands
/// behind it without a sign: the sign was a line end. One word may be a
/// surname, `Ada B. Major`, `Ada B. MAJOR`.
///
/// Sample: `oddities/classified-by-a-surname-like-a-title`
fn above_title(name: &str) -> (&str, Option<&str>) {
    let n_blanks = name.bytes().filter(|&byte| byte == b' ').count();
    // `Ada Quill DCM`: below a name in mixed case an abbreviation stands out.
    if n_blanks > 1
        && let Some((before, last)) = name.rsplit_once(is_blank)
        && (2..=6).contains(&last.len())
        && is_capitals(last)
        && is_title_word(last)
        && !matches!(last, "CHIEF" | "HEAD" | "MAJOR")
        && ends_in_surname(trim(before))
        && before.bytes().any(|byte| byte.is_ascii_lowercase())
        && is_name(trim(before))
    {
        return (trim(before), Some(last));
    }
    let words = name.split(is_blank).filter(|word| !word.is_empty());
    let title = words.skip(2).find(|word| is_title_word(word));
    if n_blanks > 2
        && let Some(start) = title.map(|word| place(name, word).start as usize)
        && let Some((before, title)) = name.split_at_checked(start)
        && let (words, "") = title_prefix(title)
        && words.contains(is_blank)
    {
        return (trim(before), Some(title));
    }
    // `Ada Quill Ambassador`: a word that is no surname.
    match name.rsplit_once(is_blank) {
        Some((before, last))
            if n_blanks > 1
                && NEVER_NAMES.hold(last)
                && ends_in_surname(trim(before))
                && is_name(trim(before)) =>
        {
            (trim(before), Some(last))
        }
        _ => (name, None),
    }
}

/// Words of titles that nobody is called by.
const NEVER_NAMES: Words = words![
    "AMBASSADOR",
    "COORDINATOR",
    "COUNSELOR",
    "ECONCOUNS",
    "ECONOFF",
    "POLCOUNS",
    "POLOFF",
];

/// Whether the last word of a name is neither an initial, `Ada B.`, nor a particle,
/// `Ada de`.
fn ends_in_surname(name: &str) -> bool {
    let last = name.rsplit(is_blank).next().unwrap_or_default();
    last.trim_end_matches('.').len() > 1 && last.starts_with(char::is_uppercase)
}

/// Who classified, as printed.
pub(super) struct Person<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) title: Option<&'a str>,
    pub(super) surname_first: bool,
}

/// A title that a name is glued to, and the name: `AmbassadorAda Quill`, `DCM/Ada Quill`,
/// `Amb.Ada Quill`, `POL/ECON:AQUILL`. Behind anything but a colon a first name tells that
/// it is one.
///
/// Sample: `garbled/classified-by-a-name-glued-to-its-title`
fn glued_title(text: &str) -> Option<(&str, &str)> {
    const WORDS: usize = 8;
    let words = text.split(is_blank).filter(|word| !word.is_empty());
    let at = words.take(WORDS).find_map(|word| {
        let start = place(text, word).start as usize;
        if let Some((office, name)) = word.split_once(':') {
            let is_titled = is_title_word(office) || is_office(office);
            let is_name = name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
            return (is_titled && is_name).then_some((start + office.len(), 1));
        }
        if let Some((title, name)) = word.rsplit_once(['/', '-', '.']) {
            let fits = is_title_word(title) && is_first(name) && !is_title_word(name);
            // The stop is that of `Amb.Ada`.
            let stop = byte(word, title.len()) == b'.';
            let end = start + title.len() + usize::from(stop);
            return fits.then_some((end, usize::from(!stop)));
        }
        let is_joint = |two: &[u8]| matches!(two, [b'a'..=b'z', b'A'..=b'Z']);
        let cut = word.as_bytes().windows(2).position(is_joint)?;
        let (title, name) = word.split_at_checked(cut + 1)?;
        let fits = title.len() > 4 && is_title_word(title) && !is_title_word(word);
        (fits && is_first(name)).then_some((start + title.len(), 0))
    });
    let (at, sign) = at?;
    let (title, name) = (trim(text.get(..at)?), trim(from(text, at + sign)));
    let fits = title_prefix(title).1.is_empty() && title_prefix(name).0.is_empty();
    fits.then_some((title, name))
}

/// Whether a title only says how its bearer is spoken to: `Dr.`, `Ms.`
fn is_address(title: &str) -> bool {
    let bare = title.trim_end_matches('.');
    ["Dr", "Mr", "Mrs", "Ms"].iter().any(|of| same(of, bare))
}

/// What commas and semicolons part. A comma may be the apostrophe of a name: `d,Arcy`.
fn parts(text: &str) -> Vec<&str> {
    const PARTS: usize = 8;
    let bytes = text.as_bytes();
    let before = |at: usize, back: usize| at.checked_sub(back).map_or(b' ', |at| byte(text, at));
    let is_of_name = |at: usize| {
        matches!(before(at, 1), b'd' | b'D' | b'O')
            && before(at, 2) == b' '
            && byte(text, at + 1).is_ascii_uppercase()
    };
    let signs = memchr::memchr2_iter(b',', b';', bytes).filter(|&at| !is_of_name(at));
    let mut start = 0;
    let mut parts = Vec::with_capacity(PARTS);
    for end in signs.chain([text.len()]) {
        let part = trim(text.get(start..end).unwrap_or_default());
        if !part.is_empty() && parts.len() < PARTS {
            parts.push(part);
        }
        start = end + 1;
    }
    parts
}

/// Whether a first name stands before a surname that is a word of titles as well, `JOHN
/// MAJOR`.
///
/// Sample: `oddities/classified-by-a-surname-like-reason`
fn is_named_like_title(part: &str) -> bool {
    let Some((before, last)) = part.rsplit_once(is_blank) else {
        return false;
    };
    let first = before.split(is_blank).next().unwrap_or_default();
    let is_surname = same(last, "MAJOR") || same(last, "HEAD");
    is_surname && is_first(first) && !before.split(is_blank).any(is_title_word)
}

/// The name and the title of a part that holds both, `title` and `name`, and the part
/// behind it.
fn behind_own_title<'a>(
    text: &'a str,
    first: &'a str,
    (title, name): (&'a str, &'a str),
    second: Option<&'a str>,
) -> (Option<&'a str>, Option<&'a str>, bool) {
    let some = |part: &'a str| Some(trim(part)).filter(|part: &&str| !part.is_empty());
    // `Representative to the Harbor Council, Ada Quill`, `Ops Center Director, Ada Quill`
    if let Some(second) = second
        && (BODIES.hold(name) || is_last_of_title(name))
        && is_name(second)
    {
        return (some(second), some(first), false);
    }
    // `Senior Harbor Coordinator, Ambassador Ines Marlow`
    if let Some(second) = second
        && is_last_of_title(name)
        && let (own, behind) = title_prefix(second)
        && !own.is_empty()
        && is_name(behind)
    {
        let end = place(text, own).end as usize;
        let start = place(text, first).start as usize;
        return (some(behind), text.get(start..end), false);
    }
    // `Dr. Ada Quill, Science Counselor`
    let behind = second
        .filter(|second| is_address(title) && is_name(name) && !title_prefix(second).0.is_empty());
    (some(name), some(behind.unwrap_or(title)), false)
}

fn name_and_title(text: &str) -> (Option<&str>, Option<&str>, bool) {
    let some = |part| Some(trim(part)).filter(|part: &&str| !part.is_empty());
    let mut parts = parts(text).into_iter();
    let Some(first) = parts.next() else {
        return (None, None, false);
    };
    // `JOHN MAJOR, DCM`
    if is_named_like_title(first)
        && let Some(second) = parts.clone().next()
        && !title_prefix(second).0.is_empty()
    {
        return (some(first), some(second), false);
    }
    let (title, name) = match title_prefix(first) {
        ("", name) => glued_title(first)
            .or_else(|| abbreviated_title(first))
            .unwrap_or(("", name)),
        read => glued_title(first).unwrap_or(read),
    };
    let name = up_to_second(up_to_sentence(start_of_name(name)));
    // `Mission to the UN, Deputy Representative Ada Quill`
    let of_body = name
        .split_once(is_blank)
        .is_some_and(|(link, _)| is_link(link));
    // `Director of Boats and Nets Ada Quill`
    if !title.is_empty()
        && of_body
        && let Some(person) = behind_field(name)
        && is_full_name(person)
    {
        let start = place(text, title).start as usize;
        let end = place(text, person).start as usize;
        return (some(person), text.get(start..end).map(trim), false);
    }
    if !title.is_empty() && !name.is_empty() && !of_body {
        return behind_own_title(text, first, (title, name), parts.next());
    }
    if !title.is_empty() {
        // `Charge d'Affaires, a.i., Ada Quill`: the title goes up to the name,
        // which may follow the last of its words without a comma.
        let mut further = parts.map(|part| start_of_name(title_prefix(part).1));
        // `Director, AIT, Ada Quill`
        let is_short =
            |name: &str| (2..=4).contains(&name.len()) && is_capitals(name) && !is_capitals(text);
        let other = |name: &str| {
            is_short(name)
                || name.is_empty()
                || is_agency(name)
                || is_last_of_title(name)
                || is_post(name)
        };
        // `DAS for Harbors, Boats, and Nets Ada Quill`
        let of_field = first.contains(" for ");
        // Behind a name stands a second person.
        let last_field = further.clone().find_map(|part| match behind_field(part) {
            None if is_name(part) && is_full_name(part) => Some(None),
            None => None,
            found => Some(found),
        });
        let name = last_field
            .flatten()
            .filter(|_| of_field)
            .or_else(|| further.find(|name| !other(name)).map(up_to_second));
        let title = name.map_or(title, |name| {
            let start = place(text, title).start as usize;
            let end = place(text, name).start as usize;
            let title = text.get(start..end).unwrap_or(title);
            trim(title.trim_end_matches(|c| is_blank(c) || matches!(c, ',' | ';' | '-')))
        });
        return (name, some(title), false);
    }
    let (second, third) = (parts.next(), parts.next());
    let has_title = |part: &str| !title_prefix(part).0.is_empty();
    // `DPR, Ada Quill`: small letters are those of a name.
    let is_abbreviation = (2..=5).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_uppercase())
        && second.is_some_and(|second| second.bytes().any(|byte| byte.is_ascii_lowercase()));
    // `Embassy Political Officer, Ada Quill`
    if let Some(second) = second.filter(|second| is_name(second))
        && (is_abbreviation || ends_in_title(first))
    {
        return (some(second), some(first), false);
    }
    if let (Some(second), Some(third)) = (second, third)
        && !first.contains(is_blank)
        && is_first_name(second)
        && !has_title(second)
        && has_title(third)
    {
        let end = place(text, second).end as usize;
        let start = place(text, first).start as usize;
        return (text.get(start..end), some(third), true);
    }
    let second = if second.is_some_and(is_suffix) {
        third
    } else if let Some(second) = second
        && third.is_some_and(|third| is_interim(third) || is_rest_of_list(second, third))
    {
        // `Ada Quill, Charge d'Affaires, a.i.`
        let start = place(text, second).start as usize;
        let end = third.map_or(start, |third| place(text, third).end as usize);
        text.get(start..end)
    } else {
        second
    };
    (
        some(first),
        second.filter(|second| !is_agency(second)),
        false,
    )
}

/// Whether a title goes on behind a comma with the last of its fields: `Environment`, and
/// `Science and Technology Counselor`. `Chief, Press and Culture Section` is whole without.
fn is_rest_of_list(field: &str, rest: &str) -> bool {
    const OFFICERS: Words = words![
        "ADVISER",
        "ADVISOR",
        "ATTACHE",
        "CHIEF",
        "COUNSELOR",
        "DIRECTOR",
        "OFFICER",
    ];
    let (before, last) = rest.rsplit_once(is_blank).unwrap_or_default();
    let is_joint = |word: &str| same(word, "AND") || word == "&";
    !field.contains(is_blank)
        && !OFFICERS.hold(field)
        && OFFICERS.hold(last)
        && before.split(is_blank).any(is_joint)
}

/// `Embassy Northhaven`: where someone works.
fn is_post(part: &str) -> bool {
    const KINDS: Words = words![
        "AMEMBASSY",
        "EMBASSY",
        "U.S. EMBASSY",
        "US EMBASSY",
        "CONSULATE",
        "CONSULATE GENERAL",
    ];
    KINDS
        .after_word(part)
        .is_some_and(|post| glossary::station(trim(post)).is_some())
}

/// The name behind the last of the fields that a title is about: `Boats and Nets Ada
/// Quill`, `and Nets Ada Quill`. `Ada Quill and Ines Marlow` are two, and so are `Quill and
/// Ines B. Marlow`.
fn behind_field(part: &str) -> Option<&str> {
    let (above, below) = match part.strip_prefix("and ") {
        Some(below) => ("", below),
        None => part.split_once(" and ")?,
    };
    let (field, name) = below.split_once(is_blank)?;
    let is_initial = name
        .split(is_blank)
        .next()
        .is_some_and(|word| word.trim_end_matches('.').len() < 2);
    let is_person = is_first(field) || is_initial;
    let fits = !above.contains(is_blank) && !is_person && !is_title_word(field) && is_name(name);
    fits.then(|| trim(name))
}

/// Whether several words end with one of a title, `Harbor Office`, and none that
/// is a surname too.
fn is_last_of_title(part: &str) -> bool {
    let (_, last) = part.rsplit_once(is_blank).unwrap_or_default();
    is_title_word(last) && !same(last, "MAJOR") && !is_named_like_title(part)
}

/// What a representative is sent to, and no surname.
const BODIES: Words = words![
    "AGENCY",
    "COMMISSION",
    "COMMITTEE",
    "CONFERENCE",
    "COUNCIL",
    "NATIONS",
    "ORGANIZATIONS",
    "UNION",
];

/// Whether words of two sorts or more end with one of a title, and begin with
/// what a title may begin with and a name does not: `Embassy Political Officer`.
fn ends_in_title(part: &str) -> bool {
    let mut words = part.split(is_blank).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let posts = ["Embassy", "AmEmbassy", "Consulate", "Mission"];
    let of_post = posts.iter().any(|post| same(post, first)) || glossary::station(first).is_some();
    // `Reporting Officer`
    let of_field = || is_field(&[first]) && !is_first_name(part);
    words.next_back().is_some_and(is_title_word) && (of_post || of_field())
}

/// Whether a part may be a name: two words or more, none of a title or a post.
pub(super) fn is_name(part: &str) -> bool {
    const POSTS: Words = words!["CONSULATE", "DELEGATION", "EMBASSY", "HQ", "HEADQUARTERS"];
    let mut words = part.split(is_blank).filter(|word| !word.is_empty());
    let other = |word: &str| is_title_word(word) || is_link(word) || POSTS.hold(word);
    words.clone().count() > 1
        && !words.any(other)
        && glossary::station(part).is_none()
        && !is_agency(part)
}

/// `Ines`, `Ines Q.`: one word, and initials behind it.
fn is_first_name(part: &str) -> bool {
    let mut words = part.split(is_blank).skip(1);
    words.all(|word| matches!(word.as_bytes(), [b'A'..=b'Z'] | [b'A'..=b'Z', b'.']))
}

/// A statement up to a second person behind a slash: `Ambassador Ines Marlow/DCM
/// Ada Quill`. Both have a title and a name, and no word of a title stands
/// right before the slash, as in `Pol/Econ Chief`.
///
/// Sample: `garbled/reasons-with-odd-signs`
fn up_to_slash(text: &str) -> &str {
    const SLASHES: usize = 4;
    let mut slashes = memchr::memchr_iter(b'/', text.as_bytes()).take(SLASHES);
    let second = |&at: &usize| {
        let (title, name) = title_prefix(trim(from(text, at + 1)));
        let (first_title, first) = title_prefix(trim(text.get(..at).unwrap_or_default()));
        let words = first.split(is_blank).filter(|word| !word.is_empty());
        let last = { first.rsplit(is_blank) }.next().unwrap_or_default();
        let is_person = !(title.is_empty() || name.is_empty() || first_title.is_empty());
        is_person && words.count() > 1 && !is_title_word(last) && !is_office(last)
    };
    slashes
        .find(second)
        .and_then(|at| text.get(..at))
        .map_or(text, trim)
}

/// `EMIN Ada Quill`: three to six capitals that are no word of a title, before a
/// name of two words or more with small letters. `AJ Quill` has none. Or an abbreviation
/// that is a word of a title, glued to the first name.
fn abbreviated_title(text: &str) -> Option<(&str, &str)> {
    let (word, name) = text.split_once(is_blank)?;
    let is_abbreviation =
        (3..=6).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let small = |word: &&str| word.bytes().any(|byte| byte.is_ascii_lowercase());
    let n_small = || name.split(is_blank).filter(small).count();
    let is_titled = || name.split(is_blank).any(is_title_word);
    if is_abbreviation && n_small() > 1 && !is_titled() {
        return Some((word, trim(name)));
    }
    // `DCMAda Quill`
    let n_capitals = word.bytes().take_while(u8::is_ascii_uppercase).count();
    let glued = n_capitals.checked_sub(1).filter(|&at| at > 1);
    let (title, first) = text.split_at_checked(glued?)?;
    let is_small = byte(word, n_capitals).is_ascii_lowercase();
    // `POLlyanna Quill` is none; `CGAda Quill` is.
    let is_told = || title.len() > 2 || first.split(is_blank).next().is_some_and(is_first);
    (is_small && is_title_word(title) && is_told() && !is_titled()).then_some((title, first))
}

/// A name up to a second person: `Ines Marlow and DCM Ada Quill`. The first
/// has classified, the second agreed. Or up to the rest of the title:
/// `Counselor Ada Quill for Harbor Affairs`.
fn up_to_second(name: &str) -> &str {
    // Most have two words, and no room for a joint.
    if name.bytes().filter(|&byte| byte == b' ').count() < 2 {
        return name;
    }
    let second = |&(at, joint): &(usize, &str)| {
        let after = from(name, at + joint.len());
        // No name goes on with `for`.
        joint == " for "
            // `and approved by DCM Ada Quill`
            || after.starts_with(|c: char| c.is_ascii_lowercase())
            || !title_prefix(after).0.is_empty()
            || is_name(name.get(..at).unwrap_or_default()) && is_name(trim(after))
    };
    let joints = [" and ", " AND ", " & ", " for "];
    let place = |joint: &str| memchr::memmem::find(name.as_bytes(), joint.as_bytes());
    let mut found = joints
        .iter()
        .filter_map(|joint| Some((place(joint)?, *joint)));
    found
        .find(second)
        .map_or(name, |(at, _)| trim(name.get(..at).unwrap_or(name)))
}

/// A name without the sentence behind it: `Ines Marlow. This message is long`. The
/// sentence has a second word, and the stop is that of no initial: `Ada B. The`.
fn up_to_sentence(name: &str) -> &str {
    const OPENINGS: Words = words!["THIS", "THE", "ENTIRE", "THESE"];
    // Most names hold no stop but that of an initial.
    let mut stops = memchr::memchr_iter(b'.', name.as_bytes());
    let end = stops.find(|&at| {
        let before = name.get(..at).unwrap_or_default();
        let word = before.rsplit(is_blank).next().unwrap_or_default();
        let behind = from(name, at + 1);
        let sentence = OPENINGS.after_word(trim(behind));
        behind.starts_with(is_blank)
            && word.len() > 1
            && sentence.is_some_and(|rest| rest.starts_with(is_blank) && !trim(rest).is_empty())
    });
    end.and_then(|at| name.get(..at)).unwrap_or(name)
}

/// What follows a title, from its first letter on.
pub(super) fn start_of_name(text: &str) -> &str {
    static SIGNS: Signs = Signs::new(" \t\u{a0}-.");
    SIGNS.trim_start(text)
}

/// `DOS`: where someone works is no name and no title.
pub(super) fn is_agency(part: &str) -> bool {
    matches!(
        part,
        "DOS" | "STATE" | "DEPARTMENT OF STATE" | "Department of State" | "USG"
    )
}

#[cfg(test)]
mod tests {
    use crate::parse::classified_by::tests::check;

    #[test]
    fn a_title_may_stand_below_the_name_and_a_form_before_it() {
        insta::assert_snapshot!(check("Ada Quill Political Counselor Reasons 1.4 (b)"), @"Ada Quill | Political Counselor | 1.4(b)");
        insta::assert_snapshot!(check("Ada B. Major, reason 1.4 (b)"), @"Ada B. Major | - | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada Quill.  This message is long. Reasons 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada B. Thera, reasons 1.4 (b)"), @"Ada B. Thera | DCM | 1.4(b)");
        insta::assert_snapshot!(check("T - Ada Quill, Acting, reasons 1.4 (b)"), @"Ada Quill | Acting | 1.4(b)");
        insta::assert_snapshot!(check("DAS for Central Asia Ada Quill, 1.4 (b)"), @"Ada Quill | DAS for Central Asia | 1.4(b)");
        insta::assert_snapshot!(check("A-Ada Quill, reasons 1.4 (b)"), @"A-Ada Quill | - | 1.4(b)");
        insta::assert_snapshot!(check("DCMAda Quill, reasons 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("CGAda Quill, reasons 1.4 (b)"), @"Ada Quill | CG | 1.4(b)");
        insta::assert_snapshot!(check("POLlyanna Quill, reasons 1.4 (b)"), @"POLlyanna Quill | - | 1.4(b)");
        insta::assert_snapshot!(check("McAda Quill, reasons 1.4 (b)"), @"McAda Quill | - | 1.4(b)");
        insta::assert_snapshot!(check("DAQuill Marlow, reasons 1.4 (b)"), @"DAQuill Marlow | - | 1.4(b)");
        insta::assert_snapshot!(check("Ambassdor Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Ambassdor | 1.4(b)");
        insta::assert_snapshot!(check("Couselor Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Couselor | 1.4(b)");
        insta::assert_snapshot!(check("Ambassade Quill, reasons 1.4 (b)"), @"Ambassade Quill | - | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill DCM reasons 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill CG for reasons 1.4 (b)"), @"Ada Quill | CG | 1.4(b)");
        insta::assert_snapshot!(check("ADA QUILL CG for reasons 1.4 (b)"), @"ADA QUILL CG | - | 1.4(b)");
        insta::assert_snapshot!(check("Ada B. MAJOR, reason 1.4 (b)"), @"Ada B. MAJOR | - | 1.4(b)");
        insta::assert_snapshot!(check("JOHN MAJOR, DCM; REASON: 1.4(B)"), @"JOHN MAJOR | DCM | 1.4(b)");
        insta::assert_snapshot!(check("DCM John Reason, reason 1.4 (b)"), @"John Reason | DCM | 1.4(b)");
        insta::assert_snapshot!(check("John Reason, Political Counselor; reasons 1.4 (b)"), @"John Reason | Political Counselor | 1.4(b)");
        insta::assert_snapshot!(check("Ada de CHIEF, reason 1.4 (b)"), @"Ada de CHIEF | - | 1.4(b)");
        insta::assert_snapshot!(check("Mary Ann HEAD, reason 1.4 (b)"), @"Mary Ann HEAD | - | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada B. The, reason 1.4 (b)"), @"Ada B. The | DCM | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill MBA reasons 1.4 (b)"), @"Ada Quill MBA | - | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill -- DCM; reason 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("PolOff Ada Quill and approved by DCM Otto Holt, reason 1.4 (b)"), @"Ada Quill | PolOff | 1.4(b)");
        insta::assert_snapshot!(check("CDA Ada Quill.  E.O 12958 reasons 1.4 (b)"), @"Ada Quill | CDA | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador Ada Quill. This message is long. Reason 1.4 (b)"), @"Ada Quill | Ambassador | 1.4(b)");
        insta::assert_snapshot!(check("US Mission to the UN, Deputy Permanent Representative Ada Quill, 1.4 (b)"), @"Ada Quill | US Mission to the UN, Deputy Permanent Representative | 1.4(b)");
        insta::assert_snapshot!(check("AQUILL, DIR, NEA/VV, DOS. REASON: 1.4 (b)"), @"AQUILL | DIR | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada Quill (b,d)"), @"Ada Quill | DCM | ");
        insta::assert_snapshot!(check("Ada Quill (Head of Delegation), reason 1.4 (b)"), @"Ada Quill | Head of Delegation | 1.4(b)");
        insta::assert_snapshot!(check("DPRX, Ada Quill, reason 1.4 (b)"), @"Ada Quill | DPRX | 1.4(b)");
        insta::assert_snapshot!(check("QUILL, ADA, reason 1.4 (b)"), @"QUILL | ADA | 1.4(b)");
        insta::assert_snapshot!(check("Reporting Officer, Ada Quill, reason 1.4 (b)"), @"Ada Quill | Reporting Officer | 1.4(b)");
        insta::assert_snapshot!(check("Representative to the Harbor Council, Ada Quill, reason 1.4 (b)"), @"Ada Quill | Representative to the Harbor Council | 1.4(b)");
        insta::assert_snapshot!(check("(NAME AND TITLE): ADA QUILL, DCM, REASON 1.5(D)"), @"ADA QUILL | DCM | 1.5(d)");
        insta::assert_snapshot!(check("Ambassador (ret.) Ada Quill, reason 1.4 (b)"), @"Ada Quill | Ambassador (ret.) | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador Designate Ada Quill, 1.4 (b)"), @"Ada Quill | Ambassador Designate | 1.4(b)");
        insta::assert_snapshot!(check("Nameth Quill, reason 1.4 (b)"), @"Nameth Quill | - | 1.4(b)");
        insta::assert_snapshot!(check("ConOff Ada Quill IAW 1.4 (b)"), @"Ada Quill | ConOff | 1.4(b)");
        insta::assert_snapshot!(check("FSO Ada Baseson, according to 1.4 (b)"), @"Ada Baseson | FSO | 1.4(b)");
    }

    #[test]
    fn a_name_may_be_glued_to_its_title() {
        for (printed, read) in [
            (
                "AmbassadorAda Quill, reasons 1.4 (b)",
                "Ada Quill | Ambassador | 1.4(b)",
            ),
            (
                "Political CounselorAda Quill, reasons 1.4 (b)",
                "Ada Quill | Political Counselor | 1.4(b)",
            ),
            ("DCM/Ada Quill, reasons 1.4 (b)", "Ada Quill | DCM | 1.4(b)"),
            ("Ada Quill/DCM, reasons 1.4 (b)", "Ada Quill | DCM | 1.4(b)"),
            ("POL/ECON:AQUILL", "AQUILL | POL/ECON | "),
            ("POL:AQuill, reasons 1.4 (b)", "AQuill | POL | 1.4(b)"),
            (
                "Amb.Ada Quill, reasons 1.4 (b)",
                "Ada Quill | Amb. | 1.4(b)",
            ),
            ("DCM-Ada Quill, reasons 1.4 (b)", "Ada Quill | DCM | 1.4(b)"),
            (
                "EUR: Ada Quill, reasons 1.4 (b)",
                "Ada Quill | EUR | 1.4(b)",
            ),
            (
                "Mary-Ann Quill, DCM, reasons 1.4 (b)",
                "Mary-Ann Quill | DCM | 1.4(b)",
            ),
            (
                "DCM Ada d,Arcy, reason 1.4 (b)",
                "Ada d,Arcy | DCM | 1.4(b)",
            ),
            (
                "QUILL, ADA D, DCM, reason 1.4 (b)",
                "QUILL, ADA D | DCM | 1.4(b)",
            ),
            ("P: Ada Quill, reasons 1.4 (b)", "Ada Quill | P | 1.4(b)"),
            ("DCM Ada Quill (b), (d)", "Ada Quill | DCM | "),
            ("DCM Ada Quill (b) and (d)", "Ada Quill | DCM | "),
            ("DCM Ada Quill b/d", "Ada Quill | DCM | "),
            ("DCM Ada b", "Ada b | DCM | "),
            ("DCM Ada Quill | reason 1.4 (b)", "Ada Quill | DCM | 1.4(b)"),
            // One word of a title, or none.
            (
                "PolCouns Ada Quill, reasons 1.4 (b)",
                "Ada Quill | PolCouns | 1.4(b)",
            ),
            (
                "Pol/Econ Chief Ada Quill, reasons 1.4 (b)",
                "Ada Quill | Pol/Econ Chief | 1.4(b)",
            ),
            (
                "Ada MacArthur, DCM, reasons 1.4 (b)",
                "Ada MacArthur | DCM | 1.4(b)",
            ),
            (
                "ChiefMac Quill, reasons 1.4 (b)",
                "ChiefMac Quill | - | 1.4(b)",
            ),
        ] {
            assert_eq!(check(printed), read, "{printed}");
        }
    }

    #[test]
    fn signs_and_words_of_address_are_no_part_of_a_name() {
        for (printed, read) in [
            (
                "Dr. Ada Quill, Science Counselor, reasons 1.4 (b)",
                "Ada Quill | Science Counselor | 1.4(b)",
            ),
            ("Dr. Ada Quill, reasons 1.4 (b)", "Ada Quill | Dr. | 1.4(b)"),
            ("Ada Quill: DCM", "Ada Quill | DCM | "),
            ("(DCM) Ada Quill, 1.4 (b)", "Ada Quill | DCM | 1.4(b)"),
            ("Ada Quill Ambassador", "Ada Quill | Ambassador | "),
            (
                "Ada Quill Political Counselor",
                "Ada Quill | Political Counselor | ",
            ),
            (
                "Ada Quill Deputy Political Counselor",
                "Ada Quill | Deputy Political Counselor | ",
            ),
            (
                "Ada B. Ambassador, 1.4 (b)",
                "Ada B. Ambassador | - | 1.4(b)",
            ),
            ("Ada Ambassador, 1.4 (b)", "Ada Ambassador | - | 1.4(b)"),
            (
                "DPermRep Ada Quill, 1.4 (b)",
                "Ada Quill | DPermRep | 1.4(b)",
            ),
            (
                "Ada Quill. Director EUR/VV. Reasons 1.4 (b)",
                "Ada Quill | Director EUR/VV | 1.4(b)",
            ),
            (
                "\"DCM Ada Quill,\" reason 1.4 (b)",
                "Ada Quill | DCM | 1.4(b)",
            ),
            (
                "DCM Ada \"Addie\" Quill, reason 1.4 (b)",
                "Ada \"Addie\" Quill | DCM | 1.4(b)",
            ),
            (
                "DCM Ada Quill Sr., reason 1.4 (b)",
                "Ada Quill Sr. | DCM | 1.4(b)",
            ),
            ("DCM Ada Tsr. Reason 1.4 (b)", "Ada Tsr | DCM | 1.4(b)"),
            (
                "Ada Quill, CDA a.i. (reasons 1.4 (b))",
                "Ada Quill | CDA a.i. | 1.4(b)",
            ),
            (
                "Charge d' Affaires Ada Quill, reason 1.4 (b)",
                "Ada Quill | Charge d' Affaires | 1.4(b)",
            ),
            (
                "Acting DCM (and Political Counselor) Ada Quill, reason 1.4 (b)",
                "Ada Quill | Acting DCM (and Political Counselor) | 1.4(b)",
            ),
            (
                "Ambassador Ada Quill on the basis of 1.4 (b)",
                "Ada Quill | Ambassador | 1.4(b)",
            ),
            (
                "DCM Ada Quill under Executive Order 12958 1.4 (b)",
                "Ada Quill | DCM | 1.4(b)",
            ),
            (
                "DCM Ada Quill for reasons stated in E.O. 12958 1.4 b",
                "Ada Quill | DCM | 1.4(b)",
            ),
            (
                "DCM Ada Quill, REASON FOR CLASSIFICATION: 1.5 (B)",
                "Ada Quill | DCM | 1.5(b)",
            ),
        ] {
            assert_eq!(check(printed), read, "{printed}");
        }
    }

    #[test]
    fn a_post_or_the_last_of_several_fields_is_no_name() {
        insta::assert_snapshot!(check("Political Counselor, Embassy Oslo, Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Political Counselor, Embassy Oslo | 1.4(b)");
        insta::assert_snapshot!(check("DAS for Harbors, Boats and Nets Ada Quill, reasons 1.4 (b)"), @"Ada Quill | DAS for Harbors, Boats and Nets | 1.4(b)");
        insta::assert_snapshot!(check("DAS for Harbors, Boats, and Nets Ada Quill, reasons 1.4 (b)"), @"Ada Quill | DAS for Harbors, Boats, and Nets | 1.4(b)");
        insta::assert_snapshot!(check("DAS for Harbors, Ada Quill and Ines Marlow, reasons 1.4 (b)"), @"Ada Quill | DAS for Harbors | 1.4(b)");
        insta::assert_snapshot!(check("DAS for Human Rights, Dues, and Nets Ada Quill, reasons 1.4 (b)"), @"Ada Quill | DAS for Human Rights, Dues, and Nets | 1.4(b)");
        insta::assert_snapshot!(check("DAS for Harbors, Ada Quill, and Ines B. Marlow, reasons 1.4 (b)"), @"Ada Quill | DAS for Harbors | 1.4(b)");
        insta::assert_snapshot!(check("DAS for Harbors, Ada Quill, and Zdenka Marlow Holt, reasons 1.4 (b)"), @"Ada Quill | DAS for Harbors | 1.4(b)");
        insta::assert_snapshot!(check("DAS for Harbors, Quill, and Zdenka B. Marlow, reasons 1.4 (b)"), @"Quill | DAS for Harbors | 1.4(b)");
        insta::assert_snapshot!(check("DCM, Ada Quill and Ines Marlow, reasons 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("DCM, Embassy Quill, reasons 1.4 (b)"), @"Embassy Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("Economic Counselor a.i. Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Economic Counselor a.i. | 1.4(b)");
    }

    #[test]
    fn fields_of_an_officer_may_be_a_list() {
        assert_eq!(
            check("Director, AIT, Ada Quill, 1.4 (b)"),
            "Ada Quill | Director, AIT | 1.4(b)"
        );
        assert_eq!(check("DIRECTOR, ADA, 1.4 (b)"), "ADA | DIRECTOR | 1.4(b)");
        assert_eq!(
            check("Ada Quill, Environment, Science and Technology Counselor, 1.4 (b)"),
            "Ada Quill | Environment, Science and Technology Counselor | 1.4(b)"
        );
        assert_eq!(
            check("Ada Quill, Chief, Press and Culture Section, 1.4 (b)"),
            "Ada Quill | Chief | 1.4(b)"
        );
        assert_eq!(
            check("Ada Quill, DCM, and Ines Marlow, Counselor, 1.4 (b)"),
            "Ada Quill | DCM | 1.4(b)"
        );
    }

    #[test]
    fn who_was_withheld_has_no_name() {
        assert_eq!(check("DCM B6, reasons 1.4 (b)"), "- | DCM | 1.4(b)");
        assert_eq!(
            check("[REDACTED], DCM, reasons 1.4 (b)"),
            "- | DCM | 1.4(b)"
        );
        assert_eq!(
            check("DCM Ada B. Quill, reasons 1.4 (b)"),
            "Ada B. Quill | DCM | 1.4(b)"
        );
        assert_eq!(
            check("By: DCM Ada Quill, reasons 1.4 (b)"),
            "Ada Quill | DCM | 1.4(b)"
        );
        assert_eq!(
            check("Senior Arctic Official Ada Quill, 1.4 (b)"),
            "Ada Quill | Senior Arctic Official | 1.4(b)"
        );
    }

    #[test]
    fn a_second_person_may_stand_behind_a_slash() {
        insta::assert_snapshot!(check("Ambassador Ada Quill/DCM Ines Marlow, reasons 1.4 (b)"), @"Ada Quill | Ambassador | 1.4(b)");
        insta::assert_snapshot!(check("Acting Pol/Econ Chief Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Acting Pol/Econ Chief | 1.4(b)");
        insta::assert_snapshot!(check("Deputy Director EUR/NB Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Deputy Director EUR/NB | 1.4(b)");
        insta::assert_snapshot!(check("PDAS Ada Quill (EUR/NB), reasons 1.4 (b)"), @"Ada Quill | PDAS | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada Quill (Nessie), reasons 1.4 (b)"), @"Ada Quill (Nessie) | DCM | 1.4(b)");
        insta::assert_snapshot!(check("OPSC Division Chief MajGen Ada Quill, reasons 1.4 (b)"), @"Ada Quill | OPSC Division Chief MajGen | 1.4(b)");
        insta::assert_snapshot!(check("Marlow, Ines Q., Ambassador, DOS, EXEC; REASON: 1.4(D)"), @"Marlow, Ines Q. | Ambassador | 1.4(d)");
    }

    #[test]
    fn a_second_signer_is_no_part_of_the_name() {
        insta::assert_snapshot!(check("Ambassador Ines Marlow and DCM Ada Quill for reasons 1.4 (b)"), @"Ines Marlow | Ambassador | 1.4(b)");
        insta::assert_snapshot!(check("Counselor for Political and Economic Affairs Ada Quill, 1.4 (b)"), @"Ada Quill | Counselor for Political and Economic Affairs | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill, Charge d'Affaires, a.i., reasons 1.4 (b)"), @"Ada Quill | Charge d'Affaires, a.i. | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada Quill in accordance with E.O. 12958, 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
    }

    #[test]
    fn a_suffix_belongs_to_the_name() {
        insta::assert_snapshot!(check("CDA Ada B. Quill, Jr., Reason: 1.4(d)"), @"Ada B. Quill, Jr. | CDA | 1.4(d)");
        insta::assert_snapshot!(check("Ada Quill, III, Director; REASON: 1.4(d)"), @"Ada Quill, III | Director | 1.4(d)");
        // The dot is its own.
        insta::assert_snapshot!(check("Amb. Ada Quill Jr., reasons 1.4 (d)"), @"Ada Quill Jr. | Amb. | 1.4(d)");
        insta::assert_snapshot!(check("Amb. Ada Quill. Reasons 1.4 (d)"), @"Ada Quill | Amb. | 1.4(d)");
    }
}
