//! What a survey of the collection finds, as a tree of rows. Another thread
//! makes it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::cable::{Date, Mrn};
use crate::query::{
    As, Citing, Direction, Gap, Link, Month, Numbered, Person, Serials, Traffic, missing_line,
    thread, traffic,
};
use crate::typeset::Shown;

use super::entries::Listed;
use super::{Entries, Listing, grouped};

/// What is surveyed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// What the telegram of a number cites and who cites it, up and down. The
    /// number is spelled as facts spell it.
    Thread(String),
    /// The telegrams that are cited and not there.
    Missing,
    /// How many there are of each post and month.
    Traffic,
    /// The numbers of each post and year that are not there.
    Gaps,
    /// The posts that sent them.
    Posts,
    /// The people that sign and classify them.
    People,
}

/// What a thread needs for a survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surveyable {
    /// Which survey this is, so that a late answer is not taken for it.
    pub id: u32,
    /// What is surveyed.
    pub topic: Topic,
    /// What is known of the cables by their headers, where that is needed.
    entries: Entries,
    /// Those that traffic does not count.
    others: HashSet<u32>,
}

/// What a thread says that makes a survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Surveyed {
    /// So many of a hundred parts of the cables have been read.
    Percent(usize),
    /// It is made.
    Made(Made),
    /// Why it cannot be.
    Failed(Shown),
}

/// A survey that is made: a tree, each row below its parent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Its rows.
    pub nodes: Vec<Node>,
    /// Whether some were left out for being too many.
    pub is_cut: bool,
    /// Whether some were left out for being too many references away.
    pub is_deeper: bool,
    /// What it comes to, in a few words.
    pub sum: String,
    /// Cables that could not be read.
    pub n_failed: usize,
    /// The first and the last month of what is counted by months.
    pub span: Option<(Month, Month)>,
}

/// A row of a survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// How far it is indented.
    pub depth: usize,
    /// How many rows hang on it: those that follow.
    pub n_below: usize,
    /// Whether those are out of sight at first.
    pub is_closed: bool,
    /// What it says.
    pub look: Look,
}

/// What a row of a survey says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// What follows.
    Title(String),
    /// A cable of a thread.
    Cable(Box<Member>),
    /// A cable that is cited and not there.
    Missing(Box<Missing>),
    /// What a post has sent, or all of them.
    Post(Box<Traffic>),
    /// What is there of a post and a year.
    Numbers(Box<Numbered>),
    /// Numbers that are not there.
    Gap(Gap),
    /// Someone that headings and signatures name.
    Person(Box<Person>),
    /// What someone is named as.
    As(Box<As>),
}

/// What a row says that counts something: from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What is counted.
    pub label: String,
    /// How many.
    pub count: String,
    /// Between which days.
    pub days: String,
    /// What else there is to say.
    pub words: String,
}

/// A cable of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its number, as facts spell it.
    pub number: String,
    /// Its number, as releases write it.
    pub id: Shown,
    /// What a list says of it; nothing if it is not there.
    pub listing: Option<Listing>,
    /// Its place among the entries, if it is one of them.
    pub entry: Option<usize>,
    /// How it stands in the thread.
    pub standing: Standing,
}

/// How a cable stands in a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Here alone.
    Once,
    /// It stands elsewhere too, and what hangs on it stands there.
    Again,
    /// It is one of those that it hangs on.
    Circle,
}

impl Member {
    /// Whether it is there, and how it stands, in a word or two.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match (self.standing, self.listing.is_some()) {
            (Standing::Circle, _) => "circle",
            (Standing::Again, true) => "again",
            (Standing::Once, true) => "held",
            (Standing::Again | Standing::Once, false) => "not held",
        }
    }
}

/// A cable that is cited and not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its number, as facts spell it.
    pub number: String,
    /// Its number, as releases write it.
    pub id: Shown,
    /// Those that cite it, as releases write them.
    pub by: Vec<String>,
    /// Its year, and the days between which it was probably written: those of
    /// the telegrams with the numbers around its own, and of the first that
    /// cites it.
    pub year: Option<u16>,
    /// The day after which.
    pub after: Option<Date>,
    /// The day before which.
    pub before: Option<Date>,
}

