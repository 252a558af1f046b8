//! The header and the heading of a telegram: everything above paragraph 1.

use super::{
    Addressee, Banner, Cable, Caption, Date, Dateline, DtgLine, Precedence, Reference,
    RoutingIndicator, Span, Spanned, Tag,
};

/// Format lines 1 to 9 and the heading of the text, as values.
///
/// A field that is not in the source is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// Format lines 1 to 4.
    pub transmission: Transmission,
    /// Format line 5.
    pub dtg: Option<DtgLine>,
    /// When the publisher says it was written, where the text does not say
    /// it in Zulu time.
    pub dateline: Option<Dateline>,
    /// Format line 6.
    pub from: Option<Addressee>,
    /// Format line 7.
    pub action: Vec<Addressee>,
    /// Format line 8.
    pub info: Vec<Addressee>,
    /// The classification line of the text.
    pub banner: Option<Banner>,
    /// Captions, each once.
    pub captions: Vec<Caption>,
    /// `E.O. 12958: DECL: 05/16/2016`.
    pub executive_order: Option<ExecutiveOrder>,
    /// The TAGS line, each code once.
    pub tags: Vec<Tag>,
    /// The SUBJECT, without label and marking.
    pub subject: Option<Span>,
    /// A marking before or after the subject.
    pub subject_marking: Option<Span>,
    /// The REF block.
    pub references: Vec<Reference>,
    /// `Classified By: ...`.
    pub classified_by: Option<ClassifiedBy>,
    /// Sentences between heading and text, such as a notice on handling.
    pub handling_notes: Vec<Span>,
}

/// Format lines 1 to 4: what the communications centers wrote (ACP 127;
/// 5 FAH-2 H-320).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transmission {
    /// Three letters after `VZCZC` (format line 1). A release fills in `XYZ`.
    pub channel: Option<Span>,
    /// Digits after the channel. Not the identity of the telegram.
    pub channel_number: Option<Span>,
    /// The doubled prosign of format line 2.
    pub precedence: Option<Precedence>,
    /// Called stations of format line 2.
    pub called: Vec<RoutingIndicator>,
    /// The calling station of format line 3.
    pub calling: Option<RoutingIndicator>,
    /// The station serial of format line 3: that of the banner modulo 10000.
    pub station_serial: Option<Spanned<u32>>,
    /// `01` of `#0311/01`. It stands also before telegrams of one section.
    pub section: Option<u16>,
    /// Day of the year and time of filing, format line 3.
    pub filed: Option<Spanned<Filed>>,
    /// The letters after `ZNY` or `ZNR`, format line 4.
    pub security: Option<Span>,
    /// `ZZH`, `ZDK` and the like after the security letters.
    pub operating_signals: Vec<Span>,
}

/// The Julian group of format line 3: day of the year, hour, minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    /// 1 to 366. No year is given.
    pub julian_day: u16,
    /// 0 to 23, UTC.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

/// The line that says under which order and until when a telegram is
/// classified (5 FAH-1 H-240).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExecutiveOrder {
    /// The whole line or lines.
    pub span: Span,
    /// The number of the order, `12958`.
    pub order: Option<Span>,
    /// The date after `DECL:`, as printed: it is never computed or corrected.
    pub declassify_on: Option<Spanned<Date>>,
    /// `X1`, `25X1`, `OADR` and the like.
    pub exemptions: Vec<Span>,
}

/// Who classified a telegram, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassifiedBy {
    /// The whole statement, label included.
    pub span: Span,
    /// `Ada Quill`.
    pub name: Option<Span>,
    /// Whether the surname stands first: `Quill, Ada`.
    pub surname_first: bool,
    /// `Deputy Chief of Mission`.
    pub title: Option<Span>,
    /// Who classified with the first, in the order printed.
    pub also: Vec<AlsoBy>,
    /// Section and letter, in the order printed.
    pub reasons: Vec<Reason>,
}

/// A further person who classified a telegram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlsoBy {
    /// `Ines Marlow` of `DCM Ada Quill and Pol Counselor Ines Marlow`.
    pub name: Span,
    /// `Pol Counselor`; one title of several persons is that of the first.
    pub title: Option<Span>,
}

impl ClassifiedBy {
    /// The name on one line, given names first.
    #[must_use]
    pub fn name(&self, cable: &Cable) -> Option<String> {
        let read = cable.read(self.name?);
        let name = read.split_whitespace().collect::<Vec<_>>().join(" ");
        match name.split_once(", ") {
            Some((surname, given)) if self.surname_first => Some(format!("{given} {surname}")),
            _ => Some(name),
        }
    }
}

/// One reason of classification: `1.4(b)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The 4 of section 1.4 (1.5 before 2003).
    pub section: u8,
    /// `'a'` to `'h'`.
    pub letter: char,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "1.{}({})", self.section, self.letter)
    }
}
