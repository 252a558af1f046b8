//! What a list says of a telegram.

use super::{Cable, Classification, Date, Family};

/// Characters of a subject that a list keeps.
const SUBJECT: usize = 200;

/// What a list says of a telegram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// Its number, `08PORTLARKSPUR311`.
    pub id: Option<String>,
    /// The day it was dated.
    pub date: Option<Date>,
    /// The level of its banner.
    pub level: Option<Classification>,
    /// Whether it has a text: a withdrawal card has none.
    pub has_text: bool,
    /// Its subject, or its head in a printed volume, or its first words, on
    /// one line: 200 characters of them.
    pub subject: String,
}

/// A line of a list: the number of a telegram or what else names it, its day,
/// level and subject. What is not known stands as `-`.
#[must_use]
pub fn list_line(
    id: &str,
    date: Option<Date>,
    level: Option<Classification>,
    subject: Option<&str>,
) -> String {
    let date = date.map_or_else(|| String::from("-"), |date| date.to_string());
    let level = level.map_or("-", Classification::slug);
    let subject = subject.unwrap_or("-");
    format!("{id:<20}  {date:<10}  {level:<12}  {subject}")
}

/// The first characters of a subject on one line, with single blanks.
fn on_a_line(subject: &str) -> String {
    let mut line = String::new();
    let mut left = SUBJECT;
    let words = subject.split(|c: char| c.is_whitespace() || c.is_control());
    for word in words.filter(|word| !word.is_empty()) {
        let gap = usize::from(!line.is_empty());
        if left <= gap {
            break;
        }
        line.push_str(if gap > 0 { " " } else { "" });
        left -= gap;
        line.extend(word.chars().take(left));
        left = left.saturating_sub(word.chars().take(left).count());
    }
    line
}

impl Brief {
    /// What a list says of `cable`.
    #[must_use]
    pub fn of(cable: &Cable) -> Brief {
        let first = cable.paragraphs.first().map(|paragraph| paragraph.text);
        let subject = cable.heading.subject.or(cable.head()).or(first);
        let subject = subject.map(|span| cable.read(span)).unwrap_or_default();
        Brief {
            id: cable.mrn.as_ref().map(ToString::to_string),
            date: cable.date(),
            level: cable.level(),
            has_text: cable.family != Family::NaraCard,
            subject: on_a_line(&subject),
        }
    }

    /// Whether the header alone has told all of it: what has no subject is
    /// listed by its first words, which are there where all was read for it.
    #[must_use]
    pub fn is_told_by(header: &Cable) -> bool {
        let has_words = || header.family != Family::Frus && !header.paragraphs.is_empty();
        header.heading.subject.is_some() || header.head().is_some() || has_words()
    }
}

#[cfg(test)]
mod tests {
    use super::{SUBJECT, on_a_line};

    #[test]
    fn a_subject_stands_on_one_line_with_single_blanks() {
        assert_eq!(
            on_a_line("HARBOR  TALKS\n\tOPEN \u{1b}[2J"),
            "HARBOR TALKS OPEN [2J"
        );
        assert_eq!(on_a_line(" \n"), "");
        let long = "BOATS ".repeat(SUBJECT);
        assert_eq!(on_a_line(&long).chars().count(), SUBJECT);
        assert_eq!(on_a_line(&"X".repeat(SUBJECT + 1)), "X".repeat(SUBJECT));
    }
}
