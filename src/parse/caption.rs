//! The opening of format line 12: classification line and captions.

use nom::{
    Parser,
    bytes::complete::{tag_no_case, take_while_m_n},
    combinator::opt,
    sequence::preceded,
};

use super::Draft;
use super::misread;
use super::number::{may_start, start};
use super::token::{
    IResult, Signs, after, after_word, begins, blanks, byte, from, is_blank, is_digits, number,
    place, refuse, same, squeeze, trim, up_to,
};
use super::words::{Words, words};
use crate::cable::{
    Banner, Caption, Classification, Confidence, LineKind, RepairKind, Span, Spanned,
};

/// A banner as it was read.
pub(super) struct BannerLine<'a> {
    /// The value.
    pub(super) banner: Banner,
    /// A damaged `SECTION 01 OF 02`.
    damaged: Option<&'a str>,
    /// What follows the serial.
    pub(super) rest: &'a str,
}

/// The words of a classification, longest first where one begins another.
pub(super) const CLASSES: [(&str, Classification); 7] = [
    ("TOPSECRET", Classification::TopSecret),
    ("CONFIDENTIAL", Classification::Confidential),
    ("SECRET", Classification::Secret),
    ("UNCLASSIFIED", Classification::Unclassified),
    ("UNCLAS", Classification::Unclassified),
    ("LIMITEDOFFICIALUSE", Classification::LimitedOfficialUse),
    ("SENSITIVEBUTUNCLASSIFIED", Classification::Sbu),
];

/// `C O N F I D E N T I A L`: a word with blanks anywhere, in any case.
///
/// The first letter may be lost or doubled (`E C R E T`, `UUNCLAS`).
fn class(line: &str) -> Option<(Classification, &str)> {
    let known = matches!(
        byte(line, 0).to_ascii_uppercase(),
        b'C' | b'E' | b'L' | b'N' | b'O' | b'S' | b'T' | b'U'
    );
    if !known {
        return None;
    }
    let first = byte(line, 0).to_ascii_uppercase();
    CLASSES.iter().find_map(|&(word, level)| {
        if first != byte(word, 0) && first != byte(word, 1) {
            return None;
        }
        let doubled = || {
            let rest = line.get(1..)?;
            begins(rest, line.get(..1)?).then_some(rest)
        };
        let rest = spaced(line, word)
            .or_else(|| spaced(line, from(word, 1)))
            .or_else(|| spaced(doubled()?, word))?;
        Some((level, rest))
    })
}

/// What follows a classification, its letters apart or not, or `LOU`.
pub(super) fn after_class(line: &str) -> Option<&str> {
    after_word(line, "LOU").or_else(|| class(line).map(|(_, rest)| rest))
}

/// `text` after `word`, whose letters may stand apart.
fn spaced<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut letters = word.bytes();
    let mut wanted = letters.next()?;
    for (at, &found) in text.as_bytes().iter().enumerate() {
        if found.eq_ignore_ascii_case(&wanted) {
            let Some(next) = letters.next() else {
                let rest = from(text, at + 1);
                // `S E C R E TPORT LARKSPUR`: a blank was lost where all letters stand apart.
                let is_apart = || at + 2 >= 2 * word.len() && byte(rest, 0).is_ascii_uppercase();
                let ends = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
                return (ends || is_apart()).then_some(rest);
            };
            wanted = next;
        } else if at == 0 || found != b' ' {
            return None;
        }
    }
    None
}

/// The classification line (5 FAH-2 H-320).
///
/// ```abnf
/// banner   = ["NATO" / "COSMIC"] class *control [section] *control
///            [post] [serial] *CHAR
///          / class *control post section serial
/// control  = 1*blank caption-word / "//" caption-word
/// section  = ["FINAL" 1*blank] "SECTION" 1*blank 1*2DIGIT 1*blank "OF" 1*blank 1*2DIGIT
/// serial   = ["#"] 3*8(DIGIT / "O")      ; one digit at least
/// ```
///
/// Captions may be glued to the serial.
///
/// Samples: `garbled/irregular-banner-spacing-and-eo-zero`,
/// `garbled/first-letter-of-the-banner-lost`, `garbled/banner-post-excised`,
/// `garbled/labels-glued-to-values`
///
/// The post is what stands between section and serial.
pub(super) fn banner<'a>(text: &str, line: &'a str) -> Option<BannerLine<'a>> {
    let mut read = classification(text, line)?;
    if read.rest.is_empty() {
        return Some(read);
    }
    let (post, serial, after) = match post_and_serial(read.rest) {
        Some(found) => found,
        None => section_behind_post(&mut read)?,
    };
    // `CONFIDENTIAL 611`: a number that a message center wrote on a page
    // (sample: `oddities/number-behind-the-classification-of-a-page`).
    let is_number = post.is_empty() && serial.len() <= 3 && byte(line, 1) != b' ';
    if is_number && is_whole_below(text, line) {
        return None;
    }
    if !post.is_empty() && !is_redacted(post) {
        read.banner.post = Some(place(text, post));
    }
    read.banner.serial = Some(Spanned {
        value: serial_value(serial),
        span: place(text, serial),
    });
    read.rest = trim(after);
    Some(read)
}

