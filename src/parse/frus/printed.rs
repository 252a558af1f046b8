//! A telegram that a volume prints as it was received, header and all.
//!
//! Electronic volumes set every line of a telegram of the 1970s as a
//! paragraph: pages, distribution, date-time group, addressees, order, TAGS.
//! Such a text is read as any other telegram is, with what the editors added
//! set aside.
//!
//! ```abnf
//! telegram = *(page / distribution / drafting) group header text
//! group    = [prosign 1*blank] 6DIGIT "Z" 1*blank month 1*blank 2DIGIT
//! ```

use super::super::caption::banner;
use super::super::number::start;
use super::super::preamble::is_dated;
use super::super::token::{after_word, begins, is_capitals, is_digits};
use super::super::{Beside, Draft};
use super::blocks::{Block, Document, Kind};
use super::opening::telegram_line;
use super::{MOST_CAPTIONS, Reader, line_kind};
use crate::cable::{Cable, Family, FormatLine, LineKind, Plad, Span};

/// Texts among which the date-time group is looked for.
const ABOVE: usize = 64;

/// Reads the telegram of a document that prints its header; `number` is the
/// one in the head of the document. Nothing where it prints none.
///
/// Sample: `frus/printed-as-it-was-received`
pub(super) fn telegram(document: &Document<'_>, number: Option<u32>) -> Option<Cable> {
    let text = document.text.as_str();
    let words = |idx: usize| {
        let block = document.blocks.get(idx)?;
        text.get(block.span.range()).map(str::trim)
    };
    let is_text = |idx: &usize| {
        let block = document.blocks.get(*idx);
        block.is_some_and(|block| block.kind == Kind::Text)
    };
    let mut texts = (0..document.blocks.len())
        .filter(is_text)
        .take(ABOVE)
        .take_while(|&idx| !words(idx).is_some_and(is_of_text));
    let opens =
        |idx: usize| words(idx).is_some_and(|words| is_group(words) || is_serial(words, number));
    let first = texts.find(|&idx| opens(idx))?;
    // The group stands below the number, if the telegram has one.
    let group = texts.find(|&idx| words(idx).is_some_and(is_group));
    let group = group
        .filter(|_| !words(first).is_some_and(is_group))
        .unwrap_or(first);
    let mut draft = Draft::new(text);
    draft.expect_aside();
    let mut above = 0;
    for (idx, block) in document.blocks.iter().enumerate() {
        let first = draft.line_at(block.span.start as usize);
        let end = draft.line_at(block.span.end as usize) + 1;
        let is_serial = words(idx).is_some_and(|words| is_serial(words, number));
        let is_spoiled = words(idx).is_some_and(|words| is_group(words) && !is_dated(words));
        match block.kind {
            Kind::Text if is_spoiled => {
                draft.set_aside_all(first, end, LineKind::FormatLine(FormatLine::Dtg));
            }
            Kind::Text if is_serial => draft.set_aside_all(first, end, LineKind::Banner),
            Kind::Text => {}
            kind => draft.set_aside_all(first, end, line_kind(kind)),
        }
        if idx == group {
            above = first;
        }
    }
    draft.form = Some(Family::Nara);
    draft.inside();
    for idx in 0..above {
        if draft.kind(idx) == LineKind::Body {
            draft.set_aside(idx, LineKind::Furniture);
        }
    }
    Some(draft.unwrapped(Beside::family(Some(Family::Nara)), false))
}

/// Whether a paragraph is none of a header: it has a number, a label or several
/// words in small letters, or ends a sentence. A telegram may name the group of
/// another further down.
fn is_of_text(words: &str) -> bool {
    const FEW: usize = 8;
    let is_long = || words.split_ascii_whitespace().nth(FEW).is_some();
    start(words).is_some()
        || begins(words, "SUBJ")
        || (words.ends_with(['.', ':', '?', '!']) || words.bytes().any(|b| b.is_ascii_lowercase()))
            && is_long()
}

/// Whether a paragraph is a date-time group and nothing else, with its Z. Its
/// prosign may be set as a zero: the editors say the date.
fn is_group(words: &str) -> bool {
    let is_zulu = |two: &[u8]| matches!(two, [b'0'..=b'9', b'Z']);
    words.len() < 64
        && words.as_bytes().windows(2).any(is_zulu)
        && (is_dated(words) || after_word(words, "0").is_some_and(is_dated))
}

/// Whether a document may print a telegram as it was received.
pub(super) fn may_be_printed(document: &Document<'_>) -> bool {
    let mut texts = document.blocks.iter().filter(|it| it.kind == Kind::Text);
    texts.any(|block| {
        let words = document.text.get(block.span.range()).map(str::trim);
        words.is_some_and(is_group)
    })
}

/// Whether a paragraph names the telegram and says nothing else: `KABUL 2407`.
pub(super) fn is_serial(words: &str, number: Option<u32>) -> bool {
    station_of(words, number).is_some()
}

