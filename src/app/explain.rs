//! What `x` says of a token.
//!
//! Apart from the other overlays because three voices speak in it: the cable,
//! whose header says what its parts are and whose text what its short words
//! mean; the glossary; and a count of where else the token stands.

use crate::cable::{Cable, Dtg, Reference, Repair, Sought, Span};
use crate::glossary::{self, Entry, Kind};
use crate::typeset::{self, Role, Shown, Term};

use super::anatomy::{Part, PartKind, line_words, parts, parts_at};
use super::follow::Cited;
use super::meaning::{Standing, entries};
use super::prose::{Moment, day_at, day_words, moment_at, withheld_at, withheld_words};
use super::relay::Owner;
use super::report::with_word_around;
use super::{Pane, Report};

/// The explanation of a token.
#[derive(Clone, Debug)]
pub struct Explain {
    /// The token.
    pub token: Shown,
    /// What is known of it, in words.
    pub terms: Vec<Term>,
    /// The same, laid out.
    pub pane: Pane,
    /// The row of the screen where the mouse rests on it, if that is why it
    /// is explained.
    pub beside: Option<u16>,
    /// The report that was left for it, if it is of a row of one.
    pub(super) report: Option<Box<Report>>,
    /// The reference that the token is of, if it is of one.
    pub(super) cited: Option<Cited>,
}

/// What a text of explanations is made from.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The token under the cursor.
    pub token: &'a str,
    /// The cable it stands in.
    pub cable: &'a Cable,
    /// What stands there.
    pub standing: Standing,
    /// The reference that the token names, if it does.
    pub reference: Option<&'a Reference>,
    /// Whether the telegram it names is open here.
    pub held: bool,
    /// Where the token stands in the source, where the cursor is in the text
    /// or in the raw text.
    pub source: Option<Span>,
    /// Where it stands in the source, where the cursor is in the routing
    /// pane: in the header.
    pub header: Option<u32>,
}

impl Explain {
    /// Explains what was asked, at `measure` columns.
    #[must_use]
    pub fn new(asked: &Asked<'_>, measure: u16) -> Explain {
        let terms = explanation(asked);
        let token = asked.token.split_whitespace().collect::<Vec<_>>().join(" ");
        Explain {
            token: Shown::new(&token),
            pane: Pane::new(typeset::terms(&terms, measure)),
            beside: None,
            report: None,
            cited: None,
            terms,
        }
    }

    /// The same, leading to what is cited there.
    pub(super) fn citing(self, cited: Option<Cited>) -> Explain {
        Explain { cited, ..self }
    }

    /// What is known of a row of a report, which was left for it.
    pub(super) fn more(
        title: &str,
        terms: Vec<Term>,
        measure: u16,
        report: Box<Report>,
    ) -> Explain {
        Explain {
            token: Shown::new(title),
            pane: Pane::new(typeset::terms(&terms, measure)),
            beside: None,
            report: Some(report),
            cited: None,
            terms,
        }
    }
}

/// What a date-time group says, in words.
pub(super) fn moment_words(dtg: Dtg) -> String {
    format!("{dtg}, a {} (UTC)", dtg.weekday())
}

/// What clocks showed at the post that sent a cable.
pub(super) fn local_words(cable: &Cable) -> Option<String> {
    local_at(cable, cable.dtg()?)
}

/// What clocks showed at a moment at the post that sent a cable.
fn local_at(cable: &Cable, dtg: Dtg) -> Option<String> {
    let station = glossary::sender(cable)?;
    let local = dtg.in_zone(station.zone)?;
    let (time, offset) = (local.time(), local.offset());
    Some(format!(
        "{time} in {}, {} ({offset})",
        station.place, station.zone
    ))
}

/// What stands in the source where something else is read.
pub(super) fn repair_terms(cable: &Cable, repair: &Repair) -> Vec<Term> {
    let mut said = Said::default();
    said.repair(cable, repair);
    said.0
}

