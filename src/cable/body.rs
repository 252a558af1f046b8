//! The text of a telegram: paragraphs, references, signature.

use super::{Classification, Confidence, Mrn, PortionMark, Span};

/// A numbered paragraph (5 FAH-1 H-240), or a block of the body that bears
/// no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// From its number to the end of its text.
    pub span: Span,
    /// The number that the drafter gave it.
    pub number: Option<u32>,
    /// The number as it stands in the source: `11.`, `¶5.`.
    pub printed: Option<Span>,
    /// Its portion marking.
    pub mark: Option<PortionMark>,
    /// What it does in the telegram.
    pub roles: Vec<ParagraphRole>,
    /// A heading above it.
    pub heading: Option<Span>,
    /// Its text, without number and marking. Line ends and what a release
    /// injected are still inside: see [`Cable::reading`](super::Cable::reading).
    pub text: Span,
}

impl Paragraph {
    /// The level that it is marked with.
    #[must_use]
    pub fn level(&self) -> Option<Classification> {
        self.mark.as_ref().map(|mark| mark.level)
    }

    /// Whether it has this role.
    #[must_use]
    pub fn has(&self, role: ParagraphRole) -> bool {
        self.roles.contains(&role)
    }
}

/// What a paragraph does in a telegram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParagraphRole {
    /// Part of the summary.
    Summary,
    /// Part of the drafter's comment.
    Comment,
    /// Asks for action.
    ActionRequest,
    /// An introduction.
    Introduction,
}

impl ParagraphRole {
    /// The name in the published form.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            ParagraphRole::Summary => "summary",
            ParagraphRole::Comment => "comment",
            ParagraphRole::ActionRequest => "action-request",
            ParagraphRole::Introduction => "introduction",
        }
    }
}

/// An entry of the REF block (5 FAH-1 H-240): a telegram that this one cites,
/// or another source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The entry without its letter.
    pub span: Span,
    /// `A` of `REF: A. NORTHHAVEN 88`.
    pub letter: Option<char>,
    /// What is cited.
    pub kind: ReferenceKind,
    /// The telegram, when it is one and its year is known.
    pub mrn: Option<Mrn>,
    /// What `mrn` took from elsewhere.
    pub inferred: Vec<Inference>,
    /// `(NOTAL)`: not to, nor needed by, all addressees.
    pub notal: bool,
    /// How sure the reading is.
    pub confidence: Confidence,
}

/// What a reference cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// A telegram.
    Cable,
    /// An electronic mail.
    EMail,
    /// A telephone call.
    Telephone,
    /// An intelligence or other report.
    Report,
    /// A book or manual.
    Book,
    /// Anything else.
    Other,
}

impl ReferenceKind {
    /// The name in the published form.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            ReferenceKind::Cable => "cable",
            ReferenceKind::EMail => "e-mail",
            ReferenceKind::Telephone => "telephone",
            ReferenceKind::Report => "report",
            ReferenceKind::Book => "book",
            ReferenceKind::Other => "other",
        }
    }
}

/// What a reference number took from elsewhere than its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Inference {
    /// The year of the telegram that cites.
    Year,
    /// The station: an alias, or carried over from the entry before.
    Station,
}

impl Inference {
    /// The name in the published form.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Inference::Year => "year",
            Inference::Station => "station",
        }
    }
}

/// A place where the release withheld text: a run of `X`, or a code of an
/// exemption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excision {
    /// The run itself.
    pub span: Span,
    /// Index of the paragraph it stands in.
    pub paragraph: Option<u32>,
    /// Exemption codes beside it.
    pub codes: Vec<Span>,
}

/// A summary or a comment: the text between its markers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// One span a paragraph, without the markers.
    pub spans: Vec<Span>,
}