/// Post and serial where the section stands between them: `SECRET PORT LARKSPUR SECTION 01 OF
/// 02 000311`.
fn section_behind_post<'a>(read: &mut BannerLine<'a>) -> Option<(&'a str, &'a str, &'a str)> {
    const NEAR: usize = 64;
    let at = up_to(read.rest, NEAR).find(" SECTION ")?;
    if read.banner.section.is_some() {
        return None;
    }
    let (behind, section) = section(from(read.rest, at + 1)).ok()?;
    let (none, serial, after) = post_and_serial(trim(behind))?;
    if !none.is_empty() {
        return None;
    }
    read.banner.section = Some(section.number);
    read.banner.sections = Some(section.of);
    Some((read.rest.get(..at)?, serial, after))
}

/// Whether a classification line with its post stands below `line`, above the fields
/// of the heading.
fn is_whole_below(text: &str, line: &str) -> bool {
    /// Lines of the longest header.
    const MANY: usize = 96;
    const LONGEST: usize = 96;
    let below = from(text, place(text, line).end as usize);
    let begins_paragraph = |below: &str| {
        may_start(byte(below, 0)) && start(from(text, place(text, below).start as usize)).is_some()
    };
    below
        .split(['\n', '\r'])
        .filter(|below| !below.is_empty())
        .take(MANY)
        .map(trim)
        .take_while(|below| {
            !["E.O.", "TAGS", "SUBJ", "1."]
                .iter()
                .any(|f| begins(below, f))
                && !begins_paragraph(below)
        })
        .filter(|below| below.len() <= LONGEST)
        .filter_map(|below| post_and_serial(classification(text, below)?.rest))
        .any(|(post, ..)| !post.is_empty())
}

/// The number that up to eight digits, and the letter O for zeros, stand for.
fn serial_value(serial: &str) -> u32 {
    let digit = |byte: u8| char::from(byte).to_digit(10).unwrap_or(0);
    serial
        .bytes()
        .take(8)
        .fold(0, |value, byte| value * 10 + digit(byte))
}

/// A classification line without a serial: class, section, and a post of up
/// to three words in capitals.
///
/// Prose in capitals may begin so. Only below a header, or where the letters
/// of the class stand apart, or after a section, is it one.
pub(super) fn banner_without_serial<'a>(
    text: &str,
    line: &'a str,
    header: bool,
) -> Option<BannerLine<'a>> {
    let mut read = classification(text, line)?;
    let apart = byte(line, 1) == b' ' && byte(line, 3) == b' ';
    let post = read.rest;
    let letters = |c: char| c.is_ascii_uppercase() || is_blank(c) || matches!(c, '-' | '\'' | '.');
    let fits = (3..=32).contains(&post.len())
        && post.chars().all(letters)
        && post.split(is_blank).filter(|word| !word.is_empty()).count() <= 3;
    if !fits || !(header || apart || read.banner.section.is_some()) {
        return None;
    }
    read.banner.post = Some(place(text, post));
    read.rest = "";
    Some(read)
}

/// A classification line that can be read when digits are taken for the
/// letters that they look like and letters for digits, each where the other
/// stands; with what was misread, word by word.
///
/// ```abnf
/// misread = class-letters [section] post-letters serial-digits
///         ; "Q" for any letter of the class or of SECTION
/// ```
///
/// Only asked where no banner can be read as it stands.
///
/// Sample: `garbled/banner-misread`
pub(super) fn misread_banner<'a>(
    text: &str,
    line: &'a str,
) -> Option<(BannerLine<'a>, Vec<(Span, String)>)> {
    let n_digits = line.bytes().filter(u8::is_ascii_digit).count();
    if line.len() > 90 || n_digits < 2 || !line.is_ascii() {
        return None;
    }
    let read = mended(line)?;
    let banner = banner(&read, &read)?;
    banner.banner.serial?;
    let at = place(text, line).start as usize;
    let shift = |span: Span| Span::new(at + span.start as usize, at + span.end as usize);
    let same = |part: &str| line.get(place(&read, part).range()).unwrap_or_default();
    let mut found = Vec::new();
    let mut start = 0;
    for word in read.split_inclusive(' ') {
        let word = word.trim_end_matches(' ');
        let printed = line.get(start..start + word.len()).unwrap_or_default();
        if printed != word {
            let span = Span::new(at + start, at + start + word.len());
            found.push((span, word.to_owned()));
        }
        start = from(&read, start)
            .find(' ')
            .map_or(read.len(), |end| start + end + 1);
    }
    let damaged = banner.damaged.map(same);
    let rest = same(banner.rest);
    let values = banner.banner;
    let banner = Banner {
        span: shift(values.span),
        controls: values.controls.into_iter().map(shift).collect(),
        post: values.post.map(shift),
        serial: values.serial.map(|serial| Spanned {
            span: shift(serial.span),
            ..serial
        }),
        ..values
    };
    let line = BannerLine {
        banner,
        damaged,
        rest,
    };
    Some((line, found))
}

