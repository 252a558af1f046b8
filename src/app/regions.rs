//! Which cells belong to whom.
//!
//! Scrolling has to know how many rows are visible, and drawing has to
//! agree. Both ask [`Layout`]; nothing is remembered from one frame to the
//! next, so a resize can never be one frame late.

use super::Size;
use crate::typeset::{LEAST_MEASURE, MOST_MEASURE};

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Region {
    /// The leftmost column.
    pub x: u16,
    /// The topmost row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Region {
    /// Whether it holds no cell.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// Whether it shares a cell with another.
    #[must_use]
    pub fn meets(self, other: Region) -> bool {
        let overlap = |a: (u16, u16), b: (u16, u16)| {
            a.0 < b.0.saturating_add(b.1) && b.0 < a.0.saturating_add(a.1)
        };
        !self.is_empty()
            && !other.is_empty()
            && overlap((self.x, self.width), (other.x, other.width))
            && overlap((self.y, self.height), (other.y, other.height))
    }

    /// Takes `rows` rows off the top and returns them.
    fn take_top(&mut self, rows: u16) -> Region {
        let rows = rows.min(self.height);
        let taken = Region {
            height: rows,
            ..*self
        };
        self.y += rows;
        self.height -= rows;
        taken
    }

    /// Takes `rows` rows off the bottom and returns them.
    fn take_bottom(&mut self, rows: u16) -> Region {
        let rows = rows.min(self.height);
        self.height -= rows;
        Region {
            y: self.y + self.height,
            height: rows,
            ..*self
        }
    }

    /// Takes `columns` columns off the left and returns them.
    fn take_left(&mut self, columns: u16) -> Region {
        let columns = columns.min(self.width);
        let taken = Region {
            width: columns,
            ..*self
        };
        self.x += columns;
        self.width -= columns;
        taken
    }

    /// Takes `columns` columns off the right and returns them.
    fn take_right(&mut self, columns: u16) -> Region {
        let columns = columns.min(self.width);
        self.width -= columns;
        Region {
            x: self.x + self.width,
            width: columns,
            ..*self
        }
    }
}

/// How much a terminal of some width can show at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Under 60 columns: the text alone, marking inside it.
    Tiny,
    /// 60 to 99: the text with gutter; panes open as sheets.
    Narrow,
    /// 100 to 159: routing and outline left of the text.
    Medium,
    /// 160 and over: summary and comment right of it as well.
    Wide,
}

/// A window of so many columns has room for all that is said in it.
pub const ROOMY: u16 = 60;

/// One of fewer than so many has room for the shortest words alone.
pub const CRAMPED: u16 = 40;

/// Rows from which on a line of hints stands below everything.
pub const HINT_ROWS: u16 = 16;

/// Rows from which on there are more lines than title and text: below so
/// many nothing else is shown.
pub(super) const STATUS_ROWS: u16 = 10;

/// Columns that a side can be set to, the border excluded.
const SIDE: (u16, u16) = (16, 90);

/// Columns that a line can be read at: as many as the text has on a wide
/// screen, unless something else was asked for.
const READABLE: u16 = 92;

/// Columns of text on a screen of the medium class.
const MEDIUM: u16 = 78;

/// Columns that the text keeps with its gutter and its strip when a third pane opens
/// beside it: no window that grows makes it narrower.
const KEPT: u16 = GUTTER + MEDIUM + 3;

/// `columns` as a side can have them, the border excluded.
#[must_use]
pub(super) fn side(columns: u16) -> u16 {
    columns.clamp(SIDE.0, SIDE.1)
}

/// `columns` as the text can be asked to have them.
#[must_use]
pub(super) fn measure(columns: u16) -> u16 {
    columns.clamp(LEAST_MEASURE, MOST_MEASURE)
}

/// Columns behind the border of a class before it is left: who drags the
/// border of a window about there sees it change once.
const BEHIND: u16 = 2;

