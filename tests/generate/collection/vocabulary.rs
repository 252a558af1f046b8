//! The words of the prose, and how often each is used.
//!
//! Four classes of words, each in order of frequency: ordinary words first,
//! then invented ones that can be pronounced. The word of rank r has the
//! weight 1/(r + q), Zipf's law with Mandelbrot's shift, and beyond the rank k
//! the weight (k + q)/(r + q)^2: rare words of large corpora fall off as its
//! square. So a few words stand in most cables, and half of all words in very
//! few.
//!
//! | class | words | ordinary | q | k |
//! |---|---|---|---|---|
//! | nouns | 30,000 | 199 | 12 | 500 |
//! | adjectives | 10,000 | 80 | 6 | 200 |
//! | verbs | 6,000 | 72 | 6 | 200 |
//! | adverbs | 1,500 | 32 | 6 | 200 |
//! | surnames | 8,000 | – | 6 | 200 |

use super::chance::below;

/// A list of words, and their frequencies.
pub(super) struct Words {
    text: String,
    /// Where each begins in `text`; one more than there are words.
    starts: Vec<u32>,
    /// What share of all uses, of 2^64, words up to each have.
    shares: Vec<u64>,
    /// The rank at which each 4096th part of the uses begins.
    guide: Vec<u32>,
}

const GUIDE: usize = 4096;

impl Words {
    fn new(
        n_words: usize,
        (shift, knee): (u64, u64),
        common: &[&str],
        invented: impl Fn(u64) -> String,
    ) -> Words {
        let mut text = String::new();
        let mut starts = vec![0];
        for rank in 0..n_words {
            match common.get(rank) {
                Some(word) => text.push_str(word),
                None => text.push_str(&invented((rank - common.len()) as u64)),
            }
            starts.push(text.len() as u32);
        }
        // Shares of 2^40 as whole numbers: the same on every machine.
        let weight = |rank: usize| {
            let shifted = rank as u64 + 1 + shift;
            let weight = (1_u64 << 40) / shifted;
            let at_knee = knee + shift;
            if shifted > at_knee {
                weight * at_knee / shifted
            } else {
                weight
            }
        };
        let sum: u64 = (0..n_words).map(weight).sum();
        let mut above = 0;
        let mut shares = Vec::with_capacity(n_words);
        for rank in 0..n_words {
            above += weight(rank);
            let share = (u128::from(above) << 64) / u128::from(sum);
            shares.push(u64::try_from(share).unwrap_or(u64::MAX));
        }
        let mut guide = Vec::with_capacity(GUIDE + 1);
        let mut rank = 0;
        for part in 0..GUIDE as u64 {
            while shares[rank] < part << 52 {
                rank += 1;
            }
            guide.push(rank as u32);
        }
        guide.push(n_words as u32 - 1);
        Words {
            text,
            starts,
            shares,
            guide,
        }
    }

    /// The word that a number stands for: each as often as it is used.
    pub(super) fn used(&self, number: u64) -> &str {
        let part = (number >> 52) as usize;
        let (first, last) = (self.guide[part] as usize, self.guide[part + 1] as usize);
        let near = &self.shares[first..=last];
        self.word(first + near.partition_point(|&share| share <= number))
    }

    /// The word that a number stands for: each as often as the others.
    pub(super) fn any(&self, number: u64) -> &str {
        self.word(below(number, self.len() as u64) as usize)
    }

    pub(super) fn len(&self) -> usize {
        self.shares.len()
    }

    fn word(&self, rank: usize) -> &str {
        let rank = rank.min(self.len() - 1);
        &self.text[self.starts[rank] as usize..self.starts[rank + 1] as usize]
    }
}

/// All words.
pub(super) struct Vocabulary {
    pub(super) nouns: Words,
    pub(super) adjectives: Words,
    /// In the past tense.
    pub(super) verbs: Words,
    pub(super) adverbs: Words,
    pub(super) surnames: Words,
}

const ONSETS: [&str; 20] = [
    "b", "br", "c", "d", "dr", "f", "g", "gr", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr",
    "v", "z",
];

/// A word of syllables, of which no two numbers give the same.
fn syllables(number: u64, n_at_least: u32) -> String {
    // Neighbors in rank begin otherwise.
    const N: u64 = 1_000_003;
    let mut left = (number * 618_033 + 271_828) % N;
    let mut word = String::new();
    let mut n_syllables = 0;
    while left > 0 || n_syllables < n_at_least {
        let syllable = left % 100;
        left /= 100;
        word.push_str(ONSETS[(syllable % 20) as usize]);
        word.push(['a', 'e', 'i', 'o', 'u'][(syllable / 20) as usize]);
        n_syllables += 1;
    }
    word
}

