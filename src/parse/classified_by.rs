//! Who classified a telegram, and why.
//!
//! Cuts at a fixed column left line ends and stray blanks inside `reasons`,
//! `and`, `1.4` and the list, so the reason is looked for in a copy without
//! blanks, and what stands before it is the person.

use super::Draft;
use super::heading::{Label, Next, is_handling_note, is_heading_word};
use super::number::start;
use super::portion_mark::portion_mark;
use super::token::{
    Joined, Signs, after, after_sign, begins, byte, from, is_blank, is_one_slip, same, trim,
    trim_start,
};
use super::words::Words;
use crate::cable::{AlsoBy, ClassifiedBy, Confidence, LineKind, Reason, RepairKind, Span};
use crate::glossary;

/// The value after the label.
///
/// ```abnf
/// label = [portion-mark *blank]
///         ("Classified" ([":"] blank / 2*blank) "By" / "Class" ["."] " by" / "DERIVED FROM")
///         *blank [":" / ";" / "."]
/// ```
///
/// A letter of `Classified` may be lost, doubled, wrong or changed with the
/// next.
///
/// Samples: `garbled/classified-by-misspelt`, `oddities/declassify-on-alone`
pub(super) fn label(line: &str) -> Option<&str> {
    static WORDS: Words<5> = Words::new([
        "CLASSIFIED BY",
        "CLASSIFIED: BY",
        "CLASS. BY",
        "CLASS BY",
        "DERIVED FROM",
    ]);
    let line = match byte(line, 0) {
        b'(' => portion_mark(line).map_or(line, |(rest, _)| trim(rest)),
        _ => line,
    };
    let rest = WORDS.after(line).or_else(|| misspelled(line))?;
    let value = trim_start(rest);
    if let Some(value) = after_sign(value, b":;.") {
        return Some(trim(value));
    }
    // `Class by the sea` is prose.
    if begins(line, "CLASS BY") && !byte(value, 0).is_ascii_uppercase() {
        return None;
    }
    let below = value.starts_with(['\n', '\r']);
    (value.len() < rest.len() || value.is_empty() || below).then_some(value)
}

/// `Classfied By`, `Classified  By`; on one line, for what ends a line is of one
/// length or of another.
fn misspelled(line: &str) -> Option<&str> {
    after(line, "C")?;
    let word = line
        .split(is_blank)
        .next()
        .filter(|word| (9..=11).contains(&word.len()) && !word.contains(['\n', '\r']))?;
    let rest = after(trim_start(from(line, word.len())), "BY")?;
    let known = same(word, "CLASSIFIED");
    (known || is_one_slip(b"CLASSIFIED", word.to_ascii_uppercase().as_bytes())).then_some(rest)
}

/// Whether lines behind a label without its colon say who, or why: a word of
/// a title stands first, a reason or a number of a section somewhere.
pub(super) fn is_statement<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    lines.enumerate().any(|(nth, line)| {
        let titled = nth == 0 && !title_prefix(line).0.is_empty();
        titled
            || line.bytes().any(|byte| byte.is_ascii_digit())
            || Squashed::new(line).find(b"reaso").is_some()
    })
}

/// A text without blanks, in lower case, and where its letters stood.
struct Squashed {
    text: Vec<u8>,
    at: Vec<usize>,
}

impl Squashed {
    fn new(text: &str) -> Squashed {
        let mut squashed = Squashed {
            text: Vec::with_capacity(text.len()),
            at: Vec::with_capacity(text.len()),
        };
        for (at, byte) in text.bytes().enumerate() {
            // One byte a letter: other letters are not looked for.
            let letter = match byte {
                // A blank, or the inside of a letter.
                b' ' | b'\t' | 0x80..0xc0 => continue,
                0..0x80 => byte.to_ascii_lowercase(),
                _ if from(text, at).starts_with(is_blank) => continue,
                _ => b'?',
            };
            squashed.text.push(letter);
            squashed.at.push(at);
        }
        squashed
    }

    fn rest(&self, from: usize) -> &[u8] {
        self.text.get(from..).unwrap_or_default()
    }

    /// Where `word` stands first.
    fn find(&self, word: &[u8]) -> Option<usize> {
        let mut places = memchr::memchr_iter(*word.first()?, &self.text);
        places.find(|&at| self.rest(at).starts_with(word))
    }

    fn source(&self, idx: usize) -> usize {
        self.at.get(idx).copied().unwrap_or(0)
    }
}

/// Where the statement of reasons stands in a squashed text.
struct Statement {
    begin: usize,
    end: usize,
    reasons: Vec<Reason>,
}

/// ```abnf
/// statement = [connector] ["E.O." number] [word] *sign ["E.O." number] ["section"]
///             ["("] section *sign list
/// connector = "for" [blank "the" [blank "following"]] / "per" / "by" / "under"
///           / "due to" / "pursuant to" / "in accordance with" / "IAW"
///           / "according to" / "because of" / "based on"
/// word      = "reason" / "reasons" / misspelt
/// section   = "1" ("." / "/") ("4" / "5" / "6")
///           ; behind a word any sign or none between the digits, and l for 1
/// list      = letter *(separator letter)        ; a to h, "b-d" is a range
/// ```
///
/// Without `section` the letters say nothing, and none are given. The list
/// ends at the first thing that is no part of a list.
///
/// Samples: `garbled/reasons-cut-in-a-word`, `garbled/stray-blanks-in-classified-by`,
/// `plain/classified-by-doubled-label-and-range`
fn statement(squashed: &Squashed, text: &str) -> Option<Statement> {
    let word = [&b"reaso"[..], b"reaons", b"resons1", b"reasion"]
        .iter()
        .find_map(|word| squashed.find(word));
    let section = memchr::memchr_iter(b'1', &squashed.text).find(|&at| {
        let rest = squashed.rest(at);
        section_number(rest).is_some() && !rest.starts_with(b"1/6")
    });
    let begin = match (word, section) {
        (Some(word), Some(section)) => word.min(section),
        (word, section) => word.or(section)?,
    };
    let mut at = begin + length_of_word(squashed.rest(begin));
    let mut reasons = Vec::new();
    let mut end = at;
    let mut section = None;
    let mut separated = true;
    let mut is_range = false;
    loop {
        let rest = squashed.rest(at);
        let next = rest.first().copied().unwrap_or(0);
        let skip = if let Some(number) = section_number(rest) {
            section = Some(number);
            separated = true;
            3
        } else if section.is_none()
            && word.is_some()
            && let Some((number, length)) = odd_section(rest)
        {
            section = Some(number);
            length
        } else if let Some(length) = order(rest) {
            if reasons.is_empty() { length } else { break }
        } else if reasons.is_empty()
            && let Some(length) = filler(rest)
        {
            length
        } else if next == b'a' && rest.starts_with(b"and") && !alone(squashed, text, at) {
            separated = true;
            is_range = false;
            3
        } else if let Some(length) = joint(rest).filter(|_| !reasons.is_empty()) {
            separated = true;
            is_range = next == b't';
            length
        } else if matches!(next, b'a'..=b'h') && separated && alone(squashed, text, at) {
            let Some(section) = section else { break };
            separated = false;
            let from = reasons.last().map(|reason: &Reason| reason.letter);
            let first = from
                .filter(|_| std::mem::take(&mut is_range))
                .map_or(next, |from| (from as u8).saturating_add(1));
            for letter in first..=next {
                reasons.push(Reason {
                    section,
                    letter: char::from(letter),
                });
            }
            end = at + 1;
            1
        } else if matches!(
            next,
            b'(' | b')' | b'[' | b']' | b',' | b';' | b':' | b'.' | b'/' | b'&' | b'+' | b'-'
        ) {
            is_range = next == b'-' || is_range && matches!(next, b'(' | b'[');
            if matches!(next, b')' | b']') {
                end = at + 1;
            } else {
                separated |= !matches!(next, b'.' | b':');
            }
            1
        } else {
            break;
        };
        at += skip;
        if reasons.is_empty() {
            end = at;
        }
    }
    reasons.truncate(16);
    let begin = connector(squashed, text, begin);
    let found = !reasons.is_empty() || word.is_some();
    found.then_some(Statement {
        begin,
        end,
        reasons,
    })
}

/// How long the word for reasons is that a text begins with.
fn length_of_word(text: &[u8]) -> usize {
    const WORDS: [&[u8]; 7] = [
        b"reasons",
        b"reason",
        b"reaons",
        b"reaso",
        b"resons",
        b"reasions",
        b"reasion",
    ];
    let word = WORDS.iter().find_map(|word| text.strip_prefix(*word));
    word.map_or(0, |rest| {
        // `reason Section 1.4`
        let section = rest.starts_with(b"ection");
        text.len() - rest.len() - usize::from(section)
    })
}

/// `or`, `through`, `thru` between two letters of a list.
fn joint(rest: &[u8]) -> Option<usize> {
    let (word, letter) = match rest {
        [b'o', b'r', behind @ ..] => (2, behind),
        [b't', b'h', b'r', b'u', b'(' | b'a'..=b'h', ..] => (4, rest.get(4..)?),
        [b't', ..] if rest.starts_with(b"through") => (7, rest.get(7..)?),
        _ => return None,
    };
    // A letter stands alone, in brackets or before a sign.
    let fits = match letter {
        [b'(' | b'[', b'a'..=b'h', ..] | [b'a'..=b'h'] => true,
        [b'a'..=b'h', next, ..] => !next.is_ascii_alphanumeric(),
        _ => false,
    };
    fits.then_some(word)
}

/// `14(b)`, `1,4`, `l.4`: a section with its sign lost or wrong.
///
/// Sample: `garbled/reasons-with-odd-signs`
fn odd_section(rest: &[u8]) -> Option<(u8, usize)> {
    match *rest {
        [b'1', section @ b'4'..=b'5', b'(' | b'[', ..] => Some((section - b'0', 2)),
        [b'1', b',' | b'-' | b':' | b';', section @ b'4'..=b'5', ..]
        | [b'l' | b'i', b'.', section @ b'4'..=b'5', ..] => Some((section - b'0', 3)),
        [b'1', b'.', b'.', section @ b'4'..=b'5', ..] => Some((section - b'0', 4)),
        _ => None,
    }
}

/// Words between `reasons` and the section, `in sections 1.4`, and between
/// the section and its letters, `1.4 paragraphs (b)`.
fn filler(rest: &[u8]) -> Option<usize> {
    const PARTS: [&[u8]; 6] = [
        b"paragraphs",
        b"paragraph",
        b"paras",
        b"para",
        b"subsections",
        b"subsection",
    ];
    match rest {
        [b'p' | b's', b'a' | b'u', ..] => {
            let part = PARTS.iter().find(|part| rest.starts_with(part))?;
            Some(part.len())
        }
        [b's', ..] if rest.starts_with(b"sections") => Some(8),
        [b's', ..] if rest.starts_with(b"section") => Some(7),
        [b'u', ..] if rest.starts_with(b"under") => Some(5),
        [b'i', b'n', b'1', b'.', ..] => Some(2),
        [b'i', b'n', behind @ ..] | [b'a', b't', behind @ ..] if behind.starts_with(b"section") => {
            Some(2)
        }
        [b'i', b'n', behind @ ..] | [b'o', b'f', behind @ ..]
            if behind.starts_with(b"eo") || behind.starts_with(b"e.o.") =>
        {
            Some(2)
        }
        _ => None,
    }
}

/// `1.4`, `1/4`
fn section_number(rest: &[u8]) -> Option<u8> {
    match rest {
        [b'1', b'.' | b'/', section @ b'4'..=b'6', ..] => Some(section - b'0'),
        _ => None,
    }
}

/// `e.o.12958`
fn order(rest: &[u8]) -> Option<usize> {
    let ([b'e', b'.', b'o', b'.', digits @ ..]
    | [b'e', b'.', b'o', digits @ ..]
    | [b'e', b'o', digits @ ..]) = rest
    else {
        return None;
    };
    // Orders have five; those of a section may follow: `E.O. 12958 1.4`.
    let digits_of_order = { digits.iter().take(5) }.take_while(|byte| byte.is_ascii_digit());
    let n_digits = digits_of_order.count();
    (n_digits > 3).then(|| rest.len() - digits.len() + n_digits)
}

