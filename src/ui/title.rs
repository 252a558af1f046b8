//! The lines above a cable: what it is, how it is classified, where the
//! cursor is, who wrote to whom.

use ratatui::style::Modifier;

use crate::app::{Class, Layout, Model, Reader, Region};
use crate::cable::{Addressee, Classification, month_name};
use crate::command::{Command, Context};
use crate::config::Surface;
use crate::typeset::{Role, Shown, columns};

use super::paint::Canvas;

/// Cable id, level, findings, date or filter, paragraph, progress.
pub(super) fn title(canvas: &mut Canvas<'_>, model: &Model, reader: &Reader, layout: &Layout) {
    let Region { y, width, .. } = layout.title;
    let class = layout.class.unwrap_or(Class::Tiny);
    let style = canvas.surface(Surface::Title);
    canvas.overlay(0, y, width, style);
    let roomy = class >= Class::Medium;
    let gap = if roomy { "   " } else { " " };
    // Where neither map nor outline shows the marking of the paragraph, the
    // title does: it never leaves the screen.
    let mark = if layout.map.is_empty() && layout.outline.is_empty() {
        reader.mark_here()
    } else {
        String::new()
    };
    let place = reader.place();
    // Where no line below says so.
    let is_said = reader.selecting.is_none() || !layout.hints.is_empty();
    let sign = if is_said { "" } else { "sel " };
    let place = if width < 28 {
        // The id needs the room more than the number of paragraphs does.
        let number = place.split('/').next().unwrap_or_default();
        let place = if mark.is_empty() { &place } else { number };
        Shown::new(&format!("{sign}{place}{mark} "))
    } else {
        Shown::new(&format!(
            "{sign}{place}{mark}{gap}{:>3}% ",
            reader.percent()
        ))
    };
    let mut limit = canvas
        .put_right(0, y, width, &place, style)
        .saturating_sub(if roomy { 3 } else { 2 });
    if reader.is_filtered() {
        /// A longer question leaves no room for the id.
        const LONGEST: usize = 28;
        let (shown, all) = (reader.n_shown(), reader.cable.paragraphs.len());
        let label = Shown::new(&reader.filter_label()).cut(LONGEST);
        let words = match class {
            // The source is whole, whatever is asked of the reading.
            Class::Tiny if reader.raw => String::from("unfiltered"),
            _ if reader.raw => format!("source, not filtered by {label}"),
            Class::Tiny if width < 40 => format!("{shown}/{all}"),
            Class::Tiny => format!("{} {shown}/{all}", label.cut(14)),
            _ if reader.dim => format!("bright: {label}  {shown} of {all}"),
            _ => format!("showing {label}  {shown} of {all}"),
        };
        let filter = canvas.surface(Surface::Filter);
        limit = canvas
            .put_right(0, y, limit, &Shown::new(&words), filter)
            .saturating_sub(2);
    } else if class >= Class::Narrow
        && let Some(date) = reader.cable.date()
    {
        let (day, month) = (date.day(), month_name(date.month()));
        let date = format!("{day:02} {month} {}", date.year());
        limit = canvas
            .put_right(0, y, limit, &Shown::new(&date), style)
            .saturating_sub(3);
    }
    let serious = reader.tally.n_serious;
    if serious > 0 {
        let finding = canvas.surface(Surface::Finding);
        let words = Shown::new(&format!("!{serious}"));
        limit = canvas
            .put_right(0, y, limit, &words, finding)
            .saturating_sub(2);
    }
    let level = reader.cable.level();
    let (words, surface) = match level {
        Some(level) if width < 40 => (level.letter().to_string(), Surface::TitleLevel(level)),
        Some(level) => (level_words(reader, level), Surface::TitleLevel(level)),
        None if width < 40 => (String::from("?"), Surface::Title),
        None => (String::from("no banner"), Surface::Title),
    };
    let words = Shown::new(&words);
    let level_style = canvas.surface(surface);
    let n_columns = u16::try_from(columns(words.as_str())).unwrap_or(u16::MAX);
    let middle = (width / 2).saturating_sub(n_columns / 2);
    // The level stands in the middle unless something needs the place.
    let level_x = middle.min(limit.saturating_sub(n_columns));
    canvas.put(level_x, y, limit, &words, level_style);
    let limit = level_x.saturating_sub(1);
    let mut x = u16::from(class != Class::Tiny);
    if roomy {
        x = canvas.put(x, y, limit, &"reftel", style) + 2;
    }
    let id = fit_middle(&reader.id, usize::from(limit.saturating_sub(x)));
    x = canvas.put(x, y, limit, &id, style);
    let n_entries = model.entries.len();
    if n_entries > 1 && class >= Class::Narrow {
        let nth = Shown::new(&format!("  {} of {n_entries}", reader.entry + 1));
        if usize::from(x) + columns(nth.as_str()) <= usize::from(limit) {
            // On the ground of the title, without its weight.
            let quiet = style.remove_modifier(Modifier::BOLD);
            canvas.put(x, y, limit, &nth, quiet);
        }
    }
}

/// The level in words, with the controls of the banner.
fn level_words(reader: &Reader, level: Classification) -> String {
    let mut words = level.to_string();
    for control in reader
        .cable
        .heading
        .banner
        .iter()
        .flat_map(|banner| &banner.controls)
    {
        words.push(' ');
        words.push_str(&reader.cable.read(*control));
    }
    words
}

