//! The text of a cable as it was sent, and as releases have it.

use std::fmt::Write as _;

use super::cable::{Cable, Cited, Class, Reference, is_sensitive};
use super::chance::Chance;
use super::world::{POSTS, TITLES, in_small_letters};
use super::{Collection, Form};

/// What the drafter wrote below the heading.
pub(super) struct Body {
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) said: Said,
}

/// What is true of the text of a cable.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Said {
    /// Words of its paragraphs, blanks between them.
    pub(crate) n_words: usize,
    pub(crate) n_paragraphs: usize,
    pub(crate) has_summary: bool,
    pub(crate) has_comment: bool,
    /// Runs of X over words.
    pub(crate) n_excisions: usize,
}

pub(super) struct Paragraph {
    /// A heading above it.
    pub(super) heading: Option<String>,
    pub(super) mark: Option<&'static str>,
    pub(super) words: String,
}

/// How a text is laid out and what its release did to it.
pub(super) struct Style {
    /// In capitals throughout.
    pub(super) is_capital: bool,
    /// Columns of the body; none if each paragraph is one line.
    pub(super) columns: Option<usize>,
    /// What stands before a paragraph's number.
    pub(super) pilcrow: Pilcrow,
    /// E.O. and TAGS without their signs, references on one line.
    pub(super) is_bare: bool,
    pub(super) damage: Damage,
}

/// What a release has done to apostrophes and quotation marks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    None,
    /// They have become commas, `&` and `8`.
    Spoiled,
    /// They are written as in HTML.
    Encoded,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pilcrow {
    None,
    Sign,
    /// A 1, as far as the fourth paragraph.
    One,
}

impl Collection {
    /// What the drafter wrote. The words are those of the first release; what
    /// is withheld of them is not.
    pub(super) fn body(&self, cable: &Cable) -> Body {
        let first = cable.release_of.unwrap_or(cable.n);
        let mut chance = self.chance(&[40, first]);
        let writer = self.writer(cable.story, cable.country, cable.number.post);
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        let mut n_bytes = 0;
        while n_bytes < cable.length || paragraphs.len() < 2 {
            let n_sentences = 2 + chance.below(6);
            let mut words = String::with_capacity(n_sentences as usize * 110);
            for nth in 0..n_sentences {
                if nth > 0 {
                    words.push(' ');
                }
                writer.sentence(&mut chance, &mut words);
            }
            n_bytes += words.len() as u64 + 20;
            let is_headed = !paragraphs.is_empty() && cable.length > 6_000 && chance.percent(18);
            let heading = is_headed.then(|| {
                let noun = self.vocabulary.nouns.used(chance.next());
                let adjective = self.vocabulary.adjectives.used(chance.next());
                in_small_letters(&format!("the {adjective} {noun}"))
            });
            let mark = mark(cable, paragraphs.len(), &mut chance);
            paragraphs.push(Paragraph {
                heading,
                mark,
                words,
            });
        }
        let last = paragraphs.len() - 1;
        // A letter has neither, and an edited document goes without.
        let is_telegram = !matches!(cable.form, Form::Plain | Form::Frus);
        let has_summary = cable.length > 2_500 && chance.percent(80) && is_telegram;
        let has_comment = last > 1 && chance.percent(45) && is_telegram;
        if has_summary {
            let words = &mut paragraphs[0].words;
            *words = format!("SUMMARY: {words} END SUMMARY.");
        }
        if has_comment {
            let comment = &mut paragraphs[last];
            comment.heading = None;
            comment.words = format!("COMMENT: {} END COMMENT.", comment.words);
        }
        cite(cable, &mut paragraphs, &mut chance);
        for needle in &cable.needles {
            let words = &mut paragraphs[last.min(1)].words;
            let end = words.find(' ').unwrap_or(0);
            words.insert_str(end, &format!(" {needle}"));
        }
        // As this release has it.
        let mut chance = self.chance(&[42, cable.n]);
        let mut n_excisions = 0;
        let withholds = cable.release_of.is_some() || chance.percent(9);
        if withholds && cable.number.year() > 1984 && cable.form != Form::Frus {
            for _ in 0..=chance.below(4) {
                let nth = chance.below(paragraphs.len() as u64) as usize;
                let words = &mut paragraphs[nth].words;
                n_excisions += usize::from(excise(words, &cable.needles, chance.next()));
            }
        }
        let n_words = |paragraph: &Paragraph| paragraph.words.split(' ').count();
        Body {
            said: Said {
                n_words: paragraphs.iter().map(n_words).sum(),
                n_paragraphs: paragraphs.len(),
                has_summary,
                has_comment,
                n_excisions,
            },
            paragraphs,
        }
    }
}

