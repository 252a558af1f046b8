//! The end of a telegram: signature, trailers, format lines 13 to 16.
//!
//! Read from the last line upwards, before the body, so that no paragraph
//! swallows the signature.

use super::Draft;
use super::caption::{is_caption, is_words as is_caption_words};
use super::heading::BodyStart;
use super::lines::{is_classification, is_rule};
use super::token::{
    after, begins, byte, ends, ends_sentence, from, is_blank, is_capitals, is_digits, place, same,
    squeeze, trim,
};
use super::topic::{is_topic, is_topic_word};
use super::words::Words;
use crate::cable::{Confidence, FormatLine, LineKind, RepairKind, Span, sort_by_place};
use crate::glossary;

/// Lines after the signature that are looked at.
const BELOW: usize = 64;

/// Lines before it.
const ABOVE: usize = 16;

/// As many sections as a classification line can count.
const SECTIONS: usize = 99;

/// No shorter line of prose is wrapped.
const WRAPPED: usize = 32;

/// Within how many bytes above a word in capitals it is looked for again.
const NEAR: usize = 16 * 1024;

impl Draft<'_> {
    /// Reads the end and returns the line after the body's last.
    pub(super) fn ending(&mut self, body: BodyStart) -> usize {
        let end = self.trailers_below(body);
        let Some(last) = self.last_content(body, end) else {
            return end;
        };
        let line = self.body_content(last, body);
        let bare = without_end_words(line);
        if let Some(name) = self.own_line(last, bare, body) {
            return self.signed(last, name, body);
        }
        if let Some((before, name)) = glued(bare) {
            self.sign(name);
            let before = without_trailer(before);
            self.cut = Some(Span {
                start: self.place(before).end,
                end: self.place(line).end,
            });
            if before.is_empty() {
                self.set(last, LineKind::Signature);
                return self.trailers_above(body, last);
            }
            return last + 1;
        }
        self.trailers_above(body, end)
    }

    /// The signature stands on line `last`; returns the line after the
    /// body's last.
    fn signed(&mut self, last: usize, name: &str, body: BodyStart) -> usize {
        self.set(last, LineKind::Signature);
        let mut second = Some(name);
        let mut end = last;
        // Doubled on two lines, or a second name.
        if let Some(above) = self.last_content(body, end)
            && self.kind(above) == LineKind::Body
            && let line = self.body_content(above, body)
            && let Some(first) = self.own_line(above, line, body)
            && is_capitals(first)
            && !super::reference::is_excised(first)
            // `UNQUOTE QUILL` signs what stands around the quotation.
            && !begins(self.body_content(last, body), "UNQUOTE")
            && !ends(line, " UNQUOTE")
            // The end of a paragraph in capitals ends a sentence too.
            && (first.eq_ignore_ascii_case(name)
                || !ends_sentence(line) && self.follows_an_end(above, body))
        {
            self.set(above, LineKind::Signature);
            self.signature.push(self.place(first));
            second = second.filter(|_| !first.eq_ignore_ascii_case(name));
            end = above;
        }
        if second.is_some() {
            self.sign(name);
        }
        self.trailers_above(body, end)
    }

    /// Takes a name, or both of `HOLT/TREMAINE` and `HOLT FOR TREMAINE`.
    fn sign(&mut self, name: &str) {
        // Most have one word.
        let another = name
            .contains(is_blank)
            .then(|| for_another(name).or_else(|| name.split_once(" FOR ")))
            .flatten();
        let (first, second) = another.map_or((name, None), |(first, second)| (first, Some(second)));
        for name in first.split('/').chain(second).map(trim) {
            self.damaged_signature(name);
            self.signature.push(self.place(name));
        }
    }

    /// Notes what a name reads without the blanks behind its letters, and with
    /// O for its zeros.
    fn damaged_signature(&mut self, name: &str) {
        if name.contains('0') {
            let kind = RepairKind::MisreadCharacter;
            let read = name.replace('0', "O").into();
            self.repair(self.place(name), kind, read, Confidence::Medium);
        }
        if byte(name, 1) == b' '
            && let Some(read) = spaced_out(name)
        {
            let kind = RepairKind::WrappedWord;
            self.repair(self.place(name), kind, read.into(), Confidence::Medium);
        }
    }

    /// Whether a line stands apart from a sentence that breaks off above it.
    fn follows_an_end(&self, idx: usize, body: BodyStart) -> bool {
        self.last_content(body, idx).is_none_or(|above| {
            let line = self.body_content(above, body);
            above + 1 < idx
                || self.kind(above) == LineKind::Trailer
                || ends_sentence(line)
                || ends_marker(line)
        })
    }

    /// Whether a text ends as telegrams do: with a signature in capitals, or
    /// with format lines 13 to 16.
    pub(super) fn is_signed(&mut self) -> bool {
        let body = BodyStart {
            line: 0,
            offset: self.start_of(0),
        };
        let end = self.trailers_below(body);
        let closed =
            (end..self.lines.len()).any(|idx| matches!(self.kind(idx), LineKind::FormatLine(_)));
        let Some(last) = self.last_content(body, end) else {
            return closed;
        };
        let line = without_end_words(self.content(last));
        let own = self.own_line(last, line, body);
        let glued = || {
            glued(line)
                .map(|(_, name)| name)
                .filter(|name| is_capitals(name))
        };
        closed || own.or_else(glued).is_some_and(|name| name.len() > 2)
    }

    /// The last line before `end` that holds words.
    fn last_content(&self, body: BodyStart, end: usize) -> Option<usize> {
        (body.line..end)
            .rfind(|&idx| !matches!(self.kind(idx), LineKind::Blank | LineKind::PageHeader))
    }

    fn trailers_below(&mut self, body: BodyStart) -> usize {
        let mut end = self.lines.len();
        let mut left = BELOW;
        while let Some(last) = self.last_content(body, end) {
            let line = self.body_content(last, body);
            let kind = match self.trailer(line) {
                Some(kind) if left > 0 => kind,
                None if left > 0 && self.closes(last, body) => LineKind::Trailer,
                _ => break,
            };
            if kind == LineKind::Trailer && is_web(line) && glued(line).is_some() {
                break;
            }
            self.set(last, kind);
            end = last;
            left -= 1;
        }
        self.note_below(body, end)
    }

    /// A note of those who handled or drafted the telegram, between the signature
    /// and line `end`; returns the line after the signature if there is one.
    ///
    /// Sample: `oddities/note-below-the-signature`
    fn note_below(&mut self, body: BodyStart, end: usize) -> usize {
        const LINES: usize = 10;
        let lines = (body.line..end).rev().take(LINES);
        // Where this was asked before, its lines are known.
        let words = lines.take_while(|&idx| {
            matches!(
                self.kind(idx),
                LineKind::Body | LineKind::Blank | LineKind::Trailer | LineKind::PageHeader
            )
        });
        let note = words.filter(|&idx| {
            let line = self.body_content(idx, body);
            let rest = line
                .strip_prefix("NOTE")
                .or_else(|| line.strip_prefix("Note"));
            rest.is_some_and(|rest| rest.starts_with([':', ' ']))
                || is_drafting(line)
                || is_about_message(line)
                || is_authority(line)
        });
        let Some(first) = note.last() else {
            return end;
        };
        let signed = self.last_content(body, first).is_some_and(|above| {
            let line = without_end_words(self.body_content(above, body));
            (is_capitals(line) || begins(line, "SIGNATURE:"))
                && self.own_line(above, line, body).is_some()
        });
        if !signed {
            return end;
        }
        for idx in first..end {
            if self.kind(idx) == LineKind::Body {
                self.set(idx, LineKind::Trailer);
            }
        }
        first
    }

    /// ```abnf
    /// trailer = "BT" ["#" 3*6DIGIT] / "#" 3*6DIGIT / "NNN" *ALPHA
    ///         / "<< END OF DOCUMENT >>" / "*** Current" *CHAR / end-of-cable
    ///         / ">" [blank archive-line] / archive-line / 1*"#" / "<END>" / cut "..." / classification ["//" *CHAR]
    ///         / caption / web-line / "DECLASSIFIED" / "MINIMIZE CONSIDERED" / CHAR
    ///         / post 1*blank serial / "CORRECTED COPY" *CHAR / ("RELEASE" / "RELEASED") " IN " ("FULL" / "PART") *code
    ///         / "DECONTROL" 1*blank ("UPON" / "ON" / "FOLLOWING" / "AFTER") *CHAR
    /// end-of-cable = [rule] ("END" ["OF"] thing / "CABLE ENDS") *CHAR [rule] / "END"
    /// thing        = "CABLE" / "MESSAGE" / "TELEGRAM"
    /// archive-line = 4DIGIT 1*ALPHA 1*DIGIT " - " *CHAR      ; of capitals
    /// cut          = words of the SUBJECT, or the beginning of a caption
    /// ```
    ///
    /// The whole SUBJECT counts without the dots too.
    ///
    /// Samples: `oddities/trailers-after-the-signature`,
    /// `plain/signature-behind-a-title`, `plain/signature-above-a-rule`,
    /// `plain/signature-between-an-address-and-a-marking`,
    /// `plain/signature-then-cut-subject`, `plain/signature-then-whole-subject`
    fn trailer(&self, line: &str) -> Option<LineKind> {
        Some(match byte(line, 0) {
            b'B' if without_end_words(line) == "BT" => LineKind::FormatLine(FormatLine::Break),
            b'\\' if line.starts_with("\\#") => return self.trailer(from(line, 1)),
            b'#' if line.bytes().all(|byte| byte == b'#') => LineKind::Trailer,
            b'#' if line.len() <= 7 && is_digits(from(line, 1)) => {
                LineKind::FormatLine(FormatLine::Correction)
            }
            b'N' if line == "NNNN" => LineKind::FormatLine(FormatLine::End),
            b'N' if line.starts_with("NNN") && !line.contains(is_blank) && is_capitals(line) => {
                LineKind::FormatLine(FormatLine::End)
            }
            b'<' if begins(line, "<< END OF DOCUMENT") => LineKind::Trailer,
            b'<' | b'(' | b'*' if ends_alone(line) => LineKind::Trailer,
            b'>' if is_archive_line(trim(from(line, 1))) => LineKind::Trailer,
            b'*' if line.starts_with("*** Current") => LineKind::Trailer,
            b'*' if is_rule(line) => LineKind::Trailer,
            b'E' | b'e' | b'=' | b'-' | b'*' | b'(' | b'C' if ends_cable(line) => LineKind::Trailer,
            b'E' if line == "END" || line == "End" => LineKind::Trailer,
            b'D' | b'd' if begins(line, "DECLASSIFIED") && line.len() < 24 => LineKind::Trailer,
            b'D' if line == "DECAPTIONED" || is_decontrol(line) => LineKind::Trailer,
            b'R' if is_release(line) => LineKind::Trailer,
            b'C' if begins(line, "CORRECTED COPY") && line.len() < 64 => LineKind::Trailer,
            b'V' | b'v' if same(line, "VIEW ENTIRE CABLE") => LineKind::Trailer,
            _ if line.len() == 1 => LineKind::Trailer,
            b'Y' if line == "YY" => LineKind::Trailer,
            b'1' | b'2' if is_archive_line(line) => LineKind::Trailer,
            _ if line.ends_with("...")
                && (self.repeats_subject(line, false)
                    || is_caption(line)
                    || is_caption_words(line.trim_end_matches('.'))) =>
            {
                LineKind::Trailer
            }
            _ if self.repeats_subject(line, true) => LineKind::Trailer,
            _ if is_web(line) || is_classification(line) || is_caption_words(line) => {
                LineKind::Trailer
            }
            // `CONFIDENTIAL NORTHHAVEN 00000088`
            _ if line.len() < 64
                && byte(line, line.len() - 1).is_ascii_digit()
                && is_footer(line) =>
            {
                LineKind::Trailer
            }
            _ if self.is_own_number(line) => LineKind::Trailer,
            // `SECRET//NOFORN`
            _ if line.len() < 64
                && memchr::memchr(b'/', line.as_bytes()).is_some_and(|at| {
                    let (level, controls) = line.split_at_checked(at).unwrap_or_default();
                    controls.starts_with("//") && is_classification(level)
                }) =>
            {
                LineKind::Trailer
            }
            _ => return None,
        })
    }

    /// Whether a line is the post and serial of the telegram once more.
    ///
    /// Sample: `service/own-number-below-the-signature`
    fn is_own_number(&self, line: &str) -> bool {
        let number = || {
            let (post, digits) = line.rsplit_once(is_blank)?;
            let banner = self.heading.banner.as_ref()?;
            let serial = banner.serial?.value;
            let is_serial = is_digits(digits) && digits.parse() == Ok(serial);
            let is_post = || banner.post.map(|own| squeeze(self.slice(own))) == Some(squeeze(post));
            Some(is_serial && is_post())
        };
        let may = line.len() < 48 && line.ends_with(|c: char| c.is_ascii_digit());
        may && number() == Some(true)
    }

    /// Whether a line right below the signature closes the text: a rule, or
    /// the end of a text or quotation that the telegram is.
    fn closes(&self, idx: usize, body: BodyStart) -> bool {
        let line = self.content(idx);
        let ends_text = || {
            let may = matches!(
                byte(line, 0),
                b'E' | b'e' | b'U' | b'u' | b'T' | b't' | b'(' | b'*'
            );
            if !may || line.len() > 24 {
                return false;
            }
            let words = line.trim_matches(['.', '-', '*', '(', ')', ' ']);
            ["END TEXT", "END OF TEXT", "UNQUOTE", "TEXT ENDS"]
                .iter()
                .any(|end| same(end, words))
        };
        let rule = self.kind(idx) == LineKind::Rule
            || matches!(line, "--" | "---")
            || ends_text()
            || is_title(line);
        let above = self.last_content(body, idx).filter(|_| rule);
        above.is_some_and(|above| {
            let line = without_end_words(self.body_content(above, body));
            is_capitals(line) && self.own_line(above, line, body).is_some()
        })
    }

    /// Whether a line is a title of a web page that leaked: some of the words
    /// of the SUBJECT, the last of them cut, and with `whole` all of them.
    fn repeats_subject(&self, line: &str, whole: bool) -> bool {
        let Some(subject) = self.heading.subject else {
            return false;
        };
        let cut = line.trim_end_matches('.');
        let title = self.slice(subject);
        if whole && (cut.len() <= 12 || !begins(title, cut.get(..4).unwrap_or("?"))) {
            return false;
        }
        let (title, cut) = (squeeze(title), squeeze(cut));
        if whole {
            return title == cut;
        }
        let found = memchr::memmem::find_iter(title.as_bytes(), cut.as_bytes())
            .any(|at| at == 0 || byte(&title, at - 1) == b' ');
        cut.len() > 3 && found
    }

    /// The surname on a line of its own.
    fn own_line<'b>(&self, idx: usize, line: &'b str, body: BodyStart) -> Option<&'b str> {
        let small = is_small_name(line);
        let classifier = || self.signed_by_classifier(line);
        let name = if small {
            line
        } else {
            surname(line).or_else(classifier)?
        };
        if self.is_place(name)
            || self.is_heading_of_text(name, idx, body)
            || self.is_word_of_text(name, idx, body)
            || name.len() < 4 && is_no_surname(name)
        {
            return None;
        }
        let above = self.last_content(body, idx);
        let Some(above) = above else {
            return is_capitals(name).then_some(name);
        };
        let before = self.body_content(above, body);
        // A list of names, not a name behind a dash; or what a colon announces.
        if line.starts_with('-') && before.starts_with('-')
            || before.ends_with(':') && !is_web(before) && !ends_in_address(before)
            || self.is_last_of_list(idx, name, body)
        {
            return None;
        }
        let apart =
            matches!(self.kind(above), LineKind::Rule) || is_web(before) || ends_in_address(before);
        let ended = apart
            || matches!(self.kind(above), LineKind::Heading | LineKind::Trailer)
            || ends_sentence(before)
            || ends_marker(before)
            || before.eq_ignore_ascii_case(line);
        let gap = above + 1 < idx;
        // No sentence need end the last item of a list, unless the name may be
        // an item itself.
        let item = before.trim_start_matches(['-', ' ']);
        let listed =
            gap && item.len() < before.len() && item.contains(is_blank) && !line.contains(is_blank);
        // Neither does what was withheld, nor a row of figures.
        let cut = gap && !line.contains(is_blank) && before.contains(is_blank) && {
            before.rsplit(is_blank).next()
        }
        .is_some_and(|last| {
            super::reference::is_excised(last) || is_digits(last) && last.len() < 8
        });
        let fits = if is_capitals(name) {
            // All around in capitals, a long line without an end of sentence
            // above may be wrapped prose.
            ended
                || gap
                || (!is_capitals(before)
                    || before.len() < WRAPPED
                    || self.has_room(above, before, name, body)
                    || self.is_other_name(above, before, body))
                    && !leads_to_a_name(before)
                    && !self.is_of_text(name, idx, body)
        } else {
            ended || listed || cut || {
                let alone = !name.contains(is_blank) && glossary::station(name).is_none();
                let n_words = before
                    .split([' ', '-'])
                    .filter(|word| !word.is_empty())
                    .count();
                // `Control officer: Ada Quill`; `The Minister of Dues` goes on.
                let apart = gap
                    && !breaks_off(before)
                    && (before.contains(": ") || !goes_on_to_a_name(before));
                alone && n_words > 3 && (apart || self.has_room(above, before, name, body))
            }
        };
        fits.then_some(name)
    }

    /// Whether a word is the surname of who classified the telegram, so that it is
    /// a name here whatever else it means: `SERVICE` below Ambassador Ada Service.
    fn is_classifier(&self, word: &str) -> bool {
        let by = self.heading.classified_by.as_ref();
        let name = by.and_then(|by| by.name).map(|name| self.slice(name));
        name.is_some_and(|name| {
            let last = name.rsplit(is_blank).next().unwrap_or_default();
            last.len() > 2 && last.len() < name.len() && same(last, word)
        })
    }

    /// The name on a line that would be one, were the surname of who classified
    /// the telegram no word of another sort: `AMBASSADOR SERVICE`, `SERVICE/HOLT`.
    fn signed_by_classifier<'b>(&self, line: &'b str) -> Option<&'b str> {
        const LONGEST: usize = 64;
        // Stands in for the surname, byte for byte.
        const OTHER: &str = "TREMAINEHOLTQUILLMARLOW";
        if line.len() > LONGEST {
            return None;
        }
        if self.is_classifier(line) {
            return Some(line);
        }
        let apart = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '-'));
        let word = line.split(apart).find(|word| self.is_classifier(word))?;
        let (first, rest) = OTHER.get(..word.len())?.split_at_checked(1)?;
        let rest = if is_capitals(word) {
            rest.to_owned()
        } else {
            rest.to_ascii_lowercase()
        };
        let at = super::token::place(line, word).range();
        let parts = [line.get(..at.start)?, first, &rest, line.get(at.end..)?];
        let read = parts.concat();
        let name = super::token::place(&read, surname(&read)?);
        line.get(name.range())
    }

    /// Whether a name is a place that the heading names: the own post, or one
    /// that is addressed. The last word of several (`PRINCE` of Port au Prince) is
    /// a surname, and so is any place that who classified is called by.
    ///
    /// Sample: `plain/no-signature-but-the-own-post`
    fn is_place(&self, name: &str) -> bool {
        if self.is_classifier(name) {
            return false;
        }
        let heading = &self.heading;
        let is_it = |place: Span| {
            let place = self.slice(place);
            same(place, name) || same(without_kind(place), name)
        };
        let is_last_word = |place: &str| {
            let before = place.len().checked_sub(name.len() + 1);
            ends(place, name) && before.is_some_and(|before| byte(place, before) == b' ')
        };
        let banner = heading.banner.as_ref().and_then(|banner| banner.post);
        let from = heading.from.as_ref().map(|from| from.plad.0);
        if banner.into_iter().chain(from).any(is_it) {
            return true;
        }
        // `VELDANIA` signs nothing that its embassy sends.
        let own = banner.or(from);
        let own = own.and_then(|own| glossary::station(self.slice(own)));
        if own.is_some_and(|own| same(own.country, name)) {
            return true;
        }
        if name.contains(is_blank) && glossary::places().any(|place| same(place, name)) {
            return true;
        }
        // Most names are those of no station.
        let Some(station) = glossary::station_name(name) else {
            return false;
        };
        let known = glossary::station(name);
        let is_last_of = |own: Span| is_last_word(without_kind(self.slice(own)));
        if known.is_some_and(|known| is_last_word(known.place))
            || banner.into_iter().chain(from).any(is_last_of)
        {
            return false;
        }
        // `UNVIE` of UNVIE VIENNA.
        let mut addressees = heading.action.iter().chain(&heading.info);
        // A consulate where the embassy is; those who sign for the Department may bear the
        // name of a city.
        let near = || {
            let country = known.map(|known| known.country);
            own.is_some_and(|own| {
                country == Some(own.country) && !same(own.country, "United States")
            })
        };
        own.is_some_and(|own| own.name == station)
            || addressees.any(|to| is_it(to.plad.0))
            || near()
    }

    /// Whether a line of several words is about what the text is about: each of
    /// them is met in small letters above or stands in the SUBJECT, not all of them
    /// there alone; or one is an acronym, or the text says all of them. One that is
    /// met says little: `ADA PRICE` signs below the price of bread. Whoever
    /// classified the telegram is named above too.
    fn is_heading_of_text(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        if !name.contains(is_blank) {
            return false;
        }
        let words = || name.split(is_blank).filter(|word| !word.is_empty());
        if words().any(|word| self.is_classifier(word)) {
            return false;
        }
        let above = self.above(idx, body);
        let subject = self
            .heading
            .subject
            .map_or("", |subject| self.slice(subject));
        let in_subject = |word: &str| {
            let mut parts = subject.split(|c: char| !c.is_alphanumeric());
            parts.any(|part| same(part, word))
        };
        let is_small = |word: &str| word.len() > 2 && is_met(above, &word.to_ascii_lowercase());
        let is_acronym = |word: &str| word.len() > 2 && is_no_surname(word);
        let said = || !is_capitals(name) && is_met(above, name);
        words().any(is_acronym)
            || words().any(is_small)
                && words().all(|word| word.len() > 2 && in_subject(word) || is_small(word))
            || said()
    }

    /// Whether a word in capitals is a common one: in small letters it is met above.
    ///
    /// Sample: `plain/no-signature-but-a-word-of-the-text`
    fn is_word_of_text(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        const SHORTEST: usize = 7;
        // Surnames that are common words too.
        static NAMES: Words<38> = Words::new([
            "BAPTIST",
            "BARRIER",
            "BISHOPS",
            "BREWERS",
            "BRIDGES",
            "BROTHERS",
            "CARPENTER",
            "CHAMBERS",
            "CHANCELLOR",
            "CHANDLER",
            "CHRISTIAN",
            "COUNTRYMAN",
            "ENGLISH",
            "FLOWERS",
            "FOREMAN",
            "FREEMAN",
            "GARDENER",
            "GOODMAN",
            "HERRING",
            "HOLIDAY",
            "JUSTICE",
            "MARINERS",
            "MARSHALL",
            "MASTERS",
            "MEADOWS",
            "MERCHANT",
            "MOUNTAIN",
            "NEWCOMER",
            "NOBLEMAN",
            "PEACOCK",
            "PILGRIM",
            "PROPHET",
            "SHEPHERD",
            "STERLING",
            "STEWARD",
            "SUMMERS",
            "TREASURE",
            "WINTERS",
        ]);
        if name.len() < SHORTEST
            || !name.bytes().all(|byte| byte.is_ascii_uppercase())
            || NAMES.hold(name)
            || super::reference::is_excised(name)
            || self.is_classifier(name)
        {
            return false;
        }
        is_met(self.above(idx, body), &name.to_ascii_lowercase())
    }

    /// The text above a line, as far as it is looked through for words.
    fn above(&self, idx: usize, body: BodyStart) -> &[u8] {
        let end = self.start_of(idx);
        let start = body.offset.max(end.saturating_sub(NEAR)).min(end);
        self.text.as_bytes().get(start..end).unwrap_or_default()
    }

    /// Whether a name of several words is the last of a list that a colon
    /// announces, one a line.
    ///
    /// Sample: `plain/no-signature-but-a-list-of-names`
    fn is_last_of_list(&self, idx: usize, name: &str, body: BodyStart) -> bool {
        const LONGEST: usize = 16;
        if !name.contains(is_blank) {
            return self.is_last_of_words(idx, name, body);
        }
        let mut below = idx;
        for _ in 0..LONGEST {
            let Some(above) = self
                .last_content(body, below)
                .filter(|above| above + 1 == below)
            else {
                return false;
            };
            let line = self.body_content(above, body);
            if line.ends_with(':') {
                return true;
            }
            let n_words = line.split(is_blank).filter(|word| !word.is_empty()).count();
            if !(2..=4).contains(&n_words) || ends_sentence(line) {
                // A blank may stand below the colon.
                return false;
            }
            below = above;
            let gap = below
                .checked_sub(1)
                .filter(|&gap| self.kind(gap) == LineKind::Blank);
            if let Some(gap) = gap
                && let Some(head) = self.last_content(body, gap)
            {
                return self.body_content(head, body).ends_with(':');
            }
        }
        false
    }

    /// Whether a word stands right below another like it that a colon announces,
    /// or is a country below another. Three surnames may sign.
    fn is_last_of_words(&self, idx: usize, name: &str, body: BodyStart) -> bool {
        let like = || {
            let above = idx.checked_sub(1).filter(|&above| above >= body.line)?;
            let line = self.body_content(above, body);
            let is_word = !line.contains(is_blank) && is_capitals(line) == is_capitals(name);
            let is_name = is_word && surname(line).is_some() && !same(line, name);
            (is_name && self.kind(above) == LineKind::Body).then_some(line)
        };
        let Some(above) = like() else {
            return false;
        };
        let is_place = |word: &str| glossary::places().any(|place| same(place, word));
        let announced = || {
            let head = idx.checked_sub(2).filter(|&head| head >= body.line);
            head.is_some_and(|head| self.body_content(head, body).ends_with(':'))
        };
        announced() || is_place(name) && is_place(above)
    }

    /// Whether a line of a text had room for the word below it, so that no wrap
    /// has put it there: it is far shorter than lines of its telegram, or one
    /// of those that hold a paragraph.
    ///
    /// Sample: `plain/signature-below-no-end-of-sentence`
    fn has_room(&self, idx: usize, line: &str, word: &str, body: BodyStart) -> bool {
        const SHORTEST: usize = 50;
        const UNWRAPPED: usize = 90;
        const LINES: usize = 12;
        if goes_on_to_a_name(line) {
            return false;
        }
        let with_word = line.len() + 1 + word.len();
        let near = (body.line..idx).rev().take(LINES);
        with_word <= SHORTEST
            || line.len() > UNWRAPPED
            || near
                .filter(|&idx| self.kind(idx) == LineKind::Body)
                .any(|idx| self.content(idx).len() >= with_word)
    }

    /// Whether a word in capitals that stands where a sentence may go on is
    /// one of the text (`read by` / `NATO`): a known acronym, or met above.
    fn is_of_text(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        is_met(self.above(idx, body), name) || is_acronym(name)
    }

    /// Whether the line above a name is a name too, below the end of a
    /// sentence.
    fn is_other_name(&self, idx: usize, line: &str, body: BodyStart) -> bool {
        let above = self.last_content(body, idx);
        let ended = above.is_some_and(|above| ends_sentence(self.body_content(above, body)));
        ended && surname(line).is_some()
    }

    /// Reads the signatures under the sections above the last: `ends` are
    /// their last lines. Each bears the name that the telegram ends with,
    /// or the only one.
    pub(super) fn signed_above(&mut self, ends: &[usize], body: BodyStart) {
        let mut found = false;
        for &idx in ends.iter().take(SECTIONS) {
            let line = without_end_words(self.body_content(idx, body));
            let Some(name) = self.own_line(idx, line, body) else {
                continue;
            };
            let known = |&span: &Span| same(self.slice(span), name);
            if self.signature.iter().any(known) {
                self.set_aside(idx, LineKind::Signature);
                found = true;
            } else if self.is_only_name(name, idx, body) {
                self.signature.push(self.place(name));
                self.set(idx, LineKind::Signature);
            }
        }
        if found {
            sort_by_place(&mut self.aside, |&(idx, _)| idx as u64);
        }
    }

    /// Whether a name in capitals below the end of a sentence is the only
    /// one that the telegram has.
    fn is_only_name(&self, name: &str, idx: usize, body: BodyStart) -> bool {
        let above = self.last_content(body, idx);
        let ended = above.is_some_and(|above| {
            let line = self.body_content(above, body);
            ends_sentence(line) || ends_marker(line)
        });
        self.signature.is_empty() && ended && is_capitals(name) && name.len() > 3
    }

    /// A box with a web address, or `Minimize considered.`, before the
    /// signature.
    fn trailers_above(&mut self, body: BodyStart, end: usize) -> usize {
        let mut kept = end;
        let mut at = end;
        for _ in 0..ABOVE {
            let Some(last) = self.last_content(body, at) else {
                break;
            };
            let line = self.body_content(last, body);
            let boxed = self.kind(last) == LineKind::Rule;
            if is_web(line) || boxed && line.starts_with('*') {
                kept = last;
            } else if !boxed {
                break;
            }
            at = last;
        }
        // A rule of dashes right above the box belongs to it.
        if kept < end
            && let Some(above) = self.last_content(body, kept)
            && self.kind(above) == LineKind::Rule
            && (kept..end)
                .any(|idx| self.kind(idx) == LineKind::Rule && !self.content(idx).starts_with('*'))
        {
            kept = above;
        }
        for idx in kept..end {
            if matches!(self.kind(idx), LineKind::Body | LineKind::Rule) {
                self.set(idx, LineKind::Trailer);
            }
        }
        kept
    }
}

