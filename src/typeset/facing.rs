//! Lines of a source with what is said of them beside them, in two columns.

use std::ops::Range;

use crate::cable::Span;

use super::compositor::{Compositor, Indent, Shape};
use super::page::{Page, Role, RowKind};
use super::shown::{Shown, columns};
use super::wrap::broken;

/// A line of a source, and what is said of it and of its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facing {
    /// What stands before it: a code, a name.
    pub label: String,
    /// The line as it is printed, blanks and all.
    pub printed: String,
    /// Where it stands.
    pub source: Span,
    /// What is said, and of what.
    pub said: Vec<(String, Span)>,
}

/// Columns of labels, with the gap behind them; what is longer pushes its line
/// aside.
const LABELS: usize = 12;

/// Columns between what is printed and what is said: a border and air.
const GAP: usize = 3;

/// Columns by which a saying that goes on is moved in.
const HANG: usize = 2;

/// Sets lines and what is said of them side by side at `measure` columns; the
/// column in which a border between them stands, if anything is printed.
#[must_use]
pub fn facing(lines: &[Facing], measure: u16) -> (Page, Option<u16>) {
    let printed: Vec<Shown> = lines.iter().map(|line| Shown::new(&line.printed)).collect();
    let all = usize::from(measure);
    let labels = lines.iter().map(|line| columns(&line.label) + 2).max();
    let labels = labels.unwrap_or(0).min(LABELS);
    let longest = printed.iter().map(Shown::columns).max().unwrap_or(0);
    // What is said is longer than what is printed, where both are.
    let left = longest.min(all.saturating_sub(labels + GAP) / 2).max(1);
    let border = (longest > 0).then(|| labels + left + 1);
    let right_x = border.map_or(labels, |border| border + GAP - 1);
    let right = all.saturating_sub(right_x).max(1);
    let capacity = lines.iter().map(|line| line.printed.len() + all).sum();
    let mut sheet = Sheet {
        compositor: Compositor::new(measure, capacity),
        labels,
        right_x,
    };
    sheet.compositor.out_of_order();
    for (line, printed) in lines.iter().zip(&printed) {
        let said: Vec<Said<'_>> = line
            .said
            .iter()
            .flat_map(|(words, source)| {
                let pieces = broken(words, right.saturating_sub(HANG).max(1), 0).into_iter();
                pieces.enumerate().map(|(nth, piece)| Said {
                    words: words.get(piece).unwrap_or_default(),
                    source: *source,
                    indent: if nth == 0 { 0 } else { HANG },
                })
            })
            .collect();
        let pieces = broken(printed.as_str(), left, 0);
        for nth in 0..pieces.len().max(said.len()).max(1) {
            let label = if nth == 0 { line.label.as_str() } else { "" };
            let piece = pieces.get(nth).cloned();
            let words = piece.and_then(|it: Range<usize>| printed.as_str().get(it));
            let left = (label, words.unwrap_or_default(), line.source);
            sheet.row(left, said.get(nth));
        }
    }
    let border = border.map(|column| u16::try_from(column).unwrap_or(measure));
    (sheet.compositor.finish(), border)
}

/// A row of what is said.
struct Said<'a> {
    words: &'a str,
    source: Span,
    indent: usize,
}

struct Sheet {
    compositor: Compositor,
    labels: usize,
    right_x: usize,
}

