//! Which paint each role has.
//!
//! Apart from screens, so that no screen names a color, and without a
//! drawing library, so that `show` in a pipe can use the same tables.

use std::sync::Arc;

use crate::cable::Classification;
use crate::typeset::Role;

/// A color of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Color {
    /// One of the 16 that a user chooses for a terminal, 0 to 15: black,
    /// red, green, yellow, blue, magenta, cyan, white, then the bright ones.
    Ansi(u8),
    /// One of the 256 of xterm.
    Indexed(u8),
    /// Red, green and blue. Some terminals lack it; see [`Theme::with`].
    Rgb(u8, u8, u8),
}

/// What the terminal has behind its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Something dark.
    Dark,
    /// Something light.
    Light,
}

impl Background {
    /// What a color is, by its luminance (Rec. 709, without the gamma: a
    /// threshold of one half lies within a few shades of where black and
    /// white text contrast with it alike).
    #[must_use]
    pub fn of(red: u8, green: u8, blue: u8) -> Background {
        let luminance = 2126 * u32::from(red) + 7152 * u32::from(green) + 722 * u32::from(blue);
        if luminance < 10_000 * 128 {
            Background::Dark
        } else {
            Background::Light
        }
    }

    /// What `colorfgbg`, the value of the variable `COLORFGBG`, says of it:
    /// `15;0`, numbers of the 16 colors, the last that of the background.
    #[must_use]
    pub fn told(colorfgbg: &str) -> Option<Background> {
        match colorfgbg.rsplit(';').next()?.trim().parse().ok()? {
            7 | 9..=15 => Some(Background::Light),
            0..=6 | 8 => Some(Background::Dark),
            16_u8.. => None,
        }
    }
}

/// Which colors a terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colors {
    /// None, or none are wanted (`NO_COLOR`).
    None,
    /// The 16 that its user chooses.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// Every one of red, green and blue.
    #[default]
    Direct,
}

impl Colors {
    /// What a terminal offers, by the variables `COLORTERM` and `TERM`: those
    /// of red, green and blue where it says so, or where its name is that of
    /// a terminal that has never been without them.
    #[must_use]
    pub fn offered(colorterm: &str, term: &str) -> Colors {
        const DIRECT: [&str; 6] = [
            "alacritty",
            "contour",
            "foot",
            "wezterm",
            "xterm-ghostty",
            "xterm-kitty",
        ];
        let is_direct = |name: &&str| term.starts_with(*name);
        if matches!(colorterm, "truecolor" | "24bit")
            || term.ends_with("-direct")
            || DIRECT.iter().any(is_direct)
        {
            Colors::Direct
        } else if term.contains("256color") {
            Colors::Indexed
        } else {
            Colors::Sixteen
        }
    }
}

/// How a run of characters is painted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools)] // Each is a switch of the terminal.
pub struct Paint {
    /// The color of the letters, or that of the terminal.
    pub fg: Option<Color>,
    /// The color behind them, or that of the terminal.
    pub bg: Option<Color>,
    /// Bold.
    pub bold: bool,
    /// Dim.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Letters and what is behind them exchanged.
    pub reverse: bool,
}

impl Paint {
    /// The parameters of the SGR sequence that paints so, `1;36`; empty for
    /// the terminal's own letters.
    #[must_use]
    pub fn sgr(self) -> String {
        let mut parameters = Vec::new();
        let switches = [
            (self.bold, "1"),
            (self.dim, "2"),
            (self.italic, "3"),
            (self.underline, "4"),
            (self.reverse, "7"),
        ];
        parameters.extend(
            switches
                .iter()
                .filter(|(is_on, _)| *is_on)
                .map(|(_, code)| String::from(*code)),
        );
        for (color, usual, bright) in [(self.fg, 30, 90), (self.bg, 40, 100)] {
            parameters.extend(color.map(|color| match color {
                Color::Ansi(number @ 0..=7) => format!("{}", usual + u16::from(number)),
                Color::Ansi(number @ 8..=15) => format!("{}", bright + u16::from(number) - 8),
                Color::Ansi(number) | Color::Indexed(number) => format!("{};5;{number}", usual + 8),
                Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", usual + 8),
            }));
        }
        parameters.join(";")
    }
}

