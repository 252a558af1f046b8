//! The source note: where a document lies, how it was classified and sent.
//!
//! ```abnf
//! note     = ["Summary:" *CHAR] ["Source:"] sentence *(1*blank sentence)
//! class    = level *((";" / ",") 1*blank (precedence / caption)) "."
//! fact     = ("Repeated" [precedence] "to" / "Drafted by" / "Cleared by" / ...) *CHAR
//! ```
//!
//! The first sentence names archive and file; one of the next few says how
//! the telegram was classified, how fast it was and to whom it could go.

use super::super::token::{after_word, begins, from, place};
use crate::cable::{Classification, Precedence};

/// Sentences among which the classification is looked for.
const NEAR: usize = 6;

/// The key of those to whom it was sent besides the addressee in the head.
const SENT: &str = "Also sent to";

/// What a source note says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SourceNote<'a> {
    /// Archive and file.
    pub(super) file: &'a str,
    /// The classification as printed: `Secret`.
    pub(super) classification: &'a str,
    /// Precedences as printed.
    pub(super) precedences: Vec<&'a str>,
    /// Captions as printed: `Limit Distribution`.
    pub(super) captions: Vec<&'a str>,
    /// To whom it was sent besides the addressee in the head.
    pub(super) sent: Vec<&'a str>,
    /// To whom it was repeated.
    pub(super) repeated: Vec<&'a str>,
    /// How fast it was for these, as printed: `Repeated priority to`.
    pub(super) repeated_precedence: &'a str,
    /// Who drafted, cleared and approved it, and the like.
    pub(super) facts: Vec<(&'static str, &'a str)>,
}

/// Reads a source note, or the words of an old layout's opener.
pub(super) fn source_note(text: &str) -> SourceNote<'_> {
    read(text, false)
}

/// Reads a source note down to the classification.
pub(super) fn classification(text: &str) -> SourceNote<'_> {
    read(text, true)
}

fn read(text: &str, for_list: bool) -> SourceNote<'_> {
    let start = text.find("Source:").map_or(0, |at| at + "Source:".len());
    let mut note = SourceNote::default();
    for (nth, sentence) in sentences(from(text, start)).enumerate() {
        if note.classification.is_empty() && nth < NEAR && level_words(sentence).is_some() {
            note.class(sentence);
        } else if nth == 0 {
            note.file = sentence;
        } else if for_list {
            // What else it says is not asked for.
            if nth >= NEAR || !note.classification.is_empty() {
                break;
            }
        } else if !note.fact(sentence) && nth < NEAR && note.classification.is_empty() {
            // The file may go on over several sentences.
            let all = place(text, note.file).cover(place(text, sentence));
            note.file = text.get(all.range()).unwrap_or(note.file);
        }
    }
    note
}

/// The level of a classification as printed.
///
/// `Official Use Only` and `Restricted` are no levels of today.
pub(super) fn level(words: &str) -> Option<Classification> {
    const LEVELS: [(&str, Classification); 5] = [
        ("Top Secret", Classification::TopSecret),
        ("Secret", Classification::Secret),
        ("Confidential", Classification::Confidential),
        ("Limited Official Use", Classification::LimitedOfficialUse),
        ("Unclassified", Classification::Unclassified),
    ];
    LEVELS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(words))
        .map(|&(_, level)| level)
}

/// The precedence of a word as printed: `Niact`, `Operational Immediate`.
///
/// `Urgent` and `US Urgent`, of before 1957, stand for none of today's.
pub(super) fn precedence(words: &str) -> Option<Precedence> {
    const NAMES: [(&str, Precedence); 8] = [
        ("Flash", Precedence::Flash),
        ("Niact", Precedence::NiactImmediate),
        ("Niact Immediate", Precedence::NiactImmediate),
        ("Immediate", Precedence::Immediate),
        ("Operational Immediate", Precedence::Immediate),
        ("Emergency", Precedence::Immediate),
        ("Priority", Precedence::Priority),
        ("Routine", Precedence::Routine),
    ];
    NAMES
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(words))
        .map(|&(_, precedence)| precedence)
}

