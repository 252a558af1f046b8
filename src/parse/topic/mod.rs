//! What a heading is made of, and a name is not.
//!
//! The last line of a telegram is its signature if it can be a name. A heading
//! that nothing follows, `HUMAN RIGHTS`, is in capitals as well and has as many
//! words, so no shape tells the two apart, and what its words are has to.
//!
//! The lists and endings were held against the 88,799 surnames that the U.S. Census
//! Bureau counted as frequently occurring in 1990. Of them 158 are words or endings
//! of here, and 32 of 100,000 people bear one of those; none of the 158 is borne by
//! more than 2 of 100,000 (`MONDAY`, `FRIDAY`, `WAGES`), which is why `PRICE`, `KEY`, `PEACE`
//! and `POST` are not in the lists. Who classified a telegram may sign it all the
//! same.

mod reported;

use self::reported::{PEOPLE, THINGS};
use super::token::{byte, ends, is_blank, same};
use super::words::{Words, words};
use crate::cable::{MONTHS, WEEKDAYS};

/// What texts and meetings have parts of, and who takes part.
const PARTS: Words = words![
    "ACCOUNT",
    "ACRONYM",
    "ADDENDUM",
    "ADDRESS",
    "ADVICE",
    "ADVISORY",
    "AGENDA",
    "ANALYSIS",
    "ANNEX",
    "ANSWER",
    "APPENDIX",
    "APPLICANT",
    "APPROACH",
    "ARTICLE",
    "ATTENDEE",
    "BACKGROUND",
    "BIODATA",
    "BRIEF",
    "BRIEFING",
    "BROADCAST",
    "CAVEAT",
    "CHALLENGE",
    "CHAPTER",
    "CLAUSE",
    "CLEARANCE",
    "COMMENTARY",
    "CONCERN",
    "CONFERENCE",
    "CONTACT",
    "CONTENT",
    "CONTEXT",
    "COSPONSOR",
    "COUNTERPART",
    "CRITERIA",
    "CURRICULUM",
    "DATA",
    "DATE",
    "DEBATE",
    "DELAY",
    "DELEGATE",
    "DEMARCHE",
    "DETAIL",
    "DIALOGUE",
    "DIRECTORY",
    "DISPUTE",
    "DRAFT",
    "EDITORIAL",
    "EFFORT",
    "EMPLOYEE",
    "EPILOGUE",
    "EVENT",
    "EVIDENCE",
    "EXCERPT",
    "EXERCISE",
    "EXHIBIT",
    "EXPERT",
    "FACT",
    "FACTOR",
    "FINAL",
    "FINDING",
    "FOLLOW-UP",
    "FOLLOWUP",
    "FOOTNOTE",
    "FORECAST",
    "FORUM",
    "FUTURE",
    "GLOSSARY",
    "GOAL",
    "GUIDANCE",
    "HEADLINE",
    "HEARING",
    "HIGHLIGHT",
    "HISTORY",
    "IDENTITY",
    "IMPACT",
    "INCIDENT",
    "INDEX",
    "INFO",
    "INTERVIEW",
    "INVITEE",
    "ISSUE",
    "ITEM",
    "ITINERARY",
    "LESSON",
    "LIST",
    "LOBBYING",
    "LOGISTIC",
    "MEASURE",
    "MEETING",
    "MEMBER",
    "MEMO",
    "MEMORANDUM",
    "MESSAGE",
    "NEWS",
    "NOMINEE",
    "NONE",
    "NOTES",
    "NOTICE",
    "OBSERVER",
    "OFFICER",
    "OFFICIAL",
    "OPENING",
    "ORDER",
    "ORIGIN",
    "OUTCOME",
    "OUTLINE",
    "OUTLOOK",
    "OUTREACH",
    "OVERVIEW",
    "PANEL",
    "PARAGRAPH",
    "PARTICIPANT",
    "PARTNER",
    "PERSONNEL",
    "PHASE",
    "PLAN",
    "PLANNING",
    "PLAYERS",
    "PLENARY",
    "POINT",
    "POSTSCRIPT",
    "PRACTICE",
    "PRINCIPLE",
    "PROBLEM",
    "PROCEDURE",
    "PROCESS",
    "PROFILE",
    "PROGRAM",
    "PROGRESS",
    "PROJECT",
    "PROPOSAL",
    "PROSPECT",
    "PURPOSE",
    "QUERY",
    "READOUT",
    "REASONS",
    "RECORD",
    "REFERENCE",
    "RELEASE",
    "REMARK",
    "REPLY",
    "REPORT",
    "REPORTING",
    "RESEARCH",
    "RESPONSE",
    "RESULT",
    "REVIEW",
    "ROLE",
    "RULING",
    "SCENARIO",
    "SCHEDULE",
    "SCOPE",
    "SIDELINE",
    "SITREP",
    "SOURCE",
    "SPEAKER",
    "SPEECH",
    "SPONSOR",
    "STAFFING",
    "STANDARD",
    "STATUS",
    "STUDY",
    "SUBJECT",
    "SUMMIT",
    "SUPPORT",
    "SURVEY",
    "SUSPECT",
    "TABLE",
    "TACTIC",
    "TALK",
    "TALKING",
    "TARGET",
    "TASK",
    "TEAM",
    "TERM",
    "TEXT",
    "THEME",
    "TIMELINE",
    "TIMETABLE",
    "TIMING",
    "TOPIC",
    "TRAVEL",
    "TREND",
    "UPDATE",
    "URGENT",
    "VACANCY",
    "VIEW",
    "VISIT",
    "VISITOR",
    "VOLUME",
    "WARNING",
    "WEBSITE",
    "WEEKLY",
    "WORKER",
];

