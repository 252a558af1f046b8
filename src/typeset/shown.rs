//! The gate: text that may reach a terminal.
//!
//! Whatever a file, a file name or an error says passes here, after all
//! decoding, and nothing else makes a [`Shown`]. It stands apart so that one
//! short file answers for every byte that a document can make the terminal
//! see. Nothing is deleted: what a terminal must not get is shown as a sign.

use std::cell::Cell;
use std::fmt::{self, Write as _};
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Code points that one cluster may have.
const MAX_CLUSTER_CHARS: usize = 16;
/// Bytes that one cluster may have.
const MAX_CLUSTER_BYTES: usize = 64;
/// Columns between tab stops.
const TAB: usize = 8;

/// How many columns a terminal gives to the characters that Unicode calls
/// ambiguous: Greek and Cyrillic letters, `é`, `§`, quotation marks, dashes,
/// lines. Where Chinese, Japanese or Korean is read, some give them two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// One, as nearly everywhere.
    #[default]
    Narrow,
    /// Two.
    Wide,
}

thread_local! {
    /// A terminal is drawn by one thread. Whoever measures for it says first
    /// what it is like.
    static AMBIGUOUS: Cell<Ambiguous> = const { Cell::new(Ambiguous::Narrow) };
}

impl Ambiguous {
    /// Has this thread measure so from now on.
    pub fn hold(self) {
        AMBIGUOUS.set(self);
    }

    /// How this thread measures.
    #[must_use]
    pub fn held() -> Ambiguous {
        AMBIGUOUS.get()
    }
}

/// Text that may reach a terminal: one line, no control or direction
/// character, no cluster without end.
///
/// Characters that are not sent are shown: `␛` for escape, `⟨202E⟩` for a
/// right-to-left override, `⟨+40⟩` for the forty marks by which a cluster is
/// too long.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shown(String);