/// The station before the number of the telegram, in a paragraph of its own.
///
/// ```abnf
/// serial = station 1*blank 1*6DIGIT      ; the number in the head
/// ```
///
/// Sample: `frus/keywords-above-their-entries`
pub(super) fn station_of(words: &str, number: Option<u32>) -> Option<&str> {
    let (station, serial) = words.rsplit_once(' ')?;
    let station = station.trim_end();
    let is_station = station.len() < 40
        && is_capitals(station)
        && station.starts_with(|c: char| c.is_ascii_uppercase())
        && !station.contains(|c: char| c.is_ascii_digit())
        && !station.starts_with("PAGE")
        && banner(words, words).is_none();
    let is_number =
        serial.len() <= 7 && is_digits(serial) && number.is_some() && serial.parse().ok() == number;
    (is_station && is_number).then_some(station)
}

impl Reader<'_> {
    /// The number in the head of the document.
    pub(super) fn number_of_head(&self) -> Option<u32> {
        self.head.number?.parse().ok()
    }

    /// The station in a paragraph of its own before the number that the head
    /// gives, of the first that may name it.
    pub(super) fn named_station(&self) -> Option<&str> {
        let number = self.number_of_head();
        let is_text = |block: &&Block| block.kind == Kind::Text;
        let mut texts = self.document.blocks.iter().filter(is_text).take(ABOVE);
        texts.find_map(|block| station_of(self.slice(block.span).trim(), number))
    }

    /// Takes over what the telegram says of itself: it says more than the
    /// editors do.
    pub(super) fn printed_telegram(&mut self) {
        let Some(cable) = telegram(self.document, self.number_of_head()) else {
            return;
        };
        self.is_printed = true;
        let blocks = self.document.blocks.iter();
        let texts = blocks.filter(|block| block.kind == Kind::Text).take(8);
        let mut lines = texts.map(|block| self.slice(block.span));
        self.line = lines.find_map(telegram_line);
        let Cable {
            heading,
            lines,
            paragraphs,
            signature,
            repairs,
            garbles,
            kept_breaks,
            joints,
            attributes,
            mrn,
            ..
        } = cable;
        self.lines = lines;
        self.repairs = repairs;
        self.garbles = garbles;
        self.kept_breaks = kept_breaks;
        self.joints = joints;
        self.mrn = mrn;
        let own = &mut self.heading;
        own.dtg = heading.dtg;
        own.executive_order = heading.executive_order;
        own.tags = heading.tags;
        own.subject = heading.subject;
        own.subject_marking = heading.subject_marking;
        own.references = heading.references;
        own.classified_by = heading.classified_by;
        own.handling_notes = heading.handling_notes;
        if heading.banner.is_some() {
            own.banner = heading.banner;
        }
        if heading.from.is_some() {
            own.from = heading.from;
        }
        if !heading.action.is_empty() {
            own.action = heading.action;
            own.info = heading.info;
        }
        for caption in heading.captions {
            let is_known = own.captions.iter().any(|known| known.text == caption.text);
            if !is_known && own.captions.len() < MOST_CAPTIONS {
                own.captions.push(caption);
            }
        }
        self.attributes.extend(attributes);
        for (nth, paragraph) in (0u32..).zip(&paragraphs) {
            self.excise(paragraph.text, Some(nth));
        }
        for (of, block) in self.paragraph_of.iter_mut().zip(&self.document.blocks) {
            let at = block.span.start;
            let nth = paragraphs.partition_point(|paragraph| paragraph.span.end <= at);
            let found = paragraphs.get(nth).filter(|it| it.span.start <= at);
            *of = found.and_then(|_| u32::try_from(nth).ok());
        }
        self.paragraphs = paragraphs;
        self.signature = signature;
        let blocks = self.document.blocks.iter();
        let signed: Vec<Span> = blocks
            .filter(|block| block.kind == Kind::Signed)
            .map(|block| block.span)
            .collect();
        if !signed.is_empty() {
            self.signature.clear();
        }
        for span in signed {
            self.sign(span);
        }
    }

    /// The post that the format line of the sender names.
    pub(super) fn printed_post(&self) -> Option<&str> {
        let Plad(from) = self.heading.from.as_ref()?.plad;
        let post = super::super::originator_post(self.slice(from));
        post.filter(|_| self.is_printed)
    }
}

#[cfg(test)]
mod tests {
    use super::station_of;

    #[test]
    fn stations_stand_before_the_number_of_the_head() {
        let number = Some(2410);
        assert_eq!(station_of("NEW LARK 2410", number), Some("NEW LARK"));
        assert_eq!(station_of("STATE 002410", number), Some("STATE"));
        for words in [
            "NEW LARK 2411",
            "New Lark 2410",
            "2410",
            "PAGE 01 STATE 2410",
            "C O N F I D E N T I A L NEW LARK 2410",
            "7 2410",
        ] {
            assert_eq!(station_of(words, number), None, "{words}");
        }
        assert_eq!(station_of("NEW LARK 2410", None), None);
    }
}