impl Missing {
    /// When it was probably written, `2008-01-05..2008-01-09`.
    #[must_use]
    pub fn dated(&self) -> String {
        let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        match (self.after, self.before) {
            (None, None) => self.year.map(|year| year.to_string()).unwrap_or_default(),
            (after, before) if after.is_some() && after == before => day(after),
            (after, before) => format!("{}..{}", day(after), day(before)),
        }
    }

    /// How often it is cited.
    #[must_use]
    pub fn times(&self) -> String {
        match self.by.len() {
            1 => String::from("once"),
            n => format!("{} times", grouped(n)),
        }
    }
}

/// A cable that is there: its place among the entries, and what a list says
/// of it.
pub type Held = (Option<usize>, Listing);

/// What finds the cable of a number.
pub type Holds<'a, E> = dyn FnMut(&str) -> Result<Option<Held>, E> + 'a;

/// References that lie between the first cable of a thread and the last.
pub(super) const DEEPEST: usize = 8;
/// Cables of a thread in each direction.
const MOST: usize = 2000;

/// Number and day of a cable.
fn dated(listed: Listed<'_>) -> (Option<Mrn>, Option<Date>) {
    (listed.id.and_then(|id| id.parse().ok()), listed.date)
}

impl Surveyable {
    /// A survey of cables of which this is known.
    #[must_use]
    pub fn new(id: u32, topic: Topic, entries: Entries) -> Surveyable {
        Surveyable {
            id,
            topic,
            entries,
            others: HashSet::new(),
        }
    }

    /// The same where traffic does not count some of these entries: a release
    /// for which another one has the row.
    pub(super) fn without(mut self, others: HashSet<u32>) -> Surveyable {
        self.others = others;
        self
    }

    /// The thread of a telegram, up and down, as `held` knows its cables.
    ///
    /// # Errors
    ///
    /// It cannot be told who cites whom.
    pub fn thread<C: Citing>(
        citing: &C,
        number: &str,
        held: &mut Holds<'_, C::Error>,
    ) -> Result<Made, C::Error> {
        let mut made = Made::default();
        let mut member = |number: &str, standing| -> Result<Look, C::Error> {
            let (entry, listing) = match held(number)? {
                Some((entry, listing)) => (entry, Some(listing)),
                None => (None, None),
            };
            let known = listing.as_ref().and_then(|it| it.id.clone());
            Ok(Look::Cable(Box::new(Member {
                number: number.to_owned(),
                id: known.unwrap_or_else(|| Shown::new(&number.to_uppercase())),
                listing,
                entry,
                standing,
            })))
        };
        let mut all = HashSet::from([number.to_owned()]);
        let is_held = citing.is_held(number)?;
        let mut n_missing = usize::from(!is_held);
        made.nodes.push(Node {
            depth: 0,
            n_below: 0,
            is_closed: false,
            look: member(number, Standing::Once)?,
        });
        for direction in [Direction::Up, Direction::Down] {
            let found = thread(citing, number, direction, (DEEPEST, MOST))?;
            made.is_cut |= found.is_cut;
            made.is_deeper |= found.is_deeper;
            let (links, is_deeper) = (found.links, found.is_deeper);
            let is_new = |link: &&Link| all.insert(link.id.clone());
            let new = links.iter().filter(is_new);
            let title = if is_held || direction == Direction::Down {
                title(direction, &links, is_deeper)
            } else {
                String::from("What it cites is not known")
            };
            n_missing += new.filter(|link| !link.is_held).count();
            made.nodes.push(Node {
                depth: 0,
                n_below: links.len(),
                is_closed: false,
                look: Look::Title(title),
            });
            for (idx, link) in links.iter().enumerate() {
                let standing = standing(&links, link, number);
                let following = links.get(idx + 1..).unwrap_or_default().iter();
                let below = following.take_while(|it| it.depth > link.depth);
                made.nodes.push(Node {
                    depth: link.depth,
                    n_below: below.count(),
                    is_closed: link.depth > 1,
                    look: member(&link.id, standing)?,
                });
            }
        }
        made.sum = format!(
            "{}, {} not held",
            counted(all.len(), "cable"),
            grouped(n_missing)
        );
        Ok(made)
    }

    /// What is made of the headers of the cables alone; nothing if that does
    /// not suffice.
    #[must_use]
    pub fn of_headers(&self) -> Option<Made> {
        match &self.topic {
            Topic::Traffic => Some(self.traffic(true)),
            Topic::Posts => Some(self.traffic(false)),
            Topic::Gaps => Some(self.gaps()),
            Topic::Thread(_) | Topic::Missing | Topic::People => None,
        }
    }

