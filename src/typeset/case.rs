//! Sentence case for cables that are all capitals: an aid to reading, and
//! never more than a guess.
//!
//! Only letters change, each for one of the same length, so that every place
//! on the page stays where it is.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::page::{Page, Role, RowKind};
use crate::cable::{Addressee, Cable, TagKind};
use crate::glossary::{self, Kind};

/// Words of up to three letters that are no acronyms, and longer ones that
/// the glossary holds as codes.
const COMMON: &str = "A AM AN AS AT BE BY DO GO HE IF IN IS IT ME MY NO OF OH OK ON OR OX SO TO UP WE \
ACE ACT ADD AGE AGO AID AIM AIR ALL AND ANY APT ARE ARM ART ASK ATE BAD BAG BAN BAR BAY BED BEG BET \
BID BIG BIT BOX BOY BUS BUT BUY CAN CAP CAR CRY CUP CUT DAM DAY DEN DID DIE DIM DOG DRY DUE EAR EAT \
EGG END ERA EVE EYE FAN FAR FAT FED FEE FEW FIT FIX FLY FOG FOR FOX FUN GAP GAS GET GOD GOT GUN GUY \
HAD HAS HAT HER HID HIM HIS HIT HOT HOW ICE ILL INK INN ITS JAR JET JOB JOY KEY KID LAW LAY LED LEG \
LET LID LIE LIT LOG LOT LOW MAD MAN MAP MAY MEN MET MIX MOB MUD NET NEW NOR NOT NOW NUT ODD OFF OIL \
OLD ONE OUR OUT OWE OWN PAY PEN PER PIT PLY PUT RAN RAW RED RID ROW RUN SAD SAT SAW SAY SEA SEE SET \
SHE SHY SIT SIX SKY SON SUE SUM SUN TAX TEA TEN THE TIE TIP TOE TON TOO TOP TOY TRY TWO USE VAN VIA \
VOW WAR WAS WAY WET WHO WHY WIN WON YES YET YOU \
AWE AXE BEE BOW COW CUB CUE DIG DIP DOT DUG EBB ELM FIG FIN FIR FRY FUR GEM GUM HEN HIP HOG HOP HUB \
HUG HUT JAW LAP LIP MUG NAP NOD NUN OAK OAR OAT PAD PAN PAW PEA PET PIE PIG PIN POD POT PUB RAM RAT RAY \
RIB RIG RIP ROB ROD ROT RUB RUG RYE SAP SEW SIP SIR SKI SOW SOY SPY TAB TAG TAN TAP TAR TIN TUB TUG URN \
VET VIE WAX WEB WED WIT WOE YEN ZIP ZOO \
ALSO ARENA BOTH CARE CHARGE DEPT DISSENT EACH EVEN FROM GOES GREENS HAVE INFO INTO LESS MADE MANY \
MORE MOST MUCH NEXT NOTE ONLY ONTO OVER PARA PARAS PEACE PORE QUAD ROGER SAID SAME SENSITIVE SMART \
SOME START STAT SUCH TECH THAN THAT THEM THEN THEY THIS UNQUOTE UPON USED VERY VISAS WELL WERE WHAT \
WHEN WILL WITH";

/// Names that the glossary lacks: months, days, what people are called by
/// their country where its name does not say it.
const NAMES: &str = "JANUARY FEBRUARY MARCH APRIL JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER \
MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY AMERICA AMERICAN AMERICANS AFRICA AFRICAN \
AFRICANS ASIA ASIAN ASIANS ARAB ARABS ARABIC BRITISH BRITAIN CHRISTIAN CHRISTIANS CHINESE CZECH DANISH \
DUTCH ENGLISH ENGLAND EUROPE EUROPEAN EUROPEANS FRENCH GERMAN GERMANS GREEK GREEKS IRISH ISLAM ISLAMIC \
JEWISH KREMLIN LATIN MOSLEM MOSLEMS MUSLIM MUSLIMS NORWEGIAN PALESTINE PALESTINIAN PALESTINIANS PENTAGON \
POLISH PORTUGUESE SCOTLAND SHIITE SOVIET SOVIETS SPANISH SUNNI SWEDISH SWISS THAI TURKISH VATICAN VIETCONG \
WASHINGTON WELSH";

