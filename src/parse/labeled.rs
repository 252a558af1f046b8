//! Headers whose lines bear labels: telegrams of the Department's system of
//! 2009 and later (SMART), and those of the 1960s as it printed them. Neither is in the
//! handbooks; how a printed volume dates and numbers the latter is in the field guide, 20.3
//! and 20.7.

use super::address::{List, exact_precedence, is_post};
use super::caption::is_caption;
use super::frus::printed_date;
use super::lines::is_classification;
use super::token::{byte, is_blank, is_digits, trim};
use super::words::{Words, words};
use super::{Draft, Seen};
use crate::cable::{Banner, Classification, Dateline, FormatLine, LineKind, Spanned, pivot};
use crate::glossary;

/// What a line of such a header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    /// `MRN:`, `NO:`
    Number,
    /// `Date/DTG:`, `DATE:`
    Date,
    /// `REC'D:`, when it came in: the day it was sent says its year by that.
    Received,
    /// `From:`
    From,
    /// `Action:`, `TO:`
    Action,
    /// `Info:`
    Info,
    /// `Control:`
    Control,
    /// `PRIORITY`, alone on a line below the address.
    Precedence,
}

/// How many lines such a header has at most, but for its lists.
const LONGEST: usize = 12;

/// How many lines a list has at most.
const LONG_LIST: usize = 200;

/// The label that a line begins with, and its value.
///
/// ```abnf
/// field = ("MRN" / "Date/DTG" / "Date" / "DTG" / "From" / "Action" / "To" / "Info")
///         ":" value                                                       ; SMART
///       / ("FROM" / "TO" / "ACTION" / "INFO" / "RPTD INFO" / "NO" / "NUMBER"
///          / "DATE" / "DTG" / "CONTROL" / "REC'D") ":" value              ; printed
/// ```
///
/// Samples: `plain/header-of-smart`, `plain/header-as-printed`
fn field(line: &str, smart: bool) -> Option<(Field, &str)> {
    const SMART: Words = words![
        "MRN:",
        "DATE/DTG:",
        "DATE:",
        "DTG:",
        "FROM:",
        "ACTION:",
        "TO:",
        "INFO:",
    ];
    const PRINTED: Words = words![
        "FROM:",
        "TO:",
        "ACTION:",
        "INFO:",
        "RPTD INFO:",
        "NO:",
        "NUMBER:",
        "DATE:",
        "DTG:",
        "CONTROL:",
        "REC'D:",
    ];
    let value = if smart {
        SMART.after(line)
    } else {
        PRINTED.after(line)
    }?;
    let label = line.get(..line.len() - value.len())?;
    // `From: Ada Quill` / `To: Ines Marlow` is a letter.
    let is_own = label.starts_with("Rec") || label == "Control:";
    if !smart && label.bytes().any(|byte| byte.is_ascii_lowercase()) && !is_own {
        return None;
    }
    let field = match byte(label, 0).to_ascii_uppercase() {
        b'M' | b'N' => Field::Number,
        b'D' => Field::Date,
        b'F' => Field::From,
        b'A' | b'T' => Field::Action,
        b'C' => Field::Control,
        b'R' if byte(label, 1).eq_ignore_ascii_case(&b'E') => Field::Received,
        _ => Field::Info,
    };
    Some((field, trim(value)))
}

/// Whether a value names the Department, a post or its city.
fn is_place(value: &str) -> bool {
    const DEPARTMENT: Words = words![
        "SECRETARY OF STATE",
        "SECSTATE",
        "DEPARTMENT OF STATE",
        "DEPARTMENT",
        "DEPT",
        "STATE",
    ];
    let upper = value.to_ascii_uppercase();
    let city = upper.split([',', ';']).next().unwrap_or_default();
    DEPARTMENT.after_word(value).is_some() || is_post(&upper) || is_station(city)
}

