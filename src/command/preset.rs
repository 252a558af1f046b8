//! Keys of other programs: what differs from the table, and nothing else.
//!
//! Where a program acts at once on a key with which sequences begin here,
//! those move to another prefix as a family, whatever rows the table has.

use super::key::Sequence;
use super::{Command, Context};

/// Whose keys are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Preset {
    /// Those of the table.
    #[default]
    Reftel,
    /// Those of less.
    Less,
    /// Those of Vim.
    Vim,
    /// Those of Emacs.
    Emacs,
}

/// Keys of other programs that do what no command here does, and what there is
/// instead. No preset binds them.
#[derive(Clone, Copy, Debug)]
pub struct Familiar {
    /// The keys, in the notation of the table.
    pub keys: &'static [&'static str],
    /// What is said of them in a cable; `{}` stands for the keys of a command.
    pub words: &'static str,
    /// These commands.
    pub instead: &'static [Command],
    /// In which presets fingers mean it so, whatever else such keys do in another
    /// program; in all where nothing is here.
    pub of: &'static [Preset],
}

/// What fingers try in a cable.
pub const FAMILIAR: &[Familiar] = &[
    Familiar {
        keys: &["!"],
        words: "{} pipes the paragraph to a command, {} goes to the shell",
        instead: &[Command::PipeText, Command::Suspend],
        of: &[],
    },
    Familiar {
        keys: &["s"],
        words: "nothing is written: {} copies the cable, {} pipes it",
        instead: &[Command::CopyCable, Command::PipeCable],
        of: &[],
    },
    Familiar {
        keys: &["i", "I"],
        words: "nothing is changed: {} opens the source in your editor, read-only",
        instead: &[Command::Edit],
        of: &[],
    },
    Familiar {
        keys: &["- i", "- I"],
        words: "capitals count where what is sought has any",
        instead: &[],
        of: &[],
    },
    Familiar {
        keys: &["- n", "- N"],
        words: "paragraphs have numbers; {} tells the line of the source",
        instead: &[Command::Place],
        of: &[],
    },
    Familiar {
        keys: &["- S"],
        words: "lines are wrapped; {} shows them as they are in the source",
        instead: &[Command::Raw],
        of: &[],
    },
    Familiar {
        keys: &["<c-v>"],
        words: "text has no blocks to select: {} selects words, {} paragraphs",
        instead: &[Command::SelectWords, Command::SelectParagraphs],
        of: &[Preset::Vim],
    },
    Familiar {
        keys: &["<c-r>"],
        words: "what was undone is not done again: {} undoes what was done to marks",
        instead: &[Command::Undo],
        of: &[Preset::Vim],
    },
    Familiar {
        keys: &["<c-a>", "<c-x>"],
        words: "nothing is changed: {} opens the source in your editor, read-only",
        instead: &[Command::Edit],
        of: &[Preset::Vim],
    },
];

impl Familiar {
    /// What is said, with `name` for the keys of each command.
    pub fn said(&self, name: impl Fn(Command) -> String) -> String {
        let mut words = self.words.split("{}");
        let mut said = words.next().unwrap_or_default().to_owned();
        for (command, after) in self.instead.iter().zip(words) {
            said.push_str(&name(*command));
            said.push_str(after);
        }
        said
    }
}

/// How a preset differs from the table, in the order in which it is done.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// Sequences that begin with the first key begin with the second keys
    /// instead.
    Move(&'static str, &'static str),
    /// The keys mean nothing.
    None(&'static str),
    /// The keys mean the command, wherever it applies.
    Keys(&'static str, Command),
    /// The keys mean the command here only.
    Here(Context, &'static str, Command),
}

impl Preset {
    /// Every preset.
    pub const ALL: [Preset; 4] = [Preset::Reftel, Preset::Less, Preset::Vim, Preset::Emacs];

    /// The name in configuration and arguments.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Preset::Reftel => "reftel",
            Preset::Less => "less",
            Preset::Vim => "vim",
            Preset::Emacs => "emacs",
        }
    }

    /// The preset of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// How it differs from the table.
    #[must_use]
    pub fn changes(self) -> &'static [Change] {
        match self {
            Preset::Reftel => &[],
            Preset::Less => LESS,
            Preset::Vim => VIM,
            Preset::Emacs => EMACS,
        }
    }
}

