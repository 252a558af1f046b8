//! Where hits are, in a pane or in one line: counts by year, marking and post.

use crate::app::{HitSpread, Region, Results};
use crate::config::Surface;
use crate::typeset::{Role, Shown, columns};

use super::paint::Canvas;

/// Where the hits are: years, markings, posts; what was not searched.
pub(super) fn draw(canvas: &mut Canvas<'_>, results: &Results, region: Region) {
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
pub(super) fn draw_foot(canvas: &mut Canvas<'_>, results: &Results, region: Region) {
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