/// What a screen shows beside the page itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Surface {
    /// The title line.
    Title,
    /// The level in the title line.
    TitleLevel(Classification),
    /// The border of a pane.
    Border,
    /// The border of the pane that keys go to.
    BorderFocused,
    /// The title of a pane.
    PaneTitle,
    /// The words of the hint line.
    Hint,
    /// The keys of the hint line, which-key and help.
    HintKey,
    /// A message.
    Notice,
    /// A message about something that failed.
    Failure,
    /// A match of the search.
    Match,
    /// The match the cursor is on.
    CurrentMatch,
    /// The row of the cursor.
    CursorLine,
    /// The sign beside the row of the cursor.
    CursorSign,
    /// The word or value that the cursor is on.
    CursorToken,
    /// A letter of the marking strip.
    Strip(Classification),
    /// A place of the marking strip without marking.
    StripUnmarked,
    /// The part of the marking strip that is on screen.
    StripView,
    /// The sign of a finding.
    Finding,
    /// The filter in the title line.
    Filter,
    /// A window over the screen.
    Popup,
    /// The title of such a window.
    PopupTitle,
    /// The chosen row of a list.
    Selected,
    /// The line that is being typed.
    Prompt,
    /// Text that is selected.
    Selection,
}

use Classification::{Confidential, LimitedOfficialUse, Sbu, Secret, TopSecret, Unclassified};

/// The name of every role in a theme, in the order of `role_place`.
pub const ROLES: [(&str, Role); 24] = [
    ("portion-mark.unclassified", Role::PortionMark(Unclassified)),
    (
        "portion-mark.limited-official-use",
        Role::PortionMark(LimitedOfficialUse),
    ),
    ("portion-mark.sbu", Role::PortionMark(Sbu)),
    ("portion-mark.confidential", Role::PortionMark(Confidential)),
    ("portion-mark.secret", Role::PortionMark(Secret)),
    ("portion-mark.top-secret", Role::PortionMark(TopSecret)),
    ("text", Role::Text),
    ("heading", Role::Heading),
    ("marker", Role::Marker),
    ("unmarked", Role::Unmarked),
    ("number", Role::Number),
    ("reference", Role::Reference),
    ("label", Role::Label),
    ("value", Role::Value),
    ("code", Role::Code),
    ("gloss", Role::Gloss),
    ("repaired", Role::Repaired),
    ("excision", Role::Excision),
    ("garble", Role::Garble),
    ("hidden", Role::Hidden),
    ("dimmed", Role::Dimmed),
    ("sign", Role::Sign),
    ("signature", Role::Signature),
    ("trailer", Role::Trailer),
];

/// The name of every surface in a theme, in the order of `surface_place`.
pub const SURFACES: [(&str, Surface); 34] = [
    (
        "title-level.unclassified",
        Surface::TitleLevel(Unclassified),
    ),
    (
        "title-level.limited-official-use",
        Surface::TitleLevel(LimitedOfficialUse),
    ),
    ("title-level.sbu", Surface::TitleLevel(Sbu)),
    (
        "title-level.confidential",
        Surface::TitleLevel(Confidential),
    ),
    ("title-level.secret", Surface::TitleLevel(Secret)),
    ("title-level.top-secret", Surface::TitleLevel(TopSecret)),
    ("strip.unclassified", Surface::Strip(Unclassified)),
    (
        "strip.limited-official-use",
        Surface::Strip(LimitedOfficialUse),
    ),
    ("strip.sbu", Surface::Strip(Sbu)),
    ("strip.confidential", Surface::Strip(Confidential)),
    ("strip.secret", Surface::Strip(Secret)),
    ("strip.top-secret", Surface::Strip(TopSecret)),
    ("title", Surface::Title),
    ("border", Surface::Border),
    ("border-focused", Surface::BorderFocused),
    ("pane-title", Surface::PaneTitle),
    ("hint", Surface::Hint),
    ("hint-key", Surface::HintKey),
    ("notice", Surface::Notice),
    ("failure", Surface::Failure),
    ("match", Surface::Match),
    ("current-match", Surface::CurrentMatch),
    ("cursor-line", Surface::CursorLine),
    ("cursor-sign", Surface::CursorSign),
    ("cursor-token", Surface::CursorToken),
    ("strip-unmarked", Surface::StripUnmarked),
    ("strip-view", Surface::StripView),
    ("finding", Surface::Finding),
    ("filter", Surface::Filter),
    ("popup", Surface::Popup),
    ("popup-title", Surface::PopupTitle),
    ("selected", Surface::Selected),
    ("prompt", Surface::Prompt),
    ("selection", Surface::Selection),
];