/// Whether a list of addressees goes on with a line below `above`: one that
/// SMART wrapped behind a semicolon or before a precedence, or a printed one
/// that names places only.
fn list_goes_on(above: &str, line: &str, smart: bool) -> bool {
    const LONGEST: usize = 80;
    if is_classification(line) || is_caption(line) || line.contains(':') {
        return false;
    }
    if smart {
        let first = line.split(';').next().unwrap_or_default();
        let word = first.rsplit(is_blank).next().unwrap_or_default();
        return above.ends_with(';') || exact_precedence(word).is_some();
    }
    let is_name = |word: &str| !word.starts_with(|c: char| c.is_ascii_lowercase());
    let is_post = || {
        is_post(&line.to_ascii_uppercase())
            && line.split(is_blank).all(is_name)
            && !line.ends_with('.')
    };
    let is_place = |part: &str| trim(part).is_empty() || is_station(part);
    line.len() < LONGEST && (is_post() || line.split([',', ';']).all(is_place))
}

/// `ROME`, `ROME 88`, `ROME PRIORITY`
fn is_station(words: &str) -> bool {
    let name = words.trim_end_matches(|c: char| c.is_ascii_digit() || is_blank(c));
    let (before, last) = name.rsplit_once(' ').unwrap_or(("", name));
    let name = exact_precedence(last).map_or(name, |_| before);
    glossary::station(trim(name)).is_some()
}

/// `9:12 a.m.`, `1251 PM`, on the line below a day.
fn is_time(line: &str) -> bool {
    const LONGEST: usize = 10;
    let letters = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    let half = ["a.m.", "p.m.", "am", "pm"];
    letters.len() < line.len()
        && line.len() <= LONGEST
        && half
            .iter()
            .any(|half| trim(letters).eq_ignore_ascii_case(half))
}

/// The level that a line is, in capitals or not.
fn level_in_words(line: &str) -> Option<Classification> {
    const LONGEST: usize = 48;
    if line.len() > LONGEST {
        return None;
    }
    let upper = line.to_ascii_uppercase();
    is_classification(&upper).then(|| super::caption::level(&upper, &upper))?
}

impl<'a> Draft<'a> {
    /// Reads a header of labeled lines that begins at a line, and returns the
    /// line behind it.
    ///
    /// It says at least from whom, to whom and one thing more, and the two are
    /// the Department or posts. A copy may put the values below their labels.
    ///
    /// Samples: `plain/header-of-smart`, `plain/header-as-printed`,
    /// `plain/smart-labels-above-their-values`
    #[cold]
    #[inline(never)]
    pub(super) fn labeled_header(&mut self, idx: usize) -> Option<usize> {
        let line = self.content(idx);
        let smart = line.starts_with("MRN:");
        let starts = || {
            let first = ["FROM:", "CONTROL:", "Control:", "DTG:"];
            first.iter().any(|label| line.starts_with(label))
        };
        if !smart && !starts() {
            return None;
        }
        let mut fields: Vec<(usize, usize, Field, &str)> = Vec::new();
        let mut at = idx;
        let mut end = idx;
        while at < self.lines.len() && fields.len() < LONGEST {
            if matches!(self.kind(at), LineKind::Blank | LineKind::PageHeader) {
                at += 1;
                continue;
            }
            let line = self.content(at);
            if let Some((field, value)) = field(line, smart) {
                fields.push((at, at + 1, field, value));
            } else if let Some((_, last, _, value @ "")) = fields.last_mut()
                && smart
                && !self.starts_heading(at)
                && !line.contains(':')
                && !is_classification(line)
            {
                // `MRN:` / `10 NORTHHAVEN 311`
                (*last, *value) = (at + 1, line);
            } else if !smart && exact_precedence(line).is_some() {
                fields.push((at, at + 1, Field::Precedence, line));
            } else if let Some((_, last, Field::Received, _)) = fields.last_mut()
                && *last == at
                && is_time(line)
            {
                *last = at + 1;
            } else if let Some((first, last, Field::Action | Field::Info, _)) = fields.last_mut()
                && *last == at
                && at - *first < LONG_LIST
                && !self.starts_heading(at)
                && !self.starts_marked(at)
                && list_goes_on(self.content(at - 1), line, smart)
            {
                *last = at + 1;
            } else {
                break;
            }
            at += 1;
            end = at;
        }
        let value = |of: Field| {
            let found = fields.iter().find(|&&(_, _, field, _)| field == of);
            found.map(|&(.., value)| value)
        };
        let known = [Field::From, Field::Action, Field::Info]
            .map(value)
            .into_iter();
        let is_known = known.flatten().all(|value| smart || is_place(value));
        let named = value(Field::From).is_some() && value(Field::Action).is_some();
        if !(named && is_known && fields.len() > 2) {
            return None;
        }
        let received = value(Field::Received).and_then(printed_date);
        self.seen = self.seen.max(Seen::Header);
        self.is_smart = smart;
        if !smart {
            self.labeled_year = received.and_then(|line| u16::try_from(line.date.year()).ok());
            let above = (0..idx).rev().take(4);
            let level = { above }
                .find_map(|above| level_in_words(self.content(above)).map(|level| (above, level)));
            if let Some((above, level)) = level {
                self.level_alone(above, level);
            }
        }
        for &(first, last, field, value) in &fields {
            self.labeled_field(first..last, field, value, smart);
            let day = match field {
                Field::Number => value.split_once(',').map(|(_, day)| day),
                Field::Date => Some(value),
                _ => None,
            };
            if let Some(day) = day.filter(|_| !smart && self.heading.dtg.is_none()) {
                self.day_by_receipt(trim(day), received);
            }
        }
        if !smart
            && value(Field::Number).is_none()
            && let Some(addressee) = value(Field::Action)
        {
            self.number_of_addressee(addressee);
        }
        Some(end)
    }

