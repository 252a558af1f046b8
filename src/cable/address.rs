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

/// The words that stand before the city in the plain-language address of a
/// post, and say of what kind it is (5 FAH-2 H-230).
pub const KINDS_OF_POST: [&str; 8] = [
    "AMEMBASSY",
    "AMCONSULATE",
    "AMCONSUL",
    "AMCONGEN",
    "USMISSION",
    "USLO",
    "USINT",
    "USOFFICE",
];

/// What stands behind the kind of a post: `PORT LARKSPUR` of `AMEMBASSY PORT
/// LARKSPUR`. Case does not count. Nothing for any other address.
#[must_use]
pub fn city_of_post(plad: &str) -> Option<&str> {
    let (kind, city) = plad.split_once(' ')?;
    let mut kinds = KINDS_OF_POST.iter();
    let is_known = kinds.any(|known| known.eq_ignore_ascii_case(kind));
    is_known.then_some(city)
}

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

#[cfg(test)]
mod tests {
    use super::city_of_post;

    #[test]
    fn the_city_of_a_post_stands_behind_its_kind() {
        assert_eq!(
            city_of_post("AMEMBASSY PORT LARKSPUR"),
            Some("PORT LARKSPUR")
        );
        assert_eq!(city_of_post("Amconsul Northhaven"), Some("Northhaven"));
        for other in [
            "AMEMBASSY",
            "SECSTATE WASHDC",
            "USUN NEW YORK",
            "AMEMBASSYX A",
        ] {
            assert_eq!(city_of_post(other), None, "{other}");
        }
    }
}
