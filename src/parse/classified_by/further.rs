//! Those who classified with the first.

use super::super::token::{begins, from, is_blank, place, trim, trim_start};
use super::super::words::{Words, words};
use super::person::{is_agency, is_name};
use super::title::{is_link, is_title_word, title_prefix};
use crate::glossary;

/// Names and titles of those who classified with the first, whose `name` is a
/// part of `text`.
///
/// ```abnf
/// further = [","] joint [title] name ["," title] / ("," / ";") title name
/// joint   = "and" / "&" / "/"
/// ```
///
/// A name of two words or more; without a title of its own it stands right
/// behind the first, or before its title. Where the first has a title and a
/// surname alone, so may the next. `Counselor for Harbor and Boat
/// Affairs` and `Ada Quill, Chief of Mission Northhaven` name one person.
///
/// Samples: `plain/classified-by-two`, `plain/classified-by-two-in-turn`
pub(super) fn further<'t>(text: &'t str, name: &str) -> Vec<(&'t str, Option<&'t str>)> {
    const PERSONS: usize = 4;
    const PARTS: usize = 8;
    let mut found: Vec<(&str, Option<&str>)> = Vec::new();
    let mut rest = from(text, place(text, name).end as usize);
    let is_joint = |five: &[u8]| {
        matches!(five.first(), Some(b'&' | b'/' | b';')) || five.eq_ignore_ascii_case(b" and ")
    };
    // Most statements name one person, whose title may follow.
    if !rest.as_bytes().windows(5).any(is_joint) {
        return found;
    }
    let mut beside = true;
    // `Ambassador Marlow and General Holt`
    let is_alone = !name.contains(is_blank) && !text.starts_with(name);
    for _ in 0..PARTS {
        let bare = rest.trim_start_matches(|c| is_blank(c) || matches!(c, ',' | ';'));
        if bare.is_empty() || found.len() == PERSONS || begins(bare, "FOR ") {
            break;
        }
        let joint = ["and ", "AND ", "& ", "/"]
            .iter()
            .find_map(|joint| bare.strip_prefix(joint));
        let behind = joint.map_or(bare, trim_start);
        let end = end_of_person(behind);
        let part = trim(behind.get(..end).unwrap_or(behind));
        rest = from(behind, end);
        let (title, name) = title_prefix(part);
        let is_titled = !title.is_empty();
        if is_titled && name.is_empty() {
            // The title of the person before it.
            if let Some((_, own @ None)) = found.last_mut() {
                *own = Some(title);
            }
        } else if is_titled && (is_name(name) || is_alone && joint.is_some() && is_surname(name)) {
            found.push((name, Some(title)));
        } else if joint.is_some() && is_name(part) && (beside || is_before_title(rest)) {
            found.push((part, None));
        }
        beside = false;
    }
    found
}

/// `Marlow`: one word with a capital that is none of a title or a post.
fn is_surname(name: &str) -> bool {
    const OFFICES: Words = words![
        "ACCOUNTS",
        "AFFAIRS",
        "ASSEMBLY",
        "AUDITORS",
        "BUSINESS",
        "CLAIMS",
        "COUNSEL",
        "MANAGEMENT",
        "OFFICES",
        "OPERATIONS",
        "PROGRAMS",
        "RELATIONS",
        "SERVICE",
        "SERVICES",
        "STAFF",
        "SUPPORT",
    ];
    !name.contains(is_blank)
        && name.len() > 2
        && name.starts_with(char::is_uppercase)
        && !is_title_word(name)
        && !is_link(name)
        && !is_agency(name)
        && !OFFICES.hold(name)
        && glossary::station(name).is_none()
}

/// Where the words of one person, or of a title, end before a comma or a joint
/// behind which another is named.
fn end_of_person(text: &str) -> usize {
    let comma = end_of_words(text);
    let joints = [" and ", " AND ", " & ", "/"];
    let is_joint = |at: usize, joint: &str| {
        let end = end_of_words(from(text, at + joint.len()));
        let (title, name) = title_prefix(trim(text.get(at + joint.len()..)?.get(..end)?));
        let first = title_prefix(text.get(..at)?).1;
        (!title.is_empty() && is_name(name) && is_name(first)).then_some(at)
    };
    let found = joints.iter().filter_map(|joint| {
        let at = memchr::memmem::find(text.as_bytes(), joint.as_bytes())?;
        is_joint(at, joint)
    });
    found.min().map_or(comma, |at| at.min(comma))
}

fn end_of_words(text: &str) -> usize {
    memchr::memchr2(b',', b';', text.as_bytes()).unwrap_or(text.len())
}

/// `, Political Counselor` behind a name.
fn is_before_title(rest: &str) -> bool {
    let Some(behind) = rest.strip_prefix(',') else {
        return false;
    };
    let part = trim(behind.get(..end_of_words(behind)).unwrap_or(behind));
    let (title, name) = title_prefix(part);
    !title.is_empty() && name.is_empty()
}

#[cfg(test)]
mod tests {
    use crate::parse::classified_by::label::tidy;
    use crate::parse::classified_by::person::person;

    /// Further persons of what stands before the reasons.
    fn also(text: &str) -> String {
        let who = tidy(text);
        let found = person(who).name.map(|name| super::further(who, name));
        let found = found.unwrap_or_default().into_iter();
        let read = found.map(|(name, title)| format!("{name} ({})", title.unwrap_or("-")));
        read.collect::<Vec<_>>().join(" + ")
    }

    #[test]
    fn several_may_classify() {
        for (text, others) in [
            (
                "DCM Ada Quill and Pol Counselor Ines Marlow",
                "Ines Marlow (Pol Counselor)",
            ),
            ("Ambassador Ines Marlow/DCM Ada Quill", "Ada Quill (DCM)"),
            (
                "Political Officers Ada Quill and Ines Marlow",
                "Ines Marlow (-)",
            ),
            (
                "Ada Quill, DCM, and Ines Marlow, Political Counselor",
                "Ines Marlow (Political Counselor)",
            ),
            (
                "Ambassador Ines Marlow, DCM Ada Quill & PolCouns Otto Holt",
                "Ada Quill (DCM) + Otto Holt (PolCouns)",
            ),
            ("Counselor for Harbor and Boat Affairs Ada Quill", ""),
            (
                "Ada Quill, Director for East Coast and West Coast Affairs",
                "",
            ),
            (
                "Ada Quill, Pol/Econ Chief, U.S. Consulate Northhaven, DOS",
                "",
            ),
            ("DCM Ada Quill for Ambassador Ines Marlow", ""),
            ("Pol Officer Ada Quill for Ambassador Ines Marlow", ""),
            ("DCM Ada Quill, Chief of Mission Northhaven", ""),
            (
                "PolCouns Ada Quill; EconCouns Otto Holt",
                "Otto Holt (EconCouns)",
            ),
            ("Ambassador Marlow and General Holt", "Holt (General)"),
            ("Ambassadors Ines Marlow and Otto Holt", "Otto Holt (-)"),
            ("DCM; ADA QUILL; POLITICAL SECTION", ""),
            ("Ada Quill, Director; Harbor Office", ""),
            ("Ambassador Marlow and Mission Oslo", ""),
            ("Ambassador Marlow and General Services", ""),
        ] {
            assert_eq!(also(text), others, "{text}");
        }
    }
}
