//! The screen of one cable.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::cable::{Cable, Link, Repair, RepairKind, Sought, Span};
use crate::check::{Finding, Severity};
use crate::command::Context;
use crate::notes::{Key, Place};
use crate::query::Query;
use crate::typeset::{self, Case, Filter, Fold, Marks, Options, Page, Role, RowKind, Shown};

use super::examine::{self, Examination, Examined, Examining};
use super::find::pattern;
use super::regions::{Arrangement, Class, Layout, PaneId, Wanted};
use super::stops::Stop;
use super::{Added, At, Find, Folds, How, Pane, Scroll, Size, Tally, query};

/// One cable, as it is being read.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Its place among the cables that are open.
    pub entry: usize,
    /// What is being read.
    pub cable: Arc<Cable>,
    /// What names it wherever its file lies.
    pub key: Key,
    /// The id in the title: the message reference number, else the name of
    /// the file.
    pub id: Shown,
    /// The subject as it is read.
    pub subject: Shown,
    /// What is counted of it.
    pub tally: Tally,
    /// What is worked out of it besides, once it is.
    examined: Arc<OnceLock<Examined>>,
    /// Whether its signs are on view.
    signs: Signs,
    /// Whether the telegram that each reference names is open too.
    pub held: Vec<bool>,
    /// Rows of the routing pane that a finding rests on.
    pub routing_signs: Vec<usize>,
    /// The text.
    pub text: Pane,
    /// The routing metadata.
    pub routing: Pane,
    /// Summary and comment.
    pub parts: Pane,
    /// The outline of paragraphs.
    pub outline: Outline,
    /// Its sections, and which of them are folded away.
    pub folds: Folds,
    /// Which pane has the keys.
    pub focus: PaneId,
    /// A pane that has the whole screen.
    pub sheet: Option<PaneId>,
    /// Whether the source is shown as it is.
    pub raw: bool,
    /// Which paragraphs are shown.
    pub filter: Filter,
    /// What is asked of them besides.
    pub query: Query,
    /// For each paragraph, whether it answers the query, while there is one.
    pub only: Option<Arc<[bool]>>,
    /// Whether the others are dimmed, not hidden.
    pub dim: bool,
    /// What a filter leaves; nothing is counted while there is none.
    pub shown: Counted,
    /// Those of each paragraph, once they were counted, and of which version.
    n_chars: Option<(Arc<[u32]>, u32)>,
    /// The place that a bracket led to last.
    pub stop: Option<Stop>,
    /// What is sought.
    pub find: Option<Find>,
    /// How much is selected, and where, in words.
    pub selecting: Option<Shown>,
    /// What the pane of summary and comment hides, and how it is shown.
    parts_hides: (Filter, Option<Arc<[bool]>>, u32, bool),
    /// What is known of its words for sentence case, once it was asked.
    case: OnceLock<Option<Arc<Case>>>,
    /// Whether the outline is in sentence case.
    outline_case: bool,
    routing_version: u32,
    /// Kinds of repairs that are switched off, and which of their repairs
    /// were on view.
    switched: Vec<(RepairKind, Vec<bool>)>,
    /// Counts what else changes the words of every pane.
    version: u32,
    /// Paragraphs that bear a mark, in order.
    pub marked: Vec<u32>,
    /// Paragraphs whose headings bear one.
    pub marked_headings: Vec<u32>,
    /// What was added to the cable, in order.
    pub added: Vec<Added>,
    /// How the text was laid out last.
    laid: Option<Laid>,
    /// Pages of a long cable that were shown before, the last first.
    held_pages: Vec<(Laid, Arc<Page>)>,
    /// Where the cursor is put when it is laid out first.
    begin: Option<At>,
}

/// Whether the signs of what was found in a cable are on view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signs {
    /// It was not examined yet.
    Wanted,
    /// It is being examined.
    Awaited,
    /// They are.
    Shown,
}

/// What a filter leaves of a cable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Paragraphs that are shown.
    pub n_paragraphs: usize,
    /// Their characters, without numbers and markings; none while the source
    /// is shown, of which nothing is hidden.
    pub n_chars: usize,
}

/// What the layout of the text depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Laid {
    measure: u16,
    marks: Marks,
    raw: bool,
    filter: Filter,
    only: Option<Arc<[bool]>>,
    dim: bool,
    folds: Arc<[Fold]>,
    is_recased: bool,
    version: u32,
}

