//! The command line: what was asked for, and how it ended.
//!
//! Each subcommand has a file of its own. All of them write through
//! `out`, so nothing of a document or a name reaches a terminal
//! unfiltered.

mod aside;
mod check;
mod config;
mod configured;
mod counts;
mod error;
mod explain;
#[cfg(test)]
mod folder;
mod found;
mod hits;
mod index;
mod json;
mod keep;
mod keys;
mod known;
mod linear;
mod list;
mod man;
mod marks;
mod named;
mod narrow;
mod out;
mod paths;
mod read;
mod refs;
mod search;
mod show;
mod survey;
mod texts;

use std::ffi::OsString;
use std::ops::{ControlFlow, RangeInclusive};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

use crate::app::Begin;
use crate::cable::{Classification, Confidence, Date, Family, Mrn};
use crate::command::Preset;
use crate::config::Config;
use crate::index::Snapshot;
use crate::library::{Document, Library, Limits, Notice, is_piped_in};
use crate::query::{Field, Query, spelled};
use crate::typeset::LEAST_MEASURE;
use aside::Aside;
use error::Error;
use marks::MarksCommand;
use out::Out;
use read::ReadOptions;

/// How a run ended, where it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Everything that was asked for was done.
    Done = 0,
    /// What was looked for is not there; `check` found an error.
    NothingFound = 1,
    /// Usage, or nothing could be opened.
    Trouble = 2,
    /// What the reader had kept was damaged, and is kept aside.
    Damaged = 3,
    /// Some inputs could not be opened, the others were.
    SomeFailed = 4,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

/// A terminal reader for State Department telegrams.
#[derive(Debug, Parser)]
#[command(name = "reftel", version, subcommand_precedence_over_arg = true)]
#[command(
    after_help = "Exit status: 0 done, 1 nothing found or (check) an error found, 2 trouble, 3 places or marks were damaged and are kept aside, 4 some inputs could not be opened."
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Files, archives, folders, or - for standard input; without any, what
    /// is piped in, else the cable that was read last, else a collection of
    /// invented cables that doubles as a tutorial. FILE!NAME is a member of
    /// an archive, FILE#ID one telegram of many. A number like
    /// 08PORTLARKSPUR311 is looked up in the collection that was open last.
    ///
    /// On the screen, +12 begins at paragraph 12, +/WORDS at the first match
    /// of these words, +G at the end.
    #[arg(value_name = "PATH")]
    paths: Vec<OsString>,
    #[command(flatten)]
    opening: Opening,
    #[command(flatten)]
    everywhere: Everywhere,
}

/// How the reader opens.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
struct Opening {
    /// Print and leave, if it is one cable and fits on the screen.
    #[arg(short = 'F', long)]
    quit_if_one_screen: bool,
    /// Read in lines that are typed and said, for screen readers: nothing is
    /// drawn. So it is on a terminal that is called dumb.
    #[arg(long)]
    linear: bool,
    /// Begin at this paragraph. Where the output is no terminal, print it
    /// alone, or all from one to another, as `reftel show --para` does.
    #[arg(long, value_name = "N[-M]", value_parser = paragraphs)]
    para: Option<RangeInclusive<u32>>,
    /// What a `+` among the paths says.
    #[arg(skip)]
    begin: Option<Begin>,
}

impl Opening {
    /// Takes `+12` and its like out of `paths`, the last of which are
    /// nothing but paths.
    fn take_from(&mut self, paths: &mut Vec<OsString>, n_literal: usize) {
        let mut n_left = paths.len().saturating_sub(n_literal);
        paths.retain(|path| {
            let is_literal = n_left == 0;
            n_left = n_left.saturating_sub(1);
            let begin = path.to_str().filter(|_| !is_literal).and_then(begin);
            let is_path = begin.is_none();
            self.begin = begin.or(self.begin.take());
            is_path
        });
        let first = self.para.as_ref().map(|range| *range.start());
        self.begin = first.map(Begin::Paragraph).or(self.begin.take());
    }
}

/// Where `+12`, `+G` or `+/words` begins. Anything else is a path.
fn begin(argument: &str) -> Option<Begin> {
    let argument = argument.strip_prefix('+')?;
    if argument == "G" {
        return Some(Begin::End);
    }
    if let Some(words) = argument.strip_prefix('/') {
        return (!words.is_empty()).then(|| Begin::Match(words.to_owned()));
    }
    let is_number = argument.bytes().all(|byte| byte.is_ascii_digit());
    let number = argument.parse().ok().filter(|_| is_number);
    number.map(Begin::Paragraph)
}

/// Words that are no path when they stand as an argument.
const COMMAND_NAMES: [&str; 13] = [
    "show",
    "list",
    "search",
    "refs",
    "index",
    "check",
    "explain",
    "marks",
    "keys",
    "config",
    "completions",
    "man",
    "help",
];