/// Cuts an id in the middle, so that year and number survive.
pub(super) fn fit_middle(id: &Shown, room: usize) -> Shown {
    let text = id.as_str();
    if columns(text) <= room || room < 4 {
        return id.clone();
    }
    let letters: Vec<char> = text.chars().collect();
    let tail = (room - 2) / 2;
    let head = room - 2 - tail;
    let mut short: String = letters.iter().take(head).collect();
    short.push_str("..");
    short.extend(letters.iter().skip(letters.len().saturating_sub(tail)));
    Shown::new(&short)
}

/// From, to, precedence, TAGS and references on one line.
pub(super) fn header(canvas: &mut Canvas<'_>, model: &Model, reader: &Reader, region: Region) {
    if region.is_empty() {
        return;
    }
    let heading = &reader.cable.heading;
    let (y, end) = (region.y, region.x + region.width);
    let value = canvas.role(Role::Value);
    let quiet = canvas.surface(Surface::Hint);
    let key = canvas.surface(Surface::HintKey);
    let keys = model.keymap.key_of(Command::ToggleRouting, Context::Reader);
    let mut limit = end.saturating_sub(1);
    if let Some(keys) = keys {
        limit = canvas
            .put_right(0, y, limit, &"routing", quiet)
            .saturating_sub(1);
        limit = canvas
            .put_right(0, y, limit, &Shown::new(&keys), key)
            .saturating_sub(2);
    }
    let mut x = region.x + 1;
    let station = |addressee: &Addressee| short_plad(&reader.cable.read(addressee.plad.0));
    if let Some(from) = &heading.from {
        x = canvas.put(x, y, limit, &Shown::new(&station(from)), value) + 1;
    }
    if let Some(to) = heading.action.first() {
        x = canvas.put(x, y, limit, &"> ", quiet);
        let more = if heading.action.len() > 1 {
            format!(" +{}", heading.action.len() - 1)
        } else {
            String::new()
        };
        x = canvas.put(
            x,
            y,
            limit,
            &Shown::new(&format!("{}{more}", station(to))),
            value,
        ) + 2;
    }
    if let Some(precedence) = heading.dtg.as_ref().and_then(|line| line.precedence) {
        x = canvas.put(x, y, limit, &Shown::new(&precedence.to_string()), value) + 2;
    }
    if !heading.tags.is_empty() {
        let codes: Vec<&str> = heading.tags.iter().map(|tag| &*tag.code).collect();
        x = canvas.put(x, y, limit, &"TAGS ", quiet);
        let code = canvas.role(Role::Code);
        // References need a few columns to say how many they are.
        let reserved = match heading.references.len() {
            0 => 0,
            1..=3 => 5 + 2 * heading.references.len(),
            _ => 12,
        };
        let room = usize::from(limit.saturating_sub(x)).saturating_sub(reserved);
        let codes = fit_words(&codes, room);
        x = canvas.put(x, y, limit, &Shown::new(&codes), code) + 2;
    }
    if !heading.references.is_empty() {
        let letters: Vec<char> = heading
            .references
            .iter()
            .zip(&reader.held)
            .map(
                |(reference, held)| match (reference.letter.unwrap_or('1'), held) {
                    (letter, true) => letter,
                    (letter, false) => letter.to_ascii_lowercase(),
                },
            )
            .collect();
        let room = usize::from(limit.saturating_sub(x)).saturating_sub(3);
        x = canvas.put(x, y, limit, &"REF", quiet);
        let style = canvas.role(Role::Reference);
        // A single reference needs no letter where there is room for its id.
        if let [reference] = &heading.references[..]
            && let Some(mrn) = &reference.mrn
        {
            let id = Shown::new(&mrn.to_string());
            if columns(id.as_str()) < room {
                canvas.put(x + 1, y, limit, &id, style);
                return;
            }
        }
        canvas.put(
            x,
            y,
            limit,
            &Shown::new(&fit_letters(&letters, room)),
            style,
        );
    }
}

/// Words with a blank between them, as many as `room` has columns for, and
/// how many more there are.
fn fit_words(words: &[&str], room: usize) -> String {
    let mut fitted = String::new();
    for (nth, word) in words.iter().enumerate() {
        let n_left = words.len() - nth - 1;
        let more = if n_left == 0 { 0 } else { 4 };
        let blank = usize::from(!fitted.is_empty());
        if columns(&fitted) + blank + columns(word) + more > room {
            fitted.push_str(&" ".repeat(blank));
            fitted.push('+');
            fitted.push_str(&(n_left + 1).to_string());
            break;
        }
        fitted.push_str(&" ".repeat(blank));
        fitted.push_str(word);
    }
    fitted
}

/// Letters with a blank before each, as many as `room` has columns for, and
/// how many more there are.
fn fit_letters(letters: &[char], room: usize) -> String {
    let more = |n_left: usize| {
        if n_left == 0 {
            String::new()
        } else {
            format!(" +{n_left}")
        }
    };
    let n_fitting = (0..=letters.len())
        .rev()
        .find(|&n| 2 * n + more(letters.len() - n).len() <= room)
        .unwrap_or(0);
    let mut words: String = letters
        .iter()
        .take(n_fitting)
        .flat_map(|&letter| [' ', letter])
        .collect();
    words.push_str(&more(letters.len() - n_fitting));
    words
}

/// A PLAD as one says it: the place of an embassy, `STATE`, `USNATO`.
fn short_plad(plad: &str) -> String {
    let plad = plad.split("//").next().unwrap_or(plad).trim();
    for prefix in [
        "AMEMBASSY ",
        "AMCONSUL ",
        "AMCONGEN ",
        "USMISSION ",
        "USINT ",
        "AMCONSULATE ",
    ] {
        if let Some(place) = plad.strip_prefix(prefix) {
            return place.to_owned();
        }
    }
    if plad.starts_with("SECSTATE") {
        String::from("STATE")
    } else {
        plad.to_owned()
    }
}