/// A classification line, as long as it was, with its misread characters read.
fn mended(line: &str) -> Option<String> {
    let (length, class) = misread_class(line)?;
    let mut read = String::with_capacity(line.len());
    read.push_str(&class);
    let rest = from(line, length);
    let mut number = false;
    for part in rest.split_inclusive([' ', '/']) {
        let word = part.trim_end_matches([' ', '/']);
        let capitals: String = word.chars().map(misread::capital).collect();
        let is_number = word.bytes().any(|byte| byte.is_ascii_digit())
            && word.chars().all(|c| misread::digit(c).is_some());
        let mended = if let Some(section) = like_section(word) {
            number = true;
            section.to_owned()
        } else if number && matches!(word, "0F" | "QF" | "OP" | "OQ") {
            "OF".to_owned()
        } else if is_number && (number || misread::is_misread(word)) {
            misread::number(word)
        } else if word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().filter(u8::is_ascii_alphabetic).count() * 2 > word.len()
            && capitals.bytes().all(|byte| byte.is_ascii_uppercase())
        {
            number = false;
            capitals
        } else {
            number &= same(word, "OF") || is_digits(word);
            word.to_owned()
        };
        read.push_str(&mended);
        read.push_str(from(part, word.len()));
    }
    (read.len() == line.len() && read != line).then_some(read)
}

/// The letters of a class with Q or a digit for some: their length, and the
/// same letters read.
fn misread_class(line: &str) -> Option<(usize, String)> {
    CLASSES.iter().find_map(|&(word, _)| {
        let mut letters = word.chars();
        let mut read = String::new();
        let mut n_misread = 0;
        for c in line.chars() {
            if c == ' ' && !read.is_empty() {
                read.push(c);
                continue;
            }
            let Some(wanted) = letters.next() else { break };
            if !c.eq_ignore_ascii_case(&wanted) {
                n_misread += 1;
                if c != 'Q' && misread::capital(c) != wanted {
                    return None;
                }
                read.push(wanted);
                continue;
            }
            read.push(c);
        }
        let fits = letters.next().is_none() && n_misread <= word.len() / 3;
        fits.then_some((read.len(), read))
    })
}

/// SECTION, if a word is that with Q or a digit for one or two letters.
fn like_section(word: &str) -> Option<&'static str> {
    const SECTION: &str = "SECTION";
    let wrong = word
        .chars()
        .zip(SECTION.chars())
        .filter(|(one, two)| one != two);
    let fits = word.len() == SECTION.len()
        && wrong.clone().count() <= 2
        && wrong
            .clone()
            .all(|(one, two)| one == 'Q' || misread::capital(one) == two);
    fits.then_some(SECTION)
}

/// The level that a line names.
pub(super) fn level(text: &str, line: &str) -> Option<Classification> {
    classification(text, line).map(|read| read.banner.level)
}

/// The beginning of a classification line: class, controls and section.
fn classification<'a>(text: &str, line: &'a str) -> Option<BannerLine<'a>> {
    static SIGNS: Signs = Signs::new(" \t\u{a0}/-");
    let alliance = match byte(line, 0) {
        b'N' | b'n' => Some("NATO"),
        b'C' | b'c' => Some("COSMIC"),
        _ => None,
    };
    let alliance = alliance.and_then(|word| {
        let rest = spaced(line, word)?;
        rest.starts_with(' ').then(|| {
            (
                line.get(..line.len() - rest.len()),
                rest.trim_start_matches(' '),
            )
        })
    });
    let (prefix, bare) = alliance.unwrap_or((None, line));
    let (level, mut rest) = class(bare)?;
    // SECRET SERVICE WASHDC is an addressee.
    if begins(rest.trim_start(), "SERVICE ") {
        return None;
    }
    let mut banner = Banner {
        controls: prefix.map(|word| place(text, word)).into_iter().collect(),
        ..Banner::of_level(level, place(text, line))
    };
    let mut damaged = None;
    loop {
        rest = SIGNS.trim_start(rest);
        if let Some((control, after)) = control(rest) {
            banner.controls.push(place(text, control));
            rest = after;
        } else if let Ok((after, read)) = section(rest)
            && banner.section.is_none()
        {
            banner.section = Some(read.number);
            banner.sections = Some(read.of);
            damaged = read
                .damaged
                .then(|| rest.get(..rest.len() - after.len()).unwrap_or_default());
            rest = after;
        } else {
            break;
        }
    }
    Some(BannerLine {
        banner,
        damaged,
        rest: trim(rest),
    })
}

/// Whether a word was withheld: nothing but X.
fn is_redacted(word: &str) -> bool {
    word.len() >= 4 && word.bytes().all(|byte| matches!(byte, b'X' | b'x' | b' '))
}

