//! What a cable was published in, in each of its forms.

use std::fmt::Write as _;

use jiff::civil::Weekday;

use super::cable::{Cable, Cited};
use super::chance::{Chance, of};
use super::publish::{self, Attributes, Document, Page, Table};
use super::telegram::{
    Body, Damage, Pilcrow, Said, Style, acp_126, acp_127, header, heading, in_brackets,
    in_sections, sections, short_header, style, text_below, wrap, write_paragraphs,
};
use super::timeline::Number;
use super::world::{COUNTRIES, Kind, POSTS, in_small_letters};
use super::{Collection, Form};

/// A cable as it stands in a collection.
pub(crate) struct Written {
    /// One text, or one for each section that was kept apart.
    pub(crate) texts: Vec<String>,
    pub(crate) said: Said,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Number {
    pub(super) fn month(&self) -> &'static str {
        MONTHS[self.when.date.month() as usize - 1]
    }

    /// `JUL`
    pub(super) fn short_month(&self) -> String {
        self.month()[..3].to_uppercase()
    }

    /// `221504Z JUL 08`
    pub(super) fn group(&self) -> String {
        let when = &self.when;
        let (day, year) = (when.date.day(), self.year() % 100);
        let month = self.short_month();
        format!(
            "{day:02}{:02}{:02}Z {month} {year:02}",
            when.hour, when.minute
        )
    }

    /// `1976NORTHH00088`
    pub(super) fn of_archive(&self) -> String {
        let post = &POSTS[self.post];
        let width = if post.kind == Kind::Department { 6 } else { 5 };
        format!("{}{}{:0width$}", self.year(), post.cut(), self.serial)
    }
}

impl Collection {
    /// Writes a cable, and counts its words.
    pub(crate) fn write(&self, cable: &Cable) -> Written {
        let mut body = self.body(cable);
        let mut chance = self.chance(&[41, cable.n]);
        let style = style(cable, &mut chance);
        let mut said = body.said;
        let one = |text: String| vec![text];
        let texts = match cable.form {
            Form::Acp127 => in_sections(cable, &mut body, &style, &mut chance),
            Form::Acp126 => one(acp_126(cable, &mut body, &style, &mut chance)),
            Form::Extract => one(extract(cable, &mut body, &style, &mut chance)),
            Form::Html => one(page(cable, &mut body, &style, &mut chance)),
            Form::Csv => one(record(cable, &mut body, &style, &mut chance)),
            Form::Markdown => one(markdown(cable, &mut body, &style, &mut chance)),
            Form::Plusd => one(plusd(cable, &mut body, &style, &mut chance)),
            Form::Nara => {
                let text = of_archive(cable, &body, &mut chance);
                let attributes = attributes(cable, "TE", text.lines().count());
                one(format!(
                    "Message Text\n\n\n{text}\n\n\nMessage Attributes\n\n\n{attributes}"
                ))
            }
            Form::Card => {
                said = Said::default();
                one(attributes(cable, "P", 0))
            }
            Form::Foia => one(reading_room(cable, &mut body, &style, &mut chance)),
            Form::Frus => {
                let (text, n_more) = document(cable, &body);
                said.n_words += n_more;
                one(text)
            }
            Form::Plain => {
                let text = letter(cable, &body);
                said.n_words = text.split_whitespace().count();
                one(text)
            }
        };
        Written { texts, said }
    }
}

fn extract(cable: &Cable, body: &mut Body, style: &Style, chance: &mut Chance) -> String {
    let when = &cable.number.when;
    let mut text = format!(
        "This record is a partial extract of the original cable. The full text of the original \
         cable is not available.\n\n{}, {} {} {}, {:02}:{:02}\n",
        weekday(when.date.weekday()),
        when.date.day(),
        cable.number.month(),
        when.date.year(),
        when.hour,
        when.minute
    );
    let style = Style {
        is_bare: true,
        pilcrow: Pilcrow::None,
        ..*style
    };
    heading(cable, &style, None, false, chance, &mut text);
    text.push_str(&text_below(cable, body, &style, None));
    text.push('\n');
    text
}