/// The place of a role in [`ROLES`].
fn role_place(role: Role) -> usize {
    match role {
        Role::PortionMark(level) => level as usize,
        Role::Text => 6,
        Role::Heading => 7,
        Role::Marker => 8,
        Role::Unmarked => 9,
        Role::Number => 10,
        Role::Reference => 11,
        Role::Label => 12,
        Role::Value => 13,
        Role::Code => 14,
        Role::Gloss => 15,
        Role::Repaired => 16,
        Role::Excision => 17,
        Role::Garble => 18,
        Role::Hidden => 19,
        Role::Dimmed => 20,
        Role::Sign => 21,
        Role::Signature => 22,
        Role::Trailer => 23,
    }
}

/// The place of a surface in [`SURFACES`].
fn surface_place(surface: Surface) -> usize {
    match surface {
        Surface::TitleLevel(level) => level as usize,
        Surface::Strip(level) => 6 + level as usize,
        Surface::Title => 12,
        Surface::Border => 13,
        Surface::BorderFocused => 14,
        Surface::PaneTitle => 15,
        Surface::Hint => 16,
        Surface::HintKey => 17,
        Surface::Notice => 18,
        Surface::Failure => 19,
        Surface::Match => 20,
        Surface::CurrentMatch => 21,
        Surface::CursorLine => 22,
        Surface::CursorSign => 23,
        Surface::CursorToken => 24,
        Surface::StripUnmarked => 25,
        Surface::StripView => 26,
        Surface::Finding => 27,
        Surface::Filter => 28,
        Surface::Popup => 29,
        Surface::PopupTitle => 30,
        Surface::Selected => 31,
        Surface::Prompt => 32,
        Surface::Selection => 33,
    }
}

/// A paint for every role and surface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    name: Arc<str>,
    base: Paint,
    roles: [Paint; ROLES.len()],
    surfaces: [Paint; SURFACES.len()],
}

/// The text of each theme, in the order of [`Theme::NAMES`].
const TEXTS: [&str; Theme::NAMES.len()] = [
    include_str!("../../assets/themes/dark.toml"),
    include_str!("../../assets/themes/light.toml"),
    include_str!("../../assets/themes/mono.toml"),
    include_str!("../../assets/themes/high-contrast.toml"),
    include_str!("../../assets/themes/color-blind.toml"),
];

