//! References in the running text.
//!
//! A telegram cites the entries of its REF block by their letters, and
//! other telegrams by their numbers. Found when asked for, in one pass over
//! the paragraphs: most who read a cable never ask.

use super::{Cable, Mrn, Reference, RepairKind, Span, is_month, pivot, sort_by_place};

/// So many entries of a REF block are compared with every mention. Telegrams
/// have forty at most; a text made to blow up has as many as it likes.
const MOST_ENTRIES: usize = 256;

/// So many entries one mention names: a word of six letters takes no more
/// memory than all that an honest telegram has.
const MOST_NAMED: usize = 40;

/// Words of the running text that name other telegrams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words: `REF A`, `refs B and C`, `07 NORTHHAVEN 1204`.
    pub span: Span,
    /// Index of the paragraph they stand in.
    pub paragraph: u32,
    /// Indices of the entries of the REF block that they name, 40 at most.
    /// `REFTEL` without letter names all of them.
    pub entries: Vec<u32>,
    /// The telegram that is cited in full.
    pub mrn: Option<Mrn>,
    /// The paragraph of it that is meant: `PARA 3 REF A`.
    pub to_paragraph: Option<u32>,
    /// Letters beyond the last entry of the REF block. They name nothing.
    pub beyond: Vec<char>,
}

impl Cable {
    /// The references in the text of the paragraphs, in order.
    ///
    /// ```abnf
    /// link   = [para 1*blank ["OF" 1*blank]] word 1*blank letters [["," ] 1*blank para]
    ///        / ("REFTEL" / "REFTELS") / "(" "REF" ["S"] (")" / "," / ";")
    ///        / year 1*blank station 1*blank serial
    /// word   = "REF" / "REFS" / "REFTEL" / "REFTELS"
    /// letters = letter *(("," / "/" / "&" / "AND" / "-") letter)   ; "A-C" is a range
    /// letter = ALPHA / "(" ALPHA ")"
    /// para   = ("PARA" / "PARAS" / "PARAGRAPH") 1*blank 1*3DIGIT
    /// year   = 2DIGIT / 4DIGIT
    /// ```
    ///
    /// In any case, over line ends and the headers of pages. `SEPTEL` names no telegram. Whether a
    /// word may be a station is asked of `is_station`; the stations of the
    /// telegram and of its REF block are known besides.
    #[must_use]
    pub fn links(&self, is_station: impl Fn(&str) -> bool) -> Vec<Link> {
        let mut links = Vec::new();
        let pages: Vec<Span> = { self.repairs.iter() }
            .filter(|repair| repair.kind == RepairKind::PageHeader)
            .map(|repair| repair.span)
            .collect();
        let mut pages = pages.as_slice();
        for (paragraph, known) in (0..).zip(&self.paragraphs) {
            let at = known.text.start;
            let above = pages.iter().take_while(|page| page.end <= at).count();
            pages = pages.get(above..).unwrap_or_default();
            let text = self.slice(known.text);
            if !may_cite(text) {
                continue;
            }
            let mut words = Words::new(text);
            words.leave_out(pages, at);
            self.references_of(paragraph, at, &words, &mut links);
            self.citations_of(paragraph, at, &words, &is_station, &mut links);
        }
        sort_by_place(&mut links, |link| link.span.order());
        links
    }

    fn block(&self) -> &[Reference] {
        let references = self.heading.references.as_slice();
        references.get(..MOST_ENTRIES).unwrap_or(references)
    }

