//! The people that headings and signatures name, as they name them.
//!
//! What is spelled otherwise is another: `QUILL` who signs and `Ada Quill`
//! who classifies are two, and so is a name with a letter that was misread.
//! Capitals and accents alone do not make another.

use std::collections::BTreeMap;

use crate::cable::{Cable, Date};

use super::folded;
use super::serials::station_of;

/// Someone that telegrams name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name, as it is spelled most often.
    pub name: String,
    /// What as, the most frequent first.
    pub posts: Vec<As>,
}

/// What someone is named as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct As {
    /// How.
    pub role: Role,
    /// The title that is given; nothing where none is.
    pub title: Option<String>,
    /// The station that sent it, as banners spell it, without blanks.
    pub station: Option<String>,
    /// In how many telegrams.
    pub n_cables: usize,
    /// The first day of one.
    pub first: Option<Date>,
    /// The last.
    pub last: Option<Date>,
}

/// What someone does in a telegram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Signs it.
    Signer,
    /// Has classified it.
    Classifier,
}

impl Role {
    /// In a word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Signer => "signs",
            Role::Classifier => "classifies",
        }
    }
}

impl Person {
    /// In how many telegrams; one that someone signs and classifies counts
    /// twice.
    #[must_use]
    pub fn n_cables(&self) -> usize {
        self.posts.iter().map(|it| it.n_cables).sum()
    }

    /// The first day.
    #[must_use]
    pub fn first(&self) -> Option<Date> {
        self.posts.iter().filter_map(|it| it.first).min()
    }

    /// The last.
    #[must_use]
    pub fn last(&self) -> Option<Date> {
        self.posts.iter().filter_map(|it| it.last).max()
    }

    /// Whether someone of this name signs.
    #[must_use]
    pub fn signs(&self) -> bool {
        self.posts.iter().any(|it| it.role == Role::Signer)
    }
}

/// What is told apart: role, folded title, station.
type Key = (Role, Vec<String>, Option<String>);

/// The people of telegrams that were looked at one by one.
#[derive(Clone, Debug, Default)]
pub struct People {
    people: BTreeMap<Vec<String>, Known>,
}

#[derive(Clone, Debug, Default)]
struct Known {
    /// How often each spelling was met.
    spellings: BTreeMap<String, usize>,
    posts: BTreeMap<Key, As>,
}

impl People {
    /// Notes whom a telegram names.
    pub fn add(&mut self, cable: &Cable) {
        let station = cable.mrn.as_ref().map(station_of);
        let date = cable.date();
        for name in &cable.signature {
            let name = one_line(&cable.read(*name));
            self.note(&name, Role::Signer, None, station.as_deref(), date);
        }
        if let Some(by) = &cable.heading.classified_by
            && let Some(name) = by.name(cable)
        {
            let title = by.title.map(|title| one_line(&cable.read(title)));
            let (role, station) = (Role::Classifier, station.as_deref());
            self.note(&name, role, title, station, date);
            for person in &by.also {
                let title = person.title.map(|title| one_line(&cable.read(title)));
                let name = one_line(&cable.read(person.name));
                self.note(&name, role, title, station, date);
            }
        }
    }

    fn note(
        &mut self,
        name: &str,
        role: Role,
        title: Option<String>,
        station: Option<&str>,
        date: Option<Date>,
    ) {
        let spelled = folded(name);
        if spelled.is_empty() {
            return;
        }
        let known = self.people.entry(spelled).or_default();
        *known.spellings.entry(name.to_owned()).or_default() += 1;
        let folded_title = title.as_deref().map(folded).unwrap_or_default();
        let key = (role, folded_title, station.map(str::to_owned));
        let it = known.posts.entry(key).or_insert_with(|| As {
            role,
            title,
            station: station.map(str::to_owned),
            n_cables: 0,
            first: date,
            last: date,
        });
        it.n_cables += 1;
        it.first = it.first.into_iter().chain(date).min();
        it.last = it.last.into_iter().chain(date).max();
    }

    /// All of them, those first that are named most.
    #[must_use]
    pub fn all(self) -> Vec<Person> {
        let all = self.people.into_values().map(|known| {
            // Of equal ones the first by its letters.
            let spellings = known.spellings.into_iter().rev();
            let name = spellings.max_by_key(|(_, n)| *n);
            let mut posts: Vec<As> = known.posts.into_values().collect();
            posts.sort_by_key(|it| std::cmp::Reverse(it.n_cables));
            Person {
                name: name.map(|(name, _)| name).unwrap_or_default(),
                posts,
            }
        });
        let mut all: Vec<Person> = all.collect();
        all.sort_by_key(|person| std::cmp::Reverse(person.n_cables()));
        all
    }
}

fn one_line(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn people(cables: &[(u32, &str, &str)]) -> Vec<String> {
        let mut people = People::default();
        for (day, classified_by, signature) in cables {
            let text = format!(
                "P {day:02}1412Z MAR 08\nFM AMEMBASSY NORTH HAVEN\nTO SECSTATE WASHDC\n\n\
                 C O N F I D E N T I A L NORTH HAVEN {day:06}\n\nE.O. 12958: DECL: 03/01/2018\n\
                 SUBJECT: DUES\n\n{classified_by}\n\n1. (C) Text.\n{signature}\n"
            );
            people.add(&parse(text.as_bytes()));
        }
        let day = |day: Option<Date>| day.map_or("?".into(), |day| day.day().to_string());
        let all = people.all().into_iter().map(|person| {
            let posts = person.posts.iter().map(|it| {
                let title = it.title.as_deref().unwrap_or("-");
                let station = it.station.as_deref().unwrap_or("-");
                let (first, last) = (day(it.first), day(it.last));
                format!(
                    " {} {title} {station} {}:{first}-{last}",
                    it.role.name(),
                    it.n_cables
                )
            });
            format!("{}:{}", person.name, posts.collect::<String>())
        });
        all.collect()
    }

    #[test]
    fn only_the_same_spelling_is_the_same_person() {
        let by = |name: &str, title: &str| {
            format!("Classified By: {title} {name} for reasons 1.4 (b) and (d).")
        };
        let dcm = by("Ada Quill", "Deputy Chief of Mission");
        let capitals = by("ADA QUILL", "DEPUTY CHIEF OF MISSION");
        let charge = by("Ada Quill", "Charge d'Affaires");
        let misread = by("Ada Qui11", "Deputy Chief of Mission");
        assert_eq!(
            people(&[
                (3, &dcm, "MARLOW"),
                (9, &capitals, "MARLOW"),
                (5, &dcm, "Marlow"),
                (7, &charge, "QUILL"),
                (8, &misread, ""),
            ]),
            [
                "Ada Quill: classifies Deputy Chief of Mission NORTHHAVEN 3:3-9 classifies Charge d'Affaires NORTHHAVEN 1:7-7",
                "MARLOW: signs - NORTHHAVEN 3:3-9",
                "Ada Qui11: classifies Deputy Chief of Mission NORTHHAVEN 1:8-8",
                "QUILL: signs - NORTHHAVEN 1:7-7",
            ]
        );
    }
}