impl Arguments {
    /// Reads the arguments, the program before them.
    ///
    /// Nothing but paths is the usual case. It does without `clap`, whose
    /// tables take as long to build as a cable takes to parse.
    fn read(arguments: Vec<OsString>) -> Result<Arguments, Error> {
        let is_path = |argument: &OsString| {
            let is_option = argument.as_encoded_bytes().starts_with(b"-") && argument != "-";
            !is_option && !COMMAND_NAMES.iter().any(|name| argument == name)
        };
        if arguments.iter().skip(1).all(is_path) {
            let mut paths = arguments.into_iter().skip(1).collect();
            let mut opening = Opening::default();
            opening.take_from(&mut paths, 0);
            return Ok(Arguments {
                command: None,
                paths,
                opening,
                everywhere: Everywhere::default(),
            });
        }
        let literal = arguments.iter().position(|argument| argument == "--");
        let n_literal = literal.map_or(0, |at| arguments.len() - at - 1);
        let mut arguments = Arguments::try_parse_from(arguments)?;
        if arguments.command.is_none() {
            arguments.opening.take_from(&mut arguments.paths, n_literal);
        } else if arguments.opening != Opening::default() {
            let what = if arguments.opening.linear {
                "--linear is for the reader, not for a command"
            } else if arguments.opening.para.is_some() {
                "--para belongs behind the command, as in `reftel show --para 4`"
            } else {
                "-F is for the reader, not for a command"
            };
            return Err(Error::Other(format!("reading the arguments: {what}")));
        }
        if let (Some(path), Some(_)) = (arguments.paths.first(), &arguments.command) {
            let path = path.to_string_lossy();
            let why = "expected no path before a command";
            return Err(Error::Other(format!(
                "reading the arguments: {path:?}: {why}"
            )));
        }
        Ok(arguments)
    }
}

/// What every subcommand takes.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "options of the command line")]
struct Everywhere {
    /// Read this configuration file instead of the usual one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Take the keys of another program: less, vim or emacs.
    #[arg(long, global = true, value_name = "NAME", value_parser = presets())]
    preset: Option<Preset>,
    /// Paint so: auto, a built-in theme, or one of your own.
    #[arg(long, global = true, value_name = "NAME")]
    theme: Option<String>,
    /// Draw with ASCII characters only.
    #[arg(long, global = true)]
    ascii: bool,
    /// Read files as text that do not look like text.
    #[arg(long, global = true)]
    text: bool,
    /// Take everything to have been published in this form.
    #[arg(long, global = true, value_name = "FAMILY", value_parser = family)]
    family: Option<Family>,
    /// Neither read nor keep places, marks, jumps and the sizes of panes.
    #[arg(long, visible_alias = "no-history", global = true)]
    private: bool,
    /// When to use color.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Fail after the first frame, to show that the terminal is given back.
    #[cfg(debug_assertions)]
    #[arg(long, global = true, hide = true)]
    panic_after_draw: bool,
}

impl Everywhere {
    /// Whether a configuration or a theme is asked for by name: who does so is
    /// told by the exit status when it cannot be had.
    fn names_settings(&self) -> bool {
        self.config.is_some() || self.theme.is_some()
    }

    fn configuration(&self) -> (Config, Vec<crate::config::Error>) {
        let (mut config, mut errors) = Config::load_with(self.config.as_deref(), self.preset);
        if let Some(name) = &self.theme
            && let Err(error) = config.take_theme(name)
        {
            errors.insert(0, error);
        }
        config.ascii |= self.ascii;
        (config, errors)
    }

    fn limits(&self, config: &Config) -> Limits {
        Limits {
            max_bytes: config.max_size,
            any_bytes: self.text,
            family: self.family,
            repairs: config.repairs,
            ..Limits::default()
        }
    }

    fn read_options(&self, opening: &Opening) -> ReadOptions {
        ReadOptions {
            opening: opening.clone(),
            stdin_taken: false,
            is_collection: true,
            builtin: Vec::new(),
            color: self.color,
            #[cfg(debug_assertions)]
            panic_after_draw: self.panic_after_draw,
            #[cfg(not(debug_assertions))]
            panic_after_draw: false,
        }
    }
}

