//! The beginning of a numbered paragraph.
//!
//! A release put a pilcrow before every line that begins with a number or
//! one capital and a dot, so neither pilcrow nor number makes a paragraph
//! by itself; [`body`](super::body) decides by what stands around them.

use super::portion_mark::{Mark, mark_after_number, portion_mark};
use super::token::{begins, byte, from, pilcrow, trim_start, up_to};

/// What stands at the beginning of a line.
#[derive(Debug)]
pub(super) struct Start<'a> {
    /// The number as printed, with pilcrow and dot.
    pub(super) printed: &'a str,
    /// Its value.
    pub(super) number: u32,
    /// Whether a letter follows it: `2a.` is a part of paragraph 2.
    pub(super) sub: bool,
    /// Whether a pilcrow stands before it.
    pub(super) pilcrow: bool,
    /// The portion marking after it, or before it.
    pub(super) mark: Option<Mark<'a>>,
    /// What follows on, from the first word of the text.
    pub(super) rest: &'a str,
    /// Whether a blank, a line end or a bracket follows: `1.Text` is
    /// doubtful.
    pub(super) apart: bool,
}

/// ```abnf
/// start     = [pilcrow *blank] number [sub] separator [repeated] *blank [portion-mark *blank]
///           / ("P" / "PARA" 1*blank) 1*3DIGIT "." *blank portion-mark
///           / portion-mark 1*blank 1*3DIGIT "." blank
/// number    = 1*4DIGIT
/// sub       = %x41-4A / %x61-6A     ; A to J: `2a.`
/// repeated  = 1*blank number "." blank       ; the same number
/// separator = ["\"] "." / ".." / " ." / ")" / "," / ":" / ".-" / nothing
/// ```
///
/// `)`, `,`, `:` and nothing count only before a portion marking, nothing
/// only behind a pilcrow too. `input` begins with the line and may go on
/// beyond it, because a marking may wrap.
///
/// Samples: `garbled/paragraph-numbers-in-four-forms`, `garbled/numbers-in-rare-forms`
pub(super) fn start(input: &str) -> Option<Start<'_>> {
    start_of(input, 4)
}

/// [`start`] of a number that may have five digits. Such a number is mostly that of
/// a telegram; whoever asks has to know that the one before it stands above.
pub(super) fn start_in_sequence(input: &str) -> Option<Start<'_>> {
    start_of(input, 5)
}

fn start_of(input: &str, most_digits: usize) -> Option<Start<'_>> {
    match byte(input, 0) {
        b'0'..=b'9' | 0xc2 | 0xc3 => numbered(input, most_digits),
        b'(' => marked_first(input),
        b'P' => worded(input),
        _ => None,
    }
}

/// Whether a byte may begin a line that [`start`] knows.
pub(super) fn may_start(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | 0xc2 | 0xc3 | b'(' | b'P')
}

fn numbered(input: &str, most_digits: usize) -> Option<Start<'_>> {
    let bare = pilcrow(input);
    let digits_at = trim_start(bare.unwrap_or(input));
    let (mut number, mut n_digits) = (0, 0);
    let digits = digits_at.bytes().take(most_digits + 1);
    for digit in digits.take_while(u8::is_ascii_digit) {
        number = number * 10 + u32::from(digit - b'0');
        n_digits += 1;
    }
    if !(1..=most_digits).contains(&n_digits) || (bare.is_none() && digits_at.len() != input.len())
    {
        return None;
    }
    let rest = from(digits_at, n_digits);
    let sub = matches!(
        rest.as_bytes(),
        [b'a'..=b'j' | b'A'..=b'J', b'.' | b')', ..]
    );
    let rest = if sub { from(rest, 1) } else { rest };
    let (separator, loose) = match rest.as_bytes() {
        [b'.', b'.', after, ..] if *after != b'.' => (2, false),
        [b'.', b'-', b' ', ..] => (2, true),
        [b'.', ..] => (1, false),
        // Markdown would make a list of it.
        [b'\\', b'.', ..] | [b' ', b'.', b' ', ..] => (2, false),
        [b')' | b',' | b':', ..] => (1, true),
        [b' ', b'(', ..] if bare.is_some() => (0, true),
        _ => return None,
    };
    let separator = separator + repetition(from(rest, separator), number, n_digits);
    let printed = input.get(..input.len() - rest.len() + separator)?;
    let after = from(rest, separator);
    let text = trim_start(after);
    let (text, mark) = match mark_after_number(text) {
        Some((after_mark, mark)) => (trim_start(after_mark), Some(mark)),
        None => (text, None),
    };
    // `1. (C)`, `1.(C)`, and `1.Text`, but neither `1.5` nor `1.x`.
    let next = byte(after, 0);
    let apart = matches!(next, 0 | b' ' | b'\t' | b'\n' | b'\r' | b'(');
    if mark.is_none() && (loose || !(apart || next.is_ascii_uppercase())) {
        return None;
    }
    let mark = mark.or_else(|| mark_after_title(text));
    Some(Start {
        printed,
        number,
        sub,
        pilcrow: bare.is_some(),
        mark,
        rest: text,
        apart,
    })
}