impl Laid {
    /// Whether a page so laid out has every paragraph that one `like` this may
    /// show, in the same rows.
    fn is_whole_of(&self, like: &Laid) -> bool {
        let nothing = Laid {
            raw: false,
            filter: Filter::All,
            only: None,
            dim: false,
            folds: Arc::default(),
            ..like.clone()
        };
        !self.is_recased && *self == nothing
    }

    /// Lays a cable out so. `whole` is the page of the whole, if there is one.
    pub(super) fn page(
        &self,
        cable: &Cable,
        case: Option<&Case>,
        links: &[Link],
        whole: Option<&Page>,
        n_chars: Option<&[u32]>,
    ) -> Page {
        if self.raw {
            return typeset::raw(cable, self.measure);
        }
        typeset::typeset(
            cable,
            &Options {
                measure: self.measure,
                marks: self.marks,
                filter: self.filter,
                only: self.only.as_deref(),
                dim: self.dim,
                folds: &self.folds,
                case,
                links: Some(links),
                whole,
                n_chars,
            },
        )
    }
}

/// The paragraphs of a cable in a line each.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Headings and paragraphs.
    pub rows: Vec<OutlineRow>,
    /// Which of them are in the list: of a section that is folded away only
    /// the first.
    pub listed: Vec<u32>,
    /// Which has the focus, which is the first in sight.
    pub scroll: Scroll,
}

impl Outline {
    fn new(rows: Vec<OutlineRow>, folds: &Folds) -> Outline {
        let mut outline = Outline {
            rows,
            ..Outline::default()
        };
        outline.list(folds);
        outline
    }

    /// A row of the list.
    #[must_use]
    pub fn row(&self, nth: usize) -> Option<&OutlineRow> {
        self.rows.get(*self.listed.get(nth)? as usize)
    }

    /// How many paragraphs lie above a row of the list, those that are folded
    /// away there included; nothing behind the last row.
    #[must_use]
    pub fn n_above(&self, nth: usize) -> Option<usize> {
        self.row(nth).map(|row| row.paragraph as usize)
    }

    /// The row that has the focus.
    #[must_use]
    pub fn chosen(&self) -> Option<&OutlineRow> {
        self.row(self.scroll.focus)
    }

    /// Lists what is not folded away.
    fn list(&mut self, folds: &Folds) {
        let mut listed = Vec::with_capacity(self.rows.len());
        let mut end = 0;
        for (nth, row) in (0..).zip(&self.rows) {
            if row.paragraph < end {
                continue;
            }
            listed.push(nth);
            if let Some(fold) = folds.holding(row.paragraph) {
                end = fold.paragraphs.end;
            }
        }
        self.listed = listed;
    }

    /// The first words of a paragraph, whether or not its row is listed.
    pub(super) fn label(&self, paragraph: u32) -> Option<&Shown> {
        let mut rows = self.rows.iter();
        let row = rows.find(|row| row.paragraph == paragraph && !row.heading)?;
        Some(&row.label)
    }

    /// The row of a paragraph, or of the section that it is folded away in.
    fn row_of(&self, paragraph: u32) -> usize {
        let is_above = |nth: &u32| {
            let row = self.rows.get(*nth as usize);
            row.is_some_and(|row| row.paragraph <= paragraph)
        };
        self.listed.partition_point(is_above).saturating_sub(1)
    }
}

/// A row of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineRow {
    /// The paragraph, or the one below the heading.
    pub paragraph: u32,
    /// Whether it is a heading.
    pub heading: bool,
    /// The heading, or the first words.
    pub label: Shown,
}

