//! Hits in many cables, paragraph by paragraph.

use crate::app::{
    Class, HIT_COLUMNS, HIT_COLUMNS_TINY, HitGroup, HitSpread, HitText, Listing, Model, Overlay,
    Region, ResultRow, Results, hint_line,
};
use crate::command::{Command, Context};
use crate::config::Surface;
use crate::typeset::{Role, RowKind, Shown, columns};

use super::catalog::{draw_aid, fit_end};
use super::paint::Canvas;
use super::reader::lit_row;
use super::status;
use super::title::fit_middle;

/// Draws the view; returns where the cursor is.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    model: &Model,
    results: &Results,
) -> Option<(u16, u16)> {
    let layout = model.results_layout();
    draw_title(canvas, model, results);
    let typed = draw_query(canvas, model, results, layout.query);
    draw_rule(canvas, model, results, layout.rule);
    let cursor = draw_rows(canvas, model, results, layout.list);
    draw_pane(canvas, results, layout.pane);
    draw_spread(canvas, results, layout.spread);
    draw_foot(canvas, results, layout.foot);
    if let Some(line) = hint_line(model) {
        status::hints(canvas, &line);
    }
    let bottom = Region {
        x: 0,
        y: model.size.height - 1,
        width: model.size.width,
        height: 1,
    };
    let below = status::status(canvas, model, bottom, false);
    typed.or(below).or(cursor)
}

/// Among which cables is sought, and how many hits there are.
fn draw_title(canvas: &mut Canvas<'_>, model: &Model, results: &Results) {
    let width = model.size.width;
    let style = canvas.surface(Surface::Title);
    canvas.overlay(0, 0, width, style);
    let is_tiny = model.class() == Class::Tiny;
    let mut x = 1;
    if !is_tiny {
        x = canvas.put(x, 0, width, &"reftel", style) + 2;
    }
    let counter = results.counter(model.entries.len());
    let counter = if counter.is_empty() {
        counter
    } else {
        format!("{counter} ")
    };
    let long = results.took().map(|took| format!("{counter}  {took} "));
    let within = results.within();
    let words = if within.is_some() {
        "Search in "
    } else {
        "Search all"
    };
    // Of a long query as much as two thirds of the line can be wanted.
    let wanted = within
        .map_or(0, |it| columns(it) + 2)
        .min(usize::from(width) * 2 / 3);
    let is_room =
        |words: &String| usize::from(x) + 12 + wanted + columns(words) < usize::from(width);
    let counter = long.filter(is_room).unwrap_or(counter);
    let limit = canvas.put_right(x, 0, width, &Shown::new(&counter), style);
    let limit = limit.saturating_sub(1);
    let is_room = usize::from(x) + columns(words) <= usize::from(limit);
    if is_room && (!is_tiny || within.is_none()) {
        x = canvas.put(x, 0, limit, &words, style);
    }
    if let Some(within) = within {
        let style = canvas.surface(Surface::Filter);
        canvas.put_cut(x, 0, limit, &Shown::new(&format!("& {within}")), style);
    }
}

/// What is sought: as it is typed, or as it was.
fn draw_query(
    canvas: &mut Canvas<'_>,
    model: &Model,
    results: &Results,
    region: Region,
) -> Option<(u16, u16)> {
    if region.is_empty() {
        return None;
    }
    let end = region.x + region.width;
    let style = canvas.surface(Surface::Prompt);
    if let Some(Overlay::Hits(seeking)) = &model.overlay {
        let prompt = (status::QUERY_SIGN, &seeking.line.prompt);
        let cursor = status::typed(canvas, model, region, prompt);
        let key = |command| model.keymap.key_of(command, Context::Prompt);
        let keys = [
            (Command::NextOrder, results.order.name()),
            (Command::TogglePattern, "pattern"),
        ];
        let words = keys.map(|(command, words)| {
            key(command)
                .map(|key| format!("{key} {words}"))
                .unwrap_or_default()
        });
        let words = Shown::new(&words.join("  "));
        let line = Shown::new(seeking.line.prompt.text());
        let taken = usize::from(region.x) + columns(status::QUERY_SIGN) + line.columns() + 3;
        if taken + words.columns() < usize::from(end) {
            let style = canvas.surface(Surface::Hint);
            canvas.put_right(region.x, region.y, end - 1, &words, style);
        }
        return Some(cursor);
    }
    let x = canvas.put(region.x, region.y, end, &status::QUERY_SIGN, style);
    let line = Shown::new(results.line());
    canvas.put_cut(x, region.y, end.saturating_sub(1), &line, style);
    None
}

