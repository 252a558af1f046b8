//! Whose relay address a routing indicator is by the header of its cable.
//!
//! Apart from the glossary, whose list of them was met in other headers: what
//! this one says of its own comes first.

use std::collections::{HashMap, HashSet};

use crate::cable::{Addressee, Cable};
use crate::glossary::{self, Entry, Kind};

/// What a header says of one of its routing indicators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    /// Who is reached by it.
    addresses: Vec<String>,
    /// The same in words, with the line that says so.
    pub(super) words: String,
}

impl Owner {
    /// Whose `code` is in the header of a cable: of the addressees beside whom
    /// it stands, or else of the sender, for whom it calls.
    pub(super) fn of(cable: &Cable, code: &str) -> Option<Owner> {
        if !(LEAST..=MOST_LETTERS).contains(&code.len()) {
            return None;
        }
        let bears = |(_, addressee): &(&str, &Addressee)| {
            let own = addressee.routing_indicator;
            own.is_some_and(|own| cable.read(own.0).eq_ignore_ascii_case(code))
        };
        let calls = || calling(cable).any(|own| own.eq_ignore_ascii_case(code));
        Owner::among(cable, lines(cable).filter(bears), calls)
    }

    /// The same, where those are known beside whom the code stands, line by line,
    /// and whether it is one that calls.
    fn among<'a>(
        cable: &'a Cable,
        bearers: impl Iterator<Item = (&'static str, &'a Addressee)>,
        calls: impl FnOnce() -> bool,
    ) -> Option<Owner> {
        /// More are not named.
        const MOST: usize = 3;
        let mut bearers = bearers.peekable();
        if let Some(&(line, _)) = bearers.peek() {
            let of_line = bearers.take_while(|(other, _)| *other == line);
            let addresses: Vec<String> = of_line.map(|(_, it)| address(cable, it)).collect();
            let named = addresses.iter().take(MOST).map(String::as_str);
            let mut words = named.collect::<Vec<_>>().join(", ");
            if addresses.len() > MOST {
                words = format!("{words} and {} more", addresses.len() - MOST);
            }
            words = format!("{words}, by the {line} line of this cable");
            return Some(Owner { addresses, words });
        }
        let sender = cable.heading.from.as_ref().filter(|_| calls())?;
        let sender = address(cable, sender);
        Some(Owner {
            words: format!("calls for {sender}, by the DE and FM lines of this cable"),
            addresses: vec![sender],
        })
    }

    /// Whether what the glossary says of a routing indicator is something
    /// else.
    pub(super) fn contradicts(&self, entry: &Entry) -> bool {
        if entry.kind != Kind::RoutingIndicator {
            return false;
        }
        let named = entry.meaning.strip_prefix("relay address of ");
        let named = named.and_then(|rest| rest.split(':').next());
        let Some(named) = named else { return false };
        let is_of = |address: &String| match glossary::station_name(address) {
            Some(known) => known == named,
            None => address.to_ascii_uppercase().contains(named),
        };
        !self.addresses.iter().any(is_of)
    }
}

/// Who bears which routing indicator in a header: told for each of many without
/// going through all of them again.
pub(super) struct Owners<'a> {
    cable: &'a Cable,
    /// By the code in capitals; with the line, in order.
    bearers: HashMap<String, Vec<(&'static str, &'a Addressee)>>,
    /// The codes that call, in capitals.
    calling: HashSet<String>,
}

impl<'a> Owners<'a> {
    pub(super) fn of(cable: &'a Cable) -> Owners<'a> {
        let mut bearers: HashMap<String, Vec<_>> = HashMap::new();
        for (line, addressee) in lines(cable) {
            if let Some(own) = addressee.routing_indicator {
                let code = cable.read(own.0).to_ascii_uppercase();
                bearers.entry(code).or_default().push((line, addressee));
            }
        }
        let calling = calling(cable).map(|own| own.to_ascii_uppercase());
        Owners {
            cable,
            bearers,
            calling: calling.collect(),
        }
    }

    /// The same as [`Owner::of`].
    pub(super) fn owner(&self, code: &str) -> Option<Owner> {
        if !(LEAST..=MOST_LETTERS).contains(&code.len()) {
            return None;
        }
        let code = code.to_ascii_uppercase();
        let bearers = self.bearers.get(&code).map_or(&[][..], Vec::as_slice);
        let calls = || self.calling.contains(&code);
        Owner::among(self.cable, bearers.iter().copied(), calls)
    }
}

/// The routing indicators of the stations that call.
fn calling(cable: &Cable) -> impl Iterator<Item = String> {
    let calling = cable.heading.transmission.calling.iter();
    calling.map(|own| cable.read(own.0))
}

/// The sender and the addressees, each with the sign of the line they stand in.
fn lines(cable: &Cable) -> impl Iterator<Item = (&'static str, &Addressee)> {
    let heading = &cable.heading;
    let lines = [
        ("FM", heading.from.as_slice()),
        ("TO", heading.action.as_slice()),
        ("INFO", heading.info.as_slice()),
    ];
    lines
        .into_iter()
        .flat_map(|(line, them)| them.iter().map(move |it| (line, it)))
}

/// The fewest and the most letters of a routing indicator.
const LEAST: usize = 4;
const MOST_LETTERS: usize = 8;

/// An addressee as it is read, on one line.
fn address(cable: &Cable, addressee: &Addressee) -> String {
    let printed = cable.read(addressee.plad.0);
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_are_told_as_each_is() {
        let text = "VZCZCXYZ0001\nPP RUEHC RUEHNH\nDE RUEHPL #0012 0641512\nZNR UUUUU ZZH\n\
            P 041512Z MAR 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC 4711\n\
            INFO RUEHNH/AMCONSUL NORTHHAVEN 0001\nRUEHNH/AMCONSUL SANTA BRISA 0002\n\
            RUEHNH/AMCONSUL KESTREL BAY 0003\nRUEHNH/AMCONSUL HIGH MARSH 0004\nBT\n\
            UNCLAS PORT LARKSPUR 000012\n\nSUBJECT: DUES\n\n1. (U) Text.\nBT\n";
        let cable = crate::parse::parse(text.as_bytes());
        let owners = Owners::of(&cable);
        for code in ["RUEHC", "ruehnh", "RUEHNH", "RUEHPL", "RUEHXX", "R"] {
            assert_eq!(owners.owner(code), Owner::of(&cable, code), "{code}");
        }
        let words = owners.owner("RUEHNH").unwrap().words;
        assert_eq!(
            words,
            "AMCONSUL NORTHHAVEN, AMCONSUL SANTA BRISA, AMCONSUL KESTREL BAY and 1 more, \
             by the INFO line of this cable"
        );
        assert!(
            owners
                .owner("RUEHPL")
                .unwrap()
                .words
                .starts_with("calls for AMEMBASSY")
        );
        assert_eq!(owners.owner("RUEHXX"), None);
    }
}