    fn references_of(&self, paragraph: u32, at: u32, words: &Words<'_>, links: &mut Vec<Link>) {
        let references = self.block();
        let mut idx = 0;
        while let Some(word) = words.get(idx) {
            // Few words begin so.
            let may_be = matches!(word.text.as_bytes(), [b'R' | b'r', ..]);
            let is_tel = may_be && (word.is("REFTEL") || word.is("REFTELS"));
            if !(is_tel || may_be && (word.is("REF") || word.is("REFS"))) {
                idx += 1;
                continue;
            }
            let (letters, next) = words.letters(idx + 1);
            // `(ref)`: without a letter the short word needs its brackets.
            if letters.is_empty() && !is_tel && !words.bracketed(idx, idx + 1) {
                idx += 1;
                continue;
            }
            let mut link = Link {
                span: words.span(idx, next, at),
                paragraph,
                entries: Vec::new(),
                mrn: None,
                to_paragraph: None,
                beyond: Vec::new(),
            };
            if letters.is_empty() {
                let entries = (0..).zip(references).map(|(entry, _)| entry);
                link.entries.extend(entries.take(MOST_NAMED));
            }
            for letter in letters {
                let before = link.entries.len();
                let named = (0..).zip(references);
                let mut named = named.filter(|(_, reference)| reference.letter == Some(letter));
                let room = MOST_NAMED.saturating_sub(before);
                link.entries
                    .extend(named.by_ref().map(|(entry, _)| entry).take(room));
                if link.entries.len() == before && room > 0 {
                    link.beyond.push(letter);
                }
            }
            // `PARA 3 REF A`, `REF A, PARA 3`
            if let Some((first, number)) = words.para_before(idx) {
                link.to_paragraph = Some(number);
                link.span = words.span(first, next, at);
            } else if let Some((end, number)) = words.para_after(next) {
                link.to_paragraph = Some(number);
                link.span = words.span(idx, end, at);
            }
            idx = next.max(idx + 1);
            if !(link.entries.is_empty() && link.beyond.is_empty()) {
                links.push(link);
            }
        }
    }

    /// Telegrams cited by station and serial: with their year, or of this
    /// year where the station is one that the telegram cites, or where they
    /// stand alone in brackets.
    fn citations_of(
        &self,
        paragraph: u32,
        at: u32,
        words: &Words<'_>,
        is_station: impl Fn(&str) -> bool,
        links: &mut Vec<Link>,
    ) {
        let own_year = self.year();
        let mut idx = 0;
        let mut number = words.next_number(0);
        while let Some(word) = words.get(idx) {
            // A citation is a year, at most four words and a serial: what is
            // further from the next number begins none.
            if number <= idx {
                number = words.next_number(idx + 1);
            }
            if number > idx + LONGEST && word.number().is_none() {
                idx = number.saturating_sub(LONGEST).min(words.each.len());
                continue;
            }
            // `SECTION 02 OF 02 PORT LARKSPUR 000311` bears no year.
            let counts = idx > 0 && words.get(idx - 1).is_some_and(|word| word.is("OF"));
            let printed_year = word.year().filter(|_| !counts);
            let first = idx + usize::from(printed_year.is_some());
            // Most words of a text in small letters begin no name.
            let is_name = words.get(first).is_some_and(Word::has_capital);
            let mut lengths = 1..=if is_name { 4 } else { 0 };
            let found = lengths.find_map(|n_words| {
                let serial = words.get(first + n_words)?.serial()?;
                let station = words.station(first, n_words)?;
                Some((first + n_words + 1, station, serial))
            });
            idx += 1;
            let Some((end, station, serial)) = found else {
                continue;
            };
            let cited = self.knows_station(&station);
            let year = match printed_year {
                // `12 BOATS 300` in a text of capitals says nothing.
                Some(year) => (cited || is_station(&station)).then_some(year),
                None if cited => own_year,
                None => own_year.filter(|_| words.bracketed(idx - 1, end) && is_station(&station)),
            };
            let mrn = year.map(|year| Mrn {
                year,
                station,
                serial,
            });
            // Its own number is no reference.
            let Some(mrn) = mrn.filter(|mrn| self.mrn.as_ref() != Some(mrn)) else {
                continue;
            };
            links.push(Link {
                span: words.span(idx - 1, end, at),
                paragraph,
                entries: Vec::new(),
                mrn: Some(mrn),
                to_paragraph: None,
                beyond: Vec::new(),
            });
            idx = end;
        }
    }

    /// Whether the telegram or one of its references is of this station.
    fn knows_station(&self, station: &str) -> bool {
        let references = self.block().iter();
        let mut cited = references.filter_map(|reference| reference.mrn.as_ref());
        let is = |mrn: &Mrn| &*mrn.station == station;
        self.mrn.as_ref().is_some_and(is) || cited.any(is)
    }
}

