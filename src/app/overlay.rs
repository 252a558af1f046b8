//! What lies over a screen: search line, palette, help, explanations.
//!
//! The overlay is the mode. There is no other record of what keys mean.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher};

use crate::cable::{Cable, Classification, Reference, Repair, RepairKind, Span};
use crate::check::{Finding, Rule, Severity};
use crate::command::{Command, Context, Group, Keymap, Spec, TABLE};
use crate::glossary;
use crate::typeset::{self, Page, Role, Shown, Term};

use super::{At, How, List, Pane, Prompt, Scroll};

/// What lies over the screen.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// A search that is being typed.
    Search(Search),
    /// What is being asked of paragraphs.
    Ask(Ask),
    /// A command that is being typed.
    Palette(Palette),
    /// The list of keys.
    Help(Help),
    /// The explanation of a token.
    Explain(Box<Explain>),
    /// Findings and repairs of the cable.
    Findings(Box<Pane>),
    /// A list to choose a place from.
    List(Box<List>),
}

impl Overlay {
    /// Where keys go.
    #[must_use]
    pub fn context(&self) -> Context {
        match self {
            Overlay::Search(_) | Overlay::Ask(_) | Overlay::Palette(_) => Context::Prompt,
            Overlay::Help(help) if help.typing => Context::Prompt,
            Overlay::Help(_) => Context::Help,
            Overlay::Explain(_) | Overlay::Findings(_) | Overlay::List(_) => Context::Explain,
        }
    }

    /// The line being typed, if one is.
    #[must_use]
    pub fn prompt(&self) -> Option<&Prompt> {
        match self {
            Overlay::Search(search) => Some(&search.prompt),
            Overlay::Palette(palette) => Some(&palette.prompt),
            Overlay::Ask(ask) => Some(&ask.prompt),
            Overlay::Help(help) if help.typing => Some(&help.prompt),
            Overlay::Help(_) | Overlay::Explain(_) | Overlay::Findings(_) | Overlay::List(_) => {
                None
            }
        }
    }
}

/// A search that is being typed, and where it began.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// The words so far.
    pub prompt: Prompt,
    /// The place in the source where the cursor was.
    pub from: u32,
    /// The window there.
    pub scroll: Scroll,
    /// What was sought before.
    pub before: Option<String>,
    /// How the words are meant.
    pub how: How,
}

/// What is being asked of paragraphs, and how many answer.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// The words so far.
    pub prompt: Prompt,
    /// How many paragraphs answer, or what cannot be asked.
    pub answer: Shown,
    /// Whether it cannot be asked.
    pub failed: bool,
}

impl Search {
    /// Where the cursor was.
    pub(super) fn at(&self) -> At {
        At {
            place: self.from,
            below: self.scroll.below(),
        }
    }
}

/// A command that is being typed, and what it may become.
#[derive(Clone, Debug)]
pub struct Palette {
    /// The letters so far.
    pub prompt: Prompt,
    /// Where the command will apply.
    pub context: Context,
    /// Commands that match, the best first.
    pub found: Vec<Command>,
    /// The chosen one.
    pub scroll: Scroll,
}

impl Palette {
    /// Every command of `context`.
    #[must_use]
    pub fn new(context: Context) -> Palette {
        let mut palette = Palette {
            prompt: Prompt::default(),
            context,
            found: Vec::new(),
            scroll: Scroll::default(),
        };
        palette.narrow();
        palette
    }

    /// Finds again after the line has changed.
    pub fn narrow(&mut self) {
        let context = self.context;
        let specs = TABLE.iter().filter(|spec| spec.contexts.contains(&context));
        self.found = ranked(self.prompt.text(), specs)
            .into_iter()
            .map(|spec| spec.command)
            .collect();
        self.scroll = Scroll::default();
    }

    /// The chosen command.
    #[must_use]
    pub fn chosen(&self) -> Option<Command> {
        self.found.get(self.scroll.focus).copied()
    }
}