/// A handling word on the classification line.
fn control(input: &str) -> Option<(&str, &str)> {
    const WORDS: Words = words![
        "NOFORN",
        "FGI",
        "MR",
        "NOCONTRACT",
        "EFTO",
        "LIMDIS",
        "EXDIS",
        "NODIS",
        "STADIS",
        "ORCON",
        "FOUO",
        "SBU",
        "SENSITIVE",
        "FOR OFFICIAL USE ONLY",
        "PROPIN",
        "WNINTEL",
        "NF",
        "SIPDIS",
    ];
    if let Some(rest) = after_word(input, "REL TO") {
        // A list of country codes: `USA, GBR, NATO`.
        let mut end = input.len() - rest.len();
        for word in rest.split(' ') {
            let code = word.trim_end_matches(',');
            if !(word.is_empty()
                || matches!(code.len(), 3 | 4) && code.bytes().all(|b| b.is_ascii_uppercase()))
            {
                break;
            }
            end = (end + word.len() + 1).min(input.len());
            if !word.is_empty() && !word.ends_with(',') {
                break;
            }
        }
        return Some((trim(input.get(..end)?), from(input, end)));
    }
    let rest = WORDS.after_word(input)?;
    Some((input.get(..input.len() - rest.len())?, rest))
}

/// `SECTION 01 OF 02` as it was read.
struct Section {
    number: u16,
    of: u16,
    damaged: bool,
}

/// ```abnf
/// section = word *blank (["Q" / "O"] 1*2DIGIT *blank ("OF" / "F")) *blank 1*2DIGIT
/// ```
///
/// The word is SECTION or SEC; with letters dropped or replaced (`SECTON`,
/// `SECTIOQ1OF06`) the reading is marked as damaged.
///
/// Samples: `garbled/section-word-with-q`, `garbled/banner-misread`
fn section(input: &str) -> IResult<'_, Section> {
    if let Some(rest) = after_word(input, "FINAL") {
        let word = (
            blanks,
            tag_no_case("SECTION"),
            blanks,
            tag_no_case("OF"),
            blanks,
        );
        let (rest, sections) = preceded(word, number(1, 2)).parse(rest)?;
        let sections = u16::try_from(sections).unwrap_or(0);
        return Ok((
            rest,
            Section {
                number: sections,
                of: sections,
                damaged: false,
            },
        ));
    }
    let length = input.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = input.split_at_checked(length).unwrap_or_default();
    let exact = word.eq_ignore_ascii_case("SECTION") || word.eq_ignore_ascii_case("SEC");
    if !(exact || drops_letters(word)) {
        return Err(refuse(input));
    }
    let (rest, gap) = blanks(rest)?;
    let (rest, section) = number(1, 2).parse(rest)?;
    let of = preceded(
        blanks,
        opt(take_while_m_n(1, 1, |c: char| c == 'O' || c == 'o')),
    );
    let (rest, o) = { of }.parse(rest)?;
    let (rest, _) = tag_no_case("F").parse(rest)?;
    let (rest, sections) = preceded(blanks, number(1, 2)).parse(rest)?;
    let damaged = !exact || o.is_none() || gap.is_empty();
    let narrow = |value: u32| u16::try_from(value).unwrap_or(0);
    Ok((
        rest,
        Section {
            number: narrow(section),
            of: narrow(sections),
            damaged,
        },
    ))
}

/// Whether a word is SECTION with at most three letters dropped and Q for one.
fn drops_letters(word: &str) -> bool {
    if !(4..=7).contains(&word.len()) {
        return false;
    }
    let mut wanted = "SECTION".bytes();
    let mut n_q = 0;
    word.bytes().all(|letter| {
        let letter = letter.to_ascii_uppercase();
        if letter == b'Q' && n_q == 0 {
            n_q += 1;
            return wanted.next().is_some();
        }
        wanted.any(|next| next == letter)
    })
}

/// Post, serial and what follows them.
fn post_and_serial(rest: &str) -> Option<(&str, &str, &str)> {
    let letters = |c: char| c.is_ascii_alphabetic() || is_blank(c) || matches!(c, '-' | '\'' | '.');
    // Of most lines bytes tell; a no-break space is none of ASCII.
    let first = |byte: u8| !byte.is_ascii() || !letters(char::from(byte));
    let at = rest.bytes().position(first)?;
    let at = at + from(rest, at).find(|c| !letters(c))?;
    // A serial may begin with the letter O.
    let word = rest.get(..at)?;
    let n_letters = word.len() - word.trim_end_matches('O').len();
    let before = word.len() - n_letters;
    let at = if n_letters > 0 && before > 0 && byte(rest, before - 1) == b' ' {
        before
    } else {
        at
    };
    let post = rest.get(..at)?;
    let serial_and_rest = from(rest, at);
    let serial_and_rest = serial_and_rest.strip_prefix('#').unwrap_or(serial_and_rest);
    let end = serial_and_rest
        .bytes()
        .position(|byte| !(byte.is_ascii_digit() || byte == b'O'))
        .unwrap_or(serial_and_rest.len());
    let serial = serial_and_rest.get(..end)?;
    let apart = post.is_empty() || post.ends_with(is_blank);
    let whole = !from(serial_and_rest, end).starts_with(|c: char| c.is_ascii_alphabetic());
    let glued = || is_words(from(serial_and_rest, end));
    let fits = (3..=8).contains(&serial.len())
        && serial.bytes().any(|byte| byte.is_ascii_digit())
        && apart
        && (whole || glued())
        && post.len() <= 40;
    fits.then(|| (trim(post), serial, from(serial_and_rest, end)))
}

