//! The reading view of a cable, and of its summary or comment.

use std::cell::OnceCell;

use super::again::Before;
use super::compositor::{Compositor, Indent, Shape};
use super::overlay::Overlays;
use super::page::{Page, Role, RowKind};
use super::raw;
use super::shown::{Shown, columns};
use super::{Marks, Options};
use crate::cable::{
    Cable, Family, Line, LineKind, Paragraph, Part, PieceKind, Span, sort_by_place,
};

/// Something that is set as one block, or as a paragraph with its heading.
#[derive(Clone, Copy, Debug)]
enum Block {
    Note(Span),
    /// A heading that is parted from its paragraph.
    Heading(usize),
    Paragraph {
        idx: usize,
        with_heading: bool,
    },
    Signature(Span),
}

/// Whether a paragraph at some place among all is wanted.
type IsWanted<'a> = &'a dyn Fn(usize, &Paragraph) -> bool;

/// The reading view; of the paragraphs that are wanted alone, if some are.
pub(super) fn page(cable: &Cable, options: Options, is_wanted: Option<IsWanted<'_>>) -> Page {
    let mut view = View::new(cable, options);
    if let Some(is_wanted) = is_wanted {
        for (idx, paragraph) in cable.paragraphs.iter().enumerate() {
            if is_wanted(idx, paragraph) {
                view.paragraph(idx, paragraph, true);
            }
        }
        return view.compositor.finish();
    }
    if cable.paragraphs.is_empty() && cable.family == crate::cable::Family::Plain {
        for span in raw::lines(cable) {
            raw::line(
                &mut view.compositor,
                cable,
                span,
                None,
                view.overlays
                    .get_or_init(|| Overlays::reading(cable, options.links)),
                Role::Text,
            );
        }
        return view.compositor.finish();
    }
    let mut lines = cable.lines.iter().peekable();
    let mut shown = 0;
    for (start, block) in blocks(cable) {
        while let Some(line) = lines.next_if(|line| line.span.start < start) {
            // Most lines of a text are inside of a block.
            if line.span.end > shown {
                view.other(line, shown, start);
            }
        }
        shown = shown.max(view.block(block));
    }
    for line in lines {
        view.other(line, shown, u32::MAX);
    }
    if cable.paragraphs.is_empty()
        && let Some(words) = missing_text(cable)
    {
        view.apart(Last::Alone, None);
        view.compositor.say(&words, Role::Gloss);
        view.close(RowKind::Other, RowKind::Other, None);
    }
    view.compositor.finish()
}

/// A page that begins with text: the lines before leave a row empty already,
/// or there are none.
pub(super) fn without_first_blank(mut page: Page, is_alone: bool) -> Page {
    if is_alone
        && page
            .rows
            .first()
            .is_some_and(|row| row.kind == RowKind::Blank)
    {
        page.rows.remove(0);
    }
    page
}

/// Why a record has no text, and what to ask for instead.
fn missing_text(cable: &Cable) -> Option<String> {
    let value = |key: &str| {
        let attribute = cable.attributes.iter().find(|it| &*it.key == key);
        attribute.map(|attribute| &*attribute.value)
    };
    if cable.attributes.is_empty() {
        return None;
    }
    if cable.family == Family::Frus {
        return Some(String::from("No text. This edition prints none."));
    }
    let document = value("Document Number").or_else(|| value("Canonical ID"));
    let film = value("Film Number").or(document);
    // The letter of a film is P for paper documents.
    let paper = |film: &&str| {
        let digits = film.strip_prefix('P').unwrap_or_default();
        digits.starts_with(|c: char| c.is_ascii_digit())
    };
    if let Some(film) = film.filter(paper) {
        return Some(format!(
            "No text. This record is the index entry of a paper document. \
             Ask the National Archives for film {film}."
        ));
    }
    if !cable.garbles.is_empty() {
        let film = value("Film Number").map_or_else(String::new, |film| {
            format!(" Ask the National Archives for film {film}.")
        });
        return Some(format!("No text. The archive could not read it.{film}"));
    }
    let named = document.map_or_else(String::new, |document| format!(", naming {document}"));
    Some(format!(
        "No text. It was withdrawn: this card stands in its place. \
         Ask the National Archives for it under the Freedom of Information Act{named}."
    ))
}