/// What is reported on.
const MATTERS: Words = words![
    "ACCESS",
    "ACTION",
    "ACTOR",
    "AFFAIR",
    "AGENCY",
    "AGRICULTURE",
    "AIRCRAFT",
    "AIRPORT",
    "AMERICAN",
    "ARAB",
    "AREA",
    "ARMED",
    "ARMY",
    "ARREST",
    "ASSEMBLY",
    "ASSET",
    "ATTACK",
    "BALLOT",
    "BANKING",
    "BENEFIT",
    "BILATERAL",
    "BUDGET",
    "BUSINESS",
    "CABINET",
    "CAMPAIGN",
    "CANDIDATE",
    "CAPACITY",
    "CAPITAL",
    "CASUALTY",
    "CEASEFIRE",
    "CHILDREN",
    "CITIZEN",
    "CIVIL",
    "CIVILIAN",
    "CLIMATE",
    "COMMANDER",
    "COMMITTEE",
    "COMMODITY",
    "COMMUNIST",
    "COMPANY",
    "CONFIDENCE",
    "CONFLICT",
    "CONGRESS",
    "CONSULAR",
    "CONTRACT",
    "CONTROL",
    "COUNTRY",
    "COUP",
    "CRIME",
    "CRISIS",
    "CULTURAL",
    "CULTURE",
    "CUSTOMS",
    "CYBER",
    "DEATH",
    "DEBT",
    "DEFENSE",
    "DEFICIT",
    "DEMAND",
    "DEMOCRATIC",
    "DEPUTY",
    "DETAINEE",
    "DIPLOMATIC",
    "DISEASE",
    "DISTRICT",
    "DOMESTIC",
    "DONOR",
    "DROUGHT",
    "DRUG",
    "ECONOMIC",
    "ELECTRICITY",
    "ELEMENT",
    "EMBARGO",
    "ENERGY",
    "ENVOY",
    "ETHNIC",
    "EXCHANGE",
    "EXECUTIVE",
    "EXPORT",
    "EXTERNAL",
    "FAMILY",
    "FEDERAL",
    "FIGURE",
    "FINANCE",
    "FINANCIAL",
    "FISCAL",
    "FISHERY",
    "FISHING",
    "FLIGHT",
    "FOOD",
    "FOREIGN",
    "FREEDOM",
    "FRONTIER",
    "FUND",
    "FUNDING",
    "GENDER",
    "GENERAL",
    "GENOCIDE",
    "GLOBAL",
    "GOVERNANCE",
    "GOVERNOR",
    "GROUP",
    "GROWTH",
    "GUERRILLA",
    "HEALTH",
    "HIGHWAY",
    "HOSPITAL",
    "HOSTAGE",
    "HUMAN",
    "IMPORT",
    "INDUSTRY",
    "INFLUENCE",
    "INSURGENT",
    "INTEREST",
    "INTERNAL",
    "INTERNET",
    "INVESTOR",
    "ISLAMIC",
    "ISLAMIST",
    "JEWISH",
    "JOINT",
    "JOURNALIST",
    "JUDICIAL",
    "JUDICIARY",
    "KIDNAPPING",
    "LABOR",
    "LANGUAGE",
    "LEADERSHIP",
    "LEGACY",
    "LEGAL",
    "LOCAL",
    "MANDATE",
    "MARITIME",
    "MARKET",
    "MEDIA",
    "MEDICAL",
    "MIGRANT",
    "MILITANT",
    "MILITARY",
    "MILITIA",
    "MINERAL",
    "MINING",
    "MINISTERIAL",
    "MINISTRY",
    "MISSILE",
    "MISSION",
    "MONETARY",
    "MONITORING",
    "MURDER",
    "MUSLIM",
    "NAVAL",
    "NAVY",
    "NETWORK",
    "NEWSPAPER",
    "NUCLEAR",
    "OFFICE",
    "OIL",
    "OPPONENT",
    "ORGANIZED",
    "PARLIAMENTARY",
    "PARTNERSHIP",
    "PARTY",
    "PERSONAL",
    "PETROLEUM",
    "PIPELINE",
    "POLICE",
    "POLICY",
    "POSTURE",
    "POVERTY",
    "PRESENCE",
    "PRESIDENT",
    "PRESS",
    "PRESSURE",
    "PRICES",
    "PRISON",
    "PRISONER",
    "PRIVATE",
    "PROTEST",
    "PROTOCOL",
    "PROVINCE",
    "PROVINCIAL",
    "REBEL",
    "REFORM",
    "REFUGEE",
    "REGIME",
    "REGION",
    "RELIEF",
    "RELIGION",
    "RELIGIOUS",
    "RESOURCE",
    "REVENUE",
    "RIGHT",
    "RISK",
    "SAFEGUARD",
    "SAFETY",
    "SALARY",
    "SCIENCE",
    "SECTARIAN",
    "SECTOR",
    "SENATE",
    "SERVICE",
    "SHORTAGE",
    "SHORTFALL",
    "SMUGGLING",
    "SOCIAL",
    "SOCIETY",
    "SPECIAL",
    "SPENDING",
    "STATE",
    "STRATEGIC",
    "STRATEGY",
    "STUDENT",
    "SUPPLY",
    "SYSTEM",
    "TARIFF",
    "TAX",
    "TAXES",
    "TERRITORY",
    "TERROR",
    "TERRORIST",
    "THREAT",
    "TORTURE",
    "TOURISM",
    "TRADE",
    "TRAFFICKING",
    "TRAINING",
    "TRANSIT",
    "TRANSPORT",
    "TREATY",
    "TRIAL",
    "TRIBAL",
    "TRIBUNAL",
    "TROOP",
    "TRUCE",
    "UNION",
    "UNIT",
    "UNIVERSITY",
    "URANIUM",
    "VACCINE",
    "VEHICLE",
    "VICTIM",
    "VIOLENCE",
    "VIP",
    "VISA",
    "VOTE",
    "VOTER",
    "VOTING",
    "WEAPON",
    "WOMAN",
    "WOMEN",
    "YOUTH",
];

