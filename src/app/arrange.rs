//! What the reader of a cable shows, and where: panes, sheets, measure,
//! filter.

use crate::cable::Classification;
use crate::command::Command;
use crate::query::Query;
use crate::typeset::Filter;

use super::{Arrangement, Class, Layout, PaneId, Reader, regions};

/// Whether a command says by marking which paragraphs are shown.
#[must_use]
pub fn is_marking_filter(command: Command) -> bool {
    matches!(
        command,
        Command::OnlyUnclassified
            | Command::OnlySbu
            | Command::OnlyConfidential
            | Command::OnlySecret
            | Command::OnlyTopSecret
            | Command::OnlyUnmarked
            | Command::AtOrBelow
            | Command::AtOrAbove
            | Command::ClearFilter
    )
}

pub(super) fn set_filter(reader: &mut Reader, command: Command) -> Option<String> {
    let here = reader
        .text
        .paragraph()
        .and_then(|idx| reader.cable.paragraphs.get(idx as usize));
    let level = here
        .and_then(|paragraph| paragraph.mark.as_ref())
        .map(|mark| mark.level);
    let filter = match command {
        Command::OnlyUnclassified => Filter::only(Classification::Unclassified),
        Command::OnlySbu => Filter::only(Classification::Sbu),
        Command::OnlyConfidential => Filter::only(Classification::Confidential),
        Command::OnlySecret => Filter::only(Classification::Secret),
        Command::OnlyTopSecret => Filter::only(Classification::TopSecret),
        Command::OnlyUnmarked => Filter::Unmarked,
        Command::AtOrBelow | Command::AtOrAbove => {
            let Some(level) = level else {
                return Some(String::from(
                    "this paragraph has no marking to compare with",
                ));
            };
            if command == Command::AtOrBelow {
                Filter::AtOrBelow(level)
            } else {
                Filter::AtOrAbove(level)
            }
        }
        Command::Dim => {
            reader.dim = !reader.dim;
            let words = if reader.dim {
                "a filter dims"
            } else {
                "a filter hides"
            };
            return Some(String::from(words));
        }
        _ if !reader.is_filtered() => return Some(String::from("nothing is filtered")),
        _ => {
            reader.ask(Query::default());
            Filter::All
        }
    };
    leave_sheet(reader);
    reader.raw = false;
    reader.filter = filter;
    None
}

pub(super) fn leave_sheet(reader: &mut Reader) {
    if reader.sheet.take().is_some_and(|pane| pane != PaneId::Text) {
        reader.focus = PaneId::Text;
    }
}

pub(super) fn next_pane(pane: PaneId, forward: bool) -> PaneId {
    const ORDER: [PaneId; 4] = [
        PaneId::Text,
        PaneId::Routing,
        PaneId::Outline,
        PaneId::Parts,
    ];
    let here = ORDER.iter().position(|known| *known == pane).unwrap_or(0);
    let next = if forward {
        here + 1
    } else {
        here + ORDER.len() - 1
    };
    ORDER
        .get(next % ORDER.len())
        .copied()
        .unwrap_or(PaneId::Text)
}

/// Gives the keys to a pane, opening it where it is not in sight.
pub(super) fn focus_pane(
    reader: &mut Reader,
    pane: PaneId,
    layout: &Layout,
    arrangement: &mut Arrangement,
) -> Option<String> {
    let full = reader.sheet.is_some();
    reader.focus = pane;
    if layout.class <= Some(Class::Narrow) || full {
        reader.sheet = Some(pane)
            .filter(|&pane| full && layout.class > Some(Class::Narrow) || pane != PaneId::Text);
    } else if layout.pane(pane).is_empty() {
        show(pane, arrangement, true);
    }
    None
}

pub(super) fn toggle_pane(
    reader: &mut Reader,
    pane: PaneId,
    layout: &Layout,
    arrangement: &mut Arrangement,
) -> Option<String> {
    if layout.class <= Some(Class::Narrow) {
        if reader.sheet == Some(pane) {
            leave_sheet(reader);
        } else {
            reader.sheet = Some(pane);
            reader.focus = pane;
        }
        return None;
    }
    let visible = !layout.pane(pane).is_empty();
    reader.sheet = None;
    show(pane, arrangement, !visible);
    if visible && reader.focus == pane {
        reader.focus = PaneId::Text;
    }
    None
}

