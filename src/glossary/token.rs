//! The forms in which a code stands in a telegram, undone before it is
//! looked up.
//!
//! Apart from the sheets because these are habits of drafters: brackets,
//! doubled letters, joined markings, lists of reasons.

use super::words::is_word_of_sentences;
use super::{
    ACRONYMS, CAPTIONS, Entry, Kind, LINES, LONGEST, MARKINGS, OFFICES, ORDERS, PRECEDENCES,
    PROSIGNS, REASONS, ROUTING, TAGS, caption_entry, entry, marking_entry, prosign_entry, station,
    tag_entry, years,
};
use crate::cable::{Dtg, TagKind, month_of};

/// The most parts of one token that are explained.
const MOST_PARTS: usize = 8;

/// One way to read a token: the meanings found so, or none.
type Form = fn(&str, Option<u16>) -> Vec<Entry>;

/// Every meaning of `token`, the best for `year` first.
pub(super) fn explain(token: &str, year: Option<u16>) -> Vec<Entry> {
    let token = token.trim();
    if token.is_empty() || token.len() > LONGEST {
        return Vec::new();
    }
    let bare = bare(token);
    let forms: [Form; 11] = if token.starts_with('(') {
        // What stands in brackets is a marking before it is anything else.
        [
            marking, reasons, whole, exemption, security, office, caption, collective, list, parts,
            line,
        ]
    } else {
        // The code as it stands may end in a bracket or a stop of its own.
        let entries = whole(token, year);
        if !entries.is_empty() {
            return entries;
        }
        [
            reasons, whole, marking, exemption, security, office, collective, list, caption, line,
            parts,
        ]
    };
    forms
        .into_iter()
        .map(|form| form(bare, year))
        .find(|entries| !entries.is_empty())
        .unwrap_or_default()
}

/// The token without the brackets around it and the punctuation after it.
fn bare(token: &str) -> &str {
    let mut bare = token.trim_start_matches(['"', '\'', '[', '{', '<']);
    loop {
        let before = bare.len();
        bare = bare.trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'', ']', '}', '>', ' ']);
        let opens = bare.matches('(').count();
        let closes = bare.matches(')').count();
        if opens < closes {
            bare = bare.strip_suffix(')').unwrap_or(bare);
        } else if opens > closes {
            bare = bare.strip_prefix('(').unwrap_or(bare);
        } else if let Some(inside) = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))
            // `(b)(1)` keeps its brackets.
            && !inside.contains(['(', ')'])
        {
            bare = inside;
        }
        bare = bare.trim_start();
        if bare.len() == before {
            return bare;
        }
    }
}

