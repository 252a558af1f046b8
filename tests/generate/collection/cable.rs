//! What is true of a cable.

use super::chance::{Chance, below, of};
use super::timeline::{Number, Slot};
use super::world::{COUNTRIES, FIRST_NAMES, Kind, N_POSTS, OFFICERS, OFFICIALS, POSTS, TOPICS};
use super::{Collection, Form, Story};

/// How a cable is classified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Unclassified,
    LimitedOfficialUse,
    Confidential,
    Secret,
}

impl Class {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Class::Unclassified => "UNCLASSIFIED",
            Class::LimitedOfficialUse => "LIMITED OFFICIAL USE",
            Class::Confidential => "CONFIDENTIAL",
            Class::Secret => "SECRET",
        }
    }

    /// What the parser's JSON calls it.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Class::Unclassified => "unclassified",
            Class::LimitedOfficialUse => "limited-official-use",
            Class::Confidential => "confidential",
            Class::Secret => "secret",
        }
    }
}

/// What a cable cites.
#[derive(Clone, Debug)]
pub(super) enum Cited {
    /// A cable, and its number here if it is in the collection.
    Cable(Number, Option<u64>),
    EMail(String),
}

#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) letter: Option<char>,
    pub(super) cited: Cited,
    pub(super) is_notal: bool,
}

/// What is true of a cable, before any of it is written.
pub(crate) struct Cable {
    pub(super) n: u64,
    /// The first release of the same cable.
    pub(super) release_of: Option<u64>,
    pub(super) number: Number,
    pub(super) form: Form,
    pub(super) class: Class,
    /// `NOFORN`, `LIMDIS`, `EXDIS`
    pub(super) caption: Option<&'static str>,
    pub(super) tags: Vec<String>,
    pub(super) subject: String,
    pub(super) references: Vec<Reference>,
    /// Cables cited in the running text alone.
    pub(super) in_text: Vec<(Number, Option<u64>)>,
    pub(super) precedence: char,
    /// Who it was sent to: the first for action, the others for information.
    pub(super) to: Vec<usize>,
    /// Whether its header is there, where its form has room for one.
    pub(super) has_header: bool,
    pub(super) signer: &'static str,
    pub(super) classified_by: (&'static str, &'static str),
    pub(super) story: Story,
    pub(super) country: usize,
    /// Bytes of its text, about.
    pub(super) length: u64,
    /// Words that stand in no other cable.
    pub(super) needles: Vec<String>,
}

impl Number {
    /// `08PORTLARKSPUR311`
    pub(crate) fn id(&self) -> String {
        let post = POSTS[self.post].name.replace(' ', "");
        format!("{:02}{post}{}", self.year() % 100, self.serial)
    }
}

impl Cable {
    /// What a printed volume says that it cites: the cables of its year.
    pub(super) fn cited_of_year(&self) -> impl Iterator<Item = &Number> {
        self.references.iter().filter_map(|it| match &it.cited {
            Cited::Cable(cited, _) => Some(cited).filter(|it| it.year() == self.number.year()),
            Cited::EMail(_) => None,
        })
    }
}

/// Bytes that the text of a cable has at twenty places of their distribution,
/// heading and archive aside: half of all have less than 3,700, one of twenty
/// more than 13,600.
const LENGTHS: [u64; 21] = [
    700, 1_000, 1_350, 1_700, 1_950, 2_200, 2_500, 2_750, 3_050, 3_350, 3_700, 4_050, 4_450, 4_900,
    5_450, 6_100, 7_000, 8_200, 10_000, 13_600, 38_000,
];