impl Shown {
    /// Passes `text` through the gate. Text that passed before is unchanged.
    #[must_use]
    pub fn new(text: &str) -> Shown {
        let mut shown = String::with_capacity(text.len());
        push_shown(&mut shown, text, &mut Column::default(), &mut |_, _, _| {});
        Shown(shown)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Columns it takes.
    #[must_use]
    pub fn columns(&self) -> usize {
        columns(&self.0)
    }

    /// The same in at most `limit` columns; what is cut ends in `…`.
    #[must_use]
    pub fn cut(&self, limit: usize) -> Shown {
        let fitting = fit(&self.0, limit);
        if fitting.len() == self.0.len() {
            return self.clone();
        }
        let sign = columns("…");
        let mut cut = String::from(fit(fitting, limit.saturating_sub(sign)).trim_end());
        if limit >= sign {
            cut.push('…');
        }
        Shown(cut)
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Shown {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Shown {
    fn from(text: &str) -> Shown {
        Shown::new(text)
    }
}

impl From<&String> for Shown {
    fn from(text: &String) -> Shown {
        Shown::new(text)
    }
}

impl From<String> for Shown {
    fn from(text: String) -> Shown {
        Shown::new(&text)
    }
}

/// The columns that shown text takes: the sum over its clusters, each as
/// wide as the cell that a screen gives it.
#[must_use]
pub fn columns(text: &str) -> usize {
    let (letters, rest) = text.split_at(sure_letters(text));
    letters.len() + clusters(rest).map(|(_, _, columns)| columns).sum::<usize>()
}

/// Bytes of ASCII that shown text begins with, each of which is a cluster:
/// nothing that follows belongs to the last of them.
#[must_use]
pub fn sure_letters(text: &str) -> usize {
    let is_ascii = |byte: &&u8| byte.is_ascii();
    if text.is_ascii() {
        text.len()
    } else {
        let run = text.as_bytes().iter().take_while(is_ascii).count();
        run.saturating_sub(1)
    }
}

/// The longest beginning of `text` that takes at most `limit` columns.
#[must_use]
pub fn fit(text: &str, limit: usize) -> &str {
    fitted(text, limit).0
}

/// The longest beginning of `text` that takes at most `limit` columns, and how
/// many it takes.
#[must_use]
pub fn fitted(text: &str, limit: usize) -> (&str, usize) {
    let letters = sure_letters(text);
    if letters >= limit {
        return (&text[..limit], limit);
    }
    let mut taken = letters;
    for (at, _, columns) in clusters(&text[letters..]) {
        if taken + columns > limit {
            return (&text[..letters + at], taken);
        }
        taken += columns;
    }
    (text, taken)
}

/// The clusters of shown text: where each begins, what it is, its columns.
pub fn clusters(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let ambiguous = Ambiguous::held();
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let mut chars = rest.chars();
        let c = chars.next()?;
        let follows_plain = chars
            .next()
            .is_none_or(|next| plain_columns(next).is_some());
        let (cluster, columns) = match plain_columns(c) {
            Some(columns) if follows_plain => {
                let columns = match ambiguous {
                    Ambiguous::Narrow => columns,
                    Ambiguous::Wide => wide_columns(c, c.width_cjk().unwrap_or(columns)),
                };
                (&rest[..c.len_utf8()], columns)
            }
            _ => {
                let cluster = rest.graphemes(true).next()?;
                (cluster, cluster_columns(cluster))
            }
        };
        let start = at;
        at += cluster.len();
        Some((start, cluster, columns))
    })
}

/// The columns of a character that is a cluster by itself wherever another
/// such character or the end follows: what nearly all text consists of.
fn plain_columns(c: char) -> Option<usize> {
    let code = u32::from(c);
    // Latin, Greek, Cyrillic, punctuation.
    let is_narrow = matches!(code,
        0x20..=0x7E | 0xA1..=0xAC | 0xAE..=0x02FF | 0x0391..=0x03A1 | 0x03A3..=0x0482
        | 0x048A..=0x052F | 0x2010..=0x2027 | 0x2030..=0x205E);
    // Kana, Han, Hangul.
    let is_wide = matches!(code,
        0x3041..=0x3096 | 0x30A1..=0x30FA | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3);
    if is_narrow {
        Some(1)
    } else {
        is_wide.then_some(2)
    }
}

/// The columns of one cluster. The half-width sound marks of kana combine by
/// the book, but terminals give each a column of its own.
pub(super) fn cluster_columns(cluster: &str) -> usize {
    if cluster.len() == 1 {
        return 1;
    }
    let sound_marks = cluster
        .chars()
        .filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}'))
        .count();
    let width = match Ambiguous::held() {
        Ambiguous::Narrow => cluster.width(),
        Ambiguous::Wide => {
            let first = cluster.chars().next().unwrap_or(' ');
            wide_columns(first, cluster.width_cjk())
        }
    };
    width + sound_marks
}

/// The columns of a cluster that begins with `c` where ambiguous characters
/// have two. The tables of the library leave letters and accents narrow even
/// there; terminals go by the letter of Unicode (UAX 11, class A), as here.
fn wide_columns(c: char, columns: usize) -> usize {
    let is_ambiguous = matches!(u32::from(c),
        // Latin.
        0xAA | 0xBA | 0xC6 | 0xD0 | 0xD8 | 0xDE..=0xE1 | 0xE6 | 0xE8..=0xEA | 0xEC | 0xED | 0xF0
        | 0xF2 | 0xF3 | 0xF8..=0xFA | 0xFC | 0xFE | 0x0101 | 0x0111 | 0x0113 | 0x011B
        | 0x0126 | 0x0127 | 0x012B | 0x0131..=0x0133 | 0x0138 | 0x013F..=0x0142 | 0x0144
        | 0x0148..=0x014B | 0x014D | 0x0152 | 0x0153 | 0x0166 | 0x0167 | 0x016B
        | 0x01CE | 0x01D0 | 0x01D2 | 0x01D4 | 0x01D6 | 0x01D8 | 0x01DA | 0x01DC
        | 0x0251 | 0x0261
        // Accents by themselves.
        | 0xA8 | 0xAF | 0xB4 | 0xB8 | 0x02C4 | 0x02C7 | 0x02C9..=0x02CB | 0x02CD | 0x02D0
        | 0x02D8..=0x02DB | 0x02DD | 0x02DF
        // Greek, Cyrillic.
        | 0x0391..=0x03A9 | 0x03B1..=0x03C1 | 0x03C3..=0x03C9
        | 0x0401 | 0x0410..=0x044F | 0x0451
        // The ring above, signs that are struck through.
        | 0x212B | 0x2260 | 0x226E | 0x226F);
    if is_ambiguous {
        columns.max(2)
    } else {
        columns
    }
}

/// Whether `c` must never stand in a cell of a screen: controls, marks of
/// direction, line and paragraph separators, tags and other characters that
/// are not seen, private and impossible ones.
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    // The last two characters of every plane.
    let is_noncharacter = code & 0xFFFE == 0xFFFE;
    is_noncharacter
        || matches!(code,
            // Controls.
            0..=0x1F | 0x7F..=0x9F
            // Direction.
            | 0x061C | 0x200E..=0x200F | 0x202A..=0x202E
            // Line and paragraph separators.
            | 0x2028..=0x2029
            // No width: soft hyphen, joiners, word joiners, directional
            // isolates, obsolete controls, byte order mark.
            | 0xAD | 0x034F | 0x200B | 0x2060..=0x206F | 0xFEFF
            // Letters and vowels that are blank.
            | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180E | 0x2800 | 0x3164 | 0xFFA0
            // Annotation, shorthand, hieroglyphs, music.
            | 0xFFF0..=0xFFFB | 0x1BCA0..=0x1BCA3 | 0x13430..=0x1343F | 0x1D173..=0x1D17A
            // Private use and noncharacters.
            | 0xE000..=0xF8FF | 0xFDD0..=0xFDEF
            // Tags, variation selectors 17 to 256, the private planes.
            | 0xE0000..=0x10_FFFF)
}