/// What is said, while it is said.
#[derive(Default)]
struct Said(Vec<Term>);

impl Said {
    fn line(&mut self, label: &str, words: &str, role: Role) {
        self.0.push(Term {
            label: label.to_owned(),
            words: words.to_owned(),
            role: Some(role),
            source: None,
        });
    }

    fn reference(&mut self, cable: &Cable, reference: &Reference, held: bool) {
        let printed = cable.read(reference.span);
        self.line("reference", &printed, Role::Text);
        if let Some(mrn) = &reference.mrn {
            let held = if held {
                "here: Enter on it reads it"
            } else {
                "not among the cables that are open"
            };
            self.line("telegram", &format!("{mrn}, {held}"), Role::Text);
        } else {
            self.line("kind", reference.kind.slug(), Role::Text);
        }
        if !reference.inferred.is_empty() {
            let from: Vec<&str> = reference.inferred.iter().map(|from| from.slug()).collect();
            let words = format!("{}: not in the words of the reference", from.join(", "));
            self.line("inferred", &words, Role::Gloss);
        }
        if reference.notal {
            self.line("NOTAL", "not to, nor needed by, all addressees", Role::Text);
        }
    }

    /// How the paragraph is marked whose words these are: where the marking
    /// stands in the gutter no cursor comes to it.
    fn marking(&mut self, cable: &Cable, source: Span) {
        let paragraph = at_paragraph(cable, source)
            .filter(|(_, what)| what.is_empty())
            .and_then(|(idx, _)| cable.paragraphs.get(idx));
        let Some(paragraph) = paragraph else { return };
        let Some(mark) = &paragraph.mark else {
            let has_marks = cable.paragraphs.iter().any(|it| it.mark.is_some());
            let words = if has_marks {
                "( ? ) this paragraph bears no portion mark, others do"
            } else {
                "( ? ) no paragraph of this cable bears a portion mark"
            };
            if cable.is_marked() && paragraph.number.is_some() {
                self.line("marked", words, Role::Text);
            }
            return;
        };
        let printed = format!("({})", mark.text());
        let known = entries(&printed, cable.year(), Standing::Anywhere);
        let words = known.first().map_or_else(
            || printed.clone(),
            |entry| format!("{printed} {}", entry.meaning),
        );
        self.line("marked", &words, Role::Text);
    }

    /// What stands in the source where something else is read.
    fn repair(&mut self, cable: &Cable, repair: &Repair) {
        let side = |middle: &str| {
            let mut words = String::new();
            with_word_around(cable, repair, middle, &mut words);
            words
        };
        let (original, read) = (side(cable.slice(repair.span)), side(&repair.to));
        self.line("original", &original, Role::Value);
        let (kind, sure) = (repair.kind.slug(), repair.confidence.slug());
        let words = if repair.applied {
            format!("{kind}: read as {read} (confidence {sure})")
        } else {
            format!("{kind}: not applied, would be read as {read} (confidence {sure})")
        };
        self.line("repair", &words, Role::Text);
    }

    /// Whose the routing indicators of a token are by the header of its cable.
    fn owners(&mut self, cable: &Cable, token: &str) {
        for code in codes(token) {
            if let Some(owner) = Owner::of(cable, code) {
                self.line(code, &owner.words, Role::Text);
            }
        }
    }

    fn local(&mut self, words: &str) {
        self.line("local", words, Role::Text);
        let source = "tz database; which zone a post keeps is general knowledge";
        self.line("source", source, Role::Gloss);
    }

    /// The date-time group of another telegram, or of something that
    /// happened.
    fn moment(&mut self, cable: &Cable, moment: &Moment) {
        let words = moment_words(moment.dtg);
        if moment.is_year_inferred {
            let words = format!("no year stands here; in that of this cable {words}");
            self.line(&moment.printed, &words, Role::Text);
        } else {
            self.line(&moment.printed, &words, Role::Text);
        }
        let own = cable.heading.dtg.as_ref();
        if let Some(words) = own.and_then(|own| far(moment.dtg, own.dtg)) {
            self.line("", &words, Role::Gloss);
        }
        if let Some(words) = local_at(cable, moment.dtg) {
            self.local(&words);
        }
    }