/// The name of a post without what it is: `PORT LARKSPUR` of `AMEMBASSY PORT
/// LARKSPUR`, `VIENNA` of `UNVIE VIENNA`.
fn without_kind(place: &str) -> &str {
    const KINDS: [&str; 3] = ["SECSTATE", "AIT", "EMBASSY"];
    place
        .split_once([' ', '/'])
        .filter(|(kind, _)| {
            ["AM", "US", "UN"].iter().any(|of| begins(kind, of)) || KINDS.contains(kind)
        })
        .map_or(place, |(_, name)| trim(name))
}

/// A sentence without a web address of a post, or a notice on minimize,
/// at its end.
fn without_trailer(before: &str) -> &str {
    let mut text = trim(before);
    let notice = ["MINIMIZE CONSIDERED.", "MINIMIZE CONSIDERED"];
    for words in notice {
        if ends(text, words) {
            text = trim(text.get(..text.len() - words.len()).unwrap_or_default());
        }
    }
    let tail = text.len().saturating_sub(200);
    let tail = (tail..text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len());
    let near = from(text, tail);
    let visit = ["Visit ", "VISIT "]
        .iter()
        .filter_map(|word| near.rfind(word))
        .max();
    if let Some(at) = visit
        && is_web(from(near, at))
    {
        let head = trim(text.get(..tail + at).unwrap_or_default());
        if head.is_empty() || ends_sentence(head) || head.ends_with(['-', '*']) {
            text = head;
        }
    }
    text
}

