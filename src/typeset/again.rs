//! Paragraphs that are set again as they were laid out before.
//!
//! A filter leaves most of a long cable out, and what it leaves in is broken
//! into the same rows as before. To copy them takes a tenth of the time of
//! setting them anew.

use super::Options;
use super::page::{Origin, Page, Role, Row, RowKind};

/// A page of the whole cable, gone through from top to bottom.
pub(super) struct Before<'a> {
    page: &'a Page,
    row: usize,
    role: usize,
    origin: usize,
}

/// The rows of one paragraph, and what holds in them. Places are those of the
/// page they come from.
pub(super) struct Stretch<'a> {
    /// The text of the rows, up to the line end below the last.
    pub(super) text: &'a str,
    /// Where that begins.
    pub(super) at: u32,
    pub(super) rows: &'a [Row],
    /// The role with which it begins, where that began before.
    pub(super) role: Option<Role>,
    /// Where roles begin.
    pub(super) roles: &'a [(u32, Role)],
    pub(super) origins: &'a [Origin],
}

impl<'a> Before<'a> {
    /// The page that `options` name, if its rows are those that they ask for.
    pub(super) fn of(options: &Options<'a>) -> Option<Before<'a>> {
        let page = options.whole?;
        // Of a sign it is not known how many characters it stands for, and a
        // coarse page has no places of its own for each paragraph.
        let is_plain = page.n_signs == 0 && page.source.is_none() && page.folded.is_empty();
        let is_same = page.measure == options.measure && !options.dim && options.case.is_none();
        (is_plain && is_same && !page.is_coarse()).then_some(Before {
            page,
            row: 0,
            role: 0,
            origin: 0,
        })
    }

    /// The rows of paragraph `idx`, with those of its heading, without the
    /// empty one before them. Paragraphs are asked for in order.
    pub(super) fn paragraph(&mut self, idx: u32) -> Option<Stretch<'a>> {
        let page = self.page;
        let rest = page.rows.get(self.row..)?;
        let is_before = |row: &Row| row.paragraph.is_none_or(|paragraph| paragraph < idx);
        let first = rest.iter().position(|row| !is_before(row))?;
        self.row += first;
        let rest = page.rows.get(self.row..)?;
        let is_own = |row: &&Row| row.paragraph == Some(idx);
        let n_rows = rest.iter().take_while(is_own).count();
        let own = rest.get(..n_rows)?;
        self.row += n_rows;
        let n_blank = own
            .iter()
            .take_while(|row| row.kind == RowKind::Blank)
            .count();
        let rows = own.get(n_blank..)?;
        let (start, last) = (rows.first()?.start, rows.last()?.end as usize);
        let below = page.text.as_bytes().get(last..)?;
        let end = last + memchr::memchr(b'\n', below).unwrap_or(below.len());
        let text = page.text.get(start as usize..end)?;
        let end = u32::try_from(end).ok()?;
        let roles = within(&page.roles, &mut self.role, start..end, |&(at, _)| at);
        let origins = within(&page.origins, &mut self.origin, start..end, |it| it.at);
        let begins_with_one = roles.first().is_some_and(|&(at, _)| at == start);
        let above = self.role.checked_sub(roles.len() + 1);
        let above = above.and_then(|above| page.roles.get(above));
        let role = above.map(|&(_, role)| role).filter(|_| !begins_with_one);
        Some(Stretch {
            text,
            at: start,
            rows,
            role,
            roles,
            origins,
        })
    }
}

/// Those of `all` that begin in `range`; `next` goes on to the one after.
fn within<'a, T>(
    all: &'a [T],
    next: &mut usize,
    range: std::ops::Range<u32>,
    at: impl Fn(&T) -> u32,
) -> &'a [T] {
    let rest = all.get(*next..).unwrap_or_default();
    let n_before = rest.iter().take_while(|it| at(it) < range.start).count();
    let rest = rest.get(n_before..).unwrap_or_default();
    let n_own = rest.iter().take_while(|it| at(it) < range.end).count();
    *next += n_before + n_own;
    rest.get(..n_own).unwrap_or_default()
}
