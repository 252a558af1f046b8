//! What happened to the text on its way, and what was undone on view.

use std::borrow::Cow;

use super::Span;

/// Damage undone on view. The source keeps its bytes.
///
/// Reading the text, `span` is replaced by `to` when the repair is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What is replaced. Repairs are sorted by it and do not overlap.
    pub span: Span,
    /// What sort of damage it was.
    pub kind: RepairKind,
    /// What is read instead; empty where something was injected.
    pub to: Cow<'static, str>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether the reading view shows it. Repairs of low confidence are
    /// offered, not applied.
    pub applied: bool,
}

/// How sure a reading or a repair is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Offered only.
    Low,
    /// Likely.
    Medium,
    /// As good as certain.
    High,
}

impl Confidence {
    /// Every one, from the least.
    pub const ALL: &[Confidence] = &[Confidence::Low, Confidence::Medium, Confidence::High];

    /// The name in the published form.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

macro_rules! repair_kinds {
    ($($(#[$doc:meta])+ $kind:ident $slug:literal;)+) => {
        /// The sort of a repair.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RepairKind { $($(#[$doc])+ $kind,)+ }

        impl RepairKind {
            /// Every sort.
            pub const ALL: &[RepairKind] = &[$(RepairKind::$kind,)+];

            /// The name in the published form.
            #[must_use]
            pub fn slug(self) -> &'static str {
                match self { $(RepairKind::$kind => $slug,)+ }
            }
        }
    };
}

repair_kinds! {
    /// A paragraph mark printed as a leading 1: `11.` is `1.`.
    ParagraphNumber "paragraph-number";
    /// `&word8` for a pair of quotation marks.
    QuotationMarks "quotation-marks";
    /// A comma for an apostrophe: `Minister,s`.
    Apostrophe "apostrophe";
    /// A sentence cut by a page break.
    PageBreak "page-break";
    /// A page header inside the text.
    PageHeader "page-header";
    /// A heading line repeated by a later section.
    RepeatedHeading "repeated-heading";
    /// A caption printed more than once.
    RepeatedCaption "repeated-caption";
    /// `[PREL](#)`: markup of a web page.
    MarkdownLink "markdown-link";
    /// `&#8217;`.
    HtmlEntity "html-entity";
    /// UTF-8 decoded twice.
    Mojibake "mojibake";
    /// A stamp of release inside the text.
    ReleaseStamp "release-stamp";
    /// Blanks inside a date-time group.
    SpacedDate "spaced-date";
    /// `END` and `COMMENT` on two lines.
    SplitMarker "split-marker";
    /// A word cut at a fixed column.
    WrappedWord "wrapped-word";
    /// A hyphen at a line end inside a word.
    HyphenBreak "hyphen-break";
    /// A letter for a digit, or the other way.
    MisreadCharacter "misread-character";
    /// A damaged SECTION in the banner.
    SectionWord "section-word";
    /// A lost blank before a label, or between two codes of a TAGS line.
    LostSpace "lost-space";
    /// `\#`, `\_`.
    MarkdownEscape "markdown-escape";
    /// A backslash at the end of a line.
    TrailingBackslash "trailing-backslash";
    /// The hyphen before the blanks of a line that is indented: without it
    /// the lines of the 1980s lost their blanks on the way.
    LineFiller "line-filler";
}

/// What stood where something was expected and could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Garble {
    /// What stands there.
    pub span: Span,
    /// What was expected, in the words of the grammar.
    pub expected: &'static str,
}