/// Captions that stand for themselves.
const WORDS: Words = words![
    "SIPDIS",
    "NOFORN",
    "NODIS",
    "EXDIS",
    "LIMDIS",
    "STADIS",
    "NOSIPDIS",
    "SENSITIVE",
    "SBU",
    "FOUO",
    "EFTO",
    "NESCO",
    "SPECAT",
    "ORCON",
    "NOCONTRACT",
    "PROPIN",
    "AIDAC",
    "USIAC",
    "TERREP",
    "CUI",
    "LOU",
    "ALDAC",
    "NOTAL",
    "WNINTEL",
];

/// First words of captions that say who is to read on.
const ROUTING: Words = words![
    "STATE FOR ",
    "STATE PASS",
    "STATE ALSO ",
    "DEPT FOR ",
    "DEPT PASS",
    "DEPT ALSO ",
    "DEPARTMENT FOR ",
    "DEPARTMENT PASS",
    "NSC FOR ",
    "TREASURY FOR ",
    "COMMERCE FOR ",
    "OSD FOR ",
    "PASS TO ",
    "FOR THE ",
    "ALSO FOR ",
    "PLEASE PASS ",
    "EYES ONLY",
    "VISAS ",
    "CODEL ",
    "STAFFDEL ",
    "ROGER CHANNEL",
    "DISSENT CHANNEL",
    "OFFICIAL INFORMAL",
    "PERSONAL FOR ",
    "INFORM CONSULS",
    "SUSPECTED DUPLICATE",
    "AGRICULTURE PASS",
    "USAID FOR ",
    "STATE PLEASE PASS",
    "DEPT PLEASE PASS",
    "DEPARTMENT PLEASE PASS",
];

/// Whether every word of a line is a caption of its own.
pub(super) fn is_words(line: &str) -> bool {
    static SIGNS: Signs = Signs::new(",;/");
    line.len() < 64
        && (WORDS.begin(line) || line.is_empty())
        && line
            .split(is_blank)
            .filter(|word| !word.is_empty())
            .all(|word| WORDS.hold(SIGNS.trim_end(word)))
}

/// Whether a line is a caption wherever it stands in the heading.
pub(super) fn is_caption(line: &str) -> bool {
    ROUTING.begin(line)
        || is_words(line)
        || is_corrected_copy(line)
        // Addressees begin so as well: what is to be passed on says so.
        || (begins(line, "AMEMBASSY ") || begins(line, "DEPT OF "))
            && [" PASS", " FOR "].iter().any(|word| line.contains(word))
        || line.len() < 40 && line.ends_with(" CHANNEL")
}

/// `C O R R E C T E D  C O P Y`, with or without blanks.
fn is_corrected_copy(line: &str) -> bool {
    matches!(byte(line, 0), b'C' | b'c')
        && line
            .bytes()
            .filter(u8::is_ascii_alphabetic)
            .take(13)
            .map(|b| b.to_ascii_uppercase())
            .eq(*b"CORRECTEDCOPY")
}

/// Whether a caption goes on below a line that ends like this.
pub(super) fn caption_goes_on(line: &str, below: &str) -> bool {
    let last = line.rsplit(is_blank).next().unwrap_or_default();
    let unclosed = line.rfind('(') > line.rfind(')');
    line.ends_with([',', ';'])
        || unclosed
        || last.eq_ignore_ascii_case("AND")
        || last.eq_ignore_ascii_case("FOR")
        // `NOFORN` is a caption by itself.
        || !is_words(line)
            && ["AND ", "ALSO FOR ", "FOR "]
                .iter()
                .any(|word| below.starts_with(word))
}

