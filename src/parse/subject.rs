//! The SUBJECT.

use super::Draft;
use super::heading::{
    Label, Next, is_action_note, is_handling_note, is_heading_word, is_signed_heading,
    opens_summary, paragraph_within,
};
use super::number::{Start, start};
use super::portion_mark::portion_mark;
use super::token::{begins, blanks, from, is_blank, is_capitals, is_digits, pilcrow, place, trim};
use super::words::{Words, words};
use crate::cable::{Confidence, Family, LineKind, RepairKind, Span};

/// Lines of the longest SUBJECT, blank ones between them included.
const LONGEST: usize = 32;

impl<'a> Draft<'a> {
    /// Reads the SUBJECT with `value` after its label.
    ///
    /// ```abnf
    /// subject = label [portion-mark] text *(line-end text) [portion-mark]
    /// ```
    ///
    /// It ends at a blank line, a label, a numbered paragraph, a rule, a
    /// caption, a summary or a sentence on handling. A page header may stand
    /// inside; and a line of capitals after a blank goes on with it when
    /// another label follows, behind a page header paragraph 1, too. Words of a label without its sign belong to the title
    /// where no value of that field follows them.
    ///
    /// Samples: `service/subject-with-mark-and-blank-inside`,
    /// `plain/subject-continuation-like-ref`, `plain/subject-continuation-like-labels`
    pub(super) fn subject(&mut self, idx: usize, value: &'a str, open: bool) -> Next {
        let value = self.title_above_rule(idx, value, open);
        if open && let Some(at) = text_within(value).or_else(|| paragraph_within(value)) {
            self.title(self.place(trim(value.get(..at).unwrap_or_default())));
            return Next::Body(idx, self.place(value).start as usize + at);
        }
        self.title_pilcrow(value);
        let mut span = self.place(value);
        let mut next = idx + 1;
        let mut done = Next::Line(idx + 1);
        let mut gap = LineKind::Body;
        // Whether a blank stands in the gap.
        let mut apart = false;
        while open && next < self.lines.len().min(idx + LONGEST) {
            match self.kind(next) {
                LineKind::Blank if gap == LineKind::PageHeader => apart = true,
                kind @ (LineKind::Blank | LineKind::PageHeader) => {
                    apart |= kind == LineKind::Blank;
                    gap = kind;
                }
                LineKind::Body if self.subject_goes_on(next, gap, apart, span) => {
                    apart = false;
                    let line = self.content(next);
                    let start = self.place(line).start as usize;
                    let cut = self.inner_label(line).filter(|&at| {
                        let label = self.text.get(at..start + line.len());
                        !self.is_order_of_title(next, label.unwrap_or_default())
                    });
                    let part = cut.and_then(|at| line.get(..at - self.place(line).start as usize));
                    let part = trim(part.unwrap_or(line));
                    self.title_pilcrow(part);
                    self.title_filler(next, part);
                    let at = self.place(part);
                    span = if span.is_empty() { at } else { span.cover(at) };
                    self.set(next, LineKind::Subject);
                    gap = LineKind::Body;
                    if let Some(at) = cut {
                        done = Next::Within(next, at);
                        break;
                    }
                    done = Next::Line(next + 1);
                }
                _ => break,
            }
            next += 1;
        }
        self.title(span);
        done
    }

    fn subject_goes_on(&self, idx: usize, gap: LineKind, apart: bool, span: Span) -> bool {
        let line = self.content(idx);
        let is_rule = |at: usize| at < self.lines.len() && self.kind(at) == LineKind::Rule;
        // A rule below makes a heading of the line, unless it opens a box.
        let boxed = || {
            idx + 3 < self.lines.len() && is_rule(idx + 3) && is_heading_word(self.content(idx + 2))
        };
        let goes_on = gap == LineKind::Body || breaks_off(self.slice(span));
        let rule_below = is_rule(idx + 1)
            && !(goes_on && boxed())
            && !(gap == LineKind::Body && begins_with_a_joint(line));
        if self.label(line).is_some()
            && !self.is_other_order(line)
            && !((gap == LineKind::Body || gap == LineKind::PageHeader && !apart)
                && self.is_words_of_title(idx, line))
            || self.starts_paragraph(idx)
                && !(gap == LineKind::Body && self.is_numbered_rest(idx, span))
            || gap == LineKind::Body && self.counts_from_one(idx)
            || super::caption::is_caption(line)
                && !(begins_phrase(line)
                    && if gap == LineKind::Body {
                        !self.is_apart(idx, line, span)
                    } else {
                        gap == LineKind::PageHeader && breaks_off(self.slice(span))
                    })
            || is_handling_note(line) && !(gap == LineKind::Body && is_action_note(line))
            || is_signed_heading(line)
            || gap == LineKind::Body && is_prose_below(self.slice(span), line)
            || line.strip_prefix("1.").is_some_and(opens_summary)
            || is_heading_word(line) && (gap != LineKind::Body || !self.label_below(idx))
            || opens_summary(line)
            || super::lines::is_classification(line)
                && !(gap == LineKind::Body && self.is_other_level(idx, line))
            || super::reference::opens_list(line)
            || gap == LineKind::Blank
                && !breaks_off(self.slice(span))
                && !span.is_empty()
                && self.opens_bare_list(idx, line)
            || is_marked_text(line)
                && !(gap == LineKind::Body && (span.is_empty() || self.is_marked_rest(idx, span)))
            || opens_part(line) && !(gap == LineKind::Body && breaks_off(self.slice(span)))
            || begins(line, "REASON: 1.")
            || rule_below
        {
            return false;
        }
        if gap == LineKind::Body {
            return !self.is_apart(idx, line, span);
        }
        if gap == LineKind::PageHeader && !apart || span.is_empty() {
            return true;
        }
        // After a gap only the rest of a title in capitals, between title
        // and the next field. A page header may cut it anywhere.
        let page = gap == LineKind::PageHeader;
        if !page
            && !breaks_off(self.slice(span))
            && (self.is_early() && (line.ends_with(':') || ends_sentence(line))
                || is_attention(line) && (self.is_early() || !is_from_to(line)))
        {
            return false;
        }
        // `HARBOR DUES` / `and boats`, between title and the next field.
        if !page && line.starts_with(char::is_lowercase) && self.label_below(idx) {
            return true;
        }
        // `Harbor dues: who` / `pays?`
        let in_small = page
            && (line.starts_with(char::is_lowercase)
                || self.label_below(idx)
                || breaks_off(self.slice(span)) && !line.ends_with('.'));
        in_small
            || (is_capitals(line) || page && !line.bytes().any(|byte| byte.is_ascii_lowercase()))
                && is_capitals(self.slice(span))
                && (self.label_below(idx)
                    || page && self.ends_below(idx)
                    || breaks_off(self.slice(span)) && !line.ends_with('.'))
    }

    /// Whether a telegram is of the years in which persons were named between SUBJECT and
    /// text. Later ones have a blank line there.
    fn is_early(&self) -> bool {
        const LAST: u16 = 1995;
        self.year().is_none_or(|year| year < LAST)
    }

