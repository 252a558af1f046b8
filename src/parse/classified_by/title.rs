//! The title of who classified, word by word.

use super::super::token::{Signs, begins, byte, from, is_blank, is_one_slip, place, same, trim};
use super::super::words::{Words, words};
use crate::glossary;

/// Words of titles, of ranks, and of address. An office symbol (`EUR/VV`) counts as one.
const TITLES: Words = words![
    "DELEGATE",
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
    "AGATT",
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
    "CHEIF",
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
    "DAO",
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
    "DPERMREP",
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
    "FINATT",
    "FIRST",
    "FORCE",
    "FOREIGN",
    "FRAUD",
    "FSN",
    "FSO",
    "GEN",
    "GENERAL",
    "GLOBAL",
    "GSO",
    "HEAD",
    "HEALTH",
    "HOD",
    "HUMAN",
    "INFORMATION",
    "INSPECTOR",
    "INTERIM",
    "INTERN",
    "INTERNAL",
    "INTERNATIONAL",
    "INVESTIGATOR",
    "IO",
    "ISSUES",
    "LABATT",
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
    "ODC",
    "OCEANS",
    "OFF",
    "OFFICE",
    "OFFICER",
    "OFFICERS",
    "OFFICIAL",
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
    "SPOKESMAN",
    "SPOKESPERSON",
    "SPOKESWOMAN",
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
];

pub(super) fn is_title_word(word: &str) -> bool {
    static SIGNS: Signs = Signs::new(",.;:()'`");
    let bare = SIGNS.trim(word);
    TITLES.hold(bare) || is_compound(bare) || is_odd_title_word(bare)
}

/// `Ambassdor`: a word of a title with a slip, so long that no surname is one from it.
fn is_misspelled(word: &str) -> bool {
    const LONG: [&str; 7] = [
        "AMBASSADOR",
        "ASSISTANT",
        "COORDINATOR",
        "COUNSELOR",
        "ECONOMIC",
        "POLITICAL",
        "SECRETARY",
    ];
    let first = byte(word, 0).to_ascii_uppercase();
    // Most words begin otherwise, or are shorter.
    let mut like = LONG
        .iter()
        .filter(|known| byte(known, 0) == first && word.len().abs_diff(known.len()) < 2);
    like.any(|known| is_one_slip(known.as_bytes(), word.to_ascii_uppercase().as_bytes()))
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
    const PARTS: Words = words![
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
        "PERM",
        "REP",
        "ACT",
    ];
    let mut rest = word;
    let mut n_parts = 0;
    while let Some(behind) = PARTS.after(rest) {
        rest = behind;
        n_parts += 1;
    }
    n_parts > 1 && rest.is_empty()
}

