//! What codes mean.

/// What a code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: &'static str,
    /// What sort of code it is.
    pub kind: Kind,
    /// In words.
    pub meaning: &'static str,
    /// When it was in use.
    pub years: &'static str,
    /// Who says so.
    pub source: &'static str,
    /// Whether the source was read.
    pub sourced: bool,
}

/// The sort of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An entry of the TAGS line.
    Tag,
}

/// The TAGS code `code`.
#[must_use]
pub fn tag(code: &str, _year: Option<u16>) -> Option<Entry> {
    let meaning = match code {
        "PREL" => "External Political Relations",
        "EFIS" => "Commercial Fishing and Fish Processing",
        _ => return None,
    };
    let code = if code == "PREL" { "PREL" } else { "EFIS" };
    Some(Entry {
        code,
        kind: Kind::Tag,
        meaning,
        years: "",
        source: "",
        sourced: false,
    })
}

/// Everything that `token` may mean.
#[must_use]
pub fn explain(token: &str, year: Option<u16>) -> Vec<Entry> {
    tag(token, year).into_iter().collect()
}