impl Vocabulary {
    pub(super) fn new() -> Vocabulary {
        let ending = |endings: &'static [&'static str], number: u64| {
            syllables(number, 2) + endings[(number % endings.len() as u64) as usize]
        };
        Vocabulary {
            nouns: Words::new(30_000, (12, 500), &NOUNS, |number| {
                ending(&["n", "ment", "tion", "l", "r", "sh", "nce", "x"], number)
            }),
            adjectives: Words::new(10_000, (6, 200), &ADJECTIVES, |number| {
                ending(&["nic", "ral", "lous", "tive"], number)
            }),
            verbs: Words::new(6_000, (6, 200), &VERBS, |number| {
                ending(&["ted", "lized", "ned"], number)
            }),
            adverbs: Words::new(1_500, (6, 200), &ADVERBS, |number| {
                ending(&["nily", "rally"], number)
            }),
            surnames: Words::new(8_000, (6, 200), &[], |number| {
                let mut name = ending(&["n", "sky", "rd", "lli", "m", "ck"], number);
                name[..1].make_ascii_uppercase();
                name
            }),
        }
    }

    /// How many words there are.
    #[allow(dead_code, reason = "asked by a test")]
    pub(super) fn len(&self) -> usize {
        let all = [
            &self.nouns,
            &self.adjectives,
            &self.verbs,
            &self.adverbs,
            &self.surnames,
        ];
        all.iter().map(|words| words.len()).sum()
    }
}

#[rustfmt::skip]
const NOUNS: [&str; 199] = [
    "government", "ministry", "embassy", "department", "meeting", "position", "question",
    "agreement", "visit", "minister", "policy", "country", "issue", "party", "proposal", "support",
    "official", "view", "state", "effort", "group", "problem", "week", "decision", "leader",
    "situation", "program", "plan", "point", "interest", "response", "matter", "concern",
    "statement", "request", "discussion", "delegation", "relation", "parliament", "president",
    "member", "draft", "talk", "paper", "law", "committee", "role", "office", "company", "trade",
    "security", "process", "case", "report", "project", "change", "army", "price",
    "budget", "election", "campaign", "press", "opposition", "treaty", "border", "region", "action",
    "aid", "cooperation", "development", "economy", "industry", "court", "opinion", "year", "month",
    "day", "people", "family", "capital", "province", "town", "port", "ship", "coast", "island",
    "river", "mountain", "road", "bridge", "train", "airport", "factory", "mine", "farm", "school",
    "hospital", "church", "market", "bank", "loan", "debt", "tax", "tariff", "import", "export",
    "quota", "license", "contract", "tender", "firm", "investor", "worker", "union", "strike",
    "wage", "teacher", "student", "journalist", "editor", "newspaper", "radio",
    "television", "speech", "letter", "message", "memorandum", "list", "map", "photograph",
    "document", "archive", "copy", "passport", "visa", "consul", "ambassador", "counselor",
    "attache", "adviser", "aide", "deputy", "secretary", "director", "chairman", "spokesman",
    "general", "colonel", "officer", "soldier", "police", "guard", "patrol", "weapon", "rifle",
    "tank", "aircraft", "helicopter", "frigate", "radar", "missile", "base", "fort", "camp",
    "prisoner", "refugee", "exile", "rebel", "demonstrator", "crowd", "square", "palace", "villa",
    "hotel", "dinner", "reception", "toast", "gift", "flag", "anthem", "oath", "vote", "ballot",
    "seat", "majority", "coalition", "faction", "rumor", "source", "contact", "friend", "rival",
    "cousin", "widow", "winter", "harvest", "drought", "flood", "storm",
];

#[rustfmt::skip]
const ADJECTIVES: [&str; 80] = [
    "new", "recent", "political", "foreign", "possible", "present", "good", "full", "special",
    "public", "economic", "local", "military", "official", "important", "further", "early",
    "general", "national", "strong", "difficult", "clear", "final", "private", "serious", "similar",
    "major", "joint", "senior", "useful", "high", "long", "likely", "close", "current", "former",
    "technical", "legal", "regional", "commercial", "bilateral", "formal", "informal", "small",
    "large", "old", "young", "open", "quiet", "cautious", "hopeful", "angry", "tired", "modest",
    "generous", "stubborn", "friendly", "hostile", "neutral", "northern", "southern", "coastal",
    "rural", "urban", "naval", "civil", "moral", "financial", "monetary", "industrial",
    "agricultural", "cultural", "historic", "constitutional", "provisional", "temporary",
    "permanent", "secret", "delicate", "urgent",
];

#[rustfmt::skip]
const VERBS: [&str; 72] = [
    "said", "told", "asked", "noted", "raised", "agreed", "discussed", "supported", "expressed",
    "proposed", "reported", "made", "took", "gave", "met", "opposed", "accepted", "rejected",
    "reviewed", "stressed", "welcomed", "signed", "delayed", "promised", "denied", "confirmed",
    "considered", "described", "explained", "offered", "opened", "closed", "sent", "received",
    "read", "wrote", "drafted", "cleared", "approved", "canceled", "visited", "addressed",
    "praised", "criticized", "doubted", "feared", "expected", "wanted", "needed", "avoided",
    "ignored", "recalled", "repeated", "withdrew", "renewed", "replaced", "dismissed", "appointed",
    "elected", "arrested", "released", "warned", "reassured", "persuaded", "financed", "bought",
    "sold", "built", "repaired", "lost", "found", "moved",
];

#[rustfmt::skip]
const ADVERBS: [&str; 32] = [
    "privately", "publicly", "again", "recently", "clearly", "probably", "apparently", "formally",
    "reportedly", "finally", "soon", "quietly", "openly", "firmly", "strongly", "once", "carefully",
    "reluctantly", "briefly", "already", "personally", "jointly", "merely", "largely", "rarely",
    "often", "warmly", "coldly", "promptly", "slowly", "hardly", "plainly",
];