/// Cites the references in the text, and what is cited nowhere else.
fn cite(cable: &Cable, paragraphs: &mut [Paragraph], chance: &mut Chance) {
    let mut append = |words: &str, chance: &mut Chance| {
        let nth = chance.below(paragraphs.len() as u64) as usize;
        // Behind the first sentence: not behind the end of a summary.
        let text = &mut paragraphs[nth].words;
        let end = text.find(". ").map_or(text.len(), |at| at + 1);
        text.insert_str(end, words);
    };
    if matches!(cable.form, Form::Frus | Form::Plain) {
        return;
    }
    let lettered = cable.references.iter().filter_map(|it| it.letter);
    for letter in lettered {
        if chance.percent(35) {
            append(&format!(" Ref {letter} says no more."), chance);
        }
    }
    for (number, _) in &cable.in_text {
        let (year, post) = (number.year() % 100, POSTS[number.post].name);
        append(&format!(" See {year:02} {post} {}.", number.serial), chance);
    }
}

/// An ACP 127 telegram, or its sections each by itself.
pub(super) fn in_sections(
    cable: &Cable,
    body: &mut Body,
    style: &Style,
    chance: &mut Chance,
) -> Vec<String> {
    let n_sections = sections(cable);
    if n_sections < 2 || body.paragraphs.len() < n_sections || chance.percent(80) {
        return vec![acp_127(cable, body, style, chance)];
    }
    let key = chance.next();
    let paragraphs = std::mem::take(&mut body.paragraphs);
    let each = paragraphs.len().div_ceil(n_sections);
    let n_sections = paragraphs.len().div_ceil(each);
    let mut texts = Vec::new();
    for (nth, part) in paragraphs.chunks(each).enumerate() {
        let section = Some((nth + 1, n_sections));
        // The same header in each.
        let mut same = Chance::new(&[key]);
        let mut text = header(cable, section, &mut same);
        heading(cable, style, section, nth > 0, &mut same, &mut text);
        write_paragraphs(part, nth * each, style, &mut text);
        if nth + 1 == n_sections {
            text.push_str(&cable.signer.to_uppercase());
            text.push('\n');
        }
        let _ = write!(text, "BT\n#{:04}\n\nNNNN\n\n", cable.number.serial % 10_000);
        texts.push(text);
    }
    texts
}

pub(super) fn acp_127(
    cable: &Cable,
    body: &mut Body,
    style: &Style,
    chance: &mut Chance,
) -> String {
    let n_sections = sections(cable);
    let section = (n_sections > 1).then_some((1, n_sections));
    let mut text = header(cable, section, chance);
    heading(cable, style, section, false, chance, &mut text);
    text.push_str(&text_below(cable, body, style, section));
    if chance.percent(25) {
        let _ = write!(text, "BT\n#{:04}\n\nNNNN\n", cable.number.serial % 10_000);
    }
    text.push('\n');
    text
}

pub(super) fn acp_126(
    cable: &Cable,
    body: &mut Body,
    style: &Style,
    chance: &mut Chance,
) -> String {
    let mut text = short_header(cable, chance);
    heading(cable, style, None, false, chance, &mut text);
    text.push_str(&text_below(cable, body, style, None));
    text.push('\n');
    text
}

