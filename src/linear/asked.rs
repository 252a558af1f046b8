//! What a typed line asks for.

use crate::app::is_marking_filter;
use crate::command::key::Sequence;
use crate::command::{Command, Context, Key, Keymap, Lookup, Motion, Spec};
use crate::config::nearest;

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked<'a> {
    /// An empty line: to go on.
    Onward,
    /// A number alone.
    Number(u32),
    /// A word of this way of reading, and what follows it.
    Own(Own, &'a str),
    /// A command of the table, a count, and what follows its name.
    Command(Command, Option<u32>, &'a str),
    /// The beginning of several names.
    Several(Vec<&'static str>),
    /// No name; those that may have been meant.
    Nothing(Vec<&'static str>),
}

/// What is no command of the table, because a screen shows it anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    /// The routing in sentences.
    Header,
    /// The paragraphs by their first words.
    Outline,
    /// The paragraphs of the summary.
    Summary,
    /// Those of the comment.
    Comment,
    /// Findings and repairs.
    Findings,
    /// The paragraph as it stands in the source.
    Source,
    /// The paragraph once more.
    Again,
    /// The cable and the paragraph.
    Where,
    /// The cables that are open.
    List,
}

/// Their names and what they do.
pub(super) const OWN: &[(&str, Own, &str)] = &[
    ("again", Own::Again, "Say this paragraph again."),
    (
        "where",
        Own::Where,
        "Say which cable and paragraph this is.",
    ),
    (
        "header",
        Own::Header,
        "Say who wrote to whom, when, how classified.",
    ),
    ("routing", Own::Header, "The same."),
    (
        "outline",
        Own::Outline,
        "Say the first words of every paragraph.",
    ),
    ("summary", Own::Summary, "Say the summary."),
    ("comment", Own::Comment, "Say the comment."),
    (
        "source",
        Own::Source,
        "Say this paragraph as it stands in the source.",
    ),
    (
        "list",
        Own::List,
        "Say the cables that are open; list 21 goes on from there.",
    ),
];

/// Words that begin several names, or another name, and mean one command to
/// whoever says them: the first that there is where they are said. Behind the
/// last two stand words; behind the others a number, or nothing.
const PLAIN: &[(&str, Command)] = &[
    ("next", Command::NextParagraph),
    ("next", Command::Down),
    ("next cable", Command::Down),
    ("previous", Command::PreviousParagraph),
    ("previous", Command::Up),
    ("previous cable", Command::Up),
    ("back", Command::JumpBack),
    ("find", Command::Search),
    ("mark", Command::SetMark),
    ("esc", Command::Clear),
];

/// The most words of a name of the table, and more.
const MOST_WORDS: usize = 4;

/// Reads a line: a number, words after a sign, keys as on the screen, or a
/// name or its beginning with what belongs to it.
pub(super) fn read<'a>(line: &'a str, context: Context, keymap: &Keymap) -> Asked<'a> {
    if line.is_empty() {
        return Asked::Onward;
    }
    if let Ok(number) = line.parse() {
        return Asked::Number(number);
    }
    let (count, name) = counted(line);
    if let Some(command) = pressed(name, context, keymap) {
        return Asked::Command(command, count, "");
    }
    if let Some((command, letter)) = lettered(name, context, keymap) {
        return Asked::Command(command, count, letter);
    }
    // `/words` and its like: a key that waits for a line.
    let mut signs = name.chars();
    if let Some(sign) = signs.next().filter(char::is_ascii_punctuation)
        && let Lookup::Command(command) | Lookup::AwaitsLetter(command, _) =
            keymap.lookup(context, &[Key::char(sign)])
        && sign != ':'
    {
        return Asked::Command(command, count, signs.as_str().trim());
    }
    let name = name.strip_prefix(':').unwrap_or(name);
    let (name, rest) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
    named(&name.to_lowercase(), count, rest.trim(), context)
}

/// `3 next-paragraph`, `3}`: the number before a name.
fn counted(line: &str) -> (Option<u32>, &str) {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.get(..line.len() - rest.len()).unwrap_or_default();
    match digits.parse() {
        Ok(count) if !digits.starts_with('0') => (Some(count), rest.trim_start()),
        _ => (None, line),
    }
}

/// The command of keys that are typed as a screen prints them: `]c`, `gg`,
/// `^d`, `Space`.
fn pressed(line: &str, context: Context, keymap: &Keymap) -> Option<Command> {
    let printed = Keymap::commands(context).find(|spec| {
        let keys = keymap.keys_of(spec.command, context);
        keys.iter().any(|keys| keys == line)
    });
    if let Some(spec) = printed {
        return Some(spec.command);
    }
    let keys: Vec<Key> = line
        .chars()
        .take(Sequence::LONGEST + 1)
        .map(Key::char)
        .collect();
    match keymap.lookup(context, &keys) {
        Lookup::Command(command) if keys.len() <= Sequence::LONGEST => Some(command),
        _ => None,
    }
}