impl Theme {
    /// The name of every theme, in the order they are taken in turn.
    pub const NAMES: [&'static str; 5] = ["dark", "light", "mono", "high-contrast", "color-blind"];

    /// The built-in theme of this name. Reads that one table and no other.
    #[must_use]
    pub fn named(name: &str) -> Option<Theme> {
        let place = Self::NAMES.iter().position(|known| *known == name)?;
        Some(Self::read(name, TEXTS.get(place)?, None))
    }

    /// A theme of another name that is like a built-in one, on a ground of
    /// its own if `base` is something.
    pub(super) fn inheriting(name: &str, from: &str, base: Option<Paint>) -> Theme {
        let place = Self::NAMES.iter().position(|known| *known == from);
        let text = place.and_then(|place| TEXTS.get(place));
        Self::read(name, text.unwrap_or(&""), base)
    }

    /// Paints one role, or one surface, by its place in [`ROLES`] or
    /// [`SURFACES`].
    pub(super) fn set(&mut self, is_role: bool, place: usize, paint: Paint) {
        let known = if is_role {
            self.roles.get_mut(place)
        } else {
            self.surfaces.get_mut(place)
        };
        if let Some(known) = known {
            *known = paint;
        }
    }

    /// The theme that suits what is behind the text; dark where that is not
    /// known.
    #[must_use]
    pub fn auto(background: Option<Background>) -> Theme {
        Self::named(Self::auto_name(background)).unwrap_or_else(Self::plain)
    }

    /// The name of that theme.
    pub(super) fn auto_name(background: Option<Background>) -> &'static str {
        match background {
            Some(Background::Light) => "light",
            Some(Background::Dark) | None => "dark",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What a screen is filled with before anything is drawn.
    #[must_use]
    pub fn base(&self) -> Paint {
        self.base
    }

    /// The paint of a role of the page.
    #[must_use]
    pub fn role(&self, role: Role) -> Paint {
        self.roles
            .get(role_place(role))
            .copied()
            .unwrap_or_default()
    }

    /// The paint of what a screen shows beside the page.
    #[must_use]
    pub fn surface(&self, surface: Surface) -> Paint {
        self.surfaces
            .get(surface_place(surface))
            .copied()
            .unwrap_or_default()
    }

    /// The same with the colors that there are. One that is lacking becomes
    /// the nearest; where there are none, what stood out by the color behind
    /// it is reversed instead.
    #[must_use]
    pub fn with(self, colors: Colors) -> Theme {
        let nearest = |color: Color| match (color, colors) {
            (Color::Rgb(red, green, blue), Colors::Indexed) => {
                Color::Indexed(nearest(red, green, blue))
            }
            (Color::Rgb(red, green, blue), Colors::Sixteen) => {
                Color::Ansi(nearest_of_16(red, green, blue))
            }
            (Color::Indexed(number), Colors::Sixteen) => {
                let [red, green, blue] = mixed(number);
                Color::Ansi(nearest_of_16(red, green, blue))
            }
            (color, _) => color,
        };
        match colors {
            Colors::None => self.without_color(),
            Colors::Direct => self,
            Colors::Indexed | Colors::Sixteen => self.map(|paint| Paint {
                fg: paint.fg.map(nearest),
                bg: paint.bg.map(nearest),
                ..paint
            }),
        }
    }

    fn without_color(self) -> Theme {
        let base = self.base;
        self.map(|paint| Paint {
            fg: None,
            bg: None,
            reverse: paint.reverse || paint.bg != base.bg,
            ..paint
        })
    }

    /// A theme for tests of screens, in which every paint is a color of its
    /// own; [`Theme::name_of`] turns the color back into the name.
    #[must_use]
    pub fn distinct() -> Theme {
        let mut theme = Self::plain();
        let paints = theme.roles.iter_mut().chain(&mut theme.surfaces);
        for (number, paint) in (16..=u8::MAX).zip(paints) {
            paint.fg = Some(Color::Indexed(number));
        }
        theme
    }

    /// The role or surface that has this color in [`Theme::distinct`].
    #[must_use]
    pub fn name_of(color: Color) -> Option<&'static str> {
        let Color::Indexed(number) = color else {
            return None;
        };
        let place = usize::from(number.checked_sub(16)?);
        let names = ROLES.iter().map(|(name, _)| *name);
        names
            .chain(SURFACES.iter().map(|(name, _)| *name))
            .nth(place)
    }

    /// A theme that paints nothing.
    fn plain() -> Theme {
        Theme {
            name: "mono".into(),
            base: Paint::default(),
            roles: [Paint::default(); ROLES.len()],
            surfaces: [Paint::default(); SURFACES.len()],
        }
    }

    fn map(mut self, change: impl Fn(Paint) -> Paint) -> Theme {
        self.base = change(self.base);
        for paint in self.roles.iter_mut().chain(&mut self.surfaces) {
            *paint = change(*paint);
        }
        self
    }

    /// Reads a built-in table. What it lacks stays unpainted; a test holds that
    /// the tables lack nothing.
    fn read(name: &str, text: &str, own: Option<Paint>) -> Theme {
        let mut theme = Theme {
            name: name.into(),
            base: own.unwrap_or_default(),
            ..Self::plain()
        };
        let mut last = 0;
        for (sheet, name, words) in entries(text) {
            let place = match sheet {
                "role" => place_in(&ROLES, name, &mut last).and_then(|at| theme.roles.get_mut(at)),
                "surface" => {
                    place_in(&SURFACES, name, &mut last).and_then(|at| theme.surfaces.get_mut(at))
                }
                // Stands before both of them.
                _ if name == "base" && own.is_none() => {
                    theme.base = paint(words, Paint::default()).unwrap_or_default();
                    None
                }
                _ => None,
            };
            if let Some(place) = place {
                *place = paint(words, theme.base).unwrap_or_default();
            }
        }
        theme
    }
}

/// The place of a name among `known`, sought first where it mostly is: behind
/// the `last` one.
fn place_in<T>(known: &[(&str, T)], name: &str, last: &mut usize) -> Option<usize> {
    let places = (*last + 1..known.len()).chain(0..known.len());
    let mut found = places.filter(|at| known.get(*at).is_some_and(|(known, _)| *known == name));
    *last = found.next()?;
    Some(*last)
}

/// What the lines of a built-in table say: the table that each is in, a name,
/// and the words in quotes.
///
/// TOML for users, and read line by line here: every start reads one of them
/// before its first frame, and the reader of TOML would be a twentieth of what
/// that start works out. A test holds that it reads the same in them.
fn entries(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let mut sheet = "";
    text.lines().filter_map(move |line| {
        let header = line.strip_prefix('[');
        if let Some(name) = header.and_then(|line| line.strip_suffix(']')) {
            sheet = name;
        }
        let (name, words) = line.split_once('=')?;
        let words = words.trim().strip_prefix('"')?.strip_suffix('"')?;
        Some((sheet, name.trim(), words))
    })
}

/// A paint in words: `red bold on 236`. Colors that are not named are those
/// of `base`.
pub(super) fn paint(words: &str, base: Paint) -> Option<Paint> {
    let mut paint = Paint {
        fg: base.fg,
        bg: base.bg,
        ..Paint::default()
    };
    let mut words = words.split(' ').filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        match word {
            "bold" => paint.bold = true,
            "dim" => paint.dim = true,
            "italic" => paint.italic = true,
            "underline" => paint.underline = true,
            "reverse" => paint.reverse = true,
            "on" => paint.bg = Some(color(words.next()?)?),
            name => paint.fg = Some(color(name)?),
        }
    }
    Some(paint)
}