/// Format lines 1 to 8.
pub(super) fn header(
    cable: &Cable,
    section: Option<(usize, usize)>,
    chance: &mut Chance,
) -> String {
    let number = &cable.number;
    let when = &number.when;
    let code = match cable.class {
        Class::Unclassified => "ZNR UUUUU",
        Class::LimitedOfficialUse => "ZNY EEEEE",
        Class::Confidential => "ZNY CCCCC",
        Class::Secret => "ZNY SSSSS",
    };
    let sign = cable.precedence;
    let called: Vec<String> = cable
        .to
        .iter()
        .take(6)
        .map(|&post| POSTS[post].routing())
        .collect();
    let section = section.map_or(1, |(nth, _)| nth);
    let mut text = format!(
        "VZCZCXYZ{:04}\n{sign}{sign} {}\nDE {} #{:04}/{section:02} {:03}{:02}{:02}\n{code} ZZH\n\
         {sign} {}\nFM {}\n",
        chance.below(10_000),
        called.join(" "),
        POSTS[cable.number.post].routing(),
        number.serial % 10_000,
        when.date.day_of_year(),
        when.hour,
        when.minute,
        number.group(),
        POSTS[cable.number.post].address()
    );
    lists(cable, true, chance, &mut text);
    text
}

/// Format lines 5 to 8.
pub(super) fn short_header(cable: &Cable, chance: &mut Chance) -> String {
    let mut text = format!(
        "{} {}\nFM {}\n",
        cable.precedence,
        cable.number.group(),
        POSTS[cable.number.post].address()
    );
    lists(cable, false, chance, &mut text);
    text
}

/// Format line 12 down to paragraph 1.
pub(super) fn heading(
    cable: &Cable,
    style: &Style,
    section: Option<(usize, usize)>,
    is_repeated: bool,
    chance: &mut Chance,
    text: &mut String,
) {
    let number = &cable.number;
    let year = number.year();
    let post = POSTS[number.post].name;
    let level = match cable.class {
        Class::Unclassified => "UNCLAS",
        Class::LimitedOfficialUse => "LIMITED OFFICIAL USE",
        Class::Confidential => "C O N F I D E N T I A L",
        Class::Secret => "S E C R E T",
    };
    let section = section.map_or(String::new(), |(nth, of)| {
        format!("SECTION {nth:02} OF {of:02} ")
    });
    let width = if year < 1990 { 4 } else { 6 };
    let _ = write!(
        text,
        "\n{level} {section}{post} {:0width$}\n\n",
        number.serial
    );
    if year > 1999 {
        text.push_str("SIPDIS\n\n");
    }
    if let Some(caption) = cable.caption {
        let _ = write!(text, "{caption}\n\n");
    }
    if is_repeated {
        return;
    }
    if chance.percent(20) && number.post > 0 {
        let routing = ["STATE FOR EUR/VV", "DEPT FOR INR AND L", "NSC FOR STROUD"];
        let _ = write!(text, "{}\n\n", chance.pick(&routing));
    }
    let sign = if style.is_bare { "" } else { ":" };
    let label = if style.is_bare { "EO" } else { "E.O." };
    let _ = writeln!(text, "{label} {}", executive_order(cable, sign));
    let between = if style.is_bare || year < 2000 {
        ", "
    } else {
        " "
    };
    let tags = in_brackets(&cable.tags);
    // A person stands behind the code it goes with.
    let tags = tags.join(between).replace(", (", " (");
    let _ = writeln!(text, "TAGS{sign} {tags}");
    wrap(&format!("SUBJECT: {}", cable.subject), 58, "", text);
    text.push('\n');
    if !cable.references.is_empty() {
        references(cable, style, chance, text);
        text.push('\n');
    }
    if year > 1995 && cable.class >= Class::Confidential {
        let (first, last) = cable.classified_by;
        let title = chance.pick(&TITLES);
        let section = if year < 2004 { "1.5" } else { "1.4" };
        let letters = *chance.pick(&["(b) and (d)", "(b,d)", "(d)", "(b), (d)"]);
        let words = format!("Classified By: {title} {first} {last}, reasons {section} {letters}.");
        wrap(&words, 70, "", text);
        text.push('\n');
    }
}

/// TAGS with persons in brackets.
pub(super) fn in_brackets(tags: &[String]) -> Vec<String> {
    let tag = |tag: &String| {
        let is_person = tag.contains(',');
        if is_person {
            format!("({tag})")
        } else {
            tag.clone()
        }
    };
    tags.iter().map(tag).collect()
}