/// Whether the letter at `at` is a word of its own in the text.
fn alone(squashed: &Squashed, text: &str, at: usize) -> bool {
    let here = squashed.source(at);
    let next = from(text, here + 1).chars().next();
    // `a nd` is a word that was cut, not the letter a.
    let is_and = matches!(
        squashed.rest(at),
        [b'a', b'n', b'd', b'(' | b'a'..=b'h' | b'1' | b'.', ..]
    );
    !is_and && !next.is_some_and(char::is_alphanumeric)
}

/// Takes the words that lead to the reason off the person.
fn connector(squashed: &Squashed, text: &str, begin: usize) -> usize {
    const WORDS: [&[u8]; 15] = [
        b"for",
        b"per",
        b"by",
        b"under",
        b"section",
        b"sections",
        b"pursuantto",
        b"inaccordancewith",
        b"dueto",
        b"forthe",
        b"forthefollowing",
        b"iaw",
        b"accordingto",
        b"becauseof",
        b"basedon",
    ];
    let sign = |byte: u8| matches!(byte, b',' | b'.' | b';' | b':' | b'-' | b'(' | b'[');
    let bytes = squashed.text.as_slice();
    let mut end = begin;
    loop {
        while end > 0 && bytes.get(end - 1).copied().is_some_and(sign) && !ends_short(bytes, end) {
            end -= 1;
        }
        let before = bytes.get(..end).unwrap_or_default();
        let word = WORDS.iter().find(|word| {
            // The last letter tells most.
            word.last() == before.last() && before.ends_with(word) && {
                let at = end - word.len();
                let left = squashed
                    .source(at)
                    .checked_sub(1)
                    .map_or(b' ', |left| byte(text, left));
                !left.is_ascii_alphanumeric()
            }
        });
        let digits = { before.iter().rev() }.take_while(|byte| byte.is_ascii_digit());
        let digits = digits.count();
        let without = before.get(..end - digits).unwrap_or_default();
        // `Ada Sections, reason 1.4`: only the number follows on them.
        let numbered = || {
            let signs = bytes.get(end..begin).unwrap_or_default();
            let next = bytes.get(begin).is_some_and(u8::is_ascii_digit);
            next && signs.iter().all(|&byte| sign(byte))
        };
        let word = word.filter(|word| **word != b"sections" || numbered());
        if let Some(word) = word {
            end -= word.len();
        } else if digits > 3
            && let Some(label) = [&b"e.o."[..], b"e.o", b"eo"]
                .iter()
                .find(|label| without.ends_with(label))
        {
            end -= digits + label.len();
        } else {
            return end;
        }
    }
}

/// `Jr.`, `a.i.`: the dot belongs to the name, or to the title behind it.
fn ends_short(squashed: &[u8], end: usize) -> bool {
    let before = squashed.get(..end).unwrap_or_default();
    before.ends_with(b".")
        && [&b"jr."[..], b",sr.", b"affairesa.i.", b"affaires,a.i."]
            .iter()
            .any(|short| before.ends_with(short))
}

/// Words of titles, of ranks, and of address. An office symbol (`EUR/VV`) counts as one.
static TITLES: Words<245> = Words::new([
    "ACG",
    "ACTING",
    "AD",
    "ADCM",
    "ADM",
    "ADMINISTRATIVE",
    "ADMIRAL",
    "ADVISER",
    "ADVISOR",
    "AFFAIRES",
    "AFFAIRS",
    "AGRICULTURAL",
    "AI",
    "AIDE",
    "AMB",
    "AMBASSADOR",
    "AMBASSADORS",
    "APAO",
    "ARMS",
    "ARMY",
    "ARSO",
    "ASSIST",
    "ASSISTANCE",
    "ASSISTANT",
    "ASST",
    "ATTACHE",
    "ATTACHES",
    "ATTORNEY",
    "BG",
    "BGEN",
    "BPAO",
    "BRANCH",
    "BRIG",
    "BRIGADIER",
    "BRIGGEN",
    "CAO",
    "CAPT",
    "CAPTAIN",
    "CDA",
    "CDR",
    "CG",
    "CHARGE",
    "CHARGEE",
    "CHG",
    "CHIEF",
    "CHIEFS",
    "CIVILIAN",
    "COL",
    "COLONEL",
    "COM",
    "COMMANDER",
    "COMMERCIAL",
    "COMMISSIONER",
    "COMPLIANCE",
    "CONGEN",
    "CONSUL",
    "CONSULAR",
    "CONTROL",
    "COOPERATION",
    "COORDINATOR",
    "COUNS",
    "COUNSELLOR",
    "COUNSELOR",
    "COUNSELORS",
    "COUNTERNARCOTICS",
    "COUNTERTERRORISM",
    "COUNTRY",
    "CULTURAL",
    "CUSTOMS",
    "D\u{2019}AFFAIRES",
    "D'AFFAIRES",
    "DAS",
    "DATT",
    "DCM",
    "DDIR",
    "DEFENSE",
    "DEMOCRACY",
    "DEP",
    "DEPUTY",
    "DESIGNATE",
    "DEVELOPMENT",
    "DIR",
    "DIRECTOR",
    "DIRECTORS",
    "DIVISION",
    "DOMESTIC",
    "DPO",
    "DPAO",
    "DPR",
    "DR",
    "ECOMIN",
    "ECON",
    "ECONCHIEF",
    "ECONCOUNS",
    "ECONMIN",
    "ECONOFF",
    "ECONOFFS",
    "ECONOMIC",
    "ECOUNS",
    "EMBOFF",
    "EMCOUNS",
    "EMIN",
    "ENERGY",
    "ENFORCEMENT",
    "ENVIRONMENT",
    "ENVOY",
    "ESTH",
    "ESTHOFF",
    "ESTOFF",
    "EXECUTIVE",
    "EXTERNAL",
    "FINANCE",
    "FINANCIAL",
    "FIRST",
    "FORCE",
    "FOREIGN",
    "FRAUD",
    "FSO",
    "GEN",
    "GENERAL",
    "GLOBAL",
    "HEAD",
    "HEALTH",
    "HOD",
    "HUMAN",
    "INFORMATION",
    "INSPECTOR",
    "INTERIM",
    "INTERNAL",
    "INTERNATIONAL",
    "INVESTIGATOR",
    "ISSUES",
    "LABOR",
    "LCDR",
    "LEADER",
    "LEGAL",
    "LEGATT",
    "LIAISON",
    "LIEUTENANT",
    "LT",
    "LTC",
    "LTCOL",
    "LTG",
    "LTGEN",
    "M-C",
    "MAJ",
    "MAJGEN",
    "MAJOR",
    "MANAGEMENT",
    "MANAGER",
    "MCOUNS",
    "MG",
    "MGT",
    "MIGRATION",
    "MILITARY",
    "MINISTER",
    "MISSION",
    "MR",
    "MRS",
    "MS",
    "MULTILATERAL",
    "NARCOTICS",
    "NAVAL",
    "NAVY",
    "NEGOTIATIONS",
    "NEGOTIATOR",
    "NONPROLIFERATION",
    "NUCLEAR",
    "OBSERVER",
    "OCEANS",
    "OFF",
    "OFFICE",
    "OFFICER",
    "OFFICERS",
    "OPERATIONS",
    "OPS",
    "ORGANIZATION",
    "PAO",
    "PDAS",
    "PECOUNS",
    "PERM",
    "PERMANENT",
    "PERMREP",
    "PLANNING",
    "PMCOUNS",
    "PMIN",
    "PO",
    "POL",
    "POLAD",
    "POLCHIEF",
    "POLCOUNS",
    "POLCOUNSELOR",
    "POLICY",
    "POLITICAL",
    "POLITICS",
    "POLOFF",
    "POLOFFS",
    "PREVENTION",
    "PRINCIPAL",
    "PROGRAM",
    "PROGRAMS",
    "PROTECTION",
    "PROVINCIAL",
    "PRT",
    "PUBLIC",
    "RADM",
    "RAO",
    "RECONSTRUCTION",
    "REFORM",
    "REFCOORD",
    "REFUGEE",
    "REGIONAL",
    "REP",
    "REPRESENTATIVE",
    "RESIDENT",
    "RET",
    "RIGHTS",
    "RSO",
    "SCIENCE",
    "SCIENTIFIC",
    "SECOND",
    "SECRETARY",
    "SECTION",
    "SECURITY",
    "SENIOR",
    "SGT",
    "SPECIAL",
    "SPECIALIST",
    "STAFF",
    "SUPERVISOR",
    "SUPERVISORY",
    "TEAM",
    "TECHNOLOGY",
    "TERRORISM",
    "TRADE",
    "TRANSITION",
    "TRANSPORTATION",
    "TREASURY",
    "UNDER",
    "UNIT",
    "VADM",
    "VERIFICATION",
    "VICE",
    "WATCH",
    "WATCHER",
]);

fn is_title_word(word: &str) -> bool {
    static SIGNS: Signs = Signs::new(",.;:()'`");
    let bare = SIGNS.trim(word);
    TITLES.hold(bare) || is_compound(bare) || is_odd_title_word(bare)
}

/// A word of a title with signs in it, or a damaged one.
fn is_odd_title_word(bare: &str) -> bool {
    // An accented letter comes in as many forms as there is damage.
    let attache = begins(bare, "ATTACH") && bare.len() > 6 && !bare.is_ascii();
    let accented = begins(bare, "CHARG")
        && bare.len() > 5
        && !bare
            .bytes()
            .skip(5)
            .any(|byte| byte.is_ascii_alphanumeric());
    // `d'Affaires`, its sign lost or its ending English.
    let affaires = matches!(byte(bare, 0), b'd' | b'D')
        && begins(
            from(bare, 1).trim_start_matches(|c: char| !c.is_alphanumeric()),
            "AFFAI",
        );
    let signed = |sign: u8| bare.bytes().any(|byte| byte == sign);
    accented
        || attache
        || affaires
        || signed(b'/')
        || same("A.I", bare)
        || same("U.S", bare)
        || signed(b'-') && bare.split('-').any(|part| TITLES.hold(part))
}

/// `PolMinCouns`: abbreviations of a title written as one word.
fn is_compound(word: &str) -> bool {
    static PARTS: Words<18> = Words::new([
        "POL",
        "ECON",
        "MIN",
        "COUNSELOR",
        "COUNS",
        "DEP",
        "MGMT",
        "MGT",
        "CONS",
        "CON",
        "OFF",
        "CHIEF",
        "COMM",
        "MIL",
        "ATT",
        "AGR",
        "LAB",
        "PAO",
    ]);
    let mut rest = word;
    let mut n_parts = 0;
    while let Some(behind) = PARTS.after(rest) {
        rest = behind;
        n_parts += 1;
    }
    n_parts > 1 && rest.is_empty()
}

fn is_link(word: &str) -> bool {
    static LINKS: Words<9> = Words::new(["OF", "FOR", "TO", "THE", "AND", "AT", "IN", "ON", "&"]);
    LINKS.hold(word)
}

/// Whether the word behind a link is what the title is about, whatever it is:
/// no name begins with `of`.
fn leads_on(link: &str) -> bool {
    !is_and(link)
}

/// Whether a place follows on a word.
fn is_of_place(word: &str) -> bool {
    same(word, "in") || same(word, "at")
}

fn is_and(word: &str) -> bool {
    same(word, "and") || word == "&"
}