impl Class {
    /// Every class, the narrowest first.
    pub const ALL: [Class; 4] = [Class::Tiny, Class::Narrow, Class::Medium, Class::Wide];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Class::Tiny => "tiny",
            Class::Narrow => "narrow",
            Class::Medium => "medium",
            Class::Wide => "wide",
        }
    }

    /// The class of a terminal that has become this wide, after another
    /// class: that one holds until its border is two columns behind.
    #[must_use]
    pub fn after(before: Option<Class>, width: u16) -> Class {
        let near = [width.saturating_sub(BEHIND), width.saturating_add(BEHIND)];
        // Half of a border behind is not enough to leave a class, and a
        // width two classes away is not near.
        let holds = |before: &Class| near.into_iter().any(|width| Class::of(width) == *before);
        before.filter(holds).unwrap_or(Class::of(width))
    }

    /// The class of a terminal this wide.
    #[must_use]
    pub fn of(width: u16) -> Class {
        let fits = |class: &Class| class.columns() <= width;
        Class::ALL.into_iter().rfind(fits).unwrap_or(Class::Tiny)
    }

    /// How many columns a terminal of this class has at least.
    #[must_use]
    pub fn columns(self) -> u16 {
        match self {
            Class::Tiny => 0,
            Class::Narrow => 60,
            Class::Medium => 100,
            Class::Wide => 160,
        }
    }
}

/// A part of the reader that can have the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaneId {
    /// The text of the cable.
    Text,
    /// The routing metadata.
    Routing,
    /// The outline of paragraphs.
    Outline,
    /// Summary and comment.
    Parts,
}

/// What the reader was asked to show beside the text. It holds for every
/// cable that is read on screens of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Each is a pane of its own.
pub struct Arrangement {
    /// The class that the screen is of; none before its size is known.
    pub class: Option<Class>,
    /// The outline, where there is room.
    pub outline: bool,
    /// The routing pane, where there is room.
    pub routing: bool,
    /// Summary and comment.
    pub parts: bool,
    /// The text alone, in the middle of the screen.
    pub alone: bool,
    /// Whether the size is that of half a screen, with another cable in the
    /// other half: then panes open as sheets, and nothing stands below.
    pub is_half: bool,
    /// Columns of the left side, the border excluded; 0 is the default.
    pub left: u16,
    /// Columns of the right side, the border excluded; 0 is the default.
    pub right: u16,
    /// Columns of text; 0 is as usual.
    pub measure: u16,
    /// Columns of text that are usual; 0 is the default of the class. The
    /// same in every class.
    pub usual: u16,
    /// Whether cables that are all capitals are shown in sentence case; the
    /// same in every class.
    pub sentence_case: bool,
}

impl Arrangement {
    /// What is shown on screens of a class, unless something else was asked
    /// for. Below the text, where they are in the medium class, summary and
    /// comment would cost rows of it.
    #[must_use]
    pub fn of(class: Class) -> Arrangement {
        Arrangement {
            class: Some(class),
            outline: true,
            routing: true,
            parts: class != Class::Medium,
            alone: false,
            is_half: false,
            left: 0,
            right: 0,
            measure: 0,
            usual: 0,
            sentence_case: false,
        }
    }
}

impl Default for Arrangement {
    fn default() -> Arrangement {
        let mut usual = Arrangement::of(Class::Wide);
        usual.class = None;
        usual
    }
}

/// Columns left of the text for signs, number and marking.
pub const GUTTER: u16 = 12;

/// Where everything of the reader lies.
///
/// Regions are disjoint and lie inside the size, also when it is too small
/// for any of them: then they are empty, the text last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The class, by columns.
    pub class: Option<Class>,
    /// Cable id, level, paragraph, progress.
    pub title: Region,
    /// Narrow: from, to, precedence, TAGS, references on one line.
    pub header: Region,
    /// The rule with the subject, above the text.
    pub subject: Region,
    /// Rows of text, with gutter, without strip.
    pub text: Region,
    /// First column of the words, right of the gutter.
    pub words_x: u16,
    /// Columns that the words may take.
    pub measure: u16,
    /// Columns that they leave free beside them.
    pub spare: u16,
    /// The marking strip.
    pub strip: Region,
    /// Tiny and narrow: the paragraphs on one line.
    pub map: Region,
    /// Notices, prompt, keys pressed so far.
    pub status: Region,
    /// Whether that lies over the last row of the text.
    pub is_status_over: bool,
    /// What can be pressed.
    pub hints: Region,
    /// The routing pane; its first row is its title.
    pub routing: Region,
    /// The outline; its first row is its title.
    pub outline: Region,
    /// Summary and comment; the first row is the title.
    pub parts: Region,
}