fn page(cable: &Cable, body: &mut Body, style: &Style, chance: &mut Chance) -> String {
    let number = &cable.number;
    let section = (sections(cable) > 1).then_some((1, sections(cable)));
    let header = header(cable, section, chance);
    let mut text = String::new();
    heading(cable, style, section, false, chance, &mut text);
    text.push_str(&text_below(cable, body, style, section));
    let tags: Vec<&str> = cable.tags.iter().map(String::as_str).collect();
    let plain = tags.join(" ");
    let mut text = escaped(&text);
    // Persons stand in brackets, and are no links.
    if !plain.contains(',') {
        text = text.replace(
            &format!("TAGS: {plain}\n"),
            &format!("TAGS: {}\n", publish::linked(&tags)),
        );
    }
    let when = &number.when;
    let created = format!("{} {:02}:{:02}", when.date, when.hour, when.minute);
    let header = escaped(&header);
    Page {
        id: &number.id(),
        subject: &escaped(&cable.subject),
        year: number.year(),
        month: when.date.month() as u8,
        created: &created,
        class: cable.class.name(),
        origin: (number.post, &POSTS[number.post].origin()),
        header: cable.has_header.then_some(header.as_str()),
        text: &text,
    }
    .write()
}

fn record(cable: &Cable, body: &mut Body, style: &Style, chance: &mut Chance) -> String {
    let number = &cable.number;
    let section = (sections(cable) > 1).then_some((1, sections(cable)));
    let header = header(cable, section, chance);
    let mut text = String::new();
    heading(cable, style, section, false, chance, &mut text);
    text.push_str(&text_below(cable, body, style, section));
    let cited = cable.references.iter().filter_map(|it| match &it.cited {
        Cited::Cable(number, _) => Some(number.id()),
        Cited::EMail(_) => None,
    });
    let cited: Vec<String> = cited.collect();
    let when = &number.when;
    let date = when.date;
    publish::record([
        &(cable.n + 1).to_string(),
        &format!(
            "{}/{}/{} {}:{:02}",
            date.month(),
            date.day(),
            date.year(),
            when.hour,
            when.minute
        ),
        &number.id(),
        &POSTS[number.post].origin(),
        cable.class.name(),
        &cited.join("|"),
        if cable.has_header { &header } else { "" },
        text.trim_start(),
    ])
}

fn markdown(cable: &Cable, body: &mut Body, style: &Style, chance: &mut Chance) -> String {
    let style = Style {
        is_bare: false,
        columns: None,
        ..*style
    };
    let text = acp_127(cable, body, &style, chance);
    let plain = cable.tags.join(" ");
    let linked: Vec<String> = cable.tags.iter().map(|tag| format!("[{tag}](#)")).collect();
    let text = if plain.contains(',') {
        text
    } else {
        text.replace(
            &format!("TAGS: {plain}\n"),
            &format!("TAGS: {}\n", linked.join(" ")),
        )
    };
    publish::markdown(&text)
}

fn plusd(cable: &Cable, body: &mut Body, style: &Style, chance: &mut Chance) -> String {
    let number = &cable.number;
    let is_early = number.year() < 1980;
    let text = if is_early {
        of_archive(cable, body, chance)
    } else {
        acp_127(cable, body, style, chance)
    };
    let id = if is_early {
        number.of_archive() + "_b"
    } else {
        number.id() + "_a"
    };
    let when = &number.when;
    let date = format!(
        "{} {} {:02}, {:02}:{:02} ({})",
        when.date.year(),
        number.month(),
        when.date.day(),
        when.hour,
        when.minute,
        weekday(when.date.weekday())
    );
    let meaning = |tag: &String| format!("{tag} - {}", in_small_letters(tag));
    let tags: Vec<String> = cable.tags.iter().map(meaning).collect();
    let table = Table {
        subject: &cable.subject,
        date: &date,
        id: &id,
        class: cable.class.name(),
        n_characters: text.len(),
        executive_order: if is_early { "GS" } else { "-- Not Assigned --" },
        tags: &tags.join(" | "),
        from: &in_small_letters(POSTS[number.post].name),
        to: "Department of State",
    };
    table.write() + &text
}