impl Reader {
    /// Opens a cable at its beginning. What was worked out of it may follow.
    #[must_use]
    pub fn new(entry: usize, name: &Shown, cable: Cable, examined: Option<Examined>) -> Reader {
        let id = cable
            .mrn
            .as_ref()
            .map_or_else(|| name.clone(), |mrn| Shown::new(&mrn.to_string()));
        let subject = cable
            .heading
            .subject
            .map(|span| cable.read(span))
            .unwrap_or_default();
        let folds = Folds::of(&cable);
        let outline = Outline::new(outline_rows(&cable, None), &folds);
        Reader {
            entry,
            key: Key::of(&cable),
            id,
            subject: Shown::new(&subject),
            tally: Tally::of(&cable, examined.as_ref().map_or(&[], |it| &it.findings)),
            signs: if examined.is_some() {
                Signs::Shown
            } else {
                Signs::Wanted
            },
            examined: Arc::new(examined.map_or_else(OnceLock::new, OnceLock::from)),
            held: Vec::new(),
            routing_signs: Vec::new(),
            text: Pane::default(),
            routing: Pane::default(),
            parts: Pane::default(),
            outline,
            folds,
            focus: PaneId::Text,
            sheet: None,
            raw: false,
            filter: Filter::default(),
            query: Query::default(),
            only: None,
            dim: false,
            shown: Counted::default(),
            n_chars: None,
            find: None,
            selecting: None,
            stop: None,
            parts_hides: (Filter::All, None, 0, false),
            case: OnceLock::new(),
            outline_case: false,
            switched: Vec::new(),
            version: 0,
            routing_version: 0,
            marked: Vec::new(),
            marked_headings: Vec::new(),
            added: Vec::new(),
            laid: None,
            held_pages: Vec::new(),
            begin: None,
            cable: Arc::new(cable),
        }
    }

    /// Begins where the cable was left. Whether the text is as it was there.
    ///
    /// What was left `elsewhere` may be another release of the same number: it
    /// is no place of this text unless the text is the same there.
    pub fn begin_at(&mut self, place: &Place, elsewhere: bool) -> bool {
        let found = place.anchor.find(&self.cable);
        if elsewhere && !found.is_same {
            return true;
        }
        self.begin = Some(At {
            place: found.place,
            below: usize::from(place.below),
        });
        found.is_same
    }

    /// Whether it was laid out, so that the cursor stands somewhere.
    #[must_use]
    pub fn is_laid(&self) -> bool {
        self.laid.is_some()
    }

    /// What is worked out of it besides reading it: now, if it was not yet.
    fn examined(&self) -> &Examined {
        self.examined.get_or_init(|| Examined::of(&self.cable))
    }