/// The code as one, in every sheet.
fn whole(code: &str, year: Option<u16>) -> Vec<Entry> {
    // `By` opens a phrase; who asks of Burundi types one case.
    if is_word_of_sentences(code) && code.len() > 1 && is_capitalized(code) {
        return Vec::new();
    }
    let mut entries: Vec<Entry> = Vec::new();
    entries.extend(LINES.rows(code).map(|row| entry(row, Kind::FormatLine)));
    entries.extend(
        PRECEDENCES
            .rows(code)
            .map(|row| entry(row, Kind::Precedence)),
    );
    entries.extend(MARKINGS.rows(code).map(marking_entry));
    entries.extend(CAPTIONS.rows(code).map(caption_entry));
    entries.extend(PROSIGNS.rows(code).map(prosign_entry));
    entries.extend(TAGS.rows(code).map(tag_entry));
    entries.extend(REASONS.rows(code).map(|row| entry(row, Kind::Reason)));
    entries.extend(
        ORDERS
            .rows(order_number(code))
            .map(|row| entry(row, Kind::ExecutiveOrder)),
    );
    entries.extend(OFFICES.rows(code).map(|row| entry(row, Kind::Office)));
    entries.extend(ACRONYMS.rows(code).map(|row| entry(row, Kind::Acronym)));
    entries.extend(
        ROUTING
            .rows(code)
            .map(|row| entry(row, Kind::RoutingIndicator)),
    );
    if let Some(station) = station::station_entry(code) {
        entries.push(station);
        // `SECDEF WASHINGTON DC` is an agency whose short name says which.
        let short = ACRONYMS
            .rows(station.code)
            .map(|row| entry(row, Kind::Acronym));
        for meaning in short.collect::<Vec<_>>() {
            if !entries.contains(&meaning) {
                entries.push(meaning);
            }
        }
    }
    if code.len() > 1
        && code
            .strip_prefix('#')
            .is_some_and(|serial| serial.bytes().all(|b| b.is_ascii_digit()))
    {
        entries.extend(PROSIGNS.rows("#NNNN").map(prosign_entry));
    }
    if let [letter @ (b'a'..=b'h' | b'A'..=b'H')] = code.as_bytes() {
        for section in ["1.4", "1.5"] {
            entries.extend(reason(section, *letter));
        }
    }
    // A lone small letter stands in a list of reasons.
    let reasons_first = matches!(code.as_bytes(), [b'a'..=b'h']);
    entries.sort_by_key(|entry| {
        let order = match entry.kind {
            Kind::Reason if reasons_first => 0,
            // A lone capital is anything before it is a reason.
            Kind::Reason if code.len() == 1 => u8::MAX,
            kind => order(kind),
        };
        (
            misfits(entry, year),
            order,
            rank(entry, year),
            !entry.sourced,
        )
    });
    entries
}

/// Whether a word begins with its only capital.
fn is_capitalized(word: &str) -> bool {
    let mut letters = word.bytes();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_uppercase())
        && letters.all(|letter| letter.is_ascii_lowercase())
}

/// Whether the years of a meaning rule it out: country codes changed hands.
fn misfits(entry: &Entry, year: Option<u16>) -> bool {
    entry.kind == Kind::Tag(TagKind::Geopolitical)
        && !years::country_holds(years::tag_rank(entry.years, year), year)
}

/// How badly the years of a meaning fit. That is no more than an order
/// among meanings of one sort: posts went on using what they knew.
fn rank(entry: &Entry, year: Option<u16>) -> u8 {
    match entry.kind {
        Kind::Tag(_) => years::tag_rank(entry.years, year),
        _ => u8::from(!years::hold(entry.years, year)),
    }
}

/// Which sort of code a reader means first, all else being equal.
fn order(kind: Kind) -> u8 {
    match kind {
        Kind::FormatLine => 1,
        Kind::PortionMark => 2,
        Kind::Control => 3,
        Kind::Precedence => 4,
        Kind::Caption => 5,
        Kind::ExecutiveOrder => 6,
        Kind::Tag(_) => 7,
        // A bureau is a country only where TAGS stand.
        Kind::OperatingSignal | Kind::Office => 8,
        Kind::Station | Kind::Collective => 9,
        Kind::RoutingIndicator => 10,
        Kind::Reason => 11,
        Kind::DateTimeGroup => 0,
        Kind::Acronym => 12,
        Kind::Prosign => 13,
    }
}

/// The digits of `E.O. 12958`, or the code itself.
fn order_number(code: &str) -> &str {
    let label = ["E.O.", "EO", "E.O"].into_iter().find_map(|label| {
        let head = code.get(..label.len())?;
        head.eq_ignore_ascii_case(label)
            .then(|| code.get(label.len()..).unwrap_or_default())
    });
    label.unwrap_or(code)
}