/// Whether a line says that the telegram ends: `End Cable Text`,
/// `======CABLE ENDS======`.
fn ends_cable(line: &str) -> bool {
    let words = line.trim_matches(['=', '-', '*', '(', ')', ' ']);
    if words.len() > 32 {
        return false;
    }
    let of = after(words, "END ").map(|rest| after(rest, "OF ").unwrap_or(rest));
    begins(words, "CABLE ENDS")
        || of.is_some_and(|rest| {
            ["CABLE", "MESSAGE", "TELEGRAM"]
                .iter()
                .any(|thing| begins(rest, thing))
        })
}

/// `Drafted by: POL:AQuill`, `CLEARED BY: DCM:THOLT`, also in brackets
fn is_drafting(line: &str) -> bool {
    let line = line.strip_prefix(['(', '[']).unwrap_or(line);
    matches!(byte(line, 0), b'D' | b'A' | b'C')
        && ["DRAFTED", "APPROVED", "CLEARED"].iter().any(|word| {
            after(line, word)
                .is_some_and(|rest| after(rest, " BY").is_some() || rest.starts_with(':'))
        })
}

/// `Derived from: Multiple sources`, `CC: DEPT FOR VV`
fn is_authority(line: &str) -> bool {
    ["DERIVED FROM:", "DECLASSIFY ON:", "CC:"]
        .iter()
        .any(|label| begins(line, label))
}

/// `This message was prepared by the Political Section.`
fn is_about_message(line: &str) -> bool {
    let bare = super::portion_mark::portion_mark(line).map_or(line, |(rest, _)| trim(rest));
    let this = after(bare, "THIS ").unwrap_or_default();
    ["MESSAGE ", "CABLE ", "TELEGRAM "].iter().any(|thing| {
        after(this, thing).is_some_and(|rest| {
            ["WAS ", "HAS BEEN ", "IS "]
                .iter()
                .any(|verb| begins(rest, verb))
        })
    })
}

/// `DECONTROL UPON RECEIPT.`, `DECONTROL FOLLOWING VISIT`
fn is_decontrol(line: &str) -> bool {
    let when = after(line, "DECONTROL ");
    line.len() < 64
        && when.is_some_and(|when| {
            ["UPON ", "ON ", "FOLLOWING ", "AFTER "]
                .iter()
                .any(|word| begins(when, word))
        })
}

/// `RELEASE IN FULL`, `RELEASED IN PART B6`
fn is_release(line: &str) -> bool {
    let rest = after(line, "RELEASED IN ").or_else(|| after(line, "RELEASE IN "));
    let codes = rest.and_then(|rest| after(rest, "FULL").or_else(|| after(rest, "PART")));
    codes.is_some_and(|codes| {
        codes
            .split([' ', ','])
            .filter(|code| !code.is_empty())
            .all(super::parts::is_code)
    })
}

/// `<<END>>`, `(END)`, `*END*`
fn ends_alone(line: &str) -> bool {
    let words = line.trim_matches(['<', '>', '(', ')', '*', ' ']);
    line.len() < 16 && words.len() + 1 < line.len() && same(words, "END")
}

/// A surname in small letters on a line of its own: the release lost the
/// capitals.
fn is_small_name(line: &str) -> bool {
    (4..=20).contains(&line.len())
        && line.bytes().all(|byte| byte.is_ascii_lowercase())
        && !is_no_name(line)
}