    /// `ACTION: SECSTATE 611`: the number that it has for whom it is sent to is the one
    /// of the telegram, where no other is printed.
    fn number_of_addressee(&mut self, addressee: &str) {
        let mut words = addressee.split(is_blank).skip(1);
        let number = words.find_map(|word| Some((word, word.parse::<u32>().ok()?)));
        if let Some((digits, value)) = number {
            let span = self.place(digits);
            let serial = Spanned { value, span };
            self.heading
                .transmission
                .station_serial
                .get_or_insert(serial);
        }
    }

    /// Takes the level that stands alone on a line.
    fn level_alone(&mut self, idx: usize, level: Classification) {
        self.set(idx, LineKind::Banner);
        let span = self.place(self.content(idx));
        self.heading
            .banner
            .get_or_insert(Banner::of_level(level, span));
    }

    fn labeled_field(
        &mut self,
        lines: std::ops::Range<usize>,
        field: Field,
        value: &'a str,
        smart: bool,
    ) {
        let first = lines.start;
        let kind = match field {
            Field::Number => FormatLine::Calling,
            Field::Date | Field::Received => FormatLine::Dtg,
            Field::From => FormatLine::From,
            Field::Action | Field::Precedence => FormatLine::To,
            Field::Info => FormatLine::Info,
            Field::Control => FormatLine::Start,
        };
        for idx in lines.clone() {
            if !self.content(idx).is_empty() {
                self.set(idx, LineKind::FormatLine(kind));
            }
        }
        match field {
            Field::Number => {
                self.labeled_number(first, value, smart);
            }
            Field::Date => self.labeled_date(value),
            Field::Received | Field::Control => {}
            Field::Precedence => {
                let action = self.heading.action.iter_mut();
                for addressee in action.filter(|addressee| addressee.precedence.is_none()) {
                    addressee.precedence = exact_precedence(value);
                }
            }
            Field::From => {
                self.originator_named(first, value);
            }
            Field::Action | Field::Info => {
                let list = match field {
                    Field::Action => List::Action,
                    _ => List::Info,
                };
                if smart {
                    self.addresses_between_semicolons(lines, list, value);
                    return;
                }
                self.places(first, list, value);
                for idx in lines.skip(1) {
                    let line = self.content(idx);
                    self.places(idx, list, line);
                }
            }
        }
    }

    /// `LONDON 88, PARIS 91`: as many addressees as there are places.
    fn places(&mut self, idx: usize, list: List, value: &'a str) {
        if memchr::memchr2(b',', b';', value.as_bytes()).is_some()
            && value.split([',', ';']).all(is_station)
        {
            for place in value.split([',', ';']) {
                self.address(idx, list, trim(place));
            }
        } else {
            self.address(idx, list, value);
        }
    }