/// How long the number is that stands a second time behind itself, `1. 1. Text`,
/// with the blank before it. Where its successor follows soon it counts the
/// entries of a list.
fn repetition(after: &str, number: u32, n_digits: usize) -> usize {
    const NEAR: usize = 400;
    let again = trim_start(after);
    let digits = again.get(..n_digits).unwrap_or_default();
    let text = from(again, n_digits).strip_prefix(". ");
    let (Some(text), true) = (text, again.len() < after.len()) else {
        return 0;
    };
    if digits.parse() != Ok(number) {
        return 0;
    }
    let next = format!(" {}. ", number + 1);
    let line = up_to(text, NEAR).split(['\n', '\r']).next();
    if line.is_some_and(|line| line.contains(&next)) {
        return 0;
    }
    after.len() - again.len() + n_digits + 1
}

/// `P4. (C)`, `PARA 5. (C)`: another sign for the pilcrow, or the word.
fn worded(input: &str) -> Option<Start<'_>> {
    let digits_at = match input.strip_prefix("PARA ") {
        Some(rest) => trim_start(rest),
        None => input.strip_prefix('P')?,
    };
    if !byte(digits_at, 0).is_ascii_digit() {
        return None;
    }
    let read = numbered(digits_at, 3).filter(|read| read.mark.is_some())?;
    let length = input.len() - digits_at.len() + read.printed.len();
    Some(Start {
        printed: input.get(..length)?,
        pilcrow: true,
        ..read
    })
}

/// `(C) 4. Text`
fn marked_first(input: &str) -> Option<Start<'_>> {
    let (rest, mark) = portion_mark(input).ok()?;
    let rest = trim_start(rest);
    let n_digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let after = from(rest, n_digits).strip_prefix('.')?;
    if !(1..=3).contains(&n_digits) || !after.starts_with([' ', '\t']) {
        return None;
    }
    let number = rest.get(..n_digits)?.parse().ok()?;
    let printed = rest.get(..=n_digits)?;
    let text = trim_start(after);
    Some(Start {
        printed,
        number,
        sub: false,
        pilcrow: false,
        mark: Some(mark),
        rest: text,
        apart: true,
    })
}

/// `1. Summary: (C) Text`, `1. SUMMARY (C): Text`: the marking stays in the text and counts.
fn mark_after_title(text: &str) -> Option<Mark<'_>> {
    let title = ["SUMMARY", "COMMENT"]
        .iter()
        .find(|title| begins(text, title))?;
    let rest = trim_start(from(text, title.len()));
    let rest = rest.strip_prefix([':', '.']).unwrap_or(rest);
    portion_mark(trim_start(rest))
        .ok()
        .map(|(_, mark)| mark)
        .filter(|mark| mark.printed.starts_with('('))
}

/// The number that a paragraph mark printed as a leading 1 leaves: 11 is 1,
/// 110 is 10, 121 is 21.
pub(super) fn without_leading_1(number: u32) -> Option<u32> {
    let power = match number {
        11..=19 => 10,
        110..=199 => 100,
        1100..=1999 => 1000,
        11_000..=19_999 => 10_000,
        _ => return None,
    };
    Some(number - power)
}

#[cfg(test)]
mod tests {
    use super::{start, start_in_sequence, without_leading_1};

    fn check(input: &str) -> String {
        match start(input) {
            Some(start) => format!(
                "{:?} {} {} then {:?}",
                start.printed,
                start.number,
                start.mark.map_or("-", |mark| mark.level.mark()),
                start.rest
            ),
            None => "no number".into(),
        }
    }