/// Whether words say how fast a telegram was.
pub(super) fn is_precedence(words: &str) -> bool {
    let others = [
        "Urgent",
        "US Urgent",
        "U.S. Urgent",
        "Critic",
        "Rush",
        "Deferred",
    ];
    precedence(words).is_some() || others.iter().any(|other| other.eq_ignore_ascii_case(words))
}

/// The classification that a sentence begins with.
pub(super) fn level_words(sentence: &str) -> Option<&str> {
    const WORDS: [&str; 8] = [
        "Top Secret",
        "Secret",
        "Confidential",
        "Limited Official Use",
        "Official Use Only",
        "Restricted",
        "Unclassified",
        "No classification marking",
    ];
    let word = WORDS.iter().find(|word| {
        after_word(sentence, word).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with([';', ',', '.', ' ', '/', '\n'])
        })
    })?;
    sentence.get(..word.len())
}

impl<'a> SourceNote<'a> {
    /// `Secret; Niact; Limdis`
    fn class(&mut self, sentence: &'a str) {
        let Some(words) = level_words(sentence) else {
            return;
        };
        self.classification = words;
        self.items(from(sentence, words.len()));
    }

    /// Precedences and captions.
    pub(super) fn items(&mut self, text: &'a str) {
        let sign = if text.contains(';') { ';' } else { ',' };
        for item in text.split(sign).flat_map(|item| item.split('/')) {
            let item = item.trim().trim_end_matches('.');
            if item.is_empty() || item.len() > 60 {
                continue;
            }
            if is_precedence(item) {
                self.precedences.push(item);
            } else {
                self.captions.push(item);
            }
        }
    }

    /// Reads a sentence of how a telegram was made and sent.
    fn fact(&mut self, sentence: &'a str) -> bool {
        const FACTS: [(&str, &str); 13] = [
            ("Drafted by", "Drafted by"),
            ("Cleared in draft by", "Cleared by"),
            ("Cleared in draft with", "Cleared by"),
            ("Cleared by", "Cleared by"),
            ("Cleared with", "Cleared by"),
            ("Cleared in", "Cleared by"),
            ("Approved by", "Approved by"),
            ("Received at", "Received"),
            ("Received", "Received"),
            ("Also sent to", SENT),
            ("Sent to", SENT),
            ("Passed to", "Passed to"),
            ("Pouched to", "Pouched to"),
        ];
        let mut known = false;
        if let Some((speed, list)) = repeated(sentence) {
            self.repeated_precedence = speed;
            // `Repeated to Northhaven and pouched to Santa Brisa`
            let pouched = list.find(" pouched to ");
            let (list, pouch) = list.split_at(pouched.unwrap_or(list.len()));
            let list = list.strip_suffix(" and").unwrap_or(list);
            self.repeated.extend(addressees(list));
            if let Some(posts) = pouch.strip_prefix(" pouched to ") {
                self.facts.push(("Pouched to", posts));
            }
            known = true;
        }
        if ["Repeated", "Sent for information"]
            .iter()
            .any(|word| begins(sentence, word))
        {
            return known;
        }
        let fact = |part: &'a str| {
            let part = part.trim_start_matches([',', ' ']);
            let part = after_word(part, "and").map_or(part, str::trim_start);
            // `It was drafted by Quill`, in electronic volumes.
            let part = after_word(part, "It was").map_or(part, str::trim_start);
            FACTS
                .iter()
                .find_map(|&(word, key)| Some((key, after_word(part, word)?)))
        };
        for part in sentence.split(';') {
            let mut rest = part;
            while let Some((key, value)) = fact(rest) {
                // `Drafted by Marlow and Quill, cleared with Holt, and approved
                // by Childers`
                let next = memchr::memchr2_iter(b',', b' ', value.as_bytes()).find(|&at| {
                    let rest = from(value, at);
                    let rest = rest.strip_prefix(" and ").or(rest.strip_prefix(", "));
                    rest.is_some_and(|rest| fact(rest).is_some() || begins(rest, "repeated "))
                });
                let (value, left) = value.split_at(next.unwrap_or(value.len()));
                let left = left.strip_prefix(" and ").unwrap_or(left);
                let value = value.trim().trim_end_matches(',');
                if key == SENT {
                    self.sent.extend(addressees(value));
                } else {
                    self.facts.push((key, value));
                }
                known = true;
                rest = left;
            }
        }
        known
    }
}