/// Titles that a name follows.
const TITLES: [&str; 6] = ["MR", "MRS", "MS", "MME", "DR", "MESSRS"];

/// Titles that are so written with a stop, `AMB.`; without one they may be
/// acronyms, and stay.
const SHORT_TITLES: [&str; 16] = [
    "AMB", "GEN", "COL", "LT", "MAJ", "CAPT", "CMDR", "ADM", "SGT", "SEN", "REP", "GOV", "PRES",
    "PROF", "REV", "HON",
];

/// Whether a name follows a word, the stop behind it included.
fn is_title(word: &str) -> bool {
    let stem = word.trim_end_matches('.');
    TITLES.contains(&stem) || (stem != word && SHORT_TITLES.contains(&stem))
}

/// Words after which a single letter is a label: `REF A`.
const LABELED: [&str; 12] = [
    "REF", "REFS", "REFTEL", "REFTELS", "PARA", "PARAS", "ANNEX", "TAB", "OPTION", "PHASE",
    "SECTION", "APPENDIX",
];

/// Words of names that are no names by themselves.
const PARTS_OF_NAMES: [&str; 17] = [
    "PORT", "NEW", "THE", "CITY", "SOUTH", "NORTH", "EAST", "WEST", "SAINT", "UNITED", "STATES",
    "REPUBLIC", "ISLANDS", "GREAT", "BAY", "AND", "HOLY",
];

/// Words inside a name that have no capital.
const SMALL_IN_NAMES: [&str; 5] = ["OF", "AND", "FOR", "THE", "ON"];

/// Which words of a cable in capitals stay as they are, or begin with a
/// capital.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Names, word by word, by their first word.
    names: HashMap<String, Vec<Vec<String>>>,
    /// Acronyms that the cable spells out.
    defined: HashSet<String>,
    year: Option<u16>,
}

impl Case {
    /// What is known of the words of a cable; nothing if it is not all
    /// capitals.
    #[must_use]
    pub fn of(cable: &Cable) -> Option<Case> {
        is_all_capitals(cable).then(|| {
            let mut case = Case {
                names: HashMap::new(),
                defined: HashSet::new(),
                year: cable.year(),
            };
            case.learn(cable);
            case
        })
    }

    /// Learns names from the header, the signature, and from what follows
    /// MR. and its like.
    fn learn(&mut self, cable: &Cable) {
        let heading = &cable.heading;
        let addressees = heading
            .from
            .iter()
            .chain(&heading.action)
            .chain(&heading.info);
        for Addressee { plad, .. } in addressees {
            let words = cable.read(plad.0);
            let place = words.split_once(' ').map_or("", |(_, place)| place);
            self.add(place);
        }
        for &signature in &cable.signature {
            self.add(&cable.read(signature));
        }
        if let Some(by) = &heading.classified_by {
            let also = by.also.iter().map(|person| cable.read(person.name));
            for name in by.name(cable).into_iter().chain(also) {
                let words = name.split_whitespace().filter(|word| word.len() > 2);
                words.for_each(|word| self.add(word));
            }
        }
        for tag in heading
            .tags
            .iter()
            .filter(|tag| tag.kind == TagKind::Person)
        {
            let name = tag.code.trim_matches(['(', ')']);
            name.split([',', ' ']).for_each(|word| self.add(word));
        }
        for paragraph in &cable.paragraphs {
            let words = cable.slice(paragraph.text);
            let words = words.split([' ', '\n', '\r']);
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            for (nth, word) in words.iter().enumerate() {
                if is_title(word)
                    && let Some(name) = words.get(nth + 1)
                {
                    self.add(name.trim_matches(|c: char| !c.is_alphanumeric()));
                }
                let before = words.get(..nth).unwrap_or_default();
                if let Some(name) = spelled_out(word, before) {
                    self.defined.extend(words_of(word));
                    self.add(&name);
                }
            }
        }
    }