/// The title that a text begins with, and what follows it.
///
/// ```abnf
/// title = [place] 1*(title-word / link / office)
///         *(field title-word)             ; with a name of two words behind
///         *(link 1*4word title-word)      ; Secretary for Harbor Affairs
///         *(link word)                    ; Secretary of State
///         *(link 2*3word ("in" / "at") station)  ; to the Agencies in Rome, with a
///                                         ; name of two or three words behind
/// office = 2*4ALPHA                       ; before a word of a title: IO A/S
/// place  = field / station / "Embassy" 1*2word
///                                         ; Energy Officer, with a name behind
/// field  = 1*3word                        ; no initial, no "and"
/// ```
///
/// Samples: `oddities/classified-by-an-assistant-secretary-junior`,
/// `plain/classified-by-rank-and-two-signers`,
/// `oddities/classified-by-an-officer-of-another-post`
fn title_prefix(text: &str) -> (&str, &str) {
    let words: Vec<&str> = text
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .collect();
    let title = |at: usize| words.get(at).is_some_and(|word| is_title_word(word));
    let link = |at: usize| words.get(at).is_some_and(|word| is_link(word));
    let mut at = n_before_title(&words);
    let mut end = at;
    while let Some(word) = words.get(at) {
        let linked = end > 0 && at > end && link(at - 1);
        if title(at) {
            end = at + 1;
        } else if is_office(word) && title(at + 1) && at == 0
            || link(at)
            || end > 0
                && (same(word, "D") || same(word, "de"))
                && words.get(at + 1).is_some_and(|next| begins(next, "AFFAI"))
        {
        } else if linked && let Some(more) = (1..4).find(|&more| title(at + more)) {
            at += more;
            end = at + 1;
        } else if linked
            && let Some(more) = (2..4).find(|&more| {
                let place = words.get(at + more).is_some_and(|word| is_of_place(word));
                let post = words.get(at + more + 1);
                let name = words.get(at + more + 2..).unwrap_or_default();
                place
                    && post.is_some_and(|post| glossary::station(post).is_some())
                    && (2..4).contains(&name.len())
                    && name.iter().all(|word| word.starts_with(char::is_uppercase))
            })
        {
            // `Ambassador to the Harbor Agencies in Rome Ada Quill`
            at += more + 1;
            end = at + 1;
        } else if linked
            && words.get(at - 1).is_some_and(|word| leads_on(word))
            && words.len() > at + 1
        {
            // `Ambassador to Veldania Ada Quill`: one word is the country,
            // unless it only begins its name.
            at += usize::from(begins_country(word) && words.len() > at + 2);
            end = at + 1;
        } else if end == at
            && at > 0
            && let Some(more) = (1..=LONGEST_FIELD).find(|&more| title(at + more))
            && words.get(at..at + more).is_some_and(is_field)
            && is_followed_by_name(&words, at + more + 1)
        {
            // `Senior Harbor Advisor Ada Quill`
            at += more;
            end = at + 1;
        } else {
            break;
        }
        at += 1;
    }
    // `Consul General Northhaven Ada Quill`
    let of_post = |end: usize| {
        let title = end.checked_sub(1).and_then(|last| words.get(last));
        let heads_post = title.is_some_and(|last| {
            ["General", "CG", "ConGen", "Officer", "PO"]
                .iter()
                .any(|post| same(post, last))
        });
        let behind = words.get(end + 1..).unwrap_or_default();
        // Initials and particles leave a first name to be wanted.
        let is_name = |word: &&&str| {
            word.starts_with(char::is_uppercase) && word.trim_end_matches('.').len() > 1
        };
        let post = words
            .get(end)
            .filter(|_| heads_post && behind.iter().filter(is_name).count() > 1);
        post.is_some_and(|post| !is_city_and_name(post) && glossary::station(post).is_some())
    };
    let end = end + usize::from(of_post(end));
    let last = end.checked_sub(1).and_then(|last| words.get(last));
    let end = last.map_or(0, |word| super::token::place(text, word).end as usize);
    (
        trim(text.get(..end).unwrap_or_default()),
        trim(from(text, end)),
    )
}

/// Whether the name of a post is a first name too: Consul General Victoria Ada
/// Quill.
fn is_city_and_name(post: &str) -> bool {
    static NAMES: Words<28> = Words::new([
        "ADELAIDE",
        "ALEXANDRIA",
        "AUSTIN",
        "CHAD",
        "CHARLOTTE",
        "CHELSEA",
        "DALLAS",
        "DOUGLAS",
        "FLORENCE",
        "GEORGIA",
        "HAMILTON",
        "HOUSTON",
        "INDIA",
        "ISRAEL",
        "JORDAN",
        "KENYA",
        "LINCOLN",
        "LOURDES",
        "MADISON",
        "MILAN",
        "PARIS",
        "SALVADOR",
        "SANTIAGO",
        "SIDNEY",
        "SOFIA",
        "SYDNEY",
        "VICTORIA",
        "VIRGINIA",
    ]);
    NAMES.hold(post)
}

/// Words of the longest field of an officer that is none of the list.
const LONGEST_FIELD: usize = 3;

/// Whether words may be the field of an officer: `Ops Center`, `Rule of Law`. A
/// name has initials, and two persons are joined.
fn is_field(words: &[&str]) -> bool {
    let fits = |word: &&str| {
        word.len() > 1 && !(word.len() == 2 && word.ends_with('.')) && !is_and(word) && {
            word.starts_with(|c: char| c.is_ascii_uppercase()) || is_link(word)
        }
    };
    // `Ada Quill for Ambassador Ines Marlow` names two.
    words.iter().all(fits) && words.last().is_none_or(|last| !is_link(last))
}

/// Whether the name of a country or union begins with a word, and goes on.
fn begins_country(word: &str) -> bool {
    static FIRST: Words<22> = Words::new([
        "AFRICAN",
        "AMERICAN",
        "BURKINA",
        "CAPE",
        "COSTA",
        "CZECH",
        "DOMINICAN",
        "EAST",
        "EL",
        "EQUATORIAL",
        "EUROPEAN",
        "HOLY",
        "IVORY",
        "MARSHALL",
        "NEW",
        "NORTH",
        "SAUDI",
        "SIERRA",
        "SOUTH",
        "SRI",
        "UNITED",
        "WEST",
    ]);
    FIRST.hold(word)
}

/// Whether the words from `at` on, behind further ones of a title, are two or
/// more, and none of a title.
fn is_followed_by_name(words: &[&str], at: usize) -> bool {
    let behind = words.get(at..).unwrap_or_default();
    let n_titles = behind
        .iter()
        .take_while(|word| is_title_word(word) || is_link(word));
    let name = behind.get(n_titles.count()..).unwrap_or_default();
    name.len() > 1 && !name.iter().any(|word| is_title_word(word) || is_link(word))
}

/// How many words of another sort a title begins with: the field of an
/// officer, or a station. Two words or more follow the title then, which are
/// the name: `Ada Quill Director` begins with none.
fn n_before_title(words: &[&str]) -> usize {
    let is_title = |word: &&str| is_title_word(word) || is_link(word);
    let first = words.iter().take(4).position(|word| is_title_word(word));
    let Some(n_before) = first.filter(|&n_before| n_before > 0) else {
        return 0;
    };
    let is_place = |n: usize| {
        let name = words.get(..n).map(|words| words.join(" "));
        name.is_some_and(|name| glossary::station(&name).is_some())
    };
    let n_after = words
        .iter()
        .rev()
        .take_while(|word| !is_title(word))
        .count();
    let is_named = n_after > 1 && n_before + n_after < words.len();
    let is_post = |word: &&str| ["Embassy", "AmEmbassy", "Consulate"].contains(word);
    // `Ada Quill DCM Embassy Northhaven`: what follows is no name.
    let is_field = || {
        let behind = words.get(words.len() - n_after..).unwrap_or_default();
        let place = || glossary::station(&behind.join(" ")).is_some();
        n_before <= LONGEST_FIELD
            && words.get(..n_before).is_some_and(is_field)
            && !behind
                .iter()
                .any(|word| same(word, "Embassy") || is_post(word))
            && !place()
    };
    if is_named
        && (n_before == 1 || is_place(n_before) || words.first().is_some_and(is_post) || is_field())
    {
        n_before
    } else {
        0
    }
}

/// Whether a word was cut at the end of a line: neither part is a word that
/// can stand there by itself.
fn is_cut(above: &str, below: &str) -> bool {
    const WORDS: [&str; 20] = [
        "reasons",
        "reason",
        "per",
        "by",
        "under",
        "in",
        "due",
        "pursuant",
        "according",
        "based",
        "because",
        "on",
        "with",
        "as",
        "van",
        "von",
        "de",
        "der",
        "di",
        "bin",
    ];
    let letter = |c: char| c.is_ascii_alphabetic();
    let first = from(above, above.trim_end_matches(letter).len());
    let length = below.len() - below.trim_start_matches(letter).len();
    let second = below.get(..length).unwrap_or_default();
    if first.is_empty() || !second.starts_with(|c: char| c.is_ascii_lowercase()) {
        return false;
    }
    let word = |word: &str| is_link(word) || is_title_word(word) || WORDS.contains(&word);
    let whole = format!("{first}{second}");
    word(&whole) || !(word(first) || word(second))
}

/// The first blank inside a word of a title: `Affai rs`.
fn stray_blank(text: &str) -> Option<usize> {
    // Words of titles begin with capitals, their ends do not.
    let small = |three: &[u8]| {
        matches!(three, [first, b' ', last]
            if first.is_ascii_lowercase() && last.is_ascii_lowercase())
    };
    let threes = text.as_bytes().windows(3).enumerate();
    let places = threes
        .filter(|&(_, three)| small(three))
        .map(|(at, _)| at + 1);
    { places }.find(|&at| {
        let letter = |c: char| c.is_ascii_alphabetic();
        let above = text.get(..at).unwrap_or_default();
        let first = from(above, above.trim_end_matches(letter).len());
        let below = from(text, at + 1);
        let length = below.len() - below.trim_start_matches(letter).len();
        let second = below.get(..length).unwrap_or_default();
        // `Science a nd Technology`
        let is_and = || {
            let before = trim(above.get(..above.len() - first.len()).unwrap_or_default());
            let word = before.rsplit(is_blank).next().unwrap_or_default();
            matches!((first, second), ("a", "nd") | ("an", "d")) && is_title_word(word)
        };
        if is_and() {
            return true;
        }
        first.len() > 1
            && first.len() + second.len() > 5
            && !is_link(second)
            && !(is_title_word(first) && is_title_word(second))
            && is_title_word(&format!("{first}{second}"))
    })
}

/// `IO` of `IO A/S`: the bureau before a title.
fn is_office(word: &str) -> bool {
    (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// `Jr.` and the like, which a comma divides from the name.
fn is_suffix(part: &str) -> bool {
    matches!(
        part.trim_end_matches('.'),
        "Jr" | "JR" | "Sr" | "SR" | "II" | "III" | "IV"
    )
}

/// `a.i.`, `ad interim`: the end of a title.
fn is_interim(part: &str) -> bool {
    ["a.i.", "a.i", "ai", "ad interim"]
        .iter()
        .any(|known| same(known, part))
}

/// Takes name and title apart.
///
/// Titles lead in most telegrams (`Ambassador Ines Marlow`, `DCM;ADA
/// QUILL`, `Deputy Chief of Mission, Ada Quill`); the name leads where its
/// part holds no word of a title (`Ada Quill, Director, Harbor Office`),
/// and sometimes the surname (`Marlow, Ines, Ambassador`).
fn person(text: &str) -> Person<'_> {
    let text = up_to_slash(text);
    let (name, title, surname_first) = name_and_title(text);
    // A suffix goes on with the name: `Ada Quill, Jr.`
    let name = name.map(|name| {
        let end = super::token::place(text, name).end as usize;
        let start = end - name.len();
        let after = from(text, end);
        if after.is_empty() {
            return name;
        }
        let after = after.trim_start_matches(|c| is_blank(c) || c == ',');
        let word = after.split([' ', ',', ';']).next().unwrap_or_default();
        if is_suffix(word) {
            let stop = super::token::place(text, word).end as usize;
            text.get(start..stop).unwrap_or(name)
        } else {
            name
        }
    });
    let title = title.filter(|title| !is_suffix(title));
    // `EconCouns: Ada Quill`, `Deputy Chief of Mission- Ada Quill`
    let title = title.map(|title| trim(title.trim_end_matches([':', '-', ';', ' '])));
    let (name, title) = match name.map(apart_from_title) {
        Some((name, behind)) => (Some(name), title.or(behind)),
        None => (None, title),
    };
    Person {
        name,
        title,
        surname_first,
    }
}

/// A name without brackets around it, and without the title that stands
/// behind it in brackets, behind a dash or on a line of its own: `Ada Quill
/// (DCM)`, `Ada Quill - DCM`, `Ada Quill Political Counselor`.
///
/// Samples: `oddities/classified-by-title-in-brackets`,
/// `oddities/classified-by-title-below-the-name`
fn apart_from_title(name: &str) -> (&str, Option<&str>) {
    if !name.bytes().any(|byte| matches!(byte, b'(' | b'-')) {
        return above_title(name);
    }
    let signs = |c| is_blank(c) || matches!(c, '(' | ')' | '-');
    // `ISN - Ada Quill`: the office first.
    if let Some((office, rest)) = name.split_once(" - ")
        && is_office(office)
        && rest.contains(is_blank)
    {
        return (trim(rest), None);
    }
    if let Some(inside) = name.strip_prefix('(') {
        return (trim(inside.trim_end_matches(signs)), None);
    }
    let place = |sign: &[u8]| memchr::memmem::find(name.as_bytes(), sign);
    let at = place(b" (")
        .or_else(|| place(b" - "))
        .or_else(|| place(b" -- "));
    let found = at.and_then(|at| {
        let title = from(name, at).trim_matches(signs);
        // `Ada Quill (EUR)`
        let is_bureau =
            title.len() < 12 && !is_title_word(title) && title.split('/').all(is_office);
        if is_bureau && name.ends_with(')') {
            return Some((trim(name.get(..at)?), None));
        }
        let words = || title.split(is_blank);
        let ends = [words().next(), words().next_back()];
        if name.ends_with(')') && ends.iter().flatten().any(|word| is_title_word(word)) {
            return Some((trim(name.get(..at)?), Some(title)));
        }
        let (_, rest) = Some(title_prefix(title)).filter(|(words, _)| !words.is_empty())?;
        rest.is_empty()
            .then(|| (trim(name.get(..at).unwrap_or(name)), Some(title)))
    });
    found.unwrap_or_else(|| above_title(name))
}

/// A name of two words or more, and the title of two or more that stands
/// behind it without a sign: the sign was a line end. One word may be a
/// surname, `Ada B. Major`.
fn above_title(name: &str) -> (&str, Option<&str>) {
    let n_blanks = name.bytes().filter(|&byte| byte == b' ').count();
    // `Ada Quill DCM`: below a name in mixed case an abbreviation stands out.
    if n_blanks > 1
        && let Some((before, last)) = name.rsplit_once(is_blank)
        && matches!(last, "DCM" | "ADCM" | "CDA" | "PAO" | "RSO" | "DPO")
        && before.bytes().any(|byte| byte.is_ascii_lowercase())
        && is_name(trim(before))
    {
        return (trim(before), Some(last));
    }
    if n_blanks < 3 {
        return (name, None);
    }
    let words = name.split(is_blank).filter(|word| !word.is_empty());
    let title = words.skip(2).find(|word| is_title_word(word));
    let Some(start) = title.map(|word| super::token::place(name, word).start as usize) else {
        return (name, None);
    };
    let (before, title) = name.split_at_checked(start).unwrap_or((name, ""));
    let (words, rest) = title_prefix(title);
    if rest.is_empty() && words.contains(is_blank) {
        (trim(before), Some(title))
    } else {
        (name, None)
    }
}

/// Who classified, as printed.
struct Person<'a> {
    name: Option<&'a str>,
    title: Option<&'a str>,
    surname_first: bool,
}

