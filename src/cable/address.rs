//! Who sent a telegram and to whom it went.

use super::{Precedence, Span};

/// A relay address such as `RUEHPL`: where the tape goes (ACP 127; format
/// lines 2, 3 and before the slash of 6 to 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoutingIndicator(pub Span);

/// A plain-language address designator such as `SECSTATE WASHDC`: who is
/// meant, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plad(pub Span);

/// One entry of format line 6 (`FM`), 7 (`TO`) or 8 (`INFO`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// The entry without the keyword before it.
    pub span: Span,
    /// `RUEHC` of `RUEHC/SECSTATE WASHDC`.
    pub routing_indicator: Option<RoutingIndicator>,
    /// Who is meant.
    pub plad: Plad,
    /// The precedence word beside this addressee. Without one the addressee
    /// has that of the date-time group.
    pub precedence: Option<Precedence>,
    /// The message continuity number, digits as printed (leading zeros
    /// count), sometimes a range.
    pub continuity_number: Option<Span>,
    /// Posts of a collective that are left out (`XMT`, format line 9).
    pub excluded: Vec<Plad>,
}

impl Addressee {
    /// Someone of whom nothing but the words at `span` is known.
    #[must_use]
    pub fn named(span: Span) -> Addressee {
        Addressee {
            span,
            routing_indicator: None,
            plad: Plad(span),
            precedence: None,
            continuity_number: None,
            excluded: Vec::new(),
        }
    }
}