/// The words before and the list after `repeated to`, `Repeated priority to`, `repeated for
/// information to`.
fn repeated(sentence: &str) -> Option<(&str, &str)> {
    let opening = ["Repeated ", "Sent for information "]
        .iter()
        .find(|words| begins(sentence, words));
    let end = match opening {
        Some(words) => words.len(),
        None => sentence.find(" repeated ")? + " repeated ".len(),
    };
    let rest = from(sentence, end);
    let to = if begins(rest, "to ") {
        0
    } else {
        rest.find(" to ").filter(|&at| at < 32)? + 1
    };
    let speed = rest.get(..to).unwrap_or_default();
    let speed = after_word(speed, "for information").unwrap_or(speed);
    Some((speed.trim(), from(rest, to + "to ".len())))
}

/// The addressees of a list: `Northhaven, Santa Brisa, and Kestrel Bay`.
pub(super) fn addressees(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', ';'])
        .flat_map(|part| part.split(" and "))
        .map(|part| {
            let part = part.trim().trim_end_matches('.');
            let part = after_word(part, "and").map_or(part, str::trim_start);
            after_word(part, "the").map_or(part, str::trim_start)
        })
        .filter(|part| (2..64).contains(&part.len()))
}

/// The sentences of a note, without their periods.
///
/// A period after an initial or an abbreviation ends none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.match_indices(['.', '\n']).find(|&(at, sign)| {
            let next = from(rest, at + 1);
            sign == "\n"
                || next.is_empty()
                || next.starts_with([' ', '\n']) && !abbreviates(rest.get(..at).unwrap_or_default())
        });
        let end = end.map_or(rest.len(), |(at, _)| at);
        let (sentence, after) = match rest.get(..end) {
            // The period of `p.m.` is its own.
            Some(sentence) if sentence.as_bytes().ends_with(b".m") => {
                rest.split_at_checked(end + 1).unwrap_or((rest, ""))
            }
            _ => rest.split_at(end),
        };
        rest = after.trim_start_matches('.').trim_start();
        Some(sentence.trim())
    })
    .filter(|sentence| !sentence.is_empty())
}

