//! Portion markings: `(C)`, `(S/NF)`, `(S//REL TO USA, GBR)`.
//!
//! Separate because they stand before paragraphs, after numbers, at bullets
//! and at both ends of a SUBJECT.

use super::token::{IResult, after, begins, byte, from, is_blank, refuse, squeeze};
use crate::cable::Classification;

/// A portion marking as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark<'a> {
    /// With its brackets.
    pub(super) printed: &'a str,
    /// Its level.
    pub(super) level: Classification,
    /// What follows the level.
    pub(super) controls: Vec<Box<str>>,
}

/// Letters between the brackets: lists of countries are long and wrap.
const LONGEST: usize = 120;

/// ```abnf
/// portion-mark = "(" *blank level *(separator control) *blank ")"
/// level        = "U" / "C" / "S" / "TS" / "SBU" / "LOU" / "FOUO" / in words
/// separator    = "//" / "/" / "-" / "," / blank / dash
/// control      = 1*(ALPHA / blank / ",")
/// ```
///
/// After a blank, a comma or a long dash only known controls count. One bracket may be missing:
/// `C)`, and `(C` before a redaction.
///
/// Samples: `garbled/portion-mark-forms`, `plain/rel-to-marks`
pub(super) fn portion_mark(input: &str) -> IResult<'_, Mark<'_>> {
    let fast = match input.as_bytes() {
        [b'(', b'C', b')', ..] => Some((Classification::Confidential, 3)),
        [b'(', b'S', b')', ..] => Some((Classification::Secret, 3)),
        [b'(', b'U', b')', ..] => Some((Classification::Unclassified, 3)),
        [b'(', b'S', b'B', b'U', b')', ..] => Some((Classification::Sbu, 5)),
        [b'(', ..] => None,
        _ => return half_open(input),
    };
    if let Some((level, length)) = fast {
        let (printed, rest) = (input.get(..length).unwrap_or_default(), from(input, length));
        return Ok((
            rest,
            Mark {
                printed,
                level,
                controls: Vec::new(),
            },
        ));
    }
    bracketed(input)
        .or_else(|| redacted(input))
        .ok_or_else(|| refuse(input))
}

fn bracketed(input: &str) -> Option<(&str, Mark<'_>)> {
    let window = input.as_bytes().get(1..).unwrap_or_default();
    let window = window.get(..2 * LONGEST).unwrap_or(window);
    let close = memchr::memchr2(b')', b'(', window)? + 1;
    if byte(input, close) != b')' {
        return None;
    }
    let inner = input.get(1..close)?;
    if inner.bytes().filter(|&byte| byte != b'\r').count() > LONGEST {
        return None;
    }
    // A list of countries wraps; it does not go on behind an empty line.
    let mut lines = inner.split('\n').skip(1).peekable();
    let mut empty = false;
    while let Some(line) = lines.next() {
        empty |= lines.peek().is_some() && line.trim().is_empty();
    }
    if empty {
        return None;
    }
    let (level, mut controls, rest) = level(inner.trim_matches(is_blank))?;
    // `(C\u{2014}Entire text)`, as a volume sets it.
    let dashes = ['\u{2013}', '\u{2014}'];
    let set = rest.trim_start_matches(is_blank);
    if let Some(named) = set.strip_prefix(dashes) {
        let named = squeeze(named.trim_matches(is_blank));
        if !known_control(&named) || !named.bytes().all(|b| b == b' ' || b.is_ascii_alphabetic()) {
            return None;
        }
        controls.push(named.to_ascii_uppercase().into());
        let printed = input.get(..=close)?;
        return Some((
            from(input, close + 1),
            Mark {
                printed,
                level,
                controls,
            },
        ));
    }
    let named = rest.trim_matches(|c| is_blank(c) || matches!(c, '/' | '-' | '.' | ','));
    let divided = rest.trim_start_matches(is_blank).starts_with(['/', '-']);
    let letters = |c: char| {
        c.is_ascii_alphabetic() || matches!(c, ' ' | ',' | '/' | '-' | '\n' | '\r' | '\t' | '.')
    };
    if !rest.is_empty() && !named.is_empty() {
        let alone = known_control(named);
        if !named.chars().all(letters)
            || !(alone || divided && byte(named, 0).is_ascii_alphabetic())
        {
            return None;
        }
        let hyphen = byte(rest, 0) == b'-' && named.bytes().any(|b| b.is_ascii_lowercase());
        if hyphen || rest.starts_with('.') {
            return None;
        }
        for control in named
            .split('/')
            .filter(|control| !control.trim_matches(is_blank).is_empty())
        {
            let control = squeeze(control);
            controls.push(if control == "N" {
                "NF".into()
            } else {
                control.into()
            });
        }
    } else if rest.starts_with('.') {
        return None;
    }
    Some((
        from(input, close + 1),
        Mark {
            printed: input.get(..=close)?,
            level,
            controls,
        },
    ))
}

