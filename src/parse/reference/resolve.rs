//! Which telegram a citation names: its year, its station, its series.

use super::super::token::{Joined, after_word, is_blank, is_one_slip, same, squeeze};
use super::super::words::{Words, words};
use super::super::{Draft, misread};
use super::citation::{Cited, of_addressee};
use super::station::zero_for_o;
use crate::cable::{
    Confidence, Inference, Mrn, Reference, ReferenceKind, RepairKind, city_of_post,
};
use crate::glossary;

impl Draft<'_> {
    /// Notes the letters in year and serial of a citation, and the digits in
    /// its station.
    pub(super) fn misread_citation(&mut self, joined: &Joined, cited: &str) {
        // Few hold a word of both digits and letters.
        let (mut above, mut is_mixed) = (0, false);
        for byte in cited.bytes() {
            let sort = u8::from(byte.is_ascii_alphabetic()) + 2 * u8::from(byte.is_ascii_digit());
            is_mixed |= above + sort == 3;
            above = sort;
        }
        if !is_mixed {
            return;
        }
        for word in cited.split(|c: char| !c.is_ascii_alphanumeric()) {
            let n_letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
            if (1..word.len()).contains(&n_letters)
                && word.chars().all(|c| misread::digit(c).is_some())
            {
                self.misread_number(joined.span(word));
            } else if n_letters > 1 && word.contains('0') && zero_for_o(word).is_some() {
                let kind = RepairKind::MisreadCharacter;
                let read = word.replace('0', "O").into();
                self.repair(joined.span(word), kind, read, Confidence::Medium);
            }
        }
    }

    /// The station of a series that is named for its two ends.
    ///
    /// ```abnf
    /// series = "DEPTEL" ["S"] / "DEPT" / "DEPARTMENT"   ; the Department
    ///        / "EMBTEL" ["S"] / "CONTEL" ["S"] / "OUR" / "MY" / "OURTEL" / "MYTEL" / "POST'S"
    ///                                             ; this embassy
    ///        / "YOUR" / "YOURTEL" / "URTEL"       ; the only action addressee
    ///        / "USINT"      ; the interests section that sends it, or the only one addressed
    /// ```
    ///
    /// Circulars, `DEPCIRTEL 12`, have a series of their own.
    ///
    /// Samples: `oddities/ref-label-with-its-letter`, `oddities/ref-to-an-interests-section`
    fn series(&self, printed: &str) -> Option<Box<str>> {
        let of_department = ["DEPTEL", "DEPTELS", "DEPT", "DEPARTMENT"];
        if of_department.iter().any(|name| same(printed, name)) {
            return Some("STATE".into());
        }
        let own = [
            "EMBTEL", "EMBTELS", "CONTEL", "CONTELS", "OUR", "MY", "OURTEL", "MYTEL",
        ];
        let is_own = own.iter().any(|name| same(printed, name));
        if is_own {
            return self.mrn().map(|mrn| mrn.station);
        }
        if printed == "USINT" {
            // Asked of every reference: the addressees are gone through once.
            let section = self.interests_section.get_or_init(|| self.only_section());
            return section.clone();
        }
        let action = match self.heading.action.as_slice() {
            [only] if of_addressee(printed) => self.slice(only.plad.0),
            _ => return None,
        };
        let station = match after_word(action, "SECSTATE") {
            Some(_) => "STATE",
            None => city_of_post(action)?,
        };
        Some(glossary::station_name(station).unwrap_or(station).into())
    }

    /// The station of the interests section that a telegram is from, or of the only one that
    /// it is to.
    fn only_section(&self) -> Option<Box<str>> {
        fn city(plad: &str) -> Option<&str> {
            let city = city_of_post(plad).filter(|_| plad.starts_with("USINT "))?;
            Some(glossary::station_name(city).unwrap_or(city))
        }
        let heading = &self.heading;
        let from = heading.from.as_ref().map(|from| self.slice(from.plad.0));
        if let Some(own) = from.and_then(city) {
            return Some(own.into());
        }
        let addressees = heading.action.iter().chain(&heading.info);
        let mut sections = addressees.filter_map(|to| city(self.slice(to.plad.0)));
        let first = sections.next()?;
        sections.all(|next| next == first).then(|| first.into())
    }

    /// The only station a name of which has one letter lost, doubled, wrong or changed
    /// with the next: `BANGOK 88`. Short names are like others, and the first two
    /// letters and the last two are right.
    ///
    /// Sample: `garbled/ref-stations-misspelled`
    fn misspelled_station(&self, printed: &str) -> Option<&'static str> {
        const SHORTEST: usize = 6;
        const SHORTEST_NAME: usize = 7;
        /// Words, and places that are no slip of another.
        const OTHERS: Words = words![
            "ANSWER", "BORDER", "COMMENCE", "GENOVA", "GRANADA", "MANUAL", "MARGIN", "PRISTINE",
            "RECIPE", "TREASURE",
        ];
        /// References up to which stations are looked for so.
        const MANY: usize = 64;
        let letters = printed.chars().filter(|&c| !is_blank(c));
        let name: String = letters.map(|c| c.to_ascii_uppercase()).collect();
        if name.len() < SHORTEST || OTHERS.hold(&name) || self.heading.references.len() > MANY {
            return None;
        }
        let like = |alias: &str| {
            alias.len() >= SHORTEST_NAME
                && alias.as_bytes().last_chunk::<2>() == name.as_bytes().last_chunk()
                && alias.len().abs_diff(name.len()) < 2
                && is_one_slip(alias.as_bytes(), name.as_bytes())
        };
        let mut stations = glossary::station_aliases(name.get(..2)?)
            .filter(|(alias, _)| like(alias))
            .map(|(_, station)| station);
        let first = stations.next()?;
        stations.all(|station| station == first).then_some(first)
    }

    /// Names the telegram, as far as station and year are known.
    pub(super) fn resolve(
        &self,
        read: &Cited<'_>,
        letter: Option<char>,
        carried: Option<&str>,
    ) -> Reference {
        let mut inferred = Vec::new();
        let mut confidence = Confidence::High;
        let year = read.year.or_else(|| {
            inferred.push(Inference::Year);
            self.year()
        });
        let station = read.station.or(carried).and_then(|printed| {
            // `NORTHHAVEN'S 88`, `BRUSSELS' 88`
            let bare = printed.strip_suffix("'S");
            let is_own = same(printed, "POST'S");
            let printed = squeeze(bare.unwrap_or(printed).trim_end_matches('\''));
            let apart = || printed.contains('-').then(|| printed.replace('-', " "));
            let series = if is_own { "OUR" } else { &*printed };
            Some(if let Some(series) = self.series(series) {
                inferred.push(Inference::Station);
                series
            } else if of_addressee(&printed) || printed == "USINT" {
                return None;
            } else if let Some(known) = glossary::station_name(&printed)
                .or_else(|| zero_for_o(&printed))
                // `TEL-AVIV 88`
                .or_else(|| glossary::station_name(&apart()?))
            {
                if known == printed {
                    return Some(printed.into_boxed_str());
                }
                inferred.push(Inference::Station);
                known.into()
            } else if let Some(like) = self.misspelled_station(&printed) {
                inferred.push(Inference::Station);
                confidence = Confidence::Medium;
                like.into()
            } else {
                confidence = Confidence::Medium;
                printed.into_boxed_str()
            })
        });
        if read.has_comma {
            confidence = Confidence::Medium;
        }
        if read.station.is_none() {
            confidence = Confidence::Low;
            if !inferred.contains(&Inference::Station) {
                inferred.push(Inference::Station);
            }
        }
        let mrn = match (year, station) {
            (Some(year), Some(station)) => Some(Mrn {
                year,
                station,
                serial: read.serial,
            }),
            _ => None,
        };
        if mrn.is_none() {
            inferred.clear();
        }
        let kind = ReferenceKind::Cable;
        Reference {
            span: crate::cable::Span::default(),
            letter,
            kind,
            mrn,
            inferred,
            notal: false,
            confidence,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::reference::tests::{bare, block, check};

    #[test]
    fn characters_of_stations_and_serials_may_be_misread() {
        insta::assert_snapshot!(block("A. LOND0N 12 B. 0SLO 13"), @"A=08LONDON12 B=08OSLO13");
        insta::assert_snapshot!(block("STATE 471L, ROME 12L"), @"-=08STATE4711 -=08ROME121");
        insta::assert_snapshot!(block("X0RT 12"), @"-=other");
        insta::assert_snapshot!(check("NORTHHAVEN 1L"), @"no telegram");
        let text = "UNCLAS NORTHHAVEN 000311\n\nREF: 08 LOND0N 431L\n";
        let cable = crate::parse::parse(text.as_bytes());
        let read: Vec<&str> = cable.repairs.iter().map(|repair| &*repair.to).collect();
        assert_eq!(read, ["LONDON", "4311"]);
    }

    #[test]
    fn the_series_of_the_secretary_on_a_journey_are_stations() {
        insta::assert_snapshot!(block("A. SECTO 12 B. STATE 4711 (TOSEC 40117)"), @"A=08SECTO12 B=08STATE4711");
    }

    #[test]
    fn the_department_and_others_have_several_names() {
        insta::assert_snapshot!(block("STAE 1, STATE WASHDC 2, DEPARTMENT 3, AMEMB ROME 4"), @"-=08STATE1 -=08STATE2 -=08STATE3 -=08ROME4");
        insta::assert_snapshot!(block("HK 1, BKK 2, KL 3"), @"-=08HONGKONG1 -=08BANGKOK2 -=08KUALALUMPUR3");
    }

    #[test]
    fn the_series_of_a_journey_stand_side_by_side() {
        assert_eq!(bare("SECTO 12, TOSEC 14"), "08SECTO12 08TOSEC14");
        assert_eq!(bare("TOSEC 14 AND SECTO 12"), "08TOSEC14 08SECTO12");
        // One telegram in two series.
        assert_eq!(bare("STATE 4711, TOSEC 14"), "08STATE4711");
        assert_eq!(bare("SECTO 12 (TOSEC 14)"), "08SECTO12");
    }

    #[test]
    fn an_interests_section_is_the_one_that_the_header_names() {
        let of = |header: &str| {
            let text =
                format!("R 221504Z JUL 08\n{header}\n\nUNCLAS ROME 000311\n\nREF: USINT 202\n");
            let cable = crate::parse::parse(text.as_bytes());
            let mrn = cable.heading.references.first().unwrap().mrn.as_ref();
            mrn.map(ToString::to_string).unwrap_or_default()
        };
        assert_eq!(of("FM USINT HAVANA"), "08HAVANA202");
        assert_eq!(of("FM AMEMBASSY ROME\nTO USINT HAVANA"), "08HAVANA202");
        assert_eq!(of("FM AMEMBASSY ROME\nTO USINT HAVANA\nUSINT BAGHDAD"), "");
        assert_eq!(of("FM AMEMBASSY ROME"), "");
        assert_eq!(bare("USINT HAVANA 202"), "08HAVANA202");
        assert_eq!(bare("USINT 07 HAVANA 202"), "07HAVANA202");
        assert_eq!(bare("USINT 07 SANTA BRISA 202"), "07SANTABRISA202");
        assert_eq!(bare("USINT 12 AND ROME 4"), "cable 08ROME4");
    }

    #[test]
    fn a_station_may_be_misspelled() {
        assert_eq!(
            bare("BANGOK 12, SANTAIGO 13, TEGUCIGALAPA 14, ADDIS ABEBA 15, SECSATE 16"),
            "08BANGKOK12 08SANTIAGO13 08TEGUCIGALPA14 08ADDISABABA15 08STATE16"
        );
        // Too short, more than one slip, another first letter, a name of its own.
        assert_eq!(
            bare("OSLOE 12, BANKOG 13, MANGKOK 14, NORTHHAVEN 15"),
            "08OSLOE12 08BANKOG13 08MANGKOK14 08NORTHHAVEN15"
        );
        for word in [
            "BORDER", "ANSWER", "MANUAL", "MARGIN", "RECIPE", "TREASURE", "PRISTINE", "GENOVA",
            "GRANADA",
        ] {
            assert_eq!(bare(&format!("{word} 12")), format!("08{word}12"));
        }
    }
}
