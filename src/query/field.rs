//! The fields that a query can name.

use crate::cable::{Classification, Family};

macro_rules! fields {
    ($($(#[$doc:meta])+ $field:ident $name:literal $takes:literal $sentence:literal;)+) => {
        /// What a query can ask for by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field { $($(#[$doc])+ $field,)+ }

        impl Field {
            /// Every field, in the order of help.
            pub const ALL: &[Field] = &[$(Field::$field,)+];

            /// What is typed before the colon.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Field::$field => $name,)+ }
            }

            /// What it takes, in a few words.
            #[must_use]
            pub fn takes(self) -> &'static str {
                match self { $(Field::$field => $takes,)+ }
            }

            /// What it finds, in a sentence.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self { $(Field::$field => $sentence,)+ }
            }
        }
    };
}

fields! {
    /// The station that sent it.
    Post "post" "a station" "The station that sent it, by any of its names.";
    /// Words of format line 6.
    From "from" "words" "Words of the originator, FM.";
    /// Words of format line 7.
    To "to" "words" "Words of an action addressee, TO.";
    /// Words of format line 8.
    Info "info" "words" "Words of an information addressee, INFO.";
    /// A TAGS code or a person in it.
    Tag "tag" "a code" "A TAGS code, or words of a person named there.";
    /// The level of its banner.
    Class "class" "u, sbu, lou, c, s, ts, none" "The classification of the telegram.";
    /// The level of a portion mark.
    ParaClass "para.class" "u, sbu, lou, c, s, ts, none" "The marking of the paragraph that is found.";
    /// The day it was dated.
    Date "date" "2008, 2008-09, 2008-09-12 or a range" "When it was dated.";
    /// Words of the SUBJECT line.
    Subject "subject" "words" "Words of the SUBJECT.";
    /// Words of the REF block.
    Ref "ref" "words" "Words of the REF block, as printed.";
    /// A telegram that it cites.
    Cites "cites" "a number, 08NORTHHAVEN311" "Telegrams that cite this one.";
    /// A telegram that cites it.
    CitedBy "cited-by" "a number, 08NORTHHAVEN311" "Telegrams that this one cites.";
    /// A name below the text.
    Sign "sign" "a name" "A name in the signature.";
    /// A caption of distribution or handling.
    Caption "caption" "a caption" "A caption, such as NODIS.";
    /// The precedence of its date-time group.
    Prec "prec" "routine, priority, immediate, flash, z, o, p, r" "The precedence of the telegram.";
    /// The form of publication.
    Family "family" "a form" "The form in which it was published.";
    /// What it holds.
    Has "has" "summary, comment, excision, finding, ..." "What it holds.";
    /// The part in which words are sought.
    In "in" "summary, comment, subject, header, ..." "The part in which the words stand.";
    /// How far it was read.
    State "state" "new, begun, done" "How far you have read it.";
    /// The number of the telegram.
    Id "id" "a number, 08NORTHHAVEN311" "The number of the telegram.";
}

impl Field {
    /// The field of a name, or of another name of it.
    #[must_use]
    pub fn named(name: &str) -> Option<Field> {
        let name = name.to_ascii_lowercase();
        let other = match name.as_str() {
            "tags" => Some(Field::Tag),
            "para-class" | "paraclass" => Some(Field::ParaClass),
            "refs" => Some(Field::Ref),
            "signature" | "signed" => Some(Field::Sign),
            "precedence" => Some(Field::Prec),
            "station" => Some(Field::Post),
            "classification" => Some(Field::Class),
            "citedby" => Some(Field::CitedBy),
            "role" => Some(Field::In),
            "is" => Some(Field::State),
            _ => None,
        };
        let mut known = Field::ALL.iter().copied();
        known.find(|field| field.name() == name).or(other)
    }

