//! The lines above a cable: what it is, how it is classified, where the
//! cursor is, who wrote to whom.

use ratatui::style::Modifier;

use crate::app::{
    Class, GUTTER, Layout, Model, Reader, Region, SummaryPart, grouped, summary_words,
};
use crate::cable::{Classification, month_name};
use crate::config::Surface;
use crate::typeset::{Role, Shown, columns};

use super::paint::Canvas;

/// From so many columns on the level is told in words, below by its letter.
const LEVEL_IN_WORDS: u16 = 40;
/// From so many columns on there is room for the progress.
const PROGRESS: u16 = 28;

/// What the title says, as much of it as there is room for. What may never
/// leave the screen is never given up: id, level, paragraph, its marking where
/// nothing else shows it, filter.
struct Said {
    /// Where the id begins: behind a blank or the name of the program.
    start: usize,
    /// Columns between what stands at the right end and what is before it.
    gap: usize,
    /// Columns behind filter and findings.
    small_gap: usize,
    n_id: usize,
    level: String,
    findings: String,
    date: String,
    /// The words for the filter, those that are left; the longest first.
    filter: Vec<String>,
    /// Paragraph and progress: the longest first.
    place: Vec<String>,
}

/// What is given up for want of room, in this order.
#[derive(Clone, Copy)]
enum GivenUp {
    Progress,
    Date,
    FilterWords,
    Id(usize),
    Controls,
    NumberOfParagraphs,
    Findings,
    LastBlank,
    Filter,
}

impl Said {
    fn new(model: &Model, reader: &Reader, layout: &Layout) -> Said {
        let width = layout.title.width;
        let class = layout.class.unwrap_or(Class::Tiny);
        let roomy = class >= Class::Medium;
        // Where neither map nor outline shows the marking of the paragraph, the
        // title does: it never leaves the screen.
        let is_in_sight = |region: Region| !region.is_empty() && !model.is_covered(region);
        let has_map = is_in_sight(layout.map) && !covers_map(model, layout);
        let mark = if !has_map && !is_in_sight(mark_in_outline(reader, layout)) {
            reader.mark_here()
        } else {
            String::new()
        };
        // Where no line below says so.
        let is_said = reader.selecting.is_none() || !layout.hints.is_empty();
        let sign = if is_said { "" } else { "sel " };
        let place = reader.place();
        let number = place.split('/').next().unwrap_or_default();
        let gap = if roomy { "   " } else { " " };
        let percent = reader.percent();
        let mut places = vec![
            format!("{sign}{place}{mark}{gap}{percent:>3}% "),
            format!("{sign}{place}{mark} "),
            format!("{sign}{number}{mark} "),
        ];
        if width < PROGRESS {
            places.remove(0);
        }
        let date = reader.cable.date().filter(|_| class >= Class::Narrow);
        let date = date.filter(|_| !reader.is_filtered()).map(|date| {
            let (day, month) = (date.day(), month_name(date.month()));
            format!("{day:02} {month} {}", date.year())
        });
        let serious = match reader.tally.n_serious {
            0 => String::new(),
            serious => format!("!{serious}"),
        };
        let level = match reader.cable.level() {
            Some(level) if width < LEVEL_IN_WORDS => level.letter().to_string(),
            Some(level) => level_words(reader, level),
            None if width < LEVEL_IN_WORDS => String::from("?"),
            None => String::from("no banner"),
        };
        let start = usize::from(class != Class::Tiny);
        Said {
            start: start + if roomy { "reftel  ".len() } else { 0 },
            gap: match width {
                ..PROGRESS => 1,
                _ if roomy => 3,
                _ => 2,
            },
            small_gap: if width < PROGRESS { 1 } else { 2 },
            n_id: columns(reader.id.as_str()),
            level,
            findings: serious,
            date: date.unwrap_or_default(),
            filter: filter_words(reader, class),
            place: places,
        }
    }

    /// The columns that all of it takes.
    fn n_columns(&self) -> usize {
        let with_gap = |words: &str, gap: usize| match columns(words) {
            0 => 0,
            n_columns => n_columns + gap,
        };
        let first = |words: &[String], gap| words.first().map_or(0, |words| with_gap(words, gap));
        self.start
            + self.n_id
            + 1
            + columns(&self.level)
            + with_gap(&self.findings, self.small_gap)
            + with_gap(&self.date, 3)
            + first(&self.filter, self.small_gap)
            + first(&self.place, self.gap)
    }