    /// Number and day of each cable.
    fn dated(&self) -> impl Iterator<Item = (Option<Mrn>, Option<Date>)> {
        self.entries.all_listed().flatten().map(dated)
    }

    /// How many cables there are of each post, and of all before them.
    fn traffic(&self, is_with_all: bool) -> Made {
        let is_other = |nth: usize| u32::try_from(nth).is_ok_and(|nth| self.others.contains(&nth));
        let all = self.entries.all_listed().enumerate();
        let listed = all.filter_map(|(nth, it)| it.filter(|_| !is_other(nth)));
        let cables: Vec<(Option<Mrn>, Option<Date>)> = listed.map(dated).collect();
        let cables = cables.iter().map(|(mrn, date)| (mrn.as_ref(), *date));
        let mut all = traffic(cables);
        let total = all.first().cloned().unwrap_or_default();
        let n_undated = total.n_cables - total.months.values().map(|n| *n as usize).sum::<usize>();
        if !is_with_all || total.n_cables == 0 {
            all.remove(0);
        }
        let undated = match n_undated {
            0 => String::new(),
            n => format!(", {} undated", grouped(n)),
        };
        let sum = counted(total.n_cables, "cable");
        let first = total.months.keys().next().copied();
        let last = total.months.keys().next_back().copied();
        Made {
            nodes: all
                .into_iter()
                .map(|it| Node::flat(Look::Post(Box::new(it))))
                .collect(),
            sum: format!("{sum}{undated}"),
            span: first.zip(last),
            ..Made::default()
        }
    }

    /// The numbers that are not there, by post and year.
    fn gaps(&self) -> Made {
        let mut serials = Serials::default();
        for (mrn, date) in self.dated() {
            if let Some(mrn) = mrn {
                serials.add(&mrn, date);
            }
        }
        let mut made = Made::default();
        let mut n_numbers = 0;
        for it in serials.held() {
            let gaps = it.gaps.clone();
            n_numbers += gaps.iter().map(Gap::n_numbers).sum::<usize>();
            made.nodes.push(Node {
                depth: 0,
                n_below: gaps.len(),
                is_closed: true,
                look: Look::Numbers(Box::new(it)),
            });
            made.nodes.extend(gaps.into_iter().map(|gap| Node {
                depth: 1,
                ..Node::flat(Look::Gap(gap))
            }));
        }
        made.sum = format!("{} not held", counted(n_numbers, "number"));
        made
    }

    /// The telegrams that are cited and not there, those first that are cited
    /// most. `missing` has those that cite each.
    #[must_use]
    pub fn missing(&self, missing: BTreeMap<String, Vec<String>>) -> Made {
        let mut serials = Serials::default();
        let mut dates: HashMap<String, Date> = HashMap::new();
        for Listed { id, date, .. } in self.entries.all_listed().flatten() {
            if let Some(mrn) = id.and_then(|id| id.parse::<Mrn>().ok()) {
                serials.add(&mrn, date);
            }
            if let Some((id, date)) = id.zip(date) {
                // Of several releases the first.
                dates.entry(crate::query::spelled(id)).or_insert(date);
            }
        }
        let mut all: Vec<Missing> = missing
            .into_iter()
            .map(|(number, by)| {
                let id = number.to_uppercase();
                let mrn: Option<Mrn> = id.parse().ok();
                let cited = by.iter().filter_map(|by| dates.get(by)).copied();
                let around = mrn.as_ref().map(|mrn| serials.around(mrn));
                let (after, before) = around.unwrap_or_default();
                // It was numbered in its year.
                let year = mrn.as_ref().map(|mrn| mrn.year);
                let is_in_year = |day: &Date| {
                    year.is_some_and(|year| day.year() == i16::try_from(year).unwrap_or(0))
                };
                let before = before.into_iter().chain(cited);
                let before = before.filter(is_in_year).min();
                let after = after.filter(is_in_year);
                // Numbers are not always in the order of days.
                let is_range = after
                    .zip(before)
                    .is_none_or(|(after, before)| after <= before);
                let after = after.filter(|_| is_range);
                let mut by: Vec<String> = by.iter().map(|id| id.to_uppercase()).collect();
                by.sort();
                Missing {
                    id: Shown::new(&id),
                    number,
                    by,
                    year,
                    after,
                    before,
                }
            })
            .collect();
        all.sort_by_key(|it| std::cmp::Reverse(it.by.len()));
        let sum = counted(all.len(), "cable");
        let nodes = all.into_iter();
        let nodes = nodes.map(|it| Node::flat(Look::Missing(Box::new(it))));
        Made {
            nodes: nodes.collect(),
            sum,
            ..Made::default()
        }
    }
}

