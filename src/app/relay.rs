//! Whose relay address a routing indicator is by the header of its cable.
//!
//! Apart from the glossary, whose list of them was met in other headers: what
//! this one says of its own comes first.

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
        /// More are not named.
        const MOST: usize = 3;
        if !(LEAST..=MOST_LETTERS).contains(&code.len()) {
            return None;
        }
        let heading = &cable.heading;
        let bears = |addressee: &&Addressee| {
            let own = addressee.routing_indicator;
            own.is_some_and(|own| cable.read(own.0).eq_ignore_ascii_case(code))
        };
        let lines = [
            ("FM", heading.from.as_slice()),
            ("TO", heading.action.as_slice()),
            ("INFO", heading.info.as_slice()),
        ];
        for (line, addressees) in lines {
            let found = addressees.iter().filter(bears);
            let addresses: Vec<String> = found.map(|it| address(cable, it)).collect();
            let Some((first, others)) = addresses.split_first() else {
                continue;
            };
            let mut words = first.clone();
            for other in others.iter().take(MOST - 1) {
                words = format!("{words}, {other}");
            }
            if addresses.len() > MOST {
                words = format!("{words} and {} more", addresses.len() - MOST);
            }
            words = format!("{words}, by the {line} line of this cable");
            return Some(Owner { addresses, words });
        }
        let mut calling = heading.transmission.calling.iter();
        let calls = calling.any(|own| cable.read(own.0).eq_ignore_ascii_case(code));
        let sender = heading.from.as_ref().filter(|_| calls)?;
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

/// The fewest and the most letters of a routing indicator.
const LEAST: usize = 4;
const MOST_LETTERS: usize = 8;

/// An addressee as it is read, on one line.
fn address(cable: &Cable, addressee: &Addressee) -> String {
    let printed = cable.read(addressee.plad.0);
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}