pub(super) fn show(pane: PaneId, arrangement: &mut Arrangement, on: bool) {
    // The text is alone no more.
    arrangement.alone &= !on;
    match pane {
        PaneId::Text => {}
        PaneId::Routing => arrangement.routing = on,
        PaneId::Outline => arrangement.outline = on,
        PaneId::Parts => arrangement.parts = on,
    }
}

/// Makes the side of the focused pane narrower or wider.
pub(super) fn resize_side(
    focus: PaneId,
    layout: &Layout,
    arrangement: &mut Arrangement,
    by: i16,
    key: &dyn Fn(Command) -> String,
) -> Option<String> {
    if layout.class <= Some(Class::Narrow) {
        return Some(String::from("there is no side pane at this width"));
    }
    let right = focus == PaneId::Parts && layout.class == Some(Class::Wide);
    let (side, region) = if right {
        (&mut arrangement.right, layout.parts)
    } else if layout.routing.is_empty() {
        (&mut arrangement.left, layout.outline)
    } else {
        (&mut arrangement.left, layout.routing)
    };
    if region.is_empty() {
        let routing = key(Command::ToggleRouting);
        let outline = key(Command::ToggleOutline);
        // In the middle class the summary stands below the text, and has no
        // side to be sized.
        let keys = if layout.class == Some(Class::Wide) {
            format!("{routing}, {outline} and {}", key(Command::ToggleParts))
        } else {
            format!("{routing} and {outline}")
        };
        return Some(format!("no side pane is open; {keys} open them"));
    }
    *side = regions::side(region.width.saturating_add_signed(by));
    None
}

/// Shows the text alone in the middle, or what was beside it.
pub(super) fn toggle_column(
    reader: &mut Reader,
    layout: &Layout,
    arrangement: &mut Arrangement,
) -> String {
    arrangement.alone = !arrangement.alone;
    reader.sheet = None;
    reader.focus = PaneId::Text;
    let is_narrow = layout.class <= Some(Class::Narrow);
    // What fills its columns has no middle to go to.
    let is_moved = layout.spare > 1;
    String::from(match (arrangement.alone, is_narrow) {
        (true, true) if is_moved => "text in the middle",
        (true, true) => "text in the middle, once it is set narrower",
        (true, false) => "the text alone, in the middle",
        (false, true) => "text at the left",
        (false, false) => "with what was beside it",
    })
}

/// Shows a cable in capitals in sentence case, or as it stands.
pub(super) fn toggle_case(reader: &mut Reader, arrangement: &mut Arrangement) -> String {
    arrangement.sentence_case = !arrangement.sentence_case;
    let words = match (arrangement.sentence_case, reader.case().is_some()) {
        (false, _) => "letters as they stand in the source",
        (true, true) => "sentence case, a guess: the source is capitals",
        (true, false) => "sentence case; this cable is not all capitals",
    };
    String::from(words)
}

pub(super) fn set_measure(
    command: Command,
    count: Option<u32>,
    layout: &Layout,
    arrangement: &mut Arrangement,
) -> String {
    let step = count
        .and_then(|count| u16::try_from(count).ok())
        .unwrap_or(2);
    let measure = match command {
        Command::WiderText => regions::measure(layout.measure.saturating_add(step)),
        Command::NarrowerText => regions::measure(layout.measure.saturating_sub(step)),
        // As wide as is counted.
        _ => count.map_or(0, |_| regions::measure(step)),
    };
    if command == Command::WiderText && layout.spare == 0 {
        return format!("no room for more than {} columns of text", layout.measure);
    }
    arrangement.measure = measure;
    if measure == 0 {
        String::from("text at its default width")
    } else if command == Command::WiderText {
        let measure = measure.min(layout.measure.saturating_add(layout.spare));
        format!("text {measure} columns wide")
    } else if command == Command::NarrowerText {
        format!("text {measure} columns wide")
    } else {
        format!("text {measure} columns wide, if there is room")
    }
}