/// A color in words: `red`, `bright-red`, `236`, `#d55e00`.
fn color(name: &str) -> Option<Color> {
    const NAMES: [&str; 8] = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    ];
    if let Some(digits) = name.strip_prefix('#') {
        let value = u32::from_str_radix(digits, 16)
            .ok()
            .filter(|_| digits.len() == 6)?;
        let [_, red, green, blue] = value.to_be_bytes();
        return Some(Color::Rgb(red, green, blue));
    }
    if let Ok(number) = name.parse() {
        return Some(Color::Indexed(number));
    }
    let (name, bright) = match name.strip_prefix("bright-") {
        Some(name) => (name, 8),
        None => (name, 0),
    };
    (bright..)
        .zip(NAMES)
        .find(|(_, known)| *known == name)
        .map(|(number, _)| Color::Ansi(number))
}

/// The nearest of the colors 16 to 255 of xterm: a cube of six steps each
/// way, and a ramp of grays.
fn nearest(red: u8, green: u8, blue: u8) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let step = |value: u8| -> (u8, u8) {
        let steps = (0_u8..).zip(STEPS);
        steps
            .min_by_key(|(_, step)| step.abs_diff(value))
            .unwrap_or_default()
    };
    let distance = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    let ((r, cube_red), (g, cube_green), (b, cube_blue)) = (step(red), step(green), step(blue));
    let to_cube = distance(cube_red, red) + distance(cube_green, green) + distance(cube_blue, blue);
    let grays = (232..=255_u8).zip((8..=238_u8).step_by(10));
    let to_gray = |gray: u8| distance(gray, red) + distance(gray, green) + distance(gray, blue);
    let gray = grays.map(|(number, gray)| (to_gray(gray), number)).min();
    match gray {
        Some((to_gray, number)) if to_gray < to_cube => number,
        // At most 16 + 215.
        _ => 16 + 36 * r + 6 * g + b,
    }
}