    #[test]
    fn reads_the_forms_of_a_number() {
        insta::assert_snapshot!(check("\u{b6}5. (C) Text"), @r#""¶5." 5 C then "Text""#);
        insta::assert_snapshot!(check("3.(SBU) Text"), @r#""3." 3 SBU then "Text""#);
        insta::assert_snapshot!(check("3\\. (C) Text"), @r#""3\\." 3 C then "Text""#);
        insta::assert_snapshot!(check("3.. (C) Text"), @r#""3.." 3 C then "Text""#);
        insta::assert_snapshot!(check("6, (C) Text"), @r#""6," 6 C then "Text""#);
        insta::assert_snapshot!(check("1. C) Text"), @r#""1." 1 C then "Text""#);
        insta::assert_snapshot!(check("(C) 4. Four"), @r#""4." 4 C then "Four""#);
        insta::assert_snapshot!(check("1) (C) Text"), @r#""1)" 1 C then "Text""#);
        insta::assert_snapshot!(check("7."), @r#""7." 7 - then """#);
        insta::assert_snapshot!(check("2a. (SBU) Text"), @r#""2a." 2 SBU then "Text""#);
        insta::assert_snapshot!(check("2B. TEXT"), @r#""2B." 2 - then "TEXT""#);
        insta::assert_snapshot!(check("2a) (C) Text"), @r#""2a)" 2 C then "Text""#);
        insta::assert_snapshot!(check("1. Summary: (C) Text"), @r#""1." 1 C then "Summary: (C) Text""#);
    }

    #[test]
    fn reads_damaged_and_rare_forms() {
        insta::assert_snapshot!(check("\u{c2}\u{b6}1. (S) Text"), @r#""Â¶1." 1 S then "Text""#);
        insta::assert_snapshot!(check("P4. (C) Text"), @r#""P4." 4 C then "Text""#);
        insta::assert_snapshot!(check("PARA 5. (C) Text"), @r#""PARA 5." 5 C then "Text""#);
        insta::assert_snapshot!(check("\u{b6}2 (C) Text"), @r#""¶2" 2 C then "Text""#);
        insta::assert_snapshot!(check("7: (C) Text"), @r#""7:" 7 C then "Text""#);
        insta::assert_snapshot!(check("8.- (C) Text"), @r#""8.-" 8 C then "Text""#);
        insta::assert_snapshot!(check("3. (C The boats came"), @r#""3." 3 C then "The boats came""#);
        insta::assert_snapshot!(check("3. [C] Text"), @r#""3." 3 C then "Text""#);
        insta::assert_snapshot!(check("1. SUMMARY (C): Text"), @r#""1." 1 C then "SUMMARY (C): Text""#);
    }

    #[test]
    fn a_number_may_stand_twice() {
        insta::assert_snapshot!(check("1. 1. (C) Text"), @r#""1. 1." 1 C then "Text""#);
        insta::assert_snapshot!(check("12. 12. Text"), @r#""12. 12." 12 - then "Text""#);
        insta::assert_snapshot!(check("2. 1. Text"), @r#""2." 2 - then "1. Text""#);
        insta::assert_snapshot!(check("1. 1. Boats. 2. Nets."), @r#""1." 1 - then "1. Boats. 2. Nets.""#);
        insta::assert_snapshot!(check("1. 1.5 percent"), @r#""1." 1 - then "1.5 percent""#);
        insta::assert_snapshot!(check("1. 11. Text"), @r#""1." 1 - then "11. Text""#);
    }

    #[test]
    fn other_numbers_are_text() {
        for text in [
            "1.5 percent",
            "3, he said",
            "12345. x",
            "1) one",
            "\u{b6}B. Text",
            "P4. Text",
            "PARA 5 says",
            "2 (C) Text",
            "7: noon",
            "1.x",
            "2a) one",
            "2ab. Two",
            "2k. Two",
            "8a.m. it began",
            "",
        ] {
            assert_eq!(check(text), "no number", "{text}");
        }
    }

    #[test]
    fn a_number_in_a_sequence_may_have_five_digits() {
        let number = |text| start_in_sequence(text).map(|start| start.number);
        assert_eq!(number("10000. (S) Text"), Some(10_000));
        assert_eq!(number("\u{b6}99999. Text"), Some(99_999));
        assert_eq!(number("100000. (S) Text"), None);
    }

    #[test]
    fn takes_one_leading_1() {
        assert_eq!(
            [11, 19, 110, 121, 11_000].map(without_leading_1),
            [Some(1), Some(9), Some(10), Some(21), Some(1000)]
        );
        assert_eq!([1, 10, 20, 100, 200].map(without_leading_1), [None; 5]);
    }
}