    /// Adds a name of one or more words.
    fn add(&mut self, name: &str) {
        let words = words_of(name);
        let is_name = match &words[..] {
            [] => false,
            [word] => word.len() > 2 && !is_common(word) && !PARTS_OF_NAMES.contains(&&**word),
            _ => true,
        };
        if is_name {
            let first = words.first().cloned().unwrap_or_default();
            self.names.entry(first).or_default().push(words);
        }
    }

    /// A text in sentence case, of the same length.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let mut changed = Recase::new(self, text.as_bytes().to_owned());
        changed.run(0..text.len(), false);
        changed.finish(text)
    }
}

/// Whether nearly all letters of the paragraphs are capitals.
fn is_all_capitals(cable: &Cable) -> bool {
    let (mut n_capitals, mut n_small) = (0_usize, 0_usize);
    for paragraph in &cable.paragraphs {
        for byte in cable.slice(paragraph.text).bytes() {
            n_capitals += usize::from(byte.is_ascii_uppercase());
            n_small += usize::from(byte.is_ascii_lowercase());
        }
    }
    n_capitals >= 40 && n_small <= n_capitals / 20
}

/// The name before an acronym in brackets that stands for it: `INTERNATIONAL
/// HARBOR FORUM (IHF)`.
fn spelled_out(word: &str, before: &[&str]) -> Option<String> {
    /// A longer one is seldom spelled out.
    const LONGEST: usize = 8;
    let acronym = word.strip_prefix('(')?.split(')').next()?;
    let is_acronym = |word: &str| word.chars().all(|c| c.is_ascii_uppercase());
    if !(2..=LONGEST).contains(&acronym.len()) || !is_acronym(acronym) {
        return None;
    }
    let mut letters = acronym.chars().rev().peekable();
    let mut start = before.len();
    for word in before.iter().rev().take(2 * LONGEST) {
        if word.ends_with(['.', ',', ';', ':']) && start < before.len() {
            return None;
        }
        start -= 1;
        if letters
            .next_if(|letter| word.starts_with(*letter))
            .is_none()
            && !SMALL_IN_NAMES.contains(word)
        {
            return None;
        }
        if letters.peek().is_none() {
            return Some(before.get(start..)?.join(" "));
        }
    }
    None
}

/// A name in words, in capitals.
fn words_of(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphabetic());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_uppercase)
        .collect()
}

fn is_common(word: &str) -> bool {
    static WORDS: OnceLock<HashSet<&str>> = OnceLock::new();
    WORDS
        .get_or_init(|| COMMON.split_ascii_whitespace().collect())
        .contains(word)
}

/// Names that are known without a cable: of places, by their first words.
fn known_names() -> &'static HashMap<String, Vec<Vec<String>>> {
    static KNOWN: OnceLock<HashMap<String, Vec<Vec<String>>>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut names: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for name in glossary::places().chain(NAMES.split_ascii_whitespace()) {
            let words = words_of(name);
            let is_name = match &words[..] {
                [] => false,
                [word] => word.len() > 3 && !is_common(word),
                _ => true,
            };
            if let Some(first) = words.first().filter(|_| is_name) {
                let known = names.entry(first.clone()).or_default();
                if !known.contains(&words) {
                    known.push(words);
                }
            }
        }
        names
    })
}