/// Red, green and blue of one of the 256 colors of xterm, the first 16 as
/// they are there by default.
fn mixed(number: u8) -> [u8; 3] {
    let step = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match number {
        0..=15 => SIXTEEN
            .get(usize::from(number))
            .copied()
            .unwrap_or_default(),
        16..=231 => {
            let cube = number - 16;
            [step(cube / 36), step(cube / 6 % 6), step(cube % 6)]
        }
        232..=255 => [8 + 10 * (number - 232); 3],
    }
}

/// The 16 colors as xterm has them by default.
const SIXTEEN: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// Which of the 16 colors is meant by red, green and blue: a gray by how
/// light it is, another by which of the three it has and how much of them.
/// The nearest as numbers would make most of them gray.
fn nearest_of_16(red: u8, green: u8, blue: u8) -> u8 {
    let most = red.max(green).max(blue);
    let least = red.min(green).min(blue);
    if most - least < 40 {
        return match most {
            0..=50 => 0,
            51..=150 => 8,
            151..=220 => 7,
            221..=255 => 15,
        };
    }
    let much = least + (most - least) / 3 * 2;
    let has = |part: u8, bit: u8| if part > much { bit } else { 0 };
    let hue = has(red, 1) | has(green, 2) | has(blue, 4);
    // One that is light all over is a bright one.
    if least > 85 { hue + 8 } else { hue }
}

#[cfg(test)]
mod tests {
    use toml::Spanned;
    use toml::de::{DeTable, DeValue};

    use super::*;

    /// The value of a name with at most one dot.
    fn at<'a>(table: &'a DeTable<'_>, name: &str) -> Option<&'a str> {
        let value = |table: &'a DeTable<'_>, name: &str| table.get(name).map(Spanned::get_ref);
        match name.split_once('.') {
            Some((group, name)) => value(value(table, group)?.as_table()?, name),
            None => value(table, name),
        }
        .and_then(DeValue::as_str)
    }

    /// Every name of a table, with a dot between group and name.
    fn names(table: &DeTable<'_>) -> Vec<String> {
        let mut names = Vec::new();
        for (name, value) in table {
            match value.get_ref().as_table() {
                Some(group) => {
                    names.extend(
                        group
                            .iter()
                            .map(|(member, _)| format!("{}.{}", name.get_ref(), member.get_ref())),
                    );
                }
                None => names.push(name.get_ref().to_string()),
            }
        }
        names.sort();
        names
    }

    fn sorted<T>(all: &[(&str, T)]) -> Vec<String> {
        let mut names: Vec<String> = all.iter().map(|(name, _)| (*name).to_string()).collect();
        names.sort();
        names
    }

    #[test]
    fn every_theme_paints_every_role_and_surface() {
        for (name, text) in Theme::NAMES.into_iter().zip(TEXTS) {
            let table = DeTable::parse(text).unwrap();
            let table = table.get_ref();
            let lines: Vec<(&str, &str, &str)> = entries(text).collect();
            let base = lines.iter().find(|(_, name, _)| *name == "base");
            let base = base.map(|(sheet, _, words)| (*sheet, *words));
            assert_eq!(base, at(table, "base").map(|words| ("", words)), "{name}");
            for (sheet_name, expected) in [("role", sorted(&ROLES)), ("surface", sorted(&SURFACES))]
            {
                let sheet = table.get(sheet_name).unwrap().get_ref().as_table().unwrap();
                assert_eq!(names(sheet), expected, "{name}");
                for paint_name in &expected {
                    let words = at(sheet, paint_name).unwrap();
                    let read = lines.iter().filter(|(in_sheet, name, _)| {
                        (in_sheet, name) == (&sheet_name, &paint_name.as_str())
                    });
                    let read: Vec<&str> = read.map(|(_, _, words)| *words).collect();
                    assert_eq!(read, [words], "{name}: {paint_name}");
                    assert!(
                        paint(words, Paint::default()).is_some(),
                        "{name}: {paint_name} = {words:?}"
                    );
                }
            }
            let others: Vec<String> = table
                .iter()
                .map(|(name, _)| name.get_ref().to_string())
                .collect();
            assert!(
                others
                    .iter()
                    .all(|name| matches!(name.as_str(), "base" | "role" | "surface")),
                "{name}"
            );
        }
    }