fn name_and_title(text: &str) -> (Option<&str>, Option<&str>, bool) {
    let some = |part| Some(trim(part)).filter(|part: &&str| !part.is_empty());
    let parts = text.split([',', ';']).map(trim);
    let mut parts = parts.filter(|part| !part.is_empty()).take(8);
    let Some(first) = parts.next() else {
        return (None, None, false);
    };
    let (title, name) = match title_prefix(first) {
        ("", name) => abbreviated_title(first).unwrap_or(("", name)),
        read => read,
    };
    let name = up_to_second(up_to_sentence(start_of_name(name)));
    // `Mission to the UN, Deputy Representative Ada Quill`
    let of_body = name
        .split_once(is_blank)
        .is_some_and(|(link, _)| is_link(link));
    if !title.is_empty() && !name.is_empty() && !of_body {
        // `Representative to the Harbor Council, Ada Quill`, `Ops Center Director, Ada Quill`
        if let Some(second) = parts.clone().next()
            && (BODIES.hold(name) || is_last_of_title(name))
            && is_name(second)
        {
            return (some(second), some(first), false);
        }
        // `Senior Harbor Coordinator, Ambassador Ines Marlow`
        if let Some(second) = parts.clone().next()
            && is_last_of_title(name)
            && let (own, behind) = title_prefix(second)
            && !own.is_empty()
            && is_name(behind)
        {
            let end = super::token::place(text, own).end as usize;
            let start = super::token::place(text, first).start as usize;
            return (some(behind), text.get(start..end), false);
        }
        return (some(name), some(title), false);
    }
    if !title.is_empty() {
        // `Charge d'Affaires, a.i., Ada Quill`: the title goes up to the name,
        // which may follow the last of its words without a comma.
        let mut further = parts.map(|part| start_of_name(title_prefix(part).1));
        let other = |name: &str| name.is_empty() || is_agency(name) || is_last_of_title(name);
        let name = further.find(|name| !other(name));
        let title = name.map_or(title, |name| {
            let start = super::token::place(text, title).start as usize;
            let end = super::token::place(text, name).start as usize;
            let title = text.get(start..end).unwrap_or(title);
            trim(title.trim_end_matches(|c| is_blank(c) || matches!(c, ',' | ';' | '-')))
        });
        return (name, some(title), false);
    }
    let (second, third) = (parts.next(), parts.next());
    let has_title = |part: &str| !title_prefix(part).0.is_empty();
    // `DPR, Ada Quill`: small letters are those of a name.
    let is_abbreviation = (2..=5).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_uppercase())
        && second.is_some_and(|second| second.bytes().any(|byte| byte.is_ascii_lowercase()));
    // `Embassy Political Officer, Ada Quill`
    if let Some(second) = second.filter(|second| is_name(second))
        && (is_abbreviation || ends_in_title(first))
    {
        return (some(second), some(first), false);
    }
    if let (Some(second), Some(third)) = (second, third)
        && !first.contains(is_blank)
        && is_first_name(second)
        && !has_title(second)
        && has_title(third)
    {
        let end = super::token::place(text, second).end as usize;
        let start = super::token::place(text, first).start as usize;
        return (text.get(start..end), some(third), true);
    }
    let second = if second.is_some_and(is_suffix) {
        third
    } else if let Some(second) = second
        && third.is_some_and(is_interim)
    {
        // `Ada Quill, Charge d'Affaires, a.i.`
        let start = super::token::place(text, second).start as usize;
        let end = third.map_or(start, |third| super::token::place(text, third).end as usize);
        text.get(start..end)
    } else {
        second
    };
    (
        some(first),
        second.filter(|second| !is_agency(second)),
        false,
    )
}

/// Whether several words end with one of a title, `Harbor Office`, and none that
/// is a surname too.
fn is_last_of_title(part: &str) -> bool {
    let (_, last) = part.rsplit_once(is_blank).unwrap_or_default();
    is_title_word(last) && !same(last, "MAJOR")
}

/// What a representative is sent to, and no surname.
static BODIES: Words<8> = Words::new([
    "AGENCY",
    "COMMISSION",
    "COMMITTEE",
    "CONFERENCE",
    "COUNCIL",
    "NATIONS",
    "ORGANIZATIONS",
    "UNION",
]);

/// Whether words of two sorts or more end with one of a title, and begin with
/// what a title may begin with and a name does not: `Embassy Political Officer`.
fn ends_in_title(part: &str) -> bool {
    let mut words = part.split(is_blank).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let posts = ["Embassy", "AmEmbassy", "Consulate", "Mission"];
    let of_post = posts.iter().any(|post| same(post, first)) || glossary::station(first).is_some();
    // `Reporting Officer`
    let of_field = || is_field(&[first]) && !is_first_name(part);
    words.next_back().is_some_and(is_title_word) && (of_post || of_field())
}

/// Whether a part may be a name: two words or more, none of a title or a post.
fn is_name(part: &str) -> bool {
    static POSTS: Words<5> =
        Words::new(["CONSULATE", "DELEGATION", "EMBASSY", "HQ", "HEADQUARTERS"]);
    let mut words = part.split(is_blank).filter(|word| !word.is_empty());
    let other = |word: &str| is_title_word(word) || is_link(word) || POSTS.hold(word);
    words.clone().count() > 1
        && !words.any(other)
        && glossary::station(part).is_none()
        && !is_agency(part)
}

/// `Ines`, `Ines Q.`: one word, and initials behind it.
fn is_first_name(part: &str) -> bool {
    let mut words = part.split(is_blank).skip(1);
    words.all(|word| matches!(word.as_bytes(), [b'A'..=b'Z'] | [b'A'..=b'Z', b'.']))
}

/// A statement up to a second person behind a slash: `Ambassador Ines Marlow/DCM
/// Ada Quill`. Both have a title and a name, and no word of a title stands
/// right before the slash, as in `Pol/Econ Chief`.
///
/// Sample: `garbled/reasons-with-odd-signs`
fn up_to_slash(text: &str) -> &str {
    const SLASHES: usize = 4;
    let mut slashes = memchr::memchr_iter(b'/', text.as_bytes()).take(SLASHES);
    let second = |&at: &usize| {
        let (title, name) = title_prefix(trim(from(text, at + 1)));
        let (first_title, first) = title_prefix(trim(text.get(..at).unwrap_or_default()));
        let words = first.split(is_blank).filter(|word| !word.is_empty());
        let last = { first.rsplit(is_blank) }.next().unwrap_or_default();
        let is_person = !(title.is_empty() || name.is_empty() || first_title.is_empty());
        is_person && words.count() > 1 && !is_title_word(last) && !is_office(last)
    };
    slashes
        .find(second)
        .and_then(|at| text.get(..at))
        .map_or(text, trim)
}

/// `EMIN Ada Quill`: three to six capitals that are no word of a title, before a
/// name of two words or more with small letters. `AJ Quill` has none.
fn abbreviated_title(text: &str) -> Option<(&str, &str)> {
    let (word, name) = text.split_once(is_blank)?;
    let is_abbreviation =
        (3..=6).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let small = |word: &&str| word.bytes().any(|byte| byte.is_ascii_lowercase());
    let n_small = || name.split(is_blank).filter(small).count();
    let is_titled = || name.split(is_blank).any(is_title_word);
    (is_abbreviation && n_small() > 1 && !is_titled()).then(|| (word, trim(name)))
}

/// A name up to a second person: `Ines Marlow and DCM Ada Quill`. The first
/// has classified, the second agreed. Or up to the rest of the title:
/// `Counselor Ada Quill for Harbor Affairs`.
fn up_to_second(name: &str) -> &str {
    // Most have two words, and no room for a joint.
    if name.bytes().filter(|&byte| byte == b' ').count() < 2 {
        return name;
    }
    let second = |&(at, joint): &(usize, &str)| {
        let after = from(name, at + joint.len());
        // No name goes on with `for`.
        joint == " for "
            // `and approved by DCM Ada Quill`
            || after.starts_with(|c: char| c.is_ascii_lowercase())
            || !title_prefix(after).0.is_empty()
            || is_name(name.get(..at).unwrap_or_default()) && is_name(trim(after))
    };
    let joints = [" and ", " AND ", " & ", " for "];
    let place = |joint: &str| memchr::memmem::find(name.as_bytes(), joint.as_bytes());
    let mut found = joints
        .iter()
        .filter_map(|joint| Some((place(joint)?, *joint)));
    found
        .find(second)
        .map_or(name, |(at, _)| trim(name.get(..at).unwrap_or(name)))
}

/// A name without the sentence behind it: `Ines Marlow. This message is long`.
fn up_to_sentence(name: &str) -> &str {
    const OPENINGS: [&str; 4] = [". This ", ". THIS ", ". The ", ". Entire "];
    // Most names hold no stop but that of an initial.
    let mut stops = memchr::memchr_iter(b'.', name.as_bytes());
    let end = stops.find(|&at| {
        OPENINGS
            .iter()
            .any(|opening| from(name, at).starts_with(opening))
    });
    end.and_then(|at| name.get(..at)).unwrap_or(name)
}

/// What follows a title, from its first letter on.
fn start_of_name(text: &str) -> &str {
    static SIGNS: Signs = Signs::new(" \t\u{a0}-.");
    SIGNS.trim_start(text)
}

/// What `This message was classified by` leads to.
fn behind_sentence(value: &str) -> Option<&str> {
    const REACH: usize = 40;
    let this = begins(value, "THIS ").then(|| super::token::up_to(value, REACH))?;
    let at = memchr::memmem::find(this.as_bytes(), b"lassified by ")?;
    Some(trim(from(value, at + "lassified by ".len())))
}

/// `DOS`: where someone works is no name and no title.
fn is_agency(part: &str) -> bool {
    matches!(
        part,
        "DOS" | "STATE" | "DEPARTMENT OF STATE" | "Department of State" | "USG"
    )
}