/// Whether a period after these words belongs to an abbreviation.
fn abbreviates(before: &str) -> bool {
    let word = before.rsplit([' ', '(', '\n']).next().unwrap_or_default();
    let last = word.rsplit('.').next().unwrap_or_default();
    let short = [
        "Mr", "Mrs", "Ms", "Dr", "Jr", "Sr", "St", "Gen", "Col", "Amb", "No", "Vol", "pt",
    ];
    last.len() == 1 && last.starts_with(|c: char| c.is_ascii_uppercase()) || short.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::{addressees, level, precedence, source_note};
    use crate::cable::{Classification, Precedence};

    #[test]
    fn a_note_says_how_a_telegram_was_sent() {
        let note = source_note(
            "Source: National Archives, RG 59, POL 1 VD. Secret; Niact; Limdis/Greenback. Repeated priority to Northhaven, \
             Santa Brisa, and the Embassy in Marlovia. Drafted by J. Marlow and Quill; cleared by Childers; and approved by Holt. \
             Received at 11:03 p.m. A stamped notation says so.",
        );
        assert_eq!(note.file, "National Archives, RG 59, POL 1 VD");
        assert_eq!(note.classification, "Secret");
        assert_eq!(note.precedences, ["Niact"]);
        assert_eq!(note.captions, ["Limdis", "Greenback"]);
        assert_eq!(
            note.repeated,
            ["Northhaven", "Santa Brisa", "Embassy in Marlovia"]
        );
        assert_eq!(
            note.facts,
            [
                ("Drafted by", "J. Marlow and Quill"),
                ("Cleared by", "Childers"),
                ("Approved by", "Holt"),
                ("Received", "11:03 p.m.")
            ]
        );
    }

    #[test]
    fn facts_may_follow_one_another_in_a_sentence() {
        let note = source_note(
            "Source: Files. Confidential; Immediate. Drafted by Marlow, cleared with Quill, and approved by Holt. \
             Also sent to Northhaven and Santa Brisa and repeated to Kestrel Bay, and COMHARBOR for POLAD.",
        );
        assert_eq!(
            note.facts,
            [
                ("Drafted by", "Marlow"),
                ("Cleared by", "Quill"),
                ("Approved by", "Holt")
            ]
        );
        assert_eq!(note.sent, ["Northhaven", "Santa Brisa"]);
        assert_eq!(note.repeated, ["Kestrel Bay", "COMHARBOR for POLAD"]);
    }

    #[test]
    fn notes_of_electronic_volumes_and_of_the_1970s() {
        let note = source_note(
            "Source: Files. Confidential. It was drafted by Marlow (POL); cleared in draft by A. Quill; \
             cleared by EUR; and approved by Holt. It was repeated to Northhaven.",
        );
        assert_eq!(
            note.facts,
            [
                ("Drafted by", "Marlow (POL)"),
                ("Cleared by", "A. Quill"),
                ("Cleared by", "EUR"),
                ("Approved by", "Holt")
            ]
        );
        assert_eq!(note.repeated, ["Northhaven"]);
        let note = source_note(
            "Source: Files. Secret; Immediate. Sent for information Priority to Northhaven, and Santa Brisa.",
        );
        assert_eq!(note.repeated, ["Northhaven", "Santa Brisa"]);
        assert_eq!(note.repeated_precedence, "Priority");
        let note = source_note(
            "Source: Files. Secret. Repeated to Northhaven and Santa Brisa and pouched to Kestrel Bay and Oslo.",
        );
        assert_eq!(note.repeated, ["Northhaven", "Santa Brisa"]);
        assert_eq!(note.facts, [("Pouched to", "Kestrel Bay and Oslo")]);
        assert_eq!(note.repeated_precedence, "");
    }

    #[test]
    fn notes_differ() {
        let note = source_note(
            "Summary: Boats. Secret talks.\nSource: Files. Box 3. Top Secret, Immediate. Sent to Northhaven and repeated to Kestrel Bay.",
        );
        assert_eq!(
            (note.file, note.classification),
            ("Files. Box 3", "Top Secret")
        );
        assert_eq!(note.precedences, ["Immediate"]);
        assert_eq!(note.repeated, ["Kestrel Bay"]);
        let note = source_note("800.00/8\u{2013}448: Telegram");
        assert_eq!(
            (note.file, note.classification),
            ("800.00/8\u{2013}448: Telegram", "")
        );
        assert_eq!(source_note("").file, "");
    }

    #[test]
    fn words_of_before_1957_are_no_precedence_of_today() {
        assert_eq!(precedence("niact"), Some(Precedence::NiactImmediate));
        assert_eq!(precedence("us urgent"), None);
        assert_eq!(level("top secret"), Some(Classification::TopSecret));
        assert_eq!(level("Official Use Only"), None);
        assert_eq!(addressees("Northhaven").count(), 1);
    }
}
