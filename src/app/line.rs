//! What was typed behind `:`: a command, and what it is told.
//!
//! A name alone, its keys, or letters of it run the command. Behind a whole
//! name stands what the command is told: a number, a letter, words.

use crate::cable::{Cable, Span};
use crate::command::{Command, Context, Motion, RESERVED};

use super::execute::{self, execute, screen_context};
use super::groups;
use super::jumps;
use super::overlay::alias;
use super::update::reserved_words;
use super::{
    Effect, Grouping, Help, HitOrder, Model, Overlay, Palette, Screen, Sorting, answer, grouped,
    key_or_name, results, rows, theme, views,
};

/// What a command can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Nothing,
    /// How often, how much or which: its count.
    Number,
    /// What `m` and `'` are told.
    Letter,
    /// What is sought, asked, piped to, or called so.
    Words,
}

impl Takes {
    fn of(command: Command) -> Takes {
        match command {
            command if command.takes_letter() => Takes::Letter,
            command if command.motion().is_some_and(|it| it != Motion::Align) => Takes::Number,
            Command::Search
            | Command::SearchBackward
            | Command::SearchPattern
            | Command::SearchTexts
            | Command::Hits
            | Command::Ask
            | Command::Narrow
            | Command::Sort
            | Command::Group
            | Command::Views
            | Command::KeepView
            | Command::PipeText
            | Command::PipeCable
            | Command::Help
            | Command::Theme => Takes::Words,
            Command::NextToken
            | Command::PreviousToken
            | Command::ReadOn
            | Command::NextRelease
            | Command::Pick
            | Command::NextParagraph
            | Command::PreviousParagraph
            | Command::NextSection
            | Command::PreviousSection
            | Command::NextMarking
            | Command::PreviousMarking
            | Command::NextFinding
            | Command::PreviousFinding
            | Command::NextReference
            | Command::PreviousReference
            | Command::NextExcision
            | Command::PreviousExcision
            | Command::NextRepair
            | Command::PreviousRepair
            | Command::NextCableSection
            | Command::PreviousCableSection
            | Command::NextNote
            | Command::PreviousNote
            | Command::RepeatBracket
            | Command::ReverseBracket
            | Command::Percent
            | Command::JumpBack
            | Command::JumpForward
            | Command::NextCable
            | Command::PreviousCable
            | Command::Open
            | Command::NextMatch
            | Command::PreviousMatch
            | Command::NextGroup
            | Command::PreviousGroup
            | Command::NextSame
            | Command::PreviousSame
            | Command::CopyText
            | Command::PrintText
            | Command::WiderText
            | Command::NarrowerText
            | Command::DefaultText => Takes::Number,
            _ => Takes::Nothing,
        }
    }

    /// How that is typed.
    fn form(self, name: &str) -> String {
        match self {
            Takes::Nothing if name == Command::Reload.spec().name => String::from(
                "this reads the cable again; other files are named when reftel is started",
            ),
            Takes::Nothing => format!("{name} stands alone; nothing follows it"),
            Takes::Number => format!("{name} takes a number, as in :{name} 12"),
            Takes::Letter => format!("{name} takes a letter, as in :{name} a"),
            Takes::Words if name == Command::Theme.spec().name => {
                format!("{name} takes the name of a theme, as in :{name} light")
            }
            Takes::Words if name == Command::Sort.spec().name => {
                format!("{name} takes a name, as in :{name} date")
            }
            Takes::Words
                if [Command::Views, Command::KeepView]
                    .map(|it| it.spec().name)
                    .contains(&name) =>
            {
                format!("{name} takes a name, as in :{name} harbor dues")
            }
            Takes::Words => format!("{name} takes words, as in :{name} harbor"),
        }
    }
}

/// The command that the first word of a line names whole, and the rest of
/// the line.
pub(super) fn named(line: &str, context: Context) -> Option<(Command, &str)> {
    let (name, rest) = line.split_once(char::is_whitespace)?;
    let other = match name {
        "paragraph" => Some(Command::Bottom),
        _ => alias(name),
    };
    let command = Command::from_name(name).or(other)?;
    (!rest.trim().is_empty() && command.spec().applies_in(context))
        .then_some((command, rest.trim()))
}

/// What stands for a key in front of words: `/harbor`, `&class:c`, `|wc`.
fn signed(line: &str, context: Context) -> Option<(Command, &str)> {
    let mut letters = line.chars();
    let command = match letters.next()? {
        '/' => Command::Search,
        '?' => Command::SearchBackward,
        '&' if context == Context::Catalog => Command::Narrow,
        '&' => Command::Ask,
        '|' | '!' => Command::PipeText,
        _ => return None,
    };
    Some((command, letters.as_str().trim())).filter(|(_, words)| !words.is_empty())
}