/// The words before `NNNN`, `BT` and the like at the end of a line.
fn without_end_words(line: &str) -> &str {
    let mut line = line;
    // `TREMAINE#0311`
    if line.ends_with(|c: char| c.is_ascii_digit())
        && let Some((before, digits)) = line.rsplit_once('#')
        && digits.len() > 2
        && is_digits(digits)
        && !before.is_empty()
    {
        line = trim(before);
    }
    // `TREMAINENNNN`
    if let Some(before) = line.strip_suffix("NNNN")
        && let Some(name) = before.rsplit(is_blank).next()
        && name.len() > 3
        && is_name_in_capitals(name)
    {
        line = before;
    }
    while let Some((before, last)) = line.rsplit_once(is_blank) {
        let serial = last
            .strip_prefix('#')
            .is_some_and(|digits| digits.len() > 2 && is_digits(digits));
        if !serial && !matches!(last, "NNNN" | "BT" | "NNN") {
            break;
        }
        line = trim(before);
    }
    // `TREMAINE SECRET`
    if let Some((name, last)) = line.split_once(is_blank)
        && is_classification(trim(last))
        && is_name_in_capitals(name)
        && name.len() > 3
    {
        line = name;
    }
    line
}

/// Whether a line is about the web page of a post, or about minimize.
fn is_web(line: &str) -> bool {
    match byte(line, 0) {
        b'V' | b'v' => {
            let web = || {
                [
                    "ebsite", "EBSITE", "eb site", "EB SITE", "http", "HTTP", "eb page", "www.",
                ]
                .iter()
                .any(|word| line.contains(word))
            };
            begins(line, "VISIT ") && line.len() < 200 && web()
        }
        b'P' | b'p' => begins(line, "PLEASE VISIT") && line.len() < 200 && line.contains("://"),
        b'h' | b'H' => begins(line, "HTTP"),
        b'w' | b'W' => begins(line, "WWW."),
        b'M' | b'm' => begins(line, "MINIMIZE CONSIDERED"),
        _ => false,
    }
}

/// Whether the last word of a line is one that a name or another word follows:
/// `The paper is called`, `He flew to`. `What he said` may end a telegram.
fn leads_to_a_name(line: &str) -> bool {
    static SMALL: Words<36> = Words::new([
        "A",
        "AGAINST",
        "AN",
        "AND",
        "AS",
        "AT",
        "BY",
        "CALLED",
        "DE",
        "DUBBED",
        "ENTITLED",
        "FOR",
        "FROM",
        "IN",
        "INCLUDE",
        "INCLUDES",
        "INTO",
        "LABELED",
        "NAMED",
        "NEW",
        "NICKNAMED",
        "OF",
        "ON",
        "OR",
        "PORT",
        "SAN",
        "TERMED",
        "THAN",
        "THAT",
        "THE",
        "TITLED",
        "TO",
        "VAN",
        "VIA",
        "VON",
        "WITH",
    ]);
    line.contains(is_blank) && SMALL.hold(line.rsplit(is_blank).next().unwrap_or_default())
}

/// Whether a line breaks off: with such a word or a comma, or it is no text of
/// several words.
fn breaks_off(line: &str) -> bool {
    !line.contains(is_blank) || line.ends_with([',', '-', ':', '&', '(']) || leads_to_a_name(line)
}

/// Whether a name or a word may follow right below a line: it breaks off, or its
/// last word may be a first name or a title.
fn goes_on_to_a_name(line: &str) -> bool {
    let last = line.rsplit(is_blank).next().unwrap_or_default();
    let capital = last.starts_with(char::is_uppercase) && !is_capitals(line);
    capital || breaks_off(line)
}

/// Whether a word stands apart anywhere in a text.
fn is_met(text: &[u8], word: &str) -> bool {
    let apart = |at: usize| { text.get(at) }.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    memchr::memmem::find_iter(text, word)
        .any(|at| at.checked_sub(1).is_none_or(apart) && apart(at + word.len()))
}

/// Whether the last word of a line is an address of the web.
fn ends_in_address(line: &str) -> bool {
    let last = line.rsplit(is_blank).next().unwrap_or_default();
    last.contains("://") || last.starts_with("www.") || last.contains('@')
}

/// `CONFIDENTIAL NORTHHAVEN 00000088`: the foot of the last page.
fn is_footer(line: &str) -> bool {
    let Some((level, rest)) = line.split_once(is_blank) else {
        return false;
    };
    let number = rest.rsplit(is_blank).next().unwrap_or_default();
    number.len() == 8 && is_digits(number) && is_classification(level)
}

/// `1976NORTHH00088 - CONFIDENTIAL`
fn is_archive_line(line: &str) -> bool {
    let after_year = from(line, 4);
    let station = after_year.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let serial = station.trim_start_matches(|c: char| c.is_ascii_digit());
    line.len() < 64
        && line.bytes().take(4).all(|byte| byte.is_ascii_digit())
        && station.len() < after_year.len()
        && serial.len() < station.len()
        && serial.starts_with(" - ")
}

/// Whether a line ends with `END COMMENT` or the second word of it.
fn ends_marker(line: &str) -> bool {
    let line = line.trim_end_matches(['.', ')', ']']);
    [
        "COMMENT",
        "SUMMARY",
        "NOTE",
        "TEXT",
        "POINTS",
        "REQUEST",
        "QUOTE",
        "QTE",
        "PAPER",
        "LETTER",
        "INTRODUCTION",
    ]
    .iter()
    .any(|word| ends(line, word))
}

/// Words in capitals that stand at the end and are no names.
static NO_NAMES: Words<67> = Words::new([
    "UNQTE",
    "EXEMPT",
    "THE",
    "COMMENTS",
    "COPY",
    "HIGHLIGHTS",
    "OVER",
    "RUNOFF",
    "BT",
    "NNNN",
    "COMMENT",
    "SUMMARY",
    "END",
    "NOTE",
    "QUOTE",
    "UNQUOTE",
    "DECLASSIFIED",
    "MINIMIZE",
    "CONSIDERED",
    "SIPDIS",
    "NOFORN",
    "YY",
    "CONFIDENTIAL",
    "SECRET",
    "UNCLASSIFIED",
    "UNCLAS",
    "CLASSIFIED",
    "NODIS",
    "EXDIS",
    "LIMDIS",
    "REQUEST",
    "SIGNED",
    "ACTING",
    "AMBASSADOR",
    "CHARGE",
    "CONTINUED",
    "ENCLOSURE",
    "ENCLOSURES",
    "ENDSUMMARY",
    "SENSITIVE",
    "TOTAL",
    "TOTALS",
    "ALTERNATE",
    "CONGEN",
    "CONSUL",
    "CONSULATE",
    "COUNSELOR",
    "DCM",
    "EMBASSY",
    "MINISTER",
    "PAO",
    "PART",
    "TAB",
    "DECONTROL",
    "RECEIPT",
    "REGARDS",
    "GDS",
    "THANKS",
    "NOTHING",
    "PLEASE",
    "SCENESETTER",
    "FIN",
    "SEPTEL",
    "REQUESTED",
    "FOLLOW",
    "STEPS",
    "SECRETARY",
]);

/// Whether a word is no name: it stands at the end of telegrams, or in headings.
fn is_no_name(word: &str) -> bool {
    NO_NAMES.hold(word) || is_topic_word(word)
}

/// The name on a signature line.
///
/// ```abnf
/// signature = *mark [signed] [title] surname [1*blank surname] [suffix]
///             [acting] [1*blank "UNQUOTE"] *mark
///           / "//" surname "//" / "#" surname / "(" surname ")"
///           / surname ("/" / " FOR ") surname ; in capitals, two who sign
///           / ALPHA 3*(blank ALPHA)        ; spaced out, no word of another sort
///           / [surname 1*blank] particles 1*blank surname [1*blank surname]
///                                          ; in capitals, up to four words
///           / surname " FOR " ["THE "] title  ; in capitals, who signs for another
/// surname   = 2*ALPHA *(ALPHA / "'" / "-" / "." / "0")
/// particles = ("DE" 1*blank ("LA" / "LAS" / "LOS")) / (("VAN" / "VON") 1*blank ("DEN" / "DER"))
/// suffix    = [","] 1*blank ("JR" / "SR" / "II" / "III") ["."]
/// signed    = ["("] "SIGNED" [")"] [":"] / "/S/" / "//S//" / "SIGNATURE:" / "BY:"
///           / [surname] "UNQUOTE" ["."] / group
/// group     = "GP-" DIGIT ["."]          ; of the 1960s, when to downgrade
/// title     = ("ACTING" / "AMBASSADOR" / "SECRETARY" / "CONSUL GENERAL" / "CDA" / "A/DCM"
///           / charge) 1*blank
/// charge    = "CHARGE" [" D'AFFAIRES" [" A.I."]]
/// acting    = [","] 1*blank ["("] ("ACTING" / "A" / "CDA" / charge) [")"]
/// mark      = blank / "." / "#" / DQUOTE / ">" / "," / ";" / "*" / "-" / "/" / "_"
/// ```
///
/// In capitals up to three words; otherwise up to three, the first letter a
/// capital or the first words `de la`, and the last word too. `UNQUOTE`
/// closes a quoted telegram: the name behind it signs the one around it.
///
/// Samples: `plain/signature-with-acting-or-suffix`, `plain/signature-with-suffix`,
/// `plain/signature-glued-in-mixed-case`, `plain/signature-behind-a-title`,
/// `plain/signature-behind-unquote`, `plain/words-of-parts-in-sentences`,
/// `garbled/signature-in-marks-and-glued-to-its-number`
pub(super) fn surname(line: &str) -> Option<&str> {
    let end = |c: char| {
        is_blank(c)
            || matches!(
                c,
                '.' | '#' | '"' | '>' | ',' | ';' | '*' | '-' | '!' | '/' | '_' | '\u{201d}'
            )
    };
    let mut name = line.trim_end_matches(end);
    if !byte(name, 0).is_ascii_alphabetic() {
        name = name.trim_start_matches(|c| {
            is_blank(c) || matches!(c, '.' | ':' | '"' | '*' | '-' | '_' | '\u{201c}')
        });
        if line.starts_with('-') && !is_capitals(name) {
            return None;
        }
    }
    for signed in ["SIGNED", "(SIGNED)", "/S/", "//S//", "SIGNATURE:", "BY:"] {
        if let Some(rest) = after(name, signed)
            && let bare = rest.trim_start_matches(|c| is_blank(c) || c == ':')
            && bare.len() < rest.len()
        {
            name = bare;
        }
    }
    if matches!(byte(name, 0), b'/' | b'#' | b'(') {
        name = in_signs(name)?;
    }
    if name.contains(' ') {
        name = outside_a_quotation(behind_group(name));
        name = untitled(for_a_title(name)).trim_end_matches(end);
    }
    if name.len() < 2 || name.len() > 40 {
        return None;
    }
    if byte(name, 1) == b' ' && byte(name, 3) == b' ' {
        return spaced_out(name).map(|_| name);
    }
    let bare = |word: &'_ str| !word.is_empty();
    let mut words = name.split(is_blank).filter(|word| bare(word));
    let (first, second, third) = (words.next()?, words.next(), words.next());
    if words.next().is_some() {
        return (is_capitals(name) && is_of_four(name)).then_some(name);
    }
    // A comma stands before a suffix only.
    let suffixed = |word: Option<&str>| {
        word.is_some_and(|word| {
            matches!(
                word.trim_end_matches('.'),
                "JR" | "SR" | "Jr" | "Sr" | "II" | "III"
            )
        })
    };
    let comma = name.find(',').map(|at| at + 1);
    if comma.is_some_and(|at| !suffixed(Some(trim(from(name, at))))) {
        return None;
    }
    let letters = |word: &str| {
        let word = word.trim_end_matches(',');
        word.chars()
            .all(|c| c.is_alphabetic() || "'-.\u{2019}".contains(c))
            || is_with_zeros(word)
    };
    if memchr::memchr(b'/', name.as_bytes()).is_some() {
        return is_of_two(name).then_some(name);
    }
    // `TALKS. TREMAINE`: only a short word has a dot that is its own.
    let closed = |word: &str| word.ends_with('.') && word.len() > 4;
    if second.is_some() && closed(first) || third.is_some() && second.is_some_and(closed) {
        return None;
    }
    // `NEW DELHI` is a place, and so is `NEW YORK`, where the station is USUN.
    let is_place = |second: &str| {
        second.len() > 2 && (glossary::station(name).is_some() || same(name, "NEW YORK"))
    };
    if second.is_some_and(is_place) {
        return None;
    }
    if third.is_some() && second.is_some_and(|second| same(second, "FOR")) {
        return for_another(name).map(|_| name);
    }
    if owns(first) || second.is_some_and(owns) {
        return None;
    }
    let all = [Some(first), second, third];
    let mut each = all.iter().flatten();
    if !each.all(|word| letters(word) && !NO_NAMES.hold(word)) || is_topic(name) {
        return None;
    }
    if second.is_some_and(|second| second.eq_ignore_ascii_case(first)) && third.is_none() {
        return Some(first);
    }
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let last = third.or(second).unwrap_or(first);
    let fits = if is_capitals(name) {
        name.bytes().filter(u8::is_ascii_alphabetic).count() >= 2
    } else {
        name.len() >= 3
            && capital(last)
            && (capital(first) || third.is_none() || PARTICLES.contains(&first))
            && second.is_none_or(|second| second.len() > 1)
    };
    fits.then_some(name)
}

