//! The reading view as text, for `reftel show` and pipes.

use std::fmt::Write as _;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::page::{Page, Role, RowKind};
use super::shown::{Shown, columns};
use super::{
    Case, Filter, Fold, Marks, Options, left_folded, left_out, mark_text, reading, routing,
};
use crate::cable::{Cable, Classification, Paragraph, Span};

/// Text is printed no wider than this unless asked for, on however wide a
/// terminal.
pub const MOST_PRINTED: u16 = 100;
/// Columns from which numbers and markings stand in a gutter.
const GUTTER_FROM: u16 = 60;
/// Columns that a marking may take in the gutter.
const MAX_MARK: usize = 12;

/// What is printed of a cable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintOptions {
    /// Columns of a line.
    pub width: u16,
    /// Only the paragraphs that bear these numbers, without heading.
    pub paragraphs: Option<RangeInclusive<u32>>,
    /// Only paragraphs of these markings; the others become a line each.
    pub filter: Filter,
    /// For each paragraph, whether it answers a question, and the question:
    /// those that do not become a line each.
    pub asked: Option<(Arc<[bool]>, String)>,
    /// Sections that are folded away: each becomes a line.
    pub folds: Arc<[Fold]>,
    /// Prints words in sentence case.
    pub case: Option<Arc<Case>>,
    /// How many findings the checks have, if they were made: the last line
    /// says so.
    pub n_findings: Option<usize>,
}

impl Default for PrintOptions {
    fn default() -> PrintOptions {
        PrintOptions {
            width: 80,
            paragraphs: None,
            filter: Filter::All,
            asked: None,
            folds: Arc::default(),
            case: None,
            n_findings: None,
        }
    }
}

impl PrintOptions {
    /// For each paragraph, whether it answers the question.
    fn only(&self) -> Option<&[bool]> {
        self.asked.as_ref().map(|(only, _)| &**only)
    }
}

/// The parameters of the SGR sequence that paints a role (`1;36`), empty for
/// none. Anything but digits, `;` and `:` in it is ignored.
pub type Paint<'a> = &'a dyn Fn(Role) -> String;

/// Prints a cable: heading, numbered paragraphs with their markings,
/// signature, and what was undone. Painted with `paint`, else plain text
/// without any control character but line feeds.
#[must_use]
pub fn print(cable: &Cable, options: &PrintOptions, paint: Option<Paint<'_>>) -> String {
    let mut printer = Printer {
        out: String::with_capacity(cable.text().len() * 2),
        paint,
    };
    if options.paragraphs.is_none() {
        printer.heading(cable, options);
    }
    printer.body(cable, options);
    if options.paragraphs.is_none() {
        printer.closing(cable, options);
    }
    printer.out
}

struct Printer<'a> {
    out: String,
    paint: Option<Paint<'a>>,
}