    /// `10 NORTHHAVEN 311`, `611, February 24, 6 p.m.`
    fn labeled_number(&mut self, idx: usize, value: &'a str, smart: bool) {
        let last = value.rsplit(is_blank).next().unwrap_or_default();
        let first = value.split([',', ' ', ';']).next().unwrap_or_default();
        let digits = if smart { last } else { first };
        let Ok(number) = digits.parse::<u32>() else {
            return;
        };
        let serial = Spanned {
            value: number,
            span: self.place(digits),
        };
        let level = (0..idx).rev().take(4).find_map(|above| {
            let line = self.content(above);
            is_classification(line).then(|| super::caption::level(self.text, line))?
        });
        let before = value.get(..value.len() - digits.len()).unwrap_or_default();
        let post = trim(before.trim_start_matches(|c: char| c.is_ascii_digit()));
        if let Some(year) = before.get(..2).filter(|year| smart && is_digits(year))
            && byte(before, 2) == b' '
        {
            self.labeled_year = year.parse().ok().map(pivot);
        }
        match level.filter(|_| smart && !post.is_empty()) {
            Some(level) if self.heading.banner.is_none() => {
                self.set(idx, LineKind::Banner);
                self.heading.banner = Some(Banner {
                    post: Some(self.place(post)),
                    serial: Some(serial),
                    ..Banner::of_level(level, self.place(self.content(idx)))
                });
            }
            _ => {
                self.heading
                    .transmission
                    .station_serial
                    .get_or_insert(serial);
            }
        }
    }

    /// `February 24, 6 p.m.` behind the number or on a line of its own: the year is that of
    /// the receipt, or the one before.
    ///
    /// Sample: `plain/day-by-its-receipt`
    fn day_by_receipt(&mut self, day: &str, received: Option<Dateline>) {
        let read = printed_date(day).or_else(|| {
            let received = received?.date;
            let (date, time) = day.split_once(',').unwrap_or((day, ""));
            let in_year = |year: i16| printed_date(&format!("{date}, {year}, {}", trim(time)));
            let same = in_year(received.year()).filter(|read| read.date <= received);
            same.or_else(|| in_year(received.year().checked_sub(1)?))
        });
        if let Some(read) = read {
            let span = self.place(day);
            self.heading
                .dateline
                .get_or_insert(Dateline { span, ..read });
        }
    }

    /// `Feb 21, 2010 / 211504Z FEB 10`, `February 24, 1966`
    fn labeled_date(&mut self, value: &str) {
        let group = value.split_once('/').map_or(value, |(_, group)| group);
        if self.group_of(trim(group)) || self.heading.dateline.is_some() {
            return;
        }
        if let Some(printed) = printed_date(value) {
            self.heading.dateline = Some(Dateline {
                span: self.place(value),
                ..printed
            });
        }
    }