/// Names and titles of those who classified with the first, whose `name` is a
/// part of `text`.
///
/// ```abnf
/// further = [","] joint [title] name ["," title] / ("," / ";") title name
/// joint   = "and" / "&" / "/"
/// ```
///
/// A name of two words or more; without a title of its own it stands right
/// behind the first, or before its title. Where the first has a title and a
/// surname alone, so may the next. `Counselor for Harbor and Boat
/// Affairs` and `Ada Quill, Chief of Mission Northhaven` name one person.
///
/// Samples: `plain/classified-by-two`, `plain/classified-by-two-in-turn`
fn further<'t>(text: &'t str, name: &str) -> Vec<(&'t str, Option<&'t str>)> {
    const PERSONS: usize = 4;
    const PARTS: usize = 8;
    let mut found: Vec<(&str, Option<&str>)> = Vec::new();
    let mut rest = from(text, super::token::place(text, name).end as usize);
    let is_joint = |five: &[u8]| {
        matches!(five.first(), Some(b'&' | b'/' | b';')) || five.eq_ignore_ascii_case(b" and ")
    };
    // Most statements name one person, whose title may follow.
    if !rest.as_bytes().windows(5).any(is_joint) {
        return found;
    }
    let mut beside = true;
    // `Ambassador Marlow and General Holt`
    let is_alone = !name.contains(is_blank) && !text.starts_with(name);
    for _ in 0..PARTS {
        let bare = rest.trim_start_matches(|c| is_blank(c) || matches!(c, ',' | ';'));
        if bare.is_empty() || found.len() == PERSONS || begins(bare, "FOR ") {
            break;
        }
        let joint = ["and ", "AND ", "& ", "/"]
            .iter()
            .find_map(|joint| bare.strip_prefix(joint));
        let behind = joint.map_or(bare, trim_start);
        let end = end_of_person(behind);
        let part = trim(behind.get(..end).unwrap_or(behind));
        rest = from(behind, end);
        let (title, name) = title_prefix(part);
        let is_titled = !title.is_empty();
        if is_titled && name.is_empty() {
            // The title of the person before it.
            if let Some((_, own @ None)) = found.last_mut() {
                *own = Some(title);
            }
        } else if is_titled && (is_name(name) || is_alone && joint.is_some() && is_surname(name)) {
            found.push((name, Some(title)));
        } else if joint.is_some() && is_name(part) && (beside || is_before_title(rest)) {
            found.push((part, None));
        }
        beside = false;
    }
    found
}

/// `Marlow`: one word with a capital that is none of a title or a post.
fn is_surname(name: &str) -> bool {
    static OFFICES: Words<16> = Words::new([
        "ACCOUNTS",
        "AFFAIRS",
        "ASSEMBLY",
        "AUDITORS",
        "BUSINESS",
        "CLAIMS",
        "COUNSEL",
        "MANAGEMENT",
        "OFFICES",
        "OPERATIONS",
        "PROGRAMS",
        "RELATIONS",
        "SERVICE",
        "SERVICES",
        "STAFF",
        "SUPPORT",
    ]);
    !name.contains(is_blank)
        && name.len() > 2
        && name.starts_with(char::is_uppercase)
        && !is_title_word(name)
        && !is_link(name)
        && !is_agency(name)
        && !OFFICES.hold(name)
        && glossary::station(name).is_none()
}

/// Where the words of one person, or of a title, end before a comma or a joint
/// behind which another is named.
fn end_of_person(text: &str) -> usize {
    let comma = end_of_words(text);
    let joints = [" and ", " AND ", " & ", "/"];
    let is_joint = |at: usize, joint: &str| {
        let end = end_of_words(from(text, at + joint.len()));
        let (title, name) = title_prefix(trim(text.get(at + joint.len()..)?.get(..end)?));
        let first = title_prefix(text.get(..at)?).1;
        (!title.is_empty() && is_name(name) && is_name(first)).then_some(at)
    };
    let found = joints.iter().filter_map(|joint| {
        let at = memchr::memmem::find(text.as_bytes(), joint.as_bytes())?;
        is_joint(at, joint)
    });
    found.min().map_or(comma, |at| at.min(comma))
}

fn end_of_words(text: &str) -> usize {
    memchr::memchr2(b',', b';', text.as_bytes()).unwrap_or(text.len())
}

/// `, Political Counselor` behind a name.
fn is_before_title(rest: &str) -> bool {
    let Some(behind) = rest.strip_prefix(',') else {
        return false;
    };
    let part = trim(behind.get(..end_of_words(behind)).unwrap_or(behind));
    let (title, name) = title_prefix(part);
    !title.is_empty() && name.is_empty()
}

/// The statement at `span`: `who`, a part of `joined`, for these reasons.
fn classifier(joined: &Joined, span: Span, who: &str, reasons: Vec<Reason>) -> ClassifiedBy {
    let who = tidy(who);
    let person = person(who);
    let at = |part: &str| Some(joined.span(part)).filter(|span| !span.is_empty());
    let also = person.name.map_or_else(Vec::new, |name| further(who, name));
    let also = also.into_iter().filter_map(|(name, title)| {
        Some(AlsoBy {
            name: at(name)?,
            title: title.and_then(at),
        })
    });
    ClassifiedBy {
        span,
        name: person.name.and_then(at),
        surname_first: person.surname_first,
        title: person.title.and_then(at),
        also: also.collect(),
        reasons,
    }
}

impl<'a> Draft<'a> {
    /// Reads who classified, `part` with its label and `value` after it.
    pub(super) fn classified_by(
        &mut self,
        idx: usize,
        part: &'a str,
        value: &'a str,
        open: bool,
    ) -> Next {
        static ENDS: Signs = Signs::new(" \t\u{a0}.,;)");
        // A guide is nobody, also behind the other label.
        let derived = begins(part, "DERIVED") || begins(value, "DERIVED");
        let value = label(value).unwrap_or(value);
        let value = behind_sentence(value).unwrap_or(value);
        let lines = self.statement_lines(idx, value, open);
        let (parts, cut) = self.cut_words(&lines);
        let joined = Joined::of_cut_words(self.text, &parts, |nth| cut.contains(&nth));
        let text = joined.text.as_str();
        let squashed = Squashed::new(text);
        let found = statement(&squashed, text);
        let label_at = self.place(part).start as usize;
        let (who, end) = match &found {
            Some(found) => {
                let begin = if found.begin < squashed.at.len() {
                    squashed.source(found.begin)
                } else {
                    text.len()
                };
                let last = squashed.source(found.end.saturating_sub(1));
                (
                    text.get(..begin).unwrap_or_default(),
                    joined.source_end(last),
                )
            }
            None => (
                text,
                parts.last().map_or(0, |part| self.place(part).end as usize),
            ),
        };
        // `Reasons 1.4 (b) and (d), Ambassador Ines Marlow`
        let behind = found
            .as_ref()
            .filter(|_| tidy(who).is_empty())
            .map(|found| {
                let last = squashed.source(found.end.saturating_sub(1));
                start_of_name(from(text, last + 1).trim_start_matches([',', ';', ':', ')']))
            });
        let behind = behind.filter(|behind| !title_prefix(behind).0.is_empty());
        let (who, end) = behind.map_or((who, end), |who| {
            let last = parts.last().map_or(0, |part| self.place(part).end as usize);
            (who, last)
        });
        let end =
            end.max(self.place(part).start as usize + (part.len() - value.len()).min(part.len()));
        // The statement ends with its line, unless a paragraph begins there.
        let mut read = lines.iter().map(|&(line, _)| line);
        let line = { read.clone() }.rfind(|&line| self.start_of(line) < end);
        let line = line.unwrap_or(idx);
        // A cut may have left the last signs a line of their own.
        let is_sign = |&below: &usize| below > line && is_signs(self.content(below));
        let line = read.find(is_sign).unwrap_or(line);
        let line_end = if open {
            self.place(self.content(line)).end as usize
        } else {
            end
        };
        let tail = self.text.get(end..line_end).unwrap_or_default();
        let text_at = ENDS.trim_start(tail);
        let body = start(text_at)
            .filter(|start| found.is_some() && (start.mark.is_some() || start.number == 1));
        let stop = match &body {
            Some(_) => end,
            None if open => line_end.max(end),
            None => self.place(part).end as usize,
        };
        for &(read, _) in lines.iter().filter(|&&(read, _)| read <= line) {
            if read != idx {
                self.set(read, LineKind::ClassifiedBy);
            }
        }
        if !derived {
            let reasons = found.map(|found| found.reasons).unwrap_or_default();
            let span = Span::new(label_at, stop);
            self.field(span);
            let by = classifier(&joined, span, who, reasons);
            if self.heading.classified_by.is_none() {
                self.heading.classified_by = Some(by);
            } else {
                self.classified_further(by);
            }
        }
        match body {
            Some(_) => Next::Body(line, self.place(text_at).start as usize),
            None => Next::Line(line + 1),
        }
    }

    /// Takes who classified by a statement below the first. Later sections
    /// repeat that, however it is wrapped there.
    ///
    /// Sample: `plain/classified-by-two-in-turn`
    fn classified_further(&mut self, by: ClassifiedBy) {
        const PERSONS: usize = 4;
        let title = by.title;
        let first = by.name.map(|name| AlsoBy { name, title });
        for person in first.into_iter().chain(by.also) {
            let letters = |span: Span| {
                let name = self.slice(span).split(is_blank);
                name.collect::<String>().to_ascii_uppercase()
            };
            let met = self.heading.classified_by.as_ref().is_none_or(|first| {
                let also = first.also.iter().map(|person| person.name);
                let mut known = first.name.into_iter().chain(also);
                first.also.len() >= PERSONS
                    || known.any(|known| letters(known) == letters(person.name))
            });
            if !met && let Some(first) = &mut self.heading.classified_by {
                first.also.push(person);
            }
        }
    }