/// The text of a summary or comment: each paragraph behind its number and
/// marking, an empty row between.
#[must_use]
pub fn part(cable: &Cable, part: &Part, measure: u16) -> Page {
    let options = Options {
        measure,
        marks: Marks::Inline,
        ..Options::default()
    };
    let mut view = View::new(cable, options);
    view.part(part);
    view.compositor.finish()
}

/// Summary and comment, each below its name, with the markings in the line.
/// Paragraphs that the options hide are hidden here too.
#[must_use]
pub fn parts(cable: &Cable, options: Options<'_>) -> Page {
    let options = Options {
        marks: Marks::Inline,
        ..options
    };
    let mut view = View::new(cable, options);
    for (name, part) in [("Summary", &cable.summary), ("Comment", &cable.comment)] {
        let Some(part) = part else { continue };
        if !view.compositor.is_empty() {
            view.compositor.blank(None);
        }
        view.compositor.say(name, Role::Heading);
        view.compositor.close(Shape::PLAIN, Span::default());
        view.compositor.blank(None);
        view.part(part);
    }
    if view.compositor.is_empty() {
        let words = "No summary or comment is marked in this cable.";
        view.compositor.say(words, Role::Gloss);
        view.compositor.close(Shape::PLAIN, Span::default());
    }
    let mut page = view.compositor.finish();
    if let Some(case) = options.case {
        page.recase(case);
    }
    page
}

/// Where the first letter of the marking of a paragraph stands in the source,
/// if it is between number and text.
fn mark_behind_number(cable: &Cable, paragraph: &Paragraph) -> Option<u32> {
    let mark = paragraph.mark.as_ref()?.span;
    let letter = cable.slice(mark).find(char::is_alphanumeric)?;
    let start = mark.start.saturating_add(u32::try_from(letter).ok()?);
    (paragraph.span.start < mark.start && start < paragraph.text.start).then_some(start)
}

/// The portion marking as it stands beside a paragraph: `(C)`, `( ? )` for a
/// numbered paragraph without one, nothing for a block that bears neither and
/// in a cable that has no markings.
#[must_use]
pub fn mark_text(cable: &Cable, paragraph: &Paragraph) -> Option<Shown> {
    match &paragraph.mark {
        Some(mark) => Some(Shown::new(&format!("({})", mark.text()))),
        None if !cable.is_marked() => None,
        None => paragraph.number.map(|_| Shown::new("( ? )")),
    }
}

/// What the reading view consists of, in the order of the source: a page
/// whose origins go back cannot be asked for a place. So a heading is set
/// apart where a signature or a note of handling stands between it and its
/// paragraph, as at the end of a section.
fn blocks(cable: &Cable) -> Vec<(u32, Block)> {
    let notes = cable
        .heading
        .handling_notes
        .iter()
        .map(|&span| (span.start, Block::Note(span)));
    let signature = cable
        .signature
        .iter()
        .map(|&span| (span.start, Block::Signature(span)));
    let mut blocks: Vec<(u32, Block)> = notes.chain(signature).collect();
    sort_by_place(&mut blocks, |&(start, _)| u64::from(start));
    let others: Vec<u32> = blocks.iter().map(|&(start, _)| start).collect();
    for (idx, paragraph) in cable.paragraphs.iter().enumerate() {
        let text = paragraph.span.start;
        let heading = paragraph.heading.map_or(text, |heading| heading.start);
        let next = others.partition_point(|&other| other < heading);
        let is_parted = others.get(next).is_some_and(|&other| other < text);
        if is_parted {
            blocks.push((heading, Block::Heading(idx)));
        }
        let with_heading = !is_parted;
        let start = if is_parted { text } else { heading.min(text) };
        blocks.push((start, Block::Paragraph { idx, with_heading }));
    }
    sort_by_place(&mut blocks, |&(start, _)| u64::from(start));
    blocks
}

/// What the rows set last belong to: between rows of one sort no row is left
/// empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    /// Each stands apart.
    Alone,
    Paragraph,
    Fold,
    Other,
    Signature,
}

/// A reading view while it is set.
struct View<'a> {
    cable: &'a Cable,
    options: Options<'a>,
    /// Asked for where words are set anew, and made then.
    overlays: OnceCell<Overlays>,
    compositor: Compositor,
    /// What shown paragraphs are taken from.
    before: Option<Before<'a>>,
    last: Last,
    /// The first row that the fold stands for which is being set.
    folding: Option<usize>,
    /// How many folds were set.
    n_folds: usize,
}