/// Whether a word says whose something is: `Veldania's` of `Veldania's Dues`.
fn owns(word: &str) -> bool {
    let ends = ["'s", "\u{2019}s", "'S", "\u{2019}S"];
    word.len() > 4 && ends.iter().any(|end| word.ends_with(end))
}

/// The name behind an `UNQUOTE`, or before one at the end.
fn outside_a_quotation(name: &str) -> &str {
    // Most lines hold none of its letters.
    if memchr::memchr(b'Q', name.as_bytes()).is_none() {
        return name;
    }
    let outer = ["UNQUOTE ", "UNQUOTE. ", "UNQTE "]
        .iter()
        .find_map(|unquote| name.rsplit_once(unquote));
    let name = outer.map_or(name, |(_, outer)| outer);
    trim(name.strip_suffix(" UNQUOTE").unwrap_or(name))
}

/// A name without the group mark before it: `GP-3 TREMAINE`, `GP-1. TREMAINE`.
///
/// Sample: `service/group-mark-before-the-signature`
fn behind_group(name: &str) -> &str {
    let digit = name
        .strip_prefix("GP-")
        .or_else(|| name.strip_prefix("GP "));
    let rest = digit.and_then(|rest| rest.strip_prefix(|c: char| c.is_ascii_digit()));
    let bare = rest.map(|rest| rest.strip_prefix('.').unwrap_or(rest));
    bare.filter(|bare| bare.starts_with(is_blank))
        .map_or(name, trim)
}

/// Whether a line is a name of four words in capitals, two of which are
/// particles: `INES DE LA TORRE`, `VAN DER HOLT QUILL`.
///
/// Sample: `plain/signature-of-four-words`
fn is_of_four(name: &str) -> bool {
    let words: Vec<&str> = name
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .collect();
    let particles = |pair: &[&str]| {
        matches!(
            pair,
            ["DE", "LA" | "LAS" | "LOS"] | ["VAN" | "VON", "DEN" | "DER"]
        )
    };
    let is_name = |word: &&str| {
        word.len() > 2
            && is_name_in_capitals(word)
            && !HOUSES.hold(word)
            && !is_no_name(word)
            && !is_acronym(word)
    };
    match words.as_slice() {
        [first, one, two, last] if particles(&[one, two]) => [first, last].into_iter().all(is_name),
        [one, two, first, last] if particles(&[one, two]) => [first, last].into_iter().all(is_name),
        _ => false,
    }
}

/// What may be for the bearer of a title: `LUNCH FOR THE AMBASSADOR`.
static ERRANDS: Words<35> = Words::new([
    "AIDE",
    "BREAKFAST",
    "CALLS",
    "COPIES",
    "COPY",
    "DINNER",
    "DINNERS",
    "FLOWERS",
    "GIFT",
    "GIFTS",
    "HONORS",
    "LETTER",
    "LETTERS",
    "LUNCH",
    "LUNCHEON",
    "PAPERS",
    "PRAISE",
    "SYMPATHY",
    "TELEGRAM",
    "TICKETS",
    "TOAST",
    "WELCOME",
    "WISHES",
    "CAR",
    "CARS",
    "COFFEE",
    "FAREWELL",
    "HONOR",
    "HOUSE",
    "OPTIONS",
    "RESIDENCE",
    "ROOM",
    "TEA",
    "TIME",
    "WORK",
]);

/// Words of four that begin or end the name of a place or a house: `COLLEGE DE
/// LA SALLE`, `PUERTO DE LA CRUZ`.
static HOUSES: Words<52> = Words::new([
    "ACADEMIA",
    "ASOCIACION",
    "AVENIDA",
    "BAHIA",
    "BANCO",
    "BANK",
    "BANQUE",
    "BARRIO",
    "CALLE",
    "CAMARA",
    "CAMPO",
    "CAPE",
    "CASA",
    "CENTRO",
    "CIUDAD",
    "CLUB",
    "COLEGIO",
    "COLLEGE",
    "CONSEJO",
    "CORTE",
    "DIARIO",
    "ECOLE",
    "ESCUELA",
    "FRENTE",
    "FUNDACION",
    "HACIENDA",
    "HOSPITAL",
    "HOTEL",
    "IGLESIA",
    "INSTITUTE",
    "INSTITUTO",
    "ISLA",
    "ISLAS",
    "LICEO",
    "LYCEE",
    "MAISON",
    "MINISTERIO",
    "PALACIO",
    "PARTIDO",
    "PLACE",
    "PLAZA",
    "PONT",
    "PORT",
    "PUERTO",
    "RADIO",
    "RIO",
    "RUE",
    "SCHOOL",
    "UNIVERSIDAD",
    "UNIVERSITE",
    "UNIVERSITY",
    "VILLA",
]);

/// The name of who signs for the bearer of a title: `HOLT FOR THE AMBASSADOR`.
/// `LUNCH FOR THE AMBASSADOR` is none, and neither is `FOR THE AMBASSADOR`.
///
/// Sample: `plain/signature-for-the-ambassador`
fn for_a_title(name: &str) -> &str {
    const LONGEST: usize = 64;
    // Most lines hold none of its letters, or are too long.
    if name.len() > LONGEST {
        return name;
    }
    let mut letters = memchr::memchr_iter(b'F', name.as_bytes());
    let at = letters.find_map(|at| at.checked_sub(1).filter(|&blank| byte(name, blank) == b' '));
    let signer = at.and_then(|at| {
        let (signer, behind) = name.split_at_checked(at)?;
        let title = trim(behind.strip_prefix(" FOR ")?);
        let title = after(title, "THE ").map_or(title, trim);
        let is_signer = signer.len() > 2
            && is_name_in_capitals(signer)
            && !is_acronym(signer)
            && !super::caption::is_words(signer)
            && !is_no_name(signer)
            && !ERRANDS.hold(signer)
            && glossary::station(signer).is_none();
        (is_signer && TITLES.hold(title)).then_some(signer)
    });
    signer.unwrap_or(name)
}

/// Whether a line names two who sign: `HOLT/QUILL`, both in capitals and of four
/// letters or more, neither a word of another sort, a post or a caption.
///
/// Sample: `garbled/signature-of-two-and-with-a-zero`
fn is_of_two(line: &str) -> bool {
    let is_name = |name: &str| {
        name.len() > 3
            && (is_name_in_capitals(name) || is_with_zeros(name))
            && !is_acronym(name)
            && !super::caption::is_words(name)
            && glossary::station(name).is_none()
    };
    line.split_once('/')
        .is_some_and(|(one, other)| is_name(trim(one)) && is_name(trim(other)))
}

/// Who signs and for whom: `HOLT FOR TREMAINE`, both in capitals or both not,
/// and of three letters or more, neither a word of another sort, a post or a
/// caption. `GOOD FOR NATO` and `TALKS FOR OSLO` are no names.
///
/// Sample: `plain/signature-of-one-for-another`
fn for_another(line: &str) -> Option<(&str, &str)> {
    let joint = [" FOR ", " for "].into_iter().find_map(|joint| {
        let (first, second) = line.split_once(joint)?;
        Some((trim(first), trim(second)))
    });
    let is_name = |name: &str| {
        let mixed = name.starts_with(char::is_uppercase)
            && name
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '\'' | '-'))
            && !is_no_name(name);
        name.len() > 2
            && (is_name_in_capitals(name) || mixed)
            && !is_acronym(name)
            && !super::caption::is_words(name)
            && glossary::station(name).is_none()
    };
    joint.filter(|(first, second)| {
        is_name(first) && is_name(second) && is_capitals(first) == is_capitals(second)
    })
}

/// Whether a word is a name in capitals with a zero or two for an O: five
/// letters at least, none of another sort.
fn is_with_zeros(word: &str) -> bool {
    let zeros = word.bytes().filter(|&byte| byte == b'0').count();
    let read = || word.replace('0', "O");
    (1..3).contains(&zeros)
        && word.len() > 4
        && !word.starts_with('0')
        && is_name_in_capitals(&read())
}

/// The name that one with a blank behind each letter stands for: four or more,
/// not those of a classification, a caption, `END`, or a row of the alphabet.
///
/// Sample: `garbled/signature-spaced-out`
fn spaced_out(line: &str) -> Option<String> {
    let spaced = |(nth, byte): (usize, u8)| {
        if nth % 2 == 0 {
            byte.is_ascii_uppercase()
        } else {
            byte == b' '
        }
    };
    let is_spaced = line.len() % 2 == 1 && line.bytes().enumerate().all(spaced);
    let name = is_spaced.then(|| line.replace(' ', ""))?;
    let fits = name.len() > 3
        && !is_no_name(&name)
        && !name.starts_with("ENDOF")
        && !super::caption::is_words(&name)
        && !is_classification(&name)
        && !"ABCDEFGHIJKLMNOPQRSTUVWXYZ".contains(&name);
    fits.then_some(name)
}

/// The name in `//TREMAINE//`, `#TREMAINE`, `(TREMAINE)`, all in capitals; in
/// brackets no marking or caption.
///
/// Sample: `garbled/signature-between-slashes`
fn in_signs(line: &str) -> Option<&str> {
    let name = match line.strip_prefix('(') {
        Some(inside) => trim(inside.strip_suffix(')')?),
        None => trim(line.trim_matches(['/', '#'])),
    };
    let bracketed = line.starts_with('(');
    let no_name = || {
        name.len() < 4
            || super::portion_mark::portion_mark(line).is_ok()
            || super::caption::is_caption(name)
    };
    (is_capitals(name) && !(bracketed && no_name())).then_some(name)
}

/// The first words of names of three.
const PARTICLES: [&str; 4] = ["de", "van", "von", "da"];