    /// Words that a cut at a fixed column left in two, in lines or with a
    /// blank between: the parts of the statement, and before which of them a
    /// word was cut.
    ///
    /// A line of 70 or 71 characters was cut where a letter ends it and a small
    /// one begins the next, unless the two make words by themselves; copies
    /// that joined the lines have a blank inside a word of a title.
    ///
    /// ```abnf
    /// cut = letter (line-end / blank) small-letter
    /// ```
    ///
    /// Samples: `garbled/name-cut-at-column-70`, `garbled/reason-cut-at-column-71`,
    /// `garbled/stray-blanks-in-classified-by`
    fn cut_words(&mut self, lines: &[(usize, &'a str)]) -> (Vec<&'a str>, Vec<usize>) {
        let mut parts: Vec<&str> = Vec::with_capacity(lines.len());
        let mut cut = Vec::new();
        for (nth, &(_, line)) in lines.iter().enumerate() {
            let above = nth.checked_sub(1).and_then(|nth| lines.get(nth));
            let full = above.is_some_and(|&(above, _)| {
                let start = self
                    .lines
                    .get(above)
                    .map_or(0, |line| line.span.start as usize);
                (69..73).contains(&self.end_of(above).saturating_sub(start))
            });
            if full && parts.last().is_some_and(|above| is_cut(above, line)) {
                cut.push(parts.len());
            }
            let mut rest = line;
            while let Some(at) = stray_blank(rest) {
                parts.push(rest.get(..at).unwrap_or_default());
                cut.push(parts.len());
                rest = from(rest, at + 1);
            }
            parts.push(rest);
        }
        for &nth in &cut {
            let above = nth.checked_sub(1).and_then(|nth| parts.get(nth));
            if let (Some(above), Some(below)) = (above, parts.get(nth)) {
                let gap = Span::new(
                    self.place(above).end as usize,
                    self.place(below).start as usize,
                );
                self.repair(gap, RepairKind::WrappedWord, "".into(), Confidence::Medium);
            }
        }
        (parts, cut)
    }

    /// Reads a statement that is a paragraph of its own, as posts of the
    /// 1990s wrote it: `1. (U) Classified by ...`. The paragraph stays one.
    pub(super) fn classified_by_in_text(&mut self) {
        if self.heading.classified_by.is_some() {
            return;
        }
        let text = |at: usize| self.paragraphs.get(at).map(|paragraph| paragraph.text);
        for span in (0..3).filter_map(text) {
            let part = self.slice(span);
            let Some(value) = label(part) else { continue };
            let lines = value.split(['\n', '\r']).map(trim);
            let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).take(8).collect();
            let joined = Joined::new(self.text, &lines);
            let squashed = Squashed::new(&joined.text);
            let Some(found) = statement(&squashed, &joined.text) else {
                continue;
            };
            let who = joined.text.get(..squashed.source(found.begin));
            let who = who.unwrap_or_default();
            let end = joined.source_end(squashed.source(found.end.saturating_sub(1)));
            let span = Span::new(span.start as usize, end);
            self.heading.classified_by = Some(classifier(&joined, span, who, found.reasons));
            return;
        }
    }

    /// The lines that may belong to the statement, the first without its label.
    fn statement_lines(&self, idx: usize, value: &'a str, open: bool) -> Vec<(usize, &'a str)> {
        let mut lines = vec![(idx, value)];
        let mut next = idx + 1;
        let mut gap = LineKind::Body;
        while open && next < self.lines.len() && lines.len() < 8 {
            match self.kind(next) {
                LineKind::Blank if gap == LineKind::PageHeader => {}
                kind @ (LineKind::Blank | LineKind::PageHeader) => gap = kind,
                LineKind::Body => {
                    let line = self.content(next);
                    let reason =
                        || begins(line, "REASON") || begins(line, "FOR REASON") || is_list(line);
                    // A page may end inside the name.
                    let turned = || gap == LineKind::PageHeader && states_reason(line);
                    if gap != LineKind::Body && !reason() && !turned() {
                        break;
                    }
                    let rule_below =
                        || next + 1 < self.lines.len() && self.kind(next + 1) == LineKind::Rule;
                    let labeled = self.label(line).is_some_and(|(label, _)| {
                        label != Label::ExecutiveOrder || !is_reason_of_order(line)
                    });
                    let stops = labeled
                        || rule_below()
                        || self.starts_paragraph(next)
                        || is_handling_note(line)
                        || is_heading_word(line)
                        || line.starts_with('(')
                            && super::portion_mark::portion_mark(line).is_ok()
                            && !is_list(line);
                    if stops {
                        break;
                    }
                    lines.push((next, line));
                    gap = LineKind::Body;
                }
                _ => break,
            }
            next += 1;
        }
        lines
    }
}

/// Whether a line says a reason: `Quill, reasons 1.4 (b)`.
fn states_reason(line: &str) -> bool {
    let squashed = Squashed::new(line);
    statement(&squashed, line).is_some_and(|found| !found.reasons.is_empty())
}

/// `E.O. 12958, 1.4 (b) and (d)` below `Reasons:`. The E.O. line itself says
/// until when.
fn is_reason_of_order(line: &str) -> bool {
    !line.contains("DECL") && !line.contains("ecl") && states_reason(line)
}

/// Whether a line holds nothing but what ends a sentence or a list.
fn is_signs(line: &str) -> bool {
    line.len() <= 4 && line.chars().all(|c| matches!(c, '.' | ')' | ';' | ','))
}

/// Whether a line can only be the rest of a list of reasons.
fn is_list(line: &str) -> bool {
    line.len() < 40
        && line.chars().all(|c| {
            matches!(c, 'a'..='h' | 'A'..='H' | 'n' | 'N' | '1' | '4' | '5')
                || !c.is_ascii_alphanumeric()
        })
}

/// A person without the signs around it.
fn tidy(who: &str) -> &str {
    static SIGNS: Signs = Signs::new(" \t\u{a0},;:-(/");
    let who = match byte(trim(who), 0) {
        b'(' => portion_mark(trim(who)).map_or(who, |(rest, _)| rest),
        _ => who,
    };
    let mut bare = SIGNS.trim(who);
    // `Classified By (Name and Title): Ada Quill`
    if matches!(byte(bare, 0), b'N' | b'n')
        && let Some(rest) = ["NAME AND TITLE):", "NAME AND TITLE:", "NAME:"]
            .iter()
            .find_map(|form| after(bare, form))
    {
        bare = trim_start(rest);
    }
    // `Ada Quill (b,d)`: reasons without their section.
    if let Some(open) = memchr::memrchr(b'(', bare.as_bytes())
        && from(bare, open).bytes().all(|byte| {
            matches!(
                byte.to_ascii_lowercase(),
                b'a'..=b'h' | b'(' | b')' | b',' | b'/' | b' ' | b'&'
            )
        })
    {
        bare = SIGNS.trim_end(bare.get(..open).unwrap_or(bare));
    }
    match bare.strip_suffix('.') {
        Some(without)
            if !["Jr", "Sr", "JR", "SR", "a.i", "A.I"]
                .iter()
                .any(|word| without.ends_with(word)) =>
        {
            trim(without)
        }
        _ => bare,
    }
}

#[cfg(test)]
mod tests {
    use super::{Squashed, is_cut, label, person, statement, stray_blank, tidy};

    /// Name, title and reasons of what follows the label.
    fn check(text: &str) -> String {
        let squashed = Squashed::new(text);
        let found = statement(&squashed, text);
        let who = found
            .as_ref()
            .map_or(text, |found| &text[..squashed.source(found.begin)]);
        let super::Person { name, title, .. } = person(tidy(who));
        let reasons = found.map(|found| found.reasons).unwrap_or_default();
        let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        format!(
            "{} | {} | {}",
            name.unwrap_or("-"),
            title.unwrap_or("-"),
            reasons.join(" ")
        )
    }

    /// Further persons of what stands before the reasons.
    fn further(text: &str) -> String {
        let who = tidy(text);
        let found = person(who).name.map(|name| super::further(who, name));
        let found = found.unwrap_or_default().into_iter();
        let read = found.map(|(name, title)| format!("{name} ({})", title.unwrap_or("-")));
        read.collect::<Vec<_>>().join(" + ")
    }

    #[test]
    fn several_may_classify() {
        for (text, others) in [
            (
                "DCM Ada Quill and Pol Counselor Ines Marlow",
                "Ines Marlow (Pol Counselor)",
            ),
            ("Ambassador Ines Marlow/DCM Ada Quill", "Ada Quill (DCM)"),
            (
                "Political Officers Ada Quill and Ines Marlow",
                "Ines Marlow (-)",
            ),
            (
                "Ada Quill, DCM, and Ines Marlow, Political Counselor",
                "Ines Marlow (Political Counselor)",
            ),
            (
                "Ambassador Ines Marlow, DCM Ada Quill & PolCouns Otto Holt",
                "Ada Quill (DCM) + Otto Holt (PolCouns)",
            ),
            ("Counselor for Harbor and Boat Affairs Ada Quill", ""),
            (
                "Ada Quill, Director for East Coast and West Coast Affairs",
                "",
            ),
            (
                "Ada Quill, Pol/Econ Chief, U.S. Consulate Northhaven, DOS",
                "",
            ),
            ("DCM Ada Quill for Ambassador Ines Marlow", ""),
            ("Pol Officer Ada Quill for Ambassador Ines Marlow", ""),
            ("DCM Ada Quill, Chief of Mission Northhaven", ""),
            (
                "PolCouns Ada Quill; EconCouns Otto Holt",
                "Otto Holt (EconCouns)",
            ),
            ("Ambassador Marlow and General Holt", "Holt (General)"),
            ("Ambassadors Ines Marlow and Otto Holt", "Otto Holt (-)"),
            ("DCM; ADA QUILL; POLITICAL SECTION", ""),
            ("Ada Quill, Director; Harbor Office", ""),
            ("Ambassador Marlow and Mission Oslo", ""),
            ("Ambassador Marlow and General Services", ""),
        ] {
            assert_eq!(further(text), others, "{text}");
        }
    }

    #[test]
    fn a_label_with_a_slip_stands_on_one_line() {
        assert_eq!(label("Clasified By: DCM Quill"), Some("DCM Quill"));
        for end in ["\n", "\r\n", "\r"] {
            assert_eq!(label(&format!("Cl{end}assified By: DCM Quill")), None);
        }
    }

    #[test]
    fn a_page_may_end_inside_the_statement() {
        let name = |below: &str| {
            let text = format!(
                "SECRET SECTION 01 OF 02 NORTHHAVEN 000088\n\nSUBJECT: TALKS\n\n\
                 Classified By: DCM Ada\n\nNORTHHAVEN 00000088  001.2 OF 002\n\n{below}\n\n1. (C) Talks.\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let by = cable.heading.classified_by.as_ref();
            by.and_then(|by| by.name).map(|name| cable.read(name))
        };
        assert_eq!(
            name("Quill, reasons 1.4 (b).").as_deref(),
            Some("Ada Quill")
        );
        assert_eq!(
            name("Harbor dues rose by 1.4 percent.").as_deref(),
            Some("Ada")
        );
    }

    #[test]
    fn a_label_may_have_other_signs_and_blanks() {
        for line in [
            "Classified  By: Ada Quill",
            "Classified By; Ada Quill",
            "Class by Ada Quill",
            "CLASS. BY: Ada Quill",
        ] {
            assert_eq!(label(line), Some("Ada Quill"), "{line}");
        }
        for line in [
            "Classified in 1976",
            "Classes by the sea",
            "Class by the sea",
            "Classified  bylaws",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
    }

    #[test]
    fn a_title_may_stand_below_the_name_and_a_form_before_it() {
        insta::assert_snapshot!(check("Ada Quill Political Counselor Reasons 1.4 (b)"), @"Ada Quill | Political Counselor | 1.4(b)");
        insta::assert_snapshot!(check("Ada B. Major, reason 1.4 (b)"), @"Ada B. Major | - | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill DCM reasons 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill MBA reasons 1.4 (b)"), @"Ada Quill MBA | - | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill -- DCM; reason 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("PolOff Ada Quill and approved by DCM Otto Holt, reason 1.4 (b)"), @"Ada Quill | PolOff | 1.4(b)");
        insta::assert_snapshot!(check("CDA Ada Quill.  E.O 12958 reasons 1.4 (b)"), @"Ada Quill | CDA | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador Ada Quill. This message is long. Reason 1.4 (b)"), @"Ada Quill | Ambassador | 1.4(b)");
        insta::assert_snapshot!(check("US Mission to the UN, Deputy Permanent Representative Ada Quill, 1.4 (b)"), @"Ada Quill | US Mission to the UN, Deputy Permanent Representative | 1.4(b)");
        insta::assert_snapshot!(check("AQUILL, DIR, NEA/VV, DOS. REASON: 1.4 (b)"), @"AQUILL | DIR | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada Quill (b,d)"), @"Ada Quill | DCM | ");
        insta::assert_snapshot!(check("Ada Quill (Head of Delegation), reason 1.4 (b)"), @"Ada Quill | Head of Delegation | 1.4(b)");
        insta::assert_snapshot!(check("DPRX, Ada Quill, reason 1.4 (b)"), @"Ada Quill | DPRX | 1.4(b)");
        insta::assert_snapshot!(check("QUILL, ADA, reason 1.4 (b)"), @"QUILL | ADA | 1.4(b)");
        insta::assert_snapshot!(check("Reporting Officer, Ada Quill, reason 1.4 (b)"), @"Ada Quill | Reporting Officer | 1.4(b)");
        insta::assert_snapshot!(check("Representative to the Harbor Council, Ada Quill, reason 1.4 (b)"), @"Ada Quill | Representative to the Harbor Council | 1.4(b)");
        insta::assert_snapshot!(check("(NAME AND TITLE): ADA QUILL, DCM, REASON 1.5(D)"), @"ADA QUILL | DCM | 1.5(d)");
        insta::assert_snapshot!(check("Ambassador (ret.) Ada Quill, reason 1.4 (b)"), @"Ada Quill | Ambassador (ret.) | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador Designate Ada Quill, 1.4 (b)"), @"Ada Quill | Ambassador Designate | 1.4(b)");
        insta::assert_snapshot!(check("Nameth Quill, reason 1.4 (b)"), @"Nameth Quill | - | 1.4(b)");
        insta::assert_snapshot!(check("ConOff Ada Quill IAW 1.4 (b)"), @"Ada Quill | ConOff | 1.4(b)");
        insta::assert_snapshot!(check("FSO Ada Baseson, according to 1.4 (b)"), @"Ada Baseson | FSO | 1.4(b)");
    }