/// In which order the hits are; while a query is typed, what can be.
fn draw_rule(canvas: &mut Canvas<'_>, model: &Model, results: &Results, region: Region) {
    if region.is_empty() {
        return;
    }
    let style = canvas.surface(Surface::PaneTitle);
    let x = canvas.titled_rule(region, &results.order.name(), style);
    let end = region.x + region.width;
    let is_alone = model.results_layout().spread.is_empty();
    if let Some(words) = results.not_searched().filter(|_| is_alone) {
        let words = Shown::new(&format!(" {words} "));
        if usize::from(x) + words.columns() + 2 < usize::from(end) {
            let style = canvas.surface(Surface::Hint);
            canvas.put_right(x, region.y, end - 1, &words, style);
        }
    }
    if let Some(aid) = model.aid().filter(|_| model.query_line().is_some()) {
        draw_aid(canvas, &aid, region.y, model.size.width);
    }
}

/// Draws the rows; returns where the cursor is.
fn draw_rows(
    canvas: &mut Canvas<'_>,
    model: &Model,
    results: &Results,
    region: Region,
) -> Option<(u16, u16)> {
    let quiet = canvas.surface(Surface::Notice);
    if results.n_rows() == 0 && region.height > 1 && !results.line().is_empty() {
        let words = if results.is_over() {
            String::from("no cable is like that")
        } else {
            results.counter(model.entries.len())
        };
        let end = region.width;
        canvas.put_cut(2, region.y + 1, end, &Shown::new(&words), quiet);
    }
    let mut cursor = None;
    for line in 0..region.height {
        let row = results.scroll.top + usize::from(line);
        let y = region.y + line;
        let is_chosen = row == results.scroll.focus;
        match results.row(row) {
            None => break,
            Some(ResultRow::Gap) => {}
            Some(ResultRow::Group(group)) => {
                if let Some(group) = results.groups().get(group) {
                    draw_group(canvas, model, results, *group, (y, region.width));
                }
                if is_chosen {
                    canvas.choose(1, y, region.width - 1);
                }
            }
            Some(ResultRow::Hit(group, nth)) => {
                let entry = results.groups().get(group).map(|group| group.entry);
                let texts = entry.and_then(|entry| results.texts(entry));
                if is_chosen {
                    // The words that are sought differ from the chosen row.
                    canvas.choose(1, y, region.width - 1);
                }
                let x = if model.class() == Class::Tiny {
                    HIT_COLUMNS_TINY
                } else {
                    HIT_COLUMNS
                };
                let hit = texts.and_then(|texts| texts.hits.get(nth));
                if let Some(hit) = hit {
                    draw_hit(canvas, hit, is_chosen, x, (y, region.width));
                } else {
                    let style = canvas.surface(Surface::Hint);
                    canvas.put(3, y, region.width, &"..", style);
                }
            }
        }
        if is_chosen {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(0, y, 1, &">", sign);
            cursor = Some((1, y));
        }
    }
    cursor
}

/// Columns from which there is room for a date.
const DATE_COLUMNS: u16 = 36;

