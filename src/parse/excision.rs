//! What a release withheld, and the codes of the exemptions by which it did.

use memchr::memmem::Finder;

use super::Draft;
use super::token::{Needle, from, is_blank, place, trim};
use crate::cable::{Excision, LineKind, Span, sort_by_place};

/// `code = "B" DIGIT ["(" ALPHA ")"] / "1." ("4" / "5") "(" ALPHA ")" / "NR"`
pub(super) fn is_code(word: &str) -> bool {
    match *word.as_bytes() {
        [b'B', b'1'..=b'9'] | [b'N', b'R'] => true,
        [b'B', b'1'..=b'9', b'(', letter, b')'] | [b'1', b'.', b'4' | b'5', b'(', letter, b')'] => {
            letter.is_ascii_alphabetic()
        }
        _ => false,
    }
}

/// Where a text holds what a code begins with: found for all lines at once,
/// for the text of a paper has few codes.
fn codes(text: &str) -> Vec<usize> {
    static NR: Needle = Needle::new(|| Finder::new("NR"));
    static ONE: Needle = Needle::new(|| Finder::new("1."));
    let bytes = text.as_bytes();
    let is_b = |&at: &usize| matches!(bytes.get(at + 1), Some(b'1'..=b'9'));
    let is_1 = |&at: &usize| matches!(bytes.get(at + 2), Some(b'4' | b'5'));
    // No code stands inside a word.
    let begins_word = |&at: &usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        !before.is_some_and(u8::is_ascii_graphic)
    };
    let mut codes: Vec<usize> = memchr::memchr_iter(b'B', bytes).filter(is_b).collect();
    codes.extend(NR.find_iter(bytes));
    codes.extend(ONE.find_iter(bytes).filter(is_1));
    codes.retain(begins_word);
    codes.sort_unstable();
    codes
}

impl Draft<'_> {
    /// Where the release withheld text: runs of X, and the codes of
    /// exemptions beside them.
    pub(super) fn excisions(&mut self, from_at: usize) {
        let bytes = self.text.as_bytes();
        let body = bytes.get(from_at..).unwrap_or_default();
        let mut runs: Vec<Span> = Vec::new();
        let mut end = 0;
        for start in memchr::memchr2_iter(b'X', b'x', body) {
            if start < end {
                continue;
            }
            let run = body.get(start..).unwrap_or_default();
            let length = run
                .iter()
                .take_while(|&byte| run.first() == Some(byte))
                .count();
            end = start + length;
            // Four or five count alone between signs, not in a word.
            let left = start
                .checked_sub(1)
                .and_then(|left| body.get(left))
                .copied()
                .unwrap_or(b' ');
            let right = body.get(end).copied().unwrap_or(b' ');
            let alone = !left.is_ascii_alphanumeric() && !right.is_ascii_alphanumeric();
            if length >= 6 || length >= 4 && alone {
                runs.push(Span::new(from_at + start, from_at + end));
            }
        }
        let mut paragraph = 0;
        for span in runs {
            while self
                .paragraphs
                .get(paragraph)
                .is_some_and(|read| read.span.end <= span.start)
            {
                paragraph += 1;
            }
            let inside = self
                .paragraphs
                .get(paragraph)
                .is_some_and(|read| read.span.encloses(span));
            let codes = self.codes_behind(span.end as usize);
            let paragraph = u32::try_from(paragraph).ok().filter(|_| inside);
            self.excisions.push(Excision {
                span,
                paragraph,
                codes,
            });
        }
    }

    /// Exemption codes after a run: `B1`, `B6`, `1.4(D)`.
    fn codes_behind(&self, at: usize) -> Vec<Span> {
        let mut codes = Vec::new();
        let mut rest = from(self.text, at);
        while let Some(word_at) = rest.strip_prefix(' ').filter(|_| codes.len() < 8) {
            let length = word_at
                .bytes()
                .take(8)
                .take_while(|byte| byte.is_ascii_alphanumeric() || b".()".contains(byte))
                .count();
            let word = word_at.get(..length).unwrap_or_default();
            if !is_code(word) {
                break;
            }
            codes.push(place(self.text, word));
            rest = from(word_at, length);
        }
        codes
    }

    /// Notes the codes that stand beside what was cut out. They stay in the
    /// text: recognition puts them into the middle of lines and sentences.
    pub(super) fn exemption_codes(&mut self) {
        let mut found: Vec<Excision> = Vec::new();
        let mut paragraph = 0;
        let codes = codes(self.text).into_iter();
        let mut may_hold_codes: Vec<usize> = codes.map(|at| self.line_at(at)).collect();
        may_hold_codes.dedup();
        for idx in may_hold_codes {
            if self.kind(idx) != LineKind::Body {
                continue;
            }
            let mut rest = self.content(idx);
            let mut codes: Vec<Span> = Vec::new();
            loop {
                rest = rest.trim_start_matches(is_blank);
                let end = rest.find(is_blank).unwrap_or(rest.len());
                let word = rest.get(..end).unwrap_or_default();
                rest = from(rest, end);
                let code = word.trim_end_matches([',', ';', '.']);
                // B1 and B2 are visas too.
                let visa = trim(rest)
                    .get(..4)
                    .is_some_and(|next| next.eq_ignore_ascii_case("VISA"));
                if is_code(code) && !visa {
                    codes.push(place(self.text, code));
                } else if let (Some(first), Some(last)) = (codes.first(), codes.last()) {
                    found.push(self.excised(first.cover(*last), &codes, &mut paragraph));
                    codes.clear();
                }
                if word.is_empty() {
                    break;
                }
            }
        }
        found.retain(|excision| {
            let known =
                |other: &Excision| other.codes.iter().any(|code| excision.span.encloses(*code));
            !self.excisions.iter().any(known)
        });
        self.excisions.append(&mut found);
        sort_by_place(&mut self.excisions, |excision| excision.span.order());
    }

    fn excised(&self, span: Span, codes: &[Span], paragraph: &mut usize) -> Excision {
        while self
            .paragraphs
            .get(*paragraph)
            .is_some_and(|read| read.span.end <= span.start)
        {
            *paragraph += 1;
        }
        let inside = self
            .paragraphs
            .get(*paragraph)
            .is_some_and(|read| read.span.encloses(span));
        Excision {
            span,
            paragraph: u32::try_from(*paragraph).ok().filter(|_| inside),
            codes: codes.to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn codes_of_exemptions() {
        assert!(
            ["B1", "B6", "1.4(D)", "B7(C)", "NR"]
                .iter()
                .all(|word| is_code(word))
        );
        assert!(!is_code("B52") && !is_code("") && !is_code("1.4"));
    }
}