/// The lists of addressees.
fn lists(cable: &Cable, is_routed: bool, chance: &mut Chance, text: &mut String) {
    let word = match cable.precedence {
        'Z' => "FLASH",
        'O' => "IMMEDIATE",
        'P' => "PRIORITY",
        _ => "ROUTINE",
    };
    for (nth, &post) in cable.to.iter().enumerate() {
        text.push_str(["TO ", "INFO ", ""][nth.min(2)]);
        if is_routed {
            text.push_str(&POSTS[post].routing());
            text.push('/');
        }
        text.push_str(&POSTS[post].address());
        if nth == 0 || chance.percent(30) {
            text.push(' ');
            text.push_str(word);
        }
        if chance.percent(70) {
            let _ = write!(text, " {:04}", chance.below(10_000));
        }
        text.push('\n');
    }
}

/// Sections of a text that is too long for one.
pub(super) fn sections(cable: &Cable) -> usize {
    let is_long = cable.length > 9_000 && cable.number.year() > 1984;
    if is_long {
        (cable.length / 5_500).clamp(2, 9) as usize
    } else {
        1
    }
}

pub(super) fn style(cable: &Cable, chance: &mut Chance) -> Style {
    let year = cable.number.year();
    let is_capital = chance.percent(match year {
        ..1986 => 100,
        1986..2000 => 60,
        _ => 8,
    });
    let is_of_release = year > 1984;
    let pilcrow = match chance.below(100) {
        _ if !is_of_release => Pilcrow::None,
        0..62 => Pilcrow::Sign,
        // The restored numbers are known by their markings.
        62..74 if cable.class > Class::LimitedOfficialUse => Pilcrow::One,
        _ => Pilcrow::None,
    };
    Style {
        is_capital,
        columns: (year < 1990 || chance.percent(60)).then_some(65),
        pilcrow,
        is_bare: is_of_release && chance.percent(25),
        damage: match chance.below(100) {
            _ if !is_of_release => Damage::None,
            0..22 => Damage::Spoiled,
            22..27 => Damage::Encoded,
            _ => Damage::None,
        },
    }
}

/// The marking of a paragraph. Until 1980 there were none; the first of a
/// classified cable bears its level.
fn mark(cable: &Cable, nth: usize, chance: &mut Chance) -> Option<&'static str> {
    if cable.number.year() < 1980 {
        return None;
    }
    let other = chance.below(100);
    Some(match cable.class {
        Class::Unclassified if is_sensitive(cable.story, cable.number.year()) => {
            if other < 75 {
                "(SBU)"
            } else {
                "(U)"
            }
        }
        Class::Unclassified => return cable.story.key.is_multiple_of(3).then_some("(U)"),
        Class::LimitedOfficialUse if nth > 0 && other < 30 => "(U)",
        Class::LimitedOfficialUse => "(LOU)",
        Class::Confidential if nth > 0 && other < 12 => "(U)",
        Class::Confidential if nth > 0 && other < 20 => "(C/NF)",
        Class::Secret if nth > 0 && other < 30 => "(C)",
        Class::Secret if nth > 0 && other < 45 => "(S/NF)",
        Class::Confidential => "(C)",
        Class::Secret => "(S)",
    })
}

/// Puts a run of X over a word.
fn excise(words: &mut String, needles: &[String], number: u64) -> bool {
    let places = words.match_indices(' ').count() as u64;
    if places < 12 {
        return false;
    }
    // Not in the markers at both ends.
    let nth = 4 + (number % (places - 10)) as usize;
    let mut blanks = words.match_indices(' ').map(|(at, _)| at).skip(nth);
    let (Some(start), Some(end)) = (blanks.next(), blanks.next()) else {
        return false;
    };
    let word = &words[start + 1..end];
    // What ends a sentence or names a cable stays.
    let is_needle = needles.iter().any(|needle| needle == word);
    let is_word = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_word && !is_needle {
        words.replace_range(start + 1..end, "XXXXXXXXXXXX");
    }
    is_word && !is_needle
}

