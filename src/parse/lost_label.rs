//! A list of TAGS or of references whose label an extract has cut off, or of TAGS that has
//! lost it below the E.O.

use super::Draft;
use super::Seen;
use super::heading::{Label, Next, label};
use super::reference::{bears_letter, is_telegrams};
use super::tags::{are_codes, is_codes};
use super::token::is_capitals;
use crate::cable::{LineKind, TagKind};
use crate::glossary;

impl Draft<'_> {
    /// Whether an extract begins within TAGS or REF: its first line is a list of known
    /// codes above the SUBJECT or REF, or an entry with its letter, and telegrams alone stand
    /// before the next field or the text. A list of such codes may stand below the E.O. too.
    ///
    /// Sample: `garbled/tags-without-their-label`
    pub(super) fn has_lost_label(&self, idx: usize, line: &str) -> bool {
        const BLANKS: usize = 16;
        let is_first = idx < BLANKS
            && self.seen <= Seen::Heading
            && (0..idx).all(|above| self.kind(above) == LineKind::Blank);
        let may_be_tags = is_first || self.is_below_order(idx);
        may_be_tags && self.begins_in_tags(idx, line)
            || is_first && self.begins_in_references(idx, line)
    }

    /// Whether the E.O. is what stands above a line, and no TAGS were read.
    fn is_below_order(&self, idx: usize) -> bool {
        const REACH: usize = 4;
        let mut above = (0..idx).rev().take(REACH);
        let above = above.find(|&above| self.kind(above) != LineKind::Blank);
        self.heading.tags.is_empty()
            && above.is_some_and(|above| self.kind(above) == LineKind::ExecutiveOrder)
    }

    fn begins_in_tags(&self, idx: usize, line: &str) -> bool {
        const LINES: usize = 3;
        // Most texts begin otherwise.
        let length = line.bytes().take_while(u8::is_ascii_uppercase).count();
        let code = line.get(..length).unwrap_or_default();
        let year = self.year();
        if !(2..6).contains(&length)
            || glossary::tag_kind(code, year) == TagKind::Unknown
            || !is_codes(line, year)
        {
            return false;
        }
        let n_lines = self.lines.len();
        let goes_on = |&at: &usize| at < n_lines && are_codes(self.content(at), year);
        let mut below = (idx + 1..).take(LINES).take_while(goes_on).count() + idx + 1;
        below += usize::from(below < n_lines && self.kind(below) == LineKind::Blank);
        let found = (below < n_lines).then(|| label(self.content(below)));
        found
            .flatten()
            .is_some_and(|(label, _)| matches!(label, Label::Subject | Label::Reference))
    }

    fn begins_in_references(&self, idx: usize, line: &str) -> bool {
        bears_letter(line) && is_capitals(line) && is_telegrams(line) && self.ends_heading(idx)
    }

    /// Reads the list that such a line begins.
    pub(super) fn without_label(&mut self, idx: usize) -> Next {
        let line = self.content(idx);
        if bears_letter(line) {
            self.set(idx, LineKind::Reference);
            return self.references(idx, line, true);
        }
        self.set(idx, LineKind::Tags);
        self.tags(idx, line, true)
    }
}

#[cfg(test)]
mod tests {
    /// Codes and letters with their telegrams.
    fn read(text: &str) -> String {
        let cable = crate::parse::parse(text.as_bytes());
        let tags = cable.heading.tags.iter();
        let tags = tags.map(|tag| tag.code.to_string());
        let references = cable.heading.references.iter().map(|reference| {
            let mrn = reference.mrn.as_ref().map(ToString::to_string);
            let letter = reference.letter.unwrap_or('-');
            format!("{letter}={}", mrn.unwrap_or_default())
        });
        tags.chain(references).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tags_may_have_lost_their_label_below_the_order() {
        let heading = |line: &str| {
            read(&format!(
                "UNCLAS OSLO 000088\n\nE.O. 12958: N/A\n{line}\nSUBJECT: TALKS\n\n1. (U) Talks opened.\n"
            ))
        };
        assert_eq!(heading("PREL, EFIS, NO"), "PREL EFIS NO");
        assert_eq!(heading("\nPREL EFIS\nNO"), "PREL EFIS NO");
        assert_eq!(heading("PREL, BOATS"), "");
        assert_eq!(heading("NO"), "");
        assert_eq!(heading("TAGS: PREL\nEFIS, NO"), "PREL EFIS NO");
    }

    #[test]
    fn an_extract_may_begin_within_tags_or_ref() {
        let tags = "PREL, EFIS, NO\nSUBJECT: TALKS\n\n1. (C) Talks opened.\n";
        assert_eq!(read(tags), "PREL EFIS NO");
        let references = "B. 07 OSLO 12\nC. 07 STATE 4711 (NOTAL)\n\nClassified By: DCM Ada Quill, \
                          reasons 1.4 (b).\n\n1. (C) Talks opened.\n";
        assert_eq!(read(references), "B=07OSLO12 C=07STATE4711");
        assert_eq!(read(&format!("\n \n{tags}")), "PREL EFIS NO");
        for (list, codes) in [
            ("PREL, EFIS,\nNO, SW", "PREL EFIS NO SW"),
            ("NO, PREL, EFIS", "NO PREL EFIS"),
            ("PREL, (QUILL, ADA), NO", "PREL QUILL, ADA NO"),
            ("PREL, NO\n", "PREL NO"),
            ("PREL, NO\nREF: NONE", "PREL NO"),
        ] {
            let text = format!("{list}\nSUBJECT: TALKS\n\n1. (C) Talks opened.\n");
            assert_eq!(read(&text), codes, "{list}");
        }
        for text in [
            // Words of a sentence, a list of a text, and what stands further below.
            "TALKS, DUES\nSUBJECT: TALKS\n\n1. (C) Talks opened.\n",
            "PREL, EFIS, NO\n\n1. (C) Talks opened.\n",
            "NO, SW\nSUBJECT: TALKS\n\n1. (C) Talks opened.\n",
            "PREL, EFIS\nNO BOATS\nSUBJECT: TALKS\n\n1. (C) Talks opened.\n",
            "PREL, EFIS\n\n\n\nSUBJECT: TALKS\n\n1. (C) Talks opened.\n",
            "B. OSLO 12 ASKED FOR BOATS.\n\nClassified By: DCM Ada Quill.\n\n1. (C) Talks.\n",
            "B. 07 OSLO 12\nThey asked for boats.\n\n2. (C) Talks opened.\n",
            "They agreed.\n\nB. 07 OSLO 12\n\n2. (C) Talks opened.\n",
        ] {
            assert_eq!(read(text), "", "{text}");
        }
    }
}