    /// The list of others told, which SMART prints below the signature.
    ///
    /// Sample: `plain/header-of-smart`
    pub(super) fn labeled_list_below(&mut self, body_end: usize) {
        const LINES: usize = 40;
        if !self.is_smart || !self.heading.info.is_empty() {
            return;
        }
        let first = body_end.max(self.lines.len().saturating_sub(LINES));
        let mut idx = first;
        while idx < self.lines.len() {
            if self.kind(idx) == LineKind::Trailer
                && let Some((Field::Info, value)) = field(self.content(idx), true)
            {
                let more = (idx + 1..self.lines.len())
                    .take(LINES)
                    .take_while(|&below| {
                        let (above, line) = (self.content(below - 1), self.content(below));
                        self.kind(below) == LineKind::Trailer && list_goes_on(above, line, true)
                    });
                let last = more.last().unwrap_or(idx);
                self.addresses_between_semicolons(idx..last + 1, List::Info, value);
                idx = last;
            }
            idx += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    /// From whom and to whom a text with these lines is, and its number.
    fn header(lines: &str) -> String {
        let text = format!("{lines}\n\nSUBJECT: TALKS\n\n1. Talks opened.\n\nTREMAINE\n");
        let cable = crate::parse::parse(text.as_bytes());
        let heading = &cable.heading;
        let plads = |list: &[crate::cable::Addressee]| {
            let each = list.iter().map(|entry| {
                let precedence = entry.precedence.map_or("-", crate::cable::Precedence::slug);
                format!("{} {precedence}", cable.read(entry.plad.0))
            });
            each.collect::<Vec<_>>().join(" + ")
        };
        let from = heading.from.as_ref().map(|from| cable.read(from.plad.0));
        let mrn = cable.mrn.as_ref().map(ToString::to_string);
        format!(
            "{} | {} | {} | {}",
            mrn.unwrap_or_default(),
            from.unwrap_or_default(),
            plads(&heading.action),
            plads(&heading.info)
        )
    }

    #[test]
    fn smart_names_each_line() {
        let top = "CONFIDENTIAL\n\nMRN: 10 NORTHHAVEN 311\n\
                   Date/DTG: Feb 21, 2010 / 211504Z FEB 10\nFrom: AMCONSUL NORTHHAVEN\n";
        for (lines, want) in [
            (
                "Action: WASHDC, SECSTATE ROUTINE",
                "WASHDC, SECSTATE routine | ",
            ),
            (
                "Action: WASHDC, SECSTATE IMMEDIATE; OSLO,\nAMEMBASSY ROUTINE\n\
                 Info: ROME, AMEMBASSY ROUTINE",
                "WASHDC, SECSTATE immediate + OSLO, AMEMBASSY routine | ROME, AMEMBASSY routine",
            ),
        ] {
            let want = format!("10NORTHHAVEN311 | AMCONSUL NORTHHAVEN | {want}");
            assert_eq!(header(&format!("{top}{lines}")), want);
        }
        let other = "MRN: 10 NORTHHAVEN 311\nDate: Feb 21, 2010 / 211504Z FEB 10\n\
                     From: AMCONSUL NORTHHAVEN\nTo: WASHDC, SECSTATE ROUTINE";
        assert_eq!(
            header(other),
            "10NORTHHAVEN311 | AMCONSUL NORTHHAVEN | WASHDC, SECSTATE routine | "
        );
        // A copy may put each value on a line of its own.
        let apart = "MRN:\n10 NORTHHAVEN 311\n\nFrom:\nAMCONSUL NORTHHAVEN\n\
                     Action:\nWASHDC, SECSTATE ROUTINE\nInfo:";
        assert_eq!(
            header(apart),
            "10NORTHHAVEN311 | AMCONSUL NORTHHAVEN | WASHDC, SECSTATE routine | "
        );
        for below in ["Captions: SENSITIVE", "Pass Line: EUR", "CONFIDENTIAL"] {
            assert_eq!(
                header(&format!("{apart}\n{below}")),
                "10NORTHHAVEN311 | AMCONSUL NORTHHAVEN | WASHDC, SECSTATE routine | ",
                "{below}"
            );
        }
        // What stands below a list is none of it.
        for below in [
            "SECRET",
            "NOFORN",
            "The Minister left without a word; the guests ate.",
        ] {
            assert_eq!(
                header(&format!("{top}Action: WASHDC, SECSTATE ROUTINE\n{below}")),
                "10NORTHHAVEN311 | AMCONSUL NORTHHAVEN | WASHDC, SECSTATE routine | ",
                "{below}"
            );
        }
        // The year of the number, where no date is printed.
        let undated = "MRN: 10 NORTHHAVEN 311\nFrom: AMCONSUL NORTHHAVEN\nAction: OSLO ROUTINE";
        assert!(header(undated).starts_with("10NORTHHAVEN311 | "));
        assert!(header(&undated.replace("10 ", "A10 ")).starts_with(" | "));
        // Nothing says from whom.
        assert_eq!(header("MRN: 10 NORTHHAVEN 311\nHarbors: open"), " |  |  | ");
    }

    #[test]
    fn the_department_printed_labels_in_capitals() {
        for (lines, want) in [
            (
                "FROM: OSLO\nTO: Secretary of State\nNO: 611, February 24, 6 p.m.\nPRIORITY",
                " | OSLO | Secretary of State priority | ",
            ),
            (
                "FROM: Amembassy OSLO\nTO: SECSTATE WASHDC\nINFO: Amembassy ROME\n\
                 Amembassy PARIS\nDATE: February 24, 1966\nNO: 611",
                "66OSLO611 | Amembassy OSLO | SECSTATE WASHDC - | Amembassy ROME - + Amembassy PARIS -",
            ),
            (
                "DTG: 241800Z FEB 66\nFROM: AMEMBASSY OSLO\nTO: SECSTATE WASHDC\nNO: 611",
                "66OSLO611 | AMEMBASSY OSLO | SECSTATE WASHDC - | ",
            ),
            (
                "Control: 11023\nRec'd: February 24, 1966\n9:12 AM\nFROM: OSLO\n\
                 ACTION: SECSTATE 611 PRIORITY\nINFO: ROME 88, PARIS 91; LONDON",
                "66OSLO611 | OSLO | SECSTATE priority | ROME - + PARIS - + LONDON -",
            ),
            // What stands below a list is none of it.
            (
                "FROM: AMEMBASSY OSLO\nNO: 611\nDATE: February 24, 1966\nTO: SECSTATE WASHDC\n\
                 CONFIDENTIAL\nLIMDIS",
                "66OSLO611 | AMEMBASSY OSLO | SECSTATE WASHDC - | ",
            ),
            (
                "FROM: OSLO\nTO: Secretary of State\nDATE: February 24, 1966\nNO: 611\n\
                 RPTD INFO: ROME 88, LONDON 90\nLONDON PRIORITY\nLIMIT DISTRIBUTION\n\
                 Oslo, said the Minister, is closed.",
                "66OSLO611 | OSLO | Secretary of State - | ROME - + LONDON - + LONDON priority",
            ),
            (
                "FROM: OSLO\nTO: Secretary of State\nDATE: February 24, 1966\nNO: 611\n\
                 INFO: Amembassy ROME\nEmbassy here reports the harbor is closed",
                "66OSLO611 | OSLO | Secretary of State - | Amembassy ROME -",
            ),
            (
                "Control: 11023\nRec'd: February 24, 1966\nFROM: OSLO\nTO: Secretary of State\n\
                 INFO: ROME 88",
                " | OSLO | Secretary of State - | ROME -",
            ),
            // Letters, notes and lists.
            ("Control: 7\nThe valve\nFROM: OSLO\nTO: ROME", " |  |  | "),
            (
                "FROM: OSLO\nTO: Secretary of State\nDATE: February 24, 1966\nNO: 611\n\
                 INFO: ROME 88, the Minister",
                "66OSLO611 | OSLO | Secretary of State - | ROME 88, the Minister -",
            ),
            (
                "FROM: STATE\nTO: OSLO\nINFO: All who read this\nDear colleagues,",
                " |  |  | ",
            ),
            (
                "From: OSLO\nTo: Secretary of State\nDate: February 24, 1966",
                " |  |  | ",
            ),
            (
                "FROM: ADA QUILL\nTO: INES MARLOW\nDATE: February 24, 1966",
                " |  |  | ",
            ),
        ] {
            assert_eq!(header(lines), want, "{lines}");
        }
    }

    #[test]
    fn the_receipt_of_a_telegram_says_its_year_only() {
        let dated = |receipt: &str, number: &str| {
            let text = format!(
                "CONFIDENTIAL\n\nCONTROL: 17585\nREC'D: {receipt}, 1:10 a.m.\nFROM: OSLO\n\
                 TO: Secretary of State\nNO: {number}\n\nPRIORITY\n\nTalks opened.\n\nTREMAINE\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let line = cable.heading.dateline;
            let date = line.map(|line| {
                let time = line.time.map(|time| time.to_string());
                format!("{} {}", line.date, time.unwrap_or_default())
            });
            let level = cable
                .heading
                .banner
                .as_ref()
                .map(|banner| banner.level.slug());
            let mrn = cable.mrn.as_ref().map(ToString::to_string);
            [mrn, date, level.map(Into::into)]
                .map(Option::unwrap_or_default)
                .join(" | ")
        };
        for (receipt, number, want) in [
            (
                "February 25, 1966",
                "611, February 24, 6 p.m.",
                "66OSLO611 | 1966-02-24 18:00:00 | confidential",
            ),
            (
                "February 25, 1966",
                "611\nDATE: February 24, 6 PM",
                "66OSLO611 | 1966-02-24 18:00:00 | confidential",
            ),
            (
                "January 1, 1966",
                "611, December 31, 6 p.m.",
                "65OSLO611 | 1965-12-31 18:00:00 | confidential",
            ),
            ("February 25, 1966", "611", "66OSLO611 |  | confidential"),
            (
                "February 25, 1966",
                "611, Section one of two",
                "66OSLO611 |  | confidential",
            ),
        ] {
            assert_eq!(dated(receipt, number), want);
        }
    }
}