/// When output is colored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print cables as the reader shows them.
    Show(ShowArguments),
    /// List cables, one a line: number, date, level, subject.
    List(ListArguments),
    /// Find words in cables, paragraph by paragraph; ends with 1 if there are
    /// none.
    Search(SearchArguments),
    /// Say what a cable cites, who cites it, and what is missing.
    Refs(RefsArguments),
    /// Take a collection in, so that it is searched at once: what is new or
    /// changed since the last time.
    Index {
        /// Files, archives, folders: the same as are to be searched.
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<OsString>,
        /// What came of it as a JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        aside: Aside,
    },
    /// List what contradicts itself in cables; ends with 1 on errors.
    Check(CheckArguments),
    /// Say what a code means, in which years, by which source.
    Explain {
        /// A code or a line of codes: TAGS, caption, marking, precedence,
        /// prosign, date-time group, reason, exemption, order, office,
        /// station, routing indicator or acronym.
        #[arg(required = true)]
        token: Vec<OsString>,
        /// As it was in this year.
        #[arg(long, value_name = "YEAR")]
        year: Option<u16>,
        /// One JSON object a line, one line a meaning.
        #[arg(long)]
        json: bool,
    },
    /// List, set and remove marks.
    #[command(subcommand)]
    Marks(MarksCommand),
    /// List every key that is in force; --preset lists those of another
    /// program.
    Keys {
        /// As a Markdown table.
        #[arg(long)]
        markdown: bool,
    },
    /// Say where the configuration is, what it may hold, whether it is sound.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum ConfigCommand {
    /// Print the path of the configuration file.
    Path,
    /// Print the default configuration, with what each line does.
    Default,
    /// Say what is wrong with the configuration.
    Check,
}

#[derive(Args, Debug)]
#[command(group = ArgGroup::new("form").args(["json", "raw", "outline"]))]
struct ShowArguments {
    /// Files, archives, folders, or - for standard input; FILE!NAME is a
    /// member of an archive, FILE#ID one telegram of many, and a number like
    /// 08PORTLARKSPUR311 a cable of the collection that was open last. Without
    /// any, what is piped in, else the built-in collection.
    #[arg(value_name = "PATH")]
    paths: Vec<OsString>,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
    /// The source, byte for byte (on a terminal, with visible signs).
    #[arg(long)]
    raw: bool,
    /// What each line was read as.
    #[arg(long)]
    outline: bool,
    /// Only this paragraph, or from one to another.
    #[arg(long, value_name = "N[-M]", value_parser = paragraphs, conflicts_with = "form")]
    para: Option<RangeInclusive<u32>>,
    /// Only paragraphs so marked. This is no release decision.
    #[arg(long, value_name = "LEVELS", value_delimiter = ',', value_parser = level, conflicts_with = "form")]
    marking: Vec<Classification>,
    /// Columns of the text.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(i64::from(LEAST_MEASURE)..), conflicts_with = "form")]
    width: Option<u16>,
}

#[derive(Args, Debug)]
#[command(group = ArgGroup::new("counted").args(["traffic", "posts", "people", "gaps"]))]
#[expect(clippy::struct_excessive_bools, reason = "options of the command line")]
struct ListArguments {
    /// Files, archives, folders, or - for standard input; without any, what is
    /// piped in, else the built-in collection.
    #[arg(value_name = "PATH")]
    paths: Vec<OsString>,
    /// Only those that this finds, as in `reftel search`.
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// How many there are of each post and month, instead.
    #[arg(long)]
    traffic: bool,
    /// The posts, how many cables of each, from when to when, instead.
    #[arg(long)]
    posts: bool,
    /// Who signs and classifies, as what, from when to when, instead. Other
    /// spellings of a name stand apart.
    #[arg(long)]
    people: bool,
    /// The numbers of each post and year that are not held, and between which
    /// days, instead. A gap is no hidden cable: administrative traffic shares
    /// the numbers.
    #[arg(long, conflicts_with = "query")]
    gaps: bool,
    /// One JSON object a line, one line a cable.
    #[arg(long)]
    json: bool,
}

impl ListArguments {
    /// What is counted instead of listed.
    fn counted(&self) -> Option<counts::Counted> {
        let all = [
            (self.traffic, counts::Counted::Traffic),
            (self.posts, counts::Counted::Posts),
            (self.people, counts::Counted::People),
            (self.gaps, counts::Counted::Gaps),
        ];
        all.into_iter()
            .find_map(|(is_asked, it)| is_asked.then_some(it))
    }
}

#[derive(Args, Debug)]
#[command(after_help = query_help())]
struct SearchArguments {
    /// Words, "phrases", beginnings*, -without, OR, (groups) and fields.
    #[arg(value_name = "QUERY")]
    query: String,
    /// Files, archives, folders, or - for standard input; without any, what is
    /// piped in, else the built-in collection.
    #[arg(value_name = "PATH")]
    paths: Vec<OsString>,
    /// One JSON object a line, one line a cable.
    #[arg(long)]
    json: bool,
    /// Only how many there are.
    #[arg(long, conflicts_with = "json")]
    count: bool,
}