/// Level, a control that the level itself names, and what follows.
fn level(inner: &str) -> Option<(Classification, Vec<Box<str>>, &str)> {
    const WORDS: [(&str, Classification); 11] = [
        ("TOP SECRET", Classification::TopSecret),
        ("CONFIDENTIAL", Classification::Confidential),
        ("UNCLASSIFIED", Classification::Unclassified),
        ("SECRET", Classification::Secret),
        ("SBU", Classification::Sbu),
        ("LOU", Classification::LimitedOfficialUse),
        ("FOUO", Classification::Unclassified),
        ("TS", Classification::TopSecret),
        ("S", Classification::Secret),
        ("C", Classification::Confidential),
        ("U", Classification::Unclassified),
    ];
    WORDS.iter().find_map(|&(word, level)| {
        let rest = after(inner, word)?;
        if rest.starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let controls = if word == "FOUO" {
            vec!["FOUO".into()]
        } else {
            Vec::new()
        };
        Some((level, controls, rest))
    })
}

fn known_control(named: &str) -> bool {
    const WORDS: [&str; 7] = ["NF", "NOFORN", "FOUO", "OC", "REL", "ENTIRE TEXT", "FGI"];
    WORDS.iter().any(|word| begins(named, word))
}

/// A portion marking after the number of a paragraph, where less is needed to
/// know one: brackets may be square, and the last may be lost before a
/// capital.
///
/// ```abnf
/// mark-after-number = portion-mark / "[" level "]" / "(" level 1*blank UPALPHA
/// ```
///
/// It is text when its bracket closes soon: `(U He said)`.
///
/// Sample: `garbled/portion-mark-forms`
pub(super) fn mark_after_number(input: &str) -> Option<(&str, Mark<'_>)> {
    let open = byte(input, 0);
    if !(matches!(open, b'(' | b'[') || open.is_ascii_uppercase()) {
        return None;
    }
    if let Ok(read) = portion_mark(input) {
        return Some(read);
    }
    if !matches!(open, b'(' | b'[') {
        return None;
    }
    let letters = input.bytes().skip(1).take(4);
    let end = letters.take_while(u8::is_ascii_uppercase).count() + 1;
    let (level, controls, "") = level(input.get(1..end)?)? else {
        return None;
    };
    let square = open == b'[' && matches!(byte(input, end), b']' | b')');
    // Line ends of either sort count alike.
    let mut near = input
        .bytes()
        .skip(end)
        .filter(|&byte| byte != b'\r')
        .take(60);
    let closes = near.find(|byte| matches!(byte, b')' | b'(')) == Some(b')');
    let unclosed = open == b'('
        && byte(input, end) == b' '
        && byte(input, end + 1).is_ascii_uppercase()
        && !closes;
    let length = match (square, unclosed) {
        (true, _) => end + 1,
        (_, true) => end,
        _ => return None,
    };
    let mark = Mark {
        printed: input.get(..length)?,
        level,
        controls,
    };
    Some((from(input, length), mark))
}