/// Goes to a line of the text as it was released, counted from 1.
fn go_to_line(model: &mut Model, number: usize) {
    let Some(reader) = model.reader() else { return };
    let text = reader.cable.text();
    let n_lines = text.split_inclusive('\n').count();
    if number == 0 || number > n_lines {
        model.warn(&format!(
            "there is no line {number}: this text has {} lines",
            grouped(n_lines)
        ));
        return;
    }
    let before = text.split_inclusive('\n').take(number - 1);
    let start = before.map(str::len).sum();
    let is_raw = reader.raw;
    jumps::bring_exactly(model, start);
    let of_all = format!("line {number} of {}", grouped(n_lines));
    let raw = model.key_words(Command::Raw);
    let Some(reader) = model.reader() else { return };
    let line = text_line(&reader.cable, start);
    let page = &reader.text.page;
    let at = u32::try_from(start).map_or(0, |start| page.at_source(start));
    let is_there = is_raw || page.row_shows(page.row_at(at), line);
    let words = if is_there {
        format!("{of_all} of the source")
    } else {
        format!("{of_all} stands in the source alone, which {raw} shows; this is what follows it")
    };
    model.say(&words);
}

/// The line of the text of a cable that begins at `start`.
fn text_line(cable: &Cable, start: usize) -> Span {
    let rest = cable.text().get(start..).unwrap_or_default();
    let length = rest.find('\n').unwrap_or(rest.len());
    Span::new(start, start + length)
}

/// Lines further down, or up: `+12`, `-3`, one with the sign alone, as Vim has
/// it.
fn further(line: &str) -> Option<(Command, u32)> {
    let (command, number) = match line.split_at_checked(1)? {
        ("+", number) => (Command::Down, number),
        ("-", number) => (Command::Up, number),
        _ => return None,
    };
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    let number = match number {
        "" => 1,
        // More lines than can be counted are as many as there are.
        number => number.parse().unwrap_or(u32::MAX),
    };
    is_number.then_some((command, number))
}

/// Enter on a line of the palette.
pub(super) fn run(model: &mut Model, palette: &Palette) -> Vec<Effect> {
    let line = palette.prompt.text().trim();
    if let Some((command, number)) = further(line) {
        return execute(model, command, Some(number));
    }
    if let Ok(number) = line.parse::<u32>() {
        return execute(model, Command::Bottom, Some(number));
    }
    if let Some(words) = refused(model, line, palette.context) {
        model.warn(&words);
        return Vec::new();
    }
    let percent = line.strip_suffix('%').and_then(|it| it.parse::<u32>().ok());
    if let Some(percent) = percent.filter(|_| Command::Percent.spec().applies_in(palette.context)) {
        return execute(model, Command::Percent, Some(percent));
    }
    if line == "$" {
        return execute(model, Command::Bottom, None);
    }
    let of_line = line.strip_prefix("line");
    let of_line = of_line.filter(|rest| rest.is_empty() || rest.starts_with(' '));
    if let Some(number) = of_line.filter(|_| palette.context == Context::Reader) {
        match number.trim().parse() {
            Ok(number) => go_to_line(model, number),
            Err(_) => model.warn("a line of the source has a number from 1 on: :line 12"),
        }
        return Vec::new();
    }
    let applies = |(command, _): &(Command, &str)| command.spec().applies_in(palette.context);
    let told =
        named(line, palette.context).or_else(|| signed(line, palette.context).filter(applies));
    if let Some((command, told)) = told
        && palette.scroll.focus == 0
    {
        return tell(model, command, told);
    }
    match (line, palette.chosen()) {
        ("", _) => Vec::new(),
        (line, _) if palette.scroll.focus == 0 && alias(line).is_some() => {
            alias(line).map_or_else(Vec::new, |command| execute(model, command, None))
        }
        // What only a sentence suggests is run when it is chosen, not when
        // something else was typed.
        (line, Some(command)) if palette.scroll.focus > 0 || is_meant(model, line, command) => {
            execute(model, command, None)
        }
        (line, _) => {
            let help = model.key_words(Command::Help);
            let complete = key_or_name(&model.keymap, Command::Complete, Context::Prompt);
            let words =
                format!("no command is called {line}; {complete} completes, {help} lists them");
            model.warn(&words);
            Vec::new()
        }
    }
}

/// What is said of what other programs do behind a colon and this one does
/// not, lest something else is taken for it.
fn refused(model: &Model, line: &str, context: Context) -> Option<String> {
    let name = line.split([' ', '!']).next().unwrap_or_default();
    match name {
        "w" | "write" | "sav" | "saveas" | "s" | "save" | "up" | "update" => {
            const WORDS: &str = "nothing is written: sources stay as they are";
            let [copy, pipe, export] = [Command::CopyCable, Command::PipeCable, Command::Export]
                .map(|command| model.key_words(command));
            Some(if Command::Export.spec().applies_in(context) {
                format!("{WORDS}; {export} writes these rows")
            } else if Command::CopyCable.spec().applies_in(context) {
                format!("{WORDS}; {copy} copies the cable, {pipe} pipes it")
            } else {
                WORDS.to_owned()
            })
        }
        "set" | "se" | "let" | "map" | "syntax" | "syn" => Some(String::from(
            "settings and keys are in config.toml; :width 72 and :theme light set those at once",
        )),
        name => {
            if Command::from_name(name).is_some_and(|it| it.spec().applies_in(context)) {
                return None;
            }
            let reserved = RESERVED.iter().find(|it| it.names.contains(&name))?;
            Some(format!(
                "{name}: {}",
                reserved_words(model, reserved, context)
            ))
        }
    }
}