#[derive(Args, Debug)]
#[command(group = ArgGroup::new("refs-form").args(["json", "dot", "graphml"]))]
#[expect(clippy::struct_excessive_bools, reason = "options of the command line")]
struct RefsArguments {
    /// A number, like 08PORTLARKSPUR311, or a file; then the collection that
    /// it is sought in, without which it is that file, or for a number the one
    /// that was open last, if not the built-in one.
    /// With --missing and --graphml, the collection alone.
    #[arg(value_name = "ID|PATH", required = true)]
    paths: Vec<OsString>,
    /// One JSON object a line, one line a cable.
    #[arg(long)]
    json: bool,
    /// As a graph for Graphviz.
    #[arg(long)]
    dot: bool,
    /// Who cites whom in the whole collection, in the language `GraphML`.
    #[arg(long)]
    graphml: bool,
    /// Every cable that is cited and not there, and who cites it.
    #[arg(long, conflicts_with_all = ["dot", "graphml"])]
    missing: bool,
    /// How many references away.
    #[arg(long, value_name = "N", default_value_t = 3)]
    depth: usize,
}

/// What a query may ask, a field a line.
fn query_help() -> String {
    let fields = Field::ALL.iter().map(|field| {
        let name = format!("{}:", field.name());
        format!("  {name:<12} {}\n", field.sentence())
    });
    let all = "Every term must hold; OR joins the two beside it. Capitals and accents do not count. Fields:";
    format!("{all}\n{}", fields.collect::<String>())
}

#[derive(Args, Debug)]
struct CheckArguments {
    /// Files, archives, folders, or - for standard input; without any, what is
    /// piped in, else the built-in collection.
    #[arg(value_name = "PATH")]
    paths: Vec<OsString>,
    /// One JSON object a line, one a cable.
    #[arg(long)]
    json: bool,
    /// The lines that were not understood, instead of findings.
    #[arg(long, conflicts_with = "json")]
    unexplained: bool,
    /// Hold dates against this day too, like 2026-11-28.
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Date>,
    /// List every rule, its years, its source and why it matters.
    #[arg(long, conflicts_with_all = ["paths", "unexplained", "as_of"])]
    rules: bool,
}

/// `nara`, `foia`, ...
fn family(text: &str) -> Result<Family, String> {
    Family::from_slug(&text.to_ascii_lowercase()).ok_or_else(|| {
        let names: Vec<&str> = Family::ALL.iter().map(|family| family.slug()).collect();
        format!("expected one of {}", names.join(", "))
    })
}

/// `less`, `vim`, ...; shells complete them.
fn presets() -> impl TypedValueParser<Value = Preset> {
    PossibleValuesParser::new(Preset::ALL.map(Preset::name))
        .try_map(|name| Preset::from_name(&name).ok_or("expected the name of a preset"))
}

fn day(text: &str) -> Result<Date, String> {
    let day = text.parse();
    day.map_err(|_| String::from("expected a day, like 2026-11-28"))
}

/// `4` or `4-7`.
fn paragraphs(text: &str) -> Result<RangeInclusive<u32>, String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (first.trim().parse(), last.trim().parse()) {
        (Ok(first), Ok(last)) if first <= last => Ok(first..=last),
        _ => Err(String::from(
            "expected a paragraph, like 4, or a range, like 4-7",
        )),
    }
}

/// `U`, `SBU`, `secret`.
fn level(text: &str) -> Result<Classification, String> {
    let is_named = |level: &&Classification| {
        level.mark().eq_ignore_ascii_case(text) || level.slug().eq_ignore_ascii_case(text)
    };
    let found = Classification::ALL.iter().find(is_named).copied();
    found.ok_or_else(|| String::from("expected U, LOU, SBU, C, S or TS"))
}

/// From now on a panic, on whatever thread, is told in one line and ends the
/// program with status 101. No thread shall go on beside one that failed, and
/// what is built for release does not unwind.
pub fn end_on_panic() {
    std::panic::set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let what = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("unknown");
        let place = panic.location().map(ToString::to_string);
        let place = place.unwrap_or_default();
        out::complain(&format!("internal error: {place}: {what}"));
        std::process::exit(101);
    }));
}

/// Does what `arguments` ask for; the first of them is the program.
///
/// Everything that went wrong has been said on standard error when this
/// returns.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut out = Out::new();
    let ended = Arguments::read(arguments.into_iter().collect())
        .and_then(|arguments| answer(&arguments, &mut out))
        .and_then(|code| out.flush().map(|()| code).map_err(Error::from));
    match ended {
        Ok(code) => code,
        Err(Error::Usage(error)) if !error.use_stderr() => {
            // Help and version are answers, not errors.
            let text = error.to_string();
            match out
                .text(&text)
                .and_then(|()| out.flush())
                .map_err(Error::from)
            {
                Ok(()) | Err(Error::ClosedPipe) => Status::Done.into(),
                Err(error) => complain(&error),
            }
        }
        Err(Error::ClosedPipe) => Status::Done.into(),
        Err(error) => complain(&error),
    }
}