/// `C)`: the first bracket is lost.
fn half_open(input: &str) -> IResult<'_, Mark<'_>> {
    let end = input
        .bytes()
        .take(4)
        .take_while(u8::is_ascii_uppercase)
        .count();
    let letters = input.get(..end).unwrap_or_default();
    if end == 0 || byte(input, end) != b')' {
        return Err(refuse(input));
    }
    match level(letters) {
        Some((level, controls, "")) => {
            let printed = input.get(..=end).unwrap_or_default();
            Ok((
                from(input, end + 1),
                Mark {
                    printed,
                    level,
                    controls,
                },
            ))
        }
        _ => Err(refuse(input)),
    }
}

/// `(C XXXXXXXXXXXX`: the last bracket went with what was withheld.
fn redacted(input: &str) -> Option<(&str, Mark<'_>)> {
    let end = input
        .bytes()
        .skip(1)
        .take(4)
        .take_while(u8::is_ascii_uppercase)
        .count()
        + 1;
    let rest = from(input, end);
    let (level, controls, after) = level(input.get(1..end)?)?;
    let run = after.is_empty() && (begins(rest, " XXXX"));
    run.then(|| {
        (
            rest,
            Mark {
                printed: input.get(..end).unwrap_or_default(),
                level,
                controls,
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::portion_mark;

    fn check(input: &str) -> String {
        match portion_mark(input) {
            Ok((rest, mark)) => format!("{} {:?} then {rest:?}", mark.level.mark(), mark.controls),
            Err(_) => "no mark".into(),
        }
    }

    #[test]
    fn reads_equal_forms_alike() {
        insta::assert_snapshot!(check("(C) x"), @r#"C [] then " x""#);
        insta::assert_snapshot!(check("( C ) x"), @r#"C [] then " x""#);
        insta::assert_snapshot!(check("(C//NF)"), @r#"C ["NF"] then """#);
        insta::assert_snapshot!(check("(C-NF)"), @r#"C ["NF"] then """#);
        insta::assert_snapshot!(check("(SBU/N)"), @r#"SBU ["NF"] then """#);
        insta::assert_snapshot!(check("(C NF)"), @r#"C ["NF"] then """#);
        insta::assert_snapshot!(check("(c)"), @r#"C [] then """#);
        insta::assert_snapshot!(check("(C, NF)"), @r#"C ["NF"] then """#);
        insta::assert_snapshot!(check("(C\u{2014}Entire text)"), @r#"C ["ENTIRE TEXT"] then """#);
        assert!(portion_mark("(C\u{2014}boats)").is_err());
        insta::assert_snapshot!(check("(C - ENTIRE TEXT)"), @r#"C ["ENTIRE TEXT"] then """#);
    }

    #[test]
    fn a_list_of_countries_may_wrap() {
        insta::assert_snapshot!(check("(S//REL VELDANIA, MARLOVIA,\nKESTREL) Text"), @r#"S ["REL VELDANIA, MARLOVIA, KESTREL"] then " Text""#);
    }

    #[test]
    fn accepts_one_bracket() {
        insta::assert_snapshot!(check("C) x"), @r#"C [] then " x""#);
        insta::assert_snapshot!(check("(C XXXXXXXXXXXX, too"), @r#"C [] then " XXXXXXXXXXXX, too""#);
    }

    #[test]
    fn after_a_number_a_bracket_may_be_lost_or_square() {
        let check = |text| super::mark_after_number(text).map(|(rest, mark)| (mark.printed, rest));
        assert_eq!(check("(C The boats"), Some(("(C", " The boats")));
        assert_eq!(check("[C] The boats"), Some(("[C]", " The boats")));
        assert_eq!(check("(U He said) went"), None);
        assert_eq!(check("(C-130 flights"), None);
        assert_eq!(check("(C the boats"), None);
        // Found by fuzzing: a line end of two bytes moved the bracket away.
        let far = "(U He said so to the Minister of Dues\nand all of his deputies) went";
        assert_eq!(check(far), None);
        assert_eq!(check(&far.replace('\n', "\r\n")), None);
    }

    #[test]
    fn other_brackets_are_text() {
        for text in [
            "(U.S.)",
            "(Veldania)",
            "(A)",
            "(1)",
            "(C-130 flights)",
            "(S to be)",
            "(Secretary)",
            "(C, as in cat)",
            "(",
        ] {
            assert_eq!(check(text), "no mark", "{text}");
        }
    }
}