pub(super) fn is_link(word: &str) -> bool {
    const LINKS: Words = words!["OF", "FOR", "TO", "THE", "AND", "AT", "IN", "ON", "&"];
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
/// title = [place] 1*(title-word / link / office)    ; long words with a slip too
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
pub(super) fn title_prefix(text: &str) -> (&str, &str) {
    let words: Vec<&str> = text
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .collect();
    let title = |at: usize| {
        let is_title = |word: &&str| is_title_word(word) || is_misspelled(word);
        words.get(at).is_some_and(is_title)
    };
    // `Deputy Chief of Mission (and Political Counselor)`
    let link = |at: usize| {
        let bare = |word: &&str| is_link(word.strip_prefix('(').unwrap_or(word));
        words.get(at).is_some_and(bare)
    };
    let mut at = n_before_title(&words);
    let mut end = at;
    while let Some(word) = words.get(at) {
        let linked = end > 0 && at > end && link(at - 1);
        if title(at) {
            end = at + 1;
        } else if is_office(word) && title(at + 1) && at == 0
            || link(at)
            || end > 0
                && ["D", "D'", "D\u{2019}", "de"]
                    .iter()
                    .any(|of| same(word, of))
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
    let end = end + words_of_post(&words, end);
    let last = end.checked_sub(1).and_then(|last| words.get(last));
    let end = last.map_or(0, |word| place(text, word).end as usize);
    (
        trim(text.get(..end).unwrap_or_default()),
        trim(from(text, end)),
    )
}

/// How many words of a post of several stand behind who heads one: two in `Consul General
/// Hong Kong Ada Quill`. A name of two words follows.
fn words_of_post(words: &[&str], end: usize) -> usize {
    const HEADS: Words = words!["GENERAL", "CG", "CONGEN", "OFFICER", "PO"];
    const LONGEST: usize = 4;
    let is_head = end
        .checked_sub(1)
        .and_then(|last| words.get(last))
        .is_some_and(|last| HEADS.hold(last));
    if !is_head {
        return 0;
    }
    let post = (2..=LONGEST).rev().find(|&count| {
        let behind = words.len().saturating_sub(end + count);
        let post = words.get(end..end + count).unwrap_or_default();
        behind > 1 && !post.is_empty() && glossary::station(&post.join(" ")).is_some()
    });
    post.unwrap_or(0)
}

/// Whether the name of a post is a first name too: Consul General Victoria Ada
/// Quill.
fn is_city_and_name(post: &str) -> bool {
    const NAMES: Words = words![
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
    ];
    NAMES.hold(post)
}

/// Words of the longest field of an officer that is none of the list.
const LONGEST_FIELD: usize = 3;

/// Whether words may be the field of an officer: `Ops Center`, `Rule of Law`. A
/// name has initials, and two persons are joined.
pub(super) fn is_field(words: &[&str]) -> bool {
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
    const FIRST: Words = words![
        "AFRICAN",
        "AMERICAN",
        "BURKINA",
        "CAPE",
        "CENTRAL",
        "COSTA",
        "CZECH",
        "DOMINICAN",
        "EAST",
        "EASTERN",
        "EL",
        "EQUATORIAL",
        "EUROPEAN",
        "HOLY",
        "IVORY",
        "LATIN",
        "MARSHALL",
        "MIDDLE",
        "NEW",
        "NORTH",
        "SAUDI",
        "SIERRA",
        "SOUTH",
        "SOUTHEAST",
        "SOUTHERN",
        "SRI",
        "UNITED",
        "WEST",
        "WESTERN",
    ];
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

/// `IO` of `IO A/S`: the bureau before a title.
pub(super) fn is_office(word: &str) -> bool {
    (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// `Jr.` and the like, which a comma divides from the name.
pub(super) fn is_suffix(part: &str) -> bool {
    matches!(
        part.trim_end_matches('.'),
        "Jr" | "JR" | "Sr" | "SR" | "II" | "III" | "IV"
    )
}

/// `a.i.`, `ad interim`: the end of a title.
pub(super) fn is_interim(part: &str) -> bool {
    ["a.i.", "a.i", "ai", "ad interim"]
        .iter()
        .any(|known| same(known, part))
}

#[cfg(test)]
mod tests {
    use crate::parse::classified_by::tests::check;

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
    fn ranks_are_titles() {
        insta::assert_snapshot!(check("Lt. Col. Ada Quill, Acting DATT, reasons 1.4 (b)"), @"Ada Quill | Lt. Col. | 1.4(b)");
        insta::assert_snapshot!(check("Capt. Ines Marlow, USN, DATT. Reasons: 1.4 (b)"), @"Ines Marlow | Capt. | 1.4(b)");
        insta::assert_snapshot!(check("RADM Ines Marlow, Chief ODC, for reasons 1.4(b)"), @"Ines Marlow | RADM | 1.4(b)");
        insta::assert_snapshot!(check("Dr. Ines Marlow, ESTH Counselor, for reasons 1.4(b)"), @"Ines Marlow | ESTH Counselor | 1.4(b)");
        insta::assert_snapshot!(check("Charge dAffaires Ada Quill for reasons 1.4 (b)"), @"Ada Quill | Charge dAffaires | 1.4(b)");
        insta::assert_snapshot!(check("Charge D'Affairs Ada Quill for reasons 1.4 (b)"), @"Ada Quill | Charge D'Affairs | 1.4(b)");
        insta::assert_snapshot!(check("Embassy Port Larkspur DCM Ada Quill for reasons 1.4 (b)"), @"Ada Quill | Embassy Port Larkspur DCM | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill (DCM), reasons 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("Ada Quill - DCM - reasons 1.4 (b)"), @"Ada Quill | DCM | 1.4(b)");
        insta::assert_snapshot!(check("Ambassador (Ines Marlow), reasons 1.4 (b)"), @"Ines Marlow | Ambassador | 1.4(b)");
        insta::assert_snapshot!(check("DCM Ines (Bo) Marlow, reasons 1.4 (b)"), @"Ines (Bo) Marlow | DCM | 1.4(b)");
        insta::assert_snapshot!(check("COM Ines Marlow for reasons 1.4 (b)"), @"Ines Marlow | COM | 1.4(b)");
        insta::assert_snapshot!(check("Consul General Hong Kong Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Consul General Hong Kong | 1.4(b)");
        insta::assert_snapshot!(check("Consul General Hong Quill, reasons 1.4 (b)"), @"Hong Quill | Consul General | 1.4(b)");
        insta::assert_snapshot!(check("Deputy Cheif of Mission Ada Quill, reasons 1.4 (b)"), @"Ada Quill | Deputy Cheif of Mission | 1.4(b)");
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
}