/// Titles of those who sign.
static TITLES: Words<18> = Words::new([
    "VICE CONSUL",
    "ACTING CONSUL GENERAL",
    "ACTING PRINCIPAL OFFICER",
    "A/DCM",
    "ADCM",
    "DEPUTY CHIEF OF MISSION",
    "PRINCIPAL OFFICER",
    "CONSUL GENERAL",
    "SECRETARY",
    "CHARGE D'AFFAIRES A.I.",
    "CHARGE D'AFFAIRES",
    "CHARGE",
    "AMBASSADOR",
    "ACTING DCM",
    "ACTING",
    "CDA",
    "DCM",
    "CG",
]);

/// Whether a line is the title of a signer and nothing else.
fn is_title(line: &str) -> bool {
    matches!(byte(line, 0), b'A' | b'C' | b'D' | b'S') && line.len() < 24 && TITLES.hold(line)
}

/// A name without the title before it and the one behind it.
fn untitled(name: &str) -> &str {
    let name = match TITLES.after_word(name) {
        Some(rest) if rest.starts_with(is_blank) => trim(rest),
        _ => name,
    };
    let cuts = [name.rfind('('), name.find(','), name.rfind(' ')];
    for cut in cuts.into_iter().flatten() {
        let (before, behind) = name.split_at_checked(cut).unwrap_or_default();
        let title = behind.trim_matches([',', '(', ')', ' ', '.']);
        let known = TITLES.hold(title)
            || same(title, "CHARGE D'AFFAIRES A.I")
            || behind.starts_with('(') && same(title, "A");
        if known && !before.is_empty() {
            return trim(before);
        }
    }
    name
}

/// A signature on the line of the last sentence: what stands before it, and
/// the name.
///
/// It follows the end of a sentence, an END marker, a rule or a web
/// address. One or two words in capitals, or one word in mixed case; two of
/// those behind an END marker, where the blank may be lost, too.
pub(super) fn glued(line: &str) -> Option<(&str, &str)> {
    let mark = |c: char| is_blank(c) || matches!(c, '.' | '#' | ',' | ';' | '>' | '*');
    let tail = line.trim_end_matches(mark);
    let tail = tail.strip_suffix(" UNQUOTE").map_or(tail, trim);
    let (before_last, last) = tail.rsplit_once(is_blank)?;
    let before_last = trim(before_last);
    let suffix = matches!(last, "JR" | "SR" | "II");
    if last.len() < 3 && !suffix {
        return behind_sentence(tail);
    }
    // `They left.TREMAINE`
    if let Some((word, name)) = last.rsplit_once(['.', ')'])
        && name.len() > 3
        && is_name_in_capitals(name)
        && (ends_word(word) || word.len() > 3 && is_name_in_capitals(word))
        && !is_acronym(name)
    {
        let before = line.get(..tail.len() - name.len()).unwrap_or_default();
        return Some((before, surname(name)?));
    }
    // `END COMMENT.TREMAINE`
    if let Some((word, name)) = last.rsplit_once(['.', ')'])
        && is_name_in_capitals(name)
        && ends(before_last, "END")
        && ["COMMENT", "SUMMARY", "NOTE"]
            .iter()
            .any(|part| begins(word, part))
    {
        let before = line.get(..tail.len() - name.len()).unwrap_or_default();
        return Some((before, surname(name)?));
    }
    // `They left. HOLT/TREMAINE`
    if last.contains('/') && is_of_two(last) && may_precede(before_last, true) {
        return Some((before_last, last));
    }
    // `They left. VAN DER HOLT`
    if let Some((above, second)) = before_last.rsplit_once(is_blank)
        && matches!(second, "DER" | "DEN" | "LA" | "LAS" | "LOS")
        && let Some((before, first)) = trim(above).rsplit_once(is_blank)
        && matches!(first, "VAN" | "VON" | "DE")
        && is_name_in_capitals(last)
        && may_precede(trim(before), true)
    {
        let start = place(line, first).start as usize;
        let name = line.get(start..tail.len())?;
        return Some((trim(before), surname(name)?));
    }
    if let Some((before, second)) = before_last.rsplit_once(is_blank)
        && is_name_in_capitals(last)
        && is_name_in_capitals(second)
        && may_precede(trim(before), true)
    {
        let start = line.len() - from(line, before.len()).trim_start_matches(is_blank).len();
        let name = line.get(start..tail.len())?;
        return Some((trim(before), surname(name)?));
    }
    let capitals = is_name_in_capitals(last) && !suffix;
    let mixed = last.starts_with(char::is_uppercase)
        && last
            .chars()
            .skip(1)
            .all(|c| c.is_alphabetic() || c == '\'' || c == '-')
        && !is_capitals(last)
        && tail.len() == line.len();
    let fits =
        capitals && may_precede(before_last, true) || mixed && may_precede(before_last, false);
    if fits && surname(last).is_some() {
        return Some((before_last, last));
    }
    // `End comment. Van Holt`, `They left. Van Holt`, `THEY LEFT. ST. CLAIR`
    let is_particle = |name: &str| {
        let first = name.split(is_blank).next().unwrap_or_default();
        PARTICLES.contains(&first) || matches!(first, "Van" | "Von" | "De" | "St." | "ST.")
    };
    let two = before_last
        .rsplit_once(is_blank)
        .filter(|&(_, first)| mixed || capitals && first == "ST.");
    let two = two.map(|(before, _)| (trim(before), trim(from(tail, trim(before).len()))));
    two.filter(|(before, name)| {
        (closes_part(before) || is_particle(name) && may_precede(before, capitals))
            && surname(name).is_some()
    })
    .or_else(|| behind_sentence(tail))
}

/// Whether letters before a full stop are the last word of a sentence and no
/// part of an address: three small ones or more.
fn ends_word(word: &str) -> bool {
    let word = word.trim_end_matches(['"', '.']);
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase()) && word != "www"
}

/// `USG`: an acronym that is neither a surname nor a part of one.
fn is_no_surname(word: &str) -> bool {
    static SURNAMES: Words<22> = Words::new([
        "BIO", "CAO", "DAO", "DAS", "DOE", "FRY", "GAO", "GOH", "GOTT", "LOS", "LOU", "MOE", "MOH",
        "NAM", "NGO", "PA", "QUINT", "RE", "SALT", "SAMA", "SAO", "SMART",
    ]);
    is_capitals(word) && !SURNAMES.hold(word) && is_acronym(word)
}

fn is_acronym(name: &str) -> bool {
    glossary::explain(name, None)
        .iter()
        .any(|entry| entry.kind == glossary::Kind::Acronym)
}

/// A name behind the end of a sentence that bears a title or a suffix, or is
/// doubled, or spaced out behind an END marker: `They left. TREMAINE (ACTING)`.
///
/// Sample: `garbled/signature-spaced-out`
fn behind_sentence(line: &str) -> Option<(&str, &str)> {
    const REACH: usize = 40;
    let near = (line.len().saturating_sub(REACH)..=line.len())
        .find(|&at| line.is_char_boundary(at))
        .map(|at| from(line, at))?;
    let signs = [". ", "! ", "? ", ") ", "\" "];
    let end = signs.iter().filter_map(|sign| near.rfind(sign)).max()?;
    let (before, printed) = line.split_at_checked(line.len() - near.len() + end + 1)?;
    let printed = trim(printed);
    let (before, word) = (trim(before), printed.split([' ', ',']).next()?);
    let name = surname(printed).filter(|_| may_precede(before, true))?;
    let doubled = || printed.len() > name.len() && is_capitals(word) && !is_acronym(word);
    // `The word is. N E V E R`
    let fits = closes_part(before) && spaced_out(name).is_some()
        || (is_name_in_capitals(word) || printed.ends_with(name))
            && (doubled() || name.contains(", "));
    fits.then_some((before, name))
}

fn is_name_in_capitals(word: &str) -> bool {
    let large = |byte: u8| byte.is_ascii_uppercase() || matches!(byte, b'\'' | b'-');
    // Letters with accents are seldom.
    let accented = || {
        !word.is_ascii()
            && word
                .chars()
                .all(|c| c.is_uppercase() || matches!(c, '\'' | '-'))
    };
    word.len() >= 2
        && (word.bytes().all(large) || accented())
        && word.starts_with(char::is_uppercase)
        && !is_no_name(word)
}

/// Whether a text ends with an END marker.
fn closes_part(text: &str) -> bool {
    let bare = text.trim_end_matches(['.', '"', ')', ']', '\u{201d}']);
    ["END COMMENT", "END SUMMARY", "END NOTE"]
        .iter()
        .any(|marker| ends(bare, marker))
}

/// Whether a glued signature may follow: not after an abbreviation such as
/// `U.S.` or `Gen.`.
fn may_precede(before: &str, capitals: bool) -> bool {
    // An address may be broken by a blank: `index. cfm`.
    let in_address = || {
        before
            .rsplit(is_blank)
            .take(2)
            .any(|word| word.contains("://"))
            || { before.rsplit(is_blank).next() }
                .is_some_and(|word| word.contains('@') && word.contains('.'))
    };
    if capitals && (in_address() || before.ends_with("---") || before.ends_with("***")) {
        return true;
    }
    let bare = before.trim_end_matches(['"', ')', ']', '\u{201d}']);
    if closes_part(bare) {
        return true;
    }
    let Some(sentence) = bare.strip_suffix(['.', '!', '?']) else {
        return false;
    };
    let last = sentence.rsplit(is_blank).next().unwrap_or_default();
    let short = [
        "Mr", "Mrs", "Ms", "Dr", "Amb", "St", "Gen", "Col", "Sen", "Rep", "Gov", "Min", "Lt",
        "Maj", "Adm", "Capt", "No",
    ];
    if capitals && matches!(last, "a.m" | "p.m") {
        return true;
    }
    !(last.len() < 2
        || last.contains('.')
        || short.iter().any(|word| word.eq_ignore_ascii_case(last)))
}

#[cfg(test)]
mod tests {
    use super::{ends_cable, glued, is_archive_line, surname};

    /// The signature of a telegram that ends with these lines.
    fn signature(end: &str) -> Vec<String> {
        let text =
            format!("UNCLAS NORTHHAVEN 000088\n\nSUBJECT: TALKS\n\n1. Talks opened.\n\n2. {end}\n");
        let cable = crate::parse::parse(text.as_bytes());
        let names = cable.signature.iter();
        names.map(|&name| cable.read(name)).collect()
    }

    #[test]
    fn names_stand_apart_from_what_is_above() {
        // Below a short line no prose goes on.
        assert_eq!(
            signature("The guests:\n\n-- HOLT\n-- MARLOW\nTREMAINE"),
            ["TREMAINE"]
        );
        assert_eq!(
            signature("They were led by the Minister,\nMARLOW\nTREMAINE"),
            ["TREMAINE"]
        );
        assert_eq!(
            signature("The guests:\n\nVELDANIA\n--------\nHOLT\nTREMAINE"),
            ["TREMAINE"]
        );
        assert_eq!(
            signature("They agreed.\nMARLOW\nTREMAINE"),
            ["MARLOW", "TREMAINE"]
        );
        assert_eq!(
            signature("THE MINISTER WAS THEN MET AT THE STATION BY\nTREMAINE"),
            [""; 0]
        );
        assert_eq!(signature("The papers:\n\nTHE CITIZEN"), [""; 0]);
    }

