//! Where reading begins, when the command line says where.

use crate::command::Command;

use super::answer;
use super::execute::execute;
use super::{Effect, Model, Overlay};

/// Where reading begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begin {
    /// At the paragraph that bears this number.
    Paragraph(u32),
    /// At the end.
    End,
    /// At the first match of these words.
    Match(String),
}

/// Goes where the first cable is to be read from, once it is in sight and
/// the screen has a size.
pub(super) fn begin(model: &mut Model) -> Vec<Effect> {
    let Some(reader) = model.reader() else {
        return Vec::new();
    };
    // A message stands until a key is pressed, over a new size as well.
    if model.begin.is_none() || model.size.width == 0 || model.size.height == 0 {
        return Vec::new();
    }
    let numbers = || reader.cable.paragraphs.iter().filter_map(|it| it.number);
    let is_missing = match &model.begin {
        Some(Begin::Paragraph(wanted)) => !numbers().any(|number| number == *wanted),
        _ => false,
    };
    // What is wrong with the configuration has been said and still stands.
    let said = model.notice.take().filter(|notice| notice.failed);
    let effects = match model.begin.take() {
        Some(Begin::Paragraph(number)) => {
            let effects = execute(model, Command::Bottom, Some(number));
            if is_missing {
                model.warn(&format!("no paragraph {number} in this cable"));
            }
            effects
        }
        Some(Begin::End) => execute(model, Command::Bottom, None),
        Some(Begin::Match(words)) => {
            let mut effects = execute(model, Command::Search, None);
            let mut left = 0;
            if let Some(Overlay::Search(search)) = &mut model.overlay {
                search.prompt.set(&words);
                // The first match is that of the text, wherever it was left.
                left = std::mem::take(&mut search.from);
            }
            answer::typed(model);
            let find = model.reader().and_then(|reader| reader.find.as_ref());
            if find.is_none_or(|find| find.matches.is_empty())
                && let Some(Overlay::Search(search)) = &mut model.overlay
            {
                search.from = left;
                answer::typed(model);
            }
            effects.extend(execute(model, Command::Accept, None));
            effects
        }
        None => Vec::new(),
    };
    if said.is_some() {
        model.notice = said;
    }
    effects
}
