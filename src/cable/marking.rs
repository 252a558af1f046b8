//! How a telegram and its parts are classified.

use std::fmt;

use super::{Span, Spanned};

/// A level of classification or handling, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Classification {
    /// `UNCLAS`, `(U)`.
    Unclassified,
    /// `LIMITED OFFICIAL USE`, `(LOU)`: an administrative marking until 1995.
    LimitedOfficialUse,
    /// `SENSITIVE BUT UNCLASSIFIED`, `(SBU)`: an administrative marking.
    Sbu,
    /// `C O N F I D E N T I A L`, `(C)`.
    Confidential,
    /// `S E C R E T`, `(S)`.
    Secret,
    /// `T O P  S E C R E T`, `(TS)`.
    TopSecret,
}

impl Classification {
    /// Every level, lowest first.
    pub const ALL: [Classification; 6] = [
        Classification::Unclassified,
        Classification::LimitedOfficialUse,
        Classification::Sbu,
        Classification::Confidential,
        Classification::Secret,
        Classification::TopSecret,
    ];

    /// The name in the published form, for example `limited-official-use`.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Classification::Unclassified => "unclassified",
            Classification::LimitedOfficialUse => "limited-official-use",
            Classification::Sbu => "sbu",
            Classification::Confidential => "confidential",
            Classification::Secret => "secret",
            Classification::TopSecret => "top-secret",
        }
    }

    /// The abbreviation inside a portion mark: `U`, `LOU`, `SBU`, `C`, `S`, `TS`.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Classification::Unclassified => "U",
            Classification::LimitedOfficialUse => "LOU",
            Classification::Sbu => "SBU",
            Classification::Confidential => "C",
            Classification::Secret => "S",
            Classification::TopSecret => "TS",
        }
    }

    /// The one letter of the marking strip and of the smallest title line:
    /// `U L B C S T`. `B` is for SBU, since `S` is taken.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Classification::Unclassified => 'U',
            Classification::LimitedOfficialUse => 'L',
            Classification::Sbu => 'B',
            Classification::Confidential => 'C',
            Classification::Secret => 'S',
            Classification::TopSecret => 'T',
        }
    }
}

/// In the words of a banner, `CONFIDENTIAL`.
impl fmt::Display for Classification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Classification::Unclassified => "UNCLASSIFIED",
            Classification::LimitedOfficialUse => "LIMITED OFFICIAL USE",
            Classification::Sbu => "SENSITIVE BUT UNCLASSIFIED",
            Classification::Confidential => "CONFIDENTIAL",
            Classification::Secret => "SECRET",
            Classification::TopSecret => "TOP SECRET",
        })
    }
}

/// The classification line that opens the text (5 FAH-2 H-320):
/// `C O N F I D E N T I A L SECTION 01 OF 02 PORT LARKSPUR 000311`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// The whole line without its end.
    pub span: Span,
    /// The level it spells.
    pub level: Classification,
    /// `NOFORN`, `EFTO` and the like, in order.
    pub controls: Vec<Span>,
    /// `01` of `SECTION 01 OF 02`.
    pub section: Option<u16>,
    /// `02` of `SECTION 01 OF 02`.
    pub sections: Option<u16>,
    /// The post as printed, where one stands.
    pub post: Option<Span>,
    /// The serial, where one stands.
    pub serial: Option<Spanned<u32>>,
}

impl Banner {
    /// A line that says no more than a level.
    #[must_use]
    pub fn of_level(level: Classification, span: Span) -> Banner {
        Banner {
            span,
            level,
            controls: Vec::new(),
            section: None,
            sections: None,
            post: None,
            serial: None,
        }
    }
}

/// The marking of one paragraph: `(C)`, `(S/NF)` (5 FAH-1 H-240).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortionMark {
    /// With its brackets.
    pub span: Span,
    /// The level it names.
    pub level: Classification,
    /// What follows the level, in the order printed: `NF`, `REL TO USA, GBR`.
    pub controls: Vec<Box<str>>,
}

impl PortionMark {
    /// Without brackets, in capitals, as one reads it aloud: `S/NF`.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::from(self.level.mark());
        for control in &self.controls {
            text.push('/');
            text.push_str(control);
        }
        text
    }
}

/// A line between banner and E.O. line: `SIPDIS`, `NOFORN`, `STATE FOR EUR/VV`
/// (5 FAH-2 H-440).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    /// Where it stands (the first time, if it is repeated).
    pub span: Span,
    /// In capitals, blanks squeezed, wrapped lines joined.
    pub text: Box<str>,
}