    #[test]
    fn blanks_of_any_sort_and_number_stand_between_words() {
        insta::assert_snapshot!(check("EUR  Assistant  Secretary  Ada  Quill, reasons 1.4 (b)"), @"Ada  Quill | EUR  Assistant  Secretary | 1.4(b)");
        let by = |lines: &str| {
            let text = format!(
                "SECRET NORTHHAVEN 000088\n\nE.O. 12958: N/A\nSUBJECT: TALKS\n\n{lines}\n\n1. (C) Talks.\n"
            );
            let cable = crate::parse::parse(text.as_bytes());
            let by = cable.heading.classified_by.as_ref().unwrap();
            let read = |span: Option<crate::cable::Span>| span.map(|span| cable.read(span));
            let title = read(by.title).unwrap_or_default().replace('\u{a0}', " ");
            let name = by.name(&cable).unwrap_or_default();
            format!("{name} | {title} | {}", by.reasons.len())
        };
        insta::assert_snapshot!(by("Classified By: Political\u{a0}Counselor\u{a0}Ada\u{a0}Quill,\u{a0}reasons 1.4 (b)"), @"Ada Quill | Political Counselor | 1");
        insta::assert_snapshot!(by("Classified By: DCM Ada Quill, Reasons:\nE.O. 12958, 1.4 (b) and (d)."), @"Ada Quill | DCM | 2");
        insta::assert_snapshot!(by("Classified By: DCM Ada Quill\nE.O. 12958: DECL: 07/22/2018"), @"Ada Quill | DCM | 0");
        insta::assert_snapshot!(by("Classified By: DCM Ada Quill\n\nfor reasons 1.4 (b)"), @"Ada Quill | DCM | 1");
        insta::assert_snapshot!(by("Classified By: DCM Ada Quill\n\nFor 1.4 tons of fish"), @"Ada Quill | DCM | 0");
    }

    #[test]
    fn a_list_may_have_odd_signs() {
        for list in [
            "1.4 (b) or (d)",
            "1.4 [b] and [d]",
            "1.4 paragraphs (b) and (d)",
            "14 (b) and (d)",
            "1,4 (b) and (d)",
            "l.4 (b) and (d)",
            "1..4 b/d",
            "1.4 (b) and/or (d)",
        ] {
            let read = check(&format!("DCM Ada Quill, reasons {list}."));
            assert_eq!(read, "Ada Quill | DCM | 1.4(b) 1.4(d)", "{list}");
        }
        for list in [
            "1.4 (b)-(d)",
            "1.4 (b) - (d)",
            "1.4 (b) through (d)",
            "1.4 b thru d",
        ] {
            let read = check(&format!("DCM Ada Quill, reasons {list}."));
            assert_eq!(read, "Ada Quill | DCM | 1.4(b) 1.4(c) 1.4(d)", "{list}");
        }
        for (list, wanted) in [
            ("1.4 (b) or dues", "1.4(b)"),
            ("1.4 (b) - and (d)", "1.4(b) 1.4(d)"),
            ("1.4 (b) through dues", "1.4(b)"),
            ("14 boats", ""),
            ("of 1,400 boats", ""),
        ] {
            let read = check(&format!("DCM Ada Quill, reasons {list}."));
            assert_eq!(read, format!("Ada Quill | DCM | {wanted}"), "{list}");
        }
    }