/// Runs a command with what stands behind its name.
fn tell(model: &mut Model, command: Command, told: &str) -> Vec<Effect> {
    let takes = Takes::of(command);
    let mut letters = told.chars();
    match takes {
        Takes::Number => {
            if let Ok(number) = told.parse() {
                return execute(model, command, Some(number));
            }
        }
        Takes::Letter => {
            if let (Some(letter), None) = (letters.next(), letters.next()) {
                return execute::with_letter(model, command, letter);
            }
        }
        Takes::Words if command == Command::Help => {
            let columns = model.help_columns();
            let mut help = Help::new(screen_context(model), &model.keymap, columns);
            help.prompt.set(told);
            help.narrow(&model.keymap);
            model.overlay = Some(Overlay::Help(help));
            return Vec::new();
        }
        Takes::Words if command == Command::Theme => {
            if theme::take_theme_named(model, told) {
                return Vec::new();
            }
            let themes = model.settings.themes.names().join(", ");
            model.warn(&format!("no theme is called {told}: {themes}"));
            return Vec::new();
        }
        Takes::Words if command == Command::Views => return views::show_named(model, told),
        Takes::Words if command == Command::KeepView => return views::keep(model, told),
        Takes::Words if command == Command::Sort => {
            if matches!(model.screens.top, Screen::Results(_)) {
                if let Some(order) = results::named(told) {
                    return results::sort(model, order);
                }
                let names = HitOrder::ALL.map(HitOrder::name).join(", ");
                model.warn(&format!("hits are not sorted by {told}: {names}"));
                return Vec::new();
            }
            if let Some(by) = rows::named(told) {
                return rows::sort(model, by);
            }
            let names = Sorting::ALL.map(Sorting::name).join(", ");
            model.warn(&format!("nothing is sorted by {told}: {names}"));
            return Vec::new();
        }
        Takes::Words if command == Command::Group => {
            if let Some(by) = groups::named(told) {
                return rows::group(model, by);
            }
            let names = Grouping::ALL.map(Grouping::name).join(", ");
            model.warn(&format!("nothing is grouped by {told}: {names}"));
            return Vec::new();
        }
        Takes::Words => return answer(model, command, told),
        Takes::Nothing => {}
    }
    model.warn(&takes.form(command.spec().name));
    Vec::new()
}

/// Runs a command that asks for a line, and answers it.
fn answer(model: &mut Model, command: Command, line: &str) -> Vec<Effect> {
    let mut effects = execute(model, command, None);
    let Some(prompt) = super::update::prompt_mut(model) else {
        return effects;
    };
    prompt.set(line);
    answer::typed(model);
    effects.extend(execute(model, Command::Accept, None));
    effects
}

/// Whether `line` stands for `command`: a key of it, or beginnings of words of
/// its name, in order, without their hyphens (`nextp` for `next-paragraph`).
///
/// The list below the line suggests more than that, but Enter runs nothing
/// that was not named: `ls` is no command that has these letters somewhere.
fn is_meant(model: &Model, line: &str, command: Command) -> bool {
    let keys = model.keymap.keys_of(command, screen_context(model));
    abbreviates(line, command.spec().name) || keys.iter().any(|keys| keys == line)
}

/// Whether `line` is made of beginnings of words of `name`.
fn abbreviates(line: &str, name: &str) -> bool {
    let line: Vec<char> = line.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    // How many letters may have been found so far.
    let mut found = vec![false; line.len() + 1];
    if let Some(none) = found.first_mut() {
        *none = true;
    }
    for word in name.split('-') {
        let before = found.clone();
        for start in (0..line.len()).filter(|&at| before.get(at) == Some(&true)) {
            let rest = line.iter().skip(start).zip(word.chars());
            let n_same = rest.take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
            for at in start + 1..=start + n_same {
                if let Some(found) = found.get_mut(at) {
                    *found = true;
                }
            }
        }
    }
    !line.is_empty() && found.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::abbreviates;

    #[test]
    fn a_name_is_abbreviated_by_the_beginnings_of_its_words() {
        for line in [
            "next-paragraph",
            "next",
            "nextp",
            "np",
            "n p",
            "NextPar",
            "par",
        ] {
            assert!(abbreviates(line, "next-paragraph"), "{line}");
        }
        for line in ["", "-", "ls", "xt", "pn", "nextr", "next-paragraphs"] {
            assert!(!abbreviates(line, "next-paragraph"), "{line}");
        }
        // What begins one word and goes on in it may begin the next as well.
        assert!(abbreviates("coco", "copy-columns"));
        assert!(!abbreviates("cocc", "copy-columns"));
        assert!(!abbreviates("ls", "tolls-fold"));
    }
}
