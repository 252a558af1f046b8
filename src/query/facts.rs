//! What a telegram can be asked for beside its words.

use std::collections::HashSet;

use crate::cable::{
    Addressee, Cable, Classification, Date, Link, Precedence, TagKind, city_of_post,
};
use crate::check::{Severity, check_with};
use crate::glossary;

use super::Of;
use super::field::{Field, Thing};
use super::fold::{folded, squeezed};
use super::read::{spelled, station};

/// What is known of a telegram, as queries ask for it. The index holds the
/// same values in the same spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The day it was dated.
    pub date: Option<Date>,
    /// The level of its banner.
    pub level: Option<Classification>,
    /// The precedence of its date-time group.
    pub precedence: Option<Precedence>,
    /// Values of fields: small letters and digits, without anything between.
    values: Vec<(Field, String)>,
    /// Words of fields.
    texts: Vec<(Of, String)>,
    /// The values again, once they are many.
    many: HashSet<(Field, String)>,
}

/// Values that are looked through one by one.
const FEW: usize = 100;

/// What of the facts is asked for that takes long to find.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// What the checks find.
    pub findings: bool,
    /// Telegrams that are cited in the text.
    pub citations: bool,
}

impl Depth {
    /// What is cited, in the text too.
    pub const CITATIONS: Depth = Depth {
        findings: false,
        citations: true,
    };

    /// All.
    pub const ALL: Depth = Depth {
        findings: true,
        citations: true,
    };
}

impl Facts {
    /// The facts of a telegram.
    #[must_use]
    pub fn of(cable: &Cable, depth: Depth) -> Facts {
        let heading = &cable.heading;
        let stated = heading.dateline.and_then(|line| line.precedence);
        let mut facts = Facts {
            date: cable.date(),
            level: cable.level(),
            precedence: heading.dtg.as_ref().map_or(stated, |line| line.precedence),
            values: Vec::new(),
            texts: Vec::new(),
            many: HashSet::new(),
        };
        facts
            .values
            .push((Field::Family, cable.family.slug().to_owned()));
        facts.names(cable);
        facts.codes(cable);
        let links = if depth == Depth::default() {
            Vec::new()
        } else {
            glossary::links(cable)
        };
        facts.things(cable, &links, depth);
        facts.cites(cable, &links, depth);
        facts.addresses(cable);
        for reference in &heading.references {
            facts.texts.push((Of::Ref, cable.read(reference.span)));
        }
        for name in &cable.signature {
            facts.texts.push((Of::Sign, cable.read(*name)));
        }
        facts
    }

    /// The values of a field.
    pub fn values(&self, field: Field) -> impl Iterator<Item = &str> {
        let of = move |(known, _): &&(Field, String)| *known == field;
        self.values
            .iter()
            .filter(of)
            .map(|(_, value)| value.as_str())
    }

    /// All values.
    #[must_use]
    pub fn all_values(&self) -> &[(Field, String)] {
        &self.values
    }

    /// Words of fields, each text by itself.
    #[must_use]
    pub fn texts(&self) -> &[(Of, String)] {
        &self.texts
    }

    /// The number of the telegram.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.values(Field::Id).next()
    }

    fn add(&mut self, field: Field, value: String) {
        let of = |known: &(Field, String)| known.0 == field && known.1 == value;
        // Few values are looked through; of thousands that would take long.
        let is_new = if self.values.len() < FEW {
            !self.values.iter().any(of)
        } else {
            if self.many.is_empty() {
                self.many.extend(self.values.iter().cloned());
            }
            self.many.insert((field, value.clone()))
        };
        if is_new && !value.is_empty() {
            self.values.push((field, value));
        }
    }

    fn names(&mut self, cable: &Cable) {
        if let Some(mrn) = &cable.mrn {
            self.add(Field::Id, spelled(mrn));
            self.add(Field::Post, station(&mrn.station));
            return;
        }
        let Some(from) = &cable.heading.from else {
            return;
        };
        let plad = cable.read(from.plad.0);
        if let Some(post) = post_of(&plad) {
            self.add(Field::Post, post);
        }
    }

    fn codes(&mut self, cable: &Cable) {
        for tag in &cable.heading.tags {
            self.add(Field::Tag, squeezed(&tag.code));
            if tag.kind == TagKind::Person {
                for word in folded(&tag.code) {
                    self.add(Field::Tag, word);
                }
            }
        }
        for caption in &cable.heading.captions {
            self.add(Field::Caption, squeezed(&caption.text));
        }
        for control in cable
            .heading
            .banner
            .iter()
            .flat_map(|banner| &banner.controls)
        {
            self.add(Field::Caption, squeezed(&cable.read(*control)));
        }
    }

    fn things(&mut self, cable: &Cable, links: &[Link], depth: Depth) {
        let findings = if depth.findings {
            check_with(cable, links, None)
        } else {
            Vec::new()
        };
        let is_error = |severity| severity == Severity::Error;
        for &thing in Thing::ALL {
            let is_there = match thing {
                Thing::Summary => cable.summary.is_some(),
                Thing::Comment => cable.comment.is_some(),
                Thing::Excision => !cable.excisions.is_empty(),
                Thing::Finding => !findings.is_empty(),
                Thing::Error => findings.iter().any(|finding| is_error(finding.severity)),
                Thing::Repair => cable.repairs.iter().any(|repair| repair.applied),
                Thing::Reference => !cable.heading.references.is_empty(),
                Thing::Signature => !cable.signature.is_empty(),
                Thing::Garble => !cable.garbles.is_empty(),
                Thing::Note => !cable.notes.is_empty(),
                Thing::Text => !cable.paragraphs.is_empty(),
                Thing::Heading => cable.paragraphs.iter().any(|it| it.heading.is_some()),
            };
            if is_there {
                self.values.push((Field::Has, thing.name().to_owned()));
            }
        }
    }

    fn cites(&mut self, cable: &Cable, links: &[Link], depth: Depth) {
        for mrn in cable
            .heading
            .references
            .iter()
            .filter_map(|reference| reference.mrn.as_ref())
        {
            self.add(Field::Cites, spelled(mrn));
        }
        if !depth.citations {
            return;
        }
        for mrn in links.iter().filter_map(|link| link.mrn.as_ref()) {
            self.add(Field::Cites, spelled(mrn));
        }
    }

    fn addresses(&mut self, cable: &Cable) {
        let heading = &cable.heading;
        let all: [(Of, &[Addressee]); 3] = [
            (Of::From, heading.from.as_slice()),
            (Of::To, &heading.action),
            (Of::Info, &heading.info),
        ];
        for (of, addressees) in all {
            for addressee in addressees {
                let plad = cable.read(addressee.plad.0);
                // SECSTATE WASHDC is to be found as STATE too.
                if let Some(known) = glossary::station_name(&plad) {
                    let is_said = folded(known)
                        .iter()
                        .all(|word| folded(&plad).contains(word));
                    if !is_said {
                        self.texts.push((of, known.to_owned()));
                    }
                }
                self.texts.push((of, plad));
            }
        }
    }
}

/// The station of an originator, where the words name one.
fn post_of(plad: &str) -> Option<String> {
    if let Some(known) = glossary::station_name(plad) {
        return Some(squeezed(known));
    }
    city_of_post(plad).map(station)
}
