//! A label that a line end has cut in two.

use super::Draft;
use super::heading::{Label, Labeled};
use super::token::{byte, from, is_blank, place, trim, up_to};
use super::words::{Words, words};
use crate::cable::{Confidence, LineKind, RepairKind, Span};

/// The longest beginning of a label that is looked at.
const LONGEST: usize = 14;

/// The label that begins on one line and ends, with its colon, on the next; and its value
/// there. `below` is the text behind the first line.
///
/// ```abnf
/// cut = head line-end tail ":" value    ; head and tail make a label, without a letter
///                                       ; lost; either may be the sign or the word alone
/// ```
///
/// Blanks do not count. `SUB` below TAGS is a code, and `RE` a word, where no such line
/// follows.
///
/// Sample: `garbled/labels-cut-by-a-line-end`
fn cut_label<'a>(line: &str, below: &'a str) -> Option<(Label, &'a str)> {
    const SUBJECT: Words = words!["SUBJECT", "SUBJ"];
    const REFERENCE: Words = words!["REF", "REFS", "REFTEL", "REFTELS", "REFERENCE"];
    // Most lines are longer, or begin otherwise.
    if line.is_empty()
        || line.len() > LONGEST
        || !matches!(byte(line, 0) | 0x20, b'c' | b'e' | b'r' | b's' | b't')
        || line.contains(':')
    {
        return None;
    }
    let below = below.trim_start_matches([' ', '\t', '\\', '\r']);
    let below = trim(below.strip_prefix('\n')?.split(['\n', '\r']).next()?);
    let sign = up_to(below, LONGEST).find(':')?;
    let tail = below.get(..sign)?;
    let word: String = [line, tail].concat().split(is_blank).collect();
    let word = word.to_ascii_uppercase();
    let tail = trim(tail);
    let label = match &*word {
        _ if SUBJECT.hold(&word) => Label::Subject,
        _ if REFERENCE.hold(&word) => Label::Reference,
        "TAGS" => Label::Tags,
        // What ends a word and begins the next has a rule of its own.
        "CLASSIFIEDBY" if !tail.eq_ignore_ascii_case("by") => Label::ClassifiedBy,
        _ if is_order(&word) && matches!(tail.len(), 1..5) => Label::ExecutiveOrder,
        _ => return None,
    };
    Some((label, trim(from(below, sign + 1))))
}

/// `E.O.12958`
fn is_order(word: &str) -> bool {
    let number = word
        .strip_prefix("E.O.")
        .or_else(|| word.strip_prefix("EO"));
    number.is_some_and(|number| number.len() == 5 && number.bytes().all(|at| at.is_ascii_digit()))
}

impl<'a> Draft<'a> {
    /// The label that begins at the end of a line and ends on the next.
    pub(super) fn cut_label(&self, line: &str) -> Option<(Label, &'a str)> {
        // The value of a label stands on its line.
        if line.len() > LONGEST {
            return None;
        }
        let end = place(self.text, line).end as usize;
        cut_label(line, from(self.text, end))
    }

    /// The number of an order that a line end has cut with its label, `E.O. 129` above `58:
    /// DECL: 07/22/2018`.
    ///
    /// Sample: `garbled/labels-cut-by-a-line-end`
    pub(super) fn number_of_cut_label(&self, idx: usize) -> Option<Span> {
        let above = idx.checked_sub(1)?;
        let (head, tail) = (self.content(above), self.content(idx));
        let word: String = head.split(is_blank).collect();
        let number = tail.split(':').next().map(trim)?;
        let fits = self.kind(above) == LineKind::ExecutiveOrder
            && is_order(&(word.to_ascii_uppercase() + number));
        let n_digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
        let end = self.place(head).end as usize;
        let number = self.place(number).end as usize;
        (fits && n_digits > 0).then(|| Span::new(end - n_digits, number))
    }

    /// The line on which the value of a label stands, and the label with the value there:
    /// the line below where a line end has cut the label.
    pub(super) fn rejoined(&mut self, idx: usize, labeled: Labeled<'a>) -> (usize, Labeled<'a>) {
        let (line, found) = labeled;
        let Some((label, value)) = found else {
            return (idx, labeled);
        };
        let (head, at) = (self.place(line), self.place(value).start);
        if at <= head.end || idx + 1 >= self.lines.len() {
            return (idx, labeled);
        }
        let below = self.content(idx + 1);
        let start = self.place(below).start;
        let gap = Span::new(head.end as usize, start as usize);
        self.repair(gap, RepairKind::WrappedWord, "".into(), Confidence::High);
        self.set(idx, super::heading::kind(label));
        let value = from(below, (at - start) as usize);
        (idx + 1, (below, Some((label, value))))
    }
}

#[cfg(test)]
mod tests {
    use super::cut_label;
    use crate::parse::heading::Label;

    #[test]
    fn a_line_end_may_cut_a_label() {
        for (head, below, label) in [
            ("SUB", "JECT: TALKS", Label::Subject),
            ("SUBJECT", ": TALKS", Label::Subject),
            ("Subj", "ect: TALKS", Label::Subject),
            ("TA", "GS: TALKS", Label::Tags),
            ("R", "EF: TALKS", Label::Reference),
            ("REF", "TEL : TALKS", Label::Reference),
            ("CLASSIFIED B", "Y: TALKS", Label::ClassifiedBy),
            ("Class", "ified By: TALKS", Label::ClassifiedBy),
            ("E.O. 129", "58: TALKS", Label::ExecutiveOrder),
        ] {
            for end in ["\n", "\r\n", " \\\n"] {
                let text = format!("{end}{below}{end}REST");
                let found = cut_label(head, &text)
                    .map(|(label, value)| (label, value.trim_end_matches([' ', '\\'])));
                assert_eq!(found, Some((label, "TALKS")), "{head}{end}{below}");
            }
        }
        for (head, below) in [
            ("SUB", "SAHARA: TALKS"),
            ("RE", "FORM: TALKS"),
            ("TA", "\nGS: TALKS"),
            ("S", "UB: TALKS"),
            ("REF", "THE TALKS: DUES"),
            ("E.O. 129", "5: TALKS"),
            ("E.O. 12958", ": TALKS"),
        ] {
            assert_eq!(
                cut_label(head, &format!("\n{below}")),
                None,
                "{head} {below}"
            );
        }
    }
}