/// Whether a text may cite something: REF stands in it, or a number. Most
/// paragraphs hold neither, and need not be cut into words.
fn may_cite(text: &str) -> bool {
    let mut before = [0; 2];
    text.bytes().any(|byte| {
        let small = byte | 0x20;
        let is_ref = small == b'f' && before == *b"re";
        before = [before[1], small];
        is_ref || byte.is_ascii_digit()
    })
}

/// The words of a text: letters and digits.
struct Words<'a> {
    text: &'a str,
    each: Vec<Word<'a>>,
}

#[derive(Clone, Copy)]
struct Word<'a> {
    at: usize,
    text: &'a str,
    /// Whether the header of a page stands before it.
    page: bool,
}

impl Word<'_> {
    fn is(self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    fn letter(self) -> Option<char> {
        match *self.text.as_bytes() {
            [letter] if letter.is_ascii_alphabetic() => {
                Some(char::from(letter.to_ascii_uppercase()))
            }
            _ => None,
        }
    }

    fn number(self) -> Option<u32> {
        let digits = self.text.bytes().all(|byte| byte.is_ascii_digit());
        (digits && self.text.len() <= 7).then(|| self.text.parse().ok())?
    }

    fn year(self) -> Option<u16> {
        let number = u16::try_from(self.number()?).ok()?;
        match self.text.len() {
            2 => Some(pivot(number)),
            4 if (1900..2100).contains(&number) => Some(number),
            _ => None,
        }
    }

    fn serial(self) -> Option<u32> {
        self.number().filter(|&number| number > 0)
    }

    fn has_capital(self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_uppercase())
    }

    /// Whether it may be a word of the name of a station: a capital first.
    fn names(self) -> bool {
        const OTHERS: [&str; 10] = [
            "ON", "AT", "IN", "PARA", "PARAS", "PAGE", "PART", "ARTICLE", "UNSCR", "REF",
        ];
        self.has_capital()
            && self.text.bytes().all(|byte| byte.is_ascii_alphabetic())
            && self.text.len() >= 2
            && !is_month(self.text)
            && !OTHERS.iter().any(|other| self.is(other))
    }
}

/// Whether a byte is a letter or a digit: every byte of every text is asked.
static OF_WORDS: [bool; 256] = {
    let mut all = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        all[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    all
};

/// Words of letters and digits, and where they begin.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        // Bytes: no part of another character is a letter or digit.
        let bytes = text.as_bytes();
        let is_of_word = |byte: &u8| OF_WORDS.get(usize::from(*byte)).is_some_and(|of| *of);
        let mut start = rest;
        while !is_of_word(bytes.get(start)?) {
            start += 1;
        }
        rest = start + 1;
        while bytes.get(rest).is_some_and(is_of_word) {
            rest += 1;
        }
        Some((start, text.get(start..rest)?))
    })
}

/// The most words before the serial of a citation: a year and those of a
/// station.
const LONGEST: usize = 5;

impl<'a> Words<'a> {
    /// The first word from `idx` on that is a number; past the end if there is
    /// none.
    fn next_number(&self, idx: usize) -> usize {
        let rest = self.each.get(idx..).unwrap_or_default();
        let is_number = |word: &Word<'_>| word.text.starts_with(|c: char| c.is_ascii_digit());
        let at = rest.iter().position(is_number);
        at.map_or(usize::MAX, |at| idx + at)
    }

    fn new(text: &'a str) -> Words<'a> {
        // Words have some six letters, and growing costs more than cutting.
        let mut each = Vec::with_capacity(text.len() / 6);
        each.extend(words(text).map(|(at, text)| Word {
            at,
            text,
            page: false,
        }));
        Words { text, each }
    }

    /// Leaves out the words of page headers, which are no part of a text that
    /// begins at `at`. Both are in order.
    fn leave_out(&mut self, pages: &[Span], at: u32) {
        let last = self.each.last().map_or(0, |word| word.at);
        let mut pages = pages.iter().peekable();
        if pages
            .peek()
            .is_none_or(|page| page.start as usize > at as usize + last)
        {
            return;
        }
        let mut page_before = false;
        self.each.retain_mut(|word| {
            let start = at as usize + word.at;
            while pages.next_if(|page| page.end as usize <= start).is_some() {}
            let inside = pages
                .peek()
                .is_some_and(|page| page.start as usize <= start);
            word.page = page_before && !inside;
            page_before = inside;
            !inside
        });
    }

    fn get(&self, idx: usize) -> Option<Word<'a>> {
        self.each.get(idx).copied()
    }