/// Words that join others, so that no name of several words has one.
const JOINTS: Words = words![
    "ABOUT", "AFTER", "AGAIN", "AGAINST", "AHEAD", "ALL", "AND", "ARE", "AS", "AT", "BE", "BEEN",
    "BEFORE", "BUT", "BY", "CAN", "DOES", "FIRST", "FOR", "FROM", "HAD", "HAS", "HAVE", "HE",
    "HER", "HIS", "HOW", "IN", "INTO", "IS", "IT", "ITS", "LAST", "ME", "MORE", "NEW", "NEXT",
    "NO", "NOT", "NOW", "OF", "OFF", "ON", "OR", "OTHER", "OUR", "OUT", "OVER", "SHE", "STILL",
    "THAT", "THE", "THEIR", "THESE", "THEY", "THIS", "THREE", "TO", "TWO", "UNDER", "UNTIL", "UP",
    "UPON", "US", "WAS", "WE", "WERE", "WHAT", "WHEN", "WHERE", "WHO", "WHY", "WILL", "WITH",
    "YOU", "YOUR",
];

/// Words that begin headings of several and no name; alone some are surnames.
const LEADS: Words = words![
    "BAD", "BEST", "BIG", "BOTTOM", "BOX", "BROAD", "CENTRAL", "CITY", "COLD", "COMMON", "DEAD",
    "DEEP", "EARLY", "EAST", "EASTERN", "FAIR", "FEW", "FREE", "FULL", "GOOD", "GRAND", "GREAT",
    "HIGH", "KEY", "LAND", "LARGE", "LATE", "LEAD", "LIFE", "LOW", "LOWER", "MAIN", "MASS",
    "MIXED", "NORTH", "NORTHERN", "OPEN", "OPPOSING", "OWN", "PEACE", "POOR", "POSSIBLE", "RAPID",
    "REAL", "RECENT", "ROAD", "RURAL", "SHORT", "SLOW", "SMALL", "SOFT", "SOME", "SOUTH",
    "SOUTHERN", "STRONG", "TIGHT", "TOP", "TOTAL", "TOUGH", "TRUE", "UNITED", "UPPER", "URBAN",
    "VARIOUS", "WAR", "WATER", "WEAK", "WEST", "WESTERN", "WIDE", "WORST", "YEAR",
];