impl Sheet {
    fn row(&mut self, (label, printed, source): (&str, &str, Span), said: Option<&Said<'_>>) {
        let to = &mut self.compositor;
        // The column that the next words would stand in, and where the row
        // begins.
        let mut at = 0;
        let mut lead = None;
        let mut say = |to: &mut Compositor, x: usize, words: &str, role: Role| {
            let gap = if lead.is_some() {
                let gap = x.saturating_sub(at).max(1);
                to.say(&" ".repeat(gap), Role::Text);
                gap
            } else {
                lead = Some(x);
                x
            };
            to.say(words, role);
            at += gap + columns(words);
        };
        to.stands_for(source);
        if !label.is_empty() {
            say(to, 0, label, Role::Code);
        }
        if !printed.is_empty() {
            say(to, self.labels, printed, Role::Value);
        }
        if let Some(said) = said {
            to.stands_for(said.source);
            say(to, self.right_x + said.indent, said.words, Role::Gloss);
        }
        let indent = Indent::Fixed {
            lead: lead.unwrap_or(0),
            hang: 0,
            // It was broken already.
            keep: to.block_text().len(),
        };
        let kind = RowKind::Other;
        let shape = Shape {
            first: kind,
            more: kind,
            paragraph: None,
            indent,
        };
        to.close(shape, Span::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(lines: &[Facing], measure: u16) -> (Vec<String>, Vec<Option<Span>>, Option<u16>) {
        let (page, border) = facing(lines, measure);
        let rows = page.rows().iter().enumerate();
        let drawn = rows.map(|(idx, row)| " ".repeat(row.indent.into()) + page.row_text(idx));
        let drawn = drawn.collect();
        let places = (0..page.rows().len()).map(|idx| page.row_place(idx));
        (drawn, places.collect(), border)
    }

    #[test]
    fn what_is_said_of_a_line_begins_in_its_row() {
        let at = |start, end| Span::new(start, end);
        let lines = [
            Facing {
                label: String::from("FL 5"),
                printed: String::from("P 041512Z  MAR 08"),
                source: at(0, 17),
                said: vec![
                    (String::from("precedence and date-time group"), at(0, 17)),
                    (String::from("P: PRIORITY"), at(0, 1)),
                ],
            },
            Facing {
                printed: String::from("  ODD"),
                source: at(18, 23),
                ..Facing::default()
            },
        ];
        let (rows, places, border) = drawn(&lines, 46);
        assert_eq!(
            rows,
            [
                "FL 5  P 041512Z  MAR 08   precedence and",
                "                            date-time group",
                "                          P: PRIORITY",
                "        ODD",
            ]
        );
        assert_eq!(border, Some(24));
        let whole = Some(at(0, 17));
        assert_eq!(places, [whole, whole, Some(at(0, 1)), Some(at(18, 23))]);
    }

    #[test]
    fn where_nothing_is_printed_there_is_nothing_to_stand_beside() {
        let lines = [Facing {
            said: vec![(String::from("nothing here"), Span::default())],
            ..Facing::default()
        }];
        let (rows, places, border) = drawn(&lines, 46);
        assert_eq!(rows, ["  nothing here"]);
        assert_eq!((places, border), (vec![None], None));
    }

    #[test]
    fn nothing_of_a_line_is_lost_at_any_measure() {
        let printed =
            "RUEHPL/AMEMBASSY 港湾 LARKSPUR\tIMMEDIATE\u{1b} WITHOUTANYBLANKSATALLFORLONG";
        let lines = [Facing {
            label: String::from("classified"),
            printed: String::from(printed),
            said: vec![(String::from("a: word"), Span::default())],
            ..Facing::default()
        }];
        let solid = |text: &str| text.split_whitespace().collect::<String>();
        for measure in 8..90 {
            let (rows, _, border) = drawn(&lines, measure);
            let border = usize::from(border.unwrap());
            let left: String = rows
                .iter()
                .map(|row| {
                    let mut at = 0;
                    let end = row.char_indices().find(|(_, c)| {
                        let is_beyond = at >= border;
                        at += columns(c.encode_utf8(&mut [0; 4]));
                        is_beyond
                    });
                    row[..end.map_or(row.len(), |(at, _)| at)].to_owned()
                })
                .collect();
            let wanted = solid(&format!("{}{}", lines[0].label, Shown::new(printed)));
            assert!(
                measure < 40 || solid(&left) == wanted,
                "{measure}: {left} is not {wanted}"
            );
            assert!(
                rows.iter()
                    .all(|row| columns(row) <= measure.into() || measure < 40)
            );
        }
    }
}