/// What a layout depends on besides the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What is to be shown beside the text.
    pub arrangement: Arrangement,
    /// A pane that has the whole screen.
    pub sheet: Option<PaneId>,
    /// Rows that the routing pane would fill.
    pub routing_rows: u16,
    /// Rows that the outline would fill.
    pub outline_rows: u16,
    /// Whether the text is laid out without gutter (the raw text).
    pub bare: bool,
}

impl Layout {
    /// Divides a terminal of `size`.
    #[must_use]
    pub fn of(size: Size, wanted: &Wanted) -> Layout {
        let is_half = wanted.arrangement.is_half;
        let class = if is_half {
            Class::of(size.width).min(Class::Narrow)
        } else {
            Class::after(wanted.arrangement.class, size.width)
        };
        let mut rest = Region {
            x: 0,
            y: 0,
            width: size.width,
            height: size.height,
        };
        let mut layout = Layout {
            class: Some(class),
            ..Layout::default()
        };
        // What goes first as rows run out: hints, header line, map. Below ten
        // title and text stay.
        let is_low = size.height < STATUS_ROWS;
        layout.title = rest.take_top(1);
        let one_line_below = class <= Class::Narrow;
        if size.height >= HINT_ROWS && !is_half {
            layout.hints = rest.take_bottom(1);
        }
        if one_line_below {
            if !is_low {
                layout.map = rest.take_bottom(1);
            }
            layout.status = if layout.hints.is_empty() {
                layout.map
            } else {
                layout.hints
            };
        } else if !is_low {
            layout.status = rest.take_bottom(1);
        }
        if is_half {
            layout.status = Region::default();
        } else if layout.status.is_empty() {
            layout.say_over_text(size);
        }
        if let Some(pane) = wanted.sheet
            && pane != PaneId::Text
        {
            layout.map = Region::default();
            match pane {
                PaneId::Routing => layout.routing = rest,
                PaneId::Outline => layout.outline = rest,
                PaneId::Parts | PaneId::Text => layout.parts = rest,
            }
            // The text keeps a width while it is covered, so that it need
            // not be laid out again when the sheet closes.
            layout.set_words(Layout::of(
                size,
                &Wanted {
                    sheet: None,
                    ..*wanted
                },
            ));
            return layout;
        }
        if class == Class::Narrow && size.height >= 14 {
            layout.header = rest.take_top(1);
        }
        let alone = wanted.arrangement.alone;
        let zoomed = wanted.sheet == Some(PaneId::Text) || alone;
        if class >= Class::Medium && !zoomed && !is_low {
            layout.divide_sides(class, wanted, &mut rest);
        }
        if !is_low {
            layout.subject = rest.take_top(1);
        }
        if class == Class::Medium && wanted.arrangement.parts && !zoomed && rest.height >= 16 {
            layout.parts = rest.take_bottom(rest.height / 3);
        }
        if class >= Class::Narrow {
            layout.strip = rest.take_right(2);
        }
        layout.text = rest;
        layout.place_words(class, wanted);
        layout
    }

    /// What is said and typed has no row of its own: it lies over the last one.
    /// The title never gives way, nor does the marking in it.
    pub fn say_over_text(&mut self, size: Size) {
        self.status = Region {
            x: 0,
            y: size.height.saturating_sub(1),
            width: size.width,
            height: size.height.min(1),
        };
        self.is_status_over = true;
    }