/// A level with its controls: `S/NF`, `C//REL TO USA, GBR`, `C - ENTIRE
/// TEXT`; or a level alone.
fn marking(code: &str, _year: Option<u16>) -> Vec<Entry> {
    fn level(code: &str) -> Option<Entry> {
        MARKINGS
            .rows(code)
            .map(marking_entry)
            .find(|entry| entry.kind == Kind::PortionMark)
    }
    if let Some(level) = level(code) {
        return vec![level];
    }
    for separator in ['/', '-', ' '] {
        let Some((head, rest)) = code.split_once(separator) else {
            continue;
        };
        let Some(level) = level(head) else { continue };
        let mut entries = vec![level];
        let controls = rest
            .split('/')
            .map(|control| control.trim_matches(['-', ' ']));
        for control in controls
            .filter(|control| !control.is_empty())
            .take(MOST_PARTS)
        {
            let first_word = control.split(' ').next().unwrap_or_default();
            let known = MARKINGS.rows(control).map(marking_entry).next();
            let known = known.or_else(|| CAPTIONS.rows(control).map(caption_entry).next());
            // `REL TO USA, GBR` is `REL` with a list.
            let known = known.or_else(|| MARKINGS.rows(first_word).map(marking_entry).next());
            entries.extend(known);
        }
        // One word more than the level that says nothing: no marking.
        if entries.len() > 1 {
            return entries;
        }
    }
    Vec::new()
}

/// One reason by section and letter, `1.4` and `b`.
fn reason(section: &str, letter: u8) -> Option<Entry> {
    let letter = char::from(letter.to_ascii_lowercase());
    let code = format!("{section}({letter})");
    REASONS
        .rows(&code)
        .map(|row| entry(row, Kind::Reason))
        .next()
}

/// A list of reasons: `1.4 (b) and (d)`, `1.4(b,d)`, `1.5 D`; a section
/// alone means all its letters.
fn reasons(code: &str, _year: Option<u16>) -> Vec<Entry> {
    let Some(section) = ["1.4", "1.5", "1-301"]
        .into_iter()
        .find(|section| code.starts_with(section))
    else {
        return Vec::new();
    };
    let rest = code.get(section.len()..).unwrap_or_default();
    if rest.starts_with(|first: char| first.is_ascii_digit()) {
        return Vec::new();
    }
    let mut entries: Vec<Entry> = Vec::new();
    let words = rest.split(|letter: char| !letter.is_ascii_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        match word.as_bytes() {
            [letter @ (b'a'..=b'h' | b'A'..=b'H')] => {
                let found = reason(section, *letter);
                entries.extend(found.filter(|found| !entries.contains(found)));
            }
            _ if word.eq_ignore_ascii_case("and") => {}
            _ => return Vec::new(),
        }
    }
    if entries.is_empty() {
        entries.extend((b'a'..=b'h').filter_map(|letter| reason(section, letter)));
    }
    entries
}

/// A security group with the letters of a community in places 4 and 5:
/// `CCCXX` (ACP 127, format line 4).
fn security(code: &str, _year: Option<u16>) -> Vec<Entry> {
    let [class, second, third, community, last] = code.as_bytes() else {
        return Vec::new();
    };
    if class != second || class != third || community != last {
        return Vec::new();
    }
    let class = char::from(*class).to_string();
    let community = char::from(*community).to_string();
    let level = PROSIGNS.rows(&class.repeat(5)).map(prosign_entry).next();
    let community = PROSIGNS
        .rows(&community)
        .find(|row| row.fields::<2>()[1] == "community");
    match (level, community) {
        (Some(level), Some(community)) => vec![level, prosign_entry(community)],
        _ => Vec::new(),
    }
}

/// A caption with words of its own after it: `CODEL MARLOW`, `STATE FOR
/// EUR/VV`.
fn caption(code: &str, _year: Option<u16>) -> Vec<Entry> {
    let ends = code.match_indices(' ').map(|(at, _)| at);
    for end in ends.collect::<Vec<_>>().into_iter().rev().take(MOST_PARTS) {
        let words = code
            .get(..end)
            .unwrap_or_default()
            .trim_end_matches(['-', ' ']);
        let mut entries: Vec<Entry> = CAPTIONS.rows(words).map(caption_entry).collect();
        if !entries.is_empty() {
            // What follows may be another caption: `EXDIS SIPDIS`.
            let rest = code.get(end..).unwrap_or_default().split([' ', ',']);
            for word in rest.filter(|word| !word.is_empty()).take(MOST_PARTS) {
                entries.extend(CAPTIONS.rows(word).map(caption_entry));
            }
            return entries;
        }
    }
    Vec::new()
}