    /// Whether a line right below a title is none of it: the title had room for
    /// its first word, and it says whom the telegram is for, or is the first of
    /// a text that has no number.
    ///
    /// Sample: `nara/captions-right-below-subject`
    fn is_apart(&self, idx: usize, line: &str, title: Span) -> bool {
        const NARROWEST: usize = 45;
        let above = idx.checked_sub(1).map_or("", |above| self.content(above));
        let word = line.split(is_blank).next().unwrap_or_default();
        // Most titles that go on fill their line.
        above.len() + 1 + word.len() <= NARROWEST
            && !title.is_empty()
            && !breaks_off(self.slice(title))
            && (super::caption::is_caption(line) && !begins_phrase(line)
                || self.opens_bare_list(idx, line)
                || self.is_early()
                    && (is_attention(line) && !is_two_names(line) || opens_text(line)))
    }

    /// Whether the next lines below one are the end of a title: few, in
    /// capitals, above a label, paragraph 1 or a blank.
    fn ends_below(&self, idx: usize) -> bool {
        const LINES: usize = 4;
        let rest = (idx + 1..self.lines.len().min(idx + LINES)).take_while(|&below| {
            let line = self.content(below);
            self.kind(below) == LineKind::Body
                && line.len() < 80
                && !line.bytes().any(|byte| byte.is_ascii_lowercase())
                && self.label(line).is_none()
                && !is_heading_word(line)
                && !self.starts_paragraph(below)
        });
        let last = rest.last().unwrap_or(idx);
        // A sentence on handling ends with a full stop, a title does not.
        let is_sentence = self.content(last).ends_with('.');
        let apart = || {
            matches!(self.kind(last + 1), LineKind::Blank | LineKind::Rule)
                || is_heading_word(self.content(last + 1))
        };
        last + 1 < self.lines.len()
            && (self.label_below(last) || !is_sentence && (self.begins_below(last) || apart()))
    }

    /// Whether a title in capitals goes on with a line that is marked itself,
    /// right above a label.
    fn is_marked_rest(&self, idx: usize, title: Span) -> bool {
        let in_capitals = is_capitals(self.content(idx)) && is_capitals(self.slice(title));
        // `NEGOTIATIONS:` / `(U) AGREED STATEMENTS`
        in_capitals && (self.label_below(idx) || breaks_off(self.slice(title)))
    }

    /// Whether a title that breaks off goes on with a number, `PART I,` / `1. CHEMICALS AND
    /// 2. MONEY`: it bears no marking, and paragraph 1 begins below with one.
    ///
    /// Sample: `oddities/subject-with-a-number-and-a-level`
    fn is_numbered_rest(&self, idx: usize, title: Span) -> bool {
        const NEAR: usize = 24;
        let begins_text = || {
            let mut below = idx + 1..self.lines.len().min(idx + NEAR);
            let first = below.find(|&at| self.starts_paragraph(at));
            let read = first.and_then(|at| start(from(self.text, self.start_of(at))));
            read.is_some_and(|read| read.number == 1 && read.mark.is_some())
        };
        breaks_off(self.slice(title))
            && is_capitals(self.content(idx))
            && !self.starts_marked(idx)
            && begins_text()
    }

    /// Whether a line that is the word SECRET or CONFIDENTIAL names another level than that
    /// of the telegram (E.O. 12958 as amended, section 1.6 (a) (1)), so that no page bears it: `WHAT
    /// VELDANIA KEEPS` / `SECRET`. A label or paragraph 1 follows. Pages of a release bear
    /// other levels.
    ///
    /// Sample: `oddities/subject-with-a-number-and-a-level`
    fn is_other_level(&self, idx: usize, line: &str) -> bool {
        let own = self.heading.banner.as_ref().map(|banner| banner.level);
        let named = super::caption::level(self.text, line);
        matches!(line, "SECRET" | "CONFIDENTIAL")
            && !self.is_early()
            && self.form != Some(Family::Foia)
            && self.attributes.is_empty()
            && own.is_some()
            && named.is_some()
            && own != named
            && (self.label_below(idx) || self.begins_below(idx))
    }

    /// Whether the next words below a line begin paragraph 1.
    fn begins_below(&self, idx: usize) -> bool {
        let below = (idx + 1..self.lines.len().min(idx + 4))
            .find(|&below| self.kind(below) != LineKind::Blank);
        below.is_some_and(|below| self.starts_paragraph(below))
    }

    /// Whether the next words below a line begin with a label.
    fn label_below(&self, idx: usize) -> bool {
        let below = (idx + 1..self.lines.len().min(idx + 12))
            .find(|&below| !matches!(self.kind(below), LineKind::Blank | LineKind::PageHeader));
        below.is_some_and(|below| self.label(self.content(below)).is_some())
    }

    /// Whether a line begins with an executive order that a title names
    /// (`E.O. 13224 DESIGNATIONS`): the telegram's own was read, and none of
    /// those on classification has this number.
    fn is_other_order(&self, line: &str) -> bool {
        const CLASSIFICATION: [&str; 2] = ["13292", "13526"];
        self.heading.executive_order.is_some()
            && super::executive_order::label(line).is_some_and(|value| {
                let number = value.get(..5).filter(|number| is_digits(number));
                number.is_some_and(|number| {
                    number.starts_with("13") && !CLASSIFICATION.contains(&number)
                }) && !value.contains("DECL")
            })
    }

    /// Whether the words of a label that bears no sign belong to the title:
    /// `CLASSIFIED BY LAW`, `TAGS ON FISH`, `REF A REPLY`.
    fn is_words_of_title(&self, idx: usize, line: &'a str) -> bool {
        let Some((found, value)) = self.label(line).filter(|_| self.cut_label(line).is_none())
        else {
            return false;
        };
        let word = line.get(..line.len() - value.len()).unwrap_or_default();
        if !is_capitals(line) || trim(word).ends_with([':', ';', '.', ',', '-', '/']) {
            return false;
        }
        match found {
            Label::Tags => {
                !self.heading.tags.is_empty() && !super::tags::is_list(value, self.year())
            }
            Label::Reference => line.starts_with("REF ") && !super::reference::is_entry(value),
            Label::ClassifiedBy => {
                let below = (idx + 1..self.lines.len().min(idx + 3))
                    .take_while(|&below| self.kind(below) == LineKind::Body);
                let lines = std::iter::once(value).chain(below.map(|below| self.content(below)));
                !super::classified_by::is_statement(lines)
            }
            Label::ExecutiveOrder | Label::Subject => false,
        }
    }

    /// A pilcrow that a release put before a number or an initial at the
    /// beginning of a line is not read.
    ///
    /// Sample: `garbled/subject-with-a-pilcrow-and-a-page-header`
    fn title_pilcrow(&mut self, line: &str) {
        let Some(rest) = pilcrow(line) else { return };
        let start = self.place(line).start as usize;
        let sign = Span::new(start, start + line.len() - rest.len());
        let kind = RepairKind::ParagraphNumber;
        self.repair(sign, kind, "".into(), Confidence::Medium);
    }

    /// A hyphen that holds the place of a line, `-        LUSAKA TALKS`, is not
    /// read. With one blank behind it, it is a dash of the title, and with less
    /// than four in lines one below the other they are the dashes of a list.
    ///
    /// Sample: `plain/lines-held-by-hyphens`
    fn title_filler(&mut self, idx: usize, line: &str) {
        let beside = [idx.checked_sub(1), Some(idx + 1)];
        let is_listed = |idx: usize| idx < self.lines.len() && self.content(idx).starts_with("-  ");
        let is_item = !line.starts_with("-    ") && beside.into_iter().flatten().any(is_listed);
        let rest = line.strip_prefix("-  ").filter(|_| !is_item).map(trim);
        if let Some(rest) = rest.filter(|rest| !rest.starts_with('-')) {
            let start = self.place(line).start as usize;
            let filler = Span::new(start, start + line.len() - rest.len());
            self.repair(filler, RepairKind::LineFiller, "".into(), Confidence::High);
        }
    }