    #[test]
    fn roles_and_surfaces_stand_in_their_places() {
        for (place, (name, role)) in ROLES.into_iter().enumerate() {
            assert_eq!(role_place(role), place, "{name}");
        }
        for (place, (name, surface)) in SURFACES.into_iter().enumerate() {
            assert_eq!(surface_place(surface), place, "{name}");
        }
        for (place, level) in Classification::ALL.into_iter().enumerate() {
            assert_eq!(level as usize, place);
            assert_eq!(ROLES[place].0, format!("portion-mark.{}", level.slug()));
        }
    }

    #[test]
    fn words_make_a_paint() {
        let base = Paint {
            fg: Some(Color::Ansi(15)),
            bg: Some(Color::Ansi(0)),
            ..Paint::default()
        };
        let red = Paint {
            fg: Some(Color::Ansi(1)),
            bold: true,
            ..Paint::default()
        };
        for (words, base, expected) in [
            ("", Paint::default(), Some(Paint::default())),
            ("", base, Some(base)),
            ("red bold", Paint::default(), Some(red)),
            (
                "red bold on 236",
                Paint::default(),
                Some(Paint {
                    bg: Some(Color::Indexed(236)),
                    ..red
                }),
            ),
            (
                "#d55e00",
                Paint::default(),
                Some(Paint {
                    fg: Some(Color::Rgb(0xd5, 0x5e, 0)),
                    ..Paint::default()
                }),
            ),
            (
                "bright-white",
                Paint::default(),
                Some(Paint {
                    fg: Some(Color::Ansi(15)),
                    ..Paint::default()
                }),
            ),
            ("redd", Paint::default(), None),
            ("red on", Paint::default(), None),
            ("#d55e0", Paint::default(), None),
            ("256", Paint::default(), None),
        ] {
            assert_eq!(paint(words, base), expected, "{words:?}");
        }
    }

    #[test]
    fn the_terminal_says_whether_it_is_light() {
        for (colorfgbg, expected) in [
            (None, "dark"),
            (Some("15;0"), "dark"),
            (Some("0;15"), "light"),
            (Some("0;default;15"), "light"),
            (Some("0;7"), "light"),
            (Some("7;8"), "dark"),
            (Some("default;default"), "dark"),
            (Some(""), "dark"),
            (Some("0;999"), "dark"),
        ] {
            let background = colorfgbg.and_then(Background::told);
            assert_eq!(Theme::auto(background).name(), expected, "{colorfgbg:?}");
        }
    }

    #[test]
    fn without_color_only_attributes_are_left() {
        for name in Theme::NAMES {
            let theme = Theme::named(name).unwrap().with(Colors::None);
            for paint in theme.roles.iter().chain(&theme.surfaces) {
                assert_eq!((paint.fg, paint.bg), (None, None), "{name}");
            }
            assert_ne!(theme.surface(Surface::Selected), theme.base(), "{name}");
            assert!(theme.surface(Surface::Selection).reverse, "{name}");
            assert_ne!(
                theme.surface(Surface::CurrentMatch),
                theme.surface(Surface::Match),
                "{name}"
            );
            assert!(theme.role(Role::Heading).bold, "{name}");
        }
    }

