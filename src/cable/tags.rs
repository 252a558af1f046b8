//! What a telegram is about, in the codes of the TAGS line.

use super::Span;

/// One entry of the TAGS line (Traffic Analysis by Geography and Subject,
/// 5 FAH-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Where it stands.
    pub span: Span,
    /// In capitals, without markup: `PREL`.
    pub code: Box<str>,
    /// What sort of code it is, by the dictionary and the year.
    pub kind: TagKind,
}

/// The sort of a TAGS entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TagKind {
    /// `PREL`: a subject.
    Subject,
    /// `KNNP`: a program.
    Program,
    /// `NATO`: an organization.
    Organization,
    /// `NO`: a country or region.
    Geopolitical,
    /// `(QUILL, ADA)`: a person.
    Person,
    /// A code that the dictionary does not hold.
    Unknown,
}

impl TagKind {
    /// The name in the published form.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            TagKind::Subject => "subject",
            TagKind::Program => "program",
            TagKind::Organization => "organization",
            TagKind::Geopolitical => "geopolitical",
            TagKind::Person => "person",
            TagKind::Unknown => "unknown",
        }
    }
}