    #[test]
    fn headings_places_and_items_are_no_names() {
        for line in [
            "HUMAN RIGHTS",
            "TALKING POINTS",
            "OUTLOOK",
            "Outlook",
            "ECONOMY",
            "POLICIES",
            "LOGISTICS",
            "SECTION III",
            "THE PLAYERS",
            "BOATS AND NETS",
            "CLASSIFICATION",
            "USG",
            // The own post.
            "NORTHHAVEN",
            "Northhaven",
            "NATO BOATS",
            "SOUTH LARKSPUR",
            // The text says `opened`, and the SUBJECT `TALKS`.
            "TALKS OPENED",
        ] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), [""; 0], "{line}");
        }
        for name in [
            "PRICE",
            "PEACE",
            "KEY",
            "POST",
            "LARKSPUR",
            "LEE",
            "NGO",
            "DE LOS RIOS",
            "LA PORTA",
            "ADA QUILL",
            "HOLT III",
        ] {
            let end = format!("They agreed.\n\n{name}");
            assert_eq!(signature(&end), [name], "{name}");
        }
        assert_eq!(
            signature("They met at El Holt by night.\n\nEl Holt"),
            [""; 0]
        );
        let listed = "The board:\n\nADA QUILL\nINES MARLOW";
        assert_eq!(signature(listed), [""; 0]);
        assert_eq!(signature("The board:\n\nAda Quill sat.\nHOLT"), ["HOLT"]);
        assert_eq!(signature("They agreed.\n\nPERU\nCHILE"), [""; 0]);
        assert_eq!(signature("They left on:\nMONDAY\nTUESDAY"), [""; 0]);
        assert_eq!(signature("They agreed.\n\nHOLT\nQUILL\nMARLOW"), ["MARLOW"]);
        assert_eq!(
            signature("They agreed.\n\nHOLT\nMARLOW"),
            ["HOLT", "MARLOW"]
        );
        assert_eq!(signature("The paper is called\nHOLT"), [""; 0]);
        assert_eq!(signature("THAT IS WHAT HE SAID\nHOLT"), ["HOLT"]);
        assert_eq!(signature("IT ENDED IN DISCORD, WHICH IS\nHOLT"), ["HOLT"]);
        // One word of two that is met above says little.
        for name in ["ADA PRICE", "JOHN FIELD", "DR. WOODS", "INES GREEN"] {
            let end = format!("The price of green woods in the field rose.\n\n{name}");
            let signed = signature(&end);
            assert!(
                signed.len() == 1 && name.ends_with(signed[0].as_str()),
                "{name}: {signed:?}"
            );
        }
        assert_eq!(
            signature("The price of green woods rose.\n\nGREEN WOODS"),
            [""; 0]
        );
        assert_eq!(
            signature("They met XXXXXXXXXXXX\nXXXXXXXXXXXX\n\nHOLT"),
            ["HOLT"]
        );
    }

    #[test]
    fn who_classified_may_bear_a_word_of_headings() {
        let signed = |by: &str, last: &str| {
            let text = format!(
                "UNCLAS OSLO 000088\n\nSUBJECT: TALKS\n\nClassified By: {by}, reasons 1.4 (b).\n\n\
                 1. Talks opened.\n\n{last}\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let names = cable.signature.iter();
            names.map(|&name| cable.read(name)).collect::<Vec<_>>()
        };
        let signature = |by: &str| signed(by, "SERVICE");
        assert_eq!(signature("Ambassador Ada Service"), ["SERVICE"]);
        assert_eq!(signature("Ambassador Ada Quill"), [""; 0]);
        assert_eq!(signature("Service Chief Ada Quill"), [""; 0]);
        let signature = |last: &str| signed("Ambassador Ada Service", last).join(" ");
        assert_eq!(signature("AMBASSADOR SERVICE"), "SERVICE");
        assert_eq!(signature("SERVICE (ACTING)"), "SERVICE");
        assert_eq!(signature("ADA SERVICE"), "ADA SERVICE");
        assert_eq!(signature("J. SERVICE"), "J. SERVICE");
        assert_eq!(signature("SERVICE/HOLT"), "SERVICE HOLT");
        assert_eq!(signature("SERVICE FOR HOLT"), "SERVICE HOLT");
        assert_eq!(signature("HOLT FOR SERVICE"), "HOLT SERVICE");
        assert_eq!(signature("SERVICE POLICY"), "");
        // A place, even the own post.
        assert_eq!(signed("Ambassador Ada Oslo", "OSLO"), ["OSLO"]);
        assert_eq!(signed("Ambassador Ada Norway", "NORWAY"), ["NORWAY"]);
    }

    #[test]
    fn an_addressed_place_is_no_name() {
        let signature = |last: &str| {
            let text = format!(
                "P 221504Z JUL 08\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\nINFO AMEMBASSY PARIS\n\n\
                 UNCLAS OSLO 000088\n\nSUBJECT: TALKS\n\n1. Talks opened.\n\n{last}\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let names = cable.signature.iter();
            names.map(|&name| cable.read(name)).collect::<Vec<_>>()
        };
        assert_eq!(signature("PARIS"), [""; 0]);
        assert_eq!(signature("OSLO"), [""; 0]);
        assert_eq!(signature("NORWAY"), [""; 0]);
        assert_eq!(signature("SRI LANKA"), [""; 0]);
        assert_eq!(signature("FRANCE"), ["FRANCE"]);
        // It may be a name where nobody of that place is addressed.
        assert_eq!(signature("LONDON"), ["LONDON"]);
    }

    #[test]
    fn the_last_word_of_a_post_may_be_a_surname() {
        let signature = |post: &str, last: &str| {
            let text = format!(
                "P 221504Z JUL 08\nFM AMEMBASSY {post}\nTO SECSTATE WASHDC\n\nUNCLAS {post} 000088\n\n\
                 SUBJECT: TALKS\n\n1. Talks opened.\n\n{last}\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let names = cable.signature.iter();
            names.map(|&name| cable.read(name)).collect::<String>()
        };
        for (post, name) in [
            ("PORT AU PRINCE", "PRINCE"),
            ("SAN JOSE", "JOSE"),
            ("CIUDAD JUAREZ", "JUAREZ"),
            ("SANTO DOMINGO", "DOMINGO"),
            ("PORT LOUIS", "LOUIS"),
            ("PORT OF SPAIN", "SPAIN"),
            ("CAPE TOWN", "TOWN"),
        ] {
            assert_eq!(signature(post, name), name);
            assert_eq!(signature(post, post), "");
        }
        assert_eq!(signature("HAMILTON", "HAMILTON"), "");
        assert_eq!(signature("AMMAN", "JORDAN"), "");
    }

    #[test]
    fn marks_and_notes_of_the_1960s_stand_around_a_name() {
        for end in [
            "THEY AGREED.\nGP-3\nHOLT",
            "THEY AGREED.\nEXEMPT\nHOLT",
            "THEY AGREED.\nGP-3 HOLT",
            "THEY AGREED.\nGP-1. HOLT",
            "They agreed.\n\nBY: HOLT",
            "They agreed.\n\nA/DCM HOLT",
            "They agreed.\n\nHOLT\n\nUNCLASSIFIED\nRELEASE IN PART B1, B6",
            "QUOTE They agreed. QUILL\n\nUNQUOTE. HOLT",
        ] {
            assert_eq!(signature(end), ["HOLT"], "{end}");
        }
        assert_eq!(signature("They agreed.\n\nHOLT\n\nRELEASE IN MAY"), [""; 0]);
    }

    #[test]
    fn a_name_may_have_four_words_or_a_title_behind_for() {
        for line in [
            "INES DE LA TORRE",
            "VAN DER HOLT QUILL",
            "DE LOS RIOS QUILL",
        ] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), [line], "{line}");
        }
        for line in [
            "HOLT FOR THE AMBASSADOR",
            "HOLT FOR AMBASSADOR",
            "HOLT FOR THE CHARGE",
        ] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), ["HOLT"], "{line}");
        }
        for line in [
            "THE END OF TALKS",
            "MINISTER OF THE PORT",
            "LUNCH FOR THE GUESTS",
            "QUESTIONS FOR DEPARTMENT",
            "U.S. DELEGATION",
            "THANKS",
            "GDS",
            "NATO FOR THE AMBASSADOR",
            "OSLO FOR THE AMBASSADOR",
            "FISH OF LA ROSA",
            "LUNCH FOR THE AMBASSADOR",
            "MESSAGE FOR THE CONSUL GENERAL",
            "PLANS FOR THE CHARGE",
            "CAR FOR THE AMBASSADOR",
            "INVITATION FOR THE SECRETARY",
            "DEPARTMENT FOR THE AMBASSADOR",
            "COLLEGE DE LA SALLE",
            "BANCO DE LOS ANDES",
            "PUERTO DE LA CRUZ",
        ] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), [""; 0], "{line}");
        }
        for below in [
            "(Drafted by: AQuill; cleared by: POL)",
            "DECONTROL UPON RECEIPT.",
            "DECONTROL FOLLOWING VISIT",
        ] {
            let end = format!("They agreed.\n\nHOLT\n\n{below}");
            assert_eq!(signature(&end), ["HOLT"], "{below}");
        }
        assert_eq!(
            signature("They agreed.\n\nHOLT\n\nDECONTROL OF PRICES IS NEAR."),
            [""; 0]
        );
    }

    #[test]
    fn a_classification_or_an_end_may_stand_behind_a_name() {
        assert_eq!(signature("They agreed.\nTREMAINE SECRET"), ["TREMAINE"]);
        assert_eq!(signature("They agreed.\n\nTREMAINE\n\nEND"), ["TREMAINE"]);
        assert_eq!(signature("They agreed.\nSECRETARY TREMAINE"), ["TREMAINE"]);
        assert_eq!(signature("They agreed.\nTHE PAPERS ARE SECRET"), [""; 0]);
        for line in ["//TREMAINE//", "#TREMAINE", "(TREMAINE)", "// TREMAINE //"] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), ["TREMAINE"], "{line}");
        }
        for line in [
            "(NOFORN)",
            "(SBU)",
            "(END)",
            "/1/",
            "(Tremaine)",
            "(SIPDIS)",
        ] {
            let end = format!("They agreed.\n\n{line}");
            assert_eq!(signature(&end), [""; 0], "{line}");
        }
    }

    #[test]
    fn notes_may_stand_below_a_name() {
        for below in [
            "NOTE BY OC/T: NOT PASSED.",
            "NOTE: DELAYED IN\nTRANSMISSION.",
            "View Entire Cable",
            "(END OF MESSAGE)",
            "CABLE ENDS",
            "DECAPTIONED",
            "Note: Passed to the desk.",
            "END OF TEXT",
            "UNQUOTE",
            "SIPDIS...",
            "UNCLAS NORTHHAVEN 00000088",
        ] {
            let end = format!("They agreed.\nTREMAINE\n{below}");
            assert_eq!(signature(&end), ["TREMAINE"], "{below}");
        }
        for below in [
            "####",
            "<<END>>",
            "(END)",
            "> 2002NORTHHAVEN000088 - Classification: SECRET",
            "Drafted by: POL:AQuill\nCleared by: DCM:THolt",
            "This message was prepared by the desk.",
            "Derived from: Multiple sources",
            "CC: DEPT FOR VV",
            "(U) This cable has been cleared by POL.",
        ] {
            let end = format!("They agreed.\n\nTREMAINE\n\n{below}");
            assert_eq!(signature(&end), ["TREMAINE"], "{below}");
        }
        assert_eq!(signature("They agreed.\n\n(SIGNED) TREMAINE"), ["TREMAINE"]);
        for end in [
            "NEW DELHI",
            "(SINGED) TREMAINE",
            "TREMAINE\n\n> 2002 was a year",
            "TREMAINE\n\nDrafted texts",
            "TREMAINE\n\nThis boat was late.",
        ] {
            assert_eq!(
                signature(&format!("They agreed.\n\n{end}")),
                [""; 0],
                "{end}"
            );
        }
        assert_eq!(signature("They agreed.\nNOTE: THEY LEFT."), [""; 0]);
        assert_eq!(signature("The text reads:\nWe agree.\nEND TEXT"), [""; 0]);
        assert_eq!(
            signature("They agreed.\nBEST REGARDS,\nTREMAINE"),
            ["TREMAINE"]
        );
        assert_eq!(
            signature("They agreed.\nDECONTROL ON RECEIPT\nTREMAINE"),
            ["TREMAINE"]
        );
    }

    #[test]
    fn a_name_in_small_letters_may_stand_below_a_list() {
        assert_eq!(
            signature("The points:\n\n-- Harbor dues\n\nTremaine"),
            ["Tremaine"]
        );
        // One more item.
        assert_eq!(signature("The ports:\n\n- Northhaven\n\nKestrel"), [""; 0]);
        assert_eq!(
            signature("The points:\n\n-- Harbor dues\nTremaine"),
            [""; 0]
        );
        assert_eq!(signature("The Minister of Dues\n\nTremaine"), [""; 0]);
    }

    #[test]
    fn a_name_spaced_out_is_read_without_its_blanks() {
        assert_eq!(signature("They agreed.\nT R E M A I N E"), ["TREMAINE"]);
        assert_eq!(signature("End comment. Q U I L L ."), ["QUILL"]);
        assert_eq!(signature("The word is. N E V E R"), [""; 0]);
        assert_eq!(signature("They agreed.\nN O T E"), [""; 0]);
    }

    #[test]
    fn a_sentence_of_one_word_is_no_first_name() {
        assert_eq!(surname("SOON. TREMAINE"), None);
        assert_eq!(surname("ST. CLAIR"), Some("ST. CLAIR"));
        assert_eq!(signature("They will agree\n\nSOON. TREMAINE"), ["TREMAINE"]);
    }

    #[test]
    fn an_unquote_on_a_line_of_its_own_signs_alone() {
        assert_eq!(
            signature("QUOTE They agreed.\nTREMAINE\nUNQUOTE QUILL"),
            ["QUILL"]
        );
    }

    #[test]
    fn titles_alone_are_no_names() {
        for title in [
            "AMBASSADOR",
            "CONSUL",
            "DCM",
            "MINISTER",
            "COUNSELOR",
            "CONGEN",
        ] {
            assert_eq!(
                signature(&format!("They agreed.\n{title}")),
                [""; 0],
                "{title}"
            );
        }
        for words in [
            "NOTHING FOLLOWS",
            "OPERATION HARBOR",
            "PLEASE ADVISE",
            "SCENESETTER",
            "FIN",
            "CONCLUSION",
            "NEXT STEPS",
            "MORE TO FOLLOW",
            "BIO NOTES",
            "SEPTEL",
        ] {
            assert_eq!(
                signature(&format!("They agreed.\n{words}")),
                [""; 0],
                "{words}"
            );
        }
        assert_eq!(signature("They agreed.\nFINLEY"), ["FINLEY"]);
        assert_eq!(signature("They agreed.\nMORE"), ["MORE"]);
        assert_eq!(signature("They agreed.\nCONSULEY"), ["CONSULEY"]);
    }

    #[test]
    fn names_in_capitals_and_in_mixed_case() {
        for (line, name) in [
            ("TREMAINE", "TREMAINE"),
            ("Tremaine", "Tremaine"),
            ("TREMAINE JR", "TREMAINE JR"),
            ("DE LA QUILL", "DE LA QUILL"),
            ("McTremaine", "McTremaine"),
            ("QUILL Quill", "QUILL"),
            ("TREMAINE .", "TREMAINE"),
            ("O'QUILL-VANCE", "O'QUILL-VANCE"),
            ("Van Holt", "Van Holt"),
            ("TREMAINE, JR.", "TREMAINE, JR"),
            ("TREMAINE (ACTING)", "TREMAINE"),
            ("SIGNED: TREMAINE", "TREMAINE"),
            ("/S/ TREMAINE", "TREMAINE"),
            ("TREMAINE UNQUOTE TREMAINE", "TREMAINE"),
            ("TREMAINE UNQUOTE QUILL", "QUILL"),
            ("UNQUOTE QUILL", "QUILL"),
            ("\"TREMAINE\"", "TREMAINE"),
            ("- TREMAINE", "TREMAINE"),
            ("*TREMAINE*", "TREMAINE"),
            (". TREMAINE;", "TREMAINE"),
            ("TREMAINE, ACTING", "TREMAINE"),
            ("ACTING TREMAINE", "TREMAINE"),
            ("TREMAINE, CHARGE D'AFFAIRES A.I.", "TREMAINE"),
            ("CHARGE D'AFFAIRES VAN HOLT", "VAN HOLT"),
            ("QUILL-VANCE (CHARGE)", "QUILL-VANCE"),
            ("TREMAINE, JR. (ACTING)", "TREMAINE, JR"),
            ("de la Quill", "de la Quill"),
            ("TREMAINE UNQUOTE", "TREMAINE"),
            ("ACTING DCM TREMAINE", "TREMAINE"),
            ("T R E M A I N E", "T R E M A I N E"),
        ] {
            assert_eq!(surname(line), Some(name), "{line}");
        }
        for line in [
            "COMMENT",
            "END COMMENT",
            "BT",
            "Y",
            "the end",
            "MINIMIZE CONSIDERED",
            "1. (C)",
            "THE BOATS CAME BACK",
            "BOATS, DUES",
            "- Boats",
            "of the Boats",
            "ATTACHMENTS",
            "ACTING",
            "SIGNED",
            "UNQUOTE",
            "PART II",
            "E N D",
            "N O T E",
            "E N D O F T E X T",
            "N O D I S",
            "E F T O",
            "S E C R E T",
            "A B C D",
            "Q U ILL",
        ] {
            assert_eq!(surname(line), None, "{line}");
        }
    }

    #[test]
    fn glued_names_follow_an_end() {
        let name = |line| glued(line).map(|(_, name)| name);
        assert_eq!(name("He left. End comment. TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("They will settle soon. Tremaine"), Some("Tremaine"));
        assert_eq!(name("They left. END COMMENT TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("They left. VAN HOLT"), Some("VAN HOLT"));
        assert_eq!(name("They left. TREMAINE JR"), Some("TREMAINE JR"));
        assert_eq!(name("End comment.TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("He left. End comment. Van Holt"), Some("Van Holt"));
        assert_eq!(name("They left. QUILL (ACTING)"), Some("QUILL"));
        assert_eq!(name("They left. QUILL, JR."), Some("QUILL, JR"));
        assert_eq!(name("They left. QUILL Quill"), Some("QUILL"));
        assert_eq!(name("End comment. Q U I L L"), Some("Q U I L L"));
        assert_eq!(name("They flew to Oslo. NATO Nato"), None);
        assert_eq!(name("Harbor dues fell.TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("See www.northhaven.GOVT"), None);
        assert_eq!(name("It was read by Dept.NAVY"), None);
        assert_eq!(name("Write to quill@state.gov TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("They left. QUILL UNQUOTE"), Some("QUILL"));
        assert_eq!(name("See http://x.gov/index. cfm QUILL"), Some("QUILL"));
        assert_eq!(name("They left. See index. cfm QUILL"), None);
        assert_eq!(name("They left. (SEE ABOVE)"), None);
        assert_eq!(name("They left. Then Holt"), None);
        assert_eq!(name("See the port.COM"), None);
        assert_eq!(name("It ended at 3 p.m. TREMAINE"), Some("TREMAINE"));
        assert_eq!(name("Ships of the U.S. NAVY"), None);
        assert_eq!(name("He met Gen. Quill"), None);
        assert_eq!(name("at the office of the UN"), None);
    }

    #[test]
    fn knows_what_ends_a_cable() {
        for line in ["End Cable Text", "END OF MESSAGE", "======CABLE ENDS======"] {
            assert!(ends_cable(line), "{line}");
        }
        assert!(!ends_cable("END TEXT") && !ends_cable("-- Cable cars"));
    }

    #[test]
    fn knows_an_archive_line() {
        assert!(is_archive_line("1976NORTHH00088 - CONFIDENTIAL"));
        assert!(!is_archive_line("1976 was a year"));
    }

    #[test]
    fn two_may_sign_and_letters_be_misread() {
        for (end, names) in [
            ("They agreed.\nHOLT/TREMAINE", &["HOLT", "TREMAINE"][..]),
            ("They agreed. HOLT/TREMAINE", &["HOLT", "TREMAINE"]),
            ("They agreed.\nMARL0W", &["MARLOW"]),
            ("They agreed.\nTREMAINE//", &["TREMAINE"]),
            ("They agreed.\n_TREMAINE_", &["TREMAINE"]),
            ("They agreed.\nTREMAINENNNN", &["TREMAINE"]),
            ("They agreed. TREMAINENNNN", &["TREMAINE"]),
            ("They agreed. VAN DER HOLT", &["VAN DER HOLT"]),
            (
                "They agreed.\nTREMAINE\nCORRECTED COPY (PARA 2)",
                &["TREMAINE"],
            ),
            ("They met XXXXXXXXXXXX\n\nTremaine", &["Tremaine"]),
            ("Boats and\nnets 14\n\nTremaine", &["Tremaine"]),
            ("They met XXXXXXXXXXXX\nTremaine", &[]),
            ("They named\n\nTremaine", &[]),
            // Posts, offices, acronyms and numbers are no signers.
            ("They agreed.\nPARIS/LONDON", &[]),
            ("They agreed.\nAND/OR", &[]),
            ("They agreed.\nNATO/TREMAINE", &[]),
            ("They agreed.\nB0AT", &[]),
            ("They agreed.\nROUTE 00", &[]),
            ("They met in\nNEW YORK", &[]),
            ("They agreed.\nNEW YORK", &[]),
            // What a colon announces is an item.
            ("They named one port:\n\nHOLT", &[]),
            (
                "They agreed.\n\nSignature:\tTremaine\n\nDrafted By:\tDCM:Quill\nCleared By:\tPOL:Holt\nReleased By:\tHolt",
                &["Tremaine"],
            ),
            ("They asked for a\nSignature: Yes.", &[]),
            ("They agreed. Van Holt", &["Van Holt"]),
            ("They agreed. ST. CLAIR", &["ST. CLAIR"]),
            ("They agreed. PE\u{d1}A", &["PE\u{d1}A"]),
            ("They agreed. Old Holt", &[]),
            ("THEY AGREED.TREMAINE", &["TREMAINE"]),
            ("THEY CAME TO U.S.HARBOR", &[]),
            ("They agreed.\nTREMAINE\nAMBASSADOR", &["TREMAINE"]),
            ("They agreed.\nHOLT UNQUOTE\nTREMAINE", &["TREMAINE"]),
            ("Control officer: Otto Holt\n\nTremaine", &["Tremaine"]),
            ("They agreed.\nHOLT FOR TREMAINE", &["HOLT", "TREMAINE"]),
            ("They agreed.\nHolt for Tremaine", &["Holt", "Tremaine"]),
            ("They agreed.\nGOOD FOR NATO", &[]),
            ("They agreed.\nTALKS FOR OSLO", &[]),
            ("They agreed to talk again\nTremaine", &["Tremaine"]),
            ("They agreed to talk again with\nTremaine", &[]),
            ("They agreed to talk with Ada\nTremaine", &[]),
            ("They agreed to fly home,\nTremaine", &[]),
            ("They agreed to fly home\nOslo", &[]),
            ("They agreed.\nACTING SECRETARY\nHOLT", &["HOLT"]),
            ("WE WILL KEEP YOU ALL INFORMED OF IT\nHOLT", &["HOLT"]),
        ] {
            assert_eq!(signature(end), names, "{end}");
        }
    }
}
