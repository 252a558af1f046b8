//! The posts, missions and agencies that send telegrams.
//!
//! Apart from the other sheets because a station has many names, and because
//! the parser asks for every word that could be one.

use super::sheet::{Place, Sheet, alike, head, pairs, sheet};
use super::{Entry, Kind, LONGEST, entry};
use crate::cable::{Cable, LocalTime, city_of_post};

/// The stations by name.
pub(super) static STATIONS: Sheet = sheet!("stations.tsv");

/// The name of the station for each of its names.
static ALIASES: Sheet = sheet!("aliases.tsv");

/// Where the city and the country of each station stand.
static PLACES: [Place; 2 * N_STATIONS] = pairs(&STATIONS, 6);

const N_STATIONS: usize = STATIONS.places.len();

/// A post, mission or agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Station {
    /// Its name in banners and references: `SANTO DOMINGO`.
    pub name: &'static str,
    /// `embassy`, `consulate`, `consulate-general`, `mission`, `delegation`,
    /// `interests-section`, `liaison-office`, `department` or `agency`.
    pub kind: &'static str,
    /// The city.
    pub place: &'static str,
    /// The country the city lies in.
    pub country: &'static str,
    /// Its time zone in the tz database: `Europe/Rome`.
    pub zone: &'static str,
    /// Whether the name was met in a telegram or a list. Place, country and
    /// zone are general knowledge.
    pub sourced: bool,
}

/// The station of a name, an alias or a plain-language address such as
/// `AMEMBASSY ROME`. Case and blanks do not count. Allocates nothing.
///
/// Some aliases are common words: ask only where a station can stand.
#[must_use]
pub fn station(name: &str) -> Option<Station> {
    let [name, kind, _, _, _, status, place, country, zone] = find(name)?.fields();
    Some(Station {
        name,
        kind,
        place,
        country,
        zone,
        sourced: status == "sourced",
    })
}

/// The [name](Station::name) of the station that [`station`] finds.
#[must_use]
pub fn station_name(name: &str) -> Option<&'static str> {
    find(name).map(super::Row::code)
}

/// The names of stations that begin with `letters`, eight of ASCII at most, in
/// capitals without blanks, and the [name](Station::name) of each station.
pub fn station_aliases(letters: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    ALIASES.beginning(letters).map(|row| {
        let [alias, name, _] = row.fields();
        (alias, name)
    })
}

/// The station that sent a cable: by its address, or else by its number.
#[must_use]
pub fn sender(cable: &Cable) -> Option<Station> {
    let from = cable.heading.from.as_ref();
    let from = from.and_then(|from| station(&cable.read(from.plad.0)));
    from.or_else(|| station(&cable.mrn.as_ref()?.station))
}

/// What clocks showed at the post that sent a cable when it was dated, and
/// that post. Nothing if its zone is not known.
#[must_use]
pub fn local_time(cable: &Cable) -> Option<(LocalTime, Station)> {
    let station = sender(cable)?;
    Some((cable.dtg()?.in_zone(station.zone)?, station))
}

/// The cities and countries of all stations; some stand there many times.
pub fn places() -> impl Iterator<Item = &'static str> {
    STATIONS.all().flat_map(|row| {
        let [_, _, _, _, _, _, place, country, _] = row.fields();
        [place, country]
    })
}

/// Whether words are the name of the city or the country of a station. Case
/// does not count.
#[must_use]
pub fn is_place(words: &str) -> bool {
    // What is not known of a station is left empty.
    !words.is_empty()
        && alike(&PLACES, head(words.as_bytes()))
            .any(|place| STATIONS.at(place).eq_ignore_ascii_case(words))
}

/// The same as a meaning.
pub(super) fn station_entry(name: &str) -> Option<Entry> {
    find(name).map(|row| entry(row, Kind::Station))
}

/// The row of the station of this name.
fn find(name: &str) -> Option<super::Row> {
    let name = super::trim(name);
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let row = |name: &str| {
        let [_, station] = ALIASES.rows(name).next()?.fields();
        STATIONS.rows(station).next()
    };
    row(name).or_else(|| row(city_of_post(name)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::sheet::compare;

    #[test]
    fn aliases_are_sorted_folded_and_lead_to_a_station() {
        let mut before = "";
        for row in ALIASES.all() {
            let [alias, name, rest] = row.fields();
            assert!(rest.is_empty() && !alias.contains(' '), "{}", row.0);
            assert!(compare(before, alias).is_lt(), "{}", row.0);
            assert_eq!(
                STATIONS
                    .rows(name)
                    .filter(|station| station.code() == name)
                    .count(),
                1
            );
            before = alias;
        }
    }

    #[test]
    fn what_begins_with_letters_is_found_among_all() {
        for letters in [
            "", "A", "PA", "PO", "ZA", "zz", "QX", "BANGK", "ABIDJAN", "PORTAUPR", "N'", "\u{c9}",
        ] {
            let begins = |row: &crate::glossary::sheet::Row| {
                let head = row.code().as_bytes().get(..letters.len());
                head.is_some_and(|head| head.eq_ignore_ascii_case(letters.as_bytes()))
            };
            let all: Vec<_> = ALIASES
                .all()
                .filter(begins)
                .map(crate::glossary::sheet::Row::code)
                .collect();
            let found: Vec<_> = station_aliases(letters).map(|(alias, _)| alias).collect();
            assert_eq!(found, all, "{letters}");
        }
        assert!(station_aliases("PA").count() > 1);
    }

    #[test]
    fn every_place_is_known_again() {
        for place in places().filter(|place| !place.is_empty()) {
            assert!(is_place(place) && is_place(&place.to_ascii_uppercase()));
            assert!(!is_place(&format!("{place} X")), "{place}");
        }
        for word in [
            "",
            "X",
            "PORT LARKSPUR",
            "PORTAUPRINCE",
            "PORT AU",
            "\u{e9}",
        ] {
            assert!(!is_place(word), "{word}");
        }
        assert_eq!(places().count(), PLACES.len());
        assert!(PLACES.is_sorted_by_key(|&(head, ..)| head));
    }

    #[test]
    fn every_station_answers_to_its_name() {
        for row in STATIONS.all() {
            assert_eq!(
                station(row.code()).map(|station| station.name),
                Some(row.code())
            );
        }
    }

    #[test]
    fn stations_answer_to_other_names() {
        for (name, expected) in [
            ("STATE", Some("STATE")),
            ("SECSTATE", Some("STATE")),
            ("secstate washdc", Some("STATE")),
            ("SECSTATEWASHDC", Some("STATE")),
            ("ADDIS", Some("ADDIS ABABA")),
            ("ADDIS ABABA", Some("ADDIS ABABA")),
            ("AMEMBASSY ABU DHABI", Some("ABU DHABI")),
            ("amconsul abudhabi", Some("ABU DHABI")),
            ("PORT LARKSPUR", None),
            ("AMEMBASSY", None),
            ("AMEMBASSY PORT LARKSPUR", None),
            ("", None),
            (" ", None),
            ("\t", None),
            ("é", None),
        ] {
            assert_eq!(
                station(name).map(|station| station.name),
                expected,
                "{name:?}"
            );
        }
    }

    #[test]
    fn a_station_knows_its_place_and_zone() {
        let state = station("SECSTATE").unwrap();
        assert_eq!(
            (state.kind, state.place, state.zone, state.sourced),
            ("department", "Washington", "America/New_York", true)
        );
    }
}