/// Whether a word is the name of a place, or what its people are called.
fn is_name(word: &str) -> bool {
    let known = known_names();
    let is_known = |word: &str| {
        let phrases = known.get(word);
        phrases.is_some_and(|phrases| phrases.iter().any(|words| words.len() == 1))
    };
    let ends = [
        "", "S", "N", "NS", "AN", "ANS", "IAN", "IANS", "I", "IS", "ESE",
    ];
    ends.into_iter().any(|end| {
        let stem = word.strip_suffix(end).filter(|stem| stem.len() > 3);
        stem.is_some_and(|stem| {
            let is_of = |letter: &str| end.len() > 2 && is_known(&format!("{stem}{letter}"));
            is_known(stem) || is_of("A") || is_of("Y")
        })
    })
}

/// Whether a word stays in capitals: an acronym, a code, a Roman number.
fn stays(word: &str, year: Option<u16>) -> bool {
    let is_vowel = |c: char| "AEIOUY".contains(c);
    if is_common(word) {
        return false;
    }
    if word.chars().any(|c| c.is_ascii_digit()) || is_roman(word) || word.len() <= 3 {
        return true;
    }
    if !word.contains(is_vowel) {
        return true;
    }
    let entries = glossary::explain(word, year);
    entries.iter().any(|entry| match entry.kind {
        Kind::Tag(TagKind::Geopolitical | TagKind::Person | TagKind::Unknown) => false,
        Kind::Caption => entry.code == word,
        // The meaning of an acronym is a name: `Treaty of ..`, not `officer`.
        Kind::Tag(_) | Kind::Acronym => {
            entry.code == word && (word.len() == 4 || entry.meaning.starts_with(char::is_uppercase))
        }
        _ => false,
    })
}

/// Whether a word is a number in Roman digits.
fn is_roman(word: &str) -> bool {
    if word.len() < 2 {
        return false;
    }
    let mut rest = word;
    for (digits, most) in [
        (&["M"][..], 3),
        (&["CM", "CD", "DC", "D"], 1),
        (&["C"], 3),
        (&["XC", "XL", "LX", "L"], 1),
        (&["X"], 3),
        (&["IX", "IV", "VI", "V"], 1),
        (&["I"], 3),
    ] {
        for _ in 0..most {
            let next = digits.iter().find_map(|digit| rest.strip_prefix(*digit));
            let Some(next) = next else { break };
            rest = next;
        }
    }
    rest.is_empty()
}

/// What becomes of a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Stays,
    Name,
    Small,
}

/// A text while it is changed.
struct Recase<'a> {
    case: &'a Case,
    text: Vec<u8>,
    /// What becomes of the words met so far.
    forms: HashMap<Vec<u8>, Form>,
    /// Whether a sentence begins.
    begins: bool,
    /// The last word was one that a label follows.
    is_labeled: bool,
}