impl Collection {
    /// What is true of the cable of a number. With `forms` it is published in
    /// one of them.
    pub(crate) fn cable(&self, n: u64, forms: &[Form]) -> Cable {
        let release_of = self.released_before(n);
        // A further release has the words of the first.
        let first = release_of.unwrap_or(n);
        let number = self.timeline.number(first);
        let year = number.year();
        let story = self.story(first);
        let needles: Vec<String> = self.needles(n).map(str::to_owned).collect();
        let mut chance = self.chance(&[30, n]);
        let form = self.form(year, forms, !needles.is_empty(), &mut chance);
        let has_header = match form {
            // Of an extract there is none.
            Form::Html => chance.percent(85),
            Form::Csv => chance.percent(80),
            Form::Extract | Form::Card | Form::Frus | Form::Plain => false,
            _ => true,
        };
        let mut chance = self.chance(&[31, first]);
        let country = self.country(story, first, number.post);
        let class = class(story, year, &mut chance);
        let part = chance.below(20) as usize;
        let width = LENGTHS[part + 1] - LENGTHS[part];
        // The longest are the fewest.
        let within = if part == 19 {
            let share = chance.below(1000);
            width * share * share / 1_000_000
        } else {
            chance.below(width)
        };
        let (references, in_text) = self.references(first, &number, story);
        Cable {
            n,
            release_of,
            number,
            form,
            class,
            caption: match class {
                Class::Unclassified if is_sensitive(story, year) => Some("SENSITIVE"),
                Class::Secret => {
                    *chance.pick(&[None, Some("NODIS"), Some("EXDIS"), Some("NOFORN")])
                }
                Class::Confidential if chance.percent(12) => {
                    *chance.pick(&[Some("LIMDIS"), Some("NOFORN")])
                }
                _ => None,
            },
            tags: self.tags(story, country, number.post, year, &mut chance),
            subject: self.subject(story, country, &mut chance),
            references,
            in_text,
            precedence: chance.weighted(&[(45, 'R'), (38, 'P'), (16, 'O'), (1, 'Z')]),
            to: addressees(number.post, &mut chance),
            has_header,
            signer: officer(number.post, year, 0),
            classified_by: (
                FIRST_NAMES[below(of(&[number.post as u64, u64::from(year / 3)]), 40) as usize],
                officer(number.post, year, 1 + chance.below(2)),
            ),
            story,
            country,
            length: LENGTHS[part] + within,
            needles,
        }
    }

    /// The form in which a cable of a year is published.
    fn form(&self, year: u16, forms: &[Form], has_text: bool, chance: &mut Chance) -> Form {
        let wanted = |form: Form| {
            (self.spec.forms.is_empty() || self.spec.forms.contains(&form))
                && (forms.is_empty() || forms.contains(&form))
                && !(has_text && form == Form::Card)
        };
        let known = Form::ALL
            .iter()
            .map(|row| row.0)
            .filter(|&form| wanted(form));
        let known: Vec<Form> = known.collect();
        // These are of no year; they occur where they are asked for.
        let asked = |form: Form| match form {
            Form::Csv | Form::Frus | Form::Plain if !self.spec.forms.is_empty() => 10,
            form => form.share(year),
        };
        let of_year = known.iter().map(|&form| (asked(form), form));
        let of_year: Vec<(u64, Form)> = of_year.filter(|row| row.0 > 0).collect();
        if of_year.is_empty() {
            // None of that year: what was asked for all the same.
            let all: Vec<(u64, Form)> = known.iter().map(|&form| (1, form)).collect();
            return if all.is_empty() {
                Form::Acp127
            } else {
                chance.weighted(&all)
            };
        }
        chance.weighted(&of_year)
    }

    /// The country that a cable is about.
    fn country(&self, story: Story, n: u64, post: usize) -> usize {
        if let Some(event) = self.timeline.event(n)
            && (POSTS[post].country == event.country || of(&[n, 7]).is_multiple_of(2))
        {
            return event.country;
        }
        if POSTS[post].kind == Kind::Department || of(&[story.key, 5]).is_multiple_of(6) {
            return below(of(&[story.key, 6]), COUNTRIES.len() as u64) as usize;
        }
        POSTS[post].country
    }

