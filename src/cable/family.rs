//! In which form a telegram was published.

macro_rules! families {
    ($($(#[$doc:meta])+ $family:ident $slug:literal;)+) => {
        /// The form in which a telegram was published.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Family { $($(#[$doc])+ $family,)+ }

        impl Family {
            /// Every form.
            pub const ALL: &[Family] = &[$(Family::$family,)+];

            /// The name in the published form.
            #[must_use]
            pub fn slug(self) -> &'static str {
                match self { $(Family::$family => $slug,)+ }
            }

            /// The form of a name.
            #[must_use]
            pub fn from_slug(slug: &str) -> Option<Family> {
                match slug { $($slug => Some(Family::$family),)+ _ => None }
            }
        }
    };
}

families! {
    /// Released text with an ACP 127 header.
    Cablegate "cablegate";
    /// The same, its header beginning with the date-time group.
    CablegateAcp126 "cablegate-acp126";
    /// The same without header: a partial extract.
    CablegateExtract "cablegate-extract";
    /// A page of the web site that published them.
    CablegateHtml "cablegate-html";
    /// A record of their eight-column CSV.
    CablegateCsv "cablegate-csv";
    /// The text of a page of PlusD.
    Plusd "plusd";
    /// An electronic telegram of 1973-79 as the National Archives hold it.
    Nara "nara";
    /// A withdrawal card of theirs: attributes and no text.
    NaraCard "nara-card";
    /// A telegram of the Department's FOIA reading room.
    Foia "foia";
    /// A document of a volume of *Foreign Relations of the United States*.
    Frus "frus";
    /// Any other text.
    Plain "plain";
}

#[cfg(test)]
mod tests {
    use super::Family;

    #[test]
    fn names_come_back() {
        for &family in Family::ALL {
            assert_eq!(Family::from_slug(family.slug()), Some(family));
        }
        assert_eq!(Family::from_slug("cable"), None);
    }
}