/// The list of keys, which can be searched, and which runs what is chosen.
#[derive(Clone, Debug)]
pub struct Help {
    /// Whether the search line has the keys.
    pub typing: bool,
    /// What is sought.
    pub prompt: Prompt,
    /// Of which context the keys are.
    pub context: Context,
    /// Titles and commands.
    pub rows: Vec<HelpRow>,
    /// The chosen row and the first in sight.
    pub scroll: Scroll,
}

/// A row of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpRow {
    /// The title of a group.
    Title(Group),
    /// A command.
    Command(Command),
    /// Nothing.
    Blank,
}

impl Help {
    /// Every key of `context`.
    #[must_use]
    pub fn new(context: Context) -> Help {
        let mut help = Help {
            typing: false,
            prompt: Prompt::default(),
            context,
            rows: Vec::new(),
            scroll: Scroll::default(),
        };
        help.narrow();
        help
    }

    /// Lists again after the line has changed: by group, or, when something
    /// is sought, the best match first.
    pub fn narrow(&mut self) {
        self.rows.clear();
        let context = self.context;
        let specs = || {
            TABLE
                .iter()
                .filter(move |spec| spec.contexts.contains(&context))
        };
        if self.prompt.text().trim().is_empty() {
            for group in Group::ALL {
                let mut commands = specs().filter(|spec| spec.group == group).peekable();
                if commands.peek().is_none() {
                    continue;
                }
                if !self.rows.is_empty() {
                    self.rows.push(HelpRow::Blank);
                }
                self.rows.push(HelpRow::Title(group));
                self.rows
                    .extend(commands.map(|spec| HelpRow::Command(spec.command)));
            }
        } else {
            let found = ranked(self.prompt.text(), specs());
            self.rows
                .extend(found.into_iter().map(|spec| HelpRow::Command(spec.command)));
        }
        self.scroll = Scroll::default();
        self.skip(true, usize::MAX);
    }

    /// Moves off titles and blanks, on in the direction of movement.
    pub fn skip(&mut self, down: bool, height: usize) {
        let is_command = |idx: usize| matches!(self.rows.get(idx), Some(HelpRow::Command(_)));
        let from = self.scroll.focus;
        let after = (from..self.rows.len()).find(|&idx| is_command(idx));
        let before = (0..=from).rev().find(|&idx| is_command(idx));
        let row = if down {
            after.or(before)
        } else {
            before.or(after)
        };
        if let Some(row) = row {
            self.scroll.go(row, self.rows.len(), height);
        }
    }

    /// The chosen command.
    #[must_use]
    pub fn chosen(&self) -> Option<Command> {
        match self.rows.get(self.scroll.focus) {
            Some(HelpRow::Command(command)) => Some(*command),
            _ => None,
        }
    }
}

/// Commands whose name, keys or sentence match `words`, the best first.
fn ranked<'a>(words: &str, specs: impl Iterator<Item = &'a Spec>) -> Vec<&'a Spec> {
    struct Candidate<'a>(&'a Spec, String);
    impl AsRef<str> for Candidate<'_> {
        fn as_ref(&self) -> &str {
            &self.1
        }
    }
    let words = words.trim();
    if words.is_empty() {
        return specs.collect();
    }
    // A key that is typed as such comes first: someone asks what it does.
    let by_key = |spec: &Spec| {
        spec.keys
            .iter()
            .any(|keys| crate::command::key::pretty_sequence(keys) == words)
    };
    let specs: Vec<&Spec> = specs.collect();
    let mut scorer = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(words, CaseMatching::Smart, Normalization::Smart);
    let mut found: Vec<&Spec> = specs.iter().copied().filter(|spec| by_key(spec)).collect();
    found.extend(specs.iter().copied().filter(|spec| spec.name == words));
    found.extend(
        specs
            .iter()
            .copied()
            .filter(|spec| spec.name != words && spec.name.starts_with(words)),
    );
    // A name that matches is meant; a sentence that does is a guess.
    let names = |spec: &Spec| spec.name.to_owned();
    let sentences = |spec: &Spec| spec.sentence.to_owned();
    for text in [&names as &dyn Fn(&Spec) -> String, &sentences] {
        let candidates = specs.iter().map(|spec| Candidate(spec, text(spec)));
        for (candidate, _) in pattern.match_list(candidates, &mut scorer) {
            if !found.iter().any(|spec| spec.command == candidate.0.command) {
                found.push(candidate.0);
            }
        }
    }
    found
}