impl<'a> View<'a> {
    fn new(cable: &'a Cable, options: Options<'a>) -> View<'a> {
        View {
            cable,
            options,
            overlays: OnceCell::new(),
            compositor: Compositor::new(options.measure, cable.text().len()),
            before: Before::of(&options),
            last: Last::Alone,
            folding: None,
            n_folds: 0,
        }
    }

    /// Sets the paragraphs of a summary or comment.
    fn part(&mut self, part: &Part) {
        for (nth, &span) in part.spans.iter().enumerate() {
            let idx = self.cable.paragraph_before(span.start);
            let place = idx.and_then(|idx| u32::try_from(idx).ok());
            if nth > 0 {
                self.compositor.blank(place);
            }
            let prefix = idx.and_then(|idx| self.cable.paragraphs.get(idx));
            let mark = prefix.and_then(|paragraph| paragraph.mark.as_ref());
            self.prefix(prefix.filter(|paragraph| paragraph.span.encloses(span)));
            if self.options.shows(idx.unwrap_or(usize::MAX), mark) {
                self.text(span, Role::Text);
            } else {
                self.compositor.say(".. hidden by filter ..", Role::Hidden);
            }
            self.close(RowKind::First, RowKind::More, place);
        }
    }

    /// Sets a block, and returns where it ends in the source.
    fn block(&mut self, block: Block) -> u32 {
        match block {
            Block::Note(span) => {
                self.apart(Last::Alone, None);
                self.text(span, Role::Text);
                self.close(RowKind::Other, RowKind::Other, None);
                span.end
            }
            Block::Signature(span) => {
                self.apart(Last::Signature, None);
                self.text(span, Role::Signature);
                self.close(RowKind::Other, RowKind::Other, None);
                span.end
            }
            Block::Heading(idx) => {
                let Some(paragraph) = self.cable.paragraphs.get(idx) else {
                    return 0;
                };
                self.begin_fold(idx, paragraph);
                let is_shown = self.options.shows(idx, paragraph.mark.as_ref());
                if is_shown || self.options.dim {
                    let place = u32::try_from(idx).ok();
                    self.apart(Last::Alone, place);
                    self.heading(paragraph, is_shown, place);
                }
                paragraph.heading.map_or(0, |heading| heading.end)
            }
            Block::Paragraph { idx, with_heading } => {
                let Some(paragraph) = self.cable.paragraphs.get(idx) else {
                    return 0;
                };
                self.begin_fold(idx, paragraph);
                self.paragraph(idx, paragraph, with_heading);
                self.end_fold(idx);
                paragraph.span.end
            }
        }
    }

    /// Leaves a row empty where another sort of rows begins.
    fn apart(&mut self, next: Last, paragraph: Option<u32>) {
        let is_first = self.compositor.is_empty() && self.options.marks == Marks::Inline;
        let is_next = self.last == next && next != Last::Alone;
        if !is_next && !is_first {
            self.compositor.blank(paragraph);
        }
        self.last = next;
    }

    fn heading(&mut self, paragraph: &Paragraph, is_shown: bool, place: Option<u32>) {
        let Some(heading) = paragraph.heading else {
            return;
        };
        let role = if is_shown {
            Role::Heading
        } else {
            Role::Dimmed
        };
        self.text(heading, role);
        self.close(RowKind::Heading, RowKind::Heading, place);
    }

    /// What a paragraph follows closely: with stubs the view is a list.
    fn sort(&self, usual: Last) -> Last {
        if self.options.hides() && !self.options.dim {
            Last::Paragraph
        } else {
            usual
        }
    }

    /// Sets the line that stands for a section, where one begins that is
    /// folded away. What follows is set as ever, and its rows are taken away
    /// where the section ends.
    fn begin_fold(&mut self, idx: usize, paragraph: &Paragraph) {
        let Some(fold) = self.options.folds.get(self.n_folds) else {
            return;
        };
        if fold.paragraphs.start as usize != idx {
            return;
        }
        self.n_folds += 1;
        let place = Some(fold.paragraphs.start);
        self.apart(self.sort(Last::Fold), place);
        let start = paragraph.heading.map_or(paragraph.span.start, |heading| {
            heading.start.min(paragraph.span.start)
        });
        self.compositor.stands_for(Span { start, end: start });
        let inside = self.cable.paragraphs.iter().enumerate();
        let inside = inside
            .skip(fold.paragraphs.start as usize)
            .take(fold.n_paragraphs());
        let is_hidden = |(idx, paragraph): &(usize, &Paragraph)| {
            !self.options.dim && !self.options.shows(*idx, paragraph.mark.as_ref())
        };
        let n_hidden = inside.filter(is_hidden).count();
        let room = self.compositor.measure().saturating_sub(2);
        let (label, words) = fold.words(n_hidden, room);
        self.compositor.say("> ", Role::Hidden);
        self.compositor.say(label.as_str(), Role::Heading);
        self.compositor.say(&words, Role::Hidden);
        self.close(RowKind::Fold, RowKind::More, place);
        self.folding = Some(self.compositor.n_rows());
    }

    /// Takes the rows of a section away that is folded.
    fn end_fold(&mut self, idx: usize) {
        let fold = self
            .n_folds
            .checked_sub(1)
            .and_then(|nth| self.options.folds.get(nth));
        let ends = fold.is_some_and(|fold| fold.paragraphs.end as usize <= idx + 1);
        if ends && let Some(first) = self.folding.take() {
            self.compositor.fold(first);
            self.last = self.sort(Last::Fold);
        }
    }

    fn paragraph(&mut self, idx: usize, paragraph: &Paragraph, with_heading: bool) {
        let place = u32::try_from(idx).ok();
        let is_shown = self.options.shows(idx, paragraph.mark.as_ref());
        let is_stub = !is_shown && !self.options.dim;
        self.apart(self.sort(Last::Alone), place);
        if is_stub {
            let n_chars = self.options.n_chars.and_then(|all| all.get(idx));
            self.stub(paragraph, place, n_chars.copied());
            return;
        }
        let is_whole = with_heading || paragraph.heading.is_none();
        let again = self.before.as_mut().zip(place).filter(|_| is_whole);
        if let Some(stretch) = again.and_then(|(before, place)| before.paragraph(place)) {
            self.compositor.set_again(&stretch);
            return;
        }
        if with_heading && paragraph.heading.is_some() {
            self.heading(paragraph, is_shown, place);
            self.compositor.blank(place);
        }
        if self.options.marks == Marks::Inline {
            self.prefix(Some(paragraph));
        }
        let role = if is_shown { Role::Text } else { Role::Dimmed };
        if paragraph.number.is_none() && paragraph.mark.is_none() {
            self.indent(paragraph.text.start, role);
        }
        self.text(paragraph.text, role);
        self.close(RowKind::First, RowKind::More, place);
    }

    /// Sets the blanks before a line with which a block begins, where they
    /// are a part of a list or a table: its next line is kept apart, or
    /// blanks part it in columns.
    fn indent(&mut self, start: u32, role: Role) {
        let text = self.cable.text();
        let (Some(before), Some(rest)) = (text.get(..start as usize), text.get(start as usize..))
        else {
            return;
        };
        let words = before.trim_end_matches([' ', '\t']).len();
        let begins = before.get(..words).unwrap_or_default();
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        let after = rest.get(line.len()..).unwrap_or_default();
        let blank = after.len() - after.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let end = start as usize + line.len();
        let is_kept = self.cable.keeps_break(Span::new(end, end + blank));
        if begins.ends_with(['\n', '\r']) && (is_kept || line.contains("   ")) {
            let blanks = Span::new(words, start as usize);
            indent(&mut self.compositor, self.cable, blanks, role);
        }
    }

    /// Number and marking in the text: `4. (C) `.
    fn prefix(&mut self, paragraph: Option<&Paragraph>) {
        let Some(paragraph) = paragraph else { return };
        let end = paragraph.text.start;
        let mark_at = mark_behind_number(self.cable, paragraph);
        if end > paragraph.span.start {
            self.compositor.stands_for(Span {
                end: mark_at.unwrap_or(end),
                ..paragraph.span
            });
        }
        if let Some(number) = paragraph.number {
            self.compositor.say(&format!("{number}. "), Role::Number);
        }
        if let Some(mark) = mark_text(self.cable, paragraph) {
            let role = paragraph
                .mark
                .as_ref()
                .map_or(Role::Unmarked, |mark| Role::PortionMark(mark.level));
            // The letters stand for those of the source, so that the cursor
            // stays on them where they are laid out otherwise.
            let letter = mark.as_str().find(char::is_alphanumeric).unwrap_or(0);
            let (bracket, letters) = mark.as_str().split_at(letter);
            self.compositor.say(bracket, role);
            if let Some(start) = mark_at {
                self.compositor.stands_for(Span { start, end });
            }
            self.compositor.say(letters, role);
            self.compositor.say(" ", Role::Text);
        }
    }

    /// One row in place of a hidden paragraph.
    fn stub(&mut self, paragraph: &Paragraph, place: Option<u32>, counted: Option<u32>) {
        let n_chars = counted.unwrap_or_else(|| n_chars(self.cable, paragraph));
        let mut hidden = paragraph.span;
        if self.options.marks == Marks::Inline {
            self.prefix(Some(paragraph));
            hidden.start = mark_behind_number(self.cable, paragraph).unwrap_or(hidden.start);
        }
        self.compositor.stands_for(hidden);
        let room = self
            .compositor
            .measure()
            .saturating_sub(columns(self.compositor.block_text()));
        let n_digits = n_chars.checked_ilog10().unwrap_or(0) as usize + 1;
        let (before, after) = match room.saturating_sub(n_digits) {
            31.. => (".. hidden by filter (", " chars) .."),
            15.. => (".. hidden (", ") .."),
            _ => {
                self.compositor.say(".. ..", Role::Hidden);
                self.close(RowKind::Stub, RowKind::More, place);
                return;
            }
        };
        self.compositor
            .say_count(before, n_chars, after, Role::Hidden);
        self.close(RowKind::Stub, RowKind::More, place);
    }

    /// Sets a line that no block shows, as far as it lies between `from` and
    /// `to` in the source.
    fn other(&mut self, line: &Line, from: u32, to: u32) {
        let role = match line.kind {
            LineKind::Notice
            | LineKind::Trailer
            | LineKind::Editorial
            | LineKind::Distribution
            | LineKind::Stamp => Role::Trailer,
            LineKind::Unread => Role::Garble,
            LineKind::Heading => Role::Heading,
            LineKind::Signature => Role::Signature,
            LineKind::Body | LineKind::HandlingNote => Role::Text,
            _ => return,
        };
        let start = line.span.start.max(from);
        let part = Span {
            start,
            end: line.span.end.min(to).max(start),
        };
        // Most lines between blocks are nothing but a line end, or that of the
        // last line of a block. Only the last line of the text has none: there
        // a single byte is a letter. To look at it would cost more than all
        // else here, since nothing else brings it near.
        let has_end = (line.span.end as usize) < self.cable.text().len();
        if part.len() <= 1 && part.end == line.span.end && has_end {
            return;
        }
        let words = self.cable.slice(part).trim_end().len();
        let span = Span::new(start as usize, start as usize + words);
        if span.is_empty() || self.is_undone(span) {
            return;
        }
        // Head, dateline and footnotes are blocks of their own.
        self.apart(
            if line.kind == LineKind::Editorial {
                Last::Alone
            } else {
                Last::Other
            },
            None,
        );
        self.text(span, role);
        self.close(RowKind::Other, RowKind::Other, None);
    }

    /// Whether a repair takes the words of a line, or of the rest of one, away
    /// as a whole.
    fn is_undone(&self, words: Span) -> bool {
        let repairs = &self.cable.repairs;
        let next = repairs.partition_point(|repair| repair.span.end <= words.start);
        repairs.get(next).is_some_and(|repair| {
            repair.applied && repair.to.trim().is_empty() && repair.span.encloses(words)
        })
    }

    fn close(&mut self, first: RowKind, more: RowKind, paragraph: Option<u32>) {
        self.compositor.close(
            Shape {
                first,
                more,
                paragraph,
                indent: Indent::List,
            },
            Span::default(),
        );
    }

    /// Sets `span` as it is read. Where `role` is that of running text, words
    /// with a role of their own have it.
    fn text(&mut self, span: Span, role: Role) {
        let View {
            cable,
            options,
            overlays,
            compositor,
            ..
        } = self;
        let overlays = || overlays.get_or_init(|| Overlays::reading(cable, options.links));
        for piece in cable.reading(span) {
            match piece.kind {
                PieceKind::Source => {
                    let words = if compositor.is_at_blank() && compositor.block_text().is_empty() {
                        piece.text.trim_start_matches(' ')
                    } else {
                        piece.text
                    };
                    let start = piece.source.end as usize - words.len();
                    let source = Span::new(start, piece.source.end as usize);
                    if role == Role::Text {
                        overlays().split(words, source, role, |text, source, role| {
                            compositor.set(text, source, true, role);
                        });
                    } else {
                        compositor.set(words, source, true, role);
                    }
                }
                PieceKind::Repaired(_) => {
                    let repaired = if role == Role::Dimmed {
                        role
                    } else {
                        Role::Repaired
                    };
                    for (n_before, line) in piece.text.split('\n').enumerate() {
                        if n_before > 0 {
                            compositor.line_end(Span::default());
                        }
                        if line.trim().is_empty() {
                            blank(compositor, line, piece.source, false, role);
                        } else {
                            compositor.set(line, piece.source, false, repaired);
                        }
                    }
                }
                PieceKind::Joined | PieceKind::Kept => {
                    let role = if role == Role::Text {
                        overlays().role_at(piece.source.start, role)
                    } else {
                        role
                    };
                    line_end(
                        compositor,
                        cable,
                        piece.source,
                        piece.kind == PieceKind::Kept,
                        role,
                    );
                }
            }
        }
    }
}