impl Recase<'_> {
    fn new(case: &Case, text: Vec<u8>) -> Recase<'_> {
        Recase {
            case,
            text,
            forms: HashMap::new(),
            begins: true,
            is_labeled: false,
        }
    }

    /// The text, or the one before if anything went wrong with it.
    fn finish(self, before: &str) -> String {
        String::from_utf8(self.text).unwrap_or_else(|_| before.to_owned())
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(b' ')
    }

    /// Changes a stretch. `is_cited`: single letters in it are labels.
    fn run(&mut self, range: std::ops::Range<usize>, is_cited: bool) {
        let mut at = range.start;
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
        while at < range.end {
            let byte = self.byte(at);
            if !is_word(byte) {
                self.pass(at, byte);
                at += 1;
                continue;
            }
            if byte == b'\n' || self.is_row_of_table(at, range.end) {
                at = self.end_of_line(at, range.end);
                continue;
            }
            let mut end = at;
            while end < range.end
                && (is_word(self.byte(end))
                    || self.byte(end) == b'\'' && is_word(self.byte(end + 1)))
            {
                end += 1;
            }
            at = self.word(at, end, is_cited);
        }
    }

    /// Sees whether a sentence ends at a sign.
    fn pass(&mut self, at: usize, byte: u8) {
        match byte {
            b'\n' | b'!' | b'?' => self.begins = true,
            // Not in U.S., not in 3.5, not behind MR.
            b'.' => {
                let is_single = !self.byte(at.wrapping_sub(2)).is_ascii_alphanumeric();
                let before = at.saturating_sub(1);
                let ends = matches!(self.byte(at + 1), b' ' | b'\n' | b'"' | b')' | b'\'');
                let is_short = self.is_abbreviated(at);
                let is_letter = is_single && self.byte(before).is_ascii_alphabetic();
                if ends && !is_short && (!is_letter || self.is_first(before)) {
                    self.begins = true;
                }
            }
            _ => {}
        }
    }

    /// Whether nothing but blanks stands before `at` in its line.
    fn is_first(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let sign = before.iter().rfind(|byte| **byte != b' ');
        sign.is_none_or(|sign| *sign == b'\n')
    }

    /// Whether a title or its like stands before the stop at `at`.
    fn is_abbreviated(&self, at: usize) -> bool {
        const SHORT: [&str; 2] = ["NO", "NOS"];
        let before = self.text.get(..at).unwrap_or_default();
        let start = before.iter().rposition(|byte| !byte.is_ascii_alphabetic());
        let word = before.get(start.map_or(0, |start| start + 1)..);
        let word = String::from_utf8_lossy(word.unwrap_or_default()).to_uppercase();
        SHORT.contains(&&*word) || is_title(&format!("{word}."))
    }

    /// Whether a line is a row of a table: columns with blanks between them.
    fn is_row_of_table(&self, at: usize, end: usize) -> bool {
        if !self.is_first(at) {
            return false;
        }
        let end = self.end_of_line(at, end);
        let line = self.text.get(at..end).unwrap_or_default();
        line.windows(3).any(|blanks| blanks == b"   ")
    }

    fn end_of_line(&self, at: usize, end: usize) -> usize {
        let rest = self.text.get(at..end).unwrap_or_default();
        at + memchr::memchr(b'\n', rest).unwrap_or(rest.len())
    }

    /// Changes a word; returns where what was changed ends.
    fn word(&mut self, at: usize, end: usize, is_cited: bool) -> usize {
        let begins = std::mem::take(&mut self.begins);
        let is_labeled = std::mem::take(&mut self.is_labeled);
        let word = self.text.get(at..end).unwrap_or_default().to_owned();
        if let Some(end) = self.name(at) {
            return end;
        }
        if let [letter] = &word[..] {
            let (before, after) = (self.byte(at.wrapping_sub(1)), self.byte(end));
            let stands_alone = (before == b' ' || at == 0) && matches!(after, b' ' | b'\n');
            let is_small = *letter == b'A' && stands_alone && !is_labeled && !is_cited;
            if is_small && !begins {
                self.small(at, end);
            }
            return end;
        }
        if self.byte(end) == b'.' && SHORT_TITLES.iter().any(|it| it.as_bytes() == word) {
            self.small(at + 1, end);
            return end;
        }
        let known = self.forms.get(&word).copied();
        let form = known.unwrap_or_else(|| {
            let form = self.form(&String::from_utf8_lossy(&word));
            self.forms.insert(word.clone(), form);
            form
        });
        self.is_labeled = LABELED
            .iter()
            .any(|label| label.as_bytes() == word.as_slice());
        match form {
            Form::Stays => {}
            Form::Name => self.small(at + first_letter(&word), end),
            Form::Small if begins => self.small(at + first_letter(&word), end),
            Form::Small => self.small(at, end),
        }
        end
    }

    fn form(&self, word: &str) -> Form {
        let (stem, end) = word.split_once('\'').unwrap_or((word, ""));
        let is_own = |word: &str| {
            let phrases = self.case.names.get(word);
            phrases.is_some_and(|phrases| phrases.iter().any(|words| words.len() == 1))
        };
        if TITLES.contains(&stem) {
            Form::Name
        } else if LABELED.contains(&stem) {
            Form::Small
        } else if end.len() > 2 && stem.len() == 1 {
            // O'Neill keeps both.
            Form::Stays
        } else if self.case.defined.contains(stem) {
            Form::Stays
        } else if is_own(stem) || is_name(stem) {
            Form::Name
        } else if stays(stem, self.case.year) {
            Form::Stays
        } else {
            Form::Small
        }
    }

    /// Changes a name of several words that begins at `at`; where it ends.
    fn name(&mut self, at: usize) -> Option<usize> {
        let mut longest: Option<Vec<(usize, usize)>> = None;
        let text = &self.text;
        let word_at = |from: usize| {
            let rest = text.get(from..)?;
            let len = rest
                .iter()
                .position(|byte| !(byte.is_ascii_alphabetic() || *byte >= 0x80))
                .unwrap_or(rest.len());
            (len > 0).then_some((from, from + len))
        };
        let (start, end) = word_at(at)?;
        let first = std::str::from_utf8(text.get(start..end)?).ok()?;
        for names in [&self.case.names, known_names()] {
            for words in names.get(first).into_iter().flatten() {
                let mut places = vec![(start, end)];
                let mut next = end;
                for word in words.get(1..).unwrap_or_default() {
                    // One blank or hyphen, or the end of a row.
                    let found = word_at(next + 1).filter(|&(from, to)| {
                        matches!(text.get(next), Some(b' ' | b'-' | b'\n'))
                            && text.get(from..to) == Some(word.as_bytes())
                    });
                    let Some(found) = found else { break };
                    places.push(found);
                    next = found.1;
                }
                let is_longer = longest.as_ref().is_none_or(|it| it.len() < places.len());
                if places.len() == words.len() && words.len() > 1 && is_longer {
                    longest = Some(places);
                }
            }
        }
        let places = longest?;
        let mut reached = end;
        for (from, to) in places {
            let word = self.text.get(from..to).unwrap_or_default();
            let is_small = from > at && SMALL_IN_NAMES.iter().any(|small| small.as_bytes() == word);
            let first = if is_small { 0 } else { first_letter(word) };
            self.small(from + first, to);
            reached = to;
        }
        Some(reached)
    }

    /// Makes letters small.
    fn small(&mut self, from: usize, to: usize) {
        let Some(bytes) = self.text.get_mut(from..to) else {
            return;
        };
        bytes.make_ascii_lowercase();
        let Ok(letters) = std::str::from_utf8(bytes) else {
            return;
        };
        if letters.is_ascii() {
            return;
        }
        let changed: String = letters
            .chars()
            .map(|c| {
                let mut small = c.to_lowercase();
                match (small.next(), small.next()) {
                    (Some(small), None) if small.len_utf8() == c.len_utf8() => small,
                    _ => c,
                }
            })
            .collect();
        if changed.len() == bytes.len() {
            bytes.copy_from_slice(changed.as_bytes());
        }
    }
}

