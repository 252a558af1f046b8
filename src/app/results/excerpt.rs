//! The paragraph of a hit with its neighbors, beside the rows or over them.

use std::ops::Range;
use std::sync::Arc;

use crate::app::follow::PeekedAt;
use crate::app::{Effect, Find, HitText, HitTexts, How, Model, Overlay, Pane, Peek, Scroll};
use crate::query::Place;
use crate::typeset::{self, Marks, Options, Page, Role, Shown, Term};

/// A paragraph with its neighbors.
#[derive(Clone, Debug)]
pub struct Excerpt {
    /// What it is of.
    pub(super) of: (u32, usize, u16, u16),
    /// What it is called.
    pub title: Shown,
    /// The paragraphs.
    pub page: Arc<Page>,
    /// What is sought in them.
    pub matches: Vec<Range<u32>>,
    /// The paragraph of the hit.
    pub paragraph: Option<u32>,
    /// The first row in sight.
    pub top: usize,
}

/// Lays out the paragraph of the hit at the cursor, where it is shown.
pub(super) fn look(model: &mut Model) {
    let pane = model.results_layout().pane;
    let Some(results) = model.results_in_sight() else {
        return;
    };
    let Some((group, nth)) = results.here().filter(|_| !pane.is_empty()) else {
        results.excerpt = None;
        return;
    };
    let nth = nth.unwrap_or_default();
    let of = (group.entry, nth, pane.width, pane.height);
    if results.excerpt.as_ref().is_some_and(|known| known.of == of) {
        return;
    }
    let line = results.shown.query.line().to_owned();
    results.excerpt = results
        .texts(group.entry)
        .map(|texts| excerpt(texts, nth, &line, of));
}

/// The paragraph of a hit and as many around it as are worth it.
fn excerpt(texts: &HitTexts, nth: usize, line: &str, of: (u32, usize, u16, u16)) -> Excerpt {
    /// Bytes that are laid out well within the time of a frame.
    const MOST: usize = 1 << 14;
    let (columns, rows) = (
        of.2.saturating_sub(3).max(20),
        usize::from(of.3.saturating_sub(1)),
    );
    let cable = &texts.cable;
    let hit = texts.hits.get(nth);
    let n_bytes = |idx: usize| {
        let paragraph = cable.paragraphs.get(idx);
        paragraph.map_or(usize::MAX, |it| it.span.len())
    };
    let laid = |range: Range<usize>| {
        let options = Options {
            measure: columns,
            marks: Marks::Inline,
            links: Some(&[]),
            ..Options::default()
        };
        typeset::paragraphs(cable, &options, range)
    };
    let around = |idx: usize| {
        let mut range = idx..idx + 1;
        let mut left = MOST.saturating_sub(n_bytes(idx));
        for _ in 0..8 {
            for next in [range.end, range.start.wrapping_sub(1)] {
                if n_bytes(next) <= left {
                    left -= n_bytes(next);
                    range = range.start.min(next)..range.end.max(next + 1);
                }
            }
        }
        range
    };
    let paragraph = match hit.map(|hit| hit.place) {
        Some(Place::Paragraph(idx)) if n_bytes(idx as usize) <= 4 * MOST => Some(idx),
        None if n_bytes(0) <= 4 * MOST => Some(0),
        _ => None,
    };
    let page = match (paragraph, hit) {
        (Some(idx), _) => laid(around(idx as usize)),
        (None, Some(hit)) => typeset::terms(&part(texts, hit, MOST), columns),
        (None, None) => typeset::terms(&[], columns),
    };
    let find = Find::on(&page, line, How::Asked, 0);
    let is_of = |row: &typeset::Row| row.paragraph == paragraph && paragraph.is_some();
    let first = page.rows().iter().position(is_of).unwrap_or_default();
    let inside = find.matches.iter().map(|found| page.row_at(found.start));
    let mut inside = inside.filter(|row| page.rows().get(*row).is_some_and(is_of));
    let lit = inside.next().unwrap_or(first);
    // A few rows of what stands before, but the words that are sought.
    let mut top = first.saturating_sub(rows / 4);
    if lit >= top + rows.saturating_sub(2) {
        top = lit.saturating_sub(rows / 2);
    }
    top = top.min(page.rows().len().saturating_sub(rows));
    let says_level = hit.filter(|hit| hit.says_level);
    let level = says_level.map(|hit| match hit.level {
        Some(level) => format!("({})", level.mark()),
        None => String::from("( ? )"),
    });
    let label = hit.map_or("", |hit| hit.label.as_str());
    let id = texts.listing.id.as_ref().map_or("", Shown::as_str);
    let words = [id, label, level.as_deref().unwrap_or_default()];
    let words: Vec<&str> = words.into_iter().filter(|it| !it.is_empty()).collect();
    Excerpt {
        of,
        title: Shown::new(&words.join("  ")),
        page: Arc::new(page),
        matches: find.matches,
        paragraph: hit.and(paragraph),
        top,
    }
}