fn reading_room(cable: &Cable, body: &mut Body, style: &Style, chance: &mut Chance) -> String {
    let document = chance.below(100_000) as usize;
    let stamp = publish::stamp(cable.n as usize % 100_000, document);
    let style = Style {
        pilcrow: Pilcrow::None,
        damage: Damage::None,
        columns: style.columns.or(Some(65)),
        ..*style
    };
    let text = acp_126(cable, body, &style, chance);
    let mut pages = format!("{stamp}\n\n");
    pages.push_str(if chance.percent(40) {
        "RELEASE IN FULL\n\n"
    } else {
        "RELEASE IN PART\nB1, 1.4(D)\n\n"
    });
    let mut n_lines = 0;
    for line in text.lines() {
        if n_lines >= 54 && line.is_empty() {
            let _ = write!(pages, "\n{stamp}\n\n{stamp}\n");
            n_lines = 0;
        }
        pages.push_str(line);
        pages.push('\n');
        n_lines += 1;
    }
    let _ = writeln!(pages, "{stamp}");
    pages
}

/// A telegram of 1973-79 as its archive keeps it, page by page.
fn of_archive(cable: &Cable, body: &Body, chance: &mut Chance) -> String {
    let number = &cable.number;
    let post = &POSTS[number.post];
    let width = if post.kind == Kind::Department { 6 } else { 5 };
    let cut = post.name.get(..6).unwrap_or(post.name);
    let group = number.group();
    let day = &group[..7];
    let page = |nth: usize| {
        format!(
            "PAGE {nth:02}        {cut:<6}  {:0width$}  {day}\n\n",
            number.serial
        )
    };
    let class = cable.class.name();
    let mut text = page(1);
    let _ = write!(
        text,
        "46\n{} EUR-12\n\nINFO  OCT-01  ISO-00  CIAE-00  DODE-00  PM-04  H-02  INR-07  L-03\n\n      \
         NSAE-00  NSC-05  PA-01  PRS-01  SP-02  SS-15  USIA-06  /088 W\n                     \
         --------------------- {:06}\n",
        if post.kind == Kind::Department {
            "ORIGIN"
        } else {
            "ACTION"
        },
        chance.below(1_000_000)
    );
    text.push_str(&short_header(cable, chance));
    let style = Style {
        is_capital: true,
        columns: Some(58),
        pilcrow: Pilcrow::None,
        is_bare: false,
        damage: Damage::None,
    };
    heading(cable, &style, None, false, chance, &mut text);
    let mut below = String::new();
    write_paragraphs(&body.paragraphs, 0, &style, &mut below);
    let mut n_lines = text.lines().count();
    let mut n_pages = 1;
    let mut lines = below.lines().peekable();
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        n_lines += 1;
        // A heading keeps its rule.
        if n_lines >= n_pages * 48 && !lines.peek().is_some_and(|next| next.starts_with("--")) {
            n_pages += 1;
            let _ = write!(text, "\n{class}\n\n{class}\n\n{}", page(n_pages));
        }
    }
    let _ = write!(
        text,
        "{}\n\n{class}\n\n\n\nNNN\n",
        cable.signer.to_uppercase()
    );
    text
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    let text = text.replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// What the archive says of a record.
fn attributes(cable: &Cable, kind: &str, n_lines: usize) -> String {
    let number = &cable.number;
    let date = format!(
        "{:02} {} {}",
        number.when.date.day(),
        number.short_month(),
        number.year()
    );
    let tags = in_brackets(&cable.tags);
    let first = cable.references.iter().find_map(|it| match &it.cited {
        Cited::Cable(number, _) => Some(number),
        Cited::EMail(_) => None,
    });
    let reference = first.map_or(String::from("n/a"), |number| {
        let (year, post) = (number.year() % 100, POSTS[number.post].name);
        format!("{year:02} {post} {}", number.serial)
    });
    let key = of(&[cable.n, 50]) as usize;
    Attributes {
        date: &date,
        number: &number.of_archive(),
        film: (key % 60, key % 9_999, number.year()),
        from: POSTS[number.post].name,
        n_lines,
        class: cable.class.name(),
        reference: &reference,
        subject: &cable.subject,
        tags: &tags.join(", "),
        to: if number.post == 0 {
            "PORT LARKSPUR"
        } else {
            "STATE"
        },
        kind,
    }
    .write()
}