/// Whether a word is a day or a month. `MARCH`, `APRIL`, `MAY`, `JUNE`, `JULY` and
/// `AUGUST` are names as well and left out; of 100,000 people 2 each are called `MONDAY` and
/// `FRIDAY`.
fn is_day_or_month(word: &str) -> bool {
    const NAMES: Words = words!["MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST"];
    let mut words = WEEKDAYS.iter().chain(&MONTHS);
    words.any(|known| same(known, word)) && !NAMES.hold(word)
}

/// What stands before a hyphen in words and in no surname.
const PREFIXES: Words = words![
    "ANTI", "BIO", "COUNTER", "CYBER", "EURO", "EX", "INTER", "INTRA", "MULTI", "NARCO", "NEO",
    "NON", "PRO", "SEMI",
];

/// Endings of words that are no surnames, and how many letters stand before
/// them at least: `CASEMENT` has four, `CLEMENT` three.
const ENDINGS: [(&str, usize); 21] = [
    ("TION", 3),
    ("SION", 4),
    ("MENT", 5),
    ("ALITY", 2),
    ("ILITY", 2),
    ("URITY", 2),
    ("UNITY", 2),
    ("IVITY", 2),
    ("ORITY", 3),
    ("ITIES", 3),
    ("OLOGY", 3),
    ("ONOMY", 2),
    ("OCRACY", 2),
    ("ISM", 4),
    ("ITICS", 3),
    ("ATIVE", 3),
    ("CTIVE", 3),
    ("ENTIAL", 3),
    ("ITICAL", 2),
    ("IONAL", 3),
    ("ENCY", 4),
];

/// Whether a word is one of headings, in any case and number; or a day or month of
/// those that are listed.
pub(super) fn is_topic_word(word: &str) -> bool {
    if is_known(word) || is_day_or_month(word) {
        return true;
    }
    // A rule out of three letters says little.
    if word.len() < 5 || !word.is_ascii() {
        return false;
    }
    // `ANTI-AMERICAN`, `BORDER-CROSSING`; surnames with a hyphen are made of surnames.
    if let Some((first, rest)) = word.split_once('-') {
        return PREFIXES.hold(first) || is_topic_part(first) || rest.split('-').any(is_topic_part);
    }
    is_formed_as_topic(word)
}

