//! The head of a document: what it is, who sent it, to whom.
//!
//! ```abnf
//! head   = [1*DIGIT "." 1*blank] kind [1*blank number] " From " sender " to " addressee *("," CHAR)
//!        / ["The"] sender " to " addressee                ; before about 1951
//! kind   = *4word ("Telegram" / "Airgram" / "Cablegram" / "Cable") / "Backchannel Message"
//! number = ["A-"] 1*6DIGIT / 6DIGIT "Z"
//! ```

use super::super::token::{after_word, begins, from, is_digits};

/// Words that say that a document is a telegram.
const KINDS: [&str; 4] = ["Telegram", "Telegrams", "Airgram", "Cablegram"];

/// Words before a kind at most: `Joint State-Defense Circular Telegram`.
const BEFORE: usize = 4;

/// Other documents, which may have a telegram in their head.
const OTHERS: [&str; 12] = [
    "Letter",
    "Memorandum",
    "Editorial",
    "Note",
    "Paper",
    "Report",
    "Minutes",
    "Summary",
    "Despatch",
    "Aide-Memoire",
    "Statement",
    "Message",
];

/// What the head of a document says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head<'a> {
    /// `Telegram`, `Circular Airgram`, as printed; empty in old heads.
    pub(super) kind: &'a str,
    /// The number of the telegram, where the head gives it.
    pub(super) number: Option<&'a str>,
    /// Who sent it, without article: `Embassy in Veldania`.
    pub(super) sender: &'a str,
    /// To whom, without articles.
    pub(super) addressee: &'a str,
    /// A date at its end.
    pub(super) date: &'a str,
}

/// Whether a document is a telegram or an airgram, by its head, and by its
/// source note, which in old volumes alone says so (`800.00/8-448:
/// Telegram`).
pub(super) fn is_telegram(head: &str, source: &str) -> bool {
    if !kind(without_number(head)).0.is_empty() {
        return true;
    }
    let last = source.rsplit(':').next().unwrap_or_default();
    let last = last.trim().trim_end_matches('.');
    let stated = [
        "Telegram",
        "Circular telegram",
        "Airgram",
        "Circular airgram",
    ];
    source.len() < 160
        && (stated.iter().any(|word| begins(last, word)) || begins(source, "[Telegram]"))
        && split(without_number(head)).is_some()
}

/// Reads a head on one line.
pub(super) fn head(text: &str) -> Head<'_> {
    let text = without_number(text);
    let (kind, rest) = kind(text);
    let (number, rest) = match number(rest) {
        Some((number, rest)) => (Some(number), rest),
        None => (None, rest),
    };
    let (rest, date) = without_date(rest);
    let rest = rest.trim_start();
    let rest = match after_word(rest, "From") {
        Some(rest) => rest,
        // `Letter From`: another kind of document.
        None if kind.is_empty() => rest.split_once(" From ").map_or(rest, |(_, rest)| rest),
        None => rest,
    };
    let Some((sender, addressee)) = split(rest) else {
        return Head {
            kind,
            number,
            date,
            ..Head::default()
        };
    };
    // `at Northhaven`: where the addressee is.
    let end = addressee.find(", at ").unwrap_or(addressee.len());
    let addressee = addressee.get(..end).unwrap_or(addressee);
    Head {
        kind,
        number,
        sender: without_article(sender),
        addressee: without_article(addressee),
        date,
    }
}

/// The number of the document whose head a line begins with, and whether it is a telegram:
/// `14. Telegram From`, `15. Memorandum of Conversation`, `No. 62 The Secretary of State to`.
/// A head that goes on below is told by its first line.
pub(in super::super) fn numbered(line: &str) -> Option<(u32, bool)> {
    let of_1952 = after_word(line, "No.").map(str::trim_start);
    let digits = of_1952.unwrap_or(line);
    let bare = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let n_digits = digits.len() - bare.len();
    let sign = if of_1952.is_some() { " " } else { ". " };
    let head = bare.strip_prefix(sign).filter(|_| n_digits < 5)?;
    let number = digits.get(..n_digits)?.parse().ok()?;
    if !head.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let (kind, rest) = kind(head);
    let behind = match self::number(rest) {
        Some((_, behind)) if !kind.is_empty() => behind,
        _ => rest,
    };
    let is_telegram = if kind.is_empty() {
        of_1952.is_some() && head.starts_with("The ") && split(head).is_some()
    } else {
        after_word(behind.trim_start(), "From").is_some()
    };
    let is_other = || {
        let (_, behind) = head.split_once(' ').unwrap_or_default();
        OTHERS.iter().any(|word| after_word(head, word).is_some())
            && ["From ", "of Conversation", "Prepared ", "Note"]
                .iter()
                .any(|link| behind.starts_with(link))
    };
    (is_telegram || is_other()).then_some((number, is_telegram))
}