/// An exemption of the Freedom of Information Act without the name of the
/// act: `(b)(7)(C)`, `b(1)`; or the section of an order that exempts from
/// automatic declassification, with a letter of it: `3.3(b)`.
fn exemption(code: &str, _year: Option<u16>) -> Vec<Entry> {
    let section = code.split('(').next().unwrap_or_default().trim_end();
    if section == "3.3" {
        let rows = REASONS.rows(section);
        return rows.map(|row| entry(row, Kind::Reason)).collect();
    }
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut chars = letters.chars();
    let (Some('b' | 'B'), Some(digit @ '1'..='9')) = (chars.next(), chars.next()) else {
        return Vec::new();
    };
    let sub = match (chars.next(), chars.next()) {
        (None, _) => String::new(),
        (Some(sub), None) if sub.is_ascii_alphabetic() => format!("({sub})"),
        _ => return Vec::new(),
    };
    REASONS
        .rows(&format!("FOIA (b)({digit}){sub}"))
        .map(|row| entry(row, Kind::Reason))
        .collect()
}

/// A bureau with an office of it after a slash, `EUR/VV`, or with the count
/// of copies that the distribution line of 1973-79 gives it, `EUR-12`.
fn office(code: &str, _year: Option<u16>) -> Vec<Entry> {
    let Some(at) = code.find(['/', '-']) else {
        return Vec::new();
    };
    let (head, tail) = (
        code.get(..at).unwrap_or_default(),
        code.get(at + 1..).unwrap_or_default(),
    );
    let is_count = code.get(at..).is_some_and(|rest| rest.starts_with('-'))
        && matches!(tail.as_bytes(), [b'0'..=b'9', b'0'..=b'9']);
    let is_office = code.get(at..).is_some_and(|rest| rest.starts_with('/'))
        && !tail.is_empty()
        && tail
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-'));
    let pattern = if is_count {
        "BUREAU-NN"
    } else if is_office {
        "BUREAU/OFFICE"
    } else {
        return Vec::new();
    };
    let mut entries: Vec<Entry> = OFFICES
        .rows(head)
        .map(|row| entry(row, Kind::Office))
        .collect();
    if !entries.is_empty() {
        let rows = OFFICES.rows(pattern);
        entries.extend(rows.map(|row| entry(row, Kind::Office)));
    }
    entries
}

/// A name of several posts or agencies: `HARBOR COLLECTIVE`.
fn collective(code: &str, _year: Option<u16>) -> Vec<Entry> {
    let name = code
        .rsplit_once(' ')
        .filter(|(name, last)| !name.trim().is_empty() && last.eq_ignore_ascii_case("COLLECTIVE"));
    let rows = name.map(|_| PROSIGNS.rows("NAME COLLECTIVE"));
    rows.into_iter().flatten().map(prosign_entry).collect()
}

/// A list of countries after the words that open it: `REL TO USA, FVEY`.
fn list(code: &str, year: Option<u16>) -> Vec<Entry> {
    let is_control = |entry: &Entry| entry.kind == Kind::Control;
    let Some((head, rest)) = ["REL TO ", "REL "].into_iter().find_map(|opening| {
        let head = code.get(..opening.len())?;
        let rest = code.get(opening.len()..)?;
        head.eq_ignore_ascii_case(opening).then_some((head, rest))
    }) else {
        return Vec::new();
    };
    let mut entries: Vec<Entry> = whole(head.trim_end(), year);
    entries.retain(is_control);
    for country in rest.split([',', ' ']).filter(|word| !word.is_empty()) {
        let known = MARKINGS.rows(country).map(marking_entry);
        entries.extend(known.filter(is_control).take(1));
    }
    entries.truncate(MOST_PARTS);
    entries
}