impl Draft<'_> {
    /// Reads the classification line. The first one counts.
    pub(super) fn banner(&mut self, idx: usize, read: BannerLine<'_>) {
        if let Some(first) = &self.heading.banner {
            let same = |one, two| squeeze(self.slice(one)) == squeeze(self.slice(two));
            if self.kind(idx) != LineKind::Banner && same(first.span, read.banner.span) {
                self.repair(
                    read.banner.span,
                    RepairKind::RepeatedHeading,
                    "".into(),
                    Confidence::High,
                );
            }
            self.set(idx, LineKind::Banner);
            return;
        }
        self.set(idx, LineKind::Banner);
        if let (Some(damaged), Some(nn), Some(of)) =
            (read.damaged, read.banner.section, read.banner.sections)
        {
            let to = format!("SECTION {nn:02} OF {of:02}");
            // A lost blank or sign leaves the numbers in doubt.
            let sure = !damaged.contains('Q')
                && to.len().abs_diff(damaged.len()) <= 3
                && damaged.contains(" OF ");
            let confidence = if sure {
                Confidence::Medium
            } else {
                Confidence::Low
            };
            let span = self.place(damaged);
            self.repair(span, RepairKind::SectionWord, to.into(), confidence);
        }
        if let Some(serial) = read.banner.serial
            && self.slice(serial.span).contains('O')
        {
            let to = self.slice(serial.span).replace('O', "0");
            self.repair(
                serial.span,
                RepairKind::MisreadCharacter,
                to.into(),
                Confidence::Medium,
            );
        }
        self.heading.banner = Some(read.banner);
    }

    /// Reads what follows the serial of the classification line: operating
    /// signals, the number of a second series, captions.
    pub(super) fn after_serial(&mut self, rest: &str) {
        let series = ["TOSEC ", "SECTO ", "TODEP ", "DEPTO "]
            .iter()
            .any(|series| after(rest, series).is_some_and(|number| is_digits(trim(number))));
        let at = self.place(rest).start as usize;
        if !rest.is_empty() && is_words(rest) && at > 0 && byte(self.text, at - 1).is_ascii_digit()
        {
            let (gap, to) = (Span::new(at, at), " ".into());
            self.repair(gap, RepairKind::LostSpace, to, Confidence::Medium);
        }
        if !(rest.is_empty() || series || self.signals(rest)) {
            self.caption(&[rest]);
        }
    }

    /// Reads a line that holds nothing but the serial of the classification
    /// line above. Below the SUBJECT a level and a number are those of a page.
    pub(super) fn wrapped_serial(&mut self, idx: usize) -> bool {
        let line = self.content(idx);
        let fits = (3..=8).contains(&line.len()) && is_digits(line);
        let above = idx.checked_sub(1).map(|above| self.kind(above));
        let span = self.place(line);
        let start_above = idx.checked_sub(1).map_or(0, |above| self.start_of(above));
        let has_subject = self.heading.subject.is_some();
        let Some(banner) = &mut self.heading.banner else {
            return false;
        };
        let is_above = above == Some(LineKind::Banner) && banner.span.start as usize >= start_above;
        if !fits || banner.serial.is_some() || !is_above || has_subject {
            return false;
        }
        banner.serial = line.parse().ok().map(|value| Spanned { value, span });
        banner.span = banner.span.cover(span);
        self.set(idx, LineKind::Banner);
        true
    }

    /// Reads a caption that stands on `parts`, one slice a line.
    pub(super) fn caption(&mut self, parts: &[&str]) {
        if self.for_list {
            return;
        }
        if let [line] = parts
            && is_words(line)
        {
            for word in line.split(is_blank).filter(|word| !word.is_empty()) {
                self.one_caption(&[word.trim_end_matches([',', ';', '/'])]);
            }
            return;
        }
        self.one_caption(parts);
    }

    /// Whether a caption was not met before. A few are compared one by one;
    /// only a damaged text has many.
    fn is_new_caption(&mut self, text: &str) -> bool {
        let known = &self.heading.captions;
        if known.len() < 16 {
            return known.iter().all(|caption| &*caption.text != text);
        }
        if self.known_captions.is_empty() {
            self.known_captions
                .extend(known.iter().map(|caption| caption.text.clone()));
        }
        self.known_captions.insert(text.into())
    }

    fn one_caption(&mut self, parts: &[&str]) {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return;
        };
        let span = self.place(first).cover(self.place(last));
        let text: Box<str> = squeeze(self.slice(span)).into();
        if self.is_new_caption(&text) {
            self.heading.captions.push(Caption { span, text });
        } else {
            self.repair(
                span,
                RepairKind::RepeatedCaption,
                "".into(),
                Confidence::High,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{banner, is_caption};

    /// Level, controls, section, post and serial, and what follows.
    fn check(line: &str) -> String {
        let Some(read) = banner(line, line) else {
            return "no banner".into();
        };
        let banner = read.banner;
        let at = |span: crate::cable::Span| line.get(span.range()).unwrap();
        let controls: Vec<&str> = banner.controls.iter().map(|&span| at(span)).collect();
        format!(
            "{} {controls:?} {:?}/{:?}{} {:?} {:?} then {:?}",
            banner.level.slug(),
            banner.section,
            banner.sections,
            if read.damaged.is_some() { "?" } else { "" },
            banner.post.map_or("", at),
            banner.serial.map(|serial| serial.value),
            read.rest
        )
    }

    #[test]
    fn a_number_behind_a_classification_is_no_serial() {
        let below = |line: &str, below: &str| {
            let text = format!("{line}\n{below}\n");
            super::banner(&text, text.get(..line.len()).unwrap()).is_some()
        };
        assert!(!below(
            "CONFIDENTIAL 611",
            "FM OSLO\n\nCONFIDENTIAL OSLO 611"
        ));
        for line in [
            "CONFIDENTIAL 611",
            "UNCLAS 088",
            "LIMITED OFFICIAL USE 611",
            "CONFIDENTIAL 611 EXDIS",
        ] {
            assert!(below(line, "\nE.O. 12958: N/A\nSECRET OSLO 611"), "{line}");
            assert!(
                below(line, "CONFIDENTIAL\n1. CONFIDENTIAL OSLO 12"),
                "{line}"
            );
        }
        for line in [
            "CONFIDENTIAL OSLO 611",
            "C O N F I D E N T I A L 611",
            "SECRET 000611",
        ] {
            assert!(super::banner(line, line).is_some(), "{line}");
        }
    }

    #[test]
    fn a_caption_of_known_words_does_not_go_on() {
        use super::caption_goes_on;
        assert!(!caption_goes_on("NOFORN", "FOR THE SECRETARY"));
        assert!(caption_goes_on("NOFORN,", "FOR THE SECRETARY"));
        assert!(caption_goes_on("STATE FOR EUR/VV", "FOR HOLT"));
    }

    #[test]
    fn letters_may_stand_apart() {
        insta::assert_snapshot!(check("C O N F I D E N T I A LPORT LARKSPUR 000311"), @r#"confidential [] None/None "PORT LARKSPUR" Some(311) then """#);
        insta::assert_snapshot!(check("S E C R E T PORT LARKSPUR SECTION 01 OF 02 000311"), @r#"secret [] Some(1)/Some(2) "PORT LARKSPUR" Some(311) then """#);
        insta::assert_snapshot!(check("SECRET PORT SECTION 01 OF 02 NORTHHAVEN"), @"no banner");
        insta::assert_snapshot!(check("SECRETARY LARKSPUR 000311"), @"no banner");
        insta::assert_snapshot!(check("SE CRETPORT LARKSPUR 000311"), @"no banner");
        insta::assert_snapshot!(check("C O N F I D E N T I A L SECTION 01 OF 02 PORT LARKSPUR 000311"), @r#"confidential [] Some(1)/Some(2) "PORT LARKSPUR" Some(311) then """#);
        insta::assert_snapshot!(check("S e c r e t northhaven 000088"), @r#"secret [] None/None "northhaven" Some(88) then """#);
        insta::assert_snapshot!(check("C ONFIDENTIAL NORTHHAVEN 000088"), @r#"confidential [] None/None "NORTHHAVEN" Some(88) then """#);
        insta::assert_snapshot!(check("E C R E T NORTHHAVEN 000088"), @r#"secret [] None/None "NORTHHAVEN" Some(88) then """#);
        insta::assert_snapshot!(check("UUNCLAS NORTHHAVEN 000088"), @r#"unclassified [] None/None "NORTHHAVEN" Some(88) then """#);
        insta::assert_snapshot!(check("T O P  S E C R E T NORTHHAVEN 088 EXDIS"), @r#"top-secret [] None/None "NORTHHAVEN" Some(88) then "EXDIS""#);
    }

    #[test]
    fn controls_are_no_part_of_the_post() {
        insta::assert_snapshot!(check("S E C R E T NOFORN SECTION 1 of 2 SANTA BRISA 000017"), @r#"secret ["NOFORN"] Some(1)/Some(2) "SANTA BRISA" Some(17) then """#);
        insta::assert_snapshot!(check("UNCLAS EFTO NORTHHAVEN 0088"), @r#"unclassified ["EFTO"] None/None "NORTHHAVEN" Some(88) then """#);
        insta::assert_snapshot!(check("CONFIDENTIAL//REL TO USA, GBR"), @r#"confidential ["REL TO USA, GBR"] None/None "" None then """#);
    }

    #[test]
    fn a_damaged_section_is_still_read() {
        insta::assert_snapshot!(check("SECRET SECTIOQ1OF02 NORTHHAVEN 000088"), @r#"secret [] Some(1)/Some(2)? "NORTHHAVEN" Some(88) then """#);
        insta::assert_snapshot!(check("SECRET SECTON 01 OF 02 NORTHHAVEN 000088"), @r#"secret [] Some(1)/Some(2)? "NORTHHAVEN" Some(88) then """#);
    }

    #[test]
    fn section_may_lose_letters_but_gain_none() {
        for word in [
            "SECTON", "SETION", "ECTION", "SECTIO", "SECTIOQ", "SQCTION", "SECTIN",
        ] {
            assert!(super::drops_letters(word), "{word}");
        }
        for word in ["SECTOR", "SEC", "SECRET", "SECTIONS", "NOTICES", "QQCTION"] {
            assert!(!super::drops_letters(word), "{word}");
        }
    }

    /// A misread line as it is read.
    fn misread(line: &'static str) -> String {
        let Some((read, found)) = super::misread_banner(line, line) else {
            return "no banner".into();
        };
        let banner = read.banner;
        let misread: Vec<&str> = found.iter().map(|(_, to)| to.as_str()).collect();
        format!(
            "{} {:?}/{:?} {:?} {:?}, read {misread:?}",
            banner.level.slug(),
            banner.section,
            banner.sections,
            banner.post.and_then(|span| line.get(span.range())),
            banner.serial.map(|serial| serial.value),
        )
    }

    #[test]
    fn letters_and_digits_are_told_by_where_they_stand() {
        insta::assert_snapshot!(misread("C 0 N F I D E N T I A L PORT LARKSPUR 000311"), @r#"confidential None/None Some("PORT LARKSPUR") Some(311), read ["O"]"#);
        insta::assert_snapshot!(misread("5 E C R E T SECTION O1 OF 02 P0RT LARKSPUR 0003l1"), @r#"secret Some(1)/Some(2) Some("P0RT LARKSPUR") Some(311), read ["S", "01", "PORT", "000311"]"#);
        insta::assert_snapshot!(misread("SEQRET SECTQON O1 0F O2 PORT LARKSPUR 0003ll"), @r#"secret Some(1)/Some(2) Some("PORT LARKSPUR") Some(311), read ["SECRET", "SECTION", "01", "OF", "02", "000311"]"#);
        insta::assert_snapshot!(misread("UNCLAS NORTHHAVEN 0000B8"), @r#"unclassified None/None Some("NORTHHAVEN") Some(88), read ["000088"]"#);
        insta::assert_snapshot!(misread("SECRET TALKS WENT ON IN MAY 2006"), @"no banner");
        insta::assert_snapshot!(misread("5 BOATS LEFT FOR NORTHHAVEN ON MAY 12"), @"no banner");
    }

    #[test]
    fn an_alliance_may_stand_before_the_class() {
        insta::assert_snapshot!(check("NATO CONFIDENTIAL PORT LARKSPUR 000311"), @r#"confidential ["NATO"] None/None "PORT LARKSPUR" Some(311) then """#);
        insta::assert_snapshot!(check("N A T O  S E C R E T NORTHHAVEN 000088"), @r#"secret ["N A T O"] None/None "NORTHHAVEN" Some(88) then """#);
        insta::assert_snapshot!(check("NATO SUMMIT IN NORTHHAVEN 000088"), @"no banner");
    }

    #[test]
    fn a_serial_may_hold_letters_and_be_signed() {
        insta::assert_snapshot!(check("SECRET PORT LARKSPUR O00311"), @r#"secret [] None/None "PORT LARKSPUR" Some(311) then """#);
        insta::assert_snapshot!(check("SECRET PORT LARKSPUR 0O311"), @r#"secret [] None/None "PORT LARKSPUR" Some(311) then """#);
        insta::assert_snapshot!(check("SECRET PORT LARKSPUR #088"), @r#"secret [] None/None "PORT LARKSPUR" Some(88) then """#);
        insta::assert_snapshot!(check("SECRET XXXXXXXXXXXX 000088"), @r#"secret [] None/None "" Some(88) then """#);
        insta::assert_snapshot!(check("SECRET SANTIAGO 088"), @r#"secret [] None/None "SANTIAGO" Some(88) then """#);
    }

    #[test]
    fn a_serial_may_be_lost() {
        let post = |line: &'static str, header| {
            let read = super::banner_without_serial(line, line, header)?;
            read.banner.post.and_then(|span| line.get(span.range()))
        };
        assert_eq!(
            post("S E C R E T PORT LARKSPUR", false),
            Some("PORT LARKSPUR")
        );
        assert_eq!(
            post("SECRET SECTION 01 OF 02 NORTHHAVEN", false),
            Some("NORTHHAVEN")
        );
        assert_eq!(post("SECRET NORTHHAVEN", true), Some("NORTHHAVEN"));
        assert_eq!(post("SECRET NORTHHAVEN", false), None);
        assert_eq!(post("SECRET TALKS WENT ON IN NORTHHAVEN", true), None);
    }

    #[test]
    fn prose_is_no_banner() {
        insta::assert_snapshot!(check("SECRETARY OF STATE 311"), @"no banner");
        insta::assert_snapshot!(check("Secret talks went on, he said, until 1987."), @"no banner");
    }

    #[test]
    fn knows_captions() {
        assert!(
            is_caption("SIPDIS") && is_caption("NOFORN SIPDIS") && is_caption("STATE FOR EUR/VV")
        );
        assert!(is_caption("C O R R E C T E D  C O P Y (ADDED TAGS)"));
        assert!(!is_caption("THE MINISTER ARRIVED"));
    }

    #[test]
    fn the_secret_service_is_no_classification() {
        let text = "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\
            SECRET SERVICE WASHDC 0012\nINFO SECRET SERVICE WASHDC\nBT\nSECRET NORTHHAVEN 000088\n";
        let cable = crate::parse::parse(text.as_bytes());
        let heading = &cable.heading;
        assert_eq!((heading.action.len(), heading.info.len()), (2, 1));
        assert_eq!(
            heading.banner.as_ref().map(|it| cable.slice(it.span)),
            Some("SECRET NORTHHAVEN 000088")
        );
    }
}
