//! What can be typed next.

use std::ops::Range;

use super::Field;

/// What is being typed, and what it may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the line that are replaced.
    pub place: Range<usize>,
    /// The field whose value is typed; nothing while its name is.
    pub field: Option<Field>,
    /// What begins as typed: names of fields with their colon, or the values
    /// that a field takes. Of a field whose values only the collection knows,
    /// none.
    pub choices: Vec<String>,
}

/// What may be typed at a place of a line: a name of a field, or a value of
/// one. Nothing inside a quotation.
///
/// ```
/// use reftel::query::complete;
///
/// let completion = complete("bridge ha", 9).unwrap();
/// assert_eq!(completion.choices, ["has:"]);
/// let completion = complete("prec:f", 6).unwrap();
/// assert_eq!(completion.choices, ["flash"]);
/// ```
#[must_use]
pub fn complete(line: &str, at: usize) -> Option<Completion> {
    let before = line.get(..at)?;
    if before.matches('"').count() % 2 == 1 {
        return None;
    }
    let start = before
        .rfind(|c: char| c.is_whitespace() || c == '(')
        .map_or(0, |at| at + 1);
    let word = before.get(start..)?;
    let bare = word.strip_prefix('-').unwrap_or(word);
    let start = start + (word.len() - bare.len());
    let sign = bare.find([':', '=']);
    let Some(sign) = sign else {
        let typed = bare.to_ascii_lowercase();
        let names = Field::ALL.iter().map(|field| format!("{}:", field.name()));
        return Some(Completion {
            place: start..at,
            field: None,
            choices: names.filter(|name| name.starts_with(&typed)).collect(),
        });
    };
    let name = bare.get(..sign)?.trim_end_matches(['<', '>']);
    let field = Field::named(name)?;
    let value = bare.get(sign + 1..)?;
    let value_start = start + sign + 1 + value.rfind(',').map_or(0, |comma| comma + 1);
    let typed = line.get(value_start..at)?.to_ascii_lowercase();
    let values = field.values().into_iter().map(str::to_owned);
    Some(Completion {
        place: value_start..at,
        field: Some(field),
        choices: values.filter(|value| value.starts_with(&typed)).collect(),
    })
}