/// A command that takes a letter, and the letter: `ma`, `'a`.
fn lettered<'a>(line: &'a str, context: Context, keymap: &Keymap) -> Option<(Command, &'a str)> {
    let keys: Vec<Key> = line
        .chars()
        .take(Sequence::LONGEST + 1)
        .map(Key::char)
        .collect();
    let (at, _) = line.char_indices().next_back()?;
    match keymap.lookup(context, &keys) {
        Lookup::Letter(command, _) => Some((command, line.get(at..)?)),
        _ => None,
    }
}

/// A command or a word by its name or the beginning of it.
fn named<'a>(name: &str, count: Option<u32>, rest: &'a str, context: Context) -> Asked<'a> {
    let specs = || Keymap::commands(context).filter(|spec| is_offered(spec.command));
    if let Some((_, own, _)) = OWN.iter().find(|(known, ..)| *known == name) {
        return Asked::Own(*own, rest);
    }
    if let Some(spec) = specs().find(|spec| spec.name == name) {
        return Asked::Command(spec.command, count, rest);
    }
    if let Some((command, rest)) = spaced(name, rest, specs) {
        return Asked::Command(command, count, rest);
    }
    if let Some((command, rest)) = plain(name, rest, specs) {
        return Asked::Command(command, count, rest);
    }
    let own = OWN.iter().filter(|(known, ..)| known.starts_with(name));
    let own: Vec<(&str, Own)> = own.map(|(known, own, _)| (*known, *own)).collect();
    // What only changes a screen is not meant by a beginning.
    let of_table = specs().filter(|spec| spec.name.starts_with(name));
    let of_table: Vec<_> = of_table
        .filter(|spec| !is_of_screens(spec.command))
        .collect();
    match (own.as_slice(), of_table.as_slice()) {
        ([(_, own)], []) => return Asked::Own(*own, rest),
        ([], [spec]) => return Asked::Command(spec.command, count, rest),
        ([], []) => {}
        _ => {
            let own = own.iter().map(|(known, _)| *known);
            let of_table = of_table.iter().map(|spec| spec.name);
            return Asked::Several(own.chain(of_table).collect());
        }
    }
    let all = || super::names(context).map(|(name, _)| name);
    let mut near: Vec<&str> = all().filter(|known| known.contains(name)).collect();
    near.truncate(5);
    if near.is_empty() {
        near.extend(nearest(name, all()));
    }
    Asked::Nothing(near)
}