    fn tags(
        &self,
        story: Story,
        country: usize,
        post: usize,
        year: u16,
        chance: &mut Chance,
    ) -> Vec<String> {
        let topic = topic(story);
        let codes = if year < 1980 { topic.early } else { topic.late };
        let mut tags: Vec<String> = codes.iter().map(|&code| code.to_owned()).collect();
        if tags.iter().any(|tag| tag == "OVIP") {
            let surname = self.vocabulary.surnames.used(of(&[story.key, 8]));
            let first = FIRST_NAMES[below(of(&[story.key, 9]), 40) as usize];
            tags.insert(1, format!("{surname}, {first}").to_uppercase());
        }
        if chance.percent(30) {
            let more = chance.pick(&TOPICS);
            let codes = if year < 1980 { more.early } else { more.late };
            tags.push(codes[codes.len() - 1].to_owned());
        }
        tags.push(COUNTRIES[country].1.to_owned());
        if POSTS[post].country != country && POSTS[post].kind != Kind::Department {
            tags.push(COUNTRIES[POSTS[post].country].1.to_owned());
        }
        let mut known: Vec<String> = Vec::new();
        for tag in tags {
            if !known.contains(&tag) {
                known.push(tag);
            }
        }
        known
    }

    /// Stories have a title, which goes on from cable to cable.
    fn subject(&self, story: Story, country: usize, chance: &mut Chance) -> String {
        const STEPS: [&str; 12] = [
            "OPENS",
            "GOES ON",
            "SECOND THOUGHTS",
            "THE VIEW FROM HERE",
            "NEXT STEPS",
            "NO CHANGE",
            "A SETBACK",
            "FURTHER DETAILS",
            "WHO SAID WHAT",
            "BIOGRAPHIC NOTES",
            "PRESS REACTION",
            "REQUEST FOR GUIDANCE",
        ];
        let title = topic(story).title;
        let land = COUNTRIES[country].0.to_uppercase();
        let noun = self.vocabulary.nouns.used(chance.next()).to_uppercase();
        let rare = self
            .vocabulary
            .nouns
            .any(of(&[story.key, 2, 0]))
            .to_uppercase();
        let step = chance.pick(&STEPS);
        let official = chance.pick(&OFFICIALS).to_uppercase();
        let nth = story.nth + 1;
        match below(of(&[story.key, 10]), 6) {
            0 => format!("{land}: {title}: {step}"),
            1 => format!("{title} AND THE {rare}: {step}"),
            2 if story.length > 3 => format!("{land} WEEKLY {title} ROUNDUP NUMBER {nth}"),
            3 => format!("{official} ON {title} AND THE {noun}"),
            4 => format!("{title} IN {land} - {step}"),
            _ => format!("{title}: THE {rare} OF THE {noun}"),
        }
    }