    /// What the cross-checks say.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.examined().findings
    }

    /// The references in the text.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.examined().links
    }

    /// What was found whose signs are on view: nothing of a long cable that is
    /// still being examined.
    fn on_view(&self) -> Option<&Examined> {
        let examined = self.examined.get();
        examined.filter(|_| self.signs == Signs::Shown)
    }

    /// The findings whose signs are on view.
    #[must_use]
    pub fn findings_on_view(&self) -> &[Finding] {
        self.on_view().map_or(&[], |it| &it.findings)
    }

    /// What is to be examined, if that was neither done nor asked for.
    pub(super) fn examine(&mut self) -> Option<Examining> {
        let laid = self.laid.clone().filter(|_| self.signs == Signs::Wanted)?;
        self.signs = Signs::Awaited;
        // To learn whether it is all capitals, all of it is read.
        let case = laid.is_recased.then(|| self.case().cloned()).flatten();
        Some(Examining {
            entry: self.entry,
            cable: Arc::clone(&self.cable),
            examined: Arc::clone(&self.examined),
            laid,
            case,
        })
    }

    /// Shows what came of examining this cable. The page that was laid out
    /// with it takes the place of the one in sight, unless that is laid out
    /// otherwise by now.
    pub(super) fn take_up(&mut self, found: &Examination, height: usize) {
        if self.signs == Signs::Shown {
            return;
        }
        self.signs = Signs::Shown;
        // The one that had it examined shares it already.
        if self.examined.get().is_none() {
            self.examined = Arc::clone(&found.of.examined);
        }
        self.tally = Tally::of(&self.cable, self.findings());
        // One beside it may have as many repairs switched off, and others.
        let is_as_read =
            self.version == found.of.laid.version && self.cable.repairs == found.of.cable.repairs;
        self.lay_again();
        if is_as_read {
            self.n_chars = Some((Arc::clone(&found.n_chars), self.version));
        }
        if is_as_read && self.laid.as_ref() == Some(&found.of.laid) {
            self.text.replace(Arc::clone(&found.page), height);
            self.laid = Some(Laid {
                version: self.version,
                ..found.of.laid.clone()
            });
            self.find_again();
        }
    }

    /// Seeks what is sought in the page that is in sight now.
    fn find_again(&mut self) {
        if let Some(find) = &self.find {
            self.find = Some(find.again(&self.text.page, self.text.at));
        }
    }

    /// Where everything lies on a terminal of `size`.
    #[must_use]
    pub fn layout(&self, size: Size, arrangement: Arrangement) -> Layout {
        let rows = u16::try_from(self.routing.n_rows()).unwrap_or(u16::MAX);
        Layout::of(
            size,
            &Wanted {
                arrangement,
                sheet: self.sheet,
                routing_rows: rows.min(1000),
                outline_rows: u16::try_from(self.outline.listed.len())
                    .unwrap_or(1000)
                    .min(1000),
                bare: self.raw,
            },
        )
    }

    /// Lays out whatever the size, the arrangement or the reader's own state
    /// have changed. The place in the text is kept.
    pub fn arrange(&mut self, size: Size, arrangement: Arrangement) {
        // Before the terminal has said how large it is there is nothing to
        // lay out for, and no place on it to keep.
        if size.width == 0 || size.height == 0 {
            return;
        }
        let layout = self.layout(size, arrangement);
        let columns = layout.columns(PaneId::Routing);
        let is_stale =
            self.routing.page.measure() != columns || self.routing_version != self.version;
        if !layout.routing.is_empty() && is_stale {
            self.routing_version = self.version;
            let page = typeset::routing(&self.cable, columns);
            if self.routing.n_rows() == 0 {
                self.routing = Pane::new(page);
            } else {
                self.routing
                    .replace_rows(page, layout.rows(PaneId::Routing));
            }
            self.routing_signs = self.signs_of_routing();
        }
        // The rows of the routing pane decide where the outline begins.
        let layout = self.layout(size, arrangement);
        let case = arrangement
            .sentence_case
            .then(|| self.case().cloned())
            .flatten();
        if self.outline_case != case.is_some() {
            self.outline_case = case.is_some();
            self.outline.rows = outline_rows(&self.cable, case.as_deref());
        }
        let columns = layout.columns(PaneId::Parts);
        let hides = if self.dim {
            (Filter::All, None, self.version, case.is_some())
        } else {
            (self.filter, self.only.clone(), self.version, case.is_some())
        };
        if !layout.parts.is_empty()
            && (self.parts.page.measure() != columns || self.parts_hides != hides)
        {
            let links = self.on_view().map_or(&[][..], |it| &it.links);
            let page = typeset::parts(
                &self.cable,
                Options {
                    measure: columns,
                    filter: hides.0,
                    only: hides.1.as_deref(),
                    case: case.as_deref(),
                    links: Some(links),
                    ..Options::default()
                },
            );
            self.parts_hides = hides;
            if self.parts.n_rows() == 0 {
                self.parts = Pane::new(page);
            } else {
                self.parts.replace_rows(page, layout.rows(PaneId::Parts));
            }
        }
        let height = self.text_height(&layout);
        let tiny = layout.class == Some(Class::Tiny);
        let laid = Laid {
            measure: layout.measure,
            marks: if tiny { Marks::Inline } else { Marks::Gutter },
            raw: self.raw,
            filter: self.filter,
            only: self.only.clone(),
            dim: self.dim,
            folds: Arc::clone(self.folds.closed()),
            is_recased: case.is_some(),
            version: self.version,
        };
        if self.laid.as_ref() != Some(&laid) {
            let page = self.page_of(&laid, case.as_deref());
            if self.laid.is_none() {
                self.text = Pane::new(page);
            } else {
                self.text.replace(page, height);
            }
            self.laid = Some(laid);
            if let Some(at) = self.begin.take() {
                self.text.return_to(at.place, at.below, height);
            }
            self.find_again();
        }
        self.follow(&layout);
    }

    /// Counts what the filter leaves.
    fn count_shown(&mut self) -> Counted {
        if !self.is_filtered() {
            return Counted::default();
        }
        if self.raw {
            return Counted {
                n_paragraphs: self.n_shown(),
                n_chars: 0,
            };
        }
        let known = self.n_chars.take_if(|known| known.1 == self.version);
        let known = known.unwrap_or_else(|| (examine::n_chars(&self.cable), self.version));
        let all = known.0.iter().enumerate();
        let mut counted = Counted::default();
        for (_, &n_chars) in all.filter(|&(idx, _)| self.shows(idx)) {
            counted.n_paragraphs += 1;
            counted.n_chars += n_chars as usize;
        }
        self.n_chars = Some(known);
        counted
    }

    /// The page that is laid out so: one that was shown before, if it is
    /// held. Counts what it shows as well.
    fn page_of(&mut self, laid: &Laid, case: Option<&Case>) -> Arc<Page> {
        /// Bytes of a page that is laid out again before it is missed.
        const SMALL: usize = 1 << 17;
        let before = self.laid.clone();
        if let Some(before) = before.filter(|_| self.text.page.text().len() > SMALL) {
            // Who filters a long cable goes back and forth, and every filter
            // takes what it shows from the page of the whole.
            self.held_pages.retain(|(held, _)| {
                held.measure == laid.measure
                    && (held == laid || held.is_whole_of(laid) || before.is_whole_of(laid))
            });
            self.held_pages.truncate(1);
            let page = Arc::clone(&self.text.page);
            self.held_pages.insert(0, (before, page));
        }
        self.shown = self.count_shown();
        let held = self.held_pages.iter().position(|(held, _)| held == laid);
        if let Some(held) = held {
            return self.held_pages.remove(held).1;
        }
        let is_whole =
            |(held, page): (&Laid, &Arc<Page>)| held.is_whole_of(laid).then(|| Arc::clone(page));
        let in_sight = self.laid.as_ref().map(|held| (held, &self.text.page));
        let held = self.held_pages.iter().map(|(held, page)| (held, page));
        let whole = in_sight.into_iter().chain(held).find_map(is_whole);
        let links = self.on_view().map_or(&[][..], |it| &it.links);
        let n_chars = self.n_chars.as_ref().filter(|it| it.1 == self.version);
        let n_chars = n_chars.map(|it| &*it.0);
        Arc::new(laid.page(&self.cable, case, links, whole.as_deref(), n_chars))
    }

    /// The first row of the routing pane that shows what a finding without
    /// paragraph rests on, for each.
    fn signs_of_routing(&self) -> Vec<usize> {
        let page = &self.routing.page;
        let row_of = |finding: &Finding| page.row_showing(finding.span);
        self.findings_on_view()
            .iter()
            .filter(|finding| finding.paragraph.is_none())
            .filter(|finding| finding.severity != Severity::Note)
            .filter_map(row_of)
            .collect()
    }

    /// Rows of text in sight. While a sheet covers the text it keeps the
    /// height of the sheet.
    #[must_use]
    pub fn text_height(&self, layout: &Layout) -> usize {
        if layout.text.is_empty() {
            [PaneId::Routing, PaneId::Outline, PaneId::Parts]
                .into_iter()
                .map(|pane| layout.rows(pane))
                .max()
                .unwrap_or(0)
        } else {
            layout.rows(PaneId::Text)
        }
    }

    /// Has every page laid out anew.
    pub(super) fn lay_again(&mut self) {
        self.version += 1;
    }

    /// Brings windows to their cursors, and the outline to the text.
    pub fn follow(&mut self, layout: &Layout) {
        let (n_rows, height) = (self.outline.listed.len(), layout.rows(PaneId::Outline));
        let mut row = self.outline.scroll.focus;
        if self.focus != PaneId::Outline {
            let here = self.text.paragraph();
            row = here.map_or(0, |here| self.outline.row_of(here));
        }
        if height > 0 {
            self.outline.scroll.go(row, n_rows, height);
        } else {
            // Once it is opened it begins with the first paragraph, if that
            // of the cursor is in sight then.
            self.outline.scroll = Scroll { focus: row, top: 0 };
        }
        if !layout.text.is_empty() {
            let height = layout.rows(PaneId::Text);
            let below = self.text.scroll.below();
            if below >= height {
                self.text.fit(height);
            }
        }
    }

    /// The pane that has the keys, unless it is the outline.
    pub fn focused(&mut self) -> Option<&mut Pane> {
        match self.focus {
            PaneId::Text => Some(&mut self.text),
            PaneId::Routing => Some(&mut self.routing),
            PaneId::Parts => Some(&mut self.parts),
            PaneId::Outline => None,
        }
    }

    /// The same to look at.
    #[must_use]
    pub fn focused_ref(&self) -> Option<&Pane> {
        match self.focus {
            PaneId::Text => Some(&self.text),
            PaneId::Routing => Some(&self.routing),
            PaneId::Parts => Some(&self.parts),
            PaneId::Outline => None,
        }
    }

    /// What is known of its words for sentence case; nothing if it is not all
    /// capitals.
    pub(super) fn case(&self) -> Option<&Arc<Case>> {
        let known = || Case::of(&self.cable).map(Arc::new);
        self.case.get_or_init(known).as_ref()
    }

    /// Lists in the outline what is not folded away; the focus stays on its
    /// paragraph.
    pub(super) fn fold_outline(&mut self) {
        let here = self.outline.chosen().map(|row| row.paragraph);
        self.outline.list(&self.folds);
        let below = self.outline.scroll.below();
        let focus = here.map_or(0, |here| self.outline.row_of(here));
        self.outline.scroll.focus = focus;
        self.outline.scroll.top = focus.saturating_sub(below);
    }

    /// The fold that the cursor of the text is on the line of.
    #[must_use]
    pub fn fold_here(&self) -> Option<&Fold> {
        let row = self.text.row()?;
        (row.kind == RowKind::Fold)
            .then(|| self.folds.holding(row.paragraph?))
            .flatten()
    }

    /// Switches the kinds of repairs off that are off in `other`.
    pub(super) fn switch_as(&mut self, other: &Reader) {
        for (kind, _) in &other.switched {
            self.switch_repairs(*kind);
        }
    }

    /// Switches the same kinds of repairs off as in `other`, and no others.
    pub(super) fn read_as(&mut self, other: &Reader) {
        for &kind in RepairKind::ALL {
            let is_off = |reader: &Reader| reader.switched.iter().any(|(off, _)| *off == kind);
            if is_off(self) != is_off(other) {
                self.switch_repairs(kind);
            }
        }
    }

    /// Switches the repairs of a kind off, or on again as they were; whether
    /// they are on.
    pub fn switch_repairs(&mut self, kind: RepairKind) -> bool {
        let cable = Arc::make_mut(&mut self.cable);
        let mut of_kind: Vec<&mut Repair> = cable
            .repairs
            .iter_mut()
            .filter(|repair| repair.kind == kind)
            .collect();
        let known = self.switched.iter().position(|(off, _)| *off == kind);
        if let Some(idx) = known {
            let (_, applied) = self.switched.swap_remove(idx);
            for (repair, applied) in of_kind.iter_mut().zip(applied) {
                repair.applied = applied;
            }
        } else {
            let applied = of_kind.iter().map(|repair| repair.applied).collect();
            self.switched.push((kind, applied));
            for repair in &mut of_kind {
                repair.applied = false;
            }
        }
        if kind == RepairKind::ParagraphNumber {
            cable.number_again();
        }
        self.version += 1;
        self.tally = Tally::of(&self.cable, self.findings_on_view());
        // It counts among the repairs that were on view.
        self.stop = None;
        self.folds.again(&self.cable);
        self.case = OnceLock::new();
        self.outline_case = false;
        self.outline.rows = outline_rows(&self.cable, None);
        self.fold_outline();
        let subject = self.cable.heading.subject.map(|span| self.cable.read(span));
        self.subject = Shown::new(&subject.unwrap_or_default());
        let query = std::mem::take(&mut self.query);
        self.ask(query);
        known.is_some()
    }

    /// How many paragraphs the filter shows, counted anew.
    #[must_use]
    pub fn n_shown(&self) -> usize {
        let n_paragraphs = self.cable.paragraphs.len();
        (0..n_paragraphs).filter(|&idx| self.shows(idx)).count()
    }

    /// `14 paragraphs`; `15 paragraphs (14 numbered)` where the title counts
    /// the numbered ones alone.
    #[must_use]
    pub fn counted(&self) -> String {
        let n_all = self.cable.paragraphs.len();
        let plural = if n_all == 1 { "" } else { "s" };
        match self.tally.n_numbered {
            n_numbered if n_numbered < n_all => {
                format!("{n_all} paragraph{plural} ({n_numbered} numbered)")
            }
            _ => format!("{n_all} paragraph{plural}"),
        }
    }

    /// Whether paragraph `idx` is shown, by its marking and by what is asked.
    #[must_use]
    pub fn shows(&self, idx: usize) -> bool {
        let is_asked = self.only.as_deref().and_then(|only| only.get(idx));
        self.filter.shows(self.tally.level(idx)) && is_asked.copied().unwrap_or(true)
    }

    /// Whether a line stands in the text for paragraph `idx`, because a
    /// filter hides it.
    #[must_use]
    pub fn hides(&self, idx: usize) -> bool {
        !self.raw && !self.dim && !self.shows(idx)
    }

    /// Where what was sought and not found on the page in sight stands in the
    /// paragraphs that a filter hides; nothing if it does not.
    pub(super) fn hidden_matches(&self, find: &Find) -> Option<Find> {
        let laid = self.laid.as_ref()?;
        if self.raw || self.dim || !self.is_filtered() || !find.matches.is_empty() {
            return None;
        }
        let whole = Laid {
            filter: Filter::All,
            only: None,
            ..laid.clone()
        };
        let case = laid.is_recased.then(|| self.case().cloned()).flatten();
        let page = whole.page(&self.cable, case.as_deref(), &[], None, None);
        Some(find.again(&page, 0)).filter(|find| !find.matches.is_empty())
    }

    /// How many of the paragraphs that a filter hides hold what is sought, and
    /// stands in none of those that are shown. Nothing where it takes too long
    /// to tell while a pattern is typed.
    pub(super) fn n_hidden_with(&self, find: &Find) -> Option<usize> {
        /// Bytes that a pattern is held against between two keys.
        const MOST: usize = 256 << 10;
        let is_hiding = !self.raw && !self.dim && self.is_filtered();
        let needle = find.needle.trim();
        if !is_hiding || needle.is_empty() || !find.matches.is_empty() || find.is_in_error() {
            return Some(0);
        }
        let paragraphs = self.cable.paragraphs.iter().enumerate();
        let hidden = paragraphs.filter(|(idx, _)| self.hides(*idx));
        let hidden = hidden.map(|(_, paragraph)| paragraph.text);
        match find.how {
            How::Words => {
                let sought = Sought::new(needle, needle.chars().any(char::is_uppercase), false);
                Some(
                    hidden
                        .filter(|it| sought.stands_in(&self.cable, *it))
                        .count(),
                )
            }
            How::Pattern => {
                let is_recased = self.laid.as_ref().is_some_and(|laid| laid.is_recased);
                let pattern = pattern(&find.needle, is_recased).ok()?;
                let n_bytes: usize = hidden.clone().map(Span::len).sum();
                let is_in = |it: &Span| {
                    let words = self.cable.read(*it);
                    let words: Vec<&str> = words.split_whitespace().collect();
                    pattern.find_iter(&words.join(" ")).any(|it| !it.is_empty())
                };
                (n_bytes <= MOST).then(|| hidden.filter(is_in).count())
            }
            How::Whole | How::Asked => Some(0),
        }
    }

    /// Whether paragraphs may be hidden or dimmed.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.filter.hides() || self.only.is_some()
    }

    /// The filter in words: `(U) only`, `(U) only & harbor -visa`.
    #[must_use]
    pub fn filter_label(&self) -> String {
        match (self.filter.hides(), &self.only) {
            (_, None) => self.filter.label(),
            (false, Some(_)) => format!("& {}", self.query.line().trim()),
            (true, Some(_)) => format!("{} & {}", self.filter.label(), self.query.line().trim()),
        }
    }

    /// The same in a few columns: `(U)`, `& ha…`.
    #[must_use]
    pub fn short_filter_label(&self) -> Shown {
        const FEW: usize = 9;
        match (self.filter.hides(), &self.only) {
            (true, None) => Shown::new(&self.filter.short_label()),
            (false, _) => Shown::new(&self.filter_label()).cut(FEW),
            (true, Some(_)) => Shown::new(&format!("{} & …", self.filter.short_label())),
        }
    }

    /// Shows only what answers `query`; everything, if it asks nothing.
    pub fn ask(&mut self, query: Query) {
        self.only = (!query.is_empty()).then(|| query::shows(&query, self).into());
        self.query = query;
    }

    /// `P4/14`: the number of the paragraph of the cursor, and how many
    /// there are.
    #[must_use]
    pub fn place(&self) -> String {
        let paragraphs = &self.cable.paragraphs;
        if paragraphs.is_empty() {
            return String::from("no text");
        }
        let here = self
            .text
            .paragraph()
            .and_then(|idx| paragraphs.get(idx as usize));
        let n_paragraphs = self.tally.n_numbered;
        match here.map(|paragraph| paragraph.number) {
            Some(Some(number)) => format!("P{number}/{n_paragraphs}"),
            _ => format!("P-/{n_paragraphs}"),
        }
    }

    /// The pane that has the keys, and the place in the source where its
    /// cursor stands.
    #[must_use]
    pub fn cursor(&self) -> (PaneId, u32) {
        let pane = self.focused_ref().unwrap_or(&self.text);
        (self.focus, pane.at)
    }

    /// The marking of the paragraph of the cursor, ` (C)`; nothing above the
    /// first paragraph and beside blocks without number.
    #[must_use]
    pub fn mark_here(&self) -> String {
        if let Some(fold) = self.fold_here() {
            let mark = fold.mark_text();
            return mark.map_or_else(String::new, |mark| format!(" {mark}"));
        }
        let paragraphs = &self.cable.paragraphs;
        let here = self
            .text
            .paragraph()
            .and_then(|idx| paragraphs.get(idx as usize));
        match here.map(|paragraph| (&paragraph.mark, paragraph.number)) {
            Some((Some(mark), _)) => format!(" ({})", mark.text()),
            Some((None, Some(_))) if self.cable.is_marked() => String::from(" ( ? )"),
            _ => String::new(),
        }
    }

    /// Whether one of these paragraphs bears a mark, headings aside.
    #[must_use]
    pub fn is_marked(&self, paragraphs: &Range<u32>) -> bool {
        has_one(&self.marked, paragraphs)
    }

    /// Whether the heading of one of these paragraphs bears a mark.
    #[must_use]
    pub fn is_heading_marked(&self, paragraphs: &Range<u32>) -> bool {
        has_one(&self.marked_headings, paragraphs)
    }

    /// Where keys go.
    pub(super) fn context(&self) -> Context {
        let is_selecting = self.focus == PaneId::Text && self.text.selection.is_some();
        if is_selecting {
            Context::Select
        } else {
            Context::Reader
        }
    }

    /// Whether numbers and markings stand in the text, not beside it.
    #[must_use]
    pub fn has_inline_marks(&self) -> bool {
        let laid = self.laid.as_ref();
        laid.is_some_and(|laid| laid.marks == Marks::Inline)
    }

    /// How far the cursor is through the text, in percent.
    #[must_use]
    pub fn percent(&self) -> usize {
        let last = self.text.n_rows().saturating_sub(1);
        (self.text.scroll.focus * 100)
            .checked_div(last)
            .unwrap_or(100)
    }

    /// The role under the cursor of the text.
    #[must_use]
    pub fn role_here(&self) -> Option<Role> {
        let at = self.text.at as usize;
        self.text
            .page
            .runs(self.text.scroll.focus)
            .find(|(range, _)| range.contains(&at))
            .map(|(_, role)| role)
    }
}