fn complain(error: &Error) -> ExitCode {
    out::complain(error);
    Status::Trouble.into()
}

fn answer(arguments: &Arguments, out: &mut Out) -> Result<ExitCode, Error> {
    let everywhere = &arguments.everywhere;
    let status = match &arguments.command {
        None => return open(&arguments.paths, &arguments.opening, everywhere, out),
        Some(Command::Show(show)) => {
            let opened = some_to_open(&show.paths, everywhere).open();
            show::show(&opened, &show::form(show), everywhere.color, out)?
        }
        Some(Command::Refs(asked)) => references(asked, everywhere, out)?,
        Some(Command::Index { paths, json, aside }) => {
            let (config, _) = everywhere.configuration();
            let limits = aside.limits(everywhere.limits(&config));
            if aside.for_reader {
                let status = index::index_aside(paths, &limits, out)?;
                return Ok(status.into());
            }
            let status = index::index(paths, everywhere, &limits, *json, out)?;
            // That a number is found without a path is not worth a failure.
            if !config.private
                && let Err(error) = named::remember(paths)
            {
                out::complain(&error);
            }
            status
        }
        Some(Command::List(asked)) => {
            let query = asked.query.as_deref();
            let query = query.map(|line| found::query(line, everywhere));
            let query = query.transpose()?;
            let query = query.as_ref();
            let sought = sought(&asked.paths, query.is_some_and(may_be_indexed), everywhere);
            match asked.counted() {
                Some(counted) => counts::counts(sought, query, counted, asked.json, out)?,
                None => list::list(sought, query, asked.json, out)?,
            }
        }
        Some(Command::Search(asked)) => {
            let query = found::query(&asked.query, everywhere)?;
            let sought = sought(&asked.paths, may_be_indexed(&query), everywhere);
            let how = search::Asked {
                json: asked.json,
                count: asked.count,
                color: everywhere.color,
            };
            search::search(sought, &query, how, out)?
        }
        Some(Command::Check(asked)) if asked.rules => check::rules(asked.json, out)?,
        Some(Command::Check(asked)) => {
            let begun = some_to_open(&asked.paths, everywhere);
            let asked = check::Asked {
                json: asked.json,
                unexplained: asked.unexplained,
                as_of: asked.as_of,
            };
            check::check(begun, asked, out)?
        }
        Some(Command::Explain { token, year, json }) => explain::explain(token, *year, *json, out)?,
        Some(Command::Marks(asked)) => marks::marks(asked, everywhere, out)?,
        Some(Command::Keys { markdown }) => {
            let (config, errors) = everywhere.configuration();
            for error in &errors {
                out::complain(error);
            }
            keys::keys(&config.keymap, *markdown, out)?
        }
        Some(Command::Config(command)) => {
            config::config(*command, everywhere.config.as_deref(), out)?
        }
        Some(Command::Completions { shell }) => {
            let (config, _) = everywhere.configuration();
            man::completions(*shell, &config.themes.names(), out)?
        }
        Some(Command::Man) => man::man(out)?,
    };
    Ok(status.into())
}

/// A library and whether everything that was named is in it.
struct Opened {
    library: Library,
    n_failed: usize,
}

/// What is to be gone through.
enum Begun {
    /// What is named, not opened yet.
    Named(Named),
    Opened(Opened),
}

/// What is named, with what holds for opening it.
struct Named {
    what: named::Named,
    limits: Limits,
    /// What could not be had before anything was opened.
    n_failed: usize,
}

/// What of all that was named could be had.
struct Had {
    n_failed: usize,
    /// Whether nothing could.
    is_empty: bool,
}

impl Named {
    /// Adds what is named of the built-in collection.
    fn add(&self, library: &Library) {
        library.add_builtin(|name| self.what.builtin.iter().any(|it| it == name));
    }

    /// Complains of what could not be opened; how many that are of all.
    fn complain(&self, errors: &[crate::library::Error], notices: &[Notice]) -> usize {
        errors.iter().for_each(out::complain);
        notices.iter().for_each(out::complain);
        self.n_failed + errors.len()
    }
}

impl Begun {
    /// The built-in collection.
    fn builtin(repairs: Confidence) -> Begun {
        Begun::Opened(Opened {
            library: Library::builtin(repairs),
            n_failed: 0,
        })
    }

    /// Opens what can be opened and complains of the rest.
    fn open(self) -> Opened {
        let named = match self {
            Begun::Named(named) => named,
            Begun::Opened(opened) => return opened,
        };
        let (library, errors, notices) = Library::open(&named.what.paths, &named.limits);
        named.add(&library);
        let n_failed = named.complain(&errors, &notices);
        Opened { library, n_failed }
    }