/// Each of the posts that `Embassies in France, Italy, and Spain` names, the first with the
/// words before it; other addressees are one.
pub(super) fn posts(addressee: &str) -> Vec<&str> {
    const SEVERAL: [&str; 5] = ["Embassies", "Legations", "Consulates", "Missions", "Posts"];
    /// Countries whose names go on behind `and`.
    const JOINED: [&str; 7] = [
        "Antigua", "Bosnia", "Kitts", "Serbia", "Tome", "Trinidad", "Vincent",
    ];
    let addressee = addressee.trim_end_matches([',', ' ']);
    let behind = SEVERAL
        .iter()
        .find_map(|word| after_word(addressee, word))
        .map(str::trim_start);
    let is_list = behind.is_some_and(|rest| rest.starts_with("in ") || rest.starts_with("at "));
    let mut posts = Vec::new();
    let mut first = 0;
    let joints = addressee.match_indices([',', ' ']).filter(|_| is_list);
    for (at, sign) in joints {
        let before = addressee.get(first..at).unwrap_or_default();
        let is_joint = if sign == "," {
            true
        } else {
            let last = before.rsplit(' ').next().unwrap_or_default();
            from(addressee, at).starts_with(" and ") && !JOINED.contains(&last)
        };
        if is_joint && at >= first {
            posts.extend(Some(before.trim()).filter(|post| !post.is_empty()));
            let behind = from(addressee, at + 1).trim_start();
            let behind = after_word(behind, "and").map_or(behind, str::trim_start);
            first = addressee.len() - behind.len();
        }
    }
    let last = from(addressee, first).trim();
    posts.extend(Some(last).filter(|post| !post.is_empty()));
    posts
}

/// `14. Telegram` is `Telegram`.
fn without_number(head: &str) -> &str {
    let head = head.trim();
    // The volumes of 1952-54 set `No. 14` above the head.
    if let Some(rest) = after_word(head, "No.").map(str::trim_start)
        && let Some((number, rest)) = rest.split_once(' ')
        && is_digits(number)
    {
        return rest.trim_start();
    }
    let rest = head.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix('.') {
        Some(rest) if rest.len() + 1 < head.len() => rest.trim_start(),
        _ => head,
    }
}

/// The words that say what a document is, and what follows.
///
/// `Backchannel Message` is a telegram; a message alone may be anything.
fn kind(head: &str) -> (&str, &str) {
    let mut rest = head;
    for nth in 0..=BEFORE {
        let end = rest.find([' ', ',']).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let after = from(rest, end);
        let before = head.get(..head.len() - rest.len()).unwrap_or_default();
        let is_cable = word == "Cable" && (after.is_empty() || after.starts_with(" From "));
        let is_message = word == "Message" && before == "Backchannel ";
        if KINDS.contains(&word) || is_cable || is_message {
            let kind = head.get(..head.len() - after.len()).unwrap_or_default();
            return (kind, after);
        }
        let joins = ["of", "a", "the"].contains(&word);
        let is_title = word.starts_with(|c: char| c.is_ascii_uppercase() || c == '[') || joins;
        let is_other = OTHERS.contains(&word) || word == "From" || (nth == 0 && word == "The");
        if !is_title || is_other {
            break;
        }
        rest = after.trim_start_matches([' ', ',']);
    }
    ("", head)
}

/// The number after a kind.
fn number(rest: &str) -> Option<(&str, &str)> {
    let text = rest.trim_start();
    let end = text.find(' ').unwrap_or(text.len());
    let (number, after) = text.split_at(end);
    let number = number.trim_end_matches(',');
    let digits = number.strip_prefix("A-").unwrap_or(number);
    let digits = digits.strip_suffix('Z').unwrap_or(digits);
    let is_number = digits.len() <= 6 && is_digits(digits);
    is_number.then_some((number, after))
}

/// Sender and addressee, on both sides of a `to`.
///
/// `to` also stands after titles (`Representative to the Conference`).
fn split(head: &str) -> Option<(&str, &str)> {
    const TITLES: [&str; 10] = [
        "Representative",
        "Delegate",
        "Delegation",
        "Assistant",
        "Adviser",
        "Mission",
        "Envoy",
        "Observer",
        "Commissioner",
        "Liaison",
    ];
    head.match_indices(" to ").find_map(|(at, to)| {
        let (sender, rest) = (head.get(..at)?, from(head, at + to.len()));
        let last = sender.rsplit(' ').next().unwrap_or_default();
        let is_title = TITLES.contains(&last);
        (!is_title && !sender.trim().is_empty()).then_some((sender.trim(), rest.trim()))
    })
}

fn without_article(text: &str) -> &str {
    let text = text.trim().trim_end_matches(['.', ',']);
    after_word(text, "the").map_or(text, str::trim_start)
}