/// How many characters a paragraph is read as.
#[must_use]
pub fn n_chars(cable: &Cable, paragraph: &Paragraph) -> u32 {
    let pieces = cable.reading(paragraph.text);
    let n_chars = pieces
        .map(|piece| piece.text.chars().count())
        .sum::<usize>();
    u32::try_from(n_chars).unwrap_or(u32::MAX)
}

/// Sets a blank, unless one stands there.
fn blank(compositor: &mut Compositor, text: &str, source: Span, is_verbatim: bool, role: Role) {
    if !text.is_empty() && !compositor.is_at_blank() {
        compositor.set(" ", source, is_verbatim, role);
    }
}

/// Sets a line end as a blank, or as a line end with the indent of the line
/// after it.
fn line_end(compositor: &mut Compositor, cable: &Cable, source: Span, is_kept: bool, role: Role) {
    let text = cable.slice(source);
    for (into, _) in text.match_indices('\r') {
        let at = source.start as usize + into;
        if !ends_line(cable, at) {
            compositor.set("\r", Span::new(at, at + 1), true, role);
        }
    }
    if is_kept {
        let feed = text.rfind(['\n', '\r']).unwrap_or(0);
        let at = source.start as usize + feed;
        compositor.line_end(Span::new(at, at + 1));
        let blanks = Span::new(at + 1, source.end as usize);
        indent(compositor, cable, blanks, role);
    } else {
        // The last of these bytes stands for all, so that the page runs
        // along with the source without a break.
        let end = source.end as usize;
        blank(
            compositor,
            " ",
            Span::new(end.saturating_sub(1), end),
            true,
            role,
        );
    }
}

/// Sets the blanks before a line, as far as a third of a row.
fn indent(compositor: &mut Compositor, cable: &Cable, blanks: Span, role: Role) {
    let indent = cable.slice(blanks);
    let limit = compositor.measure() / 3;
    if indent.len() <= limit && !indent.contains('\t') {
        compositor.set(indent, blanks, true, role);
    } else {
        let after_tabs = indent.bytes().fold(0, |column, byte| {
            if byte == b'\t' {
                column / 8 * 8 + 8
            } else {
                column + 1
            }
        });
        compositor.set(&" ".repeat(limit.min(after_tabs)), blanks, false, role);
    }
}

/// Whether the carriage return at `at` is a line end or part of one.
fn ends_line(cable: &Cable, at: usize) -> bool {
    if cable.text().as_bytes().get(at + 1) == Some(&b'\n') {
        return true;
    }
    let next = cable
        .lines
        .partition_point(|line| (line.span.start as usize) <= at);
    next.checked_sub(1)
        .and_then(|idx| cable.lines.get(idx))
        .is_some_and(|line| line.span.end as usize == at + 1)
}