/// Bytes of the first letter of a word.
fn first_letter(word: &[u8]) -> usize {
    let more = word.iter().skip(1);
    1 + more.take_while(|byte| **byte & 0xC0 == 0x80).count()
}

impl Page {
    /// Shows the words of the cable in sentence case; what stands in the
    /// source is kept beside it.
    pub(super) fn recase(&mut self, case: &Case) {
        let source = self.text.clone();
        let mut changed = Recase::new(case, source.as_bytes().to_owned());
        let ends = self.roles.iter().skip(1).map(|&(at, _)| at as usize);
        let ends: Vec<usize> = ends.chain([source.len()]).collect();
        let mut was_ours = true;
        for (&(at, role), end) in self.roles.iter().zip(ends) {
            let is_text = matches!(
                role,
                Role::Text
                    | Role::Marker
                    | Role::Heading
                    | Role::Reference
                    | Role::Repaired
                    | Role::Dimmed
            );
            if is_text {
                // Behind number and marking a paragraph begins.
                changed.begins |= was_ours || self.begins_block(at);
                changed.run(at as usize..end, role == Role::Reference);
            }
            was_ours = matches!(role, Role::Number | Role::PortionMark(_) | Role::Unmarked);
        }
        self.text = changed.finish(&source);
        self.source = Some(source);
    }