    /// Gives up what must be for `room` columns.
    fn fit(&mut self, reader: &Reader, room: usize) {
        // Year, two dots and number.
        let shortest_id = reader.id.as_str().chars().rev();
        let shortest_id = 4 + shortest_id.take_while(char::is_ascii_digit).count();
        let order = [
            GivenUp::Progress,
            GivenUp::Date,
            GivenUp::FilterWords,
            GivenUp::FilterWords,
            GivenUp::Id(shortest_id.max(12)),
            GivenUp::Controls,
            GivenUp::FilterWords,
            GivenUp::Id(shortest_id),
            GivenUp::NumberOfParagraphs,
            GivenUp::Findings,
            GivenUp::FilterWords,
            GivenUp::LastBlank,
            GivenUp::Filter,
        ];
        for given_up in order {
            let missing = self.n_columns().saturating_sub(room);
            if missing == 0 {
                return;
            }
            match given_up {
                GivenUp::Progress if self.place.len() > 2 => drop(self.place.remove(0)),
                GivenUp::NumberOfParagraphs if self.place.len() > 1 => {
                    self.place.drain(..self.place.len() - 1);
                }
                GivenUp::FilterWords if self.filter.len() > 1 => drop(self.filter.remove(0)),
                GivenUp::Id(least) => {
                    let wanted = self.n_id.saturating_sub(missing).max(least);
                    self.n_id = self.n_id.min(wanted);
                }
                GivenUp::Controls => {
                    if let Some(level) = reader.cable.level()
                        && self.level != level.letter().to_string()
                    {
                        self.level = level.to_string();
                    }
                }
                GivenUp::Date => self.date.clear(),
                GivenUp::Findings => self.findings.clear(),
                // The source is whole.
                GivenUp::Filter if reader.raw => self.filter.clear(),
                GivenUp::Filter if !self.filter.is_empty() => {
                    self.filter = vec![String::from(FILTERED)];
                }
                GivenUp::LastBlank => {
                    if let [.., place] = &mut self.place[..] {
                        place.truncate(place.trim_end().len());
                    }
                }
                GivenUp::Progress
                | GivenUp::NumberOfParagraphs
                | GivenUp::FilterWords
                | GivenUp::Filter => {}
            }
        }
    }
}

/// Where the outline, if it is open, shows the marking of its current row.
fn mark_in_outline(reader: &Reader, layout: &Layout) -> Region {
    if layout.outline.is_empty() {
        return Region::default();
    }
    let below = u16::try_from(reader.outline.scroll.below()).unwrap_or(u16::MAX);
    Region {
        y: (layout.outline.y + 1).saturating_add(below),
        width: layout.outline.width.min(GUTTER),
        height: 1,
        ..layout.outline
    }
}

/// Whether a notice, or a line that is being typed, stands where the paragraphs are
/// on one line.
fn covers_map(model: &Model, layout: &Layout) -> bool {
    let overlay = model.overlay.as_ref();
    if overlay.is_some_and(|it| it.prompt().is_some()) && layout.status.meets(layout.map) {
        return true;
    }
    let notice = model.notice_region(layout.status);
    notice.y > 0 && (notice.y..notice.y + notice.height).contains(&layout.map.y)
}

/// That there is a filter, where there is no room to say which: the key that asks
/// for one in the reader and in `less`.
const FILTERED: &str = "&";

/// What is said of a filter, the longest first.
fn filter_words(reader: &Reader, class: Class) -> Vec<String> {
    /// A longer question leaves no room for the id.
    const LONGEST: usize = 28;
    if !reader.is_filtered() {
        return Vec::new();
    }
    let (shown, all) = (reader.shown.n_paragraphs, reader.cable.paragraphs.len());
    let [shown, all] = [shown, all].map(grouped);
    let label = Shown::new(&reader.filter_label()).cut(LONGEST);
    let short = reader.short_filter_label();
    let mut words = if reader.raw {
        // The source is whole, whatever is asked of the reading.
        vec![
            format!("source, not filtered by {label}"),
            String::from("unfiltered"),
        ]
    } else if reader.dim {
        vec![
            format!("bright: {label}  {shown} of {all}"),
            format!("bright: {} {shown}/{all}", label.cut(14)),
            format!("bright {short}"),
        ]
    } else {
        vec![
            format!("showing {label}  {shown} of {all}"),
            format!("{} {shown}/{all}", label.cut(14)),
            format!("{short} {shown}/{all}"),
            short.to_string(),
        ]
    };
    if class == Class::Tiny {
        words.remove(0);
    }
    words
}