/// A blank that is not the blank of ASCII.
fn is_space(c: char) -> bool {
    matches!(
        c,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// How a stretch passed the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passed {
    /// Byte for byte.
    Verbatim,
    /// As blanks: tabs, blanks of other widths.
    Blank,
    /// As a sign.
    Sign,
}

/// The column reached in a line, needed only for tab stops.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Column {
    /// Bytes of the output that are counted.
    pub(super) counted: usize,
    /// Columns that they take since the line began.
    pub(super) columns: usize,
}

/// Appends `text` to `out` as a terminal may have it.
///
/// `each` learns of every stretch: where it begins in `out`, which bytes of
/// `text` it stands for, and how it passed. Stretches follow one another and
/// cover all of `text`. A line end counts as a control character here: lines
/// are split before.
pub(super) fn push_shown(
    out: &mut String,
    text: &str,
    column: &mut Column,
    each: &mut impl FnMut(usize, Range<usize>, Passed),
) {
    let mut at = 0;
    // Clusters are looked for up to here only: this keeps the time linear.
    let mut stretch_end = 0;
    let mut after_sign = false;
    while at < text.len() {
        let run = plain_run(&text[at..]);
        if run > 0 {
            each(out.len(), at..at + run, Passed::Verbatim);
            out.push_str(&text[at..at + run]);
            at += run;
            after_sign = false;
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        let source = at..at + c.len_utf8();
        if is_space(c) || c == '\t' {
            push_blanks(out, c, column, source.clone(), each);
            at = source.end;
            after_sign = true;
            continue;
        }
        if is_forbidden(c) {
            push_sign(out, c, source.clone(), each);
            at = source.end;
            after_sign = true;
            continue;
        }
        if at >= stretch_end {
            stretch_end = at + stretch(&text[at..]);
        }
        let Some(cluster) = text[at..stretch_end].graphemes(true).next() else {
            break;
        };
        let end = at + cluster.len();
        let is_before_sign = end == stretch_end
            && text[end..]
                .chars()
                .next()
                .is_some_and(|next| is_forbidden(next) || is_space(next));
        if is_before_sign && leads(cluster) {
            for (into, c) in cluster.char_indices() {
                push_sign(out, c, at + into..at + into + c.len_utf8(), each);
            }
        } else {
            push_cluster(out, cluster, at, after_sign, each);
        }
        at = end;
        after_sign = false;
    }
}

/// Bytes that `text` begins with and that pass as they are.
fn plain_run(text: &str) -> usize {
    let mut run = 0;
    loop {
        let rest = &text[run..];
        let ascii = printable_run(rest.as_bytes());
        let mut chars = rest[ascii..].char_indices();
        let is_plain = |&(_, c): &(usize, char)| !c.is_ascii() && plain_columns(c).is_some();
        let Some((others, next)) = chars.find(|at| !is_plain(at)) else {
            return text.len();
        };
        run += ascii + others;
        if next.is_ascii() && !next.is_ascii_control() {
            continue;
        }
        // A mark may follow and combine with the last letter of the run.
        let last = text[..run].chars().next_back().map_or(0, char::len_utf8);
        return if next.is_ascii() { run } else { run - last };
    }
}

/// Bytes of printable ASCII that `bytes` begins with.
pub(super) fn printable_run(bytes: &[u8]) -> usize {
    let (words, _) = bytes.as_chunks();
    let n_words = words
        .iter()
        .take_while(|word| are_printable(**word))
        .count();
    let run = n_words * size_of::<u64>();
    let is_printable = |byte: &&u8| (0x20..0x7F).contains(*byte);
    run + bytes[run..].iter().take_while(is_printable).count()
}

/// Whether all of eight bytes are printable ASCII, asked at once: the top bit of
/// a byte is set if it was, if the byte is DELETE and one is added to it, or if
/// it is a control character and a blank is taken from it. What is carried to
/// the next byte comes from one that is none already.
fn are_printable(bytes: [u8; 8]) -> bool {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_ne_bytes(bytes);
    let signs = word | word.wrapping_add(EACH) | word.wrapping_sub(EACH * 0x20);
    signs & (EACH * 0x80) == 0
}

/// Bytes up to a place where clusters surely end: before a character that is
/// replaced, or between two of ASCII.
fn stretch(text: &str) -> usize {
    let mut was_ascii = false;
    for (at, c) in text.char_indices() {
        if is_forbidden(c) || is_space(c) || was_ascii && c.is_ascii() {
            return at;
        }
        was_ascii = c.is_ascii();
    }
    text.len()
}

fn push_blanks(
    out: &mut String,
    c: char,
    column: &mut Column,
    source: Range<usize>,
    each: &mut impl FnMut(usize, Range<usize>, Passed),
) {
    each(out.len(), source, Passed::Blank);
    let n_blanks = match c {
        '\t' => {
            column.columns += columns(out.get(column.counted..).unwrap_or_default());
            let to_stop = TAB - column.columns % TAB;
            column.columns += to_stop;
            column.counted = out.len() + to_stop;
            to_stop
        }
        '\u{3000}' => 2,
        _ => 1,
    };
    out.extend(std::iter::repeat_n(' ', n_blanks));
}

fn push_sign(
    out: &mut String,
    c: char,
    source: Range<usize>,
    each: &mut impl FnMut(usize, Range<usize>, Passed),
) {
    each(out.len(), source, Passed::Sign);
    let code = u32::from(c);
    // Unicode has pictures of the controls of ASCII, and DEL after them.
    let picture = match code {
        0..0x20 => char::from_u32(0x2400 + code),
        0x7F => Some('␡'),
        _ => None,
    };
    if let Some(picture) = picture {
        out.push(picture);
        return;
    }
    // Writing to a string cannot fail.
    let _ = if code < 0xA0 {
        write!(out, "⟨{code:02X}⟩")
    } else {
        write!(out, "⟨{code:04X}⟩")
    };
}

/// Whether the last character of `cluster` forms a cluster with whatever
/// comes next. Only marks that stand before their letter do.
fn leads(cluster: &str) -> bool {
    let last = cluster.chars().next_back().unwrap_or_default();
    !last.is_ascii() && String::from_iter([last, '␛']).graphemes(true).count() == 1
}

/// Appends one cluster that holds no forbidden character. `is_after_sign`:
/// with the sign before it, it may form one cluster on screen.
fn push_cluster(
    out: &mut String,
    cluster: &str,
    at: usize,
    is_after_sign: bool,
    each: &mut impl FnMut(usize, Range<usize>, Passed),
) {
    let spare = usize::from(is_after_sign);
    let is_long = cluster.len() > MAX_CLUSTER_BYTES - 4 * spare
        || cluster.len() > 4 && cluster.chars().count() > MAX_CLUSTER_CHARS - spare;
    let kept = if is_long { beginning(cluster) } else { cluster };
    let signs = |(into, c): (usize, char)| {
        let next = kept[into + c.len_utf8()..].chars().next();
        is_joiner(c) && !joins(kept[..into].chars().next_back(), c, next)
    };
    // A sign parts the cluster. What stands before it must be seen, or it is
    // named as well.
    let first_sign = kept
        .char_indices()
        .find(|&at| signs(at))
        .map_or(kept.len(), |(into, _)| into);
    let unseen = if cluster_columns(&kept[..first_sign]) > 0 {
        0
    } else {
        first_sign
    };
    // Where the characters begin that pass together.
    let mut passing = 0;
    for (into, c) in kept.char_indices() {
        if into < unseen || signs((into, c)) {
            push_verbatim(out, kept, passing..into, at, each);
            passing = into + c.len_utf8();
            push_sign(out, c, at + into..at + passing, each);
        }
    }
    push_verbatim(out, kept, passing..kept.len(), at, each);
    let n_cut = cluster[kept.len()..].chars().count();
    if n_cut > 0 {
        each(out.len(), at + kept.len()..at + cluster.len(), Passed::Sign);
        let _ = write!(out, "⟨+{n_cut}⟩");
    }
}

fn push_verbatim(
    out: &mut String,
    cluster: &str,
    part: Range<usize>,
    at: usize,
    each: &mut impl FnMut(usize, Range<usize>, Passed),
) {
    if !part.is_empty() {
        each(out.len(), at + part.start..at + part.end, Passed::Verbatim);
        out.push_str(&cluster[part]);
    }
}

/// What is kept of a cluster that is too long, with room for a sign beside.
fn beginning(cluster: &str) -> &str {
    let mut end = 0;
    for (n_chars, (at, c)) in cluster.char_indices().enumerate() {
        let until = at + c.len_utf8();
        let fits = n_chars + 1 < MAX_CLUSTER_CHARS && until <= MAX_CLUSTER_BYTES - 4;
        if !fits && end > 0 {
            break;
        }
        end = until;
    }
    &cluster[..end]
}

/// Zero-width joiner and non-joiner, and variation selectors 1 to 16: they
/// change the look of their neighbors and are not seen themselves.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
}