/// A cable: whether its hits are shown, its date, number and subject, and how
/// many there are.
fn draw_group(
    canvas: &mut Canvas<'_>,
    model: &Model,
    results: &Results,
    group: HitGroup,
    (y, width): (u16, u16),
) {
    let quiet = canvas.surface(Surface::Hint);
    let number = canvas.role(Role::Number);
    let heading = canvas.role(Role::Heading);
    let text = canvas.role(Role::Text);
    let sign = if results.is_open(group) {
        &"v"
    } else if results.can_open(group) {
        &">"
    } else {
        &""
    };
    canvas.put(1, y, 2, sign, quiet);
    let counted = match group.n_hits {
        0 => String::new(),
        1 => String::from(" 1 hit "),
        n => format!(" {n} hits "),
    };
    let counted = if model.class() == Class::Tiny {
        counted.replace(" hits", "").replace(" hit", "")
    } else {
        counted
    };
    let limit = canvas.put_right(3, y, width, &Shown::new(&counted), quiet);
    let Some(entry) = model.entries.get(group.entry as usize) else {
        return;
    };
    let listing = entry.listing.as_ref();
    let date = listing.map(Listing::dated).unwrap_or_default();
    // The number of a cable never leaves the screen.
    let id_x = if width < DATE_COLUMNS { 3 } else { 14 };
    if id_x > 3 {
        canvas.put(3, y, limit, &Shown::new(&date), number);
    }
    let id = listing.and_then(|listing| listing.id.as_ref());
    let room = usize::from(limit.saturating_sub(id_x));
    let name = match id {
        Some(id) => fit_middle(id, room),
        None => fit_end(&entry.name, room.min(28)),
    };
    let mut x = canvas.put(id_x, y, limit, &name, heading) + 2;
    // Subjects stand below each other.
    if model.class() > Class::Tiny {
        x = x.max(31);
    }
    if let Some(why) = results.failure(group.entry).or(entry.failure.as_ref()) {
        let failed = canvas.surface(Surface::Failure);
        canvas.put_cut(x, y, limit.saturating_sub(1), why, failed);
    } else if let Some(listing) = listing
        && x + 4 < limit
    {
        canvas.put_cut(x, y, limit.saturating_sub(1), &listing.subject, text);
    }
}

/// A hit: the part, its marking, the words around.
fn draw_hit(
    canvas: &mut Canvas<'_>,
    hit: &HitText,
    is_chosen: bool,
    words_x: u16,
    (y, width): (u16, u16),
) {
    // What was chosen keeps its paint, but for the words that are sought.
    let style = |canvas: &Canvas<'_>, role| {
        if is_chosen {
            canvas.surface(Surface::Selected)
        } else {
            canvas.role(role)
        }
    };
    let label_x = words_x - 10;
    let number = style(canvas, Role::Number);
    let label_end = words_x - if hit.says_level { 6 } else { 1 };
    canvas.put_cut(label_x, y, label_end, &hit.label, number);
    if hit.says_level {
        let (words, role) = match hit.level {
            Some(level) => (format!("({})", level.mark()), Role::PortionMark(level)),
            None => (String::from("( ? )"), Role::Unmarked),
        };
        let style = style(canvas, role);
        canvas.put(words_x - 6, y, words_x, &Shown::new(&words), style);
    }
    let text = style(canvas, Role::Text);
    let lit = canvas.surface(if is_chosen {
        Surface::CurrentMatch
    } else {
        Surface::Match
    });
    let end = width.saturating_sub(1);
    let mut x = words_x;
    let n_columns: usize = hit.words.iter().map(|(words, _)| words.columns()).sum();
    for (words, is_sought) in &hit.words {
        let style = if *is_sought { lit } else { text };
        // A sign says that more stands there.
        x = if usize::from(words_x) + n_columns > usize::from(end) {
            canvas.put_cut(x, y, end, words, style)
        } else {
            canvas.put(x, y, end, words, style)
        };
        if x >= end {
            break;
        }
    }
}

/// The paragraph of the hit at the cursor, and those around it.
fn draw_pane(canvas: &mut Canvas<'_>, results: &Results, region: Region) {
    if region.is_empty() {
        return;
    }
    let line = canvas.surface(Surface::Border);
    let bottom = region.y + region.height;
    canvas.bar(region.x - 1, region.y, bottom, line);
    let style = canvas.surface(Surface::PaneTitle);
    let Some(excerpt) = results.excerpt() else {
        canvas.titled_rule(region, &"Context", style);
        return;
    };
    let title = Shown::new(&format!("Context  {}", excerpt.title));
    canvas.titled_rule(region, &title, style);
    let end = region.x + region.width;
    let lit = canvas.surface(Surface::Match);
    for line in 1..region.height {
        let row_idx = excerpt.top + usize::from(line - 1);
        let Some(row) = excerpt.page.rows().get(row_idx) else {
            break;
        };
        let y = region.y + line;
        let x = region.x + 2;
        let is_hit = row.paragraph.is_some() && row.paragraph == excerpt.paragraph;
        if is_hit && row.kind != RowKind::Blank {
            let sign = canvas.surface(Surface::CursorSign);
            canvas.put(region.x, y, x, &">", sign);
        }
        let mut at = x + row.indent;
        for (range, role) in excerpt.page.runs(row_idx) {
            let style = canvas.role(role);
            at = canvas.put_page(at, y, end, &excerpt.page, range, style);
        }
        lit_row(canvas, (&excerpt.page, row), &excerpt.matches, (x, y), lit);
    }
}