    #[test]
    fn what_an_office_is_for_may_have_several_words() {
        insta::assert_snapshot!(check("Special Envoy for Harbor Issues Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Special Envoy for Harbor Issues | 1.4(b)");
        insta::assert_snapshot!(check("Coordinator for Harbor Reform Ada B. Quill, reasons 1.4 (b)"), @"Ada B. Quill | Coordinator for Harbor Reform | 1.4(b)");
        insta::assert_snapshot!(check("Coordinator for Veldania Ada Mary Quill, reasons 1.4 (b)"), @"Ada Mary Quill | Coordinator for Veldania | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador to Veldania Ada Mary Quill, reasons 1.4 (b)"), @"Ada Mary Quill | Ambassador to Veldania | 1.4(b)");
        insta::assert_snapshot!(check("Director for Veldania Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Director for Veldania | 1.4(b)");
        insta::assert_snapshot!(check("Under Secretary for Arms Control and International Security Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Under Secretary for Arms Control and International Security | 1.4(b)");
        insta::assert_snapshot!(check("EMIN Ada Quill, reasons 1.4 (b)"), @"Ada Quill | EMIN | 1.4(b)");
        insta::assert_snapshot!(check("ADA MARY QUILL, reasons 1.4 (b)"), @"ADA MARY QUILL | - | 1.4(b)");
        insta::assert_snapshot!(check("AJ Mary Quill, DCM, reasons 1.4 (b)"), @"AJ Mary Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("Deputy PermRep Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Deputy PermRep | 1.4(b)");
        insta::assert_snapshot!(check("Charge' Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Charge' | 1.4(b)");
        insta::assert_snapshot!(check("CHARGE D AFFAIRES ADA QUILL, REASONS 1.4 (B)"), @"ADA QUILL | CHARGE D AFFAIRES | 1.4(b)");
        insta::assert_snapshot!(check("CHARGE D QUILL, REASONS 1.4 (B)"), @"D QUILL | CHARGE | 1.4(b)");
        insta::assert_snapshot!(check("EconCouns: Ada Quill, reasons 1.4 (b)"), @"Ada Quill | EconCouns | 1.4(b)");
    }

    #[test]
    fn what_a_representative_is_sent_to_may_be_on_something() {
        insta::assert_snapshot!(check("Pol Officer Ada Quill for Ambassador Ines Marlow, reasons 1.4 (b)"), @"Ada Quill | Pol Officer | 1.4(b)");
        insta::assert_snapshot!(check("Charge d\u{92}Affaires Ada Quill, reasons 1.4 (b)").replace('\u{92}', "?"), @"Ada Quill | Charge d?Affaires | 1.4(b)");
        insta::assert_snapshot!(check("Rule of Law Advisor Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Rule of Law Advisor | 1.4(b)");
        insta::assert_snapshot!(check("U.S. Representative to the Conference on Disarmament Ada Quill, reasons 1.4 (b)"), @"Ada Quill | U.S. Representative to the Conference on Disarmament | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador Oni Quill on behalf of the mission, reasons 1.4 (b)"), @"Oni Quill on behalf of the mission | Ambassador | 1.4(b)");
    }

    #[test]
    fn a_second_person_may_stand_behind_a_slash() {
        insta::assert_snapshot!(check("Ambassador Ada Quill/DCM Ines Marlow, reasons 1.4 (b)"), @"Ada Quill | Ambassador | 1.4(b)");
        insta::assert_snapshot!(check("Acting Pol/Econ Chief Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Acting Pol/Econ Chief | 1.4(b)");
        insta::assert_snapshot!(check("Deputy Director EUR/NB Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Deputy Director EUR/NB | 1.4(b)");
        insta::assert_snapshot!(check("PDAS Ada Quill (EUR/NB), reasons 1.4 (b)"), @"Ada Quill | PDAS | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada Quill (Nessie), reasons 1.4 (b)"), @"Ada Quill (Nessie) | DCM | 1.4(b)");
        insta::assert_snapshot!(check("OPSC Division Chief MajGen Ada Quill, reasons 1.4 (b)"), @"Ada Quill | OPSC Division Chief MajGen | 1.4(b)");
        insta::assert_snapshot!(check("Marlow, Ines Q., Ambassador, DOS, EXEC; REASON: 1.4(D)"), @"Marlow, Ines Q. | Ambassador | 1.4(d)");
    }

    #[test]
    fn a_cut_leaves_no_word_by_itself() {
        for (above, below) in [
            ("Ines Tre", "maine for"),
            ("Economic Affai", "rs Ines"),
            ("for reaso", "ns 1.4"),
            ("1.4 (b) a", "nd (d)"),
        ] {
            assert!(is_cut(above, below), "{above}|{below}");
        }
        for (above, below) in [
            ("Ada Quill", "for reasons"),
            ("Deputy Chief", "of Mission"),
            ("Charge and", "acting consul"),
            ("Ada", "Quill"),
            ("Ada Quill,", "reasons 1.4"),
        ] {
            assert!(!is_cut(above, below), "{above}|{below}");
        }
    }

    #[test]
    fn a_blank_is_stray_only_inside_a_word_of_a_title() {
        assert_eq!(stray_blank("Counselor for Economic Affai rs"), Some(28));
        assert_eq!(stray_blank("Consul Gen eral Ada Quill"), Some(10));
        assert_eq!(stray_blank("Science a nd Health Officer"), Some(9));
        assert_eq!(stray_blank("Ada a nd Ines"), None);
        assert_eq!(stray_blank("Econ off Ada Quill"), None);
        for text in [
            "Chief of Mission",
            "Ines Tre maine",
            "Ada de la Quill",
            "Deputy chief",
        ] {
            assert_eq!(stray_blank(text), None, "{text}");
        }
    }

    #[test]
    fn ranks_are_titles() {
        insta::assert_snapshot!(check("Lt. Col. Ada Quill, Acting DATT, reasons 1.4 (b)"), @"Ada Quill | Lt. Col. | 1.4(b)");
        insta::assert_snapshot!(check("Capt. Ines Marlow, USN, DATT. Reasons: 1.4 (b)"), @"Ines Marlow | Capt. | 1.4(b)");
        insta::assert_snapshot!(check("RADM Ines Marlow, Chief ODC, for reasons 1.4(b)"), @"Ines Marlow | RADM | 1.4(b)");
        insta::assert_snapshot!(check("Dr. Ines Marlow, ESTH Counselor, for reasons 1.4(b)"), @"Ines Marlow | Dr. | 1.4(b)");
        insta::assert_snapshot!(check("Charge dAffaires Ada Quill for reasons 1.4 (b)"), @"Ada Quill | Charge dAffaires | 1.4(b)");
        insta::assert_snapshot!(check("Charge D'Affairs Ada Quill for reasons 1.4 (b)"), @"Ada Quill | Charge D'Affairs | 1.4(b)");
        insta::assert_snapshot!(check("Embassy Port Larkspur DCM Ada Quill for reasons 1.4 (b)"), @"Ada Quill | Embassy Port Larkspur DCM | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill (DCM), reasons 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill - DCM - reasons 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador (Ines Marlow), reasons 1.4 (b)"), @"Ines Marlow | Ambassador | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ines (Bo) Marlow, reasons 1.4 (b)"), @"Ines (Bo) Marlow | DCM | 1.4(b)");
        insta::assert_snapshot!(check("COM Ines Marlow for reasons 1.4 (b)"), @"Ines Marlow | COM | 1.4(b)");
    }

    #[test]
    fn a_second_signer_is_no_part_of_the_name() {
        insta::assert_snapshot!(check("Ambassador Ines Marlow and DCM Ada Quill for reasons 1.4 (b)"), @"Ines Marlow | Ambassador | 1.4(b)");
        insta::assert_snapshot!(check("Counselor for Political and Economic Affairs Ada Quill, 1.4 (b)"), @"Ada Quill | Counselor for Political and Economic Affairs | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill, Charge d'Affaires, a.i., reasons 1.4 (b)"), @"Ada Quill | Charge d'Affaires, a.i. | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada Quill in accordance with E.O. 12958, 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
    }

    #[test]
    fn the_label_may_have_a_slip_and_the_reasons_may_stand_first() {
        for line in [
            "Classfied By: X",
            "CLASSIFIED: By X",
            "Clasified by X",
            "Calssified By X",
        ] {
            assert_eq!(super::label(line), Some("X"), "{line}");
        }
        for line in ["Classified as X", "Clarified by X", "Qualified by X"] {
            assert_eq!(super::label(line), None, "{line}");
        }
        let text = "SUBJECT: TALKS\n\nClassified By: Reasons 1.4 (b) and (d), DCM Ada Quill.\n\n1. (C) Talks.\n";
        let cable = crate::parse::parse(text.as_bytes());
        let by = cable.heading.classified_by.as_ref().unwrap();
        let name = by.name.map(|name| cable.read(name));
        assert_eq!(name.as_deref(), Some("Ada Quill"));
        assert_eq!(by.reasons.len(), 2);
    }

    #[test]
    fn titles_lead_or_follow() {
        insta::assert_snapshot!(check("Ambassador Ines Marlow for reasons 1.4 (b) and (d)."), @"Ines Marlow | Ambassador | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("Deputy Chief of Mission, Ada K. Quill for reasons 1.4 b and d"), @"Ada K. Quill | Deputy Chief of Mission | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("EUR/VV Acting Director Ada Quill, reasons 1.4 (b,d)"), @"Ada Quill | EUR/VV Acting Director | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("Ines Marlow, Director, Harbor Office, DOS; REASON: 1.4(B), (D)"), @"Ines Marlow | Director | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("DCM;ADA QUILL FOR REASONS 1.4(B,D)"), @"ADA QUILL | DCM | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("Marlow, Ines, Ambassador, DOS, EXEC; REASON: 1.4(D)"), @"Marlow, Ines | Ambassador | 1.4(d)");
        insta::assert_snapshot!(check("Ada Quill, reasons 1.4 (b)(d)"), @"Ada Quill | - | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("Ambassador, reason 1.4 (b,d)"), @"- | Ambassador | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("Charge d'Affaires ad interim Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Charge d'Affaires ad interim | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill, Charge d'Affaires a.i., for reasons 1.4 (b)"), @"Ada Quill | Charge d'Affaires a.i. | 1.4(b)");
        insta::assert_snapshot!(check("Senior Harbor Advisor Ada Quill for reasons in section 1.4 (b)"), @"Ada Quill | Senior Harbor Advisor | 1.4(b)");
        insta::assert_snapshot!(check("Environment, Science, Technology and Health Counselor Ada Quill, 1.4 (b)"), @"Ada Quill | Environment, Science, Technology and Health Counselor | 1.4(b)");
        insta::assert_snapshot!(check("Political Officer Grace Chief Marlow, reasons 1.4 (b)"), @"Grace Chief Marlow | Political Officer | 1.4(b)");
        insta::assert_snapshot!(check("Econ Off Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Econ Off | 1.4(b)");
        insta::assert_snapshot!(check("Chargé d’Affaires, a.i. René Tremaine, reasons 1.4 (b)"), @"René Tremaine | Chargé d’Affaires, a.i. | 1.4(b)");
        insta::assert_snapshot!(check("CHARG? INES MARLOW, REASONS 1.4 (B)"), @"INES MARLOW | CHARG? | 1.4(b)");
        insta::assert_snapshot!(check("Political Counselor, DOS, Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Political Counselor, DOS | 1.4(b)");
        insta::assert_snapshot!(check("Energy Officer Ada Quill, reason 1.4 (b)"), @"Ada Quill | Energy Officer | 1.4(b)");
        insta::assert_snapshot!(check("Rio de Janeiro Consul General Ada Quill, reason 1.4 (b)"), @"Ada Quill | Rio de Janeiro Consul General | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill Director, reason 1.4 (b)"), @"Ada Quill Director | - | 1.4(b)");
        insta::assert_snapshot!(check("PolMinCouns Ada Quill, reason 1.4 (b)"), @"Ada Quill | PolMinCouns | 1.4(b)");
        insta::assert_snapshot!(check("Deputy Assistant Secretary of State Ada Quill, reason 1.4 (b)"), @"Ada Quill | Deputy Assistant Secretary of State | 1.4(b)");
        insta::assert_snapshot!(check("Special Envoy for Harbors Ada Quill. Reasons: E.O. 12958 1.4 (b/d)"), @"Ada Quill | Special Envoy for Harbors | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("Ada Quill, Minister-Counselor for Economic Affairs, 1.4 (b)"), @"Ada Quill | Minister-Counselor for Economic Affairs | 1.4(b)");
    }

    #[test]
    fn a_field_of_several_words_may_stand_in_a_title() {
        insta::assert_snapshot!(check("Director of the American Institute in Kestrel Ada Quill, 1.4 (b)"), @"Ada Quill | Director of the American Institute in Kestrel | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador to the African Union Ada Quill, 1.4 (b)"), @"Ada Quill | Ambassador to the African Union | 1.4(b)");
        insta::assert_snapshot!(check("Rule of Law Coordinator Ada Quill, 1.4 (b)"), @"Ada Quill | Rule of Law Coordinator | 1.4(b)");
        insta::assert_snapshot!(check("Harbor Dues Office Director Ada Quill, 1.4 (b)"), @"Ada Quill | Harbor Dues Office Director | 1.4(b)");
        insta::assert_snapshot!(check("Deputy Harbor Dues Advisor ADA QUILL, 1.4 (b)"), @"ADA QUILL | Deputy Harbor Dues Advisor | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador Ada Quill/for reasons 1.4 (b)"), @"Ada Quill | Ambassador | 1.4(b)");
        insta::assert_snapshot!(check("Embassy Political Officer, Ada Quill, 1.4 (b)"), @"Ada Quill | Embassy Political Officer | 1.4(b)");
        insta::assert_snapshot!(check("Embassy Political Officer, Embassy Oslo, 1.4 (b)"), @"Embassy Political Officer | Embassy Oslo | 1.4(b)");
        insta::assert_snapshot!(check("DCM ADA QUILL, JR. FOR REASON SECTION 1.4 (B)"), @"ADA QUILL, JR. | DCM | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada Quill for reasons section 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("EMIN ADA QUILL, 1.4 (b)"), @"ADA QUILL | EMIN | 1.4(b)");
        insta::assert_snapshot!(check("Chargee Ada Quill, 1.4 (b)"), @"Ada Quill | Chargee | 1.4(b)");
        // A name, a second person and a post are no field.
        insta::assert_snapshot!(check("Ambassador Ada Quill and DCM Ines Marlow, 1.4 (b)"), @"Ada Quill | Ambassador | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador Ada B. Quill Director Ines Marlow, 1.4 (b)"), @"Ada B. Quill Director Ines Marlow | Ambassador | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill DCM Embassy Northhaven, 1.4 (b)"), @"Ada Quill DCM Embassy Northhaven | - | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador to Veldania Ada Quill, 1.4 (b)"), @"Ada Quill | Ambassador to Veldania | 1.4(b)");
    }

    #[test]
    fn a_title_may_hold_an_office_and_go_on_behind_for() {
        for line in [
            "Provincial Reconstruction Team Leader Ada Quill for reasons 1.4 (b)",
            "Human Rights Officer Ada Quill for the following reasons: 1.4 (b)",
            "Mission Northhaven Charge d'Affaires Ada Quill due to reasons 1.4 (b)",
            "Deputy Internal Unit Chief Ada Quill [reasons 1.4 (b)]",
            "Counselor Ada Quill for Harbor Affairs for resons 1.4 (b)",
            "ISN - Ada Quill, Acting Assistant Secretary for reasion 1.4 (b)",
        ] {
            let read = check(line);
            assert!(
                read.starts_with("Ada Quill | ") && read.ends_with("1.4(b)"),
                "{read}"
            );
        }
        insta::assert_snapshot!(check("IO A/S ADA QUILL, REASONS 1.4 (B)"), @"ADA QUILL | IO A/S | 1.4(b)");
        insta::assert_snapshot!(check("Assistant Secretary for Harbor Affairs Ada Quill, 1.4 (d)"), @"Ada Quill | Assistant Secretary for Harbor Affairs | 1.4(d)");
        insta::assert_snapshot!(check("DCM - Ada Quill. Reason: E.O. 12958, 1.5 (b)"), @"Ada Quill | DCM | 1.5(b)");
        insta::assert_snapshot!(check("Ines Marlow for the harbor, 1.4 (b)"), @"Ines Marlow for the harbor | - | 1.4(b)");
    }

    #[test]
    fn a_suffix_belongs_to_the_name() {
        insta::assert_snapshot!(check("CDA Ada B. Quill, Jr., Reason: 1.4(d)"), @"Ada B. Quill, Jr. | CDA | 1.4(d)");
        insta::assert_snapshot!(check("Ada Quill, III, Director; REASON: 1.4(d)"), @"Ada Quill, III | Director | 1.4(d)");
        // The dot is its own.
        insta::assert_snapshot!(check("Amb. Ada Quill Jr., reasons 1.4 (d)"), @"Ada Quill Jr. | Amb. | 1.4(d)");
        insta::assert_snapshot!(check("Amb. Ada Quill. Reasons 1.4 (d)"), @"Ada Quill | Amb. | 1.4(d)");
    }

    #[test]
    fn the_order_may_be_named_between_reason_and_section() {
        insta::assert_snapshot!(check("DCM Ada Quill, for reasons in E.O. 12958, sections 1.4 (b) and (d)."), @"Ada Quill | DCM | 1.4(b) 1.4(d)");
    }

    #[test]
    fn blanks_inside_words_do_not_matter() {
        insta::assert_snapshot!(check("Acting Consul Ines Marlow for rea sons 1 .4 (b) an d ( d)."), @"Ines Marlow | Acting Consul | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("CDA Ines Marlow, REA SONS 1.4 (b/d)"), @"Ines Marlow | CDA | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("CDA Ines Marlow f or reasons 1. 4 (b) a nd (d)"), @"Ines Marlow | CDA | 1.4(b) 1.4(d)");
    }

    #[test]
    fn reads_every_shape_of_list() {
        insta::assert_snapshot!(check("Polcouns Ada Quill, 1.4 (b-d)."), @"Ada Quill | Polcouns | 1.4(b) 1.4(c) 1.4(d)");
        insta::assert_snapshot!(check("DCM Ada Quill for reasons 1.4. (b & d)."), @"Ada Quill | DCM | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("DCM Ada Quill for reasons 1.5 (a) and 1.6 (d)"), @"Ada Quill | DCM | 1.5(a) 1.6(d)");
        insta::assert_snapshot!(check("DCM Ada Quill for E.O. 12958 reasons: 1.4 (b+d)"), @"Ada Quill | DCM | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("DCM Ada Quill per 1.4 a/b/c/d"), @"Ada Quill | DCM | 1.4(a) 1.4(b) 1.4(c) 1.4(d)");
    }

    #[test]
    fn stops_at_the_first_word_that_is_no_list() {
        insta::assert_snapshot!(check("DCM Ada Quill for reasons 1.4 (b) and (d) Embassy met"), @"Ada Quill | DCM | 1.4(b) 1.4(d)");
        insta::assert_snapshot!(check("DCM Ada Quill for reasons 1.4 (b) A boat"), @"Ada Quill | DCM | 1.4(b)");
    }

    #[test]
    fn a_title_goes_up_to_the_name() {
        insta::assert_snapshot!(check("Charge d'Affaires, a.i., Ada Quill, for reasons 1.4 (b)"), @"Ada Quill | Charge d'Affaires, a.i. | 1.4(b)");
        insta::assert_snapshot!(check("Director, Office of Harbor Affairs, Ada Quill; 1.4 (b)"), @"Ada Quill | Director, Office of Harbor Affairs | 1.4(b)");
        insta::assert_snapshot!(check("U.S. Ambassador to Veldania Ada Quill for reasons 1.4 (b)"), @"Ada Quill | U.S. Ambassador to Veldania | 1.4(b)");
        insta::assert_snapshot!(check("(U) Ambassador Ada Quill for reasons 1.4 (b)"), @"Ada Quill | Ambassador | 1.4(b)");
        insta::assert_snapshot!(check("U.S. Ambassador to the Harbor Agencies in Rome Ada Quill, reasons 1.4 (b)"), @"Ada Quill | U.S. Ambassador to the Harbor Agencies in Rome | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador to Veldania Ada Quill in Rome, reasons 1.4 (b)"), @"Ada Quill in Rome | Ambassador to Veldania | 1.4(b)");
        insta::assert_snapshot!(check("Consul General Oslo Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Consul General Oslo | 1.4(b)");
        insta::assert_snapshot!(check("Consul General Oslo Quill, reasons 1.4 (b)"), @"Oslo Quill | Consul General | 1.4(b)");
        // A city that is a first name too, and no place or no whole name behind it.
        insta::assert_snapshot!(check("Consul General Victoria Ada Quill, reasons 1.4 (b)"), @"Victoria Ada Quill | Consul General | 1.4(b)");
        insta::assert_snapshot!(check("Principal Officer Sydney J. Quill, reasons 1.4 (b)"), @"Sydney J. Quill | Principal Officer | 1.4(b)");
        insta::assert_snapshot!(check("Principal Officer Oslo J. Quill, reasons 1.4 (b)"), @"Oslo J. Quill | Principal Officer | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador to Veldania Ada Quill in Port Larkspur, reasons 1.4 (b)"), @"Ada Quill in Port Larkspur | Ambassador to Veldania | 1.4(b)");
        insta::assert_snapshot!(check("Secretary of State Ada Quill in Rome today, reasons 1.4 (b)"), @"Ada Quill in Rome today | Secretary of State | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ada Sections, reason: 1.4 (b)"), @"Ada Sections | DCM | 1.4(b)");
        insta::assert_snapshot!(check("DCM Sofia Ada Quill, reasons 1.4 (b)"), @"Sofia Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("USEU Pol M-C Ada Quill for reasons 1.4 (b)"), @"Ada Quill | USEU Pol M-C | 1.4(b)");
        insta::assert_snapshot!(check("DCM J-P Quill under E.O. 12958 Sections 1.4 (b)"), @"J-P Quill | DCM | 1.4(b)");
    }

    #[test]
    fn letters_without_a_section_say_nothing() {
        insta::assert_snapshot!(check("DCM Ada Quill for reasons b, d"), @"Ada Quill | DCM |");
    }
}