    /// The day that a place of the text belongs to, if there is one.
    fn day(&mut self, cable: &Cable, place: Option<Span>) -> bool {
        let day = place.and_then(|at| day_at(cable, at));
        if let Some(day) = &day {
            self.line(&day.printed, &day_words(cable, day), Role::Text);
        }
        day.is_some()
    }

    /// What was withheld at a place, and by which codes, if something was.
    fn withheld(&mut self, asked: &Asked<'_>) -> bool {
        let (cable, year) = (asked.cable, asked.cable.year());
        let excision = asked.source.and_then(|at| withheld_at(cable, at));
        let Some(excision) = excision else {
            return false;
        };
        for (label, words) in withheld_words(cable, excision) {
            self.line(label, &words, Role::Text);
        }
        let codes = excision.codes.iter().map(|code| cable.read(*code));
        let others = codes.filter(|code| code != asked.token);
        for entry in others.flat_map(|code| glossary::explain(&code, year)) {
            self.line("", "", Role::Text);
            self.entry(cable, &entry, year);
        }
        true
    }

    fn entry(&mut self, cable: &Cable, entry: &Entry, year: Option<u16>) {
        let owner = Owner::of(cable, entry.code);
        if owner.is_some_and(|owner| owner.contradicts(entry)) {
            let words = format!("in the glossary, otherwise: {}", entry.meaning);
            self.line("", &words, Role::Gloss);
        } else {
            self.line(entry.code, entry.meaning, Role::Text);
        }
        let status = if entry.sourced { "" } else { ", unverified" };
        let kind = format!("{}{status}", entry.kind.name());
        self.line("kind", &kind, Role::Gloss);
        if !entry.years.is_empty() {
            let note = match year {
                Some(year) if !entry.in_force(Some(year)) => entry.outside(year),
                _ => String::new(),
            };
            self.line("years", &format!("{}{note}", entry.years), Role::Gloss);
        }
        if !entry.source.is_empty() {
            self.line("source", entry.source, Role::Gloss);
        }
    }
}

/// The words of a token that may be codes.
fn codes(token: &str) -> impl Iterator<Item = &str> {
    let codes = token.split(|c: char| !c.is_alphanumeric());
    codes.filter(|code| !code.is_empty())
}

/// The repairs that a token owes its letters to; with `around`, those as well
/// that lead to it: of the number before the first word of a paragraph, or
/// between it and the word before.
fn repairs_at(cable: &Cable, token: Span, around: bool) -> impl Iterator<Item = &Repair> {
    /// Bytes without a word before one.
    const FURTHEST: usize = 64;
    let mut start = token.start;
    let before = cable.text().as_bytes();
    let before = before.get(..token.start as usize).unwrap_or_default();
    if around {
        let blanks = before.iter().rev().take(FURTHEST);
        let n_blanks = blanks.take_while(|it| it.is_ascii_whitespace()).count();
        start = start.saturating_sub(u32::try_from(n_blanks).unwrap_or_default());
        let paragraph = cable.paragraph_of(token.start);
        let paragraph = paragraph.and_then(|idx| cable.paragraphs.get(idx));
        let own = paragraph.filter(|it| (start..=token.start).contains(&it.text.start));
        if let Some(printed) = own.and_then(|paragraph| paragraph.printed) {
            start = start.min(printed.start);
        }
    }
    let touches = move |repair: &Repair| {
        if around {
            start <= repair.span.end && repair.span.start <= token.end
        } else {
            token.start < repair.span.end && repair.span.start < token.end
        }
    };
    let repairs = &cable.repairs;
    let first = repairs.partition_point(|repair| repair.span.end < start);
    let rest = repairs.get(first..).unwrap_or_default().iter();
    rest.take_while(move |repair| repair.span.start <= token.end)
        .filter(move |repair| touches(repair))
}