    /// A title without the header of a page that was joined with its last
    /// line: `HARBOR TALKS PORT LARKS 00000311  001.2 OF 003`.
    ///
    /// Sample: `garbled/subject-with-a-pilcrow-and-a-page-header`
    fn without_page<'b>(&self, title: &'b str) -> &'b str {
        // Most titles end with a letter.
        if !title.ends_with(|c: char| c.is_ascii_digit()) {
            return title;
        }
        let mut words = title.rsplit(is_blank).filter(|word| !word.is_empty());
        let serial = words
            .nth(3)
            .filter(|word| word.len() == 8 && is_digits(word));
        let page = serial.and_then(|word| self.page_header_at(self.place(word).start as usize));
        let cut = page.map_or(0, |page| {
            (self.place(title).end as usize).saturating_sub(page.start as usize)
        });
        title
            .get(..title.len().saturating_sub(cut))
            .unwrap_or(title)
    }

    /// The headers of pages that were joined with the words of a title are not
    /// read.
    fn pages_within(&mut self, title: &str) {
        // Their serial has eight digits, the first of them zeros.
        if memchr::memmem::find(title.as_bytes(), b" 000").is_none() {
            return;
        }
        let words = title.split(is_blank);
        for serial in words.filter(|word| word.len() == 8 && is_digits(word)) {
            if let Some(page) = self.page_header_at(self.place(serial).start as usize) {
                self.repair(page, RepairKind::PageHeader, " ".into(), Confidence::High);
            }
        }
    }

    /// Takes the marking off a title.
    fn title(&mut self, span: Span) {
        if self.heading.subject.is_some() || span.is_empty() {
            return;
        }
        let mut title = self.without_page(self.slice(span));
        self.pages_within(title);
        if (title.starts_with('(') || title.bytes().take(4).any(|byte| byte == b')'))
            && let Ok((rest, mark)) = portion_mark(title)
        {
            self.heading.subject_marking = Some(self.place(mark.printed));
            title = blanks(rest).map_or(rest, |(rest, _)| rest);
            // `(SBU): TALKS`
            title = title.trim_start_matches([':', '-', ' ']);
        }
        if title.ends_with(')')
            && let Some(open) = title.rfind('(')
            && let Some((before, mark)) = title.split_at_checked(open)
            && before.ends_with(|c| is_blank(c) || c == '\n')
            && portion_mark(mark).is_ok_and(|(rest, _)| rest.is_empty())
        {
            let mark = self.place(mark);
            self.heading.subject_marking.get_or_insert(mark);
            // `TALKS - (SBU)`
            title = trim(trim(before).trim_end_matches(" -"));
        }
        let title = super::token::trim_lines(title);
        // A caption that a copy joined; `USE OF SIPDIS` is a title.
        let bare = title
            .strip_suffix(" SIPDIS")
            .map(|bare| bare.trim_end_matches([',', ';', '-', ' ']));
        let title = bare.filter(|bare| !breaks_off(bare)).unwrap_or(title);
        if !title.is_empty() {
            self.heading.subject = Some(place(self.text, title));
        }
    }
}

/// Whether a line in capitals says whom a telegram is for: `FOR AMBASSADOR FROM
/// QUILL`, `FOR EUR/VV`, `NATO FOR POLAD`, `JOINT EMBASSY/AID MESSAGE`. `FOR THE
/// LONG RUN` and `PLANS FOR HARBORS` are words of a title.
fn is_attention(line: &str) -> bool {
    const PERSONS: Words = words![
        "AMBASSADOR",
        "AMB",
        "CHARGE",
        "DCM",
        "THE SECRETARY",
        "SECRETARY",
        "UNDER SECRETARY",
        "ASSISTANT SECRETARY",
        "THE AMBASSADOR",
    ];
    if !is_capitals(line) {
        return false;
    }
    if is_from_to(line) {
        return true;
    }
    if let Some(whom) = line.strip_prefix("FOR ") {
        let symbol = whom.split([' ', ',']).next().unwrap_or_default();
        let is_office = symbol.contains('/') && symbol.len() < 12;
        // `FOR ARA - QUILL`
        let is_named = || {
            let entries = crate::glossary::explain(symbol, None);
            from(whom, symbol.len()).starts_with(" - ") && { entries.iter() }
                .any(|entry| entry.kind == crate::glossary::Kind::Office)
        };
        return PERSONS.after_word(whom).is_some()
            || is_office
            || whom.contains(" FROM ")
            || is_named();
    }
    let (first, rest) = line.split_once(is_blank).unwrap_or((line, ""));
    if first == "VISAS" {
        return !rest.contains(is_blank);
    }
    // `PASS AID`
    if first == "PASS" {
        return is_agency(rest);
    }
    let passed = ["FOR ", "PASS ", "PLEASE PASS ", "ALSO FOR ", "ALSO PASS "];
    passed.iter().any(|joint| rest.starts_with(joint)) && is_agency(first.trim_end_matches('.'))
        || first == "JOINT" && (rest.ends_with(" MESSAGE") || rest.ends_with(" CABLE"))
}

/// Whether `name` is an agency or a station.
fn is_agency(name: &str) -> bool {
    const AGENCIES: Words = words![
        "AID",
        "COMMERCE",
        "DEFENSE",
        "DEPARTMENT",
        "DEPT",
        "EMBASSY",
        "NATO",
        "NSC",
        "OSD",
        "TREASURY",
        "USIA",
        "USNATO",
    ];
    AGENCIES.hold(name) || crate::glossary::station(name).is_some()
}

/// Whether a line says from whom to whom a telegram is, `QUILL FOR MARLOW`, `FROM AMBASSADOR
/// FOR MARLOW`: names alone, of letters. `CALL FOR PEACE TALKS` has more words.
fn is_from_to(line: &str) -> bool {
    let bare = line.strip_prefix("FROM ").unwrap_or(line);
    let Some((whom, to)) = bare.split_once(" FOR ") else {
        return false;
    };
    let is_name = |name: &str| {
        name.len() > 2
            && name
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte == b'-')
    };
    let is_word = |name: &str| {
        const WORDS: Words = words![
            "CALL", "CALLS", "CASE", "FUND", "FUNDS", "HELP", "PEACE", "PLAN", "PLANS", "REQUEST",
            "SUPPORT", "TALKS", "TIME", "VISA",
        ];
        WORDS.hold(name)
    };
    is_name(whom) && is_name(to) && (bare.len() < line.len() || !is_word(whom) && !is_word(to))
}

/// Whether a line from whom to whom may be words of a title as well: `WHEAT FOR EGYPT`.
/// `DCM FOR QUILL` and `FROM HOLT FOR QUILL` may not.
fn is_two_names(line: &str) -> bool {
    const TITLES: Words = words![
        "AMBASSADOR",
        "AMB",
        "CHARGE",
        "DCM",
        "POL",
        "POLAD",
        "POLCOUNS",
    ];
    is_from_to(line)
        && !line.starts_with("FROM ")
        && line.split_once(" FOR ").is_none_or(|(from, to)| {
            !is_agency(from) && (!TITLES.hold(from) || crate::glossary::station(to).is_some())
        })
}