/// Whether one of some paragraphs, in order, is among `wanted`.
fn has_one(paragraphs: &[u32], wanted: &Range<u32>) -> bool {
    let next = paragraphs.partition_point(|&idx| idx < wanted.start);
    paragraphs.get(next).is_some_and(|idx| wanted.contains(idx))
}

/// Headings and first words of every paragraph.
fn outline_rows(cable: &Cable, case: Option<&Case>) -> Vec<OutlineRow> {
    /// More than the widest pane shows.
    const LONGEST: usize = 96;
    let label = |words: &str| match case {
        Some(case) => Shown::new(&case.apply(words)),
        None => Shown::new(words),
    };
    let mut rows = Vec::with_capacity(cable.paragraphs.len());
    for (paragraph, known) in (0..).zip(&cable.paragraphs) {
        if let Some(heading) = known.heading {
            let label = label(&cable.read(heading));
            rows.push(OutlineRow {
                paragraph,
                heading: true,
                label,
            });
        }
        let mut words = String::with_capacity(LONGEST);
        for piece in cable.reading(known.text) {
            if words.len() >= LONGEST {
                break;
            }
            let room = LONGEST - words.len();
            words.extend(
                piece
                    .text
                    .chars()
                    .take(room)
                    .map(|c| if c == '\n' { ' ' } else { c }),
            );
        }
        rows.push(OutlineRow {
            paragraph,
            heading: false,
            label: label(&words),
        });
    }
    rows
}