/// What makes the moment of another telegram doubtful, whose date has a letter
/// or a figure wrong perhaps: that it lies after the one that names it, or
/// years before.
fn far(moment: Dtg, own: Dtg) -> Option<String> {
    /// Years before its own of which a telegram often speaks.
    const USUAL: u16 = 2;
    if moment > own {
        return Some(String::from("that is after this cable was written"));
    }
    let n_years = own.year() - moment.year().min(own.year());
    (n_years > USUAL).then(|| format!("that is {n_years} years before this cable"))
}

/// What is said of a token: of the reference it names, of the part of the
/// header that it is, of each meaning of the code, and where else it stands.
pub(super) fn explanation(asked: &Asked<'_>) -> Vec<Term> {
    let mut said = Said::default();
    let (cable, year) = (asked.cable, asked.cable.year());
    if let Some(reference) = asked.reference {
        said.reference(cable, reference, asked.held);
    }
    for repair in asked
        .source
        .into_iter()
        .flat_map(|at| repairs_at(cable, at, true))
    {
        said.repair(cable, repair);
    }
    said.owners(cable, asked.token);
    let parts = asked.source.map_or_else(Vec::new, |_| parts(cable));
    let parts = parts_here(asked, &parts);
    for part in &parts {
        if part.kind == PartKind::Code && is_piece(asked, part) {
            said.line("part of", &printed(cable, part), Role::Text);
        }
        match part.kind {
            PartKind::Local => said.local(&part.words),
            // The glossary says it, with its source.
            PartKind::Code if !of_part(asked, part).is_empty() => {}
            _ if part.words.is_empty() => {}
            _ => said.line(&printed(cable, part), &part.words, Role::Text),
        }
    }
    let in_text = asked.source.filter(|_| parts.is_empty());
    let moment = in_text.and_then(|at| moment_at(cable, at));
    if parts.is_empty()
        && moment.is_none()
        && let Some(dtg) = cable.dtg()
        && let Some(printed) = cable.heading.dtg.as_ref()
        && asked.token.len() >= 7
        && cable.slice(printed.span).contains(asked.token)
    {
        said.line(asked.token, &moment_words(dtg), Role::Text);
        if let Some(words) = local_words(cable) {
            said.local(&words);
        }
    }
    if let Some(moment) = &moment {
        said.moment(cable, moment);
    }
    let is_of_day = said.day(cable, in_text.filter(|_| moment.is_none()));
    let is_withheld = said.withheld(asked);
    let definition = cable.definition(asked.token);
    if let Some(definition) = definition {
        said.line(asked.token, definition, Role::Text);
        said.line("kind", "list of the volume", Role::Gloss);
    }
    let spelled = cable.spelled(asked.token);
    if let Some(spelled) = &spelled {
        said.line(asked.token, &spelled.words, Role::Text);
        let paragraph = cable.paragraphs.get(spelled.paragraph as usize);
        let place = match paragraph.and_then(|paragraph| paragraph.number) {
            Some(number) => format!("defined in this cable, paragraph {number}"),
            None => String::from("defined in this cable"),
        };
        said.line("source", &place, Role::Gloss);
    }
    // Month and year of a moment are no codes of their own, nor is what was put
    // for something else.
    let is_of_moment = moment.is_some() && !asked.token.contains(['Z', 'z']);
    let is_row = asked.token.bytes().all(|byte| matches!(byte, b'X' | b'x'));
    let meanings = if is_of_moment || is_of_day || (is_withheld && is_row) {
        Vec::new()
    } else {
        meanings(asked, &parts)
    };
    for entry in meanings {
        if !said.0.is_empty() {
            said.line("", "", Role::Text);
        }
        said.entry(cable, &entry, year);
    }
    let place = asked.source.map(|at| at.start).or(asked.header);
    let line = place.and_then(|at| line_words(cable, at));
    if said.0.is_empty() && line.is_none() {
        said.line("", "The glossary has no entry for this.", Role::Gloss);
    }
    if !said.0.is_empty() {
        said.line("", "", Role::Text);
    }
    if let Some(words) = &line {
        said.line("line", words, Role::Text);
    }
    let is_code = is_code(asked, &parts, spelled.is_some());
    let here = asked.source.filter(|_| line.is_none());
    let mut places = whereabouts(cable, asked.token, is_code, here);
    if asked.header.is_some() {
        places = format!("header; {places}");
    }
    said.line("here", &places, Role::Text);
    if let Some(source) = here {
        said.marking(cable, source);
    }
    said.0
}