/// Whether a line ends with the full stop of a sentence, not with that of `U.S.` or
/// `HOLT AND CO.`
fn ends_sentence(line: &str) -> bool {
    const SHORT: Words = words![
        "CO", "CORP", "DEPT", "DR", "ETC", "GOV", "INC", "JR", "LTD", "MR", "NO", "SR", "ST",
    ];
    line.strip_suffix('.').is_some_and(|line| {
        let word = line.rsplit(is_blank).next().unwrap_or_default();
        let is_letter = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        !(is_letter || word.contains('.') || SHORT.hold(word))
    })
}

/// Whether a line opens a part of the text: `BEGIN UNCLASSIFIED`, the persons of a
/// conversation, a text that is given below. `BEGIN TALKS` is a title.
fn opens_part(line: &str) -> bool {
    const PARTS: Words = words![
        "TEXT",
        "UNCLASSIFIED",
        "CONFIDENTIAL",
        "SECRET",
        "LIMITED OFFICIAL USE",
        "LOU",
        "QUOTE",
        "SUMMARY",
    ];
    let begun = line.strip_prefix("BEGIN ");
    begun.is_some_and(|part| PARTS.after_word(part).is_some())
        || begins(line, "PARTICIPANTS:")
        || line.ends_with(':')
            && (line.starts_with("FOLLOWING IS ") || line.starts_with("FOLLOWING ARE "))
}

/// Whether a line in capitals is the first of a text: a sentence of several
/// words ends in it. `U.S. TALKS` and `VISIT OF DR. QUILL` are words of a title.
fn opens_text(line: &str) -> bool {
    const WORDS: usize = 4;
    let stop = memchr::memchr_iter(b'.', line.as_bytes()).any(|at| {
        let before = line.get(..at).unwrap_or_default();
        let letters = before
            .bytes()
            .rev()
            .take_while(u8::is_ascii_alphabetic)
            .count();
        letters > 3
            && before.split(is_blank).count() >= WORDS
            && matches!(super::token::byte(line, at + 1), b' ' | 0)
    });
    stop && line.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether a line right below a title in capitals is a sentence in small letters.
fn is_prose_below(title: &str, line: &str) -> bool {
    const WORDS: usize = 4;
    let is_small =
        |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let ends = line.trim_end_matches(['"', ')', ' ']).ends_with('.');
    !title.is_empty()
        && is_capitals(title)
        && !breaks_off(title)
        && (ends || line.len() > 80)
        && line.starts_with(|c: char| c.is_ascii_uppercase())
        && line.split(is_blank).filter(is_small).count() >= WORDS
}

/// Where the text begins in the line of a title: paragraph 1 in its place, `SUBJECT: ¶1.`
///
/// Sample: `garbled/subject-lost-before-paragraph-one`
fn text_within(value: &str) -> Option<usize> {
    // `SUBJECT: \u{b6}1. DUES RISE` is a title.
    let begins_text = |start: &Start<'_>| {
        start.number == 1
            && (start.mark.is_some()
                || start.pilcrow && (start.rest.is_empty() || !is_capitals(start.rest)))
    };
    start(value).filter(begins_text).map(|_| 0)
}

/// Whether a title breaks off: nothing ends with such a word or sign.
pub(super) fn breaks_off(title: &str) -> bool {
    const WORDS: Words = words![
        "A", "AGAINST", "AMID", "AN", "AND", "AS", "AT", "BETWEEN", "BUT", "BY", "FOR", "FROM",
        "IN", "INTO", "OF", "ON", "OR", "OVER", "THAN", "THE", "TO", "VIA", "WHILE", "WITH",
    ];
    let title = title.trim_end();
    let word = title
        .rsplit(|c: char| c.is_whitespace())
        .next()
        .unwrap_or_default();
    word.len() < title.len() && WORDS.hold(word) || word.ends_with([',', ':', ';', '-', '&'])
}

/// Whether a line begins a text with its marking.
fn is_marked_text(line: &str) -> bool {
    line.starts_with('(') && portion_mark(line).is_ok_and(|(rest, _)| !trim(rest).is_empty())
}

/// Whether a line that a caption may begin as well goes on with the title
/// right above: `SCENESETTER FOR` / `CODEL BRIGHTWATER`.
fn begins_phrase(line: &str) -> bool {
    const PHRASES: Words = words![
        "CODEL ",
        "STAFFDEL ",
        "FOR THE ",
        "ALSO FOR ",
        "VISAS ",
        "PERSONAL FOR ",
    ];
    PHRASES.begin(line) && !begins(line, "VISAS VIPER")
}

/// Whether a line right below the first of a title goes on with it, also above a
/// rule: no heading begins with such a word.
fn begins_with_a_joint(line: &str) -> bool {
    const JOINTS: Words = words!["OF ", "AND ", "OR ", "BUT ", "WITH "];
    JOINTS.begin(line)
}

#[cfg(test)]
mod tests {
    use crate::parse::laws;

    /// The subject of a telegram with these lines behind the label.
    fn printed(lines: &str) -> String {
        let text = format!(
            "UNCLAS NORTHHAVEN 000088\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT:{lines}\n\n\
             1. (U) Talks opened.\n"
        );
        let cable = crate::parse::parse(text.as_bytes());
        let subject = cable.heading.subject.map(|span| cable.read(span));
        subject.unwrap_or_default()
    }

    /// The subject of a telegram of 1976 with these lines behind the label.
    fn of_1976(lines: &str, below: &str) -> String {
        of_year("76", lines, below)
    }

    fn of_year(year: &str, lines: &str, below: &str) -> String {
        let text = format!(
            "R 110914Z FEB {year}\nFM AMEMBASSY NORTHHAVEN\n\nUNCLAS NORTHHAVEN 0088\n\n\
             E.O. 11652: N/A\nTAGS: PFOR\nSUBJECT: {lines}\n{below}\n\nTREMAINE\n"
        );
        let cable = crate::parse::parse(text.as_bytes());
        let subject = cable.heading.subject.map(|span| cable.read(span));
        subject.unwrap_or_default()
    }