/// A document of a printed volume, and the words of its line of references.
fn document(cable: &Cable, body: &Body) -> (String, usize) {
    let number = &cable.number;
    let post = &POSTS[number.post];
    let land = COUNTRIES[post.country].0;
    let (head, place) = match post.kind {
        Kind::Department => (
            format!("Department of State to the Embassy in <placeName>{land}</placeName>"),
            String::from("Washington"),
        ),
        Kind::Embassy => (
            format!("Embassy in <placeName>{land}</placeName> to the Department of State"),
            in_small_letters(post.name),
        ),
        Kind::Consulate => (
            format!(
                "Consulate in <placeName>{}</placeName> to the Department of State",
                in_small_letters(post.name)
            ),
            in_small_letters(post.name),
        ),
    };
    let precedence = match cable.precedence {
        'Z' => "Flash",
        'O' => "Immediate",
        'P' => "Priority",
        _ => "Routine",
    };
    let class = in_small_letters(cable.class.name());
    let source = format!("{class}; {precedence}. Repeated for information to Kestrel Bay.");
    let date = number.when.date;
    let when = format!(
        "{date}T{:02}:{:02}:00Z",
        number.when.hour, number.when.minute
    );
    let printed = format!(
        "{} {}, {}, {:02}{:02}Z",
        number.month(),
        date.day(),
        date.year(),
        number.when.hour,
        number.when.minute
    );
    let mut paragraphs = String::new();
    let mut n_words = 0;
    for (nth, paragraph) in body.paragraphs.iter().enumerate() {
        paragraphs.push_str("<p>");
        if nth == 0 {
            let _ = write!(paragraphs, "{}. 1. ", number.serial);
            let of_year = cable.cited_of_year().map(|cited| {
                let post = in_small_letters(POSTS[cited.post].name);
                format!("{post} {}", cited.serial)
            });
            let cited: Vec<String> = of_year.collect();
            if !cited.is_empty() {
                let line = format!("Ref: {}. ", cited.join(", "));
                n_words = line.split_whitespace().count();
                paragraphs.push_str(&line);
            }
        }
        if nth > 0 {
            let _ = write!(paragraphs, "{}. ", nth + 1);
        }
        paragraphs.push_str(&escaped(&paragraph.words));
        paragraphs.push_str("</p>\n");
    }
    let text = Document {
        number: cable.n as usize + 1,
        head: &head,
        file: "611.99/2",
        source: &source,
        place: &place,
        date: (&when, &printed),
        paragraphs: &paragraphs,
        signer: cable.signer,
    }
    .write();
    (text, n_words)
}

/// A text that is no telegram.
fn letter(cable: &Cable, body: &Body) -> String {
    let mut text = format!(
        "Dear {},\n\nhere is letter {} from the coast.\n\n",
        cable.signer, cable.n
    );
    for paragraph in &body.paragraphs {
        wrap(&paragraph.words, 72, "", &mut text);
        text.push('\n');
    }
    text + "Yours,\nInes\n"
}