    /// Tells what `read` makes of every cable that can be read, in order;
    /// several are read at once, while others are still being looked for. Of
    /// each of the others it complains. `weight` is how many bytes of memory
    /// something takes that was made.
    fn each<T: Send>(
        self,
        weight: impl Fn(&T) -> usize,
        read: impl Fn(Document) -> T + Send + Sync,
        mut tell: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<Had, Error> {
        let named = match self {
            Begun::Named(named) => named,
            Begun::Opened(Opened {
                library,
                mut n_failed,
            }) => {
                each(&library, &mut n_failed, read, tell)?;
                let is_empty = library.is_empty();
                return Ok(Had { n_failed, is_empty });
            }
        };
        let mut n_failed = 0;
        let taken = Library::open_each(
            (&named.what.paths, &named.limits),
            |library| named.add(library),
            weight,
            read,
            |made| told(made, &mut n_failed, &mut tell),
        );
        if let ControlFlow::Break(error) = taken.flow {
            return Err(error);
        }
        Ok(Had {
            n_failed: n_failed + named.complain(&taken.errors, &taken.notices),
            is_empty: taken.library.is_empty(),
        })
    }
}

/// Tells what was made of a cable, or complains that it cannot be read.
fn told<T>(
    made: Result<T, crate::library::Error>,
    n_failed: &mut usize,
    tell: &mut impl FnMut(T) -> Result<(), Error>,
) -> ControlFlow<Error> {
    let told = match made {
        Ok(made) => tell(made),
        Err(error) => {
            out::complain(&error);
            *n_failed += 1;
            Ok(())
        }
    };
    told.map_or_else(ControlFlow::Break, ControlFlow::Continue)
}

/// Whether what is done for each goes on.
fn on(goes_on: bool) -> ControlFlow<()> {
    if goes_on {
        ControlFlow::Continue(())
    } else {
        ControlFlow::Break(())
    }
}

/// Tells what `read` makes of every cable of `library` that can be read, in
/// order; several are read at once. Of each of the others it complains, and
/// counts it.
fn each<T: Send>(
    library: &Library,
    n_failed: &mut usize,
    read: impl Fn(Document) -> T + Sync,
    tell: impl FnMut(T) -> Result<(), Error>,
) -> Result<(), Error> {
    read_each((library, 0..library.len()), n_failed, read, tell)
}

/// The same of `entries`.
fn read_each<T: Send>(
    (library, entries): (&Library, impl IntoIterator<Item = usize>),
    n_failed: &mut usize,
    read: impl Fn(Document) -> T + Sync,
    mut tell: impl FnMut(T) -> Result<(), Error>,
) -> Result<(), Error> {
    let flow = library.each(
        entries,
        |_, document| read(document),
        |_, made| told(made, n_failed, &mut tell),
    );
    match flow {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(error),
    }
}

/// `reftel refs`, as it was asked.
fn references(
    asked: &RefsArguments,
    everywhere: &Everywhere,
    out: &mut Out,
) -> Result<Status, Error> {
    if asked.missing {
        return refs::missing(sought(&asked.paths, true, everywhere), asked.json, out);
    }
    if asked.graphml {
        return refs::graphml(sought(&asked.paths, true, everywhere), out);
    }
    let Some((first, collection)) = asked.paths.split_first() else {
        return Ok(Status::Trouble);
    };
    let number = first.to_str().filter(|text| text.parse::<Mrn>().is_ok());
    // Without a collection, the built-in one if the cable is there.
    let is_builtin = |number| named::builtin(&spelled(number), Confidence::Medium).is_some();
    let last = match number {
        Some(number) if collection.is_empty() && !is_piped_in() && !is_builtin(number) => {
            named::last(everywhere)
        }
        _ => Vec::new(),
    };
    let (id, collection) = if let Some(number) = number {
        let collection = if collection.is_empty() {
            &last
        } else {
            collection
        };
        (spelled(number), collection)
    } else {
        let opened = open_all(std::slice::from_ref(first), everywhere);
        let Some(id) = refs::number_of(&opened) else {
            if opened.n_failed > 0 {
                return Ok(Status::Trouble);
            }
            let name = first.to_string_lossy();
            let why = "expected one cable with a number, or a number like 08PORTLARKSPUR311";
            return Err(Error::Other(format!(
                "following references: {name:?}: {why}"
            )));
        };
        let alone = std::slice::from_ref(first);
        (
            id,
            if collection.is_empty() {
                alone
            } else {
                collection
            },
        )
    };
    let form = match (asked.json, asked.dot) {
        (true, _) => refs::Form::Json,
        (_, true) => refs::Form::Dot,
        _ => refs::Form::Text,
    };
    let depth = asked.depth;
    refs::refs(
        &id,
        sought(collection, true, everywhere),
        refs::Asked { form, depth },
        out,
    )
}

/// In what a query is sought.
enum Sought {
    /// In the index of a collection.
    Index(Box<Snapshot>, Vec<PathBuf>, Limits),
    /// In the cables themselves.
    Cables(Begun),
}

impl Sought {
    /// Tells what `make` makes of every cable that a query finds. `weight` is
    /// how many bytes of memory something takes that was made.
    fn each<T: Send>(
        self,
        query: &Query,
        weight: impl Fn(&T) -> usize,
        make: impl Fn(found::Found) -> T + Send + Sync,
        tell: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<Had, Error> {
        match self {
            Sought::Index(snapshot, paths, limits) => {
                let found = (&*snapshot, paths.as_slice());
                let n_failed = found::each_indexed(found, &limits, query, make, tell)?;
                Ok(Had {
                    n_failed,
                    is_empty: false,
                })
            }
            Sought::Cables(begun) => found::each(begun, query, weight, make, tell),
        }
    }

    /// The same of what `read` makes of every cable, where no query is asked:
    /// then the cables themselves are opened.
    fn each_cable<T: Send>(
        self,
        weight: impl Fn(&T) -> usize,
        read: impl Fn(Document) -> T + Send + Sync,
        tell: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<Had, Error> {
        match self {
            Sought::Index(..) => Ok(Had {
                n_failed: 0,
                is_empty: false,
            }),
            Sought::Cables(begun) => begun.each(weight, read, tell),
        }
    }
}

/// Whether an index has the answer. It knows telegrams by their numbers, not by
/// what is made of their texts.
fn may_be_indexed(query: &Query) -> bool {
    query.reads().is_none_or(|reads| reads.texts.is_empty())
}

/// What is named, to be searched.
fn sought(paths: &[OsString], is_asked: bool, everywhere: &Everywhere) -> Sought {
    let (config, _) = everywhere.configuration();
    let limits = everywhere.limits(&config);
    // Few cables need no index.
    let may_have_index = is_asked && !named::is_among(paths);
    let index = may_have_index.then(|| found::snapshot(paths, everywhere, &limits));
    match index.flatten() {
        Some(snapshot) => {
            let paths = paths.iter().map(PathBuf::from).collect();
            Sought::Index(Box::new(snapshot), paths, limits)
        }
        None => Sought::Cables(some_to_open(paths, everywhere)),
    }
}

/// What is named; without paths, what is piped in, or else the built-in
/// collection.
fn some_to_open(paths: &[OsString], everywhere: &Everywhere) -> Begun {
    if !paths.is_empty() {
        return to_open(paths, everywhere);
    }
    if is_piped_in() {
        return to_open(&[OsString::from("-")], everywhere);
    }
    let (config, _) = everywhere.configuration();
    Begun::builtin(config.repairs)
}

/// Opens what can be opened and complains of the rest.
fn open_all(paths: &[OsString], everywhere: &Everywhere) -> Opened {
    to_open(paths, everywhere).open()
}

/// What is named, to be opened; complains of what cannot be.
fn to_open(paths: &[OsString], everywhere: &Everywhere) -> Begun {
    // What is wrong with the usual configuration is told by the reader and by
    // `config check`; here it would stand among the cables. What is named and
    // cannot be had is told.
    let (config, faults) = everywhere.configuration();
    let faults = if everywhere.names_settings() {
        faults
    } else {
        Vec::new()
    };
    for fault in &faults {
        out::complain(fault);
    }
    if paths.iter().any(is_standard_input) {
        out::say_if_waiting();
    }
    let limits = everywhere.limits(&config);
    let named = named::paths(paths, everywhere, &limits);
    Begun::Named(Named {
        n_failed: faults.len() + named.n_failed,
        what: named,
        limits,
    })
}

fn is_standard_input(path: &OsString) -> bool {
    let path = path.as_encoded_bytes();
    path == b"-" || path.starts_with(b"-!") || path.starts_with(b"-#")
}

/// `reftel [PATH]...`: the reader on a terminal, else what `show` prints.
/// Without a path, what is piped in.
fn open(
    paths: &[OsString],
    opening: &Opening,
    everywhere: &Everywhere,
    out: &mut Out,
) -> Result<ExitCode, Error> {
    let is_terminal = out.is_terminal() && read::has_keyboard();
    let mut options = everywhere.read_options(opening);
    options.opening.linear |= is_terminal && out::is_dumb();
    let is_linear = options.opening.linear;
    // The reader in lines takes commands there instead.
    let standard_input = [OsString::from("-")];
    let paths = if paths.is_empty() && !is_linear && is_piped_in() {
        &standard_input
    } else {
        paths
    };
    let interactive = is_terminal || is_linear;
    if !interactive && !paths.is_empty() {
        let opened = open_all(paths, everywhere);
        let form = show::Form::text(opening.para.clone());
        return Ok(show::show(&opened, &form, everywhere.color, out)?.into());
    }
    let (watch, config, errors) = configured::Watch::read(everywhere);
    if !interactive {
        let builtin = Sought::Cables(Begun::builtin(config.repairs));
        return Ok(list::list(builtin, None, false, out)?.into());
    }
    let limits = everywhere.limits(&config);
    let named = named::paths(paths, everywhere, &limits);
    if named.paths.is_empty() && named.builtin.is_empty() && named.n_failed > 0 {
        return Ok(Status::Trouble.into());
    }
    options.is_collection = !named.has_numbers;
    options.builtin.clone_from(&named.builtin);
    let n_named = if everywhere.names_settings() {
        errors.len()
    } else {
        0
    };
    let configuration = read::Configuration {
        watch,
        config,
        errors,
        n_named: n_named + named.n_failed,
    };
    options.stdin_taken = paths.iter().any(is_standard_input);
    if options.stdin_taken {
        out::say_if_waiting();
    }
    read::read(&named.paths, &limits, configuration, &options, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;
    use clap::error::ErrorKind;

    #[test]
    fn the_arguments_are_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_path_that_is_called_like_a_command_needs_its_folder() {
        let parse = |text: &str| Arguments::try_parse_from(["reftel", text]);
        let index = parse("index").unwrap_err();
        assert_eq!(index.kind(), ErrorKind::MissingRequiredArgument);
        assert!(parse("show").unwrap().paths.is_empty());
        assert_eq!(parse("./show").unwrap().paths, ["./show"]);
    }

    #[test]
    fn paths_alone_are_read_as_clap_would() {
        let command = Arguments::command();
        let names: Vec<&str> = command
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        // `help` is added by clap when it parses.
        assert_eq!([&names[..], &["help"]].concat(), COMMAND_NAMES);
        for words in [&["reftel"][..], &["reftel", "a.txt", "-", "./show"]] {
            let quick = read(words);
            let slow = Arguments::try_parse_from(words).unwrap();
            assert_eq!(format!("{quick:?}"), format!("{slow:?}"));
        }
    }

    fn read(words: &[&str]) -> Arguments {
        Arguments::read(words.iter().map(OsString::from).collect()).unwrap()
    }

    #[test]
    fn a_plus_says_where_to_begin() {
        let matching = |words: &str| Some(Begin::Match(words.to_owned()));
        for (argument, expected) in [
            ("+12", Some(Begin::Paragraph(12))),
            ("+G", Some(Begin::End)),
            ("+/harbor dues", matching("harbor dues")),
            ("+//", matching("/")),
            ("+/", None),
            ("+", None),
            ("+12a", None),
            ("++12", None),
            ("+99999999999", None),
            ("./+12", None),
        ] {
            assert_eq!(begin(argument), expected, "{argument}");
            let quick = read(&["reftel", argument, "a.txt"]);
            let slow = read(&["reftel", "--color", "never", argument, "a.txt"]);
            assert_eq!(quick.opening.begin, expected, "{argument}");
            assert_eq!((quick.opening, quick.paths), (slow.opening, slow.paths));
        }
        assert_eq!(read(&["reftel", "--", "+12"]).paths, ["+12"]);
        let both = read(&["reftel", "+3", "--para", "4", "a", "--", "+5"]);
        assert_eq!(both.opening.begin, Some(Begin::Paragraph(4)));
        assert_eq!(both.paths, ["a", "+5"]);
        let range = read(&["reftel", "--para", "4-7", "a"]);
        assert_eq!(range.opening.begin, Some(Begin::Paragraph(4)));
    }

    #[test]
    fn how_the_reader_opens_is_no_option_of_commands() {
        let words = ["reftel", "-F", "show", "a.txt"].map(OsString::from);
        assert!(Arguments::read(words.to_vec()).is_err());
        let show = read(&["reftel", "show", "--para", "4", "+12"]);
        assert!(matches!(show.command, Some(Command::Show(show)) if show.paths == ["+12"]));
    }

    #[test]
    fn paragraphs_are_one_or_a_range() {
        assert_eq!(paragraphs("4"), Ok(4..=4));
        assert_eq!(paragraphs("4-7"), Ok(4..=7));
        for wrong in ["", "-", "7-4", "4-", "x", "4-7-9", "99999999999"] {
            assert!(paragraphs(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn levels_go_by_mark_or_name() {
        assert_eq!(level("sbu"), Ok(Classification::Sbu));
        assert_eq!(level("Secret"), Ok(Classification::Secret));
        assert!(level("SECRETS").is_err());
    }
}
