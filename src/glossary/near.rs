//! Codes that someone may have meant.
//!
//! Apart from the look-up because it walks every sheet: only a question
//! that found nothing is worth that.

use super::sheet::Sheet;
use super::{
    ACRONYMS, CAPTIONS, MARKINGS, OFFICES, ORDERS, PRECEDENCES, PROSIGNS, REASONS, ROUTING, TAGS,
    station,
};

/// The longest token that is compared, in bytes.
const LONGEST: usize = 24;

/// The most codes that are named.
const MOST: usize = 5;

/// Codes within a slip or two of `token`, the nearest first.
pub(super) fn near(token: &str) -> Vec<&'static str> {
    let sheets: [&Sheet; 11] = [
        &MARKINGS,
        &PRECEDENCES,
        &CAPTIONS,
        &PROSIGNS,
        &TAGS,
        &REASONS,
        &ORDERS,
        &OFFICES,
        &ACRONYMS,
        &station::STATIONS,
        &ROUTING,
    ];
    let wanted = folded(token);
    if wanted.len() < 2 || wanted.len() > LONGEST {
        return Vec::new();
    }
    // Of a short code every letter counts.
    let most = if wanted.len() < 6 { 1 } else { 2 };
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    for code in sheets.into_iter().flat_map(Sheet::codes) {
        let folded = folded(code);
        if folded.len().abs_diff(wanted.len()) > most {
            continue;
        }
        let slips = slips(&wanted, &folded);
        if slips <= most && !found.iter().any(|(_, known)| *known == code) {
            found.push((slips, code));
        }
    }
    // Equal ones stay in the order of the sheets.
    found.sort_by_key(|&(slips, _)| slips);
    found.truncate(MOST);
    found.into_iter().map(|(_, code)| code).collect()
}

/// In capitals, without blanks and marks.
fn folded(code: &str) -> Vec<u8> {
    code.bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| byte.to_ascii_uppercase())
        .collect()
}

/// How many slips of the pen lie between two codes: a letter too many, one
/// too few, a wrong one, or two that changed places.
fn slips(a: &[u8], b: &[u8]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX / 2);
            let mut best = at(&last, j) + usize::from(x != y);
            best = best.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (a, b, expected) in [
            ("PREL", "PREL", 0),
            ("PREL", "PRLE", 1),
            ("PREL", "PRE", 1),
            ("PREL", "PRREL", 1),
            ("PREL", "PGOV", 3),
            ("", "AB", 2),
        ] {
            assert_eq!(slips(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
        }
    }

    #[test]
    fn near_codes_are_named() {
        assert!(near("PRLE").contains(&"PREL"));
        assert!(near("nofron").contains(&"NOFORN"));
        assert!(near("NEWDELI").contains(&"NEW DELHI"));
        for token in ["", "Q", "QQQQQQQQQQ", "é"] {
            assert_eq!(near(token), Vec::<&str>::new(), "{token}");
        }
        assert!(near(&"P".repeat(100_000)).is_empty());
    }
}