    /// What stands between a word and the next.
    fn gap(&self, idx: usize) -> &'a str {
        let (Some(one), Some(two)) = (self.get(idx), self.get(idx + 1)) else {
            return "";
        };
        // A header of a page is read as a blank.
        if two.page {
            return " ";
        }
        self.text
            .get(one.at + one.text.len()..two.at)
            .unwrap_or_default()
    }

    /// From the first of some words to the end of the last, in the source.
    fn span(&self, first: usize, end: usize, at: u32) -> Span {
        let start = self.get(first).map_or(0, |word| word.at);
        let last = end.checked_sub(1).and_then(|last| self.get(last));
        let mut end = last.map_or(start, |word| word.at + word.text.len());
        // `REF (A)`: the bracket that closes belongs to it.
        let opens = self
            .text
            .get(start..end)
            .is_some_and(|words| words.matches('(').count() > words.matches(')').count());
        if opens
            && self
                .text
                .get(end..)
                .is_some_and(|rest| rest.starts_with(')'))
        {
            end += 1;
        }
        Span::new(at as usize + start, at as usize + end)
    }

    /// Whether some words stand alone in brackets.
    fn bracketed(&self, first: usize, end: usize) -> bool {
        let start = self.get(first).map_or(0, |word| word.at);
        let last = end.checked_sub(1).and_then(|last| self.get(last));
        let stop = last.map_or(0, |word| word.at + word.text.len());
        let before = self.text.get(..start).unwrap_or_default();
        let after = self.text.get(stop..).unwrap_or_default();
        before.ends_with('(') && after.starts_with([')', ',', ';'])
    }

    /// Whether two words stand side by side, with nothing but blanks, line
    /// ends, brackets of a letter and the signs of a list between them.
    fn beside(&self, idx: usize, signs: &str) -> bool {
        let gap = self.gap(idx);
        !gap.is_empty() && gap.chars().all(|c| c.is_whitespace() || signs.contains(c))
    }

    /// The letters from a word on, a range written out, and the index behind
    /// them.
    fn letters(&self, first: usize) -> (Vec<char>, usize) {
        let mut letters: Vec<char> = Vec::new();
        let mut idx = first;
        let mut signs = "(";
        loop {
            let before = idx.checked_sub(1);
            let beside = before.is_some_and(|before| self.beside(before, signs));
            let Some(letter) = self.get(idx).and_then(Word::letter).filter(|_| beside) else {
                break;
            };
            // `ref a boat`: a small letter needs brackets or a capital.
            let gap = before.map_or("", |before| self.gap(before));
            let small = self
                .get(idx)
                .is_some_and(|word| word.text.starts_with(|c: char| c.is_ascii_lowercase()));
            if small && letters.is_empty() && !gap.contains('(') && self.follows_a_word(idx) {
                break;
            }
            match letters.last() {
                Some(&from) if gap.contains('-') && from < letter => {
                    let range = (from as u8 + 1)..=(letter as u8);
                    letters.extend(range.map(char::from));
                }
                _ => letters.push(letter),
            }
            idx += 1;
            signs = "(),/&-;";
            // `A and B`
            let and = self.get(idx).is_some_and(|word| word.is("and"));
            let letter_after = self.get(idx + 1).and_then(Word::letter).is_some();
            if and && letter_after && self.beside(idx - 1, "),") {
                idx += 1;
            }
        }
        // An AND that no letter followed is none of ours.
        if idx > first && self.get(idx - 1).is_some_and(|word| word.is("and")) {
            idx -= 1;
        }
        (letters, if idx == first { first } else { idx })
    }

    /// Whether a word of several letters follows with nothing but a blank
    /// between.
    fn follows_a_word(&self, idx: usize) -> bool {
        self.gap(idx) == " "
            && self
                .get(idx + 1)
                .is_some_and(|word| word.text.len() > 1 && !word.is("and"))
    }

    /// `PARA 3 [OF]` right before a word: where it begins, and its number.
    fn para_before(&self, idx: usize) -> Option<(usize, u32)> {
        let mut last = idx.checked_sub(1)?;
        if self.get(last)?.is("of") && self.beside(last, "") {
            last = last.checked_sub(1)?;
        }
        let number = self.get(last)?.number().filter(|&number| number < 1000)?;
        let first = last.checked_sub(1)?;
        let beside = self.beside(last, ",(") && self.beside(first, "");
        (beside && is_para(self.get(first)?)).then_some((first, number))
    }

    /// `, PARA 3` right behind a word: where it ends, and its number.
    fn para_after(&self, end: usize) -> Option<(usize, u32)> {
        let number = self
            .get(end + 1)?
            .number()
            .filter(|&number| number < 1000)?;
        let beside = self.beside(end.checked_sub(1)?, ",)(") && self.beside(end, "");
        (beside && is_para(self.get(end)?)).then_some((end + 2, number))
    }

    /// A station of so many words, in capitals.
    fn station(&self, first: usize, n_words: usize) -> Option<Box<str>> {
        let mut station = String::new();
        for idx in first..first + n_words {
            let word = self.get(idx).filter(|word| word.names())?;
            if !self.beside(idx, "") || n_line_ends(self.gap(idx)) > 1 {
                return None;
            }
            if !station.is_empty() {
                station.push(' ');
            }
            station.push_str(&word.text.to_ascii_uppercase());
        }
        // What stands before the first word is a year beside it, or nothing
        // of a name.
        (station.len() >= 3).then(|| station.into())
    }
}