    /// Whether a paragraph, heading or other block begins at a byte.
    fn begins_block(&self, at: u32) -> bool {
        let row = self.any_row_at(at);
        row.is_some_and(|row| row.start == at && row.kind != RowKind::More)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn shown(text: &str) -> String {
        let more = "2. THE REST OF THIS IS HERE SO THAT IT IS LONG ENOUGH TO BE SEEN AS CAPITALS.";
        let cable = parse(
            format!(
                "FM AMEMBASSY PORT LARKSPUR\nTO SECSTATE WASHDC\n\nSUBJECT: X\n\n1. {text}\n\n{more}\nQUILL\n"
            )
            .as_bytes(),
        );
        Case::of(&cable).unwrap().apply(text)
    }

    #[test]
    fn sentences_begin_with_a_capital() {
        assert_eq!(
            shown("THE MINISTER AGREED. A SECOND TALK FOLLOWS! WILL IT? HE SAID 3.5 PERCENT."),
            "The minister agreed. A second talk follows! Will it? He said 3.5 percent."
        );
        assert_eq!(shown("1. ÉTATS GÉNÉRAUX"), "1. États généraux");
    }

    #[test]
    fn acronyms_codes_and_roman_numbers_stay() {
        assert_eq!(
            shown("THE DCM AND THE GOI MET NATO UNDER SALT II AND ARTICLE XIV, REF A AND PARA B."),
            "The DCM and the GOI met NATO under SALT II and article XIV, ref A and para B."
        );
        assert_eq!(
            shown("U.S. AND U.N. TEAMS (A) LEFT. TAGS PREL AND SIPDIS, 10KM, A MIX"),
            "U.S. and U.N. teams (A) left. Tags PREL and SIPDIS, 10KM, a mix"
                .replace("Tags", "TAGS")
        );
    }

    #[test]
    fn names_of_places_and_people_have_a_capital() {
        assert_eq!(
            shown(
                "PORT LARKSPUR HEARD MR. TREMAINE IN ROME ON MONDAY; TREMAINE AND QUILL LIKE NEW YORK."
            ),
            "Port Larkspur heard Mr. Tremaine in Rome on Monday; Tremaine and Quill like New York."
        );
        assert_eq!(
            shown("THE ITALIANS, SOVIETS AND O'NEILL'S PORT"),
            "The Italians, Soviets and O'NEILL'S port"
        );
    }

    #[test]
    fn a_title_with_a_stop_has_one_capital_and_so_has_the_name_behind_it() {
        assert_eq!(
            shown("AMB. TREMAINE TOLD GEN. ROWE OF IT. TREMAINE AND ROWE LEFT WITH AMB STAFF."),
            "Amb. Tremaine told Gen. Rowe of it. Tremaine and Rowe left with AMB staff."
        );
    }

    #[test]
    fn tables_stay_and_a_cable_in_small_letters_does() {
        assert_eq!(
            shown("PRICES:\n  TUGS   LAMPS   ROPE\n-- TUGS ROSE\nA. LAMPS FELL"),
            "Prices:\n  TUGS   LAMPS   ROPE\n-- Tugs rose\nA. Lamps fell"
        );
        let cable =
            parse(b"SUBJECT: X\n\n1. (C) The minister agreed that this is no text in capitals.\n");
        assert!(Case::of(&cable).is_none());
    }

    #[test]
    fn roman_numbers() {
        let found = ["II", "IV", "IX", "XIV", "MCMLXXVI", "XL", "VIII"];
        assert!(found.into_iter().all(is_roman));
        assert!(
            !["I", "DID", "CIVIL", "IIII", "VX"]
                .into_iter()
                .any(is_roman)
        );
    }
}