/// The explanation of a token.
#[derive(Clone, Debug)]
pub struct Explain {
    /// The token.
    pub token: Shown,
    /// What is known of it.
    pub pane: Pane,
}

/// What a text of explanations is made from.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The token under the cursor.
    pub token: &'a str,
    /// The cable it stands in.
    pub cable: &'a Cable,
    /// Paragraph of the cursor, where it is in the text.
    pub paragraph: Option<u32>,
    /// The reference that the token names, if it does.
    pub reference: Option<&'a Reference>,
    /// Whether the telegram it names is open here.
    pub held: bool,
}

impl Explain {
    /// Explains what was asked, at `measure` columns.
    #[must_use]
    pub fn new(asked: &Asked<'_>, measure: u16) -> Explain {
        let terms = explanation(asked);
        let token = asked.token.split_whitespace().collect::<Vec<_>>().join(" ");
        Explain {
            token: Shown::new(&token),
            pane: Pane::new(typeset::terms(&terms, measure)),
        }
    }
}

/// Entries for a token: for the whole of it, then for its words.
#[must_use]
pub(super) fn entries(token: &str, year: Option<u16>) -> Vec<glossary::Entry> {
    /// More would not be read.
    const MOST: usize = 12;
    let mut found = glossary::explain(token, year);
    let words = token
        .split(|c: char| c.is_whitespace() || c == '/')
        .filter(|word| *word != token);
    // The office after the slash of `EUR/VV` is no code of its own, nor are
    // the words of an addressee: `DC` is no TAGS in `SECSTATE WASHDC`.
    let is_one = found
        .iter()
        .any(|entry| matches!(entry.kind, glossary::Kind::Office | glossary::Kind::Station));
    for word in words.filter(|word| word.len() > 1 && !is_one) {
        for entry in glossary::explain(word, year) {
            let known = found
                .iter()
                .any(|known| known.code == entry.code && known.meaning == entry.meaning);
            if !known {
                found.push(entry);
            }
        }
    }
    found.truncate(MOST);
    found
}

/// What is said of a token: of the reference it names, of each meaning of
/// the code, and where else it stands.
fn explanation(asked: &Asked<'_>) -> Vec<Term> {
    let mut said = Vec::new();
    let mut line = |label: &str, words: &str, role: Role| {
        said.push(Term {
            label: label.to_owned(),
            words: words.to_owned(),
            role: Some(role),
            source: None,
        });
    };
    let year = asked.cable.year();
    if let Some(reference) = asked.reference {
        let printed = asked.cable.read(reference.span);
        line("reference", &printed, Role::Text);
        if let Some(mrn) = &reference.mrn {
            let held = if asked.held {
                "here: Enter reads it"
            } else {
                "not among the cables that are open"
            };
            line("telegram", &format!("{mrn}, {held}"), Role::Text);
        } else {
            line("kind", reference.kind.slug(), Role::Text);
        }
        if !reference.inferred.is_empty() {
            let from: Vec<&str> = reference.inferred.iter().map(|from| from.slug()).collect();
            let words = format!("{}: not in the words of the reference", from.join(", "));
            line("inferred", &words, Role::Gloss);
        }
        if reference.notal {
            line("NOTAL", "not to, nor needed by, all addressees", Role::Text);
        }
    }
    if let Some(dtg) = asked.cable.dtg()
        && let Some(printed) = asked.cable.heading.dtg.as_ref()
        && asked.token.len() >= 7
        && asked.cable.slice(printed.span).contains(asked.token)
    {
        let words = format!("date-time group: {dtg}, a {} (UTC)", dtg.weekday());
        line(asked.token, &words, Role::Text);
    }
    let definition = asked.cable.definition(asked.token);
    if let Some(definition) = definition {
        line(asked.token, definition, Role::Text);
        line("kind", "list of the volume", Role::Gloss);
    }
    let spelled = asked.cable.spelled(asked.token);
    if let Some(spelled) = &spelled {
        line(asked.token, &spelled.words, Role::Text);
        let paragraph = asked.cable.paragraphs.get(spelled.paragraph as usize);
        let place = match paragraph.and_then(|paragraph| paragraph.number) {
            Some(number) => format!("defined in this cable, paragraph {number}"),
            None => String::from("defined in this cable"),
        };
        line("source", &place, Role::Gloss);
    }
    let entries = entries(asked.token, year);
    let before = asked.reference.is_some() || definition.is_some() || spelled.is_some();
    for (nth, entry) in entries.iter().enumerate() {
        if nth > 0 || before {
            line("", "", Role::Text);
        }
        line(entry.code, entry.meaning, Role::Text);
        let status = if entry.sourced { "" } else { ", unverified" };
        line(
            "kind",
            &format!("{}{status}", entry.kind.name()),
            Role::Gloss,
        );
        if !entry.years.is_empty() {
            let note = match year {
                Some(year) if !entry.in_force(Some(year)) => format!(", not in force in {year}"),
                _ => String::new(),
            };
            line("years", &format!("{}{note}", entry.years), Role::Gloss);
        }
        if !entry.source.is_empty() {
            line("source", entry.source, Role::Gloss);
        }
    }
    if entries.is_empty() && !before {
        line("", "The glossary has no entry for this.", Role::Gloss);
    }
    line("", "", Role::Text);
    let stands = occurrences(asked.cable, asked.token);
    let paragraphs = &asked.cable.paragraphs;
    let paragraph = asked.paragraph.and_then(|idx| paragraphs.get(idx as usize));
    match paragraph.and_then(|paragraph| paragraph.number) {
        Some(number) => line("here", &format!("paragraph {number}; {stands}"), Role::Text),
        None => line("here", &stands, Role::Text),
    }
    said
}