/// `Cites 2, and 5 that these cite; 1 not held`.
fn title(direction: Direction, links: &[Link], is_deeper: bool) -> String {
    let (begins, these) = match direction {
        Direction::Up => ("Cites", "these cite"),
        Direction::Down => ("Cited by", "cite these"),
    };
    let own = links.iter().filter(|link| link.depth == 1);
    let n_own = own.clone().count();
    if n_own == 0 {
        return format!("{begins} none");
    }
    let others = links
        .iter()
        .filter(|link| link.depth > 1 && !link.is_repeated);
    let n_missing = own.chain(others.clone()).filter(|it| !it.is_held).count();
    let behind = match others.count() {
        0 => String::new(),
        n => format!(", and {} that {these}", grouped(n)),
    };
    let missing = match n_missing {
        0 => String::new(),
        n => format!("; {} not held", grouped(n)),
    };
    let deeper = if is_deeper {
        format!("; no further than {DEEPEST} references away")
    } else {
        String::new()
    };
    format!("{begins} {}{behind}{missing}{deeper}", grouped(n_own))
}

/// How a link stands among those of its direction: a circle leads back to one
/// that it hangs on, at last to the first.
fn standing(links: &[Link], link: &Link, first: &str) -> Standing {
    if !link.is_repeated {
        return Standing::Once;
    }
    let mut parent = link.parent.and_then(|idx| links.get(idx));
    while let Some(above) = parent {
        if above.id == link.id {
            return Standing::Circle;
        }
        parent = above.parent.and_then(|idx| links.get(idx));
    }
    if link.id == first {
        Standing::Circle
    } else {
        Standing::Again
    }
}

/// `1 cable`, `1,204 cables`.
pub(super) fn counted(n: usize, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(n))
}

impl Look {
    /// What it says as a row of counts; nothing if it is none.
    #[must_use]
    pub fn line(&self) -> Option<Line> {
        let days = |first: Option<Date>, last: Option<Date>| match (first, last) {
            (Some(first), Some(last)) if first != last => format!("{first}..{last}"),
            (Some(day), _) | (None, Some(day)) => day.to_string(),
            (None, None) => String::from("no date"),
        };
        Some(match self {
            Look::Title(_) | Look::Cable(_) | Look::Missing(_) => return None,
            Look::Post(post) => Line {
                label: post_name(post).to_owned(),
                count: grouped(post.n_cables),
                days: days(post.first, post.last),
                words: String::new(),
            },
            Look::Numbers(it) => Line {
                label: format!("{} {}", it.station, it.year),
                count: grouped(it.n_held),
                days: format!("of 1 to {} held", grouped(it.highest as usize)),
                words: match it.gaps.len() {
                    0 => String::from("no gap"),
                    n => counted(n, "gap"),
                },
            },
            Look::Gap(gap) => Line {
                label: if gap.first == gap.last {
                    gap.first.to_string()
                } else {
                    format!("{} to {}", gap.first, gap.last)
                },
                count: grouped(gap.n_numbers()),
                // Between the days of the numbers around them.
                days: match (gap.after, gap.before) {
                    (None, Some(before)) => format!("..{before}"),
                    (Some(after), None) => format!("{after}.."),
                    (after, before) => days(after, before),
                },
                words: String::from("not held"),
            },
            Look::Person(person) => {
                let mut posts: Vec<&str> = Vec::new();
                for station in person.posts.iter().filter_map(|it| it.station.as_deref()) {
                    if !posts.contains(&station) {
                        posts.push(station);
                    }
                }
                Line {
                    label: person.name.clone(),
                    count: grouped(person.n_cables()),
                    days: days(person.first(), person.last()),
                    words: posts.join(" "),
                }
            }
            Look::As(it) => Line {
                label: it.role.name().to_owned(),
                count: grouped(it.n_cables),
                days: days(it.first, it.last),
                words: match (&it.title, &it.station) {
                    (Some(title), Some(station)) => format!("{station}, as {title}"),
                    (Some(title), None) => format!("as {title}"),
                    (None, Some(station)) => station.clone(),
                    (None, None) => String::new(),
                },
            },
        })
    }