impl Printer<'_> {
    fn words(&mut self, words: &str, role: Role) {
        let sgr = self.paint.map(|paint| paint(role)).unwrap_or_default();
        let is_sgr = !sgr.is_empty()
            && sgr
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b";:".contains(&byte));
        if is_sgr && !words.trim().is_empty() {
            let _ = write!(self.out, "\x1b[{sgr}m{words}\x1b[0m");
        } else {
            self.out.push_str(words);
        }
    }

    /// Ends a line; blanks at its end are not printed.
    fn end(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
    }

    /// Prints the rows of a page behind `gutter`.
    fn rows(&mut self, page: &Page, gutter: impl Fn(&mut Self, usize)) {
        for (idx, row) in page.rows().iter().enumerate() {
            if row.kind != RowKind::Blank {
                gutter(self, idx);
                self.out
                    .extend(std::iter::repeat_n(' ', usize::from(row.indent)));
                for (run, role) in page.runs(idx) {
                    self.words(page.text().get(run).unwrap_or_default(), role);
                }
            }
            self.end();
        }
    }

    /// The id, level and date, the routing, the subject.
    fn heading(&mut self, cable: &Cable, options: &PrintOptions) {
        let mut parts = Vec::with_capacity(3);
        parts.extend(
            cable
                .mrn
                .as_ref()
                .map(|mrn| (mrn.to_string(), Role::Reference)),
        );
        if let Some(level) = cable.level() {
            parts.push((level.to_string(), Role::PortionMark(level)));
        }
        let dateline = cable.heading.dateline.map(|line| line.to_string());
        let dated = cable.dtg().map(|dtg| dtg.to_string()).or(dateline);
        parts.extend(dated.map(|date| (date, Role::Value)));
        for (idx, (words, role)) in parts.iter().enumerate() {
            self.out.push_str(if idx > 0 { "   " } else { "" });
            self.words(Shown::new(words).as_str(), *role);
        }
        if !parts.is_empty() {
            self.out.push_str("\n\n");
        }
        self.rows(&routing::printed(cable, options.width), |_, _| {});
        if let Some(subject) = cable.heading.subject {
            self.end();
            let page = subject_page(cable, subject, options.width);
            self.rows(&page, |_, _| {});
        }
    }

    fn body(&mut self, cable: &Cable, options: &PrintOptions) {
        let is_gutter = options.width >= GUTTER_FROM;
        let marks = cable
            .paragraphs
            .iter()
            .filter_map(|paragraph| mark_text(cable, paragraph))
            .map(|mark| mark.columns());
        let mark_columns = marks.max().unwrap_or(0).clamp(5, MAX_MARK);
        let gutter_columns = 7 + mark_columns;
        let measure = if is_gutter {
            options
                .width
                .saturating_sub(u16::try_from(gutter_columns).unwrap_or(0))
        } else {
            options.width
        };
        let marks = if is_gutter {
            Marks::Gutter
        } else {
            Marks::Inline
        };
        let layout = Options {
            measure,
            marks,
            filter: options.filter,
            only: options.only(),
            dim: false,
            folds: &options.folds,
            case: options.case.as_deref(),
            links: None,
            whole: None,
            n_chars: None,
        };
        let bears = |_, paragraph: &Paragraph| {
            let numbers = options.paragraphs.as_ref();
            let number = paragraph.number;
            number.is_some_and(|number| numbers.is_some_and(|it| it.contains(&number)))
        };
        let wanted = options.paragraphs.as_ref().map(|_| &bears as _);
        let mut page = reading::page(cable, layout, wanted);
        if let Some(case) = layout.case {
            page.recase(case);
        }
        let page = reading::without_first_blank(page, options.paragraphs.is_some());
        if options.paragraphs.is_none()
            && !self.out.is_empty()
            && page
                .rows()
                .first()
                .is_some_and(|row| row.kind != RowKind::Blank)
        {
            self.end();
        }
        self.rows(&page, |printer, idx| {
            if is_gutter {
                let row = page.rows().get(idx);
                if row.is_some_and(|row| row.kind == RowKind::Fold) {
                    let first = row.and_then(|row| row.paragraph);
                    let is_it = |fold: &&Fold| Some(fold.paragraphs.start) == first;
                    let fold = options.folds.iter().find(is_it);
                    let paragraph = first.and_then(|idx| cable.paragraphs.get(idx as usize));
                    let number = paragraph.and_then(|paragraph| paragraph.number);
                    let level = fold.and_then(|fold| fold.level);
                    let mark = fold.and_then(Fold::mark_text);
                    return printer.beside(number, mark, level, mark_columns);
                }
                let is_marked =
                    row.is_some_and(|row| matches!(row.kind, RowKind::First | RowKind::Stub));
                let paragraph = row.filter(|_| is_marked).and_then(|row| row.paragraph);
                let paragraph = paragraph.and_then(|idx| cable.paragraphs.get(idx as usize));
                printer.gutter(cable, paragraph, mark_columns);
            }
        });
    }

    /// Number and marking beside a row.
    fn gutter(&mut self, cable: &Cable, paragraph: Option<&Paragraph>, mark_columns: usize) {
        let Some(paragraph) = paragraph else {
            self.out.extend(std::iter::repeat_n(' ', 7 + mark_columns));
            return;
        };
        let level = paragraph.mark.as_ref().map(|mark| mark.level);
        let mark = mark_text(cable, paragraph);
        self.beside(paragraph.number, mark, level, mark_columns);
    }

    /// A number and a marking of this level.
    fn beside(
        &mut self,
        number: Option<u32>,
        mark: Option<Shown>,
        level: Option<Classification>,
        mark_columns: usize,
    ) {
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        self.words(&format!("{number:>5} "), Role::Number);
        let mark = mark.unwrap_or_default().cut(mark_columns);
        let role = level.map_or(Role::Unmarked, Role::PortionMark);
        self.words(mark.as_str(), role);
        let pad = (1 + mark_columns).saturating_sub(columns(mark.as_str()));
        self.out.extend(std::iter::repeat_n(' ', pad));
    }

    /// What was undone and found, and what a filter leaves.
    fn closing(&mut self, cable: &Cable, options: &PrintOptions) {
        if options.filter.hides() || options.asked.is_some() {
            let n_all = cable.paragraphs.len();
            let n_shown = (0..).zip(&cable.paragraphs).filter(|&(idx, paragraph)| {
                let is_asked = options.only().and_then(|only| only.get::<usize>(idx));
                options.filter.shows(paragraph.level()) && is_asked.copied().unwrap_or(true)
            });
            let asked = options.asked.as_ref().map(|(_, line)| line.as_str());
            self.end();
            let words = left_out(options.filter, asked, n_shown.count(), n_all);
            self.words(Shown::new(&words).as_str(), Role::Gloss);
            self.end();
        }
        if !options.folds.is_empty() {
            self.end();
            let words = left_folded(&options.folds, cable.paragraphs.len());
            self.words(&words, Role::Gloss);
            self.end();
        }
        let mut parts = Vec::new();
        let n_repairs = cable.repairs.iter().filter(|repair| repair.applied).count();
        if n_repairs > 0 {
            parts.push(counted(n_repairs, "repair"));
        }
        if let Some(n_findings) = options.n_findings {
            parts.push(counted(n_findings, "finding"));
        }
        if !cable.garbles.is_empty() {
            parts.push(counted(cable.garbles.len(), "garble"));
        }
        if !parts.is_empty() {
            self.end();
            self.words(&parts.join(", "), Role::Gloss);
            self.end();
        }
    }
}

fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// The subject behind its label, as a field of the routing pane.
fn subject_page(cable: &Cable, subject: Span, width: u16) -> Page {
    let mut pane = super::routing::Pane::new(cable, width);
    pane.label("Subj");
    pane.value(subject, Role::Heading);
    pane.close();
    pane.finish()
}