    /// What the cable of a number cites: in its REF block, and in its text.
    fn references(
        &self,
        n: u64,
        number: &Number,
        story: Story,
    ) -> (Vec<Reference>, Vec<(Number, Option<u64>)>) {
        let mut chance = self.chance(&[32, n]);
        let mut cited: Vec<(Number, Option<u64>)> = Vec::new();
        let mut take = |found: Option<(Number, Option<u64>)>| {
            if let Some((found, held)) = found
                && found != *number
                && !cited.iter().any(|(known, _)| {
                    known.post == found.post
                        && known.serial == found.serial
                        && known.year() == found.year()
                })
            {
                cited.push((found, held));
            }
        };
        let held = |m: u64| (m < n).then(|| (self.number(m), Some(m)));
        let block = self.timeline.slot(n).block;
        if story.nth > 0 && chance.percent(88) {
            take(self.before(n, 1).and_then(held));
        }
        if story.nth > 1 && chance.percent(30) {
            take(self.before(n, story.nth).and_then(held));
        }
        if story.nth > 3 && chance.percent(25) {
            take(
                self.before(n, 2 + chance.below(story.nth - 2))
                    .and_then(held),
            );
        }
        // What the Department asked for.
        if chance.percent(22) {
            let block = block.saturating_sub(chance.below(4));
            let slot = chance.below(self.timeline.n_of_department(block).max(1));
            take(held(self.timeline.number_at(Slot { block, slot })));
        }
        // What the neighbors said.
        for _ in 0..chance.weighted(&[(62, 0), (25, 1), (9, 2), (4, 4)]) {
            let Slot { block, slot } = self.timeline.slot(n);
            let block = block.saturating_sub(1 + chance.below(2));
            let slot = (slot + 60 + chance.below(9)) % 64;
            take(held(self.timeline.number_at(Slot { block, slot })));
        }
        // Something long ago.
        if chance.percent(5) && n > 0 {
            take(held(chance.below(n)));
        }
        // Cables that are not there: several cite the same.
        if chance.percent(16) {
            let anchor = (block / 4 * 4).saturating_sub(1) * 64 + chance.below(4) * 16;
            if anchor < n {
                take(
                    self.timeline
                        .missing_after(anchor)
                        .map(|missing| (missing, None)),
                );
            }
        }
        cited.truncate(9);
        let n_in_text = usize::from(cited.len() > 1 && chance.percent(12));
        let in_text = cited.split_off(cited.len() - n_in_text);
        let mut references: Vec<Reference> = Vec::new();
        for (cable, held) in cited {
            references.push(Reference {
                letter: None,
                cited: Cited::Cable(cable, held),
                is_notal: chance.percent(9),
            });
        }
        if references.len() > 1 && number.year() > 1994 && chance.percent(6) {
            let day = number.when.date;
            let (one, two) = (chance.pick(&OFFICERS), chance.pick(&OFFICERS));
            let words = format!(
                "{one}-{two} e-mail of {}/{}/{:02}",
                day.month(),
                day.day(),
                day.year() % 100
            );
            references.push(Reference {
                letter: None,
                cited: Cited::EMail(words.to_uppercase()),
                is_notal: false,
            });
        }
        let is_lettered = references.len() > 1 && chance.percent(88)
            || references.len() == 1 && chance.percent(8);
        if is_lettered {
            for (reference, letter) in references.iter_mut().zip('A'..) {
                reference.letter = Some(letter);
            }
        }
        (references, in_text)
    }
}

/// Whether the cables of an unclassified story are for official use.
pub(super) fn is_sensitive(story: Story, year: u16) -> bool {
    year > 1995 && of(&[story.key, 12]).is_multiple_of(3)
}

/// To whom a post sends a cable.
fn addressees(from: usize, chance: &mut Chance) -> Vec<usize> {
    let mut to = Vec::new();
    if from > 0 {
        to.push(0);
    }
    for _ in 0..=chance.below(9) {
        let post = 1 + chance.below(N_POSTS as u64 - 1) as usize;
        if post != from && !to.contains(&post) {
            to.push(post);
        }
    }
    to
}

pub(super) fn topic(story: Story) -> &'static super::world::Topic {
    &TOPICS[below(of(&[story.key, 1]), TOPICS.len() as u64) as usize]
}

/// Who holds an office at a post.
fn officer(post: usize, year: u16, office: u64) -> &'static str {
    let key = of(&[(post % N_POSTS) as u64, u64::from(year / 3), office]);
    OFFICERS[below(key, OFFICERS.len() as u64) as usize]
}

/// Cables of a story are classified alike, more or less.
fn class(story: Story, year: u16, chance: &mut Chance) -> Class {
    let middle = if year < 1996 {
        Class::LimitedOfficialUse
    } else {
        Class::Unclassified
    };
    match below(of(&[story.key, 11]), 100) {
        _ if chance.percent(15) => Class::Unclassified,
        0..40 => Class::Unclassified,
        40..55 => middle,
        55..92 => Class::Confidential,
        _ if chance.percent(30) => Class::Confidential,
        _ => Class::Secret,
    }
}