/// Whether a joiner has something to work on. Where it has not it would be
/// hidden text.
fn joins(before: Option<char>, joiner: char, next: Option<char>) -> bool {
    match before {
        None | Some('\u{200C}' | '\u{200D}') => false,
        Some('0'..='9' | '#' | '*') => joiner == '\u{FE0F}' && next == Some('\u{20E3}'),
        Some(before) if is_joiner(before) => joiner == '\u{200D}',
        Some(before) => !before.is_ascii(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        Shown::new(text).to_string()
    }

    /// Characters that make trouble, often beside one another.
    pub(crate) fn hostile() -> impl Strategy<Value = String> {
        let troubling = prop::sample::select(vec![
            'a',
            ' ',
            '1',
            '\t',
            '\r',
            '\u{1B}',
            '\u{7F}',
            '\u{9B}',
            '\u{A0}',
            '\u{AD}',
            '\u{301}',
            '\u{34F}',
            '\u{600}',
            '\u{61C}',
            '\u{903}',
            '\u{915}',
            '\u{94D}',
            '\u{1100}',
            '\u{1161}',
            '\u{115F}',
            '\u{11A8}',
            '\u{200B}',
            '\u{200C}',
            '\u{200D}',
            '\u{202E}',
            '\u{2028}',
            '\u{20E3}',
            '\u{2764}',
            '\u{3000}',
            '\u{4E2D}',
            '\u{D4E}',
            '\u{E01}',
            '\u{E33}',
            '\u{FE0F}',
            '\u{FEFF}',
            '\u{FF76}',
            '\u{FF9E}',
            '\u{FFFE}',
            '\u{1F1F3}',
            '\u{1F1F4}',
            '\u{1F3FD}',
            '\u{1F468}',
            '\u{E0041}',
            '\u{E0100}',
            '\u{10FFFF}',
            '⟨',
            '⟩',
            'é',
            'ß',
        ]);
        let runs = prop::collection::vec((troubling, 1..20usize), 0..24);
        let runs = runs.prop_map(|runs| {
            runs.into_iter()
                .flat_map(|(c, n)| std::iter::repeat_n(c, n))
                .collect()
        });
        prop_oneof![
            runs,
            any::<String>(),
            prop::collection::vec(any::<char>(), 0..40)
                .prop_map(|chars| chars.into_iter().collect())
        ]
    }

    #[test]
    fn a_run_ends_before_the_first_byte_that_is_not_printable() {
        for at in 0..20 {
            for byte in 0..=u8::MAX {
                let mut bytes = *b"What is written here";
                bytes[at] = byte;
                let is_printable = (b' '..=b'~').contains(&byte);
                let expected = if is_printable { 20 } else { at };
                assert_eq!(printable_run(&bytes), expected, "{byte:#x} at {at}");
            }
        }
    }

    #[test]
    fn ambiguous_characters_have_the_columns_that_the_terminal_gives_them() {
        let widths =
            |text: &str| -> Vec<usize> { clusters(text).map(|(_, _, columns)| columns).collect() };
        let narrow = widths("aé“—Ωж①北e\u{301}한ß±");
        assert_eq!(narrow, [1, 1, 1, 1, 1, 1, 1, 2, 1, 2, 1, 1]);
        Ambiguous::Wide.hold();
        let wide = widths("aé“—Ωж①北e\u{301}한ß±");
        assert_eq!(wide, [1, 2, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2]);
        assert_eq!(columns("“Café” 北京"), 14);
        assert_eq!(fit("“Café”", 6), "“Caf");
        assert_eq!(Shown::new("“Café”").cut(8).as_str(), "“Caf…");
        assert_eq!(Shown::new("““““").cut(1).as_str(), "");
        Ambiguous::Narrow.hold();
        assert_eq!(columns("“Café” 北京"), 11);
    }

    #[test]
    fn plain_text_is_unchanged() {
        let text = "Norway's \u{201C}treaty\u{201D} ¶5. Tromsø, Łódź, Київ, 北京, नमस्ते, 👩\u{200D}🔬, 1\u{FE0F}\u{20E3}, می\u{200C}خواهم";
        assert_eq!(shown(text), text);
    }

    #[test]
    fn plain_characters_are_clusters_of_the_columns_they_have() {
        for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
            if let Some(columns) = plain_columns(c) {
                let text = String::from_iter(['a', c, 'é', c, '北']);
                assert_eq!(text.graphemes(true).count(), 5, "{c:?}");
                assert_eq!(
                    cluster_columns(c.encode_utf8(&mut [0; 4])),
                    columns,
                    "{c:?}"
                );
                assert!(!is_forbidden(c) && !is_space(c) && !is_joiner(c), "{c:?}");
            }
        }
    }

    #[test]
    fn controls_become_pictures() {
        assert_eq!(shown("a\u{1b}[2J\u{7f}\u{9b}b\rc\nd\0"), "a␛[2J␡⟨9B⟩b␍c␊d␀");
    }

    #[test]
    fn what_is_not_seen_is_named() {
        assert_eq!(
            shown("a\u{202E}b\u{200B}c\u{AD}d\u{E0041}"),
            "a⟨202E⟩b⟨200B⟩c⟨00AD⟩d⟨E0041⟩"
        );
        assert_eq!(shown("a\u{200D}b"), "a⟨200D⟩b");
        assert_eq!(shown("\u{301}a"), "⟨0301⟩a");
    }

    #[test]
    fn tabs_reach_the_next_stop() {
        assert_eq!(shown("a\tbc\té\td"), "a       bc      é       d");
        assert_eq!(shown("12345678\tx"), "12345678        x");
    }

    #[test]
    fn other_blanks_are_blanks() {
        assert_eq!(shown("a\u{A0}b\u{2009}c\u{3000}d"), "a b c  d");
    }

    #[test]
    fn endless_clusters_are_cut() {
        let text = format!("a{}b", "\u{301}".repeat(100_000));
        let text = shown(&text);
        assert!(text.ends_with("⟨+99986⟩b"), "{}", &text[text.len() - 20..]);
        assert!(text.len() < 100);
    }

    #[test]
    fn time_is_linear_in_tags_and_marks() {
        let text = "\u{301}\u{E0041}".repeat(200_000);
        assert!(shown(&text).len() > text.len());
    }

    #[test]
    fn cuts_at_columns() {
        assert_eq!(Shown::new("NORTHHAVEN").cut(6).as_str(), "NORTH…");
        assert_eq!(Shown::new("NORTHHAVEN").cut(10).as_str(), "NORTHHAVEN");
        assert_eq!(Shown::new("北京北京").cut(6).as_str(), "北京…");
        assert_eq!(Shown::new("北京").cut(0).as_str(), "");
    }

    proptest! {
        fn nothing_forbidden_passes_and_passing_twice_changes_nothing(text in hostile()) {
            let once = shown(&text);
            prop_assert!(!once.chars().any(is_forbidden), "{once:?}");
            prop_assert_eq!(&shown(&once), &once);
            for cluster in once.graphemes(true) {
                prop_assert!(cluster.chars().count() <= MAX_CLUSTER_CHARS);
                prop_assert!(cluster.len() <= MAX_CLUSTER_BYTES);
                let width = cluster_columns(cluster);
                prop_assert!((1..=2 * MAX_CLUSTER_CHARS).contains(&width), "{cluster:?} {width}");
            }
        }

        #[test]
        fn stretches_cover_the_text(text in hostile()) {
            let mut out = String::new();
            let mut at = 0;
            let mut out_at = 0;
            let mut verbatim = Vec::new();
            push_shown(&mut out, &text, &mut Column::default(), &mut |begins, source, passed| {
                assert_eq!(source.start, at);
                assert!(begins >= out_at);
                at = source.end;
                out_at = begins;
                if passed == Passed::Verbatim {
                    verbatim.push((begins, source));
                }
            });
            prop_assert_eq!(at, text.len());
            for (begins, source) in verbatim {
                prop_assert_eq!(&out[begins..begins + source.len()], &text[source]);
            }
        }
    }
}