fn executive_order(cable: &Cable, sign: &str) -> String {
    let when = &cable.number.when;
    let (year, month) = (when.date.year(), when.date.month());
    let order = match (year, month) {
        (..1978, _) | (1978, ..12) => 11652,
        (..1982, _) | (1982, ..8) => 12065,
        (..1995, _) | (1995, ..10) => 12356,
        (..2010, _) | (2010, ..7) => 12958,
        _ => 13526,
    };
    let value = if cable.class < Class::Confidential {
        String::from("N/A")
    } else {
        // No 29 February in other years.
        let day = when.date.day().min(28);
        match order {
            11652 => String::from("GDS"),
            12065 => format!(
                "GDS {month}/{day}/{:02} ({}, A.)",
                (year + 6) % 100,
                cable.signer.to_uppercase()
            ),
            12356 => String::from("DECL: OADR"),
            _ => format!("DECL: {month:02}/{day:02}/{}", year + 10),
        }
    };
    format!("{order}{sign} {value}")
}

/// The REF block.
fn references(cable: &Cable, style: &Style, chance: &mut Chance, text: &mut String) {
    let printed: Vec<String> = cable
        .references
        .iter()
        .map(|reference| citation(cable, reference, chance))
        .collect();
    if cable.references.iter().all(|it| it.letter.is_none()) {
        let label = if printed.len() == 1 && chance.percent(10) {
            "REFTEL"
        } else {
            "REF"
        };
        wrap(&format!("{label}: {}", printed.join("; ")), 65, "", text);
        return;
    }
    let lettered = cable.references.iter().zip(&printed);
    let lettered = lettered.map(|(reference, printed)| (reference.letter.unwrap_or('A'), printed));
    let layout = if style.is_bare { 3 } else { chance.below(4) };
    // The sign behind a letter is the same in one list.
    let letter_of = |letter: char, sign: u64| match sign {
        0..70 => format!("{letter}."),
        70..82 => format!("{letter})"),
        82..90 => format!("{letter}. {letter})"),
        90..96 => format!("({letter})"),
        _ => format!("[{letter}]"),
    };
    let sign_of_letter = chance.below(100);
    let lettered = lettered.map(|(letter, printed)| (letter_of(letter, sign_of_letter), printed));
    match layout {
        // One below the other.
        0 | 1 => {
            let indent = if layout == 1 { "     " } else { "" };
            let has_sign = style.pilcrow != Pilcrow::None;
            for (nth, (letter, printed)) in lettered.enumerate() {
                let sign = if has_sign { "\u{b6}" } else { "" };
                let _ = match nth {
                    0 => writeln!(text, "REF: {letter} {printed}"),
                    _ => writeln!(text, "{indent}{sign}{letter} {printed}"),
                };
            }
        }
        2 => {
            let each: Vec<String> = lettered
                .map(|(letter, printed)| format!("{letter} {printed}"))
                .collect();
            wrap(&format!("REF: {}", each.join("; ")), 65, "     ", text);
        }
        _ => {
            let each: Vec<String> = lettered
                .map(|(letter, printed)| format!("{letter} {printed}"))
                .collect();
            let _ = writeln!(text, "REF: {}", each.join("  "));
        }
    }
}

/// How an entry of the REF block is written.
fn citation(cable: &Cable, reference: &Reference, chance: &mut Chance) -> String {
    let number = match &reference.cited {
        Cited::Cable(number, _) => number,
        Cited::EMail(words) => return words.clone(),
    };
    let post = match POSTS[number.post].name {
        "STATE" if chance.percent(25) => "SECSTATE",
        name => name,
    };
    let (year, serial) = (number.year(), number.serial);
    let two = year % 100;
    let form = chance.below(100);
    let words = if year == cable.number.year() {
        match form {
            0..80 => format!("{post} {serial}"),
            80..88 => format!("{two:02} {post} {serial}"),
            88..95 => format!("{post} {serial:05}"),
            95..97 => format!("{post} NO. {serial}"),
            97 => format!("{post} #{serial}"),
            98 => format!("{post}, {serial}"),
            _ => format!("{post}-{serial}"),
        }
    } else {
        match form {
            0..56 => format!("{two:02} {post} {serial}"),
            56..70 => format!("{year} {post} {serial}"),
            70..76 => format!("{post} {serial} ({two:02})"),
            76..83 => format!("{two:02}{post} {serial}"),
            83..86 => format!("'{two:02} {post} {serial}"),
            86..89 => format!("{post} ({two:02}) {serial}"),
            89..91 => format!("{two:02}-{post}-{serial}"),
            91..93 => format!("({two:02}) {post} {serial}"),
            93..95 => format!("{post} {serial} OF {year}"),
            // Not what may be a year and a serial.
            95..98 if two < 10 || !(1900..2100).contains(&serial) => {
                format!("{post} {serial}-{two:02}")
            }
            _ => format!("{two:02} {post} {serial:06}"),
        }
    };
    let notal = if reference.is_notal { " (NOTAL)" } else { "" };
    words + notal
}