/// A part that is no paragraph, or a very long one; and what the text begins
/// with.
fn part(texts: &HitTexts, hit: &HitText, most: usize) -> Vec<Term> {
    let cable = &texts.cable;
    let term = |label: String, words: String| Term {
        label,
        words: words.split_whitespace().collect::<Vec<_>>().join(" "),
        role: Some(Role::Text),
        source: None,
    };
    let n_bytes: usize = hit.spans.iter().map(|span| span.len()).sum();
    let words: String = if n_bytes > most {
        hit.words.iter().map(|(words, _)| words.as_str()).collect()
    } else {
        let read = hit.spans.iter().map(|span| cable.read(*span));
        read.collect::<Vec<_>>().join("\n")
    };
    let mut terms = vec![term(hit.label.to_string(), words)];
    let mut left = most;
    for paragraph in cable.paragraphs.iter().take(3) {
        left = left.saturating_sub(paragraph.text.len());
        if left == 0 || matches!(hit.place, Place::Paragraph(_)) {
            break;
        }
        let number = paragraph
            .number
            .map_or_else(String::new, |it| format!("P{it}"));
        terms.push(Term::default());
        terms.push(term(number, cable.read(paragraph.text)));
    }
    terms
}

/// Shows what was looked at again, at another size: the hit, or where it was
/// read on to.
pub(in crate::app) fn fit_peek(model: &mut Model) {
    let before = model.overlay.take();
    peek(model);
    let height = model.overlay_rows();
    if let (Some(Overlay::Peek(before)), Some(Overlay::Peek(now))) = (before, &mut model.overlay)
        && let PeekedAt::Hit(top) = before.from
        && before.pane.scroll != (Scroll { focus: top, top })
    {
        let laid = std::mem::replace(&mut now.pane, before.pane).page;
        now.pane.replace(laid, height);
    }
}

/// Shows the paragraph of the hit at the cursor in a window.
pub(super) fn peek(model: &mut Model) -> Vec<Effect> {
    let columns = model.overlay_columns();
    // As high as a window can be.
    let rows = model.size.height.saturating_sub(7).max(4);
    let Some(results) = model.results_in_sight() else {
        return Vec::new();
    };
    let Some((group, nth)) = results.here() else {
        return Vec::new();
    };
    let nth = nth.unwrap_or_default();
    let line = results.shown.query.line().to_owned();
    let of = (group.entry, nth, columns + 3, rows);
    let excerpt = results
        .texts(group.entry)
        .map(|texts| excerpt(texts, nth, &line, of));
    let failure = results.failure(group.entry).cloned();
    let Some(excerpt) = excerpt else {
        match failure {
            Some(why) => model.warn(why.as_str()),
            None => model.say("it is still being read"),
        }
        return Vec::new();
    };
    let mut pane = Pane::new(excerpt.page);
    pane.scroll = Scroll {
        focus: excerpt.top,
        top: excerpt.top,
    };
    model.overlay = Some(Overlay::Peek(Box::new(Peek {
        title: excerpt.title,
        pane,
        target: None,
        matches: excerpt.matches,
        entry: Shown::default(),
        from: PeekedAt::Hit(excerpt.top),
    })));
    Vec::new()
}