/// Cable id, level, findings, date or filter, paragraph, progress.
pub(super) fn title(canvas: &mut Canvas<'_>, model: &Model, reader: &Reader, layout: &Layout) {
    let Region { y, width, .. } = layout.title;
    let class = layout.class.unwrap_or(Class::Tiny);
    let style = canvas.surface(Surface::Title);
    canvas.overlay(0, y, width, style);
    let mut said = Said::new(model, reader, layout);
    said.fit(reader, usize::from(width));
    let mut limit = width;
    let filter = canvas.surface(Surface::Filter);
    let finding = canvas.surface(Surface::Finding);
    let first = |words: &[String]| Shown::new(words.first().map_or("", String::as_str));
    let at_the_right = [
        (first(&said.place), style, said.gap),
        (first(&said.filter), filter, said.small_gap),
        (Shown::new(&said.date), style, 3),
        (Shown::new(&said.findings), finding, said.small_gap),
    ];
    for (words, style, gap) in at_the_right {
        if !words.as_str().is_empty() {
            let gap = u16::try_from(gap).unwrap_or(0);
            limit = canvas
                .put_right(0, y, limit, &words, style)
                .saturating_sub(gap);
        }
    }
    let words = Shown::new(&said.level);
    let surface = match reader.cable.level() {
        Some(level) => Surface::TitleLevel(level),
        None => Surface::Title,
    };
    let level_style = canvas.surface(surface);
    let n_columns = u16::try_from(columns(words.as_str())).unwrap_or(u16::MAX);
    let middle = (width / 2).saturating_sub(n_columns / 2);
    // The level stands in the middle unless something needs the place.
    let behind_id = u16::try_from(said.start + said.n_id + 1).unwrap_or(u16::MAX);
    let level_x = middle.max(behind_id).min(limit.saturating_sub(n_columns));
    canvas.put(level_x, y, limit, &words, level_style);
    let limit = level_x.saturating_sub(1);
    let mut x = u16::from(class != Class::Tiny);
    if class >= Class::Medium {
        x = canvas.put(x, y, limit, &"reftel", style) + 2;
    }
    let id = fit_middle(&reader.id, usize::from(limit.saturating_sub(x)));
    x = canvas.put(x, y, limit, &id, style);
    let n_entries = model.entries.len();
    if n_entries > 1 && class >= Class::Narrow {
        let with_hits = model.nth_with_hits(reader.entry);
        let nth = match (&model.filter, model.nth_of(reader.entry)) {
            _ if with_hits.is_some() => {
                let (nth, all) = with_hits.unwrap_or_default();
                let [nth, all] = [nth, all].map(grouped);
                format!("  {nth} of {all} gs")
            }
            (Some(_), None) => String::from("  not listed"),
            (Some(_), Some(nth)) => {
                let [nth, all] = [nth + 1, model.n_listed()].map(grouped);
                format!("  {nth} of {all} &")
            }
            (None, _) if model.is_lost(reader.entry) => String::new(),
            (None, nth) => {
                let nth = nth.unwrap_or(reader.entry);
                let [nth, all] = [nth + 1, model.n_cables()].map(grouped);
                format!("  {nth} of {all}")
            }
        };
        let fits = |words: &str| usize::from(x) + columns(words) <= usize::from(limit);
        let release = model.release(reader.entry);
        let release = release.map(|it| format!("{nth}, release {} of {}", it.nth, it.of));
        let nth = release.filter(|words| fits(words)).unwrap_or(nth);
        let nth = Shown::new(&nth);
        if fits(nth.as_str()) {
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
    const DOTS: &str = "..";
    let text = id.as_str();
    if columns(text) <= room {
        return id.clone();
    }
    let letters: Vec<char> = text.chars().collect();
    let n_digits = letters.iter().rev().take_while(|c| c.is_ascii_digit());
    let n_digits = n_digits.count();
    let Some(kept) = room.checked_sub(DOTS.len()).filter(|kept| *kept > 1) else {
        return id.cut(room);
    };
    let tail = (kept / 2).max(n_digits.min(kept.saturating_sub(2)));
    let mut short: String = letters.iter().take(kept - tail).collect();
    short.push_str(DOTS);
    short.extend(letters.iter().skip(letters.len().saturating_sub(tail)));
    Shown::new(&short)
}

/// From, to, precedence, TAGS and references on one line.
pub(super) fn header(canvas: &mut Canvas<'_>, model: &Model, reader: &Reader, region: Region) {
    for it in summary_words(model, reader, region) {
        let style = match it.is {
            SummaryPart::Value => canvas.role(Role::Value),
            SummaryPart::Code => canvas.role(Role::Code),
            SummaryPart::Reference => canvas.role(Role::Reference),
            SummaryPart::Label => canvas.surface(Surface::Hint),
            SummaryPart::Key => canvas.surface(Surface::HintKey),
        };
        canvas.put_cut(it.x, region.y, it.end, &it.words, style);
    }
}