/// The paragraphs and the signature, as they are released: where the
/// telegram was sent in sections, with the headers of their pages.
pub(super) fn text_below(
    cable: &Cable,
    body: &Body,
    style: &Style,
    section: Option<(usize, usize)>,
) -> String {
    let mut text = String::with_capacity(body.said.n_words * 7);
    write_paragraphs(&body.paragraphs, 0, style, &mut text);
    if let Some((_, n_sections)) = section {
        text = paged(&text, cable, n_sections);
    }
    text.push_str(&cable.signer.to_uppercase());
    text.push('\n');
    text
}

pub(super) fn write_paragraphs(
    paragraphs: &[Paragraph],
    above: usize,
    style: &Style,
    text: &mut String,
) {
    for (nth, paragraph) in paragraphs.iter().enumerate() {
        if let Some(heading) = &paragraph.heading {
            let heading = if style.is_capital {
                heading.to_uppercase()
            } else {
                heading.clone()
            };
            let _ = write!(text, "{heading}\n{}\n\n", "-".repeat(heading.len()));
        }
        let number = above + nth + 1;
        let sign = match style.pilcrow {
            Pilcrow::None => "",
            Pilcrow::One if number < 5 => "1",
            _ => "\u{b6}",
        };
        let mark = paragraph
            .mark
            .map_or(String::new(), |mark| format!("{mark} "));
        let mut words = format!("{sign}{number}. {mark}{}", paragraph.words);
        if style.is_capital {
            words.make_ascii_uppercase();
        }
        match style.damage {
            Damage::None => {}
            Damage::Spoiled => {
                words = words.replace("'s ", ",s ").replace("'S ", ",S ");
                words = spoiled_quotes(&words);
            }
            Damage::Encoded => words = words.replace('"', "&quot;").replace('\'', "&#39;"),
        }
        if let Some(columns) = style.columns {
            wrap(&words, columns, "", text);
        } else {
            text.push_str(&words);
            text.push('\n');
        }
        text.push('\n');
    }
}

/// `"a rule"` as releases have it: `&a rule8`.
fn spoiled_quotes(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for (nth, part) in words.split('"').enumerate() {
        if nth > 0 {
            text.push(if nth.is_multiple_of(2) { '8' } else { '&' });
        }
        text.push_str(part);
    }
    text
}

/// Puts the header of a page where each section after the first began.
fn paged(text: &str, cable: &Cable, n_sections: usize) -> String {
    let post = POSTS[cable.number.post].name;
    let cut = post.get(..10).unwrap_or(post).trim_end();
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len() + n_sections * 40);
    let mut section = 1;
    for (nth, line) in lines.iter().enumerate() {
        out.push_str(line);
        out.push('\n');
        let is_due = section < n_sections && nth * n_sections >= section * lines.len();
        let ends = line.is_empty() || line.starts_with("--");
        let next = lines
            .get(nth + 1)
            .is_none_or(|next| next.is_empty() || next.starts_with("--"));
        if is_due && !ends && !next {
            section += 1;
            let _ = write!(
                out,
                "\n{cut} {:08}  {section:03} OF {n_sections:03}\n\n",
                cable.number.serial
            );
        }
    }
    out
}

/// Appends words in lines of so many columns at most, the further ones
/// indented.
pub(super) fn wrap(words: &str, columns: usize, indent: &str, text: &mut String) {
    let mut column = 0;
    for word in words.split(' ') {
        if column > 0 && column + 1 + word.len() > columns {
            text.push('\n');
            text.push_str(indent);
            column = indent.len();
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += word.len();
    }
    text.push('\n');
}