    #[test]
    fn a_rule_with_no_paragraph_behind_it_is_one_of_the_title() {
        for title in [
            "HARBOR TALKS -----",
            "PORT ----- BOATS AND DUES",
            "NORTHHAVEN COMMENT ------- PART TWO",
        ] {
            let text = format!(
                "UNCLAS NORTHHAVEN 000088\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: {title}\n\n\
                 REF: OSLO 88\n\n1. (U) Talks opened.\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            assert_eq!(cable.heading.references.len(), 1, "{title}");
            let first = cable.paragraphs.first().and_then(|it| it.number);
            assert_eq!(first, Some(1), "{title}");
        }
    }

    #[test]
    fn a_line_that_a_joint_begins_is_of_the_title_above_a_rule_too() {
        let ruled =
            |line: &str| printed(&format!(" HARBOR TALKS, MAY 3: READOUT\n{line}\n--------"));
        for rest in ["OF DAY ONE", "and the boats", "With Two Replies"] {
            assert_eq!(ruled(rest), format!("HARBOR TALKS, MAY 3: READOUT {rest}"));
        }
        for heading in ["OFFICES", "SUMMARY", "ANDERS", "THE FIRST DAY"] {
            assert_eq!(ruled(heading), "HARBOR TALKS, MAY 3: READOUT", "{heading}");
        }
        let apart = printed(" HARBOR TALKS\n\nOF BOATS\n--------");
        assert_eq!(apart, "HARBOR TALKS");
    }

    #[test]
    fn a_sentence_or_a_rule_ends_a_title() {
        let below = "\n\n2. (C) They went on.\n\nTREMAINE";
        for text in [
            "\nThe talks went on for days. They ended.",
            "\n1.SUMMARY. TALKS OPENED.",
            " ------- SUMMARY ------- 1. (C) Talks opened.",
            " SUMMARY ------- 1. (C) Talks opened.",
        ] {
            assert_eq!(
                of_1976(&format!("HARBOR DUES{text}"), below),
                "HARBOR DUES",
                "{text}"
            );
            assert_eq!(
                of_year("08", &format!("HARBOR DUES{text}"), below),
                "HARBOR DUES",
                "{text}"
            );
        }
        for rest in ["(Corrected copy)", "McQuill and the boats"] {
            let title = format!("HARBOR DUES {rest}");
            assert_eq!(of_year("08", &format!("HARBOR DUES\n{rest}"), below), title);
        }
    }

    #[test]
    fn a_note_on_an_action_request_is_no_part_of_a_title() {
        for note in [
            "ACTION REQUEST IN PARA 9.",
            "ACTION REQUESTED IN PARAS 9 AND 10",
            "ACTION REQUEST - PARA 9",
            "Action request in paragraph 9.",
        ] {
            assert_eq!(
                printed(&format!(" HARBOR TALKS\n\n{note}\n\nREF: OSLO 12")),
                "HARBOR TALKS",
                "{note}"
            );
        }
        // Right below, or words of another sort.
        for rest in ["ACTION REQUEST IN PARA 9", "ACTION REQUEST ON DUES"] {
            let title = format!("HARBOR TALKS {rest}");
            assert_eq!(
                printed(&format!(" HARBOR TALKS\n{rest}\n\nREF: OSLO 12")),
                title
            );
        }
        let rest = "ACTION REQUEST ON BOATS";
        assert_eq!(
            printed(&format!(" HARBOR TALKS AND\n\n{rest}\n\nREF: OSLO 12")),
            format!("HARBOR TALKS AND {rest}")
        );
    }

    #[test]
    fn a_title_may_go_on_with_a_number_or_another_level() {
        let title = |lines: &str, text: &str| {
            let text = format!(
                "R 221504Z JUL 08\n\nCONFIDENTIAL NORTHHAVEN 000311\n\nTAGS: PREL\n\
                 SUBJECT: {lines}\n\n{text}\n"
            );
            laws(text.as_bytes()).unwrap();
            let cable = crate::parse::parse(text.as_bytes());
            let subject = cable.heading.subject.map(|span| cable.read(span));
            subject.unwrap_or_default()
        };
        let marked = "1. (C) Talks opened.";
        assert_eq!(
            title("DUES, PART I,\n1. BOATS AND 2. NETS", marked),
            "DUES, PART I, 1. BOATS AND 2. NETS"
        );
        assert_eq!(title("WHAT WE KEEP\nSECRET", marked), "WHAT WE KEEP SECRET");
        // Paragraph 1, a title that ends, the level of a page.
        assert_eq!(
            title("DUES, PART I,\n1. BOATS LEFT.", "2. NETS STAYED."),
            "DUES, PART I,"
        );
        assert_eq!(title("DUES\n1. BOATS LEFT.", marked), "DUES");
        assert_eq!(
            title("DUES, PART I,\n1. (U) BOATS LEFT.", marked),
            "DUES, PART I,"
        );
        assert_eq!(title("WHAT WE KEEP\nCONFIDENTIAL", marked), "WHAT WE KEEP");
        assert_eq!(
            title("WHAT WE KEEP\nSECRET\n\nREF: OSLO 12", marked),
            "WHAT WE KEEP SECRET"
        );
        for page in [
            "UNCLASSIFIED",
            "UNCLAS",
            "S E C R E T",
            "SECRET NOFORN",
            "SECRET\n0207",
        ] {
            let lines = format!("WHAT WE KEEP\n{page}\n\nREF: OSLO 12");
            assert_eq!(title(&lines, marked), "WHAT WE KEEP", "{page}");
        }
        // Pages of a release.
        let text = "R 221504Z JUL 08\n\nCONFIDENTIAL NORTHHAVEN 000311\n\nTAGS: PREL\n\
                    SUBJECT: WHAT WE KEEP\nSECRET\n\nREF: OSLO 12\n\n1. (C) Talks opened.\n";
        let cable = crate::parse::parse_as(text.as_bytes(), Some(crate::cable::Family::Foia));
        let subject = cable.heading.subject.map(|span| cable.read(span));
        assert_eq!(subject.as_deref(), Some("WHAT WE KEEP"));
    }

    #[test]
    fn telegrams_alone_below_a_title_are_references() {
        let ids = |lines: &str| {
            let text = format!(
                "R 221504Z JUL 08\n\nUNCLAS NORTHHAVEN 000311\n\nTAGS: PREL\nSUBJECT: {lines}\n\n1. Talks.\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let title = cable.heading.subject.map(|span| cable.read(span));
            let ids = cable
                .heading
                .references
                .iter()
                .filter_map(|it| Some(it.mrn.as_ref()?.to_string()));
            format!(
                "{} {}",
                title.unwrap_or_default(),
                ids.collect::<Vec<_>>().join(" ")
            )
        };
        assert_eq!(ids("TALKS\n\nSTATE 122345"), "TALKS 08STATE122345");
        assert_eq!(
            ids("TALKS\n\nSTATE 122345, 07 ROME 12"),
            "TALKS 08STATE122345 07ROME12"
        );
        assert_eq!(ids("TALKS\nSTATE 122345"), "TALKS 08STATE122345");
        assert_eq!(
            ids("TALKS\n\nSTATE 122345\n\nClassified By: DCM Ada Quill, 1.4 (b)."),
            "TALKS 08STATE122345"
        );
        // A year, a title that goes on, a sentence, a text behind it.
        assert_eq!(ids("TALKS\n\nPARIS 2006"), "TALKS ");
        assert_eq!(ids("REPLY TO\nSTATE 122345"), "REPLY TO STATE 122345 ");
        assert_eq!(ids("TALKS\n\nSTATE 122345 IS LATE."), "TALKS ");
        assert_eq!(ids("TALKS\n\nSTATE 122345\nASKED FOR BOATS."), "TALKS ");
        // Over several lines, and the text right below.
        assert_eq!(
            ids("TALKS\nSTATE 122345\n07 ROME 12"),
            "TALKS 08STATE122345 07ROME12"
        );
        assert_eq!(
            ids("TALKS\nSTATE 122345\n1. (U) They came."),
            "TALKS 08STATE122345"
        );
        assert_eq!(
            ids("TALKS\nSTATE 122345\nSUMMARY: They came."),
            "TALKS 08STATE122345"
        );
        // The words of a title with a day, before the label and where nothing else is.
        assert_eq!(
            ids("STEEL COMMITTEE MEETING\nPARIS 12-13\n\nREF: OSLO 12"),
            "STEEL COMMITTEE MEETING PARIS 12-13 08OSLO12"
        );
        assert_eq!(ids("SUMMIT\nMADRID 91"), "SUMMIT MADRID 91 ");
        assert_eq!(
            ids("TALKS\n\nSTATE 122345\n\n(U) They came."),
            "TALKS 08STATE122345"
        );
        assert_eq!(
            ids("SUMMIT\nMADRID 1204\n\nREF: OSLO 12"),
            "SUMMIT MADRID 1204 08OSLO12"
        );
        assert_eq!(ids("\n\nSTATE 122345"), "STATE 122345 ");
    }

    #[test]
    fn who_wrote_to_whom_is_no_part_of_a_title() {
        for (line, gaps) in [
            ("QUILL FOR MARLOW", ["\n\n"].as_slice()),
            ("FROM AMBASSADOR FOR MARLOW", &["\n", "\n\n"]),
            ("DCM FOR MARLOW", &["\n", "\n\n"]),
        ] {
            for gap in gaps {
                let lines = format!("HARBOR DUES{gap}{line}");
                assert_eq!(
                    of_1976(&lines, "\nREF: STATE 12\n\n1. TALKS OPENED."),
                    "HARBOR DUES"
                );
            }
        }
        for line in ["PASS AID", "FOR EUR - QUILL"] {
            let lines = format!("HARBOR DUES\n{line}");
            assert_eq!(of_1976(&lines, "\n1. TALKS OPENED."), "HARBOR DUES");
        }
        for line in [
            "PASS THE SENATE",
            "FOR SALE - BOATS",
            "PLANS FOR BOATS",
            "QUILL FOR HARBOR TALKS",
            "CALLED FOR",
            "WHEAT FOR EGYPT",
            "ARMS FOR VELDANIA",
            "OIL FOR FOOD",
            "CANDIDATES FOR CONGRESS",
            "VISAS FOR FISHERMEN",
            "INVITATION FOR MINISTER",
        ] {
            let lines = format!("HARBOR DUES\n{line}");
            assert_eq!(
                of_1976(&lines, "\n1. TALKS OPENED."),
                format!("HARBOR DUES {line}")
            );
        }
        let ref_below = "\nREF: STATE 12\n\n1. TALKS OPENED.";
        let lines = "HARBOR DUES\n\nVOTERS FOR CHANGE";
        assert_eq!(
            of_year("08", lines, ref_below),
            "HARBOR DUES VOTERS FOR CHANGE"
        );
        assert_eq!(
            of_1976("TALKS WITH\nQUILL FOR MARLOW", ""),
            "TALKS WITH QUILL FOR MARLOW"
        );
    }

    #[test]
    fn what_opens_a_part_of_the_text_is_no_part_of_a_title() {
        for line in [
            "BEGIN UNCLASSIFIED",
            "PARTICIPANTS: QUILL, MARLOW",
            "FOLLOWING IS TEXT OF NOTE:",
            "1.TALKS OPENED.\n\n2.THEY WENT ON.",
            "1 TALKS OPENED.\n\n2 THEY WENT ON.",
        ] {
            assert_eq!(
                of_1976(&format!("HARBOR DUES\n{line}"), ""),
                "HARBOR DUES",
                "{line}"
            );
        }
        for line in [
            "BEGIN AGAIN",
            "BEGIN SECRETLY",
            "BEGIN LOUDLY",
            "PARTICIPANTS IN TALKS",
            "FOLLOWING IS BETTER",
            "1 BOAT SAILS",
            "1.BOATS\n2.FISHERMEN",
        ] {
            let read = format!("HARBOR DUES {}", line.replace('\n', " "));
            assert_eq!(
                of_1976(&format!("HARBOR DUES\n{line}"), "\n1. TALKS OPENED."),
                read
            );
        }
    }

    #[test]
    fn a_title_that_breaks_off_begins_no_part() {
        for line in ["BEGIN SECRETARIAT WORK", "BEGIN SECRET TALKS"] {
            assert_eq!(
                of_1976(&format!("TALKS TO\n{line}"), "\n1. TALKS OPENED."),
                format!("TALKS TO {line}")
            );
        }
    }

    #[test]
    fn the_stop_of_an_abbreviation_ends_no_sentence() {
        let below = "\nREF: STATE 12\n\n1. TALKS OPENED.";
        for line in [
            "VISIT TO THE U.S.",
            "TALKS IN WASHINGTON, D.C.",
            "HOLT AND CO.",
            "ADA QUILL, JR.",
            "PLAN B.",
        ] {
            let read = of_1976(&format!("HARBOR DUES\n\n{line}"), below);
            assert_eq!(read, format!("HARBOR DUES {line}"));
        }
        let lines = "HARBOR DUES\n\nMINISTER IS AWAY.";
        assert_eq!(of_1976(lines, below), "HARBOR DUES");
        let later = of_year("08", lines, below);
        assert_eq!(later, "HARBOR DUES MINISTER IS AWAY.");
    }

    #[test]
    fn the_rest_of_a_title_may_stand_behind_a_blank() {
        let below = "\n\nREF: STATE 12";
        assert_eq!(
            printed(&format!(" HARBOR DUES\n\nand boats{below}")),
            "HARBOR DUES and boats"
        );
        assert_eq!(
            printed(&format!(" HARBOR DUES\n\nAND BOATS{below}")),
            "HARBOR DUES AND BOATS"
        );
        assert_eq!(
            printed(&format!(" HARBOR DUES\n\nTHE POINTS:{below}")),
            "HARBOR DUES"
        );
        assert_eq!(
            printed(&format!(" HARBOR DUES\n\nSEE PARA 4.{below}")),
            "HARBOR DUES"
        );
        assert_eq!(printed(" HARBOR DUES\n\nand boats"), "HARBOR DUES");
    }

    #[test]
    fn a_pilcrow_or_a_page_header_is_no_part_of_a_title() {
        assert_eq!(
            printed(" DUES IN\n\u{b6}2008. A REPORT"),
            "DUES IN 2008. A REPORT"
        );
        assert_eq!(printed(" DUES NORTHHAVEN 00000088  001.2 OF 003"), "DUES");
        assert_eq!(
            printed(" DUES OSLO 00000088  001.2 OF 003"),
            "DUES OSLO 00000088  001.2 OF 003"
        );
        assert_eq!(printed(" PART 1 OF 003"), "PART 1 OF 003");
    }

    #[test]
    fn a_hyphen_may_hold_the_place_of_a_line() {
        assert_eq!(
            printed(" VIEWS ON THE\n-        LUSAKA TALKS"),
            "VIEWS ON THE LUSAKA TALKS"
        );
        assert_eq!(printed(" DUES\n- A REPORT"), "DUES - A REPORT");
        assert_eq!(
            printed(" PRICES OF\n-  OSLO\n-  ROME"),
            "PRICES OF -  OSLO -  ROME"
        );
        assert_eq!(printed(" PRICES OF\n-  OSLO"), "PRICES OF OSLO");
        assert_eq!(printed(" DUES\n--  A REPORT"), "DUES --  A REPORT");
    }

    #[test]
    fn a_doubled_label_is_no_word_of_the_title() {
        assert_eq!(printed(" SUBJ - DUES"), "DUES");
        assert_eq!(printed(" SUBJECT-MATTER EXPERTS"), "SUBJECT-MATTER EXPERTS");
    }

    #[test]
    fn a_title_below_its_label_may_begin_with_its_marking() {
        assert_eq!(printed("\n(SBU) TALKS"), "TALKS");
        assert_eq!(printed(" TALKS - (SBU)"), "TALKS");
        assert_eq!(printed(" TALKS - DUES -"), "TALKS - DUES -");
        assert_eq!(printed(" TALKS\n(SBU) They opened."), "TALKS");
        assert_eq!(printed(" TALKS\nBEGIN TEXT"), "TALKS");
    }

    #[test]
    fn a_title_may_end_with_the_word_of_a_heading() {
        let subject = |below: &str| {
            let text = format!(
                "UNCLAS NORTHHAVEN 000088\n\nE.O. 12958: N/A\nTAGS: PREL\n\
                 SUBJECT: TALKS: A\nSUMMARY\n{below}\n\n1. Talks opened.\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            cable.heading.subject.map(|span| cable.read(span))
        };
        assert_eq!(
            subject("\nREF: STATE 12").as_deref(),
            Some("TALKS: A SUMMARY")
        );
        assert_eq!(subject("").as_deref(), Some("TALKS: A"));
        assert_eq!(subject("-------").as_deref(), Some("TALKS: A"));
    }

    #[test]
    fn words_of_a_label_may_belong_to_a_title() {
        let subject = |below: &str| {
            let text = format!(
                "UNCLAS NORTHHAVEN 000088\n\nE.O. 12958: N/A\nTAGS: PREL\n\
                 SUBJECT: PAPERS AND\n{below}\n\n1. Talks opened.\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let subject = cable.heading.subject.map(|span| cable.read(span));
            subject.unwrap_or_default().replace("PAPERS AND", "-")
        };
        for line in [
            "CLASSIFIED BY LAW",
            "TAGS ON FISH",
            "REF A REPLY",
            "DERIVED FROM FISH",
        ] {
            assert_eq!(subject(line), format!("- {line}"));
        }
        for line in [
            "CLASSIFIED BY DCM ADA QUILL",
            "CLASSIFIED BY ADA QUILL FOR\nREASONS 1.5 (B)",
            "CLASSIFIED BY: LAW",
            "TAGS: ON FISH",
            "TAGS PREL, UK",
            "REF A NORTHHAVEN 88",
            "REF: A REPLY",
            "REF A QUILL-VANCE E-MAIL",
            "DERIVED FROM: FISH",
        ] {
            assert_eq!(subject(line), "-", "{line}");
        }
    }

    /// The title of a telegram with these lines from SUBJECT on.
    fn title(lines: &str) -> String {
        let text = format!("UNCLAS NORTHHAVEN 000088\n\nE.O. 12958: N/A\nTAGS: PREL\n{lines}\n");
        let cable = crate::parse::parse(text.as_bytes());
        let subject = cable.heading.subject.map(|span| cable.read(span));
        subject.unwrap_or_default()
    }

    #[test]
    fn a_sign_or_the_label_may_be_doubled() {
        for label in [
            "SUBJECT --",
            "SUBJECT: :",
            "SUBJECT: SUBJECT:",
            "SUBJ: SUBJECT:",
            "SUBJECT:-",
            "SUBJECT: (U):",
            "SUBJECT: (U)-",
            "(U) SUBJECT:",
            "\u{b6}SUBJECT:",
        ] {
            let read = title(&format!("{label} HARBOR TALKS\n\n1. Talks."));
            assert_eq!(read, "HARBOR TALKS", "{label}");
        }
        let about = title("SUBJECT: SUBJECT MATTERS: A LIST\n\n1. Talks.");
        assert_eq!(about, "SUBJECT MATTERS: A LIST");
    }

    #[test]
    fn a_delegation_right_below_belongs_to_the_title() {
        for line in ["CODEL BRIGHTWATER", "FOR THE HARBOR", "STAFFDEL QUILL"] {
            let read = title(&format!(
                "SUBJECT: SCENESETTER FOR\n{line}\n\n1. (U) Talks."
            ));
            assert_eq!(read, format!("SCENESETTER FOR {line}"));
            let apart = title(&format!("SUBJECT: HARBOR TALKS\n\n{line}\n\n1. (U) Talks."));
            assert_eq!(apart, "HARBOR TALKS", "{line}");
        }
    }

    #[test]
    fn a_title_ends_where_something_else_begins() {
        for line in [
            "BEGIN SUMMARY: Talks. END SUMMARY",
            "REASON: 1.4 (B)",
            "(C) CLASSIFIED BY DCM ADA QUILL. REASON 1.5 (B).",
            "STATE PLEASE PASS OCEAN BUREAU",
            "SUMMARY -- TALKS. END SUMMARY",
            "(U) SUMMARY: TALKS. END SUMMARY",
            "(SBU) Talks opened.",
            "UNCLASSIFIED",
            "A. STATE 4711 B. NORTHHAVEN 88",
            "(A) STATE 4711 (B) NORTHHAVEN 88",
            "(U) REF: NORTHHAVEN 88",
            "RE: NORTHHAVEN 88",
        ] {
            let read = title(&format!("SUBJECT: HARBOR TALKS\n{line}\n\n2. (C) Talks."));
            assert_eq!(read, "HARBOR TALKS", "{line}");
        }
    }

    #[test]
    fn a_title_may_stand_right_above_a_boxed_heading() {
        let boxed = "SUBJECT: HARBOR -\nTHE TALKS\n-------\nSUMMARY\n-------\n\n1. Talks.";
        assert_eq!(title(boxed), "HARBOR - THE TALKS");
        let marked = "SUBJECT: HARBOR\nTALKS\n(C)\n\n1. Talks.";
        assert_eq!(title(marked), "HARBOR TALKS");
        let heading = "SUBJECT: HARBOR\nTHE TALKS\n-------\n\n1. Talks.";
        assert_eq!(title(heading), "HARBOR");
    }

    #[test]
    fn a_title_may_go_on_over_a_page_above_paragraph_one() {
        let page = "\n\nNORTHHAVEN 00000088  001 OF 002\n\n";
        let read = title(&format!("SUBJECT: HARBOR{page}TALKS\n\n1. (U) Talks."));
        assert_eq!(read, "HARBOR TALKS");
        let other = title(&format!("SUBJECT: HARBOR{page}Talks.\n\n1. (U) Talks."));
        assert_eq!(other, "HARBOR");
    }

    #[test]
    fn a_title_may_be_marked_at_both_ends() {
        let text = "UNCLAS NORTHHAVEN 000088\n\nTAGS: PREL\nSUBJECT: (C) TALKS (A LOOK) (C)\n\n1. Talks.\n";
        let cable = crate::parse::parse(text.as_bytes());
        let subject = cable.heading.subject.map(|span| cable.read(span));
        assert_eq!(subject.as_deref(), Some("TALKS (A LOOK)"));
    }

    #[test]
    fn a_caption_or_a_note_that_follows_is_no_part_of_a_title() {
        assert_eq!(
            title("SUBJECT: DUES RISE SIPDIS\n\n1. (U) Talks."),
            "DUES RISE"
        );
        assert_eq!(
            title("SUBJECT: DUES RISE, SIPDIS\n\n1. (U) Talks."),
            "DUES RISE"
        );
        for title_of in ["DUES OF SIPDISS", "USE OF SIPDIS", "SIPDIS"] {
            let lines = format!("SUBJECT: {title_of}\n\n1. (U) Talks.");
            assert_eq!(title(&lines), title_of);
        }
        for note in [
            "SBU - NOT FOR INTERNET DISTRIBUTION",
            "SBU NOT FOR THE INTERNET",
        ] {
            let lines = format!("SUBJECT: DUES RISE\n{note}\n\n1. (U) Talks.");
            assert_eq!(title(&lines), "DUES RISE", "{note}");
        }
        for none in ["NONE", "NONE.", "N/A"] {
            let joined = format!("SUBJECT: DUES RISE REF: {none}\n\n1. (U) Talks.");
            assert_eq!(title(&joined), "DUES RISE", "{none}");
        }
        let joined = "SUBJECT: DUES RISE REF: NONE GIVEN\n\n1. (U) Talks.";
        assert_eq!(title(joined), "DUES RISE REF: NONE GIVEN");
        let lines = "SUBJECT: DUES RISE:\nSBU - NOTED IN PARIS\n\n1. (U) Talks.";
        assert_eq!(title(lines), "DUES RISE: SBU - NOTED IN PARIS");
        let lines = "SUBJECT: DUES RISE:\nSBU NOT FORTHCOMING\n\n1. (U) Talks.";
        assert_eq!(title(lines), "DUES RISE: SBU NOT FORTHCOMING");
    }

    #[test]
    fn an_order_in_a_title_is_no_label() {
        let subject = |below: &str| {
            let text = format!(
                "UNCLAS NORTHHAVEN 000088\n\nE.O. 12958: N/A\nTAGS: PREL\n\
                 SUBJECT: NEW NAMES UNDER\n{below}\n\n1. Talks opened.\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            cable.heading.subject.map(|span| cable.read(span))
        };
        let whole = subject("E.O. 13224 OF 2001");
        assert_eq!(whole.as_deref(), Some("NEW NAMES UNDER E.O. 13224 OF 2001"));
        for order in ["E.O. 12958: N/A", "E.O. 13526: DECL: 07/22/2018"] {
            assert_eq!(subject(order).as_deref(), Some("NEW NAMES UNDER"));
        }
    }

    #[test]
    fn a_page_may_cut_a_title_of_several_lines() {
        let page = "NORTHHAVEN 00000088  001.2 OF 003";
        let cut = |rest: &str| {
            title(&format!(
                "SUBJECT: DUES RISE\n\n{page}\n\n{rest}\n\n1. (U) Talks."
            ))
        };
        assert_eq!(cut("IN 2008"), "DUES RISE IN 2008");
        assert_eq!(cut("IN\nSPRING\n\nREF: OSLO 12"), "DUES RISE IN SPRING");
        assert_eq!(cut("2008\n\nNOFORN"), "DUES RISE 2008");
        assert_eq!(cut("IT WAS SAID TODAY.\n\nIT IS TRUE."), "DUES RISE");
        for note in [
            "FOR OFFICIAL USE ONLY",
            "UNCLASSIFIED - LIMITED OFFICIAL USE",
            "THIS IS A JOINT REPORT OF\nTWO POSTS.",
            "CONTAINS BUSINESS PROPRIETARY INFORMATION",
        ] {
            assert_eq!(cut(note), "DUES RISE", "{note}");
        }
        assert_eq!(cut("In spring"), "DUES RISE");
        let below = format!("SUBJECT:\n\n{page}\n\nDUES RISE\n\n1. (U) Talks.");
        assert_eq!(title(&below), "DUES RISE");
        let within = format!("SUBJECT: DUES {page} RISE\n\n1. (U) Talks.");
        assert_eq!(title(&within), "DUES RISE");
        let other = "SUBJECT: DUES OSLO 00000077  001.2 OF 003 RISE";
        assert_eq!(title(other), &other["SUBJECT: ".len()..]);
    }

    #[test]
    fn a_label_may_have_a_slash_and_a_note_stand_below() {
        assert_eq!(title("SUBJ/HARBOR TALKS"), "HARBOR TALKS");
        assert_eq!(title("SUBJECT/HARBOR TALKS"), "HARBOR TALKS");
        assert_eq!(title("SUBJECT/Harbor talks"), "");
        assert_eq!(
            title("SUBJECT: TALKS\n(ENTIRE TEXT SECRET)\n\n1. Talks."),
            "TALKS"
        );
        assert_eq!(
            title("SUBJECT: TALKS, OSLO:\n(U) HARBORS AND\nDUES\n\n1. (C) Talks."),
            "TALKS, OSLO: (U) HARBORS AND DUES"
        );
        assert_eq!(
            title("SUBJECT: TALKS\n(U) HARBORS AND\nDUES\n\n1. (C) Talks."),
            "TALKS"
        );
        assert_eq!(
            title("SUBJECT: (S) TALKS WITH\n(S) MARLOVIA\n\nREF: OSLO 12"),
            "TALKS WITH (S) MARLOVIA"
        );
    }

    #[test]
    fn whom_a_telegram_is_for_is_no_title() {
        for below in [
            "FOR AMBASSADOR FROM HOLT",
            "FOR EUR/VV",
            "NATO FOR POLAD",
            "DEPT. PLEASE PASS TREASURY",
            "JOINT EMBASSY/AID MESSAGE",
            "VISAS DONKEY",
            "EMBASSY CONCURS IN VISIT. PLEASE SEND DETAILS",
        ] {
            assert_eq!(
                title(&format!("SUBJECT: TALKS\n{below}\n1. TEXT.")),
                "TALKS",
                "{below}"
            );
        }
        for below in [
            "FOR THE LONG RUN",
            "PLANS FOR HARBORS",
            "JOINT COMMISSION",
            "VISIT OF DR. QUILL",
            "U.S. FISH AND CO. REPORT",
        ] {
            let whole = format!("TALKS {below}");
            assert_eq!(title(&format!("SUBJECT: TALKS\n{below}\n1. TEXT.")), whole);
        }
        let later = "P 221504Z JUL 08\nUNCLAS NORTHHAVEN 000088\n\nTAGS: PREL\n\
                     SUBJECT: PRESS GUIDANCE\nFOR AMBASSADOR QUILL\n\n1. (U) Text.\n";
        let cable = crate::parse::parse(later.as_bytes());
        let read = cable.heading.subject.map(|span| cable.read(span));
        assert_eq!(read.as_deref(), Some("PRESS GUIDANCE FOR AMBASSADOR QUILL"));
        // The title fills its line, or breaks off.
        let long = "TALKS IN THE OLD HARBOR OF NORTHHAVEN";
        let lines = format!("SUBJECT: {long}\nFOR AMBASSADOR FROM HOLT\n1. TEXT.");
        assert_eq!(title(&lines), format!("{long} FOR AMBASSADOR FROM HOLT"));
        assert_eq!(
            title("SUBJECT: MESSAGE\nFROM QUILL TO\nNATO FOR TALKS\n1. TEXT."),
            "MESSAGE FROM QUILL TO NATO FOR TALKS"
        );
    }

    #[test]
    fn a_title_that_breaks_off_goes_on_behind_a_blank() {
        let rest = |above: &str| {
            let lines = format!(
                "SUBJECT: {above}\n\nDOUBTS ON DUES\n-------\nSUMMARY\n-------\n\n1. (C) Talks."
            );
            title(&lines)
        };
        assert_eq!(rest("TALKS AMID"), "TALKS AMID DOUBTS ON DUES");
        assert_eq!(rest("TALKS,"), "TALKS, DOUBTS ON DUES");
        assert_eq!(rest("TALKS"), "TALKS");
        assert_eq!(title("SUBJECT: TALKS AMID\n\nThe talks"), "TALKS AMID");
        assert_eq!(title("SUBJECT: TALKS\n-- SUMMARY --\n\n1. Talks."), "TALKS");
        assert_eq!(
            title("SUBJECT: TALKS\n-- A REPORT\n\n1. Talks."),
            "TALKS -- A REPORT"
        );
    }
}