use Change::{Here, Keys, Move, None};

const LESS: &[Change] = &[
    // `g` is the top at once, `:n` acts without Enter, `-r` is raw.
    Move("g", "\\"),
    Move("y", "\\ y"),
    Keys("\\ :", Command::Palette),
    Keys("\\ -", Command::NarrowerText),
    Keys("\\ =", Command::DefaultText),
    Keys("\\ f", Command::Follow),
    Keys("\\ v", Command::SelectWords),
    Keys("\\ V", Command::Beside),
    Keys("\\ b", Command::BindScrolling),
    Here(Context::Select, "y", Command::CopyText),
    Keys("v", Command::Edit),
    Keys("\\ P", Command::Peek),
    Keys("\\ O", Command::Posts),
    Here(Context::Survey, "\\ v", Command::SelectSpan),
    Here(Context::Catalog, "<space>", Command::PageDown),
    Here(Context::Catalog, "m", Command::Pick),
    Here(Context::Catalog, "\\ v", Command::PickRange),
    Keys("\\ <lt>", Command::ShrinkPane),
    Keys("\\ <gt>", Command::GrowPane),
    None(":"),
    None("-"),
    Keys("j", Command::Down),
    Keys("e", Command::Down),
    Keys("<c-n>", Command::Down),
    Here(Context::Reader, "<enter>", Command::Down),
    Here(Context::Reader, "<c-j>", Command::Down),
    Here(Context::Reader, "o", Command::Open),
    Here(Context::Catalog, "<enter>", Command::Open),
    Here(Context::Catalog, "o", Command::Open),
    Keys("k", Command::Up),
    Keys("y", Command::Up),
    Keys("<c-k>", Command::Up),
    Keys("<c-p>", Command::Up),
    Keys("f", Command::PageDown),
    Keys("<c-v>", Command::PageDown),
    Keys("w", Command::PageUp),
    Keys("<a-v>", Command::PageUp),
    Keys("g", Command::Top),
    Keys("<lt>", Command::Top),
    Keys("<a-lt>", Command::Top),
    Keys("<gt>", Command::Bottom),
    Keys("<a-gt>", Command::Bottom),
    Keys("p", Command::Percent),
    Keys("=", Command::Percent),
    Keys("<c-g>", Command::Percent),
    Keys("?", Command::SearchBackward),
    Keys("<a-u>", Command::Clear),
    Keys("h", Command::Help),
    Keys("H", Command::Help),
    Keys("- r", Command::Raw),
    Keys("r", Command::Redraw),
    Keys("<c-r>", Command::Redraw),
    Keys("<c-x> <c-x>", Command::PlaceBefore),
    Keys(": n", Command::NextCable),
    Keys(": p", Command::PreviousCable),
    Keys(": f", Command::Percent),
    Keys(": e", Command::Reload),
    Keys(": q", Command::Quit),
    Keys(": Q", Command::Quit),
    Keys(": :", Command::Palette),
];

const VIM: &[Change] = &[
    // What Enter opens, it is said to open.
    Keys("<enter>", Command::Open),
    Keys("?", Command::SearchBackward),
    Keys("g ?", Command::Help),
    Keys("H", Command::WindowTop),
    Keys("M", Command::WindowMiddle),
    Keys("L", Command::WindowBottom),
    Keys("g M", Command::ToggleRouting),
    // Words end where tokens do, and the editor is where Vim opens files.
    Keys("g F", Command::Edit),
    Keys("w", Command::NextToken),
    Keys("W", Command::NextToken),
    None("e"),
    Keys("e", Command::NextToken),
    Keys("E", Command::NextToken),
    Keys("b", Command::PreviousToken),
    Keys("B", Command::PreviousToken),
    Keys("g e", Command::PreviousToken),
    Keys("0", Command::RowStart),
    Keys("^", Command::RowStart),
    Keys("$", Command::RowEnd),
    Keys("g f", Command::Open),
    Keys("<c-]>", Command::Open),
    Keys("z .", Command::AlignMiddle),
    Keys("z <enter>", Command::AlignTop),
    Keys("z -", Command::AlignBottom),
    Keys("y i p", Command::CopyText),
    Keys("y a p", Command::CopyText),
    Keys("<c-w> w", Command::NextPane),
    Keys("<c-w> <c-w>", Command::NextPane),
    Keys("<c-w> W", Command::PreviousPane),
    Keys("<c-w> o", Command::Zoom),
    Keys("<c-w> v", Command::Beside),
    Keys("<c-w> s", Command::Beside),
    Keys("<c-w> f", Command::FollowBeside),
    Keys("<c-w> <lt>", Command::ShrinkPane),
    Keys("<c-w> <gt>", Command::GrowPane),
    // Both close a view, and this is said first.
    Keys("q", Command::Close),
    Keys("<c-w> c", Command::Close),
    Keys("<c-w> q", Command::Close),
    Keys("<c-g>", Command::Percent),
    Keys("<c-t>", Command::JumpBack),
    Keys("Z Q", Command::Quit),
    Keys("u", Command::Undo),
    Here(Context::Select, "y", Command::CopyText),
];