/// A head without the date at its end, and the date.
fn without_date(head: &str) -> (&str, &str) {
    let found = head.match_indices(", ").find(|&(at, comma)| {
        let rest = from(head, at + comma.len());
        super::dateline::month(rest).is_some()
    });
    match found {
        Some((at, comma)) => {
            let (before, date) = head.split_at(at);
            (before, from(date, comma.len()))
        }
        None => (head, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::{head, is_telegram, posts};

    #[test]
    fn a_head_may_name_several_posts() {
        assert_eq!(
            posts("Embassies in Veldania, Norvania, and Trinidad and Tobago"),
            ["Embassies in Veldania", "Norvania", "Trinidad and Tobago"]
        );
        assert_eq!(
            posts("Embassies in Sao Tome and Principe and Veldania"),
            ["Embassies in Sao Tome and Principe", "Veldania"]
        );
        assert_eq!(
            posts("Embassies in Veldania and Norvania,"),
            ["Embassies in Veldania", "Norvania"]
        );
        for one in [
            "Embassy in Trinidad and Tobago",
            "Embassies in the Harbor Republics",
            "Certain Diplomatic Missions and Posts",
            "Consulate General at Northhaven, Veldania",
        ] {
            assert_eq!(posts(one), [one]);
        }
        assert!(posts(" , ").is_empty());
    }

    fn check(text: &str) -> String {
        let head = head(text);
        format!(
            "{} {:?} | {} | {} | {}",
            head.kind, head.number, head.sender, head.addressee, head.date
        )
    }

    #[test]
    fn heads_of_both_layouts() {
        insta::assert_snapshot!(check("14. Telegram From the Embassy in Veldania to the Department of State"), @"Telegram None | Embassy in Veldania | Department of State | ");
        insta::assert_snapshot!(check("The Ambassador in Veldania ( Tremaine ) to the Secretary of State"), @" None | Ambassador in Veldania ( Tremaine ) | Secretary of State | ");
        insta::assert_snapshot!(check("No. 62 The Secretary of State to the Embassy in Veldania"), @" None | Secretary of State | Embassy in Veldania | ");
        insta::assert_snapshot!(check("3. Telegram 3111 From the Embassy in Veldania to the Department of State, January 5, 1972, 1200Z"), @r#"Telegram Some("3111") | Embassy in Veldania | Department of State | January 5, 1972, 1200Z"#);
        insta::assert_snapshot!(check("7. Airgram A-11 From the Embassy in Veldania to the Department of State"), @r#"Airgram Some("A-11") | Embassy in Veldania | Department of State | "#);
        insta::assert_snapshot!(check("8. Circular Telegram From the Department of State to Certain Diplomatic Missions"), @"Circular Telegram None | Department of State | Certain Diplomatic Missions | ");
        insta::assert_snapshot!(check("9. Telegram From Secretary of State Quill to the Department of State"), @"Telegram None | Secretary of State Quill | Department of State | ");
        insta::assert_snapshot!(check("10. Telegram From the Department of State to Secretary of State Quill, at Northhaven"), @"Telegram None | Department of State | Secretary of State Quill | ");
        insta::assert_snapshot!(check("11. Telegram From the Representative to the Harbor Conference (Marlow) to the Department of State"), @"Telegram None | Representative to the Harbor Conference (Marlow) | Department of State | ");
    }

    #[test]
    fn letters_and_notes_are_no_telegrams() {
        for head in [
            "2. Letter From the Consul in Northhaven (Marlow) to the Ambassador in Veldania (Quill)",
            "3. Memorandum of a Conversation, Port Larkspur, January 30, 1958",
            "4. Editorial Note",
            "5. Telegraph Lines in Veldania",
            "6. Message From the Prime Minister of Veldania to President Quill",
            "7. Memorandum on Telegram From the Embassy in Veldania to the Department of State",
            "8. Paper Prepared for the Cable Office",
            "9. Veldanian Reply",
            "10. Northern Cable Landing Rights",
        ] {
            assert!(
                !is_telegram(head, "Source: Files, telegram attached."),
                "{head}"
            );
        }
        for head in [
            "2. Joint State\u{2013}Defense Telegram From the Department of State to the Embassy in Veldania",
            "3. Text of a Telegram From the Embassy in Veldania to the Department of State",
            "4. Backchannel Message From the Ambassador in Veldania (Quill) to the President\u{2019}s Assistant (Marlow)",
            "5. Intelligence Information Cable",
            "6. Circular Airgram From the Department of State to All Posts",
        ] {
            assert!(is_telegram(head, ""), "{head}");
        }
        assert!(is_telegram(
            "The Minister in Veldania (Childers) to the Secretary of State",
            "867.63/11\u{2013}2248: Telegram"
        ));
        assert!(!is_telegram(
            "Memorandum by Ada Quill",
            "867.63/11: Telegram"
        ));
    }
}
