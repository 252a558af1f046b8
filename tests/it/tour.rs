//! A tour of every key: in a sensible state each one does something, and the
//! screen says what.

use std::fmt::Write as _;

use reftel::app::{Effect, Msg};
use reftel::command::key::Sequence;
use reftel::command::{Command, Context, Key, Keymap, TABLE};

use crate::session::Session;

const TUTORIAL: &str = "08PORTLARKSPUR311";

/// Where a stop of the tour is: what is open, and the keys that lead there.
#[derive(Clone, Copy)]
enum At {
    /// The list of the built-in cables.
    Catalog(&'static str),
    /// Hits in the built-in cables, 80 by 16.
    Found(&'static str),
    /// The tutorial, 80 by 24.
    Narrow(&'static str),
    /// The tutorial, 120 by 40.
    Medium(&'static str),
    /// The thread of the tutorial, 80 by 24.
    Thread(&'static str),
    /// What is cited by built-in cables and not held, 80 by 24.
    Missing(&'static str),
    /// A cable with findings, an excision, references to another and sections.
    Damaged(&'static str),
}

use At::{Catalog, Damaged, Found, Medium, Missing, Narrow, Thread};

/// What a command does where: its state, and words that the screen shows
/// afterwards and not before, or what stands where the cursor is; what a
/// command asks the runtime for is told by its effect.
const STOPS: &[(Context, Command, At, Says)] = {
    use Command as C;
    use Context as X;
    &[
        (
            X::Reader,
            C::Down,
            Narrow(""),
            Says::At("who has opened this reader"),
        ),
        (
            X::Reader,
            C::Up,
            Narrow("jj"),
            Says::At("who has opened this reader"),
        ),
        (X::Reader, C::NextToken, Narrow(""), Says::Token("This")),
        (
            X::Reader,
            C::NextRelease,
            Narrow(""),
            Says::Words("no other cable here bears this number"),
        ),
        (
            X::Reader,
            C::Library,
            At::Catalog("<enter>"),
            Says::Words("12 cables"),
        ),
        (
            X::Reader,
            C::References,
            Narrow(""),
            Says::Words("References"),
        ),
        (
            X::Reader,
            C::PreviousToken,
            Narrow("l"),
            Says::Token("SUMMARY"),
        ),
        (X::Reader, C::RowEnd, Narrow(""), Says::Token("anyone")),
        (X::Reader, C::WindowTop, Narrow("9j"), Says::Row(0, "")),
        (
            X::Reader,
            C::WindowMiddle,
            Narrow(""),
            Says::At("Moving About"),
        ),
        (
            X::Reader,
            C::WindowBottom,
            Narrow(""),
            Says::At("end. Nothing"),
        ),
        (X::Reader, C::RowStart, Narrow("3l"), Says::Token("SUMMARY")),
        (
            X::Reader,
            C::ScrollDown,
            Narrow(""),
            Says::Row(3, "SUMMARY: This"),
        ),
        (
            X::Reader,
            C::ScrollUp,
            Narrow("<c-e>"),
            Says::Row(4, "SUMMARY: This"),
        ),
        (X::Reader, C::PageDown, Narrow(""), Says::Words("P3/24")),
        (X::Reader, C::ReadOn, Narrow(""), Says::Words("P3/24")),
        (
            X::Reader,
            C::PageUp,
            Narrow("G"),
            Says::At("press it. What it says"),
        ),
        (X::Reader, C::HalfPageDown, Narrow(""), Says::Words("P2/24")),
        (
            X::Reader,
            C::HalfPageUp,
            Narrow("G"),
            Says::At("COMMENT: New arrivals"),
        ),
        (X::Reader, C::Top, Narrow("G"), Says::Words("P1/24")),
        (X::Reader, C::Bottom, Narrow(""), Says::Words("100%")),
        (
            X::Reader,
            C::NextParagraph,
            Narrow(""),
            Says::Words("P2/24"),
        ),
        (
            X::Reader,
            C::PreviousParagraph,
            Narrow("3G"),
            Says::Words("P2/24"),
        ),
        (X::Reader, C::NextSection, Narrow(""), Says::Words("P2/24")),
        (
            X::Reader,
            C::PreviousSection,
            Narrow("3G"),
            Says::Words("P2/24"),
        ),
        (X::Reader, C::NextMarking, Narrow(""), Says::Words("P2/24")),
        (
            X::Reader,
            C::PreviousMarking,
            Narrow("10G"),
            Says::Words("P9/24"),
        ),
        (X::Reader, C::NextFinding, Damaged("gg"), Says::Words("1/")),
        (
            X::Reader,
            C::PreviousFinding,
            Damaged("]e ]e"),
            Says::Words("1/"),
        ),
        (
            X::Reader,
            C::NextReference,
            Damaged(""),
            Says::Words("1/2  ref A"),
        ),
        (
            X::Reader,
            C::PreviousReference,
            Damaged("G"),
            Says::Words("2/2  ref B"),
        ),
        (
            X::Reader,
            C::NextExcision,
            Damaged(""),
            Says::Words("1/1  withheld"),
        ),
        (
            X::Reader,
            C::PreviousExcision,
            Damaged("G"),
            Says::Words("1/1  withheld"),
        ),
        (
            X::Reader,
            C::NextRepair,
            Damaged(""),
            Says::Words("1/1  apostrophe"),
        ),
        (
            X::Reader,
            C::PreviousRepair,
            Damaged("G"),
            Says::Words("1/1  apostrophe"),
        ),
        (
            X::Reader,
            C::NextCableSection,
            Narrow(""),
            Says::Words("1/2  SECTION 02"),
        ),
        (
            X::Reader,
            C::PreviousCableSection,
            Narrow("G"),
            Says::Words("2/2  SECTION 03"),
        ),
        (
            X::Reader,
            C::NextNote,
            Narrow("3G ma gg"),
            Says::Words("1/1  mark a"),
        ),
        (
            X::Reader,
            C::PreviousNote,
            Narrow("3G ma G"),
            Says::Words("1/1  mark a"),
        ),
        (
            X::Reader,
            C::RepeatBracket,
            Narrow("]s"),
            Says::Words("2/2  SECTION 03"),
        ),
        (
            X::Reader,
            C::ReverseBracket,
            Narrow("]s ]s"),
            Says::Words("1/2  SECTION 02"),
        ),
        (X::Reader, C::AlignMiddle, Narrow("12G"), Says::At("12 (U)")),
        (X::Reader, C::AlignTop, Narrow("12G"), Says::At("12 (U)")),
        (
            X::Reader,
            C::AlignBottom,
            Narrow("12G zt"),
            Says::At("12 (U)"),
        ),
        (
            X::Reader,
            C::Beside,
            Medium(""),
            Says::Words("this cable beside itself"),
        ),
        (
            X::Reader,
            C::BindScrolling,
            Medium("gv"),
            Says::Words("both scroll together"),
        ),
        (
            X::Reader,
            C::FollowBeside,
            Medium("]r"),
            Says::Words("open beside: the letter"),
        ),
        (
            X::Reader,
            C::Column,
            Medium(""),
            Says::Words("the text alone, in the middle"),
        ),
        (
            X::Reader,
            C::SentenceCase,
            Narrow(""),
            Says::Words("this cable is not all capitals"),
        ),
        (
            X::Reader,
            C::ToggleFold,
            Narrow("2G"),
            Says::Words("folded:"),
        ),
        (
            X::Reader,
            C::OpenFold,
            Narrow("2G zc"),
            Says::Words("unfolded:"),
        ),
        (
            X::Reader,
            C::CloseFold,
            Narrow("2G"),
            Says::Words("folded:"),
        ),
        (
            X::Reader,
            C::CloseFolds,
            Narrow(""),
            Says::Words("sections folded:"),
        ),
        (
            X::Reader,
            C::OpenFolds,
            Narrow("zM"),
            Says::Words("sections unfolded"),
        ),
        (X::Reader, C::Percent, Narrow("50"), Says::Words(" 50%")),
        (X::Reader, C::JumpBack, Narrow("G"), Says::Words("P1/24")),
        (
            X::Reader,
            C::JumpForward,
            Narrow("G H"),
            Says::Words("100%"),
        ),
        (X::Reader, C::Jumps, Narrow("G"), Says::Words("Jumps")),
        (
            X::Reader,
            C::NextCable,
            Narrow(""),
            Says::Words("05NORTHHAVEN17  2 of 12"),
        ),
        (
            X::Reader,
            C::PreviousCable,
            Narrow("J"),
            Says::Words("08PORTLARKSPUR311  1 of 12"),
        ),
        (
            X::Reader,
            C::Open,
            Narrow(""),
            Says::Words("Explain SUMMARY"),
        ),
        (X::Reader, C::Search, Narrow(""), Says::Line("/")),
        (X::Reader, C::SearchPattern, Narrow(""), Says::Line("g/")),
        (
            X::Reader,
            C::Ask,
            Narrow(""),
            Says::Words("begin*, -without"),
        ),
        (
            X::Reader,
            C::NextMatch,
            Narrow("/telegram <enter>"),
            Says::Words("2/"),
        ),
        (
            X::Reader,
            C::PreviousMatch,
            Narrow("/telegram <enter> n"),
            Says::Words("1/"),
        ),
        (X::Reader, C::NextSame, Narrow("6l"), Says::Words(" in ")),
        (X::Reader, C::PreviousSame, Narrow("*"), Says::Words("1/")),
        (
            X::Reader,
            C::OnlyUnclassified,
            Narrow(""),
            Says::Words("showing (U) only"),
        ),
        (X::Reader, C::OnlySbu, Narrow(""), Says::Words("(SBU) only")),
        (
            X::Reader,
            C::OnlyConfidential,
            Narrow(""),
            Says::Words("showing (C) only"),
        ),
        (
            X::Reader,
            C::OnlySecret,
            Narrow(""),
            Says::Words("showing (S) only"),
        ),
        (
            X::Reader,
            C::OnlyTopSecret,
            Narrow(""),
            Says::Words("showing (TS) only"),
        ),
        (
            X::Reader,
            C::OnlyUnmarked,
            Narrow(""),
            Says::Words("showing no marking"),
        ),
        (
            X::Reader,
            C::AtOrBelow,
            Narrow("2G"),
            Says::Words("(U) and lower"),
        ),
        (
            X::Reader,
            C::AtOrAbove,
            Narrow("2G"),
            Says::Words("(U) and higher"),
        ),
        (
            X::Reader,
            C::Dim,
            Narrow("cu"),
            Says::Words("bright: (U) only"),
        ),
        (
            X::Reader,
            C::ClearFilter,
            Narrow("cu"),
            Says::Words("22 JUL 2008"),
        ),
        (
            X::Reader,
            C::Clear,
            Narrow("cu"),
            Says::Words("22 JUL 2008"),
        ),
        (
            X::Reader,
            C::SelectWords,
            Narrow(""),
            Says::Words("selecting"),
        ),
        (
            X::Reader,
            C::SelectParagraphs,
            Narrow(""),
            Says::Words("selecting"),
        ),
        (X::Reader, C::CopyText, Narrow(""), Says::Asks),
        (X::Reader, C::CopyReference, Narrow(""), Says::Asks),
        (X::Reader, C::CopyPath, Narrow(""), Says::Asks),
        (X::Reader, C::CopyCable, Narrow(""), Says::Asks),
        (X::Reader, C::PrintText, Narrow(""), Says::Asks),
        (X::Reader, C::PrintReference, Narrow(""), Says::Asks),
        (X::Reader, C::PrintPath, Narrow(""), Says::Asks),
        (X::Reader, C::PrintCable, Narrow(""), Says::Asks),
        (X::Reader, C::PipeText, Narrow(""), Says::Line("|")),
        (X::Reader, C::PipeCable, Narrow(""), Says::Line("|")),
        (X::Reader, C::Edit, Narrow(""), Says::Asks),
        (
            X::Reader,
            C::NextPane,
            Medium(""),
            Says::At(">From   AMEMBASSY"),
        ),
        (X::Reader, C::PreviousPane, Medium(""), Says::At(">Summary")),
        (
            X::Reader,
            C::TextPane,
            Medium("<a-2>"),
            Says::At(">   1 (C)"),
        ),
        (
            X::Reader,
            C::RoutingPane,
            Narrow(""),
            Says::Words("AMEMBASSY PORT LARKSPUR"),
        ),
        (
            X::Reader,
            C::OutlinePane,
            Narrow(""),
            Says::Words("Paragraphs"),
        ),
        (X::Reader, C::PartsPane, Narrow(""), Says::Words("Summary")),
        (
            X::Reader,
            C::ToggleOutline,
            Narrow(""),
            Says::Words("Paragraphs"),
        ),
        (
            X::Reader,
            C::ToggleRouting,
            Narrow(""),
            Says::Words("AMEMBASSY PORT LARKSPUR"),
        ),
        (
            X::Reader,
            C::ToggleParts,
            Narrow(""),
            Says::Words("Summary"),
        ),
        (
            X::Reader,
            C::Zoom,
            Medium("<a-2>"),
            Says::At(">From   AMEMBASSY"),
        ),
        (
            X::Reader,
            C::ShrinkPane,
            Medium(""),
            Says::Row(9, " Prec   PRIORITY                  │"),
        ),
        (
            X::Reader,
            C::GrowPane,
            Medium(""),
            Says::Row(9, " Prec   PRIORITY                      │"),
        ),
        (
            X::Reader,
            C::WiderText,
            Medium("- - -"),
            Says::Words("columns wide"),
        ),
        (
            X::Reader,
            C::NarrowerText,
            Medium(""),
            Says::Words("columns wide"),
        ),
        (
            X::Reader,
            C::DefaultText,
            Medium("-"),
            Says::Words("default width"),
        ),
        (
            X::Reader,
            C::Raw,
            Narrow(""),
            Says::Words("the source as it is"),
        ),
        (X::Reader, C::Themes, Narrow(""), Says::Words("Themes")),
        (X::Reader, C::Theme, Narrow(""), Says::Words("theme light")),
        (
            X::Reader,
            C::Explain,
            Narrow(""),
            Says::Words("Explain SUMMARY"),
        ),
        (X::Reader, C::Findings, Damaged(""), Says::Words("Check: ")),
        (X::Reader, C::Follow, Damaged(""), Says::Words("aef A")),
        (
            X::Reader,
            C::Peek,
            Damaged("]r"),
            Says::Words("07NORTHHAVEN88"),
        ),
        (
            X::Reader,
            C::Repairs,
            Damaged(""),
            Says::Words("1 repairs on view"),
        ),
        (
            X::Reader,
            C::Anatomy,
            Damaged(""),
            Says::Words("start of the message"),
        ),
        (
            X::Reader,
            C::Place,
            Damaged(""),
            Says::Words("Where it stands"),
        ),
        (
            X::Reader,
            C::SetMark,
            Narrow("3G"),
            Says::Words("mark a set at P3"),
        ),
        (
            X::Reader,
            C::GoToMark,
            Narrow("3G m a G"),
            Says::Words("P3/24"),
        ),
        (
            X::Reader,
            C::PlaceBefore,
            Narrow("3G m a G ' a"),
            Says::Words("100%"),
        ),
        (
            X::Reader,
            C::RemoveMark,
            Narrow("m a"),
            Says::Words("mark a removed"),
        ),
        (X::Reader, C::Marks, Narrow("m a"), Says::Words(" Marks ")),
        (
            X::Reader,
            C::Undo,
            Narrow("m a"),
            Says::Words("undone: there is no mark a"),
        ),
        (
            X::Reader,
            C::Forget,
            Narrow("m a"),
            Says::Words("wiped, and no longer kept: the place, the jumps and 1 mark"),
        ),
        (
            X::Catalog,
            C::GoToMark,
            Catalog(""),
            Says::Words("mark a is within a cable"),
        ),
        (
            X::Catalog,
            C::PlaceBefore,
            Catalog("<enter> q"),
            Says::Words("P1/24"),
        ),
        (
            X::Catalog,
            C::Marks,
            Catalog("<enter> m Q q"),
            Says::Words(" Marks "),
        ),
        (
            X::Catalog,
            C::Undo,
            Catalog("<enter> m a q"),
            Says::Words("undone: there is no mark a"),
        ),
        (
            X::Explain,
            C::RemoveChosen,
            Narrow("m a m b g m"),
            Says::Words("mark a removed"),
        ),
        (
            X::Explain,
            C::Undo,
            Narrow("m a m b g m"),
            Says::Words("undone: there is no mark b"),
        ),
        (X::Reader, C::Help, Narrow(""), Says::Words("Help: reader")),
        (X::Reader, C::Palette, Narrow(""), Says::Words("Commands")),
        (X::Reader, C::Reload, Narrow(""), Says::Asks),
        (X::Reader, C::Mouse, Narrow(""), Says::Notes("mouse on; ")),
        (
            X::Reader,
            C::Hover,
            Narrow(""),
            Says::Notes("explains what it rests on"),
        ),
        (X::Reader, C::Redraw, Narrow(""), Says::Asks),
        (X::Reader, C::Suspend, Narrow(""), Says::Asks),
        (X::Reader, C::Close, Narrow(""), Says::Asks),
        (X::Reader, C::Quit, Narrow(""), Says::Asks),
        (
            X::Reader,
            C::Cancel,
            Narrow(""),
            Says::Words("^c again quits"),
        ),
        (X::Reader, C::SearchBackward, Narrow("G"), Says::Line("?")),
        (X::Reader, C::ReloadConfig, Narrow(""), Says::Asks),
        (X::Reader, C::SearchTexts, Narrow(""), Says::Line("gS/")),
        (X::Catalog, C::SearchTexts, Catalog(""), Says::Line("gS/")),
        (X::Reader, C::Hits, Narrow(""), Says::Row(1, "gs>")),
        (X::Catalog, C::Hits, Catalog(""), Says::Row(1, "gs>")),
        (X::Results, C::Thread, Found(""), Says::Words("Thread")),
        (X::Results, C::Traffic, Found(""), Says::Words("Traffic")),
        (X::Results, C::Gaps, Found(""), Says::Words("held")),
        (X::Results, C::Posts, Found(""), Says::Words("Posts")),
        (X::Results, C::People, Found(""), Says::Words("Who signs")),
        (X::Results, C::Missing, Found(""), Says::Words("not held")),
        (X::Results, C::Hits, Found(""), Says::Words("every word")),
        (X::Results, C::Search, Found(""), Says::Words("every word")),
        (X::Results, C::Down, Found(""), Says::At("P1")),
        (X::Results, C::Up, Found("jj"), Says::At("P1")),
        (
            X::Results,
            C::ScrollDown,
            Found(""),
            Says::Row(3, "subject"),
        ),
        (
            X::Results,
            C::ScrollUp,
            Found("<c-e>"),
            Says::Row(3, "v 2005"),
        ),
        (
            X::Results,
            C::PageDown,
            Found(""),
            Says::At("09NORTHHAVEN72"),
        ),
        (X::Results, C::ReadOn, Found(""), Says::At("09NORTHHAVEN72")),
        (X::Results, C::PageUp, Found("G"), Says::At("P3")),
        (X::Results, C::HalfPageDown, Found(""), Says::At("subject")),
        (X::Results, C::HalfPageUp, Found("G"), Says::At("P8")),
        (X::Results, C::Top, Found("G"), Says::At("05NORTHHAVEN17")),
        (X::Results, C::Bottom, Found(""), Says::At("P5")),
        (X::Results, C::AlignMiddle, Found("8j"), Says::At("P9")),
        (X::Results, C::AlignTop, Found("8j"), Says::At("P9")),
        (X::Results, C::AlignBottom, Found("8j zt"), Says::At("P9")),
        (
            X::Results,
            C::NextGroup,
            Found(""),
            Says::At("07PORTLARKSPUR409"),
        ),
        (
            X::Results,
            C::PreviousGroup,
            Found("}}"),
            Says::At("07PORTLARKSPUR409"),
        ),
        (X::Results, C::NextMatch, Found("}"), Says::At("subject")),
        (X::Results, C::PreviousMatch, Found("}"), Says::At("P7")),
        (
            X::Results,
            C::ToggleGroup,
            Found(""),
            Says::At("> 2005-02-11"),
        ),
        (X::Results, C::FoldRow, Found("k"), Says::At("> 2005-02-11")),
        (X::Results, C::Unfold, Found("v"), Says::At("v 2005-02-11")),
        (
            X::Results,
            C::CloseFolds,
            Found(""),
            Says::Words("> 2007-09-21"),
        ),
        (
            X::Results,
            C::OpenFolds,
            Found("zM"),
            Says::Words("v 2007-09-21"),
        ),
        (X::Results, C::Open, Found("j"), Says::Words("1/5 in 4")),
        (
            X::Results,
            C::Peek,
            Found("j"),
            Says::Words("05NORTHHAVEN17  P1  (SBU)"),
        ),
        (X::Results, C::Sort, Found(""), Says::Words("newest first")),
        (X::Results, C::Reload, Found(""), Says::Asks),
        (
            X::Results,
            C::JumpBack,
            Found("j <enter> q"),
            Says::Words("P1/9"),
        ),
        (
            X::Results,
            C::JumpForward,
            Found("j <enter> G H q"),
            Says::Words("100%"),
        ),
        (
            X::Results,
            C::Jumps,
            Found("j <enter> q"),
            Says::Words("Jumps"),
        ),
        (
            X::Results,
            C::GoToMark,
            Found(""),
            Says::Words("mark a is within a cable"),
        ),
        (
            X::Results,
            C::PlaceBefore,
            Found("j <enter> q"),
            Says::Words("P1/9"),
        ),
        (
            X::Results,
            C::Marks,
            Found("<enter> m Q q"),
            Says::Words(" Marks "),
        ),
        (
            X::Results,
            C::Undo,
            Found("<enter> m a q"),
            Says::Words("undone: there is no mark a"),
        ),
        (X::Results, C::CopyReference, Found(""), Says::Asks),
        (X::Results, C::CopyPath, Found(""), Says::Asks),
        (X::Results, C::PrintReference, Found(""), Says::Asks),
        (X::Results, C::PrintPath, Found(""), Says::Asks),
        (X::Results, C::Edit, Found(""), Says::Asks),
        (X::Results, C::Themes, Found(""), Says::Words("Themes")),
        (X::Results, C::Theme, Found(""), Says::Words("theme light")),
        (X::Results, C::Help, Found(""), Says::Words("Help: results")),
        (X::Results, C::Palette, Found(""), Says::Words("Commands")),
        (X::Results, C::ReloadConfig, Found(""), Says::Asks),
        (X::Results, C::Mouse, Found(""), Says::Notes("mouse on; ")),
        (
            X::Results,
            C::Hover,
            Found(""),
            Says::Notes("explains what it rests on"),
        ),
        (X::Results, C::Redraw, Found(""), Says::Asks),
        (X::Results, C::Suspend, Found(""), Says::Asks),
        (X::Results, C::Clear, Found(""), Says::Words("12 cables")),
        (X::Results, C::Close, Found(""), Says::Words("12 cables")),
        (X::Results, C::Quit, Found(""), Says::Asks),
        (
            X::Results,
            C::Cancel,
            Found(""),
            Says::Words("^c again quits"),
        ),
        (
            X::Prompt,
            C::NextOrder,
            Found("gs"),
            Says::Row(1, "newest first"),
        ),
        (X::Catalog, C::SearchBackward, Catalog(""), Says::Line("?")),
        (X::Catalog, C::ReloadConfig, Catalog(""), Says::Asks),
        (
            X::Catalog,
            C::Reload,
            Catalog(""),
            Says::Words("looking again"),
        ),
        (
            X::Prompt,
            C::NextFound,
            Narrow("/telegram"),
            Says::At("2/18 in"),
        ),
        (
            X::Prompt,
            C::PreviousFound,
            Narrow("/telegram"),
            Says::At("18/18 in"),
        ),
        (
            X::Select,
            C::OtherEnd,
            Narrow("v 3l"),
            Says::At("SUMMARY: This"),
        ),
        (X::Catalog, C::Down, Catalog(""), Says::At("05NORTHHAVEN17")),
        (X::Catalog, C::Up, Catalog("jj"), Says::At("05NORTHHAVEN17")),
        (
            X::Catalog,
            C::ScrollDown,
            Catalog(""),
            Says::At("05NORTHHAVEN17"),
        ),
        (
            X::Catalog,
            C::ScrollUp,
            Catalog("<c-e>"),
            Says::At("05NORTHHAVEN17"),
        ),
        (
            X::Catalog,
            C::PageDown,
            Catalog(""),
            Says::At("09PORTLARKSPUR97"),
        ),
        (
            X::Catalog,
            C::PageUp,
            Catalog("G"),
            Says::At("05NORTHHAVEN17"),
        ),
        (
            X::Catalog,
            C::HalfPageDown,
            Catalog(""),
            Says::At("07NORTHHAVEN88"),
        ),
        (
            X::Catalog,
            C::HalfPageUp,
            Catalog("G"),
            Says::At("07STATE58204"),
        ),
        (
            X::Catalog,
            C::Top,
            Catalog("G"),
            Says::At("08PORTLARKSPUR311"),
        ),
        (
            X::Catalog,
            C::Bottom,
            Catalog(""),
            Says::At("09NORTHHAVEN72"),
        ),
        (
            X::Catalog,
            C::AlignMiddle,
            Catalog("8j"),
            Says::At("08PORTLARKSPUR402"),
        ),
        (
            X::Catalog,
            C::AlignTop,
            Catalog("6j"),
            Says::At("07NORTHHAVEN88"),
        ),
        (
            X::Catalog,
            C::AlignBottom,
            Catalog("6j zt"),
            Says::At("07NORTHHAVEN88"),
        ),
        (
            X::Catalog,
            C::JumpBack,
            Catalog("<enter> q"),
            Says::Words("P1/24"),
        ),
        (
            X::Catalog,
            C::JumpForward,
            Catalog("<enter> G H q"),
            Says::Words("100%"),
        ),
        (
            X::Catalog,
            C::Jumps,
            Catalog("<enter> q"),
            Says::Words("Jumps"),
        ),
        (X::Catalog, C::Open, Catalog(""), Says::Words("P1/24")),
        (
            X::Catalog,
            C::Group,
            Catalog(""),
            Says::Words("by the post"),
        ),
        (
            X::Catalog,
            C::NextGroup,
            Catalog(":group_post <enter> gg"),
            Says::At("v NORTHHAVEN"),
        ),
        (
            X::Catalog,
            C::PreviousGroup,
            Catalog(":group_post <enter>"),
            Says::At("v PORTLARKSPUR"),
        ),
        (
            X::Catalog,
            C::FoldGroup,
            Catalog(":group_post <enter>"),
            Says::At("> PORTLARKSPUR"),
        ),
        (
            X::Catalog,
            C::CloseFolds,
            Catalog(":group_post <enter>"),
            Says::At("> PORTLARKSPUR"),
        ),
        (
            X::Catalog,
            C::OpenFolds,
            Catalog(":group_post <enter> zM"),
            Says::At("v PORTLARKSPUR"),
        ),
        (X::Catalog, C::Pick, Catalog(""), Says::Words("1 selected")),
        (
            X::Catalog,
            C::PickRange,
            Catalog(""),
            Says::Words("1 selected"),
        ),
        (
            X::Catalog,
            C::PickAll,
            Catalog(""),
            Says::Words("12 selected"),
        ),
        (X::Catalog, C::CopyCable, Catalog(""), Says::Words("sent")),
        (X::Catalog, C::PrintCable, Catalog(""), Says::Asks),
        (X::Catalog, C::PipeCable, Catalog(""), Says::Line("|")),
        (X::Catalog, C::Export, Catalog(""), Says::Asks),
        (X::Catalog, C::Search, Catalog(""), Says::Line("/")),
        (X::Catalog, C::Narrow, Catalog(""), Says::Line("&")),
        (
            X::Catalog,
            C::Facets,
            Catalog(""),
            Says::Words("100 columns"),
        ),
        (
            X::Catalog,
            C::NextRelease,
            Catalog(""),
            Says::Words("no other cable here bears this number"),
        ),
        (
            X::Catalog,
            C::Preview,
            Catalog(""),
            Says::Words("100 columns and 36 rows"),
        ),
        (
            X::Catalog,
            C::NextPane,
            Catalog(""),
            Says::Words("100 columns"),
        ),
        (
            X::Catalog,
            C::PreviousPane,
            Catalog(""),
            Says::Words("100 columns"),
        ),
        (
            X::Catalog,
            C::Sort,
            Catalog(""),
            Says::Words("newest first"),
        ),
        (
            X::Catalog,
            C::NextMatch,
            Catalog("/sexton <enter>"),
            Says::At("05KESTRELBAY12"),
        ),
        (
            X::Catalog,
            C::PreviousMatch,
            Catalog("/sexton <enter>"),
            Says::At("6/6"),
        ),
        (
            X::Catalog,
            C::Clear,
            Catalog("/sexton <enter>"),
            Says::Line("2009-06-25"),
        ),
        (X::Catalog, C::CopyReference, Catalog(""), Says::Asks),
        (X::Catalog, C::CopyPath, Catalog(""), Says::Asks),
        (X::Catalog, C::PrintReference, Catalog(""), Says::Asks),
        (X::Catalog, C::PrintPath, Catalog(""), Says::Asks),
        (X::Catalog, C::Edit, Catalog(""), Says::Asks),
        (X::Catalog, C::Themes, Catalog(""), Says::Words("Themes")),
        (
            X::Catalog,
            C::Theme,
            Catalog(""),
            Says::Words("theme light"),
        ),
        (
            X::Catalog,
            C::Help,
            Catalog(""),
            Says::Words("Help: catalog"),
        ),
        (X::Catalog, C::Palette, Catalog(""), Says::Words("Commands")),
        (X::Catalog, C::Mouse, Catalog(""), Says::Notes("mouse on; ")),
        (
            X::Catalog,
            C::Hover,
            Catalog(""),
            Says::Notes("explains what it rests on"),
        ),
        (X::Catalog, C::Redraw, Catalog(""), Says::Asks),
        (X::Catalog, C::Suspend, Catalog(""), Says::Asks),
        (X::Catalog, C::Close, Catalog(""), Says::Asks),
        (X::Catalog, C::Quit, Catalog(""), Says::Asks),
        (
            X::Catalog,
            C::Cancel,
            Catalog(""),
            Says::Words("^c again quits"),
        ),
        (
            X::Reader,
            C::Traffic,
            Narrow(""),
            Says::Words("Traffic by post"),
        ),
        (
            X::Catalog,
            C::Traffic,
            Catalog(""),
            Says::Words("Traffic by post"),
        ),
        (
            X::Survey,
            C::Traffic,
            Thread(""),
            Says::Words("Traffic by post"),
        ),
        (
            X::Reader,
            C::Gaps,
            Narrow(""),
            Says::Words("Numbers that are not held"),
        ),
        (
            X::Catalog,
            C::Gaps,
            Catalog(""),
            Says::Words("Numbers that are not held"),
        ),
        (
            X::Survey,
            C::Gaps,
            Thread(""),
            Says::Words("Numbers that are not held"),
        ),
        (X::Reader, C::Posts, Narrow(""), Says::Words("Posts")),
        (X::Catalog, C::Posts, Catalog(""), Says::Words("Posts")),
        (X::Survey, C::Posts, Thread(""), Says::Words("Posts")),
        (X::Reader, C::People, Narrow(""), Says::Words("Who signs")),
        (X::Catalog, C::People, Catalog(""), Says::Words("Who signs")),
        (X::Survey, C::People, Thread(""), Says::Words("Who signs")),
        (
            X::Survey,
            C::SelectSpan,
            Thread("gT"),
            Says::Words("from here on"),
        ),
        (X::Reader, C::Thread, Narrow(""), Says::Words("Thread of")),
        (X::Catalog, C::Thread, Catalog(""), Says::Words("Thread of")),
        (X::Survey, C::Thread, Thread("jj"), Says::Words("Thread of")),
        (
            X::Reader,
            C::Missing,
            Narrow(""),
            Says::Words("Cited and not held"),
        ),
        (
            X::Catalog,
            C::Missing,
            Catalog(""),
            Says::Words("Cited and not held"),
        ),
        (
            X::Survey,
            C::Missing,
            Thread(""),
            Says::Words("Cited and not held"),
        ),
        (X::Survey, C::Down, Thread(""), Says::At("Cites")),
        (X::Survey, C::Up, Thread("jj"), Says::At("Cites")),
        (X::Survey, C::ScrollDown, Thread(""), Says::At("Cites")),
        (
            X::Survey,
            C::PageDown,
            Thread(""),
            Says::At("Cited by none"),
        ),
        (X::Survey, C::ReadOn, Thread(""), Says::At("Cited by none")),
        (
            X::Survey,
            C::HalfPageDown,
            Thread(""),
            Says::At("07STATE58204"),
        ),
        (X::Survey, C::Bottom, Thread(""), Says::At("Cited by none")),
        (X::Survey, C::ScrollUp, Thread("<c-e>"), Says::At("Cites")),
        (
            X::Survey,
            C::PageUp,
            Thread("G"),
            Says::At("08PORTLARKSPUR311"),
        ),
        (
            X::Survey,
            C::HalfPageUp,
            Thread("G"),
            Says::At("05KESTRELBAY12"),
        ),
        (
            X::Survey,
            C::Top,
            Thread("G"),
            Says::At("08PORTLARKSPUR311"),
        ),
        (
            X::Survey,
            C::AlignMiddle,
            Thread("3j zt"),
            Says::At("05NORTHHAVEN17"),
        ),
        (
            X::Survey,
            C::AlignTop,
            Thread("3j"),
            Says::At("05NORTHHAVEN17"),
        ),
        (
            X::Survey,
            C::AlignBottom,
            Thread("3j zt"),
            Says::At("05NORTHHAVEN17"),
        ),
        (X::Survey, C::JumpBack, Thread(""), Says::Words("P1/24")),
        (
            X::Survey,
            C::JumpForward,
            Thread(""),
            Says::Words("no jump after"),
        ),
        (
            X::Survey,
            C::NextCable,
            Thread("jj"),
            Says::At("06SANTABRISA63"),
        ),
        (
            X::Survey,
            C::PreviousCable,
            Thread(""),
            Says::At("07PORTLARKSPUR409"),
        ),
        (X::Survey, C::Open, Missing(""), Says::Words("Thread of")),
        (X::Survey, C::Clear, Thread(""), Says::Words("P1/24")),
        (X::Survey, C::CopyReference, Thread(""), Says::Asks),
        (X::Survey, C::CopyCable, Thread(""), Says::Asks),
        (X::Survey, C::PrintReference, Thread(""), Says::Asks),
        (X::Survey, C::PrintCable, Thread(""), Says::Asks),
        (X::Survey, C::Export, Thread(""), Says::Asks),
        (X::Survey, C::Edit, Thread(""), Says::Asks),
        (X::Survey, C::Redraw, Thread(""), Says::Asks),
        (X::Survey, C::Suspend, Thread(""), Says::Asks),
        (X::Survey, C::Quit, Thread(""), Says::Asks),
        (
            X::Survey,
            C::Unfold,
            Thread("jjj"),
            Says::At("- 05NORTHHAVEN17"),
        ),
        (
            X::Survey,
            C::FoldRow,
            Thread("jjj"),
            Says::At("05KESTRELBAY12"),
        ),
        (
            X::Survey,
            C::OpenFolds,
            Thread("j h"),
            Says::Words("unfolded"),
        ),
        (X::Survey, C::CloseFolds, Thread(""), Says::Words("fold")),
        (X::Catalog, C::Views, Catalog(""), Says::Words("no views")),
        (
            X::Catalog,
            C::KeepView,
            Catalog(""),
            Says::Words("a view has a name"),
        ),
        (
            X::Survey,
            C::Order,
            Missing(""),
            Says::Words("sorted by number"),
        ),
        (X::Survey, C::Theme, Thread(""), Says::Words("theme light")),
        (X::Survey, C::Themes, Thread(""), Says::Words("Themes")),
        (X::Survey, C::Help, Thread(""), Says::Words("Help: survey")),
        (X::Survey, C::Palette, Thread(""), Says::Words("Commands")),
        (X::Survey, C::Reload, Thread(""), Says::Asks),
        (X::Survey, C::ReloadConfig, Thread(""), Says::Asks),
        (X::Survey, C::Mouse, Thread(""), Says::Notes("mouse on; ")),
        (
            X::Survey,
            C::Hover,
            Thread(""),
            Says::Notes("explains what it rests on"),
        ),
        (X::Survey, C::Close, Thread(""), Says::Words("P1/24")),
        (
            X::Survey,
            C::Cancel,
            Thread(""),
            Says::Words("^c again quits"),
        ),
        (X::Help, C::Down, Narrow("?"), Says::At("> k Up")),
        (X::Help, C::Up, Narrow("? jj"), Says::At("> k Up")),
        (X::Help, C::PageDown, Narrow("?"), Says::At("> [[")),
        (X::Help, C::ReadOn, Narrow("?"), Says::At("> [[")),
        (X::Help, C::PageUp, Narrow("? G"), Says::At("> Q ZZ")),
        (X::Help, C::HalfPageDown, Narrow("?"), Says::At("> b PgUp")),
        (X::Help, C::HalfPageUp, Narrow("? G"), Says::At("> U B")),
        (X::Help, C::Top, Narrow("? G"), Says::At("> j Down")),
        (X::Help, C::Bottom, Narrow("?"), Says::At("> no banner")),
        (X::Help, C::Open, Narrow("? jj"), Says::At(">   1 (C)")),
        (X::Help, C::Search, Narrow("?"), Says::Words("/ ")),
        (X::Help, C::Clear, Narrow("?"), Says::Words("P1/24")),
        (X::Help, C::Mouse, Narrow("?"), Says::Notes("mouse on; ")),
        (
            X::Help,
            C::Hover,
            Narrow("?"),
            Says::Notes("explains what it rests on"),
        ),
        (X::Help, C::Redraw, Narrow("?"), Says::Asks),
        (X::Help, C::Suspend, Narrow("?"), Says::Asks),
        (X::Help, C::Close, Narrow("?"), Says::At(">   1 (C)")),
        (X::Help, C::Quit, Narrow("?"), Says::Asks),
        (X::Help, C::Cancel, Narrow("?"), Says::At(">   1 (C)")),
        (
            X::Explain,
            C::Down,
            Medium("gh"),
            Says::At("communications center"),
        ),
        (
            X::Explain,
            C::Up,
            Medium("gh jj"),
            Says::At("communications center"),
        ),
        (
            X::Explain,
            C::PageDown,
            Medium("gh"),
            Says::At("P: precedence PRIORITY"),
        ),
        (
            X::Explain,
            C::ReadOn,
            Medium("gh"),
            Says::At("P: precedence PRIORITY"),
        ),
        (
            X::Explain,
            C::PageUp,
            Medium("gh G"),
            Says::At("often printed twice"),
        ),
        (
            X::Explain,
            C::HalfPageDown,
            Medium("gh"),
            Says::At("the year and hour"),
        ),
        (
            X::Explain,
            C::HalfPageUp,
            Medium("gh G"),
            Says::At("AINF: Information"),
        ),
        (X::Explain, C::Top, Medium("gh G"), Says::At(">FL 1")),
        (
            X::Explain,
            C::Bottom,
            Medium("gh"),
            Says::At("who classified it"),
        ),
        (
            X::Explain,
            C::Open,
            Medium("gh G"),
            Says::At(">By     Ada Quill"),
        ),
        (
            X::Explain,
            C::NextExplained,
            Narrow("x"),
            Says::Words("Explain "),
        ),
        (
            X::Explain,
            C::PreviousExplained,
            Narrow("20l x"),
            Says::Words("Explain "),
        ),
        (
            X::Explain,
            C::NextRepair,
            Damaged("gp"),
            Says::Words("│>  "),
        ),
        (
            X::Explain,
            C::PreviousRepair,
            Damaged("gp G"),
            Says::Words("│>  "),
        ),
        (
            X::Explain,
            C::NextFinding,
            Damaged("gc"),
            Says::Words("│>! "),
        ),
        (
            X::Explain,
            C::PreviousFinding,
            Damaged("gc ]e"),
            Says::Notes("no finding above"),
        ),
        (
            X::Explain,
            C::Explain,
            Damaged("gp G"),
            Says::Words("original"),
        ),
        (
            X::Explain,
            C::SwitchRepair,
            Damaged("gp jj"),
            Says::Words("switched off"),
        ),
        (X::Explain, C::Clear, Narrow("x"), Says::At(">   1 (C)")),
        (X::Explain, C::Help, Narrow("x"), Says::Words("Help: ")),
        (X::Explain, C::Mouse, Narrow("x"), Says::Notes("mouse on; ")),
        (
            X::Explain,
            C::Hover,
            Narrow("x"),
            Says::Notes("explains what it rests on"),
        ),
        (X::Explain, C::Redraw, Narrow("x"), Says::Asks),
        (X::Explain, C::Suspend, Narrow("x"), Says::Asks),
        (X::Explain, C::Close, Narrow("x"), Says::At(">   1 (C)")),
        (X::Explain, C::Quit, Narrow("x"), Says::Asks),
        (X::Explain, C::Cancel, Narrow("x"), Says::At(">   1 (C)")),
        (
            X::Prompt,
            C::TogglePattern,
            Narrow("/har"),
            Says::Line("g/har"),
        ),
        (X::Prompt, C::Clear, Narrow("/har"), Says::At(">   1 (C)")),
        (X::Prompt, C::Redraw, Narrow("/har"), Says::Asks),
        (X::Prompt, C::Suspend, Narrow("/har"), Says::Asks),
        (X::Prompt, C::Cancel, Narrow("/har"), Says::At(">   1 (C)")),
        (X::Prompt, C::Accept, Narrow("/har"), Says::Words(" in ")),
        (
            X::Prompt,
            C::PreviousLine,
            Narrow("/harbor <enter> /x"),
            Says::Line("/harbor"),
        ),
        (
            X::Prompt,
            C::NextLine,
            Narrow("/harbor <enter> /x <up>"),
            Says::Line("/x"),
        ),
        (X::Prompt, C::Complete, Narrow(":nex"), Says::Line(":next-")),
    ]
};

/// What comes of a key.
#[derive(Clone, Copy)]
enum Says {
    /// The screen shows these words.
    Words(&'static str),
    /// The last line begins with these words.
    Line(&'static str),
    /// The row of the cursor shows these words, and something has changed.
    At(&'static str),
    /// The cursor is on this word.
    Token(&'static str),
    /// This row of the screen, counted from 0, has these words.
    Row(usize, &'static str),
    /// These words are said, if not on the screen then once it is free.
    Notes(&'static str),
    /// The runtime is asked for something.
    Asks,
}

/// Cites two telegrams, has something withheld and something damaged.
const DAMAGED: &str = "VZCZCXYZ0007\nPP RUEHC\n\nDE RUEHPL #0311/01 2011504\nZNY SSSSS ZZH\n\
P 221504Z JUL 08\nFM AMEMBASSY PORT LARKSPUR\nTO RUEHC/SECSTATE WASHDC PRIORITY 4410\n\n\
C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSIPDIS\n\nE.O. 12958: DECL: 07/22/2018\n\
TAGS: PREL, VD\nSUBJECT: HARBOR DUES\n\nREF: A. 07 NORTHHAVEN 88  B. 06 KESTREL BAY 9\n\n\
1. (C) The Minister,s aide agreed (ref A).\n\n2. (S) XXXXXXXXXXXX said so to the press (ref B).\n\n\
3. (U) No more.\nQUILL\n";
const CITED: &str = "DE RUEHNH #0088/01 2001504\nZNY CCCCC ZZH\n\
P 191504Z JUL 07\nFM AMCONSUL NORTHHAVEN\nTO RUEHC/SECSTATE WASHDC PRIORITY 88\n\n\
C O N F I D E N T I A L NORTHHAVEN 000088\n\nTAGS: PREL, VD\nSUBJECT: DUES\n\n1. (C) Dues rose.\nQUILL\n";

fn arrive(at: At) -> Session {
    match at {
        Catalog(keys) => Session::builtin("80x14").keys(keys),
        Found(keys) => Session::builtin("80x16")
            .keys("gs lamp* <enter>")
            .keys(keys),
        Narrow(keys) => Session::reading(TUTORIAL, "80x24").keys(keys),
        Medium(keys) => Session::reading(TUTORIAL, "120x40").keys(keys),
        Thread(keys) => {
            let keys = format!("gt {keys}");
            Session::reading(TUTORIAL, "80x24").keys(&keys)
        }
        Missing(keys) => {
            let keys = format!("gR {keys}");
            Session::builtin("80x24").keys(&keys)
        }
        Damaged(keys) => {
            let texts = [DAMAGED.as_bytes(), CITED.as_bytes()];
            Session::texts(&texts, "80x24").keys(keys)
        }
    }
}

/// All that can be seen: the screen, its styles, and where the cursor is.
fn sight(session: &mut Session) -> String {
    session.snapshot()
}

#[test]
fn every_key_does_something_and_the_screen_says_what() {
    let mut wrong = String::new();
    for &(context, command, at, says) in STOPS {
        let keys = Keymap::new().sequences_of(command, context);
        let mut keys: Vec<Option<Sequence>> = keys.into_iter().map(Some).collect();
        if command.spec().keys.is_empty() {
            // It has a name.
            keys.push(None);
        }
        assert!(!keys.is_empty(), "{command:?} has no key in {context:?}");
        for keys in keys {
            let mut session = arrive(at);
            let there = session.model.context();
            let before = sight(&mut session);
            session.effects.clear();
            match keys {
                Some(keys) => {
                    let letter = command.takes_letter().then(|| Key::char('a'));
                    for key in keys.keys().chain(letter) {
                        session.send(Msg::Key(key));
                    }
                }
                None => session.press(&format!(":{} <enter>", command.spec().name)),
            }
            let after = sight(&mut session);
            let screen = session.screen();
            let last = screen.trim_end().lines().last().unwrap_or_default();
            let asked = session
                .effects
                .iter()
                .any(|effect| !matches!(effect, Effect::After(..)));
            let holds = match says {
                Says::Words(words) => screen.contains(words) && before != after,
                Says::Line(words) => last.trim_start().starts_with(words),
                Says::At(words) => {
                    let place = session.terminal().get_cursor_position().unwrap();
                    let row = screen.lines().nth(place.y.into()).unwrap_or_default();
                    row.contains(words) && before != after
                }
                Says::Token(word) => {
                    let reader = session.model.reader().unwrap();
                    reader.text.token_text() == word && before != after
                }
                Says::Row(nth, words) => {
                    let row = screen.lines().nth(nth).unwrap_or_default();
                    row.contains(words) && before != after
                }
                Says::Notes(words) => {
                    let notice = session.model.notice.as_ref();
                    notice.is_some_and(|notice| notice.text.as_str().contains(words))
                }
                Says::Asks => asked,
            };
            if there != context || !holds {
                let _ = writeln!(
                    wrong,
                    "{command:?} by {keys:?} in {context:?} (was in {there:?}):\n{screen}"
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_tour_leaves_no_command_out() {
    let mut missing = Vec::new();
    for spec in TABLE {
        for &context in spec.contexts {
            let is_stop =
                |stop: &&(Context, Command, At, Says)| stop.0 == context && stop.1 == spec.command;
            if STOPS.iter().find(is_stop).is_none() {
                missing.push(format!("{} in {}", spec.name, context.name()));
            }
        }
    }
    assert!(missing.is_empty(), "no stop for {missing:?}");
}
