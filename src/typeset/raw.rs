//! Pages of text as it stands: the raw view, and any text of ours.

use super::compositor::{Compositor, Indent, Shape};
use super::overlay::Overlays;
use super::page::{Page, Role, RowKind};
use crate::cable::{Cable, Span};

/// The source line by line as it is, long lines broken at `measure`. Words
/// that the reading view changes have the role [`Role::Repaired`].
#[must_use]
pub fn raw(cable: &Cable, measure: u16) -> Page {
    let overlays = Overlays::raw(cable);
    let mut compositor = Compositor::new(measure, cable.text().len());
    let mut paragraphs = cable.paragraphs.iter().enumerate().peekable();
    for span in lines(cable) {
        while paragraphs
            .next_if(|(_, paragraph)| paragraph.span.end <= span.start)
            .is_some()
        {}
        let inside = paragraphs
            .peek()
            .filter(|(_, paragraph)| paragraph.span.start < span.end);
        let paragraph = inside.and_then(|&(at, _)| u32::try_from(at).ok());
        line(
            &mut compositor,
            cable,
            span,
            paragraph,
            &overlays,
            Role::Text,
        );
    }
    compositor.finish()
}

/// Any text, line by line: an error, an explanation.
#[must_use]
pub fn plain(text: &str, measure: u16) -> Page {
    let mut compositor = Compositor::new(measure, text.len());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = without_end(line);
        compositor.set(words, Span::new(at, at + words.len()), true, Role::Text);
        close(
            &mut compositor,
            None,
            Span::new(at + words.len(), at + line.len()),
        );
        at += line.len();
    }
    compositor.finish()
}

/// Sets a physical line as it stands.
pub(super) fn line(
    compositor: &mut Compositor,
    cable: &Cable,
    span: Span,
    paragraph: Option<u32>,
    overlays: &Overlays,
    role: Role,
) {
    let line = cable.slice(span);
    let words = without_end(line);
    let end = span.start as usize + words.len();
    overlays.split(
        words,
        Span::new(span.start as usize, end),
        role,
        |text, source, role| {
            compositor.set(text, source, true, role);
        },
    );
    close(compositor, paragraph, Span::new(end, span.end as usize));
}

fn close(compositor: &mut Compositor, paragraph: Option<u32>, end: Span) {
    let indent = Indent::Fixed {
        lead: 0,
        hang: 0,
        keep: 0,
    };
    let shape = Shape {
        first: RowKind::Other,
        more: RowKind::Other,
        paragraph,
        indent,
    };
    // Of the two characters of a line end the last one is the line end.
    let end = Span {
        start: end.start.max(end.end.saturating_sub(1)),
        end: end.end,
    };
    compositor.close(shape, end);
}

/// The physical lines of a cable, with their ends.
pub(super) fn lines(cable: &Cable) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    // A cable made by hand may know no lines.
    let split = if cable.lines.is_empty() {
        cable.text()
    } else {
        ""
    };
    let split = split.split_inclusive('\n').map(move |line| {
        let span = Span::new(at, at + line.len());
        at += line.len();
        span
    });
    cable.lines_of_text().chain(split)
}

/// A line without its end: a line feed, a carriage return, or both.
pub(super) fn without_end(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}