/// The parts of the header that the token stands in or is made of, but not
/// the reference that it is explained as.
fn parts_here<'a>(asked: &Asked<'_>, parts: &'a [Part]) -> Vec<&'a Part> {
    let Some(source) = asked.source else {
        return Vec::new();
    };
    let reference = asked.reference.map(|reference| reference.span);
    let mut found = parts_at(parts, source);
    found.retain(|part| Some(part.span) != reference);
    found
}

/// Whether the token is one word of several of a part, whatever signs stand
/// around them in the source: `[PREL](#)` is one.
fn is_piece(asked: &Asked<'_>, part: &Part) -> bool {
    let source = asked.source.unwrap_or_default();
    part.span != source && part.span.encloses(source) && printed(asked.cable, part) != asked.token
}

/// A part of the header as it is read, on one line.
fn printed(cable: &Cable, part: &Part) -> String {
    let printed = cable.read(part.span);
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the glossary says of a part of the header.
fn of_part(asked: &Asked<'_>, part: &Part) -> Vec<Entry> {
    let (printed, year) = (printed(asked.cable, part), asked.cable.year());
    match part.kind {
        PartKind::Code => entries(&printed, year, asked.standing),
        PartKind::Whole => glossary::explain(&printed, year),
        PartKind::Words | PartKind::Local => Vec::new(),
    }
}

/// What the glossary says of the token, and of the parts of the header that
/// it belongs to. A piece of a part that is read as a whole is no code of
/// its own.
fn meanings(asked: &Asked<'_>, parts: &[&Part]) -> Vec<Entry> {
    let is_read_whole = |part: &&Part| part.kind != PartKind::Words && is_piece(asked, part);
    let mut found = if parts.iter().any(is_read_whole) {
        Vec::new()
    } else {
        entries(asked.token, asked.cable.year(), asked.standing)
    };
    for part in parts {
        for entry in of_part(asked, part) {
            if !found.contains(&entry) {
                found.push(entry);
            }
        }
    }
    found
}

/// Whether anything but its places can be said of a token.
pub(super) fn is_known(asked: &Asked<'_>, parts: &[Part]) -> bool {
    let in_text = || asked.source.filter(|_| parts_here(asked, parts).is_empty());
    asked.reference.is_some()
        || asked
            .source
            .is_some_and(|at| withheld_at(asked.cable, at).is_some())
        || asked
            .source
            .is_some_and(|at| repairs_at(asked.cable, at, false).next().is_some())
        || codes(asked.token).any(|code| Owner::of(asked.cable, code).is_some())
        || in_text().is_some_and(|at| moment_at(asked.cable, at).is_some())
        || in_text().is_some_and(|at| day_at(asked.cable, at).is_some())
        || asked.cable.definition(asked.token).is_some()
        || !entries(asked.token, asked.cable.year(), asked.standing).is_empty()
        || parts_here(asked, parts)
            .iter()
            .any(|part| !part.words.is_empty())
}

/// Whether a token stands for something that the same word in small letters
/// does not: `NO` is a country, "no" is not, but `OSLO` is "Oslo". What the
/// cable itself spells out is one.
fn is_code(asked: &Asked<'_>, parts: &[&Part], is_spelled: bool) -> bool {
    let token = asked.token;
    if token.chars().any(char::is_lowercase) || !token.chars().any(char::is_uppercase) {
        return false;
    }
    let is_word = token.chars().filter(|c| c.is_alphanumeric()).count() > 1;
    let known = meanings(asked, parts);
    let is_place = |entry: &Entry| entry.kind == Kind::Station;
    !is_word || is_spelled || !known.iter().all(is_place)
}

/// What of a paragraph stands at a place of the source: its words, or what
/// is around them. With the place of the paragraph among the others.
fn at_paragraph(cable: &Cable, source: Span) -> Option<(usize, &'static str)> {
    let idx = cable.paragraph_of(source.start)?;
    let paragraph = cable.paragraphs.get(idx)?;
    let holds = |span: Option<Span>| span.is_some_and(|span| span.contains(source.start));
    let mark = paragraph.mark.as_ref().map(|mark| mark.span);
    let what = if holds(paragraph.heading) {
        "heading of "
    } else if holds(paragraph.printed) {
        "number of "
    } else if holds(mark) {
        "marking of "
    } else if holds(Some(paragraph.text)) {
        ""
    } else {
        return None;
    };
    Some((idx, what))
}

/// The paragraph that a token stands in or at, and in how many and which its
/// word stands: in these letters only, if it is a code, which is said where
/// others have it in small letters.
fn whereabouts(cable: &Cable, token: &str, is_code: bool, source: Option<Span>) -> String {
    /// A longer list says nothing more.
    const MOST: usize = 8;
    let at = source.and_then(|source| at_paragraph(cable, source));
    // What is read otherwise than it stands in the source is not found, and
    // stands there nevertheless.
    let own = at.filter(|(_, what)| what.is_empty()).map(|(idx, _)| idx);
    let [sought, as_written] = [false, true].map(|is_exact| Sought::new(token, is_exact, true));
    let (mut n_stands, mut n_unnumbered) = (0, 0);
    let mut is_written_otherwise = false;
    let mut numbers = Vec::with_capacity(MOST);
    for (idx, paragraph) in cable.paragraphs.iter().enumerate() {
        let stands = |sought: &Sought| sought.stands_in(cable, paragraph.text);
        if own != Some(idx) {
            if !stands(&sought) {
                continue;
            }
            if is_code && !stands(&as_written) {
                is_written_otherwise = true;
                continue;
            }
        }
        n_stands += 1;
        match paragraph.number {
            _ if n_stands > MOST => {}
            Some(number) => numbers.push(number.to_string()),
            None => n_unnumbered += 1,
        }
    }
    let (so, so_in) = if is_written_otherwise {
        ("so written ", "so written in ")
    } else {
        ("", "")
    };
    let numbered = match numbers.as_slice() {
        [] => String::new(),
        [one] => format!("paragraph {one}"),
        several => format!("paragraphs {}", several.join(", ")),
    };
    let stands = match (n_stands, n_unnumbered) {
        (0, _) => format!("{so}in no paragraph of this cable"),
        (n, _) if n > MOST => format!("{so}in {n} paragraphs of this cable"),
        (_, 0) => format!("{so}in {numbered} of this cable"),
        (1, _) => format!("{so}in one paragraph of this cable, which has no number"),
        (n, unnumbered) if n == unnumbered => {
            format!("{so}in {n} paragraphs of this cable, which have no numbers")
        }
        (_, 1) => format!("{so}in {numbered} and one without a number of this cable"),
        (_, n) => format!("{so}in {numbered} and {n} without numbers of this cable"),
    };
    let number = at.and_then(|(idx, what)| {
        let number = cable.paragraphs.get(idx)?.number?;
        Some((number, what))
    });
    match number {
        Some((number, "")) if n_stands == 1 => {
            format!("paragraph {number}, and {so_in}no other of this cable")
        }
        Some((number, "")) => format!("paragraph {number}; {stands}"),
        Some((number, what)) if n_stands == 0 => {
            format!("{what}paragraph {number}; {so}not in the words of any")
        }
        Some((number, what)) => format!("{what}paragraph {number}; {stands}"),
        None => stands,
    }
}