fn is_para(word: Word<'_>) -> bool {
    ["para", "paras", "paragraph", "paragraphs"]
        .iter()
        .any(|name| word.is(name))
}

/// Line ends of any kind: LF, CRLF, CR CR LF, CR.
fn n_line_ends(gap: &str) -> usize {
    let count = |end| gap.bytes().filter(|&byte| byte == end).count();
    match count(b'\n') {
        0 => count(b'\r'),
        n_ends => n_ends,
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::parse;

    /// What each link of a text names.
    fn check(text: &str) -> Vec<String> {
        let cable = parse(
            format!(
                "P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\n\
                 CONFIDENTIAL PORT LARKSPUR 000311\n\nSUBJECT: DUES\n\n\
                 REF: A. NORTHHAVEN 88\n     B. 07 STATE 4711\n     C. SANTA BRISA 17\n\n1. (C) {text}\n"
            )
            .as_bytes(),
        );
        let links = cable.links(|station| station == "OSLO");
        let show = |link: &crate::cable::Link| {
            let references = &cable.heading.references;
            let mut named: Vec<String> = link
                .entries
                .iter()
                .filter_map(|&entry| references[entry as usize].letter)
                .map(String::from)
                .collect();
            named.extend(link.mrn.iter().map(ToString::to_string));
            named.extend(link.beyond.iter().map(|letter| format!("no {letter}")));
            named.extend(link.to_paragraph.map(|number| format!("para {number}")));
            let words = cable.slice(link.span).split_whitespace();
            format!(
                "{} = {}",
                words.collect::<Vec<_>>().join(" "),
                named.join(" ")
            )
        };
        links.iter().map(show).collect()
    }

    #[test]
    fn letters_name_entries_of_the_block() {
        assert_eq!(check("As in ref A, he said."), ["ref A = A"]);
        assert_eq!(check("He left (REF (B)) soon."), ["REF (B) = B"]);
        assert_eq!(check("See refs A and B."), ["refs A and B = A B"]);
        assert_eq!(check("See Refs A, B and C."), ["Refs A, B and C = A B C"]);
        assert_eq!(check("See REFS A-C."), ["REFS A-C = A B C"]);
        assert_eq!(check("Per reftel\nB, dues fell."), ["reftel B = B"]);
        assert_eq!(check("The dues (refs a/b) fell."), ["refs a/b = A B"]);
    }

    #[test]
    fn reftel_alone_names_the_whole_block_and_septel_nothing() {
        assert_eq!(check("As in reftel, he left."), ["reftel = A B C"]);
        assert_eq!(check("Dues rose (ref)."), ["ref = A B C"]);
        assert_eq!(check("Septel reports. Ref: none."), [] as [&str; 0]);
        assert_eq!(check("He refers a boat to ref a boat."), [] as [&str; 0]);
    }

    #[test]
    fn a_mention_may_go_on_behind_the_header_of_a_page() {
        let page = "PORT LARKS 00000311  002 OF 003";
        for gap in [format!("\n{page}\n"), format!("\n\n{page}\n\n")] {
            let links = check(&format!("See 07 NORTHHAVEN{gap}1204 and ref{gap}B."));
            let page = page.replace("  ", " ");
            let printed = format!("07 NORTHHAVEN {page} 1204 = 07NORTHHAVEN1204");
            assert_eq!(links, [printed, format!("ref {page} B = B")]);
        }
        // Their own words cite nothing.
        assert_eq!(check(&format!("It was\n{page}\nlate.")), [] as [&str; 0]);
    }

    #[test]
    fn a_mention_names_no_more_than_forty() {
        let entries = "A. NORTHHAVEN 88; ".repeat(300);
        let text = format!(
            "UNCLAS PORT LARKSPUR 000311\n\nSUBJECT: DUES\n\nREF: {entries}\n\n\
             1. (U) As in reftel, ref A, and refs A, A and A.\n"
        );
        let links = parse(text.as_bytes()).links(|_| false);
        assert!(links.len() > 2);
        assert!(
            links
                .iter()
                .all(|link| (1..=40).contains(&link.entries.len()))
        );
    }

    #[test]
    fn a_letter_beyond_the_block_names_nothing() {
        assert_eq!(check("As in ref D, he left."), ["ref D = no D"]);
        assert_eq!(check("As in refs C and E."), ["refs C and E = C no E"]);
    }

    #[test]
    fn a_paragraph_of_the_reference_may_be_meant() {
        assert_eq!(check("See para 3 ref B."), ["para 3 ref B = B para 3"]);
        assert_eq!(
            check("See paragraph 10 of Ref A."),
            ["paragraph 10 of Ref A = A para 10"]
        );
        assert_eq!(check("See (Ref A, para 3)."), ["Ref A, para 3 = A para 3"]);
    }

    #[test]
    fn telegrams_are_cited_in_full() {
        assert_eq!(
            check("See 07 NORTHHAVEN 1204."),
            ["07 NORTHHAVEN 1204 = 07NORTHHAVEN1204"]
        );
        assert_eq!(
            check("See 2006 Santa\nBrisa 12."),
            ["2006 Santa Brisa 12 = 06SANTABRISA12"]
        );
        assert_eq!(
            check("It began (Northhaven 90)."),
            ["Northhaven 90 = 08NORTHHAVEN90"]
        );
        assert_eq!(check("It began (Oslo 525)."), ["Oslo 525 = 08OSLO525"]);
    }

    #[test]
    fn a_line_may_end_in_a_number_but_no_line_lie_between() {
        for end in ["\n", "\r\n", " \n ", " \r\n ", " \r\r\n  "] {
            let text = format!("See 07 SANTA{end}BRISA{end}1204.");
            assert_eq!(
                check(&text),
                ["07 SANTA BRISA 1204 = 07SANTABRISA1204"],
                "{end:?}"
            );
        }
        for ends in ["\n\n", "\r\n\r\n"] {
            let text = format!("BOATS{ends}07 NORTHHAVEN{ends}1204");
            assert_eq!(check(&text), [] as [&str; 0], "{ends:?}");
        }
    }

    #[test]
    fn dates_and_counts_are_no_telegrams() {
        for text in [
            "He came (March 12).",
            "In 2007 Veldania 12 boats lay idle.",
            "ON 12 BOATS 300 MEN.",
            "Oslo 525 was a boat.",
            "See UNSCR 1540 and para 4.",
            "SECTION 02 OF 02 PORT LARKSPUR 000311",
        ] {
            assert_eq!(check(text), [] as [&str; 0], "{text}");
        }
    }
}