/// `next cable 3`: a name with blanks in place of its hyphens, the longest
/// that there is, and what follows it.
fn spaced<'a, Specs: Iterator<Item = &'static Spec>>(
    name: &str,
    rest: &'a str,
    specs: impl Fn() -> Specs,
) -> Option<(Command, &'a str)> {
    let (mut name, mut rest) = (name.to_owned(), rest);
    let mut found = None;
    for _ in 1..MOST_WORDS {
        if rest.is_empty() {
            break;
        }
        let (word, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        name = format!("{name}-{}", word.to_lowercase());
        rest = behind.trim_start();
        let spec = specs().find(|spec| spec.name == name);
        found = spec.map(|spec| (spec.command, rest)).or(found);
    }
    found
}

/// A plain word, and what follows it: what it cannot be told makes it none,
/// lest something else is done than was asked for.
fn plain<'a, Specs: Iterator<Item = &'static Spec>>(
    name: &str,
    rest: &'a str,
    specs: impl Fn() -> Specs,
) -> Option<(Command, &'a str)> {
    let said = format!("{name} {}", rest.to_lowercase());
    let mut plain = PLAIN.iter().filter_map(|&(words, command)| {
        let takes_words = matches!(command, Command::Search | Command::SetMark);
        let told = if words == said.trim_end() {
            ""
        } else if words == name && (takes_words || rest.parse::<u32>().is_ok()) {
            rest
        } else {
            return None;
        };
        Some((command, told))
    });
    plain.find(|(command, _)| specs().any(|spec| spec.command == *command))
}

/// Whether a command can be asked for by name: not what belongs to a line
/// that is being typed.
fn is_offered(command: Command) -> bool {
    let contexts = command.spec().contexts;
    let said = [
        Context::Reader,
        Context::Catalog,
        Context::Survey,
        Context::Results,
    ];
    said.iter().any(|context| contexts.contains(context))
}

/// Whether a command changes only what a screen shows.
pub(super) fn is_of_screens(command: Command) -> bool {
    let moves_window = matches!(command.motion(), Some(Motion::Window | Motion::Align));
    let is_look = matches!(
        command,
        Command::RowStart
            | Command::RowEnd
            | Command::Facets
            | Command::Group
            | Command::FoldGroup
            | Command::Preview
            | Command::NextPane
            | Command::PreviousPane
            | Command::TextPane
            | Command::Zoom
            | Command::ShrinkPane
            | Command::GrowPane
            | Command::WiderText
            | Command::NarrowerText
            | Command::DefaultText
            | Command::Dim
            | Command::Column
            | Command::SentenceCase
            | Command::Beside
            | Command::BindScrolling
            | Command::FollowBeside
            | Command::Theme
            | Command::Themes
            | Command::Mouse
            | Command::Hover
            | Command::Redraw
            | Command::Suspend
            | Command::SelectWords
            | Command::SelectParagraphs
    );
    moves_window || is_look
}

/// Whether a command is another word for one that help lists.
pub(super) fn is_other_word(command: Command) -> bool {
    // There are no lines and no pages to move by.
    let moves_by_rows = matches!(
        command.motion(),
        Some(Motion::Row | Motion::Page | Motion::HalfPage)
    );
    let is_other = matches!(
        command,
        Command::ReadOn
            | Command::RoutingPane
            | Command::OutlinePane
            | Command::PartsPane
            | Command::ToggleRouting
            | Command::ToggleOutline
            | Command::ToggleParts
            | Command::Raw
            | Command::Palette
            | Command::Cancel
            | Command::CopyText
            | Command::CopyReference
            | Command::CopyPath
            | Command::CopyCable
    );
    moves_by_rows || is_other
}

/// Whether a command says which paragraphs are shown.
pub(super) fn is_filter(command: Command) -> bool {
    command == Command::Ask || is_marking_filter(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Asked<'_> {
        read(line, Context::Reader, &Keymap::new())
    }

    fn command(command: Command) -> Asked<'static> {
        Asked::Command(command, None, "")
    }

    #[test]
    fn names_beginnings_and_keys_are_commands() {
        assert_eq!(asked(""), Asked::Onward);
        assert_eq!(asked("12"), Asked::Number(12));
        assert_eq!(asked("next-paragraph"), command(Command::NextParagraph));
        assert_eq!(asked("next-par"), command(Command::NextParagraph));
        assert_eq!(asked("Quit"), command(Command::Quit));
        assert_eq!(asked(":quit"), command(Command::Quit));
        assert_eq!(asked("n"), command(Command::NextMatch));
        assert_eq!(asked("]c"), command(Command::NextMarking));
        assert_eq!(asked("gc"), command(Command::Findings));
        assert_eq!(asked("next"), command(Command::NextParagraph));
        assert_eq!(asked("previous"), command(Command::PreviousParagraph));
        assert_eq!(asked("?"), command(Command::Help));
        assert_eq!(
            asked("3}"),
            Asked::Command(Command::NextParagraph, Some(3), "")
        );
        assert_eq!(
            asked("3 next-marking"),
            Asked::Command(Command::NextMarking, Some(3), "")
        );
    }

    #[test]
    fn what_follows_belongs_to_the_command() {
        assert_eq!(
            asked("/harbor dues"),
            Asked::Command(Command::Search, None, "harbor dues")
        );
        assert_eq!(
            asked("explain NOFORN"),
            Asked::Command(Command::Explain, None, "NOFORN")
        );
        assert_eq!(
            asked("find harbor dues"),
            Asked::Command(Command::Search, None, "harbor dues")
        );
        assert_eq!(
            asked("Next Cable 3"),
            Asked::Command(Command::NextCable, None, "3")
        );
        assert_eq!(asked("previous cable"), command(Command::PreviousCable));
        assert_eq!(
            asked("next cable section"),
            command(Command::NextCableSection)
        );
        assert_eq!(
            asked("next 3"),
            Asked::Command(Command::NextParagraph, None, "3")
        );
        assert!(matches!(asked("next goat"), Asked::Several(_)));
        let in_list = |line| read(line, Context::Catalog, &Keymap::new());
        for (line, command) in [
            ("next", Command::Down),
            ("next cable", Command::Down),
            ("previous", Command::Up),
            ("previous cable", Command::Up),
        ] {
            assert_eq!(in_list(line), Asked::Command(command, None, ""), "{line}");
        }
        assert_eq!(asked("findi"), command(Command::Findings));
        assert_eq!(asked("mark a"), Asked::Command(Command::SetMark, None, "a"));
        assert_eq!(asked("list 21"), Asked::Own(Own::List, "21"));
        assert_eq!(asked("head"), Asked::Own(Own::Header, ""));
    }

    #[test]
    fn what_is_unclear_or_unknown_is_told() {
        let Asked::Several(names) = asked("next-m") else {
            panic!()
        };
        assert_eq!(names, ["next-marking", "next-match"]);
        assert_eq!(asked("sumary"), Asked::Nothing(vec!["summary"]));
        let Asked::Nothing(near) = asked("marking") else {
            panic!()
        };
        assert_eq!(near, ["next-marking", "previous-marking"]);
        assert_eq!(asked("zzzzqqqq"), Asked::Nothing(Vec::new()));
        // What changes only a screen is known, but not by a beginning.
        assert_eq!(asked("zoom"), command(Command::Zoom));
        assert_eq!(asked("accept"), Asked::Nothing(Vec::new()));
    }
}
