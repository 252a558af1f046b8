//! `reftel list --traffic`, `--gaps`, `--posts`, `--people`: what the screens
//! of these names count.

use serde::Serialize;

use super::error::Error;
use super::out::Out;
use super::{Had, Sought, Status, json};
use crate::cable::{Cable, Date, Mrn};
use crate::library::Document;
use crate::query::{People, Query, Serials, traffic};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Cables of each post and month.
    Traffic,
    /// Numbers of each post and year that are not held.
    Gaps,
    /// Cables of each post.
    Posts,
    /// Those who sign and classify.
    People,
}

/// What stands below the gaps, so that nobody takes them for more than they
/// are.
const OF_GAPS: &str = "a gap is no hidden cable: administrative traffic shares the numbers";

/// Prints what is counted of the cables that are open, or of those that
/// `query` finds.
pub(super) fn counts(
    sought: Sought,
    query: Option<&Query>,
    counted: Counted,
    as_json: bool,
    out: &mut Out,
) -> Result<Status, Error> {
    let mut dated: Vec<(Option<Mrn>, Option<Date>)> = Vec::new();
    let mut people = People::default();
    // Of a cable that names people more is kept until it is counted.
    let counts_people = counted == Counted::People;
    let of = |cable: Cable| {
        if counts_people {
            Counts::People(Box::new(cable))
        } else {
            let date = cable.date();
            Counts::Dated(cable.mrn, date)
        }
    };
    let weight = |counts: &Counts| match counts {
        Counts::People(cable) => cable.text().len().saturating_mul(8),
        Counts::Dated(..) => 64,
    };
    let add = |counts: Counts| {
        match counts {
            Counts::People(cable) => people.add(&cable),
            Counts::Dated(id, date) => dated.push((id, date)),
        }
        Ok(())
    };
    let Had { n_failed, is_empty } = if let Some(asked) = query {
        sought.each(asked, weight, |found| of(found.cable), add)?
    } else {
        let read = |document: Document| {
            of(if counts_people {
                document.cable()
            } else {
                document.header()
            })
        };
        sought.each_cable(weight, read, add)?
    };
    let mut told = Told {
        as_json,
        n_rows: 0,
        out,
    };
    match counted {
        Counted::Traffic | Counted::Posts => posts(&dated, counted, &mut told)?,
        Counted::Gaps => gaps(&dated, &mut told)?,
        Counted::People => names(people, &mut told)?,
    }
    Ok(match (told.n_rows, n_failed) {
        (0, 0) => Status::NothingFound,
        (_, 0) => Status::Done,
        _ if is_empty => Status::Trouble,
        _ => Status::SomeFailed,
    })
}

/// What is counted of a cable.
enum Counts {
    People(Box<Cable>),
    Dated(Option<Mrn>, Option<Date>),
}

/// Rows that are printed as text or as objects.
struct Told<'a> {
    as_json: bool,
    n_rows: usize,
    out: &'a mut Out,
}

impl Told<'_> {
    fn row(&mut self, record: &impl Serialize, line: &str) -> Result<(), Error> {
        self.n_rows += 1;
        if self.as_json {
            return Ok(json::line(record, self.out)?);
        }
        Ok(self.out.line(line.trim_end())?)
    }
}

#[derive(Serialize)]
struct InMonth<'a> {
    format: &'static str,
    post: Option<&'a str>,
    month: String,
    cables: u32,
}

#[derive(Serialize)]
struct OfPost<'a> {
    format: &'static str,
    post: Option<&'a str>,
    cables: usize,
    first: Option<String>,
    last: Option<String>,
}

fn posts(
    dated: &[(Option<Mrn>, Option<Date>)],
    counted: Counted,
    told: &mut Told<'_>,
) -> Result<(), Error> {
    let cables = dated.iter().map(|(mrn, date)| (mrn.as_ref(), *date));
    for it in traffic(cables).iter().filter(|it| !it.is_all) {
        let station = Some(it.station.as_str()).filter(|station| !station.is_empty());
        let name = station.unwrap_or("-");
        if counted == Counted::Posts {
            let [first, last] = [it.first, it.last].map(|day| day.map(|day| day.to_string()));
            let [from, to] = [&first, &last].map(|day| day.as_deref().unwrap_or("-"));
            let line = format!("{name:<20}  {:>7}  {from:<10}  {to}", it.n_cables);
            let record = OfPost {
                format: "reftel.posts.v1",
                post: station,
                cables: it.n_cables,
                first: first.clone(),
                last: last.clone(),
            };
            told.row(&record, &line)?;
            continue;
        }
        for (month, n_cables) in &it.months {
            let line = format!("{name:<20}  {}  {n_cables:>7}", month.name());
            let record = InMonth {
                format: "reftel.traffic.v1",
                post: station,
                month: month.name(),
                cables: *n_cables,
            };
            told.row(&record, &line)?;
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct Gap<'a> {
    format: &'static str,
    post: &'a str,
    year: u16,
    first: u32,
    last: u32,
    /// How many numbers.
    numbers: usize,
    /// The days of the telegrams around them.
    after: Option<String>,
    before: Option<String>,
}

fn gaps(dated: &[(Option<Mrn>, Option<Date>)], told: &mut Told<'_>) -> Result<(), Error> {
    let mut serials = Serials::default();
    for (mrn, date) in dated {
        if let Some(mrn) = mrn {
            serials.add(mrn, *date);
        }
    }
    for of in serials.held() {
        for gap in &of.gaps {
            let [after, before] = [gap.after, gap.before].map(|day| day.map(|day| day.to_string()));
            let [from, to] = [&after, &before].map(|day| day.as_deref().unwrap_or("-"));
            let numbers = format!("{}-{}", gap.first, gap.last);
            let (station, year) = (&of.station, of.year);
            let n_numbers = gap.n_numbers();
            let line =
                format!("{station:<20}  {year}  {numbers:<13}  {n_numbers:>7}  {from:<10}  {to}");
            let record = Gap {
                format: "reftel.gaps.v1",
                post: station,
                year,
                first: gap.first,
                last: gap.last,
                numbers: n_numbers,
                after: after.clone(),
                before: before.clone(),
            };
            told.row(&record, &line)?;
        }
    }
    if told.n_rows > 0 && !told.as_json {
        told.out.line(OF_GAPS)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Named<'a> {
    format: &'static str,
    name: &'a str,
    /// `signs` or `classifies`.
    role: &'static str,
    title: Option<&'a str>,
    post: Option<&'a str>,
    cables: usize,
    first: Option<String>,
    last: Option<String>,
}

fn names(people: People, told: &mut Told<'_>) -> Result<(), Error> {
    for person in people.all() {
        for it in &person.posts {
            let [first, last] = [it.first, it.last].map(|day| day.map(|day| day.to_string()));
            let [from, to] = [&first, &last].map(|day| day.as_deref().unwrap_or("-"));
            let (name, role) = (&person.name, it.role.name());
            let station = it.station.as_deref().unwrap_or("-");
            let title = it.title.as_deref().unwrap_or_default();
            let n_cables = it.n_cables;
            let line = format!(
                "{name:<28}  {role:<10}  {station:<20}  {n_cables:>7}  {from:<10}  {to:<10}  {title}"
            );
            let record = Named {
                format: "reftel.people.v1",
                name,
                role,
                title: it.title.as_deref(),
                post: it.station.as_deref(),
                cables: n_cables,
                first: first.clone(),
                last: last.clone(),
            };
            told.row(&record, &line)?;
        }
    }
    Ok(())
}