/// A line of the header, code by code: `ZNY CCCCC`, `O 221504Z JUL 08`. If
/// one of its words says nothing, it is no such line.
fn line(code: &str, year: Option<u16>) -> Vec<Entry> {
    let group = || PROSIGNS.rows("DDHHMMZ").map(prosign_entry);
    let filed = || PROSIGNS.rows("DDDHHMM").map(prosign_entry);
    let serial = || PROSIGNS.rows("#NNNN").map(prosign_entry);
    let start = || PROSIGNS.rows("VZCZC").map(prosign_entry);
    let mut entries = Vec::new();
    let mut words = code
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .peekable();
    let is_alone = code.split_whitespace().nth(1).is_none();
    if is_alone {
        return if clock(code).is_some() {
            group().collect()
        } else if is_filing_time(code) {
            filed().collect()
        } else if is_serial(code) {
            serial().collect()
        } else if is_start(code) {
            start().collect()
        } else {
            Vec::new()
        };
    }
    while let Some(word) = words.next() {
        if entries.len() >= 2 * MOST_PARTS {
            break;
        }
        if clock(word).is_some() {
            entries.extend(group());
            // Month and year belong to the group.
            if words.next_if(|word| month_of(word).is_some()).is_some() {
                let _ = words.next_if(|word| year_of(word).is_some());
            }
            continue;
        }
        if is_filing_time(word) {
            entries.extend(filed());
            continue;
        }
        if is_serial(word) {
            entries.extend(serial());
            continue;
        }
        let mut found = whole(bare(word), year);
        if word.len() == 1 {
            // Before a date-time group one letter is the precedence.
            let is_precedence = |entry: &Entry| entry.kind == Kind::Precedence;
            let before_group = words.peek().is_some_and(|next| clock(next).is_some());
            if before_group && found.iter().any(is_precedence) {
                found.retain(is_precedence);
            }
        }
        if found.is_empty() {
            found = security(word, year);
        }
        if found.is_empty() {
            found = marking(bare(word), year);
        }
        if found.is_empty() {
            found = office(word, year);
        }
        if found.is_empty() {
            return Vec::new();
        }
        entries.extend(found);
    }
    entries
}

/// Day, hour and minute of `221504Z`.
fn clock(word: &str) -> Option<(i8, i8, i8)> {
    let digits = word.strip_suffix(['Z', 'z'])?;
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |at: usize| digits.get(at..at + 2)?.parse::<i8>().ok();
    let (day, hour, minute) = (number(0)?, number(2)?, number(4)?);
    ((1..=31).contains(&day) && hour < 24 && minute < 60).then_some((day, hour, minute))
}

/// Day of the year, hour and minute of `1381434`, without or with a `Z`.
fn is_filing_time(word: &str) -> bool {
    let digits = word.strip_suffix(['Z', 'z']).unwrap_or(word);
    if digits.len() != 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u16>().ok();
    let (day, hour, minute) = (number(0, 3), number(3, 5), number(5, 7));
    day.is_some_and(|day| (1..=366).contains(&day))
        && hour.is_some_and(|hour| hour < 24)
        && minute.is_some_and(|minute| minute < 60)
}

/// The serial number of a station and the section, of format line 3, or the
/// number alone: `#0525/01`, `#0525`. Without its sign it is a number like
/// any other, unless a section follows: `0525/01`.
fn is_serial(word: &str) -> bool {
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let marked = word.strip_prefix('#');
    match marked.unwrap_or(word).split_once('/') {
        Some((serial, section)) => {
            all_digits(serial)
                && all_digits(section)
                && section.len() == 2
                && (marked.is_some() || serial.len() == 4)
        }
        None => marked.is_some_and(all_digits),
    }
}

