//! What each physical line of a telegram is.

use super::Span;

/// A physical line and what it was recognized as.
///
/// Where a copy joined lines, each of them is one: a [`Joint`] says which.
///
/// The lines of a cable cover its text from the first byte to the last, in
/// order, without gap or overlap: this is what makes the parse lossless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line with its end.
    pub span: Span,
    /// What it is.
    pub kind: LineKind,
}

/// Where a line begins that a copy joined with the one before it: inside a line of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joint {
    /// Offset of its first byte.
    pub at: u32,
    /// Offset of the first byte of the line of the text that holds it.
    pub line: u32,
}

/// What a line is in a telegram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// Nothing but blanks.
    Blank,
    /// A format line of ACP 127 outside the text.
    FormatLine(FormatLine),
    /// A notice of the publisher, a date line of a newspaper.
    Notice,
    /// Words of an editor: title, source and footnotes of a printed volume.
    Editorial,
    /// What a page puts around a telegram: menus, keys for mail, the text
    /// once more.
    Furniture,
    /// A key and a value that the publisher gives beside the text.
    Attribute,
    /// Offices that got copies, who drafted, cleared and approved it.
    Distribution,
    /// A stamp of release inside the text.
    Stamp,
    /// The classification line.
    Banner,
    /// A caption.
    Caption,
    /// The E.O. line.
    ExecutiveOrder,
    /// The TAGS line.
    Tags,
    /// The SUBJECT.
    Subject,
    /// The REF block.
    Reference,
    /// Who classified it.
    ClassifiedBy,
    /// A sentence on handling between heading and text.
    HandlingNote,
    /// A heading in the body.
    Heading,
    /// A row of dashes.
    Rule,
    /// Part of a paragraph or of an unnumbered block.
    Body,
    /// A page header that the release left inside.
    PageHeader,
    /// The signature.
    Signature,
    /// Whatever stands after or around the text: `NNNN`, a web address.
    Trailer,
    /// Not understood; it stands where it stood and has a garble.
    Unread,
}

impl LineKind {
    /// Whether a line of the heading is of this kind: from the banner to the
    /// handling notes.
    pub(crate) fn is_heading(self) -> bool {
        matches!(
            self,
            LineKind::Banner
                | LineKind::Caption
                | LineKind::ExecutiveOrder
                | LineKind::Tags
                | LineKind::Subject
                | LineKind::Reference
                | LineKind::ClassifiedBy
                | LineKind::HandlingNote
        )
    }

    /// The name in an outline.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            LineKind::Blank => "blank",
            LineKind::FormatLine(line) => line.slug(),
            LineKind::Notice => "notice",
            LineKind::Editorial => "editorial",
            LineKind::Furniture => "furniture",
            LineKind::Attribute => "attribute",
            LineKind::Distribution => "distribution",
            LineKind::Stamp => "stamp",
            LineKind::Banner => "banner",
            LineKind::Caption => "caption",
            LineKind::ExecutiveOrder => "executive-order",
            LineKind::Tags => "tags",
            LineKind::Subject => "subject",
            LineKind::Reference => "reference",
            LineKind::ClassifiedBy => "classified-by",
            LineKind::HandlingNote => "handling-note",
            LineKind::Heading => "heading",
            LineKind::Rule => "rule",
            LineKind::Body => "body",
            LineKind::PageHeader => "page-header",
            LineKind::Signature => "signature",
            LineKind::Trailer => "trailer",
            LineKind::Unread => "unread",
        }
    }
}

/// A numbered place in an ACP 127 message. Format line 12 is the text and
/// has kinds of its own in [`LineKind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormatLine {
    /// FL 1: start of message, `VZCZCXYZ0042`.
    Start,
    /// FL 2: precedence and called stations.
    Called,
    /// FL 3: calling station, serial, time of filing.
    Calling,
    /// FL 4: security prosign and operating signals.
    Security,
    /// FL 5: date-time group.
    Dtg,
    /// FL 6: originator.
    From,
    /// FL 7: action addressees.
    To,
    /// FL 8: information addressees.
    Info,
    /// FL 9: exempted addressees.
    Exempt,
    /// FL 10: group count.
    GroupCount,
    /// FL 11 and 13: `BT`.
    Break,
    /// FL 15: station serial again.
    Correction,
    /// FL 16: `NNNN`.
    End,
}

impl FormatLine {
    /// The name in an outline, `fl5-dtg`.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            FormatLine::Start => "fl1-start",
            FormatLine::Called => "fl2-called",
            FormatLine::Calling => "fl3-calling",
            FormatLine::Security => "fl4-security",
            FormatLine::Dtg => "fl5-dtg",
            FormatLine::From => "fl6-from",
            FormatLine::To => "fl7-to",
            FormatLine::Info => "fl8-info",
            FormatLine::Exempt => "fl9-exempt",
            FormatLine::GroupCount => "fl10-group-count",
            FormatLine::Break => "break",
            FormatLine::Correction => "fl15-serial",
            FormatLine::End => "fl16-end",
        }
    }
}