    #[test]
    fn what_must_be_told_apart_differs() {
        for name in Theme::NAMES {
            let theme = Theme::named(name).unwrap();
            let text = theme.role(Role::Text);
            for role in [
                Role::Heading,
                Role::Reference,
                Role::Excision,
                Role::Garble,
                Role::Sign,
                Role::Dimmed,
            ] {
                assert_ne!(theme.role(role), text, "{name}: {role:?}");
            }
            assert_ne!(theme.surface(Surface::Match), text, "{name}");
            assert_ne!(
                theme.surface(Surface::Border),
                theme.surface(Surface::BorderFocused),
                "{name}"
            );
            assert_eq!(text, theme.base(), "{name}");
        }
    }

    #[test]
    fn mono_and_high_contrast_keep_their_promises() {
        let theme = Theme::named("mono").unwrap();
        assert_eq!(theme.clone().with(Colors::None), theme);
        let theme = Theme::named("high-contrast").unwrap();
        let paints = theme.roles.iter().chain(&theme.surfaces);
        assert!(
            paints
                .clone()
                .all(|paint| !paint.dim && paint.fg.is_some() && paint.bg.is_some())
        );
    }

    #[test]
    fn red_green_and_blue_become_the_nearest_color() {
        for (color, expected) in [
            ((0, 0, 0), 16),
            ((255, 255, 255), 231),
            ((0xd5, 0x5e, 0), 166),
            ((120, 120, 120), 243),
        ] {
            assert_eq!(nearest(color.0, color.1, color.2), expected, "{color:?}");
        }
    }

    #[test]
    fn a_terminal_offers_colors_by_its_variables() {
        for (colorterm, term, expected) in [
            ("truecolor", "xterm", Colors::Direct),
            ("24bit", "xterm-256color", Colors::Direct),
            ("", "xterm-direct", Colors::Direct),
            ("", "xterm-kitty", Colors::Direct),
            ("", "foot-extra", Colors::Direct),
            ("", "xterm-256color", Colors::Indexed),
            ("yes", "tmux-256color", Colors::Indexed),
            ("", "screen", Colors::Sixteen),
            ("", "linux", Colors::Sixteen),
            ("", "", Colors::Sixteen),
        ] {
            assert_eq!(Colors::offered(colorterm, term), expected, "{term}");
        }
    }

    #[test]
    fn a_color_that_is_lacking_becomes_one_like_it() {
        for (number, expected) in [
            (16, 0),
            (231, 15),
            (236, 0),
            (243, 8),
            (250, 7),
            (196, 1),
            (30, 6),
            (130, 1),
            (111, 12),
            (120, 10),
        ] {
            let [red, green, blue] = mixed(number);
            assert_eq!(nearest_of_16(red, green, blue), expected, "{number}");
        }
        // What is told apart by its color stays so.
        let theme = Theme::named("color-blind").unwrap();
        for colors in [Colors::Indexed, Colors::Sixteen] {
            let theme = theme.clone().with(colors);
            let paints: Vec<Paint> = Classification::ALL
                .into_iter()
                .map(|level| theme.role(Role::PortionMark(level)))
                .collect();
            for (place, paint) in paints.iter().enumerate() {
                assert!(!paints[..place].contains(paint), "{colors:?} {place}");
            }
            let is_lacking = |color: &Color| match color {
                Color::Rgb(..) => true,
                Color::Indexed(_) => colors == Colors::Sixteen,
                Color::Ansi(_) => false,
            };
            let all = theme.roles.iter().chain(&theme.surfaces);
            let mut used = all.flat_map(|paint| paint.fg.into_iter().chain(paint.bg));
            assert!(!used.any(|color| is_lacking(&color)), "{colors:?}");
        }
    }

    #[test]
    fn the_theme_of_tests_gives_every_name_back() {
        let theme = Theme::distinct();
        for (name, role) in ROLES {
            assert_eq!(theme.role(role).fg.and_then(Theme::name_of), Some(name));
        }
        for (name, surface) in SURFACES {
            assert_eq!(
                theme.surface(surface).fg.and_then(Theme::name_of),
                Some(name)
            );
        }
    }
}
