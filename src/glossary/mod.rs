//! What codes mean: the few that parsing needs.

use crate::cable::TagKind;

/// A station as banners spell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Station {
    /// The canonical name.
    pub name: &'static str,
}

/// The sort of a TAGS code in a year.
#[must_use]
pub fn tag_kind(code: &str, _year: Option<u16>) -> TagKind {
    match code {
        "PREL" | "PGOV" | "PARM" | "MOPS" | "EFIS" | "OVIP" | "MARR" => TagKind::Subject,
        "NATO" | "UN" | "OSCE" | "IAEA" => TagKind::Organization,
        "NO" | "VD" | "UK" | "FR" | "SW" => TagKind::Geopolitical,
        "KNNP" | "KCOR" => TagKind::Program,
        _ => TagKind::Unknown,
    }
}

/// The station that goes by a name.
#[must_use]
pub fn station(name: &str) -> Option<Station> {
    match name {
        "STATE" | "SECSTATE" | "SECTSTATE" | "STAE" => Some(Station { name: "STATE" }),
        "OSLO" => Some(Station { name: "OSLO" }),
        _ => None,
    }
}
