//! Sets text into a page, block by block.
//!
//! The only place where the text of a page grows. It keeps rows, roles and
//! origins in step with it, and sends every word through the gate.

use super::again::Stretch;
use super::page::{MAX_MARKS, Origin, Page, Role, Row, RowKind};
use super::shown::{Column, Passed, printable_run, push_shown};
use super::wrap::{hang, wrap};
use crate::cable::Span;

/// Source bytes that one origin of a coarse page may cover.
const COARSE: usize = 4096;

/// How a block is broken into rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// The kind of its first row.
    pub(super) first: RowKind,
    /// The kind of the others.
    pub(super) more: RowKind,
    /// Index of the paragraph it belongs to.
    pub(super) paragraph: Option<u32>,
    /// Where its rows begin.
    pub(super) indent: Indent,
}

/// Where the rows of a block begin.
#[derive(Clone, Copy, Debug)]
pub(super) enum Indent {
    /// Rows of one line hang under its text: lists stand out.
    List,
    /// The first row leaves `lead` columns free and the others `hang`; the
    /// first `keep` bytes, a label, are not broken.
    Fixed {
        /// Columns before the first row.
        lead: usize,
        /// Columns before the others.
        hang: usize,
        /// Bytes of the label.
        keep: usize,
    },
}

impl Shape {
    /// Rows of no paragraph, from the first column.
    pub(super) const PLAIN: Shape = Shape {
        first: RowKind::Other,
        more: RowKind::Other,
        paragraph: None,
        indent: Indent::Fixed {
            lead: 0,
            hang: 0,
            keep: 0,
        },
    };
}

/// A page while it is set.
#[derive(Debug)]
pub(super) struct Compositor {
    page: Page,
    /// Where the block begins in the text.
    block: usize,
    column: Column,
}

impl Compositor {
    /// An empty page. `capacity`: bytes of text to expect.
    pub(super) fn new(measure: u16, capacity: usize) -> Compositor {
        let measure = measure.max(1);
        let page = Page {
            text: String::with_capacity(capacity + capacity / 64),
            rows: Vec::with_capacity(capacity / usize::from(measure)),
            measure,
            is_in_order: true,
            ..Page::default()
        };
        Compositor {
            page,
            block: 0,
            column: Column::default(),
        }
    }

    /// Columns of a row.
    pub(super) fn measure(&self) -> usize {
        usize::from(self.page.measure)
    }

    /// Bytes set so far in the block.
    pub(super) fn block_text(&self) -> &str {
        &self.page.text[self.block..]
    }

    /// Whether anything is set.
    pub(super) fn is_empty(&self) -> bool {
        self.page.rows.is_empty() && self.page.text.is_empty()
    }

    /// Sets words of the source. `is_verbatim`: `text` is what stands at
    /// `source`; else it stands for the whole of it. Text holds no line end.
    pub(super) fn set(&mut self, text: &str, source: Span, is_verbatim: bool, role: Role) {
        // A sign can take fourteen bytes, and places are 32 bits wide.
        let reach = text
            .len()
            .saturating_mul(14)
            .saturating_add(self.page.text.len());
        if text.is_empty() || u32::try_from(reach).is_err() {
            return;
        }
        let Page {
            text: out,
            roles,
            origins,
            n_signs,
            ..
        } = &mut self.page;
        if !is_verbatim {
            push_origin(
                origins,
                Origin {
                    at: place(out.len()),
                    source,
                    is_verbatim,
                },
            );
        }
        push_shown(out, text, &mut self.column, &mut |at, part, passed| {
            let at = place(at);
            *n_signs += usize::from(passed == Passed::Sign);
            push_role(
                roles,
                at,
                if passed == Passed::Sign {
                    Role::Sign
                } else {
                    role
                },
            );
            if is_verbatim {
                let start = source.start as usize;
                let source = Span::new(start + part.start, start + part.end);
                push_origin(
                    origins,
                    Origin {
                        at,
                        source,
                        is_verbatim: passed == Passed::Verbatim,
                    },
                );
            }
        });
    }

    /// Sets words of ours: they stand for nothing in the source.
    pub(super) fn say(&mut self, text: &str, role: Role) {
        let Page {
            text: out, roles, ..
        } = &mut self.page;
        push_shown(out, text, &mut self.column, &mut |at, _, _| {
            push_role(roles, place(at), role);
        });
    }

    /// Sets a number between words of ours.
    pub(super) fn say_count(
        &mut self,
        before: &'static str,
        count: u32,
        after: &'static str,
        role: Role,
    ) {
        let Page { text, roles, .. } = &mut self.page;
        push_role(roles, place(text.len()), role);
        for words in [before, itoa::Buffer::new().format(count), after] {
            text.push_str(words);
        }
    }

    /// Says that what follows stands for `source` as a whole.
    pub(super) fn stands_for(&mut self, source: Span) {
        let at = place(self.page.text.len());
        push_origin(
            &mut self.page.origins,
            Origin {
                at,
                source,
                is_verbatim: false,
            },
        );
    }

