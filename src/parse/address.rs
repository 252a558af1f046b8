//! Format lines 6 to 9: originator, action, information, exempted.

use nom::{
    Parser, bytes::complete::tag, character::complete::char, combinator::opt, sequence::terminated,
};

use super::Draft;
use super::token::{IResult, after_word, byte, from, is_blank, is_space, routing_indicator, trim};
use crate::cable::{Addressee, FormatLine, LineKind, Plad, Precedence, RoutingIndicator};

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
/// entry      = [relay] plad [1*blank precedence] [1*blank mcn]
/// relay      = (routing-indicator / "ZEN") "/"
/// precedence = "FLASH" / "NIACT IMMEDIATE" / "IMMEDIATE" / "PRIORITY" / "ROUTINE"
/// mcn        = 3*6DIGIT ["-" 3*6DIGIT]
/// ```
///
/// The plain-language address is whatever is left; it is never empty, so a
/// lone number stays an address.
fn entry(input: &str) -> IResult<'_, Entry<'_>> {
    let (rest, relay) = opt(terminated(routing_indicator, char('/'))).parse(input)?;
    let (rest, _) = opt(tag("ZEN/")).parse(rest)?;
    let mut plad = trim(rest);
    let mut continuity_number = None;
    if let Some((before, last)) = last_word(plad)
        && is_continuity_number(last)
    {
        continuity_number = Some(last);
        plad = before;
    }
    let mut precedence = None;
    if let Some((before, last)) = last_word(plad)
        && let Some(word) = precedence_word(last)
    {
        precedence = Some(word);
        plad = before;
        if let Some((before, "NIACT")) = last_word(plad) {
            precedence = Some(Precedence::NiactImmediate);
            plad = before;
        }
    }
    Ok((
        "",
        Entry {
            routing_indicator: relay,
            plad,
            precedence,
            continuity_number,
        },
    ))
}

/// The words before the last one, and the last one.
fn last_word(text: &str) -> Option<(&str, &str)> {
    // The last byte of a no-break space is A0, and of other letters too.
    let blank = |&byte: &u8| matches!(byte, b' ' | b'\t' | 0xa0);
    let at = text.as_bytes().iter().rposition(blank)?;
    let (before, last) = match byte(text, at) {
        0xa0 => text.rsplit_once(is_blank)?,
        _ => (text.get(..at)?, from(text, at + 1)),
    };
    Some((trim(before), last))
}

fn is_continuity_number(word: &str) -> bool {
    let (first, second) = word.split_once('-').unwrap_or((word, "000"));
    let number = |part: &str| {
        (3..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    number(first) && number(second)
}

fn precedence_word(word: &str) -> Option<Precedence> {
    Some(match word {
        "FLASH" => Precedence::Flash,
        "IMMEDIATE" => Precedence::Immediate,
        // One release misspells it on many lines.
        "PRIORITY" | "PIORITY" => Precedence::Priority,
        "ROUTINE" => Precedence::Routine,
        _ => return None,
    })
}

/// The keyword of an address line, and what follows it.
pub(super) fn keyword(line: &str) -> Option<(List, &str)> {
    let (list, rest) = match line.as_bytes() {
        [b'T', b'O', b' ' | b'\t', ..] => (List::Action, from(line, 2)),
        [b'I', b'N', b'F', b'O', b' ' | b'\t', ..] => (List::Info, from(line, 4)),
        [b'X', b'M', b'T', b' ' | b'\t' | b'/', ..] => (List::Exempt, from(line, 4)),
        _ => return None,
    };
    Some((list, trim(rest)))
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
    /// Reads format line 6.
    pub(super) fn originator(&mut self, idx: usize) -> bool {
        let line = self.content(idx);
        let Some(rest) = after_word(line, "FM").filter(|_| line.starts_with("FM")) else {
            return false;
        };
        self.set(idx, LineKind::FormatLine(FormatLine::From));
        match self.addressee(trim(rest)) {
            Some(from) => {
                self.heading.from.get_or_insert(from);
            }
            None => self.garble(line, "originator"),
        }
        true
    }

    /// Reads a line of format lines 7 to 9; `entry` is what follows the
    /// keyword.
    pub(super) fn address(&mut self, idx: usize, list: List, entry: &str) {
        let kind = match list {
            List::Action => FormatLine::To,
            List::Info => FormatLine::Info,
            List::Exempt => FormatLine::Exempt,
        };
        self.set(idx, LineKind::FormatLine(kind));
        let Some(addressee) = self.addressee(entry) else {
            return;
        };
        match list {
            List::Action => self.heading.action.push(addressee),
            List::Info => self.heading.info.push(addressee),
            List::Exempt => {
                let lists = (self.heading.info.last_mut(), self.heading.action.last_mut());
                if let (Some(last), _) | (None, Some(last)) = lists {
                    last.excluded.push(addressee.plad);
                }
            }
        }
    }

    fn addressee(&self, text: &str) -> Option<Addressee> {
        let (_, entry) = entry(text).ok()?;
        if entry.plad.is_empty() && entry.routing_indicator.is_none() {
            return None;
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
    use super::{entry, is_distribution};

    fn check(input: &str) -> String {
        let entry = entry(input).unwrap().1;
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
    fn a_plad_may_end_in_a_number_of_its_own() {
        insta::assert_snapshot!(check("RUEHXX/JOINT FORCE 7"), @"RUEHXX | JOINT FORCE 7 | - | -");
        insta::assert_snapshot!(check("4412"), @"- | 4412 | - | -");
    }

    #[test]
    fn offices_are_no_addressees() {
        assert!(is_distribution("INFO  LOG-00   VVA-00   AID-00"));
        assert!(!is_distribution("INFO AMEMBASSY NORTHHAVEN-00 0207"));
    }
}