    /// Sets the side columns apart.
    fn divide_sides(&mut self, class: Class, wanted: &Wanted, rest: &mut Region) {
        let arrangement = wanted.arrangement;
        let is_parts = class == Class::Wide && arrangement.parts;
        // A third pane narrows the other two before it narrows the text.
        let is_tight = is_parts && rest.width < 42 + 1 + KEPT + 1 + 48;
        if arrangement.routing || arrangement.outline {
            let usual = match class {
                Class::Wide if !is_tight => 42,
                _ => 36,
            };
            let columns = if arrangement.left == 0 {
                usual
            } else {
                arrangement.left
            };
            // The text needs its gutter, its strip and some forty columns.
            let columns = columns.min(rest.width.saturating_sub(56)).max(12);
            let mut side = rest.take_left(columns);
            rest.take_left(1);
            if arrangement.routing && arrangement.outline {
                // A short outline leaves its rows to the routing pane.
                let share = side.height.saturating_mul(11) / 20;
                let left = side.height.saturating_sub(wanted.outline_rows + 2);
                let most = share.max(left);
                self.routing = side.take_top((wanted.routing_rows + 1).min(most));
                self.outline = side;
            } else if arrangement.routing {
                self.routing = side;
            } else {
                self.outline = side;
            }
        }
        if is_parts {
            let columns = if arrangement.right == 0 {
                rest.width.saturating_sub(KEPT + 1).clamp(24, 54)
            } else {
                arrangement.right
            };
            let columns = columns.min(rest.width.saturating_sub(57)).max(12);
            self.parts = rest.take_right(columns);
            rest.take_right(1);
        }
    }

    /// Decides where the words of the text begin and how wide they run.
    fn place_words(&mut self, class: Class, wanted: &Wanted) {
        let gutter = match class {
            Class::Tiny => 1,
            _ if wanted.bare => 2,
            _ => GUTTER,
        };
        let free = self.text.width.saturating_sub(gutter);
        // One column stays free between the words and the strip.
        let free = if class == Class::Tiny {
            free
        } else {
            free.saturating_sub(1)
        };
        let usual = match class {
            // Half of a wide screen is wider than a line can be read.
            Class::Narrow if wanted.arrangement.is_half => READABLE,
            Class::Tiny | Class::Narrow => free,
            Class::Medium => MEDIUM,
            Class::Wide => READABLE,
        };
        let Arrangement {
            measure,
            usual: configured,
            ..
        } = wanted.arrangement;
        let mut asked = [measure, configured]
            .into_iter()
            .filter(|columns| *columns > 0);
        self.measure = free.min(asked.next().unwrap_or(usual)).max(1);
        self.spare = free.saturating_sub(self.measure);
        let is_centered = class >= Class::Medium || wanted.arrangement.alone;
        let shift = if is_centered { self.spare / 2 } else { 0 };
        self.words_x = self.text.x + gutter + shift;
    }

    /// Takes over where words would stand in `other`.
    fn set_words(&mut self, other: Layout) {
        self.measure = other.measure;
        self.spare = other.spare;
        self.words_x = other.words_x;
    }

    /// The region of a pane, title included.
    #[must_use]
    pub fn pane(&self, pane: PaneId) -> Region {
        match pane {
            PaneId::Text => self.text,
            PaneId::Routing => self.routing,
            PaneId::Outline => self.outline,
            PaneId::Parts => self.parts,
        }
    }

    /// Rows of a pane that scroll.
    #[must_use]
    pub fn rows(&self, pane: PaneId) -> usize {
        let region = self.pane(pane);
        let titled = pane != PaneId::Text;
        usize::from(region.height.saturating_sub(u16::from(titled)))
    }