    /// The values that it takes, where they are few. Elsewhere those of the
    /// collection are to be offered.
    #[must_use]
    pub fn values(self) -> Vec<&'static str> {
        match self {
            Field::Class | Field::ParaClass => LEVELS.to_vec(),
            Field::Prec => PRECEDENCES.map(|(name, _)| name).to_vec(),
            Field::Family => Family::ALL.iter().map(|family| family.slug()).collect(),
            Field::Has => Thing::ALL.iter().map(|thing| thing.name()).collect(),
            Field::In => Part::ALL.iter().map(|part| part.name()).collect(),
            Field::State => State::ALL.iter().map(|state| state.name()).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether it can be compared with `<=` and `>=`.
    pub(super) fn is_ordered(self) -> bool {
        matches!(
            self,
            Field::Class | Field::ParaClass | Field::Date | Field::Prec
        )
    }
}

/// Levels as they are typed, lowest first, and their absence.
pub(super) const LEVELS: [&str; 7] = ["u", "lou", "sbu", "c", "s", "ts", "none"];

/// Precedences as they are typed, lowest first, and their prosigns.
pub(super) const PRECEDENCES: [(&str, char); 6] = [
    ("routine", 'r'),
    ("priority", 'p'),
    ("immediate", 'o'),
    ("niact-immediate", 'n'),
    ("flash", 'z'),
    ("emergency-command", 'y'),
];

macro_rules! names {
    ($(#[$of:meta])+ $kind:ident { $($(#[$doc:meta])+ $value:ident $name:literal,)+ }) => {
        $(#[$of])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $kind { $($(#[$doc])+ $value,)+ }

        impl $kind {
            /// All of them, in the order of help.
            pub const ALL: &[$kind] = &[$($kind::$value,)+];

            /// What is typed.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($kind::$value => $name,)+ }
            }

            /// The one of a name; its beginning will do.
            pub(super) fn named(name: &str) -> Option<$kind> {
                let name = name.to_ascii_lowercase();
                let mut known = $kind::ALL.iter().copied();
                known.find(|known| !name.is_empty() && known.name().starts_with(&name))
            }
        }
    };
}

names! {
    /// What a telegram may hold.
    Thing {
        /// A summary.
        Summary "summary",
        /// The drafter's comment.
        Comment "comment",
        /// A place where the release withheld text.
        Excision "excision",
        /// Something that the checks found.
        Finding "finding",
        /// An error that the checks found.
        Error "error",
        /// Damage that is undone on view.
        Repair "repair",
        /// A telegram that it cites.
        Reference "reference",
        /// A name below the text.
        Signature "signature",
        /// Something that could not be read.
        Garble "garble",
        /// An editor's footnote.
        Note "note",
        /// Paragraphs: nothing of a withdrawal card.
        Text "text",
        /// A heading above a paragraph.
        Heading "heading",
    }
}

names! {
    /// How far a telegram was read.
    #[derive(Default)]
    State {
        /// It was not opened, as far as is known.
        #[default]
        New "new",
        /// It was opened, and its end was not in sight.
        Begun "begun",
        /// Its end was in sight.
        Done "done",
    }
}

impl State {
    /// That of a telegram of which so much was in sight, in percent; nothing
    /// where it was not opened.
    #[must_use]
    pub fn after(percent: Option<u8>) -> State {
        match percent {
            None => State::New,
            Some(100..) => State::Done,
            Some(_) => State::Begun,
        }
    }

    /// The one of a name, of its beginning, or of another name of it.
    pub(super) fn meant(name: &str) -> Option<State> {
        match name.to_ascii_lowercase().as_str() {
            "unread" => Some(State::New),
            "reading" => Some(State::Begun),
            "read" => Some(State::Done),
            _ => State::named(name),
        }
    }
}

names! {
    /// A part of a telegram.
    Part {
        /// A paragraph of the summary.
        Summary "summary",
        /// A paragraph of the drafter's comment.
        Comment "comment",
        /// The SUBJECT.
        Subject "subject",
        /// All above the text, the SUBJECT too.
        Header "header",
        /// A paragraph that asks for action.
        Action "action",
        /// An introduction.
        Introduction "introduction",
        /// Any paragraph.
        Body "body",
        /// What stands below the text: the signature.
        Ending "ending",
        /// An editor's footnote.
        Note "note",
    }
}

/// The place of a level among [`LEVELS`].
pub(super) fn level_of(name: &str) -> Option<Level> {
    let name = name.to_ascii_lowercase();
    if name == "none" {
        return Some(None);
    }
    let mut all = Classification::ALL.into_iter();
    all.find(|level| level.mark().eq_ignore_ascii_case(&name) || level.slug() == name)
        .map(Some)
}

/// A level, or that there is none.
pub(super) type Level = Option<Classification>;