/// Whether a word is in the lists as it is.
fn is_known(word: &str) -> bool {
    PARTS.hold(word) || MATTERS.hold(word) || PEOPLE.hold(word) || THINGS.hold(word)
}

/// The same of a word without a hyphen.
fn is_topic_part(word: &str) -> bool {
    is_known(word) || is_day_or_month(word) || word.len() >= 5 && is_formed_as_topic(word)
}

/// Whether a word of five letters or more that is not in the lists is the plural
/// of one, or ends as words of headings do.
fn is_formed_as_topic(word: &str) -> bool {
    let is_plural = matches!(byte(word, word.len() - 1), b'S' | b's');
    let single = word
        .get(..word.len() - usize::from(is_plural))
        .unwrap_or(word);
    if is_plural && is_known(single) {
        return true;
    }
    // `POLICIES`
    let of_y = single
        .strip_suffix(['E', 'e'])
        .and_then(|rest| rest.strip_suffix(['I', 'i']));
    if is_plural && of_y.is_some_and(|stem| is_known(&format!("{stem}Y"))) {
        return true;
    }
    let ends_so = |word: &str| {
        let last = byte(word, word.len() - 1).to_ascii_uppercase();
        // Most endings have another last letter.
        let mut near = ENDINGS
            .iter()
            .filter(|(ending, _)| ending.ends_with(char::from(last)));
        near.any(|&(ending, least)| word.len() >= ending.len() + least && ends(word, ending))
    };
    ends_so(word) || is_plural && ends_so(single)
}

/// Whether a line is a heading by its words: one of them is a [topic](is_topic_word),
/// or joins others.
///
/// Sample: `plain/no-signature-but-a-heading`
pub(super) fn is_topic(line: &str) -> bool {
    let mut words = line
        .split(|c: char| is_blank(c) || c == '/')
        .filter(|word| !word.is_empty());
    let several = line.contains(is_blank);
    several && LEADS.after_word(line).is_some()
        || words.any(|word| {
            let word = word.trim_matches([',', '.', ':', '"', '(', ')']);
            is_topic_word(word)
                || several && JOINTS.hold(word)
                || word.contains('-') && is_topic_word(&word.replace('-', ""))
        })
}

#[cfg(test)]
mod tests {
    use super::{is_topic, is_topic_word};

    #[test]
    fn words_of_headings_in_any_number() {
        for word in [
            "RESULTS",
            "policy",
            "POLICIES",
            "Media",
            "ECONOMY",
            "TERRORISM",
            "ELECTIONS",
            "TEACHERS",
            "Remittances",
            "HEROIN",
            "GAS",
            "SUBSIDIES",
            "ANTI-HOLT",
            "NARCO-HOLT",
            "HARVEST-TIME",
            "DEMINING",
            "Locusts",
            "NATO",
            "Beneficiaries",
            "Non-Proliferation",
        ] {
            assert!(is_topic_word(word), "{word}");
        }
        for name in [
            "MARCH",
            "AUGUST",
            "JUNE",
            "JULY",
            "STAFF",
            "FORCE",
            "CLEMENT",
            "CLEMENTS",
            "PRICE",
            "WEEKS",
            "HENDRICS",
            "GARRITY",
            "MORICAL",
            "HOLT-QUILL",
            "PROHOLT",
            "GASS",
            "GOLD",
            "COTTON",
            "FARMER",
            "GARRISON",
            "FLOOD",
            "GRANT",
            "HOUSE",
            "WATERS",
            "BORDERS",
        ] {
            assert!(!is_topic_word(name), "{name}");
        }
    }

    #[test]
    fn a_line_is_a_heading_by_one_word() {
        assert!(is_topic("HUMAN RIGHTS") && is_topic("THE ROAD AHEAD") && is_topic("KEY DATES"));
        assert!(is_topic("SOUTH LARKSPUR") && is_topic("CEASE-FIRE") && !is_topic("SOUTH"));
        assert!(!is_topic("KEY") && !is_topic("ADA KEY") && !is_topic("KEYES HOLT"));
        // Alone these are surnames.
        assert!(!is_topic("MORE") && !is_topic("WILL") && !is_topic("DE LA TORRE"));
    }
}