/// Where the hits are: years, markings, posts; what was not searched.
fn draw_spread(canvas: &mut Canvas<'_>, results: &Results, region: Region) {
    if region.is_empty() {
        return;
    }
    let line = canvas.surface(Surface::Border);
    canvas.bar(region.x - 1, region.y, region.y + region.height, line);
    let style = canvas.surface(Surface::PaneTitle);
    let of = if results.is_of_words() {
        &"Where the hits are"
    } else {
        &"Where the cables are"
    };
    canvas.titled_rule(region, of, style);
    let (label, text) = (canvas.surface(Surface::Hint), canvas.role(Role::Text));
    let end = (region.x + region.width).saturating_sub(1);
    let x = region.x + 2;
    let room = usize::from(end.saturating_sub(x + 6));
    let mut y = region.y + 1;
    if let Some(spread) = results.spread().filter(|_| results.n_rows() > 0) {
        let mut years = years(spread);
        if columns(&fitting(&years, usize::MAX, "  ", &number)) > room {
            years = decades(spread);
        }
        for (name, counts) in [
            (&"year", years),
            (&"mark", marks(spread)),
            (&"post", posts(spread)),
        ] {
            canvas.put(x, y, end, name, label);
            let words = Shown::new(&bars(&counts, room));
            canvas.put(x + 6, y, end, &words, text);
            y += 1;
        }
    }
    if let Some(words) = results.not_searched() {
        canvas.put_cut(x, region.y + 4, end, &Shown::new(&words), label);
    }
}

/// The same in one line.
fn draw_foot(canvas: &mut Canvas<'_>, results: &Results, region: Region) {
    if region.is_empty() {
        return;
    }
    let style = canvas.surface(Surface::PaneTitle);
    let Some(spread) = results.spread().filter(|_| results.n_rows() > 0) else {
        let border = canvas.surface(Surface::Border);
        canvas.rule(region.x, region.y, region.width, border);
        return;
    };
    let of = if results.is_of_words() {
        "hits"
    } else {
        "cables"
    };
    let room = usize::from(region.width).saturating_sub(8);
    let by_mark = short(&marks(spread), room / 2);
    let by_mark = if by_mark.is_empty() {
        by_mark
    } else {
        format!("   by mark {by_mark}")
    };
    let head = format!("{of} by year ");
    let left = room.saturating_sub(columns(&by_mark) + columns(&head));
    let mut by_year = short(&years(spread), left);
    let decades = decades(spread);
    if by_year.contains('+') && decades.len() > 2 {
        by_year = short(&decades, left);
    }
    let words = Shown::new(&format!("{head}{by_year}{by_mark}"));
    canvas.titled_rule(region, &words, style);
}

/// What something is counted by, and how many there are.
type Count = (String, usize);

fn years(spread: &HitSpread) -> Vec<Count> {
    let years = spread.spread.years.iter();
    // What has no date stands at the end.
    let (dated, others): (Vec<_>, Vec<_>) = years.partition(|(year, _)| year.is_some());
    let named = dated.into_iter().chain(others).map(|(year, &n)| {
        let name = year.map_or_else(|| String::from("no date"), |year| year.to_string());
        (name, n)
    });
    named.collect()
}

/// The same by tens of years: `1970s`.
fn decades(spread: &HitSpread) -> Vec<Count> {
    let mut decades: Vec<(Option<i16>, usize)> = Vec::new();
    for (year, &n) in &spread.spread.years {
        let decade = year.map(|year| year / 10 * 10);
        match decades.last_mut().filter(|(known, _)| *known == decade) {
            Some((_, known)) => *known += n,
            None => decades.push((decade, n)),
        }
    }
    // What has no date stands at the end.
    decades.sort_by_key(|(decade, _)| decade.is_none());
    let named = decades.into_iter().map(|(decade, n)| {
        let name = decade.map_or_else(|| String::from("no date"), |it| format!("{it}s"));
        (name, n)
    });
    named.collect()
}