    /// Ends a line within the block; `source` is its end there.
    pub(super) fn line_end(&mut self, source: Span) {
        if source.len() == 1 {
            let at = place(self.page.text.len());
            push_origin(
                &mut self.page.origins,
                Origin {
                    at,
                    source,
                    is_verbatim: true,
                },
            );
        }
        self.page.text.push('\n');
        self.column = Column {
            counted: self.page.text.len(),
            columns: 0,
        };
    }

    /// An empty row.
    pub(super) fn blank(&mut self, paragraph: Option<u32>) {
        self.close(
            Shape {
                first: RowKind::Blank,
                more: RowKind::Blank,
                paragraph,
                ..Shape::PLAIN
            },
            Span::default(),
        );
    }

    /// Ends the block: breaks what was set since the last one into rows.
    /// `source` is the line end there, if it has one.
    pub(super) fn close(&mut self, shape: Shape, source: Span) {
        let measure = self.measure();
        let Page { text, rows, .. } = &mut self.page;
        let end = text.len();
        if matches!(shape.indent, Indent::List) && is_a_row(&text[self.block..], measure) {
            rows.push(Row {
                start: place(self.block),
                end: place(end),
                indent: 0,
                kind: shape.first,
                paragraph: shape.paragraph,
            });
            self.end_block(source);
            return;
        }
        let is_list = text[self.block..].contains('\n');
        let mut at = self.block;
        let mut kind = shape.first;
        loop {
            let line_end =
                memchr::memchr(b'\n', &text.as_bytes()[at..end]).map_or(end, |len| at + len);
            let indents = match shape.indent {
                Indent::Fixed { lead, hang, keep } if at == self.block => (lead, hang, keep),
                Indent::Fixed { hang, .. } => (hang, hang, 0),
                Indent::List => (0, hang(&text[at..line_end], measure, is_list), 0),
            };
            wrap(text, at..line_end, measure, indents, &mut |row, indent| {
                rows.push(Row {
                    start: place(row.start),
                    end: place(row.end),
                    indent: u16::try_from(indent).unwrap_or(0),
                    kind,
                    paragraph: shape.paragraph,
                });
                kind = shape.more;
            });
            if line_end == end {
                break;
            }
            at = line_end + 1;
        }
        self.end_block(source);
    }

    /// Sets rows again that another page holds, as one block.
    pub(super) fn set_again(&mut self, stretch: &Stretch<'_>) {
        let Page {
            text,
            rows,
            roles,
            origins,
            ..
        } = &mut self.page;
        let here = place(text.len());
        let moved = |at: u32| at - stretch.at + here;
        text.push_str(stretch.text);
        if let Some(role) = stretch.role {
            push_role(roles, here, role);
        }
        for &(at, role) in stretch.roles {
            push_role(roles, moved(at), role);
        }
        origins.extend(stretch.origins.iter().map(|origin| Origin {
            at: moved(origin.at),
            ..*origin
        }));
        rows.extend(stretch.rows.iter().map(|row| Row {
            start: moved(row.start),
            end: moved(row.end),
            ..*row
        }));
        self.end_block(Span::default());
    }

    /// Ends the line, `source` in the source, with which a block ends.
    fn end_block(&mut self, source: Span) {
        self.line_end(source);
        self.block = self.page.text.len();
    }

    /// How many rows there are.
    pub(super) fn n_rows(&self) -> usize {
        self.page.rows.len()
    }

    /// Folds the rows from `first` away: the row before stands for them.
    pub(super) fn fold(&mut self, first: usize) {
        let first = first.min(self.page.rows.len());
        let rows = self.page.rows.split_off(first);
        self.page.folded.extend(rows);
    }

    /// Whether the text set last ends in a blank, or a line begins.
    pub(super) fn is_at_blank(&self) -> bool {
        let block = self.block_text();
        block.is_empty() || block.ends_with([' ', '\n'])
    }

    /// The origins of this page do not follow the order of the source.
    pub(super) fn out_of_order(&mut self) {
        self.page.is_in_order = false;
    }

    /// The page.
    pub(super) fn finish(self) -> Page {
        self.page
    }
}

/// Whether a block is a row as it stands, without being measured: of a page
/// from which a filter leaves most out, nearly every one is.
fn is_a_row(block: &str, measure: usize) -> bool {
    block.len() <= measure
        && printable_run(block.as_bytes()) == block.len()
        && !block.is_empty()
        && !block.starts_with(' ')
        && !block.ends_with(' ')
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn push_role(roles: &mut Vec<(u32, Role)>, at: u32, role: Role) {
    if roles.last().is_some_and(|&(_, last)| last == role) || roles.len() > MAX_MARKS {
        return;
    }
    roles.push((at, role));
}

fn push_origin(origins: &mut Vec<Origin>, origin: Origin) {
    let is_coarse = origins.len() > MAX_MARKS;
    if let Some(last) = origins.last_mut() {
        let follows = last.source.end == origin.source.start
            && last.at.saturating_add(place(last.source.len())) == origin.at;
        if last.is_verbatim && origin.is_verbatim && follows {
            last.source.end = origin.source.end;
            return;
        }
        let covered = last.source.cover(origin.source);
        if is_coarse && covered.start == last.source.start && covered.len() <= COARSE {
            *last = Origin {
                at: last.at,
                source: covered,
                is_verbatim: false,
            };
            return;
        }
    }
    origins.push(origin);
}