/// In how many paragraphs a token stands, and which.
fn occurrences(cable: &Cable, token: &str) -> String {
    /// A longer list says nothing more.
    const MOST: usize = 8;
    let mut numbers = Vec::new();
    for paragraph in &cable.paragraphs {
        if has_word(&cable.read(paragraph.text), token) {
            numbers.push(
                paragraph
                    .number
                    .map_or_else(|| String::from("-"), |number| number.to_string()),
            );
        }
    }
    match numbers.len() {
        0 => String::from("in no paragraph of this cable"),
        1 => format!("in paragraph {} of this cable", numbers.concat()),
        n if n > MOST => format!("in {n} paragraphs of this cable"),
        _ => format!("in paragraphs {} of this cable", numbers.join(", ")),
    }
}

/// Whether `token` stands in a text as a word of its own. A code in capitals
/// is not the word of ordinary letters: `NO` is a country, "no" is not.
fn has_word(text: &str, token: &str) -> bool {
    let is_code = token.chars().any(char::is_uppercase) && !token.chars().any(char::is_lowercase);
    let (text, token) = if is_code {
        (text.to_owned(), token.to_owned())
    } else {
        (text.to_lowercase(), token.to_lowercase())
    };
    let apart = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    !token.is_empty()
        && text.match_indices(&token).any(|(at, found)| {
            let (before, after) = (text.get(..at), text.get(at + found.len()..));
            apart(before.and_then(|before| before.chars().next_back()))
                && apart(after.and_then(|after| after.chars().next()))
        })
}

/// Findings and repairs of a cable, one block each, at `measure` columns.
#[must_use]
pub(super) fn findings_page(cable: &Cable, findings: &[Finding], measure: u16) -> Page {
    let mut report = Report {
        cable,
        measure: usize::from(measure),
        terms: Vec::new(),
    };
    report.markings();
    report.findings(findings);
    report.repairs();
    report.garbles();
    typeset::terms(&report.terms, measure)
}

/// What is said of a cable, row by row.
struct Report<'a> {
    cable: &'a Cable,
    /// Columns of a row.
    measure: usize,
    terms: Vec<Term>,
}