const EMACS: &[Change] = &[
    Keys("<c-n>", Command::Down),
    Keys("<c-p>", Command::Up),
    Keys("<c-f>", Command::NextToken),
    Keys("<c-b>", Command::PreviousToken),
    Keys("<a-f>", Command::NextToken),
    Keys("<a-b>", Command::PreviousToken),
    Keys("<c-a>", Command::RowStart),
    Keys("<a-n>", Command::ScrollDown),
    Keys("<a-p>", Command::ScrollUp),
    Keys("<c-e>", Command::RowEnd),
    Keys("<c-v>", Command::PageDown),
    Keys("<a-v>", Command::PageUp),
    Keys("<a-lt>", Command::Top),
    Keys("<a-gt>", Command::Bottom),
    Keys("<a-}>", Command::NextParagraph),
    Keys("<a-{>", Command::PreviousParagraph),
    Keys("<c-s>", Command::Search),
    Keys("<c-r>", Command::SearchBackward),
    Here(Context::Prompt, "<c-s>", Command::NextFound),
    Here(Context::Prompt, "<a-s>", Command::NextOrder),
    Here(Context::Prompt, "<c-r>", Command::PreviousFound),
    Keys("<c-g>", Command::Clear),
    Keys("<a-x>", Command::Palette),
    Keys("<a-.>", Command::Open),
    Keys("<a-,>", Command::JumpBack),
    Keys("<c-l>", Command::AlignMiddle),
    Keys("<c-x> <c-l>", Command::Redraw),
    Keys("<c-x> <c-c>", Command::Quit),
    Keys("<c-x> <c-z>", Command::Suspend),
    Keys("<c-x> k", Command::Close),
    Keys("<c-x> o", Command::NextPane),
    Keys("<c-x> 1", Command::Zoom),
    Keys("<c-x> 3", Command::Beside),
    Keys("<c-x> {", Command::ShrinkPane),
    Keys("<c-x> }", Command::GrowPane),
    Keys("<c-x> <right>", Command::NextCable),
    Keys("<c-x> <left>", Command::PreviousCable),
    Keys("<c-x> <c-v>", Command::Reload),
    Keys("<c-x> <c-x>", Command::PlaceBefore),
    Keys("<c-x> u", Command::Undo),
    Keys("<c-_>", Command::Undo),
    Keys("<a-g> n", Command::NextFinding),
    Keys("<a-g> p", Command::PreviousFinding),
    Keys("?", Command::Help),
    Keys("<c-h> b", Command::Help),
    Keys("<c-h> k", Command::Help),
    Keys("<c-h> ?", Command::Help),
    Keys("<c-space>", Command::SelectWords),
    Keys("<a-w>", Command::CopyText),
    Keys("<a-|>", Command::PipeText),
];

/// The titles of prefixes that only presets have.
pub(super) const PREFIXES: &[(&str, &str)] = &[
    ("\\", "go to"),
    ("\\ y", "copy"),
    (":", "command"),
    ("-", "option"),
    ("<c-w>", "window"),
    ("y i", "copy inner"),
    ("y a", "copy around"),
    ("<c-x>", "cables, panes, quit"),
    ("<a-g>", "go to"),
    ("<c-h>", "help"),
];

/// The keys of a change, for those that read them.
pub(super) fn sequence(keys: &str) -> Option<Sequence> {
    keys.parse().ok()
}