fn marks(spread: &HitSpread) -> Vec<Count> {
    let levels = spread.spread.levels.iter();
    let (marked, others): (Vec<_>, Vec<_>) = levels.partition(|(level, _)| level.is_some());
    let named = marked.into_iter().chain(others).map(|(level, &n)| {
        let name = level.map_or_else(|| String::from("( ? )"), |it| format!("({})", it.mark()));
        (name, n)
    });
    named.collect()
}

fn posts(spread: &HitSpread) -> Vec<Count> {
    let mut posts: Vec<Count> = spread
        .spread
        .posts
        .iter()
        .map(|(post, &n)| (post.to_uppercase(), n))
        .collect();
    posts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    posts
}

/// Counts with bars where there is room for them, else with numbers.
fn bars(counts: &[Count], room: usize) -> String {
    /// Columns of the longest bar.
    const LONGEST: usize = 10;
    let most = counts.iter().map(|(_, n)| *n).max().unwrap_or(1).max(1);
    let with_bars = counts.iter().map(|(name, n)| {
        let n_columns = if most <= LONGEST {
            *n
        } else {
            (n * LONGEST).div_ceil(most)
        };
        format!("{name} {} {n}", "#".repeat(n_columns))
    });
    let with_bars = with_bars.collect::<Vec<_>>().join("  ");
    if columns(&with_bars) <= room {
        return with_bars;
    }
    fitting(counts, room, "  ", &number)
}

fn number((name, n): &Count) -> String {
    format!("{name} {n}")
}

/// Counts in few letters: `08:12 09:3`, `C10 U1`.
fn short(counts: &[Count], room: usize) -> String {
    let word = |(name, n): &Count| {
        let year = name.strip_prefix("19").or(name.strip_prefix("20"));
        let mark = name.trim_matches(|c: char| "()".contains(c)).trim();
        match (year, name.starts_with('(')) {
            (Some(year), _) => format!("{year}:{n}"),
            (None, true) => format!("{mark}{n}"),
            (None, false) => format!("{name}:{n}"),
        }
    };
    fitting(counts, room, " ", &word)
}

/// As many as there is room for, and how many more there are.
fn fitting(counts: &[Count], room: usize, gap: &str, word: &dyn Fn(&Count) -> String) -> String {
    let mut words = String::new();
    for (nth, count) in counts.iter().enumerate() {
        let n_left = counts.len() - nth;
        let gap = if nth == 0 { "" } else { gap };
        let next = format!("{gap}{}", word(count));
        let more = if n_left == 1 { 0 } else { 6 };
        if columns(&words) + columns(&next) + more > room {
            let more = format!("{gap}+{n_left}");
            if columns(&words) + columns(&more) <= room {
                words.push_str(&more);
            }
            break;
        }
        words.push_str(&next);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_bars_numbers_or_as_many_as_fit() {
        let counts = |all: &[(&str, usize)]| -> Vec<Count> {
            all.iter().map(|&(name, n)| (name.to_owned(), n)).collect()
        };
        let years = counts(&[("2003", 1), ("2008", 8), ("no date", 2)]);
        assert_eq!(bars(&years, 60), "2003 # 1  2008 ######## 8  no date ## 2");
        assert_eq!(bars(&years, 30), "2003 1  2008 8  no date 2");
        assert_eq!(bars(&years, 16), "2003 1  +2");
        assert_eq!(bars(&years, 2), "+3");
        assert_eq!(short(&years, 40), "03:1 08:8 no date:2");
        let marks = counts(&[("(U)", 1), ("(SBU)", 12), ("( ? )", 3)]);
        assert_eq!(short(&marks, 40), "U1 SBU12 ?3");
        let many = counts(&[("(U)", 100), ("(C)", 40)]);
        assert_eq!(bars(&many, 40), "(U) ########## 100  (C) #### 40");
        let mut spread = HitSpread::default();
        spread.spread.years = [(None, 1), (Some(1973), 2), (Some(1979), 3), (Some(2010), 4)].into();
        let by_year = counts(&[("1973", 2), ("1979", 3), ("2010", 4), ("no date", 1)]);
        assert_eq!(super::years(&spread), by_year);
        let by_ten = counts(&[("1970s", 5), ("2010s", 4), ("no date", 1)]);
        assert_eq!(decades(&spread), by_ten);
    }
}