    /// Columns of a side pane that its text may take.
    #[must_use]
    pub fn columns(&self, pane: PaneId) -> u16 {
        // A cursor sign before, a free column behind. Rows of the routing
        // pane begin with a blank of their own.
        let around = if pane == PaneId::Routing { 1 } else { 2 };
        let columns = self.pane(pane).width.saturating_sub(around).max(1);
        // Summary and comment are read as the text is.
        if pane == PaneId::Parts {
            columns.min(READABLE)
        } else {
            columns
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Wanted {
        Wanted {
            arrangement: Arrangement::default(),
            sheet: None,
            routing_rows: 20,
            outline_rows: 30,
            bare: false,
        }
    }

    fn overlap(a: Region, b: Region) -> bool {
        !a.is_empty()
            && !b.is_empty()
            && a.x < b.x + b.width
            && b.x < a.x + a.width
            && a.y < b.y + b.height
            && b.y < a.y + a.height
    }

    #[test]
    fn regions_are_disjoint_and_inside_at_every_size() {
        let sheets = [
            None,
            Some(PaneId::Text),
            Some(PaneId::Routing),
            Some(PaneId::Parts),
        ];
        for width in (0..260).step_by(7) {
            for height in 0..60 {
                for sheet in sheets {
                    let size = Size { width, height };
                    let mut wanted = Wanted { sheet, ..wanted() };
                    wanted.arrangement.parts = height % 2 == 0;
                    let layout = Layout::of(size, &wanted);
                    let regions = [
                        layout.title,
                        layout.header,
                        layout.subject,
                        layout.text,
                        layout.strip,
                        layout.map,
                        layout.hints,
                        layout.routing,
                        layout.outline,
                        layout.parts,
                    ];
                    for (idx, &a) in regions.iter().enumerate() {
                        assert!(
                            a.x + a.width <= width && a.y + a.height <= height,
                            "{size:?} {a:?}"
                        );
                        for &b in &regions[idx + 1..] {
                            assert!(!overlap(a, b), "{size:?} {a:?} {b:?}");
                        }
                    }
                    if sheet.is_none() && !layout.text.is_empty() {
                        let end = layout.words_x + layout.measure;
                        assert!(
                            end <= layout.text.x + layout.text.width.max(2),
                            "{size:?} {layout:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_design_size_has_one_column_of_text() {
        let layout = Layout::of(
            Size {
                width: 80,
                height: 24,
            },
            &wanted(),
        );
        assert_eq!(layout.measure, 65);
        assert_eq!(layout.words_x, 12);
        assert_eq!(layout.text.height, 19);
        assert!(layout.routing.is_empty());
    }

    #[test]
    fn a_class_begins_at_its_columns() {
        for class in Class::ALL {
            assert_eq!(Class::of(class.columns()), class);
            let narrower = class.columns().saturating_sub(1);
            assert!(Class::of(narrower) < class || class == Class::Tiny);
        }
        assert_eq!(Class::of(u16::MAX), Class::Wide);
    }

    #[test]
    fn a_class_is_left_two_columns_behind_its_border() {
        let mut class = None;
        let mut seen = Vec::new();
        for width in [
            100, 99, 98, 99, 101, 98, 97, 99, 100, 101, 102, 101, 160, 161, 162, 20,
        ] {
            class = Some(Class::after(class, width));
            seen.push(class.map_or("", Class::name));
        }
        let medium = ["medium"; 6];
        assert_eq!(seen[..6], medium);
        assert_eq!(seen[6..10], ["narrow"; 4]);
        assert_eq!(seen[10..14], ["medium"; 4]);
        assert_eq!(seen[14..], ["wide", "tiny"]);
    }

    #[test]
    fn a_short_terminal_keeps_title_and_text() {
        let layout = Layout::of(
            Size {
                width: 80,
                height: 5,
            },
            &wanted(),
        );
        assert_eq!(layout.title.height, 1);
        assert_eq!(layout.text.height, 4);
        assert!(layout.hints.is_empty() && layout.map.is_empty() && layout.header.is_empty());
    }

    #[test]
    fn a_wider_window_has_no_narrower_text_beside_a_third_pane() {
        let text = |width| {
            let wanted = Wanted {
                arrangement: Arrangement::of(Class::of(width)),
                sheet: None,
                routing_rows: 20,
                outline_rows: 20,
                bare: false,
            };
            let layout = Layout::of(Size { width, height: 40 }, &wanted);
            assert_eq!(!layout.parts.is_empty(), width >= 160, "{width}");
            layout.measure
        };
        for width in 100..400 {
            assert!(text(width) <= text(width + 1), "{width}");
        }
        assert_eq!([158, 160, 163, 200].map(text), [78, 78, 78, 87]);
    }
}