impl Report<'_> {
    fn line(&mut self, label: &str, words: String, role: Role, source: Option<Span>) {
        self.terms.push(Term {
            label: label.to_owned(),
            words,
            role: Some(role),
            source,
        });
    }

    /// Level of the banner, highest level of the portions, and how many of
    /// them bear which mark.
    fn markings(&mut self) {
        let cable = self.cable;
        let marks = || {
            let numbered = cable.paragraphs.iter().filter(|it| it.number.is_some());
            numbered.map(|paragraph| paragraph.mark.as_ref().map(|mark| mark.level))
        };
        let all = marks().count();
        if !cable.is_marked() || all == 0 {
            return;
        }
        let words = |level: Option<Classification>| {
            level.map_or_else(|| String::from("none"), |level| level.to_string())
        };
        let banner = cable.heading.banner.as_ref().map(|banner| banner.span);
        let stated = format!(
            "banner {}, highest mark {}",
            words(cable.level()),
            words(cable.derived_level())
        );
        self.line("", stated, Role::Text, banner);
        let mut counts = Vec::new();
        for level in Classification::ALL {
            let n_level = marks().filter(|mark| *mark == Some(level)).count();
            if n_level > 0 {
                counts.push(format!("{} {n_level}", level.mark()));
            }
        }
        let n_none = marks().filter(Option::is_none).count();
        if n_none > 0 {
            counts.push(format!("no mark {n_none}"));
        }
        self.line("", counts.join("   "), Role::Gloss, None);
        self.line("", String::new(), Role::Text, None);
    }

    /// Findings by rule, the gravest first: what was found, the lines that it
    /// rests on, then why the rule matters and where it is written.
    fn findings(&mut self, findings: &[Finding]) {
        if findings.is_empty() {
            self.line("", String::from("No findings."), Role::Text, None);
            self.line("", String::new(), Role::Text, None);
        }
        // A rule may find things of different weight; they stay together
        // where the gravest of them stands.
        let mut gravest: BTreeMap<&str, Severity> = BTreeMap::new();
        for finding in findings {
            let severity = gravest.entry(finding.rule.id).or_insert(finding.severity);
            *severity = finding.severity.max(*severity);
        }
        let mut sorted: Vec<&Finding> = findings.iter().collect();
        sorted.sort_by_key(|finding| {
            let id = finding.rule.id;
            (Reverse(gravest.get(id)), id, finding.span)
        });
        for of_rule in sorted.chunk_by(|one, other| one.rule.id == other.rule.id) {
            for finding in of_rule {
                self.finding(finding);
            }
            let Some(Finding { rule, span, .. }) = of_rule.first() else {
                continue;
            };
            let place = Some(*span);
            self.line("", rule.why.to_owned(), Role::Gloss, place);
            let Rule { era, source, .. } = rule;
            self.line(
                "",
                format!("years: {era}; source: {source}"),
                Role::Gloss,
                place,
            );
            self.line("", String::new(), Role::Text, None);
        }
    }

    fn finding(&mut self, finding: &Finding) {
        /// Lines of the source beside a finding.
        const MOST: usize = 4;
        let sign = match finding.severity {
            Severity::Error => '!',
            Severity::Warning => '?',
            Severity::Information => '.',
        };
        let label = format!("{sign} {}", finding.rule.id);
        let words = format!("{}{}", self.place(finding.span), finding.text);
        self.line(&label, words, Role::Text, Some(finding.span));
        let spans = finding.evidence.iter().chain([&finding.span]);
        let mut lines: Vec<(usize, Span)> = spans
            .map(|span| (self.cable.line_and_column(span.start).0, *span))
            .collect();
        lines.sort_unstable();
        lines.dedup_by_key(|(line, _)| *line);
        for (line, span) in lines.into_iter().take(MOST) {
            let words = self.source_line(line);
            if !words.is_empty() {
                // Evidence is recognized by its first words: one row each.
                let words = Shown::new(&format!("line {line:>3}  {words}"));
                let room = self.measure.saturating_sub(label.len() + 2);
                let words = words.cut(room).as_str().to_owned();
                self.line("", words, Role::Text, Some(span));
            }
        }
    }

    /// The beginning of a line of the source, counted from 1.
    fn source_line(&self, line: usize) -> String {
        /// More would not fit the widest window.
        const LONGEST: usize = 200;
        let line = line
            .checked_sub(1)
            .and_then(|idx| self.cable.lines.get(idx));
        let words = line.map_or("", |line| self.cable.slice(line.span).trim());
        words.chars().take(LONGEST).collect()
    }

    /// Every repair, by kind: where, from what to what, how sure.
    fn repairs(&mut self) {
        let repairs = &self.cable.repairs;
        let words = match (
            repairs.len(),
            repairs.iter().filter(|it| it.applied).count(),
        ) {
            (0, _) => String::from("No repairs: the text is shown as it stands in the source."),
            (all, applied) if applied == all => {
                format!("{all} repairs on view (r shows the source):")
            }
            (all, applied) => format!(
                "{applied} repairs on view (r shows the source), {} offered, not applied:",
                all - applied
            ),
        };
        self.line("", words, Role::Text, None);
        for &kind in RepairKind::ALL {
            let of_kind = || repairs.iter().filter(move |repair| repair.kind == kind);
            let count = of_kind().count();
            if count == 0 {
                continue;
            }
            self.line("", String::new(), Role::Text, None);
            let words = format!("{} ({count})", kind.slug());
            self.line("", words, Role::Heading, None);
            for repair in of_kind() {
                let (from, to) = self.around(repair);
                let offered = if repair.applied { "" } else { ", offered" };
                let sure = repair.confidence.slug();
                let at = self.place(repair.span);
                let words = format!("{at}{from} -> {to}  ({sure}{offered})");
                self.line("", words, Role::Text, Some(repair.span));
            }
        }
    }

    fn garbles(&mut self) {
        for garble in &self.cable.garbles {
            let words: String = self.cable.slice(garble.span).chars().take(60).collect();
            self.line("", String::new(), Role::Text, None);
            self.line("not read", words, Role::Garble, Some(garble.span));
            let expected = format!("expected {}", garble.expected);
            self.line("", expected, Role::Gloss, Some(garble.span));
        }
    }

    /// `P4  ` for a place in paragraph 4, nothing above the text.
    fn place(&self, span: Span) -> String {
        let paragraphs = &self.cable.paragraphs;
        let here = self.cable.paragraph_before(span.start);
        let here = here.and_then(|idx| paragraphs.get(idx));
        let number = here
            .filter(|paragraph| span.start < paragraph.span.end)
            .and_then(|paragraph| paragraph.number);
        number.map_or_else(String::new, |number| format!("P{number}  "))
    }

    /// What stands at a repair, with the word around it, and what is read.
    fn around(&self, repair: &Repair) -> (String, String) {
        /// Characters of an end that is too long to be shown whole.
        const LONGEST: usize = 48;
        let text = self.cable.text();
        let (start, end) = (repair.span.start as usize, repair.span.end as usize);
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        let word = before
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let rest = after.split(char::is_whitespace).next().unwrap_or_default();
        let tail = |part: &str| -> String {
            let count = part.chars().count();
            part.chars()
                .skip(count.saturating_sub(LONGEST / 2))
                .collect()
        };
        let head = |part: &str| part.chars().take(LONGEST / 2).collect::<String>();
        let show = |middle: &str| {
            let middle: String = if middle.chars().count() > LONGEST {
                format!("{}..{}", head(middle), tail(middle))
            } else {
                middle.to_owned()
            };
            let words = format!("{}{middle}{}", tail(word), head(rest));
            if words.is_empty() {
                String::from("(nothing)")
            } else {
                let lines = words.split(['\r', '\n']).map(str::trim);
                let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
                lines.join(" / ")
            }
        };
        (show(self.cable.slice(repair.span)), show(&repair.to))
    }
}

/// The rows of which-key: each key that may come next, and what it does.
#[must_use]
pub fn which_key(
    keymap: &Keymap,
    context: Context,
    typed: &[crate::command::Key],
) -> Vec<(String, String)> {
    match keymap.lookup(context, typed) {
        crate::command::Lookup::Pending(next) => next
            .into_iter()
            .map(|(key, what)| (key.pretty(), what.to_owned()))
            .collect(),
        _ => Vec::new(),
    }
}