    /// It in words, for who cannot see rows.
    #[must_use]
    pub fn in_words(&self) -> String {
        if let Some(line) = self.line() {
            let parts = [line.count, line.days, line.words];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            let parts: Vec<String> = parts.collect();
            return format!("{}: {}", line.label, parts.join(", "));
        }
        match self {
            Look::Post(_) | Look::Numbers(_) | Look::Gap(_) | Look::Person(_) | Look::As(_) => {
                String::new()
            }
            Look::Title(title) => title.clone(),
            Look::Missing(it) => {
                let dated = it.dated();
                let dated = match dated.as_str() {
                    "" => String::new(),
                    dated => format!(", inferred {dated}"),
                };
                format!(
                    "{}{dated}, cited {} by {}",
                    it.id,
                    it.times(),
                    it.by.join(", ")
                )
            }
            Look::Cable(member) => match &member.listing {
                None => format!("{}, {}", member.id, member.state()),
                Some(listing) => {
                    let level = listing.level.map(|it| format!(", {}", it.mark()));
                    let (level, subject) = (level.unwrap_or_default(), &listing.subject);
                    let (id, date, state) = (&member.id, listing.dated(), member.state());
                    format!("{id}{level}, {date}, {state}: {subject}")
                }
            },
        }
    }
}

impl Node {
    /// A row on which nothing hangs.
    fn flat(look: Look) -> Node {
        Node {
            depth: 0,
            n_below: 0,
            is_closed: false,
            look,
        }
    }
}

/// What a post is called.
#[must_use]
pub fn post_name(post: &Traffic) -> &str {
    match post.station.as_str() {
        "" if post.is_all => "all",
        "" => "no number",
        station => station,
    }
}

impl Made {
    /// The people of a collection.
    #[must_use]
    pub fn of_people(people: Vec<Person>) -> Made {
        let mut made = Made {
            sum: counted(people.len(), "name"),
            ..Made::default()
        };
        for person in people {
            let posts = person.posts.clone();
            made.nodes.push(Node {
                depth: 0,
                n_below: posts.len(),
                is_closed: true,
                look: Look::Person(Box::new(person)),
            });
            made.nodes.extend(posts.into_iter().map(|it| Node {
                depth: 1,
                ..Node::flat(Look::As(Box::new(it)))
            }));
        }
        made
    }

    /// It as text, a row a line: the missing cables as `reftel refs --missing`
    /// prints them, sorted by number.
    #[must_use]
    pub fn text(&self) -> String {
        let mut missing: Vec<&Missing> = Vec::new();
        let mut lines: Vec<String> = Vec::new();
        for node in &self.nodes {
            let indent = "  ".repeat(node.depth);
            match &node.look {
                Look::Title(title) => lines.push(title.clone()),
                Look::Cable(member) => lines.push(format!("{indent}{}", cable_line(member))),
                Look::Missing(it) => missing.push(it),
                look => {
                    let line = look.line().unwrap_or_default();
                    let words = format!(
                        "{indent}{:<28}  {:>7}  {:<22}  {}",
                        line.label, line.count, line.days, line.words
                    );
                    lines.push(words.trim_end().to_owned());
                }
            }
        }
        missing.sort_by(|a, b| a.number.cmp(&b.number));
        lines.extend(missing.iter().map(|it| missing_line(&it.number, &it.by)));
        lines.join("\n")
    }
}

/// A cable of a thread on a line of text.
fn cable_line(member: &Member) -> String {
    let id = member.id.as_str();
    let Some(listing) = &member.listing else {
        return format!("{id:<20}  {}", member.state());
    };
    let date = listing.date.map_or("-".into(), |date| date.to_string());
    let mark = listing
        .level
        .map_or("( ? )".into(), |it| format!("({})", it.mark()));
    let state = match member.standing {
        Standing::Once => String::new(),
        _ => format!("  ({})", member.state()),
    };
    let subject = listing.subject.as_str();
    format!("{id:<20}  {date:<10}  {mark:<5}  {subject}{state}")
        .trim_end()
        .to_owned()
}