/// Format line 1 with its channel and number: `VZCZCXYZ0000`.
fn is_start(word: &str) -> bool {
    let Some((channel, number)) = ["VZCZC", "ZCZC"]
        .iter()
        .find_map(|start| word.strip_prefix(start))
        .and_then(|rest| rest.split_at_checked(3))
    else {
        return false;
    };
    channel.bytes().all(|byte| byte.is_ascii_uppercase())
        && (3..=4).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn year_of(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok()?;
    match word.len() {
        2 if year < 70 => Some(2000 + year),
        2 => Some(1900 + year),
        4 => Some(year),
        _ => None,
    }
}

/// The moment of a whole date-time group.
pub(super) fn moment(words: &str) -> Option<Dtg> {
    if words.len() > LONGEST {
        return None;
    }
    let mut words = words.split_whitespace().peekable();
    let _ = words.next_if(|word| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_alphabetic()));
    let (day, hour, minute) = clock(words.next()?)?;
    let month = month_of(words.next()?)?;
    let year = year_of(words.next()?)?;
    if words.next().is_some() {
        return None;
    }
    Dtg::new(year, month, day, hour, minute)
}

/// Each part between slashes: `RUEHC/SECSTATE WASHDC`, `SSSSS/BBBBB`.
fn parts(code: &str, year: Option<u16>) -> Vec<Entry> {
    if !code.contains('/') {
        return Vec::new();
    }
    let parts = code
        .split('/')
        .filter(|part| !part.is_empty())
        .take(MOST_PARTS);
    parts.flat_map(|part| whole(part, year)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes of the meanings, in order.
    fn codes(token: &str, year: Option<u16>) -> Vec<&'static str> {
        explain(token, year)
            .iter()
            .map(|entry| entry.code)
            .collect()
    }

    #[test]
    fn finds_the_forms_in_which_codes_stand() {
        for (token, year, expected) in [
            ("PREL", Some(2007), vec!["PREL"]),
            ("prel,", Some(2007), vec!["PREL"]),
            ("[PREL]", Some(2007), vec!["PREL"]),
            ("1.4(b)", Some(2007), vec!["1.4(b)"]),
            ("1.4 (b)", Some(2007), vec!["1.4(b)"]),
            ("1.4 (B).", Some(2007), vec!["1.4(b)"]),
            ("1.4 (b) and (d)", Some(2007), vec!["1.4(b)", "1.4(d)"]),
            ("1.4(b,d)", Some(2007), vec!["1.4(b)", "1.4(d)"]),
            ("1.4 (b/d)", Some(2007), vec!["1.4(b)", "1.4(d)"]),
            ("1.5 D", Some(1999), vec!["1.5(d)"]),
            ("1.5.D", Some(1999), vec!["1.5(d)"]),
            ("b", Some(2007), vec!["1.4(b)", "1.5(b)", "B"]),
            ("OO", None, vec!["OO"]),
            ("ZZH", None, vec!["ZZH"]),
            ("CCCCC", None, vec!["CCCCC"]),
            ("TTTXX", None, vec!["TTTTT", "X"]),
            ("SSSSS/BBBBB", None, vec!["SSSSS", "BBBBB"]),
            ("#0311", None, vec!["#NNNN"]),
            ("#0311/01", None, vec!["#NNNN"]),
            ("0311/01", None, vec!["#NNNN"]),
            ("#0525/01 1381433", None, vec!["#NNNN", "DDDHHMM"]),
            ("0525/01 1381433", None, vec!["#NNNN", "DDDHHMM"]),
            ("VZCZCXYZ0000", None, vec!["VZCZC"]),
            ("ZCZCXYZ000", None, vec!["VZCZC"]),
            ("2041504", None, vec!["DDDHHMM"]),
            ("3671504", None, vec![]),
            (
                "RUEHC #0311/01 2041504",
                None,
                vec!["RUEHC", "#NNNN", "DDDHHMM"],
            ),
            ("EXDIS SIPDIS", None, vec!["EXDIS", "SIPDIS"]),
            ("(S)", None, vec!["S"]),
            ("(C)", None, vec!["C"]),
            ("(S/NF)", None, vec!["S", "NF"]),
            ("(S//NF)", None, vec!["S", "NF"]),
            ("S/NF", None, vec!["S", "NF"]),
            ("(SBU/N)", Some(2007), vec!["SBU", "N"]),
            ("(S//REL TO USA, GBR)", None, vec!["S", "REL"]),
            ("(C - ENTIRE TEXT)", None, vec!["C", "ENTIRE TEXT"]),
            ("SECRET//NOFORN", None, vec!["SECRET", "NOFORN"]),
            ("TOP SECRET//NOFORN", None, vec!["TOP SECRET", "NOFORN"]),
            (
                "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
                None,
                vec!["UNCLASSIFIED", "FOR OFFICIAL USE ONLY"],
            ),
            ("E.O. 12958:", None, vec!["12958"]),
            ("EO 12958", None, vec!["12958"]),
            ("13526", None, vec!["13526"]),
            ("FL3", None, vec!["FL3"]),
            ("NIACT IMMEDIATE", None, vec!["NIACT IMMEDIATE"]),
            ("CODEL MARLOW", None, vec!["CODEL"]),
            ("EXDIS - NORTHHAVEN PASS", None, vec!["EXDIS"]),
            ("RUEHC/SECSTATE WASHDC", None, vec!["RUEHC", "STATE"]),
            ("FOIA (b)(1)", None, vec!["FOIA (b)(1)"]),
            ("XGDS-1", Some(1975), vec!["XGDS-1"]),
            ("GDS", Some(1980), vec!["GDS", "GDS"]),
            ("ZNY CCCCC", None, vec!["ZNY", "CCCCC"]),
            ("o 221504z", None, vec!["O", "DDHHMMZ"]),
            ("P 221504Z JUL 08", None, vec!["P", "DDHHMMZ"]),
            ("221504Z", None, vec!["DDHHMMZ"]),
            ("rel to usa, fvey", None, vec!["REL TO", "USA", "FVEY"]),
            ("C//REL TO USA, FVEY", None, vec!["C", "REL"]),
            ("25X1-human", None, vec!["25X1-HUMAN"]),
            ("EUR/VV", None, vec!["EUR", "BUREAU/OFFICE"]),
            ("EUR-12", Some(1975), vec!["EUR", "BUREAU-NN"]),
            ("STATE FOR EUR/VV", None, vec!["STATE FOR"]),
            (
                "ALL NATO POST COLLECTIVE",
                None,
                vec!["ALL NATO POST COLLECTIVE"],
            ),
            ("HARBOR COLLECTIVE", None, vec!["NAME COLLECTIVE"]),
            (
                "SECDEF WASHINGTON DC",
                None,
                vec!["SECDEF", "SECDEF", "SECDEF WASHINGTON DC"],
            ),
            ("JOINT STAFF WASHINGTON DC", None, vec!["JOINT STAFF"]),
            ("BY", Some(2007), vec!["BY"]),
            ("by", Some(2007), vec!["BY"]),
            ("S/P", None, vec!["S/P"]),
            ("(b)(3)", None, vec!["FOIA (b)(3)"]),
            ("(b)(7)(c)", None, vec!["FOIA (b)(7)(C)"]),
            ("b7(C)", None, vec!["B7(C)"]),
            ("3.3(b)", Some(2005), vec!["3.3"]),
            ("1-301", Some(1980), vec!["1-301(a)", "1-301(b)"]),
        ] {
            let found = codes(token, year);
            assert!(
                found.starts_with(&expected),
                "{token}: {found:?}, expected {expected:?}"
            );
        }
    }

    #[test]
    fn says_nothing_of_what_no_sheet_holds() {
        for token in [
            "",
            " ",
            "()",
            "(",
            ")))",
            "(QUILL, ADA)",
            "harbor",
            "1.45",
            "PORT LARKSPUR",
            "////",
            "é",
            "1.4 nonsense",
            "ZNY QZQZQ",
            "b10",
            "(b)(7)(CC)",
            "321504Z",
            "By",
            "In",
            "COLLECTIVE",
            " COLLECTIVE",
            "311/01",
            "0311/1",
            "0311/",
            "VZCZCXYZ",
            "VZCZC0000",
            "VZCZCéé00",
            "222504Z",
            "QZQ/VV",
        ] {
            assert_eq!(codes(token, Some(2007)), Vec::<&str>::new(), "{token}");
        }
        assert!(explain(&"(".repeat(1_000_000), None).is_empty());
    }

    #[test]
    fn a_whole_date_time_group_is_a_moment() {
        for (words, expected) in [
            ("P 221504Z JUL 08", Some("22 JUL 2008 15:04Z")),
            ("zz 010000z jan 1973", Some("01 JAN 1973 00:00Z")),
            ("221504Z JUL 73", Some("22 JUL 1973 15:04Z")),
            ("310000Z FEB 08", None),
            ("221504Z JUL", None),
            ("221504Z JUL 08 ZFF4", None),
            ("", None),
            ("é", None),
        ] {
            assert_eq!(
                moment(words).map(|dtg| dtg.to_string()).as_deref(),
                expected,
                "{words}"
            );
        }
    }

    #[test]
    fn a_meaning_out_of_its_years_says_so() {
        for (token, year, expected) in [
            ("1.5(b)", 1999, true),
            ("1.5(b)", 2008, false),
            ("1.4(b)", 2008, true),
            ("XGDS-1", 1975, true),
            ("XGDS-1", 2008, false),
            ("PREL", 2007, true),
        ] {
            let first = explain(token, Some(year)).first().copied();
            assert_eq!(
                first.map(|entry| entry.in_force(Some(year))),
                Some(expected),
                "{token} {year}"
            );
            assert!(first.is_some_and(|entry| entry.in_force(None)));
        }
    }

    #[test]
    fn the_meaning_of_the_year_comes_first() {
        for (token, year, expected) in [
            ("CH", Some(1975), "China (mainland)"),
            ("CH", Some(2007), "China"),
            ("CH", Some(2024), "Switzerland"),
            (
                "X1",
                Some(1975),
                "in the NARA Executive Order field of 1973-79 records: XGDS-1, not the X code of 1995",
            ),
            (
                "X1",
                Some(1999),
                "intelligence source, method or activity, or a cryptologic system",
            ),
        ] {
            assert_eq!(
                explain(token, year).first().map(|entry| entry.meaning),
                Some(expected),
                "{token} {year:?}"
            );
        }
        let codes = codes("b", Some(1999));
        assert_eq!(codes.first(), Some(&"1.5(b)"), "{codes:?}");
    }

    #[test]
    fn the_likeliest_sort_comes_first() {
        for (token, kind) in [
            ("C", "marking"),
            ("S", "marking"),
            ("O", "precedence"),
            ("FLASH", "precedence"),
            ("NOFORN", "caption"),
            ("NF", "control marking"),
            ("SIPDIS", "caption"),
            ("NO", "TAGS country or region"),
            ("NATO", "TAGS organization"),
            ("ZNY", "prosign"),
            ("ZZH", "operating signal"),
            ("REFTEL", "acronym"),
            ("RUEHC", "routing indicator"),
            ("SECSTATE", "station"),
            ("OADR", "classification reason or rule"),
            ("12958", "Executive Order"),
        ] {
            assert_eq!(
                explain(token, Some(2007))
                    .first()
                    .map(|entry| entry.kind.name()),
                Some(kind),
                "{token}"
            );
        }
    }
}
